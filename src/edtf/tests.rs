use super::*;

pub(super) fn edtf(text: &str) -> Edtf {
    text.parse()
        .unwrap_or_else(|error: EdtfError| panic!("{error}"))
}

fn refusal(text: &str) -> String {
    match text.parse::<Edtf>() {
        Ok(_) => panic!("`{text}` was accepted"),
        Err(error) => error.to_string(),
    }
}

/// What the importer stores: from, to, precision.
fn derived(text: &str) -> [String; 3] {
    let date = edtf(text);
    [
        date.date_from().unwrap_or_default(),
        date.date_to().unwrap_or_default(),
        date.precision().word().to_owned(),
    ]
}

#[test]
fn every_line_of_the_table_is_derived() {
    for (text, from, to, precision) in [
        ("2024-07-04", "2024-07-04", "2024-07-04", "day"),
        ("2001-06", "2001-06-01", "2001-06-30", "month"),
        ("2017", "2017-01-01", "2017-12-31", "year"),
        ("2024-07-XX", "2024-07-01", "2024-07-31", "month"),
        ("2024-XX-XX", "2024-01-01", "2024-12-31", "year"),
        ("2024-XX", "2024-01-01", "2024-12-31", "year"),
        ("200X", "2000-01-01", "2009-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("2013?", "2013-01-01", "2013-12-31", "year"),
        ("2013~", "2013-01-01", "2013-12-31", "year"),
        ("2013%", "2013-01-01", "2013-12-31", "year"),
        ("2019-21", "2019-01-01", "2019-12-31", "season"),
        ("2019-24~", "2019-01-01", "2019-12-31", "season"),
        ("2019-21/2020-22", "2019-01-01", "2020-12-31", "season"),
        ("2019-23/..", "2019-01-01", "", "open"),
        ("2022-09-15/2022-09-16", "2022-09-15", "2022-09-16", "day"),
        ("2017/..", "2017-01-01", "", "open"),
        ("../2013", "", "2013-12-31", "open"),
    ] {
        assert_eq!(derived(text), [from, to, precision], "{text}");
    }
}

#[test]
fn an_interval_is_as_precise_as_its_coarser_end() {
    for (text, precision) in [
        ("2004-06-01/2006-08", Precision::Month),
        ("2004/2006-08-03", Precision::Year),
        ("2004-06-01/2006-08-03", Precision::Day),
        ("2004-06-01/2006-21", Precision::Season),
        ("2004-21/2006", Precision::Year),
        ("../2006-08-03", Precision::Open),
    ] {
        assert_eq!(edtf(text).precision(), precision, "{text}");
    }
}

#[test]
fn leap_days_follow_the_calendar() {
    for text in ["2024-02-29", "2000-02-29", "0004-02-29"] {
        assert_eq!(derived(text)[0], text);
    }
    assert_eq!(derived("2024-02")[1], "2024-02-29");
    assert_eq!(derived("1900-02")[1], "1900-02-28");
    assert!(refusal("1900-02-29").contains("28 days"));
}

#[test]
fn there_is_a_year_where_all_of_it_lies_in_one() {
    assert_eq!(edtf("2001-06").year(), Some(2001));
    assert_eq!(edtf("2001-06/2001-12").year(), Some(2001));
    assert_eq!(edtf("2001-24").year(), Some(2001));
    for wider in ["2001-12/2002-01", "../2013", "2013/..", "200X", "20XX"] {
        assert_eq!(edtf(wider).year(), None, "{wider}");
    }
    assert_eq!(edtf("0001").year(), Some(1));
    assert_eq!(edtf("9999").year(), Some(9999));
}

fn assert_refused(text: &str, message: &str) {
    let refusal = refusal(text);
    assert!(refusal.contains(message), "{refusal}");
    assert!(refusal.starts_with(&format!("`{text}` is not an EDTF date: ")));
}

#[test]
fn a_date_written_otherwise_is_told_how_to_write_it() {
    for (text, message) in [
        ("", "is empty"),
        (" ", "is empty"),
        (
            " 2013",
            "blanks at its ends or around the slash; write `2013`",
        ),
        ("2013 / 2014", "write `2013/2014`"),
        ("2013\n", "write `2013`"),
        (
            "2024-7-4",
            "months and days have two digits; write `2024-07-04`",
        ),
        ("2024-7~", "write `2024-07~`"),
        ("2024-2-30", "`2024-02` has 29 days"),
        ("04/07/2024", "write year-month-day, such as `2024-07-04`"),
        ("07/2024", "years have four digits"),
        ("4 July 2024", "write year-month-day, such as `2024-07-04`"),
        ("20240704", "joined by hyphens; write `2024-07-04`"),
        ("201209", "joined by hyphens; write `2012-09`"),
        ("20241301", "no month 13"),
        ("2024\u{2013}07", "joined by hyphens; write `2024-07`"),
        ("2013-2014", "written with a slash; write `2013/2014`"),
        (
            "2013\u{2013}2014",
            "written with a slash; write `2013/2014`",
        ),
    ] {
        assert_refused(text, message);
    }
}

#[test]
fn only_the_calendar_from_0001_to_9999_is_accepted() {
    for (text, message) in [
        ("2024-07-00", "no day 00; write `2024-07` if"),
        ("2024-00", "no month 00; write `2024` if"),
        ("2024-00-04", "no month 00; write `2024` if"),
        ("2024-13", "no month 13; months run from 01 to 12"),
        ("2001-20", "no month 20; months run from 01 to 12"),
        (
            "2001-25",
            "25 is a part of the year that has no days, or of level 2",
        ),
        (
            "2001-21-03",
            "write `2001`, or a season such as `2001-21` (21 spring to 24 winter)",
        ),
        ("2001-21-XX", "21 is a part of the year that has no days"),
        (
            "2023-02-29",
            "`2023-02` has 28 days; correct the day, or write `2023-02`",
        ),
        ("2023-04-31", "`2023-04` has 30 days"),
        ("0000", "years run from 0001 to 9999"),
        ("0000-01-01", "years run from 0001 to 9999"),
        ("000X", "years run from 0001 to 9999"),
        ("00XX", "years run from 0001 to 9999"),
        ("-0100", "years run from 0001 to 9999"),
        ("Y17000", "years run from 0001 to 9999"),
    ] {
        assert_refused(text, message);
    }
}

#[test]
fn unsupported_forms_are_named() {
    for (text, message) in [
        ("2024-07-04T10:00:00", "a time of day is not supported"),
        ("..", "`..` without a date says nothing"),
        ("../..", "`..` without a date says nothing"),
        ("/", "`..` without a date says nothing"),
        ("/2013", "a side of the interval is empty; write `../2013`"),
        ("2013/", "a side of the interval is empty; write `2013/..`"),
        ("2001-06/1996", "the interval runs backwards"),
        ("2004/2004-06", "the interval runs backwards"),
        ("2004-06/2004-06-15", "the interval runs backwards"),
        ("[2017,2023]", "level 2, which is not supported here"),
        ("{2017..2023}", "level 2, which is not supported here"),
        ("2004-06-~01", "a qualifier inside a date is level 2"),
        ("2004?-06", "a qualifier inside a date is level 2"),
        ("2013?~", "a qualifier inside a date is level 2"),
        ("2024-XX-05", "an X here is level 2"),
        ("1XXX", "an X here is level 2"),
        ("200X-05", "an X here is level 2"),
        ("200x", "a capital X; write `200X`"),
        ("200X~", "a date with X takes no qualifier"),
        ("2024-07-XX?", "a date with X takes no qualifier"),
        ("2004-06-XX/2004-07-03", "an X in an interval is level 2"),
        ("١٩٩٩", "write year-month-day"),
        ("2024-W30", "write year-month-day"),
    ] {
        assert_refused(text, message);
    }
}
