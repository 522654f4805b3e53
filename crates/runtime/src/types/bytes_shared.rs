//! What `bytes` and `bytearray` have in common, declared once: bytes-like arguments, and the methods that ask, search and decode.
//!
//! ```text
//! bytes.DEFS  =  shared + BytesMethods          bytearray.DEFS  =  shared + ByteArrayMethods
//! ```
//!
//! Data is shown to closures that get no interpreter: a bytearray cannot change while it is looked at. The methods that cut and
//! join are in `bytes_cutting`.

use std::ops::Range;

use super::byte_runs::{hex_text, is_space};
use super::codecs::{decode, name_argument};
use super::searching::{count, find, rfind};
use super::str_methods::index_range;
use super::str_type::{repetition, room};
use crate::native::{Context, FromArgument, R};
use crate::object::array::Array;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::Bytes;
use crate::object::memory_view::MemoryView;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// A bytes-like object: the receiver of shared methods, or an argument.
#[derive(Clone, Copy)]
pub enum Data<'a> {
    Bytes(&'a Bytes),
    Array(&'a ByteArray),
    /// An `array.array`: the bytes of its items.
    Items(&'a Array),
    /// A memoryview that is not released.
    View(&'a MemoryView),
}

impl<'a> Data<'a> {
    /// The bytes-like object that a value is.
    #[inline]
    pub fn of(value: &'a Value) -> Option<Data<'a>> {
        match value.downcast::<Bytes>() {
            Some(bytes) => Some(Data::Bytes(bytes)),
            None => match value.downcast::<ByteArray>() {
                Some(array) => Some(Data::Array(array)),
                None => match value.downcast::<Array>() {
                    Some(array) => Some(Data::Items(array)),
                    None => Data::of_view(value),
                },
            },
        }
    }

    /// The same, or TypeError.
    pub fn require(vm: &mut Vm, value: &'a Value) -> R<Data<'a>> {
        Data::of(value).ok_or_else(|| {
            let class = vm.class_name(value);
            vm.type_error(format!("a bytes-like object is required, not '{class}'"))
        })
    }

    /// Shows the bytes to a closure, which runs no Python code.
    #[inline]
    pub fn with<T>(self, look: impl FnOnce(&[u8]) -> T) -> T {
        match self {
            Data::Bytes(bytes) => look(bytes.as_slice()),
            Data::Array(array) => array.with(look),
            Data::Items(array) => array.with(look),
            Data::View(view) => view.with(look),
        }
    }

    /// Whether there are no bytes.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// How many bytes there are.
    pub fn len(self) -> usize {
        self.with(<[u8]>::len)
    }

    /// A new object of the same class.
    pub fn like(self, vm: &mut Vm, data: &[u8]) -> R {
        match self {
            Data::Bytes(_) | Data::Items(_) | Data::View(_) => vm.bytes(data),
            Data::Array(_) => ByteArray::new_value(vm.heap, data).map_err(|_| vm.memory_error()),
        }
    }

    /// A new object of the same class with a part of the bytes.
    pub fn part(self, vm: &mut Vm, range: Range<usize>) -> R {
        match self {
            Data::Bytes(bytes) => vm.bytes(&bytes.as_slice()[range]),
            Data::Items(_) | Data::View(_) => {
                let heap = vm.heap;
                self.with(|data| Bytes::new_value(heap, &data[range])).map_err(|_| vm.memory_error())
            }
            Data::Array(array) => {
                let heap = vm.heap;
                array.with(|data| ByteArray::new_value(heap, &data[range])).map_err(|_| vm.memory_error())
            }
        }
    }
}

impl<'a> FromArgument<'a> for Data<'a> {
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = <&Value>::from_argument(vm, argument, context)?;
        if context.parameter == "self" && Data::of(value).is_none() {
            return Err(crate::native::wrong_type(vm, value, "bytes".to_owned(), context));
        }
        Data::require(vm, value)
    }
}

/// What is looked for: bytes, or one byte given by its number.
enum Needle<'a> {
    Data(Data<'a>),
    Byte([u8; 1]),
}

impl Needle<'_> {
    fn with<T>(&self, look: impl FnOnce(&[u8]) -> T) -> T {
        match self {
            Needle::Data(data) => data.with(look),
            Needle::Byte(byte) => look(byte),
        }
    }
}

impl<'a> FromArgument<'a> for Needle<'a> {
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = <&Value>::from_argument(vm, argument, context)?;
        if let Some(data) = Data::of(value) {
            return Ok(Needle::Data(data));
        }
        if !is_index(vm, value) {
            let class = vm.class_name(value);
            return Err(
                vm.type_error(format!("argument should be integer or bytes-like object, not '{class}'"))
            );
        }
        Ok(Needle::Byte([byte(vm, value)?]))
    }
}

