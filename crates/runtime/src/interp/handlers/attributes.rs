//! Attributes, with a cache of two words behind the instruction.
//!
//! ```text
//! word 2   layout (24) │ class epoch (32)                 matches the object's header and the interpreter's epoch, or the slow path asks
//! word 3   byte offset of the slot │ new layout << 32     loads and stores
//!          the function's address                         LoadMethod; with bit 0: a property's getter
//! ```

use exuvia_bytecode::{TEMP_A, TEMP_B};

use super::slow::{deliver_done, deliver_result};
use crate::interp::frames::enter;
use crate::interp::registers::*;
use crate::interp::unwind::unwind;
use crate::native::R;
use crate::object::class::flags;
use crate::object::descriptors::Property;
use crate::object::function::Function;
use crate::object::{Attributes, ids, instance, object_info, payload};
use crate::value::{Value, word};
use crate::vm::Vm;

/// What the cache word must be for an object with this header.
#[inline(always)]
fn cache_key(header_word: u64, vm: &Vm) -> u64 {
    header_word >> 40 | u64::from(vm.epoch) << 32
}

#[inline(always)]
pub unsafe fn LoadAttr(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let owner = *base.add(ins.b());
    if word::is_reference(owner) && *pc.add(2) == cache_key(header(owner).word(), vm) {
        let cached = *pc.add(3);
        if cached < 4096 {
            let found = *((owner + cached) as usize as *const u64);
            if found != 0 {
                incref(found);
                if ins.flags() & TEMP_B != 0 {
                    return finish_and_release(pc, base, vm, found, owner);
                }
                return finish(ins, found, pc.add(4), base, vm);
            }
        } else {
            return property_call(pc, base, vm, cached & !1);
        }
    }
    load_attr_slow(pc, base, vm)
}

/// Delivers a loaded attribute and releases the temporary that it was loaded from.
#[inline(always)]
unsafe fn finish_and_release(pc: *mut u64, base: *mut u64, vm: &mut Vm, found: u64, owner: u64) -> Step {
    let ins = fetch(pc);
    let slot = base.add(ins.a());
    if ins.flags() & TEMP_A != 0 {
        *slot = found;
        return release_then(owner, pc.add(4), base, vm);
    }
    let old = slot.replace(found);
    release(owner);
    release_then(old, pc.add(4), base, vm)
}

/// Calls a property's getter as a frame of its own.
#[inline(never)]
unsafe fn property_call(pc: *mut u64, base: *mut u64, vm: &mut Vm, getter: u64) -> Step {
    let ins = fetch(pc);
    let receiver = take(base, ins.b(), ins.flags() & TEMP_B != 0);
    incref(getter);
    call_inline(pc, 4, base, vm, getter, &[receiver], ins.a(), u64::from(ins.flags() & TEMP_A != 0))
}

/// Enters a Python function (its count and the arguments' are handed over) above the frame, for operations that are calls in truth.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "a call has that many parts")]
pub unsafe fn call_inline(
    pc: *mut u64,
    length: usize,
    base: *mut u64,
    vm: &mut Vm,
    callee: u64,
    arguments: &[u64],
    destination: usize,
    flags: u64,
) -> Step {
    let window = base.add(code(base).call.register_count as usize + 8);
    for (index, argument) in arguments.iter().enumerate() {
        *window.add(index) = *argument;
    }
    *window.sub(4) = callee;
    let target = payload::<Function>(object(callee)).code();
    enter(vm, target, window, base, pc.add(length), destination, flags, arguments.len())
}

#[inline(never)]
unsafe fn load_attr_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(4), base);
    let owner = value(base, ins.b());
    let name = word_value(pc, 1);
    remember_load(pc, vm, owner, name);
    let result = vm.get_attribute(owner, name);
    consume_b(ins, base);
    deliver_result(result, ins, pc, 4, base, vm)
}

/// Fills the cache of a load, if the attribute lies in a slot or is a property with a plain Python getter.
unsafe fn remember_load(pc: *mut u64, vm: &mut Vm, owner: &Value, name: &Value) {
    let Some(address) = owner.object() else { return };
    let details = object_info(address);
    let class = details.class;
    if details.kind != ids::INSTANCE || class.has(flags::GETATTRIBUTE) {
        return;
    }
    let found = vm.lookup(class, name);
    let key = cache_key(address.as_ref().word(), vm);
    if let Some(found) = &found {
        if let Some(property) = found.downcast_exact::<Property>() {
            let getter = property.getter.get();
            // AttributeError from a getter leads to `__getattr__`: the general path knows.
            if let Some(function) = getter.as_ref().and_then(|getter| getter.downcast_exact::<Function>()) {
                if function.code().call.plain_arguments == 1 && !class.has(flags::GETATTR) {
                    *pc.add(2) = key;
                    *pc.add(3) = getter.map_or(0, |getter| getter.bits()) | 1;
                }
            }
            return;
        }
        if let Some(member) = found.downcast_exact::<crate::object::descriptors::Member>() {
            *pc.add(2) = key;
            *pc.add(3) = 8 + 8 * member.index as u64;
            return;
        }
        if vm.is_data_descriptor(found) {
            return;
        }
    }
    if details.attributes == Attributes::Slots {
        if let Some(index) = details.slot(name) {
            *pc.add(2) = key;
            *pc.add(3) = 8 + 8 * index as u64;
        }
    }
}

