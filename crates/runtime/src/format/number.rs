//! A number's parts laid out in a field: sign, prefix, digits in groups, point, fraction, rest, padding.
//!
//! ```text
//! │ left pad │ sign │ prefix │ inner pad │ zeros+digits │ . │ fraction │ rest │ right pad │
//! ```
//!
//! It knows the field's geometry, not how digits are made.

use super::spec::{Align, Spec};
use super::{FormatError, push_fill, reserve};

/// A number as text in parts, its sign apart.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number<'a> {
    pub negative: bool,
    /// `0x` and its like.
    pub prefix: &'a str,
    /// Digits before the point; empty for infinities, NaNs and characters.
    pub digits: &'a str,
    pub point: bool,
    pub fraction: &'a str,
    /// Exponent, per cent sign, `inf`, `nan`, a character.
    pub rest: &'a str,
}

impl<'a> Number<'a> {
    /// Takes a float's text apart.
    pub fn split(text: &'a str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (digits, behind) = split_digits(text);
        let (point, fraction, rest) = match behind.strip_prefix('.') {
            Some(behind) => {
                let (fraction, rest) = split_digits(behind);
                (true, fraction, rest)
            }
            None => (false, "", behind),
        };
        Self { negative, prefix: "", digits, point, fraction, rest }
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// The sign that is shown.
fn sign_text(sign: Option<char>, negative: bool) -> &'static str {
    match sign {
        _ if negative => "-",
        Some('+') => "+",
        Some(' ') => " ",
        _ => "",
    }
}

/// Writes a number into its field.
pub fn layout(spec: &Spec, number: Number<'_>) -> Result<String, FormatError> {
    let sign = sign_text(spec.sign, number.negative);
    let fraction_separators = match spec.fraction_grouping {
        Some(_) => number.fraction.len().saturating_sub(1) / 3,
        None => 0,
    };
    let rest_width = number.rest.chars().count();
    let fixed = sign.len()
        + number.prefix.len()
        + usize::from(number.point)
        + number.fraction.len()
        + fraction_separators
        + rest_width;
    let width = spec.width.unwrap_or(0);
    let zero_filled = spec.fill == '0' && spec.align == Align::AfterSign;
    let wanted = if zero_filled { width.saturating_sub(fixed) } else { 0 };
    let digits_width = grouped_width(spec, number.digits.len(), wanted);
    let padding = width.saturating_sub(fixed + digits_width);
    let (left, inner, right) = match spec.align {
        Align::Left => (0, 0, padding),
        Align::Right => (padding, 0, 0),
        Align::Center => (padding / 2, 0, padding - padding / 2),
        Align::AfterSign => (0, padding, 0),
    };
    let mut out = String::new();
    reserve(&mut out, fixed.saturating_add(digits_width).saturating_add(padding))?;
    push_fill(&mut out, spec.fill, left)?;
    out.push_str(sign);
    out.push_str(number.prefix);
    push_fill(&mut out, spec.fill, inner)?;
    push_grouped(&mut out, spec, number.digits, digits_width);
    if number.point {
        out.push('.');
    }
    push_fraction(&mut out, spec, number.fraction);
    out.push_str(number.rest);
    push_fill(&mut out, spec.fill, right)?;
    Ok(out)
}

/// How wide the digits become with separators and with zeros up to `wanted`; a separator never stands first.
fn grouped_width(spec: &Spec, count: usize, wanted: usize) -> usize {
    if count == 0 || spec.grouping.is_none() {
        return if count == 0 { 0 } else { count.max(wanted) };
    }
    let size = spec.group_size;
    let own = count + (count - 1) / size;
    if wanted <= own {
        return own;
    }
    // A width that would begin with a separator gets one more zero.
    if wanted.is_multiple_of(size + 1) { wanted + 1 } else { wanted }
}

/// Writes the digits right to left in their groups, zeros before them.
fn push_grouped(out: &mut String, spec: &Spec, digits: &str, width: usize) {
    let Some(separator) = spec.grouping.filter(|_| !digits.is_empty()) else {
        out.extend(std::iter::repeat_n('0', width - digits.len()));
        out.push_str(digits);
        return;
    };
    let stride = spec.group_size + 1;
    let mut next = digits.len();
    let mut reversed = Vec::with_capacity(width);
    for place in 1..=width {
        if place.is_multiple_of(stride) {
            reversed.push(separator as u8);
        } else if next > 0 {
            next -= 1;
            reversed.push(digits.as_bytes()[next]);
        } else {
            reversed.push(b'0');
        }
    }
    out.extend(reversed.iter().rev().map(|byte| char::from(*byte)));
}

fn push_fraction(out: &mut String, spec: &Spec, fraction: &str) {
    let Some(separator) = spec.fraction_grouping else {
        out.push_str(fraction);
        return;
    };
    for (place, digit) in fraction.chars().enumerate() {
        if place > 0 && place.is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
}

/// Pads a finished text to the field's width.
pub fn pad(spec: &Spec, text: &str) -> Result<String, FormatError> {
    let padding = match spec.width {
        Some(width) => width.saturating_sub(text.chars().count()),
        None => 0,
    };
    let left = match spec.align {
        Align::Right | Align::AfterSign => padding,
        Align::Center => padding / 2,
        Align::Left => 0,
    };
    let mut out = String::new();
    reserve(&mut out, text.len().saturating_add(padding))?;
    push_fill(&mut out, spec.fill, left)?;
    out.push_str(text);
    push_fill(&mut out, spec.fill, padding - left)?;
    Ok(out)
}
