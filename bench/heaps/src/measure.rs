//! The clock, the random numbers and the view of memory that all workloads share.
//!
//! Times are CPU time of the calling thread, so other processes disturb them only through caches and clock
//! rates. Reading that clock is a system call of some hundred nanoseconds: workloads read it around loops,
//! except where each step's time is what they want.

/// CPU time that this thread has used, in nanoseconds.
#[inline]
pub fn cpu_nanoseconds() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the clock is one that every system has, and the time is written to a place of ours.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    debug_assert_eq!(status, 0);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// CPU time since `start`, divided by `operations`.
pub fn per_operation(start: u64, operations: usize) -> f64 {
    (cpu_nanoseconds() - start) as f64 / operations as f64
}

/// Runs are repeated until they have used this much CPU time together.
const BUDGET_NANOSECONDS: u64 = 12_000_000_000;

/// The least figure of up to so many runs; slow rows get fewer.
pub fn best(runs: usize, mut run: impl FnMut() -> f64) -> f64 {
    let start = cpu_nanoseconds();
    let mut least = f64::INFINITY;
    for _ in 0..runs {
        least = least.min(run());
        if cpu_nanoseconds() - start > BUDGET_NANOSECONDS {
            break;
        }
    }
    least
}

/// The time of a step, and the longest step, of a loop of so many.
///
/// The longest step needs a reading of the clock in each, so it comes from other runs than the time, unless
/// the steps are so slow that the clock does not matter.
pub fn measure_steps(
    steps: usize,
    mut run: impl FnMut(),
    mut run_clocked: impl FnMut(&mut dyn FnMut()),
) -> (f64, f64) {
    let mut longest = u64::MAX;
    let clocked = best(4, || {
        let start = cpu_nanoseconds();
        let mut in_this_run = 0;
        let mut before = start;
        run_clocked(&mut || {
            let now = cpu_nanoseconds();
            in_this_run = in_this_run.max(now - before);
            before = now;
        });
        longest = longest.min(in_this_run);
        per_operation(start, steps)
    });
    let slow = clocked * steps as f64 > BUDGET_NANOSECONDS as f64;
    let time = if slow {
        clocked
    } else {
        best(3, || {
            let start = cpu_nanoseconds();
            run();
            per_operation(start, steps)
        })
    };
    (time, longest as f64)
}

/// Bytes of this process in physical memory.
pub fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("procfs");
    let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    // SAFETY: asks for a constant of the system.
    let page_bytes = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    pages.expect("a number of pages") * page_bytes as usize
}

/// Starts the measurement of [`peak_bytes`] anew.
pub fn reset_peak() {
    // Where the system refuses, peaks are those since the process started.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most bytes of this process that were in physical memory at a time.
pub fn peak_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("procfs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kilobytes.expect("a number of kilobytes") * 1024
}

/// How much is done.
#[derive(Clone, Copy)]
pub struct Sizes {
    /// Objects of w1.
    pub objects: usize,
    /// Levels below the root of w2.
    pub depth: u32,
    /// Nodes of the list of w3.
    pub list: usize,
    /// References of w5.
    pub references: usize,
    /// Live nodes of w6 and w8.
    pub live: usize,
    /// Garbage cycles of w6.
    pub cycles: usize,
    /// Cycles that are alive at a time in w6c.
    pub window: usize,
    /// Pairs of `allocate` and `free`, and replacements.
    pub pairs: usize,
    /// Blocks that are alive while others are replaced.
    pub blocks: usize,
    /// Blocks that are allocated, then freed.
    pub fill: usize,
}

impl Sizes {
    pub const FULL: Sizes = Sizes {
        objects: 10_000_000,
        depth: 20,
        list: 1_000_000,
        references: 100_000_000,
        live: 3_000_000,
        cycles: 5_000_000,
        window: 100_000,
        pairs: 20_000_000,
        blocks: 1_000_000,
        fill: 5_000_000,
    };

    pub const QUICK: Sizes = Sizes {
        objects: 1_000_000,
        depth: 16,
        list: 100_000,
        references: 10_000_000,
        live: 200_000,
        cycles: 300_000,
        window: 10_000,
        pairs: 2_000_000,
        blocks: 100_000,
        fill: 300_000,
    };

    /// The sizes by the names that the program passes to its child processes.
    pub fn named(name: &str) -> Sizes {
        if name == "quick" { Sizes::QUICK } else { Sizes::FULL }
    }
}

/// A xorshift generator with a fixed seed: every row sees the same numbers.
pub struct Random(u64);

impl Random {
    #[expect(clippy::new_without_default, reason = "a default generator would hide the fixed seed")]
    pub fn new() -> Random {
        Random(88_172_645_463_325_252)
    }

    #[inline(always)]
    fn word(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 as usize
    }

    /// A number below `limit`.
    #[inline(always)]
    pub fn below(&mut self, limit: usize) -> usize {
        ((self.word() as u128 * limit as u128) >> 64) as usize
    }

    /// A size as Python programs ask for: mostly 32 to 80 bytes, a few larger ones.
    #[inline(always)]
    pub fn mixed_bytes(&mut self) -> usize {
        match self.word() % 100 {
            0..25 => 32,
            25..50 => 48,
            50..75 => 64,
            75..85 => 80,
            85..95 => 112,
            95..99 => 240,
            _ => 480,
        }
    }
}

/// The numbers below `count` in random order.
pub fn permutation(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut random = Random::new();
    for index in (1..count).rev() {
        order.swap(index, random.below(index + 1));
    }
    order
}
