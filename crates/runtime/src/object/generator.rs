//! Payload of generators: the registers of a frame that waits.

use std::cell::{Cell, UnsafeCell};

use exuvia_heap::Tracer;

use super::cell::Slot;
use super::registers::Registers;
use super::{Payload, ids};
use crate::value::Value;

/// Where a generator is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorState {
    Created,
    Suspended,
    Running,
    Finished,
}

/// Payload of `generator`.
pub struct Generator {
    pub state: Cell<GeneratorState>,
    /// Where it goes on.
    pub pc: Cell<*mut u64>,
    /// The function; released when the generator finishes.
    pub function: Slot,
    pub code: Value,
    pub name: Slot,
    pub qualified_name: Slot,
    /// What is handled inside of it while it waits.
    pub handled: Slot,
    /// The caller's handled exception while it runs.
    pub outer: Slot,
    /// The iterator that it delegates to (`yield from`), while it waits in one: its register, or `u16::MAX`.
    pub delegate: Cell<u16>,
    /// The generator that delegates to this one and was passed over when this one was resumed for it (not counted: it holds this one);
    /// 0 when there is none.
    pub parent: Cell<u64>,
    /// The registers that are alive while it waits; empty while it runs.
    registers: UnsafeCell<Registers>,
    /// The frame object, if one was made.
    pub frame: Slot,
}

// SAFETY: all slots and registers are reported.
unsafe impl Payload for Generator {
    const ID: u32 = ids::GENERATOR;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for slot in
            [&self.function, &self.name, &self.qualified_name, &self.handled, &self.outer, &self.frame]
        {
            slot.trace(tracer);
        }
        tracer.word(self.code.bits());
        // SAFETY: nothing changes the registers while tracing.
        for word in unsafe { &*self.registers.get() }.iter() {
            tracer.word(*word);
        }
    }
    fn extra_bytes(&self) -> usize {
        // SAFETY: as above.
        unsafe { &*self.registers.get() }.capacity() * 8
    }
}

impl Generator {
    pub fn new(
        pc: *mut u64,
        function: Value,
        code: Value,
        name: Option<Value>,
        qualified_name: Option<Value>,
    ) -> Generator {
        Generator {
            state: Cell::new(GeneratorState::Created),
            pc: Cell::new(pc),
            function: Slot::new(Some(function)),
            code,
            name: Slot::new(name),
            qualified_name: Slot::new(qualified_name),
            handled: Slot::default(),
            outer: Slot::default(),
            delegate: Cell::new(u16::MAX),
            parent: Cell::new(0),
            registers: UnsafeCell::default(),
            frame: Slot::default(),
        }
    }

    /// The registers of a waiting generator. The caller lets nothing else run while it has them.
    #[expect(
        clippy::mut_from_ref,
        reason = "the cell is of one thread and the borrow is short, as the documentation asks"
    )]
    #[inline(always)]
    pub fn registers(&self) -> &mut Registers {
        // SAFETY: see the documentation above.
        unsafe { &mut *self.registers.get() }
    }

    /// Releases what the registers hold.
    pub fn drop_registers(&self) {
        // The registers are out of the generator before any of them is released.
        let registers = std::mem::take(self.registers());
        for &word in registers.iter() {
            // SAFETY: the words were owned by the generator, which has given them up.
            drop(unsafe { Value::option_from_bits(word) });
        }
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        self.drop_registers();
    }
}
