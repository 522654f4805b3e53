//! Payloads of the iterators of module `itertools`.
//!
//! Slots are empty once they are not needed any more: an exhausted iterator holds nothing. How they go on is in
//! `modules::itertools`.

use std::cell::{Cell, RefCell};

payload! {
    /// Payload of `count`. While both numbers are small, `next` and `small_step` are the count; afterwards `count` and `step`.
    Count = COUNT_ITERATOR {
        slots { count }
        values { step }
        plain { next: Cell<i64>, small_step: i64 }
    }
}

payload! {
    /// Payload of `cycle`: `saved` is the list of the items of the first pass.
    Cycle = CYCLE {
        slots { iterator }
        values { saved }
        plain { index: Cell<usize> }
    }
}

payload! {
    /// Payload of `repeat`.
    Repeat = REPEAT {
        slots {}
        values { item }
        plain {
            /// Times that are left; none when there is no end.
            remaining: Cell<Option<i64>>
        }
    }
}

payload! {
    /// Payload of `accumulate`: `initial` is there until it has been returned.
    Accumulate = ACCUMULATE {
        slots { iterator, total, initial }
        values { function }
        plain {}
    }
}

payload! {
    /// Payload of `batched`.
    Batched = BATCHED {
        slots { iterator }
        values {}
        plain { count: usize, strict: bool }
    }
}

payload! {
    /// Payload of `chain`: `source` gives iterables, `active` is the iterator over the current one.
    Chain = CHAIN {
        slots { source, active }
        values {}
        plain {}
    }
}

/// Which selections a combinatoric iterator goes through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Selection {
    Combinations,
    WithReplacement,
    Permutations,
    Product,
}

payload! {
    /// Payload of `combinations`, `combinations_with_replacement`, `permutations` and `product`.
    Combinatoric = COMBINATORIC {
        slots {
            /// The tuple that is chosen from; for `product` the tuple of such tuples. Empty at the end.
            pool
        }
        values {}
        plain {
            selection: Selection,
            /// Where the chosen items are in their pool. Permutations: all indices, the chosen ones first.
            indices: RefCell<Vec<usize>>,
            /// Permutations only: how many exchanges each place has left.
            cycles: RefCell<Vec<usize>>,
            /// Items in a selection.
            count: usize,
            started: Cell<bool>
        }
    }
}

payload! {
    /// Payload of `compress`.
    Compress = COMPRESS {
        slots { data, selectors }
        values {}
        plain {}
    }
}

/// What a predicate decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum While {
    Drop,
    Take,
}

payload! {
    /// Payload of `dropwhile` and `takewhile`.
    WhileIterator = WHILE_ITERATOR {
        slots { iterator }
        values { predicate }
        plain {
            what: While,
            /// Drop: an item was kept.
            started: Cell<bool>
        }
    }
}

payload! {
    /// Payload of `filterfalse`.
    FilterFalse = FILTER_FALSE {
        slots { iterator }
        values { function }
        plain {}
    }
}

payload! {
    /// Payload of `starmap`.
    StarMap = STAR_MAP {
        slots { iterator }
        values { function }
        plain {}
    }
}

payload! {
    /// Payload of `groupby`: `value` is an item that no group has returned yet.
    GroupBy = GROUP_BY {
        slots { iterator, target_key, key, value }
        values { function }
        plain {
            /// Counts the groups; only the last one is alive.
            serial: Cell<u64>
        }
    }
}

payload! {
    /// Payload of `_grouper`, one group of `parent`.
    Grouper = GROUPER {
        slots {}
        values { parent, target_key }
        plain { serial: u64 }
    }
}

payload! {
    /// Payload of `islice`: positions count items taken from the iterator.
    ISlice = ISLICE {
        slots { iterator }
        values {}
        plain { next: Cell<u64>, stop: Option<u64>, step: u64, taken: Cell<u64> }
    }
}

payload! {
    /// Payload of `pairwise`.
    Pairwise = PAIRWISE {
        slots { iterator, previous }
        values {}
        plain {}
    }
}

payload! {
    /// Payload of `_tee`: a place in a chain of blocks of items.
    Tee = TEE {
        slots { block }
        values {}
        plain { index: Cell<usize> }
    }
}

payload! {
    /// Payload of `_tee_dataobject`, a block: the list of items that were read, and the block that follows a full one.
    TeeBlock = TEE_BLOCK {
        slots { next }
        values { iterator, items }
        plain { running: Cell<bool> }
    }
}

payload! {
    /// Payload of `zip_longest`: `iterators` is a list in which None stands for those that have ended.
    ZipLongest = ZIP_LONGEST {
        slots { iterators }
        values { fill }
        plain { active: Cell<usize> }
    }
}
