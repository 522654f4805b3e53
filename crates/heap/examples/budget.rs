//! A cache under a budget: when the heap refuses, the oldest entries go, and the program goes on.
//!
//! ```text
//! cargo run -p exuvia-heap --example budget
//! ```
#![forbid(unsafe_code)]

use exuvia_heap::typed::{Config, GcCell, Heap, Ref, Trace};
use std::collections::VecDeque;
use std::error::Error;

/// A page and its neighbours, which lead back to it.
#[derive(Trace)]
struct Page {
    number: usize,
    bytes: [u8; 4000],
    neighbours: GcCell<Vec<Ref<Page>>>,
}

/// Pages in the order of their age.
#[derive(Default)]
struct Cache {
    pages: VecDeque<Ref<Page>>,
    refusals: usize,
}

impl Cache {
    fn insert(&mut self, heap: &Heap, number: usize) -> Result<(), Box<dyn Error>> {
        let mut page = Page { number, bytes: [number as u8; 4000], neighbours: GcCell::default() };
        loop {
            match heap.try_new_object(page) {
                Ok(made) => {
                    if let Some(last) = self.pages.back() {
                        made.neighbours.borrow_mut().push(last.clone());
                        last.neighbours.borrow_mut().push(made.clone());
                    }
                    self.pages.push_back(made);
                    return Ok(());
                }
                // The value has come back. A quarter of the cache makes room for it.
                Err(error) if !self.pages.is_empty() => {
                    self.refusals += 1;
                    self.evict(self.pages.len().div_ceil(4));
                    page = error.value;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn evict(&mut self, count: usize) {
        self.pages.drain(..count);
        // The oldest page that stays must not hold its former neighbour, and with it all the others.
        if let Some(oldest) = self.pages.front() {
            let number = oldest.number;
            oldest.neighbours.borrow_mut().retain(|neighbour| neighbour.number > number);
        }
    }
}

/// What the example prints.
pub fn run() -> Result<String, Box<dyn Error>> {
    const BUDGET: usize = 4 << 20;
    const PAGES: usize = 10_000;
    let heap = Heap::new(Config::default().budget_bytes(BUDGET))?;
    let mut cache = Cache::default();
    for number in 0..PAGES {
        cache.insert(&heap, number)?;
    }
    let newest = cache.pages.back().ok_or("an empty cache")?;
    let mut text = format!("{PAGES} pages of 4 KB went through {} MiB\n", BUDGET >> 20);
    text += &format!("refused and survived: {}\n", if cache.refusals > 10 { "many times" } else { "hardly" });
    text += &format!("within the budget: {}\n", heap.peak_bytes() <= BUDGET);
    text += &format!("newest page: {} {:?}\n", newest.number, &newest.bytes[..2]);
    // The budget can change at any time; a value that can never fit is an error, too.
    heap.set_budget_bytes(BUDGET / 64);
    let error = heap.try_new_object([0u8; BUDGET / 32]).err().ok_or("no error")?;
    text += &format!("too large: {}\n", error.is_over_budget());
    drop(cache);
    heap.close()?;
    Ok(text)
}

#[cfg_attr(test, expect(dead_code, reason = "the test calls `run`"))]
fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", run()?);
    Ok(())
}
