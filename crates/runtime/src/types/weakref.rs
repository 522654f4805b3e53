//! Weak references: `weakref.ref`, and what making references and proxies share.
//!
//! ```text
//! ref(x) ── referent, not counted ──► x            x dies ─► referent 0, callback queued ─► called at the next safe point
//! ```
//!
//! A reference without a callback is made once for each object and shared. The proxies' operators are in `weak_proxy`.

use std::cell::Cell;

use exuvia_heap::Object;

use crate::native::{R, Raised};
use crate::object::cell::Slot;
use crate::object::class::{TypeRef, flags};
use crate::object::weak::WeakReference;
use crate::object::{ids, new_with_layout};
use crate::ops::CompareOp;
use crate::value::Value;
use crate::vm::Vm;

/// The referent, if it is alive.
pub fn target(weak: &WeakReference) -> Option<Value> {
    weak.target().map(Value::clone_object)
}

/// Makes a weak reference (or proxy) of a class to an object; the shared one when there is no callback.
pub fn make(vm: &mut Vm, class: TypeRef, object: &Value, callback: Option<&Value>) -> R {
    let referent = referenceable(vm, object)?;
    let callback = callback.filter(|callback| !callback.is_none());
    if callback.is_none()
        && !class.has(flags::HEAP_TYPE)
        && let Some(known) = shared(vm, class, referent)
    {
        return Ok(known);
    }
    let weak = WeakReference {
        referent: Cell::new(0),
        callback: Slot::new(callback.cloned()),
        hash: Cell::new(None),
    };
    let value = new_with_layout(vm.heap, class.layout.get(), weak);
    if let Some(weak) = value.object() {
        vm.heap.weak_link(weak, referent);
    }
    Ok(value)
}

fn referenceable(vm: &mut Vm, object: &Value) -> R<Object> {
    let class = vm.class_of(object);
    // Objects that carry their content in place have no room for a list of references in the reference implementation either.
    let in_place = matches!(class.kind, ids::INT | ids::TUPLE | ids::BYTES);
    match object.object() {
        Some(address) if class.has(flags::HAS_WEAKREF) && !in_place => Ok(address),
        _ => Err(vm.type_error(format!("cannot create weak reference to '{}' object", class.name_text()))),
    }
}

/// The reference of this class to the object that has no callback.
fn shared(vm: &Vm, class: TypeRef, referent: Object) -> Option<Value> {
    let mut found = None;
    vm.heap.weak_refs(referent, |weak| {
        if found.is_none() {
            let value = Value::clone_object(weak);
            let free = value.downcast::<WeakReference>().is_some_and(|weak| weak.callback.as_ref().is_none());
            if free && vm.class_of(&value) == class {
                found = Some(value);
            }
        }
    });
    found
}

/// The weak references and proxies to an object, in the order in which they are told of its death.
pub fn references(vm: &Vm, object: &Value) -> Vec<Value> {
    let Some(address) = object.object() else { return Vec::new() };
    let mut all = Vec::new();
    vm.heap.weak_refs(address, |weak| all.push(Value::clone_object(weak)));
    // The shared reference comes first, then the shared proxy, then the others, the newest first.
    all.reverse();
    all.sort_by_key(|value| {
        let free = value.downcast::<WeakReference>().is_some_and(|weak| weak.callback.as_ref().is_none());
        let class = vm.class_of(value);
        match free {
            true if class == vm.types.weak_reference => 0,
            true if class == vm.types.weak_proxy || class == vm.types.weak_callable_proxy => 1,
            _ => 2,
        }
    });
    all
}

/// The number of weak references and proxies to an object.
pub fn count(vm: &Vm, object: &Value) -> usize {
    object.object().map_or(0, |address| vm.heap.weak_count(address))
}

