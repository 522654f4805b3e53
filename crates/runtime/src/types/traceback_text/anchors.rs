//! Where the carets of a traceback change their form: at the operator, the index or the arguments.
//!
//! ```text
//! a[i] + f(x)        f(x) failed: the whole call          a + b failed:        a[i] failed:
//! ~~~~~^~~~~~                                              ~~^~~                ~^^^
//! ```
//!
//! It works on the text of the instruction's range alone, which is known to be part of a program that compiles.

use super::tokens::{Kind, Token, is_keyword, partners, tokens};

/// The part that gets `^` inside of a range underlined with `~`, as positions in the range's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Anchors {
    pub left: usize,
    pub right: usize,
}

/// What an expression is at its top.
enum Shape {
    /// The operator's token.
    Binary(usize),
    /// The opening bracket's token.
    Subscript(usize),
    Call(usize),
    Other,
}

/// The tokens of an expression, with their brackets matched.
struct Expression {
    tokens: Vec<Token>,
    partners: Vec<usize>,
}

impl Expression {
    fn parse(text: &[char]) -> Option<Expression> {
        let mut tokens = tokens(text)?;
        tokens.retain(|token| token.kind != Kind::Newline);
        let partners = partners(&tokens)?;
        Some(Expression { tokens, partners })
    }

    /// The indices of the tokens outside of brackets; a pair of brackets shows its ends only.
    fn top_level(&self, from: usize, to: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut index = from;
        while index < to {
            found.push(index);
            if self.tokens[index].kind == Kind::Open {
                index = self.partners[index];
                found.push(index);
            }
            index += 1;
        }
        found
    }

    /// The range without parentheses around the whole of it. Those of a tuple or a generator belong to it.
    fn strip(&self, mut from: usize, mut to: usize) -> (usize, usize) {
        while from + 2 < to && self.tokens[from].is("(") && self.partners[from] == to - 1 {
            let own = |index: &usize| {
                let token = &self.tokens[*index];
                token.is(",") || token.is("for") || token.is("async")
            };
            if self.top_level(from + 1, to - 1).iter().any(own) {
                break;
            }
            (from, to) = (from + 1, to - 1);
        }
        (from, to)
    }

    fn shape(&self, from: usize, to: usize) -> Shape {
        let top = self.top_level(from, to);
        let word = |index: usize| {
            let token = &self.tokens[index];
            token.kind == Kind::Name
                && is_keyword(&token.text)
                && !matches!(token.text.as_str(), "None" | "True" | "False" | "await")
        };
        let weaker = |index: usize| {
            let token = &self.tokens[index];
            token.kind == Kind::Operator
                && matches!(
                    token.text.as_str(),
                    "," | ":=" | "=" | ":" | ";" | "<" | ">" | "==" | "!=" | "<=" | ">=" | "->" | "<>"
                )
                || (token.kind == Kind::Operator && token.text.len() > 1 && token.text.ends_with('='))
        };
        if top.is_empty() || top.iter().any(|&index| word(index) || weaker(index)) {
            return Shape::Other;
        }
        let binary = top.iter().enumerate().skip(1).filter(|&(place, &index)| {
            strength(&self.tokens[index]).is_some() && self.tokens[top[place - 1]].ends_operand()
        });
        let binary: Vec<usize> = binary.map(|(_, &index)| index).collect();
        let weakest = binary.iter().filter_map(|&index| strength(&self.tokens[index])).min();
        let prefixed = matches!(self.tokens[from].text.as_str(), "+" | "-" | "~" | "await" | "*" | "**");
        match weakest {
            // Powers are the only operators that bind more than a sign, and group from the right.
            Some(POWER) if prefixed && !self.tokens[from].is("await") => Shape::Other,
            Some(POWER) => Shape::Binary(binary[0]),
            Some(weakest) => {
                let last = binary.iter().rfind(|&&index| strength(&self.tokens[index]) == Some(weakest));
                last.map_or(Shape::Other, |&index| Shape::Binary(index))
            }
            None if prefixed => Shape::Other,
            None => self.trailer(from, to),
        }
    }

    fn trailer(&self, from: usize, to: usize) -> Shape {
        let last = &self.tokens[to - 1];
        if last.kind != Kind::Close || self.partners[to - 1] <= from {
            return Shape::Other;
        }
        let open = self.partners[to - 1];
        match last.text.as_str() {
            _ if !self.tokens[open - 1].ends_operand() => Shape::Other,
            "]" => Shape::Subscript(open),
            ")" => Shape::Call(open),
            _ => Shape::Other,
        }
    }
}

const POWER: u8 = 7;

/// How strongly a binary operator binds.
fn strength(token: &Token) -> Option<u8> {
    if token.kind != Kind::Operator {
        return None;
    }
    Some(match token.text.as_str() {
        "|" => 1,
        "^" => 2,
        "&" => 3,
        "<<" | ">>" => 4,
        "+" | "-" => 5,
        "*" | "/" | "//" | "%" | "@" => 6,
        "**" => POWER,
        _ => return None,
    })
}

