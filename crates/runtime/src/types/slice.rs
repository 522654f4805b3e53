//! Methods of slice.
//!
//! ```text
//! slice(a, b, c).indices(n) = the numbers that range() needs to visit the same items of a sequence of length n
//! ```

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

use super::sequences::{self, receiver};
use crate::native::R;
use crate::object::class::TypeRef;
use crate::object::slices::Slice;
use crate::object::tuple::Tuple;
use crate::ops::CompareOp;
use crate::ops::slicing::{SliceNumbers, require_index, slice_numbers};
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `slice`.
pub struct SliceMethods;

/// The documentation of `slice`.
pub const DOC: &str = "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).";

#[exuvia_macros::builtin_methods]
impl SliceMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("slice(cls, start, stop=None, step=None, /)")]
    fn create(vm: &mut Vm, class: TypeRef, start: Value, stop: Option<Value>, step: Option<Value>) -> R {
        super::constructors::check(vm, class, crate::object::ids::SLICE)?;
        let (start, stop) = match stop {
            Some(stop) => (start, stop),
            None => (Value::NONE, start),
        };
        Ok(Slice::new_value(vm.heap, start, stop, step.unwrap_or(Value::NONE)))
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Slice) -> R<String> {
        let value = receiver(this);
        vm.guard_repr(&value, "...", |vm| {
            let (start, stop) = (vm.repr_text(&this.start)?, vm.repr_text(&this.stop)?);
            let step = vm.repr_text(&this.step)?;
            Ok(format!("slice({start}, {stop}, {step})"))
        })
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(vm: &mut Vm, this: &Slice) -> R<i64> {
        super::tuple::hash_items(vm, &parts(this))
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(vm: &mut Vm, this: &Slice, value: &Value) -> R {
        compare(vm, CompareOp::Less, this, value)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(vm: &mut Vm, this: &Slice, value: &Value) -> R {
        compare(vm, CompareOp::LessEqual, this, value)
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &Slice, value: &Value) -> R {
        compare(vm, CompareOp::Equal, this, value)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &Slice, value: &Value) -> R {
        compare(vm, CompareOp::NotEqual, this, value)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(vm: &mut Vm, this: &Slice, value: &Value) -> R {
        compare(vm, CompareOp::Greater, this, value)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(vm: &mut Vm, this: &Slice, value: &Value) -> R {
        compare(vm, CompareOp::GreaterEqual, this, value)
    }

    /// S.indices(len) -> (start, stop, stride)
    ///
    /// Assuming a sequence of length len, calculate the start and stop
    /// indices, and the stride length of the extended slice described by
    /// S. Out of bounds indices are clipped in a manner consistent with the
    /// handling of normal slices.
    #[sig("indices(self, object, /)")]
    fn indices(vm: &mut Vm, this: &Slice, object: &Value) -> R {
        let length = vm.index_big(object)?;
        if length.is_negative() {
            return Err(vm.value_error("length should not be negative"));
        }
        let numbers = big_bounds(vm, this, &length)?;
        let mut values = Vec::with_capacity(3);
        for number in numbers {
            values.push(vm.big_int(number)?);
        }
        vm.tuple(values)
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Slice) -> R {
        let class = vm.types.slice.value();
        let arguments = vm.tuple(parts(this).into())?;
        vm.tuple(vec![class, arguments])
    }

    #[getter("start")]
    fn start(_vm: &mut Vm, this: &Slice) -> Value {
        this.start.clone()
    }

    #[setter("start")]
    fn set_start(vm: &mut Vm, _this: &Slice, _value: Option<&Value>) -> R<()> {
        Err(super::constructors::read_only(vm))
    }

    #[getter("stop")]
    fn stop(_vm: &mut Vm, this: &Slice) -> Value {
        this.stop.clone()
    }

    #[setter("stop")]
    fn set_stop(vm: &mut Vm, _this: &Slice, _value: Option<&Value>) -> R<()> {
        Err(super::constructors::read_only(vm))
    }

    #[getter("step")]
    fn step(_vm: &mut Vm, this: &Slice) -> Value {
        this.step.clone()
    }

    #[setter("step")]
    fn set_step(vm: &mut Vm, _this: &Slice, _value: Option<&Value>) -> R<()> {
        Err(super::constructors::read_only(vm))
    }
}

fn parts(slice: &Slice) -> [Value; 3] {
    [slice.start.clone(), slice.stop.clone(), slice.step.clone()]
}

fn compare(vm: &mut Vm, op: CompareOp, this: &Slice, value: &Value) -> R {
    let Some(other) = value.downcast::<Slice>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let (left, right) = (vm.tuple(parts(this).into())?, vm.tuple(parts(other).into())?);
    match (left.downcast::<Tuple>(), right.downcast::<Tuple>()) {
        (Some(left), Some(right)) => sequences::compare(vm, op, left, right),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Start, stop and step of a slice of a sequence of any length.
pub fn big_bounds(vm: &mut Vm, slice: &Slice, length: &BigInt) -> R<[BigInt; 3]> {
    let small = |value: &Value| value.is_none() || value.as_small_int().is_some();
    if small(&slice.start) && small(&slice.stop) && small(&slice.step) && length.bits() < 60 {
        let length = usize::try_from(length).unwrap_or(0);
        let numbers: SliceNumbers = slice_numbers(vm, slice)?;
        let (start, stop, step, _) = numbers.bounds(length);
        return Ok([start.into(), stop.into(), step.into()]);
    }
    let step = match slice.step.is_none() {
        true => BigInt::one(),
        false => index_of(vm, &slice.step)?,
    };
    if step.is_zero() {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let (low, high) =
        if step.is_negative() { (-BigInt::one(), length - 1) } else { (BigInt::zero(), length.clone()) };
    let mut limit = |value: &Value, missing: &BigInt| -> R<BigInt> {
        if value.is_none() {
            return Ok(missing.clone());
        }
        let index = index_of(vm, value)?;
        let index = if index.is_negative() { index + length } else { index };
        Ok(index.clamp(low.clone(), high.clone()))
    };
    let (first, last) = if step.is_negative() { (&high, &low) } else { (&low, &high) };
    let start = limit(&slice.start, first)?;
    let stop = limit(&slice.stop, last)?;
    Ok([start, stop, step])
}

fn index_of(vm: &mut Vm, value: &Value) -> R<BigInt> {
    require_index(vm, value)?;
    vm.index_big(value)
}
