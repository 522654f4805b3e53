//! Methods of `type`: attribute access on classes, calling a class, and what a class shows.

use super::class_creation;
use crate::native::{R, Raised};
use crate::object::class::{Type, TypeRef, flags};
use crate::object::descriptors::MappingProxy;
use crate::object::dict::Dict;
use crate::object::string::Str;
use crate::object::{ids, new_exact};
use crate::ops::call::prepend;
use crate::value::Value;
use crate::vm::Vm;

/// `class.name`: metaclass data descriptor, the class's own order, other metaclass attribute.
pub fn get_attribute(vm: &mut Vm, object: &Value, metaclass: TypeRef, name: &Value) -> R<Option<Value>> {
    let Some(class) = TypeRef::from_value(object) else { return Ok(None) };
    let from_meta = vm.lookup(metaclass, name);
    if let Some(found) = &from_meta
        && vm.is_data_descriptor(found)
    {
        return vm.bind(found, object, metaclass).map(Some);
    }
    if let Some(found) = vm.lookup(class, name) {
        return bind_to_class(vm, &found, class).map(Some);
    }
    match from_meta {
        Some(found) => vm.bind(&found, object, metaclass).map(Some),
        None => Ok(None),
    }
}

/// What a class attribute becomes when it is reached through the class: functions stay, the rest is asked.
pub fn bind_to_class(vm: &mut Vm, found: &Value, class: TypeRef) -> R {
    match found.payload_kind() {
        ids::FUNCTION | ids::GETSET | ids::MEMBER => Ok(found.clone()),
        ids::PROPERTY if found.downcast_exact::<crate::object::descriptors::Property>().is_some() => {
            Ok(found.clone())
        }
        ids::NATIVE => {
            let native = found.downcast::<crate::object::function::Native>();
            if native.is_some_and(|native| native.def.kind == crate::native::DefKind::ClassMethod) {
                return vm.bind(found, &class.value(), class);
            }
            Ok(found.clone())
        }
        ids::STATIC_METHOD | ids::CLASS_METHOD => vm.bind(found, &Value::NONE, class),
        _ => vm.bind_by_class(found, &Value::NONE, class.value()),
    }
}

/// `class.name = value`, `del class.name`.
pub fn set_attribute(
    vm: &mut Vm,
    object: &Value,
    metaclass: TypeRef,
    name: &Value,
    value: Option<Value>,
) -> R<()> {
    let Some(class) = TypeRef::from_value(object) else { return Ok(()) };
    let text = name.downcast::<Str>().map_or("?", Str::as_str).to_owned();
    if !class.has(flags::HEAP_TYPE) {
        let verb = if value.is_some() { "set" } else { "delete" };
        return Err(vm.type_error(format!(
            "cannot {verb} '{text}' attribute of immutable type '{}'",
            class.name_text()
        )));
    }
    if let Some(found) = vm.lookup(metaclass, name)
        && vm.is_data_descriptor(&found)
    {
        if let Some(setter) =
            found.downcast::<crate::object::descriptors::GetSet>().and_then(|getset| getset.setter)
        {
            setter.call_positional(vm, &[Some(object.clone()), value])?;
            vm.classes_changed();
            return Ok(());
        }
        let method = if value.is_some() { vm.names.__set__.clone() } else { vm.names.__delete__.clone() };
        let mut arguments = vec![object.clone()];
        arguments.extend(value.clone());
        if let Some(result) = vm.call_special(&found, &method, &arguments) {
            return result.map(drop);
        }
    }
    let namespace = class.namespace();
    match value {
        Some(value) => {
            // A plain value that replaces a plain value changes no cache: only functions and descriptors are cached by value.
            let plain = |value: &Value| {
                matches!(
                    value.payload_kind(),
                    0 | ids::STR | ids::INT | ids::LIST | ids::DICT | ids::TUPLE | ids::SET
                )
            };
            let known =
                namespace.find_str(name).and_then(|entry| namespace.table.value(entry)).is_some_and(plain);
            let quiet = known && plain(&value) && !text.starts_with("__");
            let old = namespace.set_str(vm.heap, name, value).map_err(|_| vm.memory_error())?;
            if !quiet || old.is_none() {
                changed(vm, class, &text);
            } else {
                vm.forget_cached(name);
            }
            drop(old);
        }
        None => {
            let Some(old) = namespace.remove_str(name) else {
                let message = format!("type object '{}' has no attribute '{text}'", class.name_text());
                return Err(vm.attribute_error(object, name, &message));
            };
            changed(vm, class, &text);
            drop(old);
        }
    }
    Ok(())
}

