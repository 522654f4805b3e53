//! What a program may do between two slices of a run, done at every moment of it.
//!
//! ```text
//! for k in 0.. :  build ─▶ k slices of one object ─▶ the program acts ─▶ … ─▶ the run ends ─▶ what is held is alive and whole
//! ```
//!
//! Each scene is one way to take something away from the run while it looks elsewhere.

mod support;

use exuvia_heap::{
    Heap, HeapBox, Host, Kind, Layout, LayoutId, Object, OwnedObject, Phase, Rehearsal, Shape,
};
use exuvia_heap::{Tracer, word};
use support::{World, identity, link, own, referent, slot, word_at};

/// Spans above this are traced in windows.
const LARGE: usize = 1 << 14;

const SLICES: Rehearsal =
    Rehearsal { slice_objects: 1, few: 0, suspects: false, roots: false, thresholds: [usize::MAX, 2] };

/// One slice, as an allocation leads to it.
fn slice(world: &World, host: &mut dyn Host) {
    let young = world.empty_node();
    world.heap.collect_automatic(host);
    drop(young);
}

struct Quiet;

impl Host for Quiet {
    fn run_finalizer(&mut self, _: OwnedObject) {}
    fn run_callback(&mut self, _: OwnedObject) {}
    fn phase(&mut self, _: Phase) {}
}

/// Runs a scene in which the program acts once, after each number of slices.
fn at_every_moment(moments: usize, mut scene: impl FnMut(&World, &mut dyn FnMut())) {
    for moment in 0..moments {
        let world = World::new();
        let mut pass = 0;
        scene(&world, &mut || {
            // The first call is the wait for the moment, the second for the end of the run.
            let slices = if pass == 0 { moment } else { 2 * moments };
            pass += 1;
            for _ in 0..slices {
                slice(&world, &mut Quiet);
            }
        });
        assert_eq!(world.heap.missed_moves(), 0, "moment {moment}");
        world.heap.set_slices_for_tests(None);
        world.run_queue(&mut Quiet);
        world.heap.collect(2, &mut Quiet);
        world.check();
    }
}

/// Makes all objects old, then begins with runs.
fn begin(world: &World) {
    world.heap.collect(2, &mut Quiet);
    world.heap.set_slices_for_tests(Some(SLICES));
}

fn cycle(world: &World, identity: u64) -> OwnedObject {
    let node = world.node(world.slots, identity);
    link(node.object(), 2, Some(&node));
    node
}

#[test]
fn a_member_dies_after_its_child_was_confirmed() {
    for between in 1..40 {
        at_every_moment(60, |world, wait| {
            let child = world.node(world.slots, 1);
            let middle = world.node(world.slots, 2);
            let holder = world.node(world.slots, 3);
            link(middle.object(), 0, Some(&child));
            link(holder.object(), 0, Some(&middle));
            let (child_object, middle_object) = (child.object(), middle.object());
            drop((child, middle));
            begin(world);
            wait();
            let middle = own(middle_object);
            drop(holder);
            for _ in 0..between {
                slice(world, &mut Quiet);
            }
            let child = own(child_object);
            drop(middle);
            wait();
            assert_eq!((child.count(), identity(child.object())), (1, 1));
        });
    }
}

/// A node with a vector of words.
struct Large {
    layout: LayoutId,
}

fn vector_of(object: Object) -> &'static mut Vec<u64> {
    // SAFETY: the word of a live large node is the address of its vector.
    unsafe { &mut *(*word_at(object, 1) as *mut Vec<u64>) }
}

impl Large {
    fn new(heap: &HeapBox) -> Large {
        let layout = Layout::of_shape("large", Kind::Container, Shape::Custom);
        let layout = Layout { trace: trace_large, drop: drop_large, ..layout };
        Large { layout: heap.add_layout(layout).expect("room") }
    }

    fn node(&self, world: &World, identity: u64, length: usize) -> OwnedObject {
        let node = world.node(self.layout, identity);
        *word_at(node.object(), 1) = Box::into_raw(Box::new(vec![0_u64; length])) as u64;
        node
    }
}

unsafe fn trace_large(object: Object, _: &Layout, tracer: &mut Tracer) {
    let words = vector_of(object);
    // SAFETY: the words of a vector are readable.
    unsafe { tracer.words(words.as_ptr(), words.len()) };
}

unsafe fn drop_large(object: Object, _: &Layout, _: &Heap) {
    // SAFETY: the word is the vector's, which is dropped here.
    for word in *unsafe { Box::from_raw(std::ptr::from_mut(vector_of(object))) } {
        // SAFETY: each word owned a count.
        unsafe { Heap::release_word(word) };
    }
}

fn put(node: Object, index: usize, child: OwnedObject) {
    vector_of(node)[index] = child.into_raw().as_ptr() as u64;
}

