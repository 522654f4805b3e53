//! `exuvia trace`: a program told line by line, with the objects that each line made, counted and freed.
//!
//! ```text
//! hooks of the interpreter ─► Recorder: sightings, deaths, holders ─► exuvia-observe: steps, folds ─► standard output
//! ```
//!
//! The recorder reads the heap and never owns a count while it looks, so the counts shown are the program's own.

mod holders;
mod interest;
mod names;
mod recorder;
mod table;

use std::cell::RefCell;
use std::error::Error;
use std::io::{IsTerminal, Write};
use std::rc::Rc;

use exuvia::{Before, Runtime, program};
use exuvia_observe::trace::text::Style;
use exuvia_runtime::object::code::Code;
use exuvia_runtime::trace::{Place, Tracer, instrument};
use exuvia_runtime::vm::CompileMode;
use exuvia_runtime::{Value, Vm, loader};

use crate::interrupt;
use crate::options::TraceOptions;
use crate::source::Program;
use recorder::{Form, Recorder};

/// Traces a program; the status of the process is the program's.
pub fn trace(options: TraceOptions) -> Result<i32, Box<dyn Error>> {
    let program = Program::read(options.code.clone(), options.program.clone())?;
    let runtime = Runtime::builder()
        .budget(options.budget.unwrap_or_default())
        .arguments(program.arguments.clone())
        .search_path([program.folder.clone()])
        .build()?;
    interrupt::listen(&runtime)?;
    let status = runtime.with(move |vm| trace_in(vm, &program, &options));
    // Dropping the runtime would take the heap apart.
    std::mem::forget(runtime);
    Ok(status)
}

fn trace_in(vm: &mut Vm, program: &Program, options: &TraceOptions) -> i32 {
    let before = Before::of(vm);
    let code = match load(vm, program) {
        Ok(code) => code,
        Err(raised) => {
            let exception = vm.caught(raised);
            return program::report(vm, exception);
        }
    };
    let form = if options.json { Form::Json } else { Form::Text(style()) };
    let recorder = Rc::new(RefCell::new(Recorder::begin(vm, program, form, options)));
    vm.tracer = Some(Box::new(Hooks(Rc::clone(&recorder))));
    let status = run(vm, code);
    // The last line's effects are told before the end's.
    recorder.borrow_mut().finish_program(vm);
    exuvia::finish(vm, &before);
    drop(vm.tracer.take());
    recorder.borrow_mut().end(vm);
    // A reader that has seen enough closes the pipe.
    let _ = std::io::stdout().flush();
    status
}

/// Compiles the program and puts hooks into all of its code.
fn load(vm: &mut Vm, program: &Program) -> exuvia_runtime::R {
    program::prepare(vm, program.is_path.then_some(program.file.as_str()))?;
    let code = loader::compile_source(vm, &program.source, &program.file, CompileMode::Exec, false)?;
    let mut waiting = vec![code.clone()];
    while let Some(next) = waiting.pop() {
        if let Some(code) = next.downcast::<Code>() {
            instrument(code);
            waiting.extend(
                code.constants.iter().filter(|constant| constant.downcast::<Code>().is_some()).cloned(),
            );
        }
    }
    Ok(code)
}

fn run(vm: &mut Vm, code: Value) -> i32 {
    let result = program::main_namespace(vm).and_then(|globals| program::run_code(vm, code, globals));
    program::status(vm, result)
}

fn style() -> Style {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Style { colour: !refused && std::io::stdout().is_terminal() }
}

/// What the interpreter calls; the recorder is shared with the command, which outlives the hooks.
struct Hooks(Rc<RefCell<Recorder>>);

impl Tracer for Hooks {
    fn line(&mut self, vm: &mut Vm, place: &Place) {
        if let Ok(mut recorder) = self.0.try_borrow_mut() {
            recorder.line(vm, place);
        }
    }

    fn returning(&mut self, vm: &mut Vm, place: &Place) {
        if let Ok(mut recorder) = self.0.try_borrow_mut() {
            recorder.returning(vm, place);
        }
    }

    fn collected(&mut self, _vm: &mut Vm, generation: u8, objects: usize) {
        if let Ok(mut recorder) = self.0.try_borrow_mut() {
            recorder.collected(generation, objects);
        }
    }
}
