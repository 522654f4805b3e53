//! Payload of `array.array`: a buffer of numbers of one machine type.
//!
//! ```text
//! address of item i = buffer + i * kind.bytes()
//! ```
//!
//! Numbers that fit into a value word are read and written without the interpreter. What Python code may say in a typecode's
//! place, and how wrong items are told, is in `modules::array`.

use std::cell::Cell;
use std::ptr::NonNull;

use exuvia_heap::Heap;

use super::cell::Slot;
use super::table::OutOfMemory;
use super::{Payload, ids};
use crate::value::Value;

/// The machine type of an array's items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemKind {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
    /// A code point.
    Char,
}

impl ItemKind {
    /// The kind that a typecode means.
    pub fn of_typecode(typecode: u8) -> Option<ItemKind> {
        Some(match typecode {
            b'b' => ItemKind::I8,
            b'B' => ItemKind::U8,
            b'h' => ItemKind::I16,
            b'H' => ItemKind::U16,
            b'i' => ItemKind::I32,
            b'I' => ItemKind::U32,
            b'l' | b'q' => ItemKind::I64,
            b'L' | b'Q' => ItemKind::U64,
            b'f' => ItemKind::F32,
            b'd' => ItemKind::F64,
            b'u' | b'w' => ItemKind::Char,
            _ => return None,
        })
    }

    /// Bytes of one item.
    #[inline(always)]
    pub fn bytes(self) -> usize {
        match self {
            ItemKind::I8 | ItemKind::U8 => 1,
            ItemKind::I16 | ItemKind::U16 => 2,
            ItemKind::I32 | ItemKind::U32 | ItemKind::F32 | ItemKind::Char => 4,
            ItemKind::I64 | ItemKind::U64 | ItemKind::F64 => 8,
        }
    }
}

/// Payload of `array.array`. Invariants: `length <= capacity`; items below `length` are initialised.
pub struct Array {
    buffer: Cell<Option<NonNull<u8>>>,
    length: Cell<u32>,
    capacity: Cell<u32>,
    /// Views of the buffer that are alive; while there are any, the array keeps its size.
    pub exports: Cell<u32>,
    pub kind: ItemKind,
    /// The letter in Python.
    pub typecode: u8,
}

// SAFETY: numbers hold no references.
unsafe impl Payload for Array {
    const ID: u32 = ids::ARRAY;
    const KIND: exuvia_heap::Kind = exuvia_heap::Kind::Leaf;
    fn extra_bytes(&self) -> usize {
        self.capacity.get() as usize * self.kind.bytes()
    }
}

payload! {
    /// Payload of `array.arrayiterator`. `array` is empty once the iterator is exhausted.
    ArrayIterator = ARRAY_ITERATOR {
        slots { array }
        values {}
        plain { index: Cell<usize> }
    }
}

impl ArrayIterator {
    /// An iterator over an array, from its first item on.
    pub fn over(array: &Value) -> ArrayIterator {
        ArrayIterator { array: Slot::new(Some(array.clone())), index: Cell::new(0) }
    }
}

impl Array {
    /// The most items that an array can have.
    pub const MAX_LENGTH: usize = u32::MAX as usize;

    /// An empty array; nothing when the typecode is none.
    pub fn new(typecode: u8) -> Option<Array> {
        Some(Self::of_kind(ItemKind::of_typecode(typecode)?, typecode))
    }

    /// An empty array of the same type.
    pub fn like(&self) -> Array {
        Self::of_kind(self.kind, self.typecode)
    }

    fn of_kind(kind: ItemKind, typecode: u8) -> Array {
        Array {
            buffer: Cell::new(None),
            length: Cell::new(0),
            capacity: Cell::new(0),
            exports: Cell::new(0),
            kind,
            typecode,
        }
    }

