//! A random graph that grows and loses edges: what becomes unreachable goes, cycles and all, while the
//! program runs.
//!
//! ```text
//! cargo run --release -p exuvia-heap --example random_graph
//! ```

use exuvia_heap::{Config, GcCell, HeapBox, Ref, Trace};

#[derive(Trace)]
struct Vertex {
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

fn main() -> Result<(), Box<dyn std::error::Error>> {
    const WINDOW: usize = 10_000;
    let heap = HeapBox::new(Config::default())?;
    let mut random = Random(7);
    let mut window: Vec<Ref<Vertex>> = Vec::new();
    for step in 1..=1_000_000 {
        let vertex = heap.new_object(Vertex { edges: GcCell::default() });
        for _ in 0..window.len().min(3) {
            let other = window[random.below(window.len())].clone();
            // Edges go both ways, so every pair is a cycle; a vertex forgets all but its latest ones.
            let mut edges = other.edges.borrow_mut();
            if edges.len() == 4 {
                edges.clear();
            }
            edges.push(vertex.clone());
            drop(edges);
            vertex.edges.borrow_mut().push(other);
        }
        match window.len() {
            WINDOW => {
                let left = std::mem::replace(&mut window[random.below(WINDOW)], vertex);
                // Else the whole past would stay reachable.
                if random.below(4) != 0 {
                    left.edges.borrow_mut().clear();
                }
            }
            _ => window.push(vertex),
        }
        if step % 200_000 == 0 {
            let used = heap.allocator().used_bytes() >> 10;
            let collected: usize = heap.totals().iter().map(|total| total.collected).sum();
            println!("{step:>8} made, {collected:>7} collected, {used:>6} KiB in use");
        }
    }
    window.clear();
    println!("collected at the end: {}", heap.collect_typed().collected);
    heap.close()?;
    Ok(())
}
