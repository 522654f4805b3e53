//! Trial deletion: which of the examined objects nobody outside them holds.
//!
//! ```text
//! side = strong count − references from examined objects        held from outside  ⇔  side > 0
//! garbage = examined − reachable from those that are held from outside
//! ```
//!
//! Counts are tried in the side table; headers are read, and written only to age the survivors. An
//! edge that a trace function fails to report counts as external: its target leaks, it is never
//! freed early. What becomes of the garbage is not known here.

use super::sets::header_word;
use super::side::{self, CANDIDATE, ONE, REACHED, SideTable};
use super::slice::Limit;
use crate::header::{FROZEN, HAS_WEAK, LAYOUT_SHIFT, Object};
use crate::heap::Heap;
use crate::layout::{Entry, Shape};
use crate::tracer::{LARGE_SPAN, Tracer, is_old};
use crate::word;
use exuvia_alloc::{PoolRef, prefetch};

/// Objects on their way from memory, in each of the two stages of a rescue.
const WINDOW: usize = 16;
/// Reported edges above which rescuing goes on before more roots are looked at.
const BACKLOG: usize = 1024;

/// Sets above this size are tried with prefetching; smaller ones are in the cache.
const SMALL: usize = 1 << 15;

/// How a trial is made.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    /// What survivors become, see `age`.
    pub generation: u8,
    /// Nothing is left out; otherwise the references in large spans count as external.
    pub exact: bool,
}

impl Scope {
    /// Whether no old object is examined.
    pub fn is_young(self) -> bool {
        self.generation < 2
    }
}

/// What garbage asks for beyond dropping slots and freeing blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Needs {
    /// Weak references to members, members that are weak references, finalizers, a probe.
    pub care: bool,
    /// Drop functions, which release other members.
    pub drops: bool,
}

impl Needs {
    /// Adds what an object of this layout and header word asks for.
    #[inline(always)]
    pub fn add(&mut self, entry: &Entry, word: u64) {
        self.care |= word & HAS_WEAK != 0 || entry.layout.finalizer.get() || entry.weak_reference.get();
        self.drops |= !matches!(entry.layout.shape, Shape::Slots { .. });
    }
}

/// Objects as they are found by walking pools: each is entered in the side table at once.
pub(super) struct Gathering<'a> {
    pub heap: &'a Heap,
    pub side: SideTable,
    /// Granule numbers.
    pub examined: Vec<u32>,
    /// All header words, ored.
    words: u64,
    last_layout: u64,
    /// What the examined objects could ask for if all were garbage.
    needs: Needs,
}

