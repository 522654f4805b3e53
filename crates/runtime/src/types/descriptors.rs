//! property, and the descriptors of native attributes and of `__slots__`.
//!
//! ```text
//! C.__dict__["x"] = property(fget, fset, fdel, doc)        c.x ─► fget(c)        c.x = 1 ─► fset(c, 1)
//! ```
//!
//! `ops::attributes` uses these payloads directly when attributes are read and set; the methods here are for those who call them by name.

use crate::native::R;
use crate::object::class::TypeRef;
use crate::object::descriptors::{GetSet, Member, Property};
use crate::object::new_with_layout;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

fn empty() -> Property {
    Property {
        getter: Default::default(),
        setter: Default::default(),
        deleter: Default::default(),
        doc: Default::default(),
        name: Default::default(),
    }
}

fn given(value: Option<&Value>) -> Option<Value> {
    value.filter(|value| !value.is_none()).cloned()
}

/// What a property's missing function is called in errors.
fn missing(vm: &mut Vm, property: &Property, object: &Value, what: &str) -> crate::native::Raised {
    let class = {
        let class = vm.class_of(object);
        class.qualified_name.get().map_or_else(
            || class.name_text(),
            |name| name.downcast::<Str>().map_or_else(String::new, |name| name.as_str().to_owned()),
        )
    };
    let name = property_name(vm, property).ok().flatten();
    let message = match name {
        Some(name) => match vm.repr_text(&name) {
            Ok(name) => format!("property {name} of '{class}' object has no {what}"),
            Err(raised) => return raised,
        },
        None => format!("property of '{class}' object has no {what}"),
    };
    let class = vm.types.attribute_error;
    vm.raise_message(class, &message)
}

/// The name that the property was given, or its getter's.
fn property_name(vm: &mut Vm, property: &Property) -> R<Option<Value>> {
    if let Some(name) = property.name.get() {
        return Ok(Some(name));
    }
    match property.getter.get() {
        Some(getter) => {
            let name = vm.names.__name__.clone();
            vm.find_attribute(&getter, &name)
        }
        None => Ok(None),
    }
}

/// A property of the same class with other functions; a manual that came from the getter comes from the new one.
fn copy(vm: &mut Vm, this: &Value, property: &Property, replaced: [Option<&Value>; 3]) -> R {
    let old = [&property.getter, &property.setter, &property.deleter];
    let mut arguments = Vec::with_capacity(4);
    for (old, new) in old.into_iter().zip(replaced) {
        arguments.push(new.cloned().or_else(|| old.get()).unwrap_or(Value::NONE));
    }
    arguments.push(property.doc.get().unwrap_or(Value::NONE));
    let class = vm.class_of(this).value();
    let made = vm.call(&class, &arguments)?;
    if let Some(new) = made.downcast::<Property>() {
        new.name.set(property.name.get());
    }
    Ok(made)
}

/// The methods of `property`.
pub struct PropertyMethods;

