//! Generators: their registers wait in the generator object and are copied onto the stack while they run.
//!
//! ```text
//! stack      │ caller │ the generator itself │ link… │ registers of the generator … │
//! waiting    Generator { pc, registers }                        a `for` loop resumes it without nesting on the machine stack
//! ```

use exuvia_bytecode::{MODE, Op};
use exuvia_heap::{FINALIZED, Heap};

use super::frames::{self, deliver, release_locals};
use super::registers::{
    Step, caller, code, fetch, flag, function, header, incref, link, link_destination, link_flags, make_link,
    object, release, release_callee, settle, take,
};
use super::run;
use super::unwind::{unwind, unwind_again};
use crate::native::R;
use crate::object::generator::{Generator, GeneratorState};
use crate::object::{new_exact, object_of, payload};
use crate::value::Value;
use crate::vm::Vm;

/// In the place of the delegate's register while a generator runs: an exception was thrown in before its first instruction.
const UNSTARTED: u16 = u16::MAX - 1;

/// Turns the running frame into a generator that waits before its first instruction, and returns it to the caller.
pub unsafe fn make(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let target = code(base);
    let callee = function(base);
    // It waits at this instruction, as it will at a Yield later on.
    let generator = Generator::new(
        pc,
        Value::clone_bits(*base.sub(4)),
        Value::clone_object(object_of(target)),
        callee.name.get(),
        callee.qualified_name.get(),
    );
    let locals = target.call.local_count as usize;
    let registers = generator.registers();
    registers.reserve(vm.heap, target.call.register_count as usize);
    for index in 0..locals {
        registers.as_mut_ptr().add(index).write(base.add(index).replace(0));
    }
    registers.set_length(locals);
    let value = new_exact(vm.heap, generator);
    // Nothing to clean up before it has run.
    header(value.bits()).set(FINALIZED);
    frames::leave(value.into_bits(), base, vm)
}

/// Copies a few words. (Volatile, so that the loop stays a loop: a call of memmove costs more than the handful of words.)
#[inline(always)]
unsafe fn copy_words(from: *const u64, to: *mut u64, count: usize) {
    for index in 0..count {
        to.add(index).write_volatile(from.add(index).read_volatile());
    }
}

/// Puts a waiting generator's registers onto the stack. `from` is the caller's base.
#[inline(always)]
pub unsafe fn push(
    vm: &mut Vm,
    word: u64,
    base: *mut u64,
    from: *mut u64,
    return_pc: *mut u64,
    destination: usize,
    flags: u64,
) -> *mut u64 {
    let generator = payload::<Generator>(object(word));
    let target_value = &generator.code;
    let target = payload::<crate::object::code::Code>(object(target_value.bits()));
    let registers = generator.registers();
    copy_words(registers.as_ptr(), base, registers.len());
    if vm.heap.notes_moves() {
        registers.iter().for_each(|&word| Heap::note_moved(word));
    }
    registers.set_length(0);
    incref(word);
    *base.sub(5) = word;
    let function_word = generator.function.bits();
    incref(function_word);
    *base.sub(4) = function_word;
    *base.sub(3) = return_pc as usize as u64;
    *base.sub(2) = make_link(base, from, destination, flags | flag::GENERATOR);
    *base.sub(1) = std::ptr::from_ref(target) as usize as u64;
    generator.state.set(GeneratorState::Running);
    generator.delegate.set(u16::MAX);
    if vm.handled.bits() | generator.handled.bits() != 0 {
        let outer = vm.handled.replace(None);
        let own = generator.handled.replace(None);
        vm.handled.set(own.or_else(|| outer.clone()));
        generator.outer.set(outer);
    }
    vm.depth += 1;
    if generator.frame.bits() != 0 {
        let frame = generator.frame.replace(None).unwrap_or(Value::NONE);
        if let Some(payload) = frame.downcast::<crate::object::frame::Frame>() {
            payload.base.set(base);
            *base.sub(2) |= flag::HAS_FRAME << 48;
            vm.frame_objects.insert(base as usize, frame);
        }
    }
    generator.pc.get()
}

