//! Heap objects of the runtime: a header, a Rust payload, and tail words.
//!
//! ```text
//! +--------+-----------------+-----------+--------------------+
//! | header | payload T       | __slots__ | attributes or dict |
//! +--------+-----------------+-----------+--------------------+
//!                            ^ tail words: none for exact builtins
//! ```
//!
//! Instances of plain classes have no payload, only tail words. This module knows how objects lie in memory, not how Python
//! code sees them.

#[macro_use]
mod macros;

pub mod annotations;
pub mod array;
pub mod bytearray;
pub mod bytes;
pub mod cell;
pub mod class;
pub mod code;
pub mod complex;
pub mod descriptors;
pub mod dict;
pub mod exception;
pub mod frame;
pub mod function;
pub mod generator;
pub mod ids;
pub mod instance;
pub mod int;
pub mod iterators;
pub mod itertools;
pub mod list;
pub mod memory_view;
pub mod module;
pub mod random;
pub mod registers;
pub mod slices;
pub mod string;
pub mod table;
pub mod tuple;
pub mod weak;

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use exuvia_heap::{Header, Heap, Kind, Layout, LayoutId, Object, Shape, Tracer};

use crate::value::Value;
pub use class::{Type, TypeRef};

/// A heap object with payload `T`.
#[repr(C)]
pub struct Obj<T> {
    pub header: Header,
    pub payload: T,
}

/// A Rust type that can be the payload of a heap object.
///
/// # Safety
/// `ID` is unique to the type, and `trace` reports every reference that the payload owns.
pub unsafe trait Payload: Sized + 'static {
    /// The number of the builtin's exact layout, and the kind of all layouts that begin with this payload.
    const ID: u32;
    /// Whether exact instances may hold references.
    const KIND: Kind = Kind::Container;

    /// Reports the references that the payload owns.
    fn trace(&self, _tracer: &mut Tracer<'_>) {}

    /// Bytes in buffers that the payload owns.
    fn extra_bytes(&self) -> usize {
        0
    }

    /// Where the tail words begin, in bytes from the header.
    fn tail_offset(&self) -> usize {
        size_of::<Obj<Self>>()
    }
}

/// How instances of a layout keep named attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attributes {
    /// Not at all.
    None,
    /// In tail words, named by the layout's keys.
    Slots,
    /// In a dict, in the first tail word after `__slots__` (empty until it is needed).
    Dict,
}

/// What the runtime knows of a layout: the layout's host word points here.
pub struct LayoutInfo {
    pub id: LayoutId,
    pub class: TypeRef,
    /// The payload's `ID`; `ids::INSTANCE` for plain instances.
    pub kind: u32,
    pub attributes: Attributes,
    /// Tail words that belong to `__slots__`.
    pub fixed: usize,
    /// Names of the attributes in the tail words after the fixed ones, as interned strings.
    pub keys: Vec<Value>,
    /// Tail words that the block has room for.
    pub capacity: usize,
    /// Layouts with one more attribute: name's word and layout.
    pub transitions: RefCell<Vec<(u64, LayoutId)>>,
    /// The layout of the same class whose attributes are in a dict, once it was needed.
    pub dict_layout: Cell<Option<LayoutId>>,
    /// The layout of the same class that was made before this one; the builtin layout of the kind when there is none.
    pub previous: LayoutId,
}

impl LayoutInfo {
    /// Tail words that hold something.
    pub fn tail_words(&self) -> usize {
        self.fixed
            + match self.attributes {
                Attributes::None => 0,
                Attributes::Slots => self.keys.len(),
                Attributes::Dict => 1,
            }
    }

    /// The index of an attribute's tail word.
    pub fn slot(&self, name: &Value) -> Option<usize> {
        self.keys.iter().position(|key| key.is(name)).map(|index| self.fixed + index)
    }
}

/// The runtime's knowledge of a layout.
#[inline(always)]
pub fn info(layout: &Layout) -> &LayoutInfo {
    // SAFETY: every layout of a runtime's heap is made by `add_layout` below, which sets the host word.
    unsafe { &*(layout.host.get() as *const LayoutInfo) }
}

/// The runtime's knowledge of an object's layout.
///
/// # Safety
/// The object is alive.
#[inline(always)]
pub unsafe fn object_info<'a>(object: Object) -> &'a LayoutInfo {
    // SAFETY: the object is alive, so its heap is; layouts live as long as the heap.
    let heap: &'a Heap = unsafe { Heap::of(object) };
    // SAFETY: as above.
    info(heap.layout(unsafe { object.as_ref() }.layout()))
}

/// Pointer to a tail word of an object.
///
/// # Safety
/// The object is alive, has payload kind `info.kind`, and room for the word.
#[inline(always)]
pub unsafe fn tail_word(object: Object, info: &LayoutInfo, index: usize) -> *mut u64 {
    // SAFETY: the tail follows the payload, inside of the object's block.
    unsafe { object.as_ptr().cast::<u8>().add(ids::tail_offset(object, info.kind)).cast::<u64>().add(index) }
}

/// How the layout of a payload type is described to the heap.
pub fn layout_for<T: Payload>(name: &str, exact: bool) -> Layout {
    let leaf = exact && T::KIND == Kind::Leaf;
    if leaf && !std::mem::needs_drop::<T>() {
        return Layout { extra_bytes: extra_bytes::<T>, ..Layout::of_shape(name, Kind::Leaf, Shape::Leaf) };
    }
    Layout {
        name: name.into(),
        kind: if leaf { Kind::Leaf } else { Kind::Container },
        shape: if leaf { Shape::Leaf } else { Shape::Custom },
        trace: trace_payload::<T>,
        drop: drop_payload::<T>,
        extra_bytes: extra_bytes::<T>,
        finalizer: Cell::new(false),
        owner: Cell::new(None),
        host: Cell::new(0),
    }
}

