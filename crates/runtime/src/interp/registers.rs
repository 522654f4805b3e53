//! Words in registers: the few operations that the handlers are made of.
//!
//! ```text
//! base[-4] function │ base[-3] return address │ base[-2] link │ base[-1] code │ base[0] … locals │ temporaries …
//! link = distance to the caller's base (32) │ destination register (16) │ frame flags (16)
//! ```
//!
//! Values are plain words here: whoever copies one says whether the count goes with it. The code that runs was verified when it was
//! loaded, so registers, jump targets and words lie inside of their frame and unit; that is what every function here relies on.

use exuvia_bytecode::{Instruction, TEMP_A, TEMP_B, TEMP_C};
use exuvia_heap::{Header, Heap, Object, PENDING_FINALIZERS};

use crate::object::code::Code;
use crate::object::function::Function;
use crate::object::payload;
use crate::value::{Value, word};
use crate::vm::Vm;

/// Where the program is: the instruction and the frame's registers.
pub type Step = (*mut u64, *mut u64);

/// Frame flags.
pub mod flag {
    /// The destination is a temporary.
    pub const TEMP: u64 = 1;
    /// The frame was entered from native code: its end leaves the loop.
    pub const ENTRY: u64 = 2;
    /// `__init__` of a new instance, which waits in `base[-5]`.
    pub const CONSTRUCT: u64 = 4;
    /// A generator's frame; the generator itself is in `base[-5]`.
    pub const GENERATOR: u64 = 8;
    /// A generator resumed by a `for` loop.
    pub const ITERATE: u64 = 16;
    /// A generator resumed by `yield from`.
    pub const SEND: u64 = 32;
    /// A frame object exists.
    pub const HAS_FRAME: u64 = 64;
    /// The result is dropped (`__setitem__` and the like).
    pub const DISCARD: u64 = 128;
    /// Anything that makes a return other than plain.
    pub const SPECIAL: u64 = ENTRY | CONSTRUCT | GENERATOR | HAS_FRAME;
}

/// The instruction at `pc`.
#[inline(always)]
pub unsafe fn fetch(pc: *mut u64) -> Instruction {
    Instruction(*pc)
}

/// The object that a reference word names.
#[inline(always)]
pub unsafe fn object(word: u64) -> Object {
    Object::new_unchecked(word as usize as *mut Header)
}

/// The header behind a reference word.
#[inline(always)]
pub unsafe fn header<'a>(word: u64) -> &'a Header {
    &*(word as usize as *const Header)
}

/// Adds a count if the word is a reference.
#[inline(always)]
pub unsafe fn incref(word: u64) {
    if word::is_reference(word) {
        header(word).incref();
    }
}

/// Gives a count back if the word is a reference. Finalizers that become due wait for the next safe point.
#[inline(always)]
pub unsafe fn release(word: u64) {
    if word::is_reference(word) && header(word).decref() {
        die(word);
    }
}

/// Gives back the count that a call had of its callee. It leaves no stamp: calls would keep every function under suspicion, and a
/// program that only builds would pay for collections (see `Header::decref_unstamped`).
#[inline(always)]
pub unsafe fn release_callee(word: u64) {
    if word::is_reference(word) && header(word).decref_unstamped() {
        die(word);
    }
}

#[inline(never)]
unsafe fn die(word: u64) {
    Heap::death(object(word));
}

/// Gives a count back and goes on at `next`, after what became due by it.
#[inline(always)]
pub unsafe fn release_then(word: u64, next: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    if word::is_reference(word) && header(word).decref() {
        return die_then(word, next, base, vm);
    }
    (next, base)
}

#[inline(never)]
unsafe fn die_then(word: u64, next: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    Heap::death(object(word));
    settle(next, base, vm)
}

/// Runs finalizers that are due, before the instruction at `next`.
#[inline(always)]
pub unsafe fn settle(next: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    if vm.heap.pending().get() & PENDING_FINALIZERS != 0 {
        settle_slow(next, base, vm);
    }
    (next, base)
}

