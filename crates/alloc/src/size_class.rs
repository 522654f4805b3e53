//! Size classes: from requested bytes to the block that serves them.
//!
//! ```text
//! class   0   1   2  ...  31 │ 32   33   34   35  ...  48    49
//! bytes  16  32  48  ... 512 │ 576  640  704  816 ... 5456  8192
//! ```
//!
//! Up to 512 bytes every multiple of 16 is a class. Above, each class is the largest multiple of 16 of
//! which a whole number fits into a pool, chosen so that neighbours differ by about an eighth: a pool's tail is never wasted.
//! This module knows nothing of pools but their length.

use crate::{GRANULE, POOL_BYTES};

/// Up to this many bytes every multiple of a granule is a size class of its own.
pub const MAX_EXACT: usize = 512;
/// The largest size class; what is larger takes whole pools.
pub const MAX_SMALL: usize = 8192;
/// Number of size classes.
pub const CLASS_COUNT: usize = EXACT_CLASSES + BLOCKS_PER_POOL.len();

const EXACT_CLASSES: usize = MAX_EXACT / GRANULE;
/// How many blocks a pool holds, for the classes above [`MAX_EXACT`], in ascending order of their bytes.
const BLOCKS_PER_POOL: [usize; 18] = [28, 25, 23, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

static CLASS_BYTES: [u16; CLASS_COUNT] = class_bytes_table();
static CLASS_OF_GRANULES: [u8; MAX_SMALL / GRANULE + 1] = class_of_granules_table();

/// The class that serves `bytes`, at most [`MAX_EXACT`]: one subtraction and one shift.
#[inline(always)]
pub(crate) const fn exact_class(bytes: usize) -> usize {
    bytes.saturating_sub(1) / GRANULE
}

/// The class that serves `bytes`, or `None` when they take whole pools.
#[inline]
pub fn size_class(bytes: usize) -> Option<usize> {
    if bytes <= MAX_EXACT {
        return Some(exact_class(bytes));
    }
    CLASS_OF_GRANULES.get(bytes.div_ceil(GRANULE)).map(|&class| usize::from(class))
}

/// Bytes of a block of this class.
///
/// # Panics
/// When `class` is not below [`CLASS_COUNT`].
#[inline]
pub fn class_bytes(class: usize) -> usize {
    usize::from(CLASS_BYTES[class])
}

const fn class_bytes_table() -> [u16; CLASS_COUNT] {
    let mut table = [0; CLASS_COUNT];
    let mut class = 0;
    while class < CLASS_COUNT {
        table[class] = if class < EXACT_CLASSES {
            (class + 1) * GRANULE
        } else {
            POOL_BYTES / BLOCKS_PER_POOL[class - EXACT_CLASSES] / GRANULE * GRANULE
        } as u16;
        class += 1;
    }
    table
}

const fn class_of_granules_table() -> [u8; MAX_SMALL / GRANULE + 1] {
    let bytes_of = class_bytes_table();
    let mut table = [0; MAX_SMALL / GRANULE + 1];
    let mut granules = 0;
    let mut class = 0;
    while granules < table.len() {
        while (bytes_of[class] as usize) < granules * GRANULE {
            class += 1;
        }
        table[granules] = class as u8;
        granules += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_is_served_by_the_smallest_class_that_holds_it() {
        for bytes in 0..=MAX_SMALL {
            let class = size_class(bytes).unwrap();
            assert!(class_bytes(class) >= bytes);
            assert!(class == 0 || class_bytes(class - 1) < bytes.max(1), "{bytes}");
        }
        assert_eq!(size_class(MAX_SMALL + 1), None);
        assert_eq!(size_class(usize::MAX), None);
    }

    #[test]
    fn classes_waste_little() {
        for class in 0..CLASS_COUNT {
            let bytes = class_bytes(class);
            assert_eq!(bytes % GRANULE, 0);
            assert!(POOL_BYTES % bytes < 512, "the tail of a pool of {bytes}");
        }
        assert_eq!(class_bytes(0), 16);
        assert_eq!(class_bytes(1), 32);
        assert_eq!(class_bytes(31), 512);
        assert_eq!(class_bytes(CLASS_COUNT - 1), MAX_SMALL);
    }
}
