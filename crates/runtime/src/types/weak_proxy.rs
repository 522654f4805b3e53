//! Weak proxies: every operation is done by the referent, which must be alive.
//!
//! ```text
//! proxy + 1  ─►  referent + 1            1 + proxy  ─►  1 + referent            dead  ─►  ReferenceError
//! ```

use super::weakref::{describe, gone, target};
use crate::native::{Arguments, DefKind, MethodDef, Parameters, R};
use crate::object::weak::WeakReference;
use crate::ops::{BinaryOp, CompareOp};
use crate::value::Value;
use crate::vm::Vm;

/// What takes part in an operation: a proxy's referent, or the value itself.
fn inside(vm: &mut Vm, value: &Value) -> R {
    let class = vm.class_of(value);
    if class != vm.types.weak_proxy && class != vm.types.weak_callable_proxy {
        return Ok(value.clone());
    }
    match value.downcast::<WeakReference>().and_then(target) {
        Some(object) => Ok(object),
        None => Err(gone(vm)),
    }
}

fn operand(vm: &mut Vm, arguments: &Arguments<'_>, index: usize) -> R {
    match arguments.fixed.get(index).and_then(Option::as_ref) {
        Some(value) => inside(vm, value),
        None => Ok(Value::NONE),
    }
}

const fn method(
    name: &'static str,
    names: &'static [&'static str],
    signature: &'static str,
    call: crate::native::NativeCall,
) -> MethodDef {
    let count = names.len();
    let parameters = Parameters {
        names,
        required: count,
        positional_only: count,
        positional: count,
        varargs: false,
        varkeywords: false,
    };
    MethodDef { name, signature, doc: "", kind: DefKind::Method, parameters, call }
}

macro_rules! operators {
    ($($variant:ident $method:literal $reflected:literal $in_place:literal;)*) => {
        /// The binary operators, reflected and in place.
        pub const OPERATORS: &[MethodDef] = &[$(
            method($method, &["self", "value"], "(self, value, /)", |vm, arguments| {
                let (a, b) = (operand(vm, &arguments, 0)?, operand(vm, &arguments, 1)?);
                vm.binary(BinaryOp::$variant, &a, &b)
            }),
            method($reflected, &["self", "value"], "(self, value, /)", |vm, arguments| {
                let (a, b) = (operand(vm, &arguments, 0)?, operand(vm, &arguments, 1)?);
                vm.binary(BinaryOp::$variant, &b, &a)
            }),
            method($in_place, &["self", "value"], "(self, value, /)", |vm, arguments| {
                let (a, b) = (operand(vm, &arguments, 0)?, operand(vm, &arguments, 1)?);
                vm.binary_in_place(BinaryOp::$variant, &a, &b)
            }),
        )*];
    };
}

operators! {
    Add "__add__" "__radd__" "__iadd__";
    Subtract "__sub__" "__rsub__" "__isub__";
    Multiply "__mul__" "__rmul__" "__imul__";
    TrueDivide "__truediv__" "__rtruediv__" "__itruediv__";
    FloorDivide "__floordiv__" "__rfloordiv__" "__ifloordiv__";
    Modulo "__mod__" "__rmod__" "__imod__";
    Power "__pow__" "__rpow__" "__ipow__";
    ShiftLeft "__lshift__" "__rlshift__" "__ilshift__";
    ShiftRight "__rshift__" "__rrshift__" "__irshift__";
    BitAnd "__and__" "__rand__" "__iand__";
    BitOr "__or__" "__ror__" "__ior__";
    BitXor "__xor__" "__rxor__" "__ixor__";
    MatrixMultiply "__matmul__" "__rmatmul__" "__imatmul__";
}

macro_rules! comparisons {
    ($($variant:ident $method:literal;)*) => {
        /// The comparisons.
        pub const COMPARISONS: &[MethodDef] = &[$(
            method($method, &["self", "value"], "(self, value, /)", |vm, arguments| {
                let (a, b) = (operand(vm, &arguments, 0)?, operand(vm, &arguments, 1)?);
                vm.compare(CompareOp::$variant, &a, &b)
            }),
        )*];
    };
}

comparisons! {
    Less "__lt__";
    LessEqual "__le__";
    Equal "__eq__";
    NotEqual "__ne__";
    Greater "__gt__";
    GreaterEqual "__ge__";
}

fn unary(vm: &mut Vm, this: &Value, symbol: &str, name: &str) -> R {
    let object = inside(vm, this)?;
    let name = vm.intern(name)?;
    vm.unary(symbol, &name, &object)
}

/// Calls a builtin function with the referent.
fn by_builtin(vm: &mut Vm, function: &str, arguments: &[Value]) -> R {
    let name = vm.intern(function)?;
    let builtins = vm.builtins.clone();
    match builtins.downcast::<crate::object::dict::Dict>().and_then(|builtins| builtins.get_str(&name)) {
        Some(function) => vm.call(&function, arguments),
        None => Err(vm.type_error(format!("{function} is not available"))),
    }
}

/// The methods of both kinds of proxies.
pub struct ProxyMethods;

#[exuvia_macros::builtin_methods]
impl ProxyMethods {
    /// Return getattr(self, name).
    #[sig("__getattribute__(self, name, /)")]
    fn getattribute(vm: &mut Vm, this: &Value, name: &Value) -> R {
        let object = inside(vm, this)?;
        let name = super::object::attribute_name(vm, name)?;
        vm.get_attribute(&object, &name)
    }

