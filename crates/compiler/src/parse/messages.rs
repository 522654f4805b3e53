//! The parser's errors in CPython's words.
//!
//! ```text
//! tokenizer's errors ─► brackets never closed ─► what the grammar has words for ─► "invalid syntax"
//! ```
//!
//! It knows ruff's errors and the tokens around them; expressions are named by `describe`.

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_python_parser::{ParseError, ParseErrorType, UnsupportedSyntaxError, UnsupportedSyntaxErrorKind};
use ruff_text_size::{TextRange, TextSize};

use super::around::Around;
use super::describe::{starts_with_display, text_name};
use super::lexical;
use crate::error::{End, Kind, Problem};
use crate::source::Source;

/// The error for the first of the parser's errors.
pub(super) fn problem(source: &Source, tokens: &Tokens, errors: &[ParseError]) -> Box<Problem> {
    let lexed = lexical::scan(source, tokens, errors);
    if let Some(problem) = lexed.problem {
        return problem;
    }
    let Some(error) = errors.first() else { return Problem::memory("no error") };
    let around = Around::new(tokens, error.location);
    if let Some(bracket) = lexed.unclosed.last() {
        let at_end = around.is_at_end() || around.is_last() || around.found_kind() == TokenKind::Newline;
        if at_end || source.line(error.location.start()) > source.line(bracket.start) {
            let message = format!("'{}' was never closed", bracket.character);
            let start = bracket.start;
            return Box::new(Problem { kind: Kind::Syntax, message, start, end: End::LineStart });
        }
    }
    worded(source, &around, error).unwrap_or_else(|| Problem::at(&around.found(), "invalid syntax"))
}

/// Syntax of another version of Python.
pub(super) fn unsupported(error: &UnsupportedSyntaxError) -> Box<Problem> {
    let message = match error.kind {
        UnsupportedSyntaxErrorKind::UnpackingInComprehension(kind) => {
            let is_dict = format!("{kind:?}").contains("Dict");
            if is_dict {
                "dict unpacking cannot be used in dict comprehension"
            } else {
                "iterable unpacking cannot be used in comprehension"
            }
        }
        _ => "invalid syntax",
    };
    Problem::at(&error.range, message)
}

