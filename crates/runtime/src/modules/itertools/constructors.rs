//! How the iterators are made: one constructor for each class, and `tee`.

use std::cell::{Cell, RefCell};

use crate::native::{R, Raised};
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::itertools::{
    Accumulate, Batched, Chain, Combinatoric, Compress, Count, Cycle, FilterFalse, GroupBy, ISlice, Pairwise,
    Repeat, Selection, StarMap, Tee, While, WhileIterator, ZipLongest,
};
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::{Payload, new_with_layout};
use crate::types::constructors::check;
use crate::value::Value;
use crate::vm::Vm;

use super::grouping::{copy_of_tee, new_tee};

/// A new iterator of a class.
fn make<T: Payload>(vm: &mut Vm, class: TypeRef, payload: T) -> R {
    check(vm, class, T::ID)?;
    Ok(new_with_layout(vm.heap, class.layout.get(), payload))
}

fn iterator(vm: &mut Vm, iterable: &Value) -> R<Slot> {
    Ok(Slot::new(Some(vm.iter(iterable)?)))
}

/// An argument that CPython converts to a `Py_ssize_t`.
fn size(vm: &mut Vm, value: &Value) -> R<i64> {
    let index = vm.index(value)?;
    match index.as_integer().and_then(|integer| integer.to_i64()) {
        Some(size) => Ok(size),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// `count`.
pub struct NewCount;

#[exuvia_macros::builtin_methods]
impl NewCount {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("count(cls, start=0, step=1)")]
    fn create(vm: &mut Vm, class: TypeRef, start: Option<&Value>, step: Option<&Value>) -> R {
        let start = number(vm, start, 0)?;
        let step = number(vm, step, 1)?;
        make(vm, class, Count::new(start, step))
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Count) -> R<String> {
        let (upcoming, step) = (this.upcoming(vm), this.step.clone());
        let upcoming = vm.repr_text(&upcoming)?;
        if step.as_small_int() == Some(1) {
            return Ok(format!("count({upcoming})"));
        }
        let step = vm.repr_text(&step)?;
        Ok(format!("count({upcoming}, {step})"))
    }
}

/// A number; a bool counts as its int.
fn number(vm: &mut Vm, value: Option<&Value>, default: i32) -> R {
    let Some(value) = value else { return Ok(Value::from_i32(default)) };
    if let Some(truth) = value.as_bool() {
        return Ok(Value::from_i32(truth.into()));
    }
    let class = vm.class_of(value);
    let names = [&vm.names.__index__, &vm.names.__int__, &vm.names.__float__, &vm.names.__complex__]
        .map(Value::clone);
    if value.as_any_float().is_none()
        && value.as_integer().is_none()
        && !names.iter().any(|name| vm.lookup_bits(class, name) != 0)
    {
        return Err(vm.type_error("a number is required"));
    }
    Ok(value.clone())
}

/// `cycle`.
pub struct NewCycle;

#[exuvia_macros::builtin_methods]
impl NewCycle {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("cycle(cls, iterable, /)")]
    fn create(vm: &mut Vm, class: TypeRef, iterable: &Value) -> R {
        let iterator = iterator(vm, iterable)?;
        let saved = List::new_empty(vm.heap);
        make(vm, class, Cycle { iterator, saved, index: Cell::new(0) })
    }
}

/// `repeat`.
pub struct NewRepeat;

#[exuvia_macros::builtin_methods]
impl NewRepeat {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("repeat(cls, object, times=None)")]
    fn create(vm: &mut Vm, class: TypeRef, item: Value, times: Option<&Value>) -> R {
        let remaining = match times {
            Some(times) => Some(size(vm, times)?.max(0)),
            None => None,
        };
        make(vm, class, Repeat { item, remaining: Cell::new(remaining) })
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Repeat) -> R<String> {
        let item = vm.repr_text(&this.item)?;
        Ok(match this.remaining.get() {
            Some(remaining) => format!("repeat({item}, {remaining})"),
            None => format!("repeat({item})"),
        })
    }

    /// Private method returning an estimate of len(list(it)).
    #[sig("__length_hint__(self, /)")]
    fn length_hint(vm: &mut Vm, this: &Repeat) -> R<i64> {
        this.remaining.get().ok_or_else(|| vm.type_error("len() of unsized object"))
    }
}

/// `accumulate`.
pub struct NewAccumulate;