    /// Implement setattr(self, name, value).
    #[sig("__setattr__(self, name, value, /)")]
    fn setattr(vm: &mut Vm, this: &Value, name: &Value, value: &Value) -> R<()> {
        let object = inside(vm, this)?;
        let name = super::object::attribute_name(vm, name)?;
        vm.set_attribute(&object, &name, Some(value.clone()))
    }

    /// Implement delattr(self, name).
    #[sig("__delattr__(self, name, /)")]
    fn delattr(vm: &mut Vm, this: &Value, name: &Value) -> R<()> {
        let object = inside(vm, this)?;
        let name = super::object::attribute_name(vm, name)?;
        vm.set_attribute(&object, &name, None)
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &Value) -> R {
        let object = inside(vm, this)?;
        vm.str(&object)
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        describe(vm, this, "weakproxy")
    }

    /// True if self else False
    #[sig("__bool__(self, /)")]
    fn bool(vm: &mut Vm, this: &Value) -> R<bool> {
        let object = inside(vm, this)?;
        vm.truth(&object)
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(vm: &mut Vm, this: &Value) -> R<usize> {
        let object = inside(vm, this)?;
        vm.length(&object)
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn get_item(vm: &mut Vm, this: &Value, key: &Value) -> R {
        let object = inside(vm, this)?;
        vm.get_item(&object, key)
    }

    /// Set self[key] to value.
    #[sig("__setitem__(self, key, value, /)")]
    fn set_item(vm: &mut Vm, this: &Value, key: &Value, value: &Value) -> R<()> {
        let object = inside(vm, this)?;
        vm.set_item(&object, key, value.clone())
    }

    /// Delete self[key].
    #[sig("__delitem__(self, key, /)")]
    fn delete_item(vm: &mut Vm, this: &Value, key: &Value) -> R<()> {
        let object = inside(vm, this)?;
        vm.delete_item(&object, key)
    }

    /// Return bool(key in self).
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: &Value, key: &Value) -> R<bool> {
        let object = inside(vm, this)?;
        vm.contains(&object, key)
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &Value) -> R {
        let object = inside(vm, this)?;
        vm.iter(&object)
    }

    /// Implement next(self).
    #[sig("__next__(self, /)")]
    fn next(vm: &mut Vm, this: &Value) -> R {
        let object = inside(vm, this)?;
        let (class, name) = (vm.class_of(&object), vm.names.__next__.clone());
        if vm.lookup_bits(class, &name) == 0 {
            return Err(vm.type_error(format!(
                "Weakref proxy referenced a non-iterator '{}' object",
                class.name_text()
            )));
        }
        match vm.next(&object)? {
            Some(item) => Ok(item),
            None => Err(vm.stop_iteration(Value::NONE)),
        }
    }

    /// -self
    #[sig("__neg__(self, /)")]
    fn neg(vm: &mut Vm, this: &Value) -> R {
        unary(vm, this, "-", "__neg__")
    }

    /// +self
    #[sig("__pos__(self, /)")]
    fn pos(vm: &mut Vm, this: &Value) -> R {
        unary(vm, this, "+", "__pos__")
    }

    /// ~self
    #[sig("__invert__(self, /)")]
    fn invert(vm: &mut Vm, this: &Value) -> R {
        unary(vm, this, "~", "__invert__")
    }

    /// abs(self)
    #[sig("__abs__(self, /)")]
    fn abs(vm: &mut Vm, this: &Value) -> R {
        let object = inside(vm, this)?;
        by_builtin(vm, "abs", &[object])
    }

    /// int(self)
    #[sig("__int__(self, /)")]
    fn int(vm: &mut Vm, this: &Value) -> R {
        let object = inside(vm, this)?;
        let class = vm.types.int.value();
        vm.call(&class, &[object])
    }

    /// float(self)
    #[sig("__float__(self, /)")]
    fn float(vm: &mut Vm, this: &Value) -> R {
        let object = inside(vm, this)?;
        let class = vm.types.float.value();
        vm.call(&class, &[object])
    }

    /// Return self converted to an integer, if self is suitable for use as an index into a list.
    #[sig("__index__(self, /)")]
    fn index(vm: &mut Vm, this: &Value) -> R {
        let object = inside(vm, this)?;
        vm.index(&object)
    }

    /// Return divmod(self, value).
    #[sig("__divmod__(self, value, /)")]
    fn divmod(vm: &mut Vm, this: &Value, value: &Value) -> R {
        let (a, b) = (inside(vm, this)?, inside(vm, value)?);
        by_builtin(vm, "divmod", &[a, b])
    }

    /// Return divmod(value, self).
    #[sig("__rdivmod__(self, value, /)")]
    fn reflected_divmod(vm: &mut Vm, this: &Value, value: &Value) -> R {
        let (a, b) = (inside(vm, this)?, inside(vm, value)?);
        by_builtin(vm, "divmod", &[b, a])
    }

    /// bytes(self)
    #[sig("__bytes__(self, /)")]
    fn bytes(vm: &mut Vm, this: &Value) -> R {
        let object = inside(vm, this)?;
        vm.call_method_named(&object, "__bytes__", &[])
    }

    /// reversed(self)
    #[sig("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, this: &Value) -> R {
        let object = inside(vm, this)?;
        vm.call_method_named(&object, "__reversed__", &[])
    }
}

/// What callable proxies have beside.
pub struct CallableProxyMethods;

#[exuvia_macros::builtin_methods]
impl CallableProxyMethods {
    /// Call self as a function.
    #[sig("__call__(self, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, this: &Value, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let object = inside(vm, this)?;
        vm.call_slots(&object, arguments, keywords)
    }
}
