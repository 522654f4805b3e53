//! The operators as functions.

use crate::native::{R, Raised};
use crate::object::ids;
use crate::ops::{BinaryOp, CompareOp};
use crate::value::Value;
use crate::vm::Vm;

/// The module's functions.
pub struct OperatorFunctions;

/// Sums, differences and products of two small ints or two floats, without a look at their classes.
#[inline]
fn quick(op: BinaryOp, a: &Value, b: &Value) -> Option<Value> {
    if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int()) {
        return Value::from_small_int(match op {
            BinaryOp::Add => a + b,
            BinaryOp::Subtract => a - b,
            BinaryOp::Multiply => a.checked_mul(b)?,
            _ => return None,
        });
    }
    let (a, b) = (a.as_float()?, b.as_float()?);
    Some(Value::from_float(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        _ => return None,
    }))
}

#[inline]
fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> R {
    match quick(op, a, b) {
        Some(result) => Ok(result),
        None => vm.binary(op, a, b),
    }
}

#[inline]
fn in_place(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> R {
    match quick(op, a, b) {
        Some(result) => Ok(result),
        None => vm.binary_in_place(op, a, b),
    }
}

#[exuvia_macros::builtin_methods]
impl OperatorFunctions {
    /// Same as a + b.
    #[function("add(a, b, /)")]
    fn add(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::Add, a, b)
    }

    /// Same as a - b.
    #[function("sub(a, b, /)")]
    fn sub(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::Subtract, a, b)
    }

    /// Same as a * b.
    #[function("mul(a, b, /)")]
    fn mul(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::Multiply, a, b)
    }

    /// Same as a / b.
    #[function("truediv(a, b, /)")]
    fn truediv(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::TrueDivide, a, b)
    }

    /// Same as a // b.
    #[function("floordiv(a, b, /)")]
    fn floordiv(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::FloorDivide, a, b)
    }

    /// Same as a % b.
    #[function("mod(a, b, /)")]
    fn modulo(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::Modulo, a, b)
    }

    /// Same as a ** b.
    #[function("pow(a, b, /)")]
    fn pow(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::Power, a, b)
    }

    /// Same as a << b.
    #[function("lshift(a, b, /)")]
    fn lshift(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::ShiftLeft, a, b)
    }

    /// Same as a >> b.
    #[function("rshift(a, b, /)")]
    fn rshift(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::ShiftRight, a, b)
    }

    /// Same as a & b.
    #[function("and_(a, b, /)")]
    fn and_(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::BitAnd, a, b)
    }

    /// Same as a | b.
    #[function("or_(a, b, /)")]
    fn or_(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::BitOr, a, b)
    }

    /// Same as a ^ b.
    #[function("xor(a, b, /)")]
    fn xor(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::BitXor, a, b)
    }

    /// Same as a @ b.
    #[function("matmul(a, b, /)")]
    fn matmul(vm: &mut Vm, a: &Value, b: &Value) -> R {
        binary(vm, BinaryOp::MatrixMultiply, a, b)
    }

    /// Same as a += b.
    #[function("iadd(a, b, /)")]
    fn iadd(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::Add, a, b)
    }

    /// Same as a -= b.
    #[function("isub(a, b, /)")]
    fn isub(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::Subtract, a, b)
    }

    /// Same as a *= b.
    #[function("imul(a, b, /)")]
    fn imul(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::Multiply, a, b)
    }

    /// Same as a /= b.
    #[function("itruediv(a, b, /)")]
    fn itruediv(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::TrueDivide, a, b)
    }

    /// Same as a //= b.
    #[function("ifloordiv(a, b, /)")]
    fn ifloordiv(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::FloorDivide, a, b)
    }

    /// Same as a %= b.
    #[function("imod(a, b, /)")]
    fn imod(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::Modulo, a, b)
    }

    /// Same as a **= b.
    #[function("ipow(a, b, /)")]
    fn ipow(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::Power, a, b)
    }

    /// Same as a <<= b.
    #[function("ilshift(a, b, /)")]
    fn ilshift(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::ShiftLeft, a, b)
    }

    /// Same as a >>= b.
    #[function("irshift(a, b, /)")]
    fn irshift(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::ShiftRight, a, b)
    }

    /// Same as a &= b.
    #[function("iand(a, b, /)")]
    fn iand(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::BitAnd, a, b)
    }

    /// Same as a |= b.
    #[function("ior(a, b, /)")]
    fn ior(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::BitOr, a, b)
    }

    /// Same as a ^= b.
    #[function("ixor(a, b, /)")]
    fn ixor(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::BitXor, a, b)
    }

    /// Same as a @= b.
    #[function("imatmul(a, b, /)")]
    fn imatmul(vm: &mut Vm, a: &Value, b: &Value) -> R {
        in_place(vm, BinaryOp::MatrixMultiply, a, b)
    }

    /// Same as a < b.
    #[function("lt(a, b, /)")]
    fn lt(vm: &mut Vm, a: &Value, b: &Value) -> R {
        vm.compare(CompareOp::Less, a, b)
    }

    /// Same as a <= b.
    #[function("le(a, b, /)")]
    fn le(vm: &mut Vm, a: &Value, b: &Value) -> R {
        vm.compare(CompareOp::LessEqual, a, b)
    }

    /// Same as a == b.
    #[function("eq(a, b, /)")]
    fn eq(vm: &mut Vm, a: &Value, b: &Value) -> R {
        vm.compare(CompareOp::Equal, a, b)
    }

    /// Same as a != b.
    #[function("ne(a, b, /)")]
    fn ne(vm: &mut Vm, a: &Value, b: &Value) -> R {
        vm.compare(CompareOp::NotEqual, a, b)
    }

    /// Same as a > b.
    #[function("gt(a, b, /)")]
    fn gt(vm: &mut Vm, a: &Value, b: &Value) -> R {
        vm.compare(CompareOp::Greater, a, b)
    }

    /// Same as a >= b.
    #[function("ge(a, b, /)")]
    fn ge(vm: &mut Vm, a: &Value, b: &Value) -> R {
        vm.compare(CompareOp::GreaterEqual, a, b)
    }

    /// Same as -a.
    #[function("neg(a, /)")]
    fn neg(vm: &mut Vm, a: &Value) -> R {
        let name = vm.names.__neg__.clone();
        vm.unary("-", &name, a)
    }

    /// Same as +a.
    #[function("pos(a, /)")]
    fn pos(vm: &mut Vm, a: &Value) -> R {
        let name = vm.names.__pos__.clone();
        vm.unary("+", &name, a)
    }

    /// Same as ~a.
    #[function("inv(a, /)")]
    fn inv(vm: &mut Vm, a: &Value) -> R {
        let name = vm.names.__invert__.clone();
        vm.unary("~", &name, a)
    }

    /// Same as ~a.
    #[function("invert(a, /)")]
    fn invert(vm: &mut Vm, a: &Value) -> R {
        let name = vm.names.__invert__.clone();
        vm.unary("~", &name, a)
    }

    /// Same as not a.
    #[function("not_(a, /)")]
    fn not_(vm: &mut Vm, a: &Value) -> R<bool> {
        Ok(!vm.truth(a)?)
    }

    /// Return True if a is true, False otherwise.
    #[function("truth(a, /)")]
    fn truth(vm: &mut Vm, a: &Value) -> R<bool> {
        vm.truth(a)
    }

    /// Same as a is b.
    #[function("is_(a, b, /)")]
    fn is_same(_vm: &mut Vm, a: &Value, b: &Value) -> bool {
        a.is(b)
    }

    /// Same as a is not b.
    #[function("is_not(a, b, /)")]
    fn is_not(_vm: &mut Vm, a: &Value, b: &Value) -> bool {
        !a.is(b)
    }

    /// Same as a is None.
    #[function("is_none(a, /)")]
    fn is_none(_vm: &mut Vm, a: &Value) -> bool {
        a.is_none()
    }

    /// Same as a is not None.
    #[function("is_not_none(a, /)")]
    fn is_not_none(_vm: &mut Vm, a: &Value) -> bool {
        !a.is_none()
    }

    /// Same as a[b].
    #[function("getitem(a, b, /)")]
    fn getitem(vm: &mut Vm, a: &Value, b: &Value) -> R {
        vm.get_item(a, b)
    }

    /// Same as a[b] = c.
    #[function("setitem(a, b, c, /)")]
    fn setitem(vm: &mut Vm, a: &Value, b: &Value, c: &Value) -> R<()> {
        vm.set_item(a, b, c.clone())
    }

    /// Same as del a[b].
    #[function("delitem(a, b, /)")]
    fn delitem(vm: &mut Vm, a: &Value, b: &Value) -> R<()> {
        vm.delete_item(a, b)
    }

    /// Same as b in a (note reversed operands).
    #[function("contains(a, b, /)")]
    fn contains(vm: &mut Vm, a: &Value, b: &Value) -> R<bool> {
        vm.contains(a, b)
    }

    /// Same as a + b, for a and b sequences.
    #[function("concat(a, b, /)")]
    fn concat(vm: &mut Vm, a: &Value, b: &Value) -> R {
        require_sequences(vm, a, b)?;
        vm.binary(BinaryOp::Add, a, b)
    }

    /// Same as a += b, for a and b sequences.
    #[function("iconcat(a, b, /)")]
    fn iconcat(vm: &mut Vm, a: &Value, b: &Value) -> R {
        require_sequences(vm, a, b)?;
        vm.binary_in_place(BinaryOp::Add, a, b)
    }

    /// Return the number of items in a which are, or which equal, b.
    #[function("countOf(a, b, /)")]
    fn count_of(vm: &mut Vm, a: &Value, b: &Value) -> R<usize> {
        let iterator = iterate(vm, a)?;
        let mut count = 0;
        while let Some(item) = vm.next(&iterator)? {
            count += usize::from(vm.same_or_equal(&item, b)?);
        }
        Ok(count)
    }

    /// Return the first index of b in a.
    #[function("indexOf(a, b, /)")]
    fn index_of(vm: &mut Vm, a: &Value, b: &Value) -> R<usize> {
        let iterator = iterate(vm, a)?;
        let mut index = 0;
        while let Some(item) = vm.next(&iterator)? {
            if vm.same_or_equal(&item, b)? {
                return Ok(index);
            }
            index += 1;
        }
        Err(vm.value_error("sequence.index(x): x not in sequence"))
    }

    /// Same as abs(a).
    #[function("abs(a, /)")]
    fn abs(vm: &mut Vm, a: &Value) -> R {
        let name = vm.names.__abs__.clone();
        match vm.call_special(a, &name, &[]) {
            Some(result) => result,
            None => {
                let class = vm.class_name(a);
                Err(vm.type_error(format!("bad operand type for abs(): '{class}'")))
            }
        }
    }

    /// Same as a.__index__()
    #[function("index(a, /)")]
    fn index(vm: &mut Vm, a: &Value) -> R {
        let index = vm.index(a)?;
        if index.as_small_int().is_some() {
            return Ok(index);
        }
        // A bool, or an instance of a class derived from int, becomes an int.
        let big = vm.index_big(&index)?;
        vm.big_int(big)
    }

    /// Same as obj(*args, **kwargs).
    #[function("call(obj, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, callable: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        vm.call_slots(callable, arguments, keywords)
    }

    /// Return an estimate of the number of items in obj.
    ///
    /// If the object supports len(), the result will be exact; otherwise it may be off, and the default is the last resort.
    #[function("length_hint(obj, default=0, /)")]
    fn length_hint(vm: &mut Vm, object: &Value, default: Option<&Value>) -> R {
        let default = match default {
            Some(default) if default.as_integer().is_none() => {
                let class = vm.class_name(default);
                return Err(vm.type_error(format!("'{class}' object cannot be interpreted as an integer")));
            }
            Some(default) => default.clone(),
            None => Value::from_i32(0),
        };
        match vm.length_hint(object, usize::MAX)? {
            usize::MAX => Ok(default),
            hint => Ok(Value::from_i64(vm.heap, hint as i64)),
        }
    }
}

