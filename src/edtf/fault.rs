//! The faults of dates, and their remedies.

use std::fmt;

use thiserror::Error;

use crate::complaint::Complaint;

/// A text that was refused, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdtfError {
    /// The whole text, also when only one side of an interval is at fault.
    pub text: String,
    /// Its fault.
    pub fault: EdtfFault,
}

impl EdtfError {
    /// The fault and the remedy.
    pub fn complaint(&self) -> Complaint {
        let message = format!("`{}` is not an EDTF date: {}", self.text, self.fault);
        Complaint::new(message, self.fault.help())
    }
}

impl From<EdtfError> for Complaint {
    fn from(error: EdtfError) -> Self {
        error.complaint()
    }
}

impl fmt::Display for EdtfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.complaint().fmt(f)
    }
}

impl std::error::Error for EdtfError {}

/// A fault of a date; [`EdtfFault::help`] is its remedy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EdtfFault {
    /// There is nothing, or nothing but blanks.
    #[error("it is empty")]
    Empty,
    /// The date would be right without the blanks at the ends or around the slash.
    #[error("it has blanks at its ends or around the slash")]
    Blanks {
        /// The text without them.
        write: String,
    },
    /// The text looks like no date that we know.
    #[error("its form is not known")]
    Unknown,
    /// More than one slash, as in `04/07/2024`.
    #[error("a slash only joins the two dates of an interval")]
    Slashes,
    /// A month or a day has one digit.
    #[error("months and days have two digits")]
    OneDigit {
        /// The date with two digits.
        write: String,
    },
    /// A year has fewer than four digits.
    #[error("years have four digits")]
    ShortYear,
    /// The parts are not joined by hyphens: `20240704`, or a dash in their place.
    #[error("year, month and day are joined by hyphens")]
    NoHyphens {
        /// The date with hyphens.
        write: String,
    },
    /// Two years are joined by a hyphen or a dash.
    #[error("an interval is written with a slash")]
    NoSlash {
        /// The interval with a slash.
        write: String,
    },
    /// The year is 0000, negative or of more than four digits, or a decade or century
    /// begins with 0000.
    #[error("years run from 0001 to 9999")]
    YearRange,
    /// The month is 00.
    #[error("there is no month 00")]
    MonthZero {
        /// The year alone.
        write: String,
    },
    /// The month is above 12 and no part of a year.
    #[error("there is no month {month}")]
    NoSuchMonth {
        /// The number that stands for the month.
        month: u8,
    },
    /// The month is one of the numbers that EDTF uses for seasons and the like, and more follows or it is level 2.
    #[error(
        "{season} is a part of the year that has no days, or of level 2, which is not supported here"
    )]
    Season {
        /// The number that stands for the month.
        season: u8,
        /// The year alone.
        write: String,
    },
    /// The day is 00.
    #[error("there is no day 00")]
    DayZero {
        /// The month alone.
        write: String,
    },
    /// The month has fewer days.
    #[error("`{month}` has {days} days")]
    NoSuchDay {
        /// The month, with its year.
        month: String,
        /// How many days it has.
        days: u8,
    },
    /// There is a time of day.
    #[error("a time of day is not supported here")]
    TimeOfDay,
    /// Brackets or braces: one of a set, all of a set.
    #[error("a set of dates in brackets or braces is level 2, which is not supported here")]
    Set,
    /// A qualifier elsewhere than at the end, or more than one.
    #[error("a qualifier inside a date is level 2, which is not supported here")]
    QualifierInside,
    /// `X` elsewhere than for the last digits.
    #[error("an X here is level 2, which is not supported here")]
    XInside,
    /// A small x.
    #[error("unknown digits are written with a capital X")]
    SmallX {
        /// The date with capitals.
        write: String,
    },
    /// `X` together with a qualifier, which no level of EDTF has.
    #[error("a date with X takes no qualifier")]
    QualifiedX,
    /// `X` within an interval.
    #[error("an X in an interval is level 2, which is not supported here")]
    XInInterval,
    /// One side of an interval is an empty text, which EDTF reads as "unknown".
    #[error("a side of the interval is empty")]
    EmptySide {
        /// The interval with `..`.
        write: String,
    },
    /// `..` without a date, alone or on both sides.
    #[error("`..` without a date says nothing")]
    OpenAlone,
    /// The first side of an interval begins or ends after the second.
    #[error(
        "the interval runs backwards: its first side may neither begin nor end after its second"
    )]
    Backwards,
}

impl EdtfFault {
    /// The remedy.
    ///
    /// It never decides a question that the source left open: which number is the month in
    /// `04/07/2024` is for a person to say.
    pub fn help(&self) -> String {
        let help = match self {
            Self::Blanks { write }
            | Self::OneDigit { write }
            | Self::NoHyphens { write }
            | Self::NoSlash { write }
            | Self::SmallX { write } => return format!("write `{write}`"),
            Self::MonthZero { write } => {
                return format!("write `{write}` if the month is not known");
            }
            Self::DayZero { write } => return format!("write `{write}` if the day is not known"),
            Self::Season { write, .. } => {
                return format!(
                    "write `{write}`, or a season such as `{write}-21` (21 spring to 24 winter)"
                );
            }
            Self::EmptySide { write } => {
                return format!("write `{write}` if it is open or unknown");
            }
            Self::NoSuchDay { month, .. } => {
                return format!("correct the day, or write `{month}` if the day is not known");
            }
            Self::Empty => "write a date such as `2024-07-04`, `2024-07` or `2024`",
            Self::Unknown => {
                "write year-month-day, such as `2024-07-04`, or less of it, such as `2024-07`"
            }
            Self::Slashes | Self::ShortYear => "write year-month-day, such as `2024-07-04`",
            Self::YearRange => "leave the date out and say the period in a note",
            Self::NoSuchMonth { .. } => "months run from 01 to 12",
            Self::TimeOfDay => "write the date alone, such as `2024-07-04`",
            Self::Set => SET,
            Self::QualifierInside => QUALIFIER_INSIDE,
            Self::XInside => X_INSIDE,
            Self::QualifiedX => "leave out either the qualifier or the X part",
            Self::XInInterval => X_IN_INTERVAL,
            Self::OpenAlone => {
                "write one side, as in `2017/..` or `../2013`, or leave the date out"
            }
            Self::Backwards => {
                "exchange the sides, or write only the longer one if one holds the other"
            }
        };
        help.to_owned()
    }
}

const SET: &str =
    "write a less precise date that holds them all, such as `201X`, and say the choice in a note";
const QUALIFIER_INSIDE: &str = "write one of `?`, `~` or `%` (both) at the end, for the whole date";
const X_INSIDE: &str =
    "X takes the place of the last digits, as in `200X`, `19XX`, `2024-XX` or `2024-07-XX`";
const X_IN_INTERVAL: &str =
    "write each side as a day, a month or a year, such as `2004-06/2004-07-03`";
