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
    let mut all = vec![
        row(types.object, "The base class of the class hierarchy.", &[super::object::ObjectMethods::DEFS]),
        row(types.type_type, "type(object) -> the object's type", &[super::type_object::TypeMethods::DEFS]),
    ];
    all.extend(super::exceptions::rows::rows(types));
    all.push(row(
        types.standard_stream,
        "A standard stream.",
        &[crate::modules::streams::StreamMethods::DEFS],
    ));
    all.push(row(types.file, "A file that open() returned.", &[crate::modules::files::FileMethods::DEFS]));
    all.extend(super::numbers::rows(types));
    all.extend(super::object_rows::rows(types));
    all.extend(super::container_rows::rows(types));
    all.extend(super::text_rows::rows(types));
    all.push(row(types.memory_view, super::memory_view::DOC, &[super::memory_view::MemoryViewMethods::DEFS]));
    all.push(row(
        types.union_type,
        "Represent a union type\n\nE.g. for int | str",
        &[super::union_type::UnionMethods::DEFS],
    ));
    all.push(row(
        types.generic_alias,
        "Represent a PEP 585 generic type",
        &[super::generic_alias::GenericAliasMethods::DEFS],
    ));
    all.extend(crate::modules::array::rows(types));
    all.extend(crate::modules::itertools::rows(types));
    all.extend(crate::modules::operator::rows(types));
    all
}

pub use super::super_type::super_attribute;
