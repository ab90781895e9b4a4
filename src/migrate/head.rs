//! The comment lines at the head of a migration, which announce its losses: `-- expect: rows facts -12`.

use super::announcement::{Announcement, parse};
use super::loss::Loss;
use super::set::File;
use crate::error::Error;

/// The announcements of a file, each with its line.
#[derive(Debug, Clone, Default)]
pub struct Announcements(Vec<(usize, Announcement)>);

impl Announcements {
    /// Reads the head of a file.
    pub fn read(file: &File) -> Result<Self, Error> {
        let (announced, not_understood) = Self::of_lines(file);
        if not_understood.is_empty() {
            return Ok(announced);
        }
        let line = |(line, text): &(usize, String)| {
            format!("{}:{line}: `{text}` is not understood", file.path)
        };
        let lines: Vec<String> = not_understood.iter().map(line).collect();
        Err(Error::migrations(lines.join("; "), FORMS))
    }

    /// Reads the head of a file; gives also the lines that are not understood, with their numbers.
    pub(crate) fn of_lines(file: &File) -> (Self, Vec<(usize, String)>) {
        let (mut found, mut not_understood) = (Vec::new(), Vec::new());
        for (line, text) in head(&file.sql) {
            if let Some(words) = text.strip_prefix("-- expect:") {
                match parse(words) {
                    Some(announcement) => found.push((line, announcement)),
                    None => not_understood.push((line, text.to_owned())),
                }
            }
        }
        (Self(found), not_understood)
    }

    /// True if the head announces the loss.
    pub fn cover(&self, loss: &Loss) -> bool {
        let wanted = loss.announcement();
        self.0.iter().any(|(_, one)| {
            one.names_the_same(&wanted)
                && match (one, &wanted) {
                    (
                        Announcement::Rows { at_most, .. },
                        Announcement::Rows { at_most: gone, .. },
                    ) => gone <= at_most,
                    _ => true,
                }
        })
    }

    /// True if the head says that values of a column change.
    pub(crate) fn has_values(&self, table: &str, column: &str) -> bool {
        let wanted = Announcement::Values {
            table: table.to_owned(),
            column: column.to_owned(),
        };
        self.0.iter().any(|(_, one)| one.names_the_same(&wanted))
    }

    /// The tables of whose rows the head speaks.
    pub(crate) fn tables_of_rows(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(_, one)| one.of_rows())
    }

    /// The line and the words of each announcement that is fulfilled by none of the losses. Announcements about the
    /// rows of a table that had none are left out: a new database has no rows to lose.
    pub fn unfulfilled<'a>(
        &'a self,
        losses: &'a [Loss],
        had_rows: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = (usize, &'a Announcement)> {
        self.0
            .iter()
            .filter(move |(_, one)| one.of_rows().is_none_or(&had_rows))
            .filter(|(_, one)| {
                !losses
                    .iter()
                    .any(|loss| one.names_the_same(&loss.announcement()))
            })
            .map(|(line, one)| (*line, one))
    }
}

/// The comment lines with which a file begins, with their numbers.
pub fn head(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    sql.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()))
        .take_while(|(_, line)| line.starts_with("--"))
}

/// The forms of an announcement, for the remedy of one that is not understood.
pub(crate) const FORMS: &str = "write `rows TABLE -N`, `values TABLE.COLUMN`, `sequence TABLE`, `drop table|index|trigger|view NAME`, `drop column TABLE.COLUMN`, `drop constraint TABLE.WORDS`, `change index|trigger|view NAME`, `change type|default|collation|generated TABLE.COLUMN` or `change key|strict|rowid TABLE`, a name that is not a plain word in double quotes";
