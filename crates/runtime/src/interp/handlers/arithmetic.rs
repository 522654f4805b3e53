//! Operators: the integer path, the float path, and the general one.

use exuvia_bytecode::{Instruction, MODE, TEMP_B, TEMP_C};

use super::slow::deliver_result;
use crate::interp::registers::*;
use crate::native::R;
use crate::object::string::Str;
use crate::ops::{BinaryOp, CompareOp};
use crate::value::{FLOAT_OFFSET, INT_TAG, Value, word};
use crate::vm::Vm;

/// The general path: operands as values, then the classes are asked.
#[cold]
#[inline(never)]
unsafe fn binary_slow(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    op: BinaryOp,
    b: u64,
    c: u64,
    length: usize,
) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(length), base);
    let (left, right) = (Value::borrow_bits(&b), Value::borrow_bits(&c));
    let result = if ins.flags() & MODE != 0 {
        vm.binary_in_place(op, left, right)
    } else {
        vm.binary(op, left, right)
    };
    if length == 1 && ins.op().is_some_and(|op| op.info().c == exuvia_bytecode::Operand::Src) {
        consume_bc(ins, base);
    } else {
        consume_b(ins, base);
    }
    deliver_result(result, ins, pc, length, base, vm)
}

/// Both operands as floats, when both are numbers in a word and one of them is a float.
#[inline(always)]
fn floats(b: u64, c: u64) -> Option<(f64, f64)> {
    if word::is_float(b) {
        if word::is_float(c) {
            return Some((word::float(b), word::float(c)));
        }
        if word::is_int(c) {
            return Some((word::float(b), word::int(c) as f64));
        }
    } else if word::is_int(b) && word::is_float(c) {
        return Some((word::int(b) as f64, word::float(c)));
    }
    None
}

/// Integer addition of words; `None` when the result does not fit.
#[inline(always)]
fn add_ints(b: u64, c: u64) -> Option<u64> {
    let (sum, overflow) = ((b << 14) as i64).overflowing_add((c << 14) as i64);
    if overflow { None } else { Some((sum as u64 >> 14) | INT_TAG) }
}

#[inline(always)]
fn subtract_ints(b: u64, c: u64) -> Option<u64> {
    let (difference, overflow) = ((b << 14) as i64).overflowing_sub((c << 14) as i64);
    if overflow { None } else { Some((difference as u64 >> 14) | INT_TAG) }
}

#[inline(always)]
fn multiply_ints(b: u64, c: u64) -> Option<u64> {
    let (product, overflow) = ((b << 14) as i64).overflowing_mul(word::int(c));
    if overflow { None } else { Some((product as u64 >> 14) | INT_TAG) }
}

#[inline(always)]
fn floor_divide_ints(b: u64, c: u64) -> Option<u64> {
    let (b, c) = (word::int(b), word::int(c));
    if c == 0 {
        return None;
    }
    let quotient = b.div_euclid(c);
    let quotient = if c < 0 && b.rem_euclid(c) != 0 { quotient - 1 } else { quotient };
    word::fits(quotient).then(|| word::from_int(quotient))
}

#[inline(always)]
fn modulo_ints(b: u64, c: u64) -> Option<u64> {
    let (b, c) = (word::int(b), word::int(c));
    if c == 0 {
        return None;
    }
    let rest = b % c;
    Some(word::from_int(if rest != 0 && (rest < 0) != (c < 0) { rest + c } else { rest }))
}

#[inline(always)]
fn true_divide_ints(b: u64, c: u64) -> Option<u64> {
    // Integers of 50 bits are exact as floats, so the quotient is rounded once.
    let divisor = word::int(c);
    (divisor != 0).then(|| word::from_float(word::int(b) as f64 / divisor as f64))
}

#[inline(always)]
fn shift_left_ints(b: u64, c: u64) -> Option<u64> {
    let (b, c) = (word::int(b), word::int(c));
    if !(0..50).contains(&c) {
        return None;
    }
    let shifted = b << c;
    (shifted >> c == b && word::fits(shifted)).then(|| word::from_int(shifted))
}