#[exuvia_macros::builtin_methods]
impl NewAccumulate {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("accumulate(cls, iterable, func=None, *, initial=None)")]
    fn create(
        vm: &mut Vm,
        class: TypeRef,
        iterable: &Value,
        function: Option<Value>,
        initial: Option<Value>,
    ) -> R {
        let iterator = iterator(vm, iterable)?;
        let initial = Slot::new(initial.filter(|initial| !initial.is_none()));
        let function = function.unwrap_or(Value::NONE);
        make(vm, class, Accumulate { iterator, total: Slot::default(), initial, function })
    }
}

/// `batched`.
pub struct NewBatched;

#[exuvia_macros::builtin_methods]
impl NewBatched {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("batched(cls, iterable, n, *, strict=False)")]
    fn create(vm: &mut Vm, class: TypeRef, iterable: &Value, count: &Value, strict: Option<bool>) -> R {
        let count = size(vm, count)?;
        if count < 1 {
            return Err(vm.value_error("n must be at least one"));
        }
        let iterator = iterator(vm, iterable)?;
        make(vm, class, Batched { iterator, count: count as usize, strict: strict.unwrap_or_default() })
    }
}

/// `chain`.
pub struct NewChain;

#[exuvia_macros::builtin_methods]
impl NewChain {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("chain(cls, /, *iterables)")]
    fn create(vm: &mut Vm, class: TypeRef, iterables: &[Option<Value>]) -> R {
        let iterables = vm.tuple(iterables.iter().flatten().cloned().collect())?;
        let source = iterator(vm, &iterables)?;
        make(vm, class, Chain { source, active: Slot::default() })
    }

    /// Alternative chain() constructor taking a single iterable argument that evaluates lazily.
    #[class_sig("from_iterable(type, iterable, /)")]
    fn from_iterable(vm: &mut Vm, class: TypeRef, iterable: &Value) -> R {
        let source = iterator(vm, iterable)?;
        make(vm, class, Chain { source, active: Slot::default() })
    }
}

/// A selection of `count` items of an iterable.
fn select(vm: &mut Vm, class: TypeRef, selection: Selection, pool: Vec<Value>, count: usize) -> R {
    let length = pool.len();
    let possible = match selection {
        Selection::WithReplacement => length > 0 || count == 0,
        _ => count <= length,
    };
    let pool = Slot::new(if possible { Some(vm.tuple(pool)?) } else { None });
    let (indices, cycles) = match selection {
        _ if !possible => (Vec::new(), Vec::new()),
        Selection::Combinations => ((0..count).collect(), Vec::new()),
        Selection::Permutations => ((0..length).collect(), (0..count).map(|place| length - place).collect()),
        Selection::WithReplacement | Selection::Product => {
            vm.check_room(count.saturating_mul(16))?;
            (vec![0; count], Vec::new())
        }
    };
    let payload = Combinatoric {
        pool,
        selection,
        indices: RefCell::new(indices),
        cycles: RefCell::new(cycles),
        count,
        started: Cell::new(false),
    };
    make(vm, class, payload)
}

fn selection_size(vm: &mut Vm, size: i64) -> R<usize> {
    usize::try_from(size).map_err(|_| vm.value_error("r must be non-negative"))
}

/// `combinations`.
pub struct NewCombinations;

#[exuvia_macros::builtin_methods]
impl NewCombinations {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("combinations(cls, iterable, r)")]
    fn create(vm: &mut Vm, class: TypeRef, iterable: &Value, count: &Value) -> R {
        let count = size(vm, count)?;
        let pool = vm.collect(iterable)?;
        let count = selection_size(vm, count)?;
        select(vm, class, Selection::Combinations, pool, count)
    }
}

/// `combinations_with_replacement`.
pub struct NewWithReplacement;

#[exuvia_macros::builtin_methods]
impl NewWithReplacement {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("combinations_with_replacement(cls, iterable, r)")]
    fn create(vm: &mut Vm, class: TypeRef, iterable: &Value, count: &Value) -> R {
        let count = size(vm, count)?;
        let pool = vm.collect(iterable)?;
        let count = selection_size(vm, count)?;
        select(vm, class, Selection::WithReplacement, pool, count)
    }
}

/// `permutations`.
pub struct NewPermutations;

#[exuvia_macros::builtin_methods]
impl NewPermutations {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("permutations(cls, iterable, r=None)")]
    fn create(vm: &mut Vm, class: TypeRef, iterable: &Value, count: Option<&Value>) -> R {
        let pool = vm.collect(iterable)?;
        let count = match count.filter(|count| !count.is_none()) {
            None => pool.len(),
            Some(count) if count.as_integer().is_none() => return Err(vm.type_error("Expected int as r")),
            Some(count) => {
                let count = size(vm, count)?;
                selection_size(vm, count)?
            }
        };
        select(vm, class, Selection::Permutations, pool, count)
    }
}

