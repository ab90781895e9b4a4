//! The schema before and after a file, and which definitions are gone.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use rusqlite::Connection;

use super::definition::{Clause, ClauseKind, Definition, Renames, Word};
use super::lineage::{Lineage, Successor, Track};
use crate::db::Queries;
use crate::db::schema::{self, Object, ObjectKind, columns};
use crate::error::Error;
use crate::migrate::loss::{Loss, LostClause};
use crate::migrate::sql::tokens;

/// The objects of a database at one moment.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    objects: Vec<Object>,
    /// The columns of each table.
    columns: BTreeMap<String, Vec<String>>,
    /// The AUTOINCREMENT counter of each table that has one.
    sequences: BTreeMap<String, i64>,
    /// Definitions by their SQL, which most files leave as it is.
    parsed: Rc<RefCell<HashMap<String, Rc<Definition>>>>,
}

impl Schema {
    /// Reads the schema as it is now, unless the file before has left it as it is here.
    pub(crate) fn read(&mut self, connection: &Connection) -> Result<(), Error> {
        *self = self.next(connection)?;
        Ok(())
    }

    /// The schema as it is now.
    pub(crate) fn next(&self, connection: &Connection) -> Result<Self, Error> {
        let mut next = Self {
            objects: schema::objects(connection)?,
            columns: BTreeMap::new(),
            sequences: sequences(connection)?,
            parsed: Rc::clone(&self.parsed),
        };
        for table in next.of_kind(ObjectKind::Table) {
            let definition = next.parse(&table.sql);
            let names = if definition.columns.is_empty() {
                // A virtual table, whose module says which columns it has. One that is not there is the
                // user's own, and no migration can touch it.
                columns(connection, &table.name).unwrap_or_default()
            } else {
                definition.columns.clone()
            };
            next.columns.insert(table.name.clone(), names);
        }
        Ok(next)
    }

    fn of_kind(&self, kind: ObjectKind) -> Vec<Object> {
        self.objects
            .iter()
            .filter(|object| object.kind == kind)
            .cloned()
            .collect()
    }

    fn parse(&self, sql: &str) -> Rc<Definition> {
        if let Some(known) = self.parsed.borrow().get(sql) {
            return Rc::clone(known);
        }
        let definition = Rc::new(Definition::of(sql));
        self.parsed
            .borrow_mut()
            .insert(sql.to_owned(), Rc::clone(&definition));
        definition
    }

    fn find(&self, kind: ObjectKind, name: &str) -> Option<&Object> {
        self.objects
            .iter()
            .find(|object| object.kind == kind && object.name.eq_ignore_ascii_case(name))
    }

