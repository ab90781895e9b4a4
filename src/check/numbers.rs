//! Rules on single figures.

use super::indicators::{Families, PER_CENT};
use crate::error::Problem;
use crate::number::{Decimal, Fraction, words};
use crate::seeds::{Record, Seeds};
use crate::vocab::Measure;

pub(super) fn measures_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for record in seeds.of("trade_figures") {
        let Some(measure) = record.word("measure") else {
            continue;
        };
        let mut want = |column: &str, wanted: bool, why: &str| {
            let present = !record.raw(column).is_empty();
            if present == wanted || record.is_bad(column) {
                return;
            }
            let (message, help) = if wanted {
                (
                    format!("is empty, but the measure is {measure}"),
                    format!("fill it in: {why}"),
                )
            } else {
                (
                    format!("does not go with measure {measure}"),
                    "remove it, or change the measure".into(),
                )
            };
            problems.push(record.problem(column, message, help));
        };
        want(
            "currency",
            measure == Measure::Value,
            "the currency of the amount",
        );
        want(
            "share_of",
            measure == Measure::Share,
            "what the share is a share of",
        );
        if measure != Measure::Rank {
            want(
                "base_period",
                matches!(measure, Measure::Growth | Measure::Multiple),
                "what it compares with",
            );
        }
    }
}

pub(super) fn values_are_possible(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let hundred = Decimal::from(100);
    for record in seeds.of("trade_figures") {
        let (Some(measure), Some(printed)) =
            (record.word("measure"), record.printed("value_as_printed"))
        else {
            continue;
        };
        let value = printed.value();
        let fault = match measure {
            Measure::Share if value.is_negative() || value > hundred => {
                "is no share: it lies outside 0 to 100"
            }
            Measure::Rank if value < Decimal::from(1) || value.to_string().contains('.') => {
                "is no rank: ranks are whole numbers from 1"
            }
            Measure::Multiple if value.is_negative() => "is no multiple: it is negative",
            Measure::Growth if value < Decimal::from(-100) => {
                "is no growth: nothing shrinks by more than all"
            }
            Measure::Value if value.is_negative() => "is no trade value: it is negative",
            _ => continue,
        };
        problems.push(record.problem(
            "value_as_printed",
            fault,
            "read the passage again; check the measure",
        ));
    }
}

pub(super) fn shares_are_possible(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let hundred = Decimal::from(100);
    let families = Families::of(seeds);
    for record in seeds.of("indicators") {
        let is_share = record.raw("unit") == PER_CENT && families.is_share(record);
        let power = record
            .integer("unit_mult")
            .and_then(|power| i32::try_from(power).ok());
        // Fractions are checked by `fractions_fit`.
        let is_number = record.fraction().is_none();
        let (true, true, Some(printed), Some(power)) = (
            is_share,
            is_number,
            record.printed("value_as_printed"),
            power,
        ) else {
            continue;
        };
        if printed
            .value()
            .shift(power)
            .is_ok_and(|share| share.is_negative() || share > hundred)
        {
            let message = "is no share: it lies outside 0 to 100";
            let help = "read the passage again; check unit_mult";
            problems.push(record.problem("value_as_printed", message, help));
        }
    }
}

/// The numbers of the kinds of fact that have shares, each with whether it is one.
fn possible_shares(seeds: &Seeds) -> impl Iterator<Item = (&Record, bool)> {
    let families = Families::of(seeds);
    let of_trade = seeds.of("trade_figures").iter();
    let indicators = seeds.of("indicators").iter();
    of_trade
        .map(|figure| (figure, figure.word("measure") == Some(Measure::Share)))
        .chain(indicators.map(move |number| {
            let is_share = number.raw("unit") == PER_CENT && families.is_share(number);
            (number, is_share)
        }))
}