/// `product`.
pub struct NewProduct;

#[exuvia_macros::builtin_methods]
impl NewProduct {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("product(cls, /, *iterables, repeat=1)")]
    fn create(vm: &mut Vm, class: TypeRef, iterables: &[Option<Value>], repeat: Option<&Value>) -> R {
        let repeat = repeat.map_or(Ok(1), |repeat| size(vm, repeat))?;
        let Ok(repeat) = usize::try_from(repeat) else {
            return Err(vm.value_error("repeat argument cannot be negative"));
        };
        let mut pools = Vec::with_capacity(iterables.len());
        // Without repetitions the iterables are not looked at.
        for iterable in iterables.iter().flatten().filter(|_| repeat > 0) {
            let items = vm.collect(iterable)?;
            pools.push(vm.tuple(items)?);
        }
        let Some(count) = pools.len().checked_mul(repeat) else {
            return Err(vm.overflow_error("repeat argument too large"));
        };
        vm.check_room(count.saturating_mul(16))?;
        let empty = pools.iter().any(|pool| {
            pool.downcast::<crate::object::tuple::Tuple>().is_some_and(crate::object::tuple::Tuple::is_empty)
        });
        let pool = Slot::new(if empty { None } else { Some(vm.tuple(pools)?) });
        let payload = Combinatoric {
            pool,
            selection: Selection::Product,
            indices: RefCell::new(vec![0; count]),
            cycles: RefCell::default(),
            count,
            started: Cell::new(false),
        };
        make(vm, class, payload)
    }
}

/// `compress`.
pub struct NewCompress;

#[exuvia_macros::builtin_methods]
impl NewCompress {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("compress(cls, data, selectors)")]
    fn create(vm: &mut Vm, class: TypeRef, data: &Value, selectors: &Value) -> R {
        let data = iterator(vm, data)?;
        let selectors = iterator(vm, selectors)?;
        make(vm, class, Compress { data, selectors })
    }
}

fn make_while(vm: &mut Vm, class: TypeRef, predicate: Value, iterable: &Value, what: While) -> R {
    let iterator = iterator(vm, iterable)?;
    make(vm, class, WhileIterator { iterator, predicate, what, started: Cell::new(false) })
}

/// `dropwhile`.
pub struct NewDropWhile;

#[exuvia_macros::builtin_methods]
impl NewDropWhile {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("dropwhile(cls, predicate, iterable, /)")]
    fn create(vm: &mut Vm, class: TypeRef, predicate: Value, iterable: &Value) -> R {
        make_while(vm, class, predicate, iterable, While::Drop)
    }
}

/// `takewhile`.
pub struct NewTakeWhile;

#[exuvia_macros::builtin_methods]
impl NewTakeWhile {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("takewhile(cls, predicate, iterable, /)")]
    fn create(vm: &mut Vm, class: TypeRef, predicate: Value, iterable: &Value) -> R {
        make_while(vm, class, predicate, iterable, While::Take)
    }
}

/// `filterfalse`.
pub struct NewFilterFalse;

#[exuvia_macros::builtin_methods]
impl NewFilterFalse {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("filterfalse(cls, function, iterable, /)")]
    fn create(vm: &mut Vm, class: TypeRef, function: Value, iterable: &Value) -> R {
        let iterator = iterator(vm, iterable)?;
        make(vm, class, FilterFalse { iterator, function })
    }
}

/// `starmap`.
pub struct NewStarMap;

#[exuvia_macros::builtin_methods]
impl NewStarMap {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("starmap(cls, function, iterable, /)")]
    fn create(vm: &mut Vm, class: TypeRef, function: Value, iterable: &Value) -> R {
        let iterator = iterator(vm, iterable)?;
        make(vm, class, StarMap { iterator, function })
    }
}

/// `groupby`.
pub struct NewGroupBy;

#[exuvia_macros::builtin_methods]
impl NewGroupBy {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("groupby(cls, iterable, key=None)")]
    fn create(vm: &mut Vm, class: TypeRef, iterable: &Value, key: Option<Value>) -> R {
        let iterator = iterator(vm, iterable)?;
        let payload = GroupBy {
            iterator,
            target_key: Slot::default(),
            key: Slot::default(),
            value: Slot::default(),
            function: key.unwrap_or(Value::NONE),
            serial: Cell::new(0),
        };
        make(vm, class, payload)
    }
}

/// `islice`.
pub struct NewISlice;

