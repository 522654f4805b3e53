//! The stack of registers: one reserved span for the frames of all calls.
//!
//! ```text
//! start │ frame │ frame │ … │ top frame │ untouched, not committed … │ limit
//! ```

use std::io;

/// Registers that the stack has room for: 64 MiB of address space, committed as it is touched.
const REGISTERS: usize = 8 << 20;

/// The reserved span.
pub struct Stack {
    start: *mut u64,
    /// Frames must end below this.
    pub limit: *mut u64,
}

impl Stack {
    /// Reserves the span.
    ///
    /// # Errors
    /// When the system refuses the address space.
    pub fn new() -> io::Result<Stack> {
        let layout = Self::layout();
        // SAFETY: the layout is not empty.
        let start = unsafe { std::alloc::alloc_zeroed(layout) }.cast::<u64>();
        if start.is_null() {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        Ok(Stack { start, limit: start.wrapping_add(REGISTERS) })
    }

    /// The first register.
    pub fn start(&self) -> *mut u64 {
        self.start
    }

    fn layout() -> std::alloc::Layout {
        std::alloc::Layout::array::<u64>(REGISTERS).expect("the stack's size is a constant")
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // SAFETY: the span came from `new` with the same layout.
        unsafe { std::alloc::dealloc(self.start.cast(), Self::layout()) };
    }
}
