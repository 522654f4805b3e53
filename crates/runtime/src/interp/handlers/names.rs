//! Globals, builtins, and names in a namespace.
//!
//! The cache of `LoadGlobal` is the entry's index in the globals dict: the entry's key is compared, so that nothing needs to be told of
//! changes. For builtins it is the index in the builtins dict, marked with the globals dict's version.

use exuvia_bytecode::TEMP_A;

use super::slow::{deliver_done, deliver_result};
use crate::interp::registers::*;
use crate::interp::unwind::unwind;
use crate::native::R;
use crate::object::dict::Dict;
use crate::object::payload;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// Cache mark: the name is a builtin, absent from globals of this version.
const BUILTIN: u64 = 1 << 63;

#[inline(always)]
unsafe fn globals<'a>(base: *mut u64) -> &'a Dict {
    payload::<Dict>(object(function(base).globals.bits()))
}

#[inline(always)]
pub unsafe fn LoadGlobal(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let table = &globals(base).table;
    let name = *pc.add(1);
    let cache = *pc.add(2);
    if cache & BUILTIN == 0 {
        if table.key_bits(cache as usize) == name {
            let word = table.value(cache as usize).unwrap_unchecked().bits();
            incref(word);
            return finish(fetch(pc), word, pc.add(3), base, vm);
        }
    } else if (cache >> 31) as u32 & 0x7FFF_FFFF == table.version() & 0x7FFF_FFFF {
        let builtins = &payload::<Dict>(object(vm.builtins.bits())).table;
        let entry = (cache & 0x7FFF_FFFF) as usize;
        if builtins.key_bits(entry) == name {
            let word = builtins.value(entry).unwrap_unchecked().bits();
            incref(word);
            return finish(fetch(pc), word, pc.add(3), base, vm);
        }
    }
    load_global_slow(pc, base, vm)
}

#[cold]
#[inline(never)]
unsafe fn load_global_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    leave_for_native(vm, pc.add(3), base);
    let name = word_value(pc, 1);
    let dict = globals(base);
    if let Some(entry) = dict.find_str(name) {
        if dict.table.key_bits(entry) == name.bits() {
            *pc.add(2) = entry as u64;
        }
        let word = dict.table.value(entry).unwrap_unchecked().bits();
        incref(word);
        return finish(fetch(pc), word, pc.add(3), base, vm);
    }
    let builtins_value = builtins_of(vm, dict);
    let Some(builtins) = builtins_value.downcast::<Dict>() else {
        return deliver_result(vm.get_item(&builtins_value, name), fetch(pc), pc, 3, base, vm);
    };
    if let Some(entry) = builtins.find_str(name) {
        if builtins_value.is(&vm.builtins) && builtins.table.key_bits(entry) == name.bits() && entry < 1 << 31
        {
            *pc.add(2) = BUILTIN | u64::from(dict.table.version() & 0x7FFF_FFFF) << 31 | entry as u64;
        }
        let word = builtins.table.value(entry).unwrap_unchecked().bits();
        incref(word);
        return finish(fetch(pc), word, pc.add(3), base, vm);
    }
    not_defined(vm, name);
    unwind(pc, base, vm)
}

/// The builtins that go with these globals (`__builtins__` may be another dict or a module).
fn builtins_of(vm: &mut Vm, globals: &Dict) -> Value {
    let name = vm.names.__builtins__.clone();
    match globals.get_str(&name) {
        Some(found) => match found.downcast::<crate::object::module::Module>() {
            Some(module) => module.dict.clone(),
            None => found,
        },
        None => vm.builtins.clone(),
    }
}

#[cold]
fn not_defined(vm: &mut Vm, name: &Value) {
    let text = name.downcast::<Str>().map_or("", Str::as_str).to_owned();
    let class = vm.types.name_error;
    let _ = vm.name_error(class, name, &format!("name '{text}' is not defined"));
}

#[inline(always)]
pub unsafe fn StoreGlobal(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let table = &globals(base).table;
    let entry = *pc.add(2) as usize;
    if table.key_bits(entry) == *pc.add(1) {
        let value = take_value(base, ins.a(), ins.flags() & TEMP_A != 0);
        let old = table.replace(entry, value);
        return release_then(old.into_bits(), pc.add(3), base, vm);
    }
    store_global_slow(pc, base, vm)
}

#[cold]
#[inline(never)]
unsafe fn store_global_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let name = word_value(pc, 1);
    let value = take_value(base, ins.a(), ins.flags() & TEMP_A != 0);
    let dict = globals(base);
    match dict.set_str(vm.heap, name, value) {
        Ok(old) => {
            if let Some(entry) = dict.find_str(name) {
                *pc.add(2) = entry as u64;
            }
            release_then(old.map_or(0, Value::into_bits), pc.add(3), base, vm)
        }
        Err(_) => {
            let _ = vm.memory_error();
            unwind(pc, base, vm)
        }
    }
}

#[inline(never)]
pub unsafe fn DeleteGlobal(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let name = word_value(pc, 1);
    match globals(base).remove_str(name) {
        Some(old) => release_then(old.into_bits(), pc.add(2), base, vm),
        None => {
            not_defined(vm, name);
            unwind(pc, base, vm)
        }
    }
}

/// A name in a namespace, which may be any mapping.
pub fn namespace_get(vm: &mut Vm, namespace: &Value, name: &Value) -> R<Option<Value>> {
    if let Some(dict) = namespace.downcast_exact::<Dict>() {
        return Ok(dict.get_str(name));
    }
    let result = vm.get_item(namespace, name);
    let key_error = vm.types.key_error;
    vm.except(result, key_error)
}

#[inline(never)]
pub unsafe fn LoadName(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    leave_for_native(vm, pc.add(2), base);
    let result = load_name(vm, base, word_value(pc, 1));
    deliver_result(result, fetch(pc), pc, 2, base, vm)
}

unsafe fn load_name(vm: &mut Vm, base: *mut u64, name: &Value) -> R {
    if let Some(found) = namespace_get(vm, value(base, 0), name)? {
        return Ok(found);
    }
    let dict = globals(base);
    if let Some(found) = dict.get_str(name) {
        return Ok(found);
    }
    let builtins = builtins_of(vm, dict);
    match namespace_get(vm, &builtins, name)? {
        Some(found) => Ok(found),
        None => {
            not_defined(vm, name);
            Err(crate::native::Raised(()))
        }
    }
}

#[inline(never)]
pub unsafe fn StoreName(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(2), base);
    let value_taken = take_value(base, ins.a(), ins.flags() & TEMP_A != 0);
    let namespace = value(base, 0);
    let name = word_value(pc, 1);
    let result = match namespace.downcast_exact::<Dict>() {
        Some(dict) => dict.set_str(vm.heap, name, value_taken).map(drop).map_err(|_| vm.memory_error()),
        None => vm.set_item(namespace, name, value_taken),
    };
    deliver_done(result, pc, 2, base, vm)
}

#[inline(never)]
pub unsafe fn DeleteName(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    leave_for_native(vm, pc.add(2), base);
    let name = word_value(pc, 1);
    let result = vm.delete_item(value(base, 0), name);
    let key_error = vm.types.key_error;
    let result = match vm.except(result, key_error) {
        Ok(Some(())) => Ok(()),
        Ok(None) => {
            not_defined(vm, name);
            Err(crate::native::Raised(()))
        }
        Err(raised) => Err(raised),
    };
    deliver_done(result, pc, 2, base, vm)
}
