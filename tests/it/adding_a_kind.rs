//! A kind of fact needs an entry in `src/tables/`, a migration and a seed file, and nothing else: loading,
//! exporting, `sco show`, the template, the rules and the search follow.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::world::{Run, here, run};

/// The project in a folder of its own, with treaties as a tenth kind of fact.
struct Newcomer {
    folder: tempfile::TempDir,
    program: PathBuf,
}

/// The file in which a newcomer declares the kind.
const ENTRIES: &str = "src/tables/kinds_of_fact/lasting.rs";

impl Newcomer {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["src", "migrations", "seeds", "benches", "docs"] {
            copy_all(&here().join(part), &folder.path().join(part));
        }
        for file in ["Cargo.toml", "Cargo.lock", "build.rs"] {
            std::fs::copy(here().join(file), folder.path().join(file)).unwrap();
        }
        let newcomer = Self {
            program: target().join("debug/sco-with-treaties"),
            folder,
        };
        // Another name, so that the build does not replace the program under test.
        newcomer.edit("Cargo.toml", |text| {
            text.replace("name = \"sco-facts\"", "name = \"sco-facts-with-treaties\"")
                .replace("name = \"sco\"", "name = \"sco-with-treaties\"")
                .replace(
                    "default-run = \"sco\"",
                    "default-run = \"sco-with-treaties\"",
                )
        });
        newcomer
    }

    fn edit(&self, file: &str, change: impl Fn(&str) -> String) {
        let path = self.folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "{file} is as it was");
        std::fs::write(path, changed).unwrap();
    }

    /// The three places.
    fn add_treaties(&self) {
        let entry = include_str!("new_kind/entry.rs");
        self.edit(ENTRIES, |text| {
            let end = text.rfind("];").unwrap();
            format!("{}{entry}{}", &text[..end], &text[end..])
        });
        let (header, example) = (
            "fact_id,party,treaty,date,date_role,status,attributed_to,rank,rank_reason,claim_group,note,citations,references",
            "x-kazakhstan-lake,KAZ,Lake Treaty,2015,since,stated,,normal,,,an example,c-eprs-accession,",
        );
        let citation = first_citation(&self.folder.path().join("seeds/citations.csv"));
        let example = example.replace("c-eprs-accession", &citation);
        std::fs::write(
            self.folder.path().join("seeds/treaties.csv"),
            format!("{header}\n{example}\n"),
        )
        .unwrap();
        let kinds: Vec<String> = sco_facts::tables::kinds()
            .map(|(table, _)| format!("'{}', ", table.name))
            .collect();
        let migration = include_str!("new_kind/treaties.sql")
            .replace("/* kinds */", &kinds.concat())
            + &with_treaties(
                "v_facts",
                "",
                "\nUNION ALL\nSELECT fact_id, 'treaties' AS kind, statement, year, date, date_basis, status, attributed_to, attributed_to_id,\n    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,\n    source_year_last, origin\nFROM v_treaties",
            )
            + &with_treaties("v_conflicts", "'event_participants'", ", 'treaties'")
            + &with_treaties(
                "start_here",
                "and why')",
                ",\n    (22, 'v_treaties', 'Who is party to which treaty')",
            );
        let number = sco_facts::migrate::set::Set::embedded().newest() + 1;
        std::fs::write(
            self.folder
                .path()
                .join(format!("migrations/V{number:03}__treaties.sql")),
            migration,
        )
        .unwrap();
    }

    fn compile(&self) {
        let built = run(Command::new(env!("CARGO"))
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", target())
            .args(["build", "--offline", "--quiet", "--bins"]));
        assert_eq!(built.code, 0, "{}", built.stderr);
    }

    fn sco(&self, arguments: &[&str]) -> Run {
        run(Command::new(&self.program)
            .current_dir(self.folder.path())
            .args(arguments))
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(file)).unwrap()
    }
}

/// A view as it stands, made again with a line of treaties behind the words, or at its end where none are given.
fn with_treaties(view: &str, behind: &str, line: &str) -> String {
    let head = format!("CREATE VIEW {view} AS\n");
    let text = include_str!("golden/schema.sql")
        .split_once(&head)
        .and_then(|(_, rest)| rest.split(";\n").next())
        .unwrap();
    let at = text.rfind(behind).unwrap() + behind.len();
    format!("{head}{}{line}{};\n", &text[..at], &text[at..])
}

/// The folder of compiled programs, in which the libraries are compiled already.
fn target() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_sco"))
        .ancestors()
        .nth(2)
        .unwrap()
}

fn first_citation(citations: &Path) -> String {
    let text = std::fs::read_to_string(citations).unwrap();
    let line = text.lines().nth(1).unwrap();
    line.split(',').next().unwrap().to_owned()
}

fn copy_all(from: &Path, to: &Path) {
    crate::world::copy_folder(from, to);
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            copy_all(&path, &to.join(path.file_name().unwrap()));
        }
    }
}

#[test]
fn an_entry_a_migration_and_a_seed_file_make_a_kind_of_fact() {
    let newcomer = Newcomer::new();
    newcomer.add_treaties();
    newcomer.compile();
    let built = newcomer.sco(&["build", "--db", "sco.db"]);
    assert_eq!(built.code, 0, "{built:?}");
    assert!(
        built.stdout.contains("      1  treaties\n"),
        "{}",
        built.stdout
    );
    let connection = rusqlite::Connection::open(newcomer.folder.path().join("sco.db")).unwrap();
    let kinds = crate::declarations::kinds_with_views();
    let kinds: Vec<_> = kinds
        .into_iter()
        .chain([("treaties", "v_treaties")])
        .collect();
    assert_eq!(
        crate::declarations::unlisted_kinds(&connection, &kinds),
        Vec::<String>::new()
    );
    let exported = newcomer.read("exports/treaties.csv");
    assert_eq!(
        exported,
        "fact_id,party,treaty,date,date_basis,date_role,date_from,date_to,date_precision,origin\n\
         x-kazakhstan-lake,KAZ,Lake Treaty,2015,printed,since,2015-01-01,2015-12-31,year,sco-facts\n"
    );
    assert!(
        newcomer
            .read("exports/v_treaties.csv")
            .contains("\nx-kazakhstan-lake,Kazakhstan,Lake Treaty,2015,printed,since,2015,"),
    );
    let shown = newcomer.sco(&["show", "x-kazakhstan-lake"]).stdout;
    assert!(
        shown.contains("\ntreaties · x-kazakhstan-lake\n"),
        "{shown}"
    );
    let statement = "Kazakhstan: party to the Lake Treaty";
    assert!(newcomer.sco(&["show", "KAZ"]).stdout.contains(statement));
    assert!(
        newcomer
            .sco(&["search", "lake", "treaty"])
            .stdout
            .contains(statement)
    );
    assert!(
        newcomer
            .sco(&["template", "treaties"])
            .stdout
            .contains("\nx-kazakhstan-lake,KAZ,Lake Treaty,2015,,since,"),
    );
    let seeds = newcomer
        .read("seeds/treaties.csv")
        .replace("x-kazakhstan", "y-kazakhstan")
        .replace("since", "");
    std::fs::write(newcomer.folder.path().join("seeds/treaties.csv"), seeds).unwrap();
    assert_eq!(
        newcomer.sco(&["check", "--seeds", "seeds"]).stdout,
        "seeds/treaties.csv:2: `date_role`: is empty beside a date; write since, until, as_of or during\n\
         seeds/treaties.csv:2: `fact_id`: `y-kazakhstan-lake` does not tell that it is one of treaties; let it begin with `x-`\n"
    );
}
