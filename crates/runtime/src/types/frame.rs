//! frame: a running or finished call, as debuggers and tracebacks see it.
//!
//! ```text
//! running: base ──► registers on the stack, read in place        finished: `saved` holds what the locals held
//! ```

use exuvia_bytecode::CodeFlags;

use crate::interp::frames::{self, Running};
use crate::native::R;
use crate::object::cell::CellObject;
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::frame::Frame;
use crate::object::function::Function;
use crate::value::Value;
use crate::vm::Vm;

/// The frame on the stack, if it is there.
fn running(vm: &Vm, frame: &Frame) -> Option<Running> {
    let base = frame.base.get();
    if base.is_null() {
        return None;
    }
    frames::all(vm).into_iter().find(|running| running.base == base)
}

/// The word that is or was last executed.
fn word_of(vm: &Vm, frame: &Frame) -> u32 {
    running(vm, frame).map_or(frame.word.get(), |running| running.word())
}

/// The source line that is being executed.
pub fn line_of(vm: &Vm, frame: &Frame) -> Option<u32> {
    let code = frame.code.downcast::<Code>()?;
    Some(code.line_of(word_of(vm, frame))).filter(|&line| line != 0)
}

/// The globals of the frame's function.
pub fn globals_of(frame: &Frame) -> Option<Value> {
    frame.function.downcast::<Function>().map(|function| function.globals.clone())
}

/// A local's value, the cell that it may be in opened.
fn local(running: Option<&Running>, frame: &Frame, code: &Code, index: usize) -> Option<Value> {
    if let Some(running) = running {
        return running.local(index);
    }
    let value = frame.saved.borrow().get(index).cloned().flatten()?;
    match value.downcast::<CellObject>() {
        Some(cell) if code.unit.cells.contains(&(index as u16)) => cell.content.get(),
        _ => Some(value),
    }
}

/// The namespace that code of a module or class body runs in.
fn namespace(vm: &Vm, frame: &Frame, code: &Code) -> Option<Value> {
    let flags = code.unit.flags.0;
    if flags & (CodeFlags::CLASS_BODY | CodeFlags::NAMED_LOCALS) != 0 {
        return local(running(vm, frame).as_ref(), frame, code, 0);
    }
    if flags & CodeFlags::FUNCTION == 0 { globals_of(frame) } else { None }
}

/// Names and values of the local variables: those of the function, then those that it shares with outer ones.
pub fn locals_of(vm: &mut Vm, frame: &Frame) -> R {
    let Some(code) = frame.code.downcast::<Code>() else { return Ok(vm.dict()) };
    if let Some(namespace) = namespace(vm, frame, code) {
        return Ok(namespace);
    }
    let running = running(vm, frame);
    let result = vm.dict();
    let Some(dict) = result.downcast::<Dict>() else { return Ok(result) };
    for (index, name) in code.local_names.iter().enumerate() {
        if let Some(value) = local(running.as_ref(), frame, code, index) {
            dict.set_str(vm.heap, name, value).map_err(|_| vm.memory_error())?;
        }
    }
    if let Some(function) = frame.function.downcast::<Function>() {
        for (index, name) in code.free_names.iter().enumerate() {
            let content =
                function.free_cell(index).and_then(|cell| cell.downcast::<CellObject>()?.content.get());
            if let Some(value) = content {
                dict.set_str(vm.heap, name, value).map_err(|_| vm.memory_error())?;
            }
        }
    }
    Ok(result)
}

/// The methods of `frame`.
pub struct FrameMethods;

#[exuvia_macros::builtin_methods]
impl FrameMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let Some(frame) = this.downcast::<Frame>() else { return Ok(String::new()) };
        let line = line_of(vm, frame).unwrap_or_default();
        let Some(code) = frame.code.downcast::<Code>() else { return Ok(String::new()) };
        let file = vm.repr_text(&code.file)?;
        Ok(format!(
            "<frame at {:#x}, file {file}, line {line}, code {}>",
            super::object::id_of(this),
            code.unit.name
        ))
    }

    /// Clear all references held by the frame.
    #[sig("clear(self, /)")]
    fn clear(vm: &mut Vm, this: &Frame) -> R<()> {
        if !this.base.get().is_null() {
            return Err(vm.runtime_error("cannot clear an executing frame"));
        }
        let saved = std::mem::take(&mut *this.saved.borrow_mut());
        drop(saved);
        Ok(())
    }

    /// The code that runs.
    #[getter("f_code")]
    fn code(_vm: &mut Vm, this: &Frame) -> Value {
        this.code.clone()
    }

    /// The namespace of global names.
    #[getter("f_globals")]
    fn globals(_vm: &mut Vm, this: &Frame) -> Option<Value> {
        globals_of(this)
    }

    /// The namespace of builtin names.
    #[getter("f_builtins")]
    fn builtins(vm: &mut Vm, this: &Frame) -> Value {
        match globals_of(this) {
            Some(globals) => super::function::builtins_of(vm, &globals),
            None => vm.builtins.clone(),
        }
    }

    /// Names and values of the local variables.
    #[getter("f_locals")]
    fn locals(vm: &mut Vm, this: &Frame) -> R {
        locals_of(vm, this)
    }

    /// The source line that is being executed.
    #[getter("f_lineno")]
    fn line(vm: &mut Vm, this: &Frame) -> Option<i64> {
        line_of(vm, this).map(i64::from)
    }

    /// The instruction that was last executed; two units are one word.
    #[getter("f_lasti")]
    fn last_instruction(vm: &mut Vm, this: &Frame) -> i64 {
        2 * i64::from(word_of(vm, this))
    }

    /// The frame that called this one.
    #[getter("f_back")]
    fn back(vm: &mut Vm, this: &Frame) -> Option<Value> {
        match running(vm, this) {
            Some(running) => running.back().map(|back| back.object(vm)),
            None => this.back.get(),
        }
    }

    /// The function that is told of the frame's events.
    #[getter("f_trace")]
    fn trace(_vm: &mut Vm, this: &Frame) -> Option<Value> {
        this.trace.get()
    }

    #[setter("f_trace")]
    fn set_trace(_vm: &mut Vm, this: &Frame, value: Option<&Value>) {
        this.trace.set(value.filter(|value| !value.is_none()).cloned());
    }
}
