//! Finalizers and drops that do whatever the safe interface offers, panics included.
//!
//! ```text
//! after every step both heaps are sound, weak handles lead to live objects or nowhere, and in the end nothing is left
//! ```
#![forbid(unsafe_code)]

use exuvia_heap::typed::{Config, GcCell, Heap, OwnedHeap, Ref, Rehearsal, Trace, Untraced, Weak};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

#[derive(Trace)]
#[trace(finalize = Node::finalize)]
struct Node {
    /// The heap's number, to tell where an edge may lead: from one heap to a later one, so that no cycle goes through both.
    heap: usize,
    canary: Cell<u64>,
    finalizes: Cell<bool>,
    me: GcCell<Weak<Node>>,
    links: GcCell<Vec<Ref<Node>>>,
    first: GcCell<Option<Ref<Node>>>,
    last_words: Untraced<LastWords>,
}

impl Node {
    fn finalize(&self) {
        assert_eq!(self.canary.get(), ALIVE);
        if self.finalizes.get() {
            let world = self.last_words.world.clone();
            let me = self.me.borrow().upgrade();
            for _ in 0..world.below(3) {
                world.act(me.as_ref());
            }
            if world.below(8) == 0 {
                panic!("a finalizer");
            }
        }
    }
}

const ALIVE: u64 = 0x600d_f00d;

/// Acts when it is dropped.
struct LastWords {
    world: Rc<World>,
    acts: bool,
}

impl Drop for LastWords {
    fn drop(&mut self) {
        if self.acts && self.world.fuel.get() > 0 {
            self.world.fuel.set(self.world.fuel.get() - 1);
            self.world.act(None);
            if self.world.below(6) == 0 && !std::thread::panicking() {
                panic!("a drop");
            }
        }
    }
}

/// What the program holds.
struct World {
    seed: Cell<u64>,
    fuel: Cell<u32>,
    roots: RefCell<Vec<Ref<Node>>>,
    weak: RefCell<Vec<Weak<Node>>>,
    values: RefCell<Vec<Node>>,
}

impl World {
    fn below(&self, bound: usize) -> usize {
        let seed = self.seed.get().wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.seed.set(seed);
        (seed >> 33) as usize % bound
    }

    fn root(&self) -> Option<Ref<Node>> {
        let roots = self.roots.borrow();
        (!roots.is_empty()).then(|| roots[self.below(roots.len())].clone())
    }

    fn wander(&self, from: &Ref<Node>) -> Ref<Node> {
        let mut at = from.clone();
        for _ in 0..self.below(4) {
            let next = at
                .links
                .try_borrow()
                .ok()
                .and_then(|links| (!links.is_empty()).then(|| links[self.below(links.len())].clone()));
            let Some(next) = next else { break };
            assert_eq!(next.canary.get(), ALIVE);
            at = next;
        }
        at
    }

    fn node(self: &Rc<World>, heap: &Heap, number: usize) -> Ref<Node> {
        let finalizes = Cell::new(self.below(4) == 0);
        let last_words = Untraced::new(LastWords { world: self.clone(), acts: self.below(4) == 0 });
        heap.new_cyclic(|me| Node {
            heap: number,
            canary: Cell::new(ALIVE),
            finalizes,
            me: GcCell::new(me.clone()),
            links: GcCell::default(),
            first: GcCell::default(),
            last_words,
        })
    }

    fn link(&self, from: &Ref<Node>, to: &Ref<Node>) {
        if from.heap > to.heap {
            return;
        }
        if self.below(2) == 0 {
            if let Ok(mut links) = from.links.try_borrow_mut() {
                links.push(to.clone());
            }
        } else if let Ok(mut first) = from.first.try_borrow_mut() {
            let before = first.replace(to.clone());
            drop(first);
            drop(before);
        }
    }

