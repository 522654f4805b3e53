//! Conditions: tests that jump, without ever making a truth value.
//!
//! ```text
//! if a < b and not c:     JumpUnlessLess a, b → else ;  JumpIfFalse' c → else
//! ```
//!
//! It knows which comparisons are fused with their jump.

use exuvia_bytecode::{Draft, Label, Op};
use ruff_python_ast::{BoolOp, CmpOp, Expr, ExprCompare, UnaryOp};

use super::Unit;
use super::operators::LONG_CHAIN;
use crate::constants;
use crate::error::Outcome;

/// A fused comparison: with registers, with an immediate, and whether the operator is the negated one.
fn fused(op: CmpOp) -> (Op, Option<Op>, bool) {
    match op {
        CmpOp::Lt => (Op::JumpUnlessLess, Some(Op::JumpUnlessLessImm), false),
        CmpOp::LtE => (Op::JumpUnlessLessEqual, Some(Op::JumpUnlessLessEqualImm), false),
        CmpOp::Gt => (Op::JumpUnlessGreater, Some(Op::JumpUnlessGreaterImm), false),
        CmpOp::GtE => (Op::JumpUnlessGreaterEqual, Some(Op::JumpUnlessGreaterEqualImm), false),
        CmpOp::Eq => (Op::JumpUnlessEqual, Some(Op::JumpUnlessEqualImm), false),
        CmpOp::NotEq => (Op::JumpUnlessNotEqual, Some(Op::JumpUnlessNotEqualImm), false),
        CmpOp::Is => (Op::JumpUnlessIs, None, false),
        CmpOp::IsNot => (Op::JumpUnlessIs, None, true),
        CmpOp::In => (Op::JumpUnlessContains, None, false),
        CmpOp::NotIn => (Op::JumpUnlessContains, None, true),
    }
}

impl<'a> Unit<'a> {
    /// Jumps when the test is false; else falls through.
    pub(super) fn jump_if_false(&mut self, test: &'a Expr, label: Label) -> Outcome<()> {
        self.condition(test, label, When::False)
    }

    /// Jumps when the test is true; else falls through.
    pub(super) fn jump_if_true(&mut self, test: &'a Expr, label: Label) -> Outcome<()> {
        self.condition(test, label, When::True)
    }

    fn condition(&mut self, test: &'a Expr, label: Label, when: When) -> Outcome<()> {
        let mark = self.top;
        if let Some(constant) = constants::fold(test) {
            if constants::truth(&constant) == (when == When::True) {
                self.at(test);
                self.jump_to(label);
            }
            return Ok(());
        }
        match test {
            Expr::UnaryOp(node) if node.op == UnaryOp::Not => {
                return self.condition(&node.operand, label, when.inverse());
            }
            Expr::BoolOp(node) => {
                let short = if node.op == BoolOp::And { When::False } else { When::True };
                let Some((last, others)) = node.values.split_last() else { return Ok(()) };
                if short == when {
                    for value in others {
                        self.condition(value, label, when)?;
                    }
                    return self.condition(last, label, when);
                }
                let skip = self.label();
                for value in others {
                    self.condition(value, skip, short)?;
                }
                self.condition(last, label, when)?;
                self.bind(skip);
                return Ok(());
            }
            Expr::Compare(node) => {
                self.compared(node, label, when)?;
                self.top = mark;
                return Ok(());
            }
            Expr::If(node) => {
                let otherwise = self.label();
                let end = self.label();
                self.condition(&node.test, otherwise, When::False)?;
                self.condition(&node.body, label, when)?;
                self.jump_to(end);
                self.bind(otherwise);
                self.condition(&node.orelse, label, when)?;
                self.bind(end);
                return Ok(());
            }
            _ => {}
        }
        let value = self.operand(test)?;
        self.at(test);
        self.jump(Draft::new(Op::JumpIfFalse, value, 0, 0).mode(when == When::True), label);
        self.top = mark;
        Ok(())
    }

    fn compared(&mut self, node: &'a ExprCompare, label: Label, when: When) -> Outcome<()> {
        if let ([op], [right]) = (&*node.ops, &*node.comparators) {
            let left = self.operand_before(&node.left, &[right])?;
            return self.fused_jump(node, *op, left, right, label, when);
        }
        let mark = self.top;
        // Each comparison but the last jumps to where its middle operand is released.
        let later: Vec<&Expr> = node.comparators.iter().collect();
        let mut left = self.operand_before(&node.left, &later)?;
        let last = node.ops.len() - 1;
        let end = self.label();
        let failed = if when == When::False { label } else { end };
        let mut releases = Vec::new();
        for (index, (op, right)) in node.ops.iter().zip(&node.comparators).enumerate() {
            if index == last {
                self.fused_jump(node, *op, left, right, label, when)?;
                break;
            }
            let middle = self.operand_before(right, &later[index + 1..])?;
            if self.is_temporary(middle) {
                let read = self.copied(middle)?;
                let fail = self.label();
                self.fused_registers(node, *op, left, read, fail, When::False);
                releases.push((fail, middle));
                self.top = middle + 1;
            } else {
                self.fused_registers(node, *op, left, middle, failed, When::False);
            }
            left = middle;
            if self.is_temporary(middle) && node.ops.len() > LONG_CHAIN && middle > mark {
                left = mark;
                self.emit(Op::Move, left, middle, 0);
                self.top = left + 1;
            }
        }
        if !releases.is_empty() {
            self.jump_to(end);
            for (fail, middle) in releases {
                self.bind(fail);
                self.emit(Op::Release, middle, 0, 0);
                self.jump_to(failed);
            }
        }
        self.bind(end);
        Ok(())
    }

    fn fused_jump(
        &mut self,
        node: &'a ExprCompare,
        op: CmpOp,
        left: u16,
        right: &'a Expr,
        label: Label,
        when: When,
    ) -> Outcome<()> {
        let (_, immediate, negated) = fused(op);
        if matches!(op, CmpOp::Is | CmpOp::IsNot) && matches!(right, Expr::NoneLiteral(_)) {
            // JumpIfNone jumps when it is None; its second form when it is not.
            let jumps_on_none = (when == When::True) != negated;
            self.at(node);
            self.jump(Draft::new(Op::JumpIfNone, left, 0, 0).mode(!jumps_on_none), label);
            return Ok(());
        }
        if let (Some(immediate), Some(value)) = (immediate, constants::small_integer(right)) {
            self.at(node);
            let draft = Draft::new(immediate, left, value as u16, 0).mode(when == When::True);
            self.jump(draft, label);
            return Ok(());
        }
        let right = self.comparator(op, right)?;
        self.fused_registers(node, op, left, right, label, when);
        Ok(())
    }

    fn fused_registers(
        &mut self,
        node: &'a ExprCompare,
        op: CmpOp,
        left: u16,
        right: u16,
        label: Label,
        when: When,
    ) {
        let (operation, _, negated) = fused(op);
        self.at(node);
        let mode = (when == When::True) != negated;
        self.jump(Draft::new(operation, left, right, 0).mode(mode), label);
    }
}

/// Which outcome of a test jumps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum When {
    True,
    False,
}

impl When {
    fn inverse(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
        }
    }
}
