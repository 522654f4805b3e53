//! Generators.
use crate::native::R;
use crate::value::Value;
use crate::vm::Vm;
pub fn resume_next(_vm: &mut Vm, _generator: &Value) -> R<Option<Value>> { Ok(None) }
