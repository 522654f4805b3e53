//! Native modules, and how modules are found and imported.
//!
//! ```text
//! import x ─► sys.modules ─► native module (a row of NATIVE, made on its first import) ─► sys.path
//! ```
//!
//! Each row of `NATIVE` names a module and the function that makes it. What a module contains is told in its own file.

pub mod array;
pub mod builtins;
pub mod classes;
pub mod files;
pub mod gc;
pub mod hooks;
pub mod import;
pub mod itertools;
pub mod libm;
pub mod math;
pub mod operator;
pub mod python;
pub mod random;
pub mod state;
pub mod streams;
pub mod sys;
pub mod time;
pub mod weakref;

use exuvia_heap::Heap;

use crate::native::{DefKind, MethodDef, R};
use crate::object::dict::Dict;
use crate::object::function::Native;
use crate::object::module::Module;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// A native module: made when a program imports it for the first time.
pub struct NativeModule {
    pub name: &'static str,
    pub make: fn(&mut Vm) -> R,
}

/// All native modules.
pub const NATIVE: &[NativeModule] = &[
    NativeModule { name: "builtins", make: builtins::make },
    NativeModule { name: "sys", make: sys::make },
    NativeModule { name: "gc", make: gc::make },
    NativeModule { name: "time", make: time::make },
    NativeModule { name: "math", make: math::module },
    NativeModule { name: "random", make: random::module },
    NativeModule { name: "array", make: array::module },
    NativeModule { name: "itertools", make: itertools::module },
    NativeModule { name: "_operator", make: operator::native },
    NativeModule { name: "operator", make: operator::module },
    NativeModule { name: "__future__", make: python::future },
    NativeModule { name: "abc", make: python::abc },
    NativeModule { name: "collections", make: python::collections },
    NativeModule { name: "collections.abc", make: python::collections_abc },
    NativeModule { name: "_weakref", make: weakref::make_native },
    NativeModule { name: "weakref", make: weakref::make_public },
];

/// The native module of this name.
pub fn native_module(name: &str) -> Option<&'static NativeModule> {
    NATIVE.iter().find(|module| module.name == name)
}

/// A new module with these functions (rows of kind `Function`; others are skipped). It is not in `sys.modules` yet.
pub fn make_module(vm: &mut Vm, name: &str, doc: &str, functions: &'static [MethodDef]) -> R {
    let module = new_module(vm, name)?;
    let doc = vm.text(doc)?;
    set(vm, &module, "__doc__", doc)?;
    add_functions(vm, &module, functions)?;
    Ok(module)
}

/// Adds functions to a module.
pub fn add_functions(vm: &mut Vm, module: &Value, functions: &'static [MethodDef]) -> R<()> {
    let name = vm.names.__name__.clone();
    let owner = namespace(vm, module)?.get_str(&name);
    if let Some(owner) = &owner {
        vm.state.functions.push((owner.clone(), functions));
    }
    for def in functions.iter().filter(|def| def.kind == DefKind::Function) {
        let function = native_function(vm.heap, def, owner.clone());
        set(vm, module, def.name, function)?;
    }
    Ok(())
}

/// A function of a module as a value. `owner` is the module's name.
pub fn native_function(heap: &Heap, def: &'static MethodDef, owner: Option<Value>) -> Value {
    Native::new_value(heap, def, owner, None)
}

/// A new module that has the attributes every module has, all but `__name__` being None.
pub fn new_module(vm: &mut Vm, name: &str) -> R {
    let dict = vm.dict();
    let module = Module::new_value(vm.heap, dict);
    let name = vm.intern(name)?;
    set(vm, &module, "__name__", name)?;
    for field in ["__doc__", "__package__", "__loader__", "__spec__"] {
        set(vm, &module, field, Value::NONE)?;
    }
    Ok(module)
}

/// Sets an attribute of a module.
pub fn set(vm: &mut Vm, module: &Value, name: &str, value: Value) -> R<()> {
    let module = module.clone();
    match module.downcast::<Module>() {
        Some(payload) => vm.dict_set_named(payload.namespace(), name, value),
        None => Err(vm.system_error("not a module")),
    }
}

fn namespace<'a>(vm: &mut Vm, module: &'a Value) -> R<&'a Dict> {
    match module.downcast::<Module>() {
        Some(payload) => Ok(payload.namespace()),
        None => Err(vm.system_error("not a module")),
    }
}

/// `module.` for functions that CPython's messages name with their module; nothing for those of builtins.
pub fn qualifier(vm: &Vm, def: &'static MethodDef) -> String {
    let belongs = |functions: &'static [MethodDef]| functions.iter().any(|other| std::ptr::eq(other, def));
    let owner = vm.state.functions.iter().find(|(_, functions)| belongs(functions)).map(|(owner, _)| owner);
    match owner.and_then(|owner| owner.downcast::<Str>()).map(Str::as_str) {
        None | Some("builtins") => String::new(),
        Some(module) => format!("{module}."),
    }
}

/// Makes the modules that are there from the start, and lets the collector run.
pub fn install(vm: &mut Vm) -> R<()> {
    for name in ["builtins", "sys"] {
        let Some(native) = native_module(name) else { continue };
        let module = (native.make)(vm)?;
        import::describe(vm, &module, name, Some("built-in"), None)?;
        let modules = vm.modules.clone();
        if let Some(dict) = modules.downcast::<Dict>() {
            vm.dict_set_named(dict, name, module)?;
        }
    }
    gc::apply(vm);
    Ok(())
}

/// Writes what waits for standard output. To be called at the end of a program.
///
/// # Errors
/// When the system refuses; a reader that has gone is no error to report.
pub fn flush_output(vm: &Vm) -> std::io::Result<()> {
    vm.state.output.flush()
}

/// `__getattr__` of a module (PEP 562).
pub fn module_getattr(vm: &mut Vm, module: &Module, name: &Value) -> R<Option<Value>> {
    let getattr = vm.names.__getattr__.clone();
    match module.namespace().get_str(&getattr) {
        Some(function) => vm.call(&function, std::slice::from_ref(name)).map(Some),
        None => Ok(None),
    }
}