/// Goes on at a waiting generator's instruction with the value that is sent (owned).
unsafe fn go_on(pc: *mut u64, base: *mut u64, sent: u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    if ins.op() == Some(Op::Yield) {
        return super::registers::finish(ins, sent, pc.add(2), base, vm);
    }
    release(sent);
    (pc.add(1), base)
}

/// Resumes from a `for` loop or `yield from` in the loop itself. `word` is a generator that waits.
#[inline(never)]
pub unsafe fn resume_inline(
    vm: &mut Vm,
    word: u64,
    sent: u64,
    next: *mut u64,
    base: *mut u64,
    destination: usize,
    flags: u64,
) -> Step {
    let word = innermost(word, sent);
    if word == 0 {
        release(sent);
        let _ = vm.value_error("generator already executing");
        return unwind(next.sub(1), base, vm);
    }
    let window = base.add(code(base).call.register_count as usize + 8);
    let generator = payload::<Generator>(object(word));
    let target = payload::<crate::object::code::Code>(object(generator.code.bits()));
    if !vm.stack.reaches(window.wrapping_add(target.call.register_count as usize + 64), vm.heap)
        || vm.depth >= vm.depth_limit
    {
        release(sent);
        let _ = vm.recursion_error("maximum recursion depth exceeded");
        return unwind(next.sub(1), base, vm);
    }
    let pc = push(vm, word, window, base, next, destination, flags);
    go_on(pc, window, sent, vm)
}

/// Whether a generator runs, or was passed over for one at the end of its chain that runs.
unsafe fn is_executing(first: u64) -> bool {
    let mut word = first;
    loop {
        let generator = payload::<Generator>(object(word));
        let delegate = usize::from(generator.delegate.get());
        match generator.state.get() {
            GeneratorState::Running => return true,
            GeneratorState::Suspended if delegate != usize::from(u16::MAX) => {}
            _ => return false,
        }
        let next = generator.registers().get(delegate).copied().unwrap_or(0);
        if !frames::is_layout(next, crate::object::ids::GENERATOR)
            || payload::<Generator>(object(next)).parent.get() != word
        {
            return false;
        }
        word = next;
    }
}

/// The generator at the end of a chain of `yield from`: it is resumed at once, those on the way stay as they wait. Each learns who
/// delegates to it, for the time when it ends.
///
/// ```text
/// for x in g ─► g (yield from h) ─► h (yield from k) ─► k        k runs; what it yields is what g yields
/// ```
///
/// 0 when the chain runs already.
unsafe fn innermost(first: u64, sent: u64) -> u64 {
    if is_executing(first) {
        return 0;
    }
    let mut word = first;
    payload::<Generator>(object(word)).parent.set(0);
    loop {
        let generator = payload::<Generator>(object(word));
        let delegate = usize::from(generator.delegate.get());
        // A generator that waits inside of an `except` shows what it handles to those it delegates to: it is not passed over.
        if generator.state.get() != GeneratorState::Suspended
            || delegate == usize::from(u16::MAX)
            || generator.handled.bits() != 0
        {
            return word;
        }
        let next = generator.registers().get(delegate).copied().unwrap_or(0);
        if !frames::is_layout(next, crate::object::ids::GENERATOR) {
            return word;
        }
        let inner = payload::<Generator>(object(next));
        match inner.state.get() {
            GeneratorState::Suspended => {}
            GeneratorState::Created if sent == crate::value::NONE_BITS => {}
            _ => return word,
        }
        // Where all links are in place the first one would have been found to run.
        if inner.parent.get() != word && is_executing(next) {
            return word;
        }
        inner.parent.set(word);
        word = next;
    }
}

/// A generator has ended for which another was passed over: that one takes its place on the stack. Returns where it waits.
unsafe fn replace_by_parent(
    vm: &mut Vm,
    parent: u64,
    base: *mut u64,
    from: *mut u64,
    return_pc: *mut u64,
    frame_link: u64,
) -> *mut u64 {
    let flags = link_flags(frame_link) & !(flag::HAS_FRAME | flag::GENERATOR);
    push(vm, parent, base, from, return_pc, link_destination(frame_link), flags)
}

