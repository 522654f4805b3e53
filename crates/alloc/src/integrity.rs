//! The invariants, checked one by one. The numbers appear in the messages.
//!
//! 1. Every arena below the top is released, huge, or has a status equal to its longest run of free pools; the counts of
//!    empty and released arenas are right; no hint hides a free run.
//! 2. A pool's granted bit is set iff it is in use, inside a run, or reserved.
//! 3. `live + length of the free list = carved blocks`, and `bump` is at a block's start, at most at `limit`.
//! 4. Every free block lies in its pool, below `bump`, at a block's start; its first word is zero, and it is listed once.
//! 5. The countdown follows from the mode and the number of live blocks, and is not zero.
//! 6. A current pool serves its slot; a full one has too few free blocks to serve; an available one has one live block or
//!    more, and is listed exactly once in the list of its slot.
//! 7. `granted` is the sum of all pools and runs, `side_bytes` that of the containers' side tables; `used ≤ peak`.
//! 8. The list of young pools holds exactly the pools with the flag, all of them container pools in use.
//! 9. Live blocks of container pools have a first word other than zero.
//! 10. In debug mode, guards of live blocks are intact.

use std::collections::HashSet;
use std::ptr::NonNull;

use crate::arena::{EMPTY, HUGE, RELEASED, longest_run};
use crate::huge::arenas_for;
use crate::pool::{Mode, Pool, YOUNG, next_free};
use crate::side::side_bytes_of;
use crate::state::{SLOT_COUNT, State};
use crate::{Kind, POOL_BYTES, POOLS_PER_ARENA};

type Check = Result<(), String>;

fn ensure(holds: bool, message: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(message()) }
}

impl State {
    pub(crate) fn check_integrity(&self) -> Check {
        self.check_arenas()?;
        let (mut granted, mut side) = (0, 0);
        let mut result = Ok(());
        self.for_each_pool(|pool| {
            granted += if pool.is_run() { pool.block_bytes() } else { POOL_BYTES };
            side += side_bytes_of(pool.kind());
            if result.is_ok() {
                result = self.check_pool(pool).map_err(|what| format!("pool {}: {what}", pool.number()));
            }
        });
        result?;
        ensure(granted == self.granted.get(), || {
            format!("7: {granted} bytes granted, {} counted", self.granted.get())
        })?;
        ensure(side == self.side_bytes.get(), || {
            format!("7: {side} bytes of side tables, {} counted", self.side_bytes.get())
        })?;
        ensure(self.granted.get() + side + self.charged.get() <= self.peak.get(), || {
            "7: more is used than the peak".into()
        })?;
        self.check_available()?;
        self.check_young()
    }

    fn check_arenas(&self) -> Check {
        let (mut empty, mut released) = (0, 0);
        let top = self.arena_top.get();
        for arena in 1..top {
            match self.status(arena) {
                RELEASED => released += 1,
                HUGE => {}
                status => {
                    empty += u32::from(status == EMPTY);
                    self.check_arena(arena, status).map_err(|what| format!("arena {arena}: {what}"))?;
                }
            }
        }
        ensure(top <= self.arena_limit, || "1: the top is above the limit".into())?;
        ensure(self.status(top - 1) != RELEASED, || "1: the last arena is released".into())?;
        ensure(empty == self.empty_arenas.get(), || {
            format!("1: {empty} arenas are empty, not {}", self.empty_arenas.get())
        })?;
        ensure(released == self.released_arenas.get(), || {
            format!("1: {released} arenas are released, not {}", self.released_arenas.get())
        })
    }

    fn check_arena(&self, arena: u32, status: i8) -> Check {
        let bits = self.arena_header(arena).bits.get();
        ensure(bits & 1 == 1, || "1: the metadata's own bit is clear".into())?;
        ensure(longest_run(!bits) == status, || {
            format!("1: longest run is {}, not {status}", longest_run(!bits))
        })?;
        for (power, hint) in self.hints.iter().enumerate() {
            let hidden = arena < hint.get() && i32::from(status) >= 1 << power;
            ensure(!hidden, || format!("1: hint {power} hides the arena"))?;
        }
        let mut number = 1;
        while number < POOLS_PER_ARENA {
            let pool = self.pool(arena * POOLS_PER_ARENA + number);
            let length = if pool.mode() == Mode::Run { pool.extent.get() } else { 1 };
            ensure(number + length <= POOLS_PER_ARENA, || {
                format!("2: the run at {number} leaves the arena")
            })?;
            for inside in number..number + length {
                let granted = bits >> inside & 1 == 1;
                let expected = pool.mode() != Mode::Idle;
                ensure(granted == expected, || {
                    format!("2: pool {inside} granted {granted}, mode {:?}", pool.mode())
                })?;
            }
            number += length;
        }
        Ok(())
    }

