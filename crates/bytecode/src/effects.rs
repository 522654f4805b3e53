//! What an instruction does to the temporaries: which it consumes, which it leaves filled.
//!
//! ```text
//! live(i) = held before i − consumed(i)          held after i = live(i) + filled(i)
//! ```
//!
//! It reads the operand kinds of the table and adds what windows mean; it knows no locals (the caller filters them out).

use crate::instruction::{FRAME_WORDS, MODE};
use crate::table::{Op, Operand};

/// Plain operands of an instruction, as effects and checks see them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operands {
    pub op: Op,
    pub flags: u8,
    pub a: u16,
    pub b: u16,
    pub c: u16,
}

/// Registers that an instruction touches, by what happens to them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
    /// Emptied before the operation's result is written.
    pub consumed: Vec<u16>,
    /// Read and kept.
    pub kept: Vec<u16>,
    /// Filled by the operation when it does not jump (or has no jump).
    pub filled: Vec<u16>,
    /// Emptied on the way through the jump only.
    pub emptied_by_jump: Vec<u16>,
    /// Emptied on the way past the jump only.
    pub emptied_by_fall: Vec<u16>,
    /// Filled on the way past the jump only.
    pub filled_by_fall: Vec<u16>,
    /// One above the highest register that is touched, frame words included.
    pub end: u32,
}

impl Effects {
    fn consume(&mut self, register: u16) {
        self.consumed.push(register);
    }

    fn consume_run(&mut self, start: u32, count: u32) {
        self.consumed.extend((start..start + count).map(|register| register as u16));
        self.reach(start + count);
    }

    fn fill_run(&mut self, start: u32, count: u32) {
        self.filled.extend((start..start + count).map(|register| register as u16));
        self.reach(start + count);
    }

    fn reach(&mut self, end: u32) {
        self.end = self.end.max(end);
    }
}

/// The effects of an instruction.
pub(crate) fn effects(operands: Operands) -> Effects {
    let mut effects = Effects::default();
    let info = operands.op.info();
    for (kind, register) in [(info.a, operands.a), (info.b, operands.b), (info.c, operands.c)] {
        match kind {
            Operand::Src if !is_absent(operands, register) => {
                effects.consume(register);
                effects.reach(u32::from(register) + 1);
            }
            Operand::Keep => {
                effects.kept.push(register);
                effects.reach(u32::from(register) + 1);
            }
            Operand::Dst => effects.reach(u32::from(register) + 1),
            Operand::Many => effects.consume_run(u32::from(register), u32::from(operands.c)),
            _ => {}
        }
    }
    window_effects(operands, &mut effects);
    jump_effects(operands, &mut effects);
    if info.a == Operand::Dst && !effects.filled_by_fall.contains(&operands.a) {
        effects.filled.push(operands.a);
    }
    if info.b == Operand::Dst {
        effects.filled.push(operands.b);
    }
    effects
}

/// Whether an optional operand is left out: `raise` without an exception or a cause.
fn is_absent(operands: Operands, register: u16) -> bool {
    operands.op == Op::Raise && register == crate::code::NO_REGISTER
}

fn window_effects(operands: Operands, effects: &mut Effects) {
    let (a, b, c) = (u32::from(operands.a), u32::from(operands.b), u32::from(operands.c));
    let frame = FRAME_WORDS as u32;
    match operands.op {
        Op::LoadMethod => {
            effects.fill_run(a, 1);
            effects.fill_run(a + frame, 1);
        }
        Op::BuildSlice => effects.consume_run(b, 3),
        Op::Unpack => effects.fill_run(a, c),
        Op::UnpackStarred => effects.fill_run(a, (c & 0xff) + 1 + (c >> 8)),
        Op::Call => {
            effects.consume_run(b, 1);
            effects.consume_run(b + frame, c);
        }
        Op::CallMethod => {
            effects.consume_run(b, 1);
            effects.consume_run(b + frame, c + 1);
        }
        Op::CallKeywords => {
            effects.consume_run(b, 1);
            effects.consume_run(b + frame, c + u32::from(operands.flags & MODE != 0));
        }
        Op::CallUnpack => {
            effects.consume_run(b, 1);
            effects.consume_run(b + frame, 2);
        }
        Op::MakeFunction => effects.consume_run(b, 4),
        Op::SplitGroup | Op::WithEnter => effects.fill_run(a, 2),
        Op::Send => {
            effects.consume_run(a, 1);
            effects.fill_run(a, 1);
        }
        _ => {}
    }
}

fn jump_effects(operands: Operands, effects: &mut Effects) {
    match operands.op {
        Op::ForIter | Op::ForIterRange | Op::ForIterList | Op::ForIterGenerator => {
            effects.filled_by_fall.push(operands.a);
            effects.emptied_by_jump.push(operands.b);
        }
        Op::Send => effects.emptied_by_jump.push(operands.b),
        Op::JumpIfFalseOrPop => effects.emptied_by_fall.push(operands.a),
        _ => {}
    }
}

/// Whether nothing runs after the instruction in sequence.
pub(crate) fn ends_flow(op: Op) -> bool {
    matches!(op, Op::Jump | Op::JumpBack | Op::Return | Op::Raise | Op::Reraise)
}