/// Tells the caches, and the flags of the class and its subclasses, that a class has changed.
pub fn changed(vm: &mut Vm, class: TypeRef, name: &str) {
    vm.classes_changed();
    if !name.starts_with("__") {
        return;
    }
    let mut waiting = vec![class];
    while let Some(class) = waiting.pop() {
        class_creation::refresh_flags(vm, class);
        let finalizer = class.has(flags::FINALIZER);
        crate::object::instance::each_layout(vm.heap, class, |layout| layout.finalizer.set(finalizer));
        // SAFETY: subclasses take themselves out of the list when they die.
        waiting.extend(
            class.live_subclasses(vm.heap).into_iter().map(|object| unsafe { TypeRef::from_object(object) }),
        );
    }
}

impl Drop for Type {
    fn drop(&mut self) {
        // Classes that die in one collection are dropped in any order, and their blocks stay until all are: a subclass that comes later
        // finds an empty list here, not one whose memory is gone.
        drop(self.subclasses.replace(Vec::new()));
        // SAFETY: the payload lies in a heap object.
        let object = unsafe { crate::object::object_of(self) };
        let last = self.last_layout.get();
        if last.index() != self.kind as usize {
            // Instances that die in the same collection may still have it.
            // SAFETY: the object is dying, so its heap is alive.
            unsafe { exuvia_heap::Heap::of(object) }.retire_layout(last);
        }
        let bases = self.bases.get();
        let Some(bases) = bases.as_ref().and_then(|bases| bases.downcast::<crate::object::tuple::Tuple>())
        else {
            return;
        };
        for base in bases.items() {
            if let Some(base) = base.downcast::<Type>() {
                base.subclasses.borrow_mut().retain(|&other| other != object);
            }
        }
    }
}

/// `class(*arguments, **keywords)`.
pub fn call_class(
    vm: &mut Vm,
    class: TypeRef,
    arguments: &[Option<Value>],
    keywords: &[(Value, Value)],
) -> R {
    let class_value = class.value();
    let metaclass = vm.class_of(&class_value);
    if metaclass != vm.types.type_type {
        let name = vm.names.__call__.clone();
        let found = vm.lookup(metaclass, &name);
        if let Some(found) =
            found.filter(|found| found.downcast::<crate::object::function::Native>().is_none())
        {
            let bound = vm.bind(&found, &class_value, metaclass)?;
            return vm.call_slots(&bound, arguments, keywords);
        }
    }
    default_call(vm, class, arguments, keywords)
}

