//! Side counts: one 32-bit entry for every 16 bytes of the region, in a span of its own.
//!
//! ```text
//! entry(address) = table + ((address - region) / 16) * 4        0: not examined
//!                = external count << 2 | REACHED | CANDIDATE
//! ```
//!
//! The span is reserved once and committed by touching it; the entries of one pool fill one page.
//! It is there so that the collector reads and writes counts densely and never dirties headers.
//! It does not know objects.

use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};
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
        // SAFETY: addresses of objects lie in the region that the span was reserved for.
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

/// The reserved span of entries; made at the first collection.
pub(crate) struct SideSpan {
    /// Start of the span, zero when there is none yet.
    start: Cell<usize>,
    bytes: Cell<usize>,
    region: usize,
    /// Bytes of entries that have been written since the span was last purged (an upper bound).
    dirty: Cell<usize>,
}

/// Written entries above which the span's pages go back to the system.
const KEPT_BYTES: usize = 1 << 20;

impl SideSpan {
    pub fn new(region: usize) -> SideSpan {
        SideSpan { start: Cell::new(0), bytes: Cell::new(0), region, dirty: Cell::new(0) }
    }

    /// The table, or nothing when the system refuses the span.
    pub fn table(&self) -> Option<SideTable> {
        if self.start.get() == 0 {
            self.reserve_slow()?;
        }
        Some(SideTable { origin: self.start.get().wrapping_sub(self.region >> 4 << 2) })
    }

    #[cold]
    fn reserve_slow(&self) -> Option<()> {
        let bytes = exuvia_alloc::REGION_BYTES / 4;
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
        // SAFETY: a fresh anonymous mapping overlaps nothing.
        let start = unsafe { mmap_anonymous(std::ptr::null_mut(), bytes, protection, flags) }.ok()?;
        // Huge pages would commit two mebibytes for one young pool; a refusal costs memory only.
        // SAFETY: the range was mapped just now.
        let _ = unsafe { madvise(start, bytes, Advice::LinuxNoHugepage) };
        self.start.set(start as usize);
        self.bytes.set(bytes);
        Some(())
    }

    /// Notes that the entries of so many objects have been written, taken to be 64 bytes apart.
    pub fn note_written(&self, objects: usize) {
        self.dirty.set(self.dirty.get() + objects * 16);
    }

    /// Gives the pages back when many have been written. All entries must be zero or worthless.
    pub fn purge_if_large(&self) {
        if self.dirty.get() > KEPT_BYTES {
            self.purge();
        }
    }

    /// Zeroes all entries by giving their pages back to the system.
    pub fn purge(&self) {
        self.dirty.set(0);
        if self.start.get() != 0 {
            let start = self.start.get() as *mut std::ffi::c_void;
            // SAFETY: the span is this type's own private mapping, and no entry is borrowed.
            let _ = unsafe { madvise(start, self.bytes.get(), Advice::LinuxDontNeed) };
        }
    }
}

impl Drop for SideSpan {
    fn drop(&mut self) {
        if self.start.get() != 0 {
            let start = self.start.get() as *mut std::ffi::c_void;
            // SAFETY: the span was mapped by `reserve_slow` with this size, and tables are gone.
            let _ = unsafe { munmap(start, self.bytes.get()) };
        }
    }
}
