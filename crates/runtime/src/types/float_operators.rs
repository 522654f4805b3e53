//! The operators of `float`. The other operand may be a float or an int of any size.

use super::float::Float;
use super::numbers::{NOT_IMPLEMENTED, compare_float_integer, float_operand};
use crate::modules::libm;
use crate::native::{R, Raised};
use crate::ops::CompareOp;
use crate::ops::compare::compare_floats;
use crate::value::Value;
use crate::vm::Vm;

/// The operators of `float`.
pub struct FloatOperators;

/// Runs an operation when the other operand is a number.
#[inline(always)]
fn with(vm: &mut Vm, other: &Value, operation: impl FnOnce(&mut Vm, f64) -> R) -> R {
    match float_operand(vm, other)? {
        Some(other) => operation(vm, other),
        None => NOT_IMPLEMENTED,
    }
}

#[cold]
fn division_by_zero(vm: &mut Vm) -> Raised {
    vm.zero_division_error("division by zero")
}

/// `OverflowError(34, …)`: what the C library's error number says.
#[cold]
pub fn out_of_range(vm: &mut Vm) -> Raised {
    const RANGE_ERROR: i32 = 34;
    let class = vm.types.overflow_error;
    match vm.text("Numerical result out of range") {
        Ok(text) => vm.raise_with(class, vec![Value::from_i32(RANGE_ERROR), text]),
        Err(raised) => raised,
    }
}

/// `a / b`.
pub fn true_divide(vm: &mut Vm, a: f64, b: f64) -> R {
    if b == 0.0 { Err(division_by_zero(vm)) } else { Ok(Value::from_float(a / b)) }
}

/// Quotient and remainder, rounded down; the remainder has the divisor's sign, and zeros keep theirs. The divisor is not 0.
pub fn divide_modulo(a: f64, b: f64) -> (f64, f64) {
    let rest = libm::fmod(a, b);
    let whole = (a - rest) / b;
    let (rest, whole) = if rest == 0.0 {
        (0.0_f64.copysign(b), whole)
    } else if (b < 0.0) != (rest < 0.0) {
        (rest + b, whole - 1.0)
    } else {
        (rest, whole)
    };
    if whole == 0.0 {
        return (0.0_f64.copysign(a / b), rest);
    }
    // The division may have been inexact: the nearest whole number is meant.
    let floor = whole.floor();
    (if whole - floor > 0.5 { floor + 1.0 } else { floor }, rest)
}

/// `a % b` for a divisor that is not 0.
pub fn remainder(a: f64, b: f64) -> f64 {
    let rest = libm::fmod(a, b);
    if rest == 0.0 {
        0.0_f64.copysign(b)
    } else if (b < 0.0) != (rest < 0.0) {
        rest + b
    } else {
        rest
    }
}

/// `a % b`.
pub fn modulo(vm: &mut Vm, a: f64, b: f64) -> R {
    if b == 0.0 { Err(division_by_zero(vm)) } else { Ok(Value::from_float(remainder(a, b))) }
}

/// `a // b`.
pub fn floor_divide(vm: &mut Vm, a: f64, b: f64) -> R {
    if b == 0.0 { Err(division_by_zero(vm)) } else { Ok(Value::from_float(divide_modulo(a, b).0)) }
}

fn divmod(vm: &mut Vm, a: f64, b: f64) -> R {
    if b == 0.0 {
        return Err(division_by_zero(vm));
    }
    let (quotient, rest) = divide_modulo(a, b);
    vm.tuple(vec![Value::from_float(quotient), Value::from_float(rest)])
}

