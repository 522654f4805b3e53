//! The source lines of one frame, with carets under the instruction's range.
//!
//! ```text
//!     return a / b          first and last line of the range, and those around the anchors; more than one line
//!            ~~^~~          between them becomes "...<n lines>..."
//! ```

use super::anchors::{anchors, is_whole_call};

/// The columns of an instruction's range: in bytes from 0, of its first and of its last line.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    pub start: usize,
    pub end: usize,
}

/// The text of a frame's lines, each indented by four; nothing when they are blank. `lines` are those of the range, without white
/// space at their ends.
pub fn source_text(lines: &[&str], columns: Option<Columns>) -> String {
    if lines.iter().all(|line| line.trim().is_empty()) {
        return String::new();
    }
    let dedented = dedent(lines);
    let Some(columns) = columns else {
        return indent(&[dedented[0].trim().to_owned()]);
    };
    indent(&dedent(&marked(lines, &dedented, columns).iter().map(String::as_str).collect::<Vec<_>>()))
}

fn indent(lines: &[String]) -> String {
    lines.iter().map(|line| format!("    {line}\n")).collect()
}

/// The lines without the white space that all begin with.
pub fn dedent(lines: &[&str]) -> Vec<String> {
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let space = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        margin = Some(match margin {
            None => space,
            Some(known) => {
                let common = known.bytes().zip(space.bytes()).take_while(|(a, b)| a == b).count();
                &known[..common]
            }
        });
    }
    let margin = margin.unwrap_or("");
    lines
        .iter()
        .map(|line| {
            if line.trim().is_empty() {
                String::new()
            } else {
                line.strip_prefix(margin).unwrap_or(line).to_owned()
            }
        })
        .collect()
}

/// Bytes to characters, inside of a line.
fn characters(line: &str, bytes: usize) -> usize {
    let mut end = bytes.min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line[..end].chars().count()
}

/// Columns that a terminal takes for the first `count` characters.
fn width(line: &[char], count: usize) -> usize {
    line.iter().take(count).map(|&character| if is_wide(character) { 2 } else { 1 }).sum()
}

fn is_wide(character: char) -> bool {
    matches!(u32::from(character),
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0x33FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA000..=0xA4CF | 0xA960..=0xA97F
        | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE10..=0xFE19 | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1F64F
        | 0x1F680..=0x1F6FF | 0x1F900..=0x1F9FF | 0x1FA70..=0x1FAFF | 0x20000..=0x3FFFD)
}

/// A place in the range's lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: usize,
    column: usize,
}

/// The place of a position in the range's text.
fn place(segment: &[char], position: usize, start: usize) -> Place {
    let before = &segment[..position.min(segment.len())];
    let line = before.iter().filter(|&&character| character == '\n').count();
    let column = before.iter().rev().take_while(|&&character| character != '\n').count();
    Place { line, column: if line == 0 { column + start } else { column } }
}

fn marked(original: &[&str], dedented: &[String], columns: Columns) -> Vec<String> {
    let lines: Vec<Vec<char>> = dedented.iter().map(|line| line.chars().collect()).collect();
    let last = lines.len() - 1;
    let removed = original[0].chars().count().saturating_sub(lines[0].len());
    let start = characters(original[0], columns.start).saturating_sub(removed);
    let end = characters(original[last], columns.end).saturating_sub(removed);
    let text: Vec<char> = lines.join(&'\n');
    let cut = text.len().saturating_sub(lines[last].len().saturating_sub(end));
    let segment = text.get(start.min(cut)..cut).unwrap_or_default();
    let found = anchors(segment);
    let shown = !is_whole_call(&lines, start, end) && (found.is_some() || has_more(&lines, start, end));
    let anchor_places = found.map(|found| {
        let display = |position: usize| {
            let place = place(segment, position, start);
            Place { line: place.line, column: width(&lines[place.line.min(last)], place.column) }
        };
        (display(found.left), display(found.right))
    });
    let mut significant = vec![0, last];
    if let Some((left, right)) = anchor_places {
        for line in [left.line, right.line] {
            significant.extend([line.saturating_sub(1), line, line + 1]);
        }
    }
    significant.retain(|&line| line <= last);
    significant.sort_unstable();
    significant.dedup();
    let (first_column, last_column) = (width(&lines[0], start), width(&lines[last], end));
    let mut result = Vec::new();
    let output = |line: usize, result: &mut Vec<String>| {
        result.push(dedented[line].clone());
        if !shown {
            return;
        }
        let spaces = lines[line].iter().take_while(|character| character.is_whitespace()).count();
        let count = if line == last { last_column } else { width(&lines[line], lines[line].len()) };
        let caret = |column: usize| {
            if column < spaces || (line == 0 && column < first_column) {
                return ' ';
            }
            match anchor_places {
                Some((left, right)) => {
                    let here = Place { line, column };
                    if left <= here && here < right { '^' } else { '~' }
                }
                None => '^',
            }
        };
        result.push((0..count).map(caret).collect());
    };
    for (index, &line) in significant.iter().enumerate() {
        if index > 0 {
            match line - significant[index - 1] {
                2 => output(line - 1, &mut result),
                skipped @ 3.. => result.push(format!("...<{} lines>...", skipped - 1)),
                _ => {}
            }
        }
        output(line, &mut result);
    }
    result
}

/// Whether the lines hold more than the range.
fn has_more(lines: &[Vec<char>], start: usize, end: usize) -> bool {
    let blank = |characters: &[char]| characters.iter().all(|character| character.is_whitespace());
    let (first, last) = (&lines[0], &lines[lines.len() - 1]);
    !blank(&first[..start.min(first.len())]) || !blank(&last[end.min(last.len())..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_in_a_longer_line_gets_carets() {
        assert_eq!(
            source_text(&["    return a / b"], Some(Columns { start: 11, end: 16 })),
            "    return a / b\n           ~~^~~\n"
        );
        assert_eq!(source_text(&["x = f(1)"], Some(Columns { start: 4, end: 8 })), "    x = f(1)\n");
        assert_eq!(source_text(&["f(1)"], Some(Columns { start: 0, end: 4 })), "    f(1)\n    ~^^^\n");
        assert_eq!(source_text(&["raise X"], Some(Columns { start: 0, end: 7 })), "    raise X\n");
        assert_eq!(source_text(&["  a.b.c"], None), "    a.b.c\n");
        assert_eq!(source_text(&[""], None), "");
    }

    #[test]
    fn long_ranges_are_shortened() {
        let lines = ["f(", "  1,", "  2,", "  3,", "  4,", ")"];
        let text = source_text(&lines, Some(Columns { start: 0, end: 1 }));
        assert_eq!(
            text,
            "    f(\n    ~^\n      1,\n      ^^\n    ...<2 lines>...\n      4,\n      ^^\n    )\n    ^\n"
        );
    }
}
