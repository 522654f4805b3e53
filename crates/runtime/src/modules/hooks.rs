//! The hooks of `sys`: what happens to results of interactive statements, to exceptions that nobody handles, and to those that
//! nobody can handle.
//!
//! ```text
//! error in __del__ or a callback ─► sys.unraisablehook(args) ─► standard error
//! ```

use super::classes;
use super::streams::StandardStream;
use crate::native::{R, Raised};
use crate::object::exception::Exception;
use crate::object::function::Native;
use crate::object::tuple::Tuple;
use crate::types::traceback_text;
use crate::value::Value;
use crate::vm::Vm;

/// An entry of module `sys`.
pub fn sys_entry(vm: &mut Vm, name: &str) -> R<Option<Value>> {
    let name = vm.intern(name)?;
    Ok(vm.state.sys.downcast::<crate::object::dict::Dict>().and_then(|dict| dict.get_str(&name)))
}

/// Writes to `sys.stderr`; to the process's own when that is of no use. Errors end here.
pub fn write_error(vm: &mut Vm, text: &str) {
    let stream = sys_entry(vm, "stderr");
    let result = match stream {
        Ok(Some(stream)) if stream.is_none() => return,
        Ok(Some(stream)) if stream.downcast::<StandardStream>().is_none() => {
            vm.text(text).and_then(|text| vm.call_method_named(&stream, "write", &[text])).map(drop)
        }
        Err(raised) => Err(raised),
        _ => {
            // There is nobody left to tell that standard error is gone.
            let _ = vm.state.output.write_error(text);
            return;
        }
    };
    if let Err(raised) = result {
        drop(vm.caught(raised));
        let _ = vm.state.output.write_error(text);
    }
}

/// Reports an exception that has nowhere to go: `sys.unraisablehook`.
pub fn unraisable(vm: &mut Vm, raised: Raised, message: &str, object: &Value) {
    let exception = vm.caught(raised);
    if let Err(raised) = call_unraisable_hook(vm, &exception, message, object) {
        let error = vm.caught(raised);
        let hook = sys_entry(vm, "unraisablehook").ok().flatten().unwrap_or(Value::NONE);
        let shown = shown_or_failed(vm, &hook);
        let text = traceback_text::display_text(vm, &error);
        write_error(vm, &format!("Exception ignored in sys.unraisablehook: {shown}\n{text}"));
    }
}

fn call_unraisable_hook(vm: &mut Vm, exception: &Value, message: &str, object: &Value) -> R<()> {
    let hook = sys_entry(vm, "unraisablehook")?;
    let own =
        |hook: &Value| hook.downcast::<Native>().is_some_and(|native| native.def.name == "unraisablehook");
    match hook {
        Some(hook) if !hook.is_none() && !own(&hook) => {
            let class = classes::kept(vm, "UnraisableHookArgs", |vm| {
                classes::struct_sequence(
                    vm,
                    "sys",
                    "UnraisableHookArgs",
                    &["exc_type", "exc_value", "exc_traceback", "err_msg", "object"],
                )
            })?;
            let traceback = exception.downcast::<Exception>().and_then(|payload| payload.traceback.get());
            let items = vec![
                vm.class_of(exception).value(),
                exception.clone(),
                traceback.unwrap_or(Value::NONE),
                vm.text(message)?,
                object.clone(),
            ];
            let arguments = classes::sequence(vm, &class, items)?;
            vm.call(&hook, &[arguments]).map(drop)
        }
        _ => {
            let shown = shown_or_failed(vm, object);
            let text = traceback_text::display_text(vm, exception);
            write_error(vm, &format!("{message} {shown}:\n{text}"));
            Ok(())
        }
    }
}

fn shown_or_failed(vm: &mut Vm, object: &Value) -> String {
    match vm.repr_text(object) {
        Ok(text) => text,
        Err(raised) => {
            drop(vm.caught(raised));
            "<object repr() failed>".to_owned()
        }
    }
}

/// What `sys.unraisablehook` does by itself.
pub fn default_unraisable(vm: &mut Vm, arguments: &Value) -> R<()> {
    let Some(items) =
        arguments.downcast::<Tuple>().filter(|tuple| tuple.len() == 5).map(|tuple| tuple.items().to_vec())
    else {
        return Err(vm.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    let [_, exception, _, message, object] = items.as_slice() else { return Ok(()) };
    let shown = if object.is_none() { None } else { Some(shown_or_failed(vm, object)) };
    let text = if exception.is_none() { String::new() } else { traceback_text::display_text(vm, exception) };
    let head = match (message.is_none(), shown) {
        (false, Some(shown)) => format!("{} {shown}:\n", vm.str_text(message)?),
        (false, None) => format!("{}:\n", vm.str_text(message)?),
        (true, Some(shown)) => format!("Exception ignored in: {shown}\n"),
        (true, None) => String::new(),
    };
    write_error(vm, &format!("{head}{text}"));
    Ok(())
}

/// What becomes of an exception that ended the program: the hook is called, or its text written to standard error.
pub fn report_uncaught(vm: &mut Vm, exception: &Value) {
    let hook = sys_entry(vm, "excepthook").ok().flatten();
    let own = |hook: &Value| hook.downcast::<Native>().is_some_and(|native| native.def.name == "excepthook");
    match hook {
        Some(hook) if !own(&hook) => {
            let traceback = exception.downcast::<Exception>().and_then(|payload| payload.traceback.get());
            let arguments =
                [vm.class_of(exception).value(), exception.clone(), traceback.unwrap_or(Value::NONE)];
            if let Err(raised) = vm.call(&hook, &arguments) {
                let error = vm.caught(raised);
                let text = traceback_text::display_text(vm, &error);
                let original = traceback_text::display_text(vm, exception);
                write_error(
                    vm,
                    &format!("Error in sys.excepthook:\n{text}\nOriginal exception was:\n{original}"),
                );
            }
        }
        _ => {
            let text = traceback_text::display_text(vm, exception);
            write_error(vm, &text);
        }
    }
}

/// `sys.displayhook`: the repr of a result on standard output, and the result as `_`.
pub fn display(vm: &mut Vm, value: &Value) -> R<()> {
    if value.is_none() {
        return Ok(());
    }
    let builtins = vm.builtins.clone();
    if let Some(dict) = builtins.downcast::<crate::object::dict::Dict>() {
        vm.dict_set_named(dict, "_", Value::NONE)?;
        let text = vm.repr_text(value)?;
        super::builtins::output::write_text(vm, &format!("{text}\n"))?;
        vm.dict_set_named(dict, "_", value.clone())?;
    }
    Ok(())
}
