//! Exceptions: context, notes, and the methods of the exception classes.

use crate::native::Raised;
use crate::object::exception::Exception;
use crate::value::Value;
use crate::vm::Vm;

/// What is being handled becomes the context of an exception that is raised now.
pub fn chain_context(vm: &mut Vm, exception: &Value) {
    let Some(handled) = vm.handled.get() else { return };
    if handled.is(exception) {
        return;
    }
    // An exception must not become its own context through the chain.
    let mut current = handled.clone();
    while let Some(payload) = current.downcast::<Exception>() {
        let Some(next) = payload.context.get() else { break };
        if next.is(exception) {
            payload.context.set(None);
            break;
        }
        current = next;
    }
    if let Some(payload) = exception.downcast::<Exception>() {
        payload.context.set(Some(handled));
    }
}

/// Adds a note to what is being raised (PEP 678).
pub fn add_note(vm: &mut Vm, raised: Raised, note: &str) -> Raised {
    let exception = vm.caught(raised);
    let text = match vm.text(note) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    match vm.call_method_named(&exception, "add_note", &[text]) {
        Ok(_) => vm.reraise(exception),
        Err(raised) => raised,
    }
}
