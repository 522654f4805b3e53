//! Scopes: which names each block binds and uses, and where each name lives.
//!
//! ```text
//! build: tree ─► scopes with symbols          resolve: symbol ─► Local, Cell, Free, Global
//! ```
//!
//! A comprehension that is inlined has a scope of its own but no unit: its *unit* is the nearest scope that has one.
//! It knows no registers.

mod build;
mod build_expressions;
mod resolve;

use std::collections::{HashMap, HashSet};

use ruff_python_ast::Mod;
use ruff_text_size::TextRange;

use crate::Options;
use crate::error::Outcome;
use crate::source::Source;

/// The number of a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) struct ScopeId(pub u32);

/// What opened a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScopeKind {
    Module,
    /// A module whose names live in a mapping of their own.
    NamedModule,
    Class,
    Function,
    Lambda,
    /// A list, set or dict comprehension, or a generator expression.
    Comprehension,
}

/// What a block does with a name, one bit each.
pub(crate) mod usage {
    pub(crate) const PARAMETER: u16 = 1;
    pub(crate) const BOUND: u16 = 2;
    pub(crate) const USED: u16 = 4;
    pub(crate) const GLOBAL: u16 = 8;
    pub(crate) const NONLOCAL: u16 = 16;
    pub(crate) const ANNOTATED: u16 = 32;
    /// The target of a comprehension's `for`.
    pub(crate) const ITERATION: u16 = 64;
    /// An assignment expression inside a comprehension reaches through it.
    pub(crate) const THROUGH: u16 = 128;
}

/// Where a name lives, seen from the block that uses it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// In this block: a register (function), or the namespace (class).
    Local,
    /// In a cell of this block.
    Cell,
    /// In a cell of a block around it.
    Free,
    /// Declared global.
    GlobalDeclared,
    /// Found nowhere: global or builtin.
    Global,
}

/// A name in a scope.
#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    pub name: String,
    pub usage: u16,
    pub place: Place,
    /// Where it was first declared `global` or `nonlocal`.
    pub declared: Option<TextRange>,
}

impl Symbol {
    pub(crate) fn is(&self, usage: u16) -> bool {
        self.usage & usage != 0
    }

    /// Bound by this block itself.
    pub(crate) fn is_own(&self) -> bool {
        self.is(usage::PARAMETER | usage::BOUND) && !self.is(usage::GLOBAL | usage::NONLOCAL | usage::THROUGH)
    }
}

/// One block.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub kind: ScopeKind,
    pub parent: Option<ScopeId>,
    /// The class whose private names are mangled here.
    pub class: Option<String>,
    /// In the order in which they appear; parameters first.
    pub symbols: Vec<Symbol>,
    index: HashMap<String, usize>,
    pub parameter_count: usize,
    pub is_generator: bool,
    /// A comprehension that runs in the unit around it.
    pub inlined: bool,
    /// Names of the closure, in order.
    pub free: Vec<String>,
    /// A class body whose `__class__` is captured by a method.
    pub needs_class_cell: bool,
    /// Names that some `del` or `except … as` unbinds.
    pub deleted: HashSet<String>,
    /// Names that some assignment expression binds.
    pub walrus: HashSet<String>,
    /// Comprehensions inside each other, in this unit.
    pub comprehension_depth: u32,
    /// Comprehensions that are inlined into this unit, in order.
    pub comprehensions: Vec<ScopeId>,
    /// Inside the iterable of a comprehension.
    in_iterable: u32,
}

impl Scope {
    fn new(kind: ScopeKind, parent: Option<ScopeId>, class: Option<String>) -> Self {
        Self {
            kind,
            parent,
            class,
            symbols: Vec::new(),
            index: HashMap::new(),
            parameter_count: 0,
            is_generator: false,
            inlined: false,
            free: Vec::new(),
            needs_class_cell: false,
            deleted: HashSet::new(),
            walrus: HashSet::new(),
            comprehension_depth: 0,
            comprehensions: Vec::new(),
            in_iterable: 0,
        }
    }

    /// The symbol of that (mangled) name.
    pub(crate) fn symbol(&self, name: &str) -> Option<&Symbol> {
        self.index.get(name).map(|&index| &self.symbols[index])
    }

    fn symbol_mut(&mut self, name: &str) -> &mut Symbol {
        let index = match self.index.get(name) {
            Some(&index) => index,
            None => {
                self.symbols.push(Symbol {
                    name: name.to_owned(),
                    usage: 0,
                    place: Place::Global,
                    declared: None,
                });
                self.index.insert(name.to_owned(), self.symbols.len() - 1);
                self.symbols.len() - 1
            }
        };
        &mut self.symbols[index]
    }

    /// Function-like: its names are visible in blocks inside it.
    pub(crate) fn is_function_like(&self) -> bool {
        matches!(self.kind, ScopeKind::Function | ScopeKind::Lambda | ScopeKind::Comprehension)
    }

    /// Names live in a mapping.
    pub(crate) fn has_namespace(&self) -> bool {
        matches!(self.kind, ScopeKind::Class | ScopeKind::NamedModule)
    }

    fn add_free(&mut self, name: &str) {
        if !self.free.iter().any(|known| known == name) {
            self.free.push(name.to_owned());
        }
    }
}

/// All scopes of a source.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    scopes: Vec<Scope>,
    /// From the address of a syntax node to the scope that it opens.
    nodes: HashMap<usize, ScopeId>,
}

impl Scopes {
    pub(crate) fn get(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    fn get_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }

    /// The outermost scope.
    pub(crate) fn root(&self) -> ScopeId {
        ScopeId(0)
    }

    /// The scope that a node opens.
    pub(crate) fn of_node<T>(&self, node: &T) -> ScopeId {
        self.nodes.get(&address(node)).copied().unwrap_or(ScopeId(0))
    }

    /// The scope whose unit the code of `id` is part of.
    pub(crate) fn unit_of(&self, id: ScopeId) -> ScopeId {
        let mut id = id;
        while self.get(id).inlined {
            match self.get(id).parent {
                Some(parent) => id = parent,
                None => break,
            }
        }
        id
    }
}

/// The tree does not move while it is compiled, so a node's address names it.
fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}

/// Builds and resolves all scopes of a tree.
pub(crate) fn analyze(tree: &Mod, source: &Source, options: &Options) -> Outcome<Scopes> {
    let mut scopes = build::build(tree, source, options)?;
    resolve::resolve(&mut scopes)?;
    Ok(scopes)
}
