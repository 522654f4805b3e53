//! Blocks in the hands of tests.
//!
//! A test owns its allocator, and what it passes here are blocks of that allocator which it has not freed; the tests that break
//! this on purpose run in debug mode, which finds it before anything is touched.

use std::ptr::NonNull;

use exuvia_alloc::{Allocator, Config, Kind};

/// An allocator without a limit.
pub fn reserve() -> Allocator {
    Allocator::reserve(Config::default()).unwrap()
}

/// A block that is in use: its first word is set.
pub fn take(allocator: &Allocator, kind: Kind, bytes: usize) -> NonNull<u8> {
    let block = allocator.allocate(kind, bytes).unwrap();
    set_in_use(block);
    block
}

/// Sets the first word, so that the block does not look free.
pub fn set_in_use(block: NonNull<u8>) {
    // SAFETY: a block has at least two words, and nobody else uses it.
    unsafe { block.cast::<u64>().write(1) };
}

/// Gives a block back.
pub fn free(allocator: &Allocator, block: NonNull<u8>) {
    // SAFETY: the block is this allocator's, and nothing uses it from here on.
    unsafe { allocator.free(block) };
}

/// Makes a block larger or smaller; it may move.
pub fn reallocate(allocator: &Allocator, block: NonNull<u8>, bytes: usize) -> Option<NonNull<u8>> {
    // SAFETY: the block is this allocator's, and the caller goes on with the one that is returned.
    unsafe { allocator.reallocate(block, bytes) }
}

/// Writes the word at this index of a block.
pub fn write_word(block: NonNull<u8>, index: usize, word: u64) {
    // SAFETY: the block has that many words, and nobody else uses it.
    unsafe { block.cast::<u64>().add(index).write(word) };
}

/// The word at this index of a block.
pub fn read_word(block: NonNull<u8>, index: usize) -> u64 {
    // SAFETY: the block has that many words, and they were written before.
    unsafe { block.cast::<u64>().add(index).read() }
}

/// The byte at this offset in a block.
pub fn read_byte(block: NonNull<u8>, offset: usize) -> u8 {
    // SAFETY: the block has that many bytes, and they were written before.
    unsafe { block.add(offset).read() }
}

/// Writes bytes at an offset, in the region but not necessarily in the block.
pub fn write_bytes(block: NonNull<u8>, offset: usize, value: u8, bytes: usize) {
    // SAFETY: the bytes are in the region's committed part, and no other block of the test is in use there.
    unsafe { block.add(offset).write_bytes(value, bytes) };
}

/// A block's entry in the side table, while that is there.
pub fn side_entry(block: NonNull<u8>) -> u32 {
    // SAFETY: the block is a container's, and the tables are made.
    unsafe { Allocator::side(block).read() }
}

/// Writes a block's entry in the side table, while that is there.
pub fn set_side_entry(block: NonNull<u8>, value: u32) {
    // SAFETY: the block is a container's, and the tables are made.
    unsafe { Allocator::side(block).write(value) };
}
