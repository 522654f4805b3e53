//! Weak handles: they do not keep their referent alive, and know when it has died.
//!
//! ```text
//! Weak<T> ─▶ +--------+----------+---+
//!            | header | referent | 0 |    a leaf object, linked in the heap's weak table
//!            +--------+----------+---+
//! ```

use super::{Ref, Trace};
use crate::header::{LayoutId, Object};
use crate::heap::Heap;
use crate::layout::{Layout, Shape};
use crate::queue::OwnedObject;
use exuvia_alloc::Kind;
use std::fmt;
use std::marker::PhantomData;

/// Header, referent, callback.
const WEAK_BYTES: usize = 24;

/// A reference that does not count.
pub struct Weak<T: Trace> {
    weak: OwnedObject,
    value: PhantomData<*mut T>,
}

impl<T: Trace> Ref<T> {
    /// A weak reference to the same object.
    pub fn downgrade(&self) -> Weak<T> {
        // SAFETY: the object is alive, so its heap is.
        let heap = unsafe { Heap::of(self.object) };
        let weak = heap.allocate(heap.weak_layout(), Kind::Leaf, WEAK_BYTES);
        // SAFETY: the second payload word is within the fresh block.
        unsafe { weak.cast::<u64>().add(2).write(0) };
        heap.weak_link(weak, self.object);
        // SAFETY: the first count of a new object.
        Weak { weak: unsafe { OwnedObject::from_raw(weak) }, value: PhantomData }
    }

    /// The number of weak references to the object.
    pub fn weak_count(&self) -> usize {
        // SAFETY: the object is alive, so its heap is.
        unsafe { Heap::of(self.object) }.weak_count(self.object)
    }
}

impl<T: Trace> Weak<T> {
    /// The referent, if it is alive.
    pub fn upgrade(&self) -> Option<Ref<T>> {
        // SAFETY: the handle's own object is alive and has this word.
        let heap = unsafe { Heap::of(self.weak.object()) };
        let referent = heap.weak_referent(self.weak.object())?;
        // SAFETY: the word is zeroed before the referent is dropped.
        unsafe { referent.as_ref() }.incref();
        // SAFETY: weak references are made from references to a `T`; the count was added above.
        Some(unsafe { Ref::from_raw(referent) })
    }
}

impl<T: Trace> Clone for Weak<T> {
    fn clone(&self) -> Weak<T> {
        Weak { weak: self.weak.clone(), value: PhantomData }
    }
}

impl<T: Trace> fmt::Debug for Weak<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(Weak)")
    }
}

// SAFETY: the handle owns one count of a leaf, which no cycle goes through; nothing to report.
unsafe impl<T: Trace> Trace for Weak<T> {
    const REFERS: bool = false;

    fn trace(&self, _: &mut crate::Tracer<'_>) {}
}

impl Heap {
    fn weak_layout(&self) -> LayoutId {
        if let Some(layout) = self.typed.weak.get() {
            return layout;
        }
        let layout = Layout { drop: unlink, ..Layout::of_shape("weak reference", Kind::Leaf, Shape::Leaf) };
        let Some(layout) = self.add_layout(layout) else { panic!("more than a million types on one heap") };
        self.typed.weak.set(Some(layout));
        layout
    }
}

unsafe fn unlink(weak: Object, _: &Layout, heap: &Heap) {
    heap.weak_unlink(weak);
}
