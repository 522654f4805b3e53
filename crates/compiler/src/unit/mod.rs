//! One unit in the making: its registers, its names, its blocks.
//!
//! ```text
//! registers   0 … locals … │ temporaries, a stack: everything from `top` on is free
//! ```
//!
//! A value that an expression leaves is either a local, read in place, or the temporary at the old `top`. Temporaries are
//! consumed by the instruction that reads them; the assembler follows which are full. It knows no syntax of its own: the files
//! beside this one do, one subject each.

mod calls;
mod classes;
mod comprehensions;
mod conditions;
mod displays;
mod exception_groups;
mod exceptions;
mod expressions;
mod flow;
mod functions;
mod imports;
mod loops;
mod names;
mod operators;
mod statements;
mod strings;
mod targets;
mod with;

use std::collections::HashMap;

use exuvia_bytecode::{AssembleError, Assembler, CodeFlags, CodeUnit, Const, Draft, Label, Op, UnitHead};
use ruff_python_ast::{ModExpression, ModModule};
use ruff_text_size::{Ranged, TextSize};

use crate::bits::Bits;
use crate::error::{Kind, Outcome, Problem};
use crate::scope::{Place, Scope, ScopeId, ScopeKind, Scopes};
use crate::source::Source;
use crate::{Mode, Options};

use flow::Block;

/// Registers that a unit may use; the operands number 65 536, the last is "no register".
const REGISTER_LIMIT: usize = 65_000;

/// What all units of a compilation share.
pub(crate) struct Context<'a> {
    pub source: &'a Source<'a>,
    pub scopes: &'a Scopes,
    pub file: &'a str,
    pub options: &'a Options,
}

/// A unit in the making.
pub(crate) struct Unit<'a> {
    context: &'a Context<'a>,
    scope_id: ScopeId,
    asm: Assembler,
    /// The first free temporary.
    top: u16,
    /// Registers of the unit's own names.
    registers: HashMap<String, u16>,
    /// Registers of the names of inlined comprehensions.
    comprehension_registers: HashMap<(ScopeId, String), u16>,
    /// Inlined comprehensions that the code is inside of, outermost first.
    comprehensions: Vec<ScopeId>,
    /// What an exit from here has to undo, outermost first.
    blocks: Vec<Block<'a>>,
    /// Locals that are certainly bound here.
    assigned: Bits,
    /// Locals that some statement unbinds.
    deleted: Bits,
    /// What is certainly bound where jumps arrive.
    arrivals: HashMap<Label, Bits>,
    qualified_name: String,
    /// Where the `from __future__` imports stand that are in their place.
    futures: Vec<TextSize>,
}

/// A module or interactive statement.
pub(crate) fn compile_module<'a>(context: &'a Context<'a>, module: &'a ModModule) -> Outcome<CodeUnit> {
    let mut unit = Unit::new(context, context.scopes.root(), "<module>", "<module>".to_owned(), 1);
    unit.enter();
    unit.module_body(&module.body)?;
    unit.finish()
}

/// An expression whose value is returned.
pub(crate) fn compile_expression<'a>(
    context: &'a Context<'a>,
    expression: &'a ModExpression,
) -> Outcome<CodeUnit> {
    let mut unit = Unit::new(context, context.scopes.root(), "<module>", "<module>".to_owned(), 1);
    unit.enter();
    unit.begin(expression.body.range());
    let value = unit.operand(&expression.body)?;
    unit.emit(Op::Return, value, 0, 0);
    unit.finish()
}

impl<'a> Unit<'a> {
    /// An empty unit for a scope, its locals laid out.
    fn new(
        context: &'a Context<'a>,
        scope_id: ScopeId,
        name: &str,
        qualified_name: String,
        first_line: u32,
    ) -> Self {
        let scope = context.scopes.get(scope_id);
        let mut layout = Layout::default();
        layout.add_scope(scope);
        for &id in &scope.comprehensions {
            layout.add_comprehension(context.scopes, id);
        }
        let mut deleted = Bits::default();
        for name in &scope.deleted {
            if let Some(&register) = layout.registers.get(name) {
                deleted.insert(register);
            }
        }
        let mut assigned = Bits::default();
        let parameter_count = scope.parameter_count as u16 + u16::from(scope.has_namespace());
        (0..parameter_count).for_each(|register| assigned.insert(register));
        let head = UnitHead {
            name: name.to_owned(),
            qualified_name: qualified_name.clone(),
            file: context.file.to_owned(),
            first_line,
            flags: CodeFlags(0),
            locals: layout.locals,
            cells: layout.cells,
            free: scope.free.clone(),
            ..UnitHead::default()
        };
        let top = head.locals.len() as u16;
        Self {
            context,
            scope_id,
            asm: Assembler::new(head),
            top,
            registers: layout.registers,
            comprehension_registers: layout.comprehension_registers,
            comprehensions: Vec::new(),
            blocks: Vec::new(),
            assigned,
            deleted,
            arrivals: HashMap::new(),
            qualified_name,
            futures: Vec::new(),
        }
    }

    /// What every unit begins with: flags by kind, then the cells of its names.
    fn enter(&mut self) {
        let scope = self.scope();
        let mut flags = match scope.kind {
            ScopeKind::Module => 0,
            ScopeKind::NamedModule => CodeFlags::NAMED_LOCALS,
            ScopeKind::Class => CodeFlags::CLASS_BODY,
            ScopeKind::Function | ScopeKind::Lambda | ScopeKind::Comprehension => CodeFlags::FUNCTION,
        };
        if scope.is_generator {
            flags |= CodeFlags::GENERATOR;
        }
        if scope.kind == ScopeKind::Comprehension && scope.is_generator {
            flags |= CodeFlags::GENERATOR_EXPRESSION;
        }
        if flags & CodeFlags::FUNCTION != 0 && self.is_nested() {
            flags |= CodeFlags::NESTED;
        }
        let is_generator = scope.is_generator;
        self.asm.head_mut().flags.0 |= flags;
        if is_generator {
            self.emit(Op::MakeGenerator, 0, 0, 0);
        }
        let mut cells: Vec<u16> = self.registers.values().copied().collect();
        cells.retain(|cell| self.asm.head().cells.contains(cell));
        cells.sort_unstable();
        for cell in cells {
            self.emit(Op::MakeCell, cell, 0, 0);
        }
    }

