//! Large blocks: runs of whole pools within an arena, and runs of whole arenas.
//!
//! ```text
//! up to 63 pools    ├─ … pool │ pool │ pool … ─┤        the run's metadata is its first pool's
//! more              │metadata│ pool 1 …             │           │           │
//!                   └─ first arena ─────────────────┴─ arena ───┴─ arena ───┘
//! ```
//!
//! A run of arenas keeps one metadata pool in front, so that its block is found like any other. Growing tries the room behind
//! the run first; a run of arenas that must move has its pages moved by the system, not copied.
//! Large blocks are of any kind; this module knows no size classes.

use std::ptr::NonNull;

use crate::arena::{EMPTY, HUGE, RELEASED};
use crate::pool::{MOVED, Mode, POOL_METADATA_BYTES, Pool};
use crate::region::{asks_for_huge_pages, decommit, move_pages, remap};
use crate::state::State;
use crate::{ARENA_BYTES, Kind, POOL_BYTES, POOLS_PER_ARENA};

/// Runs of up to so many pools lie within one arena.
const MAX_RUN: u32 = POOLS_PER_ARENA - 1;

/// Arenas of a run of so many pools, the metadata pool in front included.
pub(crate) fn arenas_for(pools: u32) -> u32 {
    (pools + 1).div_ceil(POOLS_PER_ARENA)
}

/// Pools for a block of so many bytes, unless no region could ever hold it.
pub(crate) fn pools_for(bytes: usize) -> Option<u32> {
    (bytes < crate::SIDE_OFFSET).then(|| bytes.div_ceil(POOL_BYTES).max(1) as u32)
}