/// `a ** b`; a complex number for a root of a negative number.
pub fn power(vm: &mut Vm, a: f64, b: f64) -> R {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(vm.zero_division_error("zero to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return super::complex_arithmetic::power(vm, (a, 0.0), (b, 0.0));
    }
    let result = libm::pow(a, b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(out_of_range(vm));
    }
    Ok(Value::from_float(result))
}

/// A modulus is for integers only.
fn check_third(vm: &mut Vm, third: Option<&Value>) -> R<()> {
    match third {
        Some(third) if !third.is_none() => {
            Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"))
        }
        _ => Ok(()),
    }
}

/// Answers a comparison, exactly also for ints that no float is equal to.
fn compared(op: CompareOp, this: f64, other: &Value) -> Value {
    if let Some(other) = other.as_any_float() {
        return Value::from_bool(compare_floats(op, this, other));
    }
    match other.as_integer() {
        Some(integer) => Value::from_bool(match compare_float_integer(this, integer) {
            Some(ordering) => op.holds(ordering),
            None => op == CompareOp::NotEqual,
        }),
        None => Value::NOT_IMPLEMENTED,
    }
}

#[exuvia_macros::builtin_methods]
impl FloatOperators {
    /// Return self+value.
    #[sig("__add__(self, value, /)")]
    fn add(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |_, other| Ok(Value::from_float(this.0 + other)))
    }

    /// Return value+self.
    #[sig("__radd__(self, value, /)")]
    fn radd(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |_, other| Ok(Value::from_float(other + this.0)))
    }

    /// Return self-value.
    #[sig("__sub__(self, value, /)")]
    fn sub(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |_, other| Ok(Value::from_float(this.0 - other)))
    }

    /// Return value-self.
    #[sig("__rsub__(self, value, /)")]
    fn rsub(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |_, other| Ok(Value::from_float(other - this.0)))
    }

    /// Return self*value.
    #[sig("__mul__(self, value, /)")]
    fn mul(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |_, other| Ok(Value::from_float(this.0 * other)))
    }

    /// Return value*self.
    #[sig("__rmul__(self, value, /)")]
    fn rmul(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |_, other| Ok(Value::from_float(other * this.0)))
    }

    /// Return self/value.
    #[sig("__truediv__(self, value, /)")]
    fn truediv(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |vm, other| true_divide(vm, this.0, other))
    }

    /// Return value/self.
    #[sig("__rtruediv__(self, value, /)")]
    fn rtruediv(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |vm, other| true_divide(vm, other, this.0))
    }

    /// Return self//value.
    #[sig("__floordiv__(self, value, /)")]
    fn floordiv(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |vm, other| floor_divide(vm, this.0, other))
    }

    /// Return value//self.
    #[sig("__rfloordiv__(self, value, /)")]
    fn rfloordiv(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |vm, other| floor_divide(vm, other, this.0))
    }

    /// Return self%value.
    #[sig("__mod__(self, value, /)")]
    fn modulo(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |vm, other| modulo(vm, this.0, other))
    }

    /// Return value%self.
    #[sig("__rmod__(self, value, /)")]
    fn rmod(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |vm, other| modulo(vm, other, this.0))
    }

    /// Return divmod(self, value).
    #[sig("__divmod__(self, value, /)")]
    fn divmod(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |vm, other| divmod(vm, this.0, other))
    }

    /// Return divmod(value, self).
    #[sig("__rdivmod__(self, value, /)")]
    fn rdivmod(vm: &mut Vm, this: Float, other: &Value) -> R {
        with(vm, other, |vm, other| divmod(vm, other, this.0))
    }

    /// Return pow(self, value, mod).
    #[sig("__pow__(self, value, mod=None, /)")]
    fn pow(vm: &mut Vm, this: Float, other: &Value, third: Option<&Value>) -> R {
        check_third(vm, third)?;
        with(vm, other, |vm, other| power(vm, this.0, other))
    }

    /// Return pow(value, self, mod).
    #[sig("__rpow__(self, value, mod=None, /)")]
    fn rpow(vm: &mut Vm, this: Float, other: &Value, third: Option<&Value>) -> R {
        check_third(vm, third)?;
        with(vm, other, |vm, other| power(vm, other, this.0))
    }

    /// -self
    #[sig("__neg__(self, /)")]
    fn neg(_vm: &mut Vm, this: Float) -> f64 {
        -this.0
    }

    /// +self
    #[sig("__pos__(self, /)")]
    fn pos(_vm: &mut Vm, this: Float) -> f64 {
        this.0
    }

    /// abs(self)
    #[sig("__abs__(self, /)")]
    fn abs(_vm: &mut Vm, this: Float) -> f64 {
        this.0.abs()
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(_vm: &mut Vm, this: Float, other: &Value) -> Value {
        compared(CompareOp::Less, this.0, other)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(_vm: &mut Vm, this: Float, other: &Value) -> Value {
        compared(CompareOp::LessEqual, this.0, other)
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(_vm: &mut Vm, this: Float, other: &Value) -> Value {
        compared(CompareOp::Equal, this.0, other)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(_vm: &mut Vm, this: Float, other: &Value) -> Value {
        compared(CompareOp::NotEqual, this.0, other)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(_vm: &mut Vm, this: Float, other: &Value) -> Value {
        compared(CompareOp::Greater, this.0, other)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(_vm: &mut Vm, this: Float, other: &Value) -> Value {
        compared(CompareOp::GreaterEqual, this.0, other)
    }
}
