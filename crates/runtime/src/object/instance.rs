//! Instances: tail words named by hidden classes, or a dict once somebody asks for one.
//!
//! ```text
//! layout P{}  ──x──►  P{x}  ──y──►  P{x,y}            an instance with three attributes: 8 + 3 × 8 = 32 bytes
//!    └── `__dict__`, a deletion, or no room ──►  P{dict}: the first tail word holds a dict
//! ```
//!
//! It knows how attributes lie in an object, not descriptors or lookup order.

use std::cell::{Cell, RefCell};

use exuvia_heap::{Header, Heap, Kind, Layout, LayoutId, Object, Shape};

use super::dict::Dict;
use super::table::OutOfMemory;
use super::{Attributes, LayoutInfo, Type, TypeRef, ids, info, object_info, tail_word};
use crate::value::Value;

/// The most tail words that an instance may have before its attributes move into a dict.
pub const MAX_WORDS: usize = 62;

/// Attributes that every instance has room for: a block of 32 bytes.
pub const LEAST_ATTRIBUTES: usize = 3;

/// Bytes of an instance's block with room for `capacity` words.
const fn instance_bytes(capacity: usize) -> usize {
    size_of::<Header>() + capacity * size_of::<u64>()
}

/// A new plain instance of a class, without attributes.
#[inline]
pub fn new_instance(heap: &Heap, class: TypeRef) -> Value {
    let layout = class.layout.get();
    let details = info(heap.layout(layout));
    debug_assert_eq!(details.kind, ids::INSTANCE);
    let object = heap.allocate(layout, Kind::Container, instance_bytes(details.capacity.max(1)));
    for index in 0..details.tail_words() {
        // SAFETY: the block has room for `capacity` words.
        unsafe { object.as_ptr().cast::<u64>().add(1 + index).write(0) };
    }
    class.hold();
    Value::from_object(object)
}

/// Describes the layout of plain instances with `words` tail words in use.
fn instance_layout(name: &str, words: usize) -> Layout {
    let shape = Shape::Slots { first: size_of::<Header>() as u32, count: words as u32 };
    Layout::of_shape(name, Kind::Container, shape)
}

/// Adds a layout for a class. `None` when the heap has no room for more layouts.
pub fn add_layout(
    heap: &Heap,
    class: TypeRef,
    attributes: Attributes,
    keys: Vec<Value>,
    capacity: usize,
) -> Option<LayoutId> {
    let name = class.name_text();
    let fixed = class.fixed.get();
    let words = fixed
        + match attributes {
            Attributes::None => 0,
            Attributes::Slots => keys.len(),
            Attributes::Dict => 1,
        };
    let layout = if class.kind == ids::INSTANCE {
        instance_layout(&name, words)
    } else {
        ids::layout_of_kind(class.kind, &name)
    };
    layout.finalizer.set(class.has(super::class::flags::FINALIZER));
    if class.has(super::class::flags::HEAP_TYPE) {
        layout.owner.set(Some(class.object()));
    }
    let details = LayoutInfo {
        id: LayoutId::new(0),
        class,
        kind: class.kind,
        attributes,
        fixed,
        keys,
        capacity: capacity.max(words),
        transitions: RefCell::new(Vec::new()),
        dict_layout: Cell::new(None),
        previous: class.last_layout.get(),
    };
    let details = Box::into_raw(Box::new(details));
    layout.host.set(details as usize);
    let Some(id) = heap.add_layout(layout) else {
        // SAFETY: the heap did not take the layout, so nobody else has the pointer.
        drop(unsafe { Box::from_raw(details) });
        return None;
    };
    // SAFETY: nobody else looks at the details yet.
    unsafe { (*details).id = id };
    class.last_layout.set(id);
    Some(id)
}

/// Calls `f` with the layouts that were made for a class, the last one first.
pub fn each_layout(heap: &Heap, class: TypeRef, mut f: impl FnMut(&Layout)) {
    let mut next = class.last_layout.get();
    while next.index() != class.kind as usize {
        let layout = heap.layout(next);
        f(layout);
        next = info(layout).previous;
    }
}

/// Takes the layouts of dead classes out of the heap, if it is at rest; whether there were any. Caches that know a layout must be
/// made stale then.
///
/// # Safety
/// Nobody uses a reference to a layout's details: no native code is on the stack.
pub unsafe fn remove_retired(heap: &Heap) -> bool {
    let retired = heap.take_retired_layouts();
    let any = !retired.is_empty();
    for last in retired {
        let mut next = last;
        // SAFETY: the class is dead, so its instances are, of which each held it; and the heap is at rest, so that all are gone.
        while let Some(layout) = unsafe { heap.remove_layout(next) } {
            // SAFETY: `add_layout` made the host word from a box, and nobody uses it any more.
            let details = unsafe { Box::from_raw(layout.host.get() as *mut LayoutInfo) };
            next = details.previous;
            if next.index() == details.kind as usize {
                break;
            }
        }
    }
    any
}

