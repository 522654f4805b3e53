//! Imports, and `from __future__`.
//!
//! ```text
//! import a.b          ImportName t, 'a.b' ; store a          from m import x    ImportName ; ImportFrom ; store x
//! ```

use exuvia_bytecode::{Const, Op};
use ruff_python_ast::{Alias, Expr, Stmt, StmtImport, StmtImportFrom};

use super::Unit;
use crate::error::{Outcome, Problem};

/// Features that `from __future__` knows; all of them are the language's own by now, or change annotations only.
const FEATURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

impl<'a> Unit<'a> {
    pub(super) fn import(&mut self, node: &'a StmtImport) -> Outcome<()> {
        for alias in &node.names {
            let mark = self.top;
            self.at(node);
            let none = self.push_constant(Const::None)?;
            let module = self.result(mark, None)?;
            self.emit_name(Op::ImportName, module, none, 0, &alias.name);
            self.bind_import(alias, module)?;
            self.top = mark;
        }
        Ok(())
    }

    fn bind_import(&mut self, alias: &'a Alias, module: u16) -> Outcome<()> {
        let mut parts = alias.name.as_str().split('.');
        let first = parts.next().unwrap_or("");
        let Some(name) = &alias.asname else {
            let name = self.mangled(first);
            self.store_name(&name, module);
            return Ok(());
        };
        // `import a.b.c as d` binds the submodule, found through its parents.
        let mut current = module;
        for part in parts {
            let inner = self.reserve(1)?;
            self.emit_name(Op::ImportFrom, inner, current, 0, part);
            self.emit(Op::Release, current, 0, 0);
            current = inner;
        }
        let name = self.mangled(name);
        self.store_name(&name, current);
        Ok(())
    }

    pub(super) fn import_from(&mut self, node: &'a StmtImportFrom) -> Outcome<()> {
        let is_future = node.module.as_ref().is_some_and(|module| module.as_str() == "__future__");
        if is_future && !self.futures.contains(&node.range.start()) {
            return Err(Problem::at(node, "from __future__ imports must occur at the beginning of the file"));
        }
        let mark = self.top;
        let names = node.names.iter().map(|alias| Const::Str(alias.name.to_string())).collect();
        let from_list = self.push_constant(Const::Tuple(names))?;
        let module = self.result(mark, None)?;
        let Ok(level) = u16::try_from(node.level) else {
            return Err(Problem::at(node, "too many levels of relative import"));
        };
        let name = node.module.as_ref().map_or("", |module| module.as_str());
        self.emit_name(Op::ImportName, module, from_list, level, name);
        if let [alias] = &*node.names
            && alias.name.as_str() == "*"
        {
            self.emit(Op::ImportStar, module, 0, 0);
            self.top = mark;
            return Ok(());
        }
        for alias in &node.names {
            let value = self.reserve(1)?;
            self.at(node);
            self.emit_name(Op::ImportFrom, value, module, 0, &alias.name);
            let stored = self.mangled(alias.asname.as_ref().unwrap_or(&alias.name));
            self.store_name(&stored, value);
            self.top = module + 1;
        }
        self.emit(Op::Release, module, 0, 0);
        self.top = mark;
        Ok(())
    }

    /// `from __future__` imports stand at the beginning and name features that exist.
    pub(super) fn check_futures(&mut self, body: &'a [Stmt]) -> Outcome<()> {
        let mut at_start = true;
        for (index, statement) in body.iter().enumerate() {
            match statement {
                Stmt::ImportFrom(node)
                    if node.level == 0
                        && node.module.as_ref().is_some_and(|name| name.as_str() == "__future__") =>
                {
                    if !at_start {
                        return Err(Problem::at(
                            node,
                            "from __future__ imports must occur at the beginning of the file",
                        ));
                    }
                    check_features(node)?;
                    self.futures.push(node.range.start());
                }
                Stmt::Expr(node) if index == 0 && matches!(&*node.value, Expr::StringLiteral(_)) => {}
                _ => at_start = false,
            }
        }
        Ok(())
    }
}

fn check_features(node: &StmtImportFrom) -> Outcome<()> {
    for alias in &node.names {
        let name = alias.name.as_str();
        if name == "braces" {
            return Err(Problem::at(alias, "not a chance"));
        }
        if !FEATURES.contains(&name) {
            return Err(Problem::at(alias, format!("future feature {name} is not defined")));
        }
    }
    Ok(())
}
