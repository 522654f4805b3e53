//! Attributes, with a cache of two words behind the instruction.
//!
//! ```text
//! word 2   layout (24) │ class epoch (32)                 matches the object's header and the interpreter's epoch, or the slow path asks
//! word 3   byte offset of the slot │ new layout << 32     loads and stores
//!          the function's address                         LoadMethod; with bit 0: a property's getter
//! ```

use exuvia_bytecode::{TEMP_A, TEMP_B};

use super::slow::{deliver_done, deliver_result};
use crate::interp::attribute_cache::Access;
use crate::interp::frames::{enter, is_layout};
use crate::interp::registers::*;
use crate::interp::unwind::unwind;
use crate::native::R;
use crate::object::class::TypeRef;
use crate::object::class::flags;
use crate::object::descriptors::{ClassMethod, Property, StaticMethod};
use crate::object::function::Function;
use crate::object::{Attributes, ids, instance, object_info, payload};
use crate::value::{Value, word};
use crate::vm::Vm;

/// Mark of a cached load of a value that the class holds: bits 56 to 62 are the class's place in the order, the rest as for classes.
const CLASS_VALUE: u64 = 1 << 63;

/// A plain value that an instance's class, or one of its bases, holds. 0 when it is not that any more.
#[inline(always)]
unsafe fn value_of_class(owner: u64, name: u64, cached: u64, vm: &Vm) -> u64 {
    let class = crate::object::info(vm.heap.layout(header(owner).layout())).class;
    let order = payload::<crate::object::tuple::Tuple>(object(class.mro.bits())).items();
    match order.get((cached >> 56) as usize & 0x7F) {
        Some(holder) => class_entry(holder.bits(), name, cached & 0x00FF_FFFF_FFFF_FFFF),
        None => 0,
    }
}

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
        } else if cached & CLASS_VALUE == 0 {
            return property_call(pc, base, vm, cached & !1);
        } else {
            let found = value_of_class(owner, *pc.add(1), cached, vm);
            if found != 0 {
                incref(found);
                if ins.flags() & TEMP_B != 0 {
                    return finish_and_release(pc, base, vm, found, owner);
                }
                return finish(ins, found, pc.add(4), base, vm);
            }
        }
    }
    if is_layout(owner, ids::TYPE) && *pc.add(2) == !cache_key(header(owner).word(), vm) {
        let found = class_entry(owner, *pc.add(1), *pc.add(3));
        if found != 0 && ins.flags() & TEMP_B == 0 {
            incref(found);
            return finish(ins, found, pc.add(4), base, vm);
        }
        if found != 0 {
            incref(found);
            return finish_and_release(pc, base, vm, found, owner);
        }
    }
    load_attr_slow(pc, base, vm)
}

/// An entry of a class's own namespace, as the cache describes it: the index, and the layout that the value must have (it has no
/// `__get__` then). 0 when it is not that any more.
#[inline(always)]
unsafe fn class_entry(class: u64, name: u64, cached: u64) -> u64 {
    let class = TypeRef::from_object(object(class));
    let table = &class.namespace().table;
    let entry = cached as u32 as usize;
    if table.key_bits(entry) != name {
        return 0;
    }
    let found = table.value(entry).map_or(0, Value::bits);
    let layout = if word::is_reference(found) { header(found).layout().index() as u64 } else { 0 };
    if layout == cached >> 32 { found } else { 0 }
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

/// Looks into the shared table for what the instruction does not know; true when it knows now and should run again.
#[inline(always)]
unsafe fn recall(pc: *mut u64, owner: u64, vm: &mut Vm, access: Access) -> bool {
    if !word::is_reference(owner) {
        return false;
    }
    let key = cache_key(header(owner).word(), vm);
    // An instruction that knew already has found the slot empty.
    if *pc.add(2) == key {
        return false;
    }
    match vm.attributes.find(access, key, *pc.add(1)) {
        Some(found) => {
            *pc.add(2) = key;
            *pc.add(3) = found;
            true
        }
        None => false,
    }
}

/// Puts what the instruction has learned about the layout with this key into the shared table.
#[inline(always)]
unsafe fn share(pc: *mut u64, key: u64, vm: &mut Vm, access: Access) {
    if *pc.add(2) == key {
        vm.attributes.remember(access, key, *pc.add(1), *pc.add(3));
    }
}

/// The cache key of a register's object; 0 for an immediate value.
#[inline(always)]
unsafe fn key_of(owner: u64, vm: &Vm) -> u64 {
    if word::is_reference(owner) { cache_key(header(owner).word(), vm) } else { 0 }
}

#[inline(never)]
unsafe fn load_attr_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    if recall(pc, *base.add(ins.b()), vm, Access::Load) {
        return (pc, base);
    }
    leave_for_native(vm, pc.add(4), base);
    let owner = value(base, ins.b());
    let name = word_value(pc, 1);
    remember_load(pc, vm, owner, name);
    share(pc, key_of(owner.bits(), vm), vm, Access::Load);
    let result = vm.get_attribute(owner, name);
    consume_b(ins, base);
    deliver_result(result, ins, pc, 4, base, vm)
}

