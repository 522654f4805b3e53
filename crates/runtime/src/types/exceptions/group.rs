//! BaseExceptionGroup and ExceptionGroup: several exceptions in one, and how a group is divided.
//!
//! ```text
//! group{A, group{B, A}}  ── split(A) ──►  group{A, group{A}}  and  group{group{B}}
//! ```
//!
//! Parts of a group are made by its own `derive`, and take over traceback, cause, context and notes.

use super::fields::{self, UNSET, exception_fields};
use super::{
    arguments_of, check_subtype, exception_class, is_any_of, new_payload, no_keywords, payload, set_arguments,
};
use crate::native::{R, Raised};
use crate::object::class::TypeRef;
use crate::object::exception::Exception;
use crate::object::ids;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

exception_fields! { GROUP_FIELDS = group_fields { 0 "message" "exception message", 1 "exceptions" "nested exceptions", } }

fn group_fields(vm: &mut Vm, arguments: &[Value]) -> Vec<Value> {
    let exceptions = match arguments.get(1) {
        Some(exceptions) => vm.collect(exceptions).unwrap_or_default(),
        None => Vec::new(),
    };
    let exceptions = vm.tuple(exceptions).unwrap_or(UNSET);
    vec![arguments.first().cloned().unwrap_or(UNSET), exceptions]
}

/// The message of a group.
pub fn message_of(vm: &mut Vm, group: &Exception) -> R {
    Ok(fields::get(vm, group, group_fields, 0)?.unwrap_or(Value::NONE))
}

/// The members of a group.
pub fn members_of(vm: &mut Vm, group: &Exception) -> R<Vec<Value>> {
    let members = fields::get(vm, group, group_fields, 1)?;
    Ok(members
        .as_ref()
        .and_then(|members| members.downcast::<Tuple>())
        .map_or_else(Vec::new, |members| members.items().to_vec()))
}

/// Whether an exception is a group.
pub fn is_group(vm: &Vm, exception: &Value) -> bool {
    vm.is_exactly_or_derived(exception, vm.types.base_exception_group)
}

/// A new group of builtin class: ExceptionGroup when all members are Exceptions.
pub fn new_group(vm: &mut Vm, message: &Value, members: Vec<Value>) -> R {
    let members = vm.list(members)?;
    let class = vm.types.base_exception_group.value();
    vm.call(&class, &[message.clone(), members])
}

/// How members of a group are chosen.
pub enum Matcher<'a> {
    /// By class or tuple of classes.
    Classes(&'a Value),
    /// By a function.
    Predicate(&'a Value),
    /// By identity, as sorted words.
    Members(&'a [u64]),
}

impl Matcher<'_> {
    fn accepts(&self, vm: &mut Vm, exception: &Value) -> R<bool> {
        match self {
            Matcher::Classes(classes) => Ok(is_any_of(vm, exception, classes)),
            Matcher::Predicate(function) => {
                let result = vm.call(function, std::slice::from_ref(exception))?;
                vm.truth(&result)
            }
            Matcher::Members(members) => Ok(members.binary_search(&exception.bits()).is_ok()),
        }
    }
}

/// Which parts of a division are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Matching,
    Both,
}

/// The part of an exception that matches, and the rest; an empty part is None.
pub fn divide(vm: &mut Vm, exception: &Value, matcher: &Matcher<'_>, wanted: Wanted) -> R<(Value, Value)> {
    if matcher.accepts(vm, exception)? {
        return Ok((exception.clone(), Value::NONE));
    }
    if !is_group(vm, exception) {
        return Ok((Value::NONE, exception.clone()));
    }
    let content = payload(vm, exception)?;
    let (mut matching, mut rest) = (Vec::new(), Vec::new());
    for member in members_of(vm, content)? {
        let (inside, outside) = vm.native_call(|vm| divide(vm, &member, matcher, wanted))?;
        if !inside.is_none() {
            matching.push(inside);
        }
        if wanted == Wanted::Both && !outside.is_none() {
            rest.push(outside);
        }
    }
    let matching = subset(vm, exception, matching)?;
    let rest = subset(vm, exception, rest)?;
    Ok((matching, rest))
}

/// A group like `original` that holds these exceptions; None when there are none.
fn subset(vm: &mut Vm, original: &Value, members: Vec<Value>) -> R {
    if members.is_empty() {
        return Ok(Value::NONE);
    }
    let members = vm.list(members)?;
    let group = vm.call_method_named(original, "derive", &[members])?;
    if !is_group(vm, &group) {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    let (from, to) = (payload(vm, original)?, payload(vm, &group)?);
    if let Some(traceback) = from.traceback.get() {
        to.traceback.set(Some(traceback));
    }
    to.context.set(from.context.get());
    to.cause.set(from.cause.get());
    to.suppress_context.set(true);
    let name = vm.names.__notes__.clone();
    if let Some(notes) = vm.find_attribute(original, &name)? {
        // Notes that are no sequence are not copied.
        if is_sequence(vm, &notes) {
            let copy = vm.collect(&notes)?;
            let copy = vm.list(copy)?;
            vm.set_attribute(&group, &name, Some(copy))?;
        }
    }
    Ok(group)
}

fn is_sequence(vm: &mut Vm, value: &Value) -> bool {
    if matches!(value.payload_kind(), ids::DICT | ids::SET | ids::FROZENSET) {
        return false;
    }
    let class = vm.class_of(value);
    let name = vm.names.__getitem__.clone();
    vm.lookup_bits(class, &name) != 0
}

/// The matcher that an argument of `split` or `subgroup` stands for.
fn matcher<'a>(vm: &mut Vm, value: &'a Value) -> R<Matcher<'a>> {
    if exception_class(vm, value).is_some() {
        return Ok(Matcher::Classes(value));
    }
    if let Some(classes) = value.downcast::<Tuple>() {
        if classes.items().iter().all(|class| exception_class(vm, class).is_some()) {
            return Ok(Matcher::Classes(value));
        }
    } else if TypeRef::from_value(value).is_none() && vm.is_callable(value) {
        return Ok(Matcher::Predicate(value));
    }
    Err(vm.type_error(
        "expected an exception type, a tuple of exception types, or a callable (other than a class)",
    ))
}

