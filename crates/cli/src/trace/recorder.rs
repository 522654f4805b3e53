//! The recorder: between two hooks it finds what has changed, and hands it on as a step.
//!
//! ```text
//! hook ─► deaths since the last look, walk over live objects ─► Ledger ─► holders ─► Step ─► Folder ─► printed
//! hook of a step that is folded ─► counted; one look for all of them when a step comes that is told
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
    self, Death, Difference, Differences, Ending, Folder, Ledger, Name, Site, Step, StepKind, text::Style,
};
use exuvia_runtime::Vm;
use exuvia_runtime::interp::frames;
use exuvia_runtime::modules::streams::Sinks;
use exuvia_runtime::object::object_info;
use exuvia_runtime::trace::Place;

use super::holders;
use super::interest::{self, Interest};
use super::names;
use super::table::Table;
use crate::options::TraceOptions;
use crate::source::Program;

/// Deaths that wait within a fold before they are entered.
const WAITING_DEATHS: usize = 4096;

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
struct Deaths {
    taken: Rc<RefCell<Vec<Death>>>,
    /// Parts of objects that have just died: they die with their owners and are told with them.
    parts: HashSet<usize>,
}

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
        if interest::is_hidden_leaf(heap, object) {
            return;
        }
        let part = !self.parts.is_empty() && self.parts.remove(&(object.as_ptr() as usize));
        let notable = !part && interest::is_notable(object, bytes);
        interest::parts(object, &mut |word, _| {
            // SAFETY: the object's payload is whole, and it owns its parts.
            if names::object_behind(word).is_some_and(|part| unsafe { part.as_ref() }.count() == 1) {
                self.parts.insert(word as usize);
            }
        });
        self.taken.borrow_mut().push(Death {
            address: object.as_ptr() as usize,
            // The others are only told when they are known, and then have a name.
            kind: if notable { info.class.name_text() } else { String::new() },
            bytes,
            ending,
            notable,
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
    table: Table,
    ledger: Ledger,
    folder: Folder,
    /// How often a step that does nothing goes on when its line comes again, before it is no longer looked at.
    limit: usize,
    only: Option<Only>,
    current: Option<Open>,
    /// Locals of the innermost function at the last hook.
    locals: Vec<usize>,
    /// Whether that function is a generator or coroutine.
    in_generator: bool,
    /// The least indentation of a function's lines that was seen, by its name.
    indentation: HashMap<String, usize>,
}

/// The step that runs.
struct Open {
    step: Step,
    site: Site,
    /// Whether it is told, and not folded.
    told: bool,
    /// How often its line came again while it had done nothing.
    quiet: usize,
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
        vm.heap.set_probe(Some(Box::new(Deaths { taken: Rc::clone(&deaths), parts: HashSet::new() })));
        let limit = if matches!(form, Form::Json) { 0 } else { options.limit };
        Recorder {
            form,
            file: program.file.clone(),
            lines: program.source.lines().map(str::to_owned).collect(),
            globals,
            deaths,
            written,
            table: Table::before(vm.heap),
            ledger: Ledger::default(),
            folder: Folder::new(limit),
            limit,
            only: options.only.clone().map(|name| Only { name, followed: HashSet::new() }),
            current: None,
            locals: Vec::new(),
            in_generator: false,
            indentation: HashMap::new(),
        }
    }

    /// A line is about to run: what happened until now belongs to the step before.
    pub fn line(&mut self, vm: &mut Vm, place: &Place) {
        let site = self.folder.site(StepKind::Line, &place.file, place.line);
        let told = self.folder.tells(site);
        let (mut left, mut unwound, mut settled) = (None, false, false);
        if let Some(open) = &mut self.current
            && open.step.kind == StepKind::Line
        {
            let before = &open.step.place;
            if open.site == site && before.depth == place.depth && open.told {
                if self.limit != 0 && open.quiet >= self.limit {
                    return;
                }
                open.quiet += 1;
                let stays = self.settle(vm, true);
                self.note_locals(vm);
                if stays {
                    return;
                }
                settled = true;
            } else if before.depth > place.depth && !self.in_generator {
                // A generator that waits was not left for good.
                let site = self.folder.site(StepKind::Unwound, &before.function, before.line);
                unwound = self.folder.tells(site);
                left = Some((site, before.clone()));
            }
        }
        if self.current.as_ref().is_some_and(|open| !open.told) {
            self.count(vm, told || unwound);
        } else if !settled {
            self.settle(vm, false);
        }
        if let Some((site, place)) = left.filter(|_| unwound) {
            self.unwound(vm, site, place);
        }
        let frame = frames::current(vm);
        let flags = frame.map_or(0, |frame| frame.code().call.flags.0);
        self.in_generator =
            flags & (CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR) != 0;
        self.note_locals(vm);
        self.open(StepKind::Line, place, site, told);
    }

    fn note_locals(&mut self, vm: &Vm) {
        self.locals.clear();
        if let Some(frame) = frames::current(vm).filter(|_| self.globals.is_some()) {
            names::addresses_of_locals(frame, &mut self.locals);
        }
    }

    /// A function was left by an exception: who outlived it, and who keeps that?
    fn unwound(&mut self, vm: &mut Vm, site: Site, place: trace::Place) {
        let mut seen = HashSet::new();
        let mut objects: Vec<Difference> = self
            .locals
            .iter()
            .filter(|address| seen.insert(**address))
            .filter_map(|address| self.ledger.kept(*address))
            .collect();
        let step = Step { kind: StepKind::Unwound, place, ..Step::default() };
        self.follow(&mut objects);
        if objects.is_empty() {
            self.folder.wear(site);
            return;
        }
        self.find_holders(vm, &mut objects);
        let objects = objects.into_iter().map(|difference| difference.event).collect();
        self.tell(site, Step { objects, ..step });
    }

    /// A function is about to return: its last line is over.
    pub fn returning(&mut self, vm: &mut Vm, place: &Place) {
        if place.depth > 1 {
            let site = self.folder.site(StepKind::Leaving, &place.function, place.line);
            let told = self.folder.tells(site);
            if self.current.as_ref().is_some_and(|open| !open.told) {
                self.count(vm, told);
            } else {
                self.settle(vm, false);
            }
            self.open(StepKind::Leaving, place, site, told);
        }
    }

    /// The collector ran within the current step.
    pub fn collected(&mut self, generation: u8, objects: usize) {
        if let Some(open) = &mut self.current {
            open.step.collections.push((generation, objects));
        }
    }

    /// The program has run: its names are about to go.
    pub fn finish_program(&mut self, vm: &mut Vm) {
        if self.current.as_ref().is_some_and(|open| !open.told) {
            self.count(vm, true);
        } else {
            self.settle(vm, false);
        }
        self.locals.clear();
        let step = Step { kind: StepKind::End, ..Step::default() };
        let site = self.folder.site(StepKind::End, "", 0);
        self.current = Some(Open { step, site, told: true, quiet: 0 });
    }

    /// All is over.
    pub fn end(&mut self, vm: &mut Vm) {
        self.globals = None;
        // The collections at the end are the interpreter's own; what they freed is told by object.
        if let Some(open) = &mut self.current {
            open.step.collections.clear();
        }
        self.settle(vm, false);
        vm.heap.set_probe(None);
        vm.state.output.redirect(None);
        if let (Some(fold), Form::Text(style)) = (self.folder.finish(), self.form) {
            print(&trace::text::render(&fold, style));
        }
    }

    fn open(&mut self, kind: StepKind, place: &Place, site: Site, told: bool) {
        let source = if told { self.source(place) } else { String::new() };
        let place = trace::Place {
            file: place.file.clone(),
            line: place.line,
            function: place.function.clone(),
            depth: place.depth,
        };
        let step = Step { kind, place, source, ..Step::default() };
        self.current = Some(Open { step, site, told, quiet: 0 });
    }

    /// The line's text. A function's lines are shown as deep as its calls are, whatever the definition's own indentation.
    fn source(&mut self, place: &Place) -> String {
        if place.file != self.file {
            return String::new();
        }
        let Some(line) = self.lines.get((place.line as usize).wrapping_sub(1)) else { return String::new() };
        let own = line.len() - line.trim_start().len();
        let least = self.indentation.entry(place.function.clone()).or_insert(own);
        *least = own.min(*least);
        line.get(*least..).unwrap_or_default().to_owned()
    }

    /// Ends a current step that is folded. It is only counted, unless the next step is told: then one look finds what all did.
    fn count(&mut self, vm: &mut Vm, look: bool) {
        let Some(open) = self.current.take() else { return };
        self.folder.count(open.site, &open.step);
        if look {
            let (mut found, output) = self.differences(vm);
            self.take_in(vm, &mut found, &output);
        } else if self.deaths.borrow().len() >= WAITING_DEATHS {
            let deaths = self.bury();
            let mut found = self.ledger.compare(&deaths, &[]);
            self.take_in(vm, &mut found, "");
        }
    }

    fn take_in(&mut self, vm: &Vm, found: &mut Differences, output: &str) {
        if self.only.is_some() {
            self.follow_names(vm);
            self.follow(&mut found.objects);
            found.passing.clear();
            found.passing_bytes = 0;
        }
        self.folder.take_in(found, output);
    }

    /// With `--only`: the objects that the name is bound to now.
    fn follow_names(&mut self, vm: &Vm) {
        let (Some(only), Some(globals)) = (&mut self.only, self.globals) else { return };
        for binding in names::bindings(vm, globals).iter().filter(|binding| binding.name == only.name) {
            if let Some(name) = self.ledger.name(binding.object.as_ptr() as usize) {
                only.followed.insert(name.clone());
            }
        }
    }

    /// With `--only`: keeps the objects that are followed.
    fn follow(&self, objects: &mut Vec<Difference>) {
        if let Some(only) = &self.only {
            objects.retain(|difference| only.followed.contains(&difference.event.name));
        }
    }

    /// Takes the deaths since the last call, and the dead out of the table.
    fn bury(&mut self) -> Vec<Death> {
        let mut deaths = std::mem::take(&mut *self.deaths.borrow_mut());
        for death in &mut deaths {
            let known = self.table.bury(death.address);
            death.notable &= !matches!(known, Some(Interest::Part(_) | Interest::Hidden | Interest::Ignored));
        }
        deaths
    }

    /// What happened since the last look, and what was written.
    fn differences(&mut self, vm: &mut Vm) -> (Differences, String) {
        program::flush(vm);
        let deaths = self.bury();
        let seen = self.table.look(vm, self.globals);
        let found = self.ledger.compare(&deaths, &seen);
        let output = std::mem::take(&mut *self.written.0.borrow_mut());
        (found, String::from_utf8_lossy(&output).into_owned())
    }

    /// Ends a current step that is told: finds what it did, and prints it. With `keep_quiet` a step that did nothing stays open:
    /// then true.
    fn settle(&mut self, vm: &mut Vm, keep_quiet: bool) -> bool {
        let (found, output) = self.differences(vm);
        let Some(mut open) = self.current.take() else { return false };
        let step = &mut open.step;
        step.output.push_str(&output);
        step.passing = found.passing;
        if step.kind == StepKind::End {
            step.passing.clear();
        }
        let mut objects = found.objects;
        if keep_quiet && objects.is_empty() && step.is_quiet() {
            self.current = Some(open);
            return true;
        }
        if self.only.is_some() {
            self.follow_names(vm);
            self.follow(&mut objects);
            step.passing.clear();
            if objects.is_empty() && step.output.is_empty() {
                return false;
            }
        }
        self.find_holders(vm, &mut objects);
        step.objects = objects.into_iter().map(|difference| difference.event).collect();
        self.tell(open.site, open.step);
        false
    }

    fn find_holders(&mut self, vm: &Vm, objects: &mut Vec<Difference>) {
        if objects.is_empty() {
            return;
        }
        let bindings = self.globals.map(|globals| names::bindings(vm, globals)).unwrap_or_default();
        let view = holders::View {
            vm,
            globals: self.globals,
            bindings: &bindings,
            ledger: &self.ledger,
            table: &self.table,
        };
        for address in holders::find(&view, objects) {
            self.table.hide(address);
            self.ledger.forget(address);
        }
    }

    fn tell(&mut self, site: Site, step: Step) {
        match self.form {
            Form::Json => print(&trace::json::render(&step)),
            Form::Text(style) => {
                for told in self.folder.push(site, step) {
                    print(&trace::text::render(&told, style));
                }
            }
        }
    }
}

fn print(text: &str) {
    // A reader that has seen enough closes the pipe; the program runs on.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
