//! Module `operator`: the operators as functions, and callables that fetch items, attributes and results of methods.
//!
//! ```text
//! operator.add(a, b) = a + b      itemgetter(i)(x) = x[i]      attrgetter("a.b")(x) = x.a.b      methodcaller("m", 1)(x) = x.m(1)
//! ```

mod functions;
pub mod getters;

use crate::native::R;
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::types::Types;
use crate::types::tables::Row;
use crate::vm::Vm;

const DOC: &str = "The operators as functions.";

/// Functions that have a second name of the form `__name__`, and their own where it ends with an underscore.
const DUNDERS: &[&str] = &[
    "abs",
    "add",
    "and_",
    "call",
    "concat",
    "contains",
    "delitem",
    "eq",
    "floordiv",
    "ge",
    "getitem",
    "gt",
    "iadd",
    "iand",
    "iconcat",
    "ifloordiv",
    "ilshift",
    "imatmul",
    "imod",
    "imul",
    "index",
    "inv",
    "invert",
    "ior",
    "ipow",
    "irshift",
    "isub",
    "itruediv",
    "ixor",
    "le",
    "lshift",
    "lt",
    "matmul",
    "mod",
    "mul",
    "ne",
    "neg",
    "not_",
    "or_",
    "pos",
    "pow",
    "rshift",
    "setitem",
    "sub",
    "truediv",
    "xor",
];

/// The rows of the module's classes.
pub fn rows(types: &Types) -> Vec<Row> {
    let row = |class, doc, methods| Row { class, doc, methods };
    vec![
        row(
            types.itemgetter,
            "A callable that fetches items from its argument.",
            &[getters::ItemGetterMethods::DEFS],
        ),
        row(
            types.attrgetter,
            "A callable that fetches attributes of its argument.",
            &[getters::AttrGetterMethods::DEFS],
        ),
        row(
            types.methodcaller,
            "A callable that calls a method of its argument.",
            &[getters::MethodCallerMethods::DEFS],
        ),
    ]
}

/// Makes `_operator`, the functions' own module.
pub fn native(vm: &mut Vm) -> R {
    let module = super::make_module(vm, "_operator", DOC, functions::OperatorFunctions::DEFS)?;
    let classes = [
        ("attrgetter", vm.types.attrgetter),
        ("itemgetter", vm.types.itemgetter),
        ("methodcaller", vm.types.methodcaller),
    ];
    for (name, class) in classes {
        super::set(vm, &module, name, class.value())?;
    }
    Ok(module)
}

/// Makes `operator`.
pub fn module(vm: &mut Vm) -> R {
    let native = native(vm)?;
    let module = super::new_module(vm, "operator")?;
    let doc = vm.text(DOC)?;
    super::set(vm, &module, "__doc__", doc)?;
    let Some(source) = native.downcast::<Module>() else { return Err(vm.system_error("not a module")) };
    let mut position = 0;
    let mut public = Vec::new();
    while let Some((name, value)) = source.namespace().next_entry(&mut position) {
        let text = vm.str_text(&name)?;
        if !text.starts_with('_') {
            super::set(vm, &module, &text, value)?;
            public.push(text);
        }
    }
    public.sort_unstable();
    for name in DUNDERS {
        let key = vm.intern(name)?;
        if let Some(value) = source.namespace().get_str(&key) {
            super::set(vm, &module, &format!("__{}__", name.trim_end_matches('_')), value)?;
        }
    }
    let public = public.iter().map(|name| vm.intern(name)).collect::<R<Vec<_>>>()?;
    let public = vm.list(public)?;
    super::set(vm, &module, "__all__", public)?;
    Ok(module)
}

/// What `functools.partial` makes of a callable and keywords.
fn partial(vm: &mut Vm, callable: crate::Value, first: crate::Value, keywords: &Dict) -> R {
    let name = vm.intern("functools")?;
    let none = crate::Value::NONE;
    let functools = super::import::import_module(vm, &name, &none, &none, 0)?;
    let name = vm.intern("partial")?;
    let partial = vm.get_attribute(&functools, &name)?;
    let (mut position, mut pairs) = (0, Vec::new());
    while let Some(pair) = keywords.next_entry(&mut position) {
        pairs.push(pair);
    }
    vm.call_keywords(&partial, &[callable, first], &pairs)
}
