//! Moves, constants, locals and cells.

use exuvia_bytecode::{TEMP_A, TEMP_B};

use crate::interp::registers::*;
use crate::interp::unwind::unwind;
use crate::object::cell::CellObject;
use crate::object::payload;
use crate::object::string::Str;
use crate::value::{Value, word};
use crate::vm::Vm;

#[inline(always)]
pub unsafe fn Nop(pc: *mut u64, base: *mut u64, _vm: &mut Vm) -> Step {
    (pc.add(1), base)
}

/// The loop looks for the line hook before the table: this is never reached.
#[inline(always)]
pub unsafe fn TraceLine(pc: *mut u64, base: *mut u64, _vm: &mut Vm) -> Step {
    (pc, base)
}

/// The loop leaves before the table: this is never reached.
#[inline(always)]
pub unsafe fn Exit(pc: *mut u64, base: *mut u64, _vm: &mut Vm) -> Step {
    (pc, base)
}

#[inline(always)]
pub unsafe fn Move(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let word = take(base, ins.b(), ins.flags() & TEMP_B != 0);
    finish(ins, word, pc.add(1), base, vm)
}

#[inline(always)]
pub unsafe fn Copy(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let word = take(base, ins.b(), false);
    finish(ins, word, pc.add(1), base, vm)
}

#[inline(always)]
pub unsafe fn LoadConst(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let word = *pc.add(1);
    incref(word);
    finish(fetch(pc), word, pc.add(2), base, vm)
}

#[inline(always)]
pub unsafe fn LoadInt(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    finish(ins, word::from_int(i64::from(ins.wide())), pc.add(1), base, vm)
}

#[inline(always)]
pub unsafe fn LoadSpecial(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let word = match ins.b() {
        0 => Value::NONE.bits(),
        1 => Value::FALSE.bits(),
        2 => Value::TRUE.bits(),
        3 => Value::ELLIPSIS.bits(),
        _ => 0,
    };
    finish(ins, word, pc.add(1), base, vm)
}

#[inline(always)]
pub unsafe fn Release(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let slot = base.add(ins.a());
    if ins.flags() & TEMP_A != 0 {
        return release_then(*slot, pc.add(1), base, vm);
    }
    release_then(slot.replace(0), pc.add(1), base, vm)
}

#[inline(always)]
pub unsafe fn CheckLocal(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    if *base.add(fetch(pc).a()) == 0 {
        return unbound_slow(pc, base, vm);
    }
    (pc.add(1), base)
}

#[inline(always)]
pub unsafe fn DeleteLocal(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let old = base.add(fetch(pc).a()).replace(0);
    if old == 0 {
        return unbound_slow(pc, base, vm);
    }
    release_then(old, pc.add(1), base, vm)
}

/// UnboundLocalError for the local in `a`.
#[cold]
#[inline(never)]
unsafe fn unbound_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    unbound_local(fetch(pc).a(), base, vm);
    unwind(pc, base, vm)
}

unsafe fn unbound_local(register: usize, base: *mut u64, vm: &mut Vm) {
    let name = code(base).local_names[register].clone();
    let text = name.downcast::<Str>().map_or("", Str::as_str).to_owned();
    let message = format!("cannot access local variable '{text}' where it is not associated with a value");
    let class = vm.types.unbound_local_error;
    let _ = vm.name_error(class, &name, &message);
}

unsafe fn unbound_free(index: usize, base: *mut u64, vm: &mut Vm) {
    let name = code(base).free_names[index].clone();
    let text = name.downcast::<Str>().map_or("", Str::as_str).to_owned();
    let message = format!(
        "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
    );
    let class = vm.types.name_error;
    let _ = vm.name_error(class, &name, &message);
}

#[inline(always)]
pub unsafe fn MakeCell(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let slot = base.add(fetch(pc).a());
    let content = Value::option_from_bits(*slot);
    *slot = CellObject::new_value(vm.heap, content).into_bits();
    (pc.add(1), base)
}

#[inline(always)]
unsafe fn cell<'a>(word: u64) -> &'a CellObject {
    payload::<CellObject>(object(word))
}

#[inline(always)]
pub unsafe fn LoadCell(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let word = cell(*base.add(ins.b())).content.bits();
    if word == 0 {
        return unbound_cell_slow(pc, base, vm);
    }
    incref(word);
    finish(ins, word, pc.add(1), base, vm)
}

#[cold]
#[inline(never)]
unsafe fn unbound_cell_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    unbound_local(fetch(pc).b(), base, vm);
    unwind(pc, base, vm)
}

#[inline(always)]
pub unsafe fn StoreCell(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let value = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let old = cell(*base.add(ins.a())).content.replace(Some(value));
    release_then(old.map_or(0, Value::into_bits), pc.add(1), base, vm)
}

#[inline(always)]
pub unsafe fn DeleteCell(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    match cell(*base.add(ins.a())).content.replace(None) {
        Some(old) => release_then(old.into_bits(), pc.add(1), base, vm),
        None => unbound_slow(pc, base, vm),
    }
}

#[inline(always)]
pub unsafe fn LoadFree(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let word = free_cell(base, ins.b()).content.bits();
    if word == 0 {
        return unbound_free_slow(pc, base, ins.b(), vm);
    }
    incref(word);
    finish(ins, word, pc.add(1), base, vm)
}

#[cold]
#[inline(never)]
unsafe fn unbound_free_slow(pc: *mut u64, base: *mut u64, index: usize, vm: &mut Vm) -> Step {
    unbound_free(index, base, vm);
    unwind(pc, base, vm)
}

/// The cell of the running function's closure. (A function's closure is as long as its code says: `MakeFunction` and the
/// constructor of functions see to it.)
#[inline(always)]
pub unsafe fn free_cell<'a>(base: *mut u64, index: usize) -> &'a CellObject {
    let cells = function(base).closure.as_ref().unwrap_unchecked();
    let tuple = payload::<crate::object::tuple::Tuple>(object(cells.bits()));
    cell(tuple.items().get_unchecked(index).bits())
}

#[inline(always)]
pub unsafe fn StoreFree(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let value = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let old = free_cell(base, ins.a()).content.replace(Some(value));
    release_then(old.map_or(0, Value::into_bits), pc.add(1), base, vm)
}

#[inline(always)]
pub unsafe fn DeleteFree(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    match free_cell(base, ins.a()).content.replace(None) {
        Some(old) => release_then(old.into_bits(), pc.add(1), base, vm),
        None => unbound_free_slow(pc, base, ins.a(), vm),
    }
}

#[inline(always)]
pub unsafe fn LoadClosure(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let cells = function(base).closure.as_ref().unwrap_unchecked();
    let tuple = payload::<crate::object::tuple::Tuple>(object(cells.bits()));
    let word = tuple.items().get_unchecked(ins.b()).bits();
    incref(word);
    finish(ins, word, pc.add(1), base, vm)
}

#[inline(never)]
pub unsafe fn LoadClassFree(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(2), base);
    let name = word_value(pc, 1);
    match super::names::namespace_get(vm, value(base, 0), name) {
        Ok(Some(found)) => finish(ins, found.into_bits(), pc.add(2), base, vm),
        Ok(None) => {
            let word = free_cell(base, ins.b()).content.bits();
            if word == 0 {
                return unbound_free_slow(pc, base, ins.b(), vm);
            }
            incref(word);
            finish(ins, word, pc.add(2), base, vm)
        }
        Err(_) => unwind(pc, base, vm),
    }
}
