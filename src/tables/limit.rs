//! What the values of a column must be besides their type: the form of a text, the bounds of a number. It is declared
//! once, with the column; the rules on cells and the files that describe the exports take it from there.

use crate::edtf::Edtf;
use crate::number::Printed;

/// What the values of a column must be, besides their type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Nothing else.
    None,
    /// Texts of this form.
    Form(Form),
    /// Numbers from the first to the second, both included. The least and the greatest number that there are stand for
    /// no bound.
    Between(i64, i64),
}

impl Limit {
    /// The least number, if there is one.
    pub const fn least(self) -> Option<i64> {
        match self {
            Self::Between(least, _) if least > i64::MIN => Some(least),
            Self::None | Self::Form(_) | Self::Between(..) => None,
        }
    }

    /// The greatest number, if there is one.
    pub const fn greatest(self) -> Option<i64> {
        match self {
            Self::Between(_, greatest) if greatest < i64::MAX => Some(greatest),
            Self::None | Self::Form(_) | Self::Between(..) => None,
        }
    }
}

/// The forms of texts that a pattern tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An id of lower-case letters, digits and hyphens.
    Id,
    /// An id in which capitals are allowed too.
    EntityId,
    /// A SHA-256 digest.
    Sha256,
    /// A year of four digits.
    Year,
    /// An ISO 4217 currency code.
    Currency,
    /// A BCP 47 language tag.
    Language,
    /// Ranges of lines, separated by `;`.
    Lines,
    /// A number as a document prints it.
    Printed,
    /// An EDTF level 1 date.
    Date,
    /// An absolute web address.
    Url,
}

impl Form {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Id,
        Self::EntityId,
        Self::Sha256,
        Self::Year,
        Self::Currency,
        Self::Language,
        Self::Lines,
        Self::Printed,
        Self::Date,
        Self::Url,
    ];

    /// What such a text is called in the dictionary.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::EntityId => "entity id",
            Self::Sha256 => "digest",
            Self::Year => "year",
            Self::Currency => "currency",
            Self::Language => "language tag",
            Self::Lines => "lines",
            Self::Printed => "printed number",
            Self::Date => "date",
            Self::Url => "url",
        }
    }

    /// The regular expression that the whole of a text of this form fits. It uses only what all the usual engines
    /// read alike: no classes with a backslash, and no looking ahead.
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Id => "[a-z][a-z0-9]*(-[a-z0-9]+)*",
            Self::EntityId => "[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*",
            Self::Sha256 => "[0-9a-f]{64}",
            Self::Year => "[0-9]{4}",
            Self::Currency => "[A-Z]{3}",
            Self::Language => "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*",
            Self::Lines => "[0-9]+(-[0-9]+)?(;[0-9]+(-[0-9]+)?)*",
            Self::Printed => Printed::PATTERN,
            Self::Date => Edtf::PATTERN,
            // The part before the first `/`, `?` or `#` has a point.
            Self::Url => "https?://[^/?# <>\"\u{a0}]*[.][^/?# <>\"\u{a0}]*([/?#][^ <>\"\u{a0}]*)?",
        }
    }
}
