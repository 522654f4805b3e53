//! Which objects a collection examines, and when old ones are due.
//!
//! ```text
//! full is due  ⇔  growth since the last full one > max(floor, live then / 4) × backoff
//!                 and some tracked container is stamped
//! ```
//!
//! A cycle can only become garbage by a decrement that leaves one of its members alive, and such a
//! decrement stamps it (Bacon and Rajan). So without a stamp among the examined objects there is
//! nothing to find, and a host that only builds never pays for a full collection. A host that drops
//! references to what lives on, as calls do with the function called, waits for growth alone, which
//! keeps the work in proportion to what is built. How garbage is told from the rest is not known here.

use crate::collector::trial::Gathering;
use crate::header::{FROZEN, MIDDLE, Object, STAMPED, UNTRACKED, YOUNG};
use crate::heap::Heap;
use exuvia_alloc::{Kind, POOL_BYTES, PoolRef};
use std::cell::Cell;
use std::ptr::NonNull;

/// Growth in objects below which no full collection is due.
const FLOOR: usize = 10_000;
/// Unproductive collections double the growth that is waited for, up to this factor.
const MAX_BACKOFF: usize = 4;

/// When the next full collection is due.
pub(crate) struct Pacing {
    /// Objects that became old since the last full collection.
    promoted: Cell<usize>,
    /// Live containers after the last full collection, or fewer when the heap has shrunk since.
    baseline: Cell<usize>,
    backoff: Cell<usize>,
}

impl Pacing {
    pub fn new() -> Pacing {
        Pacing { promoted: Cell::new(0), baseline: Cell::new(0), backoff: Cell::new(1) }
    }

    fn start_over(&self, live: usize, productive: bool) {
        self.promoted.set(0);
        self.baseline.set(live);
        let doubled = (self.backoff.get() * 2).min(MAX_BACKOFF);
        self.backoff.set(if productive { 1 } else { doubled });
    }
}

impl Heap {
    /// Whether an automatic collection should be a full one.
    pub(super) fn full_is_due(&self) -> bool {
        let pacing = &self.collector.pacing;
        let wait = FLOOR.max(pacing.baseline.get() / 4) * pacing.backoff.get();
        if pacing.promoted.get() <= wait {
            return false;
        }
        // Deaths by count are taken out: what has died needs no collection.
        let live = self.live_containers();
        let grown = live.saturating_sub(pacing.baseline.get());
        if grown <= wait {
            pacing.baseline.set(pacing.baseline.get().min(live));
            pacing.promoted.set(grown);
            return false;
        }
        if !self.any_stamped(2) {
            pacing.promoted.set(0);
            pacing.baseline.set(live);
            return false;
        }
        true
    }

    fn live_containers(&self) -> usize {
        let mut live = 0;
        self.pools_of(2, |pool| live += pool.live());
        live
    }

    /// Settles the pacing after a collection.
    pub(super) fn finish_generation(&self, generation: u8, survivors: usize, collected: usize) {
        let pacing = &self.collector.pacing;
        match generation {
            0 => {}
            1 => pacing.promoted.set(pacing.promoted.get() + survivors),
            _ => pacing.start_over(survivors, collected * 8 >= survivors.min(FLOOR * 8)),
        }
    }

