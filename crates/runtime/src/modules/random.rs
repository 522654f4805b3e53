//! Module `random`: generators of random numbers with the sequences of CPython's.
//!
//! ```text
//! Random ─ seed ─► key ─► twister ─► words ─► random(), getrandbits(), below() ─► choices, distributions
//! ```
//!
//! The module's functions are methods of one hidden generator. Seeds are in `seed`, drawing in `source`, the distributions in a
//! file of their own.

mod choices;
mod distributions;
mod seed;
mod source;
pub mod twister;

use std::cell::{Cell, RefCell};

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use crate::native::{MethodDef, R, Raised};
use crate::object::random::{Random, Source};
use crate::object::tuple::Tuple;
use crate::object::{TypeRef, new_with_layout};
use crate::types::numbers::{check_subtype, to_big};
use crate::types::set_entry;
use crate::value::Value;
use crate::vm::Vm;
use source::Generator;
use twister::{SIZE, Twister};

/// Rows of the distributions and of the choices, all methods of Random.
pub const DISTRIBUTIONS: &[MethodDef] = distributions::Distributions::DEFS;
pub const CHOICES: &[MethodDef] = choices::Choices::DEFS;
/// Rows of SystemRandom.
pub const SYSTEM: &[MethodDef] = SystemMethods::DEFS;

/// The version of the states that `getstate` gives.
const VERSION: i32 = 3;

/// Methods that are functions of the module as well.
const FUNCTIONS: &[&str] = &[
    "betavariate",
    "binomialvariate",
    "choice",
    "choices",
    "expovariate",
    "gammavariate",
    "gauss",
    "getrandbits",
    "getstate",
    "lognormvariate",
    "normalvariate",
    "paretovariate",
    "randbytes",
    "randint",
    "random",
    "randrange",
    "sample",
    "seed",
    "setstate",
    "shuffle",
    "triangular",
    "uniform",
    "vonmisesvariate",
    "weibullvariate",
];

/// Makes the module.
pub fn module(vm: &mut Vm) -> R {
    let module = super::make_module(vm, "random", "Generators of random numbers.", &[])?;
    let (random, system) = (vm.types.random, vm.types.system_random);
    for class in [random, system] {
        let name = vm.intern("random")?;
        set_entry(vm, class, "__module__", name)?;
    }
    set_entry(vm, random, "VERSION", Value::from_i32(VERSION))?;
    vm.classes_changed();
    super::set(vm, &module, "Random", random.value())?;
    super::set(vm, &module, "SystemRandom", system.value())?;
    let hidden = vm.call(&random.value(), &[])?;
    for name in FUNCTIONS {
        let interned = vm.intern(name)?;
        let method = vm.get_attribute(&hidden, &interned)?;
        super::set(vm, &module, name, method)?;
    }
    let mut names = Vec::with_capacity(FUNCTIONS.len() + 2);
    for name in ["Random", "SystemRandom"].iter().chain(FUNCTIONS) {
        names.push(vm.intern(name)?);
    }
    let names = vm.list(names)?;
    super::set(vm, &module, "__all__", names)?;
    super::set(vm, &module, "_inst", hidden)?;
    Ok(module)
}

#[cold]
fn missing_stop(vm: &mut Vm) -> Raised {
    vm.type_error("Missing a non-None stop argument")
}

/// Methods of `Random`.
pub struct RandomMethods;

#[exuvia_macros::builtin_methods]
impl RandomMethods {
    /// A generator; a seed decides its sequence.
    #[new_sig("Random(cls, /, *args, **kwargs)")]
    fn construct(
        vm: &mut Vm,
        class: TypeRef,
        _arguments: &[Option<Value>],
        _keywords: &[(Value, Value)],
    ) -> R {
        let (random, system) = (vm.types.random, vm.types.system_random);
        check_subtype(vm, class, random)?;
        let source = if class.is_subclass_of(system) { Source::System } else { Source::Twister(None) };
        let payload = Random { source: RefCell::new(source), next_gauss: Cell::new(None) };
        Ok(new_with_layout(vm.heap, class.layout.get(), payload))
    }

