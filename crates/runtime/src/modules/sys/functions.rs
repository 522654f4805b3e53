//! The functions of `sys`.

use crate::interp::frames;
use crate::modules::hooks;
use crate::native::R;
use crate::object::exception::Exception;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::types::traceback_text;
use crate::value::Value;
use crate::vm::Vm;

/// What `sys.getrefcount` says of values that are not counted.
const IMMORTAL: i64 = 3 << 30;
/// Digits below which conversions between int and str are never refused.
const LEAST_DIGITS: i64 = 640;

/// The functions.
pub struct SysFunctions;

#[exuvia_macros::builtin_methods]
impl SysFunctions {
    /// Return the reference count of object.
    ///
    /// The count returned is generally one higher than you might expect,
    /// because it includes the (temporary) reference as an argument to
    /// getrefcount().
    #[function("getrefcount(object, /)")]
    fn getrefcount(vm: &mut Vm, object: &Value) -> i64 {
        // An argument that was copied from a local variable counts as borrowed.
        let borrowed = i64::from(crate::interp::frames::argument_is_local(vm));
        match object.object() {
            // SAFETY: the argument holds the object.
            Some(address) => i64::from(unsafe { address.as_ref() }.count()) - borrowed,
            None => IMMORTAL,
        }
    }

    /// Return the size of object in bytes.
    #[function("getsizeof(object, default=None)")]
    fn getsizeof(vm: &mut Vm, object: &Value, default: Option<&Value>) -> R {
        let name = vm.names.__sizeof__.clone();
        let result = match vm.call_special(object, &name, &[]) {
            Some(result) => result.and_then(|size| vm.index(&size)),
            None => {
                let class = vm.class_name(object);
                Err(vm.type_error(format!("Type {class} doesn't define __sizeof__")))
            }
        };
        let result = match (result, default) {
            (Err(raised), Some(default)) if vm.is_raising(vm.types.type_error) => {
                drop(vm.caught(raised));
                return Ok(default.clone());
            }
            (result, _) => result?,
        };
        if result.as_integer().is_some_and(|size| size.is_negative()) {
            return Err(vm.value_error("__sizeof__() should return >= 0"));
        }
        Ok(result)
    }

    /// Return the current value of the recursion limit.
    ///
    /// The recursion limit is the maximum depth of the Python interpreter
    /// stack.  This limit prevents infinite recursion from causing an overflow
    /// of the C stack and crashing Python.
    #[function("getrecursionlimit()")]
    fn getrecursionlimit(vm: &mut Vm) -> i64 {
        i64::from(vm.depth_limit)
    }

    /// Set the maximum depth of the Python interpreter stack to n.
    #[function("setrecursionlimit(limit, /)")]
    fn setrecursionlimit(vm: &mut Vm, limit: &Value) -> R<()> {
        let limit = c_int(vm, limit)?;
        if limit < 1 {
            return Err(vm.value_error("recursion limit must be greater or equal than 1"));
        }
        let limit = limit as u32;
        if vm.depth >= limit {
            let depth = vm.depth;
            return Err(vm.recursion_error(format!(
                "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
            )));
        }
        vm.depth_limit = limit;
        Ok(())
    }

    /// Return current exception information: (type, value, traceback).
    ///
    /// Return information about the most recent exception caught by an except
    /// clause in the current stack frame or in an older stack frame.
    #[function("exc_info()")]
    fn exc_info(vm: &mut Vm) -> R {
        match vm.handled.get().filter(|exception| !exception.is_none()) {
            Some(exception) => {
                let traceback = exception.downcast::<Exception>().and_then(|payload| payload.traceback.get());
                let class = vm.class_of(&exception).value();
                vm.tuple(vec![class, exception, traceback.unwrap_or(Value::NONE)])
            }
            None => vm.tuple(vec![Value::NONE; 3]),
        }
    }

    /// Return the current exception.
    ///
    /// Return the most recent exception caught by an except clause
    /// in the current stack frame or in an older stack frame, or None
    /// if no such clause exists.
    #[function("exception()")]
    fn exception(vm: &mut Vm) -> Option<Value> {
        vm.handled.get()
    }

