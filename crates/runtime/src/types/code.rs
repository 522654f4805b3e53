//! code: what a compiled unit shows of itself.

use exuvia_bytecode::CodeFlags;

use crate::native::R;
use crate::object::code::Code;
use crate::value::Value;
use crate::vm::Vm;

/// The flags that programs know (`inspect.CO_…`).
mod shown {
    pub const OPTIMIZED: i64 = 1;
    pub const NEWLOCALS: i64 = 2;
    pub const VARARGS: i64 = 4;
    pub const VARKEYWORDS: i64 = 8;
    pub const NESTED: i64 = 16;
    pub const GENERATOR: i64 = 32;
    pub const COROUTINE: i64 = 128;
    pub const ASYNC_GENERATOR: i64 = 512;
    pub const HAS_DOCSTRING: i64 = 0x400_0000;
}

/// The number of parameters, `*args` and `**kwargs` included.
fn parameter_count(code: &Code) -> usize {
    let unit = &code.unit;
    usize::from(unit.positional_count)
        + usize::from(unit.keyword_only_count)
        + usize::from(unit.flags.has(CodeFlags::VARARGS))
        + usize::from(unit.flags.has(CodeFlags::VARKEYWORDS))
}

/// Whether a local is shared with inner functions and is no parameter.
fn is_pure_cell(code: &Code, index: usize) -> bool {
    index >= parameter_count(code) && code.unit.cells.iter().any(|&cell| usize::from(cell) == index)
}

/// Names of the locals: parameters and variables that are not shared.
pub fn variable_names(code: &Code) -> Vec<Value> {
    // A class body's first register is its namespace, which has no name of its own.
    let hidden = usize::from(code.unit.flags.0 & (CodeFlags::CLASS_BODY | CodeFlags::NAMED_LOCALS) != 0);
    let named = code.local_names.iter().enumerate().skip(hidden);
    named.filter(|&(index, _)| !is_pure_cell(code, index)).map(|(_, name)| name.clone()).collect()
}

fn tuple(vm: &mut Vm, values: &[Value]) -> R {
    vm.tuple(values.to_vec())
}

/// The methods of `code`.
pub struct CodeMethods;

#[exuvia_macros::builtin_methods]
impl CodeMethods {
    /// Return repr(self).
    #[sig("__repr__(self, /)")]
    fn repr(_vm: &mut Vm, this: &Value) -> String {
        let Some(code) = this.downcast::<Code>() else { return String::new() };
        format!(
            "<code object {} at {:#x}, file \"{}\", line {}>",
            code.unit.name,
            super::object::id_of(this),
            code.unit.file,
            code.unit.first_line
        )
    }

    /// The unit's name.
    #[getter("co_name")]
    fn name(_vm: &mut Vm, this: &Code) -> Value {
        this.name.clone()
    }

    /// The unit's name with those of the scopes around it.
    #[getter("co_qualname")]
    fn qualname(_vm: &mut Vm, this: &Code) -> Value {
        this.qualified_name.clone()
    }

    /// The source file.
    #[getter("co_filename")]
    fn file(_vm: &mut Vm, this: &Code) -> Value {
        this.file.clone()
    }

    /// The first source line.
    #[getter("co_firstlineno")]
    fn first_line(_vm: &mut Vm, this: &Code) -> i64 {
        i64::from(this.unit.first_line)
    }

    /// Positional parameters.
    #[getter("co_argcount")]
    fn argument_count(_vm: &mut Vm, this: &Code) -> i64 {
        i64::from(this.unit.positional_count)
    }

    /// Positional-only parameters.
    #[getter("co_posonlyargcount")]
    fn positional_only_count(_vm: &mut Vm, this: &Code) -> i64 {
        i64::from(this.unit.positional_only_count)
    }

    /// Keyword-only parameters.
    #[getter("co_kwonlyargcount")]
    fn keyword_only_count(_vm: &mut Vm, this: &Code) -> i64 {
        i64::from(this.unit.keyword_only_count)
    }

    /// Names of parameters and local variables.
    #[getter("co_varnames")]
    fn variables(vm: &mut Vm, this: &Code) -> R {
        let names = variable_names(this);
        vm.tuple(names)
    }

    /// The number of local variables.
    #[getter("co_nlocals")]
    fn local_count(_vm: &mut Vm, this: &Code) -> usize {
        variable_names(this).len()
    }

