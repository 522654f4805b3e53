//! Expressions: what each kind leaves, and where.
//!
//! ```text
//! operand(e)   a local in place, or the temporary at `top`      push(e)   always the temporary at `top`
//! value(e, Some(local))   the last instruction writes the local
//! ```
//!
//! It knows the order of evaluation; operators, calls and displays have files of their own.

use exuvia_bytecode::{Const, Draft, Op};
use ruff_python_ast::{BoolOp, Expr, ExprBoolOp, ExprIf, ExprNamed, ExprYield, ExprYieldFrom, UnaryOp};

use super::Unit;
use super::names::Binding;
use crate::constants;
use crate::error::{Outcome, Problem};

impl<'a> Unit<'a> {
    /// An operand: a local that is read in place, or else a temporary.
    pub(super) fn operand(&mut self, expression: &'a Expr) -> Outcome<u16> {
        self.operand_before(expression, &[])
    }

    /// An operand that stays unread while `later` are evaluated.
    pub(super) fn operand_before(&mut self, expression: &'a Expr, later: &[&Expr]) -> Outcome<u16> {
        if let Some(register) = self.local_register(expression)
            && !self.is_assigned_in(expression, later)
        {
            self.at(expression);
            self.check_local(register);
            return Ok(register);
        }
        if let Expr::Named(named) = expression
            && let Some(register) = self.local_register(&named.target)
            && !self.is_assigned_in(&named.target, later)
        {
            self.value(&named.value, Some(register))?;
            self.assigned.insert(register);
            return Ok(register);
        }
        self.push(expression)
    }

    /// A value in the temporary at `top`.
    pub(super) fn push(&mut self, expression: &'a Expr) -> Outcome<u16> {
        self.value(expression, None)
    }

    /// A value in `target`, or in the temporary at `top`.
    pub(super) fn value(&mut self, expression: &'a Expr, target: Option<u16>) -> Outcome<u16> {
        if let Some(constant) = constants::fold(expression) {
            let mark = self.top;
            let result = self.result(mark, target)?;
            self.at(expression);
            self.load_constant(constant, result);
            return Ok(result);
        }
        match expression {
            Expr::Name(node) => self.load_name(node, target),
            Expr::BoolOp(node) => self.bool_op(node, target),
            Expr::Named(node) => self.named(node, target),
            Expr::BinOp(node) => self.binary(node, target),
            Expr::UnaryOp(node) => self.unary(node, target),
            Expr::Lambda(node) => self.lambda(node, target),
            Expr::If(node) => self.conditional(node, target),
            Expr::Dict(node) => self.dict(node, target),
            Expr::Set(node) => self.set(node, target),
            Expr::List(node) => self.list(node, &node.elts, target),
            Expr::Tuple(node) => self.tuple(node, &node.elts, target),
            Expr::ListComp(node) => self.list_comprehension(node, target),
            Expr::SetComp(node) => self.set_comprehension(node, target),
            Expr::DictComp(node) => self.dict_comprehension(node, target),
            Expr::Generator(node) => self.generator_expression(node, target),
            Expr::Yield(node) => self.yield_value(node, target),
            Expr::YieldFrom(node) => self.yield_from(node, target),
            Expr::Compare(node) => self.compare(node, target),
            Expr::Call(node) => self.call(node, target),
            Expr::FString(node) => self.f_string(node, target),
            Expr::Attribute(node) => {
                let mark = self.top;
                let object = self.operand(&node.value)?;
                let result = self.result(mark, target)?;
                self.at(node);
                let name = self.mangled(&node.attr);
                self.emit_name(Op::LoadAttr, result, object, 0, &name);
                Ok(result)
            }
            Expr::Subscript(node) => self.subscript(node, target),
            Expr::Slice(node) => self.slice(node, target),
            Expr::Starred(node) => Err(Problem::at(node, "can't use starred expression here")),
            Expr::Await(node) => Err(Problem::at(node, "'await' outside async function")),
            Expr::TString(node) => Err(Problem::at(node, "t-strings are not supported yet")),
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => Err(Problem::at(expression, "invalid syntax")),
        }
    }

    /// A constant into a register.
    pub(super) fn load_constant(&mut self, constant: Const, result: u16) {
        match constant {
            Const::None => self.emit(Op::LoadSpecial, result, 0, 0),
            Const::Bool(false) => self.emit(Op::LoadSpecial, result, 1, 0),
            Const::Bool(true) => self.emit(Op::LoadSpecial, result, 2, 0),
            Const::Ellipsis => self.emit(Op::LoadSpecial, result, 3, 0),
            Const::Int(value) if i32::try_from(value).is_ok() => {
                self.asm.emit(Draft::new(Op::LoadInt, result, 0, 0).wide(value as i32));
            }
            constant => self.emit_constant(Op::LoadConst, result, 0, 0, constant),
        }
    }

