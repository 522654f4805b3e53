//! Which objects a collection examines, and what becomes of those that survive it.
//!
//! ```text
//! generation 0     young pools, YOUNG objects          1   noted pools as well, MIDDLE too
//!            2     all container pools, all but frozen
//! ```
//!
//! How garbage is told from the rest is not known here, nor when a collection is due.

use crate::collector::side::{self, CANDIDATE, REACHED, SideTable};
use crate::collector::trial::Gathering;
use crate::header::{FROZEN, MIDDLE, Object, STAMPED, UNTRACKED, YOUNG};
use crate::heap::Heap;
use exuvia_alloc::{Kind, POOL_BYTES, PoolRef};
use std::ptr::NonNull;

/// In the place of a generation: objects of any age, which stay what they are.
pub(super) const SUSPECTS: u8 = 3;

impl Heap {
    /// Calls `f` with each pool that may hold objects of a collection of this generation.
    fn pools_of(&self, generation: u8, mut f: impl FnMut(PoolRef<'_>)) {
        match generation {
            0 => self.allocator.young_pools(f),
            1 => {
                let noted = self.collector.middle_pools.borrow();
                for (at, &bits) in noted.iter().enumerate().filter(|(_, bits)| **bits != 0) {
                    let mut left = bits;
                    while left != 0 {
                        let pool = self.allocator.pool_at(at * 64 + left.trailing_zeros() as usize);
                        left &= left - 1;
                        if let Some(pool) = pool.filter(|pool| matches!(pool.kind(), Kind::Container)) {
                            f(pool);
                        }
                    }
                }
            }
            _ => self.allocator.pools(|pool| {
                if matches!(pool.kind(), Kind::Container) {
                    f(pool);
                }
            }),
        }
    }

    /// Containers that live.
    pub(super) fn live_containers(&self) -> usize {
        let mut live = 0;
        self.pools_of(2, |pool| live += pool.live());
        live
    }

    /// The side entries of the region.
    #[inline(always)]
    pub(super) fn side_table(&self) -> SideTable {
        SideTable::of(&self.allocator)
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
        self.give_up_run();
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
        // One loop for each generation, so that none asks which it is for each object.
        self.pools_of(generation, |pool| match generation {
            0 => gathering.examine_pool(pool, |word| is_member(0, word)),
            1 => gathering.examine_pool(pool, |word| is_member(1, word)),
            _ => gathering.examine_pool(pool, |word| is_member(2, word)),
        });
    }

    /// Makes all tracked objects candidates, and old; their number. A garbage one does not mind, and what survives is proved to live.
    pub(super) fn enter_all(&self, side: SideTable) -> usize {
        let (mut entered, mut highest) = (0, 0);
        self.pools_of(2, |pool| {
            for block in pool.blocks() {
                let word = header_word(block);
                if is_member(2, word) {
                    side.set(block.as_ptr() as usize, side::candidate(word as u32));
                    entered += 1;
                    highest = block.as_ptr() as usize;
                    if word & (FROZEN | STAMPED) != 0 {
                        self.age(block.cast(), 2);
                    }
                }
            }
        });
        self.collector.written.note(entered, highest);
        entered
    }

    /// Gathers the candidates that were not reached, and clears the entries of all others.
    pub(super) fn gather_unreached(&self, gathering: &mut Gathering<'_>) {
        let side = gathering.side;
        self.pools_of(2, |pool| {
            let first = gathering.examined.len();
            let granules = if pool.is_run() { 1 } else { POOL_BYTES / 16 };
            if !side.any_unreached(pool.base().as_ptr() as usize, granules) {
                return self.allocator.clear_side(pool);
            }
            for block in pool.blocks() {
                if side.get(block.as_ptr() as usize) & (CANDIDATE | REACHED) == CANDIDATE {
                    gathering.examine(block.cast(), header_word(block));
                }
            }
            self.allocator.clear_side(pool);
            for index in first..gathering.examined.len() {
                let object = self.at_granule(gathering.examined[index]);
                // SAFETY: it was just found alive.
                let count = unsafe { object.as_ref() }.count();
                side.set(object.as_ptr() as usize, side::candidate(count));
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
            2 => word & !(FROZEN | STAMPED),
            _ => word,
        };
        if aged & FROZEN == 0 && word & FROZEN != 0 && self.noting.get() {
            // The entry may be that of a member that died there.
            self.side_table().set(object.as_ptr() as usize, 0);
        }
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
pub(super) fn header_word(block: NonNull<u8>) -> u64 {
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
