//! `complex`: construction, attributes and operators. The arithmetic is in `complex_arithmetic`.
//!
//! Mixed operations take floats, and ints of any size, as real numbers without an imaginary part.

use super::complex_arithmetic::{self as arithmetic, Operand, Parts};
use super::numbers::{
    NOT_IMPLEMENTED, check_subtype, compare_float_integer, format_room, formatted, integer_to_float, text_of,
    wrong_receiver,
};
use crate::format;
use crate::native::R;
use crate::object::complex::Complex;
use crate::object::{TypeRef, new_with_layout};
use crate::ops::compare::hash_float;
use crate::value::Value;
use crate::vm::Vm;

/// Methods of `complex`.
pub struct ComplexMethods;

/// A number as an operand; nothing for anything else.
fn operand(vm: &mut Vm, value: &Value) -> R<Option<Operand>> {
    if let Some(complex) = value.downcast::<Complex>() {
        return Ok(Some(Operand::Complex((complex.real, complex.imaginary))));
    }
    if let Some(float) = value.as_any_float() {
        return Ok(Some(Operand::Real(float)));
    }
    match value.as_integer() {
        Some(integer) => integer_to_float(vm, integer).map(|float| Some(Operand::Real(float))),
        None => Ok(None),
    }
}

fn own(this: &Complex) -> Operand {
    Operand::Complex((this.real, this.imaginary))
}

/// Runs an operation that never fails when the other operand is a number.
fn with(vm: &mut Vm, other: &Value, operation: impl FnOnce(Operand) -> Parts) -> R {
    let result = operand(vm, other)?.map(operation);
    arithmetic::value_or_not_implemented(vm, result)
}

fn divide(vm: &mut Vm, a: Operand, b: Operand) -> R {
    match arithmetic::divide(a, b) {
        Some(result) => Ok(Value::from_complex(vm.heap, result.0, result.1)),
        None => Err(vm.zero_division_error("division by zero")),
    }
}

fn power(vm: &mut Vm, a: Operand, b: Operand, third: Option<&Value>) -> R {
    if third.is_some_and(|third| !third.is_none()) {
        return Err(vm.value_error("complex modulo"));
    }
    arithmetic::power(vm, a.parts(), b.parts())
}

/// Whether a number equals the complex number; nothing when the value is no number.
fn equal(this: &Complex, other: &Value) -> Option<bool> {
    if let Some(other) = other.downcast::<Complex>() {
        return Some(this.real == other.real && this.imaginary == other.imaginary);
    }
    if let Some(float) = other.as_any_float() {
        return Some(this.imaginary == 0.0 && this.real == float);
    }
    let integer = other.as_integer()?;
    Some(
        this.imaginary == 0.0
            && compare_float_integer(this.real, integer).is_some_and(std::cmp::Ordering::is_eq),
    )
}

#[exuvia_macros::builtin_methods]
impl ComplexMethods {
    /// The complex number with these parts, or the one that a text stands for.
    #[new_sig("complex(cls, real=0, imag=0)")]
    fn construct(vm: &mut Vm, class: TypeRef, real: Option<&Value>, imaginary: Option<&Value>) -> R {
        let complex = vm.types.complex;
        check_subtype(vm, class, complex)?;
        let parts = match (real, imaginary) {
            (Some(only), None) => {
                if class == complex && only.downcast_exact::<Complex>().is_some() {
                    return Ok(only.clone());
                }
                from_one(vm, only)?
            }
            _ => from_two(vm, real, imaginary)?,
        };
        Ok(instance(vm, class, parts))
    }

    /// The complex number that a number stands for; texts are refused.
    #[class_sig("from_number(cls, number, /)")]
    fn from_number(vm: &mut Vm, class: TypeRef, number: &Value) -> R {
        let complex = vm.types.complex;
        if class == complex && number.downcast_exact::<Complex>().is_some() {
            return Ok(number.clone());
        }
        let parts = match by_method(vm, number)? {
            Some(parts) => parts,
            None => (vm.to_float(number)?, 0.0),
        };
        let value = Value::from_complex(vm.heap, parts.0, parts.1);
        if class == complex { Ok(value) } else { vm.call(&class.value(), &[value]) }
    }

    /// The real part.
    #[getter("real")]
    fn real(_vm: &mut Vm, this: &Complex) -> f64 {
        this.real
    }

    /// The imaginary part.
    #[getter("imag")]
    fn imag(_vm: &mut Vm, this: &Complex) -> f64 {
        this.imaginary
    }

