//! One workload of one row in a process of its own.

use crate::options::Options;
use crate::rows::{ALLOCATORS, HEAPS, Row, Runner};
use exuvia_bench_heaps::measure::Sizes;
use exuvia_bench_heaps::python::print_figures;
use exuvia_bench_heaps::workloads::TURN;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// The stack that a child starts with, and the one that it gets when it did not survive on the first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stack {
    /// As the system gives it to a program, 8 MiB as a rule.
    Usual,
    Huge,
}

const HUGE_STACK_BYTES: usize = 4 << 30;

impl Stack {
    pub fn name(self) -> &'static str {
        match self {
            Stack::Usual => "usual",
            Stack::Huge => "huge",
        }
    }

    pub fn named(name: &str) -> Stack {
        if name == "huge" { Stack::Huge } else { Stack::Usual }
    }
}

/// Runs a workload in this process and prints its figures.
pub fn run_here(row: &str, workload: &str, sizes: &str, stack: Stack) -> ExitCode {
    let found = HEAPS.iter().chain(ALLOCATORS).find(|one| one.name == row);
    let Some(Row { runner: Runner::Here(run), .. }) = found else {
        eprintln!("no row {row} that runs here");
        return ExitCode::FAILURE;
    };
    let run = || -> ExitCode {
        print_figures(&run(workload, &Sizes::named(sizes)));
        let _ = std::io::stdout().flush();
        // Taking live graphs apart is not measured: nothing is dropped, thread-locals included.
        // SAFETY: ends the process at once, and all output is flushed.
        unsafe { libc::_exit(0) }
    };
    if stack == Stack::Usual {
        return run();
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(HUGE_STACK_BYTES).spawn_scoped(scope, run);
        match thread.map(|thread| thread.join()) {
            Ok(Ok(code)) => code,
            _ => ExitCode::FAILURE,
        }
    })
}

/// A CPython whose objects' layout is known.
pub struct Python {
    command: String,
    pub version: String,
    library: PathBuf,
}

/// Prints the version when this is a CPython with 3.14's layout of objects.
const PROBE: &str = "\
import platform, sys
assert platform.python_implementation() == 'CPython' and sys.version_info >= (3, 14)
assert sys._is_gil_enabled()
print(platform.python_version())";

/// Calls the cdylib with the interpreter's lock held.
const CALL: &str = "\
import ctypes, os, sys
status = ctypes.PyDLL(sys.argv[1]).exuvia_bench_python(sys.argv[2].encode(), sys.argv[3].encode())
os._exit(status)";

impl Python {
    /// Looks for one where the environment says, then on PATH.
    pub fn find() -> Result<Python, String> {
        let library = library().ok_or("the cdylib is not beside the program")?;
        let candidates = match std::env::var("EXUVIA_CPYTHON") {
            Ok(command) => vec![command],
            Err(_) => vec!["python3.14".to_owned(), "python3".to_owned()],
        };
        for command in candidates {
            let probe = Command::new(&command).args(["-c", PROBE]).stderr(Stdio::null()).output();
            if let Ok(output) = probe
                && output.status.success()
            {
                let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                return Ok(Python { command, version, library });
            }
        }
        Err("no CPython 3.14 with its lock found; EXUVIA_CPYTHON can name one".to_owned())
    }
}

/// The cdylib, which cargo puts beside the program or among its dependencies.
fn library() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?;
    let name = format!("{}exuvia_bench_heaps{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    // `cargo run` keeps the one in `deps` up to date, and only that.
    [folder.join("deps").join(&name), folder.join(&name)].into_iter().find(|path| path.exists())
}

/// What a child found.
pub struct Figures {
    pub figures: Vec<f64>,
    pub stack: Stack,
}

/// Workloads that build what a process has not built before: a second run in the same process finds its memory mapped, and in the order in which
/// the first one gave it back.
const FRESH: [&str; 2] = ["w2", "w3"];
/// Processes that such a workload is run in.
const PROCESSES: usize = 6;

/// Runs a workload in a child, or in several; the least figures, or why there are none.
pub fn run(row: &Row, workload: &str, options: &Options, python: Option<&Python>) -> Result<Figures, String> {
    let mut best = run_once(row, workload, options, python, "even")?;
    if FRESH.contains(&workload) && options.sizes != "quick" {
        for process in 1..PROCESSES {
            let turn = if process % 2 == 1 { "odd" } else { "even" };
            let again = run_once(row, workload, options, python, turn)?;
            for (least, figure) in best.figures.iter_mut().zip(again.figures) {
                *least = least.min(figure);
            }
        }
    }
    Ok(best)
}

fn run_once(
    row: &Row,
    workload: &str,
    options: &Options,
    python: Option<&Python>,
    turn: &str,
) -> Result<Figures, String> {
    let on = |stack| run_on(row, workload, options, python, (stack, turn));
    match on(Stack::Usual) {
        Err(Failure { killed: true, .. }) if matches!(row.runner, Runner::Here(_)) => on(Stack::Huge),
        result => result,
    }
    .map_err(|failure| failure.reason)
}

struct Failure {
    /// By a signal, as when the stack overflows.
    killed: bool,
    reason: String,
}

impl<T: ToString> From<T> for Failure {
    fn from(reason: T) -> Failure {
        Failure { killed: false, reason: reason.to_string() }
    }
}

fn run_on(
    row: &Row,
    workload: &str,
    options: &Options,
    python: Option<&Python>,
    (stack, turn): (Stack, &str),
) -> Result<Figures, Failure> {
    let mut command = match (row.runner, python) {
        (Runner::Here(_), _) => {
            let mut command = Command::new(std::env::current_exe()?);
            command.args(["--child", row.name, workload, options.sizes, stack.name()]);
            command
        }
        (Runner::Python, Some(python)) => {
            let mut command = Command::new(&python.command);
            command.args(["-S", "-c", CALL]).arg(&python.library).args([workload, options.sizes]);
            command
        }
        (Runner::Python, None) => return Err("no CPython".into()),
    };
    command.env(TURN, turn);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > options.limit {
            // The child may have ended meanwhile: then there is nothing to kill.
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("more than {} s", options.limit.as_secs()).into());
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let mut printed = String::new();
    if let Some(stdout) = &mut child.stdout {
        stdout.read_to_string(&mut printed)?;
    }
    if !status.success() {
        return Err(Failure { killed: status.code().is_none(), reason: status.to_string() });
    }
    let figures = printed.lines().find_map(|line| line.strip_prefix("figures ")).ok_or("no figures")?;
    let figures = figures.split(' ').map(str::parse).collect::<Result<Vec<f64>, _>>()?;
    Ok(Figures { figures, stack })
}
