//! Finalizers and callbacks that do whatever they like: resurrect, relink, allocate, release, collect.
//!
//! ```text
//! after every step the heap is sound, weak references lead to live objects or nowhere, and in the end
//! nothing is left
//! ```

mod support;

use exuvia_heap::{Host, Object, OwnedObject, Phase};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use support::{SLOTS, World, link, own, referent, slot};

struct Hostile<'a> {
    world: &'a World,
    roots: &'a RefCell<Vec<OwnedObject>>,
    weak: &'a RefCell<Vec<OwnedObject>>,
    seed: &'a Cell<u64>,
    /// Host code nests at most this deep.
    fuel: u32,
}

impl Hostile<'_> {
    fn below(&self, bound: usize) -> usize {
        let seed = self.seed.get().wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.seed.set(seed);
        (seed >> 33) as usize % bound
    }

    fn root(&self) -> Option<OwnedObject> {
        let roots = self.roots.borrow();
        (!roots.is_empty()).then(|| roots[self.below(roots.len())].clone())
    }

    fn wander(&self, from: Object) -> OwnedObject {
        let mut at = from;
        for _ in 0..self.below(4) {
            match slot(at, self.below(SLOTS)) {
                // SAFETY: what a slot holds is alive.
                Some(next) if unsafe { next.as_ref() }.layout() != self.world.weak => at = next,
                _ => break,
            }
        }
        own(at)
    }

    /// One action on `object`, which is alive.
    fn act(&mut self, object: &OwnedObject) {
        let world = self.world;
        match self.below(11) {
            0 => self.roots.borrow_mut().push(self.wander(object.object())),
            1 => {
                let node = world.node([world.slots, world.finalized, world.custom][self.below(3)], 0);
                link(node.object(), 0, Some(object));
                link(node.object(), 1, Some(&node));
            }
            2 => link(object.object(), self.below(SLOTS), None),
            3 | 4 => {
                if let Some(root) = self.root() {
                    let to = self.wander(object.object());
                    let from = self.wander(root.object());
                    link(from.object(), self.below(SLOTS), Some(&to));
                }
            }
            5 => {
                let mut roots = self.roots.borrow_mut();
                let gone = if roots.is_empty() { None } else { Some(self.below(roots.len())) };
                let gone = gone.map(|index| roots.swap_remove(index));
                drop(roots);
                drop(gone);
            }
            6 => {
                let callback = world.node(world.finalized, 0);
                link(callback.object(), 0, Some(object));
                let weak = world.weak(object.object(), (self.below(2) == 0).then_some(callback));
                if self.below(2) == 0 {
                    self.weak.borrow_mut().push(weak);
                } else {
                    // Held by what it refers to.
                    link(object.object(), self.below(SLOTS), Some(&weak));
                }
            }
            7 => {
                let mut weak = self.weak.borrow_mut();
                let gone = if weak.is_empty() { None } else { Some(self.below(weak.len())) };
                let gone = gone.map(|index| weak.swap_remove(index));
                drop(weak);
                drop(gone);
            }
            8 if self.fuel > 0 => {
                self.fuel -= 1;
                let generation = self.below(3) as u8;
                world.heap.collect(generation, self);
                self.fuel += 1;
            }
            9 if self.fuel > 0 => {
                self.fuel -= 1;
                world.run_queue(self);
                self.fuel += 1;
            }
            _ => link(object.object(), self.below(SLOTS), Some(object)),
        }
    }
}

impl Host for Hostile<'_> {
    fn run_finalizer(&mut self, object: OwnedObject) {
        for _ in 0..self.below(3) {
            self.act(&object);
        }
    }

    fn run_callback(&mut self, weak: OwnedObject) {
        assert!(referent(weak.object()).is_none());
        if let Some(root) = self.root() {
            self.act(&root);
        }
    }

    fn phase(&mut self, _: Phase) {
        if self.below(4) == 0
            && let Some(root) = self.root()
        {
            self.act(&root);
        }
    }
}

fn run(seed: u64) {
    let world = World::new();
    world.heap.set_thresholds([9, 2, 2]);
    let roots = RefCell::new(Vec::new());
    let weak = RefCell::new(Vec::new());
    let seed_cell = Cell::new(seed);
    let mut host = Hostile { world: &world, roots: &roots, weak: &weak, seed: &seed_cell, fuel: 3 };
    for _ in 0..300 {
        if host.below(3) == 0 || roots.borrow().is_empty() {
            let layout = [world.slots, world.custom, world.finalized][host.below(3)];
            roots.borrow_mut().push(world.node(layout, 0));
        }
        if let Some(root) = host.root() {
            let object = host.wander(root.object());
            host.act(&object);
        }
        if roots.borrow().len() > 12 {
            let gone = roots.borrow_mut().swap_remove(3);
            drop(gone);
        }
        world.run_queue(&mut host);
        world.heap.collect_automatic(&mut host);
        world.check();
        let mut live = BTreeSet::new();
        world.heap.walk(&mut |object| {
            live.insert(object);
        });
        for weak in weak.borrow().iter() {
            assert!(referent(weak.object()).is_none_or(|object| live.contains(&object)), "seed {seed}");
        }
    }
    roots.take();
    weak.take();
    let mut quiet = exuvia_heap::NoHost;
    for _ in 0..4 {
        world.run_queue(&mut quiet);
        world.heap.collect(2, &mut quiet);
    }
    world.run_queue(&mut quiet);
    world.check();
    assert_eq!(world.live(), 0, "seed {seed}");
}

#[test]
fn host_code_may_do_anything() {
    (0..150).for_each(run);
}
