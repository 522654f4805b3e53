//! UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError: which part of which text or bytes could not be converted.

use super::fields::{self, exception_fields};
use super::{given, no_keywords, payload, set_arguments};
use crate::native::{R, Raised};
use crate::object::bytes::Bytes;
use crate::object::exception::Exception;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

exception_fields! {
    CODEC_FIELDS = arguments_as_fields {
        0 "encoding" "exception encoding",
        1 "object" "exception object",
        2 "start" "exception start",
        3 "end" "exception end",
        4 "reason" "exception reason",
    }
}
exception_fields! {
    TRANSLATE_FIELDS = arguments_as_fields {
        0 "object" "exception object",
        1 "start" "exception start",
        2 "end" "exception end",
        3 "reason" "exception reason",
    }
}

fn arguments_as_fields(_vm: &mut Vm, arguments: &[Value]) -> Vec<Value> {
    arguments.to_vec()
}

/// What an argument must be.
#[derive(Clone, Copy)]
enum Expected {
    Text,
    Bytes,
    Index,
}

const DECODE: [Expected; 5] =
    [Expected::Text, Expected::Bytes, Expected::Index, Expected::Index, Expected::Text];
const ENCODE: [Expected; 5] =
    [Expected::Text, Expected::Text, Expected::Index, Expected::Index, Expected::Text];
const TRANSLATE: [Expected; 4] = [Expected::Text, Expected::Index, Expected::Index, Expected::Text];

fn initialize(
    vm: &mut Vm,
    this: &Value,
    expected: &[Expected],
    arguments: &[Option<Value>],
    keywords: &[(Value, Value)],
) -> R<()> {
    let exception = payload(vm, this)?;
    no_keywords(vm, this, keywords)?;
    set_arguments(vm, exception, arguments)?;
    let mut arguments = given(arguments);
    if arguments.len() != expected.len() {
        return Err(vm.type_error(format!(
            "function takes exactly {} arguments ({} given)",
            expected.len(),
            arguments.len()
        )));
    }
    for (index, expected) in expected.iter().enumerate() {
        let argument = arguments[index].clone();
        match expected {
            Expected::Text if argument.downcast::<Str>().is_none() => {
                let got = vm.class_name(&argument);
                return Err(vm.type_error(format!("argument {} must be str, not {got}", index + 1)));
            }
            Expected::Bytes if argument.downcast::<Bytes>().is_none() => {
                let bytes = vm.types.bytes.value();
                let iterable =
                    !matches!(argument.payload_kind(), 0 | crate::object::ids::INT | crate::object::ids::STR);
                if !iterable {
                    let got = vm.class_name(&argument);
                    return Err(vm.type_error(format!("a bytes-like object is required, not '{got}'")));
                }
                arguments[index] = vm.call(&bytes, &[argument])?;
            }
            Expected::Index => arguments[index] = vm.index(&argument)?,
            _ => {}
        }
    }
    fields::store(vm, exception, arguments)
}

/// The fields for a message; nothing when the exception was not initialized.
fn parts(vm: &mut Vm, exception: &Exception, count: usize) -> R<Option<Vec<Value>>> {
    let mut parts = Vec::with_capacity(count);
    for index in 0..count {
        match fields::get(vm, exception, arguments_as_fields, index)? {
            Some(part) => parts.push(part),
            None => return Ok(None),
        }
    }
    Ok(Some(parts))
}

fn number(value: &Value) -> i64 {
    value.as_integer().and_then(|integer| integer.to_i64()).unwrap_or(0)
}

/// "character '\u1234' in position 1" or "characters in position 1-2".
fn characters(object: &Value, start: i64, end: i64) -> String {
    let single = usize::try_from(start).ok().filter(|_| end == start.saturating_add(1));
    let character = single.and_then(|start| object.downcast::<Str>()?.as_str().chars().nth(start));
    match character.map(u32::from) {
        Some(code @ 0..=0xFF) => format!("character '\\x{code:02x}' in position {start}"),
        Some(code @ ..=0xFFFF) => format!("character '\\u{code:04x}' in position {start}"),
        Some(code) => format!("character '\\U{code:08x}' in position {start}"),
        None => format!("characters in position {start}-{}", end.saturating_sub(1)),
    }
}

