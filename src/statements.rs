//! Every fact in a sentence, made in this one place from the rows of a database and kept in a table: the
//! views, `sco show`, `sco search` and the exports all say what stands there.

mod figures;
mod kinds;
mod lexicon;

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::db::Queries;
use crate::error::Error;
use lexicon::Lexicon;

/// True if the table holds anything but what follows from the rows, as after a change by another program.
pub fn differs(connection: &Connection) -> Result<bool, Error> {
    let held: Vec<(String, String)> = connection.rows(
        "read the sentences of the facts",
        "SELECT fact_id, statement FROM fact_statements",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(held.into_iter().collect::<BTreeMap<_, _>>() != sentences(connection)?)
}

/// Every sentence by the id of its fact, made anew from the rows of the database.
pub fn sentences(connection: &Connection) -> Result<BTreeMap<String, String>, Error> {
    let lexicon = Lexicon::read(connection)?;
    let mut sentences = BTreeMap::new();
    for kind in kinds::KINDS {
        for cells in lexicon::rows(connection, &kind.sql())? {
            sentences.insert(cells.text("fact_id"), (kind.say)(&lexicon, &cells));
        }
    }
    Ok(sentences)
}
