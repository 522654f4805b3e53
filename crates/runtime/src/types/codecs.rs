//! Text to bytes and back: UTF-8, UTF-16, UTF-32, ASCII, Latin-1, and what is done about what does not fit.
//!
//! ```text
//! "é€".encode("latin-1", "xmlcharrefreplace")      é → E9      € does not fit → handler → &#8364;
//! b"a\xff".decode("utf-8", "replace")              a → a       FF is no text  → handler → U+FFFD
//! ```
//!
//! Texts have no lone surrogates here: a handler that would make one raises the error instead. Codecs written in Python are not known.

use std::fmt::Write;

use super::str_type::room;
use crate::native::{R, Raised};
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// The codecs that are built in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    Utf8,
    /// With a byte order mark in front.
    Utf8Signed,
    Ascii,
    Latin1,
    /// Units of two bytes.
    Utf16(Order),
    /// Units of four bytes.
    Utf32(Order),
}

/// The order of a unit's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Told by a byte order mark; written little-endian.
    Marked,
    Little,
    Big,
}

impl Codec {
    /// The codec with a name or alias, written in any way that Python accepts.
    pub fn find(name: &str) -> Option<Codec> {
        let mut normal = String::with_capacity(name.len());
        for character in name.chars() {
            if character.is_ascii_alphanumeric() || character == '.' {
                normal.push(character.to_ascii_lowercase());
            } else if !normal.ends_with('_') && !normal.is_empty() {
                normal.push('_');
            }
        }
        Some(match normal.trim_end_matches('_') {
            "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Codec::Utf8,
            "utf_8_sig" => Codec::Utf8Signed,
            "ascii" | "us_ascii" | "646" | "us" | "iso646_us" | "ansi_x3.4_1968" | "ansi_x3_4_1968"
            | "ansi_x3.4_1986" | "cp367" | "csascii" | "ibm367" | "iso_646.irv_1991" | "iso_ir_6" => {
                Codec::Ascii
            }
            "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859"
            | "cp819" | "csisolatin1" | "ibm819" | "iso_8859_1_1987" | "iso_ir_100" => Codec::Latin1,
            "utf_16" | "utf16" | "u16" => Codec::Utf16(Order::Marked),
            "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Codec::Utf16(Order::Little),
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Codec::Utf16(Order::Big),
            "utf_32" | "utf32" | "u32" => Codec::Utf32(Order::Marked),
            "utf_32_le" | "utf_32le" => Codec::Utf32(Order::Little),
            "utf_32_be" | "utf_32be" => Codec::Utf32(Order::Big),
            _ => return None,
        })
    }

    /// The name in error messages.
    fn shown(self) -> &'static str {
        match self {
            Codec::Utf8 | Codec::Utf8Signed => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Utf16(Order::Big) => "utf-16-be",
            Codec::Utf16(_) => "utf-16-le",
            Codec::Utf32(Order::Big) => "utf-32-be",
            Codec::Utf32(_) => "utf-32-le",
        }
    }
}

#[cold]
fn unknown_encoding(vm: &mut Vm, name: &str) -> Raised {
    let class = vm.types.lookup_error;
    vm.raise_message(class, &format!("unknown encoding: {name}"))
}

#[cold]
fn unknown_handler(vm: &mut Vm, name: &str) -> Raised {
    let class = vm.types.lookup_error;
    vm.raise_message(class, &format!("unknown error handler name '{name}'"))
}

/// `text.encode(encoding, errors)`.
pub fn encode(vm: &mut Vm, text: &Str, encoding: &str, errors: &str) -> R<Vec<u8>> {
    let Some(codec) = Codec::find(encoding) else { return Err(unknown_encoding(vm, encoding)) };
    let source = text.as_str();
    room(vm, source.len())?;
    match codec {
        Codec::Utf8 => Ok(source.as_bytes().to_vec()),
        Codec::Utf8Signed => Ok(["\u{feff}", source].concat().into_bytes()),
        Codec::Ascii | Codec::Latin1 if text.is_ascii() => Ok(source.as_bytes().to_vec()),
        Codec::Ascii => encode_bytes(vm, source, codec, 0x80, errors),
        Codec::Latin1 => encode_bytes(vm, source, codec, 0x100, errors),
        Codec::Utf16(order) => {
            let mark = if order == Order::Marked { "\u{feff}" } else { "" };
            let units = mark.chars().chain(source.chars()).flat_map(|character| {
                let mut units = [0; 2];
                let count = character.encode_utf16(&mut units).len();
                units.into_iter().take(count)
            });
            Ok(units
                .flat_map(if order == Order::Big { u16::to_be_bytes } else { u16::to_le_bytes })
                .collect())
        }
        Codec::Utf32(order) => {
            let mark = if order == Order::Marked { "\u{feff}" } else { "" };
            let units = mark.chars().chain(source.chars()).map(u32::from);
            Ok(units
                .flat_map(if order == Order::Big { u32::to_be_bytes } else { u32::to_le_bytes })
                .collect())
        }
    }
}

