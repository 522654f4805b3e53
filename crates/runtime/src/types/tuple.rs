//! Methods of tuple.
//!
//! ```text
//! hash = fold over items: rotate((acc + h × P2), 31) × P1, then + length
//! ```
//!
//! Items never change, so they are borrowed as long as the tuple is held.

use super::constructors;
use super::sequences::{self, receiver};
use crate::native::R;
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::iterators::TupleIterator;
use crate::object::slices::Slice;
use crate::object::tuple::Tuple;
use crate::object::{ids, new_exact};
use crate::ops::CompareOp;
use crate::ops::slicing::slice_bounds;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

/// The methods of `tuple`.
pub struct TupleMethods;

/// The documentation of `tuple`.
pub const DOC: &str = "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.";

#[exuvia_macros::builtin_methods]
impl TupleMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("tuple(cls, /, *args, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        constructors::check(vm, class, ids::TUPLE)?;
        let exact = class == vm.types.tuple;
        let base = vm.types.tuple;
        let own = !keywords.is_empty() && !exact && constructors::has_own_init(vm, class, base);
        let iterable = constructors::one_optional(vm, "tuple", arguments, if own { &[] } else { keywords })?;
        if exact {
            return match iterable {
                Some(iterable) => from_iterable(vm, iterable),
                None => Ok(vm.empty_tuple()),
            };
        }
        let items = match iterable {
            Some(iterable) => vm.collect(iterable)?,
            None => Vec::new(),
        };
        vm.check_room(items.len() * 8)?;
        Tuple::with_layout(vm.heap, class.layout.get(), items).map_err(|_| vm.memory_error())
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Tuple) -> R<String> {
        if this.is_empty() {
            return Ok("()".to_owned());
        }
        let close = if this.len() == 1 { ",)" } else { ")" };
        let value = receiver(this);
        vm.guard_repr(&value, "(...)", |vm| sequences::show(vm, this, "(", close))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(vm: &mut Vm, this: &Tuple) -> R<i64> {
        hash_items(vm, this.items())
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(_vm: &mut Vm, this: &Tuple) -> usize {
        this.len()
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &Tuple) -> Value {
        new_exact(vm.heap, TupleIterator { tuple: Slot::new(Some(receiver(this))), index: Cell::new(0) })
    }

    /// Return bool(key in self).
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: &Tuple, key: &Value) -> R<bool> {
        Ok(sequences::find(vm, this, key, 0, usize::MAX)?.is_some())
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn getitem(vm: &mut Vm, this: &Tuple, key: &Value) -> R {
        if let Some(slice) = key.downcast_exact::<Slice>() {
            let (start, _, step, count) = slice_bounds(vm, slice, this.len())?;
            let value = receiver(this);
            if count == this.len() && step == 1 && value.downcast_exact::<Tuple>().is_some() {
                return Ok(value);
            }
            if count == 0 {
                return Ok(vm.empty_tuple());
            }
            vm.check_room(count * 8)?;
            let items = (0..count).map(|k| this.items()[(start + k as i64 * step) as usize].clone());
            return Tuple::new_value(vm.heap, items).map_err(|_| vm.memory_error());
        }
        let index = super::list::subscript(vm, key, "tuple")?;
        let index = if index < 0 { index.saturating_add(this.len() as i64) } else { index };
        match usize::try_from(index).ok().and_then(|index| this.items().get(index)) {
            Some(item) => Ok(item.clone()),
            None => Err(vm.index_error("tuple index out of range")),
        }
    }

    /// Return self+value.
    #[sig("__add__(self, value, /)")]
    fn add(vm: &mut Vm, this: &Tuple, value: &Value) -> R {
        let Some(other) = value.downcast::<Tuple>() else { return Ok(Value::NOT_IMPLEMENTED) };
        if other.is_empty() && is_exact(vm, this) {
            return Ok(receiver(this));
        }
        if this.is_empty() && value.downcast_exact::<Tuple>().is_some() {
            return Ok(value.clone());
        }
        let (left, right) = (this.items(), other.items());
        vm.check_room((left.len() + right.len()) * 8)?;
        let items = (0..left.len() + right.len())
            .map(|index| left.get(index).unwrap_or_else(|| &right[index - left.len()]).clone());
        Tuple::new_value(vm.heap, items).map_err(|_| vm.memory_error())
    }

    /// Return self*value.
    #[sig("__mul__(self, value, /)")]
    fn mul(vm: &mut Vm, this: &Tuple, value: &Value) -> R {
        repeat(vm, this, value)
    }

    /// Return value*self.
    #[sig("__rmul__(self, value, /)")]
    fn rmul(vm: &mut Vm, this: &Tuple, value: &Value) -> R {
        repeat(vm, this, value)
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(vm: &mut Vm, this: &Tuple, value: &Value) -> R {
        compare(vm, CompareOp::Less, this, value)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(vm: &mut Vm, this: &Tuple, value: &Value) -> R {
        compare(vm, CompareOp::LessEqual, this, value)
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &Tuple, value: &Value) -> R {
        compare(vm, CompareOp::Equal, this, value)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &Tuple, value: &Value) -> R {
        compare(vm, CompareOp::NotEqual, this, value)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(vm: &mut Vm, this: &Tuple, value: &Value) -> R {
        compare(vm, CompareOp::Greater, this, value)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(vm: &mut Vm, this: &Tuple, value: &Value) -> R {
        compare(vm, CompareOp::GreaterEqual, this, value)
    }

    /// Return first index of value.
    ///
    /// Raises ValueError if the value is not present.
    #[sig("index(self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: &Tuple,
        value: &Value,
        start: Option<&Value>,
        stop: Option<&Value>,
    ) -> R<usize> {
        let (start, stop) = sequences::search_bounds(vm, start, stop, || this.len())?;
        match sequences::find(vm, this, value, start, stop)? {
            Some(index) => Ok(index),
            None => Err(vm.value_error("tuple.index(x): x not in tuple")),
        }
    }

    /// Return number of occurrences of value.
    #[sig("count(self, value, /)")]
    fn count(vm: &mut Vm, this: &Tuple, value: &Value) -> R<usize> {
        sequences::count(vm, this, value)
    }

    /// The arguments that make an equal tuple.
    #[sig("__getnewargs__(self, /)")]
    fn getnewargs(vm: &mut Vm, this: &Tuple) -> R {
        let items = Tuple::new_value(vm.heap, this.items().iter().cloned()).map_err(|_| vm.memory_error())?;
        vm.tuple(vec![items])
    }
}

/// `tuple(iterable)`; an exact tuple is its own result.
pub fn from_iterable(vm: &mut Vm, iterable: &Value) -> R {
    if iterable.downcast_exact::<Tuple>().is_some() {
        return Ok(iterable.clone());
    }
    let items = vm.collect(iterable)?;
    vm.check_room(items.len() * 8)?;
    vm.tuple(items)
}

/// The hash of a tuple with these items.
pub fn hash_items(vm: &mut Vm, items: &[Value]) -> R<i64> {
    const P1: u64 = 0x9E37_79B1_85EB_CA87;
    const P2: u64 = 0xC2B2_AE3D_27D4_EB4F;
    const P5: u64 = 0x27D4_EB2F_1656_67C5;
    let mut hash = P5;
    for item in items {
        let own = match item.as_small_int() {
            Some(small) => crate::ops::compare::hash_i64(small),
            None => vm.native_call(|vm| vm.hash(item))?,
        };
        hash = hash.wrapping_add((own as u64).wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1);
    }
    let hash = hash.wrapping_add(items.len() as u64 ^ (P5 ^ 3_527_539)) as i64;
    Ok(if hash == -1 { 1_546_275_796 } else { hash })
}

fn is_exact(vm: &Vm, tuple: &Tuple) -> bool {
    vm.class_of(&receiver(tuple)) == vm.types.tuple
}

fn compare(vm: &mut Vm, op: CompareOp, this: &Tuple, value: &Value) -> R {
    match value.downcast::<Tuple>() {
        Some(other) => sequences::compare(vm, op, this, other),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn repeat(vm: &mut Vm, this: &Tuple, number: &Value) -> R {
    let Some(times) = sequences::repetitions(vm, number)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let items = this.items();
    if times == 0 || items.is_empty() {
        return Ok(vm.empty_tuple());
    }
    if times == 1 && is_exact(vm, this) {
        return Ok(receiver(this));
    }
    let total = sequences::repeated_length(vm, items.len(), times)?;
    let repeated = (0..total).map(|index| items[index % items.len()].clone());
    Tuple::new_value(vm.heap, repeated).map_err(|_| vm.memory_error())
}
