//! A program told line by line: which objects each line made, counted and freed.
//!
//! ```text
//! Sighting, Death ─► Ledger ─► Step { place, objects, output } ─► Folder ─► Told::Step │ Told::Fold ─► text, json
//! ```
//!
//! A count is what the object's header says, nothing added and nothing taken off.

mod fold;
pub mod json;
mod ledger;
pub mod text;

use std::collections::BTreeMap;
use std::fmt;

pub use fold::{Fold, Folder, Site, Told};
pub use ledger::{AddressHasher, AddressMap, Difference, Differences, Ledger};

/// An object's own name: its type and a number that no other object of the type ever has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Name {
    pub kind: String,
    pub number: u32,
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} #{}", self.kind, self.number)
    }
}

/// A live object as an adapter saw it.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// Tells live objects apart; may be used again after a death.
    pub address: usize,
    pub kind: String,
    /// The strong count.
    pub count: u32,
    /// The number whose change is worth telling: the count, or what is left of it without the holders that nobody asks for.
    pub compared: u32,
    /// The object's bytes, its buffers included.
    pub bytes: usize,
}

/// An object that died.
#[derive(Clone, Debug)]
pub struct Death {
    pub address: usize,
    pub kind: String,
    pub bytes: usize,
    pub ending: Ending,
    /// Whether it is worth a word when nobody saw it alive.
    pub notable: bool,
}

/// What ended an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Its count reached zero.
    Count,
    /// It was in a garbage cycle, which the collector found.
    Collector,
}

/// What happened to an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    Made {
        count: u32,
    },
    Counted {
        before: u32,
        after: u32,
    },
    Freed {
        before: u32,
        ending: Ending,
    },
    /// Nothing, though the name that held it is gone: something else keeps it.
    Kept {
        count: u32,
    },
}

/// One object's part in a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObjectEvent {
    pub name: Name,
    pub change: Change,
    /// The object's bytes; for a freed object those that came back.
    pub bytes: usize,
    /// Names and containers that hold it after the step.
    pub holders: Vec<String>,
}

/// Where the program was.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub function: String,
    /// Calls that are open; 1 in the program's main code.
    pub depth: u32,
}

/// What a step is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum StepKind {
    /// A line ran, up to the next line of any function.
    #[default]
    Line,
    /// A function was left; the line that called it went on.
    Leaving,
    /// A function was left by an exception.
    Unwound,
    /// The program was over: its names went.
    End,
}

/// One step of the program and what it did to the objects.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Step {
    pub kind: StepKind,
    pub place: Place,
    pub source: String,
    pub objects: Vec<ObjectEvent>,
    /// Objects that were made and freed within the step, by type.
    pub passing: BTreeMap<String, usize>,
    /// Collections that ran: generation, and objects that were freed; those that freed nothing are in the JSON only.
    pub collections: Vec<(u8, usize)>,
    /// What the program wrote.
    pub output: String,
}

impl Step {
    /// Whether nothing worth a word happened.
    pub fn is_quiet(&self) -> bool {
        let collected = self.collections.iter().any(|collection| collection.1 > 0);
        self.objects.is_empty() && self.passing.is_empty() && !collected && self.output.is_empty()
    }
}
