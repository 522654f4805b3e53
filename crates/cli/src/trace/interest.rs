//! Which objects a reader of a trace wants to see.
//!
//! ```text
//! Shown      containers, instances, exceptions, generators, large text
//! Named      iterators, methods, weak references: shown once a name holds them
//! Definition functions and classes: told when they are made and freed; calls that hold a function do not count as changes
//! Part       dicts and tuples inside of another object (a class's namespace, a function's closure, an exception's args)
//! Hidden     numbers, short text, code, cells, modules
//! ```

use exuvia_bytecode::CodeFlags;
use exuvia_heap::{Heap, Object};
use exuvia_runtime::Vm;
use exuvia_runtime::object::dict::Dict;
use exuvia_runtime::object::exception::Exception;
use exuvia_runtime::object::function::Function;
use exuvia_runtime::object::{Attributes, Type, ids, object_info, payload, tail_word};

/// Bytes from which text and numbers are shown.
const LARGE_BYTES: usize = 256;

/// How an object is treated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Interest {
    Shown,
    Named,
    Definition,
    Part(Part),
    Hidden,
    /// Alive before the program's first line.
    Ignored,
}

/// Whose part a container is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    pub owner: Object,
    pub role: Role,
}

/// What a part is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Attributes of an instance, a class, a function or a module.
    Attributes,
    Closure,
    Defaults,
    KeywordDefaults,
    Arguments,
    Other,
}

/// The interest in an object whose owner, if it has one, is not known yet.
pub fn first_sight(vm: &Vm, object: Object) -> Interest {
    // SAFETY: callers pass live objects.
    let info = unsafe { object_info(object) };
    if info.id.index() >= ids::COUNT as usize && info.kind != ids::TYPE {
        return Interest::Shown;
    }
    match info.kind {
        ids::FUNCTION if !is_plain_function(object) => Interest::Hidden,
        ids::FUNCTION | ids::TYPE => Interest::Definition,
        ids::CODE | ids::CELL | ids::MODULE | ids::TRACEBACK | ids::FRAME | ids::GETSET | ids::MEMBER => {
            Interest::Hidden
        }
        ids::STR | ids::BYTES | ids::INT | ids::FLOAT | ids::COMPLEX => {
            if is_hidden_leaf(vm.heap, object) {
                Interest::Hidden
            } else {
                Interest::Shown
            }
        }
        ids::LIST
        | ids::TUPLE
        | ids::DICT
        | ids::SET
        | ids::FROZENSET
        | ids::INSTANCE
        | ids::EXCEPTION
        | ids::GENERATOR
        | ids::BYTEARRAY => Interest::Shown,
        _ => Interest::Named,
    }
}

/// Whether the object is a small number or text: no look has to remember it.
pub fn is_hidden_leaf(heap: &Heap, object: Object) -> bool {
    // SAFETY: callers pass objects whose payload is whole.
    let info = unsafe { object_info(object) };
    info.id.index() < ids::COUNT as usize
        && matches!(info.kind, ids::STR | ids::BYTES | ids::INT | ids::FLOAT | ids::COMPLEX)
        && heap.bytes_of(object) < LARGE_BYTES
}

/// Whether a function is one of the program's, and not the code of a module or a class body.
fn is_plain_function(object: Object) -> bool {
    // SAFETY: callers pass live functions.
    let function = unsafe { payload::<Function>(object) };
    function.code().unit.flags.has(CodeFlags::FUNCTION)
}

/// The bytes of an object, with its attributes where they are in a dict of its own.
pub fn bytes_of(heap: &Heap, object: Object) -> usize {
    // SAFETY: callers pass objects whose payload is whole.
    let info = unsafe { object_info(object) };
    let own = heap.bytes_of(object);
    if info.attributes != Attributes::Dict {
        return own;
    }
    // SAFETY: in dict mode the word after the fixed ones is the dict or empty.
    let word = unsafe { *tail_word(object, info, info.fixed) };
    match super::names::object_behind(word) {
        // SAFETY: the object owns the dict.
        Some(dict) if unsafe { dict.as_ref() }.count() == 1 => own + heap.bytes_of(dict),
        _ => own,
    }
}

/// Whether the death of an object that nobody saw is worth a word. Runs while the object dies: nothing is walked.
pub fn is_notable(object: Object, bytes: usize) -> bool {
    // SAFETY: a dying object's header and layout are whole.
    let info = unsafe { object_info(object) };
    match info.kind {
        ids::LIST
        | ids::DICT
        | ids::SET
        | ids::FROZENSET
        | ids::EXCEPTION
        | ids::GENERATOR
        | ids::BYTEARRAY => true,
        ids::STR | ids::BYTES => bytes >= LARGE_BYTES,
        _ => info.id.index() >= ids::COUNT as usize && info.kind != ids::TYPE,
    }
}

/// Whether an object may turn out to be a part of another one.
pub fn may_be_part(object: Object) -> bool {
    // SAFETY: callers pass live objects.
    let info = unsafe { object_info(object) };
    info.id.index() < ids::COUNT as usize && matches!(info.kind, ids::DICT | ids::TUPLE | ids::LIST)
}

/// Calls `found` with the parts of an object.
pub fn parts(owner: Object, found: &mut dyn FnMut(u64, Role)) {
    // SAFETY: callers pass live objects.
    let info = unsafe { object_info(owner) };
    match info.kind {
        ids::TYPE => {
            // SAFETY: the kind says that the payload is a class.
            let class = unsafe { payload::<Type>(owner) };
            found(class.dict.bits(), Role::Attributes);
            for slot in [&class.bases, &class.mro, &class.slot_names] {
                found(slot.bits(), Role::Other);
            }
        }
        ids::FUNCTION => {
            // SAFETY: the kind says that the payload is a function.
            let function = unsafe { payload::<Function>(owner) };
            found(function.closure.as_ref().map_or(0, exuvia_runtime::Value::bits), Role::Closure);
            found(function.defaults.bits(), Role::Defaults);
            found(function.keyword_defaults.bits(), Role::KeywordDefaults);
            found(function.dict.bits(), Role::Attributes);
            found(function.annotations.bits(), Role::Other);
        }
        ids::EXCEPTION => {
            // SAFETY: the kind says that the payload is an exception.
            let exception = unsafe { payload::<Exception>(owner) };
            found(exception.args.bits(), Role::Arguments);
            found(exception.fields.bits(), Role::Other);
        }
        ids::MODULE => {
            // SAFETY: the kind says that the payload is a module.
            let module = unsafe { payload::<exuvia_runtime::object::module::Module>(owner) };
            found(module.dict.bits(), Role::Attributes);
        }
        _ => {}
    }
    if info.attributes == Attributes::Dict {
        // SAFETY: in dict mode the word after the fixed ones is the dict or empty.
        found(unsafe { *tail_word(owner, info, info.fixed) }, Role::Attributes);
    }
}

/// Whether the object is a dict.
pub fn as_dict<'a>(object: Object) -> Option<&'a Dict> {
    // SAFETY: callers pass live objects.
    let info = unsafe { object_info(object) };
    // SAFETY: the kind says that the payload is a dict.
    (info.kind == ids::DICT).then(|| unsafe { payload::<Dict>(object) })
}
