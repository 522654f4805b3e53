//! SyntaxError: a message and the place in the source.

use super::fields::{self, UNSET, exception_fields};
use super::{no_keywords, payload, set_arguments};
use crate::native::{R, Raised};
use crate::object::exception::Exception;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::{SyntaxProblem, Vm};

/// Indices of the fields.
pub mod field {
    pub const MSG: usize = 0;
    pub const FILENAME: usize = 1;
    pub const LINENO: usize = 2;
    pub const OFFSET: usize = 3;
    pub const TEXT: usize = 4;
    pub const END_LINENO: usize = 5;
    pub const END_OFFSET: usize = 6;
    pub const COUNT: usize = 9;
}

exception_fields! {
    SYNTAX_ERROR_FIELDS = syntax_error_fields {
        0 "msg" "exception msg",
        1 "filename" "exception filename",
        2 "lineno" "exception lineno",
        3 "offset" "exception offset",
        4 "text" "exception text",
        5 "end_lineno" "exception end lineno",
        6 "end_offset" "exception end offset",
        7 "print_file_and_line" "exception print_file_and_line",
        8 "_metadata" "exception private metadata",
    }
}

fn syntax_error_fields(vm: &mut Vm, arguments: &[Value]) -> Vec<Value> {
    let mut fields = vec![UNSET; field::COUNT];
    if let Some(message) = arguments.first() {
        fields[field::MSG] = message.clone();
    }
    if let [_, place] = arguments {
        let items = vm.collect(place).unwrap_or_default();
        for (slot, item) in fields[field::FILENAME..].iter_mut().zip(items) {
            *slot = item;
        }
    }
    fields
}

/// A field of a SyntaxError.
pub fn field_of(vm: &mut Vm, exception: &Exception, index: usize) -> R<Option<Value>> {
    fields::get(vm, exception, syntax_error_fields, index)
}

/// The methods of `SyntaxError`.
pub struct SyntaxErrorMethods;

#[exuvia_macros::builtin_methods]
impl SyntaxErrorMethods {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let exception = payload(vm, this)?;
        no_keywords(vm, this, keywords)?;
        set_arguments(vm, exception, arguments)?;
        let mut fields = vec![UNSET; field::COUNT];
        if let Some(Some(message)) = arguments.first() {
            fields[field::MSG] = message.clone();
        }
        if let [_, Some(place)] = arguments {
            let items = vm.collect(place)?;
            let count = items.len();
            if count < 4 {
                return Err(vm.type_error(format!("function takes at least 4 arguments ({count} given)")));
            }
            if count > 7 {
                return Err(vm.type_error(format!("function takes at most 7 arguments ({count} given)")));
            }
            if count == 5 {
                return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
            }
            for (index, item) in items.into_iter().enumerate() {
                // The seventh item is private data, behind an attribute that stands between.
                fields[if index == 6 { field::COUNT - 1 } else { field::FILENAME + index }] = item;
            }
        }
        fields::store(vm, exception, fields)
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Exception) -> R {
        let message = field_of(vm, this, field::MSG)?.unwrap_or(Value::NONE);
        let message = vm.str_text(&message)?;
        let file = field_of(vm, this, field::FILENAME)?;
        let line = field_of(vm, this, field::LINENO)?;
        let file = file
            .as_ref()
            .and_then(|file| file.downcast::<Str>())
            .map(|file| file.as_str().rsplit('/').next().unwrap_or_default());
        let line = match line.filter(|line| line.as_integer().is_some()) {
            Some(line) => Some(vm.str_text(&line)?),
            None => None,
        };
        let text = match (file, line) {
            (Some(file), Some(line)) => format!("{message} ({file}, line {line})"),
            (Some(file), None) => format!("{message} ({file})"),
            (None, Some(line)) => format!("{message} (line {line})"),
            (None, None) => message,
        };
        vm.text(&text)
    }
}

/// Raises the exception for source that does not compile.
#[cold]
pub fn raise_syntax_problem(vm: &mut Vm, file: &str, problem: &SyntaxProblem) -> Raised {
    let class = match problem.kind {
        "IndentationError" => vm.types.indentation_error,
        "TabError" => vm.types.tab_error,
        "RecursionError" => return vm.recursion_error(&problem.message),
        "MemoryError" => return vm.memory_error(),
        "ValueError" => return vm.value_error(&problem.message),
        "OverflowError" => return vm.overflow_error(&problem.message),
        _ => vm.types.syntax_error,
    };
    match new_syntax_error(vm, class, file, problem) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn new_syntax_error(
    vm: &mut Vm,
    class: crate::object::class::TypeRef,
    file: &str,
    problem: &SyntaxProblem,
) -> R {
    let number = |number: u32| {
        if number == 0 { Value::NONE } else { Value::from_i32(number.min(i32::MAX as u32) as i32) }
    };
    let message = vm.text(&problem.message)?;
    let mut place = vec![vm.text(file)?, number(problem.line), number(problem.column)];
    place.push(match &problem.text {
        Some(text) => vm.text(text)?,
        None => Value::NONE,
    });
    place.extend([number(problem.end_line), number(problem.end_column)]);
    let mut fields = vec![message.clone()];
    fields.extend(place.iter().cloned());
    fields.resize(field::COUNT, UNSET);
    let place = vm.tuple(place)?;
    let exception = vm.new_exception(class, vec![message, place])?;
    let content = payload(vm, &exception)?;
    fields::store(vm, content, fields)?;
    Ok(exception)
}