/// An iterator; TypeError has the words of functions that search.
fn iterate(vm: &mut Vm, value: &Value) -> R {
    match vm.iter(value) {
        Err(raised) if vm.is_raising(vm.types.type_error) => Err(not_iterable(vm, value, raised)),
        result => result,
    }
}

#[cold]
fn not_iterable(vm: &mut Vm, value: &Value, raised: Raised) -> Raised {
    let _ = vm.caught(raised);
    let class = vm.class_name(value);
    vm.type_error(format!("argument of type '{class}' is not iterable"))
}

/// TypeError unless the first operand is a builtin sequence, or both have items.
fn require_sequences(vm: &mut Vm, a: &Value, b: &Value) -> R<()> {
    const BUILTIN: &[u32] = &[ids::STR, ids::LIST, ids::TUPLE, ids::BYTES, ids::BYTEARRAY, ids::ARRAY];
    let name = vm.names.__getitem__.clone();
    let (left, right) = (vm.class_of(a), vm.class_of(b));
    let mut has_items = |class| vm.lookup_bits(class, &name) != 0;
    if BUILTIN.contains(&a.payload_kind()) || (has_items(left) && has_items(right)) {
        return Ok(());
    }
    Err(vm.type_error(format!("'{}' object can't be concatenated", left.name_text())))
}
