//! The heap as Rust programs see it: what is safe to call, and nothing else.
//!
//! ```text
//! OwnedHeap ──derefs to──▶ Heap ──is──▶ exuvia_heap::Heap without its low-level interface
//! ```

use super::{AllocError, Ref, Trace, TraceViolations, Weak};
use crate::collector::Collected;
use crate::collector::generations::{CollectionRecord, Totals};
use crate::collector::run::Rehearsal;
use crate::graph::{Busy, Graph};
use crate::heap::HeapBox;
use crate::leaks::Leaks;
use exuvia_alloc::{ReserveError, Statistics};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::panic::{RefUnwindSafe, UnwindSafe};

/// How a heap should be.
///
/// ```
/// use exuvia_heap::typed::{Config, Heap};
///
/// let config = Config::default().budget_bytes(64 << 20).debug(cfg!(debug_assertions));
/// let heap = Heap::new(config)?;
/// assert_eq!(heap.budget_bytes(), 64 << 20);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Config {
    /// Bytes that the heap's pools and large objects may take; `usize::MAX`, the default, for no limit. What values own elsewhere,
    /// such as the buffer of a `Vec`, is not counted.
    pub budget_bytes: usize,
    /// Check every operation of the allocator, and the trace functions of types. Several times slower.
    pub debug: bool,
    /// Collect without being asked; the default.
    pub automatic: bool,
    /// Values with references made, less those that died, between two automatic collections of young objects; zero turns
    /// automatic collections off.
    pub young_objects: usize,
}

impl Default for Config {
    fn default() -> Config {
        Config { budget_bytes: usize::MAX, debug: false, automatic: true, young_objects: 2000 }
    }
}

impl Config {
    /// Sets the budget.
    #[must_use]
    pub const fn budget_bytes(self, budget_bytes: usize) -> Config {
        Config { budget_bytes, ..self }
    }

    /// Sets the debug mode.
    #[must_use]
    pub const fn debug(self, debug: bool) -> Config {
        Config { debug, ..self }
    }

    /// Sets whether collections run without being asked for.
    #[must_use]
    pub const fn automatic(self, automatic: bool) -> Config {
        Config { automatic, ..self }
    }

    /// Sets how many new objects make a collection due.
    #[must_use]
    pub const fn young_objects(self, young_objects: usize) -> Config {
        Config { young_objects, ..self }
    }
}

/// A heap of counted, traced objects. It is reached through its [`OwnedHeap`] or through any [`Ref`] into it, and stays on
/// its thread.
///
/// ```
/// use exuvia_heap::typed::{Config, Heap, Ref};
///
/// let heap = Heap::new(Config::default())?;
/// let first = heap.new_object(1);
/// let second = Ref::heap(&first).new_object(2);
/// assert_eq!(*first + *second, 3);
/// assert_eq!(heap.census()[0].objects, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Two threads cannot use one heap:
///
/// ```compile_fail,E0277
/// use exuvia_heap::typed::{Config, Heap};
///
/// let heap = Heap::new(Config::default()).unwrap();
/// std::thread::scope(|scope| {
///     scope.spawn(|| heap.new_object(1));
/// });
/// ```
#[repr(transparent)]
pub struct Heap(crate::heap::Heap);

impl Heap {
    /// A new heap.
    ///
    /// # Errors
    /// The system grants no address space.
    pub fn new(config: Config) -> Result<OwnedHeap, ReserveError> {
        let Config { budget_bytes, debug, automatic, young_objects } = config;
        let heap = HeapBox::new(exuvia_alloc::Config { budget_bytes, debug })?;
        let [_, middle, old] = heap.thresholds();
        heap.set_thresholds([young_objects, middle, old]);
        if !automatic {
            heap.disable();
        }
        Ok(OwnedHeap { heap })
    }

    pub(super) fn from_raw(heap: &crate::heap::Heap) -> &Heap {
        // SAFETY: the type is a transparent wrapper.
        unsafe { &*std::ptr::from_ref(heap).cast::<Heap>() }
    }

    /// The heap below, for runtimes that use its low-level interface.
    ///
    /// # Safety
    /// Objects of the typed layer must not be changed through it.
    pub unsafe fn raw(&self) -> &crate::heap::Heap {
        &self.0
    }

