//! The rows of trade statistics, in a folder for each dataset and year, as Hive lays them out: most engines read such a
//! tree as one table, and open only the folders that a question asks for.

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::column::Column;
use super::description::description;
use super::file::{Layout, unwritten};
use super::misfit;
use super::spool::Spool;
use super::tree::Tree;
use crate::dictionary::Relation;
use crate::error::Error;
use crate::stop::refuse_when_stopped;

/// The columns that stand in the names of folders alone. The second is the year in which the period lies.
pub const PARTITIONED_BY: [&str; 2] = ["dataset", "year"];

const PERIOD: &str = "period";
/// Rows between two looks at whether the user wants to stop.
const AT_ONCE: u64 = 1024;

/// Writes every partition; returns how many rows they have.
pub(super) fn write(
    connection: &Connection,
    relation: &Relation,
    tree: &mut Tree<'_>,
    stop: &AtomicBool,
) -> Result<u64, Error> {
    let unread = || Error::sql(format!("export {}", relation.name));
    let columns: Vec<Column> = Column::all(relation)
        .into_iter()
        .filter(|column| column.field.name != PARTITIONED_BY[0])
        .collect();
    let description = description(relation, &columns, &PARTITIONED_BY, None);
    let order = relation.unique_by.get(1..).unwrap_or_default();
    let layout = Layout::new(columns, order, description)
        .map_err(|error| Error::file("write", tree.place(relation.name))(unwritten(error)))?;
    let names: Vec<&str> = layout
        .columns
        .iter()
        .map(|column| column.field.name)
        .collect();
    // The dataset comes first: a new one ends the one before.
    let sql = format!(
        "SELECT dataset, {} FROM {} ORDER BY {}",
        names.join(", "),
        relation.name,
        relation.unique_by.join(", ")
    );
    let taken: Vec<usize> = (1..=names.len()).collect();
    let period = names
        .iter()
        .position(|name| *name == PERIOD)
        .map_or(0, |at| at + 1);
    let mut partitions = Partitions {
        spool: Spool::new(temporary(tree.folder_for_temporary_files())?),
        layout: &layout,
        table: relation.name,
        tree,
        stop,
        dataset: String::new(),
        rows: 0,
    };
    let mut statement = connection.prepare(&sql).map_err(unread())?;
    let mut rows = statement.query([]).map_err(unread())?;
    while let Some(row) = rows.next().map_err(unread())? {
        let dataset = text(row, 0).map_err(unread())?;
        if dataset != partitions.dataset {
            partitions.end_dataset()?;
            dataset.clone_into(&mut partitions.dataset);
        }
        let period = text(row, period).map_err(unread())?;
        partitions.take(year_of(period)?, row, &taken)?;
    }
    partitions.end_dataset()?;
    Ok(partitions.rows)
}

fn temporary(folder: &Path) -> Result<File, Error> {
    tempfile::tempfile_in(folder).map_err(Error::file("make a temporary file in", folder))
}

fn text<'r>(row: &'r Row<'_>, at: usize) -> rusqlite::Result<&'r str> {
    Ok(row.get_ref(at)?.as_str()?)
}

/// The year with which a period begins.
fn year_of(period: &str) -> Result<u16, Error> {
    let year = period.get(..4).and_then(|year| year.parse().ok());
    year.filter(|year| *year >= 1000).ok_or_else(|| {
        Error::request(
            format!("trade_flows holds the period `{period}`, which begins with no year"),
            "correct the row, or remove its dataset with `sco import remove`",
        )
    })
}

/// The partitions of the dataset whose rows come.
struct Partitions<'a, 't> {
    spool: Spool,
    layout: &'a Layout,
    table: &'a str,
    tree: &'a mut Tree<'t>,
    stop: &'a AtomicBool,
    dataset: String,
    rows: u64,
}

impl Partitions<'_, '_> {
    fn take(&mut self, year: u16, row: &Row<'_>, columns: &[usize]) -> Result<(), Error> {
        self.rows += 1;
        if self.rows.is_multiple_of(AT_ONCE) {
            refuse_when_stopped(self.stop)?;
        }
        self.spool
            .take(year, row, columns)
            .map_err(Error::file("write", "a temporary file"))
    }

    /// Writes the years of the dataset.
    fn end_dataset(&mut self) -> Result<(), Error> {
        for (year, _) in self.spool.years() {
            let name = format!(
                "{}/{}={}/{}={year}/part-0.parquet",
                self.table,
                PARTITIONED_BY[0],
                encoded(&self.dataset),
                PARTITIONED_BY[1]
            );
            let (layout, spool, table, stop) =
                (self.layout, &mut self.spool, self.table, self.stop);
            self.tree.file(&name, |place, sink| {
                let unwritten = |error| Error::file("write", place)(unwritten(error));
                let mut out = layout.begin(sink).map_err(unwritten)?;
                let last = layout.columns.len() - 1;
                let mut written = 0;
                let take = |at: usize, value: ValueRef<'_>| -> Result<(), Ended> {
                    if !out.take(at, value) {
                        return Err(misfit(table, &layout.columns[at], value).into());
                    }
                    if at == last {
                        out.end_row().map_err(unwritten)?;
                        written += 1;
                        if u64::is_multiple_of(written, AT_ONCE) {
                            refuse_when_stopped(stop)?;
                        }
                    }
                    Ok(())
                };
                spool.each(year, layout.columns.len(), take)?;
                out.finish().map_err(unwritten)
            })?;
        }
        self.spool
            .clear()
            .map_err(Error::file("write", "a temporary file"))
    }
}

/// Why a partition was not written: the temporary file could not be read, or another error.
struct Ended(Error);

impl From<std::io::Error> for Ended {
    fn from(error: std::io::Error) -> Self {
        Self(Error::file("read", "a temporary file")(error))
    }
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<Ended> for Error {
    fn from(ended: Ended) -> Self {
        ended.0
    }
}

/// The signs that Hive writes by their number in the name of a folder.
const ODD: &[u8] = b"\"#%'*/:=?\\{[]^\x7f";

/// A value as the name of a folder has it.
fn encoded(value: &str) -> String {
    let mut name = String::new();
    for sign in value.chars() {
        match u8::try_from(sign) {
            Ok(byte) if byte < 0x20 || ODD.contains(&byte) => {
                let _ = write!(name, "%{byte:02X}");
            }
            _ => name.push(sign),
        }
    }
    name
}

/// The value in the name of a folder; none where its signs make no text.
pub fn decoded(name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *byte == b'%');
        let number = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let length = if number.is_some() { 2 } else { 0 };
        bytes.push(number.unwrap_or(*byte));
        rest = &after[length..];
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders_come_back() {
        for (value, name) in [
            ("baci", "baci"),
            ("imf-imts", "imf-imts"),
            ("a/b=c%1 é", "a%2Fb%3Dc%251 é"),
            ("tab\t", "tab%09"),
        ] {
            assert_eq!(encoded(value), name);
            assert_eq!(decoded(name).as_deref(), Some(value));
        }
        assert_eq!(decoded("%zz%4"), Some("%zz%4".to_owned()));
        assert_eq!(decoded("%ff"), None);
    }
}
