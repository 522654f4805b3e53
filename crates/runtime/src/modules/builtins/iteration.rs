//! Builtin functions on iterables.

use crate::native::R;
use crate::object::cell::Slot;
use crate::object::iterators::CallableIterator;
use crate::object::new_exact;
use crate::object::string::Str;
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::value::Value;
use crate::vm::Vm;

/// The functions of this file.
pub struct IterationFunctions;

#[exuvia_macros::builtin_methods]
impl IterationFunctions {
    /// Return True if bool(x) is True for all values x in the iterable.
    ///
    /// If the iterable is empty, return True.
    #[function("all(iterable, /)")]
    fn all(vm: &mut Vm, iterable: &Value) -> R<bool> {
        find_truth::<false>(vm, iterable).map(|found| !found)
    }

    /// Return True if bool(x) is True for any x in the iterable.
    ///
    /// If the iterable is empty, return False.
    #[function("any(iterable, /)")]
    fn any(vm: &mut Vm, iterable: &Value) -> R<bool> {
        find_truth::<true>(vm, iterable)
    }

    /// Get an iterator from an object.
    ///
    /// In the first form, the argument must supply its own iterator, or be a sequence.
    /// In the second form, the callable is called until it returns the sentinel.
    #[function("iter(object, sentinel=None, /)")]
    fn iter(vm: &mut Vm, object: &Value, sentinel: Option<&Value>) -> R {
        let Some(sentinel) = sentinel else { return vm.iter(object) };
        if !vm.is_callable(object) {
            return Err(vm.type_error("iter(v, w): v must be callable"));
        }
        let iterator =
            CallableIterator { callable: Slot::new(Some(object.clone())), sentinel: sentinel.clone() };
        Ok(new_exact(vm.heap, iterator))
    }

    /// Return the next item from the iterator.
    ///
    /// If default is given and the iterator is exhausted,
    /// it is returned instead of raising StopIteration.
    #[function("next(iterator, default=None, /)")]
    fn next(vm: &mut Vm, iterator: &Value, default: Option<&Value>) -> R {
        if let Some(default) = default {
            return Ok(vm.next(iterator)?.unwrap_or_else(|| default.clone()));
        }
        // Without a default the exception of the iterator itself goes on, with its value.
        if crate::object::ids::GENERATOR == iterator.payload_kind() {
            return crate::interp::generators::send(vm, iterator, Value::NONE);
        }
        let class = vm.class_of(iterator);
        let name = vm.names.__next__.clone();
        let found = vm.lookup_bits(class, &name);
        if found == 0 {
            return Err(vm.type_error(format!("'{}' object is not an iterator", class.name_text())));
        }
        vm.native_call(|vm| vm.call_found(found, iterator, &[]))
    }

    /// Return a new list containing all items from the iterable in ascending order.
    ///
    /// A custom key function can be supplied to customize the sort order, and the
    /// reverse flag can be set to request the result in descending order.
    #[function("sorted(iterable, /, *, key=None, reverse=False)")]
    fn sorted(vm: &mut Vm, iterable: &Value, key: Option<&Value>, reverse: Option<&Value>) -> R {
        let items = vm.collect(iterable)?;
        let list = vm.list(items)?;
        let sort = vm.names.sort.clone();
        let mut keywords = Vec::new();
        if let Some(key) = key {
            keywords.push((vm.names.key.clone(), key.clone()));
        }
        if let Some(reverse) = reverse {
            keywords.push((vm.names.reverse.clone(), reverse.clone()));
        }
        let method = vm.get_attribute(&list, &sort)?;
        vm.call_keywords(&method, &[], &keywords)?;
        Ok(list)
    }

