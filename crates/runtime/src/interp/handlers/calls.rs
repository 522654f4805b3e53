//! Calls. A Python function whose arguments fit is entered in the loop; everything else goes through native code.
//!
//! ```text
//! r[w] callable │ r[w+1..w+4] link words │ r[w+4] self or empty (CallMethod), or the first argument │ …
//! ```

use exuvia_bytecode::{CodeFlags, Instruction, MODE, Op, TEMP_A};

use super::slow::{deliver_result, register_value};
use crate::interp::bind;
use crate::interp::frames::{enter, is_layout, leave};
use crate::interp::registers::*;
use crate::interp::unwind::unwind;
use crate::native::{Arguments, DefKind, R};
use crate::object::class::{Constructor, TypeRef};
use crate::object::function::{Function, Method, Native};
use crate::object::instance::new_instance;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{ids, payload};
use crate::types::object::constructor_of;
use crate::types::super_type;
use crate::value::{NONE_BITS, Value, word};
use crate::vm::Vm;

/// Words that a call instruction takes.
const CALL_LENGTH: usize = 2;

/// The frame flags of a call's result: MODE says that it is dropped.
#[inline(always)]
fn result_flags(ins: Instruction) -> u64 {
    let flags = u64::from(ins.flags());
    (flags & u64::from(TEMP_A)) | ((flags & u64::from(MODE)) * (flag::DISCARD / MODE as u64))
}

/// Where a call returns to: behind the release of a result that is dropped.
#[inline(always)]
unsafe fn return_address(pc: *mut u64, ins: Instruction) -> *mut u64 {
    pc.add(CALL_LENGTH + usize::from(ins.flags() & MODE != 0))
}

#[inline(always)]
pub unsafe fn Call(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let window = base.add(ins.b());
    let callee = *window;
    if is_layout(callee, ids::FUNCTION) {
        let target = payload::<Function>(object(callee)).code();
        if target.call.plain_arguments as usize == ins.c() {
            return enter(
                vm,
                target,
                window.add(4),
                base,
                return_address(pc, ins),
                ins.a(),
                result_flags(ins),
                ins.c(),
            );
        }
    }
    call_slow(pc, base, vm)
}

/// Calls of anything else with positional arguments in the window from `r[w+4]` on.
#[inline(never)]
unsafe fn call_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let window = base.add(ins.b());
    let callee = *window;
    if word::is_reference(callee) {
        match header(callee).layout().index() as u32 {
            ids::FUNCTION => return call_function_slow(pc, base, vm, window.add(4), ins.c()),
            ids::NATIVE => {
                let native = payload::<Native>(object(callee));
                if native.receiver.is_none()
                    || native.def.kind == DefKind::Function
                    || native.def.kind == DefKind::New
                {
                    return call_native(pc, base, vm, native, window, window.add(4), ins.c());
                }
                return call_bound_native(pc, base, vm, native, window, ins.c());
            }
            ids::TYPE => {
                if callee == vm.types.super_type.bits() && ins.c() == 2 {
                    let (class, receiver) = (*window.add(4), *window.add(5));
                    if let Some(made) =
                        super_type::simple(vm, Value::borrow_bits(&class), Value::borrow_bits(&receiver))
                    {
                        release(receiver);
                        release(class);
                        release(callee);
                        return finish(ins, made.into_bits(), pc.add(CALL_LENGTH), base, vm);
                    }
                }
                if let Some(step) = construct(pc, base, vm, window, window.add(4), ins.c()) {
                    return step;
                }
            }
            ids::METHOD => {
                if let Some(step) = call_bound(pc, base, vm, window, ins.c()) {
                    return step;
                }
            }
            _ => {}
        }
    }
    call_general(pc, base, vm, window, window.add(4), ins.c())
}

/// A Python function that wants defaults, keywords or a star: the arguments lie at `first`, the function right below the link words.
#[inline(never)]
unsafe fn call_function_slow(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    first: *mut u64,
    count: usize,
) -> Step {
    let ins = fetch(pc);
    let callee = *first.sub(4);
    let function = payload::<Function>(object(callee));
    let target = function.code();
    let plain = target.call.plain_arguments as usize == count;
    if plain || bind::fill_defaults(function, target, first, count) {
        let bound = target.call.plain_arguments as usize;
        return enter(vm, target, first, base, return_address(pc, ins), ins.a(), result_flags(ins), bound);
    }
    let positional = (0..count).map(|index| Value::from_bits(*first.add(index))).collect();
    bind_and_enter(pc, base, vm, first, positional, Vec::new())
}

