//! The questions about characters that reading and writing values asks.
//!
//! ```text
//! printable('é') = yes      decimal('٣') = 3      space('\u{2003}') = yes
//! ```
//!
//! The answers are those of the Unicode version of [`super::unicode_tables`], the one that Python 3.14 has.

use std::borrow::Cow;

use super::unicode_tables::{DECIMAL_ZEROS, PRINTABLE_CHANGES};

/// `str.isprintable` of one character.
pub fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, ' '..='~');
    }
    let code = character as u32;
    PRINTABLE_CHANGES.partition_point(|change| *change <= code) % 2 == 1
}

/// The value of a decimal digit of any script.
pub fn decimal_value(character: char) -> Option<u32> {
    let code = character as u32;
    if code < 0x80 {
        return character.to_digit(10);
    }
    let zero = DECIMAL_ZEROS[DECIMAL_ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?];
    let digit = code - zero;
    (digit < 10).then_some(digit)
}

/// `str.isspace` of one character.
pub fn is_space(character: char) -> bool {
    matches!(character,
        '\t'..='\r' | '\x1c'..='\x20' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}'
        | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// White space of C, the only one that numbers know within ASCII.
pub(crate) fn is_c_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// The bytes without C's white space at both ends.
pub(crate) fn trim_c_space(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|byte| !is_c_space(*byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !is_c_space(*byte)).map_or(start, |last| last + 1);
    &bytes[start..end]
}

/// A number's text in ASCII: digits of all scripts become `0`–`9`, white space beyond ASCII a blank. Any other character becomes a
/// `?`, and the text ends there.
pub(crate) fn numeric_ascii(text: &str) -> Cow<'_, [u8]> {
    if text.is_ascii() {
        return text.as_bytes().into();
    }
    let mut ascii = Vec::with_capacity(text.len());
    for character in text.chars() {
        ascii.push(match character {
            _ if character.is_ascii() => character as u8,
            _ if is_space(character) => b' ',
            _ => match decimal_value(character) {
                Some(digit) => b'0' + digit as u8,
                None => {
                    ascii.push(b'?');
                    break;
                }
            },
        });
    }
    ascii.into()
}
