//! generator: the methods that drive a generator, and what it shows of itself. How it runs is told in `interp::generators`.

use std::cell::{Cell, RefCell};

use crate::interp::generators;
use crate::native::R;
use crate::object::cell::Slot;
use crate::object::code::Code;
use crate::object::exception::{Exception, Traceback};
use crate::object::frame::Frame;
use crate::object::generator::{Generator, GeneratorState};
use crate::object::new_exact;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `generator`.
pub struct GeneratorMethods;

#[exuvia_macros::builtin_methods]
impl GeneratorMethods {
    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: &Value) -> Value {
        this.clone()
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &Value) -> R {
        vm.native_call(|vm| generators::send(vm, this, Value::NONE))
    }

    /// Resumes the generator with the value of its waiting `yield` expression; returns what it yields next.
    #[sig("send(self, object, /)")]
    fn send(vm: &mut Vm, this: &Value, value: &Value) -> R {
        if this
            .downcast::<Generator>()
            .is_some_and(|generator| generator.state.get() == GeneratorState::Created)
            && !value.is_none()
        {
            return Err(vm.type_error("can't send non-None value to a just-started generator"));
        }
        vm.native_call(|vm| generators::send(vm, this, value.clone()))
    }

    /// Raises an exception where the generator waits; returns what it yields next.
    #[sig("throw(self, type, value=None, traceback=None, /)")]
    fn throw(vm: &mut Vm, this: &Value, kind: &Value, value: Option<&Value>, traceback: Option<&Value>) -> R {
        let exception = thrown(vm, kind, value, traceback)?;
        vm.native_call(|vm| generators::throw(vm, this, exception))
    }

    /// Raises GeneratorExit where the generator waits; returns what it returns.
    #[sig("close(self, /)")]
    fn close(vm: &mut Vm, this: &Value) -> R {
        vm.native_call(|vm| generators::close(vm, this))
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let name = match this.downcast::<Generator>().and_then(|generator| generator.qualified_name.get()) {
            Some(name) => vm.str_text(&name)?,
            None => String::new(),
        };
        Ok(format!("<generator object {name} at {:#x}>", super::object::id_of(this)))
    }

    /// The generator's name.
    #[getter("__name__")]
    fn name(_vm: &mut Vm, this: &Generator) -> Option<Value> {
        this.name.get()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, this: &Generator, value: Option<&Value>) -> R<()> {
        this.name.set(Some(string(vm, "__name__", value)?));
        Ok(())
    }

    /// The generator's name with those of the scopes around it.
    #[getter("__qualname__")]
    fn qualname(_vm: &mut Vm, this: &Generator) -> Option<Value> {
        this.qualified_name.get()
    }

    #[setter("__qualname__")]
    fn set_qualname(vm: &mut Vm, this: &Generator, value: Option<&Value>) -> R<()> {
        this.qualified_name.set(Some(string(vm, "__qualname__", value)?));
        Ok(())
    }

    /// The frame, until the generator has finished.
    #[getter("gi_frame")]
    fn frame(vm: &mut Vm, this: &Generator) -> Option<Value> {
        match this.state.get() {
            GeneratorState::Finished => None,
            GeneratorState::Running => running_frame(vm, this),
            GeneratorState::Created | GeneratorState::Suspended => waiting_frame(vm, this),
        }
    }

    /// Whether it runs.
    #[getter("gi_running")]
    fn running(_vm: &mut Vm, this: &Generator) -> bool {
        this.state.get() == GeneratorState::Running
    }

    /// Whether it waits in a `yield`.
    #[getter("gi_suspended")]
    fn suspended(_vm: &mut Vm, this: &Generator) -> bool {
        this.state.get() == GeneratorState::Suspended
    }

    /// object being iterated by yield from, or None
    #[getter("gi_yieldfrom")]
    fn delegate(_vm: &mut Vm, this: &Generator) -> Option<Value> {
        generators::delegate_of(this)
    }

    /// The code that runs.
    #[getter("gi_code")]
    fn code(_vm: &mut Vm, this: &Generator) -> Value {
        this.code.clone()
    }
}

fn string(vm: &mut Vm, attribute: &str, value: Option<&Value>) -> R<Value> {
    match value {
        Some(value) if value.downcast::<Str>().is_some() => Ok(value.clone()),
        _ => Err(vm.type_error(format!("{attribute} must be set to a string object"))),
    }
}

/// The frame object of a generator that runs: the frame on the stack that runs its code for it.
fn running_frame(vm: &mut Vm, generator: &Generator) -> Option<Value> {
    let code = generator.code.downcast::<Code>()?;
    let frame = crate::interp::frames::all(vm).into_iter().find(|frame| std::ptr::eq(frame.code(), code))?;
    Some(frame.object(vm))
}

/// The frame object of a generator that waits: it shows what the locals hold now.
fn waiting_frame(vm: &mut Vm, generator: &Generator) -> Option<Value> {
    let code = generator.code.downcast::<Code>()?;
    let frame = match generator.frame.get() {
        Some(frame) => frame,
        None => {
            let frame = Frame {
                code: generator.code.clone(),
                function: generator.function.get()?,
                back: Slot::default(),
                base: Cell::new(std::ptr::null_mut()),
                word: Cell::new(code.word_of(generator.pc.get())),
                saved: RefCell::default(),
                trace: Slot::default(),
            };
            let frame = new_exact(vm.heap, frame);
            generator.frame.set(Some(frame.clone()));
            frame
        }
    };
    let locals = code.local_names.len();
    let saved = (0..locals).map(|index| generators::local_of(generator, index)).collect();
    if let Some(payload) = frame.downcast::<Frame>() {
        let old = std::mem::replace(&mut *payload.saved.borrow_mut(), saved);
        drop(old);
    }
    Some(frame)
}

/// The exception that the arguments of `throw` name.
fn thrown(vm: &mut Vm, kind: &Value, value: Option<&Value>, traceback: Option<&Value>) -> R {
    let traceback = traceback.filter(|traceback| !traceback.is_none());
    if traceback.is_some_and(|traceback| traceback.downcast::<Traceback>().is_none()) {
        return Err(vm.type_error("throw() third argument must be a traceback object"));
    }
    let value = value.filter(|value| !value.is_none());
    let exception = if super::exceptions::exception_class(vm, kind).is_some() {
        match value {
            Some(value) if value.downcast::<Exception>().is_some() && vm.is_instance(value, kind)? => {
                value.clone()
            }
            Some(value) => {
                let arguments = value
                    .downcast::<crate::object::tuple::Tuple>()
                    .map_or_else(|| vec![value.clone()], |tuple| tuple.items().to_vec());
                let made = vm.call(kind, &arguments)?;
                super::exceptions::instantiate(vm, made, "exceptions must derive from BaseException")?
            }
            None => {
                super::exceptions::instantiate(vm, kind.clone(), "exceptions must derive from BaseException")?
            }
        }
    } else if kind.downcast::<Exception>().is_some() {
        if value.is_some() {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        kind.clone()
    } else {
        let got = match crate::object::class::TypeRef::from_value(kind) {
            Some(class) => class.name_text(),
            None => vm.class_name(kind),
        };
        return Err(vm.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {got}"
        )));
    };
    if let (Some(traceback), Some(payload)) = (traceback, exception.downcast::<Exception>()) {
        payload.traceback.set(Some(traceback.clone()));
    }
    Ok(exception)
}
