//! How arrays are made, shown and changed by name.

use crate::native::R;
use crate::object::array::Array;
use crate::object::bytes::Bytes;
use crate::object::class::TypeRef;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::{ids, new_exact, new_with_layout};
use crate::ops::CompareOp;
use crate::types::bytes_shared::Data;
use crate::types::constructors;
use crate::types::sequences::search_bounds;
use crate::value::Value;
use crate::vm::Vm;

use super::items;
use super::sequence::{check_resizable, extend_by_array, find, replace};

/// Bytes that `tofile` writes at once.
const BLOCK_BYTES: usize = 64 * 1024;

/// The methods with names of their own.
pub struct ArrayMethods;

#[exuvia_macros::builtin_methods]
impl ArrayMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("array(cls, /, *args, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        constructors::check(vm, class, ids::ARRAY)?;
        let base = vm.types.array;
        if !keywords.is_empty() && !constructors::has_own_init(vm, class, base) {
            return Err(vm.type_error("array.array() takes no keyword arguments"));
        }
        let (typecode, initial) = match arguments {
            [Some(typecode)] => (typecode, None),
            [Some(typecode), Some(initial)] => (typecode, Some(initial)),
            [] => return Err(vm.type_error("array() takes at least 1 argument (0 given)")),
            _ => {
                let given = arguments.len();
                return Err(vm.type_error(format!("array() takes at most 2 arguments ({given} given)")));
            }
        };
        let typecode = letter(vm, typecode)?;
        let array = u8::try_from(typecode).ok().and_then(Array::new);
        let unicode = matches!(typecode, 'u' | 'w');
        if let Some(initial) = initial.filter(|_| !unicode) {
            let is_text = initial.downcast::<Str>().is_some();
            let from = if is_text { "str" } else { "unicode array" };
            if is_text || initial.downcast::<Array>().is_some_and(is_unicode) {
                return Err(vm.type_error(format!(
                    "cannot use a {from} to initialize an array with typecode '{typecode}'"
                )));
            }
        }
        let Some(array) = array else {
            return Err(vm.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)"));
        };
        let value = new_with_layout(vm.heap, class.layout.get(), array);
        if let (Some(initial), Some(array)) = (initial, value.downcast::<Array>()) {
            fill(vm, array, initial)?;
        }
        Ok(value)
    }

    /// The letter of the items' type.
    #[getter("typecode")]
    fn typecode(vm: &mut Vm, this: &Array) -> R {
        vm.character(char::from(this.typecode))
    }

    /// Bytes of one item.
    #[getter("itemsize")]
    fn itemsize(_vm: &mut Vm, this: &Array) -> usize {
        this.kind.bytes()
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Array) -> R<String> {
        let class = vm.class_of(&crate::types::sequences::receiver(this)).name_text();
        let class = class.rsplit('.').next().unwrap_or_default();
        let typecode = char::from(this.typecode);
        if this.is_empty() {
            return Ok(format!("{class}('{typecode}')"));
        }
        let content = if is_unicode(this) { unicode(vm, this)? } else { listed(vm, this)? };
        let content = vm.repr_text(&content)?;
        Ok(format!("{class}('{typecode}', {content})"))
    }

    /// Append new value v to the end of the array.
    #[sig("append(self, v, /)")]
    fn append(vm: &mut Vm, this: &Array, value: &Value) -> R<()> {
        check_resizable(vm, this)?;
        items::append(vm, this, value)
    }

    /// Append items to the end of the array: those of an array of the same type, or of any iterable.
    #[sig("extend(self, bb, /)")]
    fn extend(vm: &mut Vm, this: &Array, iterable: &Value) -> R<()> {
        match iterable.downcast::<Array>() {
            Some(other) => extend_by_array(vm, this, other),
            None => extend_by_iterable(vm, this, iterable),
        }
    }

    /// Insert a new item v into the array before position i.
    #[sig("insert(self, i, v, /)")]
    fn insert(vm: &mut Vm, this: &Array, index: &Value, value: &Value) -> R<()> {
        let index = size_argument(vm, index)?;
        let encoded = items::encode_slow(vm, this, value)?;
        let length = this.len() as i64;
        let index = if index < 0 { index.saturating_add(length).max(0) } else { index.min(length) } as usize;
        replace(vm, this, index, index, &encoded[..this.kind.bytes()])
    }

    /// Return the i-th element and delete it from the array. i defaults to -1.
    #[sig("pop(self, i=-1, /)")]
    fn pop(vm: &mut Vm, this: &Array, index: Option<&Value>) -> R {
        let index = index.map_or(Ok(-1), |index| size_argument(vm, index))?;
        let length = this.len();
        if length == 0 {
            return Err(vm.index_error("pop from empty array"));
        }
        let index = if index < 0 { index.saturating_add(length as i64) } else { index };
        let Some(index) = usize::try_from(index).ok().filter(|&index| index < length) else {
            return Err(vm.index_error("pop index out of range"));
        };
        let item = items::get(vm, this, index)?.unwrap_or(Value::NONE);
        replace(vm, this, index, index + 1, &[])?;
        Ok(item)
    }

    /// Remove the first occurrence of v in the array.
    #[sig("remove(self, v, /)")]
    fn remove(vm: &mut Vm, this: &Array, value: &Value) -> R<()> {
        match find(vm, this, value, 0, usize::MAX)? {
            Some(index) if index < this.len() => replace(vm, this, index, index + 1, &[]),
            _ => Err(vm.value_error("array.remove(x): x not in array")),
        }
    }

    /// Remove all items.
    #[sig("clear(self, /)")]
    fn clear(vm: &mut Vm, this: &Array) -> R<()> {
        if !this.is_empty() {
            check_resizable(vm, this)?;
        }
        this.replace_with(this.like());
        Ok(())
    }

    /// Return index of first occurrence of v in the array.
    ///
    /// Raises ValueError if the value is not present.
    #[sig("index(self, v, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: &Array,
        value: &Value,
        start: Option<&Value>,
        stop: Option<&Value>,
    ) -> R<usize> {
        let (start, stop) = search_bounds(vm, start, stop, || this.len())?;
        match find(vm, this, value, start, stop)? {
            Some(index) => Ok(index),
            None => Err(vm.value_error("array.index(x): x not in array")),
        }
    }

    /// Return number of occurrences of v in the array.
    #[sig("count(self, v, /)")]
    fn count(vm: &mut Vm, this: &Array, value: &Value) -> R<usize> {
        let (mut count, mut index) = (0, 0);
        while let Some(item) = items::get(vm, this, index)? {
            count += usize::from(vm.compare_truth(CompareOp::Equal, &item, value)?);
            index += 1;
        }
        Ok(count)
    }

    /// Reverse the order of the items in the array.
    #[sig("reverse(self, /)")]
    fn reverse(_vm: &mut Vm, this: &Array) {
        let width = this.kind.bytes();
        // All bytes in reverse order, then those of each item back again.
        this.with_mut(|data| {
            data.reverse();
            data.chunks_exact_mut(width).for_each(<[u8]>::reverse);
        });
    }

    /// Byteswap all items of the array: from one byte order to the other.
    #[sig("byteswap(self, /)")]
    fn byteswap(_vm: &mut Vm, this: &Array) {
        let width = this.kind.bytes();
        this.with_mut(|data| data.chunks_exact_mut(width).for_each(<[u8]>::reverse));
    }

    /// Return a tuple (address, length): where the items are in memory, and how many.
    #[sig("buffer_info(self, /)")]
    fn buffer_info(vm: &mut Vm, this: &Array) -> R {
        let address = vm.big_int(this.address().into())?;
        let length = Value::from_i64(vm.heap, this.len() as i64);
        vm.tuple(vec![address, length])
    }

    /// Return a copy of the array.
    #[sig("__copy__(self, /)")]
    fn copy(vm: &mut Vm, this: &Array) -> R {
        duplicate(vm, this)
    }

    /// Return a copy of the array.
    #[sig("__deepcopy__(self, unused, /)")]
    fn deepcopy(vm: &mut Vm, this: &Array, _memo: &Value) -> R {
        duplicate(vm, this)
    }

    /// Convert array to an ordinary list with the same items.
    #[sig("tolist(self, /)")]
    fn tolist(vm: &mut Vm, this: &Array) -> R {
        listed(vm, this)
    }

    /// Append items to array from list.
    #[sig("fromlist(self, list, /)")]
    fn fromlist(vm: &mut Vm, this: &Array, list: &Value) -> R<()> {
        let Some(list) = list.downcast::<List>() else { return Err(vm.type_error("arg must be list")) };
        if !list.is_empty() {
            check_resizable(vm, this)?;
        }
        let (old, length, mut index) = (this.len(), list.len(), 0);
        while let Some(item) = list.get(index) {
            let added = items::append(vm, this, &item);
            if added.is_err() || list.len() != length {
                // What came before the item that does not fit goes again.
                let cut = old.min(this.len());
                this.resize(vm.heap, cut).map_err(|_| vm.memory_error())?;
                added?;
                return Err(vm.runtime_error("list changed size during iteration"));
            }
            index += 1;
        }
        Ok(())
    }

    /// Convert the array to an array of machine values and return the bytes representation.
    #[sig("tobytes(self, /)")]
    fn tobytes(vm: &mut Vm, this: &Array) -> R {
        let heap = vm.heap;
        this.with(|data| Bytes::new_value(heap, data)).map_err(|_| vm.memory_error())
    }

    /// Append items from the bytes of machine values.
    #[sig("frombytes(self, buffer, /)")]
    fn frombytes(vm: &mut Vm, this: &Array, buffer: &Value) -> R<()> {
        extend_by_bytes(vm, this, buffer)
    }

    /// Append items from a text; the array's typecode must be 'w' or 'u'.
    #[sig("fromunicode(self, ustr, /)")]
    fn fromunicode(vm: &mut Vm, this: &Array, text: &Value) -> R<()> {
        let Some(text) = text.downcast::<Str>() else {
            let class = vm.class_name(text);
            return Err(vm.type_error(format!("fromunicode() argument must be str, not {class}")));
        };
        if !is_unicode(this) {
            return Err(
                vm.value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')")
            );
        }
        extend_by_text(vm, this, text)
    }

    /// Convert the array to a text; its typecode must be 'w' or 'u'.
    #[sig("tounicode(self, /)")]
    fn tounicode(vm: &mut Vm, this: &Array) -> R {
        if !is_unicode(this) {
            return Err(vm.value_error("tounicode() may only be called on unicode type arrays ('u' or 'w')"));
        }
        unicode(vm, this)
    }

    /// Write all items (as machine values) to the file object f.
    #[sig("tofile(self, f, /)")]
    fn tofile(vm: &mut Vm, this: &Array, file: &Value) -> R<()> {
        let mut start = 0;
        while start < this.byte_len() {
            let heap = vm.heap;
            let block =
                this.with(|data| Bytes::new_value(heap, &data[start..data.len().min(start + BLOCK_BYTES)]));
            let block = block.map_err(|_| vm.memory_error())?;
            vm.call_method_named(file, "write", &[block])?;
            start += BLOCK_BYTES;
        }
        Ok(())
    }

    /// Read n objects from the file object f and append them to the end of the array.
    #[sig("fromfile(self, f, n, /)")]
    fn fromfile(vm: &mut Vm, this: &Array, file: &Value, count: &Value) -> R<()> {
        let count = size_argument(vm, count)?;
        let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("negative count")) };
        let Some(wanted) = count.checked_mul(this.kind.bytes()) else { return Err(vm.memory_error()) };
        let size = vm.big_int(wanted.into())?;
        let read = vm.call_method_named(file, "read", &[size])?;
        let Some(data) = read.downcast::<Bytes>() else {
            return Err(vm.type_error("read() didn't return bytes"));
        };
        extend_by_bytes(vm, this, &read)?;
        if data.as_slice().len() != wanted {
            let class = vm.types.eof_error;
            return Err(vm.raise_message(class, "read() didn't return enough bytes"));
        }
        Ok(())
    }
}

