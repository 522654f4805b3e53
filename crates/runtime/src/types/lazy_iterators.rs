//! Construction, iteration and pickling of enumerate, zip, map, filter, reversed, and of `iter(callable, sentinel)`.
//!
//! ```text
//! zip(a, b, strict=True): when one ends, all others must end at once        map(f, a, b) = f(*item) for item in zip(a, b)
//! ```
//!
//! How each goes on is in `iterators`.

use super::constructors;
use super::iterators::{next_of_enumerate, next_of_filter, next_of_map, next_of_reversed, next_of_zip};
use super::sequences::receiver;
use crate::native::R;
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::object::iterators::{CallableIterator, Enumerate, Filter, Map, Reversed, Zip};
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{ids, new_exact, new_with_layout};
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

/// The documentation of these classes.
pub mod docs {
    pub const ENUMERATE: &str = "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...";
    pub const ZIP: &str = "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.";
    pub const MAP: &str = "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.";
    pub const FILTER: &str = "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.";
    pub const REVERSED: &str = "Return a reverse iterator over the values of the given sequence.";
}

/// Construction and pickling of `enumerate`.
pub struct EnumerateMethods;

#[exuvia_macros::builtin_methods]
impl EnumerateMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("enumerate(cls, /, *args, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        constructors::check(vm, class, ids::ENUMERATE)?;
        let total = arguments.len() + keywords.len();
        if total > 2 {
            return Err(vm.type_error(format!("enumerate() takes at most 2 arguments ({total} given)")));
        }
        let (mut iterable, mut start) =
            (arguments.first().cloned().flatten(), arguments.get(1).cloned().flatten());
        for (key, value) in keywords {
            match key.downcast::<Str>().map_or("", Str::as_str) {
                "iterable" if iterable.is_none() && arguments.is_empty() => iterable = Some(value.clone()),
                "start" if start.is_none() && total == 2 => start = Some(value.clone()),
                other => {
                    let message = format!("'{other}' is an invalid keyword argument for enumerate()");
                    return Err(vm.type_error(message));
                }
            }
        }
        let Some(iterable) = iterable else {
            return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
        };
        let count = match start {
            Some(start) => vm.index(&start)?,
            None => Value::from_i32(0),
        };
        let iterator = vm.iter(&iterable)?;
        let payload = Enumerate { iterator: Slot::new(Some(iterator)), count: Slot::new(Some(count)) };
        Ok(new_with_layout(vm.heap, class.layout.get(), payload))
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &Enumerate) -> R {
        let item = next_of_enumerate(vm, this)?;
        item_or_stop(vm, item)
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Enumerate) -> R {
        let class = vm.class_of(&receiver(this)).value();
        let parts = vec![this.iterator.get().unwrap_or(Value::NONE), this.count.get().unwrap_or(Value::NONE)];
        let arguments = vm.tuple(parts)?;
        vm.tuple(vec![class, arguments])
    }
}

fn item_or_stop(vm: &mut Vm, item: Option<Value>) -> R {
    match item {
        Some(item) => Ok(item),
        None => Err(vm.stop_iteration(Value::NONE)),
    }
}

/// The keyword `strict` of zip and map.
fn strict_keyword(vm: &mut Vm, function: &str, keywords: &[(Value, Value)]) -> R<bool> {
    match keywords {
        [] => Ok(false),
        [(key, value)] => match key.downcast::<Str>().map_or("", Str::as_str) {
            "strict" => vm.truth(value),
            other => {
                let message = format!("{function}() got an unexpected keyword argument '{other}'");
                Err(vm.type_error(message))
            }
        },
        more => {
            let given = more.len();
            Err(vm.type_error(format!("{function}() takes at most 1 keyword argument ({given} given)")))
        }
    }
}

/// A tuple of iterators.
fn iterators_of(vm: &mut Vm, iterables: &[Option<Value>]) -> R {
    let mut iterators = Vec::with_capacity(iterables.len());
    for iterable in iterables.iter().flatten() {
        iterators.push(vm.iter(iterable)?);
    }
    vm.tuple(iterators)
}

/// Construction and pickling of `zip`.
pub struct ZipMethods;

#[exuvia_macros::builtin_methods]
impl ZipMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("zip(cls, /, *iterables, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, iterables: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        constructors::check(vm, class, ids::ZIP)?;
        let base = vm.types.zip;
        let own = class != base && constructors::has_own_init(vm, class, base);
        let strict = strict_keyword(vm, "zip", if own && !is_strict(keywords) { &[] } else { keywords })?;
        let iterators = iterators_of(vm, iterables)?;
        Ok(new_with_layout(
            vm.heap,
            class.layout.get(),
            Zip { iterators: Slot::new(Some(iterators)), strict: Cell::new(strict) },
        ))
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &Zip) -> R {
        let item = next_of_zip(vm, this)?;
        item_or_stop(vm, item)
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Zip) -> R {
        let class = vm.class_of(&receiver(this)).value();
        let mut parts = vec![class, this.iterators.get().unwrap_or_else(|| vm.empty_tuple())];
        parts.extend(this.strict.get().then_some(Value::TRUE));
        vm.tuple(parts)
    }

    /// Set state information for unpickling.
    #[sig("__setstate__(self, object, /)")]
    fn setstate(_vm: &mut Vm, this: &Zip, object: bool) {
        this.strict.set(object);
    }
}

