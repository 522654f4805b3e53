//! Which methods belong to which builtin class: the one list that `install` goes through.

use super::Types;
use crate::native::MethodDef;
use crate::object::class::TypeRef;

/// A builtin class's documentation and methods.
pub struct Row {
    pub class: TypeRef,
    pub doc: &'static str,
    pub methods: &'static [&'static [MethodDef]],
}

/// All rows.
pub fn rows(types: &Types) -> Vec<Row> {
    let row = |class, doc, methods| Row { class, doc, methods };
    vec![
        row(types.object, "The base class of the class hierarchy.", &[super::object::ObjectMethods::DEFS]),
        row(types.type_type, "type(object) -> the object's type", &[super::type_object::TypeMethods::DEFS]),
    ]
}

/// Attribute lookup on a `super` object.
pub fn super_attribute(_vm: &mut crate::vm::Vm, _object: &crate::value::Value, _name: &crate::value::Value) -> crate::native::R<Option<crate::value::Value>> {
    Ok(None)
}