#[cold]
#[inline(never)]
unsafe fn settle_slow(next: *mut u64, base: *mut u64, vm: &mut Vm) {
    vm.base = base;
    vm.pc = next;
    crate::gc_host::run_finalizers(vm);
}

/// Writes the result into `a` and goes on. A local's old value is released afterwards.
#[inline(always)]
pub unsafe fn finish(ins: Instruction, result: u64, next: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let slot = base.add(ins.a());
    if ins.flags() & TEMP_A != 0 {
        *slot = result;
        return (next, base);
    }
    let old = slot.replace(result);
    release_then(old, next, base, vm)
}

/// Releases the operands `b` and `c` where they are temporaries.
#[inline(always)]
pub unsafe fn consume_bc(ins: Instruction, base: *mut u64) {
    if ins.flags() & TEMP_B != 0 {
        release(*base.add(ins.b()));
    }
    if ins.flags() & TEMP_C != 0 {
        release(*base.add(ins.c()));
    }
}

/// Releases operand `b` where it is a temporary.
#[inline(always)]
pub unsafe fn consume_b(ins: Instruction, base: *mut u64) {
    if ins.flags() & TEMP_B != 0 {
        release(*base.add(ins.b()));
    }
}

/// Releases the operands `a` and `b` where they are temporaries.
#[inline(always)]
pub unsafe fn consume_ab(ins: Instruction, base: *mut u64) {
    if ins.flags() & TEMP_A != 0 {
        release(*base.add(ins.a()));
    }
    consume_b(ins, base);
}

/// The word of register `index`, owned: a temporary's own, a local's with one more count.
#[inline(always)]
pub unsafe fn take(base: *mut u64, index: usize, temporary: bool) -> u64 {
    let word = *base.add(index);
    if !temporary {
        incref(word);
    }
    word
}

/// The same as a value.
#[inline(always)]
pub unsafe fn take_value(base: *mut u64, index: usize, temporary: bool) -> Value {
    Value::from_bits(take(base, index, temporary))
}

/// Register `index` as a borrowed value.
#[inline(always)]
pub unsafe fn value<'a>(base: *mut u64, index: usize) -> &'a Value {
    Value::borrow_bits(&*base.add(index))
}

/// The word at a distance behind the instruction, as a borrowed value (a constant or a name).
#[inline(always)]
pub unsafe fn word_value<'a>(pc: *mut u64, distance: usize) -> &'a Value {
    Value::borrow_bits(&*pc.add(distance))
}

/// The code that the frame runs.
#[inline(always)]
pub unsafe fn code<'a>(base: *mut u64) -> &'a Code {
    &*(*base.sub(1) as usize as *const Code)
}

/// The function that the frame runs.
#[inline(always)]
pub unsafe fn function<'a>(base: *mut u64) -> &'a Function {
    payload::<Function>(object(*base.sub(4)))
}

/// The frame's link word.
#[inline(always)]
pub unsafe fn link(base: *mut u64) -> u64 {
    *base.sub(2)
}

/// A link word.
#[inline(always)]
pub fn make_link(base: *mut u64, caller: *mut u64, destination: usize, flags: u64) -> u64 {
    let distance = (base as usize - caller as usize) / size_of::<u64>();
    distance as u64 | (destination as u64) << 32 | flags << 48
}

/// The caller's base, from a frame's base and link.
#[inline(always)]
pub unsafe fn caller(base: *mut u64, link: u64) -> *mut u64 {
    base.sub(link as u32 as usize)
}

/// The flags in a link word.
#[inline(always)]
pub const fn link_flags(link: u64) -> u64 {
    link >> 48
}

/// The destination register in a link word.
#[inline(always)]
pub const fn link_destination(link: u64) -> usize {
    (link >> 32) as u16 as usize
}

/// Before native code runs: where the program is, for tracebacks and for the frames that the native code may start.
#[inline(always)]
pub fn leave_for_native(vm: &mut Vm, next: *mut u64, base: *mut u64) {
    vm.base = base;
    vm.pc = next;
}
