//! The announcements of losses that the head of a migration can make, such as `rows facts -12`.

use std::fmt;

use super::effect::definition::{Clause, ClauseKind, Word};
use super::one_line::{from_one_line, on_one_line};
use super::sql::{Sort, Token, plain, tokens};
use crate::db::schema::ObjectKind;

/// One announcement. It covers what it names and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Announcement {
    /// `rows TABLE -N`: at most this many rows are lost. The exact number differs from database to database.
    Rows {
        /// The table.
        table: String,
        /// The number.
        at_most: u64,
    },
    /// `values TABLE.COLUMN`: values change in another way than by an `UPDATE`.
    Values {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// `sequence TABLE`: an AUTOINCREMENT counter goes back.
    Sequence(String),
    /// `drop table|index|trigger|view NAME`.
    Drop(ObjectKind, String),
    /// `drop column TABLE.COLUMN`, also of a view.
    DropColumn {
        /// The table or view.
        table: String,
        /// The column.
        column: String,
    },
    /// `drop constraint TABLE.WORDS`.
    DropConstraint {
        /// The table.
        table: String,
        /// The words by which the refusal names the constraint.
        words: String,
    },
    /// `change index|trigger|view NAME`.
    ChangeObject(ObjectKind, String),
    /// `change type|default|collation|generated TABLE.COLUMN`.
    ChangeColumn {
        /// The sort of clause.
        what: ClauseKind,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// `change key|strict|rowid TABLE`.
    ChangeTable(ClauseKind, String),
}

impl Announcement {
    /// The announcement that covers the loss of a clause.
    pub(crate) fn of_clause(table: &str, clause: &Clause) -> Self {
        let table = table.to_owned();
        match (clause.kind, clause.column()) {
            (ClauseKind::Constraint, _) => Self::DropConstraint {
                table,
                words: clause.words.clone(),
            },
            (what, Some(column)) => Self::ChangeColumn {
                what,
                table,
                column: column.to_owned(),
            },
            (what, None) => Self::ChangeTable(what, table),
        }
    }

    /// True if both announce the loss of the same thing. As in SQL, the case of names does not matter.
    pub(crate) fn names_the_same(&self, other: &Self) -> bool {
        let words = |one: &Self| -> Vec<Word> {
            let shown = match one {
                Self::Rows { table, .. } => Self::Rows {
                    table: table.clone(),
                    at_most: 0,
                }
                .words(),
                other => other.words(),
            };
            Word::all(&tokens(&shown))
        };
        words(self) == words(other)
    }

    /// The table, for an announcement about rows; `None` for any other.
    pub(crate) fn of_rows(&self) -> Option<&str> {
        match self {
            Self::Rows { table, .. } | Self::Values { table, .. } | Self::Sequence(table) => {
                Some(table)
            }
            _ => None,
        }
    }
}

impl Announcement {
    /// Its words, with line breaks where names or texts have them.
    fn words(&self) -> String {
        match self {
            Self::Rows { table, at_most } => format!("rows {} -{at_most}", plain(table)),
            Self::Values { table, column } => {
                format!("values {}.{}", plain(table), plain(column))
            }
            Self::Sequence(table) => format!("sequence {}", plain(table)),
            Self::Drop(kind, object) => format!("drop {kind} {}", plain(object)),
            Self::DropColumn { table, column } => {
                format!("drop column {}.{}", plain(table), plain(column))
            }
            Self::DropConstraint { table, words } => {
                format!("drop constraint {}.{words}", plain(table))
            }
            Self::ChangeObject(kind, object) => format!("change {kind} {}", plain(object)),
            Self::ChangeColumn {
                what,
                table,
                column,
            } => format!("change {what} {}.{}", plain(table), plain(column)),
            Self::ChangeTable(what, table) => format!("change {what} {}", plain(table)),
        }
    }
}

/// The words behind `-- expect: `, on one line.
impl fmt::Display for Announcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&on_one_line(&self.words()))
    }
}

