//! Generations: their counters, thresholds and records, as CPython's `gc` module shows them.
//!
//! ```text
//! flags      YOUNG      MIDDLE      neither      both
//! is         0          1           2            frozen, in no generation
//! ```
//!
//! Source: the CPython documentation of `gc`. What is collected, and how, is not known here.

use super::Collected;
use crate::header::FROZEN;
use crate::heap::{Heap, PENDING_COLLECT};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// Records that are kept.
const HISTORY: usize = 256;

/// One past collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CollectionRecord {
    /// The collection's number since the heap began, from 1.
    pub number: u64,
    /// Its outcome.
    pub outcome: Collected,
}

impl CollectionRecord {
    pub(super) fn of(outcome: Collected) -> CollectionRecord {
        CollectionRecord { number: 0, outcome }
    }
}

/// Sums over a generation's collections, as `gc.get_stats()` reports them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Number of collections.
    pub collections: usize,
    /// Objects collected.
    pub collected: usize,
    /// Objects that could not be.
    pub uncollectable: usize,
}

/// Counters, thresholds, switches and records.
pub(crate) struct Generations {
    /// Collections of the generation below since the last one of this or an older generation.
    pub count1: Cell<usize>,
    pub count2: Cell<usize>,
    pub thresholds: Cell<[usize; 3]>,
    pub enabled: Cell<bool>,
    /// Every container allocation makes a full collection due.
    pub every_allocation: Cell<bool>,
    totals: Cell<[Totals; 3]>,
    history: RefCell<VecDeque<CollectionRecord>>,
    recorded: Cell<u64>,
}

impl Generations {
    pub fn new() -> Generations {
        Generations {
            count1: Cell::new(0),
            count2: Cell::new(0),
            thresholds: Cell::new([2000, 10, 10]),
            enabled: Cell::new(true),
            every_allocation: Cell::new(false),
            totals: Cell::new([Totals::default(); 3]),
            history: RefCell::new(VecDeque::new()),
            recorded: Cell::new(0),
        }
    }

    /// Enters a collection into the totals and the history.
    pub fn record(&self, record: CollectionRecord) {
        let number = self.recorded.get() + 1;
        self.recorded.set(number);
        let mut totals = self.totals.get();
        let total = &mut totals[record.outcome.generation as usize];
        total.collections += 1;
        total.collected += record.outcome.collected;
        total.uncollectable += record.outcome.uncollectable;
        self.totals.set(totals);
        let mut history = self.history.borrow_mut();
        if history.len() == HISTORY {
            history.pop_front();
        }
        history.push_back(CollectionRecord { number, ..record });
    }
}

impl Heap {
    /// CPython's `gc.get_count()`.
    pub fn counts(&self) -> [usize; 3] {
        let generations = &self.collector.generations;
        [self.count0.get(), generations.count1.get(), generations.count2.get()]
    }

    /// CPython's `gc.get_threshold()`; (2000, 10, 10) at first.
    pub fn thresholds(&self) -> [usize; 3] {
        self.collector.generations.thresholds.get()
    }

    /// CPython's `gc.set_threshold()`: a first threshold of zero turns automatic collections off.
    pub fn set_thresholds(&self, thresholds: [usize; 3]) {
        self.collector.generations.thresholds.set(thresholds);
        self.refresh_trigger();
    }

    /// Whether automatic collections run.
    pub fn is_enabled(&self) -> bool {
        self.collector.generations.enabled.get()
    }

    /// Lets automatic collections run.
    pub fn enable(&self) {
        self.collector.generations.enabled.set(true);
        self.refresh_trigger();
    }

    /// Keeps automatic collections from running.
    pub fn disable(&self) {
        self.collector.generations.enabled.set(false);
        self.refresh_trigger();
    }

    /// For tests: makes a full collection due at each container allocation, if automatic collections
    /// are enabled.
    pub fn set_collect_every_allocation(&self, on: bool) {
        self.collector.generations.every_allocation.set(on);
        self.refresh_trigger();
    }

