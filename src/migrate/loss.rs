//! The losses that a migration can cause.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::announcement::Announcement;
use super::effect::definition::Clause;
use super::one_line::on_one_line;
use crate::db::schema::{Object, ObjectKind};
use crate::wording::count;

/// A loss that a migration causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// Rows of a table are gone.
    Rows {
        /// The table.
        table: String,
        /// How many.
        gone: u64,
        /// Rows before and after.
        rows: (u64, u64),
        /// True if a key identifies the rows. Without one, a changed row counts as gone.
        by_key: bool,
    },
    /// Values changed in rows that stay, in another way than by an `UPDATE`.
    Values {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// How many.
        cells: u64,
        /// The number of cells whose type changed, by types, as `text to integer`.
        types: BTreeMap<String, u64>,
    },
    /// The AUTOINCREMENT counter of a table goes back, so that ids are given out twice.
    Sequence {
        /// The table.
        table: String,
        /// The counter before and after.
        counter: (i64, i64),
    },
    /// A table is gone.
    Table {
        /// The table.
        table: String,
        /// The rows that it had.
        rows: u64,
    },
    /// An index, a trigger or a view is gone.
    Object(Object),
    /// An index, a trigger or a view has another definition. For a view this is shown, and needs no announcement.
    Changed {
        /// The object before.
        object: Object,
        /// The SQL that it has now.
        now: String,
    },
    /// A view or a trigger has its words and uses something else.
    OtherUse {
        /// The object before.
        object: Object,
        /// What it uses in the place of something else.
        why: String,
    },
    /// A column of a table or view is gone.
    Column {
        /// The table or view.
        table: String,
        /// The column.
        column: String,
    },
    /// A clause of a table is gone or was replaced by another.
    Clause(LostClause),
}

/// A clause of the definition of a table that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostClause {
    /// The table.
    pub(crate) table: String,
    /// The clause.
    pub(crate) clause: Clause,
    /// The clause that replaced it, if there is one.
    pub(crate) now: Option<String>,
}

impl Loss {
    /// The view that has another definition, if this is one, with the definition.
    pub fn changed_view(&self) -> Option<(&Object, &str)> {
        match self {
            Self::Changed { object, now } if object.kind == ObjectKind::View => Some((object, now)),
            _ => None,
        }
    }

    /// The announcement that covers it.
    pub fn announcement(&self) -> Announcement {
        match self {
            Self::Rows { table, gone, .. } => Announcement::Rows {
                table: table.clone(),
                at_most: *gone,
            },
            Self::Values { table, column, .. } => Announcement::Values {
                table: table.clone(),
                column: column.clone(),
            },
            Self::Sequence { table, .. } => Announcement::Sequence(table.clone()),
            Self::Table { table, .. } => Announcement::Drop(ObjectKind::Table, table.clone()),
            Self::Object(object) => Announcement::Drop(object.kind, object.name.clone()),
            Self::Changed { object, .. } | Self::OtherUse { object, .. } => {
                Announcement::ChangeObject(object.kind, object.name.clone())
            }
            Self::Column { table, column } => Announcement::DropColumn {
                table: table.clone(),
                column: column.clone(),
            },
            Self::Clause(lost) => Announcement::of_clause(&lost.table, &lost.clause),
        }
    }
}

/// The loss in words, as a sentence without a full stop, on one line.
impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = String::new();
        self.tell(&mut told)?;
        f.write_str(&on_one_line(&told))
    }
}

impl Loss {
    fn tell(&self, f: &mut String) -> fmt::Result {
        match self {
            Self::Rows {
                table,
                gone,
                rows: (before, after),
                by_key,
            } => {
                let gone = count(*gone, "row");
                write!(f, "{table}: {gone} gone ({before} before, {after} after)")?;
                if *by_key {
                    return Ok(());
                }
                f.write_str("; no key tells its rows apart, so that a changed row counts as gone")
            }
            Self::Values {
                table,
                column,
                cells,
                types,
            } => {
                write!(f, "{table}.{column}: {} changed", count(*cells, "value"))?;
                let types: Vec<String> = types
                    .iter()
                    .map(|(types, cells)| format!("{cells} from {types}"))
                    .collect();
                if types.is_empty() {
                    return Ok(());
                }
                write!(f, " ({})", types.join(", "))
            }
            Self::Sequence {
                table,
                counter: (before, after),
            } => write!(
                f,
                "the AUTOINCREMENT counter of {table} goes back from {before} to {after}"
            ),
            Self::Table { table, rows } => {
                write!(f, "table {table} is gone ({})", count(*rows, "row"))
            }
            Self::Object(object) => write!(f, "{object} is gone"),
            Self::Changed { object, now } => {
                write!(f, "{object} says something else: {}", in_one_piece(now))
            }
            Self::OtherUse { object, why } => {
                write!(
                    f,
                    "{object} keeps its words and means something else: {why}"
                )
            }
            Self::Column { table, column } => write!(f, "column {table}.{column} is gone"),
            Self::Clause(lost) => write!(f, "{lost}"),
        }
    }
}

impl fmt::Display for LostClause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, clause, now } = self;
        let column = clause
            .column()
            .map_or_else(String::new, |name| format!(".{name}"));
        let was = match clause.words.as_str() {
            "" => "no type",
            words => words,
        };
        write!(
            f,
            "{} of {table}{column} was `{was}` and is ",
            clause.kind.noun()
        )?;
        match now.as_deref() {
            None => f.write_str("gone"),
            Some(now) if now == clause.words => f.write_str("another one now"),
            Some("") => f.write_str("now `no type`"),
            Some(now) => write!(f, "now `{now}`"),
        }
    }
}

fn in_one_piece(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}
