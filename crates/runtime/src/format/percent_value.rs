//! One value written by one directive of `template % values`.
//!
//! ```text
//! │ blanks │ sign │ 0x │ zeros │ digits │ blanks │      zeros and left blanks exclude each other
//! ```
//!
//! Text for bytes is ASCII except for the bytes themselves, so that its UTF-8 is what bytes need. It knows no templates' syntax.

use super::digits::{Notation, Style, float_text};
use super::int::{Integer, character};
use super::percent::{Amount, Conversion, Directive, Flags, Template};
use super::text::truncated;
use super::{FormatError, MAX_TEXT, push_fill, reserve};

/// A directive whose stars have their values.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    pub flags: Flags,
    pub width: usize,
    pub precision: Option<usize>,
    pub conversion: Conversion,
}

impl Layout {
    /// Settles width and precision; the two numbers are the stars' values, and unused where there is no star.
    pub fn new<T: Template + ?Sized>(
        directive: &Directive<'_, T>,
        star_width: i64,
        star_precision: i64,
    ) -> Self {
        let mut flags = directive.flags;
        let width = match directive.width {
            Amount::Absent => 0,
            Amount::Given(width) => width,
            Amount::Star => {
                flags.left |= star_width < 0;
                usize::try_from(star_width.unsigned_abs()).unwrap_or(usize::MAX)
            }
        };
        let precision = match directive.precision {
            Amount::Absent => None,
            Amount::Given(precision) => Some(precision),
            Amount::Star => Some(usize::try_from(star_precision).unwrap_or(0)),
        };
        Self { flags, width, precision, conversion: directive.conversion }
    }

    /// A lower bound of the result's length in bytes, to be charged before the text is made.
    pub fn minimum_size(&self) -> usize {
        match self.conversion {
            Conversion::Text(_) | Conversion::Character => self.width,
            _ => self.width.max(self.precision.unwrap_or(0)),
        }
    }

    /// Lays out a number's sign, prefix and digits.
    fn number(&self, negative: bool, prefix: &str, digits: &str) -> Result<String, FormatError> {
        let sign = match self.flags {
            _ if negative => "-",
            Flags { plus: true, .. } => "+",
            Flags { space: true, .. } => " ",
            _ => "",
        };
        let padding = self.width.saturating_sub(sign.len() + prefix.len() + digits.len());
        let (blanks, zeros, right) = match self.flags {
            Flags { left: true, .. } => (0, 0, padding),
            Flags { zero: true, .. } => (0, padding, 0),
            _ => (padding, 0, 0),
        };
        let mut out = String::new();
        reserve(&mut out, padding.saturating_add(digits.len() + 3))?;
        push_fill(&mut out, ' ', blanks)?;
        out.push_str(sign);
        out.push_str(prefix);
        push_fill(&mut out, '0', zeros)?;
        out.push_str(digits);
        push_fill(&mut out, ' ', right)?;
        Ok(out)
    }

    fn padded(&self, text: &str, width: usize) -> Result<String, FormatError> {
        let padding = self.width.saturating_sub(width);
        let mut out = String::new();
        reserve(&mut out, padding.saturating_add(text.len()))?;
        push_fill(&mut out, ' ', if self.flags.left { 0 } else { padding })?;
        out.push_str(text);
        push_fill(&mut out, ' ', if self.flags.left { padding } else { 0 })?;
        Ok(out)
    }
}

/// Writes an int by `d i u o x X`; decimal text has at most `limit` digits, 0 for no limit.
pub fn percent_int(layout: &Layout, value: Integer<'_>, limit: usize) -> Result<String, FormatError> {
    let (radix, prefix) = match layout.conversion {
        Conversion::Integer(b'o') => (8, "0o"),
        Conversion::Integer(b'x') => (16, "0x"),
        Conversion::Integer(b'X') => (16, "0X"),
        _ => (10, ""),
    };
    let precision = layout.precision.unwrap_or(0);
    if precision > i32::MAX as usize - 3 {
        return Err(FormatError::overflow("precision too large"));
    }
    let mut digits = value.magnitude(radix, limit)?;
    if layout.conversion == Conversion::Integer(b'X') {
        digits.make_ascii_uppercase();
    }
    if digits.len() < precision {
        let mut longer = String::new();
        push_fill(&mut longer, '0', precision - digits.len())?;
        longer.push_str(&digits);
        digits = longer;
    }
    layout.number(value.is_negative(), if layout.flags.alternate { prefix } else { "" }, &digits)
}

