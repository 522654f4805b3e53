//! What an observer of a running program is told. Tracing rewrites instructions; when nobody traces, nothing is paid.

use crate::value::Value;
use crate::vm::Vm;

/// Where the program is.
pub struct LineEvent<'a> {
    pub file: &'a str,
    pub function: &'a str,
    pub line: u32,
    /// Calls that are being made, 1 for module code.
    pub depth: u32,
}

/// Observes a program line by line.
pub trait Tracer {
    /// A line is about to run.
    fn line(&mut self, vm: &mut Vm, event: &LineEvent<'_>);
    /// A function's frame is about to end; its locals are still there.
    fn returned(&mut self, vm: &mut Vm, event: &LineEvent<'_>);
    /// The collector has freed objects.
    fn collected(&mut self, vm: &mut Vm, generation: u8, objects: usize);
}

/// A holder of an object: a name in a frame, or another object.
pub struct Root {
    pub name: String,
    pub value: Value,
}
