//! One layout for each Rust type that is on the heap.
//!
//! ```text
//! TypeId ─▶ small cache ─▶ map ─▶ LayoutId { trace_value::<T>, drop_value::<T>, finalizer }
//! ```
//!
//! It knows nothing of handles.

use super::{Trace, Typed};
use crate::header::{LayoutId, Object};
use crate::heap::Heap;
use crate::layout::{Layout, Shape, no_drop, no_extra_bytes};
use crate::queue::OwnedObject;
use crate::tracer::Tracer;
use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// Slots of the cache in front of the map.
const CACHE: usize = 8;

/// Which layouts the typed layer has made.
pub(crate) struct TypedLayouts {
    /// By type, direct-mapped, so that an allocation does not hash.
    cache: [Cell<Option<(TypeId, LayoutId)>>; CACHE],
    by_type: RefCell<HashMap<TypeId, LayoutId>>,
    pub(super) weak: Cell<Option<LayoutId>>,
}

impl TypedLayouts {
    pub fn new() -> TypedLayouts {
        TypedLayouts {
            cache: [const { Cell::new(None) }; CACHE],
            by_type: RefCell::new(HashMap::new()),
            weak: Cell::new(None),
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
            host: Cell::new(finalize_value::<T> as *const () as usize),
            name: std::any::type_name::<T>().into(),
        };
        let Some(layout) = self.add_layout(layout) else { panic!("more than a million types on one heap") };
        self.layouts.entry(layout).typed.set(true);
        self.typed.by_type.borrow_mut().insert(id, layout);
        layout
    }
}

/// Calls the finalizer of a typed object; others have none that is known here.
pub(super) fn run_finalizer(heap: &Heap, object: &OwnedObject) {
    let entry = heap.layouts.entry(object.layout());
    if entry.typed.get() {
        let finalize = entry.layout.host.get() as *const ();
        // SAFETY: typed layouts have a `finalize_value` in their host word.
        let finalize = unsafe { std::mem::transmute::<*const (), unsafe fn(Object)>(finalize) };
        // SAFETY: the object is alive and of this layout.
        unsafe { finalize(object.object()) };
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
    // SAFETY: the heap calls this for live objects of this layout.
    unsafe { value::<T>(object) }.trace(tracer);
}

unsafe fn finalize_value<T: Trace>(object: Object) {
    // SAFETY: called for live objects of this layout.
    unsafe { value::<T>(object) }.finalize();
}

unsafe fn drop_value<T: Trace>(object: Object, _: &Layout, _: &Heap) {
    // A panic would unwind through a death that is half done.
    let bomb = AbortOnUnwind;
    let typed = object.cast::<Typed<T>>().as_ptr();
    // SAFETY: the heap calls this once, when nobody can use the value any more.
    unsafe { std::ptr::drop_in_place(&raw mut (*typed).value) };
    std::mem::forget(bomb);
}

struct AbortOnUnwind;

impl Drop for AbortOnUnwind {
    fn drop(&mut self) {
        std::process::abort();
    }
}
