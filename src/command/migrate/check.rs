//! `sco migrate check`.

use sco_facts::migrate::drift::{Difference, check};
use sco_facts::migrate::set::Set;
use sco_facts::{Error, db};
use serde_json::json;

use crate::command::Shared;
use crate::command::output::{object, print_line};
use sco_facts::wording::{agreeing, count};

pub(super) fn run(shared: &Shared, set: &Set) -> anyhow::Result<()> {
    let connection = db::open_read_only(&shared.database(), shared.waiting_time())?;
    let (drifted, extra) = check(&connection, set)?;
    for difference in &drifted {
        shared.print(|| text(difference), || object("difference", difference));
    }
    let extra: Vec<String> = extra.iter().map(ToString::to_string).collect();
    if shared.is_json() && !shared.quiet {
        print_line(json!({"type": "summary", "drifted": drifted.len(), "extra": extra}));
    }
    for object in &extra {
        shared.print_text_unless_quiet(|| format!("extra: {object} (your own)"));
    }
    if drifted.is_empty() {
        shared.print_text_unless_quiet(|| "the schema is what the migrations make".to_owned());
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
