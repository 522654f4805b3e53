//! The workloads over any allocator.
//!
//! Blocks' first words are written, as any user of a block would. Each function returns its figures in the
//! order of the table's cells.

use crate::measure::{Random, Sizes, best, cpu_nanoseconds, per_operation, resident_bytes};
use std::hint::black_box;
use std::ptr::NonNull;

/// The workloads of the table of allocators.
pub const NAMES: [&str; 3] = ["pairs", "replace", "fill"];

/// An allocator.
pub trait Blocks {
    /// A block of at least so many bytes; ends the process when there is no memory.
    fn allocate(&self, bytes: usize) -> NonNull<u8>;

    /// Gives a block back.
    ///
    /// # Safety
    /// `block` came from this allocator, has not been given back, and nobody uses it any more.
    unsafe fn free(&self, block: NonNull<u8>);
}

/// The figures of one workload.
pub fn run<B: Blocks>(blocks: &B, workload: &str, sizes: &Sizes) -> Vec<f64> {
    match workload {
        "pairs" => {
            vec![pair::<32, B>(blocks, sizes), pair::<64, B>(blocks, sizes), pair::<512, B>(blocks, sizes)]
        }
        "replace" => replace(blocks, sizes),
        "fill" => fill(blocks, sizes),
        _ => vec![],
    }
}

#[inline(always)]
fn touch(block: NonNull<u8>) {
    // SAFETY: every block has a first word, and nobody else has this one.
    unsafe { block.cast::<u64>().write(1) };
}

/// Allocate and free one size, again and again.
#[inline(never)]
fn pair<const BYTES: usize, B: Blocks>(blocks: &B, sizes: &Sizes) -> f64 {
    best(5, || {
        let start = cpu_nanoseconds();
        for _ in 0..sizes.pairs {
            let block = black_box(blocks.allocate(BYTES));
            touch(block);
            // SAFETY: allocated above.
            unsafe { blocks.free(block) };
        }
        per_operation(start, sizes.pairs)
    })
}

/// Replaces random ones of many live blocks: time for each, and resident ÷ live before.
fn replace<B: Blocks>(blocks: &B, sizes: &Sizes) -> Vec<f64> {
    let mut random = Random::new();
    let mut live: Vec<NonNull<u8>> = vec![NonNull::dangling(); sizes.blocks];
    let mut asked = 0;
    let before = resident_bytes();
    for place in &mut live {
        let bytes = random.mixed_bytes();
        asked += bytes;
        let block = blocks.allocate(bytes);
        // SAFETY: the block's own bytes.
        unsafe { block.write_bytes(1, bytes) };
        *place = block;
    }
    let resident = resident_bytes().saturating_sub(before) as f64 / asked as f64;
    let time = best(2, || {
        let start = cpu_nanoseconds();
        for _ in 0..sizes.pairs {
            let which = random.below(sizes.blocks);
            // SAFETY: in the table once.
            unsafe { blocks.free(live[which]) };
            let block = blocks.allocate(random.mixed_bytes());
            touch(block);
            live[which] = block;
        }
        per_operation(start, sizes.pairs)
    });
    vec![time, resident]
}

/// Many blocks: allocate, free in order, free in random order; resident megabytes when all are live, and
/// when all are freed.
fn fill<B: Blocks>(blocks: &B, sizes: &Sizes) -> Vec<f64> {
    let mut random = Random::new();
    let asked: Vec<usize> = (0..sizes.fill).map(|_| random.mixed_bytes()).collect();
    let mut live: Vec<NonNull<u8>> = vec![NonNull::dangling(); sizes.fill];
    let before = resident_bytes();
    let mut full = 0;
    let mut allocate = f64::INFINITY;
    let mut free = [f64::INFINITY; 2];
    for round in 0..4 {
        let start = cpu_nanoseconds();
        for (place, &bytes) in live.iter_mut().zip(&asked) {
            *place = blocks.allocate(bytes);
            touch(*place);
        }
        allocate = allocate.min(per_operation(start, sizes.fill));
        full = full.max(resident_bytes().saturating_sub(before));
        let at_random = round % 2;
        if at_random == 1 {
            for index in (1..sizes.fill).rev() {
                live.swap(index, random.below(index + 1));
            }
        }
        let start = cpu_nanoseconds();
        for &block in &live {
            // SAFETY: each block is in the table once.
            unsafe { blocks.free(block) };
        }
        free[at_random] = free[at_random].min(per_operation(start, sizes.fill));
    }
    let left = resident_bytes().saturating_sub(before);
    vec![allocate, free[0], free[1], full as f64 / 1e6, left as f64 / 1e6]
}
