//! What became of the tables that were there before a run.

/// What became of a table and its columns over a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Its name before.
    pub before: String,
    /// Its name after; `None` if it is gone.
    pub after: Option<String>,
    /// True if a migration made it anew.
    pub is_remade: bool,
    /// The columns that it has kept: the name before and the name after.
    pub columns: Vec<(String, String)>,
}
