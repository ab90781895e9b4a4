//! The columns of views, and what the views use. SQLite compiles a view to tell them, so what it told is kept.
//!
//! The columns of a view follow from its own SQL, from the SQL of the tables that it names, and from the columns of
//! the views that it names. While none of these changes, SQLite is not asked again. Every word and every quoted text
//! in the SQL counts as a name, so SQLite may be asked more often than is needed, never less often.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use rusqlite::Connection;

use crate::db::schema::{self, ObjectKind, columns};
use crate::db::{self, Queries};
use crate::error::Error;
use crate::migrate::meaning::Meaning;
use crate::migrate::sandbox::Sandbox;
use crate::migrate::sql::{Sort, each_token};

/// The columns of views, as far as they were asked for.
#[derive(Debug, Default)]
pub(super) struct ViewColumns {
    /// The names in each SQL text of a table or view that was met, by the text.
    texts: HashMap<String, Rc<Text>>,
    /// What was told of views, by what it follows from.
    known: HashMap<Origin, Rc<Told>>,
    /// The sandbox of the connection, through which SQLite tells what a view uses.
    sandbox: Option<Sandbox>,
}

type Columns = Rc<Vec<String>>;

/// What SQLite told of a view.
#[derive(Debug)]
pub(super) struct Told {
    /// Its columns.
    pub(super) columns: Columns,
    /// What it uses, as far as that is known.
    pub(super) meaning: Option<Meaning>,
}

/// The SQL of a table or view.
#[derive(Debug)]
struct Text {
    /// A number that no other text has.
    number: usize,
    /// The names in it, in small letters.
    names: BTreeSet<String>,
    sql: String,
}

/// What the columns of a view follow from: the number of its text, and the tables and views that it names.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Origin {
    text: usize,
    named: Vec<(String, Named)>,
}

/// A table or view that a view names.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Named {
    /// A table, by the number of its text.
    Table(usize),
    /// A view, by its columns.
    View(Columns),
}

/// A table or view of the present schema.
struct Object {
    kind: ObjectKind,
    name: String,
    text: Rc<Text>,
}

/// The present schema, and the columns that were found so far. Names are in small letters.
struct Reading<'c> {
    connection: &'c Connection,
    objects: HashMap<String, Object>,
    /// `None` for a view that does not work, and while its columns are being found.
    found: HashMap<String, Option<Rc<Told>>>,
}

impl ViewColumns {
    /// Views are asked through this sandbox.
    pub(super) fn through(sandbox: &Sandbox) -> Self {
        Self {
            sandbox: Some(sandbox.clone()),
            ..Self::default()
        }
    }

    /// What is told of every view that works, by its name.
    pub(super) fn read(
        &mut self,
        connection: &Connection,
    ) -> Result<BTreeMap<String, Rc<Told>>, Error> {
        let mut reading = Reading {
            connection,
            objects: self.objects(connection)?,
            found: HashMap::new(),
        };
        let views: Vec<(String, String)> = reading
            .objects
            .iter()
            .filter(|(_, object)| object.kind == ObjectKind::View)
            .map(|(key, object)| (key.clone(), object.name.clone()))
            .collect();
        let mut all = BTreeMap::new();
        for (key, name) in views {
            if let Some(told) = self.told_of(&key, &mut reading)? {
                all.insert(name, told);
            }
        }
        Ok(all)
    }

    /// The tables and views, with the inner tables of virtual ones, which a view can name too.
    fn objects(&mut self, connection: &Connection) -> Result<HashMap<String, Object>, Error> {
        let rows: Vec<(ObjectKind, String, String)> = connection.rows(
            "read the schema",
            "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND sql IS NOT NULL",
            [],
            |row| Ok((row.get(0)?, db::name(row, 1)?, db::name(row, 2)?)),
        )?;
        let object = |(kind, name, sql): (ObjectKind, String, String)| {
            let text = self.text(&sql);
            (name.to_ascii_lowercase(), Object { kind, name, text })
        };
        Ok(rows.into_iter().map(object).collect())
    }

