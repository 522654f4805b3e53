//! The owners of an `Rc` would each report what it holds.
use exuvia_heap::typed::{Config, Heap, Ref};
use std::rc::Rc;

fn main() {
    let heap = Heap::new(Config::default()).unwrap();
    let number: Ref<u8> = heap.new_object(1);
    let shared = Rc::new(number);
    heap.new_object((shared.clone(), shared));
}
