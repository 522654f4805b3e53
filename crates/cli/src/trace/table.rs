//! The live objects by address, and a look at them all.
//!
//! ```text
//! rows of the look before  ⋈  walk over the heap, both by address  ─►  rows of this look, and sightings of what differs
//! ```
//!
//! A look copies rows and compares numbers; text is made only for objects that are new or have another count.

use exuvia_heap::{Heap, Object};
use exuvia_observe::trace::{AddressMap, Sighting};
use exuvia_runtime::Vm;
use exuvia_runtime::interp::frames;
use exuvia_runtime::object::{ids, object_info};

use super::interest::{self, Interest, Part};
use super::names::{self, object_behind};

/// One live object.
#[derive(Clone, Copy)]
struct Row {
    address: usize,
    interest: Interest,
    /// It has died since the look.
    gone: bool,
    count: u32,
    /// For functions: the count without calls.
    basis: u32,
    /// The number whose change is worth telling.
    compared: u32,
    bytes: usize,
}

impl Row {
    fn new(address: usize, interest: Interest) -> Row {
        Row { address, interest, gone: false, count: 0, basis: 0, compared: 0, bytes: 0 }
    }
}

/// All live objects but small numbers and text. The vectors are used again at each look.
#[derive(Default)]
pub struct Table {
    /// Sorted by address.
    rows: Vec<Row>,
    next: Vec<Row>,
    /// Indices in `next`: objects that are told as made, and functions whose holders are counted again.
    fresh: Vec<usize>,
    recount: Vec<usize>,
    /// Addresses that have a name, and whether it is a register. Sorted.
    named: Vec<(usize, bool)>,
}

impl Table {
    /// The table of a program that has not run: nothing that is alive is of interest.
    pub fn before(heap: &Heap) -> Table {
        let mut rows = Vec::new();
        heap.walk(&mut |object| {
            if !interest::is_hidden_leaf(heap, object) {
                rows.push(Row::new(object.as_ptr() as usize, Interest::Ignored));
            }
        });
        rows.sort_unstable_by_key(|row| row.address);
        Table { rows, ..Table::default() }
    }

    fn index(&self, address: usize) -> Option<usize> {
        let index = self.rows.binary_search_by_key(&address, |row| row.address).ok()?;
        (!self.rows[index].gone).then_some(index)
    }

    /// The interest in an object that the last look has met.
    pub fn interest(&self, address: usize) -> Option<Interest> {
        self.index(address).map(|index| self.rows[index].interest)
    }

    /// Nobody wants to see this object.
    pub fn hide(&mut self, address: usize) {
        if let Some(index) = self.index(address) {
            self.rows[index].interest = Interest::Hidden;
        }
    }

    /// Takes out an object that has died; the interest that there was in it.
    pub fn bury(&mut self, address: usize) -> Option<Interest> {
        let index = self.index(address)?;
        self.rows[index].gone = true;
        Some(self.rows[index].interest)
    }

    /// Looks at all objects. Those that are new or have other numbers than at the last look, by address.
    pub fn look(&mut self, vm: &Vm, globals: Option<Object>) -> Vec<Sighting> {
        self.named.clear();
        if let Some(globals) = globals {
            let named = &mut self.named;
            names::visit(vm, globals, &mut |met| {
                named.push((met.object.as_ptr() as usize, met.in_register));
            });
        }
        self.named.sort_unstable();
        let mut seen = Vec::new();
        let mut doubtful = AddressMap::default();
        let in_order = self.meet(vm, &mut seen, &mut doubtful);
        self.sort_out_parts(vm, doubtful);
        self.count_holders(vm, &mut seen);
        for row in self.fresh.iter().map(|index| self.next[*index]) {
            if matches!(row.interest, Interest::Shown | Interest::Definition) {
                seen.extend(sighting(row));
            }
        }
        seen.sort_unstable_by_key(|sighting| sighting.address);
        std::mem::swap(&mut self.rows, &mut self.next);
        if !in_order {
            self.rows.sort_unstable_by_key(|row| row.address);
        }
        seen
    }

