//! The standard streams: `sys.stdout`, `sys.stderr`, `sys.stdin`.
//!
//! ```text
//! print ─► Output.waiting ─► descriptor 1      when it is full, at the end, before stdin is read and stderr is written
//! ```
//!
//! Text is UTF-8 all the way, so writing is appending. What other files are is told in `files`.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, IsTerminal, Write};
use std::rc::Rc;

use exuvia_heap::Tracer;
use exuvia_heap::native::uncounted;

use crate::native::{R, Raised};
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::{Payload, ids, new_exact};
use crate::value::Value;
use crate::vm::Vm;

/// Bytes that wait at most.
const CAPACITY: usize = 32 << 10;

/// The process's standard output, buffered.
pub struct Output {
    waiting: RefCell<Vec<u8>>,
    /// A terminal is written to line by line.
    by_line: bool,
    /// The reader has gone: nothing more is written.
    broken: Cell<bool>,
    /// Where output goes instead of descriptors 1 and 2, when the embedding program wants it.
    redirected: RefCell<Option<Sinks>>,
}

/// Receivers of standard output and standard error.
pub struct Sinks {
    pub output: Box<dyn Write>,
    pub error: Box<dyn Write>,
}

impl Default for Output {
    fn default() -> Output {
        Output {
            waiting: RefCell::default(),
            by_line: io::stdout().is_terminal(),
            broken: Cell::new(false),
            redirected: RefCell::new(None),
        }
    }
}

impl Output {
    /// Sends standard output and standard error elsewhere.
    pub fn redirect(&self, sinks: Option<Sinks>) {
        // What was written before belongs to the old receiver, even when that is gone.
        let _ = self.flush();
        drop(self.redirected.replace(sinks));
    }

    /// Appends text to standard output.
    ///
    /// # Errors
    /// When the buffer was full and writing it failed.
    #[inline]
    pub fn write(&self, text: &str) -> io::Result<()> {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.len() + text.len() > CAPACITY || self.by_line {
            drop(waiting);
            return self.write_slow(text);
        }
        waiting.extend_from_slice(text.as_bytes());
        Ok(())
    }

    #[cold]
    fn write_slow(&self, text: &str) -> io::Result<()> {
        if self.by_line {
            self.waiting.borrow_mut().extend_from_slice(text.as_bytes());
            return if text.contains('\n') { self.flush() } else { Ok(()) };
        }
        self.flush()?;
        if text.len() > CAPACITY {
            return self.send(text.as_bytes());
        }
        self.waiting.borrow_mut().extend_from_slice(text.as_bytes());
        Ok(())
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// When the system refuses. What waited is dropped then, so that the end of the program does not fail again.
    pub fn flush(&self) -> io::Result<()> {
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        if waiting.is_empty() {
            return Ok(());
        }
        let result = self.send(&waiting);
        let mut emptied = waiting;
        emptied.clear();
        if self.waiting.borrow().is_empty() {
            self.waiting.replace(emptied);
        }
        result
    }

    fn send(&self, bytes: &[u8]) -> io::Result<()> {
        if self.broken.get() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let result = match &mut *self.redirected.borrow_mut() {
            Some(sinks) => uncounted(|| sinks.output.write_all(bytes).and_then(|()| sinks.output.flush())),
            None => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(bytes).and_then(|()| stdout.flush())
            }
        };
        if result.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            self.broken.set(true);
        }
        result
    }

    /// Writes to standard error, after what waits for standard output.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write_error(&self, text: &str) -> io::Result<()> {
        // A failure of standard output is told to whoever writes there next.
        let _ = self.flush();
        match &mut *self.redirected.borrow_mut() {
            Some(sinks) => uncounted(|| sinks.error.write_all(text.as_bytes())),
            None => io::stderr().lock().write_all(text.as_bytes()),
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // Nobody is left to be told of a failure.
        let _ = self.flush();
    }
}

/// Which of the three.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    Input,
    Output,
    Error,
}

impl Which {
    fn name(self) -> &'static str {
        match self {
            Which::Input => "<stdin>",
            Which::Output => "<stdout>",
            Which::Error => "<stderr>",
        }
    }

    fn descriptor(self) -> i64 {
        self as i64
    }
}

/// Payload of the objects `sys.stdin`, `sys.stdout`, `sys.stderr`.
pub struct StandardStream {
    pub which: Which,
    pub output: Rc<Output>,
    closed: Cell<bool>,
}

// SAFETY: the stream holds no references into the heap.
unsafe impl Payload for StandardStream {
    const ID: u32 = ids::STANDARD_STREAM;
    fn trace(&self, _tracer: &mut Tracer<'_>) {}
}

impl StandardStream {
    /// A stream object.
    pub fn new_value(vm: &mut Vm, which: Which) -> Value {
        let output = Rc::clone(&vm.state.output);
        new_exact(vm.heap, StandardStream { which, output, closed: Cell::new(false) })
    }