/// Whether the generator waits (and may be resumed inline).
#[inline(always)]
pub unsafe fn waits(word: u64) -> bool {
    matches!(
        payload::<Generator>(object(word)).state.get(),
        GeneratorState::Created | GeneratorState::Suspended
    )
}

/// What a `Yield` keeps in its word, beside the register of the iterator that it delegates to (the low 16 bits), once it has run:
/// which temporaries are alive, and whether a handler protects it.
const PLAN_SHIFT: u32 = 16;
const PLAN_MASK: u64 = 0xFFFF_FFFF;
const PLANNED: u64 = 1 << 63;
const PROTECTED: u64 = 1 << 62;
/// More temporaries than the plan has bits for.
const UNPLANNABLE: u64 = 1 << 61;

#[cold]
#[inline(never)]
unsafe fn make_plan(pc: *mut u64, target: &crate::object::code::Code, above: usize) -> u64 {
    let mut plan = *pc.add(1) & 0xFFFF | PLANNED;
    let word = target.word_of(pc);
    let locals = target.call.local_count as usize;
    if above > locals + 32 {
        plan |= UNPLANNABLE;
    } else {
        for &register in target.unit.live_at(word) {
            let index = usize::from(register);
            if (locals..above).contains(&index) {
                plan |= 1 << (PLAN_SHIFT as usize + index - locals);
            }
        }
    }
    if target.unit.handler_at(word).is_some() {
        plan |= PROTECTED;
    }
    *pc.add(1) = plan;
    plan
}

/// `yield`: saves the registers and hands the value to whoever resumed.
pub unsafe fn yield_value(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let value = take(base, ins.b(), ins.flags() & exuvia_bytecode::TEMP_B != 0);
    let target = code(base);
    let word = *base.sub(5);
    let generator = payload::<Generator>(object(word));
    let mut plan = *pc.add(1);
    if plan & PLANNED == 0 {
        plan = make_plan(pc, target, ins.c());
    }
    let registers = generator.registers();
    let locals = target.call.local_count as usize;
    let above = ins.c().max(locals);
    registers.reserve(vm.heap, above);
    let place = registers.as_mut_ptr();
    copy_words(base, place, locals);
    // Temporaries that are not alive hold stale words: only the live ones are saved.
    let mut alive = plan >> PLAN_SHIFT & PLAN_MASK;
    for index in locals..above {
        *place.add(index) = if alive & 1 != 0 { *base.add(index) } else { 0 };
        alive >>= 1;
    }
    registers.set_length(above);
    if plan & UNPLANNABLE != 0 {
        for &register in target.unit.live_at(target.word_of(pc)) {
            if let Some(saved) = registers.get_mut(usize::from(register)) {
                *saved = *base.add(usize::from(register));
            }
        }
    }
    generator.pc.set(pc);
    generator.state.set(GeneratorState::Suspended);
    generator.delegate.set(if ins.flags() & MODE != 0 { plan as u16 } else { u16::MAX });
    if plan & PROTECTED != 0 || ins.flags() & MODE != 0 {
        header(word).clear(FINALIZED);
    } else {
        header(word).set(FINALIZED);
    }
    let frame_link = link(base);
    if link_flags(frame_link) & flag::HAS_FRAME != 0
        && let Some(frame) = vm.frame_objects.remove(&(base as usize))
    {
        if let Some(payload) = frame.downcast::<crate::object::frame::Frame>() {
            payload.base.set(std::ptr::null_mut());
            payload.word.set(target.word_of(pc));
        }
        generator.frame.set(Some(frame));
    }
    restore_handled(generator, vm, true);
    hand_over(value, word, base, frame_link, vm)
}

/// The caller's handled exception comes back; the generator's own is kept while it waits.
#[inline(always)]
unsafe fn restore_handled(generator: &Generator, vm: &mut Vm, keep: bool) {
    if vm.handled.bits() | generator.outer.bits() != 0 {
        restore_handled_slow(generator, vm, keep);
    }
}

