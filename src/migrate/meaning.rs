//! What a view or trigger uses: the tables and columns that SQLite finds for the names in its text. A text that stays
//! the same means something else if SQLite finds others.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext};

use super::firing::firing_statements;
use super::sandbox::Sandbox;
use super::sql::{Sort, Token, tokens};
use crate::db::schema::{self, Object, ObjectKind, of_main};
use crate::db::{self, Queries};
use crate::error::Error;

/// A table and a column of it, in small letters.
pub(crate) type Place = (String, String);

/// An access that SQLite reported while it compiled a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access {
    /// The innermost trigger, view or table of a `WITH` from which it comes; `None` for the statement itself.
    pub(crate) from: Option<String>,
    /// The table or view.
    pub(crate) table: String,
    /// The column; `None` for a table without any of its columns.
    pub(crate) column: Option<String>,
}

impl Access {
    /// The access; `None` if an action is none, or if it is one to a temporary table.
    pub(crate) fn of(context: &AuthContext<'_>) -> Option<Self> {
        let (table, column) = match context.action {
            AuthAction::Read {
                table_name,
                column_name,
            } => (table_name, (!column_name.is_empty()).then_some(column_name)),
            AuthAction::Update {
                table_name,
                column_name,
            } => (table_name, Some(column_name)),
            AuthAction::Insert { table_name } | AuthAction::Delete { table_name } => {
                (table_name, None)
            }
            _ => return None,
        };
        (context.database_name == Some("main")).then(|| Self {
            from: context.accessor.map(str::to_owned),
            table: table.to_owned(),
            column: column.map(str::to_owned),
        })
    }
}

/// What a view or trigger uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The columns that its words name, in the order in which SQLite finds them.
    columns: Vec<Place>,
    /// The tables and views.
    tables: BTreeSet<String>,
    /// Columns that are joined because they have one name, by `NATURAL` or `USING`. SQLite does not report them.
    joined: BTreeSet<Vec<Place>>,
}

/// The present names of what was there before.
pub(crate) trait Present {
    /// A table or view; `None` if it is gone.
    fn table(&self, was: &str) -> Option<String>;
    /// A column; `None` if it is gone.
    fn column(&self, table: &str, column: &str) -> Option<String>;
}

