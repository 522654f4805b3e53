//! Sums and products of many numbers, and lengths of vectors: with the error terms that plain additions would lose.
//!
//! ```text
//! a + b = sum + error     a * b = product + error          each exactly, in floats
//! ```

use super::{libm, range_error};
use crate::native::R;
use crate::object::int::Integer;
use crate::ops::BinaryOp;
use crate::types::numbers::integer_to_float;
use crate::value::Value;
use crate::vm::Vm;

/// A sum of floats and what rounding took from it.
fn exact_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let rest = sum - a;
    (sum, (a - (sum - rest)) + (b - rest))
}

/// A product of floats and what rounding took from it.
fn exact_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, libm::fma(a, b, -product))
}

/// The functions of many numbers.
pub struct SumFunctions;

#[exuvia_macros::builtin_methods]
impl SumFunctions {
    /// The sum of floats, rounded once.
    #[function("fsum(seq, /)")]
    fn fsum(vm: &mut Vm, items: &Value) -> R<f64> {
        let mut sum = PreciseSum::default();
        vm.for_each(items, |vm, item| {
            let item = vm.to_float(&item)?;
            if sum.add(item) { Ok(()) } else { Err(vm.overflow_error("intermediate overflow in fsum")) }
        })?;
        if sum.special != 0.0 || sum.special.is_nan() {
            if sum.infinities.is_nan() {
                return Err(vm.value_error("-inf + inf in fsum"));
            }
            return Ok(sum.special);
        }
        Ok(sum.rounded())
    }

    /// The product of all items and of `start`.
    #[function("prod(iterable, /, *, start=1)")]
    fn prod(vm: &mut Vm, items: &Value, start: Option<Value>) -> R {
        let mut result = start.unwrap_or_else(|| Value::from_i32(1));
        vm.for_each(items, |vm, item| {
            if let (Some(a), Some(b)) = (result.as_small_int(), item.as_small_int())
                && let Some(product) = a.checked_mul(b)
            {
                result = Value::from_i64(vm.heap, product);
                return Ok(());
            }
            if let (Some(a), Some(b)) = (result.as_float(), item.as_float()) {
                result = Value::from_float(a * b);
                return Ok(());
            }
            result = vm.binary(BinaryOp::Multiply, &result, &item)?;
            Ok(())
        })?;
        Ok(result)
    }

    /// The sum of the products of the items of two iterables of the same length.
    #[function("sumprod(p, q, /)")]
    fn sumprod(vm: &mut Vm, p: &Value, q: &Value) -> R {
        let (p, q) = (vm.iter(p)?, vm.iter(q)?);
        let mut total = ProductSum { total: Value::from_i32(0), integers: Some(0), floats: None };
        loop {
            match (vm.next(&p)?, vm.next(&q)?) {
                (Some(a), Some(b)) => total.add(vm, &a, &b)?,
                (None, None) => return total.finish(vm),
                _ => return Err(vm.value_error("Inputs are not the same length")),
            }
        }
    }

    /// The length of the vector with these coordinates.
    #[function("hypot(*coordinates)")]
    fn hypot(vm: &mut Vm, coordinates: &[Option<Value>]) -> R<f64> {
        let coordinates =
            coordinates.iter().flatten().map(|item| vm.to_float(item)).collect::<R<Vec<f64>>>()?;
        Ok(vector_length(&coordinates))
    }

    /// The distance of two points, each an iterable of coordinates.
    #[function("dist(p, q, /)")]
    fn dist(vm: &mut Vm, p: &Value, q: &Value) -> R<f64> {
        let (p, q) = (vm.collect(p)?, vm.collect(q)?);
        if p.len() != q.len() {
            return Err(vm.value_error("both points must have the same number of dimensions"));
        }
        let mut differences = Vec::with_capacity(p.len());
        for (a, b) in p.iter().zip(&q) {
            differences.push(vm.to_float(a)? - vm.to_float(b)?);
        }
        Ok(vector_length(&differences))
    }
}

/// A sum as floats that do not overlap, smallest first: Shewchuk's algorithm.
#[derive(Default)]
struct PreciseSum {
    partials: Vec<f64>,
    /// The sum of the infinities and NaNs among the items.
    special: f64,
    /// The sum of the infinities alone.
    infinities: f64,
}

impl PreciseSum {
    /// Adds an item; false when the sum leaves the range of floats.
    fn add(&mut self, item: f64) -> bool {
        let mut x = item;
        let mut kept = 0;
        for index in 0..self.partials.len() {
            let mut y = self.partials[index];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let sum = x + y;
            let error = y - (sum - x);
            if error != 0.0 {
                self.partials[kept] = error;
                kept += 1;
            }
            x = sum;
        }
        self.partials.truncate(kept);
        if x == 0.0 {
            return true;
        }
        if x.is_finite() {
            self.partials.push(x);
            return true;
        }
        if item.is_finite() {
            return false;
        }
        if item.is_infinite() {
            self.infinities += item;
        }
        self.special += item;
        self.partials.clear();
        true
    }

