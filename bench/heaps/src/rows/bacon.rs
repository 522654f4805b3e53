//! bacon_rajan_cc, which leaves the moment of a collection to its user.

use bacon_rajan_cc::{Cc, Trace, Tracer, collect_cycles, number_of_roots_buffered};
use exuvia_bench_heaps::peer::Peer;
use std::cell::RefCell;

pub struct BaconRajan;

/// A collection is due at so many possible roots.
const ROOTS: usize = 10_000;

pub struct Leaf(#[expect(dead_code, reason = "the payload is what counts")] [u64; 2]);

impl Trace for Leaf {
    fn trace(&self, _: &mut Tracer) {}
}

pub struct Tree {
    children: [Option<Cc<Tree>>; 2],
}

impl Trace for Tree {
    fn trace(&self, tracer: &mut Tracer) {
        self.children[..].trace(tracer);
    }
}

pub struct Node {
    links: RefCell<[Option<Cc<Node>>; 3]>,
}

impl Trace for Node {
    fn trace(&self, tracer: &mut Tracer) {
        self.links.borrow()[..].trace(tracer);
    }
}

impl Peer for BaconRajan {
    type Leaf = Cc<Leaf>;
    type Tree = Cc<Tree>;
    type Node = Cc<Node>;

    #[inline(always)]
    fn leaf(&self, first: u64, second: u64) -> Self::Leaf {
        Cc::new(Leaf([first, second]))
    }

    #[inline(always)]
    fn tree(&self, left: Option<Cc<Tree>>, right: Option<Cc<Tree>>) -> Cc<Tree> {
        Cc::new(Tree { children: [left, right] })
    }

    #[inline(always)]
    fn node(&self) -> Cc<Node> {
        Cc::new(Node { links: RefCell::default() })
    }

    #[inline(always)]
    fn link(&self, from: &Cc<Node>, field: usize, to: Cc<Node>) {
        from.links.borrow_mut()[field] = Some(to);
    }

    fn collect(&self) -> bool {
        collect_cycles();
        true
    }

    #[inline(always)]
    fn due(&self) {
        if number_of_roots_buffered() >= ROOTS {
            collect_cycles();
        }
    }
}
