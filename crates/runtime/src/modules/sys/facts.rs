//! The constants of `sys`.

use num_bigint::BigInt;

use crate::modules::{NATIVE, classes, set};
use crate::native::R;
use crate::value::Value;
use crate::vm::Vm;

/// The language version whose behaviour is followed.
const VERSION: (i32, i32, i32) = (3, 14, 10);
const HEX_VERSION: i64 = 0x030E_0AF0;

/// Adds all constants to the module.
pub fn add(vm: &mut Vm, module: &Value) -> R<()> {
    let texts = [
        ("byteorder", if cfg!(target_endian = "little") { "little" } else { "big" }),
        ("platform", if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS }),
        ("copyright", "Exuvia is free software under the MIT or the Apache 2.0 licence."),
        ("float_repr_style", "short"),
        ("abiflags", ""),
        ("platlibdir", "lib"),
        ("prefix", ""),
        ("exec_prefix", ""),
        ("base_prefix", ""),
        ("base_exec_prefix", ""),
    ];
    for (name, text) in texts {
        let text = vm.text(text)?;
        set(vm, module, name, text)?;
    }
    let (major, minor, micro) = VERSION;
    let version =
        vm.text(&format!("{major}.{minor}.{micro} (exuvia {}) [Rust]", env!("CARGO_PKG_VERSION")))?;
    set(vm, module, "version", version)?;
    let executable =
        std::env::current_exe().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    let executable = vm.text(&executable)?;
    set(vm, module, "executable", executable)?;
    let max = vm.big_int(BigInt::from(i64::MAX))?;
    set(vm, module, "maxsize", max)?;
    for (name, number) in [("maxunicode", 0x10_FFFF), ("hexversion", HEX_VERSION), ("api_version", 1013)] {
        let number = Value::from_i64(vm.heap, number);
        set(vm, module, name, number)?;
    }
    set(vm, module, "dont_write_bytecode", Value::TRUE)?;
    set(vm, module, "pycache_prefix", Value::NONE)?;
    for name in ["warnoptions", "meta_path", "path_hooks"] {
        let list = vm.list(Vec::new())?;
        set(vm, module, name, list)?;
    }
    for name in ["_xoptions", "path_importer_cache"] {
        let dict = vm.dict();
        set(vm, module, name, dict)?;
    }
    let mut natives: Vec<&str> = NATIVE.iter().map(|native| native.name).collect();
    natives.sort_unstable();
    let natives = natives.into_iter().map(|name| vm.text(name)).collect::<R<Vec<_>>>()?;
    let natives = vm.tuple(natives)?;
    set(vm, module, "builtin_module_names", natives)?;
    add_sequences(vm, module)
}

/// A value of a struct sequence, before it is an object.
enum Fact {
    Int(i64),
    Float(f64),
    Text(&'static str),
    Bool(bool),
}

use Fact::{Bool, Float, Int, Text};

fn add_sequences(vm: &mut Vm, module: &Value) -> R<()> {
    let (major, minor, micro) = VERSION;
    let version = [
        ("major", Int(i64::from(major))),
        ("minor", Int(i64::from(minor))),
        ("micro", Int(i64::from(micro))),
        ("releaselevel", Text("final")),
        ("serial", Int(0)),
    ];
    let version = sequence(vm, module, "version_info", &version)?;
    sequence(
        vm,
        module,
        "float_info",
        &[
            ("max", Float(f64::MAX)),
            ("max_exp", Int(1024)),
            ("max_10_exp", Int(308)),
            ("min", Float(f64::MIN_POSITIVE)),
            ("min_exp", Int(-1021)),
            ("min_10_exp", Int(-307)),
            ("dig", Int(15)),
            ("mant_dig", Int(53)),
            ("epsilon", Float(f64::EPSILON)),
            ("radix", Int(2)),
            ("rounds", Int(1)),
        ],
    )?;
    sequence(
        vm,
        module,
        "hash_info",
        &[
            ("width", Int(64)),
            ("modulus", Int((1 << 61) - 1)),
            ("inf", Int(314_159)),
            ("nan", Int(0)),
            ("imag", Int(1_000_003)),
            ("algorithm", Text("siphash13")),
            ("hash_bits", Int(64)),
            ("seed_bits", Int(128)),
            ("cutoff", Int(0)),
        ],
    )?;
    sequence(
        vm,
        module,
        "int_info",
        &[
            ("bits_per_digit", Int(30)),
            ("sizeof_digit", Int(4)),
            ("default_max_str_digits", Int(4300)),
            ("str_digits_check_threshold", Int(640)),
        ],
    )?;
    sequence(
        vm,
        module,
        "thread_info",
        &[("name", Text("pthread")), ("lock", Text("semaphore")), ("version", Text(""))],
    )?;
    let randomized = i64::from(std::env::var("PYTHONHASHSEED").map_or(true, |seed| seed == "random"));
    sequence(
        vm,
        module,
        "flags",
        &[
            ("debug", Int(0)),
            ("inspect", Int(0)),
            ("interactive", Int(0)),
            ("optimize", Int(0)),
            ("dont_write_bytecode", Int(1)),
            ("no_user_site", Int(1)),
            ("no_site", Int(1)),
            ("ignore_environment", Int(0)),
            ("verbose", Int(0)),
            ("bytes_warning", Int(0)),
            ("quiet", Int(0)),
            ("hash_randomization", Int(randomized)),
            ("isolated", Int(0)),
            ("dev_mode", Bool(false)),
            ("utf8_mode", Int(1)),
            ("warn_default_encoding", Int(0)),
            ("safe_path", Bool(false)),
            ("int_max_str_digits", Int(4300)),
        ],
    )?;
    let class = classes::kept(vm, "SimpleNamespace", |vm| {
        let base = vm.types.object.value();
        classes::new_class(vm, "types", "SimpleNamespace", vec![base], classes::NamespaceMethods::DEFS)
    })?;
    let entries = vec![
        ("name", vm.text("exuvia")?),
        ("cache_tag", Value::NONE),
        ("version", version),
        ("hexversion", Value::from_i64(vm.heap, HEX_VERSION)),
    ];
    let implementation = classes::record(vm, &class, entries)?;
    set(vm, module, "implementation", implementation)
}

fn sequence(vm: &mut Vm, module: &Value, name: &'static str, fields: &[(&str, Fact)]) -> R {
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let class = classes::struct_sequence(vm, "sys", name, &names)?;
    let mut items = Vec::with_capacity(fields.len());
    for (_, fact) in fields {
        items.push(match fact {
            Int(int) => Value::from_i64(vm.heap, *int),
            Float(float) => Value::from_float(*float),
            Text(text) => vm.text(text)?,
            Bool(truth) => Value::from_bool(*truth),
        });
    }
    let value = classes::sequence(vm, &class, items)?;
    classes::forbid_instances(&class);
    set(vm, module, name, value.clone())?;
    Ok(value)
}
