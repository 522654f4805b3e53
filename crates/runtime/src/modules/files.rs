//! Files: what `open()` returns, text and binary.
//!
//! ```text
//! system file ─► unread (bytes read ahead)      unwritten ─► system file
//! ```
//!
//! Reading after writing and the other way round settles the buffers first, so at most one of them is in use. Text is decoded and
//! encoded by the codecs of str and bytes. This module knows no standard streams and no paths beyond the system's.

use std::cell::{Cell, RefCell};
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Read, Seek, SeekFrom, Write};
use std::os::fd::AsRawFd;

use exuvia_heap::Tracer;

use super::classes;
use crate::native::{R, Raised};
use crate::object::bytes::Bytes;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::{Payload, ids, new_exact};
use crate::types::exceptions::os_error::raise_io_error;
use crate::value::Value;
use crate::vm::Vm;

/// Bytes that are read ahead or wait to be written.
const CAPACITY: usize = 16 << 10;

/// How lines end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Newlines {
    /// Any end is read as "\n" (`newline=None`).
    Universal,
    /// Any end is seen, and kept as it is (`newline=""`).
    Kept,
    /// Only this one; "\n" is written as it.
    Only(&'static str),
}

/// Payload of files.
pub struct File {
    handle: RefCell<Option<std::fs::File>>,
    unread: RefCell<(Vec<u8>, usize)>,
    unwritten: RefCell<Vec<u8>>,
    name: Value,
    mode: String,
    encoding: String,
    errors: String,
    newlines: Newlines,
    binary: bool,
    readable: bool,
    writable: bool,
    line: Cell<bool>,
}

// SAFETY: the name is the only reference.
unsafe impl Payload for File {
    const ID: u32 = ids::FILE;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.word(self.name.bits());
    }
    fn extra_bytes(&self) -> usize {
        self.unread.borrow().0.capacity() + self.unwritten.borrow().capacity()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // Nobody is left to be told of a failure.
        let _ = self.settle_writes();
    }
}

/// What `open` was asked for.
pub struct Request<'a> {
    pub file: &'a Value,
    pub mode: &'a str,
    pub encoding: Option<&'a str>,
    pub errors: Option<&'a str>,
    pub newline: Option<&'a str>,
}

/// `open(…)`.
pub fn open(vm: &mut Vm, request: &Request<'_>) -> R {
    let path = path_of(vm, request.file)?;
    let mode = request.mode;
    let has = |letter: char| mode.contains(letter);
    let kinds = ['r', 'w', 'a', 'x'].into_iter().filter(|&kind| has(kind)).count();
    let repeated = mode
        .chars()
        .enumerate()
        .any(|(index, letter)| mode.chars().take(index).any(|before| before == letter));
    if repeated || mode.chars().any(|letter| !"rwaxbt+".contains(letter)) {
        return Err(vm.value_error(format!("invalid mode: '{mode}'")));
    }
    if has('b') && has('t') {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    if kinds != 1 {
        return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
    }
    let binary = has('b');
    for (given, what) in
        [(request.encoding, "an encoding"), (request.errors, "an errors"), (request.newline, "a newline")]
    {
        if binary && given.is_some() {
            return Err(vm.value_error(format!("binary mode doesn't take {what} argument")));
        }
    }
    let encoding = request.encoding.unwrap_or("utf-8").to_ascii_lowercase().replace('_', "-");
    if !matches!(
        encoding.as_str(),
        "utf-8" | "utf8" | "ascii" | "us-ascii" | "latin-1" | "latin1" | "iso-8859-1"
    ) {
        let class = vm.types.lookup_error;
        let message =
            format!("files cannot be read or written in encoding {encoding}; use utf-8, ascii or latin-1");
        return Err(vm.raise_message(class, &message));
    }
    let newlines = match request.newline {
        None => Newlines::Universal,
        Some("") => Newlines::Kept,
        Some("\n") => Newlines::Only("\n"),
        Some("\r") => Newlines::Only("\r"),
        Some("\r\n") => Newlines::Only("\r\n"),
        Some(other) => return Err(vm.value_error(format!("illegal newline value: {other}"))),
    };
    let readable = has('r') || has('+');
    let writable = !has('r') || has('+');
    let mut options = OpenOptions::new();
    options.read(readable).write(writable && !has('a')).append(has('a'));
    options.create(has('w') || has('a')).truncate(has('w')).create_new(has('x'));
    let handle = options.open(&path).and_then(|handle| match handle.metadata()?.is_dir() {
        true => Err(io::Error::from_raw_os_error(21)),
        false => Ok(handle),
    });
    let handle = handle.map_err(|error| raise_io(vm, &error, Some(request.file)))?;
    let file = File {
        handle: RefCell::new(Some(handle)),
        unread: RefCell::default(),
        unwritten: RefCell::default(),
        name: request.file.clone(),
        mode: mode.to_owned(),
        encoding,
        errors: request.errors.unwrap_or("strict").to_owned(),
        newlines,
        binary,
        readable,
        writable,
        line: Cell::new(false),
    };
    Ok(new_exact(vm.heap, file))
}

/// The path that a str, bytes or path object names.
pub fn path_of(vm: &mut Vm, file: &Value) -> R<String> {
    if let Some(text) = file.downcast::<Str>() {
        let text = text.as_str().to_owned();
        return if text.contains('\0') { Err(vm.value_error("embedded null character")) } else { Ok(text) };
    }
    if let Some(bytes) = file.downcast::<Bytes>() {
        return match std::str::from_utf8(bytes.as_slice()) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(vm.value_error("paths must be UTF-8")),
        };
    }
    let name = vm.intern("__fspath__")?;
    match vm.call_special(file, &name, &[]) {
        Some(path) => {
            let path = path?;
            match path.downcast::<Str>() {
                Some(text) => Ok(text.as_str().to_owned()),
                None => Err(not_a_path(vm, &path)),
            }
        }
        None => Err(not_a_path(vm, file)),
    }
}

