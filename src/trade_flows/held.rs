//! The rows that the database holds of a dataset, beside those of an import.

use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::{Connection, Row, Rows, Statement};

use super::areas::Areas;
use super::exact::Exact;
use super::record::{Code, Equals, Key, Period, Record};
use super::units::Units;
use crate::error::Error;
use crate::vocab::{TradeFlow, Valuation, Vocabulary};

const DOING: &str = "read the flows that are there";

/// The rows of one reporter in a dataset, in the order of the key.
pub(super) const OF_REPORTER: &str = "SELECT partner, flow, valuation, classification, commodity, period, \
     value, value_exact, quantity, quantity_exact, quantity_unit, value_equals, import_id, is_total, frequency \
     FROM trade_flows WHERE dataset = ?1 AND reporter = ?2 \
     ORDER BY partner, flow, valuation, classification, commodity, frequency, period";

/// A row that the database holds.
pub(super) struct Held {
    pub(super) key: Key,
    value: Number,
    quantity: Option<(Number, String)>,
    pub(super) equals: Equals,
    /// The import from which its value comes.
    pub(super) import_id: i64,
    /// Whether its reporter or partner is a group.
    pub(super) is_total: bool,
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
        let quantity = record
            .quantity
            .map(|(exact, unit)| (Number::of(exact), units.unit(unit)));
        let held = self.quantity.as_ref();
        self.value == Number::of(record.value)
            && held.map(|(number, unit)| (number, unit.as_str()))
                == quantity.as_ref().map(|(number, unit)| (number, *unit))
    }

    /// Hands the parts of what it says to a hasher, those of [`hash_record`].
    pub(super) fn hash(&self, state: &mut impl Hasher) {
        let quantity = self.quantity.as_ref();
        let quantity = quantity.map(|(number, unit)| (number, unit.as_str()));
        hash((&self.key, &self.value, quantity, self.equals), state);
        self.is_total.hash(state);
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

/// Hands the parts of what a record says to a hasher: equal ones for a row that says the same.
pub(super) fn hash_record(
    record: &Record,
    (units, areas): (&Units, &Areas),
    state: &mut impl Hasher,
) {
    let quantity = record.quantity;
    let quantity = quantity.map(|(exact, unit)| (Number::of(exact), units.unit(unit)));
    let quantity = quantity.as_ref().map(|(number, unit)| (number, *unit));
    let value = Number::of(record.value);
    hash((&record.key, &value, quantity, record.equals), state);
    areas.is_total(&record.key).hash(state);
}

/// Key, value, quantity with its unit, and the further values that are the same number.
type Said<'a> = (&'a Key, &'a Number, Option<(&'a Number, &'a str)>, Equals);

fn hash((key, value, quantity, equals): Said<'_>, state: &mut impl Hasher) {
    let number = |number: &Number, state: &mut _| {
        number.nearest.to_bits().hash(state);
        number.exact.hash(state);
    };
    key.hash(state);
    number(value, state);
    if let Some((quantity, unit)) = quantity {
        number(quantity, state);
        unit.hash(state);
    }
    equals.hash(state);
}

impl Number {
    fn of(exact: Exact) -> Self {
        Self {
            nearest: exact.to_float(),
            exact: exact.beyond_float(),
        }
    }

    fn text(&self) -> String {
        match &self.exact {
            Some(exact) => exact.clone(),
            None => self.nearest.to_string(),
        }
    }
}

/// The rows of one reporter, one after the other.
pub(super) struct HeldRows<'s, 'a> {
    rows: Rows<'s>,
    areas: &'a Areas,
    dataset: u8,
    reporter: u32,
    /// The key of the last row. Most texts of a row are those of the last one, and need not be looked up again.
    last: Option<Key>,
}

impl<'s, 'a> HeldRows<'s, 'a> {
    /// Asks for the rows of a reporter in a dataset, which is the place of `name` in the list of the run.
    pub(super) fn of(
        statement: &'s mut Statement<'_>,
        areas: &'a Areas,
        (dataset, name): (u8, &str),
        reporter: u32,
    ) -> Result<Self, Error> {
        let rows = statement
            .query((name, areas.id(reporter)))
            .map_err(Error::sql(DOING))?;
        Ok(Self {
            rows,
            areas,
            dataset,
            reporter,
            last: None,
        })
    }

    /// The next row, as far as it is one that an import can have written.
    pub(super) fn next(&mut self) -> Result<Option<Held>, Error> {
        while let Some(row) = self.rows.next().map_err(Error::sql(DOING))? {
            let of = (self.areas, self.dataset, self.reporter);
            if let Some(key) = key(row, of, self.last.as_ref()).map_err(Error::sql(DOING))? {
                let frequency = row.get_ref(14).map_err(Error::sql(DOING))?;
                if frequency.as_bytes().ok() != Some(key.period.frequency.word().as_bytes()) {
                    return Err(other_frequency(self.areas, &key));
                }
                self.last = Some(key);
                if let Some(held) = held(row, key).map_err(Error::sql(DOING))? {
                    return Ok(Some(held));
                }
            }
        }
        Ok(None)
    }
}

/// The error for a row that was changed by hand, beside which an import would put the same flow again.
fn other_frequency(areas: &Areas, key: &Key) -> Error {
    Error::database(
        format!(
            "trade_flows has a row of {} with {} whose frequency does not go with its period, {}",
            areas.id(key.reporter),
            areas.id(key.partner),
            key.period.text()
        ),
        format!(
            "set its frequency to `{}` in the database, or take the dataset out with `sco import remove` and import it again",
            key.period.frequency.word()
        ),
    )
}

/// The key of a row, where it is one that an import can have written.
fn key(
    row: &Row<'_>,
    (areas, dataset, reporter): (&Areas, u8, u32),
    last: Option<&Key>,
) -> rusqlite::Result<Option<Key>> {
    let text = |at: usize| -> rusqlite::Result<&[u8]> { Ok(row.get_ref(at)?.as_bytes()?) };
    let word = |text: &'_ [u8]| std::str::from_utf8(text).map(str::to_owned).ok();
    let parts = (
        either(
            text(0)?,
            last.map(|key| key.partner),
            |place| areas.id(place).as_bytes(),
            |id| areas.place(&word(id)?),
        ),
        either(
            text(1)?,
            last.map(|key| key.flow),
            |flow| flow.word().as_bytes(),
            |text| TradeFlow::from_word(&word(text)?),
        ),
        either(
            text(2)?,
            last.map(|key| key.valuation),
            |known| known.word().as_bytes(),
            |text| Valuation::from_word(&word(text)?),
        ),
        Code::new(text(3)?),
        Code::new(text(4)?),
        Period::parse(text(5)?),
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
}

/// What a text means: the same as in the last row where it is the same text, and else what is looked up.
fn either<'t, T: Copy>(
    text: &[u8],
    last: Option<T>,
    text_of: impl Fn(T) -> &'t [u8],
    look_up: impl Fn(&[u8]) -> Option<T>,
) -> Option<T> {
    match last {
        Some(last) if text_of(last) == text => Some(last),
        _ => look_up(text),
    }
}

/// The row with this key; none where it has no value.
fn held(row: &Row<'_>, key: Key) -> rusqlite::Result<Option<Held>> {
    let number = |nearest: usize, exact: usize| -> rusqlite::Result<Option<Number>> {
        let nearest: Option<f64> = row.get(nearest)?;
        let exact = row.get(exact)?;
        Ok(nearest.map(|nearest| Number { nearest, exact }))
    };
    let unit: Option<String> = row.get(10)?;
    let quantity = number(8, 9)?.zip(unit);
    let equals = row.get_ref(11)?.as_str_or_null()?;
    let (import_id, is_total) = (row.get(12)?, row.get(13)?);
    Ok(number(6, 7)?.map(|value| Held {
        key,
        value,
        quantity,
        equals: Equals::from_word(equals),
        import_id,
        is_total,
    }))
}

/// Prepares the question for the rows of a reporter.
pub(super) fn statement(connection: &Connection) -> Result<Statement<'_>, Error> {
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
