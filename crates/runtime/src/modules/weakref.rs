//! The modules `_weakref` and `weakref`: references that do not keep their object alive.

use super::{make_module, set};
use crate::native::R;
use crate::object::dict::Dict;
use crate::object::weak::WeakReference;
use crate::types::weakref;
use crate::value::Value;
use crate::vm::Vm;

/// The functions of the modules.
pub struct WeakrefFunctions;

#[exuvia_macros::builtin_methods]
impl WeakrefFunctions {
    /// Create a proxy object that weakly references 'object'.
    #[function("proxy(object, callback=None, /)")]
    fn proxy(vm: &mut Vm, object: &Value, callback: Option<&Value>) -> R {
        let class = if vm.is_callable(object) { vm.types.weak_callable_proxy } else { vm.types.weak_proxy };
        weakref::make(vm, class, object, callback)
    }

    /// Return the number of weak references to 'object'.
    #[function("getweakrefcount(object, /)")]
    fn get_weakref_count(vm: &mut Vm, object: &Value) -> usize {
        weakref::count(vm, object)
    }

    /// Return a list of all weak reference objects pointing to 'object'.
    #[function("getweakrefs(object, /)")]
    fn get_weakrefs(vm: &mut Vm, object: &Value) -> Vec<Value> {
        weakref::references(vm, object)
    }

    /// Atomically remove key from dict if it points to a dead weakref.
    #[function("_remove_dead_weakref(dct, key, /)")]
    fn remove_dead(vm: &mut Vm, dict: &Dict, key: &Value) -> R<()> {
        let Some(value) = vm.dict_get(dict, key)? else { return Ok(()) };
        match value.downcast::<WeakReference>() {
            Some(weak) if weak.target().is_none() => vm.dict_remove(dict, key).map(drop),
            Some(_) => Ok(()),
            None => Err(vm.type_error("not a weakref")),
        }
    }
}

fn make(vm: &mut Vm, name: &str) -> R {
    let module = make_module(vm, name, "Weak-reference support module.", WeakrefFunctions::DEFS)?;
    let classes = [
        ("ref", vm.types.weak_reference),
        ("ReferenceType", vm.types.weak_reference),
        ("ProxyType", vm.types.weak_proxy),
        ("CallableProxyType", vm.types.weak_callable_proxy),
    ];
    let module_name = vm.text("weakref")?;
    for (name, class) in classes {
        crate::types::set_entry(vm, class, "__module__", module_name.clone())?;
        if let Some(own) = class.qualified_name.get() {
            let full = format!("weakref.{}", vm.str_text(&own)?);
            class.name.set(Some(vm.intern(&full)?));
        }
        set(vm, &module, name, class.value())?;
    }
    vm.classes_changed();
    let pair = vm.tuple(vec![vm.types.weak_proxy.value(), vm.types.weak_callable_proxy.value()])?;
    set(vm, &module, "ProxyTypes", pair)?;
    Ok(module)
}

/// Makes `_weakref`.
pub fn make_native(vm: &mut Vm) -> R {
    make(vm, "_weakref")
}

/// Makes `weakref`.
pub fn make_public(vm: &mut Vm) -> R {
    make(vm, "weakref")
}
