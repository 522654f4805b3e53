//! A snapshot of the heap: what is alive, and who refers to whom by which label.
//!
//! ```text
//! held from outside = strong count − references found inside       root  ⇔  held from outside > 0
//! ```
//!
//! It owns no reference and holds no object: it is plain data about one moment. Labels come from the typed layer;
//! references of other objects are numbered.

use crate::header::Object;
use crate::heap::Heap;
use crate::weak::AddressMap;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::rc::Rc;

/// The heap is in the middle of a death or of a collection, where values are half gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Busy;

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the heap cannot be looked at inside a value's drop or a collection")
    }
}

impl std::error::Error for Busy {}

/// An object's position in a [`Graph`]: in address order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(usize);

impl NodeId {
    /// The position, from zero.
    pub fn index(self) -> usize {
        self.0
    }
}

/// One object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// The name of its type.
    pub type_name: Rc<str>,
    /// Bytes of its block and the buffers that the heap knows of.
    pub shallow_bytes: usize,
    /// Its strong count.
    pub count: usize,
    /// References to it that were found in the heap.
    pub inside: usize,
    address: usize,
}

impl Node {
    /// References to it from outside the heap: handles of the program, or what is not traced.
    pub fn outside(&self) -> usize {
        self.count.saturating_sub(self.inside)
    }

    /// Where the object was.
    pub fn address(&self) -> usize {
        self.address
    }
}

/// One reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edge {
    /// Who refers.
    pub from: NodeId,
    /// To what.
    pub to: NodeId,
    /// Through which part: `field`, `field[3]`, `.0`, `Variant.field`.
    pub label: Rc<str>,
}

/// A snapshot of a heap.
///
/// ```
/// use exuvia_heap::typed::{Config, GcCell, Heap, Ref, Trace};
///
/// #[derive(Trace)]
/// struct Folder {
///     entries: GcCell<Vec<Ref<Folder>>>,
/// }
///
/// let heap = Heap::new(Config::default())?;
/// let folder = || heap.new_object(Folder { entries: GcCell::default() });
/// let (root, inner) = (folder(), folder());
/// root.entries.borrow_mut().push(inner.clone());
///
/// let graph = heap.graph()?;
/// let inner_node = graph.find(inner.object()).expect("alive");
/// assert_eq!(graph.node(inner_node).count, 2);
/// assert_eq!(graph.holders(inner_node).map(|edge| &*edge.label).collect::<Vec<_>>(), ["entries[0]"]);
/// assert_eq!(graph.path_from_root(inner_node).map(|path| path.len()), Some(0), "a handle holds it");
///
/// let address = inner.object();
/// drop(inner);
/// let graph = heap.graph()?;
/// let path = graph.path_from_root(graph.find(address).expect("alive")).expect("reachable");
/// assert_eq!(path.iter().map(|edge| &*edge.label).collect::<Vec<_>>(), ["entries[0]"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    /// In the order of `from`, then as the values report them.
    edges: Vec<Edge>,
    /// Positions in `edges`, in the order of `to`.
    by_target: Vec<usize>,
}

