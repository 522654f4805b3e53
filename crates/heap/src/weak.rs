//! Weak references: which objects refer weakly to which.
//!
//! ```text
//! weak reference (a host object)                 table
//! +--------+------------+----------+             referent ──▶ [weak, weak, …]  oldest first
//! | header | referent ──┼─ callback|
//! +--------+------------+----------+             referent has HAS_WEAK  ⇔  it is a key
//! ```
//!
//! The first payload word is the referent's address, neither counted nor traced, zero once it is
//! dead. The table holds no counts either. It knows no callbacks beyond that word.

use crate::header::{HAS_WEAK, Object};
use crate::heap::Heap;
use crate::word;
use std::cell::UnsafeCell;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// Spreads addresses by a multiplication; they are no secret and no input.
#[derive(Default)]
pub(crate) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

/// A map keyed by addresses.
pub(crate) type AddressMap<V> = HashMap<usize, V, BuildHasherDefault<AddressHasher>>;

/// Above this number a referent's weak references are kept by sequence number.
const FEW: usize = 16;

/// The weak references of one referent, oldest first.
enum WeakList {
    One(Object),
    Few(Vec<Object>),
    /// Boxed, so that the table's entries are small.
    Many(Box<Numbered>),
}

/// Weak references by sequence number, in both directions, so that unlinking any one is cheap.
#[derive(Default)]
struct Numbered {
    in_order: BTreeMap<u64, Object>,
    number: AddressMap<u64>,
    next: u64,
}

impl Numbered {
    fn push(&mut self, weak: Object) {
        self.in_order.insert(self.next, weak);
        self.number.insert(weak.as_ptr() as usize, self.next);
        self.next += 1;
    }

    fn remove(&mut self, weak: Object) {
        if let Some(number) = self.number.remove(&(weak.as_ptr() as usize)) {
            self.in_order.remove(&number);
        }
    }
}

impl WeakList {
    fn push(&mut self, weak: Object) {
        match self {
            WeakList::One(first) => *self = WeakList::Few(vec![*first, weak]),
            WeakList::Few(list) if list.len() < FEW => list.push(weak),
            WeakList::Few(list) => {
                let mut many = Box::<Numbered>::default();
                list.drain(..).chain([weak]).for_each(|weak| many.push(weak));
                *self = WeakList::Many(many);
            }
            WeakList::Many(many) => many.push(weak),
        }
    }

    /// Takes `weak` out; true when the list is empty afterwards.
    fn remove(&mut self, weak: Object) -> bool {
        match self {
            WeakList::One(first) => *first == weak,
            WeakList::Few(list) => {
                list.retain(|&object| object != weak);
                list.is_empty()
            }
            WeakList::Many(many) => {
                many.remove(weak);
                many.in_order.is_empty()
            }
        }
    }

    fn len(&self) -> usize {
        match self {
            WeakList::One(_) => 1,
            WeakList::Few(list) => list.len(),
            WeakList::Many(many) => many.in_order.len(),
        }
    }

    /// Oldest first.
    fn list(&self) -> Weaks {
        match self {
            WeakList::One(first) => Weaks::one(*first),
            WeakList::Few(list) => Weaks::many(list.clone()),
            WeakList::Many(many) => Weaks::many(many.in_order.values().copied().collect()),
        }
    }

    /// Newest first.
    fn into_reversed(self) -> Weaks {
        match self {
            WeakList::One(first) => Weaks::one(first),
            WeakList::Few(mut list) => {
                list.reverse();
                Weaks::many(list)
            }
            WeakList::Many(many) => Weaks::many(many.in_order.into_values().rev().collect()),
        }
    }
}

/// The weak references of one referent, taken out of the table, or a copy. A single one, which is what most referents have, needs no
/// memory.
#[derive(Default)]
pub(crate) struct Weaks {
    first: Option<Object>,
    others: std::vec::IntoIter<Object>,
}

impl Weaks {
    fn one(weak: Object) -> Weaks {
        Weaks { first: Some(weak), ..Weaks::default() }
    }

    fn many(weaks: Vec<Object>) -> Weaks {
        Weaks { first: None, others: weaks.into_iter() }
    }

    fn for_each_linked(&self, f: impl FnMut(&Object)) {
        self.first.iter().chain(self.others.as_slice()).for_each(f);
    }
}

impl Iterator for Weaks {
    type Item = Object;