/// The methods of `BaseExceptionGroup`.
pub struct GroupMethods;

#[exuvia_macros::builtin_methods]
impl GroupMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("BaseExceptionGroup(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], _keywords: &[(Value, Value)]) -> R {
        let base = vm.types.base_exception_group;
        check_subtype(vm, class, base)?;
        let [Some(message), Some(members)] = arguments else {
            let count = arguments.len();
            return Err(vm.type_error(format!(
                "BaseExceptionGroup.__new__() takes exactly 2 arguments ({count} given)"
            )));
        };
        if message.downcast::<Str>().is_none() {
            let got = vm.class_name(message);
            return Err(
                vm.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {got}"))
            );
        }
        if !is_sequence(vm, members) {
            return Err(vm.type_error("second argument (exceptions) must be a sequence"));
        }
        let list = vm.collect(members)?;
        let class = checked_class(vm, class, &list)?;
        let args = vm.tuple(vec![message.clone(), members.clone()])?;
        let group = new_payload(vm, class, args);
        let exact = matches!(members.payload_kind(), ids::LIST | ids::TUPLE);
        // How other sequences show themselves is remembered: they may change.
        let shown = if exact { UNSET } else { vm.repr(members)? };
        let tuple = vm.tuple(list)?;
        let content = payload(vm, &group)?;
        fields::store(vm, content, vec![message.clone(), tuple, shown])?;
        Ok(group)
    }

    /// Initialize self.  See help(type(self)) for accurate signature.
    #[sig("__init__(self, /, *args, **kwargs)")]
    fn init(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R<()> {
        let exception = payload(vm, this)?;
        no_keywords(vm, this, keywords)?;
        set_arguments(vm, exception, arguments)
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Exception) -> R<String> {
        let message = message_of(vm, this)?;
        let message = vm.str_text(&message)?;
        let count = members_of(vm, this)?.len();
        Ok(format!("{message} ({count} sub-exception{})", crate::native::plural(count)))
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let exception = payload(vm, this)?;
        let class = vm.class_name(this);
        let message = message_of(vm, exception)?;
        let message = vm.repr_text(&message)?;
        let shown = match fields::get(vm, exception, group_fields, 2)? {
            Some(shown) => vm.str_text(&shown)?,
            None => {
                let members = members_of(vm, exception)?;
                let given = arguments_of(exception);
                let listed = given.get(1).is_some_and(|given| given.downcast::<List>().is_some());
                let members = if listed { vm.list(members)? } else { vm.tuple(members)? };
                vm.repr_text(&members)?
            }
        };
        Ok(format!("{class}({message}, {shown})"))
    }

    /// A group of the same kind with other exceptions.
    #[sig("derive(self, excs, /)")]
    fn derive(vm: &mut Vm, this: &Exception, members: &Value) -> R {
        let message = message_of(vm, this)?;
        let class = vm.types.base_exception_group.value();
        vm.call(&class, &[message, members.clone()])
    }

    /// The matching part and the rest, as a pair.
    #[sig("split(self, matcher_value, /)")]
    fn split(vm: &mut Vm, this: &Value, value: &Value) -> R {
        payload(vm, this)?;
        let matcher = matcher(vm, value)?;
        let (matching, rest) = divide(vm, this, &matcher, Wanted::Both)?;
        vm.tuple(vec![matching, rest])
    }

    /// The matching part.
    #[sig("subgroup(self, matcher_value, /)")]
    fn subgroup(vm: &mut Vm, this: &Value, value: &Value) -> R {
        payload(vm, this)?;
        let matcher = matcher(vm, value)?;
        Ok(divide(vm, this, &matcher, Wanted::Matching)?.0)
    }
}

/// The class of the new group: BaseExceptionGroup makes ExceptionGroups when it can.
fn checked_class(vm: &mut Vm, class: TypeRef, members: &[Value]) -> R<TypeRef> {
    if members.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let (base_exception, exception) = (vm.types.base_exception, vm.types.exception);
    if let Some(index) = members.iter().position(|member| !vm.is_exactly_or_derived(member, base_exception)) {
        return Err(
            vm.value_error(format!("Item {index} of second argument (exceptions) is not an exception"))
        );
    }
    let plain = members.iter().all(|member| vm.is_exactly_or_derived(member, exception));
    if class == vm.types.base_exception_group {
        return Ok(if plain { vm.types.exception_group } else { class });
    }
    if plain || !class.is_subclass_of(exception) {
        return Ok(class);
    }
    Err(nested_base(vm, class))
}

#[cold]
fn nested_base(vm: &mut Vm, class: TypeRef) -> Raised {
    if class == vm.types.exception_group {
        return vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup");
    }
    vm.type_error(format!("Cannot nest BaseExceptions in '{}'", class.name_text()))
}
