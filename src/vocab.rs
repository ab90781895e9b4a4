//! The closed vocabularies, each word once: the schema's `CHECK`s hold the same words, and a test compares.
//!
//! A vocabulary is an enum where the program decides on one of its words, else a list.

/// A closed vocabulary whose words the program decides on.
pub trait Vocabulary: Copy + Eq + 'static {
    /// The words, in the order in which they are documented.
    const WORDS: &'static [&'static str];

    /// The value for a word.
    fn from_word(word: &str) -> Option<Self>;
}

/// Declares an enum whose variants are words.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $meaning:literal])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = concat!("`", $word, "`")] #[doc = ""] $(#[doc = $meaning])* $variant,)+ }

        impl $name {
            /// The words, in the order in which they are documented.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// What each word means, in the same order, with a space before it; empty where a word says it all.
            pub const MEANINGS: &'static [&'static str] = &[$(concat!($($meaning),*)),+];

            /// The values, in the same order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for this value.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl $crate::vocab::Vocabulary for $name {
            const WORDS: &'static [&'static str] = Self::WORDS;

            fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

pub(crate) use vocabulary;

mod documents;
mod entities;
mod events;
mod facts;
mod numbers;
mod trade;

pub use documents::*;
pub use entities::*;
pub use events::*;
pub use facts::*;
pub use numbers::*;
pub use trade::*;

/// The vocabularies that the columns of many views share, each as its words and what they mean.
pub const SHARED: &[(&[&str], &[&str])] = &[
    (Status::WORDS, Status::MEANINGS),
    (Rank::WORDS, Rank::MEANINGS),
    (DateBasis::WORDS, DateBasis::MEANINGS),
    (DateRole::WORDS, DateRole::MEANINGS),
    (Tier::WORDS, Tier::MEANINGS),
    (WorkKind::WORDS, WorkKind::MEANINGS),
    (Flow::WORDS, Flow::MEANINGS),
    (Measure::WORDS, Measure::MEANINGS),
    (Qualifier::WORDS, Qualifier::MEANINGS),
    (ValueBasis::WORDS, ValueBasis::MEANINGS),
];
