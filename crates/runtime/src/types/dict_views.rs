//! Methods of dict_keys, dict_values, dict_items: windows on a dict. Keys and items are sets as well.
//!
//! ```text
//! keys op other = set(keys) op other        items contain (k, v) if dict[k] is or equals v
//! ```

use super::set_algebra as set;
use crate::native::R;
use crate::object::descriptors::MappingProxy;
use crate::object::dict::{Dict, Set, set_table};
use crate::object::iterators::{DictPart, DictView};
use crate::object::new_exact;
use crate::object::tuple::Tuple;
use crate::ops::CompareOp;
use crate::value::Value;
use crate::vm::Vm;

/// What all views have.
pub struct ViewMethods;

#[exuvia_macros::builtin_methods]
impl ViewMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let name = vm.class_name(this);
        vm.guard_repr(this, "...", |vm| {
            let items = vm.collect(this)?;
            let mut text = format!("{name}([");
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push_str(", ");
                }
                super::dict::push_repr(vm, &mut text, item)?;
            }
            text.push_str("])");
            Ok(text)
        })
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(_vm: &mut Vm, this: &DictView) -> usize {
        this.content().map_or(0, Dict::len)
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &DictView) -> Value {
        vm.dict_iterator(&this.dict, this.what)
    }

    /// Return a reverse iterator over the dict's entries.
    #[sig("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, this: &DictView) -> Value {
        super::dict::reverse_iterator(vm, &this.dict, this.what)
    }

    /// dictionary that this view refers to
    #[getter("mapping")]
    fn mapping(vm: &mut Vm, this: &DictView) -> Value {
        new_exact(vm.heap, MappingProxy { mapping: this.dict.clone() })
    }
}

/// What keys and items have in common with sets.
pub struct SetViewMethods;

