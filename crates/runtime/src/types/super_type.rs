//! super: attribute lookup that begins after a class in an object's method resolution order.
//!
//! ```text
//! super(B, c)   with type(c).__mro__ = C, B, A, object   looks in   A, object   and binds to c
//! ```
//!
//! The compiler writes `super()` inside of a method with both arguments; the search for them in the running frame is for the rest.

use crate::native::{R, Raised};
use crate::object::cell::{CellObject, Slot};
use crate::object::class::{Type, TypeRef};
use crate::object::descriptors::Super;
use crate::object::new_with_layout;
use crate::value::Value;
use crate::vm::Vm;

/// Attribute lookup on a `super` object.
pub fn super_attribute(vm: &mut Vm, object: &Value, name: &Value) -> R<Option<Value>> {
    let Some(payload) = object.downcast::<Super>() else { return Ok(None) };
    let own_class = name.is(&vm.names.__class__);
    if let (Some(receiver), Some(start), false) =
        (payload.object.get(), payload.object_class.get(), own_class)
        && let Some(found) = look_after(payload, &start, name)
    {
        return bind(vm, &found, &receiver, &start).map(Some);
    }
    // What `super` objects have themselves.
    let class = vm.class_of(object);
    let found = vm.lookup(class, name);
    if let Some(found) = &found
        && vm.is_data_descriptor(found)
    {
        return vm.bind(found, object, class).map(Some);
    }
    if let Some(value) = vm.own_attribute(object, name)? {
        return Ok(Some(value));
    }
    match found {
        Some(found) => vm.bind(&found, object, class).map(Some),
        None => Ok(None),
    }
}

/// `super(class, object)` for a class that the object is an instance of; nothing where more must be looked at.
pub fn simple(vm: &mut Vm, class: &Value, object: &Value) -> Option<Value> {
    let class_type = TypeRef::from_value(class)?;
    let own = vm.class_of(object);
    if object.downcast::<Type>().is_some() || !own.is_subclass_of(class_type) {
        return None;
    }
    let slots = Super {
        class: Slot::new(Some(class.clone())),
        object: Slot::new(Some(object.clone())),
        object_class: Slot::new(Some(own.value())),
    };
    Some(new_with_layout(vm.heap, vm.types.super_type.layout.get(), slots))
}

/// For a method call on a `super` object: the function and what goes in front of the arguments, if it is as simple as that.
pub fn method(vm: &mut Vm, object: &Value, name: &Value) -> Option<(Value, Value)> {
    let payload = object.downcast_exact::<Super>()?;
    let (receiver, start) = (payload.object.get()?, payload.object_class.get()?);
    if receiver.is(&start) {
        return None;
    }
    let found = look_after(payload, &start, name)?;
    vm.is_method_like(&found).then_some((found, receiver))
}

/// The first entry of the classes that come after the super object's class.
fn look_after(payload: &Super, start: &Value, name: &Value) -> Option<Value> {
    let class = payload.class.as_ref()?.bits();
    let order = TypeRef::from_value(start)?;
    let mut after = order.mro_items().iter().skip_while(|item| item.bits() != class).skip(1);
    after.find_map(|item| item.downcast::<Type>()?.namespace().get_str(name))
}

fn bind(vm: &mut Vm, found: &Value, receiver: &Value, start: &Value) -> R {
    let Some(class) = TypeRef::from_value(start) else { return Ok(found.clone()) };
    if receiver.is(start) {
        return super::type_object::bind_to_class(vm, found, class);
    }
    vm.bind(found, receiver, class)
}

/// The class in whose order attributes are looked up; TypeError when the object does not fit the class.
fn check(vm: &mut Vm, class: TypeRef, object: &Value) -> R<Value> {
    if TypeRef::from_value(object).is_some_and(|object| object.is_subclass_of(class)) {
        return Ok(object.clone());
    }
    let own = vm.class_of(object);
    if own.is_subclass_of(class) {
        return Ok(own.value());
    }
    // A proxy may claim another class.
    let name = vm.names.__class__.clone();
    let claimed = vm.find_attribute(object, &name)?;
    if let Some(claimed) = claimed.filter(|claimed| {
        TypeRef::from_value(claimed).is_some_and(|claimed| claimed != own && claimed.is_subclass_of(class))
    }) {
        return Ok(claimed);
    }
    let (kind, got) = match TypeRef::from_value(object) {
        Some(object) => ("type", object.name_text()),
        None => ("instance of", own.name_text()),
    };
    let class = class.name_text();
    Err(vm.type_error(format!(
        "super(type, obj): obj ({kind} {got}) is not an instance or subtype of type ({class})."
    )))
}

