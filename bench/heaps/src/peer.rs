//! What a counted heap must offer to be measured.
//!
//! ```text
//! Leaf   two words, no references        w1
//! Tree   two references, immutable       w1, w2
//! Node   three references, mutable       all others
//! ```
//!
//! A handle owns one count: cloning it counts, dropping it gives back.

/// A heap whose handles are counted.
pub trait Peer {
    type Leaf;
    type Tree;
    type Node: Clone;

    fn leaf(&self, first: u64, second: u64) -> Self::Leaf;
    fn tree(&self, left: Option<Self::Tree>, right: Option<Self::Tree>) -> Self::Tree;
    /// A node with three empty references.
    fn node(&self) -> Self::Node;
    /// Makes `from` refer to `to`; `field` is 0, 1 or 2.
    fn link(&self, from: &Self::Node, field: usize, to: Self::Node);

    /// Runs a full collection. False where there is no collector.
    fn collect(&self) -> bool;

    /// Takes the list that starts at `first` apart, where nothing else could reclaim it.
    fn break_cycles(&self, _first: &Self::Node) {}

    /// Switches automatic collection. False where it cannot be switched.
    fn automatic(&self, _on: bool) -> bool {
        false
    }

    /// A place where a collection may run if the heap or its usual user holds that it is due.
    #[inline(always)]
    fn due(&self) {}
}
