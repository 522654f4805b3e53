//! The layout table: how to trace, drop and size an object, by the 24-bit index in its header.
//!
//! ```text
//! header.layout ──▶ table[index] ──▶ Layout { shape, kind, finalizer, drop, trace, … }   one cache line
//! ```
//!
//! A layout never moves. It stays until the host takes it out, which it may do when nothing has it any more; its index then goes to
//! a later layout.
//! What the host hangs on a layout (`host`) is a word that the heap never reads.

use crate::header::{LayoutId, Object};
use crate::heap::Heap;
use crate::tracer::Tracer;
use exuvia_alloc::Kind;
use std::cell::{Cell, UnsafeCell};

/// Reports every reference that the object owns to the tracer, each as often as it owns it.
pub type TraceFn = unsafe fn(Object, &Layout, &mut Tracer);
/// Drops the payload: releases its references and frees its buffers, but not the block.
pub type DropFn = unsafe fn(Object, &Layout, &Heap);
/// The bytes in the buffers that the object owns.
pub type ExtraFn = unsafe fn(Object, &Layout) -> usize;

/// Where the references of a payload are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C, u32)]
pub enum Shape {
    /// No references: `trace` is never called. A layout with another `drop` than [`no_drop`] is kept as
    /// a custom one that reports nothing.
    Leaf,
    /// Nothing but words of the reference-word convention: neither `drop` nor `trace` is called.
    Slots {
        /// Offset in bytes from the header to the first word.
        first: u32,
        /// Number of words.
        count: u32,
    },
    /// `trace` and `drop` know.
    Custom,
}

/// How to trace, drop and size the objects that bear its index.
// The fields that a death reads come first: they and `drop` share the entry's cache line.
#[repr(C)]
pub struct Layout {
    /// Where the references are.
    pub shape: Shape,
    /// The kind of block that the objects live in: container or leaf.
    pub kind: Kind,
    /// Whether an object is queued for its finalizer before it dies.
    pub finalizer: Cell<bool>,
    /// When set, each object of this layout owns one count of it (an instance holds its class). The
    /// host adds the count after allocating; the heap traces and releases it, whatever the shape.
    pub owner: Cell<Option<Object>>,
    /// Drops the payload.
    pub drop: DropFn,
    /// Reports the references.
    pub trace: TraceFn,
    /// Sizes the buffers.
    pub extra_bytes: ExtraFn,
    /// A word of the host's own.
    pub host: Cell<usize>,
    /// For people.
    pub name: Box<str>,
}

impl Layout {
    /// A layout whose references, if any, are known by its shape alone, without buffers.
    pub fn of_shape(name: &str, kind: Kind, shape: Shape) -> Layout {
        Layout {
            shape,
            kind,
            finalizer: Cell::new(false),
            owner: Cell::new(None),
            drop: no_drop,
            trace: no_trace,
            extra_bytes: no_extra_bytes,
            host: Cell::new(0),
            name: name.into(),
        }
    }
}

/// The drop function of a payload that owns nothing.
///
/// # Safety
/// None needed; the signature is [`DropFn`]'s.
// Not inlined, so that it has one address to be known by.
#[inline(never)]
pub unsafe fn no_drop(_: Object, _: &Layout, _: &Heap) {}

/// The trace function of a payload without references.
///
/// # Safety
/// None needed; the signature is [`TraceFn`]'s.
pub unsafe fn no_trace(_: Object, _: &Layout, _: &mut Tracer) {}

/// The size function of a payload without buffers.
///
/// # Safety
/// None needed; the signature is [`ExtraFn`]'s.
pub unsafe fn no_extra_bytes(_: Object, _: &Layout) -> usize {
    0
}

/// A layout with what the heap notes about it.
#[repr(C, align(64))]
pub(crate) struct Entry {
    pub layout: Layout,
    /// Objects of this layout have been linked as weak references.
    pub weak_reference: Cell<bool>,
    /// Made by the typed layer.
    pub typed: Cell<bool>,
}

/// The most layouts that a heap takes.
pub(crate) const MAX_LAYOUTS: usize = 1 << 20;

/// A table of pointers to entries that never move.
pub(crate) struct LayoutTable {
    /// First element of `entries`, so that a look-up is two loads.
    first: Cell<*const *const Entry>,
    entries: UnsafeCell<Vec<*const Entry>>,
    /// Indices whose layouts were taken out. In their place is `vacant`.
    free: UnsafeCell<Vec<LayoutId>>,
    vacant: Box<Entry>,
    /// What the host has said is to be taken out.
    retired: UnsafeCell<Vec<LayoutId>>,
}

