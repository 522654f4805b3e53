//! How a runtime is set up.
//!
//! ```text
//! Runtime::builder().budget(…).arguments(…).search_path(…).collector(…).build()?
//! ```

use std::io::Write;

use exuvia_runtime::vm::{Config, StartError};

use crate::budget::Budget;
use crate::compile::compile;
use crate::runtime::Runtime;

/// Bytes of machine stack that the interpreter's thread reserves; pages are committed when they are first used.
pub(crate) const STACK_BYTES: usize = 512 << 20;

/// Nested calls between native code and Python code that may at most be open. The deepest chain that was measured, a `__getattr__`
/// that asks for another attribute, takes well below `STACK_BYTES / NATIVE_DEPTH` bytes a level in every build profile.
pub(crate) const NATIVE_DEPTH: u32 = 20_000;

/// When automatic collections run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Collector {
    /// As the environment variable `EXUVIA_GC` says; automatically when it is not set.
    #[default]
    FromEnvironment,
    /// Never by themselves.
    Off,
    /// As the thresholds say.
    Automatic,
    /// At each allocation of a container: for tests.
    EveryAllocation,
}

/// Settings of a [`Runtime`] that is to be made.
#[derive(Default)]
pub struct Builder {
    pub(crate) budget: Budget,
    pub(crate) arguments: Vec<String>,
    pub(crate) search_path: Vec<String>,
    pub(crate) collector: Collector,
    pub(crate) native_depth: Option<u32>,
    pub(crate) checked_allocator: bool,
    pub(crate) output: Option<Box<dyn Write + Send>>,
    pub(crate) error: Option<Box<dyn Write + Send>>,
}

impl Builder {
    /// The bytes that the heap may take; unlimited unless set.
    #[must_use]
    pub fn budget(mut self, budget: Budget) -> Builder {
        self.budget = budget;
        self
    }

    /// `sys.argv`.
    #[must_use]
    pub fn arguments(mut self, arguments: impl IntoIterator<Item = impl Into<String>>) -> Builder {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// `sys.path`: the folders in which modules are looked for.
    #[must_use]
    pub fn search_path(mut self, folders: impl IntoIterator<Item = impl Into<String>>) -> Builder {
        self.search_path = folders.into_iter().map(Into::into).collect();
        self
    }

    /// When automatic collections run.
    #[must_use]
    pub fn collector(mut self, collector: Collector) -> Builder {
        self.collector = collector;
        self
    }

    /// Nested calls between native code and Python code before `RecursionError`; at most the default.
    #[must_use]
    pub fn native_depth(mut self, depth: u32) -> Builder {
        self.native_depth = Some(depth.min(NATIVE_DEPTH));
        self
    }

    /// Every operation of the heap's allocator is checked, which takes several times as long, and it can be told to refuse memory
    /// (`Allocator::refuse_every`). For tests.
    #[must_use]
    pub fn checked_allocator(mut self, checked: bool) -> Builder {
        self.checked_allocator = checked;
        self
    }

    /// Where `sys.stdout` and `sys.stderr` write instead of the process's own streams.
    #[must_use]
    pub fn streams(
        mut self,
        output: impl Write + Send + 'static,
        error: impl Write + Send + 'static,
    ) -> Builder {
        self.output = Some(Box::new(output));
        self.error = Some(Box::new(error));
        self
    }

    /// Makes the runtime.
    ///
    /// # Errors
    /// When the system refuses address space or a thread, or the budget is too small to start.
    pub fn build(self) -> Result<Runtime, StartError> {
        Runtime::start(self)
    }

    pub(crate) fn config(&self) -> Config {
        Config {
            budget_bytes: self.budget.in_bytes(),
            compile,
            search_path: self.search_path.clone(),
            arguments: self.arguments.clone(),
            native_depth: self.native_depth.unwrap_or(NATIVE_DEPTH),
            checked_allocator: self.checked_allocator,
        }
    }
}