    fn text(&mut self, sql: &str) -> Rc<Text> {
        if let Some(known) = self.texts.get(sql) {
            return Rc::clone(known);
        }
        let names = each_token(sql)
            .filter(|token| matches!(token.sort, Sort::Word | Sort::Quoted | Sort::Text))
            .map(|token| token.name().to_ascii_lowercase())
            .collect();
        let number = self.texts.len();
        let text = Rc::new(Text {
            number,
            names,
            sql: sql.to_owned(),
        });
        self.texts.insert(sql.to_owned(), Rc::clone(&text));
        text
    }

    /// What is told of a view; `None` if it does not work.
    fn told_of(
        &mut self,
        view: &str,
        reading: &mut Reading<'_>,
    ) -> Result<Option<Rc<Told>>, Error> {
        if let Some(found) = reading.found.get(view) {
            return Ok(found.clone());
        }
        reading.found.insert(view.to_owned(), None);
        let origin = self.origin_of(view, reading)?;
        let known = origin.as_ref().and_then(|origin| self.known.get(origin));
        let told = match known {
            Some(told) => Some(Rc::clone(told)),
            None => self.ask(view, reading)?.map(Rc::new),
        };
        if let (Some(origin), Some(told)) = (origin, &told) {
            self.known.insert(origin, Rc::clone(told));
        }
        reading.found.insert(view.to_owned(), told.clone());
        Ok(told)
    }

    /// Asks SQLite about a view.
    fn ask(&self, view: &str, reading: &Reading<'_>) -> Result<Option<Told>, Error> {
        let Ok(columns) = columns(reading.connection, view) else {
            return Ok(None);
        };
        let object = reading.objects.get(view);
        let meaning = match (&self.sandbox, object) {
            (Some(sandbox), Some(object)) => {
                let view = schema::Object {
                    kind: ObjectKind::View,
                    name: object.name.clone(),
                    table: object.name.clone(),
                    sql: object.text.sql.clone(),
                };
                Meaning::of(reading.connection, sandbox, &view)?
            }
            _ => None,
        };
        Ok(Some(Told {
            columns: Rc::new(columns),
            meaning,
        }))
    }

