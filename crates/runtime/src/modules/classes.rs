//! Classes that native modules define in passing: struct sequences and plain records.
//!
//! ```text
//! sys.version_info ─► (3, 14, …), an instance of a subclass of tuple with a descriptor for each field
//! ```
//!
//! They are made when they are needed first and kept in `Vm.state.classes`. What they stand for is told where they are used.

use crate::native::{Arguments, DefKind, MethodDef, Parameters, R};
use crate::object::class::{TypeRef, flags};
use crate::object::descriptors::GetSet;
use crate::object::dict::Dict;
use crate::object::function::Native;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::{instance, new_exact, new_with_layout};
use crate::types::class_creation;
use crate::value::Value;
use crate::vm::Vm;

/// The class kept under this name, made by `make` the first time.
pub fn kept(vm: &mut Vm, name: &'static str, make: impl FnOnce(&mut Vm) -> R) -> R {
    let known =
        vm.state.classes.borrow().iter().find(|(known, _)| *known == name).map(|(_, class)| class.clone());
    match known {
        Some(class) => Ok(class),
        None => {
            let class = make(vm)?;
            vm.state.classes.borrow_mut().push((name, class.clone()));
            Ok(class)
        }
    }
}

/// A new class with these bases, in a module, with methods.
pub fn new_class(
    vm: &mut Vm,
    module: &str,
    name: &str,
    bases: Vec<Value>,
    methods: &'static [MethodDef],
) -> R {
    let namespace = vm.dict();
    let Some(dict) = namespace.downcast::<Dict>() else {
        return Err(vm.system_error("a new dict is no dict"));
    };
    let module = vm.intern(module)?;
    vm.dict_set_named(dict, "__module__", module)?;
    let name = vm.intern(name)?;
    let bases = vm.tuple(bases)?;
    let metaclass = vm.types.type_type;
    let class = class_creation::new_class(vm, metaclass, &name, &bases, dict, &[])?;
    for def in methods {
        let layout = vm.types.method_descriptor.layout.get();
        let method =
            new_with_layout(vm.heap, layout, Native { def, owner: Some(class.clone()), receiver: None });
        let key = vm.intern(def.name)?;
        vm.set_attribute(&class, &key, Some(method))?;
    }
    Ok(class)
}

/// An instance of a class without a constructor of its own, with these attributes.
pub fn record(vm: &mut Vm, class: &Value, attributes: Vec<(&str, Value)>) -> R {
    let Some(class) = TypeRef::from_value(class) else {
        return Err(vm.system_error("a record's class is no class"));
    };
    let object = instance::new_instance(vm.heap, class);
    for (name, value) in attributes {
        let name = vm.intern(name)?;
        vm.set_attribute(&object, &name, Some(value))?;
    }
    Ok(object)
}

/// A class of struct sequences: a tuple whose items have names.
pub fn struct_sequence(vm: &mut Vm, module: &str, name: &str, fields: &[&str]) -> R {
    let base = vm.types.tuple.value();
    let class = new_class(vm, module, name, vec![base], SequenceMethods::DEFS)?;
    for (field, def) in fields.iter().zip(FIELDS) {
        let getter = new_exact(vm.heap, GetSet { owner: class.clone(), getter: Some(def), setter: None });
        let key = vm.intern(field)?;
        vm.set_attribute(&class, &key, Some(getter))?;
    }
    let names = fields.iter().map(|field| vm.intern(field)).collect::<R<Vec<_>>>()?;
    let count = Value::from_small_int(names.len() as i64).unwrap_or(Value::NONE);
    let entries = [
        ("__match_args__", vm.tuple(names)?),
        ("n_fields", count.clone()),
        ("n_sequence_fields", count),
        ("n_unnamed_fields", Value::from_i32(0)),
    ];
    for (key, value) in entries {
        let key = vm.intern(key)?;
        vm.set_attribute(&class, &key, Some(value))?;
    }
    Ok(class)
}

/// An instance of a class of struct sequences.
pub fn sequence(vm: &mut Vm, class: &Value, items: Vec<Value>) -> R {
    let Some(class) = TypeRef::from_value(class) else {
        return Err(vm.system_error("a sequence's class is no class"));
    };
    Tuple::with_layout(vm.heap, class.layout.get(), items).map_err(|_| vm.memory_error())
}

/// Instances of a struct sequence are made by its module alone.
pub fn forbid_instances(class: &Value) {
    if let Some(class) = TypeRef::from_value(class) {
        class.set_flag(flags::NO_NEW, true);
    }
}

/// Fields that a struct sequence has at most.
const MOST_FIELDS: usize = 20;

const fn field<const INDEX: usize>() -> MethodDef {
    MethodDef {
        name: "field",
        signature: "(self, /)",
        doc: "",
        kind: DefKind::Getter,
        parameters: Parameters {
            names: &["self"],
            required: 1,
            positional_only: 1,
            positional: 1,
            varargs: false,
            varkeywords: false,
        },
        call: get_field::<INDEX>,
    }
}

fn get_field<const INDEX: usize>(_vm: &mut Vm, arguments: Arguments<'_>) -> R {
    let tuple = arguments.fixed.first().and_then(Option::as_ref).and_then(|this| this.downcast::<Tuple>());
    Ok(tuple.and_then(|tuple| tuple.items().get(INDEX).cloned()).unwrap_or(Value::NONE))
}

static FIELDS: &[MethodDef; MOST_FIELDS] = &[
    field::<0>(),
    field::<1>(),
    field::<2>(),
    field::<3>(),
    field::<4>(),
    field::<5>(),
    field::<6>(),
    field::<7>(),
    field::<8>(),
    field::<9>(),
    field::<10>(),
    field::<11>(),
    field::<12>(),
    field::<13>(),
    field::<14>(),
    field::<15>(),
    field::<16>(),
    field::<17>(),
    field::<18>(),
    field::<19>(),
];

/// The methods of struct sequences.
struct SequenceMethods;

#[exuvia_macros::builtin_methods]
impl SequenceMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let class = vm.class_of(this);
        let names = vm.intern("__match_args__")?;
        let names = vm.get_attribute(&class.value(), &names)?;
        let mut shown = Vec::new();
        let (Some(names), Some(items)) = (names.downcast::<Tuple>(), this.downcast::<Tuple>()) else {
            return Ok(class.name_text());
        };
        for (name, item) in names.items().iter().zip(items.items()) {
            let name = name.downcast::<Str>().map_or("?", Str::as_str);
            shown.push(format!("{name}={}", vm.repr_text(item)?));
        }
        Ok(format!("{}({})", crate::types::type_object::full_name(vm, class), shown.join(", ")))
    }
}

/// The methods of `types.SimpleNamespace`-like records.
pub struct NamespaceMethods;

#[exuvia_macros::builtin_methods]
impl NamespaceMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(vm: &mut Vm, this: &Value) -> R<String> {
        let Some(object) = this.object() else { return Ok(String::new()) };
        let mut shown = Vec::new();
        for (name, value) in instance::attributes(object) {
            let name = name.downcast::<Str>().map_or("?", Str::as_str).to_owned();
            shown.push(format!("{name}={}", vm.repr_text(&value)?));
        }
        let class = vm.class_of(this).name_text();
        let class = if class == "SimpleNamespace" { "namespace" } else { &class };
        Ok(format!("{class}({})", shown.join(", ")))
    }
}
