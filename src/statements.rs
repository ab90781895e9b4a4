//! Every fact in a sentence, made in this one place from the rows of a database and kept in a table: the
//! views, `sco show`, `sco search` and the exports all say what stands there.

mod figures;
mod kinds;
mod lexicon;

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::db::Queries;
use crate::error::Error;
use lexicon::Lexicon;

/// Makes all sentences anew from the rows of the database, inside the caller's transaction.
pub fn fill(connection: &Connection) -> Result<(), Error> {
    const DOING: &str = "write the sentences of the facts";
    let sentences = all(connection)?;
    connection.write(DOING, "DELETE FROM fact_statements", [])?;
    let mut insert = connection
        .prepare("INSERT INTO fact_statements (fact_id, statement) VALUES (?1, ?2)")
        .map_err(Error::sql(DOING))?;
    for (fact_id, statement) in sentences {
        insert
            .execute(params![fact_id, statement])
            .map_err(Error::sql(DOING))?;
    }
    Ok(())
}

/// True if the table holds anything but what follows from the rows, as after a change by another program.
pub fn differs(connection: &Connection) -> Result<bool, Error> {
    let held: Vec<(String, String)> = connection.rows(
        "read the sentences of the facts",
        "SELECT fact_id, statement FROM fact_statements",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(held.into_iter().collect::<BTreeMap<_, _>>() != all(connection)?)
}

/// Every sentence by the id of its fact.
fn all(connection: &Connection) -> Result<BTreeMap<String, String>, Error> {
    let lexicon = Lexicon::read(connection)?;
    let mut sentences = BTreeMap::new();
    for kind in kinds::KINDS {
        for cells in lexicon::rows(connection, &kind.sql())? {
            sentences.insert(cells.text("fact_id"), (kind.say)(&lexicon, &cells));
        }
    }
    Ok(sentences)
}