    /// Seeds the generator.
    #[sig("__init__(self, x=None)")]
    fn init(vm: &mut Vm, this: Generator<'_>, seed: Option<&Value>) -> R<()> {
        let seed = seed.cloned().unwrap_or(Value::NONE);
        if this.is_plain(vm) {
            return seed::seed(vm, this.random, &seed, 2);
        }
        vm.call_method_named(this.value, "seed", &[seed])?;
        this.random.next_gauss.set(None);
        Ok(())
    }

    /// Begins the sequence that a seed stands for: None (unforeseeable), an int, a float, a text, or bytes.
    #[sig("seed(self, a=None, version=2)")]
    fn seed(vm: &mut Vm, this: Generator<'_>, seed: Option<&Value>, version: Option<&Value>) -> R<()> {
        let version = version.map_or(Ok(2), |version| vm.index_clamped(version))?;
        seed::seed(vm, this.random, seed.unwrap_or(&Value::NONE), version)
    }

    /// The state, for `setstate`.
    #[sig("getstate(self)")]
    fn getstate(vm: &mut Vm, this: Generator<'_>) -> R {
        state(vm, this.random)
    }

    /// Goes back to a state that `getstate` gave.
    #[sig("setstate(self, state)")]
    fn setstate(vm: &mut Vm, this: Generator<'_>, state: &Value) -> R<()> {
        set_state(vm, this.random, state)
    }

    /// The state, for copies.
    #[sig("__getstate__(self, /)")]
    fn copy_state(vm: &mut Vm, this: Generator<'_>) -> R {
        vm.call_method_named(this.value, "getstate", &[])
    }

    /// Takes over a state, for copies.
    #[sig("__setstate__(self, state)")]
    fn set_copy_state(vm: &mut Vm, this: Generator<'_>, state: &Value) -> R {
        vm.call_method_named(this.value, "setstate", std::slice::from_ref(state))
    }

    /// What makes a copy: the class, no arguments, the state.
    #[sig("__reduce__(self)")]
    fn reduce(vm: &mut Vm, this: Generator<'_>) -> R {
        let state = vm.call_method_named(this.value, "getstate", &[])?;
        let class = vm.class_of(this.value).value();
        let arguments = vm.empty_tuple();
        vm.tuple(vec![class, arguments, state])
    }

    /// The second number of the last pair that `gauss` made, or None.
    #[getter("gauss_next")]
    fn gauss_next(_vm: &mut Vm, this: Generator<'_>) -> Option<f64> {
        this.random.next_gauss.get()
    }

    /// Sets or forgets that number.
    #[setter("gauss_next")]
    fn set_gauss_next(vm: &mut Vm, this: Generator<'_>, value: Option<&Value>) -> R<()> {
        let next = match value.filter(|value| !value.is_none()) {
            Some(value) => Some(vm.to_float(value)?),
            None => None,
        };
        this.random.next_gauss.set(next);
        Ok(())
    }

    /// A float of at least 0 and below 1.
    #[sig("random(self, /)")]
    fn random(vm: &mut Vm, this: Generator<'_>) -> R<f64> {
        this.random.float(vm)
    }

    /// An integer of k random bits.
    #[sig("getrandbits(self, k, /)")]
    fn getrandbits(vm: &mut Vm, this: Generator<'_>, k: &Value) -> R {
        let k = vm.index(k)?;
        let bits = match k.as_integer() {
            Some(integer) if integer.is_negative() => {
                let system = matches!(&*this.random.source.borrow(), Source::System);
                return Err(vm.value_error(if system {
                    "number of bits must be non-negative"
                } else {
                    "Cannot convert negative int"
                }));
            }
            Some(integer) => to_big(integer).to_u64(),
            None => None,
        };
        match bits {
            Some(bits @ 0..=49) => Ok(Value::from_i64(vm.heap, this.random.word(vm, bits as u32)? as i64)),
            Some(bits) => {
                let drawn = this.random.bits(vm, bits)?;
                vm.big_int(drawn.into())
            }
            None => Err(vm.overflow_error("Python int too large for C uint64_t")),
        }
    }

