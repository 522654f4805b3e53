//! Frames.
use crate::value::Value;
use crate::vm::Vm;
pub fn current_globals(_vm: &mut Vm) -> Option<Value> { None }
