//! Exception classes that add a value or two: StopIteration, SystemExit, KeyError, AttributeError, NameError, ImportError.

use super::fields::{self, UNSET, exception_fields};
use super::{arguments_of, no_keywords, payload, plain_text, reduced, set_arguments};
use crate::native::R;
use crate::object::exception::Exception;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

exception_fields! { STOP_ITERATION_FIELDS = stop_iteration_fields { 0 "value" "generator return value", } }
exception_fields! { SYSTEM_EXIT_FIELDS = system_exit_fields { 0 "code" "exception code", } }
exception_fields! { NAME_ERROR_FIELDS = no_fields { 0 "name" "name", } }
exception_fields! { ATTRIBUTE_ERROR_FIELDS = no_fields { 0 "name" "attribute name", 1 "obj" "object", } }
exception_fields! {
    IMPORT_ERROR_FIELDS = import_error_fields {
        0 "msg" "exception message",
        1 "name" "module name",
        2 "path" "module path",
        3 "name_from" "name imported from module",
    }
}

fn no_fields(_vm: &mut Vm, _arguments: &[Value]) -> Vec<Value> {
    Vec::new()
}

fn stop_iteration_fields(_vm: &mut Vm, arguments: &[Value]) -> Vec<Value> {
    vec![arguments.first().cloned().unwrap_or(Value::NONE)]
}

fn system_exit_fields(vm: &mut Vm, arguments: &[Value]) -> Vec<Value> {
    match arguments {
        [] => vec![Value::NONE],
        [code] => vec![code.clone()],
        several => vec![vm.tuple(several.to_vec()).unwrap_or(Value::NONE)],
    }
}

fn import_error_fields(_vm: &mut Vm, arguments: &[Value]) -> Vec<Value> {
    let message = if let [message] = arguments { message.clone() } else { Value::NONE };
    vec![message, Value::NONE, Value::NONE, Value::NONE]
}

/// `StopIteration.value`.
pub fn stop_iteration_value(vm: &mut Vm, exception: &Value) -> Value {
    let Some(payload) = exception.downcast::<Exception>() else { return Value::NONE };
    fields::get(vm, payload, stop_iteration_fields, 0).ok().flatten().unwrap_or(Value::NONE)
}

/// `SystemExit.code`.
pub fn system_exit_code(vm: &mut Vm, exception: &Value) -> Value {
    let Some(payload) = exception.downcast::<Exception>() else { return Value::NONE };
    fields::get(vm, payload, system_exit_fields, 0).ok().flatten().unwrap_or(Value::NONE)
}

/// Values of keyword arguments by name; TypeError for a name that is not expected.
fn keyword_values(vm: &mut Vm, function: &str, names: &[&str], keywords: &[(Value, Value)]) -> R<Vec<Value>> {
    let mut values = vec![UNSET; names.len()];
    for (key, value) in keywords {
        let text = key.downcast::<Str>().map_or("", Str::as_str);
        match names.iter().position(|name| *name == text) {
            Some(index) => values[index] = value.clone(),
            None => {
                return Err(
                    vm.type_error(format!("{function}() got an unexpected keyword argument '{text}'"))
                );
            }
        }
    }
    Ok(values)
}

/// The methods of `StopIteration`.
pub struct StopIterationMethods;

#[exuvia_macros::builtin_methods]
impl StopIterationMethods {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let exception = payload(vm, this)?;
        no_keywords(vm, this, keywords)?;
        set_arguments(vm, exception, arguments)?;
        let fields = stop_iteration_fields(vm, &super::given(arguments));
        fields::store(vm, exception, fields)
    }
}

/// The methods of `SystemExit`.
pub struct SystemExitMethods;

#[exuvia_macros::builtin_methods]
impl SystemExitMethods {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let exception = payload(vm, this)?;
        no_keywords(vm, this, keywords)?;
        set_arguments(vm, exception, arguments)?;
        let fields = system_exit_fields(vm, &super::given(arguments));
        fields::store(vm, exception, fields)
    }
}

/// The methods of `KeyError`.
pub struct KeyErrorMethods;

#[exuvia_macros::builtin_methods]
impl KeyErrorMethods {
    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Exception) -> R {
        match arguments_of(this).as_slice() {
            [key] => vm.repr(key),
            _ => plain_text(vm, this),
        }
    }
}

/// The methods of `NameError`.
pub struct NameErrorMethods;

#[exuvia_macros::builtin_methods]
impl NameErrorMethods {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let exception = payload(vm, this)?;
        let values = keyword_values(vm, "NameError", &["name"], keywords)?;
        set_arguments(vm, exception, arguments)?;
        fields::store(vm, exception, values)
    }
}

/// The methods of `AttributeError`.
pub struct AttributeErrorMethods;

#[exuvia_macros::builtin_methods]
impl AttributeErrorMethods {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let exception = payload(vm, this)?;
        let values = keyword_values(vm, "AttributeError", &["name", "obj"], keywords)?;
        set_arguments(vm, exception, arguments)?;
        fields::store(vm, exception, values)
    }
}

/// The methods of `ImportError`.
pub struct ImportErrorMethods;

#[exuvia_macros::builtin_methods]
impl ImportErrorMethods {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let exception = payload(vm, this)?;
        let values = keyword_values(vm, "ImportError", &["name", "path", "name_from"], keywords)?;
        set_arguments(vm, exception, arguments)?;
        let mut all = vec![UNSET];
        if let [Some(message)] = arguments {
            all[0] = message.clone();
        }
        all.extend(values);
        fields::store(vm, exception, all)
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Exception) -> R {
        match fields::get(vm, this, import_error_fields, 0)? {
            Some(message) if message.downcast_exact::<Str>().is_some() => Ok(message),
            _ => plain_text(vm, this),
        }
    }

    /// Helper for pickle.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Value) -> R {
        let exception = payload(vm, this)?;
        let args = exception.args.get().unwrap_or_else(|| vm.empty_tuple());
        reduced(vm, this, args)
    }
}

/// Raises ImportError (or a class derived from it) with its message and the module's name.
#[cold]
pub fn import_error(
    vm: &mut Vm,
    class: crate::object::class::TypeRef,
    message: &str,
    name: Option<&Value>,
    path: Option<&Value>,
    name_from: Option<&Value>,
) -> crate::native::Raised {
    let text = match vm.text(message) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    match vm.new_exception(class, vec![text.clone()]) {
        Ok(exception) => {
            vm.set_fields(&exception, vec![Some(text), name.cloned(), path.cloned(), name_from.cloned()]);
            vm.raise(exception)
        }
        Err(raised) => raised,
    }
}
