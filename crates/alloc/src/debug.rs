//! Debug mode: every operation takes the slow path and is checked.
//!
//! ```text
//! │ requested bytes … │ 0xFB … │ requested: u64 │ guard: u64 │
//! └────────────────── usable ──┴──── the block's last 16 bytes ┘
//! ```
//!
//! A new block is filled with 0xCB, a freed one with 0xDB behind its first two words. The guard is a constant mixed with the block's
//! address, one for blocks in use and another for freed ones, so that freeing twice is told from overrunning.
//! A violation is not an error that a program can handle: the check panics and names the block.

use std::ptr::NonNull;

use crate::pool::Pool;
use crate::slow::Budget;
use crate::state::State;
use crate::{Kind, POOL_BYTES};

/// Bytes that a checked block has behind the requested ones, at least.
pub(crate) const TRAILER_BYTES: usize = 16;
const NEW: u8 = 0xCB;
const FREED: u8 = 0xDB;
const BETWEEN: u8 = 0xFB;
const GUARD_LIVE: u64 = 0xA110_CA7E_D0B1_0C4B;
const GUARD_FREED: u64 = 0xF4EE_DB10_C4F4_EED1;

/// Ends the program's use of a heap that is not what it should be.
#[cold]
pub(crate) fn corrupted(block: NonNull<u8>, what: &str) -> ! {
    panic!("heap corruption: the block at {block:p} {what}")
}

impl State {
    /// Allocates with guards, and refuses now and then when it is told to.
    pub(crate) fn allocate_checked(&self, kind: Kind, bytes: usize, budget: Budget) -> Option<NonNull<u8>> {
        if budget == Budget::Keep && self.refuses() {
            return None;
        }
        let block = self.allocate_any(kind, bytes.checked_add(TRAILER_BYTES)?, budget)?;
        // SAFETY: just allocated; a large block's address is its run's first.
        let pool: &Pool = unsafe { Pool::of(block) };
        let requested = block.as_ptr();
        // SAFETY: the block is larger than what was requested.
        unsafe { requested.write_bytes(NEW, bytes) };
        let between = pool.block_bytes() - TRAILER_BYTES - bytes;
        // SAFETY: what lies between the requested bytes and the trailer.
        unsafe { requested.wrapping_add(bytes).write_bytes(BETWEEN, between) };
        self.write_trailer(pool, block, bytes as u64, GUARD_LIVE);
        Some(block)
    }

    /// Panics unless the block is in use and its guards are as they were written; then marks it as freed.
    pub(crate) fn check_before_free(&self, pool: &Pool, block: NonNull<u8>) {
        if let Err(what) = self.check_block(pool, block) {
            corrupted(block, what);
        }
        if pool.is_run() {
            return;
        }
        // SAFETY: the block is the caller's, who gives it up.
        unsafe { block.as_ptr().write_bytes(FREED, pool.block_bytes() - TRAILER_BYTES) };
        self.write_trailer(pool, block, 0, GUARD_FREED);
    }

    /// What is wrong with a block that should be in use, if anything is.
    pub(crate) fn check_block(&self, pool: &Pool, block: NonNull<u8>) -> Result<(), &'static str> {
        if !pool.in_use() {
            return Err("is used, but no pool of blocks is there");
        }
        let offset = block.addr().get() - pool.base_address();
        if !offset.is_multiple_of(pool.block_bytes()) || block.as_ptr() >= pool.bump.get() {
            return Err("is not the start of a block");
        }
        let (requested, guard) = self.trailer(pool, block);
        if guard == GUARD_FREED ^ block.addr().get() as u64 {
            return Err("was freed before");
        }
        if guard != GUARD_LIVE ^ block.addr().get() as u64 {
            return Err("was written past its end: its guard word is gone");
        }
        let usable = pool.block_bytes() - TRAILER_BYTES;
        let Some(between) = usable.checked_sub(requested as usize) else {
            return Err("was written past its end: its length is gone");
        };
        // A run's slack can be long, and reading it would make its pages; the part next to the block says enough.
        for offset in 0..between.min(POOL_BYTES) {
            // SAFETY: between the requested bytes and the trailer of a block in use.
            if unsafe { block.add(requested as usize + offset).read() } != BETWEEN {
                return Err("was written past its requested bytes");
            }
        }
        Ok(())
    }

    /// What was requested of a checked block.
    pub(crate) fn requested(&self, pool: &Pool, block: NonNull<u8>) -> usize {
        self.trailer(pool, block).0 as usize
    }

    /// Counts down to the next refusal.
    pub(crate) fn refuses(&self) -> bool {
        let every = self.refuse_every.get();
        if every == 0 {
            return false;
        }
        let left = self.refuse_countdown.get() - 1;
        self.refuse_countdown.set(if left == 0 { every } else { left });
        left == 0
    }

    fn trailer(&self, pool: &Pool, block: NonNull<u8>) -> (u64, u64) {
        let trailer = block.as_ptr().wrapping_add(pool.block_bytes() - TRAILER_BYTES).cast::<[u64; 2]>();
        // SAFETY: the last 16 bytes of a block, which is aligned to 16.
        let [requested, guard] = unsafe { trailer.read() };
        (requested, guard)
    }

    fn write_trailer(&self, pool: &Pool, block: NonNull<u8>, requested: u64, guard: u64) {
        let trailer = block.as_ptr().wrapping_add(pool.block_bytes() - TRAILER_BYTES).cast::<[u64; 2]>();
        // SAFETY: as for reading; nobody else uses the trailer.
        unsafe { trailer.write([requested, guard ^ block.addr().get() as u64]) };
    }
}
