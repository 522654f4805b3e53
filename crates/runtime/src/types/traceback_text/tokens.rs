//! A rough division of Python source into tokens: enough to find operators, brackets and names in a line that did compile.

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Name,
    Number,
    Text,
    Operator,
    Open,
    Close,
    Newline,
}

/// One token; positions count characters from the start of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub text: String,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }

    /// Whether an operand may end here.
    pub fn ends_operand(&self) -> bool {
        match self.kind {
            Kind::Number | Kind::Text | Kind::Close => true,
            Kind::Name => !is_keyword(&self.text) || matches!(self.text.as_str(), "None" | "True" | "False"),
            Kind::Operator => self.text == "...",
            _ => false,
        }
    }
}

/// Words that are no names.
pub fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "False"
            | "None"
            | "True"
            | "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "break"
            | "class"
            | "continue"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "finally"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "nonlocal"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}

const OPERATORS: [&str; 27] = [
    "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "==", "!=", "<=", ">=", "->", "+=", "-=",
    "*=", "/=", "%=", "&=", "|=", "^=", "@=", ":=", "<>", "+", "-",
];

/// The tokens of a text; `None` when a string does not end.
pub fn tokens(text: &[char]) -> Option<Vec<Token>> {
    let mut all = Vec::new();
    let mut position = 0;
    while let Some(&character) = text.get(position) {
        let start = position;
        let kind = match character {
            '\n' => {
                position += 1;
                Kind::Newline
            }
            '\\' if text.get(position + 1) == Some(&'\n') => {
                position += 2;
                continue;
            }
            '#' => {
                while text.get(position).is_some_and(|&character| character != '\n') {
                    position += 1;
                }
                continue;
            }
            _ if character.is_whitespace() => {
                position += 1;
                continue;
            }
            '\'' | '"' => {
                position = end_of_string(text, position, "")?;
                Kind::Text
            }
            _ if character.is_alphabetic() || character == '_' => {
                while text
                    .get(position)
                    .is_some_and(|&character| character.is_alphanumeric() || character == '_')
                {
                    position += 1;
                }
                let word: String = text[start..position].iter().collect::<String>().to_lowercase();
                let prefix = matches!(
                    word.as_str(),
                    "r" | "u" | "b" | "f" | "t" | "br" | "rb" | "fr" | "rf" | "tr" | "rt"
                );
                if prefix && matches!(text.get(position), Some('\'' | '"')) {
                    position = end_of_string(text, position, &word)?;
                    Kind::Text
                } else {
                    Kind::Name
                }
            }
            _ if character.is_ascii_digit()
                || (character == '.' && text.get(position + 1).is_some_and(char::is_ascii_digit)) =>
            {
                position = end_of_number(text, position);
                Kind::Number
            }
            '(' | '[' | '{' => {
                position += 1;
                Kind::Open
            }
            ')' | ']' | '}' => {
                position += 1;
                Kind::Close
            }
            _ => {
                let rest = &text[position..];
                let known = OPERATORS.iter().find(|operator| {
                    operator.chars().enumerate().all(|(index, wanted)| rest.get(index) == Some(&wanted))
                });
                position += known.map_or(1, |operator| operator.len());
                Kind::Operator
            }
        };
        all.push(Token { kind, start, end: position, text: text[start..position].iter().collect() });
    }
    Some(all)
}

fn end_of_number(text: &[char], mut position: usize) -> usize {
    let mut last = ' ';
    while let Some(&character) = text.get(position) {
        let exponent_sign = matches!(character, '+' | '-') && matches!(last, 'e' | 'E');
        if !(character.is_ascii_alphanumeric() || character == '_' || character == '.' || exponent_sign) {
            break;
        }
        last = character;
        position += 1;
    }
    position
}

/// The position behind a string that begins with its quote at `start`.
fn end_of_string(text: &[char], start: usize, prefix: &str) -> Option<usize> {
    let quote = *text.get(start)?;
    let triple = text.get(start + 1) == Some(&quote) && text.get(start + 2) == Some(&quote);
    let width = if triple { 3 } else { 1 };
    let formatted = prefix.contains(['f', 't']);
    let mut position = start + width;
    let mut braces = 0usize;
    while let Some(&character) = text.get(position) {
        match character {
            '\\' if braces == 0 => position += 2,
            '{' if formatted && braces == 0 && text.get(position + 1) == Some(&'{') => position += 2,
            '{' if formatted => {
                braces += 1;
                position += 1;
            }
            '}' if formatted && braces > 0 => {
                braces -= 1;
                position += 1;
            }
            '\'' | '"' if braces > 0 && (character != quote || triple) => {
                position = end_of_string(text, position, "")?
            }
            _ if character == quote && (!triple || text[position..].starts_with(&[quote; 3])) => {
                return Some(position + width);
            }
            '\n' if !triple && braces == 0 => return None,
            _ => position += 1,
        }
    }
    None
}

/// For each token the index of its counterpart, brackets only; `None` when brackets do not match.
pub fn partners(tokens: &[Token]) -> Option<Vec<usize>> {
    let mut partners = vec![usize::MAX; tokens.len()];
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(index),
            Kind::Close => {
                let other: usize = open.pop()?;
                if !matches!(
                    (tokens[other].text.as_str(), token.text.as_str()),
                    ("(", ")") | ("[", "]") | ("{", "}")
                ) {
                    return None;
                }
                (partners[other], partners[index]) = (index, other);
            }
            _ => {}
        }
    }
    open.is_empty().then_some(partners)
}
