//! The tokens around an error.
//!
//! ```text
//! statement start … left operand … previous │ found │ next …
//! ```

use ruff_python_ast::token::{Token, TokenKind, Tokens};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::source::Source;

/// Tokens without comments and line breaks inside brackets, and the place of an error among them.
pub(super) struct Around {
    tokens: Vec<(TokenKind, TextRange)>,
    /// The token at the error.
    at: usize,
    location: TextRange,
}

fn is_trivia(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Comment | TokenKind::NonLogicalNewline)
}

fn is_break(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Newline | TokenKind::Semi | TokenKind::Indent | TokenKind::Dedent | TokenKind::EndOfFile
    )
}

fn opens(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace)
}

fn closes(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace)
}

/// Whether a token can begin an operand.
fn begins_operand(kind: TokenKind) -> bool {
    opens(kind)
        || kind.is_soft_keyword()
        || matches!(
            kind,
            TokenKind::Name
                | TokenKind::Int
                | TokenKind::Float
                | TokenKind::Complex
                | TokenKind::String
                | TokenKind::FStringStart
                | TokenKind::TStringStart
                | TokenKind::None
                | TokenKind::True
                | TokenKind::False
                | TokenKind::Ellipsis
        )
}

impl Around {
    pub(super) fn new(tokens: &Tokens, location: TextRange) -> Self {
        let significant = |token: &&Token| !is_trivia(token.kind());
        let tokens: Vec<_> =
            tokens.iter().filter(significant).map(|token| (token.kind(), token.range())).collect();
        let at = tokens
            .iter()
            .position(|(_, range)| range.end() > location.start() || range.start() >= location.start())
            .unwrap_or(tokens.len());
        Self { tokens, at, location }
    }

    fn kind(&self, index: usize) -> TokenKind {
        self.tokens.get(index).map_or(TokenKind::EndOfFile, |token| token.0)
    }

    fn range(&self, index: usize) -> TextRange {
        self.tokens.get(index).map_or(self.location, |token| token.1)
    }

    pub(super) fn found(&self) -> TextRange {
        if self.at < self.tokens.len() { self.range(self.at) } else { self.location }
    }

    pub(super) fn found_kind(&self) -> TokenKind {
        self.kind(self.at)
    }

    pub(super) fn next(&self) -> TextRange {
        self.range(self.at + 1)
    }

    pub(super) fn previous(&self) -> TokenKind {
        self.at.checked_sub(1).map_or(TokenKind::Newline, |index| self.kind(index))
    }

    pub(super) fn previous_range(&self) -> TextRange {
        self.at.checked_sub(1).map_or(self.location, |index| self.range(index))
    }

    /// Nothing but ends of blocks follows.
    pub(super) fn is_at_end(&self) -> bool {
        (self.at..self.tokens.len())
            .all(|index| matches!(self.kind(index), TokenKind::Dedent | TokenKind::EndOfFile))
    }

    /// The error reaches to the last token that has a text.
    pub(super) fn is_last(&self) -> bool {
        let last = self.tokens.iter().rfind(|(_, range)| !range.is_empty());
        last.is_none_or(|(_, range)| self.location.end() >= range.end())
    }

    fn statement_index(&self) -> usize {
        let mut depth = 0usize;
        for index in (0..self.at).rev() {
            let kind = self.kind(index);
            if closes(kind) {
                depth += 1;
            } else if opens(kind) {
                depth = depth.saturating_sub(1);
            } else if is_break(kind) && depth == 0 {
                return index + 1;
            }
        }
        0
    }

    pub(super) fn statement_start(&self) -> Option<TextRange> {
        let index = self.statement_index();
        (index < self.tokens.len()).then(|| self.range(index))
    }

    pub(super) fn statement_kind(&self) -> TokenKind {
        self.kind(self.statement_index())
    }

    pub(super) fn statement_is(&self, kind: TokenKind) -> bool {
        self.statement_kind() == kind
    }

    pub(super) fn statement_is_handler(&self) -> bool {
        self.statement_is(TokenKind::Except)
    }

    pub(super) fn statement_opens_block(&self) -> bool {
        matches!(
            self.statement_kind(),
            TokenKind::If
                | TokenKind::Elif
                | TokenKind::Else
                | TokenKind::While
                | TokenKind::For
                | TokenKind::With
                | TokenKind::Class
                | TokenKind::Def
                | TokenKind::Async
                | TokenKind::Try
                | TokenKind::Except
                | TokenKind::Finally
                | TokenKind::Match
                | TokenKind::Case
        )
    }

    /// The end of the statement that holds the error.
    pub(super) fn statement_end(&self) -> TextSize {
        let end = (self.at..self.tokens.len()).find(|&index| is_break(self.kind(index)));
        end.and_then(|index| index.checked_sub(1))
            .map_or(self.location.end(), |index| self.range(index).end())
    }

