//! Binding a call's arguments to a Python function's parameters.
//!
//! ```text
//! registers  positional … │ keyword-only … │ *args │ **kwargs │ other locals
//! ```

use exuvia_bytecode::CodeFlags;

use crate::native::{R, plural};
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// Fills the defaults of a call that passes fewer positional arguments than there are parameters and nothing else special.
/// Returns false (nothing changed) when the general binding must look at the call.
#[inline]
pub unsafe fn fill_defaults(function: &Function, code: &Code, base: *mut u64, given: usize) -> bool {
    if code.call.plain_arguments == u32::MAX {
        return false;
    }
    let wanted = code.call.plain_arguments as usize;
    let Some(defaults) = function.defaults.as_ref().and_then(|defaults| defaults.downcast::<Tuple>()) else {
        return false;
    };
    let defaults = defaults.items();
    if given > wanted || wanted - given > defaults.len() {
        return false;
    }
    for index in given..wanted {
        let value = defaults[defaults.len() - (wanted - index)].clone();
        *base.add(index) = value.into_bits();
    }
    true
}

/// Binds a call whose keywords all name parameters, in place, where every parameter gets a value or has a default. The values lie at
/// `base`: `given` positional ones, then one for each of `names`. False (nothing changed) when it is not that simple.
pub unsafe fn bind_keywords_in_place(
    function: &Function,
    code: &Code,
    base: *mut u64,
    given: usize,
    names: &[Value],
) -> bool {
    const MOST: usize = 16;
    let wanted = usize::from(code.unit.positional_count);
    let named = wanted + usize::from(code.unit.keyword_only_count);
    let stars = CodeFlags::VARARGS | CodeFlags::VARKEYWORDS;
    if given > wanted || named > MOST || names.len() > MOST || code.call.flags.0 & stars != 0 {
        return false;
    }
    let first = usize::from(code.unit.positional_only_count);
    // Where each parameter's value comes from: 0 nowhere yet, else one more than the index of a word at `base`.
    let mut sources = [0u8; MOST];
    for (index, source) in sources[..given].iter_mut().enumerate() {
        *source = index as u8 + 1;
    }
    for (offset, name) in names.iter().enumerate() {
        let Some(index) = code.local_names[first..named].iter().position(|local| local.is(name)) else {
            return false;
        };
        let source = &mut sources[first + index];
        if *source != 0 {
            return false;
        }
        *source = (given + offset) as u8 + 1;
    }
    let defaults = function
        .defaults
        .as_ref()
        .and_then(|defaults| defaults.downcast::<Tuple>())
        .map_or(&[][..], Tuple::items);
    let keyword_defaults =
        function.keyword_defaults.as_ref().and_then(|defaults| defaults.downcast::<Dict>());
    let mut words = [0u64; MOST];
    for index in 0..named {
        words[index] = if sources[index] != 0 {
            *base.add(usize::from(sources[index]) - 1)
        } else if index < wanted {
            match (index + defaults.len()).checked_sub(wanted).and_then(|place| defaults.get(place)) {
                Some(value) => value.bits(),
                None => return false,
            }
        } else {
            match keyword_defaults
                .and_then(|dict| Some(dict.table.value(dict.find_str(&code.local_names[index])?)?.bits()))
            {
                Some(word) => word,
                None => return false,
            }
        };
    }
    for index in 0..named {
        if sources[index] == 0 {
            super::registers::incref(words[index]);
        }
        *base.add(index) = words[index];
    }
    true
}

/// Binds in general: registers `0..local_count` are written, empty where a local is no parameter.
/// On an error nothing is left in the registers.
pub unsafe fn bind(
    vm: &mut Vm,
    callee: &Value,
    base: *mut u64,
    positional: Vec<Value>,
    keywords: Vec<(Value, Value)>,
) -> R<()> {
    let function = callee.downcast::<Function>().expect("callers pass functions");
    let code = function.code();
    let slots = bind_values(vm, function, code, positional, keywords)?;
    for (index, slot) in slots.into_iter().enumerate() {
        *base.add(index) = slot.map_or(0, Value::into_bits);
    }
    Ok(())
}

fn bind_values(
    vm: &mut Vm,
    function: &Function,
    code: &Code,
    positional: Vec<Value>,
    keywords: Vec<(Value, Value)>,
) -> R<Vec<Option<Value>>> {
    let unit = &code.unit;
    let wanted = usize::from(unit.positional_count);
    let named = wanted + usize::from(unit.keyword_only_count);
    let mut slots: Vec<Option<Value>> = Vec::with_capacity(code.call.local_count as usize);
    slots.resize_with(code.call.local_count as usize, || None);
    let given = positional.len();
    let mut rest = Vec::new();
    for (index, value) in positional.into_iter().enumerate() {
        if index < wanted { slots[index] = Some(value) } else { rest.push(value) }
    }
    let varargs = unit.flags.has(CodeFlags::VARARGS);
    let varkeywords = unit.flags.has(CodeFlags::VARKEYWORDS);
    let keywords_dict = varkeywords.then(|| vm.dict());
    let mut only_positional = Vec::new();
    for (key, value) in keywords {
        let Some(text) = key.downcast::<Str>().map(Str::as_str) else {
            return Err(vm.type_error("keywords must be strings"));
        };
        let known = code.local_names[..named].iter().position(|name| {
            name.is(&key) || name.downcast::<Str>().is_some_and(|name| name.as_str() == text)
        });
        match known {
            Some(index) if index >= usize::from(unit.positional_only_count) => {
                if slots[index].is_some() {
                    let shown = function_name(function);
                    return Err(vm.type_error(format!("{shown}() got multiple values for argument '{text}'")));
                }
                slots[index] = Some(value);
            }
            _ => match &keywords_dict {
                Some(dict) => {
                    vm.dict_set(dict.downcast::<Dict>().expect("a new dict"), key.clone(), value)?
                }
                None if known.is_some() => only_positional.push(text.to_owned()),
                None => return Err(unexpected_keyword(vm, function, code, text)),
            },
        }
    }
    if !only_positional.is_empty() {
        let shown = function_name(function);
        let names = only_positional.join(", ");
        return Err(vm.type_error(format!(
            "{shown}() got some positional-only arguments passed as keyword arguments: '{names}'"
        )));
    }
    if given > wanted && !varargs {
        return Err(too_many(vm, function, code, given, &slots));
    }
    fill_missing(vm, function, code, &mut slots)?;
    let mut next = named;
    if varargs {
        slots[next] = Some(vm.tuple(rest)?);
        next += 1;
    }
    if let Some(dict) = keywords_dict {
        slots[next] = Some(dict);
    }
    Ok(slots)
}

