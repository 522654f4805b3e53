//! Number literals that are none.
//!
//! ```text
//! 0x… 0o… 0b… 0… 1…  read as the tokenizer reads them; the error's place is the last character that was read
//! ```

/// How many bytes were read when the literal at the start of `text` went wrong, and what is wrong.
pub(super) fn number_error(text: &[u8]) -> Option<(usize, String)> {
    let mut reader = Reader { text, at: 0 };
    reader.number().err()
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

type Step = Result<(), (usize, String)>;

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(b'\n')
    }

    fn error(&self, message: impl Into<String>) -> Step {
        Err((self.at, message.into()))
    }

    fn number(&mut self) -> Step {
        if self.peek() != b'0' {
            if self.peek() != b'.' {
                self.decimal_digits()?;
            }
            return self.fraction();
        }
        self.at += 1;
        match self.peek() {
            b'x' | b'X' => self.based(16, "hexadecimal"),
            b'o' | b'O' => self.based(8, "octal"),
            b'b' | b'B' => self.based(2, "binary"),
            _ => self.zero(),
        }
    }

    fn based(&mut self, radix: u32, name: &str) -> Step {
        self.at += 1;
        loop {
            if self.peek() == b'_' {
                self.at += 1;
            }
            if !char::from(self.peek()).is_digit(radix) {
                if self.peek().is_ascii_digit() {
                    return self.bad_digit(name);
                }
                return self.error(format!("invalid {name} literal"));
            }
            while char::from(self.peek()).is_digit(radix) {
                self.at += 1;
            }
            if self.peek() != b'_' {
                break;
            }
        }
        if self.peek().is_ascii_digit() {
            return self.bad_digit(name);
        }
        self.end(name)
    }

    fn bad_digit(&mut self, name: &str) -> Step {
        let digit = char::from(self.peek());
        self.at += 1;
        self.error(format!("invalid digit '{digit}' in {name} literal"))
    }

    /// After a leading zero: only zeros, or the start of a float.
    fn zero(&mut self) -> Step {
        loop {
            if self.peek() == b'_' {
                self.at += 1;
                if !self.peek().is_ascii_digit() {
                    return self.error("invalid decimal literal");
                }
            }
            if self.peek() != b'0' {
                break;
            }
            self.at += 1;
        }
        let nonzero = self.peek().is_ascii_digit();
        if nonzero {
            self.decimal_digits()?;
        }
        let is_integer = !matches!(self.peek(), b'.' | b'e' | b'E' | b'j' | b'J');
        if nonzero && is_integer {
            return Err((
                1,
                "leading zeros in decimal integer literals are not permitted; \
                 use an 0o prefix for octal integers"
                    .to_owned(),
            ));
        }
        self.fraction()
    }

    fn decimal_digits(&mut self) -> Step {
        loop {
            while self.peek().is_ascii_digit() {
                self.at += 1;
            }
            if self.peek() != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return self.error("invalid decimal literal");
            }
        }
    }

    fn fraction(&mut self) -> Step {
        if self.peek() == b'.' {
            self.at += 1;
            if self.peek().is_ascii_digit() {
                self.decimal_digits()?;
            }
        }
        if matches!(self.peek(), b'e' | b'E') {
            let mark = self.at;
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
                if !self.peek().is_ascii_digit() {
                    return self.error("invalid decimal literal");
                }
            }
            if self.peek().is_ascii_digit() {
                self.decimal_digits()?;
            } else {
                self.at = mark;
                return self.end("decimal");
            }
        }
        if matches!(self.peek(), b'j' | b'J') {
            self.at += 1;
            return self.end("imaginary");
        }
        self.end("decimal")
    }

    /// A keyword may follow a number at once; any other name may not.
    fn end(&mut self, name: &str) -> Step {
        let rest = &self.text[self.at.min(self.text.len())..];
        let keywords: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"not", b"or"];
        if keywords.iter().any(|keyword| rest.starts_with(keyword)) {
            return Ok(());
        }
        let next = self.peek();
        if next.is_ascii_alphabetic() || next == b'_' || next >= 128 {
            return self.error(format!("invalid {name} literal"));
        }
        Ok(())
    }
}
