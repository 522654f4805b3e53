//! Raising, handling, `with`; and the line hook of a tracer.

use exuvia_bytecode::{Op, TEMP_A, TEMP_B, TEMP_C};

use super::slow::{deliver_done, deliver_result};
use crate::interp::registers::*;
use crate::interp::unwind::{unwind, unwind_again};
use crate::native::R;
use crate::types::exceptions;
use crate::value::{NONE_BITS, Value};
use crate::vm::Vm;

#[inline(never)]
pub unsafe fn Raise(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    if ins.c() == 0 {
        return match vm.handled.get() {
            Some(handled) if !handled.is_none() => {
                let _ = vm.reraise(handled);
                unwind_again(pc, base, vm)
            }
            _ => {
                let _ = vm.runtime_error("No active exception to reraise");
                unwind(pc, base, vm)
            }
        };
    }
    let raised = take_value(base, ins.a(), ins.flags() & TEMP_A != 0);
    let cause = (ins.c() == 2).then(|| take_value(base, ins.b(), ins.flags() & TEMP_B != 0));
    let _ = exceptions::prepare_raise(vm, raised, cause);
    unwind(pc, base, vm)
}

#[inline(never)]
pub unsafe fn Reraise(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let exception = take_value(base, ins.a(), ins.flags() & TEMP_A != 0);
    let _ = vm.reraise(exception);
    unwind_again(pc, base, vm)
}

#[inline(never)]
pub unsafe fn PushHandled(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let exception = value(base, ins.a()).clone();
    let before = vm.handled.replace(Some(exception));
    // What a generator's caller handles is not the generator's: it may be resumed while something else is handled.
    let before = before.filter(|before| outer_handled(base).is_none_or(|outer| !outer.is(before)));
    *base.add(ins.b()) = before.map_or(NONE_BITS, Value::into_bits);
    (pc.add(1), base)
}

#[inline(never)]
pub unsafe fn PopHandled(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let before = take_value(base, ins.a(), ins.flags() & TEMP_A != 0);
    let before = Some(before).filter(|before| !before.is_none()).or_else(|| outer_handled(base).cloned());
    let handled = vm.handled.replace(before);
    release_then(handled.map_or(0, Value::into_bits), pc.add(1), base, vm)
}

/// What was being handled where the generator of this frame was resumed.
unsafe fn outer_handled<'a>(base: *mut u64) -> Option<&'a Value> {
    if link_flags(link(base)) & flag::GENERATOR == 0 {
        return None;
    }
    crate::object::payload::<crate::object::generator::Generator>(object(*base.sub(5))).outer.as_ref()
}

#[inline(never)]
pub unsafe fn MatchException(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let result = exceptions::matches(vm, value(base, ins.b()), value(base, ins.c())).map(Value::from_bool);
    if ins.flags() & TEMP_C != 0 {
        release(*base.add(ins.c()));
    }
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn SplitGroup(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let result = exceptions::split_group(vm, value(base, ins.b()), value(base, ins.c()));
    if ins.flags() & TEMP_C != 0 {
        release(*base.add(ins.c()));
    }
    match result {
        Ok((matching, rest)) => {
            *base.add(ins.a()) = matching.into_bits();
            *base.add(ins.a() + 1) = rest.into_bits();
            settle(pc.add(1), base, vm)
        }
        Err(_) => unwind(pc, base, vm),
    }
}

#[inline(never)]
pub unsafe fn MergeGroup(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let result = exceptions::merge_group(vm, value(base, ins.b()), value(base, ins.c()));
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn LoadAssertionError(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let class = vm.types.assertion_error.value();
    finish(fetch(pc), class.into_bits(), pc.add(1), base, vm)
}

#[inline(never)]
pub unsafe fn WithEnter(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let manager = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    match with_enter(vm, &manager) {
        Ok((exit, entered)) => {
            drop(manager);
            *base.add(ins.a()) = exit.into_bits();
            *base.add(ins.a() + 1) = entered.into_bits();
            settle(pc.add(1), base, vm)
        }
        Err(_) => {
            drop(manager);
            unwind(pc, base, vm)
        }
    }
}

fn with_enter(vm: &mut Vm, manager: &Value) -> R<(Value, Value)> {
    let class = vm.class_of(manager);
    let (enter_name, exit_name) = (vm.names.__enter__.clone(), vm.names.__exit__.clone());
    let enter = vm.lookup_bits(class, &enter_name);
    let exit = vm.lookup(class, &exit_name);
    let without_exit = exit.is_none();
    let Some(exit) = exit.filter(|_| enter != 0) else {
        let missed = if without_exit { "__exit__" } else { "__enter__" };
        let name = class.name_text();
        return Err(vm.type_error(format!(
            "'{name}' object does not support the context manager protocol (missed {missed} method)"
        )));
    };
    let bound = vm.bind(&exit, manager, class)?;
    let entered = vm.call_found(enter, manager, &[])?;
    Ok((bound, entered))
}

#[inline(never)]
pub unsafe fn WithExit(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let exit = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let result = vm.call(&exit, &[Value::NONE, Value::NONE, Value::NONE]).map(drop);
    drop(exit);
    deliver_done(result, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn WithExitError(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let result = with_exit_error(vm, value(base, ins.b()), value(base, ins.c()));
    deliver_result(result, ins, pc, 1, base, vm)
}

fn with_exit_error(vm: &mut Vm, exit: &Value, exception: &Value) -> R {
    let class = vm.class_of(exception).value();
    let name = vm.names.__traceback__.clone();
    let traceback = vm.get_attribute(exception, &name)?;
    let result = vm.call(exit, &[class, exception.clone(), traceback])?;
    Ok(Value::from_bool(vm.truth(&result)?))
}

/// A line begins and somebody watches: tells the tracer and returns the operation that stands here in truth.
#[cold]
#[inline(never)]
pub unsafe fn trace_line(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Op {
    leave_for_native(vm, pc.add(1), base);
    let target = code(base);
    let word = target.word_of(pc);
    let original = crate::trace::original_op(target, word);
    crate::trace::reached(vm, original);
    original.unwrap_or(Op::Nop)
}
