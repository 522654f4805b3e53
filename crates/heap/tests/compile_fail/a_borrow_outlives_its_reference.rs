//! A borrow of a value ends before the reference that it came through.
use exuvia_heap::typed::{Config, GcCell, Heap};

fn main() {
    let heap = Heap::new(Config::default()).unwrap();
    let cell = heap.new_object(GcCell::new(String::new()));
    let borrowed = cell.borrow_mut();
    drop(cell);
    drop(borrowed);
}
