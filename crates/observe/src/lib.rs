//! What was seen of a running program, and how it is told.
//!
//! ```text
//! adapter (reads an interpreter) ─► trace: sightings, deaths ─► ledger ─► steps ─► fold ─► text or JSON
//! ```
//!
//! This crate knows events and graphs as plain data. It knows no interpreter and no heap: any runtime that can say which objects
//! are alive, with which counts, can be traced with it.

#![forbid(unsafe_code)]

pub mod trace;
