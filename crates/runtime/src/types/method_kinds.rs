//! staticmethod and classmethod: functions that are not bound to instances.
//!
//! ```text
//! staticmethod(f).__get__(object, class)  ─►  f             classmethod(f).__get__(object, class)  ─►  method f of class
//! ```

use crate::native::R;
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::descriptors::{ClassMethod, StaticMethod};
use crate::object::dict::Dict;
use crate::object::function::Method;
use crate::object::new_with_layout;
use crate::value::Value;
use crate::vm::Vm;

/// Wrappers show the name, the manual and the module of what they wrap.
fn copy_attributes(vm: &mut Vm, function: &Value, dict: &Slot) -> R<()> {
    let names = [
        vm.names.__module__.clone(),
        vm.names.__name__.clone(),
        vm.names.__qualname__.clone(),
        vm.names.__doc__.clone(),
    ];
    for name in names {
        if let Some(value) = vm.find_attribute(function, &name)? {
            let target = attributes(vm, dict);
            if let Some(target) = target.downcast::<Dict>() {
                target.set_str(vm.heap, &name, value).map_err(|_| vm.memory_error())?;
            }
        }
    }
    Ok(())
}

/// The wrapper's `__dict__`, made if need be.
fn attributes(vm: &mut Vm, dict: &Slot) -> Value {
    match dict.get() {
        Some(dict) => dict,
        None => {
            let made = vm.dict();
            dict.set(Some(made.clone()));
            made
        }
    }
}

fn annotations_of(vm: &mut Vm, function: &Value) -> R {
    let name = vm.names.__annotations__.clone();
    vm.get_attribute(function, &name)
}

/// The methods of `staticmethod`.
pub struct StaticMethodMethods;

#[exuvia_macros::builtin_methods]
impl StaticMethodMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("staticmethod(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        let base = vm.types.static_method;
        super::exceptions::check_subtype(vm, class, base)?;
        Ok(new_with_layout(
            vm.heap,
            class.layout.get(),
            StaticMethod { function: Slot::default(), dict: Slot::default() },
        ))
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(
        vm: &mut Vm,
        this: &StaticMethod,
        arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R<()> {
        let function = single(vm, "staticmethod", arguments, keywords)?;
        this.function.set(Some(function.clone()));
        copy_attributes(vm, &function, &this.dict)
    }

    /// Return an attribute of instance, which is of type owner.
    #[sig("__get__(self, instance, owner=None, /)")]
    fn get(vm: &mut Vm, this: &StaticMethod, _object: &Value, _owner: Option<&Value>) -> R {
        this.function.get().ok_or_else(|| vm.runtime_error("uninitialized staticmethod object"))
    }

    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: &StaticMethod, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let function = this.function.get().unwrap_or(Value::NONE);
        vm.call_slots(&function, arguments, keywords)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &StaticMethod) -> R<String> {
        let function = this.function.get().unwrap_or(Value::NONE);
        Ok(format!("<staticmethod({})>", vm.repr_text(&function)?))
    }

    /// The wrapped function.
    #[getter("__func__")]
    fn function(_vm: &mut Vm, this: &StaticMethod) -> Option<Value> {
        this.function.get()
    }

    /// The wrapped function.
    #[getter("__wrapped__")]
    fn wrapped(_vm: &mut Vm, this: &StaticMethod) -> Option<Value> {
        this.function.get()
    }

    /// Whether the wrapped function is abstract.
    #[getter("__isabstractmethod__")]
    fn is_abstract(vm: &mut Vm, this: &StaticMethod) -> R<bool> {
        let function = this.function.get().unwrap_or(Value::NONE);
        super::descriptors::is_abstract(vm, &function)
    }

    /// The wrapper's attributes.
    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: &StaticMethod) -> Value {
        attributes(vm, &this.dict)
    }

    /// The wrapped function's annotations.
    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, this: &StaticMethod) -> R {
        let function = this.function.get().unwrap_or(Value::NONE);
        annotations_of(vm, &function)
    }
}

/// The methods of `classmethod`.
pub struct ClassMethodMethods;

#[exuvia_macros::builtin_methods]
impl ClassMethodMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("classmethod(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        let base = vm.types.class_method;
        super::exceptions::check_subtype(vm, class, base)?;
        Ok(new_with_layout(
            vm.heap,
            class.layout.get(),
            ClassMethod { function: Slot::default(), dict: Slot::default() },
        ))
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(
        vm: &mut Vm,
        this: &ClassMethod,
        arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R<()> {
        let function = single(vm, "classmethod", arguments, keywords)?;
        this.function.set(Some(function.clone()));
        copy_attributes(vm, &function, &this.dict)
    }

    /// Return an attribute of instance, which is of type owner.
    #[sig("__get__(self, instance, owner=None, /)")]
    fn get(vm: &mut Vm, this: &ClassMethod, object: &Value, owner: Option<&Value>) -> R {
        let Some(function) = this.function.get() else {
            return Err(vm.runtime_error("uninitialized classmethod object"));
        };
        let class = match owner {
            Some(owner) if !owner.is_none() => owner.clone(),
            _ => vm.class_of(object).value(),
        };
        Ok(Method::new_value(vm.heap, function, class))
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &ClassMethod) -> R<String> {
        let function = this.function.get().unwrap_or(Value::NONE);
        Ok(format!("<classmethod({})>", vm.repr_text(&function)?))
    }

    /// The wrapped function.
    #[getter("__func__")]
    fn function(_vm: &mut Vm, this: &ClassMethod) -> Option<Value> {
        this.function.get()
    }

    /// The wrapped function.
    #[getter("__wrapped__")]
    fn wrapped(_vm: &mut Vm, this: &ClassMethod) -> Option<Value> {
        this.function.get()
    }

    /// Whether the wrapped function is abstract.
    #[getter("__isabstractmethod__")]
    fn is_abstract(vm: &mut Vm, this: &ClassMethod) -> R<bool> {
        let function = this.function.get().unwrap_or(Value::NONE);
        super::descriptors::is_abstract(vm, &function)
    }

    /// The wrapper's attributes.
    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: &ClassMethod) -> Value {
        attributes(vm, &this.dict)
    }

    /// The wrapped function's annotations.
    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, this: &ClassMethod) -> R {
        let function = this.function.get().unwrap_or(Value::NONE);
        annotations_of(vm, &function)
    }
}

fn single(vm: &mut Vm, class: &str, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
    if !keywords.is_empty() {
        return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
    }
    match arguments {
        [Some(function)] => Ok(function.clone()),
        _ => Err(vm.type_error(format!("{class} expected 1 argument, got {}", arguments.len()))),
    }
}
