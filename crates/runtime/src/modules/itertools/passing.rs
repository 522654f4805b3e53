//! Iterators that pass items on, some of them or changed ones: `chain`, `islice`, `takewhile`, `starmap`, `accumulate` and more.
//!
//! An iterator that has ended lets go of what it iterated over. Iterators are cloned before they are asked: what they run may
//! come back here.

use crate::native::R;
use crate::object::itertools::{
    Accumulate, Chain, Compress, FilterFalse, ISlice, StarMap, While, WhileIterator,
};
use crate::object::tuple::Tuple;
use crate::ops::BinaryOp;
use crate::value::Value;
use crate::vm::Vm;

/// The next item of a `chain`.
pub fn next_of_chain(vm: &mut Vm, chain: &Chain) -> R<Option<Value>> {
    loop {
        if let Some(active) = chain.active.get() {
            if let Some(item) = vm.next(&active)? {
                return Ok(Some(item));
            }
            chain.active.set(None);
        }
        let Some(source) = chain.source.get() else { return Ok(None) };
        let started = match vm.next(&source) {
            Ok(Some(iterable)) => vm.iter(&iterable),
            Ok(None) => {
                chain.source.set(None);
                return Ok(None);
            }
            Err(raised) => Err(raised),
        };
        match started {
            Ok(iterator) => chain.active.set(Some(iterator)),
            Err(raised) => {
                chain.source.set(None);
                return Err(raised);
            }
        }
    }
}

/// The next item of an `islice`.
pub fn next_of_islice(vm: &mut Vm, slice: &ISlice) -> R<Option<Value>> {
    let Some(iterator) = slice.iterator.get() else { return Ok(None) };
    let next = slice.next.get();
    while slice.taken.get() < next {
        if vm.next(&iterator)?.is_none() {
            slice.iterator.set(None);
            return Ok(None);
        }
        slice.taken.set(slice.taken.get() + 1);
    }
    if slice.stop.is_some_and(|stop| slice.taken.get() >= stop) {
        slice.iterator.set(None);
        return Ok(None);
    }
    let item = vm.next(&iterator)?;
    if item.is_none() {
        slice.iterator.set(None);
        return Ok(None);
    }
    slice.taken.set(slice.taken.get() + 1);
    let following = next.saturating_add(slice.step);
    slice.next.set(slice.stop.map_or(following, |stop| following.min(stop)));
    Ok(item)
}

/// The next item of a `dropwhile` or `takewhile`.
pub fn next_of_while(vm: &mut Vm, this: &WhileIterator) -> R<Option<Value>> {
    loop {
        let Some(iterator) = this.iterator.get() else { return Ok(None) };
        let Some(item) = vm.next(&iterator)? else { return Ok(None) };
        if this.started.get() {
            return Ok(Some(item));
        }
        let answer = vm.call(&this.predicate, std::slice::from_ref(&item))?;
        match (this.what, vm.truth(&answer)?) {
            (While::Take, true) => return Ok(Some(item)),
            (While::Take, false) => {
                this.iterator.set(None);
                return Ok(None);
            }
            (While::Drop, true) => {}
            (While::Drop, false) => {
                this.started.set(true);
                return Ok(Some(item));
            }
        }
    }
}

/// The next item of a `filterfalse`.
pub fn next_of_filter_false(vm: &mut Vm, this: &FilterFalse) -> R<Option<Value>> {
    let by_truth = this.function.is_none() || this.function.is(&vm.types.bool.value());
    let Some(iterator) = this.iterator.get() else { return Ok(None) };
    while let Some(item) = vm.next(&iterator)? {
        let drop = if by_truth {
            vm.truth(&item)?
        } else {
            let answer = vm.call(&this.function, std::slice::from_ref(&item))?;
            vm.truth(&answer)?
        };
        if !drop {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// The next item of a `compress`.
pub fn next_of_compress(vm: &mut Vm, this: &Compress) -> R<Option<Value>> {
    let (Some(data), Some(selectors)) = (this.data.get(), this.selectors.get()) else { return Ok(None) };
    loop {
        let Some(item) = vm.next(&data)? else { return Ok(None) };
        let Some(selector) = vm.next(&selectors)? else { return Ok(None) };
        if vm.truth(&selector)? {
            return Ok(Some(item));
        }
    }
}

/// The next item of a `starmap`.
pub fn next_of_star_map(vm: &mut Vm, this: &StarMap) -> R<Option<Value>> {
    let Some(iterator) = this.iterator.get() else { return Ok(None) };
    let Some(arguments) = vm.next(&iterator)? else { return Ok(None) };
    if let Some(tuple) = arguments.downcast_exact::<Tuple>() {
        return vm.call(&this.function, tuple.items()).map(Some);
    }
    let arguments = vm.collect(&arguments)?;
    vm.call(&this.function, &arguments).map(Some)
}

/// The next item of an `accumulate`.
pub fn next_of_accumulate(vm: &mut Vm, this: &Accumulate) -> R<Option<Value>> {
    if let Some(initial) = this.initial.get() {
        this.initial.set(None);
        this.total.set(Some(initial.clone()));
        return Ok(Some(initial));
    }
    let Some(iterator) = this.iterator.get() else { return Ok(None) };
    let Some(item) = vm.next(&iterator)? else { return Ok(None) };
    let total = match this.total.get() {
        None => item,
        Some(total) if this.function.is_none() => vm.binary(BinaryOp::Add, &total, &item)?,
        Some(total) => vm.call(&this.function, &[total, item])?,
    };
    this.total.set(Some(total.clone()));
    Ok(Some(total))
}