    /// Return the sum of a 'start' value (default: 0) plus an iterable of numbers
    ///
    /// When the iterable is empty, return the start value.
    /// This function is intended specifically for use with numeric values and may
    /// reject non-numeric types.
    #[function("sum(iterable, /, start=0)")]
    fn sum(vm: &mut Vm, iterable: &Value, start: Option<&Value>) -> R {
        let start = match start {
            Some(start) if start.downcast::<Str>().is_some() => {
                return Err(vm.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
            }
            Some(start) if matches!(vm.class_name(start).as_str(), "bytes" | "bytearray") => {
                let class = vm.class_name(start);
                return Err(vm.type_error(format!("sum() can't sum {class} [use b''.join(seq) instead]")));
            }
            Some(start) => start.clone(),
            None => Value::from_i32(0),
        };
        let mut sum = Sum::of(start);
        vm.for_each(iterable, |vm, item| sum.add(vm, item))?;
        Ok(sum.result(vm))
    }

    /// With a single iterable argument, return its biggest item. The
    /// default keyword-only argument specifies an object to return if
    /// the provided iterable is empty.
    /// With two or more positional arguments, return the largest argument.
    #[function("max(*args, key=None, default=None)")]
    fn max(vm: &mut Vm, arguments: &[Option<Value>], key: Option<&Value>, default: Option<&Value>) -> R {
        extreme(vm, "max", CompareOp::Greater, arguments, key, default)
    }

    /// With a single iterable argument, return its smallest item. The
    /// default keyword-only argument specifies an object to return if
    /// the provided iterable is empty.
    /// With two or more positional arguments, return the smallest argument.
    #[function("min(*args, key=None, default=None)")]
    fn min(vm: &mut Vm, arguments: &[Option<Value>], key: Option<&Value>, default: Option<&Value>) -> R {
        extreme(vm, "min", CompareOp::Less, arguments, key, default)
    }
}

/// Whether an item of this truth comes.
fn find_truth<const WANTED: bool>(vm: &mut Vm, iterable: &Value) -> R<bool> {
    let iterator = vm.iter(iterable)?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.truth(&item)? == WANTED {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A running sum: machine integers and floats while that is possible.
enum Sum {
    Int(i64),
    /// Sum and compensation (Neumaier): the rounding errors are summed apart.
    Float(f64, f64),
    Any(Value),
}

impl Sum {
    fn of(value: Value) -> Sum {
        match (value.as_small_int(), value.as_float()) {
            (Some(int), _) => Sum::Int(int),
            (_, Some(float)) => Sum::Float(float, 0.0),
            _ => Sum::Any(value),
        }
    }

    fn add(&mut self, vm: &mut Vm, item: Value) -> R<()> {
        match self {
            Sum::Int(sum) => {
                let int = item.as_small_int().or_else(|| item.as_bool().map(i64::from));
                if let Some(total) = int.and_then(|int| sum.checked_add(int)) {
                    *sum = total;
                    return Ok(());
                }
                if let Some(float) = item.as_float() {
                    *self = Sum::Float(*sum as f64, 0.0);
                    return self.add(vm, Value::from_float(float));
                }
            }
            Sum::Float(sum, compensation) => {
                let addend = item.as_float();
                if let Some(float) = addend {
                    let total = *sum + float;
                    *compensation += if sum.abs() >= float.abs() {
                        (*sum - total) + float
                    } else {
                        (float - total) + *sum
                    };
                    *sum = total;
                    return Ok(());
                }
                if let Some(int) = item.as_small_int() {
                    *sum += int as f64;
                    return Ok(());
                }
            }
            Sum::Any(_) => {}
        }
        let so_far = std::mem::replace(self, Sum::Int(0)).result(vm);
        *self = Sum::Any(vm.binary(BinaryOp::Add, &so_far, &item)?);
        Ok(())
    }

    fn result(self, vm: &mut Vm) -> Value {
        match self {
            Sum::Int(sum) => Value::from_i64(vm.heap, sum),
            // An infinite sum has no meaningful error.
            Sum::Float(sum, compensation) if compensation != 0.0 && compensation.is_finite() => {
                Value::from_float(sum + compensation)
            }
            Sum::Float(sum, _) => Value::from_float(sum),
            Sum::Any(value) => value,
        }
    }
}

/// The first item that no other one exceeds.
fn extreme(
    vm: &mut Vm,
    function: &str,
    op: CompareOp,
    arguments: &[Option<Value>],
    key: Option<&Value>,
    default: Option<&Value>,
) -> R {
    let key = key.filter(|key| !key.is_none());
    let mut best: Option<(Value, Value)> = None;
    let mut consider = |vm: &mut Vm, item: Value| -> R<()> {
        let rank = match key {
            Some(key) => vm.call(key, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let better = match &best {
            Some((_, known)) => vm.compare_truth(op, &rank, known)?,
            None => true,
        };
        if better {
            best = Some((item, rank));
        }
        Ok(())
    };
    match arguments {
        [] => Err(vm.type_error(format!("{function} expected at least 1 argument, got 0"))),
        [Some(iterable)] => {
            vm.for_each(iterable, consider)?;
            match (best, default) {
                (Some((item, _)), _) => Ok(item),
                (None, Some(default)) => Ok(default.clone()),
                (None, None) => Err(vm.value_error(format!("{function}() iterable argument is empty"))),
            }
        }
        _ if default.is_some() => Err(vm.type_error(format!(
            "Cannot specify a default for {function}() with multiple positional arguments"
        ))),
        several => {
            for item in several.iter().flatten() {
                consider(vm, item.clone())?;
            }
            Ok(best.map_or(Value::NONE, |(item, _)| item))
        }
    }
}
