//! The workloads over any counted heap.
//!
//! ```text
//! w2  ●─┬─●…      w3  ●⇄●⇄●⇄…⇄●     w6  live tree  +  ●⇄● ●⇄● ●⇄● …    w8  ●─┬─●  nodes shuffled in memory,
//!       └─●…                             (untouched)      garbage              └─●  each with its parent
//! ```
//!
//! Each function returns its figures in the order of the table's cell; what a heap cannot do is NaN.

use crate::measure::{
    Sizes, best, cpu_nanoseconds, measure_steps, peak_bytes, per_operation, permutation, reset_peak,
    resident_bytes,
};
use crate::peer::Peer;
use std::hint::black_box;
use std::mem::forget;

/// Set to "odd" for every other process that measures the same.
pub const TURN: &str = "EXUVIA_BENCH_TURN";

/// The workloads of the table of heaps.
pub const NAMES: [&str; 9] = ["w1", "w2", "w3", "w5", "w6a", "w6c", "w8", "w8c", "bytes"];

/// The figures of one workload.
pub fn run<P: Peer>(peer: &P, workload: &str, sizes: &Sizes) -> Vec<f64> {
    match workload {
        "w1" => w1(peer, sizes),
        "w2" => w2(peer, sizes),
        "w3" => w3(peer, sizes),
        "w5" => w5(peer, sizes),
        "w6a" => w6(peer, sizes, None),
        "w6c" => w6(peer, sizes, Some(sizes.window)),
        "w8" => w8(peer, sizes, shuffled_tree),
        "w8c" => w8(peer, sizes, shuffled_chain),
        "bytes" => bytes(peer, sizes),
        _ => vec![],
    }
}

/// Allocate and drop: a leaf, then an object that could be in a cycle.
fn w1<P: Peer>(peer: &P, sizes: &Sizes) -> Vec<f64> {
    let leaf = best(5, || {
        let start = cpu_nanoseconds();
        for index in 0..sizes.objects {
            drop(black_box(peer.leaf(index as u64, 0)));
        }
        per_operation(start, sizes.objects)
    });
    let tree = best(5, || {
        let start = cpu_nanoseconds();
        for _ in 0..sizes.objects {
            drop(black_box(peer.tree(None, None)));
        }
        per_operation(start, sizes.objects)
    });
    vec![leaf, tree]
}

fn tree<P: Peer>(peer: &P, depth: u32) -> P::Tree {
    let node = if depth == 0 {
        peer.tree(None, None)
    } else {
        let left = tree(peer, depth - 1);
        let right = tree(peer, depth - 1);
        peer.tree(Some(left), Some(right))
    };
    peer.due();
    node
}

/// Build and drop a binary tree: without automatic collection, and with it where it can be switched.
fn w2<P: Peer>(peer: &P, sizes: &Sizes) -> Vec<f64> {
    let nodes = (1 << (sizes.depth + 1)) - 1;
    let measured = || {
        let start = cpu_nanoseconds();
        drop(black_box(tree(peer, sizes.depth)));
        per_operation(start, nodes)
    };
    // Every other process measures with automatic collection.
    let with = std::env::var(TURN).is_ok_and(|turn| turn == "odd");
    match (peer.automatic(with), with) {
        (_, false) => vec![measured(), f64::NAN],
        (true, true) => vec![f64::NAN, measured()],
        (false, true) => vec![f64::NAN, f64::NAN],
    }
}

/// Build a doubly linked list, drop it, and collect it.
fn w3<P: Peer>(peer: &P, sizes: &Sizes) -> Vec<f64> {
    peer.automatic(false);
    let mut build = f64::INFINITY;
    let reclaim = best(1, || {
        let start = cpu_nanoseconds();
        let first = peer.node();
        let mut last = first.clone();
        for _ in 1..sizes.list {
            let node = peer.node();
            peer.link(&node, 0, last.clone());
            peer.link(&last, 1, node.clone());
            last = node;
        }
        build = build.min(per_operation(start, sizes.list));
        peer.break_cycles(&first);
        drop((first, last));
        let start = cpu_nanoseconds();
        if peer.collect() { per_operation(start, sizes.list) } else { f64::NAN }
    });
    vec![build, if reclaim.is_finite() { reclaim } else { f64::NAN }]
}

