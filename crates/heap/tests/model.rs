//! Random graphs and random mutations against plain reachability.
//!
//! ```text
//! after a full collection: live objects of the heap = objects reachable from the roots of the model
//! ```

mod support;

use exuvia_heap::{Object, OwnedObject};
use std::collections::{BTreeMap, BTreeSet};
use support::{Random, Recorder, SLOTS, World, identity, link, own, slot};

/// Identity → identities in the slots, for all objects that the model believes reachable or not.
type Graph = BTreeMap<u64, [Option<u64>; SLOTS]>;

fn reachable(graph: &Graph, roots: impl Iterator<Item = u64>) -> BTreeSet<u64> {
    let mut stack: Vec<u64> = roots.collect();
    let mut reached = BTreeSet::new();
    while let Some(identity) = stack.pop() {
        if reached.insert(identity) {
            stack.extend(graph[&identity].iter().flatten());
        }
    }
    reached
}

fn live(world: &World) -> BTreeSet<u64> {
    let mut live = BTreeSet::new();
    world.heap.walk(&mut |object| assert!(live.insert(identity(object))));
    live
}

/// Walks randomly from a root.
fn wander(random: &mut Random, root: Object) -> Object {
    let mut at = root;
    for _ in 0..random.below(6) {
        match slot(at, random.below(SLOTS)) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

fn run(seed: u64, steps: usize, automatic: bool, special: bool) {
    let mut random = Random(seed);
    let world = World::new();
    if !automatic {
        world.heap.disable();
    }
    world.heap.set_thresholds([7, 2, 2]);
    let mut graph = Graph::new();
    let mut roots: Vec<OwnedObject> = Vec::new();
    let mut weak: Vec<(OwnedObject, u64)> = Vec::new();
    let mut next = 0;
    let mut host = Recorder::new();
    for step in 0..steps {
        match random.below(12) {
            0..=3 => {
                let layouts =
                    [world.slots, world.custom, if special { world.finalized } else { world.slots }];
                roots.push(world.node(layouts[random.below(3)], next));
                graph.insert(next, [None; SLOTS]);
                next += 1;
            }
            4..=7 if !roots.is_empty() => {
                let from = random.below(roots.len());
                let from = wander(&mut random, roots[from].object());
                let to = random.below(roots.len());
                let to = own(wander(&mut random, roots[to].object()));
                let at = random.below(SLOTS);
                // The source must outlive the store, whatever the store releases.
                let from = own(from);
                graph.get_mut(&identity(from.object())).expect("known")[at] = Some(identity(to.object()));
                link(from.object(), at, Some(&to));
            }
            8 if !roots.is_empty() => {
                let from = random.below(roots.len());
                let from = own(wander(&mut random, roots[from].object()));
                let at = random.below(SLOTS);
                graph.get_mut(&identity(from.object())).expect("known")[at] = None;
                link(from.object(), at, None);
            }
            9..=10 if !roots.is_empty() => {
                let index = random.below(roots.len());
                roots.swap_remove(index);
            }
            11 if special && !roots.is_empty() => {
                let index = random.below(roots.len());
                let referent = wander(&mut random, roots[index].object());
                // A weak reference has no identity of its own: it is checked by its referent alone.
                if weak.len() < 8 {
                    let object = world.weak(referent, None);
                    weak.push((object, identity(referent)));
                } else {
                    weak.swap_remove(random.below(8));
                }
            }
            _ => {
                let generation = random.below(3) as u8;
                world.heap.collect(generation, &mut host);
            }
        }
        world.run_queue(&mut host);
        world.heap.collect_automatic(&mut host);
        // Garbage may have held the last count of an object with a finalizer.
        world.run_queue(&mut host);
        world.check();
        let expected = reachable(&graph, roots.iter().map(|root| identity(root.object())));
        if step % 16 == 0 {
            world.heap.collect(2, &mut host);
            world.check();
            assert_eq!(live_nodes(&world), expected, "seed {seed}, step {step}");
            for (weak, of) in &weak {
                assert_eq!(support::referent(weak.object()).is_some(), expected.contains(of));
            }
            graph.retain(|identity, _| expected.contains(identity));
        } else {
            assert!(live_nodes(&world).is_superset(&expected), "seed {seed}, step {step}");
        }
    }
    drop((roots, weak));
    world.run_queue(&mut host);
    world.heap.collect(2, &mut host);
    assert_eq!(world.live(), 0);
    assert!(live(&world).is_empty());
    world.heap.close().expect("nothing is left");
}

fn live_nodes(world: &World) -> BTreeSet<u64> {
    let mut live = BTreeSet::new();
    world.heap.walk(&mut |object| {
        // SAFETY: `walk` passes live objects.
        if unsafe { object.as_ref() }.layout() != world.weak {
            assert!(live.insert(identity(object)));
        }
    });
    live
}

#[test]
fn collected_by_hand() {
    (0..40).for_each(|seed| run(seed, 400, false, false));
}

#[test]
fn collected_automatically() {
    (100..140).for_each(|seed| run(seed, 400, true, false));
}

#[test]
fn with_finalizers_and_weak_references() {
    (200..260).for_each(|seed| run(seed, 400, true, true));
}

#[test]
fn at_every_allocation() {
    for seed in 0..10u64 {
        let world = World::new();
        world.heap.set_collect_every_allocation(true);
        let mut random = Random(seed);
        let mut held: Vec<OwnedObject> = Vec::new();
        for identity in 0..200 {
            let node = world.node([world.slots, world.custom][random.below(2)], identity);
            assert!(
                world.heap.collect_automatic(&mut Recorder::new()).is_some_and(|done| done.generation == 2)
            );
            let at = random.below(SLOTS);
            link(node.object(), at, Some(&node));
            if let Some(other) = held.get(random.below(held.len().max(1))) {
                link(node.object(), (at + 1) % SLOTS, Some(other));
                link(other.object(), random.below(SLOTS), Some(&node));
            }
            held.push(node);
            if held.len() > 5 {
                held.swap_remove(random.below(5));
            }
            world.check();
        }
        held.clear();
        world.heap.collect(2, &mut Recorder::new());
        assert_eq!(world.live(), 0, "seed {seed}");
    }
}
