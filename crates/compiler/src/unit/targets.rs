//! Assignment, in-place operators, `del`.
//!
//! ```text
//! x = e             the last instruction of e writes x          a, b = b, a   no tuple is built
//! o.x += e          o once: Copy, LoadAttr, Add', StoreAttr
//! ```
//!
//! It knows the order: the value first, then the targets from left to right.

use exuvia_bytecode::{Draft, Op};
use ruff_python_ast::{Expr, StmtAnnAssign, StmtAssign, StmtAugAssign};
use ruff_text_size::Ranged;

use super::Unit;
use super::names::Binding;
use super::operators::Form;
use crate::constants;
use crate::error::{Outcome, Problem};

/// What an unpacking instruction can count before its star.
const MAX_BEFORE_STAR: usize = 255;

impl<'a> Unit<'a> {
    pub(super) fn assign(&mut self, node: &'a StmtAssign) -> Outcome<()> {
        let mark = self.top;
        if let [target] = &*node.targets {
            if let Some(register) = self.local_register(target) {
                self.value(&node.value, Some(register))?;
                self.assigned.insert(register);
                self.top = mark;
                return Ok(());
            }
            if let Some((targets, values)) = parallel(target, &node.value) {
                return self.assign_parallel(targets, values);
            }
            let value = self.operand_before(&node.value, &[target])?;
            self.store(target, value)?;
            self.top = mark;
            return Ok(());
        }
        let Some((last, others)) = node.targets.split_last() else { return Ok(()) };
        let value = self.push(&node.value)?;
        for target in others {
            if let Some(register) = self.local_register(target) {
                self.at(target);
                self.emit(Op::Copy, register, value, 0);
                self.assigned.insert(register);
                continue;
            }
            let copy = self.copied(value)?;
            self.store(target, copy)?;
            self.top = value + 1;
        }
        self.store(last, value)?;
        self.top = mark;
        Ok(())
    }

