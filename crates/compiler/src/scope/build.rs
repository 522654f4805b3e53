//! The first pass: scopes and what their blocks do with names, statement by statement.
//!
//! ```text
//! stack of open scopes     module ─ class C ─ function m ─ comprehension      names go into the innermost
//! ```
//!
//! It reports what only needs the order of uses and declarations. It resolves nothing.

use ruff_python_ast::{Expr, Identifier, Mod, Parameters, Stmt, StmtTry};
use ruff_text_size::{Ranged, TextRange};

use super::{Scope, ScopeId, ScopeKind, Scopes, address, usage};
use crate::Options;
use crate::error::{Outcome, Problem};
use crate::mangle::mangle;
use crate::source::Source;

pub(super) struct Builder<'a> {
    pub(super) scopes: Scopes,
    pub(super) stack: Vec<ScopeId>,
    source: &'a Source<'a>,
    pub(super) comprehension_names: std::collections::HashMap<ScopeId, &'static str>,
}

/// All scopes of a tree, unresolved.
pub(super) fn build(tree: &Mod, source: &Source, options: &Options) -> Outcome<Scopes> {
    let kind = if options.named_locals { ScopeKind::NamedModule } else { ScopeKind::Module };
    let mut builder = Builder {
        scopes: Scopes::default(),
        stack: Vec::new(),
        source,
        comprehension_names: std::collections::HashMap::new(),
    };
    builder.open(kind, None);
    match tree {
        Mod::Module(module) => builder.body(&module.body)?,
        Mod::Expression(expression) => builder.expression(&expression.body)?,
    }
    Ok(builder.scopes)
}

