//! What became of the tables that were there before a run.

/// What became of a table and its columns over a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Its name before.
    pub before: String,
    /// Its name after; none where it is gone.
    pub after: Option<String>,
    /// Its columns that are there afterwards, before and after.
    pub columns: Vec<(String, String)>,
}