    fn check_pool(&self, pool: &'static Pool) -> Check {
        let live = pool.live();
        if pool.is_run() {
            ensure(live == 1 && pool.countdown.get() == 1, || "5: a run has one live block".into())?;
            if pool.mode() == Mode::Huge {
                let first = pool.arena_number();
                let mut arenas = first..first + arenas_for(pool.extent.get());
                let huge = arenas.all(|arena| arena < self.arena_top.get() && self.status(arena) == HUGE);
                ensure(huge, || "1: an arena of a huge run has another status".into())?;
            }
            return self.check_live_blocks(pool, &HashSet::new());
        }
        let carved_bytes = pool.bump.get().addr().wrapping_sub(pool.base_address());
        let aligned = carved_bytes.is_multiple_of(pool.block_bytes()) && pool.bump.get() <= pool.limit.get();
        ensure(aligned, || "3: the bump mark is not at a block's start".into())?;
        let free = self.check_free_list(pool)?;
        let carved = carved_bytes / pool.block_bytes();
        ensure(live as usize + free.len() == carved, || {
            format!("3: {live} live and {} free blocks, {carved} carved", free.len())
        })?;
        self.check_schedule(pool, live)?;
        self.check_live_blocks(pool, &free)
    }

    fn check_free_list(&self, pool: &Pool) -> Result<HashSet<usize>, String> {
        let mut free = HashSet::new();
        let mut next = NonNull::new(pool.free.get());
        while let Some(block) = next {
            let offset = block.addr().get().wrapping_sub(pool.base_address());
            let inside = block.as_ptr() < pool.bump.get() && offset.is_multiple_of(pool.block_bytes());
            ensure(inside, || format!("4: {block:p} is listed as free, but no block is there"))?;
            ensure(free.insert(block.addr().get()), || format!("4: {block:p} is listed twice"))?;
            // SAFETY: the block lies in the pool, as was just checked.
            let first = unsafe { block.cast::<u64>().read() };
            ensure(first == 0, || format!("4: {block:p} is free, but its first word is {first:#x}"))?;
            // SAFETY: as above, and it is on the free list.
            next = NonNull::new(unsafe { next_free(block) });
        }
        Ok(free)
    }

    fn check_schedule(&self, pool: &'static Pool, live: u32) -> Check {
        let full_above = pool.full_above();
        let countdown = pool.countdown.get();
        let serves = std::ptr::eq(self.serving[usize::from(pool.slot.get())].get(), pool);
        ensure(serves == (pool.mode() == Mode::Current), || {
            format!("6: {:?}, serves {serves}", pool.mode())
        })?;
        let expected = match pool.mode() {
            Mode::Current => live + 1,
            Mode::Available => live,
            _ => live.wrapping_sub(full_above),
        };
        ensure(pool.mode() != Mode::Available || live > 0, || "6: available and empty".into())?;
        ensure(pool.mode() != Mode::Full || live > full_above, || {
            format!("6: full with {live} blocks live")
        })?;
        let expected = if self.debug { 1 } else { expected };
        ensure(countdown == expected, || format!("5: countdown {countdown}, expected {expected}"))
    }

    fn check_live_blocks(&self, pool: &'static Pool, free: &HashSet<usize>) -> Check {
        let mut address = self.pool_start(pool);
        while let Some(block) = NonNull::new(address).filter(|block| block.as_ptr() < pool.bump.get()) {
            address = address.wrapping_add(pool.block_bytes());
            if free.contains(&block.addr().get()) {
                continue;
            }
            // SAFETY: a block below the bump mark.
            let first = unsafe { block.cast::<u64>().read() };
            ensure(pool.kind() != Kind::Container || first != 0, || {
                format!("9: {block:p} is live, and its first word is zero")
            })?;
            if self.debug {
                self.check_block(pool, block).map_err(|what| format!("10: {block:p} {what}"))?;
            }
        }
        Ok(())
    }

    fn check_available(&self) -> Check {
        let mut listed = 0;
        for slot in 0..SLOT_COUNT {
            let mut previous = 0;
            let mut number = self.available[slot].get();
            while let Some(pool) = self.listed(number) {
                let right = pool.mode() == Mode::Available
                    && usize::from(pool.slot.get()) == slot
                    && pool.previous.get() == previous;
                ensure(right, || format!("6: pool {number} does not belong on the list of slot {slot}"))?;
                listed += 1;
                previous = number;
                number = pool.next.get();
            }
        }
        let mut available = 0;
        self.for_each_pool(|pool| available += usize::from(pool.mode() == Mode::Available));
        ensure(listed == available, || format!("6: {available} pools are available, {listed} listed"))
    }

    fn check_young(&self) -> Check {
        let mut previous = 0;
        let mut listed = 0;
        let mut number = self.young.get();
        while let Some(pool) = self.listed(number) {
            let right = pool.in_use()
                && pool.kind() == Kind::Container
                && pool.flags.get() & YOUNG != 0
                && pool.young_previous.get() == previous;
            ensure(right, || format!("8: pool {number} does not belong on the list of young pools"))?;
            listed += 1;
            previous = number;
            number = pool.young_next.get();
        }
        let mut flagged = 0;
        self.for_each_pool(|pool| flagged += usize::from(pool.flags.get() & YOUNG != 0));
        ensure(listed == flagged, || format!("8: {flagged} pools are young, {listed} listed"))
    }
}
