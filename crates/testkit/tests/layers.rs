//! The layers of the workspace: a crate may use those below it, and no others.
//!
//! ```text
//! cli ─► observe, exuvia ─► runtime, compiler ─► bytecode, heap ─► alloc        macros: at the bottom, used by any
//! ```
//!
//! What is read are the manifests; Cargo itself makes sure that no source uses a crate that its manifest does not name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The crates from top to bottom. A crate never depends on one of its own layer.
const LAYERS: [&[&str]; 6] = [
    &["exuvia-cli"],
    &["exuvia-observe", "exuvia"],
    &["exuvia-runtime", "exuvia-compiler"],
    &["exuvia-bytecode", "exuvia-heap"],
    &["exuvia-alloc"],
    &["exuvia-macros"],
];
/// Crates that only tests use.
const FOR_TESTS: [&str; 1] = ["exuvia-testkit"];

/// A crate's manifest, as far as the layers go.
#[derive(Default)]
struct Manifest {
    /// Crates of the workspace that the crate itself is built with.
    used: Vec<String>,
    /// Crates of the workspace that its tests use in addition.
    used_by_tests: Vec<String>,
}

fn crates_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every crate of the workspace with its manifest.
fn manifests() -> BTreeMap<String, Manifest> {
    let folders = std::fs::read_dir(crates_folder()).expect("the crates' folder can be read");
    folders
        .map(|folder| folder.expect("the folder's entry can be read").path().join("Cargo.toml"))
        .filter(|path| path.is_file())
        .map(|path| read(&std::fs::read_to_string(&path).expect("the manifest can be read")))
        .collect()
}

/// A manifest's name and dependencies. It knows the two forms that the workspace uses: `name.workspace = true` under a heading of
/// dependencies, and `[dependencies.name]`.
fn read(text: &str) -> (String, Manifest) {
    let (mut name, mut manifest) = (String::new(), Manifest::default());
    let mut heading = "";
    for line in text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()) {
        let Some(title) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) else {
            let Some((key, value)) = line.split_once('=') else { continue };
            let key = key.trim().split('.').next().unwrap_or_default();
            match heading {
                "package" if key == "name" => name = value.trim().trim_matches('"').to_owned(),
                _ => manifest.note(heading, key),
            }
            continue;
        };
        heading = title.trim();
        if let Some((parent, dependency)) = heading.rsplit_once('.') {
            manifest.note(parent, dependency);
        }
    }
    (name, manifest)
}

impl Manifest {
    /// Takes down a dependency that stands under this heading.
    fn note(&mut self, heading: &str, dependency: &str) {
        let ours = dependency == "exuvia" || dependency.starts_with("exuvia-");
        match heading.rsplit('.').next() {
            Some("dependencies" | "build-dependencies") if ours => self.used.push(dependency.to_owned()),
            Some("dev-dependencies") if ours => self.used_by_tests.push(dependency.to_owned()),
            _ => {}
        }
    }
}

/// How far down a crate is.
fn layer(name: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&name))
        .unwrap_or_else(|| panic!("{name} has no layer: say in LAYERS where it belongs"))
}

#[test]
fn every_crate_has_its_layer() {
    let crates: Vec<String> = manifests().into_keys().collect();
    let mut known: Vec<&str> = LAYERS.iter().copied().flatten().copied().chain(FOR_TESTS).collect();
    known.sort_unstable();
    assert_eq!(crates, known);
}

#[test]
fn dependencies_point_downwards() {
    for (name, manifest) in manifests() {
        for used in &manifest.used {
            assert!(!FOR_TESTS.contains(&used.as_str()), "{name} is built with {used}, which is for tests");
            if !FOR_TESTS.contains(&name.as_str()) {
                assert!(layer(&name) < layer(used), "{name} uses {used}, which is not below it");
            }
        }
    }
}

#[test]
fn the_runtime_is_handed_its_compiler() {
    let manifests = manifests();
    let runtime = &manifests["exuvia-runtime"];
    assert!(!runtime.used.iter().chain(&runtime.used_by_tests).any(|used| used == "exuvia-compiler"));
    let uses = |name: &str| manifests[name].used.clone();
    assert_eq!(uses("exuvia-alloc"), Vec::<String>::new());
    assert_eq!(uses("exuvia-bytecode"), Vec::<String>::new());
    assert_eq!(uses("exuvia-macros"), Vec::<String>::new());
    assert_eq!(
        uses("exuvia-observe"),
        Vec::<String>::new(),
        "it knows events and graphs, not the interpreter"
    );
    assert_eq!(uses("exuvia-compiler"), ["exuvia-bytecode"], "it knows no heap");
    assert!(!uses("exuvia-heap").iter().any(|used| used == "exuvia-bytecode"), "the heap knows no Python");
}

#[test]
fn manifests_are_understood() {
    let text = "[package]\nname = \"exuvia-x\"\n[dependencies]\nexuvia-heap.workspace = true # why\nserde = \"1\"\n\
        exuvia = { path = \"../exuvia\" }\n[target.'cfg(unix)'.dependencies.exuvia-alloc]\nworkspace = true\n\
        [dev-dependencies]\nexuvia-testkit.workspace = true\n";
    let (name, manifest) = read(text);
    assert_eq!(name, "exuvia-x");
    assert_eq!(manifest.used, ["exuvia-heap", "exuvia", "exuvia-alloc"]);
    assert_eq!(manifest.used_by_tests, ["exuvia-testkit"]);
}
