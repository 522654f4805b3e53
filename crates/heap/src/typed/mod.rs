//! The typed layer: safe handles for Rust programs with cyclic data.
//!
//! ```text
//! Ref<T> ──counts──▶ +--------+-------+        Weak<T> ──counts──▶ weak reference ┄┄▶ the same object
//!                    | header | T     |
//!                    +--------+-------+
//! ```
//!
//! Clone counts, drop gives back, dereferencing reads; the collector runs inside
//! [`Heap::new_object`] when it is due. It is a host of the layers below like any other, and a heap
//! serves either this layer or another host.

mod cell;
mod layouts;
mod trace;
mod weak;

pub use cell::{GcCell, GcRef, GcRefMut};
pub(crate) use layouts::TypedLayouts;
pub use trace::{MustNotDrop, Trace};
pub use weak::Weak;

use crate::collector::Collected;
use crate::collector::dispose::{Host, Phase};
use crate::header::{Header, Object};
use crate::heap::{Heap, PENDING_COLLECT, PENDING_FINALIZERS};
use crate::queue::{OwnedObject, Queued};
use exuvia_alloc::Kind;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// An object of the typed layer.
#[repr(C)]
pub(crate) struct Typed<T> {
    header: Header,
    value: T,
}

/// A counted reference to a `T` on a heap.
pub struct Ref<T: Trace> {
    object: Object,
    value: PhantomData<*mut T>,
}

impl<T: Trace> Ref<T> {
    /// Takes over a count.
    ///
    /// # Safety
    /// The object must be alive, made from a `T`, and the count the caller's.
    #[inline(always)]
    unsafe fn from_raw(object: Object) -> Ref<T> {
        Ref { object, value: PhantomData }
    }

    /// The object, borrowed.
    #[inline(always)]
    pub fn object(&self) -> Object {
        self.object
    }

    /// The number of counted references to the object.
    pub fn strong_count(&self) -> usize {
        self.header().count() as usize
    }

    /// Whether both refer to the same object.
    pub fn ptr_eq(left: &Ref<T>, right: &Ref<T>) -> bool {
        left.object == right.object
    }

    #[inline(always)]
    fn header(&self) -> &Header {
        // SAFETY: the counted reference keeps the object alive.
        unsafe { self.object.as_ref() }
    }
}

impl<T: Trace> Deref for Ref<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the object was made from a `T`, which lives as long as the count.
        &unsafe { self.object.cast::<Typed<T>>().as_ref() }.value
    }
}

impl<T: Trace> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Ref<T> {
        let header = self.header();
        if header.count() == u32::MAX {
            count_overflow();
        }
        header.incref();
        Ref { object: self.object, value: PhantomData }
    }
}

/// A count that wrapped would free an object under its holders.
#[cold]
fn count_overflow() -> ! {
    std::process::abort()
}

impl<T: Trace> Drop for Ref<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the count is owned, and this is its end.
        unsafe { Heap::release(self.object) };
    }
}

impl<T: Trace + fmt::Debug> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl Heap {
    /// Puts `value` on the heap. Runs finalizers and a collection first when they are due. Up to 512
    /// bytes it overdraws the budget; what cannot be had at all ends the process, see
    /// [`Heap::try_new_object`].
    #[inline]
    pub fn new_object<T: Trace>(&self, value: T) -> Ref<T> {
        if size_of::<Typed<T>>() > crate::allocate::MAX_OVERDRAWING {
            return self
                .try_new_object(value)
                .unwrap_or_else(|_| std::alloc::handle_alloc_error(std::alloc::Layout::new::<Typed<T>>()));
        }
        self.typed_safe_point();
        let object = self.allocate(self.typed_layout::<T>(), kind_of::<T>(), size_of::<Typed<T>>());
        // SAFETY: the object is fresh and was sized for a `T`.
        unsafe { finish(object, value) }
    }

    /// Puts `value` on the heap.
    ///
    /// # Errors
    /// The budget does not allow it: the value comes back.
    pub fn try_new_object<T: Trace>(&self, value: T) -> Result<Ref<T>, T> {
        self.typed_safe_point();
        let layout = self.typed_layout::<T>();
        match self.try_allocate(layout, kind_of::<T>(), size_of::<Typed<T>>()) {
            // SAFETY: the object is fresh and was sized for a `T`.
            Some(object) => Ok(unsafe { finish(object, value) }),
            None => Err(value),
        }
    }

    /// Collects all garbage of a heap that serves the typed layer, and runs its finalizers.
    pub fn collect_typed(&self) -> Collected {
        self.run_queued();
        let collected = self.collect(2, &mut TypedHost);
        self.run_queued();
        collected
    }

    /// Runs what is due.
    #[inline(always)]
    fn typed_safe_point(&self) {
        if self.pending.get() & (PENDING_COLLECT | PENDING_FINALIZERS) != 0 {
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
        }
    }

    fn run_queued(&self) {
        while let Some(queued) = self.take_queued() {
            match queued {
                Queued::Finalize(object) => TypedHost.run_finalizer(object),
                Queued::WeakCallback(weak) => TypedHost.run_callback(weak),
            }
        }
    }

    /// Ends what nothing outside the heap holds; called when the heap should end.
    pub(crate) fn drain_typed(&self) {
        // Finalizers may make new garbage; each runs once, so a few rounds end it or never will.
        for _ in 0..8 {
            if self.collect_typed().collected == 0 {
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
const fn kind_of<T: Trace>() -> Kind {
    if T::REFERS { Kind::Container } else { Kind::Leaf }
}

/// Runs the finalizers of typed objects.
struct TypedHost;

impl Host for TypedHost {
    fn run_finalizer(&mut self, object: OwnedObject) {
        // SAFETY: the object is alive, so its heap is.
        let heap = unsafe { Heap::of(object.object()) };
        layouts::run_finalizer(heap, &object);
    }

    fn run_callback(&mut self, _: OwnedObject) {}

    fn phase(&mut self, _: Phase) {}
}
