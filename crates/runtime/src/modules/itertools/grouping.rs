//! Iterators that put items together or give them out several times: `batched`, `pairwise`, `groupby`, `zip_longest`, `tee`.
//!
//! ```text
//! tee:   a ──► block of 57 items ─► block ─► …      each iterator is a place (block, index); who is first reads for all
//!        b ──────────────────────────┘
//! ```

use std::cell::Cell;

use crate::native::R;
use crate::object::cell::Slot;
use crate::object::itertools::{Batched, GroupBy, Grouper, Pairwise, Tee, TeeBlock, ZipLongest};
use crate::object::list::List;
use crate::object::new_exact;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// The next item of a `batched`.
pub fn next_of_batched(vm: &mut Vm, this: &Batched) -> R<Option<Value>> {
    let Some(iterator) = this.iterator.get() else { return Ok(None) };
    let mut items = Vec::with_capacity(this.count.min(64));
    while items.len() < this.count {
        match vm.next(&iterator) {
            Ok(Some(item)) => {
                if items.len() == items.capacity() {
                    vm.check_room(items.len().saturating_mul(16))?;
                }
                items.push(item);
            }
            Ok(None) => {
                this.iterator.set(None);
                if items.is_empty() {
                    return Ok(None);
                }
                if this.strict {
                    return Err(vm.value_error("batched(): incomplete batch"));
                }
                break;
            }
            Err(raised) => {
                this.iterator.set(None);
                return Err(raised);
            }
        }
    }
    vm.tuple(items).map(Some)
}

/// The next item of a `pairwise`.
pub fn next_of_pairwise(vm: &mut Vm, this: &Pairwise) -> R<Option<Value>> {
    let Some(iterator) = this.iterator.get() else { return Ok(None) };
    let mut previous = this.previous.get();
    if previous.is_none() {
        previous = vm.next(&iterator)?;
        this.previous.set(previous.clone());
        if this.iterator.as_ref().is_none() {
            this.previous.set(None);
            return Ok(None);
        }
    }
    let item = match previous.is_some() {
        true => vm.next(&iterator)?,
        false => None,
    };
    let (Some(previous), Some(item)) = (previous, item) else {
        this.iterator.set(None);
        this.previous.set(None);
        return Ok(None);
    };
    this.previous.set(Some(item.clone()));
    Ok(Some(Tuple::pair(vm.heap, previous, item)))
}

// ----- groupby -----

/// Takes the next item into `value` and its key into `key`; false at the end.
fn advance_group(vm: &mut Vm, this: &GroupBy) -> R<bool> {
    let Some(iterator) = this.iterator.get() else { return Ok(false) };
    let Some(value) = vm.next(&iterator)? else { return Ok(false) };
    let key = if this.function.is_none() {
        value.clone()
    } else {
        vm.call(&this.function, std::slice::from_ref(&value))?
    };
    this.value.set(Some(value));
    this.key.set(Some(key));
    Ok(true)
}

/// The next item of a `groupby`: the rest of the last group is passed over.
pub fn next_of_group_by(vm: &mut Vm, owner: &Value, this: &GroupBy) -> R<Option<Value>> {
    this.serial.set(this.serial.get() + 1);
    loop {
        if let Some(key) = this.key.get() {
            let Some(target) = this.target_key.get() else { break };
            if !vm.same_or_equal(&target, &key)? {
                break;
            }
        }
        if !advance_group(vm, this)? {
            return Ok(None);
        }
    }
    let Some(key) = this.key.get() else { return Ok(None) };
    this.target_key.set(Some(key.clone()));
    let grouper = Grouper { parent: owner.clone(), target_key: key.clone(), serial: this.serial.get() };
    let grouper = new_exact(vm.heap, grouper);
    Ok(Some(Tuple::pair(vm.heap, key, grouper)))
}