/// Writes a float by `e E f F g G`.
pub fn percent_float(layout: &Layout, value: f64) -> Result<String, FormatError> {
    let precision = layout.precision.unwrap_or(6);
    if precision >= i32::MAX as usize {
        return Err(FormatError::value("precision too big"));
    }
    let letter = if let Conversion::Float(letter) = layout.conversion { letter } else { b'g' };
    let notation = match letter.to_ascii_lowercase() {
        b'e' => Notation::Exponent(precision),
        b'f' => Notation::Fixed(precision),
        _ => Notation::General(precision),
    };
    let style = Style {
        alternate: layout.flags.alternate,
        uppercase: letter.is_ascii_uppercase(),
        ..Style::new(notation)
    };
    let text = float_text(value, style)?;
    match text.strip_prefix('-') {
        Some(digits) => layout.number(true, "", digits),
        None => layout.number(false, "", &text),
    }
}

/// Writes the text of a value by `s r a`: what `str`, `repr` or `ascii` made of it.
pub fn percent_text(layout: &Layout, text: &str) -> Result<String, FormatError> {
    let text = truncated(text, layout.precision);
    if layout.width == 0 {
        return Ok(text.to_owned());
    }
    layout.padded(text, text.chars().count())
}

/// Writes a character by `c`.
pub fn percent_char(layout: &Layout, character: char) -> Result<String, FormatError> {
    layout.padded(character.encode_utf8(&mut [0; 4]), 1)
}

/// Writes bytes by `b`, `s`, `r` and `a` in a bytes template.
pub fn percent_bytes(layout: &Layout, bytes: &[u8]) -> Result<Vec<u8>, FormatError> {
    let shown = layout.precision.map_or(bytes.len(), |precision| precision.min(bytes.len()));
    padded_bytes(layout, &bytes[..shown])
}

/// Writes a byte by `c` in a bytes template.
pub fn percent_byte(layout: &Layout, byte: u8) -> Result<Vec<u8>, FormatError> {
    padded_bytes(layout, &[byte])
}

fn padded_bytes(layout: &Layout, bytes: &[u8]) -> Result<Vec<u8>, FormatError> {
    let width = layout.width.max(bytes.len());
    let mut out = Vec::new();
    if width > MAX_TEXT || out.try_reserve(width).is_err() {
        return Err(FormatError::memory());
    }
    if !layout.flags.left {
        out.resize(width - bytes.len(), b' ');
    }
    out.extend_from_slice(bytes);
    out.resize(width, b' ');
    Ok(out)
}

/// The character that `%c` makes of an int.
pub fn character_of(value: Integer<'_>) -> Result<char, FormatError> {
    character(value.to_i64().unwrap_or(-1))
}

/// The byte that `%c` makes of an int in a bytes template.
pub fn byte_of(value: Integer<'_>) -> Result<u8, FormatError> {
    let byte = value.to_i64().and_then(|value| u8::try_from(value).ok());
    byte.ok_or_else(|| FormatError::overflow("%c arg not in range(256)"))
}

/// The error for a value that `d i u o x X` cannot write.
pub fn integer_required(letter: u8, type_name: &str) -> FormatError {
    let wanted = if matches!(letter, b'o' | b'x' | b'X') { "an integer" } else { "a real number" };
    FormatError::type_error(format!("%{} format: {wanted} is required, not {type_name}", char::from(letter)))
}

/// The error for a value that `e E f F g G` cannot write. In a bytes template it replaces whatever error making the float gave, an
/// int's overflow included.
pub fn float_required<T: Template + ?Sized>(type_name: &str) -> FormatError {
    let wanted = if T::IS_TEXT { "must be real number" } else { "float argument required" };
    FormatError::type_error(format!("{wanted}, not {type_name}"))
}

fn character_wanted<T: Template + ?Sized>() -> &'static str {
    if T::IS_TEXT {
        "%c requires an int or a unicode character"
    } else {
        "%c requires an integer in range(256) or a single byte"
    }
}

/// The error for a value of a type that `c` cannot write.
pub fn character_required<T: Template + ?Sized>(type_name: &str) -> FormatError {
    FormatError::type_error(format!("{}, not {type_name}", character_wanted::<T>()))
}

/// The error for text that is not one character long; `what` is `string`, `bytes object` or `bytearray object`.
pub fn one_character_required<T: Template + ?Sized>(what: &str, length: usize) -> FormatError {
    FormatError::type_error(format!("{}, not a {what} of length {length}", character_wanted::<T>()))
}

/// The error for a value that `b` and `s` cannot write in a bytes template.
pub fn bytes_required(type_name: &str) -> FormatError {
    FormatError::type_error(format!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{type_name}'"
    ))
}
