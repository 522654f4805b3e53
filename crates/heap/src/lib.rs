//! A heap that counts every reference, frees at once what nobody holds, and finds the cycles that
//! counting misses.
//!
//! ```text
//! typed (Ref, Weak, GcCell)          safe, for Rust programs
//!   collector  death  weak  queue    what happens to objects
//!     heap  layout  tracer           where they are and what they hold
//!       header  word                 one word each
//!         exuvia-alloc               bytes
//! ```
//!
//! The low-level interface is for runtimes, which keep its promises themselves; the typed one is
//! safe. Neither knows Python.

mod allocate;
pub mod collector;
mod death;
pub mod header;
mod heap;
mod inspect;
pub mod layout;
mod queue;
mod tracer;
pub mod typed;
mod weak;
pub mod word;

pub use collector::Collected;
pub use collector::dispose::{Host, NoHost, Phase};
pub use collector::generations::{CollectionRecord, Totals};
pub use exuvia_alloc::{Allocator, Config, CountedMemory, Kind, ReserveError, Statistics, native};
/// Implements [`trait@Trace`] field by field.
pub use exuvia_macros::Trace;
pub use header::{
    FINALIZED, HAS_WEAK, HOST_A, HOST_B, Header, LayoutId, MIDDLE, Object, STAMPED, UNTRACKED, YOUNG,
};
pub use heap::{
    Heap, HeapBox, Leak, Leaks, PENDING_COLLECT, PENDING_FINALIZERS, PENDING_OVERDRAWN, Probe, last_leaks,
};
pub use layout::{DropFn, ExtraFn, Layout, Shape, TraceFn};
pub use queue::{OwnedObject, Queued};
pub use tracer::Tracer;
pub use typed::{GcCell, Ref, Trace, Weak};
