//! The allocator's own state. It lives in the region, in the first arena after the host's head, so that any block's
//! address leads to it.
//!
//! ```text
//! state = region_of(address) + 1 MiB + 16 KiB
//! ```
//!
//! Its first page holds what every operation uses; the table of arenas comes last, and of that only as many bytes
//! are touched as there are arenas.

use std::cell::Cell;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use crate::pool::{Mode, POOL_METADATA_BYTES, Pool, PoolNumber};
use crate::region::Region;
use crate::size_class::CLASS_COUNT;
use crate::{
    ARENA_BYTES, Config, GRANULE, Kind, MAX_ARENAS, POOL_BYTES, POOLS_PER_ARENA, REGION_BYTES, REGION_MASK,
    SIDE_OFFSET,
};

/// One for each size class and kind.
pub(crate) const SLOT_COUNT: usize = CLASS_COUNT * Kind::ALL.len();
const STATE_OFFSET: usize = ARENA_BYTES + POOL_BYTES;
/// Pools that the state takes.
pub(crate) const STATE_POOLS: u32 = size_of::<State>().div_ceil(POOL_BYTES) as u32;
const _: () = assert!(STATE_POOLS < POOLS_PER_ARENA - 1);
const _: () = assert!(SLOT_COUNT <= u8::MAX as usize);
/// Sizes of runs are looked for by powers of two: 1, 2, 4, 8, 16, 32.
pub(crate) const HINT_COUNT: usize = 6;

/// The index of the lists of this class and kind.
#[inline(always)]
pub(crate) const fn slot(class: usize, kind: Kind) -> usize {
    class * Kind::ALL.len() + kind as usize
}

#[repr(C)]
pub(crate) struct State {
    /// The pool that the fast path takes from. In debug mode always [`State::nothing`], so that there is no fast path.
    pub(crate) current: [Cell<&'static Pool>; SLOT_COUNT],
    /// Stands for "no pool": has no block and never will.
    pub(crate) nothing: Pool,
    pub(crate) base: NonNull<u8>,
    pub(crate) debug: bool,
    /// A container pool that is given back must have its side table cleared.
    pub(crate) side_watched: Cell<bool>,
    /// Bytes of the pools and runs that are granted; a multiple of [`POOL_BYTES`].
    pub(crate) granted: Cell<usize>,
    /// Bytes of side tables that a walk over all container pools may touch.
    pub(crate) side_bytes: Cell<usize>,
    /// Bytes that live elsewhere and count.
    pub(crate) charged: Cell<usize>,
    pub(crate) budget: Cell<usize>,
    /// The largest value that [`State::used`] was seen to have.
    pub(crate) peak: Cell<usize>,
    /// First of the list of young pools.
    pub(crate) young: Cell<PoolNumber>,
    /// Arenas from this number on were never used, or are released and the last.
    pub(crate) arena_top: Cell<u32>,
    /// `arena_top` never exceeds this.
    pub(crate) arena_limit: u32,
    /// Arenas below `arena_top` whose status is [`crate::arena::RELEASED`].
    pub(crate) released_arenas: Cell<u32>,
    /// Arenas that are in use by nobody and still have their pages.
    pub(crate) empty_arenas: Cell<u32>,
    /// No arena below `hints[h]` has a free run of `2^h` pools.
    pub(crate) hints: [Cell<u32>; HINT_COUNT],
    /// In debug mode: every so many grants of memory one is refused; zero: none.
    pub(crate) refuse_every: Cell<u32>,
    pub(crate) refuse_countdown: Cell<u32>,
    /// Heads of the lists of available pools.
    pub(crate) available: [Cell<PoolNumber>; SLOT_COUNT],
    /// The pool that serves each slot, whatever the mode.
    pub(crate) serving: [Cell<&'static Pool>; SLOT_COUNT],
    /// For each arena the length of its longest free run of pools, or a negative status.
    pub(crate) arenas: [Cell<i8>; MAX_ARENAS],
    /// A region belongs to one thread.
    not_sync: PhantomData<*mut ()>,
}

impl State {
    /// Writes the state of an empty allocator into a fresh region.
    pub(crate) fn place(region: &Region, config: Config) -> NonNull<State> {
        // SAFETY: every region has at least eight arenas.
        let address = unsafe { region.base.add(STATE_OFFSET) }.cast::<State>();
        let place = address.as_ptr();
        // SAFETY: the field lies in the fresh region, which is zero and used by nobody.
        unsafe { (&raw mut (*place).nothing).write(Pool::nothing()) };
        // SAFETY: just written; lives as long as the region, in which every reference to it lies.
        let nothing = unsafe { nothing_of(place) };
        for slot in 0..SLOT_COUNT {
            // SAFETY: the field lies in the fresh region.
            unsafe { (&raw mut (*place).current[slot]).write(Cell::new(nothing)) };
            // SAFETY: as above.
            unsafe { (&raw mut (*place).serving[slot]).write(Cell::new(nothing)) };
        }
        // SAFETY: as above.
        unsafe { (&raw mut (*place).base).write(region.base) };
        // SAFETY: as above.
        unsafe { (&raw mut (*place).debug).write(config.debug) };
        // SAFETY: as above.
        unsafe { (&raw mut (*place).arena_limit).write((region.arena_bytes / ARENA_BYTES) as u32) };
        // SAFETY: every field that is not written above is valid as zeros, which is what fresh pages hold.
        let state = unsafe { address.as_ref() };
        state.budget.set(config.budget_bytes);
        state.open_first_arena();
        address
    }

    /// The state of the region in which the address lies.
    ///
    /// # Safety
    /// The address lies in a region that outlives `'a`.
    #[inline(always)]
    pub(crate) unsafe fn of<'a, T>(address: NonNull<T>) -> &'a State {
        let state = address.as_ptr().map_addr(|a| (a & !REGION_MASK) + STATE_OFFSET);
        // SAFETY: the state was placed there when the region was made.
        unsafe { &*state.cast::<State>() }
    }

    /// The pool of this number.
    #[inline(always)]
    pub(crate) fn pool(&self, number: PoolNumber) -> &'static Pool {
        debug_assert!(number / POOLS_PER_ARENA < self.arena_top.get(), "pool {number} lies in no arena");
        let arena = (number / POOLS_PER_ARENA) as usize * ARENA_BYTES;
        let metadata = (number % POOLS_PER_ARENA) as usize * POOL_METADATA_BYTES;
        let address = self.base.as_ptr().wrapping_add(arena + metadata).cast::<Pool>();
        // SAFETY: the metadata of an arena's pools, zero or written, is at the arena's base. References to it stay within
        // this crate and end with the region.
        unsafe { &*address }
    }

    /// Pointer to the first byte of the pool.
    #[inline(always)]
    pub(crate) fn pool_start(&self, pool: &Pool) -> *mut u8 {
        self.base.as_ptr().wrapping_add(pool.base_address() & REGION_MASK)
    }

    /// The first pool of the list, if it has one. Zero ends every list.
    pub(crate) fn listed(&self, number: PoolNumber) -> Option<&'static Pool> {
        (number != 0).then(|| self.pool(number))
    }