impl<'a> Gathering<'a> {
    pub fn new(heap: &'a Heap, side: SideTable, examined: Vec<u32>) -> Gathering<'a> {
        let needs = Needs { care: heap.watched.get(), drops: false };
        Gathering { heap, side, examined, words: 0, last_layout: u64::MAX, needs }
    }

    /// Enters an object with its strong count.
    #[inline(always)]
    pub fn examine(&mut self, object: Object, word: u64) {
        self.words |= word;
        if word >> LAYOUT_SHIFT != self.last_layout {
            self.last_layout = word >> LAYOUT_SHIFT;
            self.needs.add(self.heap.entry_of(object), word);
        }
        self.side.set(object.as_ptr() as usize, side::candidate(word as u32));
        self.examined.push(self.heap.granule_of(object));
    }

    /// Enters the objects of a pool that `is_wanted` says yes to, by their header words. The same as [`Gathering::examine`] for each, but
    /// with all that changes in registers, which takes a sixth of the instructions away.
    #[inline(always)]
    pub fn examine_pool(&mut self, pool: PoolRef<'_>, is_wanted: impl Fn(u64) -> bool) {
        self.examined.reserve(pool.live());
        let (heap, side, mut last_layout, mut words) = (self.heap, self.side, self.last_layout, 0);
        let mut entered = 0;
        let mut places = self.examined.spare_capacity_mut().iter_mut();
        for block in pool.blocks() {
            let word = header_word(block);
            if !is_wanted(word) {
                continue;
            }
            let Some(place) = places.next() else { break };
            place.write(heap.granule_of(block.cast()));
            entered += 1;
            words |= word;
            // Neighbours often have the same layout.
            if word >> LAYOUT_SHIFT != last_layout {
                last_layout = word >> LAYOUT_SHIFT;
                self.needs.add(heap.entry_of(block.cast()), word);
            }
            side.set(block.as_ptr() as usize, side::candidate(word as u32));
        }
        self.words |= words;
        self.last_layout = last_layout;
        let length = self.examined.len() + entered;
        // SAFETY: so many places behind the length were written.
        unsafe { self.examined.set_len(length) };
    }

    /// The highest address that was entered: pools come in some order, their blocks ascending.
    pub fn highest(&self) -> usize {
        let granule = self.examined.iter().copied().max().unwrap_or(0);
        self.heap.base() + ((granule as usize) << 4)
    }

    /// What garbage among the examined could ask for.
    pub fn needs(&self) -> Needs {
        Needs { care: self.needs.care || self.words & HAS_WEAK != 0, ..self.needs }
    }
}

impl Heap {
    /// Leaves only the garbage in the list, with its side entries set; survivors are aged and their
    /// side entries cleared.
    pub(super) fn find_garbage(&self, side: SideTable, examined: &mut Vec<u32>, scope: Scope) {
        if self.subtract_internal(side, examined, scope) == examined.len() {
            return;
        }
        self.rescue(side, examined, scope);
        examined.retain(|&granule| {
            let object = self.at_granule(granule);
            let address = object.as_ptr() as usize;
            let reached = side.get(address) & REACHED != 0;
            if reached {
                side.set(address, 0);
                self.age(object, scope.generation);
            }
            !reached
        });
    }

    /// Enters each object with its strong count less the one that the collector holds.
    pub(super) fn open_held(&self, side: SideTable, set: &[u32]) {
        for &granule in set {
            let object = self.at_granule(granule);
            // SAFETY: the collector holds the object.
            let count = unsafe { object.as_ref() }.count() - 1;
            side.set(object.as_ptr() as usize, side::candidate(count));
        }
    }

    /// Marks what the roots lead to as reached: it needs no trial. All candidates are old, so large spans can be followed in
    /// windows, and what waits to be looked at does not take twice the memory of the largest list.
    pub(super) fn mark_rooted(&self, side: SideTable, roots: Vec<Object>) {
        let mut tracer = Tracer::pusher(side).without_large_spans();
        tracer.stack = roots;
        let mut trail = Trail { follows_large: true, ..Trail::new() };
        self.follow::<CANDIDATE>(side, &mut tracer, &mut trail, &mut Limit::none());
    }

    /// Takes the references among the objects of the set out of their side counts; how many of them are not held from outside.
    pub(super) fn subtract_internal(&self, side: SideTable, set: &[u32], scope: Scope) -> usize {
        // The heap's own address is no object's: its entry stays zero.
        let idle = self.base();
        let mut tracer = Tracer::subtracter(side, idle);
        let young = scope.is_young();
        if young {
            tracer = tracer.among_young();
        }
        if !scope.exact {
            tracer = tracer.without_large_spans();
        }
        let mut emptied = 0;
        if set.len() > SMALL {
            set.iter().for_each(|&granule| self.trace(self.at_granule(granule), &mut tracer));
        } else {
            for &granule in set {
                emptied += self.subtract_near(side, self.at_granule(granule), young, &mut tracer);
            }
        }
        tracer.flush(idle);
        emptied + tracer.emptied
    }

