//! Payload of str: UTF-8 text in place. A string of ten letters takes 32 bytes.
//!
//! ```text
//! header │ hash u32 │ length in bytes u32 │ text …
//! ```
//!
//! Header flag `INTERNED`: the only string with this text among interned ones, so that two interned strings are equal only if identical.
//! Header flag `NON_ASCII`: code points and bytes differ. This module knows text, not Python's methods on it.

use std::cell::Cell;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

use exuvia_heap::{Heap, Kind, LayoutId};
use siphasher::sip::SipHasher13;

use super::table::OutOfMemory;
use super::{Obj, Payload, ids, info, object_of, tail_word};
use crate::value::Value;

/// Payload of `str`: `length` bytes of UTF-8 follow it in the same block.
#[repr(C)]
pub struct Str {
    hash: Cell<u32>,
    length: u32,
    text: [u8; 0],
}

/// Header flag of interned strings.
pub const INTERNED: u64 = exuvia_heap::HOST_A;
/// Header flag of strings with characters beyond ASCII.
pub const NON_ASCII: u64 = exuvia_heap::HOST_B;

// SAFETY: text holds no references.
unsafe impl Payload for Str {
    const ID: u32 = ids::STR;
    const KIND: Kind = Kind::Leaf;
    fn tail_offset(&self) -> usize {
        (size_of::<Obj<Str>>() + self.length as usize).next_multiple_of(8)
    }
}

impl Str {
    /// A new string object; fails when the heap or its budget has no room.
    pub fn new_value(heap: &Heap, text: &str) -> Result<Value, OutOfMemory> {
        Self::joined(heap, &[text])
    }

    /// A new string object out of parts.
    pub fn joined(heap: &Heap, parts: &[&str]) -> Result<Value, OutOfMemory> {
        Self::with_layout(heap, LayoutId::new(ids::STR), parts)
    }

    /// The same with the layout of a subclass.
    pub fn with_layout(heap: &Heap, layout: LayoutId, parts: &[&str]) -> Result<Value, OutOfMemory> {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let stored = u32::try_from(length).map_err(|_| OutOfMemory)?;
        let exact = layout.index() == ids::STR as usize;
        let details = info(heap.layout(layout));
        let (kind, tail) = if exact { (Kind::Leaf, 0) } else { (Kind::Container, details.capacity * 8 + 7) };
        let object =
            heap.try_allocate(layout, kind, size_of::<Obj<Str>>() + length + tail).ok_or(OutOfMemory)?;
        let place = object.as_ptr().cast::<Obj<Str>>();
        // SAFETY: the block is fresh and large enough.
        unsafe { (&raw mut (*place).payload).write(Str { hash: Cell::new(0), length: stored, text: [] }) };
        let mut end = place.wrapping_add(1).cast::<u8>();
        let mut ascii = true;
        for part in parts {
            // SAFETY: the parts' lengths add up to the room behind the payload.
            unsafe { end.copy_from_nonoverlapping(part.as_ptr(), part.len()) };
            end = end.wrapping_add(part.len());
            ascii &= part.is_ascii();
        }
        if !ascii {
            // SAFETY: the object was just made.
            unsafe { object.as_ref() }.set(NON_ASCII);
        }
        if !exact {
            for index in 0..details.tail_words() {
                // SAFETY: the block has room for `capacity` tail words.
                unsafe { tail_word(object, details, index).write(0) };
            }
            details.class.hold();
        }
        Ok(Value::from_object(object))
    }

    /// Appends to a string that only the caller holds: in place where its block has room, or as a new string with room for half as
    /// much again, so that a loop of appends copies each byte a few times at most. Without room the string is given back.
    pub fn appended(heap: &Heap, value: Value, more: &Str) -> Result<Value, Value> {
        let Some(text) = value.downcast_exact::<Str>() else { return Err(value) };
        let (length, extra) = (text.byte_len(), more.byte_len());
        let Ok(total) = u32::try_from(length + extra) else { return Err(value) };
        let Some(object) = value.object() else { return Err(value) };
        // SAFETY: the value holds the object.
        let header = unsafe { object.as_ref() };
        let alone = header.count() == 1 && !text.is_interned();
        // SAFETY: the object's block is alive.
        let room = unsafe { exuvia_heap::Allocator::usable_bytes(object.cast()) };
        if !alone || size_of::<Obj<Str>>() + length + extra > room {
            let spare = if alone { length / 2 } else { 0 };
            return Self::with_spare(heap, text.as_str(), more.as_str(), spare).map_err(|_| value);
        }
        if !more.is_ascii() {
            header.set(NON_ASCII);
        }
        let place = object.as_ptr().cast::<Obj<Str>>();
        // SAFETY: the block has room behind the text; nobody else looks at the string.
        unsafe {
            place.add(1).cast::<u8>().add(length).copy_from_nonoverlapping(more.as_str().as_ptr(), extra)
        };
        // SAFETY: the object is alive and its payload is a string.
        unsafe { (&raw mut (*place).payload).write(Str { hash: Cell::new(0), length: total, text: [] }) };
        Ok(value)
    }