/// Whether a value can be an index.
pub fn is_index(vm: &mut Vm, value: &Value) -> bool {
    if value.as_integer().is_some() {
        return true;
    }
    let (class, name) = (vm.class_of(value), vm.names.__index__.clone());
    vm.lookup_bits(class, &name) != 0
}

/// A byte given as an int.
pub fn byte(vm: &mut Vm, value: &Value) -> R<u8> {
    let index = vm.index(value)?;
    let small =
        index.as_integer().and_then(|integer| integer.to_i64()).and_then(|int| u8::try_from(int).ok());
    small.ok_or_else(|| vm.value_error("byte must be in range(0, 256)"))
}

/// The methods of both classes that ask, search and decode.
pub struct SharedBytesMethods;

#[exuvia_macros::builtin_methods]
impl SharedBytesMethods {
    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(_vm: &mut Vm, this: Data<'_>) -> usize {
        this.len()
    }

    /// Return bool(key in self).
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: Data<'_>, key: &Value) -> R<bool> {
        if is_index(vm, key) {
            let byte = byte(vm, key)?;
            return Ok(this.with(|data| memchr::memchr(byte, data)).is_some());
        }
        let key = Data::require(vm, key)?;
        Ok(this.with(|data| key.with(|key| find(data, key))).is_some())
    }

    /// Return self*value.
    #[sig("__mul__(self, value, /)")]
    fn mul(vm: &mut Vm, this: Data<'_>, times: &Value) -> R {
        let Some(times) = repetition(vm, times)? else { return Ok(Value::NOT_IMPLEMENTED) };
        let length = this.len().saturating_mul(times);
        if length > isize::MAX as usize && matches!(this, Data::Bytes(_)) {
            return Err(vm.overflow_error("repeated bytes are too long"));
        }
        room(vm, length)?;
        let data = this.with(|data| data.repeat(times));
        this.like(vm, &data)
    }

    /// Return value*self.
    #[sig("__rmul__(self, value, /)")]
    fn rmul(vm: &mut Vm, this: Data<'_>, times: &Value) -> R {
        Self::mul(vm, this, times)
    }

    /// Return self%value.
    #[sig("__mod__(self, value, /)")]
    fn modulo(vm: &mut Vm, this: Data<'_>, arguments: &Value) -> R {
        let format = this.with(<[u8]>::to_vec);
        let data = super::str_format::percent_bytes(vm, &format, arguments)?;
        this.like(vm, &data)
    }

    /// Return value%self.
    #[sig("__rmod__(self, value, /)")]
    fn rmodulo(vm: &mut Vm, this: &Value, format: &Value) -> R {
        match Data::of(format) {
            Some(format) => Self::modulo(vm, format, this),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end]. sub: bytes-like or an integer in
    /// range(256).
    #[sig("count(self, sub, start=None, end=None, /)")]
    fn count(
        vm: &mut Vm,
        this: Data<'_>,
        sub: Needle<'_>,
        start: Option<&Value>,
        end: Option<&Value>,
    ) -> R<usize> {
        let Some((first, last)) = index_range(vm, start, end, |_| this.len())? else { return Ok(0) };
        Ok(this.with(|data| {
            sub.with(|sub| if sub.is_empty() { last - first + 1 } else { count(&data[first..last], sub) })
        }))
    }

    /// Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end]. Return -1 on failure.
    #[sig("find(self, sub, start=None, end=None, /)")]
    fn find(
        vm: &mut Vm,
        this: Data<'_>,
        sub: Needle<'_>,
        start: Option<&Value>,
        end: Option<&Value>,
    ) -> R<i64> {
        Ok(search(vm, this, &sub, start, end, find)?.map_or(-1, |index| index as i64))
    }

    /// Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end]. Return -1 on failure.
    #[sig("rfind(self, sub, start=None, end=None, /)")]
    fn rfind(
        vm: &mut Vm,
        this: Data<'_>,
        sub: Needle<'_>,
        start: Option<&Value>,
        end: Option<&Value>,
    ) -> R<i64> {
        Ok(search(vm, this, &sub, start, end, rfind)?.map_or(-1, |index| index as i64))
    }

    /// Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end]. Raise ValueError if
    /// the subsection is not found.
    #[sig("index(self, sub, start=None, end=None, /)")]
    fn index(
        vm: &mut Vm,
        this: Data<'_>,
        sub: Needle<'_>,
        start: Option<&Value>,
        end: Option<&Value>,
    ) -> R<usize> {
        search(vm, this, &sub, start, end, find)?.ok_or_else(|| vm.value_error("subsection not found"))
    }

    /// Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end]. Raise ValueError if
    /// the subsection is not found.
    #[sig("rindex(self, sub, start=None, end=None, /)")]
    fn rindex(
        vm: &mut Vm,
        this: Data<'_>,
        sub: Needle<'_>,
        start: Option<&Value>,
        end: Option<&Value>,
    ) -> R<usize> {
        search(vm, this, &sub, start, end, rfind)?.ok_or_else(|| vm.value_error("subsection not found"))
    }

    /// Return True if the bytes start with the specified prefix, False otherwise. prefix: bytes or a tuple of bytes to try.
    #[sig("startswith(self, prefix, start=None, end=None, /)")]
    fn startswith(
        vm: &mut Vm,
        this: Data<'_>,
        prefix: &Value,
        start: Option<&Value>,
        end: Option<&Value>,
    ) -> R<bool> {
        has_affix(vm, this, prefix, start, end, "startswith", |data, prefix| data.starts_with(prefix))
    }

    /// Return True if the bytes end with the specified suffix, False otherwise. suffix: bytes or a tuple of bytes to try.
    #[sig("endswith(self, suffix, start=None, end=None, /)")]
    fn endswith(
        vm: &mut Vm,
        this: Data<'_>,
        suffix: &Value,
        start: Option<&Value>,
        end: Option<&Value>,
    ) -> R<bool> {
        has_affix(vm, this, suffix, start, end, "endswith", |data, suffix| data.ends_with(suffix))
    }

    /// Decode the bytes using the codec registered for encoding. errors: the error handling scheme; the default is 'strict', others are
    /// 'ignore', 'replace' and 'backslashreplace'.
    #[sig("decode(self, /, encoding='utf-8', errors='strict')")]
    fn decode(vm: &mut Vm, this: Data<'_>, encoding: Option<&Value>, errors: Option<&Value>) -> R {
        let encoding = name_argument(vm, encoding, "utf-8", "decode", "encoding")?;
        let errors = name_argument(vm, errors, "strict", "decode", "errors")?;
        match this {
            Data::Bytes(bytes) => decode(vm, bytes.as_slice(), encoding, errors),
            Data::Array(array) => decode(vm, &array.with(<[u8]>::to_vec), encoding, errors),
            Data::Items(_) | Data::View(_) => decode(vm, &this.with(<[u8]>::to_vec), encoding, errors),
        }
    }

    /// A string of hexadecimal digits. sep: a character between bytes; bytes_per_sep: how many bytes between separators, counted from the
    /// right, from the left when it is negative.
    #[sig("hex(self, /, sep=None, bytes_per_sep=1)")]
    fn hex(vm: &mut Vm, this: Data<'_>, separator: Option<&Value>, group: Option<i64>) -> R<String> {
        let separator = separator.map(|separator| hex_separator(vm, separator)).transpose()?;
        room(vm, this.len().saturating_mul(3))?;
        let group = group.unwrap_or(1);
        Ok(this.with(|data| hex_text(data, separator.filter(|_| group != 0), group)))
    }

    /// Return True if all characters are alphabetic ASCII and there is at least one character, False otherwise.
    #[sig("isalpha(self, /)")]
    fn isalpha(_vm: &mut Vm, this: Data<'_>) -> bool {
        all(this, |byte| byte.is_ascii_alphabetic())
    }

    /// Return True if all characters are alphanumeric ASCII and there is at least one character, False otherwise.
    #[sig("isalnum(self, /)")]
    fn isalnum(_vm: &mut Vm, this: Data<'_>) -> bool {
        all(this, |byte| byte.is_ascii_alphanumeric())
    }

    /// Return True if all bytes are ASCII (or there are none), False otherwise.
    #[sig("isascii(self, /)")]
    fn isascii(_vm: &mut Vm, this: Data<'_>) -> bool {
        this.with(<[u8]>::is_ascii)
    }

    /// Return True if all characters are digits and there is at least one character, False otherwise.
    #[sig("isdigit(self, /)")]
    fn isdigit(_vm: &mut Vm, this: Data<'_>) -> bool {
        all(this, |byte| byte.is_ascii_digit())
    }

    /// Return True if all cased characters are lowercase ASCII and there is at least one of them, False otherwise.
    #[sig("islower(self, /)")]
    fn islower(_vm: &mut Vm, this: Data<'_>) -> bool {
        this.with(|data| data.iter().any(u8::is_ascii_lowercase) && !data.iter().any(u8::is_ascii_uppercase))
    }

    /// Return True if all cased characters are uppercase ASCII and there is at least one of them, False otherwise.
    #[sig("isupper(self, /)")]
    fn isupper(_vm: &mut Vm, this: Data<'_>) -> bool {
        this.with(|data| data.iter().any(u8::is_ascii_uppercase) && !data.iter().any(u8::is_ascii_lowercase))
    }

    /// Return True if all characters are whitespace and there is at least one character, False otherwise.
    #[sig("isspace(self, /)")]
    fn isspace(_vm: &mut Vm, this: Data<'_>) -> bool {
        all(this, is_space)
    }

    /// Return True if the bytes are titlecased and there is at least one character: uppercase characters follow only uncased ones,
    /// lowercase characters only cased ones.
    #[sig("istitle(self, /)")]
    fn istitle(_vm: &mut Vm, this: Data<'_>) -> bool {
        this.with(|data| {
            let (mut inside, mut cased) = (false, false);
            for byte in data {
                if byte.is_ascii_uppercase() == inside && byte.is_ascii_alphabetic() {
                    return false;
                }
                inside = byte.is_ascii_alphabetic();
                cased |= inside;
            }
            cased
        })
    }

    /// Return a copy with each character mapped by the given translation table: a bytes object of length 256, or None. All characters
    /// occurring in the optional argument delete are removed.
    #[sig("translate(self, table, /, delete=b'')")]
    fn translate(vm: &mut Vm, this: Data<'_>, table: &Value, delete: Option<Data<'_>>) -> R {
        let mut map: [Option<u8>; 256] = std::array::from_fn(|byte| Some(byte as u8));
        if !table.is_none() {
            let table = Data::require(vm, table)?;
            if table.len() != 256 {
                return Err(vm.value_error("translation table must be 256 characters long"));
            }
            table.with(|table| map.iter_mut().zip(table).for_each(|(entry, byte)| *entry = Some(*byte)));
        }
        if let Some(delete) = delete {
            delete.with(|delete| delete.iter().for_each(|byte| map[usize::from(*byte)] = None));
        }
        room(vm, this.len())?;
        let data: Vec<u8> =
            this.with(|data| data.iter().filter_map(|byte| map[usize::from(*byte)]).collect());
        this.like(vm, &data)
    }

    /// Return a translation table usable for the bytes translate method: each byte of frm becomes the one at the same place in to.
    #[static_sig("maketrans(frm, to, /)")]
    fn maketrans(vm: &mut Vm, from: Data<'_>, to: Data<'_>) -> R {
        if from.len() != to.len() {
            return Err(vm.value_error("maketrans arguments must have same length"));
        }
        let mut table: [u8; 256] = std::array::from_fn(|byte| byte as u8);
        from.with(|from| {
            to.with(|to| from.iter().zip(to).for_each(|(from, to)| table[usize::from(*from)] = *to))
        });
        vm.bytes(&table)
    }
}

