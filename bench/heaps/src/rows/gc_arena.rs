//! gc-arena: an incremental collector that traces from a root, without counts.
//!
//! Handles live only inside `mutate`, so its workloads are written here once more, with the same graphs.

use exuvia_bench_heaps::measure::{
    Sizes, best, cpu_nanoseconds, measure_steps, peak_bytes, per_operation, permutation, reset_peak,
    resident_bytes,
};
use gc_arena::{Arena, Collect, Gc, Mutation, RefLock, Rootable};
use std::cell::RefCell;
use std::hint::black_box;

type NodePtr<'gc> = Gc<'gc, RefLock<Links<'gc>>>;

#[derive(Collect, Clone, Copy, Default)]
#[collect(no_drop)]
struct Links<'gc> {
    fields: [Option<NodePtr<'gc>>; 3],
}

#[derive(Collect)]
#[collect(no_drop)]
struct Tree<'gc> {
    children: [Option<Gc<'gc, Tree<'gc>>>; 2],
}

/// A place of the window of w6c: an object of its own, so that a write marks it alone for tracing again.
type Place<'gc> = Gc<'gc, RefLock<Option<NodePtr<'gc>>>>;

#[derive(Collect, Default)]
#[collect(no_drop)]
struct Root<'gc> {
    tree: Option<Gc<'gc, Tree<'gc>>>,
    node: Option<NodePtr<'gc>>,
    window: Option<Gc<'gc, Vec<Place<'gc>>>>,
}

type Heap = Arena<Rootable![Root<'_>]>;

/// Steps between two calls of the collector.
const STEPS: usize = 16;

pub fn run(workload: &str, sizes: &Sizes) -> Vec<f64> {
    let mut heap = Heap::new(|_| Root::default());
    match workload {
        "w1" => w1(&mut heap, sizes),
        "w2" => w2(&mut heap, sizes),
        "w3" => w3(&mut heap, sizes),
        "w5" => w5(&heap, sizes),
        "w6a" => w6(&mut heap, sizes, None),
        "w6c" => w6(&mut heap, sizes, Some(sizes.window)),
        "w8" => w8(&mut heap, sizes, shuffled_tree),
        "w8c" => w8(&mut heap, sizes, shuffled_chain),
        "bytes" => bytes(&mut heap, sizes),
        _ => vec![],
    }
}

fn node<'gc>(mc: &Mutation<'gc>) -> NodePtr<'gc> {
    Gc::new(mc, RefLock::new(Links::default()))
}

fn link<'gc>(mc: &Mutation<'gc>, from: NodePtr<'gc>, field: usize, to: NodePtr<'gc>) {
    from.borrow_mut(mc).fields[field] = Some(to);
}

fn w1(heap: &mut Heap, sizes: &Sizes) -> Vec<f64> {
    let leaf = best(5, || {
        let start = cpu_nanoseconds();
        for batch in 0..sizes.objects / STEPS {
            heap.mutate(|mc, _| {
                for _ in 0..STEPS {
                    black_box(Gc::new(mc, [batch as u64, 0]));
                }
            });
            heap.collect_debt();
        }
        per_operation(start, sizes.objects)
    });
    let tree = best(5, || {
        let start = cpu_nanoseconds();
        for _ in 0..sizes.objects / STEPS {
            heap.mutate(|mc, _| {
                for _ in 0..STEPS {
                    black_box(Gc::new(mc, Tree { children: [None, None] }));
                }
            });
            heap.collect_debt();
        }
        per_operation(start, sizes.objects)
    });
    vec![leaf, tree]
}

fn tree<'gc>(mc: &Mutation<'gc>, depth: u32) -> Gc<'gc, Tree<'gc>> {
    let children =
        if depth == 0 { [None, None] } else { [Some(tree(mc, depth - 1)), Some(tree(mc, depth - 1))] };
    Gc::new(mc, Tree { children })
}

fn w2(heap: &mut Heap, sizes: &Sizes) -> Vec<f64> {
    let nodes = (1 << (sizes.depth + 1)) - 1;
    let time = best(1, || {
        let start = cpu_nanoseconds();
        heap.mutate_root(|mc, root| root.tree = Some(tree(mc, sizes.depth)));
        heap.mutate_root(|_, root| root.tree = None);
        heap.finish_cycle();
        per_operation(start, nodes)
    });
    vec![time, f64::NAN]
}

