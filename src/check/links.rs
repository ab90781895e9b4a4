//! Rules on rows that name other rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Problem;
use crate::number::Decimal;
use crate::seeds::{Record, Seeds};
use crate::tables::{CellType, Limit, TABLES};
use crate::vocab::{EntityKind, TermKind};
use crate::wording::{count, did_you_mean};

/// The ids of every table that others refer to.
fn known_ids(seeds: &Seeds) -> BTreeMap<&'static str, BTreeSet<&str>> {
    let mut known: BTreeMap<&'static str, BTreeSet<&str>> = BTreeMap::new();
    for table in TABLES {
        let ids = seeds
            .of(table.name)
            .iter()
            .map(|record| record.raw(table.key[0]));
        known.entry(table.name).or_default().extend(ids);
    }
    known.insert(
        "facts",
        seeds.facts().map(|record| record.raw("fact_id")).collect(),
    );
    known
}

pub(super) fn references_exist(seeds: &Seeds, problems: &mut Vec<Problem>) {
    /// The ids for which those that are near are looked for, which takes time.
    const LOOKED_UP: usize = 100;
    let known = known_ids(seeds);
    let missing = |table: &str, id: &str| {
        // The id may be that of a row which could not be read; that row was reported already.
        !known.get(table).is_some_and(|ids| ids.contains(id)) && !seeds.may_hold(table, id)
    };
    let mut found: BTreeMap<(&str, &str), Vec<Problem>> = BTreeMap::new();
    for record in seeds.all() {
        for (column, table, id) in record.foreign_keys() {
            if missing(table, id) {
                let of_list = (record.raw(column) != id).then_some(id);
                found
                    .entry((table, id))
                    .or_default()
                    .push(unknown(record, column, table, of_list));
            }
        }
        for used in record.citations() {
            let id = used.citation_id.as_str();
            if missing("citations", id) {
                let problem = unknown(record, "citations", "citations", Some(id));
                found.entry(("citations", id)).or_default().push(problem);
            }
        }
    }
    for (n, ((table, id), mut list)) in found.into_iter().enumerate() {
        let ids = known.get(table).filter(|_| n < LOOKED_UP);
        let ids: Vec<&str> = ids.into_iter().flatten().copied().collect();
        if let Some(near) = did_you_mean(id, &ids) {
            for problem in &mut list {
                problem.help = format!("{near} {}", problem.help);
            }
        }
        summarise(list, problems);
    }
}

/// Many rows may refer to an id that is missing or misspelt. The first few are reported, with the number of the
/// others.
fn summarise(mut list: Vec<Problem>, problems: &mut Vec<Problem>) {
    const TOLD: usize = 3;
    let more = list.len().saturating_sub(TOLD);
    list.truncate(TOLD);
    if let (Some(last), true) = (list.last_mut(), more > 0) {
        last.message = format!("{} (named in {})", last.message, count(more, "more cell"));
    }
    problems.extend(list);
}

fn unknown(record: &Record, column: &str, table: &str, id: Option<&str>) -> Problem {
    let message = match id {
        Some(id) => format!("names `{id}`, which is not in {table}"),
        None => format!("is not in {table}"),
    };
    let help = format!("correct the id, or add its row to {table}");
    record.problem(column, message, help)
}

pub(super) fn terms_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let kinds: BTreeMap<&str, TermKind> = seeds
        .of("terms")
        .iter()
        .filter_map(|term| Some((term.text("term")?, term.word("kind")?)))
        .collect();
    for record in seeds.all() {
        for column in record.table.columns() {
            let (CellType::Term(wanted), Some(term)) = (column.cell, record.text(column.name))
            else {
                continue;
            };
            if let Some(kind) = kinds.get(term).filter(|kind| **kind != wanted) {
                let message = format!("is a term of kind {kind}");
                let help = format!("use a term of kind {wanted}");
                problems.push(record.problem(column.name, message, help));
            }
        }
    }
}

