//! Which files an export of this or an older version can have written. Anybody can add a line to the list of a folder, so
//! that their file is checked too; it does not become a file that an export may remove.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use super::{beside, worked_out_cells};
use crate::dictionary::described;
use crate::migrate::set::Set;

/// The tables and views that are exported today, and all that a migration ever made: what a version exported was a table
/// or view of its database.
static STEMS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let today = described()
        .into_iter()
        .map(|relation| relation.name.to_owned());
    let set = Set::embedded();
    let ever = set.files.iter().flat_map(|file| made_by(&file.sql));
    today.chain(ever).collect()
});

/// Whether an export can have written a file of this name, which may lead into a folder below.
pub(super) fn can_be_ours(name: &str) -> bool {
    let beside = beside::FILES.iter().map(|file| file.name);
    if beside
        .chain([worked_out_cells::NAME])
        .any(|ours| ours == name)
    {
        return true;
    }
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        [file] => {
            let path = Path::new(file);
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let is_ending = path
                .extension()
                .is_some_and(|it| it == "csv" || it == "parquet");
            is_ending && STEMS.contains(&*stem)
        }
        ["trade_flows", dataset, year, file] => {
            dataset.starts_with("dataset=")
                && year.starts_with("year=")
                && file.starts_with("part-")
                && file.ends_with(".parquet")
        }
        _ => false,
    }
}

/// The names that stand behind `TABLE`, `VIEW` and `RENAME TO` in the text of a migration.
fn made_by(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words: Vec<&str> = text
        .split(|c| !is_part(c))
        .filter(|word| !word.is_empty())
        .collect();
    let is = |word: &str, keyword: &str| word.eq_ignore_ascii_case(keyword);
    let named = words.windows(2).filter_map(|pair| {
        let is_before = is(pair[0], "TABLE") || is(pair[0], "VIEW") || is(pair[0], "TO");
        is_before.then(|| pair[1].to_owned())
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_exports_of_any_version_are_known_and_no_others() {
        for name in [
            "events.csv",
            "v_facts.csv",
            "v_facts.parquet",
            "trade_flows/dataset=baci/year=2020/part-0.parquet",
            "sources.bib",
            "worked_out_cells.jsonl",
            // A view of an older version that is no more an export.
            "expectations.csv",
        ] {
            assert!(can_be_ours(name), "{name}");
        }
        for name in [
            "mine.txt",
            "mine.csv",
            "events.txt",
            "events",
            "events.csv.bak",
            "notes/events.csv",
            "trade_flows/dataset=baci/year=2020/notes.parquet",
            "trade_flows/part-0.parquet",
            "SHA256SUMS",
        ] {
            assert!(!can_be_ours(name), "{name}");
        }
    }

    #[test]
    fn a_migration_names_what_it_makes() {
        let text =
            "CREATE TABLE a (x TEXT);\ncreate view b AS SELECT 1;\nALTER TABLE a RENAME TO c;";
        assert_eq!(made_by(text), ["a", "b", "a", "c"]);
    }
}
