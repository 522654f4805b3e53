//! Young pools: the container pools that may hold objects made since the last young collection.
//!
//! A pool is noted when it becomes the current pool of its class; the fast path does nothing. A pool that was current
//! all along stays young across [`State::reset_young`], because the next block may come from it.
//! The list is doubly linked through the metadata: a pool leaves it when it is given back.

use crate::Kind;
use crate::pool::{Pool, YOUNG};
use crate::size_class::CLASS_COUNT;
use crate::state::{State, slot};

impl State {
    /// Puts the pool on the list, unless it is there.
    pub(crate) fn note_young(&self, pool: &Pool) {
        if pool.flags.get() & YOUNG != 0 {
            return;
        }
        let number = pool.number();
        pool.flags.set(pool.flags.get() | YOUNG);
        pool.young_previous.set(0);
        pool.young_next.set(self.young.get());
        if let Some(next) = self.listed(self.young.get()) {
            next.young_previous.set(number);
        }
        self.young.set(number);
    }

    /// Takes the pool off the list, if it is there.
    pub(crate) fn forget_young(&self, pool: &Pool) {
        if pool.flags.get() & YOUNG == 0 {
            return;
        }
        pool.flags.set(pool.flags.get() & !YOUNG);
        let (previous, next) = (pool.young_previous.get(), pool.young_next.get());
        match self.listed(previous) {
            Some(previous) => previous.young_next.set(next),
            None => self.young.set(next),
        }
        if let Some(next) = self.listed(next) {
            next.young_previous.set(previous);
        }
    }

    /// Every young pool. The one that `f` is looking at may be given back meanwhile.
    pub(crate) fn for_each_young(&self, mut f: impl FnMut(&'static Pool)) {
        let mut number = self.young.get();
        while let Some(pool) = self.listed(number) {
            number = pool.young_next.get();
            f(pool);
        }
    }

    /// Empties the list but for the pools that serve now.
    pub(crate) fn reset_young(&self) {
        self.for_each_young(|pool| pool.flags.set(pool.flags.get() & !YOUNG));
        self.young.set(0);
        for class in 0..CLASS_COUNT {
            let pool = self.serving[slot(class, Kind::Container)].get();
            if !self.is_nothing(pool) {
                self.note_young(pool);
            }
        }
    }
}