/// Binds in general and enters. The function's count at `first[-4]` is handed over; the values are owned.
unsafe fn bind_and_enter(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    first: *mut u64,
    positional: Vec<Value>,
    keywords: Vec<(Value, Value)>,
) -> Step {
    // The second form of CallKeywords is not about the result.
    let plain = fetch(pc);
    let ins = if plain.op() == Some(Op::CallKeywords) {
        Instruction(plain.0 & !(u64::from(MODE) << 8))
    } else {
        plain
    };
    let callee = *first.sub(4);
    let target = payload::<Function>(object(callee)).code();
    leave_for_native(vm, pc.add(CALL_LENGTH), base);
    if !vm.stack.reaches(first.wrapping_add(target.call.register_count as usize + 64), vm.heap) {
        drop((positional, keywords));
        release(callee);
        let _ = vm.recursion_error("maximum recursion depth exceeded");
        return unwind(pc, base, vm);
    }
    match bind::bind(vm, Value::borrow_bits(&callee), first, positional, keywords) {
        Ok(()) => {
            let bound = target.call.local_count as usize;
            enter(vm, target, first, base, return_address(pc, ins), ins.a(), result_flags(ins), bound)
        }
        Err(_) => {
            release(callee);
            unwind(pc, base, vm)
        }
    }
}

/// Calls a native function with the arguments in place.
#[inline(always)]
unsafe fn call_native(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    native: &Native,
    window: *mut u64,
    first: *mut u64,
    count: usize,
) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(CALL_LENGTH), base);
    let arguments = std::slice::from_raw_parts(first.cast::<Option<Value>>(), count);
    let def = native.def;
    let parameters = &def.parameters;
    let fits = count == parameters.names.len() && count == parameters.positional && !parameters.varargs;
    let result = if fits && def.kind != DefKind::New {
        (def.call)(vm, Arguments { fixed: arguments, rest: &[], keywords: &[] })
    } else {
        vm.check_receiver(native, arguments).and_then(|()| def.call_positional(vm, arguments))
    };
    for index in 0..count {
        release(*first.add(index));
    }
    release_callee(*window);
    deliver_result(result, ins, pc, CALL_LENGTH, base, vm)
}

/// A class without a constructor of its own makes an instance right here, and enters its `__init__`.
#[inline(always)]
unsafe fn construct(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    window: *mut u64,
    first: *mut u64,
    count: usize,
) -> Option<Step> {
    let ins = fetch(pc);
    let class_word = *window;
    let class = TypeRef::from_object(object(class_word));
    let constructor = if class.constructor_epoch.get() == vm.epoch {
        class.constructor.get()
    } else {
        constructor_of(vm, class)
    };
    match constructor {
        Constructor::Instance { init } => {
            let function = payload::<Function>(object(init));
            let target = function.code();
            let plain = target.call.plain_arguments as usize == count + 1;
            if target.call.plain_arguments == u32::MAX || (count + 1 > target.call.plain_arguments as usize) {
                return None;
            }
            // The window moves up by two: the instance that waits, then the function, its link words, self, the arguments.
            let callee_base = window.add(5);
            first.copy_to(callee_base.add(1), count);
            if !plain && !bind::fill_defaults(function, target, callee_base, count + 1) {
                callee_base.add(1).copy_to(first, count);
                return None;
            }
            let instance = new_instance(vm.heap, class).into_bits();
            header(instance).incref();
            release_callee(class_word);
            header(init).incref();
            *window = instance;
            *window.add(1) = init;
            *callee_base = instance;
            let flags = result_flags(ins) | flag::CONSTRUCT;
            let bound = target.call.plain_arguments as usize;
            Some(enter(vm, target, callee_base, base, return_address(pc, ins), ins.a(), flags, bound))
        }
        Constructor::Plain if count == 0 => {
            let instance = new_instance(vm.heap, class).into_bits();
            release_callee(class_word);
            Some(finish(ins, instance, pc.add(CALL_LENGTH), base, vm))
        }
        _ => None,
    }
}

/// A bound method around a Python function: the receiver moves in front of the arguments.
unsafe fn call_bound(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    window: *mut u64,
    count: usize,
) -> Option<Step> {
    let method_word = *window;
    let method = payload::<Method>(object(method_word));
    method.function.downcast_exact::<Function>()?;
    let (function, receiver) = (method.function.bits(), method.receiver.bits());
    let callee_base = window.add(5);
    window.add(4).copy_to(callee_base.add(1), count);
    incref(function);
    incref(receiver);
    *window.add(1) = function;
    *callee_base = receiver;
    release(method_word);
    let ins = fetch(pc);
    let target = payload::<Function>(object(function)).code();
    if target.call.plain_arguments as usize == count + 1 {
        return Some(enter(
            vm,
            target,
            callee_base,
            base,
            return_address(pc, ins),
            ins.a(),
            result_flags(ins),
            count + 1,
        ));
    }
    Some(call_function_slow(pc, base, vm, callee_base, count + 1))
}

