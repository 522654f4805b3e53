//! The safe interface: handles, cells, several heaps, budgets, everything that a program may do with them.
//!
//! ```text
//! no unsafe code; misuse is an error or does not compile (see compile_fail)
//! ```
#![forbid(unsafe_code)]

use exuvia_heap::typed::{
    Config, GcCell, GcRef, GcRefMut, Heap, OwnedHeap, Ref, Trace, Untraced, Weak, last_leaks,
};
use std::borrow::Borrow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList};
use std::marker::PhantomData;
use std::rc::Rc;

#[derive(Trace, Default, Debug)]
struct Node {
    name: String,
    links: GcCell<Vec<Ref<Node>>>,
}

fn heap() -> OwnedHeap {
    Heap::new(Config::default().debug(true)).expect("address space")
}

fn node(heap: &Heap, name: &str) -> Ref<Node> {
    heap.new_object(Node { name: name.to_owned(), links: GcCell::default() })
}

#[test]
fn references_compare_as_their_values_do() {
    let heap = heap();
    let (one, same, other) = (
        heap.new_object("one".to_owned()),
        heap.new_object("one".to_owned()),
        heap.new_object("two".to_owned()),
    );
    assert!(one == same && one != other && one < other && !Ref::ptr_eq(&one, &same));
    let set: HashSet<Ref<String>> = [one.clone(), same.clone(), other.clone()].into();
    assert_eq!(set.len(), 2);
    let two = String::from("two");
    assert!(set.contains(&two));
    let text: &String = one.borrow();
    assert_eq!((text, format!("{one} {one:?}")), (one.as_ref(), "one \"one\"".to_owned()));
    assert_eq!(format!("{one:p}"), format!("{:p}", one.object()));
    assert!(std::ptr::eq(Ref::heap(&one), Ref::heap(&other)));
}

#[test]
fn values_move_out_of_the_last_reference() {
    let heap = heap();
    let child = node(&heap, "child");
    let parent = node(&heap, "parent");
    parent.links.borrow_mut().push(child.clone());
    let weak = parent.downgrade();
    let second = parent.clone();
    let parent = Ref::try_unwrap(parent).map(|_| ()).expect_err("there is another reference");
    drop(second);
    let value = Ref::try_unwrap(parent).expect("the last one");
    assert!(weak.upgrade().is_none());
    assert_eq!((value.name.as_str(), child.strong_count()), ("parent", 2));
    heap.check_integrity().expect("a sound heap");
    drop((value, weak));
    assert_eq!(child.strong_count(), 1);
    assert_eq!(Ref::try_unwrap(heap.new_object(7)), Ok(7));
    drop(child);
    heap.check_traces().expect("traces that fit");
    heap.close().expect("nothing is left");
}

#[test]
fn values_that_know_themselves() {
    #[derive(Trace)]
    struct Selfish {
        me: Weak<Selfish>,
    }
    let heap = heap();
    let object = heap.new_cyclic(|me| {
        assert!(me.upgrade().is_none() && me.strong_count() == 0);
        Selfish { me: me.clone() }
    });
    let me = object.me.upgrade().expect("alive");
    assert!(Ref::ptr_eq(&me, &object));
    assert!(Weak::ptr_eq(&object.me, &object.downgrade()));
    let other = heap.new_cyclic(|me| Selfish { me: me.clone() });
    assert!(!Weak::ptr_eq(&object.me, &other.me));
    let dead = other.me.clone();
    drop(other);
    assert!(Weak::ptr_eq(&dead, &dead.clone()) && !Weak::ptr_eq(&dead, &Weak::new()));
    drop((object, me, dead));
    heap.close().expect("nothing is left");
}

#[test]
fn cells_refuse_what_would_alias() {
    let heap = heap();
    let object = node(&heap, "a");
    object.links.borrow_mut().push(object.clone());
    {
        let borrowed = object.links.borrow();
        assert!(object.links.try_borrow().is_ok());
        let error = object.links.try_borrow_mut().expect_err("borrowed");
        assert_eq!(error.to_string(), "the cell is borrowed");
        let first = GcRef::map(borrowed, |links| &links[0]);
        assert_eq!(first.name, "a");
        assert!(object.links.try_borrow_mut().is_err());
    }
    {
        let mut first = GcRefMut::map(object.links.borrow_mut(), |links| &mut links[0]);
        assert_eq!(
            object.links.try_borrow().expect_err("borrowed").to_string(),
            "the cell is borrowed exclusively"
        );
        *first = node(&heap, "b");
    }
    assert_eq!(object.links.take()[0].name, "b");
    assert!(object.links.borrow().is_empty());
    let mut cell = GcCell::from(1);
    *cell.get_mut() += 1;
    assert_eq!(cell.into_inner(), 2);
}

