//! The longest pause of automatic collection, over large live heaps.
//!
//! ```text
//! cargo run --release -p exuvia-heap --example pauses [seconds of the sliding window] [live objects]
//! ```
//!
//! `clock` is the pause on the wall clock, `thread` in the processor time of the thread: on a machine that does other things as well the
//! first has their time slices in it, and on a virtual one the second has what its host takes. The control says how much that is: the
//! same number of reads from random places of 256 MB, over and over, about as many as take half a millisecond. They always do the same; so what
//! the longest lasts beyond the usual is the machine's. It runs before and after the scenes of each heap.

use exuvia_heap::{Config, Heap, HeapBox, Kind, Layout, LayoutId, NoHost, Object, PENDING_COLLECT, Shape};
use std::time::{Duration, Instant};

const SLOTS: u32 = 3;

struct World {
    heap: HeapBox,
    node: LayoutId,
    clock: Duration,
    thread: Duration,
    pauses: usize,
    long: usize,
    collected: usize,
}

fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

impl World {
    fn new() -> World {
        let heap = HeapBox::new(Config::default()).expect("address space");
        let layout = Layout::of_shape("node", Kind::Container, Shape::Slots { first: 8, count: SLOTS });
        let node = heap.add_layout(layout).expect("room");
        let (clock, thread) = (Duration::ZERO, Duration::ZERO);
        World { heap, node, clock, thread, pauses: 0, long: 0, collected: 0 }
    }

    fn node(&mut self) -> Object {
        let object = self.heap.allocate(self.node, Kind::Container, 8 + 8 * SLOTS as usize);
        for slot in 0..SLOTS as usize {
            // SAFETY: the block has that many slots.
            unsafe { object.cast::<u64>().add(1 + slot).write(0) };
        }
        if self.heap.pending().get() & PENDING_COLLECT != 0 {
            // The new object is held: by the count that it was made with.
            let (clock, thread) = (Instant::now(), thread_time());
            let collected = self.heap.collect_automatic(&mut NoHost);
            let pause = thread_time() - thread;
            self.thread = self.thread.max(pause);
            self.pauses += 1;
            self.long += usize::from(pause > Duration::from_millis(1));
            self.clock = self.clock.max(clock.elapsed());
            self.collected += collected.map_or(0, |collected| collected.collected);
        }
        object
    }

    /// Live nodes in shuffled order as a tree whose nodes refer to their parents: all hang together.
    fn live(&mut self, count: usize) -> Vec<Object> {
        let mut nodes: Vec<Object> = (0..count).map(|_| self.node()).collect();
        let mut seed = 0x1234_5678_9abc_def0u64;
        for index in (1..count).rev() {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            nodes.swap(index, (seed >> 33) as usize % (index + 1));
        }
        for index in 1..count {
            let parent = nodes[(index - 1) / 2];
            put(parent, (index - 1) % 2, Some(nodes[index]));
            put(nodes[index], 2, Some(incref(parent)));
        }
        nodes
    }

    fn pair(&mut self, outside: Option<Object>) -> Object {
        let left = self.node();
        let right = self.node();
        put(left, 0, Some(incref(right)));
        put(right, 0, Some(incref(left)));
        put(right, 1, outside.map(incref));
        release(right);
        left
    }

    fn report(&mut self, what: &str) {
        println!(
            "{what:<56} clock {:>6} µs  thread {:>6} µs  above 1 ms {:>2} of {:>6}  collected {:>9}  resident {:>4} MB",
            self.clock.as_micros(),
            self.thread.as_micros(),
            self.long,
            self.pauses,
            self.collected,
            resident_megabytes()
        );
        (self.clock, self.thread) = (Duration::ZERO, Duration::ZERO);
        (self.pauses, self.long, self.collected) = (0, 0, 0);
    }
}

fn put(object: Object, slot: usize, child: Option<Object>) {
    let word = child.map_or(0, |child| child.as_ptr() as u64);
    // SAFETY: callers pass live nodes and slots of theirs.
    unsafe { object.cast::<u64>().add(1 + slot).write(word) };
}

