//! Formatting that needs values: `template % values`, `str.format`, `format_map`, `__format__`.
//!
//! ```text
//! percent: pieces ─ literal, directive ─► values in turn or by key ─► percent_value ─► out
//! format:  segments ─ literal, field ─► argument ─ .attribute [key] ─► !conversion ─► format(value, spec) ─► out
//! ```
//!
//! The syntax and the text of single values are in `crate::format`; nothing of them is known here.

use super::bytes_shared::{Data, is_index};
use super::numbers::{for_text, format_room, formatted, raise_format};
use super::str_type::room;
use crate::format::field::{self, Accessor, Argument, Field, Numbering, Segments};
use crate::format::percent::{self, Amount, Conversion, Directive, Key, Piece, Pieces, Template};
use crate::format::percent_value::{self, Layout};
use crate::format::{SMALL_DECIMAL, float_repr, float_to_int, format_str, small_decimal};
use crate::native::R;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::ops::call::as_slots;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `str` that format.
pub struct StrFormatMethods;

#[exuvia_macros::builtin_methods]
impl StrFormatMethods {
    /// Return a formatted version of the string as described by format_spec.
    #[sig("__format__(self, format_spec, /)")]
    fn format_one(vm: &mut Vm, this: &Value, specification: &Str) -> R {
        if specification.byte_len() == 0 {
            return vm.str(this);
        }
        let Some(this) = this.downcast::<Str>() else {
            let class = vm.class_name(this);
            return Err(vm.type_error(format!(
                "descriptor '__format__' for 'str' objects doesn't apply to a '{class}' object"
            )));
        };
        format_room(vm, specification.as_str())?;
        let text = format_str(this.as_str(), specification.as_str(), "str");
        let text = formatted(vm, text)?;
        vm.text(&text)
    }

    /// Return a formatted version of the string, using substitutions from args and kwargs. The substitutions are identified by braces.
    #[sig("format(self, /, *args, **kwargs)")]
    fn format(vm: &mut Vm, this: &Str, arguments: &[Option<Value>], keywords: &[(Value, Value)]) -> R {
        let mut call = FormatCall {
            positional: arguments,
            named: Named::Keywords(keywords),
            numbering: Numbering::default(),
        };
        let mut out = String::with_capacity(this.byte_len() + 16);
        call.expand(vm, &mut out, this.as_str(), NESTING)?;
        vm.text(&out)
    }

    /// Return a formatted version of the string, using substitutions from mapping. The substitutions are identified by braces.
    #[sig("format_map(self, mapping, /)")]
    fn format_map(vm: &mut Vm, this: &Str, mapping: &Value) -> R {
        let mut call =
            FormatCall { positional: &[], named: Named::Mapping(mapping), numbering: Numbering::default() };
        let mut out = String::with_capacity(this.byte_len() + 16);
        call.expand(vm, &mut out, this.as_str(), NESTING)?;
        vm.text(&out)
    }
}

/// A template and the specifications in it are expanded, no more.
const NESTING: u32 = 2;

/// Where named fields are looked up.
enum Named<'a> {
    Keywords(&'a [(Value, Value)]),
    Mapping(&'a Value),
}

/// One call of `str.format`.
struct FormatCall<'a> {
    positional: &'a [Option<Value>],
    named: Named<'a>,
    numbering: Numbering,
}

