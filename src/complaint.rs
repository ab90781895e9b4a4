//! A fault of a text and its remedy, kept apart from the start.

use std::fmt;

/// A fault of a text, and its remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The fault; empty where the remedy tells it.
    pub message: String,
    /// The remedy; empty where the fault is told in SQLite's own words, which have none.
    pub help: String,
}

impl Complaint {
    /// A complaint of these two.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = vec![self.message.as_str(), self.help.as_str()];
        told.retain(|part| !part.is_empty());
        f.write_str(&told.join("; "))
    }
}
