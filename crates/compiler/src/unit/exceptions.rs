//! `try`, `except`, `else`, `finally`.
//!
//! ```text
//! region { body } else ; end          handler: e ; PushHandled e → s ; match ; body ; PopHandled s ; end
//! ```
//!
//! A `finally` body is written once for every way out. While a handler runs, what was handled before waits in a temporary,
//! and a region of its own puts it back when the handler raises.

use exuvia_bytecode::{Draft, Op};
use ruff_python_ast::{ExceptHandler, ExceptHandlerExceptHandler, StmtTry};
use ruff_text_size::Ranged;

use super::Unit;
use super::flow::{Block, Protection};
use crate::error::{Outcome, Problem};

/// Temporaries of a handler: the exception, and what was handled before.
#[derive(Clone, Copy)]
struct Handled {
    exception: u16,
    saved: u16,
}

impl<'a> Unit<'a> {
    pub(super) fn try_statement(&mut self, node: &'a StmtTry) -> Outcome<()> {
        self.begin(ruff_text_size::TextRange::at(node.range.start(), 3.into()));
        check_default_last(node)?;
        if node.finalbody.is_empty() { self.try_except(node) } else { self.try_finally(node) }
    }

    fn try_except(&mut self, node: &'a StmtTry) -> Outcome<()> {
        if node.handlers.is_empty() {
            self.body(&node.body)?;
            return self.body(&node.orelse);
        }
        let mark = self.top;
        let end = self.label();
        let protection = self.protect(mark);
        self.blocks.push(Block::Protected { region: protection.region });
        self.body(&node.body)?;
        self.blocks.pop();
        self.asm.suspend_region(protection.region);
        self.body(&node.orelse)?;
        self.jump_to(end);
        if self.handle(protection) {
            self.reserve(1)?;
            if node.is_star {
                self.star_handlers(node, mark, end)?;
            } else {
                self.handlers(node, mark, end)?;
            }
        }
        self.top = mark;
        self.bind(end);
        Ok(())
    }

    fn handlers(&mut self, node: &'a StmtTry, exception: u16, end: exuvia_bytecode::Label) -> Outcome<()> {
        let saved = self.reserve(1)?;
        let handled = Handled { exception, saved };
        self.emit(Op::PushHandled, exception, saved, 0);
        let matching = self.protect(self.top);
        self.asm.suspend_region(matching.region);
        let mut plain: Option<Protection> = None;
        for handler in &node.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let next = self.label();
            self.begin(handler.type_.as_deref().map_or(handler.range, |kind| kind.range()));
            if let Some(kind) = handler.type_.as_deref() {
                self.asm.resume_region(matching.region);
                let matched = self.matched(handled, kind)?;
                self.asm.suspend_region(matching.region);
                self.jump(Draft::new(Op::JumpIfFalse, matched, 0, 0), next);
            }
            self.handler_body(handler, handled, &mut plain, end)?;
            self.bind(next);
        }
        self.emit(Op::PopHandled, saved, 0, 0);
        self.emit(Op::Reraise, exception, 0, 0);
        if let Some(plain) = plain
            && self.handle(plain)
        {
            self.emit(Op::PopHandled, saved, 0, 0);
            self.emit(Op::Reraise, exception, 0, 0);
        }
        let raised = self.top;
        if self.handle(matching) {
            self.emit(Op::PopHandled, saved, 0, 0);
            self.emit(Op::Release, exception, 0, 0);
            self.emit(Op::Reraise, raised, 0, 0);
        }
        Ok(())
    }

    fn matched(&mut self, handled: Handled, kind: &'a ruff_python_ast::Expr) -> Outcome<u16> {
        let mark = self.top;
        let kind_register = self.operand(kind)?;
        let matched = self.result(mark, None)?;
        self.at(kind);
        self.emit(Op::MatchException, matched, handled.exception, kind_register);
        self.top = mark;
        Ok(matched)
    }

    /// The body of one `except`; the exception moves into its name, or is released.
    fn handler_body(
        &mut self,
        handler: &'a ExceptHandlerExceptHandler,
        handled: Handled,
        plain: &mut Option<Protection>,
        end: exuvia_bytecode::Label,
    ) -> Outcome<()> {
        let Handled { exception, saved } = handled;
        let name = handler.name.as_ref().map(|name| name.as_str());
        match name {
            Some(name) => {
                let mangled = self.mangled(name);
                self.store_name(&mangled, exception);
            }
            None => self.emit(Op::Release, exception, 0, 0),
        }
        let protection = match plain.take().filter(|_| name.is_none()) {
            Some(shared) => {
                self.asm.resume_region(shared.region);
                shared
            }
            None => self.protect(exception),
        };
        self.blocks.push(Block::Handling { region: protection.region, saved, name });
        self.body(&handler.body)?;
        self.blocks.pop();
        self.asm.suspend_region(protection.region);
        if self.asm.is_reachable() {
            if let Some(name) = name {
                self.unbind_handler_name(name)?;
            }
            self.emit(Op::PopHandled, saved, 0, 0);
            self.jump_to(end);
        }
        let Some(name) = name else {
            *plain = Some(protection);
            return Ok(());
        };
        if self.handle(protection) {
            self.unbind_handler_name(name)?;
            self.emit(Op::PopHandled, saved, 0, 0);
            self.emit(Op::Reraise, exception, 0, 0);
        }
        Ok(())
    }

    fn try_finally(&mut self, node: &'a StmtTry) -> Outcome<()> {
        let mark = self.top;
        let end = self.label();
        let protection = self.protect(mark);
        let region = protection.region;
        self.blocks.push(Block::Finally { region, body: &node.finalbody });
        self.try_except(node)?;
        self.blocks.pop();
        self.asm.suspend_region(region);
        if self.asm.is_reachable() {
            self.body(&node.finalbody)?;
            self.jump_to(end);
        }
        if self.handle(protection) {
            let exception = self.reserve(1)?;
            let saved = self.reserve(1)?;
            self.emit(Op::PushHandled, exception, saved, 0);
            let inner = self.protect(self.top);
            self.blocks.push(Block::FinallyHandling { region: inner.region, saved, exception });
            self.body(&node.finalbody)?;
            self.blocks.pop();
            self.asm.suspend_region(inner.region);
            self.emit(Op::PopHandled, saved, 0, 0);
            self.emit(Op::Reraise, exception, 0, 0);
            let raised = self.top;
            if self.handle(inner) {
                self.emit(Op::PopHandled, saved, 0, 0);
                self.emit(Op::Release, exception, 0, 0);
                self.emit(Op::Reraise, raised, 0, 0);
            }
        }
        self.top = mark;
        self.bind(end);
        Ok(())
    }
}

/// A bare `except:` can only be the last.
fn check_default_last(node: &StmtTry) -> Outcome<()> {
    let Some((_, others)) = node.handlers.split_last() else { return Ok(()) };
    for handler in others {
        let ExceptHandler::ExceptHandler(handler) = handler;
        if handler.type_.is_none() {
            return Err(Problem::at(handler, "default 'except:' must be last"));
        }
    }
    Ok(())
}
