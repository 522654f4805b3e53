//! Jumps with what is certainly bound, and the blocks that an exit has to leave.
//!
//! ```text
//! bound at a label = ⋂ bound at each jump to it        bound in a handler = bound before the region − ever unbound
//! ```
//!
//! It knows blocks by what leaving them means, not the statements that made them.

use exuvia_bytecode::{Draft, Label, Op, Region};
use ruff_python_ast::Stmt;

use super::Unit;
use crate::bits::Bits;
use crate::error::Outcome;

/// Something that a `return`, `break` or `continue` has to undo on its way out.
#[derive(Clone)]
pub(super) enum Block<'a> {
    /// A loop; a `for` loop's iterator is held in a temporary.
    Loop { exit: Label, again: Label, iterator: Option<u16> },
    /// The body of a `try` with handlers.
    Protected { region: Region },
    /// The body of a `try` with a `finally`.
    Finally { region: Region, body: &'a [Stmt] },
    /// The body of an `except`: `saved` is what was handled before.
    Handling { region: Region, saved: u16, name: Option<&'a str> },
    /// A `finally` body that an exception runs.
    FinallyHandling { region: Region, saved: u16, exception: u16 },
    /// The body of a `with`: `exit` is the exit method.
    With { region: Region, exit: u16, position: ruff_text_size::TextRange },
    /// A `finally` body on the way of a `return`, whose value waits.
    Returning { value: u16 },
    /// The body of an `except*`, which no jump may leave.
    StarHandling,
}

/// A protected region and what was bound when it began.
pub(super) struct Protection {
    pub region: Region,
    assigned: Bits,
}

impl<'a> Unit<'a> {
    pub(super) fn label(&mut self) -> Label {
        self.asm.label()
    }

    /// Emits a jump.
    pub(super) fn jump(&mut self, draft: Draft, label: Label) {
        if self.asm.is_reachable() {
            match self.arrivals.get_mut(&label) {
                Some(bits) => bits.intersect(&self.assigned),
                None => {
                    self.arrivals.insert(label, self.assigned.clone());
                }
            }
        }
        self.asm.emit(draft.to(label));
    }

    /// Emits a plain forward jump.
    pub(super) fn jump_to(&mut self, label: Label) {
        self.jump(Draft::new(Op::Jump, 0, 0, 0), label);
    }

    /// Binds a label that all jumps to it precede.
    pub(super) fn bind(&mut self, label: Label) {
        let reachable = self.asm.is_reachable();
        self.asm.bind(label);
        if let Some(bits) = self.arrivals.remove(&label) {
            if reachable {
                self.assigned.intersect(&bits);
            } else {
                self.assigned = bits;
            }
        }
    }

    /// Binds the label at the head of a loop; the jumps back to it come later.
    pub(super) fn bind_loop(&mut self, label: Label) {
        self.asm.bind(label);
        self.assigned.subtract(&self.deleted);
    }

    /// Jumps back to the head of a loop: a safe point.
    pub(super) fn jump_back(&mut self, label: Label) {
        self.asm.emit(Draft::new(Op::JumpBack, 0, 0, 0).to(label));
    }

    /// Begins a protected region whose exceptions arrive in `register`.
    pub(super) fn protect(&mut self, register: u16) -> Protection {
        self.protect_without(register, &[])
    }

    /// The same; the handler does not keep the temporaries in `dropped`.
    pub(super) fn protect_without(&mut self, register: u16, dropped: &[u16]) -> Protection {
        let region = self.asm.open_region_without(register, dropped);
        let mut assigned = self.assigned.clone();
        assigned.subtract(&self.deleted);
        Protection { region, assigned }
    }

    /// Ends a region and begins its handler; `false` when nothing is protected and so nothing is to be handled.
    pub(super) fn handle(&mut self, protection: Protection) -> bool {
        self.asm.bind_handler(protection.region);
        self.assigned = protection.assigned;
        self.asm.is_reachable()
    }

    /// Emits what leaving the blocks above `keep` means; they are given to `reenter` after the jump.
    pub(super) fn leave(&mut self, keep: usize) -> Outcome<Vec<Block<'a>>> {
        self.leave_with(keep, None)
    }

    /// The same while a returned value waits in a temporary.
    pub(super) fn leave_with(&mut self, keep: usize, waiting: Option<u16>) -> Outcome<Vec<Block<'a>>> {
        let mut left = Vec::new();
        while self.blocks.len() > keep {
            let Some(block) = self.blocks.pop() else { break };
            self.leave_block(&block, waiting)?;
            left.push(block);
        }
        Ok(left)
    }

    fn leave_block(&mut self, block: &Block<'a>, waiting: Option<u16>) -> Outcome<()> {
        match *block {
            Block::Loop { iterator: Some(iterator), .. } => self.emit(Op::Release, iterator, 0, 0),
            Block::Loop { iterator: None, .. } | Block::StarHandling => {}
            Block::Returning { value } => self.emit(Op::Release, value, 0, 0),
            Block::Protected { region } => self.asm.suspend_region(region),
            Block::Finally { region, body } => {
                self.asm.suspend_region(region);
                if let Some(value) = waiting {
                    self.blocks.push(Block::Returning { value });
                }
                self.body(body)?;
                if waiting.is_some() {
                    self.blocks.pop();
                }
            }
            Block::Handling { region, saved, name } => {
                self.asm.suspend_region(region);
                if let Some(name) = name {
                    self.unbind_handler_name(name)?;
                }
                self.emit(Op::PopHandled, saved, 0, 0);
            }
            Block::FinallyHandling { region, saved, exception } => {
                self.asm.suspend_region(region);
                self.emit(Op::PopHandled, saved, 0, 0);
                self.emit(Op::Release, exception, 0, 0);
            }
            Block::With { region, exit, position } => {
                self.asm.suspend_region(region);
                self.begin(position);
                self.emit(Op::WithExit, 0, exit, 0);
            }
        }
        Ok(())
    }

    /// Takes up the blocks that `leave` left, behind the jump.
    pub(super) fn reenter(&mut self, left: Vec<Block<'a>>) {
        for block in left.into_iter().rev() {
            match block {
                Block::Protected { region }
                | Block::Finally { region, .. }
                | Block::Handling { region, .. }
                | Block::FinallyHandling { region, .. }
                | Block::With { region, .. } => self.asm.resume_region(region),
                Block::Loop { .. } | Block::Returning { .. } | Block::StarHandling => {}
            }
            self.blocks.push(block);
        }
    }

    /// The innermost loop's place among the blocks.
    pub(super) fn innermost_loop(&self) -> Option<usize> {
        self.blocks.iter().rposition(|block| matches!(block, Block::Loop { .. }))
    }

    /// Whether a value that is about to be returned has to wait for other code.
    pub(super) fn return_waits(&self) -> bool {
        self.blocks.iter().any(|block| {
            matches!(
                block,
                Block::Finally { .. } | Block::With { .. } | Block::Handling { name: Some(_), .. }
            )
        })
    }

    /// Empties the name of `except … as name`.
    pub(super) fn unbind_handler_name(&mut self, name: &str) -> Outcome<()> {
        self.clear_name(name)
    }
}