    /// The number mirrored at the real axis.
    #[sig("conjugate(self, /)")]
    fn conjugate(vm: &mut Vm, this: &Complex) -> Value {
        Value::from_complex(vm.heap, this.real, -this.imaginary)
    }

    /// The number as an exact complex.
    #[sig("__complex__(self, /)")]
    fn complex(vm: &mut Vm, this: &Complex) -> Value {
        Value::from_complex(vm.heap, this.real, this.imaginary)
    }

    /// Return self+value.
    #[sig("__add__(self, value, /)")]
    fn add(vm: &mut Vm, this: &Complex, other: &Value) -> R {
        with(vm, other, |other| arithmetic::add(own(this), other))
    }

    /// Return value+self.
    #[sig("__radd__(self, value, /)")]
    fn radd(vm: &mut Vm, this: &Complex, other: &Value) -> R {
        with(vm, other, |other| arithmetic::add(other, own(this)))
    }

    /// Return self-value.
    #[sig("__sub__(self, value, /)")]
    fn sub(vm: &mut Vm, this: &Complex, other: &Value) -> R {
        with(vm, other, |other| arithmetic::subtract(own(this), other))
    }

    /// Return value-self.
    #[sig("__rsub__(self, value, /)")]
    fn rsub(vm: &mut Vm, this: &Complex, other: &Value) -> R {
        with(vm, other, |other| arithmetic::subtract(other, own(this)))
    }

    /// Return self*value.
    #[sig("__mul__(self, value, /)")]
    fn mul(vm: &mut Vm, this: &Complex, other: &Value) -> R {
        with(vm, other, |other| arithmetic::multiply(own(this), other))
    }

    /// Return value*self.
    #[sig("__rmul__(self, value, /)")]
    fn rmul(vm: &mut Vm, this: &Complex, other: &Value) -> R {
        with(vm, other, |other| arithmetic::multiply(other, own(this)))
    }

    /// Return self/value.
    #[sig("__truediv__(self, value, /)")]
    fn truediv(vm: &mut Vm, this: &Complex, other: &Value) -> R {
        match operand(vm, other)? {
            Some(other) => divide(vm, own(this), other),
            None => NOT_IMPLEMENTED,
        }
    }

    /// Return value/self.
    #[sig("__rtruediv__(self, value, /)")]
    fn rtruediv(vm: &mut Vm, this: &Complex, other: &Value) -> R {
        match operand(vm, other)? {
            Some(other) => divide(vm, other, own(this)),
            None => NOT_IMPLEMENTED,
        }
    }

    /// Return pow(self, value, mod).
    #[sig("__pow__(self, value, mod=None, /)")]
    fn pow(vm: &mut Vm, this: &Complex, other: &Value, third: Option<&Value>) -> R {
        match operand(vm, other)? {
            Some(other) => power(vm, own(this), other, third),
            None => NOT_IMPLEMENTED,
        }
    }

    /// Return pow(value, self, mod).
    #[sig("__rpow__(self, value, mod=None, /)")]
    fn rpow(vm: &mut Vm, this: &Complex, other: &Value, third: Option<&Value>) -> R {
        match operand(vm, other)? {
            Some(other) => power(vm, other, own(this), third),
            None => NOT_IMPLEMENTED,
        }
    }

    /// -self
    #[sig("__neg__(self, /)")]
    fn neg(vm: &mut Vm, this: &Complex) -> Value {
        Value::from_complex(vm.heap, -this.real, -this.imaginary)
    }

    /// +self
    #[sig("__pos__(self, /)")]
    fn pos(vm: &mut Vm, this: &Complex) -> Value {
        Value::from_complex(vm.heap, this.real, this.imaginary)
    }

    /// abs(self)
    #[sig("__abs__(self, /)")]
    fn abs(vm: &mut Vm, this: &Complex) -> R<f64> {
        match arithmetic::absolute((this.real, this.imaginary)) {
            Some(size) => Ok(size),
            None => Err(vm.overflow_error("absolute value too large")),
        }
    }

