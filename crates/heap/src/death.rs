//! Death: what happens at the instant when a count reaches zero.
//!
//! ```text
//! release ─▶ count 0 ─▶ finalizer due? ── yes ─▶ one count, queued, alive
//!                            │ no
//!                            ▼
//!             weak references die ─▶ payload dropped, children die ─▶ block freed
//! ```
//!
//! Children die depth first in slot order by recursion, up to a fixed depth; deeper ones wait on a
//! list that is threaded through their own counts, so a death of any size needs no memory and
//! little stack. Host code never runs here.

use crate::header::{COUNT_MASK, FINALIZED, HAS_WEAK, Header, Object};
use crate::heap::Heap;
use crate::layout::{Entry, Layout, Shape};
use crate::word;
use exuvia_alloc::{Kind, prefetch};

/// Deaths nest at most this deep on the machine stack.
const MAX_DEPTH: u32 = 40;
/// How far ahead of the dying object memory is fetched, in bytes.
const NEIGHBOUR_BYTES: usize = 384;

impl Heap {
    /// Gives back one count of `object`; it dies if that was the last. Budget: load, subtract, store,
    /// one branch.
    ///
    /// # Safety
    /// The object must be alive and the caller must own the count.
    #[inline(always)]
    pub unsafe fn release(object: Object) {
        // SAFETY: the caller vouches that the object is alive.
        if unsafe { object.as_ref() }.decref_again() {
            // SAFETY: the count has just reached zero.
            unsafe { Heap::death(object) };
        }
    }

    /// Gives back the count that a word owns, if it is a reference.
    ///
    /// # Safety
    /// As [`Heap::release`], when the word is a reference.
    #[inline(always)]
    pub unsafe fn release_word(word: u64) {
        if let Some(object) = word::as_reference(word) {
            // SAFETY: the caller's promise.
            unsafe { Heap::release(object) };
        }
    }

    /// Ends an object whose count is zero.
    ///
    /// # Safety
    /// The count must be zero, and this must be the only call for it.
    #[inline(never)]
    pub unsafe fn death(object: Object) {
        // SAFETY: the object's block is still allocated.
        let heap = unsafe { Heap::of(object) };
        let entry = heap.entry_of(object);
        let layout = &entry.layout;
        // SAFETY: as above.
        let weak = unsafe { object.as_ref() }.has(HAS_WEAK);
        if weak | layout.finalizer.get() | heap.watched.get() {
            return heap.special_death_slow(object);
        }
        match layout.shape {
            Shape::Leaf => {}
            Shape::Custom => return heap.death_by_drop(object, entry),
            Shape::Slots { first, count } => {
                // SAFETY: the layout's slots lie within the object's block.
                let slots = unsafe { object.as_ptr().byte_add(first as usize) }.cast::<u64>();
                for index in 0..count {
                    // SAFETY: there are `count` slots, all initialised.
                    let word = unsafe { *slots.add(index as usize) };
                    if word::is_reference(word) {
                        // SAFETY: references are never null.
                        let child = unsafe { Object::new_unchecked(word as *mut Header) };
                        // SAFETY: the slot owned a count of the child, so it is alive.
                        if unsafe { child.as_ref() }.decref() {
                            return heap.death_with_child(object, child, index);
                        }
                    }
                }
            }
        }
        let owner = layout.owner.get();
        heap.unmake(object, layout);
        if let Some(owner) = owner {
            // SAFETY: the dead object owned a count of its owner, so that is alive.
            if unsafe { owner.as_ref() }.decref() {
                heap.special_death_slow(owner);
            }
        }
    }

    /// Frees the block of an object whose payload is gone.
    #[inline(always)]
    fn unmake(&self, object: Object, layout: &Layout) {
        if matches!(layout.kind, Kind::Container) {
            self.count0.set(self.count0.get().saturating_sub(1));
        }
        // SAFETY: the payload is gone and nobody holds a count: the block is unused.
        unsafe { self.allocator.free(object.cast()) };
    }

