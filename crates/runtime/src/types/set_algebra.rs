//! Algebra on the tables of sets.
//!
//! ```text
//! a & b: the smaller one is walked, the larger one asked        a - b, a ^ b, a <= b: by the hashes that the tables know
//! ```
//!
//! Elements' `__eq__` may change the tables: walks go by entry index, clone what they look at, and ask for the end again.

use crate::native::R;
use crate::object::dict::{Dict, FrozenSet, Set, next_key, set_table};
use crate::object::new_exact;
use crate::object::table::Table;
use crate::ops::compare::fold_hash;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

/// A set or frozenset, as `model` is one, with these elements.
pub fn like(vm: &mut Vm, model: &Value, table: Table<1>) -> Value {
    if model.downcast::<Set>().is_some() {
        new_exact(vm.heap, Set { table, ..Set::default() })
    } else {
        new_exact(vm.heap, FrozenSet { table, hash: Cell::new(0) })
    }
}

/// A copy of a table.
pub fn duplicate(vm: &mut Vm, table: &Table<1>) -> R<Table<1>> {
    table.duplicate(vm.heap).map_err(|_| vm.memory_error())
}

/// A table of an iterable's elements.
pub fn table_of(vm: &mut Vm, iterable: &Value) -> R<Table<1>> {
    let table = Table::default();
    update(vm, &table, iterable)?;
    Ok(table)
}

/// Clones of all elements.
pub fn keys(table: &Table<1>) -> Vec<Value> {
    let mut position = 0;
    std::iter::from_fn(|| next_key(table, &mut position)).collect()
}

/// The hash of a set of elements, whatever their order.
pub fn hash_of_elements(table: &Table<1>) -> i64 {
    let mut hash = 0_u64;
    for entry in (0..table.filled()).filter(|&entry| table.key_bits(entry) != 0) {
        let own = u64::from(table.hash_of(entry));
        hash ^= (own ^ (own << 16) ^ 89_869_747).wrapping_mul(3_644_798_167 << 16 | 0x6A09);
    }
    hash ^= (table.len() as u64 + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    let hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923) as i64;
    if hash == -1 || hash == 0 { 590_923_713 } else { hash }
}

/// The hash to look an element up by: a set is looked up as the frozenset that equals it.
#[inline]
pub fn lookup_hash(vm: &mut Vm, key: &Value) -> R<u32> {
    if let Some(set) = key.downcast::<Set>() {
        let (class, name) = (vm.class_of(key), vm.names.__hash__.clone());
        if vm.lookup_bits(class, &name) == Value::NONE.bits() {
            return Ok(fold_hash(hash_of_elements(&set.table)));
        }
    }
    vm.element_hash(key)
}

/// Whether an element is in the set.
#[inline]
pub fn contains(vm: &mut Vm, table: &Table<1>, key: &Value) -> R<bool> {
    let hash = lookup_hash(vm, key)?;
    Ok(vm.find_entry(table, key, hash)?.is_some())
}

/// Removes an element; whether it was there.
pub fn remove(vm: &mut Vm, table: &Table<1>, key: &Value) -> R<bool> {
    let hash = lookup_hash(vm, key)?;
    match vm.find_entry(table, key, hash)? {
        Some(entry) => Ok(table.remove(entry).is_some()),
        None => Ok(false),
    }
}

/// Where the element at `entry` of one table is in another one.
pub fn found_in<const W: usize>(
    vm: &mut Vm,
    from: &Table<1>,
    entry: usize,
    table: &Table<W>,
) -> R<Option<(Value, u32)>> {
    let Some(key) = from.key(entry).cloned() else { return Ok(None) };
    let hash = from.hash_of(entry);
    Ok(vm.find_entry(table, &key, hash)?.map(|_| (key, hash)))
}

/// Whether all elements of `a` are in `b`.
pub fn is_subset(vm: &mut Vm, a: &Table<1>, b: &Table<1>) -> R<bool> {
    if a.len() > b.len() {
        return Ok(false);
    }
    let mut entry = 0;
    while entry < a.filled() {
        if a.key_bits(entry) != 0 && found_in(vm, a, entry, b)?.is_none() {
            return Ok(false);
        }
        entry += 1;
    }
    Ok(true)
}

fn insert(vm: &mut Vm, table: &Table<1>, key: Value, hash: u32) -> R<()> {
    if vm.find_entry(table, &key, hash)?.is_none() {
        table.insert_new(vm.heap, hash, [key]).map_err(|_| vm.memory_error())?;
    }
    Ok(())
}

