//! The stack of registers: one reserved span for the frames of all calls.
//!
//! ```text
//! start │ frame │ frame │ … │ top frame │ … limit │ reserved, neither committed nor charged … │ end
//!       ◀────────── charged to the heap's budget ──▶
//! ```
//!
//! The limit moves up by steps as calls nest. A step is never refused: entering a function is a safe point, which raises MemoryError
//! when the budget is overdrawn. An exception that is caught far below moves the limit down again.

use std::io;

use exuvia_heap::native::uncounted;
use exuvia_heap::{Heap, PENDING_OVERDRAWN};
use rustix::mm::{Advice, madvise};

/// Registers that the stack has room for: 64 MiB of address space, committed as it is touched.
const REGISTERS: usize = 8 << 20;
/// Registers by which the limit moves: 64 KiB.
const STEP: usize = 8 << 10;
/// Unused registers below the limit from which the limit moves down: 1 MiB.
const SLACK: usize = 128 << 10;
/// Bytes that the system's pages are aligned to, at most.
const PAGE_BYTES: usize = 16 << 10;

/// The reserved span.
pub struct Stack {
    start: *mut u64,
    /// Frames that end below this need no look at the budget.
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
        let start = uncounted(|| unsafe { std::alloc::alloc_zeroed(layout) }).cast::<u64>();
        if start.is_null() {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        Ok(Stack { start, limit: start })
    }

    /// The first register.
    pub fn start(&self) -> *mut u64 {
        self.start
    }

    /// Whether a frame may end here.
    #[inline(always)]
    pub fn reaches(&mut self, end: *mut u64, heap: &Heap) -> bool {
        end <= self.limit || self.raise_slow(end, heap)
    }

    /// Moves the limit above `end`; false when the span is too short.
    #[cold]
    #[inline(never)]
    fn raise_slow(&mut self, end: *mut u64, heap: &Heap) -> bool {
        let wanted = (end as usize - self.start as usize).div_ceil(8 * STEP) * STEP;
        if wanted > REGISTERS {
            return false;
        }
        let limit = self.start.wrapping_add(wanted);
        heap.allocator().charge_overdrawing(limit as usize - self.limit as usize);
        self.limit = limit;
        if heap.allocator().overdrawn() {
            heap.pending().set(heap.pending().get() | PENDING_OVERDRAWN);
        }
        true
    }

    /// Nothing from `top` on is used: when that is much, the system gets it back.
    #[inline]
    pub fn ends_at(&mut self, top: *mut u64, heap: &Heap) {
        if self.limit > top.wrapping_add(SLACK) {
            self.lower_slow(top, heap);
        }
    }

    #[cold]
    #[inline(never)]
    fn lower_slow(&mut self, top: *mut u64, heap: &Heap) {
        let kept = (top as usize - self.start as usize).div_ceil(8 * STEP) * STEP + STEP;
        let limit = self.start.wrapping_add(kept);
        let first = limit.map_addr(|address| address.next_multiple_of(PAGE_BYTES));
        let bytes = (self.limit as usize).saturating_sub(first as usize) & !(PAGE_BYTES - 1);
        // SAFETY: whole pages within the span, which no frame uses and which read as zeros or as anything else.
        if unsafe { madvise(first.cast(), bytes, Advice::LinuxDontNeed) }.is_ok() {
            heap.allocator().uncharge(self.limit as usize - limit as usize);
            self.limit = limit;
        }
    }

    fn layout() -> std::alloc::Layout {
        std::alloc::Layout::array::<u64>(REGISTERS).expect("the stack's size is a constant")
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // SAFETY: the span came from `new` with the same layout.
        uncounted(|| unsafe { std::alloc::dealloc(self.start.cast(), Self::layout()) });
    }
}
