//! traceback: the frames that an exception came through, outermost first.

use std::cell::Cell;

use crate::native::R;
use crate::object::cell::Slot;
use crate::object::class::TypeRef;
use crate::object::exception::Traceback;
use crate::object::frame::Frame;
use crate::object::new_exact;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `traceback`.
pub struct TracebackMethods;

#[exuvia_macros::builtin_methods]
impl TracebackMethods {
    /// Create a new traceback object.
    #[new_sig("traceback(cls, tb_next, tb_frame, tb_lasti, tb_lineno)")]
    fn new(vm: &mut Vm, _class: TypeRef, next: &Value, frame: &Value, last: i64, line: i64) -> R {
        if frame.downcast::<Frame>().is_none() {
            let got = vm.class_name(frame);
            return Err(vm.type_error(format!("traceback() argument 'tb_frame' must be frame, not {got}")));
        }
        if !next.is_none() && next.downcast::<Traceback>().is_none() {
            let got = vm.class_name(next);
            return Err(vm.type_error(format!("expected traceback object or None, got '{got}'")));
        }
        let word = u32::try_from(last / 2).unwrap_or(0);
        let line = Cell::new(u32::try_from(line).unwrap_or(0));
        let next = Slot::new(Some(next.clone()).filter(|next| !next.is_none()));
        Ok(new_exact(vm.heap, Traceback { next, frame: frame.clone(), word, line }))
    }

    /// The next, inner entry.
    #[getter("tb_next")]
    fn next(_vm: &mut Vm, this: &Traceback) -> Option<Value> {
        this.next.get()
    }

    #[setter("tb_next")]
    fn set_next(vm: &mut Vm, this: &Traceback, value: Option<&Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("can't delete tb_next attribute")) };
        if value.is_none() {
            this.next.set(None);
            return Ok(());
        }
        if value.downcast::<Traceback>().is_none() {
            let got = vm.class_name(value);
            return Err(vm.type_error(format!("expected traceback object or None, got '{got}'")));
        }
        let mut inner = Some(value.clone());
        while let Some(entry) = inner {
            let Some(payload) = entry.downcast::<Traceback>() else { break };
            if std::ptr::eq(payload, this) {
                return Err(vm.value_error("traceback loop detected"));
            }
            inner = payload.next.get();
        }
        this.next.set(Some(value.clone()));
        Ok(())
    }

    /// The frame.
    #[getter("tb_frame")]
    fn frame(_vm: &mut Vm, this: &Traceback) -> Value {
        this.frame.clone()
    }

    /// The source line.
    #[getter("tb_lineno")]
    fn line(_vm: &mut Vm, this: &Traceback) -> i64 {
        i64::from(this.line.get())
    }

    /// The instruction; two units are one word.
    #[getter("tb_lasti")]
    fn last_instruction(_vm: &mut Vm, this: &Traceback) -> i64 {
        2 * i64::from(this.word)
    }

    /// Default dir() implementation.
    #[sig("__dir__(self, /)")]
    fn dir(vm: &mut Vm, _this: &Traceback) -> R<Vec<Value>> {
        ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].iter().map(|name| vm.intern(name)).collect()
    }
}
