//! Sorting lists: stable, in place, by Python's `<`.
//!
//! ```text
//! all numbers ─► by f64      all text ─► by bytes      tuples of such columns ─► lexicographic      these orders are total: std sorts
//! anything else ─► natural runs, binary insertion up to a minimal run, balanced merges; `<` may lie, raise, or look at the list
//! ```
//!
//! While it is sorted the list is empty; what is put into it meanwhile is lost and gives ValueError. Sorts by indices, so an
//! exception leaves all items in the list, in their old order. It does not gallop: merges are plain.

use std::cmp::Ordering;

use crate::native::R;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::ops::CompareOp;
use crate::value::Value;
use crate::vm::Vm;

/// Which end the smallest item goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    Ascending,
    Descending,
}

/// How keys compare without a call.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Plain {
    Int,
    Number,
    Text,
    Row(Vec<Plain>),
}

/// `list.sort(key=key, reverse=…)`.
pub fn sort_list(vm: &mut Vm, list: &List, key: Option<&Value>, direction: Direction) -> R<()> {
    vm.check_room(list.len() * 16)?;
    let content = list.take();
    let result = sort_content(vm, &content, key.filter(|key| !key.is_none()), direction);
    let modified = list.capacity() != 0;
    list.swap(&content);
    drop(content);
    result?;
    if modified {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(())
}

fn sort_content(vm: &mut Vm, content: &List, key: Option<&Value>, direction: Direction) -> R<()> {
    let Some(key) = key else {
        let plain = content.with(plain_of_all);
        if let Some(plain) = plain {
            content.with_mut(|items| sort_plain(items, &plain, direction));
            return Ok(());
        }
        let keys = content.with(<[Value]>::to_vec);
        let order = sort_by_less(vm, &keys, direction)?;
        arrange(content, &order);
        return Ok(());
    };
    let mut keys = Vec::with_capacity(content.len());
    for index in 0..content.len() {
        let Some(item) = content.get(index) else { break };
        keys.push(vm.call(key, std::slice::from_ref(&item))?);
    }
    let order = match plain_of_all(&keys) {
        Some(plain) => order_of_plain(&keys, &plain, direction),
        None => sort_by_less(vm, &keys, direction)?,
    };
    arrange(content, &order);
    Ok(())
}

/// Puts the items into the order of their old indices.
fn arrange(content: &List, order: &[u32]) {
    content.with_mut(|items| {
        let mut sorted: Vec<Value> = Vec::with_capacity(items.len());
        sorted.extend(order.iter().map(|&from| std::mem::replace(&mut items[from as usize], Value::NONE)));
        for (place, item) in items.iter_mut().zip(sorted) {
            *place = item;
        }
    });
}

// ----- orders that need no call -----

fn plain_of_all(keys: &[Value]) -> Option<Plain> {
    let mut plain = plain_of(keys.first()?)?;
    for key in &keys[1..] {
        if !widen(&mut plain, key) {
            return None;
        }
    }
    Some(plain)
}

fn plain_of(key: &Value) -> Option<Plain> {
    if key.as_small_int().is_some() {
        return Some(Plain::Int);
    }
    if key.as_float().is_some_and(|float| !float.is_nan()) || key.as_bool().is_some() {
        return Some(Plain::Number);
    }
    if key.downcast_exact::<Str>().is_some() {
        return Some(Plain::Text);
    }
    let items = key.downcast_exact::<Tuple>()?.items();
    if items.len() > 16 {
        return None;
    }
    let columns = items.iter().map(|item| plain_of(item).filter(|plain| !matches!(plain, Plain::Row(_))));
    columns.collect::<Option<_>>().map(Plain::Row)
}

/// Whether the key fits the order, which is made wider if need be.
fn widen(plain: &mut Plain, key: &Value) -> bool {
    match plain {
        Plain::Int if key.as_small_int().is_some() => true,
        Plain::Int | Plain::Number => {
            let number = key.as_small_int().is_some()
                || key.as_bool().is_some()
                || key.as_float().is_some_and(|float| !float.is_nan());
            if number {
                *plain = Plain::Number;
            }
            number
        }
        Plain::Text => key.downcast_exact::<Str>().is_some(),
        Plain::Row(columns) => {
            let Some(tuple) = key.downcast_exact::<Tuple>().filter(|tuple| tuple.len() == columns.len())
            else {
                return false;
            };
            columns.iter_mut().zip(tuple.items()).all(|(column, item)| widen(column, item))
        }
    }
}

fn number(value: &Value) -> f64 {
    match (value.as_small_int(), value.as_float()) {
        // Immediate ints have 50 bits: the float is exact.
        (Some(int), _) => int as f64,
        (_, Some(float)) => float,
        _ => f64::from(u8::from(value.as_bool() == Some(true))),
    }
}

fn text(value: &Value) -> &str {
    value.downcast_exact::<Str>().map_or("", Str::as_str)
}

fn compare_plain(plain: &Plain, a: &Value, b: &Value) -> Ordering {
    match plain {
        Plain::Int => a.as_small_int().cmp(&b.as_small_int()),
        Plain::Number => number(a).partial_cmp(&number(b)).unwrap_or(Ordering::Equal),
        // UTF-8 keeps the order of code points.
        Plain::Text => text(a).cmp(text(b)),
        Plain::Row(columns) => {
            let (Some(a), Some(b)) = (a.downcast_exact::<Tuple>(), b.downcast_exact::<Tuple>()) else {
                return Ordering::Equal;
            };
            let pairs = a.items().iter().zip(b.items());
            columns
                .iter()
                .zip(pairs)
                .map(|(column, (a, b))| compare_plain(column, a, b))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        }
    }
}

fn sort_plain(items: &mut [Value], plain: &Plain, direction: Direction) {
    match (plain, direction) {
        // Equal ints are the same word, so stability does not show.
        (Plain::Int, Direction::Ascending) => {
            items.sort_unstable_by_key(|item| item.as_small_int().unwrap_or(0))
        }
        (Plain::Int, Direction::Descending) => {
            items.sort_unstable_by_key(|item| -item.as_small_int().unwrap_or(0))
        }
        (plain, Direction::Ascending) => items.sort_by(|a, b| compare_plain(plain, a, b)),
        (plain, Direction::Descending) => items.sort_by(|a, b| compare_plain(plain, b, a)),
    }
}

fn order_of_plain(keys: &[Value], plain: &Plain, direction: Direction) -> Vec<u32> {
    let indices = 0..keys.len() as u32;
    if *plain == Plain::Int {
        let sign = if direction == Direction::Ascending { 1 } else { -1 };
        let mut pairs: Vec<(i64, u32)> =
            indices.zip(keys).map(|(index, key)| (sign * key.as_small_int().unwrap_or(0), index)).collect();
        pairs.sort_unstable();
        return pairs.into_iter().map(|(_, index)| index).collect();
    }
    let mut order: Vec<u32> = indices.collect();
    let key = |index: u32| &keys[index as usize];
    match direction {
        Direction::Ascending => order.sort_by(|&a, &b| compare_plain(plain, key(a), key(b))),
        Direction::Descending => order.sort_by(|&a, &b| compare_plain(plain, key(b), key(a))),
    }
    order
}

// ----- the order of `<`, whatever it does -----

/// A sorted stretch of `order`.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    length: usize,
}