fn worded(source: &Source, around: &Around, error: &ParseError) -> Option<Box<Problem>> {
    let location = error.location;
    let text = source.slice(location);
    let fixed = |message: &str| Some(Problem::at(&location, message));
    match &error.error {
        ParseErrorType::InvalidAssignmentTarget => Some(assignment_target(around, location, text)),
        ParseErrorType::InvalidAugmentedAssignmentTarget => {
            let name = text_name(text);
            Some(Problem::at(
                &location,
                format!("'{name}' is an illegal expression for augmented assignment"),
            ))
        }
        ParseErrorType::InvalidDeleteTarget => {
            Some(Problem::at(&location, format!("cannot delete {}", text_name(text))))
        }
        ParseErrorType::InvalidNamedAssignmentTarget => Some(Problem::at(
            &location,
            format!("cannot use assignment expressions with {}", text_name(text)),
        )),
        ParseErrorType::InvalidAnnotatedAssignmentTarget => {
            let annotation = around.after(around.after(location));
            if source.is_line_end(annotation) {
                return Some(Problem::at(&annotation, "invalid syntax"));
            }
            fixed("illegal target for annotation")
        }
        ParseErrorType::InvalidStarredExpressionUsage => {
            if around.previous() == TokenKind::Colon {
                return fixed("cannot use a starred expression in a dictionary value");
            }
            if around.previous() == TokenKind::Lpar {
                return fixed("cannot use starred expression here");
            }
            None
        }
        ParseErrorType::UnparenthesizedGeneratorExpression if !around.statement_is(TokenKind::Class) => {
            fixed("Generator expression must be parenthesized")
        }
        ParseErrorType::UnparenthesizedGeneratorExpression => {
            around.first_in(location, TokenKind::For).map(|range| Problem::at(&range, "invalid syntax"))
        }
        ParseErrorType::PositionalAfterKeywordArgument => {
            Some(Problem::at(&around.after(location), "positional argument follows keyword argument"))
        }
        ParseErrorType::PositionalAfterKeywordUnpacking => Some(Problem::at(
            &around.after(location),
            "positional argument follows keyword argument unpacking",
        )),
        ParseErrorType::InvalidArgumentUnpackingOrder => {
            let comma = around.before(location, TokenKind::Comma).unwrap_or(location);
            Some(Problem::at(&comma, "iterable argument unpacking follows keyword argument unpacking"))
        }
        ParseErrorType::NonDefaultParamAfterDefaultParam => {
            fixed("parameter without a default follows parameter with a default")
        }
        ParseErrorType::ExpectedKeywordParam => {
            let star = around.before(location, TokenKind::Star).filter(|_| !around.inside_lambda());
            let range = if around.found_kind() == TokenKind::Star && around.inside_lambda_at() {
                around.next()
            } else {
                star.filter(|_| around.found_kind() == TokenKind::DoubleStar).unwrap_or(location)
            };
            Some(Problem::at(&range, "named arguments must follow bare *"))
        }
        ParseErrorType::ParamAfterVarKeywordParam => fixed("arguments cannot follow var-keyword argument"),
        ParseErrorType::VarParameterWithDefault => {
            let equal = around.before(location, TokenKind::Equal).unwrap_or(location);
            let double = source.text()[..equal.start().to_usize()].trim_end().rfind("**");
            let single = source.text()[..equal.start().to_usize()].trim_end().rfind('*');
            let is_keyword = matches!((double, single), (Some(double), Some(single)) if double + 1 == single);
            let kind = if is_keyword { "var-keyword" } else { "var-positional" };
            Some(Problem::at(&equal, format!("{kind} argument cannot have default value")))
        }
        ParseErrorType::EmptyImportNames
            if around.previous() == TokenKind::Import && around.found_kind() == TokenKind::Newline =>
        {
            fixed("Expected one or more names after 'import'")
        }
        ParseErrorType::SimpleStatementsOnSameLine => same_line(source, around),
        ParseErrorType::ExpectedToken { expected, found } => {
            expected_token(source, around, *expected, *found)
        }
        ParseErrorType::ExpectedExpression | ParseErrorType::EmptySlice => expected_expression(around),
        ParseErrorType::UnparenthesizedTupleExpression => {
            around.first_in(location, TokenKind::Comma).map(|range| Problem::at(&range, "invalid syntax"))
        }
        ParseErrorType::FStringError(_) => expected_in_string(around),
        ParseErrorType::OtherError(message) => other(source, around, location, message),
        _ => None,
    }
}

/// "cannot assign to …", with the advice that goes with a comparison's look.
fn assignment_target(around: &Around, location: TextRange, text: &str) -> Box<Problem> {
    let name = text_name(text);
    let advised = around.starts_statement(location)
        && !matches!(
            name,
            "comparison"
                | "conditional expression"
                | "lambda"
                | "None"
                | "True"
                | "False"
                | "generator expression"
        )
        && !(name == "expression"
            && (text.contains(" and ") || text.contains(" or ") || text.starts_with("not ")))
        && !starts_with_display(text)
        && around.next_is_single_equal(location);
    if name == "yield expression" && !around.in_brackets(location) {
        return Problem::at(&location, "assignment to yield expression not possible");
    }
    let advice = if advised { " here. Maybe you meant '==' instead of '='?" } else { "" };
    Problem::at(&location, format!("cannot assign to {name}{advice}"))
}

