//! Suspects: old objects that bear a stamp, tried in batches together with what they lead to nearby.
//!
//! ```text
//! walk old objects ─▶ stamped? ─▶ enter it and up to `reach` objects behind it ─▶ batch full: trial, disposal
//! ```
//!
//! A cycle can only become garbage by a decrement that leaves one of its members alive, and that stamps the member. So most garbage is
//! found by looking at stamped objects and a little way further: the work is in proportion to what was let go, and to the
//! headers walked over, not to what lives. Each batch is one atomic trial on an arbitrary set, which is exact about what it calls garbage:
//! what leads out of the set, or is not in it, counts as outside. What is larger than the reach is left to a run over all
//! old objects (`run`); whether that is needed is told by the number of suspects that were given up.

use super::dispose::Host;
use super::sets::{SUSPECTS, header_word};
use super::slice::Limit;
use super::trial::{Gathering, Scope};
use crate::header::{FROZEN, Object, STAMPED, UNTRACKED};
use crate::heap::Heap;
use crate::tracer::Tracer;
use exuvia_alloc::{Kind, POOL_BYTES};
use std::cell::Cell;
use std::ops::ControlFlow;

/// Objects of one batch, about: a batch takes some hundred microseconds.
const BATCH: usize = 512;
/// Objects with more references than this hold on to too much to be garbage with what is near: they are not followed.
const HUB: u32 = 256;
/// Bounds of the reach.
const REACH: std::ops::RangeInclusive<usize> = 4..=256;

/// How far behind a suspect the collector looks, in objects. It adapts: when most suspects lead further than that it is halved, since
/// they are part of something large; when few do it is doubled.
pub(crate) struct Reach(Cell<usize>);

impl Reach {
    pub fn new() -> Reach {
        Reach(Cell::new(32))
    }

    fn adapt(&self, suspects: usize, cut_off: usize) {
        let reach = self.0.get();
        if cut_off * 2 > suspects {
            self.0.set((reach / 2).max(*REACH.start()));
        } else if cut_off * 8 < suspects {
            self.0.set((reach * 2).min(*REACH.end()));
        }
    }
}

/// What a suspect leads to besides what was entered.
#[derive(Default)]
struct Seen {
    leads_further: bool,
    leads_to_hub: bool,
}

/// What has been done with suspects.
#[derive(Default)]
pub(super) struct Tried {
    pub examined: usize,
    pub collected: usize,
}

impl Heap {
    /// Tries suspects from the cursor on, until the limit is over; whether all have been tried.
    pub(super) fn try_suspects(
        &self,
        cursor: &mut u32,
        tried: &mut Tried,
        limit: &mut Limit,
        host: &mut dyn Host,
    ) -> bool {
        loop {
            let side = self.side_table();
            let mut scratch = self.collector.scratch.take();
            scratch.clear();
            let mut gathering = Gathering::new(self, side, scratch);
            let (mut suspects, mut cut_off, mut unproved) = (0, 0, 0);
            let flow = self.walk_from(cursor, limit, |heap, object, word, limit| {
                if word & (STAMPED | UNTRACKED | FROZEN) == STAMPED && side.get(object.as_ptr() as usize) == 0
                {
                    let before = gathering.examined.len();
                    suspects += 1;
                    let seen = heap.enter_neighbourhood(object, word, &mut gathering);
                    cut_off += usize::from(seen.leads_further);
                    unproved += usize::from(seen.leads_further || seen.leads_to_hub);
                    limit.spend((gathering.examined.len() - before) * 16);
                    if gathering.examined.len() >= BATCH {
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(())
            });
            if suspects > 0 {
                self.collector.reach.adapt(suspects, cut_off);
                let pacing = &self.collector.pacing;
                pacing.unproved.set(pacing.unproved.get() + unproved);
                tried.examined += gathering.examined.len();
                let scope = Scope { generation: SUSPECTS, exact: false };
                tried.collected += self.finish_trial(gathering, scope, host);
            } else {
                self.keep_scratch(gathering.examined);
            }
            match flow {
                ControlFlow::Continue(()) => return true,
                ControlFlow::Break(()) if limit.is_over() => return false,
                ControlFlow::Break(()) => {}
            }
        }
    }

    /// Enters a suspect and what it leads to, nearest first, up to the reach. It is none any more; those that are entered with it keep
    /// their stamps, for not all that they lead to may be entered.
    fn enter_neighbourhood(&self, suspect: Object, word: u64, gathering: &mut Gathering<'_>) -> Seen {
        let first = gathering.examined.len();
        let reach = self.collector.reach.0.get();
        let mut seen = Seen::default();
        // SAFETY: the walk passes live objects.
        unsafe { suspect.as_ref() }.clear(STAMPED);
        gathering.examine(suspect, word);
        let mut next = first;
        while next < gathering.examined.len() {
            let object = self.at_granule(gathering.examined[next]);
            next += 1;
            let mut visit = |child: Object| {
                // SAFETY: references of live objects lead to live objects.
                let word = unsafe { child.as_ref() }.word();
                let enters = word & UNTRACKED == 0
                    && word & FROZEN != FROZEN
                    && gathering.side.get(child.as_ptr() as usize) == 0
                    && matches!(self.entry_of(child).layout.kind, Kind::Container);
                if enters {
                    if word as u32 > HUB {
                        seen.leads_to_hub = true;
                    } else if gathering.examined.len() - first < reach {
                        gathering.examine(child, word);
                    } else {
                        seen.leads_further = true;
                    }
                }
            };
            let mut tracer = Tracer::visitor(&mut visit).without_large_spans();
            self.trace(object, &mut tracer);
            let met_large = tracer.take_met_large();
            seen.leads_further |= met_large;
        }
        seen
    }

    /// Calls `f` with each container from the cursor on, of any age, tracked or not, and moves the cursor. Stops when the limit is over.
    pub(super) fn walk_from(
        &self,
        cursor: &mut u32,
        limit: &mut Limit,
        mut f: impl FnMut(&Heap, Object, u64, &mut Limit) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let first = ((*cursor as usize) << 4) / POOL_BYTES;
        let mut flow = ControlFlow::Continue(());
        self.allocator.pools_from(first, |pool| {
            if !matches!(pool.kind(), Kind::Container) {
                return true;
            }
            for block in pool.blocks() {
                let object: Object = block.cast();
                let granule = self.granule_of(object);
                if granule < *cursor {
                    continue;
                }
                *cursor = granule;
                if limit.is_over() {
                    flow = ControlFlow::Break(());
                    return false;
                }
                limit.spend(1);
                let word = header_word(block);
                if f(self, object, word, limit).is_break() {
                    *cursor = granule + 1;
                    flow = ControlFlow::Break(());
                    return false;
                }
            }
            true
        });
        flow
    }
}
