//! A cell for values on the heap that are changed in place, checked at run time.
//!
//! ```text
//! borrows:  0 free   n > 0 shared   -1 exclusive
//! ```
//!
//! A collection that meets an exclusive borrow reports nothing of the cell: its references then
//! count as held from outside, which is safe, and true: whoever borrows holds the object.

use super::Trace;
use crate::tracer::Tracer;
use std::cell::{Cell, UnsafeCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// Interior mutability for values on a heap, as `RefCell` has it.
pub struct GcCell<T> {
    borrows: Cell<isize>,
    value: UnsafeCell<T>,
}

impl<T> GcCell<T> {
    /// A cell with this value.
    pub const fn new(value: T) -> GcCell<T> {
        GcCell { borrows: Cell::new(0), value: UnsafeCell::new(value) }
    }

    /// Borrows the value.
    ///
    /// # Panics
    /// It is borrowed exclusively.
    #[track_caller]
    pub fn borrow(&self) -> GcRef<'_, T> {
        let borrows = self.borrows.get();
        assert!((0..isize::MAX).contains(&borrows), "the cell is borrowed exclusively");
        self.borrows.set(borrows + 1);
        GcRef { cell: self, not_send: PhantomData }
    }

    /// Borrows the value exclusively.
    ///
    /// # Panics
    /// It is borrowed.
    #[track_caller]
    pub fn borrow_mut(&self) -> GcRefMut<'_, T> {
        assert!(self.borrows.get() == 0, "the cell is borrowed");
        self.borrows.set(-1);
        GcRefMut { cell: self, not_send: PhantomData }
    }

    /// Puts another value in and returns the old one.
    ///
    /// # Panics
    /// It is borrowed.
    #[track_caller]
    pub fn replace(&self, value: T) -> T {
        std::mem::replace(&mut *self.borrow_mut(), value)
    }

    /// Puts another value in. The old one is dropped when the cell is free again.
    ///
    /// # Panics
    /// It is borrowed.
    #[track_caller]
    pub fn set(&self, value: T) {
        drop(self.replace(value));
    }
}

impl<T: Default> Default for GcCell<T> {
    fn default() -> GcCell<T> {
        GcCell::new(T::default())
    }
}

impl<T> fmt::Debug for GcCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GcCell")
    }
}

// SAFETY: the value's references are reported, or none while it is borrowed exclusively.
unsafe impl<T: Trace> Trace for GcCell<T> {
    const REFERS: bool = T::REFERS;

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if self.borrows.get() >= 0 {
            // SAFETY: there is no exclusive borrow, and tracing runs no code that could make one.
            unsafe { &*self.value.get() }.trace(tracer);
        }
    }
}

/// A shared borrow of a [`GcCell`].
pub struct GcRef<'a, T> {
    cell: &'a GcCell<T>,
    not_send: PhantomData<*mut T>,
}

impl<T> Deref for GcRef<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: shared borrows are counted, so there is no exclusive one.
        unsafe { &*self.cell.value.get() }
    }
}

impl<T> Drop for GcRef<'_, T> {
    fn drop(&mut self) {
        self.cell.borrows.set(self.cell.borrows.get() - 1);
    }
}

/// An exclusive borrow of a [`GcCell`].
pub struct GcRefMut<'a, T> {
    cell: &'a GcCell<T>,
    not_send: PhantomData<*mut T>,
}

impl<T> Deref for GcRefMut<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: this is the only borrow.
        unsafe { &*self.cell.value.get() }
    }
}

impl<T> DerefMut for GcRefMut<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this is the only borrow.
        unsafe { &mut *self.cell.value.get() }
    }
}

impl<T> Drop for GcRefMut<'_, T> {
    fn drop(&mut self) {
        self.cell.borrows.set(0);
    }
}
