//! Loops and unpacking. `ForIter` rewrites itself to the form that fits the iterator it meets.

use exuvia_bytecode::{Op, TEMP_A, TEMP_B};

use super::slow::deliver_result;
use crate::interp::frames::is_layout;
use crate::interp::generators;
use crate::interp::registers::*;
use crate::interp::unwind::unwind;
use crate::native::R;
use crate::object::iterators::{ListIterator, RangeIterator};
use crate::object::list::List;
use crate::object::tuple::Tuple;
use crate::object::{ids, payload};
use crate::types::iterators;
use crate::value::{NONE_BITS, Value, word};
use crate::vm::Vm;

#[inline(always)]
pub unsafe fn GetIter(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let result = vm.iter(value(base, ins.b()));
    consume_b(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}

/// The loop has ended: the iterator goes, and the jump is taken.
#[inline(always)]
unsafe fn exhausted(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let end = pc.add(1).offset(ins.c_signed() as isize);
    release_then(base.add(ins.b()).replace(0), end, base, vm)
}

/// Rewrites an instruction to another form of itself.
#[inline(always)]
pub unsafe fn respecialise(pc: *mut u64, op: Op) {
    // A line hook in the operation's place stays.
    if *pc as u8 == Op::TraceLine as u8 {
        return;
    }
    *pc = (*pc & !0xFF) | op as u64;
}

#[inline(never)]
pub unsafe fn ForIter(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let iterator = *base.add(ins.b());
    let layout = if word::is_reference(iterator) { header(iterator).layout().index() as u32 } else { 0 };
    match layout {
        ids::RANGE_ITERATOR => {
            respecialise(pc, Op::ForIterRange);
            return ForIterRange(pc, base, vm);
        }
        ids::LIST_ITERATOR => {
            respecialise(pc, Op::ForIterList);
            return ForIterList(pc, base, vm);
        }
        ids::GENERATOR if generators::waits(iterator) => {
            respecialise(pc, Op::ForIterGenerator);
            return ForIterGenerator(pc, base, vm);
        }
        _ => {}
    }
    for_iter_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn for_iter_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let iterator = value(base, ins.b());
    // `for a, b in …`: where the iterator makes pairs, they go straight to the unpacking that follows.
    let after = fetch(pc.add(1));
    let pairs = after.op_byte() == Op::Unpack as u8 && after.c() == 2 && after.b() == ins.a();
    if pairs
        && ins.flags() & TEMP_A != 0
        && after.flags() & TEMP_B != 0
        && let Some(result) = iterators::advance_pair(vm, iterator)
    {
        return match result {
            Ok(Some((first, second))) => {
                *base.add(after.a()) = first.into_bits();
                *base.add(after.a() + 1) = second.into_bits();
                settle(pc.add(2), base, vm)
            }
            Ok(None) => exhausted(pc, base, vm),
            Err(_) => unwind(pc, base, vm),
        };
    }
    let next = match iterators::advance(vm, iterator) {
        Some(next) => next,
        None => vm.next(iterator),
    };
    match next {
        Ok(Some(item)) => {
            let (next, base) = finish(ins, item.into_bits(), pc.add(1), base, vm);
            settle(next, base, vm)
        }
        Ok(None) => exhausted(pc, base, vm),
        Err(_) => unwind(pc, base, vm),
    }
}

#[inline(always)]
pub unsafe fn ForIterRange(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let iterator = *base.add(ins.b());
    if !is_layout(iterator, ids::RANGE_ITERATOR) {
        return other_iterator(pc, base, vm);
    }
    match payload::<RangeIterator>(object(iterator)).advance() {
        Some(int) => finish(ins, word::from_int(int), pc.add(1), base, vm),
        None => exhausted(pc, base, vm),
    }
}

#[inline(always)]
pub unsafe fn ForIterList(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let iterator = *base.add(ins.b());
    if !is_layout(iterator, ids::LIST_ITERATOR) {
        return other_iterator(pc, base, vm);
    }
    let item = next_of_list(payload::<ListIterator>(object(iterator)));
    if item != 0 {
        return finish(ins, item, pc.add(1), base, vm);
    }
    for_iter_slow(pc, base, vm)
}

/// The next item of a list iterator, its count taken; 0 when the slow path must look.
#[inline(always)]
pub unsafe fn next_of_list(iterator: &ListIterator) -> u64 {
    let Some(list) = iterator.list.as_ref().and_then(|list| list.downcast::<List>()) else { return 0 };
    let index = iterator.index.get();
    let item = list.with(|items| items.get(index).map_or(0, Value::bits));
    if item != 0 {
        iterator.index.set(index + 1);
        incref(item);
    }
    item
}

#[inline(always)]
pub unsafe fn ForIterGenerator(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let iterator = *base.add(ins.b());
    if !is_layout(iterator, ids::GENERATOR) || !generators::waits(iterator) {
        return other_iterator(pc, base, vm);
    }
    let flags = flag::ITERATE | u64::from(ins.flags() & exuvia_bytecode::TEMP_A != 0);
    generators::resume_inline(vm, iterator, NONE_BITS, pc.add(1), base, ins.a(), flags)
}

/// The instruction has met another kind of iterator than it was rewritten for.
#[cold]
#[inline(never)]
unsafe fn other_iterator(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    respecialise(pc, Op::ForIter);
    for_iter_slow(pc, base, vm)
}

#[inline(always)]
pub unsafe fn Unpack(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let source = *base.add(ins.b());
    let count = ins.c();
    if is_layout(source, ids::TUPLE) {
        let items = payload::<Tuple>(object(source)).items();
        if items.len() == count {
            // The source may be one of the registers that are written.
            let temporary = ins.flags() & TEMP_B != 0;
            for (index, item) in items.iter().enumerate() {
                incref(item.bits());
                *base.add(ins.a() + index) = item.bits();
            }
            if temporary {
                return release_then(source, pc.add(1), base, vm);
            }
            return (pc.add(1), base);
        }
    }
    unpack_other(pc, base, vm)
}

/// Lists, and then everything else.
#[inline(never)]
unsafe fn unpack_other(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let source = *base.add(ins.b());
    if is_layout(source, ids::LIST) {
        let matches = payload::<List>(object(source)).with(|items| {
            if items.len() != ins.c() {
                return false;
            }
            for (index, item) in items.iter().enumerate() {
                incref(item.bits());
                *base.add(ins.a() + index) = item.bits();
            }
            true
        });
        if matches && ins.flags() & TEMP_B != 0 {
            return release_then(source, pc.add(1), base, vm);
        }
        if matches {
            return (pc.add(1), base);
        }
    }
    unpack_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn unpack_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let source = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let count = ins.c();
    let result = unpack_values(vm, &source, count);
    drop(source);
    match result {
        Ok(values) => {
            for (index, value) in values.into_iter().enumerate() {
                *base.add(ins.a() + index) = value.into_bits();
            }
            settle(pc.add(1), base, vm)
        }
        Err(_) => unwind(pc, base, vm),
    }
}

fn unpack_values(vm: &mut Vm, source: &Value, count: usize) -> R<Vec<Value>> {
    let known = match (source.downcast_exact::<Tuple>(), source.downcast_exact::<List>()) {
        (Some(tuple), _) => Some(tuple.items().to_vec()),
        (_, Some(list)) => Some(list.with(<[Value]>::to_vec)),
        _ => None,
    };
    if let Some(values) = known {
        let got = values.len();
        return match got.cmp(&count) {
            std::cmp::Ordering::Equal => Ok(values),
            std::cmp::Ordering::Less => {
                Err(vm.value_error(format!("not enough values to unpack (expected {count}, got {got})")))
            }
            std::cmp::Ordering::Greater => {
                Err(vm.value_error(format!("too many values to unpack (expected {count}, got {got})")))
            }
        };
    }
    let iterator = unpack_iterator(vm, source)?;
    let mut values = Vec::with_capacity(count.min(64));
    while values.len() < count {
        match vm.next(&iterator)? {
            Some(value) => values.push(value),
            None => {
                let got = values.len();
                return Err(
                    vm.value_error(format!("not enough values to unpack (expected {count}, got {got})"))
                );
            }
        }
    }
    match vm.next(&iterator)? {
        None => Ok(values),
        Some(_) => {
            let mut message = format!("too many values to unpack (expected {count}");
            if let Some(dict) = source.downcast::<crate::object::dict::Dict>() {
                message.push_str(&format!(", got {}", dict.len()));
            }
            message.push(')');
            Err(vm.value_error(message))
        }
    }
}

fn unpack_iterator(vm: &mut Vm, source: &Value) -> R {
    match vm.iter(source) {
        Ok(iterator) => Ok(iterator),
        Err(_) if vm.is_raising(vm.types.type_error) && !has_iter(vm, source) => {
            let class = vm.class_name(source);
            Err(vm.type_error(format!("cannot unpack non-iterable {class} object")))
        }
        Err(raised) => Err(raised),
    }
}

fn has_iter(vm: &mut Vm, source: &Value) -> bool {
    let class = vm.class_of(source);
    let (iter, item) = (vm.names.__iter__.clone(), vm.names.__getitem__.clone());
    vm.lookup_bits(class, &iter) != 0 || vm.lookup_bits(class, &item) != 0
}

#[inline(never)]
pub unsafe fn UnpackStarred(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let source = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let (before, after) = (ins.c() & 0xFF, ins.c() >> 8);
    let result = unpack_starred(vm, &source, before, after);
    drop(source);
    match result {
        Ok(values) => {
            for (index, value) in values.into_iter().enumerate() {
                *base.add(ins.a() + index) = value.into_bits();
            }
            settle(pc.add(1), base, vm)
        }
        Err(_) => unwind(pc, base, vm),
    }
}

fn unpack_starred(vm: &mut Vm, source: &Value, before: usize, after: usize) -> R<Vec<Value>> {
    let iterator = unpack_iterator(vm, source)?;
    let mut values = vm.collect(&iterator)?;
    let (got, least) = (values.len(), before + after);
    if got < least {
        return Err(
            vm.value_error(format!("not enough values to unpack (expected at least {least}, got {got})"))
        );
    }
    let tail = values.split_off(got - after);
    let middle = values.split_off(before);
    values.push(vm.list(middle)?);
    values.extend(tail);
    Ok(values)
}

#[inline(never)]
pub unsafe fn GetYieldFromIter(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    GetIter(pc, base, vm)
}

#[inline(always)]
pub unsafe fn Send(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let iterator = *base.add(ins.b());
    if is_layout(iterator, ids::GENERATOR) && generators::waits(iterator) {
        let sent = *base.add(ins.a());
        let fresh = payload::<crate::object::generator::Generator>(object(iterator)).state.get()
            == crate::object::generator::GeneratorState::Created;
        if !fresh || sent == NONE_BITS {
            return generators::resume_inline(
                vm,
                iterator,
                sent,
                pc.add(1),
                base,
                ins.a(),
                flag::SEND | flag::TEMP,
            );
        }
    }
    send_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn send_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let sent = Value::from_bits(*base.add(ins.a()));
    let iterator = value(base, ins.b());
    let result = if sent.is_none() || iterator.payload_kind() == ids::GENERATOR {
        send_value(vm, iterator, sent)
    } else {
        vm.call_method_named(iterator, "send", &[sent])
    };
    match result {
        Ok(item) => {
            *base.add(ins.a()) = item.into_bits();
            settle(pc.add(1), base, vm)
        }
        Err(_) if vm.is_raising(vm.types.stop_iteration) => {
            let stop = vm.exception.replace(None).unwrap_or(Value::NONE);
            let returned = generators::stop_value(vm, &stop);
            *base.add(ins.a()) = returned.into_bits();
            exhausted(pc, base, vm)
        }
        Err(_) => unwind(pc, base, vm),
    }
}

fn send_value(vm: &mut Vm, iterator: &Value, sent: Value) -> R {
    if iterator.payload_kind() == ids::GENERATOR {
        return generators::send(vm, iterator, sent);
    }
    let class = vm.class_of(iterator);
    let name = vm.names.__next__.clone();
    let found = vm.lookup_bits(class, &name);
    if found == 0 {
        return Err(vm.type_error(format!("'{}' object is not an iterator", class.name_text())));
    }
    vm.call_found(found, iterator, &[])
}

#[inline(always)]
pub unsafe fn Yield(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    generators::yield_value(pc, base, vm)
}

#[inline(never)]
pub unsafe fn MakeGenerator(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    generators::make(pc, base, vm)
}
