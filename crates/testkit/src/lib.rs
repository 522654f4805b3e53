//! The runner of the Python test corpus in `tests/python`.
//!
//! ```text
//! <area>/<feature>.py ── scan ──> statements, comments ── expect ──> expectations by line
//!                                                      └─ driver ──> the program that runs
//! driver ── run (off, auto, every, CPython) ──> outcome ── compare ──> failures by file and line
//! ```
//!
//! It knows Python's tokens just well enough to find statements and comments, and no interpreter but by its command.
#![forbid(unsafe_code)]

pub mod compare;
pub mod corpus;
pub mod driver;
pub mod expect;
pub mod run;
pub mod scan;
