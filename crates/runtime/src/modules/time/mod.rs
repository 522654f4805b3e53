//! Module `time`: clocks, sleeping, and broken-down time.
//!
//! ```text
//! clock ─► seconds since 1970 ─► calendar ─► struct_time ─► strftime
//! ```
//!
//! Local time is UTC: no time-zone database is read.

mod calendar;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rustix::time::{ClockId, clock_gettime};

use super::{classes, make_module, set};
use crate::native::R;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::{Vm, pending};
use calendar::Fields;

const DOC: &str = "This module provides various functions to manipulate time values.";
/// The longest time that passes before a sleeping program notices Ctrl-C.
const SLICE: Duration = Duration::from_millis(20);
const FIELDS: [&str; 9] =
    ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];

/// Makes the module.
pub fn make(vm: &mut Vm) -> R {
    let module = make_module(vm, "time", DOC, TimeFunctions::DEFS)?;
    let class = struct_time_class(vm)?;
    set(vm, &module, "struct_time", class)?;
    for name in ["timezone", "altzone", "daylight"] {
        set(vm, &module, name, Value::from_i32(0))?;
    }
    let zone = vm.text("UTC")?;
    let names = vm.tuple(vec![zone.clone(), zone])?;
    set(vm, &module, "tzname", names)?;
    for (name, clock) in CLOCKS {
        let number = Value::from_i32(*clock as i32);
        set(vm, &module, name, number)?;
    }
    Ok(module)
}

const CLOCKS: &[(&str, ClockId)] = &[
    ("CLOCK_REALTIME", ClockId::Realtime),
    ("CLOCK_MONOTONIC", ClockId::Monotonic),
    ("CLOCK_PROCESS_CPUTIME_ID", ClockId::ProcessCPUTime),
    ("CLOCK_THREAD_CPUTIME_ID", ClockId::ThreadCPUTime),
];

fn struct_time_class(vm: &mut Vm) -> R {
    classes::kept(vm, "struct_time", |vm| classes::struct_sequence(vm, "time", "struct_time", &FIELDS))
}

/// A clock's nanoseconds.
fn nanoseconds(clock: ClockId) -> i64 {
    let time = clock_gettime(clock);
    time.tv_sec.saturating_mul(1_000_000_000).saturating_add(time.tv_nsec)
}