fn not_a_path(vm: &mut Vm, value: &Value) -> Raised {
    let class = vm.class_name(value);
    vm.type_error(format!("expected str, bytes or os.PathLike object, not {class}"))
}

/// Raises the OSError that the system's error stands for.
pub fn raise_io(vm: &mut Vm, error: &io::Error, file: Option<&Value>) -> Raised {
    match error.kind() {
        // What Rust's library found by itself has no number of the system's.
        io::ErrorKind::BrokenPipe => raise_io_error(vm, &io::Error::from_raw_os_error(32), file),
        _ => raise_io_error(vm, error, file),
    }
}

/// The class `io.UnsupportedOperation`.
pub fn unsupported_operation(vm: &mut Vm) -> R {
    classes::kept(vm, "io.UnsupportedOperation", |vm| {
        let bases = vec![vm.types.os_error.value(), vm.types.value_error.value()];
        classes::new_class(vm, "io", "UnsupportedOperation", bases, &[])
    })
}

impl File {
    fn with_handle<T>(
        &self,
        vm: &mut Vm,
        act: impl FnOnce(&File, &mut std::fs::File) -> io::Result<T>,
    ) -> R<T> {
        let result = match &mut *self.handle.borrow_mut() {
            Some(handle) => act(self, handle),
            None => return Err(vm.value_error("I/O operation on closed file.")),
        };
        result.map_err(|error| raise_io(vm, &error, None))
    }

    fn check_readable(&self, vm: &mut Vm) -> R<()> {
        self.with_handle(vm, |file, handle| file.send(handle))?;
        if self.readable {
            Ok(())
        } else {
            Err(super::streams::unsupported(vm, self.refusal("not readable", "read")))
        }
    }

    fn check_writable(&self, vm: &mut Vm) -> R<()> {
        self.with_handle(vm, |file, handle| file.forget_unread(handle))?;
        if self.writable {
            Ok(())
        } else {
            Err(super::streams::unsupported(vm, self.refusal("not writable", "write")))
        }
    }

