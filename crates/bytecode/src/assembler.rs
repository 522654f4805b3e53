//! The assembler: drafts of instructions in, a code unit out.
//!
//! ```text
//! draft ──► item { operands, live set, position, label } ──► layout ──► words, live, handlers, lines
//! ```
//!
//! It follows which temporaries hold a value from instruction to instruction, so that live sets are derived from the operand
//! kinds of the table and never written by hand; labels check that all ways into them agree. Code that nothing reaches is not
//! assembled. It knows no syntax and no scopes.

use std::collections::HashMap;
use std::fmt;

use crate::code::{CodeFlags, CodeUnit, Const};
use crate::effects::{Operands, effects, ends_flow};
use crate::instruction::MODE;
use crate::layout;
use crate::table::{Op, Operand};

/// A place in the code that jumps go to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Label(pub(crate) u32);

/// A protected part of the code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Region(pub(crate) u32);

/// A source range; lines count from 1, columns count UTF-8 bytes from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Position {
    pub line: u32,
    pub end_line: u32,
    pub column: u32,
    pub end_column: u32,
}

/// Why a unit could not be put together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AssembleError {
    /// More registers, constants, names or words than the format can number.
    TooLarge(&'static str),
    /// Two ways into a label disagree about what the temporaries hold: a defect of the caller.
    Inconsistent(String),
}

impl fmt::Display for AssembleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(what) => write!(formatter, "too many {what} in one code object"),
            Self::Inconsistent(what) => write!(formatter, "inconsistent code: {what}"),
        }
    }
}

impl std::error::Error for AssembleError {}

/// An instruction before it has a place.
#[derive(Clone, Copy, Debug)]
pub struct Draft {
    pub(crate) op: Op,
    pub(crate) mode: bool,
    pub(crate) a: u16,
    pub(crate) b: u16,
    pub(crate) c: u16,
    pub(crate) wide: i32,
    pub(crate) word: u32,
    pub(crate) target: Option<Label>,
}

impl Draft {
    /// An instruction with its three operands; those that it does not use are 0.
    pub fn new(op: Op, a: u16, b: u16, c: u16) -> Self {
        Self { op, mode: false, a, b, c, wide: 0, word: 0, target: None }
    }

    /// The second form when `mode` is set.
    pub fn mode(self, mode: bool) -> Self {
        Self { mode, ..self }
    }

    /// With a wide operand.
    pub fn wide(self, wide: i32) -> Self {
        Self { wide, ..self }
    }

    /// With the index of a constant or name (or the register of a delegating `Yield`) in its word.
    pub fn word(self, word: u32) -> Self {
        Self { word, ..self }
    }

    /// With a jump to `label`.
    pub fn to(self, label: Label) -> Self {
        Self { target: Some(label), ..self }
    }
}

/// What is known of a unit before its code.
#[derive(Clone, Debug, Default)]
pub struct UnitHead {
    pub name: String,
    pub qualified_name: String,
    pub file: String,
    pub first_line: u32,
    pub flags: CodeFlags,
    pub positional_count: u16,
    pub positional_only_count: u16,
    pub keyword_only_count: u16,
    pub locals: Vec<String>,
    pub cells: Vec<u16>,
    pub free: Vec<String>,
}

pub(crate) struct Item {
    pub draft: Draft,
    pub flags: u8,
    pub live: u32,
    pub position: Position,
    pub statement: bool,
}

#[derive(Default)]
pub(crate) struct LabelState {
    pub item: Option<u32>,
    held: Option<u32>,
}

pub(crate) struct RegionState {
    /// Ranges of items, closed ones.
    pub ranges: Vec<(u32, u32)>,
    open_from: Option<u32>,
    pub register: u16,
    pub keep: u32,
    pub depth: u32,
    pub handler: Option<u32>,
}

/// Puts one unit together.
pub struct Assembler {
    pub(crate) head: UnitHead,
    pub(crate) items: Vec<Item>,
    pub(crate) labels: Vec<LabelState>,
    pub(crate) regions: Vec<RegionState>,
    pub(crate) live_sets: Vec<Vec<u16>>,
    pub(crate) constants: Vec<Const>,
    pub(crate) names: Vec<String>,
    pub(crate) register_end: u32,
    /// Temporaries that hold a value here, ascending.
    held: Vec<u16>,
    reachable: bool,
    open_regions: u32,
    live_index: HashMap<Vec<u16>, u32>,
    constant_index: HashMap<String, u32>,
    name_index: HashMap<String, u32>,
    position: Position,
    statement: bool,
    defect: Option<String>,
}

impl Assembler {
    /// An empty unit. `locals` of the head must be complete: what lies above them is temporary.
    pub fn new(head: UnitHead) -> Self {
        Self {
            register_end: head.locals.len() as u32,
            head,
            items: Vec::new(),
            labels: Vec::new(),
            regions: Vec::new(),
            live_sets: vec![Vec::new()],
            constants: Vec::new(),
            names: Vec::new(),
            held: Vec::new(),
            reachable: true,
            open_regions: 0,
            live_index: HashMap::from([(Vec::new(), 0)]),
            constant_index: HashMap::new(),
            name_index: HashMap::new(),
            position: Position::default(),
            statement: false,
            defect: None,
        }
    }

