//! Runs one program in a process of its own, within limits of time and output.
//!
//! ```text
//! spawn ─┬─ stdout ──> thread, at most 16 MiB ─┐
//!        ├─ stderr ──> thread, at most 16 MiB ─┼──> Outcome
//!        └─ poll until the end or the limit ───┘
//! ```
//!
//! It does not know what the program should print.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Most bytes kept of each stream.
const OUTPUT_LIMIT: u64 = 16 << 20;
/// Pause between two looks at a running program.
const POLL: Duration = Duration::from_millis(5);

/// Who runs a program, and how its collector behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strategy {
    /// Shown in reports, as in `gc=every`.
    pub name: String,
    /// The interpreter and the arguments before the program's path.
    pub command: Vec<String>,
    /// Environment variables that are set for it.
    pub environment: Vec<(String, String)>,
}

impl Strategy {
    /// Exuvia's interpreter under one of its collector strategies: `off`, `auto`, `every`, or `slices:` and a number of objects.
    pub fn exuvia(binary: &Path, collector: &str) -> Self {
        let command = vec![binary.display().to_string(), "run".to_owned()];
        let environment =
            vec![("EXUVIA_GC".to_owned(), collector.to_owned()), ("EXUVIA_LEAKS".to_owned(), "1".to_owned())];
        Self { name: format!("gc={collector}"), command, environment }
    }

    /// CPython, by its command and arguments.
    pub fn cpython(command: &str) -> Self {
        let command = command.split_whitespace().map(str::to_owned).collect();
        let environment = vec![("PYTHONDONTWRITEBYTECODE".to_owned(), "1".to_owned())];
        Self { name: "cpython".to_owned(), command, environment }
    }
}

/// How a program ended and what it wrote.
#[derive(Debug)]
pub struct Outcome {
    /// `None` when the program was stopped at the limit.
    pub status: Option<ExitStatus>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `program` under `strategy` and waits for its end, or stops it after `limit`.
///
/// # Errors
/// When the interpreter cannot be started.
pub fn run(strategy: &Strategy, program: &Path, limit: Duration) -> io::Result<Outcome> {
    let (name, arguments) = strategy.command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut child = Command::new(name)
        .args(arguments)
        .arg(program)
        .envs(strategy.environment.iter().map(|(key, value)| (key, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stdout = child.stdout.take().map(read_in_thread);
    let stderr = child.stderr.take().map(read_in_thread);
    let status = wait(&mut child, limit)?;
    let text =
        |reader: Option<thread::JoinHandle<String>>| reader.and_then(|it| it.join().ok()).unwrap_or_default();
    Ok(Outcome { status, stdout: text(stdout), stderr: text(stderr) })
}

fn read_in_thread(stream: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A stream that breaks keeps what was read of it: the comparison then shows what is missing.
        let _ = stream.take(OUTPUT_LIMIT).read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(POLL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(limit: Duration, script: &str) -> Outcome {
        let command = vec!["sh".to_owned(), "-c".to_owned(), script.to_owned()];
        let strategy = Strategy { name: "sh".to_owned(), command, environment: Vec::new() };
        run(&strategy, Path::new("ignored"), limit).unwrap()
    }

    #[test]
    fn both_streams_and_the_status_are_kept() {
        let outcome = shell(Duration::from_secs(10), "echo out; echo err >&2; exit 3");
        assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("out\n", "err\n"));
        assert_eq!(outcome.status.and_then(|status| status.code()), Some(3));
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let outcome = shell(Duration::from_millis(50), "exec sleep 30");
        assert!(outcome.status.is_none());
    }
}
