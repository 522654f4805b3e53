//! Construction, conversions and attributes of `float`. The operators are in `float_operators`.
//!
//! Exact floats are immediate values; only instances of subclasses are objects.

use num_bigint::BigInt;

use super::int::int_of_float;
use super::numbers::{check_subtype, format_room, formatted, text_of, wrong_receiver};
use crate::format;
use crate::native::{Context, FromArgument, R, wrong_type};
use crate::object::bytearray::ByteArray;
use crate::object::bytes::Bytes;
use crate::object::int::FloatObject;
use crate::object::{TypeRef, new_with_layout};
use crate::ops::compare::hash_float;
use crate::value::Value;
use crate::vm::Vm;

/// The receiver of a method of float: a float or an instance of a subclass, nothing that could be converted.
#[derive(Clone, Copy)]
pub struct Float(pub f64);

impl<'a> FromArgument<'a> for Float {
    #[inline]
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = <&Value>::from_argument(vm, argument, context)?;
        match value.as_any_float() {
            Some(float) => Ok(Float(float)),
            None => Err(wrong_type(vm, value, "float".to_owned(), context)),
        }
    }
}

/// Methods of `float` but the operators.
pub struct FloatMethods;

#[exuvia_macros::builtin_methods]
impl FloatMethods {
    /// The floating-point number that a number or a text stands for.
    #[new_sig("float(cls, x=0, /)")]
    fn construct(vm: &mut Vm, class: TypeRef, value: Option<&Value>) -> R {
        let float = vm.types.float;
        if class != float {
            check_subtype(vm, class, float)?;
        }
        let value = value.map_or(Ok(0.0), |value| float_of(vm, value))?;
        Ok(instance(vm, class, value))
    }

    /// The float that a real number stands for; texts are refused.
    #[class_sig("from_number(cls, number, /)")]
    fn from_number(vm: &mut Vm, class: TypeRef, number: &Value) -> R {
        let float = vm.to_float(number)?;
        convert(vm, class, float)
    }

    /// The float that a hexadecimal text such as '0x1.8p3' stands for.
    #[class_sig("fromhex(cls, string, /)")]
    fn fromhex(vm: &mut Vm, class: TypeRef, text: &Value) -> R {
        let Some(text) = text_of(text) else {
            return Err(vm.type_error("bad argument type for built-in operation"));
        };
        let float = formatted(vm, format::float_from_hex(text))?;
        convert(vm, class, float)
    }

    /// The float as a hexadecimal text, exactly.
    #[sig("hex(self, /)")]
    fn hex(_vm: &mut Vm, this: Float) -> String {
        format::float_hex(this.0)
    }

    /// Whether the float has no fraction.
    #[sig("is_integer(self, /)")]
    fn is_integer(_vm: &mut Vm, this: Float) -> bool {
        this.0.is_finite() && this.0 == this.0.floor()
    }

    /// A pair of integers, the second positive, whose quotient is the float exactly.
    #[sig("as_integer_ratio(self, /)")]
    fn as_integer_ratio(vm: &mut Vm, this: Float) -> R {
        if this.0.is_nan() {
            return Err(vm.value_error("cannot convert NaN to integer ratio"));
        }
        if this.0.is_infinite() {
            return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
        }
        let (numerator, denominator) = ratio(this.0);
        let (numerator, denominator) = (vm.big_int(numerator)?, vm.big_int(denominator)?);
        vm.tuple(vec![numerator, denominator])
    }

    /// The float itself.
    #[sig("conjugate(self, /)")]
    fn conjugate(_vm: &mut Vm, this: Float) -> f64 {
        this.0
    }

    /// The real part of a complex number.
    #[getter("real")]
    fn real(_vm: &mut Vm, this: Float) -> f64 {
        this.0
    }

    /// The imaginary part of a complex number: 0.0.
    #[getter("imag")]
    fn imag(_vm: &mut Vm, _this: Float) -> f64 {
        0.0
    }

    /// int(self)
    #[sig("__int__(self, /)")]
    fn int(vm: &mut Vm, this: Float) -> R {
        int_of_float(vm, this.0)
    }

    /// The integer between the float and 0 that is nearest to it.
    #[sig("__trunc__(self, /)")]
    fn trunc(vm: &mut Vm, this: Float) -> R {
        int_of_float(vm, this.0)
    }

    /// The largest integer that is not above the float.
    #[sig("__floor__(self, /)")]
    fn floor(vm: &mut Vm, this: Float) -> R {
        int_of_float(vm, this.0.floor())
    }

