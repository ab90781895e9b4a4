//! Which clauses of a table belong to a column alone, so that they go along with it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::definition::{Clause, ClauseKind, Definition, Word};
use crate::db::schema::quoted;
use crate::db::{self, Queries};
use crate::error::Error;
use crate::migrate::sql::{Token, tokens};

/// True if a clause is about lost columns alone. A key is not part of such a loss, since other tables refer to it.
pub(super) fn goes_along(
    sql: &str,
    was: &Definition,
    at: usize,
    is_lost: impl Fn(&str) -> bool,
) -> Result<bool, Error> {
    let clause = &was.clauses[at];
    let own = |columns: &[String]| -> Vec<String> {
        let own = was.columns.iter();
        own.filter(|own| columns.iter().any(|name| name.eq_ignore_ascii_case(own)))
            .cloned()
            .collect()
    };
    let named = own(&clause.columns);
    if clause.kind == ClauseKind::Key || !named.iter().any(|column| is_lost(column)) {
        return Ok(false);
    }
    if !is_check(clause) {
        return Ok(named.iter().all(|column| is_lost(column)));
    }
    // Words of a CHECK can also be keywords, functions or collations, which SQLite tells from columns.
    let place = was.clauses[..at].iter().filter(|it| is_check(it)).count();
    let Some(expression) = checks(sql).into_iter().nth(place) else {
        return Ok(false);
    };
    let Some(read) = columns_in(&was.columns, sql, expression)? else {
        return Ok(false);
    };
    let read = own(&read);
    Ok(!read.is_empty() && read.iter().all(|column| is_lost(column)))
}

fn is_check(clause: &Clause) -> bool {
    clause.kind == ClauseKind::Constraint && clause.tokens.first() == Some(&Word::keyword("check"))
}

/// The expressions of the CHECK clauses in the SQL of a table, each in its brackets.
fn checks(sql: &str) -> Vec<&str> {
    let tokens: Vec<Token<'_>> = tokens(sql);
    let (mut found, mut depth, mut start) = (Vec::new(), 0_usize, None);
    for (at, token) in tokens.iter().enumerate() {
        if token.is_mark("(") {
            if depth == 1 && tokens[at - 1].is("CHECK") {
                start = Some(token.at);
            }
            depth += 1;
        } else if token.is_mark(")") {
            depth = depth.saturating_sub(1);
            if let Some(start) = start.take_if(|_| depth == 1) {
                found.push(&sql[start..=token.at]);
            }
        }
    }
    found
}

/// The columns of a table that SQLite finds in an expression; `None` if it cannot compile it.
fn columns_in(
    columns: &[String],
    sql: &str,
    expression: &str,
) -> Result<Option<Vec<String>>, Error> {
    let mut connection = db::open_in_memory()?;
    db::switch(&connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, true)?;
    let named: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let table = tokens(sql)
        .windows(2)
        .find(|pair| pair[1].is_mark("("))
        .map_or_else(String::new, |pair| pair[0].name());
    let table = quoted(&table);
    connection.run_all(
        "look for columns in a constraint",
        &format!("CREATE TABLE {table} ({})", named.join(", ")),
    )?;
    let read = Arc::new(Mutex::new(BTreeSet::new()));
    let seen = Arc::clone(&read);
    let record = move |context: AuthContext<'_>| {
        if let AuthAction::Read { column_name, .. } = context.action {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.insert(column_name.to_owned());
        }
        Authorization::Allow
    };
    connection
        .authorizer(Some(record))
        .map_err(Error::sql("look for columns in a constraint"))?;
    let compiles = connection
        .prepare(&format!("SELECT {expression} FROM {table}"))
        .is_ok();
    let read = read.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(compiles.then(|| read.iter().cloned().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The clauses that go along with these columns.
    fn along(sql: &str, lost: &[&str]) -> Vec<String> {
        let was = Definition::of(sql);
        let is_lost = |column: &str| lost.contains(&column);
        (0..was.clauses.len())
            .filter(|at| goes_along(sql, &was, *at, is_lost).unwrap())
            .map(|at| was.clauses[at].words.clone())
            .filter(|words| !words.is_empty())
            .collect()
    }

    #[test]
    fn a_word_that_is_no_column_does_not_tie_a_check_to_one() {
        let sql = "CREATE TABLE t (length, nocase, \"when\", \"text\", t, x CHECK (length(x) < 9),
            CHECK (x COLLATE nocase > 'a'), CHECK (CASE WHEN x THEN 1 END), CHECK (CAST(x AS text) > 'a'), CHECK (t.x > 1),
            CHECK (\"length\" (x) > 2))";
        assert_eq!(
            along(sql, &["length", "nocase", "when", "text", "t"]),
            Vec::<String>::new()
        );
        assert_eq!(along(sql, &["x"]).len(), 6);
    }

    #[test]
    fn what_belongs_to_other_columns_too_stays() {
        let sql = "CREATE TABLE t (a INT NOT NULL UNIQUE CHECK (b > 0), b DEFAULT (1) CHECK (a > 0), c REFERENCES t (a),
            CHECK (a + b > 0), CHECK ('(' <> a), UNIQUE (a, b), FOREIGN KEY (a, b) REFERENCES t (b, c), PRIMARY KEY (a))";
        assert_eq!(
            along(sql, &["a"]),
            [
                "INT",
                "NOT NULL a",
                "UNIQUE (a)",
                "CHECK (a > 0)",
                "CHECK ('(' <> a)"
            ]
        );
        assert_eq!(along(sql, &["a", "b"]).len(), 10);
    }
}
