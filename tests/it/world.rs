//! A small world of seeds and one document, in a folder of its own, and the program to run on it.

mod sheet;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rusqlite::Connection;
use rusqlite::types::Value;
use sco_facts::tables::TABLES;
use sheet::Sheet;
use tempfile::TempDir;

/// The command that cites from the world's document, without what it cites.
pub(crate) const CITE: [&str; 5] = [
    "cite",
    "--source",
    "lake2011-report",
    "--file",
    "copies/lake-report.txt",
];

/// A copy of the small world in a temporary folder.
pub(crate) struct World {
    folder: TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// The objects on standard output, one a line; a line that is none fails.
    pub(crate) fn objects(&self) -> Vec<serde_json::Value> {
        let object = |line| {
            let value: serde_json::Value =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert!(value.is_object(), "{line}");
            value
        };
        self.stdout.lines().map(object).collect()
    }
}

impl World {
    /// The small world, without a fault. Its seed files have the columns that the program declares today.
    pub(crate) fn new() -> Self {
        let world = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for part in ["seeds", "copies"] {
            copy_folder(&here().join("tests/it/world").join(part), &world.path(part));
        }
        for table in TABLES {
            // A table that the small world has no rows of needs no file there.
            let file = world.path("seeds").join(table.file_name());
            if !file.exists() {
                std::fs::write(file, sco_facts::seeds::header_text(table) + "\n").unwrap();
            }
            world.edit(table.name, Sheet::complete);
        }
        world
    }

    /// A path in the world's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// Replaces a text that stands once or more in a file.
    pub(crate) fn replace(self, name: &str, from: &str, to: &str) -> Self {
        let text = self.read(name);
        assert!(text.contains(from), "`{from}` is not in {name}");
        self.write(name, text.replace(from, to));
        self
    }

    /// Adds a row at the end of a seed file, such as `memberships`, or of a file in another folder, such as
    /// `mine/memberships`, which is made where it is missing. Cells that are not named are empty, but a fact
    /// is stated, of normal rank, and cites `c-lake-seat`.
    pub(crate) fn add(self, table: &str, cells: &[(&str, &str)]) -> Self {
        self.edit(table, |sheet| sheet.add(cells));
        self
    }

    /// Changes one cell of the row with this key; the first part of a longer key is enough where one row has it.
    pub(crate) fn set(self, table: &str, key: &str, column: &str, text: &str) -> Self {
        self.edit(table, |sheet| sheet.set(key, column, text));
        self
    }

    /// Takes a row out of a seed file.
    pub(crate) fn remove(self, table: &str, key: &str) -> Self {
        self.edit(table, |sheet| sheet.remove(key));
        self
    }

    /// One cell of a seed file, or of an export such as `exports/memberships`.
    pub(crate) fn cell(&self, table: &str, key: &str, column: &str) -> String {
        self.sheet(table).cell(key, column).to_owned()
    }

    /// How many rows a seed file or an export has.
    pub(crate) fn count(&self, table: &str) -> usize {
        self.sheet(table).len()
    }

    /// Adds to the folder `mine` what a user might: a state, and its membership `m-mine` with these cells besides.
    pub(crate) fn with_facts_of_mine(self, more: &[(&str, &str)]) -> Self {
        let membership = [
            ("fact_id", "m-mine"),
            ("member", "MY"),
            ("organisation", "LC"),
            ("standing", "observer"),
            ("date", "2012"),
            ("date_role", "since"),
        ];
        self.add(
            "mine/entities",
            &[("entity_id", "MY"), ("kind", "state"), ("name", "Mystate")],
        )
        .add("mine/memberships", &[&membership, more].concat())
    }

    /// Adds a part of the report that begins at a word and has some words.
    pub(crate) fn with_part(self, id: &str, first_word: &str, n_words: &str) -> Self {
        self.add(
            "sources",
            &[
                ("source_id", id),
                ("tier", "part"),
                ("source_kind", "original"),
                ("part_of", "lake2011-report"),
                ("kind", "report"),
                ("title", id),
                ("first_word", first_word),
                ("n_words", n_words),
            ],
        )
    }

    /// How many facts the seeds have.
    pub(crate) fn count_facts(&self) -> usize {
        let kinds = TABLES.iter().filter(|table| table.is_fact());
        kinds.map(|table| self.count(table.name)).sum()
    }

    fn sheet(&self, table: &str) -> Sheet {
        let (folder, stem) = table.rsplit_once('/').unwrap_or(("seeds", table));
        Sheet::open(self.path(folder).join(format!("{stem}.csv")))
    }

    fn edit(&self, table: &str, change: impl FnOnce(&mut Sheet)) {
        let mut sheet = self.sheet(table);
        change(&mut sheet);
        sheet.save();
    }

    /// Adds text at the end of a file.
    pub(crate) fn append(self, name: &str, lines: &str) -> Self {
        let text = self.read(name) + lines;
        self.write(name, text);
        self
    }

    /// Runs `sco` in the world's folder, on its seeds.
    pub(crate) fn sco(&self, arguments: &[&str]) -> Run {
        run(sco()
            .current_dir(self.folder.path())
            .args(arguments)
            .args(seeds_for(arguments, "seeds")))
    }

    /// Runs `sco` where programs are looked for in one folder of the world alone.
    pub(crate) fn sco_with_programs_of(&self, folder: &str, arguments: &[&str]) -> Run {
        let mut command = sco();
        command
            .current_dir(self.folder.path())
            .args(arguments)
            .args(seeds_for(arguments, "seeds"))
            .env("PATH", self.path(folder));
        run(&mut command)
    }

