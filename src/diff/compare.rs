//! Compares two sides, table by table and row by row.

use std::collections::BTreeMap;

use super::columns::{Compared, From, compared};
use super::key::Key;
use super::naming::{heading, name_in, unit};
use super::record::{Cell, Item, Record, has, records};
use super::renames;
use super::side::Side;
use super::{
    Change, Changed, Class, Differences, Named, OneSided, Retired, RowTold, TableDifference, Told,
    Which,
};
use crate::error::Error;
use crate::number::Written;
use crate::tables::{ALL_TABLES, Bearing, TABLES, Table};
use crate::vocab::IdKind;

/// Compares two states. Fails if neither has a row, and if only one has a choice of the rows: the others would count as
/// removed.
pub fn compare(old: &Side, new: &Side) -> Result<Differences, Error> {
    if let (Some(of_old), Some(of_new)) = (&old.rows, &new.rows)
        && of_old != of_new
    {
        let chosen = |side: &Side, rows: &str| match rows {
            "" => format!("{} has all", side.name),
            option => format!("{} has the rows of `{option}` alone", side.name),
        };
        return Err(Error::request(
            format!("{}, and {}", chosen(old, of_old), chosen(new, of_new)),
            "compare two exports that were made with the same choice",
        ));
    }
    if old.is_empty() && new.is_empty() {
        let whose = if old.origin == new.origin {
            format!("the origin `{}`", old.origin)
        } else {
            format!("the origins `{}` and `{}`", old.origin, new.origin)
        };
        return Err(Error::request(
            format!("neither {} nor {} has a row of {whose}", old.name, new.name),
            "name another with `--origin`, or leave it out for the dataset itself",
        ));
    }
    let told = TABLES
        .iter()
        .filter(|table| old.tells_of(table) && new.tells_of(table));
    let tables = told.filter_map(|table| {
        let found = Comparison::of(old, new, table).difference();
        (found.rows() > 0).then_some(found)
    });
    Ok(Differences {
        tables: tables.collect(),
        one_sided: one_sided(old, new),
        old: named(old),
        new: named(new),
    })
}

fn named(side: &Side) -> Named {
    Named {
        name: side.name.clone(),
        release: side.release.clone(),
        origin: side.origin.clone(),
        facts: side.facts(),
    }
}

/// The tables and columns that only one state has.
fn one_sided(old: &Side, new: &Side) -> Vec<OneSided> {
    let mut found = Vec::new();
    for table in ALL_TABLES {
        for (only_in, side, other) in [(Which::Old, old, new), (Which::New, new, old)] {
            let Some(held) = side.held(table.name) else {
                continue;
            };
            let mut note = |column: Option<String>, filled| {
                found.push(OneSided {
                    table: table.name,
                    column,
                    only_in,
                    filled,
                });
            };
            let Some(others) = other.held(table.name) else {
                note(None, held.rows.len());
                continue;
            };
            for column in &held.columns {
                // A list that moved into a table of its own is compared there.
                let is_list = table
                    .own
                    .iter()
                    .any(|own| own.name == *column && !own.is_in_table());
                if !is_list && others.position(column).is_none() {
                    let is_filled = |row: &&Vec<String>| {
                        held.text(row, column).is_some_and(|text| !text.is_empty())
                    };
                    note(
                        Some((*column).to_owned()),
                        held.rows.iter().filter(is_filled).count(),
                    );
                }
            }
            for column in &held.unknown {
                if !others.unknown.contains(column) {
                    note(Some(column.clone()), 0);
                }
            }
        }
    }
    found
}

/// A table on both sides.
struct Comparison<'a> {
    table: &'static Table,
    columns: Vec<Compared>,
    old: &'a Side,
    new: &'a Side,
}

impl<'a> Comparison<'a> {
    fn of(old: &'a Side, new: &'a Side, table: &'static Table) -> Self {
        Self {
            table,
            columns: compared(table),
            old,
            new,
        }
    }

    fn difference(&self) -> TableDifference {
        let (was, is) = (
            records(self.old, self.table, &self.columns),
            records(self.new, self.table, &self.columns),
        );
        let only = |these: &BTreeMap<Key, Record>, those: &BTreeMap<Key, Record>| -> Vec<Key> {
            let keys = these.keys().filter(|key| !those.contains_key(key));
            keys.cloned().collect()
        };
        let (removed, added) = (only(&was, &is), only(&is, &was));
        let on_both: Vec<bool> = self
            .columns
            .iter()
            .map(|column| {
                let is_on_both =
                    has(self.old, self.table, column) && has(self.new, self.table, column);
                // What may be cut follows from the others.
                is_on_both && !self.may_be_cut(column)
            })
            .collect();
        let pairs = renames::find((&was, &removed), (&is, &added), &on_both);
        let is_renamed = |key: &Key| pairs.iter().any(|(old, new)| old == key || new == key);
        let told = |side, rows: &BTreeMap<Key, Record>, keys: &[Key]| {
            let keys = keys.iter().filter(|key| !is_renamed(key));
            keys.map(|key| self.row(side, key, &rows[key])).collect()
        };
        let changed = is.iter().filter_map(|(key, new)| {
            let cells = self.changes(was.get(key)?, new);
            (!cells.is_empty()).then(|| Changed {
                id: key.to_string(),
                heading: heading(self.new, self.table, key)
                    .or_else(|| heading(self.old, self.table, key)),
                cells,
            })
        });
        TableDifference {
            table: self.table,
            added: told(self.new, &is, &added),
            removed: told(self.old, &was, &removed),
            renamed: pairs
                .iter()
                .map(|(old, new)| super::Renamed {
                    old_id: old.to_string(),
                    row: RowTold {
                        retired: self.retired(old),
                        ..self.row(self.new, new, &is[new])
                    },
                })
                .collect(),
            changed: changed.collect(),
        }
    }