#[exuvia_macros::builtin_methods]
impl SetViewMethods {
    /// Return bool(key in self).
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: &DictView, key: &Value) -> R<bool> {
        contains(vm, this, key)
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &DictView, value: &Value) -> R {
        compare(vm, CompareOp::Equal, this, value)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &DictView, value: &Value) -> R {
        compare(vm, CompareOp::NotEqual, this, value)
    }

    /// Return self<value.
    #[sig("__lt__(self, value, /)")]
    fn lt(vm: &mut Vm, this: &DictView, value: &Value) -> R {
        compare(vm, CompareOp::Less, this, value)
    }

    /// Return self<=value.
    #[sig("__le__(self, value, /)")]
    fn le(vm: &mut Vm, this: &DictView, value: &Value) -> R {
        compare(vm, CompareOp::LessEqual, this, value)
    }

    /// Return self>value.
    #[sig("__gt__(self, value, /)")]
    fn gt(vm: &mut Vm, this: &DictView, value: &Value) -> R {
        compare(vm, CompareOp::Greater, this, value)
    }

    /// Return self>=value.
    #[sig("__ge__(self, value, /)")]
    fn ge(vm: &mut Vm, this: &DictView, value: &Value) -> R {
        compare(vm, CompareOp::GreaterEqual, this, value)
    }

    /// Return self&value.
    #[sig("__and__(self, value, /)")]
    fn and(vm: &mut Vm, this: &Value, value: &Value) -> R {
        intersection(vm, this, value)
    }

    /// Return value&self.
    #[sig("__rand__(self, value, /)")]
    fn rand(vm: &mut Vm, this: &Value, value: &Value) -> R {
        intersection(vm, this, value)
    }

    /// Return self|value.
    #[sig("__or__(self, value, /)")]
    fn or(vm: &mut Vm, this: &Value, value: &Value) -> R {
        union(vm, this, value)
    }

    /// Return value|self.
    #[sig("__ror__(self, value, /)")]
    fn ror(vm: &mut Vm, this: &Value, value: &Value) -> R {
        union(vm, value, this)
    }

    /// Return self-value.
    #[sig("__sub__(self, value, /)")]
    fn sub(vm: &mut Vm, this: &Value, value: &Value) -> R {
        difference(vm, this, value)
    }

    /// Return value-self.
    #[sig("__rsub__(self, value, /)")]
    fn rsub(vm: &mut Vm, this: &Value, value: &Value) -> R {
        difference(vm, value, this)
    }

    /// Return self^value.
    #[sig("__xor__(self, value, /)")]
    fn xor(vm: &mut Vm, this: &Value, value: &Value) -> R {
        symmetric_difference(vm, this, value)
    }

    /// Return value^self.
    #[sig("__rxor__(self, value, /)")]
    fn rxor(vm: &mut Vm, this: &Value, value: &Value) -> R {
        symmetric_difference(vm, value, this)
    }

    /// Return True if the view and the given iterable have a null intersection.
    #[sig("isdisjoint(self, other, /)")]
    fn isdisjoint(vm: &mut Vm, this: &Value, other: &Value) -> R<bool> {
        if this.is(other) {
            return Ok(vm.length(this)? == 0);
        }
        let (mut container, mut items) = (this, other);
        if is_set_like(other) && vm.length(other)? > vm.length(this)? {
            (container, items) = (other, this);
        }
        let iterator = vm.iter(items)?;
        while let Some(item) = vm.next(&iterator)? {
            if vm.contains(container, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl DictView {
    /// The dict that is shown.
    pub fn content(&self) -> Option<&Dict> {
        self.dict.downcast::<Dict>()
    }
}

fn contains(vm: &mut Vm, view: &DictView, key: &Value) -> R<bool> {
    let Some(dict) = view.content() else { return Ok(false) };
    if view.what == DictPart::Keys {
        let hash = vm.key_hash(key)?;
        return Ok(vm.find_entry(&dict.table, key, hash)?.is_some());
    }
    let Some([key, value]) = key.downcast::<Tuple>().map(Tuple::items) else { return Ok(false) };
    match vm.dict_get(dict, key)? {
        Some(found) => vm.same_or_equal(&found, value),
        None => Ok(false),
    }
}

fn is_set_like(value: &Value) -> bool {
    set_table(value).is_some()
        || value.downcast::<DictView>().is_some_and(|view| view.what != DictPart::Values)
}

fn compare(vm: &mut Vm, op: CompareOp, this: &DictView, value: &Value) -> R {
    if !is_set_like(value) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (own, other) = (this.content().map_or(0, Dict::len), vm.length(value)?);
    let lengths_fit = match op {
        CompareOp::NotEqual => own == other,
        op => op.holds(own.cmp(&other)),
    };
    let holds = lengths_fit
        && match op {
            CompareOp::Greater | CompareOp::GreaterEqual => view_contains_all(vm, this, value)?,
            _ => all_in(vm, this, value)?,
        };
    Ok(Value::from_bool(holds != (op == CompareOp::NotEqual)))
}

fn view_contains_all(vm: &mut Vm, view: &DictView, items: &Value) -> R<bool> {
    let iterator = vm.iter(items)?;
    while let Some(item) = vm.next(&iterator)? {
        if !contains(vm, view, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn all_in(vm: &mut Vm, view: &DictView, container: &Value) -> R<bool> {
    let iterator = vm.dict_iterator(&view.dict, view.what);
    while let Some(item) = vm.next(&iterator)? {
        if !vm.contains(container, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn intersection(vm: &mut Vm, view: &Value, other: &Value) -> R {
    let (mut view, mut other) = (view, other);
    let both = other.downcast::<DictView>().is_some_and(|other| other.what != DictPart::Values);
    if both && vm.length(other)? > vm.length(view)? {
        (view, other) = (other, view);
    }
    if let Some(table) = set_table(other).filter(|_| is_exact_set(vm, other))
        && table.len() >= vm.length(view)?
    {
        let common = set::intersection_with(vm, table, view)?;
        return Ok(new_exact(vm.heap, Set { table: common, ..Set::default() }));
    }
    let result = Set::default();
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.contains(view, &item)? {
            vm.set_add(&result.table, item)?;
        }
    }
    Ok(new_exact(vm.heap, result))
}

fn is_exact_set(vm: &Vm, value: &Value) -> bool {
    let class = vm.class_of(value);
    class == vm.types.set || class == vm.types.frozenset
}

fn union(vm: &mut Vm, first: &Value, second: &Value) -> R {
    let result = Set::default();
    set::update(vm, &result.table, first)?;
    set::update(vm, &result.table, second)?;
    Ok(new_exact(vm.heap, result))
}

fn difference(vm: &mut Vm, first: &Value, second: &Value) -> R {
    let result = Set::default();
    set::update(vm, &result.table, first)?;
    set::difference_update(vm, &result.table, second)?;
    Ok(new_exact(vm.heap, result))
}

fn symmetric_difference(vm: &mut Vm, first: &Value, second: &Value) -> R {
    let result = Set::default();
    set::update(vm, &result.table, first)?;
    set::symmetric_difference_update(vm, &result.table, second)?;
    Ok(new_exact(vm.heap, result))
}
