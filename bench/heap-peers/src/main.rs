//! Measures heap crates for Rust programs on the same three tasks, each through its safe interface.
//!
//! ```text
//! cargo run --release -- rc | exuvia | rust-cc | dumpster | gc-arena
//! ```
//!
//! Nanoseconds by the wall clock, the least of several runs: an object of 24 bytes made and dropped; a
//! doubly linked list built, and reclaimed once nothing holds it; pairs of objects that hold each other
//! and die at once, with automatic collections, per pair.

use std::cell::RefCell;
use std::hint::black_box;
use std::time::Instant;

const OBJECTS: usize = 10_000_000;
const LENGTH: usize = 1_000_000;
/// Objects that `gc-arena` makes between two steps of its collector.
const BATCH: usize = 1000;

/// Nanoseconds for each of `count` steps of `f`.
fn time(count: usize, f: impl FnOnce()) -> f64 {
    let start = Instant::now();
    f();
    start.elapsed().as_nanos() as f64 / count as f64
}

fn least<const N: usize>(mut f: impl FnMut() -> [f64; N]) -> [f64; N] {
    (0..5).map(|_| f()).fold([f64::MAX; N], |least, run| std::array::from_fn(|at| least[at].min(run[at])))
}

mod exuvia {
    use super::*;
    use exuvia_heap::typed::{Config, GcCell, Heap, Ref, Trace};

    #[derive(Trace)]
    struct Node {
        previous: GcCell<Option<Ref<Node>>>,
        next: GcCell<Option<Ref<Node>>>,
    }

    fn node(heap: &Heap) -> Ref<Node> {
        heap.new_object(Node { previous: GcCell::default(), next: GcCell::default() })
    }

    pub fn run() -> [f64; 4] {
        let heap = Heap::new(Config::default()).expect("address space");
        let drops =
            time(OBJECTS, || (0..OBJECTS).for_each(|i| drop(black_box(heap.new_object((i, 0u64, 0u64))))));
        heap.set_automatic(false);
        let first = node(&heap);
        let build = time(LENGTH, || {
            let mut last = first.clone();
            for _ in 1..LENGTH {
                let next = node(&heap);
                next.previous.set(Some(last.clone()));
                last.next.set(Some(next.clone()));
                last = next;
            }
        });
        drop(first);
        let reclaim = time(LENGTH, || assert_eq!(heap.collect().collected, LENGTH));
        heap.set_automatic(true);
        let pairs = time(LENGTH, || {
            for _ in 0..LENGTH {
                let (left, right) = (node(&heap), node(&heap));
                left.next.set(Some(right.clone()));
                right.next.set(Some(left.clone()));
            }
            heap.collect();
        });
        [drops, build, reclaim, pairs]
    }
}

mod dumpster_ {
    use super::*;
    use dumpster::{
        Trace,
        unsync::{Gc, collect},
    };

    // It follows references by recursion: a list of this length overflows the stack and is left out.
    #[derive(Trace, Default)]
    struct Node {
        next: RefCell<Option<Gc<Node>>>,
    }

    pub fn run() -> [f64; 4] {
        let drops = time(OBJECTS, || (0..OBJECTS).for_each(|i| drop(black_box(Gc::new((i, 0u64, 0u64))))));
        let pairs = time(LENGTH, || {
            for _ in 0..LENGTH {
                let (left, right) = (Gc::new(Node::default()), Gc::new(Node::default()));
                *left.next.borrow_mut() = Some(right.clone());
                *right.next.borrow_mut() = Some(left.clone());
            }
            collect();
        });
        [drops, f64::MAX, f64::MAX, pairs]
    }
}

mod rust_cc_ {
    use super::*;
    use rust_cc::{Cc, Finalize, Trace, collect_cycles, config::config};

    #[derive(Trace, Finalize, Default)]
    struct Node {
        previous: RefCell<Option<Cc<Node>>>,
        next: RefCell<Option<Cc<Node>>>,
    }

    fn set_automatic(on: bool) {
        config(|config| config.set_auto_collect(on)).expect("no collection runs");
    }

