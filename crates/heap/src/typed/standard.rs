//! `Trace` for types of the standard library.
//!
//! ```text
//! owned elements  reported     shared or hidden ones (Rc, Cell, RefCell)  only where they own no reference
//! ```
//!
//! Two `Rc`s of one value would report its references twice, and a `Cell` could give them away unseen.

use super::{Edges, Trace};
use crate::tracer::Tracer;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

macro_rules! trace_without_references {
    ($($type:ident, $message:literal;)*) => {$(
        // SAFETY: what is inside owns no reference.
        unsafe impl<T: Trace> Trace for $type<T> {
            const REFERS: bool = {
                assert!(!T::REFERS, $message);
                false
            };

            #[inline(always)]
            fn trace(&self, _: &mut Tracer<'_>) {
                const { assert!(!T::REFERS, $message) }
            }

            fn edges(&self, _: &mut Edges<'_>) {}
        }
    )*};
}

trace_without_references! {
    Cell, "a Cell would give references away unseen: use GcCell for values that hold a Ref";
    RefCell, "a RefCell would give references away unseen: use GcCell for values that hold a Ref";
    Rc, "the owners of an Rc would each report what it holds: put the shared value on the heap, behind a Ref";
    Arc, "the owners of an Arc would each report what it holds: put the shared value on the heap, behind a Ref";
}

// SAFETY: the pointee is owned.
unsafe impl<T: Trace> Trace for Box<T> {
    const REFERS: bool = T::REFERS;

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        (**self).trace(tracer);
    }

    fn edges(&self, edges: &mut Edges<'_>) {
        (**self).edges(edges);
    }
}

// SAFETY: the value is owned, and a shared cell never gives it away.
unsafe impl<T: Trace> Trace for OnceCell<T> {
    const REFERS: bool = T::REFERS;

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.get().into_iter().for_each(|value| value.trace(tracer));
    }

    fn edges(&self, edges: &mut Edges<'_>) {
        self.get().into_iter().for_each(|value| value.edges(edges));
    }
}

// SAFETY: the value is owned.
unsafe impl<T: Trace> Trace for Option<T> {
    const REFERS: bool = T::REFERS;

    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(value) = self {
            value.trace(tracer);
        }
    }

    fn edges(&self, edges: &mut Edges<'_>) {
        if let Some(value) = self {
            value.edges(edges);
        }
    }
}

// SAFETY: the one value that there is, is owned.
unsafe impl<T: Trace, E: Trace> Trace for Result<T, E> {
    const REFERS: bool = T::REFERS || E::REFERS;

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        match self {
            Ok(value) => value.trace(tracer),
            Err(error) => error.trace(tracer),
        }
    }

    fn edges(&self, edges: &mut Edges<'_>) {
        match self {
            Ok(value) => value.edges(edges),
            Err(error) => error.edges(edges),
        }
    }
}

macro_rules! trace_elements {
    ($($type:ty, [$($bounds:tt)*];)*) => {$(
        // SAFETY: each element is reported once.
        unsafe impl<$($bounds)*> Trace for $type {
            const REFERS: bool = T::REFERS;

            #[inline]
            fn trace(&self, tracer: &mut Tracer<'_>) {
                self.iter().for_each(|element| element.trace(tracer));
            }

            fn edges(&self, edges: &mut Edges<'_>) {
                self.iter().enumerate().for_each(|(index, element)| edges.index(index, element));
            }
        }
    )*};
}

/// The same for what can be entered anywhere: it is reported in windows where it is large.
macro_rules! trace_spans {
    ($($type:ty, [$($bounds:tt)*];)*) => {$(
        // SAFETY: each element is reported once.
        unsafe impl<$($bounds)*> Trace for $type {
            const REFERS: bool = T::REFERS;

            #[inline]
            fn trace(&self, tracer: &mut Tracer<'_>) {
                tracer.bulk(self.len(), |tracer, range| {
                    self.iter().skip(range.start).take(range.len()).for_each(|element| element.trace(tracer));
                });
            }

            fn edges(&self, edges: &mut Edges<'_>) {
                self.iter().enumerate().for_each(|(index, element)| edges.index(index, element));
            }
        }
    )*};
}

