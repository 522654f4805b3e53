//! Modules of the library that are written in Python: their source is part of the program and is compiled when they are imported.
//!
//! ```text
//! import abc ─► new module ─► <frozen abc> is compiled and runs in it
//! ```

use super::import::{import_module, run_source};
use super::{new_module, set};
use crate::native::R;
use crate::object::dict::Dict;
use crate::value::Value;
use crate::vm::Vm;

/// A new module in which this source has run.
fn run(vm: &mut Vm, name: &str, source: &str) -> R {
    let module = new_module(vm, name)?;
    let builtins = vm.builtins.clone();
    set(vm, &module, "__builtins__", builtins)?;
    run_source(vm, &module, source, &format!("<frozen {name}>"))?;
    Ok(module)
}

/// Makes `__future__`.
pub fn future(vm: &mut Vm) -> R {
    run(vm, "__future__", include_str!("future.py"))
}

/// Makes `abc`.
pub fn abc(vm: &mut Vm) -> R {
    run(vm, "abc", include_str!("abc.py"))
}

/// Makes `collections.abc`.
pub fn collections_abc(vm: &mut Vm) -> R {
    run(vm, "collections.abc", include_str!("collections_abc.py"))
}

/// Makes `collections`, a package: `collections.abc` is there as soon as the package is.
pub fn collections(vm: &mut Vm) -> R {
    let module = new_module(vm, "collections")?;
    let doc = vm.text("Container datatypes.")?;
    set(vm, &module, "__doc__", doc)?;
    let path = vm.list(Vec::new())?;
    set(vm, &module, "__path__", path)?;
    let modules = vm.modules.clone();
    let Some(modules) = modules.downcast::<Dict>() else {
        return Err(vm.runtime_error("sys.modules is no dict"));
    };
    vm.dict_set_named(modules, "collections", module.clone())?;
    let name = vm.intern("collections.abc")?;
    match import_module(vm, &name, &Value::NONE, &Value::NONE, 0) {
        Ok(_) => Ok(module),
        Err(raised) => {
            let name = vm.intern("collections")?;
            drop(modules.remove_str(&name));
            Err(raised)
        }
    }
}
