//! Native functions: how they are declared, how arguments reach them, how results come back.
//!
//! ```text
//! call ─► bind to the parameters' slots ─► `MethodDef::call(vm, Arguments)` ─► FromArgument … Rust function … IntoResult
//! ```
//!
//! The rows come from `#[builtin_methods]`. This module converts; it knows no particular type's methods.

use num_bigint::BigInt;

use crate::object::Payload;
use crate::object::class::TypeRef;
use crate::object::int::Integer;
use crate::object::string::Str;
use crate::value::Value;
use crate::vm::Vm;

/// An exception is on its way; it waits in the interpreter. `R` is a value or this.
#[derive(Debug)]
#[must_use]
pub struct Raised(pub(crate) ());

/// The result of anything that may raise.
pub type R<T = Value> = Result<T, Raised>;

/// What a row declares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DefKind {
    Function,
    Method,
    ClassMethod,
    StaticMethod,
    New,
    Getter,
    Setter,
}

/// The parameters of a native function, `*` and `**` aside.
#[derive(Debug)]
pub struct Parameters {
    pub names: &'static [&'static str],
    /// Positional parameters without a default.
    pub required: usize,
    pub positional_only: usize,
    pub positional: usize,
    pub varargs: bool,
    pub varkeywords: bool,
}

/// Arguments bound to parameters: a slot for each name (empty where the default applies), the rest, the other keywords.
#[derive(Clone, Copy)]
pub struct Arguments<'a> {
    pub fixed: &'a [Option<Value>],
    pub rest: &'a [Option<Value>],
    pub keywords: &'a [(Value, Value)],
}

/// The calling convention of native functions.
pub type NativeCall = for<'a> fn(&mut Vm, Arguments<'a>) -> R;

/// One native function, method, constructor, getter or setter.
pub struct MethodDef {
    pub name: &'static str,
    /// The parameter list as text, in parentheses.
    pub signature: &'static str,
    pub doc: &'static str,
    pub kind: DefKind,
    pub parameters: Parameters,
    pub call: NativeCall,
}

/// Where an argument stands, for error messages.
pub struct Context {
    pub function: &'static str,
    pub parameter: &'static str,
    pub index: usize,
}

/// A Rust type that a Python argument can become.
pub trait FromArgument<'a>: Sized {
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self>;
}

/// A Rust type that can become a Python result.
pub trait IntoResult {
    fn into_result(self, vm: &mut Vm) -> R;
}

impl MethodDef {
    /// Calls with positional arguments only, the common case first.
    #[inline]
    pub fn call_positional(&'static self, vm: &mut Vm, arguments: &[Option<Value>]) -> R {
        let parameters = &self.parameters;
        if arguments.len() == parameters.names.len()
            && arguments.len() == parameters.positional
            && !parameters.varargs
        {
            return (self.call)(vm, Arguments { fixed: arguments, rest: &[], keywords: &[] });
        }
        self.call_bound_slow(vm, arguments, &[])
    }

