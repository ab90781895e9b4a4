//! Dates as precise as their source and no more: a subset of EDTF level 1 (ISO 8601-2).
//!
//! Every text accepted here is also accepted by other EDTF level 1 readers. Forms of
//! level 1 that say nothing about a fact (`../..`) or that cannot be turned into days
//! (years outside 0001 to 9999) are refused, and so is all of level 2. A season is bounded by the
//! whole year that it names, since no document says in which half of the world it is.

mod day;
mod diagnosis;
mod fault;
mod parse;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::str::FromStr;

pub use day::Day;
pub use fault::{EdtfError, EdtfFault};

use crate::vocab::vocabulary;

/// A date, a part of a date or an interval, as the days that it can mean.
///
/// Accepted are `2024-07-04`, `2024-07`, `2024`, the same with digits that nobody
/// stated (`2024-07-XX`, `2024-XX-XX`, `2024-XX`, `200X`, `19XX`), a season (`2019-21` for the
/// spring of 2019, to `24` for the winter), a day, month, season or year with `?`, `~` or `%` at its end, and intervals of two such dates without `X`, of which
/// one may be `..`. The marks `?`, `~` and `%` do not change these days; only the text keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edtf {
    first: Option<Day>,
    last: Option<Day>,
    precision: Precision,
}

vocabulary! {
    /// The smallest unit that a date states, for filtering.
    ///
    /// An interval has the coarser precision of its two ends, and is `Open` if only one end is given.
    Precision {
        /// The day is stated.
        Day = "day",
        /// The month is stated, the day is not.
        Month = "month",
        /// The season is stated, of a year that is.
        Season = "season",
        /// The year is stated, the month is not.
        Year = "year",
        /// Ten years, such as `200X`.
        Decade = "decade",
        /// A hundred years by their first two digits, such as `19XX` for 1900 to 1999.
        Century = "century",
        /// An interval of which one end is not stated.
        Open = "open",
    }
}

/// A date without `X`: a year, or a month, a day or a season of it, with or without a mark.
macro_rules! date {
    () => {
        "[0-9]{4}(-((0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]))?|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31|2[1-4]))?[?~%]?"
    };
}

impl Edtf {
    /// A regular expression that every accepted text fits as a whole, and of the others only those for which one must
    /// count: the 29 February of a year without it, the year 0, and intervals that run backwards.
    pub const PATTERN: &str = concat!(
        date!(),
        "(/(",
        date!(),
        "|[.]{2}))?|[.]{2}/",
        date!(),
        "|[0-9]{4}-((0[1-9]|1[0-2])-XX|XX(-XX)?)|[0-9]{3}X|[0-9]{2}XX"
    );

    /// The earliest day it can mean; `None` when the beginning is open.
    pub fn first_day(&self) -> Option<Day> {
        self.first
    }

    /// The latest day it can mean; `None` when the end is open.
    pub fn last_day(&self) -> Option<Day> {
        self.last
    }

    /// [`Edtf::first_day`] as `YYYY-MM-DD`.
    pub fn date_from(&self) -> Option<String> {
        self.first.map(|day| day.to_string())
    }

    /// [`Edtf::last_day`] as `YYYY-MM-DD`.
    pub fn date_to(&self) -> Option<String> {
        self.last.map(|day| day.to_string())
    }

    /// The smallest unit that is stated.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The one year in which all of it lies: none of a decade, a century, an interval over several
    /// years, or one with an open end.
    pub fn year(&self) -> Option<i32> {
        let (first, last) = (self.first?.year(), self.last?.year());
        (first == last).then_some(first)
    }
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        parse::any(text).map_err(|fault| EdtfError {
            text: text.to_owned(),
            fault: diagnosis::reason(text, fault),
        })
    }
}
