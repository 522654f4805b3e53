//! The rows of the exception classes that have methods or a manual of their own.

use super::{BaseExceptionMethods, group, os_error, simple, syntax, unicode};
use crate::native::R;
use crate::object::class::TypeRef;
use crate::types::Types;
use crate::types::tables::Row;
use crate::vm::Vm;

/// ExceptionGroup is both: a group, and an Exception.
pub fn give_groups_both_bases(vm: &mut Vm) -> R<()> {
    let types = &vm.types;
    let (class, group, exception) = (types.exception_group, types.base_exception_group, types.exception);
    let bases = vec![group.value(), exception.value()];
    let order = [class, group, exception, types.base_exception, types.object].map(TypeRef::value).to_vec();
    let (bases, order) = (vm.tuple(bases)?, vm.tuple(order)?);
    class.bases.set(Some(bases));
    class.mro.set(Some(order));
    exception.subclasses.borrow_mut().push(class.object());
    Ok(())
}

/// The rows.
pub fn rows(types: &Types) -> Vec<Row> {
    let row = |class, doc, methods| Row { class, doc, methods };
    let mut rows = vec![
        row(
            types.base_exception,
            "Common base class for all exceptions",
            &[BaseExceptionMethods::DEFS] as &'static [_],
        ),
        row(
            types.stop_iteration,
            "Signal the end from iterator.__next__().",
            &[simple::StopIterationMethods::DEFS, simple::STOP_ITERATION_FIELDS],
        ),
        row(
            types.system_exit,
            "Request to exit from the interpreter.",
            &[simple::SystemExitMethods::DEFS, simple::SYSTEM_EXIT_FIELDS],
        ),
        row(types.key_error, "Mapping key not found.", &[simple::KeyErrorMethods::DEFS]),
        row(
            types.name_error,
            "Name not found globally.",
            &[simple::NameErrorMethods::DEFS, simple::NAME_ERROR_FIELDS],
        ),
        row(
            types.attribute_error,
            "Attribute not found.",
            &[simple::AttributeErrorMethods::DEFS, simple::ATTRIBUTE_ERROR_FIELDS],
        ),
        row(
            types.import_error,
            "A module or a name in it was not found.",
            &[simple::ImportErrorMethods::DEFS, simple::IMPORT_ERROR_FIELDS],
        ),
        row(
            types.os_error,
            "Base class for errors of the operating system.",
            &[os_error::OsErrorMethods::DEFS, os_error::OS_ERROR_FIELDS],
        ),
        row(types.blocking_io_error, "I/O operation would block.", &[os_error::BLOCKING_IO_ERROR_FIELDS]),
        row(
            types.syntax_error,
            "Invalid syntax.",
            &[syntax::SyntaxErrorMethods::DEFS, syntax::SYNTAX_ERROR_FIELDS],
        ),
        row(
            types.unicode_decode_error,
            "Unicode decoding error.",
            &[unicode::DecodeErrorMethods::DEFS, unicode::CODEC_FIELDS],
        ),
        row(
            types.unicode_encode_error,
            "Unicode encoding error.",
            &[unicode::EncodeErrorMethods::DEFS, unicode::CODEC_FIELDS],
        ),
        row(
            types.unicode_translate_error,
            "Unicode translation error.",
            &[unicode::TranslateErrorMethods::DEFS, unicode::TRANSLATE_FIELDS],
        ),
        row(
            types.base_exception_group,
            "A combination of multiple unrelated exceptions.",
            &[group::GroupMethods::DEFS, group::GROUP_FIELDS],
        ),
    ];
    let plain = [
        (types.exception, "Common base class for all exceptions that are no request to exit."),
        (types.keyboard_interrupt, "Program interrupted by user."),
        (types.generator_exit, "Request that a generator exit."),
        (types.arithmetic_error, "Base class for arithmetic errors."),
        (types.floating_point_error, "Floating-point operation failed."),
        (types.overflow_error, "Result too large to be represented."),
        (types.zero_division_error, "Second argument to a division or modulo operation was zero."),
        (types.assertion_error, "Assertion failed."),
        (types.buffer_error, "Buffer error."),
        (types.eof_error, "Read beyond end of file."),
        (types.module_not_found_error, "Module not found."),
        (types.lookup_error, "Base class for lookup errors."),
        (types.index_error, "Sequence index out of range."),
        (types.memory_error, "Out of memory."),
        (types.unbound_local_error, "Local name referenced but not bound to a value."),
        (types.reference_error, "Weak reference to a dead object used."),
        (types.runtime_error, "Unspecified run-time error."),
        (types.not_implemented_error, "Method or function has not been implemented yet."),
        (types.recursion_error, "Recursion limit exceeded."),
        (types.type_error, "Inappropriate argument type."),
        (types.value_error, "Inappropriate argument value (of correct type)."),
        (types.unicode_error, "Unicode related error."),
        (types.indentation_error, "Improper indentation."),
        (types.tab_error, "Improper mixture of spaces and tabs."),
        (types.warning, "Base class for warning categories."),
    ];
    rows.extend(plain.map(|(class, doc)| row(class, doc, &[])));
    rows
}
