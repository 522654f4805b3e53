//! Random mutations between the slices of runs, against plain reachability.
//!
//! ```text
//! always      what the model reaches is alive, with the slots that the model says
//! at times    after a full collection: live objects of the heap = objects that the model reaches
//! ```
//!
//! Also moves: a reference that changes its place without a count. `EXUVIA_OPERATIONS=100000000 cargo test --release -p exuvia-heap
//! --test slices` makes it long.

mod support;

use exuvia_heap::{Heap, Host, Object, OwnedObject, Phase, Rehearsal, word};
use std::collections::HashMap;
use support::{Random, SLOTS, World, identity, own, slot, word_at};

/// What an object should be.
#[derive(Clone, Copy)]
struct Expected {
    address: Object,
    slots: [Option<u64>; SLOTS],
}

struct Model {
    world: World,
    random: Random,
    graph: HashMap<u64, Expected>,
    roots: Vec<OwnedObject>,
    weak: Vec<OwnedObject>,
    untracked: Vec<OwnedObject>,
    next: u64,
    freed: usize,
}

/// Reports the roots of the model, but for some, and keeps every other object that is finalized.
struct Rooted {
    reported: Vec<Object>,
    collected: usize,
    resurrected: Vec<OwnedObject>,
}

impl Rooted {
    fn new(reported: Vec<Object>) -> Rooted {
        Rooted { reported, collected: 0, resurrected: Vec::new() }
    }
}

impl Host for Rooted {
    fn roots(&mut self, report: &mut dyn FnMut(Object)) {
        self.reported.iter().for_each(|&root| report(root));
    }

    fn run_finalizer(&mut self, object: OwnedObject) {
        if identity(object.object()).is_multiple_of(2) {
            self.resurrected.push(object);
        }
    }

    fn run_callback(&mut self, _: OwnedObject) {}

    fn phase(&mut self, phase: Phase) {
        if let Phase::Stop { collected, .. } = phase {
            self.collected += collected;
        }
    }
}

impl Model {
    fn new(seed: u64) -> Model {
        let world = World::new();
        world.heap.set_thresholds([50, 2, 2]);
        let (graph, roots, weak, untracked) = (HashMap::new(), Vec::new(), Vec::new(), Vec::new());
        Model { world, random: Random(seed), graph, roots, weak, untracked, next: 0, freed: 0 }
    }

    fn any_root(&mut self) -> Option<Object> {
        if self.roots.is_empty() {
            return None;
        }
        let index = self.random.below(self.roots.len());
        let mut at = self.roots[index].object();
        for _ in 0..self.random.below(8) {
            match slot(at, self.random.below(SLOTS)) {
                Some(next) => at = next,
                None => break,
            }
        }
        Some(at)
    }

    fn expect(&mut self, object: Object) -> &mut Expected {
        let expected = self.graph.get_mut(&identity(object)).expect("a known object");
        assert_eq!(expected.address, object);
        expected
    }

    fn allocate(&mut self, special: bool) {
        let layout = match self.random.below(if special { 8 } else { 7 }) {
            0..=3 => self.world.slots,
            4..=6 => self.world.custom,
            _ => self.world.finalized,
        };
        let node = self.world.node(layout, self.next);
        self.graph.insert(self.next, Expected { address: node.object(), slots: [None; SLOTS] });
        self.next += 1;
        self.roots.push(node);
    }

    /// Puts a root into a slot, without a count, and takes what was there as a root.
    fn exchange(&mut self, into: Object, at: usize, root: usize) {
        let into = own(into);
        let child = self.roots.swap_remove(root);
        let new = identity(child.object());
        self.expect(into.object()).slots[at] = Some(new);
        let old = std::mem::replace(word_at(into.object(), 1 + at), child.into_raw().as_ptr() as u64);
        Heap::note_moved(old);
        if let Some(object) = word::as_reference(old) {
            // SAFETY: the slot owned a count.
            self.roots.push(unsafe { OwnedObject::from_raw(object) });
        }
    }