    /// The unit's properties.
    pub fn head(&self) -> &UnitHead {
        &self.head
    }

    /// The unit's properties, which may still change.
    pub fn head_mut(&mut self) -> &mut UnitHead {
        &mut self.head
    }

    /// The index of a constant; equal constants of equal types share one.
    pub fn constant(&mut self, constant: Const) -> u32 {
        let Some(key) = constant_key(&constant) else {
            self.constants.push(constant);
            return self.constants.len() as u32 - 1;
        };
        let next = self.constants.len() as u32;
        let index = *self.constant_index.entry(key).or_insert(next);
        if index == next {
            self.constants.push(constant);
        }
        index
    }

    /// The index of a name.
    pub fn name(&mut self, name: &str) -> u32 {
        if let Some(&index) = self.name_index.get(name) {
            return index;
        }
        let index = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.name_index.insert(name.to_owned(), index);
        index
    }

    /// The source range of what follows.
    pub fn set_position(&mut self, position: Position) {
        self.position = position;
    }

    /// The source range in force.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The next instruction begins a statement.
    pub fn begin_statement(&mut self) {
        self.statement = self.reachable;
    }

    /// Whether a statement has begun that has no instruction yet.
    pub fn statement_pending(&self) -> bool {
        self.statement && self.reachable
    }

    /// Whether the next instruction can be reached.
    pub fn is_reachable(&self) -> bool {
        self.reachable
    }

    /// A new label, not bound yet.
    pub fn label(&mut self) -> Label {
        self.labels.push(LabelState::default());
        Label(self.labels.len() as u32 - 1)
    }

    /// Binds a label to the next instruction.
    pub fn bind(&mut self, label: Label) {
        if self.statement_pending() {
            self.emit(Draft::new(Op::Nop, 0, 0, 0));
        }
        let expected = self.labels[label.0 as usize].held;
        match (self.reachable, expected) {
            (true, Some(_)) => self.check_label(label, "falls into"),
            (true, None) => {
                let held = self.live_set();
                self.labels[label.0 as usize].held = Some(held);
            }
            (false, Some(held)) => {
                self.held = self.live_sets[held as usize].clone();
                self.reachable = true;
            }
            (false, None) => {}
        }
        self.labels[label.0 as usize].item = Some(self.items.len() as u32);
    }

    /// Whether some jump goes to the label.
    pub fn is_targeted(&self, label: Label) -> bool {
        self.labels[label.0 as usize].held.is_some()
    }

    /// Begins a protected region: an exception in it arrives in `register` at the handler that is bound later.
    pub fn open_region(&mut self, register: u16) -> Region {
        self.open_region_without(register, &[])
    }

    /// The same; the handler does not keep the temporaries in `dropped`.
    pub fn open_region_without(&mut self, register: u16, dropped: &[u16]) -> Region {
        let held = self.held.clone();
        self.held.retain(|register| !dropped.contains(register));
        let keep = self.live_set();
        self.held = held;
        let region = Region(self.regions.len() as u32);
        self.regions.push(RegionState {
            ranges: Vec::new(),
            open_from: None,
            register,
            keep,
            depth: self.open_regions,
            handler: None,
        });
        self.resume_region(region);
        region
    }

    /// Interrupts a region: what follows is not protected by it.
    pub fn suspend_region(&mut self, region: Region) {
        let end = self.items.len() as u32;
        let state = &mut self.regions[region.0 as usize];
        if let Some(start) = state.open_from.take() {
            self.open_regions -= 1;
            if start < end {
                state.ranges.push((start, end));
            }
        }
    }

    /// Continues an interrupted region.
    pub fn resume_region(&mut self, region: Region) {
        let start = self.items.len() as u32;
        let state = &mut self.regions[region.0 as usize];
        if state.open_from.is_none() {
            state.open_from = Some(start);
            self.open_regions += 1;
        }
    }

    /// Ends a region and binds its handler to the next instruction; nothing may fall into it.
    pub fn bind_handler(&mut self, region: Region) {
        if self.reachable {
            self.defect.get_or_insert_with(|| "code falls into a handler".to_owned());
        }
        self.suspend_region(region);
        let item = self.items.len() as u32;
        let state = &mut self.regions[region.0 as usize];
        state.handler = Some(item);
        self.reachable = !state.ranges.is_empty();
        self.held = self.live_sets[state.keep as usize].clone();
        let register = state.register;
        self.hold(register);
        self.register_end = self.register_end.max(u32::from(register) + 1);
    }

    /// Whether a temporary holds a value here.
    pub fn is_held(&self, register: u16) -> bool {
        self.held.binary_search(&register).is_ok()
    }

