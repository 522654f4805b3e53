//! A doubly linked list: every node holds both neighbours, and nobody has to break the cycles.
//!
//! ```text
//! cargo run -p exuvia-heap --example linked_list
//! ```
#![forbid(unsafe_code)]

use exuvia_heap::typed::{Config, GcCell, Heap, Ref, Trace};
use std::error::Error;

#[derive(Trace)]
struct Node {
    value: u64,
    previous: GcCell<Option<Ref<Node>>>,
    next: GcCell<Option<Ref<Node>>>,
}

/// A list with both of its ends; empty at first.
#[derive(Default)]
struct List {
    ends: Option<(Ref<Node>, Ref<Node>)>,
}

impl List {
    fn push_back(&mut self, heap: &Heap, value: u64) {
        let node = heap.new_object(Node { value, previous: GcCell::default(), next: GcCell::default() });
        let first = match self.ends.take() {
            None => node.clone(),
            Some((first, last)) => {
                node.previous.set(Some(last.clone()));
                last.next.set(Some(node.clone()));
                first
            }
        };
        self.ends = Some((first, node));
    }

    fn pop_front(&mut self) -> Option<u64> {
        let (first, last) = self.ends.take()?;
        if let Some(second) = first.next.take() {
            second.previous.set(None);
            self.ends = Some((second, last));
        }
        Some(first.value)
    }

    fn first(&self) -> Option<Ref<Node>> {
        self.ends.as_ref().map(|(first, _)| first.clone())
    }

    fn last(&self) -> Option<Ref<Node>> {
        self.ends.as_ref().map(|(_, last)| last.clone())
    }

    fn forwards(&self) -> impl Iterator<Item = u64> {
        let follow = |node: &Ref<Node>| node.next.borrow().clone();
        std::iter::successors(self.first(), follow).map(|node| node.value)
    }

    fn backwards(&self) -> impl Iterator<Item = u64> {
        let follow = |node: &Ref<Node>| node.previous.borrow().clone();
        std::iter::successors(self.last(), follow).map(|node| node.value)
    }
}

/// What the example prints.
pub fn run() -> Result<String, Box<dyn Error>> {
    let heap = Heap::new(Config::default())?;
    let mut list = List::default();
    (0..1000).for_each(|value| list.push_back(&heap, value));
    let mut text = format!("sums: {} {}\n", list.forwards().sum::<u64>(), list.backwards().sum::<u64>());
    text += &format!("first out: {:?}\n", list.pop_front());
    let watcher = list.last().ok_or("an empty list")?.downgrade();
    let state = || if watcher.upgrade().is_some() { "alive" } else { "dead" };
    drop(list);
    text += &format!("after the list is dropped: {}\n", state());
    text += &format!("collected: {}\n", heap.collect().collected);
    text += &format!("after the collection: {}\n", state());
    drop(watcher);
    heap.close()?;
    Ok(text)
}

#[cfg_attr(test, expect(dead_code, reason = "the test calls `run`"))]
fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", run()?);
    Ok(())
}