impl Meaning {
    /// What a view or trigger uses; `None` if SQLite cannot compile it.
    pub(crate) fn of(
        connection: &Connection,
        sandbox: &Sandbox,
        object: &Object,
    ) -> Result<Option<Self>, Error> {
        let statements = match object.kind {
            ObjectKind::View => vec![format!("SELECT * FROM {}", of_main(&object.name))],
            ObjectKind::Trigger => firing_statements(connection, &object.table)?,
            ObjectKind::Table | ObjectKind::Index => return Ok(None),
        };
        let (accesses, compiled) = heard(connection, sandbox, &statements);
        if compiled {
            return Self::from(connection, object, &accesses).map(Some);
        }
        // Objects that the user made with other programs may have texts in double quotes.
        db::switch(connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, true)?;
        let (accesses, compiled) = heard(connection, sandbox, &statements);
        db::switch(connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        let meaning = Self::from(connection, object, &accesses)?;
        Ok(compiled.then_some(meaning))
    }

    fn from(connection: &Connection, object: &Object, accesses: &[Access]) -> Result<Self, Error> {
        let others: Vec<String> = connection.column(
            "read the schema",
            "SELECT lower(name) FROM sqlite_schema WHERE type IN ('view', 'trigger')",
            [],
        )?;
        let own = object.name.to_ascii_lowercase();
        let is_own = |access: &&Access| {
            access.from.as_ref().is_some_and(|from| {
                let from = from.to_ascii_lowercase();
                // A table of a `WITH` belongs to the view or trigger in which it stands. A trigger fires from its
                // own name alone.
                from == own || object.kind == ObjectKind::View && !others.contains(&from)
            })
        };
        let mut meaning = Self::default();
        for access in accesses.iter().filter(is_own) {
            let table = access.table.to_ascii_lowercase();
            if let Some(column) = &access.column {
                let column = column.to_ascii_lowercase();
                // SQLite reports a rowid by this name, or by that of the key.
                if column != "rowid" {
                    meaning.columns.push((table.clone(), column));
                }
            }
            meaning.tables.insert(table);
        }
        meaning.joined = joined(connection, &object.sql)?;
        Ok(meaning)
    }

    /// What is used now in the place of something else, in words; `None` if the same is used, whatever its name.
    /// Columns that are gone or new do not count, as behind `*`, unless one of the former has the name of one of the
    /// latter.
    pub(crate) fn other(&self, now: &Self, present: &impl Present) -> Option<String> {
        let at = |(table, column): &Place| -> Option<Place> {
            Some((present.table(table)?, present.column(table, column)?))
        };
        let was: Vec<Option<Place>> = self.columns.iter().map(at).collect();
        let kept: Vec<&Place> = was.iter().flatten().collect();
        let still: Vec<&Place> = now
            .columns
            .iter()
            .filter(|place| kept.contains(place))
            .collect();
        let most = kept.len().max(still.len());
        if let Some(at) = (0..most).find(|at| still.get(*at) != kept.get(*at)) {
            let (table, column) = kept.get(at).or(still.get(at))?;
            return Some(format!("{table}.{column} would not be used where it was"));
        }
        let gone = self
            .columns
            .iter()
            .zip(&was)
            .filter(|(_, now)| now.is_none());
        let mut new = now.columns.iter().filter(|place| !kept.contains(place));
        if let Some((table, column)) = new.find(|new| gone.clone().any(|(gone, _)| gone.1 == new.1))
        {
            return Some(format!("another column is called {table}.{column} now"));
        }
        let other_table = self.tables.iter().find_map(|was| match present.table(was) {
            Some(is) => (!now.tables.contains(&is)).then(|| was.clone()),
            None => now.tables.contains(was).then(|| was.clone()),
        });
        if let Some(table) = other_table {
            return Some(format!("another table is called {table} now"));
        }
        self.other_join(now, at)
    }

    fn other_join(&self, now: &Self, at: impl Fn(&Place) -> Option<Place>) -> Option<String> {
        let joined = self.joined.iter().filter_map(|places| {
            let mut now: Vec<Place> = places.iter().map(&at).collect::<Option<_>>()?;
            now.sort();
            Some(now)
        });
        let was: BTreeSet<Vec<Place>> = joined.collect();
        let differs = was.symmetric_difference(&now.joined).next()?;
        let names: Vec<String> = differs
            .iter()
            .map(|(table, column)| format!("{table}.{column}"))
            .collect();
        let names = names.join(" and ");
        Some(if was.contains(differs) {
            format!("it no longer joins by {names}")
        } else {
            format!("it joins by {names} now")
        })
    }
}

/// What SQLite reports while it compiles statements. Those on a view for which it has no trigger do not compile.
fn heard(connection: &Connection, sandbox: &Sandbox, statements: &[String]) -> (Vec<Access>, bool) {
    let mut compiled = false;
    let accesses = sandbox.hear(|| {
        for sql in statements {
            compiled |= connection.prepare(sql).is_ok();
        }
    });
    (accesses, compiled)
}

/// The columns by which a text joins because they have one name: for `NATURAL`, those that two tables in the text
/// have in common; for `USING`, each of the columns that it names. Every word counts as a name.
fn joined(connection: &Connection, sql: &str) -> Result<BTreeSet<Vec<Place>>, Error> {
    let tokens = tokens(sql);
    let is_natural = tokens.iter().any(|token| token.is("NATURAL"));
    let using = in_using(&tokens);
    let mut found = BTreeSet::new();
    if !is_natural && using.is_empty() {
        return Ok(found);
    }
    let words: BTreeSet<String> = tokens
        .iter()
        .filter(|token| matches!(token.sort, Sort::Word | Sort::Quoted | Sort::Text))
        .map(|token| token.name().to_ascii_lowercase())
        .collect();
    let mut named: Vec<Vec<Place>> = Vec::new();
    for object in schema::objects(connection)? {
        let name = object.name.to_ascii_lowercase();
        if !matches!(object.kind, ObjectKind::Table | ObjectKind::View) || !words.contains(&name) {
            continue;
        }
        let columns = schema::columns(connection, &name).unwrap_or_default();
        let place = |column: String| (name.clone(), column.to_ascii_lowercase());
        named.push(columns.into_iter().map(place).collect());
    }
    for (at, places) in named.iter().enumerate() {
        let used = places.iter().filter(|(_, column)| using.contains(column));
        found.extend(used.map(|place| vec![place.clone()]));
        for other in named[at + 1..].iter().flatten().filter(|_| is_natural) {
            let same = places.iter().find(|place| place.1 == other.1);
            found.extend(same.map(|same| {
                let mut pair = vec![same.clone(), other.clone()];
                pair.sort();
                pair
            }));
        }
    }
    Ok(found)
}

/// The names behind each `USING`, in small letters.
fn in_using(tokens: &[Token<'_>]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.is("USING"))
    {
        let list = tokens[at + 1..].iter();
        let list = list.take_while(|token| !token.is_mark(")"));
        names.extend(list.map(|token| token.name().to_ascii_lowercase()));
    }
    names
}
