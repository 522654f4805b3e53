//! `with`: the exit method waits in a temporary while the body runs.
//!
//! ```text
//! WithEnter w ; store r[w+1] ; region { body } ; WithExit w
//! handler: PushHandled ; WithExitError ? swallowed : raised again
//! ```

use exuvia_bytecode::{Draft, Op};
use ruff_python_ast::{Stmt, StmtWith, WithItem};
use ruff_text_size::Ranged;

use super::Unit;
use super::flow::Block;
use crate::error::{Outcome, Problem};

impl<'a> Unit<'a> {
    pub(super) fn with_statement(&mut self, node: &'a StmtWith) -> Outcome<()> {
        if node.is_async {
            return Err(Problem::at(node, "'async with' outside async function"));
        }
        self.with_items(&node.items, &node.body)
    }

    fn with_items(&mut self, items: &'a [WithItem], body: &'a [Stmt]) -> Outcome<()> {
        let Some((item, others)) = items.split_first() else { return self.body(body) };
        let mark = self.top;
        let end = self.label();
        let manager = self.operand(&item.context_expr)?;
        self.top = mark;
        let exit = self.reserve(2)?;
        let entered = exit + 1;
        self.at(&item.context_expr);
        self.emit(Op::WithEnter, exit, manager, 0);
        let protection = self.protect_without(entered + 1, &[entered]);
        let region = protection.region;
        let position = item.context_expr.range();
        self.blocks.push(Block::With { region, exit, position });
        match item.optional_vars.as_deref() {
            Some(target) => self.store(target, entered)?,
            None => self.emit(Op::Release, entered, 0, 0),
        }
        self.top = exit + 1;
        self.with_items(others, body)?;
        self.blocks.pop();
        self.asm.suspend_region(region);
        if self.asm.is_reachable() {
            self.begin(position);
            self.emit(Op::WithExit, 0, exit, 0);
            self.jump_to(end);
        }
        self.at(&item.context_expr);
        if self.handle(protection) {
            self.with_handler(exit, entered + 1, end)?;
        }
        self.top = mark;
        self.bind(end);
        Ok(())
    }

    /// The body raised: the exit method decides.
    fn with_handler(&mut self, exit: u16, exception: u16, end: exuvia_bytecode::Label) -> Outcome<()> {
        self.top = exception + 1;
        let saved = self.reserve(1)?;
        self.emit(Op::PushHandled, exception, saved, 0);
        let inner = self.protect(self.top);
        let answer = self.reserve(1)?;
        self.emit(Op::WithExitError, answer, exit, exception);
        self.asm.suspend_region(inner.region);
        let swallowed = self.label();
        self.jump(Draft::new(Op::JumpIfFalse, answer, 0, 0).mode(true), swallowed);
        self.emit(Op::PopHandled, saved, 0, 0);
        self.emit(Op::Release, exit, 0, 0);
        self.emit(Op::Reraise, exception, 0, 0);
        self.bind(swallowed);
        self.emit(Op::PopHandled, saved, 0, 0);
        self.emit(Op::Release, exception, 0, 0);
        self.emit(Op::Release, exit, 0, 0);
        self.jump_to(end);
        if self.handle(inner) {
            self.emit(Op::PopHandled, saved, 0, 0);
            self.emit(Op::Release, exception, 0, 0);
            self.emit(Op::Release, exit, 0, 0);
            self.emit(Op::Reraise, answer, 0, 0);
        }
        Ok(())
    }
}