    /// Registers for temporaries.
    #[getter("co_stacksize")]
    fn stack_size(_vm: &mut Vm, this: &Code) -> i64 {
        i64::from(this.call.register_count) - i64::from(this.call.local_count)
    }

    /// Names of globals and attributes.
    #[getter("co_names")]
    fn names(vm: &mut Vm, this: &Code) -> R {
        tuple(vm, &this.names)
    }

    /// Constants.
    #[getter("co_consts")]
    fn constants(vm: &mut Vm, this: &Code) -> R {
        tuple(vm, &this.constants)
    }

    /// Names of the variables that outer functions share with it.
    #[getter("co_freevars")]
    fn free_variables(vm: &mut Vm, this: &Code) -> R {
        tuple(vm, &this.free_names)
    }

    /// Names of the variables that it shares with inner functions.
    #[getter("co_cellvars")]
    fn cell_variables(vm: &mut Vm, this: &Code) -> R {
        let names = this
            .unit
            .cells
            .iter()
            .filter_map(|&cell| this.local_names.get(usize::from(cell)).cloned())
            .collect();
        vm.tuple(names)
    }

    /// Properties, one bit each.
    #[getter("co_flags")]
    fn flags(_vm: &mut Vm, this: &Code) -> i64 {
        let flags = this.unit.flags;
        let pairs = [
            (CodeFlags::FUNCTION, shown::OPTIMIZED | shown::NEWLOCALS),
            (CodeFlags::VARARGS, shown::VARARGS),
            (CodeFlags::VARKEYWORDS, shown::VARKEYWORDS),
            (CodeFlags::NESTED, shown::NESTED),
            (CodeFlags::GENERATOR, shown::GENERATOR),
            (CodeFlags::COROUTINE, shown::COROUTINE),
            (CodeFlags::ASYNC_GENERATOR, shown::ASYNC_GENERATOR),
            (CodeFlags::HAS_DOC, shown::HAS_DOCSTRING),
        ];
        pairs.iter().filter(|(own, _)| flags.has(*own)).fold(0, |all, (_, bit)| all | bit)
    }

    /// The instruction words, as bytes.
    #[getter("co_code")]
    fn words(vm: &mut Vm, this: &Code) -> R {
        let words: Vec<u8> = this.unit.words.iter().flat_map(|word| word.to_le_bytes()).collect();
        vm.bytes(&words)
    }

    /// Iterator over (start, end, line) of the ranges of code; two units are one word.
    #[sig("co_lines(self, /)")]
    fn lines(vm: &mut Vm, this: &Code) -> R {
        let lines = &this.unit.lines;
        let mut rows = Vec::with_capacity(lines.len());
        for (index, entry) in lines.iter().enumerate() {
            let end = lines.get(index + 1).map_or(this.word_count() as u32, |next| next.start);
            let line =
                if entry.line == 0 { Value::NONE } else { Value::from_i64(vm.heap, i64::from(entry.line)) };
            let bounds = [entry.start, end].map(|word| Value::from_i64(vm.heap, 2 * i64::from(word)));
            let [start, end] = bounds;
            rows.push(vm.tuple(vec![start, end, line])?);
        }
        let rows = vm.list(rows)?;
        vm.iter(&rows)
    }

    /// Iterator over (line, end line, column, end column) of the words.
    #[sig("co_positions(self, /)")]
    fn positions(vm: &mut Vm, this: &Code) -> R {
        let mut rows = Vec::with_capacity(this.word_count());
        for word in 0..this.word_count() as u32 {
            let row = match this.unit.position(word).filter(|entry| entry.line != 0) {
                Some(entry) => [entry.line, entry.end_line, entry.column, entry.end_column]
                    .map(|number| Value::from_i64(vm.heap, i64::from(number)))
                    .to_vec(),
                None => vec![Value::NONE; 4],
            };
            rows.push(vm.tuple(row)?);
        }
        let rows = vm.list(rows)?;
        vm.iter(&rows)
    }

    /// The name of a local variable by its number.
    #[sig("_varname_from_oparg(self, oparg)")]
    fn variable_name(vm: &mut Vm, this: &Code, index: i64) -> R {
        match usize::try_from(index).ok().and_then(|index| this.local_names.get(index)) {
            Some(name) => Ok(name.clone()),
            None => Err(vm.index_error("tuple index out of range")),
        }
    }
}
