//! The schema of a database: its tables, columns, keys and other objects, as SQLite reports them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, Row};
use serde::Serialize;

use super::full_text::{self, FullText, Keeps};
use super::{Queries, message, name};
use crate::error::Error;

/// The table in which refinery records the migrations that were applied. It is not part of the data, so the lists of
/// this module leave it out.
pub const HISTORY: &str = "refinery_schema_history";

/// The sorts of object that a schema holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ObjectKind {
    /// A table, virtual ones included.
    Table,
    /// An index that was declared by a statement, not one that SQLite makes for a key.
    Index,
    /// A view.
    View,
    /// A trigger.
    Trigger,
}

impl ObjectKind {
    /// The word for it in `sqlite_schema.type`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Index => "index",
            Self::View => "view",
            Self::Trigger => "trigger",
        }
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromSql for ObjectKind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "table" => Ok(Self::Table),
            "index" => Ok(Self::Index),
            "view" => Ok(Self::View),
            "trigger" => Ok(Self::Trigger),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

/// An object of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its sort.
    pub kind: ObjectKind,
    /// Its name.
    pub name: String,
    /// The table or view that it belongs to; its own name for a table or view.
    pub table: String,
    /// The SQL that makes it.
    pub sql: String,
}

impl Object {
    /// True if both have the same kind and name, whatever their SQL.
    pub fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.name == other.name
    }
}

/// The object as messages name it: `index facts_by_kind`.
impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.name)
    }
}

/// A foreign key of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The table that the key refers to.
    pub parent: String,
    /// Pairs of a column of the child and a column of the parent. The column of the parent is empty if the
    /// declaration leaves it out, which means the primary key.
    pub columns: Vec<(String, String)>,
}

/// A table or view of the database in SQL. A temporary one of the same name, which SQLite would take without the word
/// `main`, does not count.
pub fn of_main(name: &str) -> String {
    format!("main.{}", quoted(name))
}

/// A name in double quotes, for SQL.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The endings of the names of the inner tables in which an FTS5 table keeps its content.
const PARTS_OF_FTS5: [&str; 5] = ["config", "content", "data", "docsize", "idx"];

/// The names of the inner tables of virtual tables, in small letters. SQLite's own list of tables marks them, but
/// SQLite compiles every view to make that list, which is too slow after each statement of a migration. So the list
/// is only used if there is a virtual table of another module than FTS5.
fn inner_tables(connection: &Connection) -> Result<BTreeSet<String>, Error> {
    let virtual_tables: Vec<(String, String)> = connection.rows(
        "read the schema",
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND rootpage = 0",
        [],
        |row| Ok((name(row, 0)?, name(row, 1)?)),
    )?;
    let full_text: Vec<(&str, FullText)> = virtual_tables
        .iter()
        .filter_map(|(name, sql)| Some((name.as_str(), FullText::of(sql)?)))
        .collect();
    let all_of_fts5 =
        full_text.len() == virtual_tables.len() && full_text.iter().all(|(_, table)| table.is_fts5);
    let names: Vec<String> = if all_of_fts5 {
        virtual_tables
            .iter()
            .flat_map(|(name, _)| PARTS_OF_FTS5.map(|part| format!("{name}_{part}")))
            .collect()
    } else {
        connection.names(
            "read the schema",
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'",
            [],
        )?
    };
    let mut names: BTreeSet<String> = names
        .into_iter()
        .map(|name| name.to_ascii_lowercase())
        .collect();
    // SQLite's list goes by names alone.
    for (name, table) in &full_text {
        for part in table.lacks() {
            names.remove(&format!("{name}_{part}").to_ascii_lowercase());
        }
    }
    Ok(names)
}

/// Every object in the order of creation, except those of SQLite itself, the history and the inner tables of virtual
/// tables.
pub fn objects(connection: &Connection) -> Result<Vec<Object>, Error> {
    let mut objects = connection.rows(
        "read the schema",
        "SELECT type, name, tbl_name, sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> ?1
         ORDER BY rowid",
        [HISTORY],
        read_object,
    )?;
    let inner = inner_tables(connection)?;
    objects.retain(|object| !inner.contains(&object.table.to_ascii_lowercase()));
    Ok(objects)
}

