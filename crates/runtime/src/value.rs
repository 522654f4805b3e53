//! A Python value in 8 bytes: a reference to a heap object, or the object itself.
//!
//! ```text
//! 0000_0000_0000_0000                        nothing (an empty register or slot): Option::<Value>::None
//! 0000_0000_0000_0002 … 0FFF                 None, False, True, Ellipsis, NotImplemented
//! 0000_PPPP_PPPP_PPPP                        the address of an object's header
//! 0001_… to FFF9_…                           a float: its bits plus 2^48
//! FFFC_… to FFFF_…                           an integer of 50 bits, two's complement
//! ```
//!
//! A `Value` owns one count of the object that it refers to: clone adds one, drop takes it back.
//! This module knows what a word means, not what the objects behind it are.

use std::fmt;
use std::mem::ManuallyDrop;
use std::num::NonZeroU64;
use std::ptr::NonNull;

use exuvia_heap::{Header, Heap, LayoutId, Object};

/// Added to a float's bits.
pub const FLOAT_OFFSET: u64 = 1 << 48;
/// The top bits of an immediate integer.
pub const INT_TAG: u64 = 0xFFFC << 48;
const INT_BITS: u32 = 50;
const INT_SHIFT: u32 = 64 - INT_BITS;
/// The largest immediate integer.
pub const MAX_SMALL_INT: i64 = (1 << (INT_BITS - 1)) - 1;
/// The smallest immediate integer.
pub const MIN_SMALL_INT: i64 = -(1 << (INT_BITS - 1));

pub const FALSE_BITS: u64 = 2;
pub const TRUE_BITS: u64 = 3;
pub const NONE_BITS: u64 = 4;
const ELLIPSIS_BITS: u64 = 5;
const NOT_IMPLEMENTED_BITS: u64 = 6;

/// A Python value; see the module's picture.
#[repr(transparent)]
pub struct Value(NonZeroU64);

/// The word tests and conversions that the interpreter's handlers use on plain words.
pub mod word {
    use super::{FLOAT_OFFSET, INT_SHIFT, INT_TAG};

    /// Whether the word refers to a heap object.
    #[inline(always)]
    pub const fn is_reference(word: u64) -> bool {
        exuvia_heap::word::is_reference(word)
    }

    /// Whether the word is an immediate integer.
    #[inline(always)]
    pub const fn is_int(word: u64) -> bool {
        word >= INT_TAG
    }

    /// Whether both words are immediate integers.
    #[inline(always)]
    pub const fn both_int(a: u64, b: u64) -> bool {
        (a & b) >= INT_TAG
    }

    /// Whether the word is a float.
    #[inline(always)]
    pub const fn is_float(word: u64) -> bool {
        word.wrapping_sub(FLOAT_OFFSET) < INT_TAG - FLOAT_OFFSET
    }

    /// The integer in the word.
    #[inline(always)]
    pub const fn int(word: u64) -> i64 {
        ((word << INT_SHIFT) as i64) >> INT_SHIFT
    }

    /// The word of an integer that fits.
    #[inline(always)]
    pub const fn from_int(int: i64) -> u64 {
        (int as u64) | INT_TAG
    }

    /// Whether the integer fits into a word.
    #[inline(always)]
    pub const fn fits(int: i64) -> bool {
        (int << INT_SHIFT) >> INT_SHIFT == int
    }

    /// The float in the word.
    #[inline(always)]
    pub fn float(word: u64) -> f64 {
        f64::from_bits(word.wrapping_sub(FLOAT_OFFSET))
    }

    /// The word of a float whose bits are no NaN other than the two that the processor makes.
    #[inline(always)]
    pub fn from_float(float: f64) -> u64 {
        float.to_bits().wrapping_add(FLOAT_OFFSET)
    }

    /// The word of a truth value.
    #[inline(always)]
    pub const fn from_bool(truth: bool) -> u64 {
        super::FALSE_BITS + truth as u64
    }
}