    /// Writes text.
    pub fn put(&self, vm: &mut Vm, text: &str) -> R<()> {
        self.check_open(vm)?;
        let result = match self.which {
            Which::Output => self.output.write(text),
            Which::Error => self.output.write_error(text),
            Which::Input => return Err(unsupported(vm, "not writable")),
        };
        result.map_err(|error| super::files::raise_io(vm, &error, None))
    }

    fn check_open(&self, vm: &mut Vm) -> R<()> {
        if self.closed.get() {
            return Err(vm.value_error("I/O operation on closed file."));
        }
        Ok(())
    }

    fn check_readable(&self, vm: &mut Vm) -> R<()> {
        self.check_open(vm)?;
        if self.which != Which::Input {
            return Err(unsupported(vm, "not readable"));
        }
        self.output.flush().map_err(|error| super::files::raise_io(vm, &error, None))
    }

    fn line(&self, vm: &mut Vm) -> R<String> {
        self.check_readable(vm)?;
        let mut line = Vec::new();
        let result = io::stdin().lock().read_until(b'\n', &mut line);
        result.map_err(|error| super::files::raise_io(vm, &error, None))?;
        if line.ends_with(b"\r\n") {
            line.truncate(line.len() - 2);
            line.push(b'\n');
        }
        Ok(String::from_utf8_lossy(&line).into_owned())
    }
}

/// Raises `io.UnsupportedOperation(message)`.
pub fn unsupported(vm: &mut Vm, message: &str) -> Raised {
    match super::files::unsupported_operation(vm) {
        Ok(class) => match vm.text(message).and_then(|text| vm.call(&class, &[text])) {
            Ok(exception) => vm.raise(exception),
            Err(raised) => raised,
        },
        Err(raised) => raised,
    }
}

/// One line of standard input for `input()`, without its end; `None` at the end of the input.
pub fn read_input_line(vm: &mut Vm, stream: &StandardStream) -> R<Option<String>> {
    let mut line = stream.line(vm)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.ends_with('\n') {
        line.pop();
    }
    Ok(Some(line))
}

/// The methods of the standard streams.
pub struct StreamMethods;

#[exuvia_macros::builtin_methods]
impl StreamMethods {
    /// Write string s to stream.  Return the number of characters written.
    #[sig("write(self, text, /)")]
    fn write(vm: &mut Vm, this: &StandardStream, text: &Value) -> R<usize> {
        let Some(string) = text.downcast::<Str>() else {
            let got = vm.class_name(text);
            return Err(vm.type_error(format!("write() argument must be str, not {got}")));
        };
        this.put(vm, string.as_str())?;
        Ok(string.char_len())
    }

    /// Write a list of lines to stream.
    #[sig("writelines(self, lines, /)")]
    fn writelines(vm: &mut Vm, this: &StandardStream, lines: &Value) -> R<()> {
        vm.for_each(lines, |vm, line| StreamMethods::write(vm, this, &line).map(drop))
    }

    /// Flush write buffers, if applicable.
    #[sig("flush(self, /)")]
    fn flush(vm: &mut Vm, this: &StandardStream) -> R<()> {
        this.check_open(vm)?;
        if this.which == Which::Input {
            return Ok(());
        }
        this.output.flush().map_err(|error| super::files::raise_io(vm, &error, None))
    }

    /// Close the stream. The descriptor itself stays open.
    #[sig("close(self, /)")]
    fn close(vm: &mut Vm, this: &StandardStream) -> R<()> {
        if !this.closed.get() {
            StreamMethods::flush(vm, this)?;
            this.closed.set(true);
        }
        Ok(())
    }

    /// Read at most size characters from stream.
    #[sig("read(self, size=-1, /)")]
    fn read(vm: &mut Vm, this: &StandardStream, size: Option<&Value>) -> R<String> {
        this.check_readable(vm)?;
        let limit = match size.filter(|size| !size.is_none()) {
            Some(size) => usize::try_from(vm.index_i64(size)?).ok(),
            None => None,
        };
        let mut text = String::new();
        let mut count = 0;
        while limit.is_none_or(|limit| count < limit) {
            let Some(character) =
                next_character().map_err(|error| super::files::raise_io(vm, &error, None))?
            else {
                break;
            };
            text.push(character);
            count += 1;
        }
        Ok(text)
    }

    /// Read until newline or EOF.
    #[sig("readline(self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: &StandardStream, _size: Option<&Value>) -> R<String> {
        this.line(vm)
    }

