//! A `Cell` would let references leave a value unseen.
use exuvia_heap::typed::{Config, Heap, Ref, Trace};
use std::cell::Cell;

#[derive(Trace)]
struct Node {
    next: Cell<Option<Ref<Node>>>,
}

fn main() {
    let heap = Heap::new(Config::default()).unwrap();
    let node = heap.new_object(Node { next: Cell::new(None) });
    node.next.set(Some(node.clone()));
}
