//! Which methods the container classes and their iterators have.

use super::Types;
use super::iterators::{ContainerIteratorMethods, IteratorMethods, PositionMethods};
use super::lazy_iterators::{self, docs};
use super::tables::Row;
use super::{dict, dict_views, list, range, set, slice, tuple};
use crate::native::MethodDef;

/// An iterator that can tell how much is left.
const CONTAINER: &[&[MethodDef]] = &[IteratorMethods::DEFS, ContainerIteratorMethods::DEFS];
/// One that goes by index as well.
const INDEXED: &[&[MethodDef]] =
    &[IteratorMethods::DEFS, ContainerIteratorMethods::DEFS, PositionMethods::DEFS];
/// What can be parameterized.
const GENERIC: &[MethodDef] = super::generic_alias::GenericMethods::DEFS;
const SET_VIEW: &[&[MethodDef]] = &[dict_views::ViewMethods::DEFS, dict_views::SetViewMethods::DEFS];

/// The rows of this family of classes.
pub fn rows(types: &Types) -> Vec<Row> {
    let row = |class, doc, methods| Row { class, doc, methods };
    let mut all = vec![
        row(types.list, list::DOC, &[list::ListMethods::DEFS, GENERIC]),
        row(types.tuple, tuple::DOC, &[tuple::TupleMethods::DEFS, GENERIC]),
        row(types.dict, dict::DOC, &[dict::DictMethods::DEFS, GENERIC]),
        row(types.dict_keys, "", SET_VIEW),
        row(types.dict_items, "", SET_VIEW),
        row(types.dict_values, "", &[dict_views::ViewMethods::DEFS]),
        row(types.set, set::DOC, &[set::SharedSetMethods::DEFS, set::SetMethods::DEFS, GENERIC]),
        row(
            types.frozenset,
            set::FROZEN_DOC,
            &[set::SharedSetMethods::DEFS, set::FrozenSetMethods::DEFS, GENERIC],
        ),
        row(types.range, range::DOC, &[range::RangeMethods::DEFS]),
        row(types.slice, slice::DOC, &[slice::SliceMethods::DEFS]),
        row(types.callable_iterator, "", CONTAINER),
        row(types.enumerate, docs::ENUMERATE, &[lazy_iterators::EnumerateMethods::DEFS, GENERIC]),
        row(types.zip, docs::ZIP, &[lazy_iterators::ZipMethods::DEFS]),
        row(types.map, docs::MAP, &[lazy_iterators::MapMethods::DEFS]),
        row(types.filter, docs::FILTER, &[lazy_iterators::FilterMethods::DEFS]),
        row(
            types.reversed,
            docs::REVERSED,
            &[lazy_iterators::ReversedMethods::DEFS, ContainerIteratorMethods::DEFS, PositionMethods::DEFS],
        ),
    ];
    let by_entry = [
        types.dict_keyiterator,
        types.dict_valueiterator,
        types.dict_itemiterator,
        types.dict_reversekeyiterator,
        types.dict_reversevalueiterator,
        types.dict_reverseitemiterator,
        types.set_iterator,
        types.long_range_iterator,
    ];
    all.extend(by_entry.map(|class| row(class, "", CONTAINER)));
    let by_index = [
        types.list_iterator,
        types.list_reverseiterator,
        types.tuple_iterator,
        types.str_iterator,
        types.str_ascii_iterator,
        types.bytes_iterator,
        types.range_iterator,
        types.iterator,
    ];
    all.extend(by_index.map(|class| row(class, "", INDEXED)));
    all
}
