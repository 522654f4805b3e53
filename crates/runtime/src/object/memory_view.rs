//! Payload of memoryview: a strided look at another object's bytes.
//!
//! ```text
//! item i = owner's bytes [start + i * stride .. + width]        negative strides go backwards
//! ```
//!
//! While a view is alive, its owner keeps its size. Bytes are still looked up in bounds each time.

use std::cell::Cell;

use super::array::Array;
use super::bytearray::ByteArray;
use super::bytes::Bytes;
use super::cell::Slot;
use crate::value::Value;

payload! {
    /// Payload of `memoryview`. `owner` (bytes, bytearray, array) is empty once the view is released.
    MemoryView = MEMORY_VIEW {
        slots { owner }
        values {}
        plain {
            start: usize,
            stride: isize,
            length: usize,
            width: usize,
            /// The items' type, as in module struct.
            format: u8,
            readonly: bool
        }
    }
}

impl MemoryView {
    /// A view of all items of a bytes-like object that is no view itself.
    pub fn of(value: &Value) -> Option<MemoryView> {
        let (length, width, format, readonly) = if let Some(bytes) = value.downcast::<Bytes>() {
            (bytes.as_slice().len(), 1, b'B', true)
        } else if let Some(array) = value.downcast::<ByteArray>() {
            (array.len(), 1, b'B', false)
        } else {
            let array = value.downcast::<Array>()?;
            (array.len(), array.kind.bytes(), array.typecode, false)
        };
        let owner = Slot::new(Some(value.clone()));
        let view = MemoryView { owner, start: 0, stride: width as isize, length, width, format, readonly };
        view.count_export(1);
        Some(view)
    }

    /// Another view of the same owner; nothing when this one is released.
    pub fn derive(&self, start: usize, stride: isize, length: usize) -> Option<MemoryView> {
        let owner = Slot::new(Some(self.owner.get()?));
        let (width, format, readonly) = (self.width, self.format, self.readonly);
        let view = MemoryView { owner, start, stride, length, width, format, readonly };
        view.count_export(1);
        Some(view)
    }

    /// Lets the owner go.
    pub fn release(&self) {
        self.count_export(-1);
        self.owner.set(None);
    }

    /// Whether the items lie one after the other.
    pub fn is_contiguous(&self) -> bool {
        self.length <= 1 || self.stride == self.width as isize
    }

    /// Where item `index` (below the length) begins.
    pub fn offset(&self, index: usize) -> usize {
        self.start.wrapping_add_signed(self.stride.wrapping_mul(index as isize))
    }

    /// Shows the owner's bytes to a closure, which runs no Python code.
    pub fn with_owner<T>(&self, look: impl FnOnce(&[u8]) -> T) -> T {
        let Some(owner) = self.owner.as_ref() else { return look(&[]) };
        if let Some(bytes) = owner.downcast::<Bytes>() {
            look(bytes.as_slice())
        } else if let Some(array) = owner.downcast::<ByteArray>() {
            array.with(look)
        } else if let Some(array) = owner.downcast::<Array>() {
            array.with(look)
        } else {
            look(&[])
        }
    }

    /// Changes bytes of the owner in place, if it can be changed.
    pub fn with_owner_mut(&self, change: impl FnOnce(&mut [u8])) {
        let Some(owner) = self.owner.as_ref() else { return };
        if let Some(array) = owner.downcast::<ByteArray>() {
            array.with_mut(change);
        } else if let Some(array) = owner.downcast::<Array>() {
            array.with_mut(change);
        }
    }

    /// Shows the items' bytes, one item after the other, to a closure, which runs no Python code.
    pub fn with<T>(&self, look: impl FnOnce(&[u8]) -> T) -> T {
        self.with_owner(|data| {
            if self.is_contiguous() {
                let end = self.start.saturating_add(self.length * self.width);
                return look(data.get(self.start..end).unwrap_or(&[]));
            }
            let items = (0..self.length).map(|index| self.offset(index));
            let bytes = items.flat_map(|offset| data.get(offset..offset + self.width).unwrap_or(&[]));
            look(&bytes.copied().collect::<Vec<u8>>())
        })
    }

    /// Tells the owner that there is a view more or less.
    fn count_export(&self, change: i32) {
        let Some(owner) = self.owner.as_ref() else { return };
        let exports: Option<&Cell<u32>> = match owner.downcast::<ByteArray>() {
            Some(array) => Some(&array.exports),
            None => owner.downcast::<Array>().map(|array| &array.exports),
        };
        if let Some(exports) = exports {
            exports.set(exports.get().saturating_add_signed(change));
        }
    }
}

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.count_export(-1);
    }
}
