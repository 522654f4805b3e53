//! A small host for tests: nodes with an identity and word slots, made through the low-level interface.
//!
//! ```text
//! node = header | identity (immediate) | slot 0 | slot 1 | slot 2
//! ```
#![expect(dead_code, reason = "each test file uses a part")]

use exuvia_heap::{
    Config, Heap, HeapBox, Host, Kind, Layout, LayoutId, Object, OwnedObject, PENDING_FINALIZERS, Phase,
    Shape, Tracer, word,
};
use std::cell::Cell;

pub const SLOTS: usize = 3;
/// Above all references.
const IMMEDIATE: u64 = 1 << 60;

/// Numbers that are the same in each run.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound
    }
}

/// A heap with the layouts that tests need.
pub struct World {
    pub heap: HeapBox,
    pub slots: LayoutId,
    pub finalized: LayoutId,
    pub custom: LayoutId,
    pub weak: LayoutId,
    pub leaf: LayoutId,
    pub empty: LayoutId,
}

impl World {
    pub fn new() -> World {
        let config = Config { debug: true, ..Config::default() };
        let heap = HeapBox::new(config).expect("address space");
        let shape = Shape::Slots { first: 8, count: 1 + SLOTS as u32 };
        let add = |layout| heap.add_layout(layout).expect("room");
        let slots = add(Layout::of_shape("slots", Kind::Container, shape));
        let finalizer = Cell::new(true);
        let finalized = add(Layout { finalizer, ..Layout::of_shape("finalized", Kind::Container, shape) });
        let custom = Layout::of_shape("custom", Kind::Container, Shape::Custom);
        let custom = add(Layout { trace: trace_node, drop: drop_node, ..custom });
        let weak = Layout::of_shape("weak", Kind::Container, Shape::Custom);
        let weak = add(Layout { trace: trace_weak, drop: drop_weak, ..weak });
        let leaf = add(Layout::of_shape("leaf", Kind::Leaf, Shape::Leaf));
        let shape = Shape::Slots { first: 8, count: 0 };
        let empty = add(Layout::of_shape("empty", Kind::Container, shape));
        World { heap, slots, finalized, custom, weak, leaf, empty }
    }

    pub fn node(&self, layout: LayoutId, identity: u64) -> OwnedObject {
        let object = self.heap.allocate(layout, Kind::Container, 16 + 8 * SLOTS);
        *word_at(object, 0) = IMMEDIATE | identity;
        for slot in 0..SLOTS {
            *word_at(object, 1 + slot) = 0;
        }
        // SAFETY: the first count of a new object.
        unsafe { OwnedObject::from_raw(object) }
    }

    /// A container without references, in a block of another size than nodes have.
    pub fn empty_node(&self) -> OwnedObject {
        let object = self.heap.allocate(self.empty, Kind::Container, 16);
        // SAFETY: the first count of a new object.
        unsafe { OwnedObject::from_raw(object) }
    }

    pub fn slots_node(&self) -> OwnedObject {
        self.node(self.slots, 0)
    }

    /// A weak reference; the callback, if any, is kept alive by it.
    pub fn weak(&self, referent: Object, callback: Option<OwnedObject>) -> OwnedObject {
        let object = self.heap.allocate(self.weak, Kind::Container, 24);
        *word_at(object, 1) = callback.map_or(0, |object| object.into_raw().as_ptr() as u64);
        self.heap.weak_link(object, referent);
        // SAFETY: the first count of a new object.
        unsafe { OwnedObject::from_raw(object) }
    }

    pub fn live(&self) -> usize {
        let mut live = 0;
        self.heap.walk(&mut |_| live += 1);
        live
    }

    pub fn check(&self) {
        self.heap.check_integrity().expect("a sound heap");
    }

    /// What a safe point does.
    pub fn run_queue(&self, host: &mut dyn Host) {
        while self.heap.pending().get() & PENDING_FINALIZERS != 0 {
            if let Some(queued) = self.heap.take_queued() {
                queued.run(host);
            }
        }
    }
}

/// A word of the payload. Tests run on one thread and hold no two of these.
pub fn word_at(object: Object, index: usize) -> &'static mut u64 {
    // SAFETY: tests index within the payload of live objects.
    unsafe { &mut *object.cast::<u64>().as_ptr().add(1 + index) }
}

pub fn identity(object: Object) -> u64 {
    *word_at(object, 0) & !IMMEDIATE
}

pub fn slot(object: Object, slot: usize) -> Option<Object> {
    word::as_reference(*word_at(object, 1 + slot))
}

/// Puts a new count of `child` into a slot and releases what was there.
pub fn link(object: Object, slot: usize, child: Option<&OwnedObject>) {
    let new = child.map_or(0, |child| child.clone().into_raw().as_ptr() as u64);
    let old = std::mem::replace(word_at(object, 1 + slot), new);
    // SAFETY: the slot owned a count.
    unsafe { Heap::release_word(old) };
}

/// A count of one's own.
pub fn own(object: Object) -> OwnedObject {
    // SAFETY: tests pass live objects.
    unsafe { object.as_ref() }.incref();
    // SAFETY: the count was added above.
    unsafe { OwnedObject::from_raw(object) }
}

pub fn referent(weak: Object) -> Option<Object> {
    word::as_reference(*word_at(weak, 0))
}

unsafe fn trace_node(object: Object, _: &Layout, tracer: &mut Tracer) {
    for slot in 0..SLOTS {
        tracer.word(*word_at(object, 1 + slot));
    }
}

unsafe fn drop_node(object: Object, _: &Layout, _: &Heap) {
    for slot in 0..SLOTS {
        let word = std::mem::take(word_at(object, 1 + slot));
        // SAFETY: the slot owned a count.
        unsafe { Heap::release_word(word) };
    }
}

unsafe fn trace_weak(object: Object, _: &Layout, tracer: &mut Tracer) {
    tracer.word(*word_at(object, 1));
}

unsafe fn drop_weak(object: Object, _: &Layout, heap: &Heap) {
    heap.weak_unlink(object);
    let callback = std::mem::take(word_at(object, 1));
    // SAFETY: the word owned a count.
    unsafe { Heap::release_word(callback) };
}

/// A host that notes what it is asked to do, and does what a closure says.
pub struct Recorder<'a> {
    pub log: Vec<String>,
    pub finalize: Box<dyn FnMut(&OwnedObject) + 'a>,
}

impl<'a> Recorder<'a> {
    pub fn new() -> Recorder<'a> {
        Recorder { log: Vec::new(), finalize: Box::new(|_| {}) }
    }

    pub fn finalizing(finalize: impl FnMut(&OwnedObject) + 'a) -> Recorder<'a> {
        Recorder { log: Vec::new(), finalize: Box::new(finalize) }
    }
}

impl Host for Recorder<'_> {
    fn run_finalizer(&mut self, object: OwnedObject) {
        self.log.push(format!("finalize {}", identity(object.object())));
        (self.finalize)(&object);
    }

    fn run_callback(&mut self, weak: OwnedObject) {
        assert!(referent(weak.object()).is_none(), "the referent is dead when a callback runs");
        let callback = word::as_reference(*word_at(weak.object(), 1)).expect("a callback");
        self.log.push(format!("callback {}", identity(callback)));
    }

    fn phase(&mut self, phase: Phase) {
        self.log.push(match phase {
            Phase::Start { generation } => format!("start {generation}"),
            Phase::Stop { collected, .. } => format!("stop {collected}"),
        });
    }
}
