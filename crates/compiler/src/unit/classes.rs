//! Classes: a body with a namespace in register 0, and the call that makes the class.
//!
//! ```text
//! __build_class__(body, 'C', *bases, **keywords)       the body returns its __class__ cell, or None
//! ```
//!
//! It knows what a body stores on its own: `__module__`, `__qualname__`, `__firstlineno__`, `__doc__`, `__classcell__`.

use exuvia_bytecode::{CodeUnit, Const, FRAME_WORDS, Op};
use ruff_python_ast::StmtClassDef;

use super::Unit;
use super::displays::check_keywords;
use super::functions::docstring;
use crate::error::Outcome;

impl<'a> Unit<'a> {
    pub(super) fn class(&mut self, node: &'a StmtClassDef) -> Outcome<()> {
        let mark = self.top;
        check_keywords(node.keywords())?;
        self.decorators(&node.decorator_list)?;
        let window = self.top;
        self.at(node);
        let build = self.reserve(1)?;
        self.emit(Op::LoadBuildClass, build, 0, 0);
        self.reserve(FRAME_WORDS - 1)?;
        let code = self.class_unit(node)?;
        self.at(node);
        self.plain_function(code, None)?;
        self.push_constant(Const::Str(node.name.to_string()))?;
        let name = self.mangled(&node.name);
        let plain = self.plain_target(&name);
        let target = plain.filter(|_| node.decorator_list.is_empty());
        let class = self.finish_call(window, 2, node.arguments.as_deref(), node.range, target)?;
        let class = self.decorate(&node.decorator_list, class, mark, plain)?;
        self.at(node);
        self.store_name(&name, class);
        self.top = mark;
        Ok(())
    }

    fn class_unit(&mut self, node: &'a StmtClassDef) -> Outcome<CodeUnit> {
        let first = node.decorator_list.first().map_or(node.range.start(), |first| first.range.start());
        let line = self.context.source.line(first);
        let qualified = self.qualify_declared(&node.name);
        let id = self.scope_of(node);
        let mut unit = Unit::new(self.context, id, &node.name, qualified.clone(), line);
        unit.at(node);
        unit.enter();
        let register = unit.reserve(1)?;
        unit.emit_name(Op::LoadName, register, 0, 0, "__name__");
        unit.emit_name(Op::StoreName, register, 0, 0, "__module__");
        unit.store_class_name("__qualname__", Const::Str(qualified))?;
        unit.store_class_name("__firstlineno__", Const::Int(i64::from(line)))?;
        if let Some(doc) = docstring(&node.body) {
            unit.store_class_name("__doc__", Const::Str(doc))?;
        }
        unit.top = register;
        unit.body(&node.body)?;
        unit.return_class_cell()?;
        unit.finish()
    }

    fn store_class_name(&mut self, name: &str, value: Const) -> Outcome<()> {
        let mark = self.top;
        let register = self.push_constant(value)?;
        self.emit_name(Op::StoreName, register, 0, 0, name);
        self.top = mark;
        Ok(())
    }

    /// `__classcell__` goes into the namespace and is what the body returns.
    fn return_class_cell(&mut self) -> Outcome<()> {
        let Some(&cell) = self.registers.get("__class__") else { return Ok(()) };
        let mark = self.top;
        let stored = self.reserve(1)?;
        self.emit(Op::Move, stored, cell, 0);
        self.emit_name(Op::StoreName, stored, 0, 0, "__classcell__");
        self.emit(Op::Move, stored, cell, 0);
        self.emit(Op::Return, stored, 0, 0);
        self.top = mark;
        Ok(())
    }
}