    /// Return a list of lines from the stream.
    #[sig("readlines(self, hint=-1, /)")]
    fn readlines(vm: &mut Vm, this: &StandardStream, _hint: Option<&Value>) -> R {
        let lines = List::new_empty(vm.heap);
        loop {
            let line = this.line(vm)?;
            if line.is_empty() {
                return Ok(lines);
            }
            let line = vm.text(&line)?;
            if let Some(list) = lines.downcast::<List>() {
                list.push(vm.heap, line).map_err(|_| vm.memory_error())?;
            }
        }
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: &Value) -> Value {
        this.clone()
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &StandardStream) -> R<String> {
        let line = this.line(vm)?;
        if line.is_empty() { Err(vm.stop_iteration(Value::NONE)) } else { Ok(line) }
    }

    /// Return self.
    #[sig("__enter__(self, /)")]
    fn enter(_vm: &mut Vm, this: &Value) -> Value {
        this.clone()
    }

    /// Close the stream.
    #[sig("__exit__(self, /, *args)")]
    fn exit(vm: &mut Vm, this: &StandardStream, _arguments: &[Option<Value>]) -> R<()> {
        StreamMethods::close(vm, this)
    }

    /// Return whether this is an 'interactive' stream.
    #[sig("isatty(self, /)")]
    fn is_terminal(_vm: &mut Vm, this: &StandardStream) -> bool {
        match this.which {
            Which::Input => io::stdin().is_terminal(),
            Which::Output => io::stdout().is_terminal(),
            Which::Error => io::stderr().is_terminal(),
        }
    }

    /// Return underlying file descriptor.
    #[sig("fileno(self, /)")]
    fn descriptor(_vm: &mut Vm, this: &StandardStream) -> i64 {
        this.which.descriptor()
    }

    /// Return whether object was opened for reading.
    #[sig("readable(self, /)")]
    fn readable(_vm: &mut Vm, this: &StandardStream) -> bool {
        this.which == Which::Input
    }

    /// Return whether object was opened for writing.
    #[sig("writable(self, /)")]
    fn writable(_vm: &mut Vm, this: &StandardStream) -> bool {
        this.which != Which::Input
    }

    /// Return whether object supports random access.
    #[sig("seekable(self, /)")]
    fn seekable(_vm: &mut Vm, _this: &StandardStream) -> bool {
        false
    }

    /// Reconfigure the text stream with new parameters. The encoding is always UTF-8.
    #[sig("reconfigure(self, /, **options)")]
    fn reconfigure(_vm: &mut Vm, _this: &StandardStream, _options: &[(Value, Value)]) {}

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, this: &StandardStream) -> String {
        let mode = if this.which == Which::Input { 'r' } else { 'w' };
        format!("<_io.TextIOWrapper name='{}' mode='{mode}' encoding='utf-8'>", this.which.name())
    }

    /// The encoding.
    #[getter("encoding")]
    fn encoding(_vm: &mut Vm, _this: &StandardStream) -> &'static str {
        "utf-8"
    }

    /// How errors of encoding are handled.
    #[getter("errors")]
    fn errors(_vm: &mut Vm, this: &StandardStream) -> &'static str {
        if this.which == Which::Error { "backslashreplace" } else { "strict" }
    }

    /// The stream's name.
    #[getter("name")]
    fn name(_vm: &mut Vm, this: &StandardStream) -> &'static str {
        this.which.name()
    }

    /// The stream's mode.
    #[getter("mode")]
    fn mode(_vm: &mut Vm, this: &StandardStream) -> &'static str {
        if this.which == Which::Input { "r" } else { "w" }
    }

    /// Whether the stream is closed.
    #[getter("closed")]
    fn closed(_vm: &mut Vm, this: &StandardStream) -> bool {
        this.closed.get()
    }

    /// Whether lines are written at once.
    #[getter("line_buffering")]
    fn line_buffering(_vm: &mut Vm, this: &StandardStream) -> bool {
        this.which == Which::Error || this.output.by_line
    }
}

/// The next character of standard input.
fn next_character() -> io::Result<Option<char>> {
    let mut stdin = io::stdin().lock();
    let mut bytes = [0u8; 4];
    for length in 1..=4 {
        let available = stdin.fill_buf()?;
        let Some(&byte) = available.first() else {
            return Ok(if length == 1 { None } else { Some(char::REPLACEMENT_CHARACTER) });
        };
        stdin.consume(1);
        bytes[length - 1] = byte;
        match std::str::from_utf8(&bytes[..length]) {
            Ok(text) => return Ok(text.chars().next()),
            Err(error) if error.error_len().is_some() => return Ok(Some(char::REPLACEMENT_CHARACTER)),
            Err(_) => {}
        }
    }
    Ok(Some(char::REPLACEMENT_CHARACTER))
}
