//! Panics of values: in a drop, a finalizer or a trace function.
//!
//! ```text
//! drop │ finalize │ trace  panics ─▶ caught, the first payload kept ─▶ the heap's step ends
//!      ─▶ resumed at the end of the outermost Ref drop, safe point or close
//! ```
//!
//! So the heap's own steps are never left half done, other finalizers still run, and the caller sees
//! the panic as late as the heap is whole, and no later.

use crate::heap::Heap;
use std::any::Any;
use std::cell::Cell;
use std::panic::resume_unwind;

/// What a panic carries.
pub(crate) type Payload = Box<dyn Any + Send>;

/// A panic of a value is kept. A bit of the pending word that belongs to the host, which the typed layer is.
pub(super) const PENDING_PANIC: u32 = 1 << 8;

/// The panic that waits.
pub(crate) struct Panics {
    first: Cell<Option<Payload>>,
}

impl Panics {
    pub fn new() -> Panics {
        Panics { first: Cell::new(None) }
    }
}

impl Heap {
    /// Keeps a panic until the heap is whole. Of several the first one is kept.
    #[cold]
    pub(super) fn keep_panic(&self, payload: Payload) {
        let kept = match self.typed.panics.first.take() {
            None => payload,
            Some(first) => {
                // Dropping a payload may panic as well.
                std::mem::forget(payload);
                first
            }
        };
        self.typed.panics.first.set(Some(kept));
        self.set_pending(PENDING_PANIC);
    }

    /// The panic that waits; it does so no longer.
    pub(crate) fn take_panic(&self) -> Option<Payload> {
        self.clear_pending(PENDING_PANIC);
        self.typed.panics.first.take()
    }

    /// Whether the heap is between two of its steps: no value is half dropped.
    pub(crate) fn is_whole(&self) -> bool {
        self.depth.get() == 0 && !self.collector.running.get()
    }

    /// Lets the panic that waits go on, if there is one, the heap is whole, and the thread does not panic already.
    #[cold]
    #[inline(never)]
    pub(super) fn resume_panic_slow(&self) {
        let possible = self.is_whole() && !self.typed.draining.get() && !std::thread::panicking();
        if possible && let Some(payload) = self.take_panic() {
            resume_unwind(payload);
        }
    }
}
