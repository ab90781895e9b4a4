//! Rules on single figures.

use crate::error::Problem;
use crate::number::Decimal;
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
    for record in seeds.of("indicators") {
        let is_share =
            record.raw("unit") == "percent" && record.raw("indicator").ends_with("share");
        let power = record
            .integer("unit_mult")
            .and_then(|power| i32::try_from(power).ok());
        let (true, Some(printed), Some(power)) =
            (is_share, record.printed("value_as_printed"), power)
        else {
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
