//! OSError: `errno` chooses the subclass, two to five arguments name what went wrong with which file.
//!
//! ```text
//! OSError(2, "No such file or directory", "x.txt")  ─►  FileNotFoundError, args (2, "No such file or directory"), filename "x.txt"
//! ```

use super::fields::{self, UNSET, exception_fields};
use super::{check_subtype, given, new_payload, no_keywords, payload, plain_text};
use crate::native::{R, Raised};
use crate::object::class::TypeRef;
use crate::object::exception::Exception;
use crate::value::Value;
use crate::vm::Vm;

exception_fields! {
    OS_ERROR_FIELDS = os_error_fields {
        0 "errno" "POSIX exception code",
        1 "strerror" "exception strerror",
        2 "filename" "exception filename",
        3 "filename2" "second exception filename",
    }
}
exception_fields! { BLOCKING_IO_ERROR_FIELDS = os_error_fields { 4 "characters_written" "characters written before the call blocked", } }

/// The class for an error number of the system.
fn class_for_errno(vm: &Vm, errno: i64) -> Option<TypeRef> {
    let types = &vm.types;
    Some(match errno {
        11 | 114 | 115 => types.blocking_io_error,
        32 | 108 => types.broken_pipe_error,
        10 => types.child_process_error,
        103 => types.connection_aborted_error,
        111 => types.connection_refused_error,
        104 => types.connection_reset_error,
        17 => types.file_exists_error,
        2 => types.file_not_found_error,
        21 => types.is_a_directory_error,
        20 => types.not_a_directory_error,
        4 => types.interrupted_error,
        1 | 13 => types.permission_error,
        3 => types.process_lookup_error,
        110 => types.timeout_error,
        _ => return None,
    })
}

fn os_error_fields(_vm: &mut Vm, arguments: &[Value]) -> Vec<Value> {
    let mut fields = vec![UNSET; 5];
    if (2..=5).contains(&arguments.len()) {
        let named =
            |index: usize| arguments.get(index).filter(|value| !value.is_none()).cloned().unwrap_or(UNSET);
        fields[0] = arguments[0].clone();
        fields[1] = arguments[1].clone();
        fields[2] = named(2);
        // The fourth argument is an error number of another system, without meaning here.
        fields[3] = named(4);
    }
    fields
}

/// Fields and `args` from the arguments.
fn fill(vm: &mut Vm, class: TypeRef, exception: &Exception, arguments: &[Value]) -> R<()> {
    let mut fields = os_error_fields(vm, arguments);
    let blocking = class.is_subclass_of(vm.types.blocking_io_error);
    let mut kept = arguments;
    if !fields[2].is_not_implemented() {
        if blocking && fields[2].as_integer().is_some() {
            fields[4] = std::mem::replace(&mut fields[2], UNSET);
        } else {
            kept = &arguments[..2];
        }
    }
    let args = vm.tuple(kept.to_vec())?;
    exception.args.set(Some(args));
    fields::store(vm, exception, fields)
}

/// Whether a subclass with its own `__init__` leaves the arguments to `OSError.__init__`.
fn init_takes_over(vm: &mut Vm, class: TypeRef) -> bool {
    let base = vm.types.os_error;
    let (init, new) = (vm.names.__init__.clone(), vm.names.__new__.clone());
    vm.lookup_bits(class, &init) != vm.lookup_bits(base, &init)
        && vm.lookup_bits(class, &new) == vm.lookup_bits(base, &new)
}

/// The methods of `OSError`.
pub struct OsErrorMethods;

#[exuvia_macros::builtin_methods]
impl OsErrorMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("OSError(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let base = vm.types.os_error;
        check_subtype(vm, class, base)?;
        if init_takes_over(vm, class) {
            let args = vm.empty_tuple();
            return Ok(new_payload(vm, class, args));
        }
        if !keywords.is_empty() {
            return Err(vm.type_error(format!("{}() takes no keyword arguments", class.name_text())));
        }
        let arguments = given(arguments);
        let mut class = class;
        if class == base && (2..=5).contains(&arguments.len()) {
            let errno = arguments[0].as_small_int();
            class = errno.and_then(|errno| class_for_errno(vm, errno)).unwrap_or(base);
        }
        let args = vm.empty_tuple();
        let exception = new_payload(vm, class, args);
        let content = payload(vm, &exception)?;
        fill(vm, class, content, &arguments)?;
        Ok(exception)
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let exception = payload(vm, this)?;
        let class = vm.class_of(this);
        if !init_takes_over(vm, class) {
            return Ok(());
        }
        no_keywords(vm, this, keywords)?;
        fill(vm, class, exception, &given(arguments))
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Exception) -> R {
        let [number, text, file, file2] =
            [0, 1, 2, 3].map(|index| fields::get(vm, this, os_error_fields, index));
        let (number, text, file, file2) = (number?, text?, file?, file2?);
        let message = match (number, text, file) {
            (number, text, Some(file)) => {
                let number = vm.str_text(&number.unwrap_or(Value::NONE))?;
                let text = vm.str_text(&text.unwrap_or(Value::NONE))?;
                let file = vm.repr_text(&file)?;
                match file2 {
                    Some(file2) => format!("[Errno {number}] {text}: {file} -> {}", vm.repr_text(&file2)?),
                    None => format!("[Errno {number}] {text}: {file}"),
                }
            }
            (Some(number), Some(text), None) => {
                format!("[Errno {}] {}", vm.str_text(&number)?, vm.str_text(&text)?)
            }
            _ => return plain_text(vm, this),
        };
        vm.text(&message)
    }

    /// Helper for pickle.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Value) -> R {
        let exception = payload(vm, this)?;
        let mut args = super::arguments_of(exception);
        if args.len() == 2
            && let Some(file) = fields::get(vm, exception, os_error_fields, 2)?
        {
            args.push(file);
            if let Some(file2) = fields::get(vm, exception, os_error_fields, 3)? {
                args.extend([Value::NONE, file2]);
            }
        }
        let args = vm.tuple(args)?;
        super::reduced(vm, this, args)
    }
}

/// Raises the OSError for an error number, about a file or not.
#[cold]
pub fn raise_os_error(vm: &mut Vm, errno: i32, text: &str, file: Option<&Value>) -> Raised {
    match new_os_error(vm, errno, text, file) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn new_os_error(vm: &mut Vm, errno: i32, text: &str, file: Option<&Value>) -> R {
    let class = class_for_errno(vm, i64::from(errno)).unwrap_or(vm.types.os_error);
    let mut arguments = vec![Value::from_i32(errno), vm.text(text)?];
    arguments.extend(file.cloned());
    let args = vm.empty_tuple();
    let exception = new_payload(vm, class, args);
    let content = payload(vm, &exception)?;
    fill(vm, class, content, &arguments)?;
    Ok(exception)
}

/// Raises what an operation of the operating system failed with.
#[cold]
pub fn raise_io_error(vm: &mut Vm, error: &std::io::Error, file: Option<&Value>) -> Raised {
    match error.raw_os_error() {
        Some(errno) => {
            // The library's text ends in "(os error N)", Python's does not.
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default().to_owned();
            raise_os_error(vm, errno, &text, file)
        }
        None => {
            let class = vm.types.os_error;
            vm.raise_message(class, &error.to_string())
        }
    }
}