/// Fills the cache of a load, if the attribute lies in a slot or is a property with a plain Python getter.
unsafe fn remember_load(pc: *mut u64, vm: &mut Vm, owner: &Value, name: &Value) {
    let Some(address) = owner.object() else { return };
    let details = object_info(address);
    let class = details.class;
    if is_layout(owner.bits(), ids::TYPE) {
        return remember_class_entry(pc, vm, owner, name);
    }
    if details.kind != ids::INSTANCE || class.has(flags::GETATTRIBUTE) {
        return;
    }
    let found = vm.lookup(class, name);
    let key = cache_key(address.as_ref().word(), vm);
    if let Some(found) = &found {
        if let Some(property) = found.downcast_exact::<Property>() {
            let getter = property.getter.get();
            // AttributeError from a getter leads to `__getattr__`: the general path knows.
            if let Some(function) = getter.as_ref().and_then(|getter| getter.downcast_exact::<Function>())
                && function.code().call.plain_arguments == 1
                && !class.has(flags::GETATTR)
            {
                *pc.add(2) = key;
                *pc.add(3) = getter.map_or(0, |getter| getter.bits()) | 1;
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
    if details.attributes == Attributes::Slots
        && let Some(index) = details.slot(name)
    {
        *pc.add(2) = key;
        *pc.add(3) = 8 + 8 * index as u64;
        return;
    }
    if details.attributes != Attributes::Dict && found.is_some() {
        for (place, holder) in class.mro_items().iter().enumerate().take(0x7F) {
            let holder = TypeRef::from_object(object(holder.bits()));
            if holder.namespace().find_str(name).is_none() {
                continue;
            }
            // Functions would have to be bound.
            let described = class_entry_of(vm, holder, name)
                .filter(|described| described >> 32 != u64::from(ids::FUNCTION));
            if let Some(described) = described {
                *pc.add(2) = key;
                *pc.add(3) = CLASS_VALUE | (place as u64) << 56 | described;
            }
            return;
        }
    }
}

/// Fills the cache of a load from a class's own namespace, if the value is taken as it is and the metaclass has no such attribute.
/// The key is kept inverted, so that it is no instance's.
unsafe fn remember_class_entry(pc: *mut u64, vm: &mut Vm, owner: &Value, name: &Value) {
    let class = TypeRef::from_object(object(owner.bits()));
    if vm.lookup_bits(vm.types.type_type, name) != 0 {
        return;
    }
    if let Some(described) = class_entry_of(vm, class, name) {
        *pc.add(2) = !cache_key(header(owner.bits()).word(), vm);
        *pc.add(3) = described;
    }
}

/// The cache's description of an entry in a class's own namespace whose value is a function or needs no binding.
unsafe fn class_entry_of(vm: &mut Vm, class: TypeRef, name: &Value) -> Option<u64> {
    let entry = class.namespace().find_str(name)?;
    let found = class.namespace().table.value(entry).cloned()?;
    let layout = match found.object() {
        None => 0,
        Some(_) if found.downcast_exact::<Function>().is_some() => ids::FUNCTION as usize,
        Some(address) => {
            let get = vm.names.__get__.clone();
            let value_class = vm.class_of(&found);
            let plain = matches!(
                found.payload_kind(),
                ids::INSTANCE | ids::STR | ids::TUPLE | ids::LIST | ids::DICT | ids::SET | ids::TYPE
            );
            if !plain || vm.lookup_bits(value_class, &get) != 0 {
                return None;
            }
            address.as_ref().layout().index()
        }
    };
    Some(entry as u64 | (layout as u64) << 32)
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
                // The stored value may be the owner itself: the count is read anew.
                owner_header.set_word(owner_header.word() & ((1 << 40) - 1) | layout << 40);
                0
            } else {
                // The old value is given up below, which leaves a stamp.
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
    if recall(pc, *base.add(ins.a()), vm, Access::Store) {
        return (pc, base);
    }
    leave_for_native(vm, pc.add(4), base);
    let owner = value(base, ins.a());
    let name = word_value(pc, 1);
    let before = key_of(owner.bits(), vm);
    let key = remember_store(pc, vm, owner, name);
    let stored = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let result = vm.set_attribute(owner, name, Some(stored));
    if let (Some(key), Some(address)) = (key, owner.object()) {
        remember_transition(pc, vm, key, address, name);
    }
    share(pc, before, vm, Access::Store);
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
unsafe fn remember_transition(
    pc: *mut u64,
    vm: &mut Vm,
    key: u64,
    address: exuvia_heap::Object,
    name: &Value,
) {
    let details = object_info(address);
    let before = vm.heap.layout(exuvia_heap::LayoutId::new(key as u32));
    let was = crate::object::info(before);
    if details.attributes != Attributes::Slots
        || details.keys.len() != was.keys.len() + 1
        || key >> 32 != u64::from(vm.epoch)
    {
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
    if is_layout(owner, ids::TYPE) && *pc.add(2) == !cache_key(header(owner).word(), vm) {
        let found = class_entry(owner, *pc.add(1), *pc.add(3));
        // A class method may have been given something else to wrap since: only a Python function goes with a receiver.
        let plain = !is_layout(found, ids::CLASS_METHOD)
            || is_layout(payload::<ClassMethod>(object(found)).function.bits(), ids::FUNCTION);
        if found != 0 && plain {
            return class_callable(pc, base, vm, owner, found);
        }
    }
    load_method_slow(pc, base, vm)
}

/// A function, static method or class method out of a class's own namespace, called through the class.
#[inline(always)]
unsafe fn class_callable(pc: *mut u64, base: *mut u64, vm: &mut Vm, owner: u64, found: u64) -> Step {
    let ins = fetch(pc);
    let window = base.add(ins.a());
    let temporary = ins.flags() & TEMP_B != 0;
    let callable = if is_layout(found, ids::STATIC_METHOD) {
        payload::<StaticMethod>(object(found)).function.bits()
    } else if is_layout(found, ids::CLASS_METHOD) {
        let function = payload::<ClassMethod>(object(found)).function.bits();
        incref(function);
        if !temporary {
            header(owner).incref();
        }
        *window = function;
        *window.add(4) = owner;
        return (pc.add(4), base);
    } else {
        found
    };
    incref(callable);
    *window = callable;
    *window.add(4) = 0;
    if temporary {
        return release_then(owner, pc.add(4), base, vm);
    }
    (pc.add(4), base)
}

/// Fills the cache of a method call through a class.
unsafe fn remember_class_callable(pc: *mut u64, vm: &mut Vm, owner: &Value, name: &Value) {
    let class = TypeRef::from_object(object(owner.bits()));
    if vm.lookup_bits(vm.types.type_type, name) != 0 {
        return;
    }
    let Some(entry) = class.namespace().find_str(name) else { return };
    let Some(found) = class.namespace().table.value(entry) else { return };
    let wraps_function = |slot: &crate::object::cell::Slot| {
        slot.as_ref().is_some_and(|inner| inner.downcast_exact::<Function>().is_some())
    };
    let layout = if found.downcast_exact::<Function>().is_some() {
        ids::FUNCTION
    } else if found.downcast_exact::<StaticMethod>().is_some_and(|wrapped| wraps_function(&wrapped.function))
    {
        ids::STATIC_METHOD
    } else if found.downcast_exact::<ClassMethod>().is_some_and(|wrapped| wraps_function(&wrapped.function)) {
        ids::CLASS_METHOD
    } else {
        return;
    };
    *pc.add(2) = !cache_key(header(owner.bits()).word(), vm);
    *pc.add(3) = entry as u64 | u64::from(layout) << 32;
}

#[inline(never)]
unsafe fn load_method_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    if recall(pc, *base.add(ins.b()), vm, Access::Method) {
        return (pc, base);
    }
    leave_for_native(vm, pc.add(4), base);
    let owner = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let name = word_value(pc, 1);
    let window = base.add(ins.a());
    if is_layout(owner.bits(), ids::SUPER)
        && let Some((function, receiver)) = crate::types::super_type::method(vm, &owner, name)
    {
        *window = function.into_bits();
        *window.add(4) = receiver.into_bits();
        return release_then(owner.into_bits(), pc.add(4), base, vm);
    }
    let found = find_method(pc, vm, &owner, name);
    share(pc, key_of(owner.bits(), vm), vm, Access::Method);
    match found {
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
    if is_layout(owner.bits(), ids::TYPE) {
        remember_class_callable(pc, vm, owner, name);
    }
    let plain = !class.has(flags::GETATTRIBUTE)
        && class.kind != ids::TYPE
        && class.kind != ids::SUPER
        && class.kind != ids::MODULE;
    if plain
        && let Some(found) = vm.lookup(class, name)
        && vm.is_method_like(&found)
    {
        let Some(address) = owner.object() else { return Ok((found, true)) };
        let details = object_info(address);
        let shadowed = match details.attributes {
            Attributes::None => {
                crate::ops::attributes::payload_dict(owner).is_some_and(|dict| dict.as_ref().is_some())
            }
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
    Ok((vm.get_attribute(owner, name)?, false))
}