    fn step(&mut self, special: bool) {
        match self.random.below(if special { 20 } else { 16 }) {
            0..=3 => self.allocate(special),
            4..=7 => {
                let (Some(from), Some(to)) = (self.any_root(), self.any_root()) else { return };
                let at = self.random.below(SLOTS);
                let (from, to) = (own(from), own(to));
                self.expect(from.object()).slots[at] = Some(identity(to.object()));
                support::link(from.object(), at, Some(&to));
            }
            8 => {
                let Some(from) = self.any_root() else { return };
                let at = self.random.below(SLOTS);
                let from = own(from);
                self.expect(from.object()).slots[at] = None;
                support::link(from.object(), at, None);
            }
            9..=10 => {
                // A move out of a slot.
                let Some(from) = self.any_root() else { return };
                let at = self.random.below(SLOTS);
                self.expect(from).slots[at] = None;
                let old = std::mem::take(word_at(from, 1 + at));
                Heap::note_moved(old);
                if let Some(object) = word::as_reference(old) {
                    // SAFETY: the slot owned a count.
                    self.roots.push(unsafe { OwnedObject::from_raw(object) });
                }
            }
            11..=12 => {
                let Some(into) = self.any_root() else { return };
                let (at, root) = (self.random.below(SLOTS), self.random.below(self.roots.len()));
                self.exchange(into, at, root);
            }
            13 => {
                if !self.roots.is_empty() && self.roots.len() > self.random.below(60) {
                    let index = self.random.below(self.roots.len());
                    self.roots.swap_remove(index);
                }
            }
            14 if special => {
                let Some(referent) = self.any_root() else { return };
                if self.weak.len() < 16 {
                    let weak = self.world.weak(referent, None);
                    self.weak.push(weak);
                } else {
                    let index = self.random.below(16);
                    self.weak.swap_remove(index);
                }
            }
            16 if special => self.look(),
            17 if special => {
                let Some(object) = self.any_root() else { return };
                // Both layouts have the same slots.
                let (one, other) = (self.world.slots, self.world.custom);
                let object = own(object);
                match object.layout() {
                    layout if layout == one => object.set_layout(other),
                    layout if layout == other => object.set_layout(one),
                    _ => {}
                }
            }
            18 if special => {
                let Some(object) = self.any_root() else { return };
                self.world.heap.untrack(object);
                self.untracked.push(own(object));
            }
            19 if special => self.track_again(),
            _ => {
                if self.weak.is_empty() {
                    return;
                }
                let index = self.random.below(self.weak.len());
                if let Some(referent) = self.world.heap.weak_referent(self.weak[index].object()) {
                    self.expect(referent);
                    self.roots.push(own(referent));
                }
            }
        }
    }

    fn track_again(&mut self) {
        for object in self.untracked.drain(..) {
            self.world.heap.track(object.object());
        }
    }

    /// Now and then, what reflection does: any object of the heap is shown, all are moved elsewhere, a generation is collected.
    fn look(&mut self) {
        match self.random.below(40) {
            0..=3 => {
                let mut all = Vec::new();
                let (world, weak) = (&self.world, self.world.weak);
                world.heap.walk_containers(&mut |object| {
                    // SAFETY: the walk passes live objects.
                    if unsafe { object.as_ref() }.layout() != weak {
                        all.push(object);
                    }
                });
                if !all.is_empty() {
                    let object = all[self.random.below(all.len())];
                    self.expect(object);
                    self.roots.push(own(object));
                }
            }
            4 => self.world.heap.freeze(),
            5 => self.world.heap.unfreeze(),
            generation @ 6..=8 => self.collect(generation as u8 - 6),
            _ => {}
        }
    }

    fn collect(&mut self, generation: u8) {
        let mut host = Rooted::new(Vec::new());
        self.world.heap.collect(generation, &mut host);
        self.roots.extend(host.resurrected);
    }

    fn safe_point(&mut self) {
        let roots = self.roots.iter().map(OwnedObject::object);
        let mut host = Rooted::new(roots.filter(|root| root.as_ptr() as usize & 32 != 0).collect());
        self.world.run_queue(&mut host);
        self.world.heap.collect_automatic(&mut host);
        self.freed += host.collected;
        self.roots.extend(host.resurrected);
    }

    /// Everything that the roots lead to is as it should be; how many objects that is. What weak references lead to as well: it
    /// may be garbage, but can be had.
    fn check_reachable(&mut self, forget: bool) -> usize {
        let mut reached = HashMap::new();
        let roots = self.roots.iter().map(OwnedObject::object).collect();
        self.check_from(roots, &mut reached);
        let count = reached.len();
        let referents = self.weak.iter().filter_map(|weak| support::referent(weak.object())).collect();
        self.check_from(referents, &mut reached);
        // What is garbage may be shown, or resurrected.
        self.graph.retain(|identity, _| !forget || reached.contains_key(identity));
        count
    }

    fn check_from(&mut self, mut stack: Vec<Object>, reached: &mut HashMap<u64, ()>) {
        while let Some(object) = stack.pop() {
            let identity = identity(object);
            if reached.insert(identity, ()).is_some() {
                continue;
            }
            let expected = *self.expect(object);
            // SAFETY: just checked to be a node; a dead one would have another identity.
            assert!(unsafe { object.as_ref() }.count() > 0);
            for (at, slot_expected) in expected.slots.into_iter().enumerate() {
                let found = slot(object, at);
                assert_eq!(found.map(support::identity), slot_expected);
                stack.extend(found);
            }
        }
    }