    /// True if self else False
    #[sig("__bool__(self, /)")]
    fn bool(_vm: &mut Vm, this: &Complex) -> bool {
        this.real != 0.0 || this.imaginary != 0.0
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(_vm: &mut Vm, this: &Complex, other: &Value) -> Value {
        equal(this, other).map_or(Value::NOT_IMPLEMENTED, Value::from_bool)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(_vm: &mut Vm, this: &Complex, other: &Value) -> Value {
        equal(this, other).map_or(Value::NOT_IMPLEMENTED, |equal| Value::from_bool(!equal))
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(_vm: &mut Vm, this: &Complex) -> i64 {
        const IMAGINARY: i64 = 1_000_003;
        let hash = hash_float(this.real).wrapping_add(IMAGINARY.wrapping_mul(hash_float(this.imaginary)));
        if hash == -1 { -2 } else { hash }
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, this: &Complex) -> String {
        format::complex_repr(this.real, this.imaginary)
    }

    /// The number as text in the form that a format specification describes.
    #[sig("__format__(self, format_spec, /)")]
    fn format(vm: &mut Vm, this: &Value, specification: &str) -> R {
        let Some(complex) = this.downcast::<Complex>() else {
            return Err(wrong_receiver(vm, "__format__", "complex", this));
        };
        if specification.is_empty() {
            return vm.str(this);
        }
        format_room(vm, specification)?;
        let class = vm.class_name(this);
        let text = format::format_complex(complex.real, complex.imaginary, specification, &class);
        let text = formatted(vm, text)?;
        vm.text(&text)
    }

    /// The arguments that make an equal number.
    #[sig("__getnewargs__(self, /)")]
    fn new_arguments(vm: &mut Vm, this: &Complex) -> R {
        vm.tuple(vec![Value::from_float(this.real), Value::from_float(this.imaginary)])
    }
}

fn instance(vm: &mut Vm, class: TypeRef, parts: Parts) -> Value {
    new_with_layout(vm.heap, class.layout.get(), Complex { real: parts.0, imaginary: parts.1 })
}

/// The parts of a complex number or of something with `__complex__`.
fn by_method(vm: &mut Vm, value: &Value) -> R<Option<Parts>> {
    if let Some(complex) = value.downcast::<Complex>() {
        let exact = value.downcast_exact::<Complex>().is_some();
        let class = vm.class_of(value);
        let name = vm.names.__complex__.clone();
        let complex_class = vm.types.complex;
        if exact || vm.lookup_bits(class, &name) == vm.lookup_bits(complex_class, &name) {
            return Ok(Some((complex.real, complex.imaginary)));
        }
    }
    let name = vm.names.__complex__.clone();
    let Some(result) = vm.call_special(value, &name, &[]) else { return Ok(None) };
    let result = result?;
    match result.downcast::<Complex>() {
        Some(complex) => Ok(Some((complex.real, complex.imaginary))),
        None => {
            let class = vm.class_name(&result);
            Err(vm.type_error(format!("__complex__ returned non-complex (type {class})")))
        }
    }
}

/// Whether a value is a real number: a float, an int, or something that becomes one.
fn is_real(vm: &mut Vm, value: &Value) -> bool {
    let class = vm.class_of(value);
    let (float, index) = (vm.names.__float__.clone(), vm.names.__index__.clone());
    vm.lookup_bits(class, &float) != 0 || vm.lookup_bits(class, &index) != 0
}

/// `complex(value)`.
fn from_one(vm: &mut Vm, value: &Value) -> R<Parts> {
    if let Some(text) = text_of(value) {
        return formatted(vm, format::parse_complex(text));
    }
    if let Some(parts) = by_method(vm, value)? {
        return Ok(parts);
    }
    if !is_real(vm, value) {
        let class = vm.class_name(value);
        return Err(vm.type_error(format!("complex() argument must be a string or a number, not {class}")));
    }
    Ok((vm.to_float(value)?, 0.0))
}

/// `complex(real, imag)`: complex arguments count with all their parts, as if `real + imag * 1j` were computed.
fn from_two(vm: &mut Vm, real: Option<&Value>, imaginary: Option<&Value>) -> R<Parts> {
    let mut result = match real {
        None => (0.0, 0.0),
        Some(real) => match by_method(vm, real)? {
            Some(parts) => parts,
            None => (real_argument(vm, "real", real)?, 0.0),
        },
    };
    match imaginary {
        None => {}
        Some(imaginary) => match imaginary.downcast::<Complex>() {
            Some(complex) => {
                result.0 -= complex.imaginary;
                result.1 += complex.real;
            }
            None => {
                let float = real_argument(vm, "imag", imaginary)?;
                // A real part that was no complex number has no imaginary part to add to, not even a zero.
                let plain = real.is_none_or(|real| real.downcast::<Complex>().is_none() && result.1 == 0.0);
                result.1 = if plain { float } else { result.1 + float };
            }
        },
    }
    Ok(result)
}

fn real_argument(vm: &mut Vm, name: &str, value: &Value) -> R<f64> {
    if !is_real(vm, value) {
        let class = vm.class_name(value);
        return Err(vm.type_error(format!("complex() argument '{name}' must be a real number, not {class}")));
    }
    vm.to_float(value)
}
