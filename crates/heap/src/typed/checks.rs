//! In debug mode: whether the trace functions of types report what their values own.
//!
//! ```text
//! all live objects held ─▶ value dropped ─▶ count before − count after = references that it owned
//! ```
//!
//! The deaths of a type are sampled: the first ones, then ever fewer, because a check looks at all live
//! objects. It does not see a forgotten field in a type none of whose values ever dies.

use crate::header::{LayoutId, Object};
use crate::heap::Heap;
use crate::layout::Layout;
use crate::tracer::Tracer;
use crate::weak::AddressMap;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Deaths of a type that are all checked; later ones when their number is a power of two.
const FIRST_DEATHS: u32 = 16;

thread_local! {
    /// Counts what is not traced on purpose.
    static OPAQUE: Cell<u32> = const { Cell::new(0) };
}

/// Something is dropped or passed over whose references no trace function reports.
#[inline]
pub(super) fn note_opaque() {
    OPAQUE.set(OPAQUE.get().wrapping_add(1));
}

/// A type whose trace function does not fit its values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TraceViolation {
    /// The type.
    pub type_name: String,
    /// The type of what it refers to.
    pub child: String,
    /// References that a value owned.
    pub owned: usize,
    /// References that its trace function reported.
    pub reported: usize,
}

impl fmt::Display for TraceViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TraceViolation { type_name, child, owned, reported } = self;
        write!(f, "{type_name} owns {owned} references to a {child}, but its trace reports {reported}")
    }
}

/// All that was found so far, without repetitions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TraceViolations(pub Vec<TraceViolation>);

impl fmt::Display for TraceViolations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for TraceViolations {}

/// What has been checked.
pub(crate) struct Checks {
    on: bool,
    /// Deaths by type.
    deaths: RefCell<BTreeMap<LayoutId, u32>>,
    violations: RefCell<BTreeSet<TraceViolation>>,
}

impl Checks {
    pub fn new(on: bool) -> Checks {
        Checks { on, deaths: RefCell::new(BTreeMap::new()), violations: RefCell::new(BTreeSet::new()) }
    }

    #[inline(always)]
    pub fn are_on(&self) -> bool {
        self.on
    }

    fn is_due(&self, layout: LayoutId) -> bool {
        let mut deaths = self.deaths.borrow_mut();
        let number = deaths.entry(layout).or_default();
        *number = number.saturating_add(1);
        *number <= FIRST_DEATHS || number.is_power_of_two()
    }
}

impl Heap {
    /// What the debug mode has found out about trace functions; empty without it.
    ///
    /// # Errors
    /// There are trace functions that do not fit their types.
    pub fn check_traces(&self) -> Result<(), TraceViolations> {
        let violations: Vec<TraceViolation> = self.typed.checks.violations.borrow().iter().cloned().collect();
        if violations.is_empty() { Ok(()) } else { Err(TraceViolations(violations)) }
    }

    /// Drops the value of `object` by calling `drop`, and compares what it owned with what it reported.
    #[cold]
    pub(super) fn drop_checked(&self, object: Object, layout: &Layout, drop: &mut dyn FnMut()) {
        // SAFETY: the object's block is still allocated.
        if !self.typed.checks.is_due(unsafe { object.as_ref() }.layout()) {
            return drop();
        }
        let opaque = OPAQUE.get();
        let mut reported: AddressMap<usize> = AddressMap::default();
        let mut count = |child: Object| *reported.entry(child.as_ptr() as usize).or_default() += 1;
        // SAFETY: the payload is whole, and of this layout.
        unsafe { (layout.trace)(object, layout, &mut Tracer::visitor(&mut count)) };
        let held = self.hold_all(object);
        drop();
        if OPAQUE.get() == opaque {
            self.compare(layout, &held, &reported);
        }
        for (object, _) in held {
            // Without a stamp: the hold was for a moment.
            // SAFETY: the count was added by `hold_all`.
            if unsafe { object.as_ref() }.decref_unstamped() {
                // SAFETY: it has just reached zero.
                unsafe { Heap::death(object) };
            }
        }
    }

    /// Holds all live objects but one; their counts before.
    fn hold_all(&self, except: Object) -> Vec<(Object, u32)> {
        // Objects that wait for their burial have a link for a count.
        let mut waiting = BTreeSet::new();
        let mut granule = self.deferred_first.get();
        while granule != 0 {
            let object = self.at_granule(granule);
            waiting.insert(object);
            // SAFETY: an object on the list keeps its block until it is buried.
            granule = unsafe { object.as_ref() }.count();
        }
        let mut held = Vec::new();
        self.walk(&mut |object| {
            // SAFETY: `walk` passes blocks in use.
            let header = unsafe { object.as_ref() };
            let count = header.count();
            if count != 0 && count != u32::MAX && object != except && !waiting.contains(&object) {
                header.incref();
                held.push((object, count));
            }
        });
        held
    }

    fn compare(&self, layout: &Layout, held: &[(Object, u32)], reported: &AddressMap<usize>) {
        for &(object, before) in held {
            // SAFETY: it is held.
            let header = unsafe { object.as_ref() };
            let after = header.count() - 1;
            let owned = before.saturating_sub(after) as usize;
            let reported = reported.get(&(object.as_ptr() as usize)).copied().unwrap_or(0);
            let child = &self.entry_of(object).layout;
            // Weak handles own their weak reference, a leaf that no cycle goes through.
            let is_weak = self.typed.weak.get() == Some(header.layout());
            if owned != reported && !is_weak {
                self.typed.checks.violations.borrow_mut().insert(TraceViolation {
                    type_name: layout.name.to_string(),
                    child: child.name.to_string(),
                    owned,
                    reported,
                });
            }
        }
    }
}