    pub fn run() -> [f64; 4] {
        let drops = time(OBJECTS, || (0..OBJECTS).for_each(|i| drop(black_box(Cc::new([i, 0, 0])))));
        set_automatic(false);
        let first = Cc::new(Node::default());
        let build = time(LENGTH, || {
            let mut last = first.clone();
            for _ in 1..LENGTH {
                let next = Cc::new(Node::default());
                *next.previous.borrow_mut() = Some(last.clone());
                *last.next.borrow_mut() = Some(next.clone());
                last = next;
            }
        });
        drop(first);
        let reclaim = time(LENGTH, collect_cycles);
        set_automatic(true);
        let pairs = time(LENGTH, || {
            for _ in 0..LENGTH {
                let (left, right) = (Cc::new(Node::default()), Cc::new(Node::default()));
                *left.next.borrow_mut() = Some(right.clone());
                *right.next.borrow_mut() = Some(left.clone());
            }
            collect_cycles();
        });
        [drops, build, reclaim, pairs]
    }
}

mod gc_arena_ {
    use super::*;
    use gc_arena::{Arena, Collect, Gc, Mutation, Rootable, barrier::unlock, lock::RefLock};

    #[derive(Collect)]
    #[collect(no_drop)]
    struct Node<'gc> {
        previous: RefLock<Option<Gc<'gc, Node<'gc>>>>,
        next: RefLock<Option<Gc<'gc, Node<'gc>>>>,
    }

    #[derive(Collect)]
    #[collect(no_drop)]
    struct Root<'gc> {
        first: Option<Gc<'gc, Node<'gc>>>,
    }

    fn node<'gc>(mutation: &Mutation<'gc>, previous: Option<Gc<'gc, Node<'gc>>>) -> Gc<'gc, Node<'gc>> {
        Gc::new(mutation, Node { previous: RefLock::new(previous), next: RefLock::new(None) })
    }

    fn link<'gc>(mutation: &Mutation<'gc>, from: Gc<'gc, Node<'gc>>, to: Gc<'gc, Node<'gc>>) {
        unlock!(Gc::write(mutation, from), Node, next).replace(Some(to));
    }

    pub fn run() -> [f64; 4] {
        let mut arena = Arena::<Rootable![Root<'_>]>::new(|_| Root { first: None });
        let drops = time(OBJECTS, || {
            for i in 0..OBJECTS / BATCH {
                arena.mutate(|mutation, _| {
                    for j in 0..BATCH {
                        black_box(Gc::new(mutation, (i, j, 0u64)));
                    }
                });
                arena.collect_debt();
            }
            arena.collect_all();
        });
        let build = time(LENGTH, || {
            arena.mutate_root(|mutation, root| {
                let first = node(mutation, None);
                let mut last = first;
                for _ in 1..LENGTH {
                    let next = node(mutation, Some(last));
                    link(mutation, last, next);
                    last = next;
                }
                root.first = Some(first);
            });
        });
        arena.mutate_root(|_, root| root.first = None);
        let reclaim = time(LENGTH, || arena.collect_all());
        let pairs = time(LENGTH, || {
            for _ in 0..LENGTH / BATCH {
                arena.mutate(|mutation, _| {
                    for _ in 0..BATCH {
                        let left = node(mutation, None);
                        let right = node(mutation, Some(left));
                        link(mutation, left, right);
                    }
                });
                arena.collect_debt();
            }
            arena.collect_all();
        });
        [drops, build, reclaim, pairs]
    }
}

fn rc() -> [f64; 1] {
    let make = |i| drop(black_box(std::rc::Rc::new((i, 0u64, 0u64))));
    [time(OBJECTS, || (0..OBJECTS).for_each(make))]
}

fn show(name: &str, times: &[f64]) {
    let columns = ["make and drop", "list build", "list reclaim", "pair"];
    let shown: Vec<String> = columns
        .iter()
        .zip(times)
        .filter(|(_, time)| **time < f64::MAX)
        .map(|(column, time)| format!("{column} {time:.1}"))
        .collect();
    println!("{name:10}{}", shown.join("   "));
}

fn main() {
    for name in std::env::args().skip(1) {
        match name.as_str() {
            "rc" => show("Rc", &least(rc)),
            "exuvia" => show("exuvia", &least(exuvia::run)),
            "rust-cc" => show("rust-cc", &least(rust_cc_::run)),
            "dumpster" => show("dumpster", &least(dumpster_::run)),
            "gc-arena" => show("gc-arena", &least(gc_arena_::run)),
            _ => eprintln!("one of: rc exuvia rust-cc dumpster gc-arena"),
        }
    }
}
