//! Writes records into the table, in the order of its key.

use rusqlite::{Connection, Statement, ToSql};

use super::areas::Areas;
use super::record::{Key, Record};
use super::units::Units;
use crate::error::Error;

const DOING: &str = "write the flows";

const INSERT: &str = "INSERT INTO trade_flows (
    dataset, reporter, partner, flow, valuation, classification, commodity, frequency, period,
    is_total, value, value_exact, quantity, quantity_exact, quantity_unit, import_id,
    value_equals
) VALUES ";

/// The parameters of a row.
const PARAMETERS: usize = 17;

/// Rows that one statement inserts. It opens the table once for all of them, and need not look for the end of the index
/// where it has just put a row.
const ROWS_AT_ONCE: usize = 64;

const UPDATE: &str = "UPDATE trade_flows
SET is_total = ?10, value = ?11, value_exact = ?12, quantity = ?13, quantity_exact = ?14,
    quantity_unit = ?15, import_id = ?16, value_equals = ?17
WHERE dataset = ?1 AND reporter = ?2 AND partner = ?3 AND flow = ?4 AND valuation = ?5
    AND classification = ?6 AND commodity = ?7 AND frequency = ?8 AND period = ?9";

/// The row keeps the file from which its value comes.
const TELL: &str = "UPDATE trade_flows
SET is_total = ?10, value_equals = ?17
WHERE dataset = ?1 AND reporter = ?2 AND partner = ?3 AND flow = ?4 AND valuation = ?5
    AND classification = ?6 AND commodity = ?7 AND frequency = ?8 AND period = ?9";

/// What a record names by its place.
pub(super) struct Names<'a> {
    pub(super) datasets: &'a [String],
    pub(super) areas: &'a Areas,
    pub(super) units: &'a Units,
    /// The number of the import of each file.
    pub(super) imports: &'a [i64],
}

/// Whether a record is a new row, changes one, or only tells what is known of it besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Insert,
    Update,
    Tell,
}

/// Writes records one after the other.
pub(super) struct Writer<'c, 'n> {
    names: &'n Names<'n>,
    one: Prepared<'c>,
    /// Where records are inserted, a statement for several of them.
    several: Option<Prepared<'c>>,
    /// Records that wait until there are enough for it.
    waiting: Vec<Record>,
    tally: Tally,
}

/// What was written.
pub(super) struct Tally {
    /// The areas that records named.
    pub(super) used: Vec<bool>,
    /// Records written of each file.
    pub(super) written: Vec<u64>,
    /// Numbers of which the table holds the nearest beside all their digits.
    pub(super) beyond: u64,
}

impl<'c, 'n> Writer<'c, 'n> {
    pub(super) fn new(
        connection: &'c Connection,
        names: &'n Names<'n>,
        way: Way,
    ) -> Result<Self, Error> {
        let (one, several) = match way {
            Way::Insert => (
                Prepared::new(connection, &insert(1), 1)?,
                Some(Prepared::new(
                    connection,
                    &insert(ROWS_AT_ONCE),
                    ROWS_AT_ONCE,
                )?),
            ),
            Way::Update => (Prepared::new(connection, UPDATE, 1)?, None),
            Way::Tell => (Prepared::new(connection, TELL, 1)?, None),
        };
        Ok(Self {
            names,
            one,
            several,
            waiting: Vec::with_capacity(ROWS_AT_ONCE),
            tally: Tally {
                used: vec![false; names.areas.len()],
                written: vec![0; names.imports.len()],
                beyond: 0,
            },
        })
    }

