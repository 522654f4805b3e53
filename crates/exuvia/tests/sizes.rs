//! How many bytes objects take: whoever makes one larger has to say so here.
//!
//! ```text
//! Heap::bytes_of(object) = the object's block + the buffers that only it holds
//! ```

use std::mem::size_of;

use exuvia::Runtime;
use exuvia::runtime_internals::vm::CompileMode;
use exuvia::runtime_internals::{R, Raised, Value};

const DEFINITIONS: &str = "
class Point:
    def __init__(self):
        self.x, self.y, self.z = 1, 2, 3

    def method(self):
        pass

def function(a, b=1):
    return a

def generate():
    yield
";

/// What `Heap::bytes_of` says of an expression's value, in a fresh runtime.
fn bytes_of(expression: &'static str) -> usize {
    let python = Runtime::new().expect("a runtime without a limit starts");
    python.run(DEFINITIONS).expect("the definitions raise nothing");
    python.with(move |vm| {
        let value = exuvia::program::execute(vm, expression, "<string>", CompileMode::Eval);
        let value = value.unwrap_or_else(|_| panic!("{expression} raises nothing"));
        let object = value.object().unwrap_or_else(|| panic!("{expression} is an object on the heap"));
        vm.heap.bytes_of(object)
    })
}

#[test]
fn a_value_is_one_word() {
    assert_eq!(size_of::<Value>(), 8);
    assert_eq!(size_of::<Option<Value>>(), 8);
    assert_eq!(size_of::<Raised>(), 0);
    assert_eq!(size_of::<R>(), 8);
    assert_eq!(size_of::<R<Option<Value>>>(), 16);
}

#[test]
fn instances_take_a_word_for_each_attribute() {
    assert_eq!(bytes_of("Point()"), 32);
    assert_eq!(bytes_of("object()"), 16);
}

#[test]
fn containers() {
    assert_eq!(bytes_of("[]"), 32);
    assert_eq!(bytes_of("[1]"), 48);
    assert_eq!(bytes_of("(1, 2)"), 32);
    assert_eq!(bytes_of("{}"), 32);
    assert_eq!(bytes_of("{'a': 1}"), 128);
    assert_eq!(bytes_of("[1, 2, 3]"), 64);
    assert_eq!(bytes_of("set()"), 32);
    assert_eq!(bytes_of("{1}"), 96);
}

#[test]
fn text_and_numbers() {
    assert_eq!(bytes_of("'ten' + 'letters'"), 32);
    assert_eq!(bytes_of("bytes(10)"), 32);
    assert_eq!(bytes_of("2**60"), 56);
}

#[test]
fn functions_and_what_runs_them() {
    assert_eq!(bytes_of("function"), 96);
    assert_eq!(bytes_of("Point().method"), 32);
    assert_eq!(bytes_of("generate()"), 120);
    assert_eq!(bytes_of("iter([])"), 32);
    assert_eq!(bytes_of("iter(range(3))"), 32);
}

/// Classes that die leave no layouts, each of which takes some hundred bytes, whatever became of their instances.
#[test]
fn dead_classes_leave_nothing() {
    const CLASSES: &str = "
import gc

def make(number):
    class A:
        def __del__(self):
            self.dead = True
    class B(A, metaclass=type('Meta', (type,), {})):
        __slots__ = ('x', 'y')
    class C(dict):
        pass
    a, b, c = A(), B(), C()
    a.x = a.y = a.z = a
    a.__dict__
    b.x, c.b = c, b
    setattr(a, f'attribute{number}', 1)

for number in range(500):
    make(number)
    if number % 50 == 0:
        gc.collect()
gc.collect()
for number in range(10):
    pass

class P: pass
class Q: pass
p = P()
p.x = 1
for number in range(2000):
    p.__class__ = Q
    p.__class__ = P
";
    let python = Runtime::new().expect("a runtime without a limit starts");
    let counted = |python: &Runtime| python.with(|vm| vm.heap.layout_count());
    python.run(CLASSES).expect("the program raises nothing");
    let before = counted(&python);
    for _ in 0..3 {
        python.run(CLASSES).expect("the program raises nothing");
    }
    assert!(counted(&python) <= before + 100, "{} layouts, {before} before", counted(&python));
    assert!(before < 2000, "{before} layouts");
}
