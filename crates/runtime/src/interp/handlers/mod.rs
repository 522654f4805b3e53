//! The handlers, one for each operation, by subject. Each has the signature `fn(pc, base, vm) -> (pc, base)`.

#![expect(non_snake_case, reason = "handlers are named as the operations they run")]

mod arithmetic;
mod attributes;
mod build;
mod calls;
mod control;
mod exceptions;
mod items;
mod iteration;
mod moves;
mod names;
mod slow;

pub use arithmetic::*;
pub use attributes::*;
pub use build::*;
pub use calls::*;
pub use control::*;
pub use exceptions::*;
pub use items::*;
pub use iteration::*;
pub use moves::*;
pub use names::*;