    /// The nearest float, ties to even.
    fn rounded(&self) -> f64 {
        let Some((&last, mut rest)) = self.partials.split_last() else { return 0.0 };
        let mut high = last;
        let mut low = 0.0;
        while let Some((&next, smaller)) = rest.split_last() {
            let x = high;
            high = x + next;
            low = next - (high - x);
            rest = smaller;
            if low != 0.0 {
                break;
            }
        }
        // Half a unit was dropped: the smaller parts say whether that was a tie.
        if let Some(&next) = rest.last()
            && ((low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0))
        {
            let twice = low * 2.0;
            let x = high + twice;
            if twice == x - high {
                high = x;
            }
        }
        high
    }
}

/// A sum of products: of ints exactly, of floats with two error terms, of anything else as `+` and `*` say.
struct ProductSum {
    total: Value,
    /// The sum while there were only small ints.
    integers: Option<i128>,
    /// The sum while floats come: value, error, error of the error.
    floats: Option<[f64; 3]>,
}

impl ProductSum {
    fn add(&mut self, vm: &mut Vm, a: &Value, b: &Value) -> R<()> {
        if let Some(sum) = self.integers {
            if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int())
                && let Some(sum) = sum.checked_add(i128::from(a) * i128::from(b))
            {
                self.integers = Some(sum);
                return Ok(());
            }
            self.integers = None;
            self.total = vm.big_int(sum.into())?;
            self.floats = Some([0.0; 3]);
        }
        if let Some(sum) = self.floats {
            if let Some((a, b)) = float_pair(vm, a, b)?
                && let Some(sum) = add_product(sum, a, b)
            {
                self.floats = Some(sum);
                return Ok(());
            }
            self.flush_floats(vm)?;
        }
        let product = vm.binary(BinaryOp::Multiply, a, b)?;
        self.total = vm.binary(BinaryOp::Add, &self.total, &product)?;
        Ok(())
    }

    fn flush_floats(&mut self, vm: &mut Vm) -> R<()> {
        let Some(sum) = self.floats.take() else { return Ok(()) };
        if sum == [0.0; 3] {
            return Ok(());
        }
        let (low, _) = exact_sum(sum[1], sum[2]);
        self.total = vm.binary(BinaryOp::Add, &self.total, &Value::from_float(sum[0] + low))?;
        Ok(())
    }

    fn finish(mut self, vm: &mut Vm) -> R {
        if let Some(sum) = self.integers {
            return vm.big_int(sum.into());
        }
        self.flush_floats(vm)?;
        Ok(self.total)
    }
}

/// Two factors as floats, if one is a float and the other a float or an int.
fn float_pair(vm: &mut Vm, a: &Value, b: &Value) -> R<Option<(f64, f64)>> {
    let integer = |vm: &mut Vm, value: &Value| match value.as_integer() {
        Some(integer @ Integer::Small(_)) => integer_to_float(vm, integer).map(Some),
        Some(Integer::Big(_)) | None => Ok(None),
    };
    Ok(match (a.as_float(), b.as_float()) {
        (Some(a), Some(b)) => Some((a, b)),
        (Some(a), None) => integer(vm, b)?.map(|b| (a, b)),
        (None, Some(b)) => integer(vm, a)?.map(|a| (a, b)),
        (None, None) => None,
    })
}

/// Adds a product to a sum with its errors; nothing when that leaves the range of floats.
fn add_product(sum: [f64; 3], a: f64, b: f64) -> Option<[f64; 3]> {
    let (product, product_error) = exact_product(a, b);
    let (high, high_error) = exact_sum(sum[0], product);
    let (errors, first) = exact_sum(sum[1], product_error);
    let (low, second) = exact_sum(errors, high_error);
    high.is_finite().then_some([high, low, sum[2] + (first + second)])
}

/// The length of a vector, nearly always the nearest float to it.
fn vector_length(coordinates: &[f64]) -> f64 {
    let largest = coordinates.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    if largest.is_infinite() {
        return f64::INFINITY;
    }
    if coordinates.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || coordinates.len() == 1 {
        return largest;
    }
    // The largest coordinate is brought to about 1, exactly, so that no square overflows or vanishes.
    let (_, exponent) = libm::frexp(largest);
    let (mut sum, mut error) = (0.0, 0.0);
    for &coordinate in coordinates {
        let x = libm::ldexp(coordinate, -exponent);
        let (square, square_error) = exact_product(x, x);
        let (next, lost) = exact_sum(sum, square);
        sum = next;
        error += square_error + lost;
    }
    let root = (sum + error).sqrt();
    // One step of Newton's method with the square of the root taken exactly.
    let (square, square_error) = exact_product(root, root);
    let (difference, lost) = exact_sum(sum, -square);
    let rest = difference + (lost + (error - square_error));
    libm::ldexp(root + rest / (2.0 * root), exponent)
}

/// `e ** x` for the distributions; OverflowError when it is too large.
pub fn checked_exp(vm: &mut Vm, x: f64) -> R<f64> {
    let result = libm::exp(x);
    if result.is_infinite() && x.is_finite() { Err(range_error(vm)) } else { Ok(result) }
}
