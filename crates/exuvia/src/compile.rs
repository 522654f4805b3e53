//! The bridge from the compiler to the interpreter, which knows it only as a function.
//!
//! ```text
//! exuvia_compiler::SyntaxError  ─►  SyntaxProblem  ─►  (in the interpreter) SyntaxError
//! ```

use exuvia_bytecode::CodeUnit;
use exuvia_compiler::{Kind, Mode, Options};
use exuvia_runtime::vm::{CompileMode, SyntaxProblem};

/// Compiles source for the interpreter: its `CompileFn`.
///
/// # Errors
/// What the source violates.
pub fn compile(
    source: &str,
    file: &str,
    mode: CompileMode,
    named_locals: bool,
) -> Result<CodeUnit, Box<SyntaxProblem>> {
    let mode = match mode {
        CompileMode::Exec => Mode::Exec,
        CompileMode::Eval => Mode::Eval,
        CompileMode::Single => Mode::Single,
    };
    let options = Options { mode, named_locals, ..Options::default() };
    exuvia_compiler::compile(source, file, options).map_err(|error| {
        let kind = match error.kind {
            Kind::Syntax => "SyntaxError",
            Kind::Indentation => "IndentationError",
            Kind::Tab => "TabError",
            Kind::Recursion => "RecursionError",
            Kind::Memory => "MemoryError",
        };
        Box::new(SyntaxProblem {
            kind,
            message: error.message,
            line: error.line,
            column: error.column,
            end_line: error.end_line,
            end_column: error.end_column,
            text: error.text,
        })
    })
}