/// The layout that `from` becomes when attribute `name` is added. `None`: the attributes must move into a dict.
pub fn transition(heap: &Heap, from: &LayoutInfo, name: &Value) -> Option<LayoutId> {
    if from.attributes != Attributes::Slots || from.tail_words() >= from.capacity {
        return None;
    }
    if let Some(&(_, to)) = from.transitions.borrow().iter().find(|(key, _)| *key == name.bits()) {
        return Some(to);
    }
    if from.transitions.borrow().len() >= 64 {
        return None;
    }
    let mut keys = from.keys.clone();
    keys.push(name.clone());
    let to = add_layout(heap, from.class, Attributes::Slots, keys, from.capacity)?;
    from.transitions.borrow_mut().push((name.bits(), to));
    Some(to)
}

/// Gives an object another layout, its block as it is.
///
/// # Safety
/// The object's tail words fit the new layout.
#[inline(always)]
pub unsafe fn set_layout(object: Object, layout: LayoutId) {
    // SAFETY: the object is alive.
    let header = unsafe { object.as_ref() };
    let word = header.word() & ((1 << 40) - 1);
    header.set_word(word | (layout.index() as u64) << 40);
}

/// The value of an attribute that the instance itself has.
pub fn get(object: Object, name: &Value) -> Option<Value> {
    // SAFETY: callers hold the object.
    let details = unsafe { object_info(object) };
    match details.attributes {
        Attributes::None => None,
        Attributes::Slots => {
            let index = details.slot(name)?;
            // SAFETY: the layout says that the word is in use.
            let word = unsafe { *tail_word(object, details, index) };
            // SAFETY: the instance owns the value.
            (word != 0).then(|| unsafe { Value::clone_bits(word) })
        }
        Attributes::Dict => dict_word(object, details)?.downcast::<Dict>()?.get_str(name),
    }
}

/// Sets an attribute of the instance itself; the old value is returned. `Err` when there is no memory.
/// The caller has checked that instances have a `__dict__`.
pub fn set(heap: &Heap, object: Object, name: &Value, value: Value) -> Result<Option<Value>, OutOfMemory> {
    // SAFETY: callers hold the object.
    let details = unsafe { object_info(object) };
    if details.attributes == Attributes::Slots {
        if let Some(index) = details.slot(name) {
            // SAFETY: the layout says that the word is in use; its value is exchanged.
            let old = unsafe { tail_word(object, details, index).replace(value.into_bits()) };
            Heap::note_moved(old);
            // SAFETY: the instance owned the old value.
            return Ok(unsafe { Value::option_from_bits(old) });
        }
        if let Some(to) = transition(heap, details, name) {
            // SAFETY: `transition` checked that there is room for one word more.
            unsafe { tail_word(object, details, details.tail_words()).write(value.into_bits()) };
            // SAFETY: the new layout has exactly the word more that was just written.
            unsafe { set_layout(object, to) };
            return Ok(None);
        }
        expect_more(heap, details);
    }
    let dict = dict_of(heap, object)?;
    dict.downcast::<Dict>().ok_or(OutOfMemory)?.set_str(heap, name, value)
}

/// An instance has more attributes than its class foresaw: new instances get twice the room.
#[cold]
fn expect_more(heap: &Heap, details: &LayoutInfo) {
    let class = details.class;
    let root = info(heap.layout(class.layout.get()));
    let room = (details.capacity * 2).saturating_sub(details.fixed);
    if root.capacity > details.capacity || room > MAX_WORDS || details.tail_words() < details.capacity {
        return;
    }
    if let Some(layout) = root_layout(heap, class, room) {
        class.layout.set(layout);
    }
}

/// Removes an attribute of the instance itself; its value is returned.
pub fn remove(heap: &Heap, object: Object, name: &Value) -> Result<Option<Value>, OutOfMemory> {
    // SAFETY: callers hold the object.
    let details = unsafe { object_info(object) };
    match details.attributes {
        Attributes::None => return Ok(None),
        Attributes::Slots if details.slot(name).is_none() => return Ok(None),
        _ => {}
    }
    let dict = dict_of(heap, object)?;
    Ok(dict.downcast::<Dict>().and_then(|dict| dict.remove_str(name)))
}

fn dict_word(object: Object, details: &LayoutInfo) -> Option<&Value> {
    // SAFETY: in dict mode the word after the fixed ones is the dict or empty.
    let word = unsafe { &*tail_word(object, details, details.fixed) };
    // SAFETY: the object owns the dict.
    (*word != 0).then(|| unsafe { Value::borrow_bits(word) })
}

