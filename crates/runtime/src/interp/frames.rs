//! Frames: entering, leaving, looking at them from outside.
//!
//! A plain call writes three words and touches no heap. A frame object is made only when somebody asks for one.

use std::cell::{Cell, RefCell};

use exuvia_heap::Object;

use super::bind;
use super::registers::{
    Step, caller, code, flag, function, header, link, link_destination, link_flags, make_link, release,
    release_callee, settle,
};
use super::unwind::unwind;
use crate::native::R;
use crate::object::cell::Slot;
use crate::object::code::Code;
use crate::object::frame::Frame;
use crate::object::function::Function;
use crate::object::{new_exact, object_of};
use crate::value::Value;
use crate::vm::Vm;

/// Registers that must be free above a frame, so that small windows need no check of their own.
const SLACK: usize = 64;

/// Enters a function whose arguments are bound: the frame's words are written, the other locals emptied.
///
/// `base[-4]` holds the function and the first `bound` registers hold locals.
#[inline(always)]
pub unsafe fn enter(
    vm: &mut Vm,
    target: &Code,
    base: *mut u64,
    from: *mut u64,
    return_pc: *mut u64,
    destination: usize,
    flags: u64,
    bound: usize,
) -> Step {
    if base.wrapping_add(target.call.register_count as usize + SLACK) > vm.stack.limit
        || vm.depth >= vm.depth_limit
    {
        return enter_deep(vm, target, base, from, return_pc, destination, flags, bound);
    }
    vm.depth += 1;
    *base.sub(3) = return_pc as usize as u64;
    *base.sub(2) = make_link(base, from, destination, flags);
    *base.sub(1) = std::ptr::from_ref(target) as usize as u64;
    for index in bound..target.call.local_count as usize {
        *base.add(index) = 0;
    }
    let entry = target.entry();
    if vm.heap.pending().get() != 0 {
        return super::safe_point(entry, base, vm);
    }
    (entry, base)
}

/// Enters a frame that ends above the stack's limit, or more frames than the recursion limit allows.
#[cold]
#[inline(never)]
unsafe fn enter_deep(
    vm: &mut Vm,
    target: &Code,
    base: *mut u64,
    from: *mut u64,
    return_pc: *mut u64,
    destination: usize,
    flags: u64,
    bound: usize,
) -> Step {
    let end = base.wrapping_add(target.call.register_count as usize + SLACK);
    if vm.depth < vm.depth_limit && vm.stack.reaches(end, vm.heap) {
        return enter(vm, target, base, from, return_pc, destination, flags, bound);
    }
    too_deep(vm, target, base, from, return_pc, flags, bound)
}

/// The recursion limit: the arguments and the function are released, the caller raises.
unsafe fn too_deep(
    vm: &mut Vm,
    target: &Code,
    base: *mut u64,
    from: *mut u64,
    return_pc: *mut u64,
    flags: u64,
    bound: usize,
) -> Step {
    for index in 0..bound.min(target.call.local_count as usize) {
        release(*base.add(index));
    }
    release(*base.sub(4));
    if flags & flag::CONSTRUCT != 0 {
        release(*base.sub(5));
    }
    vm.base = if flags & flag::ENTRY != 0 { vm.base } else { from };
    let _ = vm.recursion_error("maximum recursion depth exceeded");
    if flags & flag::ENTRY != 0 {
        vm.result = 0;
        return (super::exit_word(), from);
    }
    unwind(return_pc.sub(1), from, vm)
}

/// Ends a plain or special frame with a result (owned) and goes on in the caller.
#[inline(always)]
pub unsafe fn leave(result: u64, base: *mut u64, vm: &mut Vm) -> Step {
    let link = link(base);
    if link_flags(link) & flag::SPECIAL != 0 {
        return leave_special(result, base, vm);
    }
    release_locals(base);
    release_callee(*base.sub(4));
    vm.depth -= 1;
    let from = caller(base, link);
    let return_pc = *base.sub(3) as usize as *mut u64;
    deliver(result, link, return_pc, from, vm)
}

/// Writes a call's result into its destination.
#[inline(always)]
pub unsafe fn deliver(result: u64, link: u64, return_pc: *mut u64, from: *mut u64, vm: &mut Vm) -> Step {
    let slot = from.add(link_destination(link));
    if link_flags(link) & flag::DISCARD != 0 {
        release(result);
    } else if link_flags(link) & flag::TEMP != 0 {
        *slot = result;
    } else {
        release(slot.replace(result));
    }
    settle(return_pc, from, vm)
}

/// Releases the locals, the last first.
#[inline(always)]
pub unsafe fn release_locals(base: *mut u64) {
    let mut index = code(base).call.local_count as usize;
    while index > 0 {
        index -= 1;
        release(*base.add(index));
    }
}

