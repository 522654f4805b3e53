//! The safe heap leads to the low-level interface only by `unsafe`.
use exuvia_heap::typed::{Config, Heap};

fn main() {
    let heap = Heap::new(Config::default()).unwrap();
    heap.raw();
}
