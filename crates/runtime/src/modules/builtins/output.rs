//! `print`, `input`, `open`: the builtin functions that reach the world outside.

use crate::format::{SMALL_DECIMAL, small_decimal};
use crate::modules::files::{self, Request};
use crate::modules::hooks::sys_entry;
use crate::modules::streams::{self, StandardStream};
use crate::native::R;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// The functions of this file.
pub struct OutputFunctions;

#[exuvia_macros::builtin_methods]
impl OutputFunctions {
    /// Prints the values to a stream, or to sys.stdout by default.
    ///
    ///   sep
    ///     string inserted between values, default a space.
    ///   end
    ///     string appended after the last value, default a newline.
    ///   file
    ///     a file-like object (stream); defaults to the current sys.stdout.
    ///   flush
    ///     whether to forcibly flush the stream.
    #[function("print(*args, sep=' ', end='\n', file=None, flush=False)")]
    fn print(
        vm: &mut Vm,
        arguments: &[Option<Value>],
        separator: Option<&Value>,
        end: Option<&Value>,
        file: Option<&Value>,
        flush: Option<&Value>,
    ) -> R<()> {
        let stream = match file.filter(|file| !file.is_none()) {
            Some(file) => file.clone(),
            None => {
                let name = vm.names.stdout.clone();
                let sys = vm.state.sys.clone();
                match sys.downcast::<crate::object::dict::Dict>().and_then(|dict| dict.get_str(&name)) {
                    Some(stream) if stream.is_none() => return Ok(()),
                    Some(stream) => stream,
                    None => return Err(vm.runtime_error("lost sys.stdout")),
                }
            }
        };
        let separator = optional_text(vm, separator, "sep")?;
        let end = optional_text(vm, end, "end")?;
        match stream.downcast_exact::<StandardStream>() {
            Some(own) => print_fast(vm, own, arguments, separator, end)?,
            None => print_to_any(vm, &stream, arguments, separator, end)?,
        }
        if let Some(flush) = flush
            && vm.truth(flush)?
        {
            let name = vm.names.flush.clone();
            vm.call_method(&stream, &name, &[])?;
        }
        Ok(())
    }

    /// Read a string from standard input.  The trailing newline is stripped.
    ///
    /// The prompt string, if given, is printed to standard output without a
    /// trailing newline before reading input.
    ///
    /// If the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.
    #[function("input(prompt='', /)")]
    fn input(vm: &mut Vm, prompt: Option<&Value>) -> R<String> {
        for (name, lost) in [("stdin", "input(): lost sys.stdin"), ("stdout", "input(): lost sys.stdout")] {
            if sys_entry(vm, name)?.is_none_or(|stream| stream.is_none()) {
                return Err(vm.runtime_error(lost));
            }
        }
        if let Some(prompt) = prompt {
            let prompt = vm.str_text(prompt)?;
            write_text(vm, &prompt)?;
        }
        if let Some(stdout) = sys_entry(vm, "stdout")? {
            let name = vm.names.flush.clone();
            if let Some(flush) = vm.find_attribute(&stdout, &name)? {
                vm.call(&flush, &[])?;
            }
        }
        let Some(stdin) = sys_entry(vm, "stdin")? else {
            return Err(vm.runtime_error("input(): lost sys.stdin"));
        };
        let line = match stdin.downcast_exact::<StandardStream>() {
            Some(own) => streams::read_input_line(vm, own)?,
            None => {
                let line = vm.call_method_named(&stdin, "readline", &[])?;
                match line.downcast::<Str>().map(Str::as_str) {
                    Some("") => None,
                    Some(text) => Some(text.strip_suffix('\n').unwrap_or(text).to_owned()),
                    None => return Err(vm.type_error("object.readline() returned non-string")),
                }
            }
        };
        line.ok_or_else(|| vm.eof_error("EOF when reading a line"))
    }

