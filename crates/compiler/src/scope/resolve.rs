//! Where each name lives: up from the block that uses it to the block that binds it.
//!
//! ```text
//! user ─► inlined comprehensions ─► function ─► (class: skipped) ─► function that binds: a cell there, free on the way
//! ```
//!
//! It knows symbols and their usage, no syntax.

use super::{Place, ScopeId, ScopeKind, Scopes, usage};
use crate::error::{Outcome, Problem};

/// Resolves all symbols, outer scopes first.
pub(super) fn resolve(scopes: &mut Scopes) -> Outcome<()> {
    for number in 0..scopes.scopes.len() as u32 {
        let id = ScopeId(number);
        for index in 0..scopes.get(id).symbols.len() {
            let place = resolve_symbol(scopes, id, index)?;
            let symbol = &mut scopes.get_mut(id).symbols[index];
            // A block inside may have made it a cell already.
            if !(symbol.place == Place::Cell && place == Place::Local) {
                symbol.place = place;
            }
        }
    }
    Ok(())
}

fn resolve_symbol(scopes: &mut Scopes, id: ScopeId, index: usize) -> Outcome<Place> {
    let scope = scopes.get(id);
    let symbol = &scope.symbols[index];
    let name = symbol.name.clone();
    if symbol.is(usage::GLOBAL) {
        return Ok(Place::GlobalDeclared);
    }
    if symbol.is(usage::NONLOCAL) && !symbol.is(usage::THROUGH) {
        let declared = symbol.declared;
        return match capture(scopes, id, &name) {
            Some(place @ (Place::Free | Place::Cell)) => Ok(place),
            _ => Err(match declared {
                Some(range) => Problem::at(&range, format!("no binding for nonlocal '{name}' found")),
                None => Problem::memory("no binding for nonlocal"),
            }),
        };
    }
    if symbol.is_own() {
        let is_module = scope.kind == ScopeKind::Module;
        return Ok(if is_module { Place::Global } else { Place::Local });
    }
    Ok(capture(scopes, id, &name).unwrap_or(Place::Global))
}

/// Looks for the binding of `name` around `user`; marks the cell and the closures on the way. `None`: nobody binds it.
fn capture(scopes: &mut Scopes, user: ScopeId, name: &str) -> Option<Place> {
    let user_unit = scopes.unit_of(user);
    let mut current = scopes.get(user).parent;
    while let Some(id) = current {
        let scope = scopes.get(id);
        current = scope.parent;
        if scope.kind == ScopeKind::Class {
            if name == "__class__" {
                scopes.get_mut(id).needs_class_cell = true;
                mark_path(scopes, user, id, name);
                return Some(Place::Free);
            }
            // An inlined comprehension's host is no class, so a class on the way is always passed by.
            continue;
        }
        let Some(symbol) = scope.symbol(name) else { continue };
        if symbol.is(usage::GLOBAL) {
            return Some(Place::GlobalDeclared);
        }
        if !scope.is_function_like() {
            continue;
        }
        if !symbol.is_own() {
            continue;
        }
        if scopes.unit_of(id) == user_unit {
            // An inlined comprehension reads its host's own register.
            return Some(symbol.place_if_direct());
        }
        scopes.get_mut(id).symbol_mut(name).place = Place::Cell;
        mark_path(scopes, user, id, name);
        return Some(Place::Free);
    }
    None
}

/// Every unit from the user's up to, but without, the owner's gets the name into its closure.
fn mark_path(scopes: &mut Scopes, user: ScopeId, owner: ScopeId, name: &str) {
    let owner_unit = scopes.unit_of(owner);
    let mut unit = scopes.unit_of(user);
    while unit != owner_unit {
        scopes.get_mut(unit).add_free(name);
        let Some(parent) = scopes.get(unit).parent else { return };
        unit = scopes.unit_of(parent);
    }
}

impl super::Symbol {
    fn place_if_direct(&self) -> Place {
        if self.place == Place::Cell { Place::Cell } else { Place::Local }
    }
}