fn seconds(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// A number of seconds given by a program, or now.
fn moment(vm: &mut Vm, value: Option<&Value>) -> R<i64> {
    let Some(value) = value.filter(|value| !value.is_none()) else {
        return Ok(since_epoch().as_secs() as i64);
    };
    if let Some(float) = value.as_any_float() {
        if float.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let whole = float.floor();
        // Beyond this no calendar has a year that fits.
        if whole.abs() < 1e17 {
            return Ok(whole as i64);
        }
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    if value.as_integer().is_none() {
        let class = vm.class_name(value);
        return Err(vm.type_error(format!("'{class}' object cannot be interpreted as an integer")));
    }
    match value
        .as_integer()
        .and_then(|integer| integer.to_i64())
        .filter(|seconds| seconds.abs() < 100_000_000_000_000_000)
    {
        Some(seconds) => Ok(seconds),
        None => Err(vm.overflow_error("timestamp out of range for platform time_t")),
    }
}

fn struct_time(vm: &mut Vm, seconds: i64) -> R {
    let fields = Fields::of_seconds(seconds);
    let class = struct_time_class(vm)?;
    let items = fields.numbers().iter().map(|&number| Value::from_i64(vm.heap, number)).collect();
    let time = classes::sequence(vm, &class, items)?;
    let (zone, offset) = (vm.intern("tm_zone")?, vm.intern("tm_gmtoff")?);
    let utc = vm.text("UTC")?;
    vm.set_attribute(&time, &zone, Some(utc))?;
    vm.set_attribute(&time, &offset, Some(Value::from_i32(0)))?;
    Ok(time)
}

/// The fields that a program passed as a tuple, or those of now.
fn fields_of(vm: &mut Vm, value: Option<&Value>) -> R<Fields> {
    let Some(value) = value else { return Ok(Fields::of_seconds(since_epoch().as_secs() as i64)) };
    let Some(tuple) = value.downcast::<Tuple>() else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    if tuple.len() != 9 {
        return Err(vm.type_error(format!("function takes exactly 9 arguments ({} given)", tuple.len())));
    }
    let mut numbers = [0; 9];
    for (number, item) in numbers.iter_mut().zip(tuple.items()) {
        *number = vm.index_i64(item)?;
    }
    Ok(Fields::from_numbers(numbers))
}

fn checked_fields(vm: &mut Vm, value: Option<&Value>) -> R<Fields> {
    let fields = fields_of(vm, value)?;
    match fields.problem() {
        Some(problem) => Err(vm.value_error(problem)),
        None => Ok(fields),
    }
}

/// The functions of the module.
struct TimeFunctions;

#[exuvia_macros::builtin_methods]
impl TimeFunctions {
    /// Return the current time in seconds since the Epoch.
    ///
    /// Fractions of a second may be present if the system clock provides them.
    #[function("time()")]
    fn time(_vm: &mut Vm) -> f64 {
        since_epoch().as_secs_f64()
    }

    /// Return the current time in nanoseconds since the Epoch.
    #[function("time_ns()")]
    fn time_ns(_vm: &mut Vm) -> i64 {
        nanoseconds(ClockId::Realtime)
    }

    /// Performance counter for benchmarking.
    #[function("perf_counter()")]
    fn perf_counter(_vm: &mut Vm) -> f64 {
        seconds(ClockId::Monotonic)
    }

    /// Performance counter for benchmarking as nanoseconds.
    #[function("perf_counter_ns()")]
    fn perf_counter_ns(_vm: &mut Vm) -> i64 {
        nanoseconds(ClockId::Monotonic)
    }

    /// Monotonic clock, cannot go backward.
    #[function("monotonic()")]
    fn monotonic(_vm: &mut Vm) -> f64 {
        seconds(ClockId::Monotonic)
    }

    /// Monotonic clock, cannot go backward, as nanoseconds.
    #[function("monotonic_ns()")]
    fn monotonic_ns(_vm: &mut Vm) -> i64 {
        nanoseconds(ClockId::Monotonic)
    }

    /// Process time for profiling: sum of the kernel and user-space CPU time.
    #[function("process_time()")]
    fn process_time(_vm: &mut Vm) -> f64 {
        seconds(ClockId::ProcessCPUTime)
    }

    /// Process time for profiling as nanoseconds: sum of the kernel and user-space CPU time.
    #[function("process_time_ns()")]
    fn process_time_ns(_vm: &mut Vm) -> i64 {
        nanoseconds(ClockId::ProcessCPUTime)
    }

    /// Thread time for profiling: sum of the kernel and user-space CPU time.
    #[function("thread_time()")]
    fn thread_time(_vm: &mut Vm) -> f64 {
        seconds(ClockId::ThreadCPUTime)
    }

    /// Thread time for profiling as nanoseconds: sum of the kernel and user-space CPU time.
    #[function("thread_time_ns()")]
    fn thread_time_ns(_vm: &mut Vm) -> i64 {
        nanoseconds(ClockId::ThreadCPUTime)
    }

    /// Return the time of the specified clock clk_id as a float.
    #[function("clock_gettime(clk_id, /)")]
    fn clock_gettime(vm: &mut Vm, clock: i64) -> R<f64> {
        clock_of(vm, clock).map(seconds)
    }

    /// Return the time of the specified clock clk_id as nanoseconds (int).
    #[function("clock_gettime_ns(clk_id, /)")]
    fn clock_gettime_ns(vm: &mut Vm, clock: i64) -> R<i64> {
        clock_of(vm, clock).map(nanoseconds)
    }

    /// Delay execution for a given number of seconds.
    ///
    /// The argument may be a floating-point number for subsecond precision.
    #[function("sleep(seconds, /)")]
    fn sleep(vm: &mut Vm, seconds: &Value) -> R<()> {
        let number = match (seconds.as_any_float(), seconds.as_integer()) {
            (Some(float), _) if float.is_nan() => {
                return Err(vm.value_error("Invalid value NaN (not a number)"));
            }
            (Some(float), _) => float,
            (None, Some(_)) => vm.to_float(seconds)?,
            (None, None) => {
                let name = vm.names.__index__.clone();
                if vm.call_special(seconds, &name, &[]).transpose()?.is_none() {
                    let class = vm.class_name(seconds);
                    return Err(vm.type_error(format!(
                        "'{class}' object cannot be interpreted as an integer or float"
                    )));
                }
                vm.to_float(seconds)?
            }
        };
        if number < 0.0 {
            return Err(vm.value_error("sleep length must be non-negative"));
        }
        let Ok(length) = Duration::try_from_secs_f64(number) else {
            return Err(vm.overflow_error("timestamp too large to convert to C PyTime_t"));
        };
        let start = Instant::now();
        while let Some(left) = length.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
            if vm.heap.pending().get() & (pending::INTERRUPT | pending::STOP) != 0 {
                return crate::gc_host::run_pending(vm);
            }
            std::thread::sleep(left.min(SLICE));
        }
        Ok(())
    }

    /// Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a. GMT).
    ///
    /// When 'seconds' is not passed in, convert the current time instead.
    #[function("gmtime(seconds=None, /)")]
    fn gmtime(vm: &mut Vm, seconds: Option<&Value>) -> R {
        let seconds = moment(vm, seconds)?;
        struct_time(vm, seconds)
    }

    /// Convert seconds since the Epoch to a time tuple expressing local time, which is UTC here.
    ///
    /// When 'seconds' is not passed in, convert the current time instead.
    #[function("localtime(seconds=None, /)")]
    fn localtime(vm: &mut Vm, seconds: Option<&Value>) -> R {
        let seconds = moment(vm, seconds)?;
        struct_time(vm, seconds)
    }

    /// Convert a time tuple in local time to seconds since the Epoch.
    #[function("mktime(tuple, /)")]
    fn mktime(vm: &mut Vm, time: &Value) -> R<f64> {
        let fields = fields_of(vm, Some(time))?;
        match fields.seconds() {
            Some(seconds) => Ok(seconds as f64),
            None => Err(vm.overflow_error("mktime argument out of range")),
        }
    }

    /// Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.
    ///
    /// When the time tuple is not present, current time as returned by localtime()
    /// is used.
    #[function("asctime(tuple=None, /)")]
    fn asctime(vm: &mut Vm, time: Option<&Value>) -> R<String> {
        checked_fields(vm, time).map(|fields| fields.as_text())
    }

    /// Convert a time in seconds since the Epoch to a string in local time.
    ///
    /// This is equivalent to asctime(localtime(seconds)). When the time tuple is
    /// not present, current time as returned by localtime() is used.
    #[function("ctime(seconds=None, /)")]
    fn ctime(vm: &mut Vm, seconds: Option<&Value>) -> R<String> {
        moment(vm, seconds).map(|seconds| Fields::of_seconds(seconds).as_text())
    }

    /// Convert a time tuple to a string according to a format specification.
    ///
    /// When the time tuple is not present, current time as returned by localtime()
    /// is used.
    #[function("strftime(format, tuple=None, /)")]
    fn strftime(vm: &mut Vm, format: &Str, time: Option<&Value>) -> R<String> {
        let fields = checked_fields(vm, time)?;
        Ok(fields.formatted(format.as_str()))
    }
}

fn clock_of(vm: &mut Vm, number: i64) -> R<ClockId> {
    match CLOCKS.iter().find(|(_, clock)| *clock as i64 == number) {
        Some((_, clock)) => Ok(*clock),
        None => Err(crate::types::exceptions::os_error::raise_os_error(vm, 22, "Invalid argument", None)),
    }
}