#[cold]
#[inline(never)]
unsafe fn restore_handled_slow(generator: &Generator, vm: &mut Vm, keep: bool) {
    let outer = generator.outer.replace(None);
    let inner = vm.handled.replace(outer.clone());
    let own = match (&inner, &outer) {
        (Some(inner), Some(outer)) => !inner.is(outer),
        (Some(_), None) => true,
        _ => false,
    };
    if keep && own {
        generator.handled.set(inner);
    }
}

/// Leaves the generator's frame (its locals are gone from the stack) and delivers a yielded value.
unsafe fn hand_over(value: u64, word: u64, base: *mut u64, frame_link: u64, vm: &mut Vm) -> Step {
    let from = caller(base, frame_link);
    let return_pc = *base.sub(3) as usize as *mut u64;
    release_callee(*base.sub(4));
    vm.depth -= 1;
    release(word);
    if link_flags(frame_link) & flag::ENTRY != 0 {
        vm.result = value;
        return (super::exit_word(), from);
    }
    deliver(value, frame_link, return_pc, from, vm)
}

/// What a finished generator lets go.
unsafe fn close_up(generator: &Generator, word: u64, base: *mut u64, vm: &mut Vm) {
    generator.state.set(GeneratorState::Finished);
    header(word).set(FINALIZED);
    restore_handled(generator, vm, false);
    let frame_link = link(base);
    if link_flags(frame_link) & flag::HAS_FRAME != 0 {
        frames::detach_frame_object(base, vm);
    }
    release_locals(base);
    release_callee(*base.sub(4));
    vm.depth -= 1;
    generator.function.set(None);
}

/// A generator's frame ends with `return`.
pub unsafe fn finish_return(result: u64, base: *mut u64, vm: &mut Vm) -> Step {
    let word = *base.sub(5);
    let generator = payload::<Generator>(object(word));
    let frame_link = link(base);
    let from = caller(base, frame_link);
    let return_pc = *base.sub(3) as usize as *mut u64;
    let parent = generator.parent.replace(0);
    close_up(generator, word, base, vm);
    release(word);
    let flags = link_flags(frame_link);
    if parent != 0 {
        let pc = replace_by_parent(vm, parent, base, from, return_pc, frame_link);
        return end_delegation(pc, base, result);
    }
    if flags & flag::ENTRY != 0 {
        vm.result = result;
        return (super::exit_word(), from);
    }
    // `for` and `yield from` are one word long: the instruction is right before the return address.
    let ins = fetch(return_pc.sub(1));
    let end = return_pc.offset(ins.c_signed() as isize);
    release(from.add(ins.b()).replace(0));
    if flags & flag::SEND != 0 {
        *from.add(ins.a()) = result;
    } else {
        release(result);
    }
    settle(end, from, vm)
}

/// Goes on behind the `yield from` at whose Yield a generator waits, with the value of what it delegated to (owned).
unsafe fn end_delegation(pc: *mut u64, base: *mut u64, value: u64) -> Step {
    // Behind the Yield of a `yield from` stands the jump back to its Send.
    let jump = pc.add(2);
    let send = jump.add(1).offset(fetch(jump).wide() as isize);
    let ins = fetch(send);
    *base.add(ins.a()) = value;
    release(base.add(ins.b()).replace(0));
    (send.add(1).offset(ins.c_signed() as isize), base)
}

