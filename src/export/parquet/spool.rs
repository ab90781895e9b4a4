//! Rows that come in the order of the table's key and go out year by year. Within a year they stay in the order in
//! which they came, so that nothing has to be compared: each year has a chain of blocks in one temporary file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use rusqlite::Row;
use rusqlite::types::ValueRef;

/// What a year keeps in memory before it goes to the file.
const BLOCK: usize = 32 * 1024;

/// The rows of one dataset.
pub(super) struct Spool {
    /// A file without a name.
    file: File,
    end: u64,
    years: BTreeMap<u16, Year>,
}

#[derive(Default)]
struct Year {
    filling: Vec<u8>,
    /// The blocks in the file: where each begins, and how long it is.
    blocks: Vec<(u64, usize)>,
    rows: u64,
}

impl Spool {
    pub(super) fn new(file: File) -> Self {
        Self {
            file,
            end: 0,
            years: BTreeMap::new(),
        }
    }

    /// Takes these columns of a row.
    pub(super) fn take(&mut self, year: u16, row: &Row<'_>, columns: &[usize]) -> io::Result<()> {
        let held = self.years.entry(year).or_default();
        for column in columns {
            let value = row.get_ref(*column).map_err(io::Error::other)?;
            put(&mut held.filling, value)?;
        }
        held.rows += 1;
        if held.filling.len() >= BLOCK {
            held.blocks.push((self.end, held.filling.len()));
            self.end += held.filling.len() as u64;
            self.file.write_all(&held.filling)?;
            held.filling.clear();
        }
        Ok(())
    }

    /// The years, in their order, with their numbers of rows.
    pub(super) fn years(&self) -> Vec<(u16, u64)> {
        let years = self.years.iter();
        years.map(|(year, held)| (*year, held.rows)).collect()
    }

    /// Hands out every value of a year, each with its column. A row has so many.
    pub(super) fn each<E: From<io::Error>>(
        &mut self,
        year: u16,
        columns: usize,
        mut take: impl FnMut(usize, ValueRef<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(held) = self.years.remove(&year) else {
            return Ok(());
        };
        let mut block = Vec::new();
        for (begin, length) in held.blocks {
            block.resize(length, 0);
            self.file.seek(SeekFrom::Start(begin))?;
            self.file.read_exact(&mut block)?;
            each(&block, columns, &mut take)?;
        }
        each(&held.filling, columns, &mut take)
    }

    /// Empties it for the next dataset.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.years.clear();
        self.end = 0;
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0)).map(|_| ())
    }
}

const NULL: u8 = 0;
const INTEGER: u8 = 1;
const REAL: u8 = 2;
const LONG: u8 = 3;
/// From here on the first byte is the length of a text too.
const TEXT: u8 = 4;

fn put(out: &mut Vec<u8>, value: ValueRef<'_>) -> io::Result<()> {
    match value {
        ValueRef::Null => out.push(NULL),
        ValueRef::Integer(number) => {
            out.push(INTEGER);
            out.extend_from_slice(&number.to_le_bytes());
        }
        ValueRef::Real(number) => {
            out.push(REAL);
            out.extend_from_slice(&number.to_le_bytes());
        }
        ValueRef::Text(text) | ValueRef::Blob(text) => {
            if let Ok(length) = u8::try_from(text.len() + usize::from(TEXT)) {
                out.push(length);
            } else {
                let length = u32::try_from(text.len()).map_err(io::Error::other)?;
                out.push(LONG);
                out.extend_from_slice(&length.to_le_bytes());
            }
            out.extend_from_slice(text);
        }
    }
    Ok(())
}

fn each<E: From<io::Error>>(
    mut block: &[u8],
    columns: usize,
    take: &mut impl FnMut(usize, ValueRef<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut column = 0;
    while !block.is_empty() {
        let value = next(&mut block).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
        take(column, value)?;
        column = (column + 1) % columns;
    }
    Ok(())
}

fn next<'a>(block: &mut &'a [u8]) -> Option<ValueRef<'a>> {
    let (kind, rest) = block.split_first()?;
    *block = rest;
    Some(match *kind {
        NULL => ValueRef::Null,
        INTEGER => ValueRef::Integer(i64::from_le_bytes(fixed(block)?)),
        REAL => ValueRef::Real(f64::from_le_bytes(fixed(block)?)),
        LONG => {
            let length = u32::from_le_bytes(fixed(block)?);
            ValueRef::Text(part(block, usize::try_from(length).ok()?)?)
        }
        length => ValueRef::Text(part(block, usize::from(length - TEXT))?),
    })
}

fn part<'a>(block: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (part, rest) = block.split_at_checked(length)?;
    *block = rest;
    Some(part)
}

fn fixed<const N: usize>(block: &mut &[u8]) -> Option<[u8; N]> {
    part(block, N)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn rows_come_back_year_by_year_in_the_order_in_which_they_came() {
        let connection = Connection::open_in_memory().unwrap();
        let long = "x".repeat(300);
        let (edge, beyond) = ("y".repeat(251), "z".repeat(252));
        let sql =
            "WITH RECURSIVE n (at) AS (VALUES (0) UNION ALL SELECT at + 1 FROM n WHERE at < 4999)
             SELECT 2000 + at % 3, at, at / 8.0, NULL, iif(at % 2, ?1, ''), ?2, ?3 FROM n";
        let mut statement = connection.prepare(sql).unwrap();
        let mut rows = statement.query([&long, &edge, &beyond]).unwrap();
        let mut spool = Spool::new(tempfile::tempfile().unwrap());
        while let Some(row) = rows.next().unwrap() {
            let year = row.get(0).unwrap();
            spool.take(year, row, &[1, 2, 3, 4, 5, 6]).unwrap();
        }
        let years = spool.years();
        assert_eq!(years, [(2000, 1667), (2001, 1667), (2002, 1666)]);
        for (first, (year, rows)) in years.iter().enumerate() {
            let mut seen: Vec<Vec<rusqlite::types::Value>> = Vec::new();
            let take = |column, value: ValueRef<'_>| -> io::Result<()> {
                if column == 0 {
                    seen.push(Vec::new());
                }
                seen.last_mut().unwrap().push(value.try_into().unwrap());
                Ok(())
            };
            spool.each(*year, 6, take).unwrap();
            assert_eq!(seen.len() as u64, *rows);
            for (place, row) in seen.iter().enumerate() {
                let at = i64::try_from(first + 3 * place).unwrap();
                #[expect(clippy::cast_precision_loss, reason = "it is small")]
                let eighth = at as f64 / 8.0;
                let text = if at % 2 == 1 { long.as_str() } else { "" };
                let expected: Vec<rusqlite::types::Value> = vec![
                    at.into(),
                    eighth.into(),
                    rusqlite::types::Value::Null,
                    text.to_owned().into(),
                    edge.clone().into(),
                    beyond.clone().into(),
                ];
                assert_eq!(*row, expected);
            }
        }
        spool.clear().unwrap();
        assert!(spool.years().is_empty());
    }
}
