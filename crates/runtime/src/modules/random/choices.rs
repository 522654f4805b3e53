//! Choosing from sequences: one item, several with or without repetition, a new order.

use num_bigint::BigInt;

use super::source::Generator;
use crate::modules::libm;
use crate::native::{R, Raised};
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::tuple::Tuple;
use crate::object::{ids, slices::Range};
use crate::ops::{BinaryOp, CompareOp};
use crate::value::Value;
use crate::vm::Vm;

/// The methods of Random that choose.
pub struct Choices;

#[exuvia_macros::builtin_methods]
impl Choices {
    /// A random item of a sequence that is not empty.
    #[sig("choice(self, seq)")]
    fn choice(vm: &mut Vm, this: Generator<'_>, sequence: &Value) -> R {
        let length = vm.length(sequence)?;
        if length == 0 {
            return Err(vm.index_error("Cannot choose from an empty sequence"));
        }
        let index = this.index(vm, length)?;
        item(vm, sequence, index)
    }

    /// A list of k items, chosen with repetition, by weights if they are given.
    #[sig("choices(self, population, weights=None, *, cum_weights=None, k=1)")]
    fn choices(
        vm: &mut Vm,
        this: Generator<'_>,
        population: &Value,
        weights: Option<&Value>,
        sums: Option<&Value>,
        k: Option<&Value>,
    ) -> R {
        let weights = weights.filter(|weights| !weights.is_none());
        let sums = sums.filter(|sums| !sums.is_none());
        let length = vm.length(population)?;
        let sums = match (weights, sums) {
            (None, None) => {
                let count = count(vm, k)?;
                let mut chosen = Vec::with_capacity(count.min(1 << 16));
                for _ in 0..count {
                    let index = (this.float(vm)? * length as f64).floor() as usize;
                    chosen.push(item(vm, population, index)?);
                }
                return vm.list(chosen);
            }
            (Some(_), Some(_)) => {
                return Err(vm.type_error("Cannot specify both weights and cumulative weights"));
            }
            (Some(weights), None) if weights.as_integer().is_some() => {
                let k = vm.repr_text(weights)?;
                return Err(vm.type_error(format!("The number of choices must be a keyword argument: k={k}")));
            }
            (Some(weights), None) => accumulate(vm, weights)?,
            (None, Some(sums)) => vm.collect(sums)?,
        };
        if sums.len() != length {
            return Err(vm.value_error("The number of weights does not match the population"));
        }
        let Some(last) = sums.last() else {
            return Err(vm.index_error("list index out of range"));
        };
        let total = vm.binary(BinaryOp::Add, last, &Value::from_float(0.0))?;
        let total = vm.to_float(&total)?;
        if total <= 0.0 {
            return Err(vm.value_error("Total of weights must be greater than zero"));
        }
        if !total.is_finite() {
            return Err(vm.value_error("Total of weights must be finite"));
        }
        let count = count(vm, k)?;
        let mut chosen = Vec::with_capacity(count.min(1 << 16));
        for _ in 0..count {
            let drawn = Value::from_float(this.float(vm)? * total);
            let index = bisect(vm, &sums[..length - 1], &drawn)?;
            chosen.push(item(vm, population, index)?);
        }
        vm.list(chosen)
    }

    /// Puts the items of a sequence into a random order, in place.
    #[sig("shuffle(self, x)")]
    fn shuffle(vm: &mut Vm, this: Generator<'_>, sequence: &Value) -> R<()> {
        let length = vm.length(sequence)?;
        let own = this.is_plain(vm);
        for last in (1..length).rev() {
            let other = this.index(vm, last + 1)?;
            match sequence.downcast_exact::<List>().filter(|list| own && list.len() == length) {
                Some(list) => list.with_mut(|items| items.swap(last, other)),
                None => {
                    let (a, b) = (item(vm, sequence, last)?, item(vm, sequence, other)?);
                    vm.set_item(sequence, &Value::from_i32(last as i32), b)?;
                    vm.set_item(sequence, &Value::from_i32(other as i32), a)?;
                }
            }
        }
        Ok(())
    }

