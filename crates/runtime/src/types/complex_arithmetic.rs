//! Arithmetic on complex numbers as pairs of floats: real part, imaginary part.
//!
//! A real operand has no imaginary part, not one of 0.0: `inf * (1+2j)` has no NaN in it. Infinities that are lost to NaN in a
//! product or a quotient are brought back as annex G of the C standard says.

use super::numbers::NOT_IMPLEMENTED;
use crate::modules::libm;
use crate::native::R;
use crate::value::Value;
use crate::vm::Vm;

/// A complex number's parts.
pub type Parts = (f64, f64);

/// An operand: complex, or real.
#[derive(Clone, Copy)]
pub enum Operand {
    Complex(Parts),
    Real(f64),
}

impl Operand {
    /// The operand as a complex number.
    pub fn parts(self) -> Parts {
        match self {
            Operand::Complex(parts) => parts,
            Operand::Real(real) => (real, 0.0),
        }
    }
}

/// `a + b`.
pub fn add(a: Operand, b: Operand) -> Parts {
    match (a, b) {
        (Operand::Complex(a), Operand::Complex(b)) => (a.0 + b.0, a.1 + b.1),
        (Operand::Complex(complex), Operand::Real(real))
        | (Operand::Real(real), Operand::Complex(complex)) => (complex.0 + real, complex.1),
        (Operand::Real(a), Operand::Real(b)) => (a + b, 0.0),
    }
}

/// `a - b`.
pub fn subtract(a: Operand, b: Operand) -> Parts {
    match (a, b) {
        (Operand::Complex(a), Operand::Complex(b)) => (a.0 - b.0, a.1 - b.1),
        (Operand::Complex(complex), Operand::Real(real)) => (complex.0 - real, complex.1),
        (Operand::Real(real), Operand::Complex(complex)) => (real - complex.0, -complex.1),
        (Operand::Real(a), Operand::Real(b)) => (a - b, 0.0),
    }
}

/// `a * b`.
pub fn multiply(a: Operand, b: Operand) -> Parts {
    match (a, b) {
        (Operand::Complex(a), Operand::Complex(b)) => product(a, b),
        (Operand::Complex(complex), Operand::Real(real))
        | (Operand::Real(real), Operand::Complex(complex)) => (complex.0 * real, complex.1 * real),
        (Operand::Real(a), Operand::Real(b)) => (a * b, 0.0),
    }
}

/// An infinite part as ±1, a finite one as ±0: the direction of an infinite number.
fn direction(parts: Parts) -> Parts {
    let unit = |part: f64| if part.is_infinite() { 1.0_f64.copysign(part) } else { 0.0_f64.copysign(part) };
    (unit(parts.0), unit(parts.1))
}

fn is_infinite(parts: Parts) -> bool {
    parts.0.is_infinite() || parts.1.is_infinite()
}

fn is_finite(parts: Parts) -> bool {
    parts.0.is_finite() && parts.1.is_finite()
}

/// NaN parts as zeros of the same sign.
fn without_nan(parts: Parts) -> Parts {
    let zero = |part: f64| if part.is_nan() { 0.0_f64.copysign(part) } else { part };
    (zero(parts.0), zero(parts.1))
}

fn product(mut a: Parts, mut b: Parts) -> Parts {
    let products = [a.0 * b.0, a.1 * b.1, a.0 * b.1, a.1 * b.0];
    let result = (products[0] - products[1], products[2] + products[3]);
    if !(result.0.is_nan() && result.1.is_nan()) {
        return result;
    }
    let mut recover = false;
    if is_infinite(a) {
        a = direction(a);
        b = without_nan(b);
        recover = true;
    }
    if is_infinite(b) {
        b = direction(b);
        a = without_nan(a);
        recover = true;
    }
    if !recover && products.iter().any(|product| product.is_infinite()) {
        a = without_nan(a);
        b = without_nan(b);
        recover = true;
    }
    if recover {
        (f64::INFINITY * (a.0 * b.0 - a.1 * b.1), f64::INFINITY * (a.0 * b.1 + a.1 * b.0))
    } else {
        result
    }
}

/// `a / b`; nothing when the divisor is 0.
pub fn divide(a: Operand, b: Operand) -> Option<Parts> {
    match (a, b) {
        (Operand::Complex(a), Operand::Real(b)) => (b != 0.0).then(|| (a.0 / b, a.1 / b)),
        (Operand::Complex(a), Operand::Complex(b)) => quotient(a, b),
        (Operand::Real(a), Operand::Complex(b)) => real_quotient(a, b),
        (Operand::Real(a), Operand::Real(b)) => (b != 0.0).then(|| (a / b, 0.0)),
    }
}

