//! How deeply a source nests, found from its tokens before anything recurses over it.
//!
//! ```text
//! stack = BASE + depth · LEVEL        depth = brackets + prefix operators + chained operators + indents
//! ```
//!
//! The compiler then runs on a thread with that much stack, reserved but not committed, so neither deep sources nor small
//! stacks of callers overflow. It knows tokens, not the grammar.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};
use ruff_text_size::TextSize;

use crate::error::{Kind, Outcome, Problem};
use crate::source::Source;

/// CPython's tokenizer refuses more brackets.
const MAX_BRACKETS: usize = 200;
/// CPython's tokenizer refuses more indentation.
const MAX_INDENTS: usize = 100;
/// CPython's tokenizer refuses more f-strings in f-strings.
const MAX_INTERPOLATED: usize = 149;
/// Prefix operators, conditional expressions and lambdas that may nest; CPython's parser stops between 1000 and 10 000.
const MAX_PREFIX: usize = 2_500;
/// Operators that may follow each other; CPython's compiler stops between 10 000 and 100 000.
const MAX_CHAIN: usize = 40_000;

/// Bytes that a token costs on its way through the compiler, at most nearly: 80 in a list of numbers, 350 in a row of names.
const TOKEN_BYTES: usize = 320;

const BASE_STACK: usize = 4 << 20;
const LEVEL_STACK: usize = if cfg!(debug_assertions) { 24 << 10 } else { 8 << 10 };

/// Counts of one logical line, or of what stands between brackets and commas.
#[derive(Clone, Copy, Default)]
struct Level {
    prefix: usize,
    chain: usize,
}

/// Checks the limits; the result is a bound for the depth of the syntax tree.
pub(crate) fn check(source: &Source, room_bytes: usize) -> Outcome<usize> {
    if source.text().len() > (i32::MAX / 2) as usize {
        return Err(Problem::memory("source is too large"));
    }
    if source.text().contains('\0') {
        let message = "source code string cannot contain null bytes";
        return Err(Problem::point(Kind::Syntax, 0.into(), message));
    }
    let mut lexer = lexer::lex(source.text(), Mode::Module);
    let mut brackets: Vec<Level> = Vec::new();
    let mut level = Level::default();
    let (mut indents, mut interpolated) = (0usize, 0usize);
    let (mut prefix, mut outer_chain, mut deepest) = (0usize, 0usize, 0usize);
    let mut previous = TokenKind::Newline;
    let mut needed = source.text().len();
    loop {
        let kind = lexer.next_token();
        needed += TOKEN_BYTES;
        if needed > room_bytes {
            return Err(Problem::memory("source is too large for the budget"));
        }
        match kind {
            TokenKind::EndOfFile => break,
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                if brackets.len() >= MAX_BRACKETS {
                    return Err(too_many_brackets(source));
                }
                level.chain += 1;
                outer_chain += level.chain;
                brackets.push(level);
                level = Level::default();
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                prefix = prefix.saturating_sub(level.prefix);
                level = brackets.pop().unwrap_or_default();
                outer_chain = outer_chain.saturating_sub(level.chain);
            }
            TokenKind::Indent => {
                indents += 1;
                if indents >= MAX_INDENTS {
                    return Err(too_many_indents(source));
                }
            }
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::FStringStart | TokenKind::TStringStart => {
                interpolated += 1;
                if interpolated > MAX_INTERPOLATED {
                    let message = "too many nested f-strings or t-strings";
                    return Err(Problem::point(Kind::Syntax, 0.into(), message));
                }
            }
            TokenKind::FStringEnd | TokenKind::TStringEnd => interpolated = interpolated.saturating_sub(1),
            TokenKind::Newline | TokenKind::Comma | TokenKind::Semi => {
                prefix = prefix.saturating_sub(level.prefix);
                level = Level::default();
            }
            TokenKind::Not
            | TokenKind::Minus
            | TokenKind::Plus
            | TokenKind::Tilde
            | TokenKind::Lambda
            | TokenKind::Else
            | TokenKind::DoubleStar
            | TokenKind::Await => {
                // A sign between two operands nests to the left, which costs the parser nothing.
                let binary = matches!(kind, TokenKind::Minus | TokenKind::Plus) && ends_operand(previous);
                level.chain += 1;
                if !binary {
                    level.prefix += 1;
                    prefix += 1;
                }
            }
            // Without an operand the parser looks for one behind each `if` and `yield`.
            TokenKind::If
            | TokenKind::Yield
            | TokenKind::Dot
            | TokenKind::Star
            | TokenKind::Slash
            | TokenKind::DoubleSlash
            | TokenKind::Percent
            | TokenKind::At
            | TokenKind::Vbar
            | TokenKind::Amper
            | TokenKind::CircumFlex
            | TokenKind::LeftShift
            | TokenKind::RightShift => level.chain += 1,
            _ => {}
        }
        previous = kind;
        deepest = deepest.max(outer_chain + level.chain + prefix + brackets.len() + indents);
        if deepest > MAX_CHAIN {
            return Err(Problem::recursion());
        }
        if prefix > MAX_PREFIX {
            return Err(Problem::memory("Parser stack overflowed - Python source too complex to parse"));
        }
    }
    Ok(deepest)
}

/// The error at the bracket that is one too many; the lexer does not tell places, so brackets are counted plainly.
fn too_many_brackets(source: &Source) -> Box<Problem> {
    let mut depth = 0usize;
    let mut place = 0;
    for (index, byte) in source.text().bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_BRACKETS {
            place = index;
            break;
        }
    }
    Problem::point(Kind::Syntax, TextSize::new(place as u32), "too many nested parentheses")
}

/// The error at the line that is indented once too often.
fn too_many_indents(source: &Source) -> Box<Problem> {
    let mut indents = vec![0];
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
            while indents.last().is_some_and(|&last| last > indent) {
                indents.pop();
            }
            if indents.last() != Some(&indent) {
                indents.push(indent);
            }
            if indents.len() > MAX_INDENTS {
                break;
            }
        }
        start += line.len();
    }
    let message = "too many levels of indentation";
    Problem::point(Kind::Indentation, TextSize::new(start as u32), message)
}

/// Whether an operator after this token has a left operand.
fn ends_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd
            | TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::Ellipsis
            | TokenKind::None
            | TokenKind::True
            | TokenKind::False
            | TokenKind::Match
            | TokenKind::Case
            | TokenKind::Type
    )
}

/// Runs `work` on a stack that is large enough for trees of `depth`; `None` when there is no memory for one.
pub(crate) fn with_stack<T: Send>(depth: usize, work: impl FnOnce() -> T + Send) -> Option<T> {
    let stack = BASE_STACK + depth * LEVEL_STACK;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("exuvia-compiler".to_owned())
            .stack_size(stack)
            .spawn_scoped(scope, work)
            .ok()?;
        Some(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
