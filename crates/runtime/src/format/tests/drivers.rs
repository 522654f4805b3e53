//! The smallest callers of the template modules: values are texts that begin with their type, `i:5`, `f:0x1.8p+0`, `s:text`.
//!
//! ```text
//! "%*d" % (6, 42)   →   percent_of_text("%*d", ["i:6", "i:42"])
//! ```
//!
//! They show the order of steps that the template modules ask of their callers.

use super::super::escape::str_repr;
use super::super::field::{self, Accessor, Argument, First, Numbering, Segments, split_name};
use super::super::percent::{self, Amount, Conversion, Directive, Key, Piece, Pieces, Template};
use super::super::percent_value::*;
use super::super::{FormatError, ascii_of, float_repr, format_float, format_int, format_str};
use super::{LIMIT, float, latin, with_integer};

struct Values<'a> {
    values: &'a [String],
    next: usize,
    /// Values are pairs of a key and a value.
    mapping: bool,
    found: Option<&'a str>,
}

impl<'a> Values<'a> {
    fn new(values: &'a [String]) -> Self {
        Self { values, next: 0, mapping: false, found: None }
    }

    fn take(&mut self) -> Result<&'a str, FormatError> {
        if let Some(found) = self.found.take() {
            return Ok(found);
        }
        let value = if self.mapping { None } else { self.values.get(self.next) };
        self.next += 1;
        value.map(String::as_str).ok_or_else(|| FormatError::type_error(percent::NOT_ENOUGH))
    }

    fn star(
        &mut self,
        amount: Amount,
        read: fn(super::Integer<'_>) -> Result<i64, FormatError>,
    ) -> Result<i64, FormatError> {
        if amount != Amount::Star {
            return Ok(0);
        }
        match self.take()?.strip_prefix("i:") {
            Some(value) => with_integer(value, read),
            None => Err(FormatError::type_error(percent::STAR_WANTS_INT)),
        }
    }

    fn settle<T: Template + ?Sized>(
        &mut self,
        directive: &Directive<'_, T>,
    ) -> Result<(Layout, &'a str), FormatError> {
        if !matches!(directive.key, Key::None) && !self.mapping {
            return Err(FormatError::type_error(percent::MAPPING_REQUIRED));
        }
        if let Key::Named(key) = directive.key {
            let pairs = self.values.chunks_exact(2);
            let value = pairs.rev().find(|pair| latin(&pair[0]) == key.bytes()).map(|pair| pair[1].as_str());
            self.found = Some(value.ok_or_else(|| FormatError::value("KeyError"))?);
        }
        let width = self.star(directive.width, percent::star_width)?;
        let precision = self.star(directive.precision, percent::star_precision)?;
        if let Some(fault) = &directive.fault {
            return Err(fault.clone());
        }
        let value = self.take()?;
        Ok((Layout::new(directive, width, precision), value))
    }

    fn finish(&self, what: &str) -> Result<(), FormatError> {
        if self.next < self.values.len() && !self.mapping {
            return Err(FormatError::type_error(percent::not_all_converted(what)));
        }
        Ok(())
    }
}

fn type_of(value: &str) -> (&str, &'static str) {
    let (kind, text) = value.split_once(':').expect("a value has a type");
    (
        text,
        match kind {
            "i" => "int",
            "f" => "float",
            "y" => "bytes",
            _ => "str",
        },
    )
}

fn number<T: Template + ?Sized>(layout: &Layout, text: &str, kind: &str) -> Result<String, FormatError> {
    match (layout.conversion, kind) {
        (Conversion::Integer(_), "int") => with_integer(text, |value| percent_int(layout, value, LIMIT)),
        (Conversion::Integer(b'd' | b'i' | b'u'), "float") => {
            percent_int(layout, (&super::float_to_int(float(text))?).into(), LIMIT)
        }
        (Conversion::Integer(letter), kind) => Err(integer_required(letter, kind)),
        (_, "int") => match with_integer(text, |value| value.to_f64()) {
            Err(_) if !T::IS_TEXT => Err(float_required::<T>(kind)),
            value => percent_float(layout, value?),
        },
        (_, "float") => percent_float(layout, float(text)),
        _ => Err(float_required::<T>(kind)),
    }
}

fn plain(text: &str, kind: &str) -> String {
    if kind == "float" { float_repr(float(text)) } else { text.to_owned() }
}

fn repr(text: &str, kind: &str) -> String {
    if kind == "str" { str_repr(text) } else { plain(text, kind) }
}

fn text_piece(
    directive: &Directive<'_, str>,
    layout: &Layout,
    text: &str,
    kind: &str,
) -> Result<String, FormatError> {
    match layout.conversion {
        Conversion::Text(b's') => percent_text(layout, &plain(text, kind)),
        Conversion::Text(b'r') => percent_text(layout, &repr(text, kind)),
        Conversion::Text(_) => percent_text(layout, &ascii_of(repr(text, kind))),
        Conversion::Character if kind == "int" => percent_char(layout, with_integer(text, character_of)?),
        Conversion::Character if kind == "str" => {
            let mut characters = text.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => percent_char(layout, character),
                _ => Err(one_character_required::<str>("string", text.chars().count())),
            }
        }
        Conversion::Character => Err(character_required::<str>(kind)),
        Conversion::Unsupported(_) => Err(directive.unsupported()),
        _ => number::<str>(layout, text, kind),
    }
}