/// `type.__call__`: `__new__`, then `__init__` if the result is an instance.
pub fn default_call(
    vm: &mut Vm,
    class: TypeRef,
    arguments: &[Option<Value>],
    keywords: &[(Value, Value)],
) -> R {
    let class_value = class.value();
    if class == vm.types.type_type && arguments.len() == 1 && keywords.is_empty() {
        let object = arguments[0].clone().unwrap_or(Value::NONE);
        return Ok(vm.class_of(&object).value());
    }
    if class == vm.types.type_type && arguments.len() != 3 {
        return Err(vm.type_error("type() takes 1 or 3 arguments"));
    }
    if keywords.is_empty()
        && !class.has(flags::HEAP_TYPE)
        && let Some(result) = super::constructors::quick(vm, class, arguments)
    {
        return result;
    }
    if class.has(flags::NO_NEW) {
        return Err(vm.type_error(format!("cannot create '{}' instances", qualified_type_name(class))));
    }
    let name = vm.names.__new__.clone();
    let Some(new) = vm.lookup(class, &name) else {
        return Err(vm.type_error(format!("cannot create '{}' instances", class.name_text())));
    };
    let new = bind_to_class(vm, &new, class)?;
    let all = prepend(class_value.clone(), arguments);
    let object = vm.call_slots(&new, &all, keywords)?;
    if !vm.is_exactly_or_derived(&object, class) {
        return Ok(object);
    }
    let name = vm.names.__init__.clone();
    let object_class = vm.class_of(&object);
    let found = vm.lookup_bits(object_class, &name);
    let standard = vm.lookup_bits(vm.types.object, &name);
    if found == standard || found == 0 {
        check_object_init(vm, class, arguments, keywords)?;
        return Ok(object);
    }
    // SAFETY: the class holds what the lookup found.
    let init = unsafe { Value::clone_bits(found) };
    let result = if vm.is_method_like(&init) {
        let all = prepend(object.clone(), arguments);
        vm.call_slots(&init, &all, keywords)?
    } else {
        let bound = vm.bind(&init, &object, object_class)?;
        vm.call_slots(&bound, arguments, keywords)?
    };
    if !result.is_none() {
        let got = vm.class_name(&result);
        return Err(vm.type_error(format!("__init__() should return None, not '{got}'")));
    }
    Ok(object)
}

/// `object.__init__` takes no arguments unless `__new__` was overridden.
fn check_object_init(
    vm: &mut Vm,
    class: TypeRef,
    arguments: &[Option<Value>],
    keywords: &[(Value, Value)],
) -> R<()> {
    if arguments.is_empty() && keywords.is_empty() {
        return Ok(());
    }
    let name = vm.names.__new__.clone();
    if vm.lookup_bits(class, &name) == vm.lookup_bits(vm.types.object, &name) {
        return Err(takes_no_arguments(vm, class));
    }
    Ok(())
}

/// The error of a class that takes no arguments.
pub fn takes_no_arguments(vm: &mut Vm, class: TypeRef) -> Raised {
    vm.type_error(format!("{}() takes no arguments", class.name_text()))
}

/// The name with the module, as CPython shows types that are not in builtins.
pub fn qualified_type_name(class: TypeRef) -> String {
    class.name_text()
}

/// `module.qualname` of a class, without the module for builtins.
pub fn full_name(vm: &mut Vm, class: TypeRef) -> String {
    let qualified = class
        .qualified_name
        .get()
        .and_then(|name| Some(name.downcast::<Str>()?.as_str().to_owned()))
        .unwrap_or_default();
    match module_of(vm, class) {
        Some(module) if module != "builtins" => format!("{module}.{qualified}"),
        _ => qualified,
    }
}

/// The text of `__module__`, if it is text.
pub fn module_of(vm: &mut Vm, class: TypeRef) -> Option<String> {
    if !class.has(flags::HEAP_TYPE) {
        let name = vm.names.__module__.clone();
        let found = class.namespace().get_str(&name);
        return Some(
            found
                .and_then(|found| Some(found.downcast::<Str>()?.as_str().to_owned()))
                .unwrap_or_else(|| "builtins".to_owned()),
        );
    }
    let name = vm.names.__module__.clone();
    class.namespace().get_str(&name).and_then(|module| Some(module.downcast::<Str>()?.as_str().to_owned()))
}

/// The methods of `type`.
pub struct TypeMethods;

