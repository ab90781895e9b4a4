//! Days of the Gregorian calendar, which is also used for the time before its adoption.

use std::fmt;

/// A day that exists, in the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u16,
    month: u8,
    in_month: u8,
}

impl Day {
    /// The caller has compared `in_month` with [`days_in`].
    pub(super) fn new(year: u16, month: u8, in_month: u8) -> Self {
        Self {
            year,
            month,
            in_month,
        }
    }

    /// Its year.
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// Its month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Its place in the month, from 1.
    pub fn in_month(self) -> u8 {
        self.in_month
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.in_month)
    }
}

/// The number of days in a month, which the caller knows to be 1 to 12.
pub(super) fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}
