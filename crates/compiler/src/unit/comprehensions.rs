//! Comprehensions: inlined where PEP 709 inlines them, functions of their own elsewhere.
//!
//! ```text
//! [e for x in xs if c]     BuildList acc ; GetIter it, xs ; L: ForIter x, it → end ; if c ; ListAppend acc, e ; JumpBack L
//! ```
//!
//! An inlined comprehension's names are locals of the unit, emptied at its end, also when it ends by an exception.

use exuvia_bytecode::{CodeUnit, Draft, Op};
use ruff_python_ast::{Comprehension, Expr, ExprDictComp, ExprGenerator, ExprListComp, ExprSetComp};
use ruff_text_size::Ranged;

use super::Unit;
use crate::error::{Outcome, Problem};
use crate::scope::{Place, ScopeId};

/// What a comprehension makes of its items.
#[derive(Clone, Copy)]
enum Collects<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(&'a Expr, &'a Expr),
    Yields(&'a Expr),
}

impl<'a> Collects<'a> {
    fn name(self) -> &'static str {
        match self {
            Self::List(_) => "<listcomp>",
            Self::Set(_) => "<setcomp>",
            Self::Dict(..) => "<dictcomp>",
            Self::Yields(_) => "<genexpr>",
        }
    }

    fn build(self) -> Option<Op> {
        match self {
            Self::List(_) => Some(Op::BuildList),
            Self::Set(_) => Some(Op::BuildSet),
            Self::Dict(..) => Some(Op::BuildDict),
            Self::Yields(_) => None,
        }
    }
}

impl<'a> Unit<'a> {
    pub(super) fn list_comprehension(&mut self, node: &'a ExprListComp, target: Option<u16>) -> Outcome<u16> {
        self.comprehension(node, Collects::List(&node.elt), &node.generators, target)
    }

    pub(super) fn set_comprehension(&mut self, node: &'a ExprSetComp, target: Option<u16>) -> Outcome<u16> {
        self.comprehension(node, Collects::Set(&node.elt), &node.generators, target)
    }

    pub(super) fn dict_comprehension(&mut self, node: &'a ExprDictComp, target: Option<u16>) -> Outcome<u16> {
        let Some(key) = node.key.as_deref() else {
            return Err(Problem::at(node, "dict unpacking cannot be used in dict comprehension"));
        };
        self.comprehension(node, Collects::Dict(key, &node.value), &node.generators, target)
    }

    pub(super) fn generator_expression(
        &mut self,
        node: &'a ExprGenerator,
        target: Option<u16>,
    ) -> Outcome<u16> {
        self.comprehension(node, Collects::Yields(&node.elt), &node.generators, target)
    }

    fn comprehension<T: Ranged>(
        &mut self,
        node: &'a T,
        collects: Collects<'a>,
        generators: &'a [Comprehension],
        target: Option<u16>,
    ) -> Outcome<u16> {
        let id = self.context.scopes.of_node(node);
        if self.context.scopes.get(id).inlined {
            self.inlined(node, id, collects, generators, target)
        } else {
            self.nested(node, id, collects, generators, target)
        }
    }

    /// Runs in this unit.
    fn inlined<T: Ranged>(
        &mut self,
        node: &'a T,
        id: ScopeId,
        collects: Collects<'a>,
        generators: &'a [Comprehension],
        target: Option<u16>,
    ) -> Outcome<u16> {
        let mark = self.top;
        let Some(first) = generators.first() else { return Err(Problem::at(node, "invalid syntax")) };
        let container = self.reserve(1)?;
        self.at(node);
        if let Some(build) = collects.build() {
            self.emit(build, container, container, 0);
        }
        let iterator = self.iterator(&first.iter)?;
        let registers = self.comprehension_locals(id);
        for &(register, is_cell) in &registers {
            self.assigned.remove(register);
            if is_cell {
                self.emit(Op::MakeCell, register, 0, 0);
            }
        }
        let protection = self.protect_without(iterator, &[container, iterator]);
        let region = protection.region;
        self.comprehensions.push(id);
        self.loops(node, collects, generators, 0, Some(container))?;
        self.comprehensions.pop();
        self.asm.suspend_region(region);
        self.at(node);
        let end = self.label();
        self.clear_locals(&registers);
        self.jump_to(end);
        if self.handle(protection) {
            self.clear_locals(&registers);
            self.emit(Op::Reraise, iterator, 0, 0);
        }
        self.bind(end);
        self.moved(mark, target)
    }

    fn clear_locals(&mut self, registers: &[(u16, bool)]) {
        for &(register, _) in registers {
            self.clear_local(register);
        }
    }

    /// Registers of an inlined comprehension's own names, and whether each is a cell.
    fn comprehension_locals(&self, id: ScopeId) -> Vec<(u16, bool)> {
        let scope = self.context.scopes.get(id);
        let own = scope.symbols.iter().filter(|symbol| symbol.is_own());
        own.filter_map(|symbol| {
            let register = self.comprehension_registers.get(&(id, symbol.name.clone()))?;
            Some((*register, symbol.place == Place::Cell))
        })
        .collect()
    }