    /// Two texts joined, with room for `spare` bytes more.
    fn with_spare(heap: &Heap, first: &str, second: &str, spare: usize) -> Result<Value, OutOfMemory> {
        if spare < 256 {
            return Self::joined(heap, &[first, second]);
        }
        let length = first.len() + second.len();
        let stored = u32::try_from(length).map_err(|_| OutOfMemory)?;
        let bytes = size_of::<Obj<Str>>() + length + spare;
        let object = heap.try_allocate(LayoutId::new(ids::STR), Kind::Leaf, bytes).ok_or(OutOfMemory)?;
        let place = object.as_ptr().cast::<Obj<Str>>();
        // SAFETY: the block is fresh and large enough.
        unsafe { (&raw mut (*place).payload).write(Str { hash: Cell::new(0), length: stored, text: [] }) };
        let start = place.wrapping_add(1).cast::<u8>();
        // SAFETY: there is room for both texts behind the payload.
        unsafe { start.copy_from_nonoverlapping(first.as_ptr(), first.len()) };
        // SAFETY: as above.
        unsafe { start.add(first.len()).copy_from_nonoverlapping(second.as_ptr(), second.len()) };
        if !first.is_ascii() || !second.is_ascii() {
            // SAFETY: the object was just made.
            unsafe { object.as_ref() }.set(NON_ASCII);
        }
        Ok(Value::from_object(object))
    }

    /// The text. It never changes, so the borrow is good as long as the string is held.
    #[inline(always)]
    pub fn as_str(&self) -> &str {
        let first = std::ptr::from_ref(self).wrapping_add(1).cast::<u8>();
        // SAFETY: `length` bytes of UTF-8 follow the payload.
        unsafe { std::str::from_utf8_unchecked(std::slice::from_raw_parts(first, self.length as usize)) }
    }

    /// Length in bytes.
    #[inline(always)]
    pub fn byte_len(&self) -> usize {
        self.length as usize
    }

    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        // SAFETY: payload references lie in heap objects.
        !unsafe { object_of(self).as_ref() }.has(NON_ASCII)
    }

    /// Whether the string is interned.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        // SAFETY: payload references lie in heap objects.
        unsafe { object_of(self).as_ref() }.has(INTERNED)
    }

    /// Length in code points.
    #[inline]
    pub fn char_len(&self) -> usize {
        if self.is_ascii() { self.byte_len() } else { self.as_str().chars().count() }
    }

    /// The hash, never 0.
    #[inline(always)]
    pub fn hash(&self) -> u32 {
        match self.hash.get() {
            0 => self.hash_slow(),
            hash => hash,
        }
    }

    #[cold]
    #[inline(never)]
    fn hash_slow(&self) -> u32 {
        let hash = hash_text(self.as_str());
        self.hash.set(hash);
        hash
    }
}

/// The process's key for hashes of text and bytes: random, or derived from PYTHONHASHSEED as a number.
fn hash_key() -> (u64, u64) {
    static KEY: OnceLock<(u64, u64)> = OnceLock::new();
    *KEY.get_or_init(|| {
        match std::env::var("PYTHONHASHSEED").ok().and_then(|seed| seed.parse::<u32>().ok()) {
            Some(seed) => (u64::from(seed), u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
            None => {
                let random = |salt: u64| RandomState::new().hash_one(salt);
                (random(1), random(2))
            }
        }
    })
}

/// The 32-bit hash of a text; never 0.
pub fn hash_text(text: &str) -> u32 {
    hash_data(text.as_bytes())
}

/// The 32-bit hash of bytes; never 0.
pub fn hash_data(data: &[u8]) -> u32 {
    let key = hash_key();
    let mut hasher = SipHasher13::new_with_keys(key.0, key.1);
    hasher.write(data);
    let hash = hasher.finish();
    ((hash ^ (hash >> 32)) as u32).max(1)
}
