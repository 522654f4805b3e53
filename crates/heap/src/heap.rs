//! The heap itself: it lives in the head arena of its region.
//!
//! ```text
//! object address & !(REGION_BYTES - 1)  =  address of the Heap
//! ```
//!
//! So any object leads to its heap without a thread-local. This file has the fields, their birth
//! and their end; what is done with them is told in the other files of the crate.

use crate::collector::State;
use crate::header::{LayoutId, Object};
use crate::layout::{Entry, Layout, LayoutTable};
use crate::leaks::{LAST_LEAKS, Leaks};
use crate::queue::Queue;
use crate::typed::{Payload, TypedLayouts, other_heap};
use crate::weak::WeakTable;
use exuvia_alloc::{Allocator, Config, ReserveError};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

/// Finalizers or weak-reference callbacks wait in the queue.
pub const PENDING_FINALIZERS: u32 = 1;
/// An automatic collection is due.
pub const PENDING_COLLECT: u32 = 2;
/// More bytes were in use than the budget allows; the host clears the bit when it has acted on it.
pub const PENDING_OVERDRAWN: u32 = 4;

/// Observes objects as they die.
pub trait Probe {
    /// The object is about to be dropped; its payload is whole, its weak references still answer.
    /// The heap must not be changed or walked from here.
    fn died(&mut self, object: Object);
}

/// Words before the heap's first field. The processor takes a load for dependent on an earlier store when the lowest twelve bits of
/// their addresses agree; the first block of a pool, which short-lived objects often take turns in, begins a page. So the words
/// that every allocation reads do not.
const CLEAR_OF_FIRST_BLOCKS: usize = 376;

/// Counted objects, their layouts, their weak references, and the collector.
#[repr(C)]
pub struct Heap {
    clear: [u64; CLEAR_OF_FIRST_BLOCKS],
    pub(crate) allocator: Allocator,
    /// Net container allocations since the last collection, CPython's `gc.get_count()[0]`.
    pub(crate) count0: Cell<usize>,
    /// `count0` above this makes a collection due; the largest number when that is off.
    pub(crate) trigger: Cell<usize>,
    pub(crate) pending: Cell<u32>,
    /// Each death takes the slow path: a probe is set.
    pub(crate) watched: Cell<bool>,
    /// A run has members: moves of references are noted.
    pub(crate) noting: Cell<bool>,
    /// Nesting of deaths on the machine stack.
    pub(crate) depth: Cell<u32>,
    /// Oldest object of the work list of deaths, as a granule number; zero when it is empty.
    pub(crate) deferred_first: Cell<u32>,
    /// Newest object of that list; meaningful when it is not empty.
    pub(crate) deferred_last: Cell<u32>,
    pub(crate) layouts: LayoutTable,
    pub(crate) weak: WeakTable,
    pub(crate) queue: Queue,
    pub(crate) collector: State,
    pub(crate) probe: RefCell<Option<Box<dyn Probe>>>,
    pub(crate) typed: TypedLayouts,
}

impl Heap {
    /// The heap that `object` lives in.
    ///
    /// # Safety
    /// The object must have been allocated from a heap that still exists, and the result must not be
    /// used after that heap's end.
    #[inline(always)]
    pub unsafe fn of(object: Object) -> &'static Heap {
        let base = Allocator::region_of(object.as_ptr() as usize);
        // SAFETY: the heap was written at the region's base before the first allocation.
        unsafe { &*(base as *const Heap) }
    }

    /// The allocator below.
    #[inline(always)]
    pub fn allocator(&self) -> &Allocator {
        &self.allocator
    }

    /// Address of the region, and of this heap.
    #[inline(always)]
    pub(crate) fn base(&self) -> usize {
        std::ptr::from_ref(self) as usize
    }

    /// Adds a layout; nothing when the table is full.
    pub fn add_layout(&self, layout: Layout) -> Option<LayoutId> {
        self.layouts.add(layout)
    }

    /// The layout that [`Heap::add_layout`] gave this identity.
    #[inline(always)]
    pub fn layout(&self, id: LayoutId) -> &Layout {
        &self.layouts.entry(id).layout
    }

    /// Notes a layout, or the first of several that the host knows to belong together, as one that no new object will have: for drop
    /// functions, at a time when objects may still have it. The host takes it out later, see [`Heap::take_retired_layouts`].
    pub fn retire_layout(&self, id: LayoutId) {
        self.layouts.retire(id);
    }

    /// How many layouts were noted by [`Heap::retire_layout`].
    #[inline]
    pub fn retired_layouts(&self) -> usize {
        self.layouts.retired_count()
    }

    /// The layouts that were noted. Nothing while a collection runs or is in progress, or objects are dying: then some may be needed.
    pub fn take_retired_layouts(&self) -> Vec<LayoutId> {
        if self.is_whole() && self.collector.run.is_idle() { self.layouts.take_retired() } else { Vec::new() }
    }

    /// Takes a layout out of the table; a later one may get its identity. `None` when it was taken out before.
    ///
    /// # Safety
    /// No object has the layout, no object will get it, and nobody uses a reference to it.
    pub unsafe fn remove_layout(&self, id: LayoutId) -> Option<Layout> {
        // SAFETY: promised by the caller.
        unsafe { self.layouts.remove(id) }
    }

    /// Number of layouts in the table, those that were taken out included.
    pub fn layout_count(&self) -> usize {
        self.layouts.len()
    }

    #[inline(always)]
    pub(crate) fn entry_of(&self, object: Object) -> &Entry {
        // SAFETY: callers pass live objects of this heap.
        self.layouts.entry(unsafe { object.as_ref() }.layout())
    }

    /// The word that a safe point tests. Bits from 8 upwards belong to the host.
    #[inline(always)]
    pub fn pending(&self) -> &Cell<u32> {
        &self.pending
    }

    #[inline(always)]
    pub(crate) fn set_pending(&self, bits: u32) {
        self.pending.set(self.pending.get() | bits);
    }

    #[inline(always)]
    pub(crate) fn clear_pending(&self, bits: u32) {
        self.pending.set(self.pending.get() & !bits);
    }

    /// Sets or takes away the probe that is told of each death.
    pub fn set_probe(&self, probe: Option<Box<dyn Probe>>) {
        self.watched.set(probe.is_some());
        let before = std::mem::replace(&mut *self.probe.borrow_mut(), probe);
        drop(before);
    }
}

