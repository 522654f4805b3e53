//! The budget is a hard limit: whatever a program does, it ends in a MemoryError that can be caught, the process stays small, and
//! afterwards everything is there again. And: an allocator that refuses at any time loses nothing.
//!
//! ```text
//! this process ──(name of a program)──► child: budget 8 MiB, the program, work afterwards, the end of the heap ──► REPORT line
//! ```
//!
//! Each program has a process of its own, so that the most memory that was ever resident is that program's.

#[path = "budget/programs.rs"]
mod programs;

use std::collections::BTreeMap;
use std::io;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use exuvia::runtime_internals::modules::streams::Sinks;
use exuvia::runtime_internals::object::object_info;
use exuvia::runtime_internals::vm::{CompileMode, Config};
use exuvia::runtime_internals::{Vm, gc_host};
use exuvia::{Before, Budget, Collector, Data, Runtime, compile, finish, leaks, program};

use exuvia_heap::native;
use programs::PROGRAMS;

const BUDGET_BYTES: usize = 8 << 20;
/// Resident memory besides the budget: the process itself, Rust's runtime, the machine stack, and what is between the moment when
/// memory is asked for and the check.
const OVERHEAD_BYTES: usize = 24 << 20;
/// A budget at which what grows with it shows.
const LARGE_BUDGET_BYTES: usize = 64 << 20;
/// Names the program in the child's environment.
const CHILD: &str = "EXUVIA_BUDGET_PROGRAM";
/// The bytes that it may take.
const CHILD_BUDGET: &str = "EXUVIA_BUDGET_BYTES";

/// Python around a program: what it raises, and whether work is possible afterwards.
fn whole(body: &str) -> String {
    let body: String = body.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "def grow():\n{body}
def attempt():
    try:
        grow()
    except BaseException as e:
        return type(e).__name__
    return 'nothing'
def work():
    return sum(len(text) for text in [str(n) for n in range(20000)])
import gc
raised = attempt()
gc.enable()
worked = work()
raised, worked = raised, worked
"
    )
}

/// The figures of one program.
#[derive(Debug)]
struct Report {
    raised: String,
    worked: String,
    /// Bytes of the process that were ever resident at a time.
    resident: usize,
    /// Bytes outside of the heap that the thread has taken and not given back once the heap had ended.
    left: isize,
    /// Containers that the program left behind.
    leaks: String,
    integrity: String,
}

fn resident_peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok()).map_or(0, |kib| kib << 10)
}

/// Runs a program in an interpreter of its own, from its making to its end.
fn run_one(source: &str, budget_bytes: usize) -> Report {
    let config = || Config {
        budget_bytes,
        compile,
        search_path: Vec::new(),
        arguments: Vec::new(),
        native_depth: 20_000,
        checked_allocator: false,
    };
    // What threads and streams keep once they were used is no loss.
    drop(Vm::new(config()).expect("the budget suffices to start"));
    let start = taken();
    let mut vm = Vm::new(config()).expect("the budget suffices to start");
    vm.state.output.redirect(Some(Sinks { output: Box::new(io::sink()), error: Box::new(io::sink()) }));
    vm.heap.enable();
    let before = Before::of(&vm);
    let result = program::prepare(&mut vm, None)
        .and_then(|()| program::execute(&mut vm, source, "<budget>", CompileMode::Exec));
    let show = |vm: &mut Vm, name: &str| {
        let value = program::execute(vm, name, "<budget>", CompileMode::Eval);
        value.and_then(|value| Data::from_value(vm, &value)).map_or_else(
            |raised| vm.caught(raised).bits().to_string(),
            |data| match data {
                Data::Text(text) => text,
                other => format!("{other:?}"),
            },
        )
    };
    let (raised, worked) = match result {
        Ok(_) => (show(&mut vm, "raised"), show(&mut vm, "worked")),
        Err(raised) => {
            let exception = vm.caught(raised);
            (format!("uncaught {}", vm.class_name(&exception)), String::new())
        }
    };
    let (raised, worked) = (kept(raised), kept(worked));
    let resident = resident_peak();
    finish(&mut vm, &before);
    let leaks = kept(format!("{:?}", leaks(&mut vm, &before).by_class));
    let integrity = kept(vm.heap.check_integrity().err().unwrap_or_else(|| "whole".to_owned()));
    drop(before);
    drop(vm);
    Report { raised, worked, resident, left: taken() - start, leaks, integrity }
}