    /// Random bytes.
    #[sig("randbytes(self, n)")]
    fn randbytes(vm: &mut Vm, this: Generator<'_>, count: &Value) -> R {
        let count = vm.index_i64(count)?;
        let Ok(count) = usize::try_from(count) else {
            return Err(vm.value_error("Cannot convert negative int"));
        };
        vm.check_room(count.saturating_mul(2))?;
        let drawn = this.bits(vm, (count as u64).saturating_mul(8))?;
        let mut bytes = drawn.to_bytes_le();
        bytes.resize(count, 0);
        vm.bytes(&bytes)
    }

    /// A random item of `range(start, stop, step)`.
    #[sig("randrange(self, start, stop=None, step=1)")]
    fn randrange(
        vm: &mut Vm,
        this: Generator<'_>,
        start: &Value,
        stop: Option<&Value>,
        step: Option<&Value>,
    ) -> R {
        let first = vm.index_big(start)?;
        let Some(stop) = stop.filter(|stop| !stop.is_none()) else {
            if step.is_some_and(|step| step.as_small_int() != Some(1)) {
                return Err(missing_stop(vm));
            }
            if first.is_positive() {
                let drawn = this.below(vm, &first)?;
                return vm.big_int(drawn);
            }
            return Err(vm.value_error("empty range for randrange()"));
        };
        let end = vm.index_big(stop)?;
        let width = &end - &first;
        let by = step.map_or(Ok(BigInt::from(1)), |step| vm.index_big(step))?;
        if by == BigInt::from(1) {
            if width.is_positive() {
                let drawn = this.below(vm, &width)?;
                return vm.big_int(first + drawn);
            }
            return Err(empty_range(vm, "randrange", &[start, stop]));
        }
        let count = match by.sign() {
            num_bigint::Sign::Plus => num_integer::Integer::div_floor(&(width + &by - 1), &by),
            num_bigint::Sign::Minus => num_integer::Integer::div_floor(&(width + &by + 1), &by),
            num_bigint::Sign::NoSign => return Err(vm.value_error("zero step for randrange()")),
        };
        if !count.is_positive() {
            let step = step.cloned().unwrap_or_else(|| Value::from_i32(1));
            return Err(empty_range(vm, "randrange", &[start, stop, &step]));
        }
        let drawn = this.below(vm, &count)?;
        vm.big_int(first + by * drawn)
    }

    /// A random integer from a to b, both included.
    #[sig("randint(self, a, b)")]
    fn randint(vm: &mut Vm, this: Generator<'_>, a: &Value, b: &Value) -> R {
        if let (Some(low), Some(high)) = (a.as_small_int(), b.as_small_int())
            && low <= high
        {
            let drawn = this.index(vm, (high - low + 1) as usize)?;
            return Ok(Value::from_i64(vm.heap, low + drawn as i64));
        }
        let (low, high) = (vm.index_big(a)?, vm.index_big(b)?);
        if high < low {
            return Err(empty_range(vm, "randint", &[a, b]));
        }
        let drawn = this.below(vm, &(high - &low + 1))?;
        vm.big_int(low + drawn)
    }
}

#[cold]
fn empty_range(vm: &mut Vm, function: &str, arguments: &[&Value]) -> Raised {
    let mut shown = Vec::new();
    for argument in arguments {
        match vm.str_text(argument) {
            Ok(text) => shown.push(text),
            Err(raised) => return raised,
        }
    }
    vm.value_error(format!("empty range in {function}({})", shown.join(", ")))
}

