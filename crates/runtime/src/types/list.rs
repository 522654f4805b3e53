//! Methods of list.
//!
//! ```text
//! list ─► object/list.rs (slots) · sequences.rs (compare, find, repeat) · sorting.rs (sort) · ops/slicing.rs (bounds)
//! ```
//!
//! Operands may change the list whenever they run code: indices and bounds are taken after the last such call.

use super::constructors;
use super::sequences::{self, receiver};
use super::sorting::{self, Direction};
use crate::native::{R, Raised};
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::iterators::Reversed;
use crate::object::list::List;
use crate::object::slices::Slice;
use crate::object::tuple::Tuple;
use crate::object::{ids, new_with_layout};
use crate::ops::CompareOp;
use crate::ops::slicing::{SliceNumbers, slice_numbers};
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

/// The methods of `list`.
pub struct ListMethods;

/// The documentation of `list`.
pub const DOC: &str = "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.";

#[exuvia_macros::builtin_methods]
impl ListMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("list(cls, /, *args, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        constructors::check(vm, class, ids::LIST)?;
        Ok(new_with_layout(vm.heap, class.layout.get(), List::default()))
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &List, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let iterable = constructors::one_optional(vm, "list", arguments, keywords)?;
        drop(this.take());
        match iterable {
            Some(iterable) => vm.extend_list(this, iterable),
            None => Ok(()),
        }
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &List) -> R<String> {
        if this.is_empty() {
            return Ok("[]".to_owned());
        }
        let value = receiver(this);
        vm.guard_repr(&value, "[...]", |vm| sequences::show(vm, this, "[", "]"))
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(_vm: &mut Vm, this: &List) -> usize {
        this.len()
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &List) -> Value {
        vm.list_iterator(&receiver(this))
    }

    /// Return a reverse iterator over the list.
    #[sig("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, this: &List) -> Value {
        let reversed =
            Reversed { sequence: Slot::new(Some(receiver(this))), index: Cell::new(this.len() as i64 - 1) };
        new_with_layout(vm.heap, vm.types.list_reverseiterator.layout.get(), reversed)
    }

    /// Return bool(key in self).
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: &List, key: &Value) -> R<bool> {
        Ok(sequences::find(vm, this, key, 0, usize::MAX)?.is_some())
    }

    /// Return self[index].
    #[sig("__getitem__(self, index, /)")]
    fn getitem(vm: &mut Vm, this: &List, index: &Value) -> R {
        if let Some(slice) = index.downcast_exact::<Slice>() {
            let bounds = slice_numbers(vm, slice)?;
            return copy_slice(vm, this, bounds);
        }
        let index = position(vm, this, index, "list index out of range")?;
        match this.get(index) {
            Some(item) => Ok(item),
            None => Err(vm.index_error("list index out of range")),
        }
    }

    /// Set self[key] to value.
    #[sig("__setitem__(self, key, value, /)")]
    fn setitem(vm: &mut Vm, this: &List, key: &Value, value: Value) -> R<()> {
        if let Some(slice) = key.downcast_exact::<Slice>() {
            let numbers = slice_numbers(vm, slice)?;
            return assign_slice(vm, this, numbers, &value);
        }
        let index = position(vm, this, key, "list assignment index out of range")?;
        match this.replace(index, value) {
            Ok(_) => Ok(()),
            Err(_) => Err(vm.index_error("list assignment index out of range")),
        }
    }

    /// Delete self[key].
    #[sig("__delitem__(self, key, /)")]
    fn delitem(vm: &mut Vm, this: &List, key: &Value) -> R<()> {
        if let Some(slice) = key.downcast_exact::<Slice>() {
            let numbers = slice_numbers(vm, slice)?;
            return delete_slice(vm, this, numbers);
        }
        let index = position(vm, this, key, "list assignment index out of range")?;
        drop(this.remove(index));
        Ok(())
    }

    /// Return self+value.
    #[sig("__add__(self, value, /)")]
    fn add(vm: &mut Vm, this: &List, value: &Value) -> R {
        let Some(other) = value.downcast::<List>() else { return Ok(Value::NOT_IMPLEMENTED) };
        vm.check_room((this.len() + other.len()) * 8)?;
        let result = List::default();
        append_all(vm, &result, this)?;
        append_all(vm, &result, other)?;
        Ok(crate::object::new_exact(vm.heap, result))
    }

    /// Implement self+=value.
    #[sig("__iadd__(self, value, /)")]
    fn iadd(vm: &mut Vm, this: &List, value: &Value) -> R {
        extend(vm, this, value)?;
        Ok(receiver(this))
    }

    /// Return self*value.
    #[sig("__mul__(self, value, /)")]
    fn mul(vm: &mut Vm, this: &List, value: &Value) -> R {
        repeat(vm, this, value)
    }

    /// Return value*self.
    #[sig("__rmul__(self, value, /)")]
    fn rmul(vm: &mut Vm, this: &List, value: &Value) -> R {
        repeat(vm, this, value)
    }

    /// Implement self*=value.
    #[sig("__imul__(self, value, /)")]
    fn imul(vm: &mut Vm, this: &List, value: &Value) -> R {
        let Some(times) = sequences::repetitions(vm, value)? else { return Ok(Value::NOT_IMPLEMENTED) };
        if times == 0 {
            drop(this.take());
            return Ok(receiver(this));
        }
        let length = this.len();
        let total = sequences::repeated_length(vm, length, times)?;
        this.reserve(vm.heap, total - length).map_err(|_| vm.memory_error())?;
        for index in 0..total - length {
            // Index i of the repeated list is item i of the growing one.
            let Some(item) = this.get(index) else { break };
            this.push(vm.heap, item).map_err(|_| vm.memory_error())?;
        }
        Ok(receiver(this))
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(vm: &mut Vm, this: &List, value: &Value) -> R {
        compare(vm, CompareOp::Less, this, value)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(vm: &mut Vm, this: &List, value: &Value) -> R {
        compare(vm, CompareOp::LessEqual, this, value)
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &List, value: &Value) -> R {
        compare(vm, CompareOp::Equal, this, value)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &List, value: &Value) -> R {
        compare(vm, CompareOp::NotEqual, this, value)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(vm: &mut Vm, this: &List, value: &Value) -> R {
        compare(vm, CompareOp::Greater, this, value)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(vm: &mut Vm, this: &List, value: &Value) -> R {
        compare(vm, CompareOp::GreaterEqual, this, value)
    }

    /// Append object to the end of the list.
    #[sig("append(self, object, /)")]
    fn append(vm: &mut Vm, this: &List, object: Value) -> R<()> {
        this.push(vm.heap, object).map_err(|_| vm.memory_error())
    }

    /// Extend list by appending elements from the iterable.
    #[sig("extend(self, iterable, /)")]
    fn extend(vm: &mut Vm, this: &List, iterable: &Value) -> R<()> {
        extend(vm, this, iterable)
    }

    /// Insert object before index.
    #[sig("insert(self, index, object, /)")]
    fn insert(vm: &mut Vm, this: &List, index: &Value, object: Value) -> R<()> {
        let index = size_argument(vm, index)?;
        let length = this.len() as i64;
        let index = if index < 0 { index.saturating_add(length).max(0) } else { index.min(length) };
        this.insert(vm.heap, index as usize, object).map_err(|_| vm.memory_error())
    }

    /// Remove and return item at index (default last).
    ///
    /// Raises IndexError if list is empty or index is out of range.
    #[sig("pop(self, index=-1, /)")]
    fn pop(vm: &mut Vm, this: &List, index: Option<&Value>) -> R {
        let index = match index {
            Some(index) => size_argument(vm, index)?,
            None => -1,
        };
        let length = this.len() as i64;
        if length == 0 {
            return Err(vm.index_error("pop from empty list"));
        }
        let index = if index < 0 { index.saturating_add(length) } else { index };
        let removed = if index == length - 1 {
            this.pop()
        } else {
            usize::try_from(index).ok().and_then(|index| this.remove(index))
        };
        let Some(item) = removed else { return Err(vm.index_error("pop index out of range")) };
        this.shrink(vm.heap);
        Ok(item)
    }

    /// Remove first occurrence of value.
    ///
    /// Raises ValueError if the value is not present.
    #[sig("remove(self, value, /)")]
    fn remove(vm: &mut Vm, this: &List, value: &Value) -> R<()> {
        match sequences::find(vm, this, value, 0, usize::MAX)? {
            Some(index) => {
                drop(this.remove(index));
                Ok(())
            }
            None => Err(vm.value_error("list.remove(x): x not in list")),
        }
    }

    /// Remove all items from list.
    #[sig("clear(self, /)")]
    fn clear(_vm: &mut Vm, this: &List) {
        drop(this.take());
    }

    /// Return a shallow copy of the list.
    #[sig("copy(self, /)")]
    fn copy(vm: &mut Vm, this: &List) -> R {
        vm.check_room(this.len() * 8)?;
        let copy = List::default();
        append_all(vm, &copy, this)?;
        Ok(crate::object::new_exact(vm.heap, copy))
    }

    /// Return first index of value.
    ///
    /// Raises ValueError if the value is not present.
    #[sig("index(self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: &List,
        value: &Value,
        start: Option<&Value>,
        stop: Option<&Value>,
    ) -> R<usize> {
        let (start, stop) = sequences::search_bounds(vm, start, stop, || this.len())?;
        match sequences::find(vm, this, value, start, stop)? {
            Some(index) => Ok(index),
            None => Err(vm.value_error("list.index(x): x not in list")),
        }
    }

    /// Return number of occurrences of value.
    #[sig("count(self, value, /)")]
    fn count(vm: &mut Vm, this: &List, value: &Value) -> R<usize> {
        sequences::count(vm, this, value)
    }

    /// Reverse *IN PLACE*.
    #[sig("reverse(self, /)")]
    fn reverse(_vm: &mut Vm, this: &List) {
        this.with_mut(<[Value]>::reverse);
    }

    /// Sort the list in ascending order and return None.
    ///
    /// The sort is in-place (i.e. the list itself is modified) and stable (i.e. the
    /// order of two equal elements is maintained).
    ///
    /// If a key function is given, apply it once to each list item and sort them,
    /// ascending or descending, according to their function values.
    ///
    /// The reverse flag can be set to sort in descending order.
    #[sig("sort(self, /, *, key=None, reverse=False)")]
    fn sort(vm: &mut Vm, this: &List, key: Option<&Value>, reverse: Option<bool>) -> R<()> {
        let direction = if reverse == Some(true) { Direction::Descending } else { Direction::Ascending };
        sorting::sort_list(vm, this, key, direction)
    }
}

/// `this.extend(iterable)`.
pub fn extend(vm: &mut Vm, this: &List, iterable: &Value) -> R<()> {
    if let Some(other) = iterable.downcast_exact::<List>() {
        return append_all(vm, this, other);
    }
    if let Some(tuple) = iterable.downcast_exact::<Tuple>() {
        this.reserve(vm.heap, tuple.len()).map_err(|_| vm.memory_error())?;
    }
    vm.extend_list(this, iterable)
}

/// Appends the items that `other` has now; `other` may be the same list.
fn append_all(vm: &mut Vm, list: &List, other: &List) -> R<()> {
    let length = other.len();
    list.reserve(vm.heap, length).map_err(|_| vm.memory_error())?;
    for index in 0..length {
        let Some(item) = other.get(index) else { break };
        list.push(vm.heap, item).map_err(|_| vm.memory_error())?;
    }
    Ok(())
}

fn compare(vm: &mut Vm, op: CompareOp, this: &List, value: &Value) -> R {
    let Some(other) = value.downcast::<List>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if this.len() != other.len() && matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
        return Ok(Value::from_bool(op == CompareOp::NotEqual));
    }
    sequences::compare(vm, op, this, other)
}

fn repeat(vm: &mut Vm, this: &List, number: &Value) -> R {
    let Some(times) = sequences::repetitions(vm, number)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let length = this.len();
    let total = sequences::repeated_length(vm, length, times)?;
    let result = List::default();
    result.reserve(vm.heap, total).map_err(|_| vm.memory_error())?;
    for _ in 0..if length == 0 { 0 } else { times } {
        for index in 0..length {
            let Some(item) = this.get(index) else { break };
            result.push(vm.heap, item).map_err(|_| vm.memory_error())?;
        }
    }
    Ok(crate::object::new_exact(vm.heap, result))
}

/// An argument that CPython converts to a `Py_ssize_t`.
fn size_argument(vm: &mut Vm, value: &Value) -> R<i64> {
    if let Some(small) = value.as_small_int() {
        return Ok(small);
    }
    let index = vm.index(value)?;
    match index.as_integer().and_then(|integer| integer.to_i64()) {
        Some(index) => Ok(index),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// The position that a subscript means; IndexError outside of the list.
fn position(vm: &mut Vm, this: &List, index: &Value, message: &str) -> R<usize> {
    let index = subscript(vm, index, "list")?;
    let index = if index < 0 { index.saturating_add(this.len() as i64) } else { index };
    match usize::try_from(index) {
        Ok(index) if index < this.len() => Ok(index),
        _ => Err(vm.index_error(message)),
    }
}

/// A subscript as a number; TypeError's wording names the sequence.
pub fn subscript(vm: &mut Vm, index: &Value, sequence: &str) -> R<i64> {
    if let Some(small) = index.as_small_int() {
        return Ok(small);
    }
    let (class, name) = (vm.class_of(index), vm.names.__index__.clone());
    if index.as_integer().is_none() && vm.lookup_bits(class, &name) == 0 {
        return Err(bad_subscript(vm, index, sequence));
    }
    let number = vm.index(index)?;
    match number.as_integer().and_then(|integer| integer.to_i64()) {
        Some(number) => Ok(number),
        None => {
            Err(vm.index_error(format!("cannot fit '{}' into an index-sized integer", class.name_text())))
        }
    }
}

#[cold]
fn bad_subscript(vm: &mut Vm, index: &Value, sequence: &str) -> Raised {
    let class = vm.class_name(index);
    vm.type_error(format!("{sequence} indices must be integers or slices, not {class}"))
}

// ----- slices -----

fn copy_slice(vm: &mut Vm, this: &List, numbers: SliceNumbers) -> R {
    let (start, _, step, count) = numbers.bounds(this.len());
    vm.check_room(count * 8)?;
    let result = List::default();
    result.reserve(vm.heap, count).map_err(|_| vm.memory_error())?;
    for k in 0..count as i64 {
        let Some(item) = this.get((start + k * step) as usize) else { break };
        result.push(vm.heap, item).map_err(|_| vm.memory_error())?;
    }
    Ok(crate::object::new_exact(vm.heap, result))
}

fn assign_slice(vm: &mut Vm, this: &List, numbers: SliceNumbers, value: &Value) -> R<()> {
    let items = match vm.collect(value) {
        Ok(items) => items,
        Err(raised) if vm.is_raising(vm.types.type_error) && !is_iterable(vm, value) => {
            let _ = vm.caught(raised);
            return Err(vm.type_error("must assign iterable to extended slice"));
        }
        Err(raised) => return Err(raised),
    };
    let (start, stop, step, count) = numbers.bounds(this.len());
    if step == 1 {
        let (start, stop) = (start as usize, stop.max(start) as usize);
        let removed = this.splice(vm.heap, start, stop, items).map_err(|_| vm.memory_error())?;
        release_backwards(removed);
        return Ok(());
    }
    if items.len() != count {
        let given = items.len();
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {given} to extended slice of size {count}"
        )));
    }
    let mut old = Vec::with_capacity(count);
    for (k, item) in items.into_iter().enumerate() {
        if let Ok(replaced) = this.replace((start + k as i64 * step) as usize, item) {
            old.push(replaced);
        }
    }
    Ok(())
}

