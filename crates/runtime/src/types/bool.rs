//! `bool`: the two integers that know that they are truth values.

use super::int_arithmetic as arithmetic;
use super::numbers::{NOT_IMPLEMENTED, check_subtype};
use crate::native::{Context, FromArgument, R, wrong_type};
use crate::object::TypeRef;
use crate::object::int::Integer;
use crate::value::Value;
use crate::vm::Vm;

/// Methods of `bool`.
pub struct BoolMethods;

/// The receiver of a method of bool.
#[derive(Clone, Copy)]
struct Truth(bool);

impl<'a> FromArgument<'a> for Truth {
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = <&Value>::from_argument(vm, argument, context)?;
        match value.as_bool() {
            Some(truth) => Ok(Truth(truth)),
            None => Err(wrong_type(vm, value, "bool".to_owned(), context)),
        }
    }
}

/// Two truth values stay one; with another integer the result is an integer.
fn bitwise(
    vm: &mut Vm,
    this: Truth,
    other: &Value,
    truth: fn(bool, bool) -> bool,
    bits: fn(&mut Vm, Integer<'_>, Integer<'_>) -> R,
) -> R {
    if let Some(other) = other.as_bool() {
        return Ok(Value::from_bool(truth(this.0, other)));
    }
    match other.as_integer() {
        Some(other) => bits(vm, Integer::Small(i64::from(this.0)), other),
        None => NOT_IMPLEMENTED,
    }
}

fn and(vm: &mut Vm, a: Truth, b: &Value) -> R {
    bitwise(vm, a, b, |a, b| a & b, arithmetic::bit_and)
}

fn or(vm: &mut Vm, a: Truth, b: &Value) -> R {
    bitwise(vm, a, b, |a, b| a | b, arithmetic::bit_or)
}

fn xor(vm: &mut Vm, a: Truth, b: &Value) -> R {
    bitwise(vm, a, b, |a, b| a ^ b, arithmetic::bit_xor)
}

#[exuvia_macros::builtin_methods]
impl BoolMethods {
    /// True when the argument is true, False otherwise. There are no other instances, and no subclasses.
    #[new_sig("bool(cls, object=False, /)")]
    fn construct(vm: &mut Vm, class: TypeRef, value: Option<&Value>) -> R<bool> {
        let bool = vm.types.bool;
        check_subtype(vm, class, bool)?;
        value.map_or(Ok(false), |value| vm.truth(value))
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: Truth) -> R {
        vm.intern(if this.0 { "True" } else { "False" })
    }

    /// Return self&value.
    #[sig("__and__(self, value, /)")]
    fn and(vm: &mut Vm, this: Truth, other: &Value) -> R {
        and(vm, this, other)
    }

    /// Return value&self.
    #[sig("__rand__(self, value, /)")]
    fn rand(vm: &mut Vm, this: Truth, other: &Value) -> R {
        and(vm, this, other)
    }

    /// Return self|value.
    #[sig("__or__(self, value, /)")]
    fn or(vm: &mut Vm, this: Truth, other: &Value) -> R {
        or(vm, this, other)
    }

    /// Return value|self.
    #[sig("__ror__(self, value, /)")]
    fn ror(vm: &mut Vm, this: Truth, other: &Value) -> R {
        or(vm, this, other)
    }

    /// Return self^value.
    #[sig("__xor__(self, value, /)")]
    fn xor(vm: &mut Vm, this: Truth, other: &Value) -> R {
        xor(vm, this, other)
    }

    /// Return value^self.
    #[sig("__rxor__(self, value, /)")]
    fn rxor(vm: &mut Vm, this: Truth, other: &Value) -> R {
        xor(vm, this, other)
    }
}
