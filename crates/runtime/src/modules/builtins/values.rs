//! Builtin functions on single values: numbers, characters, hashes, shown forms.

use num_bigint::{BigInt, Sign};

use crate::native::R;
use crate::object::bytes::Bytes;
use crate::object::string::Str;
use crate::ops::arithmetic::BinaryOp;
use crate::types::object::id_of;
use crate::value::Value;
use crate::vm::Vm;

/// The functions of this file.
pub struct ValueFunctions;

#[exuvia_macros::builtin_methods]
impl ValueFunctions {
    /// Return the absolute value of the argument.
    #[function("abs(x, /)")]
    fn abs(vm: &mut Vm, value: &Value) -> R {
        if let Some(small) = value.as_small_int() {
            return Ok(Value::from_i64(vm.heap, small.abs()));
        }
        if let Some(float) = value.as_float() {
            return Ok(Value::from_float(float.abs()));
        }
        let name = vm.names.__abs__.clone();
        match vm.call_special(value, &name, &[]) {
            Some(result) => result,
            None => {
                let class = vm.class_name(value);
                Err(vm.type_error(format!("bad operand type for abs(): '{class}'")))
            }
        }
    }

    /// Return an ASCII-only representation of an object.
    ///
    /// As repr(), return a string containing a printable representation of an
    /// object, but escape the non-ASCII characters in the string returned by
    /// repr() using \\x, \\u or \\U escapes.
    #[function("ascii(obj, /)")]
    fn ascii(vm: &mut Vm, value: &Value) -> R {
        vm.ascii(value)
    }

    /// Return the binary representation of an integer.
    #[function("bin(number, /)")]
    fn bin(vm: &mut Vm, number: &Value) -> R<String> {
        in_base(vm, number, 2, "0b")
    }

    /// Return the octal representation of an integer.
    #[function("oct(number, /)")]
    fn oct(vm: &mut Vm, number: &Value) -> R<String> {
        in_base(vm, number, 8, "0o")
    }

    /// Return the hexadecimal representation of an integer.
    #[function("hex(number, /)")]
    fn hex(vm: &mut Vm, number: &Value) -> R<String> {
        in_base(vm, number, 16, "0x")
    }

    /// Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.
    #[function("chr(i, /)")]
    fn chr(vm: &mut Vm, number: &Value) -> R {
        let index = vm.index(number)?;
        let code =
            index.as_small_int().and_then(|code| u32::try_from(code).ok()).filter(|code| *code < 0x11_0000);
        match code.map(char::from_u32) {
            Some(Some(character)) => vm.character(character),
            Some(None) => Err(vm.value_error("chr() arg is a surrogate, which is no character")),
            None => Err(vm.value_error("chr() arg not in range(0x110000)")),
        }
    }

