//! An exception as text: its traceback, its causes, its notes.
//!
//! ```text
//! Traceback (most recent call last):
//!   File "program.py", line 3, in <module>
//!     1 / 0
//!     ~~^~~
//! ZeroDivisionError: division by zero
//! ```
//!
//! It reads source files to show lines, and runs no Python code but `__str__` and `__notes__`.

use std::fmt::Write;

use exuvia_bytecode::LineEntry;

use crate::native::R;
use crate::object::code::Code;
use crate::object::exception::{Exception, Traceback};
use crate::object::frame::Frame;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::types::type_object;
use crate::value::Value;
use crate::vm::Vm;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Repetitions of one frame that are shown before the rest is summed up.
const SHOWN_REPETITIONS: usize = 3;
/// Words with which a part of a line begins that is no operator's, call's or subscript's.
const STATEMENTS: [&str; 14] = [
    "raise", "return", "assert", "import", "from", "del", "for", "with", "yield", "await", "lambda", "not",
    "if", "while",
];

/// The whole text of an exception, with those that led to it.
pub fn format_exception(vm: &mut Vm, exception: &Value) -> String {
    let mut chain = vec![(exception.clone(), "")];
    while let Some((link, between)) = earlier(&chain[chain.len() - 1].0) {
        if chain.iter().any(|(seen, _)| seen.is(&link)) {
            break;
        }
        chain.push((link, between));
    }
    let mut text = String::new();
    for index in (0..chain.len()).rev() {
        let exception = chain[index].0.clone();
        text.push_str(&format_one(vm, &exception));
        text.push_str(chain[index].1);
    }
    text
}

/// The cause or context of an exception, and the sentence that joins them.
fn earlier(exception: &Value) -> Option<(Value, &'static str)> {
    let payload = exception.downcast::<Exception>()?;
    if let Some(cause) = payload.cause.get().filter(|cause| !cause.is_none()) {
        return Some((cause, CAUSE));
    }
    if payload.suppress_context.get() {
        return None;
    }
    payload.context.get().filter(|context| !context.is_none()).map(|context| (context, CONTEXT))
}

fn format_one(vm: &mut Vm, exception: &Value) -> String {
    let mut text = String::new();
    let traceback = exception.downcast::<Exception>().and_then(|payload| payload.traceback.get());
    if let Some(traceback) = traceback.filter(|traceback| traceback.downcast::<Traceback>().is_some()) {
        text.push_str("Traceback (most recent call last):\n");
        text.push_str(&format_traceback(&traceback));
    }
    text.push_str(&last_lines(vm, exception));
    text
}

/// The frames of a traceback, outermost first.
pub fn format_traceback(traceback: &Value) -> String {
    let mut text = String::new();
    let mut next = Some(traceback.clone());
    let mut last = String::new();
    let mut repeated = 0;
    while let Some(payload) = next.as_ref().and_then(|next| next.downcast::<Traceback>()) {
        let entry = format_entry(payload);
        if entry == last {
            repeated += 1;
        } else {
            close_repetition(&mut text, repeated);
            repeated = 0;
            last.clone_from(&entry);
        }
        if repeated < SHOWN_REPETITIONS {
            text.push_str(&entry);
        }
        let following = payload.next.get();
        next = following;
    }
    close_repetition(&mut text, repeated);
    text
}

fn close_repetition(text: &mut String, repeated: usize) {
    if let Some(more) = repeated.checked_sub(SHOWN_REPETITIONS - 1).filter(|more| *more > 0) {
        let s = if more == 1 { "" } else { "s" };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  [Previous line repeated {more} more time{s}]");
    }
}

fn format_entry(payload: &Traceback) -> String {
    let frame = payload.frame.downcast::<Frame>();
    let Some(code) = frame.and_then(|frame| frame.code.downcast::<Code>()) else { return String::new() };
    let line = payload.line.get();
    let mut text = format!("  File \"{}\", line {line}, in {}\n", code.unit.file, code.unit.name);
    if let Some(source) = source_line(&code.unit.file, line) {
        let shown = source.trim();
        if !shown.is_empty() {
            let _ = writeln!(text, "    {shown}");
            if let Some(marks) =
                code.unit.position(payload.word).and_then(|position| marks(&source, position, line))
            {
                let _ = writeln!(text, "    {marks}");
            }
        }
    }
    text
}

fn source_line(file: &str, line: u32) -> Option<String> {
    if file.starts_with('<') {
        return None;
    }
    let source = std::fs::read(file).ok()?;
    let bytes = source.split(|&byte| byte == b'\n').nth(line.checked_sub(1)? as usize)?;
    Some(String::from_utf8_lossy(bytes).trim_end().to_owned())
}

/// The line of marks under the part that failed; nothing when that is the whole line.
fn marks(source: &str, position: &LineEntry, line: u32) -> Option<String> {
    if position.line != line || position.end_column == 0 && position.column == 0 {
        return None;
    }
    let end = if position.end_line == line { position.end_column as usize } else { source.len() };
    let part = source.get(position.column as usize..end)?;
    let indentation = source.len() - source.trim_start().len();
    let (strong_start, strong_end) = anchor(part).unwrap_or((0, part.len()));
    let whole = part.trim() == source.trim();
    if is_plain_call(source, part, position.column as usize, strong_start) {
        return None;
    }
    if whole && (strong_start, strong_end) == (0, part.len()) {
        return None;
    }
    let before = source.get(indentation..position.column as usize)?;
    let mut marks: String = before.chars().map(|_| ' ').collect();
    for (at, _) in part.char_indices() {
        marks.push(if (strong_start..strong_end).contains(&at) { '^' } else { '~' });
    }
    Some(marks)
}

