//! Exceptions: raising, matching, chaining, and the methods of `BaseException`.
//!
//! ```text
//! exception ── args ── cause ── context ── traceback ── fields [what the class adds] ── __dict__
//!                        │         └─ what was being handled when it was raised
//!                        └─ raise … from cause
//! ```
//!
//! What particular classes add is told in the files of this folder. This file does not know how exceptions are shown to people.

pub mod fields;
pub mod group;
pub mod os_error;
pub mod rows;
pub mod simple;
pub mod star;
pub mod syntax;
pub mod unicode;

pub use star::{merge_group, split_group};

use crate::native::{R, Raised};
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::object::exception::{Exception, Traceback};
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{instance, new_with_layout};
use crate::value::Value;
use crate::vm::Vm;

/// What is being handled becomes the context of an exception that is raised now.
pub fn chain_context(vm: &mut Vm, exception: &Value) {
    let Some(handled) = vm.handled.get() else { return };
    if handled.is(exception) {
        return;
    }
    // An exception must not become its own context through the chain. Chains may hold cycles that programs made: a second walker at
    // half the speed notices them.
    let mut current = handled.clone();
    let mut slow = handled.clone();
    let mut odd = false;
    while let Some(next) = context_of(&current) {
        if next.is(exception) {
            if let Some(payload) = current.downcast::<Exception>() {
                payload.context.set(None);
            }
            break;
        }
        current = next;
        if odd {
            slow = context_of(&slow).unwrap_or(Value::NONE);
            if slow.is(&current) {
                break;
            }
        }
        odd = !odd;
    }
    if let Some(payload) = exception.downcast::<Exception>() {
        payload.context.set(Some(handled));
    }
}

fn context_of(exception: &Value) -> Option<Value> {
    exception.downcast::<Exception>()?.context.get()
}

/// Adds a note to what is being raised (PEP 678).
pub fn add_note(vm: &mut Vm, raised: Raised, note: &str) -> Raised {
    let exception = vm.caught(raised);
    let text = match vm.text(note) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    match vm.call_method_named(&exception, "add_note", &[text]) {
        Ok(_) => vm.reraise(exception),
        Err(raised) => raised,
    }
}

