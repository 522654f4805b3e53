//! The methods of `str` that ask what kind of text it is, that translate, and that encode.
//!
//! ```text
//! "hello".translate({ord("l"): "L", ord("h"): None})  =  "eLLo"
//! ```
//!
//! What characters are, `str_unicode` knows; what codecs do, `codecs`.

use super::codecs::{encode, name_argument};
use super::str_type::room;
use super::str_unicode as unicode;
use crate::format::unicode::{is_printable, is_space};
use crate::native::R;
use crate::object::dict::Dict;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `str` that test and translate.
pub struct StrMoreMethods;

#[exuvia_macros::builtin_methods]
impl StrMoreMethods {
    /// Encode the string using the codec registered for encoding. errors: the error handling scheme; the default is 'strict', others are
    /// 'ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace' and 'namereplace'.
    #[sig("encode(self, /, encoding='utf-8', errors='strict')")]
    fn encode(vm: &mut Vm, this: &Str, encoding: Option<&Value>, errors: Option<&Value>) -> R {
        let encoding = name_argument(vm, encoding, "utf-8", "encode", "encoding")?;
        let errors = name_argument(vm, errors, "strict", "encode", "errors")?;
        if encoding == "utf-8" {
            return vm.bytes(this.as_str().as_bytes());
        }
        let data = encode(vm, this, encoding, errors)?;
        vm.bytes(&data)
    }

    /// Return True if the string is an alphabetic string, False otherwise. A string is alphabetic if all characters in the string are
    /// alphabetic and there is at least one character in the string.
    #[sig("isalpha(self, /)")]
    fn isalpha(_vm: &mut Vm, this: &Str) -> bool {
        all(this, unicode::is_letter)
    }

    /// Return True if the string is an alpha-numeric string, False otherwise. A string is alpha-numeric if all characters in the string are
    /// alpha-numeric and there is at least one character in the string.
    #[sig("isalnum(self, /)")]
    fn isalnum(_vm: &mut Vm, this: &Str) -> bool {
        all(this, |character| unicode::is_letter(character) || unicode::is_numeric(character))
    }

    /// Return True if all characters in the string are ASCII, False otherwise. The empty string is ASCII too.
    #[sig("isascii(self, /)")]
    fn isascii(_vm: &mut Vm, this: &Str) -> bool {
        this.is_ascii()
    }

    /// Return True if the string is a decimal string, False otherwise. A string is a decimal string if all characters in the string are
    /// decimal and there is at least one character in the string.
    #[sig("isdecimal(self, /)")]
    fn isdecimal(_vm: &mut Vm, this: &Str) -> bool {
        all(this, unicode::is_decimal)
    }

    /// Return True if the string is a digit string, False otherwise. A string is a digit string if all characters in the string are digits
    /// and there is at least one character in the string.
    #[sig("isdigit(self, /)")]
    fn isdigit(_vm: &mut Vm, this: &Str) -> bool {
        all(this, unicode::is_digit)
    }

    /// Return True if the string is a numeric string, False otherwise. A string is numeric if all characters in the string are numeric and
    /// there is at least one character in the string.
    #[sig("isnumeric(self, /)")]
    fn isnumeric(_vm: &mut Vm, this: &Str) -> bool {
        all(this, unicode::is_numeric)
    }

    /// Return True if the string is a valid Python identifier, False otherwise. keyword.iskeyword(s) tests whether it is reserved.
    #[sig("isidentifier(self, /)")]
    fn isidentifier(_vm: &mut Vm, this: &Str) -> bool {
        let mut characters = this.as_str().chars();
        characters.next().is_some_and(unicode::is_identifier_start)
            && characters.all(unicode::is_identifier_part)
    }

    /// Return True if the string is a lowercase string, False otherwise. A string is lowercase if all cased characters in the string are
    /// lowercase and there is at least one cased character in the string.
    #[sig("islower(self, /)")]
    fn islower(_vm: &mut Vm, this: &Str) -> bool {
        has_case(this, unicode::is_lower, unicode::is_upper)
    }

    /// Return True if the string is an uppercase string, False otherwise. A string is uppercase if all cased characters in the string are
    /// uppercase and there is at least one cased character in the string.
    #[sig("isupper(self, /)")]
    fn isupper(_vm: &mut Vm, this: &Str) -> bool {
        has_case(this, unicode::is_upper, unicode::is_lower)
    }

    /// Return True if the string is a title-cased string, False otherwise. In a title-cased string, upper- and title-case characters may
    /// only follow uncased characters and lowercase characters only cased ones.
    #[sig("istitle(self, /)")]
    fn istitle(_vm: &mut Vm, this: &Str) -> bool {
        unicode::is_titled(this.as_str())
    }

    /// Return True if all characters in the string are printable, False otherwise. The empty string is printable.
    #[sig("isprintable(self, /)")]
    fn isprintable(_vm: &mut Vm, this: &Str) -> bool {
        this.as_str().chars().all(is_printable)
    }

