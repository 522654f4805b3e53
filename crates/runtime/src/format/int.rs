//! Integers as text: to any radix, and by a format specification.
//!
//! ```text
//! format(-255, "#06x") = "-0x0ff"
//! ```
//!
//! Decimal text is bounded by the interpreter's limit of digits, since making it takes quadratic time; a limit of 0 is none.

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use super::FormatError;
use super::float::render_float;
use super::number::{Number, layout};
use super::spec::{Align, Defaults, Spec, unknown_kind};

/// An integer of either representation, borrowed.
#[derive(Clone, Copy, Debug)]
pub enum Integer<'a> {
    Small(i64),
    Big(&'a BigInt),
}

impl From<i64> for Integer<'_> {
    fn from(value: i64) -> Self {
        Self::Small(value)
    }
}

impl<'a> From<&'a BigInt> for Integer<'a> {
    fn from(value: &'a BigInt) -> Self {
        Self::Big(value)
    }
}

impl Integer<'_> {
    pub fn is_negative(self) -> bool {
        match self {
            Self::Small(value) => value < 0,
            Self::Big(value) => value.sign() == Sign::Minus,
        }
    }

    pub fn to_i64(self) -> Option<i64> {
        match self {
            Self::Small(value) => Some(value),
            Self::Big(value) => value.to_i64(),
        }
    }

    /// The nearest float, ties to even; an `OverflowError` when that is infinite.
    pub fn to_f64(self) -> Result<f64, FormatError> {
        let value = match self {
            Self::Small(value) => value as f64,
            Self::Big(value) => value.to_f64().unwrap_or(f64::INFINITY),
        };
        if value.is_finite() {
            Ok(value)
        } else {
            Err(FormatError::overflow("int too large to convert to float"))
        }
    }

    /// The magnitude's digits in lower case; decimal ones within `limit`.
    pub(crate) fn magnitude(self, radix: u32, limit: usize) -> Result<String, FormatError> {
        match self {
            Self::Small(value) => Ok(small_to_radix(value.unsigned_abs(), radix)),
            Self::Big(value) => {
                if radix != 10 || limit == 0 {
                    return Ok(value.magnitude().to_str_radix(radix));
                }
                // 30103/100000 is just above log10(2), 30102/100000 just below.
                let bits = u128::from(value.bits());
                let at_least = bits.saturating_sub(1) * 30_102 / 100_000;
                if at_least >= limit as u128 {
                    return Err(too_many_digits(limit));
                }
                let text = value.magnitude().to_str_radix(10);
                if text.len() > limit { Err(too_many_digits(limit)) } else { Ok(text) }
            }
        }
    }
}

fn too_many_digits(limit: usize) -> FormatError {
    FormatError::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
    ))
}

fn small_to_radix(mut value: u64, radix: u32) -> String {
    match radix {
        10 => value.to_string(),
        16 => format!("{value:x}"),
        8 => format!("{value:o}"),
        2 => format!("{value:b}"),
        _ => {
            let mut reversed = Vec::new();
            loop {
                let digit = (value % u64::from(radix)) as u32;
                reversed.push(char::from_digit(digit, radix).unwrap_or('0'));
                value /= u64::from(radix);
                if value == 0 {
                    break reversed.iter().rev().collect();
                }
            }
        }
    }
}

/// Bytes that hold any 64-bit integer in decimal, its sign included.
pub const SMALL_DECIMAL: usize = 20;

/// A small integer in decimal, written to the end of a buffer on the caller's stack.
pub fn small_decimal(int: i64, digits: &mut [u8; SMALL_DECIMAL]) -> &str {
    let mut at = digits.len();
    let mut rest = int.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if int < 0 {
        at -= 1;
        digits[at] = b'-';
    }
    std::str::from_utf8(&digits[at..]).unwrap_or_default()
}

/// `str(int)`: decimal text of at most `limit` digits, 0 for no limit.
pub fn int_to_decimal(value: Integer<'_>, limit: usize) -> Result<String, FormatError> {
    if let Integer::Small(value) = value {
        return Ok(value.to_string());
    }
    let digits = value.magnitude(10, limit)?;
    Ok(if value.is_negative() { format!("-{digits}") } else { digits })
}

/// Text in a radix of 2 to 36 behind a prefix such as `0x`: what `bin`, `oct` and `hex` answer.
pub fn int_to_radix(value: Integer<'_>, radix: u32, prefix: &str) -> String {
    let digits = match value {
        Integer::Small(value) => small_to_radix(value.unsigned_abs(), radix),
        Integer::Big(value) => value.magnitude().to_str_radix(radix),
    };
    let sign = if value.is_negative() { "-" } else { "" };
    format!("{sign}{prefix}{digits}")
}

/// `int.__format__`; decimal text has at most `limit` digits, 0 for no limit.
pub fn format_int(
    value: Integer<'_>,
    spec: &str,
    type_name: &str,
    limit: usize,
) -> Result<String, FormatError> {
    if spec.is_empty() {
        return int_to_decimal(value, limit);
    }
    let spec = Spec::parse(spec, Defaults { align: Align::Right, kind: Some('d') }, type_name)?;
    match spec.kind {
        Some('b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n') => render_int(value, &spec, limit),
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => render_float(value.to_f64()?, &spec, type_name),
        kind => Err(unknown_kind(kind, type_name)),
    }
}

fn render_int(value: Integer<'_>, spec: &Spec, limit: usize) -> Result<String, FormatError> {
    if spec.precision.is_some() {
        return Err(FormatError::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(FormatError::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    let (radix, prefix) = match spec.kind {
        Some('c') => return render_character(value, spec),
        Some('b') => (2, "0b"),
        Some('o') => (8, "0o"),
        Some('x') => (16, "0x"),
        Some('X') => (16, "0X"),
        _ => (10, ""),
    };
    let mut digits = value.magnitude(radix, limit)?;
    if spec.kind == Some('X') {
        digits.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    layout(spec, Number { negative: value.is_negative(), prefix, digits: &digits, ..Number::default() })
}

fn render_character(value: Integer<'_>, spec: &Spec) -> Result<String, FormatError> {
    if spec.sign.is_some() {
        return Err(FormatError::value("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(FormatError::value("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let number =
        value.to_i64().ok_or_else(|| FormatError::overflow("Python int too large to convert to C long"))?;
    let mut buffer = [0; 4];
    let rest = character(number)?.encode_utf8(&mut buffer);
    layout(spec, Number { rest, ..Number::default() })
}

/// The character with a code point; a lone surrogate becomes U+FFFD, as this text is UTF-8.
pub(crate) fn character(number: i64) -> Result<char, FormatError> {
    match u32::try_from(number) {
        Ok(code) if code <= 0x10_ffff => Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
        _ => Err(FormatError::overflow("%c arg not in range(0x110000)")),
    }
}
