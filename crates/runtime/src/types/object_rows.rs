//! The rows of functions, code, frames, descriptors, modules and generators.

use super::tables::Row;
use super::{
    Types, cell, code, descriptors, frame, function, generator, mapping_proxy, method_kinds, module_type,
    native_function, singletons, super_type, traceback, weak_proxy, weakref,
};

/// The rows.
pub fn rows(types: &Types) -> Vec<Row> {
    use native_function::{
        BoundMethods, BuiltinFunctionMethods, DescriptorMethods, NativeMethods, OwnedMethods,
    };
    use weak_proxy::{CallableProxyMethods, ProxyMethods};
    let row = |class, doc, methods| Row { class, doc, methods };
    vec![
        row(types.none, "The type of the None singleton.", &[singletons::NoneMethods::DEFS] as &'static [_]),
        row(types.ellipsis, "The type of the Ellipsis singleton.", &[singletons::EllipsisMethods::DEFS]),
        row(
            types.not_implemented,
            "The type of the NotImplemented singleton.",
            &[singletons::NotImplementedMethods::DEFS],
        ),
        row(types.function, "Create a function object.", &[function::FunctionMethods::DEFS]),
        row(types.method, "Create a bound instance method object.", &[function::MethodMethods::DEFS]),
        row(
            types.builtin_function,
            "",
            &[NativeMethods::DEFS, BoundMethods::DEFS, BuiltinFunctionMethods::DEFS],
        ),
        row(types.method_wrapper, "", &[NativeMethods::DEFS, BoundMethods::DEFS, OwnedMethods::DEFS]),
        row(types.method_descriptor, "", &[NativeMethods::DEFS, DescriptorMethods::DEFS, OwnedMethods::DEFS]),
        row(
            types.wrapper_descriptor,
            "",
            &[NativeMethods::DEFS, DescriptorMethods::DEFS, OwnedMethods::DEFS],
        ),
        row(
            types.classmethod_descriptor,
            "",
            &[NativeMethods::DEFS, DescriptorMethods::DEFS, OwnedMethods::DEFS],
        ),
        row(types.code, "Create a code object.  Not for mere mortals.", &[code::CodeMethods::DEFS]),
        row(types.cell, "Create a new cell object.", &[cell::CellMethods::DEFS]),
        row(types.frame, "", &[frame::FrameMethods::DEFS]),
        row(types.traceback, "Create a new traceback object.", &[traceback::TracebackMethods::DEFS]),
        row(
            types.generator,
            "",
            &[generator::GeneratorMethods::DEFS, super::generic_alias::GenericMethods::DEFS],
        ),
        row(types.property, "Property attribute.", &[descriptors::PropertyMethods::DEFS]),
        row(types.getset_descriptor, "", &[descriptors::GetSetMethods::DEFS]),
        row(types.member_descriptor, "", &[descriptors::MemberMethods::DEFS]),
        row(
            types.static_method,
            "Convert a function to be a static method.",
            &[method_kinds::StaticMethodMethods::DEFS, super::generic_alias::GenericMethods::DEFS],
        ),
        row(
            types.class_method,
            "Convert a function to be a class method.",
            &[method_kinds::ClassMethodMethods::DEFS, super::generic_alias::GenericMethods::DEFS],
        ),
        row(
            types.super_type,
            "super() -> same as super(__class__, <first argument>)",
            &[super_type::SuperMethods::DEFS],
        ),
        row(
            types.mapping_proxy,
            "Read-only proxy of a mapping.",
            &[mapping_proxy::MappingProxyMethods::DEFS, super::generic_alias::GenericMethods::DEFS],
        ),
        row(types.module, "Create a module object.", &[module_type::ModuleMethods::DEFS]),
        row(
            types.weak_reference,
            "",
            &[weakref::ReferenceMethods::DEFS, super::generic_alias::GenericMethods::DEFS],
        ),
        row(types.weak_proxy, "", &[ProxyMethods::DEFS, weak_proxy::OPERATORS, weak_proxy::COMPARISONS]),
        row(
            types.weak_callable_proxy,
            "",
            &[ProxyMethods::DEFS, weak_proxy::OPERATORS, weak_proxy::COMPARISONS, CallableProxyMethods::DEFS],
        ),
    ]
}
