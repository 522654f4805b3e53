//! A code unit: one module, class body, function or comprehension, as plain data.
//!
//! ```text
//! registers   0 … arguments … other locals … │ temporaries …            r[nlocals] is the first temporary
//! words       instruction, its words, instruction, …
//! ```
//!
//! It knows no heap: constants are descriptions that the runtime turns into values when it loads the unit.

/// "No register here", where a register is optional.
pub const NO_REGISTER: u16 = u16::MAX;

/// Properties of a unit, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CodeFlags(pub u32);

impl CodeFlags {
    /// Has a `*args` parameter (its register follows the keyword-only ones).
    pub const VARARGS: u32 = 1;
    /// Has a `**kwargs` parameter (its register follows `*args`).
    pub const VARKEYWORDS: u32 = 2;
    /// A generator: its first instruction is `MakeGenerator`.
    pub const GENERATOR: u32 = 4;
    /// A function inside a function.
    pub const NESTED: u32 = 8;
    /// A class body: register 0 holds the namespace.
    pub const CLASS_BODY: u32 = 16;
    /// Names are looked up in register 0 (a mapping), then globals: `exec` and `eval` with a namespace of their own.
    pub const NAMED_LOCALS: u32 = 32;
    /// The first constant of the unit is its documentation string.
    pub const HAS_DOC: u32 = 64;
    /// A function or lambda (not a module or class body).
    pub const FUNCTION: u32 = 128;
    /// A generator expression.
    pub const GENERATOR_EXPRESSION: u32 = 256;
    /// A coroutine function (`async def`).
    pub const COROUTINE: u32 = 512;
    /// An asynchronous generator function.
    pub const ASYNC_GENERATOR: u32 = 1024;

    /// Whether all bits of `mask` are set.
    pub const fn has(self, mask: u32) -> bool {
        self.0 & mask == mask
    }
}

/// A constant, as the compiler knows it.
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    /// An integer that does not fit: its decimal digits, with a sign where negative.
    BigInt(String),
    Float(f64),
    Complex {
        real: f64,
        imaginary: f64,
    },
    Str(String),
    Bytes(Vec<u8>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    Code(Box<CodeUnit>),
}

/// A protected range of words: an exception raised in it continues at `target`.
///
/// The temporaries in live set `keep` stay, all others that are live are released; then the exception itself is put into
/// `register`, which may be one of those that were released.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub register: u16,
    pub keep: u32,
}

/// From word `start` on, the source range of what runs. Columns count UTF-8 bytes from 0; lines from 1. Line 0: no source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineEntry {
    pub start: u32,
    pub line: u32,
    pub end_line: u32,
    pub column: u32,
    pub end_column: u32,
    /// A new statement (or another place where a line event belongs) begins at exactly this word.
    pub statement: bool,
}

/// One unit of code.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CodeUnit {
    pub name: String,
    pub qualified_name: String,
    pub file: String,
    pub first_line: u32,
    pub flags: CodeFlags,
    /// Positional parameters, the positional-only ones included.
    pub positional_count: u16,
    pub positional_only_count: u16,
    pub keyword_only_count: u16,
    /// Names of registers `0..nlocals`: parameters first, then `*args`, `**kwargs`, then the others.
    /// A name that starts with "." is the compiler's own (".0" is a generator expression's iterator).
    pub locals: Vec<String>,
    /// Registers below `nlocals` that hold a cell (after `MakeCell`).
    pub cells: Vec<u16>,
    /// Names of the closure's cells, in the closure's order.
    pub free: Vec<String>,
    /// Registers in all.
    pub register_count: u16,
    pub words: Vec<u64>,
    pub constants: Vec<Const>,
    pub names: Vec<String>,
    /// Innermost first: the first entry whose range holds the word is the one that counts.
    pub handlers: Vec<Handler>,
    /// `(start word, live set)`, ascending: temporaries that hold a value while the instruction at that word runs,
    /// *after* it has consumed its operands and before it has written its result.
    pub live: Vec<(u32, u32)>,
    /// Interned live sets; set 0 is empty.
    pub live_sets: Vec<Vec<u16>>,
    pub lines: Vec<LineEntry>,
}

impl CodeUnit {
    /// The number of named locals; the first temporary's register.
    pub fn local_count(&self) -> usize {
        self.locals.len()
    }

    /// The source range of a word.
    pub fn position(&self, word: u32) -> Option<&LineEntry> {
        let after = self.lines.partition_point(|entry| entry.start <= word);
        after.checked_sub(1).map(|index| &self.lines[index])
    }

    /// The live set of a word.
    pub fn live_at(&self, word: u32) -> &[u16] {
        let after = self.live.partition_point(|&(start, _)| start <= word);
        match after.checked_sub(1) {
            Some(index) => &self.live_sets[self.live[index].1 as usize],
            None => &[],
        }
    }

    /// The handler that protects a word.
    pub fn handler_at(&self, word: u32) -> Option<&Handler> {
        self.handlers.iter().find(|handler| handler.start <= word && word < handler.end)
    }
}
