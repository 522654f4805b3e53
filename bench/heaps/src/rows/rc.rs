//! `std::rc::Rc`, which has no collector.

use exuvia_bench_heaps::peer::Peer;
use std::cell::RefCell;
use std::rc::Rc;

pub struct StdRc;

pub struct Tree {
    _children: [Option<Rc<Tree>>; 2],
}

pub struct Node {
    links: RefCell<[Option<Rc<Node>>; 3]>,
}

impl Peer for StdRc {
    type Leaf = Rc<[u64; 2]>;
    type Tree = Rc<Tree>;
    type Node = Rc<Node>;

    #[inline(always)]
    fn leaf(&self, first: u64, second: u64) -> Self::Leaf {
        Rc::new([first, second])
    }

    #[inline(always)]
    fn tree(&self, left: Option<Rc<Tree>>, right: Option<Rc<Tree>>) -> Rc<Tree> {
        Rc::new(Tree { _children: [left, right] })
    }

    #[inline(always)]
    fn node(&self) -> Rc<Node> {
        Rc::new(Node { links: RefCell::default() })
    }

    #[inline(always)]
    fn link(&self, from: &Rc<Node>, field: usize, to: Rc<Node>) {
        from.links.borrow_mut()[field] = Some(to);
    }

    fn collect(&self) -> bool {
        false
    }

    fn break_cycles(&self, first: &Rc<Node>) {
        let mut next = Some(first.clone());
        while let Some(node) = next {
            let [_, after, _] = node.links.take();
            next = after;
        }
    }
}
