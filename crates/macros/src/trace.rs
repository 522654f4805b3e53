//! `derive(Trace)`: reports the references of each field in turn.
//!
//! ```text
//! struct Node { next: Ref<Node>, name: String }   ─▶   trace = next.trace + name.trace
//!                                                      edges = "next": next.edges + "name": name.edges
//! ```
//!
//! It collects the fields; what a field reports is its own implementation's business.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Error, Field, Fields, Index, Path, Result, parse_quote};

/// The implementation of `exuvia_heap::Trace` for a struct or an enum.
pub fn expand(input: DeriveInput) -> Result<TokenStream> {
    let finalizer = finalizer(&input)?;
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(::exuvia_heap::Trace));
    }
    let (generic, types, wheres) = generics.split_for_impl();
    let (body, edges, fields) = match &input.data {
        Data::Struct(data) => {
            let fields = data.fields.iter().collect::<Vec<_>>();
            (struct_body(&data.fields), struct_edges(&data.fields), fields)
        }
        Data::Enum(data) => {
            let arms = data.variants.iter().map(|variant| enum_arm(&variant.ident, &variant.fields));
            let body = quote! { let _ = &tracer; match *self { #(#arms)* } };
            let arms = data.variants.iter().map(|variant| edges_arm(&variant.ident, &variant.fields));
            let edges = quote! { let _ = &edges; match *self { #(#arms)* } };
            (body, edges, data.variants.iter().flat_map(|variant| &variant.fields).collect())
        }
        Data::Union(_) => return Err(Error::new_spanned(name, "a union does not say which field it holds")),
    };
    let kinds = fields.iter().map(|field| &field.ty).filter(|ty| !names(ty, name));
    // A field that names the type itself can only be behind a reference.
    let recursive = fields.iter().any(|field| names(&field.ty, name));
    let finalize = finalizer.map(|path| {
        quote! {
            const FINALIZES: bool = true;
            fn finalize(&self) { #path(self); }
        }
    });
    Ok(quote! {
        impl #generic ::exuvia_heap::typed::MustNotDrop for #name #types #wheres {}
        // SAFETY: each field is reported once, and the type does not implement `Drop`.
        unsafe impl #generic ::exuvia_heap::Trace for #name #types #wheres {
            const REFERS: bool = #recursive #(|| <#kinds as ::exuvia_heap::Trace>::REFERS)*;
            #finalize
            #[inline]
            fn trace(&self, tracer: &mut ::exuvia_heap::Tracer<'_>) { #body }
            fn edges(&self, edges: &mut ::exuvia_heap::typed::Edges<'_>) { #edges }
        }
    })
}

/// The function of `#[trace(finalize = path)]`.
fn finalizer(input: &DeriveInput) -> Result<Option<Path>> {
    let mut finalizer = None;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("trace")) {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("finalize") {
                return Err(meta.error("expected `finalize = path`"));
            }
            finalizer = Some(meta.value()?.parse()?);
            Ok(())
        })?;
    }
    Ok(finalizer)
}

/// Whether the type's tokens name `ident`: then its constant may not be asked for.
fn names(ty: &syn::Type, ident: &syn::Ident) -> bool {
    fn within(tokens: TokenStream, ident: &syn::Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(found) => found == *ident || found == "Self",
            proc_macro2::TokenTree::Group(group) => within(group.stream(), ident),
            _ => false,
        })
    }
    within(quote!(#ty), ident)
}

fn struct_body(fields: &Fields) -> TokenStream {
    let fields = fields.iter().enumerate().map(|(index, field)| match &field.ident {
        Some(name) => quote!(#name),
        None => {
            let index = Index::from(index);
            quote!(#index)
        }
    });
    quote! { let _ = &tracer; #(::exuvia_heap::Trace::trace(&self.#fields, tracer);)* }
}

fn struct_edges(fields: &Fields) -> TokenStream {
    let reports = fields.iter().enumerate().map(|(index, field)| {
        let member = Index::from(index);
        match &field.ident {
            Some(name) => report(field, index, &quote!(&self.#name)),
            None => report(field, index, &quote!(&self.#member)),
        }
    });
    quote! { let _ = &edges; #(#reports)* }
}

/// Reports a field's references under its name or its position.
fn report(field: &Field, index: usize, value: &TokenStream) -> TokenStream {
    match &field.ident {
        Some(name) => {
            let label = name.unraw().to_string();
            quote! { edges.field(#label, #value); }
        }
        None => quote! { edges.position(#index, #value); },
    }
}

fn enum_arm(variant: &syn::Ident, fields: &Fields) -> TokenStream {
    let names: Vec<_> = (0..fields.len()).map(|index| format_ident!("field_{index}")).collect();
    let pattern = pattern(fields, &names);
    quote! { Self::#variant #pattern => { #(::exuvia_heap::Trace::trace(#names, tracer);)* } }
}

fn edges_arm(variant: &syn::Ident, fields: &Fields) -> TokenStream {
    let names: Vec<_> = (0..fields.len()).map(|index| format_ident!("field_{index}")).collect();
    let pattern = pattern(fields, &names);
    if names.is_empty() {
        return quote! { Self::#variant #pattern => {} };
    }
    let label = variant.unraw().to_string();
    let reports = fields.iter().enumerate().map(|(index, field)| {
        report(field, index, &{
            let name = &names[index];
            quote!(#name)
        })
    });
    quote! { Self::#variant #pattern => edges.within(#label, |edges| { #(#reports)* }), }
}

/// The pattern that gives a variant's fields these names.
fn pattern(fields: &Fields, names: &[syn::Ident]) -> TokenStream {
    match fields {
        Fields::Named(fields) => {
            let keys = fields.named.iter().map(|field| &field.ident);
            quote! { { #(#keys: ref #names),* } }
        }
        Fields::Unnamed(_) => quote! { ( #(ref #names),* ) },
        Fields::Unit => quote! {},
    }
}
