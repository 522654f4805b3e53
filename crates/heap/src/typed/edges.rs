//! Labelled references: what a value refers to, and through which of its parts.
//!
//! ```text
//! struct Node { next: Option<Ref<Node>>, others: Vec<Ref<Node>> }   ─▶   next   others[0]   others[1]
//! ```
//!
//! Collections never ask for labels: [`Trace::trace`] has none. Heap graphs and leak reports do.

use super::{Ref, Trace};
use crate::header::Object;
use crate::tracer::Tracer;
use std::fmt::Write;

/// Receives the labelled references of a value; see [`Trace::edges`].
pub struct Edges<'a> {
    /// The way from the object's value to the part that reports now.
    path: String,
    report: &'a mut dyn FnMut(&str, Object),
}

impl<'a> Edges<'a> {
    pub(crate) fn new(report: &'a mut dyn FnMut(&str, Object)) -> Edges<'a> {
        Edges { path: String::new(), report }
    }

    /// The references of the field `name`: label `name`.
    pub fn field<T: Trace>(&mut self, name: &str, value: &T) {
        self.within(name, |edges| value.edges(edges));
    }

    /// The references of the field at a position of a tuple: label `.0`.
    pub fn position<T: Trace>(&mut self, position: usize, value: &T) {
        self.step(format_args!(".{position}"), |edges| value.edges(edges));
    }

    /// The references of an element: label `[0]`.
    pub fn index<T: Trace>(&mut self, index: usize, value: &T) {
        self.step(format_args!("[{index}]"), |edges| value.edges(edges));
    }

    /// What `report` reports, with `name` in front of its labels.
    pub fn within(&mut self, name: &str, report: impl FnOnce(&mut Edges<'_>)) {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.step(format_args!("{dot}{name}"), report);
    }

    /// One reference, by the label that leads here.
    pub fn edge<T: Trace>(&mut self, child: &Ref<T>) {
        self.object(child.object());
    }

    pub(crate) fn object(&mut self, child: Object) {
        (self.report)(&self.path, child);
    }

    /// What a value reports without labels.
    pub(super) fn unlabelled<T: Trace + ?Sized>(&mut self, value: &T) {
        value.trace(&mut Tracer::visitor(&mut |child| self.object(child)));
    }

    fn step(&mut self, step: std::fmt::Arguments<'_>, report: impl FnOnce(&mut Edges<'_>)) {
        let length = self.path.len();
        // Writing to a string cannot fail.
        let _ = self.path.write_fmt(step);
        report(self);
        self.path.truncate(length);
    }
}
