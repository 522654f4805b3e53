//! Python functions and bound methods, as programs see them.
//!
//! ```text
//! function ── __code__ ── __globals__ ── __closure__ (cells) ── __defaults__ … ── __dict__
//! method   ── __func__ ── __self__
//! ```
//!
//! Calls do not come through here: `ops::call` and the interpreter know functions and methods themselves.

use std::cell::Cell;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::native::R;
use crate::object::cell::{CellObject, Slot};
use crate::object::class::TypeRef;
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::function::{Function, Method};
use crate::object::new_exact;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `function`.
pub struct FunctionMethods;

#[exuvia_macros::builtin_methods]
impl FunctionMethods {
    /// Create a function object.
    #[new_sig("function(cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)")]
    fn new(
        vm: &mut Vm,
        _class: TypeRef,
        code: &Value,
        globals: &Value,
        name: Option<&Value>,
        defaults: Option<&Value>,
        closure: Option<&Value>,
        keyword_defaults: Option<&Value>,
    ) -> R {
        let some = |value: Option<&Value>| value.filter(|value| !value.is_none()).cloned();
        let Some(payload) = code.downcast::<Code>() else {
            let got = vm.class_name(code);
            return Err(vm.type_error(format!("function() argument 'code' must be code, not {got}")));
        };
        if globals.downcast::<Dict>().is_none() {
            let got = vm.class_name(globals);
            return Err(vm.type_error(format!("function() argument 'globals' must be dict, not {got}")));
        }
        let (name, defaults, closure, keyword_defaults) =
            (some(name), some(defaults), some(closure), some(keyword_defaults));
        if name.as_ref().is_some_and(|name| name.downcast::<Str>().is_none()) {
            return Err(vm.type_error("arg 3 (name) must be None or string"));
        }
        if defaults.as_ref().is_some_and(|defaults| defaults.downcast::<Tuple>().is_none()) {
            return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
        }
        check_closure(vm, payload, closure.as_ref())?;
        if keyword_defaults.as_ref().is_some_and(|defaults| defaults.downcast::<Dict>().is_none()) {
            return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
        }
        Ok(make(vm, code, payload, globals, name, defaults, closure, keyword_defaults))
    }

    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        vm.call_slots(this, arguments, keywords)
    }

    /// Return an attribute of instance, which is of type owner.
    #[sig("__get__(self, instance, owner=None, /)")]
    fn get(vm: &mut Vm, this: &Value, object: &Value, owner: Option<&Value>) -> R {
        if !object.is_none() {
            return Ok(Method::new_value(vm.heap, this.clone(), object.clone()));
        }
        super::descriptors::check_owner(vm, owner)?;
        Ok(this.clone())
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let name = match this.downcast::<Function>().and_then(|function| function.qualified_name.get()) {
            Some(name) => vm.str_text(&name)?,
            None => String::new(),
        };
        Ok(format!("<function {name} at {:#x}>", super::object::id_of(this)))
    }

    /// The code that runs.
    #[getter("__code__")]
    fn code(_vm: &mut Vm, this: &Function) -> Value {
        this.code_value().clone()
    }

    #[setter("__code__")]
    fn set_code(vm: &mut Vm, this: &Function, value: Option<&Value>) -> R<()> {
        let Some((value, code)) = value.and_then(|value| Some((value, value.downcast::<Code>()?))) else {
            return Err(vm.type_error("__code__ must be set to a code object"));
        };
        let (wanted, given) = (this.code().unit.free.len(), code.unit.free.len());
        if wanted != given {
            let name = text_of(&this.name);
            return Err(vm.value_error(format!(
                "{name}() requires a code object with {wanted} free vars, not {given}"
            )));
        }
        // Frames and caches refer to the old code by its address: it stays as long as the heap.
        let old = this.code.replace(value.clone());
        exuvia_heap::Heap::note_moved(old.bits());
        std::mem::forget(old);
        vm.classes_changed();
        Ok(())
    }

    /// Defaults of the positional parameters.
    #[getter("__defaults__")]
    fn defaults(_vm: &mut Vm, this: &Function) -> Option<Value> {
        this.defaults.get()
    }

    #[setter("__defaults__")]
    fn set_defaults(vm: &mut Vm, this: &Function, value: Option<&Value>) -> R<()> {
        let value = value.filter(|value| !value.is_none());
        if value.is_some_and(|value| value.downcast::<Tuple>().is_none()) {
            return Err(vm.type_error("__defaults__ must be set to a tuple object"));
        }
        this.defaults.set(value.cloned());
        vm.classes_changed();
        Ok(())
    }

    /// Defaults of the keyword-only parameters.
    #[getter("__kwdefaults__")]
    fn keyword_defaults(_vm: &mut Vm, this: &Function) -> Option<Value> {
        this.keyword_defaults.get()
    }

    #[setter("__kwdefaults__")]
    fn set_keyword_defaults(vm: &mut Vm, this: &Function, value: Option<&Value>) -> R<()> {
        let value = value.filter(|value| !value.is_none());
        if value.is_some_and(|value| value.downcast::<Dict>().is_none()) {
            return Err(vm.type_error("__kwdefaults__ must be set to a dict object"));
        }
        this.keyword_defaults.set(value.cloned());
        vm.classes_changed();
        Ok(())
    }

    /// The namespace of global names.
    #[getter("__globals__")]
    fn globals(_vm: &mut Vm, this: &Function) -> Value {
        this.globals.clone()
    }

    /// The namespace of builtin names.
    #[getter("__builtins__")]
    fn builtins(vm: &mut Vm, this: &Function) -> Value {
        builtins_of(vm, &this.globals)
    }

    /// The cells of the variables that outer functions share with it.
    #[getter("__closure__")]
    fn closure(_vm: &mut Vm, this: &Function) -> Option<Value> {
        this.closure.clone()
    }

    /// The function's name.
    #[getter("__name__")]
    fn name(_vm: &mut Vm, this: &Function) -> Option<Value> {
        this.name.get()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, this: &Function, value: Option<&Value>) -> R<()> {
        this.name.set(Some(string(vm, "__name__", value)?));
        Ok(())
    }

    /// The function's name with those of the scopes around it.
    #[getter("__qualname__")]
    fn qualname(_vm: &mut Vm, this: &Function) -> Option<Value> {
        this.qualified_name.get()
    }

    #[setter("__qualname__")]
    fn set_qualname(vm: &mut Vm, this: &Function, value: Option<&Value>) -> R<()> {
        this.qualified_name.set(Some(string(vm, "__qualname__", value)?));
        Ok(())
    }

    /// The manual.
    #[getter("__doc__")]
    fn doc(_vm: &mut Vm, this: &Function) -> Option<Value> {
        this.doc.get()
    }

    #[setter("__doc__")]
    fn set_doc(_vm: &mut Vm, this: &Function, value: Option<&Value>) {
        this.doc.set(value.cloned());
    }

    /// The name of the module that the function was defined in.
    #[getter("__module__")]
    fn module(vm: &mut Vm, this: &Function) -> Option<Value> {
        let name = vm.names.__name__.clone();
        this.module.get().or_else(|| this.globals.downcast::<Dict>()?.get_str(&name))
    }

    #[setter("__module__")]
    fn set_module(_vm: &mut Vm, this: &Function, value: Option<&Value>) {
        this.module.set(Some(value.cloned().unwrap_or(Value::NONE)));
    }

    /// The attributes that programs have set.
    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: &Function) -> Value {
        match this.dict.get() {
            Some(dict) => dict,
            None => {
                let dict = vm.dict();
                this.dict.set(Some(dict.clone()));
                dict
            }
        }
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: &Function, value: Option<&Value>) -> R<()> {
        match value {
            Some(value) if value.downcast::<Dict>().is_some() => {
                this.dict.set(Some(value.clone()));
                Ok(())
            }
            Some(value) => {
                let got = vm.class_name(value);
                Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{got}'")))
            }
            None => Err(vm.type_error("cannot delete __dict__")),
        }
    }

    /// Dict of annotations, computed when it is first asked for.
    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, this: &Function) -> R {
        let (annotate, known) = annotation_parts(this);
        if let Some(known) = known {
            return Ok(known);
        }
        let made = match &annotate {
            Some(annotate) => {
                let made = vm.call(annotate, &[Value::from_i32(1)])?;
                if made.downcast::<Dict>().is_none() {
                    let got = vm.class_name(&made);
                    return Err(vm.type_error(format!("__annotate__() must return a dict, not {got}")));
                }
                made
            }
            None => vm.dict(),
        };
        let pair = vm.tuple(vec![annotate.unwrap_or(Value::NONE), made.clone()])?;
        this.annotations.set(Some(pair));
        Ok(made)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: &Function, value: Option<&Value>) -> R<()> {
        let value = value.filter(|value| !value.is_none());
        if value.is_some_and(|value| value.downcast::<Dict>().is_none()) {
            return Err(vm.type_error("__annotations__ must be set to a dict object"));
        }
        this.annotations.set(value.cloned());
        Ok(())
    }

    /// The function that computes the annotations.
    #[getter("__annotate__")]
    fn annotate(_vm: &mut Vm, this: &Function) -> Option<Value> {
        annotation_parts(this).0
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: &Function, value: Option<&Value>) -> R<()> {
        match value {
            None => Err(vm.type_error("__annotate__ cannot be deleted")),
            Some(value) if value.is_none() => {
                let known = annotation_parts(this).1;
                this.annotations.set(known);
                Ok(())
            }
            Some(value) if vm.is_callable(value) => {
                this.annotations.set(Some(value.clone()));
                Ok(())
            }
            Some(_) => Err(vm.type_error("__annotate__ must be callable or None")),
        }
    }

    /// The type parameters.
    #[getter("__type_params__")]
    fn type_parameters(vm: &mut Vm, _this: &Function) -> Value {
        vm.empty_tuple()
    }
}