#[test]
fn a_large_span_becomes_small_before_its_turn() {
    for length in [LARGE + 1, LARGE + 3, 2 * LARGE + 1] {
        at_every_moment(60, |world, wait| {
            let large = Large::new(&world.heap);
            let (first, last) = (cycle(world, 1), cycle(world, 2));
            let node = large.node(world, 3, length);
            let inside = [first.object(), last.object()];
            put(node.object(), 10, first);
            put(node.object(), LARGE - 2, last);
            begin(world);
            wait();
            while vector_of(node.object()).len() > LARGE - 1 {
                vector_of(node.object()).pop();
            }
            wait();
            assert_eq!(inside.map(identity), [1, 2]);
        });
    }
}

/// The object at the highest address refers to one that the program holds as well.
#[test]
fn nothing_is_counted_twice_while_windows_are() {
    at_every_moment(60, |world, wait| {
        let large = Large::new(&world.heap);
        let wide = large.node(world, 1, 3 * LARGE);
        let held = world.node(world.slots, 2);
        let dead = cycle(world, 3);
        link(dead.object(), 0, Some(&held));
        assert!(dead.object() > held.object() && dead.object() > wide.object());
        begin(world);
        drop(dead);
        wait();
        wait();
        assert_eq!((identity(held.object()), held.count()), (2, 1));
    });
}

#[test]
fn a_large_span_loses_its_end_while_it_is_followed() {
    at_every_moment(80, |world, wait| {
        let large = Large::new(&world.heap);
        let node = large.node(world, 3, 3 * LARGE);
        let inside: Vec<Object> = (0..6)
            .map(|at| {
                let child = cycle(world, at as u64);
                let object = child.object();
                put(node.object(), at * LARGE / 2 + 7, child);
                object
            })
            .collect();
        begin(world);
        wait();
        let vector = vector_of(node.object());
        let mut taken = Vec::new();
        while vector.len() > LARGE + 10 {
            let word = vector.pop().expect("not empty");
            Heap::note_moved(word);
            // SAFETY: the vector owned the count.
            taken.extend(word::as_reference(word).map(|object| unsafe { OwnedObject::from_raw(object) }));
        }
        wait();
        assert_eq!(taken.len(), 3);
        assert!(inside.into_iter().map(identity).eq(0..6));
    });
}

#[test]
fn a_large_object_dies_and_another_takes_its_block() {
    at_every_moment(60, |world, wait| {
        let large = Large::new(&world.heap);
        let held = cycle(world, 1);
        let node = large.node(world, 2, 2 * LARGE);
        put(node.object(), 5, held.clone());
        let block = node.object();
        begin(world);
        wait();
        drop(node);
        let next = large.node(world, 3, 2 * LARGE);
        assert_eq!(next.object(), block);
        put(next.object(), LARGE + 5, held.clone());
        let object = held.object();
        drop(held);
        wait();
        assert_eq!(identity(object), 1);
    });
}

#[test]
fn a_member_is_untracked_and_tracked_again() {
    for collected_between in [false, true] {
        at_every_moment(60, |world, wait| {
            let child = cycle(world, 1);
            let holder = world.node(world.slots, 2);
            link(holder.object(), 0, Some(&child));
            let object = child.object();
            drop(child);
            begin(world);
            wait();
            world.heap.untrack(holder.object());
            slice(world, &mut Quiet);
            world.heap.track(holder.object());
            if collected_between {
                let young = cycle(world, 9);
                drop(young);
                world.heap.collect(1, &mut Quiet);
            }
            wait();
            assert_eq!(slot(holder.object(), 0), Some(object));
            assert_eq!(identity(object), 1);
        });
    }
}

/// A dead cycle of nodes, and in it a weak reference with a callback to a node that lives.
fn dead_watcher(world: &World, watched: Object) -> Object {
    let (one, other) = (world.node(world.slots, 1), world.node(world.slots, 2));
    let weak = world.weak(watched, Some(one.clone()));
    link(one.object(), 0, Some(&other));
    link(other.object(), 0, Some(&one));
    link(other.object(), 1, Some(&weak));
    let object = weak.object();
    begin(world);
    drop((one, other, weak));
    object
}

#[test]
fn garbage_is_told_of_a_death() {
    /// Looks at what the callbacks lead to.
    struct Calling(Vec<u64>);
    impl Host for Calling {
        fn run_finalizer(&mut self, _: OwnedObject) {}
        fn run_callback(&mut self, weak: OwnedObject) {
            assert!(referent(weak.object()).is_none());
            let callback = word::as_reference(*word_at(weak.object(), 1)).expect("a callback");
            self.0.push(identity(callback));
            assert_eq!(slot(callback, 0).map(identity), Some(2));
        }
        fn phase(&mut self, _: Phase) {}
    }
    at_every_moment(120, |world, wait| {
        let watched = world.node(world.slots, 7);
        dead_watcher(world, watched.object());
        wait();
        drop(watched);
        let mut calling = Calling(Vec::new());
        for _ in 0..20 {
            slice(world, &mut Quiet);
        }
        world.run_queue(&mut calling);
        wait();
        assert!(calling.0.iter().all(|&identity| identity == 1));
    });
}

