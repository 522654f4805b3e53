//! Methods of `object`, and the tests that every value answers: isinstance, issubclass, attribute listing.

use crate::native::{R, Raised};
use crate::object::class::{Constructor, Type, TypeRef, flags};
use crate::object::dict::Dict;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{self, Attributes, ids, instance};
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `object`.
pub struct ObjectMethods;

#[exuvia_macros::builtin_methods]
impl ObjectMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("object(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        if !arguments.is_empty() || !keywords.is_empty() {
            let (new, init) = (vm.names.__new__.clone(), vm.names.__init__.clone());
            let object = vm.types.object;
            if vm.lookup_bits(class, &new) != vm.lookup_bits(object, &new) {
                return Err(
                    vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)")
                );
            }
            if vm.lookup_bits(class, &init) == vm.lookup_bits(object, &init) {
                return Err(super::type_object::takes_no_arguments(vm, class));
            }
        }
        new_object(vm, class)
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        if arguments.is_empty() && keywords.is_empty() {
            return Ok(());
        }
        let class = vm.class_of(this);
        let (new, init) = (vm.names.__new__.clone(), vm.names.__init__.clone());
        let object = vm.types.object;
        if vm.lookup_bits(class, &init) != vm.lookup_bits(object, &init) {
            return Err(
                vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)")
            );
        }
        if vm.lookup_bits(class, &new) == vm.lookup_bits(object, &new) {
            let name = class.name_text();
            return Err(vm.type_error(format!(
                "{name}.__init__() takes exactly one argument (the instance to initialize)"
            )));
        }
        Ok(())
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let class = vm.class_of(this);
        let name = match super::type_object::module_of(vm, class) {
            Some(module) if module != "builtins" => super::type_object::full_name(vm, class),
            _ => class
                .qualified_name
                .get()
                .and_then(|name| Some(name.downcast::<Str>()?.as_str().to_owned()))
                .unwrap_or_default(),
        };
        Ok(format!("<{name} object at {:#x}>", id_of(this)))
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Value) -> R {
        vm.repr(this)
    }

    /// Default object formatter.
    #[sig("__format__(self, format_spec, /)")]
    fn format(vm: &mut Vm, this: &Value, specification: &str) -> R {
        if !specification.is_empty() {
            let class = vm.class_name(this);
            return Err(vm.type_error(format!("unsupported format string passed to {class}.__format__")));
        }
        vm.str(this)
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(_vm: &mut Vm, this: &Value) -> i64 {
        (id_of(this) >> 4) as i64
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(_vm: &mut Vm, this: &Value, other: &Value) -> Value {
        if this.is(other) { Value::TRUE } else { Value::NOT_IMPLEMENTED }
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &Value, other: &Value) -> R {
        let name = vm.names.__eq__.clone();
        match vm.call_special(this, &name, std::slice::from_ref(other)) {
            Some(result) => {
                let result = result?;
                if result.is_not_implemented() {
                    return Ok(result);
                }
                Ok(Value::from_bool(!vm.truth(&result)?))
            }
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(_vm: &mut Vm, _this: &Value, _other: &Value) -> Value {
        Value::NOT_IMPLEMENTED
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(_vm: &mut Vm, _this: &Value, _other: &Value) -> Value {
        Value::NOT_IMPLEMENTED
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(_vm: &mut Vm, _this: &Value, _other: &Value) -> Value {
        Value::NOT_IMPLEMENTED
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(_vm: &mut Vm, _this: &Value, _other: &Value) -> Value {
        Value::NOT_IMPLEMENTED
    }

    /// Return getattr(self, name).
    #[sig("__getattribute__(self, name, /)")]
    fn getattribute(vm: &mut Vm, this: &Value, name: &Value) -> R {
        let name = attribute_name(vm, name)?;
        vm.generic_get_or_raise(this, &name)
    }

    /// Implement setattr(self, name, value).
    #[sig("__setattr__(self, name, value, /)")]
    fn setattr(vm: &mut Vm, this: &Value, name: &Value, value: Value) -> R<()> {
        let name = attribute_name(vm, name)?;
        let class = vm.class_of(this);
        vm.generic_set(this, class, &name, Some(value))
    }

    /// Implement delattr(self, name).
    #[sig("__delattr__(self, name, /)")]
    fn delattr(vm: &mut Vm, this: &Value, name: &Value) -> R<()> {
        let name = attribute_name(vm, name)?;
        let class = vm.class_of(this);
        vm.generic_set(this, class, &name, None)
    }

    /// Default dir() implementation.
    #[sig("__dir__(self, /)")]
    fn dir(vm: &mut Vm, this: &Value) -> R<Vec<Value>> {
        directory(vm, this)
    }

    /// Size of object in memory, in bytes.
    #[sig("__sizeof__(self, /)")]
    fn sizeof(vm: &mut Vm, this: &Value) -> usize {
        this.object().map_or(8, |object| vm.heap.bytes_of(object))
    }

    /// This method is called when a class is subclassed.
    #[class_sig("__init_subclass__(type, /, *args, **kwargs)")]
    fn init_subclass(
        vm: &mut Vm,
        this: TypeRef,
        _arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R<()> {
        if keywords.is_empty() {
            return Ok(());
        }
        let name = this.qualified_name.get();
        let name = name.as_ref().and_then(|name| name.downcast::<Str>()).map_or("", Str::as_str);
        Err(vm.type_error(format!("{name}.__init_subclass__() takes no keyword arguments")))
    }

    /// Abstract classes can override this to customize issubclass().
    #[class_sig("__subclasshook__(type, object, /)")]
    fn subclass_hook(_vm: &mut Vm, _this: &Value, _other: &Value) -> Value {
        Value::NOT_IMPLEMENTED
    }

    /// The object's class.
    #[getter("__class__")]
    fn class(vm: &mut Vm, this: &Value) -> Value {
        vm.class_of(this).value()
    }

    #[setter("__class__")]
    fn set_class(vm: &mut Vm, this: &Value, value: Option<&Value>) -> R<()> {
        set_class(vm, this, value)
    }
}

/// What instances of Python classes have beside what their class says.
pub struct InstanceAccessors;

#[exuvia_macros::builtin_methods]
impl InstanceAccessors {
    /// The attributes, as a dict.
    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: &Value) -> R {
        instance_dict(vm, this)
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: &Value, value: Option<&Value>) -> R<()> {
        let Some(address) = this.object() else { return Err(no_dict(vm, this)) };
        let dict = match value {
            Some(value) if value.downcast::<Dict>().is_some() => value.clone(),
            Some(value) => {
                let got = vm.class_name(value);
                return Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{got}'")));
            }
            None => vm.dict(),
        };
        drop(instance::set_dict(vm.heap, address, dict).map_err(|_| vm.memory_error())?);
        Ok(())
    }

    /// The weak reference to the object, or None.
    #[getter("__weakref__")]
    fn weakref(vm: &mut Vm, this: &Value) -> Value {
        let mut first = None;
        if let Some(address) = this.object() {
            vm.heap.weak_refs(address, |weak| first = first.take().or(Some(weak)));
        }
        first.map_or(Value::NONE, Value::clone_object)
    }
}

/// The `__dict__` of an instance that has one.
pub fn instance_dict(vm: &mut Vm, this: &Value) -> R {
    let Some(address) = this.object() else { return Err(no_dict(vm, this)) };
    // SAFETY: the object is held by the caller.
    if unsafe { object::object_info(address) }.attributes == Attributes::None {
        return Err(no_dict(vm, this));
    }
    instance::dict_of(vm.heap, address).map_err(|_| vm.memory_error())
}

#[cold]
fn no_dict(vm: &mut Vm, this: &Value) -> Raised {
    let name = vm.names.__dict__.clone();
    vm.no_attribute(this, &name)
}

/// A plain instance, or an error for a builtin whose own `__new__` must be used.
pub fn new_object(vm: &mut Vm, class: TypeRef) -> R {
    if class.kind != ids::INSTANCE {
        let name = class.name_text();
        return Err(vm.type_error(format!("object.__new__({name}) is not safe, use {name}.__new__()")));
    }
    if let Some(message) = abstract_message(vm, class)? {
        return Err(vm.type_error(message));
    }
    Ok(instance::new_instance(vm.heap, class))
}

/// The error text for a class with abstract methods.
fn abstract_message(vm: &mut Vm, class: TypeRef) -> R<Option<String>> {
    let name = vm.names.__abstractmethods__.clone();
    let Some(methods) = class.namespace().get_str(&name) else { return Ok(None) };
    let mut names = Vec::new();
    for method in vm.collect(&methods)? {
        names.push(format!("'{}'", vm.str_text(&method)?));
    }
    if names.is_empty() {
        return Ok(None);
    }
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    Ok(Some(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} {}",
        class.name_text(),
        names.join(", ")
    )))
}

/// What `id()` shows: the address, or the word of an immediate value.
pub fn id_of(value: &Value) -> u64 {
    value.bits()
}

/// An attribute name given by Python code: a string, interned.
pub fn attribute_name(vm: &mut Vm, name: &Value) -> R {
    match name.downcast::<Str>() {
        Some(text) => {
            let text = text.as_str().to_owned();
            vm.intern(&text)
        }
        None => {
            let class = vm.class_name(name);
            Err(vm.type_error(format!("attribute name must be string, not '{class}'")))
        }
    }
}

/// `isinstance(object, class)` for a real class: by type, then by `__class__`.
pub fn real_instance_check(vm: &mut Vm, value: &Value, class: TypeRef) -> R<bool> {
    if vm.is_exactly_or_derived(value, class) {
        return Ok(true);
    }
    let own = vm.class_of(value);
    if !own.has(flags::HEAP_TYPE) && value.payload_kind() != ids::WEAK_REFERENCE {
        return Ok(false);
    }
    let name = vm.names.__class__.clone();
    match vm.find_attribute(value, &name)?.as_ref().and_then(TypeRef::from_value) {
        Some(claimed) => Ok(claimed != own && claimed.is_subclass_of(class)),
        None => Ok(false),
    }
}

/// `issubclass(candidate, class)` for a real class.
pub fn real_subclass_check(vm: &mut Vm, candidate: &Value, class: TypeRef) -> R<bool> {
    match TypeRef::from_value(candidate) {
        Some(candidate) => Ok(candidate.is_subclass_of(class)),
        None => Err(vm.type_error("issubclass() arg 1 must be a class")),
    }
}

impl Vm {
    /// `isinstance(value, classes)`.
    pub fn is_instance(&mut self, value: &Value, classes: &Value) -> R<bool> {
        if let Some(class) = TypeRef::from_value(classes) {
            if self.class_of(value) == class {
                return Ok(true);
            }
            if self.class_of(classes) == self.types.type_type {
                return real_instance_check(self, value, class);
            }
        }
        if let Some(tuple) = classes.downcast::<Tuple>() {
            for class in tuple.items() {
                if self.native_call(|vm| vm.is_instance(value, class))? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let name = self.names.__instancecheck__.clone();
        match self.call_special(classes, &name, std::slice::from_ref(value)) {
            Some(result) => {
                let result = result?;
                self.truth(&result)
            }
            None => Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")),
        }
    }

    /// `issubclass(candidate, classes)`.
    pub fn is_subclass(&mut self, candidate: &Value, classes: &Value) -> R<bool> {
        if let Some(class) = TypeRef::from_value(classes)
            && self.class_of(classes) == self.types.type_type
        {
            return real_subclass_check(self, candidate, class);
        }
        if let Some(tuple) = classes.downcast::<Tuple>() {
            for class in tuple.items() {
                if self.native_call(|vm| vm.is_subclass(candidate, class))? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let name = self.names.__subclasscheck__.clone();
        match self.call_special(classes, &name, std::slice::from_ref(candidate)) {
            Some(result) => {
                let result = result?;
                self.truth(&result)
            }
            None => {
                Err(self.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union"))
            }
        }
    }
}

/// Names of the attributes of an object, its class's and their bases', sorted.
pub fn directory(vm: &mut Vm, object: &Value) -> R<Vec<Value>> {
    let mut names = Vec::new();
    if let Some(module) = object.downcast::<object::module::Module>() {
        collect_keys(module.namespace(), &mut names);
        return sort_names(vm, names);
    }
    let class = match TypeRef::from_value(object) {
        Some(class) => class,
        None => {
            if let Some(address) = object.object() {
                names.extend(instance::attributes(address).into_iter().map(|(name, _)| name));
            }
            if let Some(dict) = crate::ops::attributes::payload_dict(object).and_then(object::cell::Slot::get)
                && let Some(dict) = dict.downcast::<Dict>()
            {
                collect_keys(dict, &mut names);
            }
            vm.class_of(object)
        }
    };
    for item in class.mro_items() {
        if let Some(class) = TypeRef::from_value(item) {
            collect_keys(class.namespace(), &mut names);
        }
    }
    sort_names(vm, names)
}

fn collect_keys(dict: &Dict, names: &mut Vec<Value>) {
    let mut position = 0;
    while let Some((key, _)) = dict.next_entry(&mut position) {
        names.push(key);
    }
}

fn sort_names(vm: &mut Vm, names: Vec<Value>) -> R<Vec<Value>> {
    let mut texts: Vec<String> =
        names.iter().filter_map(|name| Some(name.downcast::<Str>()?.as_str().to_owned())).collect();
    texts.sort();
    texts.dedup();
    texts.iter().map(|text| vm.text(text)).collect()
}

/// `object.__class__ = value` between classes whose instances lie in memory alike.
fn set_class(vm: &mut Vm, object: &Value, value: Option<&Value>) -> R<()> {
    let Some(value) = value else { return Err(vm.type_error("can't delete __class__ attribute")) };
    let Some(class) = TypeRef::from_value(value) else {
        let got = vm.class_name(value);
        return Err(vm.type_error(format!("__class__ must be set to a class, not '{got}' object")));
    };
    let old = vm.class_of(object);
    let heap_types = class.has(flags::HEAP_TYPE) && old.has(flags::HEAP_TYPE);
    if !heap_types {
        return Err(
            vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")
        );
    }
    let alike = class.kind == old.kind
        && class.fixed.get() == old.fixed.get()
        && class.has(flags::HAS_DICT) == old.has(flags::HAS_DICT);
    let Some(address) = object.object().filter(|_| alike) else {
        return Err(layout_differs(vm, class, old));
    };
    // SAFETY: the object is held by the caller.
    let details = unsafe { object::object_info(address) };
    let layout = if details.attributes == Attributes::None {
        class.layout.get()
    } else {
        instance::dict_of(vm.heap, address).map_err(|_| vm.memory_error())?;
        match instance::dict_layout_of(vm.heap, class) {
            Some(layout) => layout,
            None => return Err(vm.memory_error()),
        }
    };
    class.hold();
    // SAFETY: both classes' instances have the same payload and the same tail words.
    unsafe { instance::set_layout(address, layout) };
    // SAFETY: the instance's own count of its old class is given back.
    drop(unsafe { Value::from_bits(old.bits()) });
    Ok(())
}

#[cold]
fn layout_differs(vm: &mut Vm, new: TypeRef, old: TypeRef) -> Raised {
    vm.type_error(format!(
        "__class__ assignment: '{}' object layout differs from '{}'",
        new.name_text(),
        old.name_text()
    ))
}

/// How calling a class makes an instance, remembered by class epoch.
pub fn constructor_of(vm: &mut Vm, class: TypeRef) -> Constructor {
    if class.constructor_epoch.get() == vm.epoch {
        return class.constructor.get();
    }
    let constructor = find_constructor(vm, class);
    class.constructor.set(constructor);
    class.constructor_epoch.set(vm.epoch);
    constructor
}

fn find_constructor(vm: &mut Vm, class: TypeRef) -> Constructor {
    let (new, init) = (vm.names.__new__.clone(), vm.names.__init__.clone());
    let object = vm.types.object;
    let metaclass = vm.class_of(&class.value());
    let is_abstract = class.namespace().find_str(&vm.names.__abstractmethods__).is_some();
    if class.kind != ids::INSTANCE
        || metaclass != vm.types.type_type
        || is_abstract
        || vm.lookup_bits(class, &new) != vm.lookup_bits(object, &new)
    {
        return Constructor::General;
    }
    let found = vm.lookup_bits(class, &init);
    if found == vm.lookup_bits(object, &init) {
        return Constructor::Plain;
    }
    // SAFETY: the class holds what the lookup found.
    let function = unsafe { Value::borrow_bits(&found) };
    if function.downcast_exact::<object::function::Function>().is_some() {
        Constructor::Instance { init: found }
    } else {
        Constructor::General
    }
}

/// Whether a value is a class.
pub fn is_class(value: &Value) -> bool {
    value.downcast::<Type>().is_some()
}