fn is_strict(keywords: &[(Value, Value)]) -> bool {
    keywords.iter().all(|(key, _)| key.downcast::<Str>().is_some_and(|key| key.as_str() == "strict"))
}

/// Construction and pickling of `map`.
pub struct MapMethods;

#[exuvia_macros::builtin_methods]
impl MapMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("map(cls, /, *args, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        constructors::check(vm, class, ids::MAP)?;
        let base = vm.types.map;
        let own = class != base && constructors::has_own_init(vm, class, base);
        let strict = strict_keyword(vm, "map", if own && !is_strict(keywords) { &[] } else { keywords })?;
        let [Some(function), iterables @ ..] = arguments else {
            return Err(vm.type_error("map() must have at least two arguments."));
        };
        if iterables.is_empty() {
            return Err(vm.type_error("map() must have at least two arguments."));
        }
        let iterators = iterators_of(vm, iterables)?;
        let payload = Map {
            iterators: Slot::new(Some(iterators)),
            function: function.clone(),
            strict: Cell::new(strict),
        };
        Ok(new_with_layout(vm.heap, class.layout.get(), payload))
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &Map) -> R {
        let item = next_of_map(vm, this)?;
        item_or_stop(vm, item)
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Map) -> R {
        let class = vm.class_of(&receiver(this)).value();
        let mut arguments = vec![this.function.clone()];
        if let Some(iterators) = this.iterators.get() {
            arguments.extend(iterators.downcast::<Tuple>().map_or(&[][..], Tuple::items).iter().cloned());
        }
        let arguments = vm.tuple(arguments)?;
        let mut parts = vec![class, arguments];
        parts.extend(this.strict.get().then_some(Value::TRUE));
        vm.tuple(parts)
    }

    /// Set state information for unpickling.
    #[sig("__setstate__(self, object, /)")]
    fn setstate(_vm: &mut Vm, this: &Map, object: bool) {
        this.strict.set(object);
    }
}

/// Construction and pickling of `filter`.
pub struct FilterMethods;

#[exuvia_macros::builtin_methods]
impl FilterMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("filter(cls, function, iterable, /)")]
    fn create(vm: &mut Vm, class: TypeRef, function: Value, iterable: &Value) -> R {
        constructors::check(vm, class, ids::FILTER)?;
        let iterator = vm.iter(iterable)?;
        Ok(new_with_layout(
            vm.heap,
            class.layout.get(),
            Filter { iterator: Slot::new(Some(iterator)), function },
        ))
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &Filter) -> R {
        let item = next_of_filter(vm, this)?;
        item_or_stop(vm, item)
    }

    /// Return state information for pickling.
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Filter) -> R {
        let class = vm.class_of(&receiver(this)).value();
        let arguments = vm.tuple(vec![this.function.clone(), this.iterator.get().unwrap_or(Value::NONE)])?;
        vm.tuple(vec![class, arguments])
    }
}

/// Construction of `reversed`.
pub struct ReversedMethods;

#[exuvia_macros::builtin_methods]
impl ReversedMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("reversed(cls, object, /)")]
    fn create(vm: &mut Vm, class: TypeRef, object: &Value) -> R {
        constructors::check(vm, class, ids::REVERSED)?;
        let (own, name) = (vm.class_of(object), vm.names.__reversed__.clone());
        let found = vm.lookup_bits(own, &name);
        if found != 0 && found != Value::NONE.bits() {
            return vm.native_call(|vm| vm.call_found(found, object, &[]));
        }
        let (length, item) = (vm.names.__len__.clone(), vm.names.__getitem__.clone());
        let sequence = vm.lookup_bits(own, &length) != 0
            && vm.lookup_bits(own, &item) != 0
            && object.downcast::<Dict>().is_none();
        if found == 0
            && !sequence
            && own.has(crate::object::class::flags::HEAP_TYPE)
            && vm.lookup_bits(own, &item) != 0
        {
            return Err(vm.type_error(format!("object of type '{}' has no len()", own.name_text())));
        }
        if found != 0 || !sequence {
            return Err(vm.type_error(format!("'{}' object is not reversible", own.name_text())));
        }
        let length = vm.length(object)? as i64;
        let payload = Reversed { sequence: Slot::new(Some(object.clone())), index: Cell::new(length - 1) };
        Ok(new_with_layout(vm.heap, class.layout.get(), payload))
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &Reversed) -> R {
        let item = next_of_reversed(vm, this)?;
        item_or_stop(vm, item)
    }
}

/// `iter(callable, sentinel)`.
pub fn callable_iterator(vm: &mut Vm, callable: Value, sentinel: Value) -> R {
    if !vm.is_callable(&callable) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    Ok(new_exact(vm.heap, CallableIterator { callable: Slot::new(Some(callable)), sentinel }))
}
