//! Garbage is disposed of in CPython's order.
//!
//! ```text
//! weak references cleared ─▶ callbacks of those outside ─▶ finalizers, once each ─▶ counted again:
//!                        resurrected ─▶ alive     the rest ─▶ payloads dropped ─▶ blocks freed
//! ```
//!
//! While host code runs, the collector holds one count of each object of the set, so that none dies
//! under its hands. Sources: PEP 442, and CPython's `InternalDocs/garbage_collector.md`.

use super::side::{CANDIDATE, REACHED, SideTable};
use super::trial::{Needs, Scope};
use crate::header::{FINALIZED, HAS_WEAK, Object};
use crate::heap::Heap;
use crate::layout::{Entry, Layout, Shape};
use crate::queue::OwnedObject;
use crate::word;

/// What a collection tells its host.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// A collection begins.
    Start {
        /// The oldest generation that it looks at.
        generation: u8,
    },
    /// It has ended.
    Stop {
        /// Objects that it freed.
        collected: usize,
        /// Objects that it could not free.
        uncollectable: usize,
    },
}

/// The language on top: it runs the code that garbage carries. All of it may allocate, release,
/// resurrect and call the collector. A panic in it is passed on when the collection has ended.
pub trait Host {
    /// Reports objects that the host holds counts of outside of the heap: stacks, tables of modules. What they lead to is
    /// alive, so that a collection need not count for it. None need be reported; none may be that is not held.
    fn roots(&mut self, _report: &mut dyn FnMut(Object)) {}
    /// Runs the object's finalizer.
    fn run_finalizer(&mut self, object: OwnedObject);
    /// Calls the callback of a weak reference whose referent has died.
    fn run_callback(&mut self, weak: OwnedObject);
    /// A collection begins or has ended.
    fn phase(&mut self, phase: Phase);
}

/// A host without finalizers and callbacks.
pub struct NoHost;

impl Host for NoHost {
    fn run_finalizer(&mut self, _: OwnedObject) {}
    fn run_callback(&mut self, _: OwnedObject) {}
    fn phase(&mut self, _: Phase) {}
}

impl Heap {
    /// Ends the garbage, whose side entries are set; returns how many objects were freed. `needs` is
    /// what the examined objects asked for, more than the garbage does.
    pub(super) fn dispose(
        &self,
        side: SideTable,
        garbage: &mut Vec<u32>,
        needs: Needs,
        scope: Scope,
        host: &mut dyn Host,
    ) -> usize {
        if needs == Needs::default() {
            self.drop_slots_and_free(side, garbage);
            return garbage.len();
        }
        let needs = self.survey(garbage);
        self.hold(garbage);
        if needs.care {
            let callbacks = self.clear_weak(side, garbage);
            let mut host_ran = !callbacks.is_empty();
            callbacks.into_iter().for_each(|weak| self.guarded(|| host.run_callback(weak)));
            host_ran |= self.finalize(garbage, host);
            if host_ran {
                self.bury_released(side, garbage);
                self.set_resurrected_aside(side, garbage, scope);
                self.clear_weak_again(side, garbage);
            }
        }
        self.drop_payloads(side, garbage);
        self.free_blocks(side, garbage);
        garbage.len()
    }

    fn survey(&self, garbage: &[u32]) -> Needs {
        let mut needs = Needs { care: self.watched.get(), drops: false };
        for &granule in garbage {
            let object = self.at_granule(granule);
            // SAFETY: garbage is alive until it is freed here.
            needs.add(self.entry_of(object), unsafe { object.as_ref() }.word());
        }
        needs
    }

    /// Ends garbage that is nothing but slots: no code runs that could look at a member, so each block is
    /// freed as soon as its references are released. Not inlined: the loop needs the registers.
    #[inline(never)]
    fn drop_slots_and_free(&self, side: SideTable, garbage: &[u32]) {
        for &granule in garbage {
            let object = self.at_granule(granule);
            let layout = &self.entry_of(object).layout;
            if let Shape::Slots { first, count } = layout.shape {
                self.release_outside::<CANDIDATE>(side, object, first, count);
            }
            self.release_owner_outside::<CANDIDATE>(side, layout);
            // SAFETY: whoever refers to the object is garbage like it, and decides by side entries.
            unsafe { self.allocator.free(object.cast()) };
        }
        side.clear(self.base(), garbage);
    }

    /// Releases the count that a dead object owned of its layout's owner, unless that is garbage too.
    #[inline(always)]
    pub(super) fn release_owner_outside<const INSIDE: u32>(&self, side: SideTable, layout: &Layout) {
        if let Some(owner) = layout.owner.get()
            && side.get(owner.as_ptr() as usize) & INSIDE == 0
        {
            // SAFETY: the object owned a count of it.
            unsafe { Heap::release(owner) };
        }
    }

    /// Takes one count of each object for the collector.
    fn hold(&self, garbage: &[u32]) {
        for &granule in garbage {
            // SAFETY: garbage is alive until it is freed here.
            unsafe { self.at_granule(granule).as_ref() }.incref();
        }
    }

    /// Kills the weak references to garbage, and unlinks those that are garbage themselves. Returns
    /// those that are not and have a callback.
    fn clear_weak(&self, side: SideTable, garbage: &[u32]) -> Vec<OwnedObject> {
        let mut callbacks = Vec::new();
        for &granule in garbage {
            let object = self.at_granule(granule);
            if self.entry_of(object).weak_reference.get() {
                self.weak_unlink(object);
            }
            // SAFETY: garbage is alive until it is freed here.
            if unsafe { object.as_ref() }.has(HAS_WEAK) {
                let outside = |weak: &Object| !side.is_candidate(weak.as_ptr() as usize);
                let dead = self.weak_detach(object).filter(outside);
                callbacks.extend(dead.filter_map(|weak| self.with_callback(weak)));
            }
        }
        callbacks
    }

