//! What an exception itself shows: class, message, suggestion, notes; the source line for a SyntaxError.

use super::suggestions::closest;
use crate::native::R;
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::object::exception::{Exception, Traceback};
use crate::object::frame::Frame;
use crate::object::ids;
use crate::object::string::Str;
use crate::types::exceptions::{fields, syntax};
use crate::types::{frame, object, type_object};
use crate::value::Value;
use crate::vm::Vm;

/// The text, ending in a newline.
pub fn text(vm: &mut Vm, exception: &Value) -> R<String> {
    let Some(payload) = exception.downcast::<Exception>() else { return Ok(String::new()) };
    let class = class_text(vm, exception);
    let mut text = if vm.is_exactly_or_derived(exception, vm.types.syntax_error) {
        syntax_text(vm, payload, &class)?
    } else {
        let mut message = safe_text(vm, exception, "exception");
        message.push_str(&hint(vm, exception, payload));
        if message.is_empty() { format!("{class}\n") } else { format!("{class}: {message}\n") }
    };
    notes(vm, exception, &mut text);
    Ok(text)
}

/// Module and name of the class; the module of builtins and of the program itself is left out.
fn class_text(vm: &mut Vm, exception: &Value) -> String {
    let class = vm.class_of(exception);
    let full = type_object::full_name(vm, class);
    match type_object::module_of(vm, class) {
        Some(module) if module == "__main__" => {
            full.strip_prefix("__main__.").map_or(full.clone(), str::to_owned)
        }
        Some(_) => full,
        None => format!("<unknown>.{full}"),
    }
}

/// `str(value)`, or a remark that it failed.
fn safe_text(vm: &mut Vm, value: &Value, what: &str) -> String {
    let result = vm.str_text(value);
    recovered(vm, result, || format!("<{what} str() failed>"))
}

fn recovered(vm: &mut Vm, result: R<String>, otherwise: impl FnOnce() -> String) -> String {
    match result {
        Ok(text) => text,
        Err(_) => {
            vm.exception.set(None);
            otherwise()
        }
    }
}

fn notes(vm: &mut Vm, exception: &Value, text: &mut String) {
    let name = vm.names.__notes__.clone();
    let found = vm.find_attribute(exception, &name);
    let notes = match found {
        Ok(Some(notes)) if !notes.is_none() => notes,
        Ok(_) => return,
        Err(_) => {
            let error = vm.exception.replace(None).unwrap_or(Value::NONE);
            let shown = vm.repr_text(&error);
            let shown = recovered(vm, shown, || "<__notes__ repr() failed>".to_owned());
            text.push_str(&format!("Ignored error getting __notes__: {shown}\n"));
            return;
        }
    };
    if !matches!(notes.payload_kind(), ids::LIST | ids::TUPLE) {
        let shown = vm.repr_text(&notes);
        let shown = recovered(vm, shown, || "<__notes__ repr() failed>".to_owned());
        text.push_str(&shown);
        text.push('\n');
        return;
    }
    let all = match vm.collect(&notes) {
        Ok(all) => all,
        Err(_) => {
            vm.exception.set(None);
            return;
        }
    };
    for note in all {
        let note = safe_text(vm, &note, "note");
        for line in note.split('\n') {
            text.push_str(line);
            text.push('\n');
        }
    }
}

fn syntax_text(vm: &mut Vm, exception: &Exception, class: &str) -> R<String> {
    use syntax::field;
    let part = |vm: &mut Vm, index: usize| {
        Ok(syntax::field_of(vm, exception, index)?.filter(|value| !value.is_none()))
    };
    let (message, file, line) = (part(vm, field::MSG)?, part(vm, field::FILENAME)?, part(vm, field::LINENO)?);
    let (offset, source) = (part(vm, field::OFFSET)?, part(vm, field::TEXT)?);
    let (end_line, end_offset) = (part(vm, field::END_LINENO)?, part(vm, field::END_OFFSET)?);
    let mut text = String::new();
    let mut suffix = String::new();
    let file_text = match &file {
        Some(file) => safe_text(vm, file, "filename"),
        None => "<string>".to_owned(),
    };
    if let Some(line) = &line {
        text.push_str(&format!("  File \"{file_text}\", line {}\n", safe_text(vm, line, "lineno")));
    } else if file.is_some() {
        suffix = format!(" ({file_text})");
    }
    if let Some(source) = source.as_ref().and_then(|source| source.downcast::<Str>()) {
        let number = |value: &Option<Value>| value.as_ref().and_then(Value::as_small_int);
        let place = Place {
            line: number(&line),
            offset: number(&offset),
            end_line: number(&end_line),
            end_offset: number(&end_offset),
        };
        text.push_str(&source_line(source.as_str(), &place));
    }
    let message = match &message {
        Some(message) => safe_text(vm, message, "exception"),
        None => "None".to_owned(),
    };
    let message = if message.is_empty() { "<no detail available>" } else { &message };
    text.push_str(&format!("{class}: {message}{suffix}\n"));
    Ok(text)
}

