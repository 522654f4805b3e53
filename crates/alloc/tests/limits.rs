//! Budget, large blocks, young pools, side tables, arenas that come and go, and debug mode.

#![expect(
    clippy::undocumented_unsafe_blocks,
    reason = "each test owns its allocator, and every block that it touches came from it and is still in use"
)]

use std::ptr::NonNull;

use exuvia_alloc::{ARENA_BYTES, Allocator, Config, Kind, MAX_EXACT, POOL_BYTES, REGION_BYTES};

fn reserve() -> Allocator {
    Allocator::reserve(Config::default()).unwrap()
}

fn checked() -> Allocator {
    Allocator::reserve(Config { debug: true, ..Config::default() }).unwrap()
}

fn take(allocator: &Allocator, kind: Kind, bytes: usize) -> NonNull<u8> {
    let block = allocator.allocate(kind, bytes).unwrap();
    unsafe { block.cast::<u64>().write(1) };
    block
}

fn write_words(block: NonNull<u8>, bytes: usize) {
    (0..bytes / 8).for_each(|word| unsafe { block.cast::<usize>().add(word).write(!word) });
}

fn check_words(block: NonNull<u8>, bytes: usize) {
    (0..bytes / 8).for_each(|word| assert_eq!(unsafe { block.cast::<usize>().add(word).read() }, !word));
}

#[test]
fn a_region_is_aligned_and_its_head_is_the_hosts() {
    let allocator = reserve();
    let base = allocator.base();
    assert_eq!(base.addr().get() % REGION_BYTES, 0);
    unsafe { base.write_bytes(0xEE, ARENA_BYTES) };
    let block = take(&allocator, Kind::Leaf, 24);
    assert_eq!(Allocator::region_of(block.addr().get()), base.addr().get());
    assert!(block.addr().get() >= base.addr().get() + ARENA_BYTES);
    unsafe { allocator.free(block) };
    allocator.check_integrity().unwrap();
    assert_eq!(unsafe { base.add(ARENA_BYTES - 1).read() }, 0xEE);
}

#[test]
fn the_allocator_is_one_pointer_and_can_live_in_its_own_head() {
    assert_eq!(size_of::<Allocator>(), 8);
    assert_eq!(size_of::<Option<Allocator>>(), 8);
    let allocator = reserve();
    let head = allocator.base().cast::<Allocator>();
    unsafe { head.write(allocator) };
    let block = take(unsafe { head.as_ref() }, Kind::Container, 32);
    unsafe { Allocator::free_block(block) };
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
    unsafe { small.cast::<u64>().write(1) };
    assert!(allocator.overdrawn());
    assert_eq!(allocator.used_bytes(), 5 * POOL_BYTES);
    unsafe { allocator.free(small) };
    blocks.drain(..).for_each(|block| unsafe { allocator.free(block) });
    assert!(!allocator.overdrawn());

    // Pools that idle for another class do not stand in the way.
    assert!(allocator.charge(budget_bytes));
    assert_eq!(allocator.charged_bytes(), budget_bytes);
    allocator.uncharge(budget_bytes);
    assert_eq!(allocator.peak_bytes(), 5 * POOL_BYTES);
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
        assert!(unsafe { allocator.reallocate(block, usize::MAX) }.is_none());
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
    blocks.drain(..).for_each(|block| unsafe { allocator.free(block) });
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
            block = unsafe { allocator.reallocate(block, new_bytes) }.unwrap();
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
            block = unsafe { allocator.reallocate(block, bytes) }.unwrap();
            check_words(block, bytes.min(1 << 20));
            allocator.check_integrity().unwrap();
        }
        unsafe { allocator.free(block) };
        obstacles.drain(..).for_each(|block| unsafe { allocator.free(block) });
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
    let moved = unsafe { allocator.reallocate(block, 90 << 20) }.unwrap();
    assert_ne!(moved, block);
    check_words(moved, 60 << 20);
    assert!(unsafe { allocator.reallocate(moved, 101 << 20) }.is_none());
    check_words(moved, 60 << 20);
    assert!(allocator.peak_bytes() <= budget_bytes);
    unsafe { allocator.free(moved) };
    unsafe { allocator.free(behind) };
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
    let ends = |block: NonNull<u8>, bytes: usize| {
        [block.cast(), unsafe { block.add(bytes / 8 * 8 - 8) }.cast::<usize>()]
    };
    for step in 1..3000 {
        let bytes = 16 + next(3 << 20) * if next(8) == 0 { 4 } else { 1 };
        match next(5) {
            0..2 if held.len() < 60 => held.push((take(&allocator, Kind::Buffer, bytes), bytes)),
            2..4 if !held.is_empty() => {
                let which = next(held.len());
                let (block, old) = held[which];
                let block = unsafe { allocator.reallocate(block, bytes) }.unwrap();
                assert_eq!(unsafe { ends(block, old)[0].read() }, old);
                if bytes > old {
                    assert_eq!(unsafe { ends(block, old)[1].read() }, !old);
                }
                held[which] = (block, bytes);
            }
            _ if !held.is_empty() => {
                let (block, _) = held.swap_remove(next(held.len()));
                unsafe { allocator.free(block) };
                continue;
            }
            _ => continue,
        }
        // The block that was just made or resized is marked at both ends.
        for &(block, bytes) in &held {
            unsafe { ends(block, bytes)[0].write(bytes) };
            unsafe { ends(block, bytes)[1].write(!bytes) };
        }
        if step % 8 == 0 {
            allocator.check_integrity().unwrap();
        }
    }
    held.drain(..).for_each(|(block, _)| unsafe { allocator.free(block) });
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
        unsafe { allocator.free(block) };
    }
    blocks.push(take(&allocator, Kind::Container, 64));
    assert_eq!(count(&allocator), 2, "a fresh pool");
    unsafe { allocator.free(blocks.remove(0)) };
    for _ in 0..per_pool {
        blocks.push(take(&allocator, Kind::Container, 64));
    }
    assert_eq!(count(&allocator), 3, "the one with an eighth free");
    unsafe { allocator.free(large) };
    blocks.drain(..).for_each(|block| unsafe { allocator.free(block) });
    assert_eq!(count(&allocator), 1);
    allocator.check_integrity().unwrap();
}

