//! The book of objects: who is who, with which count, since the last look.
//!
//! ```text
//! deaths in order: known ─► Freed     unknown ─► passed by          sightings: unknown ─► Made     other count ─► Counted
//! ```
//!
//! Deaths are entered before sightings, so an address that was used again within a step is a death and a birth.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use super::{Change, Death, Ending, Name, ObjectEvent, Sighting};

struct Entry {
    name: Name,
    count: u32,
    compared: u32,
    bytes: usize,
}

/// One object's difference, and where it was.
#[derive(Clone, Debug)]
pub struct Difference {
    pub address: usize,
    pub event: ObjectEvent,
}

/// What is different since the last look: the new, the counted, the freed, in this order.
#[derive(Clone, Debug, Default)]
pub struct Differences {
    pub objects: Vec<Difference>,
    /// Objects that nobody saw alive, by type.
    pub passing: BTreeMap<String, usize>,
    pub passing_bytes: usize,
}

/// Addresses are spread well enough by one multiplication.
#[derive(Clone, Copy, Default)]
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(byte.into());
        }
    }

    fn write_usize(&mut self, address: usize) {
        let mixed = (self.0 ^ address as u64 >> 3).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ mixed >> 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A map with addresses as keys.
pub type AddressMap<T> = HashMap<usize, T, BuildHasherDefault<AddressHasher>>;

/// The book.
#[derive(Default)]
pub struct Ledger {
    known: AddressMap<Entry>,
    numbers: HashMap<String, u32>,
}

impl Ledger {
    /// Enters who died since the last call and what was seen. A known object that is not among the seen is as it was.
    pub fn compare(&mut self, deaths: &[Death], seen: &[Sighting]) -> Differences {
        let mut found = Differences::default();
        let freed = self.enter_deaths(deaths, &mut found);
        let mut counted = Vec::new();
        for sighting in seen {
            match self.known.get_mut(&sighting.address) {
                None => found.objects.push(self.enter_birth(sighting)),
                Some(entry) => {
                    if entry.compared != sighting.compared {
                        let change = Change::Counted { before: entry.count, after: sighting.count };
                        counted.push(difference(sighting.address, &entry.name, change, sighting.bytes));
                    }
                    entry.count = sighting.count;
                    entry.compared = sighting.compared;
                    entry.bytes = sighting.bytes;
                }
            }
        }
        found.objects.append(&mut counted);
        found.objects.extend(freed);
        found
    }

    /// The name of a live object that was seen.
    pub fn name(&self, address: usize) -> Option<&Name> {
        self.known.get(&address).map(|entry| &entry.name)
    }

    fn enter_deaths(&mut self, deaths: &[Death], found: &mut Differences) -> Vec<Difference> {
        let mut freed = Vec::new();
        for death in deaths {
            match self.known.remove(&death.address) {
                Some(entry) => {
                    let change = Change::Freed { before: entry.count, ending: death.ending };
                    // In a cycle parts of an object may have gone before it: then the last look knows better.
                    let bytes = if death.ending == Ending::Collector { entry.bytes } else { death.bytes };
                    freed.push(difference(death.address, &entry.name, change, bytes));
                }
                None if death.notable => {
                    match found.passing.get_mut(&death.kind) {
                        Some(objects) => *objects += 1,
                        None => drop(found.passing.insert(death.kind.clone(), 1)),
                    }
                    found.passing_bytes += death.bytes;
                }
                None => {}
            }
        }
        freed
    }

    fn enter_birth(&mut self, sighting: &Sighting) -> Difference {
        let number = self.numbers.entry(sighting.kind.clone()).or_default();
        *number += 1;
        let name = Name { kind: sighting.kind.clone(), number: *number };
        let made =
            difference(sighting.address, &name, Change::Made { count: sighting.count }, sighting.bytes);
        let entry = Entry { name, count: sighting.count, compared: sighting.compared, bytes: sighting.bytes };
        self.known.insert(sighting.address, entry);
        made
    }

    /// Takes an object out of the book: it is nobody's business.
    pub fn forget(&mut self, address: usize) {
        self.known.remove(&address);
    }

    /// What is said of a live object that lost a name and kept its count.
    pub fn kept(&self, address: usize) -> Option<Difference> {
        let entry = self.known.get(&address)?;
        Some(difference(address, &entry.name, Change::Kept { count: entry.count }, entry.bytes))
    }
}

fn difference(address: usize, name: &Name, change: Change, bytes: usize) -> Difference {
    Difference { address, event: ObjectEvent { name: name.clone(), change, bytes, holders: Vec::new() } }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn list(address: usize, count: u32) -> Sighting {
        Sighting { address, kind: "list".to_owned(), count, compared: count, bytes: 32 }
    }

    fn death(address: usize) -> Death {
        Death { address, kind: "list".to_owned(), bytes: 32, ending: Ending::Count, notable: true }
    }

    fn told(differences: &Differences) -> Vec<String> {
        differences
            .objects
            .iter()
            .map(|found| format!("{} {:?}", found.event.name, found.event.change))
            .collect()
    }

    #[test]
    fn an_address_that_is_used_again_is_another_object() {
        let mut ledger = Ledger::default();
        assert_eq!(told(&ledger.compare(&[], &[list(16, 1)])), ["list #1 Made { count: 1 }"]);
        assert_eq!(told(&ledger.compare(&[], &[list(16, 2)])), ["list #1 Counted { before: 1, after: 2 }"]);
        let again = ledger.compare(&[death(16)], &[list(16, 2)]);
        assert_eq!(told(&again), ["list #2 Made { count: 2 }", "list #1 Freed { before: 2, ending: Count }"]);
        assert!(ledger.compare(&[], &[list(16, 2)]).objects.is_empty());
    }

    #[test]
    fn who_was_never_seen_passed_by() {
        let mut ledger = Ledger::default();
        let found = ledger.compare(&[death(16), death(16)], &[]);
        assert!(found.objects.is_empty());
        assert_eq!(found.passing["list"], 2);
    }
}