/// Where in its source line a SyntaxError is.
struct Place {
    line: Option<i64>,
    offset: Option<i64>,
    end_line: Option<i64>,
    end_offset: Option<i64>,
}

fn source_line(source: &str, place: &Place) -> String {
    let right = source.trim_end_matches('\n');
    let left = right.trim_start_matches([' ', '\n', '\u{c}']);
    let spaces = right.chars().count() as i64 - left.chars().count() as i64;
    let mut text = format!("    {left}\n");
    let (Some(_), Some(given)) = (place.line, place.offset) else { return text };
    let length = source.chars().count() as i64;
    let mut offset = given;
    let mut end = match place.end_offset {
        _ if place.line != place.end_line => right.chars().count() as i64 + 1,
        Some(end) if end != 0 => end,
        _ => offset,
    };
    if length > 0 && offset > length {
        offset = length;
        end = end.max(offset);
    }
    if offset == end || end == -1 {
        end = offset.saturating_add(1);
    }
    let (start, end) = (offset.saturating_sub(1 + spaces), end.saturating_sub(1 + spaces));
    if start < 0 {
        return text;
    }
    let mut space: String = left
        .chars()
        .take(start as usize)
        .map(|character| if character.is_whitespace() { character } else { ' ' })
        .collect();
    space.push_str(&"^".repeat((end - start).clamp(0, length.max(1) + 1) as usize));
    text.push_str(&format!("    {space}\n"));
    text
}

/// ". Did you mean: 'x'?" for names that were not found.
fn hint(vm: &mut Vm, exception: &Value, payload: &Exception) -> String {
    let raising = vm.exception.replace(None);
    let found = find_hint(vm, exception, payload);
    vm.exception.set(raising);
    found.unwrap_or_default()
}

fn field(exception: &Exception, index: usize) -> Option<Value> {
    let list = exception.fields.get()?;
    list.downcast::<crate::object::list::List>()?
        .get(index)
        .filter(|value| !value.is_none() && !value.is(&fields::UNSET))
}

fn find_hint(vm: &mut Vm, exception: &Value, payload: &Exception) -> Option<String> {
    let types = &vm.types;
    let (import, attribute, name) = (types.import_error, types.attribute_error, types.name_error);
    let index = if vm.is_exactly_or_derived(exception, import) { 3 } else { 0 };
    let known = index == 3
        || vm.is_exactly_or_derived(exception, attribute)
        || vm.is_exactly_or_derived(exception, name);
    if !known {
        return None;
    }
    let wrong = field(payload, index)?;
    let wrong = wrong.downcast::<Str>()?.as_str().to_owned();
    let frame = innermost_frame(payload);
    if index == 3 {
        let module = imported_module(vm, &field(payload, 1)?)?;
        return suggestion(&visible(vm, &module, &wrong, None)?, &wrong);
    }
    if vm.is_exactly_or_derived(exception, attribute) {
        let object = field(payload, 1).unwrap_or(Value::NONE);
        return suggestion(&visible(vm, &object, &wrong, frame.as_ref())?, &wrong);
    }
    let hint = name_hint(vm, frame.as_ref(), &wrong);
    if !is_library_module(&wrong) {
        return hint;
    }
    Some(match hint {
        Some(hint) => format!("{hint} Or did you forget to import '{wrong}'?"),
        None => format!(". Did you forget to import '{wrong}'?"),
    })
}