/// The anchors of the expression that a range's text is.
pub fn anchors(segment: &[char]) -> Option<Anchors> {
    let expression = Expression::parse(segment)?;
    let (from, to) = expression.strip(0, expression.tokens.len());
    if from >= to {
        return None;
    }
    match expression.shape(from, to) {
        Shape::Other => None,
        Shape::Subscript(open) | Shape::Call(open) => {
            Some(Anchors { left: expression.tokens[open].start, right: expression.tokens[to - 1].end })
        }
        Shape::Binary(operator) => {
            let left = expression.tokens[operator].start;
            // A second character belongs to the operator unless the right operand begins there. (An opening parenthesis does not.)
            let (right_from, _) = expression.strip(operator + 1, to);
            let right_start = expression.tokens.get(right_from).map_or(segment.len(), |token| token.start);
            let second = segment
                .get(left + 1)
                .filter(|character| !character.is_whitespace() && !matches!(character, '\\' | '#'));
            let wide = second.is_some() && left + 1 < right_start;
            Some(Anchors { left, right: left + 1 + usize::from(wide) })
        }
    }
}

/// Whether lines are one statement whose value is a call that spans `start..end` (in the first and the last line): `x = f(…)`, or
/// `return f(…)` of a plain name. Such calls get no carets.
pub fn is_whole_call(lines: &[Vec<char>], start: usize, end: usize) -> bool {
    let Some(last) = lines.last() else { return false };
    let text: Vec<char> = lines.join(&'\n');
    let end_position = text.len() - last.len() + end;
    let Some((from, to, expression)) = call_of_statement(&text) else { return false };
    expression.tokens[from].start == start && expression.tokens[to - 1].end == end_position
}

fn call_of_statement(text: &[char]) -> Option<(usize, usize, Expression)> {
    let tokens = tokens(text)?;
    let partners = partners(&tokens)?;
    let expression = Expression { tokens, partners };
    let count = expression.tokens.len();
    let top = expression.top_level(0, count);
    let ends = |index: &&usize| {
        let token = &expression.tokens[**index];
        token.kind == Kind::Newline || token.is(";")
    };
    let end = top.iter().find(ends).copied().unwrap_or(count);
    // Newlines inside of brackets are no tokens for the search below: it looks at the top level only.
    let first = expression.tokens.first()?;
    if first.is("return") {
        let is_name = expression.tokens.get(1)?.kind == Kind::Name && !is_keyword(&expression.tokens[1].text);
        let open = expression.tokens.get(2)?;
        return (is_name && open.is("(") && expression.partners[2] + 1 == end)
            .then_some((1, end, expression));
    }
    if first.kind == Kind::Name && is_keyword(&first.text) {
        return None;
    }
    let before_end = top.iter().copied().filter(|&index| index < end);
    let assignment = before_end.clone().rfind(|&index| expression.tokens[index].is("="))?;
    if before_end.clone().any(|index| index < assignment && expression.tokens[index].is(":")) {
        return None;
    }
    let (from, to) = expression.strip(assignment + 1, end);
    if from >= to {
        return None;
    }
    matches!(expression.shape(from, to), Shape::Call(_)).then_some((from, to, expression))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Option<String> {
        let characters: Vec<char> = text.chars().collect();
        let anchors = anchors(&characters)?;
        Some(
            (0..characters.len())
                .map(|index| if (anchors.left..anchors.right).contains(&index) { '^' } else { '~' })
                .collect(),
        )
    }

    #[test]
    fn operators_indices_and_arguments_are_marked() {
        assert_eq!(marked("a + b").as_deref(), Some("~~^~~"));
        assert_eq!(marked("a // b").as_deref(), Some("~~^^~~"));
        assert_eq!(marked("-a * b").as_deref(), Some("~~~^~~"));
        assert_eq!(marked("a+b*c").as_deref(), Some("~^~~~"));
        assert_eq!(marked("a-b-c").as_deref(), Some("~~~^~"));
        assert_eq!(marked("a**b**c").as_deref(), Some("~^^~~~~"));
        assert_eq!(marked("a[i]").as_deref(), Some("~^^^"));
        assert_eq!(marked("a.b(c, d)").as_deref(), Some("~~~^^^^^^"));
        assert_eq!(marked("(a + b)").as_deref(), Some("~~~^~~~"));
        assert_eq!(marked("1+(2)").as_deref(), Some("~^^~~"));
        assert_eq!(marked("f'{x}' % 'a b'").as_deref(), Some("~~~~~~~^~~~~~~"));
    }

    #[test]
    fn everything_else_has_no_anchors() {
        for text in [
            "a",
            "a.b",
            "-a",
            "-a ** b",
            "a < b",
            "a or b",
            "not a",
            "a, b",
            "[a]",
            "(a, b)",
            "x for x in y",
            "import a",
            "a = b + c",
            "'",
            "(",
        ] {
            assert_eq!(marked(text), None, "{text}");
        }
    }

    #[test]
    fn whole_calls_are_recognized() {
        let lines =
            |text: &str| text.split('\n').map(|line| line.chars().collect()).collect::<Vec<Vec<char>>>();
        assert!(is_whole_call(&lines("x = f(1)"), 4, 8));
        assert!(is_whole_call(&lines("return f(1)"), 7, 11));
        assert!(is_whole_call(&lines("x = a.f(\n    1\n)"), 4, 1));
        assert!(!is_whole_call(&lines("return a.f(1)"), 7, 13));
        assert!(!is_whole_call(&lines("f(1)"), 0, 4));
        assert!(!is_whole_call(&lines("x = f(1) + 2"), 4, 8));
    }
}