trace_spans! {
    Vec<T>, [T: Trace];
    VecDeque<T>, [T: Trace];
    Box<[T]>, [T: Trace];
    [T; N], [T: Trace, const N: usize];
    BinaryHeap<T>, [T: Trace];
}

trace_elements! {
    LinkedList<T>, [T: Trace];
    BTreeSet<T>, [T: Trace];
    HashSet<T, S>, [T: Trace, S: 'static];
}

macro_rules! trace_entries {
    ($($type:ty, [$($bounds:tt)*];)*) => {$(
        // SAFETY: each key and each value is reported once.
        unsafe impl<$($bounds)*> Trace for $type {
            const REFERS: bool = K::REFERS || V::REFERS;

            fn trace(&self, tracer: &mut Tracer<'_>) {
                for (key, value) in self {
                    key.trace(tracer);
                    value.trace(tracer);
                }
            }

            fn edges(&self, edges: &mut Edges<'_>) {
                for (index, (key, value)) in self.iter().enumerate() {
                    edges.within("key", |edges| edges.index(index, key));
                    edges.within("value", |edges| edges.index(index, value));
                }
            }
        }
    )*};
}

trace_entries! {
    BTreeMap<K, V>, [K: Trace, V: Trace];
    HashMap<K, V, S>, [K: Trace, V: Trace, S: 'static];
}

macro_rules! trace_nothing {
    ($($type:ty,)*) => {$(
        // SAFETY: the type owns no reference.
        unsafe impl Trace for $type {
            const REFERS: bool = false;

            #[inline(always)]
            fn trace(&self, _: &mut Tracer<'_>) {}

            fn edges(&self, _: &mut Edges<'_>) {}
        }
    )*};
}

trace_nothing! {
    (), bool, char, u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
    String, Box<str>, Rc<str>, Arc<str>, &'static str, std::borrow::Cow<'static, str>,
    std::time::Duration, std::time::Instant, std::time::SystemTime, std::path::PathBuf, std::ffi::OsString,
    std::cmp::Ordering, std::any::TypeId, std::ops::Range<usize>,
    std::num::NonZeroU32, std::num::NonZeroU64, std::num::NonZeroUsize,
}

// SAFETY: there is no value.
unsafe impl<T: ?Sized + 'static> Trace for PhantomData<T> {
    const REFERS: bool = false;

    #[inline(always)]
    fn trace(&self, _: &mut Tracer<'_>) {}
}

macro_rules! trace_function {
    ($($argument:ident)*) => {
        // SAFETY: a function owns nothing.
        unsafe impl<R: 'static, $($argument: 'static),*> Trace for fn($($argument),*) -> R {
            const REFERS: bool = false;

            #[inline(always)]
            fn trace(&self, _: &mut Tracer<'_>) {}
        }
    };
}

trace_function!();
trace_function!(A);
trace_function!(A B);
trace_function!(A B C);

macro_rules! trace_tuple {
    ($($name:ident $position:tt)*) => {
        // SAFETY: each field is reported once.
        unsafe impl<$($name: Trace),*> Trace for ($($name,)*) {
            const REFERS: bool = $($name::REFERS)||*;

            #[inline]
            fn trace(&self, tracer: &mut Tracer<'_>) {
                $(self.$position.trace(tracer);)*
            }

            fn edges(&self, edges: &mut Edges<'_>) {
                $(edges.position($position, &self.$position);)*
            }
        }
    };
}

trace_tuple!(A 0);
trace_tuple!(A 0 B 1);
trace_tuple!(A 0 B 1 C 2);
trace_tuple!(A 0 B 1 C 2 D 3);
trace_tuple!(A 0 B 1 C 2 D 3 E 4);
trace_tuple!(A 0 B 1 C 2 D 3 E 4 F 5);
