//! Rules on ids.

use std::collections::BTreeMap;

use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::tables::{self, TABLES};
use crate::vocab::IdKind;

pub(super) fn keys_are_unique(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for table in TABLES {
        let mut seen: BTreeMap<String, &Record> = BTreeMap::new();
        for record in seeds
            .of(table.name)
            .iter()
            .filter(|record| record.has_key())
        {
            // Ids that differ in case alone are a trap for people and for file systems.
            let Some(first) = seen.insert(record.key().to_lowercase(), record) else {
                continue;
            };
            let column = table.key[0];
            let message = format!("has the key of {}:{}", first.file, first.line);
            let help = format!(
                "give one of them another {}, or remove one",
                table.key.join(" and ")
            );
            problems.push(record.problem(column, message, help));
        }
    }
}

pub(super) fn fact_ids_are_unique(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, &Record> = BTreeMap::new();
    for record in seeds.facts() {
        let Some(id) = record.text("fact_id") else {
            continue;
        };
        let Some(first) = seen.insert(id, record) else {
            continue;
        };
        if first.table.name != record.table.name {
            let message = format!("is also the id of {}:{}", first.file, first.line);
            problems.push(record.problem("fact_id", message, "give one of them another id"));
        }
    }
}

pub(super) fn fact_ids_tell_their_kind(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for (table, fact) in tables::kinds() {
        let prefix = fact.prefix;
        for record in seeds.of(table.name) {
            if record
                .text("fact_id")
                .is_some_and(|id| !id.starts_with(prefix))
            {
                let message = format!("does not tell that it is one of {}", table.name);
                let help = format!("let it begin with `{prefix}`");
                problems.push(record.problem("fact_id", message, help));
            }
        }
    }
}

pub(super) fn retired_ids_stay_retired(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for retired in seeds.of("retired_ids") {
        let (Some(id), Some(kind)) = (retired.text("id"), retired.word::<IdKind>("kind")) else {
            continue;
        };
        let mut named = seeds.named(kind).into_iter();
        if let Some(record) = named.find(|record| record.raw(record.table.key[0]) == id) {
            let column = record.table.key[0];
            let message = format!("was retired ({}:{})", retired.file, retired.line);
            problems.push(record.problem(column, message, "give the row a new id"));
        }
    }
}

pub(super) fn released_ids_stay(seeds: &Seeds, problems: &mut Vec<Problem>) {
    if !TABLES.iter().all(|table| seeds.is_whole(table.name)) {
        return;
    }
    let ids = seeds.ids();
    let retired: Vec<(&str, &str)> = seeds
        .of("retired_ids")
        .iter()
        .map(|record| (record.raw("kind"), record.raw("id")))
        .collect();
    for released in seeds.released() {
        let id = (released.kind.word(), released.id.as_str());
        if ids.binary_search(&id).is_ok() || retired.contains(&id) {
            continue;
        }
        problems.push(Problem {
            line: released.line,
            column: Some("id".into()),
            value: Some(released.id.clone()),
            message: format!("is a {} of the last release and is gone", released.kind),
            help: "put it back, or name it in retired_ids with the reason".into(),
            ..crate::seeds::whole_file(&released.file)
        });
    }
}
