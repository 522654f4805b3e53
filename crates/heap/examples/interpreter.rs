//! A small interpreter: lists, closures and environments live on the heap, and closures that refer to
//! themselves through their environment are collected.
//!
//! ```text
//! cargo run -p exuvia-heap --example interpreter
//! ```
//!
//! The language: numbers, symbols, lists, `define`, `lambda`, `if`, `begin`, and a few functions.
#![forbid(unsafe_code)]

use exuvia_heap::typed::{Config, GcCell, Heap, OwnedHeap, Ref, Trace, Untraced};
use std::collections::HashMap;
use std::error::Error;
use std::fmt;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Clone, Trace)]
enum Value {
    Nil,
    Number(i64),
    Symbol(Ref<String>),
    Pair(Ref<Pair>),
    Closure(Ref<Closure>),
    Native(Untraced<fn(&Heap, &[Value]) -> Result<Value>>),
}

#[derive(Trace)]
struct Pair {
    first: Value,
    rest: GcCell<Value>,
}

#[derive(Trace)]
struct Closure {
    parameters: Vec<Ref<String>>,
    body: Value,
    scope: Ref<Scope>,
}

#[derive(Trace)]
struct Scope {
    names: GcCell<HashMap<String, Value>>,
    outer: Option<Ref<Scope>>,
}

impl Scope {
    fn get(&self, name: &str) -> Result<Value> {
        let mut scope = self;
        loop {
            if let Some(value) = scope.names.borrow().get(name) {
                return Ok(value.clone());
            }
            scope = scope.outer.as_deref().ok_or_else(|| format!("{name} is not defined"))?;
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Nil => f.write_str("()"),
            Value::Number(number) => number.fmt(f),
            Value::Symbol(name) => name.fmt(f),
            Value::Closure(_) | Value::Native(_) => f.write_str("<function>"),
            Value::Pair(_) => {
                let items: Vec<String> = items(self).map(|item| item.to_string()).collect();
                write!(f, "({})", items.join(" "))
            }
        }
    }
}

/// The items of a list.
fn items(list: &Value) -> impl Iterator<Item = Value> {
    let mut at = list.clone();
    std::iter::from_fn(move || {
        let Value::Pair(pair) = &at else { return None };
        let (first, rest) = (pair.first.clone(), pair.rest.borrow().clone());
        at = rest;
        Some(first)
    })
}

struct Interpreter {
    // The scope goes before the heap does.
    global: Ref<Scope>,
    heap: OwnedHeap,
}

impl Interpreter {
    fn new() -> Result<Interpreter> {
        let heap = Heap::new(Config::default())?;
        let global = heap.new_object(Scope { names: GcCell::default(), outer: None });
        let natives: [(&str, fn(&Heap, &[Value]) -> Result<Value>); 6] = [
            ("+", |_, arguments| arithmetic(arguments, i64::checked_add)),
            ("-", |_, arguments| arithmetic(arguments, i64::checked_sub)),
            ("<", |_, arguments| arithmetic(arguments, |left, right| Some(i64::from(left < right)))),
            ("cons", |heap, arguments| match arguments {
                [first, rest] => Ok(pair(heap, first.clone(), rest.clone())),
                _ => Err("cons takes two values".into()),
            }),
            ("first", |_, arguments| match arguments {
                [Value::Pair(pair)] => Ok(pair.first.clone()),
                _ => Err("first takes a list".into()),
            }),
            ("rest", |_, arguments| match arguments {
                [Value::Pair(pair)] => Ok(pair.rest.borrow().clone()),
                _ => Err("rest takes a list".into()),
            }),
        ];
        for (name, native) in natives {
            global.names.borrow_mut().insert(name.to_owned(), Value::Native(Untraced::new(native)));
        }
        Ok(Interpreter { global, heap })
    }

    /// Evaluates every expression of a program; the last one's value.
    fn run(&self, program: &str) -> Result<Value> {
        let spaced = program.replace('(', " ( ").replace(')', " ) ");
        let mut words = spaced.split_whitespace().peekable();
        let mut last = Value::Nil;
        while words.peek().is_some() {
            let expression = self.read(&mut words)?;
            last = self.evaluate(&expression, &self.global)?;
        }
        Ok(last)
    }

