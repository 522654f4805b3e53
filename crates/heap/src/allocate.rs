//! Taking blocks: objects with their header, and the buffers that they own.
//!
//! ```text
//! allocate = block from the allocator + header word + count0 for containers
//! ```
//!
//! `bytes` is always the whole block: header and payload. Nothing here runs a collection; a safe
//! point does, when the pending word says so.

use crate::header::{Header, LayoutId, Object, YOUNG};
use crate::heap::{Heap, PENDING_COLLECT, PENDING_OVERDRAWN};
use exuvia_alloc::{Kind, POOL_BYTES};
use std::ptr::NonNull;

/// The largest block that [`Heap::allocate`] hands out, in bytes.
pub const MAX_OVERDRAWING: usize = 512;

impl Heap {
    /// A new object of `bytes` bytes, header included, at most 512. The header is written (count one;
    /// containers are young), the payload is not. Never fails on the budget: it overdraws, and the
    /// next safe point is told.
    #[inline(always)]
    pub fn allocate(&self, layout: LayoutId, kind: Kind, bytes: usize) -> Object {
        debug_assert!(bytes <= MAX_OVERDRAWING);
        let block = self.allocator.allocate_small(kind, bytes);
        self.note_overdrawing(block);
        self.open(block, layout, kind)
    }

    /// A new object of any size, header included; nothing when it would pass the budget.
    #[inline]
    pub fn try_allocate(&self, layout: LayoutId, kind: Kind, bytes: usize) -> Option<Object> {
        let block = self.allocator.allocate(kind, bytes)?;
        Some(self.open(block, layout, kind))
    }

    /// Writes the header of a fresh block.
    #[inline(always)]
    fn open(&self, block: NonNull<u8>, layout: LayoutId, kind: Kind) -> Object {
        let container = matches!(kind, Kind::Container);
        let object = block.cast::<Header>();
        let flags = if container { YOUNG } else { 0 };
        // SAFETY: a block is at least 16 bytes and ours.
        unsafe { object.cast::<u64>().write(Header::first_word(layout, flags)) };
        if container {
            let count = self.count0.get() + 1;
            self.count0.set(count);
            if count > self.trigger.get() {
                self.due_slow();
            }
        }
        object
    }

    #[cold]
    #[inline(never)]
    fn due_slow(&self) {
        if !self.collector.running.get() {
            self.set_pending(PENDING_COLLECT);
        }
    }

    /// Only a new pool can overdraw the budget, and its first block is at its start: one test of the
    /// address tells all other allocations from it.
    #[inline(always)]
    fn note_overdrawing(&self, block: NonNull<u8>) {
        if block.as_ptr() as usize & (POOL_BYTES - 1) == 0 && self.allocator.overdrawn() {
            self.overdrawn_slow();
        }
    }

    #[cold]
    #[inline(never)]
    fn overdrawn_slow(&self) {
        self.set_pending(PENDING_OVERDRAWN);
    }

    /// Counts what this thread takes outside of the heap against the budget, until the heap ends or another one does so. Needs
    /// [`crate::CountedMemory`] as the program's global allocator; otherwise nothing is counted.
    pub fn count_native_memory(&self) {
        // SAFETY: the field lies in the region's head. The allocator is dropped with the region, on the thread that the heap is
        // bound to.
        unsafe { self.allocator.count_native_memory((&self.pending).into(), PENDING_OVERDRAWN) };
    }

    /// A buffer; nothing when it would pass the budget.
    #[inline]
    pub fn buffer(&self, bytes: usize) -> Option<NonNull<u8>> {
        self.allocator.allocate(Kind::Buffer, bytes)
    }

    /// A buffer of at most 512 bytes, overdrawing the budget if need be.
    ///
    /// # Safety
    /// `bytes` must not be above 512.
    #[inline(always)]
    pub unsafe fn buffer_small(&self, bytes: usize) -> NonNull<u8> {
        let block = self.allocator.allocate_small(Kind::Buffer, bytes);
        self.note_overdrawing(block);
        block
    }

    /// A buffer of any size, overdrawing the budget if need be. Ends the process when the system has no memory at all.
    #[inline(always)]
    pub fn buffer_overdrawing(&self, bytes: usize) -> NonNull<u8> {
        if bytes <= MAX_OVERDRAWING {
            // SAFETY: not above 512 bytes.
            return unsafe { self.buffer_small(bytes) };
        }
        let block = self.allocator.allocate_overdrawing(Kind::Buffer, bytes);
        self.note_overdrawing(block);
        block
    }

    /// A larger or smaller buffer with the same content; nothing, and `block` as it was, when that
    /// would pass the budget.
    ///
    /// # Safety
    /// `block` must be a live buffer of this heap; it is gone when a new one is returned.
    #[inline]
    pub unsafe fn buffer_grow(&self, block: NonNull<u8>, new_bytes: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise is the allocator's condition.
        unsafe { self.allocator.reallocate(block, new_bytes) }
    }

    /// Frees a buffer.
    ///
    /// # Safety
    /// `block` must be a live buffer of this heap; it is gone afterwards.
    #[inline(always)]
    pub unsafe fn buffer_free(&self, block: NonNull<u8>) {
        // SAFETY: the caller's promise is the allocator's condition.
        unsafe { self.allocator.free(block) };
    }

    /// Frees a buffer of whichever heap it belongs to: for payloads, which are dropped without their heap.
    ///
    /// # Safety
    /// `block` must be a live buffer of a heap that still exists; it is gone afterwards.
    #[inline(always)]
    pub unsafe fn buffer_drop(block: NonNull<u8>) {
        // SAFETY: a buffer lies in its heap's region, as objects do, and the region's head is the heap.
        let heap = unsafe { Heap::of(block.cast()) };
        // SAFETY: the caller's promise.
        unsafe { heap.buffer_free(block) };
    }
}
