//! Subscripts, lengths, membership, indices and other conversions to numbers.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::native::R;
use crate::object::class::TypeRef;
use crate::object::dict::{Dict, Set};
use crate::object::int::Integer;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::types::{sequences, set_algebra};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// `container[key]`.
    pub fn get_item(&mut self, container: &Value, key: &Value) -> R {
        if let (Some(list), Some(index)) = (container.downcast_exact::<List>(), key.as_small_int()) {
            let index = if index < 0 { index + list.len() as i64 } else { index };
            if let Some(item) = usize::try_from(index).ok().and_then(|index| list.get(index)) {
                return Ok(item);
            }
            return Err(self.index_error("list index out of range"));
        }
        if let (Some(tuple), Some(index)) = (container.downcast_exact::<Tuple>(), key.as_small_int()) {
            let index = if index < 0 { index + tuple.len() as i64 } else { index };
            if let Some(item) = usize::try_from(index).ok().and_then(|index| tuple.items().get(index)) {
                return Ok(item.clone());
            }
            return Err(self.index_error("tuple index out of range"));
        }
        if let Some(dict) = container.downcast_exact::<Dict>() {
            return match self.dict_get(dict, key)? {
                Some(value) => Ok(value),
                None => Err(self.key_error(key)),
            };
        }
        self.native_call(|vm| vm.get_item_by_class(container, key))
    }

    fn get_item_by_class(&mut self, container: &Value, key: &Value) -> R {
        let name = self.names.__getitem__.clone();
        if let Some(result) = self.call_special(container, &name, std::slice::from_ref(key)) {
            return result;
        }
        if let Some(class) = TypeRef::from_value(container) {
            if class == self.types.type_type {
                return crate::types::generic_alias::new_alias(self, container, key);
            }
            let name = self.names.__class_getitem__.clone();
            if let Some(method) = self.find_attribute(container, &name)? {
                return self.call(&method, std::slice::from_ref(key));
            }
            return Err(self.type_error(format!("type '{}' is not subscriptable", class.name_text())));
        }
        let class = self.class_name(container);
        Err(self.type_error(format!("'{class}' object is not subscriptable")))
    }

    /// Whether a value can be an index.
    fn has_index(&mut self, value: &Value) -> bool {
        let (class, name) = (self.class_of(value), self.names.__index__.clone());
        self.lookup_bits(class, &name) != 0
    }

    /// `container[key] = value`.
    pub fn set_item(&mut self, container: &Value, key: &Value, value: Value) -> R<()> {
        if let (Some(list), Some(index)) = (container.downcast_exact::<List>(), key.as_small_int()) {
            let index = if index < 0 { index + list.len() as i64 } else { index };
            return match usize::try_from(index)
                .map_err(|_| ())
                .and_then(|index| list.replace(index, value).map_err(drop))
            {
                Ok(old) => {
                    drop(old);
                    Ok(())
                }
                Err(()) => Err(self.index_error("list assignment index out of range")),
            };
        }
        if let Some(dict) = container.downcast_exact::<Dict>() {
            return self.dict_set(dict, key.clone(), value);
        }
        let name = self.names.__setitem__.clone();
        match self.native_call(|vm| vm.call_special(container, &name, &[key.clone(), value]).transpose())? {
            Some(_) => Ok(()),
            None => {
                let class = self.class_name(container);
                Err(self.type_error(format!("'{class}' object does not support item assignment")))
            }
        }
    }

    /// `del container[key]`.
    pub fn delete_item(&mut self, container: &Value, key: &Value) -> R<()> {
        let name = self.names.__delitem__.clone();
        match self
            .native_call(|vm| vm.call_special(container, &name, std::slice::from_ref(key)).transpose())?
        {
            Some(_) => Ok(()),
            None => {
                let class = self.class_of(container);
                let (length, contains) = (self.names.__len__.clone(), self.names.__contains__.clone());
                let sequence = class.has(crate::object::class::flags::HEAP_TYPE)
                    || self.lookup_bits(class, &length) != 0
                    || self.lookup_bits(class, &contains) != 0;
                let verb = if sequence && self.has_index(key) { "doesn't" } else { "does not" };
                Err(self.type_error(format!("'{}' object {verb} support item deletion", class.name_text())))
            }
        }
    }

    /// `len(value)`.
    pub fn length(&mut self, value: &Value) -> R<usize> {
        if let Some(list) = value.downcast_exact::<List>() {
            return Ok(list.len());
        }
        if let Some(text) = value.downcast_exact::<Str>() {
            return Ok(text.char_len());
        }
        if let Some(tuple) = value.downcast_exact::<Tuple>() {
            return Ok(tuple.len());
        }
        if let Some(dict) = value.downcast_exact::<Dict>() {
            return Ok(dict.len());
        }
        let name = self.names.__len__.clone();
        let Some(result) = self.native_call(|vm| vm.call_special(value, &name, &[]).transpose())? else {
            let class = self.class_name(value);
            return Err(self.type_error(format!("object of type '{class}' has no len()")));
        };
        let length = self.index(&result).map_err(|raised| match self.is_raising(self.types.type_error) {
            true => {
                let class = self.class_name(&result);
                self.type_error(format!("'{class}' object cannot be interpreted as an integer"))
            }
            false => raised,
        })?;
        match length.as_integer() {
            Some(integer) if integer.is_negative() => Err(self.value_error("__len__() should return >= 0")),
            Some(integer) => match integer.to_i64() {
                Some(length) => Ok(length as usize),
                None => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")),
            },
            None => Err(self.type_error("__len__() should return an int")),
        }
    }

    /// A guess at how many items an iterable has (`operator.length_hint`).
    pub fn length_hint(&mut self, value: &Value, default: usize) -> R<usize> {
        let class = self.class_of(value);
        let name = self.names.__len__.clone();
        if self.lookup_bits(class, &name) != 0 {
            let result = self.length(value);
            let type_error = self.types.type_error;
            if let Some(length) = self.except(result, type_error)? {
                return Ok(length);
            }
        }
        let name = self.names.__length_hint__.clone();
        let Some(result) = self.call_special(value, &name, &[]) else { return Ok(default) };
        let type_error = self.types.type_error;
        let Some(result) = self.except(result, type_error)? else { return Ok(default) };
        if result.is_not_implemented() {
            return Ok(default);
        }
        match result.as_integer() {
            None => {
                let class = self.class_name(&result);
                Err(self.type_error(format!("__length_hint__ must be an integer, not {class}")))
            }
            Some(integer) if integer.is_negative() => {
                Err(self.value_error("__length_hint__() should return >= 0"))
            }
            Some(integer) => Ok(integer.to_i64().unwrap_or(i64::MAX) as usize),
        }
    }

    /// `item in container`.
    pub fn contains(&mut self, container: &Value, item: &Value) -> R<bool> {
        if let Some(dict) = container.downcast_exact::<Dict>() {
            let hash = self.key_hash(item)?;
            return Ok(self.find_entry(&dict.table, item, hash)?.is_some());
        }
        if let Some(list) = container.downcast_exact::<List>() {
            return Ok(sequences::find(self, list, item, 0, usize::MAX)?.is_some());
        }
        if let Some(tuple) = container.downcast_exact::<Tuple>() {
            return Ok(sequences::find(self, tuple, item, 0, usize::MAX)?.is_some());
        }
        if let Some(set) = container.downcast_exact::<Set>() {
            return set_algebra::contains(self, &set.table, item);
        }
        let class = self.class_of(container);
        let name = self.names.__contains__.clone();
        let found = self.lookup_bits(class, &name);
        if found == Value::NONE.bits() {
            return Err(self.type_error(format!("'{}' object is not a container", class.name_text())));
        }
        if found != 0 {
            let result =
                self.native_call(|vm| vm.call_found(found, container, std::slice::from_ref(item)))?;
            return self.truth(&result);
        }
        let iterator = match self.iter(container) {
            Ok(iterator) => iterator,
            Err(_) if self.is_raising(self.types.type_error) => {
                return Err(self.type_error(format!(
                    "argument of type '{}' is not a container or iterable",
                    class.name_text()
                )));
            }
            Err(raised) => return Err(raised),
        };
        while let Some(candidate) = self.next(&iterator)? {
            if self.same_or_equal(&candidate, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// `operator.index(value)`: an int.
    pub fn index(&mut self, value: &Value) -> R {
        if value.as_integer().is_some() {
            return Ok(value.clone());
        }
        let name = self.names.__index__.clone();
        let Some(result) = self.call_special(value, &name, &[]) else {
            let class = self.class_name(value);
            return Err(self.type_error(format!("'{class}' object cannot be interpreted as an integer")));
        };
        let result = result?;
        if result.as_integer().is_none() {
            let class = self.class_name(&result);
            return Err(self.type_error(format!("__index__ returned non-int (type {class})")));
        }
        Ok(result)
    }

    /// An index as a machine integer; OverflowError when it does not fit.
    pub fn index_i64(&mut self, value: &Value) -> R<i64> {
        let index = self.index(value)?;
        match index.as_integer().and_then(|integer| integer.to_i64()) {
            Some(int) => Ok(int),
            None => {
                let class = self.class_name(value);
                Err(self.overflow_error(format!("cannot fit '{class}' into an index-sized integer")))
            }
        }
    }

    /// An index clamped to the machine's range (for slices).
    pub fn index_clamped(&mut self, value: &Value) -> R<i64> {
        let index = self.index(value)?;
        Ok(match index.as_integer() {
            Some(integer) => {
                integer.to_i64().unwrap_or(if integer.is_negative() { i64::MIN } else { i64::MAX })
            }
            None => 0,
        })
    }

    /// A subscript index within `length`, negative ones counted from the end; `message` is IndexError's.
    pub fn checked_index(&mut self, index: &Value, length: usize, message: &str) -> R<usize> {
        let index = match self.index(index)?.as_integer().and_then(|integer| integer.to_i64()) {
            Some(index) => index,
            None => {
                let class = self.types.index_error;
                let name = self.class_name(index);
                return Err(
                    self.raise_message(class, &format!("cannot fit '{name}' into an index-sized integer"))
                );
            }
        };
        let index = if index < 0 { index + length as i64 } else { index };
        match usize::try_from(index) {
            Ok(index) if index < length => Ok(index),
            _ => Err(self.index_error(message)),
        }
    }

    /// The integer of an index of any size.
    pub fn index_big(&mut self, value: &Value) -> R<BigInt> {
        let index = self.index(value)?;
        Ok(index.as_integer().map(|integer| integer.to_big().into_owned()).unwrap_or_default())
    }

    /// `float(value)` for numbers: floats, `__float__`, `__index__`.
    pub fn to_float(&mut self, value: &Value) -> R<f64> {
        if let Some(float) = value.as_any_float() {
            return Ok(float);
        }
        match value.as_integer() {
            Some(Integer::Small(small)) => return Ok(small as f64),
            Some(Integer::Big(big)) => return self.big_to_float(big),
            None => {}
        }
        let name = self.names.__float__.clone();
        if let Some(result) = self.call_special(value, &name, &[]) {
            let result = result?;
            return match result.as_any_float() {
                Some(float) => Ok(float),
                None => {
                    let (class, got) = (self.class_name(value), self.class_name(&result));
                    Err(self.type_error(format!("{class}.__float__ returned non-float (type {got})")))
                }
            };
        }
        let name = self.names.__index__.clone();
        let class = self.class_of(value);
        if self.lookup_bits(class, &name) != 0 {
            let big = self.index_big(value)?;
            return self.big_to_float(&big);
        }
        Err(self.type_error(format!("must be real number, not {}", class.name_text())))
    }

    /// A big integer as a float; OverflowError when it is too large.
    pub fn big_to_float(&mut self, big: &BigInt) -> R<f64> {
        match big.to_f64() {
            Some(float) if float.is_finite() => Ok(float),
            _ => Err(self.overflow_error("int too large to convert to float")),
        }
    }
}
