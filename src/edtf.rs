//! Dates as precise as their source and no more: a subset of EDTF level 1 (ISO 8601-2).
//!
//! Every text accepted here is also accepted by other EDTF level 1 readers. Forms of
//! level 1 that say nothing about a fact (`../..`) or that cannot be turned into days
//! (seasons, years outside 0001 to 9999) are refused, and so is all of level 2.

mod day;
mod diagnosis;
mod fault;
mod parse;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use day::Day;
pub use fault::{EdtfError, EdtfFault};

/// A date, a part of a date or an interval, kept exactly as it was written.
///
/// Accepted are `2024-07-04`, `2024-07`, `2024`, the same with digits that nobody
/// stated (`2024-07-XX`, `2024-XX-XX`, `2024-XX`, `200X`, `19XX`), a day, month or year
/// with `?`, `~` or `%` at its end, and intervals of two such dates without `X`, of which
/// one may be `..`. Two values are equal when their texts are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Edtf {
    text: String,
    span: Span,
}

/// What is derived from the text; `None` is the open side of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: Option<Day>,
    to: Option<Day>,
    precision: Precision,
    qualifier: Qualifier,
}

/// The smallest unit that a date states, for filtering.
///
/// An interval has the coarser precision of its two ends, and is `Open` when it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The day is stated.
    Day,
    /// The month is stated, the day is not.
    Month,
    /// The year is stated, the month is not.
    Year,
    /// Ten years, such as `200X`.
    Decade,
    /// A hundred years by their first two digits, such as `19XX` for 1900 to 1999.
    Century,
    /// An interval of which one end is not stated.
    Open,
}

/// How sure a date is, according to its source.
///
/// An interval has the doubts of both its ends, so `2013?/2014~` is `Both`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Qualifier {
    /// Stated without reserve.
    None,
    /// `?`: the source, or the reading of it, is in doubt.
    Uncertain,
    /// `~`: the source says "about".
    Approximate,
    /// `%`: in doubt, and "about".
    Both,
}

impl Edtf {
    /// The text as it was accepted, which is its canonical form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The earliest day it can mean; `None` when the beginning is open.
    pub fn first_day(&self) -> Option<Day> {
        self.span.from
    }

    /// The latest day it can mean; `None` when the end is open.
    pub fn last_day(&self) -> Option<Day> {
        self.span.to
    }

    /// [`Edtf::first_day`] as `YYYY-MM-DD`.
    pub fn date_from(&self) -> Option<String> {
        self.first_day().map(|day| day.to_string())
    }

    /// [`Edtf::last_day`] as `YYYY-MM-DD`.
    pub fn date_to(&self) -> Option<String> {
        self.last_day().map(|day| day.to_string())
    }

    /// The smallest unit that is stated.
    pub fn precision(&self) -> Precision {
        self.span.precision
    }

    /// How sure the date is.
    pub fn qualifier(&self) -> Qualifier {
        self.span.qualifier
    }

    /// Whether the source says "about" (`~` or `%`); mere doubt (`?`) does not count.
    pub fn is_approximate(&self) -> bool {
        matches!(
            self.span.qualifier,
            Qualifier::Approximate | Qualifier::Both
        )
    }

    /// The year of [`Edtf::date_from`], or of [`Edtf::date_to`] when the beginning is open.
    ///
    /// For sorting and for spreadsheets. Of a decade or a century it is the first year,
    /// so read it together with [`Edtf::precision`]. There is always one, because an
    /// interval cannot be open on both sides.
    pub fn year(&self) -> Option<i32> {
        self.span.from.or(self.span.to).map(Day::year)
    }

    /// Whether every day that `other` can mean is one that `self` can mean.
    ///
    /// So a month is contained in its year, and `2017/..` contains all that begins in
    /// 2017 or later. Qualifiers are not considered.
    pub fn contains(&self, other: &Self) -> bool {
        let (outer, inner) = (self.span, other.span);
        let begins = outer.from.is_none_or(|outer| inner.from >= Some(outer));
        let ends = outer
            .to
            .is_none_or(|outer| inner.to.is_some_and(|inner| inner <= outer));
        begins && ends
    }

    /// Whether there is a day that both can mean. Qualifiers are not considered.
    pub fn overlaps(&self, other: &Self) -> bool {
        not_after(self.span.from, other.span.to) && not_after(other.span.from, self.span.to)
    }
}

/// Compares a beginning with an end, either of which may be open.
fn not_after(from: Option<Day>, to: Option<Day>) -> bool {
    from.zip(to).is_none_or(|(from, to)| from <= to)
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for Edtf {
    type Error = EdtfError;

    fn try_from(text: String) -> Result<Self, EdtfError> {
        match parse::any(&text) {
            Ok(span) => Ok(Self { text, span }),
            Err(fault) => Err(EdtfError { text, fault }),
        }
    }
}

impl From<Edtf> for String {
    fn from(date: Edtf) -> Self {
        date.text
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Precision {
    /// Every word, from fine to coarse, for the schema's `CHECK`.
    pub const WORDS: [&'static str; 6] = ["day", "month", "year", "decade", "century", "open"];

    /// The word that is stored and exported.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl Qualifier {
    /// Every word, for the schema's `CHECK`.
    pub const WORDS: [&'static str; 4] = ["none", "uncertain", "approximate", "both"];

    /// The word that is stored and exported.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, only) | (only, Self::None) => only,
            (one, two) if one == two => one,
            _ => Self::Both,
        }
    }
}

impl fmt::Display for Qualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