#[test]
fn garbage_is_asked_for_by_its_referent() {
    for slices_between in [0, 5] {
        at_every_moment(120, |world, wait| {
            let watched = world.node(world.slots, 7);
            dead_watcher(world, watched.object());
            wait();
            let mut found = Vec::new();
            world.heap.weak_refs(watched.object(), |weak| found.push(own(weak)));
            for _ in 0..slices_between {
                slice(world, &mut Quiet);
            }
            wait();
            for weak in &found {
                assert_eq!(referent(weak.object()), Some(watched.object()));
                let callback = word::as_reference(*word_at(weak.object(), 1)).expect("a callback");
                assert_eq!((identity(callback), slot(callback, 0).map(identity)), (1, Some(2)));
            }
            drop(found);
            wait();
        });
    }
}

/// What the heap looks like to somebody who asks inside of a finalizer that a young collection runs.
#[test]
fn the_heap_is_looked_at_while_garbage_is_buried() {
    struct Looking<'a>(&'a World, bool, Vec<OwnedObject>);
    impl Host for Looking<'_> {
        fn run_finalizer(&mut self, _: OwnedObject) {
            let mut all = Vec::new();
            self.0.heap.walk(&mut |object| all.push(object));
            // What is there is whole, and may be held.
            let held: Vec<OwnedObject> = all.iter().map(|&object| own(object)).collect();
            for object in all {
                self.0
                    .heap
                    .references(object, &mut |child| assert!(held.iter().any(|any| any.object() == child)));
            }
            self.2.extend(held);
            if self.1 {
                self.0.heap.freeze();
                self.0.heap.unfreeze();
            }
        }
        fn run_callback(&mut self, _: OwnedObject) {}
        fn phase(&mut self, _: Phase) {}
    }
    for freezes in [false, true] {
        at_every_moment(200, |world, wait| {
            let dead: Vec<OwnedObject> = (0..6).map(|at| world.node(world.custom, at)).collect();
            for at in 0..6 {
                link(dead[at].object(), 0, Some(&dead[(at + 1) % 6]));
                let leaf = world.slots_node();
                link(dead[at].object(), 1, Some(&leaf));
            }
            begin(world);
            drop(dead);
            wait();
            let young = world.node(world.finalized, 10);
            link(young.object(), 0, Some(&young));
            drop(young);
            let mut looking = Looking(world, freezes, Vec::new());
            world.heap.collect(0, &mut looking);
            world.check();
            wait();
            let mut alive = Vec::new();
            world.heap.walk(&mut |object| alive.push(object));
            assert!(looking.2.iter().all(|held| alive.contains(&held.object())));
        });
    }
}

#[test]
fn finalizers_of_a_burial_end_other_members() {
    /// Breaks the ring where it can, and fills the blocks with what must not be touched.
    struct Breaking<'a>(&'a World, Vec<OwnedObject>, usize);
    impl Host for Breaking<'_> {
        fn run_finalizer(&mut self, object: OwnedObject) {
            assert!(identity(object.object()) < 100, "finalized though it lives");
            self.2 += 1;
            for at in 0..2 {
                let mut next = slot(object.object(), at).map(own);
                while let Some(node) = next {
                    next = slot(node.object(), 0).map(own);
                    link(node.object(), 0, None);
                }
            }
            link(object.object(), 0, None);
            drop(object);
            let identity = 100 + self.1.len() as u64;
            self.1.push(self.0.node(self.0.finalized, identity));
        }
        fn run_callback(&mut self, _: OwnedObject) {}
        fn phase(&mut self, _: Phase) {}
    }
    for slice_objects in [1, 16, 17, 33, 40] {
        let world = World::new();
        let ring: Vec<OwnedObject> = (0..12).map(|at| world.node(world.finalized, at)).collect();
        for at in 0..12 {
            link(ring[at].object(), 0, Some(&ring[(at + 1) % 12]));
        }
        world.heap.collect(2, &mut Quiet);
        world.heap.set_slices_for_tests(Some(Rehearsal { slice_objects, ..SLICES }));
        drop(ring);
        let mut host = Breaking(&world, Vec::new(), 0);
        for _ in 0..1000 {
            slice(&world, &mut host);
            world.run_queue(&mut host);
        }
        assert_eq!(host.2, 12, "each finalizer runs once");
        let kept = std::mem::take(&mut host.1);
        assert!(kept.iter().all(|node| node.count() == 1 && !node.has(exuvia_heap::FINALIZED)));
        world.check();
        world.heap.set_slices_for_tests(None);
        drop(kept);
        world.run_queue(&mut Quiet);
    }
}

