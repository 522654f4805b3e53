//! Statements: one after another, each with its line event.
//!
//! ```text
//! begin(range) ─► first instruction is marked as the statement's      a statement without instructions gets a Nop
//! ```
//!
//! Loops, exceptions, targets, functions and classes have files of their own.

use exuvia_bytecode::{Const, Draft, Op};
use ruff_python_ast::{Expr, Stmt, StmtAssert, StmtDelete, StmtIf, StmtRaise, StmtReturn};
use ruff_text_size::Ranged;

use super::Unit;
use super::functions::docstring;
use crate::constants;
use crate::error::{Outcome, Problem};

impl<'a> Unit<'a> {
    /// A module's statements, its documentation string first.
    pub(super) fn module_body(&mut self, body: &'a [Stmt]) -> Outcome<()> {
        if !self.is_single()
            && let Some(doc) = docstring(body)
        {
            if let Some(first) = body.first() {
                self.begin(first.range());
            }
            let mark = self.top;
            let register = self.push_constant(Const::Str(doc))?;
            self.store_name("__doc__", register);
            self.top = mark;
        }
        self.check_futures(body)?;
        self.body(body)
    }

    pub(super) fn body(&mut self, body: &'a [Stmt]) -> Outcome<()> {
        for (index, statement) in body.iter().enumerate() {
            let is_doc = index == 0 && self.is_documented() && is_docstring(statement, body);
            if !is_doc {
                self.statement(statement)?;
            }
        }
        Ok(())
    }

    /// Whether a string that begins the body is documentation, not a statement.
    fn is_documented(&self) -> bool {
        self.blocks.is_empty() && self.asm.head().locals.len() == usize::from(self.top) && !self.is_single()
    }

    fn statement(&mut self, statement: &'a Stmt) -> Outcome<()> {
        let begins =
            !matches!(statement, Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::While(_) | Stmt::Try(_));
        if begins {
            self.begin(statement.range());
        }
        match statement {
            Stmt::FunctionDef(node) => self.function(node),
            Stmt::ClassDef(node) => self.class(node),
            Stmt::Return(node) => self.return_statement(node),
            Stmt::Delete(node) => self.delete_statement(node),
            Stmt::Assign(node) => self.assign(node),
            Stmt::AugAssign(node) => self.augmented_assign(node),
            Stmt::AnnAssign(node) => self.annotated_assign(node),
            Stmt::For(node) => self.for_statement(node),
            Stmt::While(node) => self.while_statement(node),
            Stmt::If(node) => self.if_statement(node),
            Stmt::With(node) => self.with_statement(node),
            Stmt::Raise(node) => self.raise(node),
            Stmt::Try(node) => self.try_statement(node),
            Stmt::Assert(node) => self.assert(node),
            Stmt::Import(node) => self.import(node),
            Stmt::ImportFrom(node) => self.import_from(node),
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => Ok(()),
            Stmt::Expr(node) => {
                if self.is_single() {
                    self.display(&node.value)
                } else {
                    self.discard(&node.value)
                }
            }
            Stmt::Break(node) => self.break_statement(node),
            Stmt::Continue(node) => self.continue_statement(node),
            Stmt::Match(node) => Err(Problem::at(node, "match statements are not supported yet")),
            Stmt::TypeAlias(node) => Err(Problem::at(node, "type statements are not supported yet")),
            Stmt::IpyEscapeCommand(node) => Err(Problem::at(node, "invalid syntax")),
        }
    }

    /// An interactive expression: its value goes to `sys.displayhook`.
    fn display(&mut self, value: &'a Expr) -> Outcome<()> {
        let mark = self.top;
        let from_list = self.push_constant(Const::None)?;
        self.top = mark;
        let window = self.reserve(exuvia_bytecode::FRAME_WORDS + 1)?;
        self.emit_name(Op::ImportName, window, from_list, 0, "sys");
        self.emit_name(Op::LoadMethod, window, window, 0, "displayhook");
        self.push(value)?;
        self.at(value);
        self.emit(Op::CallMethod, window, window, 1);
        self.emit(Op::Release, window, 0, 0);
        self.top = mark;
        Ok(())
    }

    fn if_statement(&mut self, node: &'a StmtIf) -> Outcome<()> {
        let end = self.label();
        let mut otherwise = self.label();
        self.jump_if_false(&node.test, otherwise)?;
        self.body(&node.body)?;
        for clause in &node.elif_else_clauses {
            self.jump_to(end);
            self.bind(otherwise);
            otherwise = self.label();
            if let Some(test) = &clause.test {
                self.begin(test.range());
                self.jump_if_false(test, otherwise)?;
            }
            self.body(&clause.body)?;
        }
        self.bind(otherwise);
        self.bind(end);
        Ok(())
    }

    fn return_statement(&mut self, node: &'a StmtReturn) -> Outcome<()> {
        if !self.scope().is_function_like() {
            return Err(Problem::at(node, "'return' outside function"));
        }
        self.check_star_handler(node)?;
        let mark = self.top;
        let waits = self.return_waits();
        let value = match node.value.as_deref() {
            Some(value) if waits => self.push(value)?,
            Some(value) => self.operand(value)?,
            None => self.push_constant(Const::None)?,
        };
        let left = self.leave_with(0, waits.then_some(value))?;
        self.at(node);
        self.emit(Op::Return, value, 0, 0);
        self.reenter(left);
        self.top = mark;
        Ok(())
    }

    fn delete_statement(&mut self, node: &'a StmtDelete) -> Outcome<()> {
        node.targets.iter().try_for_each(|target| self.delete(target))
    }

    fn raise(&mut self, node: &'a StmtRaise) -> Outcome<()> {
        let mark = self.top;
        let none = exuvia_bytecode::NO_REGISTER;
        let (exception, cause, count) = match (node.exc.as_deref(), node.cause.as_deref()) {
            (None, _) => (none, none, 0),
            (Some(exception), None) => (self.operand(exception)?, none, 1),
            (Some(exception), Some(cause)) => {
                let exception = self.operand_before(exception, &[cause])?;
                (exception, self.operand(cause)?, 2)
            }
        };
        self.at(node);
        self.emit(Op::Raise, exception, cause, count);
        self.top = mark;
        Ok(())
    }

    fn assert(&mut self, node: &'a StmtAssert) -> Outcome<()> {
        if self.context.options.optimize {
            return Ok(());
        }
        let mark = self.top;
        let holds = self.label();
        self.jump_if_true(&node.test, holds)?;
        let error = self.reserve(1)?;
        self.at(&*node.test);
        self.emit(Op::LoadAssertionError, error, 0, 0);
        if let Some(message) = node.msg.as_deref() {
            self.reserve(exuvia_bytecode::FRAME_WORDS - 1)?;
            self.push(message)?;
            self.at(&*node.test);
            self.emit(Op::Call, error, error, 1);
        }
        self.at(&*node.test);
        self.asm.emit(Draft::new(Op::Raise, error, exuvia_bytecode::NO_REGISTER, 1));
        self.bind(holds);
        self.top = mark;
        Ok(())
    }
}

fn is_docstring(statement: &Stmt, body: &[Stmt]) -> bool {
    matches!(statement, Stmt::Expr(node) if matches!(constants::fold(&node.value), Some(Const::Str(_))))
        && docstring(body).is_some()
}