impl FormatCall<'_> {
    fn expand(&mut self, vm: &mut Vm, out: &mut String, template: &str, nesting: u32) -> R<()> {
        if nesting == 0 {
            return Err(vm.value_error(field::MAX_RECURSION));
        }
        for segment in Segments::new(template) {
            let segment = formatted(vm, segment)?;
            out.push_str(segment.literal);
            if let Some(field) = segment.field {
                self.field(vm, out, &field, nesting)?;
            }
        }
        Ok(())
    }

    fn field(&mut self, vm: &mut Vm, out: &mut String, field: &Field<'_>, nesting: u32) -> R<()> {
        let value = self.value(vm, field.name)?;
        let value = match field.conversion {
            None => value,
            Some('r') => vm.repr(&value)?,
            Some('s') => vm.str(&value)?,
            Some('a') => vm.ascii(&value)?,
            Some(letter) => return Err(raise_format(vm, field::unknown_conversion(letter))),
        };
        if let Some(text) = value.downcast_exact::<Str>().filter(|_| field.spec.is_empty()) {
            return push(vm, out, text.as_str());
        }
        let specification = if field.nested {
            let mut expanded = String::new();
            self.expand(vm, &mut expanded, field.spec, nesting - 1)?;
            vm.text(&expanded)?
        } else {
            vm.text(field.spec)?
        };
        let text = vm.format(&value, &specification)?;
        push(vm, out, text.downcast::<Str>().map_or("", Str::as_str))
    }

    /// The value that a field's name stands for.
    fn value(&mut self, vm: &mut Vm, name: &str) -> R {
        let (first, accessors) = formatted(vm, field::split_name(name))?;
        let argument = self.numbering.resolve(first);
        let mut value = match formatted(vm, argument)? {
            Argument::Position(index) => self.at(vm, index)?,
            Argument::Keyword(name) => self.named(vm, name)?,
        };
        for accessor in accessors {
            value = match formatted(vm, accessor)? {
                Accessor::Attribute(name) => {
                    let name = vm.intern(name)?;
                    vm.get_attribute(&value, &name)?
                }
                Accessor::Index(index) => {
                    let index = Value::from_i64(vm.heap, i64::try_from(index).unwrap_or(i64::MAX));
                    vm.get_item(&value, &index)?
                }
                Accessor::Key(key) => {
                    let key = vm.text(key)?;
                    vm.get_item(&value, &key)?
                }
            };
        }
        Ok(value)
    }

    fn at(&self, vm: &mut Vm, index: usize) -> R {
        if matches!(self.named, Named::Mapping(_)) {
            return Err(vm.value_error(field::POSITIONAL_IN_MAP));
        }
        match self.positional.get(index) {
            Some(Some(value)) => Ok(value.clone()),
            _ => Err(vm.index_error(field::index_out_of_range(index))),
        }
    }

    fn named(&self, vm: &mut Vm, name: &str) -> R {
        match self.named {
            Named::Mapping(mapping) => {
                let key = vm.text(name)?;
                vm.get_item(mapping, &key)
            }
            Named::Keywords(keywords) => {
                let found = keywords
                    .iter()
                    .find(|(key, _)| key.downcast::<Str>().is_some_and(|key| key.as_str() == name));
                match found {
                    Some((_, value)) => Ok(value.clone()),
                    None => {
                        let key = vm.text(name)?;
                        Err(vm.key_error(&key))
                    }
                }
            }
        }
    }
}

/// Length from which growing output is checked against the budget.
const LARGE_OUTPUT: usize = 1 << 20;

fn push(vm: &mut Vm, out: &mut String, text: &str) -> R<()> {
    if out.len() + text.len() > LARGE_OUTPUT {
        room(vm, out.len() + text.len())?;
    }
    out.push_str(text);
    Ok(())
}

/// `format % arguments` for text.
pub fn percent(vm: &mut Vm, format: &Str, arguments: &Value) -> R {
    if let Some(text) = percent_plain(format.as_str(), arguments) {
        return vm.text(&text);
    }
    let mut out = TextOutput(String::with_capacity(format.byte_len() + 16));
    write_percent(vm, format.as_str(), arguments, &mut out)?;
    vm.text(&out.0)
}

/// The common case: `%d`, `%s` and `%%` without flags, of small integers and exact strings. Nothing where it is not that.
fn percent_plain(format: &str, arguments: &Value) -> Option<String> {
    let single = std::slice::from_ref(arguments);
    let mut values = match arguments.downcast_exact::<Tuple>() {
        Some(tuple) => tuple.items(),
        None if arguments.as_small_int().is_some() || arguments.downcast_exact::<Str>().is_some() => single,
        None => return None,
    }
    .iter();
    let mut out = String::with_capacity(format.len() + 16);
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let letter = *rest.as_bytes().get(at + 1)?;
        if letter == b'%' {
            out.push('%');
        } else {
            let value = values.next()?;
            match (letter, value.as_small_int(), value.downcast_exact::<Str>()) {
                (b'd' | b's', Some(int), _) => push_int(&mut out, int),
                (b's', None, Some(text)) => out.push_str(text.as_str()),
                _ => return None,
            }
        }
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    values.next().is_none().then_some(out)
}

