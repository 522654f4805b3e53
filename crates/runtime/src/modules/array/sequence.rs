//! What arrays do as sequences: subscripts, slices, operators, comparisons.
//!
//! Operands may change the array whenever they run code: indices and bounds are taken after the last such call.

use crate::native::{R, Raised};
use crate::object::array::{Array, ArrayIterator};
use crate::object::slices::Slice;
use crate::object::{new_exact, new_with_layout};
use crate::ops::CompareOp;
use crate::ops::slicing::slice_numbers;
use crate::types::sequences::{receiver, repetitions};
use crate::value::Value;
use crate::vm::Vm;

use super::items;

/// The methods behind subscripts and operators.
pub struct SequenceMethods;

#[exuvia_macros::builtin_methods]
impl SequenceMethods {
    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(_vm: &mut Vm, this: &Array) -> usize {
        this.len()
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn getitem(vm: &mut Vm, this: &Array, key: &Value) -> R {
        if let Some(item) = key
            .as_small_int()
            .and_then(|index| usize::try_from(index).ok())
            .and_then(|index| this.get_number(index))
        {
            return Ok(item);
        }
        if let Some(slice) = key.downcast_exact::<Slice>() {
            let (start, _, step, count) = slice_numbers(vm, slice)?.bounds(this.len());
            return part(vm, this, start, step, count);
        }
        let index = position(vm, this, key, "array index out of range")?;
        match items::get(vm, this, index)? {
            Some(item) => Ok(item),
            None => Err(vm.index_error("array index out of range")),
        }
    }

    /// Set self[key] to value.
    #[sig("__setitem__(self, key, value, /)")]
    fn setitem(vm: &mut Vm, this: &Array, key: &Value, value: &Value) -> R<()> {
        if let Some(index) = key.as_small_int().and_then(|index| usize::try_from(index).ok())
            && this.set_number(index, value)
        {
            return Ok(());
        }
        if let Some(slice) = key.downcast_exact::<Slice>() {
            return assign_slice(vm, this, slice, value);
        }
        let index = position(vm, this, key, "array assignment index out of range")?;
        match items::put(vm, this, index, value)? {
            true => Ok(()),
            false => Err(vm.index_error("array assignment index out of range")),
        }
    }

    /// Delete self[key].
    #[sig("__delitem__(self, key, /)")]
    fn delitem(vm: &mut Vm, this: &Array, key: &Value) -> R<()> {
        if let Some(slice) = key.downcast_exact::<Slice>() {
            let numbers = slice_numbers(vm, slice)?;
            return delete_slice(vm, this, numbers.bounds(this.len()));
        }
        let index = position(vm, this, key, "array assignment index out of range")?;
        replace(vm, this, index, index + 1, &[])
    }

    /// Return bool(key in self).
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: &Array, key: &Value) -> R<bool> {
        Ok(find(vm, this, key, 0, usize::MAX)?.is_some())
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &Array) -> Value {
        new_exact(vm.heap, ArrayIterator::over(&receiver(this)))
    }

    /// Return self+value.
    #[sig("__add__(self, value, /)")]
    fn add(vm: &mut Vm, this: &Array, value: &Value) -> R {
        let Some(other) = value.downcast::<Array>() else { return Ok(Value::NOT_IMPLEMENTED) };
        require_same_type(vm, this, other)?;
        vm.check_room(this.byte_len() + other.byte_len())?;
        let result = this.like();
        result.reserve(vm.heap, this.len() + other.len()).map_err(|_| vm.memory_error())?;
        append_bytes(vm, &result, this)?;
        append_bytes(vm, &result, other)?;
        Ok(new_exact(vm.heap, result))
    }

    /// Implement self+=value.
    #[sig("__iadd__(self, value, /)")]
    fn iadd(vm: &mut Vm, this: &Array, value: &Value) -> R {
        let Some(other) = value.downcast::<Array>() else {
            let class = vm.class_name(value);
            return Err(vm.type_error(format!("can only extend array with array (not \"{class}\")")));
        };
        extend_by_array(vm, this, other)?;
        Ok(receiver(this))
    }

    /// Return self*value.
    #[sig("__mul__(self, value, /)")]
    fn mul(vm: &mut Vm, this: &Array, value: &Value) -> R {
        repeat(vm, this, value)
    }

    /// Return value*self.
    #[sig("__rmul__(self, value, /)")]
    fn rmul(vm: &mut Vm, this: &Array, value: &Value) -> R {
        repeat(vm, this, value)
    }