fn w3(heap: &mut Heap, sizes: &Sizes) -> Vec<f64> {
    let mut build = f64::INFINITY;
    let reclaim = best(1, || {
        let start = cpu_nanoseconds();
        heap.mutate_root(|mc, root| {
            let first = node(mc);
            let mut last = first;
            for _ in 1..sizes.list {
                let next = node(mc);
                link(mc, next, 0, last);
                link(mc, last, 1, next);
                last = next;
            }
            root.node = Some(first);
        });
        build = build.min(per_operation(start, sizes.list));
        heap.mutate_root(|_, root| root.node = None);
        let start = cpu_nanoseconds();
        heap.finish_cycle();
        let time = per_operation(start, sizes.list);
        assert_eq!(heap.metrics().total_gc_count(), 0);
        time
    });
    vec![build, reclaim]
}

fn w5(heap: &Heap, sizes: &Sizes) -> Vec<f64> {
    let time = heap.mutate(|mc, _| {
        let node = node(mc);
        best(5, || {
            let start = cpu_nanoseconds();
            for _ in 0..sizes.references {
                black_box(*black_box(&node));
            }
            per_operation(start, sizes.references)
        })
    });
    vec![time]
}

fn w6(heap: &mut Heap, sizes: &Sizes, window: Option<usize>) -> Vec<f64> {
    heap.mutate_root(|mc, root| {
        root.node = Some(shuffled_tree(mc, sizes.live));
        let places = (0..window.unwrap_or(0)).map(|_| Gc::new(mc, RefLock::new(None))).collect();
        root.window = Some(Gc::new(mc, places));
    });
    heap.finish_cycle();
    let before = resident_bytes();
    reset_peak();
    let heap = RefCell::new(heap);
    let (time, longest) = measure_steps(
        sizes.cycles,
        || churn(&mut heap.borrow_mut(), sizes.cycles, window, || {}),
        |clock| churn(&mut heap.borrow_mut(), sizes.cycles, window, clock),
    );
    vec![time, longest, peak_bytes().saturating_sub(before) as f64]
}

#[inline(always)]
fn churn(heap: &mut Heap, cycles: usize, window: Option<usize>, mut after_step: impl FnMut()) {
    let mut place = 0;
    for step in 0..cycles {
        heap.mutate(|mc, root| {
            let left = node(mc);
            let right = node(mc);
            link(mc, left, 0, right);
            link(mc, right, 0, left);
            if let (Some(window), Some(places)) = (window, root.window) {
                *places[place].borrow_mut(mc) = Some(left);
                place = if place + 1 == window { 0 } else { place + 1 };
            }
            black_box(left);
        });
        if step % STEPS == 0 {
            heap.collect_debt();
        }
        after_step();
    }
}

type Graph = for<'gc> fn(&Mutation<'gc>, usize) -> NodePtr<'gc>;

fn w8(heap: &mut Heap, sizes: &Sizes, graph: Graph) -> Vec<f64> {
    heap.mutate_root(|mc, root| root.node = Some(graph(mc, sizes.live)));
    heap.finish_cycle();
    let time = best(4, || {
        let start = cpu_nanoseconds();
        heap.finish_cycle();
        per_operation(start, sizes.live)
    });
    vec![time]
}

fn bytes(heap: &mut Heap, sizes: &Sizes) -> Vec<f64> {
    let nodes = sizes.live / 3;
    let before = resident_bytes();
    heap.mutate_root(|mc, root| root.node = Some(shuffled_tree(mc, nodes)));
    vec![resident_bytes().saturating_sub(before) as f64 / nodes as f64]
}

fn nodes<'gc>(mc: &Mutation<'gc>, count: usize) -> Vec<NodePtr<'gc>> {
    let mut nodes = Vec::with_capacity(count);
    nodes.extend((0..count).map(|_| node(mc)));
    nodes
}

fn shuffled_tree<'gc>(mc: &Mutation<'gc>, count: usize) -> NodePtr<'gc> {
    let order = permutation(count);
    let nodes = nodes(mc, count);
    for index in (1..count).rev() {
        let parent = nodes[order[(index - 1) / 2]];
        link(mc, nodes[order[index]], 2, parent);
        link(mc, parent, (index - 1) % 2, nodes[order[index]]);
    }
    nodes[order[0]]
}

fn shuffled_chain<'gc>(mc: &Mutation<'gc>, count: usize) -> NodePtr<'gc> {
    let order = permutation(count);
    let nodes = nodes(mc, count);
    for pair in order.windows(2) {
        link(mc, nodes[pair[0]], 0, nodes[pair[1]]);
        link(mc, nodes[pair[1]], 1, nodes[pair[0]]);
    }
    nodes[order[0]]
}
