//! `sco migrate rehearse`.

use sco_facts::migrate::compare::TableChange;
use sco_facts::migrate::rehearse::{Rehearsal, rehearse};
use sco_facts::migrate::set::Set;

use super::up::{applied_line, print_changed_views};
use crate::command::Shared;
use crate::command::output::{object, print_entry, print_line, print_note, print_notes};
use crate::command::progress::waiting;
use sco_facts::wording::count;

pub(super) fn run(shared: &Shared, set: &Set, to: Option<i32>) -> anyhow::Result<()> {
    let options = super::options(shared, to)?;
    let rehearsal = waiting(shared, "rehearsing on a copy", || rehearse(set, &options))?;
    for folder in &rehearsal.cleared {
        print_note(format!(
            "{} was left by a rehearsal that was stopped; it was removed",
            folder.display()
        ));
    }
    print_notes(&rehearsal.notes);
    if shared.is_json() {
        print_line(object("rehearsal", &rehearsal));
    } else {
        print(&rehearsal);
    }
    Ok(())
}

fn print(rehearsal: &Rehearsal) {
    for applied in &rehearsal.applied {
        print_entry(applied_line(applied));
        print_changed_views(applied);
    }
    for table in &rehearsal.tables {
        if !table.is_unchanged() {
            print_table(table);
        }
    }
    for object in &rehearsal.gained {
        print_entry(format!("gained: {object}"));
    }
    for object in &rehearsal.lost {
        print_entry(format!("lost: {object}"));
    }
    let (before, after) = rehearsal.bytes;
    print_entry(format!(
        "{}, {} ms, {} before, {after} after; the database was not touched",
        count(rehearsal.applied.len(), "migration"),
        rehearsal.milliseconds,
        count(before, "byte"),
    ));
}

fn print_table(table: &TableChange) {
    let rows = match (table.rows_before, table.rows_after) {
        (Some(before), Some(after)) => {
            format!("{} before, {after} after", count(before, "row"))
        }
        (None, Some(after)) => format!("new, {}", count(after, "row")),
        (Some(before), None) => format!("gone, {} before", count(before, "row")),
        (None, None) => "not there".to_owned(),
    };
    print_entry(format!(
        "{}: {rows}: {} added, {} removed, {} changed",
        table.table, table.added, table.removed, table.changed
    ));
    if let Some(before) = &table.renamed_from {
        print_entry(format!("  was called {before}"));
    }
    for (before, after) in &table.columns_renamed {
        print_entry(format!("  {after}: was called {before}"));
    }
    for (column, cells) in &table.cells {
        print_entry(format!("  {column}: {} changed", count(cells, "cell")));
    }
    for (types, cells) in &table.types {
        print_entry(format!("  type of {types}: {}", count(cells, "cell")));
    }
    for column in &table.columns_gained {
        print_entry(format!("  {column}: a new column"));
    }
    for column in &table.columns_lost {
        print_entry(format!("  {column}: gone"));
    }
}
