//! A Python exception that reached the embedding program.
//!
//! ```text
//! Error ── class "ValueError" · message "…" · traceback "Traceback (most recent call last): …" · exit (SystemExit)
//! ```
//!
//! It is plain text: the exception object itself stays in its heap and has died by the time an `Error` is seen.

use std::fmt;

use exuvia_runtime::Vm;
use exuvia_runtime::object::exception::Exception;
use exuvia_runtime::object::tuple::Tuple;
use exuvia_runtime::types::traceback_text;
use exuvia_runtime::value::Value;

/// An exception that a program did not handle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    class: String,
    message: String,
    traceback: String,
    exit: Option<Exit>,
}

/// What `SystemExit` asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Exit {
    /// This status.
    Status(i32),
    /// Status 1, after this text on standard error.
    Message(String),
}

impl Error {
    /// Describes an exception.
    pub fn of(vm: &mut Vm, exception: &Value) -> Error {
        let exit = exit_of(vm, exception);
        let class = vm.class_name(exception);
        let message = match vm.str_text(exception) {
            Ok(message) => message,
            Err(raised) => {
                drop(vm.caught(raised));
                "<exception str() failed>".to_owned()
            }
        };
        Error { class, message, traceback: traceback_text::display_text(vm, exception), exit }
    }

    /// An error of the embedding itself, which has no Python exception.
    pub(crate) fn outside(class: &str, message: String) -> Error {
        Error { class: class.to_owned(), traceback: format!("{class}: {message}\n"), message, exit: None }
    }

    /// The name of the exception's class.
    pub fn class(&self) -> &str {
        &self.class
    }

    /// The exception's own text, `str(exception)`.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The whole text as CPython prints it.
    pub fn traceback(&self) -> &str {
        &self.traceback
    }

    /// What `sys.exit` asked for, when the exception is `SystemExit`.
    pub fn exit(&self) -> Option<&Exit> {
        self.exit.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.traceback.trim_end())
    }
}

impl std::error::Error for Error {}

/// What an exception means for the process when it is `SystemExit`.
pub fn exit_of(vm: &mut Vm, exception: &Value) -> Option<Exit> {
    if !vm.class_of(exception).is_subclass_of(vm.types.system_exit) {
        return None;
    }
    let code = vm.intern("code").ok().and_then(|name| match vm.get_attribute(exception, &name) {
        Ok(code) => Some(code),
        Err(raised) => {
            drop(vm.caught(raised));
            first_argument(exception)
        }
    });
    let Some(code) = code.filter(|code| !code.is_none()) else { return Some(Exit::Status(0)) };
    if let Some(integer) = code.as_integer() {
        // A process's status has 8 bits; what does not fit a C int is -1, as in CPython.
        let status = integer.to_i64().map_or(-1, |status| status as i32);
        return Some(Exit::Status(status));
    }
    match vm.str_text(&code) {
        Ok(text) => Some(Exit::Message(text)),
        Err(raised) => {
            drop(vm.caught(raised));
            Some(Exit::Status(1))
        }
    }
}

fn first_argument(exception: &Value) -> Option<Value> {
    exception.downcast::<Exception>()?.args.get()?.downcast::<Tuple>()?.items().first().cloned()
}
