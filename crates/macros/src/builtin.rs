//! The table of an `impl` block's builtin methods.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Error, Expr, ImplItem, ImplItemFn, ItemImpl, Lit, LitStr, Meta, Result};

const KINDS: &[(&str, &str)] = &[
    ("sig", "Method"),
    ("class_sig", "ClassMethod"),
    ("static_sig", "StaticMethod"),
    ("new_sig", "New"),
    ("function", "Function"),
    ("getter", "Getter"),
    ("setter", "Setter"),
];

pub fn expand(item: TokenStream) -> Result<TokenStream> {
    let mut block: ItemImpl = syn::parse2(item)?;
    let owner = block.self_ty.clone();
    let mut rows = Vec::new();
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        if let Some((kind, text)) = take_kind(&mut function.attrs)? {
            rows.push(row(function, kind, &text)?);
        }
    }
    Ok(quote! {
        #block
        impl #owner {
            /// The rows of this block, in the order of the source.
            pub const DEFS: &'static [crate::native::MethodDef] = &[#(#rows),*];
        }
    })
}

fn take_kind(attributes: &mut Vec<Attribute>) -> Result<Option<(&'static str, LitStr)>> {
    let mut found = None;
    let mut kept = Vec::new();
    for attribute in attributes.drain(..) {
        match KINDS.iter().find(|(name, _)| attribute.path().is_ident(name)) {
            Some((_, kind)) => found = Some((*kind, attribute.parse_args::<LitStr>()?)),
            None => kept.push(attribute),
        }
    }
    *attributes = kept;
    Ok(found)
}

struct Parameters {
    names: Vec<String>,
    required: usize,
    positional_only: usize,
    positional: usize,
    varargs: bool,
    varkeywords: bool,
}

fn row(function: &ImplItemFn, kind: &str, text: &LitStr) -> Result<TokenStream> {
    let source = text.value();
    let accessor = matches!(kind, "Getter" | "Setter");
    let (name, parameters) = match source.split_once('(') {
        Some((name, rest)) if !accessor => {
            let inside =
                rest.strip_suffix(')').ok_or_else(|| Error::new(text.span(), "a signature ends with `)`"))?;
            (name.to_owned(), parse(inside))
        }
        _ if accessor => {
            let list = if kind == "Getter" { "self, /" } else { "self, value=None, /" };
            (source.clone(), parse(list))
        }
        _ => return Err(Error::new(text.span(), "a signature is `name(parameters)`")),
    };
    let signature = source.strip_prefix(name.as_str()).unwrap_or("");
    let shown = if kind == "New" { "__new__".to_owned() } else { name.clone() };
    let doc = documentation(&function.attrs);
    let kind = format_ident!("{kind}");
    let call = call(function, &kind.to_string(), &shown, &parameters)?;
    let Parameters { names, required, positional_only, positional, varargs, varkeywords } = parameters;
    Ok(quote! {
        crate::native::MethodDef {
            name: #shown,
            signature: #signature,
            doc: #doc,
            kind: crate::native::DefKind::#kind,
            parameters: crate::native::Parameters {
                names: &[#(#names),*],
                required: #required,
                positional_only: #positional_only,
                positional: #positional,
                varargs: #varargs,
                varkeywords: #varkeywords,
            },
            call: #call,
        }
    })
}

fn call(function: &ImplItemFn, kind: &str, name: &str, parameters: &Parameters) -> Result<TokenStream> {
    let identifier = &function.sig.ident;
    let total = function.sig.inputs.len();
    let expected =
        1 + parameters.names.len() + usize::from(parameters.varargs) + usize::from(parameters.varkeywords);
    if total != expected {
        let message = format!(
            "the signature has {} parameters beside the interpreter, the function {}",
            expected - 1,
            total.max(1) - 1
        );
        return Err(Error::new_spanned(&function.sig, message));
    }
    let mut arguments = Vec::new();
    let mut bindings = Vec::new();
    let receiver = usize::from(!matches!(kind, "Function" | "StaticMethod"));
    // A single argument without a name has no number in messages.
    let single = parameters.names.len() == receiver + 1
        && parameters.positional_only == parameters.names.len()
        && parameters.required == parameters.names.len()
        && !parameters.varargs;
    // In the signature's order: fixed ones, with `*args` after the positional ones and `**kwargs` last.
    for (index, parameter) in parameters.names.iter().enumerate() {
        if parameters.varargs && index == parameters.positional {
            arguments.push(quote!(arguments.rest));
        }
        let variable = format_ident!("argument_{index}");
        let number = if single && index == receiver { 0 } else { index + 1 - receiver };
        bindings.push(quote! {
            let #variable = crate::native::FromArgument::from_argument(
                vm, &arguments.fixed[#index], &crate::native::Context { function: #name, parameter: #parameter, index: #number },
            )?;
        });
        arguments.push(quote!(#variable));
    }
    if parameters.varargs && parameters.positional == parameters.names.len() {
        arguments.push(quote!(arguments.rest));
    }
    if parameters.varkeywords {
        arguments.push(quote!(arguments.keywords));
    }
    Ok(quote! {
        |vm, arguments| {
            let _ = &arguments;
            #(#bindings)*
            crate::native::IntoResult::into_result(Self::#identifier(vm, #(#arguments),*), vm)
        }
    })
}

/// Splits a parameter list at its top-level commas.
fn parse(list: &str) -> Parameters {
    let mut result = Parameters {
        names: Vec::new(),
        required: 0,
        positional_only: 0,
        positional: 0,
        varargs: false,
        varkeywords: false,
    };
    let mut keyword_only = false;
    for part in split(list) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        } else if part == "/" {
            result.positional_only = result.names.len();
        } else if part == "*" {
            keyword_only = true;
        } else if let Some(name) = part.strip_prefix("**") {
            result.varkeywords = !name.is_empty();
        } else if part.starts_with('*') {
            result.varargs = true;
            keyword_only = true;
        } else {
            let name = part.split('=').next().unwrap_or(part).trim();
            result.names.push(name.to_owned());
            if !keyword_only {
                result.positional += 1;
                if !part.contains('=') {
                    result.required += 1;
                }
            }
        }
    }
    result
}

fn split(list: &str) -> Vec<String> {
    let (mut parts, mut current, mut depth, mut quote) = (Vec::new(), String::new(), 0, None);
    for character in list.chars() {
        match (character, quote) {
            ('\'' | '"', None) => quote = Some(character),
            (end, Some(start)) if end == start => quote = None,
            ('(' | '[' | '<', None) => depth += 1,
            (')' | ']' | '>', None) => depth -= 1,
            (',', None) if depth == 0 => {
                parts.push(std::mem::take(&mut current));
                continue;
            }
            _ => {}
        }
        current.push(character);
    }
    parts.push(current);
    parts
}

fn documentation(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value().trim_start_matches(' ').to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}
