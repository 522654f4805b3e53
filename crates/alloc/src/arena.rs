//! Arenas: which pools are granted, where a run of pools fits, and when pages go back to the system.
//!
//! ```text
//! bits    one for each pool: 1 = granted        bit 0, the metadata's own, is always 1
//! status  length of the longest run of zeros    0 … 63, or RELEASED, or HUGE
//! empty   status = 63                           nobody uses it, its pages are still there
//! ```
//!
//! Runs are placed first fit from the lowest address, so that the arenas at the top become empty first. Empty arenas are kept
//! in proportion to those in use, at least one; the surplus goes back from the top.
//! This module knows no blocks and no size classes.

use std::cell::Cell;
use std::ops::Range;

use crate::pool::{Pool, PoolNumber};
use crate::region::{asks_for_huge_pages, decommit};
use crate::state::State;
use crate::{ARENA_BYTES, POOL_BYTES, POOLS_PER_ARENA};

/// Status of an arena that has no pages.
pub(crate) const RELEASED: i8 = -1;
/// Status of an arena that belongs to a run of whole arenas.
pub(crate) const HUGE: i8 = -2;
/// Status of an arena that is wholly free.
pub(crate) const EMPTY: i8 = (POOLS_PER_ARENA - 1) as i8;
/// A huge page has 2 MiB.
const ARENAS_PER_HUGE_PAGE: u32 = 2;
/// One empty arena is kept for each so many in use, and one more.
const KEEP_ONE_IN: u32 = 16;

/// What an arena keeps about itself, in the place of the metadata of its first pool.
#[repr(C, align(64))]
pub(crate) struct ArenaHeader {
    /// One bit for each pool: granted or not.
    pub(crate) bits: Cell<u64>,
}

