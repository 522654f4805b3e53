//! Splits Python text into physical lines that know where their statement begins and where their comment is.
//!
//! ```text
//! value = f(          # first = this line, ends = no
//!     "# no comment")  # prints: 1     first = the line above, ends = yes, comment = "prints: 1"
//! ```
//!
//! Only tokens that can hide a `#`, a bracket or a line's end are known: strings, f-strings with nested fields,
//! brackets and backslashes. Nothing else of the grammar is.

/// One physical line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// Index of the line on which this line's statement begins.
    pub first: usize,
    /// Byte offset of the `#` that begins the comment, if there is one outside strings.
    pub comment: Option<usize>,
    /// Whether a statement ends on this line.
    pub ends: bool,
    /// Whether there is anything before the comment, or the line lies inside a string.
    pub has_code: bool,
}

impl Line {
    /// The text behind the `#`, as written.
    pub fn comment_text(&self) -> Option<&str> {
        self.comment.map(|at| &self.text[at + 1..])
    }

    /// The text before the comment, without trailing blanks.
    pub fn code(&self) -> &str {
        self.text[..self.comment.unwrap_or(self.text.len())].trim_end()
    }
}

/// What surrounds the scanner's position, innermost last.
enum Mode {
    /// Inside brackets, with the kind of bracket irrelevant.
    Bracket,
    /// The expression of an f-string's field, outside brackets of its own.
    Field,
    /// The format specification behind a field's colon.
    Spec,
    Text(Quote),
}

#[derive(Clone, Copy)]
struct Quote {
    mark: u8,
    triple: bool,
    formatted: bool,
}

/// Splits `source` into its lines.
pub fn scan(source: &str) -> Vec<Line> {
    let mut modes = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut first = None;
    for text in source.lines() {
        let index = lines.len();
        let inside_text = modes.iter().any(|mode| matches!(mode, Mode::Text(_)));
        let (comment, joined) = scan_line(text.as_bytes(), &mut modes);
        let has_code = inside_text || !text[..comment.unwrap_or(text.len())].trim().is_empty();
        if has_code && first.is_none() {
            first = Some(index);
        }
        let ends = has_code && modes.is_empty() && !joined;
        lines.push(Line { text: text.to_owned(), first: first.unwrap_or(index), comment, ends, has_code });
        if ends {
            first = None;
        }
    }
    lines
}

/// Scans one line from the modes in which it begins; answers its comment and whether a backslash joins the next one.
fn scan_line(bytes: &[u8], modes: &mut Vec<Mode>) -> (Option<usize>, bool) {
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        at += match modes.last() {
            Some(&Mode::Text(quote)) => step_in_text(&bytes[at..], quote, modes),
            Some(Mode::Spec) => step_in_spec(byte, modes),
            _ if byte == b'#' => return (Some(at), false),
            _ if byte == b'\\' && at + 1 == bytes.len() => return (None, true),
            _ => step_in_code(bytes, at, modes),
        };
    }
    // A plain string that is still open here is continued by a backslash or wrong; either way it ends with the line
    // only in the second case, and then CPython refuses the file anyhow.
    (None, false)
}

fn step_in_text(rest: &[u8], quote: Quote, modes: &mut Vec<Mode>) -> usize {
    let next = rest.get(1).copied();
    match rest[0] {
        b'\\' if quote.formatted && next == Some(b'N') && rest.get(2) == Some(&b'{') => 3,
        b'\\' if quote.formatted && matches!(next, Some(b'{' | b'}')) => 1,
        b'\\' => 2,
        b'{' | b'}' if quote.formatted && next == Some(rest[0]) => 2,
        b'{' if quote.formatted => {
            modes.push(Mode::Field);
            1
        }
        byte if byte == quote.mark => {
            let closes = !quote.triple || (next == Some(byte) && rest.get(2) == Some(&byte));
            if closes {
                modes.pop();
            }
            if closes && quote.triple { 3 } else { 1 }
        }
        _ => 1,
    }
}

fn step_in_spec(byte: u8, modes: &mut Vec<Mode>) -> usize {
    match byte {
        b'{' => modes.push(Mode::Field),
        b'}' => {
            modes.pop();
        }
        _ => {}
    }
    1
}

fn step_in_code(bytes: &[u8], at: usize, modes: &mut Vec<Mode>) -> usize {
    let in_field = matches!(modes.last(), Some(Mode::Field));
    match bytes[at] {
        mark @ (b'"' | b'\'') => {
            let triple = bytes[at..].starts_with(&[mark; 3]);
            modes.push(Mode::Text(Quote { mark, triple, formatted: has_f_prefix(&bytes[..at]) }));
            return if triple { 3 } else { 1 };
        }
        b'(' | b'[' | b'{' => modes.push(Mode::Bracket),
        b')' | b']' | b'}' => {
            modes.pop();
        }
        b':' if in_field => {
            modes.pop();
            modes.push(Mode::Spec);
        }
        _ => {}
    }
    1
}

/// Whether the letters right before a quote make it an f-string's.
fn has_f_prefix(before: &[u8]) -> bool {
    let letters = before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
    let prefix: Vec<u8> = letters.copied().collect();
    prefix.len() <= 2 && prefix.iter().any(|byte| matches!(byte, b'f' | b'F'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(source: &str) -> Vec<Option<String>> {
        scan(source).iter().map(|line| line.comment_text().map(str::to_owned)).collect()
    }

    #[test]
    fn a_hash_inside_a_string_is_no_comment() {
        assert_eq!(comments("x = '#' # a"), [Some(" a".to_owned())]);
        assert_eq!(comments(r"x = '\'#'"), [None]);
        assert_eq!(comments("x = '''\n# text\n''' # b"), [None, None, Some(" b".to_owned())]);
    }

    #[test]
    fn f_strings_nest() {
        assert_eq!(comments(r##"f"{d["#"]:#x}{{#" # a"##), [Some(" a".to_owned())]);
        assert_eq!(comments(r##"f"{x:{"#"}>{n}}" # a"##), [Some(" a".to_owned())]);
        assert_eq!(comments(r##"f"{x!r:#>4}" # a"##), [Some(" a".to_owned())]);
        assert_eq!(comments(r##"f"\N{NUMBER SIGN}#" # a"##), [Some(" a".to_owned())]);
    }

    #[test]
    fn statements_know_their_first_line() {
        let lines = scan("f(\n    1,\n\n    [2])\ng()\nx = 1 + \\\n    2\n");
        let firsts: Vec<usize> = lines.iter().map(|line| line.first).collect();
        assert_eq!(firsts, [0, 0, 0, 0, 4, 5, 5]);
        let ends: Vec<bool> = lines.iter().map(|line| line.ends).collect();
        assert_eq!(ends, [false, false, false, true, true, false, true]);
    }

    #[test]
    fn the_code_excludes_the_comment() {
        assert_eq!(scan("a = 1   # prints: 2")[0].code(), "a = 1");
    }
}