/// Whether the items are code points.
pub fn is_unicode(array: &Array) -> bool {
    matches!(array.typecode, b'u' | b'w')
}

/// The typecode that an argument is.
fn letter(vm: &mut Vm, argument: &Value) -> R<char> {
    let Some(text) = argument.downcast::<Str>() else {
        let class = vm.class_name(argument);
        return Err(vm.type_error(format!("array() argument 1 must be a unicode character, not {class}")));
    };
    let mut letters = text.as_str().chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Ok(letter),
        _ => {
            let length = text.char_len();
            Err(vm.type_error(format!(
                "array() argument 1 must be a unicode character, not a string of length {length}"
            )))
        }
    }
}

/// Fills a new array with what the constructor was given.
fn fill(vm: &mut Vm, array: &Array, initial: &Value) -> R<()> {
    if let Some(text) = initial.downcast::<Str>() {
        return extend_by_text(vm, array, text);
    }
    if let Some(other) = initial.downcast::<Array>() {
        if other.typecode == array.typecode {
            return extend_by_array(vm, array, other);
        }
    } else if Data::of(initial).is_some() {
        return extend_by_bytes(vm, array, initial);
    }
    if let Some(list) = initial.downcast_exact::<List>() {
        array.reserve(vm.heap, list.len()).map_err(|_| vm.memory_error())?;
    }
    extend_by_iterable(vm, array, initial)
}

