//! Operators: arithmetic, comparisons, subscripts, slices.
//!
//! ```text
//! x + 1 ─► AddImm     x * 2.5 ─► MultiplyConst     a < b < c ─► b is copied for the second comparison
//! ```
//!
//! It knows which operations take immediate operands; what they compute is the interpreter's.

use exuvia_bytecode::{Const, Draft, Op};
use ruff_python_ast::{CmpOp, Expr, ExprBinOp, ExprCompare, ExprSlice, ExprSubscript, Operator};
use ruff_text_size::Ranged;

use super::Unit;
use crate::constants;
use crate::error::Outcome;

/// Longer chains of comparisons use the same temporaries again and again, at the cost of a move each.
pub(super) const LONG_CHAIN: usize = 16;

/// The plain operation of an operator.
fn plain(op: Operator) -> Op {
    match op {
        Operator::Add => Op::Add,
        Operator::Sub => Op::Subtract,
        Operator::Mult => Op::Multiply,
        Operator::MatMult => Op::MatrixMultiply,
        Operator::Div => Op::TrueDivide,
        Operator::Mod => Op::Modulo,
        Operator::Pow => Op::Power,
        Operator::LShift => Op::ShiftLeft,
        Operator::RShift => Op::ShiftRight,
        Operator::BitOr => Op::BitOr,
        Operator::BitXor => Op::BitXor,
        Operator::BitAnd => Op::BitAnd,
        Operator::FloorDiv => Op::FloorDivide,
    }
}

/// The operation with a small integer on the right.
fn immediate(op: Operator) -> Option<Op> {
    Some(match op {
        Operator::Add => Op::AddImm,
        Operator::Sub => Op::SubtractImm,
        Operator::FloorDiv => Op::FloorDivideImm,
        Operator::Mod => Op::ModuloImm,
        Operator::LShift => Op::ShiftLeftImm,
        Operator::RShift => Op::ShiftRightImm,
        Operator::BitAnd => Op::BitAndImm,
        Operator::Pow => Op::PowerImm,
        _ => return None,
    })
}

/// The operation with a constant on the right.
fn with_constant(op: Operator) -> Option<Op> {
    Some(match op {
        Operator::Add => Op::AddConst,
        Operator::Sub => Op::SubtractConst,
        Operator::Mult => Op::MultiplyConst,
        Operator::Div => Op::TrueDivideConst,
        _ => return None,
    })
}

/// The operation of a comparison, and whether it is its second form.
fn comparison(op: CmpOp) -> (Op, bool) {
    match op {
        CmpOp::Eq => (Op::Equal, false),
        CmpOp::NotEq => (Op::NotEqual, false),
        CmpOp::Lt => (Op::Less, false),
        CmpOp::LtE => (Op::LessEqual, false),
        CmpOp::Gt => (Op::Greater, false),
        CmpOp::GtE => (Op::GreaterEqual, false),
        CmpOp::Is => (Op::Is, false),
        CmpOp::IsNot => (Op::Is, true),
        CmpOp::In => (Op::Contains, false),
        CmpOp::NotIn => (Op::Contains, true),
    }
}

impl<'a> Unit<'a> {
    pub(super) fn binary(&mut self, node: &'a ExprBinOp, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let left = self.operand_before(&node.left, &[&node.right])?;
        self.apply(node.op, left, &node.right, mark, target, Form::Plain(node))
    }

    /// `left op right` where `left` is in a register already; temporaries from `mark` on are given up.
    pub(super) fn apply(
        &mut self,
        op: Operator,
        left: u16,
        right: &'a Expr,
        mark: u16,
        target: Option<u16>,
        form: Form<'a>,
    ) -> Outcome<u16> {
        let in_place = matches!(form, Form::InPlace(_));
        let constant = constants::fold(right);
        if let (Some(immediate), Some(Const::Int(value))) = (immediate(op), &constant)
            && let Ok(value) = i16::try_from(*value)
        {
            let result = self.result(mark, target)?;
            self.at_form(form);
            self.emit_mode(immediate, in_place, result, left, value as u16);
            return Ok(result);
        }
        if let (Some(operation), Some(constant)) = (with_constant(op), constant) {
            let is_number = matches!(
                constant,
                Const::Int(_) | Const::BigInt(_) | Const::Float(_) | Const::Complex { .. }
            );
            if is_number || (op == Operator::Add && matches!(constant, Const::Str(_))) {
                let result = self.result(mark, target)?;
                self.at_form(form);
                let index = self.asm.constant(constant);
                self.asm.emit(Draft::new(operation, result, left, 0).mode(in_place).word(index));
                return Ok(result);
            }
        }
        let right = self.operand(right)?;
        let result = self.result(mark, target)?;
        self.at_form(form);
        self.emit_mode(plain(op), in_place, result, left, right);
        Ok(result)
    }

