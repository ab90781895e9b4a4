//! A file with cells of a user's exports as they were written: those of columns that the program works out, those from
//! which they are worked out, the numbers that the rows state, and texts that other programs take for something else.
//! When an edited export is imported again, it shows which worked-out cells were left unchanged and which somebody has
//! edited, which numbers are others now, and which texts a program has written otherwise.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::beside::File;
use crate::db::{Queries, text_of};
use crate::error::Error;
use crate::tables::retyped::may_be_retyped;
use crate::tables::{ALL_TABLES, Table};

/// The name of the file in the folder: an object a line, with `table`, `key` and `cells`.
pub const NAME: &str = "worked_out_cells.jsonl";

/// The file.
pub(super) static FILE: File = File {
    name: NAME,
    write: |context, out| {
        let unwritten = |error| Error::file("write", context.place)(error);
        for table in ALL_TABLES {
            for line in lines(context.connection, table, &context.request.origin)? {
                writeln!(out, "{line}").map_err(unwritten)?;
            }
        }
        Ok(())
    },
};

fn lines(connection: &Connection, table: &Table, origin: &str) -> Result<Vec<Value>, Error> {
    let always = columns(table);
    let fields = table.fields();
    let texts: Vec<&str> = table
        .texts()
        .filter(|text| !always.contains(text) && !table.key.contains(text))
        .filter(|text| fields.iter().any(|field| field.name == *text))
        .collect();
    let all: Vec<&str> = [table.key, &always, &texts].concat();
    let lines = connection.rows(
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
            let is_told = |(at, text): (usize, &String)| at < always.len() || may_be_retyped(text);
            let cells: Map<String, Value> = cells
                .iter()
                .enumerate()
                .filter(|cell| is_told(*cell))
                .map(|(at, text)| (all[table.key.len() + at].to_owned(), text.as_str().into()))
                .collect();
            let has_any = !cells.is_empty() || key.iter().any(|text| may_be_retyped(text));
            Ok(has_any.then(|| json!({"table": table.name, "key": key, "cells": cells})))
        },
    )?;
    Ok(lines.into_iter().flatten().collect())
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
