//! Making containers, strings and functions.

use exuvia_bytecode::{TEMP_B, TEMP_C};

use super::slow::{deliver_done, deliver_result, register_value};
use crate::interp::registers::*;
use crate::native::R;
use crate::object::cell::Slot;
use crate::object::code::Code;
use crate::object::dict::{Dict, Set};
use crate::object::function::Function;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{new_exact, payload};
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

/// The `c` registers from `b` on, their counts handed over.
unsafe fn window(pc: *mut u64, base: *mut u64) -> impl ExactSizeIterator<Item = Value> {
    let ins = fetch(pc);
    let first = base.add(ins.b());
    // SAFETY: the registers are full temporaries, each is read once.
    (0..ins.c()).map(move |index| unsafe { Value::from_bits(*first.add(index)) })
}

#[inline(always)]
pub unsafe fn BuildTuple(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    if ins.c() == 2 {
        let first = base.add(ins.b());
        let pair = Tuple::pair(vm.heap, Value::from_bits(*first), Value::from_bits(*first.add(1)));
        return finish(ins, pair.into_bits(), pc.add(1), base, vm);
    }
    build_tuple_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn build_tuple_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let result = if ins.c() == 0 {
        Ok(vm.empty_tuple())
    } else {
        Tuple::new_value(vm.heap, window(pc, base)).map_err(|_| vm.memory_error())
    };
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(always)]
pub unsafe fn BuildList(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    if ins.c() == 0 {
        let list = List::new_empty(vm.heap);
        return finish(ins, list.into_bits(), pc.add(1), base, vm);
    }
    build_list_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn build_list_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    match List::from_words(vm.heap, base.add(ins.b()), ins.c()) {
        Ok(list) => finish(ins, list.into_bits(), pc.add(1), base, vm),
        Err(_) => {
            drop(window(pc, base).collect::<Vec<_>>());
            let raised = vm.memory_error();
            deliver_result(Err(raised), ins, pc, 1, base, vm)
        }
    }
}

#[inline(never)]
pub unsafe fn BuildSet(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let items: Vec<Value> = window(pc, base).collect();
    let result = build_set(vm, items);
    deliver_result(result, ins, pc, 1, base, vm)
}

fn build_set(vm: &mut Vm, items: Vec<Value>) -> R {
    let set = new_exact(vm.heap, Set::default());
    let payload = set.downcast::<Set>().expect("a new set");
    for item in items {
        vm.set_add(&payload.table, item)?;
    }
    Ok(set)
}

#[inline(always)]
pub unsafe fn BuildDict(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    if ins.c() == 0 {
        let dict = Dict::new_value(vm.heap);
        return finish(ins, dict.into_bits(), pc.add(1), base, vm);
    }
    build_dict_slow(pc, base, vm)
}

