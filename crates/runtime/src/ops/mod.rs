//! What Python code can do to any value: the generic operations, each looked up on the value's class.
//!
//! Fast paths for particular builtins are in the interpreter's handlers; the meaning is here.

pub mod arithmetic;
pub mod attributes;
pub mod call;
pub mod compare;
pub mod errors;
pub mod items;
pub mod iteration;
pub mod lookup;
pub mod slicing;
pub mod text;

pub use arithmetic::BinaryOp;
pub use compare::CompareOp;
