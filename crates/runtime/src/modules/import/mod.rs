//! The import system: what `import` statements and `__import__` do.
//!
//! ```text
//! name + level ─► absolute name ─► for each part: sys.modules, or find (finder) and run (loading) ─► attribute of its parent
//! ```
//!
//! Native modules and `.py` files on `sys.path` are found; import hooks are not consulted.

mod finder;
mod loading;

use crate::native::{DefKind, R, Raised};
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::object::function::Native;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::string::Str;
use crate::types::exceptions::simple::import_error;
use crate::value::Value;
use crate::vm::Vm;

pub use loading::{describe, new_main_module, run_source};

/// The import statement: `__import__` of the builtins, called only when a program has replaced it.
pub fn import_name(vm: &mut Vm, name: &Value, globals: &Value, names: &Value, level: usize) -> R {
    let key = vm.names.__import__.clone();
    let builtins = vm.builtins.clone();
    let Some(function) = builtins.downcast::<Dict>().and_then(|dict| dict.get_str(&key)) else {
        let class = vm.types.import_error;
        return Err(vm.raise_message(class, "__import__ not found"));
    };
    let own = function
        .downcast::<Native>()
        .is_some_and(|native| native.def.kind == DefKind::Function && native.def.name == "__import__");
    if own {
        return import_module(vm, name, globals, names, level as i64);
    }
    let level = Value::from_i64(vm.heap, level as i64);
    vm.call(&function, &[name.clone(), globals.clone(), Value::NONE, names.clone(), level])
}

/// `__import__(name, globals, …, names, level)`.
pub fn import_module(vm: &mut Vm, name: &Value, globals: &Value, names: &Value, level: i64) -> R {
    let Some(text) = name.downcast::<Str>() else {
        return Err(vm.type_error("module name must be a string"));
    };
    let text = text.as_str().to_owned();
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    if level == 0 && text.is_empty() {
        return Err(vm.value_error("Empty module name"));
    }
    let full = if level > 0 { absolute_name(vm, &text, globals, level as usize)? } else { text.clone() };
    let module = vm.native_call(|vm| load_all(vm, &full))?;
    if !names.is_none() && vm.truth(names)? {
        import_submodules(vm, &module, names)?;
        return Ok(module);
    }
    // Without a list of names the statement binds the first part of the dotted name.
    match text.split_once('.') {
        None => Ok(module),
        Some((first, rest)) if level == 0 => {
            let _ = rest;
            known_or_missing(vm, first)
        }
        Some((_, rest)) => {
            let first = full.len() - rest.len() - 1;
            known_or_missing(vm, &full[..first])
        }
    }
}

fn known_or_missing(vm: &mut Vm, name: &str) -> R {
    match known_module(vm, name)? {
        Some(module) => Ok(module),
        None => {
            let key = vm.text(&format!("'{name}' not in sys.modules as expected"))?;
            Err(vm.key_error(&key))
        }
    }
}

/// A module that `sys.modules` has; None counts as an entry.
pub fn known_module(vm: &mut Vm, name: &str) -> R<Option<Value>> {
    let modules = vm.modules.clone();
    let name = vm.intern(name)?;
    Ok(modules.downcast::<Dict>().and_then(|dict| dict.get_str(&name)))
}

/// The absolute name of a relative import.
fn absolute_name(vm: &mut Vm, name: &str, globals: &Value, level: usize) -> R<String> {
    let Some(globals) = globals.downcast::<Dict>() else {
        return Err(vm.type_error("globals must be a dict"));
    };
    let package = package_of(vm, globals)?;
    if package.is_empty() {
        let class = vm.types.import_error;
        return Err(vm.raise_message(class, "attempted relative import with no known parent package"));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((parent, _)) => base = parent,
            None => {
                let class = vm.types.import_error;
                return Err(vm.raise_message(class, "attempted relative import beyond top-level package"));
            }
        }
    }
    Ok(if name.is_empty() { base.to_owned() } else { format!("{base}.{name}") })
}

/// The package that the importing code belongs to.
fn package_of(vm: &mut Vm, globals: &Dict) -> R<String> {
    let (package, spec) = (vm.names.__package__.clone(), vm.names.__spec__.clone());
    if let Some(package) = globals.get_str(&package).filter(|package| !package.is_none()) {
        return match package.downcast::<Str>() {
            Some(text) => Ok(text.as_str().to_owned()),
            None => Err(vm.type_error("package must be a string")),
        };
    }
    if let Some(spec) = globals.get_str(&spec).filter(|spec| !spec.is_none()) {
        let parent = vm.intern("parent")?;
        let parent = vm.get_attribute(&spec, &parent)?;
        return match parent.downcast::<Str>() {
            Some(text) => Ok(text.as_str().to_owned()),
            None => Err(vm.type_error("__spec__.parent must be a string")),
        };
    }
    let (name, path) = (vm.names.__name__.clone(), vm.names.__path__.clone());
    let Some(name) = globals.get_str(&name) else {
        let key = vm.text("'__name__' not in globals")?;
        return Err(vm.key_error(&key));
    };
    let Some(name) = name.downcast::<Str>() else { return Err(vm.type_error("__name__ must be a string")) };
    let name = name.as_str();
    if globals.find_str(&path).is_some() {
        return Ok(name.to_owned());
    }
    Ok(name.rsplit_once('.').map_or_else(String::new, |(parent, _)| parent.to_owned()))
}

