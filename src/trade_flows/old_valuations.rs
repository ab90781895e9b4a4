//! Rows that an earlier version wrote under a valuation which it took from the columns of UN Comtrade.
//!
//! The valuation is part of the key. Whatever such a row says of its flow, a row of the same flow that says
//! `unstated` would be in the table beside it, and a sum would count the flow twice.

use rusqlite::Connection;

use crate::db::Queries;
use crate::error::Error;
use crate::wording::{agreeing, count};

const DOING: &str = "look for rows of an earlier version";

/// The imports whose valuations were taken from columns: those of the profiles, and those of the same map.
const IMPORTS: &str = "SELECT import_id FROM imports WHERE dataset = ?1
    AND (profile IN ('comtrade', 'comtrade-until-2023') OR map_sha256 = ?2)";

/// Whether there are any. One look for each reporter, partner and flow, however many rows these have.
const ARE_THERE: &str = "WITH RECURSIVE lists (place) AS (
        SELECT (SELECT rowid FROM trade_flows WHERE dataset = ?1 ORDER BY reporter, partner, flow LIMIT 1)
        UNION ALL
        SELECT (
            SELECT later.rowid FROM trade_flows AS later
            WHERE later.dataset = ?1 AND (later.reporter, later.partner, later.flow) > (here.reporter, here.partner, here.flow)
            ORDER BY later.reporter, later.partner, later.flow LIMIT 1
        )
        FROM lists JOIN trade_flows AS here ON here.rowid = lists.place
    )
    SELECT EXISTS (
        SELECT 1 FROM lists
        JOIN trade_flows AS list ON list.rowid = lists.place
        JOIN trade_flows AS held ON held.dataset = ?1 AND held.reporter = list.reporter
            AND held.partner = list.partner AND held.flow = list.flow AND held.valuation IN ('cif', 'fob')
        WHERE held.import_id IN (";

/// Gives the rows of an earlier version the valuation that they have now. Where one flow stood under several, the row
/// of the latest import stays. What was done, in a sentence; nothing where there were none.
pub(super) fn settle(
    tx: &Connection,
    dataset: &str,
    map: Option<&str>,
) -> Result<Option<String>, Error> {
    let are_there = |sql: &str| -> Result<bool, Error> { tx.value(DOING, sql, (dataset, map)) };
    if !are_there(&format!("{ARE_THERE}{IMPORTS}))"))? {
        return Ok(None);
    }
    // Of one flow, every row but the last: of two, the one of the earlier import.
    let twice = format!(
        "SELECT earlier.rowid FROM trade_flows AS earlier
         JOIN trade_flows AS later USING (
             dataset, reporter, partner, flow, classification, commodity, frequency, period
         )
         WHERE dataset = ?1 AND later.valuation <> earlier.valuation
             AND (earlier.import_id, earlier.valuation) < (later.import_id, later.valuation)
             AND (earlier.valuation = 'unstated' OR earlier.import_id IN ({IMPORTS}))
             AND (later.valuation = 'unstated' OR later.import_id IN ({IMPORTS}))"
    );
    let dropped = tx.write(
        DOING,
        &format!("DELETE FROM trade_flows WHERE rowid IN ({twice})"),
        (dataset, map),
    )?;
    let moved = tx.write(
        DOING,
        &format!(
            "UPDATE trade_flows SET value_equals = valuation, valuation = 'unstated'
             WHERE dataset = ?1 AND valuation <> 'unstated' AND import_id IN ({IMPORTS})"
        ),
        (dataset, map),
    )?;
    if are_there(&format!("{ARE_THERE}{IMPORTS}))"))? {
        return Err(Error::database(
            "a row that an earlier version wrote was not changed as it is; nothing was changed",
            "look for a trigger of your own on trade_flows",
        ));
    }
    let twice = match dropped as u64 {
        0 => String::new(),
        rows => format!(
            "; of flows that stood there twice, {} of an earlier import {} taken out",
            count(rows, "row"),
            agreeing(rows, "was", "were")
        ),
    };
    Ok(Some(format!(
        "{} of dataset {dataset} had a valuation that an earlier version took from the columns of UN Comtrade, and {} `unstated` now, with `value_equals`{twice}",
        count(moved as u64, "row"),
        agreeing(moved as u64, "is", "are")
    )))
}
