//! Arithmetic on integers of any size.
//!
//! ```text
//! Small op Small ──fits 64 bits──► no allocation        otherwise ──► BigInt, its room checked before it is computed
//! ```
//!
//! Division rounds down, and a remainder has the divisor's sign. Nothing here knows Python's methods.

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::numbers::{bit_length, check_bits, operation_room, quotient, to_big};
use crate::native::R;
use crate::object::int::Integer::{self, Big, Small};
use crate::value::Value;
use crate::vm::Vm;

/// Room that a multiplication takes, in units of its operands together: the product, and what the divide-and-conquer algorithms keep.
const MULTIPLICATION: u64 = 3;
/// The same for a division: quotient, rest, and the shifted operands.
const DIVISION: u64 = 3;

/// `a + b`.
pub fn add(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    match (a, b) {
        (Small(a), Small(b)) => match a.checked_add(b) {
            Some(sum) => Ok(Value::from_i64(vm.heap, sum)),
            None => vm.big_int(BigInt::from(a) + b),
        },
        (Small(small), Big(big)) | (Big(big), Small(small)) => vm.big_int(big + small),
        (Big(x), Big(y)) => {
            operation_room(vm, a, b, 1)?;
            vm.big_int(x + y)
        }
    }
}

/// `a - b`.
pub fn subtract(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    match (a, b) {
        (Small(a), Small(b)) => match a.checked_sub(b) {
            Some(difference) => Ok(Value::from_i64(vm.heap, difference)),
            None => vm.big_int(BigInt::from(a) - b),
        },
        (Small(a), Big(b)) => vm.big_int(a - b),
        (Big(a), Small(b)) => vm.big_int(a - b),
        (Big(x), Big(y)) => {
            operation_room(vm, a, b, 1)?;
            vm.big_int(x - y)
        }
    }
}

/// `a * b`.
pub fn multiply(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    match (a, b) {
        (Small(a), Small(b)) => match a.checked_mul(b) {
            Some(product) => Ok(Value::from_i64(vm.heap, product)),
            None => vm.big_int(BigInt::from(i128::from(a) * i128::from(b))),
        },
        (Small(small), Big(big)) | (Big(big), Small(small)) => {
            operation_room(vm, a, b, 1)?;
            vm.big_int(big * small)
        }
        (Big(x), Big(y)) => {
            operation_room(vm, a, b, MULTIPLICATION)?;
            vm.big_int(x * y)
        }
    }
}

/// Quotient and remainder of machine integers, rounded down; nothing when the divisor is 0 or the quotient does not fit.
#[inline]
fn small_divide(a: i64, b: i64) -> Option<(i64, i64)> {
    let (quotient, rest) = (a.checked_div(b)?, a.checked_rem(b)?);
    if rest != 0 && (rest ^ b) < 0 { Some((quotient - 1, rest + b)) } else { Some((quotient, rest)) }
}

fn big_divide(a: Integer<'_>, b: Integer<'_>) -> (BigInt, BigInt) {
    if let (Big(a), Small(b)) = (a, b) {
        // One pass by a machine word.
        let (quotient, rest) = (a / b, (a % b).to_i64().unwrap_or(0));
        return if rest != 0 && (rest ^ b) < 0 {
            (quotient - 1, BigInt::from(rest + b))
        } else {
            (quotient, BigInt::from(rest))
        };
    }
    to_big(a).div_mod_floor(&to_big(b))
}

#[cold]
fn division_by_zero(vm: &mut Vm) -> crate::native::Raised {
    vm.zero_division_error("division by zero")
}

/// `a // b`.
pub fn floor_divide(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    if let (Small(a), Small(b)) = (a, b)
        && let Some((quotient, _)) = small_divide(a, b)
    {
        return Ok(Value::from_i64(vm.heap, quotient));
    }
    if b.is_zero() {
        return Err(division_by_zero(vm));
    }
    operation_room(vm, a, b, DIVISION)?;
    vm.big_int(big_divide(a, b).0)
}

/// `a % b`.
pub fn modulo(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    if let (Small(a), Small(b)) = (a, b)
        && let Some((_, rest)) = small_divide(a, b)
    {
        return Ok(Value::from_i64(vm.heap, rest));
    }
    if b.is_zero() {
        return Err(division_by_zero(vm));
    }
    if let (Big(a), Small(b)) = (a, b) {
        let rest = (a % b).to_i64().unwrap_or(0);
        return Ok(Value::from_i64(vm.heap, if rest != 0 && (rest ^ b) < 0 { rest + b } else { rest }));
    }
    operation_room(vm, a, b, DIVISION)?;
    vm.big_int(to_big(a).mod_floor(&to_big(b)))
}

