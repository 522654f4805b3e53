//! Unwinding: from the instruction that raised to the handler that takes over, or out of the loop.
//!
//! Which temporaries are alive is known statically (`CodeUnit::live`), so nothing is paid while nothing is raised.

use std::cell::Cell;

use exuvia_heap::PENDING_OVERDRAWN;

use super::frames::{end_frame, frame_object};
use super::generators;
use super::registers::{Step, caller, code, flag, link, link_flags, release};
use crate::object::cell::Slot;
use crate::object::exception::{Exception, Traceback};
use crate::object::new_exact;
use crate::value::Value;
use crate::vm::{RESERVE_BYTES, Vm};

/// The exception that waits in the interpreter was raised by the instruction that word `pc` belongs to.
#[cold]
#[inline(never)]
pub unsafe fn unwind(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    unwind_from(pc, base, vm, true)
}

/// The same for an exception that is raised again: this frame is in its traceback already.
#[cold]
#[inline(never)]
pub unsafe fn unwind_again(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    unwind_from(pc, base, vm, false)
}

unsafe fn unwind_from(mut pc: *mut u64, mut base: *mut u64, vm: &mut Vm, mut note: bool) -> Step {
    loop {
        let target = code(base);
        let word = target.word_of(pc);
        if note {
            add_traceback(vm, base, word);
        }
        note = true;
        let live = target.unit.live_at(word);
        if let Some(handler) = target.unit.handler_at(word) {
            let keep = &target.unit.live_sets[handler.keep as usize];
            for &register in live.iter().filter(|register| !keep.contains(register)) {
                release(base.add(usize::from(register)).replace(0));
            }
            let exception = vm.exception.replace(None).unwrap_or(Value::NONE);
            *base.add(usize::from(handler.register)) = exception.into_bits();
            vm.stack.ends_at(base.wrapping_add(target.call.register_count as usize), vm.heap);
            return (target.entry().add(handler.target as usize), base);
        }
        for &register in live {
            release(base.add(usize::from(register)).replace(0));
        }
        let frame_link = link(base);
        let flags = link_flags(frame_link);
        let from = caller(base, frame_link);
        let return_pc = *base.sub(3) as usize as *mut u64;
        if flags & flag::GENERATOR != 0 {
            if let Some(waits_at) = generators::finish_error(base, vm) {
                pc = waits_at;
                continue;
            }
        } else {
            end_frame(base, vm);
        }
        if flags & flag::CONSTRUCT != 0 {
            release(*base.sub(5));
        }
        if flags & flag::ENTRY != 0 {
            vm.result = 0;
            return (super::exit_word(), from);
        }
        pc = return_pc.sub(1);
        base = from;
    }
}

/// Puts a frame in front of the exception's traceback.
unsafe fn add_traceback(vm: &mut Vm, base: *mut u64, word: u32) {
    if vm.heap.pending().get() & PENDING_OVERDRAWN != 0 && vm.overdrawn_bytes() > RESERVE_BYTES {
        // A deep stack that has used up the budget is not to be recorded in as much memory again.
        return;
    }
    let Some(exception) = vm.exception.get() else { return };
    let Some(payload) = exception.downcast::<Exception>() else { return };
    let line = code(base).line_of(word);
    let frame = frame_object(base, vm);
    if let Some(frame) = frame.downcast::<crate::object::frame::Frame>() {
        frame.word.set(word);
    }
    let next = payload.traceback.get().filter(|next| !next.is_none());
    let traceback =
        new_exact(vm.heap, Traceback { next: Slot::new(next), frame, word, line: Cell::new(line) });
    payload.traceback.set(Some(traceback));
}