/// `raise value from cause`: classes are called, everything else must be an exception.
#[cold]
pub fn prepare_raise(vm: &mut Vm, value: Value, cause: Option<Value>) -> Raised {
    match prepared(vm, value, cause) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn prepared(vm: &mut Vm, value: Value, cause: Option<Value>) -> R {
    let exception = instantiate(vm, value, "exceptions must derive from BaseException")?;
    if let Some(cause) = cause {
        let cause = if cause.is_none() {
            None
        } else {
            Some(instantiate(vm, cause, "exception causes must derive from BaseException")?)
        };
        if let Some(payload) = exception.downcast::<Exception>() {
            payload.cause.set(cause);
            payload.suppress_context.set(true);
        }
    }
    Ok(exception)
}

/// An exception from what a `raise` statement (or `throw`) names: itself, or its class called without arguments.
pub fn instantiate(vm: &mut Vm, value: Value, otherwise: &str) -> R {
    let base = vm.types.base_exception;
    if vm.is_exactly_or_derived(&value, base) {
        return Ok(value);
    }
    if !TypeRef::from_value(&value).is_some_and(|class| class.is_subclass_of(base)) {
        return Err(vm.type_error(otherwise));
    }
    let exception = vm.call(&value, &[])?;
    if vm.is_exactly_or_derived(&exception, base) {
        return Ok(exception);
    }
    let class = vm.class_of(&exception).value();
    let (called, got) = (vm.repr_text(&value)?, vm.repr_text(&class)?);
    Err(vm
        .type_error(format!("calling {called} should have returned an instance of BaseException, not {got}")))
}

/// Whether an `except` clause that names `class` (a class or a tuple of classes) catches the exception.
pub fn matches(vm: &mut Vm, exception: &Value, class: &Value) -> R<bool> {
    if let Some(class) = exception_class(vm, class) {
        return Ok(vm.is_exactly_or_derived(exception, class));
    }
    let Some(classes) = class.downcast::<Tuple>() else {
        return Err(not_catchable(vm));
    };
    if classes.items().iter().any(|class| exception_class(vm, class).is_none()) {
        return Err(not_catchable(vm));
    }
    Ok(is_any_of(vm, exception, class))
}

/// Whether an exception is an instance of a class or of one of a tuple's classes; what is no exception class matches nothing.
pub fn is_any_of(vm: &Vm, exception: &Value, classes: &Value) -> bool {
    match (exception_class(vm, classes), classes.downcast::<Tuple>()) {
        (Some(class), _) => vm.is_exactly_or_derived(exception, class),
        (None, Some(tuple)) => tuple.items().iter().any(|class| {
            exception_class(vm, class).is_some_and(|class| vm.is_exactly_or_derived(exception, class))
        }),
        (None, None) => false,
    }
}

#[cold]
fn not_catchable(vm: &mut Vm) -> Raised {
    vm.type_error("catching classes that do not inherit from BaseException is not allowed")
}

/// The exception class that a value is.
pub fn exception_class(vm: &Vm, value: &Value) -> Option<TypeRef> {
    TypeRef::from_value(value).filter(|class| class.is_subclass_of(vm.types.base_exception))
}

/// TypeError unless `class` is `base` or derived from it: for constructors that are called with a class as argument.
pub fn check_subtype(vm: &mut Vm, class: TypeRef, base: TypeRef) -> R<()> {
    if class.is_subclass_of(base) {
        return Ok(());
    }
    let (class, base) = (class.name_text(), base.name_text());
    Err(vm.type_error(format!("{base}.__new__({class}): {class} is not a subtype of {base}")))
}

/// A bare exception of a class, with these arguments.
pub fn new_payload(vm: &mut Vm, class: TypeRef, args: Value) -> Value {
    new_with_layout(vm.heap, class.layout.get(), Exception::new(args))
}

/// The arguments of a call as values.
pub fn given(arguments: &[Option<Value>]) -> Vec<Value> {
    arguments.iter().flatten().cloned().collect()
}

/// The items of an exception's `args`.
pub fn arguments_of(exception: &Exception) -> Vec<Value> {
    exception
        .args
        .as_ref()
        .and_then(|args| args.downcast::<Tuple>())
        .map_or_else(Vec::new, |args| args.items().to_vec())
}

/// Sets `args`, unless `__new__` has set the same.
pub fn set_arguments(vm: &mut Vm, exception: &Exception, arguments: &[Option<Value>]) -> R<()> {
    let same = exception.args.as_ref().and_then(|args| args.downcast::<Tuple>()).is_some_and(|args| {
        args.len() == arguments.len()
            && args.items().iter().zip(arguments).all(|(a, b)| b.as_ref().is_some_and(|b| a.is(b)))
    });
    if !same {
        let args = vm.tuple(given(arguments))?;
        exception.args.set(Some(args));
    }
    Ok(())
}

/// TypeError when there are keyword arguments.
pub fn no_keywords(vm: &mut Vm, exception: &Value, keywords: &[(Value, Value)]) -> R<()> {
    if keywords.is_empty() {
        return Ok(());
    }
    let class = vm.class_name(exception);
    Err(vm.type_error(format!("{class}() takes no keyword arguments")))
}

/// What `BaseException.__str__` gives.
pub fn plain_text(vm: &mut Vm, exception: &Exception) -> R {
    let arguments = arguments_of(exception);
    match arguments.as_slice() {
        [] => vm.text(""),
        [single] => vm.str(single),
        _ => match exception.args.get() {
            Some(args) => vm.str(&args),
            None => vm.text(""),
        },
    }
}

/// The methods of `BaseException`.
pub struct BaseExceptionMethods;

#[exuvia_macros::builtin_methods]
impl BaseExceptionMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("BaseException(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        let base = vm.types.base_exception;
        check_subtype(vm, class, base)?;
        let args = vm.tuple(given(arguments))?;
        Ok(new_payload(vm, class, args))
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let exception = payload(vm, this)?;
        no_keywords(vm, this, keywords)?;
        set_arguments(vm, exception, arguments)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let exception = payload(vm, this)?;
        let class = vm.class_name(this);
        match arguments_of(exception).as_slice() {
            [single] => Ok(format!("{class}({})", vm.repr_text(single)?)),
            _ => {
                let args = exception.args.get().unwrap_or_else(|| vm.empty_tuple());
                Ok(format!("{class}{}", vm.repr_text(&args)?))
            }
        }
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Exception) -> R {
        plain_text(vm, this)
    }

    /// Set self.__traceback__ to tb and return self.
    #[sig("with_traceback(self, object, /)")]
    fn with_traceback(vm: &mut Vm, this: &Value, traceback: &Value) -> R {
        let exception = payload(vm, this)?;
        set_traceback(vm, exception, traceback)?;
        Ok(this.clone())
    }

    /// Add a note to the exception.
    #[sig("add_note(self, object, /)")]
    fn add_note(vm: &mut Vm, this: &Value, note: &Value) -> R<()> {
        if note.downcast::<Str>().is_none() {
            let got = vm.class_name(note);
            return Err(vm.type_error(format!("add_note() argument must be str, not {got}")));
        }
        let name = vm.names.__notes__.clone();
        let notes = match vm.find_attribute(this, &name)? {
            Some(notes) => notes,
            None => {
                let notes = vm.list(Vec::new())?;
                vm.set_attribute(this, &name, Some(notes.clone()))?;
                notes
            }
        };
        match notes.downcast::<List>() {
            Some(list) => list.push(vm.heap, note.clone()).map_err(|_| vm.memory_error()),
            None => Err(vm.type_error("Cannot add note: __notes__ is not a list")),
        }
    }

    /// Helper for pickle.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Value) -> R {
        let exception = payload(vm, this)?;
        let args = exception.args.get().unwrap_or_else(|| vm.empty_tuple());
        reduced(vm, this, args)
    }

    /// Sets attributes from a dict, as pickle does.
    #[sig("__setstate__(self, object, /)")]
    fn set_state(vm: &mut Vm, this: &Value, state: &Value) -> R<()> {
        if state.is_none() {
            return Ok(());
        }
        let Some(dict) = state.downcast::<Dict>() else {
            return Err(vm.type_error("state is not a dictionary"));
        };
        let mut position = 0;
        while let Some((name, value)) = dict.next_entry(&mut position) {
            let name = super::object::attribute_name(vm, &name)?;
            vm.set_attribute(this, &name, Some(value))?;
        }
        Ok(())
    }

    /// The arguments that the exception was made with.
    #[getter("args")]
    fn args(vm: &mut Vm, this: &Exception) -> Value {
        this.args.get().unwrap_or_else(|| vm.empty_tuple())
    }

    #[setter("args")]
    fn set_args(vm: &mut Vm, this: &Exception, value: Option<&Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("args may not be deleted")) };
        let items = vm.collect(value)?;
        let args = vm.tuple(items)?;
        this.args.set(Some(args));
        Ok(())
    }

    /// What the exception was raised from.
    #[getter("__cause__")]
    fn cause(_vm: &mut Vm, this: &Exception) -> Option<Value> {
        this.cause.get()
    }

    #[setter("__cause__")]
    fn set_cause(vm: &mut Vm, this: &Exception, value: Option<&Value>) -> R<()> {
        let cause = related(vm, value, "cause")?;
        this.cause.set(cause);
        this.suppress_context.set(true);
        Ok(())
    }

    /// What was being handled when the exception was raised.
    #[getter("__context__")]
    fn context(_vm: &mut Vm, this: &Exception) -> Option<Value> {
        this.context.get()
    }

    #[setter("__context__")]
    fn set_context(vm: &mut Vm, this: &Exception, value: Option<&Value>) -> R<()> {
        let context = related(vm, value, "context")?;
        this.context.set(context);
        Ok(())
    }

    /// Whether the context is not to be shown.
    #[getter("__suppress_context__")]
    fn suppress_context(_vm: &mut Vm, this: &Exception) -> bool {
        this.suppress_context.get()
    }

    #[setter("__suppress_context__")]
    fn set_suppress_context(vm: &mut Vm, this: &Exception, value: Option<&Value>) -> R<()> {
        match value.map(Value::as_bool) {
            None => Err(vm.type_error("can't delete numeric/char attribute")),
            Some(None) => Err(vm.type_error("attribute value type must be bool")),
            Some(Some(truth)) => {
                this.suppress_context.set(truth);
                Ok(())
            }
        }
    }

    /// Where the exception came from.
    #[getter("__traceback__")]
    fn traceback(_vm: &mut Vm, this: &Exception) -> Option<Value> {
        this.traceback.get()
    }

    #[setter("__traceback__")]
    fn set_traceback(vm: &mut Vm, this: &Exception, value: Option<&Value>) -> R<()> {
        match value {
            Some(value) => set_traceback(vm, this, value),
            None => Err(vm.type_error("__traceback__ may not be deleted")),
        }
    }

    /// The attributes that programs have set.
    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: &Value) -> R {
        match this.object() {
            Some(object) => instance::dict_of(vm.heap, object).map_err(|_| vm.memory_error()),
            None => vm.text(""),
        }
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: &Value, value: Option<&Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("cannot delete __dict__")) };
        let Some(object) = this.object().filter(|_| value.downcast::<Dict>().is_some()) else {
            let got = vm.class_name(value);
            return Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{got}'")));
        };
        drop(instance::set_dict(vm.heap, object, value.clone()).map_err(|_| vm.memory_error())?);
        Ok(())
    }
}

