//! A cell for values on the heap that are changed in place, checked at run time.
//!
//! ```text
//! state = borrows << 1 | COUNTED      borrows:  0 free   n > 0 shared   all ones exclusive
//! ```
//!
//! A collection that meets an exclusive borrow reports nothing of the cell: its references then
//! count as held from outside, which is safe, and true: whoever borrows holds the object. A cell that
//! a collection has counted stamps what it holds before anyone can take that out.

use super::{Edges, Trace, checks};
use crate::header::STAMPED;
use crate::heap::Heap;
use crate::tracer::Tracer;
use std::cell::{Cell, UnsafeCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

/// The content has been counted by a collection that goes on.
const COUNTED: usize = 1;
/// One shared borrow.
const SHARED: usize = 2;
/// The exclusive borrow; the content is not counted then.
const EXCLUSIVE: usize = usize::MAX - 1;

/// Interior mutability for values on a heap, as `RefCell` has it.
///
/// ```
/// use exuvia_heap::typed::{Config, GcCell, Heap, Ref, Trace};
///
/// #[derive(Trace)]
/// struct Person {
///     friends: GcCell<Vec<Ref<Person>>>,
/// }
///
/// let heap = Heap::new(Config::default())?;
/// let (ada, bob) = (heap.new_object(Person { friends: GcCell::default() }), heap.new_object(Person { friends: GcCell::default() }));
/// ada.friends.borrow_mut().push(bob.clone());
/// bob.friends.borrow_mut().push(ada.clone());
/// assert_eq!(ada.friends.borrow().len(), 1);
/// assert!(ada.friends.try_borrow_mut().is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct GcCell<T> {
    state: Cell<usize>,
    value: UnsafeCell<T>,
}

const _: () = assert!(size_of::<GcCell<u64>>() == 16);

impl<T> GcCell<T> {
    /// A cell with this value.
    pub const fn new(value: T) -> GcCell<T> {
        GcCell { state: Cell::new(0), value: UnsafeCell::new(value) }
    }

    /// Borrows the value.
    ///
    /// # Panics
    /// It is borrowed exclusively.
    #[inline]
    #[track_caller]
    pub fn borrow(&self) -> GcRef<'_, T> {
        match self.try_borrow() {
            Ok(borrowed) => borrowed,
            Err(error) => refuse(&error),
        }
    }

    /// Borrows the value.
    ///
    /// # Errors
    /// It is borrowed exclusively.
    #[inline]
    pub fn try_borrow(&self) -> Result<GcRef<'_, T>, BorrowError> {
        let state = self.state.get();
        if state >= EXCLUSIVE - SHARED {
            return Err(BorrowError { private: () });
        }
        self.state.set(state + SHARED);
        // SAFETY: a cell's value has an address.
        let value = unsafe { NonNull::new_unchecked(self.value.get()) };
        Ok(GcRef { value, borrow: SharedBorrow { state: &self.state } })
    }

    /// The value of a cell that nobody else can see.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: Trace> GcCell<T> {
    /// Borrows the value exclusively.
    ///
    /// # Panics
    /// It is borrowed.
    #[inline]
    #[track_caller]
    pub fn borrow_mut(&self) -> GcRefMut<'_, T> {
        match self.try_borrow_mut() {
            Ok(borrowed) => borrowed,
            Err(error) => refuse(&error),
        }
    }

    /// Borrows the value exclusively.
    ///
    /// # Errors
    /// It is borrowed.
    #[inline]
    pub fn try_borrow_mut(&self) -> Result<GcRefMut<'_, T>, BorrowMutError> {
        if self.state.get() != 0 && !self.uncount_slow() {
            return Err(BorrowMutError { private: () });
        }
        self.state.set(EXCLUSIVE);
        // SAFETY: a cell's value has an address.
        let value = unsafe { NonNull::new_unchecked(self.value.get()) };
        Ok(GcRefMut { value, borrow: ExclusiveBorrow { state: &self.state }, exclusive: PhantomData })
    }

    /// Makes a cell free that is not borrowed but counted: what it holds may leave it now, and the
    /// collection has to know. False when the cell is borrowed.
    #[cold]
    #[inline(never)]
    fn uncount_slow(&self) -> bool {
        if self.state.get() != COUNTED {
            return false;
        }
        let (mut last, mut count) = (None, 0);
        let mut stamp = |child: crate::Object| {
            // SAFETY: what a value refers to is alive.
            unsafe { child.as_ref() }.set(STAMPED);
            (last, count) = (Some(child), count + 1);
        };
        // SAFETY: the cell is not borrowed, and tracing runs no code that could borrow it.
        unsafe { &*self.value.get() }.trace(&mut Tracer::visitor(&mut stamp));
        if let Some(child) = last {
            // What lies behind it in the same value may change its place in a window.
            // SAFETY: as above, the child is alive, so its heap is.
            unsafe { Heap::of(child) }.note_reordered(count);
        }
        self.state.set(0);
        true
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

    /// Takes the value out and leaves the default.
    ///
    /// # Panics
    /// It is borrowed.
    #[track_caller]
    pub fn take(&self) -> T
    where
        T: Default,
    {
        self.replace(T::default())
    }
}

