//! Side tables: one `u32` for each granule of the region, for the collector.
//!
//! ```text
//! entry = region + 48 GiB + (address - region) / 16 · 4
//! ```
//!
//! The entry's place follows from the address alone: no metadata is read. The pages are made by the first touch. What the
//! entries mean, and when they are zero, is the collector's business; but a block that it has an entry for may go while it is not
//! looking. So it can have the tables of container pools cleared as they are given back: an entry that is not zero then
//! belongs to an address where a block of a container pool begins.

use std::ptr::NonNull;

use crate::pool::Pool;
use crate::region::side_bytes;
use crate::state::{State, side_entry};
use crate::{Kind, POOL_BYTES};

impl State {
    /// To be called before the pool, or the run, is given back.
    #[inline]
    pub(crate) fn leave_side(&self, pool: &Pool) {
        if pool.kind() == Kind::Container {
            self.take_side_off();
            if self.side_watched.get() {
                self.clear_side(pool);
            }
        }
    }

    /// Makes the pool's table read as zeros.
    pub(crate) fn clear_side(&self, pool: &Pool) {
        let Some(start) = NonNull::new(self.pool_start(pool)) else { return };
        // SAFETY: the pool lies in an arena of the region.
        let table = unsafe { side_entry(start) };
        // A large block has one entry.
        let entries = if pool.is_run() { 1 } else { side_bytes(POOL_BYTES) / size_of::<u32>() };
        // SAFETY: the table of this pool, which is used by the collector only.
        unsafe { table.write_bytes(0, entries) };
    }
}
