//! Methods of set and frozenset.
//!
//! ```text
//! SharedSetMethods: set and frozenset      SetMethods: what changes a set      FrozenSetMethods: construction, hash
//! ```
//!
//! Elements keep the order in which they came in. Sets' tables know each element's hash, so algebra between sets hashes nothing.
//! Elements' `__eq__` may change the sets: loops go by entry index and clone what they look at.

use super::constructors;
use super::set_algebra;
use super::set_algebra::{
    difference_update, difference_with, duplicate, found_in, hash_of_elements, intersection_of,
    intersection_with, is_subset, keys, like, remove, symmetric_difference_update, table_of, update,
};
use crate::native::{Context, FromArgument, R, wrong_type};
use crate::object::class::TypeRef;
use crate::object::dict::{FrozenSet, Set, next_key, set_table};
use crate::object::iterators::SetIterator;
use crate::object::table::Table;
use crate::object::{cell::Slot, ids, new_exact, new_with_layout};
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

/// A set or frozenset as an argument.
pub struct AnySet<'a> {
    value: &'a Value,
    table: &'a Table<1>,
}

impl<'a> FromArgument<'a> for AnySet<'a> {
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = <&Value>::from_argument(vm, argument, context)?;
        match set_table(value) {
            Some(table) => Ok(AnySet { value, table }),
            None => Err(wrong_type(vm, value, "set".to_owned(), context)),
        }
    }
}

/// The documentation of `set`.
pub const DOC: &str = "Build an unordered collection of unique elements.";
/// The documentation of `frozenset`.
pub const FROZEN_DOC: &str = "Build an immutable unordered collection of unique elements.";

/// What set and frozenset have in common.
pub struct SharedSetMethods;