unsafe fn trace_payload<T: Payload>(object: Object, layout: &Layout, tracer: &mut Tracer<'_>) {
    // SAFETY: the heap calls this for objects of this layout, whose payload is a T.
    unsafe { payload::<T>(object) }.trace(tracer);
    let info = info(layout);
    for index in 0..info.tail_words() {
        // SAFETY: the index is below the number of tail words.
        tracer.word(unsafe { *tail_word(object, info, index) });
    }
}

unsafe fn drop_payload<T: Payload>(object: Object, layout: &Layout, _heap: &Heap) {
    let info = info(layout);
    for index in 0..info.tail_words() {
        // SAFETY: the index is below the number of tail words; the word is owned by the object.
        let word = unsafe { tail_word(object, info, index).replace(0) };
        // SAFETY: the word was just taken out of the object.
        drop(unsafe { Value::option_from_bits(word) });
    }
    // SAFETY: the heap calls this once, for an object of this layout that nobody refers to.
    unsafe { std::ptr::drop_in_place(&raw mut (*object.as_ptr().cast::<Obj<T>>()).payload) };
}

unsafe fn extra_bytes<T: Payload>(object: Object, _layout: &Layout) -> usize {
    // SAFETY: the heap calls this for live objects of this layout.
    unsafe { payload::<T>(object) }.extra_bytes()
}

/// The payload of an object.
///
/// # Safety
/// The object is alive and its payload is a `T`.
#[inline(always)]
pub unsafe fn payload<'a, T: Payload>(object: Object) -> &'a T {
    // SAFETY: the caller vouches for the object and its type.
    unsafe { &(*object.as_ptr().cast::<Obj<T>>()).payload }
}

/// A new object of an exact builtin layout.
#[inline(always)]
pub fn new_exact<T: Payload>(heap: &Heap, value: T) -> Value {
    new_small(heap, LayoutId::new(T::ID), T::KIND, 0, value)
}

/// A new object of any layout that begins with payload `T`; `tail` words of room behind it, the first `used` of them empty.
pub fn new_with_layout<T: Payload>(heap: &Heap, layout: LayoutId, value: T) -> Value {
    let details = info(heap.layout(layout));
    if layout.index() == T::ID as usize {
        return new_small(heap, layout, T::KIND, 0, value);
    }
    let object = new_small(heap, layout, Kind::Container, details.capacity, value);
    let address = object.object().expect("a new object is a reference");
    for index in 0..details.tail_words() {
        // SAFETY: the block has room for `capacity` words, which is at least `tail_words`.
        unsafe { tail_word(address, details, index).write(0) };
    }
    details.class.hold();
    object
}

#[inline(always)]
fn new_small<T: Payload>(heap: &Heap, layout: LayoutId, kind: Kind, tail: usize, value: T) -> Value {
    let object = heap.allocate(layout, kind, size_of::<Obj<T>>() + tail * size_of::<u64>());
    // SAFETY: the block is fresh and has room for the payload.
    unsafe { (&raw mut (*object.as_ptr().cast::<Obj<T>>()).payload).write(value) };
    Value::from_object(object)
}

impl Value {
    /// The payload, when the value is a `T` or an instance of a subclass.
    #[inline(always)]
    pub fn downcast<T: Payload>(&self) -> Option<&T> {
        let object = self.object()?;
        // SAFETY: the value owns a count, so the object is alive.
        let layout = unsafe { object.as_ref() }.layout().index();
        if layout == T::ID as usize || (layout >= ids::COUNT as usize && self.payload_kind() == T::ID) {
            // SAFETY: the layout says that the payload is a T.
            Some(unsafe { payload::<T>(object) })
        } else {
            None
        }
    }

    /// The payload, when the value is exactly a `T`, not an instance of a subclass.
    #[inline(always)]
    pub fn downcast_exact<T: Payload>(&self) -> Option<&T> {
        let object = self.object()?;
        // SAFETY: the value owns a count, so the object is alive.
        if unsafe { object.as_ref() }.layout().index() == T::ID as usize {
            // SAFETY: the layout says that the payload is a T.
            Some(unsafe { payload::<T>(object) })
        } else {
            None
        }
    }

    /// The payload's `ID`; 0 for immediate values.
    pub fn payload_kind(&self) -> u32 {
        let Some(object) = self.object() else { return 0 };
        // SAFETY: the value owns a count, so the object is alive.
        let layout = unsafe { object.as_ref() }.layout().index() as u32;
        if layout < ids::COUNT {
            // The layouts of exact builtins have their payload's number.
            return layout;
        }
        // SAFETY: as above.
        unsafe { object_info(object) }.kind
    }
}

/// The value that a payload is part of. For methods that get `&T` and must return or compare the object itself.
///
/// # Safety
/// The payload lies in a heap object, as all references that `downcast` gave do.
#[inline(always)]
pub unsafe fn object_of<T: Payload>(payload: &T) -> Object {
    let address = std::ptr::from_ref(payload) as usize - std::mem::offset_of!(Obj<T>, payload);
    // SAFETY: the address of a heap object is not zero.
    unsafe { NonNull::new_unchecked(address as *mut Header) }
}