    pub(crate) fn is_nothing(&self, pool: &Pool) -> bool {
        ptr::eq(pool, &self.nothing)
    }

    /// Makes the pool serve the slot, and the fast path use it unless every operation is to be checked.
    pub(crate) fn serve(&self, slot: usize, pool: Option<&'static Pool>) {
        // SAFETY: the state was placed.
        let nothing = unsafe { nothing_of(self) };
        let pool = pool.unwrap_or(nothing);
        self.serving[slot].set(pool);
        self.current[slot].set(if self.debug { nothing } else { pool });
    }

    pub(crate) fn used(&self) -> usize {
        self.granted.get() + self.side_bytes.get() + self.charged.get() + self.native_bytes()
    }

    /// Whether so many bytes more stay within the budget.
    pub(crate) fn affords(&self, bytes: usize) -> bool {
        let limit = self.budget.get().min(isize::MAX as usize);
        self.used().checked_add(bytes).is_some_and(|used| used <= limit)
    }

    pub(crate) fn add_granted(&self, bytes: usize) {
        self.granted.set(self.granted.get() + bytes);
        self.note_peak();
        self.lower_mark();
    }

    pub(crate) fn note_peak(&self) {
        self.peak.set(self.peak.get().max(self.used()));
    }

    /// Puts the pool first on its slot's list of available pools.
    pub(crate) fn link_available(&self, pool: &Pool) {
        let head = &self.available[usize::from(pool.slot.get())];
        let number = pool.number();
        pool.previous.set(0);
        pool.next.set(head.get());
        if let Some(next) = self.listed(head.get()) {
            next.previous.set(number);
        }
        head.set(number);
    }

    pub(crate) fn unlink_available(&self, pool: &Pool) {
        let (previous, next) = (pool.previous.get(), pool.next.get());
        match self.listed(previous) {
            Some(previous) => previous.next.set(next),
            None => self.available[usize::from(pool.slot.get())].set(next),
        }
        if let Some(next) = self.listed(next) {
            next.previous.set(previous);
        }
        pool.previous.set(0);
        pool.next.set(0);
    }

    /// The arena of the state itself: its pools are set aside, the others can be granted.
    fn open_first_arena(&self) {
        self.arena_top.set(1);
        for hint in &self.hints {
            hint.set(1);
        }
        self.open_arena(1);
        self.arena_top.set(2);
        self.reserve_pools(1, 1, STATE_POOLS);
        for number in 1..=STATE_POOLS {
            self.pool(POOLS_PER_ARENA + number).set_mode(Mode::Reserved);
        }
    }
}

/// The pool that stands for none, as it is kept in the lists of a state.
///
/// # Safety
/// The field was written, and the reference is kept in the region only.
unsafe fn nothing_of(state: *const State) -> &'static Pool {
    // SAFETY: the state lies in a region.
    let nothing = unsafe { &raw const (*state).nothing };
    // SAFETY: the field was written.
    unsafe { &*nothing }
}

/// The entry of the side tables for the block at this address.
///
/// # Safety
/// The address lies in an arena of a region.
#[inline(always)]
pub(crate) unsafe fn side_entry(address: NonNull<u8>) -> *mut u32 {
    const ENTRY: usize = size_of::<u32>();
    address
        .as_ptr()
        .map_addr(|a| (a & !(REGION_BYTES - 1)) + SIDE_OFFSET + (a & REGION_MASK) / GRANULE * ENTRY)
        .cast::<u32>()
}
