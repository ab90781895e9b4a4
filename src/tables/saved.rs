//! The forms that other programs give to a cell when they save a file again: `5.0` for 5, `1e-05` for 0.00001, and
//! `2012.0` for a year beside empty cells. The value is the same, and every digit of it is kept.

use super::column::{CellType, Holds};
use crate::number::Written;

impl Holds {
    /// The text of a cell as an export has it; `None` where it stands so already, or is no number or year.
    pub fn as_exported(self, text: &str) -> Option<String> {
        let exported = match self {
            Self::Integer | Self::Number | Self::Flag => Written::read(text)?.to_string(),
            Self::Date => year(text)?,
            Self::Text | Self::Key(_) | Self::Keys(_) | Self::Word(_) | Self::Day | Self::Url => {
                return None;
            }
        };
        (exported != text).then_some(exported)
    }
}

impl CellType {
    /// The text of a cell in the form that this type is written in; `None` where it stands so already, or says
    /// something else. Digits that a document prints are never touched.
    pub fn as_declared(self, text: &str) -> Option<String> {
        match self {
            Self::Integer(..) => whole(text),
            Self::Year | Self::Date => year(text),
            Self::Decimal if text.contains(['e', 'E']) => {
                Written::read(text).map(|number| number.to_string())
            }
            _ => None,
        }
    }
}

/// A whole number that was saved with a fraction of zeros, or with a power of ten. Three zeros behind a point may be
/// the thousands of a language that writes them so.
fn whole(text: &str) -> Option<String> {
    if !text.contains(['.', 'e', 'E']) || text.ends_with(".000") {
        return None;
    }
    let number = Written::read(text)?;
    number.is_whole().then(|| number.to_string())
}

/// A year of four digits that was saved as a number.
fn year(text: &str) -> Option<String> {
    let (year, _) = text.split_once('.')?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    (is_year && whole(text).is_some()).then(|| year.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_may_have_a_fraction_of_zeros() {
        let whole = |text| CellType::Integer(0, 9999).as_declared(text);
        for (text, is) in [
            ("1.0", "1"),
            ("1.00", "1"),
            ("-3.0", "-3"),
            ("1e3", "1000"),
            ("1.0000", "1"),
        ] {
            assert_eq!(whole(text).as_deref(), Some(is), "{text}");
        }
        for text in [
            "1", "007", "1.5", "1.01", "1e-1", "1,0", "1.", ".0", "1.000", "x.0", "",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_may_have_a_fraction_of_zeros_and_a_printed_number_may_not() {
        for cell in [CellType::Year, CellType::Date] {
            assert_eq!(cell.as_declared("2012.0").as_deref(), Some("2012"));
            for text in ["2012", "2012.5", "12.0", "20120.0", "2012.06", "2012-06"] {
                assert_eq!(cell.as_declared(text), None, "{text}");
            }
        }
        for cell in [CellType::Printed, CellType::Text, CellType::Code] {
            assert_eq!(cell.as_declared("2012.0"), None);
        }
        assert_eq!(
            CellType::Decimal.as_declared("1e-05").as_deref(),
            Some("0.00001")
        );
        // The digits that are stated stay.
        assert_eq!(CellType::Decimal.as_declared("5.00"), None);
    }

    #[test]
    fn an_exported_number_has_one_form() {
        for (holds, text, is) in [
            (Holds::Number, "5.00", Some("5")),
            (Holds::Integer, "5.0", Some("5")),
            (Holds::Flag, "1.0", Some("1")),
            (Holds::Number, "1e-05", Some("0.00001")),
            (Holds::Date, "2012.0", Some("2012")),
            (Holds::Number, "5.5", None),
            (Holds::Text, "5.0", None),
            (Holds::Day, "2012-01-01", None),
        ] {
            assert_eq!(holds.as_exported(text).as_deref(), is, "{text}");
        }
    }
}
