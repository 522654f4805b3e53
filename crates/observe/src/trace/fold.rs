//! Loops are told in full for their first rounds; the rest is folded into its net effect.
//!
//! ```text
//! line 4 for the 1st, 2nd, 3rd time: told      from the 4th time on: folded, until a line comes that is not worn out yet
//! ```
//!
//! A line is worn out when it was told `limit` times in all, in whichever call. So recursion folds as loops do, and a line that
//! runs for the first time always ends a fold.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Change, Name, Step, StepKind};

type Key = (StepKind, String, u32);

/// What is told next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    Step(Step),
    Fold(Fold),
}

/// The net effect of steps that are not told one by one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fold {
    /// The lines that ran.
    pub lines: BTreeSet<u32>,
    /// How often the busiest of them ran.
    pub rounds: usize,
    pub depth: u32,
    /// Objects made, by type, those that passed by included.
    pub made: BTreeMap<String, usize>,
    /// Objects freed, by type.
    pub freed: BTreeMap<String, usize>,
    pub freed_bytes: usize,
    /// Objects from before the fold that are alive with another count: before, after.
    pub counted: BTreeMap<Name, (u32, u32)>,
    /// Collections: their number, and the objects that they freed.
    pub collections: (usize, usize),
    pub output: String,
    occurrences: HashMap<Key, usize>,
    born: BTreeSet<Name>,
}

impl Fold {
    fn is_quiet(&self) -> bool {
        let objects = self.made.is_empty() && self.freed.is_empty() && self.counted.is_empty();
        objects && self.collections.1 == 0 && self.output.is_empty()
    }

    fn add(&mut self, key: Key, step: &Step) {
        let times = self.occurrences.entry(key).or_default();
        *times += 1;
        if step.kind == StepKind::Line {
            self.rounds = self.rounds.max(*times);
            self.lines.insert(step.place.line);
        }
        self.depth = if self.depth == 0 { step.place.depth } else { self.depth.min(step.place.depth) };
        for event in &step.objects {
            match event.change {
                Change::Made { .. } => {
                    *self.made.entry(event.name.kind.clone()).or_default() += 1;
                    self.born.insert(event.name.clone());
                }
                Change::Counted { before, after } => {
                    if !self.born.contains(&event.name) {
                        self.counted.entry(event.name.clone()).or_insert((before, after)).1 = after;
                    }
                }
                Change::Kept { .. } => {}
                Change::Freed { .. } => {
                    *self.freed.entry(event.name.kind.clone()).or_default() += 1;
                    self.freed_bytes += event.bytes;
                    self.counted.remove(&event.name);
                    self.born.remove(&event.name);
                }
            }
        }
        for (kind, objects) in &step.passing {
            *self.made.entry(kind.clone()).or_default() += objects;
            *self.freed.entry(kind.clone()).or_default() += objects;
        }
        self.collections.0 += step.collections.iter().filter(|collection| collection.1 > 0).count();
        self.collections.1 += step.collections.iter().map(|collection| collection.1).sum::<usize>();
        self.output.push_str(&step.output);
    }
}

/// Decides what is told.
pub struct Folder {
    limit: usize,
    told: HashMap<Key, usize>,
    open: Option<Fold>,
}

impl Folder {
    /// Each line is told `limit` times; always, when that is 0.
    pub fn new(limit: usize) -> Folder {
        Folder { limit, told: HashMap::new(), open: None }
    }

    /// Whether this step will be told in full: then its holders are worth finding.
    pub fn tells(&self, step: &Step) -> bool {
        self.limit == 0 || self.told.get(&key(step)).copied().unwrap_or_default() < self.limit
    }

    /// Takes a step; what is told now.
    pub fn push(&mut self, step: Step) -> Vec<Told> {
        if !self.tells(&step) {
            self.open.get_or_insert_default().add(key(&step), &step);
            return Vec::new();
        }
        *self.told.entry(key(&step)).or_default() += 1;
        let mut told: Vec<Told> = self.finish().into_iter().collect();
        told.push(Told::Step(step));
        told
    }

    /// Ends an open fold.
    pub fn finish(&mut self) -> Option<Told> {
        let mut fold = self.open.take()?;
        fold.counted.retain(|_, (before, after)| before != after);
        let steps: usize = fold.occurrences.values().sum();
        // One or two lines in which nothing happened are not worth a word.
        (fold.rounds > 0 && (steps > 2 || !fold.is_quiet())).then_some(Told::Fold(fold))
    }
}

fn key(step: &Step) -> Key {
    let place = &step.place;
    match step.kind {
        StepKind::Line => (step.kind, place.file.clone(), place.line),
        StepKind::Leaving | StepKind::Unwound => (step.kind, place.function.clone(), place.line),
        StepKind::End => (step.kind, String::new(), 0),
    }
}
