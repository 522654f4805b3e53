//! How floats are made up, and rounding to integers: fractions, exponents, neighbours, tests.

use super::{libm, range_error};
use crate::native::R;
use crate::types::int::int_of_float;
use crate::value::Value;
use crate::vm::Vm;

/// Functions on the parts of floats.
pub struct FloatFunctions;

#[exuvia_macros::builtin_methods]
impl FloatFunctions {
    /// The smallest integer that is not below x.
    #[function("ceil(x, /)")]
    fn ceil(vm: &mut Vm, x: &Value) -> R {
        let name = vm.names.__ceil__.clone();
        rounded(vm, x, &name, f64::ceil)
    }

    /// The largest integer that is not above x.
    #[function("floor(x, /)")]
    fn floor(vm: &mut Vm, x: &Value) -> R {
        let name = vm.names.__floor__.clone();
        rounded(vm, x, &name, f64::floor)
    }

    /// x without its fraction, as `__trunc__` of its class says.
    #[function("trunc(x, /)")]
    fn trunc(vm: &mut Vm, x: &Value) -> R {
        if let Some(float) = x.as_float() {
            return int_of_float(vm, float);
        }
        let name = vm.names.__trunc__.clone();
        match vm.call_special(x, &name, &[]) {
            Some(result) => result,
            None => {
                let class = vm.class_name(x);
                Err(vm.type_error(format!("type {class} doesn't define __trunc__ method")))
            }
        }
    }

    /// A pair (m, e) with x == m * 2**e and m at least 1/2 and below 1 in magnitude.
    #[function("frexp(x, /)")]
    fn frexp(vm: &mut Vm, x: f64) -> R {
        let (fraction, exponent) = libm::frexp(x);
        vm.tuple(vec![Value::from_float(fraction), Value::from_i32(exponent)])
    }

    /// x * 2**i
    #[function("ldexp(x, i, /)")]
    fn ldexp(vm: &mut Vm, x: f64, exponent: &Value) -> R<f64> {
        let Some(integer) = exponent.as_integer() else {
            return Err(vm.type_error("Expected an int as second argument to ldexp."));
        };
        if x == 0.0 || !x.is_finite() {
            return Ok(x);
        }
        let exponent = integer.to_i64().and_then(|exponent| i32::try_from(exponent).ok());
        let result = match exponent {
            Some(exponent) => libm::ldexp(x, exponent),
            None if integer.is_negative() => 0.0_f64.copysign(x),
            None => f64::INFINITY,
        };
        if result.is_infinite() { Err(range_error(vm)) } else { Ok(result) }
    }

    /// A pair of the fraction and the whole part, both floats with the sign of x.
    #[function("modf(x, /)")]
    fn modf(vm: &mut Vm, x: f64) -> R {
        let fraction = if x.is_infinite() { 0.0_f64.copysign(x) } else { (x - x.trunc()).copysign(x) };
        vm.tuple(vec![Value::from_float(fraction), Value::from_float(x.trunc())])
    }

    /// The float that is `steps` floats (one, by default) after x in the direction of y.
    #[function("nextafter(x, y, /, *, steps=None)")]
    fn nextafter(vm: &mut Vm, x: f64, y: f64, steps: Option<&Value>) -> R<f64> {
        let steps = match steps.filter(|steps| !steps.is_none()) {
            None => 1,
            Some(steps) => {
                let steps = vm.index(steps)?;
                match steps.as_integer() {
                    Some(integer) if integer.is_negative() => {
                        return Err(vm.value_error("steps must be a non-negative integer"));
                    }
                    Some(integer) => integer.to_i64().map_or(i128::MAX, i128::from),
                    None => 1,
                }
            }
        };
        Ok(neighbour(x, y, steps))
    }

    /// The value of the least significant bit of x.
    #[function("ulp(x, /)")]
    fn ulp(_vm: &mut Vm, x: f64) -> f64 {
        let x = x.abs();
        if x.is_nan() || x.is_infinite() {
            return x;
        }
        let above = x.next_up();
        if above.is_infinite() { x - x.next_down() } else { above - x }
    }

    /// Whether two numbers are close: within a part of the larger one, or within a fixed distance.
    #[function("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)")]
    fn isclose(vm: &mut Vm, a: f64, b: f64, relative: Option<f64>, absolute: Option<f64>) -> R<bool> {
        let (relative, absolute) = (relative.unwrap_or(1e-9), absolute.unwrap_or(0.0));
        if relative < 0.0 || absolute < 0.0 {
            return Err(vm.value_error("tolerances must be non-negative"));
        }
        if a == b {
            return Ok(true);
        }
        if a.is_infinite() || b.is_infinite() {
            return Ok(false);
        }
        let difference = (b - a).abs();
        Ok(difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute)
    }

    /// Whether x is neither infinite nor NaN.
    #[function("isfinite(x, /)")]
    fn isfinite(_vm: &mut Vm, x: f64) -> bool {
        x.is_finite()
    }

    /// Whether x is infinite.
    #[function("isinf(x, /)")]
    fn isinf(_vm: &mut Vm, x: f64) -> bool {
        x.is_infinite()
    }

    /// Whether x is NaN.
    #[function("isnan(x, /)")]
    fn isnan(_vm: &mut Vm, x: f64) -> bool {
        x.is_nan()
    }
}

/// A float rounded to an int, or what the class's own method says.
fn rounded(vm: &mut Vm, x: &Value, method: &Value, round: fn(f64) -> f64) -> R {
    if let Some(float) = x.as_float() {
        return int_of_float(vm, round(float));
    }
    if x.as_small_int().is_some() {
        return Ok(x.clone());
    }
    if let Some(result) = vm.call_special(x, method, &[]) {
        return result;
    }
    let float = vm.to_float(x)?;
    int_of_float(vm, round(float))
}

/// The float `steps` floats after x towards y, y at most.
fn neighbour(x: f64, y: f64, steps: i128) -> f64 {
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if steps == 0 {
        return x;
    }
    if x == y {
        return y;
    }
    // The position of a float among all of them; both zeros have position 0.
    let position = |float: f64| {
        let distance = i128::from(float.abs().to_bits());
        if float.is_sign_negative() { -distance } else { distance }
    };
    let (from, to) = (position(x), position(y));
    if (to - from).abs() <= steps {
        return y;
    }
    let reached = if to > from { from + steps } else { from - steps };
    let float = f64::from_bits(reached.unsigned_abs() as u64);
    if reached < 0 || (reached == 0 && x.is_sign_negative()) { -float } else { float }
}
