//! The running text of a document, and what stands beside it: notes and boxes come after it, so that no sentence is torn
//! where one is anchored.

use crate::passages::chars::superscript;

/// The text of a document while it is read.
#[derive(Default)]
pub(super) struct Flow {
    running: String,
    aside: String,
    /// How many notes and boxes the reader is in: a note may hold a box.
    depth: usize,
}

impl Flow {
    /// What stands beside the text begins.
    pub(super) fn begin_aside(&mut self) {
        self.depth += 1;
    }

    /// What stands beside the text ends.
    pub(super) fn end_aside(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.aside.push_str("\n\n");
        }
    }

    pub(super) fn push(&mut self, character: char) {
        self.here().push(character);
    }

    pub(super) fn push_str(&mut self, text: &str) {
        self.here().push_str(text);
    }

    /// Takes raised text: digits alone are the mark of a note, and no part of the number before them.
    pub(super) fn push_raised(&mut self, text: &str) {
        if text.chars().all(|c| c.is_ascii_digit()) {
            self.here().extend(text.chars().filter_map(superscript));
        } else {
            self.push_str(text);
        }
    }

    /// Ends a paragraph.
    pub(super) fn end_paragraph(&mut self) {
        self.push_str("\n\n");
    }

    /// Ends the cell of a table.
    pub(super) fn end_cell(&mut self) {
        let here = self.here();
        let kept = here.trim_end_matches('\n').len();
        here.truncate(kept);
        here.push('\t');
    }

    /// The text, and behind it what stood beside it.
    pub(super) fn whole(self) -> String {
        let mut text = self.running;
        if !self.aside.is_empty() {
            text.push_str("\n\n");
            text.push_str(&self.aside);
        }
        text
    }

    fn here(&mut self) -> &mut String {
        if self.depth > 0 {
            &mut self.aside
        } else {
            &mut self.running
        }
    }
}