fn incref(object: Object) -> Object {
    // SAFETY: callers pass live objects.
    unsafe { object.as_ref() }.incref();
    object
}

fn release(object: Object) {
    // SAFETY: callers own a count.
    unsafe { Heap::release(object) };
}

fn resident_megabytes() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) / 256
}

/// Always the same work, which waits for memory as the collector does.
struct Control {
    memory: Vec<u64>,
    at: u64,
    reads: usize,
}

impl Control {
    fn new() -> Control {
        let mut control = Control { memory: (0..1 << 25).collect(), at: 1, reads: 20_000 };
        let mut times: Vec<Duration> = (0..200).map(|_| control.step()).collect();
        times.sort();
        let usual = times[times.len() / 2].as_nanos().max(1) as usize;
        control.reads = control.reads * 500_000 / usual;
        control
    }

    fn step(&mut self) -> Duration {
        let start = thread_time();
        for _ in 0..self.reads {
            let place = self.at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - 25);
            self.at = self.at.wrapping_add(self.memory[place as usize] | 1);
        }
        thread_time() - start
    }

    fn report(&mut self) {
        let mut times: Vec<Duration> = (0..10_000).map(|_| self.step()).collect();
        times.sort();
        let (usual, longest) = (times[times.len() / 2], times[times.len() - 1]);
        let long = times.iter().filter(|time| **time > Duration::from_millis(1)).count();
        println!(
            "{:<56} usual {:>6} µs  thread {:>6} µs  above 1 ms {long:>2} of {:>6}",
            "control: the same work each time",
            usual.as_micros(),
            longest.as_micros(),
            times.len()
        );
    }
}

fn window(world: &mut World, pairs: usize, cycles: usize, linked: &[Object]) {
    let mut ring: Vec<Option<Object>> = vec![None; pairs];
    for index in 0..cycles {
        let outside = (!linked.is_empty()).then(|| linked[index.wrapping_mul(7919) % linked.len()]);
        let pair = world.pair(outside);
        if let Some(old) = ring[index % pairs].replace(pair) {
            release(old);
        }
    }
    ring.into_iter().flatten().for_each(release);
}

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let seconds = numbers.first().copied().unwrap_or(5);
    let sizes = numbers.get(1).map_or(vec![3_000_000, 10_000_000], |&live| vec![live as usize]);
    let mut control = Control::new();
    for live in sizes {
        control.report();
        let mut world = World::new();
        let nodes = world.live(live);
        world.report(&format!("{live} live: while they are made"));
        for _ in 0..5_000_000 {
            let pair = world.pair(None);
            release(pair);
        }
        world.report("isolated cycles that die young");
        for index in 0..5_000_000usize {
            let pair = world.pair(Some(nodes[index.wrapping_mul(7919) % live]));
            release(pair);
        }
        world.report("cycles that refer to the live heap and die young");
        window(&mut world, 500_000, 5_000_000, &[]);
        world.report("a window of 500,000 isolated pairs that die old");
        window(&mut world, 500_000, 5_000_000, &nodes);
        world.report("a window of 500,000 pairs that refer to the live heap");
        // One large cycle that dies: a doubly linked list of a fifth of the heap.
        let first = world.node();
        let mut last = first;
        for _ in 0..live / 5 {
            let node = world.node();
            put(node, 0, Some(incref(last)));
            put(last, 1, Some(node));
            last = node;
        }
        world.report("a doubly linked list is made");
        release(first);
        for _ in 0..3 {
            window(&mut world, 500_000, 2_000_000, &[]);
        }
        world.report("and dies as a whole, the window goes on");
        let end = Instant::now() + Duration::from_secs(seconds);
        let (mut least, mut most) = (usize::MAX, 0);
        while Instant::now() < end {
            window(&mut world, 500_000, 2_500_000, &[]);
            least = least.min(resident_megabytes());
            most = most.max(resident_megabytes());
        }
        world.report(&format!("{seconds} s of the window, resident {least} to {most} MB"));
        let start = Instant::now();
        let collected = world.heap.collect(2, &mut NoHost);
        println!("full collection: {:?}, {} collected", start.elapsed(), collected.collected);
        control.report();
        println!();
    }
}
