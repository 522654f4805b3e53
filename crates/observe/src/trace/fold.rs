//! Loops are told in full for their first rounds; the rest is folded into its net effect.
//!
//! ```text
//! line 4 for the 1st, 2nd, 3rd time: told      from the 4th time on: folded, until a line comes that is not worn out yet
//! ```
//!
//! A line is worn out when it was told `limit` times in all, in whichever call. So recursion folds as loops do, and a line that
//! runs for the first time always ends a fold. Folded steps are only counted; what they did is taken in for many of them at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ledger::{AddressMap, Differences};
use super::{Change, Name, Step, StepKind};

/// A place where steps begin, numbered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Site(usize);

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
    occurrences: AddressMap<usize>,
    born: BTreeSet<Name>,
}

impl Fold {
    fn is_quiet(&self) -> bool {
        let objects = self.made.is_empty() && self.freed.is_empty() && self.counted.is_empty();
        objects && self.collections.1 == 0 && self.output.is_empty()
    }

    fn count(&mut self, site: Site, step: &Step) {
        let times = self.occurrences.entry(site.0).or_default();
        *times += 1;
        if step.kind == StepKind::Line {
            self.rounds = self.rounds.max(*times);
            if *times == 1 {
                self.lines.insert(step.place.line);
            }
        }
        self.depth = if self.depth == 0 { step.place.depth } else { self.depth.min(step.place.depth) };
        self.collections.0 += step.collections.iter().filter(|collection| collection.1 > 0).count();
        self.collections.1 += step.collections.iter().map(|collection| collection.1).sum::<usize>();
    }

    fn take_in(&mut self, found: &Differences) {
        for event in found.objects.iter().map(|difference| &difference.event) {
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
        for (kind, objects) in &found.passing {
            *self.made.entry(kind.clone()).or_default() += objects;
            *self.freed.entry(kind.clone()).or_default() += objects;
        }
        self.freed_bytes += found.passing_bytes;
    }
}

/// Decides what is told.
pub struct Folder {
    limit: usize,
    /// The numbers of sites: by kind and line those of each file or function.
    sites: HashMap<(StepKind, u32), Vec<(String, Site)>>,
    /// How often each site was told.
    told: Vec<usize>,
    open: Option<Fold>,
}

impl Folder {
    /// Each line is told `limit` times; always, when that is 0.
    pub fn new(limit: usize) -> Folder {
        Folder { limit, sites: HashMap::new(), told: Vec::new(), open: None }
    }

    /// The site of a step: lines are told apart by their file, other steps by their function.
    pub fn site(&mut self, kind: StepKind, owner: &str, line: u32) -> Site {
        let known = self.sites.entry((kind, line)).or_default();
        if let Some((_, site)) = known.iter().find(|(name, _)| name == owner) {
            return *site;
        }
        let site = Site(self.told.len());
        known.push((owner.to_owned(), site));
        self.told.push(0);
        site
    }

    /// Whether the next step of this site will be told in full: then its effects are worth finding.
    pub fn tells(&self, site: Site) -> bool {
        self.limit == 0 || self.told[site.0] < self.limit
    }

    /// Counts a step that is not told, without its effects.
    pub fn count(&mut self, site: Site, step: &Step) {
        self.open.get_or_insert_default().count(site, step);
    }

    /// Takes in what counted steps did together.
    pub fn take_in(&mut self, found: &Differences, output: &str) {
        let fold = self.open.get_or_insert_default();
        fold.take_in(found);
        fold.output.push_str(output);
    }

    /// Takes a step that is told; what is told now.
    pub fn push(&mut self, site: Site, step: Step) -> Vec<Told> {
        self.wear(site);
        let mut told: Vec<Told> = self.finish().into_iter().collect();
        told.push(Told::Step(step));
        told
    }

    /// A telling that turned out to have nothing to say counts as one.
    pub fn wear(&mut self, site: Site) {
        self.told[site.0] += 1;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worn_out_lines_are_counted_and_told_once() {
        let mut folder = Folder::new(1);
        let site = folder.site(StepKind::Line, "a.py", 4);
        assert_eq!(folder.site(StepKind::Line, "a.py", 4), site);
        let other = folder.site(StepKind::Line, "b.py", 4);
        assert!(folder.tells(site) && other != site);
        let mut step = Step::default();
        step.place.line = 4;
        step.place.depth = 1;
        assert_eq!(folder.push(site, step.clone()), [Told::Step(step.clone())]);
        assert!(!folder.tells(site));
        for _ in 0..5 {
            folder.count(site, &step);
        }
        let passing = BTreeMap::from([("list".to_owned(), 5)]);
        folder.take_in(&Differences { passing, passing_bytes: 160, ..Differences::default() }, "out\n");
        let told = folder.push(other, step);
        let Some(Told::Fold(fold)) = told.first() else { panic!("{told:?}") };
        assert_eq!((fold.rounds, fold.made["list"], fold.freed["list"], fold.freed_bytes), (5, 5, 5, 160));
        assert_eq!(fold.output, "out\n");
        assert!(folder.finish().is_none());
    }
}