    /// Calls `f` with each pool that may hold objects of a collection of this generation.
    fn pools_of(&self, generation: u8, mut f: impl FnMut(PoolRef<'_>)) {
        match generation {
            0 => self.allocator.young_pools(f),
            1 => {
                let noted = self.collector.middle_pools.borrow();
                self.allocator.pools(|pool| {
                    let index = pool.index();
                    let is_noted = noted.get(index / 64).is_some_and(|bits| bits >> (index % 64) & 1 != 0);
                    if is_noted && matches!(pool.kind(), Kind::Container) {
                        f(pool);
                    }
                });
            }
            _ => self.allocator.pools(|pool| {
                if matches!(pool.kind(), Kind::Container) {
                    f(pool);
                }
            }),
        }
    }

    /// Notes the young pools: their survivors will be of the middle generation.
    pub(super) fn note_young_pools(&self) {
        self.allocator.young_pools(|pool| {
            if pool.live() > 0 {
                self.note_middle_pool(pool.index());
            }
        });
    }

    /// Takes the stamps off all containers: for a host that has just made what it needs itself, none of which is garbage.
    pub fn forget_stamps(&self) {
        self.walk_containers(&mut |object| {
            // SAFETY: the walk passes live objects.
            unsafe { object.as_ref() }.clear(STAMPED);
        });
    }

    /// Whether a collection of this generation can find anything. Stops at the first stamp.
    pub(super) fn any_stamped(&self, generation: u8) -> bool {
        let mut found = false;
        self.pools_of(generation, |pool| {
            found = found
                || pool.blocks().any(|block| {
                    let word = header_word(block);
                    word & STAMPED != 0 && is_member(generation, word)
                });
        });
        found
    }

    /// Enters the objects of a collection of this generation.
    pub(super) fn gather(&self, generation: u8, gathering: &mut Gathering<'_>) {
        self.pools_of(generation, |pool| {
            if generation == 2 {
                gathering.examined.reserve(pool.live());
            }
            for block in pool.blocks() {
                let word = header_word(block);
                if is_member(generation, word) {
                    gathering.examine(block.cast(), word);
                }
            }
        });
    }

    /// Ages all objects of a collection of this generation; their number.
    pub(super) fn age_all(&self, generation: u8) -> usize {
        let mut aged = 0;
        self.pools_of(generation, |pool| {
            for block in pool.blocks() {
                if is_member(generation, header_word(block)) {
                    self.age(block.cast(), generation);
                    aged += 1;
                }
            }
        });
        aged
    }

    /// Moves a survivor into the generation that it belongs to now. Only a full collection proves
    /// that it is in no dead cycle, so only that takes its stamp.
    #[inline(always)]
    pub(super) fn age(&self, object: Object, generation: u8) {
        // SAFETY: survivors are alive.
        let header = unsafe { object.as_ref() };
        let word = header.word();
        let aged = match generation {
            0 => word & !YOUNG | MIDDLE,
            1 => word & !FROZEN,
            _ => word & !(FROZEN | STAMPED),
        };
        if aged != word {
            header.set_word(aged);
        }
    }

    /// The object's granule: its distance from the region's base in units of 16 bytes.
    #[inline(always)]
    pub(super) fn granule_of(&self, object: Object) -> u32 {
        ((object.as_ptr() as usize - self.base()) >> 4) as u32
    }

    /// Forgets which pools hold middle-aged objects: they are old now.
    pub(super) fn forget_middle_pools(&self) {
        self.collector.middle_pools.borrow_mut().clear();
    }

    /// The number of the pool that an object lies in, counted from the region's base.
    #[inline(always)]
    pub(super) fn pool_index(&self, object: Object) -> usize {
        (object.as_ptr() as usize - self.base()) / POOL_BYTES
    }

    /// Notes that a pool holds objects of the middle generation.
    pub(super) fn note_middle_pool(&self, index: usize) {
        let mut noted = self.collector.middle_pools.borrow_mut();
        if noted.len() <= index / 64 {
            noted.resize(index / 64 + 1, 0);
        }
        noted[index / 64] |= 1 << (index % 64);
    }
}

/// The first word of a live block of a container pool.
#[inline(always)]
fn header_word(block: NonNull<u8>) -> u64 {
    // SAFETY: live blocks of container pools are objects.
    unsafe { *block.cast::<u64>().as_ptr() }
}

/// Whether a collection of this generation examines the object with this header word.
#[inline(always)]
fn is_member(generation: u8, word: u64) -> bool {
    match generation {
        0 => word & (FROZEN | UNTRACKED) == YOUNG,
        1 => word & UNTRACKED == 0 && matches!(word & FROZEN, YOUNG | MIDDLE),
        _ => word & UNTRACKED == 0 && word & FROZEN != FROZEN,
    }
}
