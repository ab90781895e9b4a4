//! What a migration does not touch does not stop it, whatever the user has made: views, triggers, indexes and tables at
//! random, sound and broken, also such as only another program can use.
//!
//! ```sh
//! SCO_CASES=2000 cargo test --test it migrate_untouched
//! ```

use crate::fixture::Fixture;
use crate::migrate_foreign_names::with_users_program;
use crate::migrate_generator::random::Random;

const TABLES: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE TABLE y (id INTEGER PRIMARY KEY, c TEXT);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE TRIGGER writes INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END;
";

/// It touches nothing that was there.
const CHANGE: &str = "-- Two.
CREATE TABLE q (x);
CREATE VIEW qv AS SELECT x FROM q;
ALTER TABLE q ADD COLUMN z TEXT;
INSERT INTO q (x) VALUES (1);
";

/// The tables and views that the user's objects name; the last one is not there.
const NAMES: &[&str] = &["t", "u", "y", "v", "own", "mine1", "mine2", "mine3", "gone"];
const COLUMNS: &[&str] = &["id", "a", "b", "c", "zz"];

/// What makes up the user's objects.
struct Maker(Random);

impl Maker {
    fn name(&mut self) -> &'static str {
        self.0.one(NAMES)
    }

    /// A column of a table, now and then one that it does not have.
    fn column(&mut self, of: &str) -> &'static str {
        let own: &[&str] = match of {
            "t" | "own" => &["id", "a", "b"],
            "u" => &["id", "b", "c"],
            "y" => &["id", "c"],
            "v" => &["id", "a"],
            _ => COLUMNS,
        };
        let is_own = self.0.percent(93);
        self.0.one(if is_own { own } else { COLUMNS })
    }

    fn value(&mut self, of: &str) -> String {
        let column = self.column(of);
        match self.0.below(20) {
            0 | 1 => "'x'".to_owned(),
            2 => "\"txt\"".to_owned(),
            3 => format!("shout({column})"),
            4 => format!("{column} COLLATE german"),
            5 | 6 => {
                let (from, other) = (self.name(), self.column(of));
                format!("(SELECT {from}.{other} FROM {from} LIMIT 1)")
            }
            _ => column.to_owned(),
        }
    }

    fn query(&mut self) -> String {
        let mut from = self.name();
        let mut with = String::new();
        if self.0.percent(25) {
            let hint = self.0.one(&["", "MATERIALIZED ", "NOT MATERIALIZED "]);
            let (value, named) = (self.value(from), self.0.one(COLUMNS));
            with = format!("WITH w AS {hint}(SELECT {value} AS {named}, id FROM {from}) ");
            from = self.0.one(&[from, "w"]);
        }
        let (value, other) = (self.value(from), self.value(from));
        let named = self.0.one(COLUMNS);
        let shown = match self.0.below(4) {
            0 => "*".to_owned(),
            1 => format!("{value} AS {named}, {other} AS k"),
            2 => format!("count(*) AS {named}, {from}.*"),
            _ => value,
        };
        let (joined, by) = (self.name(), self.column(from));
        let join = match self.0.below(12) {
            0 => format!(" JOIN {joined} USING ({by})"),
            1 => format!(" NATURAL JOIN {joined}"),
            2 => format!(", {joined}"),
            _ => String::new(),
        };
        let end = match self.0.below(8) {
            0 => format!(" GROUP BY {other}"),
            1 => format!(" WHERE {other} = {by}"),
            2 => format!(" ORDER BY {other}"),
            3 => format!(" UNION ALL SELECT {other} FROM {from}"),
            _ => String::new(),
        };
        format!("{with}SELECT {shown} FROM {from}{join}{end}")
    }

    fn trigger(&mut self, number: usize) -> String {
        let on = self.0.one(&NAMES[..8]);
        let (awaited, tested) = (self.column(on), self.column(on));
        let (event, row) = match self.0.below(4) {
            0 => ("INSERT".to_owned(), "new"),
            1 => ("DELETE".to_owned(), "old"),
            2 => (format!("UPDATE OF {awaited}"), "new"),
            _ => ("UPDATE".to_owned(), "old"),
        };
        let is_view = on == "v" || on.starts_with("mine");
        let time = if is_view {
            "INSTEAD OF"
        } else {
            self.0.one(&["AFTER", "BEFORE"])
        };
        let body: Vec<String> = (0..=self.0.below(2))
            .map(|_| self.statement(&format!("{row}.{tested}")))
            .collect();
        format!(
            "CREATE TRIGGER g{number} {time} {event} ON {on} BEGIN {}; END",
            body.join("; ")
        )
    }

    fn statement(&mut self, value: &str) -> String {
        let into = self.name();
        let (column, other) = (self.column(into), self.value(into));
        match self.0.below(8) {
            0 => format!("INSERT INTO {into} {}", self.query()),
            1 => format!("INSERT INTO {into} VALUES ({value}, {value}, 1)"),
            2 => format!("INSERT INTO {into} ({column}) VALUES ({value})"),
            3 => format!("UPDATE {into} SET {column} = {other} WHERE {column} = {value}"),
            4 => format!("DELETE FROM {into} WHERE {other} = {value}"),
            5 => format!(
                "INSERT INTO {into} ({column}) VALUES (1) ON CONFLICT DO UPDATE SET {column} = excluded.{column}"
            ),
            6 => format!("INSERT INTO {into} DEFAULT VALUES"),
            _ => format!("SELECT {other} FROM {into} WHERE {value} = 1"),
        }
    }

    fn other(&mut self, number: usize) -> String {
        let on = self.0.one(&["t", "u", "y", "own"]);
        let (value, column, second) = (self.value(on), self.column(on), self.column(on));
        match self.0.below(6) {
            0 => format!("CREATE INDEX i{number} ON {on} ({value})"),
            1 => {
                format!("CREATE UNIQUE INDEX i{number} ON {on} ({column} COLLATE german, {second})")
            }
            2 => format!(
                "CREATE TABLE o{number} (a REFERENCES {on} ({column}), b CHECK (b <> \"txt\"), c AS (shout(a)))"
            ),
            3 => format!("ALTER TABLE {on} ADD COLUMN extra{number} TEXT AS (shout({column}))"),
            4 => format!("ALTER TABLE {on} ADD COLUMN more{number} REFERENCES gone (id)"),
            _ => format!("CREATE VIRTUAL TABLE f{number} USING fts5 (a, content = 'mine1')"),
        }
    }

    /// Statements that make objects, in any order, as the user may have made them.
    fn all(&mut self) -> Vec<String> {
        let mut made: Vec<String> = (1..=3)
            .map(|number| format!("CREATE VIEW mine{number} AS {}", self.query()))
            .collect();
        let triggers = self.0.below(6);
        made.extend((0..triggers).map(|number| self.trigger(number)));
        let others = self.0.below(4);
        made.extend((0..others).map(|number| self.other(number)));
        for last in (1..made.len()).rev() {
            made.swap(last, self.0.below(last + 1));
        }
        made
    }
}

