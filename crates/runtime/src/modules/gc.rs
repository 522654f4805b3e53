//! Module `gc`: the collector as a program sees it.
//!
//! ```text
//! gc.collect() ─► gc_host::collect ─► Heap::collect        gc.get_referents(x) ─► what x refers to
//! ```
//!
//! What is garbage, and how it is found, the heap knows.

use exuvia_heap::{Object, Rehearsal};

use super::{make_module, set};
use crate::gc_host::{self, debug};
use crate::native::R;
use crate::object::dict::{self, Dict};
use crate::object::list::List;
use crate::object::tuple::Tuple;
use crate::object::{ids, object_info};
use crate::value::Value;
use crate::vm::Vm;

use super::state::Strategy;

const DOC: &str = "This module provides access to the garbage collector for reference cycles.\n\n\
enable() -- Enable automatic garbage collection.\n\
disable() -- Disable automatic garbage collection.\n\
isenabled() -- Returns true if automatic collection is enabled.\n\
collect() -- Do a full collection right now.";

/// Makes the module.
pub fn make(vm: &mut Vm) -> R {
    let module = make_module(vm, "gc", DOC, GcFunctions::DEFS)?;
    let (callbacks, garbage) = (vm.state.gc.callbacks.clone(), vm.state.gc.garbage.clone());
    set(vm, &module, "callbacks", callbacks)?;
    set(vm, &module, "garbage", garbage)?;
    let flags = [
        ("DEBUG_STATS", debug::STATS),
        ("DEBUG_COLLECTABLE", debug::COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", debug::UNCOLLECTABLE),
        ("DEBUG_SAVEALL", debug::SAVEALL),
        ("DEBUG_LEAK", debug::LEAK),
    ];
    for (name, flag) in flags {
        let flag = Value::from_i64(vm.heap, i64::from(flag));
        set(vm, &module, name, flag)?;
    }
    Ok(module)
}

/// Lets the strategy decide what enabled and disabled mean for the heap.
pub fn apply(vm: &mut Vm) {
    let gc = &vm.state.gc;
    vm.heap.set_collect_every_allocation(gc.strategy == Strategy::Every);
    vm.heap.set_slices_for_tests(match gc.strategy {
        Strategy::Slices(slice_objects) => {
            Some(Rehearsal { slice_objects, few: 0, suspects: false, roots: false, thresholds: [20, 2] })
        }
        _ => None,
    });
    if gc.enabled && gc.strategy != Strategy::Off {
        vm.heap.enable();
    } else {
        vm.heap.disable();
    }
}

/// The functions of the module.
struct GcFunctions;

#[exuvia_macros::builtin_methods]
impl GcFunctions {
    /// Enable automatic garbage collection.
    #[function("enable()")]
    fn enable(vm: &mut Vm) {
        vm.state.gc.enabled = true;
        apply(vm);
    }

    /// Disable automatic garbage collection.
    #[function("disable()")]
    fn disable(vm: &mut Vm) {
        vm.state.gc.enabled = false;
        apply(vm);
    }

    /// Returns true if automatic garbage collection is enabled.
    #[function("isenabled()")]
    fn isenabled(vm: &mut Vm) -> bool {
        vm.state.gc.enabled
    }

    /// Run the garbage collector.
    ///
    /// With no arguments, run a full collection.  The optional argument
    /// may be an integer specifying which generation to collect.  A ValueError
    /// is raised if the generation number is invalid.
    ///
    /// The number of unreachable objects is returned.
    #[function("collect(generation=2)")]
    fn collect(vm: &mut Vm, generation: Option<i64>) -> R<usize> {
        match generation.unwrap_or(2) {
            generation @ 0..=2 => Ok(gc_host::collect(vm, generation as u8)),
            _ => Err(vm.value_error("invalid generation")),
        }
    }

    /// Return a three-tuple of the current collection counts.
    #[function("get_count()")]
    fn get_count(vm: &mut Vm) -> R {
        numbers(vm, vm.heap.counts())
    }

    /// Return the current collection thresholds.
    #[function("get_threshold()")]
    fn get_threshold(vm: &mut Vm) -> R {
        numbers(vm, vm.heap.thresholds())
    }

    /// Set the collection thresholds (the collection frequency).
    ///
    /// Setting 'threshold0' to zero disables collection.
    #[function("set_threshold(*args)")]
    fn set_threshold(vm: &mut Vm, arguments: &[Option<Value>]) -> R<()> {
        if arguments.is_empty() || arguments.len() > 3 {
            return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
        }
        let mut thresholds = vm.heap.thresholds();
        for (threshold, argument) in thresholds.iter_mut().zip(arguments.iter().flatten()) {
            let number = vm.index_i64(argument)?;
            if i32::try_from(number).is_err() {
                let size = if number < 0 { "Python int too small" } else { "Python int too large" };
                return Err(vm.overflow_error(format!("{size} to convert to C int")));
            }
            // Counts never pass what a negative threshold stands for in CPython's unsigned comparison.
            *threshold = usize::try_from(number).unwrap_or(usize::MAX);
        }
        vm.heap.set_thresholds(thresholds);
        Ok(())
    }

    /// Return a list of dictionaries containing per-generation statistics.
    #[function("get_stats()")]
    fn get_stats(vm: &mut Vm) -> R<Vec<Value>> {
        let mut stats = Vec::new();
        for total in vm.heap.totals() {
            let entry = vm.dict();
            if let Some(dict) = entry.downcast::<Dict>() {
                let numbers = [
                    ("collections", total.collections),
                    ("collected", total.collected),
                    ("uncollectable", total.uncollectable),
                ];
                for (name, number) in numbers {
                    let number = Value::from_i64(vm.heap, number as i64);
                    vm.dict_set_named(dict, name, number)?;
                }
            }
            stats.push(entry);
        }
        Ok(stats)
    }

    /// Set the garbage collection debugging flags.
    ///
    ///   flags
    ///     An integer that can have the following bits turned on:
    ///       DEBUG_STATS - Print statistics during collection.
    ///       DEBUG_COLLECTABLE - Print collectable objects found.
    ///       DEBUG_UNCOLLECTABLE - Print unreachable but uncollectable objects
    ///         found.
    ///       DEBUG_SAVEALL - Save objects to gc.garbage rather than freeing them.
    ///       DEBUG_LEAK - Debug leaking programs (everything but STATS).
    ///
    /// Debugging information is written to sys.stderr.
    #[function("set_debug(flags, /)")]
    fn set_debug(vm: &mut Vm, flags: i64) {
        vm.state.gc.debug = flags as u32;
    }

    /// Get the garbage collection debugging flags.
    #[function("get_debug()")]
    fn get_debug(vm: &mut Vm) -> i64 {
        i64::from(vm.state.gc.debug)
    }

    /// Return a list of objects tracked by the collector (excluding the list returned).
    ///
    ///   generation
    ///     Generation to extract the objects from.
    ///
    /// If generation is not None, return only the objects tracked by the collector
    /// that are in that generation.
    #[function("get_objects(generation=None)")]
    fn get_objects(vm: &mut Vm, generation: Option<&Value>) -> R<Vec<Value>> {
        let wanted = match generation.filter(|generation| !generation.is_none()) {
            None => None,
            Some(generation) => match vm.class_of(generation).is_subclass_of(vm.types.int) {
                true => Some(vm.index_i64(generation)?),
                false => {
                    let class = vm.class_name(generation);
                    return Err(vm.type_error(format!("argument should be integer or None, not '{class}'")));
                }
            },
        };
        match wanted {
            Some(generation) if generation < 0 => {
                return Err(vm.value_error("generation parameter cannot be negative"));
            }
            Some(generation) if generation > 2 => {
                return Err(vm.value_error(
                    "generation parameter must be less than the number of available generations (3)",
                ));
            }
            _ => {}
        }
        let mut found = Vec::new();
        vm.heap.walk_containers(&mut |object| {
            let fits =
                wanted.is_none_or(|wanted| vm.heap.generation_of(object).map(i64::from) == Some(wanted));
            if fits && is_tracked(vm, object) {
                found.push(object);
            }
        });
        Ok(found.into_iter().map(Value::clone_object).collect())
    }

    /// Return the list of objects that directly refer to any of 'objs'.
    #[function("get_referrers(*objs)")]
    fn get_referrers(vm: &mut Vm, objects: &[Option<Value>]) -> Vec<Value> {
        let wanted: Vec<u64> = objects.iter().flatten().map(Value::bits).collect();
        let mut found = Vec::new();
        vm.heap.walk_containers(&mut |object| {
            if !is_tracked(vm, object) {
                return;
            }
            let mut refers = false;
            vm.heap.references(object, &mut |target| {
                refers |= wanted.contains(&(target.as_ptr() as usize as u64))
            });
            if refers || holds_immediate(object, &wanted) {
                found.push(object);
            }
        });
        found.into_iter().map(Value::clone_object).collect()
    }

    /// Return the list of objects that are directly referred to by 'objs'.
    #[function("get_referents(*objs)")]
    fn get_referents(vm: &mut Vm, objects: &[Option<Value>]) -> Vec<Value> {
        let mut found = Vec::new();
        for object in objects.iter().flatten() {
            add_referents(vm, object, &mut found);
        }
        found
    }

    /// Returns true if the object is tracked by the garbage collector.
    ///
    /// Simple atomic objects will return false.
    #[function("is_tracked(obj, /)")]
    fn is_tracked(vm: &mut Vm, value: &Value) -> bool {
        value.object().is_some_and(|object| is_tracked(vm, object))
    }

    /// Returns true if the object has been already finalized by the GC.
    #[function("is_finalized(obj, /)")]
    fn is_finalized(_vm: &mut Vm, value: &Value) -> bool {
        // SAFETY: the argument holds the object.
        value.object().is_some_and(|object| unsafe { object.as_ref() }.has(exuvia_heap::FINALIZED))
    }

    /// Freeze all current tracked objects and ignore them for future collections.
    ///
    /// This can be used before a POSIX fork() call to make the gc copy-on-write friendly.
    #[function("freeze()")]
    fn freeze(vm: &mut Vm) {
        vm.heap.freeze();
    }

    /// Unfreeze all objects in the permanent generation.
    ///
    /// Put all objects in the permanent generation back into oldest generation.
    #[function("unfreeze()")]
    fn unfreeze(vm: &mut Vm) {
        vm.heap.unfreeze();
    }

    /// Return the number of objects in the permanent generation.
    #[function("get_freeze_count()")]
    fn get_freeze_count(vm: &mut Vm) -> usize {
        vm.heap.frozen_count()
    }
}

fn numbers(vm: &mut Vm, numbers: [usize; 3]) -> R {
    let items = numbers
        .iter()
        .map(|&number| Value::from_i64(vm.heap, i64::try_from(number).unwrap_or(i64::MAX)))
        .collect();
    vm.tuple(items)
}

/// Kinds that CPython's collector does not look at, though they are containers here.
const UNTRACKED_KINDS: [u32; 4] = [ids::CODE, ids::RANGE, ids::RANGE_ITERATOR, ids::LONG_RANGE_ITERATOR];

/// Whether CPython would say that an object is tracked.
fn is_tracked(vm: &Vm, object: Object) -> bool {
    if !vm.heap.is_tracked(object) {
        return false;
    }
    // SAFETY: callers pass live objects.
    let info = unsafe { object_info(object) };
    match info.kind {
        ids::INSTANCE => info.class != vm.types.object,
        // SAFETY: the kind says that the payload is a tuple's.
        ids::TUPLE => !unsafe { crate::object::payload::<Tuple>(object) }.is_empty(),
        kind => !UNTRACKED_KINDS.contains(&kind),
    }
}

/// Whether a list, tuple or dict holds one of these words, where no heap object stands for it.
fn holds_immediate(object: Object, wanted: &[u64]) -> bool {
    if wanted.iter().all(|&word| exuvia_heap::word::is_reference(word)) {
        return false;
    }
    let value = Value::clone_object(object);
    let among = |item: &Value| wanted.contains(&item.bits());
    if let Some(list) = value.downcast::<List>() {
        return list.with(|items| items.iter().any(among));
    }
    if let Some(tuple) = value.downcast::<Tuple>() {
        return tuple.items().iter().any(among);
    }
    let Some(dict) = value.downcast::<Dict>() else { return false };
    let mut position = 0;
    while let Some((key, value)) = dict.next_entry(&mut position) {
        if among(&key) || among(&value) {
            return true;
        }
    }
    false
}

/// What an object refers to, in the order in which CPython tells it.
fn add_referents(vm: &mut Vm, value: &Value, found: &mut Vec<Value>) {
    let Some(object) = value.object() else { return };
    if let Some(list) = value.downcast_exact::<List>() {
        list.with(|items| found.extend(items.iter().rev().cloned()));
    } else if let Some(tuple) = value.downcast_exact::<Tuple>() {
        found.extend(tuple.items().iter().rev().cloned());
    } else if let Some(dict) = value.downcast_exact::<Dict>() {
        let mut position = 0;
        let mut entries = Vec::new();
        while let Some(entry) = dict.next_entry(&mut position) {
            entries.push(entry);
        }
        // Keys that are all text are no business of a collector: only values are told.
        let only_text = entries.iter().all(|(key, _)| key.downcast::<crate::object::string::Str>().is_some());
        for (key, value) in entries {
            if !only_text {
                found.push(key);
            }
            found.push(value);
        }
    } else if let Some(table) = dict::set_table(value)
        .filter(|_| value.layout().is_some_and(|layout| layout.index() < ids::COUNT as usize))
    {
        let mut position = 0;
        while let Some(key) = dict::next_key(table, &mut position) {
            found.push(key);
        }
    } else if value.payload_kind() == ids::INSTANCE && vm.class_of(value) != vm.types.object {
        found.extend(crate::object::instance::attributes(object).into_iter().map(|(_, value)| value));
        found.push(vm.class_of(value).value());
    } else {
        let mut targets = Vec::new();
        vm.heap.references(object, &mut |target| targets.push(target));
        found.extend(targets.into_iter().map(Value::clone_object));
    }
}
