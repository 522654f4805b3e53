//! What was still alive when a heap should have ended, and who held it.
//!
//! ```text
//! objects outlive their heap:
//!     2 × app::Node, 64 bytes
//!         held from outside the heap ×1
//!         held by app::Node: next ×1
//! ```

use crate::graph::Graph;
use crate::header::LayoutId;
use crate::heap::HeapBox;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Holders of a type that are shown.
const SHOWN_HOLDERS: usize = 8;
/// Above this number of objects holders are not looked for.
const MAX_OBJECTS: usize = 1 << 20;

/// References of one kind to leaked objects of one type.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Holder {
    /// The name of the holder's type.
    pub type_name: String,
    /// The part of it that refers, with `[…]` for all positions: `field`, `field[…]`, `.0`.
    pub label: String,
    /// How many references.
    pub references: usize,
}

/// Objects of one layout that outlived their heap's owner.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Leak {
    /// The layout's name: for the typed layer, the type's.
    pub name: String,
    /// How many objects.
    pub objects: usize,
    /// Bytes of their blocks and buffers.
    pub bytes: usize,
    /// References to them from outside the heap: handles of the program, or what is not traced.
    pub outside: usize,
    /// References to them from inside, the most frequent ones first.
    pub holders: Vec<Holder>,
}

/// What was still alive when a heap should have ended; in the order of the layout table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Leaks(pub Vec<Leak>);

impl Leaks {
    /// Whether nothing was left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Enters who holds the objects.
    fn enter_holders(&mut self, graph: &Graph) {
        let positions: BTreeMap<String, usize> =
            self.0.iter().enumerate().map(|(index, leak)| (leak.name.clone(), index)).collect();
        for node in graph.nodes() {
            if let Some(&position) = positions.get(&*node.type_name) {
                self.0[position].outside += node.outside();
            }
        }
        let mut holders: BTreeMap<(usize, &str, String), usize> = BTreeMap::new();
        for edge in graph.edges() {
            if let Some(&position) = positions.get(&*graph.node(edge.to).type_name) {
                let holder = &*graph.node(edge.from).type_name;
                *holders.entry((position, holder, without_positions(&edge.label))).or_default() += 1;
            }
        }
        for ((position, type_name, label), references) in holders {
            let holder = Holder { type_name: type_name.to_owned(), label, references };
            self.0[position].holders.push(holder);
        }
        for leak in &mut self.0 {
            leak.holders.sort_by_key(|holder| std::cmp::Reverse(holder.references));
        }
    }
}

/// The label with `[…]` for `[3]`.
fn without_positions(label: &str) -> String {
    let mut text = String::new();
    for (number, part) in label.split('[').enumerate() {
        match part.split_once(']') {
            Some((_, rest)) if number > 0 => {
                text += "[…]";
                text += rest;
            }
            _ => text += part,
        }
    }
    text
}

impl fmt::Display for Leaks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("objects outlive their heap:")?;
        for Leak { name, objects, bytes, outside, holders } in &self.0 {
            write!(f, "\n    {objects} × {name}, {bytes} bytes")?;
            if *outside > 0 {
                write!(f, "\n        held from outside the heap ×{outside}")?;
            }
            for Holder { type_name, label, references } in holders.iter().take(SHOWN_HOLDERS) {
                write!(f, "\n        held by {type_name}: {label} ×{references}")?;
            }
            if let more @ 1.. = holders.len().saturating_sub(SHOWN_HOLDERS) {
                write!(f, "\n        and {more} other holders")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Leaks {}

impl HeapBox {
    /// The live objects by layout, with their holders.
    pub fn leaks(&self) -> Leaks {
        let mut by_layout: BTreeMap<LayoutId, Leak> = BTreeMap::new();
        let mut total = 0;
        self.walk(&mut |object| {
            // SAFETY: `walk` passes live objects.
            let layout = unsafe { object.as_ref() }.layout();
            let new = || Leak { name: self.layout(layout).name.to_string(), ..Leak::default() };
            let leak = by_layout.entry(layout).or_insert_with(new);
            leak.objects += 1;
            leak.bytes += self.bytes_of(object);
            total += 1;
        });
        let mut leaks = Leaks(by_layout.into_values().collect());
        // A hand-written report of references may panic; the heap has to end all the same.
        if (1..=MAX_OBJECTS).contains(&total)
            && let Ok(Ok(graph)) = catch_unwind(AssertUnwindSafe(|| self.graph()))
        {
            leaks.enter_holders(&graph);
        }
        leaks
    }
}

thread_local! {
    pub(crate) static LAST_LEAKS: RefCell<Option<Leaks>> = const { RefCell::new(None) };
}

/// What the last heap that was dropped on this thread with live objects left behind; its region
/// stays mapped. Taken by the call.
pub fn last_leaks() -> Option<Leaks> {
    LAST_LEAKS.with(|last| last.borrow_mut().take())
}
