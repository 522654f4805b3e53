//! What a type must tell so that its values can live on the heap.
//!
//! ```text
//! trace(value) = one edge for each Ref that the value owns
//! ```
//!
//! `#[derive(Trace)]` writes it, field by field. The types of the standard library are in `standard`.

use super::{Edges, Ref, checks, other_heap};
use crate::tracer::Tracer;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// Values that can live on a heap.
///
/// Derive it. The derive macro reports every field, and takes one argument: a function that runs
/// once, at a safe point, before a value is dropped.
///
/// ```
/// use exuvia_heap::typed::{Config, Heap, Ref, Trace};
///
/// #[derive(Trace)]
/// #[trace(finalize = say_goodbye)]
/// struct Leaf {
///     name: String,
///     parent: Option<Ref<Leaf>>,
/// }
///
/// fn say_goodbye(leaf: &Leaf) {
///     println!("{} goes", leaf.name);
/// }
///
/// let heap = Heap::new(Config::default())?;
/// let root = heap.new_object(Leaf { name: "root".into(), parent: None });
/// let leaf = heap.new_object(Leaf { name: "leaf".into(), parent: Some(root) });
/// drop(leaf);
/// heap.collect(); // a safe point: both say goodbye
/// # assert!(heap.close().is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A type that implements `Drop` cannot derive it, because in a cycle that is taken apart its `Ref`s may
/// lead to values that are gone. Use a finalizer, or put the part that needs `Drop` into [`Untraced`].
///
/// ```compile_fail,E0119
/// #[derive(exuvia_heap::typed::Trace)]
/// struct Noisy(Option<exuvia_heap::typed::Ref<Noisy>>);
/// impl Drop for Noisy {
///     fn drop(&mut self) {}
/// }
/// ```
///
/// Every field has to implement `Trace`:
///
/// ```compile_fail,E0277
/// #[derive(exuvia_heap::typed::Trace)]
/// struct Task {
///     action: Box<dyn Fn()>,
/// }
/// ```
///
/// # Safety
/// - `trace` must report only [`Ref`]s that the value owns, each at most once. What it does not report counts as
///   held from outside the heap: it leaks, it is never freed early.
/// - It must report the same until the value is changed. It may panic at any time: the collection then finds no garbage.
/// - It must not change the heap.
/// - Dropping the value must not dereference any `Ref` that is reported: the other value may be gone.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` do not tell what they refer to",
    note = "derive `Trace` for it, or wrap it in `Untraced` if what it refers to need not be traced"
)]
pub unsafe trait Trace: 'static {
    /// Whether a value may own references. Where it is false, values live in blocks that collections
    /// never look at.
    const REFERS: bool = true;
    /// Whether [`Trace::finalize`] has anything to do.
    const FINALIZES: bool = false;

    /// Reports the references that the value owns.
    fn trace(&self, tracer: &mut Tracer<'_>);

    /// Runs once, at a safe point, before the value is dropped. It may resurrect the object, allocate
    /// and collect. If it panics, the object dies all the same, and the panic goes on at the end of the safe point.
    fn finalize(&self) {}

    /// Reports the references with labels, for heap graphs and leak reports.
    fn edges(&self, edges: &mut Edges<'_>) {
        edges.unlabelled(self);
    }
}

/// Implemented by the derive macro for its type, and here for all that implement `Drop`: so a derived
/// type that implements `Drop` does not compile.
#[expect(drop_bounds, reason = "the bound is there to conflict with implementations of `Drop`")]
mod must_not_drop {
    /// See the module.
    pub trait MustNotDrop {}
    impl<T: Drop> MustNotDrop for T {}
}
pub use must_not_drop::MustNotDrop;

// SAFETY: the one reference that it is.
unsafe impl<T: Trace> Trace for Ref<T> {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        // A collection counts what refers to its own heap; the count of an object elsewhere is not its business.
        if !other_heap::is_other(self.object()) {
            tracer.edge(self.object());
        }
    }

    fn edges(&self, edges: &mut Edges<'_>) {
        edges.edge(self);
    }
}

/// A part of a value that is not traced: for types that implement `Drop`, for function pointers and
/// closures, for whatever does not implement [`Trace`].
///
/// `Ref`s in it keep what they refer to alive, as a handle outside the heap does: a cycle that goes
/// through it is never collected.
///
/// ```
/// use exuvia_heap::typed::{Ref, Trace, Untraced};
///
/// struct Log(std::fs::File);
/// impl Drop for Log {
///     fn drop(&mut self) {
///         let _ = self.0.sync_all();
///     }
/// }
///
/// #[derive(Trace)]
/// struct Task {
///     log: Untraced<Log>,
///     action: Untraced<Box<dyn Fn(&Task)>>,
///     after: Option<Ref<Task>>,
/// }
/// ```
pub struct Untraced<T> {
    value: std::mem::ManuallyDrop<T>,
}

impl<T> Untraced<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Untraced<T> {
        Untraced { value: std::mem::ManuallyDrop::new(value) }
    }

    /// The value.
    pub fn into_inner(mut this: Untraced<T>) -> T {
        // SAFETY: the wrapper is forgotten on the next line, so the value is taken once.
        let value = unsafe { std::mem::ManuallyDrop::take(&mut this.value) };
        std::mem::forget(this);
        value
    }
}

impl<T> Drop for Untraced<T> {
    fn drop(&mut self) {
        checks::note_opaque();
        // SAFETY: this is the value's only end.
        unsafe { std::mem::ManuallyDrop::drop(&mut self.value) };
    }
}

impl<T> Deref for Untraced<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Untraced<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> From<T> for Untraced<T> {
    fn from(value: T) -> Untraced<T> {
        Untraced::new(value)
    }
}

impl<T: Default> Default for Untraced<T> {
    fn default() -> Untraced<T> {
        Untraced::new(T::default())
    }
}

impl<T: Clone> Clone for Untraced<T> {
    fn clone(&self) -> Untraced<T> {
        Untraced::new(T::clone(self))
    }
}

impl<T: fmt::Debug> fmt::Debug for Untraced<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

// SAFETY: nothing is reported, so whatever the value refers to is held from outside, and may be used
// while it is dropped.
unsafe impl<T: 'static> Trace for Untraced<T> {
    const REFERS: bool = false;

    #[inline(always)]
    fn trace(&self, _: &mut Tracer<'_>) {}
}