/// A generator's frame ends with an exception: StopIteration becomes RuntimeError (PEP 479). Where another generator was passed
/// over for it, that one takes its place: the instruction at which it waits is returned, and the exception goes on there.
pub unsafe fn finish_error(base: *mut u64, vm: &mut Vm) -> Option<*mut u64> {
    let word = *base.sub(5);
    let generator = payload::<Generator>(object(word));
    let frame_link = link(base);
    let from = caller(base, frame_link);
    let return_pc = *base.sub(3) as usize as *mut u64;
    let parent = generator.parent.replace(0);
    close_up(generator, word, base, vm);
    if generator.delegate.get() != UNSTARTED && vm.is_raising(vm.types.stop_iteration) {
        let stop = vm.exception.replace(None).unwrap_or(Value::NONE);
        let _ = vm.runtime_error("generator raised StopIteration");
        if let Some(error) = vm.exception.get()
            && let Some(error) = error.downcast::<crate::object::exception::Exception>()
        {
            error.cause.set(Some(stop.clone()));
            error.context.set(Some(stop));
            error.suppress_context.set(true);
        }
    }
    // The one that takes its place holds it.
    let waits_at = (parent != 0).then(|| replace_by_parent(vm, parent, base, from, return_pc, frame_link));
    release(word);
    waits_at
}

/// What resuming from native code came to.
enum Outcome {
    Yielded(Value),
    Returned(Value),
}

fn resume(vm: &mut Vm, generator_value: &Value, sent: Value) -> R<Outcome> {
    let Some(generator) = generator_value.downcast_exact::<Generator>() else {
        return Err(vm.type_error("a generator is required"));
    };
    match generator.state.get() {
        GeneratorState::Running => return Err(vm.value_error("generator already executing")),
        GeneratorState::Finished => return Ok(Outcome::Returned(Value::NONE)),
        GeneratorState::Created if !sent.is_none() => {
            return Err(vm.type_error("can't send non-None value to a just-started generator"));
        }
        _ => {}
    }
    // SAFETY: the value is a generator.
    let word = unsafe { innermost(generator_value.bits(), sent.bits()) };
    if word == 0 {
        return Err(vm.value_error("generator already executing"));
    }
    // SAFETY: what is at the end of the chain is a generator that those before it hold.
    check_stack(vm, unsafe { payload::<Generator>(object(word)) })?;
    // SAFETY: the generator waits, so its registers and pc are those of its own verified code; there is room on the stack.
    let result = unsafe {
        let (caller, base, from) = frames::above(vm);
        let sent = sent.into_bits();
        let pc = push(vm, word, base, from, vm.pc, 0, flag::ENTRY | flag::TEMP);
        let step = go_on(pc, base, sent, vm);
        run(vm, step, caller)?
    };
    Ok(if generator.state.get() == GeneratorState::Finished {
        Outcome::Returned(result)
    } else {
        Outcome::Yielded(result)
    })
}

fn check_stack(vm: &mut Vm, generator: &Generator) -> R<()> {
    let registers = generator
        .code
        .downcast::<crate::object::code::Code>()
        .map_or(0, |code| code.call.register_count as usize);
    let end = frames::top(vm).wrapping_add(registers + 64);
    if !vm.stack.reaches(end, vm.heap)
        || vm.depth >= vm.depth_limit
        || vm.native_depth >= vm.native_depth_limit
    {
        return Err(vm.recursion_error("maximum recursion depth exceeded"));
    }
    Ok(())
}

/// `next(generator)`: the next value, or nothing when it has finished.
pub fn resume_next(vm: &mut Vm, generator: &Value) -> R<Option<Value>> {
    match resume(vm, generator, Value::NONE)? {
        Outcome::Yielded(value) => Ok(Some(value)),
        Outcome::Returned(_) => Ok(None),
    }
}

/// `generator.send(value)`; StopIteration when it finishes.
pub fn send(vm: &mut Vm, generator: &Value, value: Value) -> R {
    match resume(vm, generator, value)? {
        Outcome::Yielded(value) => Ok(value),
        Outcome::Returned(value) => Err(vm.stop_iteration(value)),
    }
}

/// `generator.throw(exception)`: the exception is raised where the generator waits.
pub fn throw(vm: &mut Vm, generator_value: &Value, exception: Value) -> R {
    match throw_outcome(vm, generator_value, exception)? {
        Outcome::Yielded(value) => Ok(value),
        Outcome::Returned(value) => Err(vm.stop_iteration(value)),
    }
}

