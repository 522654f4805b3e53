//! Side counts: one 32-bit entry for every 16 bytes of the region.
//!
//! ```text
//! entry(address) = table + ((address - region) / 16) * 4        0: not examined
//!                = external count << 2 | REACHED | CANDIDATE
//! ```
//!
//! The allocator reserves the span of the entries with the region. It also knows how to clear and to drop the
//! tables of pools; but that follows the life of pools, and an entry must outlive its block, until no
//! garbage is left that could ask for it. So the collector clears what it has set, all entries are zero
//! between collections, and one can be asked for at any address of the region. Objects are not known here.

use exuvia_alloc::Allocator;
use rustix::mm::{Advice, madvise};
use std::cell::Cell;

/// The entry's object is examined by the collection that runs.
pub(crate) const CANDIDATE: u32 = 1;
/// The entry's object has been found reachable.
pub(crate) const REACHED: u32 = 2;
/// One external reference.
pub(crate) const ONE: u32 = 4;
/// Counts from here on do not fit an entry; such an object is taken for reachable.
pub(crate) const MAX_COUNT: u32 = u32::MAX >> 2;

/// Finds entries; a copy of two words.
#[derive(Clone, Copy)]
pub(crate) struct SideTable {
    /// Address of the entry that region address zero would have.
    origin: usize,
}

impl SideTable {
    /// The tables of an allocator's region.
    pub fn of(allocator: &Allocator) -> SideTable {
        let base = allocator.base();
        // SAFETY: nothing is read; the entry's address is all that is wanted.
        let first = unsafe { Allocator::side(base) } as usize;
        SideTable { origin: first.wrapping_sub(base.as_ptr() as usize >> 4 << 2) }
    }

    /// A table without entries, for tracers that need none.
    pub fn absent() -> SideTable {
        SideTable { origin: 0 }
    }

    #[inline(always)]
    fn entry(self, address: usize) -> *mut u32 {
        self.origin.wrapping_add(address >> 4 << 2) as *mut u32
    }

    #[inline(always)]
    pub fn get(self, address: usize) -> u32 {
        // SAFETY: addresses of objects lie in the region, and so do their entries.
        unsafe { *self.entry(address) }
    }

    #[inline(always)]
    pub fn set(self, address: usize, value: u32) {
        // SAFETY: as in `get`; entries are written by the collector alone, on one thread.
        unsafe { *self.entry(address) = value };
    }

    /// Takes one external reference from a candidate that has any left.
    #[inline(always)]
    pub fn subtract(self, address: usize) {
        let entry = self.get(address);
        if entry >= ONE {
            self.set(address, entry - ONE);
        }
    }

    /// Starts fetching the entry.
    #[inline(always)]
    pub fn prefetch(self, address: usize) {
        prefetch(self.entry(address).cast());
    }
}

/// Starts fetching the cache line of `pointer`, which may be any address.
#[inline(always)]
pub(crate) fn prefetch(pointer: *const u8) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: prefetching never faults, whatever the address.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(pointer.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = pointer;
}

/// Written entries above which their pages go back to the system, in bytes.
const KEPT_BYTES: usize = 1 << 20;
/// A multiple of every page size that the entries are purged by.
const PURGE_BYTES: usize = 1 << 16;

/// How much of the tables has been written.
pub(crate) struct Written {
    /// An upper guess of the bytes of pages that hold entries once written.
    bytes: Cell<usize>,
    /// The highest address whose entry was written.
    highest: Cell<usize>,
}

impl Written {
    pub fn new() -> Written {
        Written { bytes: Cell::new(0), highest: Cell::new(0) }
    }

    /// Notes that the entries of these objects, in the order of their pools, have been written.
    pub fn note(&self, objects: usize, highest: usize) {
        self.bytes.set(self.bytes.get() + objects * 16);
        self.highest.set(self.highest.get().max(highest));
    }

    /// Gives the pages of the entries back when many have been written; all entries are zero.
    pub fn purge_if_large(&self, allocator: &Allocator) {
        if self.bytes.get() <= KEPT_BYTES {
            return;
        }
        let table = SideTable::of(allocator);
        let start = table.entry(allocator.base().as_ptr() as usize);
        let end = table.entry(self.highest.get()) as usize;
        let bytes = (end - start as usize).next_multiple_of(PURGE_BYTES);
        // SAFETY: the entries of whole arenas lie there, which nothing but the collector uses; a refusal
        // costs memory only.
        let _ = unsafe { madvise(start.cast(), bytes, Advice::LinuxDontNeed) };
        self.bytes.set(0);
        self.highest.set(0);
    }
}