    /// Calls with positional and keyword arguments.
    #[cold]
    #[inline(never)]
    pub fn call_bound_slow(
        &'static self,
        vm: &mut Vm,
        arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R {
        let parameters = &self.parameters;
        if keywords.is_empty() && arguments.len() >= parameters.required {
            const NONE: Option<Value> = None;
            let total = parameters.names.len();
            if total <= 6 && (arguments.len() <= parameters.positional || parameters.varargs) {
                let mut slots = [NONE; 6];
                let given = arguments.len().min(parameters.positional);
                for (slot, argument) in slots.iter_mut().zip(&arguments[..given]) {
                    slot.clone_from(argument);
                }
                return (self.call)(
                    vm,
                    Arguments { fixed: &slots[..total], rest: &arguments[given..], keywords: &[] },
                );
            }
        }
        let (fixed, rest, others) = self.bind(vm, arguments, keywords)?;
        (self.call)(vm, Arguments { fixed: &fixed, rest: &arguments[rest..], keywords: &others })
    }

    /// The name as CPython's messages have it: constructors go by their type's name.
    fn shown(&self, arguments: &[Option<Value>]) -> String {
        if self.name == "__init__" && self.kind == DefKind::Method {
            return arguments
                .first()
                .and_then(Option::as_ref)
                .map_or_else(|| self.name.to_owned(), crate::vm::class_name_of);
        }
        if self.kind != DefKind::New {
            return self.name.to_owned();
        }
        let class = arguments.first().and_then(Option::as_ref).and_then(TypeRef::from_value);
        class.map_or_else(
            || self.name.to_owned(),
            |class| {
                let name = class.name_text();
                name.rsplit('.').next().unwrap_or_default().to_owned()
            },
        )
    }

    fn bind(
        &'static self,
        vm: &mut Vm,
        arguments: &[Option<Value>],
        keywords: &[(Value, Value)],
    ) -> R<(Vec<Option<Value>>, usize, Vec<(Value, Value)>)> {
        let parameters = &self.parameters;
        // The receiver is no argument in messages.
        let hidden = usize::from(matches!(
            self.kind,
            DefKind::Method | DefKind::ClassMethod | DefKind::New | DefKind::Getter | DefKind::Setter
        ));
        let given = arguments.len().saturating_sub(hidden);
        let name = self.shown(arguments);
        if !keywords.is_empty()
            && !parameters.varkeywords
            && parameters.names.len() == parameters.positional_only
        {
            return Err(
                vm.type_error(format!("{}{name}() takes no keyword arguments", self.prefix(vm, arguments)))
            );
        }
        if arguments.len() > parameters.positional && !parameters.varargs {
            return Err(self.wrong_count(vm, &name, given, hidden, arguments));
        }
        let positional = arguments.len().min(parameters.positional);
        let mut fixed: Vec<Option<Value>> = arguments[..positional].to_vec();
        fixed.resize_with(parameters.names.len(), || None);
        let mut others = Vec::new();
        for (key, value) in keywords {
            let text = key.downcast::<Str>().map_or("", Str::as_str);
            let found =
                parameters.names.iter().skip(parameters.positional_only).position(|name| *name == text);
            match found.map(|index| index + parameters.positional_only) {
                Some(index) if fixed[index].is_some() => {
                    let message = if index < positional {
                        format!(
                            "argument for {name}() given by name ('{text}') and position ({})",
                            index + 1 - hidden
                        )
                    } else {
                        format!("{name}() got multiple values for argument '{text}'")
                    };
                    return Err(vm.type_error(message));
                }
                Some(index) => fixed[index] = Some(value.clone()),
                None if parameters.varkeywords => others.push((key.clone(), value.clone())),
                None => {
                    return Err(
                        vm.type_error(format!("{name}() got an unexpected keyword argument '{text}'"))
                    );
                }
            }
        }
        if let Some(missing) = (0..parameters.required).find(|&index| fixed[index].is_none()) {
            if missing < hidden
                || (missing < parameters.positional_only || keywords.is_empty())
                    && parameters.positional_only >= parameters.required
            {
                return Err(self.wrong_count(vm, &name, given, hidden, arguments));
            }
            let position = missing + 1 - hidden;
            let parameter = parameters.names[missing];
            return Err(
                vm.type_error(format!("{name}() missing required argument '{parameter}' (pos {position})"))
            );
        }
        Ok((fixed, positional, others))
    }

    /// What stands before the name in messages about the number of arguments: the receiver's class, the function's module.
    fn prefix(&'static self, vm: &Vm, arguments: &[Option<Value>]) -> String {
        match (self.kind, arguments.first().and_then(Option::as_ref)) {
            (DefKind::Function, _) => crate::modules::qualifier(vm, self),
            (DefKind::ClassMethod, Some(receiver)) => TypeRef::from_value(receiver)
                .map_or_else(String::new, |class| format!("{}.", class.name_text())),
            (DefKind::Method, Some(receiver)) => {
                let name = crate::vm::class_name_of(receiver);
                format!("{}.", name.rsplit('.').next().unwrap_or_default())
            }
            _ => String::new(),
        }
    }

    fn wrong_count(
        &'static self,
        vm: &mut Vm,
        name: &str,
        given: usize,
        hidden: usize,
        arguments: &[Option<Value>],
    ) -> Raised {
        let parameters = &self.parameters;
        if self.kind == DefKind::Method && arguments.is_empty() {
            return vm.type_error(format!("unbound method {name}() needs an argument"));
        }
        let least = parameters.required.saturating_sub(hidden);
        let most = parameters.positional - hidden.min(parameters.positional);
        let all = parameters.names.len() - hidden.min(parameters.names.len());
        let dunder = name.starts_with("__") && name.ends_with("__");
        // Constructors that count for themselves word it as functions without keywords do.
        let counts = self.kind == DefKind::New && matches!(name, "int" | "str") || name == "sorted";
        let message = if dunder && least == most && !parameters.varargs {
            format!("expected {most} argument{}, got {given}", plural(most))
        } else if parameters.positional_only < parameters.names.len() && !parameters.varargs && !counts {
            let (bound, number, positional) = if given > all {
                (if least == all { "exactly" } else { "at most" }, all, "")
            } else if given > most && most == 0 {
                return vm.type_error(format!("{name}() takes no positional arguments"));
            } else if given > most {
                (if least == most { "exactly" } else { "at most" }, most, "positional ")
            } else {
                (if least == most { "exactly" } else { "at least" }, least, "positional ")
            };
            format!("{name}() takes {bound} {number} {positional}argument{} ({given} given)", plural(number))
        } else if most == 0 && !parameters.varargs {
            format!("{}{name}() takes no arguments ({given} given)", self.prefix(vm, arguments))
        } else if least == most && !parameters.varargs {
            if most == 1 && self.kind != DefKind::New && !counts {
                format!("{}{name}() takes exactly one argument ({given} given)", self.prefix(vm, arguments))
            } else {
                format!("{name} expected {most} argument{}, got {given}", plural(most))
            }
        } else if given < least {
            format!("{name} expected at least {least} argument{}, got {given}", plural(least))
        } else {
            format!("{name} expected at most {most} argument{}, got {given}", plural(most))
        };
        vm.type_error(message)
    }
}

/// The plural's "s".
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn required<'a>(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<&'a Value> {
    match argument {
        Some(value) => Ok(value),
        None => {
            let message = format!(
                "{}() missing required argument '{}' (pos {})",
                context.function, context.parameter, context.index
            );
            Err(vm.type_error(message))
        }
    }
}

impl<'a> FromArgument<'a> for &'a Value {
    #[inline]
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        required(vm, argument, context)
    }
}

