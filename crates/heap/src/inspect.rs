//! Looking at the heap: every live object, what it refers to, what it takes, and whether it is sound.
//!
//! ```text
//! for every container: references found by tracing  ≤  the strong count of what they refer to
//! ```
//!
//! Nothing here changes an object. To be called at safe points only.

use crate::header::{FROZEN, MIDDLE, Object, UNTRACKED, YOUNG};
use crate::heap::Heap;
use crate::layout::Shape;
use crate::tracer::Tracer;
use crate::weak::AddressMap;
use exuvia_alloc::{Allocator, Kind};

impl Heap {
    /// Calls `f` with every live object, in address order.
    pub fn walk(&self, f: &mut dyn FnMut(Object)) {
        self.settle_burial();
        self.allocator.pools(|pool| {
            if !matches!(pool.kind(), Kind::Buffer) {
                pool.blocks().for_each(|block| f(block.cast()));
            }
        });
    }

    /// Calls `f` with every live container, in address order.
    pub fn walk_containers(&self, f: &mut dyn FnMut(Object)) {
        self.settle_burial();
        self.allocator.pools(|pool| {
            if matches!(pool.kind(), Kind::Container) {
                pool.blocks().for_each(|block| f(block.cast()));
            }
        });
    }

    /// Calls `f` with what `object` refers to, as often as it does. The object must be alive.
    pub fn references(&self, object: Object, f: &mut dyn FnMut(Object)) {
        self.trace(object, &mut Tracer::visitor(f));
    }

    /// Reports the references of a live object to `tracer`.
    #[inline(always)]
    pub(crate) fn trace(&self, object: Object, tracer: &mut Tracer<'_>) {
        let layout = &self.entry_of(object).layout;
        if let Some(owner) = layout.owner.get() {
            tracer.owner(owner);
        }
        match layout.shape {
            Shape::Leaf => {}
            Shape::Slots { first, count } => {
                // SAFETY: the layout's slots lie within the object's block.
                let slots = unsafe { object.as_ptr().byte_add(first as usize) }.cast::<u64>();
                // SAFETY: there are `count` initialised slots.
                unsafe { tracer.words(slots, count as usize) };
            }
            Shape::Custom => {
                // SAFETY: the object is alive and has this layout.
                unsafe { (layout.trace)(object, layout, tracer) };
            }
        }
    }

    /// The bytes that a live object takes: its block and the buffers that it owns.
    pub fn bytes_of(&self, object: Object) -> usize {
        let layout = &self.entry_of(object).layout;
        // SAFETY: the object is alive and has this layout.
        let extra = unsafe { (layout.extra_bytes)(object, layout) };
        // SAFETY: an object's address is its block's.
        let block = unsafe { Allocator::usable_bytes(object.cast()) };
        block + extra
    }

    /// Whether the object is one that collections examine: a container that is tracked.
    pub fn is_tracked(&self, object: Object) -> bool {
        // SAFETY: the object is alive.
        let tracked = !unsafe { object.as_ref() }.has(UNTRACKED);
        tracked && matches!(self.entry_of(object).layout.kind, Kind::Container)
    }

    /// The generation of a tracked object: 0, 1 or 2; nothing for frozen ones, leaves and untracked
    /// objects.
    pub fn generation_of(&self, object: Object) -> Option<u8> {
        if !self.is_tracked(object) {
            return None;
        }
        // SAFETY: the object is alive.
        match unsafe { object.as_ref() }.word() & FROZEN {
            YOUNG => Some(0),
            MIDDLE => Some(1),
            0 => Some(2),
            _ => None,
        }
    }

    /// Checks the heap's invariants:
    /// 1. the allocator's;
    /// 2. every live object has a layout of the table, of the kind of its block;
    /// 3. the references that tracing finds never exceed the strong count of their target;
    /// 4. an object has `HAS_WEAK` exactly when weak references to it are linked.
    ///
    /// # Errors
    /// The first violation found, in words.
    pub fn check_integrity(&self) -> Result<(), String> {
        self.allocator.check_integrity()?;
        let mut found: AddressMap<u64> = AddressMap::default();
        let mut violation = None;
        self.walk(&mut |object| {
            if violation.is_none() {
                violation = self.check_object(object, &mut found).err();
            }
        });
        if let Some(violation) = violation {
            return Err(violation);
        }
        self.walk(&mut |object| {
            // SAFETY: `walk` passes live objects.
            let count = u64::from(unsafe { object.as_ref() }.count());
            let references = found.remove(&(object.as_ptr() as usize)).unwrap_or(0);
            if references > count && violation.is_none() {
                let name = &self.entry_of(object).layout.name;
                violation =
                    Some(format!("3: {name} at {object:p} has count {count}, but {references} references"));
            }
        });
        if let Some(address) = found.keys().min() {
            return Err(format!("3: a reference to {address:#x}, where no object lives"));
        }
        violation.map_or(Ok(()), Err)
    }

    /// Invariants 2 and 4 for one object; its references are added to `found`.
    fn check_object(&self, object: Object, found: &mut AddressMap<u64>) -> Result<(), String> {
        // SAFETY: the caller passes live objects.
        let header = unsafe { object.as_ref() };
        if header.layout().index() >= self.layouts.len() {
            return Err(format!(
                "2: the object at {object:p} has the unknown layout {}",
                header.layout().index()
            ));
        }
        let layout = &self.entry_of(object).layout;
        // SAFETY: an object's address is its block's.
        let kind = unsafe { Allocator::kind_of(object.cast()) };
        if kind as u8 != layout.kind as u8 {
            return Err(format!("2: {} at {object:p} lives in a block of another kind", layout.name));
        }
        if header.has(crate::HAS_WEAK) != (self.weak_count(object) > 0) {
            return Err(format!("4: {} at {object:p} disagrees with the weak table", layout.name));
        }
        self.references(object, &mut |child| *found.entry(child.as_ptr() as usize).or_default() += 1);
        Ok(())
    }
}
