//! Memory outside of the regions: what Rust's own collections take, counted by thread.
//!
//! ```text
//! program's global allocator = CountedMemory<System>
//!     alloc, dealloc ──▶ meter of the thread: bytes ± usable size ──▶ one heap: used = granted + charged + bytes
//!                                     │ above the mark: note the peak; over the budget: set bits in the heap's pending word
//! ```
//!
//! A vector that grows must not fail, so nothing is refused here. Whoever is about to make something large asks
//! [`crate::Allocator::has_room`] first; what is small overdraws, and is told at the next safe point. It knows sizes, not owners: what
//! crosses to another thread is taken off the count by [`uncounted`].

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr::{self, NonNull};

use crate::state::State;

/// Between two looks at the budget the count grows by at most so many bytes.
const STEP_BYTES: isize = 32 << 10;

/// A global allocator that counts what the heap's thread takes, for the heap's budget.
///
/// ```
/// #[global_allocator]
/// static MEMORY: exuvia_alloc::CountedMemory = exuvia_alloc::CountedMemory::SYSTEM;
/// # fn main() {}
/// ```
pub struct CountedMemory<A = System>(A);

impl CountedMemory {
    /// The system's allocator, counted.
    pub const SYSTEM: CountedMemory = CountedMemory(System);
}

impl<A> CountedMemory<A> {
    /// Another allocator, counted.
    pub const fn new(allocator: A) -> CountedMemory<A> {
        CountedMemory(allocator)
    }
}

// SAFETY: the allocator behind it does the work; counting neither allocates nor unwinds.
unsafe impl<A: GlobalAlloc> GlobalAlloc for CountedMemory<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        let block = unsafe { self.0.alloc(layout) };
        if !block.is_null() {
            taken(layout.size());
        }
        block
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        let block = unsafe { self.0.alloc_zeroed(layout) };
        if !block.is_null() {
            taken(layout.size());
        }
        block
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        given_back(layout.size());
        // SAFETY: the caller's promise.
        unsafe { self.0.dealloc(block, layout) };
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_bytes: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        let moved = unsafe { self.0.realloc(block, layout, new_bytes) };
        if !moved.is_null() {
            given_back(layout.size());
            taken(new_bytes);
        }
        moved
    }
}

/// What one thread has taken, and which heap it counts for.
struct Meter {
    /// Bytes taken and not given back; negative when the thread has freed what others took.
    bytes: Cell<isize>,
    /// The count above which [`Meter::passed_mark`] looks at the budget. No heap: never reached.
    mark: Cell<isize>,
    /// `bytes` when the heap began to count.
    base: Cell<isize>,
    /// The heap's allocator; null when no heap counts.
    state: Cell<*const State>,
    /// Where the heap is told that its budget is overdrawn, and by which bits.
    pending: Cell<*const Cell<u32>>,
    bits: Cell<u32>,
}

thread_local! {
    // Without a destructor and constant at first: an access is an addition to a register, at any time of the thread's life.
    static METER: Meter = const {
        Meter {
            bytes: Cell::new(0),
            mark: Cell::new(isize::MAX),
            base: Cell::new(0),
            state: Cell::new(ptr::null()),
            pending: Cell::new(ptr::null()),
            bits: Cell::new(0),
        }
    };
}

/// What a request of so many bytes takes from the system's allocator: a word in front, and multiples of sixteen.
#[inline(always)]
const fn cost(bytes: usize) -> isize {
    const WORD: usize = size_of::<usize>();
    // Requests are at most `isize::MAX` bytes.
    ((bytes + WORD + 15) & !15) as isize
}

#[inline(always)]
fn taken(bytes: usize) {
    METER.with(|meter| {
        let now = meter.bytes.get().wrapping_add(cost(bytes));
        meter.bytes.set(now);
        if now > meter.mark.get() {
            meter.passed_mark();
        }
    });
}

#[inline(always)]
fn given_back(bytes: usize) {
    METER.with(|meter| meter.bytes.set(meter.bytes.get().wrapping_sub(cost(bytes))));
}

impl Meter {
    /// The count has grown by a step: the peak, and whether the budget still suffices.
    #[cold]
    #[inline(never)]
    fn passed_mark(&self) {
        self.mark.set(self.bytes.get().saturating_add(STEP_BYTES));
        // SAFETY: set by `attach`, whose caller vouches for it until `detach`.
        let Some(state) = (unsafe { self.state.get().as_ref() }) else {
            self.mark.set(isize::MAX);
            return;
        };
        state.note_peak();
        if state.used() > state.budget.get() {
            // SAFETY: as above.
            if let Some(pending) = unsafe { self.pending.get().as_ref() } {
                pending.set(pending.get() | self.bits.get());
            }
        }
    }
}

impl State {
    /// Bytes that the thread has taken outside of the region since this allocator counts them; zero when it does not.
    #[inline]
    pub(crate) fn native_bytes(&self) -> usize {
        METER.with(|meter| {
            if !ptr::eq(meter.state.get(), self) {
                return 0;
            }
            usize::try_from(meter.bytes.get().wrapping_sub(meter.base.get())).unwrap_or(0)
        })
    }

    /// More of the budget is taken by other memory: the next look at it comes sooner.
    #[inline]
    pub(crate) fn lower_mark(&self) {
        METER.with(|meter| {
            if ptr::eq(meter.state.get(), self) {
                let soon = meter.bytes.get().saturating_add(STEP_BYTES);
                meter.mark.set(meter.mark.get().min(soon));
            }
        });
    }

    /// The thread's memory counts for this allocator from now on, and for no other.
    ///
    /// # Safety
    /// `pending` is valid until [`State::detach`], which the same thread calls before the state ends.
    pub(crate) unsafe fn attach(&self, pending: NonNull<Cell<u32>>, bits: u32) {
        METER.with(|meter| {
            meter.base.set(meter.bytes.get());
            meter.state.set(self);
            meter.pending.set(pending.as_ptr());
            meter.bits.set(bits);
        });
        METER.with(|meter| meter.mark.set(meter.bytes.get().saturating_add(STEP_BYTES)));
    }

    pub(crate) fn detach(&self) {
        METER.with(|meter| {
            if ptr::eq(meter.state.get(), self) {
                meter.state.set(ptr::null());
                meter.pending.set(ptr::null());
                meter.mark.set(isize::MAX);
            }
        });
    }
}

/// Runs `f` without counting: for memory that another thread will free, that another thread took, or that belongs to a tool which
/// watches the program. What `f` takes must not be given back outside of such a call.
pub fn uncounted<T>(f: impl FnOnce() -> T) -> T {
    // Nor does the mark sound in the meantime.
    let _restore = Restore { count: count(), mark: METER.with(|meter| meter.mark.replace(isize::MAX)) };
    f()
}

/// Sets count and mark back, also when what ran has panicked.
struct Restore {
    count: Count,
    mark: isize,
}

impl Drop for Restore {
    fn drop(&mut self) {
        restore(self.count);
        METER.with(|meter| meter.mark.set(self.mark));
    }
}

/// A value of the thread's count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(isize);

impl Count {
    /// In bytes; negative when the thread has freed what others took.
    pub fn bytes(self) -> isize {
        self.0
    }
}

/// The thread's count now.
pub fn count() -> Count {
    Count(METER.with(|meter| meter.bytes.get()))
}

/// Sets the thread's count back to what it was: what has changed since then is another thread's.
pub fn restore(count: Count) {
    METER.with(|meter| meter.bytes.set(count.0));
}
