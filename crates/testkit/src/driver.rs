//! Turns a test file into the program that runs.
//!
//! ```text
//! # === heading ===                  print("\x1e1")                       the section's line number
//! f(1,                        ──>    try:
//!   2)  # raises: E: m                f(1,
//!                                       2)
//!                                    except BaseException as _error: print("\x1f" + …)
//!                                    else: print("\x1fno error")
//! ```
//!
//! A `print(…)` at the margin that should print is guarded too, so that one error does not hide what follows it.
//! The text is changed line by line, so the interpreter under test needs nothing but `print`, `try` and strings.

use crate::expect::{Expectation, TestFile};
use crate::scan::Line;

/// Begins the line that announces a section: a control character that no test prints.
pub const SECTION_MARK: char = '\u{1e}';
/// Begins the line that reports an error.
pub const ERROR_MARK: char = '\u{1f}';
/// What is reported when a statement that should fail does not.
pub const NO_ERROR: &str = "no error";

/// A program and the way back from its lines to the test's.
#[derive(Debug)]
pub struct Driver {
    pub text: String,
    /// For each line of the program, the index of the test's line that it comes from.
    pub origins: Vec<usize>,
}

/// Writes the program of a test file.
pub fn write(file: &TestFile) -> Driver {
    let mut driver = Driver { text: String::new(), origins: Vec::new() };
    let plan = plan(file);
    for (index, line) in file.lines.iter().enumerate() {
        match plan[index] {
            Role::Plain => driver.push(index, &line.text),
            Role::Section => driver.push(index, &format!("print(\"\\x1e{}\")", index + 1)),
            Role::Fails => guard_line(&mut driver, index, file, Some(NO_ERROR)),
            Role::Prints => guard_line(&mut driver, index, file, None),
        }
    }
    driver
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Plain,
    Section,
    Fails,
    Prints,
}

fn plan(file: &TestFile) -> Vec<Role> {
    let mut roles = vec![Role::Plain; file.lines.len()];
    for item in &file.expected {
        match item.what {
            Expectation::Section(_) => roles[item.line] = Role::Section,
            Expectation::Prints(_) => {
                if let Some(at) = printing_line(&file.lines, item.line) {
                    roles[at] = Role::Prints;
                }
            }
            Expectation::Raises(_) => roles[file.lines[item.line].first..=item.line].fill(Role::Fails),
        }
    }
    roles
}

/// The line of a `print(…)` at the margin, complete in one line, that an expectation on it or right below belongs to.
fn printing_line(lines: &[Line], at: usize) -> Option<usize> {
    let at = (0..=at).rev().find(|&at| lines[at].has_code)?;
    let line = &lines[at];
    (line.first == at && line.ends && line.text.starts_with("print(")).then_some(at)
}

/// Writes one line of a guarded statement, with the `try` before its first and the handler behind its last, which
/// prints `silence` when there was no error.
fn guard_line(driver: &mut Driver, index: usize, file: &TestFile, silence: Option<&str>) {
    let line = &file.lines[index];
    let indent = indentation(&file.lines[line.first]);
    if line.first == index {
        driver.push(index, &format!("{indent}try:"));
        driver.push(
            index,
            &format!(" {}", line.text).replacen(&format!(" {indent}"), &format!("{indent} "), 1),
        );
    } else {
        driver.push(index, &line.text);
    }
    if line.ends {
        let report =
            "print(\"\\x1f\" + type(_error).__name__ + (\": \" + str(_error) if str(_error) else \"\"))";
        driver.push(index, &format!("{indent}except BaseException as _error: {report}"));
        if let Some(text) = silence {
            driver.push(index, &format!("{indent}else: print(\"\\x1f{text}\")"));
        }
    }
}

fn indentation(line: &Line) -> &str {
    &line.text[..line.text.len() - line.text.trim_start().len()]
}

impl Driver {
    fn push(&mut self, origin: usize, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.origins.push(origin);
    }

    /// Rewrites `line N` in a traceback that names the program at `path` to the test's own numbers.
    pub fn restore_lines(&self, stderr: &str, path: &str) -> String {
        let mark = format!("File \"{path}\", line ");
        let mut parts = stderr.split(&mark);
        let mut restored = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let number = part[..digits].parse::<usize>().ok();
            let origin = number.and_then(|number| self.origins.get(number.wrapping_sub(1)));
            restored.push_str(&mark);
            restored.push_str(&origin.map_or_else(|| part[..digits].to_owned(), |at| (at + 1).to_string()));
            restored.push_str(&part[digits..]);
        }
        restored
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::parse;

    fn driver(source: &str) -> Driver {
        write(&parse(source).unwrap())
    }

    #[test]
    fn sections_are_announced_by_their_line() {
        assert_eq!(driver("# === s ===\nf()  # prints: 1\n").text, "print(\"\\x1e1\")\nf()  # prints: 1\n");
    }

    #[test]
    fn a_print_at_the_margin_is_guarded() {
        let text = driver("# === s ===\nprint(a)\n    # prints: 1\nif b:\n    print(1)  # prints: 1\n").text;
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1..3], ["try:", " print(a)"]);
        assert!(lines[3].starts_with("except BaseException as _error: print("));
        assert_eq!(lines[4..], ["    # prints: 1", "if b:", "    print(1)  # prints: 1"]);
    }

    #[test]
    fn a_failing_statement_is_guarded_at_its_indentation() {
        let text = driver("# === s ===\nif x:\n    f(1,\n  2)  # raises: E\n").text;
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1..5], ["if x:", "    try:", "     f(1,", "  2)  # raises: E"]);
        assert!(lines[5].starts_with("    except BaseException as _error: print("));
        assert_eq!(lines[6], "    else: print(\"\\x1fno error\")");
    }

    #[test]
    fn tracebacks_lead_back_to_the_test() {
        let driver = driver("# === s ===\nf()  # raises: E\ng()\n");
        let restored = driver.restore_lines("  File \"a.py\", line 6, in g\n  File \"b.py\", line 6", "a.py");
        assert_eq!(restored, "  File \"a.py\", line 3, in g\n  File \"b.py\", line 6");
    }
}
