//! Payload of `random.Random`: a generator of 32-bit words, and the second value of the last pair of Gaussian numbers.

use std::cell::{Cell, RefCell};

use exuvia_heap::Kind;

use super::{Payload, ids};
use crate::modules::random::twister::Twister;

/// Where random words come from.
pub enum Source {
    /// The Mersenne Twister; none until it is seeded or asked for the first time.
    Twister(Option<Box<Twister>>),
    /// The operating system.
    System,
}

/// Payload of `Random` and `SystemRandom`.
pub struct Random {
    pub source: RefCell<Source>,
    pub next_gauss: Cell<Option<f64>>,
}

// SAFETY: numbers hold no references.
unsafe impl Payload for Random {
    const ID: u32 = ids::RANDOM;
    const KIND: Kind = Kind::Leaf;
    fn extra_bytes(&self) -> usize {
        size_of::<Twister>()
    }
}