    /// Adds an instruction. Where nothing reaches it, only its effects on the temporaries are followed.
    pub fn emit(&mut self, draft: Draft) {
        let mut draft = draft;
        let flags = self.flags_of(&draft);
        let operands = Operands { op: draft.op, flags, a: draft.a, b: draft.b, c: draft.c };
        let effects = effects(operands);
        for &register in &effects.consumed {
            self.release(register);
        }
        if draft.op == Op::Yield {
            let above = self.held.last().map_or(0, |&register| register + 1);
            draft.c = above.max(self.head.locals.len() as u16);
        }
        if self.reachable {
            self.register_end = self.register_end.max(effects.end);
            let live = self.live_set();
            let statement = std::mem::take(&mut self.statement);
            self.items.push(Item { draft, flags, live, position: self.position, statement });
        }
        for &register in &effects.filled {
            self.hold(register);
        }
        if let Some(label) = draft.target {
            let saved = self.held.clone();
            for &register in &effects.emptied_by_jump {
                self.release(register);
            }
            self.arrive(label);
            self.held = saved;
        }
        for &register in &effects.emptied_by_fall {
            self.release(register);
        }
        for &register in &effects.filled_by_fall {
            self.hold(register);
        }
        if ends_flow(draft.op) {
            self.reachable = false;
            self.statement = false;
        }
    }

    /// The finished unit.
    pub fn finish(self) -> Result<CodeUnit, AssembleError> {
        if let Some(defect) = self.defect {
            return Err(AssembleError::Inconsistent(defect));
        }
        layout::finish(self)
    }

    fn flags_of(&self, draft: &Draft) -> u8 {
        let info = draft.op.info();
        let mut flags = if draft.mode { MODE } else { 0 };
        for (index, (kind, register)) in
            [(info.a, draft.a), (info.b, draft.b), (info.c, draft.c)].into_iter().enumerate()
        {
            let is_register =
                matches!(kind, Operand::Dst | Operand::Src | Operand::Keep | Operand::Window | Operand::Many);
            if is_register && self.is_temporary(register) {
                flags |= 1 << index;
            }
        }
        flags
    }

    fn is_temporary(&self, register: u16) -> bool {
        usize::from(register) >= self.head.locals.len() && register != crate::code::NO_REGISTER
    }

    fn arrive(&mut self, label: Label) {
        if !self.reachable {
            return;
        }
        if self.labels[label.0 as usize].held.is_some() {
            self.check_label(label, "jumps to");
        } else {
            let held = self.live_set();
            self.labels[label.0 as usize].held = Some(held);
        }
    }

    fn check_label(&mut self, label: Label, how: &str) {
        let expected = self.labels[label.0 as usize].held.map(|set| &self.live_sets[set as usize]);
        if expected != Some(&self.held) {
            let line = self.position.line;
            let message = format!(
                "{}: line {line} {how} a label with {:?}, not {expected:?}",
                self.head.name, self.held
            );
            self.defect.get_or_insert(message);
        }
    }

    fn hold(&mut self, register: u16) {
        if !self.is_temporary(register) {
            return;
        }
        if let Err(place) = self.held.binary_search(&register) {
            self.held.insert(place, register);
        } else if self.reachable {
            let message = format!(
                "{}: line {} fills temporary {register}, which holds a value",
                self.head.name, self.position.line
            );
            self.defect.get_or_insert(message);
        }
    }

    fn release(&mut self, register: u16) {
        if !self.is_temporary(register) {
            return;
        }
        if let Ok(place) = self.held.binary_search(&register) {
            self.held.remove(place);
        } else if self.reachable {
            let message = format!(
                "{}: line {} consumes temporary {register}, which is empty",
                self.head.name, self.position.line
            );
            self.defect.get_or_insert(message);
        }
    }

    fn live_set(&mut self) -> u32 {
        if self.held.is_empty() {
            return 0;
        }
        if let Some(&index) = self.live_index.get(&self.held) {
            return index;
        }
        let index = self.live_sets.len() as u32;
        self.live_sets.push(self.held.clone());
        self.live_index.insert(self.held.clone(), index);
        index
    }
}

/// A text that two constants share exactly when they are the same constant; `None` where sharing is not wanted.
fn constant_key(constant: &Const) -> Option<String> {
    Some(match constant {
        Const::None => "n".to_owned(),
        Const::Ellipsis => "e".to_owned(),
        Const::Bool(value) => format!("b{value}"),
        Const::Int(value) => format!("i{value}"),
        Const::BigInt(digits) => format!("i{digits}"),
        Const::Float(value) => format!("f{:x}", value.to_bits()),
        Const::Complex { real, imaginary } => format!("c{:x},{:x}", real.to_bits(), imaginary.to_bits()),
        Const::Str(text) => format!("s{}:{text}", text.len()),
        Const::Bytes(bytes) => format!("y{bytes:?}"),
        Const::Tuple(items) => format!("({})", keys(items)?),
        Const::FrozenSet(items) => format!("{{{}}}", keys(items)?),
        Const::Code(_) => return None,
    })
}

fn keys(items: &[Const]) -> Option<String> {
    let keys: Option<Vec<String>> = items.iter().map(constant_key).collect();
    Some(keys?.join(","))
}
