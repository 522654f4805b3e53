//! Module `math`: real functions and constants. Sums, integer functions, and gamma functions have files of their own.
//!
//! ```text
//! argument ─► float ─► C function ─► NaN from a number: ValueError     infinity from a finite number: OverflowError or ValueError
//! ```

mod floats;
mod integers;
mod logarithms;
pub(crate) mod special;
pub(crate) mod sums;

use super::libm;
use crate::native::{R, Raised};
use crate::value::Value;
use crate::vm::Vm;

const DOC: &str = "Mathematical functions of real numbers, as the C standard defines them.";

/// Makes the module.
pub fn module(vm: &mut Vm) -> R {
    let module = super::make_module(vm, "math", DOC, MathFunctions::DEFS)?;
    for functions in [
        integers::IntegerFunctions::DEFS,
        logarithms::LogarithmFunctions::DEFS,
        sums::SumFunctions::DEFS,
        floats::FloatFunctions::DEFS,
    ] {
        super::add_functions(vm, &module, functions)?;
    }
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        super::set(vm, &module, name, Value::from_float(value))?;
    }
    Ok(module)
}

/// `OverflowError("math range error")`.
#[cold]
pub(super) fn range_error(vm: &mut Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// `ValueError("math domain error")`.
#[cold]
pub(super) fn domain_error(vm: &mut Vm) -> Raised {
    vm.value_error("math domain error")
}

/// A ValueError that says what was expected and what came.
#[cold]
pub(super) fn expected(vm: &mut Vm, what: &str, got: f64) -> Raised {
    let got = crate::format::float_repr(got);
    vm.value_error(format!("expected {what}, got {got}"))
}

/// A result that may be infinite: for a finite argument that is an overflow.
#[inline]
fn ranged(vm: &mut Vm, x: f64, result: f64) -> R<f64> {
    if result.is_infinite() && x.is_finite() { Err(range_error(vm)) } else { Ok(result) }
}

/// A result that is finite for every argument in the function's domain.
#[inline]
fn within(vm: &mut Vm, x: f64, result: f64, domain: &str) -> R<f64> {
    if (result.is_nan() && !x.is_nan()) || (result.is_infinite() && x.is_finite()) {
        Err(expected(vm, domain, x))
    } else {
        Ok(result)
    }
}

const UNIT_RANGE: &str = "a number in range from -1 up to 1";
const FINITE: &str = "a finite input";
const GAMMA_DOMAIN: &str = "a noninteger or positive integer";

/// Functions of one or two real numbers.
pub struct MathFunctions;

#[exuvia_macros::builtin_methods]
impl MathFunctions {
    /// The arc cosine, in radians between 0 and pi.
    #[function("acos(x, /)")]
    fn acos(vm: &mut Vm, x: f64) -> R<f64> {
        within(vm, x, libm::acos(x), UNIT_RANGE)
    }

    /// The inverse hyperbolic cosine.
    #[function("acosh(x, /)")]
    fn acosh(vm: &mut Vm, x: f64) -> R<f64> {
        within(vm, x, libm::acosh(x), "argument value not less than 1")
    }

    /// The arc sine, in radians between -pi/2 and pi/2.
    #[function("asin(x, /)")]
    fn asin(vm: &mut Vm, x: f64) -> R<f64> {
        within(vm, x, libm::asin(x), UNIT_RANGE)
    }

    /// The inverse hyperbolic sine.
    #[function("asinh(x, /)")]
    fn asinh(_vm: &mut Vm, x: f64) -> f64 {
        libm::asinh(x)
    }

    /// The arc tangent, in radians between -pi/2 and pi/2.
    #[function("atan(x, /)")]
    fn atan(_vm: &mut Vm, x: f64) -> f64 {
        libm::atan(x)
    }

    /// The angle of the point (x, y), in radians between -pi and pi.
    #[function("atan2(y, x, /)")]
    fn atan2(_vm: &mut Vm, y: f64, x: f64) -> f64 {
        libm::atan2(y, x)
    }

    /// The inverse hyperbolic tangent.
    #[function("atanh(x, /)")]
    fn atanh(vm: &mut Vm, x: f64) -> R<f64> {
        within(vm, x, libm::atanh(x), "a number between -1 and 1")
    }

    /// The cube root.
    #[function("cbrt(x, /)")]
    fn cbrt(_vm: &mut Vm, x: f64) -> f64 {
        libm::cbrt(x)
    }

    /// The magnitude of x with the sign of y.
    #[function("copysign(x, y, /)")]
    fn copysign(_vm: &mut Vm, x: f64, y: f64) -> f64 {
        x.copysign(y)
    }

    /// The cosine of an angle in radians.
    #[function("cos(x, /)")]
    fn cos(vm: &mut Vm, x: f64) -> R<f64> {
        within(vm, x, libm::cos(x), FINITE)
    }

    /// The hyperbolic cosine.
    #[function("cosh(x, /)")]
    fn cosh(vm: &mut Vm, x: f64) -> R<f64> {
        ranged(vm, x, libm::cosh(x))
    }

    /// An angle in radians, converted to degrees.
    #[function("degrees(x, /)")]
    fn degrees(_vm: &mut Vm, x: f64) -> f64 {
        x * (180.0 / std::f64::consts::PI)
    }

    /// The error function.
    #[function("erf(x, /)")]
    fn erf(_vm: &mut Vm, x: f64) -> f64 {
        libm::erf(x)
    }

    /// 1 minus the error function, exact also where that is close to 0.
    #[function("erfc(x, /)")]
    fn erfc(_vm: &mut Vm, x: f64) -> f64 {
        libm::erfc(x)
    }

    /// e to the power of x.
    #[function("exp(x, /)")]
    fn exp(vm: &mut Vm, x: f64) -> R<f64> {
        ranged(vm, x, libm::exp(x))
    }

    /// 2 to the power of x.
    #[function("exp2(x, /)")]
    fn exp2(vm: &mut Vm, x: f64) -> R<f64> {
        ranged(vm, x, libm::exp2(x))
    }

    /// e to the power of x, minus 1; exact also for x close to 0.
    #[function("expm1(x, /)")]
    fn expm1(vm: &mut Vm, x: f64) -> R<f64> {
        ranged(vm, x, libm::expm1(x))
    }

    /// The magnitude of a float.
    #[function("fabs(x, /)")]
    fn fabs(_vm: &mut Vm, x: f64) -> f64 {
        x.abs()
    }

    /// x * y + z, rounded once.
    #[function("fma(x, y, z, /)")]
    fn fma(vm: &mut Vm, x: f64, y: f64, z: f64) -> R<f64> {
        let result = libm::fma(x, y, z);
        if result.is_nan() && ![x, y, z].iter().any(|x| x.is_nan()) {
            return Err(vm.value_error("invalid operation in fma"));
        }
        if result.is_infinite() && [x, y, z].iter().all(|x| x.is_finite()) {
            return Err(vm.overflow_error("overflow in fma"));
        }
        Ok(result)
    }

    /// The remainder of x / y with the sign of x.
    #[function("fmod(x, y, /)")]
    fn fmod(vm: &mut Vm, x: f64, y: f64) -> R<f64> {
        let result = libm::fmod(x, y);
        if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain_error(vm)) } else { Ok(result) }
    }

    /// The gamma function.
    #[function("gamma(x, /)")]
    fn gamma(vm: &mut Vm, x: f64) -> R<f64> {
        match special::gamma(x) {
            None => Err(expected(vm, GAMMA_DOMAIN, x)),
            Some(result) => ranged(vm, x, result),
        }
    }

    /// The natural logarithm of the magnitude of the gamma function.
    #[function("lgamma(x, /)")]
    fn lgamma(vm: &mut Vm, x: f64) -> R<f64> {
        match special::log_gamma(x) {
            None => Err(expected(vm, GAMMA_DOMAIN, x)),
            Some(result) => ranged(vm, x, result),
        }
    }

    /// The logarithm of 1 + x, exact also for x close to 0.
    #[function("log1p(x, /)")]
    fn log1p(vm: &mut Vm, x: f64) -> R<f64> {
        within(vm, x, libm::log1p(x), "argument value > -1")
    }

    /// x to the power of y, as floats.
    #[function("pow(x, y, /)")]
    fn pow(vm: &mut Vm, x: f64, y: f64) -> R<f64> {
        let result = libm::pow(x, y);
        if result.is_finite() || !x.is_finite() || !y.is_finite() {
            return Ok(result);
        }
        if result.is_nan() || x == 0.0 { Err(domain_error(vm)) } else { Err(range_error(vm)) }
    }

    /// An angle in degrees, converted to radians.
    #[function("radians(x, /)")]
    fn radians(_vm: &mut Vm, x: f64) -> f64 {
        x * (std::f64::consts::PI / 180.0)
    }

    /// x minus the multiple of y that is nearest to it.
    #[function("remainder(x, y, /)")]
    fn remainder(vm: &mut Vm, x: f64, y: f64) -> R<f64> {
        let result = libm::remainder(x, y);
        if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain_error(vm)) } else { Ok(result) }
    }

    /// The sine of an angle in radians.
    #[function("sin(x, /)")]
    fn sin(vm: &mut Vm, x: f64) -> R<f64> {
        within(vm, x, libm::sin(x), FINITE)
    }

    /// The hyperbolic sine.
    #[function("sinh(x, /)")]
    fn sinh(vm: &mut Vm, x: f64) -> R<f64> {
        ranged(vm, x, libm::sinh(x))
    }

    /// The square root.
    #[function("sqrt(x, /)")]
    fn sqrt(vm: &mut Vm, x: f64) -> R<f64> {
        within(vm, x, x.sqrt(), "a nonnegative input")
    }

    /// The tangent of an angle in radians.
    #[function("tan(x, /)")]
    fn tan(vm: &mut Vm, x: f64) -> R<f64> {
        within(vm, x, libm::tan(x), FINITE)
    }

    /// The hyperbolic tangent.
    #[function("tanh(x, /)")]
    fn tanh(_vm: &mut Vm, x: f64) -> f64 {
        libm::tanh(x)
    }
}