#[inline(never)]
unsafe fn leave_special(result: u64, base: *mut u64, vm: &mut Vm) -> Step {
    let link = link(base);
    let flags = link_flags(link);
    let from = caller(base, link);
    let return_pc = *base.sub(3) as usize as *mut u64;
    if flags & flag::GENERATOR != 0 {
        return super::generators::finish_return(result, base, vm);
    }
    end_frame(base, vm);
    if flags & flag::CONSTRUCT != 0 {
        let instance = *base.sub(5);
        if result != crate::value::NONE_BITS {
            let value = Value::from_bits(result);
            release(instance);
            leave_frame_for_error(vm, return_pc, from, flags);
            let class = vm.class_name(&value);
            let _ = vm.type_error(format!("__init__() should return None, not '{class}'"));
            return fail_in_caller(flags, return_pc, from, vm);
        }
        return hand_over(instance, link, return_pc, from, vm);
    }
    hand_over(result, link, return_pc, from, vm)
}

unsafe fn hand_over(result: u64, link: u64, return_pc: *mut u64, from: *mut u64, vm: &mut Vm) -> Step {
    if link_flags(link) & flag::ENTRY != 0 {
        vm.result = result;
        return (super::exit_word(), from);
    }
    deliver(result, link, return_pc, from, vm)
}

fn leave_frame_for_error(vm: &mut Vm, return_pc: *mut u64, from: *mut u64, flags: u64) {
    if flags & flag::ENTRY == 0 {
        vm.base = from;
        vm.pc = return_pc;
    }
}

unsafe fn fail_in_caller(flags: u64, return_pc: *mut u64, from: *mut u64, vm: &mut Vm) -> Step {
    if flags & flag::ENTRY != 0 {
        vm.result = 0;
        return (super::exit_word(), from);
    }
    unwind(return_pc.sub(1), from, vm)
}

/// Ends a frame: locals go to the frame object if there is one, or are released; the function is released.
pub unsafe fn end_frame(base: *mut u64, vm: &mut Vm) {
    if link_flags(link(base)) & flag::HAS_FRAME != 0 {
        detach_frame_object(base, vm);
    }
    release_locals(base);
    release_callee(*base.sub(4));
    vm.depth -= 1;
}

/// The frame object takes over what the locals hold.
#[cold]
pub unsafe fn detach_frame_object(base: *mut u64, vm: &mut Vm) {
    let Some(object) = vm.frame_objects.remove(&(base as usize)) else { return };
    let Some(frame) = object.downcast::<Frame>() else { return };
    frame.base.set(std::ptr::null_mut());
    // When nobody else holds the frame object it dies here with the locals.
    if object.object().is_some_and(|address: Object| address.as_ref().count() > 1) {
        let locals = code(base).call.local_count as usize;
        let saved = (0..locals).map(|index| Value::option_from_bits(base.add(index).replace(0))).collect();
        *frame.saved.borrow_mut() = saved;
    }
}

/// The frame object of a running frame, made if need be.
pub unsafe fn frame_object(base: *mut u64, vm: &mut Vm) -> Value {
    if let Some(object) = vm.frame_objects.get(&(base as usize)) {
        return object.clone();
    }
    let code_value = Value::clone_object(object_of(code(base)));
    let function_value = Value::clone_bits(*base.sub(4));
    let object = new_exact(
        vm.heap,
        Frame {
            code: code_value,
            function: function_value,
            back: Slot::default(),
            base: Cell::new(base),
            word: Cell::new(0),
            saved: RefCell::default(),
            trace: Slot::default(),
        },
    );
    *base.sub(2) |= flag::HAS_FRAME << 48;
    vm.frame_objects.insert(base as usize, object.clone());
    object
}

/// A running frame as seen from outside.
#[derive(Clone, Copy)]
pub struct Running {
    pub base: *mut u64,
    /// The word after the instruction that is being executed.
    pub pc: *mut u64,
}

impl Running {
    /// The code that it runs.
    pub fn code(&self) -> &Code {
        // SAFETY: the frame is running.
        unsafe { code(self.base) }
    }

    /// The function that it runs.
    pub fn function(&self) -> &Function {
        // SAFETY: the frame is running.
        unsafe { function(self.base) }
    }

    /// The word of the instruction that is being executed.
    pub fn word(&self) -> u32 {
        self.code().word_of(self.pc).saturating_sub(1)
    }

    /// The source line that is being executed.
    pub fn line(&self) -> u32 {
        self.code().line_of(self.word())
    }

