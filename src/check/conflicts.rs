//! Whether the facts of a claim group contradict each other, decided in the same way as in the view `v_conflicts`.

use std::collections::{BTreeMap, BTreeSet};

use super::standings::class;
use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::vocab::{DateRole, FactLink, Qualifier, Standing};

/// The predicate of a place that lies in another.
const LIES_IN: &str = "located-in";

/// What has to be known besides two facts to decide whether they contradict each other.
struct Ties<'a> {
    /// An expectation and its outcome, which are no contradiction.
    outcomes: BTreeSet<(&'a str, &'a str)>,
    /// A place and what it lies in.
    places: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Ties<'a> {
    fn of(seeds: &'a Seeds) -> Self {
        let links = seeds.of("fact_links").iter();
        let outcomes = links.filter(|link| link.word("link") != Some(FactLink::Corrects));
        let relations = seeds.of("relations").iter();
        let places = relations.filter(|relation| relation.raw("predicate") == LIES_IN);
        Self {
            outcomes: outcomes
                .map(|link| (link.raw("fact_id"), link.raw("other_fact")))
                .collect(),
            places: places
                .map(|relation| (relation.raw("subject"), relation.raw("object")))
                .collect(),
        }
    }

    fn contradict(&self, one: &Record, two: &Record) -> bool {
        if tied(&self.outcomes, one.raw("fact_id"), two.raw("fact_id")) {
            return false;
        }
        if one.table.name != two.table.name {
            return true;
        }
        match one.table.name {
            "memberships" => standings_differ(one, two),
            "events" => self.events_differ(one, two),
            "trade_figures" | "indicators" => numbers_differ(one, two),
            _ => true,
        }
    }

    fn events_differ(&self, one: &Record, two: &Record) -> bool {
        let undated = one.date("date").is_none() || two.date("date").is_none();
        let elsewhere = match (one.text("place"), two.text("place")) {
            (Some(here), Some(there)) => here != there && !tied(&self.places, here, there),
            _ => false,
        };
        undated || elsewhere || dates_differ(one, two)
    }
}

/// Whether the two are one of the pairs, in either order.
fn tied(pairs: &BTreeSet<(&str, &str)>, one: &str, two: &str) -> bool {
    pairs.contains(&(one, two)) || pairs.contains(&(two, one))
}

fn dates_differ(one: &Record, two: &Record) -> bool {
    let (Some(one), Some(two)) = (one.date("date"), two.date("date")) else {
        return false;
    };
    let ends_before = |first: &crate::edtf::Edtf, second: &crate::edtf::Edtf| {
        let days = first.last_day().zip(second.first_day());
        days.is_some_and(|(end, beginning)| end < beginning)
    };
    ends_before(one, two) || ends_before(two, one)
}

fn standings_differ(one: &Record, two: &Record) -> bool {
    let standing = |record: &Record| record.word::<Standing>("standing");
    let classes = |record: &Record| standing(record).and_then(class);
    if let (Some(one), Some(two)) = (classes(one), classes(two))
        && one != two
    {
        return true;
    }
    let role = one.word::<DateRole>("date_role");
    let is_change = matches!(role, Some(DateRole::Since | DateRole::Until));
    standing(one) == standing(two)
        && is_change
        && role == two.word("date_role")
        && dates_differ(one, two)
}

/// The smallest and the largest number that a printed figure may stand for; `None` for a side that is open.
fn bounds(record: &Record) -> Option<(Option<f64>, Option<f64>)> {
    let printed = record.text("value_as_printed")?;
    let fraction = record.fraction();
    let number = match fraction {
        Some(fraction) => fraction.per_cent(),
        None => record.printed("value_as_printed")?.value().to_float(),
    };
    let power = i32::try_from(record.integer("unit_mult")?).ok()?;
    let decimals = printed
        .split_once('.')
        .map_or(0, |(_, digits)| digits.len());
    let half = if fraction.is_none() && printed.bytes().any(|byte| byte.is_ascii_digit()) {
        0.5 * 10_f64.powi(-i32::try_from(decimals).ok()?)
    } else {
        // A number in words is as exact as it reads, and so is a fraction.
        0.0
    };
    let tenth = 0.1 * number.abs();
    let (below, above) = match record.word::<Qualifier>("qualifier")? {
        Qualifier::LessThan | Qualifier::UpTo => (None, Some(half)),
        Qualifier::MoreThan | Qualifier::AtLeast => (Some(half), None),
        Qualifier::About => (Some(half + tenth), Some(half + tenth)),
        Qualifier::Almost => (Some(half + tenth), Some(half)),
        Qualifier::Exact => (Some(half), Some(half)),
    };
    let scale = 10_f64.powi(power);
    Some((
        below.map(|below| (number - below) * scale),
        above.map(|above| (number + above) * scale),
    ))
}

fn numbers_differ(one: &Record, two: &Record) -> bool {
    let (Some(one), Some(two)) = (bounds(one), bounds(two)) else {
        return true;
    };
    let above = |least: Option<f64>, greatest: Option<f64>| {
        least
            .zip(greatest)
            .is_some_and(|(least, greatest)| least > greatest)
    };
    above(one.0, two.1) || above(two.0, one.1)
}

pub(super) fn groups_contradict(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut groups: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in seeds.facts() {
        if let Some(group) = record.text("claim_group") {
            groups.entry(group).or_default().push(record);
        }
    }
    let ties = Ties::of(seeds);
    for records in groups.values().filter(|records| records.len() > 1) {
        let mut pairs = records
            .iter()
            .enumerate()
            .flat_map(|(at, one)| records[at + 1..].iter().map(move |two| (*one, *two)));
        if !pairs.any(|(one, two)| ties.contradict(one, two)) {
            // Rows of a user come after those that they are added to.
            problems.push(records[records.len() - 1].problem(
                "claim_group",
                "is on facts of which no two contradict each other",
                "remove it from them, or correct what they say",
            ));
        }
    }
}
