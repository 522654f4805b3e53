//! An allocator that refuses every n-th request loses nothing.
//!
//! ```text
//! refused ─▶ None, and the heap as it was;    at the end: everything is freed, and no byte is in use
//! ```

mod support;

use exuvia_heap::{Kind, NoHost, OwnedObject};
use std::ptr::NonNull;
use support::{Random, SLOTS, World, link, word_at};

/// A node with room behind its slots.
fn node(world: &World, bytes: usize) -> Option<OwnedObject> {
    let object = world.heap.try_allocate(world.slots, Kind::Container, bytes)?;
    (0..=SLOTS).for_each(|word| *word_at(object, word) = 0);
    // SAFETY: the first count of a new object.
    Some(unsafe { OwnedObject::from_raw(object) })
}

fn run(every: u32) -> usize {
    let world = World::new();
    world.heap.set_thresholds([40, 2, 2]);
    let mut random = Random(u64::from(every));
    let mut nodes: Vec<OwnedObject> = Vec::new();
    let mut buffers: Vec<NonNull<u8>> = Vec::new();
    let mut refused = 0;
    world.heap.allocator().refuse_every(every);
    for _ in 0..3000 {
        match random.below(10) {
            0..=4 => {
                let bytes =
                    8 + 8 * (1 + SLOTS) + 16 * random.below(if every.is_multiple_of(2) { 30 } else { 3000 });
                match node(&world, bytes) {
                    Some(node) => nodes.push(node),
                    None => refused += 1,
                }
            }
            5..=6 => match world.heap.buffer(1 + random.below(40_000)) {
                Some(buffer) => buffers.push(buffer),
                None => refused += 1,
            },
            7 if !buffers.is_empty() => {
                let which = random.below(buffers.len());
                // SAFETY: a live buffer of the heap.
                match unsafe { world.heap.buffer_grow(buffers[which], 1 + random.below(80_000)) } {
                    Some(grown) => buffers[which] = grown,
                    None => refused += 1,
                }
            }
            8 if nodes.len() > 1 => {
                let (from, to) = (random.below(nodes.len()), random.below(nodes.len()));
                link(nodes[from].object(), random.below(SLOTS), Some(&nodes[to]));
            }
            9 if nodes.len() > 20 => {
                nodes.swap_remove(random.below(20));
                if !buffers.is_empty() {
                    let buffer = buffers.swap_remove(random.below(buffers.len()));
                    // SAFETY: a live buffer of the heap, given up here.
                    unsafe { world.heap.buffer_free(buffer) };
                }
            }
            _ => {}
        }
        world.heap.collect_automatic(&mut NoHost);
    }
    world.check();
    nodes.clear();
    // SAFETY: live buffers of the heap, given up here.
    buffers.drain(..).for_each(|buffer| unsafe { world.heap.buffer_free(buffer) });
    world.heap.collect(2, &mut NoHost);
    world.check();
    assert_eq!(world.live(), 0);
    world.heap.allocator().trim();
    assert_eq!(world.heap.allocator().used_bytes(), 0);
    world.heap.close().expect("nothing is left");
    refused
}

#[test]
fn nothing_is_lost_when_requests_are_refused() {
    for every in 1..=60 {
        assert!(run(every) > 0, "something was refused");
    }
}
