//! What a view or trigger uses: the tables and columns that SQLite finds for the names in its text. A text that stays
//! the same means something else if SQLite finds others.

mod caught;
mod in_words;
mod texts;

use std::collections::BTreeSet;

use rusqlite::Connection;

use self::in_words::NamedTables;
use super::access::Access;
use super::elsewhere::{elsewhere, firing_statements, is_of_another_program};
use super::firing::is_no_table;
use super::other_bytes::names_other_bytes;
use super::sandbox::Sandbox;
use super::sql::{Sort, Token, tokens};
use crate::db::schema::{self, Object, ObjectKind, of_main};
use crate::db::{Queries, message, name};
use crate::error::Error;

/// A table and a column of it, in small letters.
pub(crate) type Place = (String, String);

/// What a view or trigger uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The columns of a view.
    pub(crate) result: Vec<String>,
    /// The columns that its words name, in the order in which SQLite finds them, each with the table of a `WITH` in
    /// which the words stand.
    columns: Vec<(Option<String>, Place)>,
    /// The tables and views, in the same way.
    tables: BTreeSet<(Option<String>, String)>,
    /// Tables of a `WITH` that may as well stand in a view that is used: what they use is not compared.
    doubtful: BTreeSet<String>,
    /// Columns that are joined because they have one name, by `NATURAL` or `USING`. SQLite does not report them.
    joined: BTreeSet<Vec<Place>>,
    /// The names in its text that may mean a column.
    mentions: caught::Mentions,
    /// The tables that its words name.
    named: NamedTables,
    /// The words in double quotes, if SQLite can compile it only where they may be texts.
    texts: BTreeSet<String>,
}

/// The present names of what was there before.
pub(crate) trait Present {
    /// A table or view; `None` if it is gone.
    fn table(&self, was: &str) -> Option<String>;
    /// A column; `None` if it is gone.
    fn column(&self, table: &str, column: &str) -> Option<String>;
}

impl Meaning {
    /// What a view or trigger uses; `None` if SQLite cannot compile it, or could not name it in UTF-8.
    pub(crate) fn of(
        connection: &Connection,
        sandbox: &Sandbox,
        object: &Object,
    ) -> Result<Option<Self>, Error> {
        if matches!(object.kind, ObjectKind::Table | ObjectKind::Index) || names_other_bytes(object)
        {
            return Ok(None);
        }
        let listen = || -> Result<(Option<Self>, Vec<String>), Error> {
            let (heard, said) = heard(connection, sandbox, &using(connection, object)?);
            let meaning = heard.map(|heard| Self::from(connection, object, heard));
            Ok((meaning.transpose()?, said))
        };
        let (meaning, said) = listen()?;
        if said.is_empty() {
            return Ok(meaning);
        }
        let there = elsewhere(connection, listen)?;
        let may_have_texts = said.iter().any(|said| is_of_another_program(said));
        let there = there.map(|there| {
            if may_have_texts {
                there.with_texts(object)
            } else {
                there
            }
        });
        Ok(there.or(meaning))
    }

    fn from(
        connection: &Connection,
        object: &Object,
        (accesses, result): Heard,
    ) -> Result<Self, Error> {
        let own = object.name.to_ascii_lowercase();
        let mut inner = Inner::of(object);
        let mut meaning = Self {
            result,
            named: NamedTables::of(object, &accesses),
            ..Self::default()
        };
        for access in accesses {
            let from = access.from.map(|from| from.to_ascii_lowercase());
            let inner_table = match from {
                Some(from) if from == own => None,
                Some(from) if inner.may_be_own(connection, &from)? => Some(from),
                _ => continue,
            };
            let table = access.table.to_ascii_lowercase();
            if let Some(column) = &access.column {
                let column = column.to_ascii_lowercase();
                // SQLite reports a rowid by this name, or by that of the key.
                if column != "rowid" {
                    let place = (table.clone(), column);
                    meaning.columns.push((inner_table.clone(), place));
                }
            }
            meaning.tables.insert((inner_table, table));
        }
        let in_words = in_words::columns(connection, object)?.into_iter();
        meaning.columns.extend(in_words.map(|place| (None, place)));
        meaning.doubtful = inner.doubtful;
        meaning.joined = joined(connection, object)?;
        meaning.mentions = caught::Mentions::of(&tokens(&object.sql));
        Ok(meaning)
    }