#[exuvia_macros::builtin_methods]
impl NewISlice {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("islice(cls, iterable, start, stop=None, step=None, /)")]
    fn create(
        vm: &mut Vm,
        class: TypeRef,
        iterable: &Value,
        first: &Value,
        second: Option<&Value>,
        step: Option<&Value>,
    ) -> R {
        let (start, stop) = match second {
            None => (None, first),
            Some(stop) => (Some(first), stop),
        };
        let stop = position(
            vm,
            Some(stop),
            "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
        )?;
        let start =
            position(vm, start, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")?;
        let step_message = "Step for islice() must be a positive integer or None.";
        let step = position(vm, step, step_message)?;
        if step == Some(0) {
            return Err(vm.value_error(step_message));
        }
        let iterator = iterator(vm, iterable)?;
        let (next, taken) = (Cell::new(start.unwrap_or(0)), Cell::new(0));
        make(vm, class, ISlice { iterator, next, stop, step: step.unwrap_or(1), taken })
    }
}

/// A position for `islice`; nothing for None.
fn position(vm: &mut Vm, value: Option<&Value>, message: &str) -> R<Option<u64>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    let index = vm.index(value).ok();
    let number =
        index.as_ref().and_then(|index| index.as_integer()?.to_i64()).and_then(|int| u64::try_from(int).ok());
    match number {
        Some(number) => Ok(Some(number)),
        None => Err(bad_position(vm, message)),
    }
}

#[cold]
fn bad_position(vm: &mut Vm, message: &str) -> Raised {
    vm.exception.set(None);
    vm.value_error(message)
}

/// `pairwise`.
pub struct NewPairwise;

#[exuvia_macros::builtin_methods]
impl NewPairwise {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("pairwise(cls, iterable, /)")]
    fn create(vm: &mut Vm, class: TypeRef, iterable: &Value) -> R {
        let iterator = iterator(vm, iterable)?;
        make(vm, class, Pairwise { iterator, previous: Slot::default() })
    }
}

/// `zip_longest`.
pub struct NewZipLongest;

#[exuvia_macros::builtin_methods]
impl NewZipLongest {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("zip_longest(cls, /, *iterables, **keywords)")]
    fn create(vm: &mut Vm, class: TypeRef, iterables: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let fill = match keywords {
            [] => Value::NONE,
            [(key, value)] if key.downcast::<Str>().is_some_and(|key| key.as_str() == "fillvalue") => {
                value.clone()
            }
            _ => return Err(vm.type_error("zip_longest() got an unexpected keyword argument")),
        };
        let mut iterators = Vec::with_capacity(iterables.len());
        for iterable in iterables.iter().flatten() {
            iterators.push(vm.iter(iterable)?);
        }
        let active = Cell::new(iterators.len());
        let iterators = Slot::new(Some(vm.list(iterators)?));
        make(vm, class, ZipLongest { iterators, fill, active })
    }
}

/// `_tee`.
pub struct NewTee;

#[exuvia_macros::builtin_methods]
impl NewTee {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("_tee(cls, iterable, /)")]
    fn create(vm: &mut Vm, class: TypeRef, iterable: &Value) -> R {
        let tee = first_tee(vm, iterable)?;
        make(vm, class, tee)
    }

    /// Returns an independent iterator.
    #[sig("__copy__(self, /)")]
    fn copy(vm: &mut Vm, this: &Tee) -> R {
        make(vm, vm.types.tee, copy_of_tee(this))
    }
}

/// An iterator that can be copied: at the place of a tee, or at the start of an iterable.
fn first_tee(vm: &mut Vm, iterable: &Value) -> R<Tee> {
    let iterator = vm.iter(iterable)?;
    Ok(match iterator.downcast::<Tee>() {
        Some(tee) => copy_of_tee(tee),
        None => new_tee(vm, iterator),
    })
}

/// The module's function.
pub struct IterationFunctions;

#[exuvia_macros::builtin_methods]
impl IterationFunctions {
    /// Returns a tuple of n independent iterators.
    #[function("tee(iterable, n=2, /)")]
    fn tee(vm: &mut Vm, iterable: &Value, count: Option<&Value>) -> R {
        let count = count.map_or(Ok(2), |count| size(vm, count))?;
        let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("n must be >= 0")) };
        if count == 0 {
            return Ok(vm.empty_tuple());
        }
        vm.check_room(count.saturating_mul(64))?;
        let first = first_tee(vm, iterable)?;
        let class = vm.types.tee;
        let mut all = Vec::with_capacity(count);
        for _ in 1..count {
            all.push(make(vm, class, copy_of_tee(&first))?);
        }
        all.insert(0, make(vm, class, first)?);
        vm.tuple(all)
    }
}
