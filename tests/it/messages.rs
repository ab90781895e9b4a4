//! What `sco check --format json` says of a bad cell: what is wrong in `message`, the remedy in `help`.

use crate::world::World;

/// A bad cell, and what must be said of it.
struct Case {
    column: Column,
    value: &'static str,
    message: &'static str,
    help: &'static str,
}

#[derive(Clone, Copy)]
enum Column {
    /// A date, in `offices`.
    Date,
    /// A variant of a date, in `event_variants`.
    Variant,
    /// A number as printed, in `indicators`.
    Printed,
    /// A number in plain notation, in `trade_figures`.
    Decimal,
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Variant => "value",
            Self::Printed => "value_as_printed",
            Self::Decimal => "corrected_value",
        }
    }

    fn table(self) -> &'static str {
        match self {
            Self::Date => "offices",
            Self::Variant => "event_variants",
            Self::Printed => "indicators",
            Self::Decimal => "trade_figures",
        }
    }

    /// A row with the cell in it.
    fn row(self, number: usize, value: &str) -> String {
        let fact = "stated,,normal,,,,c-lake-founding,";
        match self {
            Self::Date => format!("o-{number},mira-oldfield,head,,{value},,as_of,{fact}\n"),
            Self::Variant => format!("evv-{number},ev-founding,date,{value},{fact}\n"),
            Self::Printed => {
                format!("i-{number},LC,,soldiers,,,,,,,,{value},,,persons,0,about,{fact}\n")
            }
            Self::Decimal => format!(
                "t-{number},ARD,BOR,export,total,1998,,,value,,1999,,,0,USD,about,{value},1,2,slip,,{fact}\n"
            ),
        }
    }
}

const fn case(
    column: Column,
    value: &'static str,
    message: &'static str,
    help: &'static str,
) -> Case {
    Case {
        column,
        value,
        message,
        help,
    }
}

use Column::{Date, Decimal, Printed, Variant};

