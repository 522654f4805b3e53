//! What an observer of a running program is told.
//!
//! ```text
//! instrument(code):   Add … Return        becomes        TraceLine … TraceLine        the operations are kept aside
//! ```
//!
//! Where a line begins and where a frame returns, the operation is replaced by a hook. Code that nobody watches is not touched, so
//! watching costs nothing when it is off. This module knows events, not what is made of them.

use exuvia_bytecode::Op;
use exuvia_heap::native::uncounted;

use crate::interp::frames::{Running, all};
use crate::object::code::Code;
use crate::object::string::Str;
use crate::vm::Vm;

/// Where the program is.
#[derive(Clone, Debug)]
pub struct Place {
    pub file: String,
    pub function: String,
    pub line: u32,
    /// Calls that are being made, 1 for module code.
    pub depth: u32,
}

/// Observes a program line by line. It looks, and never decides: the program runs as it would without it.
pub trait Tracer {
    /// A line is about to run.
    fn line(&mut self, vm: &mut Vm, place: &Place);
    /// A frame is about to end; its locals are still there.
    fn returning(&mut self, vm: &mut Vm, place: &Place);
    /// The collector has found garbage.
    fn collected(&mut self, vm: &mut Vm, generation: u8, objects: usize);
}

/// Puts the hooks into a unit (not into the units nested in it).
pub fn instrument(code: &Code) {
    let mut traced = code.traced.borrow_mut();
    if !traced.is_empty() {
        return;
    }
    traced.extend((0..code.word_count() as u32).map(|word| code.instruction(word).op_byte()));
    let starts = code.unit.lines.iter().filter(|entry| entry.statement).map(|entry| entry.start);
    let words: Vec<u32> = starts.chain(returns(code)).collect();
    for word in words {
        code.replace_op(word, Op::TraceLine);
    }
}

/// The words of the `Return` instructions.
fn returns(code: &Code) -> Vec<u32> {
    let mut found = Vec::new();
    let mut word = 0;
    while word < code.word_count() as u32 {
        let Some(op) = code.instruction(word).op() else { break };
        if matches!(op, Op::Return | Op::ReturnNone) {
            found.push(word);
        }
        word += op.length() as u32;
    }
    found
}

/// The operation that a hook stands for.
pub fn original_op(code: &Code, word: u32) -> Option<Op> {
    code.traced.borrow().get(word as usize).copied().and_then(Op::from_byte)
}

/// Tells the tracer that a hook was reached.
pub fn reached(vm: &mut Vm, op: Option<Op>) {
    let Some(mut tracer) = vm.tracer.take() else { return };
    let frames = all(vm);
    if let Some(&frame) = frames.first() {
        let place = place_of(frame, frames.len() as u32);
        let word = frame.word();
        if frame.code().unit.position(word).is_some_and(|entry| entry.statement && entry.start == word) {
            uncounted(|| tracer.line(vm, &place));
        }
        if matches!(op, Some(Op::Return | Op::ReturnNone)) {
            uncounted(|| tracer.returning(vm, &place));
        }
    }
    if vm.tracer.is_none() {
        vm.tracer = Some(tracer);
    }
}

/// Where a frame is.
pub fn place_of(frame: Running, depth: u32) -> Place {
    let code = frame.code();
    let name = code.name.downcast::<Str>().map_or_else(String::new, |name| name.as_str().to_owned());
    Place { file: code.unit.file.clone(), function: name, line: frame.line(), depth }
}
