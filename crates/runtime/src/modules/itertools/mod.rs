//! Module `itertools`: iterators that count, combine, group and cut what other iterators give.
//!
//! ```text
//! constructors ─► payload (object/itertools.rs) ─► step: the next item, or nothing at the end
//!                      endless · passing · grouping · combining
//! ```
//!
//! `step` is reached from `Vm::next` without a StopIteration. It runs one call deeper, so that a chain of a million iterators
//! ends with a RecursionError.

mod combining;
mod constructors;
mod endless;
mod grouping;
mod passing;

use crate::native::{MethodDef, R};
use crate::object::ids;
use crate::object::itertools::{
    Accumulate, Batched, Chain, Combinatoric, Compress, Count, Cycle, FilterFalse, GroupBy, Grouper, ISlice,
    Pairwise, Repeat, StarMap, Tee, WhileIterator, ZipLongest,
};
use crate::types::Types;
use crate::types::tables::Row;
use crate::value::Value;
use crate::vm::Vm;

/// `__iter__` and `__next__` of all of them.
struct StepMethods;

#[exuvia_macros::builtin_methods]
impl StepMethods {
    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &Value) -> R {
        match step(vm, this) {
            Some(Ok(Some(item))) => Ok(item),
            Some(Ok(None)) => Err(vm.stop_iteration(Value::NONE)),
            Some(Err(raised)) => Err(raised),
            None => {
                let class = vm.class_name(this);
                Err(vm.type_error(format!("'{class}' object is not an iterator")))
            }
        }
    }
}

/// The next item of an iterator of this module, or nothing at its end; `None` for other objects.
pub fn step(vm: &mut Vm, iterator: &Value) -> Option<R<Option<Value>>> {
    Some(match iterator.payload_kind() {
        ids::COUNT_ITERATOR => endless::next_of_count(vm, iterator.downcast::<Count>()?),
        ids::REPEAT => endless::next_of_repeat(iterator.downcast::<Repeat>()?),
        ids::COMBINATORIC => combining::next_of_combinatoric(vm, iterator.downcast::<Combinatoric>()?),
        kind => {
            return vm
                .native_call(|vm| Ok(deeper_step(vm, iterator, kind)))
                .unwrap_or_else(|raised| Some(Err(raised)));
        }
    })
}

/// The iterators that go on with another one.
fn deeper_step(vm: &mut Vm, iterator: &Value, kind: u32) -> Option<R<Option<Value>>> {
    Some(match kind {
        ids::CHAIN => passing::next_of_chain(vm, iterator.downcast::<Chain>()?),
        ids::ISLICE => passing::next_of_islice(vm, iterator.downcast::<ISlice>()?),
        ids::WHILE_ITERATOR => passing::next_of_while(vm, iterator.downcast::<WhileIterator>()?),
        ids::FILTER_FALSE => passing::next_of_filter_false(vm, iterator.downcast::<FilterFalse>()?),
        ids::COMPRESS => passing::next_of_compress(vm, iterator.downcast::<Compress>()?),
        ids::STAR_MAP => passing::next_of_star_map(vm, iterator.downcast::<StarMap>()?),
        ids::ACCUMULATE => passing::next_of_accumulate(vm, iterator.downcast::<Accumulate>()?),
        ids::CYCLE => endless::next_of_cycle(vm, iterator.downcast::<Cycle>()?),
        ids::BATCHED => grouping::next_of_batched(vm, iterator.downcast::<Batched>()?),
        ids::PAIRWISE => grouping::next_of_pairwise(vm, iterator.downcast::<Pairwise>()?),
        ids::GROUP_BY => grouping::next_of_group_by(vm, iterator, iterator.downcast::<GroupBy>()?),
        ids::GROUPER => grouping::next_of_grouper(vm, iterator.downcast::<Grouper>()?),
        ids::TEE => grouping::next_of_tee(vm, iterator.downcast::<Tee>()?),
        ids::ZIP_LONGEST => grouping::next_of_zip_longest(vm, iterator.downcast::<ZipLongest>()?),
        _ => return None,
    })
}

/// The rows of the module's classes.
pub fn rows(types: &Types) -> Vec<Row> {
    use constructors as make;
    let row = |class, doc, methods| Row { class, doc, methods };
    macro_rules! methods {
        ($new:ident) => {{
            const METHODS: &[&[MethodDef]] = &[StepMethods::DEFS, make::$new::DEFS];
            METHODS
        }};
    }
    vec![
        row(types.count, "Numbers that start at one and go on by a step, without end.", methods!(NewCount)),
        row(types.cycle, "The items of an iterable, over and over again.", methods!(NewCycle)),
        row(types.repeat, "One object, a number of times or without end.", methods!(NewRepeat)),
        row(
            types.accumulate,
            "The sums of the items so far, or what a function makes of them.",
            methods!(NewAccumulate),
        ),
        row(
            types.batched,
            "Tuples of n items each; the last one may be shorter, unless strict.",
            methods!(NewBatched),
        ),
        row(types.chain, "The items of one iterable after the other.", methods!(NewChain)),
        row(
            types.combinations,
            "All selections of r items, in the order of the iterable.",
            methods!(NewCombinations),
        ),
        row(
            types.combinations_with_replacement,
            "All selections of r items, each as often as one likes, in the order of the iterable.",
            methods!(NewWithReplacement),
        ),
        row(types.permutations, "All arrangements of r items.", methods!(NewPermutations)),
        row(types.product, "All tuples with an item of each iterable.", methods!(NewProduct)),
        row(types.compress, "The items whose selector is true.", methods!(NewCompress)),
        row(
            types.dropwhile,
            "The items from the first one on for which the predicate is false.",
            methods!(NewDropWhile),
        ),
        row(
            types.takewhile,
            "The items before the first one for which the predicate is false.",
            methods!(NewTakeWhile),
        ),
        row(types.filterfalse, "The items for which the function is false.", methods!(NewFilterFalse)),
        row(
            types.starmap,
            "The results of the function with the items as its arguments.",
            methods!(NewStarMap),
        ),
        row(
            types.groupby,
            "Runs of items with the same key: pairs of the key and an iterator.",
            methods!(NewGroupBy),
        ),
        row(types.grouper, "One group of a groupby.", &[StepMethods::DEFS]),
        row(types.islice, "The items that a slice of a sequence would have.", methods!(NewISlice)),
        row(types.pairwise, "Each item with the next one.", methods!(NewPairwise)),
        row(types.tee, "One of several independent iterators over the same items.", methods!(NewTee)),
        row(types.tee_block, "Items that tee iterators have in common.", &[]),
        row(
            types.zip_longest,
            "Tuples with an item of each iterable, as long as one goes on.",
            methods!(NewZipLongest),
        ),
    ]
}

/// Makes the module.
pub fn module(vm: &mut Vm) -> R {
    let doc = "Iterators that count, combine, group and cut what other iterators give.";
    let module = super::make_module(vm, "itertools", doc, constructors::IterationFunctions::DEFS)?;
    for row in rows(&vm.types) {
        let name = row.class.name_text();
        let name = name.rsplit('.').next().unwrap_or_default();
        super::set(vm, &module, name, row.class.value())?;
    }
    Ok(module)
}