    /// The death of an object whose slots up to `index` are released already, and the child there, which
    /// has reached zero as well.
    #[inline(never)]
    fn death_with_child(&self, object: Object, child: Object, index: u32) {
        let depth = self.depth.get();
        let layout = &self.entry_of(object).layout;
        let mut last = Some(child);
        if let Shape::Slots { first, count } = layout.shape
            && index + 1 < count
        {
            self.end(child, depth + 1);
            last = self.release_slots(object, first + 8 * (index + 1), count - index - 1, depth);
        }
        self.unmake(object, layout);
        if let Some(owner) = layout.owner.get() {
            self.release_owner(owner, depth);
        }
        if let Some(next) = last {
            self.end(next, depth);
        }
        if depth == 0 && self.deferred_first.get() != 0 {
            self.bury_deferred_slow();
        }
    }

    /// The death of an object whose drop function knows what it holds.
    #[inline(never)]
    fn death_by_drop(&self, object: Object, entry: &Entry) {
        let depth = self.depth.get();
        if depth >= MAX_DEPTH {
            return self.put_off_slow(object, entry, depth);
        }
        prefetch_neighbour(object);
        self.drop_payload(object, entry, depth);
        self.unmake(object, &entry.layout);
        if let Some(owner) = entry.layout.owner.get() {
            self.release_owner(owner, depth);
        }
        if depth == 0 && self.deferred_first.get() != 0 {
            self.bury_deferred_slow();
        }
    }

    /// A death that others may follow.
    #[inline(never)]
    fn death_of_many(&self, object: Object, entry: &Entry) {
        let depth = self.depth.get();
        if depth < MAX_DEPTH {
            self.bury(object, entry, depth);
        } else {
            self.put_off_slow(object, entry, depth);
        }
        if depth == 0 && self.deferred_first.get() != 0 {
            self.bury_deferred_slow();
        }
    }

    /// The death of an object with a finalizer or weak references, or one that a probe is told of.
    #[cold]
    #[inline(never)]
    fn special_death_slow(&self, object: Object) {
        let entry = self.entry_of(object);
        if !self.keep_slow(object, entry) {
            self.death_of_many(object, entry);
        }
    }

    /// Buries an object whose count is zero, or queues its finalizer, or puts it off.
    #[inline(always)]
    fn end(&self, object: Object, depth: u32) {
        // SAFETY: the object's block is still allocated.
        let word = unsafe { object.as_ref() }.word();
        let entry = self.entry_of(object);
        let special = (word & HAS_WEAK != 0) | entry.layout.finalizer.get() | self.watched.get();
        if special && self.keep_slow(object, entry) {
            return;
        }
        if depth < MAX_DEPTH {
            self.bury(object, entry, depth);
        } else {
            self.put_off_slow(object, entry, depth);
        }
    }

