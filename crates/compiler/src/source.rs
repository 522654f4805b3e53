//! The source text and its lines.
//!
//! ```text
//! byte offset ──► line (from 1), column (bytes from 0 for code, code points from 1 for errors)
//! ```
//!
//! It knows no tokens.

use exuvia_bytecode::Position;
use ruff_text_size::{TextRange, TextSize};

/// A source text with an index of its lines.
pub(crate) struct Source<'a> {
    text: &'a str,
    /// Where each line begins.
    starts: Vec<u32>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (index, &byte) in bytes.iter().enumerate() {
            let ends_line = byte == b'\n' || (byte == b'\r' && bytes.get(index + 1) != Some(&b'\n'));
            if ends_line {
                starts.push(index as u32 + 1);
            }
        }
        Self { text, starts }
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The text of a range.
    pub(crate) fn slice(&self, range: TextRange) -> &'a str {
        self.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or("")
    }

    /// Whether a range is the end of a line and nothing else.
    pub(crate) fn is_line_end(&self, range: TextRange) -> bool {
        matches!(self.slice(range), "\n" | "\r\n" | "\r")
    }

    /// The line of an offset, from 1.
    pub(crate) fn line(&self, offset: TextSize) -> u32 {
        self.starts.partition_point(|&start| start <= offset.to_u32()) as u32
    }

    /// Where a line begins.
    pub(crate) fn line_start(&self, line: u32) -> u32 {
        self.starts.get(line as usize - 1).copied().unwrap_or(self.text.len() as u32)
    }

    /// Line and column in code points, both from 1.
    pub(crate) fn line_and_column(&self, offset: TextSize) -> (u32, u32) {
        let line = self.line(offset);
        let start = self.line_start(line) as usize;
        let before = self.text.get(start..offset.to_usize().min(self.text.len())).unwrap_or("");
        (line, before.chars().count() as u32 + 1)
    }

    /// A line with its end, as CPython reports it.
    pub(crate) fn line_text(&self, line: u32) -> Option<String> {
        let start = *self.starts.get((line as usize).checked_sub(1)?)? as usize;
        let end = self.starts.get(line as usize).map_or(self.text.len(), |&end| end as usize);
        let text = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(format!("{text}\n"))
    }

    /// A range as positions for the code's line table.
    pub(crate) fn position(&self, range: TextRange) -> Position {
        let line = self.line(range.start());
        let end_line = self.line(range.end());
        Position {
            line,
            end_line,
            column: range.start().to_u32() - self.line_start(line),
            end_column: range.end().to_u32() - self.line_start(end_line),
        }
    }
}
