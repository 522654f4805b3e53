//! How the builtin iterators go on, and what they tell of themselves.
//!
//! ```text
//! advance(iterator) = Some(next item, or nothing at the end)      for the classes of this file; __next__ adds StopIteration
//! ```
//!
//! What is exhausted lets go of what it iterated over. It knows no generators.

use num_bigint::BigInt;
use num_traits::{One, Zero};

use crate::native::{R, Raised};
use crate::object::array::ArrayIterator;
use crate::object::bytes::Bytes;
use crate::object::cell::Slot;
use crate::object::dict::{Dict, set_table};
use crate::object::iterators::{
    BytesIterator, CallableIterator, DictIterator, DictPart, Enumerate, Filter, ListIterator,
    LongRangeIterator, Map, RangeIterator, Reversed, SequenceIterator, SetIterator, StrIterator,
    TupleIterator, Zip,
};
use crate::object::list::List;
use crate::object::slices::Range;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{ids, new_exact, new_with_layout};
use crate::value::Value;
use crate::vm::Vm;

/// `__iter__` and `__next__` of all builtin iterators.
pub struct IteratorMethods;

#[exuvia_macros::builtin_methods]
impl IteratorMethods {
    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &Value) -> R {
        let item = match advance(vm, this) {
            Some(result) => result?,
            None => vm.next(this)?,
        };
        match item {
            Some(item) => Ok(item),
            None => Err(vm.stop_iteration(Value::NONE)),
        }
    }
}

/// What iterators over containers have besides.
pub struct ContainerIteratorMethods;

#[exuvia_macros::builtin_methods]
impl ContainerIteratorMethods {
    /// Private method returning an estimate of len(list(it)).
    #[sig("__length_hint__(self, /)")]
    fn length_hint(vm: &mut Vm, this: &Value) -> R {
        hint(vm, this)
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Value) -> R {
        reduce(vm, this)
    }
}

/// `__setstate__` of the iterators that go by index.
pub struct PositionMethods;

#[exuvia_macros::builtin_methods]
impl PositionMethods {
    /// Set state information for unpickling.
    #[sig("__setstate__(self, object, /)")]
    fn setstate(vm: &mut Vm, this: &Value, object: i64) -> R<()> {
        set_position(vm, this, object);
        Ok(())
    }
}

/// The next item of the builtin iterators, but for generators and what `Vm::next` answers first; `None` for other objects.
pub fn advance(vm: &mut Vm, iterator: &Value) -> Option<R<Option<Value>>> {
    Some(match iterator.payload_kind() {
        ids::LIST_ITERATOR => Ok(iterator.downcast::<ListIterator>()?.advance()),
        ids::TUPLE_ITERATOR => Ok(iterator.downcast::<TupleIterator>()?.advance()),
        ids::RANGE_ITERATOR => {
            Ok(iterator.downcast::<RangeIterator>()?.advance().map(|int| Value::from_i64(vm.heap, int)))
        }
        ids::DICT_ITERATOR => next_of_dict(vm, iterator.downcast::<DictIterator>()?),
        ids::STR_ITERATOR => next_of_text(vm, iterator.downcast::<StrIterator>()?),
        ids::BYTES_ITERATOR => next_of_bytes(vm, iterator.downcast::<BytesIterator>()?),
        ids::LONG_RANGE_ITERATOR => next_of_long_range(vm, iterator.downcast::<LongRangeIterator>()?),
        ids::CALLABLE_ITERATOR => next_of_callable(vm, iterator.downcast::<CallableIterator>()?),
        ids::ENUMERATE if overrides_nothing(vm, iterator) => {
            next_of_enumerate(vm, iterator.downcast::<Enumerate>()?)
        }
        ids::ZIP if overrides_nothing(vm, iterator) => next_of_zip(vm, iterator.downcast::<Zip>()?),
        ids::MAP if overrides_nothing(vm, iterator) => next_of_map(vm, iterator.downcast::<Map>()?),
        ids::FILTER if overrides_nothing(vm, iterator) => next_of_filter(vm, iterator.downcast::<Filter>()?),
        ids::ARRAY_ITERATOR => {
            crate::modules::array::next_of_array(vm, iterator.downcast::<ArrayIterator>()?)
        }
        ids::REVERSED if overrides_nothing(vm, iterator) => {
            next_of_reversed(vm, iterator.downcast::<Reversed>()?)
        }
        ids::COUNT_ITERATOR..=ids::ZIP_LONGEST if overrides_nothing(vm, iterator) => {
            return crate::modules::itertools::step(vm, iterator);
        }
        _ => return None,
    })
}

