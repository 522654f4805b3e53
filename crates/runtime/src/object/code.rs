//! Payload of code: a compiled unit, loaded: names and constants stand as values in the instruction stream.
//!
//! The stream is mutable: instructions specialise themselves and write into their cache words.

use std::cell::{RefCell, UnsafeCell};

use exuvia_bytecode::{CodeFlags, CodeUnit, Instruction, Op};
use exuvia_heap::Tracer;

use super::{Payload, ids};
use crate::value::Value;

/// Payload of `code`.
pub struct Code {
    /// The instruction words; constants and names in them are owned by `constants` and `names`.
    words: Box<[UnsafeCell<u64>]>,
    /// What a call needs, in one place.
    pub call: CallShape,
    pub unit: CodeUnit,
    pub name: Value,
    pub qualified_name: Value,
    pub file: Value,
    pub constants: Box<[Value]>,
    pub names: Box<[Value]>,
    /// Interned names of the local registers.
    pub local_names: Box<[Value]>,
    /// Interned names of the closure's cells.
    pub free_names: Box<[Value]>,
    /// Operations that a tracer has put aside, by word; empty when nothing is traced.
    pub traced: RefCell<Vec<u8>>,
}

/// The numbers that a call looks at.
#[derive(Clone, Copy, Debug)]
pub struct CallShape {
    /// Arguments that a plain positional call must pass; `u32::MAX` when no plain call is possible (defaults aside).
    pub plain_arguments: u32,
    pub register_count: u32,
    pub local_count: u32,
    pub flags: CodeFlags,
}

// SAFETY: constants, names and the other values are all reported.
unsafe impl Payload for Code {
    const ID: u32 = ids::CODE;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        let lists = [&self.constants, &self.names, &self.local_names, &self.free_names];
        for value in lists.into_iter().flatten() {
            tracer.word(value.bits());
        }
        for value in [&self.name, &self.qualified_name, &self.file] {
            tracer.word(value.bits());
        }
    }
    fn extra_bytes(&self) -> usize {
        self.words.len() * 8 + self.unit.lines.len() * size_of::<exuvia_bytecode::LineEntry>()
    }
}

impl Code {
    /// Puts a loaded unit together. `words` has its constants and names in place as value words owned by the lists.
    pub fn new(
        unit: CodeUnit,
        words: Vec<u64>,
        strings: (Value, Value, Value),
        constants: Vec<Value>,
        names: Vec<Value>,
        local_names: Vec<Value>,
        free_names: Vec<Value>,
    ) -> Code {
        let flags = unit.flags;
        let plain = unit.keyword_only_count == 0
            && !flags.has(CodeFlags::VARARGS)
            && !flags.has(CodeFlags::VARKEYWORDS);
        let call = CallShape {
            plain_arguments: if plain { u32::from(unit.positional_count) } else { u32::MAX },
            register_count: u32::from(unit.register_count),
            local_count: unit.locals.len() as u32,
            flags,
        };
        Code {
            words: words.into_iter().map(UnsafeCell::new).collect(),
            call,
            unit,
            name: strings.0,
            qualified_name: strings.1,
            file: strings.2,
            constants: constants.into(),
            names: names.into(),
            local_names: local_names.into(),
            free_names: free_names.into(),
            traced: RefCell::default(),
        }
    }

    /// The first instruction.
    #[inline(always)]
    pub fn entry(&self) -> *mut u64 {
        self.words.as_ptr().cast::<u64>().cast_mut()
    }

    /// The number of words.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The index of the word that `pc` points to.
    #[inline]
    pub fn word_of(&self, pc: *const u64) -> u32 {
        ((pc as usize - self.entry() as usize) / size_of::<u64>()) as u32
    }

    /// The instruction at a word.
    pub fn instruction(&self, word: u32) -> Instruction {
        // SAFETY: the cell is of one thread; a word is read as a whole.
        self.words
            .get(word as usize)
            .map_or(Instruction::new(Op::Exit, 0, 0, 0, 0), |cell| Instruction(unsafe { *cell.get() }))
    }

    /// Puts another operation in the place of the one at a word, which is returned.
    pub fn replace_op(&self, word: u32, op: Op) -> u8 {
        let Some(cell) = self.words.get(word as usize) else { return op as u8 };
        // SAFETY: the cell is of one thread; a word is read and written as a whole.
        let old = unsafe { *cell.get() };
        // SAFETY: as above.
        unsafe { *cell.get() = (old & !0xFF) | op as u64 };
        old as u8
    }

    /// The source line of a word; 0 when it has none.
    pub fn line_of(&self, word: u32) -> u32 {
        self.unit.position(word).map_or(0, |entry| entry.line)
    }
}
