//! Reads the expectations of a test file: what each line prints or raises, and where its sections begin.
//!
//! ```text
//! # === heading ===
//! for x in (1, 2):
//!     print(x)         # prints: 1
//!                      #       : 2          one more line of the same output
//! [].pop()             # raises: IndexError: pop from empty list
//! ```
//!
//! It does not know how a program is run.

use crate::scan::{Line, scan};

/// What one line of the file promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// Begins a section; the text is its heading.
    Section(String),
    /// One line of output.
    Prints(String),
    /// The statement's uncaught error, as `Type: message`, or `Type` alone when the message is empty.
    Raises(String),
}

/// An expectation and the index of the line that carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    pub line: usize,
    pub what: Expectation,
}

/// A file's lines and expectations.
#[derive(Debug)]
pub struct TestFile {
    pub lines: Vec<Line>,
    pub expected: Vec<Expected>,
}

/// A mistake in how a test file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatError {
    pub line: usize,
    pub message: &'static str,
}

/// Reads a file's expectations.
///
/// # Errors
/// When an expectation stands where none can be checked, or the file has none at all.
pub fn parse(source: &str) -> Result<TestFile, FormatError> {
    let lines = scan(source);
    let mut expected: Vec<Expected> = Vec::new();
    let mut continues = false;
    for (index, line) in lines.iter().enumerate() {
        let Some(comment) = line.comment_text() else {
            continues = false;
            continue;
        };
        if let Some(heading) = section_heading(line) {
            expected.push(Expected { line: index, what: Expectation::Section(heading.to_owned()) });
            continues = false;
        } else if let Some(text) = keyword_text(comment, "prints:") {
            require(line.ends || !line.has_code, index, "`prints:` stands inside a statement")?;
            expected.push(Expected { line: index, what: Expectation::Prints(text.to_owned()) });
            continues = true;
        } else if let Some(text) = keyword_text(comment, "raises:") {
            require(line.ends, index, "`raises:` does not stand at the end of a statement")?;
            require(!text.is_empty(), index, "`raises:` names no error")?;
            expected.push(Expected { line: index, what: Expectation::Raises(text.to_owned()) });
            continues = false;
        } else if let Some(text) = continuation_text(line) {
            require(continues, index, "`:` continues no `prints:`")?;
            expected.push(Expected { line: index, what: Expectation::Prints(text.to_owned()) });
        } else {
            continues = false;
        }
    }
    let begins = matches!(expected.first(), Some(Expected { what: Expectation::Section(_), .. }));
    require(begins, 0, "an expectation stands before the first `# === section ===`")?;
    let checks = expected.iter().any(|item| !matches!(item.what, Expectation::Section(_)));
    require(checks, 0, "the file expects nothing")?;
    Ok(TestFile { lines, expected })
}

fn require(holds: bool, line: usize, message: &'static str) -> Result<(), FormatError> {
    if holds { Ok(()) } else { Err(FormatError { line, message }) }
}

/// The heading of a line `# === heading ===` at the margin.
fn section_heading(line: &Line) -> Option<&str> {
    let text = (line.comment == Some(0) && line.text.starts_with("# === ")).then(|| line.text.trim_end())?;
    text.strip_prefix("# === ")?.strip_suffix(" ===")
}

/// The text behind `keyword`, less the one space that separates them.
fn keyword_text<'a>(comment: &'a str, keyword: &str) -> Option<&'a str> {
    let text = comment.trim_start().strip_prefix(keyword)?;
    Some(text.strip_prefix(' ').unwrap_or(text).trim_end())
}

/// The text of a comment that stands alone and begins with a colon.
fn continuation_text(line: &Line) -> Option<&str> {
    if line.has_code {
        return None;
    }
    keyword_text(line.comment_text()?, ":")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Vec<(usize, Expectation)> {
        parse(source).unwrap().expected.into_iter().map(|item| (item.line, item.what)).collect()
    }

    #[test]
    fn each_kind_is_read() {
        let source = "# === one ===\nprint(1)  # prints: 1\nfor x in y:\n    print(x)  # prints: 1\n              #       :  2\nf()  # raises: E: m: n\n";
        assert_eq!(
            read(source),
            [
                (0, Expectation::Section("one".to_owned())),
                (1, Expectation::Prints("1".to_owned())),
                (3, Expectation::Prints("1".to_owned())),
                (4, Expectation::Prints(" 2".to_owned())),
                (5, Expectation::Raises("E: m: n".to_owned())),
            ]
        );
    }

    #[test]
    fn an_empty_line_can_be_expected() {
        assert_eq!(read("# === s ===\nprint()  # prints:\n")[1], (1, Expectation::Prints(String::new())));
    }

    #[test]
    fn an_expectation_needs_the_end_of_a_statement() {
        let error = parse("# === s ===\nprint(1,  # prints: 1\n)\n").unwrap_err();
        assert_eq!(error.line, 1);
        assert_eq!(parse("# === s ===\n# raises: E\n").unwrap_err().line, 1);
        assert_eq!(parse("# === s ===\nx = 1\n# : 2\n").unwrap_err().line, 2);
    }

    #[test]
    fn a_file_must_expect_something_within_a_section() {
        assert!(parse("# === s ===\nx = 1\n").is_err());
        assert!(parse("print(1)  # prints: 1\n").is_err());
    }
}