    /// A row that only one state has; if it was removed, with the explanation why its id is no longer used.
    fn row(&self, side: &Side, key: &Key, record: &Record) -> RowTold {
        let is_old = std::ptr::eq(side, self.old);
        let filled = self
            .columns
            .iter()
            .zip(record)
            .filter_map(|(column, cell)| {
                let cell = cell.as_ref().filter(|cell| !cell.text.is_empty())?;
                Some((column.name, self.told(side, column, record, cell)))
            });
        RowTold {
            id: key.to_string(),
            heading: heading(side, self.table, key),
            cells: filled.collect(),
            retired: is_old.then(|| self.retired(key)).flatten(),
        }
    }

    /// The newer state's explanation of an id that is no longer used.
    fn retired(&self, key: &Key) -> Option<Retired> {
        let id = key.only()?;
        let kind = match self.table.name {
            _ if self.table.is_fact() => IdKind::Fact,
            "entities" => IdKind::Entity,
            "citations" => IdKind::Citation,
            "sources" => IdKind::Source,
            "terms" => IdKind::Term,
            _ => return None,
        };
        let held = self.new.held("retired_ids")?;
        let row = held
            .under(id)
            .find(|row| held.text(row, "kind") == Some(kind.word()))?;
        let text = |column| held.text(row, column).filter(|text| !text.is_empty());
        Some(Retired {
            reason: text("reason").unwrap_or_default().to_owned(),
            replaced_by: text("replaced_by").map(str::to_owned),
        })
    }

    /// Whether digits of this column may be lost: a spreadsheet that saved a file keeps fifteen of a number. What is
    /// worked out loses nothing by it, and what is stated is compared with all its digits.
    fn may_be_cut(&self, column: &Compared) -> bool {
        column.is_worked_out_number() && (self.old.is_of_files() || self.new.is_of_files())
    }

    fn is_same(&self, column: &Compared, was: &Cell, is: &Cell) -> bool {
        let are_same_when_cut = || {
            let numbers = Written::read(&was.text).zip(Written::read(&is.text));
            numbers.is_some_and(|(was, is)| was.is_same_to_fifteen_digits(&is))
        };
        was == is || (self.may_be_cut(column) && are_same_when_cut())
    }

    fn changes(&self, old: &Record, new: &Record) -> Vec<Change> {
        let differs = |at: usize| match (&old[at], &new[at]) {
            (Some(old), Some(new)) => !self.is_same(&self.columns[at], old, new),
            _ => false,
        };
        let differing: Vec<&str> = (0..self.columns.len())
            .filter(|at| differs(*at))
            .map(|at| self.columns[at].name)
            .collect();
        let pairs = self.columns.iter().zip(old.iter().zip(new));
        let changes = pairs.filter_map(|(column, cells)| {
            let (Some(was), Some(is)) = cells else {
                return None;
            };
            (!self.is_same(column, was, is)).then(|| Change {
                column: column.name,
                class: class_of(column, (was, is), &differing),
                old: self.told(self.old, column, old, was),
                new: self.told(self.new, column, new, is),
                items: self.items(column, (old, was), (new, is)),
                reason: self.reason(column, new),
            })
        });
        changes.collect()
    }

    /// A cell with the name of the row to which it refers, and the unit of a number.
    fn told(&self, side: &Side, column: &Compared, record: &Record, cell: &Cell) -> Told {
        let row = (self.columns.as_slice(), record);
        let named = column.declared().filter(|_| cell.items.len() <= 1);
        let id = cell.items.first().map_or(&cell.text, |item| &item.names);
        Told {
            text: cell.text.clone(),
            name: named.and_then(|named| name_in(side, self.table, row, named, id)),
            unit: unit(side, row, column).filter(|_| !cell.text.is_empty()),
        }
    }

    /// The items of a list that were added, and those that were removed.
    fn items(
        &self,
        column: &Compared,
        (old, was): (&Record, &Cell),
        (new, is): (&Record, &Cell),
    ) -> Option<(Vec<Told>, Vec<Told>)> {
        let declared = column.declared()?;
        if !matches!(column.from, From::List(..)) {
            return None;
        }
        let only = |side, record: &Record, these: &Cell, those: &Cell| -> Vec<Told> {
            let is_new = |item: &&Item| {
                !those
                    .items
                    .iter()
                    .any(|other| other.substance == item.substance)
            };
            let row = (self.columns.as_slice(), record);
            let told = |item: &Item| Told {
                text: item.text.clone(),
                name: name_in(side, self.table, row, declared, &item.names),
                unit: None,
            };
            these.items.iter().filter(is_new).map(told).collect()
        };
        Some((only(self.new, new, is, was), only(self.old, old, was, is)))
    }

    /// The reason that the newer row gives for the value of a column.
    fn reason(&self, column: &Compared, record: &Record) -> Option<String> {
        let pairs = self.columns.iter().zip(record);
        let mut reasons = pairs.filter(|(other, _)| match other.bearing {
            Bearing::Reason(of) => of.contains(&column.name),
            _ => false,
        });
        let text = &reasons.next()?.1.as_ref()?.text;
        (!text.is_empty()).then(|| text.clone())
    }
}

/// The class of the change of a cell. A worked-out cell is `Following` if a cell that it is worked out from changed
/// too.
fn class_of(column: &Compared, (was, is): (&Cell, &Cell), differing: &[&str]) -> Class {
    if let From::WorkedOut(derived) = column.from {
        let from = derived.worked_out_from();
        if from.iter().any(|name| differing.contains(name)) {
            return Class::Following;
        }
    }
    if was.substance == is.substance {
        Class::Clerical
    } else {
        Class::Substantive
    }
}