    /// `a, b = x, y`: all values, then all targets.
    fn assign_parallel(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> Outcome<()> {
        let mark = self.top;
        for value in values {
            self.push(value)?;
        }
        for (index, target) in targets.iter().enumerate() {
            self.store(target, mark + index as u16)?;
        }
        self.top = mark;
        Ok(())
    }

    /// Stores a register to a target; a temporary is consumed.
    pub(super) fn store(&mut self, target: &'a Expr, value: u16) -> Outcome<()> {
        let mark = self.top;
        match target {
            Expr::Name(node) => {
                let name = self.mangled(&node.id);
                self.at(node);
                self.store_name(&name, value);
            }
            Expr::Attribute(node) => {
                let object = self.operand(&node.value)?;
                self.at(node);
                let name = self.mangled(&node.attr);
                self.emit_name(Op::StoreAttr, object, value, 0, &name);
            }
            Expr::Subscript(node) => {
                let container = self.operand_before(&node.value, &[&node.slice])?;
                let index = self.operand(&node.slice)?;
                self.at(node);
                self.emit(Op::SetItem, container, index, value);
            }
            Expr::Tuple(node) => self.unpack(target, &node.elts, value)?,
            Expr::List(node) => self.unpack(target, &node.elts, value)?,
            Expr::Starred(node) => {
                return Err(Problem::at(node, "starred assignment target must be in a list or tuple"));
            }
            other => return Err(Problem::at(other, "cannot assign to expression")),
        }
        self.top = mark;
        Ok(())
    }

    fn unpack(&mut self, target: &'a Expr, targets: &'a [Expr], value: u16) -> Outcome<()> {
        let mark = self.top;
        let mut stars = targets.iter().enumerate().filter(|(_, target)| matches!(target, Expr::Starred(_)));
        let star = stars.next().map(|(index, _)| index);
        if stars.next().is_some() {
            return Err(Problem::at(target, "multiple starred expressions in assignment"));
        }
        let window = self.reserve(targets.len())?;
        self.at(target);
        match star {
            None => self.emit(Op::Unpack, window, value, targets.len() as u16),
            Some(before) => {
                let after = targets.len() - before - 1;
                if before > MAX_BEFORE_STAR || after > MAX_BEFORE_STAR {
                    return Err(Problem::at(target, "too many expressions in star-unpacking assignment"));
                }
                let counts = before as u16 | (after as u16) << 8;
                self.emit(Op::UnpackStarred, window, value, counts);
            }
        }
        for (index, target) in targets.iter().enumerate() {
            let target = if let Expr::Starred(starred) = target { &starred.value } else { target };
            self.store(target, window + index as u16)?;
        }
        self.top = mark;
        Ok(())
    }

    pub(super) fn augmented_assign(&mut self, node: &'a StmtAugAssign) -> Outcome<()> {
        let mark = self.top;
        let form = Form::InPlace(node);
        match &*node.target {
            Expr::Name(target) => {
                let name = self.mangled(&target.id);
                if let Binding::Local(register) = self.binding(&name) {
                    let left = self.operand_before(&node.target, &[&node.value])?;
                    self.apply(node.op, left, &node.value, mark, Some(register), form)?;
                    self.assigned.insert(register);
                } else {
                    let left = self.push(&node.target)?;
                    let result = self.apply(node.op, left, &node.value, mark, None, form)?;
                    self.at(target);
                    self.store_name(&name, result);
                }
            }
            Expr::Attribute(target) => {
                let object = self.operand_before(&target.value, &[&node.value])?;
                let name = self.mangled(&target.attr);
                let inner = self.top;
                let read = self.again(object)?;
                let left = self.result(inner, None)?;
                self.at(target);
                self.emit_name(Op::LoadAttr, left, read, 0, &name);
                let result = self.apply(node.op, left, &node.value, inner, None, form)?;
                self.at(target);
                self.emit_name(Op::StoreAttr, object, result, 0, &name);
            }
            Expr::Subscript(target) => self.augmented_item(node, target)?,
            other => {
                return Err(Problem::at(
                    other,
                    "'expression' is an illegal expression for augmented assignment",
                ));
            }
        }
        self.top = mark;
        Ok(())
    }

    fn augmented_item(
        &mut self,
        node: &'a StmtAugAssign,
        target: &'a ruff_python_ast::ExprSubscript,
    ) -> Outcome<()> {
        let container = self.operand_before(&target.value, &[&target.slice, &node.value])?;
        if let Some(index) = constants::small_integer(&target.slice) {
            let inner = self.top;
            let read = self.again(container)?;
            let left = self.result(inner, None)?;
            self.at(target);
            self.emit(Op::GetItemImm, left, read, index as u16);
            let result = self.apply(node.op, left, &node.value, inner, None, Form::InPlace(node))?;
            let index_register = self.reserve(1)?;
            self.at(target);
            self.asm.emit(Draft::new(Op::LoadInt, index_register, 0, 0).wide(i32::from(index)));
            self.emit(Op::SetItem, container, index_register, result);
            return Ok(());
        }
        let index = self.operand_before(&target.slice, &[&node.value])?;
        let inner = self.top;
        let read = self.again(container)?;
        let read_index = self.again(index)?;
        let left = self.result(inner, None)?;
        self.at(target);
        self.emit(Op::GetItem, left, read, read_index);
        let result = self.apply(node.op, left, &node.value, inner, None, Form::InPlace(node))?;
        self.at(target);
        self.emit(Op::SetItem, container, index, result);
        Ok(())
    }

    /// The same value once more: a local as it is, a temporary copied.
    fn again(&mut self, register: u16) -> Outcome<u16> {
        if self.is_temporary(register) { self.copied(register) } else { Ok(register) }
    }

    pub(super) fn annotated_assign(&mut self, node: &'a StmtAnnAssign) -> Outcome<()> {
        let mark = self.top;
        match (&*node.target, node.value.as_deref()) {
            (target, Some(value)) => {
                if let Some(register) = self.local_register(target) {
                    self.value(value, Some(register))?;
                    self.assigned.insert(register);
                } else {
                    let value = self.operand_before(value, &[target])?;
                    self.store(target, value)?;
                }
            }
            (Expr::Attribute(target), None) => self.discard(&target.value)?,
            (Expr::Subscript(target), None) => {
                self.discard(&target.value)?;
                self.discard(&target.slice)?;
            }
            // A bare annotation of a name does nothing when it runs.
            _ => {}
        }
        self.top = mark;
        Ok(())
    }

    pub(super) fn delete(&mut self, target: &'a Expr) -> Outcome<()> {
        let mark = self.top;
        match target {
            Expr::Name(node) => {
                let name = self.mangled(&node.id);
                self.at(node);
                self.delete_name(&name);
            }
            Expr::Attribute(node) => {
                let object = self.operand(&node.value)?;
                self.at(node);
                let name = self.mangled(&node.attr);
                self.emit_name(Op::DeleteAttr, object, 0, 0, &name);
            }
            Expr::Subscript(node) => {
                let container = self.operand_before(&node.value, &[&node.slice])?;
                let index = self.operand(&node.slice)?;
                self.at(node);
                self.emit(Op::DeleteItem, container, index, 0);
            }
            Expr::Tuple(node) => node.elts.iter().try_for_each(|item| self.delete(item))?,
            Expr::List(node) => node.elts.iter().try_for_each(|item| self.delete(item))?,
            other => return Err(Problem::at(&other.range(), "cannot delete expression")),
        }
        self.top = mark;
        Ok(())
    }
}

/// Targets and values of an assignment between displays of one length, without stars.
fn parallel<'a>(target: &'a Expr, value: &'a Expr) -> Option<(&'a [Expr], &'a [Expr])> {
    let targets = match target {
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::List(list) => &list.elts,
        _ => return None,
    };
    let Expr::Tuple(values) = value else { return None };
    let is_plain = |items: &[Expr]| !items.iter().any(|item| matches!(item, Expr::Starred(_)));
    let fits = targets.len() == values.elts.len() && (1..=16).contains(&targets.len());
    (fits && is_plain(targets) && is_plain(&values.elts)).then_some((targets, &values.elts))
}