/// The next pair of the iterators that make pairs, without the tuple around it; `None` for other objects.
pub fn advance_pair(vm: &mut Vm, iterator: &Value) -> Option<R<Option<(Value, Value)>>> {
    Some(match iterator.payload_kind() {
        ids::DICT_ITERATOR => {
            let items = iterator.downcast::<DictIterator>()?;
            if items.reversed || items.what != DictPart::Items {
                return None;
            }
            vm.next_entry_of_dict(items)
        }
        ids::ENUMERATE if overrides_nothing(vm, iterator) => {
            pair_of_enumerate(vm, iterator.downcast::<Enumerate>()?)
        }
        ids::ZIP if overrides_nothing(vm, iterator) => {
            let zip = iterator.downcast::<Zip>()?;
            let iterators = zip.iterators.get()?;
            let [first, second] = iterators.downcast::<Tuple>()?.items() else { return None };
            if zip.strict.get() {
                return None;
            }
            pair_of_zip(vm, first, second)
        }
        _ => return None,
    })
}

fn pair_of_zip(vm: &mut Vm, first: &Value, second: &Value) -> R<Option<(Value, Value)>> {
    let Some(a) = vm.native_call(|vm| vm.next(first))? else { return Ok(None) };
    let Some(b) = vm.native_call(|vm| vm.next(second))? else { return Ok(None) };
    Ok(Some((a, b)))
}

/// Whether an instance of a class that Python code can derive from is of the builtin class itself.
#[inline]
fn overrides_nothing(vm: &Vm, iterator: &Value) -> bool {
    if iterator.layout().is_some_and(|layout| layout.index() < ids::COUNT as usize) {
        return true;
    }
    !vm.class_of(iterator).has(crate::object::class::flags::HEAP_TYPE)
}

fn next_of_dict(vm: &mut Vm, iterator: &DictIterator) -> R<Option<Value>> {
    if !iterator.reversed {
        return vm.next_of_dict(iterator);
    }
    let Some(owner) = iterator.dict.get() else { return Ok(None) };
    let Some(dict) = owner.downcast::<Dict>() else { return Ok(None) };
    if dict.len() != iterator.length || iterator.remaining.get() == usize::MAX {
        iterator.remaining.set(usize::MAX);
        return Err(vm.runtime_error("dictionary changed size during iteration"));
    }
    let mut entry = iterator.position.get().min(dict.table.filled());
    while entry > 0 {
        entry -= 1;
        if let (Some(key), Some(value)) = (dict.table.key(entry), dict.table.value(entry)) {
            iterator.position.set(entry);
            iterator.remaining.set(iterator.remaining.get().saturating_sub(1));
            return Ok(Some(match iterator.what {
                DictPart::Keys => key.clone(),
                DictPart::Values => value.clone(),
                DictPart::Items => Tuple::pair(vm.heap, key.clone(), value.clone()),
            }));
        }
    }
    iterator.dict.set(None);
    Ok(None)
}

fn next_of_text(vm: &mut Vm, iterator: &StrIterator) -> R<Option<Value>> {
    let Some(owner) = iterator.text.as_ref() else { return Ok(None) };
    let position = iterator.position.get();
    let character = owner
        .downcast::<Str>()
        .and_then(|text| text.as_str().get(position..))
        .and_then(|rest| rest.chars().next());
    match character {
        Some(character) => {
            iterator.position.set(position + character.len_utf8());
            vm.character(character).map(Some)
        }
        None => {
            iterator.text.set(None);
            Ok(None)
        }
    }
}

fn next_of_bytes(vm: &mut Vm, iterator: &BytesIterator) -> R<Option<Value>> {
    let Some(data) = iterator.data.get() else { return Ok(None) };
    let index = iterator.index.get();
    let next = match data.downcast::<Bytes>() {
        Some(bytes) => bytes.as_slice().get(index).map(|&byte| Value::from_i32(i32::from(byte))),
        None => {
            let result = vm.get_item(&data, &Value::from_i64(vm.heap, index as i64));
            let index_error = vm.types.index_error;
            vm.except(result, index_error)?
        }
    };
    match next {
        Some(_) => iterator.index.set(index + 1),
        None => iterator.data.set(None),
    }
    Ok(next)
}

