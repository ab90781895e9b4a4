//! `sco migrate rehearse`.

use sco_facts::migrate::compare::TableChange;
use sco_facts::migrate::rehearse::{Rehearsal, rehearse};
use sco_facts::migrate::set::Set;

use super::up::applied_line;
use crate::command::Shared;
use crate::command::output::{object, say};

pub(super) fn run(shared: &Shared, set: &Set, to: Option<i32>) -> anyhow::Result<()> {
    let rehearsal = rehearse(set, &super::options(shared, to)?)?;
    if shared.is_json() {
        say(object("rehearsal", &rehearsal));
    } else {
        print(&rehearsal);
    }
    Ok(())
}

fn print(rehearsal: &Rehearsal) {
    for applied in &rehearsal.applied {
        say(applied_line(applied));
    }
    for table in &rehearsal.tables {
        if !table.is_unchanged() {
            print_table(table);
        }
    }
    for object in &rehearsal.gained {
        say(format!("gained: {object}"));
    }
    for object in &rehearsal.lost {
        say(format!("lost: {object}"));
    }
    let (before, after) = rehearsal.bytes;
    say(format!(
        "{} migrations, {} ms, {before} bytes before, {after} after; the database was not touched",
        rehearsal.applied.len(),
        rehearsal.milliseconds,
    ));
}

fn print_table(table: &TableChange) {
    let rows = match (table.rows_before, table.rows_after) {
        (Some(before), Some(after)) => format!("{before} rows before, {after} after"),
        (None, Some(after)) => format!("new, {after} rows"),
        (Some(before), None) => format!("gone, {before} rows before"),
        (None, None) => "not there".to_owned(),
    };
    say(format!(
        "{}: {rows}: {} added, {} removed, {} changed",
        table.table, table.added, table.removed, table.changed
    ));
    for (column, cells) in &table.cells {
        say(format!("  {column}: {cells} cells changed"));
    }
    for (types, cells) in &table.types {
        say(format!("  type of {types}: {cells} cells"));
    }
    for column in &table.columns_gained {
        say(format!("  {column}: a new column"));
    }
    for column in &table.columns_lost {
        say(format!("  {column}: gone"));
    }
}
