//! The names that programs give to objects: globals of `__main__` and locals of running functions.
//!
//! ```text
//! a = []            a            (a global)
//! def f(x): …       f: x         (a local, an argument, a variable that inner functions share)
//! ```
//!
//! Words are read in place: no count changes.

use std::collections::HashMap;

use exuvia_bytecode::CodeFlags;
use exuvia_heap::Object;
use exuvia_runtime::interp::frames::{Running, all};
use exuvia_runtime::object::cell::CellObject;
use exuvia_runtime::object::dict::Dict;
use exuvia_runtime::object::string::Str;
use exuvia_runtime::object::{ids, object_info, payload};
use exuvia_runtime::{Value, Vm};

/// One name and the object that it is bound to.
pub struct Binding {
    pub object: Object,
    /// As it is shown as a holder.
    pub label: String,
    /// The bare name.
    pub name: String,
    /// The cell between name and object.
    pub cell: Option<Object>,
}

/// The object behind a word; nothing for immediate values.
pub fn object_behind(word: u64) -> Option<Object> {
    if word == 0 || !exuvia_runtime::value::word::is_reference(word) {
        return None;
    }
    Object::new(word as usize as *mut exuvia_heap::Header)
}

/// The text of a string object.
pub fn text_of(value: &Value) -> String {
    value.downcast::<Str>().map_or_else(String::new, |text| text.as_str().to_owned())
}

/// A name as it is met: nothing is copied.
pub struct Met<'a> {
    pub object: Object,
    /// The function whose local it is.
    pub function: Option<&'a Value>,
    pub name: &'a Value,
    pub cell: Option<Object>,
    /// Whether a register holds it, and not a namespace in the heap.
    pub in_register: bool,
}

/// All bindings of running functions, the innermost first; then globals, in the order of the namespace.
pub fn bindings(vm: &Vm, globals: Object) -> Vec<Binding> {
    let mut found = Vec::new();
    visit(vm, globals, &mut |met| {
        let name = text_of(met.name);
        let label = match met.function {
            Some(function) => format!("{}: {name}", text_of(function)),
            None => name.clone(),
        };
        found.push(Binding { object: met.object, label, name, cell: met.cell });
    });
    found
}

/// Calls `met` with each binding, in the order of `bindings`.
pub fn visit(vm: &Vm, globals: Object, met: &mut dyn FnMut(Met<'_>)) {
    for frame in all(vm) {
        locals(frame, met);
    }
    let Some(dict) = super::interest::as_dict(globals) else { return };
    for (name, word) in entries(dict) {
        let Some(object) = object_behind(word) else { continue };
        if !begins_with(name, "__") {
            met(Met { object, function: None, name, cell: None, in_register: false });
        }
    }
}

/// The addresses that a frame's names are bound to.
pub fn addresses_of_locals(frame: Running, found: &mut Vec<usize>) {
    found.clear();
    locals(frame, &mut |met| found.push(met.object.as_ptr() as usize));
}

fn begins_with(name: &Value, prefix: &str) -> bool {
    name.downcast::<Str>().is_some_and(|name| name.as_str().starts_with(prefix))
}

/// Keys and value words of a dict, in place.
pub fn entries(dict: &Dict) -> impl Iterator<Item = (&Value, u64)> {
    (0..dict.table.filled())
        .filter_map(|entry| Some((dict.table.key(entry)?, dict.table.value(entry)?.bits())))
}

fn locals(frame: Running, met: &mut dyn FnMut(Met<'_>)) {
    let code = frame.code();
    let function = Some(&code.name);
    if let Some(namespace) = class_namespace(frame) {
        // The names of a class body are in its namespace.
        if let Some(dict) = super::interest::as_dict(namespace) {
            for (name, word) in entries(dict) {
                if let Some(object) = object_behind(word) {
                    met(Met { object, function, name, cell: None, in_register: false });
                }
            }
        }
        return;
    }
    for (index, name) in code.local_names.iter().enumerate().take(code.call.local_count as usize) {
        // SAFETY: the register is below the number of locals of a running frame.
        let word = unsafe { *frame.base.add(index) };
        let Some(object) = object_behind(word) else { continue };
        if code.unit.cells.contains(&(index as u16)) && is_cell(object) {
            if let Some(content) = cell_content(object) {
                met(Met { object: content, function, name, cell: Some(object), in_register: false });
            }
        } else if !begins_with(name, ".") {
            met(Met { object, function, name, cell: None, in_register: true });
        }
    }
}

/// The namespace of a class body that runs.
pub fn class_namespace(frame: Running) -> Option<Object> {
    let code = frame.code();
    if !code.unit.flags.has(CodeFlags::CLASS_BODY) || code.call.local_count == 0 {
        return None;
    }
    // SAFETY: register 0 is below the number of locals of a running frame.
    object_behind(unsafe { *frame.base })
}

/// Whether the object is a cell.
pub fn is_cell(object: Object) -> bool {
    // SAFETY: callers pass live objects.
    unsafe { object_info(object) }.kind == ids::CELL
}

/// What a cell holds.
pub fn cell_content(cell: Object) -> Option<Object> {
    // SAFETY: callers pass live cells.
    object_behind(unsafe { payload::<CellObject>(cell) }.content.bits())
}

/// How often each function runs, by the function's address.
pub fn running_functions(vm: &Vm) -> HashMap<usize, u32> {
    let mut running = HashMap::new();
    for frame in all(vm) {
        // SAFETY: the word below the frame's own words is the function that runs.
        let word = unsafe { *frame.base.sub(4) };
        *running.entry(word as usize).or_default() += 1;
    }
    running
}
