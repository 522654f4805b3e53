//! References from one heap into another.
//!
//! ```text
//! trace of an object of heap A:   Ref into A ─▶ reported      Ref into B ─▶ skipped
//! ```
//!
//! They are counted like all others. A collection of A must not look for B's objects in its own
//! tables, and one of B takes what A holds for held from outside: so a cycle through two heaps is
//! never collected. Where a thread has one heap only, nothing is compared.

use crate::header::Object;
use exuvia_alloc::Allocator;
use std::cell::Cell;

thread_local! {
    /// Heaps of this thread that exist, those included that outlive their owners.
    static HEAPS: Cell<usize> = const { Cell::new(0) };
    /// The region whose object is being traced; zero when none is.
    static HOME: Cell<usize> = const { Cell::new(0) };
}

/// A heap begins on this thread.
pub(crate) fn heap_begins() {
    HEAPS.set(HEAPS.get() + 1);
}

/// A heap of this thread has ended.
pub(crate) fn heap_ended() {
    HEAPS.set(HEAPS.get().saturating_sub(1));
}

/// Whether there is more than one.
#[inline(always)]
pub(super) fn are_several() -> bool {
    HEAPS.get() > 1
}

/// Whether an object that is being traced lives on another heap than `child`.
#[inline(always)]
pub(super) fn is_other(child: Object) -> bool {
    if !are_several() {
        return false;
    }
    let home = HOME.get();
    home != 0 && home != Allocator::region_of(child.as_ptr() as usize)
}

/// Notes for as long as it lives which heap is being traced.
pub(super) struct Home {
    before: usize,
}

impl Home {
    #[inline(always)]
    pub fn of(object: Object) -> Home {
        Home { before: HOME.replace(Allocator::region_of(object.as_ptr() as usize)) }
    }
}

impl Drop for Home {
    #[inline(always)]
    fn drop(&mut self) {
        HOME.set(self.before);
    }
}
