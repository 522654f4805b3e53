//! A program as the interpreter runs it: the module `__main__`, its code, and the end.
//!
//! ```text
//! prepare: sys.modules["__main__"] ─► execute: compile, load, run in its namespace ─► report: traceback, status
//! ```
//!
//! It knows one interpreter from within its thread; the embedding API around it is in `runtime`.

use std::cell::Cell;
use std::rc::Rc;

use exuvia_runtime::interp;
use exuvia_runtime::interp::frames;
use exuvia_runtime::loader;
use exuvia_runtime::modules::{hooks, new_module, set};
use exuvia_runtime::object::cell::Slot;
use exuvia_runtime::object::code::Code;
use exuvia_runtime::object::dict::Dict;
use exuvia_runtime::object::exception::Exception;
use exuvia_runtime::object::function::Function;
use exuvia_runtime::object::module::Module;
use exuvia_runtime::object::new_exact;
use exuvia_runtime::vm::CompileMode;
use exuvia_runtime::{R, Value, Vm};

use crate::error::{Exit, exit_of};

/// The status of a process that Ctrl-C ended.
pub const INTERRUPTED: i32 = 130;

/// Makes the module `__main__`, which replaces one that is there already. `file` becomes its `__file__`.
///
/// # Errors
/// When the budget does not suffice.
pub fn prepare(vm: &mut Vm, file: Option<&str>) -> R<()> {
    let module = new_module(vm, "__main__")?;
    let name = vm.intern("builtins")?;
    let builtins = vm.modules.downcast::<Dict>().and_then(|modules| modules.get_str(&name));
    let builtins = builtins.unwrap_or_else(|| vm.builtins.clone());
    set(vm, &module, "__builtins__", builtins)?;
    if let Some(file) = file {
        let file = vm.text(file)?;
        set(vm, &module, "__file__", file)?;
        set(vm, &module, "__cached__", Value::NONE)?;
    }
    let modules = vm.modules.clone();
    match modules.downcast::<Dict>() {
        Some(dict) => vm.dict_set_named(dict, "__main__", module),
        None => Err(vm.system_error("sys.modules is not a dict")),
    }
}

/// The namespace of `__main__`, which is made when there is none.
///
/// # Errors
/// When the budget does not suffice.
pub fn main_namespace(vm: &mut Vm) -> R {
    if let Some(namespace) = find_main(vm)? {
        return Ok(namespace);
    }
    prepare(vm, None)?;
    let made = find_main(vm)?;
    made.ok_or_else(|| vm.system_error("lost sys.modules['__main__']"))
}

fn find_main(vm: &mut Vm) -> R<Option<Value>> {
    let name = vm.intern("__main__")?;
    let module = vm.modules.downcast::<Dict>().and_then(|modules| modules.get_str(&name));
    Ok(module.as_ref().and_then(|module| module.downcast::<Module>()).map(|module| module.dict.clone()))
}

/// Compiles source and runs it in the namespace of `__main__`; the value of an expression (`CompileMode::Eval`), else None.
///
/// # Errors
/// What the program, or compiling it, raised.
pub fn execute(vm: &mut Vm, source: &str, file: &str, mode: CompileMode) -> R {
    let globals = main_namespace(vm)?;
    let code = loader::compile_source(vm, source, file, mode, false)?;
    run_code(vm, code, globals)
}

/// Runs module code.
///
/// # Errors
/// What the code raised.
pub fn run_code(vm: &mut Vm, code: Value, globals: Value) -> R {
    let name = code.downcast::<Code>().map(|code| code.name.clone());
    let function = new_exact(
        vm.heap,
        Function {
            code: Cell::new(code),
            globals,
            closure: None,
            defaults: Slot::default(),
            keyword_defaults: Slot::default(),
            name: Slot::new(name.clone()),
            qualified_name: Slot::new(name),
            doc: Slot::default(),
            module: Slot::default(),
            dict: Slot::default(),
            annotations: Slot::default(),
        },
    );
    // What start-up and compilation have made is no garbage, whatever counts went down meanwhile.
    vm.heap.forget_stamps();
    interp::call_function(vm, &function, &[], &[])
}

/// The process's status after a program: 0, or what [`report`] says of the exception that ended it.
pub fn status(vm: &mut Vm, result: R) -> i32 {
    match result {
        Ok(value) => {
            drop(value);
            0
        }
        Err(raised) => {
            let exception = vm.caught(raised);
            report(vm, exception)
        }
    }
}

/// Ends a program with what it raised, as CPython does: the text on standard error, `sys.last_exc` set. The process's status.
pub fn report(vm: &mut Vm, exception: Value) -> i32 {
    let status = match exit_of(vm, &exception) {
        Some(Exit::Status(status)) => return status,
        Some(Exit::Message(text)) => {
            hooks::write_error(vm, &format!("{text}\n"));
            return 1;
        }
        None if vm.class_of(&exception).is_subclass_of(vm.types.keyboard_interrupt) => INTERRUPTED,
        None => 1,
    };
    remember_last(vm, &exception);
    hooks::report_uncaught(vm, &exception);
    status
}

/// `sys.last_exc` and its older relatives hold the exception to the end.
fn remember_last(vm: &mut Vm, exception: &Value) {
    let traceback = exception.downcast::<Exception>().and_then(|payload| payload.traceback.get());
    let entries = [
        ("last_exc", exception.clone()),
        ("last_type", vm.class_of(exception).value()),
        ("last_value", exception.clone()),
        ("last_traceback", traceback.unwrap_or(Value::NONE)),
    ];
    let sys = vm.state.sys.clone();
    let Some(dict) = sys.downcast::<Dict>() else { return };
    for (name, value) in entries {
        if let Err(raised) = vm.dict_set_named(dict, name, value) {
            drop(vm.caught(raised));
        }
    }
}

/// Writes what waits for standard output; false when the system refuses it.
pub fn flush(vm: &mut Vm) -> bool {
    let output = Rc::clone(&vm.state.output);
    output.flush().is_ok()
}

/// Whether Python code is running.
pub fn is_running(vm: &Vm) -> bool {
    frames::current(vm).is_some()
}