/// The user's objects and those of the dataset, with their texts.
fn objects(fixture: &Fixture) -> Vec<String> {
    fixture.ask(
        "SELECT concat(type, ' ', name, ' ', sql) FROM sqlite_schema WHERE name NOT IN ('q', 'qv') ORDER BY type, name",
    )
}

#[test]
fn what_a_migration_does_not_touch_does_not_stop_it() {
    let cases = std::env::var("SCO_CASES").map_or(60, |cases| cases.parse().unwrap());
    for case in 0..cases {
        let fixture = Fixture::new();
        fixture.file("V001__one.sql", TABLES);
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        let connection = with_users_program(&fixture);
        connection
            .execute_batch("CREATE TABLE own (id INTEGER PRIMARY KEY, a, b DEFAULT 1)")
            .unwrap();
        // What SQLite does not take, no user has.
        let made: Vec<String> = Maker(Random::new(case)).all();
        let made: Vec<&String> = made
            .iter()
            .filter(|sql| connection.execute_batch(sql).is_ok())
            .collect();
        drop(connection);
        let before = objects(&fixture);
        fixture.file("V002__two.sql", CHANGE);
        let run = fixture.migrate(&["up", "--no-backup"]);
        assert_eq!(run.code, 0, "case {case}: {made:#?}\n{run:?}");
        assert_eq!(before, objects(&fixture), "case {case}: {made:#?}");
    }
}