    /// Return True if the string is a whitespace string, False otherwise. A string is whitespace if all characters in the string are
    /// whitespace and there is at least one character in the string.
    #[sig("isspace(self, /)")]
    fn isspace(_vm: &mut Vm, this: &Str) -> bool {
        all(this, is_space)
    }

    /// Replace each character in the string using the given translation table: a mapping from ordinals to ordinals, strings, or None.
    /// Characters without an entry (LookupError) are left untouched; characters mapped to None are deleted.
    #[sig("translate(self, table, /)")]
    fn translate(vm: &mut Vm, this: &Str, table: &Value) -> R {
        let mut out = String::with_capacity(this.byte_len());
        for character in this.as_str().chars() {
            let code = Value::from_i32(u32::from(character) as i32);
            let found = match table.downcast_exact::<Dict>() {
                Some(dict) => vm.dict_get(dict, &code)?,
                None => {
                    let result = vm.get_item(table, &code);
                    let lookup_error = vm.types.lookup_error;
                    vm.except(result, lookup_error)?
                }
            };
            match found {
                None => out.push(character),
                Some(found) => push_translated(vm, &mut out, &found)?,
            }
            if out.len() > u32::MAX as usize {
                return Err(vm.memory_error());
            }
        }
        vm.text(&out)
    }

    /// Return a translation table usable for str.translate(). With one argument, a dict from ordinals or characters to ordinals, strings or
    /// None; with two, strings of equal length, each character of x becoming the one at the same place in y; a third one's characters are
    /// mapped to None.
    #[static_sig("maketrans(x, y=None, z=None, /)")]
    fn maketrans(vm: &mut Vm, x: &Value, y: Option<&Value>, z: Option<&Value>) -> R {
        let (y, z) = (table_text(vm, y, 2)?, table_text(vm, z, 3)?);
        let table = vm.dict();
        if let Some(new) = table.downcast::<Dict>() {
            match y {
                Some(y) => table_of_texts(vm, new, x, y, z)?,
                None => table_of_dict(vm, new, x)?,
            }
        }
        Ok(table)
    }
}

fn all(text: &Str, test: impl Fn(char) -> bool) -> bool {
    text.byte_len() != 0 && text.as_str().chars().all(test)
}

fn has_case(text: &Str, wanted: fn(char) -> bool, other: fn(char) -> bool) -> bool {
    let mut found = false;
    for character in text.as_str().chars() {
        if other(character) || unicode::is_title(character) {
            return false;
        }
        found |= wanted(character);
    }
    found
}

fn push_translated(vm: &mut Vm, out: &mut String, found: &Value) -> R<()> {
    if found.is_none() {
        return Ok(());
    }
    if let Some(text) = found.downcast::<Str>() {
        room(vm, out.len().saturating_add(text.byte_len()))?;
        out.push_str(text.as_str());
        return Ok(());
    }
    let Some(code) = found.as_integer() else {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    };
    match code.to_i64().and_then(|code| u32::try_from(code).ok()) {
        Some(code) if code < 0x11_0000 => match char::from_u32(code) {
            Some(character) => {
                out.push(character);
                Ok(())
            }
            None => Err(vm.value_error("character mapping must not be a surrogate")),
        },
        _ => Err(vm.value_error("character mapping must be in range(0x110000)")),
    }
}

fn table_text<'a>(vm: &mut Vm, value: Option<&'a Value>, position: usize) -> R<Option<&'a Str>> {
    let Some(value) = value else { return Ok(None) };
    match value.downcast::<Str>() {
        Some(text) => Ok(Some(text)),
        None => {
            let got = if value.is_none() { "None".to_owned() } else { vm.class_name(value) };
            Err(vm.type_error(format!("maketrans() argument {position} must be str, not {got}")))
        }
    }
}

fn code_of(character: char) -> Value {
    Value::from_i32(u32::from(character) as i32)
}

fn table_of_texts(vm: &mut Vm, table: &Dict, x: &Value, y: &Str, z: Option<&Str>) -> R<()> {
    let Some(x) = x.downcast::<Str>() else {
        return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    if x.char_len() != y.char_len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in x.as_str().chars().zip(y.as_str().chars()) {
        vm.dict_set(table, code_of(from), code_of(to))?;
    }
    for deleted in z.map_or("", Str::as_str).chars() {
        vm.dict_set(table, code_of(deleted), Value::NONE)?;
    }
    Ok(())
}

fn table_of_dict(vm: &mut Vm, table: &Dict, x: &Value) -> R<()> {
    let Some(source) = x.downcast::<Dict>() else {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    };
    let mut position = 0;
    while let Some((key, value)) = source.next_entry(&mut position) {
        let key = match key.downcast::<Str>() {
            Some(text) => {
                let mut characters = text.as_str().chars();
                match (characters.next(), characters.next()) {
                    (Some(only), None) => code_of(only),
                    _ => return Err(vm.value_error("string keys in translatetable must be of length 1")),
                }
            }
            None if key.as_integer().is_some() => key,
            None => return Err(vm.type_error("keys in translate table mustbe strings or integers")),
        };
        vm.dict_set(table, key, value)?;
    }
    Ok(())
}
