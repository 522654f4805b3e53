//! cell: a variable that functions share.

use crate::native::R;
use crate::object::cell::CellObject;
use crate::object::class::TypeRef;
use crate::ops::CompareOp;
use crate::value::Value;
use crate::vm::Vm;

/// Empty cells come before all others.
fn compare(vm: &mut Vm, op: CompareOp, this: &CellObject, other: &Value) -> R {
    let Some(other) = other.downcast::<CellObject>() else { return Ok(Value::NOT_IMPLEMENTED) };
    match (this.content.get(), other.content.get()) {
        (Some(a), Some(b)) => vm.compare(op, &a, &b),
        (a, b) => Ok(Value::from_bool(op.holds(a.is_some().cmp(&b.is_some())))),
    }
}

/// The methods of `cell`.
pub struct CellMethods;

#[exuvia_macros::builtin_methods]
impl CellMethods {
    /// Create a new cell object.
    #[new_sig("cell(cls, contents=None, /)")]
    fn new(vm: &mut Vm, _class: TypeRef, content: Option<&Value>) -> Value {
        CellObject::new_value(vm.heap, content.cloned())
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> String {
        let id = super::object::id_of(this);
        match this.downcast::<CellObject>().and_then(|cell| cell.content.get()) {
            Some(content) => {
                let (class, inside) = (vm.class_name(&content), super::object::id_of(&content));
                format!("<cell at {id:#x}: {class} object at {inside:#x}>")
            }
            None => format!("<cell at {id:#x}: empty>"),
        }
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &CellObject, other: &Value) -> R {
        compare(vm, CompareOp::Equal, this, other)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &CellObject, other: &Value) -> R {
        compare(vm, CompareOp::NotEqual, this, other)
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(vm: &mut Vm, this: &CellObject, other: &Value) -> R {
        compare(vm, CompareOp::Less, this, other)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(vm: &mut Vm, this: &CellObject, other: &Value) -> R {
        compare(vm, CompareOp::LessEqual, this, other)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(vm: &mut Vm, this: &CellObject, other: &Value) -> R {
        compare(vm, CompareOp::Greater, this, other)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(vm: &mut Vm, this: &CellObject, other: &Value) -> R {
        compare(vm, CompareOp::GreaterEqual, this, other)
    }

    /// What the variable holds.
    #[getter("cell_contents")]
    fn content(vm: &mut Vm, this: &CellObject) -> R {
        this.content.get().ok_or_else(|| vm.value_error("Cell is empty"))
    }

    #[setter("cell_contents")]
    fn set_content(_vm: &mut Vm, this: &CellObject, value: Option<&Value>) {
        this.content.set(value.cloned());
    }
}
