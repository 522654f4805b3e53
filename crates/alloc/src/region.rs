//! The span of address space that a heap lives in, and the system calls that shape it.
//!
//! ```text
//! base = k · 64 GiB       [base, base + reserved)              arenas
//!                         [base + 48 GiB, + reserved / 4)      side tables: four bytes for each granule
//! ```
//!
//! The span is readable and writable from the start and charged to nobody until it is touched. When the
//! system refuses 64 GiB (a limit on address space), less is reserved at a base of the same alignment: the masks stay the same.
//! The first 16 MiB never use huge pages, so that a small program stays small; what lies above asks for them.
//! This module knows no arenas and no pools.

use std::ffi::c_void;
use std::fmt;
use std::ptr::{self, NonNull};

use rustix::io::Errno;
use rustix::mm::{Advice, MapFlags, MremapFlags, ProtFlags, madvise, mmap_anonymous, mremap_fixed, munmap};

use crate::{ARENA_BYTES, GRANULE, REGION_BYTES, REGION_MASK, SIDE_OFFSET};

/// The heap grows beyond this many bytes before it asks for huge pages.
const SMALL_PAGES_BYTES: usize = 16 << 20;
/// Never reserve less than this many bytes of arenas.
const MIN_ARENA_BYTES: usize = 8 * ARENA_BYTES;

/// The system refused to reserve address space for a heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReserveError {
    errno: Errno,
}

impl ReserveError {
    /// The system's error number.
    pub fn raw_os_error(self) -> i32 {
        self.errno.raw_os_error()
    }
}

impl fmt::Display for ReserveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot reserve address space for a heap: {}", self.errno)
    }
}

impl std::error::Error for ReserveError {}

/// A reserved region: where it starts and how many bytes of arenas it has.
pub(crate) struct Region {
    pub(crate) base: NonNull<u8>,
    pub(crate) arena_bytes: usize,
}

impl Region {
    /// Reserves the largest region that the system grants.
    pub(crate) fn reserve() -> Result<Region, ReserveError> {
        let whole = reserve_whole();
        let region = match whole {
            Ok(base) => Region { base, arena_bytes: SIDE_OFFSET },
            Err(errno) => reserve_less().ok_or(ReserveError { errno })?,
        };
        region.advise_page_sizes();
        Ok(region)
    }

    /// Gives the whole region back to the system.
    ///
    /// # Safety
    /// Nothing in the region is used any more.
    pub(crate) unsafe fn release(&self) {
        let base = self.base.as_ptr().cast::<c_void>();
        if self.arena_bytes == SIDE_OFFSET {
            // SAFETY: the caller promises that nobody uses the region.
            let _ = unsafe { munmap(base, REGION_BYTES) };
            return;
        }
        // SAFETY: as above; the two spans were mapped one by one.
        let _ = unsafe { munmap(base, self.arena_bytes) };
        let side = base.wrapping_byte_add(SIDE_OFFSET);
        // SAFETY: as above.
        let _ = unsafe { munmap(side, side_bytes(self.arena_bytes)) };
    }

    /// Advice is advice: where the system knows no huge pages it is refused, and nothing is lost.
    fn advise_page_sizes(&self) {
        let base = self.base.as_ptr();
        let small = SMALL_PAGES_BYTES.min(self.arena_bytes);
        advise(base, small, Advice::LinuxNoHugepage);
        advise(base.wrapping_add(SIDE_OFFSET), side_bytes(self.arena_bytes), Advice::LinuxNoHugepage);
        if self.arena_bytes > small {
            advise(base.wrapping_add(small), self.arena_bytes - small, Advice::LinuxHugepage);
        }
    }
}

/// Bytes of side tables for so many bytes of arenas: one `u32` for each granule.
pub(crate) const fn side_bytes(arena_bytes: usize) -> usize {
    arena_bytes / GRANULE * size_of::<u32>()
}

/// Lets the system take the pages back; the next touch finds zeros.
///
/// # Safety
/// The span lies in a region, is aligned to pages, and nobody needs its content.
pub(crate) unsafe fn decommit(start: *mut u8, bytes: usize) {
    // SAFETY: the caller promises that the content is not needed. A refusal leaves the pages where they are, but
    // the callers count on zeros, so it is made good by hand.
    if unsafe { madvise(start.cast(), bytes, Advice::LinuxDontNeed) }.is_err() {
        // SAFETY: the span is mapped and the content is not needed.
        unsafe { start.write_bytes(0, bytes) };
    }
}

