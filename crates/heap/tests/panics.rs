//! Panics in drops, finalizers and trace functions: they reach the program, and the heap stays whole.
//!
//! ```text
//! after each: integrity, counts, other finalizers run, a collection works, nothing is left
//! ```

use exuvia_heap::typed::{Config, GcCell, Heap, OwnedHeap, Ref, Trace, Tracer, Untraced};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

fn heap() -> OwnedHeap {
    Heap::new(Config::default().debug(true)).expect("address space")
}

/// The message of the panic that `f` ends with.
fn panic_of(f: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).expect_err("a panic");
    payload.downcast::<String>().map_or_else(|_| "no message".to_owned(), |message| *message)
}

/// Panics when it is dropped, if it is armed.
struct Bomb(String);

impl Drop for Bomb {
    fn drop(&mut self) {
        if !self.0.is_empty() {
            let message = self.0.clone();
            std::panic::panic_any(message);
        }
    }
}

#[derive(Trace)]
struct Node {
    bomb: Untraced<Bomb>,
    next: GcCell<Option<Ref<Node>>>,
    other: GcCell<Option<Ref<Node>>>,
}

fn node(heap: &Heap, message: &str) -> Ref<Node> {
    let bomb = Untraced::new(Bomb(message.to_owned()));
    heap.new_object(Node { bomb, next: GcCell::default(), other: GcCell::default() })
}

fn check_and_close(heap: OwnedHeap) {
    heap.check_integrity().expect("a sound heap");
    heap.check_traces().expect("traces that fit");
    heap.collect();
    heap.close().expect("nothing is left");
}

#[test]
fn a_drop_panics_out_of_the_last_reference() {
    let heap = heap();
    let object = node(&heap, "first");
    let kept = node(&heap, "");
    object.next.set(Some(kept.clone()));
    assert_eq!(panic_of(|| drop(object)), "first");
    assert_eq!(kept.strong_count(), 1, "the other fields were dropped");
    drop(kept);
    check_and_close(heap);
}

#[test]
fn a_chain_of_drops_ends_before_the_panic_goes_on() {
    let heap = heap();
    let mut head = node(&heap, "");
    for index in 0..200 {
        let next = std::mem::replace(&mut head, node(&heap, &format!("{index}")));
        head.next.set(Some(next));
    }
    assert_eq!(panic_of(|| drop(head)), "199", "the first of all that panicked");
    assert!(heap.census().is_empty(), "all are dead: {:?}", heap.census());
    check_and_close(heap);
}

#[test]
fn a_cycle_of_panicking_drops() {
    let heap = heap();
    let (left, right) = (node(&heap, "left"), node(&heap, "right"));
    left.next.set(Some(right.clone()));
    right.next.set(Some(left.clone()));
    right.other.set(Some(right.clone()));
    drop((left, right));
    let message = panic_of(|| {
        heap.collect();
    });
    assert!(message == "left" || message == "right");
    assert!(heap.census().is_empty());
    check_and_close(heap);
}

#[test]
fn a_drop_panics_while_the_thread_panics() {
    let heap = heap();
    let object = node(&heap, "inner");
    let message = panic_of(|| {
        let _object = object;
        std::panic::panic_any("outer".to_owned());
    });
    assert_eq!(message, "outer");
    assert!(heap.census().is_empty());
    // The one that was kept goes on at the next safe point.
    assert_eq!(panic_of(|| drop(heap.new_object(1))), "inner");
    heap.new_object(1);
    check_and_close(heap);
}

#[test]
fn a_value_with_two_panicking_parts() {
    // The second panic is inside the clean-up of the first, and is caught by the death of its own object.
    let heap = heap();
    let outer = node(&heap, "outer");
    outer.next.set(Some(node(&heap, "inner")));
    outer.other.set(Some(node(&heap, "innermost")));
    let message = panic_of(|| drop(outer));
    assert!(["outer", "inner", "innermost"].contains(&&*message));
    assert!(heap.census().is_empty());
    check_and_close(heap);
}