/// What a reference or proxy shows: its own address, and its referent's class and address.
pub fn describe(vm: &mut Vm, this: &Value, what: &str) -> R<String> {
    let id = super::object::id_of(this);
    let Some(object) = this.downcast::<WeakReference>().and_then(target) else {
        return Ok(format!("<{what} at {id:#x}; dead>"));
    };
    let class = vm.class_of(&object);
    let full = super::type_object::full_name(vm, class);
    let class = full.strip_prefix("__main__.").unwrap_or(&full);
    let inside = super::object::id_of(&object);
    Ok(format!("<{what} at {id:#x}; to '{class}' at {inside:#x}>"))
}

fn referent_of(arguments: &[Option<Value>], vm: &mut Vm, function: &str) -> R<(Value, Option<Value>)> {
    match arguments {
        [Some(object)] => Ok((object.clone(), None)),
        [Some(object), callback] => Ok((object.clone(), callback.clone())),
        [] => Err(vm.type_error(format!("{function} expected at least 1 argument, got 0"))),
        _ => Err(vm.type_error(format!("{function} expected at most 2 arguments, got {}", arguments.len()))),
    }
}

/// The methods of `weakref.ReferenceType`.
pub struct ReferenceMethods;

#[exuvia_macros::builtin_methods]
impl ReferenceMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("ReferenceType(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let base = vm.types.weak_reference;
        super::exceptions::check_subtype(vm, class, base)?;
        let (object, callback) = referent_of(arguments, vm, "__new__")?;
        if class == base && !keywords.is_empty() {
            return Err(vm.type_error("ref() takes no keyword arguments"));
        }
        make(vm, class, &object, callback.as_ref())
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(
        vm: &mut Vm,
        _this: &WeakReference,
        arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R<()> {
        if !keywords.is_empty() {
            return Err(vm.type_error("ref() takes no keyword arguments"));
        }
        referent_of(arguments, vm, "__init__").map(drop)
    }

    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(
        vm: &mut Vm,
        this: &WeakReference,
        arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R<Option<Value>> {
        if !keywords.is_empty() {
            return Err(vm.type_error("weakref() takes no keyword arguments"));
        }
        if !arguments.is_empty() {
            return Err(vm.type_error(format!("weakref expected 0 arguments, got {}", arguments.len())));
        }
        Ok(target(this))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(vm: &mut Vm, this: &WeakReference) -> R<i64> {
        if let Some(hash) = this.hash.get() {
            return Ok(hash);
        }
        match target(this) {
            Some(object) => {
                let hash = vm.hash(&object)?;
                this.hash.set(Some(hash));
                Ok(hash)
            }
            None => Err(vm.type_error("weak object has gone away")),
        }
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &Value, other: &Value) -> R {
        compare(vm, CompareOp::Equal, this, other)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &Value, other: &Value) -> R {
        compare(vm, CompareOp::NotEqual, this, other)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let text = describe(vm, this, "weakref")?;
        let Some(object) = this.downcast::<WeakReference>().and_then(target) else { return Ok(text) };
        let name = vm.names.__name__.clone();
        let name = vm.find_attribute(&object, &name)?;
        match name.as_ref().and_then(|name| name.downcast::<crate::object::string::Str>()) {
            Some(name) => Ok(format!("{} ({})>", text.trim_end_matches('>'), name.as_str())),
            None => Ok(text),
        }
    }

    /// What is called when the referent dies.
    #[getter("__callback__")]
    fn callback(_vm: &mut Vm, this: &WeakReference) -> Option<Value> {
        this.target().and_then(|_| this.callback.get())
    }
}

/// References are equal when their living referents are; dead ones only to themselves.
fn compare(vm: &mut Vm, op: CompareOp, this: &Value, other: &Value) -> R {
    let reference = vm.types.weak_reference;
    if !vm.is_exactly_or_derived(other, reference) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let targets = (
        this.downcast::<WeakReference>().and_then(target),
        other.downcast::<WeakReference>().and_then(target),
    );
    match targets {
        (Some(a), Some(b)) => vm.compare(op, &a, &b),
        _ => Ok(Value::from_bool(this.is(other) == (op == CompareOp::Equal))),
    }
}

/// Use of a proxy whose referent is dead.
#[cold]
pub fn gone(vm: &mut Vm) -> Raised {
    vm.reference_error("weakly-referenced object no longer exists")
}
