//! Budget, large blocks, young pools, side tables, arenas that come and go, and debug mode.

mod support;

use std::ptr::NonNull;

use exuvia_alloc::{ARENA_BYTES, Allocator, Config, Kind, MAX_EXACT, POOL_BYTES, REGION_BYTES};
use support::{
    free, read_byte, read_word, reallocate, reserve, set_in_use, set_side_entry, side_entry, take,
    write_bytes, write_word,
};

fn checked() -> Allocator {
    Allocator::reserve(Config { debug: true, ..Config::default() }).unwrap()
}

fn write_words(block: NonNull<u8>, bytes: usize) {
    (0..bytes / 8).for_each(|index| write_word(block, index, !(index as u64)));
}

fn check_words(block: NonNull<u8>, bytes: usize) {
    (0..bytes / 8).for_each(|index| assert_eq!(read_word(block, index), !(index as u64)));
}

#[test]
fn a_region_is_aligned_and_its_head_is_the_hosts() {
    let allocator = reserve();
    let base = allocator.base();
    assert_eq!(base.addr().get() % REGION_BYTES, 0);
    write_bytes(base, 0, 0xEE, ARENA_BYTES);
    let block = take(&allocator, Kind::Leaf, 24);
    assert_eq!(Allocator::region_of(block.addr().get()), base.addr().get());
    assert!(block.addr().get() >= base.addr().get() + ARENA_BYTES);
    free(&allocator, block);
    allocator.check_integrity().unwrap();
    assert_eq!(read_byte(base, ARENA_BYTES - 1), 0xEE);
}

#[test]
fn the_allocator_is_one_pointer_and_can_live_in_its_own_head() {
    assert_eq!(size_of::<Allocator>(), 8);
    assert_eq!(size_of::<Option<Allocator>>(), 8);
    let allocator = reserve();
    let head = allocator.base().cast::<Allocator>();
    // SAFETY: the region's head is the host's, and large enough for one pointer.
    unsafe { head.write(allocator) };
    // SAFETY: it was written just now.
    let block = take(unsafe { head.as_ref() }, Kind::Container, 32);
    // SAFETY: the block is of this region, whose head is the allocator.
    unsafe { Allocator::free_block(block) };
    // SAFETY: the allocator is moved out of the head, which nobody reads again.
    drop(unsafe { head.read() });
}

#[test]
fn many_regions_live_side_by_side() {
    let allocators: Vec<Allocator> = (0..20).map(|_| reserve()).collect();
    for allocator in &allocators {
        take(allocator, Kind::Buffer, 3 << 20);
        allocator.check_integrity().unwrap();
    }
}

#[test]
fn the_budget_stops_what_can_be_refused() {
    let budget_bytes = 4 * POOL_BYTES;
    let allocator = Allocator::reserve(Config { budget_bytes, debug: false }).unwrap();
    let mut blocks = Vec::new();
    while let Some(block) = allocator.allocate(Kind::Leaf, 64) {
        blocks.push(block);
    }
    assert_eq!(blocks.len(), budget_bytes / 64);
    assert!(allocator.allocate(Kind::Buffer, 64).is_none());
    assert!(allocator.allocate(Kind::Buffer, 100_000).is_none());
    assert!(!allocator.charge(1));
    assert!(!allocator.overdrawn());

    // What must not fail overdraws.
    let small = allocator.allocate_small(Kind::Container, MAX_EXACT);
    set_in_use(small);
    assert!(allocator.overdrawn());
    // The container's pool has a side table.
    let most = 5 * POOL_BYTES + POOL_BYTES / 4;
    assert_eq!(allocator.used_bytes(), most);
    free(&allocator, small);
    blocks.drain(..).for_each(|block| free(&allocator, block));
    assert!(!allocator.overdrawn());

    // Pools that idle for another class do not stand in the way.
    assert!(allocator.charge(budget_bytes));
    assert_eq!(allocator.charged_bytes(), budget_bytes);
    allocator.uncharge(budget_bytes);
    assert_eq!(allocator.peak_bytes(), most);
    allocator.set_budget(usize::MAX);
    assert!(!allocator.charge(usize::MAX));
    assert!(allocator.charge(usize::MAX / 2));
    allocator.check_integrity().unwrap();
}

