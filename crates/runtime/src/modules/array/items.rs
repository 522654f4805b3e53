//! Items of arrays: from Python values to machine numbers and back, and what is said of values that do not fit.
//!
//! ```text
//! value ─► put / append ─► set_number (no interpreter) ─► encode_slow ─► bytes          bytes ─► get ─► value
//! ```
//!
//! Errors name the C types of CPython's own conversions, which do not always have the width of the items.

use std::ops::RangeInclusive;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::native::{R, Raised};
use crate::object::array::{Array, ItemKind};
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// The bytes of one item; as many of them as the kind has.
pub type Encoded = [u8; 8];

/// An integer conversion of CPython: its range and its name in messages.
struct Conversion {
    range: RangeInclusive<i64>,
    name: &'static str,
}

const SHORT: Conversion = Conversion { range: -0x8000..=0x7FFF, name: "signed short integer" };
const INT: Conversion = Conversion { range: -0x8000_0000..=0x7FFF_FFFF, name: "signed integer" };

/// The item at an index.
#[inline]
pub fn get(vm: &mut Vm, array: &Array, index: usize) -> R<Option<Value>> {
    match array.get_number(index) {
        Some(item) => Ok(Some(item)),
        None => get_slow(vm, array, index),
    }
}

#[cold]
#[inline(never)]
fn get_slow(vm: &mut Vm, array: &Array, index: usize) -> R<Option<Value>> {
    if index >= array.len() {
        return Ok(None);
    }
    match array.kind {
        ItemKind::Char => match array.read::<u32>(index).map(char::from_u32) {
            Some(Some(character)) => vm.character(character).map(Some),
            _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
        },
        ItemKind::I64 => Ok(array.read::<i64>(index).map(|item| Value::from_i64(vm.heap, item))),
        ItemKind::U64 => match array.read::<u64>(index) {
            Some(item) => vm.big_int(BigInt::from(item)).map(Some),
            None => Ok(None),
        },
        _ => Ok(array.get_number(index)),
    }
}

/// Replaces the item at an index; false when there is no such index any more.
#[inline]
pub fn put(vm: &mut Vm, array: &Array, index: usize, value: &Value) -> R<bool> {
    if array.set_number(index, value) {
        return Ok(true);
    }
    let encoded = encode_slow(vm, array, value)?;
    if index >= array.len() {
        return Ok(false);
    }
    let width = array.kind.bytes();
    array.with_mut(|bytes| bytes[index * width..(index + 1) * width].copy_from_slice(&encoded[..width]));
    Ok(true)
}

/// Adds an item at the end.
#[inline]
pub fn append(vm: &mut Vm, array: &Array, value: &Value) -> R<()> {
    let length = array.len();
    array.resize(vm.heap, length + 1).map_err(|_| vm.memory_error())?;
    if array.set_number(length, value) {
        return Ok(());
    }
    array.resize(vm.heap, length).map_err(|_| vm.memory_error())?;
    let encoded = encode_slow(vm, array, value)?;
    let length = array.len();
    array.splice(vm.heap, length, length, &encoded[..array.kind.bytes()]).map_err(|_| vm.memory_error())
}

/// A value as an item's bytes.
#[inline(never)]
pub fn encode_slow(vm: &mut Vm, array: &Array, value: &Value) -> R<Encoded> {
    let kind = array.kind;
    let mut encoded = [0; 8];
    match kind {
        ItemKind::Char => {
            let character = character(vm, value)?;
            encoded[..4].copy_from_slice(&u32::from(character).to_ne_bytes());
        }
        ItemKind::F32 => encoded[..4].copy_from_slice(&(vm.to_float(value)? as f32).to_ne_bytes()),
        ItemKind::F64 => encoded = vm.to_float(value)?.to_ne_bytes(),
        _ => {
            let integer = integer(vm, array, value)?;
            // The lower bytes are the item: it is in range.
            encoded = (integer as u64).to_le_bytes();
            if cfg!(target_endian = "big") {
                encoded[..kind.bytes()].reverse();
            }
        }
    }
    Ok(encoded)
}

fn character(vm: &mut Vm, value: &Value) -> R<char> {
    let Some(text) = value.downcast::<Str>() else {
        let class = vm.class_name(value);
        return Err(vm.type_error(format!("array item must be a unicode character, not {class}")));
    };
    let mut characters = text.as_str().chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(character),
        _ => {
            let length = text.char_len();
            Err(vm.type_error(format!(
                "array item must be a unicode character, not a string of length {length}"
            )))
        }
    }
}

/// An integer in the range of the array's items.
fn integer(vm: &mut Vm, array: &Array, value: &Value) -> R<i128> {
    let index = vm.index(value)?;
    let Some(integer) = index.as_integer() else { return Ok(0) };
    let (negative, exact) = (integer.is_negative(), integer.to_big().to_i128());
    let long = exact.and_then(|exact| i64::try_from(exact).ok());
    let unsigned = exact.and_then(|exact| u64::try_from(exact).ok());
    let negative_number = match array.typecode {
        b'Q' => "can't convert negative int to unsigned",
        _ => "can't convert negative value to unsigned int",
    };
    let too_large = match array.typecode {
        b'l' => "Python int too large to convert to C long",
        b'L' | b'I' => "Python int too large to convert to C unsigned long",
        _ => "int too big to convert",
    };
    let checked = match array.kind {
        ItemKind::I64 => long.map(i128::from).ok_or(too_large),
        ItemKind::U32 | ItemKind::U64 if negative => Err(negative_number),
        ItemKind::U64 => unsigned.map(i128::from).ok_or(too_large),
        ItemKind::U32 => match unsigned {
            Some(item) if item <= u64::from(u32::MAX) => Ok(i128::from(item)),
            Some(_) => Err("unsigned int is greater than maximum"),
            None => Err(too_large),
        },
        kind => {
            let Some(long) = long else {
                return Err(vm.overflow_error("Python int too large to convert to C long"));
            };
            return narrow(vm, kind, long).map(i128::from);
        }
    };
    checked.map_err(|message| vm.overflow_error(message))
}

/// The kinds that go through a C short or a C int, and then through their own range.
fn narrow(vm: &mut Vm, kind: ItemKind, long: i64) -> R<i64> {
    let (first, own) = match kind {
        ItemKind::I8 => (SHORT, Conversion { range: -0x80..=0x7F, name: "signed char" }),
        ItemKind::U8 => {
            let own = Conversion { range: 0..=0xFF, name: "unsigned byte integer" };
            (Conversion { range: i64::MIN..=i64::MAX, name: "" }, own)
        }
        ItemKind::I16 => (SHORT, SHORT),
        ItemKind::U16 => (INT, Conversion { range: 0..=0xFFFF, name: "unsigned short" }),
        _ => (INT, INT),
    };
    for conversion in [first, own] {
        if !conversion.range.contains(&long) {
            return Err(out_of_range(vm, &conversion, long));
        }
    }
    Ok(long)
}

#[cold]
fn out_of_range(vm: &mut Vm, conversion: &Conversion, long: i64) -> Raised {
    let name = conversion.name;
    vm.overflow_error(if long < *conversion.range.start() {
        format!("{name} is less than minimum")
    } else {
        format!("{name} is greater than maximum")
    })
}