/// Characters below `limit` as one byte each, runs of others by the handler.
fn encode_bytes(vm: &mut Vm, text: &str, codec: Codec, limit: u32, errors: &str) -> R<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut characters = text.chars().enumerate().peekable();
    while let Some((index, character)) = characters.next() {
        if u32::from(character) < limit {
            out.push(u32::from(character) as u8);
            continue;
        }
        let mut run = String::from(character);
        while let Some((_, character)) = characters.next_if(|(_, character)| u32::from(*character) >= limit) {
            run.push(character);
        }
        match encoding_handler(errors, &run) {
            Handled::Text(replacement) => out.extend_from_slice(replacement.as_bytes()),
            Handled::Strict => {
                let end = index + run.chars().count();
                return Err(encode_error(
                    vm,
                    codec.shown(),
                    text,
                    index,
                    end,
                    &format!("ordinal not in range({limit})"),
                ));
            }
            Handled::Unknown => return Err(unknown_handler(vm, errors)),
        }
    }
    Ok(out)
}

/// What an error handler says.
enum Handled {
    Text(String),
    Strict,
    Unknown,
}

fn encoding_handler(errors: &str, run: &str) -> Handled {
    let mut out = String::new();
    for character in run.chars() {
        let code = u32::from(character);
        // Writing to a String does not fail.
        let _ = match errors {
            "ignore" => Ok(()),
            "replace" => {
                out.push('?');
                Ok(())
            }
            "xmlcharrefreplace" => write!(out, "&#{code};"),
            "backslashreplace" => push_backslashed(&mut out, code),
            "namereplace" => match unicode_names2::name(character) {
                Some(name) => write!(out, "\\N{{{name}}}"),
                None => push_backslashed(&mut out, code),
            },
            "strict" | "surrogateescape" | "surrogatepass" => return Handled::Strict,
            _ => return Handled::Unknown,
        };
    }
    Handled::Text(out)
}

fn push_backslashed(out: &mut String, code: u32) -> std::fmt::Result {
    match code {
        0..=0xFF => write!(out, "\\x{code:02x}"),
        0x100..=0xFFFF => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    }
}

/// Raises UnicodeEncodeError for the characters `start..end`.
#[cold]
pub fn encode_error(
    vm: &mut Vm,
    encoding: &str,
    text: &str,
    start: usize,
    end: usize,
    reason: &str,
) -> Raised {
    let object = vm.text(text);
    let class = vm.types.unicode_encode_error.value();
    unicode_error(vm, &class, encoding, object, start, end, reason)
}

/// Raises UnicodeDecodeError for the bytes `start..end`.
#[cold]
pub fn decode_error(
    vm: &mut Vm,
    encoding: &str,
    data: &[u8],
    start: usize,
    end: usize,
    reason: &str,
) -> Raised {
    let object = vm.bytes(data);
    let class = vm.types.unicode_decode_error.value();
    unicode_error(vm, &class, encoding, object, start, end, reason)
}

