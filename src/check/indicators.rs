//! Rules that make the numbers of one indicator comparable.

use std::collections::BTreeMap;

use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::vocab::{Family, TermKind};

/// The unit of every share.
pub(super) const PER_CENT: &str = "percent";

/// The families of the indicators.
pub(super) struct Families<'a>(BTreeMap<&'a str, Family>);

impl<'a> Families<'a> {
    pub(super) fn of(seeds: &'a Seeds) -> Self {
        let terms = seeds.of("terms").iter();
        Self(
            terms
                .filter_map(|term| Some((term.raw("term"), term.word("family")?)))
                .collect(),
        )
    }

    /// Whether the number of an indicator is a share. For a user's term without a family, its name decides.
    pub(super) fn is_share(&self, number: &Record) -> bool {
        let indicator = number.raw("indicator");
        match self.0.get(indicator) {
            Some(family) => *family == Family::Share,
            None => indicator.ends_with("share"),
        }
    }
}

pub(super) fn families_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for term in seeds.of("terms") {
        if let (Some(_), Some(kind)) =
            (term.word::<Family>("family"), term.word::<TermKind>("kind"))
            && kind != TermKind::Indicator
        {
            let message = format!("stands on a term of kind {kind}");
            problems.push(term.problem("family", message, "remove it: indicators have families"));
        }
    }
}

pub(super) fn indicators_have_a_family(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for term in seeds.of("terms") {
        if term.word("kind") == Some(TermKind::Indicator)
            && term.raw("family").is_empty()
            && term.has_key()
        {
            let message = "is empty, so that the indicator groups with no other";
            let help = format!("use one of: {}", Family::WORDS.join(", "));
            problems.push(term.problem("family", message, help));
        }
    }
}

pub(super) fn indicators_have_one_unit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut first: BTreeMap<&str, &Record> = BTreeMap::new();
    for number in seeds.of("indicators") {
        let (Some(indicator), Some(unit)) = (number.text("indicator"), number.text("unit")) else {
            continue;
        };
        let before = *first.entry(indicator).or_insert(number);
        if before.raw("unit") != unit {
            let message = format!(
                "is another unit of `{indicator}` than `{}` ({})",
                before.raw("unit"),
                before.at()
            );
            let help = "where the two differ by a power of ten give the number in the same unit with \
                        another unit_mult, else make it an indicator of its own";
            problems.push(number.problem("unit", message, help));
        }
    }
}

pub(super) fn shares_are_in_per_cent(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let families = Families::of(seeds);
    for number in seeds.of("indicators") {
        let family = families.0.get(number.raw("indicator"));
        let unit = number.text("unit").unwrap_or(PER_CENT);
        if family == Some(&Family::Share) && unit != PER_CENT {
            let help = format!("write `{PER_CENT}`; a fraction has a numerator and a denominator");
            problems.push(number.problem("unit", "is no unit of a share", help));
        }
    }
}

pub(super) fn others_are_others(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for number in seeds.of("indicators") {
        let subject = number.raw("subject");
        if number.keys("together_with").any(|other| other == subject) {
            let message = "names the subject again";
            problems.push(number.problem("together_with", message, "name the others alone"));
        }
    }
}
