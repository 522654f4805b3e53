//! `docs/opcodes.md` is what the table says.

use std::path::Path;

#[test]
fn the_page_of_operations_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/opcodes.md");
    let page = exuvia_bytecode::manual();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the docs folder");
        std::fs::write(&path, &page).expect("docs/opcodes.md");
    }
    let stored = std::fs::read_to_string(&path).expect("docs/opcodes.md");
    assert!(stored == page, "docs/opcodes.md is out of date: run with UPDATE_GOLDENS=1");
}