#[inline(always)]
fn shift_right_ints(b: u64, c: u64) -> Option<u64> {
    let c = word::int(c);
    (c >= 0).then(|| word::from_int(word::int(b) >> c.min(63)))
}

#[inline(always)]
fn and_ints(b: u64, c: u64) -> Option<u64> {
    Some(b & c)
}

#[inline(always)]
fn or_ints(b: u64, c: u64) -> Option<u64> {
    Some(b | c)
}

#[inline(always)]
fn xor_ints(b: u64, c: u64) -> Option<u64> {
    Some((b ^ c) | INT_TAG)
}

#[inline(always)]
fn power_ints(b: u64, c: u64) -> Option<u64> {
    let (b, c) = (word::int(b), word::int(c));
    if c == 2 {
        return b.checked_mul(b).filter(|square| word::fits(*square)).map(word::from_int);
    }
    let exponent = u32::try_from(c).ok()?;
    b.checked_pow(exponent).filter(|power| word::fits(*power)).map(word::from_int)
}

#[inline(always)]
fn no_floats(_: f64, _: f64) -> Option<f64> {
    None
}

#[inline(always)]
fn divide_floats(b: f64, c: f64) -> Option<f64> {
    (c != 0.0).then(|| b / c)
}

#[inline(always)]
fn floor_divide_floats(b: f64, c: f64) -> Option<f64> {
    if c == 0.0 {
        return None;
    }
    let rest = b % c;
    let mut quotient = (b - rest) / c;
    if rest != 0.0 && (rest < 0.0) != (c < 0.0) {
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return Some(0.0f64.copysign(b / c));
    }
    let floor = quotient.floor();
    Some(if quotient - floor > 0.5 { floor + 1.0 } else { floor })
}

#[inline(always)]
fn modulo_floats(b: f64, c: f64) -> Option<f64> {
    if c == 0.0 {
        return None;
    }
    let rest = b % c;
    if rest == 0.0 {
        return Some(0.0f64.copysign(c));
    }
    Some(if (rest < 0.0) != (c < 0.0) { rest + c } else { rest })
}

#[inline(always)]
fn power_floats(b: f64, c: f64) -> Option<f64> {
    if c == 2.0 {
        let square = b * b;
        return (square.is_finite() || !b.is_finite()).then_some(square);
    }
    // Negative bases may lead to complex numbers, zero to an error: the general path knows.
    if b <= 0.0 || !b.is_finite() || !c.is_finite() {
        return None;
    }
    let power = b.powf(c);
    power.is_finite().then_some(power)
}

macro_rules! binary_handlers {
    ($($name:ident $ints:expr, $floats:expr;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
            let ins = fetch(pc);
            let (b, c) = (*base.add(ins.b()), *base.add(ins.c()));
            if word::both_int(b, c) {
                if let Some(result) = $ints(b, c) {
                    return finish(ins, result, pc.add(1), base, vm);
                }
            } else if let Some((x, y)) = floats(b, c) {
                if let Some(result) = $floats(x, y) {
                    return finish(ins, word::from_float(result), pc.add(1), base, vm);
                }
            }
            binary_slow(pc, base, vm, BinaryOp::$name, b, c, 1)
        }
    )*};
}

binary_handlers! {
    Subtract subtract_ints, |x: f64, y: f64| Some(x - y);
    Multiply multiply_ints, |x: f64, y: f64| Some(x * y);
    TrueDivide true_divide_ints, divide_floats;
    FloorDivide floor_divide_ints, floor_divide_floats;
    Modulo modulo_ints, modulo_floats;
    Power power_ints, power_floats;
    ShiftLeft shift_left_ints, no_floats;
    ShiftRight shift_right_ints, no_floats;
    BitAnd and_ints, no_floats;
    BitOr or_ints, no_floats;
    BitXor xor_ints, no_floats;
}