    /// Open file and return a stream.  Raise OSError upon failure.
    ///
    /// Text files are read and written in UTF-8 unless encoding says ascii or latin-1.
    #[function(
        "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)"
    )]
    fn open(
        vm: &mut Vm,
        file: &Value,
        mode: Option<&str>,
        _buffering: Option<i64>,
        encoding: Option<&Value>,
        errors: Option<&Value>,
        newline: Option<&Value>,
        _close: Option<&Value>,
        opener: Option<&Value>,
    ) -> R {
        if opener.is_some_and(|opener| !opener.is_none()) {
            return Err(vm.value_error("open() takes no opener here: open the file and use its path"));
        }
        if file.as_integer().is_some() {
            return Err(vm.value_error("open() takes no file descriptors here: use a path"));
        }
        let encoding = text_argument(vm, encoding, "encoding")?;
        let errors = text_argument(vm, errors, "errors")?;
        let newline = text_argument(vm, newline, "newline")?;
        let request = Request { file, mode: mode.unwrap_or("r"), encoding, errors, newline };
        files::open(vm, &request)
    }
}

fn text_argument<'a>(vm: &mut Vm, value: Option<&'a Value>, name: &str) -> R<Option<&'a str>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    match value.downcast::<Str>() {
        Some(text) => Ok(Some(text.as_str())),
        None => {
            let class = vm.class_name(value);
            Err(vm.type_error(format!("open() argument '{name}' must be str or None, not {class}")))
        }
    }
}

fn optional_text<'a>(vm: &mut Vm, value: Option<&'a Value>, name: &str) -> R<Option<&'a Value>> {
    match value {
        None => Ok(None),
        Some(value) if value.is_none() => Ok(None),
        Some(value) if value.downcast::<Str>().is_some() => Ok(Some(value)),
        Some(value) => {
            let class = vm.class_name(value);
            Err(vm.type_error(format!("{name} must be None or a string, not {class}")))
        }
    }
}

/// Into a standard stream: no text object is made that is there only to be written.
fn print_fast(
    vm: &mut Vm,
    stream: &StandardStream,
    arguments: &[Option<Value>],
    separator: Option<&Value>,
    end: Option<&Value>,
) -> R<()> {
    let separator = separator.and_then(|text| text.downcast::<Str>()).map_or(" ", Str::as_str);
    let end = end.and_then(|text| text.downcast::<Str>()).map_or("\n", Str::as_str);
    for (index, argument) in arguments.iter().flatten().enumerate() {
        if index > 0 {
            stream.put(vm, separator)?;
        }
        if let Some(text) = argument.downcast_exact::<Str>() {
            stream.put(vm, text.as_str())?;
        } else if let Some(int) = argument.as_small_int() {
            put_integer(vm, stream, int)?;
        } else {
            let text = vm.str(argument)?;
            stream.put(vm, text.downcast::<Str>().map_or("", Str::as_str))?;
        }
    }
    stream.put(vm, end)
}

fn put_integer(vm: &mut Vm, stream: &StandardStream, int: i64) -> R<()> {
    stream.put(vm, small_decimal(int, &mut [0; SMALL_DECIMAL]))
}

fn print_to_any(
    vm: &mut Vm,
    stream: &Value,
    arguments: &[Option<Value>],
    separator: Option<&Value>,
    end: Option<&Value>,
) -> R<()> {
    let name = vm.names.write.clone();
    let write = vm.get_attribute(stream, &name)?;
    for (index, argument) in arguments.iter().flatten().enumerate() {
        if index > 0 {
            let separator = separator.map_or_else(|| vm.text(" "), |text| Ok(text.clone()))?;
            vm.call(&write, &[separator])?;
        }
        let text = vm.str(argument)?;
        vm.call(&write, &[text])?;
    }
    let end = end.map_or_else(|| vm.text("\n"), |text| Ok(text.clone()))?;
    vm.call(&write, &[end]).map(drop)
}

/// Writes text to `sys.stdout`.
pub fn write_text(vm: &mut Vm, text: &str) -> R<()> {
    match sys_entry(vm, "stdout")? {
        None => Err(vm.runtime_error("lost sys.stdout")),
        Some(stream) => match stream.downcast_exact::<StandardStream>() {
            Some(own) => own.put(vm, text),
            None => {
                let text = vm.text(text)?;
                vm.call_method_named(&stream, "write", &[text]).map(drop)
            }
        },
    }
}
