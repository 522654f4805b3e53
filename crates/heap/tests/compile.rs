//! Misuse does not compile. The messages are pinned; `TRYBUILD=overwrite` refreshes them.
//!
//! ```text
//! compile_pass/*.rs must compile and run      compile_fail/*.rs must fail as their .stderr says
//! ```

#[test]
fn misuse_does_not_compile() {
    let cases = trybuild::TestCases::new();
    // One that passes makes the others be built, not only checked: what a `const` refuses is found then.
    cases.pass("tests/compile_pass/*.rs");
    cases.compile_fail("tests/compile_fail/*.rs");
}
