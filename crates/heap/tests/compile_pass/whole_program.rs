//! A program that uses every part, so that what must compile is known to.
#![forbid(unsafe_code)]

use exuvia_heap::typed::{Config, GcCell, Heap, Ref, Trace, Untraced, Weak};

#[derive(Trace)]
#[trace(finalize = Node::finalize)]
struct Node<T: Trace> {
    value: T,
    next: GcCell<Option<Ref<Node<T>>>>,
    back: GcCell<Weak<Node<T>>>,
    action: Untraced<Option<Box<dyn Fn(&T)>>>,
}

impl<T: Trace> Node<T> {
    fn finalize(&self) {
        if let Some(action) = &*self.action {
            action(&self.value);
        }
    }
}

#[derive(Trace)]
enum Never {}

#[derive(Trace)]
struct Unit;

fn main() {
    let heap = Heap::new(Config::default()).unwrap();
    let node = |value: u8| {
        let (next, back) = (GcCell::default(), GcCell::default());
        heap.new_object(Node { value, next, back, action: Untraced::default() })
    };
    let (first, second) = (node(1), node(2));
    first.next.set(Some(second.clone()));
    second.back.set(first.downgrade());
    heap.new_object((Unit, None::<Never>));
}