fn next_of_long_range(vm: &mut Vm, iterator: &LongRangeIterator) -> R<Option<Value>> {
    let remaining = big(&iterator.remaining);
    if remaining.is_zero() {
        return Ok(None);
    }
    let Some(current) = iterator.next.get() else { return Ok(None) };
    let step = iterator.step.as_integer().map(|step| step.to_big().into_owned()).unwrap_or_default();
    let (next, remaining) = (vm.big_int(big(&iterator.next) + step)?, vm.big_int(remaining - BigInt::one())?);
    iterator.next.set(Some(next));
    iterator.remaining.set(Some(remaining));
    Ok(Some(current))
}

fn big(slot: &Slot) -> BigInt {
    slot.get().and_then(|value| Some(value.as_integer()?.to_big().into_owned())).unwrap_or_default()
}

fn next_of_callable(vm: &mut Vm, iterator: &CallableIterator) -> R<Option<Value>> {
    let Some(callable) = iterator.callable.get() else { return Ok(None) };
    let result = vm.native_call(|vm| vm.call(&callable, &[]));
    let stop = vm.types.stop_iteration;
    let item = vm.except(result, stop)?;
    let sentinel = iterator.sentinel.clone();
    let item = match item {
        Some(item) if !vm.same_or_equal(&sentinel, &item)? => Some(item),
        _ => {
            iterator.callable.set(None);
            None
        }
    };
    Ok(item)
}

/// The next item of a `enumerate`.
pub fn next_of_enumerate(vm: &mut Vm, enumerate: &Enumerate) -> R<Option<Value>> {
    Ok(pair_of_enumerate(vm, enumerate)?.map(|(count, item)| Tuple::pair(vm.heap, count, item)))
}

fn pair_of_enumerate(vm: &mut Vm, enumerate: &Enumerate) -> R<Option<(Value, Value)>> {
    let Some(iterator) = enumerate.iterator.get() else { return Ok(None) };
    let Some(item) = vm.native_call(|vm| vm.next(&iterator))? else { return Ok(None) };
    let count = enumerate.count.get().unwrap_or(Value::NONE);
    let next = match count.as_small_int() {
        Some(small) => Value::from_i64(vm.heap, small + 1),
        None => vm.big_int(big(&enumerate.count) + BigInt::one())?,
    };
    enumerate.count.set(Some(next));
    Ok(Some((count, item)))
}

/// The next item of a `zip`.
pub fn next_of_zip(vm: &mut Vm, zip: &Zip) -> R<Option<Value>> {
    let Some(iterators) = zip.iterators.get() else { return Ok(None) };
    let iterators = iterators.downcast::<Tuple>().map_or(&[][..], Tuple::items);
    if let [first, second] = iterators {
        let Some(a) = vm.native_call(|vm| vm.next(first))? else {
            return ended(vm, "zip", zip.strict.get(), iterators, 0);
        };
        let Some(b) = vm.native_call(|vm| vm.next(second))? else {
            return ended(vm, "zip", zip.strict.get(), iterators, 1);
        };
        return Ok(Some(Tuple::pair(vm.heap, a, b)));
    }
    if iterators.is_empty() {
        return Ok(None);
    }
    match next_of_each(vm, "zip", zip.strict.get(), iterators)? {
        Some(items) => vm.tuple(items).map(Some),
        None => Ok(None),
    }
}

/// The next item of a `map`.
pub fn next_of_map(vm: &mut Vm, map: &Map) -> R<Option<Value>> {
    let Some(iterators) = map.iterators.get() else { return Ok(None) };
    let iterators = iterators.downcast::<Tuple>().map_or(&[][..], Tuple::items);
    let function = map.function.clone();
    if let [only] = iterators {
        let Some(item) = vm.native_call(|vm| vm.next(only))? else { return Ok(None) };
        return vm.native_call(|vm| vm.call(&function, std::slice::from_ref(&item))).map(Some);
    }
    match next_of_each(vm, "map", map.strict.get(), iterators)? {
        Some(items) => vm.native_call(|vm| vm.call(&function, &items)).map(Some),
        None => Ok(None),
    }
}

