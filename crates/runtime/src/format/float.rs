//! `repr(float)` and `format(float, spec)`.
//!
//! ```text
//! repr(0.1 + 0.2) = "0.30000000000000004"      format(1234.5, "_.2e") = "1.23e+03"
//! ```
//!
//! It maps presentation types to ways of writing digits; digits come from [`super::digits`], fields from [`super::number`].

use super::FormatError;
use super::digits::{Notation, Style, float_text};
use super::number::{Number, layout};
use super::spec::{Align, Defaults, Spec, unknown_kind};

const REPR: Style = Style { point_zero: true, ..Style::new(Notation::Shortest) };

/// `repr(float)`: the shortest text that reads back.
pub fn float_repr(value: f64) -> String {
    float_text(value, REPR).unwrap_or_default()
}

/// `float.__format__`.
pub fn format_float(value: f64, spec: &str, type_name: &str) -> Result<String, FormatError> {
    if spec.is_empty() {
        return Ok(float_repr(value));
    }
    let spec = Spec::parse(spec, Defaults { align: Align::Right, kind: None }, type_name)?;
    render_float(value, &spec, type_name)
}

pub(crate) fn render_float(value: f64, spec: &Spec, type_name: &str) -> Result<String, FormatError> {
    let mut style = style_of(spec, type_name)?;
    style.point_zero = spec.kind.is_none();
    let percent = spec.kind == Some('%');
    let mut text = float_text(if percent { value * 100.0 } else { value }, style)?;
    if percent {
        text.push('%');
    }
    layout(spec, Number::split(&text))
}

/// The way to write digits that a specification asks for.
pub(crate) fn style_of(spec: &Spec, type_name: &str) -> Result<Style, FormatError> {
    let precision = spec.precision.unwrap_or(6);
    let notation = match spec.kind {
        None => spec.precision.map_or(Notation::Shortest, Notation::General),
        Some('e' | 'E') => Notation::Exponent(precision),
        Some('f' | 'F' | '%') => Notation::Fixed(precision),
        Some('g' | 'G' | 'n') => Notation::General(precision),
        kind => return Err(unknown_kind(kind, type_name)),
    };
    if precision >= i32::MAX as usize {
        return Err(FormatError::value("precision too big"));
    }
    Ok(Style {
        notation,
        alternate: spec.alternate,
        point_zero: false,
        uppercase: matches!(spec.kind, Some('E' | 'F' | 'G')),
        no_negative_zero: spec.no_negative_zero,
    })
}
