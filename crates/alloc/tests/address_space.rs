//! A process whose address space is limited gets a smaller region at the same alignment. Alone in its file, because the limit
//! holds for the whole process.

#[expect(dead_code, reason = "this file uses a part")]
mod support;

use exuvia_alloc::{Allocator, Config, Kind, REGION_BYTES};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use support::{free, reserve, set_in_use, set_side_entry};

#[test]
fn a_small_address_space_holds_a_small_region() {
    let maximum = getrlimit(Resource::As).maximum;
    setrlimit(Resource::As, Rlimit { current: Some(2 << 30), maximum }).unwrap();
    let allocator = reserve();
    assert_eq!(allocator.base().addr().get() % REGION_BYTES, 0);

    let mut blocks = Vec::new();
    while let Some(block) = allocator.allocate(Kind::Container, 8 << 20) {
        set_in_use(block);
        assert_eq!(Allocator::region_of(block.addr().get()), allocator.base().addr().get());
        blocks.push(block);
    }
    assert!((20..256).contains(&blocks.len()), "{} blocks", blocks.len());
    allocator.check_integrity().unwrap();

    for &block in &blocks {
        set_side_entry(block, 1);
    }
    for block in blocks {
        free(&allocator, block);
    }
    allocator.check_integrity().unwrap();
    drop(allocator);
    assert!(Allocator::reserve(Config::default()).is_ok(), "the first region was given back");
}
