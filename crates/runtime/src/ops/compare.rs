//! Comparison, identity, hashing, truth.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use crate::native::R;
use crate::object::int::Integer;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// A rich comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompareOp {
    Less,
    LessEqual,
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
}

impl CompareOp {
    pub const fn symbol(self) -> &'static str {
        match self {
            CompareOp::Less => "<",
            CompareOp::LessEqual => "<=",
            CompareOp::Equal => "==",
            CompareOp::NotEqual => "!=",
            CompareOp::Greater => ">",
            CompareOp::GreaterEqual => ">=",
        }
    }

    /// The operator with its operands exchanged.
    pub const fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Less => CompareOp::Greater,
            CompareOp::LessEqual => CompareOp::GreaterEqual,
            CompareOp::Greater => CompareOp::Less,
            CompareOp::GreaterEqual => CompareOp::LessEqual,
            same => same,
        }
    }

    /// What the operator says of an ordering.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Less => ordering.is_lt(),
            CompareOp::LessEqual => ordering.is_le(),
            CompareOp::Equal => ordering.is_eq(),
            CompareOp::NotEqual => ordering.is_ne(),
            CompareOp::Greater => ordering.is_gt(),
            CompareOp::GreaterEqual => ordering.is_ge(),
        }
    }

    /// The name of the method.
    pub fn method(self, vm: &Vm) -> Value {
        let names = &vm.names;
        match self {
            CompareOp::Less => &names.__lt__,
            CompareOp::LessEqual => &names.__le__,
            CompareOp::Equal => &names.__eq__,
            CompareOp::NotEqual => &names.__ne__,
            CompareOp::Greater => &names.__gt__,
            CompareOp::GreaterEqual => &names.__ge__,
        }
        .clone()
    }
}

impl Vm {
    /// `a op b` as a value (it may be anything that a method returns).
    pub fn compare(&mut self, op: CompareOp, a: &Value, b: &Value) -> R {
        if let Some(truth) = compare_simple(op, a, b) {
            return Ok(Value::from_bool(truth));
        }
        self.native_call(|vm| vm.compare_by_class(op, a, b))
    }

    /// The truth of `a op b`.
    #[inline]
    pub fn compare_truth(&mut self, op: CompareOp, a: &Value, b: &Value) -> R<bool> {
        if let Some(truth) = compare_simple(op, a, b) {
            return Ok(truth);
        }
        let result =
            self.native_call(|vm| match (a.downcast_exact::<Tuple>(), b.downcast_exact::<Tuple>()) {
                (Some(a), Some(b)) => crate::types::sequences::compare(vm, op, a, b),
                _ => vm.compare_by_class(op, a, b),
            })?;
        self.truth(&result)
    }

