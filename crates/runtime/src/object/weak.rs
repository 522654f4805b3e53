//! Payload of weak references. The first two words are the heap's convention: referent (not counted), callback.

use std::cell::Cell;

use exuvia_heap::{Object, Tracer};

use super::cell::Slot;
use super::{Payload, ids};

/// Payload of `weakref.ReferenceType` and of the proxies.
#[repr(C)]
pub struct WeakReference {
    /// The referent's address; 0 once it is dead.
    pub referent: Cell<usize>,
    pub callback: Slot,
    /// The referent's hash, once asked for.
    pub hash: Cell<Option<i64>>,
}

// SAFETY: the callback is reported; the referent is not owned.
unsafe impl Payload for WeakReference {
    const ID: u32 = ids::WEAK_REFERENCE;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.callback.trace(tracer);
    }
}

impl WeakReference {
    /// The referent, if it is alive.
    pub fn target(&self) -> Option<Object> {
        // SAFETY: the payload lies in a heap object that is alive.
        let weak = unsafe { super::object_of(self) };
        // SAFETY: as above, so the heap is.
        unsafe { exuvia_heap::Heap::of(weak) }.weak_referent(weak)
    }
}

impl Drop for WeakReference {
    fn drop(&mut self) {
        if self.referent.get() != 0 {
            // SAFETY: the payload lies in a heap object that is dying, so the heap is alive.
            let weak = unsafe { super::object_of(self) };
            // SAFETY: as above.
            unsafe { exuvia_heap::Heap::of(weak) }.weak_unlink(weak);
        }
    }
}