#[exuvia_macros::builtin_methods]
impl PropertyMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("property(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        let base = vm.types.property;
        super::exceptions::check_subtype(vm, class, base)?;
        Ok(new_with_layout(vm.heap, class.layout.get(), empty()))
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, fget=None, fset=None, fdel=None, doc=None)")]
    fn init(
        vm: &mut Vm,
        this: &Value,
        getter: Option<&Value>,
        setter: Option<&Value>,
        deleter: Option<&Value>,
        doc: Option<&Value>,
    ) -> R<()> {
        let Some(property) = this.downcast::<Property>() else {
            return Err(vm.type_error("descriptor '__init__' requires a 'property' object"));
        };
        // Loads may have cached the getter that goes here.
        vm.classes_changed();
        property.getter.set(given(getter));
        property.setter.set(given(setter));
        property.deleter.set(given(deleter));
        property.doc.set(given(doc));
        property.name.set(None);
        if vm.class_of(this) != vm.types.property {
            // The class's own manual hides that of the payload: instances of derived classes keep theirs as an attribute.
            let name = vm.names.__doc__.clone();
            let mut manual = given(doc);
            if let (None, Some(getter)) = (&manual, given(getter)) {
                manual = vm.find_attribute(&getter, &name)?.filter(|doc| !doc.is_none());
            }
            if let Some(manual) = manual {
                let result = vm.set_attribute(this, &name, Some(manual));
                let class = vm.types.attribute_error;
                vm.except(result, class)?;
            }
        }
        Ok(())
    }

    /// Descriptor to obtain a copy of the property with a different getter.
    #[sig("getter(self, object, /)")]
    fn getter(vm: &mut Vm, this: &Value, function: &Value) -> R {
        let property = payload(vm, this)?;
        copy(vm, this, property, [Some(function), None, None])
    }

    /// Descriptor to obtain a copy of the property with a different setter.
    #[sig("setter(self, object, /)")]
    fn setter(vm: &mut Vm, this: &Value, function: &Value) -> R {
        let property = payload(vm, this)?;
        copy(vm, this, property, [None, Some(function), None])
    }

    /// Descriptor to obtain a copy of the property with a different deleter.
    #[sig("deleter(self, object, /)")]
    fn deleter(vm: &mut Vm, this: &Value, function: &Value) -> R {
        let property = payload(vm, this)?;
        copy(vm, this, property, [None, None, Some(function)])
    }

    /// Method to set name of a property.
    #[sig("__set_name__(self, /, *args)")]
    fn set_name(vm: &mut Vm, this: &Property, arguments: &[Option<Value>]) -> R<()> {
        let [_, name] = arguments else {
            return Err(vm.type_error(format!(
                "__set_name__() takes 2 positional arguments but {} were given",
                arguments.len()
            )));
        };
        this.name.set(name.clone());
        Ok(())
    }

    /// Return an attribute of instance, which is of type owner.
    #[sig("__get__(self, instance, owner=None, /)")]
    fn get(vm: &mut Vm, this: &Value, object: &Value, _owner: Option<&Value>) -> R {
        if object.is_none() {
            return Ok(this.clone());
        }
        let property = payload(vm, this)?;
        match property.getter.get() {
            Some(getter) => vm.call(&getter, std::slice::from_ref(object)),
            None => Err(missing(vm, property, object, "getter")),
        }
    }

    /// Set an attribute of instance to value.
    #[sig("__set__(self, instance, value, /)")]
    fn set(vm: &mut Vm, this: &Property, object: &Value, value: &Value) -> R<()> {
        match this.setter.get() {
            Some(setter) => vm.call(&setter, &[object.clone(), value.clone()]).map(drop),
            None => Err(missing(vm, this, object, "setter")),
        }
    }

    /// Delete an attribute of instance.
    #[sig("__delete__(self, instance, /)")]
    fn delete(vm: &mut Vm, this: &Property, object: &Value) -> R<()> {
        match this.deleter.get() {
            Some(deleter) => vm.call(&deleter, std::slice::from_ref(object)).map(drop),
            None => Err(missing(vm, this, object, "deleter")),
        }
    }

    /// The function that reads the attribute.
    #[getter("fget")]
    fn fget(_vm: &mut Vm, this: &Property) -> Option<Value> {
        this.getter.get()
    }

    /// The function that sets the attribute.
    #[getter("fset")]
    fn fset(_vm: &mut Vm, this: &Property) -> Option<Value> {
        this.setter.get()
    }

    /// The function that deletes the attribute.
    #[getter("fdel")]
    fn fdel(_vm: &mut Vm, this: &Property) -> Option<Value> {
        this.deleter.get()
    }

    /// The manual: given, or the getter's.
    #[getter("__doc__")]
    fn doc(vm: &mut Vm, this: &Property) -> R {
        if let Some(doc) = this.doc.get() {
            return Ok(doc);
        }
        let name = vm.names.__doc__.clone();
        match this.getter.get() {
            Some(getter) => Ok(vm.find_attribute(&getter, &name)?.unwrap_or(Value::NONE)),
            None => Ok(Value::NONE),
        }
    }

    #[setter("__doc__")]
    fn set_doc(_vm: &mut Vm, this: &Property, value: Option<&Value>) {
        this.doc.set(Some(value.cloned().unwrap_or(Value::NONE)));
    }

    /// The attribute's name.
    #[getter("__name__")]
    fn name(vm: &mut Vm, this: &Property) -> R {
        match property_name(vm, this)? {
            Some(name) => Ok(name),
            None => {
                let class = vm.types.attribute_error;
                Err(vm.raise_message(class, "'property' object has no attribute '__name__'"))
            }
        }
    }

    #[setter("__name__")]
    fn assign_name(_vm: &mut Vm, this: &Property, value: Option<&Value>) {
        this.name.set(value.cloned());
    }

    /// Whether one of the functions is abstract.
    #[getter("__isabstractmethod__")]
    fn is_abstract(vm: &mut Vm, this: &Property) -> R<bool> {
        for function in [this.getter.get(), this.setter.get(), this.deleter.get()].into_iter().flatten() {
            if is_abstract(vm, &function)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn payload<'a>(vm: &mut Vm, this: &'a Value) -> R<&'a Property> {
    match this.downcast::<Property>() {
        Some(property) => Ok(property),
        None => {
            let got = vm.class_name(this);
            Err(vm.type_error(format!("descriptor requires a 'property' object but received a '{got}'")))
        }
    }
}

