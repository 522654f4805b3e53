//! The command line.

use crate::child::Stack;
use std::time::Duration;

pub const HELP: &str = "\
usage: exuvia-bench-heaps [options]
  --rows a,b        only these rows; heaps: exuvia exuvia-typed rc rust-cc bacon dumpster gcmodule gc-arena cpython
                    allocators: exuvia-alloc malloc mimalloc jemalloc pymalloc
  --workloads a,b   only these; heaps: w1 w2 w3 w5 w6a w6c w8 w8c bytes; allocators: pairs replace fill
  --quick           smaller sizes, to see that everything works
  --limit SECONDS   of each child process, 120 unless told
environment:
  EXUVIA_CPYTHON    a CPython 3.14; otherwise python3.14, then python3, from PATH";

pub struct Options {
    rows: Option<Vec<String>>,
    workloads: Option<Vec<String>>,
    /// A name that [`exuvia_bench_heaps::measure::Sizes::named`] knows.
    pub sizes: &'static str,
    pub limit: Duration,
}

pub enum Action {
    Tables(Options),
    Child { row: String, workload: String, sizes: String, stack: Stack },
    Help,
}

impl Options {
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Action, String> {
        let mut arguments = arguments;
        let mut options =
            Options { rows: None, workloads: None, sizes: "full", limit: Duration::from_secs(120) };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--child" => {
                    let (row, workload, sizes) = (value()?, value()?, value()?);
                    return Ok(Action::Child { row, workload, sizes, stack: Stack::named(&value()?) });
                }
                "--rows" => options.rows = Some(names(&value()?)),
                "--workloads" => options.workloads = Some(names(&value()?)),
                "--quick" => options.sizes = "quick",
                "--limit" => {
                    let seconds = value()?;
                    let seconds =
                        seconds.parse().map_err(|_| format!("{seconds} is no number of seconds"))?;
                    options.limit = Duration::from_secs(seconds);
                }
                "--help" | "-h" => return Ok(Action::Help),
                _ => return Err(format!("unknown option {argument}")),
            }
        }
        Ok(Action::Tables(options))
    }

    pub fn wants_row(&self, name: &str) -> bool {
        self.rows.as_ref().is_none_or(|rows| rows.iter().any(|row| row == name))
    }

    pub fn wants_workload(&self, name: &str) -> bool {
        self.workloads.as_ref().is_none_or(|workloads| workloads.iter().any(|workload| workload == name))
    }
}

fn names(list: &str) -> Vec<String> {
    list.split(',').map(str::to_owned).collect()
}
