//! Code as text, beside the source lines.
//!
//! ```text
//! function f(a, b)    lib.py:3    registers 3
//!    4 │ return a + b
//!          0   Add                  t0, a, b
//!          1   Return               t0
//! ```
//!
//! Temporaries are written `t0`, `t1`, …; locals by their names; jumps as `→ word`. It knows how code looks, not what it does.

use std::fmt::Write;

use crate::code::{CodeFlags, CodeUnit, Const, NO_REGISTER};
use crate::instruction::{Instruction, MODE};
use crate::table::{Op, Operand, WordKind};

/// A unit and the units inside it as text; with the source lines where the source is given.
pub fn disassemble(unit: &CodeUnit, source: Option<&str>) -> String {
    let lines: Vec<&str> = source.map(|source| source.lines().collect()).unwrap_or_default();
    let mut text = String::new();
    let mut queue = vec![unit];
    while let Some(unit) = queue.pop() {
        if !text.is_empty() {
            text.push('\n');
        }
        write_unit(unit, &lines, &mut text);
        let inner = unit.constants.iter().rev().filter_map(|constant| match constant {
            Const::Code(inner) => Some(inner.as_ref()),
            _ => None,
        });
        queue.extend(inner);
    }
    text
}

fn write_unit(unit: &CodeUnit, lines: &[&str], text: &mut String) {
    let _ = writeln!(text, "{}", heading(unit));
    let mut shown_line = 0;
    let mut word = 0;
    while word < unit.words.len() {
        let instruction = Instruction(unit.words[word]);
        let Some(op) = instruction.op() else {
            let _ = writeln!(text, "{word:>10}   (no operation)");
            break;
        };
        if let Some(entry) = unit.position(word as u32)
            && (entry.line != shown_line || (entry.statement && entry.start == word as u32))
        {
            shown_line = entry.line;
            let source = lines.get((entry.line as usize).wrapping_sub(1)).map_or("", |line| line.trim());
            let _ = writeln!(text, "{:>5} │ {}", entry.line, clipped(source, 90));
        }
        let operands = operands(unit, word, instruction, op);
        let mode = if instruction.flags() & MODE != 0 { "'" } else { "" };
        let name = format!("{}{mode}", op.info().name);
        let _ = writeln!(text, "{word:>10}   {name:<22} {}", clipped(&operands, 62));
        word += op.length();
    }
    for handler in &unit.handlers {
        let keep: Vec<String> =
            unit.live_sets[handler.keep as usize].iter().map(|&keep| register(unit, keep)).collect();
        let _ = writeln!(
            text,
            "   handler {}..{} → {}, exception in {}{}{}",
            handler.start,
            handler.end,
            handler.target,
            register(unit, handler.register),
            if keep.is_empty() { "" } else { ", keeps " },
            keep.join(" ")
        );
    }
}

fn heading(unit: &CodeUnit) -> String {
    let flags = unit.flags;
    let kind = if flags.has(CodeFlags::CLASS_BODY) {
        "class body"
    } else if flags.has(CodeFlags::GENERATOR_EXPRESSION) {
        "generator expression"
    } else if flags.has(CodeFlags::GENERATOR) {
        "generator"
    } else if flags.has(CodeFlags::FUNCTION) {
        "function"
    } else {
        "module"
    };
    let mut heading = format!("{kind} {}", unit.qualified_name);
    if flags.has(CodeFlags::FUNCTION) {
        let _ = write!(heading, "({})", parameters(unit).join(", "));
    }
    let _ = write!(heading, "    {}:{}    registers {}", unit.file, unit.first_line, unit.register_count);
    if !unit.cells.is_empty() {
        let cells: Vec<String> = unit.cells.iter().map(|&cell| register(unit, cell)).collect();
        let _ = write!(heading, "    cells {}", cells.join(" "));
    }
    if !unit.free.is_empty() {
        let _ = write!(heading, "    free {}", unit.free.join(" "));
    }
    heading
}

