//! An uncaught exception as text.
//!
//! ```text
//! Traceback (most recent call last):
//!   File "a.py", line 3, in f
//!     return a / b
//!            ~~^~~
//! ZeroDivisionError: division by zero
//! note
//! ```
//!
//! Causes and contexts come first, groups are drawn with a margin. What is shown of exceptions of any class runs Python code
//! (`__str__`, `__notes__`); what that raises is replaced by a remark.

pub mod anchors;
pub mod lines;
pub mod suggestions;
pub mod tokens;

mod frames;
mod last_line;

use crate::native::R;
use crate::object::exception::Exception;
use crate::value::Value;
use crate::vm::Vm;

use super::exceptions::group;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Members of a group that are shown.
const MOST_MEMBERS: usize = 15;
/// Groups inside of groups that are shown.
const DEEPEST_GROUP: usize = 10;

/// The text of an exception with all that led to it, as an uncaught one is shown.
pub fn format_exception(vm: &mut Vm, exception: &Value) -> R<String> {
    let mut printer = Printer::default();
    printer.exception(vm, exception)?;
    Ok(printer.text)
}

/// The text of an exception that nobody is left to handle. What raises while it is made ends here, and the exception's last
/// line stands for the whole; when that fails too, the name of its class.
pub fn display_text(vm: &mut Vm, exception: &Value) -> String {
    for attempt in [format_exception, format_exception_only] {
        match attempt(vm, exception) {
            Ok(text) => return text,
            Err(raised) => drop(vm.caught(raised)),
        }
    }
    format!("{}\n", vm.class_name(exception))
}

/// The last line or lines alone: class, message, notes.
pub fn format_exception_only(vm: &mut Vm, exception: &Value) -> R<String> {
    last_line::text(vm, exception)
}

/// The text of a traceback's frames, without a heading.
pub fn format_traceback(vm: &mut Vm, traceback: &Value) -> R<String> {
    frames::text(vm, traceback, &mut frames::Sources::default())
}

#[derive(Default)]
struct Printer {
    text: String,
    /// Groups around what is being written.
    depth: usize,
    /// Whether the group's last member is being written, and its closing line is still to come.
    close: bool,
    seen: Vec<u64>,
    sources: frames::Sources,
}

/// An exception of a chain, and what is said between it and the one that came of it.
struct Link {
    exception: Value,
    after: Option<&'static str>,
}

impl Printer {
    fn exception(&mut self, vm: &mut Vm, exception: &Value) -> R<()> {
        for link in self.chain(exception).into_iter().rev() {
            if let Some(sentence) = link.after {
                // The sentence follows the link's own text, so it is kept until that is written.
                self.one(vm, &link.exception)?;
                self.emit(sentence, '|');
            } else {
                self.one(vm, &link.exception)?;
            }
        }
        Ok(())
    }

    /// The exception, what it came of, and so on.
    fn chain(&mut self, exception: &Value) -> Vec<Link> {
        let mut chain = vec![Link { exception: exception.clone(), after: None }];
        self.seen.push(exception.bits());
        loop {
            let current = chain[chain.len() - 1].exception.clone();
            let Some(payload) = current.downcast::<Exception>() else { return chain };
            let fresh = |slot: &crate::object::cell::Slot, seen: &[u64]| {
                slot.get().filter(|next| !next.is_none() && !seen.contains(&next.bits()))
            };
            let (next, sentence) = match fresh(&payload.cause, &self.seen) {
                Some(cause) => (cause, CAUSE),
                None if payload.suppress_context.get() => return chain,
                None => match fresh(&payload.context, &self.seen) {
                    Some(context) => (context, CONTEXT),
                    None => return chain,
                },
            };
            self.seen.push(next.bits());
            chain.push(Link { exception: next, after: Some(sentence) });
        }
    }

    fn one(&mut self, vm: &mut Vm, exception: &Value) -> R<()> {
        let Some(payload) = exception.downcast::<Exception>() else { return Ok(()) };
        let traceback = payload.traceback.get().filter(|traceback| !traceback.is_none());
        if !group::is_group(vm, exception) {
            if let Some(traceback) = &traceback {
                self.emit("Traceback (most recent call last):\n", '|');
                self.frames(vm, traceback)?;
            }
            let last = last_line::text(vm, exception)?;
            self.emit(&last, '|');
            return Ok(());
        }
        if self.depth > DEEPEST_GROUP {
            self.emit(&format!("... (max_group_depth is {DEEPEST_GROUP})\n"), '|');
            return Ok(());
        }
        let outermost = self.depth == 0;
        self.depth += usize::from(outermost);
        if let Some(traceback) = &traceback {
            self.emit(
                "Exception Group Traceback (most recent call last):\n",
                if outermost { '+' } else { '|' },
            );
            self.frames(vm, traceback)?;
        }
        let last = last_line::text(vm, exception)?;
        self.emit(&last, '|');
        let members = group::members_of(vm, payload)?;
        self.members(vm, &members)?;
        if outermost {
            self.depth = 0;
        }
        Ok(())
    }

    fn members(&mut self, vm: &mut Vm, members: &[Value]) -> R<()> {
        let shown = members.len().min(MOST_MEMBERS + 1);
        self.close = false;
        for (index, member) in members.iter().take(shown).enumerate() {
            let last = index + 1 == shown;
            self.close |= last;
            let cut = index >= MOST_MEMBERS;
            let title = if cut { "...".to_owned() } else { (index + 1).to_string() };
            let corner = if index == 0 { "+-" } else { "  " };
            self.text.push_str(&format!(
                "{}{corner}+---------------- {title} ----------------\n",
                "  ".repeat(self.depth)
            ));
            self.depth += 1;
            if cut {
                let rest = members.len() - MOST_MEMBERS;
                self.emit(&format!("and {rest} more exception{}\n", crate::native::plural(rest)), '|');
            } else {
                vm.native_call(|vm| self.exception(vm, member))?;
            }
            if last && self.close {
                self.text
                    .push_str(&format!("{}+------------------------------------\n", "  ".repeat(self.depth)));
                self.close = false;
            }
            self.depth -= 1;
        }
        Ok(())
    }

    fn frames(&mut self, vm: &mut Vm, traceback: &Value) -> R<()> {
        let text = frames::text(vm, traceback, &mut self.sources)?;
        self.emit(&text, '|');
        Ok(())
    }

    /// Writes text behind the margin of the groups around it.
    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.text.push_str(text);
            return;
        }
        for line in text.split_inclusive('\n') {
            self.text.push_str(&"  ".repeat(self.depth));
            self.text.push(margin);
            self.text.push(' ');
            self.text.push_str(line);
        }
    }
}