#[inline(always)]
pub unsafe fn Add(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let (b, c) = (*base.add(ins.b()), *base.add(ins.c()));
    if word::both_int(b, c) {
        if let Some(result) = add_ints(b, c) {
            return finish(ins, result, pc.add(1), base, vm);
        }
    } else if let Some((x, y)) = floats(b, c) {
        return finish(ins, word::from_float(x + y), pc.add(1), base, vm);
    }
    add_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn add_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let (b, c) = (*base.add(ins.b()), *base.add(ins.c()));
    let (left, right) = (Value::borrow_bits(&b), Value::borrow_bits(&c));
    if let (Some(left), Some(right)) = (left.downcast_exact::<Str>(), right.downcast_exact::<Str>()) {
        if ins.b() != ins.c() && grows_in_place(ins, left) {
            return append_text(pc, 1, base, vm, right, if ins.flags() & TEMP_C != 0 { c } else { 0 });
        }
        let result = Str::joined(vm.heap, &[left.as_str(), right.as_str()]).map_err(|_| vm.memory_error());
        consume_bc(ins, base);
        return deliver_result(result, ins, pc, 1, base, vm);
    }
    binary_slow(pc, base, vm, BinaryOp::Add, b, c, 1)
}

/// Whether `s += text` is worth growing `s` in its place: the result goes where the operand is, and the text is long.
fn grows_in_place(ins: Instruction, text: &Str) -> bool {
    ins.a() == ins.b() && text.byte_len() >= 512
}

/// Appends to the string in register `b`, in place where nobody else holds it; `spent` is the operand to release, or 0.
unsafe fn append_text(
    pc: *mut u64,
    length: usize,
    base: *mut u64,
    vm: &mut Vm,
    more: &Str,
    spent: u64,
) -> Step {
    let ins = fetch(pc);
    let mine = Value::from_bits(base.add(ins.b()).replace(0));
    let result = Str::appended(vm.heap, mine, more);
    release(spent);
    let result = result.map_err(|unchanged| {
        if ins.flags() & TEMP_B == 0 {
            base.add(ins.b()).write(unchanged.into_bits());
        }
        vm.memory_error()
    });
    deliver_result(result, ins, pc, length, base, vm)
}

#[inline(always)]
pub unsafe fn MatrixMultiply(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    binary_slow(pc, base, vm, BinaryOp::MatrixMultiply, *base.add(ins.b()), *base.add(ins.c()), 1)
}

macro_rules! immediate_handlers {
    ($($name:ident $op:ident $ints:expr, $floats:expr;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
            let ins = fetch(pc);
            let b = *base.add(ins.b());
            let c = word::from_int(ins.c_signed());
            if word::is_int(b) {
                if let Some(result) = $ints(b, c) {
                    return finish(ins, result, pc.add(1), base, vm);
                }
            } else if word::is_float(b) {
                if let Some(result) = $floats(word::float(b), ins.c_signed() as f64) {
                    return finish(ins, word::from_float(result), pc.add(1), base, vm);
                }
            }
            binary_slow(pc, base, vm, BinaryOp::$op, b, c, 1)
        }
    )*};
}

immediate_handlers! {
    AddImm Add add_ints, |x: f64, y: f64| Some(x + y);
    SubtractImm Subtract subtract_ints, |x: f64, y: f64| Some(x - y);
    FloorDivideImm FloorDivide floor_divide_ints, floor_divide_floats;
    ModuloImm Modulo modulo_ints, modulo_floats;
    ShiftLeftImm ShiftLeft shift_left_ints, no_floats;
    ShiftRightImm ShiftRight shift_right_ints, no_floats;
    BitAndImm BitAnd and_ints, no_floats;
    PowerImm Power power_ints, power_floats;
}

macro_rules! constant_handlers {
    ($($name:ident $op:ident $ints:expr, $floats:expr;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
            let ins = fetch(pc);
            let (b, c) = (*base.add(ins.b()), *pc.add(1));
            if word::both_int(b, c) {
                if let Some(result) = $ints(b, c) {
                    return finish(ins, result, pc.add(2), base, vm);
                }
            } else if let Some((x, y)) = floats(b, c) {
                if let Some(result) = $floats(x, y) {
                    return finish(ins, word::from_float(result), pc.add(2), base, vm);
                }
            }
            binary_slow(pc, base, vm, BinaryOp::$op, b, c, 2)
        }
    )*};
}

constant_handlers! {
    SubtractConst Subtract subtract_ints, |x: f64, y: f64| Some(x - y);
    MultiplyConst Multiply multiply_ints, |x: f64, y: f64| Some(x * y);
    TrueDivideConst TrueDivide true_divide_ints, divide_floats;
}