/// Methods of `SystemRandom`.
struct SystemMethods;

#[exuvia_macros::builtin_methods]
impl SystemMethods {
    /// Does nothing: the operating system's numbers have no seed.
    #[sig("seed(self, /, *args, **kwds)")]
    fn seed(_vm: &mut Vm, _this: Generator<'_>, _arguments: &[Option<Value>], _keywords: &[(Value, Value)]) {}

    /// Raises NotImplementedError: there is no state.
    #[sig("getstate(self, /, *args, **kwds)")]
    fn getstate(
        vm: &mut Vm,
        _this: Generator<'_>,
        _arguments: &[Option<Value>],
        _keywords: &[(Value, Value)],
    ) -> R {
        Err(no_state(vm))
    }

    /// Raises NotImplementedError: there is no state.
    #[sig("setstate(self, /, *args, **kwds)")]
    fn setstate(
        vm: &mut Vm,
        _this: Generator<'_>,
        _arguments: &[Option<Value>],
        _keywords: &[(Value, Value)],
    ) -> R {
        Err(no_state(vm))
    }
}

#[cold]
fn no_state(vm: &mut Vm) -> Raised {
    let class = vm.types.not_implemented_error;
    vm.raise_message(class, "System entropy source does not have state.")
}

/// `(version, words and position, next Gaussian number)`
fn state(vm: &mut Vm, random: &Random) -> R {
    if matches!(&*random.source.borrow(), Source::Twister(None)) {
        let fresh = source::from_system(vm)?;
        *random.source.borrow_mut() = Source::Twister(Some(fresh));
    }
    let words: Option<Vec<Value>> = match &*random.source.borrow() {
        Source::Twister(Some(twister)) => {
            let (words, position) = twister.state();
            let numbers = words.iter().map(|&word| i64::from(word)).chain([position as i64]);
            Some(numbers.map(|number| Value::from_i64(vm.heap, number)).collect())
        }
        _ => None,
    };
    let Some(words) = words else { return Err(no_state(vm)) };
    let words = vm.tuple(words)?;
    let next = random.next_gauss.get().map_or(Value::NONE, Value::from_float);
    vm.tuple(vec![Value::from_i32(VERSION), words, next])
}

fn set_state(vm: &mut Vm, random: &Random, state: &Value) -> R<()> {
    let version = vm.get_item(state, &Value::from_i32(0))?;
    if !matches!(version.as_small_int(), Some(2 | 3)) {
        let version = vm.str_text(&version)?;
        return Err(vm.value_error(format!(
            "state with version {version} passed to Random.setstate() of version {VERSION}"
        )));
    }
    let parts = vm.collect(state)?;
    let [_, words, next] = parts.as_slice() else {
        let (problem, got) = if parts.len() < 3 {
            ("not enough", format!(", got {}", parts.len()))
        } else {
            ("too many", format!(", got {}", parts.len()))
        };
        return Err(vm.value_error(format!("{problem} values to unpack (expected 3{got})")));
    };
    let Some(tuple) = words.downcast::<Tuple>() else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    if tuple.len() != SIZE + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut new = [0u32; SIZE];
    for (word, item) in new.iter_mut().zip(tuple.items()) {
        let big = vm.index_big(item)?;
        if big.is_negative() {
            return Err(vm.overflow_error("can't convert negative value to unsigned int"));
        }
        *word = big.to_u64().unwrap_or(0) as u32;
    }
    let position = vm.index_i64(&tuple.items()[SIZE])?;
    let next = if next.is_none() { None } else { Some(vm.to_float(next)?) };
    match usize::try_from(position).ok().and_then(|position| Twister::from_state(new, position)) {
        Some(twister) => {
            *random.source.borrow_mut() = Source::Twister(Some(Box::new(twister)));
            random.next_gauss.set(next);
            Ok(())
        }
        None => Err(vm.value_error("invalid state")),
    }
}
