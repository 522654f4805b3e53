//! Values own what they have.
use exuvia_heap::typed::{Config, Heap, Trace};

#[derive(Trace)]
struct View<'a> {
    text: &'a str,
}

fn main() {
    let text = String::from("text");
    let heap = Heap::new(Config::default()).unwrap();
    let view = heap.new_object(View { text: &text });
    println!("{}", view.text);
}
