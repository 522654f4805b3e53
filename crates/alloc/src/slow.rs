//! What happens when a pool runs out of blocks, has enough free ones again, or becomes empty.
//!
//! ```text
//!            no block left              an eighth is free
//! current ─────────────────▶ full ─────────────────────────▶ available
//!    ▲                                                        │     │
//!    └───────────────── the class needs a pool ───────────────┘     │ nothing is live
//!    └──────────────── arena's free pools ◀─────────────────────────┘
//! ```
//!
//! An empty pool serves any class and any kind. The current pool is never given back, however empty it is, except when the
//! budget leaves no other way.

use std::ptr::NonNull;

use crate::debug;
use crate::huge::{pools_for, run_block};
use crate::pool::{Mode, Pool};
use crate::side::side_bytes_of;
use crate::size_class::{CLASS_COUNT, class_bytes};
use crate::state::{SLOT_COUNT, State, slot};
use crate::{Kind, POOL_BYTES, size_class};

/// What to do when the budget does not allow what is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Budget {
    /// Refuse.
    Keep,
    /// Grant it all the same; the host sees it in `overdrawn`.
    Overdraw,
}

impl State {
    /// The current pool of the class of `bytes`, at most [`crate::MAX_SMALL`], has no block left, or every operation is to be checked.
    #[cold]
    #[inline(never)]
    pub(crate) fn allocate_slow(&self, kind: Kind, bytes: usize, budget: Budget) -> Option<NonNull<u8>> {
        if self.debug {
            return self.allocate_checked(kind, bytes, budget);
        }
        self.allocate_any(kind, bytes, budget)
    }

    /// A block of any size, without guards.
    pub(crate) fn allocate_any(&self, kind: Kind, bytes: usize, budget: Budget) -> Option<NonNull<u8>> {
        match size_class(bytes) {
            Some(class) => self.allocate_class(kind, class, budget),
            None => self.allocate_run(kind, bytes, budget),
        }
    }

    /// The countdown of the block's pool reached zero. The block has not been touched yet.
    ///
    /// # Safety
    /// As for [`crate::Allocator::free`].
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn free_slow(block: NonNull<u8>) {
        // SAFETY: the block lies in a region.
        let state = unsafe { State::of(block) };
        // SAFETY: the block lies in an arena in use, and a large block's address is the run's first.
        let pool: &'static Pool = unsafe { Pool::of(block) };
        if state.debug {
            state.check_before_free(pool, block);
        }
        match pool.mode() {
            Mode::Current | Mode::Available | Mode::Full => {
                // SAFETY: promised by the caller.
                unsafe { pool.push(block) };
                state.after_free(pool, pool.live() - 1);
            }
            Mode::Run | Mode::Huge => state.return_run(pool),
            Mode::Idle | Mode::Reserved => {
                debug::corrupted(block, "is freed, but no pool of blocks is there")
            }
        }
    }

    /// Gives back current pools that hold nothing: when the budget or the region is exhausted.
    #[cold]
    pub(crate) fn reclaim_idle(&self) {
        for slot in 0..SLOT_COUNT {
            let pool = self.serving[slot].get();
            if !self.is_nothing(pool) && pool.live() == 0 {
                self.serve(slot, None);
                self.retire(pool);
            }
        }
    }

    /// Whether so many bytes may be granted, if need be by giving back what is held in reserve.
    pub(crate) fn may_grant(&self, bytes: usize, budget: Budget) -> bool {
        if self.affords(bytes) {
            return true;
        }
        self.reclaim_idle();
        self.affords(bytes) || budget == Budget::Overdraw
    }

    fn allocate_class(&self, kind: Kind, class: usize, budget: Budget) -> Option<NonNull<u8>> {
        let slot = slot(class, kind);
        let serving = self.serving[slot].get();
        let (pool, block) = match serving.take(class_bytes(class)) {
            Some(block) => (serving, block),
            None => {
                let next = self.next_pool(slot, budget)?;
                if !self.is_nothing(serving) {
                    serving.set_mode(Mode::Full);
                    serving.schedule(serving.live(), self.debug);
                }
                self.make_current(next);
                (next, next.take(class_bytes(class))?)
            }
        };
        if self.debug {
            pool.schedule(pool.live(), self.debug);
        }
        Some(block)
    }

    fn next_pool(&self, slot: usize, budget: Budget) -> Option<&'static Pool> {
        match self.listed(self.available[slot].get()) {
            Some(pool) => {
                self.unlink_available(pool);
                Some(pool)
            }
            None => self.grant_pool(slot, budget),
        }
    }

    fn make_current(&self, pool: &'static Pool) {
        pool.set_mode(Mode::Current);
        pool.schedule(pool.live(), self.debug);
        self.serve(usize::from(pool.slot.get()), Some(pool));
        if pool.kind() == Kind::Container {
            self.note_young(pool);
        }
    }

    /// A fresh pool for the slot. Its pages are touched as its blocks are handed out.
    fn grant_pool(&self, slot: usize, budget: Budget) -> Option<&'static Pool> {
        let kind = Kind::from_number((slot % Kind::ALL.len()) as u8);
        if !self.may_grant(POOL_BYTES + side_bytes_of(kind), budget) {
            return None;
        }
        let pool = self.take_pools(1).or_else(|| {
            self.reclaim_idle();
            self.take_pools(1)
        })?;
        let class = slot / Kind::ALL.len();
        debug_assert!(class < CLASS_COUNT);
        let start = self.pool_start(pool);
        let bytes = class_bytes(class);
        pool.free.set(std::ptr::null_mut());
        pool.bump.set(start);
        pool.limit.set(start.wrapping_add(POOL_BYTES / bytes * bytes));
        pool.extent.set(bytes as u32);
        pool.slot.set(slot as u8);
        pool.set_kind(kind);
        pool.flags.set(0);
        pool.set_mode(Mode::Current);
        pool.schedule(0, self.debug);
        self.enter_side(kind);
        Some(pool)
    }

    fn allocate_run(&self, kind: Kind, bytes: usize, budget: Budget) -> Option<NonNull<u8>> {
        let pools = pools_for(bytes)?;
        if !self.may_grant(pools as usize * POOL_BYTES + side_bytes_of(kind), budget) {
            return None;
        }
        let pool = self.take_run(kind, pools).or_else(|| {
            self.reclaim_idle();
            self.release_all_empty();
            self.take_run(kind, pools)
        })?;
        run_block(self, pool)
    }

    /// The transitions of a pool that has `live` blocks left after a free.
    fn after_free(&self, pool: &'static Pool, live: u32) {
        match pool.mode() {
            Mode::Full if live <= pool.full_above() => {
                pool.set_mode(Mode::Available);
                self.link_available(pool);
            }
            Mode::Available if live == 0 => {
                self.unlink_available(pool);
                return self.retire(pool);
            }
            _ => {}
        }
        pool.schedule(live, self.debug);
    }

    /// Gives an empty pool, which is on no list of its slot, back to its arena.
    fn retire(&self, pool: &'static Pool) {
        self.forget_young(pool);
        self.leave_side(pool);
        pool.set_mode(Mode::Idle);
        pool.schedule(0, self.debug);
        self.return_pools(pool.number(), 1);
    }
}
