//! What the native modules keep for one interpreter.
//!
//! ```text
//! Vm.state ── sys (its namespace) · output (standard streams) · gc (callbacks, garbage, switches) · limits
//! ```
//!
//! It knows values, not what the modules do with them.

use std::cell::RefCell;
use std::rc::Rc;

use exuvia_heap::Heap;

use super::streams::Output;
use crate::native::MethodDef;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::value::Value;

/// State of the native modules.
pub struct State {
    /// The namespace of module `sys`.
    pub sys: Value,
    /// The standard output and what waits to be written to it.
    pub output: Rc<Output>,
    pub gc: GcState,
    /// Digits that conversions between int and str may have; 0: no limit.
    pub int_max_str_digits: usize,
    /// What `sys.getswitchinterval` shows, in seconds.
    pub switch_interval: f64,
    /// Native classes that are made when they are needed, by name: struct sequences, module specifications.
    pub classes: RefCell<Vec<(&'static str, Value)>>,
    /// The functions of each module, by the module's name: for messages.
    pub functions: Vec<(Value, &'static [MethodDef])>,
}

/// State of module `gc`.
pub struct GcState {
    /// `gc.callbacks`.
    pub callbacks: Value,
    /// `gc.garbage`.
    pub garbage: Value,
    /// The flags of `gc.set_debug`.
    pub debug: u32,
    /// What `gc.isenabled` shows. The strategy decides what it means.
    pub enabled: bool,
    pub strategy: Strategy,
    /// Bytes in use when MemoryError was last raised for an overdrawn budget; 0 while it is kept.
    pub overdrawn_at: usize,
    /// MemoryError was raised: garbage is to be collected at the next safe point.
    pub exhausted: bool,
    /// Finalizers that run inside of each other.
    pub finalizer_nesting: u32,
}

/// When automatic collections run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strategy {
    /// Never.
    Off,
    /// As the thresholds say.
    Auto,
    /// At every allocation of a container.
    Every,
    /// For tests: a slice of about so many objects at every allocation of a container, and what is found in slices is checked.
    Slices(usize),
}

impl Strategy {
    /// What the environment variable `EXUVIA_GC` asks for.
    pub fn from_environment() -> Strategy {
        match std::env::var("EXUVIA_GC").as_deref() {
            Ok("off") => Strategy::Off,
            Ok("every") => Strategy::Every,
            Ok(text) => match text.strip_prefix("slices:").and_then(|objects| objects.parse().ok()) {
                Some(objects) => Strategy::Slices(objects),
                None => Strategy::Auto,
            },
            Err(_) => Strategy::Auto,
        }
    }
}

impl State {
    /// The state at the start.
    pub fn new(heap: &Heap) -> State {
        State {
            sys: Dict::new_value(heap),
            output: Rc::new(Output::default()),
            gc: GcState {
                callbacks: List::new_empty(heap),
                garbage: List::new_empty(heap),
                debug: 0,
                enabled: true,
                strategy: Strategy::from_environment(),
                overdrawn_at: 0,
                exhausted: false,
                finalizer_nesting: 0,
            },
            int_max_str_digits: 4300,
            switch_interval: 0.005,
            classes: RefCell::default(),
            functions: Vec::new(),
        }
    }
}
