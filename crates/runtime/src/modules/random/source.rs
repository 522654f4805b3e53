//! Drawing from a generator: floats, bits, integers below a bound. A subclass's own `random` or `getrandbits` is asked instead.
//!
//! ```text
//! random()         53 bits of two words, divided by 2^53
//! getrandbits(k)   words, least significant first, the last one shifted right
//! below(n)         getrandbits(bits of n) until it is below n
//! ```

use std::io::Read;

use num_bigint::{BigInt, BigUint};
use num_traits::{One, ToPrimitive};

use super::twister::{SIZE, Twister};
use crate::modules::libm;
use crate::native::{Context, FromArgument, R, wrong_type};
use crate::object::TypeRef;
use crate::object::random::{Random, Source};
use crate::types::numbers::check_bits;
use crate::value::Value;
use crate::vm::Vm;

/// The receiver of a method of Random: the object and its payload.
#[derive(Clone, Copy)]
pub struct Generator<'a> {
    pub value: &'a Value,
    pub random: &'a Random,
}

impl<'a> FromArgument<'a> for Generator<'a> {
    fn from_argument(vm: &mut Vm, argument: &'a Option<Value>, context: &Context) -> R<Self> {
        let value = <&Value>::from_argument(vm, argument, context)?;
        match value.downcast::<Random>() {
            Some(random) => Ok(Generator { value, random }),
            None => Err(wrong_type(vm, value, "Random".to_owned(), context)),
        }
    }
}

/// 2^-53
const UNIT: f64 = 1.0 / (1u64 << 53) as f64;

/// Random bytes of the operating system.
pub fn system_bytes(vm: &mut Vm, buffer: &mut [u8]) -> R<()> {
    match std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(buffer)) {
        Ok(()) => Ok(()),
        Err(_) => {
            let class = vm.types.not_implemented_error;
            Err(vm.raise_message(class, "/dev/urandom (or equivalent) not found"))
        }
    }
}

/// A generator that nobody can foresee.
pub fn from_system(vm: &mut Vm) -> R<Box<Twister>> {
    let mut buffer = vec![0; SIZE * 4];
    system_bytes(vm, &mut buffer)?;
    let key: Vec<u32> =
        buffer.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect();
    Ok(Box::new(Twister::from_key(&key)))
}

/// Runs something with the twister, which is seeded by the system if nobody did; `system` is run when there is none.
fn with_twister<T>(
    vm: &mut Vm,
    random: &Random,
    twister: impl FnOnce(&mut Twister) -> T,
    system: impl FnOnce(&mut Vm) -> R<T>,
) -> R<T> {
    let unseeded = matches!(&*random.source.borrow(), Source::Twister(None));
    if unseeded {
        let fresh = from_system(vm)?;
        *random.source.borrow_mut() = Source::Twister(Some(fresh));
    }
    if let Source::Twister(Some(words)) = &mut *random.source.borrow_mut() {
        return Ok(twister(words));
    }
    system(vm)
}

impl Random {
    /// A float of at least 0 and below 1.
    pub fn float(&self, vm: &mut Vm) -> R<f64> {
        let from_words = |twister: &mut Twister| {
            let (high, low) = (twister.next_word() >> 5, twister.next_word() >> 6);
            (f64::from(high) * 67_108_864.0 + f64::from(low)) * UNIT
        };
        with_twister(vm, self, from_words, |vm| {
            let mut bytes = [0; 8];
            system_bytes(vm, &mut bytes[1..])?;
            Ok((u64::from_be_bytes(bytes) >> 3) as f64 * UNIT)
        })
    }

    /// At most 64 random bits.
    pub fn word(&self, vm: &mut Vm, bits: u32) -> R<u64> {
        let from_words = |twister: &mut Twister| match bits {
            0 => 0,
            1..=32 => u64::from(twister.next_word() >> (32 - bits)),
            _ => u64::from(twister.next_word()) | u64::from(twister.next_word() >> (64 - bits)) << 32,
        };
        with_twister(vm, self, from_words, |vm| {
            let mut bytes = [0; 8];
            system_bytes(vm, &mut bytes)?;
            Ok(if bits == 0 { 0 } else { u64::from_be_bytes(bytes) >> (64 - bits) })
        })
    }

    /// An integer of this many random bits.
    pub fn bits(&self, vm: &mut Vm, bits: u64) -> R<BigUint> {
        if bits <= 64 {
            return self.word(vm, bits as u32).map(BigUint::from);
        }
        check_bits(vm, bits)?;
        let count = bits.div_ceil(32) as usize;
        let excess = (count as u64 * 32 - bits) as u32;
        let mut words = vec![0u32; count];
        let fill = |twister: &mut Twister| {
            words.fill_with(|| twister.next_word());
            true
        };
        let drawn = with_twister(vm, self, fill, |_| Ok(false))?;
        if !drawn {
            let mut bytes = vec![0; count * 4];
            system_bytes(vm, &mut bytes)?;
            return Ok(BigUint::from_bytes_be(&bytes) >> excess);
        }
        if let Some(last) = words.last_mut() {
            *last >>= excess;
        }
        Ok(BigUint::new(words))
    }
}

