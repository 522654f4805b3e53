//! The workloads that heaps and allocators are compared by, written once over two small traits.
//!
//! ```text
//! program (main.rs, rows/)   one child process for each row and workload   ──▶ markdown tables
//!   workloads ◀── Peer       counted heaps: ours, Rust crates, CPython
//!   allocators ◀── Blocks    allocators: ours, malloc, mimalloc, jemalloc, CPython
//!     measure                clock, random numbers, resident memory
//!   python                   what a CPython process calls, by way of the cdylib
//! ```
//!
//! Nothing here knows which row it measures.

pub mod allocators;
pub mod measure;
pub mod peer;
pub mod python;
pub mod workloads;