    fn next(&mut self) -> Option<Object> {
        self.first.take().or_else(|| self.others.next())
    }
}

/// Referent → its weak references.
pub(crate) struct WeakTable {
    lists: UnsafeCell<AddressMap<WeakList>>,
}

impl WeakTable {
    pub fn new() -> WeakTable {
        WeakTable { lists: UnsafeCell::new(AddressMap::default()) }
    }

    /// Runs `f` on the map. `f` must not run foreign code, so that no second reference arises.
    fn with<R>(&self, f: impl FnOnce(&mut AddressMap<WeakList>) -> R) -> R {
        // SAFETY: private, and every caller in this file passes a closure over the map alone.
        f(unsafe { &mut *self.lists.get() })
    }
}

/// The first payload word of a weak reference.
fn referent_word(weak: Object) -> *mut u64 {
    // SAFETY: a weak reference has two payload words after its header.
    unsafe { weak.cast::<u64>().as_ptr().add(1) }
}

/// The referent of a weak reference, if it is alive.
fn referent_of(weak: Object) -> Option<Object> {
    // SAFETY: `referent_word` points into a live object.
    word::as_reference(unsafe { *referent_word(weak) })
}

impl Heap {
    /// The referent of a weak reference, if it is alive, to take a count of.
    #[inline]
    pub fn weak_referent(&self, weak: Object) -> Option<Object> {
        referent_of(weak).filter(|&referent| self.may_upgrade(referent))
    }

    /// Makes `weak` a weak reference to `referent`: writes its first payload word and enters it in the
    /// table. Both must be alive, and `weak` must not be linked.
    pub fn weak_link(&self, weak: Object, referent: Object) {
        self.entry_of(weak).weak_reference.set(true);
        // SAFETY: `weak` is alive and its first payload word is the heap's to write.
        unsafe { *referent_word(weak) = word::of_object(referent) };
        self.weak.with(|lists| {
            lists
                .entry(referent.as_ptr() as usize)
                .and_modify(|list| list.push(weak))
                .or_insert(WeakList::One(weak));
        });
        // SAFETY: the referent is alive.
        unsafe { referent.as_ref() }.set(HAS_WEAK);
    }

    /// Undoes [`Heap::weak_link`]; nothing happens when the referent is dead already. The drop function
    /// of a weak reference must call it.
    pub fn weak_unlink(&self, weak: Object) {
        let Some(referent) = referent_of(weak) else { return };
        // SAFETY: `weak` is alive or in its drop function.
        unsafe { *referent_word(weak) = 0 };
        let address = referent.as_ptr() as usize;
        let last = self.weak.with(|lists| {
            let last = lists.get_mut(&address).is_some_and(|list| list.remove(weak));
            if last {
                lists.remove(&address);
            }
            last
        });
        if last {
            // SAFETY: a referent that is in the table has not been freed.
            unsafe { referent.as_ref() }.clear(HAS_WEAK);
        }
    }

    /// Calls `f` with each weak reference to `referent`, oldest first, to take counts of: those that are known to be garbage are left out.
    pub fn weak_refs(&self, referent: Object, mut f: impl FnMut(Object)) {
        // SAFETY: the caller passes a live object.
        if !unsafe { referent.as_ref() }.has(HAS_WEAK) {
            return;
        }
        let list = self.weak.with(|lists| lists.get(&(referent.as_ptr() as usize)).map(WeakList::list));
        list.unwrap_or_default().filter(|&weak| self.may_upgrade(weak)).for_each(&mut f);
    }

    /// The number of weak references to `referent`.
    pub fn weak_count(&self, referent: Object) -> usize {
        self.weak.with(|lists| lists.get(&(referent.as_ptr() as usize)).map_or(0, WeakList::len))
    }

    /// Takes all weak references off `referent`: afterwards they are dead. Newest first, as CPython
    /// calls their callbacks.
    pub(crate) fn weak_detach(&self, referent: Object) -> Weaks {
        let list = self.weak.with(|lists| lists.remove(&(referent.as_ptr() as usize)));
        // SAFETY: the referent is not freed yet.
        unsafe { referent.as_ref() }.clear(HAS_WEAK);
        let list = list.map(WeakList::into_reversed).unwrap_or_default();
        list.for_each_linked(|&weak| {
            // SAFETY: what is in the table is alive; its first payload word is the heap's.
            unsafe { *referent_word(weak) = 0 };
        });
        list
    }
}
