//! Payloads of slice and range.

use exuvia_heap::Heap;

use super::new_exact;
use crate::value::Value;

payload! {
    /// Payload of `slice`.
    Slice = SLICE {
        slots {}
        values { start, stop, step }
        plain {}
    }
}

payload! {
    /// Payload of `range`. The values are ints of any size; `length` is exact when it fits.
    Range = RANGE {
        slots {}
        values { start, stop, step, length }
        plain {}
    }
}

impl Slice {
    pub fn new_value(heap: &Heap, start: Value, stop: Value, step: Value) -> Value {
        new_exact(heap, Slice { start, stop, step })
    }
}

impl Range {
    /// Start, step and length when all of them are small.
    pub fn small(&self) -> Option<(i64, i64, i64)> {
        let start = self.start.as_small_int()?;
        let step = self.step.as_small_int()?;
        let length = self.length.as_small_int()?;
        self.stop.as_small_int()?;
        Some((start, step, length))
    }
}