    /// A constant in the temporary at `top`.
    pub(super) fn push_constant(&mut self, constant: Const) -> Outcome<u16> {
        let register = self.reserve(1)?;
        self.load_constant(constant, register);
        Ok(register)
    }

    /// Evaluates for the effects alone.
    pub(super) fn discard(&mut self, expression: &'a Expr) -> Outcome<()> {
        if constants::fold(expression).is_some() {
            return Ok(());
        }
        let mark = self.top;
        let locals = self.asm.head().locals.len();
        let value = self.operand(expression)?;
        if usize::from(value) >= locals {
            self.emit(Op::Release, value, 0, 0);
        }
        self.top = mark;
        Ok(())
    }

    /// `a and b`, `a or b` as values.
    fn bool_op(&mut self, node: &'a ExprBoolOp, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let end = self.label();
        let Some((last, others)) = node.values.split_last() else {
            return Err(Problem::at(node, "invalid syntax"));
        };
        for value in others {
            let register = self.push(value)?;
            self.at(value);
            let draft = Draft::new(Op::JumpIfFalseOrPop, register, 0, 0).mode(node.op == BoolOp::Or);
            self.jump(draft, end);
            self.top = mark;
        }
        self.push(last)?;
        self.bind(end);
        self.moved(mark, target)
    }

    /// The value in the temporary at `mark`, moved to the target where there is one.
    pub(super) fn moved(&mut self, mark: u16, target: Option<u16>) -> Outcome<u16> {
        let result = self.result(mark, target)?;
        if result != mark {
            self.emit(Op::Move, result, mark, 0);
        }
        Ok(result)
    }

    /// `a if test else b`.
    fn conditional(&mut self, node: &'a ExprIf, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let otherwise = self.label();
        let end = self.label();
        self.jump_if_false(&node.test, otherwise)?;
        self.top = mark;
        self.value(&node.body, target)?;
        self.jump_to(end);
        self.bind(otherwise);
        self.top = mark;
        self.value(&node.orelse, target)?;
        self.bind(end);
        self.result(mark, target)
    }

    /// `name := value`.
    fn named(&mut self, node: &'a ExprNamed, target: Option<u16>) -> Outcome<u16> {
        let Expr::Name(name) = &*node.target else {
            return Err(Problem::at(node, "invalid syntax"));
        };
        let mark = self.top;
        let mangled = self.mangled(&name.id);
        if let Binding::Local(register) = self.binding(&mangled) {
            self.value(&node.value, Some(register))?;
            self.assigned.insert(register);
            let result = self.result(mark, target)?;
            self.at(node);
            if result != register {
                self.emit(Op::Move, result, register, 0);
            }
            return Ok(result);
        }
        let value = self.push(&node.value)?;
        let copy = self.reserve(1)?;
        self.at(node);
        self.emit(Op::Copy, copy, value, 0);
        self.store_name(&mangled, copy);
        self.moved(mark, target)
    }

    fn unary(&mut self, node: &'a ruff_python_ast::ExprUnaryOp, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let operand = self.operand(&node.operand)?;
        let result = self.result(mark, target)?;
        self.at(node);
        let op = match node.op {
            UnaryOp::Invert => Op::Invert,
            UnaryOp::Not => Op::Not,
            UnaryOp::UAdd => Op::Positive,
            UnaryOp::USub => Op::Negate,
        };
        self.emit(op, result, operand, 0);
        Ok(result)
    }

    fn yield_value(&mut self, node: &'a ExprYield, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let value = match node.value.as_deref() {
            Some(value) => self.operand(value)?,
            None => {
                self.at(node);
                self.push_constant(Const::None)?
            }
        };
        let result = self.result(mark, target)?;
        self.at(node);
        self.emit(Op::Yield, result, value, 0);
        Ok(result)
    }

    /// Delegates: every turn sends what was received to the iterator and yields what it answers.
    fn yield_from(&mut self, node: &'a ExprYieldFrom, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let source = self.operand(&node.value)?;
        let iterator = self.result(mark, None)?;
        self.at(node);
        self.emit(Op::GetYieldFromIter, iterator, source, 0);
        let sent = self.push_constant(Const::None)?;
        let again = self.label();
        let end = self.label();
        self.bind_loop(again);
        self.jump(Draft::new(Op::Send, sent, iterator, 0), end);
        let draft = Draft::new(Op::Yield, sent, sent, 0).mode(true).word(u32::from(iterator));
        self.asm.emit(draft);
        self.jump_back(again);
        self.bind(end);
        let result = self.result(mark, target)?;
        self.emit(Op::Move, result, sent, 0);
        Ok(result)
    }
}
