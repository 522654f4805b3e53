//! The allocators.

use exuvia_alloc::{Allocator, Config, Kind};
use exuvia_bench_heaps::allocators::Blocks;
use std::ptr::NonNull;

/// Ours; the kind is the one of most Python objects.
pub struct Exuvia(Allocator);

impl Exuvia {
    pub fn new() -> Exuvia {
        Exuvia(Allocator::reserve(Config::default()).expect("address space"))
    }
}

impl Blocks for Exuvia {
    #[inline(always)]
    fn allocate(&self, bytes: usize) -> NonNull<u8> {
        self.0.allocate(Kind::Container, bytes).expect("memory")
    }

    #[inline(always)]
    unsafe fn free(&self, block: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { self.0.free(block) };
    }
}

/// `malloc` of the C library.
pub struct System;

impl Blocks for System {
    #[inline(always)]
    fn allocate(&self, bytes: usize) -> NonNull<u8> {
        // SAFETY: any size may be asked for.
        NonNull::new(unsafe { libc::malloc(bytes) }.cast()).expect("memory")
    }

    #[inline(always)]
    unsafe fn free(&self, block: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { libc::free(block.as_ptr().cast()) };
    }
}

#[cfg(feature = "mimalloc")]
pub struct Mimalloc;

#[cfg(feature = "mimalloc")]
impl Blocks for Mimalloc {
    #[inline(always)]
    fn allocate(&self, bytes: usize) -> NonNull<u8> {
        // SAFETY: any size may be asked for.
        NonNull::new(unsafe { libmimalloc_sys::mi_malloc(bytes) }.cast()).expect("memory")
    }

    #[inline(always)]
    unsafe fn free(&self, block: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { libmimalloc_sys::mi_free(block.as_ptr().cast()) };
    }
}

#[cfg(feature = "jemalloc")]
pub struct Jemalloc;

#[cfg(feature = "jemalloc")]
impl Blocks for Jemalloc {
    #[inline(always)]
    fn allocate(&self, bytes: usize) -> NonNull<u8> {
        // SAFETY: any size may be asked for.
        NonNull::new(unsafe { tikv_jemalloc_sys::malloc(bytes) }.cast()).expect("memory")
    }

    #[inline(always)]
    unsafe fn free(&self, block: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { tikv_jemalloc_sys::free(block.as_ptr().cast()) };
    }
}
