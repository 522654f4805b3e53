//! What happens to garbage: finalizers, resurrection, weak references, generations, in CPython's order.

mod support;

use exuvia_heap::{
    Config, FINALIZED, HeapBox, Host, Kind, Layout, NoHost, Object, OwnedObject, PENDING_COLLECT,
    PENDING_FINALIZERS, PENDING_OVERDRAWN, Probe, Shape,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use support::{Recorder, World, identity, link, own, referent, word_at};

/// A node that holds itself, dropped.
fn drop_ring(world: &World, layout: exuvia_heap::LayoutId, identity: u64) {
    let node = world.node(layout, identity);
    link(node.object(), 0, Some(&node));
}

#[test]
fn a_ring_is_collected_and_counted() {
    let world = World::new();
    drop_ring(&world, world.slots, 1);
    drop_ring(&world, world.custom, 2);
    assert_eq!(world.live(), 2);
    let mut host = Recorder::new();
    let outcome = world.heap.collect(0, &mut host);
    assert_eq!((outcome.collected, outcome.examined, outcome.generation), (2, 2, 0));
    assert_eq!(host.log, ["start 0", "stop 2"]);
    assert_eq!(world.live(), 0);
}

#[test]
fn a_survivor_of_generation_0_is_found_by_generation_1() {
    let world = World::new();
    let node = world.slots_node();
    link(node.object(), 0, Some(&node));
    assert_eq!(world.heap.generation_of(node.object()), Some(0));
    world.heap.collect(0, &mut NoHost);
    assert_eq!(world.heap.generation_of(node.object()), Some(1));
    let kept = world.slots_node();
    link(kept.object(), 0, Some(&kept));
    world.heap.collect(1, &mut NoHost);
    assert_eq!(world.heap.generation_of(kept.object()), Some(2));
    assert_eq!(world.heap.generation_of(node.object()), Some(2));
    drop(node);
    assert_eq!(world.heap.collect(0, &mut NoHost).collected, 0);
    assert_eq!(world.heap.collect(1, &mut NoHost).collected, 0);
    assert_eq!(world.heap.collect(2, &mut NoHost).collected, 1);
    drop_ring(&world, world.slots, 1);
    let late = world.slots_node();
    link(late.object(), 0, Some(&late));
    assert_eq!(world.heap.collect(0, &mut NoHost).collected, 1);
    drop(late);
    assert_eq!(world.heap.collect(0, &mut NoHost).collected, 0);
    assert_eq!(world.heap.collect(1, &mut NoHost).collected, 1);
}

#[test]
fn counts_move_as_in_cpython() {
    let world = World::new();
    world.heap.collect(2, &mut NoHost);
    let _node = world.slots_node();
    assert_eq!(world.heap.counts(), [1, 0, 0]);
    world.heap.collect(0, &mut NoHost);
    assert_eq!(world.heap.counts(), [0, 1, 0]);
    world.heap.collect(1, &mut NoHost);
    assert_eq!(world.heap.counts(), [0, 0, 1]);
    world.heap.collect(2, &mut NoHost);
    assert_eq!(world.heap.counts(), [0, 0, 0]);
    assert_eq!(world.heap.thresholds(), [2000, 10, 10]);
    let totals = world.heap.totals().map(|total| total.collections);
    assert_eq!(totals, [1, 1, 2]);
    assert_eq!(world.heap.history().len(), 4);
    drop(world.slots_node());
    assert_eq!(world.heap.counts(), [0, 0, 0]);
}

#[test]
fn a_collection_becomes_due_by_allocations() {
    let world = World::new();
    world.heap.set_thresholds([10, 10, 10]);
    let nodes: Vec<OwnedObject> = (0..10).map(|_| world.slots_node()).collect();
    assert_eq!(world.heap.pending().get() & PENDING_COLLECT, 0);
    let last = world.slots_node();
    assert_ne!(world.heap.pending().get() & PENDING_COLLECT, 0);
    assert_eq!(world.heap.collect_automatic(&mut NoHost).map(|done| done.generation), Some(0));
    assert!(world.heap.collect_automatic(&mut NoHost).is_none());
    world.heap.disable();
    let more: Vec<OwnedObject> = (0..50).map(|_| world.slots_node()).collect();
    assert_eq!(world.heap.pending().get() & PENDING_COLLECT, 0);
    drop((nodes, last, more));
}

#[test]
fn finalizers_run_once_and_in_order() {
    let world = World::new();
    let (first, second) = (world.node(world.finalized, 1), world.node(world.finalized, 2));
    link(first.object(), 0, Some(&second));
    link(second.object(), 0, Some(&first));
    drop((first, second));
    let mut host = Recorder::new();
    assert_eq!(world.heap.collect(2, &mut host).collected, 2);
    assert_eq!(host.log, ["start 2", "finalize 1", "finalize 2", "stop 2"]);
}

#[test]
fn what_a_finalizer_resurrects_lives_and_is_collected_later() {
    let world = World::new();
    let kept: RefCell<Vec<OwnedObject>> = RefCell::new(Vec::new());
    let node = world.node(world.finalized, 1);
    let child = world.node(world.slots, 2);
    link(node.object(), 0, Some(&node));
    link(node.object(), 1, Some(&child));
    link(child.object(), 0, Some(&child));
    drop_ring(&world, world.slots, 3);
    drop((node, child));
    let mut host = Recorder::finalizing(|object| kept.borrow_mut().push(object.clone()));
    // The ring goes; the node, and what it holds, does not.
    assert_eq!(world.heap.collect(2, &mut host).collected, 1);
    world.check();
    assert_eq!(world.live(), 2);
    assert!(kept.borrow()[0].has(FINALIZED));
    kept.borrow_mut().clear();
    assert_eq!(world.heap.collect(2, &mut host).collected, 2);
    assert_eq!(host.log, ["start 2", "finalize 1", "stop 1", "start 2", "stop 2"]);
    assert_eq!(world.live(), 0);
}

#[test]
fn a_finalizer_may_break_the_cycle_allocate_and_collect() {
    let world = World::new();
    let node = world.node(world.finalized, 1);
    let child = world.node(world.slots, 2);
    link(node.object(), 0, Some(&node));
    link(node.object(), 1, Some(&child));
    link(child.object(), 0, Some(&node));
    drop((node, child));
    let mut host = Recorder::finalizing(|object| {
        for identity in 10..100 {
            drop_ring(&world, world.slots, identity);
        }
        assert_eq!(world.heap.collect(2, &mut NoHost).examined, 0, "not entered again");
        link(object.object(), 0, None);
        link(object.object(), 1, None);
    });
    // Both died by their counts, as in CPython, where they are then not counted as collected.
    assert_eq!(world.heap.collect(2, &mut host).collected, 0);
    drop(host);
    world.check();
    assert_eq!(world.live(), 90);
    assert_eq!(world.heap.collect(0, &mut NoHost).collected, 90);
}

#[test]
fn an_object_that_dies_by_its_count_is_queued_for_its_finalizer() {
    let world = World::new();
    let node = world.node(world.finalized, 7);
    let weak = world.weak(node.object(), Some(world.node(world.slots, 8)));
    drop(node);
    assert_ne!(world.heap.pending().get() & PENDING_FINALIZERS, 0);
    // Its weak references answer until the finalizer has run.
    assert!(referent(weak.object()).is_some());
    let mut host = Recorder::new();
    world.run_queue(&mut host);
    assert!(referent(weak.object()).is_none());
    assert_eq!(host.log, ["finalize 7", "callback 8"]);
    assert_eq!(world.heap.pending().get(), 0);
}

#[test]
fn callbacks_come_newest_first() {
    let world = World::new();
    let node = world.slots_node();
    let weak: Vec<OwnedObject> =
        (0..40).map(|identity| world.weak(node.object(), Some(world.node(world.slots, identity)))).collect();
    let plain = world.weak(node.object(), None);
    assert_eq!(world.heap.weak_count(node.object()), 41);
    let mut seen = Vec::new();
    world.heap.weak_refs(node.object(), |weak| seen.push(weak));
    assert_eq!(seen[..40], weak.iter().map(OwnedObject::object).collect::<Vec<_>>());
    world.check();
    drop(node);
    assert!(referent(plain.object()).is_none());
    let mut host = Recorder::new();
    world.run_queue(&mut host);
    assert_eq!(host.log, (0..40).rev().map(|identity| format!("callback {identity}")).collect::<Vec<_>>());
}

#[test]
fn unlinking_keeps_the_order() {
    for many in [2, 10, 100] {
        let world = World::new();
        let node = world.slots_node();
        let mut weak: Vec<OwnedObject> = (0..many).map(|_| world.weak(node.object(), None)).collect();
        while !weak.is_empty() {
            weak.remove(weak.len() / 2);
            let mut seen = Vec::new();
            world.heap.weak_refs(node.object(), |weak| seen.push(weak));
            assert_eq!(seen, weak.iter().map(OwnedObject::object).collect::<Vec<_>>());
            world.check();
        }
        assert!(!node.has(exuvia_heap::HAS_WEAK));
    }
}

#[test]
fn callbacks_of_garbage_are_not_called() {
    let world = World::new();
    let (inside, outside) = (world.node(world.slots, 1), world.node(world.slots, 2));
    link(inside.object(), 0, Some(&inside));
    let weak_inside = world.weak(inside.object(), Some(world.node(world.slots, 3)));
    let weak_outside = world.weak(inside.object(), Some(world.node(world.slots, 4)));
    let weak_out_of = world.weak(outside.object(), Some(world.node(world.slots, 5)));
    link(inside.object(), 1, Some(&weak_inside));
    link(inside.object(), 2, Some(&weak_out_of));
    drop((inside, weak_inside, weak_out_of));
    let mut host = Recorder::new();
    // The node, both weak references that it holds, and their callbacks.
    assert_eq!(world.heap.collect(2, &mut host).collected, 5);
    assert_eq!(host.log, ["start 2", "callback 4", "stop 5"]);
    assert!(referent(weak_outside.object()).is_none());
    assert_eq!(world.heap.weak_count(outside.object()), 0);
    drop(outside);
    assert_eq!(world.heap.pending().get() & PENDING_FINALIZERS, 0);
}

#[test]
fn frozen_and_untracked_objects_are_left_alone() {
    let world = World::new();
    drop_ring(&world, world.slots, 1);
    world.heap.freeze();
    assert_eq!(world.heap.frozen_count(), 1);
    assert_eq!(world.heap.collect(2, &mut NoHost).examined, 0);
    world.heap.unfreeze();
    assert_eq!(world.heap.collect(2, &mut NoHost).collected, 1);
    let node = world.slots_node();
    link(node.object(), 0, Some(&node));
    world.heap.untrack(node.object());
    assert!(!world.heap.is_tracked(node.object()));
    let object = node.object();
    drop(node);
    assert_eq!(world.heap.collect(2, &mut NoHost).collected, 0);
    world.heap.track(object);
    assert_eq!(world.heap.collect(1, &mut NoHost).collected, 1);
}

#[test]
fn an_owner_is_traced_and_released() {
    let world = World::new();
    let class = world.node(world.finalized, 1);
    world.heap.layout(world.finalized).finalizer.set(false);
    for layout in [world.slots, world.custom] {
        world.heap.layout(layout).owner.set(Some(class.object()));
        let make = || {
            class.incref();
            world.node(layout, 2)
        };
        drop(make());
        assert_eq!(class.count(), 1);
        let instance = make();
        link(instance.object(), 0, Some(&make()));
        assert_eq!(class.count(), 3);
        let mut owners = 0;
        world.heap.references(instance.object(), &mut |child| owners += usize::from(child == class.object()));
        assert_eq!(owners, 1);
        world.check();
        link(class.object(), 0, Some(&instance));
        drop(instance);
        let own_count = class.clone();
        world.heap.collect(2, &mut NoHost);
        assert_eq!(world.live(), 3);
        link(class.object(), 0, None);
        assert_eq!(world.live(), 1);
        drop(own_count);
    }
    class.incref();
    let instance = world.node(world.custom, 3);
    link(class.object(), 0, Some(&instance));
    drop((class, instance));
    assert_eq!(world.live(), 2);
    assert_eq!(world.heap.collect(2, &mut NoHost).collected, 2);
    assert_eq!(world.live(), 0);
}

#[test]
fn weak_references_and_finalizers_at_any_depth() {
    let world = World::new();
    let mut weak = Vec::new();
    let mut last = world.node(world.slots, 0);
    for index in 1..1000 {
        let layout = if index % 100 == 0 { world.finalized } else { [world.slots, world.custom][index % 2] };
        let node = world.node(layout, index as u64);
        // The weak reference to a node is held by the node above it, and by the test.
        let to_last = world.weak(last.object(), Some(world.node(world.slots, index as u64 - 1)));
        link(node.object(), index % 2, Some(&last));
        link(node.object(), 2, Some(&to_last));
        if index % 3 == 0 {
            weak.push(to_last);
        }
        last = node;
    }
    drop(last);
    let mut host = Recorder::new();
    while world.heap.pending().get() & PENDING_FINALIZERS != 0 {
        world.run_queue(&mut host);
        world.check();
    }
    assert!(weak.iter().all(|weak| referent(weak.object()).is_none()));
    assert_eq!(host.log.iter().filter(|line| line.starts_with("finalize")).count(), 9);
    let mut called: Vec<&String> = host.log.iter().filter(|line| line.starts_with("callback")).collect();
    called.sort();
    called.dedup();
    // Each that was held by the test has been called once; the others died with their holders.
    assert!(called.len() >= weak.len());
    weak.clear();
    assert_eq!(world.live(), 0);
}

#[test]
fn overdrawing_is_told() {
    for debug in [false, true] {
        let config = Config { budget_bytes: 1 << 18, debug };
        let heap = HeapBox::new(config).expect("address space");
        let layout = heap.add_layout(Layout::of_shape("leaf", Kind::Leaf, Shape::Leaf)).expect("room");
        let mut kept = Vec::new();
        while heap.pending().get() & PENDING_OVERDRAWN == 0 {
            assert!(kept.len() < 20_000);
            let object = heap.allocate(layout, Kind::Leaf, 32);
            // SAFETY: the first count of a new object.
            kept.push(unsafe { OwnedObject::from_raw(object) });
        }
        assert!(heap.allocator().overdrawn());
        assert!(heap.try_allocate(layout, Kind::Leaf, 40_000).is_none());
        assert!(heap.buffer(40_000).is_none());
    }
}

#[test]
fn a_probe_sees_each_death() {
    struct Names(Rc<RefCell<Vec<u64>>>);
    impl Probe for Names {
        fn died(&mut self, object: Object) {
            self.0.borrow_mut().push(identity(object));
        }
    }
    let world = World::new();
    let seen = Rc::new(RefCell::new(Vec::new()));
    world.heap.set_probe(Some(Box::new(Names(seen.clone()))));
    let parent = world.node(world.slots, 1);
    for at in 0..3 {
        link(parent.object(), at, Some(&world.node(world.slots, 2 + at as u64)));
    }
    drop(parent);
    assert_eq!(*seen.borrow(), [1, 2, 3, 4]);
    drop_ring(&world, world.custom, 5);
    world.heap.collect(2, &mut NoHost);
    assert_eq!(seen.borrow().last(), Some(&5));
    world.heap.set_probe(None);
    drop_ring(&world, world.slots, 6);
    world.heap.collect(2, &mut NoHost);
    assert_eq!(seen.borrow().len(), 5);
}

#[test]
fn finalizers_added_while_objects_live_are_run() {
    let world = World::new();
    let node = world.node(world.slots, 9);
    world.heap.layout(world.slots).finalizer.set(true);
    drop(node);
    let mut host = Recorder::new();
    world.run_queue(&mut host);
    assert_eq!(host.log, ["finalize 9"]);
    assert_eq!(world.live(), 0);
}

#[test]
fn a_resurrected_object_that_dies_again_just_dies() {
    let world = World::new();
    let kept = Cell::new(None);
    drop(world.node(world.finalized, 1));
    let mut host = Recorder::finalizing(|object| kept.set(Some(object.clone())));
    world.run_queue(&mut host);
    let object = kept.take().expect("resurrected");
    assert_eq!(object.count(), 1);
    drop(object);
    world.run_queue(&mut host);
    assert_eq!(host.log, ["finalize 1"]);
    assert_eq!(world.live(), 0);
}

#[test]
fn integrity_names_an_object_with_too_many_references() {
    let world = World::new();
    let (node, other) = (world.slots_node(), world.slots_node());
    *word_at(node.object(), 1) = other.object().as_ptr() as u64;
    *word_at(node.object(), 2) = other.object().as_ptr() as u64;
    let complaint = world.heap.check_integrity().expect_err("two references, one count");
    assert!(complaint.starts_with("3: slots at"), "{complaint}");
    *word_at(node.object(), 1) = 0;
    *word_at(node.object(), 2) = 0;
    world.check();
    drop(own(other.object()));
    Host::phase(&mut NoHost, exuvia_heap::Phase::Start { generation: 0 });
}

#[test]
fn a_layout_is_taken_out_and_its_identity_used_again() {
    let world = World::new();
    let add = |name| {
        let layout = Layout::of_shape(name, Kind::Container, Shape::Slots { first: 8, count: 1 });
        world.heap.add_layout(layout).expect("the table has room")
    };
    let (one, other) = (add("one"), add("other"));
    world.heap.retire_layout(one);
    world.heap.retire_layout(other);
    assert_eq!(world.heap.retired_layouts(), 2);
    assert_eq!(world.heap.take_retired_layouts(), [one, other]);
    assert_eq!(world.heap.retired_layouts(), 0);
    let count = world.heap.layout_count();
    for id in [one, other] {
        // SAFETY: no object was made with it.
        let layout = unsafe { world.heap.remove_layout(id) }.expect("it is there");
        assert_eq!(&*layout.name, if id == one { "one" } else { "other" });
        // SAFETY: as above.
        assert!(unsafe { world.heap.remove_layout(id) }.is_none(), "it is gone");
    }
    let mut again = [add("third"), add("fourth")];
    again.sort_unstable();
    assert_eq!(again, [one, other]);
    assert_eq!(world.heap.layout_count(), count);
    assert_eq!(add("fifth").index(), count);
}
