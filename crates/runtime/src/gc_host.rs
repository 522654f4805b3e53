//! The interpreter as the heap's host: it runs finalizers and weak-reference callbacks, at safe points only.
//!
//! ```text
//! death or collection ─► heap's queue ─► safe point ─► __del__, callbacks ─► errors to sys.unraisablehook
//! ```
//!
//! Also what a safe point does besides: automatic collections, the end of the budget, Ctrl-C. How garbage is found is the heap's
//! own; only the debugging aids (`gc.set_debug`) look at it from here.

use std::collections::{HashMap, VecDeque};
use std::time::Instant;

use exuvia_heap::{
    Host, Object, OwnedObject, PENDING_COLLECT, PENDING_FINALIZERS, PENDING_OVERDRAWN, Phase, Queued,
};

use crate::interp::{frames, generators};
use crate::modules::hooks;
use crate::native::R;
use crate::object::generator::Generator;
use crate::object::list::List;
use crate::object::weak::WeakReference;
use crate::value::Value;
use crate::vm::{Vm, pending};

/// Flags of `gc.set_debug`.
pub mod debug {
    pub const STATS: u32 = 1;
    pub const COLLECTABLE: u32 = 2;
    pub const UNCOLLECTABLE: u32 = 4;
    pub const SAVEALL: u32 = 32;
    pub const LEAK: u32 = COLLECTABLE | UNCOLLECTABLE | SAVEALL;
}

/// Bytes beyond the last MemoryError for the budget's end after which there is another one.
const GRACE_BYTES: usize = 256 << 10;

/// Registers that are reported to the collector, innermost frames first: what is left out costs it time and nothing else, and the report is
/// made in one piece.
const MAX_ROOTS: usize = 10_000;

/// The layouts of so many dead classes are taken out of the heap at a time: all caches of attributes are stale afterwards.
const RETIRED_CLASSES: usize = 32;

/// Finalizers that may run inside of each other; what dies below waits until the innermost has ended.
const NESTED_FINALIZERS: u32 = 50;

/// Does what a safe point has to do; what it raises is the running program's.
pub fn run_pending(vm: &mut Vm) -> R<()> {
    run_finalizers(vm);
    while vm.heap.pending().get() & PENDING_COLLECT != 0 {
        collect_automatic(vm);
        run_finalizers(vm);
    }
    let pending = vm.heap.pending();
    if pending.get() & PENDING_OVERDRAWN != 0 {
        pending.set(pending.get() & !PENDING_OVERDRAWN);
        check_budget(vm)?;
    }
    if pending.get() & pending::INTERRUPT != 0 {
        pending.set(pending.get() & !pending::INTERRUPT);
        let class = vm.types.keyboard_interrupt;
        return Err(vm.raise_class(class));
    }
    Ok(())
}

/// Runs the finalizers and callbacks that wait. What is being raised stays as it is.
pub fn run_finalizers(vm: &mut Vm) {
    if vm.heap.pending().get() & PENDING_FINALIZERS == 0 {
        return;
    }
    if vm.state.gc.finalizer_nesting >= NESTED_FINALIZERS {
        return;
    }
    vm.state.gc.finalizer_nesting += 1;
    let raising = vm.exception.replace(None);
    // What dies with an object comes before what died after it. Each batch is taken from the queue as a whole, so that safe
    // points inside of a finalizer find only what died there.
    let mut batches = vec![take_batch(vm)];
    while let Some(batch) = batches.last_mut() {
        match batch.pop_front() {
            Some(Queued::Finalize(object)) => finalize(vm, object),
            Some(Queued::WeakCallback(weak)) => call_back(vm, weak),
            None => drop(batches.pop()),
        }
        if vm.heap.pending().get() & PENDING_FINALIZERS != 0 {
            batches.push(take_batch(vm));
        }
    }
    vm.exception.set(raising);
    vm.state.gc.finalizer_nesting -= 1;
}

fn take_batch(vm: &Vm) -> VecDeque<Queued> {
    std::iter::from_fn(|| vm.heap.take_queued()).collect()
}

