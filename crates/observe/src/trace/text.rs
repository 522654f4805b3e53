//! Steps as text for people, at most 100 columns wide.
//!
//! ```text
//!     2 │ b = a
//!       │     list #1            1 → 2    a, b
//! ```
//!
//! Colour is the caller's choice. The source line stands first, then what the program wrote, then the objects.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Change, Ending, Fold, ObjectEvent, Step, StepKind, Told};

/// Columns that are used at most.
const WIDTH: usize = 100;
/// Objects of one step that are told one by one.
const SHOWN_OBJECTS: usize = 12;
/// Lines of the program's output that a fold shows.
const SHOWN_OUTPUT: usize = 3;
/// Levels of calls that are indented.
const SHOWN_DEPTH: u32 = 12;

/// How text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Style {
    pub colour: bool,
}

const DIM: &str = "\x1b[2m";
const BOLD: &str = "\x1b[1m";
const GREEN: &str = "\x1b[32m";
const RED: &str = "\x1b[31m";
const YELLOW: &str = "\x1b[33m";
const CYAN: &str = "\x1b[36m";

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("{code}{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// What is told, as text that ends with a line feed (or is empty).
pub fn render(told: &Told, style: Style) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = match told {
        Told::Step(step) => render_step(step, style, &mut text),
        Told::Fold(fold) => render_fold(fold, style, &mut text),
    };
    text
}

fn indent(depth: u32) -> usize {
    2 * depth.saturating_sub(1).min(SHOWN_DEPTH) as usize
}

fn render_step(step: &Step, style: Style, text: &mut String) -> std::fmt::Result {
    if step.kind != StepKind::Line && step.is_quiet() {
        return Ok(());
    }
    let deep = indent(step.place.depth);
    match step.kind {
        StepKind::Line => {
            let number = style.paint(DIM, &format!("{:>5} │", step.place.line));
            let source = clipped(step.source.trim_end(), WIDTH - 8 - deep);
            writeln!(text, "{number} {:deep$}{}", "", style.paint(BOLD, &source))?;
        }
        StepKind::Leaving => {
            let note = format!("← {} returns", step.place.function);
            writeln!(text, "{} {:deep$}{}", bar(style), "", style.paint(CYAN, &note))?;
        }
        StepKind::Unwound => {
            let note = format!("← {} is left by an exception", step.place.function);
            writeln!(text, "{} {:deep$}{}", bar(style), "", style.paint(RED, &note))?;
        }
        StepKind::End => {
            writeln!(
                text,
                "{} {}",
                style.paint(DIM, "  end │"),
                style.paint(CYAN, "the program is over: its names are released")
            )?;
        }
    }
    render_output(&step.output, usize::MAX, deep, style, text)?;
    for &(generation, objects) in step.collections.iter().filter(|collection| collection.1 > 0) {
        let s = plural(objects);
        let note = format!("the collector ran (generation {generation}): {objects} object{s} freed");
        writeln!(text, "{} {:deep$}    {}", bar(style), "", style.paint(YELLOW, &note))?;
    }
    for event in step.objects.iter().take(SHOWN_OBJECTS) {
        render_object(event, step.place.line, deep, style, text)?;
    }
    render_rest(step.objects.get(SHOWN_OBJECTS..).unwrap_or_default(), deep, style, text)?;
    if !step.passing.is_empty() {
        let note = format!("made and freed again: {}", tally(&step.passing));
        writeln!(
            text,
            "{} {:deep$}    {}",
            bar(style),
            "",
            style.paint(DIM, &clipped(&note, WIDTH - 12 - deep))
        )?;
    }
    Ok(())
}

fn render_object(
    event: &ObjectEvent,
    line: u32,
    deep: usize,
    style: Style,
    text: &mut String,
) -> std::fmt::Result {
    let (colour, count, words) = match event.change {
        Change::Made { count } => (GREEN, format!("made {count}"), held(&event.holders)),
        Change::Counted { before, after } => (YELLOW, format!("{before} → {after}"), held(&event.holders)),
        Change::Kept { count } => (YELLOW, format!("still {count}"), held(&event.holders)),
        Change::Freed { before, ending } => {
            let bytes = event.bytes;
            let words = match (ending, line) {
                (Ending::Count, 0) => format!("freed, {bytes} bytes came back"),
                (Ending::Count, line) => format!("freed on line {line}, {bytes} bytes came back"),
                (Ending::Collector, 0) => format!("freed by the collector, {bytes} bytes came back"),
                (Ending::Collector, line) => {
                    format!("freed by the collector on line {line}, {bytes} bytes came back")
                }
            };
            (RED, format!("{before} → 0"), words)
        }
    };
    let name = format!("{:<18}", event.name.to_string());
    let room = WIDTH.saturating_sub(12 + deep + name.chars().count() + 11);
    let count = style.paint(colour, &format!("{count:<10}"));
    let line = format!("{:deep$}    {name} {count} {}", "", clipped(&words, room));
    writeln!(text, "{} {}", bar(style), line.trim_end())
}

