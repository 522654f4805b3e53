//! Finds the files of the corpus and checks each under every strategy.
//!
//! ```text
//! tests/python/<area>/<feature>.py ──> scratch/<area>/<feature>.py      the driver
//! tests/python/<area>/_mods/…      ──> scratch/<area>/_mods/…           what it imports, unchanged
//! ```
//!
//! It does not know where the interpreters come from; its caller says.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use std::{fs, io, thread};

use crate::compare::{Failure, compare};
use crate::run::{Strategy, run};
use crate::{driver, expect};

/// Longest time that one file may run under one strategy.
pub const TIME_LIMIT: Duration = Duration::from_secs(60);
/// Files that run at the same time.
const WORKERS: usize = 2;
/// The folder of an area that holds modules for its tests to import.
const MODULES: &str = "_mods";

/// One file of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// `area/feature`.
    pub name: String,
    pub path: PathBuf,
}

/// What a file's strategies found.
#[derive(Debug)]
pub struct Report {
    pub case: Case,
    /// The strategy's name and its differences, for those that have some.
    pub failures: Vec<(String, Vec<Failure>)>,
}

/// All files under `root`, ordered by name.
///
/// # Errors
/// When a folder cannot be read.
pub fn discover(root: &Path) -> io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for area in fs::read_dir(root)? {
        let area = area?.path();
        if !area.is_dir() {
            continue;
        }
        for file in fs::read_dir(&area)? {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "py") {
                cases.push(Case { name: case_name(&path), path });
            }
        }
    }
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(cases)
}

fn case_name(path: &Path) -> String {
    let feature = path.file_stem().unwrap_or_default().to_string_lossy();
    let area = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    format!("{area}/{feature}")
}

/// Checks all `cases` under all `strategies`, calling `done` as each is finished, in the order of `cases`.
pub fn check_all(
    cases: &[Case],
    strategies: &[Strategy],
    scratch: &Path,
    done: &mut (dyn FnMut(&Report) + Send),
) {
    let next = AtomicUsize::new(0);
    let finished = Mutex::new((0, cases.iter().map(|_| None).collect::<Vec<Option<Report>>>(), done));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(case) = cases.get(at) else { return };
            let report = check(case, strategies, scratch);
            let Ok(mut state) = finished.lock() else { return };
            let (shown, reports, done) = &mut *state;
            reports[at] = Some(report);
            while let Some(report) = reports.get(*shown).and_then(Option::as_ref) {
                done(report);
                *shown += 1;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(work);
        }
    });
}

/// Checks one file under each strategy.
pub fn check(case: &Case, strategies: &[Strategy], scratch: &Path) -> Report {
    let failures = check_file(case, strategies, scratch).unwrap_or_else(|error| {
        vec![("setup".to_owned(), vec![Failure { line: 0, message: error.to_string() }])]
    });
    Report { case: case.clone(), failures }
}

fn check_file(
    case: &Case,
    strategies: &[Strategy],
    scratch: &Path,
) -> io::Result<Vec<(String, Vec<Failure>)>> {
    let source = fs::read_to_string(&case.path)?;
    let file = match expect::parse(&source) {
        Ok(file) => file,
        Err(error) => {
            let failure = Failure { line: error.line + 1, message: error.message.to_owned() };
            return Ok(vec![("format".to_owned(), vec![failure])]);
        }
    };
    let driver = driver::write(&file);
    let program = place(case, &driver.text, scratch)?;
    let shown = program.display().to_string();
    let mut failures = Vec::new();
    for strategy in strategies {
        let outcome = run(strategy, &program, TIME_LIMIT)?;
        let found = compare(&file, &driver, &shown, &outcome);
        if !found.is_empty() {
            failures.push((strategy.name.clone(), found));
        }
    }
    Ok(failures)
}

/// Writes a driver, and the modules of its area, into a folder of its own: two files of one area may run at once.
fn place(case: &Case, text: &str, scratch: &Path) -> io::Result<PathBuf> {
    let folder = scratch.join(&case.name);
    fs::create_dir_all(&folder)?;
    if let Some(modules) =
        case.path.parent().map(|area| area.join(MODULES)).filter(|modules| modules.is_dir())
    {
        copy_folder(&modules, &folder.join(MODULES))?;
    }
    let program = folder.join(case.path.file_name().unwrap_or_default());
    fs::write(&program, text)?;
    Ok(program)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

/// A report's failures as text, each with its file, line and strategy; failures that strategies share are shown once.
pub fn describe(report: &Report) -> String {
    let mut shared: Vec<(&Failure, Vec<&str>)> = Vec::new();
    for (strategy, failures) in &report.failures {
        for failure in failures {
            match shared.iter_mut().find(|(known, _)| *known == failure) {
                Some((_, names)) => names.push(strategy),
                None => shared.push((failure, vec![strategy])),
            }
        }
    }
    let path = report.case.path.display();
    let show = |(failure, names): &(&Failure, Vec<&str>)| {
        format!("{path}:{} [{}] {}\n", failure.line, names.join(", "), failure.message)
    };
    shared.iter().map(show).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_named_by_its_area_and_feature() {
        assert_eq!(case_name(Path::new("/x/tests/python/memory/cycles.py")), "memory/cycles");
    }

    #[test]
    fn equal_failures_are_shown_once() {
        let failure = Failure { line: 3, message: "m".to_owned() };
        let case = Case { name: "a/b".to_owned(), path: PathBuf::from("a/b.py") };
        let failures =
            vec![("gc=off".to_owned(), vec![failure.clone()]), ("gc=auto".to_owned(), vec![failure])];
        assert_eq!(describe(&Report { case, failures }), "a/b.py:3 [gc=off, gc=auto] m\n");
    }
}
