//! The template of `str.format`, read field by field.
//!
//! ```text
//! literal {first.attribute[element]!conversion:specification} literal …      {{ and }} are braces
//! ```
//!
//! For each [`Segment`] the caller writes the literal; then, if there is a field: [`split_name`] the name, resolve its first part
//! through one [`Numbering`] for the whole call, follow the [`Accessors`] one by one (each may fail only when it is reached),
//! apply the conversion ([`unknown_conversion`] for letters but `r s a`), expand the specification as a template of its own when
//! [`Field::nested`] is set ([`MAX_RECURSION`] when that is deeper than two), and format. Values stay outside.

use super::FormatError;
use super::spec::push_digit;
use super::unicode::decimal_value;

/// Message of the `ValueError` for specifications nested too deep; a template and its specifications may be expanded, no more.
pub const MAX_RECURSION: &str = "Max string recursion exceeded";
/// Message of the `ValueError` for positional fields in `format_map`.
pub const POSITIONAL_IN_MAP: &str = "Format string contains positional fields";

/// Message of the `IndexError` for a position beyond the arguments.
pub fn index_out_of_range(index: usize) -> String {
    format!("Replacement index {index} out of range for positional args tuple")
}

/// Literal text and the field behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    pub literal: &'a str,
    pub field: Option<Field<'a>>,
}

/// A replacement field, not yet taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    pub name: &'a str,
    pub conversion: Option<char>,
    pub spec: &'a str,
    /// The specification holds fields itself.
    pub nested: bool,
}

/// The segments of a template.
#[derive(Clone, Debug)]
pub struct Segments<'a> {
    rest: &'a str,
}

impl<'a> Segments<'a> {
    pub fn new(template: &'a str) -> Self {
        Self { rest: template }
    }

    fn segment(&mut self) -> Result<Segment<'a>, FormatError> {
        let text = self.rest;
        let Some(brace) = text.bytes().position(|byte| matches!(byte, b'{' | b'}')) else {
            self.rest = "";
            return Ok(Segment { literal: text, field: None });
        };
        let kind = text.as_bytes()[brace];
        let behind = &text[brace + 1..];
        if behind.as_bytes().first() == Some(&kind) {
            self.rest = &behind[1..];
            return Ok(Segment { literal: &text[..=brace], field: None });
        }
        if kind == b'}' {
            return Err(FormatError::value("Single '}' encountered in format string"));
        }
        if behind.is_empty() {
            return Err(FormatError::value("Single '{' encountered in format string"));
        }
        self.rest = behind;
        let field = self.field()?;
        Ok(Segment { literal: &text[..brace], field: Some(field) })
    }

    fn next_character(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let found = characters.next();
        self.rest = characters.as_str();
        found
    }

    fn field(&mut self) -> Result<Field<'a>, FormatError> {
        let text = self.rest;
        let (end, delimiter) = name_end(text)?;
        let name = &text[..end];
        self.rest = &text[end + 1..];
        let conversion = match delimiter {
            b'}' => return Ok(Field { name, conversion: None, spec: "", nested: false }),
            b'!' => Some(self.conversion()?),
            _ => None,
        };
        if let Some((conversion, Some('}'))) = conversion {
            return Ok(Field { name, conversion: Some(conversion), spec: "", nested: false });
        }
        let (spec, nested) = self.specification()?;
        Ok(Field { name, conversion: conversion.map(|(letter, _)| letter), spec, nested })
    }

    /// The conversion's letter and the delimiter behind it.
    fn conversion(&mut self) -> Result<(char, Option<char>), FormatError> {
        let Some(letter) = self.next_character() else {
            return Err(FormatError::value("end of string while looking for conversion specifier"));
        };
        match self.next_character() {
            delimiter @ (Some('}' | ':') | None) => Ok((letter, delimiter)),
            Some(_) => Err(FormatError::value("expected ':' after conversion specifier")),
        }
    }

    /// The specification up to the brace that closes the field, and whether it has braces itself.
    fn specification(&mut self) -> Result<(&'a str, bool), FormatError> {
        let text = self.rest;
        let (mut depth, mut nested) = (1, false);
        for (index, byte) in text.bytes().enumerate() {
            match byte {
                b'{' => (depth, nested) = (depth + 1, true),
                b'}' if depth == 1 => {
                    self.rest = &text[index + 1..];
                    return Ok((&text[..index], nested));
                }
                b'}' => depth -= 1,
                _ => {}
            }
        }
        Err(FormatError::value("unmatched '{' in format spec"))
    }
}

