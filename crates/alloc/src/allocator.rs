//! The allocator: what the host calls, and the fast paths.
//!
//! ```text
//! allocate   current[class, kind] → pool metadata → first free block, or the next fresh one       8 instructions
//! free       address → pool metadata, by mask → count down, put first on the free list           14 instructions
//! used       = pools and runs granted + their side tables + bytes charged + bytes that the thread took elsewhere ≤ budget
//! ```
//!
//! Fast paths end in functions named `…_slow`. Nothing here knows what a block holds.

use std::alloc::{Layout, handle_alloc_error};
use std::cell::Cell;
use std::ptr::NonNull;

use crate::huge::pools_for;
use crate::pool::{Mode, Pool};
use crate::region::Region;
use crate::size_class::{class_bytes, exact_class};
use crate::slow::Budget;
use crate::state::{State, side_entry, slot};
use crate::{
    ARENA_BYTES, Kind, MAX_EXACT, MAX_SMALL, POOL_BYTES, PoolRef, REGION_MASK, ReserveError, Statistics,
    size_class,
};

/// How a heap is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Bytes that may be granted and charged at a time; `usize::MAX` for no limit.
    pub budget_bytes: usize,
    /// Check every operation: poison, guard words, double frees. Several times slower.
    pub debug: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config { budget_bytes: usize::MAX, debug: false }
    }
}

/// The owner of a region and of all memory in it. It can be moved, into the region's own head as well; whoever does that must
/// move it out again before it is dropped, because dropping it gives the whole region back to the system, the head included.
pub struct Allocator {
    state: NonNull<State>,
}

impl Allocator {
    /// Reserves a region. Nothing is charged and next to nothing touched.
    ///
    /// # Errors
    /// When the system grants no address space, not even a small part of what is asked for.
    pub fn reserve(config: Config) -> Result<Allocator, ReserveError> {
        let region = Region::reserve()?;
        Ok(Allocator { state: State::place(&region, config) })
    }

    /// The region's first byte. The first [`ARENA_BYTES`] belong to the host.
    #[inline]
    pub fn base(&self) -> NonNull<u8> {
        self.state().base
    }

    /// The base of the region in which the address lies.
    #[inline(always)]
    pub const fn region_of(address: usize) -> usize {
        address & !REGION_MASK
    }

    /// A block of at least so many bytes, aligned to 16, or `None` when the budget or the system does not allow it. Before
    /// anything walks the pools, the first word of a container's block must be set to something else than zero.
    #[inline(always)]
    pub fn allocate(&self, kind: Kind, bytes: usize) -> Option<NonNull<u8>> {
        if bytes > MAX_EXACT {
            return self.allocate_wide(kind, bytes);
        }
        let class = exact_class(bytes);
        let pool = self.state().current[slot(class, kind)].get();
        match pool.take((class + 1) * crate::GRANULE) {
            Some(block) => Some(block),
            None => self.state().allocate_slow(kind, bytes, Budget::Keep),
        }
    }

    /// A block of at least so many bytes, at most [`MAX_EXACT`]. The budget does not stop it: it is overdrawn, and
    /// [`Allocator::overdrawn`] says so. Ends the process when the system has no memory at all.
    #[inline(always)]
    pub fn allocate_small(&self, kind: Kind, bytes: usize) -> NonNull<u8> {
        debug_assert!(bytes <= MAX_EXACT);
        let class = exact_class(bytes);
        let pool = self.state().current[slot(class, kind)].get();
        match pool.take((class + 1) * crate::GRANULE) {
            Some(block) => block,
            None => self.allocate_small_slow(kind, bytes),
        }
    }

    /// The same for more bytes.
    #[cold]
    #[inline(never)]
    pub fn allocate_overdrawing(&self, kind: Kind, bytes: usize) -> NonNull<u8> {
        let block = self.state().allocate_slow(kind, bytes, Budget::Overdraw);
        block.unwrap_or_else(|| {
            handle_alloc_error(Layout::from_size_align(bytes, crate::GRANULE).unwrap_or(Layout::new::<u64>()))
        })
    }

