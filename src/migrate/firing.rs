//! Checks triggers without firing them: SQLite finds the faults of a trigger when it compiles a statement that would
//! fire it.

use rusqlite::Connection;

use super::sql::Token;
use crate::db::schema::{self, Object, ObjectKind, quoted};
use crate::db::{Queries, name};
use crate::error::Error;

/// Statements that would fire the triggers of a table or view. Where a view has no trigger for one of them,
/// SQLite says that it [`is_no_table`].
pub(super) fn firing_statements(
    connection: &Connection,
    table: &str,
) -> Result<Vec<String>, Error> {
    let name = quoted(table);
    let mut statements = vec![
        format!("INSERT INTO {name} DEFAULT VALUES"),
        format!("DELETE FROM {name}"),
    ];
    // The columns of a view that does not work are not known, and none of these statements compiles.
    if can_be_read(connection, table) {
        let columns = settable_columns(connection, table)?.into_iter();
        let sets: Vec<String> = columns
            .map(|column| format!("{0} = {0}", quoted(&column)))
            .collect();
        statements.insert(1, format!("UPDATE {name} SET {}", sets.join(", ")));
    }
    Ok(statements)
}

/// True if SQLite can compile a query of a table or view.
pub(super) fn can_be_read(connection: &Connection, table: &str) -> bool {
    let query = format!("SELECT * FROM {}", quoted(table));
    connection.prepare(&query).is_ok()
}

/// The columns of a table or view that an `UPDATE` can set: all but those that are computed.
pub(super) fn settable_columns(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    connection.names(
        "read the schema",
        "SELECT name FROM pragma_table_info(?1)",
        [table],
    )
}

/// Looks at a trigger by itself: without the others, but for those that are kept. A statement that would fire one
/// trigger is compiled with all that fire with it, and SQLite does not say in which of them it found a fault.
pub(super) fn alone<T>(
    connection: &Connection,
    trigger: &Object,
    is_kept: impl Fn(&Object) -> bool,
    look: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let mut others = schema::objects(connection)?;
    others.extend(schema::triggers_on_the_history(connection)?);
    others.retain(|other| {
        other.kind == ObjectKind::Trigger && !other.is_same(trigger) && !is_kept(other)
    });
    let doing = "look at a trigger by itself";
    connection.run_all(doing, "SAVEPOINT one_trigger")?;
    let seen = others
        .iter()
        .try_for_each(|other| {
            connection.run_all(
                doing,
                &format!("DROP TRIGGER IF EXISTS main.{}", quoted(&other.name)),
            )
        })
        .and_then(|()| look());
    connection.run_all(doing, "ROLLBACK TO one_trigger; RELEASE one_trigger")?;
    seen
}

/// True if SQLite says that rows of a view cannot be changed, because no trigger does this.
pub(super) fn is_no_table(message: &str) -> bool {
    message.contains("because it is a view")
}

/// The table or view that a trigger belongs to; none where there is no such trigger.
pub(super) fn table_of(connection: &Connection, trigger: &str) -> Result<Option<String>, Error> {
    connection.first_row(
        "read the schema",
        "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name = ?1 COLLATE NOCASE",
        [trigger],
        |row| name(row, 0),
    )
}

/// The names behind `UPDATE OF` in the text of a trigger.
pub(super) fn awaited<'s, 't>(tokens: &'t [Token<'s>]) -> impl Iterator<Item = &'t Token<'s>> {
    let event = event(tokens);
    let of = event
        .windows(2)
        .position(|pair| pair[0].is("UPDATE") && pair[1].is("OF"));
    let names = of.map_or(&[][..], |of| &event[of + 2..]);
    names.iter().filter(|token| !token.is_mark(","))
}

/// The word in the text of a trigger that says for which statements it fires: `INSERT`, `UPDATE` or `DELETE`.
pub(super) fn fires_for(tokens: &[Token<'_>]) -> Option<&'static str> {
    const WORDS: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];
    let mut backwards = event(tokens).iter().rev();
    backwards.find_map(|token| WORDS.into_iter().find(|word| token.is(word)))
}

/// The text of a trigger before `ON`, which ends with its event.
fn event<'s, 't>(tokens: &'t [Token<'s>]) -> &'t [Token<'s>] {
    let on = tokens.iter().position(|token| token.is("ON"));
    &tokens[..on.unwrap_or(tokens.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::sql::tokens;

    #[test]
    fn a_trigger_waits_for_these_columns() {
        for (sql, wanted) in [
            (
                "CREATE TRIGGER t AFTER UPDATE OF a, \"b c\" ON t BEGIN SELECT 1; END",
                "a/b c",
            ),
            (
                "CREATE TRIGGER t AFTER UPDATE ON t BEGIN UPDATE u SET a = 1; END",
                "",
            ),
            ("CREATE TRIGGER t AFTER INSERT ON t BEGIN SELECT 1; END", ""),
        ] {
            let names: Vec<String> = awaited(&tokens(sql)).map(Token::name).collect();
            assert_eq!(names.join("/"), wanted, "{sql}");
        }
    }
}