#[test]
fn side_tables_are_zero_for_pools_that_come_while_they_are_there() {
    let allocator = reserve();
    for round in 0..3 {
        assert!(allocator.side_tables_make(round == 1));
        let blocks: Vec<_> = (0..20_000).map(|_| take(&allocator, Kind::Container, 48)).collect();
        for &block in &blocks {
            let entry = unsafe { Allocator::side(block) };
            assert_eq!(unsafe { entry.read() }, 0);
            unsafe { entry.write(7) };
        }
        blocks.iter().for_each(|&block| unsafe { allocator.free(block) });
        allocator.side_tables_drop();
        assert!(allocator.statistics().side_bytes <= 1 << 20);
    }
    allocator.trim();
    assert_eq!(allocator.statistics().side_bytes, 0);
}

#[test]
#[should_panic(expected = "was freed before")]
fn freeing_twice_is_found() {
    let allocator = checked();
    let block = take(&allocator, Kind::Leaf, 40);
    take(&allocator, Kind::Leaf, 40);
    unsafe { allocator.free(block) };
    unsafe { allocator.free(block) };
}

#[test]
#[should_panic(expected = "was written past its requested bytes")]
fn writing_past_the_end_is_found() {
    let allocator = checked();
    let block = take(&allocator, Kind::Buffer, 41);
    unsafe { block.add(41).write(0) };
    unsafe { allocator.free(block) };
}

#[test]
#[should_panic(expected = "its guard word is gone")]
fn writing_far_past_the_end_is_found() {
    let allocator = checked();
    let block = take(&allocator, Kind::Buffer, 48);
    unsafe { block.add(48).write_bytes(0, 16) };
    unsafe { allocator.free(block) };
}

#[test]
fn debug_mode_poisons() {
    let allocator = checked();
    let block = allocator.allocate(Kind::Buffer, 64).unwrap();
    assert_eq!(unsafe { block.add(63).read() }, 0xCB);
    unsafe { block.cast::<u64>().write(1) };
    assert_eq!(unsafe { Allocator::usable_bytes(block) }, 64);
    take(&allocator, Kind::Buffer, 64);
    unsafe { allocator.free(block) };
    assert_eq!(unsafe { block.cast::<u64>().read() }, 0);
    assert_eq!(unsafe { block.add(63).read() }, 0xDB);
}
