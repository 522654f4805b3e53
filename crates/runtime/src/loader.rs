//! From code units to code objects: constants become values, and take their places in the instruction stream.
//!
//! ```text
//! CodeUnit { words: … LoadConst a │ 3 │ …, constants: […] }  ─►  Code { words: … LoadConst a │ value's word │ … }
//! ```
//!
//! Units nest; they are loaded from the inside out with a list of its own instead of recursion. Equal constants of one unit and
//! of all units in it are one object. This module knows no source text beyond handing it to the compiler.

use std::collections::HashMap;

use exuvia_bytecode::{CodeUnit, Const, Instruction, MODE, Op, TEMP_A, WordKind};
use num_bigint::BigInt;

use crate::native::R;
use crate::object::code::Code;
use crate::object::dict::FrozenSet;
use crate::object::new_exact;
use crate::types::exceptions::syntax::raise_syntax_problem;
use crate::value::Value;
use crate::vm::{CompileMode, Vm};

/// Compiles source text and loads the result.
pub fn compile_source(vm: &mut Vm, source: &str, file: &str, mode: CompileMode, named_locals: bool) -> R {
    let room = vm.heap.allocator().room_bytes();
    match (vm.compile)(source, file, mode, named_locals, room) {
        Ok(unit) => load(vm, unit),
        Err(problem) => Err(raise_syntax_problem(vm, file, &problem)),
    }
}

/// Turns a unit, and the units in it, into a code object.
///
/// Registers are not checked when code runs, so what is not sound by the verifier's rules is refused here.
pub fn load(vm: &mut Vm, unit: CodeUnit) -> R {
    if let Err(problem) = exuvia_bytecode::verify(&unit) {
        return Err(vm.system_error(format!("malformed code: {problem}")));
    }
    let mut shared = Shared::default();
    let mut open = vec![Open::new(unit)];
    let mut finished = None;
    loop {
        let Some(current) = open.last_mut() else {
            return finished.ok_or_else(|| vm.system_error("no code was loaded"));
        };
        current.loaded.extend(finished.take());
        let inner = loop {
            match current.waiting.next() {
                Some(Const::Code(inner)) => break Some(*inner),
                Some(constant) => {
                    let value = shared.value(vm, constant)?;
                    current.loaded.push(value);
                }
                None => break None,
            }
        };
        match inner {
            Some(inner) => open.push(Open::new(inner)),
            None => {
                if let Some(done) = open.pop() {
                    finished = Some(done.finish(vm)?);
                }
            }
        }
    }
}

/// A unit that is being loaded.
struct Open {
    unit: CodeUnit,
    waiting: std::vec::IntoIter<Const>,
    loaded: Vec<Value>,
}

impl Open {
    fn new(mut unit: CodeUnit) -> Open {
        let constants = std::mem::take(&mut unit.constants);
        let loaded = Vec::with_capacity(constants.len());
        Open { unit, waiting: constants.into_iter(), loaded }
    }

    fn finish(self, vm: &mut Vm) -> R {
        let Open { mut unit, loaded: constants, .. } = self;
        let names = interned(vm, &unit.names)?;
        let locals = interned(vm, &unit.locals)?;
        let free = interned(vm, &unit.free)?;
        let strings = (vm.intern(&unit.name)?, vm.intern(&unit.qualified_name)?, vm.intern(&unit.file)?);
        let mut words = std::mem::take(&mut unit.words);
        if link(&mut words, &constants, &names).is_none() {
            return Err(vm.system_error("malformed code"));
        }
        fuse(&mut words);
        let code = Code::new(unit, words, strings, constants, names, locals, free);
        Ok(new_exact(vm.heap, code))
    }
}

/// Puts the words of constants and names where their indices stand. `None` when an index or an operation does not exist.
fn link(words: &mut [u64], constants: &[Value], names: &[Value]) -> Option<()> {
    let mut at = 0;
    while at < words.len() {
        let op = Op::from_byte(words[at] as u8)?;
        for (word, kind) in words.get_mut(at + 1..at + op.length())?.iter_mut().zip(op.info().words) {
            let list = match kind {
                WordKind::Const => constants,
                WordKind::Name => names,
                WordKind::Cache => continue,
            };
            *word = list.get(usize::try_from(*word).ok()?)?.bits();
        }
        at += op.length();
    }
    Some(())
}

/// Joins neighbours that often stand together. The second instruction stays where it is, for whoever jumps to it.
///
/// ```text
/// LoadSpecial t, None ; Return t      ReturnNone ; Return t
/// Call t, … ; Release t               Call (MODE) t, … ; Release t       the result is dropped, the release skipped
/// ```
fn fuse(words: &mut [u64]) {
    let mut at = 0;
    while at < words.len() {
        let ins = Instruction(words[at]);
        let Some(op) = ins.op() else { return };
        let next = at + op.length();
        let Some(after) = words.get(next).map(|&word| Instruction(word)) else { return };
        let same_temporary = ins.flags() & after.flags() & TEMP_A != 0 && ins.a() == after.a();
        match (op, after.op()) {
            (Op::LoadSpecial, Some(Op::Return)) if same_temporary && ins.b() == 0 => {
                words[at] = Instruction::new(Op::ReturnNone, 0, 0, 0, 0).0;
            }
            (Op::Call | Op::CallMethod, Some(Op::Release)) if same_temporary => {
                words[at] |= u64::from(MODE) << 8
            }
            _ => {}
        }
        at = next;
    }
}