    /// Recomputes the one number that allocations compare with.
    pub(crate) fn refresh_trigger(&self) {
        let generations = &self.collector.generations;
        let threshold = generations.thresholds.get()[0];
        let trigger = if !generations.enabled.get() {
            usize::MAX
        } else if generations.every_allocation.get() || self.collector.run.rehearsal.get().is_some() {
            0
        } else if threshold == 0 {
            usize::MAX
        } else if self.collector.run.is_idle() {
            threshold
        } else {
            threshold.min(self.count0.get() + self.slice_interval())
        };
        self.trigger.set(trigger);
        if trigger == usize::MAX {
            self.clear_pending(PENDING_COLLECT);
        }
    }

    /// Counts as CPython does when a collection begins.
    pub(super) fn begin_generation(&self, generation: u8) {
        let generations = &self.collector.generations;
        self.count0.set(0);
        match generation {
            0 => generations.count1.set(generations.count1.get() + 1),
            1 => {
                generations.count1.set(0);
                generations.count2.set(generations.count2.get() + 1);
            }
            _ => {
                generations.count1.set(0);
                generations.count2.set(0);
            }
        }
    }

    /// Whether the middle generation's count has passed its threshold.
    pub(super) fn middle_is_due(&self) -> bool {
        let generations = &self.collector.generations;
        let rehearsal = self.collector.run.rehearsal.get();
        let threshold =
            rehearsal.map_or(generations.thresholds.get()[1], |rehearsal| rehearsal.thresholds[1]);
        generations.count1.get() > threshold
    }

    /// The latest collections, oldest first.
    pub fn history(&self) -> Vec<CollectionRecord> {
        self.collector.generations.history.borrow().iter().copied().collect()
    }

    /// Sums for each generation since the heap began.
    pub fn totals(&self) -> [Totals; 3] {
        self.collector.generations.totals.get()
    }

    /// Moves all containers out of the generations: later collections ignore them (`gc.freeze()`).
    pub fn freeze(&self) {
        self.give_up_run();
        self.walk_containers(&mut |object| {
            // SAFETY: `walk_containers` passes live objects.
            unsafe { object.as_ref() }.set(FROZEN);
        });
        self.begin_generation(2);
        self.forget_middle_pools();
        self.allocator.reset_young();
    }

    /// Moves the frozen containers into the oldest generation (`gc.unfreeze()`).
    pub fn unfreeze(&self) {
        self.give_up_run();
        self.walk_containers(&mut |object| {
            // SAFETY: `walk_containers` passes live objects.
            let header = unsafe { object.as_ref() };
            if header.word() & FROZEN == FROZEN {
                header.clear(FROZEN);
            }
        });
        // What they hold was taken for reachable, stamped or not.
        let unproved = &self.collector.pacing.unproved;
        unproved.set(unproved.get().max(1));
    }

    /// Number of frozen containers that are tracked (`gc.get_freeze_count()`).
    pub fn frozen_count(&self) -> usize {
        let mut count = 0;
        self.walk_containers(&mut |object| {
            // SAFETY: `walk_containers` passes live objects.
            let word = unsafe { object.as_ref() }.word();
            count += usize::from(word & FROZEN == FROZEN && word & crate::UNTRACKED == 0);
        });
        count
    }

    /// Puts a container into the generations again; it is in the middle one unless it is young still.
    pub fn track(&self, object: crate::Object) {
        // SAFETY: the object is alive.
        let header = unsafe { object.as_ref() };
        header.clear(crate::UNTRACKED);
        // What it holds was taken for reachable, stamped or not.
        header.set(crate::STAMPED);
        if header.word() & FROZEN == 0 {
            if self.is_counted(object) {
                // A run has counted its references: it stays a member, and is looked at again.
                return;
            }
            header.set(crate::MIDDLE);
            self.note_middle_pool(self.pool_index(object));
        }
    }

    /// Takes a container out of the generations: no collection looks at it.
    pub fn untrack(&self, object: crate::Object) {
        // SAFETY: the object is alive.
        unsafe { object.as_ref() }.set(crate::UNTRACKED);
    }
}