/// MemoryError when more is used than the budget allows, unless it was raised for this already. Garbage goes first.
fn check_budget(vm: &mut Vm) -> R<()> {
    let used = vm.heap.allocator().used_bytes();
    if !vm.heap.allocator().overdrawn() {
        vm.state.gc.overdrawn_at = 0;
        return Ok(());
    }
    if vm.state.gc.overdrawn_at != 0 && used < vm.state.gc.overdrawn_at.saturating_add(GRACE_BYTES) {
        return Ok(());
    }
    if vm.heap.is_enabled() {
        collect(vm, 2);
        run_finalizers(vm);
        if !vm.heap.allocator().overdrawn() {
            vm.state.gc.overdrawn_at = 0;
            return Ok(());
        }
    }
    vm.state.gc.overdrawn_at = vm.heap.allocator().used_bytes();
    Err(vm.memory_error())
}

/// A full or partial collection, as `gc.collect` wants it: the number of objects that were unreachable.
pub fn collect(vm: &mut Vm, generation: u8) -> usize {
    let raising = vm.exception.replace(None);
    let saved = if vm.state.gc.debug & (debug::SAVEALL | debug::COLLECTABLE) != 0 {
        show_garbage(vm, generation)
    } else {
        0
    };
    let heap = vm.heap;
    let collected = heap.collect(generation, &mut GcHost::new(vm)).collected;
    note_retired(vm);
    vm.exception.set(raising);
    saved + collected
}

fn collect_automatic(vm: &mut Vm) {
    let raising = vm.exception.replace(None);
    if vm.state.gc.debug & (debug::SAVEALL | debug::COLLECTABLE) != 0 {
        show_garbage(vm, 2);
    }
    let heap = vm.heap;
    heap.collect_automatic(&mut GcHost::new(vm));
    note_retired(vm);
    vm.exception.set(raising);
}

/// Has the next safe point take out what dead classes have left, if there is much of it.
fn note_retired(vm: &Vm) {
    if vm.heap.retired_layouts() >= RETIRED_CLASSES {
        let pending = vm.heap.pending();
        pending.set(pending.get() | pending::RETIRED);
    }
}

/// What can be done only when no program runs.
pub fn between_jobs(vm: &mut Vm) {
    // SAFETY: at depth zero nothing runs.
    unsafe { remove_retired(vm, 0) };
}

/// Takes the layouts of dead classes out of the heap, if that is due and native code is nested no deeper than `depth`. Further in, it may be
/// looking at a layout; the next collection reminds of it.
///
/// # Safety
/// When `depth` is that of the stack, no native code is on it that a program has called.
pub unsafe fn remove_retired(vm: &mut Vm, depth: u32) {
    let pending = vm.heap.pending();
    if pending.get() & pending::RETIRED == 0 {
        return;
    }
    pending.set(pending.get() & !pending::RETIRED);
    // SAFETY: promised by the caller.
    if vm.native_depth == depth && unsafe { crate::object::instance::remove_retired(vm.heap) } {
        vm.classes_changed();
    }
}

/// The interpreter during one collection.
struct GcHost<'a> {
    vm: &'a mut Vm,
    generation: u8,
    start: Instant,
}

impl GcHost<'_> {
    fn new(vm: &mut Vm) -> GcHost<'_> {
        GcHost { vm, generation: 2, start: Instant::now() }
    }
}

