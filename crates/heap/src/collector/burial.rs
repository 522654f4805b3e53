//! Burial: the end of many objects that a run has found to be garbage, in slices.
//!
//! ```text
//! Unlink ─▶ Hold ─▶ Drop ─▶ Free          weak references die; a count is taken; payloads are dropped; blocks are freed
//!    └────▶ Finalize                      finalizers are queued; the members are let go
//! ```
//!
//! Nobody can reach a member any more, so it does not matter when it goes. Weak references to members are dead from the moment
//! of the decision. Members with finalizers that are still to run are not freed: host code may resurrect them and what
//! they lead to, so the whole set is given up, and what is garbage then is found by the next run, without finalizers.

use super::run::Work;
use super::side::{MEMBER, SideTable};
use super::slice::Limit;
use crate::header::{FINALIZED, HAS_WEAK, MIDDLE, Object, YOUNG};
use crate::heap::Heap;
use crate::layout::Shape;

impl Heap {
    /// Calls `f` with the members from the index on, each worth so many units; whether that was all. In the `LAST` stage
    /// the list goes as it is walked.
    fn each_member<const LAST: bool>(
        &self,
        work: &mut Work,
        limit: &mut Limit,
        units: usize,
        mut f: impl FnMut(SideTable, Object),
    ) -> bool {
        let side = self.side_table();
        while work.index < work.members.len() {
            if limit.is_over() {
                return false;
            }
            limit.spend(units);
            f(side, self.at_granule(work.members.get(work.index)));
            work.index += 1;
            if LAST {
                work.members.forget_before(work.index);
            }
        }
        true
    }

    /// Weak references to members die; those that are members themselves never call.
    pub(super) fn unlink_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        if !work.needs.care {
            return true;
        }
        self.each_member::<false>(work, limit, 16, |side, object| {
            if self.entry_of(object).weak_reference.get() {
                self.weak_unlink(object);
            }
            // SAFETY: members are alive until they are freed here.
            if unsafe { object.as_ref() }.has(HAS_WEAK) {
                let dead = self.weak_detach(object);
                for weak in dead.filter(|weak| !side.is_member(weak.as_ptr() as usize)) {
                    self.queue_callback(weak);
                }
            }
        })
    }

    /// Queues the finalizers that have not run yet, and lets all members go.
    pub(super) fn finalize_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        let done = self.each_member::<true>(work, limit, 16, |side, object| {
            let address = object.as_ptr() as usize;
            if !side.is_member(address) {
                return;
            }
            side.set(address, 0);
            // SAFETY: the entry was not zero, so a block of a container pool begins there.
            let header = unsafe { object.as_ref() };
            // Finalizers that were queued in an earlier slice may have run: the member may be dead, and its block used again.
            if header.word() == 0 || header.has(YOUNG | MIDDLE) {
                return;
            }
            if self.entry_of(object).layout.finalizer.get() && !header.has(FINALIZED) {
                header.set(FINALIZED);
                header.incref();
                self.queue_finalizer(object);
            }
        });
        if done {
            // Most of them will be garbage still: the next run should come soon.
            self.collector.pacing.expect_garbage();
        }
        done
    }

    /// Takes one count of each member, so that none dies while others are dropped.
    pub(super) fn hold_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        self.each_member::<false>(work, limit, 4, |_, object| {
            // SAFETY: members are alive.
            unsafe { object.as_ref() }.incref();
        })
    }

    /// Drops the payloads. References between members are forgotten; those that lead out are released.
    pub(super) fn drop_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        self.each_member::<false>(work, limit, 16, |side, object| {
            let entry = self.entry_of(object);
            self.tell_probe(object);
            match entry.layout.shape {
                Shape::Slots { first, count } => self.release_outside::<MEMBER>(side, object, first, count),
                Shape::Leaf | Shape::Custom => self.drop_held(object, entry),
            }
            self.release_owner_outside::<MEMBER>(side, &entry.layout);
        })
    }

    /// Frees the blocks.
    pub(super) fn free_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        self.each_member::<true>(work, limit, 4, |side, object| {
            side.set(object.as_ptr() as usize, 0);
            // SAFETY: the payload is gone, and whoever referred to it is gone or goes with it.
            unsafe { self.allocator.free(object.cast()) };
        })
    }
}
