//! `format(str, spec)`: cut to the precision, padded to the width, both in code points.
//!
//! ```text
//! format("abcdef", "*^9.3") = "***abc***"
//! ```
//!
//! It knows nothing of numbers.

use super::FormatError;
use super::number::pad;
use super::spec::{Align, Defaults, Spec, unknown_kind};

/// `str.__format__`.
pub fn format_str(text: &str, spec: &str, type_name: &str) -> Result<String, FormatError> {
    if spec.is_empty() {
        return Ok(text.to_owned());
    }
    let spec = Spec::parse(spec, Defaults { align: Align::Left, kind: Some('s') }, type_name)?;
    if spec.kind != Some('s') {
        return Err(unknown_kind(spec.kind, type_name));
    }
    if let Some(complaint) = forbidden(&spec) {
        return Err(FormatError::value(format!("{complaint} not allowed in string format specifier")));
    }
    pad(&spec, truncated(text, spec.precision))
}

fn forbidden(spec: &Spec) -> Option<&'static str> {
    match spec.sign {
        Some(' ') => Some("Space"),
        Some(_) => Some("Sign"),
        None if spec.no_negative_zero => Some("Negative zero coercion (z)"),
        None if spec.alternate => Some("Alternate form (#)"),
        None => (spec.align == Align::AfterSign).then_some("'=' alignment"),
    }
}

/// The first `limit` characters of a text.
pub(crate) fn truncated(text: &str, limit: Option<usize>) -> &str {
    match limit {
        Some(limit) if limit < text.len() => match text.char_indices().nth(limit) {
            Some((end, _)) => &text[..end],
            None => text,
        },
        _ => text,
    }
}
