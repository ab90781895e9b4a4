//! The kinds of fact. One entry declares one kind: its seed file and table, the prefix of its ids, and its view.

pub(super) mod events;
pub(super) mod lasting;
pub(super) mod numbers;
pub(super) mod positions;

use super::CellType::{Date, Id, Integer, Printed, Word};
use super::Derivation::{FirstDay, LastDay, Number, Precision, ValueBasis};
use super::views::{YEAR, day, word};
use super::{Column, Derived, Field, derived, may, need};
use crate::vocab;

const FACT_ID: Column = need("fact_id", Id, "id of the fact");
const DATE: Column = may("date", Date, "EDTF, as precise as the document");
const DATE_BASIS: Column = basis_of("date");
const PERIOD_BASIS: Column = basis_of("period");
const fn basis_of(date: &'static str) -> Column {
    may(
        "date_basis",
        Word(vocab::DateBasis::WORDS),
        "what the date rests on; empty beside a date means printed",
    )
    .implying(vocab::DateBasis::Printed.word(), date)
    .late()
}
const DATE_ROLE: Column = may(
    "date_role",
    Word(vocab::DateRole::WORDS),
    "whether it began, ended, was so or lasted at that date",
);
const UNIT_MULT: Column = need(
    "unit_mult",
    Integer(-9, 15),
    "power of ten to multiply the printed value by",
)
.in_unit("powers of ten");
const QUALIFIER: Column = need(
    "qualifier",
    Word(vocab::Qualifier::WORDS),
    "how the document qualifies the number",
);
const PRINTED: Column = need("value_as_printed", Printed, "the token in the passage");

/// The unit of a printed number, which differs from row to row.
const UNIT_PRINTED: &str =
    "the unit printed: see the columns on measure, unit or currency, and `unit_mult`";

const NUMERATOR: Column = may(
    "numerator",
    Integer(0, 1_000_000),
    "of a share printed as a fraction: the upper number, 1 of a third",
)
.late();
const DENOMINATOR: Column = may(
    "denominator",
    Integer(1, 1_000_000),
    "of a share printed as a fraction: the lower number, 3 of a third",
)
.late();

const DATED: &[Derived] = &[
    derived("date_from", FirstDay("date"), "first day of `date`"),
    derived("date_to", LastDay("date"), "last day of `date`"),
    derived("date_precision", Precision("date"), "how precise `date` is"),
];
const FIRST_DAY_OF_PERIOD: Derived =
    derived("date_from", FirstDay("period"), "first day of `period`");
const LAST_DAY_OF_PERIOD: Derived = derived("date_to", LastDay("period"), "last day of `period`");
const PRECISION_OF_PERIOD: Derived = derived(
    "date_precision",
    Precision("period"),
    "how precise `period` is",
);
const FIRST_DAY_OF_VALUE: Derived = derived(
    "date_from",
    FirstDay("value"),
    "first day of a date in `value`",
);
const LAST_DAY_OF_VALUE: Derived =
    derived("date_to", LastDay("value"), "last day of a date in `value`");
const PRECISION_OF_VALUE: Derived = derived(
    "date_precision",
    Precision("value"),
    "how precise a date in `value` is",
);
const NUMBER: Derived = derived(
    "value",
    Number("value_as_printed"),
    "the printed number; for a fraction the per cent that it makes",
)
.in_unit(UNIT_PRINTED)
.after("denominator");
const VALUE_BASIS: Derived = derived(
    "value_basis",
    ValueBasis,
    "whether the value is the printed one or worked out from numerator and denominator",
)
.after("denominator");

const DATE_SHOWN: Field = DATE.shown();
const DATE_BASIS_SHOWN: Field = word(
    "date_basis",
    vocab::DateBasis::WORDS,
    "what the date rests on: printed, worked out from the context, the document's own, or known from elsewhere",
);
const DATE_ROLE_SHOWN: Field = DATE_ROLE.shown();
const DATE_FROM: Field = day("date_from", "first day of the date or period");
const DATE_TO: Field = day("date_to", "last day of the date or period");
