//! Builtin functions on code and namespaces: `compile`, `eval`, `exec`, `globals`, `locals`, `__import__`.
//!
//! ```text
//! code + globals + locals ─► a function made for one call ─► the interpreter
//! ```
//!
//! Code that was compiled with names in a mapping of its own finds that mapping in register 0.

use std::cell::Cell;

use exuvia_bytecode::CodeFlags;

use crate::interp::{self, frames};
use crate::loader;
use crate::modules::import;
use crate::native::{R, Raised};
use crate::object::bytes::Bytes;
use crate::object::cell::{CellObject, Slot};
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::new_exact;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::value::Value;
use crate::vm::{CompileMode, Vm};

/// Runs code with globals, and with a namespace of its own where the code has one (the globals when none is given).
pub fn run_code(
    vm: &mut Vm,
    code: &Value,
    globals: &Value,
    locals: Option<&Value>,
    closure: Option<Value>,
) -> R {
    let Some(payload) = code.downcast::<Code>() else {
        return Err(vm.type_error("exec() arg 1 must be a code object"));
    };
    let flags = payload.call.flags;
    let function = Function {
        code: Cell::new(code.clone()),
        globals: globals.clone(),
        closure,
        defaults: Slot::default(),
        keyword_defaults: Slot::default(),
        name: Slot::new(Some(payload.name.clone())),
        qualified_name: Slot::new(Some(payload.qualified_name.clone())),
        doc: Slot::default(),
        module: Slot::default(),
        dict: Slot::default(),
        annotations: Slot::default(),
    };
    let function = new_exact(vm.heap, function);
    if flags.has(CodeFlags::NAMED_LOCALS) || flags.has(CodeFlags::CLASS_BODY) {
        let locals = locals.unwrap_or(globals).clone();
        return interp::run_class_body(vm, &function, &locals);
    }
    interp::call_function(vm, &function, &[], &[])
}

/// The names of the running code and what they stand for: the namespace itself where there is one, else a new dict.
pub fn current_locals(vm: &mut Vm) -> R {
    match frames::current(vm) {
        Some(frame) => locals_of(vm, &frame),
        None => Err(vm.system_error("frame does not exist")),
    }
}

/// The same for any running frame.
pub fn locals_of(vm: &mut Vm, frame: &frames::Running) -> R {
    let code = frame.code();
    let flags = code.call.flags;
    if flags.has(CodeFlags::NAMED_LOCALS) || flags.has(CodeFlags::CLASS_BODY) {
        return Ok(frame.local(0).unwrap_or(Value::NONE));
    }
    if !flags.has(CodeFlags::FUNCTION) {
        return Ok(frame.function().globals.clone());
    }
    let mut entries = Vec::new();
    for (index, name) in code.local_names.iter().enumerate() {
        let own = name.downcast::<Str>().is_some_and(|text| text.as_str().starts_with('.'));
        if let Some(value) = frame.local(index).filter(|_| !own) {
            entries.push((name.clone(), value));
        }
    }
    for (index, name) in code.free_names.iter().enumerate() {
        let content =
            frame.function().free_cell(index).and_then(|cell| cell.downcast::<CellObject>()?.content.get());
        if let Some(value) = content {
            entries.push((name.clone(), value));
        }
    }
    let locals = vm.dict();
    if let Some(dict) = locals.downcast::<Dict>() {
        for (name, value) in entries {
            vm.dict_set(dict, name, value)?;
        }
    }
    Ok(locals)
}

/// What `eval` and `exec` were called with.
struct Call<'a> {
    function: &'static str,
    mode: CompileMode,
    source: &'a Value,
    globals: Option<&'a Value>,
    locals: Option<&'a Value>,
    closure: Option<&'a Value>,
}

/// Whether a value can be the namespace of local names.
fn is_mapping(vm: &mut Vm, value: &Value) -> bool {
    let class = vm.class_of(value);
    let name = vm.names.__getitem__.clone();
    value.downcast::<Dict>().is_some() || vm.lookup_bits(class, &name) != 0
}