    /// Records the copy that the world has now as the reference copy of its document.
    pub(crate) fn with_reference_copy(mut self) -> Self {
        let told = self.sco(&[&CITE[..], &["--format", "json"]].concat());
        let told = told.objects().remove(0);
        for column in ["ref_chars", "ref_digest", "bytes_sha256"] {
            let text = told[column].to_string();
            self = self.set("sources", "lake2011-report", column, text.trim_matches('"'));
        }
        self
    }

    /// Adds a sentence at the end of the copy, and a passage `c-lake-new` from its first to its last words.
    pub(crate) fn with_sentence(self, sentence: &str, from: &str, to: &str) -> Self {
        let world = self
            .append("copies/lake-report.txt", &format!("\n{sentence}\n"))
            .with_reference_copy();
        let words = [
            "--from",
            from,
            "--to",
            to,
            "--id",
            "c-lake-new",
            "--format",
            "json",
        ];
        let made = world.sco(&[&CITE[..], &words].concat());
        assert_eq!(made.code, 0, "{made:?}");
        let line = made.objects().remove(0);
        let cells: Vec<(&str, String)> = line
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(column, value)| {
                (
                    column.as_str(),
                    value.to_string().trim_matches('"').to_owned(),
                )
            })
            .collect();
        let cells: Vec<(&str, &str)> = cells
            .iter()
            .map(|(column, text)| (*column, text.as_str()))
            .collect();
        world.add("citations", &cells).set(
            "relations",
            "r-seat",
            "citations",
            "c-lake-seat;c-lake-new",
        )
    }

    /// Puts a program into the folder `programs` that prints a text, whatever PDF it is asked to read.
    pub(crate) fn put_pdftotext(&self, text: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::create_dir_all(self.path("programs")).unwrap();
        self.write("pages.txt", text);
        let program = self.path("programs/pdftotext");
        let script = format!(
            "#!/bin/sh\nwhile IFS= read -r line; do printf '%s\\n' \"$line\"; done < '{}'\n",
            self.path("pages.txt").display()
        );
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// What `sco check` prints of the world: one line for each problem.
    pub(crate) fn problems(&self) -> Vec<String> {
        let run = self.sco(&["check"]);
        let lines: Vec<String> = run.stdout.lines().map(str::to_owned).collect();
        assert_eq!(run.code, 1, "{run:?}");
        lines
    }

    /// Builds the world's database and exports.
    pub(crate) fn build(&self) -> Run {
        let run = self.sco(&["build"]);
        assert_eq!(run.code, 0, "{run:?}");
        run
    }

    /// The world's database.
    pub(crate) fn open(&self) -> Connection {
        Connection::open(self.path("sco.db")).unwrap()
    }

    /// How SQLite would answer a question, step by step.
    pub(crate) fn plan(&self, sql: &str) -> Vec<String> {
        let connection = self.open();
        let mut question = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        // Nothing is bound, so that a plan of any question can be asked for.
        let mut rows = question.raw_query();
        let mut steps = Vec::new();
        while let Some(step) = rows.next().unwrap() {
            steps.push(step.get("detail").unwrap());
        }
        steps
    }

    /// The first column of the answer to a question put to the world's database.
    pub(crate) fn ask(&self, sql: &str) -> Vec<String> {
        ask(&self.open(), sql)
    }
}

/// The first column of an answer, as text.
pub(crate) fn ask(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement
        .query_map([], |row| row.get::<_, Value>(0))
        .unwrap();
    rows.map(|value| match value.unwrap() {
        Value::Text(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        other => format!("{other:?}"),
    })
    .collect()
}

/// The curated dataset, built without exports in a folder of its own.
pub(crate) fn curated() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let built = run(sco()
        .current_dir(folder.path())
        .args(["build", "--no-exports", "--quiet"]));
    assert_eq!(built.code, 0, "{built:?}");
    let connection = Connection::open(folder.path().join("sco.db")).unwrap();
    (folder, connection)
}

/// The option that names a folder of seeds, for a command that has a use for it.
pub(crate) fn seeds_for<'a>(arguments: &[&str], folder: &'a str) -> Vec<&'a str> {
    const READERS: [&str; 7] = [
        "build", "check", "cite", "open", "template", "terms", "verify",
    ];
    let names = |option: &str| arguments.contains(&option);
    let reads = arguments.iter().any(|word| READERS.contains(word))
        && ![
            "diff", "export", "help", "import", "migrate", "search", "show",
        ]
        .iter()
        .any(|word| names(word));
    let is_of_database = names("--db") && !names("build");
    if reads && !is_of_database && !names("--list") && !names("--claims") {
        vec!["--seeds", folder]
    } else {
        Vec::new()
    }
}

/// The root of the project.
pub(crate) fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program.
pub(crate) fn sco() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sco"))
}

/// Whether a program that a test needs is installed. With `CI` set it has to be, or the test fails.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
pub(crate) fn is_installed(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdin(std::process::Stdio::null())
        .output()
        .is_ok();
    assert!(
        found || std::env::var_os("CI").is_none(),
        "`{program}` is not installed; install it, or unset CI to skip what needs it"
    );
    if !found {
        eprintln!("skipped: `{program}` is not installed");
    }
    found
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    Run {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// Copies the files of a folder, not its folders.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// Every file of a folder by name, with its bytes.
pub(crate) fn contents(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(&path).unwrap(),
            )
        })
        .collect()
}