/// A native method bound to a receiver, which moves in front of the arguments.
unsafe fn call_bound_native(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    native: &Native,
    window: *mut u64,
    count: usize,
) -> Step {
    let first = window.add(4);
    first.copy_to(first.add(1), count);
    let receiver = native.receiver.as_ref().map_or(0, Value::bits);
    incref(receiver);
    *first = receiver;
    call_native(pc, base, vm, native, window, first, count + 1)
}

/// Any callable, through native code. The callable is in `window`, the arguments at `first`.
#[inline(never)]
unsafe fn call_general(
    pc: *mut u64,
    base: *mut u64,
    vm: &mut Vm,
    window: *mut u64,
    first: *mut u64,
    count: usize,
) -> Step {
    let ins = fetch(pc);
    leave_for_native(vm, pc.add(CALL_LENGTH), base);
    let arguments = std::slice::from_raw_parts(first.cast::<Option<Value>>(), count);
    let result = vm.call_slots(Value::borrow_bits(&*window), arguments, &[]);
    for index in 0..count {
        release(*first.add(index));
    }
    release_callee(*window);
    deliver_result(result, ins, pc, CALL_LENGTH, base, vm)
}

#[inline(always)]
pub unsafe fn CallMethod(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let window = base.add(ins.b());
    let callee = *window;
    if *window.add(4) != 0 {
        let count = ins.c() + 1;
        if is_layout(callee, ids::FUNCTION) {
            let target = payload::<Function>(object(callee)).code();
            if target.call.plain_arguments as usize == count {
                return enter(
                    vm,
                    target,
                    window.add(4),
                    base,
                    return_address(pc, ins),
                    ins.a(),
                    result_flags(ins),
                    count,
                );
            }
            return call_function_slow(pc, base, vm, window.add(4), count);
        }
        // What LoadMethod pairs with a receiver is a Python function or a native method.
        let native = payload::<Native>(object(callee));
        if std::ptr::eq(native.def, vm.list_append) && count == 2 && is_layout(*window.add(4), ids::LIST) {
            return append(pc, base, vm, window);
        }
        return call_native(pc, base, vm, native, window, window.add(4), count);
    }
    call_method_slow(pc, base, vm)
}

/// `list.append(item)`: the item's count moves into the list.
#[inline(always)]
unsafe fn append(pc: *mut u64, base: *mut u64, vm: &mut Vm, window: *mut u64) -> Step {
    let ins = fetch(pc);
    let receiver = *window.add(4);
    let pushed = payload::<List>(object(receiver)).push(vm.heap, Value::from_bits(*window.add(5)));
    release_callee(*window);
    let result = match pushed {
        Ok(()) => NONE_BITS,
        Err(_) => {
            release(receiver);
            let raised = vm.memory_error();
            return deliver_result(Err(raised), ins, pc, CALL_LENGTH, base, vm);
        }
    };
    release(receiver);
    finish(ins, result, return_address(pc, ins), base, vm)
}

/// A method call whose callable takes no receiver: the callable moves up, next to its arguments.
#[inline(never)]
unsafe fn call_method_slow(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let window = base.add(ins.b() + 1);
    let callee = *window.sub(1);
    *window = callee;
    let count = ins.c();
    if word::is_reference(callee) {
        match header(callee).layout().index() as u32 {
            ids::FUNCTION => return call_function_slow(pc, base, vm, window.add(4), count),
            ids::NATIVE => {
                let native = payload::<Native>(object(callee));
                if native.receiver.is_none()
                    || native.def.kind == DefKind::Function
                    || native.def.kind == DefKind::New
                {
                    return call_native(pc, base, vm, native, window, window.add(4), count);
                }
                return call_bound_native(pc, base, vm, native, window, count);
            }
            ids::TYPE => {
                if let Some(step) = construct(pc, base, vm, window, window.add(4), count) {
                    return step;
                }
            }
            ids::METHOD => {
                if let Some(step) = call_bound(pc, base, vm, window, count) {
                    return step;
                }
            }
            _ => {}
        }
    }
    call_general(pc, base, vm, window, window.add(4), count)
}

