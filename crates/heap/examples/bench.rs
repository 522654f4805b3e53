//! Measures the heap on the workloads that heap crates are compared by, beside `std::rc::Rc`.
//!
//! ```text
//! cargo run --release -p exuvia-heap --example bench [w1 w2 …]
//! ```
//!
//! Nanoseconds, the least of several runs, by the wall clock. The heap is used through its low-level
//! interface with objects of word slots, as a runtime uses it; w1t and w3t use the typed layer.

use exuvia_heap::{
    Config, GcCell, Heap, HeapBox, Kind, Layout, LayoutId, NoHost, Object, PENDING_COLLECT, Ref, Shape, Trace,
};
use std::hint::black_box;
use std::rc::Rc;
use std::time::Instant;

/// An object of this many slots.
struct Shaped {
    layout: LayoutId,
    bytes: usize,
}

fn shaped(heap: &Heap, slots: u32) -> Shaped {
    let layout = Layout::of_shape("node", Kind::Container, Shape::Slots { first: 8, count: slots });
    let layout = heap.add_layout(layout).expect("the table has room");
    Shaped { layout, bytes: 8 + 8 * slots as usize }
}

#[inline(always)]
fn slot(object: Object, index: usize) -> *mut u64 {
    // SAFETY: the callers index within the slots.
    unsafe { object.cast::<u64>().as_ptr().add(1 + index) }
}

#[inline(always)]
fn put(object: Object, index: usize, word: u64) {
    // SAFETY: `slot` is within the object.
    unsafe { slot(object, index).write(word) };
}

#[inline(always)]
fn get(object: Object, index: usize) -> u64 {
    // SAFETY: `slot` is within the object.
    unsafe { slot(object, index).read() }
}

#[inline(always)]
fn word(object: Object) -> u64 {
    object.as_ptr() as u64
}

#[inline(always)]
fn incref(object: Object) -> Object {
    // SAFETY: the callers hold the object.
    unsafe { object.as_ref() }.incref();
    object
}

#[inline(always)]
fn release(object: Object) {
    // SAFETY: the callers own a count.
    unsafe { Heap::release(object) };
}

#[inline(always)]
fn new<const SLOTS: usize>(heap: &Heap, shape: &Shaped) -> Object {
    let object = heap.allocate(shape.layout, Kind::Container, 8 + 8 * SLOTS);
    for index in 0..SLOTS {
        put(object, index, 0);
    }
    debug_assert_eq!(shape.bytes, 8 + 8 * SLOTS);
    object
}

fn best(runs: usize, mut run: impl FnMut() -> f64) -> f64 {
    (0..runs).map(|_| run()).fold(f64::INFINITY, f64::min)
}

fn nanoseconds(start: Instant, operations: usize) -> f64 {
    start.elapsed().as_nanos() as f64 / operations as f64
}

fn heap() -> HeapBox {
    HeapBox::new(Config::default()).expect("address space")
}

/// Releases three words, as a runtime's own drop function would.
unsafe fn drop_words(object: Object, _: &Layout, _: &Heap) {
    for index in 0..3 {
        // SAFETY: each word owned a count if it is a reference.
        unsafe { Heap::release_word(get(object, index)) };
    }
}

fn w1(kind: Kind, shape: Shape) -> f64 {
    let heap = heap();
    heap.disable();
    let layout = Layout::of_shape("node", kind, shape);
    let layout = if shape == Shape::Custom { Layout { drop: drop_words, ..layout } } else { layout };
    let layout = heap.add_layout(layout).expect("room");
    best(5, || {
        let start = Instant::now();
        for index in 0..10_000_000u64 {
            let object = heap.allocate(layout, kind, 32);
            put(object, 0, index & 0xff);
            put(object, 1, 0);
            put(object, 2, 0);
            release(black_box(object));
        }
        nanoseconds(start, 10_000_000)
    })
}

fn tree(heap: &Heap, shape: &Shaped, depth: u32) -> Object {
    let node = new::<2>(heap, shape);
    if depth > 0 {
        put(node, 0, word(tree(heap, shape, depth - 1)));
        put(node, 1, word(tree(heap, shape, depth - 1)));
    }
    if heap.pending().get() & PENDING_COLLECT != 0 {
        heap.collect_automatic(&mut NoHost);
    }
    node
}

fn w2(collector: bool) -> f64 {
    best(3, || {
        let heap = heap();
        let shape = shaped(&heap, 2);
        if !collector {
            heap.disable();
        }
        let start = Instant::now();
        let root = tree(&heap, &shape, 20);
        release(black_box(root));
        nanoseconds(start, (1 << 21) - 1)
    })
}