    /// Gives a block back.
    ///
    /// # Safety
    /// `block` came from this allocator, has not been given back, and nobody uses it any more.
    #[inline(always)]
    pub unsafe fn free(&self, block: NonNull<u8>) {
        // SAFETY: the same contract.
        unsafe { Allocator::free_block(block) }
    }

    /// Gives a block back to the allocator that it came from, which its address leads to.
    ///
    /// # Safety
    /// As for [`Allocator::free`], with the allocator still there.
    #[inline(always)]
    pub unsafe fn free_block(block: NonNull<u8>) {
        // SAFETY: a block in use lies in an arena in use, and a large block's address is its run's first.
        let pool: &Pool = unsafe { Pool::of(block) };
        let countdown = pool.countdown.get() - 1;
        if countdown == 0 {
            // SAFETY: promised by the caller.
            return unsafe { State::free_slow(block) };
        }
        pool.countdown.set(countdown);
        // SAFETY: the block is one of this pool's, and nobody uses it.
        unsafe { pool.push(block) };
    }

    /// A block of at least `new_bytes` with the content of this one, as far as it fits; `None` when there is no memory for
    /// it, and then the old block is as it was. The kind stays.
    ///
    /// # Safety
    /// As for [`Allocator::free`]: after success the old address is used only if it is also the new one.
    pub unsafe fn reallocate(&self, block: NonNull<u8>, new_bytes: usize) -> Option<NonNull<u8>> {
        // SAFETY: a block in use lies in an arena in use.
        let pool: &'static Pool = unsafe { Pool::of(block) };
        if !self.state().debug {
            match size_class(new_bytes) {
                Some(class) if !pool.is_run() && class_bytes(class) == pool.block_bytes() => {
                    return Some(block);
                }
                None if pool.is_run() => {
                    if let Some(resized) = self.reallocate_run(pool, block, pools_for(new_bytes)?) {
                        return resized;
                    }
                }
                _ => {}
            }
        }
        let target = self.allocate(pool.kind(), new_bytes)?;
        // SAFETY: the block is in use.
        let bytes = unsafe { Allocator::usable_bytes(block) }.min(new_bytes);
        // SAFETY: both blocks are in use, at least `bytes` long, and different.
        unsafe { target.copy_from_nonoverlapping(block, bytes) };
        // SAFETY: promised by the caller.
        unsafe { self.free(block) };
        Some(target)
    }

    /// Bytes that the block's owner may use; in debug mode, exactly what was requested.
    ///
    /// # Safety
    /// The block is in use.
    #[inline]
    pub unsafe fn usable_bytes(block: NonNull<u8>) -> usize {
        // SAFETY: a block in use lies in an arena in use.
        let pool: &Pool = unsafe { Pool::of(block) };
        // SAFETY: the block lies in a region.
        let state = unsafe { State::of(block) };
        if state.debug { state.requested(pool, block) } else { pool.block_bytes() }
    }

    /// The kind that the block was allocated as.
    ///
    /// # Safety
    /// The block is in use.
    #[inline(always)]
    pub unsafe fn kind_of(block: NonNull<u8>) -> Kind {
        // SAFETY: a block in use lies in an arena in use.
        let pool: &Pool = unsafe { Pool::of(block) };
        pool.kind()
    }

    /// Counts bytes that live elsewhere against the budget; false when they do not fit, and then nothing is counted.
    #[must_use]
    pub fn charge(&self, bytes: usize) -> bool {
        let state = self.state();
        if state.refuses() || !state.may_grant(bytes, Budget::Keep) {
            return false;
        }
        state.charged.set(state.charged.get() + bytes);
        state.note_peak();
        state.lower_mark();
        true
    }

    /// Counts bytes that live elsewhere and are needed at any price: the budget may be overdrawn.
    pub fn charge_overdrawing(&self, bytes: usize) {
        let state = self.state();
        let _ = state.may_grant(bytes, Budget::Overdraw);
        state.charged.set(state.charged.get().saturating_add(bytes));
        state.note_peak();
        state.lower_mark();
    }

