//! Where cited windows stand in a text.

use std::collections::BTreeMap;
use std::ops::Range;

/// The place of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The skeleton characters it covers where it was found first.
    pub(super) chars: Range<usize>,
    /// Whether that is at the recorded word start.
    pub(super) as_recorded: bool,
    /// The number of its occurrences in the range it must lie in; at least 1.
    pub(super) count: usize,
}

/// The places of the citations in a text, by their index.
pub(super) type Places = BTreeMap<usize, Place>;
