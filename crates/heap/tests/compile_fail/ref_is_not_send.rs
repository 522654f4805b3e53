//! A `Ref` stays on its heap's thread.
use exuvia_heap::typed::{Config, Heap};

fn main() {
    let heap = Heap::new(Config::default()).unwrap();
    let number = heap.new_object(1);
    std::thread::spawn(move || drop(number));
}
