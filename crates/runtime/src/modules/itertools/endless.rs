//! `count`, `cycle` and `repeat`.

use crate::native::R;
use crate::object::cell::Slot;
use crate::object::itertools::{Count, Cycle, Repeat};
use crate::object::list::List;
use crate::ops::BinaryOp;
use crate::value::{MAX_SMALL_INT, MIN_SMALL_INT, Value};
use crate::vm::Vm;

impl Count {
    /// A count whose numbers are both small ints has an empty `count`.
    pub fn new(start: Value, step: Value) -> Count {
        match (start.as_small_int(), step.as_small_int()) {
            (Some(next), Some(small_step)) => {
                Count { count: Slot::default(), step, next: next.into(), small_step }
            }
            _ => Count { count: Slot::new(Some(start)), step, next: 0.into(), small_step: 0 },
        }
    }

    /// The number that comes next.
    pub fn upcoming(&self, vm: &Vm) -> Value {
        self.count.get().unwrap_or_else(|| Value::from_i64(vm.heap, self.next.get()))
    }
}

/// The next item of a `count`.
#[inline]
pub fn next_of_count(vm: &mut Vm, count: &Count) -> R<Option<Value>> {
    let next = count.next.get();
    if let Some(after) = next.checked_add(count.small_step).filter(|_| count.count.as_ref().is_none())
        && (MIN_SMALL_INT..=MAX_SMALL_INT).contains(&after)
    {
        count.next.set(after);
        return Ok(Value::from_small_int(next));
    }
    let item = count.upcoming(vm);
    let after = vm.binary(BinaryOp::Add, &item, &count.step)?;
    count.count.set(Some(after));
    Ok(Some(item))
}

/// The next item of a `repeat`.
#[inline]
pub fn next_of_repeat(repeat: &Repeat) -> R<Option<Value>> {
    match repeat.remaining.get() {
        Some(0) => return Ok(None),
        Some(remaining) => repeat.remaining.set(Some(remaining - 1)),
        None => {}
    }
    Ok(Some(repeat.item.clone()))
}

/// The next item of a `cycle`.
pub fn next_of_cycle(vm: &mut Vm, cycle: &Cycle) -> R<Option<Value>> {
    let Some(saved) = cycle.saved.downcast::<List>() else { return Ok(None) };
    if let Some(iterator) = cycle.iterator.get() {
        if let Some(item) = vm.next(&iterator)? {
            saved.push(vm.heap, item.clone()).map_err(|_| vm.memory_error())?;
            return Ok(Some(item));
        }
        cycle.iterator.set(None);
    }
    let index = cycle.index.get();
    let item = saved.get(index);
    let following = index + 1;
    cycle.index.set(if following >= saved.len() { 0 } else { following });
    Ok(item)
}