    /// One action, on `object` or on anything that is reachable.
    fn act(self: &Rc<World>, object: Option<&Ref<Node>>) {
        let Some(object) = object.cloned().or_else(|| self.root()) else { return };
        let other = self.root().unwrap_or_else(|| object.clone());
        let (from, to) = (self.wander(&object), self.wander(&other));
        match self.below(18) {
            0 | 1 => self.link(&from, &to),
            2 => self.link(&object, &object),
            3 => {
                let taken = from.links.try_borrow_mut().map(|mut links| std::mem::take(&mut *links));
                drop(taken);
            }
            4 => {
                let gone = from.links.try_borrow_mut().ok().and_then(|mut links| links.pop());
                drop(gone);
            }
            5 => {
                let mut roots = self.roots.borrow_mut();
                let gone = if roots.is_empty() { None } else { Some(self.below(roots.len())) };
                let gone = gone.map(|index| roots.swap_remove(index));
                drop(roots);
                drop(gone);
            }
            6 => self.roots.borrow_mut().push(to),
            7 => {
                let made = self.node(Ref::heap(&from), from.heap);
                self.link(&made, &made);
                self.link(&made, &from);
                self.link(&from, &made);
            }
            8 => self.weak.borrow_mut().push(to.downgrade()),
            9 => {
                let gone = self.weak.borrow_mut().pop();
                drop(gone);
            }
            10 => {
                drop((object, other, to));
                if let Ok(value) = Ref::try_unwrap(from) {
                    self.values.borrow_mut().push(value);
                }
            }
            11 => {
                Ref::heap(&from).collect();
            }
            12 => Ref::heap(&from).run_finalizers(),
            13 | 14 => {
                // References move, without a change of any count: to where the collector does not look, or to another object.
                let moved = from.links.try_borrow_mut().map(|mut links| std::mem::take(&mut *links));
                self.roots.borrow_mut().extend(moved.unwrap_or_default());
            }
            15 | 16 => {
                let moved = from.first.try_borrow_mut().ok().and_then(|mut first| first.take());
                match (moved, to.links.try_borrow_mut()) {
                    (Some(moved), Ok(mut links)) if to.heap <= moved.heap => links.push(moved),
                    (moved, _) => self.roots.borrow_mut().extend(moved),
                }
            }
            _ => {
                // A borrow that lasts while other code runs.
                let links = from.links.try_borrow_mut();
                Ref::heap(&from).collect();
                drop(links);
            }
        }
    }
}

fn catching(caught: &Cell<u32>, f: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(f)).is_err() {
        caught.set(caught.get() + 1);
    }
}

fn run(seed: u64) -> u32 {
    let caught = Cell::new(0);
    // Looking at a heap disturbs a collection in slices, so these runs are checked now and then only.
    let slices = seed % 3 == 2;
    let heaps: Vec<OwnedHeap> = (0..2)
        .map(|_| {
            let config = Config::default().debug(!slices).young_objects([7, 0, 5][seed as usize % 3]);
            let heap = Heap::new(config).expect("address space");
            if slices {
                let slice_objects = 1 + seed as usize % 40;
                let few = if seed.is_multiple_of(2) { 0 } else { 3 };
                let rehearsal = Rehearsal {
                    slice_objects,
                    few,
                    suspects: seed.is_multiple_of(5),
                    roots: true,
                    thresholds: [5, 2],
                };
                heap.set_slices_for_tests(Some(rehearsal));
            }
            heap
        })
        .collect();
    let world = Rc::new(World {
        seed: Cell::new(seed),
        fuel: Cell::new(if slices { 1200 } else { 200 }),
        roots: RefCell::default(),
        weak: RefCell::default(),
        values: RefCell::default(),
    });
    for step in 0..if slices { 1500 } else { 250 } {
        catching(&caught, || {
            let number = world.below(2);
            let made = world.node(&heaps[number], number);
            world.roots.borrow_mut().push(made);
            world.act(None);
        });
        while world.roots.borrow().len() > 12 {
            let gone = world.roots.borrow_mut().swap_remove(3);
            catching(&caught, || drop(gone));
        }
        catching(&caught, || {
            let value = world.values.borrow_mut().pop();
            drop(value);
        });
        if slices && step % 100 != 99 {
            continue;
        }
        for heap in &heaps {
            assert_eq!(heap.missed_moves(), 0, "seed {seed}, step {step}");
            heap.check_integrity().unwrap_or_else(|error| panic!("seed {seed}, step {step}: {error}"));
            heap.check_traces().unwrap_or_else(|error| panic!("seed {seed}, step {step}: {error}"));
            assert!(heap.graph().is_ok());
        }
        for weak in world.weak.borrow().iter() {
            assert!(weak.upgrade().is_none_or(|node| node.canary.get() == ALIVE));
        }
    }
    world.fuel.set(0);
    // Finalizers may put something back, each of them once.
    for _ in 0..20 {
        catching(&caught, || drop((world.roots.take(), world.weak.take(), world.values.take())));
        heaps.iter().for_each(|heap| catching(&caught, || collect(heap)));
    }
    for heap in heaps {
        let graph = heap.graph().expect("a quiet heap");
        assert!(graph.nodes().is_empty(), "seed {seed}: {}", describe(&heap));
        heap.close().expect("nothing is left");
    }
    caught.get()
}

fn collect(heap: &OwnedHeap) {
    heap.collect();
}

fn describe(heap: &Heap) -> String {
    let graph = heap.graph().map_or_else(|busy| busy.to_string(), |graph| graph.to_dot());
    format!("{:?} {graph}", heap.census())
}

#[test]
fn values_may_do_anything() {
    std::panic::set_hook(Box::new(|info| {
        let message = info.payload().downcast_ref::<&str>().copied().unwrap_or_default();
        if !["a drop", "a finalizer"].contains(&message) {
            eprintln!("{info}");
        }
    }));
    let seeds = std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(300);
    let caught: u32 = (0..seeds).map(run).sum();
    assert!(caught as u64 > seeds, "panics have come through: {caught}");
}
