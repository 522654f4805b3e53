//! The template of `template % values`, read piece by piece, for str and bytes.
//!
//! ```text
//! %[(key)][-+ #0…][width|*][.precision|.*][h|l|L]conversion
//! ```
//!
//! Pieces are read when they are asked for, since an error further right must not come before a value's own error. For each
//! directive the caller, who owns the values, does this in order:
//!
//! 1. [`Directive::key`]: unless it is [`Key::None`], values that are no mapping are an error ([`MAPPING_REQUIRED`]); then a
//!    [`Key::Named`] is looked up, and what it finds is the only value until the next directive.
//! 2. A [`Amount::Star`] width takes the next value, which must be an int ([`STAR_WANTS_INT`]), through [`star_width`].
//! 3. A star precision the same way, through [`star_precision`].
//! 4. [`Directive::fault`], if there is one, is raised.
//! 5. The next value is taken ([`NOT_ENOUGH`] if there is none), and by [`Directive::conversion`] written with
//!    [`super::percent_value`]; [`Conversion::Unsupported`] raises [`Directive::unsupported`].
//!
//! After the last piece, values left over in a tuple are an error ([`not_all_converted`]). `%%` comes as a literal.

use super::FormatError;
use super::int::Integer;

/// Message of the `TypeError` for a key without a mapping.
pub const MAPPING_REQUIRED: &str = "format requires a mapping";
/// Message of the `TypeError` for a star whose value is no int.
pub const STAR_WANTS_INT: &str = "* wants int";
/// Message of the `TypeError` when the values run out.
pub const NOT_ENOUGH: &str = "not enough arguments for format string";

/// Message of the `TypeError` for values left over; `what` is `string` or `bytes`.
pub fn not_all_converted(what: &str) -> String {
    format!("not all arguments converted during {what} formatting")
}

/// A template: text or bytes. All that the syntax knows is ASCII.
pub trait Template {
    /// What messages differ by.
    const IS_TEXT: bool;
    fn bytes(&self) -> &[u8];
    /// A part between two ASCII characters or ends.
    fn part(&self, start: usize, end: usize) -> &Self;
    /// The index that Python counts for a byte's position.
    fn index(&self, position: usize) -> usize;
    /// The character at a position, and how many bytes it takes.
    fn character(&self, position: usize) -> Option<(u32, usize)>;
}

impl Template for str {
    const IS_TEXT: bool = true;
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }
    fn part(&self, start: usize, end: usize) -> &Self {
        &self[start..end]
    }
    fn index(&self, position: usize) -> usize {
        self[..position].chars().count()
    }
    fn character(&self, position: usize) -> Option<(u32, usize)> {
        self[position..].chars().next().map(|found| (found as u32, found.len_utf8()))
    }
}

impl Template for [u8] {
    const IS_TEXT: bool = false;
    fn bytes(&self) -> &[u8] {
        self
    }
    fn part(&self, start: usize, end: usize) -> &Self {
        &self[start..end]
    }
    fn index(&self, position: usize) -> usize {
        position
    }
    fn character(&self, position: usize) -> Option<(u32, usize)> {
        self.get(position).map(|byte| (u32::from(*byte), 1))
    }
}

/// The flags of a directive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A blank.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// A width or a precision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Amount {
    #[default]
    Absent,
    Given(usize),
    /// `*`: the next value.
    Star,
}

/// What a directive does to its value; the byte is its letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// `d i u o x X`
    Integer(u8),
    /// `e E f F g G`
    Float(u8),
    /// `s r a`, and `b` for bytes
    Text(u8),
    /// `c`
    Character,
    Unsupported(u32),
}

/// The parenthesised key of a directive.
#[derive(Debug, PartialEq, Eq)]
pub enum Key<'a, T: ?Sized> {
    None,
    Named(&'a T),
    /// Its closing parenthesis is missing, which is the directive's fault.
    Unfinished,
}

/// One directive, from its per cent sign to its letter.
#[derive(Debug)]
pub struct Directive<'a, T: ?Sized> {
    pub key: Key<'a, T>,
    pub flags: Flags,
    pub width: Amount,
    pub precision: Amount,
    pub conversion: Conversion,
    /// Where the syntax broke off; raised after the stars before it have taken their values.
    pub fault: Option<FormatError>,
    /// The index of a letter that is no conversion.
    pub index: usize,
    /// A number stands right before the letter.
    after_number: bool,
}

/// A part of a template.
#[derive(Debug)]
pub enum Piece<'a, T: ?Sized> {
    Literal(&'a T),
    Directive(Directive<'a, T>),
}

/// The pieces of a template.
#[derive(Debug)]
pub struct Pieces<'a, T: ?Sized> {
    template: &'a T,
    position: usize,
}

impl<'a, T: Template + ?Sized> Pieces<'a, T> {
    pub fn new(template: &'a T) -> Self {
        Self { template, position: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.template.bytes().get(self.position).copied()
    }

    fn directive(&mut self) -> Directive<'a, T> {
        let mut directive = Directive {
            key: Key::None,
            flags: Flags::default(),
            width: Amount::Absent,
            precision: Amount::Absent,
            conversion: Conversion::Unsupported(0),
            fault: None,
            index: 0,
            after_number: false,
        };
        directive.fault = self.fill(&mut directive).err();
        if directive.fault.is_some() {
            self.position = self.template.bytes().len();
        }
        directive
    }