fn interned(vm: &mut Vm, names: &[String]) -> R<Vec<Value>> {
    names.iter().map(|name| vm.intern(name)).collect()
}

/// What makes two constants the same object. Items of tuples are shared themselves, so their words tell them apart.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Text(String),
    Bytes(Vec<u8>),
    Int(String),
    Complex(u64, u64),
    Tuple(Vec<u64>),
    FrozenSet(Vec<u64>),
}

/// The constants that were made so far.
#[derive(Default)]
struct Shared {
    known: HashMap<Key, Value>,
}

impl Shared {
    fn value(&mut self, vm: &mut Vm, constant: Const) -> R {
        Ok(match constant {
            Const::None => Value::NONE,
            Const::Ellipsis => Value::ELLIPSIS,
            Const::Bool(truth) => Value::from_bool(truth),
            Const::Float(float) => Value::from_float(float),
            Const::Int(int) => match Value::from_small_int(int) {
                Some(small) => small,
                None => self.share(vm, Key::Int(int.to_string()), |vm| Ok(Value::from_i64(vm.heap, int)))?,
            },
            Const::BigInt(digits) => {
                let int: BigInt = digits.parse().map_err(|_| vm.system_error("malformed constant"))?;
                self.share(vm, Key::Int(digits), |vm| vm.big_int(int))?
            }
            Const::Str(text) if is_identifier_like(&text) => vm.intern(&text)?,
            Const::Str(text) => {
                let value = vm.text(&text)?;
                self.share(vm, Key::Text(text), |_| Ok(value))?
            }
            Const::Bytes(bytes) => {
                let value = vm.bytes(&bytes)?;
                self.share(vm, Key::Bytes(bytes), |_| Ok(value))?
            }
            Const::Complex { real, imaginary } => {
                self.share(vm, Key::Complex(real.to_bits(), imaginary.to_bits()), |vm| {
                    let class = vm.types.all().into_iter().find(|class| class.name_text() == "complex");
                    let Some(class) = class else {
                        return Err(vm.system_error("this build has no complex numbers"));
                    };
                    vm.call(&class.value(), &[Value::from_float(real), Value::from_float(imaginary)])
                })?
            }
            Const::Tuple(items) => {
                let items = self.values(vm, items)?;
                self.share(vm, Key::Tuple(items.iter().map(Value::bits).collect()), |vm| vm.tuple(items))?
            }
            Const::FrozenSet(items) => {
                let items = self.values(vm, items)?;
                self.share(vm, Key::FrozenSet(items.iter().map(Value::bits).collect()), |vm| {
                    frozen_set(vm, items)
                })?
            }
            Const::Code(_) => return Err(vm.system_error("malformed constant")),
        })
    }

    fn values(&mut self, vm: &mut Vm, items: Vec<Const>) -> R<Vec<Value>> {
        items.into_iter().map(|item| vm.native_call(|vm| self.value(vm, item))).collect()
    }

    fn share(&mut self, vm: &mut Vm, key: Key, make: impl FnOnce(&mut Vm) -> R) -> R {
        if let Some(value) = self.known.get(&key) {
            return Ok(value.clone());
        }
        let value = make(vm)?;
        self.known.insert(key, value.clone());
        Ok(value)
    }
}

fn frozen_set(vm: &mut Vm, items: Vec<Value>) -> R {
    let set = new_exact(vm.heap, FrozenSet::default());
    if let Some(payload) = set.downcast::<FrozenSet>() {
        for item in items {
            vm.set_add(&payload.table, item)?;
        }
    }
    Ok(set)
}

/// Texts that look like names are interned: they are likely to be looked up.
fn is_identifier_like(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Source text as the compiler takes it: UTF-8 without a mark at the start.
///
/// A coding line that asks for latin-1 is obeyed; SyntaxError for bytes that are no UTF-8.
pub fn decode_source(vm: &mut Vm, bytes: &[u8], file: &str) -> R<String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    let latin = bytes.split(|&byte| byte == b'\n').take(2).any(|line| {
        let line = String::from_utf8_lossy(line).to_lowercase().replace('_', "-");
        line.trim_start().starts_with('#')
            && line.contains("coding")
            && (line.contains("latin-1") || line.contains("iso-8859-1"))
    });
    if latin {
        return Ok(bytes.iter().map(|&byte| char::from(byte)).collect());
    }
    let at = error.valid_up_to();
    let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}' on line {line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
        bytes[at]
    );
    let problem = crate::vm::SyntaxProblem {
        kind: "SyntaxError",
        message,
        line: line as u32,
        column: 0,
        end_line: line as u32,
        end_column: 0,
        text: None,
    };
    Err(raise_syntax_problem(vm, file, &problem))
}