    fn read<'a>(&self, words: &mut impl Iterator<Item = &'a str>) -> Result<Value> {
        match words.next().ok_or("an expression is missing")? {
            "(" => {
                let mut list = Vec::new();
                loop {
                    match self.read(words) {
                        Ok(Value::Symbol(name)) if *name == ")" => break,
                        item => list.push(item?),
                    }
                }
                let list = list.into_iter().rev();
                Ok(list.fold(Value::Nil, |rest, first| pair(&self.heap, first, rest)))
            }
            word => match word.parse() {
                Ok(number) => Ok(Value::Number(number)),
                Err(_) => Ok(Value::Symbol(self.heap.new_object(word.to_owned()))),
            },
        }
    }

    fn evaluate(&self, expression: &Value, scope: &Ref<Scope>) -> Result<Value> {
        let Value::Pair(_) = expression else {
            return match expression {
                Value::Symbol(name) => scope.get(name),
                other => Ok(other.clone()),
            };
        };
        let parts: Vec<Value> = items(expression).collect();
        if let Value::Symbol(head) = &parts[0] {
            match (head.as_str(), &parts[1..]) {
                ("define", [Value::Symbol(name), value]) => {
                    let value = self.evaluate(value, scope)?;
                    scope.names.borrow_mut().insert(name.to_string(), value);
                    return Ok(Value::Nil);
                }
                ("lambda", [parameters, body]) => return self.closure(parameters, body, scope),
                ("if", [test, yes, no]) => {
                    let test = self.evaluate(test, scope)?;
                    let chosen = if matches!(test, Value::Nil | Value::Number(0)) { no } else { yes };
                    return self.evaluate(chosen, scope);
                }
                ("begin", body) => {
                    let mut last = Value::Nil;
                    for expression in body {
                        last = self.evaluate(expression, scope)?;
                    }
                    return Ok(last);
                }
                _ => {}
            }
        }
        let values: Result<Vec<Value>> = parts.iter().map(|part| self.evaluate(part, scope)).collect();
        let values = values?;
        self.apply(&values[0], &values[1..])
    }

    fn closure(&self, parameters: &Value, body: &Value, scope: &Ref<Scope>) -> Result<Value> {
        let parameters = items(parameters).map(|parameter| match parameter {
            Value::Symbol(name) => Ok(name),
            other => Err(format!("{other} is no name").into()),
        });
        let parameters = parameters.collect::<Result<_>>()?;
        let closure = Closure { parameters, body: body.clone(), scope: scope.clone() };
        Ok(Value::Closure(self.heap.new_object(closure)))
    }

    fn apply(&self, function: &Value, arguments: &[Value]) -> Result<Value> {
        match function {
            Value::Native(native) => native(&self.heap, arguments),
            Value::Closure(closure) => {
                let names =
                    closure.parameters.iter().map(|name| name.to_string()).zip(arguments.iter().cloned());
                let names = GcCell::new(names.collect());
                let scope = self.heap.new_object(Scope { names, outer: Some(closure.scope.clone()) });
                self.evaluate(&closure.body, &scope)
            }
            other => Err(format!("{other} is no function").into()),
        }
    }
}

fn pair(heap: &Heap, first: Value, rest: Value) -> Value {
    Value::Pair(heap.new_object(Pair { first, rest: GcCell::new(rest) }))
}

fn arithmetic(arguments: &[Value], f: impl Fn(i64, i64) -> Option<i64>) -> Result<Value> {
    match arguments {
        [Value::Number(left), Value::Number(right)] => {
            Ok(Value::Number(f(*left, *right).ok_or("a number is too large")?))
        }
        _ => Err("two numbers are needed".into()),
    }
}

const PROGRAM: &str = "
    (define map (lambda (f list) (if list (cons (f (first list)) (map f (rest list))) ())))
    (define count (lambda (n) (if (< n 1) () (cons n (count (- n 1))))))
    (define sum (lambda (n)
        (begin (define add (lambda (k) (if (< k 1) 0 (+ k (add (- k 1))))))
               (add n))))
    (map sum (count 60))
";

/// What the example prints.
pub fn run() -> Result<String> {
    let interpreter = Interpreter::new()?;
    let result = interpreter.run(PROGRAM)?;
    let mut text = format!("{result}\n");
    drop(result);
    let error = interpreter.run("(map unknown (count 3))").err().ok_or("no error")?;
    text += &format!("error: {error}\n");
    // Each call of `sum` left a scope that holds a function that holds the scope.
    text += &format!("collected: {}\n", interpreter.heap.collect().collected);
    let graph = interpreter.heap.graph()?;
    let closures = graph.ids().filter(|&id| graph.node(id).type_name.ends_with("Closure"));
    let labels: Vec<String> = closures
        .flat_map(|id| graph.holders(id))
        .map(|edge| edge.label.split('[').next().unwrap_or_default().to_owned())
        .collect();
    text += &format!("functions are held by: {}\n", labels.join(", "));
    let Interpreter { global, heap } = interpreter;
    drop(global);
    heap.close()?;
    Ok(text)
}

#[cfg_attr(test, expect(dead_code, reason = "the test calls `run`"))]
fn main() -> Result<()> {
    print!("{}", run()?);
    Ok(())
}