    /// Items in the array.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get() as usize
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.length.get() == 0
    }

    /// Where the items are; meaningless for an empty array.
    pub fn address(&self) -> usize {
        self.buffer.get().map_or(0, |buffer| buffer.as_ptr() as usize)
    }

    /// The number at an index, when there is one and it fits into a value word.
    #[inline]
    pub fn get_number(&self, index: usize) -> Option<Value> {
        match self.kind {
            ItemKind::F64 => self.read::<f64>(index).map(Value::from_float),
            ItemKind::I32 => self.read::<i32>(index).map(Value::from_i32),
            ItemKind::U8 => self.read::<u8>(index).map(|item| Value::from_i32(item.into())),
            ItemKind::I64 => self.read::<i64>(index).and_then(Value::from_small_int),
            ItemKind::I8 => self.read::<i8>(index).map(|item| Value::from_i32(item.into())),
            ItemKind::I16 => self.read::<i16>(index).map(|item| Value::from_i32(item.into())),
            ItemKind::U16 => self.read::<u16>(index).map(|item| Value::from_i32(item.into())),
            ItemKind::U32 => self.read::<u32>(index).and_then(|item| Value::from_small_int(item.into())),
            ItemKind::U64 => {
                self.read::<u64>(index).and_then(|item| Value::from_small_int(i64::try_from(item).ok()?))
            }
            ItemKind::F32 => self.read::<f32>(index).map(|item| Value::from_float(item.into())),
            ItemKind::Char => None,
        }
    }

    /// Replaces the number at an index; false when there is no such index, or the value is no float or small int in range.
    #[inline]
    pub fn set_number(&self, index: usize, value: &Value) -> bool {
        fn fit<T: TryFrom<i64> + Copy>(array: &Array, index: usize, value: &Value) -> bool {
            match value.as_small_int().and_then(|int| T::try_from(int).ok()) {
                Some(item) => array.write(index, item),
                None => false,
            }
        }
        match self.kind {
            ItemKind::F64 => match (value.as_float(), value.as_small_int()) {
                (Some(item), _) => self.write(index, item),
                (_, Some(int)) => self.write(index, int as f64),
                _ => false,
            },
            ItemKind::F32 => match (value.as_float(), value.as_small_int()) {
                (Some(item), _) => self.write(index, item as f32),
                (_, Some(int)) => self.write(index, int as f64 as f32),
                _ => false,
            },
            ItemKind::I32 => fit::<i32>(self, index, value),
            ItemKind::U8 => fit::<u8>(self, index, value),
            ItemKind::I64 => fit::<i64>(self, index, value),
            ItemKind::I8 => fit::<i8>(self, index, value),
            ItemKind::I16 => fit::<i16>(self, index, value),
            ItemKind::U16 => fit::<u16>(self, index, value),
            ItemKind::U32 => fit::<u32>(self, index, value),
            ItemKind::U64 => fit::<u64>(self, index, value),
            ItemKind::Char => false,
        }
    }

    /// The item at an index as the machine type `T`, which has the size of the items.
    #[inline(always)]
    pub fn read<T: Copy>(&self, index: usize) -> Option<T> {
        debug_assert!(size_of::<T>() == self.kind.bytes());
        let buffer = self.buffer.get().filter(|_| index < self.len())?;
        // SAFETY: the index is below the length; `T` is a number of the items' size, for which all bits mean something.
        Some(unsafe { buffer.as_ptr().cast::<T>().add(index).read_unaligned() })
    }

    /// Replaces the item at an index; false when there is no such index.
    #[inline(always)]
    pub fn write<T: Copy>(&self, index: usize, item: T) -> bool {
        debug_assert!(size_of::<T>() == self.kind.bytes());
        let Some(buffer) = self.buffer.get().filter(|_| index < self.len()) else { return false };
        // SAFETY: the index is below the length; `T` has the items' size.
        unsafe { buffer.as_ptr().cast::<T>().add(index).write_unaligned(item) };
        true
    }

    /// Shows the items' bytes to a closure, which runs no Python code.
    #[inline]
    pub fn with<T>(&self, look: impl FnOnce(&[u8]) -> T) -> T {
        match self.buffer.get() {
            // SAFETY: items below `length` are initialised and stay in place while the closure looks at them.
            Some(buffer) => look(unsafe { std::slice::from_raw_parts(buffer.as_ptr(), self.byte_len()) }),
            None => look(&[]),
        }
    }

    /// Changes the items' bytes in place.
    pub fn with_mut<T>(&self, change: impl FnOnce(&mut [u8]) -> T) -> T {
        match self.buffer.get() {
            Some(buffer) => {
                let length = self.byte_len();
                // SAFETY: items below `length` are initialised; the closure has no way to reach this array.
                change(unsafe { std::slice::from_raw_parts_mut(buffer.as_ptr(), length) })
            }
            None => change(&mut []),
        }
    }

    /// Bytes of all items.
    pub fn byte_len(&self) -> usize {
        self.len() * self.kind.bytes()
    }

    /// Replaces the items `start..end` (in bounds) by `data`, whole items that do not lie in this array.
    pub fn splice(&self, heap: &Heap, start: usize, end: usize, data: &[u8]) -> Result<(), OutOfMemory> {
        let (length, width) = (self.len(), self.kind.bytes());
        debug_assert!(start <= end && end <= length && data.len().is_multiple_of(width));
        let new_length = (length - (end - start)).checked_add(data.len() / width).ok_or(OutOfMemory)?;
        if new_length > self.capacity.get() as usize {
            self.grow_slow(heap, new_length)?;
        }
        let Some(buffer) = self.buffer.get() else { return Ok(()) };
        let place = buffer.as_ptr().wrapping_add(start * width);
        let tail = buffer.as_ptr().wrapping_add(end * width);
        // SAFETY: the capacity is at least the new length, so the tail has room at its new place.
        unsafe { tail.copy_to(place.wrapping_add(data.len()), (length - end) * width) };
        // SAFETY: the gap before the tail's new place is as long as the data, which lies elsewhere.
        unsafe { place.copy_from_nonoverlapping(data.as_ptr(), data.len()) };
        self.length.set(new_length as u32);
        Ok(())
    }

    /// Adds zeros at the end, or cuts the end off.
    pub fn resize(&self, heap: &Heap, length: usize) -> Result<(), OutOfMemory> {
        if length > self.capacity.get() as usize {
            self.grow_slow(heap, length)?;
        }
        let (old, width) = (self.len(), self.kind.bytes());
        if let (Some(buffer), true) = (self.buffer.get(), length > old) {
            // SAFETY: the capacity is at least `length`.
            unsafe { buffer.as_ptr().wrapping_add(old * width).write_bytes(0, (length - old) * width) };
        }
        self.length.set(length as u32);
        Ok(())
    }

    /// Makes room for exactly this many items, when there is less.
    pub fn reserve(&self, heap: &Heap, length: usize) -> Result<(), OutOfMemory> {
        if length > self.capacity.get() as usize { self.set_capacity(heap, length) } else { Ok(()) }
    }

    /// Takes over another array's items, which are of the same type; the own ones are freed.
    pub fn replace_with(&self, other: Array) {
        debug_assert!(self.kind == other.kind);
        self.buffer.swap(&other.buffer);
        self.length.swap(&other.length);
        self.capacity.swap(&other.capacity);
    }

    #[cold]
    #[inline(never)]
    fn grow_slow(&self, heap: &Heap, wanted: usize) -> Result<(), OutOfMemory> {
        // A first buffer is exact; one that grows will grow again.
        let generous =
            if self.buffer.get().is_none() { wanted } else { wanted.saturating_add(wanted / 8 + 8) };
        self.set_capacity(heap, generous.min(Self::MAX_LENGTH).max(wanted))
    }

    fn set_capacity(&self, heap: &Heap, items: usize) -> Result<(), OutOfMemory> {
        let capacity = u32::try_from(items).map_err(|_| OutOfMemory)?;
        let bytes = items * self.kind.bytes();
        let buffer = match self.buffer.get() {
            None => heap.buffer(bytes),
            // SAFETY: the buffer is this array's own.
            Some(old) => unsafe { heap.buffer_grow(old, bytes) },
        };
        self.buffer.set(Some(buffer.ok_or(OutOfMemory)?));
        self.capacity.set(capacity);
        Ok(())
    }
}

impl Drop for Array {
    fn drop(&mut self) {
        let Some(buffer) = self.buffer.get() else { return };
        // SAFETY: the buffer came from a heap and is not used any more.
        unsafe { Heap::buffer_drop(buffer) };
    }
}
