//! The registers of a frame that waits, in a buffer of the heap.
//!
//! ```text
//! Registers { words, capacity, length } ──▶ │ word │ word │ … │ not in use │        no buffer while the capacity is 0
//! ```
//!
//! It owns the buffer, not what the words refer to.

use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use exuvia_heap::Heap;

/// A vector of words that comes from the heap's allocator, which is faster than the system's and bound to the budget.
pub struct Registers {
    words: NonNull<u64>,
    capacity: u32,
    length: u32,
}

impl Default for Registers {
    fn default() -> Registers {
        Registers { words: NonNull::dangling(), capacity: 0, length: 0 }
    }
}

impl Registers {
    /// Makes room for so many words, whatever is there being kept. The budget is overdrawn if need be.
    #[inline(always)]
    pub fn reserve(&mut self, heap: &Heap, capacity: usize) {
        if capacity > self.capacity as usize {
            self.grow(heap, capacity);
        }
    }

    #[inline(never)]
    fn grow(&mut self, heap: &Heap, capacity: usize) {
        let words = heap.buffer_overdrawing(capacity * size_of::<u64>()).cast::<u64>();
        // SAFETY: both buffers hold so many words, and they are different.
        unsafe { words.copy_from_nonoverlapping(self.words, self.length as usize) };
        self.free();
        self.words = words;
        self.capacity = capacity as u32;
    }

    fn free(&mut self) {
        if self.capacity > 0 {
            // SAFETY: a capacity says that the words are a live buffer, which nobody else knows.
            unsafe { Heap::buffer_drop(self.words.cast()) };
        }
    }

    /// Words that there is room for.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        self.capacity as usize
    }

    /// The first word; there are `capacity` of them.
    #[inline(always)]
    pub fn as_mut_ptr(&mut self) -> *mut u64 {
        self.words.as_ptr()
    }

    /// Says how many words are in use.
    ///
    /// # Safety
    /// They are written, and no more than the capacity.
    #[inline(always)]
    pub unsafe fn set_length(&mut self, length: usize) {
        debug_assert!(length <= self.capacity as usize);
        self.length = length as u32;
    }
}

impl Deref for Registers {
    type Target = [u64];

    #[inline(always)]
    fn deref(&self) -> &[u64] {
        // SAFETY: the first `length` words are written; without a buffer the length is 0.
        unsafe { std::slice::from_raw_parts(self.words.as_ptr(), self.length as usize) }
    }
}

impl DerefMut for Registers {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [u64] {
        // SAFETY: as for reading, and the buffer has one owner.
        unsafe { std::slice::from_raw_parts_mut(self.words.as_ptr(), self.length as usize) }
    }
}

impl Drop for Registers {
    fn drop(&mut self) {
        self.free();
    }
}