/// Two statements on a line without anything between them.
fn same_line(source: &Source, around: &Around) -> Option<Box<Problem>> {
    let first = around.statement_start()?;
    match source.slice(first) {
        name @ ("print" | "exec") if around.is_second_in_statement() && around.begins_operand() => {
            let range = TextRange::new(first.start(), around.statement_end());
            let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
            Some(Problem::at(&range, message))
        }
        "import" if source.slice(around.found()) == "from" => {
            let range = TextRange::new(first.start(), around.statement_end());
            Some(Problem::at(&range, "Did you mean to use 'from ... import ...' instead?"))
        }
        _ if around.found_kind() == TokenKind::Not => Some(Problem::at(&around.next(), "invalid syntax")),
        _ => None,
    }
}

fn expected_token(
    source: &Source,
    around: &Around,
    expected: TokenKind,
    found: TokenKind,
) -> Option<Box<Problem>> {
    let here = around.found();
    let is_statement_of_names = matches!(
        around.statement_kind(),
        TokenKind::Global | TokenKind::Nonlocal | TokenKind::Import | TokenKind::From | TokenKind::Del
    );
    if found == TokenKind::Equal
        && !is_statement_of_names
        && matches!(expected, TokenKind::Colon | TokenKind::Rpar | TokenKind::Comma)
        && let Some(problem) = equal_in_expression(source, around)
    {
        return Some(problem);
    }
    if let Some(range) = around.forgotten_comma() {
        return Some(Problem::at(&range, "invalid syntax. Perhaps you forgot a comma?"));
    }
    if let Some(range) = around.bare_comprehension_target() {
        let message = "did you forget parentheses around the comprehension target?";
        return Some(Problem::at(&range, message));
    }
    match expected {
        TokenKind::In if around.is_bracketed() => {
            Some(Problem::at(&here, "'in' expected after for-loop variables"))
        }
        TokenKind::Colon if around.in_braces() => {
            Some(Problem::at(&around.previous_range(), "':' expected after dictionary key"))
        }
        TokenKind::Colon if !around.is_bracketed() => {
            let forced = matches!(
                around.statement_kind(),
                TokenKind::Def | TokenKind::Else | TokenKind::Try | TokenKind::Finally | TokenKind::Async
            );
            let compound = !matches!(around.statement_kind(), TokenKind::Lambda)
                && around.statement_opens_block()
                && around.previous() != TokenKind::Lambda;
            let lambda = around.inside_lambda();
            let is_worded = (forced || (found == TokenKind::Newline && compound)) && !lambda;
            is_worded.then(|| Problem::at(&here, "expected ':'"))
        }
        TokenKind::Else if found != TokenKind::Colon => {
            let range = around.left_operand_of(TokenKind::If)?;
            let range = TextRange::new(range.start(), around.previous_range().end());
            Some(Problem::at(&range, "expected 'else' after 'if' expression"))
        }
        TokenKind::Lpar if around.statement_is(TokenKind::Def) => Some(Problem::at(&here, "expected '('")),
        TokenKind::Rpar if around.statement_is(TokenKind::Def) && around.begins_parenthesized_parameter() => {
            let message = "Function parameters cannot be parenthesized";
            Some(Problem::at(&here, message))
        }
        TokenKind::Comma
            if found == TokenKind::PlusEqual
                || source.slice(here).ends_with('=') && source.slice(here).len() > 1 =>
        {
            let first = around.statement_start()?;
            let range = TextRange::new(first.start(), around.previous_range().end());
            let name = text_name(source.slice(range));
            Some(Problem::at(&range, format!("'{name}' is an illegal expression for augmented assignment")))
        }
        TokenKind::Comma | TokenKind::Colon if found == TokenKind::Dot && around.after_as() => {
            let what = if around.statement_is_handler() {
                "cannot use except statement with attribute"
            } else {
                "cannot use attribute as import target"
            };
            Some(Problem::at(&around.previous_range(), what))
        }
        _ => None,
    }
}

