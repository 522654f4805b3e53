//! Payloads of the iterators over builtin containers.

use std::cell::Cell;

payload! {
    /// Payload of `list_iterator`. `list` is empty once the iterator is exhausted.
    ListIterator = LIST_ITERATOR {
        slots { list }
        values {}
        plain { index: Cell<usize> }
    }
}

payload! {
    /// Payload of `tuple_iterator`.
    TupleIterator = TUPLE_ITERATOR {
        slots { tuple }
        values {}
        plain { index: Cell<usize> }
    }
}

payload! {
    /// Payload of `str_iterator` (`str_ascii_iterator`): the position counts bytes.
    StrIterator = STR_ITERATOR {
        slots { text }
        values {}
        plain { position: Cell<usize> }
    }
}

payload! {
    /// Payload of `range_iterator` for small ranges.
    RangeIterator = RANGE_ITERATOR {
        slots {}
        values {}
        plain { next: Cell<i64>, step: i64, remaining: Cell<i64> }
    }
}

payload! {
    /// Payload of `longrange_iterator`: `next` and `remaining` are ints of any size.
    LongRangeIterator = LONG_RANGE_ITERATOR {
        slots { next, remaining }
        values { step }
        plain {}
    }
}

payload! {
    /// Payload of the dict iterators. `dict` is empty once the iterator is exhausted.
    DictIterator = DICT_ITERATOR {
        slots { dict }
        values {}
        plain {
            /// Next entry; for the reversed iterators one above it.
            position: Cell<usize>,
            /// The dict's length when the iteration began.
            length: usize,
            /// Entries that are still to come; `usize::MAX` once the size was found changed.
            remaining: Cell<usize>,
            what: DictPart,
            reversed: bool
        }
    }
}

/// What a dict view or iterator shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DictPart {
    Keys,
    Values,
    Items,
}

payload! {
    /// Payload of `dict_keys`, `dict_values`, `dict_items`.
    DictView = DICT_VIEW {
        slots {}
        values { dict }
        plain { what: DictPart }
    }
}

payload! {
    /// Payload of `set_iterator`.
    SetIterator = SET_ITERATOR {
        slots { set }
        values {}
        plain {
            position: Cell<usize>,
            length: usize,
            /// Elements that are still to come; `usize::MAX` once the size was found changed.
            remaining: Cell<usize>
        }
    }
}

payload! {
    /// Payload of `iterator`: calls `__getitem__` with 0, 1, 2…
    SequenceIterator = SEQUENCE_ITERATOR {
        slots { sequence }
        values {}
        plain { index: Cell<i64> }
    }
}

payload! {
    /// Payload of `callable_iterator`: calls until the sentinel comes.
    CallableIterator = CALLABLE_ITERATOR {
        slots { callable }
        values { sentinel }
        plain {}
    }
}

payload! {
    /// Payload of `enumerate`: `count` is an int of any size.
    Enumerate = ENUMERATE {
        slots { iterator, count }
        values {}
        plain {}
    }
}

payload! {
    /// Payload of `zip`: `iterators` is a tuple.
    Zip = ZIP {
        slots { iterators }
        values {}
        plain { strict: Cell<bool> }
    }
}

payload! {
    /// Payload of `map`: `iterators` is a tuple.
    Map = MAP {
        slots { iterators }
        values { function }
        plain { strict: Cell<bool> }
    }
}

payload! {
    /// Payload of `filter`.
    Filter = FILTER {
        slots { iterator }
        values { function }
        plain {}
    }
}

payload! {
    /// Payload of `reversed` (and of `list_reverseiterator`): `index` counts down; -1 when exhausted.
    Reversed = REVERSED {
        slots { sequence }
        values {}
        plain { index: Cell<i64> }
    }
}

payload! {
    /// Payload of `bytes_iterator` and `bytearray_iterator`.
    BytesIterator = BYTES_ITERATOR {
        slots { data }
        values {}
        plain { index: Cell<usize> }
    }
}