/// The function that computes the annotations, and the annotations when they are known: the slot holds either of them or a pair.
fn annotation_parts(function: &Function) -> (Option<Value>, Option<Value>) {
    match function.annotations.get() {
        None => (None, None),
        Some(value) if value.downcast::<Dict>().is_some() => (None, Some(value)),
        Some(value) => match value.downcast::<Tuple>().map(Tuple::items) {
            Some([annotate, known]) => {
                (Some(annotate.clone()).filter(|annotate| !annotate.is_none()), Some(known.clone()))
            }
            _ => (Some(value).filter(|value| !value.is_none()), None),
        },
    }
}

fn check_closure(vm: &mut Vm, code: &Code, closure: Option<&Value>) -> R<()> {
    let wanted = code.unit.free.len();
    let Some(closure) = closure else {
        return if wanted == 0 { Ok(()) } else { Err(vm.type_error("arg 5 (closure) must be tuple")) };
    };
    let Some(cells) = closure.downcast::<Tuple>() else {
        return Err(vm.type_error("arg 5 (closure) must be None or tuple"));
    };
    if cells.len() != wanted {
        let message = format!("{} requires closure of length {wanted}, not {}", code.unit.name, cells.len());
        return Err(vm.value_error(message));
    }
    if let Some(other) = cells.items().iter().find(|cell| cell.downcast::<CellObject>().is_none()) {
        let got = vm.class_name(other);
        return Err(vm.type_error(format!("arg 5 (closure) expected cell, found {got}")));
    }
    Ok(())
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of a function, each given on its own by the constructor"
)]
fn make(
    vm: &mut Vm,
    code: &Value,
    payload: &Code,
    globals: &Value,
    name: Option<Value>,
    defaults: Option<Value>,
    closure: Option<Value>,
    keyword_defaults: Option<Value>,
) -> Value {
    let has_doc = payload.call.flags.has(exuvia_bytecode::CodeFlags::HAS_DOC);
    let doc = payload.constants.first().filter(|_| has_doc).cloned();
    let module_name = vm.names.__name__.clone();
    let module = globals.downcast::<Dict>().and_then(|globals| globals.get_str(&module_name));
    let qualified = name.clone().unwrap_or_else(|| payload.qualified_name.clone());
    let function = Function {
        code: Cell::new(code.clone()),
        globals: globals.clone(),
        closure: closure.filter(|_| !payload.unit.free.is_empty()),
        defaults: Slot::new(defaults),
        keyword_defaults: Slot::new(keyword_defaults),
        name: Slot::new(Some(name.unwrap_or_else(|| payload.name.clone()))),
        qualified_name: Slot::new(Some(qualified)),
        doc: Slot::new(doc),
        module: Slot::new(module),
        dict: Slot::default(),
        annotations: Slot::default(),
    };
    new_exact(vm.heap, function)
}