#[exuvia_macros::builtin_methods]
impl TypeMethods {
    /// Create and return a new object.
    #[new_sig("type(cls, object_or_name=None, bases=None, dict=None, /, **keywords)")]
    fn new(
        vm: &mut Vm,
        metaclass: TypeRef,
        name: Option<&Value>,
        bases: Option<&Value>,
        namespace: Option<&Value>,
        keywords: &[(Value, Value)],
    ) -> R {
        let (name, bases, namespace) = match (name, bases, namespace) {
            (Some(name), Some(bases), Some(namespace)) => (name, bases, namespace),
            (name, bases, _) => {
                let given = usize::from(name.is_some()) + usize::from(bases.is_some());
                return Err(
                    vm.type_error(format!("type.__new__() takes exactly 3 arguments ({given} given)"))
                );
            }
        };
        if name.downcast::<Str>().is_none() {
            let got = vm.class_name(name);
            return Err(vm.type_error(format!("type.__new__() argument 1 must be str, not {got}")));
        }
        if bases.downcast::<crate::object::tuple::Tuple>().is_none() {
            let got = vm.class_name(bases);
            return Err(vm.type_error(format!("type.__new__() argument 2 must be tuple, not {got}")));
        }
        let Some(dict) = namespace.downcast::<Dict>() else {
            let got = vm.class_name(namespace);
            return Err(vm.type_error(format!("type.__new__() argument 3 must be dict, not {got}")));
        };
        class_creation::new_class(vm, metaclass, name, bases, dict, keywords)
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, _this: &Value, arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R<()> {
        match arguments.len() {
            1 | 3 => Ok(()),
            _ => Err(vm.type_error("type.__init__() takes 1 or 3 arguments")),
        }
    }

    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        default_call(vm, this, arguments, keywords)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: TypeRef) -> String {
        format!("<class '{}'>", full_name(vm, this))
    }

    /// Return a type's method resolution order.
    #[sig("mro(self, /)")]
    fn mro(vm: &mut Vm, this: TypeRef) -> R<Vec<Value>> {
        let bases: Vec<TypeRef> = match this.bases.get() {
            Some(bases) => vm.collect(&bases)?.iter().filter_map(TypeRef::from_value).collect(),
            None => Vec::new(),
        };
        class_creation::linearize(vm, this, &bases)
    }

    /// Return a list of immediate subclasses.
    #[sig("__subclasses__(self, /)")]
    fn subclasses(vm: &mut Vm, this: TypeRef) -> Vec<Value> {
        this.live_subclasses(vm.heap).into_iter().map(Value::clone_object).collect()
    }

    /// Check if an object is an instance.
    #[sig("__instancecheck__(self, instance, /)")]
    fn instance_check(vm: &mut Vm, this: TypeRef, instance: &Value) -> R<bool> {
        crate::types::object::real_instance_check(vm, instance, this)
    }

    /// Check if a class is a subclass.
    #[sig("__subclasscheck__(self, subclass, /)")]
    fn subclass_check(vm: &mut Vm, this: TypeRef, subclass: &Value) -> R<bool> {
        crate::types::object::real_subclass_check(vm, subclass, this)
    }

    /// Create the namespace for the class statement.
    #[class_sig("__prepare__(type, /, *args, **kwargs)")]
    fn prepare(
        vm: &mut Vm,
        _this: &Value,
        _arguments: &[Option<Value>],
        _keywords: &[(Value, Value)],
    ) -> Value {
        vm.dict()
    }

    /// The class's name.
    #[getter("__name__")]
    fn name(_vm: &mut Vm, this: TypeRef) -> Option<Value> {
        // The name of a builtin class may begin with its module.
        if this.has(flags::HEAP_TYPE) { this.name.get() } else { this.qualified_name.get() }
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, this: TypeRef, value: Option<&Value>) -> R<()> {
        let value = settable(vm, this, "__name__", value)?;
        if value.downcast::<Str>().is_none() {
            let got = vm.class_name(&value);
            return Err(vm.type_error(format!(
                "can only assign string to {}.__name__, not '{got}'",
                this.name_text()
            )));
        }
        this.name.set(Some(value));
        Ok(())
    }

    /// The class's qualified name (PEP 3155).
    #[getter("__qualname__")]
    fn qualname(_vm: &mut Vm, this: TypeRef) -> Option<Value> {
        this.qualified_name.get()
    }

    #[setter("__qualname__")]
    fn set_qualname(vm: &mut Vm, this: TypeRef, value: Option<&Value>) -> R<()> {
        let value = settable(vm, this, "__qualname__", value)?;
        if value.downcast::<Str>().is_none() {
            let got = vm.class_name(&value);
            return Err(vm.type_error(format!(
                "can only assign string to {}.__qualname__, not '{got}'",
                this.name_text()
            )));
        }
        this.qualified_name.set(Some(value));
        Ok(())
    }

