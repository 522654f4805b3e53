//! Builtin functions on attributes and classes.

use crate::native::R;
use crate::object::dict::Dict;
use crate::object::string::Str;
use crate::types::class_creation;
use crate::types::object::attribute_name;
use crate::value::Value;
use crate::vm::Vm;

use super::scopes;

/// The functions of this file.
pub struct AttributeFunctions;

#[exuvia_macros::builtin_methods]
impl AttributeFunctions {
    /// Get a named attribute from an object.
    ///
    /// getattr(x, 'y') is equivalent to x.y; when a default argument is given, it
    /// is returned when the attribute doesn't exist; without it, an exception is
    /// raised in that case.
    #[function("getattr(object, name, default=None, /)")]
    fn getattr(vm: &mut Vm, object: &Value, name: &Value, default: Option<&Value>) -> R {
        let name = attribute_name(vm, name)?;
        match default {
            None => vm.get_attribute(object, &name),
            Some(default) => Ok(vm.find_attribute(object, &name)?.unwrap_or_else(|| default.clone())),
        }
    }

    /// Sets the named attribute on the given object to the specified value.
    ///
    /// setattr(x, 'y', v) is equivalent to ``x.y = v``
    #[function("setattr(obj, name, value, /)")]
    fn setattr(vm: &mut Vm, object: &Value, name: &Value, value: Value) -> R<()> {
        let name = attribute_name(vm, name)?;
        vm.set_attribute(object, &name, Some(value))
    }

    /// Deletes the named attribute from the given object.
    ///
    /// delattr(x, 'y') is equivalent to ``del x.y``
    #[function("delattr(obj, name, /)")]
    fn delattr(vm: &mut Vm, object: &Value, name: &Value) -> R<()> {
        let name = attribute_name(vm, name)?;
        vm.set_attribute(object, &name, None)
    }

    /// Return whether the object has an attribute with the given name.
    ///
    /// This is done by calling getattr(obj, name) and catching AttributeError.
    #[function("hasattr(obj, name, /)")]
    fn hasattr(vm: &mut Vm, object: &Value, name: &Value) -> R<bool> {
        let name = attribute_name(vm, name)?;
        Ok(vm.find_attribute(object, &name)?.is_some())
    }

    /// Return whether an object is an instance of a class or of a subclass thereof.
    ///
    /// A tuple, as in ``isinstance(x, (A, B, ...))``, may be given as the target to
    /// check against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)
    /// or ...`` etc.
    #[function("isinstance(obj, class_or_tuple, /)")]
    fn isinstance(vm: &mut Vm, object: &Value, classes: &Value) -> R<bool> {
        vm.is_instance(object, classes)
    }

    /// Return whether 'cls' is derived from another class or is the same class.
    ///
    /// A tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the target to
    /// check against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)
    /// or ...``.
    #[function("issubclass(cls, class_or_tuple, /)")]
    fn issubclass(vm: &mut Vm, class: &Value, classes: &Value) -> R<bool> {
        vm.is_subclass(class, classes)
    }

    /// Show attributes of an object.
    ///
    /// If called without an argument, return the names in the current scope.
    /// Else, return an alphabetized list of names comprising (some of) the attributes
    /// of the given object, and of attributes reachable from it.
    #[function("dir(object=None, /)")]
    fn dir(vm: &mut Vm, object: Option<&Value>) -> R {
        let names = match object {
            Some(object) => {
                let name = vm.names.__dir__.clone();
                match vm.call_special(object, &name, &[]) {
                    Some(names) => names?,
                    None => return Err(vm.type_error("object does not provide __dir__")),
                }
            }
            None => {
                let locals = scopes::current_locals(vm)?;
                match locals.downcast::<Dict>() {
                    Some(_) => locals,
                    None => vm.call_method_named(&locals, "keys", &[])?,
                }
            }
        };
        let items = vm.collect(&names)?;
        let list = vm.list(items)?;
        let sort = vm.names.sort.clone();
        vm.call_method(&list, &sort, &[])?;
        Ok(list)
    }

    /// Return the __dict__ attribute of an object, or the local names without an argument.
    #[function("vars(object=None, /)")]
    fn vars(vm: &mut Vm, object: Option<&Value>) -> R {
        let Some(object) = object else { return scopes::current_locals(vm) };
        let name = vm.names.__dict__.clone();
        match vm.find_attribute(object, &name)? {
            Some(dict) => Ok(dict),
            None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
        }
    }

    /// Internal helper function used by the class statement.
    #[function("__build_class__(*args, **kwargs)")]
    fn build_class(vm: &mut Vm, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let [Some(function), Some(name), bases @ ..] = arguments else {
            return Err(vm.type_error("__build_class__: not enough arguments"));
        };
        if function.downcast::<crate::object::function::Function>().is_none() {
            return Err(vm.type_error("__build_class__: func must be a function"));
        }
        if name.downcast::<Str>().is_none() {
            return Err(vm.type_error("__build_class__: name is not a string"));
        }
        let bases = bases.iter().flatten().cloned().collect();
        class_creation::build_class(vm, function, name, bases, keywords)
    }

    /// Show the documentation of an object.
    #[function("help(request=None, /)")]
    fn help(vm: &mut Vm, request: Option<&Value>) -> R<()> {
        let Some(request) = request else {
            return super::output::write_text(vm, "Type help(object) for help about object.\n");
        };
        let doc = vm.names.__doc__.clone();
        let doc = vm.find_attribute(request, &doc)?;
        let shown = vm.repr_text(request)?;
        let text = match doc.as_ref().and_then(|doc| doc.downcast::<Str>()) {
            Some(doc) => format!("Help on {shown}:\n\n{}\n", doc.as_str()),
            None => format!("Help on {shown}:\n\nThere is no documentation.\n"),
        };
        super::output::write_text(vm, &text)
    }
}
