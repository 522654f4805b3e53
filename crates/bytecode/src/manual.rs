//! The table of operations as a Markdown page (`docs/opcodes.md`).
//!
//! ```text
//! rows of the table ──► | Add | Dst | Src | Src | | `a = b + c`. … |
//! ```
//!
//! It knows the table and nothing else.

use std::fmt::Write;

use crate::table::{Op, Operand, WordKind};

/// The page, generated from the table.
pub fn manual() -> String {
    let mut page = String::from(HEAD);
    for &op in Op::ALL {
        let info = op.info();
        let words: Vec<&str> = info.words.iter().map(|word| word_name(*word)).collect();
        let doc = info.doc.trim().replace('|', "\\|");
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            info.name,
            operand_name(info.a),
            operand_name(info.b),
            operand_name(info.c),
            words.join(", "),
            doc
        );
    }
    page
}

const HEAD: &str = "\
# Operations

Generated from `crates/bytecode/src/table.rs`; `UPDATE_GOLDENS=1 cargo test -p exuvia-bytecode` writes it again.

An instruction is one 64-bit word, `op | flags << 8 | a << 16 | b << 32 | c << 48`, and the words that its row names.
*Dst* is written; *Src* is read, and consumed where it is a temporary; *Keep* is read and stays; *Window* and *Many* are
consecutive temporaries; *Imm*, *Count*, *Wide* are numbers; *Jump* and *WideJump* are distances in words from the end of the
instruction; *Free* is an index into the closure.

| operation | a | b | c | words | meaning |
|---|---|---|---|---|---|
";

pub(crate) fn operand_name(operand: Operand) -> &'static str {
    match operand {
        Operand::Dst => "Dst",
        Operand::Src => "Src",
        Operand::Keep => "Keep",
        Operand::Window => "Window",
        Operand::Many => "Many",
        Operand::Count => "Count",
        Operand::Imm => "Imm",
        Operand::Jump => "Jump",
        Operand::Wide => "Wide",
        Operand::WideJump => "WideJump",
        Operand::Free => "Free",
        Operand::No => "",
    }
}

fn word_name(word: WordKind) -> &'static str {
    match word {
        WordKind::Const => "Const",
        WordKind::Name => "Name",
        WordKind::Cache => "Cache",
    }
}
