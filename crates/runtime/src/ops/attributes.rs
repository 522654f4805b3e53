//! Attribute access: instance attributes, descriptors, `__getattr__`.

use crate::native::DefKind;
use crate::native::R;
use crate::object::cell::Slot;
use crate::object::class::{TypeRef, flags};
use crate::object::descriptors::{ClassMethod, GetSet, Member, Property, StaticMethod};
use crate::object::dict::Dict;
use crate::object::function::{Function, Method, Native};
use crate::object::module::Module;
use crate::object::string::Str;
use crate::object::{self, Attributes, instance, new_with_layout, tail_word};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// `object.name`. The name should be interned.
    pub fn get_attribute(&mut self, object: &Value, name: &Value) -> R {
        let class = self.class_of(object);
        if class.has(flags::GETATTRIBUTE | flags::GETATTR) {
            return self.native_call(|vm| vm.get_attribute_custom(object, class, name));
        }
        match self.generic_get(object, class, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// `object.name`, or nothing where it would raise AttributeError.
    pub fn find_attribute(&mut self, object: &Value, name: &Value) -> R<Option<Value>> {
        let class = self.class_of(object);
        if class.has(flags::GETATTRIBUTE | flags::GETATTR) {
            let result = self.get_attribute(object, name);
            let attribute_error = self.types.attribute_error;
            return self.except(result, attribute_error);
        }
        let result = self.generic_get(object, class, name);
        let attribute_error = self.types.attribute_error;
        Ok(self.except(result, attribute_error)?.flatten())
    }

    fn get_attribute_custom(&mut self, object: &Value, class: TypeRef, name: &Value) -> R {
        let result = if class.has(flags::GETATTRIBUTE) {
            let method = self.names.__getattribute__.clone();
            match self.call_special(object, &method, std::slice::from_ref(name)) {
                Some(result) => result,
                None => self.generic_get_or_raise(object, name),
            }
        } else {
            self.generic_get_or_raise(object, name)
        };
        match result {
            Err(raised) if class.has(flags::GETATTR) && self.is_raising(self.types.attribute_error) => {
                let method = self.names.__getattr__.clone();
                let found = self.lookup_bits(class, &method);
                if found == 0 {
                    return Err(raised);
                }
                self.exception.set(None);
                self.call_found(found, object, std::slice::from_ref(name))
            }
            result => result,
        }
    }

    /// `object.__getattribute__(object, name)`: what `object` does itself, or AttributeError.
    pub fn generic_get_or_raise(&mut self, object: &Value, name: &Value) -> R {
        let class = self.class_of(object);
        match self.generic_get(object, class, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// The default lookup: data descriptor, instance attribute, other class attribute.
    pub fn generic_get(&mut self, object: &Value, class: TypeRef, name: &Value) -> R<Option<Value>> {
        if object.payload_kind() == object::ids::TYPE {
            return crate::types::type_object::get_attribute(self, object, class, name);
        }
        if object.payload_kind() == object::ids::SUPER {
            return crate::types::tables::super_attribute(self, object, name);
        }
        let found = self.lookup(class, name);
        if let Some(found) = &found
            && self.is_data_descriptor(found)
            && self.has_getter(found)
        {
            return self.bind(found, object, class).map(Some);
        }
        if let Some(value) = self.own_attribute(object, name)? {
            return Ok(Some(value));
        }
        match found {
            Some(found) => self.bind(&found, object, class).map(Some),
            None => Ok(None),
        }
    }

    /// An attribute that the object itself has (its `__dict__`).
    pub fn own_attribute(&mut self, object: &Value, name: &Value) -> R<Option<Value>> {
        let Some(address) = object.object() else { return Ok(None) };
        if let Some(module) = object.downcast::<Module>() {
            if let Some(value) = module.namespace().get_str(name) {
                return Ok(Some(value));
            }
            return crate::modules::module_getattr(self, module, name);
        }
        if let Some(dict) = payload_dict(object) {
            return Ok(dict.get().and_then(|dict| dict.downcast::<Dict>()?.get_str(name)));
        }
        Ok(instance::get(address, name))
    }

    /// AttributeError for a missing attribute.
    #[cold]
    pub fn no_attribute(&mut self, object: &Value, name: &Value) -> crate::native::Raised {
        let text = name.downcast::<Str>().map_or("?", Str::as_str).to_owned();
        let message = if let Some(class) = TypeRef::from_value(object) {
            format!("type object '{}' has no attribute '{text}'", class.name_text())
        } else if let Some(module) = object.downcast::<Module>() {
            let name = self.names.__name__.clone();
            match module
                .namespace()
                .get_str(&name)
                .and_then(|name| Some(name.downcast::<Str>()?.as_str().to_owned()))
            {
                Some(module) => format!("module '{module}' has no attribute '{text}'"),
                None => format!("module has no attribute '{text}'"),
            }
        } else {
            format!("'{}' object has no attribute '{text}'", self.class_name(object))
        };
        self.attribute_error(object, name, &message)
    }

    /// Whether a class attribute takes part in setting (`__set__` or `__delete__`).
    pub fn is_data_descriptor(&mut self, value: &Value) -> bool {
        match value.payload_kind() {
            0 if value.object().is_none() => false,
            object::ids::FUNCTION
            | object::ids::NATIVE
            | object::ids::STATIC_METHOD
            | object::ids::CLASS_METHOD => false,
            object::ids::PROPERTY | object::ids::GETSET | object::ids::MEMBER => true,
            _ => {
                let class = self.class_of(value);
                let (set, delete) = (self.names.__set__.clone(), self.names.__delete__.clone());
                self.lookup_bits(class, &set) != 0 || self.lookup_bits(class, &delete) != 0
            }
        }
    }

    /// Whether a data descriptor also takes part in reading (`__get__`); one that does not gives way to the instance's attribute.
    fn has_getter(&mut self, value: &Value) -> bool {
        if matches!(value.payload_kind(), object::ids::PROPERTY | object::ids::GETSET | object::ids::MEMBER) {
            return true;
        }
        let (class, get) = (self.class_of(value), self.names.__get__.clone());
        self.lookup_bits(class, &get) != 0
    }

    /// What a class attribute becomes when it is reached through an instance: `__get__`.
    pub fn bind(&mut self, found: &Value, object: &Value, class: TypeRef) -> R {
        if found.downcast_exact::<Function>().is_some() {
            return Ok(Method::new_value(self.heap, found.clone(), object.clone()));
        }
        if let Some(native) = found.downcast::<Native>() {
            return Ok(self.bind_native(native, found, object, class));
        }
        if let Some(property) = found.downcast_exact::<Property>() {
            return match property.getter.get() {
                Some(getter) if !getter.is_none() => self.call(&getter, std::slice::from_ref(object)),
                _ => Err(self.property_error(property, object, "getter")),
            };
        }
        if let Some(member) = found.downcast::<Member>() {
            return self.member_get(member, object);
        }
        if let Some(getset) = found.downcast::<GetSet>() {
            return match getset.getter {
                Some(getter) => getter.call_positional(self, &[Some(object.clone())]),
                None => Err(self.type_error("unreadable attribute")),
            };
        }
        if let Some(wrapped) = found.downcast_exact::<StaticMethod>() {
            return Ok(wrapped.function.get().unwrap_or(Value::NONE));
        }
        if let Some(wrapped) = found.downcast_exact::<ClassMethod>() {
            let function = wrapped.function.get().unwrap_or(Value::NONE);
            return Ok(Method::new_value(self.heap, function, class.value()));
        }
        self.bind_by_class(found, object, class.value())
    }

    /// `__get__` of any other value; the value itself if its class has none.
    pub fn bind_by_class(&mut self, found: &Value, object: &Value, owner: Value) -> R {
        if found.object().is_none() {
            return Ok(found.clone());
        }
        let name = self.names.__get__.clone();
        match self.native_call(|vm| vm.call_special(found, &name, &[object.clone(), owner]).transpose())? {
            Some(value) => Ok(value),
            None => Ok(found.clone()),
        }
    }

    fn bind_native(&mut self, native: &Native, found: &Value, object: &Value, class: TypeRef) -> Value {
        let bound = |receiver: Value| Native {
            def: native.def,
            owner: native.owner.clone(),
            receiver: Some(receiver),
        };
        match native.def.kind {
            DefKind::Method if native.receiver.is_none() => {
                let kind = if self.class_of(found) == self.types.wrapper_descriptor {
                    self.types.method_wrapper
                } else {
                    self.types.builtin_function
                };
                new_with_layout(self.heap, kind.layout.get(), bound(object.clone()))
            }
            DefKind::ClassMethod if native.receiver.is_none() => {
                let receiver = if TypeRef::from_value(object).is_some_and(|object| object == class) {
                    object.clone()
                } else {
                    class.value()
                };
                new_with_layout(self.heap, self.types.builtin_function.layout.get(), bound(receiver))
            }
            _ => found.clone(),
        }
    }

    #[cold]
    fn property_error(&mut self, property: &Property, object: &Value, what: &str) -> crate::native::Raised {
        let class = self.class_name(object);
        let name = property.name.get().filter(|name| !name.is_none());
        let message = match name.as_ref().and_then(|name| name.downcast::<Str>()) {
            Some(name) => format!("property '{}' of '{class}' object has no {what}", name.as_str()),
            None => format!("property of '{class}' object has no {what}"),
        };
        self.raise_message(self.types.attribute_error, &message)
    }

    fn member_slot(&mut self, member: &Member, object: &Value) -> R<*mut u64> {
        let owner = TypeRef::from_value(&member.owner);
        let class = self.class_of(object);
        match (owner, object.object()) {
            (Some(owner), Some(address)) if class.is_subclass_of(owner) => {
                // SAFETY: the object is held by the caller.
                let details = unsafe { object::object_info(address) };
                // SAFETY: instances of the owner and of its subclasses have the slot's tail word.
                Ok(unsafe { tail_word(address, details, member.index) })
            }
            _ => {
                let name = member.name.downcast::<Str>().map_or("", Str::as_str).to_owned();
                let (owner, got) = (owner.map_or_else(String::new, TypeRef::name_of), class.name_text());
                Err(self.type_error(format!(
                    "descriptor '{name}' for '{owner}' objects doesn't apply to a '{got}' object"
                )))
            }
        }
    }

    /// The value of one of the `__slots__`.
    pub fn member_get(&mut self, member: &Member, object: &Value) -> R {
        let slot = self.member_slot(member, object)?;
        // SAFETY: the slot is a tail word of a held object.
        match unsafe { *slot } {
            0 => Err(self.no_attribute(object, &member.name)),
            // SAFETY: a full slot is an owned value.
            word => Ok(unsafe { Value::clone_bits(word) }),
        }
    }

    /// Sets or (without a value) empties one of the `__slots__`.
    pub fn member_set(&mut self, member: &Member, object: &Value, value: Option<Value>) -> R<()> {
        let slot = self.member_slot(member, object)?;
        let deletes = value.is_none();
        // SAFETY: the slot is a tail word of a held object; its content is exchanged.
        let old = unsafe { Value::option_from_bits(slot.replace(value.map_or(0, Value::into_bits))) };
        if deletes && old.is_none() {
            let text = member.name.downcast::<Str>().map_or("", Str::as_str).to_owned();
            return Err(self.attribute_error(object, &member.name, &text));
        }
        Ok(())
    }

    /// `object.name = value`, or `del object.name` without a value.
    pub fn set_attribute(&mut self, object: &Value, name: &Value, value: Option<Value>) -> R<()> {
        let class = self.class_of(object);
        if class.has(flags::SETATTR) {
            let (method, arguments) = match value {
                Some(value) => (self.names.__setattr__.clone(), vec![name.clone(), value]),
                None => (self.names.__delattr__.clone(), vec![name.clone()]),
            };
            if let Some(result) =
                self.native_call(|vm| vm.call_special(object, &method, &arguments).transpose())?
            {
                drop(result);
                return Ok(());
            }
            return Ok(());
        }
        self.generic_set(object, class, name, value)
    }

    /// What `object.__setattr__` and `__delattr__` do.
    pub fn generic_set(
        &mut self,
        object: &Value,
        class: TypeRef,
        name: &Value,
        value: Option<Value>,
    ) -> R<()> {
        let name = &self.intern_value(name)?;
        if object.payload_kind() == object::ids::TYPE {
            return crate::types::type_object::set_attribute(self, object, class, name, value);
        }
        let found = self.lookup(class, name);
        if let Some(found) = &found
            && self.is_data_descriptor(found)
        {
            return self.set_through_descriptor(found, object, name, value);
        }
        let Some(address) = object.object() else {
            return Err(self.cannot_set(object, name, found.is_some()));
        };
        let old = if let Some(module) = object.downcast::<Module>() {
            set_in_dict(self, module.namespace(), name, value)?
        } else if let Some(slot) = payload_dict(object) {
            let dict = match slot.get() {
                Some(dict) => dict,
                None => {
                    let dict = Dict::new_value(self.heap);
                    slot.set(Some(dict.clone()));
                    dict
                }
            };
            let dict = dict.downcast::<Dict>().expect("an attribute dict is a dict");
            set_in_dict(self, dict, name, value)?
        } else {
            // SAFETY: the object is held by the caller.
            if unsafe { object::object_info(address) }.attributes == Attributes::None {
                return Err(self.cannot_set(object, name, found.is_some()));
            }
            match value {
                Some(value) => {
                    drop(instance::set(self.heap, address, name, value).map_err(|_| self.memory_error())?);
                    return Ok(());
                }
                None => instance::remove(self.heap, address, name).map_err(|_| self.memory_error())?,
            }
        };
        match old {
            Some(_) => Ok(()),
            None => Err(self.no_attribute(object, name)),
        }
    }

    fn set_through_descriptor(
        &mut self,
        found: &Value,
        object: &Value,
        name: &Value,
        value: Option<Value>,
    ) -> R<()> {
        if let Some(member) = found.downcast::<Member>() {
            return self.member_set(member, object, value);
        }
        if let Some(property) = found.downcast_exact::<Property>() {
            let (function, what) = if value.is_some() {
                (property.setter.get(), "setter")
            } else {
                (property.deleter.get(), "deleter")
            };
            let Some(function) = function.filter(|function| !function.is_none()) else {
                return Err(self.property_error(property, object, what));
            };
            let mut arguments = vec![object.clone()];
            arguments.extend(value);
            return self.call(&function, &arguments).map(drop);
        }
        if let Some(getset) = found.downcast::<GetSet>() {
            let Some(setter) = getset.setter else {
                let owner = TypeRef::from_value(&getset.owner).map_or_else(String::new, TypeRef::name_of);
                let text = name.downcast::<Str>().map_or("", Str::as_str);
                let message = format!("attribute '{text}' of '{owner}' objects is not writable");
                return Err(self.raise_message(self.types.attribute_error, &message));
            };
            return setter.call_positional(self, &[Some(object.clone()), value]).map(drop);
        }
        let (method, arguments) = match value {
            Some(value) => (self.names.__set__.clone(), vec![object.clone(), value]),
            None => (self.names.__delete__.clone(), vec![object.clone()]),
        };
        match self.native_call(|vm| vm.call_special(found, &method, &arguments).transpose())? {
            Some(_) => Ok(()),
            None => {
                let what = method.downcast::<Str>().map_or("", Str::as_str).to_owned();
                Err(self.raise_message(self.types.attribute_error, &what))
            }
        }
    }

    #[cold]
    fn cannot_set(&mut self, object: &Value, name: &Value, known: bool) -> crate::native::Raised {
        let text = name.downcast::<Str>().map_or("?", Str::as_str).to_owned();
        let class = self.class_name(object);
        let message = if known {
            format!("'{class}' object attribute '{text}' is read-only")
        } else {
            format!("'{class}' object has no attribute '{text}' and no __dict__ for setting new attributes")
        };
        self.attribute_error(object, name, &message)
    }
}

fn set_in_dict(vm: &mut Vm, dict: &Dict, name: &Value, value: Option<Value>) -> R<Option<Value>> {
    match value {
        Some(value) => {
            let old = dict.set_str(vm.heap, name, value).map_err(|_| vm.memory_error())?;
            Ok(Some(old.unwrap_or(Value::NONE)))
        }
        None => Ok(dict.remove_str(name)),
    }
}

/// The slot of the `__dict__` of payloads that have one of their own (functions and the like).
pub fn payload_dict(object: &Value) -> Option<&Slot> {
    match object.payload_kind() {
        object::ids::FUNCTION => object.downcast::<Function>().map(|function| &function.dict),
        object::ids::STATIC_METHOD => object.downcast::<StaticMethod>().map(|wrapped| &wrapped.dict),
        object::ids::CLASS_METHOD => object.downcast::<ClassMethod>().map(|wrapped| &wrapped.dict),
        _ => None,
    }
}

impl TypeRef {
    /// The class's name (a function to pass along).
    pub fn name_of(self) -> String {
        self.name_text()
    }
}
