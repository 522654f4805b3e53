//! Measures Exuvia's heap and allocator beside their peers and prints two markdown tables.
//!
//! ```text
//! main ──▶ rows × workloads ──▶ child: this program, --child row workload …    ──▶ "figures 1.2 3.4"
//!                           └─▶ child: python3.14 that loads the cdylib        ──▶    │
//!      ◀── table ◀────────────────────────────────────────────────────────────────────┘
//! ```
//!
//! Each child runs one workload of one row, so that no heap disturbs another; one that fails or exceeds the
//! time limit shows as a dash. One that a signal kills gets a second try on a stack of 4 GiB.

mod child;
mod options;
mod rows;
mod table;

use options::{Action, Options};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)) {
        Ok(Action::Tables(options)) => {
            table::print(&options);
            ExitCode::SUCCESS
        }
        Ok(Action::Child { row, workload, sizes, stack }) => child::run_here(&row, &workload, &sizes, stack),
        Ok(Action::Help) => {
            println!("{}", options::HELP);
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}\n{}", options::HELP);
            ExitCode::FAILURE
        }
    }
}