/// The methods of `UnicodeDecodeError`.
pub struct DecodeErrorMethods;

#[exuvia_macros::builtin_methods]
impl DecodeErrorMethods {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        initialize(vm, this, &DECODE, arguments, keywords)
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Exception) -> R {
        let Some(parts) = parts(vm, this, 5)? else { return vm.text("") };
        let (encoding, reason) = (vm.str_text(&parts[0])?, vm.str_text(&parts[4])?);
        let (start, end) = (number(&parts[2]), number(&parts[3]));
        let single = usize::try_from(start).ok().filter(|_| end == start.saturating_add(1));
        let byte = single.and_then(|start| parts[1].downcast::<Bytes>()?.as_slice().get(start).copied());
        let text = match byte {
            Some(byte) => {
                format!("'{encoding}' codec can't decode byte {byte:#04x} in position {start}: {reason}")
            }
            None => format!(
                "'{encoding}' codec can't decode bytes in position {start}-{}: {reason}",
                end.saturating_sub(1)
            ),
        };
        vm.text(&text)
    }
}

/// The methods of `UnicodeEncodeError`.
pub struct EncodeErrorMethods;

#[exuvia_macros::builtin_methods]
impl EncodeErrorMethods {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        initialize(vm, this, &ENCODE, arguments, keywords)
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Exception) -> R {
        let Some(parts) = parts(vm, this, 5)? else { return vm.text("") };
        let (encoding, reason) = (vm.str_text(&parts[0])?, vm.str_text(&parts[4])?);
        let what = characters(&parts[1], number(&parts[2]), number(&parts[3]));
        vm.text(&format!("'{encoding}' codec can't encode {what}: {reason}"))
    }
}

/// The methods of `UnicodeTranslateError`.
pub struct TranslateErrorMethods;

#[exuvia_macros::builtin_methods]
impl TranslateErrorMethods {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        initialize(vm, this, &TRANSLATE, arguments, keywords)
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Exception) -> R {
        let Some(parts) = parts(vm, this, 4)? else { return vm.text("") };
        let reason = vm.str_text(&parts[3])?;
        let what = characters(&parts[0], number(&parts[1]), number(&parts[2]));
        vm.text(&format!("can't translate {what}: {reason}"))
    }
}

/// Raises UnicodeDecodeError.
#[cold]
pub fn raise_decode_error(
    vm: &mut Vm,
    encoding: &str,
    object: Value,
    start: usize,
    end: usize,
    reason: &str,
) -> Raised {
    let class = vm.types.unicode_decode_error;
    raise_codec_error(vm, class, encoding, object, (start, end), reason)
}

/// Raises UnicodeEncodeError; positions count code points.
#[cold]
pub fn raise_encode_error(
    vm: &mut Vm,
    encoding: &str,
    object: Value,
    start: usize,
    end: usize,
    reason: &str,
) -> Raised {
    let class = vm.types.unicode_encode_error;
    raise_codec_error(vm, class, encoding, object, (start, end), reason)
}

fn raise_codec_error(
    vm: &mut Vm,
    class: crate::object::class::TypeRef,
    encoding: &str,
    object: Value,
    range: (usize, usize),
    reason: &str,
) -> Raised {
    let (encoding, reason) = match (vm.text(encoding), vm.text(reason)) {
        (Ok(encoding), Ok(reason)) => (encoding, reason),
        (Err(raised), _) | (_, Err(raised)) => return raised,
    };
    let position = |position: usize| Value::from_i64(vm.heap, position as i64);
    let arguments = vec![encoding, object, position(range.0), position(range.1), reason];
    vm.raise_with(class, arguments)
}
