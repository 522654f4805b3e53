//! Erroneous programs, one table: `tests/errors.txt` has CPython's message and place for each.
//!
//! ```text
//! === SyntaxError: message @ line:column-end line:end column
//! program
//! ```
//!
//! The message, the exception and the start of the place have to agree.

use exuvia_compiler::{Kind, Options, compile};

/// Programs whose answer is ours and not CPython's yet: the place differs, or the message is the general one.
const DIFFERENT: &str = include_str!("errors_different.txt");

fn outcome(source: &str) -> String {
    match compile(source, "f.py", Options::default()) {
        Ok(_) => "compiles".to_owned(),
        Err(error) => {
            let kind = match error.kind {
                Kind::Syntax => "SyntaxError",
                Kind::Indentation => "IndentationError",
                Kind::Tab => "TabError",
                Kind::Recursion => "RecursionError",
                Kind::Memory => "MemoryError",
            };
            format!("{kind}: {} @ {}:{}", error.message, error.line, error.column)
        }
    }
}

#[test]
fn errors_are_cpythons() {
    let table = include_str!("errors.txt");
    let mut answers = String::new();
    for case in table.split("\n=== ") {
        let case = case.trim_start_matches("=== ");
        let (expected, source) = case.split_once('\n').expect("a program");
        let expected = match expected.rsplit_once(" @ ") {
            Some((message, place)) => format!("{message} @ {}", place.split('-').next().unwrap_or("")),
            None => expected.to_owned(),
        };
        let source = format!("{}\n", source.trim_end_matches('\n'));
        let answer = outcome(&source);
        if answer != expected {
            answers.push_str(&format!("=== {expected}\n--- {answer}\n{source}"));
        }
    }
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/errors_different.txt");
        std::fs::write(path, &answers).expect("errors_different.txt");
        return;
    }
    assert!(answers == DIFFERENT, "answers differ from the recorded ones:\n{answers}");
}