fn parameters(unit: &CodeUnit) -> Vec<String> {
    let name = |index: usize| unit.locals.get(index).cloned().unwrap_or_default();
    let positional = usize::from(unit.positional_count);
    let keyword_end = positional + usize::from(unit.keyword_only_count);
    let mut shown = Vec::new();
    for index in 0..positional {
        shown.push(name(index));
        if index + 1 == usize::from(unit.positional_only_count) {
            shown.push("/".to_owned());
        }
    }
    let mut next = keyword_end;
    if unit.flags.has(CodeFlags::VARARGS) {
        shown.push(format!("*{}", name(next)));
        next += 1;
    } else if unit.keyword_only_count > 0 {
        shown.push("*".to_owned());
    }
    shown.extend((positional..keyword_end).map(name));
    if unit.flags.has(CodeFlags::VARKEYWORDS) {
        shown.push(format!("**{}", name(next)));
    }
    shown
}

fn operands(unit: &CodeUnit, word: usize, instruction: Instruction, op: Op) -> String {
    let info = op.info();
    let mut shown = Vec::new();
    let values = [
        (info.a, instruction.a() as u16, 0),
        (info.b, instruction.b() as u16, instruction.b_signed()),
        (info.c, instruction.c() as u16, instruction.c_signed()),
    ];
    let end = (word + op.length()) as i64;
    for (kind, value, signed) in values {
        match kind {
            Operand::Dst | Operand::Src | Operand::Keep | Operand::Window | Operand::Many => {
                shown.push(register(unit, value));
            }
            Operand::Count => shown.push(value.to_string()),
            Operand::Imm => shown.push(format!("#{signed}")),
            Operand::Jump => shown.push(format!("→ {}", end + signed)),
            Operand::Wide => shown.push(format!("#{}", instruction.wide())),
            Operand::WideJump => shown.push(format!("→ {}", end + i64::from(instruction.wide()))),
            Operand::Free => shown.push(unit.free.get(usize::from(value)).cloned().unwrap_or_default()),
            Operand::No => {}
        }
    }
    for (index, kind) in info.words.iter().enumerate() {
        let value = unit.words[word + 1 + index] as usize;
        match kind {
            WordKind::Const => shown.push(unit.constants.get(value).map_or_else(String::new, constant)),
            WordKind::Name => shown.push(format!(".{}", unit.names.get(value).map_or("", String::as_str))),
            WordKind::Cache if op == Op::Yield && instruction.flags() & MODE != 0 => {
                shown.push(register(unit, value as u16));
            }
            WordKind::Cache => {}
        }
    }
    shown.join(", ")
}

fn register(unit: &CodeUnit, register: u16) -> String {
    if register == NO_REGISTER {
        return "-".to_owned();
    }
    match unit.locals.get(usize::from(register)) {
        Some(name) => name.clone(),
        None => format!("t{}", usize::from(register) - unit.local_count()),
    }
}

/// A constant as Python would write it, more or less.
fn constant(constant_value: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(constant).collect::<Vec<_>>().join(", ");
    match constant_value {
        Const::None => "None".to_owned(),
        Const::Ellipsis => "...".to_owned(),
        Const::Bool(true) => "True".to_owned(),
        Const::Bool(false) => "False".to_owned(),
        Const::Int(value) => value.to_string(),
        Const::BigInt(digits) => digits.clone(),
        Const::Float(value) => format!("{value:?}"),
        Const::Complex { real, imaginary } => format!("{real:?}{imaginary:+?}j"),
        Const::Str(text) => format!("{text:?}"),
        Const::Bytes(bytes) => format!("b{:?}", String::from_utf8_lossy(bytes)),
        Const::Tuple(items) if items.len() == 1 => format!("({},)", list(items)),
        Const::Tuple(items) => format!("({})", list(items)),
        Const::FrozenSet(items) => format!("frozenset({{{}}})", list(items)),
        Const::Code(unit) => format!("<code {}>", unit.qualified_name),
    }
}

fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.trim_end().to_owned();
    }
    let kept: String = text.chars().take(width - 1).collect();
    format!("{kept}…")
}