fn throw_outcome(vm: &mut Vm, generator_value: &Value, exception: Value) -> R<Outcome> {
    let Some(generator) = generator_value.downcast_exact::<Generator>() else {
        return Err(vm.type_error("a generator is required"));
    };
    match generator.state.get() {
        GeneratorState::Running => return Err(vm.value_error("generator already executing")),
        GeneratorState::Finished => return Err(vm.reraise(exception)),
        // SAFETY: the value is a generator.
        _ if unsafe { is_executing(generator_value.bits()) } => {
            return Err(vm.value_error("generator already executing"));
        }
        _ => {}
    }
    if let Some(inner) = delegate_of(generator) {
        return throw_into_delegate(vm, generator_value, generator, &inner, exception);
    }
    raise_inside(vm, generator_value, generator, exception)
}

/// The iterator that a waiting generator delegates to.
pub fn delegate_of(generator: &Generator) -> Option<Value> {
    if generator.state.get() != GeneratorState::Suspended || generator.delegate.get() == u16::MAX {
        return None;
    }
    let word = generator.registers().get(usize::from(generator.delegate.get())).copied()?;
    // SAFETY: the register owns the value.
    (word != 0).then(|| unsafe { Value::clone_bits(word) })
}

fn throw_into_delegate(
    vm: &mut Vm,
    generator_value: &Value,
    generator: &Generator,
    inner: &Value,
    exception: Value,
) -> R<Outcome> {
    let exit = vm.types.generator_exit;
    if vm.is_exactly_or_derived(&exception, exit) {
        generator.state.set(GeneratorState::Running);
        let closed = close_iterator(vm, inner);
        generator.state.set(GeneratorState::Suspended);
        let raised = match closed {
            Ok(()) => exception,
            Err(raised) => vm.caught(raised),
        };
        return raise_inside(vm, generator_value, generator, raised);
    }
    generator.state.set(GeneratorState::Running);
    let result = if inner.downcast_exact::<Generator>().is_some() {
        vm.native_call(|vm| throw_outcome(vm, inner, exception.clone())).map(Some)
    } else {
        let name = vm.names.throw.clone();
        match vm.find_attribute(inner, &name) {
            Ok(Some(method)) => match vm.call(&method, std::slice::from_ref(&exception)) {
                Ok(value) => Ok(Some(Outcome::Yielded(value))),
                Err(_) if vm.is_raising(vm.types.stop_iteration) => {
                    let stop = vm.exception.replace(None).unwrap_or(Value::NONE);
                    Ok(Some(Outcome::Returned(stop_value(vm, &stop))))
                }
                Err(raised) => Err(raised),
            },
            Ok(None) => Ok(None),
            Err(raised) => Err(raised),
        }
    };
    generator.state.set(GeneratorState::Suspended);
    match result {
        Ok(Some(Outcome::Yielded(value))) => Ok(Outcome::Yielded(value)),
        Ok(Some(Outcome::Returned(value))) => finish_delegation(vm, generator_value, generator, value),
        Ok(None) => raise_inside(vm, generator_value, generator, exception),
        Err(raised) => {
            let inner_error = vm.caught(raised);
            raise_inside(vm, generator_value, generator, inner_error)
        }
    }
}

/// The value that a StopIteration carries.
pub fn stop_value(vm: &mut Vm, stop: &Value) -> Value {
    let name = vm.names.value.clone();
    match vm.find_attribute(stop, &name) {
        Ok(found) => found.unwrap_or(Value::NONE),
        Err(_) => {
            vm.exception.set(None);
            Value::NONE
        }
    }
}

fn raise_inside(vm: &mut Vm, generator_value: &Value, generator: &Generator, exception: Value) -> R<Outcome> {
    check_stack(vm, generator)?;
    // SAFETY: as in `resume`; the exception is raised at the instruction where the generator waits.
    let result = unsafe {
        let (caller, base, from) = frames::above(vm);
        generator.parent.set(0);
        let unstarted = generator.state.get() == GeneratorState::Created;
        let pc = push(vm, generator_value.bits(), base, from, vm.pc, 0, flag::ENTRY | flag::TEMP);
        if unstarted {
            generator.delegate.set(UNSTARTED);
        }
        crate::types::exceptions::chain_context(vm, &exception);
        let _ = vm.reraise(exception);
        let step = unwind(pc, base, vm);
        run(vm, step, caller)?
    };
    Ok(if generator.state.get() == GeneratorState::Finished {
        Outcome::Returned(result)
    } else {
        Outcome::Yielded(result)
    })
}