    fn compare_by_class(&mut self, op: CompareOp, a: &Value, b: &Value) -> R {
        let (left_class, right_class) = (self.class_of(a), self.class_of(b));
        let left = self.lookup_bits(left_class, &op.method(self));
        let right = self.lookup_bits(right_class, &op.swapped().method(self));
        let derived = left_class != right_class && right_class.is_subclass_of(left_class);
        if derived && right != 0 {
            let result = self.call_found(right, b, std::slice::from_ref(a))?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if left != 0 {
            let result = self.call_found(left, a, std::slice::from_ref(b))?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if !derived && right != 0 {
            let result = self.call_found(right, b, std::slice::from_ref(a))?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Equal => Ok(Value::from_bool(a.is(b))),
            CompareOp::NotEqual => Ok(Value::from_bool(!a.is(b))),
            _ => {
                let (left, right) = (left_class.name_text(), right_class.name_text());
                let symbol = op.symbol();
                Err(self.type_error(format!(
                    "'{symbol}' not supported between instances of '{left}' and '{right}'"
                )))
            }
        }
    }

    /// Whether `a is b or a == b`: how containers compare.
    #[inline]
    pub fn same_or_equal(&mut self, a: &Value, b: &Value) -> R<bool> {
        if a.is(b) { Ok(true) } else { self.compare_truth(CompareOp::Equal, a, b) }
    }

    /// The truth of `a == b`.
    pub fn equals(&mut self, a: &Value, b: &Value) -> R<bool> {
        self.compare_truth(CompareOp::Equal, a, b)
    }

    /// `bool(value)`.
    #[inline]
    pub fn truth(&mut self, value: &Value) -> R<bool> {
        if let Some(truth) = simple_truth(value) {
            return Ok(truth);
        }
        self.truth_slow(value)
    }

    fn truth_slow(&mut self, value: &Value) -> R<bool> {
        let name = self.names.__bool__.clone();
        if let Some(result) = self.call_special(value, &name, &[]) {
            let result = result?;
            return match result.as_bool() {
                Some(truth) => Ok(truth),
                None => {
                    let class = self.class_name(&result);
                    Err(self.type_error(format!("__bool__ should return bool, returned {class}")))
                }
            };
        }
        let name = self.names.__len__.clone();
        let class = self.class_of(value);
        if self.lookup_bits(class, &name) == 0 {
            return Ok(true);
        }
        Ok(self.length(value)? != 0)
    }

    /// `hash(value)`.
    pub fn hash(&mut self, value: &Value) -> R<i64> {
        if let Some(text) = value.downcast_exact::<Str>() {
            return Ok(i64::from(text.hash()));
        }
        if let Some(small) = value.as_small_int() {
            return Ok(hash_i64(small));
        }
        if let Some(tuple) = value.downcast_exact::<Tuple>() {
            return crate::types::tuple::hash_items(self, tuple.items());
        }
        let class = self.class_of(value);
        let name = self.names.__hash__.clone();
        let found = self.lookup_bits(class, &name);
        if found == 0 || found == Value::NONE.bits() {
            return Err(self.type_error(format!("unhashable type: '{}'", class.name_text())));
        }
        let result = self.call_found(found, value, &[])?;
        match result.as_integer() {
            Some(Integer::Small(small)) => Ok(if small == -1 { -2 } else { small }),
            Some(Integer::Big(big)) => {
                Ok(big.to_i64().map_or_else(|| hash_big(big), |hash| if hash == -1 { -2 } else { hash }))
            }
            None => Err(self.type_error("__hash__ method should return an integer")),
        }
    }
}

/// Truth of values that need no call.
#[inline]
pub fn simple_truth(value: &Value) -> Option<bool> {
    if let Some(truth) = value.as_bool() {
        return Some(truth);
    }
    if let Some(small) = value.as_small_int() {
        return Some(small != 0);
    }
    if let Some(float) = value.as_float() {
        return Some(float != 0.0);
    }
    if value.is_none() {
        return Some(false);
    }
    if let Some(text) = value.downcast_exact::<Str>() {
        return Some(text.byte_len() != 0);
    }
    if let Some(list) = value.downcast_exact::<crate::object::list::List>() {
        return Some(!list.is_empty());
    }
    if let Some(dict) = value.downcast_exact::<crate::object::dict::Dict>() {
        return Some(!dict.is_empty());
    }
    if let Some(set) = value.downcast_exact::<crate::object::dict::Set>() {
        return Some(!set.table.is_empty());
    }
    value.downcast_exact::<crate::object::tuple::Tuple>().map(|tuple| !tuple.is_empty())
}

/// Comparisons of numbers and strings, which need no call.
#[inline]
pub fn compare_simple(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int()) {
        return Some(op.holds(a.cmp(&b)));
    }
    if let (Some(a), Some(b)) = (a.as_float(), b.as_float()) {
        return Some(compare_floats(op, a, b));
    }
    if let (Some(a), Some(b)) = (a.downcast_exact::<Str>(), b.downcast_exact::<Str>()) {
        return Some(match op {
            CompareOp::Equal => a.as_str() == b.as_str(),
            CompareOp::NotEqual => a.as_str() != b.as_str(),
            _ => op.holds(a.as_str().cmp(b.as_str())),
        });
    }
    if let (Some(a), Some(b)) = (a.as_small_int(), b.as_float()) {
        return Some(compare_floats(op, a as f64, b));
    }
    if let (Some(a), Some(b)) = (a.as_float(), b.as_small_int()) {
        return Some(compare_floats(op, a, b as f64));
    }
    None
}

/// Comparison of floats; false for NaN but for `!=`.
#[inline]
pub fn compare_floats(op: CompareOp, a: f64, b: f64) -> bool {
    match op {
        CompareOp::Less => a < b,
        CompareOp::LessEqual => a <= b,
        CompareOp::Equal => a == b,
        CompareOp::NotEqual => a != b,
        CompareOp::Greater => a > b,
        CompareOp::GreaterEqual => a >= b,
    }
}

/// The modulus of numeric hashes: the Mersenne prime 2^61 - 1.
const MODULUS: u64 = (1 << 61) - 1;

/// The hash of an int.
#[inline]
pub fn hash_i64(int: i64) -> i64 {
    let magnitude = (int.unsigned_abs() % MODULUS) as i64;
    let hash = if int < 0 { -magnitude } else { magnitude };
    if hash == -1 { -2 } else { hash }
}

/// The hash of a large int.
pub fn hash_big(int: &BigInt) -> i64 {
    let rest = int.abs() % BigInt::from(MODULUS);
    let magnitude = rest.to_i64().unwrap_or(0);
    let hash = if int.is_negative() { -magnitude } else { magnitude };
    if hash == -1 { -2 } else { hash }
}

/// The hash of a float: equal to that of the int with the same value.
pub fn hash_float(float: f64) -> i64 {
    if float.is_nan() {
        return 0;
    }
    if float.is_infinite() {
        return if float > 0.0 { 314_159 } else { -314_159 };
    }
    let (mantissa, exponent) = split_float(float.abs());
    // mantissa × 2^exponent modulo 2^61 - 1: a power of two is a rotation.
    let shift = exponent.rem_euclid(61) as u32;
    let reduced = u128::from(mantissa % MODULUS) << shift;
    let hash = (reduced % u128::from(MODULUS)) as i64;
    let hash = if float < 0.0 { -hash } else { hash };
    if hash == -1 { -2 } else { hash }
}

/// A non-negative finite float as mantissa and power of two.
fn split_float(float: f64) -> (u64, i32) {
    let bits = float.to_bits();
    let exponent = ((bits >> 52) & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) }
}

/// A 64-bit hash as tables use it.
#[inline(always)]
pub fn fold_hash(hash: i64) -> u32 {
    (hash as u64 ^ (hash as u64 >> 32)) as u32
}