/// Imports a module and the packages above it; returns the module itself.
fn load_all(vm: &mut Vm, full: &str) -> R {
    if let Some(module) = known_module(vm, full)? {
        return if module.is_none() { Err(halted(vm, full)) } else { Ok(module) };
    }
    let mut parent: Option<Value> = None;
    let mut end = 0;
    loop {
        end = full[end..].find('.').map_or(full.len(), |at| end + at);
        let name = &full[..end];
        let module = match known_module(vm, name)? {
            Some(module) if module.is_none() => return Err(halted(vm, name)),
            Some(module) => module,
            None => load_one(vm, name, parent.as_ref(), full)?,
        };
        if end == full.len() {
            return Ok(module);
        }
        parent = Some(module);
        end += 1;
    }
}

/// Finds one module below its parent, runs it, and makes it an attribute of its parent.
fn load_one(vm: &mut Vm, name: &str, parent: Option<&Value>, _wanted: &str) -> R {
    let paths = match parent {
        None => None,
        Some(parent) => {
            let key = vm.names.__path__.clone();
            match vm.find_attribute(parent, &key)? {
                Some(paths) => Some(paths),
                None => {
                    let above = name.rsplit_once('.').map_or("", |(above, _)| above);
                    let message = format!("No module named '{name}'; '{above}' is not a package");
                    return Err(not_found(vm, name, &message));
                }
            }
        }
    };
    let Some(found) = finder::find(vm, name, paths.as_ref())? else {
        let message = format!("No module named '{name}'");
        return Err(not_found(vm, name, &message));
    };
    let module = loading::load(vm, name, found)?;
    if let (Some(parent), Some((_, child))) = (parent, name.rsplit_once('.')) {
        let child = vm.intern(child)?;
        vm.set_attribute(parent, &child, Some(module.clone()))?;
    }
    Ok(module)
}

fn not_found(vm: &mut Vm, name: &str, message: &str) -> Raised {
    let class = vm.types.module_not_found_error;
    raise_import(vm, class, message, name)
}

fn halted(vm: &mut Vm, name: &str) -> Raised {
    not_found(vm, name, &format!("import of {name} halted; None in sys.modules"))
}

fn raise_import(vm: &mut Vm, class: TypeRef, message: &str, name: &str) -> Raised {
    match vm.intern(name) {
        Ok(name) => import_error(vm, class, message, Some(&name), None, None),
        Err(raised) => raised,
    }
}

/// `from package import a, b`: names that are no attributes of a package may be modules in it.
fn import_submodules(vm: &mut Vm, module: &Value, names: &Value) -> R<()> {
    let path = vm.names.__path__.clone();
    if vm.find_attribute(module, &path)?.is_none() {
        return Ok(());
    }
    let items = vm.collect(names)?;
    for item in items {
        let Some(text) = item.downcast::<Str>() else {
            let class = vm.class_name(&item);
            return Err(vm.type_error(format!("Item in ``from list'' must be str, not {class}")));
        };
        if text.as_str() == "*" {
            let all = vm.names.__all__.clone();
            if let Some(all) = vm.find_attribute(module, &all)? {
                for name in vm.collect(&all)? {
                    import_submodule(vm, module, &name)?;
                }
            }
            continue;
        }
        import_submodule(vm, module, &item)?;
    }
    Ok(())
}

fn import_submodule(vm: &mut Vm, module: &Value, name: &Value) -> R<()> {
    let Some(text) = name.downcast::<Str>() else { return Ok(()) };
    let key = vm.intern(text.as_str())?;
    if text.as_str() == "*" || vm.find_attribute(module, &key)?.is_some() {
        return Ok(());
    }
    let own_name = vm.names.__name__.clone();
    let Some(package) = vm.find_attribute(module, &own_name)? else { return Ok(()) };
    let full = format!("{}.{}", vm.str_text(&package)?, text.as_str());
    let Err(raised) = vm.native_call(|vm| load_all(vm, &full)) else { return Ok(()) };
    if !vm.is_raising(vm.types.module_not_found_error) {
        return Err(raised);
    }
    // Only that this very module does not exist is for the import statement to say.
    let error = vm.caught(raised);
    let field = vm.names.name.clone();
    let missing = vm.find_attribute(&error, &field)?;
    if missing
        .as_ref()
        .and_then(|missing| missing.downcast::<Str>())
        .is_some_and(|missing| missing.as_str() == full)
    {
        return Ok(());
    }
    Err(vm.reraise(error))
}

