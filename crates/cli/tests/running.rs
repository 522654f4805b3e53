//! `exuvia run`: arguments, statuses, errors, limits.

mod common;

use std::path::PathBuf;

use common::{Outcome, exuvia, exuvia_in, workspace};
use expect_test::{Expect, expect};

/// A file in the target folder with this content.
fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("the file can be written");
    path
}

fn check(words: &[&str], status: i32, expected: Expect) {
    let outcome = exuvia(words);
    assert_eq!(outcome.status, status, "{outcome:?}");
    expected.assert_eq(&shown(&outcome));
}

fn shown(outcome: &Outcome) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).display().to_string();
    let root = workspace().display().to_string();
    let text = format!("{}--\n{}", outcome.stdout, outcome.stderr);
    text.replace(&folder, "TMP").replace(&root, "ROOT")
}

#[test]
fn a_file_runs_with_its_arguments() {
    let path = file(
        "arguments.py",
        "import sys\nprint(sys.argv[1:], __name__, __file__ == sys.argv[0], sys.path[0])\n",
    );
    check(
        &[path.to_str().unwrap(), "--budget", "x", "-c"],
        0,
        expect![[r#"
        ['--budget', 'x', '-c'] __main__ True TMP
        --
    "#]],
    );
    check(
        &["run", path.to_str().unwrap(), "a"],
        0,
        expect![[r#"
        ['a'] __main__ True TMP
        --
    "#]],
    );
}

#[test]
fn code_comes_from_the_command_line_or_standard_input() {
    check(
        &["-c", "import sys; print(sys.argv, sys.path[0] == '')", "--version"],
        0,
        expect![[r#"
        ['-c', '--version'] True
        --
    "#]],
    );
    let outcome = exuvia_in(&["-", "a"], "import sys\nprint(sys.argv)\n", &[]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, "['-', 'a']\n"));
}

#[test]
fn what_nothing_handles_is_told_and_ends_with_1() {
    let path = file("failing.py", "def f(x):\n    return 1 / x\n\nprint('before')\nf(0)\n");
    check(
        &[path.to_str().unwrap()],
        1,
        expect![[r#"
        before
        --
        Traceback (most recent call last):
          File "TMP/failing.py", line 5, in <module>
            f(0)
            ~^^^
          File "TMP/failing.py", line 2, in f
            return 1 / x
                   ~~^~~
        ZeroDivisionError: division by zero
    "#]],
    );
}

#[test]
fn programs_choose_their_status() {
    check(
        &["-c", "import sys; sys.exit(7)"],
        7,
        expect![[r#"
        --
    "#]],
    );
    check(
        &["-c", "import sys; sys.exit()"],
        0,
        expect![[r#"
        --
    "#]],
    );
    check(
        &["-c", "raise SystemExit('no luck')"],
        1,
        expect![[r#"
        --
        no luck
    "#]],
    );
    let outcome = exuvia(&["-c", "raise KeyboardInterrupt"]);
    assert_eq!(outcome.status, 130);
    assert!(outcome.stderr.ends_with("KeyboardInterrupt\n"), "{outcome:?}");
}

#[test]
fn a_syntax_error_shows_its_place() {
    let path = file("syntax.py", "a = 1\nif a = 2:\n    pass\n");
    check(
        &[path.to_str().unwrap()],
        1,
        expect![[r#"
        --
          File "TMP/syntax.py", line 2
            if a = 2:
               ^^^^^
        SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
    "#]],
    );
}

#[test]
fn what_cannot_be_run_is_told_in_one_line() {
    check(
        &["missing.py"],
        2,
        expect![[r#"
        --
        exuvia: can't open file 'ROOT/missing.py': [Errno 2] No such file or directory
    "#]],
    );
    check(
        &["crates"],
        2,
        expect![[r#"
        --
        exuvia: can't open file 'ROOT/crates': [Errno 21] Is a directory
    "#]],
    );
    let path = file("latin.py", b"a = 1\n# caf\xe9\n");
    check(
        &[path.to_str().unwrap()],
        2,
        expect![[r#"
        --
        exuvia: can't read file 'TMP/latin.py': byte 0xe9 on line 2 is not UTF-8
    "#]],
    );
    check(
        &["run", "--colour", "a.py"],
        2,
        expect![[r#"
        --
        exuvia: unexpected argument '--colour' found (see 'exuvia --help')
    "#]],
    );
    check(
        &["run", "--budget", "much", "a.py"],
        2,
        expect![[r#"
        --
        exuvia: invalid value 'much' for '--budget <BYTES>': 'much' is no number of bytes: write 64M, 512K, 2G or plain bytes (see 'exuvia --help')
    "#]],
    );
    check(
        &["run"],
        2,
        expect![[r#"
        --
        exuvia: no program: a file, '-' or -c CODE is needed (see 'exuvia --help')
    "#]],
    );
}

#[test]
fn help_and_version_are_answers() {
    let outcome = exuvia(&["--version"]);
    assert_eq!((outcome.status, outcome.stdout.starts_with("exuvia ")), (0, true));
    let outcome = exuvia(&["--help"]);
    assert_eq!(outcome.status, 0);
    for word in ["run", "trace", "dis"] {
        assert!(outcome.stdout.contains(word), "{}", outcome.stdout);
    }
}

#[test]
fn the_budget_ends_in_memory_error() {
    let code = "a = []\ntry:\n    while True:\n        a.append([0] * 1000)\nexcept MemoryError:\n    n = len(a)\n    a = None\n    print('caught', n > 1000)\n";
    check(
        &["--budget", "32M", "-c", code],
        0,
        expect![[r#"
        caught True
        --
    "#]],
    );
    let outcome = exuvia(&["--budget", "32M", "-c", "'x' * 10**12"]);
    assert_eq!((outcome.status, outcome.stderr.lines().last()), (1, Some("MemoryError")));
}

#[test]
fn runaway_recursion_is_an_exception() {
    let cases = [
        ("def f(): f()\nf()", "RecursionError: maximum recursion depth exceeded"),
        (
            "class A:\n def __repr__(self): return repr(self)\nrepr(A())",
            "RecursionError: maximum recursion depth exceeded",
        ),
        (
            "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n def __getattr__(self, n): return getattr(self, n + 'x')\nA().a",
            "RecursionError: ",
        ),
        (
            "import sys\nsys.setrecursionlimit(10**9)\na = []\nfor i in range(10**6): a = [a]\nrepr(a)",
            "RecursionError: ",
        ),
        (
            "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n def __eq__(self, o): return [self] == [o]\nA() == A()",
            "RecursionError: ",
        ),
        (
            "import sys\nsys.setrecursionlimit(10**9)\ndef f(x): return sorted([1], key=f)\nf(1)",
            "RecursionError: ",
        ),
    ];
    for (code, last) in cases {
        let outcome = exuvia(&["-c", code]);
        assert_eq!(outcome.status, 1, "{code}: {}", outcome.stderr.chars().take(2000).collect::<String>());
        assert!(
            outcome.stderr.lines().last().unwrap_or_default().starts_with(last),
            "{code}: {:?}",
            outcome.stderr.lines().last()
        );
    }
}

#[test]
fn deep_data_dies_on_any_stack() {
    let code = "a = None\nfor i in range(10**6): a = [a]\ndel a\nprint('gone')\n";
    check(
        &["-c", code],
        0,
        expect![[r#"
        gone
        --
    "#]],
    );
}

#[test]
fn deeply_nested_source_is_refused() {
    let path = file("deep.py", format!("a = {}1{}\n", "(".repeat(5000), ")".repeat(5000)));
    let outcome = exuvia(&[path.to_str().unwrap()]);
    assert_eq!(outcome.status, 1);
    assert!(outcome.stderr.contains("too many nested parentheses"), "{}", outcome.stderr);
}

#[test]
fn the_end_runs_finalizers_and_callbacks() {
    let code = "
import weakref
class A:
    def __init__(self, name): self.name = name
    def __del__(self): print('del', self.name)
a = A('a')
cycle = A('cycle'); cycle.me = cycle
w = weakref.finalize if False else None
b = A('b')
print('end')
";
    check(
        &["-c", code],
        0,
        expect![[r#"
        end
        del a
        del cycle
        del b
        --
    "#]],
    );
}

#[test]
fn leaks_are_counted_against_the_start() {
    let code = "
import sys
class A: pass
a = A(); a.me = a
sys.keep = [a]
def f(): 1 / 0
try: f()
except Exception as e: sys.error = e
";
    let outcome = exuvia_in(&["-c", code], "", &[("EXUVIA_LEAKS", "1")]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    for strategy in ["off", "auto", "every"] {
        let outcome = exuvia_in(
            &["-c", "xs = [[i] for i in range(100)]\nxs.append(xs)"],
            "",
            &[("EXUVIA_LEAKS", "1"), ("EXUVIA_GC", strategy)],
        );
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{strategy}");
    }
}

#[test]
fn memory_statistics_have_their_parts() {
    let outcome = exuvia(&[
        "--memory-stats",
        "-c",
        "import gc\nxs = [[i] for i in range(10000)]\ngc.collect()\nprint('out')",
    ]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, "out\n"));
    for part in [
        "--- memory ---",
        "arenas ",
        "container",
        "live objects of type",
        "list ",
        "generation",
        "latest collections",
        " pause ",
    ] {
        assert!(outcome.stderr.contains(part), "{part} is missing in\n{}", outcome.stderr);
    }
}

#[test]
fn code_is_shown_beside_its_source() {
    let path = file("shown.py", "def add(a, b):\n    return a + b\n");
    let outcome = exuvia(&["dis", path.to_str().unwrap()]);
    assert_eq!(outcome.status, 0, "{outcome:?}");
    let shown = shown(&outcome);
    let add: Vec<&str> = shown.lines().skip_while(|line| !line.starts_with("function add")).collect();
    expect![[r#"
        function add(a, b)    TMP/shown.py:1    registers 3
            2 │ return a + b
                 0   Add                    t0, a, b
                 1   Return                 t0
        --"#]]
    .assert_eq(&add.join("\n"));
}

#[test]
#[cfg(unix)]
fn ctrl_c_is_an_exception_of_the_program() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command, Stdio};
    for (code, status, rest) in [
        ("print('on', flush=True)\nwhile True: pass", 130, ""),
        (
            "try:\n    print('on', flush=True)\n    while True: pass\nexcept KeyboardInterrupt: print('caught')",
            0,
            "caught\n",
        ),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_exuvia"))
            .args(["-c", code])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        let mut line = String::new();
        output.read_line(&mut line).expect("it prints a line");
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
        let mut text = String::new();
        output.read_to_string(&mut text).expect("its output is text");
        assert_eq!((child.wait().expect("it ends").code(), text.as_str()), (Some(status), rest));
    }
}
