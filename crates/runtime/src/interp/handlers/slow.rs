//! Ends that many slow paths share: a result that may be an error is delivered or unwound.

use exuvia_bytecode::Instruction;

use crate::interp::registers::*;
use crate::interp::unwind::unwind;
use crate::native::R;
use crate::value::Value;
use crate::vm::Vm;

/// Delivers a result into `a`, or unwinds. Operands were consumed before.
#[inline(always)]
pub unsafe fn deliver_result(
    result: R,
    ins: Instruction,
    pc: *mut u64,
    length: usize,
    base: *mut u64,
    vm: &mut Vm,
) -> Step {
    match result {
        Ok(value) => {
            let (next, base) = finish(ins, value.into_bits(), pc.add(length), base, vm);
            settle(next, base, vm)
        }
        Err(_) => unwind(pc, base, vm),
    }
}

/// Goes on, or unwinds.
#[inline(always)]
pub unsafe fn deliver_done(result: R<()>, pc: *mut u64, length: usize, base: *mut u64, vm: &mut Vm) -> Step {
    match result {
        Ok(()) => settle(pc.add(length), base, vm),
        Err(_) => unwind(pc, base, vm),
    }
}

/// A new reference to a register's value; `None` when it is empty.
#[inline(always)]
pub unsafe fn register_value(base: *mut u64, index: usize) -> Option<Value> {
    let word = *base.add(index);
    (word != 0).then(|| Value::clone_bits(word))
}
