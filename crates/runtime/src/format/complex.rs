//! `repr(complex)` and `format(complex, spec)`.
//!
//! ```text
//! (1+2j) · 2j when the real part is +0 · format(1+2j, ".1f") = "1.0+2.0j"
//! ```
//!
//! Both parts are written as floats are; the field is padded as a whole.

use super::FormatError;
use super::digits::{Notation, Style, float_text};
use super::float::style_of;
use super::number::{Number, layout, pad};
use super::spec::{Align, Defaults, Spec, unknown_kind};

/// `repr(complex)`.
pub fn complex_repr(real: f64, imaginary: f64) -> String {
    let part = |value| float_text(value, Style::new(Notation::Shortest)).unwrap_or_default();
    if is_positive_zero(real) {
        return format!("{}j", part(imaginary));
    }
    let imaginary = part(imaginary);
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imaginary}j)", part(real))
}

fn is_positive_zero(value: f64) -> bool {
    value == 0.0 && value.is_sign_positive()
}

/// `complex.__format__`.
pub fn format_complex(real: f64, imaginary: f64, spec: &str, type_name: &str) -> Result<String, FormatError> {
    if spec.is_empty() {
        return Ok(complex_repr(real, imaginary));
    }
    let spec = Spec::parse(spec, Defaults { align: Align::Right, kind: None }, type_name)?;
    if spec.kind == Some('%') {
        return Err(unknown_kind(spec.kind, type_name));
    }
    let style = style_of(&spec, type_name)?;
    if spec.fill == '0' {
        return Err(FormatError::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(FormatError::value("'=' alignment flag is not allowed in complex format specifier"));
    }
    let mut part = Spec { width: None, ..spec.clone() };
    let imaginary = float_text(imaginary, style)?;
    if spec.kind.is_none() && is_positive_zero(real) {
        return pad(&spec, &format!("{}j", layout(&part, Number::split(&imaginary))?));
    }
    let real = layout(&part, Number::split(&float_text(real, style)?))?;
    part.sign = Some('+');
    let imaginary = layout(&part, Number::split(&imaginary))?;
    let text =
        if spec.kind.is_none() { format!("({real}{imaginary}j)") } else { format!("{real}{imaginary}j") };
    pad(&spec, &text)
}