fn unicode_error(
    vm: &mut Vm,
    class: &Value,
    encoding: &str,
    object: R,
    start: usize,
    end: usize,
    reason: &str,
) -> Raised {
    let made = object.and_then(|object| {
        let (encoding, reason) = (vm.text(encoding)?, vm.text(reason)?);
        let (start, end) = (Value::from_i64(vm.heap, start as i64), Value::from_i64(vm.heap, end as i64));
        vm.call(class, &[encoding, object, start, end, reason])
    });
    match made {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// A piece of data that is no text: where it lies, and why.
struct Fault {
    start: usize,
    end: usize,
    reason: &'static str,
}

/// `data.decode(encoding, errors)`, a string value.
pub fn decode(vm: &mut Vm, data: &[u8], encoding: &str, errors: &str) -> R {
    let Some(codec) = Codec::find(encoding) else { return Err(unknown_encoding(vm, encoding)) };
    match codec {
        Codec::Utf8 | Codec::Utf8Signed => {
            let data = if codec == Codec::Utf8Signed {
                data.strip_prefix("\u{feff}".as_bytes()).unwrap_or(data)
            } else {
                data
            };
            match std::str::from_utf8(data) {
                Ok(text) => vm.text(text),
                Err(_) => decode_by(vm, data, codec, errors, next_utf8),
            }
        }
        Codec::Ascii => match std::str::from_utf8(data) {
            Ok(text) if text.is_ascii() => vm.text(text),
            _ => decode_by(vm, data, codec, errors, next_ascii),
        },
        Codec::Latin1 => {
            room(vm, data.len() * 2)?;
            let text: String = data.iter().map(|byte| char::from(*byte)).collect();
            vm.text(&text)
        }
        Codec::Utf16(order) => {
            let (order, marked) = match (order, data) {
                (Order::Marked, [0xFF, 0xFE, ..]) => (Order::Little, 2),
                (Order::Marked, [0xFE, 0xFF, ..]) => (Order::Big, 2),
                (Order::Marked, _) => (Order::Little, 0),
                (order, _) => (order, 0),
            };
            let next = if order == Order::Big { next_utf16_big } else { next_utf16_little };
            decode_from(vm, data, marked, Codec::Utf16(order), errors, next)
        }
        Codec::Utf32(order) => {
            let (order, marked) = match (order, data) {
                (Order::Marked, [0xFF, 0xFE, 0, 0, ..]) => (Order::Little, 4),
                (Order::Marked, [0, 0, 0xFE, 0xFF, ..]) => (Order::Big, 4),
                (Order::Marked, _) => (Order::Little, 0),
                (order, _) => (order, 0),
            };
            let next = if order == Order::Big { next_utf32_big } else { next_utf32_little };
            decode_from(vm, data, marked, Codec::Utf32(order), errors, next)
        }
    }
}

/// Appends the text from a position on, as far as it is good: `Ok` at the end, or the fault that comes then.
type NextPiece = fn(&[u8], usize, &mut String) -> Result<(), Fault>;

fn decode_by(vm: &mut Vm, data: &[u8], codec: Codec, errors: &str, next: NextPiece) -> R {
    decode_from(vm, data, 0, codec, errors, next)
}

fn decode_from(vm: &mut Vm, data: &[u8], start: usize, codec: Codec, errors: &str, next: NextPiece) -> R {
    room(vm, data.len())?;
    let mut out = String::with_capacity(data.len());
    let mut position = start;
    while let Err(fault) = next(data, position, &mut out) {
        match errors {
            "ignore" => {}
            "replace" => out.push('\u{fffd}'),
            "backslashreplace" => {
                for byte in &data[fault.start..fault.end] {
                    // Writing to a String does not fail.
                    let _ = write!(out, "\\x{byte:02x}");
                }
            }
            "strict" | "surrogateescape" | "surrogatepass" => {
                return Err(decode_error(vm, codec.shown(), data, fault.start, fault.end, fault.reason));
            }
            "xmlcharrefreplace" | "namereplace" => {
                return Err(vm.type_error("don't know how to handle UnicodeDecodeError in error callback"));
            }
            _ => return Err(unknown_handler(vm, errors)),
        }
        position = fault.end;
    }
    vm.text(&out)
}

fn next_ascii(data: &[u8], start: usize, out: &mut String) -> Result<(), Fault> {
    let rest = &data[start..];
    let good = rest.iter().position(|byte| *byte >= 0x80);
    out.extend(rest[..good.unwrap_or(rest.len())].iter().map(|byte| char::from(*byte)));
    match good {
        Some(index) => {
            Err(Fault { start: start + index, end: start + index + 1, reason: "ordinal not in range(128)" })
        }
        None => Ok(()),
    }
}

fn next_utf8(data: &[u8], start: usize, out: &mut String) -> Result<(), Fault> {
    let Some(chunk) = data[start..].utf8_chunks().next() else { return Ok(()) };
    out.push_str(chunk.valid());
    let bad = start + chunk.valid().len();
    let end = bad + chunk.invalid().len();
    match chunk.invalid() {
        [] => Ok(()),
        [0x80..=0xC1 | 0xF5..=0xFF, ..] => Err(Fault { start: bad, end, reason: "invalid start byte" }),
        // A sequence that is good so far and has no more bytes.
        invalid if end == data.len() && is_incomplete(invalid) => {
            Err(Fault { start: bad, end, reason: "unexpected end of data" })
        }
        _ => Err(Fault { start: bad, end, reason: "invalid continuation byte" }),
    }
}

/// Whether bytes at the end of the data are the beginning of a character.
fn is_incomplete(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn next_utf16_little(data: &[u8], start: usize, out: &mut String) -> Result<(), Fault> {
    next_utf16(data, start, out, u16::from_le_bytes)
}

fn next_utf16_big(data: &[u8], start: usize, out: &mut String) -> Result<(), Fault> {
    next_utf16(data, start, out, u16::from_be_bytes)
}

fn next_utf16(data: &[u8], start: usize, out: &mut String, unit: fn([u8; 2]) -> u16) -> Result<(), Fault> {
    let at = |position: usize| Some(unit([*data.get(position)?, *data.get(position + 1)?]));
    let mut position = start;
    while position < data.len() {
        let fault = |end, reason| Err(Fault { start: position, end, reason });
        let Some(first) = at(position) else { return fault(data.len(), "truncated data") };
        let character = match first {
            0xD800..0xDC00 => match at(position + 2) {
                None => return fault(data.len(), "unexpected end of data"),
                Some(second @ 0xDC00..0xE000) => char::from_u32(
                    0x10000 + ((u32::from(first) - 0xD800) << 10) + (u32::from(second) - 0xDC00),
                ),
                Some(_) => return fault(position + 2, "illegal UTF-16 surrogate"),
            },
            other => char::from_u32(u32::from(other)),
        };
        let Some(character) = character else { return fault(position + 2, "illegal encoding") };
        out.push(character);
        position += 2 * character.len_utf16();
    }
    Ok(())
}

fn next_utf32_little(data: &[u8], start: usize, out: &mut String) -> Result<(), Fault> {
    next_utf32(data, start, out, u32::from_le_bytes)
}

fn next_utf32_big(data: &[u8], start: usize, out: &mut String) -> Result<(), Fault> {
    next_utf32(data, start, out, u32::from_be_bytes)
}

fn next_utf32(data: &[u8], start: usize, out: &mut String, unit: fn([u8; 4]) -> u32) -> Result<(), Fault> {
    for (index, bytes) in data[start..].chunks(4).enumerate() {
        let start = start + index * 4;
        let Ok(whole) = <[u8; 4]>::try_from(bytes) else {
            return Err(Fault { start, end: data.len(), reason: "truncated data" });
        };
        match char::from_u32(unit(whole)) {
            Some(character) => out.push(character),
            None if unit(whole) < 0x11_0000 => {
                return Err(Fault {
                    start,
                    end: start + 4,
                    reason: "code point in surrogate code point range(0xd800, 0xe000)",
                });
            }
            None => return Err(Fault { start, end: start + 4, reason: "code point not in range(0x110000)" }),
        }
    }
    Ok(())
}

/// The `encoding` or `errors` argument of a function: a str, or the default when it is not given.
pub fn name_argument<'a>(
    vm: &mut Vm,
    value: Option<&'a Value>,
    default: &'a str,
    function: &str,
    parameter: &str,
) -> R<&'a str> {
    let Some(value) = value else { return Ok(default) };
    match value.downcast::<Str>() {
        Some(name) if name.as_str().contains('\0') => Err(vm.value_error("embedded null character")),
        Some(name) => Ok(name.as_str()),
        None => {
            let got = if value.is_none() { "None".to_owned() } else { vm.class_name(value) };
            Err(vm.type_error(format!("{function}() argument '{parameter}' must be str, not {got}")))
        }
    }
}