    /// Exit the interpreter by raising SystemExit(status).
    ///
    /// If the status is omitted or None, it defaults to zero (i.e., success).
    /// If the status is an integer, it will be used as the system exit status.
    /// If it is another kind of object, it will be printed and the system
    /// exit status will be one (i.e., failure).
    #[function("exit(status=None, /)")]
    fn exit(vm: &mut Vm, status: Option<&Value>) -> R<()> {
        let arguments = match status.filter(|status| !status.is_none()) {
            None => Vec::new(),
            Some(status) => match status.downcast::<Tuple>() {
                Some(tuple) => tuple.items().to_vec(),
                None => vec![status.clone()],
            },
        };
        let class = vm.types.system_exit.value();
        let exception = vm.call(&class, &arguments)?;
        Err(vm.raise(exception))
    }

    /// ``Intern'' the given string.
    ///
    /// This enters the string in the (global) table of interned strings whose
    /// purpose is to speed up dictionary lookups. Return the string itself or
    /// the previously interned string object with the same value.
    #[function("intern(string, /)")]
    fn intern(vm: &mut Vm, string: &Value) -> R {
        let class = vm.class_name(string);
        match (string.downcast_exact::<Str>(), string.downcast::<Str>()) {
            (Some(_), _) => vm.intern_value(string),
            (None, Some(_)) => Err(vm.type_error(format!("can't intern {class}"))),
            (None, None) => Err(vm.type_error(format!("intern() argument must be str, not {class}"))),
        }
    }

    /// Return a frame object from the call stack.
    ///
    /// If optional integer depth is given, return the frame object that many
    /// calls below the top of the stack.  If that is deeper than the call
    /// stack, ValueError is raised.  The default for depth is zero, returning
    /// the frame at the top of the call stack.
    #[function("_getframe(depth=0, /)")]
    fn get_frame(vm: &mut Vm, depth: Option<&Value>) -> R {
        let depth = match depth {
            Some(depth) => c_int(vm, depth)?.max(0),
            None => 0,
        };
        let mut frame = frames::current(vm);
        for _ in 0..depth {
            frame = frame.and_then(|frame| frame.back());
        }
        match frame {
            Some(frame) => Ok(frame.object(vm)),
            None => Err(vm.value_error("call stack is not deep enough")),
        }
    }

    /// Return the name of the module that a frame of the call stack belongs to.
    #[function("_getframemodulename(depth=0)")]
    fn get_frame_module_name(vm: &mut Vm, depth: Option<i64>) -> Option<Value> {
        let mut frame = frames::current(vm);
        for _ in 0..depth.unwrap_or(0).max(0) {
            frame = frame.and_then(|frame| frame.back());
        }
        frame?.function().module.get()
    }

    /// Print an object to sys.stdout and also save it in builtins._
    #[function("displayhook(object, /)")]
    fn displayhook(vm: &mut Vm, object: &Value) -> R<()> {
        hooks::display(vm, object)
    }

    /// Handle an exception by displaying it with a traceback on sys.stderr.
    #[function("excepthook(exctype, value, traceback, /)")]
    fn excepthook(vm: &mut Vm, _class: &Value, exception: &Value, _traceback: &Value) {
        let text = if exception.downcast::<Exception>().is_some() {
            traceback_text::display_text(vm, exception)
        } else {
            let class = vm.class_name(exception);
            format!("TypeError: print_exception(): Exception expected for value, {class} found\n")
        };
        hooks::write_error(vm, &text);
    }

    /// Handle an unraisable exception.
    ///
    /// The unraisable argument has the following attributes:
    ///
    /// * exc_type: Exception type.
    /// * exc_value: Exception value, can be None.
    /// * exc_traceback: Exception traceback, can be None.
    /// * err_msg: Error message, can be None.
    /// * object: Object causing the exception, can be None.
    #[function("unraisablehook(unraisable, /)")]
    fn unraisablehook(vm: &mut Vm, unraisable: &Value) -> R<()> {
        hooks::default_unraisable(vm, unraisable)
    }

