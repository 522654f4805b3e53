//! rust-cc with its default features: automatic collection and finalization.

use exuvia_bench_heaps::peer::Peer;
use rust_cc::config::config;
use rust_cc::{Cc, Finalize, Trace, collect_cycles};
use std::cell::RefCell;

pub struct RustCc;

#[derive(Trace, Finalize)]
pub struct Tree {
    children: [Option<Cc<Tree>>; 2],
}

#[derive(Trace, Finalize)]
pub struct Node {
    links: RefCell<[Option<Cc<Node>>; 3]>,
}

impl Peer for RustCc {
    type Leaf = Cc<[u64; 2]>;
    type Tree = Cc<Tree>;
    type Node = Cc<Node>;

    #[inline(always)]
    fn leaf(&self, first: u64, second: u64) -> Self::Leaf {
        Cc::new([first, second])
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

    fn automatic(&self, on: bool) -> bool {
        config(|config| config.set_auto_collect(on)).is_ok()
    }
}
