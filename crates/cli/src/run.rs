//! `exuvia run`: a program from its source to the process's status.
//!
//! ```text
//! read ─► Runtime ─► prepare __main__ ─► execute ─► report ─► memory statistics ─► finish ─► leaks ─► status
//! ```
//!
//! `EXUVIA_LEAKS=1` compares the containers that are alive after the end with those before the program; see `exuvia::finish`.

use std::error::Error;

use exuvia::{Before, Runtime, program};
use exuvia_runtime::Vm;
use exuvia_runtime::vm::CompileMode;

use crate::interrupt;
use crate::memory_stats;
use crate::options::RunOptions;
use crate::source::Program;

/// The status that CPython gives when standard output cannot be written at the end.
const OUTPUT_LOST: i32 = 120;

/// Runs a program; the status of the process.
pub fn run(options: RunOptions) -> Result<i32, Box<dyn Error>> {
    let RunOptions { code, budget, memory_stats, program } = options;
    let program = Program::read(code, program)?;
    let runtime = Runtime::builder()
        .budget(budget.unwrap_or_default())
        .arguments(program.arguments.clone())
        .search_path([program.folder.clone()])
        .build()?;
    let settings =
        Settings { memory_stats, leaks: std::env::var("EXUVIA_LEAKS").is_ok_and(|value| value == "1") };
    interrupt::listen(&runtime)?;
    let status = runtime.with(move |vm| run_in(vm, &program, settings));
    // Dropping the runtime would take the heap apart.
    std::mem::forget(runtime);
    Ok(status)
}

#[derive(Clone, Copy)]
struct Settings {
    memory_stats: bool,
    leaks: bool,
}

fn run_in(vm: &mut Vm, program: &Program, settings: Settings) -> i32 {
    let before = Before::of(vm);
    let mut status = execute(vm, program);
    if settings.memory_stats {
        program::flush(vm);
        eprint!("{}", memory_stats::describe(vm));
    }
    exuvia::finish(vm, &before);
    if !program::flush(vm) && status == 0 {
        status = OUTPUT_LOST;
    }
    if settings.leaks {
        report_leaks(vm, &before);
    }
    status
}

/// Runs the program and tells what it raised.
pub fn execute(vm: &mut Vm, program: &Program) -> i32 {
    let file = program.is_path.then_some(program.file.as_str());
    let result = program::prepare(vm, file)
        .and_then(|()| program::execute(vm, &program.source, &program.file, CompileMode::Exec));
    program::status(vm, result)
}

fn report_leaks(vm: &mut Vm, before: &Before) {
    let leaks = exuvia::leaks(vm, before);
    if leaks.objects() > 0 {
        let classes: Vec<String> =
            leaks.by_class.iter().map(|(class, objects)| format!("{class} {objects}")).collect();
        let s = if leaks.objects() == 1 { "" } else { "s" };
        eprintln!("leak: {} object{s} ({})", leaks.objects(), classes.join(", "));
    }
    let missed = vm.heap.missed_moves();
    if missed > 0 {
        eprintln!("collector: {missed} times what was alive was taken for garbage");
    }
}
