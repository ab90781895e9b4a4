//! EDTF dates in words, as precise as they are written.

use crate::edtf::Edtf;
use crate::vocab::{DateRole, Status};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// A date or interval as it is written: both sides, of which one may be open.
enum Written<'a> {
    One(&'a str),
    Between(&'a str, &'a str),
    From(&'a str),
    Till(&'a str),
}

impl<'a> Written<'a> {
    fn read(date: &'a str) -> Self {
        match date.split_once('/') {
            None => Self::One(date),
            Some((from, "..")) => Self::From(from),
            Some(("..", to)) => Self::Till(to),
            Some((from, to)) => Self::Between(from, to),
        }
    }
}

/// The date in words: `12 September 2014`, `the 2010s`, `from 2001 on`. What is no EDTF stays as it stands.
pub fn in_words(date: &str) -> String {
    if date.parse::<Edtf>().is_err() {
        return date.to_owned();
    }
    match Written::read(date) {
        Written::One(date) => doubted(date),
        Written::Between(from, to) => format!("{} to {}", doubted(from), doubted(to)),
        Written::From(from) => format!("from {} on", doubted(from)),
        Written::Till(to) => format!("by {}", doubted(to)),
    }
}

/// When something was, within a sentence: `in 2012`, `on 12 September 2014`, `from 2018 to 2022`.
pub fn when(date: &str) -> String {
    if date.parse::<Edtf>().is_err() {
        return format!("in {date}");
    }
    match Written::read(date) {
        Written::One(date) => {
            if date.ends_with('X') && !date.contains('-') {
                // In a document, `X` means that the year is not stated, not that something was in all of the years.
                return format!("at a time in {}", doubted(date));
            }
            let words = doubted(date);
            let preposition = if is_day(date) { "on" } else { "in" };
            match words.strip_prefix("perhaps ") {
                Some(words) => format!("perhaps {preposition} {words}"),
                None => format!("{preposition} {words}"),
            }
        }
        Written::Between(from, to) => format!("from {} to {}", doubted(from), doubted(to)),
        Written::From(_) | Written::Till(_) => in_words(date),
    }
}

/// The date of what happened, at the end of a sentence, in parentheses; nothing where there is none. Of an
/// interval nobody says whether it lasted that long or came at some time in it, and "between" says neither.
pub fn dated(date: Option<&str>) -> String {
    let Some(date) = date else {
        return String::new();
    };
    match Written::read(date) {
        Written::Between(from, to) if date.parse::<Edtf>().is_ok() => {
            format!(" (between {} and {})", doubted(from), doubted(to))
        }
        _ => format!(" ({})", in_words(date)),
    }
}

/// The date of what went on from a first to a last day, such as a summit, at the end of a sentence, in
/// parentheses; none where either day is not known, for then the two are bounds.
pub fn lasted(date: &str) -> Option<String> {
    date.parse::<Edtf>().ok()?;
    let Written::Between(from, to) = Written::read(date) else {
        return None;
    };
    if ![from, to].into_iter().all(is_day) {
        return None;
    }
    let (mut first, last) = (doubted(from), doubted(to));
    if from[..4] == to[..4] {
        first.truncate(first.len() - " 2014".len());
    }
    Some(format!(" ({first} to {last})"))
}

/// True if a date names its day, sure or in doubt.
fn is_day(date: &str) -> bool {
    let bare = date.trim_end_matches(['?', '~', '%']);
    bare.len() == 10 && !bare.contains('X')
}

/// The date of something lasting at the end of its sentence, in parentheses, with what the date means.
pub fn lasting(date: Option<&str>, role: Option<DateRole>, status: Status) -> String {
    let Some(date) = date else {
        return String::new();
    };
    let words = match role {
        Some(DateRole::Since) if status == Status::Expected => bounded("from", date),
        Some(DateRole::Since) => bounded("since", date),
        Some(DateRole::Until) => bounded("until", date),
        Some(DateRole::AsOf) => bounded("as of", date),
        Some(DateRole::During) | None => in_words(date),
    };
    format!(" ({words})")
}

/// A beginning or an end at a date, of which only a bound may be known.
fn bounded(word: &str, date: &str) -> String {
    if date.parse::<Edtf>().is_err() {
        return format!("{word} {date}");
    }
    match Written::read(date) {
        Written::One(date) => format!("{word} {}", doubted(date)),
        Written::Between(from, to) => format!(
            "{word} a time between {} and {}",
            doubted(from),
            doubted(to)
        ),
        Written::From(from) => format!("{word} {} or later", doubted(from)),
        Written::Till(to) => format!("{word} {} at the latest", doubted(to)),
    }
}

/// One date with its marks of doubt.
fn doubted(date: &str) -> String {
    let bare = date.trim_end_matches(['?', '~', '%']);
    let words = certain(bare);
    match &date[bare.len()..] {
        "?" => format!("perhaps {words}"),
        "~" => format!("about {words}"),
        "%" => format!("perhaps about {words}"),
        _ => words,
    }
}

/// One date without marks, whose digits the parser has checked.
fn certain(date: &str) -> String {
    let stated = date.trim_end_matches("-XX");
    let mut parts = stated.split('-');
    let year = parts.next().unwrap_or_default();
    let month = parts.next().and_then(|month| month.parse::<usize>().ok());
    let day = parts.next().map(|day| day.trim_start_matches('0'));
    match (month, day) {
        (Some(month), Some(day)) => format!("{day} {} {year}", named(month)),
        (Some(month), None) => format!("{} {year}", named(month)),
        (None, _) => years(year),
    }
}

/// The name of a month or, from 21, of a season.
fn named(month: usize) -> &'static str {
    let names = MONTHS.get(month.wrapping_sub(1));
    names
        .or_else(|| SEASONS.get(month.wrapping_sub(21)))
        .copied()
        .unwrap_or_default()
}

fn years(year: &str) -> String {
    if let Some(century) = year.strip_suffix("XX") {
        return format!("the years {century}00 to {century}99");
    }
    match year.strip_suffix('X') {
        Some(decade) => format!("the {decade}0s"),
        None => year.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_they_are_written() {
        for (date, words) in [
            ("2014-09-02", "2 September 2014"),
            ("2014-09", "September 2014"),
            ("2014-09-XX", "September 2014"),
            ("2014", "2014"),
            ("2014-XX-XX", "2014"),
            ("201X", "the 2010s"),
            ("19XX", "the years 1900 to 1999"),
            ("2019-21", "spring 2019"),
            ("2019-24", "winter 2019"),
            ("2014~", "about 2014"),
            ("2014-03?", "perhaps March 2014"),
            ("2014%", "perhaps about 2014"),
            ("2014-09/2015-07-01", "September 2014 to 1 July 2015"),
            ("2014/..", "from 2014 on"),
            ("../2014", "by 2014"),
            ("some day", "some day"),
        ] {
            assert_eq!(in_words(date), words, "{date}");
        }
    }

    #[test]
    fn an_interval_of_what_happened_may_be_its_bounds() {
        assert_eq!(
            dated(Some("2020-01/2020-02-03")),
            " (between January 2020 and 3 February 2020)"
        );
        assert_eq!(dated(Some("../2012")), " (by 2012)");
        assert_eq!(dated(None), "");
    }

    #[test]
    fn what_lasts_some_days_goes_from_the_first_to_the_last() {
        let told = |date| lasted(date).unwrap_or_default();
        assert_eq!(
            told("2024-07-03?/2024-07-04"),
            " (perhaps 3 July to 4 July 2024)"
        );
        assert_eq!(
            told("2019-12-31/2020-01-02"),
            " (31 December 2019 to 2 January 2020)"
        );
        for bounds in [
            "2024-06/2024-07-04",
            "2024-07-03/2024-08-XX",
            "../2024-07-04",
            "2024-07-04",
        ] {
            assert_eq!(told(bounds), "", "{bounds}");
        }
    }

    #[test]
    fn a_sentence_says_when() {
        for (date, words) in [
            ("2014-09-12", "on 12 September 2014"),
            ("2014-09-XX", "in September 2014"),
            ("202X", "at a time in the 2020s"),
            ("2015~", "in about 2015"),
            ("2015?", "perhaps in 2015"),
            ("2018/2022", "from 2018 to 2022"),
            ("../2024-07", "by July 2024"),
            ("2019/..", "from 2019 on"),
        ] {
            assert_eq!(when(date), words, "{date}");
        }
    }

    #[test]
    fn the_date_of_something_lasting_says_what_it_means() {
        let stated = |date, role| lasting(Some(date), Some(role), Status::Stated);
        assert_eq!(stated("2012", DateRole::Since), " (since 2012)");
        assert_eq!(
            stated("2008/2009", DateRole::Since),
            " (since a time between 2008 and 2009)"
        );
        assert_eq!(
            stated("../2022", DateRole::Until),
            " (until 2022 at the latest)"
        );
        assert_eq!(stated("2015-06", DateRole::AsOf), " (as of June 2015)");
        assert_eq!(stated("2001/..", DateRole::During), " (from 2001 on)");
        assert_eq!(
            stated("2008/2009", DateRole::AsOf),
            " (as of a time between 2008 and 2009)"
        );
        assert_eq!(
            lasting(Some("2015-07"), Some(DateRole::Since), Status::Expected),
            " (from July 2015)"
        );
        assert_eq!(lasting(None, None, Status::Stated), "");
    }
}
