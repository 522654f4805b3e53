//! `exuvia trace`: what it tells of small programs.

mod common;

use common::{Outcome, exuvia, exuvia_in};
use expect_test::{Expect, expect, expect_file};

fn check(code: &str, expected: Expect) {
    let outcome = exuvia(&["trace", "-c", code]);
    assert_eq!(outcome.stderr, "");
    expected.assert_eq(&told(&outcome));
}

/// The trace under a heading, which keeps its indentation.
fn told(outcome: &Outcome) -> String {
    format!("status {}\n{}", outcome.status, outcome.stdout)
}

fn check_example(name: &str) {
    let outcome = exuvia(&["trace", &format!("examples/{name}.py")]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    assert!(
        outcome.stdout.lines().all(|line| line.chars().count() <= 100),
        "a line is too long:\n{}",
        outcome.stdout
    );
    expect_file![format!("{}/tests/traces/{name}.txt", env!("CARGO_MANIFEST_DIR"))]
        .assert_eq(&told(&outcome));
}

#[test]
fn counting() {
    check_example("counting");
}

#[test]
fn containers() {
    check_example("containers");
}

#[test]
fn functions() {
    check_example("functions");
}

#[test]
fn cycle() {
    check_example("cycle");
}

#[test]
fn exception_keeps_frame() {
    check_example("exception_keeps_frame");
}

#[test]
fn generator() {
    check_example("generator");
}

#[test]
fn finalizer() {
    check_example("finalizer");
}

#[test]
fn loops_are_folded() {
    check(
        "xs = []\nfor i in range(100):\n    xs.append([i])\n    print(i)\nprint('done')\n",
        expect![[r#"
            status 0
                1 │ xs = []
                  │     list #1            made 1     xs
                2 │ for i in range(100):
                3 │     xs.append([i])
                  │     list #2            made 1     xs[0]
                4 │     print(i)
                  │   > 0
                2 │ for i in range(100):
                3 │     xs.append([i])
                  │     list #3            made 1     xs[1]
                4 │     print(i)
                  │   > 1
                2 │ for i in range(100):
                3 │     xs.append([i])
                  │     list #4            made 1     xs[2]
                4 │     print(i)
                  │   > 2
                  │ … 98 more rounds like this (lines 2–4)
                  │   > 3
                  │   > 4
                  │   > 5
                  │   > … 94 more lines of output
                  │     in all made: 97 list
                5 │ print('done')
                  │   > done
              end │ the program is over: its names are released
                  │     list #1            1 → 0      freed, 936 bytes came back
                  │     list #101          1 → 0      freed, 48 bytes came back
                  │     list #100          1 → 0      freed, 48 bytes came back
                  │     list #99           1 → 0      freed, 48 bytes came back
                  │     list #98           1 → 0      freed, 48 bytes came back
                  │     list #97           1 → 0      freed, 48 bytes came back
                  │     list #96           1 → 0      freed, 48 bytes came back
                  │     list #95           1 → 0      freed, 48 bytes came back
                  │     list #94           1 → 0      freed, 48 bytes came back
                  │     list #93           1 → 0      freed, 48 bytes came back
                  │     list #92           1 → 0      freed, 48 bytes came back
                  │     list #91           1 → 0      freed, 48 bytes came back
                  │     … and freed: 89 list
        "#]],
    );
}

#[test]
fn one_name_can_be_followed() {
    let outcome = exuvia(&["trace", "--only", "b", "-c", "a = []\nb = [a]\nc = b\ndel b\nc = a\n"]);
    expect![[r#"
        status 0
            2 │ b = [a]
              │     list #2            made 1     b
            3 │ c = b
              │     list #2            1 → 2      b, c
            4 │ del b
              │     list #2            2 → 1      c
            5 │ c = a
              │     list #2            1 → 0      freed on line 5, 48 bytes came back
    "#]]
    .assert_eq(&told(&outcome));
}

#[test]
fn every_event_is_a_line_of_json() {
    let outcome = exuvia(&["trace", "--json", "-c", "a = []\nprint(a)\ndel a\n"]);
    expect![[r#"
        status 0
        {"depth":1,"event":"line","file":"<string>","function":"<module>","line":1,"source":"a = []"}
        {"after":1,"before":0,"bytes":32,"change":"made","event":"object","holders":["a"],"line":1,"number":1,"object":"list #1","type":"list"}
        {"depth":1,"event":"line","file":"<string>","function":"<module>","line":2,"source":"print(a)"}
        {"event":"output","text":"[]\n"}
        {"depth":1,"event":"line","file":"<string>","function":"<module>","line":3,"source":"del a"}
        {"after":0,"before":1,"by":"count","bytes":32,"change":"freed","event":"object","line":3,"number":1,"object":"list #1","type":"list"}
        {"event":"end"}
    "#]].assert_eq(&told(&outcome));
}

#[test]
fn closures_defaults_and_methods_are_holders() {
    check(
        "
box = []
def f(x=box):
    def g(): return x
    return g
g = f()
class A:
    kind = box
    def m(self): pass
a = A()
m = a.m
del a, f
m = None
",
        expect![[r#"
            status 0
                2 │ box = []
                  │     list #1            made 1     box
                3 │ def f(x=box):
                  │     function #1        made 1     f
                  │     list #1            1 → 2      box, a default of f
                6 │ g = f()
                  │     list #1            2 → 3      box, f: x, a default of f
                4 │   def g(): return x
                  │       function #2        made 1     f: g
                5 │   return g
                7 │ class A:
                8 │   kind = box
                  │       list #1            3 → 4      box, A: kind, closure of g: x, a default of f
                9 │   def m(self): pass
                  │       function #3        made 1     A: m
                  │   ← A returns
                  │       class #1           made 4     A, its own parts
               10 │ a = A()
                  │     A #1               made 1     a
               11 │ m = a.m
                  │     method #1          made 1     m
                  │     A #1               1 → 2      a, a method bound to a
               12 │ del a, f
                  │     list #1            4 → 3      box, closure of g: x, A.kind
                  │     A #1               2 → 1      a method bound to A #1
                  │     function #1        1 → 0      freed on line 12, 96 bytes came back
               13 │ m = None
                  │     method #1          1 → 0      freed on line 13, 32 bytes came back
                  │     A #1               1 → 0      freed on line 13, 32 bytes came back
              end │ the program is over: its names are released
                  │     class #1           4 → 0      freed by the collector, 160 bytes came back
                  │     function #2        1 → 0      freed by the collector, 96 bytes came back
                  │     function #3        1 → 0      freed by the collector, 96 bytes came back
                  │     list #1            3 → 0      freed by the collector, 32 bytes came back
        "#]],
    );
}

#[test]
fn a_program_that_fails_is_traced_to_its_end() {
    let outcome = exuvia(&["trace", "-c", "def f(x):\n    return x.missing\na = [1]\nf(a)\n"]);
    expect![[r#"
        status 1
            1 │ def f(x):
              │     function #1        made 1     f
            3 │ a = [1]
              │     list #1            made 1     a
            4 │ f(a)
              │     list #1            1 → 2      a, f: x
            2 │   return x.missing
              │     > Traceback (most recent call last):
              │     >   File "<string>", line 4, in <module>
              │     >   File "<string>", line 2, in f
              │     > AttributeError: 'list' object has no attribute 'missing'
              │       AttributeError #1  made 2     sys.last_exc, sys.last_value
              │       list #1            2 → 3      a, f: x (kept by AttributeError #1), a part of Attribute…
              │       made and freed again: 1 dict
          end │ the program is over: its names are released
              │     AttributeError #1  2 → 0      freed, 64 bytes came back
              │     function #1        2 → 0      freed by the collector, 96 bytes came back
              │     list #1            3 → 0      freed by the collector, 48 bytes came back
    "#]]
    .assert_eq(&told(&outcome));
}

#[test]
fn modules_that_are_imported_are_not_told() {
    check(
        "import gc, sys\nimport weakref\na = {1, 2}\nr = weakref.ref(a)\ndel a\nprint(r())\n",
        expect![[r#"
            status 0
                1 │ import gc, sys
                2 │ import weakref
                3 │ a = {1, 2}
                  │     set #1             made 1     a
                4 │ r = weakref.ref(a)
                  │     weakref.ReferenceType #1 made 1     r
                5 │ del a
                  │     set #1             1 → 0      freed on line 5, 96 bytes came back
                6 │ print(r())
                  │   > None
              end │ the program is over: its names are released
                  │     weakref.ReferenceType #1 1 → 0      freed, 48 bytes came back
        "#]],
    );
}

#[test]
fn the_status_and_errors_are_those_of_run() {
    let outcome = exuvia(&["trace", "-c", "import sys; sys.exit(3)"]);
    assert_eq!(outcome.status, 3);
    let outcome = exuvia(&["trace", "missing.py"]);
    assert_eq!((outcome.status, outcome.stderr.lines().count()), (2, 1));
    let outcome = exuvia(&["trace", "-c", "a ="]);
    assert_eq!(outcome.status, 1);
    assert!(outcome.stderr.ends_with("SyntaxError: invalid syntax\n"), "{outcome:?}");
}

#[test]
fn the_collector_at_every_allocation_changes_no_count() {
    let code = "a = []\nb = [a]\nc = (a, b)\ndel a\nb.append(c)\ndel b, c\n";
    let told = |strategy| {
        let outcome = exuvia_in(&["trace", "-c", code], "", &[("EXUVIA_GC", strategy)]);
        let lines: Vec<String> =
            outcome.stdout.lines().take_while(|line| !line.contains("del b, c")).map(str::to_owned).collect();
        lines
    };
    assert_eq!(told("off"), told("every"));
}
