//! Methods of range.
//!
//! ```text
//! length = ceil((stop - start) / step), at least 0        item k = start + k × step
//! ```
//!
//! Small ranges (start, stop, step, length in a word each) are computed in 128 bits; the others with big integers.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::native::R;
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::int::Integer;
use crate::object::iterators::{LongRangeIterator, RangeIterator};
use crate::object::slices::{Range, Slice};
use crate::object::{ids, new_exact};
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

/// The methods of `range`.
pub struct RangeMethods;

/// The documentation of `range`.
pub const DOC: &str = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).";

#[exuvia_macros::builtin_methods]
impl RangeMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("range(cls, start, stop=None, step=None, /)")]
    fn create(vm: &mut Vm, class: TypeRef, start: &Value, stop: Option<&Value>, step: Option<&Value>) -> R {
        super::constructors::check(vm, class, ids::RANGE)?;
        new_range(vm, start, stop, step)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Range) -> R<String> {
        let (start, stop) = (vm.repr_text(&this.start)?, vm.repr_text(&this.stop)?);
        if this.step.as_small_int() == Some(1) {
            return Ok(format!("range({start}, {stop})"));
        }
        Ok(format!("range({start}, {stop}, {})", vm.repr_text(&this.step)?))
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(vm: &mut Vm, this: &Range) -> R<i64> {
        match this.length.as_integer().and_then(|length| length.to_i64()) {
            Some(length) => Ok(length),
            None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        }
    }

    /// True if self else False
    #[sig("__bool__(self, /)")]
    fn bool(_vm: &mut Vm, this: &Range) -> bool {
        this.length.as_small_int() != Some(0)
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &Range) -> R {
        iterate(vm, this)
    }

    /// Return a reverse iterator.
    #[sig("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, this: &Range) -> R {
        if let Some((start, step, length)) = this.small() {
            let last = i128::from(start) + i128::from(step) * i128::from(length - 1);
            if let (Ok(last), Some(back)) = (i64::try_from(last), step.checked_neg()) {
                return Ok(new_exact(
                    vm.heap,
                    RangeIterator { next: Cell::new(last), step: back, remaining: Cell::new(length) },
                ));
            }
        }
        let (start, step, length) = (big(&this.start), big(&this.step), big(&this.length));
        let last = start + &step * (&length - 1);
        iterate_big(vm, last, -step, length)
    }

    /// Return bool(key in self).
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: &Range, key: &Value) -> R<bool> {
        if plain_int(vm, key) {
            return Ok(index_of(this, key).is_some());
        }
        Ok(search(vm, this, key)?.next_match.is_some())
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn getitem(vm: &mut Vm, this: &Range, key: &Value) -> R {
        if let Some(slice) = key.downcast_exact::<Slice>() {
            return sliced(vm, this, slice);
        }
        if let (Some(index), Some((start, step, length))) = (key.as_small_int(), this.small()) {
            let index = if index < 0 { index + length } else { index };
            if !(0..length).contains(&index) {
                return Err(vm.index_error("range object index out of range"));
            }
            // Within the range, so between start and stop.
            return Ok(Value::from_i64(vm.heap, start.wrapping_add(step.wrapping_mul(index))));
        }
        let (class, name) = (vm.class_of(key), vm.names.__index__.clone());
        if key.as_integer().is_none() && vm.lookup_bits(class, &name) == 0 {
            return Err(
                vm.type_error(format!("range indices must be integers or slices, not {}", class.name_text()))
            );
        }
        let index = vm.index_big(key)?;
        let length = big(&this.length);
        let index = if index.is_negative() { index + &length } else { index };
        if index.is_negative() || index >= length {
            return Err(vm.index_error("range object index out of range"));
        }
        vm.big_int(big(&this.start) + big(&this.step) * index)
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(_vm: &mut Vm, this: &Range, value: &Value) -> Value {
        value.downcast::<Range>().map_or(Value::NOT_IMPLEMENTED, |other| Value::from_bool(equal(this, other)))
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(_vm: &mut Vm, this: &Range, value: &Value) -> Value {
        value
            .downcast::<Range>()
            .map_or(Value::NOT_IMPLEMENTED, |other| Value::from_bool(!equal(this, other)))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(vm: &mut Vm, this: &Range) -> R<i64> {
        let length = this.length.as_small_int();
        let start = if length == Some(0) { Value::NONE } else { this.start.clone() };
        let step = if matches!(length, Some(0 | 1)) { Value::NONE } else { this.step.clone() };
        super::tuple::hash_items(vm, &[this.length.clone(), start, step])
    }

    /// rangeobject.count(value) -> integer -- return number of occurrences of value
    #[sig("count(self, object, /)")]
    fn count(vm: &mut Vm, this: &Range, object: &Value) -> R<usize> {
        if plain_int(vm, object) {
            return Ok(usize::from(index_of(this, object).is_some()));
        }
        let iterator = iterate(vm, this)?;
        let mut found = 0;
        while let Some(item) = vm.next(&iterator)? {
            found += usize::from(vm.equals(&item, object)?);
        }
        Ok(found)
    }

    /// rangeobject.index(value) -> integer -- return index of value.
    /// Raise ValueError if the value is not present.
    #[sig("index(self, object, /)")]
    fn index(vm: &mut Vm, this: &Range, object: &Value) -> R {
        if plain_int(vm, object) {
            return match index_of(this, object) {
                Some(index) => vm.big_int(index),
                None => Err(vm.value_error("range.index(x): x not in range")),
            };
        }
        match search(vm, this, object)?.next_match {
            Some(index) => Ok(Value::from_i64(vm.heap, index)),
            None => Err(vm.value_error("sequence.index(x): x not in sequence")),
        }
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Range) -> R {
        let class = vm.types.range.value();
        let arguments = vm.tuple(vec![this.start.clone(), this.stop.clone(), this.step.clone()])?;
        vm.tuple(vec![class, arguments])
    }

    #[getter("start")]
    fn start(_vm: &mut Vm, this: &Range) -> Value {
        this.start.clone()
    }

    #[setter("start")]
    fn set_start(vm: &mut Vm, _this: &Range, _value: Option<&Value>) -> R<()> {
        Err(super::constructors::read_only(vm))
    }

    #[getter("stop")]
    fn stop(_vm: &mut Vm, this: &Range) -> Value {
        this.stop.clone()
    }

    #[setter("stop")]
    fn set_stop(vm: &mut Vm, _this: &Range, _value: Option<&Value>) -> R<()> {
        Err(super::constructors::read_only(vm))
    }

    #[getter("step")]
    fn step(_vm: &mut Vm, this: &Range) -> Value {
        this.step.clone()
    }

    #[setter("step")]
    fn set_step(vm: &mut Vm, _this: &Range, _value: Option<&Value>) -> R<()> {
        Err(super::constructors::read_only(vm))
    }
}

/// `range(start)` or `range(start, stop)` or `range(start, stop, step)`.
pub fn new_range(vm: &mut Vm, start: &Value, stop: Option<&Value>, step: Option<&Value>) -> R {
    let (start, stop) = match stop {
        Some(stop) => (exact_index(vm, start)?, exact_index(vm, stop)?),
        None => (Value::from_i32(0), exact_index(vm, start)?),
    };
    let step = match step {
        Some(step) => exact_index(vm, step)?,
        None => Value::from_i32(1),
    };
    if step.as_small_int() == Some(0) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    let length = match (start.as_small_int(), stop.as_small_int(), step.as_small_int()) {
        (Some(start), Some(stop), Some(step)) => Value::from_i64(vm.heap, small_length(start, stop, step)),
        _ => vm.big_int(big_length(&big(&start), &big(&stop), &big(&step)))?,
    };
    Ok(new_exact(vm.heap, Range { start, stop, step, length }))
}

/// The length of a range of immediate ints; all differences fit 64 bits.
pub fn small_length(start: i64, stop: i64, step: i64) -> i64 {
    if step > 0 && start < stop {
        (stop - start - 1) / step + 1
    } else if step < 0 && stop < start {
        (start - stop - 1) / -step + 1
    } else {
        0
    }
}

fn big_length(start: &BigInt, stop: &BigInt, step: &BigInt) -> BigInt {
    let span = if step.is_negative() { start - stop } else { stop - start };
    if span.is_positive() { (span - BigInt::one()).div_floor(&step.abs()) + 1 } else { BigInt::zero() }
}

/// An index as an exact int: no bool, no instance of a subclass.
fn exact_index(vm: &mut Vm, value: &Value) -> R {
    if value.as_small_int().is_some() {
        return Ok(value.clone());
    }
    let index = vm.index(value)?;
    match index.as_integer() {
        Some(Integer::Small(small)) => Ok(Value::from_i64(vm.heap, small)),
        Some(Integer::Big(big)) if index.downcast_exact::<crate::object::int::Int>().is_none() => {
            vm.big_int(big.clone())
        }
        _ => Ok(index),
    }
}

/// The parts of a range are ints.
fn big(value: &Value) -> BigInt {
    value.as_integer().map(|integer| integer.to_big().into_owned()).unwrap_or_default()
}

/// Whether a value is an int or a bool, so that membership is arithmetic.
fn plain_int(vm: &Vm, value: &Value) -> bool {
    value.as_small_int().is_some()
        || value.as_bool().is_some()
        || (value.as_integer().is_some() && vm.class_of(value) == vm.types.int)
}

/// Where an int is in the range.
fn index_of(range: &Range, value: &Value) -> Option<BigInt> {
    if let (Some((start, step, length)), Some(Integer::Small(value))) = (range.small(), value.as_integer()) {
        let distance = i128::from(value) - i128::from(start);
        let (index, rest) = (distance / i128::from(step), distance % i128::from(step));
        return (rest == 0 && (0..i128::from(length)).contains(&index)).then(|| BigInt::from(index));
    }
    let (index, rest) = (big(value) - big(&range.start)).div_rem(&big(&range.step));
    (rest.is_zero() && !index.is_negative() && index < big(&range.length)).then_some(index)
}

/// The result of a search item by item.
struct Search {
    next_match: Option<i64>,
}

fn search(vm: &mut Vm, range: &Range, value: &Value) -> R<Search> {
    let iterator = iterate(vm, range)?;
    let mut index = 0;
    while let Some(item) = vm.next(&iterator)? {
        if vm.equals(&item, value)? {
            return Ok(Search { next_match: Some(index) });
        }
        index += 1;
    }
    Ok(Search { next_match: None })
}

fn equal(a: &Range, b: &Range) -> bool {
    let same = |a: &Value, b: &Value| a.is(b) || big(a) == big(b);
    if std::ptr::eq(a, b) {
        return true;
    }
    if !same(&a.length, &b.length) {
        return false;
    }
    match a.length.as_small_int() {
        Some(0) => true,
        Some(1) => same(&a.start, &b.start),
        _ => same(&a.start, &b.start) && same(&a.step, &b.step),
    }
}

/// `iter(range)`.
pub fn iterate(vm: &mut Vm, range: &Range) -> R {
    if let Some((start, step, length)) = range.small() {
        return Ok(new_exact(
            vm.heap,
            RangeIterator { next: Cell::new(start), step, remaining: Cell::new(length) },
        ));
    }
    iterate_big(vm, big(&range.start), big(&range.step), big(&range.length))
}

fn iterate_big(vm: &mut Vm, start: BigInt, step: BigInt, length: BigInt) -> R {
    // The interpreter's loops rely on it that a range_iterator yields immediate ints only.
    let word = |value: &BigInt| value.to_i64().filter(|&value| Value::from_small_int(value).is_some());
    let last = &start + &step * (&length - 1);
    if let (Some(start), Some(step), Some(length), Some(_)) =
        (word(&start), word(&step), word(&length), word(&last))
    {
        return Ok(new_exact(
            vm.heap,
            RangeIterator { next: Cell::new(start), step, remaining: Cell::new(length) },
        ));
    }
    let (next, step, remaining) = (vm.big_int(start)?, vm.big_int(step)?, vm.big_int(length)?);
    Ok(new_exact(
        vm.heap,
        LongRangeIterator { next: Slot::new(Some(next)), remaining: Slot::new(Some(remaining)), step },
    ))
}

fn sliced(vm: &mut Vm, range: &Range, slice: &Slice) -> R {
    let length = big(&range.length);
    let [first, last, stride] = super::slice::big_bounds(vm, slice, &length)?;
    let (start, step) = (big(&range.start), big(&range.step));
    let start_value = vm.big_int(&start + &step * &first)?;
    let stop_value = vm.big_int(&start + &step * &last)?;
    let step_value = vm.big_int(&step * &stride)?;
    let length = vm.big_int(big_length(&first, &last, &stride))?;
    Ok(new_exact(vm.heap, Range { start: start_value, stop: stop_value, step: step_value, length }))
}
