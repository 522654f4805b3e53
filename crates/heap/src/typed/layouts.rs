//! One layout for each Rust type that is on the heap.
//!
//! ```text
//! TypeId ─▶ small cache ─▶ map ─▶ LayoutId { trace_value::<T>, drop_value::<T>, finalizer }
//! ```
//!
//! It knows nothing of handles.

use super::checks::Checks;
use super::panics::{Panics, Payload};
use super::{Edges, Trace, Typed, checks, other_heap};
use crate::header::{LayoutId, Object};
use crate::heap::Heap;
use crate::layout::{Layout, Shape, no_drop, no_extra_bytes};
use crate::queue::OwnedObject;
use crate::tracer::Tracer;
use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Slots of the cache in front of the map.
const CACHE: usize = 8;

/// Which layouts the typed layer has made.
pub(crate) struct TypedLayouts {
    /// By type, direct-mapped, so that an allocation does not hash.
    cache: [Cell<Option<(TypeId, LayoutId)>>; CACHE],
    by_type: RefCell<HashMap<TypeId, LayoutId>>,
    pub(super) weak: Cell<Option<LayoutId>>,
    /// Of objects whose value was moved out: containers, leaves.
    moved: [Cell<Option<LayoutId>>; 2],
    pub(super) panics: Panics,
    pub(super) checks: Checks,
    /// Finalizers are being run from the queue: it is not entered again.
    pub(super) draining: Cell<bool>,
    /// Bytes in use after the last collection that an overdrawn budget asked for.
    pub(super) overdrawn_bytes: Cell<usize>,
}

impl TypedLayouts {
    pub fn new(debug: bool) -> TypedLayouts {
        TypedLayouts {
            cache: [const { Cell::new(None) }; CACHE],
            by_type: RefCell::new(HashMap::new()),
            weak: Cell::new(None),
            moved: [const { Cell::new(None) }; 2],
            panics: Panics::new(),
            checks: Checks::new(debug),
            draining: Cell::new(false),
            overdrawn_bytes: Cell::new(0),
        }
    }

    /// Whether any typed object was ever made.
    pub fn is_used(&self) -> bool {
        !self.by_type.borrow().is_empty()
    }
}

impl Heap {
    /// The layout of objects made from a `T`.
    #[inline(always)]
    pub(super) fn typed_layout<T: Trace>(&self) -> LayoutId {
        let slot = &self.typed.cache[(size_of::<T>() / 8) % CACHE];
        match slot.get() {
            Some((id, layout)) if id == TypeId::of::<T>() => layout,
            _ => self.typed_layout_slow::<T>(slot),
        }
    }

    #[cold]
    #[inline(never)]
    fn typed_layout_slow<T: Trace>(&self, slot: &Cell<Option<(TypeId, LayoutId)>>) -> LayoutId {
        let id = TypeId::of::<T>();
        let known = self.typed.by_type.borrow().get(&id).copied();
        let layout = known.unwrap_or_else(|| self.add_typed_layout::<T>(id));
        slot.set(Some((id, layout)));
        layout
    }

    fn add_typed_layout<T: Trace>(&self, id: TypeId) -> LayoutId {
        const { assert!(align_of::<T>() <= 16, "blocks are aligned to 16 bytes") };
        let layout = Layout {
            shape: if T::REFERS { Shape::Custom } else { Shape::Leaf },
            kind: super::kind_of::<T>(),
            finalizer: Cell::new(T::FINALIZES),
            owner: Cell::new(None),
            drop: if std::mem::needs_drop::<T>() { drop_value::<T> } else { no_drop },
            trace: trace_value::<T>,
            extra_bytes: no_extra_bytes,
            host: Cell::new(std::ptr::from_ref(OperationsOf::<T>::STATIC) as usize),
            name: std::any::type_name::<T>().into(),
        };
        let Some(layout) = self.add_layout(layout) else { panic!("more than a million types on one heap") };
        self.layouts.entry(layout).typed.set(true);
        self.typed.by_type.borrow_mut().insert(id, layout);
        layout
    }
}

/// What the typed layer knows about a type beyond its layout; the layout's host word points here.
struct Operations {
    finalize: unsafe fn(Object),
    edges: unsafe fn(Object, &mut Edges<'_>),
}

struct OperationsOf<T>(PhantomData<T>);

impl<T: Trace> OperationsOf<T> {
    const STATIC: &'static Operations =
        &Operations { finalize: finalize_value::<T>, edges: edges_value::<T> };
}

/// The operations of a layout, if the typed layer has made it.
fn operations(heap: &Heap, layout: LayoutId) -> Option<&'static Operations> {
    let entry = heap.layouts.entry(layout);
    let operations = entry.layout.host.get() as *const Operations;
    // SAFETY: typed layouts, and only those, have the address of static operations in their host word.
    entry.typed.get().then(|| unsafe { &*operations })
}

