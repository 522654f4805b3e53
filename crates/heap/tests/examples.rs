//! The examples run, and print what they promise.
//!
//! ```text
//! run() of each file in examples/ ─▶ the text that its main prints
//! ```

#[path = "../examples/budget.rs"]
mod budget;
#[path = "../examples/interpreter.rs"]
mod interpreter;
#[path = "../examples/linked_list.rs"]
mod linked_list;
#[path = "../examples/random_graph.rs"]
mod random_graph;

#[test]
fn a_linked_list() {
    let expected = "sums: 499500 499500\nfirst out: Some(0)\nafter the list is dropped: alive\n\
                    collected: 999\nafter the collection: dead\n";
    assert_eq!(linked_list::run().expect("no error"), expected);
}

#[test]
fn a_random_graph() {
    let text = random_graph::run().expect("the heap agrees with the model");
    assert!(text.lines().count() == 7 && text.ends_with("nothing is left\n"), "{text}");
}

#[test]
fn a_budget() {
    let expected = "10000 pages of 4 KB went through 4 MiB\nrefused and survived: many times\n\
                    within the budget: true\nnewest page: 9999 [15, 15]\ntoo large: true\n";
    assert_eq!(budget::run().expect("no error"), expected);
}

#[test]
fn an_interpreter() {
    let text = interpreter::run().expect("no error");
    assert!(text.starts_with("(1830 1770 "), "{text}");
    assert!(text.contains("error: unknown is not defined\n"), "{text}");
    assert!(text.ends_with("functions are held by: names.value, names.value, names.value\n"), "{text}");
}