/// A host that allocates, and comes to safe points, when it is told of a collection.
#[test]
fn notices_do_not_nest() {
    struct Nesting<'a>(&'a World, usize, usize);
    impl Host for Nesting<'_> {
        fn run_finalizer(&mut self, _: OwnedObject) {}
        fn run_callback(&mut self, _: OwnedObject) {}
        fn phase(&mut self, _: Phase) {
            self.1 += 1;
            assert_eq!(self.1, 1, "a notice inside of a notice");
            self.2 += 1;
            for _ in 0..50 {
                slice(self.0, self);
            }
            self.1 -= 1;
        }
    }
    for slice_objects in [1, 10, 10_000] {
        let world = World::new();
        let kept = cycle(&world, 1);
        world.heap.collect(2, &mut Quiet);
        world.heap.set_slices_for_tests(Some(Rehearsal { slice_objects, ..SLICES }));
        let mut nesting = Nesting(&world, 0, 0);
        for _ in 0..100 {
            slice(&world, &mut nesting);
        }
        assert!(nesting.2 > 0);
        drop(kept);
    }
}

/// `collect(2)` leaves nothing behind, however far a run has come.
#[test]
fn a_full_collection_ends_what_a_run_has_begun() {
    struct Counting(usize);
    impl Host for Counting {
        fn run_finalizer(&mut self, _: OwnedObject) {
            self.0 += 1;
        }
        fn run_callback(&mut self, _: OwnedObject) {}
        fn phase(&mut self, _: Phase) {}
    }
    for moment in 0..200 {
        let world = World::new();
        let ring: Vec<OwnedObject> = (0..5).map(|at| world.node(world.finalized, at)).collect();
        for at in 0..5 {
            link(ring[at].object(), 0, Some(&ring[(at + 1) % 5]));
        }
        begin(&world);
        drop(ring);
        for _ in 0..moment {
            slice(&world, &mut Quiet);
            world.run_queue(&mut Quiet);
        }
        let mut host = Counting(0);
        world.heap.collect(2, &mut host);
        assert_eq!(world.live(), 0, "moment {moment}");
    }
}

/// A host that panics when it is asked for its roots.
#[test]
fn roots_that_panic_leave_the_run_whole() {
    struct Panicking;
    impl Host for Panicking {
        fn roots(&mut self, _: &mut dyn FnMut(Object)) {
            panic!("no roots today");
        }
        fn run_finalizer(&mut self, _: OwnedObject) {}
        fn run_callback(&mut self, _: OwnedObject) {}
        fn phase(&mut self, _: Phase) {}
    }
    let world = World::new();
    let kept = cycle(&world, 1);
    let dead: Vec<OwnedObject> = (2..8).map(|at| cycle(&world, at)).collect();
    world.heap.collect(2, &mut Quiet);
    world.heap.set_slices_for_tests(Some(Rehearsal { roots: true, ..SLICES }));
    drop(dead);
    let mut panics = 0;
    for _ in 0..400 {
        let young = world.slots_node();
        let collect = || world.heap.collect_automatic(&mut Panicking);
        panics += usize::from(std::panic::catch_unwind(std::panic::AssertUnwindSafe(collect)).is_err());
        drop(young);
    }
    assert!(panics > 0);
    assert_eq!((world.live(), identity(kept.object())), (1, 1));
    world.check();
}

/// What frozen and untracked objects held was taken for reachable, and its stamps were taken off.
#[test]
fn what_was_left_alone_is_looked_at_again() {
    for freezes in [false, true] {
        let world = World::new();
        let (one, other) = (world.node(world.slots, 1), world.node(world.slots, 2));
        link(one.object(), 0, Some(&other));
        drop(other);
        world.heap.collect(2, &mut Quiet);
        if freezes {
            world.heap.freeze();
        } else {
            world.heap.untrack(one.object());
        }
        let third = world.node(world.slots, 3);
        link(one.object(), 1, Some(&third));
        link(third.object(), 0, Some(&one));
        let (first, last) = (one.object(), third.object());
        // Only the last one is stamped.
        let count = one.into_raw();
        // SAFETY: the third node holds it.
        assert!(!unsafe { count.as_ref() }.decref_unstamped());
        drop(third);
        world.heap.collect(2, &mut Quiet);
        assert_eq!([first, last].map(identity), [1, 3], "held by what is left alone");
        if freezes {
            world.heap.unfreeze();
        } else {
            world.heap.track(first);
        }
        world.heap.collect(2, &mut Quiet);
        assert_eq!(world.live(), 0);
    }
}
