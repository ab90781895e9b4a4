//! What the words of a view or trigger say and SQLite does not report: the columns into which an `INSERT` writes or would
//! have written, those for whose update a trigger waits, and which of several tables each name means.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{Place, Present};
use crate::db::schema::{self, Object, ObjectKind};
use crate::db::{Queries, message};
use crate::error::Error;
use crate::migrate::access::Access;
use crate::migrate::elsewhere::elsewhere;
use crate::migrate::firing::{awaited, can_be_read, settable_columns};
use crate::migrate::sql::{Sort, Token, tokens};

/// The tables that a text names, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NamedTables {
    /// Each name in a place where a table has to stand, in small letters.
    names: Vec<String>,
    /// The tables and views that are accessed while the object is used, in small letters. A name that is not one of
    /// them means a table of a `WITH`, or a function.
    accessed: BTreeSet<String>,
}

impl NamedTables {
    /// Those of an object, of which SQLite reported these accesses.
    pub(super) fn of(object: &Object, accesses: &[Access]) -> Self {
        let tables = accesses
            .iter()
            .map(|access| access.table.to_ascii_lowercase());
        Self {
            names: table_names(&tokens(&object.sql)),
            accessed: tables.collect(),
        }
    }

    /// What one of the names means now in the place of something else, in words; `None` if each means the same.
    pub(super) fn other(&self, now: &Self, present: &impl Present) -> Option<String> {
        if self.names.len() != now.names.len() {
            return None;
        }
        let mut pairs = self.names.iter().zip(&now.names);
        let (_, other) = pairs.find(|(was, is)| {
            self.accessed.contains(*was)
                && now.accessed.contains(*is)
                && present.table(was).as_ref() != Some(*is)
        })?;
        Some(format!("another table is called {other} now"))
    }
}

/// The columns that a trigger writes by `INSERT`, in the order of the values, those that an upsert takes from the row that it
/// could not insert, and those for whose update the trigger waits.
/// Where the words leave the columns of an `INSERT` out, they are all that can be written.
pub(super) fn columns(connection: &Connection, object: &Object) -> Result<Vec<Place>, Error> {
    if object.kind != ObjectKind::Trigger {
        return Ok(Vec::new());
    }
    let tokens = tokens(&object.sql);
    let mut found = Vec::new();
    let mut add = |table: &str, column: &str| {
        let column = column.to_ascii_lowercase();
        // No two columns exchange the names of the rowid.
        if !["rowid", "oid", "_rowid_"].contains(&column.as_str()) {
            found.push((table.to_ascii_lowercase(), column));
        }
    };
    for token in awaited(&tokens) {
        add(&object.table, &token.name());
    }
    for (at, _) in tokens.iter().enumerate().filter(|(_, it)| it.is("INTO")) {
        let Some((table, behind)) = tokens[at + 1..].split_first() else {
            break;
        };
        let table = table.name();
        match behind.split_first() {
            Some((open, list)) if open.is_mark("(") => {
                let list = list.iter().take_while(|token| !token.is_mark(")"));
                for token in list.filter(|token| !token.is_mark(",")) {
                    add(&table, &token.name());
                }
            }
            _ => {
                for column in settable(connection, &table)? {
                    add(&table, &column);
                }
            }
        }
        // The row that an upsert could not insert.
        let of_statement = behind.split(|token| token.is_mark(";")).next();
        for three in of_statement.unwrap_or_default().windows(3) {
            if three[0].name().eq_ignore_ascii_case("excluded") && three[1].is_mark(".") {
                add(&table, &three[2].name());
            }
        }
    }
    only_there(connection, found)
}

/// The columns that can be written: none of a view that does not work, and those of one that only another program reads.
fn settable(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    elsewhere(connection, || match settable_columns(connection, table) {
        Err(Error::Sql { source, .. }) => Ok((Vec::new(), vec![message(&source)])),
        columns => Ok((columns?, Vec::new())),
    })
}

