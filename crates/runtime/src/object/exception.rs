//! Payloads of exceptions and tracebacks.

use std::cell::Cell;

use super::cell::Slot;
use crate::value::Value;

payload! {
    /// Payload of `BaseException` and everything derived from it.
    Exception = EXCEPTION {
        slots {
            args, cause, context, traceback,
            /// What the class adds (`StopIteration.value`, `OSError.errno`…), a list in the class's own order; empty where there is nothing.
            fields
        }
        values {}
        plain { suppress_context: Cell<bool> }
    }
}

impl Exception {
    /// An exception that was not raised yet.
    pub fn new(args: Value) -> Exception {
        Exception {
            args: Slot::new(Some(args)),
            cause: Slot::default(),
            context: Slot::default(),
            traceback: Slot::default(),
            fields: Slot::default(),
            suppress_context: Cell::new(false),
        }
    }
}

payload! {
    /// Payload of `traceback`: one frame on the exception's way.
    Traceback = TRACEBACK {
        slots { next }
        values { frame }
        plain { word: u32, line: Cell<u32> }
    }
}