/// Calls the finalizer of a typed object; others have none that is known here.
pub(super) fn run_finalizer(heap: &Heap, object: &OwnedObject) {
    if let Some(operations) = operations(heap, object.layout()) {
        // SAFETY: the object is alive and of this layout.
        unsafe { (operations.finalize)(object.object()) };
    }
}

impl Heap {
    /// Calls `f` with what a live object refers to, and by which label.
    pub(crate) fn labelled_references(&self, object: Object, f: &mut dyn FnMut(&str, Object)) {
        // SAFETY: the caller passes live objects.
        let layout = unsafe { object.as_ref() }.layout();
        if let Some(operations) = operations(self, layout) {
            // SAFETY: the object is alive and of this layout.
            return unsafe { (operations.edges)(object, &mut Edges::new(f)) };
        }
        let mut index = 0;
        self.references(object, &mut |child| {
            f(&format!("[{index}]"), child);
            index += 1;
        });
    }

    /// Makes a typed object one whose value has been moved out: nothing is left to trace or to drop.
    pub(super) fn empty_out<T: Trace>(&self, object: Object) {
        let slot = &self.typed.moved[usize::from(!T::REFERS)];
        let layout = slot.get().unwrap_or_else(|| {
            let layout = Layout::of_shape("moved value", super::kind_of::<T>(), Shape::Leaf);
            let Some(layout) = self.add_layout(layout) else {
                panic!("more than a million types on one heap")
            };
            slot.set(Some(layout));
            layout
        });
        // SAFETY: the caller holds the object.
        unsafe { object.as_ref() }.set_layout(layout);
    }
}

/// The value of a typed object.
///
/// # Safety
/// The object must be alive and made from a `T`.
unsafe fn value<'a, T>(object: Object) -> &'a T {
    // SAFETY: the caller's promise.
    &unsafe { object.cast::<Typed<T>>().as_ref() }.value
}

unsafe fn trace_value<T: Trace>(object: Object, _: &Layout, tracer: &mut Tracer) {
    if other_heap::are_several() {
        // SAFETY: as below.
        return unsafe { trace_among_several::<T>(object, tracer) };
    }
    // SAFETY: the heap calls this for live objects of this layout.
    let value = unsafe { value::<T>(object) };
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| value.trace(tracer))) {
        give_trace_up(object, tracer, payload);
    }
}

#[inline(never)]
unsafe fn trace_among_several<T: Trace>(object: Object, tracer: &mut Tracer) {
    let _home = other_heap::Home::of(object);
    // SAFETY: called for live objects of this layout.
    let value = unsafe { value::<T>(object) };
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| value.trace(tracer))) {
        give_trace_up(object, tracer, payload);
    }
}

/// A trace has panicked: what it did not report counts as held from outside. But if an earlier pass did count it, a pass that
/// looks for what is reached must not miss it; so there everything is reported, and the collection finds no garbage.
#[cold]
#[inline(never)]
fn give_trace_up(object: Object, tracer: &mut Tracer, payload: Payload) {
    checks::note_opaque();
    // SAFETY: the object is alive, so its heap is.
    let heap = unsafe { Heap::of(object) };
    heap.keep_panic(payload);
    if tracer.pushes() {
        heap.walk_containers(&mut |any| tracer.edge(any));
    }
}

unsafe fn finalize_value<T: Trace>(object: Object) {
    // SAFETY: called for live objects of this layout.
    unsafe { value::<T>(object) }.finalize();
}

unsafe fn edges_value<T: Trace>(object: Object, edges: &mut Edges<'_>) {
    // SAFETY: called for live objects of this layout.
    unsafe { value::<T>(object) }.edges(edges);
}

unsafe fn drop_value<T: Trace>(object: Object, layout: &Layout, heap: &Heap) {
    if heap.typed.checks.are_on() {
        // SAFETY: the heap calls this once, when nobody can use the value any more.
        return heap.drop_checked(object, layout, &mut || unsafe { drop_whole::<T>(object, heap) });
    }
    // SAFETY: as above.
    unsafe { drop_whole::<T>(object, heap) };
}

/// Drops the value. A panic would unwind through a death that is half done: it is kept for later.
///
/// # Safety
/// The value must be whole, and nobody may use it any more.
#[inline(always)]
unsafe fn drop_whole<T: Trace>(object: Object, heap: &Heap) {
    let typed = object.cast::<Typed<T>>().as_ptr();
    // SAFETY: the caller's promise.
    let drop = AssertUnwindSafe(|| unsafe { std::ptr::drop_in_place(&raw mut (*typed).value) });
    if let Err(payload) = catch_unwind(drop) {
        heap.keep_panic(payload);
    }
}
