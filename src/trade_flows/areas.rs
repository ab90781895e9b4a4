//! The entities that a file may name as reporter or partner, in memory: by their codes and names.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use super::exact::whole;
use super::record::Key;
use crate::db::Queries;
use crate::error::Error;
use crate::vocab::{AreaKind, EntityKind, Vocabulary};

/// The code systems whose codes are numbers: zeros before them change nothing, and programs lose them.
const NUMERIC: &[&str] = &["comtrade", "cow", "imf", "m49"];

/// Every entity with its codes and names, in the order of their ids.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Areas {
    ids: Vec<String>,
    kinds: Vec<AreaKind>,
    by_code: BTreeMap<String, HashMap<Vec<u8>, Vec<Holder>>>,
    by_name: HashMap<Vec<u8>, Vec<Holder>>,
}

/// An entity that holds a code, and the years in which it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Holder {
    area: u32,
    from: u16,
    to: u16,
}

/// The answer to a code or name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The place of the entity.
    One(u32),
    /// Nobody has it.
    Unknown,
    /// Others have it in other years.
    OtherYears(String),
    /// Several have it in this year.
    Several(String),
}

impl Areas {
    /// Reads the entities of a database.
    pub(super) fn read(connection: &Connection) -> Result<Self, Error> {
        const DOING: &str = "read the codes of entities";
        let entities = connection.rows(
            DOING,
            "SELECT entity_id, kind FROM entities ORDER BY entity_id",
            [],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?)),
        )?;
        let mut areas = Self {
            ids: Vec::new(),
            kinds: Vec::new(),
            by_code: BTreeMap::new(),
            by_name: HashMap::new(),
        };
        for (id, kind) in entities {
            let kind = EntityKind::from_word(&kind);
            areas.ids.push(id);
            areas.kinds.push(kind.map_or(AreaKind::Area, kind_of_area));
        }
        areas.take_codes(connection.rows(
            DOING,
            "SELECT entity_id, scheme, code, valid_from, valid_to FROM entity_codes ORDER BY scheme, code, entity_id",
            [],
            |row| {
                Ok(CodeRow {
                    id: row.get(0)?,
                    scheme: row.get(1)?,
                    code: row.get(2)?,
                    from: row.get(3)?,
                    to: row.get(4)?,
                })
            },
        )?);
        areas.take_names(connection.rows(
            DOING,
            "SELECT entity_id, name FROM entities UNION SELECT entity_id, name FROM entity_names",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?);
        Ok(areas)
    }

    fn take_codes(&mut self, rows: Vec<CodeRow>) {
        for row in rows {
            let Some(area) = self.place(&row.id) else {
                continue;
            };
            let year = |text: Option<String>, open: u16| {
                text.and_then(|year| year.parse().ok()).unwrap_or(open)
            };
            let holder = Holder {
                area,
                from: year(row.from, u16::MIN),
                to: year(row.to, u16::MAX),
            };
            let code = compared(&row.scheme, row.code.as_bytes()).to_vec();
            let of_scheme = self.by_code.entry(row.scheme).or_default();
            of_scheme.entry(code).or_default().push(holder);
        }
    }

    fn take_names(&mut self, rows: Vec<(String, String)>) {
        for (id, name) in rows {
            if let Some(area) = self.place(&id) {
                let holder = Holder {
                    area,
                    from: u16::MIN,
                    to: u16::MAX,
                };
                self.by_name
                    .entry(name.into_bytes())
                    .or_default()
                    .push(holder);
            }
        }
    }

    /// The place of an entity.
    pub(super) fn place(&self, id: &str) -> Option<u32> {
        let found = self.ids.binary_search_by(|held| held.as_str().cmp(id));
        found.ok().and_then(|at| u32::try_from(at).ok())
    }

    /// The id of an entity.
    pub(super) fn id(&self, place: u32) -> &str {
        &self.ids[place as usize]
    }

    /// What the entity is to trade statistics.
    pub(super) fn kind(&self, place: u32) -> AreaKind {
        self.kinds[place as usize]
    }

    /// How many entities there are.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether reporter or partner is a group, whose trade is in other rows too.
    pub(super) fn is_total(&self, key: &Key) -> bool {
        let is_group = |area: u32| self.kind(area) == AreaKind::Group;
        is_group(key.reporter) || is_group(key.partner)
    }

    /// The places of all of them.
    pub(super) fn places(&self) -> impl Iterator<Item = u32> {
        (0..).take(self.len())
    }

    /// The entity that has a code in this year.
    pub(super) fn by_code(&self, scheme: &str, code: &[u8], year: u16) -> Answer {
        let holders = self
            .by_code
            .get(scheme)
            .and_then(|codes| codes.get(compared(scheme, code)));
        self.answer(holders, year)
    }

    /// The entity that has exactly this name.
    pub(super) fn by_name(&self, name: &[u8]) -> Answer {
        self.answer(self.by_name.get(name), 0)
    }

    fn answer(&self, holders: Option<&Vec<Holder>>, year: u16) -> Answer {
        let Some(holders) = holders else {
            return Answer::Unknown;
        };
        let mut now = holders
            .iter()
            .filter(|holder| (holder.from..=holder.to).contains(&year));
        match (now.next(), now.next()) {
            (Some(one), None) => Answer::One(one.area),
            (None, _) => {
                let told: Vec<String> = holders.iter().map(|holder| self.times(*holder)).collect();
                Answer::OtherYears(told.join(", "))
            }
            (Some(_), Some(_)) => {
                let ids: Vec<&str> = holders.iter().map(|holder| self.id(holder.area)).collect();
                Answer::Several(ids.join(", "))
            }
        }
    }

    fn times(&self, holder: Holder) -> String {
        let id = self.id(holder.area);
        match (holder.from, holder.to) {
            (from, u16::MAX) => format!("`{id}` since {from}"),
            (u16::MIN, to) => format!("`{id}` until {to}"),
            (from, to) => format!("`{id}` from {from} to {to}"),
        }
    }

    /// Up to three names that look like this one, each with its id.
    pub(super) fn near(&self, name: &str) -> Vec<String> {
        let wanted = folded(name);
        let most = (wanted.chars().count() / 3).max(1);
        let mut near: Vec<(usize, &str, &str)> = Vec::new();
        for (held, holders) in &self.by_name {
            let Ok(held) = std::str::from_utf8(held) else {
                continue;
            };
            let other = folded(held);
            let begins =
                !wanted.is_empty() && (other.starts_with(&wanted) || wanted.starts_with(&other));
            let distance = if begins { 1 } else { distance(&wanted, &other) };
            if distance <= most {
                near.extend(
                    holders
                        .iter()
                        .map(|holder| (distance, held, self.id(holder.area))),
                );
            }
        }
        near.sort_unstable();
        near.dedup_by_key(|found| found.2);
        near.truncate(3);
        near.iter()
            .map(|(_, name, id)| format!("`{name}` ({id})"))
            .collect()
    }
}

