//! What kind of character a character is, and its cases, as Python 3.14 has them (Unicode 16.0).
//!
//! ```text
//! letter('ª') = yes     title("ǆ") = "ǅ"     fold("Straße") = "strasse"     lower("ΌΣΟΣ") = "όσος"
//! ```
//!
//! The standard library knows most of it, of a newer Unicode; tables hold the rest. Nothing here knows objects.

use super::str_unicode_tables::{
    DIGIT_NOT_DECIMAL, FOLD, LETTER_NOT_START, NUMBER_LETTER, START_NOT_LETTER, TITLE,
};
use crate::format::unicode::{decimal_value, is_printable};

fn within(ranges: &[(char, char)], character: char) -> bool {
    let above = ranges.partition_point(|range| range.0 <= character);
    above > 0 && character <= ranges[above - 1].1
}

fn mapped(table: &[(char, &'static str)], character: char) -> Option<&'static str> {
    table.binary_search_by_key(&character, |entry| entry.0).ok().map(|index| table[index].1)
}

/// Characters whose case came after Unicode 16.0.
fn cased_later(character: char) -> bool {
    matches!(character, '\u{a7ce}' | '\u{a7cf}' | '\u{a7d2}'..='\u{a7d5}' | '\u{16ea0}'..='\u{16ed3}')
}

/// Whether identifiers may begin with the character.
pub fn is_identifier_start(character: char) -> bool {
    character == '_' || unicode_ident::is_xid_start(character) && is_printable(character)
}

/// Whether identifiers may go on with the character.
pub fn is_identifier_part(character: char) -> bool {
    unicode_ident::is_xid_continue(character)
        && (is_printable(character) || matches!(character, '\u{200c}' | '\u{200d}'))
}

/// `str.isalpha` of one character.
pub fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    let start = unicode_ident::is_xid_start(character) && is_printable(character);
    if start { !within(&START_NOT_LETTER, character) } else { within(&LETTER_NOT_START, character) }
}

/// `str.isdecimal` of one character.
pub fn is_decimal(character: char) -> bool {
    decimal_value(character).is_some()
}

/// `str.isdigit` of one character.
pub fn is_digit(character: char) -> bool {
    is_decimal(character) || within(&DIGIT_NOT_DECIMAL, character)
}

/// `str.isnumeric` of one character.
pub fn is_numeric(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_digit();
    }
    character.is_numeric() && is_printable(character) || within(&NUMBER_LETTER, character)
}

/// Whether the character is of lower case.
pub fn is_lower(character: char) -> bool {
    match character {
        // Letters that lost or gained the property, or a capital, after Unicode 16.0.
        '\u{295}' | '\u{a7d3}' | '\u{a7d5}' => true,
        '\u{a7f1}' => false,
        _ => character.is_lowercase() && !cased_later(character),
    }
}

/// Whether the character is of upper case.
pub fn is_upper(character: char) -> bool {
    character.is_uppercase() && !cased_later(character)
}

/// Whether the character is of titlecase: a capital and a small letter in one.
pub fn is_title(character: char) -> bool {
    matches!(character,
        '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}' | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}'
        | '\u{1fa8}'..='\u{1faf}' | '\u{1fbc}' | '\u{1fcc}' | '\u{1ffc}')
}

/// Whether the character has a case at all.
pub fn is_cased(character: char) -> bool {
    is_lower(character) || is_upper(character) || is_title(character)
}

/// Appends the uppercase of a character.
pub fn push_upper(out: &mut String, character: char) {
    if cased_later(character) { out.push(character) } else { out.extend(character.to_uppercase()) }
}

/// Appends the lowercase of a character, final sigma aside.
pub fn push_lower(out: &mut String, character: char) {
    if cased_later(character) { out.push(character) } else { out.extend(character.to_lowercase()) }
}

/// Appends the titlecase of a character.
pub fn push_title(out: &mut String, character: char) {
    match mapped(&TITLE, character) {
        Some(text) => out.push_str(text),
        None => push_upper(out, character),
    }
}

/// Appends the case folding of a character.
pub fn push_fold(out: &mut String, character: char) {
    match character {
        // Cherokee folds to capitals, which are the older letters.
        '\u{13a0}'..='\u{13f5}' => out.push(character),
        '\u{ab70}'..='\u{abbf}' => out.extend(char::from_u32(character as u32 - 0xab70 + 0x13a0)),
        _ => match mapped(&FOLD, character) {
            Some(text) => out.push_str(text),
            None => push_lower(out, character),
        },
    }
}

/// Appends the lowercase of the character at byte `index` of a text, the sigma's by what surrounds it.
pub fn push_lower_at(out: &mut String, text: &str, index: usize, character: char) {
    if character == 'Σ' {
        out.push(if is_final_sigma(text, index) { 'ς' } else { 'σ' });
    } else {
        push_lower(out, character);
    }
}

/// Whether the sigma at `index` ends a word: a letter before it, none after it, marks that carry no case skipped.
fn is_final_sigma(text: &str, index: usize) -> bool {
    let before = text[..index].chars().rev().find(|character| !is_case_ignorable(*character));
    let after = text[index + 'Σ'.len_utf8()..].chars().find(|character| !is_case_ignorable(*character));
    before.is_some_and(is_cased) && !after.is_some_and(is_cased)
}

/// Whether the character does not count when a word's end is looked for. The standard library keeps that to itself, but its
/// lowercase of a sigma shows it: behind a letter and such a character it is final, behind the character alone it is not.
fn is_case_ignorable(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, '\'' | '.' | ':' | '^' | '`');
    }
    let is_final = |text: String| text.to_lowercase().ends_with('ς');
    // Marks that are younger than Unicode 16.0 are not known yet.
    let younger =
        cased_later(character) || unicode_ident::is_xid_continue(character) && !is_identifier_part(character);
    !younger && is_final(format!("A{character}Σ")) && !is_final(format!("{character}Σ"))
}

/// Maps a text to lower case.
pub fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        push_lower_at(&mut out, text, index, character);
    }
    out
}

/// Maps a text to upper case.
pub fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|character| push_upper(&mut out, character));
    out
}

/// Maps a text for comparisons without case.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|character| push_fold(&mut out, character));
    out
}

/// The first character in titlecase, the others in lower case.
pub fn capitalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        if index == 0 {
            push_title(&mut out, character)
        } else {
            push_lower_at(&mut out, text, index, character)
        }
    }
    out
}

/// Each word's first letter in titlecase, the others in lower case.
pub fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for (index, character) in text.char_indices() {
        if inside {
            push_lower_at(&mut out, text, index, character)
        } else {
            push_title(&mut out, character)
        }
        inside = is_cased(character);
    }
    out
}

/// Upper case for lower case and the other way round.
pub fn swap(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        if is_upper(character) {
            push_lower_at(&mut out, text, index, character);
        } else if is_lower(character) {
            push_upper(&mut out, character);
        } else {
            out.push(character);
        }
    }
    out
}

/// `str.istitle`: capitals only where a word begins, small letters only inside of one, and at least one of them.
pub fn is_titled(text: &str) -> bool {
    let (mut inside, mut cased) = (false, false);
    for character in text.chars() {
        if is_upper(character) || is_title(character) {
            if inside {
                return false;
            }
            (inside, cased) = (true, true);
        } else if is_lower(character) {
            if !inside {
                return false;
            }
            (inside, cased) = (true, true);
        } else {
            inside = false;
        }
    }
    cased
}