#[test]
fn absurd_requests_are_refused() {
    for allocator in [reserve(), checked()] {
        for bytes in [usize::MAX, usize::MAX - 15, usize::MAX / 2, REGION_BYTES, 49 << 30] {
            assert!(allocator.allocate(Kind::Buffer, bytes).is_none());
        }
        let block = take(&allocator, Kind::Buffer, 100);
        assert!(reallocate(&allocator, block, usize::MAX).is_none());
        allocator.check_integrity().unwrap();
    }
}

#[test]
fn the_whole_region_can_be_taken() {
    let allocator = reserve();
    let mut blocks = Vec::new();
    while let Some(block) = allocator.allocate(Kind::Buffer, 1 << 30) {
        blocks.push(block);
    }
    assert_eq!(blocks.len(), 47);
    allocator.check_integrity().unwrap();
    blocks.drain(..).for_each(|block| free(&allocator, block));
    assert_eq!(allocator.used_bytes(), 0);
    allocator.check_integrity().unwrap();
}

#[test]
fn a_growing_buffer_keeps_its_content() {
    for allocator in [reserve(), checked()] {
        let mut bytes = 16;
        let mut block = take(&allocator, Kind::Buffer, bytes);
        write_words(block, bytes);
        let mut obstacles = Vec::new();
        while bytes < 48 << 20 {
            let new_bytes = bytes * 3 / 2 / 16 * 16 + 16;
            block = reallocate(&allocator, block, new_bytes).unwrap();
            check_words(block, bytes.min(1 << 20));
            bytes = new_bytes;
            write_words(block, bytes.min(1 << 20));
            // Something lies behind it now and then, so that it must move.
            if bytes % 5 < 2 {
                obstacles.push(take(&allocator, Kind::Buffer, bytes / 3));
            }
            allocator.check_integrity().unwrap();
        }
        while bytes > 1000 {
            bytes = bytes / 3 / 8 * 8;
            block = reallocate(&allocator, block, bytes).unwrap();
            check_words(block, bytes.min(1 << 20));
            allocator.check_integrity().unwrap();
        }
        free(&allocator, block);
        obstacles.drain(..).for_each(|block| free(&allocator, block));
        allocator.trim();
        assert_eq!(allocator.used_bytes(), 0);
        allocator.check_integrity().unwrap();
    }
}

#[test]
fn a_huge_buffer_moves_without_being_there_twice() {
    let budget_bytes = 100 << 20;
    let allocator = Allocator::reserve(Config { budget_bytes, debug: false }).unwrap();
    let block = take(&allocator, Kind::Buffer, 60 << 20);
    write_words(block, 60 << 20);
    let behind = take(&allocator, Kind::Buffer, 2 << 20);
    let moved = reallocate(&allocator, block, 90 << 20).unwrap();
    assert_ne!(moved, block);
    check_words(moved, 60 << 20);
    assert!(reallocate(&allocator, moved, 101 << 20).is_none());
    check_words(moved, 60 << 20);
    assert!(allocator.peak_bytes() <= budget_bytes);
    free(&allocator, moved);
    free(&allocator, behind);
    allocator.check_integrity().unwrap();
}

#[test]
fn huge_blocks_come_and_go() {
    let allocator = reserve();
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random as usize % below
    };
    let mut held: Vec<(NonNull<u8>, usize)> = Vec::new();
    for step in 1..3000 {
        let bytes = 16 + next(3 << 20) * if next(8) == 0 { 4 } else { 1 };
        match next(5) {
            0..2 if held.len() < 60 => held.push((take(&allocator, Kind::Buffer, bytes), bytes)),
            2..4 if !held.is_empty() => {
                let which = next(held.len());
                let (block, old) = held[which];
                let block = reallocate(&allocator, block, bytes).unwrap();
                assert_eq!(read_word(block, 0), old as u64);
                if bytes > old {
                    assert_eq!(read_word(block, old / 8 - 1), !(old as u64));
                }
                held[which] = (block, bytes);
            }
            _ if !held.is_empty() => {
                let (block, _) = held.swap_remove(next(held.len()));
                free(&allocator, block);
                continue;
            }
            _ => continue,
        }
        // The block that was just made or resized is marked at both ends.
        for &(block, bytes) in &held {
            write_word(block, 0, bytes as u64);
            write_word(block, bytes / 8 - 1, !(bytes as u64));
        }
        if step % 8 == 0 {
            allocator.check_integrity().unwrap();
        }
    }
    held.drain(..).for_each(|(block, _)| free(&allocator, block));
    allocator.trim();
    assert_eq!(allocator.used_bytes(), 0);
    assert_eq!(allocator.statistics().released_arenas, 0);
    allocator.check_integrity().unwrap();
}