/// The same text in memory that is not counted.
fn kept(text: String) -> String {
    native::uncounted(|| text.clone())
}

/// Bytes that this thread has taken through the global allocator and not given back.
fn taken() -> isize {
    native::count().bytes()
}

/// The child's part; nothing in an ordinary run.
#[test]
fn child() {
    let Ok(name) = std::env::var(CHILD) else { return };
    let (_, body) = PROGRAMS.iter().find(|(known, _)| *known == name).expect("the parent passes known names");
    let source = whole(body);
    let budget = std::env::var(CHILD_BUDGET).ok().and_then(|bytes| bytes.parse().ok());
    let budget = budget.expect("the parent passes a budget");
    // As the interpreter's own thread has it: reserved, and committed as it is used.
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(move || run_one(&source, budget));
    let report = thread.expect("a thread").join().expect("nothing panics");
    println!(
        "REPORT|{}|{}|{}|{}|{}|{}",
        report.raised, report.worked, report.resident, report.left, report.leaks, report.integrity
    );
}

fn run_in_child(name: &str, budget_bytes: usize) -> Result<Report, String> {
    let this = std::env::current_exe().expect("the test has a path");
    let output = Command::new(this)
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, name)
        .env(CHILD_BUDGET, budget_bytes.to_string())
        .output()
        .expect("the test can be started again");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|line| line.split_once("REPORT|")).map(|(_, fields)| fields.to_owned());
    let Some(line) = line else {
        return Err(format!("{:?}: {}", output.status, String::from_utf8_lossy(&output.stderr)));
    };
    let fields: Vec<&str> = line.split('|').collect();
    let [raised, worked, resident, left, leaks, integrity] = fields[..] else {
        return Err(line.clone());
    };
    Ok(Report {
        raised: raised.to_owned(),
        worked: worked.to_owned(),
        resident: resident.parse().map_err(|_| line.clone())?,
        left: left.parse().map_err(|_| line.clone())?,
        leaks: leaks.to_owned(),
        integrity: integrity.to_owned(),
    })
}

/// What is wrong with a program's figures.
fn complaint(name: &str, budget_bytes: usize, overhead_bytes: usize) -> Option<String> {
    let report = match run_in_child(name, budget_bytes) {
        Ok(report) => report,
        Err(text) => return Some(format!("{name}: no report: {text}")),
    };
    let fine = report.raised == "MemoryError"
        && report.worked == "Int(88890)"
        && report.resident <= budget_bytes + overhead_bytes
        && report.left == 0
        && report.leaks == "{}"
        && report.integrity == "whole";
    if std::env::var_os("EXUVIA_BUDGET_SHOW").is_some() {
        eprintln!("{:>6} KiB  {:>6}  {name}", report.resident >> 10, report.left);
    }
    (!fine).then(|| format!("{name}: {report:?}"))
}

#[test]
fn every_way_to_take_memory_ends_in_memory_error() {
    let next = AtomicUsize::new(0);
    let complaints = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from).min(8) {
            scope.spawn(|| {
                while let Some((name, _)) = PROGRAMS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(complaint) = complaint(name, BUDGET_BYTES, OVERHEAD_BYTES) {
                        complaints.lock().expect("nobody panics with it").push(complaint);
                    }
                }
            });
        }
    });
    let complaints = complaints.into_inner().expect("nobody panics with it");
    assert!(complaints.is_empty(), "{} programs:\n{}", complaints.len(), complaints.join("\n"));
}