    /// The end of the operand behind the token at the error.
    pub(super) fn statement_operand_end(&self) -> TextSize {
        let mut depth = 0usize;
        let mut end = self.range(self.at).end();
        for index in self.at + 1..self.tokens.len() {
            let kind = self.kind(index);
            let stops =
                matches!(kind, TokenKind::Colon | TokenKind::Comma | TokenKind::Newline) || closes(kind);
            if depth == 0 && stops {
                break;
            }
            if opens(kind) {
                depth += 1;
            } else if closes(kind) {
                depth = depth.saturating_sub(1);
            }
            end = self.range(index).end();
        }
        end
    }

    pub(super) fn is_second_in_statement(&self) -> bool {
        self.statement_index() + 1 == self.at
    }

    pub(super) fn begins_operand(&self) -> bool {
        begins_operand(self.found_kind())
    }

    /// `(name` where a parameter can begin.
    pub(super) fn begins_parenthesized_parameter(&self) -> bool {
        self.found_kind() == TokenKind::Lpar
            && self.kind(self.at + 1) == TokenKind::Name
            && matches!(self.previous(), TokenKind::Lpar | TokenKind::Comma)
    }

    /// Whether an operand follows the token at the error.
    pub(super) fn next_begins_operand(&self) -> bool {
        let next = self.kind(self.at + 1);
        begins_operand(next) || matches!(next, TokenKind::Minus | TokenKind::Plus | TokenKind::Tilde)
    }

    pub(super) fn starts_statement(&self, location: TextRange) -> bool {
        let index = self.statement_index();
        // A parenthesised target begins behind its brackets.
        let first = (index..self.tokens.len()).find(|&index| self.kind(index) != TokenKind::Lpar);
        let starts = [Some(index), first].into_iter().flatten();
        starts.into_iter().any(|index| self.range(index).start() == location.start())
    }

    /// `=` follows the target, and what follows that is no further assignment.
    pub(super) fn next_is_single_equal(&self, location: TextRange) -> bool {
        let mut index = self.at;
        while index < self.tokens.len() && self.range(index).start() < location.end() {
            index += 1;
        }
        while self.kind(index) == TokenKind::Rpar {
            index += 1;
        }
        if self.kind(index) != TokenKind::Equal {
            return false;
        }
        !(index + 1..self.tokens.len())
            .take_while(|&index| !is_break(self.kind(index)))
            .any(|index| self.kind(index) == TokenKind::Equal)
    }

    /// Inside brackets that opened before the location.
    pub(super) fn in_brackets(&self, location: TextRange) -> bool {
        self.tokens
            .iter()
            .filter(|token| token.1.end() <= location.start())
            .fold(0i32, |depth, token| depth + i32::from(opens(token.0)) - i32::from(closes(token.0)))
            > 0
    }

    fn enclosing(&self) -> Option<TokenKind> {
        let mut depth = 0usize;
        for index in (0..self.at).rev() {
            let kind = self.kind(index);
            if closes(kind) {
                depth += 1;
            } else if opens(kind) {
                if depth == 0 {
                    return Some(kind);
                }
                depth -= 1;
            }
        }
        None
    }

    pub(super) fn is_bracketed(&self) -> bool {
        self.enclosing().is_some()
    }

    pub(super) fn in_braces(&self) -> bool {
        self.enclosing() == Some(TokenKind::Lbrace) && !self.in_interpolation()
    }

    /// In a replacement field of a formatted string.
    pub(super) fn in_interpolation(&self) -> bool {
        let started = |kind| matches!(kind, TokenKind::FStringStart | TokenKind::TStringStart);
        let ended = |kind| matches!(kind, TokenKind::FStringEnd | TokenKind::TStringEnd);
        self.tokens[..self.at.min(self.tokens.len())]
            .iter()
            .fold(0i32, |depth, token| depth + i32::from(started(token.0)) - i32::from(ended(token.0)))
            > 0
    }

    pub(super) fn inside_lambda(&self) -> bool {
        let start = self.statement_index();
        let last_lambda = (start..self.at).rev().find(|&index| self.kind(index) == TokenKind::Lambda);
        last_lambda.is_some_and(|lambda| (lambda..self.at).all(|index| self.kind(index) != TokenKind::Colon))
    }

    /// The token at the error belongs to a lambda's parameters.
    pub(super) fn inside_lambda_at(&self) -> bool {
        self.inside_lambda() || self.previous() == TokenKind::Lambda
    }

    /// `[a, b for …`: the items before the `for` at the error.
    pub(super) fn bare_comprehension_target(&self) -> Option<TextRange> {
        let is_display = matches!(self.enclosing(), Some(TokenKind::Lsqb | TokenKind::Lbrace));
        if self.found_kind() != TokenKind::For || !is_display {
            return None;
        }
        let mut depth = 0usize;
        let mut has_comma = false;
        for index in (0..self.at).rev() {
            let kind = self.kind(index);
            if closes(kind) {
                depth += 1;
            } else if opens(kind) {
                if depth == 0 {
                    let range = TextRange::new(self.range(index + 1).start(), self.previous_range().end());
                    return has_comma.then_some(range);
                }
                depth -= 1;
            }
            if depth == 0 && kind == TokenKind::Colon {
                return None;
            }
            has_comma |= depth == 0 && kind == TokenKind::Comma;
        }
        None
    }

