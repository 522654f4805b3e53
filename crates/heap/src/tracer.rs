//! The tracer that a layout's trace function reports references to.
//!
//! ```text
//! trace(object) ──▶ tracer.edge(child) ──▶ subtract | rescue | visit
//! ```
//!
//! One type with a mode inside, matched inline, so that trace functions need not be generic. It
//! knows side counts and a stack of objects, no layouts.

use crate::collector::side::SideTable;
use crate::header::{Header, Object};
use crate::word;

/// Edges whose side count is being fetched while others are handled.
pub(crate) const RING: usize = 16;

/// Receives the references of objects.
pub struct Tracer<'a> {
    mode: Mode,
    side: SideTable,
    /// Subtract: addresses whose side counts are on their way from memory.
    ring: [usize; RING],
    next: usize,
    /// Rescue: what has been reported and not yet looked at.
    pub(crate) stack: Vec<Object>,
    visit: Option<&'a mut dyn FnMut(Object)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Subtract,
    Rescue,
    Visit,
}

impl<'a> Tracer<'a> {
    /// Calls `visit` for each reference.
    pub fn visitor(visit: &'a mut dyn FnMut(Object)) -> Tracer<'a> {
        Tracer {
            mode: Mode::Visit,
            side: SideTable::absent(),
            ring: [0; RING],
            next: 0,
            stack: Vec::new(),
            visit: Some(visit),
        }
    }

    /// Takes one from the side count of each candidate that is reported. The ring starts, and by
    /// [`Tracer::flush`] ends, with `idle`, an address that is no candidate's.
    pub(crate) fn subtracter(side: SideTable, idle: usize) -> Tracer<'a> {
        Tracer { mode: Mode::Subtract, side, ring: [idle; RING], next: 0, stack: Vec::new(), visit: None }
    }

    /// Pushes each candidate that is reported and not yet marked as reached.
    pub(crate) fn rescuer(side: SideTable) -> Tracer<'a> {
        Tracer { mode: Mode::Rescue, side, ring: [0; RING], next: 0, stack: Vec::new(), visit: None }
    }

    /// Whether what is reported is counted for later: then whatever takes a reference out of its place
    /// must stamp the object that it refers to.
    #[inline(always)]
    pub(crate) fn counts(&self) -> bool {
        false
    }

    /// Reports one reference.
    #[inline]
    pub fn edge(&mut self, child: Object) {
        match self.mode {
            Mode::Subtract => {
                let address = child.as_ptr() as usize;
                self.side.prefetch(address);
                let due = std::mem::replace(&mut self.ring[self.next], address);
                self.next = (self.next + 1) % RING;
                self.side.subtract(due);
            }
            Mode::Rescue => self.stack.push(child),
            Mode::Visit => {
                if let Some(visit) = self.visit.as_mut() {
                    visit(child);
                }
            }
        }
    }

    /// Reports `word` if it is a reference.
    #[inline]
    pub fn word(&mut self, word: u64) {
        if word::is_reference(word) {
            // SAFETY: references are at least 4096, so never null.
            self.edge(unsafe { Object::new_unchecked(word as *mut Header) });
        }
    }

    /// Reports the references among the `count` words from `first`.
    ///
    /// # Safety
    /// The words must be readable.
    #[inline]
    pub unsafe fn words(&mut self, first: *const u64, count: usize) {
        for index in 0..count {
            // SAFETY: the caller vouches for `count` readable words.
            self.word(unsafe { *first.add(index) });
        }
    }

    /// Subtracts what is still in the ring.
    pub(crate) fn flush(&mut self, idle: usize) {
        for slot in &mut self.ring {
            let due = std::mem::replace(slot, idle);
            self.side.subtract(due);
        }
    }
}
