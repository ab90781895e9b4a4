//! `sco migrate lint`.

use std::path::Path;

use sco_facts::Error;
use sco_facts::migrate::lint::{Linted, Record, ViewChange, lint};
use sco_facts::migrate::rule::Rule;
use sco_facts::migrate::set::Set;
use serde_json::json;

use super::up::changed_view;
use crate::command::Shared;
use crate::command::output::object;
use crate::command::terminal::{Terminal, beside};
use sco_facts::wording::count;

pub(super) fn run(shared: &Shared, set: &Set, folder: &Path) -> anyhow::Result<()> {
    let Linted {
        findings,
        views_changed,
    } = lint(set, Record::read(folder)?.as_ref())?;
    for change in &views_changed {
        shared.print_unless_quiet(
            || {
                let ViewChange { file, view, now } = change;
                format!("{file}: {}", changed_view(view, now))
            },
            || object("view_changed", change),
        );
    }
    for finding in &findings {
        shared.print(
            || {
                format!(
                    "{}:{}: {}: {}; {}",
                    finding.file, finding.line, finding.rule, finding.message, finding.help
                )
            },
            || object("finding", finding),
        );
    }
    if !findings.is_empty() {
        return Err(Error::unsettled(
            format!("{} in the migrations", count(findings.len(), "finding")),
            "correct what is shown",
        )
        .into());
    }
    let migrations = set.files.len();
    shared.print_unless_quiet(
        || format!("{}, nothing found", count(migrations, "migration")),
        || json!({"type": "summary", "migrations": migrations, "findings": 0}),
    );
    Ok(())
}

/// Prints the rules.
pub(super) fn list_rules(shared: &Shared) {
    let width = Terminal::of_stdout().width();
    for rule in Rule::ALL {
        let (name, demands) = (rule.name(), rule.demands());
        shared.print(
            || beside(&format!("{name:12} "), demands, width),
            || json!({"type": "rule", "name": name, "demands": demands}),
        );
    }
}