    /// The walk itself: fills `next`. New containers that may turn out to be parts go to `doubtful`. Whether the walk was in order.
    fn meet(&mut self, vm: &Vm, seen: &mut Vec<Sighting>, doubtful: &mut AddressMap<usize>) -> bool {
        let running = names::running_functions(vm);
        let Table { rows, next, fresh, recount, named } = self;
        next.clear();
        fresh.clear();
        recount.clear();
        let (mut cursor, mut last, mut in_order) = (0, 0, true);
        vm.heap.walk(&mut |object| {
            if interest::is_hidden_leaf(vm.heap, object) {
                return;
            }
            let address = object.as_ptr() as usize;
            if address < last {
                in_order = false;
                cursor = rows.partition_point(|row| row.address < address);
            }
            while rows.get(cursor).is_some_and(|row| row.address < address) {
                cursor += 1;
            }
            last = address;
            let known = rows.get(cursor).filter(|row| row.address == address && !row.gone);
            let mut new = known.is_none();
            let mut row = match known {
                Some(row) => *row,
                None => Row::new(address, interest::first_sight(vm, object)),
            };
            if row.interest == Interest::Named && has_name(named, address) {
                row.interest = Interest::Shown;
                new = true;
            }
            if !matches!(row.interest, Interest::Shown | Interest::Definition) {
                next.push(row);
                return;
            }
            let before = (row.count, row.bytes);
            // SAFETY: the walk passes live objects.
            row.count = unsafe { object.as_ref() }.count();
            row.bytes = interest::bytes_of(vm.heap, object);
            let mut changed = before != (row.count, row.bytes);
            if row.interest == Interest::Shown {
                row.compared = row.count;
                if new && interest::may_be_part(object) {
                    doubtful.insert(address, next.len());
                }
            } else if !is_class(object) {
                // Calls hold a function, which is no change. Its holders are counted again when its count without calls has changed.
                let calls = running.get(&address).copied().unwrap_or_default();
                let basis = row.count.saturating_sub(calls);
                if new || basis != row.basis {
                    recount.push(next.len());
                    changed = false;
                }
                row.basis = basis;
            }
            if new {
                fresh.push(next.len());
            } else if changed {
                seen.extend(sighting(row));
            }
            next.push(row);
        });
        in_order
    }

    /// Finds the owners of new containers that are parts of another object.
    fn sort_out_parts(&mut self, vm: &Vm, mut doubtful: AddressMap<usize>) {
        let next = &mut self.next;
        if doubtful.is_empty() {
            return;
        }
        for namespace in frames::all(vm).into_iter().filter_map(names::class_namespace) {
            if let Some(index) = doubtful.remove(&(namespace.as_ptr() as usize)) {
                next[index].interest = Interest::Hidden;
            }
        }
        vm.heap.walk_containers(&mut |owner| {
            interest::parts(owner, &mut |word, role| {
                if let Some(index) = doubtful.get(&(word as usize)) {
                    next[*index].interest = Interest::Part(Part { owner, role });
                }
            });
        });
    }

    /// A function's number is that of the names and containers that hold it: one walk for all functions in question.
    fn count_holders(&mut self, vm: &Vm, seen: &mut Vec<Sighting>) {
        if self.recount.is_empty() {
            return;
        }
        let mut holders: AddressMap<u32> =
            self.recount.iter().map(|index| (self.next[*index].address, 0)).collect();
        for (address, _) in self.named.iter().filter(|(_, in_register)| *in_register) {
            if let Some(number) = holders.get_mut(address) {
                *number += 1;
            }
        }
        vm.heap.walk_containers(&mut |holder| {
            // SAFETY: the walk passes live objects.
            let kind = unsafe { object_info(holder) }.kind;
            if !matches!(kind, ids::FRAME | ids::GENERATOR | ids::METHOD) {
                vm.heap.references(holder, &mut |target| {
                    if let Some(number) = holders.get_mut(&(target.as_ptr() as usize)) {
                        *number += 1;
                    }
                });
            }
        });
        for index in &self.recount {
            let row = &mut self.next[*index];
            row.compared = holders.get(&row.address).copied().unwrap_or_default();
            if self.fresh.binary_search(index).is_err() {
                seen.extend(sighting(*row));
            }
        }
    }
}

fn has_name(named: &[(usize, bool)], address: usize) -> bool {
    named.binary_search_by_key(&address, |(address, _)| *address).is_ok()
}

/// Classes are held by their instances, which is no change.
fn is_class(object: Object) -> bool {
    // SAFETY: callers pass live objects.
    unsafe { object_info(object) }.kind == ids::TYPE
}

fn sighting(row: Row) -> Option<Sighting> {
    let Row { address, count, compared, bytes, .. } = row;
    let object = object_behind(address as u64)?;
    // SAFETY: the row is of this look's walk, and nothing has run since.
    let kind = unsafe { object_info(object) }.class.name_text();
    let kind = if kind == "type" { "class".to_owned() } else { kind };
    Some(Sighting { address, kind, count, compared, bytes })
}
