//! The collector: it finds the cycles that counting misses.
//!
//! ```text
//! gather ─▶ count down internal references ─▶ rescue what is held from outside ─▶ dispose of the rest
//! (old, pools)           (trial)                        (trial)                       (dispose)
//! ```
//!
//! An object whose count exceeds the references from inside the examined set is held by somebody
//! outside it, whoever that is: the collector needs no roots. Collections run at safe points only,
//! and stop the program; what a sliced collection of old objects will replace is in `old`.

pub mod dispose;
pub mod generations;
mod old;
pub(crate) mod side;
mod trial;

use crate::heap::{Heap, PENDING_COLLECT};
use dispose::{Host, Phase};
use generations::{CollectionRecord, Generations};
use side::{SideTable, Written};
use std::cell::{Cell, RefCell};
use std::time::Instant;
use trial::Gathering;

/// The outcome of one collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Collected {
    /// Container objects that were garbage and are gone, as CPython counts them.
    pub collected: usize,
    /// Garbage that could not be freed. Always zero: every layout can drop its payload.
    pub uncollectable: usize,
    /// Objects that were looked at.
    pub examined: usize,
    /// Wall-clock time from the start notice to the end, host code included.
    pub pause_nanoseconds: u64,
    /// The oldest generation that was looked at.
    pub generation: u8,
}

/// What the collector keeps between collections.
pub(crate) struct State {
    /// A collection is running: it is not entered again.
    pub running: Cell<bool>,
    pub generations: Generations,
    pub pacing: old::Pacing,
    pub written: Written,
    /// Pools with objects that have survived one collection: one bit for each pool of the region.
    pub middle_pools: RefCell<Vec<u64>>,
    /// Reused between collections.
    scratch: Cell<Vec<u32>>,
}

impl State {
    pub fn new() -> State {
        State {
            running: Cell::new(false),
            generations: Generations::new(),
            pacing: old::Pacing::new(),
            written: Written::new(),
            middle_pools: RefCell::new(Vec::new()),
            scratch: Cell::new(Vec::new()),
        }
    }
}

/// Marks a collection as running for as long as it lives, also while host code unwinds.
struct Running<'a>(&'a Heap);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.collector.running.set(false);
    }
}

impl Heap {
    /// Collects generation 0 (objects allocated since the last collection), 1 (also those that
    /// survived one) or 2 (all). Exact: what only cycles among the examined objects hold is gone
    /// afterwards. To be called at safe points; a call from inside a collection does nothing.
    pub fn collect(&self, generation: u8, host: &mut dyn Host) -> Collected {
        let generation = generation.min(2);
        if self.collector.running.replace(true) {
            return Collected { generation, ..Collected::default() };
        }
        let running = Running(self);
        if self.depth.get() != 0 {
            return Collected { generation, ..Collected::default() };
        }
        self.clear_pending(PENDING_COLLECT);
        host.phase(Phase::Start { generation });
        let start = Instant::now();
        self.begin_generation(generation);
        let (examined, collected) = self.collect_generation(generation, host);
        let pause_nanoseconds = start.elapsed().as_nanos() as u64;
        let outcome = Collected { collected, uncollectable: 0, examined, pause_nanoseconds, generation };
        self.collector.generations.record(CollectionRecord::of(outcome));
        host.phase(Phase::Stop { collected, uncollectable: 0 });
        drop(running);
        outcome
    }

    /// Runs the collection that is due, if one is: the host calls it at a safe point when
    /// [`PENDING_COLLECT`] is set. Young objects are collected, older ones when that is due as well.
    pub fn collect_automatic(&self, host: &mut dyn Host) -> Option<Collected> {
        self.clear_pending(PENDING_COLLECT);
        if self.collector.running.get() || self.count0.get() <= self.trigger.get() {
            return None;
        }
        let generation = if self.collector.generations.every_allocation.get() || self.full_is_due() {
            2
        } else if self.middle_is_due() {
            1
        } else {
            0
        };
        Some(self.collect(generation, host))
    }

    /// One collection; how many objects it examined, and how many it freed.
    fn collect_generation(&self, generation: u8, host: &mut dyn Host) -> (usize, usize) {
        if generation < 2 {
            self.note_young_pools();
        }
        let (examined, collected) = if self.any_stamped(generation) {
            self.try_deletion(generation, host)
        } else {
            let examined = self.age_all(generation);
            self.settle_pools(generation);
            (examined, 0)
        };
        self.finish_generation(generation, examined - collected, collected);
        (examined, collected)
    }

    /// Looks for garbage among the objects of the generation, and disposes of it.
    fn try_deletion(&self, generation: u8, host: &mut dyn Host) -> (usize, usize) {
        let side = SideTable::of(&self.allocator);
        let mut scratch = self.collector.scratch.take();
        scratch.clear();
        let mut gathering = Gathering::new(self, side, scratch);
        self.gather(generation, &mut gathering);
        self.settle_pools(generation);
        let (needs, highest) = (gathering.needs(), gathering.highest());
        // From here on the list is narrowed down to the garbage.
        let mut list = gathering.examined;
        let examined = list.len();
        self.collector.written.note(examined, highest);
        self.find_garbage(side, &mut list, generation);
        let collected =
            if list.is_empty() { 0 } else { self.dispose(side, &mut list, needs, generation, host) };
        self.keep_scratch(list);
        self.collector.written.purge_if_large(&self.allocator);
        (examined, collected)
    }

    /// From here on, what host code allocates is young, and survivors are not.
    fn settle_pools(&self, generation: u8) {
        self.allocator.reset_young();
        if generation > 0 {
            self.forget_middle_pools();
        }
    }

    /// Keeps a list for the next collection unless it has grown large.
    fn keep_scratch(&self, list: Vec<u32>) {
        if list.capacity() <= 1 << 16 {
            self.collector.scratch.set(list);
        }
    }
}