/// Reads the words behind `-- expect:`; `None` if they are not understood.
pub(crate) fn parse(words: &str) -> Option<Announcement> {
    let words = &from_one_line(words);
    let tokens = tokens(words);
    let (verb, rest) = tokens.split_first()?;
    if verb.is("rows") {
        return rows(rest);
    }
    if verb.is("values") {
        let (table, column) = column_of(rest)?;
        return Some(Announcement::Values { table, column });
    }
    if verb.is("sequence") {
        return Some(Announcement::Sequence(only_name(rest)?));
    }
    let (what, rest) = rest.split_first()?;
    if verb.is("drop") {
        dropped(what, rest, words)
    } else if verb.is("change") {
        changed(what, rest)
    } else {
        None
    }
}

fn rows(tokens: &[Token<'_>]) -> Option<Announcement> {
    let [table, minus, number] = tokens else {
        return None;
    };
    if !minus.is_mark("-") || number.sort != Sort::Number {
        return None;
    }
    Some(Announcement::Rows {
        table: a_name(table)?,
        at_most: number.text.parse().ok()?,
    })
}

fn dropped(what: &Token<'_>, rest: &[Token<'_>], words: &str) -> Option<Announcement> {
    const KINDS: [ObjectKind; 4] = [
        ObjectKind::Table,
        ObjectKind::Index,
        ObjectKind::View,
        ObjectKind::Trigger,
    ];
    if what.is("column") {
        let (table, column) = column_of(rest)?;
        return Some(Announcement::DropColumn { table, column });
    }
    if what.is("constraint") {
        let [table, dot, first, ..] = rest else {
            return None;
        };
        return dot.is_mark(".").then(|| Announcement::DropConstraint {
            table: table.name(),
            words: words[first.at..].trim().to_owned(),
        });
    }
    let kind = KINDS.into_iter().find(|kind| what.is(kind.word()))?;
    Some(Announcement::Drop(kind, only_name(rest)?))
}

fn changed(what: &Token<'_>, rest: &[Token<'_>]) -> Option<Announcement> {
    for kind in [ObjectKind::Index, ObjectKind::Trigger, ObjectKind::View] {
        if what.is(kind.word()) {
            return Some(Announcement::ChangeObject(kind, only_name(rest)?));
        }
    }
    let clause = ClauseKind::CHANGED
        .into_iter()
        .find(|kind| what.is(kind.word()))?;
    if clause.is_of_column() {
        let (table, column) = column_of(rest)?;
        return Some(Announcement::ChangeColumn {
            what: clause,
            table,
            column,
        });
    }
    Some(Announcement::ChangeTable(clause, only_name(rest)?))
}

fn a_name(token: &Token<'_>) -> Option<String> {
    matches!(token.sort, Sort::Word | Sort::Quoted).then(|| token.name())
}

fn only_name(tokens: &[Token<'_>]) -> Option<String> {
    match tokens {
        [one] => a_name(one),
        _ => None,
    }
}

fn column_of(tokens: &[Token<'_>]) -> Option<(String, String)> {
    match tokens {
        [table, dot, column] if dot.is_mark(".") => Some((a_name(table)?, a_name(column)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn what_is_understood_is_written_the_same_way() {
        for words in [
            "rows facts -12",
            "rows \"my \"\"own\"\" table\" -2",
            "values facts.note",
            "values \"a.b\".\"c d\"",
            "sequence facts",
            "drop table facts",
            "drop index \"i 1\"",
            "drop trigger t",
            "drop view v_facts",
            "drop column v_facts.note",
            "drop constraint facts.NOT NULL note",
            "drop constraint facts.UNIQUE (a, b)",
            "drop constraint \"my facts\".CHECK ( a = ',' )",
            "change index i",
            "change trigger t",
            "change view v",
            "change type facts.note",
            "change default facts.note",
            "change collation facts.note",
            "change generated facts.note",
            "change key facts",
            "change strict facts",
            "change rowid facts",
        ] {
            let read = parse(words).unwrap_or_else(|| panic!("{words}"));
            assert_eq!(read.to_string(), words);
        }
    }

    #[test]
    fn what_is_not_understood() {
        for words in [
            "",
            "rows facts",
            "rows facts 12",
            "rows facts -twelve",
            "rows facts -1.5",
            "rows my table -2",
            "values facts",
            "values facts.note.more",
            "sequence a b",
            "drop facts",
            "drop table",
            "drop table a b",
            "drop column facts",
            "drop constraint facts",
            "change table t",
            "change type facts",
            "change key facts.id",
            "lose facts",
        ] {
            assert!(parse(words).is_none(), "{words}");
        }
    }
}
