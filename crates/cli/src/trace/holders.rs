//! Who holds an object: names, containers, attributes, closures, exceptions.
//!
//! ```text
//! count 3  =  a (a name)  +  xs[0] (a list)  +  one that has no name: "a value in use"
//! ```
//!
//! The references that are found are named; what the count says beyond them is held by values in use: operands, arguments on
//! their way, iterators of loops.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use exuvia_bytecode::CodeFlags;
use exuvia_heap::Object;
use exuvia_observe::trace::{AddressHasher, Change, Difference, Ledger};
use exuvia_runtime::interp::frames;
use exuvia_runtime::object::dict::Dict;
use exuvia_runtime::object::exception::{Exception, Traceback};
use exuvia_runtime::object::frame::Frame;
use exuvia_runtime::object::function::{Function, Method};
use exuvia_runtime::object::generator::Generator;
use exuvia_runtime::object::list::List;
use exuvia_runtime::object::tuple::Tuple;
use exuvia_runtime::object::{Attributes, ids, object_info, payload, tail_word};
use exuvia_runtime::{Value, Vm};

use super::interest::{Interest, Part, Role};
use super::names::{self, Binding, object_behind, text_of};
use super::table::Table;

/// Holders that are named one by one.
const SHOWN: usize = 6;

/// What naming needs to know.
pub struct View<'a> {
    pub vm: &'a Vm,
    pub globals: Option<Object>,
    pub bindings: &'a [Binding],
    pub ledger: &'a Ledger,
    pub table: &'a Table,
}

/// Label of a reference from a module that the program imports.
const MODULE: &str = "\0module";
/// Label of a reference from an object's own parts.
const OWN: &str = "its own parts";

/// Puts the holders of each live object into its event. Objects that only an imported module holds are taken out; their addresses.
pub fn find(view: &View<'_>, objects: &mut Vec<Difference>) -> Vec<usize> {
    let mut wanted = Wanted::default();
    for difference in objects.iter() {
        if !matches!(difference.event.change, Change::Freed { .. })
            && let Some(object) = object_behind(difference.address as u64)
        {
            wanted.insert(object, Vec::new());
        }
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let search = Search { view, names: first_names(view.bindings), shared: OnceCell::new() };
    search.run(&mut wanted);
    let mut imported = Vec::new();
    for difference in objects.iter_mut() {
        let labels = object_behind(difference.address as u64).and_then(|object| wanted.get(&object));
        let count = match difference.event.change {
            Change::Made { count } | Change::Counted { after: count, .. } | Change::Kept { count } => {
                count as usize
            }
            Change::Freed { .. } => continue,
        };
        if let Some(labels) = labels {
            let made = matches!(difference.event.change, Change::Made { .. });
            if made && !labels.is_empty() && labels.iter().all(|label| label == MODULE || label == OWN) {
                imported.push(difference.address);
            }
            difference.event.holders = summed_up(labels, count);
        }
    }
    objects.retain(|difference| !imported.contains(&difference.address));
    imported
}

/// Equal labels are counted, many are cut, and what has no name is a value in use.
fn summed_up(labels: &[String], count: usize) -> Vec<String> {
    let mut order: Vec<(&String, usize)> = Vec::new();
    for label in labels {
        match order.iter_mut().find(|(known, _)| *known == label) {
            Some((_, times)) => *times += 1,
            None => order.push((label, 1)),
        }
    }
    let times = |label: &str, times: usize| {
        if label == MODULE {
            "an imported module".to_owned()
        } else if times == 1 || label == OWN {
            label.to_owned()
        } else {
            format!("{label} (×{times})")
        }
    };
    let mut shown: Vec<String> =
        order.iter().take(SHOWN).map(|(label, number)| times(label, *number)).collect();
    if let Some(more) = order.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        shown.push(format!("{more} more"));
    }
    match count.saturating_sub(labels.len()) {
        0 => {}
        1 => shown.push("a value in use".to_owned()),
        more => shown.push(format!("{more} values in use")),
    }
    shown
}

/// The first name of each object.
fn first_names(bindings: &[Binding]) -> ObjectMap<&str> {
    let mut names = ObjectMap::default();
    // Globals stand last and win: they are known everywhere.
    for binding in bindings.iter().rev().filter(|binding| binding.label == binding.name) {
        names.insert(binding.object, binding.name.as_str());
    }
    for binding in bindings {
        names.entry(binding.object).or_insert(binding.name.as_str());
    }
    names
}

