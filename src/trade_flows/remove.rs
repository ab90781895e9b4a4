//! Takes a dataset out again.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::db::{self, Queries, schema};
use crate::error::Error;
use crate::load;
use crate::migrate;

/// What a removal did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// Rows of the table that are gone.
    pub flows: u64,
    /// Curated rows that were kept only because some of those named them.
    pub retired: u64,
    /// Bytes of the file that are free now, for rows to come.
    pub free: u64,
    /// Bytes that were given back to the disk.
    pub given_back: u64,
}

/// True if a database holds trade statistics of this name.
pub fn is_dataset(connection: &Connection, name: &str) -> Result<bool, Error> {
    if !schema::has(connection, "trade_datasets")? {
        return Ok(false);
    }
    connection.value(
        "read the datasets",
        "SELECT EXISTS (SELECT 1 FROM trade_datasets WHERE dataset = ?1)",
        [name],
    )
}

/// Takes a dataset out; with `vacuum` its pages go back to the disk, for which the disk must have room for a second
/// file of that size. `None` where there is no such dataset.
pub fn remove(
    path: &Path,
    wait: Duration,
    dataset: &str,
    vacuum: bool,
) -> Result<Option<Removed>, Error> {
    let mut connection = migrate::open_current(path, wait)?;
    db::set_foreign_keys(&connection, false)?;
    let tx = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::sql("begin to write"))?;
    if !is_dataset(&tx, dataset)? {
        return Ok(None);
    }
    let flows = delete(&tx, dataset)?;
    let retired = load::drop_unneeded_retired(&tx)?;
    tx.commit().map_err(Error::sql("commit the removal"))?;
    let free = pages(&connection, "freelist_count")?;
    let mut removed = Removed {
        flows: flows as u64,
        retired: retired as u64,
        free,
        given_back: 0,
    };
    if vacuum {
        let before = pages(&connection, "page_count")?;
        connection.run_all(
            "give the pages of the removed dataset back to the disk",
            "VACUUM",
        )?;
        removed.given_back = before.saturating_sub(pages(&connection, "page_count")?);
        removed.free = pages(&connection, "freelist_count")?;
    }
    Ok(Some(removed))
}

/// Deletes a dataset with all that belongs to it alone; says how many flows it had.
fn delete(tx: &Connection, dataset: &str) -> Result<usize, Error> {
    const DOING: &str = "remove the dataset";
    let others: bool = tx.value(
        DOING,
        "SELECT EXISTS (SELECT 1 FROM trade_datasets WHERE dataset <> ?1)",
        [dataset],
    )?;
    let flows = if others {
        tx.write(
            DOING,
            "DELETE FROM trade_flows WHERE dataset = ?1",
            [dataset],
        )?
    } else {
        // Without a condition, SQLite drops the pages instead of row after row.
        tx.write(DOING, "DELETE FROM trade_flows", [])?
    };
    tx.write(DOING, "DELETE FROM imports WHERE dataset = ?1", [dataset])?;
    tx.write(
        DOING,
        "DELETE FROM trade_datasets WHERE dataset = ?1",
        [dataset],
    )?;
    tx.write(
        DOING,
        "DELETE FROM trade_areas WHERE area NOT IN (SELECT reporter FROM trade_flows UNION SELECT partner FROM trade_flows)",
        [],
    )?;
    Ok(flows)
}

/// A number of pages, in bytes.
fn pages(connection: &Connection, pragma: &str) -> Result<u64, Error> {
    let count = |pragma: &str| -> Result<i64, Error> {
        connection.value("measure the file", &format!("PRAGMA {pragma}"), [])
    };
    Ok(count(pragma)?.unsigned_abs() * count("page_size")?.unsigned_abs())
}
