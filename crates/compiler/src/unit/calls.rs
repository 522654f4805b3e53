//! Calls: the callable into a window, the arguments behind it.
//!
//! ```text
//! w      w+1 … w+3        w+4 …             f(a, b=1)      CallKeywords w, 2, ('b',)
//! f      the frame's      arguments         o.m(a)         LoadMethod w, o ; … ; CallMethod w, 1
//! ```
//!
//! It knows the shape of windows and the order of evaluation, not what is called.

use exuvia_bytecode::{Const, FRAME_WORDS, Op};
use ruff_python_ast::{Arguments, Expr, ExprAttribute, ExprCall, Keyword};
use ruff_text_size::{Ranged, TextRange};

use super::Unit;
use super::displays::check_keywords;
use super::names::Binding;
use crate::error::Outcome;
use crate::scope::ScopeKind;

/// Arguments that are passed in registers of their own.
const MAX_PLAIN: usize = 250;

impl<'a> Unit<'a> {
    pub(super) fn call(&mut self, node: &'a ExprCall, target: Option<u16>) -> Outcome<u16> {
        check_keywords(&node.arguments.keywords)?;
        let mark = self.top;
        let plain = is_plain(&node.arguments);
        if plain && let Expr::Attribute(attribute) = &*node.func {
            return self.method_call(node, attribute, target);
        }
        self.push(&node.func)?;
        self.reserve(FRAME_WORDS - 1)?;
        if self.is_bare_super_call(node) {
            self.super_arguments(node)?;
            let result = self.result(mark, target)?;
            self.at(node);
            self.emit(Op::Call, result, mark, 2);
            return Ok(result);
        }
        self.finish_call(mark, 0, Some(&node.arguments), node.range(), target)
    }

    fn method_call(
        &mut self,
        node: &'a ExprCall,
        attribute: &'a ExprAttribute,
        target: Option<u16>,
    ) -> Outcome<u16> {
        let window = self.top;
        let object = self.operand(&attribute.value)?;
        self.top = window;
        self.reserve(FRAME_WORDS + 1)?;
        self.at(attribute);
        let name = self.mangled(&attribute.attr);
        self.emit_name(Op::LoadMethod, window, object, 0, &name);
        let count = self.plain_arguments(&node.arguments)?;
        let result = self.result(window, target)?;
        self.at(node);
        if node.arguments.keywords.is_empty() {
            self.emit(Op::CallMethod, result, window, count);
        } else {
            let names = self.asm.constant(keyword_names(&node.arguments.keywords));
            let draft = exuvia_bytecode::Draft::new(Op::CallKeywords, result, window, count);
            self.asm.emit(draft.mode(true).word(names));
        }
        Ok(result)
    }

    /// The rest of a call whose callable is in window `window` with `pushed` arguments behind it.
    pub(super) fn finish_call(
        &mut self,
        window: u16,
        pushed: usize,
        arguments: Option<&'a Arguments>,
        range: TextRange,
        target: Option<u16>,
    ) -> Outcome<u16> {
        let Some(arguments) = arguments else {
            let result = self.result(window, target)?;
            self.at(&range);
            self.emit(Op::Call, result, window, pushed as u16);
            return Ok(result);
        };
        if is_plain(arguments) {
            let count = pushed as u16 + self.plain_arguments(arguments)?;
            let result = self.result(window, target)?;
            self.at(&range);
            if arguments.keywords.is_empty() {
                self.emit(Op::Call, result, window, count);
            } else {
                let names = keyword_names(&arguments.keywords);
                self.emit_constant(Op::CallKeywords, result, window, count, names);
            }
            return Ok(result);
        }
        self.unpacked_positional(window, pushed, arguments)?;
        self.unpacked_keywords(window, &arguments.keywords, range)?;
        let result = self.result(window, target)?;
        self.at(&range);
        self.emit(Op::CallUnpack, result, window, 0);
        Ok(result)
    }

    /// Arguments into consecutive temporaries: positional, then keywords.
    fn plain_arguments(&mut self, arguments: &'a Arguments) -> Outcome<u16> {
        for argument in &arguments.args {
            self.push(argument)?;
        }
        for keyword in &arguments.keywords {
            self.push(&keyword.value)?;
        }
        Ok((arguments.args.len() + arguments.keywords.len()) as u16)
    }

