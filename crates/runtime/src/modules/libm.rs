//! The C library's mathematical functions, which CPython uses as well: with the same library, results are the same to the last bit.
//!
//! Rust's own `asinh` and its like are other algorithms; this module has the C ones by their C names. The linker takes
//! `cbrt` from Rust's compiler support, where it is rounded correctly; glibc's may be one unit off.

use std::ffi::c_int;

macro_rules! functions {
    ($($name:ident($($parameter:ident: $kind:ty),*) -> $result:ty;)*) => {
        // SAFETY: the declarations are those of C's <math.h>, and the functions take plain numbers and touch no memory of ours.
        unsafe extern "C" {
            $(
                #[doc = concat!("C's `", stringify!($name), "`.")]
                pub safe fn $name($($parameter: $kind),*) -> $result;
            )*
        }
    };
}

functions! {
    acos(x: f64) -> f64;
    acosh(x: f64) -> f64;
    asin(x: f64) -> f64;
    asinh(x: f64) -> f64;
    atan(x: f64) -> f64;
    atan2(y: f64, x: f64) -> f64;
    atanh(x: f64) -> f64;
    cbrt(x: f64) -> f64;
    cos(x: f64) -> f64;
    cosh(x: f64) -> f64;
    erf(x: f64) -> f64;
    erfc(x: f64) -> f64;
    exp(x: f64) -> f64;
    exp2(x: f64) -> f64;
    expm1(x: f64) -> f64;
    fma(x: f64, y: f64, z: f64) -> f64;
    fmod(x: f64, y: f64) -> f64;
    hypot(x: f64, y: f64) -> f64;
    ldexp(x: f64, exponent: c_int) -> f64;
    log(x: f64) -> f64;
    log10(x: f64) -> f64;
    log1p(x: f64) -> f64;
    log2(x: f64) -> f64;
    pow(x: f64, y: f64) -> f64;
    remainder(x: f64, y: f64) -> f64;
    sin(x: f64) -> f64;
    sinh(x: f64) -> f64;
    tan(x: f64) -> f64;
    tanh(x: f64) -> f64;
}

/// A finite float as `fraction × 2^exponent` with `0.5 <= |fraction| < 1`; zero, infinities and NaN come back with exponent 0.
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    // A subnormal number is scaled into the normal range first.
    let (scaled, below) = if x.abs() < f64::MIN_POSITIVE { (x * (1u64 << 54) as f64, 54) } else { (x, 0) };
    let bits = scaled.to_bits();
    let exponent = ((bits >> 52) & 0x7FF) as i32 - 1022 - below;
    (f64::from_bits(bits & !(0x7FF << 52) | 1022 << 52), exponent)
}