    /// What is used now in the place of something else, in words; `None` if the same is used, whatever its name.
    /// Columns that are gone or new do not count, as behind `*`, unless one of the former has the name of one of the
    /// latter.
    pub(crate) fn other(&self, now: &Self, present: &impl Present) -> Option<String> {
        let at = |(table, column): &Place| -> Option<Place> {
            Some((present.table(table)?, present.column(table, column)?))
        };
        let is_sure = |inner: &Option<String>| {
            inner
                .as_ref()
                .is_none_or(|inner| !self.doubtful.contains(inner) && !now.doubtful.contains(inner))
        };
        let sure = |of: &Self| -> Vec<Place> {
            let columns = of.columns.iter().filter(|(inner, _)| is_sure(inner));
            columns.map(|(_, place)| place.clone()).collect()
        };
        let (before, after) = (sure(self), sure(now));
        let was: Vec<Option<Place>> = before.iter().map(at).collect();
        let kept: Vec<&Place> = was.iter().flatten().collect();
        let still: Vec<&Place> = after.iter().filter(|place| kept.contains(place)).collect();
        if still != kept {
            return Some(in_place_of(&was, &after));
        }
        let gone = || before.iter().zip(&was).filter(|(_, now)| now.is_none());
        let mut new = after.iter().filter(|place| !kept.contains(place));
        if let Some((table, column)) = new.find(|new| gone().any(|(gone, _)| gone.1 == new.1)) {
            return Some(format!("another column is called {table}.{column} now"));
        }
        if let Some((table, column)) = self.caught(now, &kept, &after) {
            return Some(format!(
                "a name in it means the new column {table}.{column} now"
            ));
        }
        let sure = |of: &Self| -> BTreeSet<String> {
            let tables = of.tables.iter().filter(|(inner, _)| is_sure(inner));
            tables.map(|(_, table)| table.clone()).collect()
        };
        let tables = sure(now);
        let other_table = sure(self).into_iter().find(|was| match present.table(was) {
            Some(is) => !tables.contains(&is),
            None => tables.contains(was),
        });
        if let Some(table) = other_table {
            return Some(format!("another table is called {table} now"));
        }
        let other_join = self.other_join(now, at);
        other_join.or_else(|| self.named.other(&now.named, present))
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

/// Says which column is used in the place of which; `was` has the present names of those before.
fn in_place_of(was: &[Option<Place>], now: &[Place]) -> String {
    let is_pairwise = was.len() == now.len() && was.iter().all(Option::is_some);
    let mut pairs = was.iter().flatten().zip(now);
    match pairs.find(|(was, now)| was != now).filter(|_| is_pairwise) {
        Some((was, now)) => format!(
            "it would use {}.{} in the place of {}.{}",
            now.0, now.1, was.0, was.1
        ),
        None => "it would use other columns".to_owned(),
    }
}

/// The tables of a `WITH`, by whose names SQLite reports what they use: whether they stand in this object or in a view
/// that it uses.
struct Inner {
    /// The words of the object; none for a trigger, which has no `WITH`.
    words: BTreeSet<String>,
    /// The names and words of the views that the object may use, once they were needed.
    views: Option<Vec<(String, BTreeSet<String>)>>,
    own: String,
    doubtful: BTreeSet<String>,
}

impl Inner {
    fn of(object: &Object) -> Self {
        let words = match object.kind {
            ObjectKind::View => names(&tokens(&object.sql)),
            _ => BTreeSet::new(),
        };
        Self {
            words,
            views: None,
            own: object.name.to_ascii_lowercase(),
            doubtful: BTreeSet::new(),
        }
    }

    /// True if a table of a `WITH` may stand in the object; it is doubtful if a view may have one of that name too.
    fn may_be_own(&mut self, connection: &Connection, name: &str) -> Result<bool, Error> {
        if !self.words.contains(name) {
            return Ok(false);
        }
        if self.views.is_none() {
            let mut views = words_of_views(connection, &self.words)?;
            views.retain(|(view, _)| *view != self.own);
            self.views = Some(views);
        }
        let views = self.views.as_deref().unwrap_or_default();
        if views.iter().any(|(view, _)| view == name) {
            return Ok(false);
        }
        if views.iter().any(|(_, words)| words.contains(name)) {
            self.doubtful.insert(name.to_owned());
        }
        Ok(true)
    }
}

/// The names of the views that these words name, and of those that these views name, each with the names in its text;
/// all in small letters.
fn words_of_views(
    connection: &Connection,
    words: &BTreeSet<String>,
) -> Result<Vec<(String, BTreeSet<String>)>, Error> {
    let mut rest: Vec<(String, BTreeSet<String>)> = connection.rows(
        "read the schema",
        "SELECT lower(name), sql FROM sqlite_schema WHERE type = 'view'",
        [],
        |row| Ok((name(row, 0)?, names(&tokens(&name(row, 1)?)))),
    )?;
    let (mut found, others): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|(name, _)| words.contains(name));
    rest = others;
    let mut at = 0;
    while at < found.len() {
        let (more, others) = rest
            .into_iter()
            .partition(|(name, _)| found[at].1.contains(name));
        rest = others;
        found.extend(Vec::from_iter(more));
        at += 1;
    }
    Ok(found)
}

/// Statements that use a view or fire a trigger.
fn using(connection: &Connection, object: &Object) -> Result<Vec<String>, Error> {
    match object.kind {
        ObjectKind::View => Ok(vec![format!("SELECT * FROM {}", of_main(&object.name))]),
        _ => firing_statements(connection, &object.table),
    }
}

/// What SQLite reports while it compiles statements.
type Heard = (Vec<Access>, Vec<String>);

/// What SQLite reports while it compiles statements, and the columns of the result of the last one; `None` if it can
/// compile none of them. Also what it says of those that it cannot compile, other than that a view has no trigger for
/// one.
fn heard(
    connection: &Connection,
    sandbox: &Sandbox,
    statements: &[String],
) -> (Option<Heard>, Vec<String>) {
    let mut names: Option<Vec<String>> = None;
    let mut said = Vec::new();
    // SQLite begins anew, and reports the accesses again, when it finds that it lacks the collation of an index. It then
    // leaves that index aside, so that a second compilation goes through at once.
    for sql in statements {
        drop(connection.prepare(sql));
    }
    let accesses = sandbox.hear(|| {
        for sql in statements {
            match connection.prepare(sql) {
                Ok(compiled) => {
                    let columns = compiled.column_names();
                    names = Some(columns.map(str::to_owned).collect());
                }
                Err(error) => said.push(message(&error)),
            }
        }
    });
    said.retain(|said| !is_no_table(said));
    (names.map(|names| (accesses, names)), said)
}

/// The columns by which a text joins because they have one name: for `NATURAL`, those that two tables in the text
/// have in common; for `USING`, each of the columns that it names. Every word counts as a name.
fn joined(connection: &Connection, object: &Object) -> Result<BTreeSet<Vec<Place>>, Error> {
    let tokens = tokens(&object.sql);
    let is_natural = tokens.iter().any(|token| token.is("NATURAL"));
    let using = in_using(&tokens);
    let mut found = BTreeSet::new();
    if !is_natural && using.is_empty() {
        return Ok(found);
    }
    let words = names(&tokens);
    let mut named: Vec<Vec<Place>> = Vec::new();
    for other in schema::objects(connection)? {
        let name = other.name.to_ascii_lowercase();
        let may_be_read = matches!(other.kind, ObjectKind::Table | ObjectKind::View);
        if !may_be_read || other.is_same(object) || !words.contains(&name) {
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

/// The words that may be names, in small letters.
fn names(tokens: &[Token<'_>]) -> BTreeSet<String> {
    tokens
        .iter()
        .filter(|token| matches!(token.sort, Sort::Word | Sort::Quoted | Sort::Text))
        .map(|token| token.name().to_ascii_lowercase())
        .collect()
}

/// The names behind each `USING`, in small letters.
fn in_using(tokens: &[Token<'_>]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for behind in tokens.split(|token| token.is("USING")).skip(1) {
        let list = behind.iter().take_while(|token| !token.is_mark(")"));
        names.extend(list.map(|token| token.name().to_ascii_lowercase()));
    }
    names
}
