//! The embedding API from outside: values, errors, budgets, streams, several runtimes.

use std::io::Write;
use std::sync::{Arc, Mutex};

use exuvia::{Budget, Data, Exit, Runtime};

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panics with it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Shared {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("nobody panics with it").clone()).expect("output is UTF-8")
    }
}

#[test]
fn data_come_back_as_they_went_in() {
    let python = Runtime::new().unwrap();
    python.run("def same(x): return x").unwrap();
    let data = [
        Data::None,
        Data::Bool(true),
        Data::Int(i64::MIN),
        Data::BigInt("123456789012345678901234567890".parse().unwrap()),
        Data::Float(-0.5),
        Data::from("grüße"),
        Data::Bytes(vec![0, 255]),
        Data::List(vec![Data::Int(1), Data::List(vec![])]),
        Data::Tuple(vec![Data::Int(1), Data::None]),
        Data::Set(vec![Data::Int(1)]),
        Data::Dict(vec![(Data::from("k"), Data::Int(1)), (Data::Int(2), Data::from("v"))]),
    ];
    for item in data {
        assert_eq!(python.call("same", [item.clone()]), Ok(item));
    }
}

#[test]
fn what_cannot_be_data_is_refused_or_described() {
    let python = Runtime::new().unwrap();
    assert_eq!(python.run("a = []; a.append(a)"), Ok(()));
    assert_eq!(python.get("a").unwrap_err().class(), "ValueError");
    assert_eq!(
        python.eval("len"),
        Ok(Data::Object {
            class: "builtin_function_or_method".into(),
            repr: "<built-in function len>".into()
        })
    );
    let unhashable = Data::Dict(vec![(Data::List(vec![]), Data::None)]);
    assert_eq!(python.set("d", unhashable).unwrap_err().class(), "TypeError");
    assert_eq!(python.get("d"), Ok(None));
}

#[test]
fn errors_have_class_message_and_traceback() {
    let python = Runtime::new().unwrap();
    let error = python.run("class Own(Exception): pass\nraise Own('text')").unwrap_err();
    assert_eq!((error.class(), error.message()), ("Own", "text"));
    assert!(error.to_string().ends_with("Own: text"));
    let error = python.run("a b").unwrap_err();
    assert_eq!((error.class(), error.message()), ("SyntaxError", "invalid syntax (<string>, line 1)"));
    assert_eq!(python.call("missing", []).unwrap_err().message(), "name 'missing' is not defined");
    assert_eq!(python.run("raise SystemExit(3)").unwrap_err().exit(), Some(&Exit::Status(3)));
    assert_eq!(python.run_file("missing.py").unwrap_err().class(), "OSError");
}

#[test]
fn a_budget_holds_and_the_runtime_goes_on() {
    let python = Runtime::builder().budget(Budget::mebibytes(16)).build().unwrap();
    let error = python.run("a = []\nwhile True: a.append('x' * 10000 + str(len(a)))").unwrap_err();
    assert_eq!(error.class(), "MemoryError");
    let (used, _) = python.used_bytes();
    assert!(used < 18 << 20, "{used} bytes are in use");
    python.run("del a").unwrap();
    python.collect();
    assert_eq!(python.eval("sum([1] * 100000)"), Ok(Data::Int(100_000)));
}

#[test]
fn runtimes_are_apart_and_may_be_used_from_any_thread() {
    let (first, second) = (Runtime::new().unwrap(), Runtime::new().unwrap());
    std::thread::scope(|scope| {
        scope.spawn(|| first.run("x = 1").unwrap());
        scope.spawn(|| second.run("x = 2").unwrap());
    });
    assert_eq!((first.get("x"), second.get("x")), (Ok(Some(Data::Int(1))), Ok(Some(Data::Int(2)))));
}

#[test]
fn streams_go_where_they_are_sent() {
    let (output, error) = (Shared::default(), Shared::default());
    let python =
        Runtime::builder().streams(output.clone(), error.clone()).arguments(["prog", "a"]).build().unwrap();
    python.run("import sys\nprint(sys.argv)\nprint('e', file=sys.stderr)").unwrap();
    assert_eq!((output.text().as_str(), error.text().as_str()), ("['prog', 'a']\n", "e\n"));
}

#[test]
fn deep_recursion_is_an_exception() {
    let python = Runtime::new().unwrap();
    let error = python.run("import sys\nsys.setrecursionlimit(10**9)\nclass A:\n def __repr__(self): return repr(self)\nrepr(A())").unwrap_err();
    assert_eq!(error.class(), "RecursionError");
    assert_eq!(python.eval("1 + 1"), Ok(Data::Int(2)));
}

#[test]
fn what_goes_in_and_comes_out_is_no_memory_of_the_runtime() {
    let python = Runtime::builder().budget(Budget::mebibytes(8)).build().unwrap();
    python.run("def double(text): return [text, text]").unwrap();
    let text = "x".repeat(500_000);
    let used = |python: &Runtime| python.used_bytes().0;
    let mut settled = 0;
    for round in 0..60 {
        let answer = python.call("double", [Data::from(text.as_str())]).unwrap();
        assert_eq!(answer, Data::List(vec![text.as_str().into(), text.as_str().into()]));
        assert_eq!(python.run(&format!("# {text}\n1 / 0")).unwrap_err().class(), "ZeroDivisionError");
        if round == 20 {
            settled = used(&python);
        }
    }
    let now = used(&python);
    assert!(now.abs_diff(settled) < 64 << 10, "{settled} bytes in use became {now}");
}
