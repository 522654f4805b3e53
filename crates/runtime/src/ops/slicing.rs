//! Slices against a length: where a slice begins, where it ends, how many items it names.
//!
//! ```text
//! count = ceil((stop - start) / step) for step > 0,   ceil((start - stop) / -step) for step < 0,   never below 0
//! ```
//!
//! Knows numbers only, not what is sliced.

use crate::native::R;
use crate::object::slices::Slice;
use crate::value::Value;
use crate::vm::Vm;

/// A slice's three numbers, missing ones filled in for its direction, none of them compared with a length yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SliceNumbers {
    pub start: i64,
    pub stop: i64,
    /// Never 0, never `i64::MIN`.
    pub step: i64,
}

impl SliceNumbers {
    /// Start, stop, step and count for a sequence of `length` items: `start + k * step` is in bounds for each `k < count`.
    #[inline]
    pub fn bounds(self, length: usize) -> (i64, i64, i64, usize) {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let (low, high) = if self.step < 0 { (-1, length - 1) } else { (0, length) };
        let limit = |index: i64| {
            let index = if index < 0 { index.saturating_add(length) } else { index };
            index.clamp(low, high)
        };
        let (start, stop) = (limit(self.start), limit(self.stop));
        let count = if self.step > 0 && start < stop {
            (stop - start - 1) / self.step + 1
        } else if self.step < 0 && stop < start {
            (start - stop - 1) / -self.step + 1
        } else {
            0
        };
        (start, stop, self.step, count as usize)
    }
}

/// The numbers of a slice. May run Python code (`__index__`): ask for the length afterwards.
pub fn slice_numbers(vm: &mut Vm, slice: &Slice) -> R<SliceNumbers> {
    let step = match slice.step.is_none() {
        true => 1,
        false => slice_index(vm, &slice.step)?.max(-i64::MAX),
    };
    if step == 0 {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let (first, last) = if step < 0 { (i64::MAX, i64::MIN) } else { (0, i64::MAX) };
    let start = if slice.start.is_none() { first } else { slice_index(vm, &slice.start)? };
    let stop = if slice.stop.is_none() { last } else { slice_index(vm, &slice.stop)? };
    Ok(SliceNumbers { start, stop, step })
}

/// Start, stop, step and count of a slice of something that has `length` items. For sequences that Python code cannot change;
/// for the others take `slice_numbers` first, the length then.
pub fn slice_bounds(vm: &mut Vm, slice: &Slice, length: usize) -> R<(i64, i64, i64, usize)> {
    Ok(slice_numbers(vm, slice)?.bounds(length))
}

/// A slice's index, clamped to the machine's range; TypeError's wording is the slices' own.
pub fn slice_index(vm: &mut Vm, value: &Value) -> R<i64> {
    if let Some(small) = value.as_small_int() {
        return Ok(small);
    }
    require_index(vm, value)?;
    vm.index_clamped(value)
}

/// TypeError unless the value can be a slice's index.
pub fn require_index(vm: &mut Vm, value: &Value) -> R<()> {
    if value.as_integer().is_none() {
        let (class, name) = (vm.class_of(value), vm.names.__index__.clone());
        if vm.lookup_bits(class, &name) == 0 {
            return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::SliceNumbers;

    #[test]
    fn bounds_stay_inside_whatever_the_numbers_are() {
        let ends = [i64::MIN, -7, -5, -1, 0, 1, 3, 5, 9, i64::MAX];
        for (start, stop) in ends.iter().flat_map(|&start| ends.map(|stop| (start, stop))) {
            for step in [-i64::MAX, -3, -1, 1, 2, i64::MAX] {
                let (first, _, step, count) = SliceNumbers { start, stop, step }.bounds(5);
                for k in 0..count as i64 {
                    assert!((0..5).contains(&(first + k * step)), "{start}:{stop}:{step}");
                }
            }
        }
    }
}
