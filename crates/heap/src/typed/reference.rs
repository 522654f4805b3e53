//! `Ref<T>`: one counted reference.
//!
//! ```text
//! clone: count + 1        drop: count − 1, and the object dies at zero        deref: header + 8
//! ```

use super::panics::PENDING_PANIC;
use super::{Heap as TypedHeap, Trace, Typed};
use crate::header::{FINALIZED, Header, Object, STAMPED};
use crate::heap::Heap;
use crate::tracer::Tracer;
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::{RefUnwindSafe, UnwindSafe};

/// A counted reference to a `T` on a heap, as `Rc` is one elsewhere. Comparisons and hashes are the
/// value's; [`Ref::ptr_eq`] compares identities.
///
/// The object dies with its last reference, at once; what only a cycle of references holds dies in a
/// collection. A `Ref` may outlive the owner of its heap: then the heap's memory stays.
///
/// ```
/// use exuvia_heap::typed::{Config, Heap, Ref};
///
/// let heap = Heap::new(Config::default())?;
/// let one = heap.new_object(String::from("one"));
/// let same = one.clone();
/// assert!(Ref::ptr_eq(&one, &same) && one.strong_count() == 2 && one.len() == 3);
/// assert!(one == heap.new_object(String::from("one")));
/// drop(same);
/// assert_eq!(Ref::try_unwrap(one).as_deref(), Ok("one"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It stays on its heap's thread:
///
/// ```compile_fail,E0277
/// use exuvia_heap::typed::{Config, Heap};
/// let heap = Heap::new(Config::default()).unwrap();
/// let number = heap.new_object(1);
/// std::thread::spawn(move || *number);
/// ```
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
    pub(super) unsafe fn from_raw(object: Object) -> Ref<T> {
        Ref { object, value: PhantomData }
    }

    /// A new count of an object.
    ///
    /// # Safety
    /// The object must be alive and made from a `T`.
    #[inline(always)]
    pub(super) unsafe fn from_borrowed(object: Object) -> Ref<T> {
        // SAFETY: the caller's promise.
        let header = unsafe { object.as_ref() };
        if header.count() == u32::MAX {
            count_overflow();
        }
        header.incref();
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

    /// The heap that the object lives on: so whoever has a reference can allocate beside it.
    pub fn heap(this: &Ref<T>) -> &TypedHeap {
        // SAFETY: the object is alive, so its heap is.
        TypedHeap::from_raw(unsafe { Heap::of(this.object) })
    }

    /// The value, if this is the only reference. Weak references to it are dead then, and its finalizer,
    /// if it has not run yet, does not run.
    ///
    /// # Errors
    /// There are others; the reference comes back.
    pub fn try_unwrap(this: Ref<T>) -> Result<T, Ref<T>> {
        if this.header().count() != 1 {
            return Err(this);
        }
        // A collection that goes on may have counted what the value holds where it is.
        (*this).trace(&mut Tracer::visitor(&mut |child| {
            // SAFETY: what a value refers to is alive.
            unsafe { child.as_ref() }.set(STAMPED);
        }));
        let object = this.object;
        std::mem::forget(this);
        // SAFETY: the object is alive, so its heap is.
        let heap = unsafe { Heap::of(object) };
        let typed = object.cast::<Typed<T>>().as_ptr();
        // SAFETY: the value is whole; once the object is emptied out, nobody looks at it there.
        let value = unsafe { (&raw const (*typed).value).read() };
        heap.empty_out::<T>(object);
        // SAFETY: the only count.
        unsafe { Heap::release(object) };
        Ok(value)
    }

    /// Whether the value's finalizer has run, or waits to.
    pub fn is_finalized(this: &Ref<T>) -> bool {
        this.header().has(FINALIZED)
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
        // SAFETY: the counted reference keeps the object alive.
        unsafe { Ref::from_borrowed(self.object) }
    }
}

/// A count that wrapped would free an object under its holders.
#[cold]
pub(super) fn count_overflow() -> ! {
    std::process::abort()
}

impl<T: Trace> Drop for Ref<T> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.header().decref() {
            // SAFETY: the count has just reached zero.
            unsafe { last_reference(self.object) };
        }
    }
}

/// Ends an object whose count is zero, then lets a panic go on that came from a value's drop.
///
/// # Safety
/// As [`Heap::death`].
#[inline]
unsafe fn last_reference(object: Object) {
    // SAFETY: the object's block is still allocated. While a value is dropped its block is, so the heap
    // is not taken down from there and outlives the death.
    let heap = unsafe { Heap::of(object) };
    // SAFETY: the caller's promise.
    unsafe { Heap::death(object) };
    if heap.pending.get() & PENDING_PANIC != 0 {
        heap.resume_panic_slow();
    }
}

/// A panic leaves heaps whole; what it leaves of the value is the value's business.
impl<T: Trace + RefUnwindSafe> UnwindSafe for Ref<T> {}

impl<T: Trace + RefUnwindSafe> RefUnwindSafe for Ref<T> {}

impl<T: Trace + fmt::Debug> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Trace + fmt::Display> fmt::Display for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// The object's address.
impl<T: Trace> fmt::Pointer for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&self.object, f)
    }
}

impl<T: Trace> AsRef<T> for Ref<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: Trace> Borrow<T> for Ref<T> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: Trace + PartialEq> PartialEq for Ref<T> {
    fn eq(&self, other: &Ref<T>) -> bool {
        **self == **other
    }
}

impl<T: Trace + Eq> Eq for Ref<T> {}

impl<T: Trace + PartialOrd> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Ref<T>) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Trace + Ord> Ord for Ref<T> {
    fn cmp(&self, other: &Ref<T>) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: Trace + Hash> Hash for Ref<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}
