//! Reading programs.
//!
//! ```text
//! FILE  ─► source text, name for tracebacks, sys.argv, sys.path[0]
//! ```
//!
//! A program that cannot be read is told in one line.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A program, ready to be run.
#[derive(Clone, Debug)]
pub struct Program {
    pub source: String,
    /// The name that tracebacks show.
    pub file: String,
    /// Whether `file` is a file's path, and becomes `__file__`.
    pub is_path: bool,
    /// `sys.argv`.
    pub arguments: Vec<String>,
    /// `sys.path[0]`.
    pub folder: String,
}

/// Why a program cannot be read.
#[derive(Debug)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl Program {
    /// The program that a command line names: text, or a file and its arguments.
    pub fn read(code: Option<String>, words: Vec<String>) -> Result<Program, Unreadable> {
        if let Some(source) = code {
            let arguments = std::iter::once("-c".to_owned()).chain(words).collect();
            return Ok(Program {
                source,
                file: "<string>".to_owned(),
                is_path: false,
                arguments,
                folder: String::new(),
            });
        }
        let name = words.first().cloned().unwrap_or_default();
        if name == "-" {
            let mut bytes = Vec::new();
            std::io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|error| Unreadable(format!("can't read standard input: {}", plain(&error))))?;
            let source = text(bytes, "standard input")?;
            return Ok(Program {
                source,
                file: "<stdin>".to_owned(),
                is_path: false,
                arguments: words,
                folder: String::new(),
            });
        }
        let path = absolute(Path::new(&name));
        let shown = path.display().to_string();
        let bytes = std::fs::read(&path)
            .map_err(|error| Unreadable(format!("can't open file '{shown}': {}", plain(&error))))?;
        let source = text(bytes, &format!("file '{shown}'"))?;
        let folder = path.parent().map_or_else(String::new, |folder| folder.display().to_string());
        Ok(Program { source, file: shown, is_path: true, arguments: words, folder })
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The system's message, numbered as Python numbers it.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(number) => format!("[Errno {number}] {}", text.split(" (os error").next().unwrap_or(&text)),
        None => text,
    }
}

fn text(bytes: Vec<u8>, what: &str) -> Result<String, Unreadable> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let byte = bytes.get(at).copied().unwrap_or_default();
        Unreadable(format!("can't read {what}: byte 0x{byte:02x} on line {line} is not UTF-8"))
    })
}