/// `=` where a comparison was meant.
fn equal_in_expression(source: &Source, around: &Around) -> Option<Box<Problem>> {
    if !around.next_begins_operand() {
        return None;
    }
    let left = around.left_operand()?;
    let name = text_name(source.slice(left));
    if name == "name" {
        let range = TextRange::new(left.start(), around.statement_operand_end());
        return Some(Problem::at(&range, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"));
    }
    if matches!(name, "None" | "True" | "False" | "list" | "tuple" | "generator expression" | "comparison") {
        return None;
    }
    let message = format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?");
    Some(Problem::at(&left, message))
}

fn expected_expression(around: &Around) -> Option<Box<Problem>> {
    let here = around.found();
    match (around.previous(), around.found_kind()) {
        (TokenKind::Equal, TokenKind::Rpar | TokenKind::Comma) if around.statement_is(TokenKind::Def) => {
            Some(Problem::at(&around.previous_range(), "expected default value expression"))
        }
        (TokenKind::Equal, TokenKind::Rpar | TokenKind::Comma) if around.is_bracketed() => {
            let range = around.keyword_before_equal();
            Some(Problem::at(&range, "expected argument value expression"))
        }
        (TokenKind::Colon, TokenKind::Rbrace | TokenKind::Comma) if around.in_braces() => {
            Some(Problem::at(&around.previous_range(), "expression expected after dictionary key and ':'"))
        }
        (TokenKind::Star, TokenKind::Rpar | TokenKind::Rsqb) => {
            Some(Problem::at(&here, "Invalid star expression"))
        }
        (TokenKind::Else, TokenKind::Newline) => {
            Some(Problem::at(&here, "expected expression after 'else', but statement is given"))
        }
        (TokenKind::Rarrow, _) => Some(Problem::at(&around.previous_range(), "expected ':'")),
        (TokenKind::Less, TokenKind::Greater) => {
            let range = TextRange::new(around.previous_range().start(), here.end());
            Some(Problem::at(&range, "invalid syntax.  Maybe you meant '!=' instead of '<>'?"))
        }
        _ => expected_value_in_string(around),
    }
}

fn expected_value_in_string(around: &Around) -> Option<Box<Problem>> {
    if !around.in_interpolation() {
        return None;
    }
    let here = around.found();
    if around.previous() == TokenKind::Star && around.found_kind() == TokenKind::Rbrace {
        let message = "f-string: expecting a valid expression after '{'";
        return Some(Problem::at(&around.previous_range(), message));
    }
    let message = match (around.previous(), around.found_kind()) {
        (TokenKind::Lbrace, TokenKind::Rbrace) => "f-string: valid expression required before '}'",
        (TokenKind::Lbrace, TokenKind::Exclamation) => "f-string: valid expression required before '!'",
        (TokenKind::Lbrace, TokenKind::Equal) => "f-string: valid expression required before '='",
        (TokenKind::Lbrace, TokenKind::Colon) => "f-string: valid expression required before ':'",
        (TokenKind::Lbrace, TokenKind::FStringEnd) => "f-string: expecting '}'",
        (TokenKind::Lbrace, _) => "f-string: expecting a valid expression after '{'",
        _ => return None,
    };
    Some(Problem::at(&here, message))
}

fn expected_in_string(around: &Around) -> Option<Box<Problem>> {
    if let Some(range) = around.forgotten_comma() {
        return Some(Problem::at(&range, "invalid syntax. Perhaps you forgot a comma?"));
    }
    let message = if matches!(around.previous(), TokenKind::Rbrace | TokenKind::FStringMiddle) {
        "f-string: expecting '}', or format specs"
    } else {
        "f-string: expecting '}'"
    };
    Some(Problem::at(&around.found(), message))
}

fn other(source: &Source, around: &Around, location: TextRange, message: &str) -> Option<Box<Problem>> {
    let worded = match message {
        "Only one '*' parameter allowed" | "Only one '*' separator allowed" => {
            "* argument may appear only once"
        }
        "Only one '**' parameter allowed" => "arguments cannot follow var-keyword argument",
        "Only one '/' separator allowed" => "/ may appear only once",
        "Position-only parameter separator not allowed as first parameter" => {
            "at least one argument must precede /"
        }
        "'/' parameter must appear before '*' parameter" => "/ must be ahead of *",
        "Only single target (not tuple) can be annotated" => {
            "only single target (not tuple) can be annotated"
        }
        "Only single target (not list) can be annotated" => "only single target (not list) can be annotated",
        "Cannot have both 'except' and 'except*' on the same 'try'" => {
            "cannot have both 'except' and 'except*' on the same 'try'"
        }
        "Expected one or more exception types" => "expected one or more exception types",
        "Multiple exception types must be parenthesized when using `as`" => {
            "multiple exception types must be parenthesized when using 'as'"
        }
        "Expected `except` or `finally` after `try` block" => return Some(without_handler(source, around)),
        "Trailing comma not allowed" if around.statement_is(TokenKind::From) => {
            let range = around.after(location);
            return Some(Problem::at(&range, "trailing comma not allowed without surrounding parentheses"));
        }
        "Trailing comma not allowed" => {
            return Some(Problem::at(&around.after(location), "invalid syntax"));
        }
        "Bytes literal cannot be mixed with non-bytes literals" => {
            let message = "cannot mix bytes and nonbytes literals";
            return Some(Problem::at(&around.after(location), message));
        }
        "Expected a parameter name" => return Some(keyword_argument(source, around, location)),
        "Expected symbol after `as`" if around.found_kind() != TokenKind::Newline => {
            let name = text_name(source.slice(around.found()));
            if name == "name" {
                return None;
            }
            let message = format!("cannot use {name} as import target");
            return Some(Problem::at(&around.found(), message));
        }
        "Expected name after `as`" => {
            let name = text_name(source.slice(around.found()));
            let message = format!("cannot use except statement with {name}");
            return Some(Problem::at(&around.found(), message));
        }
        _ => {
            let block = message.strip_prefix("Expected an indented block after ")?;
            return Some(without_block(source, around, block));
        }
    };
    Some(Problem::at(&location, worded))
}

/// `f(expression=value)`.
fn keyword_argument(source: &Source, around: &Around, location: TextRange) -> Box<Problem> {
    let text = source.slice(location);
    let end = around.statement_operand_end().max(location.end());
    match text {
        "True" | "False" | "None" => Problem::at(&location, format!("cannot assign to {text}")),
        _ if text.starts_with('*') => Problem::at(&location, "cannot assign to iterable argument unpacking"),
        _ => Problem::at(
            &TextRange::new(location.start(), end),
            "expression cannot contain assignment, perhaps you meant \"==\"?",
        ),
    }
}

fn without_handler(source: &Source, around: &Around) -> Box<Problem> {
    let message = "expected 'except' or 'finally' block";
    if around.is_at_end() {
        let end = TextSize::new(source.text().trim_end_matches(['\n', '\r']).len() as u32);
        return Problem::point(Kind::Syntax, end, message);
    }
    Problem::at(&around.found(), message)
}

/// A header without its block; `block` is ruff's name of the header.
fn without_block(source: &Source, around: &Around, block: &str) -> Box<Problem> {
    let name = if block.starts_with("function") {
        "function definition".to_owned()
    } else {
        match block.split('`').nth(1) {
            Some("class") => "class definition".to_owned(),
            Some(word) => format!("'{word}' statement"),
            None => block.to_owned(),
        }
    };
    let line = around.header_line(source);
    let message = format!("expected an indented block after {name} on line {line}");
    if around.is_at_end() {
        let end = TextSize::new(source.text().trim_end_matches(['\n', '\r']).len() as u32);
        let problem = Problem { kind: Kind::Indentation, message, start: end, end: End::Unknown };
        return Box::new(problem);
    }
    Problem::new(Kind::Indentation, around.found(), message)
}