/// Adds all elements of an iterable.
pub fn update(vm: &mut Vm, table: &Table<1>, iterable: &Value) -> R<()> {
    if let Some(other) = set_table(iterable) {
        if table.is_empty() {
            let copy = duplicate(vm, other)?;
            table.swap(&copy);
            return Ok(());
        }
        let mut entry = 0;
        while entry < other.filled() {
            if let Some(key) = other.key(entry).cloned() {
                insert(vm, table, key, other.hash_of(entry))?;
            }
            entry += 1;
        }
        return Ok(());
    }
    if let Some(dict) = iterable.downcast_exact::<Dict>() {
        let mut entry = 0;
        while entry < dict.table.filled() {
            if let Some(key) = dict.table.key(entry).cloned() {
                insert(vm, table, key, dict.table.hash_of(entry))?;
            }
            entry += 1;
        }
        return Ok(());
    }
    vm.for_each(iterable, |vm, item| vm.set_add(table, item).map(drop))
}

/// The elements that a set and an iterable have in common.
pub fn intersection_with(vm: &mut Vm, table: &Table<1>, other: &Value) -> R<Table<1>> {
    let result = Table::default();
    if let Some(other) = set_table(other) {
        let (small, large) = if other.len() > table.len() { (table, other) } else { (other, table) };
        let mut entry = 0;
        while entry < small.filled() {
            if let Some((key, hash)) = found_in(vm, small, entry, large)? {
                result.insert_new(vm.heap, hash, [key]).map_err(|_| vm.memory_error())?;
            }
            entry += 1;
        }
        return Ok(result);
    }
    vm.for_each(other, |vm, item| {
        let hash = vm.table_hash(&item)?;
        if vm.find_entry(table, &item, hash)?.is_some() {
            insert(vm, &result, item, hash)?;
        }
        Ok(())
    })?;
    Ok(result)
}

/// The elements that a set and all of the iterables have.
pub fn intersection_of(vm: &mut Vm, table: &Table<1>, others: &[Option<Value>]) -> R<Table<1>> {
    let mut others = others.iter().flatten();
    let mut common = match others.next() {
        Some(other) => intersection_with(vm, table, other)?,
        None => duplicate(vm, table)?,
    };
    for other in others {
        common = intersection_with(vm, &common, other)?;
    }
    Ok(common)
}

/// The elements of a set that an iterable does not have.
pub fn difference_with(vm: &mut Vm, table: &Table<1>, other: &Value) -> R<Table<1>> {
    let by_dict = other.downcast_exact::<Dict>();
    let by_set = set_table(other).filter(|other| table.len() <= other.len() * 4);
    if by_dict.is_none() && by_set.is_none() {
        let rest = duplicate(vm, table)?;
        difference_update(vm, &rest, other)?;
        return Ok(rest);
    }
    let result = Table::default();
    let mut entry = 0;
    while entry < table.filled() {
        if let Some(key) = table.key(entry).cloned() {
            let hash = table.hash_of(entry);
            let found = match (by_dict, by_set) {
                (Some(dict), _) => vm.find_entry(&dict.table, &key, hash)?,
                (None, Some(set)) => vm.find_entry(set, &key, hash)?,
                (None, None) => None,
            };
            if found.is_none() {
                result.insert_new(vm.heap, hash, [key]).map_err(|_| vm.memory_error())?;
            }
        }
        entry += 1;
    }
    Ok(result)
}

/// Removes all elements of an iterable.
pub fn difference_update(vm: &mut Vm, table: &Table<1>, other: &Value) -> R<()> {
    let Some(other) = set_table(other) else {
        return vm.for_each(other, |vm, item| vm.set_discard(table, &item).map(drop));
    };
    if std::ptr::eq(table, other) {
        drop(table.take());
        return Ok(());
    }
    let mut entry = 0;
    while entry < other.filled() {
        if let Some(key) = other.key(entry).cloned()
            && let Some(found) = vm.find_entry(table, &key, other.hash_of(entry))?
        {
            drop(table.remove(found));
        }
        entry += 1;
    }
    Ok(())
}

/// Keeps what is in exactly one of the set and the iterable.
pub fn symmetric_difference_update(vm: &mut Vm, table: &Table<1>, other: &Value) -> R<()> {
    let made;
    let other = match set_table(other) {
        Some(other) if std::ptr::eq(table, other) => {
            drop(table.take());
            return Ok(());
        }
        Some(other) => other,
        None => {
            made = table_of(vm, other)?;
            &made
        }
    };
    let mut entry = 0;
    while entry < other.filled() {
        if let Some(key) = other.key(entry).cloned() {
            let hash = other.hash_of(entry);
            match vm.find_entry(table, &key, hash)? {
                Some(found) => drop(table.remove(found)),
                None => {
                    table.insert_new(vm.heap, hash, [key]).map_err(|_| vm.memory_error())?;
                }
            }
        }
        entry += 1;
    }
    Ok(())
}
