//! The tables that the program fills: those that are worked out from the rows (the support of each fact, its
//! sentence, and the search index), and the dictionary, which follows from the declarations.

mod filled;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::db::dangling::{Dangling, Unmoved};
use crate::db::{Queries, schema};
use crate::error::Error;
use crate::{dictionary, search, statements};
use filled::{Filled, Wanted};

/// The table that holds, for each fact, its passages and documents as the views show them.
const SUPPORT: &str = "fact_support";
/// The view from which `fact_support` is filled.
const WORKED_OUT: &str = "support_worked_out";
/// The table that holds the sentence of each fact.
const STATEMENTS: &str = "fact_statements";

/// A table that the program fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Derived {
    Support,
    Statements,
    Tables,
    Columns,
    Search,
}

/// All of them, each after those that it is made from. The words of the search index are filled after its rows.
const ALL: [Derived; 5] = [
    Derived::Support,
    Derived::Statements,
    Derived::Tables,
    Derived::Columns,
    Derived::Search,
];

impl Derived {
    fn filled(self) -> Filled {
        match self {
            Self::Support => Filled {
                table: SUPPORT,
                key: &["fact_id"],
                columns: [
                    "fact_id",
                    "citation",
                    "in_copy",
                    "source",
                    "source_url",
                    "source_ids",
                    "source_id",
                    "source_date",
                    "source_year",
                    "source_year_last",
                ]
                .to_vec(),
                doing: "work out the support of each fact",
                origin: "the passages",
            },
            Self::Statements => Filled {
                table: STATEMENTS,
                key: &["fact_id"],
                columns: vec!["fact_id", "statement"],
                doing: "write the sentences of the facts",
                origin: "the rows",
            },
            Self::Tables => dictionary_table("meta_tables", &["table_name"]),
            Self::Columns => dictionary_table("meta_columns", &["table_name", "column_name"]),
            Self::Search => Filled {
                table: search::ROWS,
                key: &["id", "kind"],
                columns: search::columns().collect(),
                doing: "fill the search index",
                origin: "the facts, names, works and passages",
            },
        }
    }

    /// The rows that the table is to hold.
    fn wanted(self, connection: &Connection) -> Result<Wanted, Error> {
        Ok(match self {
            Self::Support => {
                let columns = self.filled().columns.join(", ");
                Wanted::Answer(format!(
                    "SELECT {columns} FROM {WORKED_OUT} ORDER BY fact_id"
                ))
            }
            Self::Statements => {
                let sentences = statements::sentences(connection)?.into_iter();
                let row = |(id, sentence)| vec![Value::Text(id), Value::Text(sentence)];
                Wanted::Rows(sentences.map(row).collect())
            }
            Self::Tables => Wanted::Rows(dictionary::rows_of_tables()),
            Self::Columns => Wanted::Rows(dictionary::rows_of_columns()),
            Self::Search => Wanted::Answer(search::wanted_rows()),
        })
    }

    /// True if the database has the table and what it is filled from: older schemas, and those of other migrations,
    /// may lack it.
    fn has_a_place(self, connection: &Connection) -> Result<bool, Error> {
        match self {
            Self::Support => {
                Ok(schema::has(connection, SUPPORT)? && schema::has(connection, WORKED_OUT)?)
            }
            Self::Statements => schema::has(connection, STATEMENTS),
            Self::Tables | Self::Columns => dictionary::has_a_place(connection),
            Self::Search => search::has_a_place(connection),
        }
    }
}

fn dictionary_table(table: &'static str, key: &'static [&'static str]) -> Filled {
    Filled {
        table,
        key,
        columns: dictionary::columns(table),
        doing: "write the dictionary",
        origin: "the declarations",
    }
}

/// True for the name of such a table.
pub(super) fn is_one(table: &str) -> bool {
    ALL.iter()
        .any(|derived| derived.filled().table.eq_ignore_ascii_case(table))
}

/// Brings all these tables up to date, inside the caller's transaction. Rows that are as they should be are not
/// written, so what a user added to them stays. Fails if the tables do not hold what follows afterwards, and if a row
/// would go in which a column of the user's is filled. Which rows are left dangling is for the caller.
pub(super) fn fill(connection: &Connection) -> Result<(), Error> {
    bring_up_to_date(connection, &ALL)
}

/// Brings those of these tables up to date that the database has. Fails as a load does, also if rows of the user's
/// would be left dangling.
pub fn fill_if_there(connection: &Connection) -> Result<(), Error> {
    let mut there = Vec::new();
    for derived in ALL {
        if derived.has_a_place(connection)? {
            there.push(derived);
        }
    }
    let dangling = Dangling::find(connection, is_one)?;
    bring_up_to_date(connection, &there)?;
    refuse_dangling(connection, &dangling, is_one)
}

/// Fails if rows refer to missing ones and did not before.
pub(super) fn refuse_dangling(
    connection: &Connection,
    before: &Dangling,
    is_touched: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    let now = Dangling::find(connection, is_touched)?;
    match now.new_since(connection, before, &Unmoved)? {
        None => Ok(()),
        Some(new) => Err(Error::database(
            format!(
                "rows would be left dangling: {}; nothing was changed",
                new.message
            ),
            "delete those rows first, or load what they name",
        )),
    }
}

/// All are compared after the last is written: a trigger on one of them may have changed another.
fn bring_up_to_date(connection: &Connection, tables: &[Derived]) -> Result<(), Error> {
    for derived in tables {
        let wanted = derived.wanted(connection)?;
        derived.filled().bring_up_to_date(connection, wanted)?;
    }
    if tables.contains(&Derived::Search) {
        search::fill_words(connection)?;
    }
    for derived in tables {
        derived.filled().refuse_interference(connection)?;
    }
    Ok(())
}

/// True if any of these tables does not hold what follows from the rows, as after a change by another program.
pub fn is_stale(connection: &Connection) -> Result<bool, Error> {
    Ok(support_differs(connection)?
        || statements::differs(connection)?
        || dictionary::differs(connection)?
        || search::differs(connection)?)
}

fn support_differs(connection: &Connection) -> Result<bool, Error> {
    connection.value(
        "compare the support of each fact",
        include_str!("derived/differs.sql"),
        [],
    )
}
