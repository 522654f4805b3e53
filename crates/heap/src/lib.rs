//! A heap that counts every reference, frees at once what nobody holds, and finds the cycles that
//! counting misses.
//!
//! ```text
//! typed (Heap, Ref, Weak, GcCell)    safe, for Rust programs
//!   collector  death  weak  queue    what happens to objects
//!     heap  layout  tracer           where they are and what they hold
//!       header  word                 one word each
//!         exuvia-alloc               bytes
//! ```
//!
//! Rust programs use the module [`typed`], all of which is safe:
//!
//! ```
//! use exuvia_heap::typed::{Config, GcCell, Heap, Ref, Trace};
//!
//! #[derive(Trace)]
//! struct Employee {
//!     name: String,
//!     boss: Option<Ref<Employee>>,
//!     team: GcCell<Vec<Ref<Employee>>>,
//! }
//!
//! let heap = Heap::new(Config::default())?;
//! let ada = heap.new_object(Employee { name: "Ada".into(), boss: None, team: GcCell::default() });
//! let bob = heap.new_object(Employee { name: "Bob".into(), boss: Some(ada.clone()), team: GcCell::default() });
//! ada.team.borrow_mut().push(bob.clone());
//!
//! let graph = heap.graph()?;
//! let labels: Vec<&str> = graph.edges().iter().map(|edge| &*edge.label).collect();
//! assert_eq!(labels, ["team[0]", "boss"]);
//!
//! drop((ada, bob));
//! assert_eq!(heap.collect().collected, 2);
//! heap.close()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What else lies at the crate's root is the low-level interface, for runtimes: they describe their objects by layouts, and
//! keep the promises that its documentation asks for. Neither knows Python.

mod allocate;
pub mod collector;
mod death;
mod graph;
pub mod header;
mod heap;
mod inspect;
pub mod layout;
mod leaks;
mod queue;
mod tracer;
pub mod typed;
mod weak;
pub mod word;

pub use collector::Collected;
pub use collector::dispose::{Host, NoHost, Phase};
pub use collector::generations::{CollectionRecord, Totals};
pub use collector::run::Rehearsal;
pub use exuvia_alloc::{Allocator, Config, CountedMemory, Kind, ReserveError, Statistics, native};
pub use graph::{Busy, Edge, Graph, Node, NodeId};
pub use header::{
    FINALIZED, HAS_WEAK, HOST_A, HOST_B, Header, LayoutId, MIDDLE, Object, STAMPED, UNTRACKED, YOUNG,
};
pub use heap::{Heap, HeapBox, PENDING_COLLECT, PENDING_FINALIZERS, PENDING_OVERDRAWN, Probe};
pub use layout::{DropFn, ExtraFn, Layout, Shape, TraceFn};
pub use leaks::{Holder, Leak, Leaks, last_leaks};
pub use queue::{OwnedObject, Queued};
pub use tracer::Tracer;
pub use typed::{GcCell, Ref, Trace, Weak};
