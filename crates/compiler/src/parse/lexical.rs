//! Errors that CPython's tokenizer finds, which come before all of the parser's.
//!
//! ```text
//! brackets that do not match · numbers · characters · strings · indentation        the first in the source wins
//! ```
//!
//! It knows characters and tokens, no grammar.

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_python_parser::{InterpolatedStringErrorType, LexicalErrorType, ParseError, ParseErrorType};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::numbers::number_error;
use crate::error::{End, Kind, Problem};
use crate::source::Source;

/// A bracket that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    pub character: char,
    pub start: TextSize,
}

/// What the tokens say before any grammar.
pub(super) struct Lexed {
    pub problem: Option<Box<Problem>>,
    /// Brackets that are open at the end, outermost first.
    pub unclosed: Vec<Bracket>,
}

/// Looks through all tokens.
pub(super) fn scan(source: &Source, tokens: &Tokens, errors: &[ParseError]) -> Lexed {
    let mut open: Vec<Bracket> = Vec::new();
    let mut problem: Option<Box<Problem>> = None;
    for token in tokens {
        let start = token.start();
        let found = match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                let character = source.slice(token.range()).chars().next().unwrap_or('(');
                open.push(Bracket { character, start });
                None
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                let closing = source.slice(token.range()).chars().next().unwrap_or(')');
                mismatch(source, &mut open, closing, start)
            }
            TokenKind::Int | TokenKind::Float | TokenKind::Complex | TokenKind::Unknown => {
                number_problem(source, start)
            }
            _ => None,
        };
        if found.is_some() {
            problem = found;
            break;
        }
    }
    // Behind a broken replacement field the tokens do not pair any more.
    if let Some(first) = errors.first()
        && is_unclosed_field(&first.error)
        && problem.as_ref().is_some_and(|problem| problem.start > first.location.start())
    {
        problem = None;
        open.clear();
    }
    for (index, error) in errors.iter().enumerate() {
        // Only the parser asks for these, so they count when nothing went wrong before.
        let is_parsers = matches!(
            error.error,
            ParseErrorType::UnexpectedIndentation
                | ParseErrorType::Lexical(LexicalErrorType::IndentationError)
                | ParseErrorType::FStringError(InterpolatedStringErrorType::SingleRbrace)
                | ParseErrorType::Lexical(LexicalErrorType::FStringError(
                    InterpolatedStringErrorType::SingleRbrace
                ))
        );
        if is_parsers && index > 0 {
            continue;
        }
        if let Some(found) = lexical_problem(source, tokens, error)
            && problem.as_ref().is_none_or(|problem| found.start < problem.start)
        {
            problem = Some(found);
        }
    }
    Lexed { problem, unclosed: open }
}

fn is_unclosed_field(error: &ParseErrorType) -> bool {
    matches!(
        error,
        ParseErrorType::FStringError(InterpolatedStringErrorType::UnclosedLbrace)
            | ParseErrorType::Lexical(LexicalErrorType::FStringError(
                InterpolatedStringErrorType::UnclosedLbrace
            ))
    )
}

fn mismatch(
    source: &Source,
    open: &mut Vec<Bracket>,
    closing: char,
    start: TextSize,
) -> Option<Box<Problem>> {
    let message = match open.pop() {
        None => format!("unmatched '{closing}'"),
        Some(bracket) => {
            let matching = matches!((bracket.character, closing), ('(', ')') | ('[', ']') | ('{', '}'));
            if matching {
                return None;
            }
            let opening = bracket.character;
            let line = source.line(bracket.start);
            let place = if line == source.line(start) { String::new() } else { format!(" on line {line}") };
            format!("closing parenthesis '{closing}' does not match opening parenthesis '{opening}'{place}")
        }
    };
    Some(Problem::point(Kind::Syntax, start, message))
}

fn number_problem(source: &Source, start: TextSize) -> Option<Box<Problem>> {
    let text = source.text().get(start.to_usize()..)?.as_bytes();
    let begins = match text {
        [digit, ..] if digit.is_ascii_digit() => true,
        [b'.', digit, ..] => digit.is_ascii_digit(),
        _ => false,
    };
    if !begins {
        return None;
    }
    let (consumed, message) = number_error(text)?;
    let place = start + TextSize::new(consumed.saturating_sub(1) as u32);
    Some(Problem::point(Kind::Syntax, place, message))
}

