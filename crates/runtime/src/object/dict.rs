//! Payloads of dict, set and frozenset: a table each, 32 bytes with the header while empty.
//!
//! Lookups that compare by Python's `==` live in `ops::lookup`; what is here runs no Python code.

use std::cell::Cell;

use exuvia_heap::{Heap, Tracer};

use super::string::Str;
use super::table::{OutOfMemory, Table};
use super::{Payload, ids, new_exact};
use crate::value::Value;

/// Payload of `dict`.
#[derive(Default)]
pub struct Dict {
    pub table: Table<2>,
}

/// Payload of `set`.
#[derive(Default)]
pub struct Set {
    pub table: Table<1>,
    /// Where `pop` looks first.
    pub finger: Cell<u32>,
}

/// Payload of `frozenset`.
#[derive(Default)]
pub struct FrozenSet {
    pub table: Table<1>,
    /// The hash, once it was asked for; 0 before.
    pub hash: Cell<i64>,
}

// SAFETY: the table reports all its words.
unsafe impl Payload for Dict {
    const ID: u32 = ids::DICT;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.table.trace(tracer);
    }
    fn extra_bytes(&self) -> usize {
        self.table.bytes()
    }
}

// SAFETY: the table reports all its words.
unsafe impl Payload for Set {
    const ID: u32 = ids::SET;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.table.trace(tracer);
    }
    fn extra_bytes(&self) -> usize {
        self.table.bytes()
    }
}

// SAFETY: the table reports all its words.
unsafe impl Payload for FrozenSet {
    const ID: u32 = ids::FROZENSET;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.table.trace(tracer);
    }
    fn extra_bytes(&self) -> usize {
        self.table.bytes()
    }
}

impl Dict {
    /// A new empty dict object.
    #[inline(always)]
    pub fn new_value(heap: &Heap) -> Value {
        new_exact(heap, Dict::default())
    }

    pub fn len(&self) -> usize {
        self.table.len()
    }

    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The entry of a string key (a `str` object, exact). Runs no Python code: keys that are no exact strings never equal one
    /// here, so dicts with exotic keys must be asked through `ops::lookup`.
    #[inline]
    pub fn find_str(&self, key: &Value) -> Option<usize> {
        let text = key.downcast::<Str>()?;
        let hash = text.hash();
        let mut probe = self.table.probe(hash);
        while let Some(entry) = self.table.candidate(&mut probe) {
            if self.table.key_bits(entry) == key.bits() {
                return Some(entry);
            }
            let found = self.table.key(entry)?;
            if found.downcast::<Str>().is_some_and(|other| other.as_str() == text.as_str()) {
                return Some(entry);
            }
        }
        None
    }

    /// The value of a string key.
    #[inline]
    pub fn get_str(&self, key: &Value) -> Option<Value> {
        self.table.value(self.find_str(key)?).cloned()
    }

    /// Sets the value of a string key; returns the old value.
    #[inline]
    pub fn set_str(&self, heap: &Heap, key: &Value, value: Value) -> Result<Option<Value>, OutOfMemory> {
        if let Some(entry) = self.find_str(key) {
            return Ok(Some(self.table.replace(entry, value)));
        }
        let hash = key.downcast::<Str>().map_or(0, Str::hash);
        self.table.insert_new(heap, hash, [key.clone(), value])?;
        Ok(None)
    }

    /// Removes a string key; returns its value.
    pub fn remove_str(&self, key: &Value) -> Option<Value> {
        let [_, value] = self.table.remove(self.find_str(key)?)?;
        Some(value)
    }

    /// Clones of key and value of the first live entry from `position` on, and where to go on from. `None` at the end.
    pub fn next_entry(&self, position: &mut usize) -> Option<(Value, Value)> {
        while *position < self.table.filled() {
            let entry = *position;
            *position += 1;
            if let (Some(key), Some(value)) = (self.table.key(entry), self.table.value(entry)) {
                return Some((key.clone(), value.clone()));
            }
        }
        None
    }
}

/// What `Set` and `FrozenSet` have in common.
pub trait SetTable {
    fn table(&self) -> &Table<1>;
}

impl SetTable for Set {
    fn table(&self) -> &Table<1> {
        &self.table
    }
}

impl SetTable for FrozenSet {
    fn table(&self) -> &Table<1> {
        &self.table
    }
}

/// The table of a set or frozenset (or an instance of a subclass).
pub fn set_table(value: &Value) -> Option<&Table<1>> {
    match value.downcast::<Set>() {
        Some(set) => Some(&set.table),
        None => value.downcast::<FrozenSet>().map(|set| &set.table),
    }
}

/// A clone of the first live key from `position` on.
pub fn next_key<const W: usize>(table: &Table<W>, position: &mut usize) -> Option<Value> {
    while *position < table.filled() {
        let entry = *position;
        *position += 1;
        if let Some(key) = table.key(entry) {
            return Some(key.clone());
        }
    }
    None
}