fn string(vm: &mut Vm, attribute: &str, value: Option<&Value>) -> R<Value> {
    match value {
        Some(value) if value.downcast::<Str>().is_some() => Ok(value.clone()),
        _ => Err(vm.type_error(format!("{attribute} must be set to a string object"))),
    }
}

fn text_of(slot: &Slot) -> String {
    slot.as_ref()
        .and_then(|name| name.downcast::<Str>())
        .map_or_else(String::new, |name| name.as_str().to_owned())
}

/// The namespace of builtins that code with these globals uses.
pub fn builtins_of(vm: &mut Vm, globals: &Value) -> Value {
    let name = vm.names.__builtins__.clone();
    match globals.downcast::<Dict>().and_then(|globals| globals.get_str(&name)) {
        Some(module) => match module.downcast::<crate::object::module::Module>() {
            Some(module) => module.dict.clone(),
            None => module,
        },
        None => vm.builtins.clone(),
    }
}

/// The methods of `method`.
pub struct MethodMethods;

#[exuvia_macros::builtin_methods]
impl MethodMethods {
    /// Create a bound instance method object.
    #[new_sig("method(cls, function, instance, /)")]
    fn new(vm: &mut Vm, _class: TypeRef, function: &Value, receiver: &Value) -> R {
        if !vm.is_callable(function) {
            return Err(vm.type_error("first argument must be callable"));
        }
        if receiver.is_none() {
            return Err(vm.type_error("instance must not be None"));
        }
        Ok(Method::new_value(vm.heap, function.clone(), receiver.clone()))
    }

    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        vm.call_slots(this, arguments, keywords)
    }

    /// Return an attribute of instance, which is of type owner.
    #[sig("__get__(self, instance, owner=None, /)")]
    fn get(_vm: &mut Vm, this: &Value, _object: &Value, _owner: Option<&Value>) -> Value {
        this.clone()
    }

    /// Return getattr(self, name).
    #[sig("__getattribute__(self, name, /)")]
    fn getattribute(vm: &mut Vm, this: &Value, name: &Value) -> R {
        let name = super::object::attribute_name(vm, name)?;
        let class = vm.class_of(this);
        if let Some(found) = vm.lookup(class, &name) {
            return vm.bind(&found, this, class);
        }
        // What methods do not have is looked for on the function.
        match this.downcast::<Method>() {
            Some(method) => vm.get_attribute(&method.function.clone(), &name),
            None => Err(vm.no_attribute(this, &name)),
        }
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Method) -> R<String> {
        let name = shown_name(vm, &this.function)?;
        Ok(format!("<bound method {name} of {}>", vm.repr_text(&this.receiver)?))
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &Method, other: &Value) -> R {
        let Some(other) = other.downcast::<Method>() else { return Ok(Value::NOT_IMPLEMENTED) };
        if !this.receiver.is(&other.receiver) {
            return Ok(Value::FALSE);
        }
        Ok(Value::from_bool(vm.same_or_equal(&this.function, &other.function)?))
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &Method, other: &Value) -> R {
        let equal = Self::eq(vm, this, other)?;
        Ok(equal.as_bool().map_or(Value::NOT_IMPLEMENTED, |equal| Value::from_bool(!equal)))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(vm: &mut Vm, this: &Method) -> R<i64> {
        let function = vm.hash(&this.function)?;
        Ok(mix(this.receiver.bits(), function as u64))
    }

    /// Helper for pickle.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Method) -> R {
        let name = vm.names.__name__.clone();
        let name = vm.get_attribute(&this.function, &name)?;
        reduce_to_getattr(vm, this.receiver.clone(), name)
    }

    /// the function (or other callable) implementing a method
    #[getter("__func__")]
    fn function(_vm: &mut Vm, this: &Method) -> Value {
        this.function.clone()
    }

    /// the instance to which a method is bound
    #[getter("__self__")]
    fn receiver(_vm: &mut Vm, this: &Method) -> Value {
        this.receiver.clone()
    }

    /// The function's manual.
    #[getter("__doc__")]
    fn doc(vm: &mut Vm, this: &Method) -> R {
        let name = vm.names.__doc__.clone();
        vm.get_attribute(&this.function, &name)
    }
}

/// `__qualname__` or `__name__` of a callable, if it is text; "?" otherwise.
fn shown_name(vm: &mut Vm, function: &Value) -> R<String> {
    for name in [vm.names.__qualname__.clone(), vm.names.__name__.clone()] {
        if let Some(found) = vm.find_attribute(function, &name)? {
            return Ok(found
                .downcast::<Str>()
                .map_or_else(|| "?".to_owned(), |name| name.as_str().to_owned()));
        }
    }
    Ok("?".to_owned())
}

/// A hash of two words.
pub fn mix(a: u64, b: u64) -> i64 {
    BuildHasherDefault::<DefaultHasher>::new().hash_one((a, b)) as i64
}

/// What `__reduce__` of a bound method says: that `getattr(receiver, name)` makes an equal one.
pub fn reduce_to_getattr(vm: &mut Vm, receiver: Value, name: Value) -> R {
    let getattr = vm.intern("getattr")?;
    let builtins = vm.builtins.downcast::<Dict>();
    let getattr = builtins.and_then(|builtins| builtins.get_str(&getattr)).unwrap_or(Value::NONE);
    let arguments = vm.tuple(vec![receiver, name])?;
    vm.tuple(vec![getattr, arguments])
}