/// The next item of each iterator; nothing when one has ended.
fn next_of_each(vm: &mut Vm, function: &str, strict: bool, iterators: &[Value]) -> R<Option<Vec<Value>>> {
    let mut items = Vec::with_capacity(iterators.len());
    for (index, iterator) in iterators.iter().enumerate() {
        match vm.native_call(|vm| vm.next(iterator))? {
            Some(item) => items.push(item),
            None => {
                ended(vm, function, strict, iterators, index)?;
                return Ok(None);
            }
        }
    }
    Ok(Some(items))
}

/// The iterator at `index` has ended: with `strict`, all others must end as well.
fn ended(vm: &mut Vm, function: &str, strict: bool, iterators: &[Value], index: usize) -> R<Option<Value>> {
    if !strict {
        return Ok(None);
    }
    if index > 0 {
        return Err(uneven(vm, function, "shorter", index));
    }
    for (index, iterator) in iterators.iter().enumerate().skip(1) {
        if vm.next(iterator)?.is_some() {
            return Err(uneven(vm, function, "longer", index));
        }
    }
    Ok(None)
}

#[cold]
fn uneven(vm: &mut Vm, function: &str, comparison: &str, index: usize) -> Raised {
    let others = if index == 1 { "argument 1".to_owned() } else { format!("arguments 1-{index}") };
    vm.value_error(format!("{function}() argument {} is {comparison} than {others}", index + 1))
}

