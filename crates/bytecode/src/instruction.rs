//! The 8-byte instruction word: `op | flags << 8 | a << 16 | b << 32 | c << 48`.
//!
//! It knows how a word is put together and taken apart, not what an operation means.

use crate::table::Op;

/// Flag: operand `a` is a temporary register (not a named local).
pub const TEMP_A: u8 = 1;
/// Flag: operand `b` is a temporary register.
pub const TEMP_B: u8 = 2;
/// Flag: operand `c` is a temporary register.
pub const TEMP_C: u8 = 4;
/// Flag: the operation's second form (in-place operator, jump when true, method call…), as its row says.
pub const MODE: u8 = 8;

/// Registers between a window's callable and the callee's first register, plus the callable itself.
///
/// ```text
/// r[w]        callable        ─┐
/// r[w+1]      return address   │ the frame's words, FRAME_WORDS in all
/// r[w+2]      caller's base    │
/// r[w+3]      code            ─┘
/// r[w+4…]     arguments = the callee's registers 0…
/// ```
pub const FRAME_WORDS: usize = 4;

/// One instruction word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Instruction(pub u64);

impl Instruction {
    /// Puts an instruction together.
    pub const fn new(op: Op, flags: u8, a: u16, b: u16, c: u16) -> Self {
        Self(op as u64 | (flags as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }

    /// The same with one signed 32-bit operand in the place of `b` and `c`.
    pub const fn with_wide(op: Op, flags: u8, a: u16, wide: i32) -> Self {
        Self(op as u64 | (flags as u64) << 8 | (a as u64) << 16 | (wide as u32 as u64) << 32)
    }

    /// The operation's number.
    #[inline(always)]
    pub const fn op_byte(self) -> u8 {
        self.0 as u8
    }

    /// The operation; `None` when the byte is no operation.
    pub fn op(self) -> Option<Op> {
        Op::from_byte(self.op_byte())
    }

    /// The flag bits.
    #[inline(always)]
    pub const fn flags(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// Operand `a`.
    #[inline(always)]
    pub const fn a(self) -> usize {
        (self.0 >> 16) as u16 as usize
    }

    /// Operand `b`.
    #[inline(always)]
    pub const fn b(self) -> usize {
        (self.0 >> 32) as u16 as usize
    }

    /// Operand `c`.
    #[inline(always)]
    pub const fn c(self) -> usize {
        (self.0 >> 48) as usize
    }

    /// Operand `c` as a signed number.
    #[inline(always)]
    pub const fn c_signed(self) -> i64 {
        (self.0 as i64) >> 48
    }

    /// Operand `b` as a signed number.
    #[inline(always)]
    pub const fn b_signed(self) -> i64 {
        ((self.0 << 16) as i64) >> 48
    }

    /// The wide operand in the place of `b` and `c`.
    #[inline(always)]
    pub const fn wide(self) -> i32 {
        (self.0 >> 32) as i32
    }
}
