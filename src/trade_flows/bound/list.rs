//! Which list of commodities the codes of a file are from.

use super::super::faults::Fault;
use super::super::layout::{Layout, WordFrom};
use super::super::record::{CLASSIFICATION, Code, list_of};
use super::{Binder, BoundWord};

/// What a layout says where the file tells of no list of commodities.
const NO_LIST: &str = "none";

impl Binder<'_> {
    /// What the file or its layout says of the list of commodities; what the user says only where those say nothing.
    pub(super) fn classification(
        &self,
        layout: &Layout,
        told: Option<&str>,
    ) -> Result<BoundWord<Code<CLASSIFICATION>>, Fault> {
        let told = told
            .map(|code| list_of(code).ok_or_else(|| no_classification(code)))
            .transpose()?;
        let by_layout = self.word(&layout.classification, list_of);
        let Some(told) = told else {
            return by_layout;
        };
        match (&layout.classification, by_layout) {
            (WordFrom::FileName(_), Ok(BoundWord::Fixed(named))) if named != told => {
                Err(other_classification(named.text(), told.text()))
            }
            (WordFrom::Constant(word), _) if word == NO_LIST => Ok(BoundWord::Fixed(told)),
            (WordFrom::FileName(_), Err(_)) => Ok(BoundWord::Fixed(told)),
            (_, by_layout) => by_layout,
        }
    }
}

/// The name of a file says one edition, and the user another.
fn other_classification(named: &str, told: &str) -> Fault {
    Fault::of_row(
        "trade-classification",
        format!("the name of the file says {named}, and `--classification` says {told}"),
        "leave the option out, or correct the name of the file",
    )
}

fn no_classification(code: &str) -> Fault {
    Fault::of_row(
        "trade-classification",
        format!("`{code}` is no code of a classification"),
        "name one of at most 8 letters and digits, such as `H6`",
    )
}
