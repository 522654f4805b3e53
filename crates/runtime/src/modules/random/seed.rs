//! Seeds: how numbers, texts and bytes become the key of the twister.
//!
//! ```text
//! int          the words of its magnitude
//! float        its hash
//! str, bytes   version 2: the text, then its SHA-512        version 1: a hash of 64 bits
//! ```

use num_bigint::BigUint;
use sha2::{Digest, Sha512};

use super::source::from_system;
use super::twister::Twister;
use crate::native::R;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::Bytes;
use crate::object::random::{Random, Source};
use crate::types::numbers::{text_of, to_big};
use crate::value::Value;
use crate::vm::Vm;

/// Seeds a generator; None: from the operating system. A generator of the system's numbers has no seed.
pub fn seed(vm: &mut Vm, random: &Random, seed: &Value, version: i64) -> R<()> {
    if matches!(&*random.source.borrow(), Source::System) {
        return Ok(());
    }
    let twister =
        if seed.is_none() { from_system(vm)? } else { Box::new(Twister::from_key(&key(vm, seed, version)?)) };
    *random.source.borrow_mut() = Source::Twister(Some(twister));
    random.next_gauss.set(None);
    Ok(())
}

fn key(vm: &mut Vm, seed: &Value, version: i64) -> R<Vec<u32>> {
    let number = if let Some(integer) = seed.as_integer() {
        to_big(integer).magnitude().clone()
    } else if let Some(text) = text_of(seed) {
        match version {
            1 => old_hash(text.chars().map(u64::from)),
            _ => digested(text.as_bytes()),
        }
    } else if let Some(bytes) = seed.downcast::<Bytes>() {
        match version {
            1 => old_hash(bytes.as_slice().iter().map(|&byte| u64::from(byte))),
            _ => digested(bytes.as_slice()),
        }
    } else if let Some(bytes) = seed.downcast::<ByteArray>() {
        match version {
            1 => BigUint::from(vm.hash(seed)? as u64),
            _ => bytes.with(digested),
        }
    } else if seed.as_any_float().is_some() {
        BigUint::from(vm.hash(seed)? as u64)
    } else {
        return Err(
            vm.type_error("The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.")
        );
    };
    let mut words = number.to_u32_digits();
    if words.is_empty() {
        words.push(0);
    }
    Ok(words)
}

fn digested(text: &[u8]) -> BigUint {
    let mut bytes = text.to_vec();
    bytes.extend_from_slice(&Sha512::digest(text));
    BigUint::from_bytes_be(&bytes)
}

fn old_hash(characters: impl Iterator<Item = u64>) -> BigUint {
    let mut length = 0u64;
    let mut hash = 0u64;
    for character in characters {
        if length == 0 {
            hash = character << 7;
        }
        hash = hash.wrapping_mul(1_000_003) ^ character;
        length += 1;
    }
    BigUint::from(hash ^ length)
}
