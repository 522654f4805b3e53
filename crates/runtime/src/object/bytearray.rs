//! Payload of bytearray: a buffer of bytes that grows by about an eighth.
//!
//! Invariants: `length <= capacity`; bytes below `length` are initialised. Bytes are shown to closures that get no interpreter, so
//! no borrow of them outlives a change.

use std::cell::Cell;
use std::ptr::NonNull;

use exuvia_heap::Heap;

use super::table::OutOfMemory;
use super::{Payload, ids, new_exact};
use crate::value::Value;

/// Payload of `bytearray`.
#[derive(Default)]
pub struct ByteArray {
    buffer: Cell<Option<NonNull<u8>>>,
    length: Cell<u32>,
    capacity: Cell<u32>,
    /// Views of the bytes that are alive; while there are any, the bytearray keeps its size.
    pub exports: Cell<u32>,
}

// SAFETY: bytes hold no references.
unsafe impl Payload for ByteArray {
    const ID: u32 = ids::BYTEARRAY;
    const KIND: exuvia_heap::Kind = exuvia_heap::Kind::Leaf;
    fn extra_bytes(&self) -> usize {
        self.capacity.get() as usize
    }
}

impl ByteArray {
    /// A payload with this content.
    pub fn with_data(heap: &Heap, data: &[u8]) -> Result<ByteArray, OutOfMemory> {
        let array = ByteArray::default();
        array.splice(heap, 0, 0, data)?;
        Ok(array)
    }

    /// A new bytearray object.
    pub fn new_value(heap: &Heap, data: &[u8]) -> Result<Value, OutOfMemory> {
        Ok(new_exact(heap, Self::with_data(heap, data)?))
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get() as usize
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.length.get() == 0
    }

    /// Bytes that the buffer has room for.
    pub fn capacity(&self) -> usize {
        self.capacity.get() as usize
    }

    /// Shows the bytes to a closure, which must not change any bytearray (it is given no interpreter).
    #[inline(always)]
    pub fn with<T>(&self, look: impl FnOnce(&[u8]) -> T) -> T {
        match self.buffer.get() {
            // SAFETY: bytes below `length` are initialised and stay in place while the closure looks at them.
            Some(buffer) => look(unsafe { std::slice::from_raw_parts(buffer.as_ptr(), self.len()) }),
            None => look(&[]),
        }
    }

    /// Changes bytes in place.
    pub fn with_mut<T>(&self, change: impl FnOnce(&mut [u8]) -> T) -> T {
        match self.buffer.get() {
            // SAFETY: bytes below `length` are initialised; the closure has no way to reach this bytearray.
            Some(buffer) => change(unsafe { std::slice::from_raw_parts_mut(buffer.as_ptr(), self.len()) }),
            None => change(&mut []),
        }
    }

    /// The byte at an index.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<u8> {
        self.with(|data| data.get(index).copied())
    }

    /// Replaces the byte at an index; `None` when there is no such index.
    #[inline(always)]
    pub fn set(&self, index: usize, byte: u8) -> Option<()> {
        self.with_mut(|data| data.get_mut(index).map(|place| *place = byte))
    }

    /// Replaces `start..end` (in bounds) by `data`, which does not come from this bytearray.
    pub fn splice(&self, heap: &Heap, start: usize, end: usize, data: &[u8]) -> Result<(), OutOfMemory> {
        let length = self.len();
        debug_assert!(start <= end && end <= length);
        let new_length = (length - (end - start)).checked_add(data.len()).ok_or(OutOfMemory)?;
        if new_length > self.capacity() {
            self.grow_slow(heap, new_length)?;
        }
        let Some(buffer) = self.buffer.get() else { return Ok(()) };
        let place = buffer.as_ptr().wrapping_add(start);
        let tail = buffer.as_ptr().wrapping_add(end);
        // SAFETY: the capacity is at least the new length, so the tail has room at its new place.
        unsafe { tail.copy_to(place.wrapping_add(data.len()), length - end) };
        // SAFETY: the gap before the tail's new place is as long as the data, which lies elsewhere.
        unsafe { place.copy_from_nonoverlapping(data.as_ptr(), data.len()) };
        self.length.set(new_length as u32);
        Ok(())
    }

    /// Appends a byte.
    #[inline]
    pub fn push(&self, heap: &Heap, byte: u8) -> Result<(), OutOfMemory> {
        let length = self.len();
        self.splice(heap, length, length, &[byte])
    }

    /// Cuts off the end, or adds zeros.
    pub fn resize(&self, heap: &Heap, length: usize) -> Result<(), OutOfMemory> {
        if length > self.capacity() {
            self.grow_slow(heap, length)?;
        }
        let old = self.len();
        if let (Some(buffer), true) = (self.buffer.get(), length > old) {
            // SAFETY: the capacity is at least `length`.
            unsafe { buffer.as_ptr().wrapping_add(old).write_bytes(0, length - old) };
        }
        self.length.set(u32::try_from(length).map_err(|_| OutOfMemory)?);
        Ok(())
    }

    /// Takes over another bytearray's content; the own one is freed.
    pub fn replace_with(&self, other: ByteArray) {
        self.buffer.swap(&other.buffer);
        self.length.swap(&other.length);
        self.capacity.swap(&other.capacity);
    }

    #[cold]
    #[inline(never)]
    fn grow_slow(&self, heap: &Heap, wanted: usize) -> Result<(), OutOfMemory> {
        // A first buffer is exact; one that grows will grow again.
        let generous = if self.buffer.get().is_none() { wanted } else { wanted + wanted / 8 + 8 };
        let capacity = u32::try_from(generous).map_err(|_| OutOfMemory)?;
        let buffer = match self.buffer.get() {
            None => heap.buffer(generous),
            // SAFETY: the buffer is this bytearray's own.
            Some(old) => unsafe { heap.buffer_grow(old, generous) },
        };
        self.buffer.set(Some(buffer.ok_or(OutOfMemory)?));
        self.capacity.set(capacity);
        Ok(())
    }
}

impl Drop for ByteArray {
    fn drop(&mut self) {
        let Some(buffer) = self.buffer.get() else { return };
        // SAFETY: the buffer came from a heap and is not used any more.
        unsafe { Heap::buffer_drop(buffer) };
    }
}