impl State {
    /// Grants a run for a large block. The budget has been asked.
    pub(crate) fn take_run(&self, kind: Kind, pools: u32) -> Option<&'static Pool> {
        let (pool, mode) = if pools <= MAX_RUN {
            (self.take_pools(pools)?, Mode::Run)
        } else {
            let arena = self.take_arenas(arenas_for(pools))?;
            self.add_granted(pools as usize * POOL_BYTES);
            (self.pool(arena * POOLS_PER_ARENA + 1), Mode::Huge)
        };
        pool.set_mode(mode);
        pool.set_kind(kind);
        pool.slot.set(0);
        pool.flags.set(0);
        self.set_run_extent(pool, pools);
        pool.schedule(1, self.debug);
        self.enter_side(kind);
        if kind == Kind::Container {
            self.note_young(pool);
        }
        Some(pool)
    }

    /// Takes back the run of a large block.
    pub(crate) fn return_run(&self, pool: &'static Pool) {
        self.forget_young(pool);
        self.leave_side(pool);
        let pools = pool.extent.get();
        if pool.mode() == Mode::Run {
            pool.set_mode(Mode::Idle);
            return self.return_pools(pool.number(), pools);
        }
        let moved = pool.flags.get() & MOVED != 0;
        let first = pool.arena_number();
        pool.set_mode(Mode::Idle);
        self.granted.set(self.granted.get() - pools as usize * POOL_BYTES);
        if moved {
            self.drop_arenas(first, arenas_for(pools), true);
        } else {
            self.recycle_arenas(first, arenas_for(pools));
        }
    }

    /// Makes the run longer or shorter where it is; false when there is no room behind it, and then nothing has changed.
    /// The budget has been asked.
    pub(crate) fn resize_run(&self, pool: &'static Pool, pools: u32) -> bool {
        let old = pool.extent.get();
        let done = match pool.mode() {
            Mode::Run if pools > MAX_RUN => false,
            Mode::Run if pools > old => self.take_pools_at(pool.number() + old, pools - old),
            Mode::Run if pools < old => {
                self.return_pools(pool.number() + pools, old - pools);
                true
            }
            Mode::Huge if pools <= MAX_RUN => false,
            Mode::Huge if pools > old => self.grow_huge(pool, pools),
            Mode::Huge if pools < old => {
                self.shrink_huge(pool, pools);
                true
            }
            _ => pools == old,
        };
        if done {
            self.set_run_extent(pool, pools);
        }
        done
    }

    /// Makes a run of arenas longer somewhere else. Its pages are moved, so that the content is never there twice and the budget is
    /// asked for the difference alone.
    pub(crate) fn move_run(&self, from: &'static Pool, pools: u32) -> Option<NonNull<u8>> {
        let old_bytes = from.block_bytes();
        self.granted.set(self.granted.get() - old_bytes);
        let to = self.take_run(from.kind(), pools).or_else(|| {
            self.release_all_empty();
            self.take_run(from.kind(), pools)
        });
        self.granted.set(self.granted.get() + old_bytes);
        let to = to?;
        self.move_pages_of(from, to);
        self.return_run(from);
        run_block(self, to)
    }

    /// Moves the content of one run of arenas to the start of another one.
    fn move_pages_of(&self, from: &Pool, to: &Pool) {
        let bytes = from.block_bytes().min(to.block_bytes());
        let (source, target) = (self.pool_start(from), self.pool_start(to));
        // SAFETY: both runs are granted and different, aligned to pools and at least `bytes` long.
        if unsafe { move_pages(source, target, bytes) } {
            to.flags.set(to.flags.get() | MOVED);
            from.flags.set(from.flags.get() | MOVED);
            return;
        }
        // SAFETY: as above.
        unsafe { target.copy_from_nonoverlapping(source, bytes) };
    }

    fn set_run_extent(&self, pool: &Pool, pools: u32) {
        let end = self.pool_start(pool).wrapping_add(pools as usize * POOL_BYTES);
        pool.extent.set(pools);
        pool.bump.set(end);
        pool.limit.set(end);
        pool.free.set(std::ptr::null_mut());
    }

    /// Finds `count` neighbouring arenas that nobody uses: below the top, or at it.
    fn take_arenas(&self, count: u32) -> Option<u32> {
        let first = self.find_arenas(count)?;
        self.claim_arenas(first, count);
        // The metadata may hold what an empty arena left there.
        let metadata = self.arena_start(first);
        // SAFETY: the arena is ours, and its first page holds nothing that is used.
        unsafe { metadata.write_bytes(0, POOLS_PER_ARENA as usize * POOL_METADATA_BYTES) };
        Some(first)
    }

    fn find_arenas(&self, count: u32) -> Option<u32> {
        let top = self.arena_top.get();
        let mut length = 0;
        for arena in 1..top {
            length = if matches!(self.status(arena), RELEASED | EMPTY) { length + 1 } else { 0 };
            if length == count {
                return Some(arena + 1 - count);
            }
        }
        // What is free below the top and touches it is the start of the run.
        let first = top - length;
        (count <= self.arena_limit - first).then_some(first)
    }

    /// Makes arenas that nobody uses part of a huge run; those at the top raise the top.
    fn claim_arenas(&self, first: u32, count: u32) {
        for arena in first..first + count {
            if arena >= self.arena_top.get() {
                self.arena_top.set(arena + 1);
            } else if self.status(arena) == EMPTY {
                self.empty_arenas.set(self.empty_arenas.get() - 1);
            } else {
                self.released_arenas.set(self.released_arenas.get() - 1);
            }
            self.set_status(arena, HUGE);
        }
    }

    /// Turns the arenas of a run that has ended into empty ones, as many as may be kept, and gives the others' pages back.
    fn recycle_arenas(&self, first: u32, count: u32) {
        let keep = self.empty_arenas_to_keep().saturating_sub(self.empty_arenas.get()).min(count);
        for arena in first..first + keep {
            // SAFETY: the run has ended; its content is not needed.
            unsafe { self.arena_start(arena).write_bytes(0, POOLS_PER_ARENA as usize * POOL_METADATA_BYTES) };
            self.open_arena(arena);
        }
        if count > keep {
            self.drop_arenas(first + keep, count - keep, false);
        }
        self.release_surplus();
    }

    fn drop_arenas(&self, first: u32, count: u32, moved: bool) {
        let (start, bytes) = (self.arena_start(first), count as usize * ARENA_BYTES);
        if moved {
            let huge_pages = asks_for_huge_pages(first as usize * ARENA_BYTES);
            // SAFETY: the arenas belong to nobody any more.
            unsafe { remap(start, bytes, huge_pages) };
        } else {
            // SAFETY: as above.
            unsafe { decommit(start, bytes) };
        }
        self.mark_released(first, count);
    }

    fn grow_huge(&self, pool: &Pool, pools: u32) -> bool {
        let (old, new) = (arenas_for(pool.extent.get()), arenas_for(pools));
        let behind = pool.arena_number() + old;
        let end = pool.arena_number() + new;
        let top = self.arena_top.get();
        let free = end <= self.arena_limit
            && (behind..end.min(top)).all(|arena| matches!(self.status(arena), RELEASED | EMPTY));
        if !free {
            return false;
        }
        self.claim_arenas(behind, new - old);
        self.add_granted((pools - pool.extent.get()) as usize * POOL_BYTES);
        true
    }

    fn shrink_huge(&self, pool: &Pool, pools: u32) {
        let (old, new) = (arenas_for(pool.extent.get()), arenas_for(pools));
        let first = pool.arena_number();
        let end = self.pool_start(pool).wrapping_add(pools as usize * POOL_BYTES);
        let kept = (first + new) as usize * ARENA_BYTES - (end.addr() - self.base.addr().get());
        // SAFETY: behind the new end of the run nothing is needed.
        unsafe { decommit(end, kept) };
        self.granted.set(self.granted.get() - (pool.extent.get() - pools) as usize * POOL_BYTES);
        if old > new {
            self.drop_arenas(first + new, old - new, pool.flags.get() & MOVED != 0);
        }
    }
}

/// The block of a run.
pub(crate) fn run_block(state: &State, pool: &Pool) -> Option<NonNull<u8>> {
    NonNull::new(state.pool_start(pool))
}