impl Builder<'_> {
    /// Opens a scope inside the current one.
    pub(super) fn open(&mut self, kind: ScopeKind, class: Option<String>) -> ScopeId {
        let parent = self.stack.last().copied();
        let id = ScopeId(self.scopes.scopes.len() as u32);
        self.scopes.scopes.push(Scope::new(kind, parent, class));
        self.stack.push(id);
        id
    }

    pub(super) fn open_for<T>(&mut self, node: &T, kind: ScopeKind, class: Option<String>) -> ScopeId {
        let id = self.open(kind, class);
        self.scopes.nodes.insert(address(node), id);
        id
    }

    pub(super) fn close(&mut self) {
        self.stack.pop();
    }

    pub(super) fn current_id(&self) -> ScopeId {
        self.stack.last().copied().unwrap_or(ScopeId(0))
    }

    pub(super) fn current(&mut self) -> &mut Scope {
        let id = self.current_id();
        self.scopes.get_mut(id)
    }

    pub(super) fn class(&self) -> Option<String> {
        self.scopes.get(self.current_id()).class.clone()
    }

    /// Notes what the current block does with a name.
    pub(super) fn note(&mut self, name: &str, how: u16) {
        let class = self.class();
        let mangled = mangle(class.as_deref(), name).into_owned();
        self.current().symbol_mut(&mangled).usage |= how;
    }

    pub(super) fn bind(&mut self, name: &str, range: TextRange) -> Outcome<()> {
        if name == "__debug__" {
            return Err(Problem::at(&range, "cannot assign to __debug__"));
        }
        self.note(name, usage::BOUND);
        Ok(())
    }

    fn body(&mut self, body: &[Stmt]) -> Outcome<()> {
        body.iter().try_for_each(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &Stmt) -> Outcome<()> {
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class_definition(class),
            Stmt::Return(node) => self.optional(node.value.as_deref()),
            Stmt::Delete(node) => node.targets.iter().try_for_each(|target| self.delete_target(target)),
            Stmt::Assign(node) => {
                self.expression(&node.value)?;
                node.targets.iter().try_for_each(|target| self.target(target))
            }
            Stmt::AugAssign(node) => {
                if let Expr::Name(name) = &*node.target {
                    self.note(&name.id, usage::USED);
                }
                self.target(&node.target)?;
                self.expression(&node.value)
            }
            Stmt::AnnAssign(node) => {
                if let Expr::Name(name) = &*node.target {
                    self.check_annotated(name.id.as_str(), node.range)?;
                    let bound = node.value.is_some() || self.annotation_binds();
                    self.bind(&name.id, name.range)?;
                    self.note(&name.id, usage::ANNOTATED | if bound { usage::BOUND } else { 0 });
                } else {
                    self.target(&node.target)?;
                }
                self.optional(node.value.as_deref())
            }
            Stmt::For(node) => {
                self.expression(&node.iter)?;
                self.target(&node.target)?;
                self.body(&node.body)?;
                self.body(&node.orelse)
            }
            Stmt::While(node) => {
                self.expression(&node.test)?;
                self.body(&node.body)?;
                self.body(&node.orelse)
            }
            Stmt::If(node) => {
                self.expression(&node.test)?;
                self.body(&node.body)?;
                node.elif_else_clauses.iter().try_for_each(|clause| {
                    self.optional(clause.test.as_ref())?;
                    self.body(&clause.body)
                })
            }
            Stmt::With(node) => {
                for item in &node.items {
                    self.expression(&item.context_expr)?;
                    if let Some(target) = item.optional_vars.as_deref() {
                        self.target(target)?;
                    }
                }
                self.body(&node.body)
            }
            Stmt::Raise(node) => {
                self.optional(node.exc.as_deref())?;
                self.optional(node.cause.as_deref())
            }
            Stmt::Try(node) => self.try_statement(node),
            Stmt::Assert(node) => {
                self.expression(&node.test)?;
                self.optional(node.msg.as_deref())
            }
            Stmt::Import(node) => node.names.iter().try_for_each(|alias| {
                let name = match &alias.asname {
                    Some(name) => name.as_str(),
                    None => alias.name.as_str().split('.').next().unwrap_or(""),
                };
                self.bind(name, alias.range)
            }),
            Stmt::ImportFrom(node) => self.import_from(node),
            Stmt::Global(node) => self.declare(&node.names, usage::GLOBAL, node.range),
            Stmt::Nonlocal(node) => self.declare(&node.names, usage::NONLOCAL, node.range),
            Stmt::Expr(node) => self.expression(&node.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => Ok(()),
            Stmt::Match(node) => Err(Problem::at(node, "match statements are not supported yet")),
            Stmt::TypeAlias(node) => Err(Problem::at(node, "type statements are not supported yet")),
            Stmt::IpyEscapeCommand(node) => Err(Problem::at(node, "invalid syntax")),
        }
    }

    /// An annotation without a value makes the name local to a function, as an assignment would.
    fn annotation_binds(&self) -> bool {
        true
    }

    fn check_annotated(&mut self, name: &str, range: TextRange) -> Outcome<()> {
        let class = self.class();
        let mangled = mangle(class.as_deref(), name).into_owned();
        let is_module = self.current().kind == ScopeKind::Module;
        let Some(symbol) = self.current().symbol(&mangled) else { return Ok(()) };
        let what = if symbol.is(usage::GLOBAL) && !is_module {
            "global"
        } else if symbol.is(usage::NONLOCAL) {
            "nonlocal"
        } else {
            return Ok(());
        };
        Err(Problem::at(&range, format!("annotated name '{name}' can't be {what}")))
    }

    fn function(&mut self, function: &ruff_python_ast::StmtFunctionDef) -> Outcome<()> {
        if function.is_async {
            return Err(Problem::at(function, "async functions are not supported yet"));
        }
        if function.type_params.is_some() {
            return Err(Problem::at(function, "type parameters are not supported yet"));
        }
        self.bind(&function.name, function.range)?;
        self.defaults(&function.parameters)?;
        self.decorators(&function.decorator_list)?;
        let class = self.class();
        self.open_for(function, ScopeKind::Function, class);
        self.parameters(&function.parameters)?;
        self.body(&function.body)?;
        self.close();
        Ok(())
    }

    fn decorators(&mut self, decorators: &[ruff_python_ast::Decorator]) -> Outcome<()> {
        decorators.iter().try_for_each(|decorator| self.expression(&decorator.expression))
    }

    /// Defaults belong to the block around the function.
    pub(super) fn defaults(&mut self, parameters: &Parameters) -> Outcome<()> {
        parameters
            .iter_non_variadic_params()
            .try_for_each(|parameter| self.optional(parameter.default.as_deref()))
    }

    /// Parameters in the order of their registers.
    pub(super) fn parameters(&mut self, parameters: &Parameters) -> Outcome<()> {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        for parameter in positional.chain(&parameters.kwonlyargs) {
            self.parameter(&parameter.parameter.name)?;
        }
        for parameter in parameters.vararg.iter().chain(&parameters.kwarg) {
            self.parameter(&parameter.name)?;
        }
        Ok(())
    }

    fn parameter(&mut self, name: &Identifier) -> Outcome<()> {
        if name.as_str() == "__debug__" {
            return Err(Problem::at(name, "cannot assign to __debug__"));
        }
        let class = self.class();
        let mangled = mangle(class.as_deref(), name).into_owned();
        let scope = self.current();
        let symbol = scope.symbol_mut(&mangled);
        if symbol.is(usage::PARAMETER) {
            let message = format!("duplicate argument '{name}' in function definition");
            return Err(Problem::at(name, message));
        }
        symbol.usage |= usage::PARAMETER;
        scope.parameter_count += 1;
        Ok(())
    }

    fn class_definition(&mut self, class: &ruff_python_ast::StmtClassDef) -> Outcome<()> {
        if class.type_params.is_some() {
            return Err(Problem::at(class, "type parameters are not supported yet"));
        }
        self.bind(&class.name, class.range)?;
        if let Some(arguments) = class.arguments.as_deref() {
            self.arguments(arguments)?;
        }
        self.decorators(&class.decorator_list)?;
        self.open_for(class, ScopeKind::Class, Some(class.name.to_string()));
        self.body(&class.body)?;
        self.close();
        Ok(())
    }

    fn try_statement(&mut self, node: &StmtTry) -> Outcome<()> {
        self.body(&node.body)?;
        for handler in &node.handlers {
            let ruff_python_ast::ExceptHandler::ExceptHandler(handler) = handler;
            self.optional(handler.type_.as_deref())?;
            if let Some(name) = &handler.name {
                self.bind(name, name.range)?;
                self.note_deleted(name);
            }
            self.body(&handler.body)?;
        }
        self.body(&node.orelse)?;
        self.body(&node.finalbody)
    }

    fn note_deleted(&mut self, name: &str) {
        let class = self.class();
        let mangled = mangle(class.as_deref(), name).into_owned();
        self.current().deleted.insert(mangled);
    }

    fn import_from(&mut self, node: &ruff_python_ast::StmtImportFrom) -> Outcome<()> {
        for alias in &node.names {
            if alias.name.as_str() == "*" {
                let top = matches!(self.current().kind, ScopeKind::Module | ScopeKind::NamedModule);
                if !top {
                    return Err(Problem::at(alias, "import * only allowed at module level"));
                }
                continue;
            }
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            self.bind(name, alias.range)?;
        }
        Ok(())
    }

    fn declare(&mut self, names: &[Identifier], how: u16, range: TextRange) -> Outcome<()> {
        let word = if how == usage::GLOBAL { "global" } else { "nonlocal" };
        let kind = self.current().kind;
        if how == usage::NONLOCAL && matches!(kind, ScopeKind::Module | ScopeKind::NamedModule) {
            return Err(Problem::at(&range, "nonlocal declaration not allowed at module level"));
        }
        for name in names {
            let class = self.class();
            let mangled = mangle(class.as_deref(), name).into_owned();
            let symbol = self.current().symbol_mut(&mangled);
            let declared = symbol.declared;
            let message = if symbol.is(usage::PARAMETER) {
                format!("name '{name}' is parameter and {word}")
            } else if symbol.is(usage::GLOBAL | usage::NONLOCAL) && !symbol.is(how) {
                let range = declared.unwrap_or(range);
                return Err(Problem::at(&range, format!("name '{name}' is nonlocal and global")));
            } else if symbol.is(how) {
                continue;
            } else if symbol.is(usage::USED) {
                format!("name '{name}' is used prior to {word} declaration")
            } else if symbol.is(usage::ANNOTATED) {
                format!("annotated name '{name}' can't be {word}")
            } else if symbol.is(usage::BOUND) {
                format!("name '{name}' is assigned to before {word} declaration")
            } else {
                symbol.usage |= how;
                symbol.declared.get_or_insert(range);
                continue;
            };
            return Err(Problem::at(&range, message));
        }
        Ok(())
    }

    /// Notes the names of a target as bound, and uses what it uses.
    pub(super) fn target(&mut self, target: &Expr) -> Outcome<()> {
        match target {
            Expr::Name(name) => self.bind(&name.id, name.range),
            Expr::Tuple(tuple) => tuple.elts.iter().try_for_each(|item| self.target(item)),
            Expr::List(list) => list.elts.iter().try_for_each(|item| self.target(item)),
            Expr::Starred(starred) => self.target(&starred.value),
            Expr::Attribute(attribute) if attribute.attr.as_str() == "__debug__" => {
                Err(Problem::at(attribute, "cannot assign to __debug__"))
            }
            other => self.expression(other),
        }
    }

    fn delete_target(&mut self, target: &Expr) -> Outcome<()> {
        match target {
            Expr::Name(name) => {
                if name.id.as_str() == "__debug__" {
                    return Err(Problem::at(name, "cannot delete __debug__"));
                }
                self.note(&name.id, usage::BOUND);
                self.note_deleted(&name.id);
                Ok(())
            }
            Expr::Tuple(tuple) => tuple.elts.iter().try_for_each(|item| self.delete_target(item)),
            Expr::List(list) => list.elts.iter().try_for_each(|item| self.delete_target(item)),
            other => self.expression(other),
        }
    }

    pub(super) fn optional(&mut self, expression: Option<&Expr>) -> Outcome<()> {
        expression.map_or(Ok(()), |expression| self.expression(expression))
    }

    /// The text of a range, for messages.
    pub(super) fn text(&self, node: &impl Ranged) -> &str {
        self.source.slice(node.range())
    }
}
