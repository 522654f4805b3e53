//! Decimal digits of a float and their text: the one place where binary becomes decimal.
//!
//! ```text
//! value = 0.d₁d₂d₃… × 10^point      12.5 → digits "125", point 2
//! ```
//!
//! Digits are exact, rounded half to even, or the shortest that read back as the same float. It knows no fields and no signs
//! but the minus.

use std::fmt::Write;

use super::{FormatError, push_fill, reserve};

/// A float's exact decimal expansion never has more digits than this on either side of the point.
const ALL_DIGITS: usize = 1100;

/// How digits are chosen and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Always with an exponent; so many digits behind the point.
    Exponent(usize),
    /// Never with an exponent; so many digits behind the point.
    Fixed(usize),
    /// So many significant digits, whichever notation is shorter.
    General(usize),
    /// The shortest digits that read back.
    Shortest,
}

/// A way to write floats.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub notation: Notation,
    /// Keep the point and the trailing zeros.
    pub alternate: bool,
    /// `1` becomes `1.0`.
    pub point_zero: bool,
    pub uppercase: bool,
    /// Drop the sign of what is zero after rounding.
    pub no_negative_zero: bool,
}

impl Style {
    pub const fn new(notation: Notation) -> Self {
        Self { notation, alternate: false, point_zero: false, uppercase: false, no_negative_zero: false }
    }
}

/// Writes a float. NaN has no sign.
pub fn float_text(value: f64, style: Style) -> Result<String, FormatError> {
    let mut out = String::new();
    if value.is_nan() {
        out.push_str("nan");
    } else if value.is_infinite() {
        out.push_str(if value < 0.0 { "-inf" } else { "inf" });
    } else {
        if value.is_sign_negative() {
            out.push('-');
        }
        push_finite(&mut out, value.abs(), style)?;
        if style.no_negative_zero && out.starts_with('-') && is_zero(&out) {
            out.remove(0);
        }
    }
    if style.uppercase {
        out.make_ascii_uppercase();
    }
    Ok(out)
}

fn is_zero(text: &str) -> bool {
    let mantissa = text.split('e').next().unwrap_or(text);
    !mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

fn push_finite(out: &mut String, value: f64, style: Style) -> Result<(), FormatError> {
    match style.notation {
        Notation::Fixed(precision) => {
            let shown = precision.min(ALL_DIGITS);
            append(out, format_args!("{value:.shown$}"));
            push_fill(out, '0', precision - shown)?;
            if precision == 0 && style.alternate {
                out.push('.');
            }
            Ok(())
        }
        Notation::Exponent(precision) => {
            let (mut digits, point) = significant_digits(value, precision.saturating_add(1).min(ALL_DIGITS));
            let missing = precision.saturating_add(1) - digits.len();
            push_fill(&mut digits, '0', missing)?;
            push_exponent(out, &digits, point, style.alternate)
        }
        Notation::General(precision) => {
            let precision = precision.max(1);
            let (mut digits, point) = significant_digits(value, precision.min(ALL_DIGITS));
            let limit = precision as i64 - i64::from(style.point_zero);
            if style.alternate {
                let missing = precision - digits.len();
                push_fill(&mut digits, '0', missing)?;
            } else {
                trim_zeros(&mut digits);
            }
            push_digits(out, &digits, point, i64::from(point) > limit, style)
        }
        Notation::Shortest => {
            let (digits, point) = shortest_digits(value);
            push_digits(out, &digits, point, point > 16, style)
        }
    }
}

/// Writing to a `String` cannot fail.
fn append(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(arguments);
}

/// The first `count ≥ 1` digits of a finite value ≥ 0, and the point's place.
pub fn significant_digits(value: f64, count: usize) -> (String, i32) {
    let precision = count - 1;
    split_scientific(format!("{value:.precision$e}"))
}

/// The shortest digits that read back as the same finite value ≥ 0, and the point's place.
pub fn shortest_digits(value: f64) -> (String, i32) {
    let (digits, point) = split_scientific(format!("{value:e}"));
    // Of two equally near neighbours the formatter takes the upper one, Python the even one.
    if digits.len() >= 15 && digits.bytes().last().is_some_and(|last| last % 2 == 1) && may_be_halfway(value)
    {
        let precision = digits.len() - 1;
        let even = format!("{value:.precision$e}");
        if even.parse() == Ok(value) {
            return split_scientific(even);
        }
    }
    (digits, point)
}

/// Whether all digits of a value may be one more than 17: `m · 2^-k` with odd `m` has at least `0.69 · k` of them.
fn may_be_halfway(value: f64) -> bool {
    let bits = value.to_bits();
    let exponent = (bits >> 52) as i64 - 1075;
    let zeros = i64::from((bits | 1 << 52).trailing_zeros());
    exponent + zeros >= -26
}

/// `d.ddde-7` in two: digits without the point, and the point's place (the exponent plus one).
fn split_scientific(mut text: String) -> (String, i32) {
    let (mark, exponent) = match text.find('e') {
        Some(mark) => (mark, text[mark + 1..].parse().unwrap_or(0)),
        None => (text.len(), 0),
    };
    text.truncate(mark);
    if text.len() > 1 {
        text.remove(1);
    }
    (text, exponent + 1)
}

fn trim_zeros(digits: &mut String) {
    let kept = digits.trim_end_matches('0').len().max(1);
    digits.truncate(kept);
}

fn push_digits(
    out: &mut String,
    digits: &str,
    point: i32,
    too_large: bool,
    style: Style,
) -> Result<(), FormatError> {
    if too_large || point <= -4 {
        return push_exponent(out, digits, point, style.alternate);
    }
    if point <= 0 {
        out.push_str("0.");
        push_fill(out, '0', point.unsigned_abs() as usize)?;
        out.push_str(digits);
        return Ok(());
    }
    let point = point as usize;
    if digits.len() > point {
        reserve(out, digits.len() + 1)?;
        out.push_str(&digits[..point]);
        out.push('.');
        out.push_str(&digits[point..]);
        return Ok(());
    }
    out.push_str(digits);
    push_fill(out, '0', point - digits.len())?;
    if style.point_zero {
        out.push_str(".0");
    } else if style.alternate {
        out.push('.');
    }
    Ok(())
}

/// `d.ddde+XX`; the exponent has at least two digits.
fn push_exponent(out: &mut String, digits: &str, point: i32, alternate: bool) -> Result<(), FormatError> {
    reserve(out, digits.len() + 8)?;
    out.push_str(&digits[..1]);
    if digits.len() > 1 || alternate {
        out.push('.');
        out.push_str(&digits[1..]);
    }
    let exponent = point - 1;
    let sign = if exponent < 0 { '-' } else { '+' };
    append(out, format_args!("e{sign}{:02}", exponent.abs()));
    Ok(())
}
