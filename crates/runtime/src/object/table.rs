//! The insertion-ordered hash table behind dicts (two words an entry) and sets (one word).
//!
//! ```text
//! head { capacity, filled, index bits, index used } │ entries [W words] × capacity │ hashes u32 × capacity │ index u32 × 2^bits
//! ```
//!
//! Entries lie in insertion order; a removed entry has key 0. Tables of at most `SCAN` entries have no index and are scanned.
//! Index slots: 0 empty, 1 removed, else entry + 2; at most half of them are used. Nothing here runs Python code or compares
//! values: the caller walks the candidates with an equal hash and compares.

use std::cell::Cell;
use std::ptr::NonNull;

use exuvia_heap::{Heap, Tracer};

use crate::value::Value;

/// The heap or its budget has no room for a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfMemory;

const SCAN: u32 = 8;
const MIN_CAPACITY: u32 = 4;
const MAX_CAPACITY: u32 = 1 << 30;
const EMPTY: u32 = 0;
const REMOVED: u32 = 1;
const FIRST: u32 = 2;

#[repr(C)]
struct Head {
    capacity: u32,
    filled: u32,
    index_bits: u32,
    index_used: u32,
}

/// A hash table with `W` words an entry (the key, and the value if `W` is 2).
pub struct Table<const W: usize> {
    head: Cell<*mut Head>,
    live: Cell<u32>,
    version: Cell<u32>,
}

/// A walk over the entries whose hash equals the one looked for.
pub struct Probe {
    hash: u32,
    position: u32,
}

impl<const W: usize> Default for Table<W> {
    fn default() -> Self {
        Self { head: Cell::new(std::ptr::null_mut()), live: Cell::new(0), version: Cell::new(0) }
    }
}