    /// Takes a record, and writes it with the next ones. A trigger of the user's that swallows or multiplies one ends
    /// the import.
    pub(super) fn write(&mut self, record: &Record) -> Result<(), Error> {
        self.tally.used[record.key.reporter as usize] = true;
        self.tally.used[record.key.partner as usize] = true;
        self.tally.written[usize::from(record.file)] += 1;
        let Some(several) = &mut self.several else {
            return self.one.write(self.names, std::slice::from_ref(record));
        };
        self.waiting.push(*record);
        if self.waiting.len() < ROWS_AT_ONCE {
            return Ok(());
        }
        several.write(self.names, &self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    /// Writes the records that still wait, and tells what was written in all.
    pub(super) fn finish(mut self) -> Result<Tally, Error> {
        for record in &self.waiting {
            self.one.write(self.names, std::slice::from_ref(record))?;
        }
        let several = self.several.map_or(0, |several| several.beyond);
        self.tally.beyond = self.one.beyond + several;
        Ok(self.tally)
    }
}

/// The statement that inserts so many rows.
fn insert(rows: usize) -> String {
    let row = |row: usize| {
        let first = row * PARAMETERS + 1;
        let parameters: Vec<String> = (first..first + PARAMETERS)
            .map(|at| format!("?{at}"))
            .collect();
        format!("({})", parameters.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("{INSERT}{}", rows.join(", "))
}

/// A prepared statement for one or several records.
struct Prepared<'c> {
    statement: Statement<'c>,
    /// What is bound for each of the records.
    bound: Vec<Bound>,
    /// Numbers with more digits than the table's have.
    beyond: u64,
}

/// What is bound for a record: only what differs from the record that was written in its place before is bound anew.
#[derive(Clone, Default)]
struct Bound {
    last: Option<Record>,
    has_exact: bool,
    has_quantity: bool,
}

impl<'c> Prepared<'c> {
    fn new(connection: &'c Connection, sql: &str, records: usize) -> Result<Self, Error> {
        Ok(Self {
            statement: connection.prepare(sql).map_err(Error::sql(DOING))?,
            // A parameter that was never bound is NULL.
            bound: vec![Bound::default(); records],
            beyond: 0,
        })
    }

    fn write(&mut self, names: &Names<'_>, records: &[Record]) -> Result<(), Error> {
        let written = self.try_write(names, records).map_err(Error::sql(DOING))?;
        if written != records.len() {
            return Err(Error::database(
                "a row was not written as it is; nothing was changed",
                "take away the trigger on trade_flows that keeps rows out",
            ));
        }
        Ok(())
    }

    fn try_write(&mut self, names: &Names<'_>, records: &[Record]) -> rusqlite::Result<usize> {
        for (place, record) in records.iter().enumerate() {
            Binding {
                statement: &mut self.statement,
                names,
                bound: &mut self.bound[place],
                before: place * PARAMETERS,
                beyond: &mut self.beyond,
            }
            .record(record)?;
        }
        self.statement.raw_execute()
    }
}

/// Binds the parameters of one record.
struct Binding<'a, 'c> {
    statement: &'a mut Statement<'c>,
    names: &'a Names<'a>,
    bound: &'a mut Bound,
    /// The number of parameters before its own.
    before: usize,
    beyond: &'a mut u64,
}

impl Binding<'_, '_> {
    fn bind(&mut self, at: usize, value: impl ToSql) -> rusqlite::Result<()> {
        self.statement.raw_bind_parameter(self.before + at, value)
    }

    fn record(&mut self, record: &Record) -> rusqlite::Result<()> {
        self.key(&record.key)?;
        let last = self.bound.last;
        if last.is_none_or(|last| last.equals != record.equals) {
            self.bind(17, record.equals.word())?;
        }
        if last.is_none_or(|last| last.file != record.file) {
            self.bind(16, self.names.imports[usize::from(record.file)])?;
        }
        self.bind(11, record.value.to_float())?;
        let exact = record.value.beyond_float();
        *self.beyond += u64::from(exact.is_some());
        if exact.is_some() || self.bound.has_exact {
            self.bound.has_exact = exact.is_some();
            self.bind(12, exact)?;
        }
        self.quantity(record)?;
        self.bound.last = Some(*record);
        Ok(())
    }

    fn quantity(&mut self, record: &Record) -> rusqlite::Result<()> {
        let Some((number, unit)) = record.quantity else {
            if self.bound.has_quantity {
                self.bound.has_quantity = false;
                for at in 13..=15 {
                    self.bind(at, rusqlite::types::Null)?;
                }
            }
            return Ok(());
        };
        self.bound.has_quantity = true;
        let exact = number.beyond_float();
        *self.beyond += u64::from(exact.is_some());
        self.bind(13, number.to_float())?;
        self.bind(14, exact)?;
        self.bind(15, self.names.units.unit(unit))
    }

    /// Binds the parts of the key that differ from the last one.
    fn key(&mut self, key: &Key) -> rusqlite::Result<()> {
        let names = self.names;
        let last = self.bound.last.map(|last| last.key);
        let differs = |part: fn(&Key, &Key) -> bool| last.is_none_or(|last| part(&last, key));
        if differs(|a, b| a.dataset != b.dataset) {
            let dataset = &names.datasets[usize::from(key.dataset)];
            self.bind(1, dataset)?;
        }
        if differs(|a, b| a.reporter != b.reporter) {
            self.bind(2, names.areas.id(key.reporter))?;
        }
        if differs(|a, b| a.partner != b.partner) {
            self.bind(3, names.areas.id(key.partner))?;
        }
        if differs(|a, b| (a.reporter, a.partner) != (b.reporter, b.partner)) {
            self.bind(10, names.areas.is_total(key))?;
        }
        if differs(|a, b| a.flow != b.flow) {
            self.bind(4, key.flow.word())?;
        }
        if differs(|a, b| a.valuation != b.valuation) {
            self.bind(5, key.valuation.word())?;
        }
        if differs(|a, b| a.classification != b.classification) {
            self.bind(6, key.classification.text())?;
        }
        if differs(|a, b| a.commodity != b.commodity) {
            self.bind(7, key.commodity.text())?;
        }
        if differs(|a, b| a.period.frequency != b.period.frequency) {
            self.bind(8, key.period.frequency.word())?;
        }
        if differs(|a, b| a.period != b.period) {
            self.bind(9, key.period.text())?;
        }
        Ok(())
    }
}
