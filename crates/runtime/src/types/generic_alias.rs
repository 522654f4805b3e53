//! types.GenericAlias: `list[int]`, a class with what its items are said to be.
//!
//! ```text
//! list[int]  =  origin list, arguments (int,)        list[int]([1])  ─►  list([1])        everything else is asked of the origin
//! ```

use super::union_type::{union_of, written};
use crate::native::R;
use crate::object::annotations::GenericAlias;
use crate::object::new_exact;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// `origin[key]`.
pub fn new_alias(vm: &mut Vm, origin: &Value, key: &Value) -> R {
    let arguments =
        if key.downcast::<Tuple>().is_some() { key.clone() } else { vm.tuple(vec![key.clone()])? };
    Ok(new_exact(vm.heap, GenericAlias { origin: origin.clone(), arguments }))
}

/// What a class has that can be parameterized.
pub struct GenericMethods;

#[exuvia_macros::builtin_methods]
impl GenericMethods {
    /// See PEP 585
    #[class_sig("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, this: &Value, key: &Value) -> R {
        new_alias(vm, this, key)
    }
}

/// Attributes that the alias has itself.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__parameters__",
    "__mro_entries__",
    "__reduce__",
    "__reduce_ex__",
    "__copy__",
    "__deepcopy__",
];

/// The methods of `types.GenericAlias`.
pub struct GenericAliasMethods;

#[exuvia_macros::builtin_methods]
impl GenericAliasMethods {
    /// Represent a PEP 585 generic type
    ///
    /// E.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).
    #[new_sig("types.GenericAlias(cls, origin, args, /)")]
    fn new(vm: &mut Vm, _class: crate::object::class::TypeRef, origin: &Value, arguments: &Value) -> R {
        new_alias(vm, origin, arguments)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &GenericAlias) -> R<String> {
        let origin = written(vm, &this.origin)?;
        let arguments = this.arguments.downcast::<Tuple>().map_or(&[][..], Tuple::items);
        let mut parts = Vec::new();
        for argument in arguments {
            parts.push(vm.native_call(|vm| written(vm, argument))?);
        }
        let inside = if parts.is_empty() { "()".to_owned() } else { parts.join(", ") };
        Ok(format!("{origin}[{inside}]"))
    }

    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let Some(alias) = this.downcast::<GenericAlias>() else { return Ok(Value::NONE) };
        let object = vm.call_slots(&alias.origin.clone(), arguments, keywords)?;
        let name = vm.intern("__orig_class__")?;
        if let Err(raised) = vm.set_attribute(&object, &name, Some(this.clone())) {
            // Most builtin objects have no room for it.
            let (attribute, type_error) = (vm.types.attribute_error, vm.types.type_error);
            if !vm.is_raising(attribute) && !vm.is_raising(type_error) {
                return Err(raised);
            }
            vm.exception.set(None);
        }
        Ok(object)
    }

    /// Return getattr(self, name).
    #[sig("__getattribute__(self, name, /)")]
    fn get_attribute(vm: &mut Vm, this: &Value, name: &Value) -> R {
        let name = super::object::attribute_name(vm, name)?;
        let own = name.downcast::<Str>().is_some_and(|name| OWN.contains(&name.as_str()));
        match this.downcast::<GenericAlias>() {
            Some(alias) if !own => vm.get_attribute(&alias.origin.clone(), &name),
            _ => vm.generic_get_or_raise(this, &name),
        }
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn get_item(vm: &mut Vm, this: &Value, _key: &Value) -> R {
        let text = vm.repr_text(this)?;
        Err(vm.type_error(format!("{text} is not a generic class")))
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &GenericAlias, other: &Value) -> R {
        let Some(other) = other.downcast::<GenericAlias>() else { return Ok(Value::NOT_IMPLEMENTED) };
        let same = vm.same_or_equal(&this.origin, &other.origin)?
            && vm.same_or_equal(&this.arguments, &other.arguments)?;
        Ok(Value::from_bool(same))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(vm: &mut Vm, this: &GenericAlias) -> R<i64> {
        Ok(vm.hash(&this.origin)? ^ vm.hash(&this.arguments)?)
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

    /// Parameterized classes say nothing of instances.
    #[sig("__instancecheck__(self, instance, /)")]
    fn instance_check(vm: &mut Vm, _this: &GenericAlias, _instance: &Value) -> R {
        Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
    }

    /// Parameterized classes say nothing of subclasses.
    #[sig("__subclasscheck__(self, subclass, /)")]
    fn subclass_check(vm: &mut Vm, _this: &GenericAlias, _subclass: &Value) -> R {
        Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
    }

    /// The classes that stand for the alias among a class's bases.
    #[sig("__mro_entries__(self, bases, /)")]
    fn mro_entries(vm: &mut Vm, this: &GenericAlias, _bases: &Value) -> R {
        vm.tuple(vec![this.origin.clone()])
    }

    /// The class that is parameterized.
    #[getter("__origin__")]
    fn origin(_vm: &mut Vm, this: &GenericAlias) -> Value {
        this.origin.clone()
    }

    /// What stands in the brackets.
    #[getter("__args__")]
    fn arguments(_vm: &mut Vm, this: &GenericAlias) -> Value {
        this.arguments.clone()
    }

    /// Type variables in the brackets.
    #[getter("__parameters__")]
    fn parameters(vm: &mut Vm, _this: &GenericAlias) -> Value {
        vm.empty_tuple()
    }
}
