//! What a type must tell so that its values can live on the heap.
//!
//! ```text
//! trace(value) = one edge for each Ref that the value owns
//! ```
//!
//! `#[derive(Trace)]` writes it, field by field. The implementations for the types of the standard
//! library are here.

use super::Ref;
use crate::tracer::Tracer;
use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};

/// Values that can live on a heap.
///
/// # Safety
/// `trace` must report each [`Ref`] that the value owns at most once, and run no code that changes the
/// heap. Dropping the value must not dereference any `Ref` that it owns: in a cycle, the other value
/// may be gone. The derive macro sees to both; it refuses types that implement `Drop`.
///
/// ```compile_fail,E0119
/// #[derive(exuvia_heap::Trace)]
/// struct Noisy(Option<exuvia_heap::Ref<Noisy>>);
/// impl Drop for Noisy {
///     fn drop(&mut self) {}
/// }
/// ```
///
/// ```
/// #[derive(exuvia_heap::Trace)]
/// struct Quiet(Option<exuvia_heap::Ref<Quiet>>);
/// ```
pub unsafe trait Trace: 'static {
    /// Whether a value may own references.
    const REFERS: bool = true;
    /// Whether [`Trace::finalize`] has anything to do.
    const FINALIZES: bool = false;

    /// Reports the references that the value owns.
    fn trace(&self, tracer: &mut Tracer<'_>);

    /// Runs once, at a safe point, before the value is dropped. It may resurrect the object.
    fn finalize(&self) {}
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
        tracer.edge(self.object());
    }
}

// SAFETY: reported as the value is; nobody can hold a reference into a `Cell`.
unsafe impl<T: Trace> Trace for Cell<T> {
    const REFERS: bool = T::REFERS;

    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        // SAFETY: tracing runs no code that could write to the cell meanwhile.
        unsafe { &*self.as_ptr() }.trace(tracer);
    }
}

// SAFETY: the pointee is owned.
unsafe impl<T: Trace> Trace for Box<T> {
    const REFERS: bool = T::REFERS;

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        (**self).trace(tracer);
    }
}

macro_rules! trace_elements {
    ($($type:ty, [$($bounds:tt)*], $element:ident;)*) => {$(
        // SAFETY: each element is reported once.
        unsafe impl<$($bounds)*> Trace for $type {
            const REFERS: bool = $element::REFERS;

            #[inline]
            fn trace(&self, tracer: &mut Tracer<'_>) {
                self.iter().for_each(|element| element.trace(tracer));
            }
        }
    )*};
}

trace_elements! {
    Option<T>, [T: Trace], T;
    Vec<T>, [T: Trace], T;
    VecDeque<T>, [T: Trace], T;
    Box<[T]>, [T: Trace], T;
    [T; N], [T: Trace, const N: usize], T;
}

// SAFETY: each key and each value is reported once.
unsafe impl<K: Trace + Ord, V: Trace> Trace for BTreeMap<K, V> {
    const REFERS: bool = K::REFERS || V::REFERS;

    fn trace(&self, tracer: &mut Tracer<'_>) {
        for (key, value) in self {
            key.trace(tracer);
            value.trace(tracer);
        }
    }
}

macro_rules! trace_nothing {
    ($($type:ty)*) => {$(
        // SAFETY: the type owns no reference.
        unsafe impl Trace for $type {
            const REFERS: bool = false;

            #[inline(always)]
            fn trace(&self, _: &mut Tracer<'_>) {}
        }
    )*};
}

trace_nothing! {
    () bool char u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64
    String Box<str> &'static str std::time::Duration std::path::PathBuf
}

macro_rules! trace_tuple {
    ($($name:ident)*) => {
        // SAFETY: each field is reported once.
        unsafe impl<$($name: Trace),*> Trace for ($($name,)*) {
            const REFERS: bool = $($name::REFERS)||*;

            #[inline]
            fn trace(&self, tracer: &mut Tracer<'_>) {
                #[expect(non_snake_case, reason = "the type parameters name the fields too")]
                let ($($name,)*) = self;
                $($name.trace(tracer);)*
            }
        }
    };
}

trace_tuple!(A);
trace_tuple!(A B);
trace_tuple!(A B C);
trace_tuple!(A B C D);