fn lexical_problem(source: &Source, tokens: &Tokens, error: &ParseError) -> Option<Box<Problem>> {
    let range = error.location;
    let lexical = match &error.error {
        ParseErrorType::Lexical(lexical) => lexical,
        ParseErrorType::UnexpectedIndentation => return Some(unexpected_indent(source, range)),
        ParseErrorType::FStringError(kind) => return interpolated(source, range, kind, "f-string"),
        ParseErrorType::TStringError(kind) => return interpolated(source, range, kind, "t-string"),
        _ => return None,
    };
    Some(match lexical {
        LexicalErrorType::UnclosedStringError => unterminated(source, range.start(), ""),
        LexicalErrorType::UnrecognizedToken { tok } => unexpected_character(range, *tok),
        LexicalErrorType::IndentationError => dedent(source, range),
        LexicalErrorType::LineContinuationError => {
            let start = range.start() + TextSize::new(1);
            Problem::point(Kind::Syntax, start, "unexpected character after line continuation character")
        }
        LexicalErrorType::FStringError(kind) => return interpolated(source, range, kind, "f-string"),
        LexicalErrorType::TStringError(kind) => return interpolated(source, range, kind, "t-string"),
        LexicalErrorType::InvalidByteLiteral => {
            let token = string_token(source, tokens, range.start());
            let range = TextRange::new(token, range.end());
            Problem::at(&range, "bytes can only contain ASCII literal characters")
        }
        LexicalErrorType::UnicodeError
        | LexicalErrorType::MissingUnicodeLbrace
        | LexicalErrorType::MissingUnicodeRbrace
        | LexicalErrorType::StringError => {
            super::escapes::problem(source, string_token(source, tokens, range.start()))
        }
        LexicalErrorType::Eof => return continued_at_end(source),
        LexicalErrorType::OtherError(_) => return None,
    })
}

/// A line continuation that the end of the source follows.
fn continued_at_end(source: &Source) -> Option<Box<Problem>> {
    let text = source.text().trim_end_matches(['\n', '\r']);
    let end = TextSize::new(text.len() as u32);
    text.ends_with('\\').then(|| Problem::point(Kind::Syntax, end, "unexpected EOF while parsing"))
}

/// Where the string literal around an offset begins, its prefix included.
fn string_token(source: &Source, tokens: &Tokens, inside: TextSize) -> TextSize {
    let is_string = |kind| matches!(kind, TokenKind::String | TokenKind::FStringMiddle);
    let around =
        tokens.iter().rfind(|token| is_string(token.kind()) && token.range().contains_inclusive(inside));
    match around {
        Some(token) if token.kind() == TokenKind::String => token.start(),
        _ => string_start(source, inside),
    }
}

/// Where the string literal around an offset begins: the last quote of its line before it, with the prefix.
pub(super) fn string_start(source: &Source, inside: TextSize) -> TextSize {
    let line_start = source.line_start(source.line(inside)) as usize;
    let before = source.text().get(line_start..inside.to_usize()).unwrap_or("");
    let Some(quote) = before.find(['"', '\'']) else { return inside };
    let prefix =
        before[..quote].len() - before[..quote].trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    TextSize::new((line_start + quote - prefix) as u32)
}

fn unexpected_character(range: TextRange, character: char) -> Box<Problem> {
    if character.is_ascii() && !character.is_ascii_control() {
        return Problem::at(&range, "invalid syntax");
    }
    let code = u32::from(character);
    let printable = !character.is_control() && !character.is_whitespace() && !is_format(character);
    let message = if printable {
        format!("invalid character '{character}' (U+{code:04X})")
    } else {
        format!("invalid non-printable character U+{code:04X}")
    };
    Problem::point(Kind::Syntax, range.start(), message)
}

