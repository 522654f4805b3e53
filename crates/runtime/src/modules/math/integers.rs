//! Functions of integers: factorials, binomials, divisors, roots.
//!
//! Long products are split in halves, so that the factors that are multiplied are of similar length.

use num_bigint::BigInt;
use num_integer::{Integer as _, Roots};
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::native::R;
use crate::object::int::Integer;
use crate::types::numbers::{check_bits, operation_room, to_big};
use crate::value::Value;
use crate::vm::Vm;

/// The functions of integers.
pub struct IntegerFunctions;

#[exuvia_macros::builtin_methods]
impl IntegerFunctions {
    /// The number of ways to choose k of n items, without order and repetition.
    #[function("comb(n, k, /)")]
    fn comb(vm: &mut Vm, n: &Value, k: &Value) -> R {
        let (n, k) = (vm.index_big(n)?, vm.index_big(k)?);
        check_count(vm, "n", &n)?;
        check_count(vm, "k", &k)?;
        if k > n {
            return Ok(Value::from_i32(0));
        }
        let few = (&n - &k).min(k);
        let Some(few) = few.to_i64() else {
            return Err(vm.overflow_error(format!("min(n - k, k) must not exceed {}", i64::MAX)));
        };
        let choices = falling(vm, &n, few as u64)?;
        let orders = product(1, few as u64);
        vm.big_int(choices / orders)
    }

    /// The number of ways to choose k of n items, in order and without repetition; all n without k.
    #[function("perm(n, k=None, /)")]
    fn perm(vm: &mut Vm, n: &Value, k: Option<&Value>) -> R {
        let Some(k) = k.filter(|k| !k.is_none()) else {
            return factorial(vm, n);
        };
        let (n, k) = (vm.index_big(n)?, vm.index_big(k)?);
        check_count(vm, "n", &n)?;
        check_count(vm, "k", &k)?;
        if k > n {
            return Ok(Value::from_i32(0));
        }
        let Some(k) = k.to_i64() else {
            return Err(vm.overflow_error(format!("k must not exceed {}", i64::MAX)));
        };
        let result = falling(vm, &n, k as u64)?;
        vm.big_int(result)
    }

    /// The product of the integers from 1 to n.
    #[function("factorial(n, /)")]
    fn factorial(vm: &mut Vm, n: &Value) -> R {
        factorial(vm, n)
    }

    /// The largest integer that divides all arguments.
    #[function("gcd(*integers)")]
    fn gcd(vm: &mut Vm, integers: &[Option<Value>]) -> R {
        let mut result = Value::from_i32(0);
        for integer in integers.iter().flatten() {
            let next = vm.index(integer)?;
            result = pair(vm, &result, &next, |a, b| Some(small_gcd(a, b)), |a, b| a.gcd(b))?;
        }
        Ok(result)
    }

    /// The smallest positive integer that all arguments divide; 0 if one of them is 0.
    #[function("lcm(*integers)")]
    fn lcm(vm: &mut Vm, integers: &[Option<Value>]) -> R {
        let mut result = Value::from_i32(1);
        for integer in integers.iter().flatten() {
            let next = vm.index(integer)?;
            result = pair(
                vm,
                &result,
                &next,
                |a, b| if a == 0 || b == 0 { Some(0) } else { (a / small_gcd(a, b)).checked_mul(b) },
                |a, b| if a.is_zero() || b.is_zero() { BigInt::zero() } else { (a / a.gcd(b) * b).abs() },
            )?;
        }
        Ok(result)
    }

    /// The square root, rounded down.
    #[function("isqrt(n, /)")]
    fn isqrt(vm: &mut Vm, n: &Value) -> R {
        let n = vm.index(n)?;
        let Some(integer) = n.as_integer() else { return Ok(n) };
        if integer.is_negative() {
            return Err(vm.value_error("isqrt() argument must be nonnegative"));
        }
        match integer {
            Integer::Small(small) => Ok(Value::from_i64(vm.heap, small.sqrt())),
            Integer::Big(big) => vm.big_int(big.sqrt()),
        }
    }
}

/// Applies a function of two magnitudes, as machine words if it can.
fn pair(
    vm: &mut Vm,
    a: &Value,
    b: &Value,
    small: fn(u64, u64) -> Option<u64>,
    big: fn(&BigInt, &BigInt) -> BigInt,
) -> R {
    let (Some(a), Some(b)) = (a.as_integer(), b.as_integer()) else { return Ok(Value::from_i32(0)) };
    if let (Some(x), Some(y)) = (a.to_i64(), b.to_i64())
        && let Some(result) = small(x.unsigned_abs(), y.unsigned_abs())
    {
        return vm.big_int(BigInt::from(result));
    }
    operation_room(vm, a, b, 3)?;
    let result = big(&to_big(a), &to_big(b));
    vm.big_int(result)
}

fn small_gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn check_count(vm: &mut Vm, name: &str, count: &BigInt) -> R<()> {
    if count.is_negative() {
        Err(vm.value_error(format!("{name} must be a non-negative integer")))
    } else {
        Ok(())
    }
}

fn factorial(vm: &mut Vm, n: &Value) -> R {
    let n = vm.index(n)?;
    let Some(n) = n.as_integer() else { return Ok(n) };
    if n.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_i64() else {
        return Err(vm.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX)));
    };
    // Stirling: log2(n!) is a little more than n * log2(n / e).
    let bits = n as f64 * (n as f64 / std::f64::consts::E).max(1.0).log2();
    check_bits(vm, bits as u64)?;
    vm.big_int(product(1, n as u64))
}

/// `n * (n - 1) * … ` of k factors.
fn falling(vm: &mut Vm, n: &BigInt, k: u64) -> R<BigInt> {
    check_bits(vm, n.bits().saturating_sub(1).saturating_mul(k).saturating_sub(k))?;
    Ok(match n.to_u64() {
        Some(n) => product(n - k + 1, n),
        None => falling_big(n, 0, k),
    })
}

/// The product of `n - first` down to `n - end + 1`.
fn falling_big(n: &BigInt, first: u64, end: u64) -> BigInt {
    match end - first {
        0 => BigInt::one(),
        1 => n - first,
        count => {
            let middle = first + count / 2;
            falling_big(n, first, middle) * falling_big(n, middle, end)
        }
    }
}

/// The product of all integers from `first` to `last`.
fn product(first: u64, last: u64) -> BigInt {
    const FEW: u64 = 16;
    if first > last {
        return BigInt::one();
    }
    if last - first >= FEW {
        let middle = first + (last - first) / 2;
        return product(first, middle) * product(middle + 1, last);
    }
    // Few factors: as many as fit are collected in a machine word.
    let (mut result, mut word) = (BigInt::one(), 1u64);
    for factor in first..=last {
        match word.checked_mul(factor) {
            Some(larger) => word = larger,
            None => {
                result *= word;
                word = factor;
            }
        }
    }
    result * word
}