#[test]
fn a_heap_that_is_closed_or_dropped_panics_after_its_end() {
    for close in [true, false] {
        let heap = heap();
        let object = node(&heap, "at the end");
        object.next.set(Some(object.clone()));
        drop(object);
        let message = panic_of(|| if close { heap.close().expect("nothing is left") } else { drop(heap) });
        assert_eq!(message, "at the end");
        assert_eq!(exuvia_heap::last_leaks(), None);
    }
}

#[test]
fn a_value_that_is_replaced_panics_after_the_cell_is_free() {
    let heap = heap();
    let holder = node(&heap, "");
    holder.next.set(Some(node(&heap, "replaced")));
    assert_eq!(panic_of(|| holder.next.set(None)), "replaced");
    assert!(holder.next.try_borrow_mut().is_ok());
    drop(holder);
    check_and_close(heap);
}

thread_local! {
    static FINALIZED: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static KEPT: RefCell<Vec<Ref<Finalized>>> = const { RefCell::new(Vec::new()) };
}

#[derive(Trace)]
#[trace(finalize = finalize)]
struct Finalized {
    number: u32,
    panics: bool,
    resurrects: bool,
    me: GcCell<Option<Ref<Finalized>>>,
}

fn finalize(value: &Finalized) {
    FINALIZED.with_borrow_mut(|finalized| finalized.push(value.number));
    if value.resurrects {
        KEPT.with_borrow_mut(|kept| kept.extend(value.me.borrow().clone()));
    }
    if value.panics {
        std::panic::panic_any(format!("finalizer {}", value.number));
    }
}

fn finalized(heap: &Heap, number: u32, panics: bool, resurrects: bool) -> Ref<Finalized> {
    heap.new_object(Finalized { number, panics, resurrects, me: GcCell::default() })
}

#[test]
fn finalizers_after_one_that_panics_run() {
    let heap = heap();
    let objects: Vec<_> = (0..4).map(|number| finalized(&heap, number, number % 2 == 1, false)).collect();
    drop(objects);
    assert_eq!(panic_of(|| heap.run_finalizers()), "finalizer 1");
    heap.run_finalizers();
    assert_eq!(FINALIZED.take(), [0, 1, 2, 3]);
    assert!(heap.census().is_empty());
    check_and_close(heap);
}

#[test]
fn a_finalizer_panics_out_of_an_allocation() {
    let heap = heap();
    drop(finalized(&heap, 7, true, false));
    assert_eq!(panic_of(|| drop(heap.new_object(String::new()))), "finalizer 7");
    assert_eq!(FINALIZED.take(), [7]);
    check_and_close(heap);
}

#[test]
fn finalizers_of_a_cycle_panic_and_resurrect() {
    let heap = heap();
    for number in 0..6 {
        let object = finalized(&heap, number, number % 2 == 0, number >= 4);
        object.me.set(Some(object.clone()));
    }
    let message = panic_of(|| {
        heap.collect();
    });
    assert!(message.starts_with("finalizer "));
    let mut numbers = FINALIZED.take();
    numbers.sort_unstable();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);
    heap.check_integrity().expect("a sound heap");
    let kept = KEPT.take();
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().all(|object| object.strong_count() == 2 && Ref::is_finalized(object)));
    drop(kept);
    assert_eq!(heap.collect().collected, 2);
    check_and_close(heap);
}

/// A hand-written trace that panics before its second reference, while it is told to.
struct Hand {
    panics: Rc<Cell<bool>>,
    first: GcCell<Option<Ref<Hand>>>,
    second: GcCell<Option<Ref<Hand>>>,
}

// SAFETY: both references are reported once; it panics at the same place until the test changes the switch, between collections.
unsafe impl Trace for Hand {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.first.trace(tracer);
        if self.panics.get() {
            std::panic::panic_any("trace".to_owned());
        }
        self.second.trace(tracer);
    }
}