#[test]
fn an_exclusive_borrow_that_is_forgotten_leaks_and_nothing_else() {
    let heap = heap();
    let object = node(&heap, "forgotten");
    object.links.borrow_mut().push(object.clone());
    std::mem::forget(object.links.borrow_mut());
    drop(object);
    assert_eq!(heap.collect().collected, 0);
    heap.check_integrity().expect("a sound heap");
    drop(heap);
    assert_eq!(last_leaks().expect("one node").0[0].outside, 1);
}

#[test]
fn one_heap_holds_references_into_another() {
    let (left, right) = (heap(), heap());
    for round in 0..50 {
        let (one, two) = (node(&left, "one"), node(&right, "two"));
        one.links.borrow_mut().extend([two.clone(), one.clone(), two.clone()]);
        two.links.borrow_mut().push(two.clone());
        assert!(!std::ptr::eq(Ref::heap(&one), Ref::heap(&two)));
        let watch = two.downgrade();
        drop((one, two));
        assert_eq!(right.collect().collected, 0, "held from the left heap");
        left.check_integrity().expect("a sound heap");
        right.check_integrity().expect("a sound heap");
        assert_eq!(left.collect().collected, 1);
        assert_eq!(watch.strong_count(), 1);
        assert_eq!(right.collect().collected, 1);
        assert_eq!(watch.strong_count(), 0, "round {round}");
    }
    left.check_traces().expect("traces that fit");
    left.close().expect("nothing is left");
    right.close().expect("nothing is left");
}

#[test]
fn a_heap_that_is_held_from_another_stays_mapped() {
    let (left, right) = (heap(), heap());
    let holder = node(&left, "holder");
    holder.links.borrow_mut().push(node(&right, "held"));
    drop(right);
    let leaks = last_leaks().expect("one node");
    assert_eq!((leaks.0[0].objects, leaks.0[0].outside), (1, 1));
    assert_eq!(left.collect().collected, 0);
    assert_eq!(holder.links.borrow()[0].name, "held");
    let made = node(Ref::heap(&holder.links.borrow()[0].clone()), "made on a heap without an owner");
    holder.links.borrow_mut().push(made);
    drop(holder);
    left.close().expect("nothing is left");
}

#[test]
fn a_cycle_through_two_heaps_is_named_at_the_end() {
    let (left, right) = (heap(), heap());
    let (one, two) = (node(&left, "one"), node(&right, "two"));
    one.links.borrow_mut().push(two.clone());
    two.links.borrow_mut().push(one.clone());
    drop((one, two));
    assert_eq!((left.collect().collected, right.collect().collected), (0, 0));
    assert_eq!(left.close().expect_err("a node").0[0].outside, 1);
}

#[test]
fn chains_through_many_heaps_die() {
    let heaps: Vec<OwnedHeap> = (0..3).map(|_| heap()).collect();
    let mut head = node(&heaps[0], "0");
    for index in 1..50_000 {
        let next = node(&heaps[index % 3], "");
        next.links.borrow_mut().push(head);
        head = next;
    }
    drop(head);
    for heap in heaps {
        assert!(heap.census().is_empty());
        heap.close().expect("nothing is left");
    }
}