    /// Kills the weak references that host code has made to garbage since; their callbacks wait.
    fn clear_weak_again(&self, side: SideTable, garbage: &[u32]) {
        for weak in self.clear_weak(side, garbage) {
            self.queue_callback(weak.object());
        }
    }

    /// Runs the finalizers that have not run yet; whether there were any.
    fn finalize(&self, garbage: &[u32], host: &mut dyn Host) -> bool {
        let mut any = false;
        for &granule in garbage {
            let object = self.at_granule(granule);
            // SAFETY: the collector holds a count.
            let header = unsafe { object.as_ref() };
            if self.entry_of(object).layout.finalizer.get() && !header.has(FINALIZED) {
                any = true;
                header.set(FINALIZED);
                header.incref();
                // SAFETY: the count was added on the line above.
                let owned = unsafe { OwnedObject::from_raw(object) };
                self.guarded(|| host.run_finalizer(owned));
            }
        }
        any
    }

    /// Lets those go that only the collector holds now: host code has released them, so they have
    /// died by their count and are not collected. What they release follows them.
    fn bury_released(&self, side: SideTable, garbage: &mut Vec<u32>) {
        let is_released = |object: Object| {
            // SAFETY: members that are still in the set are held by the collector.
            side.is_candidate(object.as_ptr() as usize) && unsafe { object.as_ref() }.count() == 1
        };
        let mut released: Vec<Object> = garbage
            .iter()
            .map(|&granule| self.at_granule(granule))
            .filter(|&object| is_released(object))
            .collect();
        if released.is_empty() {
            return;
        }
        let mut children = Vec::new();
        while let Some(object) = released.pop() {
            if !is_released(object) {
                continue;
            }
            self.references(object, &mut |child| {
                if side.is_candidate(child.as_ptr() as usize) {
                    children.push(child);
                }
            });
            side.set(object.as_ptr() as usize, 0);
            // SAFETY: this is the collector's own count, and the last one.
            unsafe { Heap::release(object) };
            released.extend(children.drain(..).filter(|&child| is_released(child)));
        }
        garbage.retain(|&granule| side.is_candidate(self.at_granule(granule).as_ptr() as usize));
    }

    /// Counts again after host code ran. What is held from outside now, and all that it leads to,
    /// lives on.
    fn set_resurrected_aside(&self, side: SideTable, garbage: &mut Vec<u32>, scope: Scope) {
        self.open_held(side, garbage);
        self.subtract_internal(side, garbage, scope);
        self.rescue(side, garbage, scope);
        garbage.retain(|&granule| {
            let object = self.at_granule(granule);
            let address = object.as_ptr() as usize;
            let resurrected = side.get(address) & REACHED != 0;
            if resurrected {
                side.set(address, 0);
                self.age(object, scope.generation);
                if scope.generation == 0 {
                    self.note_middle_pool(self.pool_index(object));
                }
                // SAFETY: this is the collector's own count; others are left.
                unsafe { Heap::release(object) };
            }
            !resurrected
        });
    }

    /// Drops the payloads. References inside the set are forgotten; those that lead out are released.
    fn drop_payloads(&self, side: SideTable, garbage: &[u32]) {
        for &granule in garbage {
            let object = self.at_granule(granule);
            let entry = self.entry_of(object);
            self.tell_probe(object);
            match entry.layout.shape {
                Shape::Slots { first, count } => {
                    self.release_outside::<CANDIDATE>(side, object, first, count)
                }
                Shape::Leaf | Shape::Custom => self.drop_held(object, entry),
            }
            self.release_owner_outside::<CANDIDATE>(side, &entry.layout);
        }
    }

    /// Calls the drop function of an object that the collector holds.
    pub(super) fn drop_held(&self, object: Object, entry: &Entry) {
        // SAFETY: the payload is whole and is dropped only here; the collector's count of each member
        // keeps the members that it releases from dying.
        unsafe { (entry.layout.drop)(object, &entry.layout, self) };
    }

    /// Releases the words of a payload that lead out of the set.
    #[inline(always)]
    pub(super) fn release_outside<const INSIDE: u32>(
        &self,
        side: SideTable,
        object: Object,
        first: u32,
        count: u32,
    ) {
        // SAFETY: the layout's slots lie within the object's block.
        let slots = unsafe { object.as_ptr().byte_add(first as usize) }.cast::<u64>();
        for index in 0..count as usize {
            // SAFETY: there are `count` slots, all initialised.
            let word = unsafe { *slots.add(index) };
            if word::is_reference(word) && side.get(word as usize) & INSIDE == 0 {
                // SAFETY: the slot owned a count of the child.
                unsafe { release_child(word) };
            }
        }
    }

    /// Frees the blocks and clears the side entries.
    fn free_blocks(&self, side: SideTable, garbage: &[u32]) {
        for &granule in garbage {
            let object = self.at_granule(granule);
            side.set(object.as_ptr() as usize, 0);
            // SAFETY: the payload is gone, and whoever referred to it is gone or goes with it.
            unsafe { self.allocator.free(object.cast()) };
        }
    }
}

/// Releases a child outside of the garbage. Not inlined: the loops around it need the registers.
///
/// # Safety
/// The word is a reference, and the caller owns a count of it.
#[inline(never)]
unsafe fn release_child(word: u64) {
    // SAFETY: the caller's promise.
    unsafe { Heap::release_word(word) };
}
