//! Nothing of a heap is `Send` or `Sync`.
use exuvia_heap::typed::{GcCell, OwnedHeap, Ref, Weak};

fn send<T: Send>() {}
fn sync<T: Sync>() {}

fn main() {
    send::<Ref<u8>>();
    sync::<Ref<u8>>();
    send::<Weak<u8>>();
    sync::<Weak<u8>>();
    send::<OwnedHeap>();
    sync::<OwnedHeap>();
    sync::<GcCell<u8>>();
}
