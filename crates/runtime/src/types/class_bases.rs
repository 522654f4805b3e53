//! `class.__bases__ = …`, and the flags that a class shows.
//!
//! ```text
//! new bases ─► same memory layout? ─► order of the class, then of its subclasses ─► all or nothing
//! ```
//!
//! Instances stay as they are: only classes whose instances lie in memory alike can take each other's place.

use super::class_creation::{best_base, compute_mro};
use super::type_object::changed;
use crate::native::R;
use crate::object::class::{Type, TypeRef, flags};
use crate::object::ids;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// Gives a class other bases.
pub fn set_bases(vm: &mut Vm, class: TypeRef, value: &Value) -> R<()> {
    let name = class.name_text();
    let Some(tuple) = value.downcast::<Tuple>() else {
        let got = vm.class_name(value);
        return Err(vm.type_error(format!("can only assign tuple to {name}.__bases__, not {got}")));
    };
    if tuple.items().is_empty() {
        return Err(vm.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    let mut bases = Vec::new();
    for item in tuple.items() {
        let Some(base) = TypeRef::from_value(item) else {
            let got = vm.class_name(item);
            return Err(vm.type_error(format!("{name}.__bases__ must be tuple of classes, not '{got}'")));
        };
        if base.is_subclass_of(class) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
        if !base.has(flags::BASE_TYPE) {
            return Err(vm.type_error(format!("type '{}' is not an acceptable base type", base.name_text())));
        }
        bases.push(base);
    }
    let best = best_base(vm, &bases)?;
    check_layout(vm, class, best)?;
    let before = (class.bases.replace(Some(value.clone())), class.base.replace(Some(best.value())));
    let mut orders = Vec::new();
    if let Err(raised) = renew_orders(vm, class, &mut orders) {
        // The new bases fit nowhere below: everything is as it was.
        for (class, order) in orders.into_iter().rev() {
            class.mro.set(order);
        }
        class.bases.set(before.0);
        class.base.set(before.1);
        vm.classes_changed();
        return Err(raised);
    }
    let old = before.0.as_ref().and_then(|bases| bases.downcast::<Tuple>()).map_or(&[][..], Tuple::items);
    for base in old.iter().filter_map(|base| base.downcast::<Type>()) {
        base.subclasses.borrow_mut().retain(|&other| other != class.object());
    }
    for base in &bases {
        base.subclasses.borrow_mut().push(class.object());
    }
    changed(vm, class, "__bases__");
    Ok(())
}

/// The orders of a class and of all that derive from it; what they were before is kept in `before`.
fn renew_orders(vm: &mut Vm, class: TypeRef, before: &mut Vec<(TypeRef, Option<Value>)>) -> R<()> {
    let bases: Vec<TypeRef> = match class.bases.get() {
        Some(bases) => vm.collect(&bases)?.iter().filter_map(TypeRef::from_value).collect(),
        None => Vec::new(),
    };
    let metaclass = vm.class_of(&class.value());
    let order = compute_mro(vm, class, metaclass, &bases)?;
    before.push((class, class.mro.replace(Some(order))));
    vm.classes_changed();
    // Held while Python code may run in a metaclass's `mro`.
    let derived: Vec<Value> = class.live_subclasses(vm.heap).into_iter().map(Value::clone_object).collect();
    for subclass in derived.iter().filter_map(TypeRef::from_value) {
        vm.native_call(|vm| renew_orders(vm, subclass, before))?;
    }
    Ok(())
}

/// TypeError unless instances of the new base begin in memory as those of the old one.
fn check_layout(vm: &mut Vm, class: TypeRef, new: TypeRef) -> R<()> {
    let Some(old) = class.base_type() else { return Ok(()) };
    let shape = |class: TypeRef| {
        (class.kind, class.fixed.get(), class.has(flags::HAS_DICT), class.has(flags::HAS_WEAKREF))
    };
    if shape(old) == shape(new) {
        return Ok(());
    }
    // Plain objects and numbers are freed in another way than what the collector knows.
    let simple = |class: TypeRef| match class.kind {
        ids::INSTANCE => class == vm.types.object,
        kind => matches!(kind, ids::INT | ids::FLOAT | ids::STR | ids::BYTES | ids::COMPLEX),
    };
    let what = if simple(old) == simple(new) { "object layout" } else { "deallocator" };
    let (old, new) = (old.name_text(), new.name_text());
    Err(vm.type_error(format!("__bases__ assignment: '{new}' {what} differs from '{old}'")))
}

/// The bits of `__flags__`.
pub fn shown_flags(vm: &mut Vm, class: TypeRef) -> i64 {
    let bit = |on: bool, bit: u32| i64::from(on) << bit;
    let of_kind = [
        (ids::INT, 24),
        (ids::LIST, 25),
        (ids::TUPLE, 26),
        (ids::BYTES, 27),
        (ids::STR, 28),
        (ids::DICT, 29),
        (ids::EXCEPTION, 30),
        (ids::TYPE, 31),
    ];
    let heap = class.has(flags::HEAP_TYPE);
    let kind: i64 = of_kind.iter().map(|&(kind, number)| bit(class.kind == kind, number)).sum();
    let is_abstract = class.namespace().find_str(&vm.names.__abstractmethods__).is_some();
    bit(class.has(flags::NO_NEW), 7)
        | bit(!heap, 8)
        | bit(heap, 9)
        | bit(class.has(flags::BASE_TYPE), 10)
        | bit(true, 12)
        | bit(heap || class.kind != ids::INSTANCE, 14)
        | bit(is_abstract, 20)
        | kind
}
