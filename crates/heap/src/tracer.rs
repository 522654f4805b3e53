//! The tracer that a layout's trace function reports references to.
//!
//! ```text
//! trace(object) ──▶ tracer.edge(child) ──▶ subtract | count | push | visit
//! ```
//!
//! One type with a mode inside, matched inline, so that trace functions need not be generic. What lies in one large span is
//! reported through [`Tracer::bulk`] or [`Tracer::words`], which can leave it out or take a window of it, so that no object is too
//! large for a slice. It knows side entries and a stack of objects, no layouts.

use crate::collector::side::SideTable;
use crate::header::{FROZEN, Header, Object};
use crate::word;
use std::ops::Range;

/// Edges whose side count is being fetched while others are handled.
pub(crate) const RING: usize = 16;
/// Spans of more elements than this are large.
pub(crate) const LARGE_SPAN: usize = 1 << 14;

/// Up to so many words it does not pay to look for equal neighbours.
const FEW_WORDS: usize = 8;

/// Whether an object belongs to neither the young nor the middle generation; leaves do not.
#[inline(always)]
pub(crate) fn is_old(object: Object) -> bool {
    // SAFETY: what is reported is alive.
    unsafe { object.as_ref() }.word() & FROZEN == 0
}

/// Receives the references of objects.
pub struct Tracer<'a> {
    mode: Mode,
    spans: Spans,
    side: SideTable,
    /// Subtract and count: addresses whose side counts are on their way from memory.
    ring: [usize; RING],
    next: usize,
    /// Push: what has been reported and not yet looked at.
    pub(crate) stack: Vec<Object>,
    visit: Option<&'a mut dyn FnMut(Object)>,
    /// Push: the last owner that was reported.
    owner: Option<Object>,
    /// References to old objects are left out, by their headers: nobody asks for their side entries, whose pages may never have been
    /// touched, and a page fault for each of some thousand references takes a millisecond.
    young_only: bool,
    /// Subtract: candidates that have no external reference left.
    pub(crate) emptied: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Take one from the trial count.
    Subtract,
    /// Add one to the count of references from members of the run.
    Count,
    Push,
    Visit,
    /// Outside of a window.
    Ignore,
}

/// What becomes of large spans.
#[derive(Clone, Copy)]
enum Spans {
    /// Reported like everything else.
    Whole,
    /// Left out; whether there was one.
    Skip { met: bool },
    /// Nothing but this part of them is reported, and as this mode says.
    Window { mode: Mode, skip: usize, left: usize, more: bool },
}