    fn refusal(&self, text: &'static str, binary: &'static str) -> &'static str {
        if self.binary { binary } else { text }
    }

    /// Writes what waits.
    fn send(&self, handle: &mut std::fs::File) -> io::Result<()> {
        let waiting = std::mem::take(&mut *self.unwritten.borrow_mut());
        handle.write_all(&waiting)
    }

    fn settle_writes(&self) -> io::Result<()> {
        match &mut *self.handle.borrow_mut() {
            Some(handle) => self.send(handle),
            None => Ok(()),
        }
    }

    /// Lets what was read ahead go: the system's position becomes the program's.
    fn forget_unread(&self, handle: &mut std::fs::File) -> io::Result<()> {
        let (buffer, start) = std::mem::take(&mut *self.unread.borrow_mut());
        let ahead = (buffer.len() - start) as i64;
        if ahead > 0 { handle.seek(SeekFrom::Current(-ahead)).map(drop) } else { Ok(()) }
    }

    /// Takes bytes until `enough` says how many to take of what is there, or the file ends.
    fn take_until(&self, vm: &mut Vm, mut enough: impl FnMut(&[u8]) -> Option<usize>) -> R<Vec<u8>> {
        loop {
            {
                let mut unread = self.unread.borrow_mut();
                let (buffer, start) = &mut *unread;
                if let Some(count) = enough(&buffer[*start..]) {
                    let taken = buffer[*start..*start + count].to_vec();
                    *start += count;
                    return Ok(taken);
                }
                buffer.drain(..*start);
                *start = 0;
            }
            let waiting = self.unread.borrow().0.len();
            vm.check_room(waiting + CAPACITY)?;
            let read = self.with_handle(vm, |file, handle| {
                let buffer = &mut file.unread.borrow_mut().0;
                let step = CAPACITY.max(buffer.len());
                handle.take(step as u64).read_to_end(buffer)
            })?;
            if read == 0 {
                return Ok(std::mem::take(&mut *self.unread.borrow_mut()).0);
            }
        }
    }

    /// One line of at most `limit` bytes, its end included.
    fn take_line(&self, vm: &mut Vm, limit: usize) -> R<Vec<u8>> {
        let newlines = if self.binary { Newlines::Only("\n") } else { self.newlines };
        let mut searched = 0;
        self.take_until(vm, |bytes| {
            let from = searched;
            searched = bytes.len().saturating_sub(2);
            let end = match newlines {
                Newlines::Only(end) => find(bytes, end.as_bytes(), from).map(|at| at + end.len()),
                Newlines::Universal | Newlines::Kept => any_line_end(bytes, from),
            };
            match end {
                Some(end) => Some(end.min(limit)),
                None if bytes.len() >= limit => Some(limit),
                None => None,
            }
        })
    }

    /// At most `count` characters, as bytes.
    fn take_characters(&self, vm: &mut Vm, count: usize) -> R<Vec<u8>> {
        if self.encoding != "utf-8" && self.encoding != "utf8" {
            return self.take_until(vm, |bytes| (bytes.len() >= count).then_some(count));
        }
        self.take_until(vm, |bytes| {
            let is_start = |byte: &u8| byte & 0xC0 != 0x80;
            bytes.iter().enumerate().filter(|(_, byte)| is_start(byte)).nth(count).map(|(at, _)| at)
        })
    }

    /// Bytes as the program sees them.
    fn shown(&self, vm: &mut Vm, bytes: &[u8]) -> R {
        if self.binary {
            return vm.bytes(bytes);
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text)
                if !matches!(self.encoding.as_str(), "latin-1" | "latin1" | "iso-8859-1")
                    && (text.is_ascii() || self.encoding.starts_with("utf")) =>
            {
                text.to_owned()
            }
            _ => {
                let bytes = vm.bytes(bytes)?;
                let arguments = [vm.text(&self.encoding)?, vm.text(&self.errors)?];
                let text = vm.call_method_named(&bytes, "decode", &arguments)?;
                text.downcast::<Str>().map_or_else(String::new, |text| text.as_str().to_owned())
            }
        };
        if self.newlines == Newlines::Universal && text.contains('\r') {
            return vm.text(&text.replace("\r\n", "\n").replace('\r', "\n"));
        }
        vm.text(&text)
    }

    fn read_line(&self, vm: &mut Vm, limit: Option<&Value>) -> R {
        self.check_readable(vm)?;
        let limit = size_of_request(vm, limit)?.unwrap_or(usize::MAX);
        let line = self.take_line(vm, limit)?;
        self.shown(vm, &line)
    }

    fn write_bytes(&self, vm: &mut Vm, bytes: &[u8]) -> R<()> {
        self.with_handle(vm, |file, handle| {
            file.unwritten.borrow_mut().extend_from_slice(bytes);
            if file.unwritten.borrow().len() > CAPACITY || file.line.get() {
                file.send(handle)
            } else {
                Ok(())
            }
        })
    }
}

fn find(bytes: &[u8], end: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(end.len()).position(|window| window == end).map(|at| at + from)
}

/// Where the first line ends: after "\n", "\r\n" or "\r". A "\r" at the end of what is known may go on as "\r\n".
fn any_line_end(bytes: &[u8], from: usize) -> Option<usize> {
    let at = bytes.get(from..)?.iter().position(|byte| matches!(byte, b'\n' | b'\r'))? + from;
    match (bytes[at], bytes.get(at + 1)) {
        (b'\n', _) => Some(at + 1),
        (_, Some(b'\n')) => Some(at + 2),
        (_, Some(_)) => Some(at + 1),
        (_, None) => None,
    }
}