    /// Whether so many bytes more stay within the budget. To be asked before something large is made outside of the region.
    #[must_use]
    pub fn has_room(&self, bytes: usize) -> bool {
        let state = self.state();
        !state.refuses() && state.may_grant(bytes, Budget::Keep)
    }

    /// Bytes that stay within the budget.
    pub fn room_bytes(&self) -> usize {
        self.budget_bytes().saturating_sub(self.used_bytes())
    }

    /// Counts all memory that this thread takes from now on through [`crate::CountedMemory`] against the budget, as long as no other
    /// allocator does. `bits` are set in `pending` when it is found to be overdrawn.
    ///
    /// # Safety
    /// `pending` is valid until this allocator is dropped, which happens on this thread.
    pub unsafe fn count_native_memory(&self, pending: NonNull<Cell<u32>>, bits: u32) {
        // SAFETY: promised by the caller; dropping this allocator detaches it.
        unsafe { self.state().attach(pending, bits) };
    }

    /// Bytes that the thread has taken elsewhere, since [`Allocator::count_native_memory`].
    pub fn native_bytes(&self) -> usize {
        self.state().native_bytes()
    }

    /// Takes back what [`Allocator::charge`] counted.
    pub fn uncharge(&self, bytes: usize) {
        let charged = &self.state().charged;
        debug_assert!(bytes <= charged.get(), "more is uncharged than was charged");
        charged.set(charged.get().saturating_sub(bytes));
    }

    /// Bytes of all pools and runs granted, of the side tables that the collector needs for containers (a quarter of their pools), of
    /// what was charged, and of what the thread took elsewhere.
    pub fn used_bytes(&self) -> usize {
        self.state().used()
    }

    /// Bytes that live elsewhere and were charged.
    pub fn charged_bytes(&self) -> usize {
        self.state().charged.get()
    }

    /// The largest value that [`Allocator::used_bytes`] was seen to have.
    pub fn peak_bytes(&self) -> usize {
        self.state().note_peak();
        self.state().peak.get()
    }

    /// Forgets earlier peaks.
    pub fn reset_peak(&self) {
        self.state().peak.set(self.state().used());
    }

    /// The limit of [`Allocator::used_bytes`]; `usize::MAX` when there is none.
    pub fn budget_bytes(&self) -> usize {
        self.state().budget.get()
    }

    /// Changes the limit. It may be set below what is used: then nothing more is granted until enough was freed.
    pub fn set_budget(&self, bytes: usize) {
        self.state().budget.set(bytes);
    }

    /// Whether more is used than the budget allows.
    pub fn overdrawn(&self) -> bool {
        self.state().used() > self.state().budget.get()
    }

    /// Whether every operation is checked.
    pub fn is_debug(&self) -> bool {
        self.state().debug
    }

    /// In debug mode: from now on refuse every n-th request that can be refused; zero: none. For tests of what the host does
    /// without memory.
    pub fn refuse_every(&self, n: u32) {
        self.state().refuse_every.set(n);
        self.state().refuse_countdown.set(n);
    }

    /// Gives the system back what is held in reserve: empty arenas, idle current pools.
    pub fn trim(&self) {
        self.state().reclaim_idle();
        self.state().release_all_empty();
    }

    /// Counts everything. Takes time in proportion to the number of pools.
    pub fn statistics(&self) -> Statistics {
        self.state().statistics()
    }

