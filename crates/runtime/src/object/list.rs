//! Payload of list: a buffer of slots that grows by about an eighth. 32 bytes with the header while empty.
//!
//! Slots are read by clone or through a closure that gets no interpreter, so no borrow of the slots outlives a change.

use std::cell::Cell;
use std::ptr::NonNull;

use exuvia_heap::{Heap, Tracer};

use super::table::OutOfMemory;
use super::{Payload, ids, new_exact};
use crate::value::Value;

/// Payload of `list`. Invariants: `length <= capacity`; slots below `length` own their values.
#[derive(Default)]
pub struct List {
    slots: Cell<Option<NonNull<u64>>>,
    length: Cell<u32>,
    capacity: Cell<u32>,
}

// SAFETY: all slots below `length` are reported.
unsafe impl Payload for List {
    const ID: u32 = ids::LIST;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        let slots = self.slice();
        // SAFETY: values are words, and the slots below the length are readable.
        unsafe { tracer.words(slots.as_ptr().cast(), slots.len()) };
    }
    fn extra_bytes(&self) -> usize {
        self.capacity.get() as usize * 8
    }
}

impl List {
    /// The most items that a list can have.
    pub const MAX_LENGTH: usize = u32::MAX as usize >> 1;
    /// Where the slots pointer and the length lie in the payload, for the interpreter's fast paths.
    pub const SLOTS_OFFSET: usize = std::mem::offset_of!(List, slots);
    pub const LENGTH_OFFSET: usize = std::mem::offset_of!(List, length);

    /// A new list object that takes over the items.
    pub fn new_value(heap: &Heap, items: impl IntoIterator<Item = Value>) -> Result<Value, OutOfMemory> {
        let items = items.into_iter();
        let list = List::default();
        let expected = items.size_hint().0;
        if expected > 0 {
            list.resize(heap, expected)?;
        }
        for item in items {
            list.push(heap, item)?;
        }
        Ok(new_exact(heap, list))
    }

    /// A new list object that takes over `count` (not zero) values. When there is no room they stay the caller's.
    ///
    /// # Safety
    /// `first` points to that many values.
    #[inline]
    pub unsafe fn from_words(heap: &Heap, first: *const u64, count: usize) -> Result<Value, OutOfMemory> {
        // Blocks come in steps of two slots.
        let capacity = count.next_multiple_of(2);
        let slots = heap.buffer(capacity * 8).ok_or(OutOfMemory)?.cast::<u64>();
        // SAFETY: the buffer has room for the values; the caller vouches for the source.
        unsafe { slots.as_ptr().copy_from_nonoverlapping(first, count) };
        let list = List {
            slots: Cell::new(Some(slots)),
            length: Cell::new(count as u32),
            capacity: Cell::new(capacity as u32),
        };
        Ok(new_exact(heap, list))
    }

    /// A new list object with new references to the items.
    pub fn copy_of(heap: &Heap, items: &[Value]) -> Result<Value, OutOfMemory> {
        let list = List::default();
        if !items.is_empty() {
            list.resize(heap, items.len())?;
            let slots = list.pointer();
            for (index, item) in items.iter().enumerate() {
                // SAFETY: the buffer has a slot for each item.
                unsafe { slots.add(index).write(item.clone().into_bits()) };
            }
            list.length.set(items.len() as u32);
        }
        Ok(new_exact(heap, list))
    }

    /// A new empty list object.
    #[inline(always)]
    pub fn new_empty(heap: &Heap) -> Value {
        new_exact(heap, List::default())
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get() as usize
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.length.get() == 0
    }

    /// Slots that the buffer has.
    pub fn capacity(&self) -> usize {
        self.capacity.get() as usize
    }

    /// Shows the items to a closure, which must not run Python code (it is given no interpreter).
    #[inline(always)]
    pub fn with<T>(&self, look: impl FnOnce(&[Value]) -> T) -> T {
        look(self.slice())
    }

