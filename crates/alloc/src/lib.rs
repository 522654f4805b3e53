//! The bytes of a heap: region → arena → pool → block, under one budget.
//!
//! ```text
//! region  64 GiB, aligned to itself: address & mask = the heap's head
//! ┌────────┬─────────┬─────────┬───   ───┬──────────────┐
//! │ head   │ arena 1 │ arena 2 │   ...   │ side tables  │
//! └────────┴─────────┴─────────┴───   ───┴──────────────┘
//!   host's   1 MiB each                    at base + 48 GiB
//!
//! arena   64 pools of 16 KiB; pool 0 holds 64 bytes of metadata for each of them
//! pool    blocks of one size class and one kind
//! block   first word zero = free; free blocks chain through their second word
//! ```
//!
//! Everything that `free` needs follows from the block's address by arithmetic: the pool's metadata by
//! one mask and one shift, the allocator's own state by another mask. There is no thread-local, no header
//! in front of a block and no lookup.
//!
//! This crate knows bytes. It never reads a block that is in use, except its first word, and except for
//! guard words in debug mode; it knows no objects, no counts and no references.

mod allocator;
mod arena;
mod debug;
mod huge;
mod integrity;
mod kind;
pub mod native;
mod pool;
mod region;
mod side;
mod size_class;
mod slow;
mod state;
mod statistics;
mod walk;
mod young;

pub use allocator::{Allocator, Config};
pub use kind::Kind;
pub use native::CountedMemory;
pub use region::ReserveError;
pub use size_class::{CLASS_COUNT, MAX_EXACT, MAX_SMALL, class_bytes, size_class};
pub use statistics::{ClassStatistics, Statistics};
pub use walk::{Blocks, PoolRef};

/// Bytes of address space of one region, and its alignment.
pub const REGION_BYTES: usize = 1 << 36;
/// Bytes of one arena, and its alignment.
pub const ARENA_BYTES: usize = 1 << 20;
/// Bytes of one pool, and its alignment.
pub const POOL_BYTES: usize = 1 << 14;
/// Every block is a multiple of this many bytes, and aligned to it.
pub const GRANULE: usize = 16;
/// The side tables start this many bytes above the region's base; what lies below is arenas.
pub const SIDE_OFFSET: usize = 48 << 30;

const REGION_MASK: usize = REGION_BYTES - 1;
const ARENA_MASK: usize = ARENA_BYTES - 1;
const POOLS_PER_ARENA: u32 = (ARENA_BYTES / POOL_BYTES) as u32;
/// Arenas below the side tables, the host's head included.
const MAX_ARENAS: usize = SIDE_OFFSET / ARENA_BYTES;

/// Starts fetching the cache line of an address, which may be any: one that is not mapped costs a page walk.
#[inline(always)]
pub fn prefetch(address: *const u8) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch reads nothing and cannot fault, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}
