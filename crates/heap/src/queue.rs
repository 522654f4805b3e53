//! What waits for the next safe point: finalizers to run and weak-reference callbacks to call.
//!
//! ```text
//! death ──▶ queue (first in, first out) ──▶ safe point ──▶ host code
//! ```
//!
//! Host code never runs inside a death, so no payload is ever seen between two states. Each entry
//! owns one count. The queue does not know what a finalizer is.

use crate::collector::dispose::Host;
use crate::header::{Header, Object};
use crate::heap::{Heap, PENDING_FINALIZERS};
use crate::word;
use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::ops::Deref;

/// One owned count of an object; dropping it releases the object.
#[derive(Debug)]
pub struct OwnedObject(Object);

impl OwnedObject {
    /// Takes over one count of `object`.
    ///
    /// # Safety
    /// The object must be alive and the caller must own the count. The heap must outlive the value.
    #[inline(always)]
    pub unsafe fn from_raw(object: Object) -> OwnedObject {
        OwnedObject(object)
    }

    /// Gives the count to the caller.
    #[inline(always)]
    pub fn into_raw(self) -> Object {
        let object = self.0;
        std::mem::forget(self);
        object
    }

    /// The object, borrowed.
    #[inline(always)]
    pub fn object(&self) -> Object {
        self.0
    }
}

impl Deref for OwnedObject {
    type Target = Header;

    #[inline(always)]
    fn deref(&self) -> &Header {
        // SAFETY: the owned count keeps the object alive.
        unsafe { self.0.as_ref() }
    }
}

impl Clone for OwnedObject {
    #[inline(always)]
    fn clone(&self) -> OwnedObject {
        self.incref();
        OwnedObject(self.0)
    }
}

impl Drop for OwnedObject {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the count is owned, and this is its end.
        unsafe { Heap::release(self.0) };
    }
}

/// What a safe point has to do.
#[derive(Debug)]
pub enum Queued {
    /// Run the object's finalizer, then drop it.
    Finalize(OwnedObject),
    /// Call the callback of this weak reference, whose referent has died.
    WeakCallback(OwnedObject),
}

impl Queued {
    /// Has the host do it.
    pub fn run(self, host: &mut dyn Host) {
        match self {
            Queued::Finalize(object) => host.run_finalizer(object),
            Queued::WeakCallback(weak) => host.run_callback(weak),
        }
    }
}

/// First in, first out.
pub(crate) struct Queue {
    waiting: UnsafeCell<VecDeque<Queued>>,
}

impl Queue {
    pub fn new() -> Queue {
        Queue { waiting: UnsafeCell::new(VecDeque::new()) }
    }

    fn push(&self, queued: Queued) {
        // SAFETY: no reference to the deque outlives a method, and pushing runs no foreign code.
        unsafe { &mut *self.waiting.get() }.push_back(queued);
    }

    fn pop(&self) -> Option<Queued> {
        // SAFETY: as in `push`.
        unsafe { &mut *self.waiting.get() }.pop_front()
    }

    fn is_empty(&self) -> bool {
        // SAFETY: as in `push`.
        unsafe { &*self.waiting.get() }.is_empty()
    }

    /// Lets the entries go without releasing them.
    pub fn forget(self) {
        for queued in self.waiting.into_inner() {
            std::mem::forget(queued);
        }
    }
}

impl Heap {
    /// Queues the finalizer of a live object, with a count that the caller hands over.
    pub(crate) fn queue_finalizer(&self, object: Object) {
        self.queue.push(Queued::Finalize(OwnedObject(object)));
        self.set_pending(PENDING_FINALIZERS);
    }

    /// Queues the callback of `weak`, if it has one, with a count of its own. Garbage does not call.
    pub(crate) fn queue_callback(&self, weak: Object) {
        if let Some(owned) = self.with_callback(weak) {
            self.queue.push(Queued::WeakCallback(owned));
            self.set_pending(PENDING_FINALIZERS);
        }
    }

    /// A new count of `weak` if its callback word is a reference, and it is not known to be garbage.
    pub(crate) fn with_callback(&self, weak: Object) -> Option<OwnedObject> {
        // SAFETY: a linked weak reference is alive and has two payload words after its header.
        let callback = unsafe { *weak.cast::<u64>().as_ptr().add(2) };
        if !word::is_reference(callback) || !self.may_upgrade(weak) {
            return None;
        }
        // SAFETY: as above, alive.
        unsafe { weak.as_ref() }.incref();
        Some(OwnedObject(weak))
    }

    /// The oldest entry of the queue. Taking the last one clears the pending bit.
    pub fn take_queued(&self) -> Option<Queued> {
        let queued = self.queue.pop();
        if self.queue.is_empty() {
            self.clear_pending(PENDING_FINALIZERS);
        }
        queued
    }
}
