//! Methods of dict.
//!
//! ```text
//! key ─► hash ─► find_entry (may run `__eq__`) ─► entry index, valid until the next call that runs Python code
//! ```
//!
//! Loops over a dict go by entry index and clone what they look at; a dict that changes meanwhile is noticed by its version.

use super::constructors;
use super::sequences::receiver;
use crate::native::R;
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::object::iterators::{DictIterator, DictPart, DictView};
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{cell::Slot, ids, new_exact, new_with_layout};
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

/// The methods of `dict`.
pub struct DictMethods;

/// The documentation of `dict`.
pub const DOC: &str = "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)";

#[exuvia_macros::builtin_methods]
impl DictMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("dict(cls, /, *args, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        constructors::check(vm, class, ids::DICT)?;
        Ok(new_with_layout(vm.heap, class.layout.get(), Dict::default()))
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Dict, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        update_from_call(vm, this, "dict", arguments, keywords)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Dict) -> R<String> {
        if this.is_empty() {
            return Ok("{}".to_owned());
        }
        let value = receiver(this);
        vm.guard_repr(&value, "{...}", |vm| {
            let mut text = String::from("{");
            let mut position = 0;
            while let Some((key, value)) = this.next_entry(&mut position) {
                if text.len() > 1 {
                    text.push_str(", ");
                }
                push_repr(vm, &mut text, &key)?;
                text.push_str(": ");
                push_repr(vm, &mut text, &value)?;
            }
            text.push('}');
            Ok(text)
        })
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(_vm: &mut Vm, this: &Dict) -> usize {
        this.len()
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &Dict) -> Value {
        vm.dict_iterator(&receiver(this), DictPart::Keys)
    }

    /// Return a reverse iterator over the dict keys.
    #[sig("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, this: &Dict) -> Value {
        reverse_iterator(vm, &receiver(this), DictPart::Keys)
    }

    /// True if the dictionary has the specified key, else False.
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: &Dict, key: &Value) -> R<bool> {
        let hash = vm.key_hash(key)?;
        Ok(vm.find_entry(&this.table, key, hash)?.is_some())
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn getitem(vm: &mut Vm, this: &Dict, key: &Value) -> R {
        if let Some(value) = vm.dict_get(this, key)? {
            return Ok(value);
        }
        let value = receiver(this);
        if value.downcast_exact::<Dict>().is_none() {
            let name = vm.names.__missing__.clone();
            if let Some(result) = vm.call_special(&value, &name, std::slice::from_ref(key)) {
                return result;
            }
        }
        Err(vm.key_error(key))
    }

    /// Set self[key] to value.
    #[sig("__setitem__(self, key, value, /)")]
    fn setitem(vm: &mut Vm, this: &Dict, key: Value, value: Value) -> R<()> {
        vm.dict_set(this, key, value)
    }

    /// Delete self[key].
    #[sig("__delitem__(self, key, /)")]
    fn delitem(vm: &mut Vm, this: &Dict, key: &Value) -> R<()> {
        match vm.dict_remove(this, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        }
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &Dict, value: &Value) -> R {
        match value.downcast::<Dict>() {
            Some(other) => Ok(Value::from_bool(equal(vm, this, other)?)),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &Dict, value: &Value) -> R {
        match value.downcast::<Dict>() {
            Some(other) => Ok(Value::from_bool(!equal(vm, this, other)?)),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// Return self|value.
    #[sig("__or__(self, value, /)")]
    fn or(vm: &mut Vm, this: &Dict, value: &Value) -> R {
        match value.downcast::<Dict>() {
            Some(_) => merged(vm, this, value),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// Return value|self.
    #[sig("__ror__(self, value, /)")]
    fn ror(vm: &mut Vm, this: &Dict, value: &Value) -> R {
        match value.downcast::<Dict>() {
            Some(other) => merged(vm, other, &receiver(this)),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// Return self|=value.
    #[sig("__ior__(self, value, /)")]
    fn ior(vm: &mut Vm, this: &Dict, value: &Value) -> R {
        update(vm, this, value)?;
        Ok(receiver(this))
    }

    /// Remove all items from the dict.
    #[sig("clear(self, /)")]
    fn clear(_vm: &mut Vm, this: &Dict) {
        drop(this.table.take());
    }

    /// Return a shallow copy of the dict.
    #[sig("copy(self, /)")]
    fn copy(vm: &mut Vm, this: &Dict) -> R {
        copy(vm, this)
    }

    /// Create a new dictionary with keys from iterable and values set to value.
    #[class_sig("fromkeys(type, iterable, value=None, /)")]
    fn fromkeys(vm: &mut Vm, this: TypeRef, iterable: &Value, value: Option<Value>) -> R {
        let value = value.unwrap_or(Value::NONE);
        let exact = this == vm.types.dict;
        let made = if exact { vm.dict() } else { vm.call(&this.value(), &[])? };
        match made.downcast_exact::<Dict>() {
            Some(dict) => vm.for_each(iterable, |vm, key| vm.dict_set(dict, key, value.clone()))?,
            None => vm.for_each(iterable, |vm, key| vm.set_item(&made, &key, value.clone()))?,
        }
        Ok(made)
    }

    /// Return the value for key if key is in the dictionary, else default.
    #[sig("get(self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: &Dict, key: &Value, default: Option<&Value>) -> R {
        let hash = vm.key_hash(key)?;
        let entry = vm.find_entry(&this.table, key, hash)?;
        Ok(entry.and_then(|entry| this.table.value(entry)).or(default).cloned().unwrap_or(Value::NONE))
    }

    /// Insert key with a value of default if key is not in the dictionary.
    ///
    /// Return the value for key if key is in the dictionary, else default.
    #[sig("setdefault(self, key, default=None, /)")]
    fn setdefault(vm: &mut Vm, this: &Dict, key: Value, default: Option<Value>) -> R {
        let hash = vm.key_hash(&key)?;
        if let Some(value) = vm.find_entry(&this.table, &key, hash)?.and_then(|entry| this.table.value(entry))
        {
            return Ok(value.clone());
        }
        let default = default.unwrap_or(Value::NONE);
        this.table.insert_new(vm.heap, hash, [key, default.clone()]).map_err(|_| vm.memory_error())?;
        Ok(default)
    }

    /// D.pop(k[,d]) -> v, remove specified key and return the corresponding value.
    ///
    /// If the key is not found, return the default if given; otherwise,
    /// raise a KeyError.
    #[sig("pop(self, key, default=<unrepresentable>, /)")]
    fn pop(vm: &mut Vm, this: &Dict, key: &Value, default: Option<Value>) -> R {
        let removed = if this.is_empty() { None } else { vm.dict_remove(this, key)? };
        match removed.or(default) {
            Some(value) => Ok(value),
            None => Err(vm.key_error(key)),
        }
    }

    /// Remove and return a (key, value) pair as a 2-tuple.
    ///
    /// Pairs are returned in LIFO (last-in, first-out) order.
    /// Raises KeyError if the dict is empty.
    #[sig("popitem(self, /)")]
    fn popitem(vm: &mut Vm, this: &Dict) -> R {
        let mut last = this.table.filled();
        while last > 0 {
            last -= 1;
            if let Some([key, value]) = this.table.remove(last) {
                return Ok(Tuple::pair(vm.heap, key, value));
            }
        }
        let class = vm.types.key_error;
        Err(vm.raise_message(class, "popitem(): dictionary is empty"))
    }

    /// D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.
    ///
    /// If E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]
    /// If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v
    /// In either case, this is followed by: for k in F:  D[k] = F[k]
    #[sig("update(self, /, *args, **kwargs)")]
    fn update(vm: &mut Vm, this: &Dict, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        update_from_call(vm, this, "update", arguments, keywords)
    }

    /// Return a set-like object providing a view on the dict's keys.
    #[sig("keys(self, /)")]
    fn keys(vm: &mut Vm, this: &Dict) -> Value {
        view(vm, this, DictPart::Keys)
    }

    /// Return a set-like object providing a view on the dict's items.
    #[sig("items(self, /)")]
    fn items(vm: &mut Vm, this: &Dict) -> Value {
        view(vm, this, DictPart::Items)
    }

    /// Return an object providing a view on the dict's values.
    #[sig("values(self, /)")]
    fn values(vm: &mut Vm, this: &Dict) -> Value {
        view(vm, this, DictPart::Values)
    }
}

/// A view of a dict.
pub fn view(vm: &mut Vm, dict: &Dict, what: DictPart) -> Value {
    let class = match what {
        DictPart::Keys => vm.types.dict_keys,
        DictPart::Values => vm.types.dict_values,
        DictPart::Items => vm.types.dict_items,
    };
    new_with_layout(vm.heap, class.layout.get(), DictView { dict: receiver(dict), what })
}

/// An iterator over a dict from its last entry to its first.
pub fn reverse_iterator(vm: &mut Vm, dict: &Value, what: DictPart) -> Value {
    let class = match what {
        DictPart::Keys => vm.types.dict_reversekeyiterator,
        DictPart::Values => vm.types.dict_reversevalueiterator,
        DictPart::Items => vm.types.dict_reverseitemiterator,
    };
    let (length, filled) = dict.downcast::<Dict>().map_or((0, 0), |dict| (dict.len(), dict.table.filled()));
    let iterator = DictIterator {
        dict: Slot::new(Some(dict.clone())),
        position: Cell::new(filled),
        length,
        remaining: Cell::new(length),
        what,
        reversed: true,
    };
    new_with_layout(vm.heap, class.layout.get(), iterator)
}

/// Appends a value's repr.
pub fn push_repr(vm: &mut Vm, text: &mut String, value: &Value) -> R<()> {
    let shown = vm.repr(value)?;
    vm.check_room(text.len())?;
    text.push_str(shown.downcast::<Str>().map_or("", Str::as_str));
    Ok(())
}

/// A new dict with the same entries.
pub fn copy(vm: &mut Vm, dict: &Dict) -> R {
    let table = dict.table.duplicate(vm.heap).map_err(|_| vm.memory_error())?;
    Ok(new_exact(vm.heap, Dict { table }))
}

fn merged(vm: &mut Vm, first: &Dict, second: &Value) -> R {
    let result = copy(vm, first)?;
    if let Some(dict) = result.downcast::<Dict>() {
        update(vm, dict, second)?;
    }
    Ok(result)
}

fn update_from_call(
    vm: &mut Vm,
    dict: &Dict,
    name: &str,
    arguments: &[Option<Value>],
    keywords: &[(Value, Value)],
) -> R<()> {
    if arguments.len() > 1 {
        let given = arguments.len();
        return Err(vm.type_error(format!("{name} expected at most 1 argument, got {given}")));
    }
    if let Some(Some(source)) = arguments.first() {
        update(vm, dict, source)?;
    }
    for (key, value) in keywords {
        vm.dict_set(dict, key.clone(), value.clone())?;
    }
    Ok(())
}

/// `dict.update(source)`.
pub fn update(vm: &mut Vm, dict: &Dict, source: &Value) -> R<()> {
    if let Some(other) = source.downcast::<Dict>() {
        let (class, name) = (vm.class_of(source), vm.names.__iter__.clone());
        let plain = vm.types.dict;
        if class == plain || vm.lookup_bits(class, &name) == vm.lookup_bits(plain, &name) {
            return update_from_dict(vm, dict, other);
        }
    }
    let name = vm.names.keys.clone();
    match vm.find_attribute(source, &name)? {
        Some(keys) => {
            let keys = vm.call(&keys, &[])?;
            vm.for_each(&keys, |vm, key| {
                let value = vm.get_item(source, &key)?;
                vm.dict_set(dict, key, value)
            })
        }
        None => update_from_pairs(vm, dict, source),
    }
}

/// The entries of another dict, by its stored hashes.
pub fn update_from_dict(vm: &mut Vm, dict: &Dict, other: &Dict) -> R<()> {
    if std::ptr::eq(dict, other) || other.is_empty() {
        return Ok(());
    }
    if dict.is_empty() {
        let table = other.table.duplicate(vm.heap).map_err(|_| vm.memory_error())?;
        dict.table.swap(&table);
        return Ok(());
    }
    let version = other.table.version();
    for entry in 0..other.table.filled() {
        let (Some(key), Some(value)) = (other.table.key(entry), other.table.value(entry)) else { continue };
        let (key, value, hash) = (key.clone(), value.clone(), other.table.hash_of(entry));
        match vm.find_entry(&dict.table, &key, hash)? {
            Some(found) => drop(dict.table.replace(found, value)),
            None => {
                dict.table.insert_new(vm.heap, hash, [key, value]).map_err(|_| vm.memory_error())?;
            }
        }
        if other.table.version() != version {
            return Err(vm.runtime_error("dict mutated during update"));
        }
    }
    Ok(())
}

fn update_from_pairs(vm: &mut Vm, dict: &Dict, source: &Value) -> R<()> {
    let mut index = 0;
    vm.for_each(source, |vm, pair| {
        let (key, value) = split_pair(vm, &pair, index)?;
        index += 1;
        vm.dict_set(dict, key, value)
    })
}

/// Key and value of an element that must be a pair.
fn split_pair(vm: &mut Vm, pair: &Value, index: usize) -> R<(Value, Value)> {
    if let Some([key, value]) = pair.downcast_exact::<Tuple>().map(Tuple::items) {
        return Ok((key.clone(), value.clone()));
    }
    let wrong = |vm: &mut Vm, length: usize| {
        vm.value_error(format!(
            "dictionary update sequence element #{index} has length {length}; 2 is required"
        ))
    };
    if let Some(list) = pair.downcast::<List>() {
        return match (list.len(), list.get(0), list.get(1)) {
            (2, Some(key), Some(value)) => Ok((key, value)),
            (length, ..) => Err(wrong(vm, length)),
        };
    }
    let items = match vm.iter(pair) {
        Ok(iterator) => vm.collect(&iterator)?,
        Err(raised) if vm.is_raising(vm.types.type_error) => {
            let _ = vm.caught(raised);
            let raised = vm.type_error("object is not iterable");
            let note = format!("Cannot convert dictionary update sequence element #{index} to a sequence");
            return Err(super::exceptions::add_note(vm, raised, &note));
        }
        Err(raised) => return Err(raised),
    };
    match items.as_slice() {
        [key, value] => Ok((key.clone(), value.clone())),
        items => Err(wrong(vm, items.len())),
    }
}

/// `a == b` for dicts.
pub fn equal(vm: &mut Vm, a: &Dict, b: &Dict) -> R<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut entry = 0;
    while entry < a.table.filled() {
        if let (Some(key), Some(value)) = (a.table.key(entry), a.table.value(entry)) {
            let (key, value, hash) = (key.clone(), value.clone(), a.table.hash_of(entry));
            let Some(found) = vm.find_entry(&b.table, &key, hash)? else { return Ok(false) };
            let Some(other) = b.table.value(found).cloned() else { return Ok(false) };
            if !vm.same_or_equal(&other, &value)? {
                return Ok(false);
            }
        }
        entry += 1;
    }
    Ok(true)
}