fn doubly_linked(heap: &Heap, shape: &Shaped, nodes: usize) -> Object {
    let first = new::<3>(heap, shape);
    let mut last = first;
    for _ in 1..nodes {
        let node = new::<3>(heap, shape);
        put(node, 0, word(incref(last)));
        put(last, 1, word(node));
        last = node;
        if heap.pending().get() & PENDING_COLLECT != 0 {
            heap.collect_automatic(&mut NoHost);
        }
    }
    first
}

fn w3() -> (f64, f64) {
    let mut build = f64::INFINITY;
    let reclaim = best(5, || {
        let heap = heap();
        let shape = shaped(&heap, 3);
        heap.disable();
        let start = Instant::now();
        let first = doubly_linked(&heap, &shape, 1_000_000);
        build = build.min(nanoseconds(start, 1_000_000));
        release(first);
        let start = Instant::now();
        let collected = heap.collect(2, &mut NoHost).collected;
        assert_eq!(collected, 1_000_000);
        nanoseconds(start, collected)
    });
    (build, reclaim)
}

fn w5() -> f64 {
    let heap = heap();
    let shape = shaped(&heap, 3);
    let object = new::<3>(&heap, &shape);
    best(5, || {
        let start = Instant::now();
        for _ in 0..100_000_000 {
            release(black_box(incref(object)));
        }
        nanoseconds(start, 100_000_000)
    })
}

fn permutation(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut seed = 0x1234_5678_9abc_def0u64;
    for index in (1..count).rev() {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        order.swap(index, (seed >> 33) as usize % (index + 1));
    }
    order
}

/// Live nodes in shuffled order: each refers to two others and the first is held.
fn shuffled(heap: &Heap, shape: &Shaped, count: usize) -> Object {
    let nodes: Vec<Object> = (0..count).map(|_| new::<3>(heap, shape)).collect();
    let order = permutation(count);
    for pair in order.windows(2) {
        // A chain in shuffled order owns the nodes; the way back is a cycle.
        put(nodes[pair[0]], 0, word(nodes[pair[1]]));
        put(nodes[pair[1]], 1, word(incref(nodes[pair[0]])));
    }
    nodes[order[0]]
}

fn w6a(live: usize) -> (f64, f64) {
    let heap = heap();
    let shape = shaped(&heap, 3);
    heap.disable();
    let held = shuffled_tree(&heap, &shape, live);
    heap.collect(2, &mut NoHost);
    heap.enable();
    let cycles = 5_000_000;
    let mut longest = 0;
    let per_cycle = best(3, || {
        let start = Instant::now();
        for _ in 0..cycles {
            let left = new::<3>(&heap, &shape);
            let right = new::<3>(&heap, &shape);
            put(left, 0, word(incref(right)));
            put(right, 0, word(incref(left)));
            release(left);
            release(right);
            if heap.pending().get() & PENDING_COLLECT != 0
                && let Some(collected) = heap.collect_automatic(&mut NoHost)
            {
                longest = longest.max(collected.pause_nanoseconds);
            }
        }
        nanoseconds(start, cycles)
    });
    black_box(held);
    (per_cycle, longest as f64 / 1000.0)
}

/// Garbage that dies middle-aged: a window of cycles slides over the heap.
fn w6c(live: usize, window: usize) -> (f64, f64) {
    let heap = heap();
    let shape = shaped(&heap, 3);
    heap.disable();
    let held = shuffled_tree(&heap, &shape, live);
    heap.collect(2, &mut NoHost);
    heap.enable();
    let cycles = 5_000_000;
    let mut longest = 0;
    let mut ring: Vec<Option<Object>> = vec![None; window];
    let start = Instant::now();
    for index in 0..cycles {
        let left = new::<3>(&heap, &shape);
        let right = new::<3>(&heap, &shape);
        put(left, 0, word(incref(right)));
        put(right, 0, word(incref(left)));
        release(right);
        if let Some(old) = ring[index % window].replace(left) {
            release(old);
        }
        if heap.pending().get() & PENDING_COLLECT != 0
            && let Some(collected) = heap.collect_automatic(&mut NoHost)
        {
            longest = longest.max(collected.pause_nanoseconds);
        }
    }
    let time = nanoseconds(start, cycles);
    black_box(held);
    (time, longest as f64 / 1000.0)
}

/// Live nodes in shuffled order as a tree with links to the parents.
fn shuffled_tree(heap: &Heap, shape: &Shaped, count: usize) -> Object {
    let nodes = permutation(count).into_iter().scan(Vec::new(), |made, index| {
        if made.is_empty() {
            *made = (0..count).map(|_| new::<3>(heap, shape)).collect();
        }
        Some(made[index])
    });
    let nodes: Vec<Object> = nodes.collect();
    for index in 1..count {
        let parent = nodes[(index - 1) / 2];
        put(parent, (index - 1) % 2, word(nodes[index]));
        put(nodes[index], 2, word(incref(parent)));
    }
    nodes[0]
}

