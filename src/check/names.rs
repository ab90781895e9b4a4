//! Rules on the names of entities.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::Problem;
use crate::seeds::{Record, Seeds};

/// A name as people compare names: without case and accents.
fn folded(name: &str) -> String {
    name.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

pub(super) fn names_are_not_repeated(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let own: BTreeMap<&str, &str> = seeds
        .of("entities")
        .iter()
        .map(|entity| (entity.raw("entity_id"), entity.raw("name")))
        .collect();
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    for other in seeds
        .of("entity_names")
        .iter()
        .filter(|other| other.has_key())
    {
        let (id, name) = (other.raw("entity_id"), other.raw("name"));
        if own.get(id) == Some(&name) {
            problems.push(other.problem("name", "is the entity's own name", "remove the row"));
        } else if !seen.insert((id, name.to_lowercase())) {
            let message = "stands twice for the entity, but for case";
            problems.push(other.problem("name", message, "remove one of the rows"));
        }
    }
}

pub(super) fn names_belong_to_one(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut owners: BTreeMap<String, &Record> = BTreeMap::new();
    let rows = seeds.of("entities").iter().chain(seeds.of("entity_names"));
    for record in rows.filter(|record| record.has_key() && !record.raw("name").is_empty()) {
        let first = *owners.entry(folded(record.raw("name"))).or_insert(record);
        let same = first.raw("entity_id") == record.raw("entity_id");
        let explained = record.text("note").is_some() || first.text("note").is_some();
        if !same && !explained {
            let owner = first.raw("entity_id");
            let message = format!(
                "is also the name of `{owner}` ({}:{})",
                first.file, first.line
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
        let help = "use one row for one work, or tell the two apart in note";
        if let Some(first) = titles.insert((title, source.raw("issued")), source) {
            let message = format!("has the title and date of {}:{}", first.file, first.line);
            problems.push(source.problem("title", message, help));
        }
        let Some(url) = source.text("url") else {
            continue;
        };
        if let Some(first) = addresses.insert(url, source) {
            let message = format!("is the address of {}:{}", first.file, first.line);
            problems.push(source.problem("url", message, help));
        }
    }
}