/// Where a field's name ends, and at which delimiter; within brackets everything belongs to the name.
fn name_end(text: &str) -> Result<(usize, u8), FormatError> {
    let mut bracketed = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'{' if !bracketed => return Err(FormatError::value("unexpected '{' in field name")),
            b'[' => bracketed = true,
            b']' => bracketed = false,
            b'}' | b':' | b'!' if !bracketed => return Ok((index, byte)),
            _ => {}
        }
    }
    Err(FormatError::value("expected '}' before end of string"))
}

impl<'a> Iterator for Segments<'a> {
    type Item = Result<Segment<'a>, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let segment = self.segment();
        if segment.is_err() {
            self.rest = "";
        }
        Some(segment)
    }
}

/// The first part of a field's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First<'a> {
    /// Empty: the next position.
    Automatic,
    Index(usize),
    Name(&'a str),
}

/// What a field's first part stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument<'a> {
    Position(usize),
    Keyword(&'a str),
}

/// One step from a value to one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accessor<'a> {
    Attribute(&'a str),
    Index(usize),
    Key(&'a str),
}

/// Takes a field's name apart.
pub fn split_name(name: &str) -> Result<(First<'_>, Accessors<'_>), FormatError> {
    let end = name.bytes().position(|byte| matches!(byte, b'.' | b'[')).unwrap_or(name.len());
    let (first, rest) = name.split_at(end);
    let first = match index_of(first)? {
        Some(index) => First::Index(index),
        None if first.is_empty() => First::Automatic,
        None => First::Name(first),
    };
    Ok((first, Accessors { rest }))
}

/// The number that a text of digits of any script stands for.
fn index_of(text: &str) -> Result<Option<usize>, FormatError> {
    let mut index = None;
    for character in text.chars() {
        let Some(digit) = decimal_value(character) else { return Ok(None) };
        index = Some(push_digit(index.unwrap_or(0), digit)?);
    }
    Ok(index)
}

/// The steps behind a field's first part.
#[derive(Clone, Debug)]
pub struct Accessors<'a> {
    rest: &'a str,
}

impl<'a> Accessors<'a> {
    fn accessor(&mut self, mark: u8) -> Result<Accessor<'a>, FormatError> {
        let text = &self.rest[1..];
        let accessor = match mark {
            b'.' => {
                let end = text.bytes().position(|byte| matches!(byte, b'.' | b'[')).unwrap_or(text.len());
                self.rest = &text[end..];
                Accessor::Attribute(&text[..end])
            }
            _ => {
                let end = text.bytes().position(|byte| byte == b']');
                let end = end.ok_or_else(|| FormatError::value("Missing ']' in format string"))?;
                self.rest = &text[end + 1..];
                index_of(&text[..end])?.map_or(Accessor::Key(&text[..end]), Accessor::Index)
            }
        };
        match accessor {
            Accessor::Attribute("") | Accessor::Key("") => {
                Err(FormatError::value("Empty attribute in format string"))
            }
            _ => Ok(accessor),
        }
    }
}

impl<'a> Iterator for Accessors<'a> {
    type Item = Result<Accessor<'a>, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        let accessor = match self.rest.as_bytes().first()? {
            mark @ (b'.' | b'[') => self.accessor(*mark),
            _ => Err(FormatError::value("Only '.' or '[' may follow ']' in format field specifier")),
        };
        if accessor.is_err() {
            self.rest = "";
        }
        Some(accessor)
    }
}

/// How the fields of one call are numbered: by themselves or by hand, never both.
#[derive(Clone, Copy, Debug, Default)]
pub struct Numbering {
    next: usize,
    by_hand: Option<bool>,
}

impl Numbering {
    /// The argument that a first part stands for.
    pub fn resolve<'a>(&mut self, first: First<'a>) -> Result<Argument<'a>, FormatError> {
        let by_hand = match first {
            First::Name(name) => return Ok(Argument::Keyword(name)),
            First::Index(_) => true,
            First::Automatic => false,
        };
        if self.by_hand.is_some_and(|before| before != by_hand) {
            let (from, to) = if by_hand {
                ("automatic field numbering", "manual field specification")
            } else {
                ("manual field specification", "automatic field numbering")
            };
            return Err(FormatError::value(format!("cannot switch from {from} to {to}")));
        }
        self.by_hand = Some(by_hand);
        Ok(Argument::Position(match first {
            First::Index(index) => index,
            _ => {
                self.next += 1;
                self.next - 1
            }
        }))
    }
}

/// The error for a conversion that is not `r`, `s` or `a`.
pub fn unknown_conversion(letter: char) -> FormatError {
    FormatError::value(match letter {
        '!'..='~' => format!("Unknown conversion specifier {letter}"),
        _ => format!("Unknown conversion specifier \\x{:x}", letter as u32),
    })
}
