//! The commands that make or replace one file: `sco migrate dump`, `backup`, `restore` and `new`.

use std::path::Path;

use sco_facts::files::shown;
use sco_facts::migrate::backup::{self, Outcome};
use sco_facts::migrate::new_file::{self, Made};
use sco_facts::migrate::set::Set;
use sco_facts::migrate::{drift, open_to_read};
use serde_json::json;

use crate::command::Shared;
use crate::command::output::{print_note, print_notes, visible};
use crate::command::progress::waiting;
use crate::command::stop::stop_at_ctrl_c;

pub(super) fn dump(shared: &Shared, set: &Set) -> anyhow::Result<()> {
    let sql = drift::dump(&open_to_read(
        &shared.database(),
        set,
        shared.waiting_time(),
    )?)?;
    if !shared.is_json() && visible(&sql) != sql {
        print_note(
            "the schema holds control characters, which are written out here; `--format json` gives it exactly",
        );
    }
    shared.print_exactly(
        || sql.trim_end().to_owned(),
        || json!({"type": "schema", "sql": sql}),
    );
    Ok(())
}

pub(super) fn back_up(shared: &Shared, set: &Set, out: Option<&Path>) -> anyhow::Result<()> {
    let (db, wait) = (shared.database(), shared.waiting_time());
    let stop = stop_at_ctrl_c()?;
    let Outcome { file, notes } = waiting(shared, "backing up", || {
        backup::back_up(&db, out, set, wait, &stop)
    })?;
    print_notes(&notes);
    let made = file.unwrap_or_default();
    shared.print_unless_quiet(
        || format!("{} backed up as {}", db.display(), made.display()),
        || json!({"type": "backup", "db": shown(&db), "file": shown(&made)}),
    );
    Ok(())
}

pub(super) fn restore(shared: &Shared, set: &Set, from: &Path) -> anyhow::Result<()> {
    let (db, wait) = (shared.database(), shared.waiting_time());
    let stop = stop_at_ctrl_c()?;
    let Outcome { file: kept, notes } = waiting(shared, "restoring", || {
        backup::restore(&db, from, set, wait, &stop)
    })?;
    print_notes(&notes);
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
    let Made { path: made, notes } = new_file::create(folder, name, shared.waiting_time())?;
    print_notes(&notes);
    shared.print_unless_quiet(
        || format!("made {}", made.display()),
        || json!({"type": "migration", "file": shown(&made)}),
    );
    Ok(())
}