struct Sorter<'a> {
    keys: &'a [Value],
    order: Vec<u32>,
    spare: Vec<u32>,
}

/// The stable order of the keys as indices.
fn sort_by_less(vm: &mut Vm, keys: &[Value], direction: Direction) -> R<Vec<u32>> {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    // Reversed twice, equal keys keep their order.
    if direction == Direction::Descending {
        order.reverse();
    }
    let mut sorter = Sorter { keys, order, spare: Vec::new() };
    sorter.sort(vm)?;
    let mut order = sorter.order;
    if direction == Direction::Descending {
        order.reverse();
    }
    Ok(order)
}

impl Sorter<'_> {
    fn less(&self, vm: &mut Vm, a: u32, b: u32) -> R<bool> {
        let (a, b) = (&self.keys[a as usize], &self.keys[b as usize]);
        if let (Some(a), Some(b)) = (a.downcast_exact::<Tuple>(), b.downcast_exact::<Tuple>()) {
            let result = super::sequences::compare(vm, CompareOp::Less, a, b)?;
            return vm.truth(&result);
        }
        vm.compare_truth(CompareOp::Less, a, b)
    }

    fn sort(&mut self, vm: &mut Vm) -> R<()> {
        let length = self.order.len();
        let minimal = minimal_run(length);
        let mut runs: Vec<Run> = Vec::new();
        let mut start = 0;
        while start < length {
            let natural = self.natural_run(vm, start)?;
            let forced = natural.max(minimal.min(length - start));
            self.insert_rest(vm, start, natural, forced)?;
            runs.push(Run { start, length: forced });
            start += forced;
            self.balance(vm, &mut runs)?;
        }
        while runs.len() > 1 {
            let at = match runs.as_slice() {
                [.., a, _, c] if a.length < c.length => runs.len() - 3,
                _ => runs.len() - 2,
            };
            self.merge_at(vm, &mut runs, at)?;
        }
        Ok(())
    }

    /// The length of the run that begins at `start`; a strictly descending one is reversed.
    fn natural_run(&mut self, vm: &mut Vm, start: usize) -> R<usize> {
        let end = self.order.len();
        if end - start < 2 {
            return Ok(end - start);
        }
        let descending = self.less(vm, self.order[start + 1], self.order[start])?;
        let mut next = start + 2;
        while next < end && self.less(vm, self.order[next], self.order[next - 1])? == descending {
            next += 1;
        }
        if descending {
            self.order[start..next].reverse();
        }
        Ok(next - start)
    }

    /// Makes the sorted `sorted` items at `start` a run of `total`, by binary insertion.
    fn insert_rest(&mut self, vm: &mut Vm, start: usize, sorted: usize, total: usize) -> R<()> {
        for place in start + sorted..start + total {
            let pivot = self.order[place];
            let (mut low, mut high) = (start, place);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.less(vm, pivot, self.order[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.order[low..=place].rotate_right(1);
        }
        Ok(())
    }

    /// Merges until each run is longer than the two after it together.
    fn balance(&mut self, vm: &mut Vm, runs: &mut Vec<Run>) -> R<()> {
        while runs.len() > 1 {
            let last = runs.len() - 1;
            let length = |index: usize| runs[index].length;
            let crowded = (last >= 2 && length(last - 2) <= length(last - 1) + length(last))
                || (last >= 3 && length(last - 3) <= length(last - 2) + length(last - 1));
            if crowded {
                let at = if length(last - 2) < length(last) { last - 2 } else { last - 1 };
                self.merge_at(vm, runs, at)?;
            } else if length(last - 1) <= length(last) {
                self.merge_at(vm, runs, last - 1)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    fn merge_at(&mut self, vm: &mut Vm, runs: &mut Vec<Run>, at: usize) -> R<()> {
        let (left, right) = (runs[at], runs.remove(at + 1));
        runs[at].length += right.length;
        let (middle, end) = (right.start, right.start + right.length);
        if !self.less(vm, self.order[middle], self.order[middle - 1])? {
            return Ok(());
        }
        self.spare.clear();
        self.spare.extend_from_slice(&self.order[left.start..middle]);
        let (mut taken, mut other, mut place) = (0, middle, left.start);
        while taken < self.spare.len() && other < end {
            if self.less(vm, self.order[other], self.spare[taken])? {
                self.order[place] = self.order[other];
                other += 1;
            } else {
                self.order[place] = self.spare[taken];
                taken += 1;
            }
            place += 1;
        }
        let rest = self.spare.len() - taken;
        self.order[place..place + rest].copy_from_slice(&self.spare[taken..]);
        Ok(())
    }
}

/// The shortest run worth merging: 32 to 64, so that their number is a power of two or just below.
fn minimal_run(mut length: usize) -> usize {
    let mut lost = 0;
    while length >= 64 {
        lost |= length & 1;
        length >>= 1;
    }
    length + lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vm::Config;

    fn vm() -> Box<Vm> {
        let config = Config {
            budget_bytes: usize::MAX,
            compile: |_, _, _, _, _| {
                Err(Box::new(crate::vm::SyntaxProblem {
                    kind: "SyntaxError",
                    message: String::new(),
                    line: 0,
                    column: 0,
                    end_line: 0,
                    end_column: 0,
                    text: None,
                }))
            },
            search_path: Vec::new(),
            arguments: Vec::new(),
            native_depth: 100,
            checked_allocator: false,
        };
        Vm::new(config).unwrap()
    }

    /// Numbers with many equal ones, sorted runs among them, as the low digits say.
    fn numbers(length: usize) -> Vec<i64> {
        let mut state = 12_345_u64;
        (0..length)
            .map(|index| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                if index % 300 < 100 { index as i64 } else { (state >> 60) as i64 }
            })
            .collect()
    }

    #[test]
    fn the_order_of_less_is_stable_in_both_directions() {
        let mut vm = vm();
        for length in [0, 1, 2, 3, 31, 63, 64, 65, 200, 1000, 5000] {
            let numbers = numbers(length);
            let keys: Vec<Value> =
                numbers.iter().map(|&number| Value::from_small_int(number).unwrap()).collect();
            let mut expected: Vec<u32> = (0..length as u32).collect();
            expected.sort_by_key(|&index| numbers[index as usize]);
            assert_eq!(sort_by_less(&mut vm, &keys, Direction::Ascending).unwrap(), expected);
            assert_eq!(order_of_plain(&keys, &Plain::Int, Direction::Ascending), expected);
            assert_eq!(order_of_plain(&keys, &Plain::Number, Direction::Ascending), expected);
            expected = (0..length as u32).collect();
            expected.sort_by_key(|&index| -numbers[index as usize]);
            assert_eq!(sort_by_less(&mut vm, &keys, Direction::Descending).unwrap(), expected);
            assert_eq!(order_of_plain(&keys, &Plain::Int, Direction::Descending), expected);
        }
    }
}
