//! `float.hex` and `float.fromhex`.
//!
//! ```text
//! 1.5 = 0x1.8000000000000p+0      value = mantissa · 2^exponent
//! ```
//!
//! Reading keeps 60 bits and whether anything was lost below them, then rounds once, half to even.

use super::FormatError;
use super::parse_float::leading_word;
use super::unicode::trim_c_space;

/// `float.hex`.
pub fn float_hex(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    let fraction = value.to_bits() & ((1 << 52) - 1);
    match (value.to_bits() >> 52) & 0x7ff {
        0 if fraction == 0 => format!("{sign}0x0.0p+0"),
        0 => format!("{sign}0x0.{fraction:013x}p-1022"),
        biased => format!("{sign}0x1.{fraction:013x}p{:+}", biased as i64 - 1023),
    }
}

/// `float.fromhex`.
pub fn float_from_hex(text: &str) -> Result<f64, FormatError> {
    let bytes = trim_c_space(text.as_bytes());
    if let Some((value, length)) = leading_word(bytes) {
        return if length == bytes.len() { Ok(value) } else { Err(invalid()) };
    }
    let (negative, unsigned) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    };
    let digits = match unsigned {
        [b'0', b'x' | b'X', rest @ ..] => rest,
        _ => unsigned,
    };
    let (mantissa, rest) = Mantissa::read(digits).ok_or_else(invalid)?;
    let (exponent, rest) = read_exponent(rest).ok_or_else(invalid)?;
    // What is too large is said before what stands behind it.
    let magnitude = mantissa.scaled(exponent)?;
    if !rest.is_empty() {
        return Err(invalid());
    }
    Ok(if negative { -magnitude } else { magnitude })
}

fn invalid() -> FormatError {
    FormatError::value("invalid hexadecimal floating-point string")
}

/// `bits · 2^exponent`, and something below when `inexact`.
#[derive(Default)]
struct Mantissa {
    bits: u64,
    exponent: i64,
    inexact: bool,
}

impl Mantissa {
    /// The digits that the bytes begin with, and what follows them.
    fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let mut mantissa = Self::default();
        let (mut any, mut fractional) = (false, false);
        for (index, byte) in bytes.iter().enumerate() {
            if *byte == b'.' && !fractional {
                fractional = true;
            } else if let Some(digit) = char::from(*byte).to_digit(16) {
                any = true;
                mantissa.push(digit, fractional);
            } else {
                return any.then_some((mantissa, &bytes[index..]));
            }
        }
        any.then_some((mantissa, &[]))
    }

    fn push(&mut self, digit: u32, fractional: bool) {
        if self.bits >> 56 == 0 {
            self.bits = self.bits << 4 | u64::from(digit);
            self.exponent -= if fractional { 4 } else { 0 };
        } else {
            self.inexact |= digit != 0;
            self.exponent += if fractional { 0 } else { 4 };
        }
    }

    fn scaled(self, exponent: i64) -> Result<f64, FormatError> {
        let bits = self.bits;
        if bits == 0 {
            return Ok(0.0);
        }
        let exponent = self.exponent.saturating_add(exponent);
        let leading = exponent.saturating_add(63 - i64::from(bits.leading_zeros()));
        if leading > 1023 {
            return Err(too_large());
        }
        if leading < -1075 {
            return Ok(0.0);
        }
        // The exponent of the last bit that a float of this size has.
        let last = (leading - 52).max(-1074);
        let lost = last - exponent;
        let magnitude = if lost <= 0 {
            bits as f64 * power_of_two(exponent)
        } else {
            let kept = bits >> lost;
            let below = bits & ((1 << lost) - 1);
            let half = 1 << (lost - 1);
            let up = below > half || below == half && (self.inexact || kept & 1 == 1);
            (kept + u64::from(up)) as f64 * power_of_two(last)
        };
        if magnitude.is_infinite() { Err(too_large()) } else { Ok(magnitude) }
    }
}

fn too_large() -> FormatError {
    FormatError::overflow("hexadecimal value too large to represent as a float")
}

/// 2 to a power of -1074 to 1023.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(if exponent < -1022 { 1 << (exponent + 1074) } else { ((exponent + 1023) as u64) << 52 })
}

/// `p` and a decimal number, if they are next, and what follows; saturated far beyond any float's exponent.
fn read_exponent(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let digits = match bytes {
        [b'p' | b'P', digits @ ..] => digits,
        _ => return Some((0, bytes)),
    };
    let (negative, digits) = match digits {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, digits),
    };
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 {
        return None;
    }
    let mut exponent = 0_i64;
    for byte in &digits[..length] {
        exponent = exponent.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
    }
    Some((if negative { -exponent } else { exponent }, &digits[length..]))
}