    fn at_form(&mut self, form: Form<'a>) {
        match form {
            Form::Plain(node) => self.at(node),
            Form::InPlace(node) => self.at(node),
        }
    }

    pub(super) fn compare(&mut self, node: &'a ExprCompare, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        if let ([op], [right]) = (&*node.ops, &*node.comparators) {
            let left = self.operand_before(&node.left, &[right])?;
            let right = self.comparator(*op, right)?;
            let result = self.result(mark, target)?;
            self.at(node);
            let (operation, mode) = comparison(*op);
            self.emit_mode(operation, mode, result, left, right);
            return Ok(result);
        }
        let result = self.reserve(1)?;
        let later: Vec<&Expr> = node.comparators.iter().collect();
        let mut left = self.operand_before(&node.left, &later)?;
        let end = self.label();
        let last = node.ops.len() - 1;
        let mut fails = Vec::new();
        for (index, (op, right)) in node.ops.iter().zip(&node.comparators).enumerate() {
            let (operation, mode) = comparison(*op);
            if index == last {
                let right = self.comparator(*op, right)?;
                self.at(node);
                self.emit_mode(operation, mode, result, left, right);
                break;
            }
            let middle = self.operand_before(right, &later[index + 1..])?;
            self.at(node);
            let is_temporary = self.is_temporary(middle);
            let read = if is_temporary { self.copied(middle)? } else { middle };
            self.emit_mode(operation, mode, result, left, read);
            let fail = self.label();
            self.jump(Draft::new(Op::JumpIfFalseOrPop, result, 0, 0), fail);
            fails.push((fail, is_temporary.then_some(middle)));
            left = middle;
            if is_temporary && node.ops.len() > LONG_CHAIN && middle > mark + 1 {
                left = mark + 1;
                self.emit(Op::Move, left, middle, 0);
                self.top = left + 1;
            }
        }
        self.jump_to(end);
        for (fail, middle) in fails {
            self.bind(fail);
            if let Some(middle) = middle {
                self.emit(Op::Release, middle, 0, 0);
            }
            self.jump_to(end);
        }
        self.bind(end);
        self.moved(mark, target)
    }

    /// The right operand of a comparison; containers of constants become constants for `in`.
    pub(super) fn comparator(&mut self, op: CmpOp, right: &'a Expr) -> Outcome<u16> {
        if matches!(op, CmpOp::In | CmpOp::NotIn)
            && let Some(constant) = constant_container(right)
        {
            self.at(right);
            return self.push_constant(constant);
        }
        self.operand(right)
    }

    pub(super) fn is_temporary(&self, register: u16) -> bool {
        usize::from(register) >= self.asm.head().locals.len()
    }

    /// One more reference to a temporary's value, in the temporary at `top`.
    pub(super) fn copied(&mut self, register: u16) -> Outcome<u16> {
        let copy = self.reserve(1)?;
        self.emit(Op::Copy, copy, register, 0);
        Ok(copy)
    }

    pub(super) fn subscript(&mut self, node: &'a ExprSubscript, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let container = self.operand_before(&node.value, &[&node.slice])?;
        if let Some(index) = constants::small_integer(&node.slice) {
            let result = self.result(mark, target)?;
            self.at(node);
            self.emit(Op::GetItemImm, result, container, index as u16);
            return Ok(result);
        }
        let index = self.operand(&node.slice)?;
        let result = self.result(mark, target)?;
        self.at(node);
        self.emit(Op::GetItem, result, container, index);
        Ok(result)
    }

    pub(super) fn slice(&mut self, node: &'a ExprSlice, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        for part in [&node.lower, &node.upper, &node.step] {
            match part.as_deref() {
                Some(part) => self.push(part)?,
                None => {
                    self.at(node);
                    self.push_constant(Const::None)?
                }
            };
        }
        let result = self.result(mark, target)?;
        self.at(node);
        self.emit(Op::BuildSlice, result, mark, 0);
        Ok(result)
    }
}

/// What an operation was written as, for its source range.
#[derive(Clone, Copy)]
pub(super) enum Form<'a> {
    Plain(&'a ExprBinOp),
    InPlace(&'a ruff_python_ast::StmtAugAssign),
}

/// A display of constants that is only looked into: `[1, 2]` as a tuple, `{1, 2}` as a frozen set.
pub(super) fn constant_container(expression: &Expr) -> Option<Const> {
    match expression {
        Expr::List(list) => constants::fold_all(&list.elts).map(Const::Tuple),
        Expr::Set(set) if !set.range().is_empty() => constants::fold_all(&set.elts).map(Const::FrozenSet),
        _ => None,
    }
}