pub(super) fn entities_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let persons: BTreeSet<&str> = seeds
        .of("entities")
        .iter()
        .filter(|entity| matches!(entity.word("kind"), Some(EntityKind::Person) | None))
        .map(|entity| entity.raw("entity_id"))
        .collect();
    let entities = known_ids(seeds).remove("entities").unwrap_or_default();
    for office in seeds.of("offices") {
        let Some(person) = office.text("person") else {
            continue;
        };
        if entities.contains(person) && !persons.contains(person) {
            problems.push(office.problem(
                "person",
                "is not a person",
                "name an entity of kind person",
            ));
        }
    }
}

/// The code lists with which trade statistics name states, areas and groups.
const LISTS_OF_AREAS: &[&str] = &["iso3166_1_alpha3", "comtrade", "cow", "imf"];

/// The entities that are in the dataset for the sake of their codes, whether a fact names them or not.
fn areas_of_the_code_lists(seeds: &Seeds) -> BTreeSet<&str> {
    let codes = seeds.of("entity_codes").iter();
    codes
        .filter(|code| LISTS_OF_AREAS.contains(&code.raw("scheme")))
        .map(|code| code.raw("entity_id"))
        .collect()
}

pub(super) fn places_lie_on_earth(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let kinds: BTreeMap<&str, Option<EntityKind>> = seeds
        .of("entities")
        .iter()
        .map(|entity| (entity.raw("entity_id"), entity.word("kind")))
        .collect();
    for place in seeds.of("places") {
        for column in place.table.own {
            let Limit::Between(least, most) = column.limit else {
                continue;
            };
            let on_earth = Decimal::from(least)..=Decimal::from(most);
            let degrees = place.decimal(column.name);
            if degrees.is_some_and(|degrees| !on_earth.contains(degrees)) {
                problems.push(place.problem(
                    column.name,
                    "is no place on earth",
                    format!("write degrees from {least} to {most}"),
                ));
            }
        }
        let kind = |column: &str| kinds.get(place.raw(column)).copied().flatten();
        if kind("entity_id").is_some_and(|kind| kind != EntityKind::Place) {
            problems.push(place.problem(
                "entity_id",
                "is not a place",
                "name an entity of kind place",
            ));
        }
        if kind("state").is_some_and(|kind| kind != EntityKind::State) {
            problems.push(place.problem("state", "is not a state", "name an entity of kind state"));
        }
    }
}

fn is_for_a_closed_word(term: &Record) -> bool {
    let kind: Option<TermKind> = term.word("kind");
    kind.is_some_and(|kind| kind.closed_words().is_some())
}

pub(super) fn entities_are_used(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    for record in seeds.facts() {
        used.extend(record.foreign_keys().map(|(_, table, id)| (table, id)));
    }
    for tied in ["source_authors", "entity_members"] {
        for record in seeds.of(tied) {
            used.extend(record.foreign_keys().map(|(_, table, id)| (table, id)));
        }
    }
    // A fact or cell that could not be read may contain the id that seems unused.
    let may_hide = !seeds.facts_are_whole() || seeds.facts().any(Record::foreign_key_is_bad);
    if may_hide {
        return;
    }
    let reference = areas_of_the_code_lists(seeds);
    for (table, column) in [("entities", "entity_id"), ("terms", "term")] {
        for record in seeds.of(table).iter().filter(|record| record.has_key()) {
            // Every word of a closed vocabulary has a term, used or not, since a user's facts may need it.
            let is_closed = table == "terms" && is_for_a_closed_word(record);
            let is_area = table == "entities" && reference.contains(record.raw(column));
            let is_spared = is_closed || is_area;
            if !is_spared && !used.contains(&(table, record.raw(column))) {
                problems.push(record.problem(
                    column,
                    "occurs in no fact",
                    "remove the row, or add the fact that needs it",
                ));
            }
        }
    }
}
