//! A pool's metadata: 64 bytes, found from any address inside the pool by arithmetic.
//!
//! ```text
//! metadata = arena + 64 · number          number = (address >> 14) & 63
//! live     = countdown + bias
//! carved   = (bump - pool) / block bytes  = live + length of the free list
//! ```
//!
//! `countdown` is the only thing that the fast path of `free` tests. It reaches zero when something must
//! happen: a full pool has enough free blocks to serve again, or an available pool has become empty. The
//! mode decides how far that is away, and `bias` keeps the number of live blocks readable:
//!
//! | mode | countdown | why |
//! |---|---|---|
//! | current | live + 1 | never reaches zero: it is not given back, however empty |
//! | available | live | zero: goes back to its arena |
//! | full | blocks that must still be freed | zero: becomes available |
//! | run | 1 | a large block: its only free is an event |
//!
//! In debug mode every countdown is 1, so that every free takes the slow path and is checked.
//! This module knows no lists, no arenas and no budget.

use std::cell::Cell;
use std::ptr::{self, NonNull};

use crate::{ARENA_BYTES, ARENA_MASK, Kind, POOL_BYTES, REGION_MASK, prefetch};

/// Bytes of metadata for each pool.
pub(crate) const POOL_METADATA_BYTES: usize = 64;
const _: () = assert!(size_of::<Pool>() == POOL_METADATA_BYTES);

/// The number of a pool within its region; zero, a pool of the host's head, stands for none.
pub(crate) type PoolNumber = u32;

/// What a pool is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Mode {
    /// Belongs to its arena, or is the inside of a run.
    Idle = 0,
    /// Serves its size class now.
    Current = 1,
    /// Waits in its size class's list with free blocks.
    Available = 2,
    /// Has too few free blocks to be worth serving from.
    Full = 3,
    /// The first pool of a run of pools within one arena.
    Run = 4,
    /// The first pool of a run of whole arenas.
    Huge = 5,
    /// Holds the allocator's own state.
    Reserved = 6,
}

/// [`Pool::flags`]: the pool is on the list of young pools.
pub(crate) const YOUNG: u8 = 1;
/// [`Pool::flags`]: the pages of this huge run were moved here, and their mapping is not like its neighbours'.
pub(crate) const MOVED: u8 = 2;

#[repr(C, align(64))]
pub(crate) struct Pool {
    /// First free block, or null. Every block on this list has a first word of zero.
    pub(crate) free: Cell<*mut u8>,
    /// Next block that was never handed out; `bump <= limit`.
    pub(crate) bump: Cell<*mut u8>,
    /// End of the last block. For a run: end of its last pool, and equal to `bump`.
    pub(crate) limit: Cell<*mut u8>,
    /// Frees until the slow path must look at this pool; never zero between operations.
    pub(crate) countdown: Cell<u32>,
    /// `live - countdown`.
    pub(crate) bias: Cell<i32>,
    /// Bytes of a block; for a run, pools in the run.
    pub(crate) extent: Cell<u32>,
    /// Size class times kinds plus kind: the index of everything that there is one of for each class and kind.
    pub(crate) slot: Cell<u8>,
    kind: Cell<u8>,
    mode: Cell<u8>,
    pub(crate) flags: Cell<u8>,
    /// Neighbours in the list of available pools of the same slot.
    pub(crate) next: Cell<PoolNumber>,
    pub(crate) previous: Cell<PoolNumber>,
    /// Neighbours in the list of young pools.
    pub(crate) young_next: Cell<PoolNumber>,
    pub(crate) young_previous: Cell<PoolNumber>,
}

impl Pool {
    /// A pool that holds nothing and can serve nothing: the current pool of a class that has none.
    pub(crate) const fn nothing() -> Pool {
        Pool {
            free: Cell::new(ptr::null_mut()),
            bump: Cell::new(ptr::null_mut()),
            limit: Cell::new(ptr::null_mut()),
            countdown: Cell::new(1),
            bias: Cell::new(-1),
            extent: Cell::new(0),
            slot: Cell::new(0),
            kind: Cell::new(0),
            mode: Cell::new(Mode::Idle as u8),
            flags: Cell::new(0),
            next: Cell::new(0),
            previous: Cell::new(0),
            young_next: Cell::new(0),
            young_previous: Cell::new(0),
        }
    }

    /// The metadata of the pool in which `address` lies. Six instructions.
    ///
    /// # Safety
    /// `address` lies in an arena that is in use, of a region that outlives `'a`. For a run it must be the run's first address.
    #[inline(always)]
    pub(crate) unsafe fn of<'a>(address: NonNull<u8>) -> &'a Pool {
        let metadata = address.as_ptr().map_addr(|a| (a & !ARENA_MASK) + ((a >> 8) & 0xFC0));
        // SAFETY: the first pool of every arena in use holds the metadata of all its pools.
        unsafe { &*metadata.cast::<Pool>() }
    }

