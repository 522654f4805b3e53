//! A run: the collection of old objects, in slices.
//!
//! ```text
//! Suspects ─▶ Enter ─▶ Mark ─▶ Count ─▶ Check ─▶ Sweep ─┬─ few left ─▶ one atomic trial
//!    │ nothing unproved, or little growth               └─ many ─▶ Confirm … Confirm ─▶ burial
//!    └──────────────────────────────▶ done
//! ```
//!
//! Most garbage is found among the suspects (`suspects`). A run over all old objects sorts out what may be garbage while the
//! program changes it, in five passes over pools: all become *members* and lose their stamps; what roots lead to is marked; for
//! the others the references from members are counted; a member that is stamped since, or has another count than that, is held from
//! outside, and all that it leads to is reached; what was reached is no member any more. Everything that was garbage when the
//! run began is among the members that are left. A few of them are tried at once. Many are checked again, in slices,
//! until a pass finds that nobody has touched any of them: then they are garbage (see docs/internals/collection.md for the proof).
//! What becomes of them is told in `burial`.

use super::dispose::Host;
use super::list::List;
use super::side::{MAX_COUNT, MEMBER, REACHED, SideTable, member_count};
use super::slice::Limit;
use super::suspects::Tried;
use super::trial::{Gathering, Needs, Scope, Trail};
use crate::header::{FROZEN, Object, STAMPED, UNTRACKED};
use crate::heap::Heap;
use crate::tracer::{LARGE_SPAN, Tracer};
use exuvia_alloc::{Kind, POOL_BYTES};
use std::cell::Cell;
use std::ops::ControlFlow;
use std::ptr::NonNull;

/// Up to so many members are tried at once, in less time than a slice may take.
const FEW: usize = 4096;
/// Passes over members after which a run gives them up: they are touched again and again, so most of them live.
const MAX_PASSES: usize = 8;

/// What a run does next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Stage {
    Idle,
    Suspects,
    Enter,
    Mark,
    Count,
    Check,
    Sweep,
    Confirm,
    /// From here on the members are known to be garbage.
    Unlink,
    Finalize,
    Hold,
    Drop,
    Free,
    /// The members are given up.
    Release,
}

/// The run in progress.
pub(crate) struct Run {
    pub(super) stage: Cell<Stage>,
    /// The members are garbage: weak references to them are dead.
    pub(super) decided: Cell<bool>,
    /// A member was upgraded from a weak reference, or shown, since the pass began.
    pub(super) disturbed: Cell<bool>,
    /// The elements of a large span have changed places since the run began.
    reordered: Cell<bool>,
    work: Cell<Option<Box<Work>>>,
    /// For tests: see [`Heap::set_slices_for_tests`].
    pub(super) rehearsal: Cell<Option<Rehearsal>>,
    pub(super) missed_moves: Cell<usize>,
}

/// How the collector works in tests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rehearsal {
    /// A slice of about this many objects at each container allocation.
    pub slice_objects: usize,
    /// Members of a run up to this number are tried at once; others are confirmed in slices, and that is checked.
    pub few: usize,
    /// Suspects are tried before all old objects are looked at.
    pub suspects: bool,
    /// The host's roots are asked for. Without them more must be found by counting.
    pub roots: bool,
    /// In the place of the first threshold, and of the second: so that objects become old soon.
    pub thresholds: [usize; 2],
}

impl Run {
    pub fn new() -> Run {
        Run {
            stage: Cell::new(Stage::Idle),
            decided: Cell::new(false),
            disturbed: Cell::new(false),
            reordered: Cell::new(false),
            work: Cell::new(None),
            rehearsal: Cell::new(None),
            missed_moves: Cell::new(0),
        }
    }

    /// Whether no run is in progress.
    pub fn is_idle(&self) -> bool {
        self.stage.get() == Stage::Idle
    }

    fn few(&self) -> usize {
        self.rehearsal.get().map_or(FEW, |rehearsal| rehearsal.few)
    }
}

