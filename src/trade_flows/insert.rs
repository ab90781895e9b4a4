//! Writes records into the table, in the order of its key.

use rusqlite::{Connection, Statement};

use super::areas::Areas;
use super::record::{Key, Record};
use super::units::Units;
use crate::error::Error;
use crate::vocab::AreaKind;

const DOING: &str = "write the flows";

const INSERT: &str = "INSERT INTO trade_flows (
    dataset, reporter, partner, flow, valuation, classification, commodity, frequency, period,
    is_total, value, value_exact, quantity, quantity_exact, quantity_unit, import_id,
    value_equals
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

const UPDATE: &str = "UPDATE trade_flows
SET is_total = ?10, value = ?11, value_exact = ?12, quantity = ?13, quantity_exact = ?14,
    quantity_unit = ?15, import_id = ?16, value_equals = ?17
WHERE dataset = ?1 AND reporter = ?2 AND partner = ?3 AND flow = ?4 AND valuation = ?5
    AND classification = ?6 AND commodity = ?7 AND frequency = ?8 AND period = ?9";

/// The row keeps the file from which its value comes.
const TELL: &str = "UPDATE trade_flows
SET value_equals = ?17
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

/// Whether a record is a new row, changes one, or only tells which further value is the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Insert,
    Update,
    Tell,
}

/// A prepared statement that keeps what two records in a row have in common.
pub(super) struct Writer<'c, 'n> {
    statement: Statement<'c>,
    names: &'n Names<'n>,
    last: Option<Record>,
    has_exact: bool,
    has_quantity: bool,
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
        let sql = match way {
            Way::Insert => INSERT,
            Way::Update => UPDATE,
            Way::Tell => TELL,
        };
        Ok(Self {
            statement: connection.prepare(sql).map_err(Error::sql(DOING))?,
            names,
            last: None,
            has_exact: true,
            has_quantity: true,
            used: vec![false; names.areas.len()],
            written: vec![0; names.imports.len()],
            beyond: 0,
        })
    }

    /// Writes a record. A trigger of the user's that swallows or multiplies it ends the import.
    pub(super) fn write(&mut self, record: &Record) -> Result<(), Error> {
        let written = self
            .bind(record)
            .and_then(|()| self.statement.raw_execute());
        if written.map_err(Error::sql(DOING))? != 1 {
            return Err(Error::database(
                "a row was not written as it is; nothing was changed",
                "take away the trigger on trade_flows that keeps rows out",
            ));
        }
        self.last = Some(*record);
        self.used[record.key.reporter as usize] = true;
        self.used[record.key.partner as usize] = true;
        self.written[usize::from(record.file)] += 1;
        Ok(())
    }

    fn bind(&mut self, record: &Record) -> rusqlite::Result<()> {
        self.bind_key(&record.key)?;
        if self.last.is_none_or(|last| last.equals != record.equals) {
            self.statement
                .raw_bind_parameter(17, record.equals.word())?;
        }
        if self.last.is_none_or(|last| last.file != record.file) {
            let import = self.names.imports[usize::from(record.file)];
            self.statement.raw_bind_parameter(16, import)?;
        }
        self.statement
            .raw_bind_parameter(11, record.value.to_float())?;
        let exact = record.value.beyond_float();
        self.beyond += u64::from(exact.is_some());
        if exact.is_some() || self.has_exact {
            self.has_exact = exact.is_some();
            self.statement.raw_bind_parameter(12, exact)?;
        }
        self.bind_quantity(record)
    }

    fn bind_quantity(&mut self, record: &Record) -> rusqlite::Result<()> {
        let statement = &mut self.statement;
        let Some((number, unit)) = record.quantity else {
            if self.has_quantity {
                self.has_quantity = false;
                for at in 13..=15 {
                    statement.raw_bind_parameter(at, rusqlite::types::Null)?;
                }
            }
            return Ok(());
        };
        self.has_quantity = true;
        let exact = number.beyond_float();
        self.beyond += u64::from(exact.is_some());
        statement.raw_bind_parameter(13, number.to_float())?;
        statement.raw_bind_parameter(14, exact)?;
        statement.raw_bind_parameter(15, self.names.units.unit(unit))
    }

    /// Binds the parts of the key that differ from the last one.
    fn bind_key(&mut self, key: &Key) -> rusqlite::Result<()> {
        let (names, statement) = (self.names, &mut self.statement);
        let last = self.last.map(|last| last.key);
        let differs = |part: fn(&Key, &Key) -> bool| last.is_none_or(|last| part(&last, key));
        if differs(|a, b| a.dataset != b.dataset) {
            let dataset = &names.datasets[usize::from(key.dataset)];
            statement.raw_bind_parameter(1, dataset)?;
        }
        if differs(|a, b| a.reporter != b.reporter) {
            statement.raw_bind_parameter(2, names.areas.id(key.reporter))?;
        }
        if differs(|a, b| a.partner != b.partner) {
            statement.raw_bind_parameter(3, names.areas.id(key.partner))?;
        }
        if differs(|a, b| (a.reporter, a.partner) != (b.reporter, b.partner)) {
            let is_group = |area: u32| names.areas.kind(area) == AreaKind::Group;
            let is_total = is_group(key.reporter) || is_group(key.partner);
            statement.raw_bind_parameter(10, is_total)?;
        }
        if differs(|a, b| a.flow != b.flow) {
            statement.raw_bind_parameter(4, key.flow.word())?;
        }
        if differs(|a, b| a.valuation != b.valuation) {
            statement.raw_bind_parameter(5, key.valuation.word())?;
        }
        if differs(|a, b| a.classification != b.classification) {
            statement.raw_bind_parameter(6, key.classification.text())?;
        }
        if differs(|a, b| a.commodity != b.commodity) {
            statement.raw_bind_parameter(7, key.commodity.text())?;
        }
        if differs(|a, b| a.period.frequency != b.period.frequency) {
            statement.raw_bind_parameter(8, key.period.frequency.word())?;
        }
        if differs(|a, b| a.period != b.period) {
            statement.raw_bind_parameter(9, key.period.text())?;
        }
        Ok(())
    }
}
