//! `repr(str)`, `repr(bytes)` and `ascii`.
//!
//! ```text
//! it's → "it's"      both ' and " → 'it\'s "so"'      U+00AD → \xad      byte 0 → \x00
//! ```
//!
//! Quotes are single unless the text has single quotes and no double ones. Which characters are printable, [`super::unicode`] knows.

use std::fmt::Write;

use super::unicode::is_printable;

/// `repr(str)`.
pub fn str_repr(text: &str) -> String {
    quoted(text, is_printable)
}

/// `ascii(str)`.
pub fn str_ascii(text: &str) -> String {
    quoted(text, |character| matches!(character, ' '..='~'))
}

/// `ascii(object)` out of `repr(object)`: what is beyond ASCII is escaped, nothing else.
pub fn ascii_of(repr: String) -> String {
    if repr.is_ascii() {
        return repr;
    }
    let mut out = String::with_capacity(repr.len() * 2);
    for character in repr.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            push_escaped(&mut out, character);
        }
    }
    out
}

/// The quote that needs the fewest escapes.
fn quote_for(bytes: &[u8]) -> char {
    if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' }
}

fn quoted(text: &str, printable: fn(char) -> bool) -> String {
    let quote = quote_for(text.as_bytes());
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    let mut plain_from = 0;
    for (index, character) in text.char_indices() {
        if printable(character) && character != '\\' && character != quote {
            continue;
        }
        out.push_str(&text[plain_from..index]);
        plain_from = index + character.len_utf8();
        if character == quote {
            out.push('\\');
            out.push(quote);
        } else {
            push_escaped(&mut out, character);
        }
    }
    out.push_str(&text[plain_from..]);
    out.push(quote);
    out
}

fn push_escaped(out: &mut String, character: char) {
    let code = character as u32;
    // Writing to a `String` cannot fail.
    let _ = match character {
        '\\' => out.write_str("\\\\"),
        '\t' => out.write_str("\\t"),
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\0'..='\u{ff}' => write!(out, "\\x{code:02x}"),
        '\u{100}'..='\u{ffff}' => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// `repr(bytes)`.
pub fn bytes_repr(bytes: &[u8]) -> String {
    let quote = quote_for(bytes);
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for byte in bytes {
        let character = char::from(*byte);
        if character == quote {
            out.push('\\');
            out.push(quote);
        } else if matches!(character, ' '..='~') && character != '\\' {
            out.push(character);
        } else {
            push_escaped(&mut out, character);
        }
    }
    out.push(quote);
    out
}