fn w8(live: usize, tree: bool) -> f64 {
    let heap = heap();
    let shape = shaped(&heap, 3);
    heap.disable();
    let held = if tree { shuffled_tree(&heap, &shape, live) } else { shuffled(&heap, &shape, live) };
    let time = best(4, || {
        incref(held);
        release(held);
        let start = Instant::now();
        let collected = heap.collect(2, &mut NoHost);
        assert_eq!(collected.collected, 0);
        nanoseconds(start, live)
    });
    black_box(get(held, 0));
    time
}

#[derive(Trace)]
struct TypedNode {
    previous: GcCell<Option<Ref<TypedNode>>>,
    next: GcCell<Option<Ref<TypedNode>>>,
}

fn w1t() -> f64 {
    let heap = heap();
    best(5, || {
        let start = Instant::now();
        for index in 0..10_000_000u64 {
            drop(black_box(heap.new_object((index, 0u64, 0u64))));
        }
        nanoseconds(start, 10_000_000)
    })
}

fn w3t() -> f64 {
    best(3, || {
        let heap = heap();
        heap.disable();
        let node = || heap.new_object(TypedNode { previous: GcCell::new(None), next: GcCell::new(None) });
        let first = node();
        let mut last = first.clone();
        for _ in 1..1_000_000 {
            let next = node();
            next.previous.set(Some(last.clone()));
            last.next.set(Some(next.clone()));
            last = next;
        }
        drop((first, last));
        let start = Instant::now();
        let collected = heap.collect_typed().collected;
        nanoseconds(start, collected)
    })
}

struct RcTree {
    _left: Option<Rc<RcTree>>,
    _right: Option<Rc<RcTree>>,
}

fn rc_tree(depth: u32) -> Rc<RcTree> {
    let child = || (depth > 0).then(|| rc_tree(depth - 1));
    Rc::new(RcTree { _left: child(), _right: child() })
}

fn rc() -> [f64; 3] {
    let one = best(5, || {
        let start = Instant::now();
        for index in 0..10_000_000u64 {
            drop(black_box(Rc::new([index, 0])));
        }
        nanoseconds(start, 10_000_000)
    });
    let two = best(3, || {
        let start = Instant::now();
        drop(black_box(rc_tree(20)));
        nanoseconds(start, (1 << 21) - 1)
    });
    let held = Rc::new(1u64);
    let five = best(5, || {
        let start = Instant::now();
        for _ in 0..100_000_000 {
            drop(black_box(held.clone()));
        }
        nanoseconds(start, 100_000_000)
    });
    [one, two, five]
}

fn main() {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |name: &str| chosen.is_empty() || chosen.iter().any(|one| one == name);
    if wanted("w1") {
        let slots = w1(Kind::Container, Shape::Slots { first: 8, count: 3 });
        let custom = w1(Kind::Container, Shape::Custom);
        let leaf = w1(Kind::Leaf, Shape::Leaf);
        println!(
            "w1   allocate and drop 32 bytes      slots {slots:.2}  drop function {custom:.2}  leaf {leaf:.2}"
        );
        println!("w1t  the same, typed                 leaf {:.2}", w1t());
    }
    if wanted("w2") {
        println!("w2   binary tree, per node           {:.1}  collector on {:.1}", w2(false), w2(true));
    }
    if wanted("w3") {
        let (build, reclaim) = w3();
        println!("w3   doubly linked list, per node    build {build:.1}  reclaim {reclaim:.1}");
        println!("w3t  the same, typed                 reclaim {:.1}", w3t());
    }
    if wanted("w5") {
        println!("w5   clone and drop                  {:.2}", w5());
    }
    if wanted("w6a") {
        let (time, longest) = w6a(3_000_000);
        println!("w6a  young cycles over 3 M live      {time:.1}  longest pause {longest:.0} µs");
    }
    if wanted("w6c") {
        let (time, longest) = w6c(3_000_000, 100_000);
        println!("w6c  cycles that die old, 3 M live   {time:.1}  longest pause {longest:.0} µs");
    }
    if wanted("w8") {
        println!(
            "w8   full collection, per live node  tree {:.1}  chain {:.1}",
            w8(3_000_000, true),
            w8(3_000_000, false)
        );
    }
    if wanted("rc") {
        let [one, two, five] = rc();
        println!("Rc   w1 {one:.2}  w2 {two:.1}  w5 {five:.2}");
    }
}
