//! Modules come to be: the object, its attributes, its code.
//!
//! ```text
//! new module ─► sys.modules ─► its code runs ─► whatever sys.modules has by then      (an error takes the entry away again)
//! ```

use super::finder::Found;
use super::{known_module, namespace_of};
use crate::loader;
use crate::modules::builtins::scopes;
use crate::modules::classes;
use crate::modules::files::raise_io;
use crate::native::R;
use crate::object::dict::Dict;
use crate::object::instance;
use crate::object::module::Module;
use crate::value::Value;
use crate::vm::{CompileMode, Vm};

/// Makes a module out of what was found, and runs it.
pub fn load(vm: &mut Vm, name: &str, found: Found) -> R {
    let (module, file) = match found {
        Found::Native(native) => {
            let module = (native.make)(vm)?;
            describe(vm, &module, name, Some("built-in"), None)?;
            register(vm, name, &module)?;
            return Ok(module);
        }
        Found::Namespace(folders) => {
            let module = new_module(vm, name)?;
            describe(vm, &module, name, None, Some(folders))?;
            crate::modules::set(vm, &module, "__file__", Value::NONE)?;
            register(vm, name, &module)?;
            return Ok(module);
        }
        Found::File(file) => {
            let module = new_module(vm, name)?;
            describe(vm, &module, name, Some(&file), None)?;
            (module, file)
        }
        Found::Package { folder, file } => {
            let module = new_module(vm, name)?;
            describe(vm, &module, name, Some(&file), Some(vec![folder]))?;
            (module, file)
        }
    };
    register(vm, name, &module)?;
    set_initializing(vm, &module, Value::TRUE)?;
    let result = run_file(vm, &module, &file);
    set_initializing(vm, &module, Value::FALSE)?;
    match result {
        Ok(_) => Ok(known_module(vm, name)?.unwrap_or(module)),
        Err(raised) => {
            let modules = vm.modules.clone();
            if let (Some(dict), Ok(key)) = (modules.downcast::<Dict>(), vm.intern(name)) {
                drop(dict.remove_str(&key));
            }
            Err(raised)
        }
    }
}

fn register(vm: &mut Vm, name: &str, module: &Value) -> R<()> {
    let modules = vm.modules.clone();
    match modules.downcast::<Dict>() {
        Some(dict) => vm.dict_set_named(dict, name, module.clone()),
        None => Ok(()),
    }
}

fn new_module(vm: &mut Vm, name: &str) -> R {
    let module = crate::modules::new_module(vm, name)?;
    let builtins = vm.builtins.clone();
    crate::modules::set(vm, &module, "__builtins__", builtins)?;
    Ok(module)
}

fn run_file(vm: &mut Vm, module: &Value, file: &str) -> R {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let file = vm.text(file)?;
            return Err(raise_io(vm, &error, Some(&file)));
        }
    };
    let source = loader::decode_source(vm, &bytes, file)?;
    if source.contains('\0') {
        let class = vm.types.syntax_error;
        return Err(vm.raise_message(class, "source code string cannot contain null bytes"));
    }
    run_source(vm, module, &source, file)
}

/// Compiles a module's source and runs it in the module's namespace.
pub fn run_source(vm: &mut Vm, module: &Value, source: &str, file: &str) -> R {
    let code = loader::compile_source(vm, source, file, CompileMode::Exec, false)?;
    let globals = match module.downcast::<Module>() {
        Some(payload) => payload.dict.clone(),
        None => return Err(vm.system_error("a new module is no module")),
    };
    scopes::run_code(vm, &code, &globals, None, None)
}

/// The module `__main__` for a program from `file`, in `sys.modules`. Its code is still to run.
pub fn new_main_module(vm: &mut Vm, file: Option<&str>) -> R {
    let module = crate::modules::new_module(vm, "__main__")?;
    let builtins = known_module(vm, "builtins")?.unwrap_or(Value::NONE);
    crate::modules::set(vm, &module, "__builtins__", builtins)?;
    if let Some(file) = file {
        let file = vm.text(file)?;
        crate::modules::set(vm, &module, "__file__", file)?;
    }
    register(vm, "__main__", &module)?;
    Ok(module)
}

/// Sets a module's `__spec__`, `__loader__`, `__package__`, `__file__` and `__path__`.
pub fn describe(
    vm: &mut Vm,
    module: &Value,
    name: &str,
    origin: Option<&str>,
    folders: Option<Vec<String>>,
) -> R<()> {
    let parent = match &folders {
        Some(_) => name,
        None => name.rsplit_once('.').map_or("", |(parent, _)| parent),
    };
    let package = vm.intern(parent)?;
    let locations = match folders {
        Some(folders) => {
            let folders = folders.iter().map(|folder| vm.text(folder)).collect::<R<Vec<_>>>()?;
            let list = vm.list(folders)?;
            crate::modules::set(vm, module, "__path__", list.clone())?;
            list
        }
        None => Value::NONE,
    };
    let is_file = origin.is_some_and(|origin| origin != "built-in");
    let origin = match origin {
        Some(origin) => vm.text(origin)?,
        None => Value::NONE,
    };
    if is_file {
        crate::modules::set(vm, module, "__file__", origin.clone())?;
    }
    let class = classes::kept(vm, "ModuleSpec", |vm| {
        let base = vm.types.object.value();
        classes::new_class(vm, "importlib.machinery", "ModuleSpec", vec![base], SpecMethods::DEFS)
    })?;
    let name = vm.intern(name)?;
    let entries = vec![
        ("name", name),
        ("loader", Value::NONE),
        ("origin", origin),
        ("submodule_search_locations", locations),
        ("parent", package.clone()),
        ("has_location", Value::from_bool(is_file)),
        ("cached", Value::NONE),
        ("loader_state", Value::NONE),
        ("_initializing", Value::FALSE),
    ];
    let spec = classes::record(vm, &class, entries)?;
    crate::modules::set(vm, module, "__spec__", spec)?;
    crate::modules::set(vm, module, "__package__", package)
}

fn set_initializing(vm: &mut Vm, module: &Value, truth: Value) -> R<()> {
    let spec = vm.names.__spec__.clone();
    let Some(spec) = namespace_of(vm, module)?.get_str(&spec).filter(|spec| spec.object().is_some()) else {
        return Ok(());
    };
    let name = vm.intern("_initializing")?;
    vm.set_attribute(&spec, &name, Some(truth))
}

/// Whether a module's code is still running.
pub fn is_initializing(vm: &mut Vm, module: &Value) -> R<bool> {
    let spec = vm.names.__spec__.clone();
    let Some(spec) = vm.find_attribute(module, &spec)? else { return Ok(false) };
    let name = vm.intern("_initializing")?;
    match vm.find_attribute(&spec, &name)? {
        Some(truth) => vm.truth(&truth),
        None => Ok(false),
    }
}

/// The methods of module specifications.
struct SpecMethods;

#[exuvia_macros::builtin_methods]
impl SpecMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let mut shown = Vec::new();
        for field in ["name", "loader", "origin", "submodule_search_locations"] {
            let key = vm.intern(field)?;
            let value = this.object().and_then(|object| instance::get(object, &key)).unwrap_or(Value::NONE);
            let optional = matches!(field, "origin" | "submodule_search_locations");
            if !(optional && value.is_none()) {
                shown.push(format!("{field}={}", vm.repr_text(&value)?));
            }
        }
        Ok(format!("ModuleSpec({})", shown.join(", ")))
    }
}
