//! When automatic collections run: what they cost stays in proportion to what a program builds.
//!
//! ```text
//! full is due  ⇔  grown by max(floor, live / 4) × backoff, and something is stamped
//! ```
//!
//! The hold that a call has on its callee ends without a stamp, so a program that only builds leaves nothing stamped.

use exuvia::{Collector, Runtime};

/// The automatic full collections of a program.
#[derive(Debug, PartialEq)]
struct Full {
    /// How many ran.
    collections: usize,
    /// Objects that they looked at, all together.
    examined: usize,
    /// Objects that they found to be garbage.
    collected: usize,
}

/// What ran by itself while a program ran.
fn full_collections(source: &str) -> Full {
    let python =
        Runtime::builder().collector(Collector::Automatic).build().expect("a runtime without a limit starts");
    let before = python.with(|vm| vm.heap.history().last().map_or(0, |record| record.number));
    python.run(source).expect("the program raises nothing");
    python.with(move |vm| {
        let records = vm.heap.history();
        let full = records.iter().filter(|record| record.number > before && record.outcome.generation == 2);
        let (mut collections, mut examined, mut collected) = (0, 0, 0);
        for record in full {
            collections += 1;
            examined += record.outcome.examined;
            collected += record.outcome.collected;
        }
        Full { collections, examined, collected }
    })
}

#[test]
fn a_tree_of_lists_is_built_without_a_full_collection() {
    let full = full_collections(
        "
def build(depth):
    return [build(depth - 1), build(depth - 1)] if depth else []

tree = build(17)
",
    );
    assert_eq!(full, Full { collections: 0, examined: 0, collected: 0 });
}

#[test]
fn a_program_that_stays_small_has_none() {
    let full = full_collections("for number in range(100_000):\n    box = [[number]]\n");
    assert_eq!(full, Full { collections: 0, examined: 0, collected: 0 });
}

#[test]
fn growing_garbage_is_found() {
    let full = full_collections(
        "
kept = []
for number in range(100_000):
    box = []
    box.append(box)
    kept.append(box)
    if len(kept) == 30_000:
        kept.clear()
",
    );
    assert!(full.collected >= 30_000, "{full:?}");
}