impl Host for GcHost<'_> {
    fn roots(&mut self, report: &mut dyn FnMut(Object)) {
        let vm = &*self.vm;
        let tables = [&vm.modules, &vm.builtins].into_iter().filter_map(|table| table.object());
        tables.for_each(&mut *report);
        let mut next = frames::current(vm);
        let mut left = MAX_ROOTS;
        while let Some(frame) = next {
            let locals = frame.code().call.local_count as usize;
            let Some(rest) = left.checked_sub(locals + 1) else { return };
            left = rest;
            // SAFETY: the frame is running: its function is held, and its locals are values or empty.
            let words = [unsafe { *frame.base.sub(4) }].into_iter();
            // SAFETY: as above.
            let words = words.chain((0..locals).map(|index| unsafe { *frame.base.add(index) }));
            words.filter_map(exuvia_heap::word::as_reference).for_each(&mut *report);
            next = frame.back();
        }
    }

    fn run_finalizer(&mut self, object: OwnedObject) {
        finalize(self.vm, object);
    }

    fn run_callback(&mut self, weak: OwnedObject) {
        call_back(self.vm, weak);
    }

    fn phase(&mut self, phase: Phase) {
        match phase {
            Phase::Start { generation } => {
                self.generation = generation;
                self.start = Instant::now();
                if self.vm.state.gc.debug & debug::STATS != 0 {
                    announce(self.vm, generation);
                }
                tell(self.vm, "start", generation, 0, 0);
            }
            Phase::Stop { collected, uncollectable } => {
                if self.vm.state.gc.debug & debug::STATS != 0 {
                    let seconds = self.start.elapsed().as_secs_f64();
                    let text = format!(
                        "gc: done, {collected} unreachable, {uncollectable} uncollectable, {seconds:.4}s elapsed\n"
                    );
                    hooks::write_error(self.vm, &text);
                }
                if let Some(mut tracer) = self.vm.tracer.take() {
                    tracer.collected(self.vm, self.generation, collected);
                    self.vm.tracer = Some(tracer);
                }
                tell(self.vm, "stop", self.generation, collected, uncollectable);
            }
        }
    }
}

fn announce(vm: &mut Vm, generation: u8) {
    let mut sizes = [0usize; 3];
    vm.heap.walk_containers(&mut |object| {
        if let Some(size) =
            vm.heap.generation_of(object).and_then(|generation| sizes.get_mut(usize::from(generation)))
        {
            *size += 1;
        }
    });
    let frozen = vm.heap.frozen_count();
    let [young, middle, old] = sizes;
    let text = format!(
        "gc: collecting generation {generation}...\ngc: objects in each generation: {young} {middle} {old}\ngc: objects in permanent generation: {frozen}\n"
    );
    hooks::write_error(vm, &text);
}

/// Calls `gc.callbacks`.
fn tell(vm: &mut Vm, phase: &str, generation: u8, collected: usize, uncollectable: usize) {
    // Mostly there is none: then the list is only looked at, for a count that goes up and down would leave a stamp.
    if vm.state.gc.callbacks.downcast::<List>().is_none_or(List::is_empty) {
        return;
    }
    let callbacks = vm.state.gc.callbacks.clone();
    let Some(list) = callbacks.downcast::<List>() else { return };
    let mut index = 0;
    while let Some(callback) = list.get(index) {
        index += 1;
        if let Err(raised) = tell_one(vm, &callback, phase, generation, collected, uncollectable) {
            hooks::unraisable(vm, raised, "Exception ignored while calling GC callback", &callback);
        }
    }
}

fn tell_one(
    vm: &mut Vm,
    callback: &Value,
    phase: &str,
    generation: u8,
    collected: usize,
    uncollectable: usize,
) -> R {
    let info = vm.dict();
    if let Some(dict) = info.downcast::<crate::object::dict::Dict>() {
        let numbers = [
            ("generation", usize::from(generation)),
            ("collected", collected),
            ("uncollectable", uncollectable),
        ];
        for (name, number) in numbers {
            let number = Value::from_i64(vm.heap, number as i64);
            vm.dict_set_named(dict, name, number)?;
        }
    }
    let phase = vm.text(phase)?;
    vm.call(callback, &[phase, info])
}

/// Runs one object's finalizer. An error is reported and goes no further.
fn finalize(vm: &mut Vm, object: OwnedObject) {
    let value = Value::from_object(object.into_raw());
    if value.downcast::<Generator>().is_some() {
        if let Err(raised) = generators::finalize(vm, &value) {
            hooks::unraisable(vm, raised, "Exception ignored while closing generator", &value);
        }
        return;
    }
    let class = vm.class_of(&value);
    let name = vm.names.__del__.clone();
    let Some(method) = vm.lookup(class, &name) else { return };
    let result = if vm.is_method_like(&method) {
        vm.call(&method, std::slice::from_ref(&value))
    } else {
        vm.bind(&method, &value, class).and_then(|bound| vm.call(&bound, &[]))
    };
    if let Err(raised) = result {
        hooks::unraisable(vm, raised, "Exception ignored while calling deallocator", &method);
    }
}