impl State {
    #[inline(always)]
    pub(crate) fn arena_header(&self, arena: u32) -> &'static ArenaHeader {
        let address = self.arena_start(arena).cast::<ArenaHeader>();
        // SAFETY: every arena starts with its header; zeros are valid. References stay within this crate and end with the region.
        unsafe { &*address }
    }

    pub(crate) fn arena_start(&self, arena: u32) -> *mut u8 {
        self.base.as_ptr().wrapping_add(arena as usize * ARENA_BYTES)
    }

    pub(crate) fn status(&self, arena: u32) -> i8 {
        self.arenas[arena as usize].get()
    }

    /// Sets the status, and lets the hints know when a longer run has become free.
    pub(crate) fn set_status(&self, arena: u32, status: i8) {
        self.arenas[arena as usize].set(status);
        if status > 0 {
            for hint in &self.hints[..=status.ilog2() as usize] {
                hint.set(hint.get().min(arena));
            }
        }
    }

    /// Grants `count` neighbouring pools of one arena, or `None` when the region has no place.
    pub(crate) fn take_pools(&self, count: u32) -> Option<&'static Pool> {
        debug_assert!((1..POOLS_PER_ARENA).contains(&count));
        let arena = self.find_arena(count).or_else(|| self.open_another_arena())?;
        let free = !self.arena_header(arena).bits.get();
        let first = runs_of(free, count).trailing_zeros();
        self.reserve_pools(arena, first, count);
        self.add_granted(count as usize * POOL_BYTES);
        Some(self.pool(arena * POOLS_PER_ARENA + first))
    }

    /// Takes pools back that were granted; their content is not needed any more.
    pub(crate) fn return_pools(&self, first: PoolNumber, count: u32) {
        self.granted.set(self.granted.get() - count as usize * POOL_BYTES);
        let arena = first / POOLS_PER_ARENA;
        let header = self.arena_header(arena);
        header.bits.set(header.bits.get() & !(ones(count) << (first % POOLS_PER_ARENA)));
        let longest = longest_run(!header.bits.get());
        self.set_status(arena, longest);
        if longest == EMPTY {
            self.empty_arenas.set(self.empty_arenas.get() + 1);
            self.release_surplus();
        }
    }

    /// Grants the `count` pools at `first` if they are free: how a run grows in place.
    pub(crate) fn take_pools_at(&self, first: PoolNumber, count: u32) -> bool {
        let (arena, number) = (first / POOLS_PER_ARENA, first % POOLS_PER_ARENA);
        if number == 0 || number + count > POOLS_PER_ARENA {
            return false;
        }
        if self.arena_header(arena).bits.get() & (ones(count) << number) != 0 {
            return false;
        }
        self.reserve_pools(arena, number, count);
        self.add_granted(count as usize * POOL_BYTES);
        true
    }

    /// Marks pools as granted.
    pub(crate) fn reserve_pools(&self, arena: u32, first: u32, count: u32) {
        if self.status(arena) == EMPTY {
            self.empty_arenas.set(self.empty_arenas.get() - 1);
        }
        let header = self.arena_header(arena);
        header.bits.set(header.bits.get() | (ones(count) << first));
        self.set_status(arena, longest_run(!header.bits.get()));
    }

    /// Makes an arena that has no content usable for pools.
    pub(crate) fn open_arena(&self, arena: u32) {
        self.arena_header(arena).bits.set(1);
        self.empty_arenas.set(self.empty_arenas.get() + 1);
        self.set_status(arena, EMPTY);
    }

    /// How many empty arenas may keep their pages.
    pub(crate) fn empty_arenas_to_keep(&self) -> u32 {
        let in_use = self.arena_top.get() - self.released_arenas.get() - self.empty_arenas.get();
        1 + in_use / KEEP_ONE_IN
    }

    /// Gives the pages of empty arenas back, from the top, until no more are kept than should be. Where pages are huge, half a
    /// page is given back only when there is too much of it: the system would take it apart for good.
    pub(crate) fn release_surplus(&self) {
        loop {
            let (empty, keep) = (self.empty_arenas.get(), self.empty_arenas_to_keep());
            let released = if empty > 2 * keep + 1 {
                self.release_highest_empty(|_| true)
            } else {
                empty > keep && self.release_highest_empty(|arena| self.fills_page(arena))
            };
            if !released {
                return;
            }
        }
    }

    /// Gives the pages of every empty arena back.
    pub(crate) fn release_all_empty(&self) {
        while self.release_highest_empty(|_| true) {}
    }

    /// Marks arenas as released, whose pages are gone already, and lowers the top when they were the last.
    pub(crate) fn mark_released(&self, first: u32, count: u32) {
        for arena in first..first + count {
            self.arenas[arena as usize].set(RELEASED);
        }
        self.released_arenas.set(self.released_arenas.get() + count);
        self.lower_top();
    }

    fn release_highest_empty(&self, fits: impl Fn(u32) -> bool) -> bool {
        let mut empty = (1..self.arena_top.get()).rev().filter(|&arena| self.status(arena) == EMPTY);
        let Some(arena) = empty.find(|&arena| fits(arena)) else {
            return false;
        };
        let pages = if self.fills_page(arena) { page_of(arena) } else { arena..arena + 1 };
        for arena in pages.clone().filter(|&arena| self.has_status(arena, EMPTY)) {
            self.empty_arenas.set(self.empty_arenas.get() - 1);
            self.arenas[arena as usize].set(RELEASED);
            self.released_arenas.set(self.released_arenas.get() + 1);
        }
        // SAFETY: arenas that are empty hold nothing but metadata of pools that nobody uses; released ones hold nothing.
        unsafe { decommit(self.arena_start(pages.start), pages.len() * ARENA_BYTES) };
        self.lower_top();
        true
    }

    /// Whether nothing is in use in the page that the arena is a part of, so that it can be given back as a whole.
    fn fills_page(&self, arena: u32) -> bool {
        page_of(arena).all(|arena| {
            arena >= self.arena_top.get() || self.has_status(arena, EMPTY) || self.has_status(arena, RELEASED)
        })
    }

    fn has_status(&self, arena: u32, status: i8) -> bool {
        arena < self.arena_top.get() && self.status(arena) == status
    }

    /// Lowers the top below the released arenas that it touches.
    fn lower_top(&self) {
        while self.arena_top.get() > 1 && self.status(self.arena_top.get() - 1) == RELEASED {
            self.arena_top.set(self.arena_top.get() - 1);
            self.released_arenas.set(self.released_arenas.get() - 1);
        }
    }

    /// The lowest arena with a free run of so many pools.
    fn find_arena(&self, count: u32) -> Option<u32> {
        let hint = &self.hints[count.ilog2() as usize];
        let top = self.arena_top.get();
        let start = hint.get().min(top);
        let statuses = &self.arenas[start as usize..top as usize];
        let found = statuses.iter().position(|status| status.get() >= count as i8);
        let found = found.map(|offset| start + offset as u32);
        if count.is_power_of_two() {
            hint.set(found.unwrap_or(top));
        }
        found
    }

    /// Opens the lowest released arena, or the next one at the top.
    fn open_another_arena(&self) -> Option<u32> {
        let top = self.arena_top.get();
        if self.released_arenas.get() > 0 {
            let released = (1..top).find(|&arena| self.status(arena) == RELEASED);
            if let Some(arena) = released {
                self.released_arenas.set(self.released_arenas.get() - 1);
                self.open_arena(arena);
                return Some(arena);
            }
        }
        if top == self.arena_limit {
            return None;
        }
        self.arena_top.set(top + 1);
        self.open_arena(top);
        Some(top)
    }
}

/// The arenas that share a page with this one, where pages are huge.
fn page_of(arena: u32) -> Range<u32> {
    if asks_for_huge_pages(arena as usize * ARENA_BYTES) {
        let first = arena & !(ARENAS_PER_HUGE_PAGE - 1);
        first..first + ARENAS_PER_HUGE_PAGE
    } else {
        arena..arena + 1
    }
}

/// `count` low bits, at most 63.
fn ones(count: u32) -> u64 {
    (1 << count) - 1
}

/// The bits at which a run of `count` ones starts.
fn runs_of(bits: u64, count: u32) -> u64 {
    let mut starts = bits;
    let mut length = 1;
    while length < count {
        let step = length.min(count - length);
        starts &= starts >> step;
        length += step;
    }
    starts
}

/// Length of the longest run of ones.
pub(crate) fn longest_run(bits: u64) -> i8 {
    let mut rest = bits;
    let mut length = 0;
    while rest != 0 {
        rest &= rest << 1;
        length += 1;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found_where_they_are() {
        assert_eq!(longest_run(0), 0);
        assert_eq!(longest_run(!1), 63);
        assert_eq!(longest_run(0b0111_0110), 3);
        assert_eq!(runs_of(0b0111_0110, 2), 0b0011_0010);
        assert_eq!(runs_of(0b0111_0110, 3), 0b0001_0000);
        assert_eq!(runs_of(!1, 63), 2);
        assert_eq!(size_of::<ArenaHeader>(), 64);
    }
}
