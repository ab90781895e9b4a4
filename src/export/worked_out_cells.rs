//! A file with cells of a user's exports as they were written: those of columns that the program works out, those from
//! which they are worked out, and the numbers that the rows state. When an edited export is imported again, it shows
//! which worked-out cells were left unchanged and which somebody has edited, and which numbers are others now.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::beside::File;
use crate::db::{Queries, text_of};
use crate::error::Error;
use crate::tables::{ALL_TABLES, Table};

/// The name of the file in the folder: an object a line, with `table`, `key` and `cells`.
pub const NAME: &str = "worked_out_cells.jsonl";

/// The file.
pub(super) static FILE: File = File {
    name: NAME,
    write: |context, out| {
        let unwritten = |error| Error::file("write", context.place)(error);
        for table in ALL_TABLES.iter().filter(|table| !columns(table).is_empty()) {
            for line in lines(context.connection, table, &context.request.origin)? {
                writeln!(out, "{line}").map_err(unwritten)?;
            }
        }
        Ok(())
    },
};

fn lines(connection: &Connection, table: &Table, origin: &str) -> Result<Vec<Value>, Error> {
    let columns = columns(table);
    let all: Vec<&str> = table.key.iter().chain(&columns).copied().collect();
    connection.rows(
        &format!("read the rows of {}", table.name),
        &format!(
            "SELECT {} FROM {} WHERE origin = ?1 ORDER BY {}",
            all.join(", "),
            table.name,
            table.key.join(", ")
        ),
        [origin],
        |row| {
            let texts: rusqlite::Result<Vec<String>> = (0..all.len())
                .map(|at| row.get_ref(at).map(text_of))
                .collect();
            let mut key = texts?;
            let cells = key.split_off(table.key.len());
            let cells: Map<String, Value> = columns
                .iter()
                .zip(cells)
                .map(|(column, text)| ((*column).to_owned(), text.into()))
                .collect();
            Ok(json!({"table": table.name, "key": key, "cells": cells}))
        },
    )
}

/// The columns that are worked out, those that they are worked out from, and the numbers that are stated, as far as the
/// table has them.
fn columns(table: &Table) -> Vec<&'static str> {
    let fields = table.fields();
    let mut columns: Vec<&'static str> = table.stated_numbers().collect();
    for derived in table.derived {
        columns.push(derived.name);
        columns.extend(derived.worked_out_from());
    }
    columns.retain(|column| {
        !table.key.contains(column) && fields.iter().any(|field| field.name == *column)
    });
    columns.sort_unstable();
    columns.dedup();
    columns
}