    /// Drops the payload and frees the block. The last slot is followed in a loop, not by a call.
    fn bury<'a>(&'a self, mut object: Object, mut entry: &'a Entry, depth: u32) {
        loop {
            prefetch_neighbour(object);
            let mut last = None;
            match entry.layout.shape {
                Shape::Slots { first, count } => {
                    last = self.release_slots(object, first, count, depth);
                }
                Shape::Leaf => {}
                Shape::Custom => self.drop_payload(object, entry, depth),
            }
            self.unmake(object, &entry.layout);
            if let Some(owner) = entry.layout.owner.get() {
                self.release_owner(owner, depth);
            }
            let Some(next) = last else { return };
            // SAFETY: the child's block is still allocated: its count has just reached zero.
            let word = unsafe { next.as_ref() }.word();
            entry = self.entry_of(next);
            let special = (word & HAS_WEAK != 0) | entry.layout.finalizer.get() | self.watched.get();
            if special && self.keep_slow(next, entry) {
                return;
            }
            object = next;
        }
    }

    /// Releases the words of a payload in order; a last one that reaches zero is handed back.
    #[inline(always)]
    fn release_slots(&self, object: Object, first: u32, count: u32, depth: u32) -> Option<Object> {
        // SAFETY: the layout's slots lie within the object's block.
        let mut slot = unsafe { object.as_ptr().byte_add(first as usize) }.cast::<u64>();
        for left in (0..count).rev() {
            // SAFETY: there are `count` slots, all initialised.
            let word = unsafe { *slot };
            if word::is_reference(word) {
                // SAFETY: references are never null.
                let child = unsafe { Object::new_unchecked(word as *mut Header) };
                // SAFETY: the slot owned a count of the child, so it is alive.
                if unsafe { child.as_ref() }.decref() {
                    if left == 0 {
                        return Some(child);
                    }
                    // SAFETY: there is one slot more.
                    let next = unsafe { *slot.add(1) };
                    if word::is_reference(next) {
                        prefetch(next as *const u8);
                    }
                    self.end(child, depth + 1);
                }
            }
            // SAFETY: one past a slot is still within the block or its end.
            slot = unsafe { slot.add(1) };
        }
        None
    }

    /// Releases the count that a dead object owned of its layout's owner.
    #[inline(always)]
    fn release_owner(&self, owner: Object, depth: u32) {
        // SAFETY: the dead object owned a count of its owner, so that is alive.
        if unsafe { owner.as_ref() }.decref() {
            self.end(owner, depth + 1);
        }
    }

    /// Calls the layout's drop function, with the depth noted for the deaths that it causes.
    #[inline(always)]
    fn drop_payload(&self, object: Object, entry: &Entry, depth: u32) {
        let before = self.depth.replace(depth + 1);
        // SAFETY: the payload is whole and is dropped only here; the heap is the object's own.
        unsafe { (entry.layout.drop)(object, &entry.layout, self) };
        self.depth.set(before);
    }

    /// What is special about a death: a finalizer, a probe, weak references. True when the object
    /// lives on for its finalizer.
    #[cold]
    #[inline(never)]
    fn keep_slow(&self, object: Object, entry: &Entry) -> bool {
        // SAFETY: the object's block is still allocated.
        let header = unsafe { object.as_ref() };
        if entry.layout.finalizer.get() && !header.has(FINALIZED) {
            header.set_word((header.word() | FINALIZED) + 1);
            self.queue_finalizer(object);
            return true;
        }
        self.tell_probe(object);
        if header.has(HAS_WEAK) {
            for weak in self.weak_detach(object) {
                self.queue_callback(weak);
            }
        }
        false
    }

    /// Tells the probe, if there is one, that `object` is about to be dropped.
    pub(crate) fn tell_probe(&self, object: Object) {
        if !self.watched.get() {
            return;
        }
        // A probe that causes deaths itself is not told of them.
        if let Ok(mut probe) = self.probe.try_borrow_mut()
            && let Some(probe) = probe.as_mut()
        {
            exuvia_alloc::native::uncounted(|| probe.died(object));
        }
    }

    /// Appends a dead object to the list of those that wait, linked by granule numbers in their counts.
    /// A weak reference never waits: a table entry must not lead to a dead object.
    #[cold]
    #[inline(never)]
    fn put_off_slow(&self, object: Object, entry: &Entry, depth: u32) {
        if entry.weak_reference.get() {
            return self.bury(object, entry, depth);
        }
        let granule = ((object.as_ptr() as usize - self.base()) >> 4) as u32;
        if self.deferred_first.get() == 0 {
            self.deferred_first.set(granule);
        } else {
            let last = self.at_granule(self.deferred_last.get());
            // SAFETY: an object on the list keeps its block until it is buried.
            let last = unsafe { last.as_ref() };
            last.set_word(last.word() & !COUNT_MASK | u64::from(granule));
        }
        self.deferred_last.set(granule);
    }

    /// Buries what waits, oldest first, until nothing does.
    #[cold]
    #[inline(never)]
    fn bury_deferred_slow(&self) {
        // Deaths caused by drop functions then see a depth, and leave the draining to this loop.
        self.depth.set(1);
        while self.deferred_first.get() != 0 {
            let object = self.at_granule(self.deferred_first.get());
            // SAFETY: an object on the list keeps its block until it is buried.
            let header = unsafe { object.as_ref() };
            self.deferred_first.set(header.count());
            header.set_word(header.word() & !COUNT_MASK);
            self.bury(object, self.entry_of(object), 1);
        }
        self.depth.set(0);
    }

    /// The object at a granule number: the inverse of `(address - base) / 16`.
    #[inline(always)]
    pub(crate) fn at_granule(&self, granule: u32) -> Object {
        let address = self.base() + ((granule as usize) << 4);
        // SAFETY: the base is not null, so neither is the sum.
        unsafe { Object::new_unchecked(address as *mut Header) }
    }
}

/// Objects that were made one after the other often die so, but in small steps forth and back that a processor does not see
/// through: with each, the line at some distance is asked for.
#[inline(always)]
fn prefetch_neighbour(object: Object) {
    prefetch(object.as_ptr().cast::<u8>().wrapping_add(NEIGHBOUR_BYTES));
}
