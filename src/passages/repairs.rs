//! Repairs of what happens to copies on their way to a user, and not to reference copies.
//!
//! They are no part of the scheme: a passage is looked for in the text as it is, and only where it is not there, in
//! the repaired text. No digest of ours depends on them, so they may grow; [`REPAIRS`] says which they are. Each undoes
//! what a program has added or encoded anew, and none touches a word or a number of the text itself.

use std::collections::BTreeSet;

use super::documents::Document;
use super::html;
use crate::vocab::vocabulary;

mod encoded;
mod foot_notes;
mod note_marks;
mod page_frames;
mod targets;

/// The version of the repairs, told with each passage that needs them.
pub const REPAIRS: &str = "cr1";

vocabulary! {
    /// A repair of a copy.
    Repair {
        /// UTF-8 that was read as Windows-1252 and saved again.
        Encoding = "encoding",
        /// Character references that were encoded twice.
        References = "references",
        /// Note marks that are written with tags, carets or backslashes.
        NoteMarks = "note_marks",
        /// Targets of links that run over line ends.
        LinkTargets = "link_targets",
        /// Lines that stand on every page, and page numbers.
        PageFrames = "page_frames",
        /// Notes at the foot of pages.
        FootNotes = "foot_notes",
    }
}

/// A repaired text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repaired {
    pub(super) text: String,
    /// The repairs that changed something.
    pub(super) repairs: BTreeSet<Repair>,
}

/// The text of a document after all repairs, or none when there is nothing to repair.
pub(super) fn repaired(document: &Document) -> Option<Repaired> {
    let mut made = Repaired {
        text: document.text.clone(),
        repairs: BTreeSet::new(),
    };
    if let Some(page) = document.page.as_deref().and_then(note_marks::without) {
        made.text = html::to_text(&page);
        made.repairs.insert(Repair::NoteMarks);
    }
    made.apply(Repair::Encoding, encoded::decoded_again);
    made.apply(Repair::References, encoded::without_references);
    made.apply(Repair::NoteMarks, note_marks::without);
    made.apply(Repair::LinkTargets, targets::without);
    // A page has neither heads and feet nor notes between its lines.
    if document.page.is_none() {
        made.apply(Repair::PageFrames, page_frames::without);
        made.apply(Repair::FootNotes, foot_notes::without);
    }
    (!made.repairs.is_empty()).then_some(made)
}

impl Repaired {
    fn apply(&mut self, repair: Repair, make: fn(&str) -> Option<String>) {
        if let Some(text) = make(&self.text) {
            self.text = text;
            self.repairs.insert(repair);
        }
    }
}

#[cfg(test)]
mod tests;