fn is_iterable(vm: &mut Vm, value: &Value) -> bool {
    let class = vm.class_of(value);
    let (iter, getitem) = (vm.names.__iter__.clone(), vm.names.__getitem__.clone());
    vm.lookup_bits(class, &iter) != 0 || vm.lookup_bits(class, &getitem) != 0
}

fn delete_slice(vm: &mut Vm, this: &List, numbers: SliceNumbers) -> R<()> {
    let (start, stop, step, count) = numbers.bounds(this.len());
    if count == 0 {
        return Ok(());
    }
    if step == 1 {
        let removed =
            this.splice(vm.heap, start as usize, stop as usize, Vec::new()).map_err(|_| vm.memory_error())?;
        this.shrink(vm.heap);
        release_backwards(removed);
        return Ok(());
    }
    let stride = step.unsigned_abs() as usize;
    let lowest = if step > 0 { start } else { start + (count as i64 - 1) * step } as usize;
    let mut removed = Vec::with_capacity(count);
    let kept = this.with_mut(|items| {
        let mut place = lowest;
        for index in lowest..items.len() {
            let doomed = (index - lowest).is_multiple_of(stride) && (index - lowest) / stride < count;
            if doomed {
                removed.push(std::mem::replace(&mut items[index], Value::NONE));
            } else {
                items.swap(place, index);
                place += 1;
            }
        }
        place
    });
    while this.len() > kept {
        drop(this.pop());
    }
    this.shrink(vm.heap);
    drop(removed);
    Ok(())
}

/// Lists let their items go from the last to the first.
fn release_backwards(mut items: Vec<Value>) {
    while let Some(item) = items.pop() {
        drop(item);
    }
}