/// The next item of a `filter`.
pub fn next_of_filter(vm: &mut Vm, filter: &Filter) -> R<Option<Value>> {
    let Some(iterator) = filter.iterator.get() else { return Ok(None) };
    let function = filter.function.clone();
    let by_truth = function.is_none() || function.is(&vm.types.bool.value());
    while let Some(item) = vm.native_call(|vm| vm.next(&iterator))? {
        let keep = if by_truth {
            vm.truth(&item)?
        } else {
            let result = vm.native_call(|vm| vm.call(&function, std::slice::from_ref(&item)))?;
            vm.truth(&result)?
        };
        if keep {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// The next item of a `reversed`.
pub fn next_of_reversed(vm: &mut Vm, reversed: &Reversed) -> R<Option<Value>> {
    let Some(sequence) = reversed.sequence.get() else { return Ok(None) };
    let index = reversed.index.get();
    let item = match (usize::try_from(index), sequence.downcast_exact::<List>()) {
        (Err(_), _) => None,
        (Ok(index), Some(list)) => list.get(index),
        (Ok(_), None) => {
            let result = vm.get_item(&sequence, &Value::from_i64(vm.heap, index));
            let (index_error, stop) = (vm.types.index_error, vm.types.stop_iteration);
            match vm.except(result, index_error) {
                Err(raised) if vm.is_raising(stop) => {
                    let _ = vm.caught(raised);
                    None
                }
                result => result?,
            }
        }
    };
    match item {
        Some(_) => reversed.index.set(index - 1),
        None => {
            reversed.index.set(-1);
            reversed.sequence.set(None);
        }
    }
    Ok(item)
}

// ----- what is left, and how to make it again -----

fn left(length: usize, index: usize) -> Value {
    Value::from_small_int(length.saturating_sub(index) as i64).unwrap_or(Value::from_i32(0))
}

fn hint(vm: &mut Vm, this: &Value) -> R {
    if let Some(iterator) = this.downcast::<ListIterator>() {
        let length = iterator.list.get().and_then(|list| Some(list.downcast::<List>()?.len())).unwrap_or(0);
        return Ok(left(length, iterator.index.get()));
    }
    if let Some(iterator) = this.downcast::<TupleIterator>() {
        let length =
            iterator.tuple.get().and_then(|tuple| Some(tuple.downcast::<Tuple>()?.len())).unwrap_or(0);
        return Ok(left(length, iterator.index.get()));
    }
    if let Some(iterator) = this.downcast::<RangeIterator>() {
        return Ok(Value::from_i64(vm.heap, iterator.remaining.get()));
    }
    if let Some(iterator) = this.downcast::<LongRangeIterator>() {
        return Ok(iterator.remaining.get().unwrap_or(Value::from_i32(0)));
    }
    if let Some(iterator) = this.downcast::<StrIterator>() {
        let position = iterator.position.get();
        let text = iterator.text.get();
        let rest = text.as_ref().and_then(|text| text.downcast::<Str>()?.as_str().get(position..));
        return Ok(left(rest.map_or(0, |rest| rest.chars().count()), 0));
    }
    if let Some(iterator) = this.downcast::<BytesIterator>() {
        let length = match iterator.data.get() {
            Some(data) => vm.length(&data)?,
            None => 0,
        };
        return Ok(left(length, iterator.index.get()));
    }
    if let Some(iterator) = this.downcast::<DictIterator>() {
        let valid = iterator
            .dict
            .get()
            .is_some_and(|dict| dict.downcast::<Dict>().is_some_and(|dict| dict.len() == iterator.length));
        return Ok(left(
            if valid && iterator.remaining.get() != usize::MAX { iterator.remaining.get() } else { 0 },
            0,
        ));
    }
    if let Some(iterator) = this.downcast::<SetIterator>() {
        let valid = iterator
            .set
            .get()
            .is_some_and(|set| set_table(&set).is_some_and(|table| table.len() == iterator.length));
        return Ok(left(
            if valid && iterator.remaining.get() != usize::MAX { iterator.remaining.get() } else { 0 },
            0,
        ));
    }
    if let Some(iterator) = this.downcast::<Reversed>() {
        let Some(sequence) = iterator.sequence.get() else { return Ok(Value::from_i32(0)) };
        let length = vm.length(&sequence)?;
        let index = usize::try_from(iterator.index.get()).map_or(0, |index| index + 1);
        return Ok(left(if index > length { 0 } else { index }, 0));
    }
    if let Some(iterator) = this.downcast::<SequenceIterator>() {
        let Some(sequence) = iterator.sequence.get() else { return Ok(Value::from_i32(0)) };
        let (class, name) = (vm.class_of(&sequence), vm.names.__len__.clone());
        if vm.lookup_bits(class, &name) == 0 {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let length = vm.length(&sequence)?;
        return Ok(left(length, usize::try_from(iterator.index.get()).unwrap_or(0)));
    }
    Ok(Value::NOT_IMPLEMENTED)
}

/// A function of module builtins.
fn builtin(vm: &mut Vm, name: &str) -> R {
    let key = vm.intern(name)?;
    let builtins = vm.builtins.clone();
    match builtins.downcast::<Dict>().and_then(|builtins| builtins.get_str(&key)) {
        Some(function) => Ok(function),
        None => Err(vm.runtime_error(format!("builtins.{name} is missing"))),
    }
}

/// `(iter, (content,), index)`, without the index for iterators that have none.
fn rebuilt(vm: &mut Vm, content: Value, index: Option<Value>) -> R {
    let iter = builtin(vm, "iter")?;
    let arguments = vm.tuple(vec![content])?;
    let mut parts = vec![iter, arguments];
    parts.extend(index);
    vm.tuple(parts)
}

fn reduce(vm: &mut Vm, this: &Value) -> R {
    let number = |index: usize| Value::from_small_int(index as i64);
    let (content, index) = if let Some(iterator) = this.downcast::<ListIterator>() {
        (iterator.list.get(), number(iterator.index.get()))
    } else if let Some(iterator) = this.downcast::<TupleIterator>() {
        (iterator.tuple.get(), number(iterator.index.get()))
    } else if let Some(iterator) = this.downcast::<StrIterator>() {
        let text = iterator.text.get();
        let done = text
            .as_ref()
            .and_then(|text| text.downcast::<Str>()?.as_str().get(..iterator.position.get()))
            .map_or(0, |done| done.chars().count());
        (text, number(done))
    } else if let Some(iterator) = this.downcast::<BytesIterator>() {
        (iterator.data.get(), number(iterator.index.get()))
    } else if let Some(iterator) = this.downcast::<SequenceIterator>() {
        (iterator.sequence.get(), Value::from_small_int(iterator.index.get()))
    } else if let Some(iterator) = this.downcast::<Reversed>() {
        let Some(sequence) = iterator.sequence.get() else {
            let empty = vm.list(Vec::new())?;
            return rebuilt(vm, empty, None);
        };
        let class = vm.types.reversed.value();
        let arguments = vm.tuple(vec![sequence])?;
        let index = Value::from_i64(vm.heap, iterator.index.get());
        return vm.tuple(vec![class, arguments, index]);
    } else if let Some(iterator) = this.downcast::<CallableIterator>() {
        let Some(callable) = iterator.callable.get() else {
            let empty = vm.empty_tuple();
            return rebuilt(vm, empty, None);
        };
        let iter = builtin(vm, "iter")?;
        let arguments = vm.tuple(vec![callable, iterator.sentinel.clone()])?;
        return vm.tuple(vec![iter, arguments]);
    } else if let Some(iterator) = this.downcast::<RangeIterator>() {
        let (next, remaining) = (iterator.next.get(), iterator.remaining.get());
        let stop = BigInt::from(next) + BigInt::from(iterator.step) * BigInt::from(remaining);
        let range = range_of(vm, next.into(), stop, iterator.step.into(), remaining.into())?;
        return rebuilt(vm, range, Some(Value::NONE));
    } else if let Some(iterator) = this.downcast::<LongRangeIterator>() {
        let step = iterator.step.as_integer().map(|step| step.to_big().into_owned()).unwrap_or_default();
        let (next, remaining) = (big(&iterator.next), big(&iterator.remaining));
        let stop = &next + &step * &remaining;
        let range = range_of(vm, next, stop, step, remaining)?;
        return rebuilt(vm, range, Some(Value::NONE));
    } else {
        return reduce_rest(vm, this);
    };
    match content {
        Some(content) => rebuilt(vm, content, index),
        None => {
            let empty = vm.empty_tuple();
            rebuilt(vm, empty, None)
        }
    }
}

fn range_of(vm: &mut Vm, start: BigInt, stop: BigInt, step: BigInt, length: BigInt) -> R {
    let range = Range {
        start: vm.big_int(start)?,
        stop: vm.big_int(stop)?,
        step: vm.big_int(step)?,
        length: vm.big_int(length)?,
    };
    Ok(new_exact(vm.heap, range))
}

/// Iterators over dicts and sets become a list of what is left; the iterator itself stays where it is.
fn reduce_rest(vm: &mut Vm, this: &Value) -> R {
    let copy = if let Some(iterator) = this.downcast::<DictIterator>() {
        let copy = DictIterator {
            dict: Slot::new(iterator.dict.get()),
            position: iterator.position.clone(),
            length: iterator.length,
            remaining: iterator.remaining.clone(),
            what: iterator.what,
            reversed: iterator.reversed,
        };
        new_with_layout(vm.heap, vm.class_of(this).layout.get(), copy)
    } else if let Some(iterator) = this.downcast::<SetIterator>() {
        let copy = SetIterator {
            set: Slot::new(iterator.set.get()),
            position: iterator.position.clone(),
            length: iterator.length,
            remaining: iterator.remaining.clone(),
        };
        new_exact(vm.heap, copy)
    } else {
        let class = vm.class_name(this);
        return Err(vm.type_error(format!("cannot pickle '{class}' object")));
    };
    let rest = vm.collect(&copy)?;
    let rest = vm.list(rest)?;
    rebuilt(vm, rest, None)
}

fn set_position(vm: &mut Vm, this: &Value, position: i64) {
    let index = usize::try_from(position).unwrap_or(0);
    if let Some(iterator) = this.downcast::<ListIterator>() {
        iterator.index.set(index);
    } else if let Some(iterator) = this.downcast::<TupleIterator>() {
        iterator.index.set(index);
    } else if let Some(iterator) = this.downcast::<BytesIterator>() {
        iterator.index.set(index);
    } else if let Some(iterator) = this.downcast::<SequenceIterator>() {
        iterator.index.set(position.max(0));
    } else if let Some(iterator) = this.downcast::<StrIterator>() {
        if let Some(text) = iterator.text.get().as_ref().and_then(|text| text.downcast::<Str>()) {
            let bytes = text.as_str().char_indices().nth(index).map_or(text.byte_len(), |(bytes, _)| bytes);
            iterator.position.set(bytes);
        }
    } else if let Some(iterator) = this.downcast::<Reversed>() {
        let length = iterator.sequence.get().map_or(0, |sequence| vm.length(&sequence).unwrap_or(0)) as i64;
        iterator.index.set(position.clamp(-1, length - 1));
    } else if let Some(iterator) = this.downcast::<RangeIterator>() {
        let steps = position.clamp(0, iterator.remaining.get());
        iterator.next.set(iterator.next.get().wrapping_add(iterator.step.wrapping_mul(steps)));
        iterator.remaining.set(iterator.remaining.get() - steps);
    }
}