impl<'a> Tracer<'a> {
    fn of_mode(mode: Mode, side: SideTable, idle: usize) -> Tracer<'a> {
        let (ring, stack) = ([idle; RING], Vec::new());
        Tracer {
            mode,
            spans: Spans::Whole,
            side,
            ring,
            next: 0,
            stack,
            visit: None,
            owner: None,
            young_only: false,
            emptied: 0,
        }
    }

    /// Calls `visit` for each reference.
    pub fn visitor(visit: &'a mut dyn FnMut(Object)) -> Tracer<'a> {
        Tracer { visit: Some(visit), ..Tracer::of_mode(Mode::Visit, SideTable::absent(), 0) }
    }

    /// Takes one from the side count of each candidate that is reported. The ring starts, and by
    /// [`Tracer::flush`] ends, with `idle`, an address that is no candidate's.
    pub(crate) fn subtracter(side: SideTable, idle: usize) -> Tracer<'a> {
        Tracer::of_mode(Mode::Subtract, side, idle)
    }

    /// Adds one to the side count of each member of a run that is reported. `idle` is no member's address.
    pub(crate) fn counter(side: SideTable, idle: usize) -> Tracer<'a> {
        Tracer::of_mode(Mode::Count, side, idle)
    }

    /// Pushes what is reported.
    pub(crate) fn pusher(side: SideTable) -> Tracer<'a> {
        Tracer::of_mode(Mode::Push, side, 0)
    }

    /// The same tracer, for a set of objects that are not old.
    pub(crate) fn among_young(self) -> Tracer<'a> {
        Tracer { young_only: true, ..self }
    }

    /// The same tracer, which leaves large spans out.
    pub(crate) fn without_large_spans(self) -> Tracer<'a> {
        Tracer { spans: Spans::Skip { met: false }, ..self }
    }

    /// Whether a large span was left out since the last call.
    #[inline(always)]
    pub(crate) fn take_met_large(&mut self) -> bool {
        match &mut self.spans {
            Spans::Skip { met } => std::mem::take(met),
            _ => false,
        }
    }

    /// Until [`Tracer::close_window`], reports of large spans `length` elements, after the first `skip`. What lies elsewhere is not
    /// counted again. But it is pushed again: a span that was large may be small by now.
    pub(crate) fn open_window(&mut self, skip: usize, length: usize) {
        self.spans = Spans::Window { mode: self.mode, skip, left: length, more: false };
        if !self.pushes() {
            self.mode = Mode::Ignore;
        }
    }

    /// Leaves large spans out again; whether there was something behind the window.
    pub(crate) fn close_window(&mut self) -> bool {
        let Spans::Window { mode, more, .. } = self.spans else { return false };
        self.mode = mode;
        self.spans = Spans::Skip { met: false };
        more
    }

    /// Whether a run is counting the references of members, so that later changes must be seen.
    #[inline(always)]
    pub(crate) fn counts(&self) -> bool {
        matches!(self.mode, Mode::Count)
    }

    /// Whether what is reported is reached by it.
    pub(crate) fn pushes(&self) -> bool {
        matches!(self.mode, Mode::Push)
    }

    /// Reports one reference.
    #[inline]
    pub fn edge(&mut self, child: Object) {
        if self.young_only && is_old(child) {
            return;
        }
        match self.mode {
            Mode::Subtract | Mode::Count => {
                let due = self.exchange(child.as_ptr() as usize);
                self.note(due, 1);
            }
            Mode::Push => self.stack.push(child),
            Mode::Visit => {
                if let Some(visit) = self.visit.as_mut() {
                    visit(child);
                }
            }
            Mode::Ignore => {}
        }
    }

    /// Reports the owner of an object's layout. Neighbours often share theirs: it need not be pushed again and again.
    #[inline(always)]
    pub(crate) fn owner(&mut self, owner: Object) {
        if !matches!(self.mode, Mode::Push) || self.owner.replace(owner) != Some(owner) {
            self.edge(owner);
        }
    }

    /// Reports `word` if it is a reference.
    #[inline]
    pub fn word(&mut self, word: u64) {
        if word::is_reference(word) {
            // SAFETY: references are at least 4096, so never null.
            self.edge(unsafe { Object::new_unchecked(word as *mut Header) });
        }
    }

    /// Reports the references among the `count` words from `first`.
    ///
    /// # Safety
    /// The words must be readable.
    #[inline]
    pub unsafe fn words(&mut self, first: *const u64, count: usize) {
        if count <= FEW_WORDS {
            for index in 0..count {
                // SAFETY: the caller vouches for `count` readable words.
                self.word(unsafe { *first.add(index) });
            }
            return;
        }
        self.bulk(count, |tracer, range| {
            // SAFETY: the range lies within the words that the caller vouches for.
            let start = unsafe { first.add(range.start) };
            // SAFETY: as above.
            unsafe { tracer.run_of_words(start, range.len()) }
        });
    }

    /// Reports a span of `length` elements, such as the entries of a table: `report` reports those of a range. It is called once
    /// with all of it, or not at all, or with a part: for an object that is too large to be traced in one slice.
    #[inline]
    pub fn bulk(&mut self, length: usize, mut report: impl FnMut(&mut Tracer<'a>, Range<usize>)) {
        if length <= LARGE_SPAN || matches!(self.spans, Spans::Whole) {
            report(self, 0..length);
        } else if let Some(range) = self.part_slow(length) {
            let Spans::Window { mode, .. } = self.spans else { return };
            // What is large inside of the window is reported as a whole.
            let spans = std::mem::replace(&mut self.spans, Spans::Whole);
            let outside = std::mem::replace(&mut self.mode, mode);
            report(self, range);
            self.mode = outside;
            self.spans = spans;
        }
    }

    /// Which part of a large span is to be reported.
    #[cold]
    #[inline(never)]
    fn part_slow(&mut self, length: usize) -> Option<Range<usize>> {
        match &mut self.spans {
            Spans::Whole => Some(0..length),
            Spans::Skip { met } => {
                *met = true;
                None
            }
            Spans::Window { skip, left, more, .. } => {
                let start = (*skip).min(length);
                *skip -= start;
                let taken = (*left).min(length - start);
                *left -= taken;
                *more |= start + taken < length;
                (taken > 0).then_some(start..start + taken)
            }
        }
    }

    /// Reports words; equal neighbours, which lists made by repetition have, are looked at once.
    #[inline]
    unsafe fn run_of_words(&mut self, first: *const u64, count: usize) {
        let mut index = 0;
        while index < count {
            // SAFETY: the caller vouches for `count` readable words.
            let word = unsafe { *first.add(index) };
            index += 1;
            if !word::is_reference(word) {
                continue;
            }
            let mut times = 1;
            // SAFETY: as above.
            while index < count && times < 1 << 20 && unsafe { *first.add(index) } == word {
                index += 1;
                times += 1;
            }
            // SAFETY: references are never null.
            self.edges(unsafe { Object::new_unchecked(word as *mut Header) }, times);
        }
    }

    /// Reports the same reference several times.
    #[inline(always)]
    fn edges(&mut self, child: Object, times: u32) {
        if times == 1 || matches!(self.mode, Mode::Push) {
            return self.edge(child);
        }
        match self.mode {
            Mode::Subtract | Mode::Count if self.young_only && is_old(child) => {}
            Mode::Subtract | Mode::Count => self.note(child.as_ptr() as usize, times),
            _ => (0..times).for_each(|_| self.edge(child)),
        }
    }

    /// Puts an address into the ring; what comes out is due.
    #[inline(always)]
    fn exchange(&mut self, address: usize) -> usize {
        self.side.prefetch(address);
        let due = std::mem::replace(&mut self.ring[self.next], address);
        self.next = (self.next + 1) % RING;
        due
    }

    #[inline(always)]
    fn note(&mut self, address: usize, times: u32) {
        if matches!(self.mode, Mode::Subtract) {
            self.emptied += usize::from(self.side.subtract(address, times));
        } else {
            self.side.count(address, times);
        }
    }

    /// Handles what is still in the ring.
    pub(crate) fn flush(&mut self, idle: usize) {
        for index in 0..RING {
            let due = std::mem::replace(&mut self.ring[index], idle);
            self.note(due, 1);
        }
    }
}
