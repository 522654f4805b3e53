//! Putting values on the heap, and the safe points at which finalizers and collections run.
//!
//! ```text
//! new_object = safe point (finalizers, a collection, a kept panic, if any is due) + block + move
//! ```

use super::panics::PENDING_PANIC;
use super::{Ref, Trace, Typed, Weak, layouts};
use crate::collector::Collected;
use crate::collector::dispose::{Host, Phase};
use crate::header::Object;
use crate::heap::{Heap, PENDING_COLLECT, PENDING_FINALIZERS, PENDING_OVERDRAWN};
use crate::queue::OwnedObject;
use exuvia_alloc::Kind;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a safe point has to look at.
const DUE: u32 = PENDING_COLLECT | PENDING_FINALIZERS | PENDING_OVERDRAWN | PENDING_PANIC;

/// An object that the heap has no room for. It carries the value.
pub struct AllocError<T> {
    /// What should have been put on the heap.
    pub value: T,
    /// Bytes of the object.
    pub bytes: usize,
    /// Bytes that the heap had in use, garbage taken out.
    pub used_bytes: usize,
    /// Bytes that it may use.
    pub budget_bytes: usize,
}

impl<T> AllocError<T> {
    /// Whether the budget forbids it; else the system gave no memory.
    pub fn is_over_budget(&self) -> bool {
        self.budget_bytes != usize::MAX
    }
}

impl<T> fmt::Display for AllocError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let AllocError { bytes, used_bytes, budget_bytes, .. } = self;
        if self.is_over_budget() {
            write!(
                f,
                "no room for an object of {bytes} bytes: {used_bytes} of {budget_bytes} bytes are in use"
            )
        } else {
            write!(f, "the system has no memory for an object of {bytes} bytes")
        }
    }
}

impl<T> fmt::Debug for AllocError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<T> std::error::Error for AllocError<T> {}

impl Heap {
    /// Puts `value` on the heap. Runs finalizers and a collection first when they are due. Objects of up to 512
    /// bytes may overdraw the budget; the next safe point then collects everything.
    ///
    /// # Panics
    /// A larger object passes the budget (see [`Heap::try_new_object`]), or a finalizer panics.
    #[inline]
    pub fn new_object<T: Trace>(&self, value: T) -> Ref<T> {
        if size_of::<Typed<T>>() > crate::allocate::MAX_OVERDRAWING {
            return match self.try_new_object(value) {
                Ok(object) => object,
                Err(error) => panic!("{error}"),
            };
        }
        self.typed_safe_point();
        let object = self.allocate(self.typed_layout::<T>(), kind_of::<T>(), size_of::<Typed<T>>());
        // SAFETY: the object is fresh and was sized for a `T`.
        unsafe { finish(object, value) }
    }

    /// Puts `value` on the heap. Where the budget does not allow it, garbage is collected first.
    ///
    /// # Errors
    /// The budget does not allow it even so, or the system refuses: the value comes back.
    pub fn try_new_object<T: Trace>(&self, value: T) -> Result<Ref<T>, AllocError<T>> {
        self.typed_safe_point();
        let layout = self.typed_layout::<T>();
        let bytes = size_of::<Typed<T>>();
        let allocate = || self.try_allocate(layout, kind_of::<T>(), bytes);
        match allocate().or_else(|| self.make_room_slow().then(allocate).flatten()) {
            // SAFETY: the object is fresh and was sized for a `T`.
            Some(object) => Ok(unsafe { finish(object, value) }),
            None => Err(AllocError {
                value,
                bytes,
                used_bytes: self.allocator.used_bytes(),
                budget_bytes: self.allocator.budget_bytes(),
            }),
        }
    }

    /// Puts a value on the heap that knows itself: `make` gets a weak handle, which leads to the object once it is there.
    ///
    /// # Panics
    /// As [`Heap::new_object`], and when `make` does.
    pub fn new_cyclic<T: Trace>(&self, make: impl FnOnce(&Weak<T>) -> T) -> Ref<T> {
        let weak = Weak::unlinked(self);
        let object = self.new_object(make(&weak));
        weak.link(self, object.object());
        object
    }

