//! `itemgetter`, `attrgetter` and `methodcaller`: callables that remember what they fetch.

use crate::native::{R, Raised};
use crate::object::class::TypeRef;
use crate::object::dict::Dict;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{Payload, new_with_layout};
use crate::types::sequences::receiver;
use crate::value::Value;
use crate::vm::Vm;

crate::payload! {
    /// Payload of `itemgetter`: `items` is a tuple.
    ItemGetter = ITEM_GETTER {
        slots {}
        values { items }
        plain {}
    }
}

crate::payload! {
    /// Payload of `attrgetter`: a tuple of names with dots, and a tuple of the tuples of their interned parts.
    AttrGetter = ATTR_GETTER {
        slots {}
        values { names, paths }
        plain {}
    }
}

crate::payload! {
    /// Payload of `methodcaller`: an interned name, a tuple, a dict.
    MethodCaller = METHOD_CALLER {
        slots {}
        values { name, arguments, keywords }
        plain {}
    }
}

fn items(tuple: &Value) -> &[Value] {
    tuple.downcast::<Tuple>().map_or(&[], Tuple::items)
}

/// The one argument of a call.
fn only<'a>(
    vm: &mut Vm,
    class: &str,
    arguments: &'a [Option<Value>],
    keywords: &[(Value, Value)],
) -> R<&'a Value> {
    match (arguments, keywords) {
        ([Some(argument)], []) => Ok(argument),
        (_, []) => {
            let given = arguments.len();
            Err(vm.type_error(format!("{class} expected 1 argument, got {given}")))
        }
        _ => Err(vm.type_error(format!("{class}() takes no keyword arguments"))),
    }
}

/// At least one argument, no keywords.
fn at_least_one(vm: &mut Vm, class: &str, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
    if !keywords.is_empty() {
        return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
    }
    if arguments.is_empty() {
        return Err(vm.type_error(format!("{class} expected 1 argument, got 0")));
    }
    vm.tuple(arguments.iter().flatten().cloned().collect())
}

fn make<T: Payload>(vm: &mut Vm, class: TypeRef, payload: T) -> R {
    crate::types::constructors::check(vm, class, T::ID)?;
    Ok(new_with_layout(vm.heap, class.layout.get(), payload))
}

/// `operator.class(first, second)`
fn show(vm: &mut Vm, this: &Value, class: &str, parts: &[Value]) -> R<String> {
    vm.guard_repr(this, &format!("operator.{class}(...)"), |vm| {
        let shown = parts.iter().map(|part| vm.repr_text(part)).collect::<R<Vec<_>>>()?;
        Ok(format!("operator.{class}({})", shown.join(", ")))
    })
}

fn fetch_all(vm: &mut Vm, wanted: &[Value], mut fetch: impl FnMut(&mut Vm, &Value) -> R) -> R {
    if let [one] = wanted {
        return fetch(vm, one);
    }
    let fetched = wanted.iter().map(|item| fetch(vm, item)).collect::<R<Vec<_>>>()?;
    vm.tuple(fetched)
}

/// The methods of `itemgetter`.
pub struct ItemGetterMethods;

#[exuvia_macros::builtin_methods]
impl ItemGetterMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("itemgetter(cls, /, *items, **keywords)")]
    fn create(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let items = at_least_one(vm, "itemgetter", arguments, keywords)?;
        make(vm, class, ItemGetter { items })
    }

    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: &ItemGetter, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let object = only(vm, "itemgetter", arguments, keywords)?;
        fetch_all(vm, items(&this.items), |vm, item| vm.get_item(object, item))
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &ItemGetter) -> R<String> {
        show(vm, &receiver(this), "itemgetter", items(&this.items))
    }

    /// Return state information for pickling
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &ItemGetter) -> R {
        let class = vm.class_of(&receiver(this)).value();
        vm.tuple(vec![class, this.items.clone()])
    }
}

/// The methods of `attrgetter`.
pub struct AttrGetterMethods;

