//! What CPython calls an expression in its messages.

use ruff_python_ast::{Expr, Mod};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};

/// The name of the expression that a text is.
pub(super) fn text_name(text: &str) -> &'static str {
    if text.starts_with('*') {
        return "starred";
    }
    // In brackets, every kind of expression may stand.
    let text = format!("({text})");
    let parsed = parse_unchecked(&text, ParseOptions::from(Mode::Expression));
    match parsed.syntax() {
        Mod::Expression(expression) => name(&expression.body),
        Mod::Module(_) => "expression",
    }
}

/// Whether the text's first operand is a list, a tuple or a generator expression.
pub(super) fn starts_with_display(text: &str) -> bool {
    let Some(end) = closing(text) else { return false };
    let is_display = matches!(text_name(&text[..end]), "list" | "tuple" | "generator expression");
    text.starts_with(['(', '[']) && is_display
}

/// The end of the bracket that the text begins with.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(index + 1);
        }
    }
    None
}

fn name(expression: &Expr) -> &'static str {
    match expression {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "expression",
        Expr::Generator(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::FString(_) => "f-string expression",
        Expr::TString(_) => "t-string expression",
        Expr::BooleanLiteral(literal) if literal.value => "True",
        Expr::BooleanLiteral(_) => "False",
        Expr::NoneLiteral(_) => "None",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::NumberLiteral(_) => "literal",
        Expr::Compare(_) => "comparison",
        Expr::If(_) => "conditional expression",
        Expr::Named(_) => "named expression",
        Expr::Slice(_) | Expr::IpyEscapeCommand(_) => "expression",
    }
}