impl<const W: usize> Table<W> {
    /// The number of entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.live.get() as usize
    }

    pub fn is_empty(&self) -> bool {
        self.live.get() == 0
    }

    /// A number that changes whenever a key is added or removed or entries move.
    #[inline(always)]
    pub fn version(&self) -> u32 {
        self.version.get()
    }

    /// One above the last entry's index: what an iteration runs to.
    #[inline(always)]
    pub fn filled(&self) -> usize {
        // SAFETY: a head that is not null is a live table of ours.
        unsafe { self.head.get().as_ref() }.map_or(0, |head| head.filled as usize)
    }

    /// Bytes of the table's buffer.
    pub fn bytes(&self) -> usize {
        // SAFETY: a head that is not null is a live table of ours.
        unsafe { self.head.get().as_ref() }.map_or(0, |head| Self::layout(head.capacity, head.index_bits))
    }

    /// The key word of an entry; 0 when it was removed.
    #[inline(always)]
    pub fn key_bits(&self, entry: usize) -> u64 {
        if entry >= self.filled() {
            return 0;
        }
        // SAFETY: the entry is below `filled`.
        unsafe { *self.entry_pointer(entry) }
    }

    /// The key of an entry; `None` when it was removed or does not exist.
    #[inline]
    pub fn key(&self, entry: usize) -> Option<&Value> {
        if self.key_bits(entry) == 0 {
            return None;
        }
        // SAFETY: the word is not zero, so it is a value that the table owns.
        Some(unsafe { Value::borrow_bits(&*self.entry_pointer(entry)) })
    }

    /// Begins a walk over candidates.
    #[inline]
    pub fn probe(&self, hash: u32) -> Probe {
        let position = match self.head() {
            Some(head) if head.index_bits != 0 => Self::start(hash, head.index_bits),
            _ => 0,
        };
        Probe { hash, position }
    }

    /// The next entry whose hash is equal. The table must not have changed since `probe`.
    #[inline]
    pub fn candidate(&self, probe: &mut Probe) -> Option<usize> {
        let head = self.head()?;
        if head.index_bits == 0 {
            while probe.position < head.filled {
                let entry = probe.position as usize;
                probe.position += 1;
                // SAFETY: the entry is below `filled`.
                if unsafe { *self.hash_pointer(entry) } == probe.hash && self.key_bits(entry) != 0 {
                    return Some(entry);
                }
            }
            return None;
        }
        loop {
            // SAFETY: positions are masked to the index.
            let slot = unsafe { *self.index_pointer(probe.position) };
            probe.position = (probe.position + 1) & ((1 << head.index_bits) - 1);
            if slot == EMPTY {
                return None;
            }
            if slot >= FIRST {
                let entry = (slot - FIRST) as usize;
                // SAFETY: the index names entries below `filled`.
                if unsafe { *self.hash_pointer(entry) } == probe.hash {
                    return Some(entry);
                }
            }
        }
    }

    /// The next entry whose key is this very value (then true), or whose hash is equal. The key is looked at first: where it is found
    /// at once, the hashes need not come from memory.
    #[inline]
    pub fn candidate_for(&self, probe: &mut Probe, key: u64) -> Option<(usize, bool)> {
        let head = self.head()?;
        if head.index_bits == 0 {
            return self.candidate(probe).map(|entry| (entry, self.key_bits(entry) == key));
        }
        loop {
            // SAFETY: positions are masked to the index.
            let slot = unsafe { *self.index_pointer(probe.position) };
            probe.position = (probe.position + 1) & ((1 << head.index_bits) - 1);
            if slot == EMPTY {
                return None;
            }
            if slot >= FIRST {
                let entry = (slot - FIRST) as usize;
                // SAFETY: the index names entries below `filled`.
                if unsafe { *self.entry_pointer(entry) } == key {
                    return Some((entry, true));
                }
                // SAFETY: as above.
                if unsafe { *self.hash_pointer(entry) } == probe.hash {
                    return Some((entry, false));
                }
            }
        }
    }

    /// The entry whose key is this very value (or equal immediate) and has this hash.
    #[inline]
    pub fn find_identical(&self, key: u64, hash: u32) -> Option<usize> {
        let mut probe = self.probe(hash);
        while let Some(entry) = self.candidate(&mut probe) {
            if self.key_bits(entry) == key {
                return Some(entry);
            }
        }
        None
    }

    /// Appends an entry for a key that is not in the table.
    pub fn insert_new(&self, heap: &Heap, hash: u32, words: [Value; W]) -> Result<usize, OutOfMemory> {
        match self.head() {
            None => self.begin(heap)?,
            Some(head) if head.filled == head.capacity || head.index_used >= head.capacity => {
                self.make_room(heap, 1)?
            }
            Some(_) => {}
        }
        self.version.set(self.version.get().wrapping_add(1));
        self.live.set(self.live.get() + 1);
        // SAFETY: `make_room` made a head with a free entry.
        let head = unsafe { &mut *self.head.get() };
        let entry = head.filled as usize;
        head.filled += 1;
        for (offset, word) in words.into_iter().enumerate() {
            // SAFETY: the entry is below the capacity.
            unsafe { self.entry_pointer(entry).add(offset).write(word.into_bits()) };
        }
        // SAFETY: as above.
        unsafe { self.hash_pointer(entry).write(hash) };
        if head.index_bits != 0 {
            head.index_used += 1;
            self.index_entry(head.index_bits, hash, entry);
        }
        Ok(entry)
    }

    /// Makes room for `more` entries.
    pub fn make_room(&self, heap: &Heap, more: usize) -> Result<(), OutOfMemory> {
        let wanted = self.live.get() as usize + more;
        let mut capacity = self.head().map_or(MIN_CAPACITY, |head| head.capacity);
        while (capacity as usize) < wanted || (capacity > MIN_CAPACITY && self.live.get() > capacity / 4 * 3)
        {
            capacity = if capacity >= MAX_CAPACITY { return Err(OutOfMemory) } else { capacity * 2 };
        }
        self.rebuild(heap, capacity)
    }

    /// Takes an entry out.
    pub fn remove(&self, entry: usize) -> Option<[Value; W]> {
        if self.key_bits(entry) == 0 {
            return None;
        }
        self.version.set(self.version.get().wrapping_add(1));
        self.live.set(self.live.get() - 1);
        // SAFETY: the entry exists, so there is a head.
        let head = unsafe { &mut *self.head.get() };
        if head.index_bits != 0 {
            // SAFETY: the entry is below `filled`.
            let hash = unsafe { *self.hash_pointer(entry) };
            let mut position = Self::start(hash, head.index_bits);
            // SAFETY: positions are masked to the index, and the entry is in it.
            while unsafe { *self.index_pointer(position) } != entry as u32 + FIRST {
                position = (position + 1) & ((1 << head.index_bits) - 1);
            }
            // SAFETY: as above.
            unsafe { self.index_pointer(position).write(REMOVED) };
        }
        let words = std::array::from_fn(|offset| {
            // SAFETY: the entry is in bounds.
            let word = unsafe { self.entry_pointer(entry).add(offset).replace(0) };
            Heap::note_moved(word);
            // SAFETY: the word was owned by the table, which gives it up here.
            unsafe { Value::from_bits(word) }
        });
        while head.filled > 0 && self.key_bits(head.filled as usize - 1) == 0 {
            head.filled -= 1;
        }
        Some(words)
    }

    /// Takes the whole content out; it is released when the returned table is dropped.
    pub fn take(&self) -> Table<W> {
        self.note_all_moved();
        let taken = Table { head: self.head.clone(), live: self.live.clone(), version: Cell::new(0) };
        self.head.set(std::ptr::null_mut());
        self.live.set(0);
        self.version.set(self.version.get().wrapping_add(1));
        taken
    }

    /// Exchanges the content with another table's.
    pub fn swap(&self, other: &Table<W>) {
        self.note_all_moved();
        other.note_all_moved();
        self.head.swap(&other.head);
        self.live.swap(&other.live);
        self.version.set(self.version.get().wrapping_add(1));
        other.version.set(other.version.get().wrapping_add(1));
    }

    /// The stored hash of an entry.
    #[inline]
    pub fn hash_of(&self, entry: usize) -> u32 {
        debug_assert!(entry < self.filled());
        // SAFETY: entries that the caller knows are below `filled`.
        unsafe { *self.hash_pointer(entry) }
    }

    /// A copy with new references, entries compacted.
    pub fn duplicate(&self, heap: &Heap) -> Result<Table<W>, OutOfMemory> {
        let copy = Table::default();
        if !self.is_empty() {
            copy.make_room(heap, self.len())?;
        }
        for entry in 0..self.filled() {
            if self.key_bits(entry) == 0 {
                continue;
            }
            let words = std::array::from_fn(|offset| {
                // SAFETY: the entry is live, its words are values of this table.
                unsafe { Value::clone_bits(*self.entry_pointer(entry).add(offset)) }
            });
            copy.insert_new(heap, self.hash_of(entry), words)?;
        }
        Ok(copy)
    }

    pub fn trace(&self, tracer: &mut Tracer<'_>) {
        // SAFETY: the words of the entries below `filled` follow each other; those of removed ones are zero.
        unsafe { tracer.words(self.entry_pointer(0), self.filled() * W) };
    }

    /// Tells a run of the collector that all entries go elsewhere.
    fn note_all_moved(&self) {
        let Some(head) = NonNull::new(self.head.get()) else { return };
        if !Heap::buffer_notes_moves(head.cast()) {
            return;
        }
        for entry in 0..self.filled() {
            for offset in 0..W {
                // SAFETY: the entry is below `filled`.
                Heap::note_moved(unsafe { *self.entry_pointer(entry).add(offset) });
            }
        }
    }

    /// The first, smallest buffer.
    #[inline]
    fn begin(&self, heap: &Heap) -> Result<(), OutOfMemory> {
        let buffer = heap.buffer(const { Self::layout(MIN_CAPACITY, 0) }).ok_or(OutOfMemory)?;
        let head = buffer.cast::<Head>().as_ptr();
        // SAFETY: the buffer is large enough and aligned for a head.
        unsafe { head.write(Head { capacity: MIN_CAPACITY, filled: 0, index_bits: 0, index_used: 0 }) };
        self.head.set(head);
        Ok(())
    }

    fn rebuild(&self, heap: &Heap, capacity: u32) -> Result<(), OutOfMemory> {
        heap.note_reordered(self.filled() * W);
        let index_bits = if capacity <= SCAN { 0 } else { (capacity * 2).trailing_zeros() };
        let buffer = heap.buffer(Self::layout(capacity, index_bits)).ok_or(OutOfMemory)?;
        let fresh = Table::<W>::default();
        fresh.head.set(buffer.as_ptr().cast());
        let head = Head { capacity, filled: self.live.get(), index_bits, index_used: 0 };
        // SAFETY: the buffer is large enough and aligned for a head.
        unsafe { fresh.head.get().write(head) };
        if index_bits != 0 {
            // SAFETY: the index is part of the buffer.
            unsafe { fresh.index_pointer(0).write_bytes(0, 1 << index_bits) };
            // SAFETY: the head was just written.
            unsafe { (*fresh.head.get()).index_used = self.live.get() };
        }
        let mut next = 0;
        for entry in 0..self.filled() {
            if self.key_bits(entry) == 0 {
                continue;
            }
            // SAFETY: both entries are in bounds; the words move.
            unsafe { fresh.entry_pointer(next).copy_from_nonoverlapping(self.entry_pointer(entry), W) };
            // SAFETY: as above.
            let hash = unsafe { *self.hash_pointer(entry) };
            // SAFETY: as above.
            unsafe { fresh.hash_pointer(next).write(hash) };
            if index_bits != 0 {
                fresh.index_entry(index_bits, hash, next);
            }
            next += 1;
        }
        let old = self.head.replace(fresh.head.replace(std::ptr::null_mut()));
        Self::free(old);
        Ok(())
    }

    fn index_entry(&self, bits: u32, hash: u32, entry: usize) {
        let mut position = Self::start(hash, bits);
        // SAFETY: positions are masked to the index; at most half of it is used, so the walk ends.
        while unsafe { *self.index_pointer(position) } >= FIRST {
            position = (position + 1) & ((1 << bits) - 1);
        }
        // SAFETY: as above.
        unsafe { self.index_pointer(position).write(entry as u32 + FIRST) };
    }

    #[inline(always)]
    fn start(hash: u32, bits: u32) -> u32 {
        hash.wrapping_mul(0x9E37_79B9) >> (32 - bits)
    }

    const fn layout(capacity: u32, index_bits: u32) -> usize {
        let index = if index_bits == 0 { 0 } else { 4usize << index_bits };
        size_of::<Head>() + capacity as usize * (8 * W + 4) + index
    }

    #[inline(always)]
    fn head(&self) -> Option<&Head> {
        // SAFETY: a head that is not null is a live table of ours.
        unsafe { self.head.get().as_ref() }
    }

    /// Where an entry's words lie. The caller has checked that there is a head and that the entry is below its capacity.
    #[inline(always)]
    fn entry_pointer(&self, entry: usize) -> *mut u64 {
        self.head.get().wrapping_add(1).cast::<u64>().wrapping_add(entry * W)
    }

    #[inline(always)]
    fn hash_pointer(&self, entry: usize) -> *mut u32 {
        // SAFETY: the caller has checked that there is a head.
        let capacity = unsafe { (*self.head.get()).capacity } as usize;
        self.entry_pointer(capacity).cast::<u32>().wrapping_add(entry)
    }

    #[inline(always)]
    fn index_pointer(&self, position: u32) -> *mut u32 {
        // SAFETY: the caller has checked that there is a head.
        let capacity = unsafe { (*self.head.get()).capacity } as usize;
        self.hash_pointer(capacity).wrapping_add(position as usize)
    }

    fn free(head: *mut Head) {
        if let Some(buffer) = NonNull::new(head) {
            // SAFETY: the buffer came from a heap and is not used any more.
            unsafe { Heap::buffer_drop(buffer.cast()) };
        }
    }
}

