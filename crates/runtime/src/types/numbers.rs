//! What the numeric types share: errors of the text conversions, room for large results, exact rounding to a float.

use std::borrow::Cow;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use crate::format::{ErrorKind, FormatError};
use crate::modules::libm;
use crate::native::{R, Raised};
use crate::object::int::Integer;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// The result of a binary method for operands that it does not know.
pub const NOT_IMPLEMENTED: R = Ok(Value::NOT_IMPLEMENTED);

/// Bits up to which a result needs no check of the budget.
const SMALL_BITS: u64 = 1 << 15;

/// Raises what a conversion between numbers and text answered.
#[cold]
pub fn raise_format(vm: &mut Vm, error: FormatError) -> Raised {
    match error.kind {
        ErrorKind::Value => vm.value_error(error.message),
        ErrorKind::Overflow => vm.overflow_error(error.message),
        ErrorKind::Type => vm.type_error(error.message),
        ErrorKind::Memory => vm.memory_error(),
    }
}

/// Turns the result of a conversion into one that raises.
pub fn formatted<T>(vm: &mut Vm, result: Result<T, FormatError>) -> R<T> {
    result.map_err(|error| raise_format(vm, error))
}

/// MemoryError when there is no room for the width or the precision that a format specification asks for.
#[inline]
pub fn format_room(vm: &mut Vm, specification: &str) -> R<()> {
    // Four digits ask for less than ten thousand characters of four bytes.
    if specification.len() <= 4 {
        return Ok(());
    }
    let bytes = crate::format::largest_number(specification).saturating_mul(2);
    if bytes < 1 << 12 { Ok(()) } else { vm.check_room(bytes) }
}

/// The integer as the text functions take it.
pub fn for_text(integer: Integer<'_>) -> crate::format::Integer<'_> {
    match integer {
        Integer::Small(small) => crate::format::Integer::Small(small),
        Integer::Big(big) => crate::format::Integer::Big(big),
    }
}

/// The bits of an integer's magnitude.
pub fn bit_length(integer: Integer<'_>) -> u64 {
    match integer {
        Integer::Small(small) => u64::from(64 - small.unsigned_abs().leading_zeros()),
        Integer::Big(big) => big.bits(),
    }
}

/// The integer as a big one that is borrowed where it can be.
pub fn to_big(integer: Integer<'_>) -> Cow<'_, BigInt> {
    match integer {
        Integer::Small(small) => Cow::Owned(BigInt::from(small)),
        Integer::Big(big) => Cow::Borrowed(big),
    }
}

/// The 64-bit words of an integer's magnitude, at least one.
#[inline(always)]
fn words(integer: Integer<'_>) -> usize {
    match integer {
        Integer::Small(_) => 1,
        Integer::Big(big) => big.iter_u64_digits().len(),
    }
}

/// MemoryError when there is no room for what an operation makes, temporaries included: so many times its operands together.
#[inline]
pub fn operation_room(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>, times: u64) -> R<()> {
    // Words are known at once, bits take a look at the highest word.
    let words = (words(a) + words(b)) as u64;
    check_bits(vm, words.saturating_mul(64 * times))
}

/// MemoryError when an integer of `bits` bits has no room.
#[inline]
pub fn check_bits(vm: &mut Vm, bits: u64) -> R<()> {
    if bits <= SMALL_BITS {
        return Ok(());
    }
    let bytes = usize::try_from(bits / 8).unwrap_or(usize::MAX);
    vm.check_room(bytes)
}

/// An integer as a float; OverflowError when it is too large.
pub fn integer_to_float(vm: &mut Vm, integer: Integer<'_>) -> R<f64> {
    match integer {
        Integer::Small(small) => Ok(small as f64),
        Integer::Big(big) => vm.big_to_float(big),
    }
}

/// The other operand of a float operation: the float of a float or an int, nothing for anything else.
#[inline]
pub fn float_operand(vm: &mut Vm, value: &Value) -> R<Option<f64>> {
    if let Some(float) = value.as_any_float() {
        return Ok(Some(float));
    }
    match value.as_integer() {
        Some(integer) => integer_to_float(vm, integer).map(Some),
        None => Ok(None),
    }
}

/// The float nearest to `mantissa × 2^exponent`, ties to even; infinite when it is too large. Subnormal results are rounded once.
pub fn scaled(mantissa: u128, exponent: i64) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let bits = i64::from(128 - mantissa.leading_zeros());
    let top = bits - 1 + exponent;
    if top > 1023 {
        return f64::INFINITY;
    }
    let kept = if top < -1022 { 53 - (-1022 - top) } else { 53 };
    if kept < 0 {
        return 0.0;
    }
    let dropped = bits - kept;
    if dropped <= 0 {
        return libm::ldexp(mantissa as f64, exponent as i32);
    }
    let (head, tail) =
        if dropped == 128 { (0, mantissa) } else { (mantissa >> dropped, mantissa & ((1 << dropped) - 1)) };
    let half = 1 << (dropped - 1);
    let up = tail > half || (tail == half && head & 1 == 1);
    libm::ldexp((head + u128::from(up)) as f64, (exponent + dropped) as i32)
}

/// The float nearest to `numerator / denominator` (not zero); nothing when it is too large.
pub fn quotient(numerator: &BigInt, denominator: &BigInt) -> Option<f64> {
    let negative = numerator.is_negative() != denominator.is_negative();
    let sign = if negative { -1.0 } else { 1.0 };
    let (a, b) = (numerator.magnitude(), denominator.magnitude());
    if a.bits() == 0 {
        return Some(0.0 * sign);
    }
    let difference = a.bits() as i64 - b.bits() as i64;
    if difference > 1025 {
        return None;
    }
    if difference < -1080 {
        return Some(0.0 * sign);
    }
    // The quotient gets 66 or 67 bits; what is left of the division only breaks ties.
    let shift = 66 - difference;
    let (head, rest) = if shift >= 0 {
        num_integer::Integer::div_rem(&(a << shift.unsigned_abs()), b)
    } else {
        num_integer::Integer::div_rem(a, &(b << shift.unsigned_abs()))
    };
    let head = head.to_u128()?;
    let float = scaled(head | u128::from(rest.bits() != 0), -shift);
    float.is_finite().then_some(float * sign)
}

/// How a float and an integer compare, exactly; nothing for NaN.
pub fn compare_float_integer(float: f64, integer: Integer<'_>) -> Option<std::cmp::Ordering> {
    if let Integer::Small(small) = integer
        && small.unsigned_abs() <= 1 << 53
    {
        return float.partial_cmp(&(small as f64));
    }
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less });
    }
    let whole: BigInt = num_traits::FromPrimitive::from_f64(float.trunc())?;
    let ordering = whole.cmp(&to_big(integer));
    Some(
        ordering.then_with(|| (float - float.trunc()).partial_cmp(&0.0).unwrap_or(std::cmp::Ordering::Equal)),
    )
}

