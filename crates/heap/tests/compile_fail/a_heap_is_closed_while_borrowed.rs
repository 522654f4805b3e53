//! A heap cannot be closed while it is borrowed.
use exuvia_heap::typed::{Config, Heap};

fn main() {
    let heap = Heap::new(Config::default()).unwrap();
    let borrowed: &Heap = &heap;
    heap.close().unwrap();
    borrowed.collect();
}
