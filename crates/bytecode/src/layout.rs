//! From items to words: every item gets its place, jumps their distances.
//!
//! ```text
//! near   Op … +distance                      a 16-bit distance
//! far    Op … +1 ; Jump +1 ; Jump distance   where 16 bits are not enough
//! ```
//!
//! It knows neither temporaries nor sources beyond what the items carry.

use crate::assembler::{AssembleError, Assembler, Item};
use crate::code::{CodeUnit, Handler, LineEntry};
use crate::instruction::Instruction;
use crate::table::{Op, Operand, WordKind};

/// Words that the far form adds.
const FAR_WORDS: u32 = 2;
const INDEX_LIMIT: usize = 65_000;

pub(crate) fn finish(assembler: Assembler) -> Result<CodeUnit, AssembleError> {
    check_sizes(&assembler)?;
    let places = place(&assembler)?;
    let mut unit = CodeUnit { words: words(&assembler, &places), ..CodeUnit::default() };
    unit.live = live(&assembler, &places);
    unit.lines = lines(&assembler, &places);
    unit.handlers = handlers(&assembler, &places);
    let head = assembler.head;
    unit.name = head.name;
    unit.qualified_name = head.qualified_name;
    unit.file = head.file;
    unit.first_line = head.first_line;
    unit.flags = head.flags;
    unit.positional_count = head.positional_count;
    unit.positional_only_count = head.positional_only_count;
    unit.keyword_only_count = head.keyword_only_count;
    unit.locals = head.locals;
    unit.cells = head.cells;
    unit.free = head.free;
    unit.register_count = assembler.register_end as u16;
    unit.constants = assembler.constants;
    unit.names = assembler.names;
    unit.live_sets = assembler.live_sets;
    Ok(unit)
}

/// Where each item begins, and which jumps are far. One entry more than items: the end.
struct Places {
    starts: Vec<u32>,
    far: Vec<bool>,
}

fn check_sizes(assembler: &Assembler) -> Result<(), AssembleError> {
    if assembler.register_end as usize > INDEX_LIMIT {
        return Err(AssembleError::TooLarge("registers"));
    }
    if assembler.head.free.len() > INDEX_LIMIT {
        return Err(AssembleError::TooLarge("free variables"));
    }
    if assembler.items.len() > (i32::MAX / 16) as usize {
        return Err(AssembleError::TooLarge("instructions"));
    }
    Ok(())
}

fn place(assembler: &Assembler) -> Result<Places, AssembleError> {
    let mut far = vec![false; assembler.items.len()];
    loop {
        let starts = starts(&assembler.items, &far);
        let mut changed = false;
        for (index, item) in assembler.items.iter().enumerate() {
            let Some(target) = target_item(assembler, item)? else { continue };
            if far[index] || !is_short(item.draft.op) {
                continue;
            }
            let after = i64::from(starts[index]) + item.draft.op.length() as i64;
            let distance = i64::from(starts[target as usize]) - after;
            if i16::try_from(distance).is_err() {
                far[index] = true;
                changed = true;
            }
        }
        if !changed {
            return Ok(Places { starts, far });
        }
    }
}

fn starts(items: &[Item], far: &[bool]) -> Vec<u32> {
    let mut starts = Vec::with_capacity(items.len() + 1);
    let mut next = 0;
    for (item, &far) in items.iter().zip(far) {
        starts.push(next);
        next += item.draft.op.length() as u32 + if far { FAR_WORDS } else { 0 };
    }
    starts.push(next);
    starts
}

fn target_item(assembler: &Assembler, item: &Item) -> Result<Option<u32>, AssembleError> {
    let Some(label) = item.draft.target else { return Ok(None) };
    let bound = assembler.labels[label.0 as usize].item;
    match bound {
        Some(target) if (target as usize) < assembler.items.len() => Ok(Some(target)),
        _ => Err(AssembleError::Inconsistent("a jump to a label without an instruction".to_owned())),
    }
}

