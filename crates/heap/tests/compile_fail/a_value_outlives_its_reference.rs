//! A plain reference to a value ends before the `Ref` that it came through.
use exuvia_heap::typed::{Config, Heap};

fn main() {
    let heap = Heap::new(Config::default()).unwrap();
    let text = heap.new_object(String::from("text"));
    let plain: &str = &text;
    drop(text);
    println!("{plain}");
}
