//! The interpreter: one loop, one small handler for each operation.
//!
//! ```text
//! loop { match *pc { Add => (pc, base) = handlers::Add(pc, base, vm), … } }
//! ```
//!
//! `pc` and `base` are locals of the loop. A call from Python to Python is a jump inside of it; only native code that calls Python
//! code nests a loop on the machine stack. The modules below hold the project's unchecked register accesses: they rely on
//! the verification that every unit passes when it is loaded (see `registers`).

#![expect(
    unsafe_op_in_unsafe_fn,
    reason = "every function here is about raw registers; `registers` says what they rely on"
)]
#![expect(
    clippy::missing_safety_doc,
    reason = "all functions ask for the same, which `registers` says once: registers of the running frame"
)]

pub mod attribute_cache;
mod bind;
pub mod frames;
pub mod generators;
mod handlers;
pub mod registers;
mod unwind;

use exuvia_bytecode::{Instruction, Op, for_each_op};
use exuvia_heap::PENDING_OVERDRAWN;

use crate::native::{R, Raised};
use crate::object::function::Function;
use crate::value::Value;
use crate::vm::Vm;
use registers::Step;

/// The instruction that leaves the loop.
static EXIT: [u64; 2] = [Instruction::new(Op::Exit, 0, 0, 0, 0).0; 2];

/// Where a frame goes on whose end leaves the loop.
pub fn exit_word() -> *mut u64 {
    EXIT.as_ptr().cast_mut()
}

macro_rules! dispatch_loop {
    ($($name:ident)*) => {
        /// Runs from a step until a frame entered from native code ends.
        #[expect(unreachable_patterns, reason = "the two operations of the loop itself stand before the table's")]
        #[inline(never)]
        unsafe fn run_loop(vm: &mut Vm, step: Step) -> *mut u64 {
            let (mut pc, mut base) = step;
            loop {
                let mut op: Op = std::mem::transmute::<u8, Op>(*pc as u8);
                loop {
                    (pc, base) = match op {
                        Op::TraceLine => {
                            op = handlers::trace_line(pc, base, vm);
                            continue;
                        }
                        Op::Exit => return base,
                        $(Op::$name => handlers::$name(pc, base, vm),)*
                    };
                    break;
                }
            }
        }
    };
}

for_each_op!(dispatch_loop);

/// The frame that called native code, and where it goes on: see [`Vm::base`].
pub type Caller = (*mut u64, *mut u64);

/// The caller as it is now: to be asked for before a frame is entered, because entering may pass a safe point.
pub fn caller(vm: &Vm) -> Caller {
    (vm.base, vm.pc)
}

/// Runs a step to the end of its entry frame; the result, or what was raised.
pub unsafe fn run(vm: &mut Vm, step: Step, caller: Caller) -> R {
    if vm.native_depth >= vm.native_depth_limit {
        return Err(abandon(vm, step, caller));
    }
    vm.native_depth += 1;
    run_loop(vm, step);
    vm.native_depth -= 1;
    (vm.base, vm.pc) = caller;
    match std::mem::take(&mut vm.result) {
        0 => Err(Raised(())),
        word => Ok(Value::from_bits(word)),
    }
}

/// The machine stack is used up: the frame that was just entered ends with RecursionError.
#[cold]
unsafe fn abandon(vm: &mut Vm, step: Step, caller: Caller) -> Raised {
    let (pc, base) = step;
    if pc != exit_word() {
        let _ = vm.recursion_error("maximum recursion depth exceeded");
        let link = registers::link(base);
        if registers::link_flags(link) & registers::flag::GENERATOR != 0 {
            // Each generator that was passed over takes the place of the one that ends, and ends too.
            while generators::finish_error(base, vm).is_some() {}
        } else {
            frames::end_frame(base, vm);
        }
    }
    (vm.base, vm.pc) = caller;
    Raised(())
}

/// Calls a Python function from native code.
pub fn call_function(
    vm: &mut Vm,
    callee: &Value,
    arguments: &[Option<Value>],
    keywords: &[(Value, Value)],
) -> R {
    // SAFETY: the callee is a function whose code was verified; the frame is entered above all running ones.
    unsafe {
        let caller = caller(vm);
        let step = frames::enter_from_native(vm, callee, arguments, keywords)?;
        run(vm, step, caller)
    }
}

/// Runs a class body (or other code with a namespace in register 0) and returns its result.
pub fn run_class_body(vm: &mut Vm, callee: &Value, namespace: &Value) -> R {
    let Some(function) = callee.downcast::<Function>() else {
        return Err(vm.type_error("__build_class__: func must be a function"));
    };
    let target = function.code();
    // SAFETY: as in `call_function`; register 0 of such code is the namespace.
    unsafe {
        let (caller, base, from) = frames::above(vm);
        let mut bound = 0;
        if target.call.local_count > 0 {
            *base = namespace.clone().into_bits();
            bound = 1;
        }
        *base.sub(4) = callee.clone().into_bits();
        let flags = registers::flag::ENTRY | registers::flag::TEMP;
        let step = frames::enter(vm, target, base, from, vm.pc, 0, flags, bound);
        run(vm, step, caller)
    }
}

/// A safe point that may raise: finalizers, the collector, the budget, signals.
#[cold]
#[inline(never)]
pub unsafe fn safe_point(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    registers::leave_for_native(vm, pc.add(1), base);
    if vm.heap.pending().get() & PENDING_OVERDRAWN != 0 {
        let registers = registers::code(base).call.register_count as usize;
        vm.stack.ends_at(base.wrapping_add(registers), vm.heap);
        if std::mem::take(&mut vm.state.gc.exhausted) {
            crate::gc_host::collect(vm, 2);
        }
    }
    let result = crate::gc_host::run_pending(vm);
    // The outermost loop is at depth one.
    crate::gc_host::remove_retired(vm, 1);
    match result {
        Ok(()) => (pc, base),
        Err(_) => unwind::unwind(pc, base, vm),
    }
}
