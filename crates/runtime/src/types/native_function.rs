//! Native functions and methods, as programs see them: builtin functions, method descriptors, slot wrappers.
//!
//! ```text
//! list.append    descriptor, no receiver         [].append   bound, receiver is the list         len   function, no receiver
//! ```

use crate::native::{DefKind, MethodDef, R};
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::object::function::Native;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// What all classes of native functions have.
pub struct NativeMethods;

#[exuvia_macros::builtin_methods]
impl NativeMethods {
    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        vm.call_slots(this, arguments, keywords)
    }

    /// The function's name.
    #[getter("__name__")]
    fn name(_vm: &mut Vm, this: &Native) -> &'static str {
        this.def.name
    }

    /// The function's name with that of its class.
    #[getter("__qualname__")]
    fn qualname(vm: &mut Vm, this: &Native) -> R {
        let owner = match (&this.receiver, &this.owner) {
            (Some(receiver), _) if TypeRef::from_value(receiver).is_some() => TypeRef::from_value(receiver),
            (_, Some(owner)) => TypeRef::from_value(owner),
            _ => None,
        };
        let owner = owner.and_then(|owner| owner.qualified_name.get());
        match owner.as_ref().and_then(|owner| owner.downcast::<Str>()) {
            Some(owner) => vm.text(&format!("{}.{}", owner.as_str(), this.def.name)),
            None => vm.text(this.def.name),
        }
    }

    /// The manual.
    #[getter("__doc__")]
    fn doc(_vm: &mut Vm, this: &Native) -> Option<&'static str> {
        Some(this.def.doc).filter(|doc| !doc.is_empty())
    }

    /// The parameters, as text.
    #[getter("__text_signature__")]
    fn text_signature(_vm: &mut Vm, this: &Native) -> Option<String> {
        text_signature(this.def)
    }
}

/// The parameter list with its receiver marked.
fn text_signature(def: &MethodDef) -> Option<String> {
    let inside = def.signature.strip_prefix('(')?.strip_suffix(')')?;
    Some(match def.kind {
        DefKind::Function if inside.is_empty() => "($module)".to_owned(),
        DefKind::Function if inside.contains('/') || inside.starts_with('*') => {
            format!("($module, {inside})")
        }
        DefKind::Function => format!("($module, {inside})").replacen("($module, ", "($module, /, ", 1),
        DefKind::New => format!("($type{})", &inside[inside.find(',').unwrap_or(inside.len())..]),
        DefKind::StaticMethod => format!("({inside})"),
        _ => format!("(${inside})"),
    })
}

/// What functions and bound methods have.
pub struct BoundMethods;

#[exuvia_macros::builtin_methods]
impl BoundMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> String {
        let Some(native) = this.downcast::<Native>() else { return String::new() };
        match &native.receiver {
            Some(receiver) => {
                let (class, id) = (vm.class_name(receiver), super::object::id_of(receiver));
                let kind = if vm.class_of(this) == vm.types.method_wrapper {
                    "method-wrapper"
                } else {
                    "built-in method"
                };
                if kind == "method-wrapper" {
                    format!("<method-wrapper '{}' of {class} object at {id:#x}>", native.def.name)
                } else {
                    format!("<{kind} {} of {class} object at {id:#x}>", native.def.name)
                }
            }
            None => format!("<built-in function {}>", native.def.name),
        }
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(_vm: &mut Vm, this: &Native, other: &Value) -> Value {
        let Some(other) = other.downcast::<Native>() else { return Value::NOT_IMPLEMENTED };
        Value::from_bool(std::ptr::eq(this.def, other.def) && receiver_word(this) == receiver_word(other))
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &Native, other: &Value) -> Value {
        Self::eq(vm, this, other).as_bool().map_or(Value::NOT_IMPLEMENTED, |equal| Value::from_bool(!equal))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(_vm: &mut Vm, this: &Native) -> i64 {
        super::function::mix(std::ptr::from_ref(this.def) as usize as u64, receiver_word(this))
    }

    /// What it is bound to; the module of a function.
    #[getter("__self__")]
    fn receiver(vm: &mut Vm, this: &Native) -> Value {
        if let Some(receiver) = &this.receiver {
            return receiver.clone();
        }
        let modules = vm.modules.clone();
        let module = this.owner.as_ref().filter(|owner| owner.downcast::<Str>().is_some());
        module.and_then(|name| modules.downcast::<Dict>()?.get_str(name)).unwrap_or(Value::NONE)
    }

    /// Helper for pickle: functions go by their name, methods by what they are bound to.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Native) -> R {
        let name = vm.text(this.def.name)?;
        let Some(receiver) = this.receiver.clone() else { return Ok(name) };
        super::function::reduce_to_getattr(vm, receiver, name)
    }
}

fn receiver_word(native: &Native) -> u64 {
    native.receiver.as_ref().map_or(0, Value::bits)
}

/// What builtin functions have beside.
pub struct BuiltinFunctionMethods;

#[exuvia_macros::builtin_methods]
impl BuiltinFunctionMethods {
    /// The name of the function's module.
    #[getter("__module__")]
    fn module(_vm: &mut Vm, this: &Native) -> Option<Value> {
        this.owner.clone().filter(|owner| this.receiver.is_none() && owner.downcast::<Str>().is_some())
    }
}

/// What belongs to a class: descriptors and slot wrappers, bound or not.
pub struct OwnedMethods;

#[exuvia_macros::builtin_methods]
impl OwnedMethods {
    /// The class that the method belongs to.
    #[getter("__objclass__")]
    fn owner(_vm: &mut Vm, this: &Native) -> Option<Value> {
        this.owner.clone()
    }
}

/// What descriptors of native methods have.
pub struct DescriptorMethods;

#[exuvia_macros::builtin_methods]
impl DescriptorMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> String {
        let Some(native) = this.downcast::<Native>() else { return String::new() };
        let owner =
            native.owner.as_ref().and_then(TypeRef::from_value).map_or_else(String::new, TypeRef::name_of);
        let kind = if vm.class_of(this) == vm.types.wrapper_descriptor { "slot wrapper" } else { "method" };
        format!("<{kind} '{}' of '{owner}' objects>", native.def.name)
    }

    /// Return an attribute of instance, which is of type owner.
    #[sig("__get__(self, instance, owner=None, /)")]
    fn get(vm: &mut Vm, this: &Value, object: &Value, owner: Option<&Value>) -> R {
        let Some(native) = this.downcast::<Native>() else { return Ok(this.clone()) };
        if native.def.kind == DefKind::ClassMethod {
            let class = match owner {
                Some(owner) if !owner.is_none() => owner.clone(),
                _ => vm.class_of(object).value(),
            };
            return match TypeRef::from_value(&class) {
                Some(class_type) => vm.bind(this, &class, class_type),
                None => {
                    let got = vm.class_name(&class);
                    Err(vm.type_error(format!(
                        "descriptor '{}' for type needs a type, not '{got}' as arg 2",
                        native.def.name
                    )))
                }
            };
        }
        if object.is_none() {
            super::descriptors::check_owner(vm, owner)?;
            return Ok(this.clone());
        }
        if let Some(class) = &native.owner {
            super::descriptors::check_receiver(vm, native.def.name, class, object)?;
        }
        let class = vm.class_of(object);
        vm.bind(this, object, class)
    }
}
