//! Sources that nest deeply end in code or in a clean error, on a small stack, with CPython's choice of exception.

use exuvia_compiler::{Kind, Options, SyntaxError, compile};

fn on_small_stack(source: String) -> Result<(), SyntaxError> {
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let run = move || compile(&source, "deep.py", Options::default()).map(drop);
    thread.spawn(run).expect("a thread").join().expect("no panic")
}

fn kind_of(source: String) -> Option<(Kind, String)> {
    on_small_stack(source).err().map(|error| (error.kind, error.message))
}

#[test]
fn brackets_and_indents_have_cpythons_limits() {
    let expected = Some((Kind::Syntax, "too many nested parentheses".to_owned()));
    assert_eq!(kind_of("(".repeat(100_000)), expected);
    assert_eq!(kind_of(format!("{}1{}", "[".repeat(201), "]".repeat(201))), expected);
    assert_eq!(kind_of(format!("{}1{}", "(".repeat(199), ")".repeat(199))), None);
    let indented: String = (0..105).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect();
    let expected = Some((Kind::Indentation, "too many levels of indentation".to_owned()));
    assert_eq!(kind_of(format!("{indented}{}pass", " ".repeat(105))), expected);
}

#[test]
fn chains_of_operators_compile_or_are_refused() {
    for count in [1_000, 10_000, 100_000] {
        let refused = (count > 10_000).then_some(Kind::Recursion);
        for source in [
            vec!["x"; count].join("+"),
            format!("x{}", ".a".repeat(count)),
            format!("f{}", "()".repeat(count)),
            format!("x{}", "[0]".repeat(count)),
        ] {
            assert_eq!(kind_of(source).map(|error| error.0), refused, "{count}");
        }
        assert_eq!(kind_of(vec!["x"; count].join(" and ")), None);
        assert_eq!(kind_of(vec!["x"; count].join(" < ")), None);
        assert_eq!(kind_of(format!("x = [{}]", "-1, ".repeat(count))), None);
    }
}

#[test]
fn prefix_operators_compile_or_are_refused() {
    for count in [1_000, 10_000, 100_000] {
        let refused = (count > 1_000).then_some(Kind::Memory);
        for source in [
            format!("{}x", "not ".repeat(count)),
            format!("{}x", "-".repeat(count)),
            format!("{}x", "lambda: ".repeat(count)),
            format!("{}x", "a if b else ".repeat(count)),
            vec!["x"; count].join("**"),
        ] {
            assert_eq!(kind_of(source).map(|error| error.0), refused, "{count}");
        }
    }
}

#[test]
fn long_elif_chains_compile() {
    assert_eq!(kind_of(format!("if a: pass\n{}", "elif b: pass\n".repeat(5_000))), None);
}
