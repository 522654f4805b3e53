//! Parsing: ruff's parser, its errors in CPython's words.
//!
//! ```text
//! source ──► ruff ──► tree, or the first error ──► message and place as CPython has them
//! ```
//!
//! It knows tokens around an error; what the tree means is checked later.

mod around;
mod describe;
mod escapes;
mod lexical;
mod messages;
mod numbers;

use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::ParseOptions;

use crate::Mode;
use crate::error::Outcome;
use crate::source::Source;

/// The syntax tree of a source.
pub(crate) fn parse(source: &Source, mode: Mode) -> Outcome<Mod> {
    let parser_mode = match mode {
        Mode::Eval => ruff_python_parser::Mode::Expression,
        Mode::Exec | Mode::Single => ruff_python_parser::Mode::Module,
    };
    let options = ParseOptions::from(parser_mode).with_target_version(PythonVersion::PY314);
    let parsed = ruff_python_parser::parse_unchecked(source.text(), options);
    if !parsed.errors().is_empty() {
        return Err(messages::problem(source, parsed.tokens(), parsed.errors()));
    }
    if let Some(error) = parsed.unsupported_syntax_errors().first() {
        return Err(messages::unsupported(error));
    }
    Ok(parsed.into_syntax())
}
