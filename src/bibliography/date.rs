//! Dates as bibliographies take them apart.

use crate::edtf::{Edtf, Precision};

/// A date as the database has it, with what is stated in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The text in the database.
    pub text: String,
    /// Whether the text is a date of EDTF level 1.
    pub is_edtf: bool,
    /// Its parts; none of a decade, a century or an interval with an open end, which have no year.
    pub stated: Option<Stated>,
    /// Whether the document or the curators doubt it: `?`, `~` or `%`.
    pub is_doubtful: bool,
}

/// One date, or the two of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// A day, month, season or year.
    One(Partial),
    /// An interval.
    Between(Partial, Partial),
}

/// A year, and as much as is stated beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partial {
    /// The year.
    pub year: i32,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day in the month, from 1.
    pub day: Option<u8>,
    /// The season, from 1 for spring.
    pub season: Option<u8>,
}

impl Issued {
    /// Reads the text of a date.
    pub fn read(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            is_edtf: text.parse::<Edtf>().is_ok(),
            stated: stated(text),
            is_doubtful: text.contains(['?', '~', '%']),
        }
    }

    /// The one year in which all of it lies.
    pub fn year(&self) -> Option<i32> {
        match self.stated? {
            Stated::One(date) => Some(date.year),
            Stated::Between(from, to) => (from.year == to.year).then_some(from.year),
        }
    }

    /// The day, month, season or year, where it is one.
    pub fn one(&self) -> Option<Partial> {
        match self.stated? {
            Stated::One(date) => Some(date),
            Stated::Between(..) => None,
        }
    }
}

fn stated(text: &str) -> Option<Stated> {
    // An interval that ends before it begins is none.
    text.parse::<Edtf>().ok()?;
    match text.split_once('/') {
        None => partial(text).map(Stated::One),
        Some((from, to)) => Some(Stated::Between(partial(from)?, partial(to)?)),
    }
}

fn partial(text: &str) -> Option<Partial> {
    let date: Edtf = text.parse().ok()?;
    let first = date.first_day()?;
    let year = Partial {
        year: first.year(),
        month: None,
        day: None,
        season: None,
    };
    let month = Partial {
        month: Some(first.month()),
        ..year
    };
    match date.precision() {
        Precision::Day => Some(Partial {
            day: Some(first.in_month()),
            ..month
        }),
        Precision::Month => Some(month),
        Precision::Season => Some(Partial {
            season: season(text),
            ..year
        }),
        Precision::Year => Some(year),
        Precision::Decade | Precision::Century | Precision::Open => None,
    }
}

/// The season in `2019-21`, from 1 for spring.
fn season(text: &str) -> Option<u8> {
    text.get(5..7)?.parse::<u8>().ok()?.checked_sub(20)
}

#[cfg(test)]
mod tests {
    use super::{Issued, Partial, Stated};

    const YEAR: Partial = Partial {
        year: 2019,
        month: None,
        day: None,
        season: None,
    };

    #[test]
    fn a_date_has_the_parts_that_are_stated() {
        let month = Partial {
            month: Some(7),
            ..YEAR
        };
        let day = Partial {
            day: Some(4),
            ..month
        };
        let december = Partial {
            month: Some(12),
            ..YEAR
        };
        let winter = Partial {
            season: Some(4),
            ..YEAR
        };
        for (text, stated) in [
            ("2019", Stated::One(YEAR)),
            ("2019-XX", Stated::One(YEAR)),
            ("2019-07", Stated::One(month)),
            ("2019-07-XX", Stated::One(month)),
            ("2019-07-04?", Stated::One(day)),
            ("2019-24", Stated::One(winter)),
            ("2019/2019-12", Stated::Between(YEAR, december)),
        ] {
            let date = Issued::read(text);
            assert_eq!(date.stated, Some(stated), "{text}");
            assert_eq!(date.year(), Some(2019), "{text}");
        }
    }

    #[test]
    fn a_decade_an_open_end_and_what_is_no_date_have_none() {
        for text in [
            "201X",
            "19XX",
            "2019/..",
            "../2019",
            "summer 2019",
            "2019/2018",
            "",
        ] {
            let date = Issued::read(text);
            assert_eq!((date.stated, date.year()), (None, None), "{text}");
        }
        assert!(Issued::read("2019/..").is_edtf && !Issued::read("summer 2019").is_edtf);
    }
}