#[test]
fn a_trace_panics_in_a_collection() {
    let heap = heap();
    let panics = Rc::new(Cell::new(false));
    let hand = || {
        heap.new_object(Hand { panics: panics.clone(), first: GcCell::default(), second: GcCell::default() })
    };
    let (left, right, kept) = (hand(), hand(), hand());
    left.first.set(Some(right.clone()));
    right.second.set(Some(left.clone()));
    right.first.set(Some(kept.clone()));
    let watch = left.downgrade();
    drop((left, right));
    panics.set(true);
    let message = panic_of(|| {
        heap.collect();
    });
    assert_eq!(message, "trace");
    assert_eq!(watch.strong_count(), 1, "what was not reported is held from outside");
    assert_eq!(kept.strong_count(), 2);
    panics.set(false);
    heap.check_integrity().expect("a sound heap");
    // Stamps of what has survived are gone: the next collection needs a new one.
    drop(watch.upgrade());
    assert_eq!(heap.collect().collected, 2);
    assert_eq!(kept.strong_count(), 1);
    drop((kept, watch));
    check_and_close(heap);
}

#[test]
fn a_trace_panics_in_an_automatic_collection() {
    let heap = Heap::new(Config::default().young_objects(10)).expect("address space");
    let panics = Rc::new(Cell::new(true));
    let hand = || {
        let hand = Hand { panics: panics.clone(), first: GcCell::default(), second: GcCell::default() };
        let hand = heap.new_object(hand);
        hand.second.set(Some(hand.clone()));
    };
    let mut caught = 0;
    for _ in 0..200 {
        caught += u32::from(catch_unwind(AssertUnwindSafe(hand)).is_err());
    }
    assert!(caught > 0);
    panics.set(false);
    heap.check_integrity().expect("a sound heap");
    // Nobody can reach them to stamp them again, but all have been dropped by their handles once: `collect` finds those whose
    // stamps are left, and closing names the rest.
    heap.collect();
    drop(heap);
}

thread_local! {
    static HEAP: RefCell<Option<OwnedHeap>> = const { RefCell::new(None) };
}

/// A drop that uses its heap in every way that is offered.
struct Reentrant {
    friend: Option<Ref<Node>>,
    log: Rc<RefCell<Vec<&'static str>>>,
}

impl Drop for Reentrant {
    fn drop(&mut self) {
        let Some(friend) = &self.friend else { return };
        let heap = Ref::heap(friend);
        let made = node(heap, "");
        made.next.set(Some(made.clone()));
        made.other.set(Some(friend.clone()));
        drop(made);
        assert_eq!(heap.collect().collected, 0, "nothing happens in the middle of a death");
        assert!(heap.graph().is_err() && heap.check_integrity().is_err());
        heap.run_finalizers();
        drop(HEAP.take());
        self.log.borrow_mut().push("done");
    }
}

#[test]
fn a_drop_uses_and_drops_its_heap() {
    for cyclic in [false, true] {
        #[derive(Trace)]
        struct Owner {
            me: GcCell<Option<Ref<Owner>>>,
            inner: Untraced<Reentrant>,
        }
        let log = Rc::new(RefCell::new(Vec::new()));
        let heap = heap();
        let friend = node(&heap, "");
        let inner = Untraced::new(Reentrant { friend: Some(friend.clone()), log: log.clone() });
        let owner = heap.new_object(Owner { me: GcCell::default(), inner });
        HEAP.set(Some(heap));
        if cyclic {
            owner.me.set(Some(owner.clone()));
            drop(owner);
            Ref::heap(&friend).collect();
        } else {
            drop(owner);
        }
        assert_eq!(*log.borrow(), ["done"]);
        assert!(exuvia_heap::last_leaks().is_some(), "the dying object was there");
        assert!(friend.next.borrow().is_none());
        Ref::heap(&friend).collect();
        Ref::heap(&friend).check_integrity().expect("a sound heap");
    }
}
