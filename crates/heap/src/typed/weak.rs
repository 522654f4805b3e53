//! Weak handles: they do not keep their referent alive, and know when it has died.
//!
//! ```text
//! Weak<T> ─▶ +--------+----------+---+
//!            | header | referent | 0 |    a leaf object, linked in the heap's weak table
//!            +--------+----------+---+
//! ```

use super::{Edges, Ref, Trace};
use crate::header::{LayoutId, Object};
use crate::heap::Heap;
use crate::layout::{Layout, Shape};
use crate::queue::OwnedObject;
use crate::word;
use exuvia_alloc::Kind;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};

/// Header, referent, callback.
const WEAK_BYTES: usize = 24;

/// A reference that does not count.
///
/// ```
/// use exuvia_heap::typed::{Config, Heap, Weak};
///
/// let heap = Heap::new(Config::default())?;
/// let text = heap.new_object(String::from("text"));
/// let weak = text.downgrade();
/// assert_eq!(weak.upgrade().as_deref().map(String::as_str), Some("text"));
/// drop(text);
/// assert!(weak.upgrade().is_none() && Weak::<String>::new().upgrade().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Weak<T: Trace> {
    /// Nothing for a handle that never had a referent.
    weak: Option<OwnedObject>,
    value: PhantomData<*mut T>,
}

impl<T: Trace> Ref<T> {
    /// A weak reference to the same object.
    pub fn downgrade(&self) -> Weak<T> {
        // SAFETY: the object is alive, so its heap is.
        let heap = unsafe { Heap::of(self.object()) };
        let weak = Weak::unlinked(heap);
        weak.link(heap, self.object());
        weak
    }

    /// The number of weak references to the object. Clones of a [`Weak`] share one.
    pub fn weak_count(&self) -> usize {
        // SAFETY: the object is alive, so its heap is.
        unsafe { Heap::of(self.object()) }.weak_count(self.object())
    }
}

impl<T: Trace> Weak<T> {
    /// A handle without a referent.
    pub const fn new() -> Weak<T> {
        Weak { weak: None, value: PhantomData }
    }

    /// A handle whose referent is still to come.
    pub(super) fn unlinked(heap: &Heap) -> Weak<T> {
        let weak = heap.allocate(heap.weak_layout(), Kind::Leaf, WEAK_BYTES);
        for word in 1..3 {
            // SAFETY: both payload words are within the fresh block.
            unsafe { weak.cast::<u64>().add(word).write(0) };
        }
        // SAFETY: the first count of a new object.
        Weak { weak: Some(unsafe { OwnedObject::from_raw(weak) }), value: PhantomData }
    }

    /// Gives an unlinked handle its referent, which must be made from a `T`.
    pub(super) fn link(&self, heap: &Heap, referent: Object) {
        if let Some(weak) = &self.weak {
            heap.weak_link(weak.object(), referent);
        }
    }

    /// The referent, if it is alive.
    pub fn upgrade(&self) -> Option<Ref<T>> {
        let referent = self.upgradable()?;
        // SAFETY: weak references are made from references to a `T`; their word is zeroed before the
        // referent is dropped.
        Some(unsafe { Ref::from_borrowed(referent) })
    }

    /// Whether both refer to the same object. Handles of dead objects are equal to their clones.
    pub fn ptr_eq(left: &Weak<T>, right: &Weak<T>) -> bool {
        match (left.referent(), right.referent()) {
            (None, None) => {
                left.weak.as_ref().map(OwnedObject::object) == right.weak.as_ref().map(OwnedObject::object)
            }
            (left, right) => left == right,
        }
    }

    /// The number of counted references to the referent; zero when it is dead.
    pub fn strong_count(&self) -> usize {
        // SAFETY: as in `upgrade`, a referent is alive.
        self.upgradable().map_or(0, |referent| unsafe { referent.as_ref() }.count() as usize)
    }

    /// The referent, if it is not on its way to its end.
    fn upgradable(&self) -> Option<Object> {
        let weak = self.weak.as_ref()?.object();
        // SAFETY: the handle's own object is alive, so its heap is.
        unsafe { Heap::of(weak) }.weak_referent(weak)
    }

    fn referent(&self) -> Option<Object> {
        let weak = self.weak.as_ref()?.object();
        // SAFETY: the handle's own object is alive and has this word.
        word::as_reference(unsafe { weak.cast::<u64>().add(1).read() })
    }
}

impl<T: Trace> Clone for Weak<T> {
    fn clone(&self) -> Weak<T> {
        if self.weak.as_ref().is_some_and(|weak| weak.count() == u32::MAX) {
            super::reference::count_overflow();
        }
        Weak { weak: self.weak.clone(), value: PhantomData }
    }
}

/// As for [`Ref`].
impl<T: Trace + RefUnwindSafe> UnwindSafe for Weak<T> {}

impl<T: Trace + RefUnwindSafe> RefUnwindSafe for Weak<T> {}

impl<T: Trace> Default for Weak<T> {
    fn default() -> Weak<T> {
        Weak::new()
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

    fn edges(&self, edges: &mut Edges<'_>) {
        if let Some(weak) = &self.weak {
            edges.object(weak.object());
        }
    }
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
