//! The embedding API: an interpreter on a thread of its own, asked by jobs.
//!
//! ```text
//! Runtime ── Sender<Job> ──► thread: loop { job(&mut vm) }        each call waits for its answer
//! ```
//!
//! The thread's machine stack is large, so that native recursion, which the interpreter limits, can never overflow it. This file
//! knows jobs and answers, not how programs run.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use exuvia_heap::native::{self, Count, uncounted};
use exuvia_runtime::modules::state::Strategy;
use exuvia_runtime::modules::streams::Sinks;
use exuvia_runtime::object::dict::Dict;
use exuvia_runtime::vm::{CompileMode, StartError};
use exuvia_runtime::{R, Value, Vm, gc_host};

use crate::builder::{Builder, Collector, STACK_BYTES};
use crate::data::Data;
use crate::error::Error;
use crate::program;

/// Runs, and tells the count of the thread's memory before its answer was sent away.
type Job = Box<dyn FnOnce(&mut Vm) -> Count + Send>;

/// A Python interpreter with a heap of its own.
///
/// It may be used from any thread; calls are answered one after another. Dropping it ends the interpreter.
pub struct Runtime {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Runtime {
    /// Settings to start from.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A runtime without a limit, without arguments.
    ///
    /// # Errors
    /// When the system refuses address space or a thread.
    pub fn new() -> Result<Runtime, StartError> {
        Runtime::builder().build()
    }

    pub(crate) fn start(mut builder: Builder) -> Result<Runtime, StartError> {
        let (jobs, waiting) = channel::<Job>();
        let (ready, started) = channel::<Result<(), StartError>>();
        let thread = std::thread::Builder::new()
            .name("exuvia".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                let mut vm = match Vm::new(builder.config()) {
                    Ok(vm) => vm,
                    Err(error) => return drop(ready.send(Err(error))),
                };
                prepare(&mut vm, &mut builder);
                if ready.send(Ok(())).is_ok() {
                    // Jobs and answers are memory of other threads.
                    while let Ok(job) = uncounted(|| waiting.recv()) {
                        native::restore(job(&mut vm));
                        gc_host::between_jobs(&mut vm);
                    }
                }
            })
            .map_err(|error| StartError(format!("cannot start the interpreter's thread: {error}")))?;
        let started = started
            .recv()
            .map_err(|_| StartError("the interpreter's thread ended while it started".to_owned()));
        started.and_then(|started| started)?;
        Ok(Runtime { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs a job on the interpreter's thread and waits for its answer. For tools that look into the interpreter.
    ///
    /// # Panics
    /// When the job panics.
    pub fn with<T: Send + 'static>(&self, job: impl FnOnce(&mut Vm) -> T + Send + 'static) -> T {
        let (answer, answered) = channel();
        let sent = self.jobs.as_ref().is_some_and(|jobs| {
            let job: Job = Box::new(move |vm| {
                let result = job(vm);
                let count = native::count();
                // The asker waits; if it is gone, nobody misses the answer.
                let _ = answer.send(result);
                count
            });
            jobs.send(job).is_ok()
        });
        assert!(sent, "the interpreter's thread has ended");
        answered.recv().expect("the interpreter's thread ended in this job")
    }

    /// Runs a job whose exceptions become errors. What it is given and what it answers are memory of the asker, which does not count.
    fn ask<I: Send + 'static, T: Clone + Send + 'static>(
        &self,
        input: I,
        job: impl FnOnce(&mut Vm, &I) -> R<T> + Send + 'static,
    ) -> Result<T, Error> {
        self.with(move |vm| {
            let result = job(vm, &input).map_err(|raised| {
                let exception = vm.caught(raised);
                Error::of(vm, &exception)
            });
            uncounted(|| drop(input));
            gc_host::run_finalizers(vm);
            program::flush(vm);
            uncounted(|| result.clone())
        })
    }

    /// Runs statements in the module `__main__`, which keeps its names from call to call.
    ///
    /// # Errors
    /// The exception that the program did not handle.
    ///
    /// ```
    /// let python = exuvia::Runtime::new()?;
    /// python.run("total = sum(range(10))")?;
    /// assert_eq!(python.get("total")?, Some(exuvia::Data::Int(45)));
    /// let error = python.run("total / 0").unwrap_err();
    /// assert_eq!(error.class(), "ZeroDivisionError");
    /// assert!(error.traceback().starts_with("Traceback (most recent call last):\n  File \"<string>\", line 1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn run(&self, source: &str) -> Result<(), Error> {
        self.run_named(source, "<string>")
    }

