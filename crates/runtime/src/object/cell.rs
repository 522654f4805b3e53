//! Payload of cell: a variable that inner functions share.

use std::cell::Cell;

use exuvia_heap::{Heap, Tracer};

use super::{Payload, ids, new_exact};
use crate::value::Value;

/// A slot that holds a value or nothing; reading clones.
#[derive(Default)]
#[repr(transparent)]
pub struct Slot(Cell<Option<Value>>);

impl Slot {
    pub fn new(value: Option<Value>) -> Slot {
        Slot(Cell::new(value))
    }

    /// A new reference to the content.
    #[inline(always)]
    pub fn get(&self) -> Option<Value> {
        self.as_ref().cloned()
    }

    /// Replaces the content and returns the old one.
    #[inline(always)]
    pub fn replace(&self, value: Option<Value>) -> Option<Value> {
        Heap::note_moved(self.bits());
        self.0.replace(value)
    }

    /// Sets the content. The old one is released after the new one is in place.
    #[inline(always)]
    pub fn set(&self, value: Option<Value>) {
        drop(self.0.replace(value));
    }

    /// Looks at the content in place. The caller keeps the borrow short: until the slot is set.
    #[inline(always)]
    pub fn as_ref(&self) -> Option<&Value> {
        // SAFETY: the cell is of one thread; callers do not hold the borrow across a change of the slot.
        unsafe { &*self.0.as_ptr() }.as_ref()
    }

    /// The content's word; 0 when there is none.
    #[inline(always)]
    pub fn bits(&self) -> u64 {
        self.as_ref().map_or(0, Value::bits)
    }

    pub fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.word(self.bits());
    }
}

/// Payload of `cell`.
#[derive(Default)]
pub struct CellObject {
    pub content: Slot,
}

// SAFETY: the content is reported.
unsafe impl Payload for CellObject {
    const ID: u32 = ids::CELL;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.content.trace(tracer);
    }
}

impl CellObject {
    pub fn new_value(heap: &Heap, content: Option<Value>) -> Value {
        new_exact(heap, CellObject { content: Slot::new(content) })
    }
}