fn run(vm: &mut Vm, call: &Call<'_>) -> R {
    let (globals, locals) = namespaces(vm, call)?;
    add_builtins(vm, &globals)?;
    let own_names = locals.as_ref().is_some_and(|locals| !locals.is(&globals));
    if let Some(code) = call.source.downcast::<Code>() {
        let closure = closure_for(vm, call, code)?;
        return run_code(vm, call.source, &globals, locals.as_ref(), closure);
    }
    if call.closure.is_some_and(|closure| !closure.is_none()) {
        return Err(vm.type_error("closure can only be used when source is a code object"));
    }
    let text = source_text(vm, call.source, call.function, "string, bytes or code", "<string>")?;
    let text = if call.mode == CompileMode::Eval { text.trim_start_matches([' ', '\t']) } else { &text };
    // A subclass of dict as globals may answer lookups by itself.
    let named = own_names || globals.downcast_exact::<Dict>().is_none();
    let code = loader::compile_source(vm, text, "<string>", call.mode, named)?;
    run_code(vm, &code, &globals, locals.as_ref(), None)
}

fn namespaces(vm: &mut Vm, call: &Call<'_>) -> R<(Value, Option<Value>)> {
    let given = |value: Option<&Value>| value.filter(|value| !value.is_none()).cloned();
    let (globals, locals) = (given(call.globals), given(call.locals));
    let exec = call.function == "exec";
    if let Some(locals) = &locals
        && !is_mapping(vm, locals)
    {
        let class = vm.class_name(locals);
        let message = if exec {
            format!("locals must be a mapping or None, not {class}")
        } else {
            "locals must be a mapping".to_owned()
        };
        return Err(vm.type_error(message));
    }
    match globals {
        Some(globals) if globals.downcast::<Dict>().is_none() => {
            let class = vm.class_name(&globals);
            let message = if exec {
                format!("exec() globals must be a dict, not {class}")
            } else if is_mapping(vm, &globals) {
                "globals must be a real dict; try eval(code, {}, mapping)".to_owned()
            } else {
                "globals must be a dict".to_owned()
            };
            Err(vm.type_error(message))
        }
        Some(globals) => Ok((globals, locals)),
        None => {
            let Some(globals) = frames::current_globals(vm) else {
                return Err(vm.system_error("globals and locals cannot be NULL"));
            };
            let locals = match locals {
                Some(locals) => locals,
                None => current_locals(vm)?,
            };
            Ok((globals, Some(locals)))
        }
    }
}

fn add_builtins(vm: &mut Vm, globals: &Value) -> R<()> {
    let name = vm.names.__builtins__.clone();
    let Some(dict) = globals.downcast::<Dict>() else { return Ok(()) };
    if dict.get_str(&name).is_none() {
        let builtins = vm.builtins.clone();
        vm.dict_set(dict, name, builtins)?;
    }
    Ok(())
}

/// The closure for code with free variables: its cells as a tuple, for `exec` alone.
fn closure_for(vm: &mut Vm, call: &Call<'_>, code: &Code) -> R<Option<Value>> {
    let wanted = code.free_names.len();
    let closure = call.closure.filter(|closure| !closure.is_none());
    if wanted == 0 {
        return match closure {
            Some(_) => Err(vm.type_error("cannot use a closure with this code object")),
            None => Ok(None),
        };
    }
    if call.function == "eval" {
        return Err(vm.type_error("code object passed to eval() may not contain free variables"));
    }
    let cells = closure.and_then(|closure| closure.downcast_exact::<Tuple>());
    match cells {
        Some(tuple)
            if tuple.len() == wanted
                && tuple.items().iter().all(|cell| cell.downcast::<CellObject>().is_some()) =>
        {
            Ok(closure.cloned())
        }
        _ => Err(vm.type_error(format!("code object requires a closure of exactly length {wanted}"))),
    }
}

/// Source given as str or bytes.
fn source_text(vm: &mut Vm, source: &Value, function: &str, what: &str, file: &str) -> R<String> {
    let text = if let Some(text) = source.downcast::<Str>() {
        text.as_str().to_owned()
    } else if let Some(bytes) = source.downcast::<Bytes>() {
        loader::decode_source(vm, bytes.as_slice(), file)?
    } else if matches!(vm.class_name(source).as_str(), "bytearray" | "memoryview") {
        let class = vm.types.bytes.value();
        let bytes = vm.call(&class, std::slice::from_ref(source))?;
        match bytes.downcast::<Bytes>() {
            Some(bytes) => loader::decode_source(vm, bytes.as_slice(), file)?,
            None => return Err(wrong_source(vm, function, what)),
        }
    } else {
        return Err(wrong_source(vm, function, what));
    };
    if text.contains('\0') {
        let class = vm.types.syntax_error;
        return Err(vm.raise_message(class, "source code string cannot contain null bytes"));
    }
    Ok(text)
}

