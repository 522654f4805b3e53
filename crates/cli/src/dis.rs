//! `exuvia dis`: a program's code as text.
//!
//! ```text
//! source ─► compiler ─► CodeUnit ─► disassembler ─► standard output
//! ```

use std::error::Error;
use std::io::Write;

use exuvia_runtime::vm::CompileMode;

use crate::options::DisOptions;
use crate::source::Program;

/// Prints the code; the status of the process.
pub fn dis(options: &DisOptions) -> Result<i32, Box<dyn Error>> {
    let program = Program::read(None, vec![options.file.display().to_string()])?;
    let shown = options.file.display().to_string();
    let unit = match exuvia::compile(&program.source, &shown, CompileMode::Exec, false, usize::MAX) {
        Ok(unit) => unit,
        Err(problem) => {
            eprintln!("exuvia: {shown}:{}: {}: {}", problem.line, problem.kind, problem.message);
            return Ok(1);
        }
    };
    let text = exuvia_bytecode::disassemble(&unit, Some(&program.source));
    // A reader that has seen enough closes the pipe.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    Ok(0)
}