struct CodeRow {
    id: String,
    scheme: String,
    code: String,
    from: Option<String>,
    to: Option<String>,
}

/// What an entity is to trade statistics. A concept is what is left over once all areas are named: "areas not
/// specified", bunkers. What has members is a group: their trade is in their own rows too.
fn kind_of_area(kind: EntityKind) -> AreaKind {
    match kind {
        EntityKind::Aggregate
        | EntityKind::Organisation
        | EntityKind::Forum
        | EntityKind::Agreement
        | EntityKind::Community => AreaKind::Group,
        EntityKind::Concept => AreaKind::Rest,
        EntityKind::State
        | EntityKind::Place
        | EntityKind::Body
        | EntityKind::Company
        | EntityKind::Media
        | EntityKind::Person
        | EntityKind::ArmedGroup
        | EntityKind::Programme
        | EntityKind::Project
        | EntityKind::Product => AreaKind::Area,
    }
}

/// A code as it is compared in its scheme.
fn compared<'a>(scheme: &str, code: &'a [u8]) -> &'a [u8] {
    if !NUMERIC.contains(&scheme) {
        return code;
    }
    let code = whole(code);
    if !code.iter().all(u8::is_ascii_digit) {
        return code;
    }
    let zeros = code.iter().take_while(|byte| **byte == b'0').count();
    &code[zeros.min(code.len().saturating_sub(1))..]
}

fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// How many letters must be changed, added or taken away to make one text of the other.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (other_at, other) in two.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[other_at + 1];
            row[other_at + 1] = changed.min(diagonal + 1).min(row[other_at] + 1);
        }
    }
    row[two.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_before_a_number_change_nothing_and_letters_do() {
        assert_eq!(compared("m49", b"004"), b"4");
        assert_eq!(compared("comtrade", b"0"), b"0");
        assert_eq!(compared("comtrade", b"000"), b"0");
        assert_eq!(compared("imf", b"G001"), b"G001");
        assert_eq!(compared("m49", b"004.0"), b"4");
        assert_eq!(compared("iso3166_1_alpha3", b"004"), b"004");
    }

    #[test]
    fn distance_counts_letters() {
        assert_eq!(distance("kirgizstan", "kyrgyzstan"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
