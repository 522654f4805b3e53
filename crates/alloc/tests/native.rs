//! Memory outside of the region, as the global allocator counts it.

use std::cell::Cell;
use std::ptr::NonNull;

use exuvia_alloc::native::{count, uncounted};
use exuvia_alloc::{Allocator, Config, CountedMemory, Kind, POOL_BYTES};

#[global_allocator]
static MEMORY: CountedMemory = CountedMemory::SYSTEM;

const BUDGET_BYTES: usize = 1 << 20;
const BIT: u32 = 4;

/// An allocator that counts this thread's memory, and the word that it sets bits in.
fn counting(pending: &Cell<u32>) -> Allocator {
    let allocator = Allocator::reserve(Config { budget_bytes: BUDGET_BYTES, debug: false }).unwrap();
    // SAFETY: every test drops the allocator before the word.
    unsafe { allocator.count_native_memory(NonNull::from(pending), BIT) };
    allocator
}

#[test]
fn collections_count_while_they_live() {
    let pending = Cell::new(0);
    let allocator = counting(&pending);
    let mut bytes = vec![1u8; 100_000];
    assert_eq!(allocator.native_bytes(), 100_016);
    bytes.reserve_exact(100_000);
    assert_eq!(allocator.native_bytes(), 200_016);
    assert_eq!(allocator.used_bytes(), 200_016);
    drop(bytes);
    assert_eq!((allocator.native_bytes(), pending.get()), (0, 0));
    assert!(allocator.peak_bytes() >= 200_000);
}

#[test]
fn native_memory_and_pools_share_one_budget() {
    let pending = Cell::new(0);
    let allocator = counting(&pending);
    let bytes = vec![1u8; BUDGET_BYTES - 2 * POOL_BYTES];
    assert!(allocator.has_room(POOL_BYTES) && !allocator.has_room(2 * POOL_BYTES));
    assert_eq!(allocator.room_bytes(), 2 * POOL_BYTES - 16);
    assert!(allocator.allocate(Kind::Leaf, POOL_BYTES).is_some());
    assert!(allocator.allocate(Kind::Leaf, POOL_BYTES).is_none());
    drop(bytes);
    assert!(allocator.allocate(Kind::Leaf, POOL_BYTES).is_some());
    assert_eq!(allocator.check_integrity(), Ok(()));
}

#[test]
fn growing_beyond_the_budget_is_told() {
    let pending = Cell::new(1);
    let allocator = counting(&pending);
    let mut boxes = Vec::new();
    while pending.get() & BIT == 0 {
        boxes.push(Box::new([0u64; 100]));
        assert!(allocator.used_bytes() < BUDGET_BYTES + (64 << 10), "nothing is told");
    }
    assert!(allocator.overdrawn());
    assert_eq!(pending.get(), 1 | BIT);
    drop(boxes);
    assert!(!allocator.overdrawn());
    // What pools take meanwhile brings the next look forward.
    pending.set(0);
    let block = allocator.allocate(Kind::Buffer, BUDGET_BYTES / 2).unwrap();
    let bytes = vec![0u8; BUDGET_BYTES / 2 + (64 << 10)];
    assert_eq!(pending.get(), BIT);
    drop(bytes);
    // SAFETY: the block was just taken, and nobody uses it.
    unsafe { allocator.free(block) };
}

#[test]
fn charging_at_any_price_overdraws() {
    let pending = Cell::new(0);
    let allocator = counting(&pending);
    allocator.charge_overdrawing(BUDGET_BYTES + 1);
    assert!(allocator.overdrawn());
    allocator.uncharge(BUDGET_BYTES + 1);
    assert_eq!(allocator.used_bytes(), 0);
}

#[test]
fn what_is_not_counted_leaves_no_trace() {
    let pending = Cell::new(0);
    let allocator = counting(&pending);
    let before = count();
    let large = uncounted(|| vec![1u8; 2 * BUDGET_BYTES]);
    assert_eq!((allocator.native_bytes(), count(), pending.get()), (0, before, 0));
    uncounted(|| drop(large));
    assert_eq!(count(), before);
    // A panic inside restores the count as well.
    let panicked = std::panic::catch_unwind(|| uncounted(|| std::panic::resume_unwind(Box::new(7u64))));
    drop(panicked);
    assert!(allocator.native_bytes() < 1000);
}

#[test]
fn the_latest_allocator_counts_and_its_end_ends_it() {
    let pending = Cell::new(0);
    let first = counting(&pending);
    let bytes = vec![0u8; 50_000];
    assert!(first.native_bytes() >= 50_000);
    let second = counting(&pending);
    assert_eq!((first.native_bytes(), second.native_bytes()), (0, 0));
    drop(second);
    let more = vec![0u8; 2 * BUDGET_BYTES];
    assert_eq!((first.native_bytes(), pending.get()), (0, 0));
    drop((bytes, more));
    // Freed memory that was taken before the heap began to count never makes room.
    let earlier = vec![0u8; 100_000];
    let third = counting(&pending);
    drop(earlier);
    assert_eq!(third.native_bytes(), 0);
}