/// `from module import name`: an attribute, or a module that is being imported just now.
pub fn import_from(vm: &mut Vm, module: &Value, name: &Value) -> R {
    if let Some(found) = vm.find_attribute(module, name)? {
        return Ok(found);
    }
    let own_name = vm.names.__name__.clone();
    let package = vm.find_attribute(module, &own_name)?;
    let package_text =
        package.as_ref().and_then(|package| package.downcast::<Str>()).map(|text| text.as_str().to_owned());
    let name_text = name.downcast::<Str>().map_or("", Str::as_str);
    if let Some(package) = &package_text
        && let Some(module) = known_module(vm, &format!("{package}.{name_text}"))?
    {
        return Ok(module);
    }
    let shown_name = vm.repr_text(name)?;
    let shown_module = match &package {
        Some(package) if package_text.is_some() => vm.repr_text(package)?,
        _ => "'<unknown module name>'".to_owned(),
    };
    let file = vm.names.__file__.clone();
    let file = vm.find_attribute(module, &file)?.filter(|file| file.downcast::<Str>().is_some());
    let place = file.as_ref().and_then(|file| file.downcast::<Str>()).map_or("unknown location", Str::as_str);
    let message = if file.is_some() && loading::is_initializing(vm, module)? {
        format!(
            "cannot import name {shown_name} from partially initialized module {shown_module} (most likely due to a circular import) ({place})"
        )
    } else {
        format!("cannot import name {shown_name} from {shown_module} ({place})")
    };
    let class = vm.types.import_error;
    let none = Value::NONE;
    let package = if package_text.is_some() { package.as_ref().unwrap_or(&none) } else { &none };
    Err(import_error(vm, class, &message, Some(package), file.as_ref(), Some(name)))
}

/// `from module import *`: the names in `__all__`, or all without a leading underscore.
pub fn import_star(vm: &mut Vm, module: &Value, namespace: &Value) -> R<()> {
    let all = vm.names.__all__.clone();
    let listed = vm.find_attribute(module, &all)?;
    let skip_private = listed.is_none();
    let names = match &listed {
        Some(listed) => listed.clone(),
        None => {
            let dict = vm.names.__dict__.clone();
            match vm.find_attribute(module, &dict)? {
                Some(dict) => dict,
                None => {
                    let class = vm.types.import_error;
                    return Err(
                        vm.raise_message(class, "from-import-* object has no __dict__ and no __all__")
                    );
                }
            }
        }
    };
    let names = match names.downcast::<Dict>() {
        Some(_) => {
            let keys = vm.call_method_named(&names, "keys", &[])?;
            vm.collect(&keys)?
        }
        None => vm.collect(&names)?,
    };
    for name in names {
        let Some(text) = name.downcast::<Str>() else {
            let own_name = vm.names.__name__.clone();
            let module_name = match vm.find_attribute(module, &own_name)? {
                Some(module_name) => vm.str_text(&module_name)?,
                None => "?".to_owned(),
            };
            let class = vm.class_name(&name);
            let what = if skip_private { "Key in" } else { "Item in" };
            let place = if skip_private { "__dict__" } else { "__all__" };
            return Err(vm.type_error(format!("{what} {module_name}.{place} must be str, not {class}")));
        };
        if skip_private && text.as_str().starts_with('_') {
            continue;
        }
        let key = vm.intern(text.as_str())?;
        let value = vm.get_attribute(module, &key)?;
        match namespace.downcast_exact::<Dict>() {
            Some(dict) => vm.dict_set(dict, key, value)?,
            None => vm.set_item(namespace, &key, value)?,
        }
    }
    Ok(())
}

/// The texts of a list of paths; other items are skipped.
fn path_texts(vm: &mut Vm, paths: &Value) -> R<Vec<String>> {
    let items = match paths.downcast_exact::<List>() {
        Some(list) => list.with(<[Value]>::to_vec),
        None => vm.collect(paths)?,
    };
    Ok(items.iter().filter_map(|item| Some(item.downcast::<Str>()?.as_str().to_owned())).collect())
}

/// The namespace of a module value.
fn namespace_of<'a>(vm: &mut Vm, module: &'a Value) -> R<&'a Dict> {
    match module.downcast::<Module>() {
        Some(payload) => Ok(payload.namespace()),
        None => Err(vm.system_error("a new module is no module")),
    }
}
