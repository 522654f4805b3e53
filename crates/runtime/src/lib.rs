//! Python on the heap: values, classes, frames, the interpreter, the builtins and the native modules.
//!
//! ```text
//! modules  builtins         what programs import and call
//!   types                   the builtin classes' methods
//!     interp  ops           running code · what can be done to any value
//!       object  vm          how objects lie in memory · where everything is
//!         value  native     one word · native functions
//! ```
//!
//! The compiler is handed in as a function (`vm::CompileFn`), so that code put together by hand runs as well.

pub mod format;
pub mod gc_host;
pub mod interp;
pub mod loader;
pub mod modules;
pub mod names;
pub mod native;
#[macro_use]
pub mod object;
pub mod ops;
pub mod stack;
pub mod trace;
pub mod types;
pub mod value;
pub mod vm;

pub use native::{R, Raised};
pub use value::Value;
pub use vm::Vm;