impl Table<2> {
    /// The value of an entry that is not removed.
    #[inline(always)]
    pub fn value(&self, entry: usize) -> Option<&Value> {
        if self.key_bits(entry) == 0 {
            return None;
        }
        // SAFETY: a live entry's second word is a value that the table owns.
        Some(unsafe { Value::borrow_bits(&*self.entry_pointer(entry).add(1)) })
    }

    /// Replaces the value of a live entry, and returns the old one.
    #[inline(always)]
    pub fn replace(&self, entry: usize, value: Value) -> Value {
        debug_assert!(self.key_bits(entry) != 0);
        // SAFETY: a live entry's second word is a value that the table owns; it is exchanged.
        let old = unsafe { self.entry_pointer(entry).add(1).replace(value.into_bits()) };
        Heap::note_moved(old);
        // SAFETY: the table owned the value.
        unsafe { Value::from_bits(old) }
    }
}

impl<const W: usize> Drop for Table<W> {
    fn drop(&mut self) {
        for entry in 0..self.filled() {
            for offset in 0..W {
                // SAFETY: the entry is below `filled`; its words are owned by the table, which is given up.
                drop(unsafe { Value::option_from_bits(self.entry_pointer(entry).add(offset).read()) });
            }
        }
        Self::free(self.head.get());
    }
}