impl Entry {
    fn new(layout: Layout) -> Entry {
        Entry { layout, weak_reference: Cell::new(false), typed: Cell::new(false) }
    }
}

impl LayoutTable {
    pub fn new() -> LayoutTable {
        let entries: Vec<*const Entry> = Vec::new();
        LayoutTable {
            first: Cell::new(entries.as_ptr()),
            entries: UnsafeCell::new(entries),
            free: UnsafeCell::new(Vec::new()),
            vacant: Box::new(Entry::new(Layout::of_shape("vacant", Kind::Leaf, Shape::Leaf))),
            retired: UnsafeCell::new(Vec::new()),
        }
    }

    pub fn add(&self, layout: Layout) -> Option<LayoutId> {
        // SAFETY: the reference ends with this function, and nothing called here re-enters the table.
        let entries = unsafe { &mut *self.entries.get() };
        // SAFETY: as above.
        let free = unsafe { &mut *self.free.get() }.pop();
        if free.is_none() && entries.len() >= MAX_LAYOUTS {
            return None;
        }
        let drops = layout.drop as usize != no_drop as *const () as usize;
        let layout = match layout.shape {
            Shape::Leaf if drops => Layout { shape: Shape::Custom, trace: no_trace, ..layout },
            _ => layout,
        };
        let entry = Box::into_raw(Box::new(Entry::new(layout)));
        if let Some(id) = free {
            entries[id.index()] = entry;
            return Some(id);
        }
        entries.push(entry);
        self.first.set(entries.as_ptr());
        Some(LayoutId::new(entries.len() as u32 - 1))
    }

    /// Takes a layout out; its index is free. `None` when there is none.
    ///
    /// # Safety
    /// No object has the layout, and nobody uses a reference to it.
    pub unsafe fn remove(&self, id: LayoutId) -> Option<Layout> {
        // SAFETY: the reference ends with this function, and nothing called here re-enters the table.
        let entries = unsafe { &mut *self.entries.get() };
        let vacant: *const Entry = &*self.vacant;
        let entry = entries.get_mut(id.index()).filter(|entry| **entry != vacant)?;
        let entry = std::mem::replace(entry, vacant);
        // SAFETY: as above.
        unsafe { &mut *self.free.get() }.push(id);
        // SAFETY: `add` made it with `Box::into_raw`; the caller promises that nobody uses it.
        Some(unsafe { Box::from_raw(entry.cast_mut()) }.layout)
    }

    pub fn retire(&self, id: LayoutId) {
        // SAFETY: no reference to the vector outlives a method of this type, and pushing runs no foreign code.
        unsafe { &mut *self.retired.get() }.push(id);
    }

    pub fn retired_count(&self) -> usize {
        // SAFETY: as in `retire`.
        unsafe { &*self.retired.get() }.len()
    }

    pub fn take_retired(&self) -> Vec<LayoutId> {
        // SAFETY: as in `retire`.
        std::mem::take(unsafe { &mut *self.retired.get() })
    }

    pub fn len(&self) -> usize {
        // SAFETY: no reference to the vector outlives a method of this type.
        unsafe { &*self.entries.get() }.len()
    }

    /// The entry of `id`, which must have come from [`LayoutTable::add`] of this table.
    #[inline(always)]
    pub fn entry(&self, id: LayoutId) -> &Entry {
        debug_assert!(id.index() < self.len(), "layout {} of {}", id.index(), self.len());
        // SAFETY: identities come from `add`, so the index is within the vector.
        let slot = unsafe { self.first.get().add(id.index()) };
        // SAFETY: every slot of the vector is initialised.
        let entry = unsafe { *slot };
        // SAFETY: entries live until they are taken out, when nobody uses them, or the table is dropped.
        unsafe { &*entry }
    }
}

impl Drop for LayoutTable {
    fn drop(&mut self) {
        let vacant: *const Entry = &*self.vacant;
        for &entry in self.entries.get_mut().iter().filter(|&&entry| entry != vacant) {
            // SAFETY: `add` made it with `Box::into_raw`, and it is freed only here.
            drop(unsafe { Box::from_raw(entry.cast_mut()) });
        }
    }
}
