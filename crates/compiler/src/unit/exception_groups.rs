//! `except*`: each clause takes its part of the group; what is left, and what handlers raised, goes on.
//!
//! ```text
//! rest = group ; for each clause: SplitGroup rest ─► part, rest ; body(part) ; raised ones into a list ; MergeGroup
//! ```

use exuvia_bytecode::{Draft, Label, Op};
use ruff_python_ast::{ExceptHandler, ExceptHandlerExceptHandler, StmtTry};
use ruff_text_size::Ranged;

use super::Unit;
use super::flow::Block;
use crate::error::Outcome;

/// Temporaries of the whole statement, in this order.
#[derive(Clone, Copy)]
struct Group {
    original: u16,
    saved: u16,
    raised: u16,
    rest: u16,
}

impl<'a> Unit<'a> {
    pub(super) fn star_handlers(&mut self, node: &'a StmtTry, original: u16, end: Label) -> Outcome<()> {
        let saved = self.reserve(1)?;
        self.emit(Op::PushHandled, original, saved, 0);
        let raised = self.reserve(1)?;
        self.emit(Op::BuildList, raised, raised, 0);
        let rest = self.reserve(1)?;
        self.emit(Op::Copy, rest, original, 0);
        let group = Group { original, saved, raised, rest };
        let matching = self.protect(self.top);
        self.asm.suspend_region(matching.region);
        for handler in &node.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let mark = self.top;
            self.begin(handler.type_.as_deref().map_or(handler.range, |kind| kind.range()));
            if let Some(kind) = handler.type_.as_deref() {
                self.asm.resume_region(matching.region);
                let kind_register = self.operand(kind)?;
                self.top = mark;
                let part = self.reserve(2)?;
                self.at(kind);
                self.emit(Op::SplitGroup, part, rest, kind_register);
                self.asm.suspend_region(matching.region);
                self.star_clause(handler, group, part)?;
            }
            self.top = mark;
        }
        self.merge(group, end)?;
        self.top = rest + 1;
        let error = self.top;
        if self.handle(matching) {
            self.emit(Op::PopHandled, saved, 0, 0);
            self.emit(Op::Release, rest, 0, 0);
            self.emit(Op::Release, raised, 0, 0);
            self.emit(Op::Release, original, 0, 0);
            self.emit(Op::Reraise, error, 0, 0);
        }
        Ok(())
    }

    /// One clause: `part` holds what matches or None, the register behind it what does not.
    fn star_clause(
        &mut self,
        handler: &'a ExceptHandlerExceptHandler,
        group: Group,
        part: u16,
    ) -> Outcome<()> {
        let next = self.label();
        let no_part = self.label();
        self.emit(Op::Release, group.rest, 0, 0);
        self.emit(Op::Move, group.rest, part + 1, 0);
        self.top = part + 1;
        let tested = self.copied(part)?;
        self.jump(Draft::new(Op::JumpIfNone, tested, 0, 0), no_part);
        self.top = part + 1;
        let before = self.reserve(1)?;
        self.emit(Op::PushHandled, part, before, 0);
        let name = handler.name.as_ref().map(|name| name.as_str());
        match name {
            Some(name) => {
                let mangled = self.mangled(name);
                self.store_name(&mangled, part);
            }
            None => self.emit(Op::Release, part, 0, 0),
        }
        let protection = self.protect(part);
        let region = protection.region;
        self.blocks.push(Block::StarHandling);
        self.body(&handler.body)?;
        self.blocks.pop();
        self.asm.suspend_region(region);
        if self.asm.is_reachable() {
            if let Some(name) = name {
                self.unbind_handler_name(name)?;
            }
            self.emit(Op::PopHandled, before, 0, 0);
            self.jump_to(next);
        }
        if self.handle(protection) {
            if let Some(name) = name {
                self.unbind_handler_name(name)?;
            }
            self.emit(Op::ListAppend, group.raised, part, 0);
            self.emit(Op::PopHandled, before, 0, 0);
            self.jump_to(next);
        }
        self.bind(no_part);
        self.emit(Op::Release, part, 0, 0);
        self.bind(next);
        Ok(())
    }

    /// Raises what remains, or ends the statement.
    fn merge(&mut self, group: Group, end: Label) -> Outcome<()> {
        let Group { original, saved, raised, rest } = group;
        let nothing = self.label();
        self.emit(Op::ListAppend, raised, rest, 0);
        let merged = rest;
        self.emit(Op::MergeGroup, merged, original, raised);
        self.emit(Op::Release, raised, 0, 0);
        self.emit(Op::Release, original, 0, 0);
        self.top = rest + 1;
        let tested = self.copied(merged)?;
        self.jump(Draft::new(Op::JumpIfNone, tested, 0, 0), nothing);
        self.emit(Op::PopHandled, saved, 0, 0);
        self.emit(Op::Reraise, merged, 0, 0);
        self.bind(nothing);
        self.emit(Op::Release, merged, 0, 0);
        self.emit(Op::PopHandled, saved, 0, 0);
        self.jump_to(end);
        Ok(())
    }
}
