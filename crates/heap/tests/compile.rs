//! Misuse does not compile. The messages are pinned; `TRYBUILD=overwrite` refreshes them.
//!
//! ```text
//! compile_pass/*.rs must compile and run      compile_fail/*.rs must fail as their .stderr says
//! ```
//!
//! Messages change from one compiler to the next, so they are compared with one compiler's only. The
//! documentation's `compile_fail` examples are tested with all.

use std::process::Command;

/// The compiler whose messages are pinned.
const COMPILER: &str = "rustc 1.95.";

fn is_pinned_compiler() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).starts_with(COMPILER))
}

#[test]
fn misuse_does_not_compile() {
    let cases = trybuild::TestCases::new();
    // One that passes makes the others be built, not only checked: what a `const` refuses is found then.
    cases.pass("tests/compile_pass/*.rs");
    if is_pinned_compiler() {
        cases.compile_fail("tests/compile_fail/*.rs");
    }
}