/// How a class's integers below a bound are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    /// By the payload's own words.
    Native,
    /// By the class's `getrandbits`.
    Bits,
    /// By the class's `random`.
    Floats,
}

impl Generator<'_> {
    /// `self.random()`
    #[inline]
    pub fn float(&self, vm: &mut Vm) -> R<f64> {
        if self.is_plain(vm) {
            return self.random.float(vm);
        }
        self.float_slow(vm)
    }

    /// Whether the object is of one of the module's own classes.
    #[inline]
    pub fn is_plain(&self, vm: &Vm) -> bool {
        let class = vm.class_of(self.value);
        class == vm.types.random || class == vm.types.system_random
    }

    #[cold]
    fn float_slow(&self, vm: &mut Vm) -> R<f64> {
        let name = vm.intern("random")?;
        if self.inherits(vm, &name) {
            return self.random.float(vm);
        }
        let result = vm.call_method(self.value, &name, &[])?;
        vm.to_float(&result)
    }

    /// Whether a method of the class is the module's own.
    fn inherits(&self, vm: &mut Vm, name: &Value) -> bool {
        let class = vm.class_of(self.value);
        let (random, system) = (vm.types.random, vm.types.system_random);
        let found = vm.lookup_bits(class, name);
        found == vm.lookup_bits(random, name) || found == vm.lookup_bits(system, name)
    }

    /// The first class in the order of resolution that has a method of its own decides.
    fn method(&self, vm: &mut Vm) -> R<Method> {
        if self.is_plain(vm) {
            return Ok(Method::Native);
        }
        let (bits, floats) = (vm.intern("getrandbits")?, vm.intern("random")?);
        let class = vm.class_of(self.value);
        for item in class.mro_items() {
            let Some(class) = TypeRef::from_value(item) else { continue };
            if class == vm.types.random || class == vm.types.system_random {
                break;
            }
            if class.namespace().find_str(&bits).is_some() {
                return Ok(Method::Bits);
            }
            if class.namespace().find_str(&floats).is_some() {
                return Ok(Method::Floats);
            }
        }
        Ok(Method::Native)
    }

    /// `self.getrandbits(bits)`, where a subclass may have its own.
    pub fn bits(&self, vm: &mut Vm, bits: u64) -> R<BigUint> {
        if self.is_plain(vm) {
            return self.random.bits(vm, bits);
        }
        let name = vm.intern("getrandbits")?;
        if self.inherits(vm, &name) {
            return self.random.bits(vm, bits);
        }
        let bits = Value::from_i64(vm.heap, bits as i64);
        let result = vm.call_method(self.value, &name, &[bits])?;
        vm.index_big(&result).map(|big| big.magnitude().clone())
    }

    /// A random index below a length that is not 0.
    pub fn index(&self, vm: &mut Vm, length: usize) -> R<usize> {
        let length = length as u64;
        if self.is_plain(vm) {
            let bits = 64 - length.leading_zeros();
            loop {
                let word = self.random.word(vm, bits)?;
                if word < length {
                    return Ok(word as usize);
                }
            }
        }
        let index = self.below(vm, &BigInt::from(length))?;
        Ok(index.to_usize().unwrap_or(0))
    }

    /// A random integer of at least 0 and below a positive bound.
    pub fn below(&self, vm: &mut Vm, bound: &BigInt) -> R<BigInt> {
        match self.method(vm)? {
            Method::Floats => self.below_by_floats(vm, bound),
            Method::Native | Method::Bits => loop {
                let drawn = BigInt::from(self.bits(vm, bound.bits())?);
                if drawn < *bound {
                    return Ok(drawn);
                }
            },
        }
    }

    /// For generators that only have floats: they give 53 bits.
    fn below_by_floats(&self, vm: &mut Vm, bound: &BigInt) -> R<BigInt> {
        let all = BigInt::one() << 53;
        if *bound >= all {
            let float = self.float(vm)? * vm.big_to_float(bound)?;
            return crate::types::numbers::formatted(vm, crate::format::float_to_int(float.floor()));
        }
        let rest = &all % bound;
        let limit = (all - rest).to_f64().unwrap_or(0.0) * UNIT;
        loop {
            let float = self.float(vm)?;
            if float < limit {
                let whole = (float / UNIT).floor() as i64;
                return Ok(BigInt::from(whole) % bound);
            }
        }
    }
}

/// The logarithm that the distributions use; ValueError outside of its domain.
pub fn log(vm: &mut Vm, x: f64) -> R<f64> {
    if x > 0.0 {
        return Ok(libm::log(x));
    }
    if x.is_nan() {
        return Ok(x);
    }
    let got = crate::format::float_repr(x);
    Err(vm.value_error(format!("expected a positive input, got {got}")))
}
