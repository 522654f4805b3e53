//! dumpster's garbage collector for one thread.

use dumpster::Trace;
use dumpster::unsync::{CollectInfo, Gc, collect, set_collect_condition};
use exuvia_bench_heaps::peer::Peer;
use std::cell::RefCell;

pub struct Dumpster;

/// A collection is due at so many dropped references: with those of w6, at 10,000 possible garbage objects.
const DROPPED: usize = 10_000;

#[derive(Trace)]
pub struct Tree {
    children: [Option<Gc<Tree>>; 2],
}

#[derive(Trace)]
pub struct Node {
    links: RefCell<[Option<Gc<Node>>; 3]>,
}

fn never(_: &CollectInfo) -> bool {
    false
}

/// The default condition waits until more references were dropped than there are. Cycles keep as many alive
/// as were dropped, so w6 would never collect.
fn often(info: &CollectInfo) -> bool {
    info.n_gcs_dropped_since_last_collect() >= DROPPED
}

impl Peer for Dumpster {
    type Leaf = Gc<[u64; 2]>;
    type Tree = Gc<Tree>;
    type Node = Gc<Node>;

    #[inline(always)]
    fn leaf(&self, first: u64, second: u64) -> Self::Leaf {
        Gc::new([first, second])
    }

    #[inline(always)]
    fn tree(&self, left: Option<Gc<Tree>>, right: Option<Gc<Tree>>) -> Gc<Tree> {
        Gc::new(Tree { children: [left, right] })
    }

    #[inline(always)]
    fn node(&self) -> Gc<Node> {
        Gc::new(Node { links: RefCell::new([None, None, None]) })
    }

    #[inline(always)]
    fn link(&self, from: &Gc<Node>, field: usize, to: Gc<Node>) {
        from.links.borrow_mut()[field] = Some(to);
    }

    fn collect(&self) -> bool {
        collect();
        true
    }

    fn automatic(&self, on: bool) -> bool {
        set_collect_condition(if on { often } else { never });
        true
    }
}
