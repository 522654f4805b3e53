//! The verifier: what an interpreter with unchecked register access relies on.
//!
//! ```text
//! 1 operations and their words   2 registers < count   3 flags match kinds   4 jumps hit instructions
//! 5 indices in bounds            6 handlers in bounds  7 live sets name temporaries that the frame has
//! 8 along every edge: live(i) ∪ consumed(i) ⊇ what i needs, and both ways into an instruction agree
//! ```
//!
//! It checks shapes, not meaning: it knows no values.

use std::collections::BTreeSet;

use crate::code::{CodeUnit, Const};
use crate::effects::{Effects, Operands, effects, ends_flow};
use crate::instruction::{Instruction, MODE, TEMP_A, TEMP_B, TEMP_C};
use crate::table::{Op, OpInfo, Operand, WordKind};

/// Checks a unit and all units inside it; the error says what is wrong, and where.
pub fn verify(unit: &CodeUnit) -> Result<(), String> {
    verify_one(unit).map_err(|error| format!("{} ({}): {error}", unit.qualified_name, unit.file))?;
    for constant in &unit.constants {
        if let Const::Code(inner) = constant {
            verify(inner)?;
        }
    }
    Ok(())
}

/// An instruction at its place.
struct Placed {
    word: u32,
    instruction: Instruction,
    info: &'static OpInfo,
    effects: Effects,
    target: Option<u32>,
}

fn verify_one(unit: &CodeUnit) -> Result<(), String> {
    let code = decode(unit)?;
    let starts: BTreeSet<u32> = code.iter().map(|placed| placed.word).collect();
    let last = code.last().ok_or("no instructions")?;
    if !ends_flow(last.info.op) {
        return Err("the last instruction does not end the flow".to_owned());
    }
    for placed in &code {
        check_operands(unit, placed, &starts)
            .map_err(|error| format!("word {} ({}): {error}", placed.word, placed.info.name))?;
    }
    check_tables(unit, &starts)?;
    check_flow(unit, &code)
}

fn decode(unit: &CodeUnit) -> Result<Vec<Placed>, String> {
    let mut code = Vec::new();
    let mut word = 0;
    while word < unit.words.len() {
        let instruction = Instruction(unit.words[word]);
        let op = instruction.op().ok_or_else(|| format!("word {word} is no operation"))?;
        let end = word + op.length();
        if end > unit.words.len() {
            return Err(format!("word {word}: {op:?} lacks its words"));
        }
        let operands = Operands {
            op,
            flags: instruction.flags(),
            a: instruction.a() as u16,
            b: instruction.b() as u16,
            c: instruction.c() as u16,
        };
        let info = op.info();
        let distance = match (info.b, info.c) {
            (Operand::WideJump, _) => Some(i64::from(instruction.wide())),
            (_, Operand::Jump) => Some(instruction.c_signed()),
            _ => None,
        };
        let target = match distance {
            Some(distance) => Some(
                u32::try_from(end as i64 + distance)
                    .map_err(|_| format!("word {word}: jump before the start"))?,
            ),
            None => None,
        };
        code.push(Placed { word: word as u32, instruction, info, effects: effects(operands), target });
        word = end;
    }
    Ok(code)
}

fn check_operands(unit: &CodeUnit, placed: &Placed, starts: &BTreeSet<u32>) -> Result<(), String> {
    let Placed { instruction, info, .. } = placed;
    if placed.effects.end > u32::from(unit.register_count) {
        return Err(format!("touches register {} of {}", placed.effects.end - 1, unit.register_count));
    }
    let operands = [
        (info.a, instruction.a(), TEMP_A),
        (info.b, instruction.b(), TEMP_B),
        (info.c, instruction.c(), TEMP_C),
    ];
    for (kind, value, flag) in operands {
        let temporary = value >= unit.local_count();
        match kind {
            Operand::Dst | Operand::Src | Operand::Keep => {
                let absent = info.op == Op::Raise && value == usize::from(crate::code::NO_REGISTER);
                if !absent && (instruction.flags() & flag != 0) != temporary {
                    return Err(format!("register {value}: the temporary flag is wrong"));
                }
            }
            Operand::Window if !temporary => {
                return Err(format!("window {value} begins below the temporaries"));
            }
            Operand::Many if !temporary && instruction.c() > 0 => {
                return Err(format!("registers from {value} on are not temporaries"));
            }
            Operand::Free if value >= unit.free.len() => return Err(format!("no closure cell {value}")),
            _ => {}
        }
    }
    if matches!(info.op, Op::LoadCell | Op::StoreCell | Op::DeleteCell | Op::MakeCell) {
        let cell = if info.op == Op::LoadCell { instruction.b() } else { instruction.a() };
        if !unit.cells.contains(&(cell as u16)) {
            return Err(format!("register {cell} is no cell"));
        }
    }
    if let Some(target) = placed.target
        && !starts.contains(&target)
    {
        return Err(format!("jumps to word {target}, where no instruction begins"));
    }
    for (index, kind) in info.words.iter().enumerate() {
        let value = unit.words[placed.word as usize + 1 + index];
        let limit = match kind {
            WordKind::Const => unit.constants.len() as u64,
            WordKind::Name => unit.names.len() as u64,
            WordKind::Cache if info.op == Op::Yield && instruction.flags() & MODE != 0 => {
                u64::from(unit.register_count)
            }
            WordKind::Cache => 1,
        };
        if value >= limit {
            return Err(format!("word {index} holds {value}, beyond {limit}"));
        }
    }
    Ok(())
}

