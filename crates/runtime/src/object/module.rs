//! Payload of module: a namespace.

use exuvia_heap::Heap;

use super::dict::Dict;
use super::new_exact;
use crate::value::Value;

payload! {
    /// Payload of `module`.
    Module = MODULE {
        slots {}
        values { dict }
        plain {}
    }
}

impl Module {
    pub fn new_value(heap: &Heap, dict: Value) -> Value {
        new_exact(heap, Module { dict })
    }

    /// The namespace.
    pub fn namespace(&self) -> &Dict {
        self.dict.downcast::<Dict>().expect("a module's namespace is a dict")
    }
}