fn is_short(op: Op) -> bool {
    op.info().c == Operand::Jump
}

fn words(assembler: &Assembler, places: &Places) -> Vec<u64> {
    let mut words = Vec::with_capacity(places.starts.last().copied().unwrap_or(0) as usize);
    for (index, item) in assembler.items.iter().enumerate() {
        let draft = &item.draft;
        let start = i64::from(places.starts[index]);
        let length = draft.op.length() as i64;
        let target = draft
            .target
            .and_then(|label| assembler.labels[label.0 as usize].item)
            .map(|target| i64::from(places.starts[target as usize]));
        let distance = target.map_or(0, |target| target - (start + length));
        let info = draft.op.info();
        let instruction = if matches!(info.b, Operand::Wide) {
            Instruction::with_wide(draft.op, item.flags, draft.a, draft.wide)
        } else if matches!(info.b, Operand::WideJump) {
            Instruction::with_wide(draft.op, item.flags, draft.a, distance as i32)
        } else if is_short(draft.op) {
            let near = if places.far[index] { 1 } else { distance as i16 };
            Instruction::new(draft.op, item.flags, draft.a, draft.b, near as u16)
        } else {
            Instruction::new(draft.op, item.flags, draft.a, draft.b, draft.c)
        };
        words.push(instruction.0);
        for kind in info.words {
            let is_index = *kind != WordKind::Cache || draft.op == Op::Yield;
            words.push(if is_index { u64::from(draft.word) } else { 0 });
        }
        if places.far[index] {
            words.push(Instruction::with_wide(Op::Jump, 0, 0, 1).0);
            let after = start + length + i64::from(FAR_WORDS);
            let distance = target.map_or(0, |target| target - after);
            words.push(Instruction::with_wide(Op::Jump, 0, 0, distance as i32).0);
        }
    }
    words
}

fn live(assembler: &Assembler, places: &Places) -> Vec<(u32, u32)> {
    let mut live = Vec::new();
    let mut last = 0;
    let mut add = |word: u32, set: u32| {
        if set != last {
            live.push((word, set));
            last = set;
        }
    };
    for (index, item) in assembler.items.iter().enumerate() {
        add(places.starts[index], item.live);
        if places.far[index] {
            let skip = places.starts[index] + item.draft.op.length() as u32;
            let next = assembler.items.get(index + 1).map_or(item.live, |next| next.live);
            let target = item.draft.target.and_then(|label| assembler.labels[label.0 as usize].item);
            add(skip, next);
            add(skip + 1, target.map_or(item.live, |target| assembler.items[target as usize].live));
        }
    }
    live
}

fn lines(assembler: &Assembler, places: &Places) -> Vec<LineEntry> {
    let mut lines: Vec<LineEntry> = Vec::new();
    for (index, item) in assembler.items.iter().enumerate() {
        let position = item.position;
        let entry = LineEntry {
            start: places.starts[index],
            line: position.line,
            end_line: position.end_line,
            column: position.column,
            end_column: position.end_column,
            statement: item.statement,
        };
        let same = lines.last().is_some_and(|last| {
            (last.line, last.end_line, last.column, last.end_column)
                == (entry.line, entry.end_line, entry.column, entry.end_column)
        });
        if !same || entry.statement {
            lines.push(entry);
        }
    }
    lines
}

fn handlers(assembler: &Assembler, places: &Places) -> Vec<Handler> {
    let mut found: Vec<(u32, Handler)> = Vec::new();
    for region in &assembler.regions {
        let Some(target) = region.handler else { continue };
        for &(start, end) in &region.ranges {
            found.push((
                region.depth,
                Handler {
                    start: places.starts[start as usize],
                    end: places.starts[end as usize],
                    target: places.starts[target as usize],
                    register: region.register,
                    keep: region.keep,
                },
            ));
        }
    }
    found.sort_by_key(|&(depth, handler)| (std::cmp::Reverse(depth), handler.start));
    found.into_iter().map(|(_, handler)| handler).collect()
}
