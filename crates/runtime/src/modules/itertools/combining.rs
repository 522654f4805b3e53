//! `product`, `combinations`, `combinations_with_replacement`, `permutations`: indices into pools, counted up in place.
//!
//! ```text
//! combinations of 2 of 4:   0 1 │ 0 2 │ 0 3 │ 1 2 │ 1 3 │ 2 3        index i is at most n - r + i
//! ```

use crate::native::R;
use crate::object::itertools::{Combinatoric, Selection};
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// The next selection.
pub fn next_of_combinatoric(vm: &mut Vm, this: &Combinatoric) -> R<Option<Value>> {
    let Some(owner) = this.pool.get() else { return Ok(None) };
    let Some(pool) = owner.downcast::<Tuple>() else { return Ok(None) };
    let pool = pool.items();
    if this.started.replace(true) && !advance(this, pool) {
        this.pool.set(None);
        return Ok(None);
    }
    let indices = this.indices.borrow();
    let chosen = indices[..this.count].iter().enumerate();
    let tuple = match this.selection {
        Selection::Product => {
            let item = |(place, &index): (usize, &usize)| item_of(&pool[place % pool.len()], index);
            Tuple::new_value(vm.heap, chosen.map(item))
        }
        _ => Tuple::new_value(vm.heap, indices[..this.count].iter().map(|&index| pool[index].clone())),
    };
    drop(indices);
    tuple.map(Some).map_err(|_| vm.memory_error())
}

fn item_of(pool: &Value, index: usize) -> Value {
    pool.downcast::<Tuple>().and_then(|items| items.items().get(index).cloned()).unwrap_or(Value::NONE)
}

fn length_of(pool: &Value) -> usize {
    pool.downcast::<Tuple>().map_or(0, Tuple::len)
}

/// Goes on to the following indices; false after the last ones.
fn advance(this: &Combinatoric, pool: &[Value]) -> bool {
    let (mut indices, length, count) = (this.indices.borrow_mut(), pool.len(), this.count);
    match this.selection {
        Selection::Combinations => {
            let movable = (0..count).rev().find(|&place| indices[place] != place + length - count);
            let Some(place) = movable else { return false };
            let first = indices[place] + 1;
            indices[place..].iter_mut().enumerate().for_each(|(offset, index)| *index = first + offset);
        }
        Selection::WithReplacement => {
            let movable = (0..count).rev().find(|&place| indices[place] != length - 1);
            let Some(place) = movable else { return false };
            let index = indices[place] + 1;
            indices[place..].fill(index);
        }
        Selection::Product => {
            let movable =
                (0..count).rev().find(|&place| indices[place] + 1 < length_of(&pool[place % length]));
            let Some(place) = movable else { return false };
            indices[place] += 1;
            indices[place + 1..].fill(0);
        }
        Selection::Permutations => {
            let mut cycles = this.cycles.borrow_mut();
            for place in (0..count).rev() {
                cycles[place] -= 1;
                if cycles[place] > 0 {
                    let other = length - cycles[place];
                    indices.swap(place, other);
                    return true;
                }
                // All items had their turn at this place: it takes the first one again.
                indices[place..].rotate_left(1);
                cycles[place] = length - place;
            }
            return false;
        }
    }
    true
}
