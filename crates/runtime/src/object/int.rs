//! Payloads of integers that do not fit into a value's word, and of instances of subclasses of int and float.
//!
//! `Integer` is the view that arithmetic takes: a machine word or a borrowed big integer.

use std::borrow::Cow;

use exuvia_heap::{Heap, Kind, LayoutId};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::{Payload, ids, new_exact, new_with_layout};
use crate::value::Value;

/// Payload of a large `int`, or of an instance of a subclass of int (then of any size).
pub struct Int {
    pub value: BigInt,
}

/// Payload of an instance of a subclass of float. (Exact floats are immediate.)
pub struct FloatObject {
    pub value: f64,
}

// SAFETY: numbers hold no references.
unsafe impl Payload for Int {
    const ID: u32 = ids::INT;
    const KIND: Kind = Kind::Leaf;
    fn extra_bytes(&self) -> usize {
        (self.value.bits() as usize).div_ceil(8)
    }
}

// SAFETY: numbers hold no references.
unsafe impl Payload for FloatObject {
    const ID: u32 = ids::FLOAT;
    const KIND: Kind = Kind::Leaf;
}

/// An integer value, borrowed.
#[derive(Clone, Copy, Debug)]
pub enum Integer<'a> {
    Small(i64),
    Big(&'a BigInt),
}

impl Integer<'_> {
    /// The integer as a big one, borrowed where it is one already.
    pub fn to_big(&self) -> Cow<'_, BigInt> {
        match self {
            Integer::Small(small) => Cow::Owned(BigInt::from(*small)),
            Integer::Big(big) => Cow::Borrowed(big),
        }
    }

    /// The integer if it fits 64 bits.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Integer::Small(small) => Some(*small),
            Integer::Big(big) => big.to_i64(),
        }
    }

    pub fn is_negative(&self) -> bool {
        match self {
            Integer::Small(small) => *small < 0,
            Integer::Big(big) => big.sign() == num_bigint::Sign::Minus,
        }
    }

    pub fn is_zero(&self) -> bool {
        match self {
            Integer::Small(small) => *small == 0,
            Integer::Big(big) => big.sign() == num_bigint::Sign::NoSign,
        }
    }
}

impl Value {
    /// The integer that an int, a bool or an instance of a subclass of int stands for.
    #[inline]
    pub fn as_integer(&self) -> Option<Integer<'_>> {
        if let Some(small) = self.as_small_int() {
            return Some(Integer::Small(small));
        }
        if let Some(truth) = self.as_bool() {
            return Some(Integer::Small(i64::from(truth)));
        }
        self.downcast::<Int>().map(|int| Integer::Big(&int.value))
    }

    /// The float of a float or an instance of a subclass of float.
    #[inline]
    pub fn as_any_float(&self) -> Option<f64> {
        self.as_float().or_else(|| self.downcast::<FloatObject>().map(|object| object.value))
    }

    /// An int object or immediate.
    #[inline]
    pub fn from_i64(heap: &Heap, int: i64) -> Value {
        Value::from_small_int(int).unwrap_or_else(|| new_exact(heap, Int { value: BigInt::from(int) }))
    }

    /// An int object or immediate.
    pub fn from_big(heap: &Heap, int: BigInt) -> Value {
        match int.to_i64().and_then(Value::from_small_int) {
            Some(small) => small,
            None => new_exact(heap, Int { value: int }),
        }
    }

    /// An instance of a subclass of int.
    pub fn int_with_layout(heap: &Heap, layout: LayoutId, int: BigInt) -> Value {
        new_with_layout(heap, layout, Int { value: int })
    }
}
