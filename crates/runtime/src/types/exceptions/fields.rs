//! What exception classes add to `BaseException`: attributes that are kept in the payload's list of fields.
//!
//! ```text
//! StopIteration(7) ── fields ──► [7]      OSError(2, "x") ── fields ──► [2, "x", nothing, nothing, nothing]
//! ```
//!
//! A field that was never set holds `UNSET` and reads as None. Exceptions that native code raises have no list until somebody
//! looks: then it is filled from `args`, as the constructor would have done.

use crate::native::R;
use crate::object::exception::Exception;
use crate::object::list::List;
use crate::value::Value;
use crate::vm::Vm;

/// Stands for a field without a value.
pub const UNSET: Value = Value::NOT_IMPLEMENTED;

/// How a class's fields follow from the arguments.
pub type Fill = fn(&mut Vm, &[Value]) -> Vec<Value>;

/// Sets all fields.
pub fn store(vm: &mut Vm, exception: &Exception, fields: Vec<Value>) -> R<()> {
    let list = vm.list(fields)?;
    exception.fields.set(Some(list));
    Ok(())
}

/// A field; `None` when it is unset.
pub fn get(vm: &mut Vm, exception: &Exception, fill: Fill, index: usize) -> R<Option<Value>> {
    if exception.fields.as_ref().is_none() {
        let arguments = super::arguments_of(exception);
        let fields = fill(vm, &arguments);
        store(vm, exception, fields)?;
    }
    let field = exception.fields.as_ref().and_then(|list| list.downcast::<List>()?.get(index));
    Ok(field.filter(|field| !field.is_not_implemented()))
}

/// Sets a field, or unsets it.
pub fn set(vm: &mut Vm, exception: &Exception, fill: Fill, index: usize, value: Option<Value>) -> R<()> {
    get(vm, exception, fill, index)?;
    let list = exception.fields.get();
    let Some(list) = list.as_ref().and_then(|list| list.downcast::<List>()) else { return Ok(()) };
    while list.len() <= index {
        list.push(vm.heap, UNSET).map_err(|_| vm.memory_error())?;
    }
    drop(list.replace(index, value.unwrap_or(UNSET)));
    Ok(())
}

/// Declares attributes that read and write fields: `ROWS = fill { index "name" "manual", … }`.
macro_rules! exception_fields {
    ($rows:ident = $fill:path { $($index:literal $name:literal $doc:literal,)* }) => {
        /// The attributes of the fields.
        pub const $rows: &[$crate::native::MethodDef] = &[$(
            $crate::native::MethodDef {
                name: $name,
                signature: "",
                doc: $doc,
                kind: $crate::native::DefKind::Getter,
                parameters: $crate::native::Parameters {
                    names: &["self"], required: 1, positional_only: 1, positional: 1, varargs: false, varkeywords: false,
                },
                call: |vm, arguments| {
                    let this = $crate::types::exceptions::fields::receiver(vm, arguments.fixed)?;
                    let exception = $crate::types::exceptions::payload(vm, &this)?;
                    Ok($crate::types::exceptions::fields::get(vm, exception, $fill, $index)?.unwrap_or(Value::NONE))
                },
            },
            $crate::native::MethodDef {
                name: $name,
                signature: "",
                doc: $doc,
                kind: $crate::native::DefKind::Setter,
                parameters: $crate::native::Parameters {
                    names: &["self", "value"], required: 1, positional_only: 2, positional: 2, varargs: false, varkeywords: false,
                },
                call: |vm, arguments| {
                    let this = $crate::types::exceptions::fields::receiver(vm, arguments.fixed)?;
                    let exception = $crate::types::exceptions::payload(vm, &this)?;
                    let value = arguments.fixed.get(1).cloned().flatten();
                    $crate::types::exceptions::fields::set(vm, exception, $fill, $index, value)?;
                    Ok(Value::NONE)
                },
            },
        )*];
    };
}

pub(crate) use exception_fields;

/// The receiver among the bound arguments.
pub fn receiver(vm: &mut Vm, arguments: &[Option<Value>]) -> R {
    match arguments.first() {
        Some(Some(receiver)) => Ok(receiver.clone()),
        _ => Err(vm.type_error("an attribute needs an exception")),
    }
}
