//! Register code: what the compiler writes and the interpreter runs.
//!
//! ```text
//! 63            48 47            32 31            16 15     8 7      0
//! +---------------+----------------+----------------+--------+-------+
//! |       c       |       b        |       a        | flags  |  op   |   then the instruction's own words
//! +---------------+----------------+----------------+--------+-------+
//! ```
//!
//! One table (`table.rs`) declares every instruction; the enum, the assembler's checks, the disassembler and
//! `docs/opcodes.md` are derived from it. This crate knows no heap, no values and no syntax tree.

mod assembler;
mod code;
mod disassembler;
mod effects;
mod instruction;
mod layout;
mod manual;
mod table;
mod verifier;

pub use assembler::{AssembleError, Assembler, Draft, Label, Position, Region, UnitHead};
pub use code::{CodeFlags, CodeUnit, Const, Handler, LineEntry, NO_REGISTER};
pub use disassembler::disassemble;
pub use instruction::{FRAME_WORDS, Instruction, MODE, TEMP_A, TEMP_B, TEMP_C};
pub use manual::manual;
pub use table::{Op, OpInfo, Operand, WordKind};
pub use verifier::verify;
