//! The frames of a traceback: file, line, name, source. Frames that repeat are summed up.

use std::collections::HashMap;
use std::fmt::Write;

use super::lines::{Columns, source_text};
use crate::native::R;
use crate::object::code::Code;
use crate::object::exception::Traceback;
use crate::object::frame::Frame;
use crate::value::Value;
use crate::vm::Vm;

/// Repetitions of a frame that are shown.
const SHOWN_REPETITIONS: usize = 3;

/// Source files that were read for the text.
#[derive(Default)]
pub struct Sources {
    files: HashMap<String, Vec<String>>,
}

impl Sources {
    /// The lines of a file; none when it cannot be read as text.
    fn lines(&mut self, file: &str) -> &[String] {
        self.files.entry(file.to_owned()).or_insert_with(|| {
            let text =
                std::fs::read(file).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
            let text =
                text.strip_prefix('\u{FEFF}').unwrap_or(&text).replace("\r\n", "\n").replace('\r', "\n");
            text.split('\n').map(|line| line.trim_end().to_owned()).collect()
        })
    }
}

/// What one entry shows.
struct Entry {
    file: String,
    line: u32,
    end_line: u32,
    name: String,
    columns: Option<Columns>,
}

fn entry_of(traceback: &Traceback) -> Option<Entry> {
    let frame = traceback.frame.downcast::<Frame>()?;
    let code = frame.code.downcast::<Code>()?;
    let line = traceback.line.get();
    // A line that was set by hand does not fit the instruction's columns.
    let position = code.unit.position(traceback.word).filter(|position| position.line == line && line != 0);
    let (end_line, columns) = match position {
        Some(position)
            if position.end_line >= position.line
                && (position.end_line, position.end_column) > (position.line, position.column) =>
        {
            (
                position.end_line,
                Some(Columns { start: position.column as usize, end: position.end_column as usize }),
            )
        }
        _ => (line, None),
    };
    Some(Entry { file: code.unit.file.clone(), line, end_line, name: code.unit.name.clone(), columns })
}

/// The text of all frames.
pub fn text(vm: &mut Vm, traceback: &Value, sources: &mut Sources) -> R<String> {
    let mut text = String::new();
    let mut repeated = 0;
    let mut previous: Option<(String, u32, String)> = None;
    let mut next = Some(traceback.clone());
    while let Some(current) = next {
        let Some(payload) = current.downcast::<Traceback>() else { break };
        next = payload.next.get();
        let Some(entry) = entry_of(payload) else { continue };
        let same = previous.as_ref().is_some_and(|(file, line, name)| {
            *file == entry.file && *line == entry.line && *name == entry.name
        });
        if !same {
            sum_up(&mut text, repeated);
            repeated = 0;
        }
        repeated += 1;
        if repeated <= SHOWN_REPETITIONS {
            vm.check_room(text.len())?;
            write_entry(&mut text, &entry, sources);
        }
        previous = Some((entry.file, entry.line, entry.name));
    }
    sum_up(&mut text, repeated);
    Ok(text)
}

fn sum_up(text: &mut String, repeated: usize) {
    if repeated > SHOWN_REPETITIONS {
        let rest = repeated - SHOWN_REPETITIONS;
        let _ = writeln!(text, "  [Previous line repeated {rest} more time{}]", crate::native::plural(rest));
    }
}

fn write_entry(text: &mut String, entry: &Entry, sources: &mut Sources) {
    let _ = writeln!(text, "  File \"{}\", line {}, in {}", entry.file, entry.line, entry.name);
    let lines = sources.lines(&entry.file);
    let wanted: Vec<&str> = (entry.line..=entry.end_line)
        .map(|line| lines.get((line as usize).wrapping_sub(1)).map_or("", String::as_str))
        .collect();
    text.push_str(&source_text(&wanted, entry.columns));
}