    /// Implement self*=value.
    #[sig("__imul__(self, value, /)")]
    fn imul(vm: &mut Vm, this: &Array, value: &Value) -> R {
        let Some(times) = repetitions(vm, value)? else { return Ok(Value::NOT_IMPLEMENTED) };
        if !this.is_empty() && times != 1 {
            check_resizable(vm, this)?;
        }
        let repeated = repeated(vm, this, times)?;
        this.replace_with(repeated);
        Ok(receiver(this))
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(vm: &mut Vm, this: &Array, value: &Value) -> R {
        compare(vm, CompareOp::Less, this, value)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(vm: &mut Vm, this: &Array, value: &Value) -> R {
        compare(vm, CompareOp::LessEqual, this, value)
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &Array, value: &Value) -> R {
        compare(vm, CompareOp::Equal, this, value)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &Array, value: &Value) -> R {
        compare(vm, CompareOp::NotEqual, this, value)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(vm: &mut Vm, this: &Array, value: &Value) -> R {
        compare(vm, CompareOp::Greater, this, value)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(vm: &mut Vm, this: &Array, value: &Value) -> R {
        compare(vm, CompareOp::GreaterEqual, this, value)
    }
}

/// BufferError while there are views of the buffer.
pub fn check_resizable(vm: &mut Vm, array: &Array) -> R<()> {
    if array.exports.get() == 0 {
        return Ok(());
    }
    Err(vm.buffer_error("cannot resize an array that is exporting buffers"))
}

/// Replaces `start..end` by whole items that do not lie in this array.
pub fn replace(vm: &mut Vm, array: &Array, start: usize, end: usize, data: &[u8]) -> R<()> {
    if data.len() != (end - start) * array.kind.bytes() {
        check_resizable(vm, array)?;
    }
    array.splice(vm.heap, start, end, data).map_err(|_| vm.memory_error())
}

/// The first index in `start..stop` whose item is equal to the needle.
pub fn find(vm: &mut Vm, array: &Array, needle: &Value, start: usize, stop: usize) -> R<Option<usize>> {
    let mut index = start;
    while index < stop {
        let Some(item) = items::get(vm, array, index)? else { break };
        if vm.compare_truth(CompareOp::Equal, &item, needle)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

/// Adds another array's items, which may be this array's own.
pub fn extend_by_array(vm: &mut Vm, array: &Array, other: &Array) -> R<()> {
    if array.typecode != other.typecode {
        return Err(vm.type_error("can only extend with array of same kind"));
    }
    if !other.is_empty() {
        check_resizable(vm, array)?;
    }
    append_bytes(vm, array, other)
}

fn append_bytes(vm: &mut Vm, array: &Array, other: &Array) -> R<()> {
    let (heap, length) = (vm.heap, array.len());
    let added = if std::ptr::eq(array, other) {
        vm.check_room(other.byte_len() * 2)?;
        let copy = other.with(<[u8]>::to_vec);
        array.splice(heap, length, length, &copy)
    } else {
        other.with(|data| array.splice(heap, length, length, data))
    };
    added.map_err(|_| vm.memory_error())
}

#[cold]
fn bad_type(vm: &mut Vm) -> Raised {
    vm.type_error("bad argument type for built-in operation")
}

fn require_same_type(vm: &mut Vm, this: &Array, other: &Array) -> R<()> {
    if this.typecode == other.typecode { Ok(()) } else { Err(bad_type(vm)) }
}

/// The position that a subscript means; IndexError outside of the array.
fn position(vm: &mut Vm, array: &Array, key: &Value, message: &str) -> R<usize> {
    let (class, name) = (vm.class_of(key), vm.names.__index__.clone());
    if key.as_integer().is_none() && vm.lookup_bits(class, &name) == 0 {
        return Err(vm.type_error("array indices must be integers"));
    }
    let number = vm.index(key)?;
    let Some(index) = number.as_integer().and_then(|integer| integer.to_i64()) else {
        let class = class.name_text();
        return Err(vm.index_error(format!("cannot fit '{class}' into an index-sized integer")));
    };
    let length = array.len();
    let index = if index < 0 { index.saturating_add(length as i64) } else { index };
    match usize::try_from(index) {
        Ok(index) if index < length => Ok(index),
        _ => Err(vm.index_error(message)),
    }
}

// ----- slices -----

fn part(vm: &mut Vm, this: &Array, start: i64, step: i64, count: usize) -> R {
    let width = this.kind.bytes();
    vm.check_room(count * width)?;
    let (heap, result) = (vm.heap, this.like());
    let filled = if step == 1 {
        let start = start as usize;
        this.with(|data| result.splice(heap, 0, 0, &data[start * width..(start + count) * width]))
    } else {
        result.resize(heap, count).map(|()| {
            this.with(|data| result.with_mut(|places| gather(data, places, start, step, width)));
        })
    };
    filled.map_err(|_| vm.memory_error())?;
    Ok(new_exact(vm.heap, result))
}

/// Item k of the places becomes item `start + k * step` of the data.
fn gather(data: &[u8], places: &mut [u8], start: i64, step: i64, width: usize) {
    for (k, place) in places.chunks_exact_mut(width).enumerate() {
        let from = (start + k as i64 * step) as usize * width;
        place.copy_from_slice(&data[from..from + width]);
    }
}

fn assign_slice(vm: &mut Vm, this: &Array, slice: &Slice, value: &Value) -> R<()> {
    let numbers = slice_numbers(vm, slice)?;
    let Some(other) = value.downcast::<Array>() else {
        let class = vm.class_name(value);
        return Err(vm.type_error(format!("can only assign array (not \"{class}\") to array slice")));
    };
    require_same_type(vm, this, other)?;
    vm.check_room(other.byte_len() * 2)?;
    let data = other.with(<[u8]>::to_vec);
    let (start, stop, step, count) = numbers.bounds(this.len());
    if step == 1 {
        return replace(vm, this, start as usize, stop.max(start) as usize, &data);
    }
    let (given, width) = (other.len(), this.kind.bytes());
    if given != count {
        return Err(vm.value_error(format!(
            "attempt to assign array of size {given} to extended slice of size {count}"
        )));
    }
    this.with_mut(|places| {
        for (k, item) in data.chunks_exact(width).enumerate() {
            let to = (start + k as i64 * step) as usize * width;
            places[to..to + width].copy_from_slice(item);
        }
    });
    Ok(())
}

fn delete_slice(vm: &mut Vm, this: &Array, (start, stop, step, count): (i64, i64, i64, usize)) -> R<()> {
    if count == 0 {
        return Ok(());
    }
    if step == 1 {
        return replace(vm, this, start as usize, stop as usize, &[]);
    }
    check_resizable(vm, this)?;
    let (stride, width) = (step.unsigned_abs() as usize, this.kind.bytes());
    let lowest = (if step > 0 { start } else { start + (count as i64 - 1) * step }) as usize;
    let length = this.len();
    this.with_mut(|data| {
        let mut place = lowest;
        for index in lowest..length {
            let offset = index - lowest;
            if !offset.is_multiple_of(stride) || offset / stride >= count {
                data.copy_within(index * width..(index + 1) * width, place * width);
                place += 1;
            }
        }
    });
    this.resize(vm.heap, length - count).map_err(|_| vm.memory_error())
}

// ----- repetition and comparison -----

fn repeated(vm: &mut Vm, this: &Array, times: usize) -> R<Array> {
    let result = this.like();
    let total = this.len().checked_mul(times).filter(|&total| total <= Array::MAX_LENGTH);
    let Some(total) = total else { return Err(vm.memory_error()) };
    if total == 0 {
        return Ok(result);
    }
    vm.check_room(total * this.kind.bytes())?;
    result.resize(vm.heap, total).map_err(|_| vm.memory_error())?;
    this.with(|data| {
        result.with_mut(|places| {
            // A run of equal bytes (all zeros, above all) is filled at once.
            match data.first().filter(|&first| data.iter().all(|byte| byte == first)) {
                Some(&byte) => places.fill(byte),
                None => places.chunks_exact_mut(data.len()).for_each(|place| place.copy_from_slice(data)),
            }
        });
    });
    Ok(result)
}

fn repeat(vm: &mut Vm, this: &Array, number: &Value) -> R {
    let Some(times) = repetitions(vm, number)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let result = repeated(vm, this, times)?;
    let layout = vm.types.array.layout.get();
    Ok(new_with_layout(vm.heap, layout, result))
}

fn compare(vm: &mut Vm, op: CompareOp, this: &Array, value: &Value) -> R {
    let Some(other) = value.downcast::<Array>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if this.len() != other.len() && matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
        return Ok(Value::from_bool(op == CompareOp::NotEqual));
    }
    let mut index = 0;
    while let (Some(a), Some(b)) = (items::get(vm, this, index)?, items::get(vm, other, index)?) {
        if !vm.compare_truth(CompareOp::Equal, &a, &b)? {
            return match op {
                CompareOp::Equal => Ok(Value::FALSE),
                CompareOp::NotEqual => Ok(Value::TRUE),
                _ => vm.compare(op, &a, &b),
            };
        }
        index += 1;
    }
    Ok(Value::from_bool(op.holds(this.len().cmp(&other.len()))))
}
