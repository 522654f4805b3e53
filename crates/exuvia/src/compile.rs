//! The bridge from the compiler to the interpreter, which knows it only as a function.
//!
//! ```text
//! exuvia_compiler::SyntaxError  ─►  SyntaxProblem  ─►  (in the interpreter) SyntaxError
//! ```

use exuvia_bytecode::CodeUnit;
use exuvia_compiler::{Kind, Mode, Options};
use exuvia_heap::native::uncounted;
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
    room_bytes: usize,
) -> Result<CodeUnit, Box<SyntaxProblem>> {
    let mode = match mode {
        CompileMode::Exec => Mode::Exec,
        CompileMode::Eval => Mode::Eval,
        CompileMode::Single => Mode::Single,
    };
    let options = Options { mode, named_locals, room_bytes: Some(room_bytes), ..Options::default() };
    // The compiler runs on a thread of its own. What it made is copied, so that it counts where it is kept and freed.
    let made = uncounted(|| exuvia_compiler::compile(source, file, options));
    let kept = made.clone();
    uncounted(|| drop(made));
    kept.map_err(|error| {
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
