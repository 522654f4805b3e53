//! What the system says is resident. One test, alone in its file: the numbers are the whole process's.

#[expect(dead_code, reason = "this file uses a part")]
mod support;

use exuvia_alloc::{Kind, MAX_EXACT};
use support::{free, reserve, set_in_use};

#[test]
fn resident_memory_follows_use() {
    a_fresh_heap_touches_few_pages();
    arenas_go_back_to_the_system();
}

fn a_fresh_heap_touches_few_pages() {
    let before = resident_bytes();
    let allocator = reserve();
    for bytes in (16..=MAX_EXACT).step_by(64) {
        for kind in Kind::ALL {
            set_in_use(allocator.allocate_small(kind, bytes));
        }
    }
    let touched = resident_bytes().saturating_sub(before);
    assert!(touched < 400 << 10, "{touched} bytes");
}

fn arenas_go_back_to_the_system() {
    let allocator = reserve();
    let before = resident_bytes();
    let mut blocks = Vec::new();
    for _ in 0..1_500_000 {
        let block = allocator.allocate_small(Kind::Leaf, 64);
        set_in_use(block);
        blocks.push(block);
    }
    let full = resident_bytes();
    assert!(full - before >= 96_000_000);
    assert!(allocator.statistics().arenas > 90);
    blocks.drain(..).for_each(|block| free(&allocator, block));
    let statistics = allocator.statistics();
    assert!(statistics.arenas + statistics.empty_arenas <= 4, "{statistics:?}");
    assert!(full - resident_bytes() >= 90_000_000);
    allocator.check_integrity().unwrap();
}

/// Bytes of this process that are resident, from the system.
fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}
