//! `str` itself: construction, operators, indexing, comparison, iteration, and the joins that the interpreter uses.
//!
//! ```text
//! index 3 of an ASCII string: byte 3        of another: walk over three characters
//! ```
//!
//! The methods with names are in `str_methods`, formatting is in `str_format`.

use std::cell::Cell;

use exuvia_heap::LayoutId;

use crate::format::str_repr;
use crate::native::{R, Raised};
use crate::object::bytes::Bytes;
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::iterators::StrIterator;
use crate::object::list::List;
use crate::object::slices::Slice;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{ids, new_exact, new_with_layout, object_of};
use crate::ops::CompareOp;
use crate::ops::slicing::slice_bounds;
use crate::types::codecs::{decode, name_argument};
use crate::types::searching::find;
use crate::value::Value;
use crate::vm::Vm;

/// The operators of `str`.
pub struct StrOperators;

#[exuvia_macros::builtin_methods]
impl StrOperators {
    /// Create a new string object from the given object. If encoding or errors is specified, the object must expose a data buffer that
    /// will be decoded using the given encoding and error handler. Otherwise, returns the result of object.__str__() (if defined) or
    /// repr(object).
    #[new_sig("str(cls, object='', encoding='utf-8', errors='strict')")]
    fn construct(
        vm: &mut Vm,
        class: TypeRef,
        object: Option<&Value>,
        encoding: Option<&Value>,
        errors: Option<&Value>,
    ) -> R {
        let text = match object {
            None => vm.text("")?,
            Some(object) if encoding.is_none() && errors.is_none() => vm.str(object)?,
            Some(object) => {
                let encoding = name_argument(vm, encoding, "utf-8", "str", "encoding")?;
                let errors = name_argument(vm, errors, "strict", "str", "errors")?;
                decode_object(vm, object, encoding, errors)?
            }
        };
        if class == vm.types.str {
            return Ok(text);
        }
        match text.downcast::<Str>() {
            Some(text) => {
                Str::with_layout(vm.heap, class.layout.get(), &[text.as_str()]).map_err(|_| vm.memory_error())
            }
            None => Ok(text),
        }
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Str) -> R<String> {
        room(vm, this.byte_len().saturating_mul(2))?;
        Ok(str_repr(this.as_str()))
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Str) -> R {
        itself(vm, this)
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(_vm: &mut Vm, this: &Str) -> i64 {
        i64::from(this.hash())
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(_vm: &mut Vm, this: &Str, other: &Value) -> Value {
        compared(CompareOp::Equal, this, other)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(_vm: &mut Vm, this: &Str, other: &Value) -> Value {
        compared(CompareOp::NotEqual, this, other)
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(_vm: &mut Vm, this: &Str, other: &Value) -> Value {
        compared(CompareOp::Less, this, other)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(_vm: &mut Vm, this: &Str, other: &Value) -> Value {
        compared(CompareOp::LessEqual, this, other)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(_vm: &mut Vm, this: &Str, other: &Value) -> Value {
        compared(CompareOp::Greater, this, other)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(_vm: &mut Vm, this: &Str, other: &Value) -> Value {
        compared(CompareOp::GreaterEqual, this, other)
    }

    /// Return self+value.
    #[sig("__add__(self, value, /)")]
    fn add(vm: &mut Vm, this: &Str, other: &Value) -> R {
        match other.downcast::<Str>() {
            Some(other) => concat(vm, this, other),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// Return self*value.
    #[sig("__mul__(self, value, /)")]
    fn mul(vm: &mut Vm, this: &Str, count: &Value) -> R {
        repeated(vm, this, count)
    }

    /// Return value*self.
    #[sig("__rmul__(self, value, /)")]
    fn rmul(vm: &mut Vm, this: &Str, count: &Value) -> R {
        repeated(vm, this, count)
    }

    /// Return self%value.
    #[sig("__mod__(self, value, /)")]
    fn modulo(vm: &mut Vm, this: &Str, arguments: &Value) -> R {
        super::str_format::percent(vm, this, arguments)
    }

    /// Return value%self.
    #[sig("__rmod__(self, value, /)")]
    fn rmodulo(vm: &mut Vm, this: &Value, format: &Value) -> R {
        match format.downcast::<Str>() {
            Some(format) => super::str_format::percent(vm, format, this),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(_vm: &mut Vm, this: &Str) -> usize {
        this.char_len()
    }

    /// Return bool(key in self).
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: &Str, key: &Value) -> R<bool> {
        match key.downcast::<Str>() {
            Some(key) => Ok(find(this.as_str().as_bytes(), key.as_str().as_bytes()).is_some()),
            None => {
                let class = vm.class_name(key);
                Err(vm.type_error(format!("'in <string>' requires string as left operand, not {class}")))
            }
        }
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn getitem(vm: &mut Vm, this: &Str, key: &Value) -> R {
        item(vm, this, key)
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &Value) -> Value {
        let iterator = StrIterator { text: Slot::new(Some(this.clone())), position: Cell::new(0) };
        match this.downcast::<Str>() {
            Some(text) if text.is_ascii() => {
                new_with_layout(vm.heap, vm.types.str_ascii_iterator.layout.get(), iterator)
            }
            _ => new_exact(vm.heap, iterator),
        }
    }

    /// The arguments that make an equal string.
    #[sig("__getnewargs__(self, /)")]
    fn getnewargs(vm: &mut Vm, this: &Str) -> R {
        let text = vm.text(this.as_str())?;
        vm.tuple(vec![text])
    }
}

/// The methods of `str_iterator` and `str_ascii_iterator`.
pub struct StrIteratorMethods;

#[exuvia_macros::builtin_methods]
impl StrIteratorMethods {
    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: &Value) -> Value {
        this.clone()
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &StrIterator) -> R {
        match this.advance(vm)? {
            Some(character) => Ok(character),
            None => Err(vm.stop_iteration(Value::NONE)),
        }
    }

    /// Private method returning an estimate of len(list(it)).
    #[sig("__length_hint__(self, /)")]
    fn length_hint(_vm: &mut Vm, this: &StrIterator) -> usize {
        let text = this.text.as_ref().and_then(Value::downcast::<Str>);
        text.map_or(0, |text| text.as_str()[this.position.get()..].chars().count())
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &StrIterator) -> R {
        let iter = vm.intern("iter")?;
        let builtins = vm.builtins.clone();
        let function = match builtins
            .downcast::<crate::object::dict::Dict>()
            .and_then(|builtins| builtins.get_str(&iter))
        {
            Some(function) => function,
            None => Value::NONE,
        };
        let rest = match this.text.as_ref().and_then(Value::downcast::<Str>) {
            Some(text) => vm.text(&text.as_str()[this.position.get()..])?,
            None => vm.text("")?,
        };
        let arguments = vm.tuple(vec![rest])?;
        vm.tuple(vec![function, arguments])
    }
}

impl StrIterator {
    /// The next character; at the end the text is let go.
    #[inline]
    pub fn advance(&self, vm: &mut Vm) -> R<Option<Value>> {
        let Some(text) = self.text.as_ref().and_then(Value::downcast::<Str>) else { return Ok(None) };
        // The position is always at a character's first byte.
        let start = self.position.get();
        let Some(character) = text.as_str()[start..].chars().next() else {
            self.text.set(None);
            return Ok(None);
        };
        let end = start + character.len_utf8();
        self.position.set(end);
        vm.text(&text.as_str()[start..end]).map(Some)
    }
}

/// The string itself; a plain copy of an instance of a subclass.
pub fn itself(vm: &mut Vm, text: &Str) -> R {
    // SAFETY: payload references lie in heap objects.
    let value = Value::clone_object(unsafe { object_of(text) });
    if value.layout() == Some(LayoutId::new(ids::STR)) { Ok(value) } else { vm.text(text.as_str()) }
}

/// `a + b`.
#[inline]
pub fn concat(vm: &mut Vm, a: &Str, b: &Str) -> R {
    if a.byte_len() == 0 {
        return itself(vm, b);
    }
    if b.byte_len() == 0 {
        return itself(vm, a);
    }
    Str::joined(vm.heap, &[a.as_str(), b.as_str()]).map_err(|_| vm.memory_error())
}

/// Parts that are joined without a buffer on the way.
const FEW_PARTS: usize = 16;

/// One string out of parts, all of them strings (the pieces of an f-string).
pub fn join_parts(vm: &mut Vm, parts: &[Value]) -> R {
    if parts.len() <= FEW_PARTS {
        let mut texts = [""; FEW_PARTS];
        for (text, part) in texts.iter_mut().zip(parts) {
            *text = part.downcast::<Str>().map_or("", Str::as_str);
        }
        let texts = &texts[..parts.len()];
        let length: usize = texts.iter().map(|text| text.len()).sum();
        return match texts.iter().find(|text| text.len() == length) {
            // One part is everything, or there is nothing: short texts are shared.
            Some(only) if length < 2 => vm.text(only),
            _ => Str::joined(vm.heap, texts).map_err(|_| vm.memory_error()),
        };
    }
    let length = parts.iter().filter_map(Value::downcast::<Str>).map(Str::byte_len).sum();
    room(vm, length)?;
    let mut text = String::with_capacity(length);
    parts.iter().filter_map(Value::downcast::<Str>).for_each(|part| text.push_str(part.as_str()));
    vm.text(&text)
}

/// `separator.join(iterable)`.
pub fn join(vm: &mut Vm, separator: &Str, iterable: &Value) -> R {
    if let Some(list) = iterable.downcast::<List>() {
        let joined = list.with(|items| joined(vm, separator, items));
        return finish_join(vm, joined);
    }
    if let Some(tuple) = iterable.downcast::<Tuple>() {
        let joined = joined(vm, separator, tuple.items());
        return finish_join(vm, joined);
    }
    let items = match vm.iter(iterable) {
        Ok(iterator) => vm.collect(&iterator)?,
        Err(_) if vm.is_raising(vm.types.type_error) && is_no_iterable(vm, iterable) => {
            return Err(vm.type_error("can only join an iterable"));
        }
        Err(raised) => return Err(raised),
    };
    let joined = joined(vm, separator, &items);
    finish_join(vm, joined)
}

/// Whether a value has no way to iterate at all.
pub fn is_no_iterable(vm: &mut Vm, value: &Value) -> bool {
    let class = vm.class_of(value);
    let (iter, item) = (vm.names.__iter__.clone(), vm.names.__getitem__.clone());
    vm.lookup_bits(class, &iter) == 0 && vm.lookup_bits(class, &item) == 0
}

/// What joining comes to.
enum Joined {
    Value(Value),
    Text(String),
    NoText(usize, String),
    /// MemoryError is being raised.
    Raised(Raised),
}

fn joined(vm: &mut Vm, separator: &Str, items: &[Value]) -> Joined {
    if let Some(only) =
        items.first().filter(|only| items.len() == 1 && only.downcast_exact::<Str>().is_some())
    {
        return Joined::Value(only.clone());
    }
    let between = separator.as_str();
    let mut length = between.len().saturating_mul(items.len().saturating_sub(1));
    for (index, item) in items.iter().enumerate() {
        match item.downcast::<Str>() {
            Some(text) => length = length.saturating_add(text.byte_len()),
            None => return Joined::NoText(index, crate::vm::class_name_of(item)),
        }
    }
    if let Err(raised) = room(vm, length) {
        return Joined::Raised(raised);
    }
    let mut text = String::with_capacity(length);
    let mut texts = items.iter().filter_map(Value::downcast::<Str>);
    if let Some(first) = texts.next() {
        text.push_str(first.as_str());
    }
    for next in texts {
        text.push_str(between);
        text.push_str(next.as_str());
    }
    Joined::Text(text)
}

fn finish_join(vm: &mut Vm, joined: Joined) -> R {
    match joined {
        Joined::Value(value) => Ok(value),
        Joined::Text(text) => vm.text(&text),
        Joined::NoText(index, class) => {
            Err(vm.type_error(format!("sequence item {index}: expected str instance, {class} found")))
        }
        Joined::Raised(raised) => Err(raised),
    }
}

fn compared(op: CompareOp, this: &Str, other: &Value) -> Value {
    let Some(other) = other.downcast::<Str>() else { return Value::NOT_IMPLEMENTED };
    Value::from_bool(match op {
        CompareOp::Equal => this.as_str() == other.as_str(),
        CompareOp::NotEqual => this.as_str() != other.as_str(),
        _ => op.holds(this.as_str().cmp(other.as_str())),
    })
}

/// MemoryError when a text or bytes of this length cannot be made: the length has 32 bits, and budget and system must have room.
#[inline]
pub fn room(vm: &mut Vm, bytes: usize) -> R<()> {
    if bytes < 256 { Ok(()) } else { room_slow(vm, bytes) }
}

#[cold]
fn room_slow(vm: &mut Vm, bytes: usize) -> R<()> {
    if u32::try_from(bytes).is_err() {
        return Err(vm.memory_error());
    }
    vm.check_room(bytes)
}

/// How often a sequence is to be repeated, negative counts being none; nothing when `count` is no integer.
pub fn repetition(vm: &mut Vm, count: &Value) -> R<Option<usize>> {
    if let Some(small) = count.as_small_int() {
        return Ok(Some(usize::try_from(small).unwrap_or(0)));
    }
    if count.as_integer().is_none() {
        let (class, name) = (vm.class_of(count), vm.names.__index__.clone());
        if vm.lookup_bits(class, &name) == 0 {
            return Ok(None);
        }
    }
    let count = vm.index_i64(count)?;
    Ok(Some(usize::try_from(count).unwrap_or(0)))
}

fn repeated(vm: &mut Vm, this: &Str, count: &Value) -> R {
    let Some(count) = repetition(vm, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    if count == 1 {
        return itself(vm, this);
    }
    let bytes = this.byte_len().saturating_mul(count);
    if bytes > isize::MAX as usize {
        return Err(vm.overflow_error("repeated string is too long"));
    }
    room(vm, bytes)?;
    vm.text(&this.as_str().repeat(count))
}

/// The byte where the character with an index (at most the length) begins.
#[inline]
pub fn byte_of(text: &Str, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.byte_len());
    }
    text.as_str().char_indices().nth(index).map_or(text.byte_len(), |(byte, _)| byte)
}

/// The index of the character that begins at a byte.
#[inline]
pub fn char_of(text: &Str, byte: usize) -> usize {
    if text.is_ascii() { byte } else { text.as_str()[..byte].chars().count() }
}

/// `text[key]`.
#[inline]
pub fn item(vm: &mut Vm, text: &Str, key: &Value) -> R {
    if let (Some(index), true) = (key.as_small_int(), text.is_ascii()) {
        let index = if index < 0 { index + text.byte_len() as i64 } else { index };
        return match usize::try_from(index).ok().and_then(|index| text.as_str().get(index..index + 1)) {
            Some(letter) => vm.text(letter),
            None => Err(vm.index_error("string index out of range")),
        };
    }
    item_slow(vm, text, key)
}

fn item_slow(vm: &mut Vm, text: &Str, key: &Value) -> R {
    if let Some(slice) = key.downcast::<Slice>() {
        return slice_of(vm, text, slice);
    }
    if key.as_integer().is_none() {
        let (class, name) = (vm.class_of(key), vm.names.__index__.clone());
        if vm.lookup_bits(class, &name) == 0 {
            return Err(
                vm.type_error(format!("string indices must be integers, not '{}'", class.name_text()))
            );
        }
    }
    let index = vm.checked_index(key, text.char_len(), "string index out of range")?;
    match text.as_str()[byte_of(text, index)..].chars().next() {
        Some(character) => vm.character(character),
        None => Err(vm.index_error("string index out of range")),
    }
}

fn slice_of(vm: &mut Vm, text: &Str, slice: &Slice) -> R {
    let length = text.char_len();
    let (start, _, step, count) = slice_bounds(vm, slice, length)?;
    if count == 0 {
        return vm.text("");
    }
    let start = start as usize;
    if step == 1 {
        if count == length {
            return itself(vm, text);
        }
        let first = byte_of(text, start);
        let rest = &text.as_str()[first..];
        let end = if text.is_ascii() {
            count
        } else {
            rest.char_indices().nth(count).map_or(rest.len(), |(byte, _)| byte)
        };
        return vm.text(&rest[..end]);
    }
    // Steps other than 1 never name more characters than there are.
    let stride = step.unsigned_abs() as usize;
    if text.is_ascii() {
        let letters = text.as_str().as_bytes();
        let picked: Vec<u8> = match step {
            -1 => letters[start + 1 - count..=start].iter().rev().copied().collect(),
            _ => (0..count).map(|k| letters[(start as i64 + k as i64 * step) as usize]).collect(),
        };
        // Letters of ASCII are text in any order.
        return vm.text(std::str::from_utf8(&picked).unwrap_or_default());
    }
    let mut out = String::with_capacity(count);
    if step > 0 {
        out.extend(text.as_str()[byte_of(text, start)..].chars().step_by(stride).take(count));
    } else {
        let end = byte_of(text, start + 1);
        out.extend(text.as_str()[..end].chars().rev().step_by(stride).take(count));
    }
    vm.text(&out)
}

/// `str(object, encoding, errors)`.
fn decode_object(vm: &mut Vm, object: &Value, encoding: &str, errors: &str) -> R {
    if let Some(bytes) = object.downcast::<Bytes>() {
        return decode(vm, bytes.as_slice(), encoding, errors);
    }
    if let Some(data) = super::bytes_shared::Data::of(object) {
        return decode(vm, &data.with(<[u8]>::to_vec), encoding, errors);
    }
    if object.downcast::<Str>().is_some() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    let class = vm.class_name(object);
    Err(vm.type_error(format!("decoding to str: need a bytes-like object, {class} found")))
}
