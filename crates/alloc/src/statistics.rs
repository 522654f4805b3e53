//! Counts of everything, taken by walking the metadata. No block is read.

use crate::pool::Mode;
use crate::size_class::{CLASS_COUNT, class_bytes};
use crate::state::{SLOT_COUNT, State};
use crate::{Kind, POOL_BYTES};

/// The pools of one size class and kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassStatistics {
    /// What the blocks are for.
    pub kind: Kind,
    /// Bytes of each block.
    pub block_bytes: usize,
    /// Pools granted to the class.
    pub pools: usize,
    /// Blocks in use.
    pub live_blocks: usize,
    /// Blocks that were freed, or never handed out.
    pub free_blocks: usize,
    /// Bytes of the pools.
    pub reserved_bytes: usize,
}

/// What an allocator holds. All sizes in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Arenas that hold pools or large blocks, the first one with the allocator's state included.
    pub arenas: usize,
    /// Arenas that are kept without anything in them.
    pub empty_arenas: usize,
    /// Arenas whose pages went back to the system, below the highest one in use.
    pub released_arenas: usize,
    /// One for each class and kind that has pools, in ascending order of bytes, then of kinds.
    pub classes: Vec<ClassStatistics>,
    /// Large blocks.
    pub large_runs: usize,
    /// Bytes of the large blocks' runs.
    pub large_bytes: usize,
    /// Bytes of blocks in use: small ones counted by their class, large ones by their run.
    pub live_bytes: usize,
    /// Bytes of pools and runs granted.
    pub granted_bytes: usize,
    /// Bytes of side tables that go with container pools and runs, written or not.
    pub side_bytes: usize,
    /// Bytes that live elsewhere and were charged.
    pub charged_bytes: usize,
    /// Bytes that the thread's other collections take, when they are counted.
    pub native_bytes: usize,
    /// Upper bound of what is resident: all arenas with pages.
    pub committed_bytes: usize,
    /// The largest sum of granted, side, charged and native bytes that was seen.
    pub peak_bytes: usize,
    /// The limit; `usize::MAX` when there is none.
    pub budget_bytes: usize,
}

impl State {
    pub(crate) fn statistics(&self) -> Statistics {
        let (empty, released) = (self.empty_arenas.get() as usize, self.released_arenas.get() as usize);
        let arenas = self.arena_top.get() as usize - 1 - empty - released;
        let mut statistics = Statistics {
            arenas,
            empty_arenas: empty,
            released_arenas: released,
            granted_bytes: self.granted.get(),
            side_bytes: self.side_bytes.get(),
            charged_bytes: self.charged.get(),
            native_bytes: self.native_bytes(),
            committed_bytes: self.arena_bytes() - released * crate::ARENA_BYTES,
            peak_bytes: self.peak.get(),
            budget_bytes: self.budget.get(),
            ..Statistics::default()
        };
        let mut slots = empty_slots();
        self.for_each_pool(|pool| {
            let live = pool.live() as usize;
            statistics.live_bytes += live * pool.block_bytes();
            if matches!(pool.mode(), Mode::Run | Mode::Huge) {
                statistics.large_runs += 1;
                statistics.large_bytes += pool.block_bytes();
                return;
            }
            let class = &mut slots[usize::from(pool.slot.get())];
            class.pools += 1;
            class.live_blocks += live;
            class.free_blocks += pool.capacity() as usize - live;
            class.reserved_bytes += POOL_BYTES;
        });
        slots.retain(|class| class.pools > 0);
        statistics.classes = slots;
        statistics
    }
}

/// A row for each slot, in the order of the slots.
fn empty_slots() -> Vec<ClassStatistics> {
    let mut slots = Vec::with_capacity(SLOT_COUNT);
    for class in 0..CLASS_COUNT {
        for kind in Kind::ALL {
            let block_bytes = class_bytes(class);
            slots.push(ClassStatistics {
                kind,
                block_bytes,
                pools: 0,
                live_blocks: 0,
                free_blocks: 0,
                reserved_bytes: 0,
            });
        }
    }
    slots
}
