//! What arrays give to be made again: by their items for old protocols, by their bytes for new ones.
//!
//! ```text
//! format code = 2 * machine type + (1 for big-endian)      0 U8, 1 I8; then pairs from 2 on: U16 I16 U32 I32 U64 I64 F32 F64 UTF16 UTF32
//! ```

use num_bigint::BigInt;

use crate::native::{R, Raised};
use crate::object::array::{Array, ArrayIterator, ItemKind};
use crate::object::bytes::Bytes;
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::types::sequences::receiver;
use crate::value::Value;
use crate::vm::Vm;

use super::{items, methods};

/// The methods for copies and pickles.
pub struct PicklingMethods;

#[exuvia_macros::builtin_methods]
impl PicklingMethods {
    /// Return state information for pickling.
    #[sig("__reduce_ex__(self, value, /)")]
    fn reduce_ex(vm: &mut Vm, this: &Array, protocol: &Value) -> R {
        let number = vm.index_clamped(protocol)?;
        let value = receiver(this);
        let class = vm.class_of(&value).value();
        let name = vm.names.__dict__.clone();
        let state = vm.find_attribute(&value, &name)?.unwrap_or(Value::NONE);
        let typecode = vm.character(char::from(this.typecode))?;
        if number < 3 {
            let list = methods::listed(vm, this)?;
            let arguments = vm.tuple(vec![typecode, list])?;
            return vm.tuple(vec![class, arguments, state]);
        }
        let heap = vm.heap;
        let data = this.with(|data| Bytes::new_value(heap, data)).map_err(|_| vm.memory_error())?;
        let arguments = vm.tuple(vec![class, typecode, Value::from_i32(format_code(this.kind)), data])?;
        let reconstructor = reconstructor(vm)?;
        vm.tuple(vec![reconstructor, arguments, state])
    }
}

/// `__reduce__` and `__setstate__` of the iterator.
pub struct IteratorStateMethods;

#[exuvia_macros::builtin_methods]
impl IteratorStateMethods {
    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &ArrayIterator) -> R {
        let name = vm.intern("iter")?;
        let builtins = vm.builtins.clone();
        let iter = builtins.downcast::<Dict>().and_then(|builtins| builtins.get_str(&name));
        let Some(iter) = iter else { return Err(vm.runtime_error("builtins.iter is missing")) };
        match this.array.get() {
            Some(array) => {
                let arguments = vm.tuple(vec![array])?;
                let index = Value::from_i64(vm.heap, this.index.get() as i64);
                vm.tuple(vec![iter, arguments, index])
            }
            None => {
                let empty = vm.empty_tuple();
                let arguments = vm.tuple(vec![empty])?;
                vm.tuple(vec![iter, arguments])
            }
        }
    }

    /// Set state information for unpickling.
    #[sig("__setstate__(self, state, /)")]
    fn setstate(vm: &mut Vm, this: &ArrayIterator, state: &Value) -> R<()> {
        let index = vm.index_i64(state)?;
        let length = this.array.get().and_then(|array| Some(array.downcast::<Array>()?.len())).unwrap_or(0);
        this.index.set(usize::try_from(index).unwrap_or(0).min(length));
        Ok(())
    }
}

/// The module's functions.
pub struct ArrayFunctions;

