//! Structures of any depth die on a small stack, by count or by collection.

mod support;

use exuvia_heap::{Config, HeapBox, Kind, Layout, NoHost, Shape};
use support::{World, link};

const DEEP: usize = 10_000_000;

fn on_small_stack(run: fn()) {
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(run).expect("a thread");
    thread.join().expect("no overflow");
}

/// A chain of nodes with a slot for the next one at `at`, of `slots`.
fn chain(slots: u32, at: usize, length: usize) {
    let heap = HeapBox::new(Config::default()).expect("address space");
    heap.disable();
    let shape = Shape::Slots { first: 8, count: slots };
    let layout = heap.add_layout(Layout::of_shape("node", Kind::Container, shape)).expect("room");
    let mut next = 0;
    for _ in 0..length {
        let node = heap.allocate(layout, Kind::Container, 8 + 8 * slots as usize);
        for slot in 0..slots as usize {
            let word = if slot == at { next } else { 0 };
            // SAFETY: the slot is within the new object.
            unsafe { node.cast::<u64>().add(1 + slot).write(word) };
        }
        next = node.as_ptr() as u64;
    }
    // SAFETY: the word owns the first node.
    unsafe { exuvia_heap::Heap::release_word(next) };
    heap.check_integrity().expect("a sound heap");
    heap.close().expect("nothing is left");
}

#[test]
fn ten_million_nodes_by_the_last_slot() {
    on_small_stack(|| chain(1, 0, DEEP));
}

#[test]
fn ten_million_nodes_by_the_first_slot() {
    on_small_stack(|| chain(2, 0, DEEP));
}

#[test]
fn a_million_nodes_by_drop_functions() {
    on_small_stack(|| {
        let world = World::new();
        world.heap.disable();
        let mut last = world.node(world.custom, 0);
        for _ in 0..1_000_000 {
            let node = world.node(world.custom, 0);
            link(node.object(), 0, Some(&last));
            last = node;
        }
        drop(last);
        assert_eq!(world.live(), 0);
    });
}

#[test]
fn a_million_nodes_in_a_ring_are_collected() {
    on_small_stack(|| {
        for custom in [false, true] {
            let world = World::new();
            world.heap.disable();
            let layout = if custom { world.custom } else { world.slots };
            let first = world.node(layout, 0);
            let mut last = first.clone();
            for _ in 1..1_000_000 {
                let node = world.node(layout, 0);
                link(last.object(), 0, Some(&node));
                link(node.object(), 1, Some(&last));
                last = node;
            }
            link(last.object(), 0, Some(&first));
            drop((first, last));
            assert_eq!(world.heap.collect(2, &mut NoHost).collected, 1_000_000);
            assert_eq!(world.live(), 0);
        }
    });
}

#[test]
fn a_wide_and_deep_death_reaches_everything() {
    let world = World::new();
    world.heap.disable();
    let mut roots = vec![world.slots_node()];
    let mut made = vec![roots[0].object()];
    for index in 1..200_000 {
        let node = world.node(if index % 7 == 0 { world.custom } else { world.slots }, 0);
        let parent = made[index * 7 / 8];
        let free = (0..3).find(|&slot| support::slot(parent, slot).is_none());
        match free {
            Some(slot) => link(parent, slot, Some(&node)),
            None => roots.push(node.clone()),
        }
        made.push(node.object());
    }
    roots.clear();
    assert_eq!(world.live(), 0);
    world.check();
}

#[test]
fn sizes_are_pinned() {
    assert_eq!(size_of::<exuvia_heap::Header>(), 8);
    assert_eq!(size_of::<Option<exuvia_heap::Object>>(), 8);
    assert_eq!(size_of::<Option<exuvia_heap::OwnedObject>>(), 8);
    assert_eq!(size_of::<exuvia_heap::LayoutId>(), 4);
    assert_eq!(std::mem::offset_of!(Layout, host), 48);
}
