//! Runs the corpus in `tests/python` and reports one test for each file, in the form of Rust's own test harness.
//!
//! ```text
//! cargo test -p exuvia-testkit --test corpus -- [FILTER…] [--exact] [--list]
//! EXUVIA_BIN      the interpreter; unset: built from this workspace; empty: none
//! EXUVIA_CPYTHON  a command for CPython 3.14, which is then checked too
//! ```
//!
//! It knows where the workspace keeps things; the checking itself is the library's.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;
use std::{env, fs};

use exuvia_testkit::corpus::{Case, Report, check_all, describe, discover};
use exuvia_testkit::run::Strategy;

/// Options of Rust's own harness that take a value in the next argument.
const OPTIONS_WITH_VALUE: [&str; 5] = ["--test-threads", "--skip", "--format", "--color", "--logfile"];

fn main() -> ExitCode {
    match corpus() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("corpus: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs what the arguments select; answers whether all of it passed.
fn corpus() -> Result<bool, String> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/python");
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    let all = discover(&root).map_err(|error| error.to_string())?;
    let total = all.len();
    let cases = select(all, &arguments);
    if arguments.iter().any(|argument| argument == "--list") {
        cases.iter().for_each(|case| println!("{}: test", case.name));
        return Ok(true);
    }
    let strategies = strategies()?;
    if strategies.is_empty() {
        return Err("no interpreter: EXUVIA_BIN is empty and EXUVIA_CPYTHON is not set".to_owned());
    }
    Ok(run_cases(&cases, &strategies, total - cases.len()))
}

fn run_cases(cases: &[Case], strategies: &[Strategy], filtered: usize) -> bool {
    let start = Instant::now();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("corpus-{}", std::process::id()));
    println!("\nrunning {} tests", cases.len());
    let mut failed = Vec::new();
    check_all(cases, strategies, &scratch, &mut |report: &Report| {
        let passed = report.failures.is_empty();
        println!("test {} ... {}", report.case.name, if passed { "ok" } else { "FAILED" });
        if !passed {
            failed.push((report.case.name.clone(), describe(report)));
        }
    });
    // What a failure leaves behind is useful to look at; what passed is not.
    if failed.is_empty() {
        let _ = fs::remove_dir_all(&scratch);
    } else {
        println!("\nfailures (programs kept in {}):\n", scratch.display());
        failed.iter().for_each(|(name, text)| println!("---- {name} ----\n{text}"));
        println!("failures:");
        failed.iter().for_each(|(name, _)| println!("    {name}"));
    }
    println!(
        "\ntest result: {}. {} passed; {} failed; 0 ignored; 0 measured; {filtered} filtered out; finished in {:.2}s\n",
        if failed.is_empty() { "ok" } else { "FAILED" },
        cases.len() - failed.len(),
        failed.len(),
        start.elapsed().as_secs_f64(),
    );
    failed.is_empty()
}

/// The cases whose names hold one of the filters among the arguments; all without a filter.
fn select(cases: Vec<Case>, arguments: &[String]) -> Vec<Case> {
    let exact = arguments.iter().any(|argument| argument == "--exact");
    let follows_option = |at: usize| at > 0 && OPTIONS_WITH_VALUE.contains(&arguments[at - 1].as_str());
    let filters: Vec<&String> = (0..arguments.len())
        .filter(|&at| !arguments[at].starts_with('-') && !follows_option(at))
        .map(|at| &arguments[at])
        .collect();
    let matches = |case: &Case| {
        filters
            .iter()
            .any(|filter| if exact { case.name == **filter } else { case.name.contains(filter.as_str()) })
    };
    cases.into_iter().filter(|case| filters.is_empty() || matches(case)).collect()
}

/// The collector strategies to run under: `EXUVIA_COLLECTORS`, separated by commas, for sweeps such as `slices:1,slices:7`.
fn collectors() -> Vec<String> {
    let asked = env::var("EXUVIA_COLLECTORS")
        .unwrap_or_else(|_| "off,auto,every,slices:1,slices:30,slices:300,slices:1000".to_owned());
    asked.split(',').map(str::to_owned).collect()
}

fn strategies() -> Result<Vec<Strategy>, String> {
    let binary = match env::var_os("EXUVIA_BIN") {
        Some(path) if path.is_empty() => None,
        Some(path) => Some(PathBuf::from(path)),
        None => Some(build_interpreter()?),
    };
    let mut strategies: Vec<Strategy> = Vec::new();
    if let Some(binary) = binary {
        strategies.extend(collectors().iter().map(|collector| Strategy::exuvia(&binary, collector)));
    }
    strategies.extend(env::var("EXUVIA_CPYTHON").ok().map(|command| Strategy::cpython(&command)));
    Ok(strategies)
}

/// Builds the interpreter into the folder that this test was built into, with its profile, so that it is never stale.
fn build_interpreter() -> Result<PathBuf, String> {
    let this = env::current_exe().map_err(|error| error.to_string())?;
    // <target>/<profile>/deps/corpus-<hash>
    let folder = this.ancestors().nth(2).ok_or("the test does not run from a target folder")?;
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let target = folder.parent().ok_or("the test does not run from a target folder")?;
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--package", "exuvia-cli", "--profile", profile, "--target-dir"])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err("the interpreter does not build".to_owned());
    }
    Ok(folder.join(format!("exuvia{}", env::consts::EXE_SUFFIX)))
}
