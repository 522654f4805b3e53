//! The typed layer: safe handles for Rust programs with cyclic data.
//!
//! ```text
//! Ref<T> ──counts──▶ +--------+-------+        Weak<T> ──counts──▶ weak reference ┄┄▶ the same object
//!                    | header | T     |
//!                    +--------+-------+
//! ```
//!
//! Clone counts, drop gives back, dereferencing reads; the collector runs inside [`Heap::new_object`] when it is due.
//! Everything here is safe: programs need no `unsafe`. It is a host of the layers below like any other, and a
//! heap serves either this layer or another host.
//!
//! ```
//! use exuvia_heap::typed::{Config, GcCell, Heap, Ref, Trace};
//!
//! #[derive(Trace)]
//! struct Node {
//!     name: String,
//!     next: GcCell<Option<Ref<Node>>>,
//! }
//!
//! let heap = Heap::new(Config::default())?;
//! let node = |name: &str| heap.new_object(Node { name: name.into(), next: GcCell::default() });
//! let (a, b) = (node("a"), node("b"));
//! a.next.set(Some(b.clone()));
//! b.next.set(Some(a.clone()));
//! drop((a, b));
//! assert_eq!(heap.collect().collected, 2);
//! heap.close()?; // an error would name what is still held, and by whom
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Panics of values
//!
//! A panic in a value's drop, in a finalizer or in a hand-written `trace` is caught; the heap finishes what it
//! is doing; then the panic goes on, out of the drop of the outermost `Ref`, or out of `new_object`, `collect`, `run_finalizers` or
//! `close`. Of several panics the first one is kept. While the thread panics already, it waits for the next of these points.
//!
//! # Several heaps
//!
//! Values of one heap may hold `Ref`s into another one of the same thread. Counting works across heaps; a collection looks
//! at one heap, so cycles through two heaps are not found.

mod allocate;
mod cell;
mod checks;
mod edges;
mod heap;
mod layouts;
pub(crate) mod other_heap;
mod panics;
mod reference;
mod standard;
mod trace;
mod weak;

pub use crate::collector::Collected;
pub use crate::collector::generations::{CollectionRecord, Totals};
pub use crate::collector::run::Rehearsal;
pub use crate::graph::{Busy, Edge, Graph, Node, NodeId};
pub use crate::leaks::{Holder, Leak, Leaks, last_leaks};
pub use crate::tracer::Tracer;
pub use allocate::AllocError;
pub use cell::{BorrowError, BorrowMutError, GcCell, GcRef, GcRefMut};
pub use checks::{TraceViolation, TraceViolations};
pub use edges::Edges;
pub use exuvia_alloc::{ReserveError, Statistics};
/// Implements [`trait@Trace`] field by field.
pub use exuvia_macros::Trace;
pub use heap::{Config, Heap, OwnedHeap, TypeCount};
pub(crate) use layouts::TypedLayouts;
pub(crate) use panics::Payload;
pub use reference::Ref;
pub use trace::{MustNotDrop, Trace, Untraced};
pub use weak::Weak;

use crate::header::Header;
use allocate::kind_of;

/// An object of the typed layer.
#[repr(C)]
pub(crate) struct Typed<T> {
    header: Header,
    value: T,
}