/// Names for the variables that closures share, by cell.
fn shared_cells(view: &View<'_>) -> ObjectMap<String> {
    let mut cells = ObjectMap::default();
    view.vm.heap.walk_containers(&mut |object| {
        // SAFETY: the walk passes live objects.
        if unsafe { object_info(object) }.kind != ids::FUNCTION {
            return;
        }
        // SAFETY: the kind says that the payload is a function.
        let function = unsafe { payload::<Function>(object) };
        let code = function.code();
        for (index, name) in code.free_names.iter().enumerate() {
            if let Some(cell) = function.free_cell(index).and_then(Value::object) {
                cells
                    .entry(cell)
                    .or_insert_with(|| format!("closure of {}: {}", text_of(&code.name), text_of(name)));
            }
        }
    });
    for binding in view.bindings {
        if let Some(cell) = binding.cell {
            cells.insert(cell, binding.label.clone());
        }
    }
    cells
}

struct Search<'a> {
    view: &'a View<'a>,
    names: ObjectMap<&'a str>,
    /// Names of cells; found when a cell is met.
    shared: OnceCell<ObjectMap<String>>,
}

type ObjectMap<T> = HashMap<Object, T, BuildHasherDefault<AddressHasher>>;
type Wanted = ObjectMap<Vec<String>>;

fn add(wanted: &mut Wanted, word: u64, label: impl FnOnce() -> String) {
    if let Some(labels) = object_behind(word).and_then(|object| wanted.get_mut(&object)) {
        labels.push(label());
    }
}

