//! What a migration takes away, and the comment lines at its head that announce it:
//! `-- expect: rows facts -12`.

use std::fmt;

use super::constraints::Constraint;
use super::fingerprint::TypeCounts;
use super::set::File;
use crate::db::schema::{Object, ObjectKind};
use crate::error::Error;
use crate::wording::count;

/// Something that a migration takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// A table has fewer rows.
    Rows {
        /// The table.
        table: String,
        /// Rows before.
        before: i64,
        /// Rows after.
        after: i64,
    },
    /// A table is gone.
    Table {
        /// The table.
        table: String,
        /// The rows that it had.
        rows: i64,
    },
    /// An index, a trigger or a view is gone.
    Object(Object),
    /// A column is gone.
    Column {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A constraint of a table that stays is gone.
    Constraint {
        /// The table.
        table: String,
        /// The constraint.
        constraint: Constraint,
    },
    /// A rebuild changes values of a column.
    Values {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The number of values of each type before and after, where that differs.
        types: Option<(TypeCounts, TypeCounts)>,
    },
    /// The AUTOINCREMENT counter of a table goes back, so that ids are given out twice.
    Sequence {
        /// The table.
        table: String,
        /// The counter before.
        before: i64,
        /// The counter after.
        after: i64,
    },
}

impl Loss {
    /// The words to write behind `-- expect:`, such as `drop index facts_by_kind`.
    pub fn announcement(&self) -> String {
        match self {
            Self::Rows {
                table,
                before,
                after,
            } => format!("rows {table} -{}", before - after),
            Self::Table { table, .. } => format!("drop table {table}"),
            Self::Object(object) => format!("drop {object}"),
            Self::Column { table, column } => format!("drop column {table}.{column}"),
            Self::Constraint { table, constraint } => {
                format!("drop constraint {table}.{constraint}")
            }
            Self::Values { table, column, .. } => format!("values {table}.{column}"),
            Self::Sequence { table, .. } => format!("sequence {table}"),
        }
    }

    /// The table that it belonged to, or that it is.
    fn table(&self) -> &str {
        match self {
            Self::Object(object) => &object.table,
            Self::Rows { table, .. }
            | Self::Table { table, .. }
            | Self::Column { table, .. }
            | Self::Constraint { table, .. }
            | Self::Values { table, .. }
            | Self::Sequence { table, .. } => table,
        }
    }
}

/// The loss as a sentence without a full stop.
impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows {
                table,
                before,
                after,
            } => write!(
                f,
                "{table} ({} before, {after} after)",
                count(before, "row")
            ),
            Self::Table { table, rows } => {
                write!(f, "table {table} is gone ({})", count(rows, "row"))
            }
            Self::Object(object) => write!(f, "{object} is gone"),
            Self::Column { table, column } => write!(f, "column {table}.{column} is gone"),
            Self::Constraint { table, constraint } => {
                write!(f, "constraint {table}.{constraint} is gone")
            }
            Self::Values {
                table,
                column,
                types: None,
            } => write!(f, "the rebuild of {table} changes values of {column}"),
            Self::Values {
                table,
                column,
                types: Some((before, after)),
            } => write!(
                f,
                "the rebuild of {table} changes the type of values of {column} ({before} before, {after} after)"
            ),
            Self::Sequence {
                table,
                before,
                after,
            } => write!(
                f,
                "the AUTOINCREMENT counter of {table} would go back from {before} to {after}, so that ids are given out twice"
            ),
        }
    }
}

/// One line of a head that announces a loss.
#[derive(Debug, PartialEq, Eq)]
struct Announcement {
    line: usize,
    /// The words behind `-- expect:`, with single spaces.
    words: String,
    what: Announced,
}

/// The sorts of loss that a line can announce.
#[derive(Debug, PartialEq, Eq)]
enum Announced {
    /// At most this many rows fewer in this table.
    Rows { table: String, at_most: i64 },
    /// Something is dropped.
    Drop,
    /// Values or a counter change, which an empty database cannot show.
    Content,
}

/// The losses that the head of a migration announces.
#[derive(Debug, Default)]
pub struct Announcements(Vec<Announcement>);

impl Announcements {
    /// Reads the head of a file: its comment lines before the first other line.
    pub fn read(file: &File) -> Result<Self, Error> {
        let mut found = Vec::new();
        for (line, text) in head(&file.sql) {
            let Some(words) = text.strip_prefix("-- expect:") else {
                continue;
            };
            let words: Vec<&str> = words.split_whitespace().collect();
            let what = announced(&words).ok_or_else(|| not_understood(file, line, text))?;
            found.push(Announcement {
                line,
                words: words.join(" "),
                what,
            });
        }
        Ok(Self(found))
    }

    /// True if the head announces the loss. A table that is announced to go takes all that belongs to it
    /// along, and a column takes the constraints along that name it.
    pub fn cover(&self, loss: &Loss) -> bool {
        self.says(&loss.announcement())
            || self.says(&format!("drop table {}", loss.table()))
            || match loss {
                Loss::Rows {
                    table,
                    before,
                    after,
                } => self.allows_fewer(table, before - after),
                Loss::Constraint { table, constraint } => constraint
                    .words()
                    .any(|word| self.says(&format!("drop column {table}.{word}"))),
                _ => false,
            }
    }

    /// Line and words of each announcement that none of the losses fulfils. Only what is dropped is looked
    /// at: `losses` come from an empty database, which has no rows to lose.
    pub fn unfulfilled<'a>(&'a self, losses: &'a [Loss]) -> impl Iterator<Item = (usize, &'a str)> {
        self.0
            .iter()
            .filter(|one| one.what == Announced::Drop)
            .filter(|one| !losses.iter().any(|loss| loss.announcement() == one.words))
            .map(|one| (one.line, one.words.as_str()))
    }

    fn says(&self, words: &str) -> bool {
        self.0.iter().any(|one| one.words == words)
    }

    fn allows_fewer(&self, table: &str, fewer: i64) -> bool {
        self.0.iter().any(|one| {
            matches!(&one.what, Announced::Rows { table: named, at_most } if named == table && *at_most >= fewer)
        })
    }
}

fn announced(words: &[&str]) -> Option<Announced> {
    match words {
        ["rows", table, count] => Some(Announced::Rows {
            table: (*table).to_owned(),
            at_most: count.strip_prefix('-')?.parse().ok()?,
        }),
        ["drop", what, _, ..] => is_droppable(what).then_some(Announced::Drop),
        ["values" | "sequence", _, ..] => Some(Announced::Content),
        _ => None,
    }
}

fn is_droppable(word: &str) -> bool {
    const KINDS: [ObjectKind; 4] = [
        ObjectKind::Table,
        ObjectKind::Index,
        ObjectKind::View,
        ObjectKind::Trigger,
    ];
    KINDS.iter().any(|kind| kind.word() == word) || word == "column" || word == "constraint"
}

/// The comment lines with which a file begins, with their numbers.
pub fn head(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    sql.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()))
        .take_while(|(_, line)| line.starts_with("--"))
}

fn not_understood(file: &File, line: usize, text: &str) -> Error {
    Error::migrations(
        format!("{}:{line}: `{text}` is not understood", file.path),
        "write `rows TABLE -N`, `drop table|index|trigger|view|column|constraint NAME`, `values TABLE.COLUMN` or `sequence TABLE`",
    )
}