    fn is_nested(&self) -> bool {
        let mut parent = self.scope().parent;
        while let Some(id) = parent {
            let scope = self.context.scopes.get(id);
            if scope.is_function_like() {
                return true;
            }
            parent = scope.parent;
        }
        false
    }

    fn scope(&self) -> &'a Scope {
        self.context.scopes.get(self.scope_id)
    }

    /// The finished unit; falls off the end with None where that can be reached.
    fn finish(mut self) -> Outcome<CodeUnit> {
        self.return_none();
        let position = self.asm.position();
        self.asm.finish().map_err(|error| {
            let message = match &error {
                AssembleError::TooLarge(_) => error.to_string(),
                AssembleError::Inconsistent(_) => format!("compiler defect: {error}"),
            };
            let line = self.context.source.line_start(position.line.max(1));
            Problem::point(Kind::Syntax, line.into(), message)
        })
    }

    fn return_none(&mut self) {
        if self.asm.is_reachable() {
            let register = self.top;
            self.emit(Op::LoadSpecial, register, 0, 0);
            self.emit(Op::Return, register, 0, 0);
        }
    }

    // Temporaries.

    /// Takes `count` temporaries from the top; the first of them.
    fn reserve(&mut self, count: usize) -> Outcome<u16> {
        let first = self.top;
        let end = usize::from(first) + count;
        if end > REGISTER_LIMIT {
            let line = self.context.source.line_start(self.asm.position().line.max(1));
            return Err(Problem::point(Kind::Syntax, line.into(), "too many registers in one code object"));
        }
        self.top = end as u16;
        Ok(first)
    }

    /// Gives up all temporaries from `mark` on and takes the result's register: the local, or the temporary at `mark`.
    fn result(&mut self, mark: u16, target: Option<u16>) -> Outcome<u16> {
        self.top = mark;
        match target {
            Some(local) => Ok(local),
            None => self.reserve(1),
        }
    }

    // Instructions.

    fn emit(&mut self, op: Op, a: u16, b: u16, c: u16) {
        self.asm.emit(Draft::new(op, a, b, c));
    }

    fn emit_mode(&mut self, op: Op, mode: bool, a: u16, b: u16, c: u16) {
        self.asm.emit(Draft::new(op, a, b, c).mode(mode));
    }

    fn emit_constant(&mut self, op: Op, a: u16, b: u16, c: u16, constant: Const) {
        let index = self.asm.constant(constant);
        self.asm.emit(Draft::new(op, a, b, c).word(index));
    }

    fn emit_name(&mut self, op: Op, a: u16, b: u16, c: u16, name: &str) {
        let index = self.asm.name(name);
        self.asm.emit(Draft::new(op, a, b, c).word(index));
    }

    /// Sets the source range of the instructions that follow.
    fn at(&mut self, node: &impl Ranged) {
        let position = self.context.source.position(node.range());
        self.asm.set_position(position);
    }

    /// Begins a statement: the next instruction is where its line event belongs.
    fn begin(&mut self, range: ruff_text_size::TextRange) {
        if self.asm.statement_pending() {
            self.emit(Op::Nop, 0, 0, 0);
        }
        self.asm.set_position(self.context.source.position(range));
        self.asm.begin_statement();
    }

    fn is_single(&self) -> bool {
        self.context.options.mode == Mode::Single && self.scope_id == self.context.scopes.root()
    }
}

/// Registers of a unit's locals.
#[derive(Default)]
struct Layout {
    locals: Vec<String>,
    cells: Vec<u16>,
    registers: HashMap<String, u16>,
    comprehension_registers: HashMap<(ScopeId, String), u16>,
    /// Comprehensions beside each other share registers; a cell never shares with a plain register.
    shared: HashMap<(String, u32, bool), u16>,
}

impl Layout {
    fn add(&mut self, name: &str, is_cell: bool) -> u16 {
        let register = self.locals.len() as u16;
        self.locals.push(name.to_owned());
        if is_cell {
            self.cells.push(register);
        }
        register
    }

    fn add_scope(&mut self, scope: &Scope) {
        if scope.has_namespace() {
            self.add(".namespace", false);
        }
        if scope.needs_class_cell {
            let register = self.add("__class__", true);
            self.registers.insert("__class__".to_owned(), register);
        }
        if !scope.is_function_like() {
            return;
        }
        for symbol in scope.symbols.iter().filter(|symbol| symbol.is_own()) {
            let register = self.add(&symbol.name, symbol.place == Place::Cell);
            self.registers.insert(symbol.name.clone(), register);
        }
    }

    fn add_comprehension(&mut self, scopes: &Scopes, id: ScopeId) {
        let scope = scopes.get(id);
        for symbol in scope.symbols.iter().filter(|symbol| symbol.is_own()) {
            let is_cell = symbol.place == Place::Cell;
            let key = (symbol.name.clone(), scope.comprehension_depth, is_cell);
            let register = match self.shared.get(&key) {
                Some(&register) => register,
                None => {
                    let register = self.add(&symbol.name, is_cell);
                    self.shared.insert(key, register);
                    register
                }
            };
            self.comprehension_registers.insert((id, symbol.name.clone()), register);
        }
    }
}
