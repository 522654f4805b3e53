//! `bytes` itself: construction, operators, indexing, and the iterator of bytes and bytearrays.
//!
//! ```text
//! bytes(3) = three zeros    bytes([65, 66])    bytes("é", "utf-8")    bytes(object with __bytes__ or __iter__)
//! ```
//!
//! What `bytearray` has as well is in `bytes_shared`.

use std::cell::Cell;

use super::bytes_shared::{Data, is_index};
use super::codecs::{encode, name_argument};
use super::str_type::room;
use crate::format::bytes_repr;
use crate::native::{R, Raised};
use crate::object::bytes::Bytes;
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::iterators::BytesIterator;
use crate::object::slices::Slice;
use crate::object::string::{Str, hash_data};
use crate::object::{new_exact, new_with_layout, object_of};
use crate::ops::CompareOp;
use crate::ops::slicing::slice_bounds;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `bytes` alone.
pub struct BytesMethods;

#[exuvia_macros::builtin_methods]
impl BytesMethods {
    /// Construct an immutable array of bytes from an iterable yielding integers in range(256), a text string encoded using the specified
    /// encoding, any object implementing the buffer API, or an integer.
    #[new_sig("bytes(cls, source=b'', encoding='utf-8', errors='strict')")]
    fn construct(
        vm: &mut Vm,
        class: TypeRef,
        source: Option<&Value>,
        encoding: Option<&Value>,
        errors: Option<&Value>,
    ) -> R {
        let made = match source {
            Some(source) if encoding.is_none() && errors.is_none() => bytes_of_method(vm, source)?,
            _ => None,
        };
        // The method's bytes, or exact bytes, are the result as they are.
        let ready = made.as_ref().or(source.filter(|source| {
            encoding.is_none() && errors.is_none() && source.downcast_exact::<Bytes>().is_some()
        }));
        if let (Some(ready), true) = (ready, class == vm.types.bytes) {
            return Ok(ready.clone());
        }
        let data = match ready.and_then(Value::downcast::<Bytes>) {
            Some(bytes) => bytes.as_slice().to_vec(),
            None => source_data(vm, source, encoding, errors, &BYTES_SOURCE)?,
        };
        if class == vm.types.bytes {
            return vm.bytes(&data);
        }
        Bytes::with_layout(vm.heap, class.layout.get(), &data).map_err(|_| vm.memory_error())
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Bytes) -> R<String> {
        room(vm, this.as_slice().len().saturating_mul(4))?;
        Ok(bytes_repr(this.as_slice()))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(_vm: &mut Vm, this: &Bytes) -> i64 {
        if this.hash.get() == 0 {
            this.hash.set(hash_data(this.as_slice()));
        }
        i64::from(this.hash.get())
    }

    /// Return self+value.
    #[sig("__add__(self, value, /)")]
    fn add(vm: &mut Vm, this: &Bytes, other: &Value) -> R {
        let Some(other) = Data::of(other) else { return Ok(Value::NOT_IMPLEMENTED) };
        room(vm, this.as_slice().len().saturating_add(other.len()))?;
        let data = other.with(|other| [this.as_slice(), other].concat());
        vm.bytes(&data)
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn getitem(vm: &mut Vm, this: &Bytes, key: &Value) -> R {
        let data = this.as_slice();
        if let Some(slice) = key.downcast::<Slice>() {
            let (start, _, step, count) = slice_bounds(vm, slice, data.len())?;
            if count == data.len() && step == 1 {
                // SAFETY: payload references lie in heap objects.
                let whole = Value::clone_object(unsafe { object_of(this) });
                if whole.downcast_exact::<Bytes>().is_some() {
                    return Ok(whole);
                }
            }
            return vm.bytes(&sliced(data, start, step, count));
        }
        if !is_index(vm, key) {
            return Err(wrong_index(vm, "byte", key));
        }
        let index = vm.checked_index(key, data.len(), "index out of range")?;
        Ok(Value::from_i32(i32::from(data[index])))
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &Value) -> Value {
        new_exact(vm.heap, BytesIterator { data: Slot::new(Some(this.clone())), index: Cell::new(0) })
    }

    /// Convert this value to exact type bytes.
    #[sig("__bytes__(self, /)")]
    fn bytes(vm: &mut Vm, this: &Value) -> R {
        match this.downcast::<Bytes>() {
            Some(bytes) if this.downcast_exact::<Bytes>().is_none() => vm.bytes(bytes.as_slice()),
            _ => Ok(this.clone()),
        }
    }

    /// Create a bytes object from a string of hexadecimal numbers. Spaces between two numbers are accepted.
    #[class_sig("fromhex(type, string, /)")]
    fn fromhex(vm: &mut Vm, class: TypeRef, text: &Value) -> R {
        let data = from_hex(vm, text)?;
        let data = vm.bytes(&data)?;
        if class == vm.types.bytes { Ok(data) } else { vm.call(&class.value(), &[data]) }
    }

    /// The arguments that make an equal object.
    #[sig("__getnewargs__(self, /)")]
    fn getnewargs(vm: &mut Vm, this: &Bytes) -> R {
        let data = vm.bytes(this.as_slice())?;
        vm.tuple(vec![data])
    }
}

/// The comparisons of `bytes` and `bytearray`.
pub struct BytesComparisons;

#[exuvia_macros::builtin_methods]
impl BytesComparisons {
    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(_vm: &mut Vm, this: Data<'_>, other: &Value) -> Value {
        compared(CompareOp::Equal, this, other)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(_vm: &mut Vm, this: Data<'_>, other: &Value) -> Value {
        compared(CompareOp::NotEqual, this, other)
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(_vm: &mut Vm, this: Data<'_>, other: &Value) -> Value {
        compared(CompareOp::Less, this, other)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(_vm: &mut Vm, this: Data<'_>, other: &Value) -> Value {
        compared(CompareOp::LessEqual, this, other)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(_vm: &mut Vm, this: Data<'_>, other: &Value) -> Value {
        compared(CompareOp::Greater, this, other)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(_vm: &mut Vm, this: Data<'_>, other: &Value) -> Value {
        compared(CompareOp::GreaterEqual, this, other)
    }
}

fn compared(op: CompareOp, this: Data<'_>, other: &Value) -> Value {
    match Data::of(other) {
        // Bytes are compared with bytes and bytearrays alone; views compare themselves.
        Some(Data::Items(_) | Data::View(_)) if matches!(this, Data::Bytes(_)) => Value::NOT_IMPLEMENTED,
        Some(other) => Value::from_bool(op.holds(this.with(|this| other.with(|other| this.cmp(other))))),
        None => Value::NOT_IMPLEMENTED,
    }
}

/// The methods of `bytes_iterator` and `bytearray_iterator`.
pub struct BytesIteratorMethods;

#[exuvia_macros::builtin_methods]
impl BytesIteratorMethods {
    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: &Value) -> Value {
        this.clone()
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &BytesIterator) -> R {
        match this.advance() {
            Some(byte) => Ok(byte),
            None => Err(vm.stop_iteration(Value::NONE)),
        }
    }

    /// Private method returning an estimate of len(list(it)).
    #[sig("__length_hint__(self, /)")]
    fn length_hint(_vm: &mut Vm, this: &BytesIterator) -> usize {
        let data = this.data.as_ref().and_then(Data::of);
        data.map_or(0, |data| data.len().saturating_sub(this.index.get()))
    }
}

impl BytesIterator {
    /// The next byte; at the end the data is let go.
    #[inline]
    pub fn advance(&self) -> Option<Value> {
        let index = self.index.get();
        let byte = Data::of(self.data.as_ref()?)?.with(|data| data.get(index).copied());
        match byte {
            Some(_) => self.index.set(index + 1),
            None => self.data.set(None),
        }
        byte.map(|byte| Value::from_i32(i32::from(byte)))
    }
}

/// An iterator over a bytearray.
pub fn bytearray_iterator(vm: &mut Vm, array: &Value) -> Value {
    let iterator = BytesIterator { data: Slot::new(Some(array.clone())), index: Cell::new(0) };
    new_with_layout(vm.heap, vm.types.bytearray_iterator.layout.get(), iterator)
}

/// The bytes that a slice names.
pub fn sliced(data: &[u8], start: i64, step: i64, count: usize) -> std::borrow::Cow<'_, [u8]> {
    if step == 1 || count == 0 {
        let start = if count == 0 { 0 } else { start as usize };
        return data[start..start + count].into();
    }
    (0..count).map(|k| data[(start + k as i64 * step) as usize]).collect::<Vec<u8>>().into()
}

/// TypeError for a subscript that is neither an index nor a slice.
#[cold]
pub fn wrong_index(vm: &mut Vm, what: &str, key: &Value) -> Raised {
    let class = vm.class_name(key);
    vm.type_error(format!("{what} indices must be integers or slices, not {class}"))
}

/// What `__bytes__` of a value returns; nothing for values without it, and for bytes-like ones that need no call.
pub fn bytes_of_method(vm: &mut Vm, value: &Value) -> R<Option<Value>> {
    if value.downcast_exact::<Bytes>().is_some() {
        return Ok(None);
    }
    let name = vm.names.__bytes__.clone();
    let Some(result) = vm.call_special(value, &name, &[]) else { return Ok(None) };
    let result = result?;
    if result.downcast::<Bytes>().is_none() {
        let class = vm.class_name(&result);
        return Err(vm.type_error(format!("__bytes__ returned non-bytes (type {class})")));
    }
    Ok(Some(result))
}

/// How the constructors of the two classes word their errors.
pub struct SourceWords {
    pub class: &'static str,
    pub byte: &'static str,
}

/// The words of `bytes`.
pub const BYTES_SOURCE: SourceWords = SourceWords { class: "bytes", byte: "bytes must be in range(0, 256)" };
/// The words of `bytearray`.
pub const BYTEARRAY_SOURCE: SourceWords =
    SourceWords { class: "bytearray", byte: "byte must be in range(0, 256)" };

/// The content that a constructor's arguments describe.
pub fn source_data(
    vm: &mut Vm,
    source: Option<&Value>,
    encoding: Option<&Value>,
    errors: Option<&Value>,
    words: &SourceWords,
) -> R<Vec<u8>> {
    let text = source.and_then(Value::downcast::<Str>);
    if encoding.is_some() || errors.is_some() {
        let encoding_name = name_argument(vm, encoding, "utf-8", words.class, "encoding")?;
        let errors_name = name_argument(vm, errors, "strict", words.class, "errors")?;
        return match text {
            Some(text) if encoding.is_some() => encode(vm, text, encoding_name, errors_name),
            Some(_) => Err(vm.type_error("string argument without an encoding")),
            None if encoding.is_some() => Err(vm.type_error("encoding without a string argument")),
            None => Err(vm.type_error("errors without a string argument")),
        };
    }
    let Some(source) = source else { return Ok(Vec::new()) };
    if text.is_some() {
        return Err(vm.type_error("string argument without an encoding"));
    }
    if let Some(data) = Data::of(source) {
        room(vm, data.len())?;
        return Ok(data.with(<[u8]>::to_vec));
    }
    if is_index(vm, source) {
        let length = vm.index_i64(source)?;
        let Ok(length) = usize::try_from(length) else { return Err(vm.value_error("negative count")) };
        room(vm, length)?;
        return Ok(vec![0; length]);
    }
    if super::str_type::is_no_iterable(vm, source) {
        let class = vm.class_name(source);
        return Err(vm.type_error(format!("cannot convert '{class}' object to {}", words.class)));
    }
    bytes_of_items(vm, source, words.byte)
}

/// The bytes of an iterable of ints.
pub fn bytes_of_items(vm: &mut Vm, iterable: &Value, message: &str) -> R<Vec<u8>> {
    let mut data = Vec::new();
    vm.for_each(iterable, |vm, item| {
        if data.len() == data.capacity() {
            room(vm, data.len().saturating_mul(2))?;
        }
        let byte = match item.as_small_int() {
            Some(small) => u8::try_from(small).ok(),
            None => vm
                .index(&item)?
                .as_integer()
                .and_then(|integer| integer.to_i64())
                .and_then(|int| u8::try_from(int).ok()),
        };
        match byte {
            Some(byte) => {
                data.push(byte);
                Ok(())
            }
            None => Err(vm.value_error(message)),
        }
    })?;
    Ok(data)
}

/// The bytes of hexadecimal text; white space between them is skipped.
pub fn from_hex(vm: &mut Vm, text: &Value) -> R<Vec<u8>> {
    let parsed = match (text.downcast::<Str>(), Data::of(text)) {
        (Some(text), _) => {
            parse_hex(text.as_str().as_bytes()).map_err(|at| at.map(|at| super::str_type::char_of(text, at)))
        }
        (_, Some(data)) => data.with(parse_hex),
        _ => {
            let class = vm.class_name(text);
            return Err(vm.type_error(format!("fromhex() argument must be str or bytes-like, not {class}")));
        }
    };
    parsed.map_err(|place| match place {
        Some(place) => {
            vm.value_error(format!("non-hexadecimal number found in fromhex() arg at position {place}"))
        }
        None => vm.value_error("fromhex() arg must contain an even number of hexadecimal digits"),
    })
}

/// The error is the place of what is no digit, or nothing when a digit is missing at the end.
fn parse_hex(text: &[u8]) -> Result<Vec<u8>, Option<usize>> {
    let mut data = Vec::with_capacity(text.len() / 2);
    let digit = |index: usize| {
        text.get(index).and_then(|byte| char::from(*byte).to_digit(16)).map(|digit| digit as u8)
    };
    let mut index = 0;
    while index < text.len() {
        if super::byte_runs::is_space(text[index]) {
            index += 1;
            continue;
        }
        let high = digit(index).ok_or(Some(index))?;
        let low = digit(index + 1).ok_or(if index + 1 < text.len() { Some(index + 1) } else { None })?;
        data.push(high << 4 | low);
        index += 2;
    }
    Ok(data)
}