fn check_tables(unit: &CodeUnit, starts: &BTreeSet<u32>) -> Result<(), String> {
    let locals = unit.local_count();
    let parameters = usize::from(unit.positional_count)
        + usize::from(unit.keyword_only_count)
        + usize::from(unit.flags.has(crate::CodeFlags::VARARGS))
        + usize::from(unit.flags.has(crate::CodeFlags::VARKEYWORDS));
    if parameters > locals || unit.positional_only_count > unit.positional_count {
        return Err("more parameters than locals".to_owned());
    }
    if unit.cells.iter().any(|&cell| usize::from(cell) >= locals) {
        return Err("a cell that is no local".to_owned());
    }
    if unit.live_sets.first().is_none_or(|set| !set.is_empty()) {
        return Err("live set 0 is not empty".to_owned());
    }
    for set in &unit.live_sets {
        if set.iter().any(|&register| usize::from(register) < locals || register >= unit.register_count) {
            return Err(format!("live set {set:?} names no temporaries"));
        }
    }
    if !unit.live.is_sorted_by(|left, right| left.0 < right.0) {
        return Err("live changes are not ascending".to_owned());
    }
    if unit.live.iter().any(|&(word, set)| !starts.contains(&word) || set as usize >= unit.live_sets.len()) {
        return Err("a live change out of bounds".to_owned());
    }
    for handler in &unit.handlers {
        let bounded = handler.start < handler.end
            && handler.end as usize <= unit.words.len()
            && starts.contains(&handler.start)
            && starts.contains(&handler.target)
            && (handler.keep as usize) < unit.live_sets.len()
            && usize::from(handler.register) >= locals
            && handler.register < unit.register_count;
        if !bounded {
            return Err(format!("handler out of bounds: {handler:?}"));
        }
        if unit.live_sets[handler.keep as usize].contains(&handler.register) {
            return Err(format!("handler keeps its own register: {handler:?}"));
        }
    }
    Ok(())
}

/// Follows every edge and checks that the temporaries hold what the instructions expect.
fn check_flow(unit: &CodeUnit, code: &[Placed]) -> Result<(), String> {
    let index_of = |word: u32| code.binary_search_by_key(&word, |placed| placed.word).ok();
    let mut states: Vec<Option<BTreeSet<u16>>> = vec![None; code.len()];
    let mut work = vec![(0usize, BTreeSet::new())];
    while let Some((index, held)) = work.pop() {
        let placed = code.get(index).ok_or("the flow runs off the end")?;
        match &states[index] {
            Some(known) if *known == held => continue,
            Some(known) => return Err(format!("word {}: {known:?} or {held:?} held", placed.word)),
            None => states[index] = Some(held.clone()),
        }
        let after = step(unit, placed, held)?;
        let live: BTreeSet<u16> = unit.live_at(placed.word).iter().copied().collect();
        for handler in
            unit.handlers.iter().filter(|handler| handler.start <= placed.word && placed.word < handler.end)
        {
            let mut kept: BTreeSet<u16> = unit.live_sets[handler.keep as usize].iter().copied().collect();
            if !kept.is_subset(&live) {
                return Err(format!("word {}: handler keeps {kept:?} of {live:?}", placed.word));
            }
            kept.insert(handler.register);
            let target = index_of(handler.target).ok_or("handler target")?;
            work.push((target, kept));
        }
        if let Some(target) = placed.target {
            let mut arriving = after.clone();
            for register in &placed.effects.emptied_by_jump {
                arriving.remove(register);
            }
            work.push((index_of(target).ok_or("jump target")?, arriving));
        }
        if !ends_flow(placed.info.op) {
            let mut following = after;
            for register in &placed.effects.emptied_by_fall {
                following.remove(register);
            }
            let filled = &placed.effects.filled_by_fall;
            following.extend(filled.iter().filter(|&&register| usize::from(register) >= unit.local_count()));
            work.push((index + 1, following));
        }
    }
    Ok(())
}

/// Consumes, compares with the recorded live set, fills.
fn step(unit: &CodeUnit, placed: &Placed, mut held: BTreeSet<u16>) -> Result<BTreeSet<u16>, String> {
    let locals = unit.local_count();
    let is_temporary = |register: u16| usize::from(register) >= locals;
    for &register in &placed.effects.kept {
        if is_temporary(register) && !held.contains(&register) {
            return Err(format!("word {}: reads empty temporary {register}", placed.word));
        }
    }
    for &register in &placed.effects.consumed {
        if is_temporary(register) && !held.remove(&register) {
            return Err(format!("word {}: consumes empty temporary {register}", placed.word));
        }
    }
    let live: BTreeSet<u16> = unit.live_at(placed.word).iter().copied().collect();
    if live != held {
        return Err(format!("word {}: live set says {live:?}, flow says {held:?}", placed.word));
    }
    for &register in &placed.effects.filled {
        if is_temporary(register) && !held.insert(register) {
            return Err(format!("word {}: overwrites temporary {register}", placed.word));
        }
    }
    Ok(held)
}
