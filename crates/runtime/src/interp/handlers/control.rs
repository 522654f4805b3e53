//! Jumps, plain and fused with a comparison.

use exuvia_bytecode::{MODE, Op, TEMP_A};

use super::iteration::{next_of_list, respecialise};
use crate::interp::frames::is_layout;
use crate::interp::registers::*;
use crate::interp::safe_point;
use crate::interp::unwind::unwind;
use crate::native::R;
use crate::object::iterators::{ListIterator, RangeIterator};
use crate::object::{ids, payload};
use crate::ops::CompareOp;
use crate::ops::compare::simple_truth;
use crate::value::{FALSE_BITS, NONE_BITS, TRUE_BITS, Value, word};
use crate::vm::Vm;

#[inline(always)]
pub unsafe fn Jump(pc: *mut u64, base: *mut u64, _vm: &mut Vm) -> Step {
    (pc.add(1).offset(fetch(pc).wide() as isize), base)
}

#[inline(always)]
pub unsafe fn JumpBack(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let target = pc.add(1).offset(fetch(pc).wide() as isize);
    if vm.heap.pending().get() != 0 {
        return jump_back_slow(pc, target, base, vm);
    }
    if *target as u8 == Op::ForIterRange as u8 {
        respecialise(pc, Op::JumpBackRange);
    } else if *target as u8 == Op::ForIterList as u8 {
        respecialise(pc, Op::JumpBackList);
    }
    (target, base)
}

/// The loop's next turn, its `ForIter` done here.
#[inline(always)]
pub unsafe fn JumpBackRange(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let target = pc.add(1).offset(fetch(pc).wide() as isize);
    if vm.heap.pending().get() != 0 {
        return jump_back_slow(pc, target, base, vm);
    }
    let ins = fetch(target);
    let iterator = *base.add(ins.b());
    if is_layout(iterator, ids::RANGE_ITERATOR)
        && let Some(int) = payload::<RangeIterator>(object(iterator)).advance()
    {
        return finish(ins, word::from_int(int), target.add(1), base, vm);
    }
    (target, base)
}

/// The same over a list.
#[inline(always)]
pub unsafe fn JumpBackList(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let target = pc.add(1).offset(fetch(pc).wide() as isize);
    if vm.heap.pending().get() != 0 {
        return jump_back_slow(pc, target, base, vm);
    }
    let ins = fetch(target);
    let iterator = *base.add(ins.b());
    if is_layout(iterator, ids::LIST_ITERATOR) {
        let item = next_of_list(payload::<ListIterator>(object(iterator)));
        if item != 0 {
            return finish(ins, item, target.add(1), base, vm);
        }
    }
    (target, base)
}

#[cold]
#[inline(never)]
unsafe fn jump_back_slow(pc: *mut u64, target: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let (next, base) = safe_point(pc, base, vm);
    if next == pc { (target, base) } else { (next, base) }
}

#[inline(always)]
pub unsafe fn JumpIfFalse(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let a = *base.add(ins.a());
    let wanted = ins.flags() & MODE != 0;
    let truth = if a == TRUE_BITS {
        true
    } else if a == FALSE_BITS || a == NONE_BITS {
        false
    } else if word::is_int(a) {
        word::int(a) != 0
    } else {
        return jump_if_slow(pc, base, vm);
    };
    let next = pc.add(1);
    (if truth == wanted { next.offset(ins.wide() as isize) } else { next }, base)
}

#[inline(never)]
unsafe fn jump_if_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let operand = value(base, ins.a());
    let truth = match simple_truth(operand) {
        Some(truth) => Ok(truth),
        None => {
            leave_for_native(vm, pc.add(1), base);
            vm.truth(operand)
        }
    };
    let temporary = ins.flags() & TEMP_A != 0;
    match truth {
        Ok(truth) => {
            let next = pc.add(1);
            let next =
                if truth == (ins.flags() & MODE != 0) { next.offset(ins.wide() as isize) } else { next };
            if temporary { release_then(*base.add(ins.a()), next, base, vm) } else { settle(next, base, vm) }
        }
        Err(_) => {
            if temporary {
                release(*base.add(ins.a()));
            }
            unwind(pc, base, vm)
        }
    }
}