#[inline(always)]
pub unsafe fn StoreAttr(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let owner = *base.add(ins.a());
    if word::is_reference(owner) {
        let owner_header = header(owner);
        let header_word = owner_header.word();
        if *pc.add(2) == cache_key(header_word, vm) {
            let cached = *pc.add(3);
            let slot = (owner + (cached & 0xFFFF_FFFF)) as usize as *mut u64;
            let stored = take(base, ins.b(), ins.flags() & TEMP_B != 0);
            let layout = cached >> 32;
            let old = if layout != 0 {
                slot.write(stored);
                owner_header.set_word(header_word & ((1 << 40) - 1) | layout << 40);
                0
            } else {
                slot.replace(stored)
            };
            if ins.flags() & TEMP_A != 0 {
                release(owner);
            }
            return release_then(old, pc.add(4), base, vm);
        }
    }
    store_attr_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn store_attr_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(4), base);
    let owner = value(base, ins.a());
    let name = word_value(pc, 1);
    let key = remember_store(pc, vm, owner, name);
    let stored = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let result = vm.set_attribute(owner, name, Some(stored));
    if let (Some(key), Some(address)) = (key, owner.object()) {
        remember_transition(pc, vm, key, address, name);
    }
    if ins.flags() & TEMP_A != 0 {
        release(*base.add(ins.a()));
    }
    deliver_done(result, pc, 4, base, vm)
}

/// Fills the cache of a store into a slot that exists. For one that does not yet, returns the key of the layout before.
unsafe fn remember_store(pc: *mut u64, vm: &mut Vm, owner: &Value, name: &Value) -> Option<u64> {
    let address = owner.object()?;
    let details = object_info(address);
    let class = details.class;
    if details.kind != ids::INSTANCE || class.has(flags::SETATTR) {
        return None;
    }
    let key = cache_key(address.as_ref().word(), vm);
    if let Some(found) = vm.lookup(class, name) {
        if let Some(member) = found.downcast_exact::<crate::object::descriptors::Member>() {
            *pc.add(2) = key;
            *pc.add(3) = 8 + 8 * member.index as u64;
            return None;
        }
        if vm.is_data_descriptor(&found) {
            return None;
        }
    }
    if details.attributes != Attributes::Slots {
        return None;
    }
    match details.slot(name) {
        Some(index) => {
            *pc.add(2) = key;
            *pc.add(3) = 8 + 8 * index as u64;
            None
        }
        None => Some(key),
    }
}

/// Fills the cache of a store that gave the object one attribute more.
unsafe fn remember_transition(pc: *mut u64, vm: &mut Vm, key: u64, address: exuvia_heap::Object, name: &Value) {
    let details = object_info(address);
    let before = vm.heap.layout(exuvia_heap::LayoutId::new(key as u32));
    let was = crate::object::info(before);
    if details.attributes != Attributes::Slots || details.keys.len() != was.keys.len() + 1 || key >> 32 != u64::from(vm.epoch) {
        return;
    }
    if let Some(index) = details.slot(name) {
        *pc.add(2) = key;
        *pc.add(3) = (8 + 8 * index as u64) | (details.id.index() as u64) << 32;
    }
}

#[inline(never)]
pub unsafe fn DeleteAttr(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(2), base);
    let result = vm.set_attribute(value(base, ins.a()), word_value(pc, 1), None);
    if ins.flags() & TEMP_A != 0 {
        release(*base.add(ins.a()));
    }
    deliver_done(result, pc, 2, base, vm)
}

#[inline(always)]
pub unsafe fn LoadMethod(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let owner = *base.add(ins.b());
    if word::is_reference(owner) && *pc.add(2) == cache_key(header(owner).word(), vm) {
        let found = *pc.add(3);
        header(found).incref();
        if ins.flags() & TEMP_B == 0 {
            header(owner).incref();
        }
        *base.add(ins.a()) = found;
        *base.add(ins.a() + 4) = owner;
        return (pc.add(4), base);
    }
    load_method_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn load_method_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(4), base);
    let owner = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let name = word_value(pc, 1);
    let window = base.add(ins.a());
    match find_method(pc, vm, &owner, name) {
        Ok((callable, true)) => {
            *window = callable.into_bits();
            *window.add(4) = owner.into_bits();
            (pc.add(4), base)
        }
        Ok((callable, false)) => {
            *window = callable.into_bits();
            *window.add(4) = 0;
            release_then(owner.into_bits(), pc.add(4), base, vm)
        }
        Err(_) => {
            drop(owner);
            unwind(pc, base, vm)
        }
    }
}

/// The callable for a method call, and whether the receiver goes in front of the arguments.
unsafe fn find_method(pc: *mut u64, vm: &mut Vm, owner: &Value, name: &Value) -> R<(Value, bool)> {
    let class = vm.class_of(owner);
    let plain = !class.has(flags::GETATTRIBUTE) && class.kind != ids::TYPE && class.kind != ids::SUPER && class.kind != ids::MODULE;
    if plain {
        if let Some(found) = vm.lookup(class, name) {
            if vm.is_method_like(&found) {
                let Some(address) = owner.object() else { return Ok((found, true)) };
                let details = object_info(address);
                let shadowed = match details.attributes {
                    Attributes::None => crate::ops::attributes::payload_dict(owner).is_some_and(|dict| dict.as_ref().is_some()),
                    Attributes::Slots => details.slot(name).is_some(),
                    Attributes::Dict => true,
                };
                if !shadowed {
                    if crate::ops::attributes::payload_dict(owner).is_none() {
                        *pc.add(2) = cache_key(address.as_ref().word(), vm);
                        *pc.add(3) = found.bits();
                    }
                    return Ok((found, true));
                }
                if details.attributes != Attributes::None && instance::get(address, name).is_none() {
                    return Ok((found, true));
                }
            }
        }
    }
    Ok((vm.get_attribute(owner, name)?, false))
}