/// Like [`decommit`], and makes one mapping of the span and its neighbours again after pages were moved into it.
///
/// # Safety
/// As for [`decommit`].
pub(crate) unsafe fn remap(start: *mut u8, bytes: usize, huge_pages: bool) {
    let flags = MapFlags::PRIVATE | MapFlags::NORESERVE | MapFlags::FIXED;
    // SAFETY: the span is the region's own and its content is not needed.
    let mapped = unsafe { mmap_anonymous(start.cast(), bytes, ProtFlags::READ | ProtFlags::WRITE, flags) };
    if mapped.is_err() {
        // SAFETY: promised by the caller.
        return unsafe { decommit(start, bytes) };
    }
    advise(start, bytes, if huge_pages { Advice::LinuxHugepage } else { Advice::LinuxNoHugepage });
}

/// Whether the byte at this offset of a region is in the part that asks for huge pages.
pub(crate) const fn asks_for_huge_pages(offset: usize) -> bool {
    offset >= SMALL_PAGES_BYTES
}

/// Moves pages from one place of a region to another without copying their content; the source reads as zeros.
/// False when the system cannot, and then nothing has moved.
///
/// # Safety
/// Both spans lie in a region, are aligned to pages and do not overlap; the target's content is not needed.
pub(crate) unsafe fn move_pages(from: *mut u8, to: *mut u8, bytes: usize) -> bool {
    let flags = MremapFlags::MAYMOVE | MremapFlags::DONTUNMAP;
    // SAFETY: promised by the caller; the source stays mapped, so that the region has no hole.
    unsafe { mremap_fixed(from.cast(), bytes, bytes, flags, to.cast()) }.is_ok()
}

fn advise(start: *mut u8, bytes: usize, advice: Advice) {
    // SAFETY: this advice changes how pages are made, not what they hold.
    let _ = unsafe { madvise(start.cast(), bytes, advice) };
}

/// Reserves twice the region and gives back what sticks out on both sides of the aligned part.
fn reserve_whole() -> Result<NonNull<u8>, Errno> {
    let start = map(ptr::null_mut(), 2 * REGION_BYTES, MapFlags::empty())?;
    let base = start.map_addr(|address| (address + REGION_MASK) & !REGION_MASK);
    let before = base.addr() - start.addr();
    let after = REGION_BYTES - before;
    if before > 0 {
        // SAFETY: just mapped, and used by nobody.
        unsafe { munmap(start.cast(), before) }?;
    }
    if after > 0 {
        // SAFETY: as above.
        unsafe { munmap(base.wrapping_add(REGION_BYTES).cast(), after) }?;
    }
    NonNull::new(base).ok_or(Errno::NOMEM)
}

/// Looks for an aligned base at which the system grants at least a part, halving what is asked for.
fn reserve_less() -> Option<Region> {
    let mut arena_bytes = SIDE_OFFSET / 2;
    while arena_bytes >= MIN_ARENA_BYTES {
        // From the middle of the 47-bit address space downwards: loaders and stacks keep to its ends.
        for slot in (1..=1024).rev() {
            let base = ptr::without_provenance_mut(slot * REGION_BYTES);
            match reserve_at(base, arena_bytes) {
                Ok(base) => return Some(Region { base, arena_bytes }),
                Err(Errno::EXIST) => {}
                Err(_) => break,
            }
        }
        arena_bytes = (arena_bytes / 2) & !(ARENA_BYTES - 1);
    }
    None
}

fn reserve_at(base: *mut u8, arena_bytes: usize) -> Result<NonNull<u8>, Errno> {
    let arenas = map(base, arena_bytes, MapFlags::FIXED_NOREPLACE)?;
    let side = map(base.wrapping_add(SIDE_OFFSET), side_bytes(arena_bytes), MapFlags::FIXED_NOREPLACE);
    if arenas == base && side == Ok(base.wrapping_add(SIDE_OFFSET)) {
        return NonNull::new(arenas).ok_or(Errno::NOMEM);
    }
    // SAFETY: just mapped, and used by nobody.
    unsafe { munmap(arenas.cast(), arena_bytes) }?;
    if let Ok(side) = side {
        // SAFETY: as above.
        unsafe { munmap(side.cast(), side_bytes(arena_bytes)) }?;
    }
    // An old kernel takes the address for a hint and answers with another place: as good as taken.
    Err(side.err().unwrap_or(Errno::EXIST))
}

fn map(address: *mut u8, bytes: usize, flags: MapFlags) -> Result<*mut u8, Errno> {
    let flags = flags | MapFlags::PRIVATE | MapFlags::NORESERVE;
    // SAFETY: a fresh anonymous mapping that replaces no other: `FIXED` is never among the flags.
    unsafe { mmap_anonymous(address.cast(), bytes, ProtFlags::READ | ProtFlags::WRITE, flags) }
        .map(<*mut c_void>::cast)
}