#[exuvia_macros::builtin_methods]
impl AttrGetterMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("attrgetter(cls, /, *attrs, **keywords)")]
    fn create(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let names = at_least_one(vm, "attrgetter", arguments, keywords)?;
        let mut paths = Vec::with_capacity(arguments.len());
        for name in items(&names) {
            let Some(text) = name.downcast::<Str>() else {
                return Err(vm.type_error("attribute name must be a string"));
            };
            let parts = text.as_str().split('.').map(|part| vm.intern(part)).collect::<R<Vec<_>>>()?;
            paths.push(vm.tuple(parts)?);
        }
        let paths = vm.tuple(paths)?;
        make(vm, class, AttrGetter { names, paths })
    }

    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: &AttrGetter, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let object = only(vm, "attrgetter", arguments, keywords)?;
        fetch_all(vm, items(&this.paths), |vm, path| {
            let mut found = object.clone();
            for name in items(path) {
                found = vm.get_attribute(&found, name)?;
            }
            Ok(found)
        })
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &AttrGetter) -> R<String> {
        show(vm, &receiver(this), "attrgetter", items(&this.names))
    }

    /// Return state information for pickling
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &AttrGetter) -> R {
        let class = vm.class_of(&receiver(this)).value();
        vm.tuple(vec![class, this.names.clone()])
    }
}

/// The methods of `methodcaller`.
pub struct MethodCallerMethods;

#[exuvia_macros::builtin_methods]
impl MethodCallerMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("methodcaller(cls, /, *args, **kwargs)")]
    fn create(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let [Some(name), rest @ ..] = arguments else {
            return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
        };
        if name.downcast::<Str>().is_none() {
            return Err(vm.type_error("method name must be a string"));
        }
        let name = vm.intern_value(name)?;
        let arguments = vm.tuple(rest.iter().flatten().cloned().collect())?;
        let kept = vm.dict();
        if let Some(dict) = kept.downcast::<Dict>() {
            for (key, value) in keywords {
                vm.dict_set(dict, key.clone(), value.clone())?;
            }
        }
        make(vm, class, MethodCaller { name, arguments, keywords: kept })
    }

    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: &MethodCaller, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let object = only(vm, "methodcaller", arguments, keywords)?;
        let kept = named(this);
        if kept.is_empty() {
            return vm.call_method(object, &this.name, items(&this.arguments));
        }
        let method = vm.get_attribute(object, &this.name)?;
        vm.call_keywords(&method, items(&this.arguments), &kept)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &MethodCaller) -> R<String> {
        vm.guard_repr(&receiver(this), "operator.methodcaller(...)", |vm| shown_call(vm, this))
    }

    /// Return state information for pickling
    #[sig("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &MethodCaller) -> R {
        let class = vm.class_of(&receiver(this)).value();
        let Some(keywords) = this.keywords.downcast::<Dict>() else { return Err(broken(vm)) };
        if !keywords.is_empty() {
            let maker = super::partial(vm, class, this.name.clone(), keywords)?;
            return vm.tuple(vec![maker, this.arguments.clone()]);
        }
        let mut all = vec![this.name.clone()];
        all.extend(items(&this.arguments).iter().cloned());
        let all = vm.tuple(all)?;
        vm.tuple(vec![class, all])
    }
}

#[cold]
fn broken(vm: &mut Vm) -> Raised {
    vm.system_error("a methodcaller without keywords")
}

/// The keywords and their values.
fn named(caller: &MethodCaller) -> Vec<(Value, Value)> {
    let (mut position, mut pairs) = (0, Vec::new());
    while let Some(pair) = caller.keywords.downcast::<Dict>().and_then(|dict| dict.next_entry(&mut position))
    {
        pairs.push(pair);
    }
    pairs
}

fn shown_call(vm: &mut Vm, this: &MethodCaller) -> R<String> {
    let mut parts = vec![vm.repr_text(&this.name)?];
    for argument in items(&this.arguments) {
        parts.push(vm.repr_text(argument)?);
    }
    for (key, value) in named(this) {
        let (key, value) = (vm.str_text(&key)?, vm.repr_text(&value)?);
        parts.push(format!("{key}={value}"));
    }
    Ok(format!("operator.methodcaller({})", parts.join(", ")))
}