#[inline(never)]
pub unsafe fn CallKeywords(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let mut window = base.add(ins.b());
    let mut first = window.add(4);
    let mut count = ins.c();
    if ins.flags() & MODE != 0 {
        if *first != 0 {
            count += 1;
        } else {
            *window.add(1) = *window;
            window = window.add(1);
            first = first.add(1);
        }
    }
    let names = word_value(pc, 1).downcast::<Tuple>().map_or(&[][..], Tuple::items);
    let split = count - names.len();
    let callee = *window;
    if is_layout(callee, ids::FUNCTION) {
        let function = payload::<Function>(object(callee));
        let target = function.code();
        let end = first.wrapping_add(count + target.call.register_count as usize + 64);
        let room = vm.stack.reaches(end, vm.heap);
        if room && bind::bind_keywords_in_place(function, target, first, split, names) {
            let bound =
                usize::from(target.unit.positional_count) + usize::from(target.unit.keyword_only_count);
            let flags = u64::from(ins.flags() & TEMP_A != 0);
            return enter(vm, target, first, base, pc.add(CALL_LENGTH), ins.a(), flags, bound);
        }
    }
    let mut values: Vec<Value> = (0..count).map(|index| Value::from_bits(*first.add(index))).collect();
    let keywords: Vec<(Value, Value)> = names.iter().cloned().zip(values.drain(split..)).collect();
    if is_layout(callee, ids::FUNCTION) {
        return bind_and_enter(pc, base, vm, first, values, keywords);
    }
    leave_for_native(vm, pc.add(CALL_LENGTH), base);
    let result = vm.call_keywords(Value::borrow_bits(&callee), &values, &keywords);
    drop((values, keywords));
    release(callee);
    deliver_result(result, ins, pc, CALL_LENGTH, base, vm)
}

#[inline(never)]
pub unsafe fn CallUnpack(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    // One word shorter than the other calls.
    leave_for_native(vm, pc.add(1), base);
    let window = base.add(ins.b());
    let callee = Value::from_bits(*window);
    let star = Value::option_from_bits(*window.add(4));
    let mapping = Value::option_from_bits(*window.add(5));
    let result = unpack_and_call(vm, &callee, star.as_ref(), mapping.as_ref());
    drop((star, mapping));
    drop(callee);
    deliver_result(result, ins, pc, 1, base, vm)
}

fn unpack_and_call(vm: &mut Vm, callee: &Value, star: Option<&Value>, mapping: Option<&Value>) -> R {
    let positional = match star {
        Some(star) => match star.downcast_exact::<Tuple>() {
            Some(tuple) => tuple.items().to_vec(),
            None => star_values(vm, callee, star)?,
        },
        None => Vec::new(),
    };
    let mut keywords = Vec::new();
    if let Some(mapping) = mapping {
        let found = super::build::each_pair(vm, mapping, |vm, key, value| {
            if key.downcast::<Str>().is_none() {
                return Err(vm.type_error("keywords must be strings"));
            }
            keywords.push((vm.intern_value(&key)?, value));
            Ok(())
        })?;
        if !found {
            let function = callable_name(vm, callee);
            let class = vm.class_name(mapping);
            return Err(vm.type_error(format!("{function} argument after ** must be a mapping, not {class}")));
        }
    }
    vm.call_keywords(callee, &positional, &keywords)
}

fn star_values(vm: &mut Vm, callee: &Value, star: &Value) -> R<Vec<Value>> {
    let class = vm.class_of(star);
    let (iter, item) = (vm.names.__iter__.clone(), vm.names.__getitem__.clone());
    if vm.lookup_bits(class, &iter) == 0 && vm.lookup_bits(class, &item) == 0 {
        let function = callable_name(vm, callee);
        return Err(vm.type_error(format!(
            "{function} argument after * must be an iterable, not {}",
            class.name_text()
        )));
    }
    vm.collect(star)
}

/// A callable as error messages name it: `module.name()`.
pub fn callable_name(vm: &mut Vm, callee: &Value) -> String {
    let (qualified, module) = (vm.names.__qualname__.clone(), vm.names.__module__.clone());
    let text =
        |value: Option<Value>| value.and_then(|value| Some(value.downcast::<Str>()?.as_str().to_owned()));
    let name = text(vm.find_attribute(callee, &qualified).ok().flatten());
    let module = text(vm.find_attribute(callee, &module).ok().flatten());
    match (name, module) {
        (Some(name), Some(module)) if module != "builtins" => format!("{module}.{name}()"),
        (Some(name), _) => format!("{name}()"),
        _ => vm.str_text(callee).unwrap_or_else(|_| format!("'{}' object", vm.class_name(callee))),
    }
}

#[inline(always)]
pub unsafe fn Return(pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    let ins = fetch(pc);
    let slot = base.add(ins.a());
    // A local hands its count over: the frame ends.
    let result = if ins.flags() & TEMP_A != 0 { *slot } else { slot.replace(0) };
    leave(result, base, vm)
}

#[inline(always)]
pub unsafe fn ReturnNone(_pc: *mut u64, base: *mut u64, vm: &mut Vm) -> Step {
    leave(NONE_BITS, base, vm)
}

/// The namespace of the running code: register 0 where it has one of its own, else its globals; for a function, a dict of its locals.
pub unsafe fn namespace(base: *mut u64) -> Value {
    let flags = code(base).call.flags;
    if flags.0 & (CodeFlags::CLASS_BODY | CodeFlags::NAMED_LOCALS) != 0
        && let Some(namespace) = register_value(base, 0)
    {
        return namespace;
    }
    function(base).globals.clone()
}
