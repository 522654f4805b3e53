//! The 8-byte header that opens every object.
//!
//! ```text
//!  63            40 39     32 31                      0
//! +---------------+---------+--------------------------+
//! |  layout (24)  | flags(8)|       strong count       |   then the payload
//! +---------------+---------+--------------------------+
//! ```
//!
//! All accesses are one 64-bit load and one 64-bit store: mixing widths costs a store-forwarding
//! stall on each count. The header does not know what a payload holds; the layout table does.

use std::cell::Cell;
use std::ptr::NonNull;

/// The address of an object: of its header, which is also the address of its block.
pub type Object = NonNull<Header>;

/// Bits of the header word that hold the strong count.
pub const COUNT_MASK: u64 = 0xffff_ffff;
/// The object has not yet survived a collection.
pub const YOUNG: u64 = 1 << 32;
/// A decrement left the object alive since it was last proved reachable.
pub const STAMPED: u64 = 1 << 33;
/// The weak table holds an entry for the object.
pub const HAS_WEAK: u64 = 1 << 34;
/// The finalizer has been queued or run; it is never run again (PEP 442).
pub const FINALIZED: u64 = 1 << 35;
/// The collector leaves the object alone, and what it refers to counts as held.
pub const UNTRACKED: u64 = 1 << 36;
/// The object has survived one collection. With [`YOUNG`] set as well it is frozen.
pub const MIDDLE: u64 = 1 << 37;
/// Belongs to the host.
pub const HOST_A: u64 = 1 << 38;
/// Belongs to the host.
pub const HOST_B: u64 = 1 << 39;

/// Both generation bits: outside all generations, see [`crate::Heap::freeze`].
pub(crate) const FROZEN: u64 = YOUNG | MIDDLE;
/// Above the bits of the count and the flags lies the layout.
pub(crate) const LAYOUT_SHIFT: u32 = 40;

/// An index into the heap's layout table; 24 bits are used.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct LayoutId(u32);

impl LayoutId {
    /// The identity of the layout at `index`, which must be below 2²⁴.
    #[inline(always)]
    pub const fn new(index: u32) -> LayoutId {
        debug_assert!(index < 1 << 24);
        LayoutId(index)
    }

    /// The position in the layout table.
    #[inline(always)]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One word: count, flags, layout.
#[repr(transparent)]
pub struct Header(Cell<u64>);

impl Header {
    /// The header word of a new object: one count, the given flags.
    #[inline(always)]
    pub const fn first_word(layout: LayoutId, flags: u64) -> u64 {
        (layout.0 as u64) << LAYOUT_SHIFT | flags | 1
    }

    /// The whole word.
    #[inline(always)]
    pub fn word(&self) -> u64 {
        self.0.get()
    }

    /// Replaces the whole word.
    #[inline(always)]
    pub fn set_word(&self, word: u64) {
        self.0.set(word);
    }

    /// The object's layout.
    #[inline(always)]
    pub fn layout(&self) -> LayoutId {
        LayoutId::of_word(self.word())
    }

    /// Gives the object another layout, with count and flags kept.
    #[inline(always)]
    pub fn set_layout(&self, layout: LayoutId) {
        let low = self.word() & ((1 << LAYOUT_SHIFT) - 1);
        self.set_word((layout.0 as u64) << LAYOUT_SHIFT | low);
    }

    /// The strong count.
    #[inline(always)]
    pub fn count(&self) -> u32 {
        self.word() as u32
    }

    /// Whether any bit of `flag` is set.
    #[inline(always)]
    pub fn has(&self, flag: u64) -> bool {
        self.word() & flag != 0
    }

    /// Sets the bits of `flag`.
    #[inline(always)]
    pub fn set(&self, flag: u64) {
        self.set_word(self.word() | flag);
    }

    /// Clears the bits of `flag`.
    #[inline(always)]
    pub fn clear(&self, flag: u64) {
        self.set_word(self.word() & !flag);
    }

    /// Adds one to the strong count.
    #[inline(always)]
    pub fn incref(&self) {
        self.set_word(self.word() + 1);
    }

    /// Adds `n` to the strong count.
    #[inline(always)]
    pub fn add_count(&self, n: u32) {
        debug_assert!(self.count().checked_add(n).is_some(), "strong count overflows");
        self.set_word(self.word() + u64::from(n));
    }

    /// Takes one from the strong count. True when it reached zero: the caller owes a call of
    /// [`crate::Heap::death`]. An object that lives on is stamped in the same store.
    #[inline(always)]
    #[must_use]
    pub fn decref(&self) -> bool {
        let word = self.word() - 1;
        self.set_word(word | STAMPED);
        word as u32 == 0
    }

    /// The same as [`Header::decref`], with a branch in the place of the `or`: the next change of the count then waits for one operation
    /// less. It pays where the same object is released again and again; an interpreter's releases, of one object after another, are better
    /// off without.
    #[inline(always)]
    #[must_use]
    pub fn decref_again(&self) -> bool {
        let word = self.word();
        if word & STAMPED == 0 {
            std::hint::cold_path();
            self.set_word((word - 1) | STAMPED);
        } else {
            self.set_word(word - 1);
        }
        word as u32 == 1
    }

    /// The same without a stamp, for a count that was taken for a moment only, such as a call's hold on its callee: what else held
    /// the object before still does, or was itself given up with a stamp. Should that not be so, a cycle is found later, by the
    /// next collection that runs for another reason.
    #[inline(always)]
    #[must_use]
    pub fn decref_unstamped(&self) -> bool {
        let word = self.word() - 1;
        self.set_word(word);
        word as u32 == 0
    }
}

impl LayoutId {
    /// The layout that a header word names.
    #[inline(always)]
    pub(crate) const fn of_word(word: u64) -> LayoutId {
        LayoutId((word >> LAYOUT_SHIFT) as u32)
    }
}

const _: () = assert!(size_of::<Header>() == 8);
const _: () = assert!(size_of::<Option<Object>>() == 8);