fn wrong_source(vm: &mut Vm, function: &str, what: &str) -> Raised {
    vm.type_error(format!("{function}() arg 1 must be a {what} object"))
}

/// The functions of this file.
pub struct ScopeFunctions;

#[exuvia_macros::builtin_methods]
impl ScopeFunctions {
    /// Compile source into a code object that can be executed by exec() or eval().
    ///
    /// The source code may represent a Python module, statement or expression.
    /// The filename will be used for run-time error messages.
    /// The mode must be 'exec' to compile a module, 'single' to compile a
    /// single (interactive) statement, or 'eval' to compile an expression.
    #[function("compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1)")]
    fn compile(
        vm: &mut Vm,
        source: &Value,
        file: &Value,
        mode: &str,
        flags: Option<i64>,
        _inherit: Option<bool>,
        optimize: Option<i64>,
    ) -> R {
        let file = crate::modules::files::path_of(vm, file)?;
        if flags.is_some_and(|flags| flags & !0x1FF_0000 != 0) {
            return Err(vm.value_error("compile(): unrecognised flags"));
        }
        if optimize.is_some_and(|optimize| !(-1..=2).contains(&optimize)) {
            return Err(vm.value_error("compile(): invalid optimize value"));
        }
        let mode = match mode {
            "exec" => CompileMode::Exec,
            "eval" => CompileMode::Eval,
            "single" => CompileMode::Single,
            _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
        };
        let text = source_text(vm, source, "compile", "string, bytes or AST", &file)?;
        let text = if mode == CompileMode::Eval { text.trim_start_matches([' ', '\t']) } else { &text };
        // Which namespaces it will run with is not known yet.
        loader::compile_source(vm, text, &file, mode, true)
    }

    /// Evaluate the given source in the context of globals and locals.
    ///
    /// The source may be a string representing a Python expression
    /// or a code object as returned by compile().
    /// The globals must be a dictionary and locals can be any mapping,
    /// defaulting to the current globals and locals.
    /// If only globals is given, locals defaults to it.
    #[function("eval(source, /, globals=None, locals=None)")]
    fn eval(vm: &mut Vm, source: &Value, globals: Option<&Value>, locals: Option<&Value>) -> R {
        run(vm, &Call { function: "eval", mode: CompileMode::Eval, source, globals, locals, closure: None })
    }

    /// Execute the given source in the context of globals and locals.
    ///
    /// The source may be a string representing one or more Python statements
    /// or a code object as returned by compile().
    /// The globals must be a dictionary and locals can be any mapping,
    /// defaulting to the current globals and locals.
    /// If only globals is given, locals defaults to it.
    /// The closure must be a tuple of cellvars, and can only be used
    /// when source is a code object requiring exactly that many cellvars.
    #[function("exec(source, /, globals=None, locals=None, *, closure=None)")]
    fn exec(
        vm: &mut Vm,
        source: &Value,
        globals: Option<&Value>,
        locals: Option<&Value>,
        closure: Option<&Value>,
    ) -> R<()> {
        run(vm, &Call { function: "exec", mode: CompileMode::Exec, source, globals, locals, closure })
            .map(drop)
    }

    /// Return the dictionary containing the current scope's global variables.
    ///
    /// NOTE: Updates to this dictionary *will* affect name lookups in the current
    /// global scope and vice-versa.
    #[function("globals()")]
    fn globals(vm: &mut Vm) -> Option<Value> {
        frames::current_globals(vm)
    }

    /// Return a dictionary containing the current scope's local variables.
    ///
    /// NOTE: Whether or not updates to this dictionary will affect name lookups in
    /// the local scope and vice-versa is *implementation dependent* and not
    /// covered by any backwards compatibility guarantees.
    #[function("locals()")]
    fn locals(vm: &mut Vm) -> R {
        current_locals(vm)
    }

    /// Import a module.
    ///
    /// Because this function is meant for use by the Python
    /// interpreter and not for general use, it is better to use
    /// importlib.import_module() to programmatically import a module.
    #[function("__import__(name, globals=None, locals=None, fromlist=(), level=0)")]
    fn import(
        vm: &mut Vm,
        name: &Value,
        globals: Option<&Value>,
        _locals: Option<&Value>,
        names: Option<&Value>,
        level: Option<i64>,
    ) -> R {
        import::import_module(
            vm,
            name,
            globals.unwrap_or(&Value::NONE),
            names.unwrap_or(&Value::NONE),
            level.unwrap_or(0),
        )
    }
}