    /// The value of a local register, cells opened.
    pub fn local(&self, index: usize) -> Option<Value> {
        let code = self.code();
        if index >= code.call.local_count as usize {
            return None;
        }
        // SAFETY: the register is below the number of locals of a running frame.
        let word = unsafe { *self.base.add(index) };
        // SAFETY: the register owns the value.
        let value = (word != 0).then(|| unsafe { Value::clone_bits(word) })?;
        if code.unit.cells.contains(&(index as u16))
            && let Some(cell) = value.downcast::<crate::object::cell::CellObject>()
        {
            return cell.content.get();
        }
        Some(value)
    }

    /// The frame that called this one.
    pub fn back(&self) -> Option<Running> {
        // SAFETY: the frame is running, so its words are in place.
        let link = unsafe { link(self.base) };
        if link as u32 == 0 {
            return None;
        }
        // SAFETY: as above.
        let pc = unsafe { *self.base.sub(3) } as usize as *mut u64;
        // SAFETY: as above.
        Some(Running { base: unsafe { caller(self.base, link) }, pc })
    }

    /// The frame object.
    pub fn object(&self, vm: &mut Vm) -> Value {
        // SAFETY: the frame is running.
        unsafe { frame_object(self.base, vm) }
    }
}

/// The frame whose instruction called the native code that asks.
pub fn current(vm: &Vm) -> Option<Running> {
    (!vm.base.is_null()).then_some(Running { base: vm.base, pc: vm.pc })
}

/// Whether the one argument of the call that runs native code right now was copied from a local variable: CPython 3.14 passes such
/// an argument borrowed.
pub fn argument_is_local(vm: &Vm) -> bool {
    use exuvia_bytecode::{Op, TEMP_B};
    let Some(frame) = current(vm) else { return false };
    let code = frame.code();
    // The call is two words long; the copy, one word, stands right before it.
    let Some(copy) = code.word_of(frame.pc).checked_sub(3) else { return false };
    let (copy, call) = (code.instruction(copy), code.instruction(copy + 1));
    let calls = matches!(call.op(), Some(Op::Call | Op::CallMethod)) && call.c() == 1;
    calls && copy.op() == Some(Op::Move) && copy.flags() & TEMP_B == 0
}

/// All running frames, the innermost first.
pub fn all(vm: &Vm) -> Vec<Running> {
    let mut frames = Vec::new();
    let mut next = current(vm);
    while let Some(frame) = next {
        frames.push(frame);
        next = frame.back();
    }
    frames
}

/// The globals of the running code.
pub fn current_globals(vm: &mut Vm) -> Option<Value> {
    current(vm).map(|frame| frame.function().globals.clone())
}

/// Where frames started by native code begin.
pub fn top(vm: &Vm) -> *mut u64 {
    match current(vm) {
        None => vm.stack.start().wrapping_add(8),
        Some(frame) => frame.base.wrapping_add(frame.code().call.register_count as usize + 8),
    }
}

/// For native code that starts a frame: who calls it now, to go back to when the frame has ended, the new frame's base, and the frame below.
pub fn above(vm: &Vm) -> (super::Caller, *mut u64, *mut u64) {
    let base = top(vm);
    (super::caller(vm), base, if vm.base.is_null() { base } else { vm.base })
}

/// Enters a Python function from native code. The caller runs the loop with the step, or stops at an error.
pub unsafe fn enter_from_native(
    vm: &mut Vm,
    callee: &Value,
    arguments: &[Option<Value>],
    keywords: &[(Value, Value)],
) -> R<Step> {
    let (_, base, from) = above(vm);
    let payload = callee.downcast::<Function>().expect("callers pass functions");
    let target = payload.code();
    let end = base.wrapping_add(arguments.len() + target.call.register_count as usize + SLACK);
    if !vm.stack.reaches(end, vm.heap) {
        return Err(vm.recursion_error("maximum recursion depth exceeded"));
    }
    let bound = if keywords.is_empty() && target.call.plain_arguments as usize == arguments.len() {
        for (index, argument) in arguments.iter().enumerate() {
            *base.add(index) = argument.clone().map_or(0, Value::into_bits);
        }
        arguments.len()
    } else {
        let positional = arguments.iter().flatten().cloned().collect();
        bind::bind(vm, callee, base, positional, keywords.to_vec())?;
        target.call.local_count as usize
    };
    *base.sub(4) = callee.clone().into_bits();
    let step = enter(vm, target, base, from, vm.pc, 0, flag::ENTRY | flag::TEMP, bound);
    Ok(step)
}

/// Whether a word is an exact object of this builtin layout.
#[inline(always)]
pub unsafe fn is_layout(word: u64, layout: u32) -> bool {
    crate::value::word::is_reference(word) && header(word).layout().index() == layout as usize
}
