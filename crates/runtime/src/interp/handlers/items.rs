//! Subscripts.

use exuvia_bytecode::{Instruction, TEMP_A, TEMP_B, TEMP_C};

use super::attributes::call_inline;
use super::slow::{deliver_done, deliver_result};
use crate::interp::frames::is_layout;
use crate::interp::registers::*;
use crate::native::R;
use crate::object::array::Array;
use crate::object::class::flags;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::list::List;
use crate::object::slices::Slice;
use crate::object::tuple::Tuple;
use crate::object::{ids, object_info, payload};
use crate::ops::slicing::slice_numbers;
use crate::value::{Value, word};
use crate::vm::Vm;

/// The item of a list or tuple at a small index; 0 when the slow path must look.
#[inline(always)]
unsafe fn sequence_item(container: u64, index: i64) -> u64 {
    if !word::is_reference(container) {
        return 0;
    }
    match header(container).layout().index() as u32 {
        ids::LIST => payload::<List>(object(container)).with(|items| item_at(items, index)),
        ids::TUPLE => item_at(payload::<Tuple>(object(container)).items(), index),
        _ => 0,
    }
}

#[inline(always)]
fn item_at(items: &[Value], index: i64) -> u64 {
    let index = if index < 0 { index + items.len() as i64 } else { index };
    items.get(index as usize).map_or(0, Value::bits)
}

/// Delivers an item of a container, which goes when it is a temporary.
#[inline(always)]
unsafe fn finish_item(
    ins: Instruction,
    item: u64,
    container: u64,
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
) -> Step {
    incref(item);
    if ins.flags() & TEMP_B != 0 {
        release(container);
        let (next, base) = finish(ins, item, pc.add(1), base, vm);
        return settle(next, base, vm);
    }
    finish(ins, item, pc.add(1), base, vm)
}