fn is_format(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// An unterminated string that begins at `start`, its prefix included.
fn unterminated(source: &Source, start: TextSize, what: &str) -> Box<Problem> {
    let text = source.text().get(start.to_usize()..).unwrap_or("");
    let quoted = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let triple = quoted.starts_with("\"\"\"") || quoted.starts_with("'''");
    let line = if triple { last_line(source) } else { source.line(start) };
    let triple = if triple { "triple-quoted " } else { "" };
    let message = format!("unterminated {triple}{what}string literal (detected at line {line})");
    Problem::point(Kind::Syntax, start, message)
}

fn last_line(source: &Source) -> u32 {
    let text = source.text();
    source.line(TextSize::new(text.strip_suffix('\n').unwrap_or(text).len() as u32))
}

fn interpolated(
    source: &Source,
    range: TextRange,
    kind: &InterpolatedStringErrorType,
    name: &str,
) -> Option<Box<Problem>> {
    let letter = &name[..1];
    let start = range.start();
    let message = match kind {
        InterpolatedStringErrorType::UnterminatedString
        | InterpolatedStringErrorType::UnterminatedTripleQuotedString => {
            return Some(unterminated(source, string_start(source, start), &format!("{letter}-")));
        }
        InterpolatedStringErrorType::SingleRbrace => format!("{name}: single '}}' is not allowed"),
        InterpolatedStringErrorType::InvalidConversionFlag => {
            let text = source.text().get(start.to_usize()..).unwrap_or("");
            let flag: String = text
                .chars()
                .take_while(|character| character.is_alphanumeric() || *character == '_')
                .collect();
            if flag.is_empty() {
                format!("{name}: missing conversion character")
            } else {
                format!("{name}: invalid conversion character '{flag}': expected 's', 'r', or 'a'")
            }
        }
        InterpolatedStringErrorType::ConversionFlagNotImmediatelyAfterExclamation => {
            format!("{name}: conversion type must come right after the exclamation mark")
        }
        InterpolatedStringErrorType::LambdaWithoutParentheses => {
            format!("{name}: lambda expressions are not allowed without parentheses")
        }
        InterpolatedStringErrorType::UnclosedLbrace | InterpolatedStringErrorType::NewlineInFormatSpec => {
            return None;
        }
    };
    Some(Problem::new(Kind::Syntax, range, message))
}

fn unexpected_indent(source: &Source, range: TextRange) -> Box<Problem> {
    if let Some(problem) = tab_problem(source, range) {
        return problem;
    }
    let line = source.line(range.start());
    let start = source.line_start(line) as usize;
    let text = source.text().get(start..).unwrap_or("");
    let indent = text.len() - text.trim_start_matches([' ', '\t', '\x0c']).len();
    let place = TextSize::new((start + indent.saturating_sub(1)) as u32);
    Box::new(Problem {
        kind: Kind::Indentation,
        message: "unexpected indent".to_owned(),
        start: place,
        end: End::Unknown,
    })
}

fn dedent(source: &Source, range: TextRange) -> Box<Problem> {
    if let Some(problem) = tab_problem(source, range) {
        return problem;
    }
    let line = source.line(range.end());
    let start = source.line_start(line) as usize;
    let text = source.text().get(start..).unwrap_or("");
    let end = start + text.find(['\n', '\r']).unwrap_or(text.len());
    let message = "unindent does not match any outer indentation level";
    Problem::point(Kind::Indentation, TextSize::new(end as u32), message)
}

/// `TabError`: the line's indentation compares differently to a line before it when tabs are one column wide.
fn tab_problem(source: &Source, range: TextRange) -> Option<Box<Problem>> {
    let last = source.line(range.end());
    let mut stack = vec![(0usize, 0usize)];
    for (index, line) in source.text().split('\n').take(last as usize).enumerate() {
        let content = line.trim_start_matches([' ', '\t', '\x0c']);
        if content.trim().is_empty() || content.starts_with('#') {
            continue;
        }
        let (mut wide, mut narrow) = (0, 0);
        for character in line[..line.len() - content.len()].chars() {
            match character {
                '\t' => {
                    wide = (wide / 8 + 1) * 8;
                    narrow += 1;
                }
                '\x0c' => (wide, narrow) = (0, 0),
                _ => {
                    wide += 1;
                    narrow += 1;
                }
            }
        }
        while stack.len() > 1 && stack.last().is_some_and(|last| last.0 > wide) {
            stack.pop();
        }
        let &(top_wide, top_narrow) = stack.last()?;
        let consistent = if wide == top_wide { narrow == top_narrow } else { narrow > top_narrow };
        if !consistent {
            let start = TextSize::new(source.line_start(index as u32 + 1));
            let message = "inconsistent use of tabs and spaces in indentation";
            return Some(Problem::point(Kind::Tab, start, message));
        }
        if wide > top_wide {
            stack.push((wide, narrow));
        }
    }
    None
}
