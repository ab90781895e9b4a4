//! The commands that make or replace one file: `sco migrate dump`, `backup`, `restore` and `new`.

use std::path::Path;

use sco_facts::migrate::{backup, drift, new_file};
use serde_json::json;

use super::stop_at_ctrl_c;
use crate::command::Shared;
use crate::command::output::shown;

pub(super) fn dump(shared: &Shared) -> anyhow::Result<()> {
    let sql = drift::dump(&shared.open_to_read()?)?;
    shared.print(
        || sql.trim_end().to_owned(),
        || json!({"type": "schema", "sql": sql}),
    );
    Ok(())
}

pub(super) fn back_up(shared: &Shared, out: Option<&Path>) -> anyhow::Result<()> {
    let (db, wait) = (shared.database(), shared.waiting_time());
    let made = backup::back_up(&db, out, wait, &stop_at_ctrl_c()?)?;
    shared.print_unless_quiet(
        || format!("{} backed up as {}", db.display(), made.display()),
        || json!({"type": "backup", "db": shown(&db), "file": shown(&made)}),
    );
    Ok(())
}

pub(super) fn restore(shared: &Shared, from: &Path) -> anyhow::Result<()> {
    let (db, wait) = (shared.database(), shared.waiting_time());
    let kept = backup::restore(&db, from, wait, &stop_at_ctrl_c()?)?;
    shared.print_unless_quiet(
        || match &kept {
            Some(kept) => format!(
                "{} restored; what was there is kept as {}",
                db.display(),
                kept.display()
            ),
            None => format!("{} restored", db.display()),
        },
        || json!({"type": "restored", "db": shown(&db), "file": kept.as_deref().map(shown)}),
    );
    Ok(())
}

pub(super) fn new(shared: &Shared, folder: &Path, name: &str) -> anyhow::Result<()> {
    let made = new_file::create(folder, name)?;
    shared.print_unless_quiet(
        || format!("made {}", made.display()),
        || json!({"type": "migration", "db": shown(&shared.database()), "file": shown(&made)}),
    );
    Ok(())
}