/// Owns a heap. It stays on the thread that made it.
pub struct HeapBox {
    heap: NonNull<Heap>,
    not_send: PhantomData<*mut ()>,
}

impl HeapBox {
    /// Reserves a region and puts a heap at its head.
    ///
    /// # Errors
    /// The system refused the address space.
    pub fn new(config: Config) -> Result<HeapBox, ReserveError> {
        let allocator = Allocator::reserve(config)?;
        let base = allocator.base();
        let heap = base.cast::<Heap>();
        let value = Heap {
            clear: [0; CLEAR_OF_FIRST_BLOCKS],
            allocator,
            count0: Cell::new(0),
            trigger: Cell::new(usize::MAX),
            pending: Cell::new(0),
            watched: Cell::new(false),
            noting: Cell::new(false),
            depth: Cell::new(0),
            deferred_first: Cell::new(0),
            deferred_last: Cell::new(0),
            layouts: LayoutTable::new(),
            weak: WeakTable::new(),
            queue: Queue::new(),
            collector: State::new(),
            probe: RefCell::new(None),
            typed: TypedLayouts::new(config.debug),
        };
        // SAFETY: the head arena is the host's own, page-aligned, writable and large enough.
        unsafe { heap.as_ptr().write(value) };
        other_heap::heap_begins();
        let heap = HeapBox { heap, not_send: PhantomData };
        heap.refresh_trigger();
        Ok(heap)
    }

    /// Ends the heap if nothing in it is alive.
    ///
    /// # Errors
    /// Objects are still held. The region stays mapped, so that they stay usable.
    ///
    /// # Panics
    /// When a value of the typed layer panicked in its drop or finalizer; the heap has ended then.
    pub fn close(self) -> Result<(), Leaks> {
        let (leaks, panic) = self.end();
        std::mem::forget(self);
        if let Some(payload) = panic {
            std::panic::resume_unwind(payload);
        }
        if leaks.is_empty() { Ok(()) } else { Err(leaks) }
    }

    /// Ends the heap at once, without dropping the objects in it: their blocks and buffers go with
    /// the region.
    ///
    /// # Safety
    /// No object of the heap may be used any more: no handle of any kind may be left, or be dropped
    /// later; and what payloads own outside the heap is leaked.
    pub unsafe fn discard(self) {
        let heap = self.heap;
        std::mem::forget(self);
        // SAFETY: the caller vouches that nothing uses the heap; `self` is forgotten.
        unsafe { take_down(heap) };
    }

    /// Collects what only the typed layer holds, then takes the heap down unless objects live on. A panic that waits is
    /// returned.
    fn end(&self) -> (Leaks, Option<Payload>) {
        if self.typed.is_used() {
            self.drain_typed();
        }
        let panic = self.take_panic();
        let leaks = self.leaks();
        if leaks.is_empty() {
            // SAFETY: no object is alive, and both callers forget the box or are dropping it.
            unsafe { take_down(self.heap) };
        }
        (leaks, panic)
    }
}

impl fmt::Debug for HeapBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeapBox")
    }
}

/// Drops the heap's fields, then unmaps the region.
///
/// # Safety
/// Nothing may use the heap afterwards.
unsafe fn take_down(heap: NonNull<Heap>) {
    // SAFETY: the heap is initialised, and nobody reads its head again.
    let heap = unsafe { heap.as_ptr().read() };
    let Heap { allocator, layouts, weak, queue, collector, probe, typed, .. } = heap;
    // What waits in the queue lives in the region: it is forgotten with it.
    queue.forget();
    drop((layouts, weak, collector, probe, typed));
    drop(allocator);
    other_heap::heap_ended();
}

impl Deref for HeapBox {
    type Target = Heap;

    #[inline(always)]
    fn deref(&self) -> &Heap {
        // SAFETY: the heap lives at the region's base until the box is gone.
        unsafe { self.heap.as_ref() }
    }
}

impl Drop for HeapBox {
    fn drop(&mut self) {
        let (leaks, panic) = self.end();
        if !leaks.is_empty() {
            // A heap in a thread-local may end after the place for its leaks: then nobody is left to ask.
            let _ = LAST_LEAKS.try_with(|last| *last.borrow_mut() = Some(leaks));
        }
        if let Some(payload) = panic
            && !std::thread::panicking()
        {
            std::panic::resume_unwind(payload);
        }
    }
}