    /// A list of k items, chosen without repetition; `counts` says how often each may come.
    #[sig("sample(self, population, k, *, counts=None)")]
    fn sample(vm: &mut Vm, this: Generator<'_>, population: &Value, k: &Value, counts: Option<&Value>) -> R {
        if !is_sequence(vm, population) {
            return Err(vm.type_error("Population must be a sequence.  For dicts or sets, use sorted(d)."));
        }
        let length = vm.length(population)?;
        let Some(counts) = counts.filter(|counts| !counts.is_none()) else {
            let indices = sample_indices(vm, &this, length, k)?;
            return items(vm, population, &indices);
        };
        let mut sums = accumulate(vm, counts)?;
        if sums.len() != length {
            return Err(vm.value_error("The number of counts does not match the population"));
        }
        let total = sums.pop().unwrap_or_else(|| Value::from_i32(0));
        let total = match total.as_integer() {
            None => return Err(vm.type_error("Counts must be integers")),
            Some(integer) if integer.is_negative() => {
                return Err(vm.value_error("Counts must be non-negative"));
            }
            Some(integer) => integer.to_i64().unwrap_or(i64::MAX) as usize,
        };
        let drawn = sample_indices(vm, &this, total, k)?;
        let mut indices = Vec::with_capacity(drawn.len());
        for index in drawn {
            let index = Value::from_i64(vm.heap, index as i64);
            indices.push(bisect(vm, &sums, &index)?);
        }
        items(vm, population, &indices)
    }
}

/// `sequence[index]`
fn item(vm: &mut Vm, sequence: &Value, index: usize) -> R {
    if let Some(found) = sequence.downcast_exact::<Tuple>().and_then(|tuple| tuple.items().get(index)) {
        return Ok(found.clone());
    }
    let index = Value::from_i64(vm.heap, index as i64);
    vm.get_item(sequence, &index)
}

fn items(vm: &mut Vm, sequence: &Value, indices: &[usize]) -> R {
    let chosen = indices.iter().map(|&index| item(vm, sequence, index)).collect::<R<Vec<Value>>>()?;
    vm.list(chosen)
}

fn count(vm: &mut Vm, k: Option<&Value>) -> R<usize> {
    let Some(k) = k else { return Ok(1) };
    let count = vm.index_i64(k)?.max(0) as usize;
    vm.check_room(count.saturating_mul(8))?;
    Ok(count)
}

/// The running sums of an iterable.
fn accumulate(vm: &mut Vm, weights: &Value) -> R<Vec<Value>> {
    let mut sums: Vec<Value> = Vec::new();
    vm.for_each(weights, |vm, weight| {
        let sum = match sums.last() {
            Some(sum) => vm.binary(BinaryOp::Add, sum, &weight)?,
            None => weight,
        };
        sums.push(sum);
        Ok(())
    })?;
    Ok(sums)
}

/// The index of the first sum that is greater than a value; the number of sums if none is.
fn bisect(vm: &mut Vm, sums: &[Value], value: &Value) -> R<usize> {
    let (mut low, mut high) = (0, sums.len());
    while low < high {
        let middle = (low + high) / 2;
        if vm.compare_truth(CompareOp::Less, value, &sums[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

/// Whether a value counts as a sequence: indexed by position, not by key.
fn is_sequence(vm: &mut Vm, value: &Value) -> bool {
    match value.payload_kind() {
        ids::LIST | ids::TUPLE | ids::STR | ids::BYTES | ids::BYTEARRAY => return true,
        _ if value.downcast::<Range>().is_some() => return true,
        _ if value.downcast::<Dict>().is_some() => return false,
        ids::SET | ids::FROZENSET => return false,
        _ => {}
    }
    let class = vm.class_of(value);
    let (length, get) = (vm.names.__len__.clone(), vm.names.__getitem__.clone());
    vm.lookup_bits(class, &length) != 0 && vm.lookup_bits(class, &get) != 0
}

#[cold]
fn too_many(vm: &mut Vm) -> Raised {
    vm.value_error("Sample larger than population or is negative")
}

/// k different indices below `length`, in the order in which they are drawn.
fn sample_indices(vm: &mut Vm, this: &Generator<'_>, length: usize, k: &Value) -> R<Vec<usize>> {
    if k.as_any_float().is_some_and(|k| (0.0..=length as f64).contains(&k)) {
        return Err(vm.type_error("can't multiply sequence by non-int of type 'float'"));
    }
    let wanted: BigInt = vm.index_big(k)?;
    let count = match usize::try_from(wanted) {
        Ok(count) if count <= length => count,
        _ => return Err(too_many(vm)),
    };
    vm.check_room(count.saturating_mul(16))?;
    let mut chosen = Vec::with_capacity(count);
    // A set of few indices takes less room than the whole population.
    let mut set_room = 21.0;
    if count > 5 {
        set_room += 4.0_f64.powf((libm::log(count as f64 * 3.0) / libm::log(4.0)).ceil());
    }
    if length as f64 <= set_room {
        let mut pool: Vec<usize> = (0..length).collect();
        for drawn in 0..count {
            let index = this.index(vm, length - drawn)?;
            chosen.push(pool[index]);
            pool[index] = pool[length - drawn - 1];
        }
        return Ok(chosen);
    }
    let mut taken = std::collections::HashSet::with_capacity(count);
    while chosen.len() < count {
        let index = this.index(vm, length)?;
        if taken.insert(index) {
            chosen.push(index);
        }
    }
    Ok(chosen)
}