    /// The same with a file name for tracebacks.
    ///
    /// # Errors
    /// The exception that the program did not handle.
    pub fn run_named(&self, source: &str, file: &str) -> Result<(), Error> {
        self.ask((source.to_owned(), file.to_owned()), |vm, (source, file)| {
            program::execute(vm, source, file, CompileMode::Exec).map(drop)
        })
    }

    /// Runs a file in the module `__main__`.
    ///
    /// # Errors
    /// The exception that the program did not handle; `OSError` when the file cannot be read as UTF-8 text.
    pub fn run_file(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let shown = path.display().to_string();
        let source = std::fs::read_to_string(path)
            .map_err(|error| Error::outside("OSError", format!("{shown}: {error}")))?;
        self.run_named(&source, &shown)
    }

    /// The value of an expression.
    ///
    /// # Errors
    /// The exception that it raised.
    ///
    /// ```
    /// # use exuvia::{Data, Runtime};
    /// let python = Runtime::new()?;
    /// assert_eq!(python.eval("[1, 'two', 3.0]")?, Data::List(vec![1.into(), "two".into(), 3.0.into()]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn eval(&self, expression: &str) -> Result<Data, Error> {
        self.ask(expression.to_owned(), |vm, expression| {
            let value = program::execute(vm, expression, "<string>", CompileMode::Eval)?;
            Data::from_value(vm, &value)
        })
    }

    /// What a name of `__main__` is bound to.
    ///
    /// # Errors
    /// When the value's `repr` raised.
    pub fn get(&self, name: &str) -> Result<Option<Data>, Error> {
        self.ask(name.to_owned(), |vm, name| match lookup(vm, name)? {
            Some(value) => Data::from_value(vm, &value).map(Some),
            None => Ok(None),
        })
    }

    /// Binds a name of `__main__`.
    ///
    /// # Errors
    /// `MemoryError`, or what [`Data::to_value`] says.
    pub fn set(&self, name: &str, data: impl Into<Data>) -> Result<(), Error> {
        self.ask((name.to_owned(), data.into()), |vm, (name, data)| {
            let value = data.to_value(vm)?;
            let globals = program::main_namespace(vm)?;
            match globals.downcast::<Dict>() {
                Some(dict) => vm.dict_set_named(dict, name, value),
                None => Err(vm.system_error("a module's namespace is not a dict")),
            }
        })
    }

    /// Calls a function of `__main__`.
    ///
    /// # Errors
    /// The exception that it raised; `NameError` when there is no such name.
    pub fn call(&self, name: &str, arguments: impl IntoIterator<Item = Data>) -> Result<Data, Error> {
        let arguments: Vec<Data> = arguments.into_iter().collect();
        self.ask((name.to_owned(), arguments), |vm, (name, arguments)| {
            let Some(function) = lookup(vm, name)? else {
                let class = vm.types.name_error;
                return Err(vm.raise_message(class, &format!("name '{name}' is not defined")));
            };
            let arguments = arguments.iter().map(|data| data.to_value(vm)).collect::<R<Vec<Value>>>()?;
            let result = vm.native_call(|vm| vm.call(&function, &arguments))?;
            Data::from_value(vm, &result)
        })
    }

    /// Runs a full collection; the number of objects that only garbage held.
    pub fn collect(&self) -> usize {
        self.with(|vm| gc_host::collect(vm, 2))
    }

    /// Bytes that the heap has in use, and the most that it ever had.
    pub fn used_bytes(&self) -> (usize, usize) {
        self.with(|vm| (vm.heap.allocator().used_bytes(), vm.heap.allocator().peak_bytes()))
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A job that panicked was already told to its asker.
            let _ = thread.join();
        }
    }
}

fn prepare(vm: &mut Vm, builder: &mut Builder) {
    if let (Some(output), Some(error)) = (builder.output.take(), builder.error.take()) {
        vm.state.output.redirect(Some(Sinks { output, error }));
    }
    let strategy = match builder.collector {
        Collector::FromEnvironment => None,
        Collector::Off => Some(Strategy::Off),
        Collector::Automatic => Some(Strategy::Auto),
        Collector::EveryAllocation => Some(Strategy::Every),
    };
    if let Some(strategy) = strategy {
        vm.state.gc.strategy = strategy;
    }
    start_collector(vm);
}

/// Lets automatic collections run as the strategy says.
fn start_collector(vm: &mut Vm) {
    exuvia_runtime::modules::gc::apply(vm);
}

fn lookup(vm: &mut Vm, name: &str) -> R<Option<Value>> {
    let globals = program::main_namespace(vm)?;
    let key = vm.intern(name)?;
    Ok(globals.downcast::<Dict>().and_then(|dict| dict.get_str(&key)))
}