/// The delegate has returned a value to an exception that was thrown in: the generator goes on after its `yield from`.
fn finish_delegation(
    vm: &mut Vm,
    generator_value: &Value,
    generator: &Generator,
    value: Value,
) -> R<Outcome> {
    check_stack(vm, generator)?;
    // SAFETY: as in `resume`. Behind the Yield of a `yield from` stands the jump back to its Send.
    let result = unsafe {
        let (caller, base, from) = frames::above(vm);
        generator.parent.set(0);
        let pc = push(vm, generator_value.bits(), base, from, vm.pc, 0, flag::ENTRY | flag::TEMP);
        let step = end_delegation(pc, base, value.into_bits());
        run(vm, step, caller)?
    };
    Ok(if generator.state.get() == GeneratorState::Finished {
        Outcome::Returned(result)
    } else {
        Outcome::Yielded(result)
    })
}

fn close_iterator(vm: &mut Vm, iterator: &Value) -> R<()> {
    if iterator.downcast_exact::<Generator>().is_some() {
        return vm.native_call(|vm| close(vm, iterator)).map(drop);
    }
    let name = vm.names.close.clone();
    match vm.find_attribute(iterator, &name)? {
        Some(method) => vm.call(&method, &[]).map(drop),
        None => Ok(()),
    }
}

/// `generator.close()`: GeneratorExit is raised where it waits; the value that it returns, or None.
pub fn close(vm: &mut Vm, generator_value: &Value) -> R {
    let Some(generator) = generator_value.downcast_exact::<Generator>() else {
        return Err(vm.type_error("a generator is required"));
    };
    match generator.state.get() {
        GeneratorState::Finished => return Ok(Value::NONE),
        GeneratorState::Running => return Err(vm.value_error("generator already executing")),
        GeneratorState::Created => {
            finish_unstarted(generator_value, generator);
            return Ok(Value::NONE);
        }
        GeneratorState::Suspended => {}
    }
    let exception = vm.new_exception(vm.types.generator_exit, Vec::new())?;
    match throw_outcome(vm, generator_value, exception) {
        Ok(Outcome::Yielded(_)) => Err(vm.runtime_error("generator ignored GeneratorExit")),
        Ok(Outcome::Returned(value)) => Ok(value),
        Err(_) if vm.is_raising(vm.types.generator_exit) || vm.is_raising(vm.types.stop_iteration) => {
            vm.exception.set(None);
            Ok(Value::NONE)
        }
        Err(raised) => Err(raised),
    }
}

/// A generator that never ran has nothing to clean up.
fn finish_unstarted(value: &Value, generator: &Generator) {
    generator.state.set(GeneratorState::Finished);
    if let Some(address) = value.object() {
        // SAFETY: the value owns a count.
        unsafe { address.as_ref() }.set(FINALIZED);
    }
    generator.drop_registers();
    generator.function.set(None);
}

/// The finalizer of a generator that dies while it waits inside a `try` or `with`.
pub fn finalize(vm: &mut Vm, generator: &Value) -> R<()> {
    close(vm, generator).map(drop)
}

/// Raises again inside of a frame, for `Reraise`.
pub unsafe fn raise_again(pc: *mut u64, base: *mut u64, exception: Value, vm: &mut Vm) -> Step {
    let _ = vm.reraise(exception);
    unwind_again(pc, base, vm)
}

/// The generator's frame as others see it: its locals while it waits.
pub fn local_of(generator: &Generator, index: usize) -> Option<Value> {
    let word = generator.registers().get(index).copied().unwrap_or(0);
    // SAFETY: the register owns the value.
    (word != 0).then(|| unsafe { Value::clone_bits(word) })
}
