//! Lookups in dicts and sets by Python's `==`, which may run Python code: the walk starts again when the table has changed.

use crate::native::R;
use crate::object::dict::Dict;
use crate::object::int::Int;
use crate::object::string::Str;
use crate::object::table::Table;
use crate::ops::compare::{fold_hash, hash_i64};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// The 32-bit hash under which a key is kept in tables; TypeError for an unhashable key.
    #[inline]
    pub fn table_hash(&mut self, key: &Value) -> R<u32> {
        match simple_table_hash(key) {
            Some(hash) => Ok(hash),
            None => Ok(fold_hash(self.hash(key)?)),
        }
    }

    /// The table hash of a dict key; TypeError says what the value cannot be.
    #[inline]
    pub fn key_hash(&mut self, key: &Value) -> R<u32> {
        match simple_table_hash(key) {
            Some(hash) => Ok(hash),
            None => self.worded_hash(key, "a dict key"),
        }
    }

    /// The table hash of a set element; TypeError says what the value cannot be.
    #[inline]
    pub fn element_hash(&mut self, key: &Value) -> R<u32> {
        match simple_table_hash(key) {
            Some(hash) => Ok(hash),
            None => self.worded_hash(key, "a set element"),
        }
    }

    fn worded_hash(&mut self, key: &Value, role: &str) -> R<u32> {
        let result = self.hash(key);
        let type_error = self.types.type_error;
        let exact = result.is_err()
            && self.exception.get().is_some_and(|raised| self.class_of(&raised) == type_error);
        match result {
            Ok(hash) => Ok(fold_hash(hash)),
            Err(raised) if exact => {
                let exception = self.caught(raised);
                let (class, reason) = (self.class_name(key), self.str_text(&exception)?);
                Err(self.type_error(format!("cannot use '{class}' as {role} ({reason})")))
            }
            Err(raised) => Err(raised),
        }
    }

    /// The entry of a key.
    #[inline]
    pub fn find_entry<const W: usize>(
        &mut self,
        table: &Table<W>,
        key: &Value,
        hash: u32,
    ) -> R<Option<usize>> {
        'again: loop {
            let mut probe = table.probe(hash);
            while let Some((entry, identical)) = table.candidate_for(&mut probe, key.bits()) {
                if identical {
                    return Ok(Some(entry));
                }
                let Some(known) = table.key(entry) else { continue };
                if let (Some(a), Some(b)) = (known.downcast_exact::<Str>(), key.downcast_exact::<Str>()) {
                    if a.as_str() == b.as_str() {
                        return Ok(Some(entry));
                    }
                    continue;
                }
                if let (Some(a), Some(b)) = (known.downcast_exact::<Int>(), key.downcast_exact::<Int>()) {
                    if a.value == b.value {
                        return Ok(Some(entry));
                    }
                    continue;
                }
                let known = known.clone();
                let version = table.version();
                let equal = self.equals(&known, key)?;
                if table.version() != version {
                    continue 'again;
                }
                if equal {
                    return Ok(Some(entry));
                }
            }
            return Ok(None);
        }
    }

    /// `dict.get(key)`: the value or nothing. TypeError for an unhashable key.
    pub fn dict_get(&mut self, dict: &Dict, key: &Value) -> R<Option<Value>> {
        let hash = self.key_hash(key)?;
        let entry = self.find_entry(&dict.table, key, hash)?;
        Ok(entry.and_then(|entry| dict.table.value(entry)).cloned())
    }

    /// `dict[key] = value`.
    pub fn dict_set(&mut self, dict: &Dict, key: Value, value: Value) -> R<()> {
        let hash = self.key_hash(&key)?;
        match self.find_entry(&dict.table, &key, hash)? {
            Some(entry) => drop(dict.table.replace(entry, value)),
            None => {
                dict.table.insert_new(self.heap, hash, [key, value]).map_err(|_| self.memory_error())?;
            }
        }
        Ok(())
    }

    /// Removes a key and returns its value.
    pub fn dict_remove(&mut self, dict: &Dict, key: &Value) -> R<Option<Value>> {
        let hash = self.key_hash(key)?;
        let Some(entry) = self.find_entry(&dict.table, key, hash)? else { return Ok(None) };
        Ok(dict.table.remove(entry).map(|[_, value]| value))
    }

    /// Adds a key to a set's table; whether it was new.
    pub fn set_add(&mut self, table: &Table<1>, key: Value) -> R<bool> {
        let hash = self.element_hash(&key)?;
        if self.find_entry(table, &key, hash)?.is_some() {
            return Ok(false);
        }
        table.insert_new(self.heap, hash, [key]).map_err(|_| self.memory_error())?;
        Ok(true)
    }

    /// Whether a set's table has a key.
    pub fn set_contains(&mut self, table: &Table<1>, key: &Value) -> R<bool> {
        let hash = self.element_hash(key)?;
        Ok(self.find_entry(table, key, hash)?.is_some())
    }

    /// Removes a key from a set's table; whether it was there.
    pub fn set_discard(&mut self, table: &Table<1>, key: &Value) -> R<bool> {
        let hash = self.element_hash(key)?;
        match self.find_entry(table, key, hash)? {
            Some(entry) => Ok(table.remove(entry).is_some()),
            None => Ok(false),
        }
    }

    /// A new empty dict.
    pub fn dict(&mut self) -> Value {
        Dict::new_value(self.heap)
    }

    /// Sets a string key, given as text, in a dict.
    pub fn dict_set_named(&mut self, dict: &Dict, name: &str, value: Value) -> R<()> {
        let name = self.intern(name)?;
        dict.set_str(self.heap, &name, value).map_err(|_| self.memory_error())?;
        Ok(())
    }
}

/// The table hash of a string or small int, which needs no call.
#[inline(always)]
fn simple_table_hash(key: &Value) -> Option<u32> {
    match key.downcast_exact::<Str>() {
        Some(text) => Some(text.hash()),
        None => key.as_small_int().map(|small| fold_hash(hash_i64(small))),
    }
}
