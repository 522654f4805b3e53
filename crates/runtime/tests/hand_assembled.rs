//! The interpreter on code put together by hand: no compiler is linked, so what runs is exactly what stands here.

use exuvia_bytecode::{Assembler, CodeFlags, CodeUnit, Const, Draft, Op, UnitHead};
use exuvia_runtime::modules::builtins::scopes::run_code;
use exuvia_runtime::vm::{CompileMode, Config, SyntaxProblem};
use exuvia_runtime::{Value, Vm, loader};

fn no_compiler(
    _: &str,
    file: &str,
    _: CompileMode,
    _: bool,
    _: usize,
) -> Result<CodeUnit, Box<SyntaxProblem>> {
    Err(Box::new(SyntaxProblem {
        kind: "SyntaxError",
        message: format!("there is no compiler for {file}"),
        line: 0,
        column: 0,
        end_line: 0,
        end_column: 0,
        text: None,
    }))
}

fn machine() -> Box<Vm> {
    let config = Config {
        budget_bytes: usize::MAX,
        compile: no_compiler,
        search_path: Vec::new(),
        arguments: Vec::new(),
        native_depth: 200,
        checked_allocator: false,
    };
    Vm::new(config).expect("the heap fits the address space")
}

fn head(locals: &[&str], positional: u16) -> UnitHead {
    UnitHead {
        name: "by_hand".to_owned(),
        qualified_name: "by_hand".to_owned(),
        file: "<by hand>".to_owned(),
        first_line: 1,
        flags: CodeFlags(0),
        locals: locals.iter().map(|name| (*name).to_owned()).collect(),
        positional_count: positional,
        ..UnitHead::default()
    }
}

/// Runs a unit as a module; its result, or the text of what it raised.
fn run(vm: &mut Vm, unit: CodeUnit) -> Result<Value, String> {
    let outcome = loader::load(vm, unit).and_then(|code| {
        let globals = vm.dict();
        run_code(vm, &code, &globals, None, None)
    });
    outcome.map_err(|raised| {
        let exception = vm.caught(raised);
        format!("{}: {}", vm.class_name(&exception), vm.str_text(&exception).unwrap_or_default())
    })
}

#[test]
fn a_loop_adds_up_in_registers() {
    // total = 0; i = 0; while i < 10: total += i; i += 1; return total
    let mut asm = Assembler::new(head(&["total", "i"], 0));
    let (top, done) = (asm.label(), asm.label());
    asm.emit(Draft::new(Op::LoadInt, 0, 0, 0).wide(0));
    asm.emit(Draft::new(Op::LoadInt, 1, 0, 0).wide(0));
    asm.bind(top);
    asm.emit(Draft::new(Op::JumpUnlessLessImm, 1, 10, 0).to(done));
    asm.emit(Draft::new(Op::Add, 0, 0, 1));
    asm.emit(Draft::new(Op::AddImm, 1, 1, 1));
    asm.emit(Draft::new(Op::JumpBack, 0, 0, 0).to(top));
    asm.bind(done);
    asm.emit(Draft::new(Op::Return, 0, 0, 0));
    let mut vm = machine();
    let result = run(&mut vm, asm.finish().expect("the unit is well formed"));
    assert_eq!(result.map(|value| value.as_small_int()), Ok(Some(45)));
}

#[test]
fn an_error_finds_its_line_and_its_message() {
    let mut asm = Assembler::new(head(&["x"], 0));
    asm.emit(Draft::new(Op::LoadInt, 0, 0, 0).wide(1));
    asm.emit(Draft::new(Op::FloorDivideImm, 0, 0, 0));
    asm.emit(Draft::new(Op::Return, 0, 0, 0));
    let mut vm = machine();
    let result = run(&mut vm, asm.finish().expect("the unit is well formed"));
    assert_eq!(result.map(drop), Err("ZeroDivisionError: division by zero".to_owned()));
}

#[test]
fn a_local_is_copied_with_a_count_and_a_temporary_moves_without_one() {
    // a = []; b = a (a local: one count more); t = b; return (t, …): the list is held by a, b and the tuple.
    let mut asm = Assembler::new(head(&["a", "b"], 0));
    asm.emit(Draft::new(Op::BuildList, 0, 2, 0));
    asm.emit(Draft::new(Op::Move, 1, 0, 0));
    asm.emit(Draft::new(Op::Move, 2, 1, 0));
    asm.emit(Draft::new(Op::BuildTuple, 2, 2, 1));
    asm.emit(Draft::new(Op::Return, 2, 0, 0));
    let mut vm = machine();
    let result = run(&mut vm, asm.finish().expect("the unit is well formed")).expect("nothing is raised");
    let tuple = result.downcast::<exuvia_runtime::object::tuple::Tuple>().expect("a tuple comes back");
    let list = tuple.items()[0].object().expect("a list is an object");
    // The frame has ended: its locals are gone, the tuple's count is left.
    // SAFETY: the tuple holds the list.
    assert_eq!(unsafe { list.as_ref() }.count(), 1);
}

#[test]
fn code_that_does_not_verify_is_refused() {
    let mut asm = Assembler::new(head(&[], 0));
    asm.emit(Draft::new(Op::LoadSpecial, 0, 0, 0));
    asm.emit(Draft::new(Op::Return, 0, 0, 0));
    let mut unit = asm.finish().expect("the unit is well formed");
    // A register far beyond the frame.
    unit.words[0] |= 0xFFFF << 16;
    unit.constants.push(Const::None);
    let mut vm = machine();
    let result = run(&mut vm, unit).map(drop);
    assert!(result.is_err_and(|message| message.starts_with("SystemError: malformed code")));
}
