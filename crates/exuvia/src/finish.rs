//! The end of a program: its modules go in CPython's order, so that finalizers and callbacks run as they do there.
//!
//! ```text
//! sys.last_exc … ─► each module of sys.modules set to None, __main__ with them ─► a full collection
//!                ─► modules that live on are emptied, names with one underscore first ─► sys, builtins ─► a full collection
//! ```
//!
//! Afterwards everything that the program made should be gone. What is not is a leak: a container that was not alive before the
//! program, and that the interpreter does not keep for itself. (Strings, numbers and code constants that are interned or cached
//! are no containers and do not count.)

use std::collections::{BTreeMap, HashSet};

use exuvia_heap::Object;
use exuvia_runtime::gc_host;
use exuvia_runtime::object::dict::Dict;
use exuvia_runtime::object::list::List;
use exuvia_runtime::object::module::Module;
use exuvia_runtime::object::string::Str;
use exuvia_runtime::object::{ids, object_info};
use exuvia_runtime::{Value, Vm};

/// The names of `sys` that are set to None before any module goes.
const FIRST_OF_SYS: &[&str] =
    &["path", "argv", "ps1", "ps2", "last_exc", "last_type", "last_value", "last_traceback"];

/// Objects that outlived a program.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Leaks {
    /// Number of objects for each class's name.
    pub by_class: BTreeMap<String, usize>,
}

impl Leaks {
    /// Number of objects.
    pub fn objects(&self) -> usize {
        self.by_class.values().sum()
    }
}

/// What was alive before a program: taken before it is compiled.
pub struct Before {
    containers: HashSet<usize>,
    sys_names: HashSet<String>,
    builtin_names: HashSet<String>,
    modules: HashSet<String>,
}

impl Before {
    /// Looks at an interpreter that has not run its program yet.
    pub fn of(vm: &Vm) -> Before {
        let mut containers = HashSet::new();
        vm.heap.walk_containers(&mut |object| {
            containers.insert(object.as_ptr() as usize);
        });
        Before {
            containers,
            sys_names: names(&vm.state.sys),
            builtin_names: names(&vm.builtins),
            modules: names(&vm.modules),
        }
    }
}

fn names(dict: &Value) -> HashSet<String> {
    entries(dict)
        .into_iter()
        .filter_map(|(key, _)| Some(key.downcast::<Str>()?.as_str().to_owned()))
        .collect()
}

fn entries(dict: &Value) -> Vec<(Value, Value)> {
    let mut found = Vec::new();
    if let Some(dict) = dict.downcast::<Dict>() {
        let mut position = 0;
        while let Some(entry) = dict.next_entry(&mut position) {
            found.push(entry);
        }
    }
    found
}

/// Ends the program: the modules that it made or imported are released, then a full collection runs.
pub fn finish(vm: &mut Vm, before: &Before) {
    drop(vm.exception.replace(None));
    drop(vm.handled.replace(None));
    gc_host::run_finalizers(vm);
    clear_first_of_sys(vm);
    let order = release_modules(vm, before);
    settle(vm);
    empty_survivors(vm, &order);
    drop_additions(vm, before);
    settle(vm);
}

/// A full collection, and the finalizers that it leaves waiting.
fn settle(vm: &mut Vm) {
    gc_host::run_finalizers(vm);
    gc_host::collect(vm, 2);
    gc_host::run_finalizers(vm);
}

fn clear_first_of_sys(vm: &mut Vm) {
    let sys = vm.state.sys.clone();
    let Some(dict) = sys.downcast::<Dict>() else { return };
    for name in FIRST_OF_SYS {
        let Ok(key) = vm.intern(name) else { continue };
        if dict.get_str(&key).is_some() {
            set_none(vm, dict, &key);
        }
    }
}

fn set_none(vm: &mut Vm, dict: &Dict, key: &Value) {
    // Replacing needs no memory; a key that is no string stays, and goes with its dict.
    drop(dict.set_str(vm.heap, key, Value::NONE));
    gc_host::run_finalizers(vm);
}