    /// Every pool in use, in address order. `f` may free blocks of the pool that it is given, and must not allocate.
    pub fn pools(&self, mut f: impl FnMut(PoolRef<'_>)) {
        self.state().for_each_pool(|pool| f(PoolRef::new(self.state(), pool)));
    }

    /// Every container pool that blocks may have come from since the last [`Allocator::reset_young`], in no
    /// particular order. `f` may free blocks of the pool that it is given, and must not allocate.
    pub fn young_pools(&self, mut f: impl FnMut(PoolRef<'_>)) {
        self.state().for_each_young(|pool| f(PoolRef::new(self.state(), pool)));
    }

    /// Makes every pool old, except those that serve now.
    pub fn reset_young(&self) {
        self.state().reset_young();
    }

    /// Every pool in use from this number on, see [`PoolRef::index`], in address order, until `f` says false. The rules are those of
    /// [`Allocator::pools`].
    pub fn pools_from(&self, first: usize, mut f: impl FnMut(PoolRef<'_>) -> bool) {
        self.state().for_each_pool_from(first as u32, |pool| f(PoolRef::new(self.state(), pool)));
    }

    /// The pool of this number, if it is in use.
    pub fn pool_at(&self, index: usize) -> Option<PoolRef<'_>> {
        self.state().pool_in_use(index as u32).map(|pool| PoolRef::new(self.state(), pool))
    }

    /// While this is on, the side table of a container pool is cleared when the pool is given back.
    pub fn watch_side(&self, on: bool) {
        self.state().side_watched.set(on);
    }

    /// Makes the side table of a pool read as zeros.
    pub fn clear_side(&self, pool: PoolRef<'_>) {
        self.state().clear_side(pool.pool());
    }

    /// The block's entry in the side tables: three instructions, no memory read.
    ///
    /// # Safety
    /// `block` lies in the region.
    #[inline(always)]
    pub unsafe fn side(block: NonNull<u8>) -> *mut u32 {
        // SAFETY: a block lies in an arena.
        unsafe { side_entry(block) }
    }

    /// Checks the invariants of every data structure; see the module `integrity` for the numbers.
    ///
    /// # Errors
    /// The first violation, in words.
    pub fn check_integrity(&self) -> Result<(), String> {
        self.state().check_integrity()
    }

    #[inline(always)]
    fn state(&self) -> &State {
        // SAFETY: the state lives as long as the region, which this allocator owns; nobody has a unique reference to it.
        unsafe { self.state.as_ref() }
    }

    /// More than [`MAX_EXACT`] bytes: the class comes from a table.
    #[inline(never)]
    fn allocate_wide(&self, kind: Kind, bytes: usize) -> Option<NonNull<u8>> {
        if let Some(class) = size_class(bytes) {
            let pool = self.state().current[slot(class, kind)].get();
            if let Some(block) = pool.take(class_bytes(class)) {
                return Some(block);
            }
        }
        self.state().allocate_slow(kind, bytes, Budget::Keep)
    }

    #[cold]
    #[inline(never)]
    fn allocate_small_slow(&self, kind: Kind, bytes: usize) -> NonNull<u8> {
        let block = self.state().allocate_slow(kind, bytes, Budget::Overdraw);
        block.unwrap_or_else(|| handle_alloc_error(Layout::new::<[u64; MAX_EXACT / 8]>()))
    }

    /// `None`: must be copied. `Some(None)`: there is no memory. Otherwise the block's new address.
    fn reallocate_run(
        &self,
        pool: &'static Pool,
        block: NonNull<u8>,
        pools: u32,
    ) -> Option<Option<NonNull<u8>>> {
        let state = self.state();
        let old = pool.extent.get();
        if pools > old && !state.may_grant((pools - old) as usize * POOL_BYTES, Budget::Keep) {
            return Some(None);
        }
        if state.resize_run(pool, pools) {
            return Some(Some(block));
        }
        let huge = pool.mode() == Mode::Huge && pools > old;
        huge.then(|| state.move_run(pool, pools))
    }
}

impl Drop for Allocator {
    fn drop(&mut self) {
        let state = self.state();
        state.detach();
        let arena_bytes = state.arena_limit as usize * ARENA_BYTES;
        let region = Region { base: state.base, arena_bytes };
        // SAFETY: blocks are used under the promise that the allocator is still there.
        unsafe { region.release() };
    }
}

const _: () = assert!(MAX_EXACT <= MAX_SMALL);
