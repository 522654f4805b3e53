//! Logarithms: of floats, and of ints that no float is large enough for.
//!
//! ```text
//! log(n) = log(m) + e * log(2)          n = m * 2^e, 1/2 <= m < 1
//! ```

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::{expected, libm};
use crate::native::R;
use crate::object::int::Integer;
use crate::types::numbers::scaled;
use crate::value::Value;
use crate::vm::Vm;

/// The logarithms.
pub struct LogarithmFunctions;

#[exuvia_macros::builtin_methods]
impl LogarithmFunctions {
    /// The logarithm to a base; the natural one without a base.
    #[function("log(x, base=None, /)")]
    fn log(vm: &mut Vm, x: &Value, base: Option<&Value>) -> R<f64> {
        let above = logarithm(vm, x, libm::log)?;
        let Some(base) = base else { return Ok(above) };
        let below = logarithm(vm, base, libm::log)?;
        if below == 0.0 { Err(vm.zero_division_error("division by zero")) } else { Ok(above / below) }
    }

    /// The logarithm to base 2.
    #[function("log2(x, /)")]
    fn log2(vm: &mut Vm, x: &Value) -> R<f64> {
        logarithm(vm, x, libm::log2)
    }

    /// The logarithm to base 10.
    #[function("log10(x, /)")]
    fn log10(vm: &mut Vm, x: &Value) -> R<f64> {
        logarithm(vm, x, libm::log10)
    }
}

fn logarithm(vm: &mut Vm, x: &Value, function: extern "C" fn(f64) -> f64) -> R<f64> {
    if let Some(integer) = x.as_integer() {
        if integer.is_zero() || integer.is_negative() {
            return Err(vm.value_error("expected a positive input"));
        }
        return Ok(match integer {
            Integer::Small(small) => function(small as f64),
            Integer::Big(big) => match big.to_f64() {
                Some(float) if float.is_finite() => function(float),
                _ => of_large(big, function),
            },
        });
    }
    let x = vm.to_float(x)?;
    if x <= 0.0 { Err(expected(vm, "a positive input", x)) } else { Ok(function(x)) }
}

fn of_large(big: &BigInt, function: extern "C" fn(f64) -> f64) -> f64 {
    let (mut fraction, mut exponent) = fraction(big);
    if fraction == 1.0 {
        fraction = 0.5;
        exponent += 1;
    }
    function(fraction) + function(2.0) * exponent as f64
}

/// A positive integer as `fraction * 2^exponent`, the fraction rounded to a float of at least 1/2.
fn fraction(big: &BigInt) -> (f64, u64) {
    let bits = big.bits();
    let shift = bits.saturating_sub(64);
    let head: BigInt = big >> shift;
    let exact = big.magnitude().trailing_zeros().is_some_and(|zeros| zeros >= shift);
    let head = u128::from(head.to_u64().unwrap_or(u64::MAX)) << 1 | u128::from(!exact);
    (scaled(head, shift as i64 - 1 - bits as i64), bits)
}
