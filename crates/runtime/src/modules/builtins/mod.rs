//! Module `builtins`: the functions, classes and constants that every program has.
//!
//! ```text
//! values    abs, bin, chr, hash, round, sum …        attributes   getattr, isinstance, dir …
//! iteration all, any, iter, max, next, sorted …      scopes       compile, eval, exec, globals, __import__ …
//! output    print, input, open
//! ```

mod attributes;
mod iteration;
pub mod output;
pub mod scopes;
mod values;

use super::{add_functions, new_module, set};
use crate::native::R;
use crate::object::module::Module;
use crate::value::Value;
use crate::vm::Vm;

const DOC: &str = "Built-in functions, types, exceptions, and other objects.\n\n\
This module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\n\
the full name for the built-in function len().";

/// Classes that are not names of their own in `builtins`.
const HIDDEN: &[&str] = &[
    "NoneType",
    "ellipsis",
    "NotImplementedType",
    "function",
    "code",
    "cell",
    "method",
    "module",
    "generator",
    "coroutine",
    "async_generator",
    "frame",
    "traceback",
    "mappingproxy",
    "iterator",
    "TextIOWrapper",
    "Random",
    "SystemRandom",
    "ReferenceType",
    "ProxyType",
    "CallableProxyType",
    "method-wrapper",
    "builtin_function_or_method",
];

/// Fills the namespace that the interpreter looks builtin names up in, and makes it the module `builtins`.
pub fn make(vm: &mut Vm) -> R {
    let module = new_module(vm, "builtins")?;
    let doc = vm.text(DOC)?;
    set(vm, &module, "__doc__", doc)?;
    for functions in [
        values::ValueFunctions::DEFS,
        iteration::IterationFunctions::DEFS,
        attributes::AttributeFunctions::DEFS,
        scopes::ScopeFunctions::DEFS,
        output::OutputFunctions::DEFS,
    ] {
        add_functions(vm, &module, functions)?;
    }
    let exception = vm.types.base_exception;
    for class in vm.types.all() {
        let name = class.name_text();
        let shown = class.is_subclass_of(exception) || is_builtin_name(&name);
        if shown {
            set(vm, &module, &name, class.value())?;
        }
    }
    for alias in ["EnvironmentError", "IOError"] {
        let class = vm.types.os_error.value();
        set(vm, &module, alias, class)?;
    }
    let constants = [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("__debug__", Value::TRUE),
    ];
    for (name, value) in constants {
        set(vm, &module, name, value)?;
    }
    if let Some(payload) = module.downcast::<Module>() {
        vm.builtins = payload.dict.clone();
    }
    Ok(module)
}

/// Builtin classes with names of their own: no iterators, views and descriptors, which have underscores or are in the list above.
fn is_builtin_name(name: &str) -> bool {
    !name.contains(['_', '.']) && !HIDDEN.contains(&name)
}
