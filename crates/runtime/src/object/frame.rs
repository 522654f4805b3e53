//! Payload of frame objects. A frame object is made when somebody asks for one (a traceback, `sys._getframe`); while the frame runs
//! it points to the registers, when the frame ends it takes over what the locals hold.

use std::cell::{Cell, RefCell};

use exuvia_heap::Tracer;

use super::cell::Slot;
use super::{Payload, ids};
use crate::value::Value;

/// Payload of `frame`.
pub struct Frame {
    pub code: Value,
    /// The function that runs (its globals are the frame's).
    pub function: Value,
    pub back: Slot,
    /// The frame's registers while it runs on the stack; null afterwards.
    pub base: Cell<*mut u64>,
    /// The word that is or was last executed.
    pub word: Cell<u32>,
    /// What the locals held when the frame ended.
    pub saved: RefCell<Vec<Option<Value>>>,
    pub trace: Slot,
}

// SAFETY: all values, slots and saved locals are reported.
unsafe impl Payload for Frame {
    const ID: u32 = ids::FRAME;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.word(self.code.bits());
        tracer.word(self.function.bits());
        self.back.trace(tracer);
        self.trace.trace(tracer);
        for value in self.saved.borrow().iter().flatten() {
            tracer.word(value.bits());
        }
    }
    fn extra_bytes(&self) -> usize {
        self.saved.borrow().capacity() * 8
    }
}