/// Appends an integer in decimal.
pub fn push_int(out: &mut String, int: i64) {
    out.push_str(small_decimal(int, &mut [0; SMALL_DECIMAL]));
}

/// `format % arguments` for bytes.
pub fn percent_bytes(vm: &mut Vm, format: &[u8], arguments: &Value) -> R<Vec<u8>> {
    let mut out = BytesOutput(Vec::with_capacity(format.len() + 16));
    write_percent(vm, format, arguments, &mut out)?;
    Ok(out.0)
}

/// What `%` writes to: text or bytes.
trait Output<T: Template + ?Sized> {
    /// The word for what is formatted, in messages.
    const WHAT: &'static str;
    fn literal(&mut self, vm: &mut Vm, text: &T) -> R<()>;
    /// A mapping's key as an object.
    fn key(vm: &mut Vm, key: &T) -> R;
    /// Writes a value by `s r a b`.
    fn text(&mut self, vm: &mut Vm, layout: &Layout, letter: u8, value: &Value) -> R<()>;
    /// Writes a value by `c`.
    fn character(&mut self, vm: &mut Vm, layout: &Layout, value: &Value) -> R<()>;
    /// Writes the ASCII text of a number.
    fn number(&mut self, vm: &mut Vm, text: &str) -> R<()>;
    /// The float of a value, by `e f g`.
    fn float(vm: &mut Vm, value: &Value) -> R<f64>;
}

/// The values of `%`: a tuple's in turn, or one value alone; after a key, what the key found.
struct PercentValues<'a> {
    values: &'a [Option<Value>],
    /// The one value of the last key, once there was a key.
    keyed: Option<Option<Value>>,
}

impl PercentValues<'_> {
    fn next(&mut self, vm: &mut Vm) -> R {
        let next = match &mut self.keyed {
            Some(value) => value.take(),
            None => match self.values.split_first() {
                Some((first, rest)) => {
                    self.values = rest;
                    first.clone()
                }
                None => None,
            },
        };
        next.ok_or_else(|| vm.type_error(percent::NOT_ENOUGH))
    }

    /// The value of a star.
    fn star(
        &mut self,
        vm: &mut Vm,
        amount: Amount,
        convert: fn(crate::format::Integer<'_>) -> Result<i64, crate::format::FormatError>,
    ) -> R<i64> {
        if amount != Amount::Star {
            return Ok(0);
        }
        let value = self.next(vm)?;
        match value.as_integer() {
            Some(integer) => formatted(vm, convert(for_text(integer))),
            None => Err(vm.type_error(percent::STAR_WANTS_INT)),
        }
    }
}

fn write_percent<T: Template + ?Sized, O: Output<T>>(
    vm: &mut Vm,
    template: &T,
    arguments: &Value,
    out: &mut O,
) -> R<()> {
    let tuple = arguments.downcast::<Tuple>();
    let mapping = if tuple.is_none() && is_mapping::<T>(vm, arguments) { Some(arguments) } else { None };
    let single = std::slice::from_ref(arguments);
    let mut values = PercentValues { values: as_slots(tuple.map_or(single, Tuple::items)), keyed: None };
    for piece in Pieces::new(template) {
        match piece {
            Piece::Literal(text) => out.literal(vm, text)?,
            Piece::Directive(directive) => write_directive(vm, &directive, mapping, &mut values, out)?,
        }
    }
    let left_over = match &values.keyed {
        Some(value) => value.is_some(),
        None => !values.values.is_empty(),
    };
    if left_over && mapping.is_none() {
        return Err(vm.type_error(percent::not_all_converted(O::WHAT)));
    }
    Ok(())
}

/// Whether the right operand of `%` can be looked up by keys.
fn is_mapping<T: Template + ?Sized>(vm: &mut Vm, value: &Value) -> bool {
    if value.downcast::<Str>().is_some() || !T::IS_TEXT && Data::of(value).is_some() {
        return false;
    }
    let (class, name) = (vm.class_of(value), vm.names.__getitem__.clone());
    vm.lookup_bits(class, &name) != 0
}