fn fill_missing(vm: &mut Vm, function: &Function, code: &Code, slots: &mut [Option<Value>]) -> R<()> {
    let wanted = usize::from(code.unit.positional_count);
    let named = wanted + usize::from(code.unit.keyword_only_count);
    let defaults = function.defaults.get();
    let defaults =
        defaults.as_ref().and_then(|defaults| defaults.downcast::<Tuple>()).map_or(&[][..], Tuple::items);
    let first_default = wanted.saturating_sub(defaults.len());
    let mut missing = Vec::new();
    for index in 0..wanted {
        if slots[index].is_none() {
            if index >= first_default {
                slots[index] = Some(defaults[index + defaults.len() - wanted].clone());
            } else {
                missing.push(local_name(code, index));
            }
        }
    }
    if !missing.is_empty() {
        return Err(missing_error(vm, function, "positional", &missing));
    }
    let keyword_defaults = function.keyword_defaults.get();
    let keyword_defaults = keyword_defaults.as_ref().and_then(|defaults| defaults.downcast::<Dict>());
    for (index, slot) in slots.iter_mut().enumerate().take(named).skip(wanted) {
        if slot.is_none() {
            match keyword_defaults.and_then(|defaults| defaults.get_str(&code.local_names[index])) {
                Some(value) => *slot = Some(value),
                None => missing.push(local_name(code, index)),
            }
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(missing_error(vm, function, "keyword-only", &missing)) }
}

fn local_name(code: &Code, index: usize) -> String {
    code.local_names
        .get(index)
        .and_then(|name| name.downcast::<Str>())
        .map_or_else(String::new, |name| name.as_str().to_owned())
}

fn function_name(function: &Function) -> String {
    let name = function.qualified_name.as_ref().and_then(|name| name.downcast::<Str>());
    name.map_or_else(String::new, |name| name.as_str().to_owned())
}

#[cold]
fn unexpected_keyword(vm: &mut Vm, function: &Function, code: &Code, name: &str) -> crate::native::Raised {
    let shown = function_name(function);
    let first = usize::from(code.unit.positional_only_count);
    let named = usize::from(code.unit.positional_count) + usize::from(code.unit.keyword_only_count);
    let candidates: Vec<String> = (first..named).map(|index| local_name(code, index)).collect();
    let mut message = format!("{shown}() got an unexpected keyword argument '{name}'");
    if let Some(close) = crate::types::suggestions::closest(name, &candidates) {
        message.push_str(&format!(". Did you mean '{close}'?"));
    }
    vm.type_error(message)
}

#[cold]
fn missing_error(vm: &mut Vm, function: &Function, kind: &str, names: &[String]) -> crate::native::Raised {
    let shown = function_name(function);
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let list = match quoted.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
        [] => String::new(),
    };
    let count = names.len();
    vm.type_error(format!("{shown}() missing {count} required {kind} argument{}: {list}", plural(count)))
}

#[cold]
fn too_many(
    vm: &mut Vm,
    function: &Function,
    code: &Code,
    given: usize,
    slots: &[Option<Value>],
) -> crate::native::Raised {
    let shown = function_name(function);
    let wanted = usize::from(code.unit.positional_count);
    let named = wanted + usize::from(code.unit.keyword_only_count);
    let defaults = function.defaults.get();
    let defaults = defaults.as_ref().and_then(|defaults| defaults.downcast::<Tuple>()).map_or(0, Tuple::len);
    let keyword_given = slots[wanted..named].iter().filter(|slot| slot.is_some()).count();
    let takes = if defaults > 0 {
        format!("from {} to {wanted}", wanted as i64 - defaults as i64)
    } else {
        wanted.to_string()
    };
    let many = if defaults > 0 || wanted != 1 { "s" } else { "" };
    let message = if keyword_given > 0 {
        let keyword_plural = plural(keyword_given);
        format!(
            "{shown}() takes {takes} positional argument{many} but {given} positional argument{} (and {keyword_given} keyword-only argument{keyword_plural}) were given",
            plural(given)
        )
    } else {
        format!(
            "{shown}() takes {takes} positional argument{many} but {given} {} given",
            if given == 1 { "was" } else { "were" }
        )
    };
    vm.type_error(message)
}
