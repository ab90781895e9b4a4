//! `sco migrate check`.

use sco_facts::Error;
use sco_facts::migrate::drift::{self, Difference};
use sco_facts::migrate::history;
use sco_facts::migrate::set::Set;
use serde_json::json;

use crate::command::Shared;
use crate::command::output::{object, on_its_line, print_line};
use sco_facts::wording::{agreeing, count};

pub(super) fn run(shared: &Shared, set: &Set) -> anyhow::Result<()> {
    let connection = drift::open(&shared.database(), shared.waiting_time(), set)?;
    let found = drift::check(&connection, set)?;
    let drifted = &found.differences;
    let pending = history::count_pending(&connection, set)?;
    for difference in drifted {
        shared.print(|| text(difference), || object("difference", difference));
    }
    let extra: Vec<String> = found.extra.iter().map(ToString::to_string).collect();
    let not_known: Vec<String> = found.not_known.iter().map(ToString::to_string).collect();
    if shared.is_json() && !shared.quiet {
        print_line(
            json!({"type": "summary", "drifted": drifted.len(), "extra": extra, "not_known": not_known, "pending": pending}),
        );
    }
    for object in &extra {
        shared.print_text_unless_quiet(|| format!("extra: {} (your own)", on_its_line(object)));
    }
    for object in &not_known {
        shared.print_text_unless_quiet(|| format!("not known: {}", on_its_line(object)));
    }
    if drifted.is_empty() {
        let far = if not_known.is_empty() {
            ""
        } else {
            ", as far as it is known"
        };
        let more = match pending {
            0 => String::new(),
            _ => format!(
                "; {} {} pending",
                count(pending, "migration"),
                agreeing(pending, "is", "are")
            ),
        };
        shared.print_text_unless_quiet(|| {
            format!("the schema is what the migrations make{far}{more}")
        });
        return Ok(());
    }
    Err(Error::unsettled(
        format!(
            "{} {} not what the migrations make",
            count(drifted.len(), "object"),
            agreeing(drifted.len(), "is", "are")
        ),
        "go back with `sco migrate restore BACKUP`, or change what is shown",
    )
    .into())
}

fn text(difference: &Difference) -> String {
    let state = if difference.found.is_none() {
        "is gone"
    } else {
        "is another"
    };
    format!(
        "{} {} {state}:\n{}",
        difference.kind,
        difference.name,
        difference.diff()
    )
}