fn held(holders: &[String]) -> String {
    if holders.is_empty() { "held by nothing that has a name".to_owned() } else { holders.join(", ") }
}

/// Objects beyond those that are told one by one, by type.
fn render_rest(rest: &[ObjectEvent], deep: usize, style: Style, text: &mut String) -> std::fmt::Result {
    let mut tallies: [BTreeMap<String, usize>; 3] = Default::default();
    for event in rest {
        let index = match event.change {
            Change::Made { .. } => 0,
            Change::Counted { .. } | Change::Kept { .. } => 1,
            Change::Freed { .. } => 2,
        };
        *tallies[index].entry(event.name.kind.clone()).or_default() += 1;
    }
    for (word, kinds) in ["made", "counted", "freed"].iter().zip(&tallies) {
        if !kinds.is_empty() {
            let note = format!("… and {word}: {}", tally(kinds));
            writeln!(text, "{} {:deep$}    {}", bar(style), "", clipped(&note, WIDTH - 12 - deep))?;
        }
    }
    Ok(())
}

fn render_fold(fold: &Fold, style: Style, text: &mut String) -> std::fmt::Result {
    let deep = indent(fold.depth);
    let s = plural(fold.rounds);
    let note = format!("… {} more round{s} like this ({})", fold.rounds, ranges(fold));
    writeln!(text, "{} {:deep$}{}", bar(style), "", style.paint(CYAN, &clipped(&note, WIDTH - 8 - deep)))?;
    render_output(&fold.output, SHOWN_OUTPUT, deep, style, text)?;
    let mut lines = Vec::new();
    if fold.collections.0 > 0 {
        let (runs, objects) = fold.collections;
        lines.push(format!(
            "the collector ran {runs} time{}: {objects} object{} freed",
            plural(runs),
            plural(objects)
        ));
    }
    if !fold.made.is_empty() {
        lines.push(format!("in all made: {}", tally(&fold.made)));
    }
    if !fold.freed.is_empty() {
        let bytes = if fold.freed_bytes > 0 {
            format!(", {} bytes came back", fold.freed_bytes)
        } else {
            String::new()
        };
        lines.push(format!("in all freed: {}{bytes}", tally(&fold.freed)));
    }
    for (name, (before, after)) in fold.counted.iter().take(SHOWN_OBJECTS) {
        lines.push(format!("{:<18} {before} → {after}", name.to_string()));
    }
    if fold.counted.len() > SHOWN_OBJECTS {
        lines.push(format!("… and {} more with other counts", fold.counted.len() - SHOWN_OBJECTS));
    }
    for line in lines {
        writeln!(text, "{} {:deep$}    {}", bar(style), "", clipped(&line, WIDTH - 12 - deep))?;
    }
    Ok(())
}

fn render_output(
    output: &str,
    most: usize,
    deep: usize,
    style: Style,
    text: &mut String,
) -> std::fmt::Result {
    let lines: Vec<&str> = output.lines().collect();
    for line in lines.iter().take(most) {
        writeln!(text, "{} {:deep$}  > {line}", bar(style), "")?;
    }
    match lines.len().checked_sub(most) {
        Some(more) if more > 0 => {
            writeln!(text, "{} {:deep$}  > … {more} more line{} of output", bar(style), "", plural(more))
        }
        _ => Ok(()),
    }
}

fn bar(style: Style) -> String {
    style.paint(DIM, "      │")
}

fn tally(kinds: &BTreeMap<String, usize>) -> String {
    let parts: Vec<String> = kinds.iter().map(|(kind, objects)| format!("{objects} {kind}")).collect();
    parts.join(", ")
}

/// "line 4", "lines 4–6, 9".
fn ranges(fold: &Fold) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for &line in &fold.lines {
        match parts.last_mut() {
            Some((_, end)) if *end + 1 == line => *end = line,
            _ => parts.push((line, line)),
        }
    }
    let shown: Vec<String> = parts
        .iter()
        .map(|(start, end)| if start == end { start.to_string() } else { format!("{start}–{end}") })
        .collect();
    format!("line{} {}", plural(fold.lines.len()), shown.join(", "))
}

fn plural(number: usize) -> &'static str {
    if number == 1 { "" } else { "s" }
}

fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}