/// The collector's own memory is part of the budget: its tables in full, its lists up to four bytes for each container.
#[test]
fn the_collector_keeps_to_the_budget() {
    let names = ["list of empty lists", "list linked", "doubly linked instances"];
    let overhead = LARGE_BUDGET_BYTES / 8 + (14 << 20);
    let complaints: Vec<_> =
        names.iter().filter_map(|name| complaint(name, LARGE_BUDGET_BYTES, overhead)).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Programs that use much of the interpreter and expect MemoryError anywhere. Each part is tried on its own.
const PARTS: &[(&str, &str)] = &[
    ("containers", "
l = [[i, str(i)] for i in range(30)]
d = {str(i): (i, [i]) for i in range(30)}
s = {(i, 'x') for i in range(30)}
l.extend(d.values()); l.sort(key=str); l[3:9] = d; l += l; l *= 2
d.update(zip(map(str, range(40)), l)); d2 = d | {1: 2}; s |= {i * 0.5 for i in range(40)}
t = tuple(l) + tuple(d); t2 = t[::2] * 3; x, *y = t
f = frozenset(s) & frozenset(range(9)); g = sorted(map(repr, s)); r = list(reversed(l))
"),
    ("texts", "
t = ', '.join(str(i) * 3 for i in range(40)) + f'{1.5:>20}|{12345:,}|{\"abc\"!r:^30}'
u = t.upper().replace('A', 'bb').split(','); v = '%s %5d %r' % ('a', 7, [1, 'x'])
w = t.encode().hex() + repr(u) + str({1: u}); b = bytes(range(200)) + bytearray(b'abc') * 40
c = b.replace(b'a', b'xyz').split(b'y'); m = memoryview(b)[3:90].tobytes(); z = w.translate({97: 'zz', 98: None})
p = '{0:>{1}} {a}'.format('x', 40, a=[t]); q = t.partition('9'), t.splitlines(), t.title(), t.center(500)
"),
    ("numbers", "
n = 3 ** 2000; m = n * n + (n << 500) - n // 7; k = str(m % 10**300); j = int(k) ** 3
h = hex(m), oct(n), bin(n)[:50], n.to_bytes(500), int.from_bytes(b'abc' * 90), pow(n, 5, 10**80)
c = [complex(i, 1.5) ** 2 for i in range(20)]; f = [i / 7 for i in range(50)]; s = sum(f), max(f), divmod(m, n)
"),
    ("functions", "
def g(n):
    for i in range(n):
        got = yield [i] * 3
def deep(n): return [n, deep(n - 1)] if n else []
def outer(a, *b, c=1, **d):
    def inner(): return a, b, c, d
    return inner
x = [list(g(5)) for i in range(10)]; y = deep(50); z = [outer(i, i, c=[i], e=str(i))() for i in range(20)]
gens = [g(i) for i in range(10)]
for one in gens: next(one, None)
e = [k for gen in gens for k in gen]; w = (lambda *a: a)(*range(50)); v = dict(**{'k%d' % i: [i] for i in range(30)})
"),
    ("classes", "
class A:
    __slots__ = ('a', 'b', '__weakref__')
    def __init__(self, a): self.a = [a]; self.b = str(a)
class B:
    def __init__(self, a): self.x = a; self.y = [a]; self.z = {a: self}
    def __del__(self): self.x = None
    def __repr__(self): return 'B(%r)' % (self.x,)
class C(B):
    def __getattr__(self, name): return name + '!'
    @property
    def p(self): return [self.x]
import weakref
o = [A(i) for i in range(20)]; q = [B(i) for i in range(20)]; c = C(3); r = [weakref.ref(i) for i in o + q]
s = [i.b + str(c.missing) + repr(c.p) for i in o]; k = [type('K%d' % i, (B,), {'v': i})(i) for i in range(5)]
for i in q: i.extra = i; i.__dict__['more'] = [i]
t = [super(C, c).__repr__(), vars(q[0]), dir(c)[:3], c.__dict__]; del o, q
"),
    ("exceptions", "
def f(n):
    try:
        if n: f(n - 1)
        else: raise ValueError('deep' * 20)
    except ValueError as e:
        raise KeyError(n) from e
caught = []
for i in range(6):
    try: f(i)
    except KeyError as e: caught.append((e, e.__cause__, repr(e), e.__traceback__.tb_lineno))
try: raise ExceptionGroup('g', [ValueError(1), TypeError([2])])
except* ValueError as g: h = list(g.exceptions)
except* TypeError as g: k = str(g)
class M:
    def __enter__(self): return [1]
    def __exit__(self, *a): return len(a) == 3
with M() as m: raise OSError(2, 'x', 'file')
"),
    ("code", "
n = {}
exec('def f(a, b=[1, 2]):\\n    return [a, b, \"text\", 1.5, (1, 2)]\\nclass K:\\n    x = f(1)\\n', n)
x = eval('[i ** 2 for i in range(20)] + f(3)', n); c = compile('a = {1: [2]}', 'file', 'exec'); exec(c, n)
try: compile('a b', 'file', 'exec')
except SyntaxError as e: t = e.msg, e.text, e.args
import itertools, operator
p = list(itertools.product('ab', repeat=4)), list(itertools.permutations(range(4))), list(itertools.chain([1], 'ab'))
q = list(itertools.combinations(range(6), 3)), [list(g) for k, g in itertools.groupby('aabbc')], list(zip(*p[0]))
a, b = itertools.tee(range(30)); r = sorted(a, reverse=True), list(map(operator.itemgetter(1), ['ab', 'cd'])), list(b)
"),
];

/// Live objects by class, containers or not.
fn census(vm: &Vm) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    vm.heap.walk(&mut |object| {
        // SAFETY: the walk passes live objects.
        let class = unsafe { object_info(object) }.class.name_text();
        *found.entry(class).or_default() += 1;
    });
    found
}

/// Runs a part with an allocator that refuses every n-th request. What was raised, if anything; then what is amiss.
fn run_refused(vm: &mut Vm, source: &str, every: u32) -> (Option<String>, Vec<String>) {
    let before = Before::of(vm);
    let prepared = program::prepare(vm, None);
    vm.heap.allocator().refuse_every(every);
    let result = prepared.and_then(|()| program::execute(vm, source, "<refused>", CompileMode::Exec));
    vm.heap.allocator().refuse_every(0);
    let raised = result.err().map(|raised| {
        let exception = vm.caught(raised);
        vm.class_name(&exception)
    });
    finish(vm, &before);
    gc_host::collect(vm, 2);
    let mut amiss = Vec::new();
    let leaks = leaks(vm, &before);
    if leaks.objects() > 0 {
        amiss.push(format!("leaks {:?}", leaks.by_class));
    }
    if let Err(text) = vm.heap.check_integrity() {
        amiss.push(text);
    }
    (raised, amiss)
}

/// The part three times, with MemoryError handled each time: what runs after a refusal meets refusals itself.
fn stubborn(part: &str) -> String {
    let part: String = part.lines().map(|line| format!("  {line}\n")).collect();
    format!("for attempt in range(3):\n try:\n{part} except MemoryError: pass\n")
}

/// Lets each request of a part fail in turn, then every n-th for some n; what is amiss.
fn sweep(vm: &mut Vm, name: &str, part: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let handled = stubborn(part);
    // Without refusals at first: names are interned and caches filled.
    for source in [&handled, part, part] {
        let (raised, amiss) = run_refused(vm, source, 0);
        complaints.extend(raised.into_iter().chain(amiss).map(|text| format!("{name}: {text}")));
    }
    let settled = census(vm);
    let mut refused = 0;
    for (source, numbers) in [(part, 1..5000), (&handled, 1..300)] {
        for every in numbers {
            let (raised, amiss) = run_refused(vm, source, every);
            complaints.extend(amiss.into_iter().map(|text| format!("{name}, every {every}: {text}")));
            match raised.as_deref() {
                Some("MemoryError") => refused += 1,
                Some(other) => complaints.push(format!("{name}, every {every}: {other} was raised")),
                // Nothing was refused: later requests are not there.
                None if std::ptr::eq(source, part) => break,
                None => {}
            }
        }
    }
    // A leaf that was lost each time shows in the sum.
    let _ = run_refused(vm, part, 0);
    for (class, objects) in census(vm) {
        let known = settled.get(&class).copied().unwrap_or(0);
        if objects > known {
            complaints.push(format!("{name}: {known} objects of class {class} became {objects}"));
        }
    }
    if std::env::var_os("EXUVIA_BUDGET_SHOW").is_some() {
        eprintln!("{refused} refusals  {name}");
    }
    complaints
}

#[test]
fn an_allocator_that_refuses_loses_nothing() {
    let mut complaints = Vec::new();
    for (name, part) in PARTS {
        let python = Runtime::builder()
            .budget(Budget::mebibytes(256))
            .collector(Collector::Off)
            .checked_allocator(true)
            .streams(io::sink(), io::sink())
            .build()
            .expect("the budget suffices");
        complaints.extend(python.with(move |vm| sweep(vm, name, part)));
    }
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}
