//! What a file lost, by the definition, between the state before it and the state after it.

use std::collections::BTreeMap;

use super::head::Words;
use super::log::Known;
use super::schema::{Column, Table};
use super::state::State;
use super::value::Value;

/// The sorts of loss. A few hundred cases have to have each of them.
pub(super) const SORTS: &[&str] = &[
    "rows",
    "values",
    "table",
    "column",
    "type",
    "collation",
    "default",
    "generated",
    "not null",
    "key",
    "autoincrement",
    "strict",
    "rowid",
    "unique",
    "check",
    "foreign key",
    "index",
    "index changed",
    "trigger",
    "trigger changed",
    "view",
    "column of a view",
    "sequence",
];

/// Something that a file took away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Loss {
    /// Its sort, for the figures.
    pub(super) sort: &'static str,
    /// Each of these announces it. A table or column that is renamed may be called by either name.
    pub(super) words: Vec<Words>,
    /// It has to be announced; otherwise it may be, since it goes along with another loss, or since it is
    /// no plain loss.
    pub(super) required: bool,
}

impl Loss {
    pub(super) fn new(sort: &'static str, mut words: Vec<Words>) -> Self {
        words.dedup();
        Self {
            sort,
            words,
            required: true,
        }
    }

    pub(super) fn or_not(self, required: bool) -> Self {
        Self { required, ..self }
    }

    /// The same, which these words announce as well.
    pub(super) fn or_said(mut self, words: &[Words]) -> Self {
        self.words.extend_from_slice(words);
        self
    }

    pub(super) fn is_announced_by(&self, said: &str) -> bool {
        self.words.iter().any(|words| words.are(said))
    }
}

/// The names that something had, from before the file to the end of it.
#[derive(Debug, Clone)]
pub(super) struct Called(Vec<String>);

impl Called {
    pub(super) fn new(names: &[String], now: Option<&String>) -> Self {
        let mut all: Vec<String> = names.iter().chain(now).cloned().collect();
        all.sort();
        all.dedup();
        Self(all)
    }

    /// Words for each name.
    pub(super) fn say(&self, words: impl Fn(&str) -> Words) -> Vec<Words> {
        self.0.iter().map(|name| words(name)).collect()
    }

    /// Words for each pair of a name of this and a name of that.
    pub(super) fn say_with(&self, other: &Self, words: impl Fn(&str, &str) -> Words) -> Vec<Words> {
        let pairs = self
            .0
            .iter()
            .flat_map(|one| other.0.iter().map(move |two| (one, two)));
        pairs.map(|(one, two)| words(one, two)).collect()
    }
}

/// The words for the columns that an ALTER dropped, and that are there again under their name, added or in a
/// table that was rebuilt.
///
/// The definition leaves open whether such a column is gone, or has other values: either may be said.
pub(super) fn dropped_and_added(
    known: &Known,
    now: &Table,
    table: &Called,
    column: &Column,
) -> Vec<Words> {
    let columns = known.columns_in(now);
    match columns.get(&column.uid) {
        Some(heir) if heir.uid != column.uid && known.dropped.contains(&column.uid) => {
            let called = Called::new(&known.columns[&column.uid], Some(&heir.name));
            table.say_with(&called, |table, column| {
                Words::new(&["drop", "column", table, ".", column])
            })
        }
        _ => Vec::new(),
    }
}

impl State {
    /// The losses of the file that began with `before` and ends with this state.
    pub(super) fn losses(&self, before: &State) -> Vec<Loss> {
        let mut losses = Vec::new();
        for known in &self.log.known {
            let heir = self.log.heir(known, &self.tables);
            let table = Called::new(&known.names, heir.map(|heir| &heir.name));
            let Some(now) = heir else {
                let words = table.say(|table| Words::new(&["drop", "table", table]));
                losses.push(Loss::new("table", words));
                continue;
            };
            if known.keeps_key(now) {
                keyed(known, now, &table, &mut losses);
            } else {
                unkeyed(known, now, &table, &mut losses);
            }
            self.counter(before, known, now, &table, &mut losses);
            self.definition(known, now, &table, &mut losses);
        }
        self.objects(before, &mut losses);
        losses
    }

    fn counter(
        &self,
        before: &State,
        known: &Known,
        now: &Table,
        table: &Called,
        losses: &mut Vec<Loss>,
    ) {
        let was = before.sequences.get(&known.before.name);
        let is = self.sequences.get(&now.name).copied().unwrap_or(0);
        if was.is_some_and(|was| is < *was) {
            let words = table.say(|table| Words::new(&["sequence", table]));
            // Without AUTOINCREMENT, which is a loss of its own, there is no counter.
            losses.push(Loss::new("sequence", words).or_not(now.autoincrement));
        }
    }
}

