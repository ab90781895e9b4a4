//! Checks after a load that the tables hold exactly what was to be written: a user's trigger may drop a row, or
//! delete or change others.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::key::Key;
use super::shape::Shape;
use super::tally::Tally;
use super::triggers::interfering;
use crate::error::Error;
use crate::wording::{agreeing, count};

/// What a load did to one table, and what the table must hold after it.
#[derive(Debug)]
pub(super) struct Aftermath<'a> {
    pub(super) shape: &'a Shape,
    /// The tally that the table must have.
    pub(super) expected: Tally,
    /// Rows that the table must contain.
    pub(super) written: Vec<&'a Vec<Value>>,
    /// Rows whose keys the table must not contain.
    pub(super) deleted: Vec<&'a Vec<Value>>,
}

/// Fails if a table holds anything but what was expected; the error names the triggers that may have done it.
pub(super) fn refuse_interference(
    connection: &Connection,
    tables: &[Aftermath<'_>],
) -> Result<(), Error> {
    let mut faults = Vec::new();
    let mut triggers = Vec::new();
    for table in tables {
        if Tally::of_table(connection, table.shape)? != table.expected {
            faults.push(table.fault(connection)?);
            triggers.extend(interfering(connection, table.shape.table.name)?);
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(refusal(&faults, triggers))
}

/// The error that names what is wrong with the rows, and the triggers that may have done it.
pub(super) fn refusal(faults: &[String], mut triggers: Vec<String>) -> Error {
    triggers.sort();
    triggers.dedup();
    let by = match triggers.as_slice() {
        [] => String::new(),
        names => format!(
            " because of your {} {}",
            agreeing(names.len(), "trigger", "triggers"),
            names.join(", ")
        ),
    };
    Error::database(
        format!(
            "the database did not take the rows as they are{by}: {}; nothing was changed",
            faults.join("; ")
        ),
        "drop the trigger, or let it write to tables of your own alone, then run again",
    )
}

impl Aftermath<'_> {
    /// What is wrong with the rows of the table.
    fn fault(&self, connection: &Connection) -> Result<String, Error> {
        let (mut missing, mut other, mut kept) = (0, 0, 0);
        let rows = self.shape.select(connection, "", [])?;
        let all = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let held: BTreeMap<Key, Vec<Value>> = rows
            .into_iter()
            .map(|row| (self.shape.key_of(&row), row))
            .collect();
        for row in &self.written {
            match held.get(&self.shape.key_of(row)) {
                None => missing += 1,
                Some(found) if found != *row => other += 1,
                Some(_) => {}
            }
        }
        for row in &self.deleted {
            kept += i64::from(held.contains_key(&self.shape.key_of(row)));
        }
        // Rows that were added (or, if negative, are gone) beyond the missing and the undeleted ones.
        let strays = all - (self.expected.rows - missing + kept);
        let name = self.shape.table.name;
        let mut parts = Vec::new();
        let mut say = |rows: i64, was: &str, were: &str| {
            if rows > 0 {
                parts.push(format!(
                    "{} {}",
                    count(rows, "row"),
                    agreeing(rows, was, were)
                ));
            }
        };
        say(missing, "was not written", "were not written");
        say(other, "has other values", "have other values");
        say(kept, "was not deleted", "were not deleted");
        say(-strays, "more is gone", "more are gone");
        say(strays, "more was added", "more were added");
        if parts.is_empty() {
            parts.push("rows that were to stay have other values".to_owned());
        }
        Ok(format!("in {name}, {}", parts.join(" and ")))
    }
}
