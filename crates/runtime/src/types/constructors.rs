//! What the constructors of the builtin containers check: the class to instantiate, and "one optional iterable".

use crate::native::{R, Raised};
use crate::object::class::TypeRef;
use crate::object::dict::{Dict, Set};
use crate::object::list::List;
use crate::object::{ids, new_exact};
use crate::value::Value;
use crate::vm::Vm;

/// Calls of builtin containers and of `weakref.ref` with few arguments, `__new__` and `__init__` in one; `None` where that does not apply.
#[inline]
pub fn quick(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>]) -> Option<R> {
    Some(match (class.kind, arguments) {
        (ids::LIST, []) => Ok(List::new_empty(vm.heap)),
        (ids::DICT, []) => Ok(vm.dict()),
        (ids::SET, []) => Ok(new_exact(vm.heap, Set::default())),
        (ids::TUPLE, []) => Ok(vm.empty_tuple()),
        (ids::LIST, [Some(iterable)]) => list_of(vm, iterable),
        (ids::TUPLE, [Some(iterable)]) => super::tuple::from_iterable(vm, iterable),
        (ids::SET, [Some(iterable)]) => set_of(vm, iterable),
        (ids::DICT, [Some(source)]) => dict_of(vm, source),
        (ids::STR, [Some(object)]) => vm.str(object),
        (ids::RANGE, [Some(stop)]) => super::range::new_range(vm, stop, None, None),
        (ids::RANGE, [Some(start), Some(stop)]) => super::range::new_range(vm, start, Some(stop), None),
        (ids::WEAK_REFERENCE, [Some(object)]) if class == vm.types.weak_reference => {
            super::weakref::make(vm, class, object, None)
        }
        (ids::WEAK_REFERENCE, [Some(object), callback]) if class == vm.types.weak_reference => {
            super::weakref::make(vm, class, object, callback.as_ref())
        }
        _ => return None,
    })
}

/// `list(iterable)`.
pub fn list_of(vm: &mut Vm, iterable: &Value) -> R {
    let value = List::new_empty(vm.heap);
    if let Some(list) = value.downcast_exact::<List>() {
        super::list::extend(vm, list, iterable)?;
    }
    Ok(value)
}

/// `set(iterable)`.
pub fn set_of(vm: &mut Vm, iterable: &Value) -> R {
    let value = new_exact(vm.heap, Set::default());
    if let Some(set) = value.downcast_exact::<Set>() {
        super::set_algebra::update(vm, &set.table, iterable)?;
    }
    Ok(value)
}

/// `dict(source)`.
pub fn dict_of(vm: &mut Vm, source: &Value) -> R {
    let value = vm.dict();
    if let Some(dict) = value.downcast_exact::<Dict>() {
        super::dict::update(vm, dict, source)?;
    }
    Ok(value)
}

/// TypeError unless instances of the class have this payload: `list.__new__(int)`.
pub fn check(vm: &mut Vm, class: TypeRef, kind: u32) -> R<()> {
    if class.kind == kind {
        return Ok(());
    }
    let base = vm.types.of_kind(kind).map_or_else(String::new, |base| base.name_text());
    let name = class.name_text();
    Err(vm.type_error(format!("{base}.__new__({name}): {name} is not a subtype of {base}")))
}

/// The argument of `class(iterable=…, /)`.
pub fn one_optional<'a>(
    vm: &mut Vm,
    name: &str,
    arguments: &'a [Option<Value>],
    keywords: &[(Value, Value)],
) -> R<Option<&'a Value>> {
    if !keywords.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    if arguments.len() > 1 {
        let given = arguments.len();
        return Err(vm.type_error(format!("{name} expected at most 1 argument, got {given}")));
    }
    Ok(arguments.first().and_then(Option::as_ref))
}

/// Whether `__init__` of the class is its own: then `__new__` leaves the arguments to it.
pub fn has_own_init(vm: &mut Vm, class: TypeRef, base: TypeRef) -> bool {
    let name = vm.names.__init__.clone();
    vm.lookup_bits(class, &name) != vm.lookup_bits(base, &name)
}

/// The error of attributes that never change.
#[cold]
pub fn read_only(vm: &mut Vm) -> Raised {
    let class = vm.types.attribute_error;
    vm.raise_message(class, "readonly attribute")
}
