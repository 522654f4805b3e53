//! Escape sequences that are none, in the words of the codec that CPython decodes them with.
//!
//! ```text
//! '\x1'    (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \xXX escape
//! ```

use ruff_text_size::{TextRange, TextSize};

use crate::error::{Kind, Problem};
use crate::source::Source;

/// The error of the string literal that begins at `start`.
pub(super) fn problem(source: &Source, start: TextSize) -> Box<Problem> {
    let text = source.text().get(start.to_usize()..).unwrap_or("");
    let Some(quote_at) = text.find(['"', '\'']) else {
        return Problem::point(Kind::Syntax, start, "invalid syntax");
    };
    let is_bytes = text[..quote_at].contains(['b', 'B']);
    let body = &text[quote_at..];
    let quote = &body[..1];
    let triple = quote.repeat(3);
    let delimiter = if body.starts_with(&triple) { triple.as_str() } else { quote };
    let content = &body[delimiter.len()..];
    let end = content.find(delimiter).unwrap_or(content.len());
    let range = TextRange::at(start, TextSize::new((quote_at + 2 * delimiter.len() + end) as u32));
    let message = first_bad_escape(&content[..end], is_bytes);
    Problem::at(&range, message.unwrap_or_else(|| "invalid syntax".to_owned()))
}

fn first_bad_escape(content: &str, is_bytes: bool) -> Option<String> {
    let bytes = content.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        let kind = bytes.get(at + 1).copied().unwrap_or(0);
        let wanted = match kind {
            b'x' => 2,
            b'u' if !is_bytes => 4,
            b'U' if !is_bytes => 8,
            b'N' if !is_bytes => {
                return Some(named(content, at));
            }
            _ => {
                at += 2;
                continue;
            }
        };
        let digits: String = bytes[at + 2..]
            .iter()
            .take(wanted)
            .take_while(|b| b.is_ascii_hexdigit())
            .map(|&b| char::from(b))
            .collect();
        if digits.len() < wanted {
            if is_bytes {
                return Some(format!("(value error) invalid \\x escape at position {at}"));
            }
            let form = format!("\\{}{}", char::from(kind), "X".repeat(wanted));
            let end = at + 1 + digits.len();
            return Some(undecodable(at, end, &format!("truncated {form} escape")));
        }
        if u32::from_str_radix(&digits, 16).is_ok_and(|code| code > 0x0010_ffff) {
            return Some(undecodable(at, at + 1 + wanted, "illegal Unicode character"));
        }
        at += 2 + wanted;
    }
    None
}

fn named(content: &str, at: usize) -> String {
    let rest = &content[at + 2..];
    match (rest.starts_with('{'), rest.find('}')) {
        (true, Some(close)) if close > 1 => undecodable(at, at + 2 + close, "unknown Unicode character name"),
        (true, Some(_)) => undecodable(at, at + 3, "malformed \\N character escape"),
        (true, None) => undecodable(at, content.len() - 1, "malformed \\N character escape"),
        _ => undecodable(at, at + 1, "malformed \\N character escape"),
    }
}

fn undecodable(start: usize, end: usize, reason: &str) -> String {
    format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{end}: {reason}")
}
