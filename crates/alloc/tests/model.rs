//! Random sequences of operations against a simple model: a vector of blocks with the content that each must have. The
//! allocator's integrity is checked all along, and at the end everything is given back.

#[expect(dead_code, reason = "this file uses a part")]
mod support;

use std::collections::BTreeSet;
use std::ptr::NonNull;

use exuvia_alloc::{Allocator, Config, GRANULE, Kind, MAX_SMALL, POOL_BYTES};
use proptest::prelude::*;
use support::{free, read_word, reallocate, set_side_entry, side_entry, write_word};

/// One step; numbers are reduced to what is there.
#[derive(Clone, Debug)]
enum Step {
    Allocate {
        kind: u8,
        bytes: usize,
    },
    Free {
        which: usize,
    },
    /// Frees blocks one after another, from `which` on.
    FreeMany {
        which: usize,
        count: usize,
    },
    Reallocate {
        which: usize,
        bytes: usize,
    },
    ResetYoung,
    Side {
        young: bool,
    },
    Trim,
}

struct Held {
    block: NonNull<u8>,
    kind: Kind,
    bytes: usize,
    stamp: u64,
}

struct Model {
    allocator: Allocator,
    held: Vec<Held>,
    stamps: u64,
}

impl Model {
    fn new(config: Config) -> Model {
        Model { allocator: Allocator::reserve(config).unwrap(), held: Vec::new(), stamps: 0 }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Allocate { kind, bytes } => self.allocate(Kind::ALL[usize::from(kind % 3)], bytes),
            Step::Free { which } => self.free(which),
            Step::FreeMany { which, count } => (0..count).for_each(|_| self.free(which)),
            Step::Reallocate { which, bytes } => self.reallocate(which, bytes),
            Step::ResetYoung => self.allocator.reset_young(),
            Step::Side { young } => self.side(young),
            Step::Trim => self.allocator.trim(),
        }
    }

    fn allocate(&mut self, kind: Kind, bytes: usize) {
        let Some(block) = self.allocator.allocate(kind, bytes) else { return };
        assert_eq!(block.addr().get() % GRANULE, 0);
        // SAFETY: the block is in use.
        assert_eq!(unsafe { Allocator::kind_of(block) }, kind);
        // SAFETY: the block is in use.
        let usable = unsafe { Allocator::usable_bytes(block) };
        assert!(usable >= bytes, "{usable} usable of {bytes}");
        self.stamps += 1;
        let held = Held { block, kind, bytes, stamp: self.stamps };
        held.write();
        self.held.push(held);
    }

    fn free(&mut self, which: usize) {
        if self.held.is_empty() {
            return;
        }
        let held = self.held.swap_remove(which % self.held.len());
        held.check();
        free(&self.allocator, held.block);
    }

    fn reallocate(&mut self, which: usize, bytes: usize) {
        if self.held.is_empty() {
            return;
        }
        let which = which % self.held.len();
        let held = &mut self.held[which];
        held.check();
        let Some(block) = reallocate(&self.allocator, held.block, bytes) else {
            held.check();
            return;
        };
        held.block = block;
        held.bytes = held.bytes.min(bytes);
        held.check();
        held.bytes = bytes;
        held.write();
    }

    /// Every container block has its own entry, which keeps what is written to it until its pool's table is cleared.
    fn side(&self, young: bool) {
        let mut blocks = Vec::new();
        let mut pools = Vec::new();
        let collect = |pool: exuvia_alloc::PoolRef<'_>| {
            if pool.kind() == Kind::Container {
                pools.push(pool.index());
                blocks.extend(pool.blocks());
            }
        };
        if young {
            self.allocator.young_pools(collect)
        } else {
            self.allocator.pools(collect)
        }
        for (value, &block) in (1..).zip(&blocks) {
            assert_eq!(side_entry(block), 0);
            set_side_entry(block, value);
        }
        for (value, &block) in (1..).zip(&blocks) {
            assert_eq!(side_entry(block), value);
        }
        for number in pools {
            self.allocator.pools_from(number, |pool| {
                assert_eq!(pool.index(), number);
                self.allocator.clear_side(pool);
                false
            });
        }
        assert!(blocks.into_iter().all(|block| side_entry(block) == 0));
    }

    /// The pools hold exactly the blocks that the model holds, in address order.
    fn compare(&self) {
        self.allocator.check_integrity().unwrap();
        let mut expected = BTreeSet::new();
        expected.extend(self.held.iter().map(|held| (held.block.addr().get(), held.kind)));
        let mut found = Vec::new();
        let mut live = 0;
        self.allocator.pools(|pool| {
            live += pool.live();
            found.extend(pool.blocks().map(|block| (block.addr().get(), pool.kind())));
        });
        assert_eq!(live, self.held.len());
        assert!(found.is_sorted());
        assert!(found.iter().copied().eq(expected.iter().copied()));
        let statistics = self.allocator.statistics();
        assert_eq!(statistics.granted_bytes + statistics.side_bytes, self.allocator.used_bytes());
        let requested: usize = self.held.iter().map(|held| held.bytes).sum();
        assert!(statistics.live_bytes >= requested);
        assert!(statistics.live_bytes <= statistics.granted_bytes);
    }

    fn finish(mut self) {
        while !self.held.is_empty() {
            self.free(self.stamps as usize);
        }
        self.compare();
        self.allocator.trim();
        self.compare();
        assert_eq!(self.allocator.used_bytes(), 0);
        assert_eq!(self.allocator.statistics().empty_arenas, 0);
    }
}

