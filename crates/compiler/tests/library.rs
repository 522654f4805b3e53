//! Whatever Python files there are compile to sound code.
//!
//! ```text
//! tests/python/**  and  the standard library of CPython 3.14 where it is installed
//! ```

use std::path::{Path, PathBuf};

use exuvia_bytecode::verify;
use exuvia_compiler::{Options, compile};

fn python_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            python_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found.sort();
}

fn check(path: &Path) -> Result<bool, String> {
    let Ok(source) = std::fs::read_to_string(path) else { return Ok(false) };
    let name = path.display().to_string();
    match compile(&source, &name, Options::default()) {
        Ok(unit) => verify(&unit).map(|()| true),
        Err(error) if error.message.contains("not supported yet") => Ok(false),
        Err(_) if name.contains("badsyntax") => Ok(false),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn all_files_compile_to_sound_code() {
    let mut files = Vec::new();
    python_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/python"), &mut files);
    let library = Path::new("/opt/py/root/usr/lib/python3.14");
    if let Ok(entries) = std::fs::read_dir(library) {
        let top = entries.flatten().map(|entry| entry.path());
        files.extend(top.filter(|path| path.extension().is_some_and(|extension| extension == "py")));
    }
    let failures: Vec<String> = files.iter().filter_map(|path| check(path).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