fn write_directive<T: Template + ?Sized, O: Output<T>>(
    vm: &mut Vm,
    directive: &Directive<'_, T>,
    mapping: Option<&Value>,
    values: &mut PercentValues<'_>,
    out: &mut O,
) -> R<()> {
    if !matches!(directive.key, Key::None) {
        let Some(mapping) = mapping else { return Err(vm.type_error(percent::MAPPING_REQUIRED)) };
        if let Key::Named(key) = directive.key {
            let key = O::key(vm, key)?;
            values.keyed = Some(Some(vm.get_item(mapping, &key)?));
        }
    }
    let width = values.star(vm, directive.width, percent::star_width)?;
    let precision = values.star(vm, directive.precision, percent::star_precision)?;
    if let Some(fault) = &directive.fault {
        return Err(raise_format(vm, fault.clone()));
    }
    let value = values.next(vm)?;
    let layout = Layout::new(directive, width, precision);
    if layout.minimum_size() > LARGE_OUTPUT {
        room(vm, layout.minimum_size())?;
    }
    match layout.conversion {
        Conversion::Text(letter) => out.text(vm, &layout, letter, &value),
        Conversion::Character => out.character(vm, &layout, &value),
        Conversion::Integer(letter) => {
            let int = integer_of(vm, letter, &value)?;
            let Some(integer) = int.as_integer() else { return Err(vm.type_error("an integer is required")) };
            let text = percent_value::percent_int(&layout, for_text(integer), vm.state.int_max_str_digits);
            let text = formatted(vm, text)?;
            out.number(vm, &text)
        }
        Conversion::Float(_) => {
            let float = O::float(vm, &value)?;
            let text = formatted(vm, percent_value::percent_float(&layout, float))?;
            out.number(vm, &text)
        }
        Conversion::Unsupported(_) => Err(raise_format(vm, directive.unsupported())),
    }
}

/// The int that `d i u o x X` write: floats are cut by `d i u` alone.
fn integer_of(vm: &mut Vm, letter: u8, value: &Value) -> R {
    if value.as_integer().is_some() {
        return Ok(value.clone());
    }
    let decimal = !matches!(letter, b'o' | b'x' | b'X');
    if let (Some(float), true) = (value.as_any_float(), decimal) {
        let int = formatted(vm, float_to_int(float))?;
        return vm.big_int(int);
    }
    let name = vm.names.__int__.clone();
    if let (true, Some(result)) = (decimal, vm.call_special(value, &name, &[])) {
        // A TypeError of the conversion is worded by the directive.
        let type_error = vm.types.type_error;
        let result = vm.except(result, type_error)?;
        if let Some(result) = result.filter(|result| result.as_integer().is_some()) {
            return Ok(result);
        }
    } else if is_index(vm, value) {
        let index = vm.index(value);
        let type_error = vm.types.type_error;
        if let Some(index) = vm.except(index, type_error)? {
            return Ok(index);
        }
    }
    let class = vm.class_name(value);
    Err(raise_format(vm, percent_value::integer_required(letter, &class)))
}

/// Text by `s r a`, a string value.
fn shown(vm: &mut Vm, letter: u8, value: &Value) -> R {
    match letter {
        b'r' => vm.repr(value),
        b'a' => vm.ascii(value),
        _ => match value.as_float() {
            Some(float) => vm.text(&float_repr(float)),
            None => vm.str(value),
        },
    }
}

struct TextOutput(String);

impl Output<str> for TextOutput {
    const WHAT: &'static str = "string";

    fn literal(&mut self, vm: &mut Vm, text: &str) -> R<()> {
        push(vm, &mut self.0, text)
    }

    fn key(vm: &mut Vm, key: &str) -> R {
        vm.text(key)
    }

    fn text(&mut self, vm: &mut Vm, layout: &Layout, letter: u8, value: &Value) -> R<()> {
        let text = shown(vm, letter, value)?;
        let text = text.downcast::<Str>().map_or("", Str::as_str);
        if layout.width == 0 && layout.precision.is_none() {
            return push(vm, &mut self.0, text);
        }
        let text = formatted(vm, percent_value::percent_text(layout, text))?;
        push(vm, &mut self.0, &text)
    }