#[test]
fn deep_structures_die_on_a_small_stack() {
    let deep = || {
        let heap = Heap::new(Config::default()).expect("address space");
        let mut head = node(&heap, "0");
        for _ in 0..1_000_000 {
            let next = node(&heap, "");
            next.links.borrow_mut().push(head);
            head = next;
        }
        let graph = heap.graph().expect("a quiet heap");
        let bottom = graph.ids().find(|&id| graph.references(id).is_empty()).expect("the first node");
        assert_eq!(graph.path_from_root(bottom).expect("reachable").len(), 1_000_000);
        drop(head);
        heap.close().expect("nothing is left");
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(deep).expect("a thread");
    thread.join().expect("no overflow");
}

#[test]
fn finalizers_that_allocate_and_collect() {
    #[derive(Trace)]
    #[trace(finalize = busy)]
    struct Busy {
        me: Weak<Busy>,
        more: Cell<u32>,
    }
    fn busy(value: &Busy) {
        let Some(me) = value.me.upgrade() else { return };
        let heap = Ref::heap(&me);
        for _ in 0..value.more.get() {
            let made = heap.new_cyclic(|weak| Busy { me: weak.clone(), more: Cell::new(0) });
            made.more.set(value.more.get() / 2);
            drop(node(heap, "garbage"));
            heap.collect();
        }
    }
    let heap = heap();
    heap.set_collect_every_allocation(true);
    for _ in 0..10 {
        drop(heap.new_cyclic(|me| Busy { me: me.clone(), more: Cell::new(4) }));
    }
    heap.collect();
    heap.check_integrity().expect("a sound heap");
    heap.close().expect("nothing is left");
}

#[test]
fn a_hundred_thousand_waiting_finalizers_that_allocate() {
    #[derive(Trace)]
    #[trace(finalize = allocate)]
    struct Late(Weak<Late>);
    fn allocate(value: &Late) {
        if let Some(me) = value.0.upgrade() {
            node(Ref::heap(&me), "made late");
        }
    }
    let run = || {
        let heap = Heap::new(Config::default()).expect("address space");
        let all: Vec<_> = (0..100_000).map(|_| heap.new_cyclic(|me| Late(me.clone()))).collect();
        drop(all);
        node(&heap, "a safe point");
        assert!(heap.census().iter().all(|count| count.type_name != std::any::type_name::<Late>()));
        heap.close().expect("nothing is left");
    };
    std::thread::Builder::new()
        .stack_size(256 << 10)
        .spawn(run)
        .expect("a thread")
        .join()
        .expect("no overflow");
}

#[test]
fn budgets_are_hit_and_survived() {
    let heap = Heap::new(Config::default().budget_bytes(2 << 20).automatic(false)).expect("address space");
    let mut kept = Vec::new();
    let error = loop {
        match heap.try_new_object(Node::default()) {
            Ok(object) => kept.push(object),
            Err(error) => break error,
        }
    };
    assert!(error.is_over_budget() && error.used_bytes <= error.budget_bytes);
    let message = error.to_string();
    assert!(
        message.starts_with("no room for an object of") && message.ends_with("bytes are in use"),
        "{message}"
    );
    assert!(kept.len() > 10_000);
    // Garbage makes room without being asked for.
    for object in kept.drain(..) {
        object.links.borrow_mut().push(object.clone());
    }
    for _ in 0..100_000 {
        let object = heap.try_new_object(Node::default()).expect("room after a collection");
        object.links.borrow_mut().push(object.clone());
    }
    assert!(heap.used_bytes() <= 2 << 20);
    // Small objects may overdraw, and what they leave is collected at the next safe point.
    for _ in 0..100_000 {
        let object = heap.new_object(Node::default());
        object.links.borrow_mut().push(object.clone());
    }
    assert!(heap.peak_bytes() < 3 << 20, "{}", heap.peak_bytes());
    heap.set_budget_bytes(usize::MAX);
    assert!(heap.try_new_object([0u8; 100_000]).is_ok());
    heap.close().expect("nothing is left");
}

#[derive(Trace, Default)]
struct Everything {
    nodes: (Option<Ref<Node>>, OnceCell<Ref<Node>>),
    by_name: HashMap<String, Ref<Node>>,
    by_node: BTreeMap<Box<str>, [Option<Ref<Node>>; 2]>,
    sets: (HashSet<u32>, BTreeSet<Ref<String>>, BinaryHeap<Ref<String>>, LinkedList<Ref<Node>>),
    result: Option<Result<Ref<Node>, Box<Ref<Node>>>>,
    plain: (Cell<u32>, RefCell<String>, Rc<str>, Option<fn(u32) -> u32>, PhantomData<Node>),
    shared: Rc<Vec<u8>>,
    closure: Option<Untraced<Box<dyn Fn() -> u32>>>,
    weak: Weak<Node>,
}

#[test]
fn types_of_the_standard_library() {
    let heap = heap();
    let held = node(&heap, "held");
    let text = heap.new_object("text".to_owned());
    let again = held.clone();
    let everything = Everything {
        nodes: (Some(held.clone()), OnceCell::from(held.clone())),
        by_name: [("a".to_owned(), held.clone())].into(),
        by_node: [("b".into(), [None, Some(held.clone())])].into(),
        sets: ([1].into(), [text.clone()].into(), [text.clone()].into(), [held.clone()].into()),
        result: Some(Err(Box::new(held.clone()))),
        closure: Some(Untraced::new(Box::new(move || again.name.len() as u32))),
        weak: held.downgrade(),
        ..Everything::default()
    };
    let object = heap.new_object(everything);
    let graph = heap.graph().expect("a quiet heap");
    let id = graph.find(object.object()).expect("alive");
    let labels: Vec<String> = graph.references(id).iter().map(|edge| edge.label.to_string()).collect();
    assert_eq!(
        labels,
        [
            "nodes.0",
            "nodes.1",
            "by_name.value[0]",
            "by_node.value[0][1]",
            "sets.1[0]",
            "sets.2[0]",
            "sets.3[0]",
            "result",
            "weak"
        ]
    );
    assert_eq!(
        graph.node(graph.find(held.object()).expect("alive")).outside(),
        2,
        "the handle and the closure"
    );
    assert_eq!(object.closure.as_ref().map(|closure| closure()), Some(4));
    drop((object, held, text));
    heap.check_traces().expect("traces that fit");
    heap.close().expect("nothing is left");
}

#[test]
fn a_heap_is_usable_after_any_panic() {
    let heap = heap();
    let kept = heap.new_object(1);
    let caught = std::panic::catch_unwind(|| {
        let more = heap.new_object(*kept + 1);
        assert_eq!(*more, 0, "never");
    });
    assert!(caught.is_err());
    assert_eq!(heap.objects::<i32>().expect("a quiet heap"), [kept]);
    heap.close().expect("nothing is left");
}

#[test]
fn objects_are_found_by_their_type() {
    let heap = heap();
    let nodes: Vec<_> = (0..100).map(|index| node(&heap, &index.to_string())).collect();
    heap.new_object(1);
    let mut found = heap.objects::<Node>().expect("a quiet heap");
    assert_eq!(found.len(), 100);
    found.sort_by_key(|node| node.name.parse::<u32>().ok());
    assert!(found.iter().zip(&nodes).all(|(left, right)| Ref::ptr_eq(left, right)));
    let census = heap.census();
    assert_eq!((census[0].objects, census[0].type_name.as_str()), (100, std::any::type_name::<Node>()));
    drop((nodes, found));
    heap.close().expect("nothing is left");
}

#[test]
fn a_heap_and_its_references_in_thread_locals() {
    thread_local! {
        static FIRST: Cell<Option<Ref<Node>>> = const { Cell::new(None) };
        static HEAP: RefCell<Option<OwnedHeap>> = const { RefCell::new(None) };
        static LAST: Cell<Option<Ref<Node>>> = const { Cell::new(None) };
    }
    let thread = std::thread::spawn(|| {
        let heap = heap();
        FIRST.set(Some(node(&heap, "first")));
        LAST.set(Some(node(&heap, "last")));
        HEAP.set(Some(heap));
    });
    thread.join().expect("all ends well, in whichever order");
}

#[test]
fn a_large_vector_in_a_dead_cycle_is_collected_in_slices() {
    let heap = Heap::new(Config::default()).expect("address space");
    let large = node(&heap, "large");
    let small: Vec<Ref<Node>> = (0..100_000).map(|_| node(&heap, "small")).collect();
    small.iter().for_each(|node| node.links.borrow_mut().push(large.clone()));
    *large.links.borrow_mut() = small;
    let mut kept = vec![node(&heap, "kept")];
    for round in 0.. {
        // The vector changes while it lives: items leave it, and change their places.
        if round == 200 {
            let item = large.links.borrow_mut().remove(0);
            item.links.borrow_mut().clear();
            kept.push(item);
            large.links.borrow_mut().swap(1, 99_000);
            large.links.borrow_mut().reverse();
        }
        // Held nodes refer to each other, so that there is something to suspect.
        for _ in 0..2000 {
            let next = node(&heap, "next");
            next.links.borrow_mut().push(kept[kept.len() - 1].clone());
            kept.push(next);
        }
        if round == 400 {
            break;
        }
    }
    let before = heap.objects::<Node>().expect("not busy").len();
    drop(large);
    for _ in 0..1000 {
        let ring = node(&heap, "ring");
        ring.links.borrow_mut().push(ring.clone());
        kept.push(ring);
        kept.extend((0..2000).map(|_| node(&heap, "more")));
    }
    let lost = before + 1000 * 2001 - heap.objects::<Node>().expect("not busy").len();
    assert_eq!(lost, 100_000, "the vector, and all that it held but for the one that was kept");
    assert!(heap.check_integrity().is_ok());
}
