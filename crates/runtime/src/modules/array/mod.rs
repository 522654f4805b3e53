//! Module `array`: sequences of numbers of one machine type.
//!
//! ```text
//! array('d', iterable) ─► object/array.rs (buffer) · items (values and numbers) · methods (what programs call)
//! ```

pub mod items;
mod methods;
mod pickling;
mod sequence;

use crate::native::{MethodDef, R};
use crate::object::array::{Array, ArrayIterator};
use crate::types::Types;
use crate::types::iterators::IteratorMethods;
use crate::types::tables::Row;
use crate::value::Value;
use crate::vm::Vm;

/// The letters of all item types, in the order that messages have.
const TYPECODES: &str = "bBuwhHiIlLqQfd";

const METHODS: &[&[MethodDef]] =
    &[sequence::SequenceMethods::DEFS, methods::ArrayMethods::DEFS, pickling::PicklingMethods::DEFS];

/// The rows of the module's classes.
pub fn rows(types: &Types) -> Vec<Row> {
    vec![
        Row {
            class: types.array,
            doc: "array(typecode [, initializer]) -> array\n\nNumbers of one machine type, without an object for each.\n\n\
                The typecode is one of b B h H i I l L q Q (signed and unsigned integers of 1, 2, 4, 8, 8 bytes),\n\
                f d (floats of 4 and 8 bytes), and w u (code points). The initializer is a list or another\n\
                iterable of items, a bytes-like object with their bytes, or a text.",
            methods: METHODS,
        },
        Row {
            class: types.array_iterator,
            doc: "",
            methods: &[IteratorMethods::DEFS, pickling::IteratorStateMethods::DEFS],
        },
    ]
}

/// Makes the module.
pub fn module(vm: &mut Vm) -> R {
    let doc = "Arrays: sequences of numbers of one machine type.";
    let module = super::make_module(vm, "array", doc, pickling::ArrayFunctions::DEFS)?;
    let class = vm.types.array.value();
    super::set(vm, &module, "array", class.clone())?;
    super::set(vm, &module, "ArrayType", class)?;
    let typecodes = vm.text(TYPECODES)?;
    super::set(vm, &module, "typecodes", typecodes)?;
    Ok(module)
}

/// The next item of an array's iterator.
#[inline]
pub fn next_of_array(vm: &mut Vm, iterator: &ArrayIterator) -> R<Option<Value>> {
    let Some(owner) = iterator.array.get() else { return Ok(None) };
    let Some(array) = owner.downcast::<Array>() else { return Ok(None) };
    let item = items::get(vm, array, iterator.index.get())?;
    match item {
        Some(_) => iterator.index.set(iterator.index.get() + 1),
        None => iterator.array.set(None),
    }
    Ok(item)
}
