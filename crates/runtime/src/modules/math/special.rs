//! The gamma function and its logarithm, by Lanczos' approximation.
//!
//! ```text
//! gamma(x) = sum(x) * (x + g - 1/2)^(x - 1/2) / e^(x + g - 1/2)          sum(x): a quotient of two polynomials of degree 12
//! gamma(-x) = -pi / (x * sin(pi * x) * gamma(x))
//! ```
//!
//! The coefficients are those for 53 bits that Godfrey and Toth published; results are within a few units in the last place.

use super::libm;

const G: f64 = 6.024_680_040_776_73;
const G_MINUS_HALF: f64 = 5.524_680_040_776_73;

const NUMERATOR: [f64; 13] = [
    23_531_376_880.410_76,
    42_919_803_642.649_1,
    35_711_959_237.355_67,
    17_921_034_426.037_21,
    6_039_542_586.352_028,
    1_439_720_407.311_721_6,
    248_874_557.862_054_17,
    31_426_415.585_400_194,
    2_876_370.628_935_372_5,
    186_056.265_395_223_48,
    8_071.672_002_365_816,
    210.824_277_751_579_36,
    2.506_628_274_631_000_2,
];

const DENOMINATOR: [f64; 13] = [
    0.0,
    39_916_800.0,
    120_543_840.0,
    150_917_976.0,
    105_258_076.0,
    45_995_730.0,
    13_339_535.0,
    2_637_558.0,
    357_423.0,
    32_670.0,
    1_925.0,
    66.0,
    1.0,
];

/// From here on the polynomials are evaluated in 1/x.
const LARGE: f64 = 5.0;
/// Below this, gamma(x) is 1/x.
const TINY: f64 = 1e-20;
/// Above this, gamma overflows, and its reflection is 0.
const GAMMA_LIMIT: f64 = 200.0;
/// Above this, the power is taken in two steps: it would overflow before the division.
const POWER_LIMIT: f64 = 140.0;
/// The last integer whose predecessor's factorial is an exact float.
const EXACT_LIMIT: f64 = 23.0;

fn lanczos_sum(x: f64) -> f64 {
    let (mut above, mut below) = (0.0, 0.0);
    if x < LARGE {
        for (numerator, denominator) in NUMERATOR.iter().zip(&DENOMINATOR).rev() {
            above = above * x + numerator;
            below = below * x + denominator;
        }
    } else {
        for (numerator, denominator) in NUMERATOR.iter().zip(&DENOMINATOR) {
            above = above / x + numerator;
            below = below / x + denominator;
        }
    }
    above / below
}

/// `sin(pi * x)` without the loss that rounding pi would mean.
fn sin_pi(x: f64) -> f64 {
    const PI: f64 = std::f64::consts::PI;
    let turn = libm::fmod(x.abs(), 2.0);
    let sine = match (2.0 * turn).round() as i32 {
        0 => libm::sin(PI * turn),
        1 => libm::cos(PI * (turn - 0.5)),
        2 => libm::sin(PI * (1.0 - turn)),
        3 => -libm::cos(PI * (turn - 1.5)),
        _ => libm::sin(PI * (turn - 2.0)),
    };
    1.0_f64.copysign(x) * sine
}

/// Gamma of x; nothing at the poles and for minus infinity, an infinity when it is too large.
pub fn gamma(x: f64) -> Option<f64> {
    if x.is_nan() || x == f64::INFINITY {
        return Some(x);
    }
    if x == f64::NEG_INFINITY || x == 0.0 {
        return None;
    }
    if x == x.floor() {
        if x < 0.0 {
            return None;
        }
        if x <= EXACT_LIMIT {
            return Some((1..x as u64).map(|factor| factor as f64).product());
        }
    }
    let size = x.abs();
    if size < TINY {
        return Some(1.0 / x);
    }
    if size > GAMMA_LIMIT {
        return Some(if x < 0.0 { 0.0 / sin_pi(x) } else { f64::INFINITY });
    }
    let base = size + G_MINUS_HALF;
    // What rounding took from the base.
    let lost = if size > G_MINUS_HALF { (base - size) - G_MINUS_HALF } else { (base - G_MINUS_HALF) - size };
    let correction = lost * G / base;
    let power = |value: f64, apply: fn(f64, f64) -> f64| {
        if size < POWER_LIMIT {
            return apply(value, libm::pow(base, size - 0.5));
        }
        let half = libm::pow(base, size / 2.0 - 0.25);
        apply(apply(value, half), half)
    };
    Some(if x < 0.0 {
        let mut result = -std::f64::consts::PI / sin_pi(size) / size * libm::exp(base) / lanczos_sum(size);
        result -= correction * result;
        power(result, |value, power| value / power)
    } else {
        let mut result = lanczos_sum(size) / libm::exp(base);
        result += correction * result;
        power(result, |value, power| value * power)
    })
}

/// The logarithm of gamma's magnitude; nothing at the poles, an infinity when it is too large.
pub fn log_gamma(x: f64) -> Option<f64> {
    const LOG_PI: f64 = 1.144_729_885_849_400_2;
    if x.is_nan() {
        return Some(x);
    }
    if x.is_infinite() {
        return Some(f64::INFINITY);
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { None } else { Some(0.0) };
    }
    let size = x.abs();
    if size < TINY {
        return Some(-libm::log(size));
    }
    let mut result = libm::log(lanczos_sum(size)) - G;
    result += (size - 0.5) * (libm::log(size + G - 0.5) - 1.0);
    if x < 0.0 {
        result = LOG_PI - libm::log(sin_pi(size).abs()) - libm::log(size) - result;
    }
    Some(result)
}
