//! A folder of migrations with a database beside it, for the tests of `sco migrate`.

use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;
use rusqlite::types::Value;
use sco_facts::migrate::compare::{self, TableChange};

pub(crate) use crate::world::ask;
use crate::world::{Run, run, sco};

/// A temporary folder with `migrations/` in it.
pub(crate) struct Fixture {
    folder: tempfile::TempDir,
}

/// Two tables, children with every foreign-key action, awkward rows.
pub(crate) const PARENT: &str = "-- A parent, and children of every sort.
CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL, note TEXT, CONSTRAINT code_once UNIQUE (code));
CREATE TABLE cascading (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id) ON DELETE CASCADE);
CREATE TABLE nulling (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id) ON DELETE SET NULL);
CREATE TABLE restricting (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id) ON DELETE RESTRICT);
INSERT INTO parent (id, code, note) VALUES (1, '01234', 'a;b'), (2, '9007199254740993', NULL), (3, 'c''d', ''), (4, 'x', 'y');
DELETE FROM parent WHERE id = 4;
INSERT INTO cascading (id, parent) VALUES (1, 1), (2, 2);
INSERT INTO nulling (id, parent) VALUES (1, 1), (2, 2);
INSERT INTO restricting (id, parent) VALUES (1, 3);
CREATE INDEX parent_by_note ON parent (note);
CREATE TRIGGER parent_watched AFTER DELETE ON parent BEGIN SELECT CASE WHEN old.id = 99 THEN 1 END; END;
CREATE VIEW parents AS SELECT id, code FROM parent;
";

impl Fixture {
    /// An empty folder of migrations.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("migrations")).unwrap();
        Self { folder }
    }

    /// A database at V1, made by this file, with what the user then made in it, and a second migration.
    pub(crate) fn beside(first: &str, users: &str, change: &str) -> Self {
        let fixture = Self::new();
        fixture.file("V001__one.sql", first);
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        fixture.open().execute_batch(users).unwrap();
        fixture.file("V002__two.sql", change);
        fixture
    }

    /// A database at V1, the world of [`PARENT`].
    pub(crate) fn with_parents() -> Self {
        let fixture = Self::new();
        fixture.file("V001__parents.sql", PARENT);
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{run:?}");
        fixture
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a migration.
    pub(crate) fn file(&self, name: &str, sql: impl AsRef<[u8]>) {
        std::fs::write(self.path("migrations").join(name), sql).unwrap();
    }

    /// `sco migrate` on this folder, not yet started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = sco();
        command
            .current_dir(self.folder.path())
            .arg("migrate")
            .args(arguments)
            .args(["--dir", "migrations"]);
        command
    }

    pub(crate) fn migrate(&self, arguments: &[&str]) -> Run {
        run(&mut self.command(arguments))
    }

    pub(crate) fn open(&self) -> Connection {
        Connection::open(self.path("sco.db")).unwrap()
    }

    pub(crate) fn ask(&self, sql: &str) -> Vec<String> {
        ask(&self.open(), sql)
    }

    /// Every row of every table as text, without the history.
    pub(crate) fn rows(&self) -> Vec<String> {
        rows(&self.open())
    }

    /// Runs `up`, which has to refuse and to change nothing; gives what it says.
    pub(crate) fn refused(&self) -> String {
        let before = std::fs::read(self.path("sco.db")).unwrap_or_default();
        let run = self.migrate(&["up"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(before == std::fs::read(self.path("sco.db")).unwrap_or_default());
        run.stderr
    }

    /// The names of the files beside the database.
    pub(crate) fn files(&self) -> Vec<String> {
        crate::world::contents(self.folder.path())
            .into_keys()
            .collect()
    }

    /// Runs the same files with refinery alone, on a copy of the database; `Err` with what it says.
    pub(crate) fn refinery(&self) -> (Connection, Result<(), String>) {
        self.refinery_on(true)
    }

    /// The same with foreign keys off, which is the best that one can do with refinery for a rebuild.
    pub(crate) fn refinery_without_keys(&self) -> Result<(), String> {
        self.refinery_on(false).1
    }

    /// Makes the database with refinery alone.
    pub(crate) fn made_by_refinery(&self) {
        let (plain, ran) = self.refinery();
        assert!(ran.is_ok(), "{ran:?}");
        drop(plain);
        std::fs::rename(self.path("refinery.sqlite"), self.path("sco.db")).unwrap();
    }

    fn refinery_on(&self, keys: bool) -> (Connection, Result<(), String>) {
        let copy = self.path("refinery.sqlite");
        let _ = std::fs::remove_file(&copy);
        if self.path("sco.db").exists() {
            std::fs::copy(self.path("sco.db"), &copy).unwrap();
        }
        let mut connection = Connection::open(copy).unwrap();
        connection
            .pragma_update(None, "foreign_keys", keys)
            .unwrap();
        let found = refinery::load_sql_migrations(self.path("migrations"))
            .map_err(|error| error.to_string());
        let ran = found.and_then(|found| {
            refinery::Runner::new(&found)
                .run(&mut connection)
                .map(|_| ())
                .map_err(|error| error.to_string())
        });
        (connection, ran)
    }
}

/// Every row of every table as text, without the history.
pub(crate) fn rows(connection: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    let tables = ask(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'refinery%' ORDER BY name",
    );
    for table in tables {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM \"{table}\""))
            .unwrap();
        let width = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut of_table = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<Value> = (0..width).map(|at| row.get(at).unwrap()).collect();
            of_table.push(format!("{table} {cells:?}"));
        }
        of_table.sort();
        found.extend(of_table);
    }
    found
}

/// How the tables of two database files differ.
pub(crate) fn changes(before: &Path, after: &Path) -> Vec<TableChange> {
    let open = |path| Connection::open(path).unwrap();
    compare::tables(&open(before), &open(after), &[]).unwrap()
}
