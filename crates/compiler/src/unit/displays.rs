//! Displays: tuples, lists, sets, dicts, with and without unpacking.
//!
//! ```text
//! [a, *b, c]     BuildList t0 ← a ;  ListExtend t0, b ;  ListAppend t0, c
//! ```
//!
//! Long displays grow an empty container instead of filling a long run of temporaries.

use exuvia_bytecode::{Const, Op};
use ruff_python_ast::{Expr, ExprDict, ExprSet};
use ruff_text_size::Ranged;

use super::Unit;
use crate::constants;
use crate::error::{Outcome, Problem};

/// Items that are gathered in temporaries before the container is built.
const RUN: usize = 30;
/// From this many constants on, a list is built from a constant tuple.
const CONSTANT_RUN: usize = 3;

impl<'a> Unit<'a> {
    pub(super) fn list(
        &mut self,
        node: &'a impl Ranged,
        items: &'a [Expr],
        target: Option<u16>,
    ) -> Outcome<u16> {
        let mark = self.top;
        if items.len() >= CONSTANT_RUN
            && let Some(constants) = constants::fold_all(items)
        {
            self.at(node);
            let list = self.reserve(1)?;
            self.emit(Op::BuildList, list, list, 0);
            let tuple = self.push_constant(Const::Tuple(constants))?;
            self.emit(Op::ListExtend, list, tuple, 0);
            return self.moved(mark, target);
        }
        if is_plain(items) && items.len() <= RUN {
            for item in items {
                self.push(item)?;
            }
            let result = self.result(mark, target)?;
            self.at(node);
            self.emit(Op::BuildList, result, mark, items.len() as u16);
            return Ok(result);
        }
        self.gather(node, items, 0)?;
        self.moved(mark, target)
    }

    /// A list of all items in the temporary at `top` less `pushed`; the first `pushed` stand there already.
    pub(super) fn gather(&mut self, node: &'a impl Ranged, items: &'a [Expr], pushed: usize) -> Outcome<u16> {
        let start = self.top - pushed as u16;
        let leading = items.iter().take(RUN).take_while(|item| !matches!(item, Expr::Starred(_))).count();
        for item in &items[..leading] {
            self.push(item)?;
        }
        self.top = start;
        let list = self.reserve(1)?;
        self.at(node);
        self.emit(Op::BuildList, list, start, (pushed + leading) as u16);
        self.add_each(list, &items[leading..], Op::ListAppend, Op::ListExtend)?;
        Ok(list)
    }

    /// Adds items to the list or set in a register, one after another: `add` takes one, `extend` what a star is before.
    fn add_each(&mut self, container: u16, items: &'a [Expr], add: Op, extend: Op) -> Outcome<()> {
        for item in items {
            let mark = self.top;
            let (op, expression) = match item {
                Expr::Starred(starred) => (extend, &*starred.value),
                plain => (add, plain),
            };
            let operand = self.operand(expression)?;
            self.at(item);
            self.emit(op, container, operand, 0);
            self.top = mark;
        }
        Ok(())
    }

    pub(super) fn tuple(
        &mut self,
        node: &'a impl Ranged,
        items: &'a [Expr],
        target: Option<u16>,
    ) -> Outcome<u16> {
        let mark = self.top;
        if is_plain(items) && items.len() <= RUN {
            for item in items {
                self.push(item)?;
            }
            let result = self.result(mark, target)?;
            self.at(node);
            self.emit(Op::BuildTuple, result, mark, items.len() as u16);
            return Ok(result);
        }
        let list = self.gather(node, items, 0)?;
        let result = self.result(mark, target)?;
        self.at(node);
        self.emit(Op::ListToTuple, result, list, 0);
        Ok(result)
    }

    pub(super) fn set(&mut self, node: &'a ExprSet, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        if node.elts.len() >= CONSTANT_RUN
            && let Some(constants) = constants::fold_all(&node.elts)
        {
            self.at(node);
            let set = self.reserve(1)?;
            self.emit(Op::BuildSet, set, set, 0);
            let frozen = self.push_constant(Const::FrozenSet(constants))?;
            self.emit(Op::SetUpdate, set, frozen, 0);
            return self.moved(mark, target);
        }
        let leading = node.elts.iter().take(RUN).take_while(|item| !matches!(item, Expr::Starred(_))).count();
        for item in &node.elts[..leading] {
            self.push(item)?;
        }
        if leading == node.elts.len() {
            let result = self.result(mark, target)?;
            self.at(node);
            self.emit(Op::BuildSet, result, mark, leading as u16);
            return Ok(result);
        }
        let set = self.result(mark, None)?;
        self.at(node);
        self.emit(Op::BuildSet, set, mark, leading as u16);
        self.add_each(set, &node.elts[leading..], Op::SetAdd, Op::SetUpdate)?;
        self.moved(mark, target)
    }

    pub(super) fn dict(&mut self, node: &'a ExprDict, target: Option<u16>) -> Outcome<u16> {
        let mark = self.top;
        let leading = node.items.iter().take(RUN / 2).take_while(|item| item.key.is_some()).count();
        for item in &node.items[..leading] {
            if let Some(key) = &item.key {
                self.push(key)?;
                self.push(&item.value)?;
            }
        }
        if leading == node.items.len() {
            let result = self.result(mark, target)?;
            self.at(node);
            self.emit(Op::BuildDict, result, mark, 2 * leading as u16);
            return Ok(result);
        }
        let dict = self.result(mark, None)?;
        self.at(node);
        self.emit(Op::BuildDict, dict, mark, 2 * leading as u16);
        for item in &node.items[leading..] {
            let inner = self.top;
            match &item.key {
                Some(key) => {
                    let key = self.operand_before(key, &[&item.value])?;
                    let value = self.operand(&item.value)?;
                    self.at(node);
                    self.emit(Op::DictAdd, dict, key, value);
                }
                None => {
                    let mapping = self.operand(&item.value)?;
                    self.at(&item.value);
                    self.emit(Op::DictUpdate, dict, mapping, 0);
                }
            }
            self.top = inner;
        }
        self.moved(mark, target)
    }
}

fn is_plain(items: &[Expr]) -> bool {
    !items.iter().any(|item| matches!(item, Expr::Starred(_)))
}

/// The names of a call's keywords, each once.
pub(super) fn check_keywords(keywords: &[ruff_python_ast::Keyword]) -> Outcome<()> {
    let mut seen = std::collections::HashSet::new();
    for keyword in keywords {
        if let Some(name) = &keyword.arg
            && !seen.insert(name.as_str())
        {
            return Err(Problem::at(keyword, format!("keyword argument repeated: {name}")));
        }
    }
    Ok(())
}
