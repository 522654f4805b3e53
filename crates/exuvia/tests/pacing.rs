//! When automatic collections run: those that cannot find anything are not worth their time.
//!
//! ```text
//! only building ─► nothing stamped ─► young collections end at once, no full one is due
//! ```

use exuvia::{Collector, Runtime};

/// Full collections that ran by themselves while a program ran.
fn full_collections(source: &str) -> usize {
    let python = Runtime::builder().collector(Collector::Automatic).build().expect("a runtime without a limit starts");
    let before = python.with(|vm| vm.heap.totals()[2].collections);
    python.run(source).expect("the program raises nothing");
    python.with(|vm| vm.heap.totals()[2].collections) - before
}

#[test]
fn a_tree_of_lists_is_built_without_a_full_collection() {
    let source = "
def build(depth):
    return [build(depth - 1), build(depth - 1)] if depth else []

tree = build(16)
";
    assert_eq!(full_collections(source), 0);
}