impl Held {
    fn write(&self) {
        (0..self.bytes / 8)
            .for_each(|index| write_word(self.block, index, self.stamp ^ (index as u64) << 32));
    }

    fn check(&self) {
        for word in 0..self.bytes / 8 {
            let found = read_word(self.block, word);
            assert_eq!(found, self.stamp ^ (word as u64) << 32, "word {word} of {} bytes", self.bytes);
        }
    }
}

/// Mostly what Python programs ask for, sometimes anything. At least a word, so that a block's first word can be set.
fn bytes() -> impl Strategy<Value = usize> {
    prop_oneof![
        12 => 8..=128usize,
        4 => 8..=600usize,
        3 => 8..=MAX_SMALL + 1000,
        1 => MAX_SMALL..=20 * POOL_BYTES,
        1 => Just(62 * POOL_BYTES),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        20 => (any::<u8>(), bytes()).prop_map(|(kind, bytes)| Step::Allocate { kind, bytes }),
        12 => any::<usize>().prop_map(|which| Step::Free { which }),
        2 => (any::<usize>(), 1..80usize).prop_map(|(which, count)| Step::FreeMany { which, count }),
        4 => (any::<usize>(), bytes()).prop_map(|(which, bytes)| Step::Reallocate { which, bytes }),
        1 => Just(Step::ResetYoung),
        1 => any::<bool>().prop_map(|young| Step::Side { young }),
        1 => Just(Step::Trim),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn short_sequences_are_checked_after_each_step(steps in prop::collection::vec(step(), 1..120)) {
        for debug in [false, true] {
            let mut model = Model::new(Config { debug, ..Config::default() });
            for step in &steps {
                model.step(step);
                model.compare();
            }
            model.finish();
        }
    }

    #[test]
    fn a_small_budget_is_never_exceeded(steps in prop::collection::vec(step(), 1..200), pools in 1..120usize) {
        let budget_bytes = pools * POOL_BYTES;
        let mut model = Model::new(Config { budget_bytes, ..Config::default() });
        for step in &steps {
            model.step(step);
            prop_assert!(model.allocator.peak_bytes() <= budget_bytes);
            prop_assert!(!model.allocator.overdrawn());
        }
        model.compare();
        model.finish();
    }

    #[test]
    fn refusals_leave_everything_as_it_was(steps in prop::collection::vec(step(), 1..100), every in 1..9u32) {
        let mut model = Model::new(Config { debug: true, ..Config::default() });
        model.allocator.refuse_every(every);
        for step in &steps {
            model.step(step);
            model.compare();
        }
        model.allocator.refuse_every(0);
        model.finish();
    }
}

/// Many blocks, few checks: waves of growth and decline over several arenas.
#[test]
fn long_sequences_cross_arenas() {
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random as usize
    };
    let mut model = Model::new(Config::default());
    for wave in 0..6 {
        let target = if wave % 2 == 0 { 60_000 } else { 2_000 };
        for step in 0..150_000 {
            let grow = (next() % 100) < if model.held.len() < target { 70 } else { 30 };
            if grow {
                let bytes = match next() % 1000 {
                    0 => 8 + next() % 300_000,
                    1..30 => 8 + next() % 5_000,
                    _ => 8 + next() % 200,
                };
                model.allocate(Kind::ALL[next() % 3], bytes);
            } else if next() % 10 == 0 {
                model.reallocate(next(), 8 + next() % 1000);
            } else {
                model.free(next());
            }
            if step % 50_000 == 0 {
                model.compare();
                model.side(step % 100_000 == 0);
                model.allocator.reset_young();
            }
        }
        model.compare();
    }
    model.finish();
}
