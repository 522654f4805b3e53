//! The first pass over expressions: uses, lambdas, comprehensions, assignment expressions.
//!
//! ```text
//! [f(x) for x in xs if x]     xs: block around     x, f: the comprehension's own scope
//! ```
//!
//! It knows which comprehensions are inlined (PEP 709): not generator expressions, not those in a class body.

use ruff_python_ast::{
    Arguments, Comprehension, Expr, ExprContext, ExprNamed, FStringPart, InterpolatedStringElement,
    InterpolatedStringElements,
};
use ruff_text_size::Ranged;

use super::build::Builder;
use super::{ScopeId, ScopeKind, usage};
use crate::error::{Kind, Outcome, Problem};
use crate::mangle::mangle;

/// Format specifications in format specifications that a string may have.
const MAX_SPECIFICATIONS: u32 = 2;

/// The name that Python's messages give to a comprehension.
fn comprehension_name(expression: &Expr) -> &'static str {
    match expression {
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        _ => "generator expression",
    }
}

impl Builder<'_> {
    pub(super) fn expression(&mut self, expression: &Expr) -> Outcome<()> {
        match expression {
            Expr::Name(name) => self.name(name),
            Expr::BoolOp(node) => self.all(&node.values),
            Expr::Named(node) => self.named(node),
            Expr::BinOp(node) => {
                self.expression(&node.left)?;
                self.expression(&node.right)
            }
            Expr::UnaryOp(node) => self.expression(&node.operand),
            Expr::Lambda(node) => self.lambda(node),
            Expr::If(node) => {
                self.expression(&node.test)?;
                self.expression(&node.body)?;
                self.expression(&node.orelse)
            }
            Expr::Dict(node) => node.items.iter().try_for_each(|item| {
                self.optional(item.key.as_ref())?;
                self.expression(&item.value)
            }),
            Expr::Set(node) => self.all(&node.elts),
            Expr::List(node) => self.all(&node.elts),
            Expr::Tuple(node) => self.all(&node.elts),
            Expr::ListComp(node) => self.comprehension(node, expression, &[&node.elt], &node.generators),
            Expr::SetComp(node) => self.comprehension(node, expression, &[&node.elt], &node.generators),
            Expr::Generator(node) => self.comprehension(node, expression, &[&node.elt], &node.generators),
            Expr::DictComp(node) => match node.key.as_deref() {
                Some(key) => self.comprehension(node, expression, &[key, &node.value], &node.generators),
                None => Err(Problem::at(&*node.value, "dict unpacking cannot be used in dict comprehension")),
            },
            Expr::Yield(node) => {
                self.yielded(node, "'yield'")?;
                self.optional(node.value.as_deref())
            }
            Expr::YieldFrom(node) => {
                self.yielded(node, "'yield from'")?;
                self.expression(&node.value)
            }
            Expr::Await(node) => self.awaited(node),
            Expr::Compare(node) => {
                self.expression(&node.left)?;
                node.comparators.iter().try_for_each(|item| self.expression(item))
            }
            Expr::Call(node) => {
                self.expression(&node.func)?;
                self.arguments(&node.arguments)
            }
            Expr::FString(node) => node.value.iter().try_for_each(|part| match part {
                FStringPart::FString(part) => self.interpolated(&part.elements, 0),
                FStringPart::Literal(_) => Ok(()),
            }),
            Expr::TString(node) => Err(Problem::at(node, "t-strings are not supported yet")),
            Expr::Attribute(node) => self.expression(&node.value),
            Expr::Subscript(node) => {
                self.expression(&node.value)?;
                self.expression(&node.slice)
            }
            Expr::Starred(node) => self.expression(&node.value),
            Expr::Slice(node) => {
                self.optional(node.lower.as_deref())?;
                self.optional(node.upper.as_deref())?;
                self.optional(node.step.as_deref())
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => Ok(()),
            Expr::IpyEscapeCommand(node) => Err(Problem::at(node, "invalid syntax")),
        }
    }

    fn all(&mut self, expressions: &[Expr]) -> Outcome<()> {
        expressions.iter().try_for_each(|expression| self.expression(expression))
    }

    fn name(&mut self, name: &ruff_python_ast::ExprName) -> Outcome<()> {
        if name.ctx == ExprContext::Store {
            return self.bind(&name.id, name.range);
        }
        self.note(&name.id, usage::USED);
        // A bare super() needs the class that it is written in.
        if name.id.as_str() == "super" && self.in_function() {
            self.note("__class__", usage::USED);
        }
        Ok(())
    }

    fn in_function(&mut self) -> bool {
        self.current().is_function_like()
    }

    pub(super) fn arguments(&mut self, arguments: &Arguments) -> Outcome<()> {
        self.all(&arguments.args)?;
        arguments.keywords.iter().try_for_each(|keyword| {
            if let Some(name) = &keyword.arg
                && name.as_str() == "__debug__"
            {
                return Err(Problem::at(keyword, "cannot assign to __debug__"));
            }
            self.expression(&keyword.value)
        })
    }

    fn interpolated(&mut self, elements: &InterpolatedStringElements, depth: u32) -> Outcome<()> {
        elements.iter().try_for_each(|element| match element {
            InterpolatedStringElement::Interpolation(element) => {
                self.expression(&element.expression)?;
                match element.format_spec.as_deref() {
                    Some(spec) if depth >= MAX_SPECIFICATIONS => {
                        let start = spec.range.start().checked_sub(1.into()).unwrap_or_default();
                        let message = "f-string: expressions nested too deeply";
                        Err(Problem::point(Kind::Syntax, start, message))
                    }
                    Some(spec) => self.interpolated(&spec.elements, depth + 1),
                    None => Ok(()),
                }
            }
            InterpolatedStringElement::Literal(_) => Ok(()),
        })
    }

    fn lambda(&mut self, node: &ruff_python_ast::ExprLambda) -> Outcome<()> {
        if let Some(parameters) = node.parameters.as_deref() {
            self.defaults(parameters)?;
        }
        let class = self.class();
        self.open_for(node, ScopeKind::Lambda, class);
        if let Some(parameters) = node.parameters.as_deref() {
            self.parameters(parameters)?;
        }
        self.expression(&node.body)?;
        self.close();
        Ok(())
    }

    fn yielded(&mut self, node: &impl Ranged, word: &str) -> Outcome<()> {
        let scope = self.current();
        match scope.kind {
            ScopeKind::Function | ScopeKind::Lambda => {
                scope.is_generator = true;
                Ok(())
            }
            ScopeKind::Comprehension => Err(Problem::at(node, self.yield_inside_comprehension())),
            _ => Err(Problem::at(node, format!("{word} outside function"))),
        }
    }

    fn yield_inside_comprehension(&mut self) -> String {
        let id = self.current_id();
        let name = self.comprehension_names.get(&id).copied().unwrap_or("comprehension");
        format!("'yield' inside {name}")
    }

    fn awaited(&mut self, node: &ruff_python_ast::ExprAwait) -> Outcome<()> {
        let outside = !self.stack.iter().any(|&id| self.scopes.get(id).is_function_like());
        let message = if outside { "'await' outside function" } else { "'await' outside async function" };
        Err(Problem::at(node, message))
    }

    fn comprehension<T>(
        &mut self,
        node: &T,
        expression: &Expr,
        results: &[&Expr],
        generators: &[Comprehension],
    ) -> Outcome<()> {
        if let Some(generator) = generators.iter().find(|generator| generator.is_async) {
            return Err(Problem::at(generator, "asynchronous comprehensions are not supported yet"));
        }
        let Some((first, others)) = generators.split_first() else { return Ok(()) };
        self.iterable(&first.iter)?;
        let host_inlines = !self.current().has_namespace();
        let class = self.class();
        let id = self.open_for(node, ScopeKind::Comprehension, class);
        self.comprehension_names.insert(id, comprehension_name(expression));
        if host_inlines && !matches!(expression, Expr::Generator(_)) {
            self.inline_into_host(id);
        } else {
            self.note(".0", usage::PARAMETER);
            self.current().parameter_count = 1;
        }
        self.iteration_target(&first.target)?;
        self.all(&first.ifs)?;
        for generator in others {
            self.iterable(&generator.iter)?;
            self.iteration_target(&generator.target)?;
            self.all(&generator.ifs)?;
        }
        for result in results {
            if let Expr::Starred(starred) = result {
                return Err(Problem::at(starred, "iterable unpacking cannot be used in comprehension"));
            }
            self.expression(result)?;
        }
        self.current().is_generator = matches!(expression, Expr::Generator(_));
        self.close();
        self.pass_uses_to_host(id);
        Ok(())
    }

    fn inline_into_host(&mut self, id: ScopeId) {
        let host = self.scopes.get(id).parent.unwrap_or(id);
        let depth = self.scopes.get(host).comprehension_depth;
        let scope = self.scopes.get_mut(id);
        scope.inlined = true;
        scope.comprehension_depth = depth + 1;
        let unit = self.scopes.unit_of(id);
        self.scopes.get_mut(unit).comprehensions.push(id);
    }

    /// What an inlined comprehension uses and does not bind is used by its host.
    fn pass_uses_to_host(&mut self, id: ScopeId) {
        if !self.scopes.get(id).inlined {
            return;
        }
        let used: Vec<String> = self
            .scopes
            .get(id)
            .symbols
            .iter()
            .filter(|symbol| !symbol.is_own())
            .map(|symbol| symbol.name.clone())
            .collect();
        for name in used {
            self.current().symbol_mut(&name).usage |= usage::USED;
        }
        let walrus = self.scopes.get(id).walrus.clone();
        self.current().walrus.extend(walrus);
    }

    fn iterable(&mut self, iterable: &Expr) -> Outcome<()> {
        self.current().in_iterable += 1;
        self.expression(iterable)?;
        self.current().in_iterable -= 1;
        Ok(())
    }

    fn iteration_target(&mut self, target: &Expr) -> Outcome<()> {
        match target {
            Expr::Name(name) => {
                let class = self.class();
                let mangled = mangle(class.as_deref(), &name.id).into_owned();
                let already = self.current().symbol(&mangled).is_some_and(|symbol| symbol.is(usage::THROUGH));
                if already {
                    let message = format!(
                        "comprehension inner loop cannot rebind assignment expression target '{}'",
                        name.id
                    );
                    return Err(Problem::at(name, message));
                }
                self.bind(&name.id, name.range)?;
                self.note(&name.id, usage::ITERATION);
                Ok(())
            }
            Expr::Tuple(tuple) => tuple.elts.iter().try_for_each(|item| self.iteration_target(item)),
            Expr::List(list) => list.elts.iter().try_for_each(|item| self.iteration_target(item)),
            Expr::Starred(starred) => self.iteration_target(&starred.value),
            other => self.target(other),
        }
    }

    /// `name := value`: in a comprehension the name belongs to the block around all comprehensions.
    fn named(&mut self, node: &ExprNamed) -> Outcome<()> {
        let Expr::Name(name) = &*node.target else {
            return Err(Problem::at(
                &*node.target,
                format!("cannot use assignment expressions with {}", self.text(&*node.target)),
            ));
        };
        let class = self.class();
        let mangled = mangle(class.as_deref(), &name.id).into_owned();
        if self.stack.iter().any(|&id| self.scopes.get(id).in_iterable > 0) {
            return Err(Problem::at(
                node,
                "assignment expression cannot be used in a comprehension iterable expression",
            ));
        }
        if self.current().kind == ScopeKind::Comprehension {
            self.named_in_comprehension(node, &name.id, &mangled)?;
        }
        self.expression(&node.value)?;
        self.bind_walrus(&name.id, &mangled, name.range)
    }

    fn named_in_comprehension(&mut self, node: &ExprNamed, name: &str, mangled: &str) -> Outcome<()> {
        for index in (0..self.stack.len()).rev() {
            let id = self.stack[index];
            let scope = self.scopes.get(id);
            match scope.kind {
                ScopeKind::Comprehension => {
                    if scope.symbol(mangled).is_some_and(|symbol| symbol.is(usage::ITERATION)) {
                        let message = format!(
                            "assignment expression cannot rebind comprehension iteration variable '{name}'"
                        );
                        return Err(Problem::at(&*node.target, message));
                    }
                }
                ScopeKind::Class => {
                    let message =
                        "assignment expression within a comprehension cannot be used in a class body";
                    return Err(Problem::at(&*node.target, message));
                }
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    fn bind_walrus(&mut self, name: &str, mangled: &str, range: ruff_text_size::TextRange) -> Outcome<()> {
        if self.current().kind != ScopeKind::Comprehension {
            self.current().walrus.insert(mangled.to_owned());
            return self.bind(name, range);
        }
        if name == "__debug__" {
            return Err(Problem::at(&range, "cannot assign to __debug__"));
        }
        for index in (0..self.stack.len()).rev() {
            let id = self.stack[index];
            let scope = self.scopes.get_mut(id);
            scope.walrus.insert(mangled.to_owned());
            if scope.kind == ScopeKind::Comprehension {
                scope.symbol_mut(mangled).usage |= usage::THROUGH | usage::USED;
                continue;
            }
            let is_module = matches!(scope.kind, ScopeKind::Module | ScopeKind::NamedModule);
            scope.symbol_mut(mangled).usage |= usage::BOUND;
            if is_module {
                for &inner in &self.stack[index + 1..] {
                    self.scopes.get_mut(inner).symbol_mut(mangled).usage |= usage::GLOBAL;
                }
            }
            return Ok(());
        }
        Ok(())
    }
}
