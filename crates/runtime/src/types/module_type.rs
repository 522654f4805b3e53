//! module: constructor, repr and namespace. Attribute lookup on modules is in `ops::attributes`.

use crate::native::R;
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::object::new_with_layout;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// An attribute of a module, None counting as nothing.
fn entry(vm: &mut Vm, module: &Module, name: &str) -> R<Option<Value>> {
    let name = vm.intern(name)?;
    Ok(module.namespace().get_str(&name).filter(|value| !value.is_none()))
}

/// The methods of `module`.
pub struct ModuleMethods;

#[exuvia_macros::builtin_methods]
impl ModuleMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("module(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        let base = vm.types.module;
        super::exceptions::check_subtype(vm, class, base)?;
        let dict = vm.dict();
        Ok(new_with_layout(vm.heap, class.layout.get(), Module { dict }))
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, name, doc=None)")]
    fn init(vm: &mut Vm, this: &Module, name: Option<&Value>, doc: Option<&Value>) -> R<()> {
        let Some(name) = name else {
            return Err(vm.type_error("module() missing required argument 'name' (pos 1)"));
        };
        if name.downcast::<Str>().is_none() {
            let got = vm.class_name(name);
            return Err(vm.type_error(format!("module() argument 'name' must be str, not {got}")));
        }
        let namespace = this.namespace();
        vm.dict_set_named(namespace, "__name__", name.clone())?;
        vm.dict_set_named(namespace, "__doc__", doc.cloned().unwrap_or(Value::NONE))?;
        for field in ["__package__", "__loader__", "__spec__"] {
            vm.dict_set_named(namespace, field, Value::NONE)?;
        }
        Ok(())
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Module) -> R<String> {
        let name = entry(vm, this, "__name__")?;
        let native = name.as_ref().and_then(|name| name.downcast::<Str>()).is_some_and(|name| {
            name.as_str() == "builtins"
                || name.as_str() == "sys"
                || crate::modules::native_module(name.as_str()).is_some()
        });
        if let Some(spec) = entry(vm, this, "__spec__")? {
            return repr_of_spec(vm, &spec);
        }
        let shown = match &name {
            Some(name) => vm.repr_text(name)?,
            None => "'?'".to_owned(),
        };
        if let Some(file) = entry(vm, this, "__file__")? {
            return Ok(format!("<module {shown} from {}>", vm.repr_text(&file)?));
        }
        if let Some(loader) = entry(vm, this, "__loader__")? {
            return Ok(format!("<module {shown} ({})>", vm.repr_text(&loader)?));
        }
        Ok(if native { format!("<module {shown} (built-in)>") } else { format!("<module {shown}>") })
    }

    /// The namespace.
    #[getter("__dict__")]
    fn dict(_vm: &mut Vm, this: &Module) -> Value {
        this.dict.clone()
    }

    /// The annotations of the module's variables.
    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, this: &Module) -> R {
        let name = vm.names.__annotations__.clone();
        if let Some(known) = this.namespace().get_str(&name) {
            return Ok(known);
        }
        let annotate = vm.names.__annotate__.clone();
        let made = match this.namespace().get_str(&annotate).filter(|annotate| !annotate.is_none()) {
            Some(annotate) => {
                let made = vm.call(&annotate, &[Value::from_i32(1)])?;
                if made.downcast::<Dict>().is_none() {
                    let got = vm.class_name(&made);
                    return Err(vm.type_error(format!("__annotate__() must return a dict, not {got}")));
                }
                made
            }
            None => vm.dict(),
        };
        vm.dict_set_named(this.namespace(), "__annotations__", made.clone())?;
        Ok(made)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: &Module, value: Option<&Value>) -> R<()> {
        let name = vm.names.__annotations__.clone();
        match value {
            Some(value) => vm.dict_set_named(this.namespace(), "__annotations__", value.clone()),
            None if this.namespace().remove_str(&name).is_some() => Ok(()),
            None => {
                let class = vm.types.attribute_error;
                Err(vm.raise_message(class, "__annotations__"))
            }
        }
    }
}

fn repr_of_spec(vm: &mut Vm, spec: &Value) -> R<String> {
    let part = |vm: &mut Vm, name: &str| {
        let name = vm.intern(name)?;
        vm.get_attribute(spec, &name)
    };
    let name = part(vm, "name")?;
    let name = if name.is_none() { "'?'".to_owned() } else { vm.repr_text(&name)? };
    let origin = part(vm, "origin")?;
    if origin.is_none() {
        let loader = part(vm, "loader")?;
        return Ok(if loader.is_none() {
            format!("<module {name}>")
        } else {
            format!("<module {name} ({})>", vm.repr_text(&loader)?)
        });
    }
    let located = part(vm, "has_location")?;
    if vm.truth(&located)? {
        return Ok(format!("<module {name} from {}>", vm.repr_text(&origin)?));
    }
    Ok(format!("<module {name} ({})>", vm.str_text(&origin)?))
}
