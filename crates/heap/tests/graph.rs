//! Heap graphs, leak reports and the check of trace functions.
//!
//! ```text
//! what a program holds ─▶ roots     what values hold ─▶ labelled edges     what is forgotten ─▶ a violation
//! ```

use exuvia_heap::typed::{
    Config, GcCell, Heap, Holder, OwnedHeap, Ref, Trace, TraceViolation, Tracer, Untraced, last_leaks,
};

#[derive(Trace)]
enum Tree {
    Leaf,
    Pair(Ref<Tree>, Ref<Tree>),
    Named { of: Ref<Tree>, r#type: GcCell<Vec<Ref<Tree>>> },
}

fn heap() -> OwnedHeap {
    Heap::new(Config::default().debug(true)).expect("address space")
}

#[test]
fn nodes_edges_roots_and_paths() {
    let heap = heap();
    let leaf = heap.new_object(Tree::Leaf);
    let pair = heap.new_object(Tree::Pair(leaf.clone(), leaf.clone()));
    let many = GcCell::new(vec![leaf.clone(), pair.clone()]);
    let named = heap.new_object(Tree::Named { of: pair.clone(), r#type: many });
    let [leaf_object, pair_object, named_object] = [leaf.object(), pair.object(), named.object()];
    drop((leaf, pair));
    let graph = heap.graph().expect("a quiet heap");
    let [leaf, pair, top] =
        [leaf_object, pair_object, named_object].map(|object| graph.find(object).expect("alive"));
    assert_eq!(graph.nodes().len(), 3);
    assert_eq!(graph.roots().collect::<Vec<_>>(), [top]);
    let labels = |edges: &[exuvia_heap::typed::Edge]| -> Vec<String> {
        edges.iter().map(|edge| edge.label.to_string()).collect()
    };
    assert_eq!(labels(graph.references(top)), ["Named.of", "Named.type[0]", "Named.type[1]"]);
    assert_eq!(labels(graph.references(pair)), ["Pair.0", "Pair.1"]);
    assert_eq!(graph.holders(leaf).count(), 3);
    let node = graph.node(leaf);
    assert_eq!((node.count, node.inside, node.outside()), (3, 3, 0));
    assert!(node.type_name.ends_with("::Tree") && node.shallow_bytes >= 16);
    let path = graph.path_from_root(leaf).expect("reachable");
    assert_eq!(path.iter().map(|edge| &*edge.label).collect::<Vec<_>>(), ["Named.type[0]"]);
    assert!(graph.path_from_root(top).expect("a root").is_empty());
    let dot = graph.to_dot();
    assert!(dot.starts_with("digraph heap {") && dot.contains("label=\"Pair.0\""), "{dot}");
    assert!(matches!(&*named, Tree::Named { of, .. } if matches!(&**of, Tree::Pair(..))));
}

#[test]
fn garbage_has_no_path() {
    let heap = heap();
    let first = heap.new_object(Tree::Named { of: heap.new_object(Tree::Leaf), r#type: GcCell::default() });
    if let Tree::Named { r#type, .. } = &*first {
        r#type.borrow_mut().push(first.clone());
    }
    let object = first.object();
    drop(first);
    let graph = heap.graph().expect("a quiet heap");
    assert_eq!(graph.path_from_root(graph.find(object).expect("not collected yet")), None);
    assert_eq!(heap.collect().collected, 2);
}

#[derive(Trace)]
struct Owner {
    parts: GcCell<Vec<Ref<String>>>,
    next: GcCell<Option<Ref<Owner>>>,
}

#[test]
fn leaks_are_named_with_their_holders() {
    let heap = Heap::new(Config::default()).expect("address space");
    let owner = heap.new_object(Owner { parts: GcCell::default(), next: GcCell::default() });
    for index in 0..3 {
        owner.parts.borrow_mut().push(heap.new_object(index.to_string()));
    }
    let kept = owner.parts.borrow()[1].clone();
    owner.next.set(Some(owner.clone()));
    let again = owner.clone();
    let leaks = heap.close().expect_err("four objects");
    assert_eq!(
        leaks.to_string(),
        "objects outlive their heap:\
         \n    1 × graph::Owner, 64 bytes\
         \n        held from outside the heap ×2\
         \n        held by graph::Owner: next ×1\
         \n    3 × alloc::string::String, 96 bytes\
         \n        held from outside the heap ×1\
         \n        held by graph::Owner: parts[…] ×3"
    );
    let strings = &leaks.0[1];
    assert_eq!(
        strings.holders,
        [Holder { type_name: "graph::Owner".into(), label: "parts[…]".into(), references: 3 }]
    );
    assert_eq!(*kept, "1");
    drop((again, owner));
}

#[test]
fn weak_handles_are_named_too() {
    let heap = heap();
    let weak = heap.new_object(1).downgrade();
    drop(heap);
    let leaks = last_leaks().expect("the weak reference");
    assert!(leaks.to_string().contains("1 × weak reference"), "{leaks}");
    assert!(weak.upgrade().is_none());
}

/// Forgets one of its fields.
struct Forgetful {
    seen: Ref<String>,
    forgotten: Option<Ref<String>>,
}

// SAFETY: what is reported is owned; a reference that is not reported leaks at worst.
unsafe impl Trace for Forgetful {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.seen.trace(tracer);
    }
}

#[test]
fn a_trace_that_forgets_a_field_is_found() {
    let heap = heap();
    let text = heap.new_object("text".to_owned());
    drop(heap.new_object(Forgetful { seen: text.clone(), forgotten: None }));
    heap.check_traces().expect("nothing was forgotten");
    let forgotten = Some(heap.new_object("forgotten".to_owned()));
    drop(heap.new_object(Forgetful { seen: text, forgotten }));
    let violations = heap.check_traces().expect_err("one is forgotten");
    assert_eq!(
        violations.0,
        [TraceViolation {
            type_name: "graph::Forgetful".into(),
            child: "alloc::string::String".into(),
            owned: 1,
            reported: 0
        }]
    );
    assert_eq!(
        violations.to_string(),
        "graph::Forgetful owns 1 references to a alloc::string::String, but its trace reports 0"
    );
    heap.close().expect("nothing is left");
}

#[test]
fn a_forgotten_field_is_found_in_a_cycle_of_others() {
    #[derive(Trace)]
    struct Ring {
        me: GcCell<Option<Ref<Ring>>>,
        wrong: Forgetful,
    }
    let heap = heap();
    let text = heap.new_object("text".to_owned());
    let wrong = Forgetful { seen: text.clone(), forgotten: Some(text) };
    let ring = heap.new_object(Ring { me: GcCell::default(), wrong });
    ring.me.set(Some(ring.clone()));
    assert!(ring.wrong.forgotten.is_some());
    drop(ring);
    assert_eq!(heap.collect().collected, 1);
    let violations = heap.check_traces().expect_err("one is forgotten");
    assert_eq!((violations.0[0].owned, violations.0[0].reported), (2, 1));
    heap.close().expect("nothing is left");
}

#[test]
fn what_is_not_traced_on_purpose_is_no_violation() {
    let heap = heap();
    let text = heap.new_object("text".to_owned());
    drop(heap.new_object(Untraced::new(text.clone())));
    drop(heap.new_object((text.downgrade(), text)));
    heap.check_traces().expect("nothing was forgotten");
    heap.close().expect("nothing is left");
}
