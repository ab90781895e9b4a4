//! Remarks on an export: how many rows a choice of years left out because they have no date, and a choice that no row
//! fulfils.

use rusqlite::Connection;

use super::years::{self, count_rows};
use super::{Request, moment};
use crate::error::Error;
use crate::wording::{agreeing, count};

/// The remarks on an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// The exports from which a choice of years left out rows without any date, and how many.
    pub undated: Vec<(&'static str, usize)>,
    /// The exports that were chosen, where none of them has a row, with the options that left nothing.
    pub empty: Option<(Vec<&'static str>, String)>,
}

impl Remarks {
    /// A line for each.
    pub fn lines(&self) -> Vec<String> {
        let undated = self.undated.iter().map(|(name, rows)| {
            let verb = agreeing(rows, "has no date and was", "have no date and were");
            format!("{} of {name} {verb} left out", count(rows, "row"))
        });
        let empty = self.empty.iter().map(|(names, options)| {
            format!("no row of {} goes with `{options}`", names.join(", "))
        });
        undated.chain(empty).collect()
    }
}

/// What is to be said of an export.
pub fn remarks(connection: &Connection, request: &Request) -> Result<Remarks, Error> {
    let _moment = moment(connection)?;
    let mut remarks = Remarks {
        undated: years::undated(connection, request)?,
        empty: None,
    };
    let leaves_out_rows = request.is_of_user || request.choice.leaves_out_rows();
    if !leaves_out_rows || request.exports.is_empty() {
        return Ok(remarks);
    }
    for export in &request.exports {
        if count_rows(connection, export, &request.origin)? > 0 {
            return Ok(remarks);
        }
    }
    let names = request.exports.iter().map(|export| export.name).collect();
    remarks.empty = Some((names, request.options()));
    Ok(remarks)
}