    /// The tables with their columns, by name.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.columns
            .iter()
            .map(|(name, columns)| (name.as_str(), columns.as_slice()))
    }

    /// The definition of a table; an empty one where there is no such table.
    pub(crate) fn definition(&self, table: &str) -> Rc<Definition> {
        self.find(ObjectKind::Table, table)
            .map_or_else(Rc::default, |object| self.parse(&object.sql))
    }

    /// The columns of the key of a table under the names of now.
    pub(crate) fn key_now(&self, connection: &Connection, track: &Track) -> Vec<String> {
        let Some(before) = &track.before else {
            // A table that the file made; what SQLite says of it fails only where it is gone again.
            return schema::key(connection, &track.now).unwrap_or_default();
        };
        self.definition(before)
            .key()
            .iter()
            .filter_map(|name| {
                let is_it = |before: &String| before.eq_ignore_ascii_case(name);
                track
                    .columns
                    .iter()
                    .find(|column| column.before.as_ref().is_some_and(is_it))
            })
            .map(|column| column.now.clone())
            .collect()
    }

    /// True if inserting into a table may replace rows without saying so.
    pub(crate) fn may_replace(&self, table: &str) -> bool {
        self.find(ObjectKind::Table, table)
            .is_some_and(|object| tokens(&object.sql).iter().any(|token| token.is("REPLACE")))
    }

    /// True if there are triggers.
    pub(crate) fn has_triggers(&self) -> bool {
        self.objects
            .iter()
            .any(|object| object.kind == ObjectKind::Trigger)
    }

    /// The columns of every view that works.
    pub(crate) fn view_columns(&self, connection: &Connection) -> BTreeMap<String, Vec<String>> {
        let mut found = BTreeMap::new();
        for view in self.of_kind(ObjectKind::View) {
            if let Ok(names) = columns(connection, &view.name) {
                found.insert(view.name, names);
            }
        }
        found
    }

    /// Columns, clauses and the counter of a table that stays.
    pub(crate) fn lost_of_table(
        &self,
        table: &str,
        successor: &Successor,
        after: &Self,
        lineage: &Lineage,
        losses: &mut Vec<Loss>,
    ) {
        let was = self.definition(table);
        let is = after.definition(&successor.after);
        let own = || table.to_owned();
        let is_lost = |column: &str| successor.column(column).is_none();
        for column in self.columns.get(table).into_iter().flatten() {
            if is_lost(column) {
                losses.push(Loss::Column {
                    table: own(),
                    column: column.clone(),
                });
            }
        }
        let names = Names { successor, lineage };
        for clause in &was.clauses {
            // What a column that is gone had goes with it, but a key is more than its columns.
            let goes_along = clause.kind != ClauseKind::Key
                && clause.columns.iter().any(|column| {
                    was.columns
                        .iter()
                        .any(|own| own.eq_ignore_ascii_case(column))
                        && is_lost(column)
                });
            let wanted = clause.renamed(&names);
            if !goes_along && !is.clauses.iter().any(|now| is_kept(&wanted, now)) {
                losses.push(Loss::Clause(LostClause {
                    table: own(),
                    clause: clause.clone(),
                    now: in_place(&wanted, &is.clauses),
                }));
            }
        }
        for column in &was.columns {
            if let Some(lost) = gained_collation(table, column, &names, &was, &is) {
                losses.push(Loss::Clause(lost));
            }
        }
        if let (Some(was), now) = (
            self.sequences.get(table),
            after.sequences.get(&successor.after),
        ) {
            let now = now.copied().unwrap_or(0);
            if now < *was {
                losses.push(Loss::Sequence {
                    table: own(),
                    counter: (*was, now),
                });
            }
        }
    }

    /// Indexes, triggers and views that are gone or say something else, but for those whose table is gone.
    pub(crate) fn lost_objects(&self, after: &Self, lineage: &Lineage, losses: &mut Vec<Loss>) {
        for object in &self.objects {
            let owner = lineage.successor(&object.table);
            let on_table = self.columns.contains_key(&object.table);
            if object.kind == ObjectKind::Table || on_table && owner.is_none() {
                continue;
            }
            let on_view = object.kind == ObjectKind::Trigger && !on_table;
            if on_view && after.find(ObjectKind::View, &object.table).is_none() {
                continue;
            }
            match after.find(object.kind, &object.name) {
                None => losses.push(Loss::Object(object.clone())),
                Some(_) if object.kind == ObjectKind::View => {}
                Some(now) => {
                    let same = words(&now.sql) == words(&object.sql)
                        || words(&now.sql) == renamed_words(&object.sql, lineage);
                    if !same {
                        losses.push(Loss::Changed {
                            object: object.clone(),
                            now: now.sql.clone(),
                        });
                    }
                }
            }
        }
    }
}

/// A column that compared its texts byte by byte and no longer does: other texts are equal now.
fn gained_collation(
    table: &str,
    column: &str,
    names: &Names<'_>,
    was: &Definition,
    is: &Definition,
) -> Option<LostClause> {
    let now = names.column(column);
    let of = |definition: &Definition, name: &str| {
        definition
            .clauses
            .iter()
            .find(|clause| {
                clause.kind == ClauseKind::Collation && clause.columns[0].eq_ignore_ascii_case(name)
            })
            .cloned()
    };
    let gained = of(is, &now).filter(|_| of(was, column).is_none())?;
    names.successor.column(column)?;
    Some(LostClause {
        table: table.to_owned(),
        now: Some(gained.words.clone()),
        clause: Clause {
            columns: vec![column.to_owned()],
            words: "COLLATE BINARY".to_owned(),
            ..gained
        },
    })
}