fn suggestion(names: &[String], wrong: &str) -> Option<String> {
    closest(names, wrong).map(|name| format!(". Did you mean: '{name}'?"))
}

fn innermost_frame(exception: &Exception) -> Option<Value> {
    let mut traceback = exception.traceback.get()?;
    while let Some(next) = traceback.downcast::<Traceback>()?.next.get() {
        traceback = next;
    }
    Some(traceback.downcast::<Traceback>()?.frame.clone())
}

fn imported_module(vm: &mut Vm, name: &Value) -> Option<Value> {
    let modules = vm.modules.clone();
    modules.downcast::<Dict>()?.get_str(name)
}

/// The attributes that may be suggested. Names with an underscore are hidden, but not from the object's own methods.
fn visible(vm: &mut Vm, object: &Value, wrong: &str, frame: Option<&Value>) -> Option<Vec<String>> {
    let mut names = directory(vm, object)?;
    let mut hide = !wrong.starts_with('_');
    if let (true, Some(frame)) = (hide, frame) {
        hide = own_self(vm, frame).is_none_or(|own| !own.is(object));
    }
    if hide {
        names.retain(|name| !name.starts_with('_'));
    }
    Some(names)
}

/// `dir(object)`, sorted.
fn directory(vm: &mut Vm, object: &Value) -> Option<Vec<String>> {
    let class = vm.class_of(object);
    let name = vm.intern("__dir__").ok()?;
    let standard = vm.lookup_bits(vm.types.object, &name);
    let custom = vm.lookup_bits(class, &name) != standard && TypeRef::from_value(object).is_none();
    let listed = if custom {
        vm.call_method(object, &name, &[]).and_then(|list| vm.collect(&list))
    } else {
        object::directory(vm, object)
    };
    let Ok(listed) = listed else {
        vm.exception.set(None);
        return None;
    };
    let mut names: Vec<String> =
        listed.iter().filter_map(|name| Some(name.downcast::<Str>()?.as_str().to_owned())).collect();
    names.sort();
    Some(names)
}

/// The value of the local variable `self`.
fn own_self(vm: &mut Vm, frame: &Value) -> Option<Value> {
    let locals = frame::locals_of(vm, frame.downcast::<Frame>()?).ok()?;
    let name = vm.intern("self").ok()?;
    locals.downcast::<Dict>()?.get_str(&name)
}

fn keys(dict: &Value, names: &mut Vec<String>) {
    let Some(dict) = dict.downcast::<Dict>() else { return };
    let mut position = 0;
    while let Some((key, _)) = dict.next_entry(&mut position) {
        names.extend(key.downcast::<Str>().map(|key| key.as_str().to_owned()));
    }
}

fn name_hint(vm: &mut Vm, frame: Option<&Value>, wrong: &str) -> Option<String> {
    let frame = frame?;
    let payload = frame.downcast::<Frame>()?;
    if let Some(own) = own_self(vm, frame) {
        let name = vm.intern(wrong).ok()?;
        match vm.find_attribute(&own, &name) {
            Ok(Some(_)) => return Some(format!(". Did you mean: 'self.{wrong}'?")),
            Ok(None) => {}
            Err(_) => vm.exception.set(None),
        }
    }
    let mut names = Vec::new();
    let locals = frame::locals_of(vm, payload).ok()?;
    keys(&locals, &mut names);
    if let Some(globals) = frame::globals_of(payload) {
        keys(&globals, &mut names);
        let builtins = crate::types::function::builtins_of(vm, &globals);
        keys(&builtins, &mut names);
    }
    suggestion(&names, wrong)
}

/// Whether a name is that of a module of the standard library that programs import most.
fn is_library_module(name: &str) -> bool {
    LIBRARY.split_whitespace().any(|module| module == name)
}

const LIBRARY: &str = "abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar cmath cmd code codecs collections \
    colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis \
    doctest email encodings enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob \
    graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma \
    mailbox marshal math mimetypes mmap multiprocessing netrc numbers operator optparse os pathlib pdb pickle pickletools pkgutil platform \
    plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc queue quopri random re readline reprlib resource \
    rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics \
    string stringprep struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile termios textwrap threading time timeit tkinter \
    token tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref \
    webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo";
