//! The rows that the database holds of a dataset, beside those of an import.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::{Connection, Row, Rows};

use super::areas::Areas;
use super::record::{Code, Equals, Key, Period, Record};
use super::units::Units;
use crate::error::Error;
use crate::vocab::{TradeFlow, Valuation, Vocabulary};

const DOING: &str = "read the flows that are there";

/// The rows of one reporter in a dataset, in the order of the key.
pub(super) const OF_REPORTER: &str = "SELECT partner, flow, valuation, classification, commodity, period, \
     value, value_exact, quantity, quantity_exact, quantity_unit, value_equals \
     FROM trade_flows WHERE dataset = ?1 AND reporter = ?2 \
     ORDER BY partner, flow, valuation, classification, commodity, frequency, period";

/// A row that the database holds.
pub(super) struct Held {
    pub(super) key: Key,
    value: Number,
    quantity: Option<(Number, String)>,
    pub(super) equals: Equals,
}

/// A number as the table has it.
#[derive(Debug, PartialEq)]
struct Number {
    nearest: f64,
    exact: Option<String>,
}

impl Held {
    /// Whether it says the same as a record.
    pub(super) fn says_the_same(&self, record: &Record, units: &Units) -> bool {
        let number = |exact: super::exact::Exact| Number {
            nearest: exact.to_float(),
            exact: exact.beyond_float(),
        };
        let quantity = record
            .quantity
            .map(|(exact, unit)| (number(exact), units.unit(unit).to_owned()));
        self.value == number(record.value) && self.quantity == quantity
    }

    /// Whether it has the value of a record.
    pub(super) fn has_value(&self, record: &Record) -> bool {
        self.value.nearest.to_bits() == record.value.to_float().to_bits()
            && self.value.exact == record.value.beyond_float()
    }

    /// What it says for people: its value, or its quantity where only that differs from a record.
    pub(super) fn said(&self, record: &Record) -> String {
        match &self.quantity {
            _ if !self.has_value(record) => self.value.text(),
            None => "no quantity".to_owned(),
            Some((number, unit)) => format!("{} {unit}", number.text()),
        }
    }
}

impl Number {
    fn text(&self) -> String {
        match &self.exact {
            Some(exact) => exact.clone(),
            None => self.nearest.to_string(),
        }
    }
}

/// The rows of one reporter, one after the other.
pub(super) struct HeldRows<'s, 'a> {
    pub(super) rows: Rows<'s>,
    pub(super) areas: &'a Areas,
    pub(super) dataset: u8,
    pub(super) reporter: u32,
    /// The partner of the last row with its place, since many rows in turn have the same.
    pub(super) last_partner: Option<(String, u32)>,
}

impl HeldRows<'_, '_> {
    /// The next row, as far as it is one that an import can have written.
    pub(super) fn next(&mut self) -> Result<Option<Held>, Error> {
        while let Some(row) = self.rows.next().map_err(Error::sql(DOING))? {
            let of = (self.areas, self.dataset, self.reporter);
            let read = read(row, of, &mut self.last_partner).map_err(Error::sql(DOING))?;
            if read.is_some() {
                return Ok(read);
            }
        }
        Ok(None)
    }
}

/// The place of an area, which is looked up where it is not the last one.
fn place_of(areas: &Areas, last: &mut Option<(String, u32)>, id: &str) -> Option<u32> {
    match last {
        Some((held, place)) if held == id => Some(*place),
        _ => {
            let place = areas.place(id)?;
            *last = Some((id.to_owned(), place));
            Some(place)
        }
    }
}

fn read(
    row: &Row<'_>,
    (areas, dataset, reporter): (&Areas, u8, u32),
    last_partner: &mut Option<(String, u32)>,
) -> rusqlite::Result<Option<Held>> {
    let text = |at: usize| -> rusqlite::Result<&str> { Ok(row.get_ref(at)?.as_str()?) };
    let mut key = || -> rusqlite::Result<Option<Key>> {
        let parts = (
            place_of(areas, last_partner, text(0)?),
            TradeFlow::from_word(text(1)?),
            Valuation::from_word(text(2)?),
            Code::new(text(3)?.as_bytes()),
            Code::new(text(4)?.as_bytes()),
            Period::parse(text(5)?.as_bytes()),
        );
        let (
            Some(partner),
            Some(flow),
            Some(valuation),
            Some(classification),
            Some(commodity),
            Some(period),
        ) = parts
        else {
            return Ok(None);
        };
        Ok(Some(Key {
            dataset,
            reporter,
            partner,
            flow,
            valuation,
            classification,
            commodity,
            period,
        }))
    };
    let Some(key) = key()? else {
        return Ok(None);
    };
    let number = |nearest: usize, exact: usize| -> rusqlite::Result<Option<Number>> {
        let nearest: Option<f64> = row.get(nearest)?;
        let exact = row.get(exact)?;
        Ok(nearest.map(|nearest| Number { nearest, exact }))
    };
    let unit: Option<String> = row.get(10)?;
    let quantity = number(8, 9)?.zip(unit);
    let equals: Option<String> = row.get(11)?;
    Ok(number(6, 7)?.map(|value| Held {
        key,
        value,
        quantity,
        equals: Equals::from_word(equals.as_deref()),
    }))
}

/// Prepares the question for the rows of a reporter.
pub(super) fn statement(connection: &Connection) -> Result<rusqlite::Statement<'_>, Error> {
    connection.prepare(OF_REPORTER).map_err(Error::sql(DOING))
}

/// Records in a temporary file without a name, in the order in which they were put there.
pub(super) struct Stored {
    file: BufWriter<File>,
    pub(super) count: u64,
}

impl Stored {
    /// An empty file in this folder.
    pub(super) fn new(folder: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder)
            .map_err(Error::file("make a temporary file in", folder))?;
        Ok(Self {
            file: BufWriter::with_capacity(256 * 1024, file),
            count: 0,
        })
    }

    /// Adds a record.
    pub(super) fn push(&mut self, record: &Record) -> Result<(), Error> {
        self.count += 1;
        self.file
            .write_all(&record.pack())
            .map_err(Error::file("write", "a temporary file"))
    }

    /// Hands every record to `take`.
    pub(super) fn each(
        self,
        mut take: impl FnMut(&Record) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let failed = || Error::file("read", "a temporary file");
        let mut file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .map_err(failed())?;
        file.seek(SeekFrom::Start(0)).map_err(failed())?;
        let mut file = BufReader::with_capacity(256 * 1024, file);
        for _ in 0..self.count {
            let mut bytes = [0; Record::BYTES];
            file.read_exact(&mut bytes).map_err(failed())?;
            let record = Record::unpack(&bytes)
                .ok_or_else(|| failed()(io::Error::other("it holds what was not written there")))?;
            take(&record)?;
        }
        Ok(())
    }
}
