//! The collector: it finds the cycles that counting misses.
//!
//! ```text
//! young, explicit   gather ─▶ mark from roots ─▶ subtract ─▶ rescue ─▶ dispose     (sets, trial, dispose)   at once
//! old, automatic    suspects ─▶ enter … check ─▶ decide ─▶ bury                    (suspects, run, burial)  in slices
//! ```
//!
//! An object whose count exceeds the references from inside the examined set is held by somebody
//! outside it, whoever that is: the collector needs no roots. Collections run at safe points only.

mod burial;
pub mod dispose;
pub mod generations;
mod list;
mod pacing;
pub(crate) mod run;
mod sets;
pub(crate) mod side;
mod slice;
mod suspects;
mod trial;

use crate::header::Object;
use crate::heap::{Heap, PENDING_COLLECT};
use dispose::{Host, Phase};
use generations::{CollectionRecord, Generations};
use side::Written;
use slice::{Limit, SLICE};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Instant;
use trial::{Gathering, Scope};

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
    pub run: run::Run,
    pub generations: Generations,
    pub pacing: pacing::Pacing,
    pub written: Written,
    pub reach: suspects::Reach,
    /// Pools with objects that have survived one collection: one bit for each pool of the region.
    pub middle_pools: RefCell<Vec<u64>>,
    /// Reused between collections.
    scratch: Cell<Vec<u32>>,
    /// What host code has panicked with since the collection began, if it did.
    panic: Cell<Option<Box<dyn Any + Send>>>,
}