/// The truth of a function's `__isabstractmethod__`.
pub fn is_abstract(vm: &mut Vm, function: &Value) -> R<bool> {
    let name = vm.intern("__isabstractmethod__")?;
    match vm.find_attribute(function, &name)? {
        Some(found) => vm.truth(&found),
        None => Ok(false),
    }
}

/// TypeError unless the object belongs to the class that a descriptor was made for.
pub fn check_receiver(vm: &mut Vm, name: &str, owner: &Value, object: &Value) -> R<()> {
    let Some(owner) = TypeRef::from_value(owner) else { return Ok(()) };
    if vm.is_exactly_or_derived(object, owner) {
        return Ok(());
    }
    let (owner, got) = (owner.name_text(), vm.class_name(object));
    Err(vm.type_error(format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{got}' object")))
}

/// `__get__` needs an instance or a class.
pub fn check_owner(vm: &mut Vm, owner: Option<&Value>) -> R<()> {
    if owner.is_none_or(Value::is_none) {
        return Err(vm.type_error("__get__(None, None) is invalid"));
    }
    Ok(())
}

fn getset_name(getset: &GetSet) -> &'static str {
    getset.getter.or(getset.setter).map_or("", |def| def.name)
}

fn qualified(vm: &mut Vm, owner: &Value, name: &str) -> R {
    let owner = TypeRef::from_value(owner).and_then(|owner| owner.qualified_name.get());
    let owner = owner.as_ref().and_then(|owner| owner.downcast::<Str>()).map_or("", Str::as_str);
    vm.text(&format!("{owner}.{name}"))
}

/// The methods of `getset_descriptor`.
pub struct GetSetMethods;

#[exuvia_macros::builtin_methods]
impl GetSetMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, this: &GetSet) -> String {
        let owner = TypeRef::from_value(&this.owner).map_or_else(String::new, TypeRef::name_of);
        format!("<attribute '{}' of '{owner}' objects>", getset_name(this))
    }

    /// Return an attribute of instance, which is of type owner.
    #[sig("__get__(self, instance, owner=None, /)")]
    fn get(vm: &mut Vm, this: &Value, object: &Value, owner: Option<&Value>) -> R {
        let Some(getset) = this.downcast::<GetSet>() else { return Ok(this.clone()) };
        if object.is_none() {
            check_owner(vm, owner)?;
            return Ok(this.clone());
        }
        check_receiver(vm, getset_name(getset), &getset.owner, object)?;
        match getset.getter {
            Some(getter) => getter.call_positional(vm, &[Some(object.clone())]),
            None => Err(unreadable(vm, getset)),
        }
    }

    /// Set an attribute of instance to value.
    #[sig("__set__(self, instance, value, /)")]
    fn set(vm: &mut Vm, this: &GetSet, object: &Value, value: &Value) -> R<()> {
        change(vm, this, object, Some(value.clone()))
    }

    /// Delete an attribute of instance.
    #[sig("__delete__(self, instance, /)")]
    fn delete(vm: &mut Vm, this: &GetSet, object: &Value) -> R<()> {
        change(vm, this, object, None)
    }

    /// The attribute's name.
    #[getter("__name__")]
    fn name(_vm: &mut Vm, this: &GetSet) -> &'static str {
        getset_name(this)
    }

    /// The attribute's name with that of its class.
    #[getter("__qualname__")]
    fn qualname(vm: &mut Vm, this: &GetSet) -> R {
        qualified(vm, &this.owner, getset_name(this))
    }

    /// The class that the attribute belongs to.
    #[getter("__objclass__")]
    fn owner(_vm: &mut Vm, this: &GetSet) -> Value {
        this.owner.clone()
    }

    /// The attribute's manual.
    #[getter("__doc__")]
    fn doc(_vm: &mut Vm, this: &GetSet) -> Option<&'static str> {
        this.getter.or(this.setter).map(|def| def.doc).filter(|doc| !doc.is_empty())
    }
}