#[inline(always)]
pub unsafe fn JumpIfFalseOrPop(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let operand = value(base, ins.a());
    let truth = match simple_truth(operand) {
        Some(truth) => truth,
        None => {
            leave_for_native(vm, pc.add(1), base);
            match vm.truth(operand) {
                Ok(truth) => truth,
                Err(_) => return or_pop_error(pc, base, vm),
            }
        }
    };
    let next = pc.add(1);
    if truth == (ins.flags() & MODE != 0) {
        return (next.offset(ins.wide() as isize), base);
    }
    release_then(*base.add(ins.a()), next, base, vm)
}

#[cold]
#[inline(never)]
unsafe fn or_pop_error(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    // The operand is alive while the instruction runs, as its row's `Keep` says: the unwinder releases it.
    unwind(pc, base, vm)
}

#[inline(always)]
pub unsafe fn JumpIfNone(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let a = *base.add(ins.a());
    let jumps = (a == NONE_BITS) != (ins.flags() & MODE != 0);
    let next = pc.add(1);
    let next = if jumps { next.offset(ins.wide() as isize) } else { next };
    if ins.flags() & TEMP_A != 0 {
        return release_then(a, next, base, vm);
    }
    (next, base)
}

/// The end of a fused jump: the comparison came out as `truth`.
#[inline(always)]
unsafe fn branch(pc: *mut u64, base: *mut u64, truth: bool) -> Step {
    let ins = fetch(pc);
    let next = pc.add(1);
    (if truth == (ins.flags() & MODE != 0) { next.offset(ins.c_signed() as isize) } else { next }, base)
}

#[inline(never)]
unsafe fn branch_slow(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    op: CompareOp,
    a: u64,
    b: u64,
    immediate: bool,
) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let truth = vm.compare_truth(op, Value::borrow_bits(&a), Value::borrow_bits(&b));
    conclude(pc, base, vm, truth, immediate, ins)
}

#[inline(always)]
unsafe fn conclude(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    truth: R<bool>,
    immediate: bool,
    ins: exuvia_bytecode::Instruction,
) -> Step {
    if immediate {
        if ins.flags() & TEMP_A != 0 {
            release(*base.add(ins.a()));
        }
    } else {
        consume_ab(ins, base);
    }
    match truth {
        Ok(truth) => {
            let (next, base) = branch(pc, base, truth);
            settle(next, base, vm)
        }
        Err(_) => unwind(pc, base, vm),
    }
}

macro_rules! fused_handlers {
    ($($name:ident $immediate:ident $op:ident $operator:tt;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
            let ins = fetch(pc);
            let (a, b) = (*base.add(ins.a()), *base.add(ins.b()));
            if word::both_int(a, b) {
                return branch(pc, base, word::int(a) $operator word::int(b));
            }
            if word::is_float(a) && word::is_float(b) {
                return branch(pc, base, word::float(a) $operator word::float(b));
            }
            branch_slow(pc, base, vm, CompareOp::$op, a, b, false)
        }

        #[inline(always)]
        pub unsafe fn $immediate(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
            let ins = fetch(pc);
            let a = *base.add(ins.a());
            if word::is_int(a) {
                return branch(pc, base, word::int(a) $operator ins.b_signed());
            }
            if word::is_float(a) {
                return branch(pc, base, word::float(a) $operator ins.b_signed() as f64);
            }
            branch_slow(pc, base, vm, CompareOp::$op, a, word::from_int(ins.b_signed()), true)
        }
    )*};
}

fused_handlers! {
    JumpUnlessLess JumpUnlessLessImm Less <;
    JumpUnlessLessEqual JumpUnlessLessEqualImm LessEqual <=;
    JumpUnlessEqual JumpUnlessEqualImm Equal ==;
    JumpUnlessNotEqual JumpUnlessNotEqualImm NotEqual !=;
    JumpUnlessGreater JumpUnlessGreaterImm Greater >;
    JumpUnlessGreaterEqual JumpUnlessGreaterEqualImm GreaterEqual >=;
}

#[inline(always)]
pub unsafe fn JumpUnlessIs(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let same = *base.add(ins.a()) == *base.add(ins.b());
    consume_ab(ins, base);
    let (next, base) = branch(pc, base, same);
    settle(next, base, vm)
}

#[inline(never)]
pub unsafe fn JumpUnlessContains(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let truth = vm.contains(value(base, ins.b()), value(base, ins.a()));
    conclude(pc, base, vm, truth, false, ins)
}
