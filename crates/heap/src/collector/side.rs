//! Side entries: 32 bits for every 16 bytes of the region.
//!
//! ```text
//! entry(address) = table + ((address - region) / 16) * 4        0: not looked at
//!
//! trial, atomic    external count << 2 | REACHED | CANDIDATE                 what one collection examines
//! run, in slices   MEMBER | count of references from members << 2 | REACHED  what the run in progress examines
//! ```
//!
//! The allocator reserves the span of the entries with the region. The collector clears what it has set: but for the members of
//! a run in progress all entries are zero between collections, and one can be asked for at any address of the region. The two
//! kinds do not disturb each other: a trial takes a member for an object outside of what it examines. Objects are not known here.

use exuvia_alloc::{Allocator, prefetch};
use rustix::mm::{Advice, madvise};
use std::cell::Cell;

/// The entry's object is examined by the trial that is made.
pub(crate) const CANDIDATE: u32 = 1;
/// The entry's object has been found reachable.
pub(crate) const REACHED: u32 = 2;
/// One reference.
pub(crate) const ONE: u32 = 4;
/// The entry's object is a member of the run in progress.
pub(crate) const MEMBER: u32 = 1 << 31;
/// Counts from here on do not fit an entry; such an object is taken for reachable.
pub(crate) const MAX_COUNT: u32 = (MEMBER - 1) >> 2;

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

    /// Takes external references from a candidate that has as many left; whether they were the last. Members have a sign bit, so that
    /// they are left alone.
    #[inline(always)]
    pub fn subtract(self, address: usize, times: u32) -> bool {
        let entry = self.get(address);
        let taken = times * ONE;
        if (entry as i32) < taken as i32 {
            return false;
        }
        self.set(address, entry - taken);
        entry - taken < ONE
    }

    /// Clears the entries of objects, by their granule numbers counted from `base`.
    pub fn clear(self, base: usize, granules: &[u32]) {
        let first = self.entry(base);
        for &granule in granules {
            // SAFETY: the objects lie in the region, so their entries do.
            unsafe { *first.add(granule as usize) = 0 };
        }
    }

    /// Adds references from members to a member.
    #[inline(always)]
    pub fn count(self, address: usize, times: u32) {
        let entry = self.get(address);
        if (entry as i32) < 0 {
            let counted = (member_count(entry) as u64 + times as u64).min(MAX_COUNT as u64) as u32;
            self.set(address, entry & (MEMBER | REACHED) | (counted * ONE));
        }
    }

    /// Whether a trial has not reached some candidate among the granules from this address on.
    #[inline]
    pub fn any_unreached(self, address: usize, granules: usize) -> bool {
        // SAFETY: the granules lie in the region, so their entries do.
        let entries = unsafe { std::slice::from_raw_parts(self.entry(address), granules) };
        entries.iter().fold(false, |any, entry| any | (entry & (CANDIDATE | REACHED) == CANDIDATE))
    }

    /// Whether a trial examines the object there.
    #[inline(always)]
    pub fn is_candidate(self, address: usize) -> bool {
        self.get(address) & CANDIDATE != 0
    }

    /// Whether the object there is a member of the run in progress.
    #[inline(always)]
    pub fn is_member(self, address: usize) -> bool {
        (self.get(address) as i32) < 0
    }

    /// Starts fetching the entry.
    #[inline(always)]
    pub fn prefetch(self, address: usize) {
        prefetch(self.entry(address).cast());
    }
}

/// The entry of a candidate with so many references, all taken for external.
#[inline(always)]
pub(crate) fn candidate(count: u32) -> u32 {
    if count < MAX_COUNT { (count * ONE) | CANDIDATE } else { SATURATED }
}

/// A candidate with more references than can be counted. It looks like a member, so that none is taken from it.
const SATURATED: u32 = MEMBER | ONE | CANDIDATE;

/// References to a member from other members, as counted so far.
#[inline(always)]
pub(crate) fn member_count(entry: u32) -> u32 {
    (entry & !MEMBER) >> 2
}

/// Written entries whose pages are always kept, in bytes.
const KEPT_BYTES: usize = 1 << 20;
/// A multiple of every page size that the entries are given back by.
const PAGES_BYTES: usize = 1 << 16;
/// Bytes of entries that go back to the system in one step: some ten microseconds.
const STEP_BYTES: usize = 1 << 20;
/// Collections of young objects that pages are kept for after they were last used.
const IDLE: u32 = 8;

/// How much of the tables has been written. Pages that were, and hold nothing but zeros again, are kept for a while: full collections
/// often come in a row.
pub(crate) struct Written {
    /// An upper guess of the bytes of pages that hold entries once written.
    bytes: Cell<usize>,
    /// The highest address whose entry was written.
    highest: Cell<usize>,
    /// Bytes from the start that were given back since.
    returned: Cell<usize>,
    /// Collections of young objects since then.
    idle: Cell<u32>,
}

impl Written {
    pub fn new() -> Written {
        let zero = Cell::new(0);
        Written { bytes: zero.clone(), highest: zero.clone(), returned: zero, idle: Cell::new(0) }
    }

    /// Notes that the entries of these objects, the last of them at `highest`, have been written.
    pub fn note(&self, objects: usize, highest: usize) {
        self.bytes.set(self.bytes.get() + objects * 16);
        self.highest.set(self.highest.get().max(highest));
        self.returned.set(0);
        if objects > KEPT_BYTES / 16 {
            self.idle.set(0);
        }
    }

    /// Gives all pages back when they are many for a heap of `used` bytes; all entries are zero.
    pub fn purge_if_out_of_proportion(&self, allocator: &Allocator) {
        if self.bytes.get() > KEPT_BYTES.max(allocator.used_bytes() / 2) {
            self.purge(allocator);
        }
    }

    /// Gives some pages back, if many have not been used for a while; all entries are zero.
    pub fn purge_some(&self, allocator: &Allocator) {
        self.idle.set(self.idle.get() + 1);
        if self.bytes.get() > KEPT_BYTES && self.idle.get() > IDLE {
            self.give_back(allocator, STEP_BYTES);
        }
    }

    /// Makes all entries zero by giving their pages back.
    pub fn purge(&self, allocator: &Allocator) {
        self.returned.set(0);
        self.give_back(allocator, usize::MAX);
    }

    fn give_back(&self, allocator: &Allocator, length: usize) {
        let table = SideTable::of(allocator);
        let start = table.entry(allocator.base().as_ptr() as usize);
        let end = table.entry(self.highest.get().max(allocator.base().as_ptr() as usize)) as usize;
        let all = (end + 1 - start as usize).next_multiple_of(PAGES_BYTES);
        let offset = self.returned.get();
        let bytes = length.min(all - offset);
        // SAFETY: the entries of whole arenas lie there, which nothing but the collector uses; a refusal costs memory
        // time only: then they are made zero by hand, though they are zero but for those of a run that was given up.
        let refused =
            unsafe { madvise(start.byte_add(offset).cast(), bytes, Advice::LinuxDontNeed) }.is_err();
        if refused {
            // SAFETY: as above.
            unsafe { start.byte_add(offset).cast::<u8>().write_bytes(0, bytes) };
        }
        self.returned.set(offset + bytes);
        if offset + bytes == all {
            self.bytes.set(0);
            self.highest.set(0);
            self.returned.set(0);
        }
    }
}