    /// Subtracts an object's references at once, as far as their place is known by the layout; how many candidates are emptied by it.
    #[inline(always)]
    fn subtract_near(&self, side: SideTable, object: Object, young: bool, tracer: &mut Tracer<'_>) -> usize {
        let layout = &self.entry_of(object).layout;
        let Shape::Slots { first, count } = layout.shape else {
            self.trace(object, tracer);
            return 0;
        };
        if let Some(owner) = layout.owner.get() {
            tracer.edge(owner);
        }
        // SAFETY: the layout's slots lie within the object's block.
        let slots = unsafe { object.as_ptr().byte_add(first as usize) }.cast::<u64>();
        let mut emptied = 0;
        for index in 0..count as usize {
            // SAFETY: there are `count` slots, all initialised.
            let word = unsafe { *slots.add(index) };
            if let Some(child) = word::as_reference(word)
                && !(young && is_old(child))
            {
                emptied += usize::from(side.subtract(word as usize, 1));
            }
        }
        emptied
    }

    /// Marks as reached what is held from outside, and all that it leads to inside the set. Whether
    /// there was anything.
    pub(super) fn rescue(&self, side: SideTable, set: &[u32], scope: Scope) -> bool {
        let mut tracer = Tracer::pusher(side);
        if scope.is_young() {
            tracer = tracer.among_young();
        }
        if !scope.exact {
            tracer = tracer.without_large_spans();
        }
        let (mut trail, mut limit) = (Trail::new(), Limit::none());
        let mut any = false;
        for &granule in set {
            let object = self.at_granule(granule);
            let address = object.as_ptr() as usize;
            let entry = side.get(address);
            if entry >= ONE && entry & REACHED == 0 {
                any = true;
                side.set(address, entry | REACHED);
                self.trace(object, &mut tracer);
                if tracer.stack.len() > BACKLOG {
                    self.follow::<CANDIDATE>(side, &mut tracer, &mut trail, &mut limit);
                }
            }
        }
        self.follow::<CANDIDATE>(side, &mut tracer, &mut trail, &mut limit);
        any
    }

    /// Follows the reported edges to objects of this `KIND` to their end, or until the limit is over; whether that was the end.
    /// Each edge waits twice while memory is fetched: for its side entry, and, when it is reached for the first time, for its
    /// payload. What the limit cut off waits in the tracer's stack, and on the trail.
    pub(super) fn follow<const KIND: u32>(
        &self,
        side: SideTable,
        tracer: &mut Tracer<'_>,
        trail: &mut Trail,
        limit: &mut Limit,
    ) -> bool {
        self.follow_trail(side, tracer, trail, limit);
        let mut reported = Window::new();
        let mut reached = Window::new();
        loop {
            if limit.is_over() {
                // What is on its way is looked at, not put back, so that the smallest slice gets on.
                while let Some(object) = reported.exchange(None) {
                    let entry = side.get(object.as_ptr() as usize);
                    if entry & (KIND | REACHED) == KIND {
                        side.set(object.as_ptr() as usize, entry | REACHED);
                        trail.reached.push(object);
                    }
                }
                while let Some(object) = reached.exchange(None) {
                    trail.reached.push(object);
                }
                return tracer.stack.is_empty() && trail.is_empty();
            }
            limit.spend(1);
            let next = tracer.stack.pop();
            if let Some(object) = next {
                // Its payload is wanted only if it was not reached before, but a chain in scattered
                // memory then waits once for each link, not twice.
                side.prefetch(object.as_ptr() as usize);
                prefetch(object.as_ptr().cast());
            }
            let Some(due) = reported.exchange(next) else {
                if next.is_some() {
                    continue;
                }
                // Nothing is reported any more; what was reached last may still report.
                match reached.exchange(None) {
                    Some(object) => self.trace_reached(object, tracer, trail, limit),
                    None if trail.is_empty() => return true,
                    None => self.follow_trail(side, tracer, trail, limit),
                }
                continue;
            };
            let address = due.as_ptr() as usize;
            let entry = side.get(address);
            if entry & (KIND | REACHED) == KIND {
                side.set(address, entry | REACHED);
                prefetch(due.as_ptr().cast());
                if let Some(object) = reached.exchange(Some(due)) {
                    self.trace_reached(object, tracer, trail, limit);
                }
            }
        }
    }

