//! Construction, conversions and attributes of `int`. The operators are in `int_operators`, the arithmetic in `int_arithmetic`.
//!
//! ```text
//! int(x)   x: int ► itself    str, bytes ► its digits    __int__    __index__        everything else is a TypeError
//! ```

use num_bigint::{BigInt, Sign};

use super::int_arithmetic as arithmetic;
use super::numbers::{
    self, bit_length, check_bits, check_subtype, for_text, format_room, formatted, integer_to_float, to_big,
    wrong_receiver,
};
use crate::format::{self, ParsedInt};
use crate::native::{R, Raised};
use crate::object::TypeRef;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::Bytes;
use crate::object::int::Integer::{self, Big, Small};
use crate::value::Value;
use crate::vm::Vm;

/// Methods of `int` but the operators.
pub struct IntMethods;

#[exuvia_macros::builtin_methods]
impl IntMethods {
    /// The integer that a number or a text stands for, rounded towards zero.
    ///
    /// A text may have a sign, digits and underscores between digits, and white space around it. Base 0 reads the base
    /// from a prefix such as 0x.
    #[new_sig("int(cls, x=0, /, base=10)")]
    fn construct(vm: &mut Vm, class: TypeRef, value: Option<&Value>, base: Option<&Value>) -> R {
        let int = vm.types.int;
        if class != int {
            check_subtype(vm, class, int)?;
        }
        let result = match (value, base) {
            (None, None) => Value::from_i32(0),
            (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
            (Some(value), None) => int_of(vm, value)?,
            (Some(value), Some(base)) => {
                let base = vm.index_clamped(base)?;
                int_of_text(vm, value, base)?
                    .ok_or(())
                    .map_err(|()| vm.type_error("int() can't convert non-string with explicit base"))?
            }
        };
        if class == int {
            return Ok(result);
        }
        let big = result.as_integer().map(|integer| to_big(integer).into_owned()).unwrap_or_default();
        Ok(Value::int_with_layout(vm.heap, class.layout.get(), big))
    }

    /// The number of bits that the magnitude needs.
    #[sig("bit_length(self, /)")]
    fn bit_length(_vm: &mut Vm, this: Integer<'_>) -> i64 {
        bit_length(this) as i64
    }

    /// The number of ones in the magnitude's binary form.
    #[sig("bit_count(self, /)")]
    fn bit_count(_vm: &mut Vm, this: Integer<'_>) -> i64 {
        match this {
            Small(small) => i64::from(small.unsigned_abs().count_ones()),
            Big(big) => big.magnitude().count_ones() as i64,
        }
    }

    /// The bytes of the integer.
    ///
    /// OverflowError when it does not fit into `length` bytes, or is negative and `signed` is false.
    #[sig("to_bytes(self, /, length=1, byteorder='big', *, signed=False)")]
    fn to_bytes(
        vm: &mut Vm,
        this: Integer<'_>,
        length: Option<&Value>,
        order: Option<&Value>,
        signed: Option<&Value>,
    ) -> R {
        let length = match length {
            None => 1,
            Some(length) => {
                let index = vm.index(length)?;
                match index.as_integer().and_then(|integer| integer.to_i64()) {
                    Some(length) => length,
                    None => return Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
                }
            }
        };
        let little = little_endian(vm, "to_bytes", order)?;
        let signed = signed.map_or(Ok(false), |signed| vm.truth(signed))?;
        let Ok(length) = usize::try_from(length) else {
            return Err(vm.value_error("length argument must be non-negative"));
        };
        if this.is_negative() && !signed {
            return Err(vm.overflow_error("can't convert negative int to unsigned"));
        }
        vm.check_room(length.saturating_mul(2))?;
        match arithmetic::to_little_endian(this, length, signed) {
            Some(mut bytes) => {
                if !little {
                    bytes.reverse();
                }
                vm.bytes(&bytes)
            }
            None => Err(vm.overflow_error("int too big to convert")),
        }
    }

    /// The integer that bytes stand for: a bytes-like object or an iterable of ints below 256.
    #[class_sig("from_bytes(cls, /, bytes, byteorder='big', *, signed=False)")]
    fn from_bytes(
        vm: &mut Vm,
        class: TypeRef,
        data: &Value,
        order: Option<&Value>,
        signed: Option<&Value>,
    ) -> R {
        let little = little_endian(vm, "from_bytes", order)?;
        let signed = signed.map_or(Ok(false), |signed| vm.truth(signed))?;
        let big = match data.downcast::<Bytes>() {
            Some(bytes) => from_slice(bytes.as_slice(), little, signed),
            None => from_slice(&bytes_of(vm, data)?, little, signed),
        };
        let int = vm.big_int(big)?;
        if class == vm.types.int { Ok(int) } else { vm.call(&class.value(), &[int]) }
    }

    /// A pair of the integer and 1.
    #[sig("as_integer_ratio(self, /)")]
    fn as_integer_ratio(vm: &mut Vm, this: Integer<'_>) -> R {
        let int = arithmetic::exact(vm, this)?;
        vm.tuple(vec![int, Value::from_i32(1)])
    }

    /// True: every integer is one.
    #[sig("is_integer(self, /)")]
    fn is_integer(_vm: &mut Vm, _this: Integer<'_>) -> bool {
        true
    }

    /// The integer itself.
    #[sig("conjugate(self, /)")]
    fn conjugate(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::exact(vm, this)
    }

    /// The real part of a complex number.
    #[getter("real")]
    fn real(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::exact(vm, this)
    }

    /// The imaginary part of a complex number: 0.
    #[getter("imag")]
    fn imag(_vm: &mut Vm, _this: Integer<'_>) -> i64 {
        0
    }

    /// The numerator of a fraction in lowest terms.
    #[getter("numerator")]
    fn numerator(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::exact(vm, this)
    }

    /// The denominator of a fraction in lowest terms: 1.
    #[getter("denominator")]
    fn denominator(_vm: &mut Vm, _this: Integer<'_>) -> i64 {
        1
    }

    /// int(self)
    #[sig("__int__(self, /)")]
    fn int(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::exact(vm, this)
    }

    /// The integer as an index.
    #[sig("__index__(self, /)")]
    fn index(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::exact(vm, this)
    }

    /// The integer itself.
    #[sig("__trunc__(self, /)")]
    fn trunc(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::exact(vm, this)
    }

    /// The integer itself.
    #[sig("__floor__(self, /)")]
    fn floor(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::exact(vm, this)
    }

    /// The integer itself.
    #[sig("__ceil__(self, /)")]
    fn ceil(vm: &mut Vm, this: Integer<'_>) -> R {
        arithmetic::exact(vm, this)
    }

    /// The integer rounded to a power of ten, ties to even, for negative `ndigits`; itself otherwise.
    #[sig("__round__(self, ndigits=None, /)")]
    fn round(vm: &mut Vm, this: Integer<'_>, digits: Option<&Value>) -> R {
        let Some(digits) = digits.filter(|digits| !digits.is_none()) else {
            return arithmetic::exact(vm, this);
        };
        match vm.index_clamped(digits)? {
            0.. => arithmetic::exact(vm, this),
            digits => arithmetic::round_to(vm, this, digits.unsigned_abs()),
        }
    }

    /// float(self)
    #[sig("__float__(self, /)")]
    fn float(vm: &mut Vm, this: Integer<'_>) -> R<f64> {
        integer_to_float(vm, this)
    }

    /// True if self else False
    #[sig("__bool__(self, /)")]
    fn bool(_vm: &mut Vm, this: Integer<'_>) -> bool {
        !this.is_zero()
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(_vm: &mut Vm, this: Integer<'_>) -> i64 {
        hash(this)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: Integer<'_>) -> R<Value> {
        decimal(vm, this)
    }

    /// The integer as text in the form that a format specification describes.
    #[sig("__format__(self, format_spec, /)")]
    fn format(vm: &mut Vm, this: &Value, specification: &str) -> R {
        let Some(integer) = this.as_integer() else {
            return Err(wrong_receiver(vm, "__format__", "int", this));
        };
        if specification.is_empty() {
            return vm.str(this);
        }
        let limit = vm.state.int_max_str_digits;
        format_room(vm, specification)?;
        let class = vm.class_name(this);
        let text = format::format_int(for_text(integer), specification, &class, limit);
        let text = formatted(vm, text)?;
        vm.text(&text)
    }

    /// The arguments that make an equal integer.
    #[sig("__getnewargs__(self, /)")]
    fn new_arguments(vm: &mut Vm, this: Integer<'_>) -> R {
        let int = arithmetic::exact(vm, this)?;
        vm.tuple(vec![int])
    }
}

/// The hash of an integer.
pub fn hash(integer: Integer<'_>) -> i64 {
    match integer {
        Small(small) => crate::ops::compare::hash_i64(small),
        Big(big) => crate::ops::compare::hash_big(big),
    }
}

/// The decimal text of an integer; ValueError when it has more digits than `sys.set_int_max_str_digits` allows.
pub fn decimal(vm: &mut Vm, integer: Integer<'_>) -> R {
    if let Small(small) = integer {
        return vm.text(format::small_decimal(small, &mut [0; format::SMALL_DECIMAL]));
    }
    let limit = vm.state.int_max_str_digits;
    // Powers of ten, quotients and rests; then 10 bits in 3 digits.
    check_bits(vm, bit_length(integer).saturating_mul(4))?;
    let text = format::int_to_decimal(for_text(integer), limit);
    let text = formatted(vm, text)?;
    vm.text(&text)
}

/// `int(value)`.
pub fn int_of(vm: &mut Vm, value: &Value) -> R {
    if let Some(float) = value.as_float() {
        return int_of_float(vm, float);
    }
    if value.as_small_int().is_some() {
        return Ok(value.clone());
    }
    for name in [vm.names.__int__.clone(), vm.names.__index__.clone()] {
        if let Some(result) = vm.call_special(value, &name, &[]) {
            let result = result?;
            return match result.as_integer() {
                Some(_) if vm.class_of(&result) == vm.types.int => Ok(result),
                Some(integer) => arithmetic::exact(vm, integer),
                None => {
                    let class = vm.class_name(&result);
                    let method = numbers::text_of(&name).unwrap_or_default();
                    Err(vm.type_error(format!("{method} returned non-int (type {class})")))
                }
            };
        }
    }
    match int_of_text(vm, value, 10)? {
        Some(int) => Ok(int),
        None => {
            let class = vm.class_name(value);
            Err(vm.type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{class}'"
            )))
        }
    }
}

