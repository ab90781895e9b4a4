//! Rules on ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::tables::TABLES;
use crate::vocab::IdKind;
use crate::wording::with_article;

pub(super) fn keys_are_unique(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for table in TABLES {
        let mut seen: BTreeMap<String, &Record> = BTreeMap::new();
        for record in seeds
            .of(table.name)
            .iter()
            .filter(|record| record.has_key())
        {
            if let Some(first) = seen.insert(record.caseless_key(), record) {
                problems.push(same_key(record, first));
            }
        }
    }
}

fn same_key(record: &Record, first: &Record) -> Problem {
    let (place, case) = (
        first.at(),
        if record.key() == first.key() {
            ""
        } else {
            ", but for case"
        },
    );
    let (column, others) = (record.table.key[0], &record.table.key[1..]);
    let (message, help) = if others.is_empty() {
        (
            format!("has the key of {place}{case}"),
            format!("give one of them another {column}, or remove one"),
        )
    } else {
        (
            format!(
                "stands in {place} already, with the same {}{case}",
                others.join(" and ")
            ),
            "correct one of the rows, or remove it".to_owned(),
        )
    };
    record.problem(column, message, help)
}

/// The facts with one id: the first of each table. `keys_are_unique` reports repetitions within a table.
struct Namesakes<'a> {
    facts: Vec<&'a Record>,
}

impl<'a> Namesakes<'a> {
    fn all(seeds: &'a Seeds) -> impl Iterator<Item = Self> {
        let mut by_id: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for record in seeds.facts() {
            let Some(id) = record.text("fact_id") else {
                continue;
            };
            let facts = by_id.entry(id).or_default();
            if facts
                .last()
                .is_none_or(|before| before.table.name != record.table.name)
            {
                facts.push(record);
            }
        }
        by_id.into_values().map(|facts| Self { facts })
    }

    /// The fact that may keep the id, and those that need another one. The fact whose kind fits the prefix of the id
    /// keeps it; if there is none, the first.
    fn keeper_and_others(&self) -> Option<(&'a Record, impl Iterator<Item = &'a Record>)> {
        let fits = self.facts.iter().position(|fact| tells_its_kind(fact));
        let at = fits.unwrap_or(0);
        let others = (0..).zip(&self.facts).filter(move |(own, _)| *own != at);
        Some((*self.facts.get(at)?, others.map(|(_, fact)| *fact)))
    }
}

fn prefix(fact: &Record) -> &'static str {
    fact.table.fact.as_ref().map_or("", |fact| fact.prefix)
}

fn tells_its_kind(fact: &Record) -> bool {
    fact.raw("fact_id").starts_with(prefix(fact))
}

pub(super) fn fact_ids_are_unique(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for namesakes in Namesakes::all(seeds) {
        let Some((keeper, others)) = namesakes.keeper_and_others() else {
            continue;
        };
        for fact in others {
            let message = format!("is also the id of {}", keeper.at());
            let help = format!(
                "give it an id of its own that begins with `{}`",
                prefix(fact)
            );
            problems.push(fact.problem("fact_id", message, help));
        }
    }
}

/// Of several facts with one id only one is looked at, as the prefix can fit one kind only; `fact_ids_are_unique`
/// reports the others.
pub(super) fn fact_ids_tell_their_kind(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for namesakes in Namesakes::all(seeds) {
        let Some((fact, _)) = namesakes.keeper_and_others() else {
            continue;
        };
        if !tells_its_kind(fact) {
            let message = format!("does not tell that it is one of {}", fact.table.name);
            let help = format!("let it begin with `{}`", prefix(fact));
            problems.push(fact.problem("fact_id", message, help));
        }
    }
}

pub(super) fn retired_ids_stay_retired(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut holders: BTreeMap<IdKind, BTreeMap<&str, &Record>> = BTreeMap::new();
    for retired in seeds.of("retired_ids") {
        let (Some(id), Some(kind)) = (retired.text("id"), retired.word::<IdKind>("kind")) else {
            continue;
        };
        let holders = holders
            .entry(kind)
            .or_insert_with(|| first_holders(seeds, kind));
        if let Some(record) = holders.get(id) {
            let column = record.table.key[0];
            let message = format!("was retired ({})", retired.at());
            problems.push(record.problem(column, message, "give the row a new id"));
        }
    }
}

/// For each id of a kind, the first row that has it.
fn first_holders(seeds: &Seeds, kind: IdKind) -> BTreeMap<&str, &Record> {
    let mut holders = BTreeMap::new();
    for record in seeds.named(kind) {
        let id = record.raw(record.table.key[0]);
        holders.entry(id).or_insert(record);
    }
    holders
}

pub(super) fn released_ids_stay(seeds: &Seeds, problems: &mut Vec<Problem>) {
    if seeds.released().is_empty() || !TABLES.iter().all(|table| seeds.is_whole(table.name)) {
        return;
    }
    let ids = seeds.ids();
    let retired: BTreeSet<(&str, &str)> = seeds
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
            message: format!(
                "is {} of the last release and is gone",
                with_article(released.kind.word())
            ),
            help: "put it back, or name it in retired_ids with the reason".into(),
            ..crate::seeds::whole_file(&released.file)
        });
    }
}
