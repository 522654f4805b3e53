//! Payload of tuple: length, then the items in place. A pair takes 32 bytes.
//!
//! ```text
//! header │ length │ item 0 │ item 1 │ …
//! ```

use exuvia_heap::{Heap, Kind, LayoutId, Tracer};

use super::table::OutOfMemory;
use super::{Obj, Payload, ids, info, tail_word};
use crate::value::Value;

/// Payload of `tuple`: `length` items follow it in the same block.
#[repr(C)]
pub struct Tuple {
    length: usize,
    items: [u64; 0],
}

// SAFETY: all items are reported.
unsafe impl Payload for Tuple {
    const ID: u32 = ids::TUPLE;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for item in self.items() {
            tracer.word(item.bits());
        }
    }
    fn tail_offset(&self) -> usize {
        size_of::<Obj<Tuple>>() + self.length * 8
    }
}

impl Tuple {
    /// A new tuple object that takes over the items.
    pub fn new_value<I>(heap: &Heap, items: I) -> Result<Value, OutOfMemory>
    where
        I: IntoIterator<Item = Value>,
        I::IntoIter: ExactSizeIterator,
    {
        Self::with_layout(heap, LayoutId::new(ids::TUPLE), items)
    }

    /// The same with the layout of a subclass.
    pub fn with_layout<I>(heap: &Heap, layout: LayoutId, items: I) -> Result<Value, OutOfMemory>
    where
        I: IntoIterator<Item = Value>,
        I::IntoIter: ExactSizeIterator,
    {
        let items = items.into_iter();
        let length = items.len();
        let details = info(heap.layout(layout));
        let tail = if layout.index() == ids::TUPLE as usize { 0 } else { details.capacity };
        let bytes = length
            .checked_add(tail)
            .and_then(|words| words.checked_mul(8))
            .and_then(|bytes| bytes.checked_add(size_of::<Obj<Tuple>>()))
            .ok_or(OutOfMemory)?;
        let Some(object) = heap.try_allocate(layout, Kind::Container, bytes) else {
            // Items may be owned words that become values only when they are taken.
            items.for_each(drop);
            return Err(OutOfMemory);
        };
        let tuple = object.as_ptr().cast::<Obj<Tuple>>();
        // SAFETY: the block is fresh and large enough.
        unsafe { (&raw mut (*tuple).payload.length).write(length) };
        let mut written = 0;
        for item in items.take(length) {
            // SAFETY: fewer than `length` items were written.
            unsafe { Self::slots(tuple).add(written).write(item.into_bits()) };
            written += 1;
        }
        for missing in written..length {
            // SAFETY: as above. (An iterator that promised more than it gave.)
            unsafe { Self::slots(tuple).add(missing).write(crate::value::NONE_BITS) };
        }
        if tail > 0 || layout.index() != ids::TUPLE as usize {
            for index in 0..details.tail_words() {
                // SAFETY: the block has room for `capacity` tail words.
                unsafe { tail_word(object, details, index).write(0) };
            }
            details.class.hold();
        }
        Ok(Value::from_object(object))
    }

    /// A new pair. Never fails: a pair is small.
    #[inline(always)]
    pub fn pair(heap: &Heap, first: Value, second: Value) -> Value {
        let object = heap.allocate(LayoutId::new(ids::TUPLE), Kind::Container, size_of::<Obj<Tuple>>() + 16);
        let tuple = object.as_ptr().cast::<Obj<Tuple>>();
        // SAFETY: the block is fresh and large enough for two items.
        unsafe {
            (&raw mut (*tuple).payload.length).write(2);
            Self::slots(tuple).write(first.into_bits());
            Self::slots(tuple).add(1).write(second.into_bits());
        }
        Value::from_object(object)
    }

    #[inline(always)]
    fn slots(tuple: *mut Obj<Tuple>) -> *mut u64 {
        // The items begin where the payload's fixed part ends.
        tuple.wrapping_add(1).cast()
    }

    /// The items. They never change, so the borrow is good as long as the tuple is held.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        let first = std::ptr::from_ref(self).wrapping_add(1).cast::<Value>();
        // SAFETY: `length` values follow the payload.
        unsafe { std::slice::from_raw_parts(first, self.length) }
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        let first = std::ptr::from_mut(self).wrapping_add(1).cast::<Value>();
        for index in (0..self.length).rev() {
            // SAFETY: `length` owned values follow the payload and are given up here.
            unsafe { first.add(index).drop_in_place() };
        }
    }
}