/// A float without its fraction.
pub fn int_of_float(vm: &mut Vm, float: f64) -> R {
    // Both bounds are exact floats, and everything between them fits into a machine integer.
    if float > -9.0e18 && float < 9.0e18 {
        return Ok(Value::from_i64(vm.heap, float as i64));
    }
    let int = formatted(vm, format::float_to_int(float))?;
    vm.big_int(int)
}

/// The integer that a text or bytes stand for; nothing for another type.
fn int_of_text(vm: &mut Vm, value: &Value, base: i64) -> R<Option<Value>> {
    let limit = vm.state.int_max_str_digits;
    let length = numbers::text_of(value).map_or(0, str::len);
    check_bits(vm, (length as u64).saturating_mul(16))?;
    let parsed = if let Some(text) = numbers::text_of(value) {
        format::parse_int(text, base, limit)
    } else if let Some(bytes) = value.downcast::<Bytes>() {
        format::parse_int_bytes(bytes.as_slice(), base, limit)
    } else if let Some(bytes) = value.downcast::<ByteArray>() {
        bytes.with(|bytes| format::parse_int_bytes(bytes, base, limit))
    } else {
        return Ok(None);
    };
    match formatted(vm, parsed)? {
        ParsedInt::Small(small) => Ok(Some(Value::from_i64(vm.heap, small))),
        ParsedInt::Big(big) => vm.big_int(big).map(Some),
    }
}