impl Value {
    /// `None`.
    pub const NONE: Value = Value::constant(NONE_BITS);
    /// `True`.
    pub const TRUE: Value = Value::constant(TRUE_BITS);
    /// `False`.
    pub const FALSE: Value = Value::constant(FALSE_BITS);
    /// `...`.
    pub const ELLIPSIS: Value = Value::constant(ELLIPSIS_BITS);
    /// `NotImplemented`.
    pub const NOT_IMPLEMENTED: Value = Value::constant(NOT_IMPLEMENTED_BITS);

    const fn constant(bits: u64) -> Value {
        Value(NonZeroU64::new(bits).unwrap())
    }

    /// The word, its reference still owned by `self`.
    #[inline(always)]
    pub fn bits(&self) -> u64 {
        self.0.get()
    }

    /// The word; the caller takes over the reference that it owns.
    #[inline(always)]
    pub fn into_bits(self) -> u64 {
        ManuallyDrop::new(self).0.get()
    }

    /// Takes over a word and the reference that it owns.
    ///
    /// # Safety
    /// The word is not zero and comes from `into_bits` (or its equal): the reference is not owned elsewhere.
    #[inline(always)]
    pub unsafe fn from_bits(bits: u64) -> Value {
        debug_assert!(bits != 0);
        // SAFETY: the caller vouches for a non-zero word.
        Value(unsafe { NonZeroU64::new_unchecked(bits) })
    }

    /// The same for a word that may be zero.
    ///
    /// # Safety
    /// As for `from_bits`, zero excepted.
    #[inline(always)]
    pub unsafe fn option_from_bits(bits: u64) -> Option<Value> {
        NonZeroU64::new(bits).map(Value)
    }

    /// A new reference to what a borrowed word refers to.
    ///
    /// # Safety
    /// The word is a value that is alive.
    #[inline(always)]
    pub unsafe fn clone_bits(bits: u64) -> Value {
        // SAFETY: the copy is forgotten before it can be dropped.
        let borrowed = ManuallyDrop::new(unsafe { Value::from_bits(bits) });
        Value::clone(&borrowed)
    }

    /// Looks at a word in place as a value.
    ///
    /// # Safety
    /// The word is a value (not zero) and stays alive and in place while it is borrowed.
    #[inline(always)]
    pub unsafe fn borrow_bits(bits: &u64) -> &Value {
        // SAFETY: a Value is a transparent non-zero word.
        unsafe { &*std::ptr::from_ref(bits).cast::<Value>() }
    }

    /// The value that is this object; takes over one of its counts.
    #[inline(always)]
    pub fn from_object(object: Object) -> Value {
        // SAFETY: an address is not zero; the caller hands over the count.
        unsafe { Value::from_bits(object.as_ptr() as usize as u64) }
    }

    /// A new reference to this object.
    #[inline(always)]
    pub fn clone_object(object: Object) -> Value {
        // SAFETY: the object is alive while the caller can name it.
        unsafe { object.as_ref() }.incref();
        Value::from_object(object)
    }

    /// The object that the value refers to; `None` for an immediate value.
    #[inline(always)]
    pub fn object(&self) -> Option<Object> {
        if word::is_reference(self.bits()) { NonNull::new(self.bits() as usize as *mut Header) } else { None }
    }

    /// The object's layout; `None` for an immediate value.
    #[inline(always)]
    pub fn layout(&self) -> Option<LayoutId> {
        // SAFETY: the value owns a count, so the object is alive.
        self.object().map(|object| unsafe { object.as_ref() }.layout())
    }

    /// A truth value.
    #[inline(always)]
    pub fn from_bool(truth: bool) -> Value {
        Value::constant_word(word::from_bool(truth))
    }

    #[inline(always)]
    fn constant_word(bits: u64) -> Value {
        debug_assert!(bits != 0);
        // SAFETY: immediate words are not zero and own nothing.
        unsafe { Value::from_bits(bits) }
    }