/// Class and first argument of the running method, for `super()` that the compiler did not recognize.
fn from_frame(vm: &mut Vm) -> R<(Value, Value)> {
    let Some(frame) = crate::interp::frames::current(vm) else {
        return Err(vm.runtime_error("super(): no current frame"));
    };
    if frame.code().unit.positional_count == 0 {
        return Err(vm.runtime_error("super(): no arguments"));
    }
    let Some(first) = frame.local(0) else {
        return Err(vm.runtime_error("super(): arg[0] deleted"));
    };
    let position = frame.code().unit.free.iter().position(|name| name == "__class__");
    let Some(cell) = position.and_then(|position| frame.function().free_cell(position).cloned()) else {
        return Err(vm.runtime_error("super(): __class__ cell not found"));
    };
    match cell.downcast::<CellObject>().and_then(|cell| cell.content.get()) {
        Some(class) => Ok((class, first)),
        None => Err(vm.runtime_error("super(): empty __class__ cell")),
    }
}

fn not_a_type(vm: &mut Vm, value: &Value) -> Raised {
    let got = vm.class_name(value);
    vm.type_error(format!("super() argument 1 must be a type, not {got}"))
}

fn fill(vm: &mut Vm, this: &Super, class: &Value, object: Option<Value>) -> R<()> {
    let Some(class_type) = TypeRef::from_value(class) else { return Err(not_a_type(vm, class)) };
    let start = match &object {
        Some(object) => Some(check(vm, class_type, object)?),
        None => None,
    };
    this.class.set(Some(class.clone()));
    this.object.set(object);
    this.object_class.set(start);
    Ok(())
}

fn empty() -> Super {
    Super { class: Slot::default(), object: Slot::default(), object_class: Slot::default() }
}

/// The methods of `super`.
pub struct SuperMethods;

#[exuvia_macros::builtin_methods]
impl SuperMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("super(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        let base = vm.types.super_type;
        super::exceptions::check_subtype(vm, class, base)?;
        Ok(new_with_layout(vm.heap, class.layout.get(), empty()))
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Super, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        if !keywords.is_empty() {
            return Err(vm.type_error("super() takes no keyword arguments"));
        }
        match arguments {
            [] => {
                let (class, object) = from_frame(vm)?;
                fill(vm, this, &class, Some(object))
            }
            [Some(class)] => fill(vm, this, class, None),
            [Some(class), object] => fill(vm, this, class, object.clone().filter(|object| !object.is_none())),
            _ => Err(vm.type_error(format!("super() expected at most 2 arguments, got {}", arguments.len()))),
        }
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, this: &Super) -> String {
        let name = |slot: &Slot| {
            slot.as_ref().and_then(TypeRef::from_value).map_or_else(|| "NULL".to_owned(), TypeRef::name_of)
        };
        let class = name(&this.class);
        match this.object_class.as_ref() {
            Some(_) => format!("<super: <class '{class}'>, <{} object>>", name(&this.object_class)),
            None => format!("<super: <class '{class}'>, NULL>"),
        }
    }

    /// Return an attribute of instance, which is of type owner.
    #[sig("__get__(self, instance, owner=None, /)")]
    fn get(vm: &mut Vm, this: &Value, object: &Value, _owner: Option<&Value>) -> R {
        let Some(payload) = this.downcast::<Super>() else { return Ok(this.clone()) };
        if object.is_none() || payload.object.as_ref().is_some() {
            return Ok(this.clone());
        }
        let Some(class) = payload.class.get() else { return Ok(this.clone()) };
        let own = vm.class_of(this);
        if own != vm.types.super_type {
            return vm.call(&own.value(), &[class, object.clone()]);
        }
        let bound = new_with_layout(vm.heap, own.layout.get(), empty());
        if let Some(payload) = bound.downcast::<Super>() {
            fill(vm, payload, &class, Some(object.clone()))?;
        }
        Ok(bound)
    }

    /// the class invoking super()
    #[getter("__thisclass__")]
    fn this_class(_vm: &mut Vm, this: &Super) -> Option<Value> {
        this.class.get()
    }

    /// the instance invoking super(); may be None
    #[getter("__self__")]
    fn receiver(_vm: &mut Vm, this: &Super) -> Option<Value> {
        this.object.get()
    }

    /// the type of the instance invoking super(); may be None
    #[getter("__self_class__")]
    fn self_class(_vm: &mut Vm, this: &Super) -> Option<Value> {
        this.object_class.get()
    }
}
