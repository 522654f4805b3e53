//! Text of values and values out of text, as Python writes and reads them.
//!
//! ```text
//! format(x, spec)   spec ─ number ─ int, float, complex, text      "{:>10,.2f}"
//! "…" % args        percent ─ percent_value                        "%-8s|%05d"
//! str.format        field                                          "{0.name[key]!r:>{width}}"
//! repr, str         float, complex, int, escape                    1e+16, (1+2j), 'it\'s'
//! int(), float()    parse_int, parse_float, hex_float              "1_000", "٣", "0x1.8p3"
//! ```
//!
//! Strings and numbers come in, text or a [`FormatError`] comes out: nothing here knows objects, the heap or the interpreter.
//! Texts longer than [`MAX_TEXT`] are refused before they are made.

use std::fmt;

pub mod complex;
pub mod digits;
pub mod escape;
pub mod field;
pub mod float;
pub mod hex_float;
pub mod int;
pub mod number;
pub mod parse_float;
pub mod parse_int;
pub mod percent;
pub mod percent_value;
pub mod round;
pub mod spec;
pub mod text;
pub mod unicode;
mod unicode_tables;

#[cfg(test)]
mod tests;

pub use complex::{complex_repr, format_complex};
pub use escape::{ascii_of, bytes_repr, str_ascii, str_repr};
pub use float::{float_repr, format_float};
pub use hex_float::{float_from_hex, float_hex};
pub use int::{Integer, SMALL_DECIMAL, format_int, int_to_decimal, int_to_radix, small_decimal};
pub use parse_float::{parse_complex, parse_float, parse_float_bytes};
pub use parse_int::{ParsedInt, parse_int, parse_int_bytes};
pub use round::{float_round, float_round_to_int, float_to_int};
pub use spec::{Spec, largest_number};
pub use text::format_str;

/// The longest text that is made, in bytes: a string object's length has 32 bits.
pub const MAX_TEXT: usize = u32::MAX as usize;

/// The exception class that a [`FormatError`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `ValueError`
    Value,
    /// `OverflowError`
    Overflow,
    /// `TypeError`
    Type,
    /// `MemoryError`: the text would be longer than [`MAX_TEXT`], or the system has no room for it.
    Memory,
}

/// Why a text or a value cannot be made: the exception's class and its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    pub kind: ErrorKind,
    pub message: String,
}

impl FormatError {
    /// A `ValueError`.
    pub fn value(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Value, message: message.into() }
    }

    /// An `OverflowError`.
    pub fn overflow(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Overflow, message: message.into() }
    }

    /// A `TypeError`.
    pub fn type_error(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Type, message: message.into() }
    }

    /// A `MemoryError`, which has no message.
    pub fn memory() -> Self {
        Self { kind: ErrorKind::Memory, message: String::new() }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = match self.kind {
            ErrorKind::Value => "ValueError",
            ErrorKind::Overflow => "OverflowError",
            ErrorKind::Type => "TypeError",
            ErrorKind::Memory => "MemoryError",
        };
        write!(formatter, "{class}: {}", self.message)
    }
}

impl std::error::Error for FormatError {}

/// Makes room for `additional` bytes, or answers with a `MemoryError`.
pub(crate) fn reserve(out: &mut String, additional: usize) -> Result<(), FormatError> {
    match out.len().checked_add(additional) {
        Some(total) if total <= MAX_TEXT => out.try_reserve(additional).map_err(|_| FormatError::memory()),
        _ => Err(FormatError::memory()),
    }
}

/// Appends `count` times the same character.
pub(crate) fn push_fill(out: &mut String, fill: char, count: usize) -> Result<(), FormatError> {
    reserve(out, count.saturating_mul(fill.len_utf8()))?;
    out.extend(std::iter::repeat_n(fill, count));
    Ok(())
}

/// A character as error messages show it: itself when it is visible ASCII, its number otherwise.
pub(crate) fn shown(character: char) -> String {
    if ('!'..='\x7f').contains(&character) {
        format!("'{character}'")
    } else {
        format!("'\\x{:x}'", character as u32)
    }
}