pub(super) fn fractions_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for (record, is_share) in possible_shares(seeds) {
        let is_bad = |column| record.is_bad(column);
        if is_bad("numerator") || is_bad("denominator") {
            continue;
        }
        match (record.fraction(), is_share) {
            (None, _) => half_a_fraction(record, problems),
            (Some(_), false) => problems.push(record.problem(
                "numerator",
                "stands beside a number that is no share",
                "remove numerator and denominator, or give it as a share in per cent",
            )),
            (Some(fraction), true) => share_of(record, fraction, problems),
        }
    }
}

/// Reports a numerator without a denominator, and a denominator without a numerator.
fn half_a_fraction(record: &Record, problems: &mut Vec<Problem>) {
    for (given, missing) in [("numerator", "denominator"), ("denominator", "numerator")] {
        if record.text(given).is_some() {
            let message = format!("is empty beside a {given}");
            let help = "a fraction has both: 1 and 3 for a third";
            problems.push(record.problem(missing, message, help));
        }
    }
}

fn share_of(record: &Record, fraction: Fraction, problems: &mut Vec<Problem>) {
    if fraction.numerator() > fraction.denominator() {
        let message = format!("is more than the denominator {}", fraction.denominator());
        problems.push(record.problem("numerator", message, "read the passage again"));
    }
    if record.integer("unit_mult").is_some_and(|power| power != 0) {
        let message = "does not go with a fraction";
        problems.push(record.problem("unit_mult", message, "write 0"));
    }
    let Some(printed) = record.printed("value_as_printed") else {
        return;
    };
    let numbers = [fraction.numerator(), fraction.denominator()];
    let is_one_of_them = match part_in_words(record) {
        Some(part) => part == fraction.denominator(),
        None => numbers
            .into_iter()
            .any(|n| printed.value() == Decimal::from(n)),
    };
    if !is_one_of_them {
        let message = format!(
            "is neither number of the fraction {}/{}",
            fraction.numerator(),
            fraction.denominator()
        );
        let help = "give the number or word of the passage, such as `third` for 1/3";
        problems.push(record.problem("value_as_printed", message, help));
    }
}

/// The denominator of a fraction that is printed as a word: 3 for a third. `None` for any other word.
fn part_in_words(record: &Record) -> Option<i64> {
    let printed = record.raw("value_as_printed").to_lowercase();
    match printed.as_str() {
        "half" => Some(2),
        "quarter" => Some(4),
        word => words::ordinal(word).filter(|parts| *parts > 2),
    }
}

pub(super) fn fractions_are_kept(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for (record, is_share) in possible_shares(seeds) {
        let is_given = !record.raw("numerator").is_empty() || !record.raw("denominator").is_empty();
        if is_share && !is_given && part_in_words(record).is_some() {
            let message = "is a part of a whole and no number of per cent";
            let help = "write its numerator and denominator: 1 and 3 for a third";
            problems.push(record.problem("value_as_printed", message, help));
        }
    }
}

pub(super) fn corrections_are_explained(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for record in seeds.of("trade_figures") {
        correction(record, problems);
    }
}

fn correction(record: &Record, problems: &mut Vec<Problem>) {
    const COLUMNS: [&str; 4] = [
        "corrected_value",
        "corrected_min",
        "corrected_max",
        "correction_reason",
    ];
    if COLUMNS.iter().any(|column| record.is_bad(column))
        || COLUMNS.iter().all(|column| record.text(column).is_none())
    {
        return;
    }
    for column in COLUMNS {
        if record.text(column).is_none() {
            problems.push(record.problem(
                column,
                "is empty beside other columns of a correction",
                "fill in all four, or none",
            ));
        }
    }
    let [value, min, max] =
        ["corrected_value", "corrected_min", "corrected_max"].map(|column| record.decimal(column));
    if let (Some(value), Some(min), Some(max)) = (value, min, max)
        && !(min <= value && value <= max)
    {
        let message = format!("lies outside corrected_min and corrected_max ({min} to {max})");
        problems.push(record.problem(
            "corrected_value",
            message,
            "correct the value or its bounds",
        ));
    }
}