impl Search<'_> {
    fn run(&self, wanted: &mut Wanted) {
        let (globals, locals): (Vec<&Binding>, Vec<&Binding>) =
            self.view.bindings.iter().partition(|binding| binding.label == binding.name);
        for binding in globals.into_iter().chain(locals.into_iter().filter(|binding| binding.cell.is_none()))
        {
            if let Some(labels) = wanted.get_mut(&binding.object) {
                labels.push(binding.label.clone());
            }
        }
        let vm = self.view.vm;
        for frame in frames::all(vm) {
            let flags = frame.code().call.flags.0;
            if flags & (CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR) != 0 {
                // SAFETY: the words below a frame belong to its caller or to it; the word is compared only.
                add(wanted, unsafe { *frame.base.sub(5) }, || "its own frame, which runs".to_owned());
            }
        }
        for slot in [&vm.exception, &vm.handled] {
            add(wanted, slot.bits(), || "the exception being handled".to_owned());
        }
        // These are told by their bindings.
        let mut namespaces: Vec<Object> =
            frames::all(vm).into_iter().filter_map(names::class_namespace).collect();
        namespaces.extend(self.view.globals);
        let mut hits = Vec::new();
        vm.heap.walk_containers(&mut |object| {
            let mut hit = false;
            vm.heap.references(object, &mut |target| hit |= wanted.contains_key(&target));
            if hit && !namespaces.contains(&object) {
                hits.push(object);
            }
        });
        for holder in hits {
            self.name_references(holder, wanted);
        }
    }

    /// What an object is called: its name, or its type and number.
    fn call(&self, object: Object) -> String {
        if let Some(name) = self.names.get(&object) {
            return (*name).to_owned();
        }
        if let Some(name) = self.view.ledger.name(object.as_ptr() as usize) {
            return name.to_string();
        }
        // SAFETY: callers pass live objects.
        let class = unsafe { object_info(object) }.class.name_text();
        format!("a {class} of the runtime")
    }

    fn part(&self, object: Object) -> Option<Part> {
        match self.view.table.interest(object.as_ptr() as usize) {
            Some(Interest::Part(part)) => Some(part),
            _ => None,
        }
    }

    /// Labels each reference from `holder` to a wanted object.
    fn name_references(&self, holder: Object, wanted: &mut Wanted) {
        // SAFETY: the holder was just found alive.
        let info = unsafe { object_info(holder) };
        match info.kind {
            ids::LIST => self.name_list(holder, wanted),
            ids::TUPLE => self.name_tuple(holder, wanted),
            ids::DICT => self.name_dict(holder, wanted),
            ids::SET | ids::FROZENSET => {
                self.name_all(holder, wanted, &format!("a member of {}", self.call(holder)))
            }
            ids::CELL => {
                let label = self
                    .shared
                    .get_or_init(|| shared_cells(self.view))
                    .get(&holder)
                    .cloned()
                    .unwrap_or_else(|| "a cell".to_owned());
                self.name_all(holder, wanted, &label);
            }
            ids::GENERATOR => self.name_generator(holder, wanted),
            ids::FRAME => self.name_frame(holder, wanted),
            ids::EXCEPTION => self.name_exception(holder, wanted),
            ids::METHOD => {
                // SAFETY: the kind says that the payload is a method.
                let method = unsafe { payload::<Method>(holder) };
                add(wanted, method.receiver.bits(), || {
                    format!(
                        "a method bound to {}",
                        method.receiver.object().map_or_else(String::new, |object| self.call(object))
                    )
                });
                add(wanted, method.function.bits(), || "a bound method".to_owned());
            }
            ids::GETSET | ids::MEMBER => self.name_all(holder, wanted, OWN),
            ids::TYPE | ids::FUNCTION => self.name_all(holder, wanted, &self.call(holder)),
            ids::INSTANCE => self.name_attributes(holder, wanted, true),
            kind if kind != ids::TRACEBACK && kind != ids::MODULE => {
                if self.view.ledger.name(holder.as_ptr() as usize).is_some()
                    || self.names.contains_key(&holder)
                {
                    self.name_all(holder, wanted, &self.call(holder));
                } else {
                    // SAFETY: the holder is alive.
                    let class = unsafe { object_info(holder) }.class.name_text();
                    self.name_all(holder, wanted, &format!("a {class}"));
                }
            }
            _ => {}
        }
        if info.kind != ids::INSTANCE && info.attributes == Attributes::Slots {
            self.name_attributes(holder, wanted, false);
        }
    }

    fn name_all(&self, holder: Object, wanted: &mut Wanted, label: &str) {
        self.view.vm.heap.references(holder, &mut |target| {
            if let Some(labels) = wanted.get_mut(&target) {
                labels.push(label.to_owned());
            }
        });
    }

    fn name_list(&self, holder: Object, wanted: &mut Wanted) {
        // SAFETY: the kind says that the payload is a list.
        let list = unsafe { payload::<List>(holder) };
        let part = self.part(holder).map(|part| format!("a part of {}", self.call(part.owner)));
        let called = self.call(holder);
        list.with(|items| {
            for (index, item) in items.iter().enumerate() {
                add(wanted, item.bits(), || part.clone().unwrap_or_else(|| format!("{called}[{index}]")));
            }
        });
    }

    fn name_tuple(&self, holder: Object, wanted: &mut Wanted) {
        // SAFETY: the kind says that the payload is a tuple.
        let tuple = unsafe { payload::<Tuple>(holder) };
        let part = self.part(holder);
        for (index, item) in tuple.items().iter().enumerate() {
            add(wanted, item.bits(), || match part {
                Some(Part { owner, role: Role::Arguments }) => format!("{}.args[{index}]", self.call(owner)),
                Some(Part { owner, role: Role::Defaults }) => format!("a default of {}", self.call(owner)),
                Some(Part { owner, .. }) if item.object() == Some(owner) => OWN.to_owned(),
                Some(Part { owner, .. }) => format!("a part of {}", self.call(owner)),
                None => format!("{}[{index}]", self.call(holder)),
            });
        }
    }

    fn name_dict(&self, holder: Object, wanted: &mut Wanted) {
        // SAFETY: the kind says that the payload is a dict.
        let dict = unsafe { payload::<Dict>(holder) };
        let part = self.part(holder);
        let runtime = self.runtime_dict(holder);
        for (key, word) in names::entries(dict) {
            add(wanted, key.bits(), || format!("a key of {}", self.call(holder)));
            add(wanted, word, || match (part, runtime) {
                (Some(Part { owner, role: Role::KeywordDefaults }), _) => {
                    format!("a default of {}", self.call(owner))
                }
                (Some(Part { owner, .. }), _) if is_module(owner) => MODULE.to_owned(),
                (Some(Part { owner, .. }), _) => format!("{}.{}", self.call(owner), text_of(key)),
                (None, Some(module)) => format!("{module}.{}", text_of(key)),
                (None, None) => format!("{}[{}]", self.call(holder), short_repr(key)),
            });
        }
    }

    /// The runtime's own namespaces.
    fn runtime_dict(&self, dict: Object) -> Option<&'static str> {
        let vm = self.view.vm;
        let is = |value: &Value| value.object() == Some(dict);
        if is(&vm.state.sys) {
            Some("sys")
        } else if is(&vm.builtins) {
            Some("builtins")
        } else if is(&vm.modules) {
            Some("sys.modules")
        } else {
            None
        }
    }

    /// References of an instance; its class is one when `with_class`.
    fn name_attributes(&self, holder: Object, wanted: &mut Wanted, with_class: bool) {
        // SAFETY: the holder is alive.
        let info = unsafe { object_info(holder) };
        for index in 0..info.tail_words() {
            // SAFETY: the index is below the number of tail words.
            let word = unsafe { *tail_word(holder, info, index) };
            add(wanted, word, || {
                match index.checked_sub(info.fixed).and_then(|index| info.keys.get(index)) {
                    Some(key) => format!("{}.{}", self.call(holder), text_of(key)),
                    None => format!("a slot of {}", self.call(holder)),
                }
            });
        }
        if with_class {
            add(wanted, info.class.bits(), || format!("{} (its instance)", self.call(holder)));
        }
    }

    fn name_generator(&self, holder: Object, wanted: &mut Wanted) {
        // SAFETY: the kind says that the payload is a generator.
        let generator = unsafe { payload::<Generator>(holder) };
        let called = self.call(holder);
        let code = generator.code.downcast::<exuvia_runtime::object::code::Code>();
        for (index, word) in generator.registers().iter().enumerate() {
            let name = code.and_then(|code| code.local_names.get(index)).map(text_of);
            add(wanted, *word, || match name.filter(|name| !name.starts_with('.')) {
                Some(name) => format!("{called}: {name}"),
                None => format!("{called}: a value in use"),
            });
        }
        add(wanted, generator.function.bits(), || called.clone());
        for slot in [&generator.handled, &generator.outer] {
            add(wanted, slot.bits(), || format!("{called}: the exception being handled"));
        }
    }

    /// The locals of a frame that ended while something kept it.
    fn name_frame(&self, holder: Object, wanted: &mut Wanted) {
        // SAFETY: the kind says that the payload is a frame.
        let frame = unsafe { payload::<Frame>(holder) };
        let code = frame.code.downcast::<exuvia_runtime::object::code::Code>();
        let function = code.map(|code| text_of(&code.name)).unwrap_or_default();
        let keeper = self.keeper(holder).map_or_else(String::new, |name| format!(" (kept by {name})"));
        for (index, value) in frame.saved.borrow().iter().enumerate() {
            let Some(value) = value else { continue };
            let name = code.and_then(|code| code.local_names.get(index)).map(text_of).unwrap_or_default();
            add(wanted, value.bits(), || format!("{function}: {name}{keeper}"));
        }
        add(wanted, frame.function.bits(), || format!("the frame of {function}{keeper}"));
    }

    /// The exception whose traceback leads to a frame.
    fn keeper(&self, frame: Object) -> Option<String> {
        let mut found = None;
        self.view.vm.heap.walk_containers(&mut |object| {
            // SAFETY: the walk passes live objects.
            if found.is_some() || unsafe { object_info(object) }.kind != ids::EXCEPTION {
                return;
            }
            // SAFETY: the kind says that the payload is an exception.
            let exception = unsafe { payload::<Exception>(object) };
            let mut seen = HashSet::new();
            let mut next = exception.traceback.as_ref();
            while let Some(traceback) = next.and_then(|next| next.downcast::<Traceback>()) {
                if traceback.frame.object() == Some(frame) {
                    found = Some(self.call(object));
                    return;
                }
                next = traceback.next.as_ref().filter(|next| seen.insert(next.bits()));
            }
        });
        found
    }

    fn name_exception(&self, holder: Object, wanted: &mut Wanted) {
        // SAFETY: the kind says that the payload is an exception.
        let exception = unsafe { payload::<Exception>(holder) };
        let fields = [
            (&exception.cause, "__cause__"),
            (&exception.context, "__context__"),
            (&exception.traceback, "__traceback__"),
        ];
        for (slot, name) in fields {
            add(wanted, slot.bits(), || format!("{}.{name}", self.call(holder)));
        }
        for slot in [&exception.args, &exception.fields] {
            add(wanted, slot.bits(), || self.call(holder));
        }
    }
}

fn is_module(object: Object) -> bool {
    // SAFETY: callers pass live objects.
    unsafe { object_info(object) }.kind == ids::MODULE
}

/// A dict's key as it is written in a subscript.
fn short_repr(key: &Value) -> String {
    if let Some(text) = key.downcast::<exuvia_runtime::object::string::Str>() {
        let text = text.as_str();
        let cut: String = text.chars().take(20).collect();
        let more = if cut.len() < text.len() { "…" } else { "" };
        return format!("'{cut}{more}'");
    }
    match (key.as_small_int(), key.as_float(), key.as_bool()) {
        (Some(int), ..) => int.to_string(),
        (_, Some(float), _) => format!("{float:?}"),
        (.., Some(truth)) => if truth { "True" } else { "False" }.to_owned(),
        _ if key.is_none() => "None".to_owned(),
        _ => "…".to_owned(),
    }
}