fn percent_of(template: &str, mut values: Values<'_>) -> Result<String, FormatError> {
    let mut out = String::new();
    for piece in Pieces::new(template) {
        match piece {
            Piece::Literal(text) => out.push_str(text),
            Piece::Directive(directive) => {
                let (layout, value) = values.settle(&directive)?;
                let (text, kind) = type_of(value);
                out.push_str(&text_piece(&directive, &layout, text, kind)?);
            }
        }
    }
    values.finish("string")?;
    Ok(out)
}

pub(super) fn percent_of_text(template: &str, values: &[String]) -> Result<String, FormatError> {
    percent_of(template, Values::new(values))
}

pub(super) fn percent_of_map(template: &str, pairs: &[String]) -> Result<String, FormatError> {
    percent_of(template, Values { mapping: true, ..Values::new(pairs) })
}

/// The answer shows each byte as the character of its number.
pub(super) fn percent_of_bytes(template: &[u8], values: &[String]) -> Result<String, FormatError> {
    let mut values = Values::new(values);
    let mut out = Vec::new();
    for piece in Pieces::new(template) {
        match piece {
            Piece::Literal(text) => out.extend_from_slice(text),
            Piece::Directive(directive) => {
                let (layout, value) = values.settle(&directive)?;
                let (text, kind) = type_of(value);
                out.extend(bytes_piece(&directive, &layout, text, kind)?);
            }
        }
    }
    values.finish("bytes")?;
    Ok(out.into_iter().map(char::from).collect())
}

fn bytes_piece(
    directive: &Directive<'_, [u8]>,
    layout: &Layout,
    text: &str,
    kind: &str,
) -> Result<Vec<u8>, FormatError> {
    match layout.conversion {
        Conversion::Text(b's' | b'b') if kind == "bytes" => percent_bytes(layout, &latin(text)),
        Conversion::Text(b's' | b'b') => Err(bytes_required(kind)),
        Conversion::Text(_) => percent_bytes(layout, ascii_of(repr(text, kind)).as_bytes()),
        Conversion::Character if kind == "int" => percent_byte(layout, with_integer(text, byte_of)?),
        Conversion::Character if kind == "bytes" => match *latin(text) {
            [byte] => percent_byte(layout, byte),
            _ => Err(one_character_required::<[u8]>("bytes object", latin(text).len())),
        },
        Conversion::Character => Err(character_required::<[u8]>(kind)),
        Conversion::Unsupported(_) => Err(directive.unsupported()),
        _ => number::<[u8]>(layout, text, kind).map(String::into_bytes),
    }
}

/// What `_string.formatter_parser` yields.
pub(super) fn segments(template: &str) -> Result<String, FormatError> {
    let mut out = Vec::new();
    for segment in Segments::new(template) {
        let segment = segment?;
        let literal = str_repr(segment.literal);
        out.push(match segment.field {
            None => format!("{literal} None None None"),
            Some(field) => {
                let conversion =
                    field.conversion.map_or("None".to_owned(), |letter| str_repr(&letter.to_string()));
                format!("{literal} {} {} {conversion}", str_repr(field.name), str_repr(field.spec))
            }
        });
    }
    Ok(out.join("; "))
}

/// What `_string.formatter_field_name_split` yields.
pub(super) fn name(name: &str) -> Result<String, FormatError> {
    let (first, accessors) = split_name(name)?;
    let mut out = match first {
        First::Automatic => str_repr(""),
        First::Index(index) => index.to_string(),
        First::Name(name) => str_repr(name),
    };
    for accessor in accessors {
        out += &match accessor? {
            Accessor::Attribute(name) => format!(" True {}", str_repr(name)),
            Accessor::Index(index) => format!(" False {index}"),
            Accessor::Key(key) => format!(" False {}", str_repr(key)),
        };
    }
    Ok(out)
}

pub(super) fn str_format(template: &str, values: &[String]) -> Result<String, FormatError> {
    expand(template, values, &mut Numbering::default(), 2)
}

fn expand(
    template: &str,
    values: &[String],
    numbering: &mut Numbering,
    depth: usize,
) -> Result<String, FormatError> {
    if depth == 0 {
        return Err(FormatError::value(field::MAX_RECURSION));
    }
    let mut out = String::new();
    for segment in Segments::new(template) {
        let segment = segment?;
        out.push_str(segment.literal);
        let Some(part) = segment.field else { continue };
        let (first, mut accessors) = split_name(part.name)?;
        let position = match numbering.resolve(first)? {
            Argument::Position(position) => position,
            Argument::Keyword(_) => return Err(FormatError::value("KeyError")),
        };
        let value =
            values.get(position).ok_or_else(|| FormatError::value(field::index_out_of_range(position)))?;
        if let Some(accessor) = accessors.next() {
            accessor?;
            return Err(FormatError::value("AccessError"));
        }
        let (text, kind) = type_of(value);
        let converted = match part.conversion {
            None => None,
            Some('s') => Some(plain(text, kind)),
            Some('r') => Some(repr(text, kind)),
            Some('a') => Some(ascii_of(repr(text, kind))),
            Some(letter) => return Err(field::unknown_conversion(letter)),
        };
        let spec =
            if part.nested { expand(part.spec, values, numbering, depth - 1)? } else { part.spec.to_owned() };
        out += &match (converted, kind) {
            (Some(text), _) => format_str(&text, &spec, "str")?,
            (None, "int") => with_integer(text, |value| format_int(value, &spec, "int", LIMIT))?,
            (None, "float") => format_float(float(text), &spec, "float")?,
            (None, _) => format_str(text, &spec, "str")?,
        };
    }
    Ok(out)
}
