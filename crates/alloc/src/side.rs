//! Side tables: one `u32` for each granule of a container pool, there while the collector runs.
//!
//! ```text
//! entry = region + 48 GiB + (address - region) / 16 · 4
//! ```
//!
//! The entry's place follows from the address alone: no metadata is read. The pages are made by the first touch.
//! A table that was used is cleared when it is made again; when many were used, their pages go back to the system at once.
//! A large block has one entry. What the entries mean is the collector's business.

use std::ptr::NonNull;

use crate::pool::Pool;
use crate::region::{decommit, side_bytes};
use crate::state::{State, side_entry};
use crate::{ARENA_BYTES, Kind, POOL_BYTES, SIDE_OFFSET};

/// Tables of up to so many pools keep their pages between collections: 1 MiB.
const KEEP_POOLS: u32 = 256;

impl State {
    /// Clears the tables of the young container pools.
    pub(crate) fn make_young_side(&self) {
        self.side_active.set(true);
        self.for_each_young(|pool| self.clear_side(pool));
    }

    /// Clears the tables of all container pools.
    pub(crate) fn make_all_side(&self) {
        self.side_active.set(true);
        self.for_each_pool(|pool| {
            if pool.kind() == Kind::Container {
                self.clear_side(pool);
            }
        });
    }

    pub(crate) fn drop_side(&self) {
        self.side_active.set(false);
        if self.side_pools.get() > KEEP_POOLS {
            self.release_side();
        }
    }

    /// Gives the pages of all tables back, unless the collector is using them.
    pub(crate) fn release_side(&self) {
        if self.side_active.get() || self.side_pools.get() == 0 {
            return;
        }
        let used = self.arena_top.get() as usize * ARENA_BYTES;
        // SAFETY: the side tables lie behind the arenas, and nobody needs their content any more.
        unsafe { decommit(self.base.as_ptr().wrapping_add(SIDE_OFFSET), side_bytes(used)) };
        self.for_each_arena(|arena| self.arena_header(arena).side_bits.set(0));
        self.side_pools.set(0);
    }

    /// Makes the pool's table read as zeros.
    pub(crate) fn clear_side(&self, pool: &Pool) {
        let header = self.arena_header(pool.arena_number());
        let bit = 1 << pool.number_in_arena();
        if header.side_bits.get() & bit == 0 {
            header.side_bits.set(header.side_bits.get() | bit);
            self.side_pools.set(self.side_pools.get() + 1);
            return;
        }
        let Some(start) = NonNull::new(self.pool_start(pool)) else { return };
        // SAFETY: the pool lies in an arena of the region.
        let table = unsafe { side_entry(start) };
        let entries = if pool.is_run() { 1 } else { side_bytes(POOL_BYTES) / size_of::<u32>() };
        // SAFETY: the table of this pool, which is used by the collector only, between two makings.
        unsafe { table.write_bytes(0, entries) };
    }

    /// Gives the pages of the arena's tables back: its record of them is about to vanish.
    pub(crate) fn forget_side(&self, arena: u32) {
        let header = self.arena_header(arena);
        let used = header.side_bits.get().count_ones();
        if used == 0 {
            return;
        }
        header.side_bits.set(0);
        self.side_pools.set(self.side_pools.get() - used);
        let start = SIDE_OFFSET + side_bytes(arena as usize * ARENA_BYTES);
        // SAFETY: the tables of an arena in which no pool is in use.
        unsafe { decommit(self.base.as_ptr().wrapping_add(start), side_bytes(ARENA_BYTES)) };
    }
}
