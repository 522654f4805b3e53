//! The two tables.
//!
//! Progress goes to the standard error, the tables to the standard output.

use crate::child::{self, Figures, Python, Stack};
use crate::options::Options;
use crate::rows::{ALLOCATORS, HEAPS, Row, Runner};
use std::fmt::Write;

/// A column and the workload that fills it.
struct Column {
    workload: &'static str,
    head: &'static str,
    cell: fn(&[f64]) -> String,
}

const HEAP_COLUMNS: &[Column] = &[
    Column { workload: "w1", head: "w1", cell: |figures| join(figures, " · ", number) },
    Column { workload: "w2", head: "w2", cell: |figures| join(figures, " · ", number) },
    Column { workload: "w3", head: "w3", cell: |figures| join(figures, ", ", number) },
    Column { workload: "w5", head: "w5", cell: |figures| join(figures, ", ", number) },
    Column { workload: "w6a", head: "w6a", cell: with_pause },
    Column { workload: "w6c", head: "w6c", cell: with_pause },
    Column { workload: "w8", head: "w8", cell: |figures| join(figures, ", ", number) },
    Column { workload: "w8c", head: "w8, chain", cell: |figures| join(figures, ", ", number) },
    Column { workload: "bytes", head: "bytes/node", cell: |figures| format!("{:.0}", figures[0]) },
];

const ALLOCATOR_COLUMNS: &[Column] = &[
    Column {
        workload: "pairs",
        head: "allocate + free 32 / 64 / 512",
        cell: |figures| join(figures, " / ", number),
    },
    Column { workload: "replace", head: "random replace", cell: |figures| number(figures[0]) },
    Column {
        workload: "fill",
        head: "fill: allocate / free in order / random",
        cell: |figures| join(&figures[..3], " / ", number),
    },
    Column { workload: "replace", head: "resident ÷ live", cell: |figures| format!("{:.2}", figures[1]) },
    Column {
        workload: "fill",
        head: "resident after all is freed, MB",
        cell: |figures| format!("{:.0} of {:.0}", figures[4], figures[3]),
    },
];

const HEAP_KEY: &str = "\
Nanoseconds of CPU time, the least of several runs. w1 allocate and drop a leaf of two words · an object of two \
references; w2 binary tree, per node in all, automatic collection off · on; w3 doubly linked list: build, reclaim \
per node; w5 clone and drop a reference; w6a two-node cycles beside live nodes: per cycle, longest step, memory added at most; w6c the same \
with cycles that die old; w8 full collection of live nodes in shuffled order, per node.";

const ALLOCATOR_KEY: &str = "\
Nanoseconds of CPU time, the least of several runs; sizes as Python programs ask for, where none is named.";

pub fn print(options: &Options) {
    let python = Python::find();
    if let Err(reason) = &python {
        eprintln!("CPython's rows stay empty: {reason}");
    }
    let python = python.ok();
    let heaps = table("Heaps", HEAP_KEY, HEAPS, HEAP_COLUMNS, options, python.as_ref());
    let allocators =
        table("Allocators", ALLOCATOR_KEY, ALLOCATORS, ALLOCATOR_COLUMNS, options, python.as_ref());
    for table in [heaps, allocators].into_iter().flatten() {
        println!("{table}");
    }
}

/// The table of the chosen rows and columns, when there are any.
fn table(
    title: &str,
    key: &str,
    rows: &[Row],
    columns: &[Column],
    options: &Options,
    python: Option<&Python>,
) -> Option<String> {
    let rows: Vec<&Row> = rows.iter().filter(|row| options.wants_row(row.name)).collect();
    let columns: Vec<&Column> =
        columns.iter().filter(|column| options.wants_workload(column.workload)).collect();
    if rows.is_empty() || columns.is_empty() {
        return None;
    }
    let mut text =
        format!("## {title}{}\n\n{key}\n\n|", if options.sizes == "quick" { ", quick" } else { "" });
    for column in &columns {
        text += &format!(" | {}", column.head);
    }
    text += " |\n|---|";
    text += &"--:|".repeat(columns.len());
    text.push('\n');
    for row in &rows {
        text += &format!("| {}", title_of(row, python));
        let mut measured: Vec<(&str, Result<Figures, String>)> = vec![];
        for column in &columns {
            if !measured.iter().any(|(workload, _)| *workload == column.workload) {
                let result = child::run(row, column.workload, options, python);
                report(row.name, column.workload, &result);
                measured.push((column.workload, result));
            }
            let figures = measured.iter().find(|(workload, _)| *workload == column.workload);
            let cell = match figures {
                Some((_, Ok(Figures { figures, stack })))
                    if figures.iter().any(|figure| !figure.is_nan()) =>
                {
                    let mark = if *stack == Stack::Huge { " †" } else { "" };
                    (column.cell)(figures) + mark
                }
                _ => "–".to_owned(),
            };
            text += &format!(" | {cell}");
        }
        text += " |\n";
    }
    text.push('\n');
    if text.contains('†') {
        text += "- †: recurses as deep as the graph; on a stack of 4 GiB, because 8 MiB did not suffice.\n";
    }
    for row in rows.iter().filter(|row| !row.note.is_empty()) {
        let _ = writeln!(text, "- {}: {}.", row.title.trim_matches('*'), row.note);
    }
    Some(text)
}

fn title_of(row: &Row, python: Option<&Python>) -> String {
    match (row.runner, python) {
        (Runner::Python, Some(python)) => {
            row.title.replace("CPython", &format!("CPython {}", python.version))
        }
        _ if row.name == "malloc" => c_library(),
        _ => row.title.to_owned(),
    }
}

/// Whose `malloc` the system's is.
fn c_library() -> String {
    #[cfg(target_env = "gnu")]
    {
        // SAFETY: returns a constant of the C library.
        let version = unsafe { std::ffi::CStr::from_ptr(libc::gnu_get_libc_version()) };
        format!("glibc {} malloc", version.to_string_lossy())
    }
    #[cfg(not(target_env = "gnu"))]
    "system malloc".to_owned()
}

fn report(row: &str, workload: &str, result: &Result<Figures, String>) {
    match result {
        Ok(found) => eprintln!("{row} {workload}: {}", join(&found.figures, " ", number)),
        Err(reason) => eprintln!("{row} {workload}: {reason}"),
    }
}

fn join(figures: &[f64], separator: &str, format: fn(f64) -> String) -> String {
    figures.iter().map(|&figure| format(figure)).collect::<Vec<_>>().join(separator)
}

/// Three digits at most, as many as the measurement carries.
fn number(figure: f64) -> String {
    match figure {
        _ if figure.is_nan() => "–".to_owned(),
        ..1.0 => format!("{figure:.2}"),
        ..20.0 => format!("{figure:.1}"),
        _ => format!("{figure:.0}"),
    }
}

/// Nanoseconds, the longest step in milliseconds, and megabytes.
fn with_pause(figures: &[f64]) -> String {
    let milliseconds = figures[1] / 1e6;
    let pause = match milliseconds {
        ..1.0 => format!("{milliseconds:.3}"),
        ..20.0 => format!("{milliseconds:.1}"),
        _ => format!("{milliseconds:.0}"),
    };
    format!("{}, {pause} ms, {:.0} MB", number(figures[0]), figures[2] / 1e6)
}