fn all(this: Data<'_>, test: fn(u8) -> bool) -> bool {
    this.with(|data| !data.is_empty() && data.iter().all(|byte| test(*byte)))
}

fn search(
    vm: &mut Vm,
    this: Data<'_>,
    sub: &Needle<'_>,
    start: Option<&Value>,
    end: Option<&Value>,
    find: fn(&[u8], &[u8]) -> Option<usize>,
) -> R<Option<usize>> {
    let Some((first, last)) = index_range(vm, start, end, |_| this.len())? else { return Ok(None) };
    Ok(this.with(|data| sub.with(|sub| find(&data[first..last], sub))).map(|place| first + place))
}

fn has_affix(
    vm: &mut Vm,
    this: Data<'_>,
    affix: &Value,
    start: Option<&Value>,
    end: Option<&Value>,
    function: &str,
    test: fn(&[u8], &[u8]) -> bool,
) -> R<bool> {
    let range = index_range(vm, start, end, |_| this.len())?;
    let holds = |affix: Data<'_>| {
        range.is_some_and(|(first, last)| {
            this.with(|data| affix.with(|affix| test(&data[first..last], affix)))
        })
    };
    if let Some(affix) = Data::of(affix) {
        return Ok(holds(affix));
    }
    let Some(tuple) = affix.downcast::<Tuple>() else {
        let class = vm.class_name(affix);
        return Err(
            vm.type_error(format!("{function} first arg must be bytes or a tuple of bytes, not {class}"))
        );
    };
    for affix in tuple.items() {
        if holds(Data::require(vm, affix)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn hex_separator(vm: &mut Vm, separator: &Value) -> R<char> {
    if vm.length(separator)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let found = match (separator.downcast::<Str>(), Data::of(separator)) {
        (Some(text), _) => text.as_str().chars().next(),
        (_, Some(data)) => data.with(|data| data.first().copied()).map(char::from),
        _ => return Err(vm.type_error("sep must be str or bytes.")),
    };
    match found {
        Some(character) if character.is_ascii() => Ok(character),
        _ => Err(vm.value_error("sep must be ASCII.")),
    }
}