/// The instance's `__dict__`; its attributes move into it if they are not in one yet.
pub fn dict_of(heap: &Heap, object: Object) -> Result<Value, OutOfMemory> {
    // SAFETY: callers hold the object.
    let details = unsafe { object_info(object) };
    match details.attributes {
        Attributes::None => Err(OutOfMemory),
        Attributes::Dict => {
            if let Some(dict) = dict_word(object, details) {
                return Ok(dict.clone());
            }
            let dict = Dict::new_value(heap);
            // SAFETY: the dict word is in use and empty.
            unsafe { tail_word(object, details, details.fixed).write(dict.clone().into_bits()) };
            Ok(dict)
        }
        Attributes::Slots => {
            let layout = dict_layout(heap, details).ok_or(OutOfMemory)?;
            let dict = Dict::new_value(heap);
            let content = dict.downcast::<Dict>().ok_or(OutOfMemory)?;
            for (index, key) in details.keys.iter().enumerate() {
                // SAFETY: the layout says that the word is in use.
                let word = unsafe { *tail_word(object, details, details.fixed + index) };
                if word != 0 {
                    // SAFETY: the instance owns the value.
                    content.set_str(heap, key, unsafe { Value::clone_bits(word) })?;
                }
            }
            for index in 0..details.keys.len() {
                // SAFETY: as above; the dict holds the value now.
                drop(unsafe {
                    Value::option_from_bits(tail_word(object, details, details.fixed + index).replace(0))
                });
            }
            // SAFETY: an instance with room for attributes has room for one word.
            unsafe { tail_word(object, details, details.fixed).write(dict.clone().into_bits()) };
            // SAFETY: in the dict layout exactly the fixed words and the dict word are in use.
            unsafe { set_layout(object, layout) };
            Ok(dict)
        }
    }
}

/// Replaces the instance's `__dict__`; the old one is returned.
pub fn set_dict(heap: &Heap, object: Object, dict: Value) -> Result<Option<Value>, OutOfMemory> {
    dict_of(heap, object)?;
    // SAFETY: callers hold the object.
    let details = unsafe { object_info(object) };
    // SAFETY: `dict_of` left the object in dict mode.
    let old = unsafe { tail_word(object, details, details.fixed).replace(dict.into_bits()) };
    Heap::note_moved(old);
    // SAFETY: the instance owned the old dict.
    Ok(unsafe { Value::option_from_bits(old) })
}

/// The layout of a class's instances whose attributes are in a dict.
pub fn dict_layout_of(heap: &Heap, class: TypeRef) -> Option<LayoutId> {
    dict_layout(heap, info(heap.layout(class.layout.get())))
}

fn dict_layout(heap: &Heap, from: &LayoutInfo) -> Option<LayoutId> {
    if let Some(layout) = from.dict_layout.get() {
        return Some(layout);
    }
    // Every layout of the class shares the one of its root, if that was made.
    let root = info(heap.layout(from.class.layout.get()));
    let layout = match root.dict_layout.get() {
        Some(layout) if root.fixed == from.fixed => layout,
        _ => add_layout(heap, from.class, Attributes::Dict, Vec::new(), from.capacity)?,
    };
    root.dict_layout.set(Some(layout));
    from.dict_layout.set(Some(layout));
    Some(layout)
}

/// Names and values of the attributes that the instance itself has, in order.
pub fn attributes(object: Object) -> Vec<(Value, Value)> {
    // SAFETY: callers hold the object.
    let details = unsafe { object_info(object) };
    let mut found = Vec::new();
    match details.attributes {
        Attributes::None => {}
        Attributes::Slots => {
            for (index, key) in details.keys.iter().enumerate() {
                // SAFETY: the layout says that the word is in use.
                let word = unsafe { *tail_word(object, details, details.fixed + index) };
                if word != 0 {
                    // SAFETY: the instance owns the value.
                    found.push((key.clone(), unsafe { Value::clone_bits(word) }));
                }
            }
        }
        Attributes::Dict => {
            if let Some(dict) = dict_word(object, details).and_then(|dict| dict.downcast::<Dict>()) {
                let mut position = 0;
                while let Some(entry) = dict.next_entry(&mut position) {
                    found.push(entry);
                }
            }
        }
    }
    found
}

/// The layout that new instances of a class begin with.
pub fn root_layout(heap: &Heap, class: TypeRef, attributes: usize) -> Option<LayoutId> {
    use super::class::flags::HAS_DICT;
    let mode = match (class.has(HAS_DICT), class.kind == ids::INSTANCE) {
        (false, _) => Attributes::None,
        (true, true) => Attributes::Slots,
        (true, false) => Attributes::Dict,
    };
    let room = match mode {
        Attributes::None => 0,
        Attributes::Slots => attributes.clamp(LEAST_ATTRIBUTES, MAX_WORDS),
        Attributes::Dict => 1,
    };
    let words = class.fixed.get() + room;
    // Blocks come in 16-byte steps: an instance uses its block to the end.
    let capacity = if class.kind == ids::INSTANCE {
        (instance_bytes(words).next_multiple_of(16) - 8) / 8
    } else {
        words
    };
    add_layout(heap, class, mode, Vec::new(), capacity)
}

const _: () = assert!(std::mem::size_of::<Type>() < 512, "a class fits a small block");
