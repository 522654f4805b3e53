//! The interpreter.
pub mod frames;
pub mod generators;
use crate::native::R;
use crate::value::Value;
use crate::vm::Vm;

pub fn call_function(vm: &mut Vm, _function: &Value, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
    Err(vm.system_error("not running"))
}
pub fn run_class_body(vm: &mut Vm, _function: &Value, _namespace: &Value) -> R {
    Err(vm.system_error("not running"))
}