#[test]
fn young_pools_are_those_that_served() {
    let allocator = reserve();
    let count = |allocator: &Allocator| {
        let mut pools = Vec::new();
        allocator.young_pools(|pool| pools.push(pool.index()));
        pools.len()
    };
    let per_pool = POOL_BYTES / 64;
    let mut blocks: Vec<_> = (0..10 * per_pool).map(|_| take(&allocator, Kind::Container, 64)).collect();
    take(&allocator, Kind::Leaf, 64);
    assert_eq!(count(&allocator), 10);
    let large = take(&allocator, Kind::Container, 50_000);
    assert_eq!(count(&allocator), 11);
    allocator.reset_young();
    assert_eq!(count(&allocator), 1, "the pool that serves stays young");

    // A full pool serves again only when an eighth of it is free.
    for block in blocks.drain(..per_pool / 8 - 1) {
        free(&allocator, block);
    }
    blocks.push(take(&allocator, Kind::Container, 64));
    assert_eq!(count(&allocator), 2, "a fresh pool");
    free(&allocator, blocks.remove(0));
    for _ in 0..per_pool {
        blocks.push(take(&allocator, Kind::Container, 64));
    }
    assert_eq!(count(&allocator), 3, "the one with an eighth free");
    free(&allocator, large);
    blocks.drain(..).for_each(|block| free(&allocator, block));
    assert_eq!(count(&allocator), 1);
    allocator.check_integrity().unwrap();
}

#[test]
fn a_watched_side_table_is_cleared_when_its_pool_is_given_back() {
    let allocator = reserve();
    allocator.watch_side(true);
    let blocks: Vec<_> = (0..20_000).map(|_| take(&allocator, Kind::Container, 48)).collect();
    let large = take(&allocator, Kind::Container, 3 * POOL_BYTES);
    for &block in blocks.iter().chain([&large]) {
        assert_eq!(side_entry(block), 0);
        set_side_entry(block, 7);
    }
    blocks.iter().for_each(|&block| free(&allocator, block));
    free(&allocator, large);
    let mut kept = std::collections::BTreeSet::new();
    allocator.pools(|pool| {
        kept.insert(pool.index());
    });
    // What the current pool still serves keeps its table; everything else is gone.
    assert!(kept.len() <= 1);
    let pool_of = |block: NonNull<u8>| (block.addr().get() - allocator.base().addr().get()) / POOL_BYTES;
    for &block in blocks.iter().chain([&large]) {
        assert_eq!(side_entry(block), if kept.contains(&pool_of(block)) { 7 } else { 0 });
    }
}

#[test]
#[should_panic(expected = "was freed before")]
fn freeing_twice_is_found() {
    let allocator = checked();
    let block = take(&allocator, Kind::Leaf, 40);
    take(&allocator, Kind::Leaf, 40);
    free(&allocator, block);
    free(&allocator, block);
}

#[test]
#[should_panic(expected = "was written past its requested bytes")]
fn writing_past_the_end_is_found() {
    let allocator = checked();
    let block = take(&allocator, Kind::Buffer, 41);
    write_bytes(block, 41, 0, 1);
    free(&allocator, block);
}

#[test]
#[should_panic(expected = "its guard word is gone")]
fn writing_far_past_the_end_is_found() {
    let allocator = checked();
    let block = take(&allocator, Kind::Buffer, 48);
    write_bytes(block, 48, 0, 16);
    free(&allocator, block);
}

#[test]
fn debug_mode_poisons() {
    let allocator = checked();
    let block = allocator.allocate(Kind::Buffer, 64).unwrap();
    assert_eq!(read_byte(block, 63), 0xCB);
    set_in_use(block);
    // SAFETY: the block is in use.
    assert_eq!(unsafe { Allocator::usable_bytes(block) }, 64);
    take(&allocator, Kind::Buffer, 64);
    free(&allocator, block);
    assert_eq!(read_word(block, 0), 0);
    assert_eq!(read_byte(block, 63), 0xDB);
}