/// The state of a run between slices. Objects in it may have died since: the side entry of an address tells whether a
/// container may begin there.
#[derive(Default)]
pub(super) struct Work {
    /// The granule that the walk has come to.
    pub cursor: u32,
    /// The last granule that became a member, or less.
    highest: u32,
    /// Edges and objects that are still to be followed.
    stack: Vec<Object>,
    trail: Trail,
    /// The roots have been reported.
    rooted: bool,
    /// Members with large spans, and how many elements of them have been counted.
    large: Vec<(Object, usize)>,
    /// Members with large spans.
    large_members: Vec<Object>,
    /// The members that are left, as granules.
    pub members: List,
    pub index: usize,
    kept: usize,
    rescued: usize,
    passes: usize,
    pub needs: Needs,
    pub finalizers: bool,
    pub tried: Tried,
    /// All old objects were looked at.
    whole: bool,
    /// Members that were given up.
    released: usize,
    nanoseconds: u64,
}

/// A run that has ended.
pub(super) struct Ended {
    pub examined: usize,
    pub collected: usize,
    pub nanoseconds: u64,
}

impl Heap {
    /// Works on the run in progress until the limit is over. Says how it ended, once it has.
    pub(super) fn run_slice(&self, limit: &mut Limit, host: &mut dyn Host) -> Option<Ended> {
        let run = &self.collector.run;
        let mut work = run.work.take().unwrap_or_default();
        let start = std::time::Instant::now();
        let mut ended = false;
        while !limit.is_over() && !ended {
            let stage = run.stage.get();
            if self.work_on(stage, &mut work, limit, host) {
                let next = self.stage_after(stage, &mut work, host);
                run.stage.set(next);
                ended = next == Stage::Idle;
            }
        }
        work.nanoseconds += start.elapsed().as_nanos() as u64;
        if !ended {
            run.work.set(Some(work));
            return None;
        }
        Some(self.end_run(&work))
    }

    fn end_run(&self, work: &Work) -> Ended {
        self.settle_pacing(work.tried.collected, work.whole, work.released);
        Ended {
            examined: work.tried.examined,
            collected: work.tried.collected,
            nanoseconds: work.nanoseconds,
        }
    }

    /// Whether this stage is done.
    fn work_on(&self, stage: Stage, work: &mut Work, limit: &mut Limit, host: &mut dyn Host) -> bool {
        match stage {
            Stage::Idle => true,
            Stage::Suspects => self.try_suspects(&mut work.cursor, &mut work.tried, limit, host),
            Stage::Enter => self.enter_members(work, limit),
            Stage::Mark => self.mark_members(work, limit, host),
            Stage::Count => self.count_members(work, limit),
            Stage::Check => self.check_members(work, limit),
            Stage::Sweep => self.sweep_members(work, limit),
            Stage::Confirm => self.confirm_members(work, limit),
            Stage::Unlink => self.unlink_members(work, limit),
            Stage::Finalize => self.finalize_members(work, limit),
            Stage::Hold => self.hold_members(work, limit),
            Stage::Drop => self.drop_members(work, limit),
            Stage::Free => self.free_members(work, limit),
            Stage::Release => self.release_members(work, limit),
        }
    }

    /// What comes after a stage that is done.
    fn stage_after(&self, stage: Stage, work: &mut Work, host: &mut dyn Host) -> Stage {
        (work.cursor, work.index) = (0, 0);
        let run = &self.collector.run;
        match stage {
            Stage::Idle if run.rehearsal.get().is_none_or(|rehearsal| rehearsal.suspects) => Stage::Suspects,
            Stage::Idle | Stage::Suspects if self.whole_run_is_due() || run.rehearsal.get().is_some() => {
                work.whole = true;
                self.noting.set(true);
                run.reordered.set(false);
                self.allocator.watch_side(true);
                Stage::Enter
            }
            Stage::Idle | Stage::Suspects => Stage::Idle,
            Stage::Enter => Stage::Mark,
            Stage::Mark => Stage::Count,
            Stage::Count => Stage::Check,
            Stage::Check => Stage::Sweep,
            Stage::Sweep | Stage::Confirm => self.decide(work, host),
            Stage::Unlink if work.finalizers => {
                run.decided.set(false);
                Stage::Finalize
            }
            Stage::Unlink if work.needs.drops => Stage::Hold,
            Stage::Unlink | Stage::Hold => Stage::Drop,
            Stage::Drop => Stage::Free,
            Stage::Free => {
                work.tried.collected += work.members.len();
                self.end_members(work)
            }
            Stage::Finalize | Stage::Release => self.end_members(work),
        }
    }