    /// After a full collection nothing else lives.
    fn check_exactly(&mut self) {
        self.world.heap.unfreeze();
        self.track_again();
        let mut host = Rooted::new(Vec::new());
        // What is resurrected is given up at once; what dies with it is finalized in the next round.
        while {
            self.world.run_queue(&mut host);
            host.collected = 0;
            self.world.heap.collect(2, &mut host);
            let again = !host.resurrected.is_empty() || host.collected > 0;
            host.resurrected.clear();
            again || self.world.heap.pending().get() & exuvia_heap::PENDING_FINALIZERS != 0
        } {}
        let reached = self.check_reachable(true);
        self.world.check();
        assert_eq!(self.world.live(), reached + self.weak.len());
    }
}

/// Operations on one heap: graphs grow with them, and with the graph the time of each.
const ROUND: usize = 40_000;

/// So many operations, on one heap after the other; how many objects runs have freed.
fn run(seed: u64, operations: usize, rehearsal: Option<Rehearsal>, special: bool) -> usize {
    let rounds = operations.div_ceil(ROUND);
    let seed_of = |round: usize| seed + 100 * round as u64;
    (0..rounds).map(|round| run_once(seed_of(round), operations / rounds, rehearsal, special)).sum()
}

fn run_once(seed: u64, operations: usize, rehearsal: Option<Rehearsal>, special: bool) -> usize {
    let mut model = Model::new(seed);
    model.world.heap.set_slices_for_tests(rehearsal);
    for operation in 0..operations {
        model.step(special);
        model.safe_point();
        if operation % 256 == 0 {
            model.check_reachable(!special);
        }
        if operation % 16_000 == 15_999 {
            model.check_exactly();
        }
    }
    model.check_exactly();
    assert_eq!(model.world.heap.missed_moves(), 0, "seed {seed}, {rehearsal:?}");
    model.roots.clear();
    model.weak.clear();
    model.check_exactly();
    model.world.heap.close().expect("nothing is left");
    model.freed
}

/// How often to do everything: a million operations in all, or what the environment asks for.
fn share(part: f64) -> usize {
    let all = std::env::var("EXUVIA_OPERATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_200_000);
    (all as f64 * part) as usize
}

fn sweep(part: f64, few: usize, suspects: bool, special: bool) {
    // Large slices make each operation dear.
    let sizes = [(1, 6), (3, 6), (10, 6), (40, 4), (200, 2), (1000, 1), (100_000, 1)];
    let all: usize = sizes.iter().map(|(_, weight)| weight).sum();
    let mut freed = 0;
    for (seed, (slice_objects, weight)) in sizes.into_iter().enumerate() {
        let rehearsal = Rehearsal { slice_objects, few, suspects, roots: seed % 2 == 0, thresholds: [50, 2] };
        freed += run(seed as u64, share(part) * weight / all, Some(rehearsal), special);
    }
    assert!(freed > 0, "runs found something");
}

#[test]
fn members_are_confirmed_in_slices() {
    sweep(0.35, 0, false, false);
}

#[test]
fn with_finalizers_and_weak_references() {
    sweep(0.25, 0, false, true);
}

#[test]
fn few_members_are_tried_at_once() {
    sweep(0.1, 50, true, true);
}

#[test]
fn by_the_clock() {
    for seed in 0..5 {
        run(seed, share(0.3) / 5, None, true);
    }
}

/// The check that the other tests rely on sees a move that is not noted.
#[test]
fn a_move_that_is_not_noted_is_found() {
    let found = (0..200).any(|seed| {
        let mut model = Model::new(seed);
        model.world.heap.set_slices_for_tests(Some(Rehearsal {
            slice_objects: 4,
            few: 0,
            suspects: false,
            roots: true,
            thresholds: [50, 2],
        }));
        for _ in 0..3000 {
            model.step(false);
            // References go from slot to slot without a note.
            let (Some(from), Some(into)) = (model.any_root(), model.any_root()) else { continue };
            let (source, target) = (model.random.below(SLOTS), model.random.below(SLOTS));
            let (one, other) = (word_at(from, 1 + source), word_at(into, 1 + target));
            if !std::ptr::eq(one, other) {
                let moved = model.expect(from).slots[source];
                let back = std::mem::replace(&mut model.expect(into).slots[target], moved);
                model.expect(from).slots[source] = back;
                std::mem::swap(one, other);
            }
            model.safe_point();
        }
        model.world.heap.missed_moves() > 0
    });
    assert!(found);
}
