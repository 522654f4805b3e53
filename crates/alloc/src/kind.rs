//! What a pool's blocks are for: the one thing that the allocator is told about their content.

/// The kind of a pool, and so of every block in it.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Objects that may hold references: the collector walks these pools.
    Container = 0,
    /// Objects that never hold references: text, bytes, big integers.
    Leaf = 1,
    /// No objects at all: a list's slots, a dict's table.
    Buffer = 2,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Kind; 3] = [Kind::Container, Kind::Leaf, Kind::Buffer];

    /// The kind of this number; numbers from outside the enumeration count as buffers.
    #[inline(always)]
    pub(crate) const fn from_number(number: u8) -> Kind {
        match number {
            0 => Kind::Container,
            1 => Kind::Leaf,
            _ => Kind::Buffer,
        }
    }

    /// Lower-case name, as shown in statistics.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Container => "container",
            Kind::Leaf => "leaf",
            Kind::Buffer => "buffer",
        }
    }
}