    /// An integer that fits into a word; `None` when it does not.
    #[inline(always)]
    pub fn from_small_int(int: i64) -> Option<Value> {
        if word::fits(int) { Some(Value::constant_word(word::from_int(int))) } else { None }
    }

    /// An integer of at most 32 bits.
    #[inline(always)]
    pub fn from_i32(int: i32) -> Value {
        Value::constant_word(word::from_int(i64::from(int)))
    }

    /// A float. Every NaN becomes one of the two that the processor makes.
    #[inline(always)]
    pub fn from_float(float: f64) -> Value {
        let float = if float.is_nan() { f64::NAN.copysign(float) } else { float };
        Value::constant_word(word::from_float(float))
    }

    /// The immediate integer; `None` when the value is something else (booleans and large integers included).
    #[inline(always)]
    pub fn as_small_int(&self) -> Option<i64> {
        if word::is_int(self.bits()) { Some(word::int(self.bits())) } else { None }
    }

    /// The float; `None` when the value is something else (an instance of a subclass included).
    #[inline(always)]
    pub fn as_float(&self) -> Option<f64> {
        if word::is_float(self.bits()) { Some(word::float(self.bits())) } else { None }
    }

    /// The truth value; `None` when the value is no bool.
    #[inline(always)]
    pub fn as_bool(&self) -> Option<bool> {
        match self.bits() {
            FALSE_BITS => Some(false),
            TRUE_BITS => Some(true),
            _ => None,
        }
    }

    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.bits() == NONE_BITS
    }

    #[inline(always)]
    pub fn is_not_implemented(&self) -> bool {
        self.bits() == NOT_IMPLEMENTED_BITS
    }

    #[inline(always)]
    pub fn is_ellipsis(&self) -> bool {
        self.bits() == ELLIPSIS_BITS
    }

    /// Python's `is`.
    #[inline(always)]
    pub fn is(&self, other: &Value) -> bool {
        self.bits() == other.bits()
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        if let Some(object) = self.object() {
            // SAFETY: the value owns a count, so the object is alive.
            unsafe { object.as_ref() }.incref();
        }
        Value(self.0)
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(object) = self.object() {
            // SAFETY: the value owns the count that is given back here.
            unsafe { Heap::release(object) };
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.as_small_int(), self.as_float(), self.object()) {
            (Some(int), ..) => write!(formatter, "{int}"),
            (_, Some(float), _) => write!(formatter, "{float:?}"),
            (.., Some(object)) => write!(formatter, "object at {object:p}"),
            _ => write!(formatter, "immediate {}", self.bits()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_word_whatever_wraps_it() {
        assert_eq!(size_of::<Value>(), 8);
        assert_eq!(size_of::<Option<Value>>(), 8);
        assert_eq!(size_of::<crate::R>(), 8);
    }

    #[test]
    fn integers_and_floats_survive_the_word() {
        for int in [0, 1, -1, 255, -256, MAX_SMALL_INT, MIN_SMALL_INT] {
            assert_eq!(Value::from_small_int(int).unwrap().as_small_int(), Some(int));
        }
        assert!(Value::from_small_int(MAX_SMALL_INT + 1).is_none());
        assert!(Value::from_small_int(MIN_SMALL_INT - 1).is_none());
        for float in [0.0, -0.0, 1.5, f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY, 5e-324] {
            let value = Value::from_float(float);
            assert_eq!(value.as_float().unwrap().to_bits(), float.to_bits());
            assert!(value.object().is_none() && value.as_small_int().is_none());
        }
        for bits in [0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0000, 0x7FF0_0000_0000_0001, u64::MAX] {
            let value = Value::from_float(f64::from_bits(bits));
            assert!(value.as_float().unwrap().is_nan() && value.as_small_int().is_none());
        }
    }
}