/// Whether `byteorder` says little.
fn little_endian(vm: &mut Vm, function: &str, order: Option<&Value>) -> R<bool> {
    let Some(order) = order else { return Ok(false) };
    match numbers::text_of(order) {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        Some(_) => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
        None => {
            let class = vm.class_name(order);
            Err(vm.type_error(format!("{function}() argument 'byteorder' must be str, not {class}")))
        }
    }
}

fn from_slice(bytes: &[u8], little: bool, signed: bool) -> BigInt {
    match (little, signed) {
        (true, true) => BigInt::from_signed_bytes_le(bytes),
        (true, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
        (false, true) => BigInt::from_signed_bytes_be(bytes),
        (false, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
    }
}

/// The bytes of anything that `bytes()` takes but integers and texts.
fn bytes_of(vm: &mut Vm, value: &Value) -> R<Vec<u8>> {
    let name = vm.names.__bytes__.clone();
    if let Some(result) = vm.call_special(value, &name, &[]) {
        let result = result?;
        return match result.downcast::<Bytes>() {
            Some(bytes) => Ok(bytes.as_slice().to_vec()),
            None => {
                let class = vm.class_name(&result);
                Err(vm.type_error(format!("__bytes__ returned non-bytes (type {class})")))
            }
        };
    }
    if value.as_integer().is_some() || numbers::text_of(value).is_some() {
        return Err(not_bytes(vm, value));
    }
    let iterator = match vm.iter(value) {
        Ok(iterator) => iterator,
        Err(_) if vm.is_raising(vm.types.type_error) => return Err(not_bytes(vm, value)),
        Err(raised) => return Err(raised),
    };
    let mut bytes = Vec::new();
    while let Some(item) = vm.next(&iterator)? {
        let index = vm.index(&item)?;
        match index.as_integer().and_then(|integer| integer.to_i64()).map(u8::try_from) {
            Some(Ok(byte)) => bytes.push(byte),
            _ => return Err(vm.value_error("bytes must be in range(0, 256)")),
        }
        if bytes.len().is_power_of_two() {
            vm.check_room(bytes.len())?;
        }
    }
    Ok(bytes)
}

#[cold]
fn not_bytes(vm: &mut Vm, value: &Value) -> Raised {
    let class = vm.class_name(value);
    vm.type_error(format!("cannot convert '{class}' object to bytes"))
}
