//! jrsonnet-gcmodule, which leaves the moment of a collection to its user, and each collects everything.

use exuvia_bench_heaps::peer::Peer;
use jrsonnet_gcmodule::{Cc, Trace, collect_thread_cycles};
use std::cell::{Cell, RefCell};

pub struct Gcmodule {
    /// Objects that could be in cycles: made since the last collection, and alive after it.
    made: Cell<usize>,
    survived: Cell<usize>,
}

#[derive(Trace)]
#[trace(tracking(force))]
pub struct Tree {
    left: Option<Cc<Tree>>,
    right: Option<Cc<Tree>>,
}

#[derive(Trace, Default)]
#[trace(tracking(force))]
pub struct Links {
    first: Option<Cc<Node>>,
    second: Option<Cc<Node>>,
    third: Option<Cc<Node>>,
}

#[derive(Trace)]
#[trace(tracking(force))]
pub struct Node {
    links: RefCell<Links>,
}

impl Gcmodule {
    pub fn new() -> Gcmodule {
        Gcmodule { made: Cell::new(0), survived: Cell::new(0) }
    }

    #[inline(always)]
    fn count(&self) {
        self.made.set(self.made.get() + 1);
    }
}

impl Peer for Gcmodule {
    type Leaf = Cc<(u64, u64)>;
    type Tree = Cc<Tree>;
    type Node = Cc<Node>;

    #[inline(always)]
    fn leaf(&self, first: u64, second: u64) -> Self::Leaf {
        Cc::new((first, second))
    }

    #[inline(always)]
    fn tree(&self, left: Option<Cc<Tree>>, right: Option<Cc<Tree>>) -> Cc<Tree> {
        Cc::new(Tree { left, right })
    }

    #[inline(always)]
    fn node(&self) -> Cc<Node> {
        self.count();
        Cc::new(Node { links: RefCell::default() })
    }

    #[inline(always)]
    fn link(&self, from: &Cc<Node>, field: usize, to: Cc<Node>) {
        let mut links = from.links.borrow_mut();
        match field {
            0 => links.first = Some(to),
            1 => links.second = Some(to),
            _ => links.third = Some(to),
        }
    }

    fn collect(&self) -> bool {
        let collected = collect_thread_cycles();
        self.survived.set((self.survived.get() + self.made.take()).saturating_sub(collected));
        true
    }

    #[inline(always)]
    fn due(&self) {
        if self.made.get() > (self.survived.get() / 2).max(10_000) {
            self.collect();
        }
    }
}