fn read_object(row: &Row<'_>) -> rusqlite::Result<Object> {
    Ok(Object {
        kind: row.get(0)?,
        name: name(row, 1)?,
        table: name(row, 2)?,
        sql: name(row, 3)?,
    })
}

/// The triggers and indexes that somebody put on the history of migrations.
pub fn on_the_history(connection: &Connection) -> Result<Vec<Object>, Error> {
    connection.rows(
        "read the schema",
        "SELECT type, name, tbl_name, sql FROM sqlite_schema
         WHERE type <> 'table' AND sql IS NOT NULL AND tbl_name = ?1 COLLATE NOCASE ORDER BY rowid",
        [HISTORY],
        read_object,
    )
}

/// The triggers that somebody put on the history of migrations.
pub fn triggers_on_the_history(connection: &Connection) -> Result<Vec<Object>, Error> {
    let mut objects = on_the_history(connection)?;
    objects.retain(|object| object.kind == ObjectKind::Trigger);
    Ok(objects)
}

/// The names of the tables in alphabetical order, except those of SQLite itself, the history and the inner tables of
/// virtual tables.
pub fn tables(connection: &Connection) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = connection.names(
        "read the schema",
        "SELECT name FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> ?1
         ORDER BY name",
        [HISTORY],
    )?;
    let inner = inner_tables(connection)?;
    names.retain(|name| !inner.contains(&name.to_ascii_lowercase()));
    Ok(names)
}

/// True if SQLite can read rows of the table. It cannot if the module of a virtual table, or a table that this one
/// uses, is missing.
pub fn is_readable(connection: &Connection, table: &str) -> bool {
    fault_in_reading(connection, table).is_none()
}

/// What SQLite says if it cannot read rows of the table.
pub fn fault_in_reading(connection: &Connection, table: &str) -> Option<String> {
    let sql = format!("SELECT 1 FROM {} LIMIT 1", of_main(table));
    let read = connection
        .prepare(&sql)
        .and_then(|mut statement| statement.query([])?.next().map(|_| ()));
    read.err().map(|fault| message(&fault))
}

/// True if there is an object of that name, of any kind.
pub fn has(connection: &Connection, name: &str) -> Result<bool, Error> {
    connection.value(
        "read the schema",
        "SELECT count(*) > 0 FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE",
        [name],
    )
}

/// True if there is no object at all.
pub fn is_empty(connection: &Connection) -> Result<bool, Error> {
    connection.value(
        "read the schema",
        "SELECT count(*) = 0 FROM sqlite_schema",
        [],
    )
}

/// The columns of a table or view in their order, generated ones included. A temporary table of the same name does
/// not count.
pub fn columns(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    connection.names(
        &format!("read the columns of {table}"),
        "SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE hidden <> 1 ORDER BY cid",
        [table],
    )
}

/// The columns of a table whose values it keeps: its columns, and the hidden one in which a full-text table has the
/// languages of its rows.
pub fn kept_columns(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    let mut names = columns(connection, table)?;
    let full_text = sql_of_table(connection, table)?.and_then(|sql| FullText::of(&sql));
    names.extend(full_text.and_then(|table| table.language));
    Ok(names)
}

/// What a table keeps itself.
pub fn keeps(connection: &Connection, table: &str) -> Result<Keeps, Error> {
    Ok(sql_of_table(connection, table)?.map_or(Keeps::Rows, |sql| full_text::keeps(&sql)))
}

/// The SQL that makes a table.
pub fn sql_of_table(connection: &Connection, table: &str) -> Result<Option<String>, Error> {
    connection.first_row(
        "read the schema",
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE",
        [table],
        |row| name(row, 0),
    )
}

/// The columns of the primary key of a table, in the order of the key; empty if it has no key.
pub fn key(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    connection.names(
        &format!("read the columns of {table}"),
        "SELECT name FROM pragma_table_info(?1, 'main') WHERE pk > 0 ORDER BY pk",
        [table],
    )
}

