//! Values that go in and come out: plain Rust data, no references into a heap.
//!
//! ```text
//! Data::List([Int 1, Text "a"])  ──►  ['a', 1] in the heap  ──►  Data
//! ```
//!
//! Containers are copied. An object that has no Rust form comes out as its class and `repr`. Data that nests deeper than
//! [`MAX_DEPTH`] is refused both ways, so converting a list that holds itself ends.

use num_bigint::BigInt;

use exuvia_runtime::object::bytes::Bytes;
use exuvia_runtime::object::dict::{Dict, next_key, set_table};
use exuvia_runtime::object::int::Integer;
use exuvia_runtime::object::list::List;
use exuvia_runtime::object::string::Str;
use exuvia_runtime::object::tuple::Tuple;
use exuvia_runtime::{R, Value, Vm};

/// How deeply data may nest.
pub const MAX_DEPTH: usize = 200;

/// A Python value as plain data.
#[derive(Clone, PartialEq, Debug)]
pub enum Data {
    None,
    Bool(bool),
    Int(i64),
    /// An integer beyond 64 bits.
    BigInt(BigInt),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Data>),
    Tuple(Vec<Data>),
    /// A set or frozenset, in its own order.
    Set(Vec<Data>),
    /// Keys and values in the order of insertion.
    Dict(Vec<(Data, Data)>),
    /// Any other object. It comes out only.
    Object {
        class: String,
        repr: String,
    },
}

impl Data {
    /// Copies a value out of the heap.
    ///
    /// # Errors
    /// What `repr` of an object raised; ValueError for data that nest too deeply.
    pub fn from_value(vm: &mut Vm, value: &Value) -> R<Data> {
        Self::from_nested(vm, value, 0)
    }

    fn from_nested(vm: &mut Vm, value: &Value, depth: usize) -> R<Data> {
        if depth > MAX_DEPTH {
            return Err(vm.value_error("the data nest too deeply, or hold themselves"));
        }
        if value.is_none() {
            return Ok(Data::None);
        }
        if let Some(truth) = value.as_bool() {
            return Ok(Data::Bool(truth));
        }
        if let Some(integer) = value.as_integer() {
            return Ok(match (integer.to_i64(), integer) {
                (Some(int), _) => Data::Int(int),
                (None, Integer::Big(big)) => Data::BigInt(big.clone()),
                (None, Integer::Small(small)) => Data::Int(small),
            });
        }
        if let Some(float) = value.as_any_float() {
            return Ok(Data::Float(float));
        }
        if let Some(text) = value.downcast::<Str>() {
            return Ok(Data::Text(text.as_str().to_owned()));
        }
        if let Some(bytes) = value.downcast::<Bytes>() {
            return Ok(Data::Bytes(bytes.as_slice().to_vec()));
        }
        if let Some(tuple) = value.downcast::<Tuple>() {
            return Ok(Data::Tuple(Self::all(vm, tuple.items().to_vec(), depth)?));
        }
        if let Some(list) = value.downcast::<List>() {
            let items = list.with(<[Value]>::to_vec);
            return Ok(Data::List(Self::all(vm, items, depth)?));
        }
        if let Some(table) = set_table(value) {
            let mut items = Vec::new();
            let mut position = 0;
            while let Some(key) = next_key(table, &mut position) {
                items.push(key);
            }
            return Ok(Data::Set(Self::all(vm, items, depth)?));
        }
        if let Some(dict) = value.downcast::<Dict>() {
            let mut pairs = Vec::with_capacity(dict.len());
            let mut position = 0;
            while let Some((key, value)) = dict.next_entry(&mut position) {
                let key = Self::from_nested(vm, &key, depth + 1)?;
                pairs.push((key, Self::from_nested(vm, &value, depth + 1)?));
            }
            return Ok(Data::Dict(pairs));
        }
        Ok(Data::Object { class: vm.class_name(value), repr: vm.repr_text(value)? })
    }

    fn all(vm: &mut Vm, items: Vec<Value>, depth: usize) -> R<Vec<Data>> {
        items.iter().map(|item| Self::from_nested(vm, item, depth + 1)).collect()
    }

    /// Copies the data into the heap.
    ///
    /// # Errors
    /// MemoryError, TypeError for unhashable keys and for objects, ValueError for data that nest too deeply.
    pub fn to_value(&self, vm: &mut Vm) -> R {
        self.to_nested(vm, 0)
    }

    fn to_nested(&self, vm: &mut Vm, depth: usize) -> R {
        if depth > MAX_DEPTH {
            return Err(vm.value_error("the data nest too deeply"));
        }
        let all = |vm: &mut Vm, items: &[Data]| {
            items.iter().map(|item| item.to_nested(vm, depth + 1)).collect::<R<Vec<Value>>>()
        };
        match self {
            Data::None => Ok(Value::NONE),
            Data::Bool(truth) => Ok(Value::from_bool(*truth)),
            Data::Int(int) => Ok(Value::from_i64(vm.heap, *int)),
            Data::BigInt(big) => vm.big_int(big.clone()),
            Data::Float(float) => Ok(Value::from_float(*float)),
            Data::Text(text) => {
                vm.check_room(text.len())?;
                vm.text(text)
            }
            Data::Bytes(bytes) => {
                vm.check_room(bytes.len())?;
                vm.bytes(bytes)
            }
            Data::List(items) => {
                let items = all(vm, items)?;
                vm.list(items)
            }
            Data::Tuple(items) => {
                let items = all(vm, items)?;
                vm.tuple(items)
            }
            Data::Set(items) => {
                let items = all(vm, items)?;
                let items = vm.list(items)?;
                let name = vm.intern("set")?;
                let class = vm.builtins.downcast::<Dict>().and_then(|builtins| builtins.get_str(&name));
                match class {
                    Some(class) => vm.call(&class, &[items]),
                    None => Err(vm.system_error("builtins has no set")),
                }
            }
            Data::Dict(pairs) => {
                let made = vm.dict();
                for (key, value) in pairs {
                    let key = key.to_nested(vm, depth + 1)?;
                    let value = value.to_nested(vm, depth + 1)?;
                    if let Some(dict) = made.downcast::<Dict>() {
                        vm.dict_set(dict, key, value)?;
                    }
                }
                Ok(made)
            }
            Data::Object { class, .. } => {
                Err(vm.type_error(format!("a '{class}' object cannot be made from outside")))
            }
        }
    }
}

macro_rules! data_from {
    ($($from:ty => |$value:ident| $data:expr;)*) => {
        $(impl From<$from> for Data {
            fn from($value: $from) -> Data {
                $data
            }
        })*
    };
}

data_from! {
    () => |_unit| Data::None;
    bool => |truth| Data::Bool(truth);
    i32 => |int| Data::Int(int.into());
    i64 => |int| Data::Int(int);
    u32 => |int| Data::Int(int.into());
    f64 => |float| Data::Float(float);
    &str => |text| Data::Text(text.to_owned());
    String => |text| Data::Text(text);
    &[u8] => |bytes| Data::Bytes(bytes.to_vec());
    BigInt => |big| Data::BigInt(big);
}

impl<T: Into<Data>> From<Vec<T>> for Data {
    fn from(items: Vec<T>) -> Data {
        Data::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Data>> From<Option<T>> for Data {
    fn from(value: Option<T>) -> Data {
        value.map_or(Data::None, Into::into)
    }
}
