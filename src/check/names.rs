//! Rules on the names of entities.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::Problem;
use crate::seeds::{Record, Seeds};

/// A name without case and accents, for comparison.
fn folded(name: &str) -> String {
    name.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Reports names in `entity_names` that repeat the entity's own name. A name that is in `entity_names` twice has the
/// key of another row and is left to `keys_are_unique`.
pub(super) fn names_are_not_repeated(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let own: BTreeMap<&str, &str> = seeds
        .of("entities")
        .iter()
        .map(|entity| (entity.raw("entity_id"), entity.raw("name")))
        .collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for other in seeds
        .of("entity_names")
        .iter()
        .filter(|other| other.has_key())
    {
        let repeats = own.get(other.raw("entity_id")) == Some(&other.raw("name"));
        if seen.insert(other.caseless_key()) && repeats {
            problems.push(other.problem("name", "is the entity's own name", "remove the row"));
        }
    }
}

/// The entities that share a name without a note that explains it: the first row with the name, and all their ids.
struct Owners<'a> {
    first: &'a Record,
    ids: BTreeSet<&'a str>,
}

pub(super) fn names_belong_to_one(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut owners: BTreeMap<String, Owners<'_>> = BTreeMap::new();
    let rows = seeds.of("entities").iter().chain(seeds.of("entity_names"));
    // A note explains only the name in its own row; rows without a note are still compared with each other.
    let unexplained = rows.filter(|record| {
        record.has_key() && !record.raw("name").is_empty() && record.text("note").is_none()
    });
    for record in unexplained {
        let id = record.raw("entity_id");
        let owned = owners
            .entry(folded(record.raw("name")))
            .or_insert_with(|| Owners {
                first: record,
                ids: BTreeSet::from([id]),
            });
        if owned.ids.insert(id) {
            let first = owned.first;
            let message = format!(
                "is also the name of `{}` ({})",
                first.raw("entity_id"),
                first.at()
            );
            let help = "use one entity for one thing, or tell the two apart in note";
            problems.push(record.problem("name", message, help));
        }
    }
}

pub(super) fn works_stand_once(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut titles: BTreeMap<(String, &str), &Record> = BTreeMap::new();
    let mut addresses: BTreeMap<&str, &Record> = BTreeMap::new();
    for source in seeds
        .of("sources")
        .iter()
        .filter(|source| source.text("note").is_none() && source.text("title").is_some())
    {
        let title: String = folded(source.raw("title"))
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let same_title = titles.insert((title, source.raw("issued")), source);
        let url = source.text("url");
        let same_address = url.and_then(|url| addresses.insert(url, source));
        // A work that was entered twice often has both in common, and is reported once.
        let found = match (same_title, same_address) {
            (Some(first), _) => Some(("title", "has the title and date of", first)),
            (None, Some(first)) => Some(("url", "is the address of", first)),
            (None, None) => None,
        };
        if let Some((column, shares, first)) = found
            && !source.has_key_of(first)
        {
            let message = format!("{shares} {}", first.named());
            let help = "use one row for one work, or tell the two apart in note";
            problems.push(source.problem(column, message, help));
        }
    }
}
