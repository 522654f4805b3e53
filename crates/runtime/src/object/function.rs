//! Payloads of Python functions, bound methods and native functions.

use std::cell::Cell;

use exuvia_heap::{Heap, Tracer};

use super::cell::Slot;
use super::code::Code;
use super::{Payload, ids, new_exact};
use crate::native::MethodDef;
use crate::value::Value;

/// Payload of `function`. 96 bytes with the header.
pub struct Function {
    /// The code object; read by every call.
    pub code: Cell<Value>,
    /// The dict of globals.
    pub globals: Value,
    /// The closure's tuple of cells.
    pub closure: Option<Value>,
    pub defaults: Slot,
    pub keyword_defaults: Slot,
    pub name: Slot,
    pub qualified_name: Slot,
    pub doc: Slot,
    pub module: Slot,
    pub dict: Slot,
    /// `__annotate__` or the annotations dict, once one was made.
    pub annotations: Slot,
}

// SAFETY: all fields are reported.
unsafe impl Payload for Function {
    const ID: u32 = ids::FUNCTION;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.word(self.code_value().bits());
        tracer.word(self.globals.bits());
        tracer.word(self.closure.as_ref().map_or(0, Value::bits));
        let slots = [
            &self.defaults,
            &self.keyword_defaults,
            &self.name,
            &self.qualified_name,
            &self.doc,
            &self.module,
            &self.dict,
            &self.annotations,
        ];
        for slot in slots {
            slot.trace(tracer);
        }
    }
}

impl Function {
    /// The code object.
    #[inline(always)]
    pub fn code_value(&self) -> &Value {
        // SAFETY: the cell is of one thread; the borrow ends before the code is replaced (callers clone what they keep).
        unsafe { &*self.code.as_ptr() }
    }

    /// The code object's payload.
    #[inline(always)]
    pub fn code(&self) -> &Code {
        let object = self.code_value().object().expect("a function's code is an object");
        // SAFETY: a function's code is always an exact code object.
        unsafe { super::payload::<Code>(object) }
    }

    /// The closure's cell at an index.
    #[inline(always)]
    pub fn free_cell(&self, index: usize) -> Option<&Value> {
        self.closure.as_ref()?.downcast::<super::tuple::Tuple>()?.items().get(index)
    }
}

/// Payload of `method`: a function bound to an object.
pub struct Method {
    pub function: Value,
    pub receiver: Value,
}

// SAFETY: both fields are reported.
unsafe impl Payload for Method {
    const ID: u32 = ids::METHOD;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.word(self.function.bits());
        tracer.word(self.receiver.bits());
    }
}

impl Method {
    pub fn new_value(heap: &Heap, function: Value, receiver: Value) -> Value {
        new_exact(heap, Method { function, receiver })
    }
}

/// Payload of native functions and methods, bound or not (`builtin_function_or_method`, `method_descriptor`…).
pub struct Native {
    pub def: &'static MethodDef,
    /// The class that a method belongs to; the module's name for a function.
    pub owner: Option<Value>,
    /// What a method is bound to.
    pub receiver: Option<Value>,
}

// SAFETY: both fields are reported.
unsafe impl Payload for Native {
    const ID: u32 = ids::NATIVE;
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.word(self.owner.as_ref().map_or(0, Value::bits));
        tracer.word(self.receiver.as_ref().map_or(0, Value::bits));
    }
}

impl Native {
    pub fn new_value(
        heap: &Heap,
        def: &'static MethodDef,
        owner: Option<Value>,
        receiver: Option<Value>,
    ) -> Value {
        new_exact(heap, Native { def, owner, receiver })
    }
}