/// The payload of an exception, or the error of a method that got something else.
pub fn payload<'a>(vm: &mut Vm, exception: &'a Value) -> R<&'a Exception> {
    match exception.downcast::<Exception>() {
        Some(payload) => Ok(payload),
        None => {
            let got = vm.class_name(exception);
            Err(vm.type_error(format!("descriptor requires a 'BaseException' object but received a '{got}'")))
        }
    }
}

/// `(class, args)` or `(class, args, attributes)`.
pub fn reduced(vm: &mut Vm, exception: &Value, args: Value) -> R {
    let mut parts = vec![vm.class_of(exception).value(), args];
    let has_attributes = exception.object().is_some_and(|object| !instance::attributes(object).is_empty());
    if let Some(object) = exception.object().filter(|_| has_attributes) {
        parts.push(instance::dict_of(vm.heap, object).map_err(|_| vm.memory_error())?);
    }
    vm.tuple(parts)
}

fn set_traceback(vm: &mut Vm, exception: &Exception, traceback: &Value) -> R<()> {
    if traceback.is_none() {
        exception.traceback.set(None);
    } else if traceback.downcast::<Traceback>().is_some() {
        exception.traceback.set(Some(traceback.clone()));
    } else {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    Ok(())
}

fn related(vm: &mut Vm, value: Option<&Value>, what: &str) -> R<Option<Value>> {
    match value {
        None => Err(vm.type_error(format!("__{what}__ may not be deleted"))),
        Some(value) if value.is_none() => Ok(None),
        Some(value) if value.downcast::<Exception>().is_some() => Ok(Some(value.clone())),
        Some(_) => Err(vm.type_error(format!("exception {what} must be None or derive from BaseException"))),
    }
}
