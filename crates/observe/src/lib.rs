//! The crate's root.
