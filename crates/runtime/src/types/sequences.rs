//! What list and tuple have in common: comparison, search, repetition, repr.
//!
//! ```text
//! a < b   first index where the items differ ─► compare these two; none ─► compare the lengths
//! ```
//!
//! Comparisons may run Python code that changes a list: items are cloned out, one index at a time. A first pass over items that
//! compare without a call (numbers, strings, identical objects) borrows instead. It knows no particular class's methods.

use crate::native::R;
use crate::object::list::List;
use crate::object::tuple::Tuple;
use crate::object::{Payload, object_of};
use crate::ops::CompareOp;
use crate::ops::compare::compare_simple;
use crate::value::Value;
use crate::vm::Vm;

/// A sequence whose items lie side by side.
pub trait Items {
    /// Shows the items to a closure that runs no Python code.
    fn look<T>(&self, look: impl FnOnce(&[Value]) -> T) -> T;

    fn item(&self, index: usize) -> Option<Value> {
        self.look(|items| items.get(index).cloned())
    }

    fn count(&self) -> usize {
        self.look(<[Value]>::len)
    }
}

impl Items for List {
    #[inline(always)]
    fn look<T>(&self, look: impl FnOnce(&[Value]) -> T) -> T {
        self.with(look)
    }
}

impl Items for Tuple {
    #[inline(always)]
    fn look<T>(&self, look: impl FnOnce(&[Value]) -> T) -> T {
        look(self.items())
    }
}

/// The object that a receiver's payload is part of. Receivers come from `downcast`, so they lie in heap objects.
pub fn receiver<T: Payload>(payload: &T) -> Value {
    // SAFETY: receivers of builtin methods are payloads that `downcast` found in a heap object.
    let object = unsafe { object_of(payload) };
    Value::clone_object(object)
}

/// Equality where it needs no call.
#[inline(always)]
fn simple_equal(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) { Some(true) } else { compare_simple(CompareOp::Equal, a, b) }
}

/// The first index at which two sequences differ (or one ends).
fn first_difference<A: Items, B: Items>(vm: &mut Vm, a: &A, b: &B) -> R<usize> {
    let mut index = 0;
    loop {
        let stopped = a.look(|a| {
            b.look(|b| {
                let (a, b) = (a.get(index..).unwrap_or(&[]), b.get(index..).unwrap_or(&[]));
                let at = a.iter().zip(b).position(|(a, b)| simple_equal(a, b) != Some(true));
                at.map(|offset| (index + offset, simple_equal(&a[offset], &b[offset])))
            })
        });
        let Some((at, known)) = stopped else { return Ok(a.count().min(b.count())) };
        if known == Some(false) {
            return Ok(at);
        }
        index = at;
        // The other kinds need calls; keep going item by item while they do.
        let (Some(x), Some(y)) = (a.item(index), b.item(index)) else {
            return Ok(index.min(a.count()).min(b.count()));
        };
        if !vm.same_or_equal(&x, &y)? {
            return Ok(index);
        }
        index += 1;
    }
}

/// `a op b` for two lists or two tuples.
pub fn compare<A: Items, B: Items>(vm: &mut Vm, op: CompareOp, a: &A, b: &B) -> R {
    let index = first_difference(vm, a, b)?;
    let (Some(x), Some(y)) = (a.item(index), b.item(index)) else {
        return Ok(Value::from_bool(op.holds(a.count().cmp(&b.count()))));
    };
    match op {
        CompareOp::Equal => Ok(Value::FALSE),
        CompareOp::NotEqual => Ok(Value::TRUE),
        _ => vm.compare(op, &x, &y),
    }
}

/// The first index of an equal item in `start..end` (a list may shrink meanwhile).
pub fn find<A: Items>(vm: &mut Vm, items: &A, needle: &Value, start: usize, end: usize) -> R<Option<usize>> {
    let mut index = start;
    loop {
        let stopped = items.look(|items| {
            let end = end.min(items.len());
            let rest = items.get(index..end).unwrap_or(&[]);
            rest.iter()
                .position(|item| simple_equal(item, needle) != Some(false))
                .map(|offset| (index + offset, simple_equal(&rest[offset], needle)))
        });
        let Some((at, known)) = stopped else { return Ok(None) };
        index = at;
        if known == Some(true) {
            return Ok(Some(index));
        }
        let Some(item) = items.item(index) else { return Ok(None) };
        if vm.compare_truth(CompareOp::Equal, &item, needle)? {
            return Ok(Some(index));
        }
        index += 1;
    }
}

/// How many items equal the needle.
pub fn count<A: Items>(vm: &mut Vm, items: &A, needle: &Value) -> R<usize> {
    let (mut found, mut start) = (0, 0);
    while let Some(index) = find(vm, items, needle, start, usize::MAX)? {
        found += 1;
        start = index + 1;
    }
    Ok(found)
}

/// The bounds `start` and `stop` of `index(value, start, stop)`, negative ones counted from the end of `length` items.
pub fn search_bounds(
    vm: &mut Vm,
    start: Option<&Value>,
    stop: Option<&Value>,
    length: impl Fn() -> usize,
) -> R<(usize, usize)> {
    let start = start.map_or(Ok(0), |start| search_bound(vm, start))?;
    let stop = stop.map_or(Ok(i64::MAX), |stop| search_bound(vm, stop))?;
    let length = length() as i64;
    let limit = |bound: i64| if bound < 0 { bound.saturating_add(length).max(0) } else { bound };
    Ok((limit(start) as usize, limit(stop) as usize))
}

fn search_bound(vm: &mut Vm, value: &Value) -> R<i64> {
    if let Some(small) = value.as_small_int() {
        return Ok(small);
    }
    let (class, name) = (vm.class_of(value), vm.names.__index__.clone());
    if value.as_integer().is_none() && vm.lookup_bits(class, &name) == 0 {
        return Err(vm.type_error("slice indices must be integers or have an __index__ method"));
    }
    vm.index_clamped(value)
}

/// The number of repetitions of `sequence * number`, negative ones being 0; `None` when the operand is no number.
pub fn repetitions(vm: &mut Vm, number: &Value) -> R<Option<usize>> {
    if let Some(small) = number.as_small_int() {
        return Ok(Some(usize::try_from(small).unwrap_or(0)));
    }
    let (class, name) = (vm.class_of(number), vm.names.__index__.clone());
    if number.as_integer().is_none() && vm.lookup_bits(class, &name) == 0 {
        return Ok(None);
    }
    let times = vm.index_i64(number)?;
    Ok(Some(usize::try_from(times).unwrap_or(0)))
}

/// The room for `items` repeated is checked; the number of all items.
pub fn repeated_length(vm: &mut Vm, items: usize, times: usize) -> R<usize> {
    match items.checked_mul(times).filter(|&total| total <= List::MAX_LENGTH) {
        Some(total) => {
            vm.check_room(total * 8)?;
            Ok(total)
        }
        None => Err(vm.memory_error()),
    }
}

/// The items' reprs between brackets, separated by commas.
pub fn show<A: Items>(vm: &mut Vm, items: &A, open: &str, close: &str) -> R<String> {
    let mut text = String::from(open);
    let mut index = 0;
    while let Some(item) = items.item(index) {
        if index > 0 {
            text.push_str(", ");
        }
        let shown = vm.repr(&item)?;
        vm.check_room(text.len())?;
        text.push_str(shown.downcast::<crate::object::string::Str>().map_or("", |shown| shown.as_str()));
        index += 1;
    }
    text.push_str(close);
    Ok(text)
}
