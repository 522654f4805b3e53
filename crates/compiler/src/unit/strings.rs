//! Formatted strings.
//!
//! ```text
//! f"a{x!r:>{w}}b"     LoadConst 'a' ; Convert x ; FormatSpec … ; LoadConst 'b' ; BuildString
//! ```
//!
//! It knows the parts of a string, not how values are formatted.

use exuvia_bytecode::{Const, Op};
use ruff_python_ast::{
    ConversionFlag, ExprFString, FStringPart, InterpolatedElement, InterpolatedStringElement,
    InterpolatedStringElements,
};

use super::Unit;
use crate::error::Outcome;

/// A part of a formatted string; neighbouring literals are one.
enum Part<'a> {
    Literal(String),
    Value(&'a InterpolatedElement),
}

fn add_literal(parts: &mut Vec<Part<'_>>, text: &str) {
    if text.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(Part::Literal(before)) => before.push_str(text),
        _ => parts.push(Part::Literal(text.to_owned())),
    }
}

fn add_elements<'a>(parts: &mut Vec<Part<'a>>, elements: &'a InterpolatedStringElements) {
    for element in elements {
        match element {
            InterpolatedStringElement::Literal(literal) => add_literal(parts, &literal.value),
            InterpolatedStringElement::Interpolation(value) => {
                if let Some(debug) = &value.debug_text {
                    let text = [debug.leading(), debug.expression(), debug.trailing()].concat();
                    add_literal(parts, &without_comments(&text));
                }
                parts.push(Part::Value(value));
            }
        }
    }
}

/// The text of a `{expression=}` field; comments in it are not shown.
fn without_comments(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut quote: Option<char> = None;
    let mut in_comment = false;
    for character in text.chars() {
        match (quote, character) {
            (None, '\n') => in_comment = false,
            (None, '#') => in_comment = true,
            (None, '"' | '\'') if !in_comment => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        if !in_comment {
            shown.push(character);
        }
    }
    shown
}

impl<'a> Unit<'a> {
    pub(super) fn f_string(&mut self, node: &'a ExprFString, target: Option<u16>) -> Outcome<u16> {
        let mut parts = Vec::new();
        for part in &node.value {
            match part {
                FStringPart::Literal(literal) => add_literal(&mut parts, &literal.value),
                FStringPart::FString(string) => add_elements(&mut parts, &string.elements),
            }
        }
        self.at(node);
        self.joined(parts, target)
    }

    fn joined(&mut self, parts: Vec<Part<'a>>, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let position = self.position();
        let count = parts.len();
        if count == 0 {
            let result = self.result(mark, target)?;
            self.load_constant(Const::Str(String::new()), result);
            return Ok(result);
        }
        for part in parts {
            let into = if count == 1 { target } else { None };
            match part {
                Part::Literal(text) => {
                    let here = self.top;
                    let result = self.result(here, into)?;
                    self.asm.set_position(position);
                    self.load_constant(Const::Str(text), result);
                }
                Part::Value(value) => {
                    self.interpolated(value, into)?;
                }
            }
        }
        let result = self.result(mark, target)?;
        if count > 1 {
            self.asm.set_position(position);
            self.emit(Op::BuildString, result, mark, count as u16);
        }
        Ok(result)
    }

    fn interpolated(&mut self, node: &'a InterpolatedElement, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let has_spec = node.format_spec.is_some();
        let conversion = match node.conversion {
            ConversionFlag::None if node.debug_text.is_some() && !has_spec => 2,
            ConversionFlag::None => 0,
            ConversionFlag::Str => 1,
            ConversionFlag::Repr => 2,
            ConversionFlag::Ascii => 3,
        };
        // The specification may hold any expression, so the value waits in a temporary.
        let mut value = if has_spec { self.push(&node.expression)? } else { self.operand(&node.expression)? };
        if conversion != 0 {
            let into = if has_spec { None } else { target };
            let result = self.result(mark, into)?;
            self.at(node);
            self.emit(Op::Convert, result, value, conversion);
            if !has_spec {
                return Ok(result);
            }
            value = result;
        }
        let Some(spec) = node.format_spec.as_deref() else {
            let result = self.result(mark, target)?;
            self.at(node);
            self.emit(Op::FormatSimple, result, value, 0);
            return Ok(result);
        };
        let mut parts = Vec::new();
        add_elements(&mut parts, &spec.elements);
        self.at(spec);
        let spec = self.joined(parts, None)?;
        let result = self.result(mark, target)?;
        self.at(node);
        self.emit(Op::FormatSpec, result, value, spec);
        Ok(result)
    }
}