    /// The smallest integer that is not below the float.
    #[sig("__ceil__(self, /)")]
    fn ceil(vm: &mut Vm, this: Float) -> R {
        int_of_float(vm, this.0.ceil())
    }

    /// The nearest integer, or the nearest float with `ndigits` digits behind the point; ties to even.
    #[sig("__round__(self, ndigits=None, /)")]
    fn round(vm: &mut Vm, this: Float, digits: Option<&Value>) -> R {
        match digits.filter(|digits| !digits.is_none()) {
            None => int_of_float(vm, this.0.round_ties_even()),
            Some(digits) => {
                let digits = vm.index_clamped(digits)?;
                let rounded = format::float_round(this.0, digits);
                formatted(vm, rounded).map(Value::from_float)
            }
        }
    }

    /// float(self)
    #[sig("__float__(self, /)")]
    fn float(_vm: &mut Vm, this: Float) -> f64 {
        this.0
    }

    /// True if self else False
    #[sig("__bool__(self, /)")]
    fn bool(_vm: &mut Vm, this: Float) -> bool {
        this.0 != 0.0
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(_vm: &mut Vm, this: Float) -> i64 {
        hash_float(this.0)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, this: Float) -> String {
        format::float_repr(this.0)
    }

    /// The float as text in the form that a format specification describes.
    #[sig("__format__(self, format_spec, /)")]
    fn format(vm: &mut Vm, this: &Value, specification: &str) -> R {
        let Some(float) = this.as_any_float() else {
            return Err(wrong_receiver(vm, "__format__", "float", this));
        };
        if specification.is_empty() {
            return vm.str(this);
        }
        format_room(vm, specification)?;
        let class = vm.class_name(this);
        let text = format::format_float(float, specification, &class);
        let text = formatted(vm, text)?;
        vm.text(&text)
    }

    /// How floats lie in memory, for 'double' or 'float'.
    #[class_sig("__getformat__(cls, typestr, /)")]
    fn get_format(vm: &mut Vm, _class: TypeRef, kind: &str) -> R {
        if !matches!(kind, "double" | "float") {
            return Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'"));
        }
        vm.text(if cfg!(target_endian = "little") { "IEEE, little-endian" } else { "IEEE, big-endian" })
    }

    /// The arguments that make an equal float.
    #[sig("__getnewargs__(self, /)")]
    fn new_arguments(vm: &mut Vm, this: Float) -> R {
        vm.tuple(vec![Value::from_float(this.0)])
    }
}

/// An instance of float or a subclass, without its constructor.
fn instance(vm: &mut Vm, class: TypeRef, float: f64) -> Value {
    if class == vm.types.float {
        Value::from_float(float)
    } else {
        new_with_layout(vm.heap, class.layout.get(), FloatObject { value: float })
    }
}

/// `class(float)`.
fn convert(vm: &mut Vm, class: TypeRef, float: f64) -> R {
    let float = Value::from_float(float);
    if class == vm.types.float { Ok(float) } else { vm.call(&class.value(), &[float]) }
}

/// `float(value)`.
pub fn float_of(vm: &mut Vm, value: &Value) -> R<f64> {
    if let Some(float) = value.as_float() {
        return Ok(float);
    }
    if let Some(text) = text_of(value) {
        return formatted(vm, format::parse_float(text));
    }
    if let Some(bytes) = value.downcast::<Bytes>() {
        return formatted(vm, format::parse_float_bytes(bytes.as_slice()));
    }
    if let Some(bytes) = value.downcast::<ByteArray>() {
        let parsed = bytes.with(format::parse_float_bytes);
        return formatted(vm, parsed);
    }
    let class = vm.class_of(value);
    let (float, index) = (vm.names.__float__.clone(), vm.names.__index__.clone());
    if vm.lookup_bits(class, &float) == 0 && vm.lookup_bits(class, &index) == 0 {
        return Err(vm.type_error(format!(
            "float() argument must be a string or a real number, not '{}'",
            class.name_text()
        )));
    }
    vm.to_float(value)
}

/// A finite float as a fraction in lowest terms.
pub fn ratio(float: f64) -> (BigInt, BigInt) {
    let (fraction, exponent) = crate::modules::libm::frexp(float);
    // 53 bits of fraction make it whole; what is even of it goes into the exponent.
    let whole = (fraction * (1u64 << 53) as f64) as i64;
    if whole == 0 {
        return (BigInt::from(0), BigInt::from(1));
    }
    let even = whole.trailing_zeros() as i32;
    let (whole, exponent) = (BigInt::from(whole >> even), exponent - 53 + even);
    if exponent >= 0 { (whole << exponent, BigInt::from(1)) } else { (whole, BigInt::from(1) << -exponent) }
}