/// Those that their tables have: a column that a broken trigger names, or waits for in vain, means nothing. A view keeps
/// its columns under their names.
fn only_there(connection: &Connection, mut places: Vec<Place>) -> Result<Vec<Place>, Error> {
    let tables = schema::tables(connection)?.into_iter();
    let tables: BTreeSet<String> = tables.map(|table| table.to_ascii_lowercase()).collect();
    let named: BTreeSet<String> = places.iter().map(|(table, _)| table.clone()).collect();
    let mut there = BTreeSet::new();
    for table in named.intersection(&tables) {
        if !can_be_read(connection, table) {
            continue;
        }
        let columns = connection.names(
            "read the columns",
            "SELECT lower(name) FROM pragma_table_xinfo(?1, 'main')",
            [table],
        )?;
        there.extend(columns.into_iter().map(|column| (table.clone(), column)));
    }
    places.retain(|place| !tables.contains(&place.0) || there.contains(place));
    Ok(places)
}

/// The words that end a list of tables.
const BEHIND_TABLES: &[&str] = &[
    "EXCEPT",
    "GROUP",
    "HAVING",
    "INTERSECT",
    "LIMIT",
    "ORDER",
    "SELECT",
    "SET",
    "UNION",
    "VALUES",
    "WHERE",
    "WINDOW",
];

/// The names in places where a table has to stand, in small letters: behind `FROM`, `JOIN`, `INTO`, `IN` and the `UPDATE` of
/// a trigger, and behind a comma between tables.
fn table_names(tokens: &[Token<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    // For each open bracket, whether tables are listed in it at present.
    let mut lists = vec![false];
    let mut is_next = false;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let follows = |word: &str| before.is_some_and(|it| it.is(word) || it.is_mark(word));
        let comes = |mark: &str| tokens.get(at + 1).is_some_and(|it| it.is_mark(mark));
        let is_name = matches!(token.sort, Sort::Word | Sort::Quoted | Sort::Text);
        if token.is_mark("(") {
            // Brackets may hold tables that are joined.
            lists.push(is_next);
        } else if token.is_mark(")") {
            lists.pop();
            is_next = false;
        } else if token.is_mark(";") || BEHIND_TABLES.iter().any(|word| token.is(word)) {
            list(&mut lists, false);
            is_next = false;
        } else if is_next && is_name {
            // `UPDATE OR IGNORE t`, and `main.t`.
            let is_before_name = token.is("OR") || follows("OR") || comes(".");
            if !is_before_name {
                found.push(token.name().to_ascii_lowercase());
            }
            is_next = is_before_name;
        } else if token.is("JOIN") || token.is("FROM") && !follows("DISTINCT") {
            list(&mut lists, true);
            is_next = true;
        } else if !token.is_mark(".") {
            is_next = token.is("INTO")
                || token.is("IN") && !comes("(")
                || token.is("UPDATE") && (follows("BEGIN") || follows(";"))
                || token.is_mark(",") && lists.last() == Some(&true);
        }
    }
    found
}

fn list(lists: &mut [bool], is_of_tables: bool) {
    if let Some(last) = lists.last_mut() {
        *last = is_of_tables;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stand_in_these_places() {
        for (sql, wanted) in [
            (
                "CREATE VIEW v AS SELECT a, t FROM One, \"two\" AS x JOIN 'three' ON x.a IN (1, b), four",
                "one two three four",
            ),
            (
                "CREATE VIEW v AS SELECT 1 FROM (a, (b JOIN c USING (x, y))), main.d WHERE e IN f ORDER BY g, h",
                "a b c d f",
            ),
            (
                "CREATE VIEW v AS SELECT a, (SELECT x, y FROM t) FROM (SELECT 1, u FROM p LIMIT 1, 2), q GROUP BY r, s",
                "t p q",
            ),
            (
                "CREATE VIEW v AS SELECT a IS NOT DISTINCT FROM b, c FROM d WHERE a IS DISTINCT FROM e",
                "d",
            ),
            (
                "CREATE VIEW v AS SELECT 1 FROM json_each(a, b), c UNION SELECT d, e FROM f",
                "json_each c f",
            ),
            (
                "CREATE TRIGGER t AFTER UPDATE OF a, b ON t WHEN new.a IN (1) BEGIN UPDATE x SET a = 1, b = 2 FROM y, z WHERE p; UPDATE OR IGNORE w SET a = 1; DELETE FROM u WHERE a = b; INSERT OR REPLACE INTO s (a, b) VALUES (1, 2) ON CONFLICT (a) DO UPDATE SET b = 1; END",
                "x y z w u s",
            ),
        ] {
            assert_eq!(table_names(&tokens(sql)).join(" "), wanted, "{sql}");
        }
    }
}
