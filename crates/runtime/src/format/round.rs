//! Floats rounded half to even, exactly: `round(x)`, `round(x, n)`, `int(x)`.
//!
//! ```text
//! round(2.675, 2) = 2.67      the float below 2.675 is what is rounded
//! ```
//!
//! Rounding goes through the exact decimal digits, so no intermediate product can be off by one.

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use super::FormatError;
use super::digits::significant_digits;

/// No float has more digits behind the point than this.
const MOST_DIGITS: i64 = 323;
/// No float has more significant digits than this.
const MOST_SIGNIFICANT: usize = 767;
/// No float reaches half of ten to the power of this.
const LEAST_DIGITS: i64 = -308;

/// `float.__round__(ndigits)`.
pub fn float_round(value: f64, digits: i64) -> Result<f64, FormatError> {
    if !value.is_finite() || value == 0.0 || digits > MOST_DIGITS {
        return Ok(value);
    }
    if digits < LEAST_DIGITS {
        return Ok(0.0 * value);
    }
    let magnitude = rounded_magnitude(value.abs(), digits as i32);
    if magnitude.is_infinite() {
        return Err(FormatError::overflow("rounded value too large to represent"));
    }
    Ok(magnitude.copysign(value))
}

fn rounded_magnitude(value: f64, digits: i32) -> f64 {
    if digits >= 0 {
        let precision = digits as usize;
        return format!("{value:.precision$}").parse().unwrap_or(value);
    }
    // So many digits of the number stand before the place that is rounded to.
    let (exact, point) = significant_digits(value, MOST_SIGNIFICANT);
    let kept = point + digits;
    if kept > 0 {
        let precision = kept as usize - 1;
        return format!("{value:.precision$e}").parse().unwrap_or(value);
    }
    // Below the half or at it (an even zero) it is zero, above it is one unit of that place.
    let unit = format!("1e{}", -digits);
    let exact = exact.trim_end_matches('0');
    if kept == 0 && exact > "5" { unit.parse().unwrap_or(value) } else { 0.0 }
}

/// `float.__round__()`: the nearest integer, ties to even.
pub fn float_round_to_int(value: f64) -> Result<BigInt, FormatError> {
    float_to_int(value.round_ties_even())
}

/// `int(float)`: without the fraction.
pub fn float_to_int(value: f64) -> Result<BigInt, FormatError> {
    if value.is_nan() {
        return Err(FormatError::value("cannot convert float NaN to integer"));
    }
    BigInt::from_f64(value).ok_or_else(|| FormatError::overflow("cannot convert float infinity to integer"))
}
