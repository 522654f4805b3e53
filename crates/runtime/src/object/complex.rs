//! Payload of complex: two floats in place.

use exuvia_heap::{Heap, Kind};

use super::{Payload, ids, new_exact};
use crate::value::Value;

/// Payload of `complex` and its subclasses.
#[derive(Clone, Copy)]
pub struct Complex {
    pub real: f64,
    pub imaginary: f64,
}

// SAFETY: numbers hold no references.
unsafe impl Payload for Complex {
    const ID: u32 = ids::COMPLEX;
    const KIND: Kind = Kind::Leaf;
}

impl Value {
    /// A complex number.
    pub fn from_complex(heap: &Heap, real: f64, imaginary: f64) -> Value {
        new_exact(heap, Complex { real, imaginary })
    }
}
