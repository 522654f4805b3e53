//! Our heap through its low-level interface: objects of word slots, as a runtime uses it.

use exuvia_bench_heaps::peer::Peer;
use exuvia_heap::{Config, Heap, HeapBox, Kind, Layout, LayoutId, NoHost, Object, PENDING_COLLECT, Shape};

pub struct Exuvia {
    heap: HeapBox,
    leaf: LayoutId,
    tree: LayoutId,
    node: LayoutId,
}

impl Exuvia {
    pub fn new() -> Exuvia {
        let heap = HeapBox::new(Config::default()).expect("address space");
        let add = |name: &str, kind, shape| {
            heap.add_layout(Layout::of_shape(name, kind, shape)).expect("the table has room")
        };
        let leaf = add("leaf", Kind::Leaf, Shape::Leaf);
        let tree = add("tree", Kind::Container, Shape::Slots { first: 8, count: 2 });
        let node = add("node", Kind::Container, Shape::Slots { first: 8, count: 3 });
        Exuvia { heap, leaf, tree, node }
    }

    /// A new object with these words behind its header.
    #[inline(always)]
    fn make<const WORDS: usize>(&self, layout: LayoutId, kind: Kind, words: [u64; WORDS]) -> Owned {
        let object = self.heap.allocate(layout, kind, 8 + 8 * WORDS);
        for (index, word) in words.into_iter().enumerate() {
            // SAFETY: the object was sized for the header and the words.
            unsafe { object.cast::<u64>().as_ptr().add(1 + index).write(word) };
        }
        Owned(object)
    }
}

/// One counted reference.
pub struct Owned(Object);

impl Owned {
    #[inline(always)]
    fn into_word(self) -> u64 {
        let word = self.0.as_ptr() as u64;
        std::mem::forget(self);
        word
    }
}

impl Clone for Owned {
    #[inline(always)]
    fn clone(&self) -> Owned {
        // SAFETY: held.
        unsafe { self.0.as_ref() }.incref();
        Owned(self.0)
    }
}

impl Drop for Owned {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: owned.
        unsafe { Heap::release(self.0) };
    }
}

#[inline(always)]
fn word(reference: Option<Owned>) -> u64 {
    reference.map_or(0, Owned::into_word)
}

impl Peer for Exuvia {
    type Leaf = Owned;
    type Tree = Owned;
    type Node = Owned;

    #[inline(always)]
    fn leaf(&self, first: u64, second: u64) -> Owned {
        self.make(self.leaf, Kind::Leaf, [first, second])
    }

    #[inline(always)]
    fn tree(&self, left: Option<Owned>, right: Option<Owned>) -> Owned {
        self.make(self.tree, Kind::Container, [word(left), word(right)])
    }

    #[inline(always)]
    fn node(&self) -> Owned {
        self.make(self.node, Kind::Container, [0; 3])
    }

    #[inline(always)]
    fn link(&self, from: &Owned, field: usize, to: Owned) {
        // SAFETY: nodes have three slots behind the header, and each is linked once.
        unsafe { from.0.cast::<u64>().as_ptr().add(1 + field).write(to.into_word()) };
    }

    fn collect(&self) -> bool {
        self.heap.collect(2, &mut NoHost);
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

    #[inline(always)]
    fn due(&self) {
        if self.heap.pending().get() & PENDING_COLLECT != 0 {
            self.heap.collect_automatic(&mut NoHost);
        }
    }
}
