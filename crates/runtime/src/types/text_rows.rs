//! The rows of the classes of text and bytes: their documentation and methods.

use super::Types;
use super::bytearray::ByteArrayMethods;
use super::bytes::{BytesComparisons, BytesIteratorMethods, BytesMethods};
use super::bytes_cutting::SharedCuttingMethods;
use super::bytes_shared::SharedBytesMethods;
use super::str_format::StrFormatMethods;
use super::str_methods::StrMethods;
use super::str_more::StrMoreMethods;
use super::str_type::{StrIteratorMethods, StrOperators};
use super::tables::Row;

const STR_DOC: &str = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nA string of characters: the text of an object, or \
                       bytes decoded by an encoding.\nencoding defaults to 'utf-8', errors to 'strict'.";
const BYTES_DOC: &str = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of \
                         bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty \
                         bytes object\n\nAn array of bytes that never changes.";
const BYTEARRAY_DOC: &str = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n\
                             bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytearray of size given by the \
                             parameter initialized with null bytes\nbytearray() -> empty bytearray\n\nAn array of bytes that can be changed.";

/// The rows of text and bytes.
pub fn rows(types: &Types) -> Vec<Row> {
    let row = |class, doc, methods| Row { class, doc, methods };
    vec![
        row(
            types.str,
            STR_DOC,
            &[StrOperators::DEFS, StrMethods::DEFS, StrMoreMethods::DEFS, StrFormatMethods::DEFS],
        ),
        row(types.str_iterator, "", &[StrIteratorMethods::DEFS]),
        row(types.str_ascii_iterator, "", &[StrIteratorMethods::DEFS]),
        row(
            types.bytes,
            BYTES_DOC,
            &[
                BytesMethods::DEFS,
                BytesComparisons::DEFS,
                SharedBytesMethods::DEFS,
                SharedCuttingMethods::DEFS,
            ],
        ),
        row(
            types.bytearray,
            BYTEARRAY_DOC,
            &[
                ByteArrayMethods::DEFS,
                BytesComparisons::DEFS,
                SharedBytesMethods::DEFS,
                SharedCuttingMethods::DEFS,
            ],
        ),
        row(types.bytes_iterator, "", &[BytesIteratorMethods::DEFS]),
        row(types.bytearray_iterator, "", &[BytesIteratorMethods::DEFS]),
    ]
}
