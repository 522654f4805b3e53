//! The format specification: the text behind the colon, read once for all types.
//!
//! ```text
//! [[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]
//!  fill  any character · align  < > ^ = · sign  + - space · grouping  , _
//! ```
//!
//! It checks what can be checked without the value; what a type allows is checked by that type's module.

use super::unicode::decimal_value;
use super::{FormatError, shown};

/// Where the padding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
    Center,
    /// Between the sign or prefix and the digits.
    AfterSign,
}

impl Align {
    fn of(character: char) -> Option<Self> {
        Some(match character {
            '<' => Self::Left,
            '>' => Self::Right,
            '^' => Self::Center,
            '=' => Self::AfterSign,
            _ => return None,
        })
    }
}

/// What a type takes when the specification is silent.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    pub align: Align,
    pub kind: Option<char>,
}

/// A parsed format specification.
#[derive(Clone, Debug)]
pub struct Spec {
    pub fill: char,
    pub align: Align,
    pub sign: Option<char>,
    /// `z`: a negative zero loses its sign after rounding.
    pub no_negative_zero: bool,
    pub alternate: bool,
    pub width: Option<usize>,
    /// Separator of the integral digits, by threes or by `group_size`.
    pub grouping: Option<char>,
    /// 4 for binary, octal and hexadecimal digits, else 3.
    pub group_size: usize,
    /// Separator of the digits behind the point, by threes.
    pub fraction_grouping: Option<char>,
    pub precision: Option<usize>,
    /// The presentation type.
    pub kind: Option<char>,
}

/// The characters not read yet.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.0.chars().next()
    }

    fn skip(&mut self, character: char) {
        self.0 = &self.0[character.len_utf8()..];
    }

    fn accept(&mut self, character: char) -> bool {
        let found = self.0.starts_with(character);
        if found {
            self.skip(character);
        }
        found
    }

    /// A decimal number in any script's digits, if one is next.
    fn integer(&mut self) -> Result<Option<usize>, FormatError> {
        let mut number = None;
        while let Some(character) = self.peek() {
            let Some(digit) = decimal_value(character) else { break };
            number = Some(push_digit(number.unwrap_or(0), digit)?);
            self.skip(character);
        }
        Ok(number)
    }

    /// A separator of thousands, if one is next; two different ones are an error.
    fn grouping(&mut self) -> Result<Option<char>, FormatError> {
        let comma = self.accept(',');
        let underscore = self.accept('_');
        if underscore && (comma || self.peek() == Some(',')) {
            return Err(FormatError::value("Cannot specify both ',' and '_'."));
        }
        Ok(if comma { Some(',') } else { underscore.then_some('_') })
    }
}

/// Appends a decimal digit to a number that must stay below the largest signed size.
pub(crate) fn push_digit(number: usize, digit: u32) -> Result<usize, FormatError> {
    number
        .checked_mul(10)
        .and_then(|tens| tens.checked_add(digit as usize))
        .filter(|total| *total <= isize::MAX as usize)
        .ok_or_else(|| FormatError::value("Too many decimal digits in format string"))
}

impl Spec {
    /// Reads a specification; `type_name` is for error messages.
    pub fn parse(text: &str, defaults: Defaults, type_name: &str) -> Result<Self, FormatError> {
        let mut spec = Self {
            fill: ' ',
            align: defaults.align,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: None,
            grouping: None,
            group_size: 3,
            fraction_grouping: None,
            precision: None,
            kind: defaults.kind,
        };
        let mut reader = Reader(text);
        spec.read_flags(&mut reader, defaults);
        spec.width = reader.integer()?;
        spec.grouping = reader.grouping()?;
        if reader.accept('.') {
            spec.precision = reader.integer()?;
            spec.fraction_grouping = reader.grouping()?;
            if spec.precision.is_none() && spec.fraction_grouping.is_none() {
                return Err(FormatError::value("Format specifier missing precision"));
            }
        }
        if let Some(kind) = reader.peek() {
            reader.skip(kind);
            if !reader.0.is_empty() {
                return Err(FormatError::value(format!(
                    "Invalid format specifier '{text}' for object of type '{type_name}'"
                )));
            }
            spec.kind = Some(kind);
        }
        spec.check_grouping()?;
        Ok(spec)
    }

    fn read_flags(&mut self, reader: &mut Reader<'_>, defaults: Defaults) {
        let mut characters = reader.0.chars();
        let (first, second) = (characters.next(), characters.next());
        let mut fill_given = false;
        let mut align_given = false;
        if let (Some(fill), Some((mark, align))) =
            (first, second.and_then(|mark| Align::of(mark).map(|align| (mark, align))))
        {
            (self.fill, self.align, fill_given, align_given) = (fill, align, true, true);
            reader.skip(fill);
            reader.skip(mark);
        } else if let Some((mark, align)) = first.and_then(|mark| Align::of(mark).map(|align| (mark, align)))
        {
            (self.align, align_given) = (align, true);
            reader.skip(mark);
        }
        if let Some(sign @ (' ' | '+' | '-')) = reader.peek() {
            self.sign = Some(sign);
            reader.skip(sign);
        }
        self.no_negative_zero = reader.accept('z');
        self.alternate = reader.accept('#');
        if !fill_given && reader.accept('0') {
            self.fill = '0';
            if !align_given && defaults.align == Align::Right {
                self.align = Align::AfterSign;
            }
        }
    }

    fn check_grouping(&mut self) -> Result<(), FormatError> {
        if let Some(separator) = self.grouping {
            match self.kind {
                None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'F' | 'G' | '%') => {}
                Some('b' | 'o' | 'x' | 'X') if separator == '_' => self.group_size = 4,
                Some(kind) => return Err(grouping_not_allowed(separator, kind)),
            }
        }
        match (self.fraction_grouping, self.kind) {
            (Some(separator), Some(kind @ 'n')) => Err(grouping_not_allowed(separator, kind)),
            _ => Ok(()),
        }
    }
}

/// A bound of the width and the precision that a specification asks for, before it is understood: the largest number in it. Numbers
/// that are refused for their size alone do not count.
pub fn largest_number(specification: &str) -> usize {
    let mut largest = 0;
    for (index, part) in specification.split('.').enumerate() {
        let limit = if index == 0 { isize::MAX as usize } else { i32::MAX as usize };
        let digits = part.split(|letter: char| !letter.is_ascii_digit());
        let numbers = digits.filter_map(|digits| digits.parse::<usize>().ok());
        largest = numbers.filter(|&number| number <= limit).fold(largest, usize::max);
    }
    largest
}

fn grouping_not_allowed(separator: char, kind: char) -> FormatError {
    FormatError::value(format!("Cannot specify '{separator}' with {}.", shown(kind)))
}

/// The error for a presentation type that the value's type does not have.
pub(crate) fn unknown_kind(kind: Option<char>, type_name: &str) -> FormatError {
    let kind = shown(kind.unwrap_or('\0'));
    FormatError::value(format!("Unknown format code {kind} for object of type '{type_name}'"))
}
