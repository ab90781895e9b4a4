//! `sco migrate status`.

use sco_facts::Error;
use sco_facts::migrate::set::Set;
use sco_facts::migrate::status::{MigrationState, Status, status};
use sco_facts::migrate::{FileState, history};

use crate::command::Shared;
use crate::command::output::{object, print_entry, print_line};
use sco_facts::wording::{agreeing, count};

pub(super) fn run(shared: &Shared, set: &Set) -> anyhow::Result<()> {
    let status = status(&shared.database(), shared.waiting_time(), set)?;
    if shared.is_json() {
        print_line(object("status", &status));
    } else if !(shared.quiet && status.is_settled()) {
        print(&status);
    }
    if status.is_settled() {
        return Ok(());
    }
    let (message, help) = advice(&status);
    Err(Error::unsettled(message, help).into())
}

fn print(status: &Status) {
    for migration in &status.migrations {
        let detail = migration.why.as_ref().or(migration.applied_on.as_ref());
        let detail = detail.map_or_else(String::new, |detail| format!("  {detail}"));
        print_entry(format!(
            "{:9}  {}{detail}",
            migration.state, migration.migration
        ));
    }
    for flaw in &status.duplicates {
        print_entry(format!("duplicate  {flaw}"));
    }
    for flaw in &status.unusable {
        print_entry(format!("unusable   {flaw}"));
    }
    for difference in &status.drifted {
        print_entry(format!(
            "drifted    {} {}",
            difference.kind, difference.name
        ));
    }
    for object in &status.extra {
        print_entry(format!("extra      {object} (your own)"));
    }
    for object in &status.not_known {
        print_entry(format!("not known  {object}"));
    }
    for backup in &status.backups {
        print_entry(format!("backup     {}", backup.display()));
    }
}

/// The states of migrations that call for action, the most serious first. Each has message and remedy, first for one
/// migration and then for several.
const ADVICE: [(MigrationState, [&str; 2], [&str; 2]); 3] = [
    (
        MigrationState::Divergent,
        [
            "is not the one that the database has seen",
            "bring the file back as it was",
        ],
        [
            "are not those that the database has seen",
            "bring the files back as they were",
        ],
    ),
    (
        MigrationState::Missing,
        [
            "that the database has seen is not there",
            "bring the file back",
        ],
        [
            "that the database has seen are not there",
            "bring the files back",
        ],
    ),
    (
        MigrationState::Late,
        [
            "comes before one that was applied",
            "give it the next free number",
        ],
        [
            "come before one that was applied",
            "give them the next free numbers",
        ],
    ),
];

/// The advice for an unsettled database; the most serious problem wins.
fn advice(status: &Status) -> (String, String) {
    let db = status.db.display();
    if status.emptied {
        let complaint = history::emptied();
        return (format!("{db}: {}", complaint.message), complaint.help);
    }
    let (message, help) = usual_advice(status);
    (message, help.to_owned())
}

fn usual_advice(status: &Status) -> (String, &'static str) {
    let db = status.db.display();
    match status.kind {
        FileState::Foreign => {
            return (
                format!("{db} is a database, but not one that sco made"),
                "name another file with `--db`",
            );
        }
        FileState::Ahead => {
            return (
                format!("{db} was made by a newer version of sco"),
                "update the program",
            );
        }
        FileState::Absent | FileState::Fresh | FileState::Ours => {}
    }
    if !status.duplicates.is_empty() || !status.unusable.is_empty() {
        return (
            "the folder of migrations has files that cannot be used".to_owned(),
            "mend them",
        );
    }
    for (state, one, more) in ADVICE {
        let found = status.count(state);
        if found > 0 {
            let [fault, help] = if found == 1 { one } else { more };
            return (format!("{db}: {} {fault}", count(found, "migration")), help);
        }
    }
    if !status.drifted.is_empty() {
        return (
            format!(
                "{db}: {} {} not what the migrations make",
                count(status.drifted.len(), "object"),
                agreeing(status.drifted.len(), "is", "are")
            ),
            "`sco migrate check` shows more",
        );
    }
    match status.count(MigrationState::Pending) {
        0 => (format!("{db} is empty"), "fill it with `sco build`"),
        pending => (
            format!(
                "{db}: {} {} pending",
                count(pending, "migration"),
                agreeing(pending, "is", "are")
            ),
            "run `sco migrate up`",
        ),
    }
}
