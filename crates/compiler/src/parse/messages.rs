//! The parser's errors in CPython's words.

use ruff_python_ast::token::Tokens;
use ruff_python_parser::{ParseError, UnsupportedSyntaxError};

use crate::error::Problem;
use crate::source::Source;

pub(super) fn problem(_source: &Source, _tokens: &Tokens, error: &ParseError) -> Box<Problem> {
    Problem::at(&error.location, error.error.to_string())
}

pub(super) fn unsupported(error: &UnsupportedSyntaxError) -> Box<Problem> {
    Problem::at(&error.range, "invalid syntax")
}