    pub(super) fn after_as(&self) -> bool {
        self.at.checked_sub(2).is_some_and(|index| self.kind(index) == TokenKind::As)
    }

    /// The token behind a range.
    pub(super) fn after(&self, location: TextRange) -> TextRange {
        let found = self.tokens.iter().find(|token| token.1.start() >= location.end());
        found.map_or(location, |token| token.1)
    }

    /// The last token of a kind before a range.
    pub(super) fn before(&self, location: TextRange, kind: TokenKind) -> Option<TextRange> {
        let before = self.tokens.iter().rev().filter(|token| token.1.end() <= location.start());
        before.filter(|token| token.0 == kind).map(|token| token.1).next()
    }

    /// The first token of a kind in a range.
    pub(super) fn first_in(&self, location: TextRange, kind: TokenKind) -> Option<TextRange> {
        let inside = self.tokens.iter().filter(|token| location.contains_range(token.1));
        inside.filter(|token| token.0 == kind).map(|token| token.1).next()
    }

    /// Where the operand that ends before token `end` begins.
    fn operand_start(&self, end: usize) -> Option<usize> {
        let mut depth = 0usize;
        let mut start = None;
        for index in (0..end).rev() {
            let kind = self.kind(index);
            if closes(kind) {
                depth += 1;
            } else if opens(kind) {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            } else if depth == 0 {
                let stops = matches!(
                    kind,
                    TokenKind::Comma
                        | TokenKind::Colon
                        | TokenKind::Equal
                        | TokenKind::ColonEqual
                        | TokenKind::Return
                        | TokenKind::If
                        | TokenKind::Elif
                        | TokenKind::While
                        | TokenKind::Else
                        | TokenKind::For
                        | TokenKind::In
                        | TokenKind::Assert
                        | TokenKind::Yield
                        | TokenKind::Star
                        | TokenKind::DoubleStar
                ) || is_break(kind);
                if stops {
                    break;
                }
            }
            start = Some(index);
        }
        start
    }

    /// The operand on the left of the token at the error.
    pub(super) fn left_operand(&self) -> Option<TextRange> {
        let start = self.operand_start(self.at)?;
        Some(TextRange::new(self.range(start).start(), self.previous_range().end()))
    }

    /// The operand on the left of the last token of a kind before the error.
    pub(super) fn left_operand_of(&self, kind: TokenKind) -> Option<TextRange> {
        let place = (0..self.at).rev().find(|&index| self.kind(index) == kind)?;
        let start = self.operand_start(place)?;
        Some(TextRange::new(self.range(start).start(), self.range(place - 1).end()))
    }

    pub(super) fn keyword_before_equal(&self) -> TextRange {
        let name = self.at.checked_sub(2).map_or(self.location, |index| self.range(index));
        TextRange::new(name.start(), self.previous_range().end())
    }

    /// Two operands side by side in brackets: from the first on.
    pub(super) fn forgotten_comma(&self) -> Option<TextRange> {
        let previous = self.previous();
        let ends = closes(previous)
            || previous.is_soft_keyword()
            || matches!(
                previous,
                TokenKind::Name
                    | TokenKind::Int
                    | TokenKind::Float
                    | TokenKind::Complex
                    | TokenKind::String
                    | TokenKind::FStringEnd
                    | TokenKind::None
                    | TokenKind::True
                    | TokenKind::False
            );
        let applies = ends && begins_operand(self.found_kind()) && self.is_bracketed();
        let start = self.operand_start(self.at).filter(|_| applies)?;
        let only_name = start + 1 == self.at && previous == TokenKind::Name;
        let before_string = matches!(self.found_kind(), TokenKind::String | TokenKind::FStringStart);
        let parameters =
            matches!(self.statement_kind(), TokenKind::Def | TokenKind::Import | TokenKind::From);
        let in_clause = start.checked_sub(1).is_some_and(|index| self.kind(index) == TokenKind::In);
        if in_clause || (only_name && before_string) || previous.is_soft_keyword() || parameters {
            return None;
        }
        Some(TextRange::new(self.range(start).start(), self.found().end()))
    }

    /// The line of the header whose block is missing at the error.
    pub(super) fn header_line(&self, source: &Source) -> u32 {
        let mut index = self.at;
        while index > 0 && is_break(self.kind(index - 1)) {
            index -= 1;
        }
        let header = Self { tokens: self.tokens[..index].to_vec(), at: index, location: self.location };
        header.statement_start().map_or(1, |range| source.line(range.start()))
    }
}
