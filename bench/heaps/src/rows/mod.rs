//! The rows: what each is called, and how it runs a workload in the calling process.
//!
//! It knows nothing of processes and tables, except that CPython's rows run elsewhere.

mod bacon;
mod blocks;
mod dumpster;
mod exuvia;
mod exuvia_typed;
mod gc_arena;
mod gcmodule;
mod rc;
mod rust_cc;

use exuvia_bench_heaps::measure::Sizes;
use exuvia_bench_heaps::{allocators, workloads};

/// How a row runs a workload.
#[derive(Clone, Copy)]
pub enum Runner {
    /// In a child of this program.
    Here(fn(&str, &Sizes) -> Vec<f64>),
    /// In a CPython.
    Python,
}

pub struct Row {
    /// On the command line.
    pub name: &'static str,
    /// In the table.
    pub title: &'static str,
    pub runner: Runner,
    /// How it is used where that is not obvious.
    pub note: &'static str,
}

/// The rows of the table of heaps.
pub const HEAPS: &[Row] = &[
    Row {
        name: "exuvia",
        title: "**exuvia-heap**",
        runner: Runner::Here(|workload, sizes| workloads::run(&exuvia::Exuvia::new(), workload, sizes)),
        note: "objects of word slots, as a runtime uses them; `collect_automatic` at each safe point that is due",
    },
    Row {
        name: "exuvia-typed",
        title: "**exuvia-heap, typed**",
        runner: Runner::Here(|workload, sizes| {
            workloads::run(&exuvia_typed::ExuviaTyped::new(), workload, sizes)
        }),
        note: "`Ref<T>` and `GcCell`; collects inside `new_object`",
    },
    Row {
        name: "rc",
        title: "std Rc (leaks cycles)",
        runner: Runner::Here(|workload, sizes| workloads::run(&rc::StdRc, workload, sizes)),
        note: "",
    },
    Row {
        name: "rust-cc",
        title: "rust-cc 0.6",
        runner: Runner::Here(|workload, sizes| workloads::run(&rust_cc::RustCc, workload, sizes)),
        note: "collects inside `Cc::new`",
    },
    Row {
        name: "bacon",
        title: "bacon_rajan_cc 0.4",
        runner: Runner::Here(|workload, sizes| workloads::run(&bacon::BaconRajan, workload, sizes)),
        note: "no automatic collection: `collect_cycles` is called whenever `number_of_roots_buffered` reaches 10,000",
    },
    Row {
        name: "dumpster",
        title: "dumpster 2.1 (unsync)",
        runner: Runner::Here(|workload, sizes| workloads::run(&dumpster::Dumpster, workload, sizes)),
        note: "collects inside drop, here at every 10,000 dropped references; its default, more dropped than there are, never holds in w6",
    },
    Row {
        name: "gcmodule",
        title: "jrsonnet-gcmodule 0.5",
        runner: Runner::Here(|workload, sizes| workloads::run(&gcmodule::Gcmodule::new(), workload, sizes)),
        note: "no automatic collection: `collect_thread_cycles` is called when half as many objects were made as survived the last",
    },
    Row {
        name: "gc-arena",
        title: "gc-arena 0.7 (not prompt)",
        runner: Runner::Here(gc_arena::run),
        note: "`collect_debt` after every 16 steps; w2 and w3 end with `finish_cycle`; a reference is copied, not counted",
    },
    Row {
        name: "cpython",
        title: "CPython (from C)",
        runner: Runner::Python,
        note: "extension types made by `PyType_FromSpec`; scheduled collections run in `PyErr_CheckSignals`, called every 64 steps",
    },
];

/// The rows of the table of allocators.
pub const ALLOCATORS: &[Row] = &[
    Row {
        name: "exuvia-alloc",
        title: "**exuvia-alloc**",
        runner: Runner::Here(|workload, sizes| allocators::run(&blocks::Exuvia::new(), workload, sizes)),
        note: "",
    },
    Row {
        name: "malloc",
        title: "system malloc",
        runner: Runner::Here(|workload, sizes| allocators::run(&blocks::System, workload, sizes)),
        note: "",
    },
    #[cfg(feature = "mimalloc")]
    Row {
        name: "mimalloc",
        title: "mimalloc",
        runner: Runner::Here(|workload, sizes| allocators::run(&blocks::Mimalloc, workload, sizes)),
        note: "",
    },
    #[cfg(feature = "jemalloc")]
    Row {
        name: "jemalloc",
        title: "jemalloc",
        runner: Runner::Here(|workload, sizes| allocators::run(&blocks::Jemalloc, workload, sizes)),
        note: "",
    },
    Row {
        name: "pymalloc",
        title: "CPython's obmalloc",
        runner: Runner::Python,
        note: "`PyObject_Malloc` and `PyObject_Free`",
    },
];