/// A size argument: nothing for None and negative numbers.
fn size_of_request(vm: &mut Vm, size: Option<&Value>) -> R<Option<usize>> {
    match size.filter(|size| !size.is_none()) {
        Some(size) => Ok(usize::try_from(vm.index_i64(size)?).ok()),
        None => Ok(None),
    }
}

/// The methods of files.
pub struct FileMethods;

#[exuvia_macros::builtin_methods]
impl FileMethods {
    /// Read at most size characters or bytes; all that is left without a size.
    #[sig("read(self, size=-1, /)")]
    fn read(vm: &mut Vm, this: &File, size: Option<&Value>) -> R {
        this.check_readable(vm)?;
        let bytes = match size_of_request(vm, size)? {
            None => this.take_until(vm, |_| None)?,
            Some(count) if this.binary => {
                this.take_until(vm, |bytes| (bytes.len() >= count).then_some(count))?
            }
            Some(count) => this.take_characters(vm, count)?,
        };
        this.shown(vm, &bytes)
    }

    /// Read until newline or EOF.
    #[sig("readline(self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: &File, size: Option<&Value>) -> R {
        this.read_line(vm, size)
    }

    /// Return a list of lines from the stream.
    #[sig("readlines(self, hint=-1, /)")]
    fn readlines(vm: &mut Vm, this: &File, _hint: Option<&Value>) -> R {
        let lines = List::new_empty(vm.heap);
        loop {
            let line = this.read_line(vm, None)?;
            if vm.length(&line)? == 0 {
                return Ok(lines);
            }
            if let Some(list) = lines.downcast::<List>() {
                list.push(vm.heap, line).map_err(|_| vm.memory_error())?;
            }
        }
    }

    /// Write a string or bytes; return the number of characters or bytes written.
    #[sig("write(self, text, /)")]
    fn write(vm: &mut Vm, this: &File, text: &Value) -> R<usize> {
        this.check_writable(vm)?;
        if this.binary {
            let bytes = match text.downcast::<Bytes>() {
                Some(bytes) => bytes.as_slice().to_vec(),
                None if text.downcast::<Str>().is_some() => {
                    return Err(vm.type_error("a bytes-like object is required, not 'str'"));
                }
                None => {
                    let class = vm.types.bytes.value();
                    let bytes = vm.call(&class, std::slice::from_ref(text))?;
                    bytes.downcast::<Bytes>().map_or_else(Vec::new, |bytes| bytes.as_slice().to_vec())
                }
            };
            this.write_bytes(vm, &bytes)?;
            return Ok(bytes.len());
        }
        let Some(string) = text.downcast::<Str>() else {
            let got = vm.class_name(text);
            return Err(vm.type_error(format!("write() argument must be str, not {got}")));
        };
        let translated = match this.newlines {
            Newlines::Only(end) if end != "\n" => Some(string.as_str().replace('\n', end)),
            _ => None,
        };
        let plain = translated.as_deref().unwrap_or(string.as_str());
        if plain.is_ascii() || this.encoding.starts_with("utf") {
            this.write_bytes(vm, plain.as_bytes())?;
        } else {
            let text = vm.text(plain)?;
            let arguments = [vm.text(&this.encoding)?, vm.text(&this.errors)?];
            let bytes = vm.call_method_named(&text, "encode", &arguments)?;
            if let Some(bytes) = bytes.downcast::<Bytes>() {
                this.write_bytes(vm, bytes.as_slice())?;
            }
        }
        Ok(string.char_len())
    }

    /// Write a list of lines to stream.
    #[sig("writelines(self, lines, /)")]
    fn writelines(vm: &mut Vm, this: &File, lines: &Value) -> R<()> {
        vm.for_each(lines, |vm, line| FileMethods::write(vm, this, &line).map(drop))
    }

    /// Flush write buffers, if applicable.
    #[sig("flush(self, /)")]
    fn flush(vm: &mut Vm, this: &File) -> R<()> {
        this.with_handle(vm, |file, handle| file.send(handle))
    }

    /// Flush and close the file.
    #[sig("close(self, /)")]
    fn close(vm: &mut Vm, this: &File) -> R<()> {
        let result = this.settle_writes();
        this.handle.replace(None);
        result.map_err(|error| raise_io(vm, &error, None))
    }

    /// Set the stream position, and return the new stream position.
    #[sig("seek(self, offset, whence=0, /)")]
    fn seek(vm: &mut Vm, this: &File, offset: i64, whence: Option<i64>) -> R<usize> {
        let whence = whence.unwrap_or(0);
        if !this.binary && whence != 0 && offset != 0 {
            let what = if whence == 1 { "cur" } else { "end" };
            return Err(super::streams::unsupported(vm, &format!("can't do nonzero {what}-relative seeks")));
        }
        if whence == 0 && offset < 0 {
            return Err(vm.value_error(format!("negative seek position {offset}")));
        }
        let target = match whence {
            0 => SeekFrom::Start(offset as u64),
            1 => SeekFrom::Current(offset),
            2 => SeekFrom::End(offset),
            _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
        };
        let position = this.with_handle(vm, |file, handle| {
            file.send(handle)?;
            file.forget_unread(handle)?;
            handle.seek(target)
        })?;
        Ok(position as usize)
    }

    /// Return the stream position.
    #[sig("tell(self, /)")]
    fn tell(vm: &mut Vm, this: &File) -> R<usize> {
        let position = this.with_handle(vm, |file, handle| {
            file.send(handle)?;
            file.forget_unread(handle)?;
            handle.stream_position()
        })?;
        Ok(position as usize)
    }

    /// Truncate the file to size bytes, or to the current position.
    #[sig("truncate(self, size=None, /)")]
    fn truncate(vm: &mut Vm, this: &File, size: Option<&Value>) -> R<usize> {
        this.check_writable(vm)?;
        let size = size_of_request(vm, size)?;
        let size = this.with_handle(vm, |file, handle| {
            file.send(handle)?;
            let size = match size {
                Some(size) => size as u64,
                None => handle.stream_position()?,
            };
            handle.set_len(size).map(|()| size)
        })?;
        Ok(size as usize)
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: &Value) -> Value {
        this.clone()
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &File) -> R {
        let line = this.read_line(vm, None)?;
        if vm.length(&line)? == 0 { Err(vm.stop_iteration(Value::NONE)) } else { Ok(line) }
    }

    /// Return self.
    #[sig("__enter__(self, /)")]
    fn enter(vm: &mut Vm, this: &Value) -> R {
        if let Some(file) = this.downcast::<File>() {
            file.with_handle(vm, |_, _| Ok(()))?;
        }
        Ok(this.clone())
    }

    /// Close the file.
    #[sig("__exit__(self, /, *args)")]
    fn exit(vm: &mut Vm, this: &File, _arguments: &[Option<Value>]) -> R<()> {
        FileMethods::close(vm, this)
    }

    /// Return underlying file descriptor.
    #[sig("fileno(self, /)")]
    fn descriptor(vm: &mut Vm, this: &File) -> R<i64> {
        this.with_handle(vm, |_, handle| Ok(i64::from(handle.as_raw_fd())))
    }

    /// Return whether this is an 'interactive' stream.
    #[sig("isatty(self, /)")]
    fn is_terminal(vm: &mut Vm, this: &File) -> R<bool> {
        this.with_handle(vm, |_, handle| Ok(handle.is_terminal()))
    }

    /// Return whether object was opened for reading.
    #[sig("readable(self, /)")]
    fn readable(vm: &mut Vm, this: &File) -> R<bool> {
        this.with_handle(vm, |file, _| Ok(file.readable))
    }

    /// Return whether object was opened for writing.
    #[sig("writable(self, /)")]
    fn writable(vm: &mut Vm, this: &File) -> R<bool> {
        this.with_handle(vm, |file, _| Ok(file.writable))
    }

    /// Return whether object supports random access.
    #[sig("seekable(self, /)")]
    fn seekable(vm: &mut Vm, this: &File) -> R<bool> {
        this.with_handle(vm, |_, handle| Ok(handle.stream_position().is_ok()))
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &File) -> R<String> {
        let name = vm.repr_text(&this.name)?;
        let mode = &this.mode;
        Ok(if this.binary {
            format!("<_io.Buffered{} name={name}>", if this.writable { "Writer" } else { "Reader" })
        } else {
            format!("<_io.TextIOWrapper name={name} mode='{mode}' encoding='{}'>", this.encoding)
        })
    }

    /// The file's name as it was given.
    #[getter("name")]
    fn name(_vm: &mut Vm, this: &File) -> Value {
        this.name.clone()
    }

    /// The mode as it was given.
    #[getter("mode")]
    fn mode<'a>(_vm: &mut Vm, this: &'a File) -> &'a str {
        &this.mode
    }

    /// The encoding of text.
    #[getter("encoding")]
    fn encoding<'a>(_vm: &mut Vm, this: &'a File) -> Option<&'a str> {
        (!this.binary).then_some(this.encoding.as_str())
    }

    /// Whether the file is closed.
    #[getter("closed")]
    fn closed(_vm: &mut Vm, this: &File) -> bool {
        this.handle.borrow().is_none()
    }
}
