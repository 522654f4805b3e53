//! `float(str)` and `complex(str)`: text to floats.
//!
//! ```text
//! float    sign (digits [. digits] [e sign digits] | inf | infinity | nan)
//! complex  [(] float · float j · float sign float j · sign j [)]
//! ```
//!
//! Underscores stand between two digits only. Reading is correctly rounded; what is too large is infinite, as in Python.

use std::borrow::Cow;

use super::unicode::{numeric_ascii, trim_c_space};
use super::{FormatError, bytes_repr, str_repr};

/// `float(str)`.
pub fn parse_float(text: &str) -> Result<f64, FormatError> {
    whole(&numeric_ascii(text)).ok_or_else(|| not_convertible("float", &str_repr(text)))
}

/// `float(bytes)`.
pub fn parse_float_bytes(bytes: &[u8]) -> Result<f64, FormatError> {
    whole(bytes).ok_or_else(|| not_convertible("float", &bytes_repr(bytes)))
}

fn not_convertible(what: &str, repr: &str) -> FormatError {
    FormatError::value(format!("could not convert string to {what}: {repr}"))
}

fn whole(bytes: &[u8]) -> Option<f64> {
    let plain = without_underscores(trim_c_space(bytes))?;
    let (value, length) = leading_float(&plain)?;
    (length == plain.len()).then_some(value)
}

/// The text without its underscores, if each of them stands between two digits. What a null byte hides needs no underscores to be
/// wrong.
fn without_underscores(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    let visible = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    if !bytes[..visible].contains(&b'_') {
        return Some(bytes.into());
    }
    if visible < bytes.len() {
        return None;
    }
    let digit_at =
        |index: Option<usize>| index.and_then(|index| bytes.get(index)).is_some_and(u8::is_ascii_digit);
    for (index, byte) in bytes.iter().enumerate() {
        if *byte == b'_' && !(digit_at(index.checked_sub(1)) && digit_at(index.checked_add(1))) {
            return None;
        }
    }
    Some(bytes.iter().copied().filter(|byte| *byte != b'_').collect::<Vec<u8>>().into())
}

/// The float that the bytes begin with, and how many bytes it takes.
fn leading_float(bytes: &[u8]) -> Option<(f64, usize)> {
    if let Some(found) = leading_word(bytes) {
        return Some(found);
    }
    let length = numeral_length(bytes)?;
    let text = std::str::from_utf8(&bytes[..length]).ok()?;
    text.parse().ok().map(|value| (value, length))
}

/// `inf`, `infinity` or `nan` with a sign, in any case.
pub(crate) fn leading_word(bytes: &[u8]) -> Option<(f64, usize)> {
    let signed = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let word = &bytes[signed..];
    let begins = |name: &[u8]| word.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let (magnitude, length) = if begins(b"infinity") {
        (f64::INFINITY, 8)
    } else if begins(b"inf") {
        (f64::INFINITY, 3)
    } else if begins(b"nan") {
        (f64::NAN, 3)
    } else {
        return None;
    };
    let value = if bytes[0] == b'-' { magnitude.copysign(-1.0) } else { magnitude.copysign(1.0) };
    Some((value, signed + length))
}

fn numeral_length(bytes: &[u8]) -> Option<usize> {
    let digits_from = |start: usize| bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign_at = |index: usize| usize::from(matches!(bytes.get(index), Some(b'+' | b'-')));
    let mut end = sign_at(0);
    let integral = digits_from(end);
    end += integral;
    let mut digits = integral;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits_from(end + 1);
        digits += fraction;
        end += 1 + fraction;
    }
    if digits == 0 {
        return None;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let start = end + 1 + sign_at(end + 1);
        let exponent = digits_from(start);
        if exponent > 0 {
            end = start + exponent;
        }
    }
    Some(end)
}

/// `complex(str)`: the real and the imaginary part.
pub fn parse_complex(text: &str) -> Result<(f64, f64), FormatError> {
    let ascii = numeric_ascii(text);
    let bytes = trim_c_space(&ascii);
    let plain = without_underscores(bytes).ok_or_else(|| not_convertible("complex", &str_repr(text)))?;
    complex_parts(&plain).ok_or_else(|| FormatError::value("complex() arg is a malformed string"))
}

fn complex_parts(bytes: &[u8]) -> Option<(f64, f64)> {
    let inner = match bytes {
        [b'(', inner @ .., b')'] => trim_c_space(inner),
        _ => bytes,
    };
    let Some((first, length)) = leading_float(inner) else {
        return imaginary_unit(inner).map(|unit| (0.0, unit));
    };
    match &inner[length..] {
        [] => Some((first, 0.0)),
        [b'j' | b'J'] => Some((0.0, first)),
        rest @ [b'+' | b'-', ..] => match leading_float(rest) {
            Some((second, length)) => matches!(rest[length..], [b'j' | b'J']).then_some((first, second)),
            None => imaginary_unit(rest).map(|unit| (first, unit)),
        },
        _ => None,
    }
}

/// `j` with or without a sign.
fn imaginary_unit(bytes: &[u8]) -> Option<f64> {
    match bytes {
        [b'j' | b'J'] | [b'+', b'j' | b'J'] => Some(1.0),
        [b'-', b'j' | b'J'] => Some(-1.0),
        _ => None,
    }
}