    /// Pops the first free block, or takes the next fresh one. Eight instructions when there is one.
    #[inline(always)]
    pub(crate) fn take(&self, block_bytes: usize) -> Option<NonNull<u8>> {
        if let Some(block) = NonNull::new(self.free.get()) {
            // SAFETY: what is on the free list is a free block of this pool.
            let next = unsafe { next_free(block) };
            // Blocks that were freed one by one lie anywhere in their pool. An address that is not mapped costs a page walk each time: the
            // last block of a list fetches itself.
            prefetch(if next.is_null() { block.as_ptr() } else { next });
            self.free.set(next);
            self.countdown.set(self.countdown.get() + 1);
            return Some(block);
        }
        let fresh = self.bump.get();
        if fresh == self.limit.get() {
            return None;
        }
        self.bump.set(fresh.wrapping_add(block_bytes));
        self.countdown.set(self.countdown.get() + 1);
        // SAFETY: a pool without blocks has its limit at its bump mark; what lies below a limit is inside a pool.
        Some(unsafe { NonNull::new_unchecked(fresh) })
    }

    /// Marks the block as free and puts it first on the free list.
    ///
    /// # Safety
    /// `block` is a block of this pool that nobody uses any more.
    #[inline(always)]
    pub(crate) unsafe fn push(&self, block: NonNull<u8>) {
        let words = block.cast::<*mut u8>();
        // SAFETY: a block has at least two words.
        unsafe { words.write(ptr::null_mut()) };
        // SAFETY: the second word of the same block.
        let second = unsafe { words.add(1) };
        // SAFETY: as above.
        unsafe { second.write(self.free.get()) };
        self.free.set(block.as_ptr());
    }

    #[inline(always)]
    pub(crate) fn kind(&self) -> Kind {
        Kind::from_number(self.kind.get())
    }

    pub(crate) fn set_kind(&self, kind: Kind) {
        self.kind.set(kind as u8);
    }

    #[inline(always)]
    pub(crate) fn mode(&self) -> Mode {
        match self.mode.get() {
            1 => Mode::Current,
            2 => Mode::Available,
            3 => Mode::Full,
            4 => Mode::Run,
            5 => Mode::Huge,
            6 => Mode::Reserved,
            _ => Mode::Idle,
        }
    }

    /// Changes the mode alone; the countdown is set by [`Pool::schedule`].
    pub(crate) fn set_mode(&self, mode: Mode) {
        self.mode.set(mode as u8);
    }

    /// Blocks in use.
    #[inline(always)]
    pub(crate) fn live(&self) -> u32 {
        self.countdown.get().wrapping_add_signed(self.bias.get())
    }

    /// Sets the countdown to the next event of a pool with `live` blocks in use, by the table above.
    pub(crate) fn schedule(&self, live: u32, debug: bool) {
        let countdown = match self.mode() {
            _ if debug => 1,
            Mode::Current => live + 1,
            Mode::Available => live,
            Mode::Full => live - self.full_above(),
            Mode::Run | Mode::Huge | Mode::Idle | Mode::Reserved => 1,
        };
        self.countdown.set(countdown);
        self.bias.set(live.wrapping_sub(countdown).cast_signed());
    }

    /// Blocks that the pool holds when it is full.
    pub(crate) fn capacity(&self) -> u32 {
        match self.mode() {
            Mode::Current | Mode::Available | Mode::Full => POOL_BYTES as u32 / self.extent.get(),
            Mode::Run | Mode::Huge => 1,
            Mode::Idle | Mode::Reserved => 0,
        }
    }

    /// A full pool stays full while more blocks than this are live: an eighth must be free before it serves again,
    /// so that a pool that the collector has to walk as young is never mostly old objects.
    pub(crate) fn full_above(&self) -> u32 {
        let capacity = self.capacity();
        capacity - (capacity / 8).max(1)
    }

    /// Bytes between the starts of two blocks; for a run, all its bytes.
    #[inline(always)]
    pub(crate) fn block_bytes(&self) -> usize {
        let extent = self.extent.get() as usize;
        if self.is_run() { extent * POOL_BYTES } else { extent }
    }

    #[inline(always)]
    pub(crate) fn is_run(&self) -> bool {
        matches!(self.mode(), Mode::Run | Mode::Huge)
    }

    /// Holds blocks of the host.
    pub(crate) fn in_use(&self) -> bool {
        !matches!(self.mode(), Mode::Idle | Mode::Reserved)
    }

    /// Which pool of its arena this is.
    #[inline(always)]
    pub(crate) fn number_in_arena(&self) -> u32 {
        ((ptr::from_ref(self).addr() & ARENA_MASK) / POOL_METADATA_BYTES) as u32
    }

    /// Which arena of the region the pool lies in.
    #[inline(always)]
    pub(crate) fn arena_number(&self) -> u32 {
        ((ptr::from_ref(self).addr() & REGION_MASK) / ARENA_BYTES) as u32
    }

    /// Which pool of the region this is.
    #[inline(always)]
    pub(crate) fn number(&self) -> PoolNumber {
        self.arena_number() * crate::POOLS_PER_ARENA + self.number_in_arena()
    }

    /// Address of the pool's first byte.
    #[inline(always)]
    pub(crate) fn base_address(&self) -> usize {
        (ptr::from_ref(self).addr() & !ARENA_MASK) + self.number_in_arena() as usize * POOL_BYTES
    }
}

/// The block after this one on its free list.
///
/// # Safety
/// `block` is free, and belongs to a pool that is in use.
#[inline(always)]
pub(crate) unsafe fn next_free(block: NonNull<u8>) -> *mut u8 {
    // SAFETY: a block has at least two words.
    let second = unsafe { block.cast::<*mut u8>().add(1) };
    // SAFETY: as above; the second word of a free block was written when it was freed.
    unsafe { second.read() }
}