    /// `r[w+4]`: a tuple, or the one iterable that is unpacked.
    fn unpacked_positional(&mut self, window: u16, pushed: usize, arguments: &'a Arguments) -> Outcome<()> {
        let start = window + FRAME_WORDS as u16;
        let has_star = arguments.args.iter().any(|argument| matches!(argument, Expr::Starred(_)));
        match &*arguments.args {
            [Expr::Starred(starred)] if pushed == 0 => {
                self.push(&starred.value)?;
            }
            args if !has_star && args.len() + pushed <= MAX_PLAIN => {
                for argument in args {
                    self.push(argument)?;
                }
                self.top = start;
                self.reserve(1)?;
                self.emit(Op::BuildTuple, start, start, (pushed + args.len()) as u16);
            }
            args => {
                self.gather(arguments, args, pushed)?;
                self.emit(Op::ListToTuple, start, start, 0);
            }
        }
        Ok(())
    }

    /// `r[w+5]`: a dict of all keywords, or nothing.
    fn unpacked_keywords(&mut self, window: u16, keywords: &'a [Keyword], range: TextRange) -> Outcome<()> {
        self.at(&range);
        if keywords.is_empty() {
            let empty = self.reserve(1)?;
            self.emit(Op::LoadSpecial, empty, 4, 0);
            return Ok(());
        }
        let dict = self.keyword_dict(keywords, range)?;
        let mut rest = &keywords[leading_names(keywords)..];
        while let Some((first, others)) = rest.split_first() {
            let mapping = if first.arg.is_none() {
                rest = others;
                self.operand(&first.value)?
            } else {
                let mapping = self.keyword_dict(rest, range)?;
                rest = &rest[leading_names(rest)..];
                mapping
            };
            self.at(&range);
            self.emit(Op::DictMerge, dict, mapping, window);
            self.top = dict + 1;
        }
        Ok(())
    }

    /// A dict of the named keywords that come first.
    fn keyword_dict(&mut self, keywords: &'a [Keyword], range: TextRange) -> Outcome<u16> {
        let mark = self.top;
        let leading = leading_names(keywords);
        for keyword in &keywords[..leading] {
            if let Some(name) = &keyword.arg {
                self.at(keyword);
                self.push_constant(Const::Str(name.to_string()))?;
                self.push(&keyword.value)?;
            }
        }
        self.top = mark;
        let dict = self.reserve(1)?;
        self.at(&range);
        self.emit(Op::BuildDict, dict, mark, 2 * leading as u16);
        Ok(dict)
    }

    /// Whether this is `super()` in a function that is written in a class and has a first parameter.
    fn is_bare_super_call(&self, node: &ExprCall) -> bool {
        let is_super = matches!(&*node.func, Expr::Name(name) if name.id.as_str() == "super");
        is_super
            && node.arguments.is_empty()
            && self.binding("super") == Binding::Global
            && matches!(self.scope().kind, ScopeKind::Function | ScopeKind::Lambda)
            && self.first_parameter().is_some()
            && matches!(self.binding("__class__"), Binding::Free(_))
    }

    /// The name of the first positional parameter.
    fn first_parameter(&self) -> Option<String> {
        let symbol = self.scope().symbols.first()?;
        (self.positional_count() > 0).then(|| symbol.name.clone())
    }

    fn super_arguments(&mut self, node: &'a ExprCall) -> Outcome<()> {
        self.at(node);
        let class = self.reserve(1)?;
        self.load_into("__class__", class);
        if let Some(name) = self.first_parameter() {
            let first = self.reserve(1)?;
            self.load_into(&name, first);
        }
        Ok(())
    }
}

/// Whether all arguments stand for themselves and are few.
fn is_plain(arguments: &Arguments) -> bool {
    arguments.args.len() + arguments.keywords.len() <= MAX_PLAIN
        && !arguments.args.iter().any(|argument| matches!(argument, Expr::Starred(_)))
        && arguments.keywords.iter().all(|keyword| keyword.arg.is_some())
}

fn leading_names(keywords: &[Keyword]) -> usize {
    keywords.iter().take_while(|keyword| keyword.arg.is_some()).take(MAX_PLAIN).count()
}

fn keyword_names(keywords: &[Keyword]) -> Const {
    let names = keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
    Const::Tuple(names.map(|name| Const::Str(name.to_string())).collect())
}