    fn fill(&mut self, directive: &mut Directive<'a, T>) -> Result<(), FormatError> {
        if self.peek() == Some(b'(') {
            directive.key = Key::Unfinished;
            directive.key = Key::Named(self.key()?);
        }
        directive.flags = self.flags();
        directive.width = self.amount(isize::MAX as usize, "width too big")?;
        if self.peek() == Some(b'.') {
            self.position += 1;
            let message = if T::IS_TEXT { "precision too big" } else { "prec too big" };
            directive.precision = match self.amount(i32::MAX as usize, message)? {
                Amount::Absent => Amount::Given(0),
                amount => amount,
            };
        }
        let numbered = (directive.width, directive.precision) != (Amount::Absent, Amount::Absent);
        directive.after_number = numbered && self.template.bytes()[self.position - 1].is_ascii_digit();
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            directive.after_number = false;
            self.position += 1;
        }
        let Some((letter, length)) = self.template.character(self.position) else {
            return Err(FormatError::value("incomplete format"));
        };
        if conversion::<T>(letter) == Conversion::Unsupported(letter) {
            directive.index = self.template.index(self.position);
        }
        directive.conversion = conversion::<T>(letter);
        self.position += length;
        Ok(())
    }

    /// The key; parentheses nest.
    fn key(&mut self) -> Result<&'a T, FormatError> {
        let start = self.position + 1;
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            self.position += 1;
            match byte {
                b'(' => depth += 1,
                b')' if depth == 1 => return Ok(self.template.part(start, self.position - 1)),
                b')' => depth -= 1,
                _ => {}
            }
        }
        Err(FormatError::value("incomplete format key"))
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        loop {
            match self.peek() {
                Some(b'-') => flags.left = true,
                Some(b'+') => flags.plus = true,
                Some(b' ') => flags.space = true,
                Some(b'#') => flags.alternate = true,
                Some(b'0') => flags.zero = true,
                _ => return flags,
            }
            self.position += 1;
        }
    }

    fn amount(&mut self, most: usize, message: &str) -> Result<Amount, FormatError> {
        if self.peek() == Some(b'*') {
            self.position += 1;
            return Ok(Amount::Star);
        }
        let mut amount = Amount::Absent;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            let (number, digit) =
                (if let Amount::Given(number) = amount { number } else { 0 }, usize::from(byte - b'0'));
            if number > (most - digit) / 10 {
                return Err(FormatError::value(message));
            }
            amount = Amount::Given(number * 10 + digit);
            self.position += 1;
        }
        Ok(amount)
    }
}

impl<'a, T: Template + ?Sized> Iterator for Pieces<'a, T> {
    type Item = Piece<'a, T>;

    fn next(&mut self) -> Option<Piece<'a, T>> {
        let bytes = self.template.bytes();
        let start = self.position;
        match bytes.get(start..)? {
            [] => None,
            [b'%', b'%', ..] => {
                self.position += 2;
                Some(Piece::Literal(self.template.part(start, start + 1)))
            }
            [b'%', ..] => {
                self.position += 1;
                Some(Piece::Directive(self.directive()))
            }
            rest => {
                let length = rest.iter().position(|byte| *byte == b'%').unwrap_or(rest.len());
                self.position += length;
                Some(Piece::Literal(self.template.part(start, start + length)))
            }
        }
    }
}

fn conversion<T: Template + ?Sized>(letter: u32) -> Conversion {
    match u8::try_from(letter) {
        Ok(byte @ (b'd' | b'i' | b'u' | b'o' | b'x' | b'X')) => Conversion::Integer(byte),
        Ok(byte @ (b'e' | b'E' | b'f' | b'F' | b'g' | b'G')) => Conversion::Float(byte),
        Ok(byte @ (b's' | b'r' | b'a')) => Conversion::Text(byte),
        Ok(b'b') if !T::IS_TEXT => Conversion::Text(b'b'),
        Ok(b'c') => Conversion::Character,
        _ => Conversion::Unsupported(letter),
    }
}

impl<T: Template + ?Sized> Directive<'_, T> {
    /// The error for a letter that is no conversion. A byte beyond ASCII is shown only behind a number: elsewhere CPython reads it as
    /// a negative character.
    pub fn unsupported(&self) -> FormatError {
        let Conversion::Unsupported(letter) = self.conversion else {
            return FormatError::value("unsupported format character");
        };
        let shown = match u8::try_from(letter) {
            Ok(byte)
                if T::IS_TEXT && (0x1f..=0x7e).contains(&byte)
                    || !T::IS_TEXT && (byte < 0x80 || self.after_number) =>
            {
                char::from(byte)
            }
            _ if T::IS_TEXT => '?',
            _ => return FormatError::overflow("character argument not in range(0x110000)"),
        };
        FormatError::value(format!(
            "unsupported format character '{shown}' (0x{letter:x}) at index {}",
            self.index
        ))
    }
}

/// A width out of a value: negative ones mean left adjustment.
pub fn star_width(value: Integer<'_>) -> Result<i64, FormatError> {
    match value.to_i64() {
        Some(i64::MIN) => Err(FormatError::overflow("width too big")),
        Some(width) => Ok(width),
        None => Err(FormatError::overflow("Python int too large to convert to C ssize_t")),
    }
}

/// A precision out of a value: negative ones mean zero.
pub fn star_precision(value: Integer<'_>) -> Result<i64, FormatError> {
    match value.to_i64() {
        Some(precision) if i32::try_from(precision).is_ok() => Ok(precision),
        _ => Err(FormatError::overflow("Python int too large to convert to C int")),
    }
}