fn extend_by_iterable(vm: &mut Vm, array: &Array, iterable: &Value) -> R<()> {
    vm.for_each(iterable, |vm, item| {
        check_resizable(vm, array)?;
        items::append(vm, array, &item)
    })
}

/// Appends the items whose bytes these are.
pub fn extend_by_bytes(vm: &mut Vm, array: &Array, buffer: &Value) -> R<()> {
    if let Some(other) = buffer.downcast::<Array>() {
        vm.check_room(other.byte_len() * 2)?;
        let copy = other.with(<[u8]>::to_vec);
        return append_data(vm, array, &copy);
    }
    let data = Data::require(vm, buffer)?;
    vm.check_room(data.len() * 2)?;
    let copy = data.with(<[u8]>::to_vec);
    append_data(vm, array, &copy)
}

fn append_data(vm: &mut Vm, array: &Array, data: &[u8]) -> R<()> {
    if !data.len().is_multiple_of(array.kind.bytes()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    let length = array.len();
    replace(vm, array, length, length, data)
}

fn extend_by_text(vm: &mut Vm, array: &Array, text: &Str) -> R<()> {
    vm.check_room(text.byte_len().saturating_mul(4))?;
    let data: Vec<u8> =
        text.as_str().chars().flat_map(|character| u32::from(character).to_ne_bytes()).collect();
    append_data(vm, array, &data)
}

/// The text of an array of code points.
fn unicode(vm: &mut Vm, array: &Array) -> R {
    vm.check_room(array.byte_len())?;
    let mut text = String::new();
    for index in 0..array.len() {
        match array.read::<u32>(index).map(char::from_u32) {
            Some(Some(character)) => text.push(character),
            Some(None) => return Err(vm.value_error("character is not in range [U+0000; U+10ffff]")),
            None => break,
        }
    }
    vm.text(&text)
}

/// The items as a list.
pub fn listed(vm: &mut Vm, array: &Array) -> R {
    vm.check_room(array.len().saturating_mul(16))?;
    let mut all = Vec::with_capacity(array.len());
    while let Some(item) = items::get(vm, array, all.len())? {
        all.push(item);
    }
    vm.list(all)
}

fn duplicate(vm: &mut Vm, array: &Array) -> R {
    let (heap, copy) = (vm.heap, array.like());
    array.with(|data| copy.splice(heap, 0, 0, data)).map_err(|_| vm.memory_error())?;
    Ok(new_exact(vm.heap, copy))
}

/// An argument that CPython converts to a `Py_ssize_t`.
fn size_argument(vm: &mut Vm, value: &Value) -> R<i64> {
    let index = vm.index(value)?;
    match index.as_integer().and_then(|integer| integer.to_i64()) {
        Some(index) => Ok(index),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}
