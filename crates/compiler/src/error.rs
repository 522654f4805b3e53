//! Errors: a problem at a place of the source, and the finished `SyntaxError`.
//!
//! ```text
//! Problem { message, byte range } ── locate(source) ──► SyntaxError { line, column, …, text }
//! ```
//!
//! Columns of a `SyntaxError` count code points from 1, as CPython's `offset` does. It knows no grammar.

use std::fmt;

use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::source::Source;

/// Which exception the error becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// `RecursionError`: the source nests too deeply for the compiler.
    Recursion,
    /// `MemoryError`: the source nests too deeply for the parser.
    Memory,
}

/// An error of compilation, ready to be raised.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    pub kind: Kind,
    pub message: String,
    pub file: String,
    /// From 1; 0 where there is no place.
    pub line: u32,
    /// In code points, from 1.
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
    /// The source line.
    pub text: Option<String>,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.kind {
            Kind::Syntax => "SyntaxError",
            Kind::Indentation => "IndentationError",
            Kind::Tab => "TabError",
            Kind::Recursion => "RecursionError",
            Kind::Memory => "MemoryError",
        };
        write!(formatter, "{name}: {} ({}, line {})", self.message, self.file, self.line)
    }
}

impl std::error::Error for SyntaxError {}

/// The result of a step of the compiler.
pub(crate) type Outcome<T> = Result<T, Box<Problem>>;

/// An error while the compiler works: its place is still a byte range.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Problem {
    pub kind: Kind,
    pub message: String,
    pub start: TextSize,
    pub end: End,
}

/// Where an error ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    At(TextSize),
    /// CPython gives no end: it reports column 0 or the start's.
    Unknown,
    /// CPython gives column 0 of the same line.
    LineStart,
    /// There is no place at all.
    Nowhere,
}

impl Problem {
    /// A `SyntaxError` at a node.
    pub(crate) fn at(node: &impl Ranged, message: impl Into<String>) -> Box<Self> {
        Self::new(Kind::Syntax, node.range(), message)
    }

    /// An error of any kind over a range.
    pub(crate) fn new(kind: Kind, range: TextRange, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { kind, message: message.into(), start: range.start(), end: End::At(range.end()) })
    }

    /// A `SyntaxError` at one place, without an end.
    pub(crate) fn point(kind: Kind, start: TextSize, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { kind, message: message.into(), start, end: End::Unknown })
    }

    /// A `MemoryError`.
    pub(crate) fn memory(message: &str) -> Box<Self> {
        Box::new(Self {
            kind: Kind::Memory,
            message: message.to_owned(),
            start: TextSize::new(0),
            end: End::Nowhere,
        })
    }

    /// A `RecursionError`.
    pub(crate) fn recursion() -> Box<Self> {
        Box::new(Self {
            kind: Kind::Recursion,
            message: "maximum recursion depth exceeded during compilation".to_owned(),
            start: TextSize::new(0),
            end: End::Nowhere,
        })
    }

    /// The error with lines, columns and the source line.
    pub(crate) fn locate(&self, source: &Source, file: &str) -> SyntaxError {
        let (line, column) = source.line_and_column(self.start);
        let (end_line, end_column) = match self.end {
            // A line's end is one column wide, not the start of the next line.
            End::At(end) if source.is_line_end(TextRange::new(self.start, end)) => (line, column + 1),
            End::At(end) => source.line_and_column(end),
            End::Unknown => (line, column),
            End::LineStart => (line, 0),
            End::Nowhere => (0, 0),
        };
        let nowhere = self.end == End::Nowhere;
        SyntaxError {
            kind: self.kind,
            message: self.message.clone(),
            file: file.to_owned(),
            line: if nowhere { 0 } else { line },
            column: if nowhere { 0 } else { column },
            end_line,
            end_column,
            text: if nowhere { None } else { source.line_text(line) },
        }
    }
}