    /// What to do with the members that are left.
    fn decide(&self, work: &mut Work, host: &mut dyn Host) -> Stage {
        let run = &self.collector.run;
        let side = self.side_table();
        let is_left = |object: &Object| side.get(object.as_ptr() as usize) & (MEMBER | REACHED) == MEMBER;
        let has_large = work.large_members.iter().any(is_left);
        let (first, settled) = (work.passes == 0, work.rescued == 0 && !run.disturbed.get());
        if work.members.is_empty() {
            return self.end_members(work);
        }
        if (work.members.len() <= run.few() && !has_large) || run.reordered.get() {
            self.try_members(work, host);
            return self.end_members(work);
        }
        if !first && settled {
            if run.rehearsal.get().is_some() && !self.is_garbage(&work.members) {
                run.missed_moves.set(run.missed_moves.get() + 1);
                return Stage::Release;
            }
            run.decided.set(true);
            return Stage::Unlink;
        }
        if work.passes >= MAX_PASSES {
            return Stage::Release;
        }
        work.passes += 1;
        (work.rescued, work.kept) = (0, 0);
        (work.needs, work.finalizers) = (Needs { care: self.watched.get(), drops: false }, false);
        run.disturbed.set(false);
        Stage::Confirm
    }

    /// There are no members any more.
    fn end_members(&self, work: &mut Work) -> Stage {
        let run = &self.collector.run;
        work.members = List::default();
        self.noting.set(false);
        run.decided.set(false);
        self.allocator.watch_side(false);
        Stage::Idle
    }