/// Clone and drop a reference.
fn w5<P: Peer>(peer: &P, sizes: &Sizes) -> Vec<f64> {
    let node = peer.node();
    let figure = best(5, || {
        let start = cpu_nanoseconds();
        for _ in 0..sizes.references {
            drop(black_box(black_box(&node).clone()));
        }
        per_operation(start, sizes.references)
    });
    vec![figure]
}

/// Garbage cycles beside a large live graph: time for each, the longest step, and the bytes that were added
/// to the live graph at most.
///
/// Without a window each cycle dies at once; with one it dies when so many others have been made.
fn w6<P: Peer>(peer: &P, sizes: &Sizes, window: Option<usize>) -> Vec<f64> {
    peer.automatic(false);
    let held = shuffled_tree(peer, sizes.live);
    if !peer.collect() {
        return vec![f64::NAN; 3];
    }
    peer.automatic(true);
    let before = resident_bytes();
    reset_peak();
    let (time, longest) = measure_steps(
        sizes.cycles,
        || churn(peer, sizes.cycles, window, || {}),
        |clock| churn(peer, sizes.cycles, window, clock),
    );
    forget(held);
    vec![time, longest, peak_bytes().saturating_sub(before) as f64]
}

#[inline(always)]
fn churn<P: Peer>(peer: &P, cycles: usize, window: Option<usize>, mut after_step: impl FnMut()) {
    let mut ring: Vec<Option<P::Node>> = vec![None; window.unwrap_or(0)];
    let mut place = 0;
    for _ in 0..cycles {
        let left = peer.node();
        let right = peer.node();
        peer.link(&left, 0, right.clone());
        peer.link(&right, 0, left.clone());
        drop(right);
        if ring.is_empty() {
            drop(left);
        } else {
            drop(ring[place].replace(left));
            place = if place + 1 == ring.len() { 0 } else { place + 1 };
        }
        peer.due();
        after_step();
    }
}

/// A full collection of a live graph, for each node.
fn w8<P: Peer>(peer: &P, sizes: &Sizes, graph: fn(&P, usize) -> P::Node) -> Vec<f64> {
    peer.automatic(false);
    let held = graph(peer, sizes.live);
    if !peer.collect() {
        return vec![f64::NAN];
    }
    let time = best(4, || {
        // Collectors that start from counts which went down need one.
        drop(held.clone());
        let start = cpu_nanoseconds();
        peer.collect();
        per_operation(start, sizes.live)
    });
    forget(held);
    vec![time]
}

/// Resident bytes for each node of a live graph.
fn bytes<P: Peer>(peer: &P, sizes: &Sizes) -> Vec<f64> {
    let nodes = sizes.live / 3;
    peer.automatic(false);
    let before = resident_bytes();
    let held = shuffled_tree(peer, nodes);
    let resident = resident_bytes().saturating_sub(before);
    forget(held);
    vec![resident as f64 / nodes as f64]
}

/// Nodes in the order of their addresses, as far as the heap allocates in order.
fn nodes<P: Peer>(peer: &P, count: usize) -> Vec<Option<P::Node>> {
    let mut nodes = Vec::with_capacity(count);
    nodes.extend((0..count).map(|_| Some(peer.node())));
    nodes
}

/// A binary tree of nodes in random order of their addresses, each with a reference to its parent.
fn shuffled_tree<P: Peer>(peer: &P, count: usize) -> P::Node {
    let order = permutation(count);
    let mut nodes = nodes(peer, count);
    // From the leaves up, so that each handle moves into its parent and no count ever goes down.
    for index in (1..count).rev() {
        let above = (index - 1) / 2;
        let node = nodes[order[index]].take().expect("moved once");
        let parent = nodes[order[above]].as_ref().expect("moved after its children");
        peer.link(&node, 2, parent.clone());
        peer.link(parent, (index - 1) % 2, node);
    }
    nodes[order[0]].take().expect("the root")
}

/// A doubly linked list of nodes in random order of their addresses.
fn shuffled_chain<P: Peer>(peer: &P, count: usize) -> P::Node {
    let order = permutation(count);
    let mut nodes = nodes(peer, count);
    for index in (1..count).rev() {
        let node = nodes[order[index]].take().expect("moved once");
        let previous = nodes[order[index - 1]].as_ref().expect("moved after its successor");
        peer.link(&node, 1, previous.clone());
        peer.link(previous, 0, node);
    }
    nodes[order[0]].take().expect("the first")
}