/// `divmod(a, b)`, a pair.
pub fn divide_modulo(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    if let (Small(a), Small(b)) = (a, b)
        && let Some((quotient, rest)) = small_divide(a, b)
    {
        let (quotient, rest) = (Value::from_i64(vm.heap, quotient), Value::from_i64(vm.heap, rest));
        return vm.tuple(vec![quotient, rest]);
    }
    if b.is_zero() {
        return Err(division_by_zero(vm));
    }
    operation_room(vm, a, b, DIVISION)?;
    let (quotient, rest) = big_divide(a, b);
    let (quotient, rest) = (vm.big_int(quotient)?, vm.big_int(rest)?);
    vm.tuple(vec![quotient, rest])
}

/// `a / b`: the nearest float.
pub fn true_divide(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    const EXACT: u64 = 1 << 53;
    if b.is_zero() {
        return Err(division_by_zero(vm));
    }
    if let (Small(a), Small(b)) = (a, b)
        && a.unsigned_abs() <= EXACT
        && b.unsigned_abs() <= EXACT
    {
        return Ok(Value::from_float(a as f64 / b as f64));
    }
    operation_room(vm, a, b, DIVISION)?;
    match quotient(&to_big(a), &to_big(b)) {
        Some(float) => Ok(Value::from_float(float)),
        None => Err(vm.overflow_error("integer division result too large for a float")),
    }
}

/// `a ** b`; a float for a negative exponent.
pub fn power(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    if b.is_negative() {
        let (base, exponent) =
            (super::numbers::integer_to_float(vm, a)?, super::numbers::integer_to_float(vm, b)?);
        return super::float_operators::power(vm, base, exponent);
    }
    match a {
        Small(0) => return Ok(Value::from_i32(i32::from(b.is_zero()))),
        Small(1) => return Ok(Value::from_i32(1)),
        Small(-1) => {
            let odd = match b {
                Small(exponent) => exponent & 1 == 1,
                Big(exponent) => exponent.bit(0),
            };
            return Ok(Value::from_i32(if odd { -1 } else { 1 }));
        }
        Big(big) if big.magnitude().is_one() || big.is_zero() => {
            return power(vm, Small(big.to_i64().unwrap_or(0)), b);
        }
        _ => {}
    }
    // From here on the magnitude is at least 2, so an exponent of more than 64 bits is beyond any memory.
    let Some(exponent) = b.to_i64().map(i64::unsigned_abs) else {
        return Err(vm.memory_error());
    };
    if let (Small(a), Ok(exponent)) = (a, u32::try_from(exponent))
        && let Some(result) = a.checked_pow(exponent)
    {
        return Ok(Value::from_i64(vm.heap, result));
    }
    let base = to_big(a);
    let bits = base.bits();
    if base.magnitude().trailing_zeros() == Some(bits - 1) {
        // A power of two is a shift.
        let shift = (bits - 1).saturating_mul(exponent);
        check_bits(vm, shift)?;
        let power = BigInt::one() << shift;
        return vm.big_int(if base.is_negative() && exponent & 1 == 1 { -power } else { power });
    }
    check_bits(vm, (bits - 1).saturating_mul(exponent).saturating_mul(MULTIPLICATION))?;
    vm.big_int(num_traits::Pow::pow(&*base, exponent))
}

