//! Rules that compare figures which one passage prints side by side.
//!
//! A printed number stands for all numbers that round to it, which are an interval. A relation between printed
//! numbers, such as a sum, is contradicted only if no numbers within their intervals satisfy it. The program never
//! corrects a contradiction: the curator keeps the printed value and explains it in a note. If the curator gives a
//! corrected value, that value must satisfy the relation.

use std::collections::BTreeMap;

use crate::error::Problem;
use crate::number::Decimal;
use crate::seeds::{Record, Seeds};
use crate::vocab::{CitationRole, Flow, Measure, Qualifier};

/// The number of a figure to compare.
#[derive(Clone, Copy)]
enum Reading {
    /// The printed one.
    Printed,
    /// The corrected one, where there is one.
    Corrected,
}

/// The numbers that a figure may stand for.
#[derive(Clone, Copy)]
struct Interval {
    min: Decimal,
    max: Decimal,
}

impl Interval {
    /// In units of the figure's currency.
    fn of(record: &Record, reading: Reading) -> Option<Self> {
        let corrected = match reading {
            Reading::Printed => None,
            Reading::Corrected => record.decimal("corrected_value"),
        };
        let (min, max) = match corrected {
            Some(value) => (*value, *value),
            None => record
                .printed("value_as_printed")?
                .value()
                .rounding_interval()?,
        };
        let power = i32::try_from(record.integer("unit_mult")?).ok()?;
        Some(Self {
            min: min.shift(power).ok()?,
            max: max.shift(power).ok()?,
        })
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            min: self.min.checked_add(other.min)?,
            max: self.max.checked_add(other.max)?,
        })
    }

    fn meets(self, other: Self) -> bool {
        self.min <= other.max && other.min <= self.max
    }

    /// The value of the base year, if it grew into `self` at a rate of `growth` per cent. `None` for a rate that may
    /// be -100 per cent or less.
    fn before(self, growth: Self) -> Option<Base> {
        let float = |number: Decimal| number.to_string().parse::<f64>().ok();
        let slow = 1.0 + float(growth.min)? / 100.0;
        let fast = 1.0 + float(growth.max)? / 100.0;
        let (min, max) = (float(self.min)?, float(self.max)?);
        (slow > 0.0).then(|| Base {
            min: min / fast,
            max: max / slow,
        })
    }
}

/// The interval of a figure of the base year. Its bounds are floats, since they come from a division, which is not
/// exact; they are only compared and never stored.
#[derive(Clone, Copy)]
struct Base {
    min: f64,
    max: f64,
}

impl Base {
    fn plus(self, other: Self) -> Self {
        Self {
            min: self.min + other.min,
            max: self.max + other.max,
        }
    }

    /// Whether the intervals overlap. The margin allows for errors of the division and is far below any printed
    /// digit.
    fn meets(self, other: Self) -> bool {
        let margin = 1e-9 * (self.max.abs() + other.max.abs());
        self.min <= other.max + margin && other.min <= self.max + margin
    }
}

/// The export, import and total of the same trade in one passage, and their printed growth rates.
#[derive(Default)]
struct Trio<'a> {
    values: BTreeMap<Flow, &'a Record>,
    growths: BTreeMap<Flow, &'a Record>,
}

/// The columns in which the figures of a trio are equal.
const ALIKE: [&str; 4] = ["reporter", "partner", "commodity", "period"];

fn trios(seeds: &Seeds) -> Vec<Trio<'_>> {
    let mut groups: BTreeMap<Vec<&str>, Trio<'_>> = BTreeMap::new();
    for record in seeds.of("trade_figures") {
        let Some(flow) = record.word("flow") else {
            continue;
        };
        let exact = record.word("qualifier") == Some(Qualifier::Exact);
        let passage = record
            .citations()
            .iter()
            .find(|used| used.role == CitationRole::Supports);
        let (true, Some(passage)) = (exact, passage) else {
            continue;
        };
        let mut group = vec![passage.citation_id.as_str()];
        if ALIKE.iter().any(|column| record.is_bad(column)) {
            continue;
        }
        group.extend(ALIKE.map(|column| record.raw(column)));
        let trio = groups.entry(group).or_default();
        match record.word("measure") {
            Some(Measure::Value) => trio.values.insert(flow, record),
            Some(Measure::Growth) => trio.growths.insert(flow, record),
            _ => None,
        };
    }
    groups.into_values().collect()
}

const FLOWS: [Flow; 3] = [Flow::Export, Flow::Import, Flow::Total];

fn three<'a>(records: &BTreeMap<Flow, &'a Record>) -> Option<[&'a Record; 3]> {
    let [export, import, total] = FLOWS.map(|flow| records.get(&flow).copied());
    Some([export?, import?, total?])
}

fn intervals(records: [&Record; 3], reading: Reading) -> Option<[Interval; 3]> {
    let [export, import, total] = records.map(|record| Interval::of(record, reading));
    Some([export?, import?, total?])
}

pub(super) fn totals_are_sums(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for trio in trios(seeds) {
        let Some(records) = three(&trio.values) else {
            continue;
        };
        let sums = |reading| {
            let [export, import, total] = intervals(records, reading)?;
            Some(export.plus(import)?.meets(total))
        };
        let [export, import, total] = records.map(|record| record.raw("value_as_printed"));
        let found = format!(
            "is not the sum of exports and imports: {export} and {import} are printed beside {total}"
        );
        judge(sums, &found, records, problems);
    }
}

pub(super) fn growth_fits_the_total(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for trio in trios(seeds) {
        let (Some(values), Some(growths)) = (three(&trio.values), three(&trio.growths)) else {
            continue;
        };
        let fits = |reading| {
            let [export_rate, import_rate, total_rate] = intervals(growths, Reading::Printed)?;
            let [export, import, total] = intervals(values, reading)?;
            let parts = export
                .before(export_rate)?
                .plus(import.before(import_rate)?);
            Some(parts.meets(total.before(total_rate)?))
        };
        let found = "does not agree with the growth rates printed beside it: the base year's exports and imports do not make its total";
        judge(fits, found, values, problems);
    }
}

/// Reports a relation that the printed values contradict, unless a curator has explained it, and a relation that
/// even the corrected values contradict. `holds` returns `None` if the numbers cannot be compared.
fn judge(
    holds: impl Fn(Reading) -> Option<bool>,
    found: &str,
    records: [&Record; 3],
    problems: &mut Vec<Problem>,
) {
    let contradicts = |reading| holds(reading) == Some(false);
    if !contradicts(Reading::Printed) {
        return;
    }
    let [_, _, total] = records;
    let explained = records.iter().any(|record| record.text("note").is_some());
    let corrected = records
        .iter()
        .find(|record| record.text("corrected_value").is_some());
    match corrected {
        Some(record) if contradicts(Reading::Corrected) => problems.push(record.problem(
            "corrected_value",
            "does not mend what the printed values contradict",
            "work it out again from every relation that the table offers",
        )),
        None if !explained => problems.push(total.problem(
            "value_as_printed",
            found,
            "read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out",
        )),
        _ => {}
    }
}