    /// A new reference to an item.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.slice().get(index).cloned()
    }

    /// Replaces an item; gives `value` back when there is no such index.
    #[inline(always)]
    pub fn replace(&self, index: usize, value: Value) -> Result<Value, Value> {
        if index >= self.len() {
            return Err(value);
        }
        // SAFETY: the index is below the length; the slot's value is exchanged.
        let old = unsafe { self.pointer().add(index).replace(value.into_bits()) };
        Heap::note_moved(old);
        // SAFETY: the slot owned the value.
        Ok(unsafe { Value::from_bits(old) })
    }

    /// Appends an item.
    #[inline(always)]
    pub fn push(&self, heap: &Heap, value: Value) -> Result<(), OutOfMemory> {
        let length = self.length.get();
        if length == self.capacity.get() {
            self.grow_slow(heap, 1)?;
        }
        // SAFETY: there is a free slot at `length`.
        unsafe { self.pointer().add(length as usize).write(value.into_bits()) };
        self.length.set(length + 1);
        Ok(())
    }

    /// Takes the last item off.
    #[inline(always)]
    pub fn pop(&self) -> Option<Value> {
        let length = self.length.get().checked_sub(1)?;
        self.length.set(length);
        // SAFETY: the slot was below the length.
        let word = unsafe { self.pointer().add(length as usize).read() };
        Heap::note_moved(word);
        // SAFETY: the slot owned the value and is given up.
        Some(unsafe { Value::from_bits(word) })
    }

    /// Inserts before `index` (at most the length).
    pub fn insert(&self, heap: &Heap, index: usize, value: Value) -> Result<(), OutOfMemory> {
        let length = self.len();
        debug_assert!(index <= length);
        heap.note_reordered(length);
        if length == self.capacity() {
            self.grow_slow(heap, 1)?;
        }
        let slot = self.pointer().wrapping_add(index);
        // SAFETY: there is room for one slot more, so the slots from `index` on may move up by one.
        unsafe { slot.copy_to(slot.add(1), length - index) };
        // SAFETY: the slot at `index` was moved away.
        unsafe { slot.write(value.into_bits()) };
        self.length.set(length as u32 + 1);
        Ok(())
    }

    /// Takes the item at `index` out.
    pub fn remove(&self, index: usize) -> Option<Value> {
        let length = self.len();
        if index >= length {
            return None;
        }
        let slot = self.pointer().wrapping_add(index);
        self.note_reordered();
        // SAFETY: the index is below the length.
        let value = unsafe { Value::from_bits(slot.read()) };
        Heap::note_moved(value.bits());
        // SAFETY: the slots above it move down over the one given up.
        unsafe { slot.copy_from(slot.add(1), length - index - 1) };
        self.length.set(length as u32 - 1);
        Some(value)
    }

    /// Makes room for `more` items.
    pub fn reserve(&self, heap: &Heap, more: usize) -> Result<(), OutOfMemory> {
        let wanted = self.len().checked_add(more).ok_or(OutOfMemory)?;
        if wanted <= self.capacity() { Ok(()) } else { self.resize(heap, wanted) }
    }

    /// Takes the whole content out; it is released when the returned list is dropped.
    pub fn take(&self) -> List {
        let taken = List::default();
        self.swap(&taken);
        taken
    }

    /// Exchanges the content with another list's.
    pub fn swap(&self, other: &List) {
        self.note_all_moved();
        other.note_all_moved();
        self.slots.swap(&other.slots);
        self.length.swap(&other.length);
        self.capacity.swap(&other.capacity);
    }

    /// Replaces `start..end` (in bounds) by the items; the old ones are returned, to be released when no borrow is left.
    pub fn splice(
        &self,
        heap: &Heap,
        start: usize,
        end: usize,
        items: Vec<Value>,
    ) -> Result<Vec<Value>, OutOfMemory> {
        let length = self.len();
        debug_assert!(start <= end && end <= length);
        let removed = end - start;
        heap.note_reordered(length);
        if items.len() > removed {
            let more = items.len() - removed;
            if length + more > self.capacity() {
                self.grow_slow(heap, more)?;
            }
        }
        let base = self.pointer();
        let old = (start..end)
            .map(|index| {
                // SAFETY: the slots are below the length.
                let word = unsafe { base.wrapping_add(index).read() };
                Heap::note_moved(word);
                // SAFETY: the value is given up, and overwritten below.
                unsafe { Value::from_bits(word) }
            })
            .collect();
        let added = items.len();
        // SAFETY: there is room for the tail at its new place.
        unsafe { base.wrapping_add(end).copy_to(base.wrapping_add(start + added), length - end) };
        for (offset, item) in items.into_iter().enumerate() {
            // SAFETY: these slots were read or moved away above.
            unsafe { base.wrapping_add(start + offset).write(item.into_bits()) };
        }
        self.length.set((length - removed + added) as u32);
        Ok(old)
    }

    /// Reorders or looks at the items in place. The closure runs no Python code.
    pub fn with_mut<T>(&self, change: impl FnOnce(&mut [Value]) -> T) -> T {
        if self.is_empty() {
            return change(&mut []);
        }
        self.note_reordered();
        // SAFETY: slots below the length are values; the closure has no way to reach this list.
        change(unsafe { std::slice::from_raw_parts_mut(self.pointer().cast::<Value>(), self.len()) })
    }

    /// Tells a run of the collector that the items change their places.
    #[inline(always)]
    fn note_reordered(&self) {
        if let Some(slots) = self.slots.get() {
            Heap::note_buffer_reordered(slots.cast(), self.len());
        }
    }

    /// Tells a run of the collector that all items go elsewhere.
    fn note_all_moved(&self) {
        if let Some(slots) = self.slots.get()
            && Heap::buffer_notes_moves(slots.cast())
        {
            self.slice().iter().for_each(|item| Heap::note_moved(item.bits()));
        }
    }

    /// Gives slots back to the heap that a long list does not need any more.
    pub fn shrink(&self, heap: &Heap) {
        if self.capacity() > 16 && self.len() < self.capacity() / 2 {
            // A list that cannot shrink stays as it is.
            let _ = self.resize(heap, self.len() + self.len() / 8 + 4);
        }
    }

    #[inline(always)]
    fn slice(&self) -> &[Value] {
        match self.slots.get() {
            // SAFETY: slots below the length are values that the list owns.
            Some(slots) => unsafe { std::slice::from_raw_parts(slots.as_ptr().cast::<Value>(), self.len()) },
            None => &[],
        }
    }

    #[inline(always)]
    fn pointer(&self) -> *mut u64 {
        self.slots.get().map_or(std::ptr::dangling_mut(), NonNull::as_ptr)
    }

    #[cold]
    #[inline(never)]
    fn grow_slow(&self, heap: &Heap, more: usize) -> Result<(), OutOfMemory> {
        let wanted = self.len().checked_add(more).ok_or(OutOfMemory)?;
        let generous = if wanted <= 4 { 4 } else { wanted + wanted / 8 + 4 };
        self.resize(heap, generous)
    }

    fn resize(&self, heap: &Heap, capacity: usize) -> Result<(), OutOfMemory> {
        if capacity > Self::MAX_LENGTH {
            return Err(OutOfMemory);
        }
        let bytes = capacity * 8;
        let slots = match self.slots.get() {
            None => heap.buffer(bytes),
            // SAFETY: the buffer is this list's own.
            Some(old) => unsafe { heap.buffer_grow(old.cast(), bytes) },
        };
        self.slots.set(Some(slots.ok_or(OutOfMemory)?.cast()));
        self.capacity.set(capacity as u32);
        Ok(())
    }
}

impl Drop for List {
    fn drop(&mut self) {
        let Some(slots) = self.slots.get() else { return };
        for index in (0..self.len()).rev() {
            // SAFETY: slots below the length are owned values, given up here.
            drop(unsafe { Value::from_bits(slots.add(index).read()) });
        }
        // SAFETY: the buffer came from a heap and is not used any more.
        unsafe { Heap::buffer_drop(slots.cast()) };
    }
}
