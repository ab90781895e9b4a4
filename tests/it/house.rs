//! The rules of the house that a machine can hold: who may import whom, and how long a file may be.

use std::path::{Path, PathBuf};

use crate::world::here;

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources_of(modules: &[&str]) -> Vec<PathBuf> {
    files(&here().join("src"), ".rs")
        .into_iter()
        .filter(|path| {
            let inside = path
                .strip_prefix(here().join("src"))
                .unwrap()
                .to_string_lossy()
                .into_owned();
            modules.iter().any(|module| {
                inside == format!("{module}.rs") || inside.starts_with(&format!("{module}/"))
            })
        })
        .collect()
}

fn may_not_name(modules: &[&str], words: &[&str]) {
    for path in sources_of(modules) {
        let text = std::fs::read_to_string(&path).unwrap();
        for word in words {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

/// The modules from the ground up. A module may import those of the floors below it, and nothing else.
const FLOORS: &[&[&str]] = &[
    &["complaint", "vocab", "wording"],
    &["contributor", "edtf", "number"],
    &["passages", "sentence"],
    &["error"],
    &["stop"],
    &["files"],
    &["tables", "db"],
    &[
        "seeds",
        "migrate",
        "bibliography",
        "search",
        "statements",
        "show",
        "dictionary",
    ],
    &["check", "template", "load", "recorded", "export"],
    &["confirm", "citing", "diff"],
    &["build", "trade_flows", "user_facts"],
    &["command", "main"],
];

fn floor(module: &str) -> usize {
    FLOORS
        .iter()
        .position(|modules| modules.contains(&module))
        .unwrap_or_else(|| panic!("src/{module} stands on no floor: name it in FLOORS"))
}

#[test]
fn imports_go_down_the_floors() {
    for file in SourceFile::all() {
        let module = &file.module[0];
        if module == "lib" {
            continue;
        }
        let named = file.paths.iter().filter_map(|path| file.absolute(path));
        for other in named.filter_map(|path| path.first().cloned()) {
            let is_module = FLOORS.iter().any(|floor| floor.contains(&other.as_str()));
            assert!(
                !is_module || other == *module || floor(&other) < floor(module),
                "{} imports crate::{other}, which does not stand on a lower floor",
                file.path.display()
            );
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let files = SourceFile::all();
    let modules: Vec<&Vec<String>> = files.iter().map(|file| &file.module).collect();
    let imports: Vec<Vec<usize>> = files.iter().map(|file| file.imports(&modules)).collect();
    for start in 0..files.len() {
        let mut reached = vec![false; files.len()];
        let mut open = imports[start].clone();
        while let Some(next) = open.pop() {
            assert!(
                next != start,
                "{} imports itself by way of other files: move what they share into a file below both",
                files[start].path.display()
            );
            if !std::mem::replace(&mut reached[next], true) {
                open.extend(&imports[next]);
            }
        }
    }
}

/// A file of `src/`, its place among the modules, and every path in it that begins with `crate` or `super`.
struct SourceFile {
    path: PathBuf,
    module: Vec<String>,
    paths: Vec<Vec<String>>,
}

impl SourceFile {
    fn all() -> Vec<Self> {
        let src = here().join("src");
        files(&src, ".rs")
            .into_iter()
            .map(|path| {
                let module: Vec<String> = path
                    .strip_prefix(&src)
                    .unwrap()
                    .with_extension("")
                    .iter()
                    .map(|part| part.to_string_lossy().into_owned())
                    .collect();
                let parsed = syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap();
                let mut paths = Paths::default();
                syn::visit::visit_file(&mut paths, &parsed);
                Self {
                    paths: paths.0,
                    path,
                    module,
                }
            })
            .collect()
    }

    /// The files that this one imports from, by their places in the list. A file and the folder that
    /// belongs to it are one: a parent names its children anyway.
    fn imports(&self, modules: &[&Vec<String>]) -> Vec<usize> {
        let resolved = self.paths.iter().filter_map(|path| {
            let absolute = self.absolute(path)?;
            (1..=absolute.len()).rev().find_map(|length| {
                modules
                    .iter()
                    .position(|module| **module == absolute[..length])
            })
        });
        let mut found: Vec<usize> = resolved
            .filter(|at| {
                let other = modules[*at];
                !self.module.starts_with(other) && !other.starts_with(&self.module)
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A path from the root of the crate.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let ups = path.iter().take_while(|part| *part == "super").count();
        let (base, rest) = match path[0].as_str() {
            "crate" => (&[][..], &path[1..]),
            "super" => (
                &self.module[..self.module.len().checked_sub(ups)?],
                &path[ups..],
            ),
            _ => return None,
        };
        Some([base, rest].concat())
    }
}

/// Collects paths, those of `use` declarations included, but not those of modules inside a file.
#[derive(Default)]
struct Paths(Vec<Vec<String>>);

impl Paths {
    fn take_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.take_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.0.push(with(&name.ident)),
            syn::UseTree::Rename(rename) => self.0.push(with(&rename.ident)),
            syn::UseTree::Glob(_) => self.0.push(before.to_vec()),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.take_tree(before, tree);
                }
            }
        }
    }
}

impl<'ast> syn::visit::Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.take_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if matches!(parts[0].as_str(), "crate" | "super") {
            self.0.push(parts);
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, _inside: &'ast syn::ItemMod) {}
}

/// No file of these modules may import one of those, however the import is written.
fn may_not_import(modules: &[&str], others: &[&str]) {
    for file in SourceFile::all() {
        if !modules.contains(&file.module[0].as_str()) {
            continue;
        }
        for absolute in file.paths.iter().filter_map(|path| file.absolute(path)) {
            let forbidden = absolute
                .first()
                .is_some_and(|module| others.contains(&module.as_str()));
            assert!(
                !forbidden,
                "{} imports crate::{}",
                file.path.display(),
                absolute.join("::")
            );
        }
    }
}

/// The modules that open, ask or write a database.
const OF_THE_DATABASE: &[&str] = &[
    "bibliography",
    "build",
    "confirm",
    "db",
    "dictionary",
    "diff",
    "export",
    "load",
    "migrate",
    "search",
    "statements",
    "show",
    "trade_flows",
    "user_facts",
];

#[test]
fn reading_checking_and_passages_know_no_database() {
    let modules = [
        "seeds", "check", "tables", "vocab", "edtf", "number", "passages", "sentence", "template",
    ];
    may_not_name(&modules, &["rusqlite"]);
    may_not_import(&modules, OF_THE_DATABASE);
}

#[test]
fn exports_come_from_the_database_alone() {
    may_not_import(&["bibliography", "export", "show"], &["seeds"]);
}

#[test]
fn the_library_does_not_depend_on_the_command_line() {
    let program = sources_of(&["main", "command"]);
    for path in files(&here().join("src"), ".rs")
        .iter()
        .filter(|path| !program.contains(path))
    {
        let text = std::fs::read_to_string(path).unwrap();
        for word in ["clap", "anyhow", "println!", "process::exit"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn files_stay_short() {
    for path in files(&here().join("src"), ".rs") {
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(
            lines <= 400,
            "{} has {lines} lines: split it by idea",
            path.display()
        );
    }
}

#[test]
fn migrations_say_why_and_use_no_backdoor() {
    for path in files(&here().join("migrations"), ".sql") {
        let text = std::fs::read_to_string(&path)
            .unwrap()
            .replace("PRAGMA legacy_alter_table", "");
        assert!(
            text.starts_with("-- "),
            "{} does not begin with a comment that says why",
            path.display()
        );
        for word in [
            "PRAGMA",
            "COMMIT",
            "ROLLBACK",
            "ATTACH",
            "IF NOT EXISTS",
            "SELECT *",
        ] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

/// The parts of `src/` of which every change that no test notices was looked at.
const LOOKED_AT: &[&str] = &["src/check", "src/migrate"];

/// `tests/mutants.py` writes what it tried. What it has not finished is for its next run.
#[test]
fn every_change_that_no_test_notices_has_a_reason() {
    let mut results = csv::Reader::from_path(here().join("tests/mutants.csv")).unwrap();
    let headers = results.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let [file, verdict, reason] = ["file", "verdict", "reason"].map(place);
    for row in results.records().map(Result::unwrap) {
        let is_looked_at = LOOKED_AT.iter().any(|part| row[file].starts_with(part));
        let is_open = ["survived", "not reached"].contains(&&row[verdict]);
        assert!(
            !(is_looked_at && is_open && row[reason].is_empty()),
            "add a test, delete the code, or write the reason: {row:?}"
        );
    }
}
