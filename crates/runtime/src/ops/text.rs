//! `repr`, `str`, `format` of any value.

use crate::native::R;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// `repr(value)`, a string value.
    pub fn repr(&mut self, value: &Value) -> R {
        let name = self.names.__repr__.clone();
        let result = self.native_call(|vm| vm.call_special(value, &name, &[]).transpose())?;
        self.expect_text(result, "__repr__")
    }

    /// `str(value)`, a string value.
    pub fn str(&mut self, value: &Value) -> R {
        if value.downcast_exact::<Str>().is_some() {
            return Ok(value.clone());
        }
        let name = self.names.__str__.clone();
        let result = self.native_call(|vm| vm.call_special(value, &name, &[]).transpose())?;
        self.expect_text(result, "__str__")
    }

    fn expect_text(&mut self, result: Option<Value>, method: &str) -> R {
        match result {
            Some(text) if text.downcast::<Str>().is_some() => Ok(text),
            Some(other) => {
                let class = self.class_name(&other);
                Err(self.type_error(format!("{method} returned non-string (type {class})")))
            }
            None => Err(self.type_error(format!("object has no {method}"))),
        }
    }

    /// `repr(value)` as Rust text.
    pub fn repr_text(&mut self, value: &Value) -> R<String> {
        let text = self.repr(value)?;
        Ok(text.downcast::<Str>().map_or_else(String::new, |text| text.as_str().to_owned()))
    }

    /// `str(value)` as Rust text.
    pub fn str_text(&mut self, value: &Value) -> R<String> {
        let text = self.str(value)?;
        Ok(text.downcast::<Str>().map_or_else(String::new, |text| text.as_str().to_owned()))
    }

    /// `ascii(value)`: the repr with everything beyond ASCII escaped.
    pub fn ascii(&mut self, value: &Value) -> R {
        let text = self.repr_text(value)?;
        if text.is_ascii() {
            return self.text(&text);
        }
        let mut escaped = String::with_capacity(text.len() + 8);
        for character in text.chars() {
            match u32::from(character) {
                0..=0x7F => escaped.push(character),
                code @ ..=0xFF => escaped.push_str(&format!("\\x{code:02x}")),
                code @ ..=0xFFFF => escaped.push_str(&format!("\\u{code:04x}")),
                code => escaped.push_str(&format!("\\U{code:08x}")),
            }
        }
        self.text(&escaped)
    }

    /// `format(value, specification)`.
    pub fn format(&mut self, value: &Value, specification: &Value) -> R {
        let empty = specification.downcast::<Str>().is_some_and(|text| text.byte_len() == 0);
        if empty && (value.downcast_exact::<Str>().is_some() || value.as_small_int().is_some()) {
            return self.str(value);
        }
        let name = self.names.__format__.clone();
        let class = self.class_of(value);
        let found = self.lookup_bits(class, &name);
        let result =
            self.native_call(|vm| vm.call_found(found, value, std::slice::from_ref(specification)))?;
        if result.downcast::<Str>().is_none() {
            let class = self.class_name(&result);
            return Err(self.type_error(format!("__format__ must return a str, not {class}")));
        }
        Ok(result)
    }

    /// Runs `show` unless `value` is being shown already (a container that holds itself): then `inside` is the text.
    pub fn guard_repr(
        &mut self,
        value: &Value,
        inside: &str,
        show: impl FnOnce(&mut Vm) -> R<String>,
    ) -> R<String> {
        if self.repr_guard.contains(&value.bits()) {
            return Ok(inside.to_owned());
        }
        self.repr_guard.push(value.bits());
        let result = show(self);
        self.repr_guard.pop();
        result
    }
}
