//! Measures the allocator: `cargo run --release -p exuvia-alloc --example measure [part]`.
//!
//! ```text
//! pairs      allocate and free of one size, in a loop
//! replace    a million live blocks of Python's mix of sizes; a random one is replaced
//! fill       five million blocks: allocated, freed in order or at random
//! resident   what the system says, against what is live, before and after everything is freed
//! start      pages that a fresh heap touches
//! ```

use std::hint::black_box;
use std::ptr::NonNull;
use std::time::Instant;

use exuvia_alloc::{Allocator, Config, Kind};

fn main() {
    let part = std::env::args().nth(1);
    let run = |name: &str| part.as_deref().is_none_or(|part| part == name);
    if run("start") {
        start();
    }
    if run("pairs") {
        pairs();
    }
    if run("replace") {
        replace();
    }
    if run("fill") {
        fill();
    }
    if run("debug") {
        checked();
    }
}

fn reserve() -> Allocator {
    Allocator::reserve(Config::default()).expect("address space for a heap")
}

fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("procfs");
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).expect("a number of pages") * 4096
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 as usize
    }

    fn below(&mut self, limit: usize) -> usize {
        ((self.next() as u128 * limit as u128) >> 64) as usize
    }
}

/// Python's mix: mostly 32 to 80 bytes, a few larger ones.
fn mixed_bytes(random: &mut Random) -> usize {
    match random.next() % 100 {
        0..25 => 32,
        25..50 => 48,
        50..75 => 64,
        75..85 => 80,
        85..95 => 112,
        95..99 => 240,
        _ => 480,
    }
}

fn start() {
    let before = resident_bytes();
    let clock = Instant::now();
    let allocator = reserve();
    let nanoseconds = clock.elapsed().as_nanos();
    for kind in Kind::ALL {
        for bytes in [16, 32, 48, 64, 96, 128, 256, 512] {
            touch(allocator.allocate_small(kind, bytes));
        }
    }
    println!("start: {} KiB, reserved in {nanoseconds} ns", (resident_bytes() - before) / 1024);
}

fn touch(block: NonNull<u8>) {
    // SAFETY: every block has a first word.
    unsafe { block.cast::<u64>().write(1) };
}

fn pairs() {
    const ROUNDS: usize = 50_000_000;
    let allocator = reserve();
    pair::<32, ROUNDS>(&allocator);
    pair::<64, ROUNDS>(&allocator);
    pair::<512, ROUNDS>(&allocator);
    pair::<2048, ROUNDS>(&allocator);
    let mut ring = [None; 16];
    let clock = Instant::now();
    for round in 0..ROUNDS {
        let block = allocator.allocate_small(Kind::Container, 48);
        touch(block);
        if let Some(old) = ring[round % 16].replace(block) {
            // SAFETY: taken out of the ring, where it was alone.
            unsafe { allocator.free(old) };
        }
    }
    println!("ring of 16, 48 bytes: {:.2} ns", clock.elapsed().as_nanos() as f64 / ROUNDS as f64);
    let mut stack = Vec::with_capacity(64);
    let clock = Instant::now();
    for _ in 0..ROUNDS / 64 {
        for _ in 0..64 {
            let block = allocator.allocate_small(Kind::Container, 32);
            touch(block);
            stack.push(block);
        }
        for block in stack.drain(..) {
            // SAFETY: on the stack once.
            unsafe { allocator.free(block) };
        }
    }
    println!("batches of 64, 32 bytes: {:.2} ns", clock.elapsed().as_nanos() as f64 / ROUNDS as f64);
}

#[inline(never)]
fn pair<const BYTES: usize, const ROUNDS: usize>(allocator: &Allocator) {
    let clock = Instant::now();
    for _ in 0..ROUNDS {
        let block = black_box(allocator.allocate(Kind::Container, BYTES)).expect("memory");
        touch(block);
        // SAFETY: just allocated.
        unsafe { allocator.free(block) };
    }
    println!("allocate and free {BYTES}: {:.2} ns", clock.elapsed().as_nanos() as f64 / ROUNDS as f64);
}

fn replace() {
    const LIVE: usize = 1_000_000;
    const ROUNDS: usize = 20_000_000;
    let allocator = reserve();
    let mut random = Random(88_172_645_463_325_252);
    let mut live = 0;
    let before = resident_bytes();
    let mut blocks = Vec::with_capacity(LIVE);
    for _ in 0..LIVE {
        let bytes = mixed_bytes(&mut random);
        live += bytes;
        let block = allocator.allocate_small(Kind::Container, bytes);
        // SAFETY: the block's own bytes.
        unsafe { block.write_bytes(1, bytes) };
        blocks.push(block);
    }
    let resident = resident_bytes() - before - LIVE * 8;
    println!("resident / live: {:.3} ({} MB live)", resident as f64 / live as f64, live / 1_000_000);
    for name in ["replace at random", "the same, later"] {
        let clock = Instant::now();
        for _ in 0..ROUNDS {
            let which = random.below(LIVE);
            // SAFETY: in the table once.
            unsafe { allocator.free(blocks[which]) };
            let block = allocator.allocate_small(Kind::Container, mixed_bytes(&mut random));
            touch(block);
            blocks[which] = block;
        }
        println!("{name}: {:.1} ns", clock.elapsed().as_nanos() as f64 / ROUNDS as f64);
    }
}

fn fill() {
    const COUNT: usize = 5_000_000;
    let allocator = reserve();
    let mut random = Random(88_172_645_463_325_252);
    let sizes: Vec<usize> = (0..COUNT).map(|_| mixed_bytes(&mut random)).collect();
    let mut blocks: Vec<NonNull<u8>> = vec![NonNull::dangling(); COUNT];
    for name in ["in order", "at random"] {
        let before = resident_bytes();
        let clock = Instant::now();
        for (place, &bytes) in blocks.iter_mut().zip(&sizes) {
            *place = allocator.allocate_small(Kind::Leaf, bytes);
            touch(*place);
        }
        let allocate = clock.elapsed().as_nanos() as f64 / COUNT as f64;
        let full = resident_bytes() - before;
        if name == "at random" {
            for index in (1..COUNT).rev() {
                blocks.swap(index, random.below(index + 1));
            }
        }
        let clock = Instant::now();
        for &block in &blocks {
            // SAFETY: each block is in the table once.
            unsafe { allocator.free(block) };
        }
        let free = clock.elapsed().as_nanos() as f64 / COUNT as f64;
        let left = resident_bytes().saturating_sub(before);
        println!(
            "five million, allocate {allocate:.1} ns, free {name} {free:.1} ns; resident {:.1} MB, then {:.1} MB",
            full as f64 / 1e6,
            left as f64 / 1e6
        );
    }
}

fn checked() {
    let allocator = Allocator::reserve(Config { debug: true, ..Config::default() }).expect("address space");
    const ROUNDS: usize = 5_000_000;
    let clock = Instant::now();
    for _ in 0..ROUNDS {
        let block = black_box(allocator.allocate(Kind::Container, 64)).expect("memory");
        touch(block);
        // SAFETY: just allocated.
        unsafe { allocator.free(block) };
    }
    println!("debug mode, allocate and free 64: {:.1} ns", clock.elapsed().as_nanos() as f64 / ROUNDS as f64);
}
