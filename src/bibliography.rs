//! The sources as works that reference managers and typesetting programs read, from the database alone.
//!
//! [`works`] reads them, [`bibtex()`], [`csl_json`] and [`ris()`] write them, and [`reference()`] puts one into a
//! line for people. What the database leaves empty stays out. [`citation_cff`] describes the dataset itself.

mod bibtex;
mod cff;
mod csl;
mod date;
mod langid;
mod reference;
mod ris;
mod work;

pub use bibtex::bibtex;
pub use cff::citation_cff;
pub use csl::{csl_items, csl_json};
pub use date::{Issued, Partial, Stated};
pub use reference::reference;
pub use ris::ris;
pub use work::{About, Work, about, works, works_named};

/// A text on one line: what breaks a line, and every run of blanks, is one blank. No form of bibliography has a
/// place for more, and readers differ in what they take for the end of a line.
fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}';
    text.split(breaks)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// First and last page, where the pages are a range of two numbers.
fn page_range(pages: &str) -> Option<(&str, &str)> {
    let (first, last) = pages.split_once(['-', '–'])?;
    let is_number = |page: &str| !page.is_empty() && page.bytes().all(|b| b.is_ascii_digit());
    (is_number(first) && is_number(last)).then_some((first, last))
}