    /// The name of the module that the class was made in.
    #[getter("__module__")]
    fn module(vm: &mut Vm, this: TypeRef) -> R {
        let name = vm.names.__module__.clone();
        match this.namespace().get_str(&name) {
            Some(module) => Ok(module),
            None if this.has(flags::HEAP_TYPE) => Err(vm.no_attribute(&this.value(), &name)),
            None => vm.text("builtins"),
        }
    }

    #[setter("__module__")]
    fn set_module(vm: &mut Vm, this: TypeRef, value: Option<&Value>) -> R<()> {
        let value = settable(vm, this, "__module__", value)?;
        vm.dict_set_named(this.namespace(), "__module__", value)
    }

    /// The classes that it was derived from.
    #[getter("__bases__")]
    fn bases(_vm: &mut Vm, this: TypeRef) -> Option<Value> {
        this.bases.get()
    }

    #[setter("__bases__")]
    fn set_bases(vm: &mut Vm, this: TypeRef, value: Option<&Value>) -> R<()> {
        let value = settable(vm, this, "__bases__", value)?;
        super::class_bases::set_bases(vm, this, &value)
    }

    /// What the class allows, as CPython's bits.
    #[getter("__flags__")]
    fn flags(vm: &mut Vm, this: TypeRef) -> i64 {
        super::class_bases::shown_flags(vm, this)
    }

    /// The class whose memory layout it extends.
    #[getter("__base__")]
    fn base(_vm: &mut Vm, this: TypeRef) -> Option<Value> {
        this.base.get()
    }

    /// The method resolution order.
    #[getter("__mro__")]
    fn mro_tuple(_vm: &mut Vm, this: TypeRef) -> Option<Value> {
        this.mro.get()
    }

    /// The namespace, to be read only.
    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: TypeRef) -> Value {
        new_exact(vm.heap, MappingProxy { mapping: this.dict.clone() })
    }

    /// The documentation string.
    #[getter("__doc__")]
    fn doc(vm: &mut Vm, this: TypeRef) -> R {
        let name = vm.names.__doc__.clone();
        match this.namespace().get_str(&name) {
            Some(doc) if doc.downcast::<Str>().is_some() || doc.is_none() => Ok(doc),
            Some(_) if !this.has(flags::HEAP_TYPE) => {
                match super::tables::rows(&vm.types).iter().find(|row| row.class == this) {
                    Some(row) if !row.doc.is_empty() => vm.text(row.doc),
                    _ => Ok(Value::NONE),
                }
            }
            Some(doc) => bind_to_class(vm, &doc, this),
            None => Ok(Value::NONE),
        }
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, this: TypeRef, value: Option<&Value>) -> R<()> {
        let value = settable(vm, this, "__doc__", value)?;
        vm.dict_set_named(this.namespace(), "__doc__", value)
    }

    /// The bytes of the fixed part of an instance, the header included.
    #[getter("__basicsize__")]
    fn basic_size(_vm: &mut Vm, this: TypeRef) -> i64 {
        8 + 8 * this.fixed.get() as i64
    }

    /// Return self|value.
    #[sig("__or__(self, value, /)")]
    fn or(vm: &mut Vm, this: &Value, other: &Value) -> R {
        super::union_type::union_of(vm, this, other)
    }

    /// Return value|self.
    #[sig("__ror__(self, value, /)")]
    fn ror(vm: &mut Vm, this: &Value, other: &Value) -> R {
        super::union_type::union_of(vm, other, this)
    }
}

fn settable(vm: &mut Vm, class: TypeRef, name: &str, value: Option<&Value>) -> R<Value> {
    if !class.has(flags::HEAP_TYPE) {
        return Err(
            vm.type_error(format!("cannot set '{name}' attribute of immutable type '{}'", class.name_text()))
        );
    }
    match value {
        Some(value) => Ok(value.clone()),
        None => Err(vm.type_error(format!(
            "cannot delete '{name}' attribute of immutable type '{}'",
            class.name_text()
        ))),
    }
}
