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

/// Bytes of side table that go with a pool or a run of this kind. A run has one entry only, but it is the page that is touched.
pub(crate) const fn side_bytes_of(kind: Kind) -> usize {
    if matches!(kind, Kind::Container) { side_bytes(POOL_BYTES) } else { 0 }
}

impl State {
    /// To be called when a pool, or a run, was granted: its side table counts from now on, so that there is room for it when it is written.
    pub(crate) fn enter_side(&self, kind: Kind) {
        self.side_bytes.set(self.side_bytes.get() + side_bytes_of(kind));
        self.note_peak();
        self.lower_mark();
    }

    /// To be called before the pool, or the run, is given back.
    #[inline]
    pub(crate) fn leave_side(&self, pool: &Pool) {
        self.side_bytes.set(self.side_bytes.get() - side_bytes_of(pool.kind()));
        if self.side_watched.get() && pool.kind() == Kind::Container {
            self.clear_side(pool);
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
