//! mappingproxy: a mapping that can only be read, as classes show their namespaces.

use crate::native::R;
use crate::object::class::TypeRef;
use crate::object::descriptors::MappingProxy;
use crate::object::{ids, new_exact};
use crate::ops::{BinaryOp, CompareOp};
use crate::value::Value;
use crate::vm::Vm;

/// What a value is in an operation: the mapping behind a proxy, or the value.
fn inside(value: &Value) -> Value {
    value.downcast::<MappingProxy>().map_or_else(|| value.clone(), |proxy| proxy.mapping.clone())
}

fn compare(vm: &mut Vm, op: CompareOp, this: &MappingProxy, other: &Value) -> R {
    let other = inside(other);
    vm.compare(op, &this.mapping.clone(), &other)
}

/// The methods of `mappingproxy`.
pub struct MappingProxyMethods;

#[exuvia_macros::builtin_methods]
impl MappingProxyMethods {
    /// Read-only proxy of a mapping.
    #[new_sig("mappingproxy(cls, mapping)")]
    fn new(vm: &mut Vm, _class: TypeRef, mapping: &Value) -> R {
        let class = vm.class_of(mapping);
        let name = vm.names.__getitem__.clone();
        let sequence =
            matches!(mapping.payload_kind(), ids::LIST | ids::TUPLE | ids::STR | ids::BYTES | ids::RANGE);
        if sequence || vm.lookup_bits(class, &name) == 0 {
            return Err(vm.type_error(format!(
                "mappingproxy() argument must be a mapping, not {}",
                class.name_text()
            )));
        }
        Ok(new_exact(vm.heap, MappingProxy { mapping: mapping.clone() }))
    }

    /// Return len(self).
    #[sig("__len__(self, /)")]
    fn len(vm: &mut Vm, this: &MappingProxy) -> R<usize> {
        vm.length(&this.mapping)
    }

    /// Return self[key].
    #[sig("__getitem__(self, key, /)")]
    fn get_item(vm: &mut Vm, this: &MappingProxy, key: &Value) -> R {
        vm.get_item(&this.mapping, key)
    }

    /// Return bool(key in self).
    #[sig("__contains__(self, key, /)")]
    fn contains(vm: &mut Vm, this: &MappingProxy, key: &Value) -> R<bool> {
        vm.contains(&this.mapping, key)
    }

    /// Implement iter(self).
    #[sig("__iter__(self, /)")]
    fn iter(vm: &mut Vm, this: &MappingProxy) -> R {
        vm.iter(&this.mapping)
    }

    /// D.__reversed__() -> reverse iterator
    #[sig("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, this: &MappingProxy) -> R {
        vm.call_method_named(&this.mapping, "__reversed__", &[])
    }

    /// Return the value for key if key is in the mapping, else default.
    #[sig("get(self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: &MappingProxy, key: &Value, default: Option<&Value>) -> R {
        vm.call_method_named(&this.mapping, "get", &[key.clone(), default.cloned().unwrap_or(Value::NONE)])
    }

    /// a set-like object providing a view on D's keys
    #[sig("keys(self, /)")]
    fn keys(vm: &mut Vm, this: &MappingProxy) -> R {
        vm.call_method_named(&this.mapping, "keys", &[])
    }

    /// an object providing a view on D's values
    #[sig("values(self, /)")]
    fn values(vm: &mut Vm, this: &MappingProxy) -> R {
        vm.call_method_named(&this.mapping, "values", &[])
    }

    /// a set-like object providing a view on D's items
    #[sig("items(self, /)")]
    fn items(vm: &mut Vm, this: &MappingProxy) -> R {
        vm.call_method_named(&this.mapping, "items", &[])
    }

    /// a shallow copy of D
    #[sig("copy(self, /)")]
    fn copy(vm: &mut Vm, this: &MappingProxy) -> R {
        vm.call_method_named(&this.mapping, "copy", &[])
    }

    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &MappingProxy) -> R<String> {
        Ok(format!("mappingproxy({})", vm.repr_text(&this.mapping)?))
    }

    /// Return str(self).
    #[sig("__str__(self, /)")]
    fn str(vm: &mut Vm, this: &MappingProxy) -> R {
        vm.str(&this.mapping)
    }

    /// Return hash(self).
    #[sig("__hash__(self, /)")]
    fn hash(vm: &mut Vm, this: &MappingProxy) -> R<i64> {
        vm.hash(&this.mapping)
    }

    /// Return self|value.
    #[sig("__or__(self, value, /)")]
    fn or(vm: &mut Vm, this: &MappingProxy, other: &Value) -> R {
        let other = inside(other);
        vm.binary(BinaryOp::BitOr, &this.mapping, &other)
    }

    /// Return value|self.
    #[sig("__ror__(self, value, /)")]
    fn reflected_or(vm: &mut Vm, this: &MappingProxy, other: &Value) -> R {
        let other = inside(other);
        vm.binary(BinaryOp::BitOr, &other, &this.mapping)
    }

    /// Return self|=value.
    #[sig("__ior__(self, value, /)")]
    fn in_place_or(vm: &mut Vm, _this: &MappingProxy, _other: &Value) -> R {
        Err(vm.type_error("'|=' is not supported by mappingproxy; use '|' instead"))
    }

    /// Return self==value.
    #[sig("__eq__(self, value, /)")]
    fn eq(vm: &mut Vm, this: &MappingProxy, other: &Value) -> R {
        compare(vm, CompareOp::Equal, this, other)
    }

    /// Return self!=value.
    #[sig("__ne__(self, value, /)")]
    fn ne(vm: &mut Vm, this: &MappingProxy, other: &Value) -> R {
        compare(vm, CompareOp::NotEqual, this, other)
    }
}
