//! The recorder: between two hooks it finds what has changed, and hands it on as a step.
//!
//! ```text
//! hook ─► deaths since the last hook, walk over live objects ─► Ledger ─► holders ─► Step ─► Folder ─► printed
//! ```
//!
//! Objects that were alive before the program's first line are not looked at.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::rc::Rc;

use exuvia::program;
use exuvia_bytecode::CodeFlags;
use exuvia_heap::{Object, Probe};
use exuvia_observe::trace::{
    self, AddressMap, Death, Difference, Ending, Folder, Ledger, Name, Sighting, Step, StepKind, Told,
    text::Style,
};
use exuvia_runtime::Vm;
use exuvia_runtime::interp::frames;
use exuvia_runtime::modules::streams::Sinks;
use exuvia_runtime::object::{ids, object_info};
use exuvia_runtime::trace::Place;

use super::holders;
use super::interest::{self, Interest, Part};
use super::names;
use crate::options::TraceOptions;
use crate::source::Program;

/// How steps are printed.
#[derive(Clone, Copy)]
pub enum Form {
    Text(Style),
    Json,
}

/// What the program wrote since it was last asked.
#[derive(Clone, Default)]
struct Written(Rc<RefCell<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Takes down deaths as they happen.
struct Deaths(Rc<RefCell<Vec<Death>>>);

impl Probe for Deaths {
    fn died(&mut self, object: Object) {
        // SAFETY: the heap tells of deaths while header, layout and payload are whole.
        let info = unsafe { object_info(object) };
        // SAFETY: as above.
        let heap = unsafe { exuvia_heap::Heap::of(object) };
        // Counting frees an object with no count left; the collector holds one while it frees.
        // SAFETY: as above.
        let (ending, bytes) = match unsafe { object.as_ref() }.count() {
            0 => (Ending::Count, interest::bytes_of(heap, object)),
            _ => (Ending::Collector, heap.bytes_of(object)),
        };
        self.0.borrow_mut().push(Death {
            address: object.as_ptr() as usize,
            kind: info.class.name_text(),
            bytes,
            ending,
            notable: interest::is_notable(object, bytes),
        });
    }
}

/// The objects that one name was ever bound to.
struct Only {
    name: String,
    followed: HashSet<Name>,
}

/// See the module's picture.
pub struct Recorder {
    form: Form,
    file: String,
    lines: Vec<String>,
    globals: Option<Object>,
    deaths: Rc<RefCell<Vec<Death>>>,
    written: Written,
    /// What is known of each live object, by address.
    interests: AddressMap<Interest>,
    ledger: Ledger,
    folder: Folder,
    only: Option<Only>,
    current: Option<Step>,
    /// Locals of the innermost function at the last hook.
    locals: Vec<usize>,
    /// Whether that function is a generator or coroutine.
    in_generator: bool,
    /// The least indentation of a function's lines that was seen, by its name.
    indentation: HashMap<String, usize>,
    /// For functions: the count without calls at the last look, and what it was taken for.
    functions: HashMap<usize, (u32, u32)>,
}

impl Recorder {
    /// Begins to watch; the program is loaded and has not run yet.
    pub fn begin(vm: &mut Vm, program: &Program, form: Form, options: &TraceOptions) -> Recorder {
        let globals = program::main_namespace(vm).ok().and_then(|globals| globals.object());
        let written = Written::default();
        vm.state
            .output
            .redirect(Some(Sinks { output: Box::new(written.clone()), error: Box::new(written.clone()) }));
        let deaths = Rc::new(RefCell::new(Vec::new()));
        vm.heap.set_probe(Some(Box::new(Deaths(Rc::clone(&deaths)))));
        let mut interests = AddressMap::default();
        vm.heap.walk(&mut |object| {
            interests.insert(object.as_ptr() as usize, Interest::Ignored);
        });
        let limit = if matches!(form, Form::Json) { 0 } else { options.limit };
        Recorder {
            form,
            file: program.file.clone(),
            lines: program.source.lines().map(str::to_owned).collect(),
            globals,
            deaths,
            written,
            interests,
            ledger: Ledger::default(),
            folder: Folder::new(limit),
            only: options.only.clone().map(|name| Only { name, followed: HashSet::new() }),
            current: None,
            locals: Vec::new(),
            in_generator: false,
            indentation: HashMap::new(),
            functions: HashMap::new(),
        }
    }

    /// A line is about to run: what happened until now belongs to the step before.
    pub fn line(&mut self, vm: &mut Vm, place: &Place) {
        let left = self
            .current
            .as_ref()
            .filter(|step| step.kind == StepKind::Line && step.place.depth > place.depth);
        // A generator that waits was not left for good.
        let left = left.filter(|_| !self.in_generator);
        let left = left.map(|step| (step.place.clone(), std::mem::take(&mut self.locals)));
        let same = self.current.as_ref().is_some_and(|step| {
            let before = (step.kind, step.place.line, step.place.depth, step.place.file.as_str());
            before == (StepKind::Line, place.line, place.depth, place.file.as_str())
        });
        if self.settle(vm, same) {
            return;
        }
        if let Some((place, locals)) = left {
            self.unwound(vm, place, &locals);
        }
        let flags = frames::current(vm).map_or(0, |frame| frame.code().call.flags.0);
        self.in_generator =
            flags & (CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR) != 0;
        self.current = Some(self.step(StepKind::Line, place));
    }

    /// A function was left by an exception: who outlived it, and who keeps that?
    fn unwound(&mut self, vm: &mut Vm, place: trace::Place, locals: &[usize]) {
        let mut seen = HashSet::new();
        let mut objects: Vec<Difference> = locals
            .iter()
            .filter(|address| seen.insert(**address))
            .filter_map(|address| self.ledger.kept(*address))
            .collect();
        let step = Step { kind: StepKind::Unwound, place, ..Step::default() };
        if let Some(only) = &self.only {
            objects.retain(|difference| only.followed.contains(&difference.event.name));
        }
        if objects.is_empty() {
            return;
        }
        let bindings = self.globals.map(|globals| names::bindings(vm, globals)).unwrap_or_default();
        if self.folder.tells(&step) {
            self.find_holders(vm, &bindings, &mut objects);
        }
        self.tell(Step { objects: objects.into_iter().map(|difference| difference.event).collect(), ..step });
    }

    /// A function is about to return: its last line is over.
    pub fn returning(&mut self, vm: &mut Vm, place: &Place) {
        if place.depth > 1 {
            self.settle(vm, false);
            self.current = Some(self.step(StepKind::Leaving, place));
        }
    }

    /// The collector ran within the current step.
    pub fn collected(&mut self, generation: u8, objects: usize) {
        if let Some(step) = &mut self.current {
            step.collections.push((generation, objects));
        }
    }

    /// The program has run: its names are about to go.
    pub fn finish_program(&mut self, vm: &mut Vm) {
        self.settle(vm, false);
        self.locals.clear();
        self.current = Some(Step { kind: StepKind::End, ..Step::default() });
    }

    /// All is over.
    pub fn end(&mut self, vm: &mut Vm) {
        self.globals = None;
        // The collections at the end are the interpreter's own; what they freed is told by object.
        if let Some(step) = &mut self.current {
            step.collections.clear();
        }
        self.settle(vm, false);
        vm.heap.set_probe(None);
        vm.state.output.redirect(None);
        if let (Some(fold), Form::Text(style)) = (self.folder.finish(), self.form) {
            print(&trace::text::render(&fold, style));
        }
    }

    fn step(&mut self, kind: StepKind, place: &Place) -> Step {
        let line = if place.file == self.file {
            self.lines.get((place.line as usize).wrapping_sub(1)).cloned()
        } else {
            None
        };
        // A function's lines are shown as deep as its calls are, whatever the definition's own indentation.
        let source = line.map(|line| {
            let own = line.len() - line.trim_start().len();
            let least = self.indentation.entry(place.function.clone()).or_insert(own);
            *least = own.min(*least);
            line.get(*least..).unwrap_or_default().to_owned()
        });
        let place = trace::Place {
            file: place.file.clone(),
            line: place.line,
            function: place.function.clone(),
            depth: place.depth,
        };
        Step { kind, place, source: source.unwrap_or_default(), ..Step::default() }
    }

    /// Ends the current step: finds what it did, and prints it. With `keep_quiet` a step that did nothing stays open: then true.
    fn settle(&mut self, vm: &mut Vm, keep_quiet: bool) -> bool {
        program::flush(vm);
        let deaths = std::mem::take(&mut *self.deaths.borrow_mut());
        let mut deaths = deaths;
        for death in &mut deaths {
            let known = self.interests.remove(&death.address);
            death.notable &= !matches!(known, Some(Interest::Part(_) | Interest::Hidden | Interest::Ignored));
            self.functions.remove(&death.address);
        }
        let bindings = match self.globals {
            Some(globals) => names::bindings(vm, globals),
            None => Vec::new(),
        };
        let seen = self.look(vm, &bindings);
        let differences = self.ledger.compare(&deaths, &seen);
        let innermost = bindings
            .first()
            .and_then(|binding| binding.label.strip_suffix(&binding.name))
            .filter(|prefix| !prefix.is_empty());
        self.locals = match innermost {
            Some(prefix) => bindings
                .iter()
                .take_while(|binding| binding.label.starts_with(prefix))
                .map(|binding| binding.object.as_ptr() as usize)
                .collect(),
            None => Vec::new(),
        };
        let Some(mut step) = self.current.take() else { return false };
        let output = std::mem::take(&mut *self.written.0.borrow_mut());
        step.output = String::from_utf8_lossy(&output).into_owned();
        step.passing = differences.passing;
        if step.kind == StepKind::End {
            step.passing.clear();
        }
        let mut objects = differences.objects;
        if keep_quiet && objects.is_empty() && step.is_quiet() {
            self.current = Some(step);
            return true;
        }
        if let Some(only) = &mut self.only {
            for binding in bindings.iter().filter(|binding| binding.name == only.name) {
                if let Some(name) = self.ledger.name(binding.object.as_ptr() as usize) {
                    only.followed.insert(name.clone());
                }
            }
            objects.retain(|difference| only.followed.contains(&difference.event.name));
            step.passing.clear();
            if objects.is_empty() && step.output.is_empty() {
                return false;
            }
        }
        if self.folder.tells(&step) {
            self.find_holders(vm, &bindings, &mut objects);
        }
        step.objects = objects.into_iter().map(|difference| difference.event).collect();
        self.tell(step);
        false
    }

    fn find_holders(&mut self, vm: &Vm, bindings: &[names::Binding], objects: &mut Vec<Difference>) {
        let view = holders::View {
            vm,
            globals: self.globals,
            bindings,
            ledger: &self.ledger,
            interests: &self.interests,
        };
        for address in holders::find(&view, objects) {
            self.interests.insert(address, Interest::Hidden);
            self.ledger.forget(address);
        }
    }

    fn tell(&mut self, step: Step) {
        match self.form {
            Form::Json => print(&trace::json::render(&step)),
            Form::Text(style) => {
                for told in self.folder.push(step) {
                    print(&trace::text::render(&Told::clone(&told), style));
                }
            }
        }
    }

    /// The objects that are worth seeing.
    fn look(&mut self, vm: &Vm, bindings: &[names::Binding]) -> Vec<Sighting> {
        self.sort_new(vm);
        let named: HashSet<Object> = bindings.iter().map(|binding| binding.object).collect();
        let running = names::running_functions(vm);
        let mut seen = Vec::new();
        let (interests, functions) = (&mut self.interests, &mut self.functions);
        vm.heap.walk(&mut |object| {
            let address = object.as_ptr() as usize;
            let Some(interest) = interests.get_mut(&address) else { return };
            if *interest == Interest::Named && named.contains(&object) {
                *interest = Interest::Shown;
            }
            // SAFETY: the walk passes live objects.
            let count = unsafe { object.as_ref() }.count();
            let compared = match interest {
                Interest::Shown => count,
                Interest::Definition => definition_count(vm, object, count, &running, bindings, functions),
                _ => return,
            };
            // SAFETY: the walk passes live objects.
            let kind = unsafe { object_info(object) }.class.name_text();
            let kind = if kind == "type" { "class".to_owned() } else { kind };
            seen.push(Sighting {
                address,
                kind,
                count,
                compared,
                bytes: interest::bytes_of(vm.heap, object),
            });
        });
        seen
    }

    /// Decides about objects that were made since the last look.
    fn sort_new(&mut self, vm: &Vm) {
        let mut doubtful = HashSet::new();
        vm.heap.walk(&mut |object| {
            let address = object.as_ptr() as usize;
            if self.interests.contains_key(&address) {
                return;
            }
            let interest = interest::first_sight(vm, object);
            if interest == Interest::Shown && interest::may_be_part(object) {
                doubtful.insert(address);
            }
            self.interests.insert(address, interest);
        });
        if doubtful.is_empty() {
            return;
        }
        for namespace in frames::all(vm).into_iter().filter_map(names::class_namespace) {
            let address = namespace.as_ptr() as usize;
            if doubtful.remove(&address) {
                self.interests.insert(address, Interest::Hidden);
            }
        }
        let interests = &mut self.interests;
        vm.heap.walk_containers(&mut |owner| {
            interest::parts(owner, &mut |word, role| {
                if doubtful.contains(&(word as usize)) {
                    interests.insert(word as usize, Interest::Part(Part { owner, role }));
                }
            });
        });
    }
}

/// Classes are held by their instances and functions by their calls: neither is a change. A function's number is that of the names
/// and containers that hold it; it is only counted again when its strong count, without its calls, has changed.
fn definition_count(
    vm: &Vm,
    object: Object,
    count: u32,
    running: &HashMap<usize, u32>,
    bindings: &[names::Binding],
    functions: &mut HashMap<usize, (u32, u32)>,
) -> u32 {
    // SAFETY: callers pass live objects.
    if unsafe { object_info(object) }.kind == ids::TYPE {
        return 0;
    }
    let address = object.as_ptr() as usize;
    let without_calls = count.saturating_sub(running.get(&address).copied().unwrap_or_default());
    if let Some(known) = functions.get(&address).filter(|known| known.0 == without_calls) {
        return known.1;
    }
    let mut holders =
        bindings.iter().filter(|binding| binding.object == object && binding.in_register).count() as u32;
    vm.heap.walk_containers(&mut |holder| {
        // SAFETY: the walk passes live objects.
        let kind = unsafe { object_info(holder) }.kind;
        if !matches!(kind, ids::FRAME | ids::GENERATOR | ids::METHOD) {
            vm.heap.references(holder, &mut |target| holders += u32::from(target == object));
        }
    });
    functions.insert(address, (without_calls, holders));
    holders
}

fn print(text: &str) {
    // A reader that has seen enough closes the pipe; the program runs on.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
