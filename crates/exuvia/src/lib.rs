//! Python in a Rust program: a runtime with a hard budget, values in and out.
//!
//! ```text
//! your thread ── jobs ──► the interpreter's thread (machine stack 512 MiB, reserved) ── Vm ── Heap (budget)
//!             ◄─ Data, Error
//! ```
//!
//! A [`Runtime`] owns one interpreter with a heap of its own. Nothing of that heap leaves it: what goes in and comes out is plain
//! [`Data`], so no Python object can outlive its budget. This crate starts programs and ends them; how they run is the
//! business of `exuvia-runtime`.
//!
//! ```
//! use exuvia::{Budget, Data, Runtime};
//!
//! let python = Runtime::builder().budget(Budget::mebibytes(32)).build()?;
//! python.run("def area(width, height):\n    return width * height\n")?;
//! assert_eq!(python.call("area", [Data::from(6), Data::from(7)])?, Data::Int(42));
//!
//! let error = python.run("numbers = [0] * 10**9").unwrap_err();
//! assert_eq!(error.class(), "MemoryError");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a runtime takes outside of its heap (digits of large integers, text under construction, tables, compiled code) is counted by
//! the program's global allocator, [`CountedMemory`]. The feature `count-native-memory`, on by default, makes it that. A program with
//! another global allocator turns the feature off and wraps it:
//!
//! ```
//! # #[cfg(not(feature = "count-native-memory"))]
//! #[global_allocator]
//! static MEMORY: exuvia::CountedMemory<std::alloc::System> = exuvia::CountedMemory::new(std::alloc::System);
//! ```

#[cfg(feature = "count-native-memory")]
#[global_allocator]
static MEMORY: CountedMemory = CountedMemory::SYSTEM;

mod budget;
mod builder;
mod compile;
mod data;
mod error;
mod finish;
pub mod program;
mod runtime;

pub use budget::{Budget, InvalidBudget};
pub use builder::{Builder, Collector};
pub use compile::compile;
pub use data::Data;
pub use error::{Error, Exit};
pub use finish::{Before, Leaks, finish, leaks};
pub use runtime::Runtime;

pub use exuvia_heap::CountedMemory;
pub use exuvia_runtime as runtime_internals;
pub use exuvia_runtime::vm::StartError;
