//! Module `sys`: the interpreter as a program sees it.
//!
//! ```text
//! functions   what can be asked and set      facts   constants and struct sequences      ../hooks   what happens to exceptions
//! ```

mod facts;
mod functions;

use super::streams::{StandardStream, Which};
use super::{add_functions, new_module, set};
use crate::native::R;
use crate::object::module::Module;
use crate::value::Value;
use crate::vm::Vm;

const DOC: &str = "This module provides access to some objects used or maintained by the\n\
interpreter and to functions that interact strongly with the interpreter.";

/// Makes the module.
pub fn make(vm: &mut Vm) -> R {
    let module = new_module(vm, "sys")?;
    let doc = vm.text(DOC)?;
    set(vm, &module, "__doc__", doc)?;
    add_functions(vm, &module, functions::SysFunctions::DEFS)?;
    if let Some(payload) = module.downcast::<Module>() {
        vm.state.sys = payload.dict.clone();
    }
    for (which, name, kept) in [
        (Which::Input, "stdin", "__stdin__"),
        (Which::Output, "stdout", "__stdout__"),
        (Which::Error, "stderr", "__stderr__"),
    ] {
        let stream = StandardStream::new_value(vm, which);
        set(vm, &module, kept, stream.clone())?;
        set(vm, &module, name, stream)?;
    }
    for (name, kept) in [
        ("displayhook", "__displayhook__"),
        ("excepthook", "__excepthook__"),
        ("unraisablehook", "__unraisablehook__"),
    ] {
        let hook = super::hooks::sys_entry(vm, name)?.unwrap_or(Value::NONE);
        set(vm, &module, kept, hook)?;
    }
    for (name, texts) in [("path", vm.config.search_path.clone()), ("argv", vm.config.arguments.clone())] {
        let items = texts.iter().map(|text| vm.text(text)).collect::<R<Vec<_>>>()?;
        let list = vm.list(items.clone())?;
        set(vm, &module, name, list)?;
        if name == "argv" {
            let list = vm.list(items)?;
            set(vm, &module, "orig_argv", list)?;
        }
    }
    let modules = vm.modules.clone();
    set(vm, &module, "modules", modules)?;
    facts::add(vm, &module)?;
    Ok(module)
}