/// Whether a line is nothing but the call of a part of it, its result returned or assigned: then marks would say nothing.
fn is_plain_call(source: &str, part: &str, column: usize, arguments: usize) -> bool {
    let name = part.get(..arguments).unwrap_or_default();
    let is_call = part.get(arguments..).is_some_and(|rest| rest.starts_with('(')) && !name.is_empty();
    let before = source.get(..column).unwrap_or_default().trim();
    if !is_call || source.trim_end().len() != column + part.len() {
        return false;
    }
    let is_name = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    before == "return" && is_name
        || before
            .strip_suffix('=')
            .is_some_and(|target| !target.ends_with(['=', '!', '<', '>', '+', '-', '*', '/']))
}

/// The operator, the call's arguments or the subscript that a part of a line is about, as a byte range.
fn anchor(part: &str) -> Option<(usize, usize)> {
    let first_word = part.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    if STATEMENTS.contains(&first_word) {
        return None;
    }
    let bytes = part.as_bytes();
    let (mut depth, mut quote) = (0usize, None);
    let mut operator = None;
    let mut opening = None;
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        match (byte, quote) {
            (b'\\', Some(_)) => index += 1,
            (b'\'' | b'"', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (b'(' | b'[' | b'{', None) => {
                if depth == 0 && index > 0 && byte != b'{' {
                    opening = Some(index);
                }
                depth += 1;
            }
            (b')' | b']' | b'}', None) => depth = depth.saturating_sub(1),
            (b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'<' | b'>', None)
                if depth == 0 =>
            {
                let follows = part[..index]
                    .trim_end()
                    .ends_with(|last: char| last.is_alphanumeric() || "_)]}'\"".contains(last));
                let end = index + 1 + usize::from(bytes.get(index + 1) == Some(&byte));
                let comparison = matches!(byte, b'<' | b'>') && end == index + 1;
                if follows && !comparison {
                    operator = Some((index, end));
                }
                index = end - 1;
            }
            (b',' | b'=' | b':', None) if depth == 0 => return None,
            _ => {}
        }
        index += 1;
    }
    if operator.is_some() {
        return operator;
    }
    let closed = part.ends_with([')', ']']);
    opening
        .filter(|_| closed && !part.contains(" if ") && !part.starts_with("await "))
        .map(|start| (start, part.len()))
}

/// `Class: message`, a syntax error's place before it, notes after it.
fn last_lines(vm: &mut Vm, exception: &Value) -> String {
    let mut text = syntax_place(vm, exception).unwrap_or_default();
    let class = vm.class_of(exception);
    let mut name = type_object::full_name(vm, class);
    if let Some(short) = name.strip_prefix("__main__.") {
        name = format!("__main__.{short}");
    }
    let is_syntax_error = class.is_subclass_of(vm.types.syntax_error);
    let message = match if is_syntax_error { syntax_message(vm, exception) } else { vm.str_text(exception) } {
        Ok(message) => message,
        Err(raised) => {
            drop(vm.caught(raised));
            "<exception str() failed>".to_owned()
        }
    };
    let _ = if message.is_empty() { writeln!(text, "{name}") } else { writeln!(text, "{name}: {message}") };
    match notes(vm, exception) {
        Ok(notes) => text.push_str(&notes),
        Err(raised) => drop(vm.caught(raised)),
    }
    text
}

fn syntax_message(vm: &mut Vm, exception: &Value) -> R<String> {
    let name = vm.names.msg.clone();
    match vm.find_attribute(exception, &name)? {
        Some(message) if !message.is_none() => vm.str_text(&message),
        _ => vm.str_text(exception),
    }
}

/// File, line and marks of a syntax error.
fn syntax_place(vm: &mut Vm, exception: &Value) -> Option<String> {
    if !vm.is_exactly_or_derived(exception, vm.types.syntax_error) {
        return None;
    }
    let mut field = |name: &str| {
        let name = vm.intern(name).ok()?;
        let value = vm.find_attribute(exception, &name).ok().flatten();
        value.filter(|value| !value.is_none())
    };
    let (file, line) = (field("filename"), field("lineno")?.as_small_int()?);
    let (source, start, end) = (field("text"), field("offset"), field("end_offset"));
    let file = file.as_ref().and_then(|file| file.downcast::<Str>()).map_or("<string>", Str::as_str);
    let mut text = format!("  File \"{file}\", line {line}\n");
    let Some(source) = source.as_ref().and_then(|source| source.downcast::<Str>()) else { return Some(text) };
    let source = source.as_str().trim_end();
    let shown = source.trim_start();
    let _ = writeln!(text, "    {shown}");
    let indentation = source.chars().count() - shown.chars().count();
    let start = start
        .and_then(|start| start.as_small_int())
        .and_then(|start| usize::try_from(start).ok())
        .filter(|start| *start > 0);
    if let Some(start) = start {
        let end = end
            .and_then(|end| end.as_small_int())
            .and_then(|end| usize::try_from(end).ok())
            .filter(|end| *end > start);
        let column = (start - 1).saturating_sub(indentation).min(shown.chars().count());
        let width = end.map_or(1, |end| end - start);
        let _ =
            writeln!(text, "    {}{}", " ".repeat(column), "^".repeat(width.min(shown.chars().count() + 1)));
    }
    Some(text)
}

fn notes(vm: &mut Vm, exception: &Value) -> R<String> {
    let name = vm.names.__notes__.clone();
    let mut text = String::new();
    let Some(notes) = vm.find_attribute(exception, &name)? else { return Ok(text) };
    if notes.downcast::<Str>().is_none()
        && (notes.downcast::<Tuple>().is_some() || vm.class_of(&notes) == vm.types.list)
    {
        for note in vm.collect(&notes)? {
            text.push_str(&vm.str_text(&note)?);
            text.push('\n');
        }
    }
    Ok(text)
}