fn rows_gone(table: &Called, count: usize, or: &[Words], losses: &mut Vec<Loss>) {
    if count > 0 {
        let count = count.to_string();
        let words = table.say(|table| Words::new(&["rows", table, "-", &count]));
        losses.push(Loss::new("rows", words).or_said(or));
    }
}

fn keyed(known: &Known, now: &Table, table: &Called, losses: &mut Vec<Loss>) {
    let before = &known.before.with_shown();
    let columns = known.columns_in(now);
    let after: BTreeMap<_, _> = now
        .rows
        .iter()
        .map(|row| (now.values(row, &now.key), row))
        .collect();
    let mut gone = 0;
    let mut changed = BTreeMap::new();
    for row in &before.rows {
        let key = before.values(row, &before.key);
        let now_at = known.moved[&key].as_ref();
        let Some(found) = now_at.and_then(|key| after.get(key)) else {
            gone += 1;
            continue;
        };
        for (column, value) in before.columns.iter().zip(row) {
            let written = known.written.get(&key);
            let Some(heir) = columns.get(&column.uid) else {
                continue;
            };
            if !heir.is_plain() || written.is_some_and(|written| written.contains(&column.uid)) {
                continue;
            }
            if found[now.place(&heir.name).unwrap()] != *value {
                let called = Called::new(&known.columns[&column.uid], Some(&heir.name));
                changed.insert(
                    column.uid,
                    (called, dropped_and_added(known, now, table, column)),
                );
            }
        }
    }
    rows_gone(table, gone, &[], losses);
    for (column, or) in changed.values() {
        let words = table.say_with(column, |table, column| {
            Words::new(&["values", table, ".", column])
        });
        losses.push(Loss::new("values", words).or_said(or));
    }
}

/// The rows that are not there any more, each as often as it was there, over the columns that both have and
/// that no UPDATE statement wrote.
///
/// Whether a column that an ALTER dropped, and that is there again, counts among them is left open, also where an
/// UPDATE wrote the one that was dropped.
fn unkeyed(known: &Known, now: &Table, table: &Called, losses: &mut Vec<Loss>) {
    let before = &known.before.with_shown();
    let columns = known.columns_in(now);
    let places = |with_dropped: bool, though_written: bool| -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        for (at, column) in before.columns.iter().enumerate() {
            let Some(heir) = columns.get(&column.uid) else {
                continue;
            };
            let was_dropped = known.dropped.contains(&column.uid);
            let counts = with_dropped || !was_dropped;
            let is_written =
                known.written_anywhere.contains(&column.uid) && !(though_written && was_dropped);
            if counts && heir.is_plain() && !is_written {
                places.push((at, now.place(&heir.name).unwrap()));
            }
        }
        places
    };
    let dropped = |column: &Column| dropped_and_added(known, now, table, column);
    let mut or: Vec<Words> = before.columns.iter().flat_map(dropped).collect();
    let gone = gone_over(before, now, &places(true, false));
    let rows = |count: usize| {
        let count = count.to_string();
        table.say(|table| Words::new(&["rows", table, "-", &count]))
    };
    let without = gone_over(before, now, &places(false, false));
    if without > 0 && without != gone {
        or.extend(rows(without));
    }
    // Where the old key or the new one still tells the rows apart, values beside those that an UPDATE wrote may be
    // said to be lost.
    for column in &before.columns {
        let heir = columns.get(&column.uid);
        if let Some(heir) = heir.filter(|_| known.written_anywhere.contains(&column.uid)) {
            let called = Called::new(&known.columns[&column.uid], Some(&heir.name));
            let words = table.say_with(&called, |table, column| {
                Words::new(&["values", table, ".", column])
            });
            losses.push(Loss::new("values", words).or_not(false));
        }
    }
    let written = gone_over(before, now, &places(true, true));
    if written > 0 && gone == 0 {
        losses.push(Loss::new("rows", rows(written)).or_not(false));
    } else if written != gone {
        or.extend(rows(written));
    }
    rows_gone(table, gone, &or, losses);
}

/// How many rows are gone, over columns by their places before and now.
fn gone_over(before: &Table, now: &Table, places: &[(usize, usize)]) -> usize {
    let mut left: BTreeMap<Vec<&Value>, usize> = BTreeMap::new();
    for row in &now.rows {
        *left
            .entry(places.iter().map(|(_, at)| &row[*at]).collect())
            .or_default() += 1;
    }
    let mut gone = 0;
    for row in &before.rows {
        match left.get_mut(&places.iter().map(|(at, _)| &row[*at]).collect::<Vec<_>>()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => gone += 1,
        }
    }
    gone
}
