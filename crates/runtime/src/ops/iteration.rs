//! Iteration: `iter`, `next`, and loops over anything in native code.

use std::cell::Cell;

use exuvia_heap::PENDING_OVERDRAWN;

use crate::native::R;
use crate::object::cell::Slot;
use crate::object::dict::{self, Dict};
use crate::object::generator::Generator;
use crate::object::iterators::{
    DictIterator, DictPart, ListIterator, RangeIterator, SequenceIterator, SetIterator, TupleIterator,
};
use crate::object::list::List;
use crate::object::tuple::Tuple;
use crate::object::{ids, new_exact, new_with_layout};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// `iter(value)`.
    pub fn iter(&mut self, value: &Value) -> R {
        match value.layout().map_or(0, |layout| layout.index() as u32) {
            ids::LIST => return Ok(self.list_iterator(value)),
            ids::TUPLE => {
                let iterator = TupleIterator { tuple: Slot::new(Some(value.clone())), index: Cell::new(0) };
                return Ok(new_exact(self.heap, iterator));
            }
            ids::GENERATOR => return Ok(value.clone()),
            ids::DICT => return Ok(self.dict_iterator(value, DictPart::Keys)),
            _ => {}
        }
        let class = self.class_of(value);
        let name = self.names.__iter__.clone();
        let found = self.lookup_bits(class, &name);
        if found == Value::NONE.bits() {
            return Err(self.type_error(format!("'{}' object is not iterable", class.name_text())));
        }
        if found != 0 {
            let iterator = self.call_found(found, value, &[])?;
            let iterator_class = self.class_of(&iterator);
            let next = self.names.__next__.clone();
            if self.lookup_bits(iterator_class, &next) == 0 {
                return Err(self.type_error(format!(
                    "iter() returned non-iterator of type '{}'",
                    iterator_class.name_text()
                )));
            }
            return Ok(iterator);
        }
        let name = self.names.__getitem__.clone();
        if self.lookup_bits(class, &name) != 0 {
            let iterator = SequenceIterator { sequence: Slot::new(Some(value.clone())), index: Cell::new(0) };
            return Ok(new_exact(self.heap, iterator));
        }
        Err(self.type_error(format!("'{}' object is not iterable", class.name_text())))
    }

    /// An iterator over a list.
    pub fn list_iterator(&mut self, list: &Value) -> Value {
        new_exact(self.heap, ListIterator { list: Slot::new(Some(list.clone())), index: Cell::new(0) })
    }

    /// An iterator over a dict's keys, values or items.
    pub fn dict_iterator(&mut self, dict: &Value, what: DictPart) -> Value {
        let class = match what {
            DictPart::Keys => self.types.dict_keyiterator,
            DictPart::Values => self.types.dict_valueiterator,
            DictPart::Items => self.types.dict_itemiterator,
        };
        let length = dict.downcast::<Dict>().map_or(0, Dict::len);
        let iterator = DictIterator {
            dict: Slot::new(Some(dict.clone())),
            position: Cell::new(0),
            length,
            remaining: Cell::new(length),
            what,
            reversed: false,
        };
        new_with_layout(self.heap, class.layout.get(), iterator)
    }

    /// The next item, or nothing at the end. No StopIteration is made for builtin iterators.
    #[inline]
    pub fn next(&mut self, iterator: &Value) -> R<Option<Value>> {
        if let Some(iterator) = iterator.downcast_exact::<ListIterator>() {
            return Ok(iterator.advance());
        }
        if let Some(iterator) = iterator.downcast_exact::<RangeIterator>() {
            return Ok(iterator.advance().map(|int| Value::from_i64(self.heap, int)));
        }
        self.next_slow(iterator)
    }

    fn next_slow(&mut self, iterator: &Value) -> R<Option<Value>> {
        if self.heap.pending().get() & PENDING_OVERDRAWN != 0 {
            self.check_reserve()?;
        }
        if iterator.downcast_exact::<Generator>().is_some() {
            return crate::interp::generators::resume_next(self, iterator);
        }
        if let Some(iterator) = iterator.downcast_exact::<TupleIterator>() {
            return Ok(iterator.advance());
        }
        if let Some(iterator) = iterator.downcast::<DictIterator>().filter(|iterator| !iterator.reversed) {
            return self.next_of_dict(iterator);
        }
        if let Some(iterator) = iterator.downcast_exact::<SetIterator>() {
            return self.next_of_set(iterator);
        }
        if let Some(iterator) = iterator.downcast_exact::<SequenceIterator>() {
            return self.next_of_sequence(iterator);
        }
        if let Some(result) = crate::types::iterators::advance(self, iterator) {
            return result;
        }
        let class = self.class_of(iterator);
        let name = self.names.__next__.clone();
        let found = self.lookup_bits(class, &name);
        if found == 0 {
            return Err(self.type_error(format!("'{}' object is not an iterator", class.name_text())));
        }
        let result = self.native_call(|vm| vm.call_found(found, iterator, &[]));
        let stop = self.types.stop_iteration;
        self.except(result, stop)
    }

    /// The next key, value or item of a dict iterator; RuntimeError when the dict has changed its size.
    pub fn next_of_dict(&mut self, iterator: &DictIterator) -> R<Option<Value>> {
        let Some((key, value)) = self.next_entry_of_dict(iterator)? else { return Ok(None) };
        Ok(Some(match iterator.what {
            DictPart::Keys => key,
            DictPart::Values => value,
            DictPart::Items => Tuple::pair(self.heap, key, value),
        }))
    }

    /// The same as key and value.
    pub fn next_entry_of_dict(&mut self, iterator: &DictIterator) -> R<Option<(Value, Value)>> {
        let Some(dict) = iterator.dict.as_ref().and_then(|owner| owner.downcast::<Dict>()) else {
            return Ok(None);
        };
        if dict.len() != iterator.length || iterator.remaining.get() == usize::MAX {
            iterator.remaining.set(usize::MAX);
            return Err(self.runtime_error("dictionary changed size during iteration"));
        }
        let mut entry = iterator.position.get();
        while entry < dict.table.filled() {
            let (Some(key), Some(value)) = (dict.table.key(entry), dict.table.value(entry)) else {
                entry += 1;
                continue;
            };
            let Some(remaining) = iterator.remaining.get().checked_sub(1) else {
                iterator.dict.set(None);
                return Err(self.runtime_error("dictionary keys changed during iteration"));
            };
            iterator.remaining.set(remaining);
            iterator.position.set(entry + 1);
            return Ok(Some((key.clone(), value.clone())));
        }
        iterator.dict.set(None);
        Ok(None)
    }

    fn next_of_set(&mut self, iterator: &SetIterator) -> R<Option<Value>> {
        let Some(owner) = iterator.set.get() else { return Ok(None) };
        let Some(table) = dict::set_table(&owner) else { return Ok(None) };
        if table.len() != iterator.length || iterator.remaining.get() == usize::MAX {
            iterator.remaining.set(usize::MAX);
            return Err(self.runtime_error("Set changed size during iteration"));
        }
        let mut position = iterator.position.get();
        let key = dict::next_key(table, &mut position);
        iterator.position.set(position);
        iterator.remaining.set(iterator.remaining.get().saturating_sub(1));
        if key.is_none() {
            iterator.set.set(None);
        }
        Ok(key)
    }

    fn next_of_sequence(&mut self, iterator: &SequenceIterator) -> R<Option<Value>> {
        let Some(sequence) = iterator.sequence.get() else { return Ok(None) };
        let index = Value::from_i64(self.heap, iterator.index.get());
        iterator.index.set(iterator.index.get() + 1);
        match self.get_item(&sequence, &index) {
            Ok(item) => Ok(Some(item)),
            Err(_)
                if self.is_raising(self.types.index_error) || self.is_raising(self.types.stop_iteration) =>
            {
                self.exception.set(None);
                iterator.sequence.set(None);
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// Calls `each` with every item of an iterable.
    pub fn for_each(&mut self, iterable: &Value, mut each: impl FnMut(&mut Vm, Value) -> R<()>) -> R<()> {
        if let Some(tuple) = iterable.downcast_exact::<Tuple>() {
            for item in tuple.items() {
                each(self, item.clone())?;
            }
            return Ok(());
        }
        if let Some(list) = iterable.downcast_exact::<List>() {
            let mut index = 0;
            while let Some(item) = list.get(index) {
                index += 1;
                each(self, item)?;
            }
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        while let Some(item) = self.next(&iterator)? {
            each(self, item)?;
        }
        Ok(())
    }

    /// All items of an iterable.
    pub fn collect(&mut self, iterable: &Value) -> R<Vec<Value>> {
        if let Some(list) = iterable.downcast_exact::<List>() {
            self.check_room(list.len() * 8)?;
            return Ok(list.with(<[Value]>::to_vec));
        }
        if let Some(tuple) = iterable.downcast_exact::<Tuple>() {
            return Ok(tuple.items().to_vec());
        }
        let iterator = self.iter(iterable)?;
        self.check_hint(iterable)?;
        let mut items = Vec::new();
        while let Some(item) = self.next(&iterator)? {
            if items.len() == items.capacity() {
                self.check_room(items.len() * 16)?;
            }
            items.push(item);
        }
        Ok(items)
    }

    /// Extends a list by an iterable.
    pub fn extend_list(&mut self, list: &List, iterable: &Value) -> R<()> {
        if let Some(other) = iterable.downcast_exact::<List>() {
            let items = other.with(<[Value]>::to_vec);
            list.reserve(self.heap, items.len()).map_err(|_| self.memory_error())?;
            for item in items {
                list.push(self.heap, item).map_err(|_| self.memory_error())?;
            }
            return Ok(());
        }
        if let Some(tuple) = iterable.downcast_exact::<Tuple>() {
            for item in tuple.items() {
                list.push(self.heap, item.clone()).map_err(|_| self.memory_error())?;
            }
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        self.check_hint(iterable)?;
        while let Some(item) = self.next(&iterator)? {
            list.push(self.heap, item).map_err(|_| self.memory_error())?;
        }
        Ok(())
    }

    /// MemoryError when an iterable says that it has more items than there is room for.
    fn check_hint(&mut self, iterable: &Value) -> R<()> {
        if iterable.downcast_exact::<Generator>().is_some() {
            return Ok(());
        }
        let items = self.length_hint(iterable, 0)?;
        if items < 1 << 16 { Ok(()) } else { self.check_room(items.saturating_mul(8)) }
    }
}

impl ListIterator {
    /// The next item; at the end the list is let go.
    #[inline(always)]
    pub fn advance(&self) -> Option<Value> {
        let item = self.list.as_ref()?.downcast::<List>()?.get(self.index.get());
        match item {
            Some(_) => self.index.set(self.index.get() + 1),
            None => self.list.set(None),
        }
        item
    }
}

impl TupleIterator {
    /// The next item; at the end the tuple is let go.
    #[inline(always)]
    pub fn advance(&self) -> Option<Value> {
        let item = self.tuple.as_ref()?.downcast::<Tuple>()?.items().get(self.index.get()).cloned();
        match item {
            Some(_) => self.index.set(self.index.get() + 1),
            None => self.tuple.set(None),
        }
        item
    }
}

impl RangeIterator {
    /// The next integer.
    #[inline(always)]
    pub fn advance(&self) -> Option<i64> {
        let remaining = self.remaining.get();
        if remaining <= 0 {
            return None;
        }
        self.remaining.set(remaining - 1);
        let next = self.next.get();
        self.next.set(next.wrapping_add(self.step));
        Some(next)
    }
}
