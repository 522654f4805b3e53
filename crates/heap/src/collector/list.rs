//! A list of granules in chunks: it grows without moving, and shrinks without one large call to the system.
//!
//! ```text
//! chunk 0 [16384] ─ chunk 1 [16384] ─ … ─ last chunk [up to 16384]
//! ```
//!
//! It does not know what the granules are.

/// Entries of a chunk: 64 KiB.
const CHUNK: usize = 1 << 14;

/// Numbers of granules, in the order in which they were pushed.
#[derive(Default)]
pub(super) struct List {
    chunks: Vec<Vec<u32>>,
    length: usize,
}

impl List {
    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub fn push(&mut self, granule: u32) {
        if self.length.is_multiple_of(CHUNK) {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.push(granule);
            self.length += 1;
        }
    }

    /// The entry at an index below the length, in a chunk that is still there.
    pub fn get(&self, index: usize) -> u32 {
        self.chunks[index / CHUNK][index % CHUNK]
    }

    pub fn set(&mut self, index: usize, granule: u32) {
        self.chunks[index / CHUNK][index % CHUNK] = granule;
    }

    /// Forgets all entries from an index on.
    pub fn truncate(&mut self, length: usize) {
        self.length = length;
        self.chunks.truncate(length.div_ceil(CHUNK));
        if let Some(last) = self.chunks.last_mut() {
            last.truncate(length - (length - 1) / CHUNK * CHUNK);
        }
    }

    /// Frees the memory of the entries before an index, which are not asked for any more. The length stays.
    pub fn forget_before(&mut self, index: usize) {
        if index.is_multiple_of(CHUNK)
            && let Some(chunk) = (index / CHUNK).checked_sub(1)
        {
            self.chunks[chunk] = Vec::new();
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.chunks.iter().flatten().copied()
    }
}