    /// The iterator of an iterable, in the temporary at `top`.
    pub(super) fn iterator(&mut self, iterable: &'a Expr) -> Outcome<u16> {
        let mark = self.top;
        let source = match super::operators::constant_container(iterable) {
            Some(constant) => {
                self.at(iterable);
                self.push_constant(constant)?
            }
            None => self.operand(iterable)?,
        };
        let iterator = self.result(mark, None)?;
        self.at(iterable);
        self.emit(Op::GetIter, iterator, source, 0);
        Ok(iterator)
    }

    /// The loops from number `index` on; the iterator of the first is at `top` − 1 already.
    fn loops<T: Ranged>(
        &mut self,
        node: &'a T,
        collects: Collects<'a>,
        generators: &'a [Comprehension],
        index: usize,
        container: Option<u16>,
    ) -> Outcome<()> {
        let Some(generator) = generators.get(index) else { return self.collect(collects, container) };
        let iterator = if index == 0 { self.top - 1 } else { self.iterator(&generator.iter)? };
        let again = self.label();
        let next = self.label();
        let done = self.label();
        self.bind_loop(again);
        self.next_item(iterator, &generator.target, done)?;
        for test in &generator.ifs {
            self.jump_if_false(test, next)?;
        }
        self.loops(node, collects, generators, index + 1, container)?;
        self.bind(next);
        self.at(node);
        self.jump_back(again);
        self.bind(done);
        self.top = iterator;
        Ok(())
    }

    /// The next item of an iterator, straight into a plain local, or stored to the target.
    pub(super) fn next_item(
        &mut self,
        iterator: u16,
        target: &'a Expr,
        done: exuvia_bytecode::Label,
    ) -> Outcome<()> {
        let mark = self.top;
        if let Some(register) = self.local_register(target) {
            self.at(target);
            self.jump(Draft::new(Op::ForIter, register, iterator, 0), done);
            self.assigned.insert(register);
            return Ok(());
        }
        let item = self.reserve(1)?;
        self.at(target);
        self.jump(Draft::new(Op::ForIter, item, iterator, 0), done);
        self.store(target, item)?;
        self.top = mark;
        Ok(())
    }

    fn collect(&mut self, collects: Collects<'a>, container: Option<u16>) -> Outcome<()> {
        let mark = self.top;
        let container = container.unwrap_or(mark);
        match collects {
            Collects::List(item) => {
                let value = self.operand(item)?;
                self.at(item);
                self.emit(Op::ListAppend, container, value, 0);
            }
            Collects::Set(item) => {
                let value = self.operand(item)?;
                self.at(item);
                self.emit(Op::SetAdd, container, value, 0);
            }
            Collects::Dict(key, value) => {
                let key_register = self.operand_before(key, &[value])?;
                let value_register = self.operand(value)?;
                self.at(key);
                self.emit(Op::DictAdd, container, key_register, value_register);
            }
            Collects::Yields(item) => {
                let value = self.operand(item)?;
                self.top = mark;
                let sent = self.reserve(1)?;
                self.at(item);
                self.emit(Op::Yield, sent, value, 0);
                self.emit(Op::Release, sent, 0, 0);
            }
        }
        self.top = mark;
        Ok(())
    }

    /// Runs in a function of its own, called at once with the first iterator (a generator expression: made at once).
    fn nested<T: Ranged>(
        &mut self,
        node: &'a T,
        id: ScopeId,
        collects: Collects<'a>,
        generators: &'a [Comprehension],
        target: Option<u16>,
    ) -> Outcome<u16> {
        let window = self.top;
        let Some(first) = generators.first() else { return Err(Problem::at(node, "invalid syntax")) };
        let code = self.comprehension_unit(node, id, collects, generators)?;
        self.at(node);
        self.plain_function(code, None)?;
        self.reserve(exuvia_bytecode::FRAME_WORDS - 1)?;
        self.iterator(&first.iter)?;
        let result = self.result(window, target)?;
        self.at(node);
        self.emit(Op::Call, result, window, 1);
        Ok(result)
    }

    fn comprehension_unit<T: Ranged>(
        &mut self,
        node: &'a T,
        id: ScopeId,
        collects: Collects<'a>,
        generators: &'a [Comprehension],
    ) -> Outcome<CodeUnit> {
        let name = collects.name();
        let line = self.context.source.line(node.range().start());
        let qualified = self.qualify(name);
        let mut unit = Unit::new(self.context, id, name, qualified, line);
        unit.asm.head_mut().positional_count = 1;
        unit.at(node);
        unit.enter();
        let container = match collects.build() {
            Some(build) => {
                let container = unit.reserve(1)?;
                unit.emit(build, container, container, 0);
                Some(container)
            }
            None => None,
        };
        let iterator = unit.reserve(1)?;
        unit.load_into(".0", iterator);
        unit.loops(node, collects, generators, 0, container)?;
        if let Some(container) = container {
            unit.emit(Op::Return, container, 0, 0);
        }
        unit.finish()
    }
}
