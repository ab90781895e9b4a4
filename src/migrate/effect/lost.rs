//! Which definitions a file lost: columns, clauses, counters, indexes, triggers and views.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::definition::{Clause, ClauseKind, Definition, Renames, Word};
use super::lineage::{Lineage, Successor};
use super::own_clauses::goes_along;
use super::parents::{Parents, Refers, is_kept};
use super::rewritten::Rewritten;
use super::schema::{Schema, words};
use super::view_columns::Told;
use crate::db::schema::{Object, ObjectKind};
use crate::error::Error;
use crate::migrate::loss::{Loss, LostClause};

impl Schema {
    /// Adds the lost columns and clauses of a table that stays, and the loss of its counter.
    pub(crate) fn lost_of_table(
        &self,
        table: &str,
        successor: &Successor,
        parents: &Parents<'_>,
        rewritten: &Rewritten,
        losses: &mut Vec<Loss>,
    ) -> Result<(), Error> {
        let (lineage, after) = (parents.lineage, parents.is);
        let was = self.definition(table);
        let is = after.definition(&successor.after);
        let own = || table.to_owned();
        // A generated column has no values of its own, so one that was dropped and made again is no loss.
        let is_made_again = |column: &str| was.is_generated(column) && is.is_generated(column);
        let is_lost = |column: &str| successor.column(column).is_none() && !is_made_again(column);
        for column in self.columns.get(table).into_iter().flatten() {
            if is_lost(column) {
                losses.push(Loss::Column {
                    table: own(),
                    column: column.clone(),
                });
            }
        }
        let names = Names { successor, lineage };
        let sql = self.sql(ObjectKind::Table, table).unwrap_or_default();
        for (at, clause) in was.clauses.iter().enumerate() {
            let wanted = clause.renamed(&names);
            let written = rewritten.clause(table, at);
            let refers = parents.refers(clause);
            let stands = |now: &Clause| {
                let keeps_words = || {
                    is_kept(&wanted, now) || written.is_some_and(|written| is_kept(written, now))
                };
                refers == Refers::Same && keeps_words()
                    || refers != Refers::Elsewhere && parents.refer_alike(clause, now, &names)
            };
            if !is.clauses.iter().any(stands) && !goes_along(sql, &was, at, is_lost)? {
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
        let was_rowid = self.by_rowid.contains(table);
        if was_rowid && !after.by_rowid.contains(&successor.after) {
            losses.extend(lost_rowid(table, &was, &is, losses).map(Loss::Clause));
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
        Ok(())
    }

    /// Adds the indexes, triggers and views that are gone or have another definition, except those of a lost table.
    pub(crate) fn lost_objects(
        &self,
        after: &Schema,
        (lineage, rewritten): (&Lineage, &Rewritten),
        losses: &mut Vec<Loss>,
    ) {
        for object in &self.objects {
            let owner = lineage.successor(&object.table);
            let on_table = self.columns.contains_key(&object.table);
            if object.kind == ObjectKind::Table || on_table && owner.is_none() {
                continue;
            }
            match after.find(object.kind, &object.name) {
                None => losses.push(Loss::Object(object.clone())),
                Some(now) if object.kind == ObjectKind::View => {
                    let is = words(&now.sql);
                    let written = rewritten.object(object).map(words);
                    if is != words(&object.sql) && written.is_none_or(|written| written != is) {
                        losses.push(Loss::Changed {
                            object: object.clone(),
                            now: now.sql.clone(),
                        });
                    }
                }
                Some(now) => {
                    let is = words(&now.sql);
                    let written = rewritten.object(object).map(words);
                    let same_words = is == words(&object.sql)
                        && written.as_ref().is_none_or(|written| *written == is)
                        && !names_others(object, lineage);
                    let same = same_words
                        || is == renamed_words(object, lineage)
                        || written.is_some_and(|written| written == is);
                    if !same || !is_on_same_table(object, now, owner.as_ref()) {
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

/// The loss of a column that compared its texts byte by byte and no longer does, so that different texts are now
/// equal.
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

/// The loss of the rowid, which was the key: without it, a table gives no row an id of its own accord. A key that is lost
/// itself, or of which the type is lost, takes the rowid with it.
fn lost_rowid(
    table: &str,
    was: &Definition,
    is: &Definition,
    losses: &[Loss],
) -> Option<LostClause> {
    let mut clauses = is.clauses.iter();
    let without = clauses.find(|clause| clause.kind == ClauseKind::Rowid);
    let key = was.key();
    let goes_along = |loss: &Loss| match loss {
        Loss::Column { table: of, column } => of == table && key.contains(column),
        Loss::Clause(lost) => {
            lost.table == table
                && (lost.clause.kind == ClauseKind::Key
                    || lost.clause.kind == ClauseKind::Type && lost.clause.columns == key)
        }
        _ => false,
    };
    if without.is_none() && losses.iter().any(goes_along) {
        return None;
    }
    let mut clauses = is.clauses.iter();
    let now = without.or_else(|| clauses.find(|clause| clause.kind == ClauseKind::Key));
    Some(LostClause {
        table: table.to_owned(),
        now: now.map(|clause| clause.words.clone()),
        clause: Clause {
            kind: ClauseKind::Rowid,
            columns: Vec::new(),
            words: "rowid".to_owned(),
            tokens: Vec::new(),
            name: None,
            references: None,
        },
    })
}

/// The columns that views have lost. A view that is gone is reported by `lost_objects`; one that no longer works is
/// refused at the end of the run, with the reason.
pub(super) fn lost_view_columns(
    before: &BTreeMap<String, Rc<Told>>,
    after: &BTreeMap<String, Rc<Told>>,
) -> Vec<Loss> {
    let mut losses = Vec::new();
    for (view, had) in before {
        let is_it = |(name, _): &(&String, _)| name.eq_ignore_ascii_case(view);
        let Some((_, has)) = after.iter().find(is_it) else {
            continue;
        };
        for column in had.columns.iter() {
            if !has
                .columns
                .iter()
                .any(|name| name.eq_ignore_ascii_case(column))
            {
                losses.push(Loss::Column {
                    table: view.clone(),
                    column: column.clone(),
                });
            }
        }
    }
    losses
}

/// The present clause of the same sort, for a sort that a column or a table has at most once.
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

/// The names after a file, for the clauses of a table.
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

/// True if an index or trigger belongs to what its table has become, and not to another table that has the name now.
fn is_on_same_table(was: &Object, is: &Object, owner: Option<&Successor>) -> bool {
    let owner = owner.map_or(was.table.as_str(), |owner| owner.after.as_str());
    is.table.eq_ignore_ascii_case(owner)
}

/// True if the text of an index or a trigger names a column of its table that has another name now: a text that is
/// still the same means another column.
fn names_others(object: &Object, lineage: &Lineage) -> bool {
    let Some(owner) = lineage.successor(&object.table) else {
        return false;
    };
    let names: Vec<Word> = words(&object.sql);
    let is_named = |column: &str| {
        let column = Word::name(column);
        match object.kind {
            ObjectKind::Index => {
                let on = names.iter().position(|word| *word == Word::keyword("on"));
                let behind = on.map_or(&names[..], |on| &names[on + 2..]);
                behind.contains(&column)
            }
            _ => names.windows(3).any(|three| {
                let is_row = ["new", "old"].map(Word::name).contains(&three[0]);
                is_row && three[2] == column
            }),
        }
    };
    let mut columns = owner.columns.iter();
    columns.any(|kept| !kept.before.eq_ignore_ascii_case(&kept.after) && is_named(&kept.before))
}

/// The words of an index or a trigger with the names that tables and columns have after a file. An index names
/// columns of its own table only; a trigger may name those of any table that its text names.
fn renamed_words(object: &Object, lineage: &Lineage) -> Vec<Word> {
    let own = words(&object.sql);
    let renames = lineage.renames(|table| match object.kind {
        ObjectKind::Index => object.table.eq_ignore_ascii_case(table),
        _ => own.contains(&Word::name(table)),
    });
    own.into_iter()
        .map(|word| match &word {
            Word::Name(name) => renames
                .get(name)
                .map_or(word.clone(), |now| Word::Name(now.clone())),
            Word::Keyword(_) | Word::Other(_) => word,
        })
        .collect()
}