/// TypeError for a method of a numeric class that was called on something else.
#[cold]
pub fn wrong_receiver(vm: &mut Vm, method: &str, class: &str, receiver: &Value) -> Raised {
    let got = vm.class_name(receiver);
    vm.type_error(format!("descriptor '{method}' for '{class}' objects doesn't apply to a '{got}' object"))
}

/// The text of a str argument, or nothing.
pub fn text_of(value: &Value) -> Option<&str> {
    value.downcast::<Str>().map(Str::as_str)
}

/// TypeError when the class that a constructor was given is not the builtin class or derived from it.
pub fn check_subtype(vm: &mut Vm, class: crate::object::TypeRef, base: crate::object::TypeRef) -> R<()> {
    if class.is_subclass_of(base) {
        return Ok(());
    }
    let (base, class) = (base.name_text(), class.name_text());
    Err(vm.type_error(format!("{base}.__new__({class}): {class} is not a subtype of {base}")))
}

/// The rows of the numeric classes.
pub fn rows(types: &super::Types) -> Vec<super::tables::Row> {
    use super::{bool, complex, float, float_operators, int, int_operators};
    use crate::modules::random;
    let row = |class, doc, methods| super::tables::Row { class, doc, methods };
    vec![
        row(
            types.int,
            "int([x]) -> integer\nint(x, base=10) -> integer\n\nThe integer that a number or a text stands for, rounded towards zero.",
            &[int::IntMethods::DEFS, int_operators::IntOperators::DEFS],
        ),
        row(types.bool, "True when the argument is true, False otherwise.", &[bool::BoolMethods::DEFS]),
        row(
            types.float,
            "The floating-point number that a number or a text stands for.",
            &[float::FloatMethods::DEFS, float_operators::FloatOperators::DEFS],
        ),
        row(
            types.complex,
            "The complex number with these parts, or the one that a text stands for.",
            &[complex::ComplexMethods::DEFS],
        ),
        row(
            types.random,
            "A generator of random numbers.",
            &[random::RandomMethods::DEFS, random::DISTRIBUTIONS, random::CHOICES],
        ),
        row(
            types.system_random,
            "A generator that asks the operating system for each number.",
            &[random::SYSTEM],
        ),
    ]
}