/// True if the key of a table is its rowid, as with `INTEGER PRIMARY KEY`: no index stands for such a key.
pub fn is_rowid(connection: &Connection, table: &str) -> Result<bool, Error> {
    connection.value(
        &format!("read the columns of {table}"),
        "SELECT (SELECT count(*) FROM pragma_table_info(?1, 'main') WHERE pk > 0) = 1
             AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1, 'main') WHERE origin = 'pk')",
        [table],
    )
}

/// True if a table was made without rowids.
pub fn is_without_rowid(connection: &Connection, table: &str) -> Result<bool, Error> {
    connection.value(
        &format!("read the columns of {table}"),
        "SELECT count(*) > 0 FROM pragma_table_list WHERE schema = 'main' AND name = ?1 AND wr",
        [table],
    )
}

/// The foreign keys of a table, in the order in which SQLite numbers them.
pub fn foreign_keys(connection: &Connection, table: &str) -> Result<Vec<ForeignKey>, Error> {
    let parts: Vec<(i64, String, String, String)> = connection.rows(
        &format!("read the foreign keys of {table}"),
        "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq",
        [table],
        |row| Ok((row.get(0)?, name(row, 1)?, name(row, 2)?, name(row, 3)?)),
    )?;
    let mut keys: BTreeMap<i64, ForeignKey> = BTreeMap::new();
    for (id, parent, from, to) in parts {
        let columns = Vec::new();
        let key = keys.entry(id).or_insert(ForeignKey { parent, columns });
        key.columns.push((from, to));
    }
    Ok(keys.into_values().collect())
}

/// The number of rows of a table.
pub fn count(connection: &Connection, table: &str) -> Result<u64, Error> {
    connection
        .value(
            &format!("count the rows of {table}"),
            &format!("SELECT count(*) FROM {}", of_main(table)),
            [],
        )
        .map(i64::unsigned_abs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inner_tables_are_those_that_sqlite_counts_so() {
        let others = "CREATE TABLE words_more (a); CREATE TABLE words2_data (a); CREATE VIEW v AS SELECT a FROM words_more;";
        for made in [
            "CREATE TABLE plain_data (a);",
            "CREATE VIRTUAL TABLE words USING fts5 (w);",
            "CREATE VIRTUAL TABLE \"Wo rds\" USING fts5(w, content='');",
            "CREATE VIRTUAL TABLE Words USING\nfts5\n(w); CREATE VIEW words_view AS SELECT * FROM words;",
            "CREATE VIRTUAL TABLE words USING fts5(w); CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);",
            "CREATE VIRTUAL TABLE words USING fts4(w);",
        ] {
            let connection = Connection::open_in_memory().unwrap();
            connection
                .execute_batch(&format!("{others}{made}"))
                .unwrap();
            let told = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
                 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
            let told: Vec<String> = connection.column("ask", told, []).unwrap();
            assert_eq!(tables(&connection).unwrap(), told, "{made}");
            let of_tables = objects(&connection)
                .unwrap()
                .into_iter()
                .filter(|object| object.kind == ObjectKind::Table);
            let mut names: Vec<String> = of_tables.map(|object| object.name).collect();
            names.sort();
            assert_eq!(names, told, "{made}");
        }
    }

    #[test]
    fn a_temporary_table_hides_no_columns() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE VIEW v AS SELECT 1 AS a; CREATE TEMP TABLE v (b);")
            .unwrap();
        assert_eq!(columns(&connection, "v").unwrap(), ["a"]);
    }

    #[test]
    fn a_name_alone_makes_no_inner_table() {
        for virtual_table in [
            "CREATE VIRTUAL TABLE d USING fts5(w, content='d_content');",
            "CREATE VIRTUAL TABLE d USING fts4(w, content=\"d_content\");",
        ] {
            for (made, of) in [
                ("CREATE VIEW d_content AS SELECT 1 AS w;", "view d_content"),
                ("CREATE TABLE d_content (w);", "table d_content"),
            ] {
                let connection = Connection::open_in_memory().unwrap();
                let sql = format!("{made}{virtual_table}");
                connection.execute_batch(&sql).unwrap();
                let names: Vec<String> = objects(&connection)
                    .unwrap()
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                assert_eq!(names, [of, "table d"], "{sql}");
            }
        }
    }
}