    /// Puts `value` on the heap. Runs finalizers and a collection first when they are due. Objects of up to 512
    /// bytes may overdraw the budget; the next safe point then collects everything.
    ///
    /// # Panics
    /// A larger object passes the budget, see [`Heap::try_new_object`]; or a finalizer panics.
    #[inline]
    pub fn new_object<T: Trace>(&self, value: T) -> Ref<T> {
        self.0.new_object(value)
    }

    /// Puts `value` on the heap. Where the budget does not allow it, garbage is collected first.
    ///
    /// # Errors
    /// The budget does not allow it even so, or the system refuses: the value comes back.
    ///
    /// ```
    /// use exuvia_heap::typed::{Config, Heap};
    ///
    /// let heap = Heap::new(Config::default().budget_bytes(1 << 20))?;
    /// let error = heap.try_new_object([7u8; 1 << 20]).unwrap_err();
    /// assert!(error.is_over_budget() && error.value[0] == 7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_new_object<T: Trace>(&self, value: T) -> Result<Ref<T>, AllocError<T>> {
        self.0.try_new_object(value)
    }

    /// Puts a value on the heap that knows itself: `make` gets a weak handle, which leads to the object once it is there.
    ///
    /// ```
    /// use exuvia_heap::typed::{Config, Heap, Trace, Weak};
    ///
    /// #[derive(Trace)]
    /// struct Gadget {
    ///     me: Weak<Gadget>,
    /// }
    ///
    /// let heap = Heap::new(Config::default())?;
    /// let gadget = heap.new_cyclic(|me| Gadget { me: me.clone() });
    /// assert!(gadget.me.upgrade().is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new_cyclic<T: Trace>(&self, make: impl FnOnce(&Weak<T>) -> T) -> Ref<T> {
        self.0.new_cyclic(make)
    }

    /// Collects all garbage and runs its finalizers. Inside a value's drop, or while a collection runs,
    /// nothing happens.
    ///
    /// # Panics
    /// When a drop, a finalizer or a trace function did; the heap is whole then.
    pub fn collect(&self) -> Collected {
        self.0.collect_typed()
    }

    /// Runs the finalizers that wait, without a collection.
    ///
    /// # Panics
    /// When a finalizer did, after the others have run.
    pub fn run_finalizers(&self) {
        self.0.run_finalizers();
    }

    /// Lets collections run without being asked for, or not.
    pub fn set_automatic(&self, automatic: bool) {
        if automatic { self.0.enable() } else { self.0.disable() }
    }

    /// For tests: a full collection at each allocation of a value that refers to others.
    pub fn set_collect_every_allocation(&self, on: bool) {
        self.0.set_collect_every_allocation(on);
    }

    /// For tests: see [`crate::Heap::set_slices_for_tests`].
    pub fn set_slices_for_tests(&self, rehearsal: Option<Rehearsal>) {
        self.0.set_slices_for_tests(rehearsal);
    }

    /// For tests: see [`crate::Heap::missed_moves`].
    pub fn missed_moves(&self) -> usize {
        self.0.missed_moves()
    }

    /// Bytes that may be in use.
    pub fn budget_bytes(&self) -> usize {
        self.0.allocator().budget_bytes()
    }

    /// Changes the budget; it may be below what is in use.
    pub fn set_budget_bytes(&self, bytes: usize) {
        self.0.allocator().set_budget(bytes);
    }

    /// Bytes of pools and large objects in use.
    pub fn used_bytes(&self) -> usize {
        self.0.allocator().used_bytes()
    }

    /// The largest number of bytes that were in use.
    pub fn peak_bytes(&self) -> usize {
        self.0.allocator().peak_bytes()
    }

    /// Gives empty memory back to the system.
    pub fn trim(&self) {
        self.0.allocator().trim();
    }

    /// What the allocator has, by size class. Takes time in proportion to the number of pools.
    pub fn statistics(&self) -> Statistics {
        self.0.allocator().statistics()
    }

    /// Collections and what they found, for young, middle-aged and old objects.
    pub fn totals(&self) -> [Totals; 3] {
        self.0.totals()
    }

    /// The latest collections, oldest first.
    pub fn history(&self) -> Vec<CollectionRecord> {
        self.0.history()
    }

    /// The live objects by type, in the order of their names.
    pub fn census(&self) -> Vec<TypeCount> {
        let mut census: BTreeMap<&str, TypeCount> = BTreeMap::new();
        self.0.walk(&mut |object| {
            let name = &*self.0.entry_of(object).layout.name;
            let count = census.entry(name).or_insert_with(|| TypeCount::of(name));
            count.objects += 1;
            count.bytes += self.0.bytes_of(object);
        });
        census.into_values().collect()
    }

    /// All live objects made from a `T`, in the order of their addresses. Like a weak reference, this can
    /// bring back what only cycles hold.
    ///
    /// # Errors
    /// It is asked for inside a value's drop or a collection.
    ///
    /// ```
    /// use exuvia_heap::typed::{Config, Heap};
    ///
    /// let heap = Heap::new(Config::default())?;
    /// let kept: Vec<_> = ["a", "b"].map(|text| heap.new_object(text.to_owned())).into();
    /// assert_eq!(heap.objects::<String>()?, kept);
    /// assert!(heap.objects::<u64>()?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn objects<T: Trace>(&self) -> Result<Vec<Ref<T>>, Busy> {
        if !self.0.is_whole() {
            return Err(Busy);
        }
        let layout = self.0.typed_layout::<T>();
        let mut objects = Vec::new();
        self.0.walk(&mut |object| {
            // SAFETY: `walk` passes live objects.
            if unsafe { object.as_ref() }.layout() == layout && self.0.may_upgrade(object) {
                // SAFETY: objects of this layout are made from a `T`, and none is half dropped.
                objects.push(unsafe { Ref::from_borrowed(object) });
            }
        });
        Ok(objects)
    }

    /// A snapshot of all objects and the references between them.
    ///
    /// # Errors
    /// It is asked for inside a value's drop or a collection.
    pub fn graph(&self) -> Result<Graph, Busy> {
        self.0.graph()
    }

    /// Checks the heap's invariants.
    ///
    /// # Errors
    /// The first violation found, in words; or the check is asked for inside a value's drop or a collection.
    pub fn check_integrity(&self) -> Result<(), String> {
        if !self.0.is_whole() {
            return Err(Busy.to_string());
        }
        self.0.check_integrity()
    }

    /// What the debug mode has found out about hand-written trace functions; see [`Config::debug`]. It looks at values that die.
    ///
    /// # Errors
    /// There are trace functions that do not fit their types.
    pub fn check_traces(&self) -> Result<(), TraceViolations> {
        self.0.check_traces()
    }
}

