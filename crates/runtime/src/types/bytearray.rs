//! `bytearray` itself: construction, changes in place, indexing.
//!
//! ```text
//! a[i:j] = data      the new data is complete before the indices are applied: making it may have changed the bytearray
//! ```
//!
//! What `bytes` has as well is in `bytes_shared`, the comparisons and the iterator are in `bytes`.

use super::bytes::{
    BYTEARRAY_SOURCE, bytearray_iterator, bytes_of_items, from_hex, sliced, source_data, wrong_index,
};
use super::bytes_shared::{Data, byte, is_index};
use super::str_type::{is_no_iterable, repetition, room};
use crate::format::bytes_repr;
use crate::native::R;
use crate::object::bytearray::ByteArray;
use crate::object::class::TypeRef;
use crate::object::new_with_layout;
use crate::object::slices::Slice;
use crate::object::string::Str;
use crate::ops::slicing::slice_numbers;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `bytearray` alone.
pub struct ByteArrayMethods;

#[exuvia_macros::builtin_methods]
impl ByteArrayMethods {
    /// Construct a mutable bytearray object from an iterable yielding integers in range(256), a text string encoded using the specified
    /// encoding, a bytes or a buffer object, any object implementing the buffer API, or an integer.
    #[new_sig("bytearray(cls, /, *args, **kwargs)")]
    fn construct(
        vm: &mut Vm,
        class: TypeRef,
        _arguments: &[Option<Value>],
        _keywords: &[(Value, Value)],
    ) -> Value {
        new_with_layout(vm.heap, class.layout.get(), ByteArray::default())
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, source=b'', encoding='utf-8', errors='strict')")]
    fn init(
        vm: &mut Vm,
        this: &ByteArray,
        source: Option<&Value>,
        encoding: Option<&Value>,
        errors: Option<&Value>,
    ) -> R<()> {
        let data = source_data(vm, source, encoding, errors, &BYTEARRAY_SOURCE)?;
        let content = ByteArray::with_data(vm.heap, &data).map_err(|_| vm.memory_error())?;
        check_resizable(vm, this)?;
        this.replace_with(content);
        Ok(())
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let name = vm.class_name(this);
        let Some(array) = this.downcast::<ByteArray>() else { return Ok(name) };
        room(vm, array.len().saturating_mul(4))?;
        Ok(format!("{name}({})", array.with(bytes_repr)))
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Value) -> R<String> {
        Self::repr(vm, this)
    }

    /// Return self+value.
    #[sig("__add__(self, value, /)")]
    fn add(vm: &mut Vm, this: &ByteArray, other: &Value) -> R {
        let Some(other) = Data::of(other) else { return Ok(Value::NOT_IMPLEMENTED) };
        room(vm, this.len().saturating_add(other.len()))?;
        let data = this.with(|this| other.with(|other| [this, other].concat()));
        Data::Array(this).like(vm, &data)
    }

    /// Implement self+=value.
    #[sig("__iadd__(self, value, /)")]
    fn iadd(vm: &mut Vm, this: &Value, other: &Value) -> R {
        let Some(data) = Data::of(other) else { return Err(cannot_concat(vm, other)) };
        if let Some(array) = this.downcast::<ByteArray>() {
            append(vm, array, data)?;
        }
        Ok(this.clone())
    }

