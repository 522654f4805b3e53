//! Compares what a program did with what its test file expects.
//!
//! ```text
//! output = section₁ … sectionₙ      each compared line by line, so that one failure does not hide the next
//! ```
//!
//! It knows outcomes and expectations, not how either came to be.

use crate::driver::{Driver, ERROR_MARK, SECTION_MARK};
use crate::expect::{Expectation, Expected, TestFile};
use crate::run::Outcome;

/// Most differences shown of one section.
const MOST_FAILURES: usize = 10;

/// One difference, at a line of the test file (counted from one; zero is the file as a whole).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub line: usize,
    pub message: String,
}

/// All differences between an outcome and a file's expectations, section by section, then how the program ended.
pub fn compare(file: &TestFile, driver: &Driver, path: &str, outcome: &Outcome) -> Vec<Failure> {
    let mut failures = compare_sections(file, &outcome.stdout);
    let stderr = driver.restore_lines(&outcome.stderr, path);
    match outcome.status {
        None => failures.push(whole("stopped at the time limit".to_owned())),
        Some(status) if !status.success() => failures.push(whole(format!("{status}\n{}", tail(&stderr)))),
        Some(_) => {}
    }
    failures
        .extend(stderr.lines().filter(|line| line.starts_with("leak: ")).map(|line| whole(line.to_owned())));
    failures
}

fn whole(message: String) -> Failure {
    Failure { line: 0, message }
}

/// The last lines of a program's error output.
fn tail(stderr: &str) -> String {
    let lines: Vec<&str> = stderr.lines().collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}

fn compare_sections(file: &TestFile, stdout: &str) -> Vec<Failure> {
    let mut outputs = split_output(stdout);
    let mut failures = Vec::new();
    for section in split_expected(&file.expected) {
        let number = section[0].line + 1;
        match outputs.iter().position(|output| output.0 == number) {
            Some(at) => failures.extend(compare_lines(&section[1..], &outputs.remove(at).1, number)),
            None => {
                failures.push(Failure {
                    line: number,
                    message: "the program did not reach this section".to_owned(),
                });
                break;
            }
        }
    }
    failures
}

/// The expectations of each section, its heading first.
fn split_expected(expected: &[Expected]) -> Vec<&[Expected]> {
    let is_section = |item: &Expected| matches!(item.what, Expectation::Section(_));
    let starts: Vec<usize> = (0..expected.len()).filter(|&at| is_section(&expected[at])).collect();
    let ends = starts.iter().skip(1).copied().chain([expected.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &expected[start..end]).collect()
}

/// The lines of output of each section, by the number of the line that opened it.
fn split_output(stdout: &str) -> Vec<(usize, Vec<&str>)> {
    let mut sections: Vec<(usize, Vec<&str>)> = vec![(0, Vec::new())];
    for line in stdout.lines() {
        // An unfinished line may stand before a mark that is printed behind it.
        let (rest, mark) = match line.split_once(SECTION_MARK) {
            Some((rest, number)) => (rest, number.parse().ok()),
            None => (line, None),
        };
        if let (Some((_, lines)), true) = (sections.last_mut(), mark.is_none() || !rest.is_empty()) {
            lines.push(rest);
        }
        sections.extend(mark.map(|number| (number, Vec::new())));
    }
    sections
}

/// The differences of one section: all of them when it has the expected number of lines, else the first.
fn compare_lines(expected: &[Expected], got: &[&str], heading: usize) -> Vec<Failure> {
    let most = if expected.len() == got.len() { MOST_FAILURES } else { 1 };
    let differs = |(at, item): (usize, &Expected)| compare_line(item, got.get(at).copied());
    let failures: Vec<Failure> = expected.iter().enumerate().filter_map(differs).take(most).collect();
    match got.get(expected.len()) {
        Some(extra) if failures.is_empty() => {
            let line = expected.last().map_or(heading, |item| item.line + 1);
            vec![Failure { line, message: format!("more output than expected after this line: {extra}") }]
        }
        _ => failures,
    }
}

fn compare_line(item: &Expected, got: Option<&str>) -> Option<Failure> {
    let (kind, text) = match &item.what {
        Expectation::Section(text) | Expectation::Prints(text) => ("prints", text.clone()),
        Expectation::Raises(text) => ("raises", format!("{ERROR_MARK}{text}")),
    };
    let got = got.map(str::trim_end);
    if got == Some(text.as_str()) {
        return None;
    }
    let wanted = text.trim_start_matches(ERROR_MARK);
    let shown = got.map_or("nothing", |line| line.trim_start_matches(ERROR_MARK));
    Some(Failure {
        line: item.line + 1,
        message: format!("{kind}\n  expected: {wanted}\n  got:      {shown}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driver;
    use crate::expect::parse;

    const SOURCE: &str =
        "# === a ===\nprint(1)  # prints: 1\nf()  # raises: E: m\n# === b ===\nprint(2)  # prints: 2\n";

    fn failures(stdout: &str) -> Vec<(usize, String)> {
        let file = parse(SOURCE).unwrap();
        compare_sections(&file, stdout).into_iter().map(|failure| (failure.line, failure.message)).collect()
    }

    #[test]
    fn the_expected_output_passes() {
        assert_eq!(failures("\u{1e}1\n1\n\u{1f}E: m\n\u{1e}4\n2\n"), []);
    }

    #[test]
    fn each_section_fails_by_itself() {
        let found = failures("\u{1e}1\n1\n\u{1f}no error\n\u{1e}4\n3\n4\n");
        assert_eq!(found[0], (3, "raises\n  expected: E: m\n  got:      no error".to_owned()));
        assert_eq!(found[1], (5, "prints\n  expected: 2\n  got:      3".to_owned()));
    }

    #[test]
    fn a_section_of_the_right_length_shows_all_its_differences() {
        let found = failures("\u{1e}1\n0\n\u{1f}E: n\n\u{1e}4\n2\n");
        assert_eq!(found.iter().map(|failure| failure.0).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn missing_and_surplus_output_is_found() {
        assert_eq!(
            failures("\u{1e}1\n1\n")[0],
            (3, "raises\n  expected: E: m\n  got:      nothing".to_owned())
        );
        assert_eq!(failures("\u{1e}1\n1\n")[1].0, 4);
        let extra = failures("\u{1e}1\n1\n\u{1f}E: m\nmore\n\u{1e}4\n2\n");
        assert_eq!(extra, [(3, "more output than expected after this line: more".to_owned())]);
    }

    #[test]
    fn an_error_that_is_printed_is_not_one_that_was_raised() {
        assert_eq!(failures("\u{1e}1\n1\nE: m\n\u{1e}4\n2\n").len(), 1);
    }

    #[test]
    fn leaks_fail() {
        let file = parse(SOURCE).unwrap();
        let driver = driver::write(&file);
        let stdout = "\u{1e}1\n1\n\u{1f}E: m\n\u{1e}4\n2\n".to_owned();
        let outcome =
            Outcome { status: Some(Default::default()), stdout, stderr: "leak: 2 objects\n".to_owned() };
        assert_eq!(compare(&file, &driver, "a.py", &outcome), [whole("leak: 2 objects".to_owned())]);
    }
}
