//! Our heap through its safe layer.

use exuvia_bench_heaps::peer::Peer;
use exuvia_heap::{Config, GcCell, HeapBox, Ref, Trace};

pub struct ExuviaTyped {
    heap: HeapBox,
}

#[derive(Trace)]
pub struct Tree {
    children: [Option<Ref<Tree>>; 2],
}

#[derive(Trace)]
pub struct Node {
    links: GcCell<[Option<Ref<Node>>; 3]>,
}

impl ExuviaTyped {
    pub fn new() -> ExuviaTyped {
        ExuviaTyped { heap: HeapBox::new(Config::default()).expect("address space") }
    }
}

impl Peer for ExuviaTyped {
    type Leaf = Ref<(u64, u64)>;
    type Tree = Ref<Tree>;
    type Node = Ref<Node>;

    #[inline(always)]
    fn leaf(&self, first: u64, second: u64) -> Self::Leaf {
        self.heap.new_object((first, second))
    }

    #[inline(always)]
    fn tree(&self, left: Option<Ref<Tree>>, right: Option<Ref<Tree>>) -> Ref<Tree> {
        self.heap.new_object(Tree { children: [left, right] })
    }

    #[inline(always)]
    fn node(&self) -> Ref<Node> {
        self.heap.new_object(Node { links: GcCell::default() })
    }

    #[inline(always)]
    fn link(&self, from: &Ref<Node>, field: usize, to: Ref<Node>) {
        from.links.borrow_mut()[field] = Some(to);
    }

    fn collect(&self) -> bool {
        self.heap.collect_typed();
        true
    }

    fn automatic(&self, on: bool) -> bool {
        if on {
            self.heap.enable()
        } else {
            self.heap.disable()
        }
        true
    }
}
