//! The typed layer: handles, weak handles, finalizers, and what outlives its heap.

use exuvia_heap::{Config, GcCell, Heap, HeapBox, Ref, Trace, Weak, last_leaks};
use std::cell::Cell;

#[derive(Trace)]
struct Node {
    name: String,
    next: GcCell<Option<Ref<Node>>>,
    others: GcCell<Vec<Ref<Node>>>,
}

fn heap() -> HeapBox {
    HeapBox::new(Config { debug: true, ..Config::default() }).expect("address space")
}

fn node(heap: &Heap, name: &str) -> Ref<Node> {
    heap.new_object(Node { name: name.into(), next: GcCell::new(None), others: GcCell::default() })
}

#[test]
fn counted_and_dropped() {
    let heap = heap();
    let (first, second) = (node(&heap, "first"), node(&heap, "second"));
    first.next.set(Some(second.clone()));
    assert_eq!((second.strong_count(), &*second.name), (2, "second"));
    drop(first);
    assert_eq!(second.strong_count(), 1);
    drop(second);
    heap.close().expect("nothing is left");
}

#[test]
fn cycles_are_collected() {
    let heap = heap();
    for index in 0..10_000 {
        let (left, right) = (node(&heap, "left"), node(&heap, &index.to_string()));
        left.next.set(Some(right.clone()));
        right.others.borrow_mut().extend([left.clone(), left.clone(), right.clone()]);
    }
    heap.check_integrity().expect("a sound heap");
    assert!(heap.totals()[0].collected > 10_000, "automatic collections have run");
    heap.collect_typed();
    heap.check_integrity().expect("a sound heap");
    heap.close().expect("nothing is left");
}

#[test]
fn weak_handles() {
    let heap = heap();
    let object = node(&heap, "object");
    let weak: Weak<Node> = object.downgrade();
    assert_eq!(weak.upgrade().expect("alive").name, "object");
    assert_eq!(object.weak_count(), 1);
    object.next.set(Some(object.clone()));
    drop(object);
    assert!(weak.upgrade().is_some());
    heap.collect_typed();
    assert!(weak.upgrade().is_none());
    assert!(weak.clone().upgrade().is_none());
    drop(weak);
    heap.close().expect("nothing is left");
}

thread_local! {
    static FINALIZED: Cell<usize> = const { Cell::new(0) };
    static KEPT: Cell<Option<Ref<Finalized>>> = const { Cell::new(None) };
}

#[derive(Trace)]
#[trace(finalize = note)]
struct Finalized {
    me: GcCell<Option<Ref<Finalized>>>,
    resurrect: bool,
}

fn note(value: &Finalized) {
    FINALIZED.set(FINALIZED.get() + 1);
    if value.resurrect {
        KEPT.set(value.me.borrow().clone());
    }
}

#[test]
fn finalizers_run_once() {
    let heap = heap();
    let object = heap.new_object(Finalized { me: GcCell::new(None), resurrect: true });
    object.me.set(Some(object.clone()));
    drop(object);
    assert_eq!(heap.collect_typed().collected, 0);
    assert_eq!(FINALIZED.get(), 1);
    let kept = KEPT.take().expect("resurrected");
    assert!(kept.me.borrow().is_some());
    drop(kept);
    assert_eq!(heap.collect_typed().collected, 1);
    drop(heap.new_object(Finalized { me: GcCell::new(None), resurrect: false }));
    heap.collect_typed();
    assert_eq!(FINALIZED.get(), 2);
    heap.close().expect("nothing is left");
}

#[test]
fn references_outlive_the_owner_of_their_heap() {
    let heap = heap();
    let kept = node(&heap, "kept");
    kept.next.set(Some(node(&heap, "held")));
    drop(heap);
    let leaks = last_leaks().expect("two nodes");
    assert_eq!(leaks.0.len(), 1);
    assert_eq!(leaks.0[0].objects, 2);
    assert!(leaks.to_string().contains("2 × typed::Node"), "{leaks}");
    assert_eq!(kept.next.borrow().as_ref().expect("held").name, "held");
}

#[derive(Trace)]
enum Shape {
    Leaf,
    Pair(Ref<Shape>, Ref<Shape>),
    Named { of: Ref<Shape>, name: &'static str },
}

#[derive(Trace)]
struct Point<T> {
    at: (f64, f64),
    data: Option<Box<T>>,
}

#[test]
fn enums_and_generics() {
    let heap = heap();
    let leaf = heap.new_object(Shape::Leaf);
    let named = heap.new_object(Shape::Named { of: leaf.clone(), name: "x" });
    let pair = heap.new_object(Shape::Pair(named.clone(), leaf.clone()));
    let mut seen = 0;
    heap.references(pair.object(), &mut |_| seen += 1);
    assert_eq!(seen, 2);
    if let Shape::Named { of, name } = &*named {
        assert!(Ref::ptr_eq(of, &leaf) && *name == "x");
    }
    let point = heap.new_object(Point { at: (1.0, 2.0), data: Some(Box::new(leaf)) });
    assert!(
        matches!(point.data.as_deref().map(|leaf| &**leaf), Some(Shape::Leaf)) && point.at.0 < point.at.1
    );
    const { assert!(!<Point<u8> as Trace>::REFERS && <Point<Ref<Shape>> as Trace>::REFERS) };
}

#[test]
fn an_exclusive_borrow_outlasts_a_collection() {
    let heap = heap();
    let object = node(&heap, "object");
    object.next.set(Some(object.clone()));
    let inner = node(&heap, "inner");
    object.others.borrow_mut().push(inner);
    {
        let mut borrowed = object.others.borrow_mut();
        assert_eq!(heap.collect_typed().collected, 0);
        assert_eq!(borrowed[0].name, "inner");
        borrowed.clear();
    }
    heap.check_integrity().expect("a sound heap");
}

#[test]
fn large_values_respect_the_budget() {
    let heap = HeapBox::new(Config { budget_bytes: 4 << 20, ..Config::default() }).expect("address space");
    let mut kept = Vec::new();
    let refused = loop {
        match heap.try_new_object([0u8; 100_000]) {
            Ok(object) => kept.push(object),
            Err(error) => break error.value,
        }
    };
    assert_eq!(refused.len(), 100_000);
    assert!((20..=42).contains(&kept.len()), "{}", kept.len());
    drop(kept);
    assert!(heap.try_new_object([0u8; 100_000]).is_ok());
}
