//! typing.Union: `int | str`, a class among several.
//!
//! ```text
//! int | (str | None) | int  ─►  int | str | None        members in the order of writing, none of them twice
//! ```

use crate::native::R;
use crate::object::annotations::{GenericAlias, Union};
use crate::object::class::TypeRef;
use crate::object::new_exact;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// `a | b`, of which one is a class, a parameterized class or a union.
pub fn union_of(vm: &mut Vm, a: &Value, b: &Value) -> R {
    let (Some(left), Some(right)) = (operand(vm, a), operand(vm, b)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let mut members: Vec<Value> = Vec::new();
    for member in left.into_iter().chain(right) {
        let mut known = false;
        for other in &members {
            known = known || vm.same_or_equal(other, &member)?;
        }
        if !known {
            members.push(member);
        }
    }
    if members.len() == 1 {
        return Ok(members.remove(0));
    }
    let members = vm.tuple(members)?;
    Ok(new_exact(vm.heap, Union { members }))
}

/// What an operand contributes; nothing when it cannot be one.
fn operand(vm: &Vm, value: &Value) -> Option<Vec<Value>> {
    if let Some(union) = value.downcast::<Union>() {
        return Some(items(union).to_vec());
    }
    if value.is_none() {
        return Some(vec![vm.types.none.value()]);
    }
    let plain = TypeRef::from_value(value).is_some() || value.downcast::<GenericAlias>().is_some();
    plain.then(|| vec![value.clone()])
}

fn items(union: &Union) -> &[Value] {
    union.members.downcast::<Tuple>().map_or(&[], Tuple::items)
}

/// How a class is written in unions and brackets.
pub fn written(vm: &mut Vm, value: &Value) -> R<String> {
    if value.is_ellipsis() {
        return Ok("...".to_owned());
    }
    match TypeRef::from_value(value) {
        Some(class) if class == vm.types.none => Ok("None".to_owned()),
        Some(class) => Ok(super::type_object::full_name(vm, class)),
        None => vm.repr_text(value),
    }
}

/// The methods of `typing.Union`.
pub struct UnionMethods;

#[exuvia_macros::builtin_methods]
impl UnionMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Union) -> R<String> {
        let mut parts = Vec::new();
        for member in items(this) {
            parts.push(vm.native_call(|vm| written(vm, member))?);
        }
        Ok(parts.join(" | "))
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &Union, other: &Value) -> R {
        let Some(other) = other.downcast::<Union>() else { return Ok(Value::NOT_IMPLEMENTED) };
        if items(this).len() != items(other).len() {
            return Ok(Value::FALSE);
        }
        for member in items(this) {
            let mut known = false;
            for candidate in items(other) {
                known = known || vm.same_or_equal(member, candidate)?;
            }
            if !known {
                return Ok(Value::FALSE);
            }
        }
        Ok(Value::TRUE)
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(vm: &mut Vm, this: &Union) -> R<i64> {
        // The order does not count.
        let mut sum = 0i64;
        for member in items(this) {
            sum = sum.wrapping_add(vm.hash(member)?.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64));
        }
        Ok(sum)
    }

    /// Return self|value.
    #[sig("__or__(self, value, /)")]
    fn or(vm: &mut Vm, this: &Value, other: &Value) -> R {
        union_of(vm, this, other)
    }

    /// Return value|self.
    #[sig("__ror__(self, value, /)")]
    fn ror(vm: &mut Vm, this: &Value, other: &Value) -> R {
        union_of(vm, other, this)
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn get_item(vm: &mut Vm, this: &Value, _key: &Value) -> R {
        let text = vm.repr_text(this)?;
        Err(vm.type_error(format!("{text} is not a generic class")))
    }

    /// Check if an object is an instance of one of the members.
    #[sig("__instancecheck__(self, instance, /)")]
    fn instance_check(vm: &mut Vm, this: &Union, instance: &Value) -> R<bool> {
        if items(this).iter().any(|member| member.downcast::<GenericAlias>().is_some()) {
            return Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"));
        }
        for member in items(this) {
            if vm.is_instance(instance, member)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Check if a class is a subclass of one of the members.
    #[sig("__subclasscheck__(self, subclass, /)")]
    fn subclass_check(vm: &mut Vm, this: &Union, subclass: &Value) -> R<bool> {
        if TypeRef::from_value(subclass).is_none() {
            return Err(vm.type_error("issubclass() arg 1 must be a class"));
        }
        if items(this).iter().any(|member| member.downcast::<GenericAlias>().is_some()) {
            return Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"));
        }
        for member in items(this) {
            if vm.is_subclass(subclass, member)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The members.
    #[getter("__args__")]
    fn arguments(_vm: &mut Vm, this: &Union) -> Value {
        this.members.clone()
    }

    /// Type variables among the members.
    #[getter("__parameters__")]
    fn parameters(vm: &mut Vm, _this: &Union) -> Value {
        vm.empty_tuple()
    }

    /// The class of unions.
    #[getter("__origin__")]
    fn origin(vm: &mut Vm, this: &Value) -> Value {
        vm.class_of(this).value()
    }

    /// The name of the class of unions.
    #[getter("__name__")]
    fn name(_vm: &mut Vm, _this: &Union) -> &'static str {
        "Union"
    }
}