/// A panic leaves the heap whole.
impl RefUnwindSafe for Heap {}

impl fmt::Debug for Heap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heap").field("used_bytes", &self.used_bytes()).finish_non_exhaustive()
    }
}

/// The live objects of one type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeCount {
    /// The type's name.
    pub type_name: String,
    /// How many objects.
    pub objects: usize,
    /// Bytes of their blocks.
    pub bytes: usize,
}

impl TypeCount {
    fn of(name: &str) -> TypeCount {
        TypeCount { type_name: name.to_owned(), objects: 0, bytes: 0 }
    }
}

/// Owns a heap. When it is dropped, the heap ends if nothing in it is held; else what is held stays usable, its
/// memory stays, and [`super::last_leaks`] names it.
#[derive(Debug)]
pub struct OwnedHeap {
    heap: HeapBox,
}

impl OwnedHeap {
    /// Collects, then ends the heap if nothing in it is alive.
    ///
    /// # Errors
    /// Objects are still held: they are named with their holders, and stay usable.
    ///
    /// # Panics
    /// When a drop or a finalizer did; the heap has ended then.
    ///
    /// ```
    /// use exuvia_heap::typed::{Config, Heap};
    ///
    /// let heap = Heap::new(Config::default())?;
    /// let kept = heap.new_object(String::from("kept"));
    /// let leaks = heap.close().unwrap_err();
    /// assert!(leaks.to_string().contains("1 × alloc::string::String"));
    /// assert!(leaks.to_string().contains("held from outside the heap ×1"));
    /// assert_eq!(kept.len(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn close(self) -> Result<(), Leaks> {
        self.heap.close()
    }
}

/// A panic leaves the heap whole.
impl RefUnwindSafe for OwnedHeap {}

impl UnwindSafe for OwnedHeap {}

impl Deref for OwnedHeap {
    type Target = Heap;

    #[inline(always)]
    fn deref(&self) -> &Heap {
        Heap::from_raw(&self.heap)
    }
}