impl<'a> FromArgument<'a> for Value {
    #[inline]
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        required(vm, argument, context).cloned()
    }
}

impl<'a, T: FromArgument<'a>> FromArgument<'a> for Option<T> {
    #[inline]
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        if argument.is_none() { Ok(None) } else { T::from_argument(vm, argument, context).map(Some) }
    }
}

impl<'a, T: Payload> FromArgument<'a> for &'a T {
    #[inline]
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = required(vm, argument, context)?;
        match value.downcast::<T>() {
            Some(payload) => Ok(payload),
            None => Err(wrong_type(vm, value, vm_type_name(vm, T::ID), context)),
        }
    }
}

fn vm_type_name(vm: &Vm, kind: u32) -> String {
    vm.types.of_kind(kind).map_or_else(|| "object".to_owned(), |class| class.name_text())
}

/// The error for an argument of the wrong type.
#[cold]
pub fn wrong_type(vm: &mut Vm, value: &Value, expected: String, context: &Context) -> Raised {
    let got = crate::vm::class_name_of(value);
    let dunder = context.function.starts_with("__");
    let message = if context.index == 0 && context.parameter == "self" && !dunder {
        format!(
            "descriptor '{}' for '{expected}' objects doesn't apply to a '{got}' object",
            context.function
        )
    } else if context.index == 0 && context.parameter == "self" {
        format!("descriptor '{}' requires a '{expected}' object but received a '{got}'", context.function)
    } else {
        let number = if context.index == 0 { String::new() } else { format!(" {}", context.index) };
        format!("{}() argument{number} must be {expected}, not {got}", context.function)
    };
    vm.type_error(message)
}

