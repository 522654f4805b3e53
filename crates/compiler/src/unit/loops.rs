//! Loops.
//!
//! ```text
//! for    GetIter it ; L: ForIter x, it → done ; body ; JumpBack L ; done: else ; exit:
//! while  L: test → done ; body ; JumpBack L ; done: else ; exit:
//! ```
//!
//! A `for` loop's line event is on the jump back, a `while` loop's on its test, so each turn has one.

use ruff_python_ast::{StmtBreak, StmtContinue, StmtFor, StmtWhile};
use ruff_text_size::Ranged;

use super::Unit;
use super::flow::Block;
use crate::constants;
use crate::error::{Outcome, Problem};

impl<'a> Unit<'a> {
    pub(super) fn for_statement(&mut self, node: &'a StmtFor) -> Outcome<()> {
        if node.is_async {
            return Err(Problem::at(node, "'async for' outside async function"));
        }
        let mark = self.top;
        let iterator = self.iterator(&node.iter)?;
        let (head, again, done, exit) = (self.label(), self.label(), self.label(), self.label());
        self.bind_loop(head);
        self.next_item(iterator, &node.target, done)?;
        self.blocks.push(Block::Loop { exit, again, iterator: Some(iterator) });
        self.body(&node.body)?;
        self.blocks.pop();
        self.bind(again);
        self.begin(node.iter.range());
        self.jump_back(head);
        self.bind(done);
        self.top = mark;
        self.body(&node.orelse)?;
        self.bind(exit);
        Ok(())
    }

    pub(super) fn while_statement(&mut self, node: &'a StmtWhile) -> Outcome<()> {
        let (head, done, exit) = (self.label(), self.label(), self.label());
        let always = constants::fold(&node.test).is_some_and(|constant| constants::truth(&constant));
        if always {
            self.begin(node.test.range());
            self.bind_loop(head);
        } else {
            self.bind_loop(head);
            self.begin(node.test.range());
            self.jump_if_false(&node.test, done)?;
        }
        self.blocks.push(Block::Loop { exit, again: head, iterator: None });
        self.body(&node.body)?;
        self.blocks.pop();
        if self.asm.is_reachable() {
            if !self.asm.statement_pending() {
                self.at(&*node.test);
            }
            self.jump_back(head);
        }
        self.bind(done);
        self.body(&node.orelse)?;
        self.bind(exit);
        Ok(())
    }

    pub(super) fn break_statement(&mut self, node: &'a StmtBreak) -> Outcome<()> {
        self.check_star_handler(node)?;
        let Some(place) = self.innermost_loop() else {
            return Err(Problem::at(node, "'break' outside loop"));
        };
        let Block::Loop { exit, .. } = self.blocks[place] else { return Ok(()) };
        let left = self.leave(place)?;
        self.at(node);
        self.jump_to(exit);
        self.reenter(left);
        Ok(())
    }

    pub(super) fn continue_statement(&mut self, node: &'a StmtContinue) -> Outcome<()> {
        self.check_star_handler(node)?;
        let Some(place) = self.innermost_loop() else {
            return Err(Problem::at(node, "'continue' not properly in loop"));
        };
        let Block::Loop { again, iterator, .. } = self.blocks[place] else { return Ok(()) };
        let left = self.leave(place + 1)?;
        self.at(node);
        if iterator.is_some() {
            self.jump_to(again);
        } else {
            self.jump_back(again);
        }
        self.reenter(left);
        Ok(())
    }

    /// `break`, `continue` and `return` may not leave an `except*` body.
    pub(super) fn check_star_handler(&self, node: &impl Ranged) -> Outcome<()> {
        let star = self.blocks.iter().rposition(|block| matches!(block, Block::StarHandling));
        let inner_loop = self.innermost_loop();
        let is_return = self.context.source.slice(node.range()).starts_with("return");
        match star {
            Some(star) if is_return || inner_loop.is_none_or(|inner| inner < star) => {
                Err(Problem::at(node, "'break', 'continue' and 'return' cannot appear in an except* block"))
            }
            _ => Ok(()),
        }
    }
}