const CASES: &[Case] = &[
    case(
        Date,
        "2013 / 2014",
        "`2013 / 2014` is not an EDTF date: it has blanks at its ends or around the slash",
        "write `2013/2014`",
    ),
    case(
        Date,
        "May 2004",
        "`May 2004` is not an EDTF date: its form is not known",
        "write year-month-day, such as `2024-07-04`, or less of it, such as `2024-07`",
    ),
    case(
        Date,
        "04/07/2024",
        "`04/07/2024` is not an EDTF date: a slash only joins the two dates of an interval",
        "write year-month-day, such as `2024-07-04`",
    ),
    case(
        Date,
        "2024-7-4",
        "`2024-7-4` is not an EDTF date: months and days have two digits",
        "write `2024-07-04`",
    ),
    case(
        Date,
        "24",
        "`24` is not an EDTF date: years have four digits",
        "write year-month-day, such as `2024-07-04`",
    ),
    case(
        Date,
        "20240704",
        "`20240704` is not an EDTF date: year, month and day are joined by hyphens",
        "write `2024-07-04`",
    ),
    case(
        Date,
        "2013-2014",
        "`2013-2014` is not an EDTF date: an interval is written with a slash",
        "write `2013/2014`",
    ),
    case(
        Date,
        "0000",
        "`0000` is not an EDTF date: years run from 0001 to 9999",
        "leave the date out and say the period in a note",
    ),
    case(
        Date,
        "2024-00",
        "`2024-00` is not an EDTF date: there is no month 00",
        "write `2024` if the month is not known",
    ),
    case(
        Date,
        "2024-13",
        "`2024-13` is not an EDTF date: there is no month 13",
        "months run from 01 to 12",
    ),
    case(
        Date,
        "2001-25",
        "`2001-25` is not an EDTF date: 25 is a part of the year that has no days, or of level 2, which is not supported here",
        "write `2001`, or a season such as `2001-21` (21 spring to 24 winter)",
    ),
    case(
        Date,
        "2024-07-00",
        "`2024-07-00` is not an EDTF date: there is no day 00",
        "write `2024-07` if the day is not known",
    ),
    case(
        Date,
        "2023-02-29",
        "`2023-02-29` is not an EDTF date: `2023-02` has 28 days",
        "correct the day, or write `2023-02` if the day is not known",
    ),
    case(
        Date,
        "2024-07-04T10:00:00",
        "`2024-07-04T10:00:00` is not an EDTF date: a time of day is not supported here",
        "write the date alone, such as `2024-07-04`",
    ),
    case(
        Date,
        "{2017..2023}",
        "`{2017..2023}` is not an EDTF date: a set of dates in brackets or braces is level 2, which is not supported here",
        "write a less precise date that holds them all, such as `201X`, and say the choice in a note",
    ),
    case(
        Date,
        "2004?-06",
        "`2004?-06` is not an EDTF date: a qualifier inside a date is level 2, which is not supported here",
        "write one of `?`, `~` or `%` (both) at the end, for the whole date",
    ),
    case(
        Date,
        "2024-XX-05",
        "`2024-XX-05` is not an EDTF date: an X here is level 2, which is not supported here",
        "X takes the place of the last digits, as in `200X`, `19XX`, `2024-XX` or `2024-07-XX`",
    ),
    case(
        Date,
        "200x",
        "`200x` is not an EDTF date: unknown digits are written with a capital X",
        "write `200X`",
    ),
    case(
        Date,
        "200X~",
        "`200X~` is not an EDTF date: a date with X takes no qualifier",
        "leave out either the qualifier or the X part",
    ),
    case(
        Date,
        "2004-06-XX/2004-07-03",
        "`2004-06-XX/2004-07-03` is not an EDTF date: an X in an interval is level 2, which is not supported here",
        "write each side as a day, a month or a year, such as `2004-06/2004-07-03`",
    ),
    case(
        Date,
        "2013/",
        "`2013/` is not an EDTF date: a side of the interval is empty",
        "write `2013/..` if it is open or unknown",
    ),
    case(
        Date,
        "../..",
        "`../..` is not an EDTF date: `..` without a date says nothing",
        "write one side, as in `2017/..` or `../2013`, or leave the date out",
    ),
    case(
        Date,
        "2001-06/1996",
        "`2001-06/1996` is not an EDTF date: the interval runs backwards: its first side may neither begin nor end after its second",
        "exchange the sides, or write only the longer one if one holds the other",
    ),
    case(
        Variant,
        "June 2004",
        "`June 2004` is not an EDTF date: its form is not known",
        "write year-month-day, such as `2024-07-04`, or less of it, such as `2024-07`",
    ),
    case(
        Variant,
        "2024-14",
        "`2024-14` is not an EDTF date: there is no month 14",
        "months run from 01 to 12",
    ),
    case(
        Decimal,
        "4,3",
        "`4,3` is not a plain number",
        "write digits with at most one point and a `-` before them if negative, such as `-4.7`, without separators, exponent or unit; a spreadsheet saves numbers so where its language has a decimal comma: in LibreOffice, set the locale to English (USA) before you save",
    ),
    case(
        Printed,
        "US$4.2",
        "`US$4.2` is not a printed number",
        "give digits, with a sign, a decimal point and thousands separators if they are printed, such as `-1,234.5`, or one English number word, such as `twenty-one`, `third`, `half` or `doubled`; leave units, percent and currency signs, exponents and further words outside",
    ),
    case(
        Printed,
        "25,0",
        "`25,0` is not a printed number: a thousands separator stands before groups of three digits, such as `12,345`",
        "copy the whole number, and where the document has a decimal comma give the value with a point and a note",
    ),
    case(
        Printed,
        "1,234 567",
        "`1,234 567` is not a printed number: it has two kinds of thousands separators",
        "make sure that it is one number and give it alone",
    ),
    case(
        Printed,
        "007.2",
        "`007.2` begins with a superfluous zero",
        "copy the whole number, and keep a code such as `004` as text",
    ),
    case(
        Printed,
        "5.",
        "`5.` has no digit on one side of its point",
        "copy the whole number, without the full stop of its sentence, such as `0.5`",
    ),
    case(
        Printed,
        "1234567890123456789012345678901",
        "`1234567890123456789012345678901` has more than 30 digits",
        "check it: numbers of this length are not kept",
    ),
];

#[test]
fn what_is_wrong_and_the_remedy_are_two_fields() {
    let mut world = World::new();
    for (number, case) in CASES.iter().enumerate() {
        let file = format!("seeds/{}.csv", case.column.table());
        let row = case.column.row(number, &format!("\"{}\"", case.value));
        world = world.append(&file, &row);
    }
    let run = world.sco(&["check", "--format", "json"]);
    let said: Vec<serde_json::Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for case in CASES {
        let one = said
            .iter()
            .find(|one| one["column"] == case.column.name() && one["value"] == case.value)
            .unwrap_or_else(|| panic!("nothing is said of {}\n{}", case.value, run.stdout));
        let fields = (one["message"].as_str(), one["help"].as_str());
        assert_eq!(fields, (Some(case.message), Some(case.help)));
    }
    assert_eq!(said.len(), CASES.len(), "{}", run.stdout);
}

#[test]
fn the_line_for_people_joins_them() {
    let world = World::new().append("seeds/offices.csv", &Date.row(1, "May 2004"));
    let wanted = "`date`: `May 2004` is not an EDTF date: its form is not known; write year-month-day, such as `2024-07-04`, or less of it, such as `2024-07`";
    assert!(world.problems()[0].ends_with(wanted));
}