impl Graph {
    fn of(heap: &Heap) -> Graph {
        let mut names: AddressMap<Rc<str>> = AddressMap::default();
        let mut ids: AddressMap<usize> = AddressMap::default();
        let mut objects = Vec::new();
        let mut nodes = Vec::new();
        heap.walk(&mut |object| {
            // SAFETY: `walk` passes live objects.
            let header = unsafe { object.as_ref() };
            let name = || Rc::from(&*heap.entry_of(object).layout.name);
            ids.insert(object.as_ptr() as usize, nodes.len());
            objects.push(object);
            nodes.push(Node {
                type_name: names.entry(header.layout().index()).or_insert_with(name).clone(),
                shallow_bytes: heap.bytes_of(object),
                count: header.count() as usize,
                inside: 0,
                address: object.as_ptr() as usize,
            });
        });
        let mut labels: HashMap<Box<str>, Rc<str>> = HashMap::new();
        let mut edges = Vec::new();
        for (from, object) in objects.into_iter().enumerate() {
            heap.labelled_references(object, &mut |label, child| {
                // What is not found lives on another heap.
                let Some(&to) = ids.get(&(child.as_ptr() as usize)) else { return };
                let label = match labels.get(label) {
                    Some(label) => label.clone(),
                    None => labels.entry(label.into()).or_insert(label.into()).clone(),
                };
                nodes[to].inside += 1;
                edges.push(Edge { from: NodeId(from), to: NodeId(to), label });
            });
        }
        let mut by_target: Vec<usize> = (0..edges.len()).collect();
        by_target.sort_by_key(|&edge| edges[edge].to);
        Graph { nodes, edges, by_target }
    }

    /// All objects, in the order of their identities.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// All references, in the order of who refers.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The identities of all objects.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId)
    }

    /// An object.
    ///
    /// # Panics
    /// The identity is another graph's.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// The object that was at the address of `object`.
    pub fn find(&self, object: Object) -> Option<NodeId> {
        let address = object.as_ptr() as usize;
        self.nodes.binary_search_by_key(&address, |node| node.address).ok().map(NodeId)
    }

    /// What an object refers to.
    pub fn references(&self, id: NodeId) -> &[Edge] {
        let first = self.edges.partition_point(|edge| edge.from < id);
        let count = self.edges[first..].partition_point(|edge| edge.from == id);
        &self.edges[first..first + count]
    }

    /// Who refers to an object.
    pub fn holders(&self, id: NodeId) -> impl Iterator<Item = &Edge> {
        let first = self.by_target.partition_point(|&edge| self.edges[edge].to < id);
        self.by_target[first..].iter().map(|&edge| &self.edges[edge]).take_while(move |edge| edge.to == id)
    }

    /// The objects that are held from outside.
    pub fn roots(&self) -> impl Iterator<Item = NodeId> {
        self.ids().filter(|id| self.nodes[id.0].outside() > 0)
    }

    /// A shortest way from a root to an object; empty for a root, nothing for garbage.
    pub fn path_from_root(&self, id: NodeId) -> Option<Vec<&Edge>> {
        let mut reached_by: HashMap<NodeId, Option<&Edge>> = self.roots().map(|root| (root, None)).collect();
        let mut waiting: VecDeque<NodeId> = self.roots().collect();
        while !reached_by.contains_key(&id) {
            for edge in self.references(waiting.pop_front()?) {
                if let std::collections::hash_map::Entry::Vacant(entry) = reached_by.entry(edge.to) {
                    entry.insert(Some(edge));
                    waiting.push_back(edge.to);
                }
            }
        }
        let mut path = Vec::new();
        let mut at = id;
        while let Some(&Some(edge)) = reached_by.get(&at) {
            path.push(edge);
            at = edge.from;
        }
        path.reverse();
        Some(path)
    }

    /// The graph in Graphviz's language; roots are drawn with two lines.
    pub fn to_dot(&self) -> String {
        let mut text = String::from("digraph heap {\n");
        for id in self.ids() {
            let node = self.node(id);
            let lines = if node.outside() > 0 { 2 } else { 1 };
            text += &format!("  n{} [label={:?}, peripheries={lines}];\n", id.0, &*node.type_name);
        }
        for Edge { from, to, label } in &self.edges {
            text += &format!("  n{} -> n{} [label={:?}];\n", from.0, to.0, &**label);
        }
        text + "}\n"
    }
}

impl Heap {
    /// A snapshot of all objects and the references between them.
    ///
    /// # Errors
    /// It is asked for inside a value's drop or a collection.
    pub fn graph(&self) -> Result<Graph, Busy> {
        if self.is_whole() { Ok(Graph::of(self)) } else { Err(Busy) }
    }
}
