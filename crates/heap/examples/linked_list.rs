//! A doubly linked list: every node holds both neighbours, and nobody has to break the cycles.
//!
//! ```text
//! cargo run -p exuvia-heap --example linked_list
//! ```

use exuvia_heap::{Config, GcCell, Heap, HeapBox, Ref, Trace};

#[derive(Trace)]
struct Node {
    value: u64,
    previous: GcCell<Option<Ref<Node>>>,
    next: GcCell<Option<Ref<Node>>>,
}

/// The first and the last node of a list of the numbers below `length`.
fn list(heap: &Heap, length: u64) -> (Ref<Node>, Ref<Node>) {
    let node = |value| heap.new_object(Node { value, previous: GcCell::default(), next: GcCell::default() });
    let first = node(0);
    let mut last = first.clone();
    for value in 1..length {
        let next = node(value);
        next.previous.set(Some(last.clone()));
        last.next.set(Some(next.clone()));
        last = next;
    }
    (first, last)
}

/// The sum of the values from `node` on, forwards.
fn sum(node: &Ref<Node>) -> u64 {
    let mut at = Some(node.clone());
    let mut sum = 0;
    while let Some(node) = at {
        sum += node.value;
        at = node.next.borrow().clone();
    }
    sum
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let heap = HeapBox::new(Config::default())?;
    let (first, last) = list(&heap, 1000);
    println!("sum: {}", sum(&first));
    println!("references to the first node: {}", first.strong_count());
    let watcher = last.downgrade();
    drop((first, last));
    println!("after the handles are dropped: {}", if watcher.upgrade().is_some() { "alive" } else { "dead" });
    let outcome = heap.collect_typed();
    println!("collected: {}", outcome.collected);
    println!("after the collection: {}", if watcher.upgrade().is_some() { "alive" } else { "dead" });
    drop(watcher);
    heap.close()?;
    Ok(())
}