    /// All old objects become members. Their stamps are taken: those that are there later tell of the time of the run.
    fn enter_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        let side = self.side_table();
        let mut entered = 0;
        let flow = self.walk_from(&mut work.cursor, limit, |_, object, word, _| {
            if word & (UNTRACKED | FROZEN) == 0 {
                side.set(object.as_ptr() as usize, MEMBER);
                entered += 1;
                if word & STAMPED != 0 {
                    // SAFETY: the walk passes live objects.
                    unsafe { object.as_ref() }.clear(STAMPED);
                }
            }
            ControlFlow::Continue(())
        });
        work.highest = work.cursor;
        self.collector.written.note(entered, self.base() + ((work.cursor as usize) << 4));
        work.tried.examined += entered;
        flow.is_continue()
    }

    /// What the roots lead to is reached. Roots may change meanwhile: what is missed is found by counting.
    fn mark_members(&self, work: &mut Work, limit: &mut Limit, host: &mut dyn Host) -> bool {
        if !work.rooted {
            work.rooted = true;
            if self.collector.run.rehearsal.get().is_some_and(|rehearsal| !rehearsal.roots) {
                return true;
            }
            self.guarded(|| host.roots(&mut |root| work.stack.push(root)));
        }
        self.follow_members(work, limit)
    }

    /// Follows what was reported; whether nothing is left.
    fn follow_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        if work.stack.is_empty() && work.trail.is_empty() {
            // Costs nothing, so that the smallest slice gets on.
            return true;
        }
        self.with_pusher(work, |side, tracer, trail| {
            !limit.is_over() && self.follow::<MEMBER>(side, tracer, trail, limit)
        })
    }

    /// Lends out a tracer that goes on with what an earlier slice left.
    fn with_pusher<R>(
        &self,
        work: &mut Work,
        use_it: impl FnOnce(SideTable, &mut Tracer<'_>, &mut Trail) -> R,
    ) -> R {
        let side = self.side_table();
        let mut tracer = Tracer::pusher(side).without_large_spans();
        tracer.stack = std::mem::take(&mut work.stack);
        work.trail.follows_large = true;
        let result = use_it(side, &mut tracer, &mut work.trail);
        work.stack = tracer.stack;
        result
    }

    /// Counts the references from members that were not reached to members.
    fn count_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        let side = self.side_table();
        let idle = self.base();
        let mut tracer = Tracer::counter(side, idle).without_large_spans();
        let flow = self.walk_from(&mut work.cursor, limit, |heap, object, word, limit| {
            let entry = side.get(object.as_ptr() as usize);
            if entry & (MEMBER | REACHED) == MEMBER && word & (UNTRACKED | FROZEN) == 0 {
                heap.trace(object, &mut tracer);
                limit.spend(6);
                if tracer.take_met_large() {
                    work.large.push((object, 0));
                    work.large_members.push(object);
                }
            }
            ControlFlow::Continue(())
        });
        if flow.is_continue() {
            // The last object is not counted again while windows are.
            work.cursor = u32::MAX;
        }
        while !limit.is_over()
            && let Some((object, skip)) = work.large.pop()
        {
            if self.trace_window(side, object, skip, &mut tracer) {
                work.large.push((object, skip + LARGE_SPAN));
            }
            limit.spend(LARGE_SPAN / 4);
        }
        tracer.flush(idle);
        flow.is_continue() && work.large.is_empty()
    }

    /// Members that were touched since the run began, or are held by others than members, are reached, and all that they lead to.
    fn check_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        let side = self.side_table();
        loop {
            if !self.follow_members(work, limit) {
                return false;
            }
            let mut cursor = work.cursor;
            let flow = self.walk_from(&mut cursor, limit, |heap, object, word, limit| {
                let address = object.as_ptr() as usize;
                let entry = side.get(address);
                if entry & (MEMBER | REACHED) != MEMBER {
                    return ControlFlow::Continue(());
                }
                limit.spend(2);
                if is_untouched(word, entry) {
                    return ControlFlow::Continue(());
                }
                side.set(address, entry | REACHED);
                heap.reach(object, work, limit);
                if work.stack.len() > 256 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            work.cursor = cursor;
            if flow.is_continue() {
                // What was reported last is followed at the next turn.
                if work.stack.is_empty() && work.trail.is_empty() {
                    return true;
                }
                work.cursor = u32::MAX;
            } else if limit.is_over() {
                return false;
            }
        }
    }

    /// Reports the references of a member that has just been reached.
    fn reach(&self, object: Object, work: &mut Work, limit: &mut Limit) {
        self.with_pusher(work, |_, tracer, trail| self.trace_reached(object, tracer, trail, limit));
    }

    /// Makes a list of the members that are left; the entries of all others are cleared.
    fn sweep_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        let side = self.side_table();
        let first = ((work.cursor as usize) << 4) / POOL_BYTES;
        let mut done = true;
        let mut left: Vec<(usize, u32)> = Vec::new();
        self.allocator.pools_from(first, |pool| {
            if limit.is_over() {
                work.cursor = ((pool.index() * POOL_BYTES) >> 4) as u32;
                done = false;
                return false;
            }
            if (pool.index() * POOL_BYTES) >> 4 > work.highest as usize {
                return false;
            }
            if matches!(pool.kind(), Kind::Container) {
                for block in pool.blocks() {
                    let entry = side.get(block.as_ptr() as usize);
                    if entry & (MEMBER | REACHED) == MEMBER {
                        left.push((block.as_ptr() as usize, entry));
                        work.members.push(self.granule_of(block.cast()));
                    }
                }
                self.allocator.clear_side(pool);
                left.drain(..).for_each(|(address, entry)| side.set(address, entry));
                limit.spend(64 + pool.live());
            }
            true
        });
        done
    }

    /// One pass over the members that are left, as `check_members` makes it over pools.
    fn confirm_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        let side = self.side_table();
        if !self.follow_members(work, limit) {
            return false;
        }
        while work.index < work.members.len() {
            if limit.is_over() {
                return false;
            }
            limit.spend(4);
            let granule = work.members.get(work.index);
            work.index += 1;
            if !self.confirm(granule, side, work, limit) {
                continue;
            }
            work.members.set(work.kept, granule);
            work.kept += 1;
            if work.stack.len() > 256 && !self.follow_members(work, limit) {
                return false;
            }
        }
        if !self.follow_members(work, limit) {
            return false;
        }
        work.members.truncate(work.kept);
        true
    }

    /// Whether one object is a member still.
    fn confirm(&self, granule: u32, side: SideTable, work: &mut Work, limit: &mut Limit) -> bool {
        let object = self.at_granule(granule);
        let address = object.as_ptr() as usize;
        let entry = side.get(address);
        if entry == 0 {
            work.rescued += 1;
            return false;
        }
        // SAFETY: the entry is not zero, so a block of a container pool begins there.
        let header = unsafe { object.as_ref() };
        let word = header.word();
        if word != 0 && entry & REACHED == 0 && is_untouched(word, entry) {
            let entry = self.entry_of(object);
            work.needs.add(entry, word);
            work.finalizers |= entry.layout.finalizer.get() && word & crate::FINALIZED == 0;
            return true;
        }
        if word != 0 && entry & REACHED == 0 {
            // It leaves the list in the next pass.
            work.rescued += 1;
            side.set(address, entry | REACHED);
            self.reach(object, work, limit);
            return true;
        }
        if word == 0 {
            // It has died, so it was held by the program, which may have taken from it what this pass has found untouched.
            work.rescued += 1;
        }
        side.set(address, 0);
        false
    }

    /// Tries the members at once: those that are left are few, or have been reordered.
    fn try_members(&self, work: &mut Work, host: &mut dyn Host) {
        let side = self.side_table();
        let mut gathering = Gathering::new(self, side, Vec::with_capacity(work.members.len()));
        self.enter_left(&work.members, &mut gathering);
        self.noting.set(false);
        let exact = self.collector.run.reordered.get() || !work.large_members.is_empty();
        let scope = Scope { generation: super::sets::SUSPECTS, exact };
        work.tried.collected += self.finish_trial(gathering, scope, host);
    }

    /// Enters the members that are alive into a trial.
    fn enter_left(&self, members: &List, gathering: &mut Gathering<'_>) {
        for granule in members.iter() {
            let object = self.at_granule(granule);
            let address = object.as_ptr() as usize;
            if gathering.side.get(address) == 0 {
                continue;
            }
            gathering.side.set(address, 0);
            // SAFETY: the entry was not zero, so a block of a container pool begins there.
            let word = unsafe { object.as_ref() }.word();
            if word != 0 && word & (UNTRACKED | FROZEN) == 0 {
                gathering.examine(object, word);
            }
        }
    }

    /// Whether an atomic trial finds the members to be garbage, all of them. For tests. Leaves their entries zero.
    fn is_garbage(&self, members: &List) -> bool {
        let side = self.side_table();
        let entries: Vec<u32> =
            members.iter().map(|granule| side.get(self.at_granule(granule).as_ptr() as usize)).collect();
        let mut gathering = Gathering::new(self, side, Vec::with_capacity(members.len()));
        self.enter_left(members, &mut gathering);
        let scope = Scope { generation: super::sets::SUSPECTS, exact: true };
        let list = gathering.examined;
        self.subtract_internal(side, &list, scope);
        let any_held = self.rescue(side, &list, scope);
        for (granule, entry) in members.iter().zip(entries) {
            side.set(self.at_granule(granule).as_ptr() as usize, entry);
        }
        !any_held && list.len() == members.len()
    }

    /// Clears the entries of members that are given up.
    fn release_members(&self, work: &mut Work, limit: &mut Limit) -> bool {
        let side = self.side_table();
        while work.index < work.members.len() {
            if limit.is_over() {
                return false;
            }
            limit.spend(1);
            side.set(self.at_granule(work.members.get(work.index)).as_ptr() as usize, 0);
            work.index += 1;
            work.members.forget_before(work.index);
        }
        // They have lost their stamps.
        work.released = work.members.len();
        true
    }

    /// Ends the run in progress at once: what is known to be garbage is buried, everything else is given up. The number of
    /// objects that this freed.
    pub(crate) fn give_up_run(&self) -> usize {
        let buried = self.settle_burial();
        let run = &self.collector.run;
        if run.work.take().is_none() {
            return buried;
        }
        if self.noting.get() {
            let unproved = &self.collector.pacing.unproved;
            unproved.set(unproved.get().max(1));
            self.collector.written.purge(&self.allocator);
        }
        run.stage.set(Stage::Idle);
        self.noting.set(false);
        run.decided.set(false);
        self.allocator.watch_side(false);
        buried
    }

    /// Frees what a run has found to be garbage, before anybody looks at all objects. The number of objects that were freed.
    pub(crate) fn settle_burial(&self) -> usize {
        let run = &self.collector.run;
        run.disturbed.set(true);
        if run.stage.get() < Stage::Unlink {
            return 0;
        }
        // Nothing is there while a slice works on it. Another collection may be running, whose finalizers look at the heap.
        let Some(mut work) = run.work.take() else { return 0 };
        let before_running = self.collector.running.replace(true);
        let before = work.tried.collected;
        while run.stage.get() != Stage::Idle {
            let stage = run.stage.get();
            let mut limit = Limit::none();
            // No host code runs in these stages.
            if self.work_on(stage, &mut work, &mut limit, &mut super::dispose::NoHost) {
                run.stage.set(self.stage_after(stage, &mut work, &mut super::dispose::NoHost));
            }
        }
        self.collector.running.set(before_running);
        self.record_run(&self.end_run(&work));
        work.tried.collected - before
    }

    /// Whether a weak reference, or whatever else leads to an object without a count of it, may be followed: not when the object is
    /// known to be garbage. A member of a run that is upgraded is touched by it.
    #[inline(always)]
    pub fn may_upgrade(&self, referent: Object) -> bool {
        !self.noting.get() || self.may_upgrade_slow(referent)
    }

    #[cold]
    #[inline(never)]
    fn may_upgrade_slow(&self, referent: Object) -> bool {
        let run = &self.collector.run;
        if !self.side_table().is_member(referent.as_ptr() as usize) {
            return true;
        }
        if run.decided.get() {
            return false;
        }
        run.disturbed.set(true);
        self.note_moved_slow(referent);
        true
    }

    /// To be called when a reference leaves a slot of an object without a decrement, and lives on elsewhere: it was popped from a
    /// list, say. A run in progress may have counted it where it was. `word` is the reference, or anything else.
    #[inline(always)]
    pub fn note_moved(word: u64) {
        if let Some(object) = crate::word::as_reference(word) {
            // SAFETY: whoever moves a reference owns it, so the object is alive.
            let heap = unsafe { Heap::of(object) };
            if heap.noting.get() {
                heap.note_moved_slow(object);
            }
        }
    }

    /// Whether an old object is a member of the run in progress.
    pub(super) fn is_counted(&self, object: Object) -> bool {
        self.noting.get() && self.side_table().is_member(object.as_ptr() as usize)
    }

    #[cold]
    #[inline(never)]
    fn note_moved_slow(&self, object: Object) {
        // SAFETY: the caller holds the reference.
        unsafe { object.as_ref() }.set(STAMPED);
    }

    /// To be called when elements of an object of `length` elements change their places, by an insertion in the middle or by
    /// sorting, say: a run in progress may be looking at a part of it.
    #[inline(always)]
    pub fn note_reordered(&self, length: usize) {
        if length > LARGE_SPAN && self.noting.get() {
            self.collector.run.reordered.set(true);
        }
    }

    /// [`Heap::note_reordered`] for a payload that does not know its heap, but has a buffer of it.
    #[inline(always)]
    pub fn note_buffer_reordered(buffer: NonNull<u8>, length: usize) {
        if length > LARGE_SPAN {
            // SAFETY: a buffer lies in its heap's region, as objects do.
            unsafe { Heap::of(buffer.cast()) }.note_reordered(length);
        }
    }

    /// [`Heap::notes_moves`] of the heap that a buffer belongs to.
    #[inline(always)]
    pub fn buffer_notes_moves(buffer: NonNull<u8>) -> bool {
        // SAFETY: as above.
        unsafe { Heap::of(buffer.cast()) }.noting.get()
    }

    /// Whether moves must be noted now: to skip a loop that would do so.
    #[inline(always)]
    pub fn notes_moves(&self) -> bool {
        self.noting.get()
    }

    /// For tests: works on old objects at each container allocation, and confirms by a trial what runs find in slices.
    pub fn set_slices_for_tests(&self, rehearsal: Option<Rehearsal>) {
        self.collector.run.rehearsal.set(rehearsal);
        self.refresh_trigger();
    }

    /// How often such a test found that garbage was none: a move was not noted.
    pub fn missed_moves(&self) -> usize {
        self.collector.run.missed_moves.get()
    }
}

/// Whether a member has not been touched since the run began, and all references to it were counted.
#[inline(always)]
fn is_untouched(word: u64, entry: u32) -> bool {
    let count = member_count(entry);
    word & (STAMPED | UNTRACKED | FROZEN) == 0 && word as u32 == count && count < MAX_COUNT
}
