//! The ids of the last release.

use super::{Record, Seeds};
use crate::vocab::{IdKind, Vocabulary};

/// The name of the file that lists them, beside the seed files.
pub(super) const FILE: &str = "released_ids.csv";

/// One id of the last release, and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// The file, as it was named to the program.
    pub file: String,
    /// The line.
    pub line: u64,
    /// The kind of row.
    pub kind: IdKind,
    /// The id.
    pub id: String,
}

/// Reads the list: a header, then kind and id on each line. A line of another form is left out.
pub(super) fn parse(file: &str, text: &str) -> Vec<Released> {
    let entry = |(line, text): (u64, &str)| {
        let (kind, id) = text.trim_end().split_once(',')?;
        Some(Released {
            file: file.to_owned(),
            line,
            kind: IdKind::from_word(kind)?,
            id: id.to_owned(),
        })
    };
    (1..).zip(text.lines()).skip(1).filter_map(entry).collect()
}

impl Seeds {
    /// The records whose ids are of a kind; their id is the first part of their key.
    pub(crate) fn named(&self, kind: IdKind) -> Vec<&Record> {
        match kind {
            IdKind::Fact => self.facts().collect(),
            IdKind::Entity => self.of("entities").iter().collect(),
            IdKind::Citation => self.of("citations").iter().collect(),
            IdKind::Source => self.of("sources").iter().collect(),
        }
    }

    /// Every id that a release gives out, with its kind, in order.
    pub fn ids(&self) -> Vec<(&'static str, &str)> {
        let mut ids: Vec<(&'static str, &str)> = Vec::new();
        for kind in IdKind::ALL {
            let named = self.named(*kind).into_iter();
            ids.extend(named.map(|record| (kind.word(), record.raw(record.table.key[0]))));
        }
        ids.sort_unstable();
        ids
    }

    /// The list of ids as a release keeps it, to be written to `released_ids.csv`.
    pub fn released_ids_text(&self) -> String {
        let lines = self
            .ids()
            .into_iter()
            .map(|(kind, id)| format!("{kind},{id}\n"));
        std::iter::once("kind,id\n".to_owned())
            .chain(lines)
            .collect()
    }
}