#[cold]
#[track_caller]
fn refuse(error: &dyn fmt::Display) -> ! {
    panic!("{error}")
}

impl<T: Default> Default for GcCell<T> {
    fn default() -> GcCell<T> {
        GcCell::new(T::default())
    }
}

impl<T> From<T> for GcCell<T> {
    fn from(value: T) -> GcCell<T> {
        GcCell::new(value)
    }
}

/// Does not show the value, which may lead back to the cell.
impl<T> fmt::Debug for GcCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GcCell")
    }
}

// SAFETY: the value's references are reported, or none while it is borrowed exclusively.
unsafe impl<T: Trace> Trace for GcCell<T> {
    const REFERS: bool = T::REFERS;

    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        let state = self.state.get();
        if state >= EXCLUSIVE {
            return checks::note_opaque();
        }
        if tracer.counts() {
            self.state.set(state | COUNTED);
        }
        // SAFETY: there is no exclusive borrow, and tracing runs no code that could make one.
        unsafe { &*self.value.get() }.trace(tracer);
    }

    fn edges(&self, edges: &mut Edges<'_>) {
        if let Ok(value) = self.try_borrow() {
            value.edges(edges);
        }
    }
}

/// The cell is borrowed exclusively.
#[derive(Debug)]
pub struct BorrowError {
    private: (),
}

impl fmt::Display for BorrowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let () = self.private;
        f.write_str("the cell is borrowed exclusively")
    }
}

impl std::error::Error for BorrowError {}

/// The cell is borrowed.
#[derive(Debug)]
pub struct BorrowMutError {
    private: (),
}

impl fmt::Display for BorrowMutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let () = self.private;
        f.write_str("the cell is borrowed")
    }
}

impl std::error::Error for BorrowMutError {}

struct SharedBorrow<'a> {
    state: &'a Cell<usize>,
}

impl Drop for SharedBorrow<'_> {
    fn drop(&mut self) {
        self.state.set(self.state.get() - SHARED);
    }
}

struct ExclusiveBorrow<'a> {
    state: &'a Cell<usize>,
}

impl Drop for ExclusiveBorrow<'_> {
    fn drop(&mut self) {
        self.state.set(0);
    }
}

/// A shared borrow of a [`GcCell`].
pub struct GcRef<'a, T: ?Sized> {
    // A pointer, because the borrow ends before the lifetime does.
    value: NonNull<T>,
    borrow: SharedBorrow<'a>,
}

impl<'a, T: ?Sized> GcRef<'a, T> {
    /// A borrow of a part of the value.
    pub fn map<U: ?Sized>(this: GcRef<'a, T>, part: impl FnOnce(&T) -> &U) -> GcRef<'a, U> {
        let value = NonNull::from(part(&this));
        GcRef { value, borrow: this.borrow }
    }
}

impl<T: ?Sized> Deref for GcRef<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: shared borrows are counted, so there is no exclusive one.
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for GcRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// An exclusive borrow of a [`GcCell`].
pub struct GcRefMut<'a, T: ?Sized> {
    value: NonNull<T>,
    borrow: ExclusiveBorrow<'a>,
    exclusive: PhantomData<&'a mut T>,
}

impl<'a, T: ?Sized> GcRefMut<'a, T> {
    /// A borrow of a part of the value.
    pub fn map<U: ?Sized>(mut this: GcRefMut<'a, T>, part: impl FnOnce(&mut T) -> &mut U) -> GcRefMut<'a, U> {
        let value = NonNull::from(part(&mut this));
        GcRefMut { value, borrow: this.borrow, exclusive: PhantomData }
    }
}

impl<T: ?Sized> Deref for GcRefMut<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: this is the only borrow.
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized> DerefMut for GcRefMut<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this is the only borrow.
        unsafe { self.value.as_mut() }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for GcRefMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{COUNTED, GcCell};
    use crate::header::STAMPED;
    use crate::typed::{Config, Heap, Ref};

    #[test]
    fn what_leaves_a_counted_cell_is_stamped() {
        let heap = Heap::new(Config::default()).expect("address space");
        let child = heap.new_object(GcCell::new(None::<Ref<u64>>));
        let cell = GcCell::new(Some(child.clone()));
        let stamped = || {
            // SAFETY: the handle keeps the object.
            unsafe { child.object().as_ref() }.has(STAMPED)
        };
        assert!(!stamped());
        cell.state.set(COUNTED);
        drop(cell.borrow());
        assert!(cell.state.get() == COUNTED && !stamped());
        {
            let shared = cell.borrow();
            assert!(cell.try_borrow_mut().is_err() && shared.is_some());
        }
        let taken = cell.take();
        assert!(stamped() && cell.state.get() == 0 && taken.is_some());
    }
}
