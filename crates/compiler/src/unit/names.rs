//! Names: where each lives, and the instructions that read, write and unbind it.
//!
//! ```text
//! Local: the register itself   Cell: LoadCell …   Free: LoadFree …   Global: LoadGlobal …   Namespace: LoadName …
//! ```
//!
//! It knows places from the scope pass; mangled names come in, never raw ones.

use exuvia_bytecode::{Op, Position};
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprName};

use super::Unit;
use crate::error::Outcome;
use crate::mangle::mangle;
use crate::scope::{Place, ScopeKind, usage};

/// A name's place, seen from the code that is being written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Binding {
    Local(u16),
    Cell(u16),
    Free(u16),
    Global,
    /// In the namespace of register 0.
    Namespace,
    /// In a class body: in the namespace, or else in a closure cell.
    ClassFree(u16),
}

impl Unit<'_> {
    /// The stored form of a name, private names of the class included.
    pub(super) fn mangled(&self, name: &str) -> String {
        mangle(self.scope().class.as_deref(), name).into_owned()
    }

    pub(super) fn binding(&self, name: &str) -> Binding {
        for &id in self.comprehensions.iter().rev() {
            let symbol = self.context.scopes.get(id).symbol(name);
            if let Some(symbol) = symbol.filter(|symbol| symbol.is_own())
                && let Some(&register) = self.comprehension_registers.get(&(id, name.to_owned()))
            {
                let is_cell = symbol.place == Place::Cell;
                return if is_cell { Binding::Cell(register) } else { Binding::Local(register) };
            }
        }
        let scope = self.scope();
        let symbol = scope.symbol(name);
        let place = symbol.map_or(Place::Global, |symbol| symbol.place);
        match (scope.kind, place) {
            (ScopeKind::Module, _) => Binding::Global,
            (ScopeKind::NamedModule | ScopeKind::Class, Place::GlobalDeclared) => {
                // "Global around a class" is not the class's own declaration: its namespace still comes first.
                let declared = symbol.is_some_and(|symbol| symbol.is(usage::GLOBAL));
                if declared { Binding::Global } else { Binding::Namespace }
            }
            (ScopeKind::Class, Place::Free) => {
                let index = self.free_index(name);
                let declared = symbol.is_some_and(|symbol| symbol.is(usage::NONLOCAL));
                if declared { Binding::Free(index) } else { Binding::ClassFree(index) }
            }
            (ScopeKind::NamedModule | ScopeKind::Class, _) => Binding::Namespace,
            (_, Place::Free) => Binding::Free(self.free_index(name)),
            (_, Place::Global | Place::GlobalDeclared) => Binding::Global,
            (_, Place::Local | Place::Cell) => match self.registers.get(name) {
                Some(&register) if place == Place::Cell => Binding::Cell(register),
                Some(&register) => Binding::Local(register),
                None => Binding::Global,
            },
        }
    }

    pub(super) fn free_index(&self, name: &str) -> u16 {
        self.scope().free.iter().position(|free| free == name).unwrap_or(0) as u16
    }

    /// The register of a name that is a plain local.
    pub(super) fn local_register(&self, expression: &Expr) -> Option<u16> {
        let Expr::Name(name) = expression else { return None };
        match self.binding(&self.mangled(&name.id)) {
            Binding::Local(register) => Some(register),
            _ => None,
        }
    }

    /// Reads a local in place: checked where it may be unbound.
    pub(super) fn check_local(&mut self, register: u16) {
        if !self.assigned.contains(register) {
            self.emit(Op::CheckLocal, register, 0, 0);
            self.assigned.insert(register);
        }
    }

    /// Reads a name into a register.
    pub(super) fn load_name(&mut self, node: &ExprName, target: Option<u16>) -> Outcome<u16> {
        let name = self.mangled(&node.id);
        let mark = self.top;
        let result = self.result(mark, target)?;
        self.at(node);
        self.load_into(&name, result);
        Ok(result)
    }

    /// Reads a name that need not stand in the source.
    pub(super) fn load_into(&mut self, name: &str, result: u16) {
        match self.binding(name) {
            Binding::Local(register) => {
                self.check_local(register);
                self.emit(Op::Move, result, register, 0);
            }
            Binding::Cell(register) => self.emit(Op::LoadCell, result, register, 0),
            Binding::Free(index) => self.emit(Op::LoadFree, result, index, 0),
            Binding::Global => self.emit_name(Op::LoadGlobal, result, 0, 0, name),
            Binding::Namespace => self.emit_name(Op::LoadName, result, 0, 0, name),
            Binding::ClassFree(index) => self.emit_name(Op::LoadClassFree, result, index, 0, name),
        }
    }

    /// Writes a register to a name; a temporary is consumed.
    pub(super) fn store_name(&mut self, name: &str, value: u16) {
        match self.binding(name) {
            Binding::Local(register) => {
                if register != value {
                    self.emit(Op::Move, register, value, 0);
                }
                self.assigned.insert(register);
            }
            Binding::Cell(register) => self.emit(Op::StoreCell, register, value, 0),
            Binding::Free(index) => self.emit(Op::StoreFree, index, value, 0),
            Binding::Global => self.emit_name(Op::StoreGlobal, value, 0, 0, name),
            Binding::Namespace | Binding::ClassFree(_) => self.emit_name(Op::StoreName, value, 0, 0, name),
        }
    }

    /// `del name`.
    pub(super) fn delete_name(&mut self, name: &str) {
        match self.binding(name) {
            Binding::Local(register) => {
                self.emit(Op::DeleteLocal, register, 0, 0);
                self.assigned.remove(register);
            }
            Binding::Cell(register) => self.emit(Op::DeleteCell, register, 0, 0),
            Binding::Free(index) => self.emit(Op::DeleteFree, index, 0, 0),
            Binding::Global => self.emit_name(Op::DeleteGlobal, 0, 0, 0, name),
            Binding::Namespace | Binding::ClassFree(_) => self.emit_name(Op::DeleteName, 0, 0, 0, name),
        }
    }

    /// Unbinds a name whether it is bound or not: set to None, then deleted.
    pub(super) fn clear_name(&mut self, raw: &str) -> Outcome<()> {
        let name = self.mangled(raw);
        if let Binding::Local(register) = self.binding(&name) {
            self.clear_local(register);
            return Ok(());
        }
        let mark = self.top;
        let none = self.reserve(1)?;
        self.emit(Op::LoadSpecial, none, 0, 0);
        self.store_name(&name, none);
        self.top = mark;
        self.delete_name(&name);
        Ok(())
    }

    /// Empties a local's register.
    pub(super) fn clear_local(&mut self, register: u16) {
        self.emit(Op::LoadSpecial, register, 4, 0);
        self.assigned.remove(register);
    }

    /// Whether a value read in place now would change before its use: one of the later operands assigns the local.
    pub(super) fn is_assigned_in(&self, local: &Expr, later: &[&Expr]) -> bool {
        let Expr::Name(name) = local else { return false };
        let name = self.mangled(&name.id);
        let in_comprehensions =
            self.comprehensions.iter().any(|&id| self.context.scopes.get(id).walrus.contains(&name));
        if !in_comprehensions && !self.scope().walrus.contains(&name) {
            return false;
        }
        let mut finder = Assigns { raw: local, found: false };
        later.iter().for_each(|expression| finder.visit_expr(expression));
        finder.found
    }

    /// The source range in force, to come back to.
    pub(super) fn position(&self) -> Position {
        self.asm.position()
    }
}

/// Looks for an assignment expression to a name.
struct Assigns<'e> {
    raw: &'e Expr,
    found: bool,
}

impl<'e> Visitor<'e> for Assigns<'e> {
    fn visit_expr(&mut self, expression: &'e Expr) {
        if let (Expr::Named(named), Expr::Name(name)) = (expression, self.raw)
            && let Expr::Name(target) = &*named.target
            && target.id == name.id
        {
            self.found = true;
        }
        if !self.found {
            walk_expr(self, expression);
        }
    }
}
