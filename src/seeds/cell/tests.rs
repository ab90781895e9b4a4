//! The pattern that a form declares fits what is read as that form, and nothing else that a pattern can tell.

use regex::Regex;

use super::typed;
use crate::edtf::{Edtf, EdtfFault};
use crate::tables::{CellType, Form};

fn whole(form: Form) -> Regex {
    Regex::new(&format!("^({})$", form.pattern())).expect("a pattern of ours")
}

/// The type of cell that has a form.
fn cell_of(form: Form) -> CellType {
    match form {
        Form::Id => CellType::Id,
        Form::EntityId => CellType::EntityId,
        Form::Sha256 => CellType::Sha256,
        Form::Year => CellType::Year,
        Form::Currency => CellType::Currency,
        Form::Language => CellType::Language,
        Form::Lines => CellType::Lines,
        Form::Printed => CellType::Printed,
        Form::Date => CellType::Date,
        Form::Url => CellType::Url,
    }
}

/// What the pattern takes although it is not accepted: what only counting or a list of words tells.
fn is_beyond_a_pattern(form: Form, text: &str) -> bool {
    match form {
        Form::Id | Form::EntityId => super::is_misread(text),
        Form::Lines => text.split(';').all(|range| {
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            from.parse::<u64>().is_ok() && to.parse::<u64>().is_ok()
        }),
        Form::Printed => {
            let is_word = |text: &str| text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
            let of_digits = text.chars().filter(char::is_ascii_digit).count();
            is_word(text) || of_digits > 30 || has_several_separators(text)
        }
        Form::Date => matches!(
            text.parse::<Edtf>().map_err(|error| error.fault),
            Err(EdtfFault::YearRange
                | EdtfFault::NoSuchDay { days: 28, .. }
                | EdtfFault::Backwards)
        ),
        Form::Sha256 | Form::Year | Form::Currency | Form::Language | Form::Url => false,
    }
}

fn has_several_separators(text: &str) -> bool {
    let mut separators: Vec<char> = text
        .chars()
        .filter(|letter| [',', ' ', '\'', '\u{a0}', '\u{202f}', '\u{2019}'].contains(letter))
        .collect();
    separators.dedup();
    separators.len() > 1
}

/// The last text that is accepted of its kind, and the first that is not.
const EDGES: &[(Form, &str, &str)] = &[
    (Form::Id, "a", "1a"),
    (Form::Id, "m-1", "m--1"),
    (Form::Id, "ev-x", "ev-x-"),
    (Form::Id, "ev", "Ev"),
    (Form::EntityId, "AfDB-2", "2AfDB"),
    (Form::EntityId, "UN", "U_N"),
    (Form::Year, "0988", "988"),
    (Form::Currency, "USD", "usd"),
    (Form::Currency, "CNY", "CNYX"),
    (Form::Language, "zh-Latn", "zh_Latn"),
    (Form::Language, "tg", "t"),
    (Form::Language, "en-12345678", "en-123456789"),
    (Form::Lines, "202-226;230", "202-226;"),
    (Form::Lines, "7", "+7"),
    (Form::Printed, "1,000", "1,00"),
    (Form::Printed, "0.5", ".5"),
    (Form::Printed, "5.0", "5."),
    (Form::Printed, "\u{2013}4.7", "~4.7"),
    (Form::Printed, "twenty-one", "twenty_one"),
    (Form::Date, "2001-12", "2001-13"),
    (Form::Date, "2001-06", "June 2001"),
    (Form::Date, "2001-06-30", "2001-06-31"),
    (Form::Date, "2001-07-31", "2001-07-32"),
    (Form::Date, "2001-02-28", "2001-02-30"),
    (Form::Date, "2019-24", "2019-25"),
    (Form::Date, "2019-21?", "2019-21-01"),
    (Form::Date, "200X", "200X?"),
    (Form::Date, "19XX", "1XXX"),
    (Form::Date, "2001-XX-XX", "2001-XX-01"),
    (Form::Date, "2001-06-XX", "2001-06-0X"),
    (Form::Date, "../2015-06", "/2015-06"),
    (Form::Date, "2001/..", "../.."),
    (Form::Date, "2001~/2015-06-01%", "2001X/2015"),
    (Form::Url, "http://a.b", "htps://a.b"),
    (Form::Url, "https://a.b/c?d#e.f", "https://ab/c.d"),
    (Form::Url, "https://жж.рф/ü", "https://a.b/c d"),
    (Form::Url, "https://a.b", "HTTPS://a.b"),
];

#[test]
fn at_its_edges_a_pattern_agrees_with_the_reader() {
    let digest = "0123456789abcdef".repeat(4);
    let (short, upper) = (&digest[1..], digest.to_uppercase());
    let digests = [
        (Form::Sha256, digest.as_str(), short),
        (Form::Sha256, digest.as_str(), upper.as_str()),
    ];
    for (form, good, bad) in EDGES.iter().chain(&digests) {
        let (pattern, cell) = (whole(*form), cell_of(*form));
        assert!(typed(cell, good).is_ok(), "{form:?} {good}");
        assert!(pattern.is_match(good), "{form:?} {good}");
        assert!(typed(cell, bad).is_err(), "{form:?} {bad}");
        assert!(!pattern.is_match(bad), "{form:?} {bad}");
    }
    for form in Form::ALL {
        let is_tried = EDGES
            .iter()
            .chain(&digests)
            .any(|(tried, ..)| tried == form);
        assert!(is_tried, "{form:?} has no edge");
    }
}

/// Each declared form is the one that the column's type has, and dates and addresses have theirs by what they hold.
#[test]
fn a_type_of_cell_declares_its_own_form() {
    use crate::tables::{Holds, Limit};
    for form in Form::ALL {
        let cell = cell_of(*form);
        let declared = match cell.holds() {
            Holds::Date => Limit::Form(Form::Date),
            Holds::Url => Limit::Form(Form::Url),
            _ => cell.limit(),
        };
        assert_eq!(declared, Limit::Form(*form));
    }
}

proptest::proptest! {
    #[test]
    fn a_pattern_agrees_with_the_reader(
        text in "[a-zA-Z0-9;:/.?#\u{a0} ~%'X,+\u{2212}-]{1,10}\
            |[a-z]{1,3}(-[a-zA-Z0-9]{0,3}){0,3}|[0-9]{0,5}[, '-]?[0-9]{0,4}[.;]?[0-9]{0,3}\
            |[012][0-9]{3}-[0-3X][0-9X](-[0-3X][0-9X])?[?~%]?(/([0-9]{4}|[.][.]))?|[.][.]/[0-9X]{4}\
            |https?:/{1,2}[a-z.]{0,4}[/?#]?[a-z. ]{0,3}|[A-Z]{2,4}|[0-9]{3,5}"
    ) {
        // An empty cell is dealt with before its type is asked.
        proptest::prop_assume!(!text.is_empty());
        for form in Form::ALL {
            let is_read = typed(cell_of(*form), &text).is_ok();
            let fits = whole(*form).is_match(&text);
            proptest::prop_assert!(fits || !is_read, "{:?} does not fit {}", form, text);
            let may_fit = is_read || is_beyond_a_pattern(*form, &text);
            proptest::prop_assert!(!fits || may_fit, "{:?} fits {}", form, text);
        }
    }
}