/// Calls the callback of a weak reference whose referent is dead.
fn call_back(vm: &mut Vm, weak: OwnedObject) {
    let value = Value::from_object(weak.into_raw());
    let Some(callback) = value.downcast::<WeakReference>().and_then(|weak| weak.callback.replace(None))
    else {
        return;
    };
    if let Err(raised) = vm.call(&callback, std::slice::from_ref(&value)) {
        hooks::unraisable(vm, raised, "Exception ignored while calling weakref callback", &callback);
    }
}

/// For `DEBUG_COLLECTABLE` and `DEBUG_SAVEALL`: names the garbage, or keeps it in `gc.garbage`; the number that is kept.
fn show_garbage(vm: &mut Vm, generation: u8) -> usize {
    let mut garbage = find_garbage(vm, generation);
    let flags = vm.state.gc.debug;
    if flags & debug::SAVEALL != 0 {
        let finalizers: Vec<Object> =
            garbage.iter().copied().filter(|&object| has_finalizer(vm, object)).collect();
        if !finalizers.is_empty() {
            // All are held before the first finalizer runs, so that none dies meanwhile.
            let held: Vec<Value> = finalizers.into_iter().map(Value::clone_object).collect();
            for value in held {
                let Some(object) = value.object() else { continue };
                // SAFETY: the value holds the object.
                unsafe { object.as_ref() }.set(exuvia_heap::FINALIZED);
                std::mem::forget(value);
                // SAFETY: the count that the value owned is handed over.
                finalize(vm, unsafe { OwnedObject::from_raw(object) });
            }
            garbage = find_garbage(vm, generation);
        }
    }
    let held: Vec<Value> = garbage.into_iter().map(Value::clone_object).collect();
    if flags & debug::COLLECTABLE != 0 {
        for value in &held {
            let text = format!("gc: collectable <{} {:#x}>\n", vm.class_name(value), value.bits());
            hooks::write_error(vm, &text);
        }
    }
    if flags & debug::SAVEALL == 0 {
        return 0;
    }
    let count = held.len();
    let garbage = vm.state.gc.garbage.clone();
    if let Some(list) = garbage.downcast::<List>() {
        for value in held {
            if list.push(vm.heap, value).is_err() {
                return 0;
            }
        }
    }
    count
}

fn has_finalizer(vm: &Vm, object: Object) -> bool {
    // SAFETY: the object is alive: it was just found in the heap.
    let header = unsafe { object.as_ref() };
    !header.has(exuvia_heap::FINALIZED) && vm.heap.layout(header.layout()).finalizer.get()
}

/// The tracked objects up to a generation that only each other hold, in address order: exact, slow, without side effects.
fn find_garbage(vm: &Vm, generation: u8) -> Vec<Object> {
    let heap = vm.heap;
    let mut outside: HashMap<Object, i64> = HashMap::new();
    let mut order = Vec::new();
    heap.walk_containers(&mut |object| {
        if heap.generation_of(object).is_some_and(|found| found <= generation) {
            // SAFETY: the walk passes live objects.
            outside.insert(object, i64::from(unsafe { object.as_ref() }.count()));
            order.push(object);
        }
    });
    for &object in &order {
        heap.references(object, &mut |target| {
            if let Some(count) = outside.get_mut(&target) {
                *count -= 1;
            }
        });
    }
    let mut reached: Vec<Object> = order.iter().copied().filter(|object| outside[object] > 0).collect();
    for object in &reached {
        outside.remove(object);
    }
    while let Some(object) = reached.pop() {
        heap.references(object, &mut |target| {
            if outside.remove(&target).is_some() {
                reached.push(target);
            }
        });
    }
    order.retain(|object| outside.contains_key(object));
    order
}