/// The columns that views have lost; a view that is gone is told elsewhere.
pub(crate) fn lost_view_columns(
    connection: &Connection,
    before: &BTreeMap<String, Vec<String>>,
    after: &Schema,
) -> Vec<Loss> {
    let mut losses = Vec::new();
    for (view, had) in before {
        if after.find(ObjectKind::View, view).is_none() {
            continue;
        }
        // A view that no longer works is refused at the end of the run, with the reason.
        let Ok(has) = columns(connection, view) else {
            continue;
        };
        for column in had {
            if !has.iter().any(|name| name.eq_ignore_ascii_case(column)) {
                losses.push(Loss::Column {
                    table: view.clone(),
                    column: column.clone(),
                });
            }
        }
    }
    losses
}

/// True if a clause stands for the one that is wanted. A primary key also demands what `UNIQUE` does.
fn is_kept(wanted: &Clause, now: &Clause) -> bool {
    let is_unique = wanted.kind == ClauseKind::Constraint
        && wanted.tokens.first() == Some(&Word::Name("unique".to_owned()));
    wanted.is_same(now)
        || is_unique && now.kind == ClauseKind::Key && wanted.tokens[1..] == now.tokens[1..]
}

/// What stands in the place of a clause of which a column or a table has at most one.
fn in_place(wanted: &Clause, clauses: &[Clause]) -> Option<String> {
    clauses
        .iter()
        .find(|now| {
            now.kind == wanted.kind
                && match now.kind {
                    ClauseKind::Constraint => now.words == wanted.words,
                    kind => !kind.is_of_column() || now.columns == wanted.columns,
                }
        })
        .map(|now| now.words.clone())
}

/// The names of a table's clauses after a file.
struct Names<'n> {
    successor: &'n Successor,
    lineage: &'n Lineage,
}

impl Renames for Names<'_> {
    fn column(&self, name: &str) -> String {
        self.successor
            .column(name)
            .map_or_else(|| name.to_owned(), str::to_owned)
    }

    fn table(&self, name: &str) -> String {
        self.lineage
            .successor_of_any_case(name)
            .map_or_else(|| name.to_owned(), |successor| successor.after)
    }

    fn column_of(&self, table: &str, name: &str) -> String {
        let successor = self.lineage.successor_of_any_case(table);
        let now = successor.as_ref().and_then(|table| table.column(name));
        now.map_or_else(|| name.to_owned(), str::to_owned)
    }
}

/// The tokens of an index or trigger; `IF NOT EXISTS` says nothing of what it is.
fn words(sql: &str) -> Vec<Word> {
    let mut words: Vec<Word> = tokens(sql).iter().map(Word::of).collect();
    let skipped = ["if", "not", "exists"].map(|word| Word::Name(word.to_owned()));
    if let Some(at) = words.windows(3).position(|three| three == skipped) {
        words.drain(at..at + 3);
    }
    words
}

/// The same under the names that tables and columns have after a file.
fn renamed_words(sql: &str, lineage: &Lineage) -> Vec<Word> {
    let renames = lineage.renames();
    words(sql)
        .into_iter()
        .map(|word| match &word {
            Word::Name(name) => renames
                .get(name)
                .map_or(word.clone(), |now| Word::Name(now.clone())),
            Word::Other(_) => word,
        })
        .collect()
}

fn sequences(connection: &Connection) -> Result<BTreeMap<String, i64>, Error> {
    if !schema::has(connection, "sqlite_sequence")? {
        return Ok(BTreeMap::new());
    }
    let counters = connection.rows(
        "read the AUTOINCREMENT counters",
        "SELECT name, CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name IS NOT NULL",
        [],
        |row| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.unwrap_or(0))),
    )?;
    Ok(counters.into_iter().collect())
}
