//! A random graph that grows and loses edges, beside a plain model of it: what the model cannot reach
//! is gone after each collection, and nothing else is.
//!
//! ```text
//! cargo run --release -p exuvia-heap --example random_graph
//! ```
#![forbid(unsafe_code)]

use exuvia_heap::typed::{Config, GcCell, Heap, Ref, Trace, Weak};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

#[derive(Trace)]
struct Vertex {
    number: usize,
    edges: GcCell<Vec<Ref<Vertex>>>,
}

/// Steele, Lea and Flood's SplitMix, for the same graph on each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) as usize % bound
    }
}

/// The same graph in plain numbers.
#[derive(Default)]
struct Model {
    edges: BTreeMap<usize, Vec<usize>>,
}

impl Model {
    fn reachable(&self, roots: impl Iterator<Item = usize>) -> BTreeSet<usize> {
        let mut waiting: Vec<usize> = roots.collect();
        let mut reached = BTreeSet::new();
        while let Some(number) = waiting.pop() {
            if reached.insert(number) {
                waiting.extend(&self.edges[&number]);
            }
        }
        reached
    }
}

/// What the example prints.
pub fn run() -> Result<String, Box<dyn Error>> {
    const STEPS: usize = 60_000;
    const ROOTS: usize = 300;
    let heap = Heap::new(Config::default())?;
    let mut random = Random(7);
    let mut model = Model::default();
    let mut roots: Vec<Ref<Vertex>> = Vec::new();
    let mut all: Vec<(usize, Weak<Vertex>)> = Vec::new();
    let mut text = String::new();
    for step in 1..=STEPS {
        let vertex = heap.new_object(Vertex { number: step, edges: GcCell::default() });
        model.edges.insert(step, Vec::new());
        all.push((step, vertex.downgrade()));
        // Edges go both ways, so every pair is a cycle.
        for _ in 0..roots.len().min(2) {
            let other = roots[random.below(roots.len())].clone();
            for (from, to) in [(&vertex, &other), (&other, &vertex)] {
                from.edges.borrow_mut().push(to.clone());
                model.edges.entry(from.number).or_default().push(to.number);
            }
        }
        if roots.len() < ROOTS {
            roots.push(vertex);
        } else {
            let left = std::mem::replace(&mut roots[random.below(ROOTS)], vertex);
            // Most roots that go, and some that stay, lose their edges: else the whole past would stay reachable.
            for vertex in [&left, &roots[random.below(ROOTS)]] {
                if random.below(4) != 0 {
                    vertex.edges.borrow_mut().clear();
                    model.edges.insert(vertex.number, Vec::new());
                }
            }
        }
        if step % 10_000 == 0 {
            heap.collect();
            heap.check_integrity()?;
            all.retain(|(_, weak)| weak.upgrade().is_some());
            let alive: BTreeSet<usize> = all.iter().map(|&(number, _)| number).collect();
            let reachable = model.reachable(roots.iter().map(|root| root.number));
            if alive != reachable {
                let difference = alive.symmetric_difference(&reachable).count();
                return Err(format!("{difference} vertices are alive or dead against the model").into());
            }
            model.edges.retain(|number, _| reachable.contains(number));
            let collected: usize = heap.totals().iter().map(|total| total.collected).sum();
            text += &format!(
                "{step:>6} made, {collected:>6} collected, {:>5} alive as the model says\n",
                alive.len()
            );
        }
    }
    drop((roots, all));
    heap.collect();
    heap.close()?;
    Ok(text + "nothing is left\n")
}

#[cfg_attr(test, expect(dead_code, reason = "the test calls `run`"))]
fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", run()?);
    Ok(())
}