    fn character(&mut self, vm: &mut Vm, layout: &Layout, value: &Value) -> R<()> {
        let character = match value.downcast::<Str>() {
            Some(text) => {
                let mut characters = text.as_str().chars();
                match (characters.next(), characters.next()) {
                    (Some(only), None) => only,
                    _ => {
                        let error = percent_value::one_character_required::<str>("string", text.char_len());
                        return Err(raise_format(vm, error));
                    }
                }
            }
            None if is_index(vm, value) => {
                let int = vm.index(value)?;
                let character =
                    int.as_integer().map_or(Ok('\0'), |int| percent_value::character_of(for_text(int)));
                formatted(vm, character)?
            }
            None => {
                let class = vm.class_name(value);
                return Err(raise_format(vm, percent_value::character_required::<str>(&class)));
            }
        };
        let text = formatted(vm, percent_value::percent_char(layout, character))?;
        push(vm, &mut self.0, &text)
    }

    fn number(&mut self, vm: &mut Vm, text: &str) -> R<()> {
        push(vm, &mut self.0, text)
    }

    fn float(vm: &mut Vm, value: &Value) -> R<f64> {
        vm.to_float(value)
    }
}

struct BytesOutput(Vec<u8>);

impl BytesOutput {
    fn push(&mut self, vm: &mut Vm, data: &[u8]) -> R<()> {
        if self.0.len() + data.len() > LARGE_OUTPUT {
            room(vm, self.0.len() + data.len())?;
        }
        self.0.extend_from_slice(data);
        Ok(())
    }
}

impl Output<[u8]> for BytesOutput {
    const WHAT: &'static str = "bytes";

    fn literal(&mut self, vm: &mut Vm, text: &[u8]) -> R<()> {
        self.push(vm, text)
    }

    fn key(vm: &mut Vm, key: &[u8]) -> R {
        vm.bytes(key)
    }

    fn text(&mut self, vm: &mut Vm, layout: &Layout, letter: u8, value: &Value) -> R<()> {
        let data = match letter {
            b'r' | b'a' => {
                let text = vm.ascii(value)?;
                percent_value::percent_bytes(
                    layout,
                    text.downcast::<Str>().map_or("", Str::as_str).as_bytes(),
                )
            }
            _ => {
                let made = super::bytes::bytes_of_method(vm, value)?;
                match Data::of(made.as_ref().unwrap_or(value)) {
                    Some(data) => data.with(|data| percent_value::percent_bytes(layout, data)),
                    None => Err(percent_value::bytes_required(&vm.class_name(value))),
                }
            }
        };
        let data = formatted(vm, data)?;
        self.push(vm, &data)
    }

    fn character(&mut self, vm: &mut Vm, layout: &Layout, value: &Value) -> R<()> {
        let byte = match Data::of(value) {
            Some(data) if data.len() == 1 => Ok(data.with(|data| data[0])),
            Some(data) => {
                let what = if matches!(data, Data::Bytes(_)) { "bytes object" } else { "bytearray object" };
                Err(percent_value::one_character_required::<[u8]>(what, data.len()))
            }
            None if is_index(vm, value) => {
                let int = vm.index(value)?;
                int.as_integer().map_or(Ok(0), |int| percent_value::byte_of(for_text(int)))
            }
            None => Err(percent_value::character_required::<[u8]>(&vm.class_name(value))),
        };
        let byte = formatted(vm, byte)?;
        let data = formatted(vm, percent_value::percent_byte(layout, byte))?;
        self.push(vm, &data)
    }

    fn number(&mut self, vm: &mut Vm, text: &str) -> R<()> {
        self.push(vm, text.as_bytes())
    }

    fn float(vm: &mut Vm, value: &Value) -> R<f64> {
        let result = vm.to_float(value);
        match result {
            Ok(float) => Ok(float),
            Err(_) => {
                vm.exception.set(None);
                let class = vm.class_name(value);
                Err(raise_format(vm, percent_value::float_required::<[u8]>(&class)))
            }
        }
    }
}
