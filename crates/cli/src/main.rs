//! The program `exuvia`: runs Python programs, and shows what happens to their objects.
//!
//! ```text
//! exuvia program.py …  =  exuvia run program.py …        exuvia trace program.py        exuvia dis program.py
//! ```
//!
//! Status: 0, or what the program asked for; 1 after an exception that nothing handled; 2 when there was nothing to run; 130 after
//! Ctrl-C. It prints and opens files; everything else is done by the crates below it.

mod dis;
mod interrupt;
mod memory_stats;
mod options;
mod run;
mod source;
mod trace;

use std::process::ExitCode;

use options::Command;

fn main() -> ExitCode {
    let command = match options::parse(std::env::args_os()) {
        Ok(command) => command,
        Err(stop) => return stop.report(),
    };
    let result = match command {
        Command::Run(options) => run::run(options),
        Command::Dis(options) => dis::dis(&options),
        Command::Trace(options) => trace::trace(options),
    };
    let status = result.unwrap_or_else(|problem| {
        eprintln!("exuvia: {problem}");
        2
    });
    // The heap is not taken apart: the system takes it back as a whole.
    std::process::exit(status)
}
