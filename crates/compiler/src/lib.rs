//! The compiler: Python source in, register code out.
//!
//! ```text
//! source ─ guard ─► ruff's syntax tree ─ scope ─► places of names ─ unit ─► drafts ─ assembler ─► CodeUnit
//! ```
//!
//! Every error is a `SyntaxError` worded as CPython 3.14 words it. The compiler knows no heap and no values: constants are
//! descriptions. It works on a stack of its own, sized by the source's nesting, so that the caller's stack may be small.

mod bits;
mod constants;
mod error;
mod guard;
mod mangle;
mod parse;
mod scope;
mod source;
mod unit;

use exuvia_bytecode::CodeUnit;
use ruff_python_ast::Mod;

pub use error::{Kind, SyntaxError};

use error::Problem;
use source::Source;

/// What the source is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mode {
    /// Statements: a module.
    #[default]
    Exec,
    /// One expression, whose value is returned.
    Eval,
    /// One interactive statement: values of expressions go to `sys.displayhook`.
    Single,
}

/// How to compile.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub mode: Mode,
    /// Names of the outermost unit live in a mapping of their own (register 0) beside the globals.
    pub named_locals: bool,
    /// `assert` statements and `if __debug__` are left out, as under `-O`.
    pub optimize: bool,
    /// Bytes that compiling may take; a source that is likely to need more is refused.
    pub room_bytes: Option<usize>,
}

/// Compiles `source`, which came from `file`.
pub fn compile(source: &str, file: &str, options: Options) -> Result<CodeUnit, SyntaxError> {
    let source = Source::new(source);
    let depth = guard::check(&source, options.room_bytes.unwrap_or(usize::MAX))
        .map_err(|problem| problem.locate(&source, file))?;
    guard::with_stack(depth, || compile_here(&source, file, &options))
        .unwrap_or_else(|| Err(Problem::memory("not enough memory for the compiler's stack")))
        .map_err(|problem| problem.locate(&source, file))
}

/// The whole pipeline on the current stack; the syntax tree is dropped here, too.
fn compile_here(source: &Source, file: &str, options: &Options) -> Result<CodeUnit, Box<Problem>> {
    let tree = parse::parse(source, options.mode)?;
    let scopes = scope::analyze(&tree, source, options)?;
    let context = unit::Context { source, scopes: &scopes, file, options };
    match &tree {
        Mod::Module(module) => unit::compile_module(&context, module),
        Mod::Expression(expression) => unit::compile_expression(&context, expression),
    }
}
