//! Classes with one instance: NoneType, ellipsis, NotImplementedType.

use crate::native::R;
use crate::object::class::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

fn no_arguments(
    vm: &mut Vm,
    class: TypeRef,
    arguments: &[Option<Value>],
    keywords: &[(Value, Value)],
) -> R<()> {
    if arguments.is_empty() && keywords.is_empty() {
        return Ok(());
    }
    Err(vm.type_error(format!("{} takes no arguments", class.name_text())))
}

/// The methods of `NoneType`.
pub struct NoneMethods;

#[exuvia_macros::builtin_methods]
impl NoneMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("NoneType(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        no_arguments(vm, class, arguments, keywords)?;
        Ok(Value::NONE)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, _this: &Value) -> &'static str {
        "None"
    }

    /// True if self else False
    #[sig("__bool__(self, /)")]
    fn bool(_vm: &mut Vm, _this: &Value) -> bool {
        false
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(_vm: &mut Vm, _this: &Value) -> i64 {
        0xfca8_6420
    }
}

/// The methods of `ellipsis`.
pub struct EllipsisMethods;

#[exuvia_macros::builtin_methods]
impl EllipsisMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("ellipsis(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, _class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        if arguments.is_empty() && keywords.is_empty() {
            return Ok(Value::ELLIPSIS);
        }
        Err(vm.type_error("EllipsisType takes no arguments"))
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, _this: &Value) -> &'static str {
        "Ellipsis"
    }

    /// Helper for pickle.
    #[sig("__reduce__(self, /)")]
    fn reduce(_vm: &mut Vm, _this: &Value) -> &'static str {
        "Ellipsis"
    }
}

/// The methods of `NotImplementedType`.
pub struct NotImplementedMethods;

#[exuvia_macros::builtin_methods]
impl NotImplementedMethods {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[new_sig("NotImplementedType(cls, /, *args, **kwargs)")]
    fn new(vm: &mut Vm, class: TypeRef, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        no_arguments(vm, class, arguments, keywords)?;
        Ok(Value::NOT_IMPLEMENTED)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, _this: &Value) -> &'static str {
        "NotImplemented"
    }

    /// There is no truth in NotImplemented.
    #[sig("__bool__(self, /)")]
    fn bool(vm: &mut Vm, _this: &Value) -> R<bool> {
        Err(vm.type_error("NotImplemented should not be used in a boolean context"))
    }

    /// Helper for pickle.
    #[sig("__reduce__(self, /)")]
    fn reduce(_vm: &mut Vm, _this: &Value) -> &'static str {
        "NotImplemented"
    }
}