/// Smith's method: the larger part of the divisor is divided by, so that nothing overflows on the way.
fn quotient(a: Parts, b: Parts) -> Option<Parts> {
    let result = if b.0.abs() >= b.1.abs() {
        if b.0 == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let divisor = b.0 + b.1 * ratio;
        ((a.0 + a.1 * ratio) / divisor, (a.1 - a.0 * ratio) / divisor)
    } else if b.1.abs() >= b.0.abs() {
        let ratio = b.0 / b.1;
        let divisor = b.0 * ratio + b.1;
        ((a.0 * ratio + a.1) / divisor, (a.1 * ratio - a.0) / divisor)
    } else {
        (f64::NAN, f64::NAN)
    };
    Some(if result.0.is_nan() && result.1.is_nan() { recovered(result, a, b) } else { result })
}

fn real_quotient(a: f64, b: Parts) -> Option<Parts> {
    let result = if b.0.abs() >= b.1.abs() {
        if b.0 == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let divisor = b.0 + b.1 * ratio;
        (a / divisor, (-a * ratio) / divisor)
    } else if b.1.abs() >= b.0.abs() {
        let ratio = b.0 / b.1;
        let divisor = b.0 * ratio + b.1;
        ((a * ratio) / divisor, -a / divisor)
    } else {
        (f64::NAN, f64::NAN)
    };
    let lost = result.0.is_nan() && result.1.is_nan() && a.is_finite() && is_infinite(b);
    if lost {
        let b = direction(b);
        return Some((0.0 * (a * b.0), 0.0 * (-a * b.1)));
    }
    Some(result)
}

/// A quotient of which nothing but NaN was left, though one operand is infinite and the other is not.
fn recovered(result: Parts, a: Parts, b: Parts) -> Parts {
    if is_infinite(a) && is_finite(b) {
        let a = direction(a);
        return (f64::INFINITY * (a.0 * b.0 + a.1 * b.1), f64::INFINITY * (a.1 * b.0 - a.0 * b.1));
    }
    if is_infinite(b) && is_finite(a) {
        let b = direction(b);
        return (0.0 * (a.0 * b.0 + a.1 * b.1), 0.0 * (a.1 * b.0 - a.0 * b.1));
    }
    result
}

/// The largest exponent whose power is made of multiplications.
const WHOLE_LIMIT: f64 = 100.0;

/// `a ** b`.
pub fn power(vm: &mut Vm, a: Parts, b: Parts) -> R {
    let result = if b == (0.0, 0.0) {
        (1.0, 0.0)
    } else if a == (0.0, 0.0) {
        if b.1 != 0.0 || b.0 < 0.0 {
            return Err(vm.zero_division_error("zero to a negative or complex power"));
        }
        (0.0, 0.0)
    } else if b.1 == 0.0 && b.0 == b.0.floor() && b.0.abs() <= WHOLE_LIMIT {
        match whole_power(a, b.0 as i32) {
            Some(result) => result,
            None => return Err(vm.zero_division_error("zero to a negative or complex power")),
        }
    } else {
        polar_power(a, b)
    };
    if is_infinite(result) {
        return Err(vm.overflow_error("complex exponentiation"));
    }
    Ok(Value::from_complex(vm.heap, result.0, result.1))
}

fn whole_power(a: Parts, exponent: i32) -> Option<Parts> {
    let mut rest = exponent.unsigned_abs();
    let (mut result, mut square) = ((1.0, 0.0), a);
    while rest != 0 {
        if rest & 1 == 1 {
            result = product(result, square);
        }
        rest >>= 1;
        if rest != 0 {
            square = product(square, square);
        }
    }
    if exponent >= 0 { Some(result) } else { quotient((1.0, 0.0), result) }
}

fn polar_power(a: Parts, b: Parts) -> Parts {
    let (size, angle) = (libm::hypot(a.0, a.1), libm::atan2(a.1, a.0));
    let mut length = libm::pow(size, b.0);
    let mut phase = angle * b.0;
    if b.1 != 0.0 {
        length *= libm::exp(-angle * b.1);
        phase += b.1 * libm::log(size);
    }
    (length * libm::cos(phase), length * libm::sin(phase))
}

/// The distance from 0; nothing when it is too large for a float.
pub fn absolute(parts: Parts) -> Option<f64> {
    let size = libm::hypot(parts.0, parts.1);
    (size.is_finite() || !is_finite(parts)).then_some(size)
}

/// A result as a value; NotImplemented for nothing.
pub fn value_or_not_implemented(vm: &mut Vm, parts: Option<Parts>) -> R {
    match parts {
        Some(parts) => Ok(Value::from_complex(vm.heap, parts.0, parts.1)),
        None => NOT_IMPLEMENTED,
    }
}
