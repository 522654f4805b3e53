//! Payload of bytes: length, then the bytes in place.

use std::cell::Cell;

use exuvia_heap::{Heap, Kind, LayoutId};

use super::table::OutOfMemory;
use super::{Obj, Payload, ids, info, tail_word};
use crate::value::Value;

/// Payload of `bytes`: `length` bytes follow it in the same block.
#[repr(C)]
pub struct Bytes {
    length: u32,
    /// The hash, once it was asked for; 0 before.
    pub hash: Cell<u32>,
    data: [u8; 0],
}

// SAFETY: bytes hold no references.
unsafe impl Payload for Bytes {
    const ID: u32 = ids::BYTES;
    const KIND: Kind = Kind::Leaf;
    fn tail_offset(&self) -> usize {
        (size_of::<Obj<Bytes>>() + self.length as usize).next_multiple_of(8)
    }
}

impl Bytes {
    /// A new bytes object.
    pub fn new_value(heap: &Heap, data: &[u8]) -> Result<Value, OutOfMemory> {
        Self::with_layout(heap, LayoutId::new(ids::BYTES), data)
    }

    /// The same with the layout of a subclass.
    pub fn with_layout(heap: &Heap, layout: LayoutId, data: &[u8]) -> Result<Value, OutOfMemory> {
        let length = u32::try_from(data.len()).map_err(|_| OutOfMemory)?;
        let exact = layout.index() == ids::BYTES as usize;
        let details = info(heap.layout(layout));
        let (kind, tail) = if exact { (Kind::Leaf, 0) } else { (Kind::Container, details.capacity * 8 + 7) };
        let object = heap
            .try_allocate(layout, kind, size_of::<Obj<Bytes>>() + data.len() + tail)
            .ok_or(OutOfMemory)?;
        let place = object.as_ptr().cast::<Obj<Bytes>>();
        // SAFETY: the block is fresh and large enough.
        unsafe { (&raw mut (*place).payload).write(Bytes { length, hash: Cell::new(0), data: [] }) };
        // SAFETY: there is room for the bytes behind the payload.
        unsafe { place.add(1).cast::<u8>().copy_from_nonoverlapping(data.as_ptr(), data.len()) };
        if !exact {
            for index in 0..details.tail_words() {
                // SAFETY: the block has room for `capacity` tail words.
                unsafe { tail_word(object, details, index).write(0) };
            }
            details.class.hold();
        }
        Ok(Value::from_object(object))
    }

    /// The bytes. They never change, so the borrow is good as long as the object is held.
    pub fn as_slice(&self) -> &[u8] {
        let first = std::ptr::from_ref(self).wrapping_add(1).cast::<u8>();
        // SAFETY: `length` bytes follow the payload.
        unsafe { std::slice::from_raw_parts(first, self.length as usize) }
    }
}