    /// Return the ordinal value of a character.
    ///
    /// If the argument is a one-character string, return the Unicode code
    /// point of that character.
    #[function("ord(character, /)")]
    fn ord(vm: &mut Vm, character: &Value) -> R<i64> {
        let length = if let Some(text) = character.downcast::<Str>() {
            if let [byte] = text.as_str().as_bytes() {
                return Ok(i64::from(*byte));
            }
            let mut characters = text.as_str().chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => return Ok(i64::from(u32::from(only))),
                _ => text.char_len(),
            }
        } else if let Some(bytes) = character.downcast::<Bytes>() {
            match bytes.as_slice() {
                [byte] => return Ok(i64::from(*byte)),
                more => more.len(),
            }
        } else if vm.class_name(character) == "bytearray" {
            match vm.length(character)? {
                1 => {
                    let item = vm.get_item(character, &Value::from_i32(0))?;
                    return vm.index_i64(&item);
                }
                length => length,
            }
        } else {
            let class = vm.class_name(character);
            return Err(vm.type_error(format!("ord() expected string of length 1, but {class} found")));
        };
        Err(vm.type_error(format!("ord() expected a character, but string of length {length} found")))
    }

    /// Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.
    #[function("divmod(x, y, /)")]
    fn divmod(vm: &mut Vm, x: &Value, y: &Value) -> R {
        if let (Some(a), Some(b)) = (x.as_small_int(), y.as_small_int())
            && b != 0
        {
            let (mut quotient, mut rest) = (a / b, a % b);
            if rest != 0 && (rest < 0) != (b < 0) {
                quotient -= 1;
                rest += b;
            }
            let items = vec![Value::from_i64(vm.heap, quotient), Value::from_i64(vm.heap, rest)];
            return vm.tuple(items);
        }
        let (left, right) = (vm.intern("__divmod__")?, vm.names.__rdivmod__.clone());
        let (x_class, y_class) = (vm.class_of(x), vm.class_of(y));
        let reflected_first = x_class != y_class
            && y_class.is_subclass_of(x_class)
            && vm.lookup_bits(x_class, &right) != vm.lookup_bits(y_class, &right);
        let mut attempts = vec![(x, &left, y)];
        if x_class != y_class {
            attempts.insert(usize::from(!reflected_first), (y, &right, x));
        }
        for (receiver, name, other) in attempts {
            if let Some(result) = vm.call_special(receiver, name, std::slice::from_ref(other)) {
                let result = result?;
                if !result.is_not_implemented() {
                    return Ok(result);
                }
            }
        }
        let (a, b) = (x_class.name_text(), y_class.name_text());
        Err(vm.type_error(format!("unsupported operand type(s) for divmod(): '{a}' and '{b}'")))
    }

    /// Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.
    ///
    /// Some types, such as ints, are able to use a more efficient algorithm when
    /// invoked using the three argument form.
    #[function("pow(base, exp, mod=None)")]
    fn pow(vm: &mut Vm, base: &Value, exponent: &Value, modulus: Option<&Value>) -> R {
        match modulus.filter(|modulus| !modulus.is_none()) {
            Some(modulus) => vm.power_modulo(base, exponent, modulus),
            None => vm.binary(BinaryOp::Power, base, exponent),
        }
    }

    /// Round a number to a given precision in decimal digits.
    ///
    /// The return value is an integer if ndigits is omitted or None.  Otherwise
    /// the return value has the same type as the number.  ndigits may be negative.
    #[function("round(number, ndigits=None)")]
    fn round(vm: &mut Vm, number: &Value, digits: Option<&Value>) -> R {
        let name = vm.names.__round__.clone();
        let arguments: Vec<Value> = digits.filter(|digits| !digits.is_none()).cloned().into_iter().collect();
        match vm.call_special(number, &name, &arguments) {
            Some(result) => result,
            None => {
                let class = vm.class_name(number);
                Err(vm.type_error(format!("type {class} doesn't define __round__ method")))
            }
        }
    }

    /// Return type(value).__format__(value, format_spec)
    ///
    /// Many built-in types implement format_spec according to the
    /// Format Specification Mini-language. See help('FORMATTING') for details.
    ///
    /// If type(value) does not supply a method named __format__
    /// and format_spec is empty, then str(value) is returned.
    #[function("format(value, format_spec='', /)")]
    fn format(vm: &mut Vm, value: &Value, specification: Option<&Value>) -> R {
        let Some(specification) = specification else {
            let empty = vm.text("")?;
            return vm.format(value, &empty);
        };
        if specification.downcast::<Str>().is_none() {
            let class = vm.class_name(specification);
            return Err(vm.type_error(format!("format() argument 2 must be str, not {class}")));
        }
        vm.format(value, specification)
    }

    /// Return the hash value for the given object.
    ///
    /// Two objects that compare equal must also have the same hash value, but the
    /// reverse is not necessarily true.
    #[function("hash(obj, /)")]
    fn hash(vm: &mut Vm, value: &Value) -> R<i64> {
        vm.hash(value)
    }

    /// Return the identity of an object.
    ///
    /// This is guaranteed to be unique among simultaneously existing objects.
    #[function("id(obj, /)")]
    fn id(_vm: &mut Vm, value: &Value) -> usize {
        id_of(value) as usize
    }

    /// Return the number of items in a container.
    #[function("len(obj, /)")]
    fn len(vm: &mut Vm, value: &Value) -> R<usize> {
        vm.length(value)
    }

    /// Return the canonical string representation of the object.
    ///
    /// For many object types, including most builtins, eval(repr(obj)) == obj.
    #[function("repr(obj, /)")]
    fn repr(vm: &mut Vm, value: &Value) -> R {
        vm.repr(value)
    }

    /// Return whether the object is callable (i.e., some kind of function).
    ///
    /// Note that classes are callable, as are instances of classes with a
    /// __call__() method.
    #[function("callable(obj, /)")]
    fn callable(vm: &mut Vm, value: &Value) -> bool {
        vm.is_callable(value)
    }
}

/// An integer's digits in a power-of-two base, with prefix.
fn in_base(vm: &mut Vm, number: &Value, base: u32, prefix: &str) -> R<String> {
    let big;
    let (negative, digits) = match vm.index(number)? {
        index if index.as_small_int().is_some() => {
            let small = index.as_small_int().unwrap_or(0);
            let size = small.unsigned_abs();
            let digits = match base {
                2 => format!("{size:b}"),
                8 => format!("{size:o}"),
                _ => format!("{size:x}"),
            };
            (small < 0, digits)
        }
        index => {
            big = match index.as_integer() {
                Some(integer) => integer.to_big().into_owned(),
                None => BigInt::from(0),
            };
            vm.check_room(big.bits() as usize)?;
            (big.sign() == Sign::Minus, big.magnitude().to_str_radix(base))
        }
    };
    Ok(format!("{}{prefix}{digits}", if negative { "-" } else { "" }))
}