/// The next item of a group, as long as it is the last group that was asked for.
pub fn next_of_grouper(vm: &mut Vm, this: &Grouper) -> R<Option<Value>> {
    let Some(parent) = this.parent.downcast::<GroupBy>() else { return Ok(None) };
    if parent.serial.get() != this.serial {
        return Ok(None);
    }
    if parent.value.as_ref().is_none() && !advance_group(vm, parent)? {
        return Ok(None);
    }
    let Some(key) = parent.key.get() else { return Ok(None) };
    if !vm.same_or_equal(&this.target_key, &key)? {
        return Ok(None);
    }
    let value = parent.value.get();
    parent.value.set(None);
    Ok(value)
}

// ----- zip_longest -----

/// The next item of a `zip_longest`.
pub fn next_of_zip_longest(vm: &mut Vm, this: &ZipLongest) -> R<Option<Value>> {
    let Some(owner) = this.iterators.get() else { return Ok(None) };
    let Some(iterators) = owner.downcast::<List>() else { return Ok(None) };
    if this.active.get() == 0 {
        return Ok(None);
    }
    let mut items = Vec::with_capacity(iterators.len());
    for index in 0..iterators.len() {
        let Some(iterator) = iterators.get(index) else { break };
        let item = if iterator.is_none() { None } else { zip_item(vm, this, iterators, index, &iterator)? };
        if this.active.get() == 0 {
            this.iterators.set(None);
            return Ok(None);
        }
        items.push(item.unwrap_or_else(|| this.fill.clone()));
    }
    vm.tuple(items).map(Some)
}

fn zip_item(
    vm: &mut Vm,
    this: &ZipLongest,
    iterators: &List,
    index: usize,
    iterator: &Value,
) -> R<Option<Value>> {
    let item = match vm.next(iterator) {
        Ok(item) => item,
        Err(raised) => {
            this.active.set(0);
            return Err(raised);
        }
    };
    if item.is_none() && iterators.replace(index, Value::NONE).is_ok() {
        this.active.set(this.active.get().saturating_sub(1));
    }
    Ok(item)
}

// ----- tee -----

/// Items in a block.
const BLOCK_ITEMS: usize = 57;

/// The first place of a new chain of blocks.
pub fn new_tee(vm: &mut Vm, iterator: Value) -> Tee {
    let block = TeeBlock {
        next: Slot::default(),
        iterator,
        items: List::new_empty(vm.heap),
        running: Cell::new(false),
    };
    Tee { block: Slot::new(Some(new_exact(vm.heap, block))), index: Cell::new(0) }
}

/// Another iterator at the same place.
pub fn copy_of_tee(tee: &Tee) -> Tee {
    Tee { block: Slot::new(tee.block.get()), index: tee.index.clone() }
}

/// The next item of a `tee` iterator.
pub fn next_of_tee(vm: &mut Vm, this: &Tee) -> R<Option<Value>> {
    if this.index.get() >= BLOCK_ITEMS {
        let Some(full) = this.block.get() else { return Ok(None) };
        let Some(block) = full.downcast::<TeeBlock>() else { return Ok(None) };
        let next = match block.next.get() {
            Some(next) => next,
            None => {
                let fresh = new_tee(vm, block.iterator.clone()).block.get();
                block.next.set(fresh.clone());
                let Some(fresh) = fresh else { return Ok(None) };
                fresh
            }
        };
        this.block.set(Some(next));
        this.index.set(0);
    }
    let Some(owner) = this.block.get() else { return Ok(None) };
    let Some(block) = owner.downcast::<TeeBlock>() else { return Ok(None) };
    let Some(items) = block.items.downcast::<List>() else { return Ok(None) };
    if let Some(item) = items.get(this.index.get()) {
        this.index.set(this.index.get() + 1);
        return Ok(Some(item));
    }
    if block.running.replace(true) {
        return Err(vm.runtime_error("cannot re-enter the tee iterator"));
    }
    let item = vm.next(&block.iterator);
    block.running.set(false);
    let Some(item) = item? else { return Ok(None) };
    items.push(vm.heap, item.clone()).map_err(|_| vm.memory_error())?;
    this.index.set(this.index.get() + 1);
    Ok(Some(item))
}
