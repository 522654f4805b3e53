//! `int(str, base)`: text to integers.
//!
//! ```text
//! space sign 0x _ digits _ digits space      every underscore between two digits, or behind the prefix
//! ```
//!
//! The number of digits is bounded by the interpreter's limit, as reading decimal text takes more than linear time.

use num_bigint::{BigInt, BigUint, Sign};

use super::unicode::{numeric_ascii, trim_c_space};
use super::{FormatError, bytes_repr, str_repr};

/// What was read, in the smallest representation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParsedInt {
    Small(i64),
    Big(BigInt),
}

/// Python bounds no number of fewer digits than this.
const ALWAYS_ALLOWED: usize = 640;
/// Longer texts are halved, so that the work is multiplication.
const HALVE_ABOVE: usize = 2048;

/// `int(str, base)`; a base of 0 reads the prefix, a `limit` of 0 is none.
pub fn parse_int(text: &str, base: i64, limit: usize) -> Result<ParsedInt, FormatError> {
    parse(&numeric_ascii(text), base, limit, || str_repr(text))
}

/// `int(bytes, base)`.
pub fn parse_int_bytes(bytes: &[u8], base: i64, limit: usize) -> Result<ParsedInt, FormatError> {
    parse(bytes, base, limit, || bytes_repr(bytes))
}

fn parse(bytes: &[u8], base: i64, limit: usize, repr: impl Fn() -> String) -> Result<ParsedInt, FormatError> {
    let radix = match u32::try_from(base) {
        Ok(radix @ (0 | 2..=36)) => radix,
        _ => return Err(FormatError::value("int() base must be >= 2 and <= 36, or 0")),
    };
    let invalid = || {
        let shown: String = repr().chars().take(200).collect();
        FormatError::value(format!("invalid literal for int() with base {base}: {shown}"))
    };
    let (negative, rest) = split_sign(trim_c_space(bytes));
    let (radix, digits, zero_only) = split_prefix(rest, radix);
    let read = valid_digits(digits, radix);
    let count = read.count;
    if !(read.well_formed && read.complete) {
        return Err(invalid());
    }
    if !radix.is_power_of_two() && limit > 0 && count > ALWAYS_ALLOWED && count > limit {
        return Err(FormatError::value(format!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {count} digits; use \
             sys.set_int_max_str_digits() to increase the limit"
        )));
    }
    let value = if count <= 12 { small(digits, radix, negative) } else { large(digits, radix, negative) };
    if zero_only && value != ParsedInt::Small(0) { Err(invalid()) } else { Ok(value) }
}

fn split_sign(bytes: &[u8]) -> (bool, &[u8]) {
    match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    }
}

/// The radix in force, the digits behind its prefix, and whether only zeros are allowed: `010` without a base.
fn split_prefix(bytes: &[u8], radix: u32) -> (u32, &[u8], bool) {
    let named = match bytes {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    if named != 0 && (radix == named || radix == 0) {
        let digits = match &bytes[2..] {
            [b'_', rest @ ..] => rest,
            rest => rest,
        };
        return (named, digits, false);
    }
    if radix == 0 { (10, bytes, bytes.first() == Some(&b'0')) } else { (radix, bytes, false) }
}

struct Digits {
    count: usize,
    /// At least one digit, underscores only between two.
    well_formed: bool,
    /// Nothing stands behind the digits.
    complete: bool,
}

fn valid_digits(bytes: &[u8], radix: u32) -> Digits {
    let mut count = 0;
    let mut previous = b'_';
    let mut complete = true;
    for byte in bytes {
        if *byte == b'_' {
            if previous == b'_' {
                return Digits { count, well_formed: false, complete };
            }
        } else if char::from(*byte).is_digit(radix) {
            count += 1;
        } else {
            complete = false;
            break;
        }
        previous = *byte;
    }
    Digits { count, well_formed: previous != b'_', complete }
}

fn values(digits: &[u8], radix: u32) -> impl Iterator<Item = u32> + '_ {
    digits.iter().filter_map(move |byte| char::from(*byte).to_digit(radix))
}

/// At most twelve digits of any radix fit into 63 bits.
fn small(digits: &[u8], radix: u32, negative: bool) -> ParsedInt {
    let magnitude = values(digits, radix).fold(0_i64, |sum, digit| sum * i64::from(radix) + i64::from(digit));
    ParsedInt::Small(if negative { -magnitude } else { magnitude })
}

fn large(digits: &[u8], radix: u32, negative: bool) -> ParsedInt {
    let plain: Vec<u8> = values(digits, radix).map(|digit| digit as u8).collect();
    let magnitude = if radix.is_power_of_two() {
        BigUint::from_radix_be(&plain, radix).unwrap_or_default()
    } else {
        let mut powers = Vec::new();
        halved(&plain, radix, &mut powers)
    };
    let value = BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, magnitude);
    i64::try_from(&value).map_or(ParsedInt::Big(value), ParsedInt::Small)
}

/// Reads the digits in two halves of which the lower has `HALVE_ABOVE · 2^k` digits; `powers[k]` is the radix to that power.
fn halved(digits: &[u8], radix: u32, powers: &mut Vec<BigUint>) -> BigUint {
    if digits.len() <= HALVE_ABOVE {
        return BigUint::from_radix_be(digits, radix).unwrap_or_default();
    }
    let level = ((digits.len() - 1) / HALVE_ABOVE).ilog2() as usize;
    while powers.len() <= level {
        let next = match powers.last() {
            Some(last) => last * last,
            None => BigUint::from(radix).pow(HALVE_ABOVE as u32),
        };
        powers.push(next);
    }
    let (high, low) = digits.split_at(digits.len() - (HALVE_ABOVE << level));
    let high = halved(high, radix, powers) * &powers[level];
    high + halved(low, radix, powers)
}
