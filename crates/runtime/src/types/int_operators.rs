//! The operators of `int`: each asks for a second integer and hands both to `int_arithmetic`.

use super::int_arithmetic as arithmetic;
use super::numbers::NOT_IMPLEMENTED;
use crate::native::R;
use crate::object::int::Integer;
use crate::value::Value;
use crate::vm::Vm;

/// The operators of `int`.
pub struct IntOperators;

/// Runs an operation when the other operand is an integer.
#[inline(always)]
fn with(vm: &mut Vm, other: &Value, operation: impl FnOnce(&mut Vm, Integer<'_>) -> R) -> R {
    match other.as_integer() {
        Some(other) => operation(vm, other),
        None => NOT_IMPLEMENTED,
    }
}

/// Answers a comparison when the other operand is an integer.
#[inline(always)]
fn ordered(this: Integer<'_>, other: &Value, holds: fn(std::cmp::Ordering) -> bool) -> Value {
    match other.as_integer() {
        Some(other) => Value::from_bool(holds(arithmetic::compare(this, other))),
        None => Value::NOT_IMPLEMENTED,
    }
}

/// The modulus of a power, when there is one.
fn modulus(value: Option<&Value>) -> Option<&Value> {
    value.filter(|modulus| !modulus.is_none())
}

/// `base ** exponent`, or the power modulo a third integer.
fn power(vm: &mut Vm, base: Integer<'_>, exponent: Integer<'_>, third: Option<&Value>) -> R {
    match modulus(third) {
        None => arithmetic::power(vm, base, exponent),
        Some(third) => match third.as_integer() {
            Some(third) => arithmetic::power_modulo(vm, base, exponent, third),
            None => third_not_integer(vm, third),
        },
    }
}

/// Only integers have a power modulo something; a float among the operands says so itself.
fn third_not_integer(vm: &mut Vm, operand: &Value) -> R {
    if operand.as_any_float().is_some() {
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    if operand.downcast::<crate::object::complex::Complex>().is_some() {
        return Err(vm.value_error("complex modulo"));
    }
    NOT_IMPLEMENTED
}

#[exuvia_macros::builtin_methods]
impl IntOperators {
    /// Return self+value.
    #[sig("__add__(self, value, /)")]
    fn add(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::add(vm, this, other))
    }

    /// Return value+self.
    #[sig("__radd__(self, value, /)")]
    fn radd(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::add(vm, other, this))
    }

    /// Return self-value.
    #[sig("__sub__(self, value, /)")]
    fn sub(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::subtract(vm, this, other))
    }

    /// Return value-self.
    #[sig("__rsub__(self, value, /)")]
    fn rsub(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::subtract(vm, other, this))
    }

    /// Return self*value.
    #[sig("__mul__(self, value, /)")]
    fn mul(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::multiply(vm, this, other))
    }

    /// Return value*self.
    #[sig("__rmul__(self, value, /)")]
    fn rmul(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::multiply(vm, other, this))
    }

    /// Return self/value.
    #[sig("__truediv__(self, value, /)")]
    fn truediv(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::true_divide(vm, this, other))
    }

    /// Return value/self.
    #[sig("__rtruediv__(self, value, /)")]
    fn rtruediv(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::true_divide(vm, other, this))
    }

    /// Return self//value.
    #[sig("__floordiv__(self, value, /)")]
    fn floordiv(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::floor_divide(vm, this, other))
    }

    /// Return value//self.
    #[sig("__rfloordiv__(self, value, /)")]
    fn rfloordiv(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::floor_divide(vm, other, this))
    }

    /// Return self%value.
    #[sig("__mod__(self, value, /)")]
    fn modulo(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::modulo(vm, this, other))
    }

    /// Return value%self.
    #[sig("__rmod__(self, value, /)")]
    fn rmod(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::modulo(vm, other, this))
    }

    /// Return self<<value.
    #[sig("__lshift__(self, value, /)")]
    fn lshift(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::shift_left(vm, this, other))
    }

    /// Return value<<self.
    #[sig("__rlshift__(self, value, /)")]
    fn rlshift(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::shift_left(vm, other, this))
    }

    /// Return self>>value.
    #[sig("__rshift__(self, value, /)")]
    fn rshift(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::shift_right(vm, this, other))
    }

    /// Return value>>self.
    #[sig("__rrshift__(self, value, /)")]
    fn rrshift(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::shift_right(vm, other, this))
    }

    /// Return self&value.
    #[sig("__and__(self, value, /)")]
    fn and(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::bit_and(vm, this, other))
    }

    /// Return value&self.
    #[sig("__rand__(self, value, /)")]
    fn rand(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::bit_and(vm, other, this))
    }

    /// Return self|value.
    #[sig("__or__(self, value, /)")]
    fn or(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::bit_or(vm, this, other))
    }

    /// Return value|self.
    #[sig("__ror__(self, value, /)")]
    fn ror(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::bit_or(vm, other, this))
    }

    /// Return self^value.
    #[sig("__xor__(self, value, /)")]
    fn xor(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::bit_xor(vm, this, other))
    }

    /// Return value^self.
    #[sig("__rxor__(self, value, /)")]
    fn rxor(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::bit_xor(vm, other, this))
    }

    /// Return divmod(self, value).
    #[sig("__divmod__(self, value, /)")]
    fn divmod(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::divide_modulo(vm, this, other))
    }

    /// Return divmod(value, self).
    #[sig("__rdivmod__(self, value, /)")]
    fn rdivmod(vm: &mut Vm, this: Integer<'_>, other: &Value) -> R {
        with(vm, other, |vm, other| arithmetic::divide_modulo(vm, other, this))
    }

    /// Return pow(self, value, mod).
    #[sig("__pow__(self, value, mod=None, /)")]
    fn pow(vm: &mut Vm, this: Integer<'_>, other: &Value, third: Option<&Value>) -> R {
        if other.as_integer().is_none() && modulus(third).is_some() {
            return third_not_integer(vm, other);
        }
        with(vm, other, |vm, other| power(vm, this, other, third))
    }

    /// Return pow(value, self, mod).
    #[sig("__rpow__(self, value, mod=None, /)")]
    fn rpow(vm: &mut Vm, this: Integer<'_>, other: &Value, third: Option<&Value>) -> R {
        with(vm, other, |vm, other| power(vm, other, this, third))
    }

    /// -self
    #[sig("__neg__(self, /)")]
    fn neg(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::negate(vm, this)
    }

    /// +self
    #[sig("__pos__(self, /)")]
    fn pos(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::exact(vm, this)
    }

    /// ~self
    #[sig("__invert__(self, /)")]
    fn invert(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::invert(vm, this)
    }

    /// abs(self)
    #[sig("__abs__(self, /)")]
    fn abs(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::absolute(vm, this)
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(_vm: &mut Vm, this: Integer<'_>, other: &Value) -> Value {
        ordered(this, other, std::cmp::Ordering::is_lt)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(_vm: &mut Vm, this: Integer<'_>, other: &Value) -> Value {
        ordered(this, other, std::cmp::Ordering::is_le)
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(_vm: &mut Vm, this: Integer<'_>, other: &Value) -> Value {
        ordered(this, other, std::cmp::Ordering::is_eq)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(_vm: &mut Vm, this: Integer<'_>, other: &Value) -> Value {
        ordered(this, other, std::cmp::Ordering::is_ne)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(_vm: &mut Vm, this: Integer<'_>, other: &Value) -> Value {
        ordered(this, other, std::cmp::Ordering::is_gt)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(_vm: &mut Vm, this: Integer<'_>, other: &Value) -> Value {
        ordered(this, other, std::cmp::Ordering::is_ge)
    }
}