#[inline(always)]
pub unsafe fn AddConst(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let (b, c) = (*base.add(ins.b()), *pc.add(1));
    if word::both_int(b, c) {
        if let Some(result) = add_ints(b, c) {
            return finish(ins, result, pc.add(2), base, vm);
        }
    } else if let Some((x, y)) = floats(b, c) {
        return finish(ins, word::from_float(x + y), pc.add(2), base, vm);
    }
    add_const_slow(pc, base, vm)
}

/// A constant text is appended in place to a long string that only this variable holds; the rest is general.
#[inline(never)]
unsafe fn add_const_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let (b, c) = (*base.add(ins.b()), *pc.add(1));
    let (left, right) = (Value::borrow_bits(&b), Value::borrow_bits(&c));
    if let (Some(left), Some(right)) = (left.downcast_exact::<Str>(), right.downcast_exact::<Str>())
        && grows_in_place(ins, left)
    {
        return append_text(pc, 2, base, vm, right, 0);
    }
    binary_slow(pc, base, vm, BinaryOp::Add, b, c, 2)
}

#[inline(always)]
pub unsafe fn Negate(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let b = *base.add(ins.b());
    if word::is_int(b) && word::fits(-word::int(b)) {
        return finish(ins, word::from_int(-word::int(b)), pc.add(1), base, vm);
    }
    if word::is_float(b) {
        let negated = b.wrapping_sub(FLOAT_OFFSET) ^ 1 << 63;
        return finish(ins, negated.wrapping_add(FLOAT_OFFSET), pc.add(1), base, vm);
    }
    unary_slow(pc, base, vm, "-")
}

#[inline(always)]
pub unsafe fn Positive(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    unary_slow(pc, base, vm, "+")
}

#[inline(always)]
pub unsafe fn Invert(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let b = *base.add(ins.b());
    if word::is_int(b) {
        return finish(ins, word::from_int(!word::int(b)), pc.add(1), base, vm);
    }
    unary_slow(pc, base, vm, "~")
}

#[cold]
#[inline(never)]
unsafe fn unary_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm, symbol: &str) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let name = match symbol {
        "-" => vm.names.__neg__.clone(),
        "+" => vm.names.__pos__.clone(),
        _ => vm.names.__invert__.clone(),
    };
    let result = vm.unary(symbol, &name, value(base, ins.b()));
    consume_b(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(always)]
pub unsafe fn Not(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let operand = value(base, ins.b());
    leave_for_native(vm, pc.add(1), base);
    let result = vm.truth(operand).map(|truth| Value::from_bool(!truth));
    consume_b(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}

/// The general comparison.
#[inline(never)]
unsafe fn compare_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm, op: CompareOp) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let result = vm.compare(op, value(base, ins.b()), value(base, ins.c()));
    consume_bc(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}

macro_rules! compare_handlers {
    ($($name:ident $operator:tt;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
            let ins = fetch(pc);
            let (b, c) = (*base.add(ins.b()), *base.add(ins.c()));
            if word::both_int(b, c) {
                return finish(ins, word::from_bool(word::int(b) $operator word::int(c)), pc.add(1), base, vm);
            }
            if let Some((x, y)) = floats(b, c) {
                return finish(ins, word::from_bool(x $operator y), pc.add(1), base, vm);
            }
            compare_slow(pc, base, vm, CompareOp::$name)
        }
    )*};
}

compare_handlers! {
    Less <;
    LessEqual <=;
    Equal ==;
    NotEqual !=;
    Greater >;
    GreaterEqual >=;
}

#[inline(always)]
pub unsafe fn Is(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let same = *base.add(ins.b()) == *base.add(ins.c());
    consume_bc(ins, base);
    let (next, base) = finish(ins, word::from_bool(same != (ins.flags() & MODE != 0)), pc.add(1), base, vm);
    settle(next, base, vm)
}

#[inline(never)]
pub unsafe fn Contains(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let negate = ins.flags() & MODE != 0;
    let result: R = vm
        .contains(value(base, ins.c()), value(base, ins.b()))
        .map(|found| Value::from_bool(found != negate));
    consume_bc(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}
