//! Values are shared: they change through cells only.
use exuvia_heap::typed::{Config, Heap};

fn main() {
    let heap = Heap::new(Config::default()).unwrap();
    let text = heap.new_object(String::new());
    text.push('x');
}