/// `pow(a, b, modulus)`.
pub fn power_modulo(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>, modulus: Integer<'_>) -> R {
    if modulus.is_zero() {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    if let (Small(a), Small(b), Small(m)) = (a, b, modulus)
        && b >= 0
    {
        return Ok(Value::from_i64(vm.heap, small_power_modulo(a, b.unsigned_abs(), m)));
    }
    operation_room(vm, a, modulus, DIVISION)?;
    let modulus = to_big(modulus);
    let mut base = to_big(a).into_owned();
    let mut exponent = to_big(b);
    if exponent.is_negative() {
        let magnitude = BigInt::from(modulus.magnitude().clone());
        base = match base.modinv(&magnitude) {
            Some(inverse) => inverse,
            None if magnitude.is_one() => BigInt::zero(),
            None => return Err(vm.value_error("base is not invertible for the given modulus")),
        };
        exponent = std::borrow::Cow::Owned(-&*exponent);
    }
    vm.big_int(base.modpow(&exponent, &modulus))
}

fn small_power_modulo(a: i64, mut exponent: u64, modulus: i64) -> i64 {
    let size = u128::from(modulus.unsigned_abs());
    let mut base = i128::from(a).rem_euclid(size as i128) as u128;
    let mut result = 1 % size;
    while exponent != 0 {
        if exponent & 1 == 1 {
            result = result * base % size;
        }
        base = base * base % size;
        exponent >>= 1;
    }
    let result = result as i64;
    if modulus < 0 && result != 0 { result + modulus } else { result }
}

/// `a << b`.
pub fn shift_left(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    if b.is_negative() {
        return Err(vm.value_error("negative shift count"));
    }
    if let (Small(a), Small(count @ 0..=62)) = (a, b)
        && (a << count) >> count == a
    {
        return Ok(Value::from_i64(vm.heap, a << count));
    }
    if a.is_zero() {
        return Ok(Value::from_i32(0));
    }
    let Some(count) = b.to_i64() else {
        return Err(vm.overflow_error("too many digits in integer"));
    };
    check_bits(vm, bit_length(a).saturating_add(count.unsigned_abs()))?;
    vm.big_int(&*to_big(a) << count)
}

/// `a >> b`, rounded down.
pub fn shift_right(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
    if b.is_negative() {
        return Err(vm.value_error("negative shift count"));
    }
    let all = Value::from_i32(if a.is_negative() { -1 } else { 0 });
    let Some(count) = b.to_i64() else { return Ok(all) };
    match a {
        Small(a) => Ok(if count > 63 { all } else { Value::from_i64(vm.heap, a >> count) }),
        Big(big) if count.unsigned_abs() > big.bits() => Ok(all),
        Big(big) => {
            operation_room(vm, a, Small(0), 1)?;
            vm.big_int(big >> count)
        }
    }
}

macro_rules! bitwise {
    ($($(#[$attribute:meta])* $name:ident $operator:tt;)*) => {
        $(
            $(#[$attribute])*
            pub fn $name(vm: &mut Vm, a: Integer<'_>, b: Integer<'_>) -> R {
                match (a, b) {
                    (Small(a), Small(b)) => Ok(Value::from_i64(vm.heap, a $operator b)),
                    _ => {
                        operation_room(vm, a, b, 1)?;
                        vm.big_int(&*to_big(a) $operator &*to_big(b))
                    }
                }
            }
        )*
    };
}

bitwise! {
    /// `a & b` in two's complement.
    bit_and &;
    /// `a | b` in two's complement.
    bit_or |;
    /// `a ^ b` in two's complement.
    bit_xor ^;
}

/// `-a`.
pub fn negate(vm: &mut Vm, a: Integer<'_>) -> R {
    match a {
        Small(small) => match small.checked_neg() {
            Some(negated) => Ok(Value::from_i64(vm.heap, negated)),
            None => vm.big_int(-BigInt::from(small)),
        },
        Big(big) => {
            operation_room(vm, a, Small(0), 1)?;
            vm.big_int(-big)
        }
    }
}

/// `~a`.
pub fn invert(vm: &mut Vm, a: Integer<'_>) -> R {
    match a {
        Small(small) => Ok(Value::from_i64(vm.heap, !small)),
        Big(big) => {
            operation_room(vm, a, Small(0), 1)?;
            vm.big_int(!big)
        }
    }
}

/// `abs(a)`.
pub fn absolute(vm: &mut Vm, a: Integer<'_>) -> R {
    if a.is_negative() { negate(vm, a) } else { exact(vm, a) }
}

/// The integer as an exact int.
pub fn exact(vm: &mut Vm, a: Integer<'_>) -> R {
    match a {
        Small(small) => Ok(Value::from_i64(vm.heap, small)),
        Big(big) => {
            operation_room(vm, a, Small(0), 1)?;
            vm.big_int(big.clone())
        }
    }
}

/// How two integers compare.
pub fn compare(a: Integer<'_>, b: Integer<'_>) -> std::cmp::Ordering {
    match (a, b) {
        (Small(a), Small(b)) => a.cmp(&b),
        (Big(a), Big(b)) => a.cmp(b),
        _ => to_big(a).as_ref().cmp(to_big(b).as_ref()),
    }
}

/// The integer rounded to a multiple of `10^digits` (`digits` >= 0), ties to even.
pub fn round_to(vm: &mut Vm, a: Integer<'_>, digits: u64) -> R {
    // 10^digits is more than twice the integer when it has more digits: the result is 0.
    if digits.saturating_mul(3) > bit_length(a).saturating_add(3) {
        return Ok(Value::from_i32(0));
    }
    let unit = BigInt::from(10).pow(digits as u32);
    let (quotient, rest) = to_big(a).div_mod_floor(&unit);
    let twice: BigInt = &rest * 2;
    let up = match twice.cmp(&unit) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient.bit(0),
        std::cmp::Ordering::Greater => true,
    };
    vm.big_int(if up { (quotient + 1) * unit } else { quotient * unit })
}

/// The integer's two's complement bytes, least significant first; nothing when they are more than `length`.
pub fn to_little_endian(a: Integer<'_>, length: usize, signed: bool) -> Option<Vec<u8>> {
    let big = to_big(a);
    let negative = big.sign() == Sign::Minus;
    let mut bytes = if signed { big.to_signed_bytes_le() } else { big.magnitude().to_bytes_le() };
    if big.is_zero() {
        bytes.clear();
    }
    // Zero and -1 need no byte more than the sign says.
    let filler = if negative { 0xFF } else { 0 };
    if bytes.len() > length {
        return None;
    }
    bytes.resize(length, filler);
    Some(bytes)
}