    /// Collects all garbage of a heap that serves the typed layer, and runs its finalizers. Inside a value's drop, or while a
    /// collection runs, nothing happens.
    ///
    /// # Panics
    /// When a drop, a finalizer or a trace function did; the heap is whole then.
    pub fn collect_typed(&self) -> Collected {
        let collected = self.collect_quietly();
        self.resume_if_kept();
        collected
    }

    fn collect_quietly(&self) -> Collected {
        self.run_queued();
        let collected = self.collect(2, &mut TypedHost);
        self.run_queued();
        collected
    }

    /// Runs the finalizers that wait, without a collection.
    ///
    /// # Panics
    /// When a finalizer did, after the others have run.
    pub fn run_finalizers(&self) {
        self.run_queued();
        self.resume_if_kept();
    }

    /// Runs what is due.
    #[inline(always)]
    fn typed_safe_point(&self) {
        if self.pending.get() & DUE != 0 {
            self.typed_safe_point_slow();
        }
    }

    #[cold]
    #[inline(never)]
    fn typed_safe_point_slow(&self) {
        // A drop function that allocates is in the middle of a death: what is due has to wait.
        if self.depth.get() == 0 {
            self.run_queued();
            self.collect_automatic(&mut TypedHost);
            self.repay_overdraft();
        }
        self.resume_if_kept();
    }

    #[inline(always)]
    fn resume_if_kept(&self) {
        if self.pending.get() & PENDING_PANIC != 0 {
            self.resume_panic_slow();
        }
    }

    /// Collects everything when the budget is overdrawn, unless little has been added since that was last tried.
    fn repay_overdraft(&self) {
        if self.pending.get() & PENDING_OVERDRAWN == 0 || self.collector.running.get() {
            return;
        }
        self.clear_pending(PENDING_OVERDRAWN);
        let used = self.allocator.used_bytes();
        let before = self.typed.overdrawn_bytes.get();
        if used >= before + before / 8 || used < before {
            self.collect_quietly();
            self.allocator.trim();
            self.typed.overdrawn_bytes.set(self.allocator.used_bytes());
        }
    }

    /// Gives back what garbage takes, if that is possible now.
    #[cold]
    #[inline(never)]
    fn make_room_slow(&self) -> bool {
        let possible = self.is_whole();
        if possible {
            self.collect_quietly();
            self.allocator.trim();
        }
        possible
    }

    /// Runs what waits in the queue. Finalizers that allocate come here again: they leave the queue to the first call,
    /// so that it is emptied in a loop and not by recursion.
    fn run_queued(&self) {
        if self.depth.get() != 0 || self.typed.draining.replace(true) {
            return;
        }
        while let Some(queued) = self.take_queued() {
            queued.run(&mut TypedHost);
        }
        self.typed.draining.set(false);
    }

    /// Ends what nothing outside the heap holds; called when the heap should end.
    pub(crate) fn drain_typed(&self) {
        // Finalizers may make new garbage; each runs once, so a few rounds end it or never will.
        for _ in 0..8 {
            if self.collect_quietly().collected == 0 {
                return;
            }
        }
    }
}

/// Moves the value in and hands out the first reference.
///
/// # Safety
/// The object must be fresh and sized for a `T`.
#[inline(always)]
unsafe fn finish<T: Trace>(object: Object, value: T) -> Ref<T> {
    let typed = object.cast::<Typed<T>>().as_ptr();
    // SAFETY: the block has room for the value after the header.
    unsafe { (&raw mut (*typed).value).write(value) };
    // SAFETY: made from a `T` on the line above, with its first count.
    unsafe { Ref::from_raw(object) }
}

/// Values that cannot refer to anything live in leaf blocks, which the collector never looks at.
pub(super) const fn kind_of<T: Trace>() -> Kind {
    if T::REFERS { Kind::Container } else { Kind::Leaf }
}

/// Runs the finalizers of typed objects. A panic does not leave it.
struct TypedHost;

impl Host for TypedHost {
    fn run_finalizer(&mut self, object: OwnedObject) {
        // SAFETY: the owned count keeps the object, and with it its heap.
        let heap = unsafe { Heap::of(object.object()) };
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| layouts::run_finalizer(heap, &object))) {
            heap.keep_panic(payload);
        }
    }

    fn run_callback(&mut self, _: OwnedObject) {}

    fn phase(&mut self, _: Phase) {}
}