#[exuvia_macros::builtin_methods]
impl SharedSetMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: AnySet<'_>) -> R<String> {
        let name = vm.class_name(this.value);
        if this.table.is_empty() {
            return Ok(format!("{name}()"));
        }
        vm.guard_repr(this.value, &format!("{name}(...)"), |vm| {
            let exact = vm.class_of(this.value) == vm.types.set;
            let mut text = if exact { String::from("{") } else { format!("{name}({{") };
            let start = text.len();
            let mut position = 0;
            while let Some(key) = next_key(this.table, &mut position) {
                if text.len() > start {
                    text.push_str(", ");
                }
                super::dict::push_repr(vm, &mut text, &key)?;
            }
            text.push_str(if exact { "}" } else { "})" });
            Ok(text)
        })
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(_vm: &mut Vm, this: AnySet<'_>) -> usize {
        this.table.len()
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: AnySet<'_>) -> Value {
        let length = this.table.len();
        let iterator = SetIterator {
            set: Slot::new(Some(this.value.clone())),
            position: Cell::new(0),
            length,
            remaining: Cell::new(length),
        };
        new_exact(vm.heap, iterator)
    }

    /// x.__contains__(y) <==> y in x.
    #[sig("__contains__(self, object, /)")]
    fn contains(vm: &mut Vm, this: AnySet<'_>, object: &Value) -> R<bool> {
        set_algebra::contains(vm, this.table, object)
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        let Some(other) = set_table(value) else { return Ok(Value::NOT_IMPLEMENTED) };
        Ok(Value::from_bool(this.table.len() == other.len() && is_subset(vm, this.table, other)?))
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        let Some(other) = set_table(value) else { return Ok(Value::NOT_IMPLEMENTED) };
        Ok(Value::from_bool(this.table.len() != other.len() || !is_subset(vm, this.table, other)?))
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        let Some(other) = set_table(value) else { return Ok(Value::NOT_IMPLEMENTED) };
        Ok(Value::from_bool(this.table.len() < other.len() && is_subset(vm, this.table, other)?))
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        let Some(other) = set_table(value) else { return Ok(Value::NOT_IMPLEMENTED) };
        Ok(Value::from_bool(is_subset(vm, this.table, other)?))
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        let Some(other) = set_table(value) else { return Ok(Value::NOT_IMPLEMENTED) };
        Ok(Value::from_bool(this.table.len() > other.len() && is_subset(vm, other, this.table)?))
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        let Some(other) = set_table(value) else { return Ok(Value::NOT_IMPLEMENTED) };
        Ok(Value::from_bool(is_subset(vm, other, this.table)?))
    }

    /// Return self&value.
    #[sig("__and__(self, value, /)")]
    fn and(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        if set_table(value).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let common = intersection_with(vm, this.table, value)?;
        Ok(like(vm, this.value, common))
    }

    /// Return self|value.
    #[sig("__or__(self, value, /)")]
    fn or(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        if set_table(value).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let all = duplicate(vm, this.table)?;
        update(vm, &all, value)?;
        Ok(like(vm, this.value, all))
    }

    /// Return self-value.
    #[sig("__sub__(self, value, /)")]
    fn sub(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        if set_table(value).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let rest = difference_with(vm, this.table, value)?;
        Ok(like(vm, this.value, rest))
    }

    /// Return self^value.
    #[sig("__xor__(self, value, /)")]
    fn xor(vm: &mut Vm, this: AnySet<'_>, value: &Value) -> R {
        if set_table(value).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let either = duplicate(vm, this.table)?;
        symmetric_difference_update(vm, &either, value)?;
        Ok(like(vm, this.value, either))
    }

    /// Return a shallow copy of a set.
    #[sig("copy(self, /)")]
    fn copy(vm: &mut Vm, this: AnySet<'_>) -> R {
        if vm.class_of(this.value) == vm.types.frozenset {
            return Ok(this.value.clone());
        }
        let copy = duplicate(vm, this.table)?;
        Ok(like(vm, this.value, copy))
    }

    /// Return a new set with elements from the set and all others.
    #[sig("union(self, /, *others)")]
    fn union(vm: &mut Vm, this: AnySet<'_>, others: &[Option<Value>]) -> R {
        let all = duplicate(vm, this.table)?;
        for other in others.iter().flatten() {
            update(vm, &all, other)?;
        }
        Ok(like(vm, this.value, all))
    }

    /// Return a new set with elements common to the set and all others.
    #[sig("intersection(self, /, *others)")]
    fn intersection(vm: &mut Vm, this: AnySet<'_>, others: &[Option<Value>]) -> R {
        let common = intersection_of(vm, this.table, others)?;
        Ok(like(vm, this.value, common))
    }

    /// Return a new set with elements in the set that are not in the others.
    #[sig("difference(self, /, *others)")]
    fn difference(vm: &mut Vm, this: AnySet<'_>, others: &[Option<Value>]) -> R {
        let mut others = others.iter().flatten();
        let rest = match others.next() {
            Some(other) => difference_with(vm, this.table, other)?,
            None => duplicate(vm, this.table)?,
        };
        for other in others {
            difference_update(vm, &rest, other)?;
        }
        Ok(like(vm, this.value, rest))
    }

    /// Return a new set with elements in either the set or other but not both.
    #[sig("symmetric_difference(self, other, /)")]
    fn symmetric_difference(vm: &mut Vm, this: AnySet<'_>, other: &Value) -> R {
        let either = duplicate(vm, this.table)?;
        symmetric_difference_update(vm, &either, other)?;
        Ok(like(vm, this.value, either))
    }

    /// Report whether another set contains this set.
    #[sig("issubset(self, other, /)")]
    fn issubset(vm: &mut Vm, this: AnySet<'_>, other: &Value) -> R<bool> {
        if let Some(other) = set_table(other) {
            return is_subset(vm, this.table, other);
        }
        let other = table_of(vm, other)?;
        is_subset(vm, this.table, &other)
    }

    /// Report whether this set contains another set.
    #[sig("issuperset(self, other, /)")]
    fn issuperset(vm: &mut Vm, this: AnySet<'_>, other: &Value) -> R<bool> {
        if let Some(other) = set_table(other) {
            return is_subset(vm, other, this.table);
        }
        let iterator = vm.iter(other)?;
        while let Some(item) = vm.next(&iterator)? {
            if !vm.set_contains(this.table, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Return True if two sets have a null intersection.
    #[sig("isdisjoint(self, other, /)")]
    fn isdisjoint(vm: &mut Vm, this: AnySet<'_>, other: &Value) -> R<bool> {
        if let Some(other) = set_table(other) {
            let (small, large) =
                if this.table.len() <= other.len() { (this.table, other) } else { (other, this.table) };
            for entry in 0..small.filled() {
                if found_in(vm, small, entry, large)?.is_some() {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let iterator = vm.iter(other)?;
        while let Some(item) = vm.next(&iterator)? {
            if vm.set_contains(this.table, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: AnySet<'_>) -> R {
        let (class, items) = (vm.class_of(this.value).value(), keys(this.table));
        let items = vm.list(items)?;
        let arguments = vm.tuple(vec![items])?;
        let state = match this.value.object() {
            Some(_)
                if vm.class_of(this.value) != vm.types.set
                    && vm.class_of(this.value) != vm.types.frozenset =>
            {
                let name = vm.names.__dict__.clone();
                vm.find_attribute(this.value, &name)?.unwrap_or(Value::NONE)
            }
            _ => Value::NONE,
        };
        vm.tuple(vec![class, arguments, state])
    }
}

/// What only frozenset has.
pub struct FrozenSetMethods;

#[exuvia_macros::builtin_methods]
impl FrozenSetMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("frozenset(cls, /, *args, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        constructors::check(vm, class, ids::FROZENSET)?;
        let base = vm.types.frozenset;
        let own = !keywords.is_empty() && class != base && constructors::has_own_init(vm, class, base);
        let iterable =
            constructors::one_optional(vm, "frozenset", arguments, if own { &[] } else { keywords })?;
        let Some(iterable) = iterable else {
            return Ok(new_with_layout(vm.heap, class.layout.get(), FrozenSet::default()));
        };
        if class == base && vm.class_of(iterable) == base {
            return Ok(iterable.clone());
        }
        let table = table_of(vm, iterable)?;
        Ok(new_with_layout(vm.heap, class.layout.get(), FrozenSet { table, hash: Cell::new(0) }))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(_vm: &mut Vm, this: &FrozenSet) -> i64 {
        if this.hash.get() == 0 {
            this.hash.set(hash_of_elements(&this.table));
        }
        this.hash.get()
    }
}

/// What only set has.
pub struct SetMethods;

#[exuvia_macros::builtin_methods]
impl SetMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("set(cls, /, *args, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        constructors::check(vm, class, ids::SET)?;
        Ok(new_with_layout(vm.heap, class.layout.get(), Set::default()))
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Set, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let iterable = constructors::one_optional(vm, "set", arguments, keywords)?;
        drop(this.table.take());
        match iterable {
            Some(iterable) => update(vm, &this.table, iterable),
            None => Ok(()),
        }
    }

    /// Add an element to a set.
    ///
    /// This has no effect if the element is already present.
    #[sig("add(self, object, /)")]
    fn add(vm: &mut Vm, this: &Set, object: Value) -> R<()> {
        vm.set_add(&this.table, object)?;
        Ok(())
    }

    /// Remove an element from a set if it is a member.
    ///
    /// Unlike set.remove(), the discard() method does not raise
    /// an exception when an element is missing from the set.
    #[sig("discard(self, object, /)")]
    fn discard(vm: &mut Vm, this: &Set, object: &Value) -> R<()> {
        remove(vm, &this.table, object)?;
        Ok(())
    }

    /// Remove an element from a set; it must be a member.
    ///
    /// If the element is not a member, raise a KeyError.
    #[sig("remove(self, object, /)")]
    fn remove(vm: &mut Vm, this: &Set, object: &Value) -> R<()> {
        if remove(vm, &this.table, object)? { Ok(()) } else { Err(vm.key_error(object)) }
    }

    /// Remove and return an arbitrary set element.
    ///
    /// Raises KeyError if the set is empty.
    #[sig("pop(self, /)")]
    fn pop(vm: &mut Vm, this: &Set) -> R {
        let finger = this.finger.get() as usize;
        let filled = this.table.filled();
        for entry in (finger.min(filled)..filled).chain(0..finger.min(filled)) {
            if let Some([key]) = this.table.remove(entry) {
                this.finger.set(entry as u32 + 1);
                return Ok(key);
            }
        }
        let class = vm.types.key_error;
        Err(vm.raise_message(class, "pop from an empty set"))
    }

    /// Remove all elements from this set.
    #[sig("clear(self, /)")]
    fn clear(_vm: &mut Vm, this: &Set) {
        drop(this.table.take());
    }

    /// Update the set, adding elements from all others.
    #[sig("update(self, /, *others)")]
    fn update(vm: &mut Vm, this: &Set, others: &[Option<Value>]) -> R<()> {
        for other in others.iter().flatten() {
            update(vm, &this.table, other)?;
        }
        Ok(())
    }

    /// Update the set, keeping only elements found in it and all others.
    #[sig("intersection_update(self, /, *others)")]
    fn intersection_update(vm: &mut Vm, this: &Set, others: &[Option<Value>]) -> R<()> {
        let common = intersection_of(vm, &this.table, others)?;
        this.table.swap(&common);
        Ok(())
    }

    /// Update the set, removing elements found in others.
    #[sig("difference_update(self, /, *others)")]
    fn difference_update(vm: &mut Vm, this: &Set, others: &[Option<Value>]) -> R<()> {
        for other in others.iter().flatten() {
            difference_update(vm, &this.table, other)?;
        }
        Ok(())
    }

    /// Update the set, keeping only elements found in either set, but not in both.
    #[sig("symmetric_difference_update(self, other, /)")]
    fn symmetric_difference_update(vm: &mut Vm, this: &Set, other: &Value) -> R<()> {
        symmetric_difference_update(vm, &this.table, other)
    }

    /// Return self&=value.
    #[sig("__iand__(self, value, /)")]
    fn iand(vm: &mut Vm, this: &Set, value: &Value) -> R {
        if set_table(value).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let common = intersection_with(vm, &this.table, value)?;
        this.table.swap(&common);
        Ok(super::sequences::receiver(this))
    }

    /// Return self|=value.
    #[sig("__ior__(self, value, /)")]
    fn ior(vm: &mut Vm, this: &Set, value: &Value) -> R {
        if set_table(value).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        update(vm, &this.table, value)?;
        Ok(super::sequences::receiver(this))
    }

    /// Return self-=value.
    #[sig("__isub__(self, value, /)")]
    fn isub(vm: &mut Vm, this: &Set, value: &Value) -> R {
        if set_table(value).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        difference_update(vm, &this.table, value)?;
        Ok(super::sequences::receiver(this))
    }

    /// Return self^=value.
    #[sig("__ixor__(self, value, /)")]
    fn ixor(vm: &mut Vm, this: &Set, value: &Value) -> R {
        if set_table(value).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        symmetric_difference_update(vm, &this.table, value)?;
        Ok(super::sequences::receiver(this))
    }
}