    /// Implement self*=value.
    #[sig("__imul__(self, value, /)")]
    fn imul(vm: &mut Vm, this: &Value, times: &Value) -> R {
        let (Some(times), Some(array)) = (repetition(vm, times)?, this.downcast::<ByteArray>()) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        room(vm, array.len().saturating_mul(times))?;
        let data = array.with(|data| data.repeat(times));
        set_content(vm, array, &data)?;
        Ok(this.clone())
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn getitem(vm: &mut Vm, this: &ByteArray, key: &Value) -> R {
        if let Some(slice) = key.downcast::<Slice>() {
            let numbers = slice_numbers(vm, slice)?;
            let (start, _, step, count) = numbers.bounds(this.len());
            let heap = vm.heap;
            let part = this.with(|data| ByteArray::new_value(heap, &sliced(data, start, step, count)));
            return part.map_err(|_| vm.memory_error());
        }
        let index = index_of(vm, this, key)?;
        match this.get(index) {
            Some(byte) => Ok(Value::from_i32(i32::from(byte))),
            None => Err(vm.index_error(OUT_OF_RANGE)),
        }
    }

    /// Set self[key] to value.
    #[sig("__setitem__(self, key, value, /)")]
    fn setitem(vm: &mut Vm, this: &ByteArray, key: &Value, value: &Value) -> R<()> {
        if let Some(slice) = key.downcast::<Slice>() {
            return set_slice(vm, this, slice, value);
        }
        let index = index_of(vm, this, key)?;
        let byte = byte(vm, value)?;
        this.set(index, byte).ok_or_else(|| vm.index_error(OUT_OF_RANGE))
    }

    /// Delete self[key].
    #[sig("__delitem__(self, key, /)")]
    fn delitem(vm: &mut Vm, this: &ByteArray, key: &Value) -> R<()> {
        if let Some(slice) = key.downcast::<Slice>() {
            let numbers = slice_numbers(vm, slice)?;
            let (start, _, step, count) = numbers.bounds(this.len());
            return delete(vm, this, start, step, count);
        }
        let index = index_of(vm, this, key)?;
        splice(vm, this, index, index + 1, &[])
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &Value) -> Value {
        bytearray_iterator(vm, this)
    }

    /// Returns the number of bytes actually allocated.
    #[sig("__alloc__(self, /)")]
    fn alloc(_vm: &mut Vm, this: &ByteArray) -> usize {
        this.capacity()
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Value) -> R {
        let Some(array) = this.downcast::<ByteArray>() else { return Ok(Value::NONE) };
        let text: String = array.with(|data| data.iter().map(|byte| char::from(*byte)).collect());
        let arguments = vec![vm.text(&text)?, vm.text("latin-1")?];
        let arguments = vm.tuple(arguments)?;
        let class = vm.class_of(this).value();
        vm.tuple(vec![class, arguments, Value::NONE])
    }

    /// Append a single item to the end of the bytearray.
    #[sig("append(self, item, /)")]
    fn append(vm: &mut Vm, this: &ByteArray, item: &Value) -> R<()> {
        let byte = byte(vm, item)?;
        check_resizable(vm, this)?;
        this.push(vm.heap, byte).map_err(|_| vm.memory_error())
    }

    /// Remove all items from the bytearray.
    #[sig("clear(self, /)")]
    fn clear(vm: &mut Vm, this: &ByteArray) -> R<()> {
        check_resizable(vm, this)?;
        this.replace_with(ByteArray::default());
        Ok(())
    }

    /// Return a copy of B.
    #[sig("copy(self, /)")]
    fn copy(vm: &mut Vm, this: &ByteArray) -> R {
        let heap = vm.heap;
        this.with(|data| ByteArray::new_value(heap, data)).map_err(|_| vm.memory_error())
    }

    /// Append all the items from the iterator or sequence to the end of the bytearray.
    #[sig("extend(self, iterable_of_ints, /)")]
    fn extend(vm: &mut Vm, this: &ByteArray, iterable: &Value) -> R<()> {
        if let Some(data) = Data::of(iterable) {
            return append(vm, this, data);
        }
        if iterable.downcast::<Str>().is_some() {
            return Err(vm.type_error("expected iterable of integers; got: 'str'"));
        }
        if is_no_iterable(vm, iterable) {
            let class = vm.class_name(iterable);
            return Err(vm.type_error(format!("can't extend bytearray with {class}")));
        }
        let data = bytes_of_items(vm, iterable, BYTEARRAY_SOURCE.byte)?;
        let length = this.len();
        splice(vm, this, length, length, &data)
    }

    /// Insert a single item into the bytearray before the given index.
    #[sig("insert(self, index, item, /)")]
    fn insert(vm: &mut Vm, this: &ByteArray, index: i64, item: &Value) -> R<()> {
        let byte = byte(vm, item)?;
        let length = this.len();
        let index = if index < 0 { index.saturating_add(length as i64).max(0) } else { index };
        let index = (index as usize).min(length);
        splice(vm, this, index, index, &[byte])
    }

    /// Remove and return a single item from B. index: the index from where to remove the item; -1 (the default value) means the last item.
    #[sig("pop(self, index=-1, /)")]
    fn pop(vm: &mut Vm, this: &ByteArray, index: Option<i64>) -> R<i64> {
        let length = this.len();
        if length == 0 {
            return Err(vm.index_error("pop from empty bytearray"));
        }
        let index = index.unwrap_or(-1);
        let index = if index < 0 { index.saturating_add(length as i64) } else { index };
        let found = usize::try_from(index).ok().and_then(|index| Some((index, this.get(index)?)));
        let Some((index, byte)) = found else { return Err(vm.index_error("pop index out of range")) };
        splice(vm, this, index, index + 1, &[])?;
        Ok(i64::from(byte))
    }

    /// Remove the first occurrence of a value in the bytearray.
    #[sig("remove(self, value, /)")]
    fn remove(vm: &mut Vm, this: &ByteArray, value: &Value) -> R<()> {
        let byte = byte(vm, value)?;
        match this.with(|data| memchr::memchr(byte, data)) {
            Some(index) => splice(vm, this, index, index + 1, &[]),
            None => Err(vm.value_error("value not found in bytearray")),
        }
    }

    /// Resize the internal buffer of bytearray to len. New bytes are zero.
    #[sig("resize(self, size, /)")]
    fn resize(vm: &mut Vm, this: &ByteArray, size: i64) -> R<()> {
        let Ok(length) = usize::try_from(size) else {
            return Err(vm.value_error(format!("Can only resize to positive sizes, got {size}")));
        };
        room(vm, length)?;
        check_resizable(vm, this)?;
        this.resize(vm.heap, length).map_err(|_| vm.memory_error())
    }

    /// Reverse the order of the values in B in place.
    #[sig("reverse(self, /)")]
    fn reverse(_vm: &mut Vm, this: &ByteArray) {
        this.with_mut(<[u8]>::reverse);
    }

    /// Create a bytearray object from a string of hexadecimal numbers. Spaces between two numbers are accepted.
    #[class_sig("fromhex(type, string, /)")]
    fn fromhex(vm: &mut Vm, class: TypeRef, text: &Value) -> R {
        let data = from_hex(vm, text)?;
        if class == vm.types.bytearray {
            return ByteArray::new_value(vm.heap, &data).map_err(|_| vm.memory_error());
        }
        let data = vm.bytes(&data)?;
        vm.call(&class.value(), &[data])
    }
}

const OUT_OF_RANGE: &str = "bytearray index out of range";

#[cold]
fn cannot_concat(vm: &mut Vm, other: &Value) -> crate::native::Raised {
    let class = vm.class_name(other);
    vm.type_error(format!("can't concat {class} to bytearray"))
}

fn index_of(vm: &mut Vm, this: &ByteArray, key: &Value) -> R<usize> {
    if let Some(index) =
        key.as_small_int().and_then(|index| usize::try_from(index).ok()).filter(|index| *index < this.len())
    {
        return Ok(index);
    }
    if !is_index(vm, key) {
        return Err(wrong_index(vm, "bytearray", key));
    }
    // `__index__` may change the length: asked for beforehand, applied after.
    let index = vm.index(key)?;
    vm.checked_index(&index, this.len(), OUT_OF_RANGE)
}

/// Appends bytes, which may be the bytearray's own.
fn append(vm: &mut Vm, this: &ByteArray, data: Data<'_>) -> R<()> {
    let length = this.len();
    room(vm, data.len())?;
    if !data.is_empty() {
        check_resizable(vm, this)?;
    }
    let heap = vm.heap;
    let result = match data {
        Data::Bytes(bytes) => this.splice(heap, length, length, bytes.as_slice()),
        Data::Items(array) => array.with(|data| this.splice(heap, length, length, data)),
        Data::Array(_) | Data::View(_) => {
            let copy = data.with(<[u8]>::to_vec);
            this.splice(heap, length, length, &copy)
        }
    };
    result.map_err(|_| vm.memory_error())
}

/// Replaces `start..end` by bytes that do not come from this bytearray.
fn splice(vm: &mut Vm, this: &ByteArray, start: usize, end: usize, data: &[u8]) -> R<()> {
    if data.len() != end - start {
        check_resizable(vm, this)?;
    }
    this.splice(vm.heap, start, end, data).map_err(|_| vm.memory_error())
}

/// BufferError while there are views of the bytes.
fn check_resizable(vm: &mut Vm, this: &ByteArray) -> R<()> {
    if this.exports.get() == 0 {
        return Ok(());
    }
    Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"))
}

fn set_content(vm: &mut Vm, this: &ByteArray, data: &[u8]) -> R<()> {
    let length = this.len();
    splice(vm, this, 0, length, data)
}

/// `array[slice] = value`.
fn set_slice(vm: &mut Vm, this: &ByteArray, slice: &Slice, value: &Value) -> R<()> {
    let data = match Data::of(value) {
        Some(data) => {
            room(vm, data.len())?;
            data.with(<[u8]>::to_vec)
        }
        None if is_index(vm, value) || value.downcast::<Str>().is_some() || is_no_iterable(vm, value) => {
            return Err(
                vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
            );
        }
        None => bytes_of_items(vm, value, BYTEARRAY_SOURCE.byte)?,
    };
    let numbers = slice_numbers(vm, slice)?;
    let (start, stop, step, count) = numbers.bounds(this.len());
    if step == 1 {
        let (start, stop) = (start as usize, stop.max(start) as usize);
        return splice(vm, this, start, stop, &data);
    }
    if data.is_empty() {
        return delete(vm, this, start, step, count);
    }
    if data.len() != count {
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {count}",
            data.len()
        )));
    }
    this.with_mut(|target| {
        for (k, byte) in data.iter().enumerate() {
            target[(start + k as i64 * step) as usize] = *byte;
        }
    });
    Ok(())
}

/// Removes the bytes that a slice names.
fn delete(vm: &mut Vm, this: &ByteArray, start: i64, step: i64, count: usize) -> R<()> {
    if count == 0 {
        return Ok(());
    }
    if step == 1 {
        let start = start as usize;
        return splice(vm, this, start, start + count, &[]);
    }
    let (first, stride) = if step > 0 { (start, step) } else { (start + (count as i64 - 1) * step, -step) };
    let kept: Vec<u8> = this.with(|data| {
        let is_named = |index: usize| {
            let distance = index as i64 - first;
            distance >= 0 && distance % stride == 0 && distance / stride < count as i64
        };
        data.iter().enumerate().filter(|(index, _)| !is_named(*index)).map(|(_, byte)| *byte).collect()
    });
    set_content(vm, this, &kept)
}
