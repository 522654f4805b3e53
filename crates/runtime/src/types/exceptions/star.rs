//! What the clauses of `except*` do with an exception: take out what matches, and put together what is raised at the end.
//!
//! ```text
//! group ── except* A ──► (part with A, rest) ── except* B ──► (part with B, rest) … ── merge(what was raised, rest) ──► to be raised
//! ```

use super::group::{Matcher, Wanted, divide, is_group, members_of, new_group};
use super::{exception_class, is_any_of, payload};
use crate::native::R;
use crate::object::list::List;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::Vm;

/// What of `exception` an `except* classes` clause handles, and the rest; None where nothing is left.
pub fn split_group(vm: &mut Vm, exception: &Value, classes: &Value) -> R<(Value, Value)> {
    check_classes(vm, classes)?;
    if exception.is_none() {
        return Ok((Value::NONE, Value::NONE));
    }
    if is_any_of(vm, exception, classes) {
        if is_group(vm, exception) {
            return Ok((exception.clone(), Value::NONE));
        }
        // A bare exception is handled as a group of one.
        let message = vm.text("")?;
        let class = vm.types.base_exception_group.value();
        let members = vm.tuple(vec![exception.clone()])?;
        let group = vm.call(&class, &[message, members])?;
        let (from, to) = (payload(vm, exception)?, payload(vm, &group)?);
        to.traceback.set(from.traceback.get());
        return Ok((group, Value::NONE));
    }
    if !is_group(vm, exception) {
        return Ok((Value::NONE, exception.clone()));
    }
    let pair = vm.call_method_named(exception, "split", std::slice::from_ref(classes))?;
    let class = vm.class_name(exception);
    match pair.downcast::<Tuple>().map(Tuple::items) {
        Some([matching, rest, ..]) => Ok((matching.clone(), rest.clone())),
        Some(items) => {
            let count = items.len();
            Err(vm.type_error(format!("{class}.split must return a 2-tuple, got tuple of size {count}")))
        }
        None => {
            let got = vm.class_name(&pair);
            Err(vm.type_error(format!("{class}.split must return a tuple, not {got}")))
        }
    }
}

fn check_classes(vm: &mut Vm, classes: &Value) -> R<()> {
    let all = match classes.downcast::<Tuple>() {
        Some(tuple) => tuple.items(),
        None => std::slice::from_ref(classes),
    };
    let found: Option<Vec<_>> = all.iter().map(|class| exception_class(vm, class)).collect();
    let Some(found) = found else {
        return Err(vm.type_error("catching classes that do not inherit from BaseException is not allowed"));
    };
    let group = vm.types.base_exception_group;
    if found.iter().any(|class| class.is_subclass_of(group)) {
        return Err(vm.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
    }
    Ok(())
}

/// What is raised after all `except*` clauses: `raised` is a list of what the clauses raised and of what they left over; None when
/// nothing is. Parts of the original that were raised again keep their place in its structure.
pub fn merge_group(vm: &mut Vm, original: &Value, raised: &Value) -> R {
    let all = match raised.downcast::<List>() {
        Some(list) => list.with(<[Value]>::to_vec),
        None => vm.collect(raised)?,
    };
    if !is_group(vm, original) {
        // At most one clause has handled a bare exception.
        return Ok(all.into_iter().find(|exception| !exception.is_none()).unwrap_or(Value::NONE));
    }
    let (mut new, mut again) = (Vec::new(), Vec::new());
    for exception in all.into_iter().filter(|exception| !exception.is_none()) {
        if is_part_of(vm, &exception, original) { again.push(exception) } else { new.push(exception) }
    }
    let kept = projection(vm, original, &again)?;
    if new.is_empty() {
        return Ok(kept);
    }
    if !kept.is_none() {
        new.push(kept);
    }
    if new.len() == 1 {
        return Ok(new.swap_remove(0));
    }
    let message = vm.text("")?;
    new_group(vm, &message, new)
}

/// Whether an exception is a part of the original group that was raised again: parts share its history.
fn is_part_of(vm: &Vm, exception: &Value, original: &Value) -> bool {
    if !is_group(vm, exception) {
        return false;
    }
    let (Ok(a), Ok(b)) = (history(exception).ok_or(()), history(original).ok_or(())) else { return false };
    a == b
}

fn history(exception: &Value) -> Option<[u64; 3]> {
    let payload = exception.downcast::<crate::object::exception::Exception>()?;
    Some([payload.traceback.bits(), payload.cause.bits(), payload.context.bits()])
}

/// The part of a group whose leaves are in one of `kept`.
fn projection(vm: &mut Vm, original: &Value, kept: &[Value]) -> R {
    let mut leaves = Vec::new();
    for exception in kept {
        collect_leaves(vm, exception, &mut leaves)?;
    }
    leaves.sort_unstable();
    Ok(divide(vm, original, &Matcher::Members(&leaves), Wanted::Matching)?.0)
}

fn collect_leaves(vm: &mut Vm, exception: &Value, leaves: &mut Vec<u64>) -> R<()> {
    if !is_group(vm, exception) {
        leaves.push(exception.bits());
        return Ok(());
    }
    let content = payload(vm, exception)?;
    for member in members_of(vm, content)? {
        vm.native_call(|vm| collect_leaves(vm, &member, leaves))?;
    }
    Ok(())
}
