//! Macros that collect: what is declared once becomes a table. They convert nothing; traits do.

mod builtin;
mod trace;

use proc_macro::TokenStream;

/// Collects the annotated functions of an `impl` block into `DEFS: &[MethodDef]`.
///
/// Each function that carries one of these attributes becomes a row; its doc comment is its Python manual:
/// `#[sig("name(self, x, /, y=None)")]` a method, `#[class_sig(…)]` a class method, `#[static_sig(…)]` a static method, `#[new_sig("type(…)")]`
/// the constructor `__new__` (first parameter: the class), `#[function("name(…)")]` a module's function, `#[getter("name")]` and
/// `#[setter("name")]` an attribute. Rust parameters follow the interpreter (`vm`) in the signature's order; `*args` is a slice of
/// `Option<Value>`, `**kwargs` a slice of `(Value, Value)`.
#[proc_macro_attribute]
pub fn builtin_methods(_attribute: TokenStream, item: TokenStream) -> TokenStream {
    builtin::expand(item.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Implements `exuvia_heap::Trace`: each field is reported in turn. `#[trace(finalize = path)]` names a
/// function of the value that runs once before it is dropped.
#[proc_macro_derive(Trace, attributes(trace))]
pub fn derive_trace(item: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(item as syn::DeriveInput);
    trace::expand(input).unwrap_or_else(|error| error.to_compile_error()).into()
}
