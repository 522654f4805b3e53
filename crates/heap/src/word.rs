//! The reference-word convention: which 64-bit words are references.
//!
//! ```text
//! 4096 <= word < 2^48   ⇔   the word is the plain address of a header
//! ```
//!
//! Everything else is immediate data that the heap neither reads nor counts. How a host packs its
//! immediates (floats, small integers, singletons) is not known here.

use crate::header::Object;
use std::ptr::NonNull;

/// The smallest word that is a reference.
pub const FIRST_REFERENCE: u64 = 4096;
/// The smallest word above all references.
pub const REFERENCE_END: u64 = 1 << 48;

/// Whether `word` is the address of an object. One subtraction and one comparison.
#[inline(always)]
pub const fn is_reference(word: u64) -> bool {
    word.wrapping_sub(FIRST_REFERENCE) < REFERENCE_END - FIRST_REFERENCE
}

/// The object that `word` refers to, if it is a reference.
#[inline(always)]
pub fn as_reference(word: u64) -> Option<Object> {
    if is_reference(word) { NonNull::new(word as *mut crate::header::Header) } else { None }
}

/// The word that refers to `object`.
#[inline(always)]
pub fn of_object(object: Object) -> u64 {
    object.as_ptr() as u64
}
