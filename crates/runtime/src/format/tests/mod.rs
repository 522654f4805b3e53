//! Answers of CPython 3.14 to some hundred questions, and ours.
//!
//! ```text
//! question ⇥ argument ⇥ … ⇥ = answer        or  ! ErrorClass: message
//! ```
//!
//! `generate.py` writes `cases.txt`; a line's first word names a function below. Beyond ASCII, and for control characters and the
//! backslash, a line writes `\{hexadecimal code point}`.

mod drivers;

use std::str::FromStr;

use num_bigint::BigInt;

use super::*;

const LIMIT: usize = 4300;

fn escaped(text: &str) -> String {
    let escape = |character: char| match character {
        ' '..='[' | ']'..='~' => character.to_string(),
        _ => format!("\\{{{:x}}}", character as u32),
    };
    text.chars().map(escape).collect()
}

fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\{");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("an escape ends with a brace");
        out.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        out.push_str(rest);
    }
    out
}

/// Bytes stand in a line as the characters of the same numbers.
fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|character| character as u8).collect()
}

fn float(text: &str) -> f64 {
    match text {
        "-nan" => f64::NAN.copysign(-1.0),
        _ => float_from_hex(text).expect("a float in hexadecimal"),
    }
}

fn int(text: &str) -> BigInt {
    BigInt::from_str(text).expect("a decimal integer")
}

/// Small integers go the small way.
fn with_integer<R>(text: &str, use_it: impl FnOnce(Integer<'_>) -> R) -> R {
    let value = int(text);
    match i64::try_from(&value) {
        Ok(small) => use_it(small.into()),
        Err(_) => use_it((&value).into()),
    }
}

fn parsed(value: ParsedInt) -> String {
    match value {
        ParsedInt::Small(value) => value.to_string(),
        ParsedInt::Big(value) => value.to_string(),
    }
}

/// Our answer to a question.
pub(crate) fn answer(question: &str, arguments: &[String]) -> Result<String, FormatError> {
    let argument = |index: usize| arguments[index].as_str();
    match question {
        "format_str" => format_str(argument(0), argument(1), "str"),
        "format_int" => with_integer(argument(0), |value| format_int(value, argument(1), "int", LIMIT)),
        "format_float" => format_float(float(argument(0)), argument(1), "float"),
        "format_complex" => format_complex(float(argument(0)), float(argument(1)), argument(2), "complex"),
        "repr_float" => Ok(float_repr(float(argument(0)))),
        "repr_complex" => Ok(complex_repr(float(argument(0)), float(argument(1)))),
        "repr_str" => Ok(str_repr(argument(0))),
        "ascii_str" => Ok(str_ascii(argument(0))),
        "ascii_of_repr" => Ok(ascii_of(str_repr(argument(0)))),
        "repr_bytes" => Ok(bytes_repr(&latin(argument(0)))),
        "float_from_hex" => float_from_hex(argument(0)).map(float_hex),
        "parse_float" => parse_float(argument(0)).map(float_hex),
        "parse_float_bytes" => parse_float_bytes(&latin(argument(0))).map(float_hex),
        "parse_complex" => {
            parse_complex(argument(0)).map(|(real, imaginary)| float_hex(real) + " " + &float_hex(imaginary))
        }
        "parse_int" => {
            parse_int(argument(0), int(argument(1)).try_into().expect("a base"), LIMIT).map(parsed)
        }
        "parse_int_bytes" => {
            parse_int_bytes(&latin(argument(0)), int(argument(1)).try_into().expect("a base"), LIMIT)
                .map(parsed)
        }
        "int_to_decimal" => with_integer(argument(0), |value| int_to_decimal(value, LIMIT)),
        "hex" => Ok(with_integer(argument(0), |value| int_to_radix(value, 16, "0x"))),
        "round" => float_round(float(argument(0)), int(argument(1)).try_into().expect("a count of digits"))
            .map(float_hex),
        "round_to_int" => float_round_to_int(float(argument(0))).map(|value| value.to_string()),
        "float_to_int" => float_to_int(float(argument(0))).map(|value| value.to_string()),
        "percent" => drivers::percent_of_text(argument(0), &arguments[1..]),
        "percent_map" => drivers::percent_of_map(argument(0), &arguments[1..]),
        "percent_bytes" => drivers::percent_of_bytes(&latin(argument(0)), &arguments[1..]),
        "segments" => drivers::segments(argument(0)),
        "name" => drivers::name(argument(0)),
        "str_format" => drivers::str_format(argument(0), &arguments[1..]),
        _ => panic!("no question {question}"),
    }
}

/// Compares all lines of a file of cases; returns their number.
pub(crate) fn check(cases: &str) -> usize {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        count += 1;
        let fields: Vec<&str> = line.split('\t').collect();
        let (expected, question) = fields.split_last().expect("a line has fields");
        let arguments: Vec<String> = question[1..].iter().map(|field| unescaped(field)).collect();
        let ours = match answer(question[0], &arguments) {
            Ok(text) => escaped(&format!("= {text}")),
            Err(error) => escaped(&format!("! {error}")),
        };
        if ours != *expected {
            wrong.push(format!("{line}\n    ours: {ours}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(60)].join("\n")
    );
    count
}

#[test]
fn answers_are_those_of_cpython() {
    assert!(check(include_str!("cases.txt")) >= 300);
}

#[test]
fn long_numerals_read_back() {
    let text: String = (0..20_000_u32).map(|index| char::from(b'1' + (index * 7 % 9) as u8)).collect();
    for radix in [3_u32, 10, 16, 36] {
        let text =
            if radix == 3 { text.replace(['3', '4', '5', '6', '7', '8', '9'], "2") } else { text.clone() };
        let Ok(ParsedInt::Big(value)) = parse_int(&text, radix.into(), 0) else {
            panic!("radix {radix} reads")
        };
        assert_eq!(int_to_radix((&value).into(), radix, ""), text);
    }
}

#[test]
fn texts_without_room_are_a_memory_error() {
    let memory = Err(FormatError::memory());
    assert_eq!(format_int(1.into(), "9999999999999", "int", 0), memory);
    assert_eq!(format_float(1.0, "0=9999999999999,", "float"), memory);
    assert_eq!(format_str("a", "é<9999999999999", "str"), memory);
    assert_eq!(format_complex(1.0, 1.0, "9999999999999", "complex"), memory);
    assert_eq!(drivers::percent_of_text("%*d", &["i:-9999999999999".into(), "i:1".into()]), memory);
    assert_eq!(drivers::percent_of_text("%9999999999999s", &["s:a".into()]), memory);
}
