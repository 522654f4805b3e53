//! When the collector works on old objects, and how fast.
//!
//! ```text
//! a run is due         ⇔  growth since the last run > max(FLOOR, live then / 4)
//! it looks at all old  ⇔  suspects were left unproved since it last did, and growth since then > max(…) × backoff
//! ```
//!
//! Growth is net: what has died by its count needs no collection. Looking for suspects is cheap, so that it waits for growth alone;
//! looking at all old objects is not: when that was unproductive it waits for twice the growth the next time, up to four times, and a productive
//! run takes that back. While a run is in progress the program pays with a slice at each collection of young objects, and more often
//! when it grows faster than the run gets on, so that garbage does not pile up behind it. What a run does is not known here.

use crate::heap::Heap;
use std::cell::Cell;

/// Growth in objects below which no run is due.
const FLOOR: usize = 10_000;
/// Objects of the middle generation that are tried at once at most, in half a slice.
const LARGE_MIDDLE: usize = 6000;
/// Unproductive runs over all old objects double the growth that is waited for, up to this factor.
const MAX_BACKOFF: usize = 4;

/// Growth of the heap, in containers.
pub(crate) struct Pacing {
    /// Objects that became old since the last run.
    promoted: Cell<usize>,
    /// Objects of the middle generation, or a few more.
    middle: Cell<usize>,
    /// After the last run of any kind.
    last: Mark,
    /// After the last run that looked at all old objects.
    last_whole: Mark,
    /// A run has left garbage for the next one.
    expects_garbage: Cell<bool>,
    /// Objects whose stamps were taken without a proof that they live.
    pub unproved: Cell<usize>,
}

/// The state of the heap after a run.
struct Mark {
    /// Live containers then, or somewhat fewer when the heap has shrunk since.
    live: Cell<usize>,
    backoff: Cell<usize>,
    max_backoff: usize,
}

impl Mark {
    fn new(max_backoff: usize) -> Mark {
        Mark { live: Cell::new(0), backoff: Cell::new(1), max_backoff }
    }

    fn wait(&self) -> usize {
        FLOOR.max(self.live.get() / 4) * self.backoff.get()
    }

    /// Whether the heap has grown enough.
    fn is_outgrown(&self, live: usize) -> bool {
        if live.saturating_sub(self.live.get()) > self.wait() {
            return true;
        }
        // A heap that has shrunk often grows to its old size again, as programs do that build one thing after another.
        let shrunk = self.live.get().saturating_sub(live);
        self.live.set(self.live.get() - shrunk.div_ceil(4));
        false
    }

    fn set(&self, live: usize, collected: usize) {
        self.live.set(live);
        let productive = collected * 8 >= live.min(FLOOR * 8);
        let doubled = (self.backoff.get() * 2).min(self.max_backoff);
        self.backoff.set(if productive { 1 } else { doubled });
    }
}

impl Pacing {
    pub fn new() -> Pacing {
        Pacing {
            promoted: Cell::new(0),
            middle: Cell::new(0),
            last: Mark::new(1),
            last_whole: Mark::new(MAX_BACKOFF),
            expects_garbage: Cell::new(false),
            unproved: Cell::new(0),
        }
    }

    /// Notes that a run leaves garbage behind: the next one is due at once.
    pub fn expect_garbage(&self) {
        self.expects_garbage.set(true);
    }

    /// Notes objects that have survived their first collection.
    pub fn note_middle(&self, objects: usize) {
        self.middle.set(self.middle.get() + objects);
    }

    /// Whether the middle generation is too large to be tried in one slice: then it becomes old untried, which the next run makes up for.
    pub fn middle_is_large(&self) -> bool {
        self.middle.get() > LARGE_MIDDLE
    }

    /// Notes objects that have become old.
    pub fn note_promoted(&self, objects: usize) {
        self.middle.set(0);
        self.promoted.set(self.promoted.get().saturating_add(objects));
    }
}

impl Heap {
    /// Whether a run should begin.
    pub(super) fn run_is_due(&self) -> bool {
        let pacing = &self.collector.pacing;
        if pacing.promoted.get() <= pacing.last.wait() {
            return false;
        }
        let live = self.live_containers();
        let due = pacing.last.is_outgrown(live);
        if !due {
            pacing.promoted.set(live.saturating_sub(pacing.last.live.get()));
        }
        due
    }

    /// Whether a run that has tried the suspects should go on with all old objects.
    pub(super) fn whole_run_is_due(&self) -> bool {
        let pacing = &self.collector.pacing;
        pacing.unproved.get() > 0 && pacing.last_whole.is_outgrown(self.live_containers())
    }

    /// Allocations between two slices of the run in progress.
    pub(super) fn slice_interval(&self) -> usize {
        let pacing = &self.collector.pacing;
        let interval = self.thresholds()[0].clamp(1, 2000);
        match pacing.promoted.get() / pacing.last.wait().max(1) {
            0 | 1 => interval,
            2 | 3 => interval.div_ceil(4),
            _ => interval.div_ceil(16),
        }
    }

    /// Settles the pacing after a run, which left so many objects unproved.
    pub(super) fn settle_pacing(&self, collected: usize, whole: bool, unproved: usize) {
        let pacing = &self.collector.pacing;
        let live = self.live_containers();
        pacing.promoted.set(0);
        pacing.last.set(live, collected);
        if whole {
            pacing.last_whole.set(live, collected);
            pacing.unproved.set(unproved);
        }
        if pacing.expects_garbage.take() {
            pacing.promoted.set(usize::MAX);
            pacing.unproved.set(pacing.unproved.get().max(1));
            for mark in [&pacing.last, &pacing.last_whole] {
                mark.live.set(0);
                mark.backoff.set(1);
            }
        }
    }
}
