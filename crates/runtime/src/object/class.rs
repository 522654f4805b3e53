//! Payload of type: a class, with what attribute lookup and instance creation need.
//!
//! ```text
//! class ──layout──► root layout ──"x"──► layout {x} ──"y"──► layout {x, y} …      (its instances' hidden classes)
//! ```
//!
//! It knows its own parts; how classes are made from Python code is in `types::class_creation`.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::ptr::NonNull;

use exuvia_heap::{Heap, LayoutId, Object, Tracer};

use super::cell::Slot;
use super::dict::Dict;
use super::tuple::Tuple;
use super::{Obj, Payload, ids};
use crate::value::Value;

/// Properties of a class, one bit each.
pub mod flags {
    /// May be subclassed.
    pub const BASE_TYPE: u32 = 1;
    /// Made by Python code: its instances hold it, and it may be changed.
    pub const HEAP_TYPE: u32 = 2;
    /// Instances have a `__dict__`.
    pub const HAS_DICT: u32 = 4;
    /// Instances may be weakly referenced.
    pub const HAS_WEAKREF: u32 = 8;
    /// `__getattribute__` is not object's (nor, for classes, type's).
    pub const GETATTRIBUTE: u32 = 16;
    /// Has `__getattr__`.
    pub const GETATTR: u32 = 32;
    /// `__setattr__` or `__delattr__` is not object's.
    pub const SETATTR: u32 = 64;
    /// Has `__del__`.
    pub const FINALIZER: u32 = 128;
    /// Cannot be instantiated by calling it.
    pub const NO_NEW: u32 = 256;
}

/// Payload of `type`.
pub struct Type {
    pub name: Slot,
    pub qualified_name: Slot,
    /// The base whose payload instances begin with.
    pub base: Slot,
    pub bases: Slot,
    /// The tuple of the method resolution order.
    pub mro: Slot,
    /// The namespace, a dict with interned keys.
    pub dict: Value,
    /// The payload's `ID` of instances.
    pub kind: u32,
    pub flags: Cell<u32>,
    /// The layout of new instances.
    pub layout: Cell<LayoutId>,
    /// The layout that was made last for this class; each leads to the one before, the first one to the builtin layout of the kind.
    pub last_layout: Cell<LayoutId>,
    /// Tail words for `__slots__`, inherited ones included.
    pub fixed: Cell<usize>,
    /// Names of the slots that this class adds.
    pub slot_names: Slot,
    /// Direct subclasses (not counted; a subclass takes itself out when it dies). To be read by `live_subclasses`.
    pub subclasses: RefCell<Vec<Object>>,
    /// For calls of the class: the class epoch for which `constructor` was looked up, and what it is.
    pub constructor_epoch: Cell<u32>,
    pub constructor: Cell<Constructor>,
    /// The class epoch for which `subscripts` were looked up, and what `__getitem__` and `__setitem__` are (borrowed words).
    pub subscripts_epoch: Cell<u32>,
    pub subscripts: Cell<[u64; 2]>,
}

/// What calling a class does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Constructor {
    /// Looks up metaclass `__call__`, `__new__` and `__init__` each time.
    General,
    /// A plain instance, then a Python function as `__init__` (its word, borrowed from the class).
    Instance { init: u64 },
    /// A plain instance, no `__init__` but object's: no arguments.
    Plain,
}

// SAFETY: all fields are reported; `subclasses` owns nothing.
unsafe impl Payload for Type {
    const ID: u32 = ids::TYPE;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for slot in [&self.name, &self.qualified_name, &self.base, &self.bases, &self.mro, &self.slot_names] {
            slot.trace(tracer);
        }
        tracer.word(self.dict.bits());
    }
}

impl Type {
    #[inline(always)]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    pub fn set_flag(&self, flag: u32, on: bool) {
        self.flags.set(if on { self.flags.get() | flag } else { self.flags.get() & !flag });
    }

    /// Direct subclasses that are alive. Those that the collector knows to be garbage are not, though they are whole still.
    pub fn live_subclasses(&self, heap: &Heap) -> Vec<Object> {
        self.subclasses.borrow().iter().copied().filter(|&class| heap.may_upgrade(class)).collect()
    }

    /// The namespace.
    #[inline(always)]
    pub fn namespace(&self) -> &Dict {
        let object = self.dict.object().expect("a class namespace is an object");
        // SAFETY: a class's namespace is always an exact dict.
        unsafe { super::payload::<Dict>(object) }
    }

    /// The method resolution order, the class itself first.
    pub fn mro_items(&self) -> &[Value] {
        self.mro.as_ref().and_then(|mro| mro.downcast::<Tuple>()).map_or(&[], Tuple::items)
    }

    /// The name as text.
    pub fn name_text(&self) -> String {
        self.name
            .as_ref()
            .and_then(|name| name.downcast::<super::string::Str>())
            .map_or_else(String::new, |name| name.as_str().to_owned())
    }
}

/// A class, by address. Whoever keeps one knows that the class is held elsewhere: builtin classes by the interpreter, others
/// by their instances or by a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TypeRef(NonNull<Obj<Type>>);

impl TypeRef {
    /// The class that a value is.
    #[inline]
    pub fn from_value(value: &Value) -> Option<TypeRef> {
        value.downcast::<Type>()?;
        value.object().map(|object| TypeRef(object.cast()))
    }

    /// # Safety
    /// The object is a class.
    #[inline(always)]
    pub unsafe fn from_object(object: Object) -> TypeRef {
        TypeRef(object.cast())
    }

    #[inline(always)]
    pub fn object(self) -> Object {
        self.0.cast()
    }

    /// A new reference to the class.
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::clone_object(self.object())
    }

    /// The class's address as a value word, borrowed.
    #[inline(always)]
    pub fn bits(self) -> u64 {
        self.0.as_ptr() as usize as u64
    }

    /// Adds the count that an instance has of its class.
    #[inline(always)]
    pub fn hold(self) {
        if self.has(flags::HEAP_TYPE) {
            // SAFETY: the class is alive.
            unsafe { self.object().as_ref() }.incref();
        }
    }

    /// Whether this class is `other` or derived from it.
    #[inline]
    pub fn is_subclass_of(self, other: TypeRef) -> bool {
        self == other || self.mro_items().iter().any(|class| class.bits() == other.bits())
    }

    /// What `__getitem__` and `__setitem__` mean on the class, borrowed; 0 for what it does not have.
    #[inline(always)]
    pub fn subscripts(self, vm: &mut crate::vm::Vm) -> [u64; 2] {
        if self.subscripts_epoch.get() != vm.epoch {
            let (get, set) = (vm.names.__getitem__.clone(), vm.names.__setitem__.clone());
            self.subscripts.set([vm.lookup_bits(self, &get), vm.lookup_bits(self, &set)]);
            self.subscripts_epoch.set(vm.epoch);
        }
        self.subscripts.get()
    }

    /// The class that it is built on.
    pub fn base_type(self) -> Option<TypeRef> {
        self.base.as_ref().and_then(TypeRef::from_value)
    }
}

impl Deref for TypeRef {
    type Target = Type;

    #[inline(always)]
    fn deref(&self) -> &Type {
        // SAFETY: see the type's documentation: the class is alive.
        unsafe { &(*self.0.as_ptr()).payload }
    }
}

impl std::fmt::Debug for TypeRef {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "class {}", self.name_text())
    }
}