    /// Return the current default encoding used by the Unicode implementation.
    #[function("getdefaultencoding()")]
    fn getdefaultencoding(_vm: &mut Vm) -> &'static str {
        "utf-8"
    }

    /// Return the encoding used to convert Unicode filenames to OS filenames.
    #[function("getfilesystemencoding()")]
    fn getfilesystemencoding(_vm: &mut Vm) -> &'static str {
        "utf-8"
    }

    /// Return the error mode used Unicode to OS filename conversion.
    #[function("getfilesystemencodeerrors()")]
    fn getfilesystemencodeerrors(_vm: &mut Vm) -> &'static str {
        "surrogateescape"
    }

    /// Return the maximum string digits limit for non-binary int<->str conversions.
    #[function("get_int_max_str_digits()")]
    fn get_int_max_str_digits(vm: &mut Vm) -> usize {
        vm.state.int_max_str_digits
    }

    /// Set the maximum string digits limit for non-binary int<->str conversions.
    #[function("set_int_max_str_digits(maxdigits)")]
    fn set_int_max_str_digits(vm: &mut Vm, digits: &Value) -> R<()> {
        let digits = i64::from(c_int(vm, digits)?);
        match usize::try_from(digits) {
            Ok(limit) if digits == 0 || digits >= LEAST_DIGITS => vm.state.int_max_str_digits = limit,
            _ => {
                return Err(vm.value_error(format!("maxdigits must be >= {LEAST_DIGITS} or 0 for unlimited")));
            }
        }
        Ok(())
    }

    /// Return the current thread switch interval; see sys.setswitchinterval().
    #[function("getswitchinterval()")]
    fn getswitchinterval(vm: &mut Vm) -> f64 {
        vm.state.switch_interval
    }

    /// Set the ideal thread switching delay inside the Python interpreter. There is one thread: it is only kept.
    #[function("setswitchinterval(interval, /)")]
    fn setswitchinterval(vm: &mut Vm, interval: f64) -> R<()> {
        if interval <= 0.0 || interval.is_nan() {
            return Err(vm.value_error("switch interval must be strictly positive"));
        }
        vm.state.switch_interval = interval;
        Ok(())
    }

    /// Return the number of memory blocks currently allocated.
    #[function("getallocatedblocks()")]
    fn getallocatedblocks(vm: &mut Vm) -> usize {
        let mut blocks = 0;
        vm.heap.walk(&mut |_| blocks += 1);
        blocks
    }

    /// Return True if Python is exiting.
    #[function("is_finalizing()")]
    fn is_finalizing(_vm: &mut Vm) -> bool {
        false
    }

    /// Return the global debug tracing function: there is none.
    #[function("gettrace()")]
    fn gettrace(_vm: &mut Vm) {}

    /// Return the profiling function: there is none.
    #[function("getprofile()")]
    fn getprofile(_vm: &mut Vm) {}

    /// Return True if the given string is "interned".
    #[function("_is_interned(string, /)")]
    fn is_interned(_vm: &mut Vm, string: &Str) -> bool {
        string.is_interned()
    }

    /// Return True if the object is one that is not counted.
    #[function("_is_immortal(op, /)")]
    fn is_immortal(_vm: &mut Vm, object: &Value) -> bool {
        object.object().is_none()
    }

    /// Passes the event to any hooks that are attached: there are none.
    #[function("audit(event, /, *args)")]
    fn audit(_vm: &mut Vm, _event: &str, _arguments: &[Option<Value>]) {}
}

/// An argument that C would take as an int.
fn c_int(vm: &mut Vm, value: &Value) -> R<i32> {
    let index = vm.index(value)?;
    match index.as_integer().and_then(|integer| integer.to_i64()).and_then(|int| i32::try_from(int).ok()) {
        Some(int) => Ok(int),
        None => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}