#[cold]
fn unreadable(vm: &mut Vm, getset: &GetSet) -> crate::native::Raised {
    let owner = TypeRef::from_value(&getset.owner).map_or_else(String::new, TypeRef::name_of);
    let class = vm.types.attribute_error;
    vm.raise_message(
        class,
        &format!("attribute '{}' of '{owner}' objects is not readable", getset_name(getset)),
    )
}

fn change(vm: &mut Vm, getset: &GetSet, object: &Value, value: Option<Value>) -> R<()> {
    check_receiver(vm, getset_name(getset), &getset.owner, object)?;
    match getset.setter {
        Some(setter) => setter.call_positional(vm, &[Some(object.clone()), value]).map(drop),
        None => {
            let owner = TypeRef::from_value(&getset.owner).map_or_else(String::new, TypeRef::name_of);
            let class = vm.types.attribute_error;
            Err(vm.raise_message(
                class,
                &format!("attribute '{}' of '{owner}' objects is not writable", getset_name(getset)),
            ))
        }
    }
}

fn member_name(member: &Member) -> &str {
    member.name.downcast::<Str>().map_or("", Str::as_str)
}

/// The methods of `member_descriptor`.
pub struct MemberMethods;

#[exuvia_macros::builtin_methods]
impl MemberMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, this: &Member) -> String {
        let owner = TypeRef::from_value(&this.owner).map_or_else(String::new, TypeRef::name_of);
        format!("<member '{}' of '{owner}' objects>", member_name(this))
    }

    /// Return an attribute of instance, which is of type owner.
    #[sig("__get__(self, instance, owner=None, /)")]
    fn get(vm: &mut Vm, this: &Value, object: &Value, _owner: Option<&Value>) -> R {
        match this.downcast::<Member>() {
            Some(member) if !object.is_none() => vm.member_get(member, object),
            _ => Ok(this.clone()),
        }
    }

    /// Set an attribute of instance to value.
    #[sig("__set__(self, instance, value, /)")]
    fn set(vm: &mut Vm, this: &Member, object: &Value, value: &Value) -> R<()> {
        vm.member_set(this, object, Some(value.clone()))
    }

    /// Delete an attribute of instance.
    #[sig("__delete__(self, instance, /)")]
    fn delete(vm: &mut Vm, this: &Member, object: &Value) -> R<()> {
        vm.member_set(this, object, None)
    }

    /// The attribute's name.
    #[getter("__name__")]
    fn name(_vm: &mut Vm, this: &Member) -> Value {
        this.name.clone()
    }

    /// The attribute's name with that of its class.
    #[getter("__qualname__")]
    fn qualname(vm: &mut Vm, this: &Member) -> R {
        qualified(vm, &this.owner, member_name(this))
    }

    /// The class that the slot belongs to.
    #[getter("__objclass__")]
    fn owner(_vm: &mut Vm, this: &Member) -> Value {
        this.owner.clone()
    }

    /// Slots have no manual.
    #[getter("__doc__")]
    fn doc(_vm: &mut Vm, _this: &Member) -> Value {
        Value::NONE
    }
}
