//! A type that implements `Drop` cannot derive `Trace`.
use exuvia_heap::typed::{Ref, Trace};

#[derive(Trace)]
struct Noisy {
    next: Option<Ref<Noisy>>,
}

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("{}", self.next.is_some());
    }
}

fn main() {}