impl State {
    pub fn new() -> State {
        State {
            running: Cell::new(false),
            run: run::Run::new(),
            generations: Generations::new(),
            pacing: pacing::Pacing::new(),
            written: Written::new(),
            reach: suspects::Reach::new(),
            middle_pools: RefCell::new(Vec::new()),
            scratch: Cell::new(Vec::new()),
            panic: Cell::new(None),
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
    ///
    /// # Panics
    /// Host code did; the collection has been finished all the same.
    pub fn collect(&self, generation: u8, host: &mut dyn Host) -> Collected {
        let generation = generation.min(2);
        if self.depth.get() != 0 || self.collector.running.get() {
            return Collected { generation, ..Collected::default() };
        }
        let buried = if generation == 2 { self.end_run_at_once(host) } else { 0 };
        let mut outcome = self.collect_at_once(generation, true, host);
        outcome.collected += buried;
        self.pass_panic_on();
        outcome
    }

    /// Ends the run in progress; the number of objects that this freed. The finalizers that it was about to queue run now, so that
    /// what they let go can be collected.
    fn end_run_at_once(&self, host: &mut dyn Host) -> usize {
        let buries = self.collector.run.stage.get() >= run::Stage::Unlink;
        let buried = self.give_up_run();
        while buries && let Some(queued) = self.take_queued() {
            self.guarded(|| queued.run(host));
        }
        buried
    }

    /// Does what is due, if anything is: the host calls it at a safe point when [`PENDING_COLLECT`] is set. Young objects are
    /// collected, and old ones for the rest of half a millisecond, if a collection of them is due or in progress.
    ///
    /// # Panics
    /// Host code did; the heap is whole all the same.
    pub fn collect_automatic(&self, host: &mut dyn Host) -> Option<Collected> {
        self.clear_pending(PENDING_COLLECT);
        if self.depth.get() != 0 || self.collector.running.get() || self.count0.get() <= self.trigger.get() {
            return None;
        }
        let outcome = if self.collector.generations.every_allocation.get() {
            self.give_up_run();
            self.collect_at_once(2, true, host)
        } else {
            self.collect_in_part(host)
        };
        self.pass_panic_on();
        Some(outcome)
    }

    /// Young objects if they are due, then a slice of the work on old ones.
    fn collect_in_part(&self, host: &mut dyn Host) -> Collected {
        let start = Instant::now();
        let mut outcome = Collected::default();
        let rehearsal = self.collector.run.rehearsal.get();
        let threshold = rehearsal.map_or(self.thresholds()[0], |rehearsal| rehearsal.thresholds[0]);
        if threshold != 0 && self.count0.get() > threshold {
            outcome = self.collect_at_once(u8::from(self.middle_is_due()), false, host);
            if self.collector.run.is_idle() {
                self.collector.written.purge_some(&self.allocator);
            }
        }
        if !self.collector.run.is_idle() || rehearsal.is_some() || self.run_is_due() {
            let mut limit = match rehearsal {
                Some(rehearsal) => Limit::units(rehearsal.slice_objects),
                None => Limit::until(start + SLICE),
            };
            self.collector.running.set(true);
            let running = Running(self);
            let ended = self.run_slice(&mut limit, host);
            if let Some(ended) = ended.filter(|ended| ended.examined > 0) {
                outcome.collected += ended.collected;
                outcome.examined += ended.examined;
                self.note_run(&ended, host);
            }
            drop(running);
        }
        self.refresh_trigger();
        outcome.pause_nanoseconds = start.elapsed().as_nanos() as u64;
        outcome
    }

    /// Enters a run that has ended among the collections, and tells the host, which begins no other meanwhile.
    fn note_run(&self, ended: &run::Ended, host: &mut dyn Host) {
        self.guarded(|| host.phase(Phase::Start { generation: 2 }));
        self.record_run(ended);
        self.guarded(|| host.phase(Phase::Stop { collected: ended.collected, uncollectable: 0 }));
    }

    fn record_run(&self, ended: &run::Ended) {
        let generations = &self.collector.generations;
        generations.count1.set(0);
        generations.count2.set(0);
        generations.record(CollectionRecord::of(Collected {
            collected: ended.collected,
            uncollectable: 0,
            examined: ended.examined,
            pause_nanoseconds: ended.nanoseconds,
            generation: 2,
        }));
    }

    /// One collection from beginning to end.
    fn collect_at_once(&self, generation: u8, exact: bool, host: &mut dyn Host) -> Collected {
        self.collector.running.set(true);
        let running = Running(self);
        self.clear_pending(PENDING_COLLECT);
        self.guarded(|| host.phase(Phase::Start { generation }));
        let start = Instant::now();
        self.begin_generation(generation);
        let (examined, collected) = self.collect_generation(generation, exact, host);
        let pause_nanoseconds = start.elapsed().as_nanos() as u64;
        let outcome = Collected { collected, uncollectable: 0, examined, pause_nanoseconds, generation };
        self.collector.generations.record(CollectionRecord::of(outcome));
        self.guarded(|| host.phase(Phase::Stop { collected, uncollectable: 0 }));
        drop(running);
        outcome
    }

    /// One collection; how many objects it examined, and how many it freed.
    fn collect_generation(&self, generation: u8, exact: bool, host: &mut dyn Host) -> (usize, usize) {
        if generation < 2 {
            self.note_young_pools();
        }
        let scope = Scope { generation, exact };
        // Stamps that were taken without a proof are made up for here.
        let suspected = || self.collector.pacing.unproved.get() > 0 || self.any_stamped(2);
        let (examined, collected) = if generation == 2 && suspected() {
            self.collect_unreached(scope, host)
        } else if generation < 2
            && (exact || generation == 0 || !self.collector.pacing.middle_is_large())
            && self.any_stamped(generation)
        {
            self.try_deletion(scope, host)
        } else {
            let examined = self.age_all(generation);
            self.settle_pools(generation);
            (examined, 0)
        };
        match generation {
            0 => self.collector.pacing.note_middle(examined - collected),
            1 => self.collector.pacing.note_promoted(examined - collected),
            _ => self.settle_pacing(collected, true, 0),
        }
        (examined, collected)
    }

    /// Looks for garbage among the objects of the generation, and disposes of it.
    fn try_deletion(&self, scope: Scope, host: &mut dyn Host) -> (usize, usize) {
        let side = self.side_table();
        let mut scratch = self.collector.scratch.take();
        scratch.clear();
        let mut gathering = Gathering::new(self, side, scratch);
        self.gather(scope.generation, &mut gathering);
        self.settle_pools(scope.generation);
        let examined = gathering.examined.len();
        (examined, self.finish_trial(gathering, scope, host))
    }

    /// Looks for garbage among all objects that roots do not lead to, and disposes of it: an object that is reached from a root
    /// needs no counting.
    fn collect_unreached(&self, scope: Scope, host: &mut dyn Host) -> (usize, usize) {
        let mut roots: Vec<Object> = Vec::new();
        host.roots(&mut |root| roots.push(root));
        if roots.is_empty() {
            return self.try_deletion(scope, host);
        }
        let side = self.side_table();
        let examined = self.enter_all(side);
        self.settle_pools(scope.generation);
        self.mark_rooted(side, roots);
        let mut gathering = Gathering::new(self, side, Vec::new());
        self.gather_unreached(&mut gathering);
        (examined, self.finish_trial(gathering, scope, host))
    }

    /// Tells the garbage among what was gathered from the rest, and disposes of it; the number of objects that were freed.
    fn finish_trial(&self, gathering: Gathering<'_>, scope: Scope, host: &mut dyn Host) -> usize {
        let side = gathering.side;
        let (needs, highest) = (gathering.needs(), gathering.highest());
        // From here on the list is narrowed down to the garbage.
        let mut list = gathering.examined;
        self.collector.written.note(list.len(), highest);
        self.find_garbage(side, &mut list, scope);
        let collected = if list.is_empty() { 0 } else { self.dispose(side, &mut list, needs, scope, host) };
        self.keep_scratch(list);
        // The members of a run have entries until it ends.
        if scope.exact && self.collector.run.is_idle() {
            self.collector.written.purge_if_out_of_proportion(&self.allocator);
        }
        collected
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

    /// Runs host code. A panic in it is kept until the collection has ended; of several the first.
    fn guarded(&self, host_code: impl FnOnce()) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(host_code)) {
            let first = self.collector.panic.take().unwrap_or(panic);
            self.collector.panic.set(Some(first));
        }
    }

    fn pass_panic_on(&self) {
        if let Some(panic) = self.collector.panic.take() {
            resume_unwind(panic);
        }
    }
}