    /// Reports the references of an object that was reached. Its block may have been freed since, and used again, if that was in an
    /// earlier slice: then it is skipped, or its follower is reported, which does no harm.
    #[inline(always)]
    pub(super) fn trace_reached(
        &self,
        object: Object,
        tracer: &mut Tracer<'_>,
        trail: &mut Trail,
        limit: &mut Limit,
    ) {
        // SAFETY: a block of a container pool begins there.
        if unsafe { object.as_ref() }.word() == 0 {
            return;
        }
        let before = tracer.stack.len();
        self.trace(object, tracer);
        limit.spend((tracer.stack.len() - before) / 8);
        if tracer.take_met_large() && trail.follows_large {
            trail.large.push((object, 0));
        }
    }

    /// Goes on with what was left: by an earlier slice objects that were reached, and the rest of large spans, as long as little else
    /// is waiting.
    fn follow_trail(&self, side: SideTable, tracer: &mut Tracer<'_>, trail: &mut Trail, limit: &mut Limit) {
        while let Some(object) = trail.reached.pop() {
            // The entry is gone with the pool.
            if side.get(object.as_ptr() as usize) & REACHED != 0 {
                self.trace_reached(object, tracer, trail, limit);
            }
        }
        while tracer.stack.len() < BACKLOG
            && !limit.is_over()
            && let Some((object, skip)) = trail.large.pop()
        {
            if self.trace_window(side, object, skip, tracer) {
                trail.large.push((object, skip + LARGE_SPAN));
            }
            limit.spend(LARGE_SPAN / 8);
        }
    }

    /// Reports a window of an object's large spans; whether there is more behind it.
    pub(super) fn trace_window(
        &self,
        side: SideTable,
        object: Object,
        skip: usize,
        tracer: &mut Tracer<'_>,
    ) -> bool {
        if side.get(object.as_ptr() as usize) == 0 {
            return false;
        }
        // SAFETY: the entry was set for a block of a container pool, and is gone with the pool.
        let word = unsafe { object.as_ref() }.word();
        // Another object may have come into its place: that is young, or its entry would be zero.
        if word == 0 || word & FROZEN != 0 {
            return false;
        }
        tracer.open_window(skip, LARGE_SPAN);
        self.trace(object, tracer);
        tracer.close_window()
    }
}

/// What a slice of following leaves for the next one, besides edges.
#[derive(Default)]
pub(super) struct Trail {
    /// Reached, not yet traced.
    pub reached: Vec<Object>,
    /// Objects with large spans, and how many elements of them have been reported.
    pub large: Vec<(Object, usize)>,
    /// Large spans are reported in windows. If not, they are left out.
    pub follows_large: bool,
}

impl Trail {
    pub fn new() -> Trail {
        Trail::default()
    }

    pub fn is_empty(&self) -> bool {
        self.reached.is_empty() && self.large.is_empty()
    }
}

/// First in, first out, of bounded length: what goes in comes out when the window is full, or when
/// nothing goes in any more.
struct Window {
    objects: [Option<Object>; WINDOW],
    first: usize,
    len: usize,
}

impl Window {
    fn new() -> Window {
        Window { objects: [None; WINDOW], first: 0, len: 0 }
    }

    #[inline(always)]
    fn exchange(&mut self, incoming: Option<Object>) -> Option<Object> {
        if let Some(object) = incoming {
            let at = (self.first + self.len) % WINDOW;
            let outgoing = self.objects[at].replace(object);
            if self.len < WINDOW {
                self.len += 1;
                return None;
            }
            self.first = (self.first + 1) % WINDOW;
            return outgoing;
        }
        if self.len == 0 {
            return None;
        }
        let outgoing = self.objects[self.first].take();
        self.first = (self.first + 1) % WINDOW;
        self.len -= 1;
        outgoing
    }
}
