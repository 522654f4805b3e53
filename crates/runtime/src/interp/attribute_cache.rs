//! The second level of the attribute caches: what instructions that meet several layouts have learned, shared by all of them.
//!
//! ```text
//! instruction's own words (one layout)  ─miss─►  this table, by layout, epoch and name  ─miss─►  the classes are asked
//! ```

/// Entries of each table; a power of two.
const ENTRIES: usize = 1024;

/// What an entry is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Load,
    Store,
    Method,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    /// Layout and epoch, as in the instruction's second word.
    key: u64,
    name: u64,
    /// The instruction's third word.
    found: u64,
}

/// The three tables.
pub struct AttributeCache {
    tables: [Box<[Entry]>; 3],
}

impl Default for AttributeCache {
    fn default() -> Self {
        let table = || vec![Entry::default(); ENTRIES].into();
        AttributeCache { tables: [table(), table(), table()] }
    }
}

impl AttributeCache {
    #[inline(always)]
    fn place(key: u64, name: u64) -> usize {
        (key.wrapping_mul(0x9E37_79B9) ^ (name >> 4) ^ (name >> 14)) as usize % ENTRIES
    }

    /// The third word for a layout and a name.
    #[inline(always)]
    pub fn find(&self, access: Access, key: u64, name: u64) -> Option<u64> {
        let entry = self.tables[access as usize][Self::place(key, name)];
        (entry.key == key && entry.name == name).then_some(entry.found)
    }

    /// Remembers a third word.
    pub fn remember(&mut self, access: Access, key: u64, name: u64, found: u64) {
        self.tables[access as usize][Self::place(key, name)] = Entry { key, name, found };
    }

    /// Forgets everything: class epochs begin anew.
    pub fn clear(&mut self) {
        for table in &mut self.tables {
            table.fill(Entry::default());
        }
    }
}