/// Sets the entries of `sys.modules` to None, then empties it but for what was there before. The modules' addresses, in order.
fn release_modules(vm: &mut Vm, before: &Before) -> Vec<Object> {
    let modules = vm.modules.clone();
    let Some(dict) = modules.downcast::<Dict>() else { return Vec::new() };
    let kept = |key: &Value| key.downcast::<Str>().is_some_and(|name| before.modules.contains(name.as_str()));
    let mut order = Vec::new();
    let released: Vec<Value> =
        entries(&modules).into_iter().map(|(key, _)| key).filter(|key| !kept(key)).collect();
    for key in &released {
        if let Some(object) = dict
            .get_str(key)
            .filter(|module| module.downcast::<Module>().is_some())
            .and_then(|module| module.object())
        {
            order.push(object);
        }
        set_none(vm, dict, key);
    }
    for key in &released {
        drop(dict.remove_str(key));
    }
    gc_host::run_finalizers(vm);
    order
}

/// Modules that something else holds lose their names, the latest module first.
fn empty_survivors(vm: &mut Vm, order: &[Object]) {
    let mut alive = HashSet::new();
    vm.heap.walk_containers(&mut |object| {
        // SAFETY: the walk passes live objects.
        if unsafe { object_info(object) }.kind == ids::MODULE {
            alive.insert(object);
        }
    });
    let survivors: Vec<Value> = order
        .iter()
        .rev()
        .filter(|object| alive.contains(object))
        .map(|object| Value::clone_object(*object))
        .collect();
    for module in survivors {
        let Some(payload) = module.downcast::<Module>() else { continue };
        let namespace = payload.dict.clone();
        let Some(dict) = namespace.downcast::<Dict>() else { continue };
        let single = |text: &str| text.starts_with('_') && !text.starts_with("__");
        for first in [true, false] {
            for (key, value) in entries(&namespace) {
                drop(value);
                let Some(text) = key.downcast::<Str>().map(|key| key.as_str().to_owned()) else { continue };
                if single(&text) == first && text != "__builtins__" {
                    set_none(vm, dict, &key);
                }
            }
        }
    }
}

/// What the program added to `sys`, `builtins` and the collector's lists goes too.
fn drop_additions(vm: &mut Vm, before: &Before) {
    for (namespace, known) in
        [(vm.state.sys.clone(), &before.sys_names), (vm.builtins.clone(), &before.builtin_names)]
    {
        let Some(dict) = namespace.downcast::<Dict>() else { continue };
        for (key, value) in entries(&namespace) {
            drop(value);
            let Some(text) = key.downcast::<Str>() else { continue };
            if !known.contains(text.as_str()) {
                drop(dict.remove_str(&key));
                gc_host::run_finalizers(vm);
            }
        }
    }
    for name in ["excepthook", "unraisablehook", "displayhook", "stdout", "stderr", "stdin"] {
        restore_hook(vm, name);
    }
    for list in [vm.state.gc.callbacks.clone(), vm.state.gc.garbage.clone()] {
        if let Some(list) = list.downcast::<List>() {
            drop(list.take());
        }
    }
    gc_host::run_finalizers(vm);
}

/// A hook or stream that the program replaced gives way to the original, which `sys` keeps as `__name__`.
fn restore_hook(vm: &mut Vm, name: &str) {
    let sys = vm.state.sys.clone();
    let Some(dict) = sys.downcast::<Dict>() else { return };
    let (Ok(key), Ok(original)) = (vm.intern(name), vm.intern(&format!("__{name}__"))) else { return };
    if let Some(value) = dict.get_str(&original) {
        drop(dict.set_str(vm.heap, &key, value));
        gc_host::run_finalizers(vm);
    }
}

/// The containers that the finished program left behind.
pub fn leaks(vm: &mut Vm, before: &Before) -> Leaks {
    let mut kept: HashSet<Object> = HashSet::new();
    let mut reached: Vec<Object> = vm
        .state
        .classes
        .borrow()
        .iter()
        .filter_map(|(_, class)| class.object())
        .filter(|object| kept.insert(*object))
        .collect();
    while let Some(object) = reached.pop() {
        vm.heap.references(object, &mut |target| {
            if !before.containers.contains(&(target.as_ptr() as usize)) && kept.insert(target) {
                reached.push(target);
            }
        });
    }
    let mut leaks = Leaks::default();
    vm.heap.walk_containers(&mut |object| {
        if !before.containers.contains(&(object.as_ptr() as usize)) && !kept.contains(&object) {
            // SAFETY: the walk passes live objects.
            let name = unsafe { object_info(object) }.class.name_text();
            *leaks.by_class.entry(name).or_default() += 1;
        }
    });
    leaks
}