#[inline(never)]
unsafe fn build_dict_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let first = base.add(ins.b());
    let dict = Dict::new_value(vm.heap);
    let table = payload::<Dict>(object(dict.bits()));
    let mut result = Ok(());
    for index in (0..ins.c()).step_by(2) {
        let (key, value) = (Value::from_bits(*first.add(index)), Value::from_bits(*first.add(index + 1)));
        if result.is_ok() {
            result = vm.dict_set(table, key, value);
        }
    }
    deliver_result(result.map(|()| dict), ins, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn BuildString(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let mut texts = [""; 8];
    if ins.c() <= texts.len() {
        for (index, text) in texts[..ins.c()].iter_mut().enumerate() {
            *text = value(base, ins.b() + index).downcast::<Str>().map_or("", Str::as_str);
        }
        let result = Str::joined(vm.heap, &texts[..ins.c()]).map_err(|_| vm.memory_error());
        for index in 0..ins.c() {
            release(*base.add(ins.b() + index));
        }
        return deliver_result(result, ins, pc, 1, base, vm);
    }
    let parts: Vec<Value> = window(pc, base).collect();
    let texts: Vec<&str> = parts.iter().map(|part| part.downcast::<Str>().map_or("", Str::as_str)).collect();
    let result = Str::joined(vm.heap, &texts).map_err(|_| vm.memory_error());
    drop(parts);
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(always)]
pub unsafe fn ListAppend(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let item = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let list = payload::<List>(object(*base.add(ins.a())));
    match list.push(vm.heap, item) {
        Ok(()) => (pc.add(1), base),
        Err(_) => {
            let raised = vm.memory_error();
            deliver_done(Err(raised), pc, 1, base, vm)
        }
    }
}

#[inline(never)]
pub unsafe fn SetAdd(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let item = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let set = payload::<Set>(object(*base.add(ins.a())));
    let result = vm.set_add(&set.table, item).map(drop);
    deliver_done(result, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn DictAdd(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let key = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let stored = take_value(base, ins.c(), ins.flags() & TEMP_C != 0);
    let dict = payload::<Dict>(object(*base.add(ins.a())));
    let result = vm.dict_set(dict, key, stored);
    deliver_done(result, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn ListExtend(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let source = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let list = payload::<List>(object(*base.add(ins.a())));
    let result = match vm.extend_list(list, &source) {
        Err(_) if vm.is_raising(vm.types.type_error) && source_is_not_iterable(vm, &source) => {
            let class = vm.class_name(&source);
            Err(vm.type_error(format!("Value after * must be an iterable, not {class}")))
        }
        result => result,
    };
    drop(source);
    deliver_done(result, pc, 1, base, vm)
}

fn source_is_not_iterable(vm: &mut Vm, source: &Value) -> bool {
    let class = vm.class_of(source);
    let (iter, item) = (vm.names.__iter__.clone(), vm.names.__getitem__.clone());
    vm.lookup_bits(class, &iter) == 0 && vm.lookup_bits(class, &item) == 0
}

#[inline(never)]
pub unsafe fn SetUpdate(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let source = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let set = payload::<Set>(object(*base.add(ins.a())));
    let result = vm.for_each(&source, |vm, item| vm.set_add(&set.table, item).map(drop));
    drop(source);
    deliver_done(result, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn DictUpdate(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let source = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let dict = payload::<Dict>(object(*base.add(ins.a())));
    let result = each_pair(vm, &source, |vm, key, value| vm.dict_set(dict, key, value));
    let result = match result {
        Ok(true) => Ok(()),
        Ok(false) => {
            let class = vm.class_name(&source);
            Err(vm.type_error(format!("'{class}' object is not a mapping")))
        }
        Err(raised) => Err(raised),
    };
    drop(source);
    deliver_done(result, pc, 1, base, vm)
}

/// Calls `each` with the keys and values of a mapping; false when it is none.
pub fn each_pair(
    vm: &mut Vm,
    mapping: &Value,
    mut each: impl FnMut(&mut Vm, Value, Value) -> R<()>,
) -> R<bool> {
    if let Some(dict) = mapping.downcast_exact::<Dict>() {
        let mut position = 0;
        while let Some((key, value)) = dict.next_entry(&mut position) {
            each(vm, key, value)?;
        }
        return Ok(true);
    }
    let name = vm.names.keys.clone();
    let Some(keys) = vm.find_attribute(mapping, &name)? else { return Ok(false) };
    let keys = vm.call(&keys, &[])?;
    vm.for_each(&keys, |vm, key| {
        let value = vm.get_item(mapping, &key)?;
        each(vm, key, value)
    })?;
    Ok(true)
}

#[inline(never)]
pub unsafe fn DictMerge(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let source = take_value(base, ins.b(), ins.flags() & TEMP_B != 0);
    let callable = value(base, ins.c()).clone();
    let dict = payload::<Dict>(object(*base.add(ins.a())));
    let result = each_pair(vm, &source, |vm, key, value| {
        if key.downcast::<Str>().is_none() {
            return Err(vm.type_error("keywords must be strings"));
        }
        if vm.dict_get(dict, &key)?.is_some() {
            let function = super::calls::callable_name(vm, &callable);
            let text = key.downcast::<Str>().map_or("", Str::as_str).to_owned();
            return Err(
                vm.type_error(format!("{function} got multiple values for keyword argument '{text}'"))
            );
        }
        vm.dict_set(dict, key, value)
    });
    let result = match result {
        Ok(true) => Ok(()),
        Ok(false) => {
            let function = super::calls::callable_name(vm, &callable);
            let class = vm.class_name(&source);
            Err(vm.type_error(format!("{function} argument after ** must be a mapping, not {class}")))
        }
        Err(raised) => Err(raised),
    };
    drop((source, callable));
    deliver_done(result, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn ListToTuple(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let items = payload::<List>(object(*base.add(ins.b()))).with(<[Value]>::to_vec);
    consume_b(ins, base);
    let result = vm.tuple(items);
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn Convert(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let operand = value(base, ins.b());
    let result = match ins.c() {
        1 => vm.str(operand),
        2 => vm.repr(operand),
        _ => vm.ascii(operand),
    };
    consume_b(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn FormatSimple(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let operand = value(base, ins.b());
    if operand.downcast_exact::<Str>().is_some() {
        let word = take(base, ins.b(), ins.flags() & TEMP_B != 0);
        return finish(ins, word, pc.add(1), base, vm);
    }
    if let Some(int) = operand.as_small_int() {
        let mut text = String::with_capacity(20);
        crate::types::str_format::push_int(&mut text, int);
        return deliver_result(vm.text(&text), ins, pc, 1, base, vm);
    }
    let result = match vm.text("") {
        Ok(empty) => vm.format(operand, &empty),
        Err(raised) => Err(raised),
    };
    consume_b(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn FormatSpec(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let result = vm.format(value(base, ins.b()), value(base, ins.c()));
    consume_bc(ins, base);
    deliver_result(result, ins, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn MakeFunction(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let window = base.add(ins.b());
    let code_value = word_value(pc, 1).clone();
    let code_payload = payload::<Code>(object(code_value.bits()));
    let globals = function(base).globals.clone();
    let module_name = vm.names.__name__.clone();
    let module = globals.downcast::<Dict>().and_then(|dict| dict.get_str(&module_name));
    let doc = if code_payload.unit.flags.has(exuvia_bytecode::CodeFlags::HAS_DOC) {
        code_payload.constants.first().cloned()
    } else {
        None
    };
    let made = new_exact(
        vm.heap,
        Function {
            code: Cell::new(code_value),
            globals,
            defaults: Slot::new(Value::option_from_bits(*window)),
            keyword_defaults: Slot::new(Value::option_from_bits(*window.add(1))),
            closure: Value::option_from_bits(*window.add(2)),
            name: Slot::new(Some(code_payload.name.clone())),
            qualified_name: Slot::new(Some(code_payload.qualified_name.clone())),
            doc: Slot::new(doc),
            module: Slot::new(module),
            dict: Slot::default(),
            annotations: Slot::new(Value::option_from_bits(*window.add(3))),
        },
    );
    finish(ins, made.into_bits(), pc.add(2), base, vm)
}

#[inline(never)]
pub unsafe fn LoadBuildClass(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let name = vm.names.__build_class__.clone();
    let result = match vm.builtins.downcast::<Dict>().and_then(|dict| dict.get_str(&name)) {
        Some(found) => Ok(found),
        None => {
            let class = vm.types.name_error;
            Err(vm.raise_message(class, "__build_class__ not found"))
        }
    };
    deliver_result(result, fetch(pc), pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn ImportName(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(2), base);
    let names = register_value(base, ins.b()).unwrap_or(Value::NONE);
    let globals = function(base).globals.clone();
    let result = crate::modules::import::import_name(vm, word_value(pc, 1), &globals, &names, ins.c());
    consume_b(ins, base);
    deliver_result(result, ins, pc, 2, base, vm)
}

#[inline(never)]
pub unsafe fn ImportFrom(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(2), base);
    let result = crate::modules::import::import_from(vm, value(base, ins.b()), word_value(pc, 1));
    deliver_result(result, ins, pc, 2, base, vm)
}

#[inline(never)]
pub unsafe fn ImportStar(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(1), base);
    let namespace = super::calls::namespace(base);
    let result = crate::modules::import::import_star(vm, value(base, ins.a()), &namespace);
    if ins.flags() & exuvia_bytecode::TEMP_A != 0 {
        release(*base.add(ins.a()));
    }
    deliver_done(result, pc, 1, base, vm)
}

#[inline(never)]
pub unsafe fn LoadLocals(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let namespace = super::calls::namespace(base);
    finish(fetch(pc), namespace.into_bits(), pc.add(1), base, vm)
}
