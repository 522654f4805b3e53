//! Walking the heap: arenas, pools and live blocks in address order, without any list of objects.
//!
//! ```text
//! live block  ⇔  below the bump mark, and first word ≠ 0
//! ```
//!
//! What an object is, this module does not know; for buffers the first word belongs to the host and the rule says nothing.

use std::marker::PhantomData;
use std::ptr::NonNull;

use crate::arena::{HUGE, RELEASED};
use crate::huge::arenas_for;
use crate::pool::{Mode, Pool, PoolNumber};
use crate::state::State;
use crate::{ARENA_BYTES, Kind, POOLS_PER_ARENA};

/// A pool in use, or the run of a large block.
#[derive(Clone, Copy)]
pub struct PoolRef<'a> {
    pool: &'static Pool,
    start: NonNull<u8>,
    allocator: PhantomData<&'a State>,
}

impl<'a> PoolRef<'a> {
    pub(crate) fn new(state: &'a State, pool: &'static Pool) -> PoolRef<'a> {
        let start = NonNull::new(state.pool_start(pool)).unwrap_or(NonNull::dangling());
        PoolRef { pool, start, allocator: PhantomData }
    }

    pub(crate) fn pool(self) -> &'static Pool {
        self.pool
    }

    /// What the blocks are for.
    #[inline]
    pub fn kind(self) -> Kind {
        self.pool.kind()
    }

    /// Bytes of each block; for a large block, all of its run.
    #[inline]
    pub fn block_bytes(self) -> usize {
        self.pool.block_bytes()
    }

    /// The first block's address.
    #[inline]
    pub fn base(self) -> NonNull<u8> {
        self.start
    }

    /// Blocks in use.
    #[inline]
    pub fn live(self) -> usize {
        self.pool.live() as usize
    }

    /// Blocks that the pool holds when it is full.
    pub fn capacity(self) -> usize {
        self.pool.capacity() as usize
    }

    /// Whether this is the run of one large block.
    #[inline]
    pub fn is_run(self) -> bool {
        self.pool.is_run()
    }

    /// The number of the pool in its region, counted in pools from the region's base.
    pub fn index(self) -> usize {
        self.pool.number() as usize
    }

    /// Every block whose first word is not zero. Blocks may be freed while the iterator is in use.
    #[inline]
    pub fn blocks(self) -> Blocks<'a> {
        let end = self.pool.bump.get().addr();
        Blocks { next: self.start, end, block_bytes: self.pool.block_bytes(), allocator: PhantomData }
    }
}

/// The live blocks of a pool, in address order.
pub struct Blocks<'a> {
    next: NonNull<u8>,
    end: usize,
    block_bytes: usize,
    allocator: PhantomData<&'a State>,
}

impl Iterator for Blocks<'_> {
    type Item = NonNull<u8>;

    #[inline]
    fn next(&mut self) -> Option<NonNull<u8>> {
        while self.next.addr().get() < self.end {
            let block = self.next;
            // SAFETY: the pool ends where this block ends, or later; the next address is used only if it is below the bump mark.
            self.next = unsafe { block.add(self.block_bytes) };
            // SAFETY: below the bump mark every block has a first word that was written.
            if unsafe { block.cast::<u64>().read() } != 0 {
                return Some(block);
            }
        }
        None
    }
}

impl State {
    /// Every pool in use, in address order. The one that `f` is looking at may be given back meanwhile.
    pub(crate) fn for_each_pool(&self, mut f: impl FnMut(&'static Pool)) {
        self.for_each_pool_from(0, |pool| {
            f(pool);
            true
        });
    }

    /// The same from a pool number on, until `f` says false.
    pub(crate) fn for_each_pool_from(&self, first: PoolNumber, mut f: impl FnMut(&'static Pool) -> bool) {
        let mut stopped = false;
        self.for_each_arena(|arena| {
            if stopped || arena < first / POOLS_PER_ARENA {
                return;
            }
            let within = if arena == first / POOLS_PER_ARENA { first % POOLS_PER_ARENA } else { 0 };
            let mut number = within.max(1);
            let header = self.arena_header(arena);
            while number < POOLS_PER_ARENA {
                // Nothing can be read from the arena once it is released, which happens only if this call empties it.
                if self.status(arena) == RELEASED {
                    return;
                }
                if self.status(arena) != HUGE && header.bits.get() >> number & 1 == 0 {
                    number += 1;
                    continue;
                }
                let pool = self.pool(arena * POOLS_PER_ARENA + number);
                number += match pool.mode() {
                    Mode::Run => pool.extent.get(),
                    Mode::Huge => POOLS_PER_ARENA,
                    _ => 1,
                };
                if pool.in_use() && !f(pool) {
                    stopped = true;
                    return;
                }
            }
        });
    }

    /// The pool of this number, if it is in use.
    pub(crate) fn pool_in_use(&self, number: PoolNumber) -> Option<&'static Pool> {
        let arena = number / POOLS_PER_ARENA;
        if arena == 0 || arena >= self.arena_top.get() || self.status(arena) == RELEASED {
            return None;
        }
        if self.status(arena) == HUGE {
            // Inside of a run of arenas there is no metadata.
            let mut found = None;
            self.for_each_pool_from(number, |pool| {
                found = (pool.number() == number).then_some(pool);
                false
            });
            return found;
        }
        let pool = self.pool(number);
        (!number.is_multiple_of(POOLS_PER_ARENA) && pool.in_use()).then_some(pool)
    }

    /// Every arena that has metadata: all but released ones and the inside of huge runs.
    pub(crate) fn for_each_arena(&self, mut f: impl FnMut(u32)) {
        let mut arena = 1;
        while arena < self.arena_top.get() {
            match self.status(arena) {
                RELEASED => arena += 1,
                HUGE => {
                    let run = self.pool(arena * POOLS_PER_ARENA + 1);
                    let first = arena;
                    arena += arenas_for(run.extent.get());
                    f(first);
                }
                _ => {
                    arena += 1;
                    f(arena - 1);
                }
            }
        }
    }

    /// Bytes of address space between the head and the top.
    pub(crate) fn arena_bytes(&self) -> usize {
        (self.arena_top.get() as usize - 1) * ARENA_BYTES
    }
}