#[inline(always)]
pub unsafe fn GetItem(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let (container, key) = (*base.add(ins.b()), *base.add(ins.c()));
    if word::is_int(key) {
        let item = sequence_item(container, word::int(key));
        if item != 0 {
            return finish_item(ins, item, container, pc, base, vm);
        }
    }
    get_item_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn get_item_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let (container, key) = (value(base, ins.b()), value(base, ins.c()));
    if is_layout(container.bits(), ids::DICT) {
        let dict = payload::<Dict>(object(container.bits()));
        let result = match vm.dict_get(dict, key) {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(vm.key_error(key)),
            Err(raised) => Err(raised),
        };
        consume_bc(ins, base);
        return deliver_result(result, ins, pc, 1, base, vm);
    }
    if is_layout(container.bits(), ids::LIST) && is_layout(key.bits(), ids::SLICE) {
        let result =
            list_slice(vm, payload::<List>(object(container.bits())), payload::<Slice>(object(key.bits())));
        consume_bc(ins, base);
        return deliver_result(result, ins, pc, 1, base, vm);
    }
    if is_layout(container.bits(), ids::ARRAY) {
        let array = payload::<Array>(object(container.bits()));
        let found = key
            .as_small_int()
            .and_then(|index| usize::try_from(index).ok())
            .and_then(|index| array.get_number(index));
        if let Some(found) = found {
            consume_bc(ins, base);
            return finish(ins, found.into_bits(), pc.add(1), base, vm);
        }
    }
    if let Some(function) = python_method(vm, container, 2) {
        incref(function);
        let receiver = take(base, ins.b(), ins.flags() & TEMP_B != 0);
        let key = take(base, ins.c(), ins.flags() & TEMP_C != 0);
        return call_inline(
            pc,
            1,
            base,
            vm,
            function,
            &[receiver, key],
            ins.a(),
            u64::from(ins.flags() & TEMP_A != 0),
        );
    }
    let result = vm.get_item(container, key);
    consume_bc(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}

/// A part of a list as a new list.
fn list_slice(vm: &mut Vm, list: &List, slice: &Slice) -> R {
    let numbers = slice_numbers(vm, slice)?;
    let (start, _, step, count) = numbers.bounds(list.len());
    let part = list.with(|items| {
        if step == 1 {
            return List::copy_of(vm.heap, &items[start as usize..start as usize + count]);
        }
        let item = |index: usize| items[(start + index as i64 * step) as usize].clone();
        List::new_value(vm.heap, (0..count).map(item))
    });
    part.map_err(|_| vm.memory_error())
}

/// Replaces a run of a list by as many items of another list; false (nothing changed) when it is not that simple.
fn replace_run(vm: &mut Vm, list: &List, slice: &Slice, source: &List) -> R<bool> {
    if std::ptr::eq(list, source) {
        return Ok(false);
    }
    let numbers = slice_numbers(vm, slice)?;
    let (start, _, step, count) = numbers.bounds(list.len());
    if step != 1 || count != source.len() {
        return Ok(false);
    }
    for index in 0..count {
        let Some(item) = source.get(index) else { break };
        drop(list.replace(start as usize + index, item));
    }
    Ok(true)
}

/// The Python function that a Python class has as `__getitem__` (of two arguments) or `__setitem__` (of three), if it takes them plainly.
unsafe fn python_method(vm: &mut Vm, owner: &Value, arguments: u32) -> Option<u64> {
    let address = owner.object()?;
    let class = object_info(address).class;
    if !class.has(flags::HEAP_TYPE) {
        return None;
    }
    let found = class.subscripts(vm)[usize::from(arguments == 3)];
    if is_layout(found, ids::FUNCTION)
        && payload::<Function>(object(found)).code().call.plain_arguments == arguments
    {
        Some(found)
    } else {
        None
    }
}

#[inline(always)]
pub unsafe fn GetItemImm(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let container = *base.add(ins.b());
    let item = sequence_item(container, ins.c_signed());
    if item != 0 {
        return finish_item(ins, item, container, pc, base, vm);
    }
    get_item_imm_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn get_item_imm_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let key = word::from_int(ins.c_signed());
    let container = value(base, ins.b());
    if let Some(function) = python_method(vm, container, 2) {
        incref(function);
        let receiver = take(base, ins.b(), ins.flags() & TEMP_B != 0);
        return call_inline(
            pc,
            1,
            base,
            vm,
            function,
            &[receiver, key],
            ins.a(),
            u64::from(ins.flags() & TEMP_A != 0),
        );
    }
    let result = vm.get_item(container, Value::borrow_bits(&key));
    consume_b(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(always)]
pub unsafe fn SetItem(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let (container, key) = (*base.add(ins.a()), *base.add(ins.b()));
    if word::is_int(key) && is_layout(container, ids::LIST) {
        let list = payload::<List>(object(container));
        let index = word::int(key);
        let index = if index < 0 { index + list.len() as i64 } else { index };
        if (index as usize) < list.len() {
            let stored = take_value(base, ins.c(), ins.flags() & TEMP_C != 0);
            if let Ok(old) = list.replace(index as usize, stored) {
                if ins.flags() & TEMP_A != 0 {
                    release(container);
                }
                return release_then(old.into_bits(), pc.add(1), base, vm);
            }
        }
    }
    set_item_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn set_item_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let (container, key) = (value(base, ins.a()), value(base, ins.b()));
    let stored = *base.add(ins.c());
    if is_layout(container.bits(), ids::ARRAY) {
        let array = payload::<Array>(object(container.bits()));
        let index = key.as_small_int().and_then(|index| usize::try_from(index).ok());
        if index.is_some_and(|index| array.set_number(index, Value::borrow_bits(&stored))) {
            consume_ab(ins, base);
            // A number that fits into an array's item is no reference, or one that nothing else happens to.
            if ins.flags() & TEMP_C != 0 {
                release(stored);
            }
            return (pc.add(1), base);
        }
    }
    if is_layout(container.bits(), ids::LIST)
        && is_layout(key.bits(), ids::SLICE)
        && is_layout(stored, ids::LIST)
    {
        let list = payload::<List>(object(container.bits()));
        match replace_run(vm, list, payload::<Slice>(object(key.bits())), payload::<List>(object(stored))) {
            Ok(false) => {}
            result => {
                consume_ab(ins, base);
                if ins.flags() & TEMP_C != 0 {
                    release(stored);
                }
                return deliver_done(result.map(drop), pc, 1, base, vm);
            }
        }
    }
    if let Some(function) = python_method(vm, container, 3) {
        incref(function);
        let receiver = take(base, ins.a(), ins.flags() & TEMP_A != 0);
        let key = take(base, ins.b(), ins.flags() & TEMP_B != 0);
        let stored = take(base, ins.c(), ins.flags() & TEMP_C != 0);
        return call_inline(
            pc,
            1,
            base,
            vm,
            function,
            &[receiver, key, stored],
            0,
            flag::DISCARD | flag::TEMP,
        );
    }
    let stored = take_value(base, ins.c(), ins.flags() & TEMP_C != 0);
    let result = vm.set_item(container, key, stored);
    consume_ab(ins, base);
    deliver_done(result, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn DeleteItem(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let result = vm.delete_item(value(base, ins.a()), value(base, ins.b()));
    consume_ab(ins, base);
    deliver_done(result, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn BuildSlice(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let window = base.add(ins.b());
    let slice = Slice::new_value(
        vm.heap,
        Value::from_bits(*window),
        Value::from_bits(*window.add(1)),
        Value::from_bits(*window.add(2)),
    );
    finish(ins, slice.into_bits(), pc.add(1), base, vm)
}
