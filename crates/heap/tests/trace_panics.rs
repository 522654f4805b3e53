//! A trace function that panics at its n-th call, for each n: whichever pass of a collection that is in, what is held lives on.
//!
//! ```text
//! n = 0, 1, 2, …  until a collection gets through       at once, automatic, in slices; with and without finalizers
//! ```

use exuvia_heap::typed::{Config, GcCell, Heap, OwnedHeap, Ref, Rehearsal, Trace, Tracer};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

const ALIVE: u32 = 0x600d_f00d;

thread_local! {
    /// Calls of trace functions until one panics.
    static FUSE: Cell<u32> = const { Cell::new(u32::MAX) };
    static FINALIZED: Cell<u32> = const { Cell::new(0) };
}

struct Hand<const FINALIZES: bool> {
    canary: Cell<u32>,
    first: GcCell<Option<Ref<Hand<FINALIZES>>>>,
    second: GcCell<Option<Ref<Hand<FINALIZES>>>>,
}

impl<const FINALIZES: bool> Drop for Hand<FINALIZES> {
    fn drop(&mut self) {
        self.canary.set(0);
    }
}

// SAFETY: each reference is reported at most once, and dropping the value uses none.
unsafe impl<const FINALIZES: bool> Trace for Hand<FINALIZES> {
    const FINALIZES: bool = FINALIZES;

    fn finalize(&self) {
        FINALIZED.set(FINALIZED.get() + 1);
    }

    fn trace(&self, tracer: &mut Tracer<'_>) {
        assert_eq!(self.canary.get(), ALIVE);
        self.first.trace(tracer);
        let fuse = FUSE.get();
        FUSE.set(fuse.saturating_sub(1));
        if fuse == 0 {
            FUSE.set(u32::MAX);
            std::panic::panic_any("trace");
        }
        self.second.trace(tracer);
    }
}

fn hand<const F: bool>(
    heap: &Heap,
    first: Option<&Ref<Hand<F>>>,
    second: Option<&Ref<Hand<F>>>,
) -> Ref<Hand<F>> {
    let (first, second) = (GcCell::new(first.cloned()), GcCell::new(second.cloned()));
    heap.new_object(Hand { canary: Cell::new(ALIVE), first, second })
}

/// A ring whose members are held by each other, and by the result.
fn ring<const F: bool>(heap: &Heap, length: usize) -> Ref<Hand<F>> {
    let start = hand(heap, None, None);
    let mut last = start.clone();
    for index in 1..length {
        let next = if index % 2 == 0 { hand(heap, None, Some(&last)) } else { hand(heap, Some(&last), None) };
        last = next;
    }
    start.second.set(Some(last));
    start
}

/// The number of members that are whole.
fn walk<const F: bool>(ring: &Ref<Hand<F>>) -> usize {
    let mut at = ring.clone();
    for count in 1.. {
        assert_eq!(at.canary.get(), ALIVE);
        let first = at.first.borrow().clone();
        let next = first.or_else(|| at.second.borrow().clone()).expect("a ring");
        if Ref::ptr_eq(&next, ring) {
            return count;
        }
        at = next;
    }
    0
}

/// Collects in some way, with a fuse; whether a panic came through.
fn with_fuse(fuse: u32, collect: impl FnOnce()) -> bool {
    FUSE.set(fuse);
    let panicked = catch_unwind(AssertUnwindSafe(collect)).is_err();
    let burnt = FUSE.replace(u32::MAX) == u32::MAX;
    panicked || (burnt && fuse != u32::MAX)
}

fn check<const F: bool>(make: impl Fn() -> OwnedHeap, collect: impl Fn(&Heap)) {
    std::panic::set_hook(Box::new(|info| {
        if info.payload().downcast_ref::<&str>() != Some(&"trace") {
            eprintln!("{info}");
        }
    }));
    let mut panics = 0;
    for fuse in 0.. {
        let heap = make();
        let live = ring::<F>(&heap, 7);
        drop(ring::<F>(&heap, 5));
        let leaf = hand::<F>(&heap, None, None);
        drop(hand(&heap, Some(&live), Some(&leaf)));
        drop(ring::<F>(&heap, 3));
        let panicked = with_fuse(fuse, || collect(&heap));
        assert_eq!(walk(&live), 7, "fuse {fuse}");
        assert_eq!(leaf.canary.get(), ALIVE);
        heap.check_integrity().unwrap_or_else(|error| panic!("fuse {fuse}: {error}"));
        // The next one gets through. What had lost its stamp in the one that was given up is found by its type.
        let _ = catch_unwind(AssertUnwindSafe(|| heap.collect()));
        drop(heap.objects::<Hand<F>>());
        heap.collect();
        assert_eq!(walk(&live), 7);
        drop(heap.objects::<Hand<false>>());
        heap.collect();
        assert_eq!(heap.objects::<Hand<F>>().expect("a quiet heap").len(), 8, "fuse {fuse}");
        live.second.set(None);
        drop((live, leaf));
        heap.collect();
        heap.close().expect("nothing is left");
        if !panicked {
            break;
        }
        panics += 1;
    }
    assert!(panics > 20, "{panics} passes were interrupted");
    assert_eq!(FINALIZED.get() > 0, F);
}

/// Garbage that is a cycle each.
fn loops(heap: &Heap, count: usize) {
    for _ in 0..count {
        let made = hand::<false>(heap, None, None);
        made.first.set(Some(made.clone()));
    }
}

fn collect(heap: &Heap) {
    heap.collect();
}

#[test]
fn in_a_collection_at_once() {
    let make = || Heap::new(Config::default().debug(true).automatic(false)).expect("address space");
    check::<false>(make, collect);
}

#[test]
fn in_a_collection_with_finalizers() {
    let make = || Heap::new(Config::default().debug(true).automatic(false)).expect("address space");
    check::<true>(make, collect);
}

#[test]
fn in_automatic_collections() {
    let make = || Heap::new(Config::default().young_objects(30)).expect("address space");
    check::<false>(make, |heap| loops(heap, 35));
}

#[test]
fn in_slices() {
    for few in [0, 100] {
        let make = || {
            let heap = Heap::new(Config::default()).expect("address space");
            let rehearsal =
                Rehearsal { slice_objects: 3, few, suspects: few != 0, roots: true, thresholds: [5, 2] };
            heap.set_slices_for_tests(Some(rehearsal));
            heap
        };
        check::<false>(make, |heap| loops(heap, 300));
    }
}
