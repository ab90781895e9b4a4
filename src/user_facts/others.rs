//! Ids of a user's rows that belong to rows of the dataset or of another origin, with one message for each cause.

use std::collections::{BTreeMap, BTreeSet};

use super::one_problem;
use crate::error::{Error, Problem};
use crate::seeds::{Record, Seeds};
use crate::wording::count;

/// Fails for files in which every row is one of the dataset's, with one message in place of one for each row.
pub(super) fn refuse_dataset(user: &Seeds, held: &Seeds, dataset: &str) -> Result<(), Error> {
    let keys = Keys::of(held);
    let rows = user.all().count();
    let are_all_held = rows > 1 && user.all().all(|record| keys.hold(record));
    let Some(first) = user.all().next().filter(|_| are_all_held) else {
        return Ok(());
    };
    Err(Error::Problems(vec![Problem {
        line: first.line,
        ..one_problem(
            &first.file,
            &format!(
                "is the first of {}, which all have ids of the dataset `{dataset}`",
                count(rows, "row")
            ),
            "import facts of your own, with ids of their own",
        )
    }]))
}

/// One problem for all rows of the user's whose ids belong to rows of another owner in a database.
pub(super) fn taken_ids(
    user: &Seeds,
    held: &Seeds,
    (owner, database): (&str, &str),
) -> Option<Problem> {
    let keys = Keys::of(held);
    let taken: Vec<&Record> = user.all().filter(|record| keys.hold(record)).collect();
    let first = *taken.first()?;
    let column = first.table.key[0];
    let (message, remedy) = match taken.len() {
        1 => (
            format!("is the id of a row of `{owner}` in {database}"),
            format!("give it another {column}, or leave the row out"),
        ),
        rows => (
            format!(
                "is the first of {} whose ids are those of rows of `{owner}` in {database}",
                count(rows, "row")
            ),
            format!(
                "import them with `--origin {owner}` if they are those rows, or give each an id of its own"
            ),
        ),
    };
    Some(first.problem(column, message, remedy))
}

/// The keys of records, by table.
pub(super) struct Keys(BTreeMap<&'static str, BTreeSet<String>>);

impl Keys {
    pub(super) fn of(seeds: &Seeds) -> Self {
        let mut keys: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        for record in seeds.all() {
            keys.entry(record.table.name)
                .or_default()
                .insert(record.key());
        }
        Self(keys)
    }

    pub(super) fn hold(&self, record: &Record) -> bool {
        let keys = self.0.get(record.table.name);
        keys.is_some_and(|keys| keys.contains(&record.key()))
    }
}
