//! Native modules, and how modules are found and imported.

use crate::native::R;
use crate::object::module::Module;
use crate::value::Value;
use crate::vm::Vm;

/// Makes the builtin modules.
pub fn install(_vm: &mut Vm) -> R<()> {
    Ok(())
}

/// `__getattr__` of a module (PEP 562).
pub fn module_getattr(vm: &mut Vm, module: &Module, name: &Value) -> R<Option<Value>> {
    let getattr = vm.names.__getattr__.clone();
    match module.namespace().get_str(&getattr) {
        Some(function) => vm.call(&function, std::slice::from_ref(name)).map(Some),
        None => Ok(None),
    }
}
