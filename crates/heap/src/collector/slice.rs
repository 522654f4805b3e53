//! Slices: how long the collector may work before the program goes on.
//!
//! ```text
//! spend(units) … is_over?  ──▶ the clock is asked once for every STEP units
//! ```
//!
//! A unit is the work on about one object. What the work is, is not known here.

use std::time::{Duration, Instant};

/// The longest that automatic collection may keep the program waiting, as far as the collector's own work goes.
pub(crate) const SLICE: Duration = Duration::from_micros(500);
/// Units between two looks at the clock: some ten microseconds.
const STEP: usize = 256;

/// How much may be done.
pub(crate) struct Limit {
    left: usize,
    end: End,
}

enum End {
    Never,
    At(Instant),
    Now,
}

impl Limit {
    /// No limit.
    pub fn none() -> Limit {
        Limit { left: usize::MAX, end: End::Never }
    }

    /// Work until this instant.
    pub fn until(deadline: Instant) -> Limit {
        Limit { left: STEP, end: End::At(deadline) }
    }

    /// Work of about so many units.
    pub fn units(units: usize) -> Limit {
        Limit { left: units, end: End::Now }
    }

    /// Notes work.
    #[inline(always)]
    pub fn spend(&mut self, units: usize) {
        self.left = self.left.saturating_sub(units);
    }

    /// Whether the slice ends here.
    #[inline(always)]
    pub fn is_over(&mut self) -> bool {
        self.left == 0 && self.is_over_slow()
    }

    #[cold]
    #[inline(never)]
    fn is_over_slow(&mut self) -> bool {
        match self.end {
            End::Never => self.left = usize::MAX,
            End::At(deadline) if Instant::now() < deadline => self.left = STEP,
            End::At(_) => self.end = End::Now,
            End::Now => {}
        }
        self.left == 0
    }
}
