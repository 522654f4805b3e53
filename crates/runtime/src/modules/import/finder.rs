//! Where modules are: native ones by name, others in the folders of a path.
//!
//! ```text
//! folder/name/__init__.py  ►  folder/name.py  ►  folder/name (a portion of a namespace package)
//! ```

use std::path::Path;

use super::path_texts;
use crate::modules::hooks::sys_entry;
use crate::modules::{NativeModule, native_module};
use crate::native::R;
use crate::value::Value;
use crate::vm::Vm;

/// What was found for a name.
pub enum Found {
    Native(&'static NativeModule),
    /// A source file.
    File(String),
    /// A package: its folder and its `__init__.py`.
    Package {
        folder: String,
        file: String,
    },
    /// A package without `__init__.py`: all its folders.
    Namespace(Vec<String>),
}

/// Finds a module by its full name, in its parent's path or in `sys.path`.
pub fn find(vm: &mut Vm, name: &str, paths: Option<&Value>) -> R<Option<Found>> {
    let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
    let folders = match paths {
        Some(paths) => path_texts(vm, paths)?,
        None => {
            if let Some(native) = native_module(name) {
                return Ok(Some(Found::Native(native)));
            }
            match sys_entry(vm, "path")? {
                Some(paths) => path_texts(vm, &paths)?,
                None => return Err(vm.runtime_error("sys.path must be a list of directory names")),
            }
        }
    };
    if let Some(native) = paths.and_then(|_| native_module(name)) {
        return Ok(Some(Found::Native(native)));
    }
    if last.is_empty() || last.contains(['/', '\0']) {
        return Ok(None);
    }
    let mut portions = Vec::new();
    for folder in folders {
        let base = if folder.is_empty() {
            last.to_owned()
        } else {
            format!("{}/{last}", folder.trim_end_matches('/'))
        };
        let base = absolute(&base);
        let folder_there = Path::new(&base).is_dir();
        if folder_there {
            let file = format!("{base}/__init__.py");
            if Path::new(&file).is_file() {
                return Ok(Some(Found::Package { folder: base, file }));
            }
        }
        let file = format!("{base}.py");
        if Path::new(&file).is_file() {
            return Ok(Some(Found::File(file)));
        }
        if folder_there {
            portions.push(base);
        }
    }
    Ok(if portions.is_empty() { None } else { Some(Found::Namespace(portions)) })
}

fn absolute(path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    match std::path::absolute(path) {
        Ok(absolute) => absolute.to_string_lossy().into_owned(),
        Err(_) => path.to_owned(),
    }
}