impl<'a> FromArgument<'a> for TypeRef {
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = required(vm, argument, context)?;
        match TypeRef::from_value(value) {
            Some(class) => Ok(class),
            None => Err(wrong_type(vm, value, "type".to_owned(), context)),
        }
    }
}

impl<'a> FromArgument<'a> for &'a str {
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = required(vm, argument, context)?;
        match value.downcast::<Str>() {
            Some(text) => Ok(text.as_str()),
            None => Err(wrong_type(vm, value, "str".to_owned(), context)),
        }
    }
}

impl<'a> FromArgument<'a> for Integer<'a> {
    /// An int (a bool, an instance of a subclass): for methods of int.
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = required(vm, argument, context)?;
        match value.as_integer() {
            Some(integer) => Ok(integer),
            None => Err(wrong_type(vm, value, "int".to_owned(), context)),
        }
    }
}

impl<'a> FromArgument<'a> for i64 {
    /// An index: int, or anything with `__index__`; OverflowError when it does not fit.
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = required(vm, argument, context)?;
        match value.as_small_int() {
            Some(small) => Ok(small),
            None => vm.index_i64(value),
        }
    }
}

impl<'a> FromArgument<'a> for f64 {
    /// A float, or anything with `__float__` or `__index__`.
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = required(vm, argument, context)?;
        match value.as_float() {
            Some(float) => Ok(float),
            None => vm.to_float(value),
        }
    }
}

impl<'a> FromArgument<'a> for bool {
    /// The argument's truth.
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = required(vm, argument, context)?;
        vm.truth(value)
    }
}

impl IntoResult for Value {
    #[inline(always)]
    fn into_result(self, _vm: &mut Vm) -> R {
        Ok(self)
    }
}

impl IntoResult for () {
    #[inline(always)]
    fn into_result(self, _vm: &mut Vm) -> R {
        Ok(Value::NONE)
    }
}

impl IntoResult for bool {
    #[inline(always)]
    fn into_result(self, _vm: &mut Vm) -> R {
        Ok(Value::from_bool(self))
    }
}

impl IntoResult for i64 {
    #[inline]
    fn into_result(self, vm: &mut Vm) -> R {
        Ok(Value::from_i64(vm.heap, self))
    }
}

impl IntoResult for usize {
    #[inline]
    fn into_result(self, vm: &mut Vm) -> R {
        match i64::try_from(self) {
            Ok(int) => int.into_result(vm),
            Err(_) => BigInt::from(self).into_result(vm),
        }
    }
}

impl IntoResult for BigInt {
    fn into_result(self, vm: &mut Vm) -> R {
        vm.big_int(self)
    }
}

impl IntoResult for f64 {
    #[inline]
    fn into_result(self, _vm: &mut Vm) -> R {
        Ok(Value::from_float(self))
    }
}

impl IntoResult for &str {
    fn into_result(self, vm: &mut Vm) -> R {
        vm.text(self)
    }
}

impl IntoResult for String {
    fn into_result(self, vm: &mut Vm) -> R {
        vm.text(&self)
    }
}

impl IntoResult for Vec<Value> {
    /// A list.
    fn into_result(self, vm: &mut Vm) -> R {
        vm.list(self)
    }
}

impl<T: IntoResult> IntoResult for Option<T> {
    #[inline]
    fn into_result(self, vm: &mut Vm) -> R {
        self.map_or(Ok(Value::NONE), |value| value.into_result(vm))
    }
}

impl<T: IntoResult> IntoResult for R<T> {
    #[inline]
    fn into_result(self, vm: &mut Vm) -> R {
        self.and_then(|value| value.into_result(vm))
    }
}