#[exuvia_macros::builtin_methods]
impl ArrayFunctions {
    /// Internal. Used for pickling support.
    #[function("_array_reconstructor(arraytype, typecode, mformat_code, items, /)")]
    fn reconstruct(vm: &mut Vm, class: &Value, typecode: &Value, format: &Value, data: &Value) -> R {
        let Some(kind) = TypeRef::from_value(class) else {
            let got = vm.class_name(class);
            return Err(vm.type_error(format!("first argument must be a type object, not {got}")));
        };
        let base = vm.types.array;
        if !kind.is_subclass_of(base) {
            let (name, base) = (kind.name_text(), base.name_text());
            return Err(vm.type_error(format!("{name} is not a subtype of {base}")));
        }
        let code = vm.index_i64(format)?;
        if !(0..=21).contains(&code) {
            return Err(vm.value_error("third argument must be a valid machine format code."));
        }
        let Some(bytes) = data.downcast::<Bytes>() else {
            let got = vm.class_name(data);
            return Err(vm.type_error(format!("fourth argument should be bytes, not {got}")));
        };
        let value = vm.call(class, std::slice::from_ref(typecode))?;
        let Some(array) = value.downcast::<Array>() else { return Err(vm.system_error("not an array")) };
        if i64::from(format_code(array.kind)) == code {
            methods::extend_by_bytes(vm, array, data)?;
            return Ok(value);
        }
        let big_endian = code > 1 && code % 2 == 1;
        let width = [1, 2, 2, 4, 4, 8, 8, 4, 8, 2, 4].get(code as usize / 2).copied().unwrap_or(1);
        if !bytes.as_slice().len().is_multiple_of(width) {
            return Err(vm.value_error("bytes length not a multiple of item size"));
        }
        if code == 18 || code == 19 {
            // UTF-16: pairs of units may be one item.
            let units = bytes.as_slice().chunks_exact(2);
            let units = units.map(|unit| number(unit, big_endian) as u16);
            let text: Result<String, _> = char::decode_utf16(units).collect();
            let Ok(text) = text else { return Err(vm.value_error("illegal UTF-16 surrogate")) };
            let text = vm.text(&text)?;
            vm.call_method_named(&value, "fromunicode", &[text])?;
            return Ok(value);
        }
        for item in bytes.as_slice().chunks_exact(width) {
            let item = decoded(vm, code as usize, number(item, big_endian), width)?;
            items::append(vm, array, &item)?;
        }
        Ok(value)
    }
}

/// The item of a machine format.
fn decoded(vm: &mut Vm, code: usize, bits: u64, width: usize) -> R {
    match code / 2 {
        7 => Ok(Value::from_float(f32::from_bits(bits as u32).into())),
        8 => Ok(Value::from_float(f64::from_bits(bits))),
        10 => match char::from_u32(bits as u32) {
            Some(character) => vm.character(character),
            None => Err(out_of_unicode(vm)),
        },
        pair => {
            let signed = if pair == 0 { code == 1 } else { pair % 2 == 0 };
            let unused = 64 - 8 * width as u32;
            match signed {
                true => Ok(Value::from_i64(vm.heap, ((bits << unused) as i64) >> unused)),
                false => vm.big_int(BigInt::from(bits)),
            }
        }
    }
}

#[cold]
fn out_of_unicode(vm: &mut Vm) -> Raised {
    vm.value_error("character is not in range [U+0000; U+10ffff]")
}

/// The bytes of an item as a number.
fn number(item: &[u8], big_endian: bool) -> u64 {
    let add = |number: u64, byte: &u8| (number << 8) | u64::from(*byte);
    if big_endian { item.iter().fold(0, add) } else { item.iter().rev().fold(0, add) }
}

/// The machine's own format of a kind.
fn format_code(kind: ItemKind) -> i32 {
    let little = match kind {
        ItemKind::U8 => return 0,
        ItemKind::I8 => return 1,
        ItemKind::U16 => 2,
        ItemKind::I16 => 4,
        ItemKind::U32 => 6,
        ItemKind::I32 => 8,
        ItemKind::U64 => 10,
        ItemKind::I64 => 12,
        ItemKind::F32 => 14,
        ItemKind::F64 => 16,
        ItemKind::Char => 20,
    };
    little + i32::from(cfg!(target_endian = "big"))
}

fn reconstructor(vm: &mut Vm) -> R {
    let modules = vm.modules.clone();
    let module = vm.intern("array")?;
    let loaded = match modules.downcast::<Dict>() {
        Some(modules) => vm.dict_get(modules, &module)?,
        None => None,
    };
    let module = match loaded {
        Some(module) => module,
        None => super::module(vm)?,
    };
    let name = vm.intern("_array_reconstructor")?;
    vm.get_attribute(&module, &name)
}
