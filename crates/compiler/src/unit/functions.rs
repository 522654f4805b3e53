//! Functions and lambdas: defaults, decorators, closures, and the unit inside.
//!
//! ```text
//! window   defaults   keyword defaults   closure   annotate     ─► MakeFunction
//! ```
//!
//! Annotations are not compiled yet; the window's last register is where their function will go.

use exuvia_bytecode::{CodeFlags, CodeUnit, Const, FRAME_WORDS, Op};
use ruff_python_ast::{Decorator, Expr, ExprLambda, Parameters, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::Unit;
use super::names::Binding;
use crate::error::Outcome;
use crate::scope::{ScopeId, ScopeKind, usage};

impl<'a> Unit<'a> {
    pub(super) fn function(&mut self, node: &'a StmtFunctionDef) -> Outcome<()> {
        let mark = self.top;
        self.decorators(&node.decorator_list)?;
        let window = self.top;
        self.defaults(&node.parameters)?;
        let first = node.decorator_list.first().map_or(node.name.range, |decorator| decorator.range);
        let line = match node.decorator_list.first() {
            Some(_) => self.context.source.line(first.start()),
            None => self.line_of_keyword(node.range),
        };
        let id = self.context.scopes.of_node(node);
        let qualified = self.qualify_declared(&node.name);
        let mut unit = Unit::new(self.context, id, &node.name, qualified, line);
        unit.set_parameters(&node.parameters);
        unit.function_body(&node.body)?;
        let code = unit.finish()?;
        self.at(node);
        let name = self.mangled(&node.name);
        let target = self.plain_target(&name).filter(|_| node.decorator_list.is_empty());
        let mut function = self.make_function(window, code, target)?;
        function = self.decorate(&node.decorator_list, function, mark, self.plain_target(&name))?;
        self.at(node);
        self.store_name(&name, function);
        self.top = mark;
        Ok(())
    }

    fn line_of_keyword(&self, range: TextRange) -> u32 {
        self.context.source.line(range.start())
    }

    /// The register of a name that is a plain local.
    pub(super) fn plain_target(&self, name: &str) -> Option<u16> {
        match self.binding(name) {
            Binding::Local(register) => Some(register),
            _ => None,
        }
    }

    /// Decorators into windows of their own, the first outermost.
    pub(super) fn decorators(&mut self, decorators: &'a [Decorator]) -> Outcome<()> {
        for decorator in decorators {
            self.push(&decorator.expression)?;
            self.reserve(FRAME_WORDS - 1)?;
        }
        Ok(())
    }

    /// Calls the decorators on what is behind their windows, the last first.
    pub(super) fn decorate(
        &mut self,
        decorators: &'a [Decorator],
        decorated: u16,
        mark: u16,
        target: Option<u16>,
    ) -> Outcome<u16> {
        let mut decorated = decorated;
        for decorator in decorators.iter().rev() {
            let window = decorated - FRAME_WORDS as u16;
            let into = target.filter(|_| window == mark);
            let result = self.result(window, into)?;
            self.at(&decorator.expression);
            self.emit(Op::Call, result, window, 1);
            decorated = result;
        }
        Ok(decorated)
    }

    pub(super) fn lambda(&mut self, node: &'a ExprLambda, target: Option<u16>) -> Outcome<u16> {
        let window = self.top;
        match node.parameters.as_deref() {
            Some(parameters) => self.defaults(parameters)?,
            None => self.no_defaults()?,
        }
        let id = self.context.scopes.of_node(node);
        let line = self.context.source.line(node.range.start());
        let qualified = self.qualify("<lambda>");
        let mut unit = Unit::new(self.context, id, "<lambda>", qualified, line);
        if let Some(parameters) = node.parameters.as_deref() {
            unit.set_parameters(parameters);
        }
        unit.at(&*node.body);
        unit.enter();
        unit.begin(node.body.range());
        let value = unit.operand(&node.body)?;
        unit.at(&*node.body);
        unit.emit(Op::Return, value, 0, 0);
        let code = unit.finish()?;
        self.at(node);
        self.make_function(window, code, target)
    }

    /// The first two registers of the window: defaults and keyword defaults.
    fn defaults(&mut self, parameters: &'a Parameters) -> Outcome<()> {
        let mark = self.top;
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let mut count = 0;
        for default in positional.filter_map(|parameter| parameter.default.as_deref()) {
            self.push(default)?;
            count += 1;
        }
        let defaults = self.result(mark, None)?;
        if count == 0 {
            self.emit(Op::LoadSpecial, defaults, 4, 0);
        } else {
            self.emit(Op::BuildTuple, defaults, mark, count);
        }
        let mark = self.top;
        let mut count = 0;
        for parameter in &parameters.kwonlyargs {
            if let Some(default) = parameter.default.as_deref() {
                let name = self.mangled(&parameter.parameter.name);
                self.push_constant(Const::Str(name))?;
                self.push(default)?;
                count += 2;
            }
        }
        let keyword_defaults = self.result(mark, None)?;
        if count == 0 {
            self.emit(Op::LoadSpecial, keyword_defaults, 4, 0);
        } else {
            self.emit(Op::BuildDict, keyword_defaults, mark, count);
        }
        Ok(())
    }

    fn no_defaults(&mut self) -> Outcome<()> {
        for _ in 0..2 {
            let register = self.reserve(1)?;
            self.emit(Op::LoadSpecial, register, 4, 0);
        }
        Ok(())
    }

    /// A function without defaults, in the target or the temporary at `top`.
    pub(super) fn plain_function(&mut self, code: CodeUnit, target: Option<u16>) -> Outcome<u16> {
        let window = self.top;
        self.no_defaults()?;
        self.make_function(window, code, target)
    }

    /// The function, its defaults in the first two registers of `window`.
    fn make_function(&mut self, window: u16, code: CodeUnit, target: Option<u16>) -> Outcome<u16> {
        self.top = window + 2;
        self.closure(&code.free)?;
        let annotate = self.reserve(1)?;
        self.emit(Op::LoadSpecial, annotate, 4, 0);
        let result = self.result(window, target)?;
        self.emit_constant(Op::MakeFunction, result, window, 0, Const::Code(Box::new(code)));
        Ok(result)
    }

    /// The tuple of the cells that the inner unit captures, or nothing.
    fn closure(&mut self, free: &[String]) -> Outcome<()> {
        let mark = self.top;
        for name in free {
            let register = self.reserve(1)?;
            match self.cell_register(name) {
                Some(cell) => self.emit(Op::Move, register, cell, 0),
                None => {
                    let index = self.free_index(name);
                    self.emit(Op::LoadClosure, register, index, 0);
                }
            }
        }
        let closure = self.result(mark, None)?;
        if free.is_empty() {
            self.emit(Op::LoadSpecial, closure, 4, 0);
        } else {
            self.emit(Op::BuildTuple, closure, mark, free.len() as u16);
        }
        Ok(())
    }

    /// The register of this unit's own cell of that name.
    fn cell_register(&self, name: &str) -> Option<u16> {
        if self.scope().kind == ScopeKind::Class {
            return self.registers.get(name).copied();
        }
        match self.binding(name) {
            Binding::Cell(register) => Some(register),
            _ => None,
        }
    }

    pub(super) fn set_parameters(&mut self, parameters: &Parameters) {
        let head = self.asm.head_mut();
        head.positional_only_count = parameters.posonlyargs.len() as u16;
        head.positional_count = (parameters.posonlyargs.len() + parameters.args.len()) as u16;
        head.keyword_only_count = parameters.kwonlyargs.len() as u16;
        if parameters.vararg.is_some() {
            head.flags.0 |= CodeFlags::VARARGS;
        }
        if parameters.kwarg.is_some() {
            head.flags.0 |= CodeFlags::VARKEYWORDS;
        }
    }

    pub(super) fn positional_count(&self) -> u16 {
        self.asm.head().positional_count
    }

    fn function_body(&mut self, body: &'a [Stmt]) -> Outcome<()> {
        if let Some(doc) = docstring(body) {
            self.asm.constant(Const::Str(doc));
            self.asm.head_mut().flags.0 |= CodeFlags::HAS_DOC;
        }
        if let Some(first) = body.first() {
            self.at(first);
        }
        self.enter();
        self.body(body)
    }

    /// The qualified name of something that is defined here.
    pub(super) fn qualify(&self, name: &str) -> String {
        match self.scope().kind {
            ScopeKind::Module | ScopeKind::NamedModule => name.to_owned(),
            ScopeKind::Class => format!("{}.{name}", self.qualified_name),
            _ => format!("{}.<locals>.{name}", self.qualified_name),
        }
    }

    /// The same for a definition, which may be declared global.
    pub(super) fn qualify_declared(&self, name: &str) -> String {
        let mangled = self.mangled(name);
        let global = self.scope().symbol(&mangled).is_some_and(|symbol| symbol.is(usage::GLOBAL));
        if global { name.to_owned() } else { self.qualify(name) }
    }

    /// The scope that a node opens, for the units inside this one.
    pub(super) fn scope_of<T>(&self, node: &T) -> ScopeId {
        self.context.scopes.of_node(node)
    }
}

/// The documentation string of a body, its indentation taken out.
pub(super) fn docstring(body: &[Stmt]) -> Option<String> {
    let Some(Stmt::Expr(first)) = body.first() else { return None };
    let Expr::StringLiteral(literal) = &*first.value else { return None };
    Some(clean_doc(literal.value.to_str()))
}

/// Takes the common indentation out of all lines but the first, whose own leading spaces go, too.
fn clean_doc(doc: &str) -> String {
    let doc = expand_tabs(doc);
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines = doc.split('\n');
    let first = lines.next().unwrap_or("");
    let margin =
        lines.clone().filter(|line| !line.trim_start_matches(' ').is_empty()).map(indent).min().unwrap_or(0);
    let mut cleaned = first.trim_start_matches(' ').to_owned();
    for line in lines {
        cleaned.push('\n');
        cleaned.push_str(&line[indent(line).min(margin)..]);
    }
    cleaned
}

fn expand_tabs(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut column = 0;
    for character in text.chars() {
        match character {
            '\t' => {
                let width = 8 - column % 8;
                expanded.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' | '\r' => {
                column = 0;
                expanded.push(character);
            }
            _ => {
                column += 1;
                expanded.push(character);
            }
        }
    }
    expanded
}