    /// What the columns of a view follow from; `None` if it names a view that does not work, or if views name each
    /// other in a circle, as it also seems if a column has the name of a view.
    fn origin_of(
        &mut self,
        view: &str,
        reading: &mut Reading<'_>,
    ) -> Result<Option<Origin>, Error> {
        let Some(object) = reading.objects.get(view) else {
            return Ok(None);
        };
        let text = Rc::clone(&object.text);
        let mut named = Vec::new();
        for name in text.names.iter().filter(|name| *name != view) {
            let one = match reading.objects.get(name) {
                None => continue,
                Some(object) if object.kind == ObjectKind::View => {
                    let Some(told) = self.told_of(name, reading)? else {
                        return Ok(None);
                    };
                    Named::View(Rc::clone(&told.columns))
                }
                Some(object) => Named::Table(object.text.number),
            };
            named.push((name.clone(), one));
        }
        Ok(Some(Origin {
            text: text.number,
            named,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks after each batch of statements, and expects what SQLite itself says of each view.
    fn follow(batches: &[&str]) {
        let connection = Connection::open_in_memory().unwrap();
        let mut kept = ViewColumns::default();
        for batch in batches {
            connection.execute_batch(batch).expect(batch);
            let views: Vec<String> = connection
                .column(
                    "ask",
                    "SELECT name FROM sqlite_schema WHERE type = 'view'",
                    [],
                )
                .unwrap();
            let told: BTreeMap<String, Vec<String>> = views
                .into_iter()
                .filter_map(|view| Some((view.clone(), columns(&connection, &view).ok()?)))
                .collect();
            let read = kept.read(&connection).unwrap().into_iter();
            let read: BTreeMap<String, Vec<String>> = read
                .map(|(view, told)| (view, told.columns.to_vec()))
                .collect();
            assert_eq!(read, told, "after {batch}");
        }
    }

    #[test]
    fn a_view_that_changes_is_asked_for_again() {
        follow(&[
            "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a, b FROM t;",
            "DROP VIEW v; CREATE VIEW v AS SELECT a FROM t;",
            "DROP VIEW v;",
            "CREATE VIEW v AS SELECT a, b FROM t;",
        ]);
    }

    #[test]
    fn a_view_is_asked_for_again_when_something_behind_it_changes() {
        follow(&[
            "CREATE TABLE t (a, b); CREATE VIEW \"my inner\" AS SELECT * FROM 't';
             CREATE VIEW v AS SELECT * FROM [My Inner];",
            "ALTER TABLE t ADD COLUMN c;",
            "ALTER TABLE t RENAME COLUMN a TO z;",
            "DROP VIEW \"my inner\"; CREATE VIEW \"my inner\" AS SELECT b FROM t;",
            "DROP TABLE t;",
            "CREATE TABLE t (x);",
            "PRAGMA legacy_alter_table = ON; CREATE TABLE u (b, y); DROP TABLE t; ALTER TABLE u RENAME TO t;",
        ]);
    }

    #[test]
    fn a_view_that_is_broken_and_mended_is_asked_for_again() {
        follow(&[
            "CREATE TABLE t (a); CREATE VIEW inner AS SELECT a FROM t; CREATE VIEW v AS SELECT * FROM inner;",
            "ALTER TABLE t ADD COLUMN b; DROP VIEW inner; CREATE VIEW inner AS SELECT gone FROM t;",
            "DROP VIEW inner; CREATE VIEW inner AS SELECT b FROM t;",
            "DROP VIEW inner; CREATE VIEW inner AS SELECT * FROM v;",
            "DROP VIEW inner; CREATE TABLE inner (c, d);",
        ]);
    }

    #[test]
    fn a_column_with_the_name_of_a_view_is_no_circle() {
        follow(&[
            "CREATE TABLE t (b); CREATE VIEW a AS SELECT b FROM t; CREATE VIEW b AS SELECT * FROM a;",
            "DROP VIEW a; CREATE VIEW a AS SELECT b, 1 AS c FROM t;",
            "DROP VIEW b; CREATE VIEW b AS SELECT c FROM a;",
        ]);
    }

    #[test]
    fn only_what_changed_is_asked_for() {
        let connection = Connection::open_in_memory().unwrap();
        let mut kept = ViewColumns::default();
        let mut origins = |batch: &str| {
            connection.execute_batch(batch).unwrap();
            kept.read(&connection).unwrap();
            kept.known.len()
        };
        let made = "CREATE TABLE t (a, b); CREATE VIEW one AS SELECT a FROM t; CREATE VIEW two AS SELECT * FROM one;";
        assert_eq!(origins(made), 2);
        assert_eq!(origins("CREATE TABLE u (a)"), 2);
        let same_columns = "DROP VIEW one; CREATE VIEW one AS SELECT b AS a FROM t;";
        assert_eq!(origins(same_columns), 3);
        let others = "DROP VIEW one; CREATE VIEW one AS SELECT b FROM t;";
        assert_eq!(origins(others), 5);
    }

    #[test]
    fn a_view_on_something_of_a_virtual_table_is_asked_for_again() {
        follow(&[
            "CREATE VIRTUAL TABLE words USING fts5(a); CREATE VIEW v AS SELECT * FROM words;
             CREATE VIEW inside AS SELECT * FROM words_content;",
            "DROP TABLE words; CREATE VIRTUAL TABLE words USING fts5(a, b);",
            "DROP TABLE words; CREATE TABLE words (c); CREATE TABLE words_content (d);",
        ]);
    }

    #[test]
    fn a_table_that_takes_the_name_of_a_function_is_seen() {
        follow(&[
            "CREATE VIEW v AS SELECT * FROM pragma_collation_list;",
            "CREATE TABLE pragma_collation_list (a);",
        ]);
    }
}
